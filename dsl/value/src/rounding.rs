//! Rounding: six named modes, to a whole quotient or to any step.
//!
//! In: whole numbers or decimals, and a mode. Out: the rounded figure, `None` where it does not fit.
//! Not here: when a rule has to round, and to what (`rulebook`).

use crate::Lang;
use crate::decimal::{Decimal, pow10};
use std::cmp::Ordering;
use std::fmt;

/// What happens to the part that is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rounding {
    /// To the nearest; a half goes away from zero. 2.5 is 3, -2.5 is -3.
    HalfUp,
    /// To the nearest; a half goes to the even neighbour. 2.5 is 2, 3.5 is 4.
    HalfEven,
    /// Away from zero. 2.1 is 3, -2.1 is -3.
    Up,
    /// Toward zero. 2.9 is 2, -2.9 is -2.
    Down,
    /// To the larger neighbour. 2.1 is 3, -2.9 is -2.
    Ceiling,
    /// To the smaller neighbour. 2.9 is 2, -2.1 is -3.
    Floor,
}

impl Rounding {
    /// Every mode, in the order of the reference.
    pub const ALL: [Rounding; 6] = [
        Rounding::HalfUp,
        Rounding::HalfEven,
        Rounding::Up,
        Rounding::Down,
        Rounding::Ceiling,
        Rounding::Floor,
    ];

    /// The words of the rule language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Rounding::HalfUp => "half up",
            Rounding::HalfEven => "half even",
            Rounding::Up => "up",
            Rounding::Down => "down",
            Rounding::Ceiling => "ceiling",
            Rounding::Floor => "floor",
        }
    }

    /// The mode of a name, with one or more spaces inside; `None` if there is no such mode.
    ///
    /// ```
    /// use ramme_value::Rounding;
    /// assert_eq!(Rounding::parse("half  up"), Some(Rounding::HalfUp));
    /// assert_eq!(Rounding::parse("nearest"), None);
    /// ```
    #[must_use]
    pub fn parse(name: &str) -> Option<Rounding> {
        let words: Vec<&str> = name.split_whitespace().collect();
        let joined = words.join(" ");
        Rounding::ALL.into_iter().find(|mode| mode.name() == joined)
    }

    /// What the mode does, for explanations: "to the nearest, halves away from zero".
    #[must_use]
    pub const fn in_words(self, lang: Lang) -> &'static str {
        let (en, da) = match self {
            Rounding::HalfUp => ("to the nearest, halves away from zero", "til nærmeste, halve væk fra nul"),
            Rounding::HalfEven => ("to the nearest, halves to even", "til nærmeste, halve til lige tal"),
            Rounding::Up => ("away from zero", "væk fra nul"),
            Rounding::Down => ("toward zero", "mod nul"),
            Rounding::Ceiling => ("up to the larger", "op til det større tal"),
            Rounding::Floor => ("down to the smaller", "ned til det mindre tal"),
        };
        match lang {
            Lang::En => en,
            Lang::Da => da,
        }
    }

    /// Whether a quotient with a rest moves one away from zero.
    ///
    /// `half`: how the rest stands to half the divisor; `odd`: whether the cut quotient is odd.
    pub(crate) fn moves(self, negative: bool, half: Ordering, odd: bool) -> bool {
        match self {
            Rounding::HalfUp => half != Ordering::Less,
            Rounding::HalfEven => half == Ordering::Greater || (half == Ordering::Equal && odd),
            Rounding::Up => true,
            Rounding::Down => false,
            Rounding::Ceiling => !negative,
            Rounding::Floor => negative,
        }
    }

    /// Rounds a magnitude that was cut to `quotient` with `rest` of `den`, and gives it its sign.
    pub(crate) fn settle(self, negative: bool, quotient: u128, rest: u128, den: u128) -> Option<i128> {
        let magnitude = if rest == 0 {
            quotient
        } else {
            let half = rest.cmp(&den.checked_sub(rest)?);
            let step = u128::from(self.moves(negative, half, quotient & 1 == 1));
            quotient.checked_add(step)?
        };
        if negative { 0_i128.checked_sub_unsigned(magnitude) } else { i128::try_from(magnitude).ok() }
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// `num / den` as a whole number; `None` if `den` is zero or the result does not fit.
///
/// ```
/// use ramme_value::{Rounding, div_round};
/// assert_eq!(div_round(-5, 2, Rounding::HalfUp), Some(-3));
/// assert_eq!(div_round(-5, 2, Rounding::HalfEven), Some(-2));
/// assert_eq!(div_round(1, 0, Rounding::Up), None);
/// ```
#[must_use]
pub fn div_round(num: i128, den: i128, mode: Rounding) -> Option<i128> {
    let divisor = den.unsigned_abs();
    let magnitude = num.unsigned_abs();
    let quotient = magnitude.checked_div(divisor)?;
    let rest = magnitude.checked_rem(divisor)?;
    mode.settle((num < 0) != (den < 0), quotient, rest, divisor)
}

/// The multiple of `step` that `value` is rounded to, with the decimals of `step`.
///
/// `None` if `step` is not above zero, or a figure on the way does not fit.
///
/// ```
/// use ramme_value::{Decimal, Rounding, round_to_step};
/// let quarter = round_to_step(Decimal::new(1_380, 3), Decimal::new(25, 2), Rounding::HalfUp);
/// assert_eq!(quarter.map(|d| d.to_string()).as_deref(), Some("1.50"));
/// ```
#[must_use]
pub fn round_to_step(value: Decimal, step: Decimal, mode: Rounding) -> Option<Decimal> {
    if step.mantissa() <= 0 {
        return None;
    }
    let power = pow10(value.scale().abs_diff(step.scale()))?;
    let count = if value.scale() > step.scale() {
        div_round(value.mantissa(), step.mantissa().checked_mul(power)?, mode)?
    } else {
        div_round(value.mantissa().checked_mul(power)?, step.mantissa(), mode)?
    };
    Some(Decimal::new(count.checked_mul(step.mantissa())?, step.scale()))
}
