//! Dates: months and days added, days between, and the period in which a date lies (TYPES D2).
//!
//! In: trees and typed operands. Out: typed expressions. Not here: `days … where` (`days`).

use super::arith::days_type;
use super::number::num;
use super::{Checker, Scope, joined};
use crate::model::{Expr, ExprKind, Type, Value};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree::{self, Binary, BinaryOp};
use ramme_value::{Decimal, EndOfMonth, PeriodKind};

impl Checker {
    /// `date + …`, `date - …`, of which at least one side is a date.
    pub(super) fn date_sum(&mut self, binary: &Binary, left: Expr, right: Expr, span: Span) -> Option<Expr> {
        let minus = binary.op == BinaryOp::Sub;
        for side in [&left, &right] {
            if mentions_day(side) {
                return self.day_alone(side.span);
            }
        }
        if left.ty != Type::Date || (right.ty == Type::Date && !minus) {
            let wanted = Type::Num(days_type());
            return self.needed(&wanted, if left.ty == Type::Date { &right } else { &left });
        }
        if right.ty == Type::Date {
            return Some(days_between(left, right, span));
        }
        let unit = self.numeric(&right)?.unit;
        match unit.to_string().as_str() {
            "month" => self.months(binary, left, right, 1, span),
            "year" => self.months(binary, left, right, 12, span),
            "day" => self.plus_days(left, right, minus, span),
            _ => {
                let expected = Text::both("days, months or years", "dage, måneder eller år");
                let found = self.book.type_in_words(&right.ty);
                self.report(
                    Diagnostic::new(Code::TypeNeeded)
                        .arg("expected", expected)
                        .arg("found", found)
                        .at(right.span),
                )
            }
        }
    }

    fn plus_days(&mut self, date: Expr, days: Expr, minus: bool, span: Span) -> Option<Expr> {
        let days = if minus {
            let (ty, shape, at) = (days.ty.clone(), days.shape.clone(), days.span);
            Expr { kind: ExprKind::Negate(Box::new(days)), ty, shape, span: at }
        } else {
            days
        };
        if num(&days).is_some_and(|num| num.stored_scale() != Some(0)) {
            return self.needed(&Type::Num(days_type()), &days);
        }
        let shape = joined([&date, &days]);
        let kind = ExprKind::AddDays { date: Box::new(date), days: Box::new(days) };
        Some(Expr { kind, ty: Type::Date, shape, span })
    }

    /// `date + n months`: how many is written, and what becomes of a day that the month does not have as well.
    fn months(&mut self, binary: &Binary, date: Expr, count: Expr, each: i32, span: Span) -> Option<Expr> {
        let written = match &count.kind {
            ExprKind::Const(Value::Dec(value)) => whole(*value),
            ExprKind::Negate(inner) => match &inner.kind {
                ExprKind::Const(Value::Dec(value)) => whole(*value).and_then(i32::checked_neg),
                _ => None,
            },
            _ => None,
        };
        let Some(months) = written.and_then(|n| n.checked_mul(each)) else {
            return self.report(Diagnostic::new(Code::MonthsNotWhole).at(count.span));
        };
        let months = if binary.op == BinaryOp::Sub { months.saturating_neg() } else { months };
        let early = matches!(&date.kind, ExprKind::Const(Value::Date(day)) if day.day() <= 28);
        let end_of_month = match binary.end_of_month {
            Some(mode) => mode,
            None if early => EndOfMonth::Clamp,
            None => return self.report(Diagnostic::new(Code::EndOfMonthMissing).at(span)),
        };
        let shape = date.shape.clone();
        let kind = ExprKind::AddMonths { date: Box::new(date), months, end_of_month };
        Some(Expr { kind, ty: Type::Date, shape, span })
    }

    /// `year of date`
    pub(super) fn year_of(&mut self, date: &tree::Expr, span: Span, scope: &Scope) -> Option<Expr> {
        let date = self.expect(date, scope, &Type::Date)?;
        if mentions_day(&date) {
            return self.day_alone(date.span);
        }
        let shape = date.shape.clone();
        let kind = ExprKind::PeriodOf { kind: PeriodKind::Year, date: Box::new(date) };
        Some(Expr { kind, ty: Type::Period(PeriodKind::Year), shape, span })
    }

    /// Says that `day` stands alone on one side of a comparison.
    pub(super) fn day_alone<T>(&mut self, span: Span) -> Option<T> {
        self.report(Diagnostic::new(Code::DayCompared).at(span))
    }
}

fn whole(value: Decimal) -> Option<i32> {
    i32::try_from(value.rescale(0)?.mantissa()).ok()
}

fn days_between(later: Expr, earlier: Expr, span: Span) -> Expr {
    let shape = joined([&later, &earlier]);
    let kind = ExprKind::DaysBetween { later: Box::new(later), earlier: Box::new(earlier) };
    Expr { kind, ty: Type::Num(days_type()), shape, span }
}

/// Whether an expression is the day itself; what is made of it has been refused before.
fn mentions_day(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Day)
}
