//! The second evaluator's aggregates: over rows, members and years that exist.

use crate::eval::{Fault, Known, Oracle, Out, Point};
use crate::truth::{both, either, truth};
use crate::value::{Number, Val, whole};
use num_traits::Zero;
use ramme_rulebook::model::{Aggregate, Axis, Expr};
use ramme_syntax::tree::AggregateFn;

impl Oracle<'_> {
    /// Of the years of the data up to this one, those in which the row exists.
    pub fn running_total(&self, x: &Expr, p: &Point) -> Out {
        let mut sum = whole(0);
        for year in self.world.first..=self.world.last.min(p.year.unwrap_or(i32::MIN)) {
            if p.row.is_none_or(|(e, row)| self.world.exists(e, row, Some(year))) {
                let Some(n) = self.number(x, &Point { year: Some(year), ..p.clone() })? else {
                    return Ok(None);
                };
                sum += n;
            }
        }
        Ok(Some(Val::Num(sum)))
    }

    /// The points inside an aggregate: all members but a total, all years of the data, all rows that exist.
    fn inside(&self, a: &Aggregate, p: &Point) -> Vec<Point> {
        let mut points = vec![p.clone()];
        for axis in &a.over {
            match axis {
                Axis::Period(_) => {
                    let years = self.world.first..=self.world.last;
                    points = spread(&points, years, |at, year| at.year = Some(year));
                }
                Axis::Set(set) => {
                    let s = &self.book.sets[set.index()];
                    let parts = s.members.len() - usize::from(s.has_total);
                    points = spread(&points, 0..parts as u32, |at, m| {
                        at.members.insert(*set, m);
                    });
                }
                Axis::Entity(_) => {}
            }
        }
        for axis in &a.over {
            if let Axis::Entity(e) = axis {
                let rows = 0..self.world.rows[e.index()].len();
                points = spread(&points, rows, |at, row| at.row = Some((*e, row)));
            }
        }
        // What is not on the roll has no place in a sum or count.
        let dated = a.inside.period.is_some();
        if let Some(e) = a.inside.entity {
            points.retain(|at| {
                let row = at.row.filter(|(of, _)| *of == e);
                row.is_some_and(|(_, row)| self.world.exists(e, row, at.year.filter(|_| dated)))
            });
        }
        points
    }

    pub fn aggregate(&self, a: &Aggregate, p: &Point) -> Out {
        let keys = |at: &Point| -> Result<Option<Vec<Val>>, Fault> {
            a.per.iter().map(|key| self.eval(key, at)).collect::<Result<Option<Vec<Val>>, Fault>>()
        };
        let Some(own_keys) = keys(p)? else { return Ok(None) };
        // Value, weight, and whether it is certain that the row counts.
        let mut rows: Vec<(Known, Known, bool)> = Vec::new();
        for at in self.inside(a, p) {
            let counts = match &a.filter {
                None => Some(true),
                Some(filter) => truth(self.eval(filter, &at)?),
            };
            if counts == Some(false) {
                continue;
            }
            if let Some(group) = &a.group {
                match self.eval(group, &at)? {
                    Some(Val::Row(row)) if p.row.is_some_and(|(_, own)| own == row) => {}
                    Some(_) => continue,
                    None => return Ok(None),
                }
            }
            // Whose group a row is in may not be known; it decides nothing that other rows settle.
            let sure = match keys(&at)? {
                Some(theirs) if theirs != own_keys => continue,
                theirs => theirs.is_some() && counts == Some(true),
            };
            let one = || Some(Val::Num(whole(1)));
            let value = a.value.as_ref().map_or_else(|| Ok(one()), |x| self.eval(x, &at))?;
            let weight = a.weight.as_ref().map_or_else(|| Ok(one()), |x| self.eval(x, &at))?;
            if a.known && (value.is_none() || weight.is_none()) {
                continue;
            }
            rows.push((value, weight, sure));
        }
        match a.func {
            // A row of which it is not known whether it counts is `filter and P`, or `not filter or P`.
            AggregateFn::Any => {
                let each = rows.into_iter().map(|(v, _, sure)| both(truth(v), sure.then_some(true)));
                return Ok(each.fold(Some(false), either).map(Val::Yes));
            }
            AggregateFn::All => {
                let each = rows.into_iter().map(|(v, _, sure)| either(truth(v), sure.then_some(false)));
                return Ok(each.fold(Some(true), both).map(Val::Yes));
            }
            _ => {}
        }
        let all: Option<Vec<(Val, Number)>> =
            rows.into_iter().map(|(v, w, sure)| if sure { Some((v?, w?.num())) } else { None }).collect();
        let Some(all) = all else { return Ok(None) };
        let numbers = || all.iter().map(|(v, w)| v.clone().num() * w);
        let weights: Number = all.iter().map(|(_, w)| w.clone()).sum();
        Ok(match a.func {
            AggregateFn::Sum => Some(Val::Num(numbers().sum())),
            AggregateFn::Count => Some(Val::Num(whole(all.len() as i128))),
            AggregateFn::Mean if weights.is_zero() => None,
            AggregateFn::Mean => Some(Val::Num(numbers().sum::<Number>() / weights)),
            AggregateFn::Least => all.into_iter().map(|(v, _)| v).min(),
            AggregateFn::Greatest => all.into_iter().map(|(v, _)| v).max(),
            AggregateFn::Share if all.is_empty() => None,
            AggregateFn::Share => {
                let yes = all.iter().filter(|(v, _)| v.yes()).count();
                Some(Val::Num(whole(yes as i128) / whole(all.len() as i128)))
            }
            AggregateFn::Any | AggregateFn::All => None,
        })
    }
}

/// Each point with each of several values.
fn spread<T>(
    points: &[Point],
    over: impl Iterator<Item = T> + Clone,
    put: impl Fn(&mut Point, T),
) -> Vec<Point> {
    let mut out = Vec::new();
    for point in points {
        for value in over.clone() {
            let mut there = point.clone();
            put(&mut there, value);
            out.push(there);
        }
    }
    out
}
