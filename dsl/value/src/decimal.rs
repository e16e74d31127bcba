//! Exact decimals: a whole number of the smallest unit that the scale gives.
//!
//! In: a mantissa and a scale, or a literal of the rule language. Out: sums, differences and products that are
//! exact or `None`. Not here: division (`ratio`), rounding modes (`rounding`), Danish spelling (`danish`).

use crate::number::{NumberError, assemble};
use crate::rounding::{Rounding, div_round};
use crate::wide;
use nom::character::complete::{char, digit1};
use nom::combinator::{all_consuming, opt, recognize};
use nom::multi::separated_list1;
use nom::sequence::preceded;
use nom::{IResult, Parser};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// The most decimals that arithmetic gives; beyond it, the rule has to say where to round.
pub const MAX_SCALE: u8 = 18;

/// The largest power of ten that fits 128 bits, and the most decimals that a value can hold at all.
const MAX_POWER: u8 = 38;

/// Ten to the power `n`; `None` above 38, where 128 bits end.
///
/// ```
/// assert_eq!(ramme_value::pow10(3), Some(1000));
/// assert_eq!(ramme_value::pow10(39), None);
/// ```
#[must_use]
pub const fn pow10(n: u8) -> Option<i128> {
    10_i128.checked_pow(n as u32)
}

/// A number with a fixed count of decimals, such as `1034.00000`: the mantissa 103400000 at scale 5.
///
/// Two decimals are equal when their values are, whatever their scales: `1.50 == 1.5`.
///
/// ```
/// use ramme_value::Decimal;
/// let ceiling = Decimal::parse("1_000.00")?.checked_mul(Decimal::parse("1.034")?);
/// assert_eq!(ceiling.map(|d| d.to_string()).as_deref(), Some("1034.00000"));
/// # Ok::<(), ramme_value::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    mantissa: i128,
    scale: u8,
}

impl Decimal {
    /// `mantissa` divided by ten to the power `scale`.
    ///
    /// Arithmetic gives scales up to [`MAX_SCALE`] only. More than 38 decimals cannot be held: digits below the
    /// 38th are cut, so check a scale that comes from outside against [`MAX_SCALE`] first.
    #[must_use]
    pub const fn new(mantissa: i128, scale: u8) -> Decimal {
        if scale <= MAX_POWER {
            return Decimal { mantissa, scale };
        }
        let kept = match pow10(scale - MAX_POWER) {
            Some(power) => mantissa / power,
            None => 0,
        };
        Decimal { mantissa: kept, scale: MAX_POWER }
    }

    /// Zero with `scale` decimals.
    #[must_use]
    pub const fn zero(scale: u8) -> Decimal {
        Decimal::new(0, scale)
    }

    /// A whole number.
    #[must_use]
    pub const fn whole(number: i128) -> Decimal {
        Decimal::new(number, 0)
    }

    /// The value as a count of units of the last decimal.
    #[must_use]
    pub const fn mantissa(self) -> i128 {
        self.mantissa
    }

    /// How many decimals the value has.
    #[must_use]
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// Reads the spelling of the rule language: `-1_000.50`; the decimals that are written are kept.
    ///
    /// # Errors
    /// A [`NumberError`] that names what is wrong; `+`, exponents, `.5` and `5.` are refused.
    pub fn parse(text: &str) -> Result<Decimal, NumberError> {
        let parts = all_consuming((opt(char('-')), digits, opt(preceded(char('.'), digits)))).parse(text);
        match parts {
            Ok((_, (sign, whole, fraction))) => assemble(sign.is_some(), whole, fraction.unwrap_or("")),
            Err(_) => Err(refusal(text)),
        }
    }

    /// The same value with `scale` decimals; `None` if digits would be lost, or it does not fit, or `scale` is above
    /// [`MAX_SCALE`].
    #[must_use]
    pub fn rescale(self, scale: u8) -> Option<Decimal> {
        if scale == self.scale {
            return Some(self);
        }
        if scale > MAX_SCALE {
            return None;
        }
        let power = pow10(scale.abs_diff(self.scale))?;
        if scale > self.scale {
            return Some(Decimal { mantissa: self.mantissa.checked_mul(power)?, scale });
        }
        (self.mantissa % power == 0).then_some(Decimal { mantissa: self.mantissa / power, scale })
    }

    /// The value with `scale` decimals, rounded if it has more; `None` if it does not fit.
    #[must_use]
    pub fn round(self, scale: u8, mode: Rounding) -> Option<Decimal> {
        if scale >= self.scale {
            return self.rescale(scale);
        }
        let power = pow10(self.scale.abs_diff(scale))?;
        Some(Decimal { mantissa: div_round(self.mantissa, power, mode)?, scale })
    }

    /// The value without trailing zeros, but with at least `down_to` decimals if it had them.
    #[must_use]
    pub fn trim(self, down_to: u8) -> Decimal {
        let mut out = self;
        while out.scale > down_to && out.mantissa % 10 == 0 {
            out = Decimal { mantissa: out.mantissa / 10, scale: out.scale.saturating_sub(1) };
        }
        out
    }

    fn aligned(self, other: Decimal) -> Option<(i128, i128, u8)> {
        let scale = self.scale.max(other.scale);
        Some((self.rescale(scale)?.mantissa, other.rescale(scale)?.mantissa, scale))
    }

    /// The sum at the larger scale; `None` if it does not fit.
    #[must_use]
    pub fn checked_add(self, other: Decimal) -> Option<Decimal> {
        let (a, b, scale) = self.aligned(other)?;
        Some(Decimal { mantissa: a.checked_add(b)?, scale })
    }

    /// The difference at the larger scale; `None` if it does not fit.
    #[must_use]
    pub fn checked_sub(self, other: Decimal) -> Option<Decimal> {
        let (a, b, scale) = self.aligned(other)?;
        Some(Decimal { mantissa: a.checked_sub(b)?, scale })
    }

    /// The product; its scale is the sum of the two. `None` if that is above [`MAX_SCALE`] or the product does not fit.
    #[must_use]
    pub fn checked_mul(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.checked_add(other.scale).filter(|&s| s <= MAX_SCALE)?;
        Some(Decimal { mantissa: self.mantissa.checked_mul(other.mantissa)?, scale })
    }

    /// The value with the other sign; `None` only for the one mantissa that has no opposite.
    #[must_use]
    pub fn checked_neg(self) -> Option<Decimal> {
        Some(Decimal { mantissa: self.mantissa.checked_neg()?, scale: self.scale })
    }

    /// The value without its sign; `None` only for the one mantissa that has no opposite.
    #[must_use]
    pub fn checked_abs(self) -> Option<Decimal> {
        Some(Decimal { mantissa: self.mantissa.checked_abs()?, scale: self.scale })
    }

    /// Whether the value is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// -1, 0 or 1.
    #[must_use]
    pub const fn signum(self) -> i128 {
        self.mantissa.signum()
    }
}

/// Digits with `_` between them, nowhere else.
fn digits(input: &str) -> IResult<&str, &str> {
    recognize(separated_list1(char('_'), digit1)).parse(input)
}

/// Names what is wrong with a text that the grammar refused.
fn refusal(text: &str) -> NumberError {
    let body = text.strip_prefix('-').unwrap_or(text);
    if body.is_empty() {
        NumberError::Empty
    } else if body.chars().any(|c| !c.is_ascii_digit() && c != '_' && c != '.') {
        NumberError::NotANumber
    } else if body.matches('.').count() > 1 {
        NumberError::TwoMarks
    } else if body.starts_with('.') || body.ends_with('.') {
        NumberError::BareMark
    } else {
        NumberError::BadGroup
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        if self.scale == other.scale {
            return self.mantissa.cmp(&other.mantissa);
        }
        match (pow10(self.scale), pow10(other.scale)) {
            (Some(mine), Some(theirs)) => wide::cmp_products(self.mantissa, theirs, other.mantissa, mine),
            // No scale above 38 exists.
            _ => self.mantissa.cmp(&other.mantissa),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let plain = self.trim(0);
        (plain.mantissa, plain.scale).hash(state);
    }
}

impl fmt::Display for Decimal {
    /// Exactly as many decimals as the scale says, with a point and no separators.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.mantissa.unsigned_abs().to_string();
        let decimals = usize::from(self.scale);
        let padded = format!("{digits:0>width$}", width = decimals.saturating_add(1));
        let (whole, fraction) = padded.split_at(padded.len().saturating_sub(decimals));
        let mark = if fraction.is_empty() { "" } else { "." };
        f.pad_integral(self.mantissa >= 0, "", &format!("{whole}{mark}{fraction}"))
    }
}

impl std::str::FromStr for Decimal {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Decimal, NumberError> {
        Decimal::parse(text)
    }
}
