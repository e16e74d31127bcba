//! Checking: types and shapes of everything that has a body, and the typed expressions that come of it.
//!
//! In: names, and the items whose insides are still to be read. Out: a filled rulebook and every problem found. Not
//! here: clauses against each other in time (`versions`), tests (`test_items`).

mod aggregate;
mod allot;
mod amendments;
mod apportion;
mod arith;
mod choose;
mod compare;
mod constant;
mod convert;
mod dates;
mod days;
mod declared;
mod definition;
mod exceptions;
mod fit;
mod index;
mod indexed;
mod leaf;
mod line;
mod matching;
mod number;
mod order;
mod parameter;
mod place;
mod round;
mod rule;
mod running_years;
mod scale;
pub(crate) mod words;

pub(crate) use constant::{Exactness, Wanted};

use crate::model::{DefinitionId, EntityId, Expr, ExprKind, Rulebook, Shape, Type, Value};
use crate::names::Names;
use ramme_diag::{Diagnostic, Span};
use ramme_syntax::tree;
use std::collections::BTreeSet;

/// All that checking needs and fills.
#[derive(Debug, Default)]
pub(crate) struct Checker {
    /// The rulebook so far.
    pub book: Rulebook,
    /// Every name.
    pub names: Names,
    /// Every problem so far.
    pub problems: Vec<Diagnostic>,
    /// Definitions whose type could not be settled; nothing more is said about what uses them.
    pub unsettled: BTreeSet<DefinitionId>,
}

/// Where an expression stands: which axes it may have, and what may be asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    /// What the body belongs to, for messages.
    pub name: String,
    /// The axes of the body, or of the inside of the aggregate.
    pub shape: Shape,
    /// Inside a grouped aggregate: the entity of the body around, and which of its rows each inner row belongs to.
    pub outer: Option<(EntityId, Expr)>,
    /// True where `day` has a meaning.
    pub day: bool,
}

impl Scope {
    /// The body of something with a name and a shape.
    pub(crate) fn of(name: &str, shape: &Shape) -> Scope {
        Scope { name: name.to_owned(), shape: shape.clone(), ..Scope::default() }
    }
}

/// A typed expression without axes.
pub(crate) fn constant(value: Value, ty: Type, span: Span) -> Expr {
    Expr { kind: ExprKind::Const(value), ty, shape: Shape::default(), span }
}

impl Checker {
    /// Keeps a problem; `None`, so that it can end an inference.
    pub(crate) fn report<T>(&mut self, problem: Diagnostic) -> Option<T> {
        self.problems.push(problem);
        None
    }

    /// The typed expression of a tree; `None` where a problem has been reported.
    ///
    /// `want` only helps to resolve members and quoted text; whether the type is the right one is the caller's to say.
    pub(crate) fn infer(&mut self, expr: &tree::Expr, scope: &Scope, want: Option<&Type>) -> Option<Expr> {
        use tree::ExprKind as K;
        let span = expr.span;
        match &*expr.kind {
            K::Number(literal) => self.number(literal, span),
            K::Date(date) => Some(constant(Value::Date(*date), Type::Date, span)),
            K::YesNo(yes) => Some(constant(Value::YesNo(*yes), Type::YesNo, span)),
            K::Quoted(text) => self.quoted(text, span, want),
            K::Name(_) | K::Field(..) | K::Index(..) => {
                let raw = self.raw(expr, scope, want)?;
                self.place(raw, scope, expr)
            }
            K::Day => self.day(span, scope),
            K::Banded(made) => self.banded(made, span, scope),
            K::Convert(made) => self.convert(made, span, scope),
            K::Unary(op, inner) => self.unary(*op, inner, span, scope),
            K::Binary(binary) => self.binary(binary, span, scope),
            K::IsKnown { value, known } => self.is_known(value, *known, span, scope),
            K::If { condition, then, otherwise } => {
                self.choice(condition, then, otherwise, span, scope, want)
            }
            K::IfKnown { value, otherwise } => self.if_known(value, otherwise, span, scope, want),
            K::Match(made) => self.matching(made, span, scope, want),
            K::Min(items) => self.extreme(false, items, span, scope),
            K::Max(items) => self.extreme(true, items, span, scope),
            K::Clamp { value, low, high } => self.clamp(value, low, high, span, scope),
            K::Round { mode, value, step } => self.round(*mode, value, step, span, scope),
            K::Previous(inner) => self.previous(inner, span, scope, want),
            K::Aggregate(aggregate) => self.aggregate(aggregate, span, scope),
            K::Days(days) => self.days(days, span, scope),
            K::YearOf(inner) => self.year_of(inner, span, scope),
            K::Allot(allot) => self.allot(allot, span, scope),
            K::Apportion(made) => self.apportion(made, span, scope),
            K::Line(line) => self.line(line, span, scope),
            K::RunningTotal(value, by) => self.running_total(value, by, span, scope),
            K::YearsBefore { func, value, years } => self.years_before((*func, *years), value, span, scope),
        }
    }

    /// Infers an expression that has to be of one type.
    pub(crate) fn expect(&mut self, expr: &tree::Expr, scope: &Scope, ty: &Type) -> Option<Expr> {
        let typed = self.infer(expr, scope, Some(ty))?;
        if typed.ty == *ty {
            return Some(typed);
        }
        self.needed(ty, &typed)
    }
}

/// The axes of all; the first of two that differ stays (the difference has been reported where it arose).
pub(crate) fn joined<'e>(parts: impl IntoIterator<Item = &'e Expr>) -> Shape {
    parts.into_iter().fold(Shape::default(), |shape, part| shape.joined(&part.shape).unwrap_or(shape))
}
