//! The words over a column of figures: `mia. kr.`, `pct.`, `kr. pr. dag`.
//!
//! In: such words. Out: the unit, and the factor that turns the figures into it. Not here: declared units, figures.

use crate::decimal::Decimal;
use crate::unit::Unit;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{char, space0, space1};
use nom::combinator::{all_consuming, map_opt, opt, value};
use nom::multi::many0;
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

/// A unit and the factor that a figure under these words is multiplied by to be in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitWords {
    /// 1, 1000, 1 000 000, 1 000 000 000, or 0.01 for percent.
    pub factor: Decimal,
    /// What the figure then counts.
    pub unit: Unit,
}

impl UnitWords {
    /// Reads Danish or English words for a unit, in any case; `None` if they are not known in full.
    ///
    /// ```
    /// use ramme_value::{Decimal, Unit, UnitWords};
    /// let words = UnitWords::parse("mia. kr.");
    /// assert_eq!(words.map(|w| (w.factor.mantissa(), w.unit)), Some((1_000_000_000, Unit::base("kr"))));
    /// assert_eq!(UnitWords::parse("mia. DM"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<UnitWords> {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let joined = words.join(" ");
        all_consuming(alt((share, quantity))).parse(&joined).ok().map(|(_, found)| found)
    }

    /// A figure under these words as a number of the unit; `None` if it does not fit or has too many decimals.
    #[must_use]
    pub fn apply(&self, figure: Decimal) -> Option<Decimal> {
        figure.checked_mul(self.factor)
    }
}

/// Percent and percentage points.
fn share(input: &str) -> IResult<&str, UnitWords> {
    let hundredth = Decimal::new(1, 2);
    let points = alt((
        tag("procentpoint"),
        tag("pct.-point"),
        tag("pct.point"),
        tag("pct. point"),
        tag("percentage points"),
        tag("percentage point"),
    ));
    let percent = alt((tag("pct."), tag("pct"), tag("procent"), tag("percent"), tag("%")));
    let (rest, unit) =
        alt((value(Unit::percentage_point(), (points, opt(char('.')))), value(Unit::percent(), percent)))
            .parse(input)?;
    Ok((rest, UnitWords { factor: hundredth, unit }))
}

/// `[t.|1.000|mio.|mia.] unit [pr. unit | /unit]…`
fn quantity(input: &str) -> IResult<&str, UnitWords> {
    let per = preceded(alt((tag(" pr. "), tag(" pr "), tag(" per "), tag(" / "), tag("/"))), base);
    let (rest, (power, over, below)) = (opt(thousands), base, many0(per)).parse(input)?;
    let unit = below.iter().fold(over, |unit, one| unit.div(one));
    Ok((rest, UnitWords { factor: Decimal::whole(power.unwrap_or(1)), unit }))
}

/// A thousand, a million or a thousand millions.
fn thousands(input: &str) -> IResult<&str, i128> {
    let thousand =
        alt((tag("1.000"), tag("1 000"), tag("1000"), tag("tusinde"), tag("tusind"), tag("thousand")));
    let million =
        terminated(alt((tag("mio"), tag("millioner"), tag("million"), tag("mill"))), opt(char('.')));
    let milliard =
        terminated(alt((tag("mia"), tag("mrd"), tag("milliarder"), tag("milliard"))), opt(char('.')));
    alt((
        terminated(
            alt((value(1_000, thousand), value(1_000_000_000, milliard), value(1_000_000, million))),
            alt((space1, tag(""))),
        ),
        value(1_000, terminated(alt((tag("t."), tag("t"))), (space0, nom::combinator::peek(tag("kr"))))),
    ))
    .parse(input)
}

/// One unit word.
fn base(input: &str) -> IResult<&str, Unit> {
    let word = (take_while1(char::is_alphabetic), opt(char('.')));
    map_opt(word, |(word, dot): (&str, Option<char>)| unit_of(word, dot.is_some())).parse(input)
}

fn unit_of(word: &str, dotted: bool) -> Option<Unit> {
    let name = match word {
        "kr" => "kr",
        "md" | "mdr" => "month",
        _ if dotted => return None,
        "kroner" | "krone" | "dkk" => "kr",
        "dag" | "dage" | "day" | "days" | "døgn" => "day",
        "måned" | "måneder" | "month" | "months" => "month",
        "år" | "year" | "years" => "year",
        "person" | "personer" | "persons" => "person",
        "plads" | "pladser" | "place" | "places" => "place",
        "antal" => return Some(Unit::none()),
        _ => return None,
    };
    Some(Unit::base(name))
}
