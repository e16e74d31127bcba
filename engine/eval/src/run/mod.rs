//! Running a plan: exact columns, the ranges that published rounding allows, and draws.
//!
//! In: a plan and a dataset. Out: columns. Stage by stage, and in a stage period by period: nothing recurses, and what a
//! period reads of an earlier one is there. Not here: verdicts, results in the user's terms.

pub(crate) mod blocks;
pub(crate) mod cost;
pub(crate) mod draws;
pub(crate) mod env;
pub(crate) mod held_back;
pub(crate) mod kernel;
pub(crate) mod layout;
pub(crate) mod range;
pub(crate) mod reach;
pub(crate) mod series;

use ramme_diag::{Code, Diagnostic, Place, Text};
use ramme_table::Block;

use crate::plan::{ClausePlan, ComparisonPlan, Op, RulePlan, Step, StepId};
use env::Env;
use kernel::{Fault, Source};

/// The blocks of every step, as far as they have been computed.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    blocks: Vec<Vec<Option<Block>>>,
}

impl Source for Columns {
    fn block(&self, step: StepId, block: usize) -> Option<&Block> {
        self.blocks.get(step.index())?.get(block)?.as_ref()
    }
}

impl Columns {
    /// Room for every block of a plan.
    pub(crate) fn room(env: &Env) -> Columns {
        let steps = u32::try_from(env.plan.steps.len()).unwrap_or(u32::MAX);
        let blocks = (0..steps).map(|i| (0..env.blocks(StepId(i))).map(|_| None).collect()).collect();
        Columns { blocks }
    }

    pub(crate) fn put(&mut self, step: StepId, block: usize, value: Block) {
        if let Some(cell) = self.blocks.get_mut(step.index()).and_then(|b| b.get_mut(block)) {
            *cell = Some(value);
        }
    }
}

/// Visits every step and period in the order of the plan.
pub(crate) fn walk<E>(env: &Env, mut visit: impl FnMut(StepId, usize) -> Result<(), E>) -> Result<(), E> {
    for stage in &env.plan.stages {
        for t in 0..env.years.count.max(1) {
            for id in stage {
                if t == 0 || env.has_period(*id) {
                    visit(*id, t)?;
                }
            }
        }
    }
    Ok(())
}

/// Every column, exactly.
///
/// # Errors
/// Overflow, a tie in an order, a month without such a day; each with the rule and the row.
pub(crate) fn exact(env: &Env) -> Result<Columns, Diagnostic> {
    let mut columns = Columns::room(env);
    walk(env, |id, t| {
        let block = kernel::apply(env, id, t, &columns).map_err(|f| explain_fault(env, id, t, &f))?;
        columns.put(id, env.block_of(id, t), block.tidy());
        Ok(())
    })?;
    Ok(columns)
}

/// Every column, of large data each in its least width: what explanations read, and draws of large data.
///
/// # Errors
/// As [`exact`].
pub(crate) fn every(env: &Env) -> Result<Columns, Diagnostic> {
    if range::open_inputs(env) || !blocks::is_large(env) {
        return exact(env);
    }
    let all: Vec<StepId> =
        (0..env.plan.steps.len()).filter_map(|i| u32::try_from(i).ok().map(StepId)).collect();
    blocks::exact(env, &all)
}

/// The columns that a result reads: those that are shown and judged. Of small data, and of data that ranges or draws go
/// through as well, every column.
///
/// # Errors
/// As [`exact`].
pub(crate) fn asked(env: &Env, draws: bool) -> Result<Columns, Diagnostic> {
    match kept_of(env, draws) {
        Some(kept) => blocks::exact(env, &kept),
        None => every(env),
    }
}

/// The steps whose columns a run keeps; none where it keeps them all.
pub(crate) fn kept_of(env: &Env, draws: bool) -> Option<Vec<StepId>> {
    let all = draws || range::open_inputs(env) || !blocks::is_large(env);
    (!all).then(|| kept(env))
}

/// The same in blocks, however small the columns are, a few cells to a thread: so every test in the language holds both ways
/// of running together.
///
/// # Errors
/// As [`exact`].
pub(crate) fn asked_in_blocks(env: &Env) -> Result<Columns, Diagnostic> {
    blocks::exact_in(env, &kept(env), (1, 3))
}

/// The steps that a result reads.
fn kept(env: &Env) -> Vec<StepId> {
    let mut keep: Vec<StepId> = env.plan.outputs.iter().map(|(_, step)| *step).collect();
    keep.extend(env.plan.known.iter().flat_map(|known| [known.known, known.all]));
    // Taken apart in full, so that what a rule comes to read besides is not forgotten here.
    for RulePlan { rule: _, clauses, unless, deadline, before } in &env.plan.rules {
        keep.extend(unless.iter().chain(deadline));
        keep.extend(before.iter().flat_map(|b| std::iter::once(b.date).chain(b.filter)));
        for ClausePlan { clause: _, between: _, dated_by, applies, holds, comparisons } in clauses {
            keep.extend(dated_by.iter().chain(applies));
            keep.push(*holds);
            for ComparisonPlan { holds, op: _, measured, limit, span: _ } in comparisons {
                keep.extend([holds, measured, limit]);
            }
        }
    }
    keep
}

/// A fault in the user's words.
pub(crate) fn explain_fault(env: &Env, id: StepId, t: usize, fault: &Fault) -> Diagnostic {
    let step = env.plan.step(id);
    let owner = step.and_then(|s| env.plan.owners.get(s.owner as usize)).map_or("", |o| o.name.as_str());
    let place = step.map_or(Place::None, |s| Place::Text(s.span));
    let row = |i: usize| env.cell_name(id, t, i);
    let diagnostic = match fault {
        Fault::Overflow(i) => Diagnostic::new(Code::Overflow).arg("name", owner).arg("row", row(*i)),
        Fault::Tie(a, b) => {
            Diagnostic::new(Code::OrderTie).arg("name", owner).arg("first", row(*a)).arg("second", row(*b))
        }
        Fault::Clash(i, a, b) => return clash(step, owner, row(*i), (*a, *b)),
        Fault::NoSuchDay(i) => {
            let months = match step.map(|s| &s.op) {
                Some(Op::AddMonths(n, _)) => n.to_string(),
                _ => String::new(),
            };
            Diagnostic::new(Code::NoSuchDay).arg("name", owner).arg("row", row(*i)).arg("months", months)
        }
        Fault::DateRange(i) => Diagnostic::new(Code::DateBeyondRange).arg("name", owner).arg("row", row(*i)),
        Fault::Ends(id, name, year) => {
            let at = env.data.extending.get(id).map_or(place, |e| Place::Text(e.span));
            let name = name.split('[').next().unwrap_or(name);
            let said = Diagnostic::new(Code::BeyondLastValue).arg("name", name);
            return said.arg("period", year.to_string()).at(at);
        }
        Fault::Order(other) => {
            Diagnostic::new(Code::StepNotComputed).arg("name", owner).arg("step", other.index().to_string())
        }
    };
    diagnostic.at(place)
}

/// Two exceptions that hold for one row, with the places of both.
fn clash(step: Option<&Step>, name: &str, row: String, (a, b): (usize, usize)) -> Diagnostic {
    let exceptions = match step.map(|s| &s.op) {
        Some(Op::Choose(c)) => c.exceptions.as_slice(),
        _ => &[],
    };
    let label = |i: usize| exceptions.get(i).map_or("", |e| e.label.as_str());
    let mut said = Diagnostic::new(Code::ExceptionsClash)
        .arg("name", name)
        .arg("row", row)
        .arg("first", label(a))
        .arg("second", label(b));
    if let Some(second) = exceptions.get(b) {
        said = said.at(Place::Text(second.span));
    }
    match exceptions.get(a) {
        Some(first) => said.also(first.span, Text::both("the other exception", "den anden undtagelse")),
        None => said,
    }
}
