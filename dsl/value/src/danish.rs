//! Numbers as tables spell them, with a decimal mark and a separator of thousands that are *stated*, never guessed.
//!
//! In: a cell's text without blanks around it, and the style. Out: a decimal or the reason why not; and back.
//! Not here: literals of the rule language (`decimal`), unit words (`unit_words`), which style a file has.

use crate::decimal::Decimal;
use crate::number::{NumberError, assemble};
use nom::branch::alt;
use nom::bytes::complete::take_while_m_n;
use nom::character::complete::{char, digit1, one_of, satisfy};
use nom::combinator::{all_consuming, opt, recognize, value, verify};
use nom::multi::many1_count;
use nom::sequence::preceded;
use nom::{IResult, Parser};

/// Which marks a number is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NumberStyle {
    /// Between the whole number and the decimals.
    pub decimal: char,
    /// Between groups of three digits; `None`: no groups. A space stands for a hard or narrow space as well.
    pub thousands: Option<char>,
}

impl NumberStyle {
    /// `1.234.567,50`
    pub const DANISH: NumberStyle = NumberStyle { decimal: ',', thousands: Some('.') };
    /// `1,234,567.50`
    pub const ENGLISH: NumberStyle = NumberStyle { decimal: '.', thousands: Some(',') };
    /// `1234567.50`
    pub const PLAIN: NumberStyle = NumberStyle { decimal: '.', thousands: None };
    /// `1 234 567,50`, with any of the three spaces.
    pub const DANISH_SPACED: NumberStyle = NumberStyle { decimal: ',', thousands: Some(' ') };

    /// Whether a character separates thousands in this style.
    fn separates(self, c: char) -> bool {
        self.thousands.is_some_and(|mark| mark == c || (is_space(mark) && is_space(c)))
    }
}

/// The spaces that tables put between thousands: U+0020, U+00A0, U+202F.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// Reads a number in a stated style. Groups, where there are any, must have three digits; minus is `-` or U+2212.
///
/// ```
/// use ramme_value::{NumberError, NumberStyle, parse_number};
/// assert_eq!(parse_number("1.234,5", NumberStyle::DANISH).map(|d| d.to_string()).as_deref(), Ok("1234.5"));
/// assert_eq!(parse_number("1.23", NumberStyle::DANISH), Err(NumberError::BadGroup));
/// ```
///
/// # Errors
/// A [`NumberError`] that names what is wrong; blanks around the number, `+` and exponents are refused.
pub fn parse_number(text: &str, style: NumberStyle) -> Result<Decimal, NumberError> {
    let parsed = all_consuming((
        opt(one_of("-\u{2212}")),
        |input| whole(input, style),
        opt(preceded(char(style.decimal), digit1)),
    ))
    .parse(text);
    match parsed {
        Ok((_, (sign, whole, fraction))) => assemble(sign.is_some(), whole, fraction.unwrap_or("")),
        Err(_) => Err(refusal(text, style)),
    }
}

/// Groups of three after a first of one to three that is not led by 0, or digits without groups.
fn whole(input: &str, style: NumberStyle) -> IResult<&str, &str> {
    let digits = |least, most| take_while_m_n(least, most, |c: char| c.is_ascii_digit());
    let first = verify(digits(1, 3), |group: &str| !group.starts_with('0'));
    let group = (satisfy(move |c| style.separates(c)), digits(3, 3));
    let grouped = recognize((first, value((), many1_count(group))));
    alt((grouped, digit1)).parse(input)
}

/// Names what is wrong with a text that the grammar refused.
fn refusal(text: &str, style: NumberStyle) -> NumberError {
    let body = text.strip_prefix(['-', '\u{2212}']).unwrap_or(text);
    if body.is_empty() {
        return NumberError::Empty;
    }
    if body.chars().any(|c| !c.is_ascii_digit() && c != style.decimal && !style.separates(c)) {
        return NumberError::NotANumber;
    }
    let mut parts = body.split(style.decimal);
    let (before, after) = (parts.next().unwrap_or(""), parts.next());
    match after {
        Some(_) if parts.next().is_some() => NumberError::TwoMarks,
        Some(fraction) if fraction.chars().any(|c| style.separates(c)) => NumberError::GroupAfterMark,
        Some(fraction) if fraction.is_empty() || before.is_empty() => NumberError::BareMark,
        _ => NumberError::BadGroup,
    }
}

/// Writes a number in a style, with exactly its decimals.
///
/// ```
/// use ramme_value::{Decimal, NumberStyle, format_number};
/// assert_eq!(format_number(Decimal::new(-123_456_750, 2), NumberStyle::DANISH), "-1.234.567,50");
/// ```
#[must_use]
pub fn format_number(value: Decimal, style: NumberStyle) -> String {
    let plain = value.to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len().saturating_sub(at) % 3 == 0 {
            out.extend(style.thousands);
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push(style.decimal);
        out.push_str(fraction);
    }
    out
}
