//! What can be wrong with the spelling of a number, and how digits become one.
//!
//! In: a sign and digits that have been read already. Out: a [`Decimal`] or a [`NumberError`].
//! Not here: which marks a spelling allows (`decimal`, `danish`).

use crate::decimal::{Decimal, MAX_SCALE};
use std::fmt;

/// The most digits a number may be written with: they always fit 128 bits.
pub const MAX_DIGITS: usize = 38;

/// Why a text is not a number in the spelling that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberError {
    /// Nothing is written, or nothing but a sign.
    Empty,
    /// A character that has no place in a number of this spelling.
    NotANumber,
    /// Separators that do not stand between groups of three digits (or, in rules, `_` not between digits).
    BadGroup,
    /// More than one decimal mark.
    TwoMarks,
    /// A separator of groups after the decimal mark: most often the two marks have been swapped.
    GroupAfterMark,
    /// A decimal mark without digits on both sides.
    BareMark,
    /// More than [`MAX_DIGITS`] digits.
    TooLong,
    /// More than [`MAX_SCALE`] decimals.
    TooManyDecimals,
}

impl NumberError {
    /// Every kind, for tests and documentation.
    pub const ALL: [NumberError; 8] = [
        NumberError::Empty,
        NumberError::NotANumber,
        NumberError::BadGroup,
        NumberError::TwoMarks,
        NumberError::GroupAfterMark,
        NumberError::BareMark,
        NumberError::TooLong,
        NumberError::TooManyDecimals,
    ];

    /// The reason in a half sentence, to stand after "because" or a colon.
    #[must_use]
    pub const fn in_words(self, lang: crate::Lang) -> &'static str {
        let (en, da) = match self {
            NumberError::Empty => ("nothing is written", "der står ingenting"),
            NumberError::NotANumber => (
                "it holds a character that is no part of a number",
                "der er et tegn, som ikke hører til et tal",
            ),
            NumberError::BadGroup => {
                ("digits must stand in groups of three", "cifrene skal stå i grupper på tre")
            }
            NumberError::TwoMarks => ("it has more than one decimal mark", "der er mere end ét decimaltegn"),
            NumberError::GroupAfterMark => (
                "the mark between thousands stands after the decimal mark",
                "tusindtalstegnet står efter decimaltegnet",
            ),
            NumberError::BareMark => (
                "the decimal mark needs digits on both sides",
                "decimaltegnet skal have cifre på begge sider",
            ),
            NumberError::TooLong => ("it has more than 38 digits", "der er mere end 38 cifre"),
            NumberError::TooManyDecimals => ("it has more than 18 decimals", "der er mere end 18 decimaler"),
        };
        match lang {
            crate::Lang::En => en,
            crate::Lang::Da => da,
        }
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.in_words(crate::Lang::En))
    }
}

impl std::error::Error for NumberError {}

/// A decimal from the digits before and after the mark; anything but digits in them is a separator and skipped.
pub(crate) fn assemble(negative: bool, whole: &str, fraction: &str) -> Result<Decimal, NumberError> {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let decimals = digits(fraction);
    if digits(whole).saturating_add(decimals) > MAX_DIGITS {
        return Err(NumberError::TooLong);
    }
    let scale =
        u8::try_from(decimals).ok().filter(|&s| s <= MAX_SCALE).ok_or(NumberError::TooManyDecimals)?;
    let mut mantissa: i128 = 0;
    for byte in whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit) {
        mantissa = mantissa
            .checked_mul(10)
            .and_then(|m| m.checked_add(i128::from(byte.wrapping_sub(b'0'))))
            .ok_or(NumberError::TooLong)?;
    }
    let signed = if negative { mantissa.checked_neg() } else { Some(mantissa) };
    signed.map(|m| Decimal::new(m, scale)).ok_or(NumberError::TooLong)
}
