//! Comparisons, and asking whether something is known.
//!
//! In: trees of comparisons. Out: typed yes/no expressions. Not here: connectives (`arith`).

use super::number::Meeting;
use super::{Checker, Scope, constant, joined};
use crate::model::{Compare, Expr, ExprKind, Type, Value};
use ramme_diag::{Code, Diagnostic, Span};
use ramme_syntax::tree::{self, Binary, BinaryOp};
use ramme_value::PeriodKind;

fn comparison(op: BinaryOp) -> Compare {
    match op {
        BinaryOp::IsNot => Compare::IsNot,
        BinaryOp::Less => Compare::Less,
        BinaryOp::AtMost => Compare::AtMost,
        BinaryOp::More => Compare::More,
        BinaryOp::AtLeast => Compare::AtLeast,
        _ => Compare::Is,
    }
}

impl Checker {
    /// `left is right`, `left < right` …
    pub(super) fn compare(&mut self, binary: &Binary, span: Span, scope: &Scope) -> Option<Expr> {
        let op = comparison(binary.op);
        let (left, right) = self.sides(binary, scope);
        let (left, right) = (left?, right?);
        let mut left = as_period(left, &right.ty);
        let mut right = as_period(right, &left.ty);
        match (&left.ty, &right.ty) {
            (Type::Num(_), Type::Num(_)) => {
                self.agree(&mut left, &mut right, Meeting::Compared, (&binary.left, &binary.right), span)?;
            }
            (a, b) if a != b => return self.unlike(&left, &right, span),
            (Type::Date | Type::Period(_), _) => {}
            _ if matches!(op, Compare::Is | Compare::IsNot) => {}
            _ => return self.unordered(&left),
        }
        let shape = joined([&left, &right]);
        let kind = ExprKind::Compare { op, left: Box::new(left), right: Box::new(right) };
        Some(Expr { kind, ty: Type::YesNo, shape, span })
    }

    /// Both sides; a member or quoted text takes its set from the other side.
    fn sides(&mut self, binary: &Binary, scope: &Scope) -> (Option<Expr>, Option<Expr>) {
        if self.needs_hint(&binary.left, scope) && !self.needs_hint(&binary.right, scope) {
            let right = self.infer(&binary.right, scope, None);
            let Some(found) = right else { return (None, None) };
            let left = self.infer(&binary.left, scope, Some(&found.ty));
            return (left, Some(found));
        }
        let left = self.infer(&binary.left, scope, None);
        // Without the type of the left side a bare member on the right would only be reported as unknown.
        if left.is_none() && self.needs_hint(&binary.right, scope) {
            return (None, None);
        }
        let right = self.infer(&binary.right, scope, left.as_ref().map(|l| &l.ty));
        (left, right)
    }

    /// Whether an expression means something only beside another type.
    fn needs_hint(&self, expr: &tree::Expr, scope: &Scope) -> bool {
        match &*expr.kind {
            tree::ExprKind::Quoted(_) => true,
            tree::ExprKind::Name(name) => !self.is_something(name, scope),
            _ => false,
        }
    }

    fn unlike(&mut self, left: &Expr, right: &Expr, span: Span) -> Option<Expr> {
        let (l, r) = (self.book.type_in_words(&left.ty), self.book.type_in_words(&right.ty));
        self.report(
            Diagnostic::new(Code::UnlikeComparison)
                .arg("left", l.clone())
                .arg("right", r.clone())
                .at(span)
                .also(left.span, l)
                .also(right.span, r),
        )
    }

    /// What has no order can only be asked whether it is the same.
    fn unordered(&mut self, left: &Expr) -> Option<Expr> {
        let number = crate::model::Type::Num(super::arith::days_type());
        self.needed(&number, left)
    }

    /// `x is known`, `x is missing`
    pub(super) fn is_known(
        &mut self,
        value: &tree::Expr,
        known: bool,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.infer(value, scope, None)?;
        let shape = value.shape.clone();
        Some(Expr { kind: ExprKind::IsKnown { value: Box::new(value), known }, ty: Type::YesNo, shape, span })
    }
}

/// A whole number beside a period is a year: `year >= 2024`.
fn as_period(expr: Expr, other: &Type) -> Expr {
    let year = match (&expr.kind, other) {
        (ExprKind::Const(Value::Dec(value)), Type::Period(PeriodKind::Year)) if value.scale() == 0 => {
            i32::try_from(value.mantissa()).ok()
        }
        _ => None,
    };
    let plain = super::number::num(&expr).is_some_and(|num| num.unit == ramme_value::Unit::none());
    match year {
        Some(year) if plain => {
            constant(Value::Period(PeriodKind::Year, year), Type::Period(PeriodKind::Year), expr.span)
        }
        _ => expr,
    }
}
