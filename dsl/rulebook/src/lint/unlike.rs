//! Comparisons that types let through and that compare unlike things.
//!
//! In: where figures come from. Out: a warning at a comparison of a rounded figure with a finer one, of a quotient with one
//! exact value, of current prices of different years, and of prices brought to one year by two indices. Not here: units, price
//! levels, periods against dates (errors of types); shares of different wholes and counts of different rows, which a type does
//! not tell apart: a unit of one's own does.

use super::rounding::{Figures, Rounded, each_clause, is_multiple};
use crate::model::{Clause, Compare, Expr, ExprKind, Type, Value};
use ramme_diag::{Code, Diagnostic, Text};
use ramme_value::{Decimal, NumType, PriceLevel, Repr};

/// Every comparison of unlike things.
pub(super) fn compared<'b>(figures: &Figures<'b>, out: &mut Vec<Diagnostic>) {
    each_clause(figures.book, &mut |clause| {
        for body in clause.exprs() {
            body.visit(&mut |part| comparison(figures, clause, part, out));
        }
    });
    for rule in &figures.book.rules {
        let Some(clause) = rule.clauses.first() else { continue };
        if let Some(body) = &rule.unless {
            body.visit(&mut |part| comparison(figures, clause, part, out));
        }
    }
}

fn comparison<'b>(figures: &Figures<'b>, clause: &Clause, e: &'b Expr, out: &mut Vec<Diagnostic>) {
    let ExprKind::Compare { op, left, right } = &e.kind else { return };
    let (Some(_), Some(_)) = (num(left), num(right)) else { return };
    if years_apart(left, right) {
        out.push(Diagnostic::new(Code::YearsCompared).at(e.span));
        return;
    }
    let (l, r) = (figures.way(left).indices, figures.way(right).indices);
    if let (Some(a), Some(b)) = (l.first(), r.first())
        && l.is_disjoint(&r)
    {
        let name = |id: &crate::model::ParameterId| {
            figures.book.parameters.get(id.index()).map(|p| p.name.clone()).unwrap_or_default()
        };
        let said = Diagnostic::new(Code::IndicesCompared).arg("left", name(a)).arg("right", name(b));
        out.push(said.at(e.span));
        return;
    }
    for (side, other) in [(left, right), (right, left)] {
        if let Some(said) =
            quotient(figures, *op, side, other).or_else(|| rounded(figures, clause, side, other))
        {
            out.push(said.at(e.span));
            return;
        }
    }
}

fn num(e: &Expr) -> Option<&NumType> {
    match &e.ty {
        Type::Num(num) => Some(num),
        _ => None,
    }
}

fn is_ratio(e: &Expr) -> bool {
    num(e).is_some_and(|num| num.repr == Repr::Ratio)
}

/// A quotient that is asked whether it is one value. Nothing, a whole number and a half are met; so is another quotient.
fn quotient(figures: &Figures, op: Compare, side: &Expr, other: &Expr) -> Option<Diagnostic> {
    if !matches!(op, Compare::Is | Compare::IsNot) || !is_ratio(side) || is_ratio(other) {
        return None;
    }
    let value = match &other.kind {
        ExprKind::Const(Value::Dec(value)) if is_multiple(*value, Decimal::new(5, 1)) => return None,
        ExprKind::Const(value) => Text::same(figures.book.value_as_text(value, &other.ty)),
        _ => Text::both("a figure with so many decimals", "et tal med så og så mange decimaler"),
    };
    let also = Text::both("an exact quotient", "en eksakt kvotient");
    Some(Diagnostic::new(Code::QuotientEquals).arg("value", value).also(side.span, also))
}

/// A figure that was rounded, held against one that is finer. What stands under a reading is a choice that was made.
fn rounded<'b>(
    figures: &Figures<'b>,
    clause: &Clause,
    side: &'b Expr,
    other: &'b Expr,
) -> Option<Diagnostic> {
    if clause.version.reading.is_some() {
        return None;
    }
    let way = figures.way(side);
    let chosen = |r: &&Rounded| r.reading.is_none() && r.meets(clause);
    let first = way.rounded.iter().find(chosen)?;
    let finer = match &other.kind {
        ExprKind::Const(Value::Dec(value)) if !is_multiple(*value, first.step) => {
            Text::same(figures.book.value_as_text(&Value::Dec(*value), &other.ty))
        }
        ExprKind::Const(_) => return None,
        _ => {
            let way = figures.way(other);
            let finer = match num(other)?.repr {
                Repr::Ratio => true,
                Repr::Dec(scale) => scale > first.step.trim(0).scale(),
                Repr::Count => false,
            };
            if !(way.computed && way.rounded.is_empty() && finer) {
                return None;
            }
            Text::both("one that is not rounded", "et, der ikke er afrundet")
        }
    };
    let step = figures.step_text(first.step, first.ty);
    let here = Text::both(format!("rounded to {step} here"), format!("afrundet til {step} her"));
    Some(
        Diagnostic::new(Code::RoundedAgainstExact)
            .arg("step", step)
            .arg("other", finer)
            .also(first.span, here),
    )
}

/// Whether two amounts in current prices are read in different years.
fn years_apart(left: &Expr, right: &Expr) -> bool {
    matches!((year(left), year(right)), (Some(a), Some(b)) if a != b)
}

/// How far back an amount in current prices is read, or in which year; none of what is computed of it, and none of a
/// parameter: an amount that a document fixes holds as it is written.
fn year(e: &Expr) -> Option<(Option<i32>, u32)> {
    let money = num(e).is_some_and(|num| num.level == PriceLevel::Current && num.unit.has_money());
    let (mut at, mut fixed, mut back) = (e, None, 0_u32);
    loop {
        at = match &at.kind {
            ExprKind::Shift { back: more, inner } => {
                back = back.saturating_add(*more);
                inner
            }
            ExprKind::AtPeriod { period, inner } => {
                fixed = fixed.or(Some(*period));
                inner
            }
            ExprKind::Lookup { inner, .. }
            | ExprKind::AtMember { inner, .. }
            | ExprKind::Round { value: inner, .. } => inner,
            ExprKind::Input(_) | ExprKind::Definition(_) if money => {
                return at.shape.period.is_some().then_some((fixed, back));
            }
            _ => return None,
        };
    }
}
