//! Days: `days from … until … where …`, and what may be asked of `day` (TYPES D3).
//!
//! In: trees. Out: typed expressions whose conditions on the day can be cut into pieces of days. Not here: the cutting.

use super::arith::days_type;
use super::{Checker, Scope, joined};
use crate::model::{Arith, Days, DaysAsk, Expr, ExprKind, Rulebook, Shape, Type};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree;
use ramme_value::{NumType, Repr};

impl Checker {
    /// `day`
    pub(super) fn day(&mut self, span: Span, scope: &Scope) -> Option<Expr> {
        if !scope.day {
            return self.report(Diagnostic::new(Code::DayOutside).at(span));
        }
        Some(Expr { kind: ExprKind::Day, ty: Type::Date, shape: Shape::default(), span })
    }

    /// `days from A until B where P`, `any day from …`, `first day from …`, `sum of X over days from …`
    pub(super) fn days(&mut self, tree: &tree::Days, span: Span, scope: &Scope) -> Option<Expr> {
        let outside = Scope { day: false, ..scope.clone() };
        let inside = Scope { day: true, ..scope.clone() };
        let value = match &tree.ask {
            tree::DaysAsk::Sum(value) => self.infer(value, &inside, None).map(Some),
            _ => Some(None),
        };
        let mut days = self.span_of_days(tree, &outside, &inside)?;
        let mut shape = joined([&days.from, &days.until].into_iter().chain(&days.filter));
        let ty = match (&tree.ask, value?) {
            (tree::DaysAsk::Sum(written), Some(value)) => {
                shape = shape.joined(&value.shape).unwrap_or(shape);
                let ty = self.summed_over_days(&value, written)?;
                days.ask = DaysAsk::Sum(value);
                Type::Num(ty)
            }
            (tree::DaysAsk::Any, _) => {
                days.ask = DaysAsk::Any;
                Type::YesNo
            }
            (tree::DaysAsk::First, _) => {
                days.ask = DaysAsk::First;
                Type::Date
            }
            _ => Type::Num(days_type()),
        };
        Some(Expr { kind: ExprKind::Days(Box::new(days)), ty, shape, span })
    }

    /// The span and the condition; how many days there are is what is asked until something else is said.
    pub(super) fn span_of_days(
        &mut self,
        tree: &tree::Days,
        outside: &Scope,
        inside: &Scope,
    ) -> Option<Days> {
        let from = self.expect(&tree.from, outside, &Type::Date);
        let until = self.expect(&tree.until, outside, &Type::Date);
        let filter = match &tree.filter {
            None => Some(None),
            Some(filter) => self.expect(filter, inside, &Type::YesNo).map(Some),
        };
        let (from, until, filter) = (from?, until?, filter?);
        if let Some(filter) = &filter {
            self.day_condition(filter)?;
        }
        Some(Days { ask: DaysAsk::Count, from, until, filter })
    }

    /// The type of a sum over days: a number for each day, times days.
    fn summed_over_days(&mut self, value: &Expr, written: &tree::Expr) -> Option<NumType> {
        let num = self.numeric(value)?;
        if num.repr == Repr::Ratio {
            return self.round_first(
                value,
                written,
                Text::both("summed over days", "lægges sammen over dage"),
            );
        }
        self.day_number(value)?;
        let repr = if num.repr == Repr::Count { Repr::Dec(0) } else { num.repr };
        Some(NumType { unit: num.unit.mul(&days_type().unit), repr, ..num })
    }

    /// A number of the day is made of `for a day` numbers, numbers that do not ask for the day, `+`, `-`, `*`, and choices
    /// on conditions of the day.
    pub(super) fn day_number(&mut self, number: &Expr) -> Option<()> {
        match misused_in_number(&self.book, number) {
            None => Some(()),
            Some(span) => self.report(Diagnostic::new(Code::DayNumber).at(span)),
        }
    }

    /// A condition on the day is made of `day < E` and the like, `for a day` definitions, conditions that do not ask for
    /// the day, `and`, `or`, `not`.
    pub(super) fn day_condition(&mut self, condition: &Expr) -> Option<()> {
        match misused_day(&self.book, condition) {
            None => Some(()),
            Some(span) => self.day_alone(span),
        }
    }
}

/// Where a condition asks for the day in a way that can't be cut into pieces.
fn misused_day(book: &Rulebook, expr: &Expr) -> Option<Span> {
    match &expr.kind {
        ExprKind::Logic { left, right, .. } => misused_day(book, left).or_else(|| misused_day(book, right)),
        ExprKind::Not(inner) => misused_day(book, inner),
        ExprKind::Definition(_) => None,
        ExprKind::Compare { left, right, .. } => {
            let alone = match (&left.kind, &right.kind) {
                (ExprKind::Day, ExprKind::Day) => false,
                (ExprKind::Day, _) => !asks_for_day(book, right),
                (_, ExprKind::Day) => !asks_for_day(book, left),
                _ => return asks_for_day(book, expr).then_some(expr.span),
            };
            (!alone).then_some(expr.span)
        }
        _ => asks_for_day(book, expr).then_some(expr.span),
    }
}

/// Where a number asks for the day in a way that can't be cut into pieces.
fn misused_in_number(book: &Rulebook, expr: &Expr) -> Option<Span> {
    let within = |inner: &Expr| misused_in_number(book, inner);
    match &expr.kind {
        ExprKind::Definition(_) => None,
        ExprKind::Negate(inner) => within(inner),
        ExprKind::Arith { op: Arith::Add | Arith::Sub | Arith::Mul, left, right } => {
            within(left).or_else(|| within(right))
        }
        ExprKind::If { condition, then, otherwise } => {
            misused_day(book, condition).or_else(|| within(then)).or_else(|| within(otherwise))
        }
        _ => asks_for_day(book, expr).then_some(expr.span),
    }
}

/// Whether the day is asked for anywhere inside.
fn asks_for_day(book: &Rulebook, expr: &Expr) -> bool {
    let mut asks = false;
    expr.visit(&mut |part| {
        asks |= match part.kind {
            ExprKind::Day => true,
            ExprKind::Definition(id) => book.definitions.get(id.index()).is_some_and(|d| d.for_a_day),
            _ => false,
        };
    });
    asks
}
