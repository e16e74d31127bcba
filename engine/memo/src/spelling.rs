//! Figures as people read them, for templates.
//!
//! In: a row of the result, or a plain number. Out: `1.234,5 mio. kr.`, `6,9 pct.`. Not here: which figures.

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind};
use ramme_report::number;
use ramme_value::{Date, Decimal, Lang, Rounding};

/// What stands in the place of a figure that is not known.
pub(crate) const UNKNOWN: &str = "..";

/// A figure of the result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    /// With all of its decimals.
    Exact(Decimal),
    /// From draws.
    Drawn(f64),
    /// None.
    Unknown,
}

/// The figure of a row of the result (of a forecast the median), or a plain number.
pub(crate) fn number_of(value: &Value, lang: Lang) -> Result<Number, Error> {
    match value.kind() {
        ValueKind::None => Ok(Number::Unknown),
        ValueKind::Map => {
            let of = |name: &str| {
                value.get_attr(name).map(|held| (!held.is_undefined() && !held.is_none()).then_some(held))
            };
            if let Some(held) = of("value")? {
                return number_of(&held, lang);
            }
            let median = match of("quantiles")? {
                Some(levels) => Some(levels.get_item(&Value::from("0.5"))?).filter(|x| !x.is_undefined()),
                None => None,
            };
            match median.or(of("mean")?) {
                Some(drawn) => number_of(&drawn, lang),
                None => Ok(Number::Unknown),
            }
        }
        ValueKind::Number => match f64::try_from(value.clone()) {
            Ok(x) if !value.is_integer() => Ok(Number::Drawn(x)),
            _ => parsed(&value.to_string(), lang),
        },
        _ => parsed(&value.to_string(), lang),
    }
}

fn parsed(text: &str, lang: Lang) -> Result<Number, Error> {
    let plain = text.replace('\u{2212}', "-");
    Decimal::parse(&plain).map(Number::Exact).map_err(|_| {
        Error::new(
            ErrorKind::InvalidOperation,
            lang.pick(format!("`{text}` is no figure"), format!("`{text}` er intet tal")),
        )
    })
}

impl Number {
    /// The figure with ten to the power `zeros` as its unit, and so many decimals; without a count as many as it has.
    pub(crate) fn spelled(self, zeros: u8, decimals: Option<u8>, lang: Lang) -> String {
        match self {
            Number::Unknown => UNKNOWN.to_owned(),
            Number::Drawn(x) => number::float(x / 10f64.powi(i32::from(zeros)), decimals.unwrap_or(2), lang),
            Number::Exact(d) => {
                let scaled = Decimal::new(d.mantissa(), d.scale().saturating_add(zeros));
                match decimals {
                    None => number::decimal(scaled.trim(0), lang),
                    Some(n) => number::decimal(scaled.round(n, Rounding::HalfUp).unwrap_or(scaled), lang),
                }
            }
        }
    }

    /// The figure times a hundred.
    pub(crate) fn times_hundred(self) -> Number {
        match self {
            Number::Exact(d) => {
                let more = d.mantissa().checked_mul(100).map(|m| Decimal::new(m, d.scale()));
                Number::Exact(more.map_or(d, |m| m.trim(0)))
            }
            Number::Drawn(x) => Number::Drawn(x * 100.0),
            Number::Unknown => Number::Unknown,
        }
    }
}

/// A day as people write it.
pub(crate) fn date_of(text: &str, lang: Lang) -> Result<String, Error> {
    Date::parse_iso(text).map(|day| number::date(day, lang)).map_err(|_| {
        Error::new(
            ErrorKind::InvalidOperation,
            lang.pick(format!("`{text}` is no date"), format!("`{text}` er ingen dato")),
        )
    })
}
