//! The clauses of a definition as one column: by the period, by a date of the row, or the only one; and exceptions from it.
//!
//! In: a definition and its clauses in play. Out: the step that says what holds. Not here: days under the law of each day
//! (`days`), rules (`rules`).

use ramme_rulebook::model::{Clause, Definition, DefinitionId};

use super::lower::Lower;
use super::step::{Between, ChooseOp, ExceptionOp, Op, StepId};

/// A clause in play, with when it is in force.
type Held<'c> = (&'c Clause, Between);

impl Lower<'_> {
    /// The clauses of a definition that are in play.
    pub(super) fn clauses(&mut self, id: DefinitionId, d: &Definition) -> StepId {
        let held: Vec<Held> = self
            .view
            .clauses(id)
            .iter()
            .filter_map(|held| Some((d.clauses.get(held.clause)?, Between::of(held))))
            .collect();
        let (exceptions, base): (Vec<Held>, Vec<Held>) =
            held.into_iter().partition(|(c, _)| c.exception.is_some());
        let base = self.base(&base, d);
        if exceptions.is_empty() { base } else { self.exceptions(&exceptions, base, d) }
    }

    /// What holds where no exception applies.
    fn base(&mut self, clauses: &[Held], d: &Definition) -> StepId {
        let dated = clauses.iter().find_map(|(c, _)| c.dated_by.as_ref());
        let between: Vec<Between> = clauses.iter().map(|(_, between)| *between).collect();
        let mut args: Vec<StepId> = clauses.iter().map(|(c, _)| self.expr_as(&c.body, &d.ty)).collect();
        match (dated, args.as_slice()) {
            (None, [only]) if between.iter().all(Between::is_open) => *only,
            (Some(date), _) => {
                args.insert(0, self.expr(date));
                self.push(Op::Dated(between), args, d.ty.clone(), d.shape.clone(), d.span)
            }
            (None, _) => self.push(Op::InForce(between), args, d.ty.clone(), d.shape.clone(), d.span),
        }
    }

    /// The exceptions, and the base as the last resort.
    fn exceptions(&mut self, clauses: &[Held], base: StepId, d: &Definition) -> StepId {
        let mut args = Vec::new();
        let mut exceptions = Vec::new();
        for (clause, between) in clauses {
            let Some(exception) = &clause.exception else { continue };
            let dated = clause.dated_by.as_ref().map(|date| self.expr(date));
            let when = exception.when.as_ref().map(|when| self.expr(when));
            args.extend(dated);
            args.extend(when);
            args.push(self.expr_as(&clause.body, &d.ty));
            let over = clauses.iter().enumerate().filter(|(_, (other, _))| {
                other.label().is_some_and(|label| exception.overrides.iter().any(|name| name == label))
            });
            exceptions.push(ExceptionOp {
                label: exception.label.clone(),
                between: *between,
                dated: dated.is_some(),
                when: when.is_some(),
                over: over.map(|(at, _)| at).collect(),
                span: clause.version.span,
            });
        }
        args.push(base);
        let op = Op::Choose(Box::new(ChooseOp { exceptions }));
        self.push(op, args, d.ty.clone(), d.shape.clone(), d.span)
    }
}
