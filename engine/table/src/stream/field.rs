//! One field of an ordinary file: a number with its decimals, a day, or the bytes up to the separator.
//!
//! In: the bytes from the field on. Out: the value, and the bytes after it. What is not written in the plainest way is not
//! read: the caller hands it on as text. Not here: which column it is.

use ramme_value::{Date, NumberStyle, parse_number};
use std::sync::OnceLock;

/// What a column holds.
#[derive(Debug, Clone)]
pub enum Ask {
    /// Nothing that anybody asked for.
    Skip,
    /// Texts: keys, members, yes and no.
    Text,
    /// Numbers.
    Number(NumberForm),
    /// Days as `2023-11-30`.
    Day,
}

/// The most digits of a number that is read here: what fits 64 bits whatever the digits are.
const MOST_DIGITS: usize = 18;

/// How numbers are written, and what they become.
#[derive(Debug, Clone)]
pub struct NumberForm {
    mark: u8,
    /// What may stand between thousands.
    thousands: Vec<String>,
    /// For so many decimals in the file, what the digits are multiplied with; 0 where the general reader has to look.
    times: [i64; MOST_DIGITS + 1],
}

impl NumberForm {
    /// Numbers in a style that become mantissas of a scale, each multiplied by `factor × 10^-factor_scale`. None where that is
    /// not for this reader: marks of which one is no sign of its own, or a factor that does not fit.
    #[must_use]
    pub fn new(style: NumberStyle, (factor, factor_scale): (i128, u8), scale: u8) -> Option<NumberForm> {
        let mark =
            u8::try_from(style.decimal).ok().filter(|mark| mark.is_ascii() && !mark.is_ascii_digit())?;
        let factor = i64::try_from(factor).ok().filter(|factor| *factor > 0)?;
        if style.thousands.is_some_and(|mark| mark == style.decimal || mark.is_ascii_digit()) {
            return None;
        }
        let mut times = [0; MOST_DIGITS + 1];
        for (decimals, slot) in times.iter_mut().enumerate() {
            let spent = u32::from(factor_scale).saturating_add(u32::try_from(decimals).unwrap_or(u32::MAX));
            let power = u32::from(scale).checked_sub(spent).and_then(|left| 10_i64.checked_pow(left));
            *slot = power.and_then(|power| power.checked_mul(factor)).unwrap_or(0);
        }
        Some(NumberForm { mark, thousands: separators(style), times })
    }

    /// Whether a number may hold this sign, so that it cannot stand between cells.
    #[must_use]
    pub fn holds(&self, sign: u8) -> bool {
        self.mark == sign || self.thousands.iter().any(|mark| mark.as_bytes() == [sign])
    }

    /// The number at the start of the bytes, and what follows it.
    #[inline]
    pub fn read<'b>(&self, bytes: &'b [u8]) -> Option<(i64, &'b [u8])> {
        let (minus, body) = match bytes {
            [b'-', body @ ..] => (true, body),
            body => (false, body),
        };
        let (mut value, mut rest) = digits(body, 0);
        let mut count = body.len() - rest.len();
        let mut decimals = 0;
        if count == 0 {
            return None;
        }
        // As the general reader has it, the first group has one to three digits, of which the first is no 0.
        if !self.thousands.is_empty() && count <= 3 && body.first() != Some(&b'0') {
            while let Some((more, after)) = self.group(rest, value) {
                (value, rest) = (more, after);
                count += 3;
            }
        }
        if let [mark, fraction @ ..] = rest
            && *mark == self.mark
        {
            (value, rest) = digits(fraction, value);
            decimals = fraction.len() - rest.len();
            count += decimals;
            if decimals == 0 {
                return None;
            }
        }
        if count > MOST_DIGITS {
            return None;
        }
        let times = self.times.get(decimals).copied().filter(|times| *times > 0)?;
        let value = i64::try_from(value).ok()?.checked_mul(times)?;
        Some((if minus { -value } else { value }, rest))
    }

    /// A mark of thousands and three digits, after the digits of `value`.
    #[inline]
    fn group<'b>(&self, bytes: &'b [u8], value: u64) -> Option<(u64, &'b [u8])> {
        let after = self.thousands.iter().find_map(|mark| bytes.strip_prefix(mark.as_bytes()))?;
        let (group, rest) = after.split_at_checked(3)?;
        let (value, none) = digits(group, value);
        none.is_empty().then_some((value, rest))
    }
}

/// What a style takes between thousands: its mark, and where that is a space each space that the general reader takes.
fn separators(style: NumberStyle) -> Vec<String> {
    let Some(own) = style.thousands else { return Vec::new() };
    let spaces = [' ', '\u{a0}', '\u{202f}'].into_iter().filter(|space| *space != own);
    let taken = |mark: &char| parse_number(&format!("1{mark}000"), style).is_ok();
    std::iter::once(own).chain(spaces).filter(taken).map(String::from).collect()
}

/// The digits at the start, after those of `value`; nonsense where there are more than fit, which the caller counts.
#[inline]
fn digits(bytes: &[u8], mut value: u64) -> (u64, &[u8]) {
    let mut rest = bytes;
    while let [digit, more @ ..] = rest {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        rest = more;
    }
    (value, rest)
}

/// The first day and the length of every month from 1800 to 2200.
pub(super) struct Months(Vec<(i32, u8)>);

const FIRST_YEAR: i32 = 1800;
const LAST_YEAR: i32 = 2200;

impl Months {
    /// Made once.
    pub(super) fn all() -> &'static Months {
        static ALL: OnceLock<Months> = OnceLock::new();
        ALL.get_or_init(Months::new)
    }

    fn new() -> Months {
        let of = |year: i32, month: u8| {
            let first = Date::from_ymd(year, month, 1)?.days_from_epoch();
            let length = (28..=31).rev().find(|day| Date::from_ymd(year, month, *day).is_some())?;
            Some((first, length))
        };
        let years = FIRST_YEAR..=LAST_YEAR;
        let months = years.flat_map(|year| (1..=12).map(move |month| (year, month)));
        Months(months.map(|(year, month)| of(year, month).unwrap_or_default()).collect())
    }

    /// The day at the start of the bytes, since 1970-01-01, and what follows it.
    #[inline]
    pub(super) fn read<'b>(&self, bytes: &'b [u8]) -> Option<(i64, &'b [u8])> {
        let (day, rest) = bytes.split_at_checked(10)?;
        let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = day else { return None };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_i32, |n, b| {
                let digit = b.wrapping_sub(b'0');
                (digit <= 9).then_some(n * 10 + i32::from(digit))
            })
        };
        let (year, month, day) = (number(&[y0, y1, y2, y3])?, number(&[m0, m1])?, number(&[d0, d1])?);
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        let at = usize::try_from((year - FIRST_YEAR) * 12 + month - 1).ok()?;
        let (first, length) = self.0.get(at)?;
        (day >= 1 && day <= i32::from(*length)).then(|| (i64::from(first + day - 1), rest))
    }
}

/// The bytes up to the delimiter or the line end, and those from there on.
#[inline]
pub(super) fn until(bytes: &[u8], delimiter: u8) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|b| *b == delimiter || *b == b'\n').unwrap_or(bytes.len());
    bytes.split_at_checked(end).unwrap_or((bytes, &[]))
}

/// Steps over the end of a field: the delimiter, or after the last field the line end or the end of the file.
#[inline]
pub(super) fn close(bytes: &[u8], last: bool, delimiter: u8) -> Option<&[u8]> {
    match bytes {
        [b, rest @ ..] if !last && *b == delimiter => Some(rest),
        [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] if last => Some(rest),
        [] if last => Some(bytes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::cell;
    use proptest::prelude::*;
    use ramme_value::Decimal;

    const STYLES: [NumberStyle; 6] = [
        NumberStyle::PLAIN,
        NumberStyle::DANISH,
        NumberStyle::DANISH_SPACED,
        NumberStyle::ENGLISH,
        NumberStyle { decimal: ',', thousands: None },
        NumberStyle { decimal: '.', thousands: Some('\u{202f}') },
    ];

    /// What the fast reader makes of a text that ends there, and what the general one does.
    fn both(text: &str, style: NumberStyle, factor: (i128, u8), scale: u8) -> (Option<i128>, Option<i128>) {
        let form = NumberForm::new(style, factor, scale).unwrap();
        let end = format!("{text};");
        let fast = form.read(end.as_bytes()).filter(|(_, rest)| *rest == b";");
        let general = cell::number(text, style, Decimal::new(factor.0, factor.1), scale);
        (fast.map(|(value, _)| i128::from(value)), general.ok())
    }

    proptest! {
        #[test]
        fn a_number_that_is_read_is_the_one_that_the_general_reader_reads(
            text in "-?([0-9]{0,20}|[0-9]{1,4}([., \u{a0}\u{202f}][0-9]{2,4}){1,3}|[1-9]([., ][0-9]{3}){1,3})([.,][0-9]{0,12})?",
            style in prop::sample::select(STYLES.to_vec()),
            factor in prop::sample::select(vec![(1_i128, 0_u8), (1, 2), (1_000_000_000, 0), (15, 1)]),
            scale in 0_u8..9,
        ) {
            let (fast, general) = both(&text, style, factor, scale);
            if fast.is_some() {
                prop_assert_eq!(fast, general);
            }
        }

        #[test]
        fn a_day_that_is_read_is_the_one_that_the_general_reader_reads(text in "(1[789]|2[012])[0-9]{2}-[01][0-9]-[0-3][0-9]") {
            let wanted = cell::date(&text).ok().map(|day| i64::from(day.days_from_epoch()));
            let found = Months::all().read(text.as_bytes());
            prop_assert_eq!(found.map(|(day, _)| day), wanted);
        }
    }

    #[test]
    fn numbers_with_marks_between_thousands_are_read() {
        let (danish, spaced) = (NumberStyle::DANISH, NumberStyle::DANISH_SPACED);
        for (text, style, value) in [
            ("1.850,00", danish, 185_000),
            ("-28.939.286,5", danish, -2_893_928_650),
            ("16644", danish, 1_664_400),
            ("1 234 567", spaced, 123_456_700),
            ("1\u{a0}234,25", spaced, 123_425),
            ("1,234.5", NumberStyle::ENGLISH, 123_450),
        ] {
            assert_eq!(both(text, style, (1, 0), 2), (Some(value), Some(value)), "{text}");
        }
        for odd in ["1.23", "0.123", "1234.567", "1.2345", "1..234", ".123", "1.234.56", "1 234"] {
            assert_eq!(both(odd, danish, (1, 0), 2), (None, None), "{odd}");
        }
        let form = NumberForm::new(danish, (1, 0), 2).unwrap();
        assert!(form.holds(b'.') && form.holds(b',') && !form.holds(b';'));
        assert!(NumberForm::new(NumberStyle { decimal: '.', thousands: Some('.') }, (1, 0), 2).is_none());
    }

    #[test]
    fn ordinary_numbers_are_read() {
        let form = NumberForm::new(NumberStyle::PLAIN, (1, 0), 2).unwrap();
        assert_eq!(form.read(b"1234.50,x"), Some((123_450, b",x".as_slice())));
        assert_eq!(form.read(b"-7\n"), Some((-700, b"\n".as_slice())));
        for odd in ["", "-", ".5", "5.", "1.234", "x", " 1", "1234567890123456789"] {
            assert_eq!(form.read(odd.as_bytes()), None, "{odd}");
        }
    }
}
