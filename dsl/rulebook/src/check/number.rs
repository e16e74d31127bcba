//! Numbers: literals and their units, and what two numbers have to agree on before they meet.
//!
//! In: literals, typed operands. Out: typed constants; operands with one unit and price level, or an error that names
//! both sides in words. Not here: the operations themselves (`arith`, `compare`, `choose`).

use super::words::{number_in_words, spelled};
use super::{Checker, constant};
use crate::model::{Arith, Expr, ExprKind, Symbol, Type, Value};
use crate::names::{BUILT_IN_UNITS, Found};
use ramme_diag::{Code, Diagnostic, Lang, Span, Text, closest};
use ramme_syntax::tree::{self, NumberLit, UnitExpr};
use ramme_value::{Decimal, Face, MAX_SCALE, NumType, PriceLevel, Repr, Unit};

/// What two numbers meet in, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meeting {
    /// `+`
    Added,
    /// `-`
    Subtracted,
    /// `<`, `is` …
    Compared,
    /// `min`, `max`, `clamp`, `if`
    Chosen,
}

impl Meeting {
    pub(super) fn words(self) -> Text {
        match self {
            Meeting::Added => Text::both("added", "lægges sammen"),
            Meeting::Subtracted => Text::both("subtracted", "trækkes fra hinanden"),
            Meeting::Compared => Text::both("compared", "sammenlignes"),
            Meeting::Chosen => Text::both("chosen between", "vælges imellem"),
        }
    }
}

/// The number type of an expression, where it has one.
pub(super) fn num(expr: &Expr) -> Option<&NumType> {
    match &expr.ty {
        Type::Num(num) => Some(num),
        _ => None,
    }
}

/// Whether an expression is a written constant.
pub(super) fn is_constant(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Const(_) => true,
        ExprKind::Negate(inner) => is_constant(inner),
        _ => false,
    }
}

/// A constant with another type; its value is the same. `None` where digits would be lost.
pub(super) fn retyped(expr: Expr, to: &NumType) -> Option<Expr> {
    let kind = match expr.kind {
        ExprKind::Const(Value::Dec(value)) => {
            let scaled = match to.stored_scale() {
                Some(scale) => value.rescale(scale)?,
                None => value,
            };
            ExprKind::Const(Value::Dec(scaled))
        }
        ExprKind::Negate(inner) => ExprKind::Negate(Box::new(retyped(*inner, to)?)),
        other => other,
    };
    Some(Expr { kind, ty: Type::Num(to.clone()), ..expr })
}

/// Whether a plain number may be said to be a percent: where a product or a quotient has lost its face.
fn is_faceless(expr: &Expr) -> bool {
    if num(expr).is_some_and(|num| num.repr == Repr::Ratio) {
        return true;
    }
    match &expr.kind {
        ExprKind::Arith { op: Arith::Mul | Arith::Div, .. } => true,
        ExprKind::Negate(inner) | ExprKind::Shift { inner, .. } | ExprKind::Lookup { inner, .. } => {
            is_faceless(inner)
        }
        ExprKind::Aggregate(aggregate) => aggregate.value.as_ref().is_some_and(is_faceless),
        _ => false,
    }
}

/// Gives an expression the face of a unit where only the face differs and it has lost its own: a quotient is a plain
/// number and may be said to be a percent, and a difference of percents may be said to be percentage points.
pub(super) fn lend_face(expr: &mut Expr, unit: &Unit) {
    let faceless = is_faceless(expr);
    let difference = matches!(expr.kind, ExprKind::Arith { op: Arith::Sub, .. });
    if let Type::Num(num) = &mut expr.ty
        && num.unit.is_dimensionless()
        && unit.is_dimensionless()
    {
        let lent = match (num.unit.face(), unit.face()) {
            (Face::Plain, _) => faceless,
            (Face::Percent, Face::PercentagePoint) => difference,
            _ => false,
        };
        if lent {
            num.unit = unit.clone();
        }
    }
}

impl Checker {
    /// A literal, with the decimals that are written.
    pub(super) fn number(&mut self, literal: &NumberLit, span: Span) -> Option<Expr> {
        let unit = match &literal.unit {
            None => Unit::none(),
            Some(unit) => self.unit(unit)?,
        };
        let scale = literal.value.scale().saturating_add(unit.shift());
        if scale > MAX_SCALE {
            return self.too_fine(scale, "x", span);
        }
        let level = if unit.has_money() { PriceLevel::Current } else { PriceLevel::None };
        let value = Decimal::new(literal.value.mantissa(), scale);
        let ty = Type::Num(NumType { unit, level, repr: Repr::Dec(scale) });
        Some(constant(Value::Dec(value), ty, span))
    }

    /// A unit as written; an unknown one is reported.
    pub(crate) fn unit(&mut self, unit: &UnitExpr) -> Option<Unit> {
        let factors = match unit {
            UnitExpr::Percent => return Some(Unit::percent()),
            UnitExpr::PercentagePoint => return Some(Unit::percentage_point()),
            UnitExpr::Product(factors) => factors,
        };
        let mut product = Unit::none();
        for (name, power) in factors {
            let known = BUILT_IN_UNITS.contains(&name.text.as_str())
                || matches!(self.names.find(&name.text), Found::Symbol(Symbol::Unit));
            if !known {
                if matches!(self.names.find(&name.text), Found::Poisoned) {
                    return None;
                }
                let own = self.book.units.iter().map(|(unit, _)| unit.as_str());
                let suggestion = closest(&name.text, BUILT_IN_UNITS.into_iter().chain(own));
                return self.report(
                    Diagnostic::new(Code::UnknownUnit)
                        .arg("name", &name.text)
                        .maybe_arg("suggestion", suggestion)
                        .at(name.span),
                );
            }
            product = product.mul(&Unit::base(&name.text).pow(i32::from(*power)));
        }
        Some(product)
    }

    /// Says that a product has more decimals than a number may have.
    pub(super) fn too_fine<T>(&mut self, scale: u8, text: &str, span: Span) -> Option<T> {
        self.report(
            Diagnostic::new(Code::RoundingNeeded)
                .arg("found", scale)
                .arg("limit", MAX_SCALE)
                .arg("text", text)
                .arg("step", "0.01")
                .at(span),
        )
    }

    /// Says that one type is needed where another stands.
    pub(super) fn needed<T>(&mut self, expected: &Type, found: &Expr) -> Option<T> {
        let words = self.book.type_in_words(&found.ty);
        let problem = match expected {
            Type::YesNo => Diagnostic::new(Code::NotYesNo),
            Type::Num(_) => Diagnostic::new(Code::NumberNeeded),
            other => Diagnostic::new(Code::TypeNeeded).arg("expected", self.book.type_in_words(other)),
        };
        self.report(problem.arg("found", words).at(found.span))
    }

    /// The number type of an expression; anything else is reported.
    pub(super) fn numeric(&mut self, expr: &Expr) -> Option<NumType> {
        match &expr.ty {
            Type::Num(num) => Some(num.clone()),
            _ => self.needed(&Type::Num(NumType::count(Unit::none())), expr),
        }
    }

    /// Brings two numbers to one unit and price level, or says in words what each side is.
    pub(super) fn agree(
        &mut self,
        left: &mut Expr,
        right: &mut Expr,
        meeting: Meeting,
        written: (&tree::Expr, &tree::Expr),
        span: Span,
    ) -> Option<(Unit, PriceLevel)> {
        let (l, r) = (self.numeric(left), self.numeric(right));
        let (l, r) = (l?, r?);
        lend_face(left, &r.unit);
        lend_face(right, &l.unit);
        let (l, r) = (num(left).cloned()?, num(right).cloned()?);
        let unit = match (l.unit.face(), r.unit.face()) {
            _ if l.unit == r.unit => l.unit.clone(),
            (Face::Percent, Face::PercentagePoint) | (Face::PercentagePoint, Face::Percent)
                if matches!(meeting, Meeting::Added | Meeting::Subtracted) =>
            {
                Unit::percent()
            }
            _ => return self.unit_clash((left, &l), (right, &r), meeting, written, span),
        };
        let level = self.common_level((left, &l), (right, &r), written, span)?;
        Some((unit, level))
    }

    /// The price level of both; a written constant has none of its own and takes that of the other side.
    pub(super) fn common_level(
        &mut self,
        (left, l): (&mut Expr, &NumType),
        (right, r): (&mut Expr, &NumType),
        written: (&tree::Expr, &tree::Expr),
        span: Span,
    ) -> Option<PriceLevel> {
        if l.level == r.level {
            return Some(l.level);
        }
        let (left_fixed, right_fixed) = (is_constant(left), is_constant(right));
        if right_fixed && !left_fixed {
            set_level(right, l.level);
            return Some(l.level);
        }
        if left_fixed && !right_fixed {
            set_level(left, r.level);
            return Some(r.level);
        }
        let target = if matches!(l.level, PriceLevel::Fixed(_)) { l.level } else { r.level };
        let moved = if target == l.level { written.1 } else { written.0 };
        self.report(
            Diagnostic::new(Code::PriceLevelClash)
                .arg("left", Text::each(|lang| l.level.in_words(lang)))
                .arg("right", Text::each(|lang| r.level.in_words(lang)))
                .arg("proposal", format!("{} in {target} by pl", super::words::operand(moved)))
                .at(span)
                .label(Text::each(|lang| number_in_words(l, lang)))
                .also(right.span, Text::each(|lang| number_in_words(r, lang))),
        )
    }

    fn unit_clash(
        &mut self,
        (left, l): (&Expr, &NumType),
        (right, r): (&Expr, &NumType),
        meeting: Meeting,
        written: (&tree::Expr, &tree::Expr),
        span: Span,
    ) -> Option<(Unit, PriceLevel)> {
        let sum = matches!(meeting, Meeting::Added | Meeting::Subtracted);
        let sign = if meeting == Meeting::Subtracted { "-" } else { "+" };
        let percent_on_amount = match (l.unit.face(), r.unit.face()) {
            (_, Face::Percent) if !l.unit.is_dimensionless() => Some((written.0, written.1, l)),
            (Face::Percent, _) if !r.unit.is_dimensionless() => Some((written.1, written.0, r)),
            _ => None,
        };
        if let (true, Some((amount, percent, of))) = (sum, percent_on_amount) {
            let proposal = format!("{} * (100 % {sign} {})", spelled(amount), spelled(percent));
            return self.report(
                Diagnostic::new(Code::PercentAdded)
                    .arg("unit", Text::each(|lang| number_in_words(of, lang)))
                    .arg("proposal", proposal)
                    .at(span),
            );
        }
        let proposal = match (proposal_for(left, r, written.0), proposal_for(right, l, written.1)) {
            (Some(text), _) if sum => Some(write(&format!("{text} {sign} {}", spelled(written.1)))),
            (_, Some(text)) if sum => Some(write(&format!("{} {sign} {text}", spelled(written.0)))),
            (Some(text), _) | (None, Some(text)) => Some(write(&text)),
            (None, None) => times_proposal(&l.unit, &r.unit, written),
        };
        self.report(
            Diagnostic::new(Code::UnitClash)
                .arg("left", Text::each(|lang| number_in_words(l, lang)))
                .arg("right", Text::each(|lang| number_in_words(r, lang)))
                .arg("operation", meeting.words())
                .maybe_arg("proposal", proposal)
                .at(span)
                .also(left.span, Text::each(|lang| number_in_words(l, lang)))
                .also(right.span, Text::each(|lang| number_in_words(r, lang))),
        )
    }
}

fn write(text: &str) -> Text {
    Text::both(format!("write `{text}`"), format!("skriv `{text}`"))
}

/// Where one side is the other per day (or per anything): that it has to be multiplied by days.
fn times_proposal(left: &Unit, right: &Unit, written: (&tree::Expr, &tree::Expr)) -> Option<Text> {
    let only = |unit: Unit| {
        let factors: Vec<(String, i32)> =
            unit.factors().map(|(name, power)| (name.to_owned(), power)).collect();
        match factors.as_slice() {
            [(name, 1)] if name != "kr" => Some(Unit::base(name)),
            _ => None,
        }
    };
    let (unit, side) = match (only(left.div(right)), only(right.div(left))) {
        (Some(unit), _) => (unit, written.1),
        (None, Some(unit)) => (unit, written.0),
        (None, None) => return None,
    };
    let text = spelled(side);
    Some(Text::both(
        format!("multiply `{text}` by a number of {}", unit.in_words(Lang::En)),
        format!("gang `{text}` med et antal {}", unit.in_words(Lang::Da)),
    ))
}

/// What a plain constant has to be written as to meet a unit: `1` beside a percent is `100 %`, `0` beside kroner `0 kr`.
fn proposal_for(constant: &Expr, other: &NumType, written: &tree::Expr) -> Option<String> {
    let ExprKind::Const(Value::Dec(value)) = &constant.kind else { return None };
    let own = num(constant)?;
    if !own.unit.is_dimensionless() || own.unit.face() != Face::Plain {
        return None;
    }
    match other.unit.shift() {
        0 => Some(format!("{} {}", spelled(written), other.unit)),
        shift => {
            let hundred = Decimal::whole(ramme_value::pow10(shift)?);
            Some(format!("{} {}", value.checked_mul(hundred)?.trim(0), other.unit))
        }
    }
}

/// Gives a constant a price level.
fn set_level(expr: &mut Expr, level: PriceLevel) {
    if let Type::Num(num) = &mut expr.ty
        && num.unit.has_money()
    {
        num.level = level;
    }
    if let ExprKind::Negate(inner) = &mut expr.kind {
        set_level(inner, level);
    }
}
