//! Where an expression stands: what holds there before it is asked.
//!
//! In: a clause, an aggregate. Out: facts about expressions of the same row and period, the period, the day, and what says so. Not
//! here: how facts settle an expression (`known`).

use super::known::Known;
use super::range::Range;
use crate::model::{Aggregate, Axis, Clause, Expr, Version};
use ramme_diag::Span;
use ramme_value::{Date, Decimal, Period, PeriodKind};

/// What settles something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Why {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub reason: Reason,
}

/// The kinds of reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// A condition around it, or beside it.
    Condition,
    /// The dates of the clause.
    Dates,
    /// `between` of an input.
    Bounds,
    /// All clauses of a definition.
    Definition,
    /// All tables of a scale.
    Scale,
}

/// Something that holds where an expression stands.
#[derive(Debug, Clone)]
pub(super) struct Fact<'b> {
    /// The expression.
    pub about: &'b Expr,
    /// What it comes to.
    pub known: Known,
    /// What says so.
    pub why: Why,
}

/// What holds where an expression stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Scene<'b> {
    /// Of expressions of the same row and period.
    pub facts: Vec<Fact<'b>>,
    /// Of the period.
    pub period: Option<(PeriodKind, Range, Why)>,
    /// Of the day of a definition `for a day`.
    pub day: Option<(Range, Why)>,
}

impl<'b> Scene<'b> {
    /// The scene of other rows in the same period.
    pub fn elsewhere(&self) -> Scene<'b> {
        Scene { period: self.period, ..Scene::default() }
    }

    /// The scene of a clause: its dates, bound to the period, to a date of the row, or to the day.
    pub fn of_clause(clause: &'b Clause, period: Option<PeriodKind>, for_a_day: bool) -> Scene<'b> {
        let Version { from, to, span, .. } = clause.version;
        let mut scene = Scene::default();
        if from.is_none() && to.is_none() {
            return scene;
        }
        let why = Why { span, reason: Reason::Dates };
        let days = || Range::between(from.map(day), to.map(day));
        match (&clause.dated_by, period) {
            (Some(date), _) => scene.facts.push(Fact { about: date, known: Known::Range(days()), why }),
            (None, _) if for_a_day => scene.day = Some((days(), why)),
            (None, Some(kind)) => {
                let index = |date: Date| Decimal::whole(Period::containing(kind, date).index().into());
                scene.period = Some((kind, Range::between(from.map(index), to.map(index)), why));
            }
            (None, None) => {}
        }
        scene
    }

    /// The scene inside an aggregate: other rows, and other periods where it goes over them.
    pub fn inside(&self, made: &Aggregate) -> Scene<'b> {
        let over_periods = made.over.iter().any(|axis| matches!(axis, Axis::Period(_)));
        if over_periods { Scene::default() } else { self.elsewhere() }
    }
}

/// A day as a number.
pub(super) fn day(date: Date) -> Decimal {
    Decimal::whole(date.days_from_epoch().into())
}
