//! Which steps rest on a draw, in which periods, and which of them have to stand as wholes.
//!
//! In: a plan laid out over data, which blocks of inputs are drawn. Out: a table that is known before any row is made; what
//! can't be carried through draws. Not here: rows.

use std::collections::BTreeSet;

use ramme_rulebook::model::Axis;

use super::super::env::Env;
use super::super::layout::Map;
use super::super::walk;
use super::Drawn;
use crate::plan::{AggregateOp, Op, Plan, Step, StepId};

/// What is drawn, and what is kept of it.
#[derive(Debug, Default)]
pub(crate) struct Fates {
    drawn: Vec<Vec<bool>>,
    kept: Vec<bool>,
}

impl Fates {
    pub(super) fn new(env: &Env, input: impl Fn(StepId, usize) -> bool) -> Fates {
        let id = |i: usize| StepId(u32::try_from(i).unwrap_or(u32::MAX));
        let drawn = (0..env.plan.steps.len()).map(|i| vec![false; env.blocks(id(i))]).collect();
        let mut fates = Fates { drawn, kept: Vec::new() };
        let _ = walk(env, |id, t| -> Result<(), ()> {
            let Some(step) = env.plan.step(id) else { return Ok(()) };
            let rests = match &step.op {
                Op::Input(_) => input(id, t),
                _ => step.args.iter().any(|arg| {
                    let mut read = periods_read(env, step, t).into_iter();
                    read.any(|at| fates.is_drawn(*arg, env.block_of(*arg, at)))
                }),
            };
            if let Some(slot) = fates.drawn.get_mut(id.index()).and_then(|b| b.get_mut(env.block_of(id, t))) {
                *slot = rests;
            }
            Ok(())
        });
        fates.kept = kept(env);
        fates
    }

    /// Whether a block of a step rests on a draw.
    pub(super) fn is_drawn(&self, id: StepId, block: usize) -> bool {
        self.drawn.get(id.index()).and_then(|b| b.get(block)).copied().unwrap_or(false)
    }

    /// Whether the rows of a step are kept, where they are drawn.
    pub(super) fn is_kept(&self, id: StepId) -> bool {
        self.kept.get(id.index()).copied().unwrap_or(true)
    }
}

/// The steps whose rows are read by more than their own cell. An input is not among them: its draws stand as they were made.
pub(crate) fn kept(env: &Env) -> Vec<bool> {
    let plan = env.plan;
    let moved = |step: usize, k: usize| {
        env.maps.get(step).and_then(|m| m.get(k)).is_none_or(|m: &Map| *m != Map::Same)
    };
    let mut kept: Vec<bool> = plan.steps.iter().map(|s| matches!(s.op, Op::Aggregate(_))).collect();
    for (i, step) in plan.steps.iter().enumerate() {
        for (k, arg) in step.args.iter().enumerate() {
            let elsewhere = match (&step.op, k) {
                (Op::Shift(_) | Op::AtPeriod(_), _) | (Op::Lookup(_), 1) | (Op::AtMember(_), 0) => true,
                _ => moved(i, k),
            };
            let dated = |s: &Step| s.shape.period.is_some();
            let once = dated(step) && plan.step(*arg).is_some_and(|a| !dated(a));
            let input = plan.step(*arg).is_some_and(|a| matches!(a.op, Op::Input(_)));
            if let Some(slot) = kept.get_mut(arg.index()) {
                *slot |= (elsewhere || once) && !input;
            }
        }
    }
    kept
}

/// Everything that these steps rest on, they among it.
pub(super) fn behind(plan: &Plan, wanted: &[StepId]) -> BTreeSet<StepId> {
    let mut all = BTreeSet::new();
    let mut todo = wanted.to_vec();
    while let Some(id) = todo.pop() {
        if all.insert(id) {
            todo.extend(plan.step(id).map(|s| s.args.as_slice()).unwrap_or_default());
        }
    }
    all
}

/// Whether an aggregate runs over periods.
pub(super) fn across(a: &AggregateOp) -> bool {
    a.over.iter().any(|x| matches!(x, Axis::Period(_)))
}

/// The periods in which a step reads its arguments.
pub(super) fn periods_read(env: &Env, step: &Step, t: usize) -> Vec<usize> {
    match &step.op {
        Op::Aggregate(a) if across(a) => env.data_periods().collect(),
        Op::Shift(back) => t.checked_sub(*back as usize).into_iter().collect(),
        Op::AtPeriod(year) => env.years.position(*year).into_iter().collect(),
        _ => vec![t],
    }
}

/// Whether a step that rests on a draw in a period can be carried through draws.
pub(super) fn carried(drawn: &Drawn, step: &Step, t: usize) -> bool {
    let is_drawn = |k: usize| {
        let Some(arg) = step.args.get(k) else { return false };
        let mut read = periods_read(drawn.env, step, t).into_iter();
        read.any(|at| drawn.fates.is_drawn(*arg, drawn.env.block_of(*arg, at)))
    };
    match &step.op {
        // Into which group a row goes has to be the same in every draw.
        Op::Aggregate(a) => a.keys == 0 && !(a.has[1] && is_drawn(usize::from(a.has[0]))),
        // What moves by a column moves by an exact one.
        Op::Lookup(_) => !is_drawn(0),
        Op::AtMember(_) => !is_drawn(1),
        Op::Choose(c) => {
            // A condition that is drawn can't choose.
            let mut k = 0;
            let mut exact = true;
            for e in &c.exceptions {
                for asked in [e.dated, e.when] {
                    exact &= !(asked && is_drawn(k));
                    k += usize::from(asked);
                }
                k += 1;
            }
            exact
        }
        Op::Shift(_)
        | Op::AtPeriod(_)
        | Op::Definition(_)
        | Op::DayByDay(_)
        | Op::IfKnown
        | Op::Known(_)
        | Op::If
        | Op::InForce(_)
        | Op::FromBand(_)
        | Op::Rescale(_)
        | Op::ToRatio
        | Op::Negate
        | Op::Not
        | Op::Add
        | Op::Sub
        | Op::Mul
        | Op::Div
        | Op::And
        | Op::Or
        | Op::Compare(_)
        | Op::Min
        | Op::Max
        | Op::Round(..) => true,
        _ => false,
    }
}
