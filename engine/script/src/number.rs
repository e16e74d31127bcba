//! Numbers of scripts: exact decimals and ratios with their unit and price level.
//!
//! In: texts in the language's words, facts, whole numbers. Out: numbers that add, multiply, divide, compare and round
//! exactly, or the reason why not. Nothing is rounded unless the script says so. Not here: the script language.

use ramme_diag::Text;
use ramme_value::{Decimal, NumberStyle, PriceLevel, Ratio, Rounding, Unit, format_number, pow10};
use std::cmp::Ordering;
use std::rc::Rc;

/// A number with its unit. Cheap to copy, so that a list of them is small.
#[derive(Debug, Clone)]
pub(crate) struct Number(Rc<Held>);

#[derive(Debug)]
struct Held {
    value: Exact,
    unit: Unit,
    level: PriceLevel,
}

/// The value as it is stored: a percent is a hundredth.
#[derive(Debug, Clone, Copy)]
enum Exact {
    Dec(Decimal),
    Ratio(Ratio),
}

fn both(en: impl Into<String>, da: impl Into<String>) -> Text {
    Text::both(en.into(), da.into())
}

fn too_large() -> Text {
    both("a number is too large", "et tal er for stort")
}

impl Number {
    pub(crate) fn new(value: Decimal, unit: Unit, level: PriceLevel) -> Number {
        Number(Rc::new(Held { value: Exact::Dec(value), unit, level }))
    }

    fn ratio(value: Ratio, unit: Unit, level: PriceLevel) -> Number {
        Number(Rc::new(Held { value: Exact::Ratio(value), unit, level }))
    }

    pub(crate) fn whole(value: i64) -> Number {
        Number::new(Decimal::whole(i128::from(value)), Unit::none(), PriceLevel::None)
    }

    pub(crate) fn level(&self) -> PriceLevel {
        self.0.level
    }

    /// `1_050.00 kr/day`, `2.5 %`, `1.025`.
    pub(crate) fn parse(text: &str) -> Option<Number> {
        let text = text.trim();
        let ends = |c: char| !(c.is_ascii_digit() || matches!(c, '.' | '_' | '-'));
        let (figure, unit) = text.split_at(text.find(ends).unwrap_or(text.len()));
        let value = Decimal::parse(&figure.replace('_', "")).ok()?;
        let unit = unit_of(unit.trim())?;
        let value = value.checked_mul(Decimal::new(1, unit.shift()))?;
        Some(Number::new(value, unit, PriceLevel::None))
    }

    /// As the language writes it; none of a ratio, which has to be rounded first.
    pub(crate) fn spelled(&self) -> Result<String, Text> {
        let Exact::Dec(value) = self.0.value else {
            return Err(both(
                format!("{self} is a quotient: round it first, as in `round(x, \"0.01 kr\")`"),
                format!("{self} er en kvotient: afrund den f\u{f8}rst, som i `round(x, \"0.01 kr\")`"),
            ));
        };
        let shift = self.0.unit.shift();
        let value = value.trim(shift);
        let times = pow10(shift.saturating_sub(value.scale())).ok_or_else(too_large)?;
        let mantissa = value.mantissa().checked_mul(times).ok_or_else(too_large)?;
        let figure = Decimal::new(mantissa, value.scale().saturating_sub(shift));
        Ok(format!("{} {}", grouped(&format_number(figure, NumberStyle::PLAIN)), self.0.unit)
            .trim_end()
            .to_owned())
    }

    /// The level of two numbers together: a number that was written out has that of the other.
    fn common_level(&self, other: &Number) -> Result<PriceLevel, Text> {
        match (self.0.level, other.0.level) {
            (PriceLevel::None, level) | (level, PriceLevel::None) => Ok(level),
            (a, b) if a == b => Ok(a),
            (a, b) => Err(both(
                format!(
                    "an amount in {} meets one in {}",
                    a.in_words(ramme_value::Lang::En),
                    b.in_words(ramme_value::Lang::En)
                ),
                format!(
                    "et bel\u{f8}b i {} m\u{f8}der et i {}",
                    a.in_words(ramme_value::Lang::Da),
                    b.in_words(ramme_value::Lang::Da)
                ),
            )),
        }
    }

    /// Unit and level of two numbers that are added or compared.
    fn alike(&self, other: &Number) -> Result<(Unit, PriceLevel), Text> {
        let (a, b) = (&self.0.unit, &other.0.unit);
        let level = self.common_level(other)?;
        if a == b {
            return Ok((a.clone(), level));
        }
        if a.is_dimensionless() && b.is_dimensionless() {
            // 100 % and 1 are one number; together they are a plain one.
            return Ok((Unit::none(), level));
        }
        Err(both(
            format!("{self} and {other} are in different units"),
            format!("{self} og {other} er i forskellige enheder"),
        ))
    }

    fn decimals(&self, other: &Number) -> Result<(Decimal, Decimal), Text> {
        match (self.0.value, other.0.value) {
            (Exact::Dec(a), Exact::Dec(b)) => Ok((a, b)),
            _ => Err(both(
                "a quotient is added to something: round it first",
                "en kvotient l\u{e6}gges til noget: afrund den f\u{f8}rst",
            )),
        }
    }

    pub(crate) fn plus(&self, other: &Number) -> Result<Number, Text> {
        let (unit, level) = self.alike(other)?;
        let (a, b) = self.decimals(other)?;
        Ok(Number::new(a.checked_add(b).ok_or_else(too_large)?, unit, level))
    }

    pub(crate) fn minus(&self, other: &Number) -> Result<Number, Text> {
        let (unit, level) = self.alike(other)?;
        let (a, b) = self.decimals(other)?;
        Ok(Number::new(a.checked_sub(b).ok_or_else(too_large)?, unit, level))
    }

    pub(crate) fn negated(&self) -> Result<Number, Text> {
        let zero = Number::new(Decimal::zero(0), self.0.unit.clone(), self.0.level);
        zero.minus(self)
    }

    /// The unit of a product with a number without dimension stays as it is.
    fn product_unit(&self, other: &Number) -> Unit {
        let (a, b) = (&self.0.unit, &other.0.unit);
        match (a.is_dimensionless(), b.is_dimensionless()) {
            (false, true) => a.clone(),
            (true, false) => b.clone(),
            // 2 × 3 % is 6 %; 3 % × 3 % is a plain number.
            (true, true) if a.shift() == 0 => b.clone(),
            (true, true) if b.shift() == 0 => a.clone(),
            _ => a.mul(b),
        }
    }

    pub(crate) fn times(&self, other: &Number) -> Result<Number, Text> {
        let (unit, level) = (self.product_unit(other), self.common_level(other)?);
        match (self.0.value, other.0.value) {
            (Exact::Dec(a), Exact::Dec(b)) => {
                // Trailing zeros would only use up the decimals that a product may have.
                let (a, b) = (a.trim(0), b.trim(0));
                Ok(Number::new(a.checked_mul(b).ok_or_else(too_large)?, unit, level))
            }
            (Exact::Ratio(a), Exact::Dec(b)) | (Exact::Dec(b), Exact::Ratio(a)) => {
                Ok(Number::ratio(a.checked_mul(b).map_err(|_| too_large())?, unit, level))
            }
            (Exact::Ratio(_), Exact::Ratio(_)) => Err(both(
                "two quotients are multiplied: round one first",
                "to kvotienter ganges: afrund den ene f\u{f8}rst",
            )),
        }
    }

    pub(crate) fn over(&self, other: &Number) -> Result<Number, Text> {
        let Exact::Dec(below) = other.0.value else {
            return Err(both(
                "something is divided by a quotient: round it first",
                "noget divideres med en kvotient: afrund den f\u{f8}rst",
            ));
        };
        if below.is_zero() {
            return Err(both("something is divided by zero", "noget divideres med nul"));
        }
        let level = match self.common_level(other)? {
            _ if self.0.level == other.0.level => PriceLevel::None,
            level => level,
        };
        let plain = other.0.unit.is_dimensionless() && other.0.unit.shift() == 0;
        let unit = if plain { self.0.unit.clone() } else { self.0.unit.div(&other.0.unit) };
        let level = if unit.has_money() { level } else { PriceLevel::None };
        let value = match self.0.value {
            Exact::Dec(above) => Ratio::of(above, below),
            Exact::Ratio(above) => above.checked_div(below),
        };
        Ok(Number::ratio(value.map_err(|_| too_large())?, unit, level))
    }

    pub(crate) fn order(&self, other: &Number) -> Result<Ordering, Text> {
        self.alike(other)?;
        Ok(match (self.0.value, other.0.value) {
            (Exact::Dec(a), Exact::Dec(b)) => a.cmp(&b),
            (Exact::Ratio(a), Exact::Dec(b)) => a.cmp_decimal(b),
            (Exact::Dec(a), Exact::Ratio(b)) => b.cmp_decimal(a).reverse(),
            (Exact::Ratio(a), Exact::Ratio(b)) => a.cmp(&b),
        })
    }

    /// Rounded to multiples of a step: in the step's unit where the number is a plain one or a percent.
    pub(crate) fn rounded(&self, step: &Number, mode: Rounding) -> Result<Number, Text> {
        self.alike(step)?;
        let Exact::Dec(by) = step.0.value else {
            return Err(both("the step is a quotient", "skridtet er en kvotient"));
        };
        if by <= Decimal::zero(0) {
            return Err(both("the step is not above zero", "skridtet er ikke over nul"));
        }
        let rounded = match self.0.value {
            Exact::Dec(value) => ramme_value::round_to_step(value, by, mode),
            Exact::Ratio(value) => value.round_to_step(by, mode),
        };
        let value = rounded.ok_or_else(too_large)?;
        Ok(Number::new(value, step.0.unit.clone(), self.0.level))
    }

    pub(crate) fn is_negative(&self) -> bool {
        match self.0.value {
            Exact::Dec(value) => value.signum() < 0,
            Exact::Ratio(value) => value.num() < 0,
        }
    }

    /// The whole number that it is, if it is one without a unit.
    pub(crate) fn to_whole(&self) -> Option<i64> {
        let Exact::Dec(value) = self.0.value else { return None };
        let value = Some(value.trim(0)).filter(|value| value.scale() == 0 && self.0.unit == Unit::none())?;
        i64::try_from(value.mantissa()).ok()
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.value {
            Exact::Ratio(value) => {
                let percent = self.0.unit.shift() > 0;
                write!(f, "{}", format!("{} {}", value.exact_text(percent), self.0.unit).trim_end())
            }
            Exact::Dec(_) => f.write_str(&self.spelled().unwrap_or_default()),
        }
    }
}

/// `18700000.5` as `18_700_000.5`: the language reads both, people the second.
fn grouped(figure: &str) -> String {
    let (sign, figure) = figure.strip_prefix('-').map_or(("", figure), |rest| ("-", rest));
    let (whole, decimals) = figure.split_once('.').map_or((figure, None), |(w, d)| (w, Some(d)));
    let mut out = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() > 4 && (whole.len().saturating_sub(at)) % 3 == 0 {
            out.push('_');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

/// `kr/day`, `%`, `percentage point`, `kr/(day*person)`; none for what is no unit.
fn unit_of(text: &str) -> Option<Unit> {
    match text {
        "" => return Some(Unit::none()),
        "%" => return Some(Unit::percent()),
        "percentage point" | "percentage points" => return Some(Unit::percentage_point()),
        _ => {}
    }
    let (above, below) = text.split_once('/').unwrap_or((text, ""));
    let below = below.trim();
    let below = below.strip_prefix('(').and_then(|b| b.strip_suffix(')')).unwrap_or(below);
    let product = |text: &str| {
        let mut unit = Unit::none();
        for name in text.split('*').map(str::trim) {
            let named = name.chars().next().is_some_and(char::is_alphabetic)
                && name.chars().all(|c| c.is_alphanumeric() || c == '_');
            unit = unit.mul(&Unit::base(Some(name).filter(|_| named)?));
        }
        Some(unit)
    };
    let above = if above.trim() == "1" { Unit::none() } else { product(above)? };
    if text.contains('/') { Some(above.div(&product(below)?)) } else { Some(above) }
}
