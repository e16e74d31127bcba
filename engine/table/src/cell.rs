//! One cell's text to a value.
//!
//! In: a cell's text and what is stated of its form. Out: the exact value as columns hold it, or why not. Not here:
//! which column is read how, places, and what becomes of a cell that is missing.
//!
//! Blanks around a value do not count. Nothing is guessed: marks, factor and signs of missing are those that are stated.

use ramme_diag::Text;
use ramme_value::{Date, DateError, Decimal, Lang, NumberError, NumberStyle, parse_number};

/// Why a text is not a value of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellError {
    /// Not a number in the stated style.
    Number(NumberError),
    /// A number with more decimals than its type holds.
    MoreDecimals,
    /// A number that does not fit 128 bits.
    TooLarge,
    /// Not a date as `2023-11-30`.
    Date(DateError),
    /// None of [`YES`] and [`NO`].
    YesNo,
}

/// The words for yes, in any case.
pub const YES: [&str; 4] = ["yes", "ja", "true", "1"];
/// The words for no, in any case.
pub const NO: [&str; 4] = ["no", "nej", "false", "0"];

/// A number as its mantissa at `scale`, after it has been multiplied by `factor` (`mia. kr.`: 1 000 000 000; `%`:
/// 0.01). Zeros at the end are no decimals.
///
/// ```
/// use ramme_table::cell::number;
/// use ramme_value::{Decimal, NumberStyle};
/// let milliards = Decimal::whole(1_000_000_000);
/// assert_eq!(number("16,6", NumberStyle::DANISH, milliards, 2), Ok(1_660_000_000_000));
/// assert!(number("16.6", NumberStyle::DANISH, milliards, 2).is_err());
/// ```
///
/// # Errors
/// [`CellError::Number`], [`CellError::MoreDecimals`] or [`CellError::TooLarge`].
pub fn number(text: &str, style: NumberStyle, factor: Decimal, scale: u8) -> Result<i128, CellError> {
    let written = parse_number(text.trim(), style).map_err(CellError::Number)?;
    scaled(written, factor, scale)
}

/// A figure times a factor as the mantissa at `scale`.
///
/// # Errors
/// [`CellError::MoreDecimals`] or [`CellError::TooLarge`].
pub fn scaled(written: Decimal, factor: Decimal, scale: u8) -> Result<i128, CellError> {
    // Both are trimmed, so that zeros at the end take no part in what has to fit.
    let (figure, factor) = (written.trim(0), factor.trim(0));
    let product = figure.mantissa().checked_mul(factor.mantissa()).ok_or(CellError::TooLarge)?;
    let exact = Decimal::new(product, figure.scale().saturating_add(factor.scale())).trim(0);
    if exact.scale() > scale {
        return Err(CellError::MoreDecimals);
    }
    exact.rescale(scale).map(Decimal::mantissa).ok_or(CellError::TooLarge)
}

/// A day as `2023-11-30`.
///
/// # Errors
/// [`CellError::Date`].
pub fn date(text: &str) -> Result<Date, CellError> {
    Date::parse_iso(text.trim()).map_err(CellError::Date)
}

/// Yes or no, in one of the words of [`YES`] and [`NO`].
///
/// # Errors
/// [`CellError::YesNo`].
pub fn yes_no(text: &str) -> Result<bool, CellError> {
    let lower = text.trim().to_lowercase();
    if YES.contains(&lower.as_str()) {
        return Ok(true);
    }
    if NO.contains(&lower.as_str()) { Ok(false) } else { Err(CellError::YesNo) }
}

/// Whether a cell holds nothing: blank, or one of the stated signs of missing. `-` and `..` are signs only where they
/// are stated.
pub fn is_missing(text: &str, signs: &[String]) -> bool {
    let text = text.trim();
    text.is_empty() || signs.iter().any(|sign| sign == text)
}

impl CellError {
    /// The reason in a half sentence, to stand after a colon.
    #[must_use]
    pub fn in_words(self) -> Text {
        match self {
            CellError::Number(error) => Text::each(|lang: Lang| error.in_words(lang).to_owned()),
            CellError::MoreDecimals => Text::both(
                "it has more decimals than its type holds",
                "der er flere decimaler, end typen har plads til",
            ),
            CellError::TooLarge => {
                Text::both("it has more than 38 digits in its unit", "der er mere end 38 cifre i enheden")
            }
            CellError::Date(error) => Text::both(error.to_string(), date_in_danish(error)),
            CellError::YesNo => Text::both(
                "it is none of yes, no, ja, nej, true, false, 1, 0",
                "det er ikke et af ordene ja, nej, yes, no, true, false, 1, 0",
            ),
        }
    }
}

fn date_in_danish(error: DateError) -> String {
    match error {
        DateError::NotADate => "det er ikke skrevet som en dato (2023-11-30)".to_owned(),
        DateError::NoSuchDay { year, month, day } => {
            format!("dagen {year:04}-{month:02}-{day:02} findes ikke")
        }
        DateError::OutOfRange => "datoer går fra 1800-01-01 til 2200-12-31".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const MILLIARD: Decimal = Decimal::whole(1_000_000_000);
    const ONE: Decimal = Decimal::whole(1);

    #[test]
    fn numbers_in_the_stated_style_only() {
        type Row<'a> = (&'a str, NumberStyle, Decimal, u8, Result<i128, CellError>);
        let table: [Row<'_>; 14] = [
            ("16.6", NumberStyle::PLAIN, MILLIARD, 2, Ok(1_660_000_000_000)),
            (" 1.234,50 ", NumberStyle::DANISH, ONE, 2, Ok(123_450)),
            ("1.234", NumberStyle::DANISH, ONE, 2, Ok(123_400)),
            ("1.234", NumberStyle::PLAIN, ONE, 3, Ok(1_234)),
            ("1.234", NumberStyle::PLAIN, ONE, 2, Err(CellError::MoreDecimals)),
            ("1.23", NumberStyle::DANISH, ONE, 2, Err(CellError::Number(NumberError::BadGroup))),
            ("1.230000", NumberStyle::PLAIN, ONE, 2, Ok(123)),
            ("6.25", NumberStyle::PLAIN, Decimal::new(1, 2), 4, Ok(625)),
            ("6.255", NumberStyle::PLAIN, Decimal::new(1, 2), 4, Err(CellError::MoreDecimals)),
            ("\u{2212}3", NumberStyle::PLAIN, ONE, 0, Ok(-3)),
            ("12a", NumberStyle::PLAIN, ONE, 0, Err(CellError::Number(NumberError::NotANumber))),
            ("0.0000000000000000", NumberStyle::PLAIN, Decimal::new(1, 2), 0, Ok(0)),
            ("9".repeat(38).leak(), NumberStyle::PLAIN, ONE, 2, Err(CellError::TooLarge)),
            ("9".repeat(39).leak(), NumberStyle::PLAIN, ONE, 2, Err(CellError::Number(NumberError::TooLong))),
        ];
        for (text, style, factor, scale, wanted) in table {
            assert_eq!(number(text, style, factor, scale), wanted, "{text}");
        }
    }

    #[test]
    fn dates_and_yes_and_no() {
        assert_eq!(date(" 2024-02-29").map(|d| d.to_string()), Ok("2024-02-29".to_owned()));
        assert!(matches!(date("2023-02-29"), Err(CellError::Date(DateError::NoSuchDay { .. }))));
        assert_eq!(date("29-02-2024"), Err(CellError::Date(DateError::NotADate)));
        for word in YES {
            assert_eq!(yes_no(&word.to_uppercase()), Ok(true));
        }
        for word in NO {
            assert_eq!(yes_no(word), Ok(false));
        }
        assert_eq!(yes_no("j"), Err(CellError::YesNo));
        assert_eq!(yes_no("2"), Err(CellError::YesNo));
    }

    #[test]
    fn signs_of_missing_are_stated() {
        assert!(is_missing(" ", &[]));
        assert!(!is_missing("..", &[]));
        assert!(is_missing("..", &["..".to_owned(), "-".to_owned()]));
        assert!(!is_missing("0", &["-".to_owned()]));
    }
}
