//! Which step computes which expression: what an explanation needs besides the plan.
//!
//! In: what lowering meets. Out: steps by expression, pieces of days by expression, steps of definitions. Not here: how
//! anything is lowered. An expression is known by where it lies in the rulebook, which stays where it is while it is
//! borrowed; nothing is read through that number.

use std::collections::HashMap;

use ramme_rulebook::model::{DefinitionId, Expr};

use super::step::StepId;

/// The steps of expressions.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    exprs: HashMap<usize, StepId>,
    days: HashMap<usize, Vec<Piece>>,
    pub(super) definitions: HashMap<DefinitionId, StepId>,
}

/// A stretch of days on which one conjunction of conditions holds.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// Its first day.
    pub first: StepId,
    /// The day after its last.
    pub end: StepId,
    /// How many days it has; 0 where its conditions do not hold.
    pub days: StepId,
    /// The number of each of its days, where one was asked for.
    pub value: Option<StepId>,
    /// The clauses of the laws of the day that it lies under, by position.
    pub laws: Vec<(DefinitionId, usize)>,
}

fn place(e: &Expr) -> usize {
    std::ptr::from_ref(e).addr()
}

impl Seen {
    pub(super) fn note(&mut self, e: &Expr, step: StepId) {
        self.exprs.insert(place(e), step);
    }

    pub(super) fn note_days(&mut self, e: &Expr, pieces: Vec<Piece>) {
        self.days.insert(place(e), pieces);
    }

    /// The step of an expression, where it was lowered.
    pub(crate) fn step(&self, e: &Expr) -> Option<StepId> {
        self.exprs.get(&place(e)).copied()
    }

    /// The pieces of an expression that asks for days.
    pub(crate) fn pieces(&self, e: &Expr) -> &[Piece] {
        self.days.get(&place(e)).map_or(&[], Vec::as_slice)
    }

    /// The step of a definition.
    pub(crate) fn definition(&self, id: DefinitionId) -> Option<StepId> {
        self.definitions.get(&id).copied()
    }
}
