//! Draws: the same plan over f64, cell by cell a row of draws.
//!
//! In: the exact columns, and the drawn cells of forecast inputs. Out: the row of draws of any cell that rests on one; what
//! does not rest on one stays exact and is computed once. Not here: how the draws were made (`crate::forecast`), quantiles
//! and chances (`crate::summary`).
//!
//! A chain of steps that work cell by cell is a program (`program`) that a thread runs for one cell at a time, over rows of
//! scratch (`cell`): no step of it is kept. Kept are the draws of the inputs, and the rows that more than their own cell
//! reads: aggregates (`aggregate`), and what is looked up, moved to another shape or looked back on (`fate`). Each row is made
//! by one thread in one order, so that the bytes are the same for any number of them.

mod aggregate;
mod cell;
mod fate;
mod program;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use ndarray::Array2;
use ramme_diag::{Code, Diagnostic, Place};
use ramme_rulebook::model::InputId;
use ramme_table::CauseId;
use rayon::prelude::*;

use super::Columns;
use super::env::Env;
use crate::plan::{Op, Step, StepId};
pub(crate) use cell::{Row, Scratch};
use fate::Fates;
pub(crate) use fate::kept;
pub(crate) use program::Program;

/// The drawn cells of one step in one period: cell × draw, in true units.
#[derive(Debug, Clone)]
pub(crate) struct DrawBlock {
    pub values: Array2<f64>,
    pub status: Option<Vec<CauseId>>,
}

impl DrawBlock {
    fn cause(&self, i: usize) -> CauseId {
        self.status.as_ref().and_then(|s| s.get(i)).copied().unwrap_or(CauseId::KNOWN)
    }

    /// The row of a cell; missing where it is.
    fn row(&self, cell: usize) -> Row<'_> {
        let n = self.values.ncols();
        match self.cause(cell) {
            CauseId::KNOWN => {
                match self.values.as_slice().and_then(|all| all.get(cell * n..(cell + 1) * n)) {
                    Some(row) => Row::Draws(row),
                    None => Row::Missing(CauseId::KNOWN),
                }
            }
            cause => Row::Missing(cause),
        }
    }

    /// Rows put together, in their order.
    fn of(rows: Vec<Made>, n: usize) -> DrawBlock {
        let mut values = Vec::with_capacity(rows.len() * n);
        let mut status = vec![CauseId::KNOWN; rows.len()];
        for (row, status) in rows.into_iter().zip(&mut status) {
            match row {
                Made::Row(row) => values.extend(row),
                Made::Known(x) => values.extend(std::iter::repeat_n(x, n)),
                Made::Missing(cause) => {
                    *status = cause;
                    values.extend(std::iter::repeat_n(0.0, n));
                }
            }
        }
        let open = status.iter().any(|s| !s.is_known());
        let shape = (status.len(), n);
        let values = Array2::from_shape_vec(shape, values).unwrap_or_else(|_| Array2::zeros(shape));
        DrawBlock { values, status: open.then_some(status) }
    }
}

/// A row that is kept.
enum Made {
    Row(Vec<f64>),
    Known(f64),
    Missing(CauseId),
}

/// The draws of forecast inputs: by input, by position of the year on the axis of the data.
pub(crate) type InputDraws = BTreeMap<InputId, Vec<Option<DrawBlock>>>;

/// The draws of a run: of inputs, of what is kept beside them, and by them of every other cell.
pub(crate) struct Drawn<'a> {
    env: &'a Env<'a>,
    exact: &'a Columns,
    inputs: &'a InputDraws,
    fates: Fates,
    kept: BTreeMap<(StepId, usize), DrawBlock>,
    /// How many draws.
    n: usize,
}

/// Gets draws ready for `wanted` and all that it rests on.
///
/// # Errors
/// A step that cannot be carried through draws (dates, allotment), with its place.
pub(crate) fn draws<'a>(
    env: &'a Env<'a>,
    exact: &'a Columns,
    (inputs, n): (&'a InputDraws, usize),
    wanted: &[StepId],
) -> Result<Drawn<'a>, Diagnostic> {
    let fates = Fates::new(env, |id, t| input_block(env, inputs, id, t).is_some());
    let mut drawn = Drawn { env, exact, inputs, fates, kept: BTreeMap::new(), n };
    if inputs.is_empty() {
        return Ok(drawn);
    }
    let needed = fate::behind(env.plan, wanted);
    super::walk(env, |id, t| {
        let Some(step) = env.plan.step(id).filter(|_| needed.contains(&id)) else { return Ok(()) };
        let block = env.block_of(id, t);
        if matches!(step.op, Op::Input(_)) || !drawn.fates.is_drawn(id, block) {
            return Ok(());
        }
        if !fate::carried(&drawn, step, t) {
            return Err(unsupported(env, step));
        }
        if drawn.fates.is_kept(id) {
            let made = drawn.whole(id, step, t);
            drawn.kept.insert((id, block), made);
        }
        Ok(())
    })?;
    Ok(drawn)
}

/// The drawn block of an input in a period.
fn input_block<'a>(env: &Env, inputs: &'a InputDraws, id: StepId, t: usize) -> Option<&'a DrawBlock> {
    let Op::Input(input) = env.plan.step(id)?.op else { return None };
    let position = if env.has_period(id) { env.data_position(t)? } else { 0 };
    inputs.get(&input)?.get(position)?.as_ref()
}

impl<'a> Drawn<'a> {
    /// How many draws.
    pub(crate) fn draws(&self) -> usize {
        self.n
    }

    /// Whether a step rests on a draw in a period.
    pub(crate) fn has(&self, id: StepId, t: usize) -> bool {
        self.fates.is_drawn(id, self.env.block_of(id, t))
    }

    /// The program for the rows of some steps of one layout in a period; none where one of them does not rest on a draw.
    pub(crate) fn program(&self, ids: &[StepId], t: usize) -> Option<Program<'_>> {
        ids.iter().all(|id| self.has(*id, t)).then(|| Program::of_steps(self, ids, t))
    }

    /// The row of one cell; none where it has no draws, or is missing.
    pub(crate) fn row(&self, id: StepId, t: usize, cell: usize) -> Option<Vec<f64>> {
        let program = self.program(&[id], t)?;
        program.run(cell, &mut Scratch::default()).to_vec(self.n)
    }

    /// The block of a step that stands as a whole, by the period of the step itself.
    fn block(&self, id: StepId, block: usize) -> Option<&DrawBlock> {
        match self.env.plan.step(id)?.op {
            Op::Input(_) => input_block(self.env, self.inputs, id, block),
            _ => self.kept.get(&(id, block)),
        }
    }

    /// All rows of a step.
    fn whole(&self, id: StepId, step: &Step, t: usize) -> DrawBlock {
        if let Op::Aggregate(a) = &step.op {
            return aggregate::aggregate(self, id, a, t);
        }
        let program = Program::of_steps(self, &[id], t);
        let len = self.env.layouts.get(id.index()).map_or(0, super::layout::Layout::len);
        let one = |scratch: &mut Scratch, cell: usize| match program.run(cell, scratch) {
            Row::Known(x) => Made::Known(x),
            Row::Draws(row) => Made::Row(row.to_vec()),
            Row::Missing(cause) => Made::Missing(cause),
        };
        DrawBlock::of((0..len).into_par_iter().map_init(Scratch::default, one).collect(), self.n)
    }
}

fn unsupported(env: &Env, step: &Step) -> Diagnostic {
    let owner = env.plan.owners.get(step.owner as usize).map_or("", |o| o.name.as_str());
    Diagnostic::new(Code::NotThroughDraws).arg("name", owner).at(Place::Text(step.span))
}
