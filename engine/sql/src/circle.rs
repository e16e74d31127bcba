//! Relations that read each other, or themselves, in earlier years.
//!
//! In: a plan. Out: for each step that is a relation and stands in a circle, which circle. Not here: how a circle is made.

use std::collections::{BTreeMap, BTreeSet};

use ramme_eval::plan::{Op, Plan, StepId};

/// The circle of each step that stands in one. Steps inside a relation belong to it, so they are circles' as well.
pub(crate) fn circles(plan: &Plan, apart: &BTreeSet<StepId>) -> BTreeMap<StepId, usize> {
    let count = plan.steps.len();
    let mut out = BTreeMap::new();
    // A step stands in a circle where it can be reached from itself; two share one where each reaches the other.
    let reach: Vec<BTreeSet<usize>> = (0..count).map(|from| reached(plan, from)).collect();
    let mut circles = 0;
    for at in 0..count {
        let Some(own) = reach.get(at).filter(|own| own.contains(&at)) else { continue };
        let id = StepId(u32::try_from(at).unwrap_or(u32::MAX));
        if out.contains_key(&id) {
            continue;
        }
        for other in own.iter().copied() {
            if reach.get(other).is_some_and(|back| back.contains(&at)) {
                let other = StepId(u32::try_from(other).unwrap_or(u32::MAX));
                let relation = apart.contains(&other)
                    || plan.step(other).is_some_and(|s| matches!(s.op, Op::Definition(_)) || several(&s.op));
                if relation {
                    out.insert(other, circles);
                }
            }
        }
        circles += 1;
    }
    out
}

fn several(op: &Op) -> bool {
    matches!(
        op,
        Op::Aggregate(_)
            | Op::Line(_)
            | Op::RunningTotal
            | Op::Allot(_)
            | Op::AllotDays(_)
            | Op::Apportion(_)
            | Op::DayByDay(_)
    )
}

/// The steps that a step reads, directly or through others.
fn reached(plan: &Plan, from: usize) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(at) = waiting.pop() {
        for arg in plan.steps.get(at).into_iter().flat_map(|s| &s.args) {
            if out.insert(arg.index()) {
                waiting.push(arg.index());
            }
        }
    }
    out
}
