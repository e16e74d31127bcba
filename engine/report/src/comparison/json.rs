//! A comparison as JSON.
//!
//! In: comparisons of one scenario with others. Out: the document of `ramme compare --format json`: amounts as text with two
//! decimals; shares in the order of the differences. Not here: tables.

use super::{Beside, Comparison, Difference, Flip, Kind, Side, Worth};
use crate::json::value::{Scalar, scalar_of, times};
use crate::json::{Head, Pairs, text, word};
use ramme_eval::attribute::Shares;
use ramme_eval::result::Basis;
use ramme_value::{Decimal, PriceLevel};
use serde::Serialize;

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: Head,
    comparisons: Vec<One>,
}

/// One comparison.
#[derive(Serialize)]
pub(crate) struct One {
    first: String,
    second: String,
    differences: Vec<Told>,
    worth: Vec<Whole>,
    values: Vec<Value>,
    verdicts: Vec<Turned>,
    only_in_one: Vec<String>,
    not_figures: Vec<Other>,
}

/// Dates, texts, members or rows of one name.
#[derive(Serialize)]
struct Other {
    name: String,
    differ: usize,
    of: usize,
}

#[derive(Serialize)]
struct Told {
    kind: &'static str,
    name: String,
    old: Option<String>,
    new: Option<String>,
}

#[derive(Serialize)]
struct Shared {
    before: String,
    after: String,
    difference: String,
    shares: Vec<String>,
    interaction: Option<String>,
}

#[derive(Serialize)]
struct Whole {
    name: String,
    period: String,
    unit: String,
    price_level: Option<String>,
    drawn: bool,
    #[serde(flatten)]
    shared: Shared,
    subjects: usize,
    not_known: usize,
}

#[derive(Serialize)]
struct Value {
    name: String,
    index: Pairs<String>,
    unit: String,
    price_level: Option<String>,
    first: Amount,
    second: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribution: Option<Shared>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Amount {
    Exact(Scalar),
    Drawn(f64),
    None(Option<()>),
}

#[derive(Serialize)]
struct Turned {
    rule: String,
    subject: Pairs<String>,
    first: Option<&'static str>,
    second: Option<&'static str>,
}

/// The document.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn json(basis: &Basis, all: &[Comparison], version: &str) -> Result<String, serde_json::Error> {
    text(&Document { head: Head::new(basis, version), comparisons: all.iter().map(one).collect() })
}

/// One comparison as it is written.
pub(crate) fn one(of: &Comparison) -> One {
    One {
        first: of.titles.0.clone(),
        second: of.titles.1.clone(),
        differences: of.differences.iter().map(told).collect(),
        worth: of.worth.iter().map(whole).collect(),
        values: of.values.iter().map(value).collect(),
        verdicts: of.flips.iter().map(turned).collect(),
        only_in_one: of.alone.clone(),
        not_figures: of
            .others
            .iter()
            .map(|(name, differ, all)| Other { name: name.clone(), differ: *differ, of: *all })
            .collect(),
    }
}

fn told(d: &Difference) -> Told {
    let kind = match d.kind {
        Kind::Data => "data",
        Kind::Rules => "rules",
        Kind::Reading => "reading",
        Kind::Lever => "lever",
        Kind::Script => "script",
        Kind::Known => "known_on",
        Kind::Outlook => "outlook",
    };
    Told { kind, name: d.name.clone(), old: d.old.clone(), new: d.new.clone() }
}

/// Øre as kroner.
fn kroner(ore: i128) -> String {
    Decimal::new(ore, 2).to_string()
}

fn shared(shares: &Shares) -> Shared {
    Shared {
        before: kroner(shares.before),
        after: kroner(shares.after),
        difference: kroner(shares.after.saturating_sub(shares.before)),
        shares: shares.shares.iter().map(|s| kroner(*s)).collect(),
        interaction: shares.interaction().map(kroner),
    }
}

fn level(level: PriceLevel) -> Option<String> {
    (level != PriceLevel::None).then(|| level.to_string())
}

fn whole(w: &Worth) -> Whole {
    Whole {
        name: w.name.clone(),
        period: w.period.clone(),
        unit: w.measure.unit.to_string(),
        price_level: level(w.measure.level),
        drawn: w.drawn,
        shared: shared(&w.shares),
        subjects: w.counted.0,
        not_known: w.counted.1,
    }
}

fn value(v: &Beside) -> Value {
    let amount = |side: &Option<Side>| match side {
        Some(Side::Exact(x)) => Amount::Exact(scalar_of(x, &v.measure.unit)),
        Some(Side::Drawn(x)) => Amount::Drawn(x * times(Some(&v.measure.unit))),
        None => Amount::None(None),
    };
    Value {
        name: v.name.clone(),
        index: Pairs(v.keys.clone()),
        unit: v.measure.unit.to_string(),
        price_level: level(v.measure.level),
        first: amount(&v.sides.0),
        second: amount(&v.sides.1),
        attribution: v.shares.as_ref().map(shared),
    }
}

fn turned(f: &Flip) -> Turned {
    Turned {
        rule: f.rule.clone(),
        subject: Pairs(f.subject.clone()),
        first: f.verdicts.0.map(word),
        second: f.verdicts.1.map(word),
    }
}
