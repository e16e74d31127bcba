//! Allotment under caps, in order.
//!
//! In: what each row asks, the caps with the keys of their groups, the order. Out: what each row gets:
//! max(0, min(asked, each cap of this row − granted before in that cap's group)). A row that asks for nothing takes no
//! part. A row of which the ask, a key, a cap or the place in the order is not known makes every later row of its groups
//! unknown as well. Each period, and each combination of set members, is served by itself.

use std::collections::BTreeMap;

use ramme_table::{Block, Cause, CauseId};

use super::order::Queue;
use super::{Arg, Cells, Fault, Source, Task};
use crate::plan::AllotOp;

/// One cap: its amount and the keys whose rows share it.
struct Cap<'s> {
    amount: Arg<'s>,
    keys: Vec<Arg<'s>>,
}

/// What has been granted in each group of a cap, and why no more can be said of it.
#[derive(Default)]
struct Used {
    granted: BTreeMap<Vec<i128>, i128>,
    unknown: BTreeMap<Vec<i128>, CauseId>,
    all_unknown: CauseId,
}

/// The allotment in a period. Each combination of set members is served by itself.
pub(super) fn allot(task: &Task, a: &AllotOp, source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    let mut rest = args.iter().copied();
    let asked = rest.next().ok_or(Fault::Order(task.id))?;
    let mut caps = Vec::new();
    for n in &a.keys {
        let amount = rest.next().ok_or(Fault::Order(task.id))?;
        caps.push(Cap { amount, keys: rest.by_ref().take(*n).collect() });
    }
    let order: Vec<Arg> = rest.collect();
    let layout = task.env.layouts.get(task.id.index()).ok_or(Fault::Order(task.id))?;
    let mut granted = vec![(0, CauseId::KNOWN); task.len];
    for combo in 0..layout.combos() {
        let mut used: Vec<Used> = caps.iter().map(|_| Used::default()).collect();
        for i in queue(task, a, combo, &asked, &order)? {
            let got = serve(task, a, i, (&asked, &order), &caps, &mut used)?;
            if let Some(g) = granted.get_mut(i) {
                *g = got;
            }
        }
    }
    let mut out = Cells::new(task.len);
    for (i, (n, cause)) in granted.into_iter().enumerate() {
        if cause.is_known() { out.known(n) } else { out.missing(i, cause) }
    }
    Ok(out.done())
}

/// The rows that ask for something, in order; those whose place is not known first, so that they cloud all later ones.
fn queue(task: &Task, a: &AllotOp, combo: usize, asked: &Arg, order: &[Arg]) -> Result<Vec<usize>, Fault> {
    let layout = task.env.layouts.get(task.id.index()).ok_or(Fault::Order(task.id))?;
    let dated = task.step.shape.period.is_some().then_some(task.t);
    let exists = |row: &usize| task.step.shape.entity.is_none_or(|e| task.env.exists(e, *row, dated));
    let asks = |i: &usize| !asked.cause(*i).is_known() || asked.int(*i) > 0;
    let cells = (0..layout.rows).filter(exists).map(|row| combo * layout.rows + row);
    let rows: Vec<usize> = cells.filter(asks).collect();
    let first = task.step.args.len().saturating_sub(a.order);
    Queue::new(task, order, first).in_order(rows, |_, _| true)
}

/// What row `i` gets, and what that leaves.
fn serve(
    task: &Task,
    a: &AllotOp,
    i: usize,
    (asked, order): (&Arg, &[Arg]),
    caps: &[Cap],
    used: &mut [Used],
) -> Result<(i128, CauseId), Fault> {
    let mut cause = task.union(asked.cause(i), task.causes(order, i));
    let mut get = asked.int(i);
    let mut groups = Vec::new();
    for (cap, used) in caps.iter().zip(used.iter()) {
        cause = task.union(cause, task.union(cap.amount.cause(i), task.causes(&cap.keys, i)));
        let group: Vec<i128> = cap.keys.iter().map(|k| k.int(i)).collect();
        let clouded = used.unknown.get(&group).copied().unwrap_or(used.all_unknown);
        if !clouded.is_known() {
            cause = task.union(cause, task.env.cause(Cause::EarlierUnknown { what: task.name(i) }));
            cause = task.union(cause, clouded);
        }
        let before = used.granted.get(&group).copied().unwrap_or(0);
        get = get.min(cap.amount.int(i).checked_sub(before).ok_or(Fault::Overflow(i))?);
        groups.push(group);
    }
    get = get.max(0);
    if a.whole && get < asked.int(i) {
        get = 0;
    }
    for ((cap, used), group) in caps.iter().zip(used.iter_mut()).zip(groups) {
        if cause.is_known() {
            let total = used.granted.entry(group).or_insert(0);
            *total = total.checked_add(get).ok_or(Fault::Overflow(i))?;
        } else if task.causes(&cap.keys, i).is_known() {
            used.unknown.insert(group, cause);
        } else {
            used.all_unknown = task.union(used.all_unknown, cause);
        }
    }
    Ok((if cause.is_known() { get } else { 0 }, cause))
}
