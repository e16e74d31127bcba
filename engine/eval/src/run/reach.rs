//! How far back a plan reaches before the periods of the data (TYPES D4): refused before anything runs if that is too far.
//!
//! In: a plan over data. Out: nothing, or what reaches too far. Not here: the periods themselves (`env`).

use ramme_diag::{Code, Diagnostic, Limits};

use super::env::Env;

/// Refuses a recurrence whose base clause ends further back than the limit, and values of earlier periods as far back.
pub(crate) fn within(env: &Env, limits: &Limits) -> Result<(), Diagnostic> {
    let over = |name: &str, found: u64| {
        let problem = Diagnostic::new(Code::TooManyPeriods).arg("name", name);
        problem.arg("found", found).arg("limit", limits.recurrence_periods)
    };
    if let Some((year, id)) = env.plan.base {
        let back = u64::try_from(i64::from(env.data.years.first) - i64::from(year)).unwrap_or(0);
        let definition = env.book.definitions.get(id.index());
        if let Some(d) = definition.filter(|_| back > limits.recurrence_periods) {
            return Err(over(&d.name, back).at(d.span));
        }
    }
    let back = u64::from(env.plan.look_back);
    let furthest = env.plan.furthest.and_then(|id| env.plan.step(id));
    if let Some(step) = furthest.filter(|_| back > limits.recurrence_periods) {
        let owner = env.plan.owners.get(step.owner as usize);
        return Err(over(owner.map_or("", |owner| owner.name.as_str()), back).at(step.span));
    }
    Ok(())
}
