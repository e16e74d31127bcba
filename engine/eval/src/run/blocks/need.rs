//! Which blocks anything asks for, and which columns have to stand as wholes.
//!
//! In: a plan laid out over data, the steps that are read after the run. Out: by step and block whether it is needed; by
//! step what becomes of it. Not here: running.

use ramme_rulebook::model::Axis;

use super::super::env::Env;
use super::super::layout::{Layout, Map};
use crate::plan::{AggregateOp, Op, Plan, Step, StepId, is_ratio};

/// What becomes of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// One kernel, all cells at once.
    Whole,
    /// Block by block; `true` where the column is kept as well.
    Blocks(bool),
    /// An aggregate that takes in blocks as they are made.
    Sink,
}

/// Whether an operation works cell by cell, with a form for blocks.
fn is_rowwise(op: &Op) -> bool {
    matches!(
        op,
        Op::Input(_)
            | Op::Definition(_)
            | Op::Const(_)
            | Op::Negate
            | Op::Not
            | Op::Add
            | Op::Sub
            | Op::Mul
            | Op::Compare(_)
            | Op::And
            | Op::Or
            | Op::Known(_)
            | Op::If
            | Op::IfKnown
            | Op::Min
            | Op::Max
            | Op::Rescale(_)
            | Op::Round(..)
            | Op::AddMonths(..)
            | Op::AddDays
            | Op::DaysBetween
            | Op::PeriodOf(_)
            | Op::DayByDay(_)
    )
}

/// Whether an aggregate runs over periods.
pub(super) fn across(a: &AggregateOp) -> bool {
    a.over.iter().any(|axis| matches!(axis, Axis::Period(_)))
}

/// By step and block, whether it is needed.
pub(super) fn needed(env: &Env, keep: &[StepId]) -> Vec<Vec<bool>> {
    let steps = env.plan.steps.len();
    let id = |i: usize| StepId(u32::try_from(i).unwrap_or(u32::MAX));
    let mut out: Vec<Vec<bool>> = (0..steps).map(|i| vec![false; env.blocks(id(i))]).collect();
    let mut todo: Vec<(StepId, usize)> = Vec::new();
    for step in keep {
        todo.extend((0..env.blocks(*step)).map(|b| (*step, b)));
    }
    while let Some((step, b)) = todo.pop() {
        let Some(slot) = out.get_mut(step.index()).and_then(|blocks| blocks.get_mut(b)) else { continue };
        if std::mem::replace(slot, true) {
            continue;
        }
        let Some(s) = env.plan.step(step) else { continue };
        for arg in &s.args {
            todo.extend(blocks_read(env, s, *arg, b).into_iter().map(|b| (*arg, b)));
        }
        if !reads_own_period(&s.op) {
            todo.extend((0..env.blocks(step)).map(|b| (step, b)));
        }
    }
    out
}

/// Operations that read nothing but what `blocks_read` says.
fn reads_own_period(op: &Op) -> bool {
    is_rowwise(op)
        || matches!(
            op,
            Op::Lookup(_)
                | Op::AtMember(_)
                | Op::AtPeriod(_)
                | Op::Shift(_)
                | Op::Aggregate(_)
                | Op::InForce(_)
                | Op::Dated(_)
                | Op::Choose(_)
                | Op::Div
                | Op::ToRatio
                | Op::Covered
                | Op::Found
        )
}

/// The blocks of an argument that block `b` of a step reads.
pub(super) fn blocks_read(env: &Env, step: &Step, arg: StepId, b: usize) -> Vec<usize> {
    let all = || (0..env.blocks(arg)).collect::<Vec<_>>();
    if !env.has_period(arg) {
        return vec![0];
    }
    match &step.op {
        Op::AtPeriod(year) => env.years.position(*year).into_iter().collect(),
        Op::Shift(back) => b.checked_sub(*back as usize).into_iter().collect(),
        Op::Aggregate(a) if across(a) => env.data_periods().collect(),
        op if reads_own_period(op) && step.shape.period.is_some() => vec![b],
        _ => all(),
    }
}

/// What becomes of each step. Columns of fewer than `from` cells are not worth cutting up.
pub(super) fn fates(env: &Env, keep: &[StepId], from: usize) -> Vec<Fate> {
    let plan = env.plan;
    let large = |layout: Option<&Layout>| layout.is_some_and(|l| l.len() >= from);
    let stage = stages(plan);
    let mut fates: Vec<Fate> = plan
        .steps
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let whole_args = s.args.iter().all(|a| plan.step(*a).is_some_and(|a| !is_ratio(&a.ty)));
            match &s.op {
                // Over periods it has its value in a later stage than that in which it takes in the last of its parts; where
                // it doesn't, it would be asked for before its last period.
                Op::Aggregate(a)
                    if a.keys == 0
                        && whole_args
                        && (!across(a)
                            || sink_stage(plan, &stage, i) < stage.get(i).copied().unwrap_or(0))
                        && large(env.insides.get(i).and_then(Option::as_ref)) =>
                {
                    Fate::Sink
                }
                op if is_rowwise(op) && !is_ratio(&s.ty) && whole_args && large(env.layouts.get(i)) => {
                    Fate::Blocks(false)
                }
                _ => Fate::Whole,
            }
        })
        .collect();
    let mut store = |id: StepId| {
        if let Some(fate @ Fate::Blocks(false)) = fates.get_mut(id.index()) {
            *fate = Fate::Blocks(true);
        }
    };
    keep.iter().for_each(|id| store(*id));
    let mut reads = Vec::new();
    for (i, s) in plan.steps.iter().enumerate() {
        for (k, arg) in s.args.iter().enumerate() {
            let same = env.maps.get(i).and_then(|m| m.get(k)).is_some_and(|m| *m == Map::Same);
            reads.push((i, *arg, same));
        }
    }
    let kinds = fates.clone();
    for (i, arg, same) in reads {
        let fate = kinds.get(i).copied().unwrap_or(Fate::Whole);
        let later = match fate {
            Fate::Sink => sink_stage(plan, &stage, i),
            _ => stage.get(i).copied().unwrap_or(0),
        };
        let of_arg = stage.get(arg.index()).copied().unwrap_or(0);
        let as_a_whole = fate == Fate::Whole || !same || later > of_arg;
        if as_a_whole && let Some(slot @ Fate::Blocks(false)) = fates.get_mut(arg.index()) {
            *slot = Fate::Blocks(true);
        }
    }
    fates
}

/// The stage of each step.
pub(super) fn stages(plan: &Plan) -> Vec<usize> {
    let mut stage = vec![0_usize; plan.steps.len()];
    for (n, steps) in plan.stages.iter().enumerate() {
        for id in steps {
            if let Some(slot) = stage.get_mut(id.index()) {
                *slot = n;
            }
        }
    }
    stage
}

/// The stage in which an aggregate takes in its blocks: that of its arguments, though it may have its value only later.
pub(super) fn sink_stage(plan: &Plan, stage: &[usize], step: usize) -> usize {
    let args = plan.steps.get(step).map(|s| s.args.as_slice()).unwrap_or_default();
    let of_args = args.iter().filter_map(|a| stage.get(a.index())).copied().max();
    of_args.unwrap_or_else(|| stage.get(step).copied().unwrap_or(0))
}
