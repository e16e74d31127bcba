//! Days granted in running years, row by row in a stated order.
//!
//! In: what each row asks for, and its stretches of days with the limit on them. Out: how many of its days are granted. A
//! running year opens on the first counted day of a group that lies in no open one (or, where it opens at the next start,
//! only on the first counted day of a row), and is open until its anniversary. A counted day belongs to the running year
//! that opened last; it is granted while fewer days than the limit of that day, or of the day on which the running year opened,
//! have been granted before it in that year. Days are never looped over: a stretch is cut where a running year opens, and each piece is granted as a whole. A row of
//! which something is not known clouds the rows that it could touch. Not here: which days count; the plan has cut those.

use std::collections::BTreeMap;

use ramme_syntax::tree::Opening;
use ramme_table::{Block, Cause, CauseId};
use ramme_value::{Date, EndOfMonth};

use super::day_by_day::{Days, named_from};
use super::order::Queue;
use super::{Arg, Cells, Fault, Source, Task};
use crate::plan::AllotDaysOp;

/// A stretch of counted days, from the first up to the day after the last, and the limit on them.
#[derive(Clone, Copy)]
struct Stretch {
    first: i128,
    end: i128,
    limit: i128,
}

/// What a row asks for.
struct Claim {
    stretches: Vec<Stretch>,
    /// Where something is not known, why.
    cause: CauseId,
    /// No counted day of the row lies before this one.
    not_before: i128,
}

/// The arguments, by role.
struct Parts<'s> {
    asked: Arg<'s>,
    keys: Vec<Arg<'s>>,
    order: Vec<Arg<'s>>,
    pieces: Vec<[Arg<'s>; 4]>,
    /// The days themselves, for rows of which the pieces leave something open.
    days: Days<'s>,
}

/// A number of days, or why it is not known.
type Granted = (i128, CauseId);

/// The days granted in a period. Each combination of set members is served by itself.
pub(super) fn allot_days(task: &Task, a: &AllotDaysOp, source: &dyn Source) -> Result<Block, Fault> {
    let parts = parts(task, a, source)?;
    let layout = task.env.layouts.get(task.id.index()).ok_or(Fault::Order(task.id))?;
    let dated = task.step.shape.period.is_some().then_some(task.t);
    let mut granted: Vec<Granted> = vec![(0, CauseId::KNOWN); task.len];
    for combo in 0..layout.combos() {
        let mut claims = BTreeMap::new();
        for row in 0..layout.rows {
            let i = combo * layout.rows + row;
            if task.step.shape.entity.is_none_or(|e| task.env.exists(e, row, dated))
                && let Some(claim) = claim(task, &parts, i)
            {
                claims.insert(i, claim);
            }
        }
        serve_all(task, a, &parts, &claims, &mut granted)?;
    }
    let mut out = Cells::new(task.len);
    for (i, (days, cause)) in granted.into_iter().enumerate() {
        if cause.is_known() { out.known(days) } else { out.missing(i, cause) }
    }
    Ok(out.done())
}

fn parts<'s, 'a: 's>(
    task: &'s Task<'a>,
    a: &'s AllotDaysOp,
    source: &'s dyn Source,
) -> Result<Parts<'s>, Fault> {
    let args = task.args(source)?;
    let mut rest = args.iter().copied();
    let missing = || Fault::Order(task.id);
    let asked = rest.next().ok_or_else(missing)?;
    let span = [rest.next().ok_or_else(missing)?, rest.next().ok_or_else(missing)?];
    let keys = rest.by_ref().take(a.keys).collect();
    let order = rest.by_ref().take(a.order).collect();
    let mut pieces = Vec::new();
    for _ in 0..a.pieces {
        let mut next = || rest.next().ok_or_else(missing);
        pieces.push([next()?, next()?, next()?, next()?]);
    }
    let before = 3 + a.keys + a.order + 4 * a.pieces;
    let leaves = named_from(task, source, before)?;
    let days = Days { task, span, condition: a.condition.as_ref(), number: Some(&a.limit), leaves };
    Ok(Parts { asked, keys, order, pieces, days })
}

/// What a row asks for; none where it asks for no day.
fn claim(task: &Task, parts: &Parts, i: usize) -> Option<Claim> {
    let mut claim = Claim { stretches: Vec::new(), cause: CauseId::KNOWN, not_before: i128::MIN };
    if !parts.asked.cause(i).is_known() {
        return claim_by_day(task, parts, i, claim);
    }
    if parts.asked.int(i) == 0 {
        return None;
    }
    for [first, end, limit, holds] in &parts.pieces {
        let there = holds.cause(i).is_known() && holds.int(i) == 1;
        if !there || first.int(i) >= end.int(i) {
            continue;
        }
        claim.cause = task.union(claim.cause, limit.cause(i));
        claim.stretches.push(Stretch { first: first.int(i), end: end.int(i), limit: limit.int(i) });
    }
    claim.stretches.sort_by_key(|s| s.first);
    claim.not_before = claim.stretches.first().map_or(i128::MIN, |s| s.first);
    Some(claim)
}

/// The same where the pieces leave something open: each day may be settled all the same.
fn claim_by_day(task: &Task, parts: &Parts, i: usize, mut claim: Claim) -> Option<Claim> {
    let days = parts.days.stretches(i);
    let mut possible = days.into_iter().filter(|s| s.counts != Ok(false)).peekable();
    claim.not_before = possible.peek()?.first;
    for s in possible {
        let limit = s.counts.and(s.number);
        claim.cause = task.union(claim.cause, limit.err().unwrap_or(CauseId::KNOWN));
        claim.stretches.push(Stretch { first: s.first, end: s.end, limit: limit.unwrap_or(0) });
    }
    Some(claim)
}

/// Serves every group. A row whose group is not known could belong to any of them.
fn serve_all(
    task: &Task,
    a: &AllotDaysOp,
    parts: &Parts,
    claims: &BTreeMap<usize, Claim>,
    granted: &mut [Granted],
) -> Result<(), Fault> {
    let queue = Queue::new(task, &parts.order, 3 + a.keys);
    let mut groups: BTreeMap<Vec<i128>, Vec<usize>> = BTreeMap::new();
    let mut lost = Vec::new();
    for i in claims.keys() {
        let cause = task.causes(&parts.keys, *i);
        if cause.is_known() {
            groups.entry(parts.keys.iter().map(|k| k.int(*i)).collect()).or_default().push(*i);
            continue;
        }
        lost.push(*i);
        if let Some(g) = granted.get_mut(*i) {
            *g = (0, cause);
        }
    }
    for mut rows in groups.into_values() {
        rows.extend(&lost);
        let rows = queue.in_order(rows, |i, j| !lost.contains(&i) && !lost.contains(&j))?;
        let line: Vec<(usize, &Claim, CauseId)> = rows
            .iter()
            .filter_map(|i| Some((*i, claims.get(i)?)))
            .map(|(i, c)| {
                let place = task.union(task.causes(&parts.order, i), task.causes(&parts.keys, i));
                (i, c, task.union(c.cause, place))
            })
            .collect();
        serve(task, a, &line, &lost, granted)?;
    }
    Ok(())
}

/// Serves the rows of a group, in order: row, claim, and why something of it is not known.
fn serve(
    task: &Task,
    a: &AllotDaysOp,
    line: &[(usize, &Claim, CauseId)],
    lost: &[usize],
    granted: &mut [Granted],
) -> Result<(), Fault> {
    let known: Vec<&Claim> =
        line.iter().filter(|(_, _, cause)| cause.is_known()).map(|(_, claim, _)| *claim).collect();
    let mut years = Years::of(a, &known).ok_or(Fault::DateRange(line.first().map_or(0, |l| l.0)))?;
    let later = later_unknown(task, line);
    let mut cloud = CauseId::KNOWN;
    for (place, (i, claim, cause)) in line.iter().enumerate() {
        let last = claim.stretches.last().map_or(i128::MIN, |s| s.end);
        let (day, after) = later.get(place).copied().unwrap_or((i128::MAX, CauseId::KNOWN));
        let touched = if day < last { after } else { CauseId::KNOWN };
        let around = task.union(cloud, touched);
        let mut why = *cause;
        if !around.is_known() {
            why = task.union(
                task.union(why, around),
                task.env.cause(Cause::EarlierUnknown { what: task.name(*i) }),
            );
        }
        let days = if why.is_known() { years.grant(claim) } else { 0 };
        cloud = task.union(cloud, task.union(*cause, touched));
        if !lost.contains(i)
            && let Some(g) = granted.get_mut(*i)
        {
            *g = (days, why);
        }
    }
    Ok(())
}

/// For each place in the line, of the rows after it of which something is not known: the earliest day that they could
/// count, and why.
fn later_unknown(task: &Task, line: &[(usize, &Claim, CauseId)]) -> Vec<(i128, CauseId)> {
    let mut out = vec![(i128::MAX, CauseId::KNOWN); line.len()];
    let mut so_far = (i128::MAX, CauseId::KNOWN);
    for (place, (_, claim, cause)) in line.iter().enumerate().rev() {
        if let Some(o) = out.get_mut(place) {
            *o = so_far;
        }
        if !cause.is_known() {
            so_far = (so_far.0.min(claim.not_before), task.union(so_far.1, *cause));
        }
    }
    out
}

/// The days on which running years open, in order.
fn openings(opening: Opening, claims: &[&Claim]) -> Option<Vec<i128>> {
    let mut spans: Vec<(i128, i128)> = Vec::new();
    for claim in claims {
        match opening {
            Opening::Anniversary => spans.extend(claim.stretches.iter().map(|s| (s.first, s.end))),
            Opening::NextStart => {
                spans.extend(claim.stretches.first().map(|s| (s.first, s.first.saturating_add(1))));
            }
        }
    }
    spans.sort_unstable();
    let mut out = Vec::new();
    let mut closes = i128::MIN;
    for (first, end) in spans {
        let mut day = first.max(closes);
        while day < end {
            out.push(day);
            closes = anniversary(day)?;
            day = closes;
        }
    }
    Some(out)
}

/// The same day a year on; 29 February has its on 28 February.
fn anniversary(day: i128) -> Option<i128> {
    let date = Date::from_days(i32::try_from(day).ok()?)?;
    date.add_months(12, EndOfMonth::Clamp).ok().map(|d| i128::from(d.days_from_epoch()))
}

/// The running years of a group, and what has been used of each.
struct Years {
    /// The days on which they open, in order.
    opened: Vec<i128>,
    /// The limit on each of those days, where a running year keeps its first.
    kept: Option<Vec<i128>>,
    used: Vec<i128>,
}

impl Years {
    /// Those of claims in their order; none where a date lies out of reach.
    fn of(a: &AllotDaysOp, claims: &[&Claim]) -> Option<Years> {
        let opened = openings(a.opening, claims)?;
        let first = |day: &i128| {
            let stretches = claims.iter().flat_map(|c| &c.stretches);
            stretches.into_iter().find(|s| s.first <= *day && *day < s.end).map_or(0, |s| s.limit)
        };
        let kept = a.keeps.then(|| opened.iter().map(first).collect());
        let used = vec![0i128; opened.len()];
        Some(Years { opened, kept, used })
    }

    /// The days that a row gets; what it takes of its running years is noted.
    fn grant(&mut self, claim: &Claim) -> i128 {
        let mut granted = 0i128;
        for s in &claim.stretches {
            let mut day = s.first;
            while day < s.end {
                let (year, end) = self.at(day, s.end);
                if let Some(year) = year {
                    let limit = self.limit(year, s);
                    if let Some(used) = self.used.get_mut(year) {
                        let got = (end - day).min(limit - *used).max(0);
                        *used += got;
                        granted += got;
                    }
                }
                day = end;
            }
        }
        granted
    }

    /// The running year that a day lies in, and where it or the stretch ends.
    fn at(&self, day: i128, end: i128) -> (Option<usize>, i128) {
        let next = self.opened.partition_point(|o| *o <= day);
        (next.checked_sub(1), self.opened.get(next).copied().unwrap_or(i128::MAX).min(end))
    }

    /// The limit in a running year on the days of a stretch.
    fn limit(&self, year: usize, s: &Stretch) -> i128 {
        self.kept.as_ref().and_then(|kept| kept.get(year)).copied().unwrap_or(s.limit)
    }
}

/// What one row asked of its running years, and who was served before it.
#[derive(Debug, Clone, Default)]
pub(crate) struct YearsTrace {
    /// The running years that its days lie in, in order.
    pub years: Vec<YearTrace>,
    /// The rows of its group that were served before it, in order.
    pub before: Vec<usize>,
}

/// One running year of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct YearTrace {
    /// The day on which it opened.
    pub opened: Option<Date>,
    /// How many of the row's days lie in it.
    pub asked: i128,
    /// How many days were granted in it before.
    pub used: i128,
    /// The limit on the row's last days in it.
    pub limit: i128,
    /// How many of them were granted.
    pub granted: i128,
}

/// The serving of a row, for an explanation; none where something is not known.
pub(crate) fn running_years_of(
    task: &Task,
    a: &AllotDaysOp,
    source: &dyn Source,
    own: usize,
) -> Option<YearsTrace> {
    let parts = parts(task, a, source).ok()?;
    let layout = task.env.layouts.get(task.id.index())?;
    let dated = task.step.shape.period.is_some().then_some(task.t);
    let combo = layout.split(own).0;
    let key = |i: usize| parts.keys.iter().map(|k| k.int(i)).collect::<Vec<i128>>();
    let mut claims = BTreeMap::new();
    for i in (0..layout.rows).map(|row| combo * layout.rows + row) {
        let there = task.step.shape.entity.is_none_or(|e| task.env.exists(e, layout.split(i).1, dated));
        if there && (i == own || key(i) == key(own)) {
            claims.extend(claim(task, &parts, i).map(|claim| (i, claim)));
        }
    }
    // What is not known of others is said of the value itself; the running years are those of what is known.
    claims.get(&own).filter(|c| c.cause.is_known())?;
    claims.retain(|_, claim: &mut Claim| claim.cause.is_known());
    let rows = claims.keys().copied().collect();
    let line = Queue::new(task, &parts.order, 3 + a.keys).in_order(rows, |_, _| false).ok()?;
    let all: Vec<&Claim> = line.iter().filter_map(|i| claims.get(i)).collect();
    let mut years = Years::of(a, &all)?;
    let mut out = YearsTrace::default();
    for i in line {
        let claim = claims.get(&i)?;
        if i == own {
            out.years = years_of(claim, &mut years);
            return Some(out);
        }
        years.grant(claim);
        out.before.push(i);
    }
    None
}

/// The running years that a claim lies in, served one after the other.
fn years_of(claim: &Claim, years: &mut Years) -> Vec<YearTrace> {
    let mut out: Vec<(usize, YearTrace)> = Vec::new();
    for s in &claim.stretches {
        let mut day = s.first;
        while day < s.end {
            let (year, end) = years.at(day, s.end);
            if let Some((year, before)) = year.and_then(|y| Some((y, *years.used.get(y)?))) {
                let limit = years.limit(year, s);
                let stretches = vec![Stretch { first: day, end, limit: s.limit }];
                let piece = Claim { stretches, cause: claim.cause, not_before: claim.not_before };
                let got = years.grant(&piece);
                let opened = years.opened.get(year).and_then(|d| Date::from_days(i32::try_from(*d).ok()?));
                match out.iter_mut().find(|(y, _)| *y == year) {
                    Some((_, held)) => {
                        held.asked += end - day;
                        held.granted += got;
                        held.limit = limit;
                    }
                    None => out.push((
                        year,
                        YearTrace { opened, asked: end - day, used: before, limit, granted: got },
                    )),
                }
            }
            day = end;
        }
    }
    out.into_iter().map(|(_, year)| year).collect()
}
