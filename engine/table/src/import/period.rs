//! Codes of periods as statistical offices write them.
//!
//! In: a text, and for PX the scale of its list. Out: one spelling: `2023`, `2023H1`, `2023K1`, `2023M03`, `2023U07`,
//! `2023M12D09`. Not here: what is done with periods; only years, quarters and months are periods of the rules.

use nom::bytes::complete::take_while_m_n;
use nom::character::complete::one_of;
use nom::combinator::{all_consuming, opt};
use nom::sequence::preceded;
use nom::{IResult, Parser};

fn digits(count: usize) -> impl Fn(&str) -> IResult<&str, &str> {
    move |input| take_while_m_n(count, count, |c: char| c.is_ascii_digit()).parse(input)
}

/// The one spelling of a period's code; `None` if it is no period. Quarters may be `K` or `Q`, weeks `U` or `W`.
///
/// ```
/// use ramme_table::import::time_code;
/// assert_eq!(time_code("2008Q1").as_deref(), Some("2008K1"));
/// assert_eq!(time_code("2008"), Some("2008".to_owned()));
/// assert_eq!(time_code("20081"), None);
/// ```
#[must_use]
pub fn time_code(text: &str) -> Option<String> {
    let (year, rest) = text.trim().split_at_checked(4)?;
    let number = year.bytes().all(|b| b.is_ascii_digit()).then(|| year.parse::<u16>().ok()).flatten()?;
    if !(1700..=2300).contains(&number) {
        return None;
    }
    if rest.is_empty() {
        return Some(year.to_owned());
    }
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let part = |input| -> IResult<&str, (char, &str)> { (one_of("HhKkQqTt"), digits(1)).parse(input) };
    if let Ok((_, (letter, n))) = all_consuming(part).parse(rest) {
        let (letter, most) = match letter.to_ascii_uppercase() {
            'H' => ('H', 2),
            'T' => ('T', 3),
            _ => ('K', 4),
        };
        return within(n, most).then(|| format!("{year}{letter}{n}"));
    }
    let week = |input| -> IResult<&str, (char, &str)> { (one_of("UuWw"), digits(2)).parse(input) };
    if let Ok((_, (_, n))) = all_consuming(week).parse(rest) {
        return within(n, 53).then(|| format!("{year}U{n}"));
    }
    let day = |input| preceded(one_of("Dd"), digits(2)).parse(input);
    let month = |input| -> IResult<&str, (&str, Option<&str>)> {
        (preceded(one_of("Mm"), digits(2)), opt(day)).parse(input)
    };
    let (_, (month, day)) = all_consuming(month).parse(rest).ok()?;
    let day = day.filter(|d| within(d, 31)).map_or(String::new(), |d| format!("D{d}"));
    within(month, 12).then(|| format!("{year}M{month}{day}"))
}

/// True for the code of a period.
#[must_use]
pub fn is_time_code(text: &str) -> bool {
    // Codes of periods begin with a year after 1700; most figures are sorted out here.
    matches!(text.trim().as_bytes(), [b'1' | b'2', _, _, _, ..]) && time_code(text).is_some()
}

fn within(number: &str, most: u8) -> bool {
    number.parse::<u8>().is_ok_and(|n| (1..=most).contains(&n))
}

/// The code of a value of a PX time list: `20201` in a list of quarters is `2020K1`, `202001` of months `2020M01`.
#[must_use]
pub fn listed_time_code(scale: &str, value: &str) -> Option<String> {
    let letter = scale.chars().next()?.to_ascii_uppercase();
    let (year, rest) = value.trim().split_at_checked(4)?;
    let spelled = match (letter, rest.len()) {
        ('A', 0) => year.to_owned(),
        ('H' | 'Q' | 'T', 1) => format!("{year}{letter}{rest}"),
        ('M' | 'W', 2) => format!("{year}{letter}{rest}"),
        _ => value.to_owned(),
    };
    time_code(&spelled)
}

/// The periods from one to another of the same kind, both included, at most `most` of them; `None` if they are not a
/// range.
#[must_use]
pub fn listed_range(scale: &str, from: &str, to: &str, most: usize) -> Option<Vec<String>> {
    let (from, to) = (listed_time_code(scale, from)?, listed_time_code(scale, to)?);
    let per_year = match scale.chars().next()?.to_ascii_uppercase() {
        'A' => 1,
        'H' => 2,
        'T' => 3,
        'Q' => 4,
        'M' => 12,
        // Years have 52 or 53 weeks, which the list does not say.
        _ => return None,
    };
    let index = |code: &str| -> Option<u32> {
        let (year, rest) = code.split_at_checked(4)?;
        let part = rest.get(1..).filter(|p| !p.is_empty()).map_or(Some(1), |p| p.parse::<u32>().ok())?;
        year.parse::<u32>().ok()?.checked_mul(per_year)?.checked_add(part.checked_sub(1)?)
    };
    let (first, last) = (index(&from)?, index(&to)?);
    let letter = from.get(4..5).unwrap_or("");
    let wide = if per_year == 12 { 2 } else { 1 };
    let spell = |n: u32| {
        let (year, part) = (n / per_year, (n % per_year).saturating_add(1));
        if letter.is_empty() { format!("{year:04}") } else { format!("{year:04}{letter}{part:0wide$}") }
    };
    (first <= last).then(|| (first..=last).take(most.saturating_add(1)).map(spell).collect())
}

/// Whether a code is a Danish one (`K`), an English one (`Q`), or neither shows.
#[must_use]
pub fn danish_code(text: &str) -> Option<bool> {
    time_code(text)?;
    match text.trim().as_bytes().get(4) {
        Some(b'K' | b'U') => Some(true),
        Some(b'Q' | b'W') => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_spelling_of_a_period_becomes_one() {
        let table = [
            ("2020", Some("2020")),
            ("2020H1", Some("2020H1")),
            ("2020K1", Some("2020K1")),
            ("2020Q4", Some("2020K4")),
            ("2020Q5", None),
            ("2020M01", Some("2020M01")),
            ("2020M13", None),
            ("2004U27", Some("2004U27")),
            ("2004W27", Some("2004U27")),
            ("1982M12D09", Some("1982M12D09")),
            ("20201", None),
            ("0101", None),
            ("I alt", None),
            ("2æ20", None),
        ];
        for (text, wanted) in table {
            assert_eq!(time_code(text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn px_lists() {
        assert_eq!(listed_time_code("Q1", "20201").as_deref(), Some("2020K1"));
        assert_eq!(listed_time_code("H1", "19711").as_deref(), Some("1971H1"));
        assert_eq!(listed_time_code("M1", "202012").as_deref(), Some("2020M12"));
        assert_eq!(listed_time_code("A1", "20201"), None);
        assert_eq!(listed_range("A1", "2019", "2022", 9).unwrap(), ["2019", "2020", "2021", "2022"]);
        assert_eq!(
            listed_range("Q1", "20203", "20212", 9).unwrap(),
            ["2020K3", "2020K4", "2021K1", "2021K2"]
        );
        assert_eq!(listed_range("M1", "202012", "202102", 9).unwrap(), ["2020M12", "2021M01", "2021M02"]);
        assert_eq!(listed_range("A1", "1800", "2200", 2).unwrap().len(), 3);
        assert_eq!(listed_range("A1", "2022", "2019", 9), None);
    }
}
