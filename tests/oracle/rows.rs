//! The second evaluator's rows in a stated order: allotments, days in running years, firsts, running sums, and the least or
//! greatest before.

use crate::eval::{Fault, Known, Oracle, Out, Point};
use crate::truth::truth;
use crate::value::{Number, Val, add_months, whole};
use ramme_rulebook::model::{Allot, AllotDays, EntityId, Expr, Line, LineAsk, Type};
use ramme_syntax::tree::Opening;
use ramme_value::EndOfMonth;
use std::collections::BTreeMap;

/// A place in an order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Number(Number),
    Text(String),
}

/// The keys of a row; none where one of them is not known.
pub type Group = Option<Vec<Val>>;

/// A row that stands in line. Rows of unknown place come first: they could stand before all others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct InLine {
    places: Option<Vec<Place>>,
    row: usize,
    group: Group,
    /// Whether it is known that it stands there.
    sure: bool,
    /// What it adds; none where that is not known.
    adds: Option<Number>,
    /// What is compared; none where that is not known, or where it does not stand there.
    value: Known,
}

/// A row that asks for days: each with the limit on it, as far as both are known.
struct Claim {
    places: Option<Vec<Place>>,
    row: usize,
    group: Group,
    days: Vec<(i64, Number)>,
    /// The first day that may count but is not settled, or whose limit is not known.
    first_possible: i64,
    known: bool,
}

impl Oracle<'_> {
    /// What a row gets, of all rows that are served together; they are served once.
    fn of_all<T>(&self, what: &T, p: &Point, serve: impl Fn(EntityId) -> Result<Vec<Known>, Fault>) -> Out {
        let Some((entity, row)) = p.row else { panic!("rows are served") };
        let key = (std::ptr::from_ref(what).cast::<()>(), p.year, p.members.values().copied().collect());
        let found = self.served.borrow().get(&key).cloned();
        let found = match found {
            Some(found) => found,
            None => {
                let found = serve(entity);
                self.served.borrow_mut().insert(key, found.clone());
                found
            }
        };
        found.map(|all| all[row].clone())
    }

    /// The rows that exist, each with the point to ask at.
    pub fn rows_at(&self, entity: EntityId, p: &Point) -> Vec<(usize, Point)> {
        let all = 0..self.world.rows[entity.index()].len();
        all.filter(|row| self.world.exists(entity, *row, p.year))
            .map(|row| (row, Point { row: Some((entity, row)), ..p.clone() }))
            .collect()
    }

    pub fn group(&self, per: &[Expr], at: &Point) -> Result<Group, Fault> {
        per.iter().map(|key| self.eval(key, at)).collect()
    }

    pub fn places(&self, order: &[Expr], at: &Point) -> Result<Option<Vec<Place>>, Fault> {
        order.iter().map(|key| Ok(self.eval(key, at)?.map(|v| self.place(v, &key.ty)))).collect()
    }

    /// Where a value stands in an order: rows by their keys.
    pub fn place(&self, value: Val, ty: &Type) -> Place {
        match (value, ty) {
            (Val::Row(row), Type::Row(e)) => {
                let keys = &self.world.rows[e.index()];
                if keys.iter().all(|k| k.parse::<i64>().is_ok()) {
                    Place::Number(whole(keys[row].parse::<i128>().unwrap_or(0)))
                } else {
                    Place::Text(keys[row].clone())
                }
            }
            (Val::Num(n), _) => Place::Number(n),
            (Val::Day(n), _) => Place::Number(whole(i128::from(n))),
            (Val::Year(n), _) => Place::Number(whole(i128::from(n))),
            (Val::Member(n), _) => Place::Number(whole(i128::from(n))),
            (Val::Yes(b), _) => Place::Number(whole(i128::from(b))),
            (Val::Text(t), _) => Place::Text(t),
            (Val::Row(row), _) => Place::Number(whole(row as i128)),
        }
    }

    /// `allot …`
    pub fn allot(&self, a: &Allot, p: &Point) -> Out {
        self.of_all(a, p, |entity| self.serve(a, entity, p))
    }

    /// Row by row in order: what is asked, but no more than what is left under each cap.
    fn serve(&self, a: &Allot, entity: EntityId, p: &Point) -> Result<Vec<Known>, Fault> {
        let mut got: Vec<Known> = vec![None; self.world.rows[entity.index()].len()];
        let mut queue: Vec<(Option<Vec<Place>>, usize, Option<Number>)> = Vec::new();
        for (row, at) in self.rows_at(entity, p) {
            let asked = self.number(&a.asked, &at)?;
            if asked.as_ref().is_some_and(|n| *n <= whole(0)) {
                got[row] = Some(Val::Num(whole(0)));
                continue;
            }
            queue.push((self.places(&a.order, &at)?, row, asked));
        }
        queue.sort();
        if queue.windows(2).any(|w| w[0].0.is_some() && w[0].0 == w[1].0) {
            return Err(Fault::Tie);
        }
        // For each cap: what each group has had, which groups can't be told any more, and whether none can.
        let mut had: Vec<BTreeMap<Vec<Val>, Number>> = vec![BTreeMap::new(); a.caps.len()];
        let mut lost: Vec<Vec<Vec<Val>>> = vec![Vec::new(); a.caps.len()];
        let mut all_lost = vec![false; a.caps.len()];
        for (places, row, asked) in queue {
            let at = Point { row: Some((entity, row)), ..p.clone() };
            let mut known = places.is_some();
            let mut most = asked.clone();
            let mut groups = Vec::new();
            for (k, (cap, per)) in a.caps.iter().enumerate() {
                let cap = self.number(cap, &at)?;
                let group = self.group(per, &at)?;
                known &= !all_lost[k] && group.as_ref().is_some_and(|g| !lost[k].contains(g));
                let before = group.as_ref().and_then(|g| had[k].get(g)).cloned().unwrap_or_else(|| whole(0));
                most = most.zip(cap).map(|(m, cap)| m.min(cap - before));
                groups.push(group);
            }
            let gets = most.map(|m| m.max(whole(0))).filter(|_| known);
            let gets = gets.map(|g| if a.whole && Some(&g) < asked.as_ref() { whole(0) } else { g });
            for (k, group) in groups.into_iter().enumerate() {
                match (group, &gets) {
                    (Some(group), Some(g)) => *had[k].entry(group).or_insert_with(|| whole(0)) += g,
                    (Some(group), None) => lost[k].push(group),
                    (None, _) => all_lost[k] = true,
                }
            }
            got[row] = gets.map(Val::Num);
        }
        Ok(got)
    }

    /// `the first of …`, `running sum of …`, `greatest of … before …`
    pub fn line(&self, line: &Line, p: &Point) -> Out {
        self.of_all(line, p, |entity| self.stand(line, entity, p))
    }

    fn stand(&self, line: &Line, entity: EntityId, p: &Point) -> Result<Vec<Known>, Fault> {
        let mut out: Vec<Known> = vec![None; self.world.rows[entity.index()].len()];
        let mut all = Vec::new();
        for (row, at) in self.rows_at(entity, p) {
            let meets = match &line.filter {
                Some(filter) => truth(self.eval(filter, &at)?),
                None => Some(true),
            };
            let value = match (&line.value, meets) {
                (_, Some(false)) | (None, _) => None,
                (Some(x), _) => self.eval(x, &at)?,
            };
            let adds = match (&line.value, meets) {
                (_, Some(false)) | (None, _) => Some(whole(0)),
                _ if line.ask == LineAsk::Sum => value.clone().map(Val::num),
                _ => value.as_ref().map(|_| whole(0)),
            };
            let (places, group) = (self.places(&line.order, &at)?, self.group(&line.per, &at)?);
            if meets == Some(false) && line.value.is_none() {
                out[row] = Some(Val::Yes(false));
            } else {
                all.push((
                    InLine { places, row, group, sure: meets == Some(true), adds, value },
                    meets != Some(false),
                ));
            }
        }
        all.sort();
        let groups: std::collections::BTreeSet<Vec<Val>> =
            all.iter().filter_map(|(r, _)| r.group.clone()).collect();
        for group in groups {
            let fits = |r: &InLine| r.group.is_none() || r.group.as_ref() == Some(&group);
            let rows: Vec<&(InLine, bool)> = all.iter().filter(|(r, _)| fits(r)).collect();
            let known: Vec<&&(InLine, bool)> =
                rows.iter().filter(|(r, _)| r.group.is_some() && r.places.is_some()).collect();
            if known.windows(2).any(|w| w[0].0.places == w[1].0.places && (w[0].1 || w[1].1)) {
                return Err(Fault::Tie);
            }
            let (mut sum, mut clouded, mut settled) = (whole(0), false, false);
            let mut best: Known = None;
            for (r, stands) in rows {
                let before = best.clone().filter(|_| !clouded && r.places.is_some());
                best = match (best, r.value.clone().filter(|_| *stands), line.ask) {
                    (Some(b), Some(v), LineAsk::Least) => Some(b.min(v)),
                    (Some(b), Some(v), _) => Some(b.max(v)),
                    (b, v, _) => b.or(v),
                };
                let certain = r.places.is_some() && r.group.is_some() && (r.sure || !stands);
                let first = if settled { Some(false) } else { (certain && !clouded).then_some(true) };
                settled |= certain;
                clouded |= *stands && !(certain && r.adds.is_some());
                sum += r.adds.clone().unwrap_or_else(|| whole(0));
                if r.group.is_some() {
                    let shown = (!clouded && r.places.is_some()).then(|| Val::Num(sum.clone()));
                    out[r.row] = match line.ask {
                        LineAsk::First => first.map(Val::Yes),
                        LineAsk::Sum => shown,
                        LineAsk::Least | LineAsk::Greatest => before,
                    };
                }
            }
        }
        Ok(out)
    }

    /// `allot days …`
    pub fn allot_days(&self, a: &AllotDays, p: &Point) -> Out {
        self.of_all(a, p, |entity| self.serve_days(a, entity, p))
    }

    /// Day by day of row by row, in running years.
    fn serve_days(&self, a: &AllotDays, entity: EntityId, p: &Point) -> Result<Vec<Known>, Fault> {
        let mut got: Vec<Known> = vec![None; self.world.rows[entity.index()].len()];
        let mut claims = Vec::new();
        for (row, at) in self.rows_at(entity, p) {
            match self.claim(a, row, &at)? {
                Some(claim) => claims.push(claim),
                None => got[row] = Some(Val::Num(whole(0))),
            }
        }
        claims.sort_by(|a, b| a.places.cmp(&b.places));
        let groups: std::collections::BTreeSet<Vec<Val>> =
            claims.iter().filter_map(|c| c.group.clone()).collect();
        for group in groups {
            let fits = |c: &&Claim| c.group.is_none() || c.group.as_ref() == Some(&group);
            let line: Vec<&Claim> = claims.iter().filter(fits).collect();
            let known: Vec<&&Claim> =
                line.iter().filter(|c| c.group.is_some() && c.places.is_some()).collect();
            if known.windows(2).any(|w| w[0].places == w[1].places) {
                return Err(Fault::Tie);
            }
            self.serve_group(a, &line, &mut got);
        }
        Ok(got)
    }

    /// What a row asks for; none where it is known to count no day.
    fn claim(&self, a: &AllotDays, row: usize, at: &Point) -> Result<Option<Claim>, Fault> {
        let opens = self.eval(&a.opens, at)?.map(|day| day.day());
        let (from, until, range) = self.calendar(&a.days, at)?;
        let from = from.zip(opens).map(|(from, opens)| from.max(opens));
        let mut claim = Claim {
            places: self.places(&a.order, at)?,
            row,
            group: self.group(&a.per, at)?,
            days: Vec::new(),
            first_possible: i64::MAX,
            known: true,
        };
        for day in range {
            let there = Point { day: Some(day), ..at.clone() };
            let counts = self.counts_on(&a.days, (from, until), &there)?;
            if counts == Some(false) {
                continue;
            }
            claim.first_possible = claim.first_possible.min(day);
            match (counts, self.number(&a.limit, &there)?) {
                (Some(_), Some(limit)) => claim.days.push((day, limit)),
                _ => claim.known = false,
            }
        }
        claim.known &= claim.places.is_some() && claim.group.is_some();
        Ok((claim.first_possible < i64::MAX).then_some(claim))
    }

    /// The rows of a group in their order, with those that could belong to it.
    fn serve_group(&self, a: &AllotDays, line: &[&Claim], got: &mut [Known]) {
        let rows: Vec<Vec<i64>> =
            line.iter().filter(|c| c.known).map(|c| c.days.iter().map(|(day, _)| *day).collect()).collect();
        let years = running_years(&rows, a.opening);
        let days = || line.iter().filter(|c| c.known).flat_map(|c| &c.days);
        let first = |year: &i64| days().find(|(day, _)| day == year).map(|(_, limit)| limit.clone());
        let kept: BTreeMap<i64, Number> = years.iter().filter_map(|y| Some((*y, first(y)?))).collect();
        let mut used: BTreeMap<i64, i128> = BTreeMap::new();
        let mut clouded = false;
        for (k, claim) in line.iter().enumerate() {
            let last = claim.days.last().map(|(day, _)| *day);
            let mut after = line[k + 1..].iter().filter(|c| !c.known);
            clouded |= !claim.known || after.any(|c| last.is_some_and(|day| day >= c.first_possible));
            if clouded {
                continue;
            }
            let mut granted = 0;
            for (day, limit) in &claim.days {
                let Some(year) = years.iter().rev().find(|first| *first <= day) else { continue };
                let before = used.entry(*year).or_insert(0);
                if whole(*before) < *(if a.keeps { &kept[year] } else { limit }) {
                    *before += 1;
                    granted += 1;
                }
            }
            got[claim.row] = Some(Val::Num(whole(granted)));
        }
    }
}

/// The first days of the running years of a group, from the counted days of its rows.
pub fn running_years(rows: &[Vec<i64>], opening: Opening) -> Vec<i64> {
    let firsts: Vec<i64> = rows.iter().filter_map(|days| days.first().copied()).collect();
    let candidates: Vec<i64> = match opening {
        Opening::Anniversary => rows.iter().flatten().copied().collect(),
        Opening::NextStart => firsts,
    };
    let mut out: Vec<i64> = Vec::new();
    loop {
        let ends = out.last().map(|first| add_months(*first, 12, EndOfMonth::Clamp).unwrap_or(i64::MAX));
        let next = candidates.iter().filter(|day| ends.is_none_or(|ends| **day >= ends)).min();
        match next {
            Some(day) => out.push(*day),
            None => return out,
        }
    }
}
