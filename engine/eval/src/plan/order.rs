//! The order of a plan's steps.
//!
//! In: steps that name their arguments. Out: stages; inside a stage steps run period by period, each after those that it
//! reads in the same period. A step that reads a whole column across periods (`x[2024]`, an aggregate over years) stands
//! in a later stage than that column. Not here: what the steps do.

use ramme_rulebook::model::Axis;

use super::step::{Op, Plan, Step, StepId};

/// How a step reads an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reads {
    /// In its own period.
    Same,
    /// In an earlier period.
    Earlier,
    /// In any period.
    Whole,
}

fn reads(plan: &Plan, op: &Op, arg: StepId, step_has_period: bool) -> Reads {
    let arg_has_period = plan.step(arg).is_some_and(|s| s.shape.period.is_some());
    match op {
        Op::Shift(_) if arg_has_period => Reads::Earlier,
        Op::AtPeriod(_) | Op::Factor(..) => Reads::Whole,
        Op::Aggregate(a) if a.over.iter().any(|x| matches!(x, Axis::Period(_))) && arg_has_period => {
            Reads::Whole
        }
        _ if arg_has_period && !step_has_period => Reads::Whole,
        _ => Reads::Same,
    }
}

/// Fills in `stages`, `look_back` and `fixed`.
pub(super) fn order(plan: &mut Plan) {
    let n = plan.steps.len();
    let (mut stage, mut rounds) = (vec![0usize; n], 0);
    let post = post_order(plan);
    loop {
        let mut changed = false;
        for id in &post {
            let wanted = wanted_stage(plan, *id, &stage);
            if let Some(s) = stage.get_mut(id.index())
                && *s < wanted
            {
                *s = wanted;
                changed = true;
            }
        }
        rounds += 1;
        if !changed || rounds > n {
            break;
        }
    }
    let stages = stage.iter().copied().max().map_or(0, |m| m + 1);
    plan.stages = vec![Vec::new(); stages];
    for id in post {
        if let Some(list) = stage.get(id.index()).and_then(|s| plan.stages.get_mut(*s)) {
            list.push(id);
        }
    }
    (plan.look_back, plan.furthest) = look_back(plan);
    let fixed =
        || plan.steps.iter().filter_map(|s| if let Op::AtPeriod(year) = s.op { Some(year) } else { None });
    plan.fixed = fixed().min().zip(fixed().max());
}

fn wanted_stage(plan: &Plan, id: StepId, stage: &[usize]) -> usize {
    let Some(step) = plan.step(id) else { return 0 };
    let has_period = step.shape.period.is_some();
    step.args
        .iter()
        .map(|a| {
            let of_arg = stage.get(a.index()).copied().unwrap_or(0);
            match reads(plan, &step.op, *a, has_period) {
                Reads::Whole => of_arg + 1,
                Reads::Same | Reads::Earlier => of_arg,
            }
        })
        .max()
        .unwrap_or(0)
}

/// Each step after those that it reads in the same period.
fn post_order(plan: &Plan) -> Vec<StepId> {
    visit(plan, |step, arg| reads(plan, &step.op, arg, step.shape.period.is_some()) != Reads::Earlier)
}

/// Depth first over the arguments that `follow` lets through; an argument that is still being visited is passed over.
fn visit(plan: &Plan, follow: impl Fn(&Step, StepId) -> bool) -> Vec<StepId> {
    let mut state = vec![0u8; plan.steps.len()];
    let mut out = Vec::with_capacity(plan.steps.len());
    for root in 0..plan.steps.len() {
        let mut stack = vec![(StepId(u32::try_from(root).unwrap_or(u32::MAX)), false)];
        while let Some((id, done)) = stack.pop() {
            let Some(s) = state.get_mut(id.index()) else { continue };
            if done {
                if *s == 1 {
                    *s = 2;
                    out.push(id);
                }
                continue;
            }
            if *s != 0 {
                continue;
            }
            *s = 1;
            stack.push((id, true));
            let Some(step) = plan.step(id) else { continue };
            stack.extend(step.args.iter().rev().filter(|a| follow(step, **a)).map(|a| (*a, false)));
        }
    }
    out
}

/// How many periods before the first asked one are read: the longest chain of shifts. A recurrence counts once here; how
/// far it reaches is its base clause's to say (`Plan::base`).
fn look_back(plan: &Plan) -> (u32, Option<StepId>) {
    let mut depth = vec![0u32; plan.steps.len()];
    let mut furthest = (0, None);
    for id in visit(plan, |_, _| true) {
        let Some(step) = plan.step(id) else { continue };
        let most = step.args.iter().filter_map(|a| depth.get(a.index())).copied().max().unwrap_or(0);
        let here = if let Op::Shift(back) = step.op { most.saturating_add(back) } else { most };
        if here > furthest.0 {
            furthest = (here, Some(id));
        }
        if let Some(d) = depth.get_mut(id.index()) {
            *d = here;
        }
    }
    furthest
}

/// The most periods that a plan reaches back (TYPES D4); further is refused (`run::reach`).
pub(crate) const MOST_LOOK_BACK: u32 = 200;
