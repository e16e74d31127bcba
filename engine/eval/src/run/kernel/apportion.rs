//! A total shared out in parts that add up: largest remainder.
//!
//! In: the total, the weights, who takes part, the keys of those that share one total, the order of equal remainders. Out:
//! parts that are multiples of the step and add up to the total exactly. In steps of the total, each gets the whole number
//! below its quota; what is left over goes, one step each, to the largest remainders (Hamilton's method). Equal remainders go
//! by the order, then by the names. Not here: several periods at once; each is shared out by itself.

use std::collections::BTreeMap;

use ramme_rulebook::model::{Axis, SetId};
use ramme_table::{Block, Cause, CauseId, Sharing};

use super::order::Queue;
use super::{Arg, Cells, Fault, Source, Task};
use crate::plan::ApportionOp;
use crate::run::env::ranks;
use crate::run::layout::Layout;

/// The arguments, by role.
struct Parts<'s> {
    total: Arg<'s>,
    weight: Arg<'s>,
    filter: Option<Arg<'s>>,
    keys: Vec<Arg<'s>>,
    order: Vec<Arg<'s>>,
}

/// What each cell is given, or why not.
type Given = Vec<(i128, CauseId)>;

/// The shares in a period.
pub(super) fn apportion(task: &Task, a: &ApportionOp, source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    let mut rest = args.iter().copied();
    let (Some(total), Some(weight)) = (rest.next(), rest.next()) else { return Err(Fault::Order(task.id)) };
    let filter = if a.filter { rest.next() } else { None };
    let keys: Vec<Arg> = rest.by_ref().take(a.keys).collect();
    let parts = Parts { total, weight, filter, keys, order: rest.collect() };
    let layout = task.env.layouts.get(task.id.index()).ok_or(Fault::Order(task.id))?;
    let first = task.step.args.len().saturating_sub(a.order);
    let queue = Queue::new(task, &parts.order, first);
    let names = names(task, a.over);
    let mut given: Given = vec![(0, CauseId::KNOWN); task.len];
    for cells in groups(task, a, layout, &parts, &mut given)? {
        let place = |i: usize| {
            let name = position(layout, a.over, i);
            (queue.place(i).1, names.as_ref().and_then(|n| n.get(name)).copied().unwrap_or(name as i128))
        };
        share(task, a, &cells, &parts, place, &mut given)?;
    }
    let mut out = Cells::new(task.len);
    for (i, (n, cause)) in given.into_iter().enumerate() {
        if cause.is_known() { out.known(n) } else { out.missing(i, cause) }
    }
    Ok(out.done())
}

/// The places of the rows by their names; members stand in the order of their set.
fn names(task: &Task, over: Axis) -> Option<Vec<i128>> {
    match over {
        Axis::Entity(entity) => Some(ranks(task.env.data.rows(entity).keys.iter())),
        _ => None,
    }
}

/// Where a cell stands on the axis that is shared over.
fn position(layout: &Layout, over: Axis, cell: usize) -> usize {
    let (combo, row) = layout.split(cell);
    match over {
        Axis::Set(set) => layout.member(combo, set),
        _ => row,
    }
}

/// The total of a set, which takes no part: what is shared out is its.
fn total_member(task: &Task, over: Axis) -> Option<(SetId, usize)> {
    let Axis::Set(id) = over else { return None };
    let set = task.env.book.sets.get(id.index()).filter(|set| set.has_total)?;
    Some((id, set.members.len().saturating_sub(1)))
}

/// Those that share one total. A cell of which it is not known with whom it shares clouds all that it could share with.
fn groups(
    task: &Task,
    a: &ApportionOp,
    layout: &Layout,
    parts: &Parts,
    given: &mut Given,
) -> Result<Vec<Vec<usize>>, Fault> {
    let dated = task.step.shape.period.is_some().then_some(task.t);
    let whole = total_member(task, a.over);
    let mut clouds: BTreeMap<usize, CauseId> = BTreeMap::new();
    let mut found: BTreeMap<(usize, Vec<i128>), Vec<usize>> = BTreeMap::new();
    for i in 0..task.len {
        let (combo, row) = layout.split(i);
        if task.step.shape.entity.is_some_and(|e| !task.env.exists(e, row, dated)) {
            continue;
        }
        if whole.is_some_and(|(set, member)| layout.member(combo, set) == member) {
            let cell = given.get_mut(i).ok_or(Fault::Order(task.id))?;
            *cell = match in_steps(task, a, &parts.total, i) {
                Ok(steps) => (steps.checked_mul(a.step).ok_or(Fault::Overflow(i))?, CauseId::KNOWN),
                Err(cause) => (0, cause),
            };
            continue;
        }
        if parts.filter.is_some_and(|f| f.cause(i).is_known() && f.int(i) == 0) {
            continue;
        }
        let base = match a.over {
            Axis::Set(set) => {
                let combo = combo.saturating_sub(layout.member(combo, set) * layout.stride(set));
                combo * layout.rows + row
            }
            _ => combo,
        };
        let unknown = task.causes(&parts.keys, i);
        if !unknown.is_known() {
            let cloud = clouds.entry(base).or_default();
            *cloud = task.union(*cloud, unknown);
        }
        let keys = parts.keys.iter().map(|key| key.int(i)).collect();
        found.entry((base, keys)).or_default().push(i);
    }
    let mut out = Vec::new();
    for ((base, _), cells) in found {
        match clouds.get(&base) {
            Some(cause) => set_all(given, &cells, *cause),
            None => out.push(cells),
        }
    }
    Ok(out)
}

fn set_all(given: &mut Given, cells: &[usize], cause: CauseId) {
    for i in cells {
        if let Some(cell) = given.get_mut(*i) {
            *cell = (0, cause);
        }
    }
}

/// How many steps the total of a cell is; why that is not known.
fn in_steps(task: &Task, a: &ApportionOp, total: &Arg, i: usize) -> Result<i128, CauseId> {
    if !total.cause(i).is_known() {
        return Err(total.cause(i));
    }
    let finer = 10i128.checked_pow(u32::from(a.finer)).and_then(|power| power.checked_mul(a.step));
    match finer {
        Some(step) if total.int(i) % step == 0 => Ok(total.int(i) / step),
        _ => Err(sharing(task, Sharing::NotInSteps, i)),
    }
}

fn sharing(task: &Task, why: Sharing, i: usize) -> CauseId {
    task.env.cause(Cause::NotShared { what: task.name(i), why })
}

/// Shares one total among cells.
fn share(
    task: &Task,
    a: &ApportionOp,
    cells: &[usize],
    parts: &Parts,
    place: impl Fn(usize) -> (Vec<i128>, i128),
    given: &mut Given,
) -> Result<(), Fault> {
    let cause = trouble(task, cells, parts)?;
    if !cause.is_known() {
        set_all(given, cells, cause);
        return Ok(());
    }
    // Each cell names itself: which row comes first in the data decides nothing.
    let mut each = |why: Sharing| {
        cells.iter().for_each(|i| set_all(given, &[*i], sharing(task, why, *i)));
        Ok(())
    };
    if a.keys > 0 && totals_differ(cells, &parts.total) {
        return each(Sharing::TotalsDiffer);
    }
    let Some(first) = cells.first().copied() else { return Ok(()) };
    let (weights, steps) = match (sum(cells, &parts.weight), in_steps(task, a, &parts.total, first)) {
        (None, _) => return Err(Fault::Overflow(first)),
        (Some(0), _) => return each(Sharing::NoWeight),
        (_, Err(_)) => return each(Sharing::NotInSteps),
        (Some(weights), Ok(steps)) => (weights, steps),
    };
    let (sign, mut left) = (steps.signum(), steps.checked_abs().ok_or(Fault::Overflow(first))?);
    let all = left;
    let mut quotas = Vec::with_capacity(cells.len());
    for i in cells {
        let quota = all.checked_mul(parts.weight.int(*i)).ok_or(Fault::Overflow(*i))?;
        left -= quota / weights;
        quotas.push((std::cmp::Reverse(quota % weights), place(*i), *i, quota / weights));
    }
    quotas.sort();
    for (_, _, i, whole) in quotas {
        let one_more = i128::from(left > 0);
        left -= one_more;
        let part = (whole + one_more).checked_mul(sign * a.step).ok_or(Fault::Overflow(i))?;
        if let Some(cell) = given.get_mut(i) {
            *cell = (part, CauseId::KNOWN);
        }
    }
    Ok(())
}

fn sum(cells: &[usize], weight: &Arg) -> Option<i128> {
    cells.iter().try_fold(0i128, |sum, i| sum.checked_add(weight.int(*i)))
}

/// Why nothing can be said of the parts: something is not known, or a weight is negative.
fn trouble(task: &Task, cells: &[usize], parts: &Parts) -> Result<CauseId, Fault> {
    let mut cause = CauseId::KNOWN;
    for i in cells {
        let filter = parts.filter.map_or(CauseId::KNOWN, |f| f.cause(*i));
        let inputs = task.union(parts.total.cause(*i), parts.weight.cause(*i));
        cause = task.union(cause, task.union(filter, task.union(inputs, task.causes(&parts.order, *i))));
        if parts.weight.cause(*i).is_known() && parts.weight.int(*i) < 0 {
            cause = task.union(cause, sharing(task, Sharing::NegativeWeight, *i));
        }
    }
    Ok(cause)
}

/// Whether those that share one total state different ones.
fn totals_differ(cells: &[usize], total: &Arg) -> bool {
    let mut totals = cells.iter().map(|i| total.int(*i));
    let first = totals.next();
    totals.any(|total| Some(total) != first)
}
