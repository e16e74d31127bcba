//! Literals: the text of one number, unit, date or price level to its value.
//!
//! In: what the grammar has delimited. Out: values of the tree; what is wrong with one, in its own words.
//! Not here: where a literal may stand.

use crate::say;
use crate::tree::{LevelExpr, Name, NumberLit, TypeKind, UnitExpr};
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, i32 as year, one_of, space0, space1};
use nom::combinator::{all_consuming, map, opt, recognize, value};
use nom::multi::fold_many0;
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Offset, Parser};
use ramme_diag::{Diagnostic, Span};
use ramme_value::{Date, Decimal};

/// A number with its unit, such as `1_000.50 kr/day`; `span` is the place of `text`.
#[allow(clippy::result_large_err, reason = "goes straight into the list of problems")]
pub(crate) fn number(text: &str, span: Span) -> Result<NumberLit, Diagnostic> {
    let Ok((rest, digits)) = figure(text) else {
        return Err(say::odd_number(
            span,
            text,
            "it begins with no digit",
            "det begynder ikke med et ciffer",
        ));
    };
    let place = Span { end: span.start.saturating_add(narrow(digits.len())), ..span };
    let value = Decimal::parse(digits).map_err(|error| say::bad_number(place, digits, error))?;
    let unit_text = rest.trim_start();
    if unit_text.is_empty() {
        return Ok(NumberLit { value, unit: None });
    }
    let start = span.start.saturating_add(narrow(text.len().saturating_sub(unit_text.len())));
    Ok(NumberLit { value, unit: Some(unit(unit_text, Span { start, ..span })) })
}

/// A unit, such as `kr/day`; `span` is the place of `text`.
pub(crate) fn unit(text: &str, span: Span) -> UnitExpr {
    let word_at = |word: &str| {
        let start = span.start.saturating_add(narrow(text.offset(word)));
        Name {
            text: singular(word).to_owned(),
            span: Span::new(span.file, start, start.saturating_add(narrow(word.len()))),
        }
    };
    match all_consuming(any_unit).parse(text) {
        Ok((_, Written::Percent)) => UnitExpr::Percent,
        Ok((_, Written::PercentagePoint)) => UnitExpr::PercentagePoint,
        Ok((_, Written::Product(factors))) => {
            UnitExpr::Product(factors.into_iter().map(|(word, power)| (word_at(word), power)).collect())
        }
        Err(_) => UnitExpr::Product(vec![(Name { text: text.to_owned(), span }, 1)]),
    }
}

/// The type that a bare unit or name stands for: a unit of the language's own, a kind of value, or a name.
pub(crate) fn named_type(text: &str, span: Span) -> TypeKind {
    match text {
        "date" => TypeKind::Date,
        "text" => TypeKind::Text,
        "number" => TypeKind::Number,
        _ => match unit(text, span) {
            UnitExpr::Product(factors) => match <[_; 1]>::try_from(factors) {
                Ok([(name, 1)]) if !is_own_unit(&name.text) => TypeKind::Named(name),
                Ok([factor]) => TypeKind::Unit(UnitExpr::Product(vec![factor])),
                Err(factors) => TypeKind::Unit(UnitExpr::Product(factors)),
            },
            percent => TypeKind::Unit(percent),
        },
    }
}

/// A date, `2023-10-01`.
#[allow(clippy::result_large_err, reason = "goes straight into the list of problems")]
pub(crate) fn date(text: &str, span: Span) -> Result<Date, Diagnostic> {
    Date::parse_iso(text).map_err(|_| say::bad_date(span, text))
}

/// A price level, `2023-pl`; `current` is a word of the grammar.
pub(crate) fn level(text: &str) -> LevelExpr {
    let parsed: IResult<&str, i32> = all_consuming(terminated(year, tag("-pl"))).parse(text);
    parsed.map_or(LevelExpr::Current, |(_, year)| LevelExpr::Fixed(year))
}

/// A unit as its words.
#[derive(Clone)]
enum Written<'a> {
    Percent,
    PercentagePoint,
    Product(Vec<(&'a str, i8)>),
}

/// Digits with `_`, and decimals.
fn figure(input: &str) -> IResult<&str, &str> {
    let digits = |input| take_while1(|c: char| c.is_ascii_digit() || c == '_')(input);
    recognize(pair(digits, opt(pair(char('.'), digits)))).parse(input)
}

fn any_unit(input: &str) -> IResult<&str, Written<'_>> {
    let points = (tag("percentage"), space1, alt((tag("points"), tag("point"))));
    alt((
        value(Written::Percent, char('%')),
        value(Written::PercentagePoint, points),
        map(product, Written::Product),
    ))
    .parse(input)
}

fn product(input: &str) -> IResult<&str, Vec<(&str, i8)>> {
    let (input, first) = word(input)?;
    let factor = (preceded(space0, one_of("*/")), preceded(space0, word));
    let times = |mut factors: Vec<_>, (sign, word)| {
        factors.push((word, if sign == '*' { 1 } else { -1 }));
        factors
    };
    fold_many0(factor, move || vec![(first, 1)], times).parse(input)
}

fn word(input: &str) -> IResult<&str, &str> {
    take_while1(crate::guard::is_word_char).parse(input)
}

/// The one form in which a unit of the language is kept.
fn singular(word: &str) -> &str {
    match word {
        "days" => "day",
        "months" => "month",
        "years" => "year",
        "persons" => "person",
        "places" => "place",
        other => other,
    }
}

/// Whether a word is a unit of the language, in its singular.
fn is_own_unit(word: &str) -> bool {
    matches!(word, "kr" | "day" | "month" | "year" | "person" | "place")
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
