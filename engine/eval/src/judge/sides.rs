//! What the sides of a comparison are called in the rules.
//!
//! In: the plan of a rule. Out: by the two steps of a comparison, the names that each side goes by. A definition that is
//! nothing but another name, as it often is under a reading, goes by both. Not here: what people call them.

use ramme_rulebook::model::Rulebook;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::plan::{Op, RulePlan, StepId};
use crate::result::Sides;
use crate::run::env::Env;

/// The names of each comparison, by its two steps.
pub(super) type SidesOf = BTreeMap<(StepId, StepId), Arc<Sides>>;

/// The comparisons of a rule.
pub(super) fn of(env: &Env, plan: &RulePlan) -> SidesOf {
    let all = plan.clauses.iter().flat_map(|clause| &clause.comparisons);
    all.map(|p| {
        let sides = Sides { measured: names(env, p.measured), limit: names(env, p.limit) };
        ((p.measured, p.limit), Arc::new(sides))
    })
    .collect()
}

/// The names of a step, outermost first.
fn names(env: &Env, step: StepId) -> Vec<String> {
    let mut out = Vec::new();
    let mut at = step;
    while let Some(step) = env.plan.step(at) {
        out.extend(name(env.book, &step.op));
        match (&step.op, step.args.as_slice()) {
            (Op::Rescale(_) | Op::Definition(_) | Op::ToRatio, [one]) => at = *one,
            _ => break,
        }
    }
    out
}

fn name(book: &Rulebook, op: &Op) -> Option<String> {
    Some(match op {
        Op::Definition(id) => book.definitions.get(id.index())?.name.clone(),
        Op::Input(id) => book.inputs.get(id.index())?.name.clone(),
        Op::Parameter(id) => book.parameters.get(id.index())?.name.clone(),
        _ => return None,
    })
}
