//! Arithmetic: `+ - * /`, signs, and the connectives, which share their trees (TYPES T3, T4, T7).
//!
//! In: trees of operators. Out: typed expressions with scale, unit and price level. Not here: comparisons (`compare`),
//! dates (`dates`).

use super::number::{Meeting, num};
use super::words::{operator, spelled};
use super::{Checker, Scope, joined};
use crate::model::{Arith, Expr, ExprKind, SetId, Type, Value};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree::{self, Binary, BinaryOp, UnaryOp};
use ramme_value::{MAX_SCALE, NumType, PriceLevel, Repr, Unit};

impl Checker {
    /// `-x`, `not x`
    pub(super) fn unary(
        &mut self,
        op: UnaryOp,
        inner: &tree::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        match op {
            UnaryOp::Minus => {
                let inner = self.infer(inner, scope, None)?;
                self.numeric(&inner)?;
                let (ty, shape) = (inner.ty.clone(), inner.shape.clone());
                Some(Expr { kind: ExprKind::Negate(Box::new(inner)), ty, shape, span })
            }
            UnaryOp::Not => {
                let inner = self.expect(inner, scope, &Type::YesNo)?;
                let shape = inner.shape.clone();
                Some(Expr { kind: ExprKind::Not(Box::new(inner)), ty: Type::YesNo, shape, span })
            }
        }
    }

    /// `left op right`
    pub(super) fn binary(&mut self, binary: &Binary, span: Span, scope: &Scope) -> Option<Expr> {
        match binary.op {
            BinaryOp::Add | BinaryOp::Sub => self.sum(binary, span, scope),
            BinaryOp::Mul => self.product(binary, Arith::Mul, span, scope),
            BinaryOp::Div => self.product(binary, Arith::Div, span, scope),
            BinaryOp::And | BinaryOp::Or => self.logic(binary, span, scope),
            _ => self.compare(binary, span, scope),
        }
    }

    fn logic(&mut self, binary: &Binary, span: Span, scope: &Scope) -> Option<Expr> {
        let left = self.expect(&binary.left, scope, &Type::YesNo);
        let right = self.expect(&binary.right, scope, &Type::YesNo);
        let (left, right) = (left?, right?);
        let shape = joined([&left, &right]);
        let and = binary.op == BinaryOp::And;
        let kind = ExprKind::Logic { and, left: Box::new(left), right: Box::new(right) };
        Some(Expr { kind, ty: Type::YesNo, shape, span })
    }

    fn sum(&mut self, binary: &Binary, span: Span, scope: &Scope) -> Option<Expr> {
        let left = self.infer(&binary.left, scope, None);
        let right = self.infer(&binary.right, scope, None);
        let (mut left, mut right) = (left?, right?);
        if left.ty == Type::Date || right.ty == Type::Date {
            return self.date_sum(binary, left, right, span);
        }
        self.no_end_of_month(binary)?;
        let (meeting, op) = match binary.op {
            BinaryOp::Add => (Meeting::Added, Arith::Add),
            _ => (Meeting::Subtracted, Arith::Sub),
        };
        let written = (&binary.left, &binary.right);
        let (unit, level) = self.agree(&mut left, &mut right, meeting, written, span)?;
        let repr = self.summed(&left, &right, meeting, written)?;
        if op == Arith::Add {
            self.no_total_with_parts(&left, &right, span)?;
        }
        if level == PriceLevel::Current && years_apart(&left, &right) {
            self.problems.push(Diagnostic::new(Code::YearsMixed).at(span));
        }
        Some(arith(op, left, right, NumType { unit, level, repr }, span))
    }

    /// A total is never summed with its parts (TYPES P5).
    fn no_total_with_parts(&mut self, left: &Expr, right: &Expr, span: Span) -> Option<()> {
        let (Some((set, a, of)), Some((other, b, beside))) = (member_of(left), member_of(right)) else {
            return Some(());
        };
        let members = self.book.sets.get(set.index()).filter(|set| set.has_total).map(|set| &set.members);
        let total =
            members.and_then(|members| Some((members.last()?.clone(), members.len().checked_sub(1)?)));
        let Some((name, at)) = total else { return Some(()) };
        let is_total = |member: u32| usize::try_from(member) == Ok(at);
        if set != other
            || is_total(a) == is_total(b)
            || self.book.expr_as_text(of) != self.book.expr_as_text(beside)
        {
            return Some(());
        }
        self.report(Diagnostic::new(Code::TotalWithParts).arg("total", name).at(span))
    }

    /// How a sum is held: the larger scale; ratios are rounded first (TYPES T3, T4).
    fn summed(
        &mut self,
        left: &Expr,
        right: &Expr,
        meeting: Meeting,
        written: (&tree::Expr, &tree::Expr),
    ) -> Option<Repr> {
        for (side, text) in [(left, written.0), (right, written.1)] {
            if num(side).is_some_and(|num| num.repr == Repr::Ratio) {
                return self.round_first(side, text, meeting.words());
            }
        }
        larger(num(left)?, num(right)?)
    }

    /// Says that a ratio has to be rounded before it is used so.
    pub(super) fn round_first<T>(&mut self, ratio: &Expr, text: &tree::Expr, operation: Text) -> Option<T> {
        let unit = num(ratio).map(|num| num.unit.to_string()).unwrap_or_default();
        let step = format!("0.01 {unit}");
        self.report(
            Diagnostic::new(Code::RatioNotRounded)
                .arg("operation", operation)
                .arg("text", spelled(text))
                .arg("step", step.trim_end())
                .at(ratio.span),
        )
    }

    fn product(&mut self, binary: &Binary, op: Arith, span: Span, scope: &Scope) -> Option<Expr> {
        let left = self.infer(&binary.left, scope, None);
        let right = self.infer(&binary.right, scope, None);
        let (mut left, mut right) = (left?, right?);
        self.no_end_of_month(binary)?;
        let (l, r) = (self.numeric(&left), self.numeric(&right));
        let (l, r) = (l?, r?);
        let written = (&binary.left, &binary.right);
        let level = self.product_level((&mut left, &l), (&mut right, &r), written, span)?;
        let unit = if op == Arith::Mul { l.unit.mul(&r.unit) } else { l.unit.div(&r.unit) };
        let level = if unit.has_money() { level } else { PriceLevel::None };
        let repr = match op {
            Arith::Mul => self.multiplied(&left, &right, binary, span)?,
            _ => self.divided(&right, written.1)?,
        };
        Some(arith(op, left, right, NumType { unit, level, repr }, span))
    }

    /// The price level of a product: that of whichever factor is money; two have to be the same.
    fn product_level(
        &mut self,
        left: (&mut Expr, &NumType),
        right: (&mut Expr, &NumType),
        written: (&tree::Expr, &tree::Expr),
        span: Span,
    ) -> Option<PriceLevel> {
        match (left.1.level, right.1.level) {
            (PriceLevel::None, level) | (level, PriceLevel::None) => Some(level),
            _ => self.common_level(left, right, written, span),
        }
    }

    fn multiplied(&mut self, left: &Expr, right: &Expr, binary: &Binary, span: Span) -> Option<Repr> {
        match (num(left)?.repr, num(right)?.repr) {
            (Repr::Ratio, Repr::Ratio) => self.round_first(
                right,
                &binary.right,
                Text::both("multiplied by a ratio", "ganges med et forhold"),
            ),
            (Repr::Ratio, _) | (_, Repr::Ratio) => Some(Repr::Ratio),
            (Repr::Count, Repr::Count) => Some(Repr::Count),
            (Repr::Count, Repr::Dec(scale)) | (Repr::Dec(scale), Repr::Count) => Some(Repr::Dec(scale)),
            (Repr::Dec(a), Repr::Dec(b)) => {
                let scale = a.saturating_add(b);
                if scale <= MAX_SCALE {
                    return Some(Repr::Dec(scale));
                }
                let larger = if a >= b { &binary.left } else { &binary.right };
                self.too_fine(scale, &spelled(larger), span)
            }
        }
    }

    /// A quotient is a ratio; a ratio is divided by a decimal only (TYPES T4).
    fn divided(&mut self, right: &Expr, written: &tree::Expr) -> Option<Repr> {
        if num(right)?.repr == Repr::Ratio {
            return self.round_first(right, written, Text::both("divided by", "divideres med"));
        }
        Some(Repr::Ratio)
    }

    /// `(end of month: …)` belongs to a date plus months.
    fn no_end_of_month(&mut self, binary: &Binary) -> Option<()> {
        if binary.end_of_month.is_none() {
            return Some(());
        }
        let text = format!("{} (end of month: …)", operator(binary.op));
        let found = Text::both("part of a date plus months", "en del af en dato plus måneder");
        self.wrong_kind(&text, found, Text::both("a plain sum", "en almindelig sum"), binary.op_span)
    }
}

/// A value at one written member of a set.
fn member_of(expr: &Expr) -> Option<(SetId, u32, &Expr)> {
    match &expr.kind {
        ExprKind::AtMember { set, member, inner } => match member.kind {
            ExprKind::Const(Value::Member(_, at)) => Some((*set, at, inner)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether two sides are read in different years.
fn years_apart(left: &Expr, right: &Expr) -> bool {
    let moved = |expr: &Expr| match &expr.kind {
        ExprKind::Shift { back, .. } => Some((Some(*back), None)),
        ExprKind::AtPeriod { period, .. } => Some((None, Some(*period))),
        _ => expr.shape.period.map(|_| (None, None)),
    };
    matches!((moved(left), moved(right)), (Some(a), Some(b)) if a != b)
}

/// The larger scale of two that are not ratios.
pub(super) fn larger(left: &NumType, right: &NumType) -> Option<Repr> {
    match (left.repr, right.repr) {
        (Repr::Count, Repr::Count) => Some(Repr::Count),
        (Repr::Count, Repr::Dec(scale)) | (Repr::Dec(scale), Repr::Count) => Some(Repr::Dec(scale)),
        (Repr::Dec(a), Repr::Dec(b)) => Some(Repr::Dec(a.max(b))),
        (Repr::Ratio, Repr::Ratio) => Some(Repr::Ratio),
        _ => None,
    }
}

fn arith(op: Arith, left: Expr, right: Expr, ty: NumType, span: Span) -> Expr {
    let shape = joined([&left, &right]);
    let kind = ExprKind::Arith { op, left: Box::new(left), right: Box::new(right) };
    Expr { kind, ty: Type::Num(ty), shape, span }
}

/// The type of days.
pub(super) fn days_type() -> NumType {
    NumType { unit: Unit::base("day"), level: PriceLevel::None, repr: Repr::Dec(0) }
}
