//! What a run takes, known from its plan before anything runs.
//!
//! In: a plan over data, and how many draws. Out: cells to compute and bytes to keep, at most; or why that is too much. Not
//! here: what a run has taken; widths narrower than the widest make it less.

use std::collections::BTreeSet;

use ramme_diag::{Code, Diagnostic, Limits};
use ramme_rulebook::model::InputId;

use super::draws::kept;
use super::env::Env;
use super::kept_of;
use crate::plan::{Op, StepId, is_ratio};

/// Bytes of an exact cell at its widest: 128 bits.
const EXACT: u64 = 16;
/// Bytes of a cell in one draw.
const DRAWN: u64 = 8;

/// What a step, or a run, takes at most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Cells that are computed, each draw of a cell by itself.
    pub cells: u64,
    /// Bytes that are kept.
    pub bytes: u64,
}

impl Cost {
    fn and(self, other: Cost) -> Cost {
        Cost { cells: self.cells.saturating_add(other.cells), bytes: self.bytes.saturating_add(other.bytes) }
    }
}

/// The draws of a run: how many, of which inputs, over how many years.
#[derive(Debug, Clone, Default)]
pub(crate) struct Drawing {
    pub draws: usize,
    pub inputs: BTreeSet<InputId>,
    pub years: usize,
}

impl Drawing {
    /// What a scenario draws: years in which some cell of a forecast input is not known.
    pub(crate) fn of(env: &Env, forecast: BTreeSet<InputId>, draws: usize, asked: (i32, i32)) -> Drawing {
        let open = |year: i32| {
            let position = env.data.years.position(year);
            forecast.iter().any(|id| {
                let column = env.data.inputs.get(id.index()).and_then(Option::as_ref);
                let block = column.zip(position).and_then(|(c, t)| c.column.blocks.get(t));
                block.is_none_or(|b| b.status.is_some())
            })
        };
        let years = (asked.0..=asked.1).filter(|year| open(*year)).count();
        Drawing { draws, inputs: forecast, years }
    }
}

/// What each step takes.
pub(crate) fn of_steps(env: &Env, drawing: &Drawing) -> Vec<Cost> {
    let drawn = drawn_steps(env, drawing);
    let kept = kept(env);
    let wide = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    env.plan
        .steps
        .iter()
        .zip(&env.layouts)
        .enumerate()
        .map(|(at, (step, layout))| {
            let id = StepId(u32::try_from(at).unwrap_or(u32::MAX));
            let len = wide(layout.len());
            let cells = len.saturating_mul(wide(env.blocks(id)));
            let width = if is_ratio(&step.ty) { EXACT.saturating_mul(2) } else { EXACT };
            let exact = Cost { cells, bytes: cells.saturating_mul(width) };
            if !drawn.contains(&id) {
                return exact;
            }
            let blocks = if env.has_period(id) { drawing.years } else { 1 };
            let cells = len.saturating_mul(wide(blocks)).saturating_mul(wide(drawing.draws));
            // An input's draws are made a series at a time, and laid out by year: twice at most. What no other cell reads
            // passes through a row of scratch on each thread.
            let rows = match step.op {
                Op::Input(_) => cells.saturating_mul(2),
                _ if kept.get(at).copied().unwrap_or(true) => cells,
                _ => wide(drawing.draws),
            };
            exact.and(Cost { cells, bytes: rows.saturating_mul(DRAWN) })
        })
        .collect()
}

/// The steps that rest on a draw.
pub(crate) fn drawn_steps(env: &Env, drawing: &Drawing) -> BTreeSet<StepId> {
    let mut out = BTreeSet::new();
    loop {
        let before = out.len();
        for (at, step) in env.plan.steps.iter().enumerate() {
            let own = matches!(step.op, Op::Input(id) if drawing.inputs.contains(&id));
            if own || step.args.iter().any(|arg| out.contains(arg)) {
                out.insert(StepId(u32::try_from(at).unwrap_or(u32::MAX)));
            }
        }
        if out.len() == before {
            return out;
        }
    }
}

/// What a run takes together: the work of every step, and the columns that it keeps.
pub(crate) fn of_run(env: &Env, drawing: &Drawing) -> Cost {
    let kept = kept_of(env, !drawing.inputs.is_empty());
    let one = |(at, cost): (usize, Cost)| {
        let id = StepId(u32::try_from(at).unwrap_or(u32::MAX));
        let held = kept.as_ref().is_none_or(|kept| kept.contains(&id));
        Cost { bytes: if held { cost.bytes } else { 0 }, ..cost }
    };
    of_steps(env, drawing).into_iter().enumerate().map(one).fold(Cost::default(), Cost::and)
}

/// Refuses a run that takes more than the limits allow, before it starts.
pub(crate) fn within(cost: Cost, limits: &Limits) -> Result<(), Diagnostic> {
    let over = |code, found: u64, limit: u64| {
        Diagnostic::new(code).arg("found", found.to_string()).arg("limit", limit.to_string())
    };
    if cost.cells > limits.cell_steps {
        return Err(over(Code::TooMuchWork, cost.cells, limits.cell_steps));
    }
    if cost.bytes > limits.memory_bytes {
        return Err(over(Code::TooMuchMemory, cost.bytes, limits.memory_bytes));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_the_limit_a_run_starts_and_above_it_does_not() {
        let limits = Limits::default();
        let at = Cost { cells: limits.cell_steps, bytes: limits.memory_bytes };
        assert!(within(at, &limits).is_ok());
        let work = within(Cost { cells: at.cells + 1, ..at }, &limits).err().map(|d| d.code());
        let memory = within(Cost { bytes: at.bytes + 1, ..at }, &limits).err().map(|d| d.code());
        assert_eq!((work, memory), (Some(Code::TooMuchWork), Some(Code::TooMuchMemory)));
    }
}
