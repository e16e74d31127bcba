//! Choosing: `if`, `if known`, `min`, `max`, `clamp`: values of one unit and price level, at the larger scale (TYPES T3).
//!
//! In: trees. Out: typed expressions. Not here: comparisons.

use super::arith::larger;
use super::number::{Meeting, is_constant, num, retyped};
use super::{Checker, Scope, joined};
use crate::model::{Expr, ExprKind, Type};
use ramme_diag::{Span, Text};
use ramme_syntax::tree;
use ramme_value::{NumType, Repr};

impl Checker {
    /// `a if c else b`
    pub(super) fn choice(
        &mut self,
        condition: &tree::Expr,
        then: &tree::Expr,
        otherwise: &tree::Expr,
        span: Span,
        scope: &Scope,
        want: Option<&Type>,
    ) -> Option<Expr> {
        let condition = self.expect(condition, scope, &Type::YesNo);
        let branches = self.alternatives_of(then, otherwise, span, scope, want);
        let (condition, (then, otherwise, ty)) = (condition?, branches?);
        let shape = joined([&condition, &then, &otherwise]);
        let kind = ExprKind::If {
            condition: Box::new(condition),
            then: Box::new(then),
            otherwise: Box::new(otherwise),
        };
        Some(Expr { kind, ty, shape, span })
    }

    /// `x if known else y`
    pub(super) fn if_known(
        &mut self,
        value: &tree::Expr,
        otherwise: &tree::Expr,
        span: Span,
        scope: &Scope,
        want: Option<&Type>,
    ) -> Option<Expr> {
        let (value, otherwise, ty) = self.alternatives_of(value, otherwise, span, scope, want)?;
        let shape = joined([&value, &otherwise]);
        let kind = ExprKind::IfKnown { value: Box::new(value), otherwise: Box::new(otherwise) };
        Some(Expr { kind, ty, shape, span })
    }

    /// Two expressions of which one is taken, and the type of both.
    fn alternatives_of(
        &mut self,
        first: &tree::Expr,
        second: &tree::Expr,
        span: Span,
        scope: &Scope,
        want: Option<&Type>,
    ) -> Option<(Expr, Expr, Type)> {
        let left = self.infer(first, scope, want);
        let hint = left.as_ref().map(|l| l.ty.clone()).or_else(|| want.cloned());
        let right = self.infer(second, scope, hint.as_ref());
        let (mut left, mut right) = (left?, right?);
        if let (Type::Num(_), Type::Num(_)) = (&left.ty, &right.ty) {
            let ty = self.one_type(&mut left, &mut right, (first, second), span)?;
            return Some((fitted(left, &ty), fitted(right, &ty), Type::Num(ty)));
        }
        if left.ty != right.ty {
            return self.needed(&left.ty, &right);
        }
        let ty = left.ty.clone();
        Some((left, right, ty))
    }

    /// The one type of two numbers of which one is taken.
    fn one_type(
        &mut self,
        left: &mut Expr,
        right: &mut Expr,
        written: (&tree::Expr, &tree::Expr),
        span: Span,
    ) -> Option<NumType> {
        let (unit, level) = self.agree(left, right, Meeting::Chosen, written, span)?;
        let repr = match larger(num(left)?, num(right)?) {
            Some(repr) => repr,
            None if num(left)?.repr == Repr::Ratio && !is_constant(right) => {
                return self.round_first(left, written.0, either_or());
            }
            None if num(right)?.repr == Repr::Ratio && !is_constant(left) => {
                return self.round_first(right, written.1, either_or());
            }
            None => Repr::Ratio,
        };
        Some(NumType { unit, level, repr })
    }

    /// `min(…)`, `max(…)`
    pub(super) fn extreme(
        &mut self,
        max: bool,
        items: &[tree::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let typed: Vec<Option<Expr>> = items.iter().map(|item| self.infer(item, scope, None)).collect();
        let typed: Vec<Expr> = typed.into_iter().collect::<Option<_>>()?;
        self.extreme_of(max, typed, &items.iter().collect::<Vec<_>>(), span)
    }

    /// `clamp value between low and high`: the larger of `low` and the smaller of `value` and `high`.
    pub(super) fn clamp(
        &mut self,
        value: &tree::Expr,
        low: &tree::Expr,
        high: &tree::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let parts = [value, low, high].map(|part| self.infer(part, scope, None));
        let [Some(v), Some(l), Some(h)] = parts else { return None };
        let inner = self.extreme_of(false, vec![v, h], &[value, high], span)?;
        self.extreme_of(true, vec![inner, l], &[value, low], span)
    }

    fn extreme_of(
        &mut self,
        max: bool,
        mut items: Vec<Expr>,
        written: &[&tree::Expr],
        span: Span,
    ) -> Option<Expr> {
        let (Some(first), Some(first_written)) = (items.first().cloned(), written.first().copied()) else {
            return None;
        };
        let ty = if first.ty == Type::Date {
            for item in &items {
                if item.ty != Type::Date {
                    return self.needed(&Type::Date, item);
                }
            }
            Type::Date
        } else {
            self.common_number(first, first_written, &mut items, written, span)?
        };
        if let Type::Num(num) = &ty {
            items = items.into_iter().map(|item| fitted(item, num)).collect();
        }
        let shape = joined(&items);
        Some(Expr { kind: ExprKind::Extreme { max, items }, ty, shape, span })
    }

    /// The one type of several numbers of which one is taken.
    fn common_number(
        &mut self,
        mut common: Expr,
        first_written: &tree::Expr,
        items: &mut [Expr],
        written: &[&tree::Expr],
        span: Span,
    ) -> Option<Type> {
        for (item, text) in items.iter_mut().zip(written) {
            let ty = self.one_type(&mut common, item, (first_written, text), span)?;
            common.ty = Type::Num(ty);
            // Whatever it is made of, the common value is no constant any more once one item is none.
            if !is_constant(item) {
                common.kind = item.kind.clone();
            }
        }
        Some(common.ty)
    }

    /// Several values of which one is taken, in one type.
    pub(super) fn of_one_type(
        &mut self,
        mut items: Vec<Expr>,
        written: &[&tree::Expr],
        span: Span,
    ) -> Option<(Vec<Expr>, Type)> {
        let (Some(first), Some(first_written)) = (items.first().cloned(), written.first().copied()) else {
            return None;
        };
        if let Type::Num(_) = first.ty
            && items.iter().all(|item| matches!(item.ty, Type::Num(_)))
        {
            let ty = self.common_number(first, first_written, &mut items, written, span)?;
            if let Type::Num(num) = &ty {
                items = items.into_iter().map(|item| fitted(item, num)).collect();
            }
            return Some((items, ty));
        }
        for item in &items {
            if item.ty != first.ty {
                return self.needed(&first.ty, item);
            }
        }
        Some((items, first.ty))
    }
}

/// A constant takes the type around it; anything else keeps its own.
fn fitted(expr: Expr, ty: &NumType) -> Expr {
    if is_constant(&expr) { retyped(expr.clone(), ty).unwrap_or(expr) } else { expr }
}

fn either_or() -> Text {
    Text::both("chosen beside a decimal", "vælges ved siden af et decimaltal")
}
