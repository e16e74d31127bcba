//! Aggregates: sum, mean, least, greatest, count, any, all, share.
//!
//! In: the value, and where they are there the group, filter and weight, all in the shape of what is inside. Out: one cell
//! a group. Rows that are not on the roll take no part (TYPES P1); a total is not summed with its parts (P5); a missing
//! value or an undetermined filter makes the result missing (B2). Sums run in 128 bits (T6). Not here: running totals.

use std::collections::BTreeMap;

use ramme_rulebook::model::Axis;
use ramme_syntax::tree::AggregateFn;
use ramme_table::{Block, Cause, CauseId, Data};
use ramme_value::{Decimal, Ratio, RatioError};

use super::{Arg, Fault, Source, Task};
use crate::plan::AggregateOp;
use crate::run::layout::Layout;

/// What one result cell has met.
#[derive(Clone, Default)]
pub(crate) struct Sum {
    pub total: i128,
    pub weight: i128,
    pub count: i128,
    pub best: Option<i128>,
    pub decided: bool,
    pub cause: CauseId,
}

/// The arguments, by role.
struct Parts<'s> {
    value: Option<Arg<'s>>,
    group: Option<Arg<'s>>,
    filter: Option<Arg<'s>>,
    weight: Option<Arg<'s>>,
    /// For `per K`: the cell that stands for all cells of the same keys; none where a key is not known.
    stands_for: Option<Vec<Option<usize>>>,
    keys: Vec<Arg<'s>>,
}

/// The aggregate in a period.
pub(super) fn aggregate(task: &Task, a: &AggregateOp, source: &dyn Source) -> Result<Block, Fault> {
    let inside = task.env.insides.get(task.id.index()).and_then(Option::as_ref);
    let (Some(inside), Some(own)) = (inside, task.env.layouts.get(task.id.index())) else {
        return Err(Fault::Order(task.id));
    };
    let mut sums = vec![Sum::default(); task.len];
    let mut scales = (0, 0);
    let across = a.over.iter().any(|x| matches!(x, Axis::Period(_)));
    let periods = if across { task.env.data_periods() } else { task.t..task.t + 1 };
    for t in periods {
        let parts = parts(task, a, source, t)?;
        scales = (parts.value.map_or(0, |v| v.scale), parts.weight.map_or(0, |w| w.scale));
        let dated = a.inside.period.is_some().then_some(t);
        gather(task, a, (inside, own), &parts, dated, &mut sums)?;
        if a.keys > 0 {
            sums = shared(&parts, &sums);
        }
    }
    finish(task, a, &sums, scales)
}

fn parts<'s, 'a: 's>(
    task: &Task<'a>,
    a: &AggregateOp,
    source: &'s dyn Source,
    t: usize,
) -> Result<Parts<'s>, Fault> {
    let mut next = 0;
    let mut take = |there: bool| {
        if !there {
            return Ok(None);
        }
        next += 1;
        task.arg_at(source, next - 1, t).map(Some)
    };
    let [value, group, filter, weight] = a.has;
    let (value, group, filter, weight) = (take(value)?, take(group)?, take(filter)?, take(weight)?);
    let first = task.step.args.len().saturating_sub(a.keys);
    let keys = (0..a.keys).map(|k| task.arg_at(source, first + k, t)).collect::<Result<Vec<_>, _>>()?;
    let stands_for = (a.keys > 0).then(|| same_keys(task, &keys, t));
    Ok(Parts { value, group, filter, weight, stands_for, keys })
}

/// For each cell the first cell with the same keys and members.
fn same_keys(task: &Task, keys: &[Arg], t: usize) -> Vec<Option<usize>> {
    let dated = task.step.shape.period.is_some().then_some(t);
    let Some(layout) = task.env.layouts.get(task.id.index()) else { return Vec::new() };
    let mut first: BTreeMap<(usize, Vec<i128>), usize> = BTreeMap::new();
    (0..task.len)
        .map(|i| {
            let (combo, row) = layout.split(i);
            if task.step.shape.entity.is_some_and(|e| !task.env.exists(e, row, dated)) {
                return Some(i);
            }
            let known = task.causes(keys, i).is_known();
            let key = (combo, keys.iter().map(|k| k.int(i)).collect());
            known.then(|| *first.entry(key).or_insert(i))
        })
        .collect()
}

/// What each cell shares with those of the same keys.
fn shared(parts: &Parts, sums: &[Sum]) -> Vec<Sum> {
    let Some(stands_for) = &parts.stands_for else { return sums.to_vec() };
    let one = |(i, of): (usize, &Option<usize>)| sums.get(of.unwrap_or(i)).cloned().unwrap_or_default();
    stands_for.iter().enumerate().map(one).collect()
}

fn gather(
    task: &Task,
    a: &AggregateOp,
    (inside, own): (&Layout, &Layout),
    parts: &Parts,
    t: Option<usize>,
    sums: &mut [Sum],
) -> Result<(), Fault> {
    let combos = inside.combos_in(own);
    let totals = totals(task, a);
    for i in 0..inside.len() {
        let (combo, row) = inside.split(i);
        if let Some(e) = a.inside.entity
            && !task.env.exists(e, row, t)
        {
            continue;
        }
        if totals.iter().any(|(set, total)| inside.member(combo, *set) == *total) {
            continue;
        }
        let base = combos.get(combo).copied().unwrap_or(0) * own.rows;
        if let Some(stands_for) = &parts.stands_for {
            match stands_for.get(base + row).copied().flatten() {
                Some(cell) => add(task, a, parts, i, cell, sums)?,
                None => {
                    let cause = task.causes(&parts.keys, i);
                    cloud(task, a.known, parts, (i, base..base + own.rows), cause, sums);
                }
            }
            continue;
        }
        if parts.filter.is_some_and(|f| f.cause(i).is_known() && f.int(i) == 0) {
            continue;
        }
        match parts.group {
            Some(g) if !g.cause(i).is_known() => {
                for s in sums.iter_mut() {
                    s.cause = task.union(s.cause, g.cause(i));
                }
                continue;
            }
            Some(g) => {
                let cell = base + usize::try_from(g.int(i)).unwrap_or(usize::MAX);
                add(task, a, parts, i, cell, sums)?;
            }
            None => add(task, a, parts, i, base + if own.has_entity { row } else { 0 }, sums)?,
        }
    }
    Ok(())
}

/// A row whose keys are not known could belong to any group of its members, unless the filter leaves it out, or `of known`.
fn cloud(
    task: &Task,
    known: bool,
    parts: &Parts,
    (i, cells): (usize, std::ops::Range<usize>),
    cause: CauseId,
    sums: &mut [Sum],
) {
    let own = i;
    let unknown = |part: Option<Arg>| part.is_some_and(|x| !x.cause(i).is_known());
    let left_out = parts.filter.is_some_and(|f| f.cause(i).is_known() && f.int(i) == 0)
        || (known && (unknown(parts.value) || unknown(parts.weight)));
    for (cell, s) in sums.iter_mut().enumerate() {
        if cells.contains(&cell) && (!left_out || cell == own) {
            s.cause = task.union(s.cause, cause);
        }
    }
}

/// The totals of the sets that disappear: they are not summed with their parts.
pub(crate) fn totals(task: &Task, a: &AggregateOp) -> Vec<(ramme_rulebook::model::SetId, usize)> {
    let of = |axis: &Axis| match axis {
        Axis::Set(s) => {
            let set = task.env.book.sets.get(s.index())?;
            set.has_total.then(|| (*s, set.members.len().saturating_sub(1)))
        }
        _ => None,
    };
    a.over.iter().filter_map(of).collect()
}

fn add(
    task: &Task,
    a: &AggregateOp,
    parts: &Parts,
    i: usize,
    cell: usize,
    sums: &mut [Sum],
) -> Result<(), Fault> {
    let Some(s) = sums.get_mut(cell) else { return Ok(()) };
    let filter = parts.filter.map_or((CauseId::KNOWN, 1), |f| (f.cause(i), f.int(i)));
    if filter.0.is_known() && filter.1 == 0 {
        return Ok(());
    }
    let value = parts.value.map_or((CauseId::KNOWN, 1), |v| (v.cause(i), v.int(i)));
    let weight = parts.weight.map_or((CauseId::KNOWN, 1), |w| (w.cause(i), w.int(i)));
    if let Some(cause) = take_in(task, a, (filter, value, weight), cell, s)? {
        s.cause = task.union(s.cause, cause);
    }
    Ok(())
}

/// A value with the reason for which it is missing, if it is.
type Seen = (CauseId, i128);

/// Takes in one cell that its filter does not leave out; gives the cause if that makes the group missing.
pub(crate) fn take_in(
    task: &Task,
    a: &AggregateOp,
    (filter, value, weight): (Seen, Seen, Seen),
    cell: usize,
    s: &mut Sum,
) -> Result<Option<CauseId>, Fault> {
    let settles = match a.func {
        AggregateFn::Any => Some(1),
        AggregateFn::All => Some(0),
        _ => None,
    };
    if a.known && !(value.0.is_known() && weight.0.is_known()) {
        return Ok(None);
    }
    let missing = [filter.0, value.0, weight.0].into_iter().fold(CauseId::KNOWN, |c, x| task.union(c, x));
    if !missing.is_known() {
        let harmless = settles.is_some_and(|x| value.0.is_known() && value.1 != x);
        return Ok((!harmless).then_some(missing));
    }
    if settles == Some(value.1) {
        s.decided = true;
    }
    let overflow = Fault::Overflow(cell);
    let term = value.1.checked_mul(weight.1).ok_or(overflow.clone())?;
    s.total = s.total.checked_add(term).ok_or(overflow.clone())?;
    s.weight = s.weight.checked_add(weight.1).ok_or(overflow)?;
    s.count += 1;
    let better = |b: i128| if a.func == AggregateFn::Least { value.1 < b } else { value.1 > b };
    if s.best.is_none_or(better) {
        s.best = Some(value.1);
    }
    Ok(None)
}

pub(crate) fn finish(task: &Task, a: &AggregateOp, sums: &[Sum], (sv, sw): (u8, u8)) -> Result<Block, Fault> {
    let mut status = vec![CauseId::KNOWN; sums.len()];
    let (mut nums, mut dens) = (Vec::with_capacity(sums.len()), Vec::new());
    let ratio = matches!(a.func, AggregateFn::Mean | AggregateFn::Share);
    for (i, s) in sums.iter().enumerate() {
        let decides = s.decided && matches!(a.func, AggregateFn::Any | AggregateFn::All);
        let mut cause = if decides { CauseId::KNOWN } else { s.cause };
        let (mut n, mut d) = (0, 1);
        if cause.is_known() {
            match result(a, s, sv, sw) {
                Ok((x, y)) => (n, d) = (x, y),
                Err(Empty::NoRows) => cause = task.env.cause(Cause::NoRow { what: task.name(i) }),
                Err(Empty::Zero) => cause = task.zero_divisor(i),
                Err(Empty::Overflow) => return Err(Fault::Overflow(i)),
            }
        }
        nums.push(n);
        dens.push(d);
        if let Some(x) = status.get_mut(i) {
            *x = cause;
        }
    }
    let data = if ratio { Data::Ratio(nums, dens) } else { Data::Int(nums) };
    Ok(Block { data, status: Some(status) }.tidy())
}

/// Why a group has no result.
enum Empty {
    NoRows,
    Zero,
    Overflow,
}

fn result(a: &AggregateOp, s: &Sum, sv: u8, sw: u8) -> Result<(i128, i128), Empty> {
    let over = |top: Decimal, bottom: Decimal| match Ratio::of(top, bottom) {
        Ok(r) => Ok((r.num(), r.den())),
        Err(RatioError::DivisionByZero) => Err(Empty::Zero),
        Err(RatioError::Overflow) => Err(Empty::Overflow),
    };
    match a.func {
        AggregateFn::Sum => Ok((s.total, 1)),
        AggregateFn::Count => Ok((s.count, 1)),
        AggregateFn::Any => Ok((i128::from(s.decided), 1)),
        AggregateFn::All => Ok((i128::from(!s.decided), 1)),
        AggregateFn::Least | AggregateFn::Greatest => s.best.map(|b| (b, 1)).ok_or(Empty::NoRows),
        AggregateFn::Mean | AggregateFn::Share => {
            over(Decimal::new(s.total, sv.saturating_add(sw)), Decimal::new(s.weight, sw))
        }
    }
}
