//! Exact ratios: what a division gives before anything is rounded.
//!
//! In: two whole numbers or two decimals. Out: an exact order, products, a rounded decimal, a printed fraction.
//! Not here: sums of ratios (round first), columns.

use crate::decimal::{Decimal, pow10};
use crate::rounding::Rounding;
use crate::wide;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// Why there is no ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RatioError {
    /// The divisor is zero: the result is missing, for that reason.
    DivisionByZero,
    /// A numerator or denominator needs more than 128 bits: the rule has to round earlier.
    Overflow,
}

impl fmt::Display for RatioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RatioError::DivisionByZero => "division by zero",
            RatioError::Overflow => "the ratio does not fit 128 bits",
        })
    }
}

impl std::error::Error for RatioError {}

/// A numerator over a denominator above zero, kept as it came: 900/166 is not shown as 450/83.
///
/// Two ratios are equal when their values are.
#[derive(Debug, Clone, Copy)]
pub struct Ratio {
    num: i128,
    den: i128,
}

impl Ratio {
    /// `num / den`; `None` if `den` is zero (or is negative and has no opposite). The sign goes to the numerator.
    #[must_use]
    pub fn new(num: i128, den: i128) -> Option<Ratio> {
        match den.signum() {
            1 => Some(Ratio { num, den }),
            -1 => Some(Ratio { num: num.checked_neg()?, den: den.checked_neg()? }),
            _ => None,
        }
    }

    /// `a / b`, with the scales aligned.
    ///
    /// # Errors
    /// [`RatioError::DivisionByZero`] if `b` is zero; [`RatioError::Overflow`] if aligning does not fit.
    pub fn of(a: Decimal, b: Decimal) -> Result<Ratio, RatioError> {
        if b.is_zero() {
            return Err(RatioError::DivisionByZero);
        }
        align(a, b).or_else(|| align(a.trim(0), b.trim(0))).ok_or(RatioError::Overflow)
    }

    /// A decimal as a ratio over a power of ten.
    #[must_use]
    pub fn from_decimal(value: Decimal) -> Ratio {
        match pow10(value.scale()) {
            Some(den) => Ratio { num: value.mantissa(), den },
            // No scale above 38 exists.
            None => Ratio { num: value.mantissa(), den: 1 },
        }
    }

    /// The number above the line; it carries the sign.
    #[must_use]
    pub const fn num(self) -> i128 {
        self.num
    }

    /// The number below the line; above zero.
    #[must_use]
    pub const fn den(self) -> i128 {
        self.den
    }

    /// Whether the value is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.num == 0
    }

    /// The same value in lowest terms.
    #[must_use]
    pub fn reduced(self) -> Ratio {
        let common = wide::gcd(self.num.unsigned_abs(), self.den.unsigned_abs());
        match i128::try_from(common) {
            Ok(divisor) if divisor > 1 => Ratio { num: self.num / divisor, den: self.den / divisor },
            _ => self,
        }
    }

    /// The product with a decimal.
    ///
    /// # Errors
    /// [`RatioError::Overflow`] if it does not fit even in lowest terms.
    pub fn checked_mul(self, factor: Decimal) -> Result<Ratio, RatioError> {
        self.times(factor.mantissa(), pow10(factor.scale()).ok_or(RatioError::Overflow)?)
    }

    /// The quotient by a decimal.
    ///
    /// # Errors
    /// [`RatioError::DivisionByZero`] or, if it does not fit even in lowest terms, [`RatioError::Overflow`].
    pub fn checked_div(self, divisor: Decimal) -> Result<Ratio, RatioError> {
        if divisor.is_zero() {
            return Err(RatioError::DivisionByZero);
        }
        let power = pow10(divisor.scale()).ok_or(RatioError::Overflow)?;
        let over = Ratio::new(power, divisor.mantissa()).ok_or(RatioError::Overflow)?;
        self.times(over.num, over.den)
    }

    /// One over the ratio.
    ///
    /// # Errors
    /// [`RatioError::DivisionByZero`] if the ratio is zero, [`RatioError::Overflow`] for the one numerator without
    /// an opposite.
    pub fn recip(self) -> Result<Ratio, RatioError> {
        if self.num == 0 {
            return Err(RatioError::DivisionByZero);
        }
        Ratio::new(self.den, self.num).ok_or(RatioError::Overflow)
    }

    /// The ratio with the other sign; `None` only for the one numerator without an opposite.
    #[must_use]
    pub fn checked_neg(self) -> Option<Ratio> {
        Some(Ratio { num: self.num.checked_neg()?, den: self.den })
    }

    /// Times `num / den` (`den` above zero): as it stands if it fits, else in lowest terms.
    fn times(self, num: i128, den: i128) -> Result<Ratio, RatioError> {
        let plain = |a: Ratio, b: Ratio| {
            Some(Ratio { num: a.num.checked_mul(b.num)?, den: a.den.checked_mul(b.den)? })
        };
        let crossed = || {
            let (a, b) = (Ratio { num: self.num, den }.reduced(), Ratio { num, den: self.den }.reduced());
            plain(a, b)
        };
        plain(self, Ratio { num, den }).or_else(crossed).ok_or(RatioError::Overflow)
    }

    /// The value with `scale` decimals; `None` only if the rounded figure does not fit.
    ///
    /// ```
    /// use ramme_value::{Ratio, Rounding};
    /// let third = Ratio::new(1, 3).and_then(|r| r.round(4, Rounding::HalfUp));
    /// assert_eq!(third.map(|d| d.to_string()).as_deref(), Some("0.3333"));
    /// ```
    #[must_use]
    pub fn round(self, scale: u8, mode: Rounding) -> Option<Decimal> {
        if scale > crate::MAX_SCALE {
            return None;
        }
        let den = self.den.unsigned_abs();
        let (quotient, rest) = wide::mul_div(self.num.unsigned_abs(), pow10(scale)?.unsigned_abs(), den)?;
        Some(Decimal::new(mode.settle(self.num < 0, quotient, rest, den)?, scale))
    }

    /// The multiple of `step` that the value is rounded to, with the decimals of `step`.
    ///
    /// `None` if `step` is not above zero, or a figure on the way does not fit.
    #[must_use]
    pub fn round_to_step(self, step: Decimal, mode: Rounding) -> Option<Decimal> {
        if step.mantissa() <= 0 {
            return None;
        }
        let steps = self.checked_div(step).ok()?;
        let count = steps.round(0, mode)?.mantissa();
        Some(Decimal::new(count.checked_mul(step.mantissa())?, step.scale()))
    }

    /// How the ratio stands to a decimal, exactly.
    #[must_use]
    pub fn cmp_decimal(self, other: Decimal) -> Ordering {
        self.cmp(&Ratio::from_decimal(other))
    }

    /// The fraction as text, without the powers of ten that both sides share; as percent it is printed times 100.
    ///
    /// ```
    /// use ramme_value::Ratio;
    /// let share = Ratio::new(900_000_000, 16_600_000_000);
    /// assert_eq!(share.map(|r| r.exact_text(true)).as_deref(), Some("900/166"));
    /// ```
    #[must_use]
    pub fn exact_text(self, percent: bool) -> String {
        let shift = if percent && self.num != 0 { "00" } else { "" };
        let (num, den) = (format!("{}{shift}", self.num), self.den.to_string());
        let zeros = |text: &str| text.len().saturating_sub(text.trim_end_matches('0').len());
        let shared = if self.num == 0 { zeros(&den) } else { zeros(&num).min(zeros(&den)) };
        let cut = |text: String| text.get(..text.len().saturating_sub(shared)).unwrap_or("").to_owned();
        let (num, den) = (if self.num == 0 { num } else { cut(num) }, cut(den));
        if den == "1" { num } else { format!("{num}/{den}") }
    }

    /// The nearest float, for draws and plots; two roundings away from exact at most.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn to_f64(self) -> f64 {
        self.num as f64 / self.den as f64
    }
}

fn align(a: Decimal, b: Decimal) -> Option<Ratio> {
    let power = pow10(a.scale().abs_diff(b.scale()))?;
    if a.scale() < b.scale() {
        Ratio::new(a.mantissa().checked_mul(power)?, b.mantissa())
    } else {
        Ratio::new(a.mantissa(), b.mantissa().checked_mul(power)?)
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        wide::cmp_products(self.num, other.den, other.num, self.den)
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Ratio) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

impl Hash for Ratio {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let lowest = self.reduced();
        (lowest.num, lowest.den).hash(state);
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.exact_text(false))
    }
}
