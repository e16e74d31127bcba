//! Days: `days from … until … where …`, and what may be asked of `day` (TYPES D3).
//!
//! In: trees. Out: typed expressions whose conditions on the day can be cut into pieces of days. Not here: the cutting.

use super::arith::days_type;
use super::{Checker, Scope, joined};
use crate::model::{Compare, Days, Expr, ExprKind, Rulebook, Shape, Type};
use ramme_diag::{Code, Diagnostic, Span};
use ramme_syntax::tree;

impl Checker {
    /// `day`
    pub(super) fn day(&mut self, span: Span, scope: &Scope) -> Option<Expr> {
        if !scope.day {
            return self.report(Diagnostic::new(Code::DayOutside).at(span));
        }
        Some(Expr { kind: ExprKind::Day, ty: Type::Date, shape: Shape::default(), span })
    }

    /// `days from A until B where P`
    pub(super) fn days(
        &mut self,
        from: &tree::Expr,
        until: &tree::Expr,
        filter: Option<&tree::Expr>,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let outside = Scope { day: false, ..scope.clone() };
        let inside = Scope { day: true, ..scope.clone() };
        let from = self.expect(from, &outside, &Type::Date);
        let until = self.expect(until, &outside, &Type::Date);
        let filter = match filter {
            None => Some(None),
            Some(filter) => self.expect(filter, &inside, &Type::YesNo).map(Some),
        };
        let (from, until, filter) = (from?, until?, filter?);
        if let Some(filter) = &filter {
            self.day_condition(filter)?;
        }
        let shape = joined([&from, &until].into_iter().chain(&filter));
        let kind = ExprKind::Days(Box::new(Days { from, until, filter }));
        Some(Expr { kind, ty: Type::Num(days_type()), shape, span })
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
        ExprKind::Compare { op, left, right } => {
            let ordered = !matches!(op, Compare::Is | Compare::IsNot);
            let alone = match (&left.kind, &right.kind) {
                (ExprKind::Day, ExprKind::Day) => false,
                (ExprKind::Day, _) => !asks_for_day(book, right),
                (_, ExprKind::Day) => !asks_for_day(book, left),
                _ => return asks_for_day(book, expr).then_some(expr.span),
            };
            (!ordered || !alone).then_some(expr.span)
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
