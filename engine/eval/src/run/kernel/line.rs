//! Rows in a stated order: whether a row is the first of its group, running sums, the least or greatest of the rows before;
//! running totals over periods.
//!
//! In: what is added up or compared, which rows stand in line, the keys of their groups, the order. Out: a yes or no, the sum up
//! to and with each row, or the least or greatest of those before it. A row of which something is not known clouds what it
//! could change: for a first, the next row that could be it; for a sum, itself and every row after it; for a least or
//! greatest, every row after it. Each combination of set members is taken by itself. Not here: rows that
//! take from a cap (`allot`).

use std::collections::BTreeMap;

use ramme_rulebook::model::LineAsk;
use ramme_table::{Block, Cause, CauseId};

use super::order::Queue;
use super::{Arg, Cells, Fault, Source, Task};
use crate::plan::LineOp;

/// The arguments, by role.
struct Parts<'s> {
    value: Option<Arg<'s>>,
    filter: Option<Arg<'s>>,
    keys: Vec<Arg<'s>>,
    order: Vec<Arg<'s>>,
}

/// A row in line: whether its place and group are known, and whether it stands there at all.
struct Place {
    cell: usize,
    /// Why its place or group is not known.
    place: CauseId,
    /// Why its place, group or filter is not known.
    cause: CauseId,
    /// It could belong to any group: what comes of it is said elsewhere.
    lost: bool,
}

/// A value, or why there is none.
type Outcome = (i128, CauseId);

/// The rows of a period.
pub(super) fn line(task: &Task, a: &LineOp, source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    let mut rest = args.iter().copied();
    let value = if a.ask == LineAsk::First { None } else { rest.next() };
    let filter = if a.filter { rest.next() } else { None };
    let keys: Vec<Arg> = rest.by_ref().take(a.keys).collect();
    let parts = Parts { value, filter, keys, order: rest.collect() };
    let layout = task.env.layouts.get(task.id.index()).ok_or(Fault::Order(task.id))?;
    let dated = task.step.shape.period.is_some().then_some(task.t);
    let mut out: Vec<Outcome> = vec![(0, CauseId::KNOWN); task.len];
    for combo in 0..layout.combos() {
        let exists = |row: &usize| task.step.shape.entity.is_none_or(|e| task.env.exists(e, *row, dated));
        let cells = (0..layout.rows).filter(exists).map(|row| combo * layout.rows + row).collect();
        groups(task, a, &parts, cells, &mut out)?;
    }
    let mut cells = Cells::new(task.len);
    for (i, (n, cause)) in out.into_iter().enumerate() {
        if cause.is_known() { cells.known(n) } else { cells.missing(i, cause) }
    }
    Ok(cells.done())
}

/// Each group by itself; a row whose group is not known could stand in any of them.
fn groups(
    task: &Task,
    a: &LineOp,
    parts: &Parts,
    cells: Vec<usize>,
    out: &mut [Outcome],
) -> Result<(), Fault> {
    let valued = a.ask != LineAsk::First;
    let first = usize::from(valued) + usize::from(a.filter) + a.keys;
    let queue = Queue::new(task, &parts.order, first);
    let stands = |i: usize| parts.filter.is_none_or(|f| !f.cause(i).is_known() || f.int(i) == 1);
    let mut groups: BTreeMap<Vec<i128>, Vec<usize>> = BTreeMap::new();
    let mut lost = Vec::new();
    for i in cells {
        let cause = task.causes(&parts.keys, i);
        if cause.is_known() {
            groups.entry(parts.keys.iter().map(|k| k.int(i)).collect()).or_default().push(i);
        } else if stands(i) || valued {
            if stands(i) {
                lost.push(i);
            }
            if let Some(o) = out.get_mut(i) {
                *o = (0, cause);
            }
        }
    }
    for mut rows in groups.into_values() {
        rows.extend(&lost);
        if !valued {
            rows.retain(|i| stands(*i));
        }
        // A row that adds nothing shows a value all the same: it may not stand level with one that adds.
        let rows = queue
            .in_order(rows, |i, j| (stands(i) || stands(j)) && !lost.contains(&i) && !lost.contains(&j))?;
        let places: Vec<Place> = rows
            .into_iter()
            .map(|cell| {
                let place = task.union(task.causes(&parts.order, cell), task.causes(&parts.keys, cell));
                let filter = parts.filter.map_or(CauseId::KNOWN, |f| f.cause(cell));
                Place { cell, place, cause: task.union(place, filter), lost: lost.contains(&cell) }
            })
            .collect();
        match (a.ask, parts.value) {
            (LineAsk::Sum, Some(value)) => sums(task, &places, (&value, &stands), out)?,
            (LineAsk::Least, Some(value)) => extremes(task, &places, (&value, &stands), i128::min, out),
            (LineAsk::Greatest, Some(value)) => extremes(task, &places, (&value, &stands), i128::max, out),
            _ => firsts(task, &places, out),
        }
    }
    Ok(())
}

/// The first row that is known to stand in line is the first, unless one before it might stand there.
fn firsts(task: &Task, places: &[Place], out: &mut [Outcome]) {
    let (mut settled, mut before) = (false, CauseId::KNOWN);
    for place in places {
        let outcome = if settled {
            (0, CauseId::KNOWN)
        } else if place.cause.is_known() {
            settled = true;
            (1, before)
        } else {
            before = task.union(before, place.cause);
            (0, before)
        };
        if let (false, Some(o)) = (place.lost, out.get_mut(place.cell)) {
            *o = outcome;
        }
    }
}

/// The sum up to and with each row; a row that does not stand in line adds nothing.
fn sums(
    task: &Task,
    places: &[Place],
    (value, stands): (&Arg, &dyn Fn(usize) -> bool),
    out: &mut [Outcome],
) -> Result<(), Fault> {
    let (mut total, mut cloud) = (0i128, CauseId::KNOWN);
    for place in places {
        let i = place.cell;
        if stands(i) {
            cloud = task.union(cloud, task.union(place.cause, value.cause(i)));
            total = total.checked_add(value.int(i)).ok_or(Fault::Overflow(i))?;
        }
        if let (false, Some(o)) = (place.lost, out.get_mut(i)) {
            *o = (total, task.union(cloud, place.cause));
        }
    }
    Ok(())
}

/// The least or greatest of the rows before each; of none there is none.
fn extremes(
    task: &Task,
    places: &[Place],
    (value, stands): (&Arg, &dyn Fn(usize) -> bool),
    better: fn(i128, i128) -> i128,
    out: &mut [Outcome],
) {
    let (mut best, mut cloud) = (None::<i128>, CauseId::KNOWN);
    for place in places {
        let i = place.cell;
        if let (false, Some(o)) = (place.lost, out.get_mut(i)) {
            let cause = task.union(cloud, place.place);
            *o = match best {
                None if cause.is_known() => (0, task.env.cause(Cause::NoneBefore { what: task.name(i) })),
                _ => (best.unwrap_or(0), cause),
            };
        }
        if stands(i) {
            cloud = task.union(cloud, task.union(place.cause, value.cause(i)));
            if value.cause(i).is_known() {
                best = Some(best.map_or(value.int(i), |so_far| better(so_far, value.int(i))));
            }
        }
    }
}

/// The sum of the periods of the data up to this one. A row adds nothing in a period in which it does not exist.
pub(super) fn running_total(task: &Task, source: &dyn Source) -> Result<Block, Fault> {
    let here = task.arg(source, 0)?;
    let layout = task.env.layouts.get(task.id.index()).ok_or(Fault::Order(task.id))?;
    let before = match task.t.checked_sub(1).filter(|_| task.t > task.env.offset) {
        Some(t) => Some(source.block(task.id, task.env.block_of(task.id, t)).ok_or(Fault::Order(task.id))?),
        None => None,
    };
    let of_data = task.env.data_periods().contains(&task.t);
    let mut out = Cells::new(task.len);
    for i in 0..task.len {
        let row = layout.split(i).1;
        let exists = of_data && task.step.shape.entity.is_none_or(|e| task.env.exists(e, row, Some(task.t)));
        let (add, cause) = if exists { (here.int(i), here.cause(i)) } else { (0, CauseId::KNOWN) };
        let (so_far, earlier) =
            before.map_or((0, CauseId::KNOWN), |b| (b.data.int(i).unwrap_or(0), b.cause(i)));
        let cause = task.union(earlier, cause);
        if cause.is_known() {
            out.known(so_far.checked_add(add).ok_or(Fault::Overflow(i))?);
        } else {
            out.missing(i, cause);
        }
    }
    Ok(out.done())
}
