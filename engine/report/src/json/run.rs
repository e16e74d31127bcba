//! `ramme run --format json`.
//!
//! In: a run. Out: its values, chances and verdicts as the contract spells them. Not here: spelling of one value
//! (`value`).

use super::comply::{Compliance, compliance};
use super::value::{Range, Scalar, exact_form, level_of, range, scalar, sentences, times, unit_of};
use super::{Each, Head, Pairs, text, write};
use crate::hindcast::caveat;
use ramme_eval::result::{
    CellValue, ChanceRange, ChanceRow, Hindcast, Output, OutputCell, PublishedOutcome, RunResult, Summary,
    WithEvents,
};
use ramme_rulebook::model::Type;
use ramme_value::{Lang, Unit};
use serde::Serialize;
use std::io;

#[derive(Serialize)]
struct Document<V, R> {
    #[serde(flatten)]
    head: Head,
    draws: usize,
    values: V,
    chances: Vec<Chance>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    checks: Vec<Check>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hindcasts: Vec<Past>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    declared: Vec<Declared>,
    compliance: Compliance<R>,
    /// What is to be said of values, in the scenario's words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
    notes: Vec<String>,
}

/// The last known year as it would have been forecast.
#[derive(Serialize)]
struct Past {
    name: String,
    year: i32,
    from: [i32; 2],
    unit: Option<String>,
    price_level: Option<String>,
    published: f64,
    quantiles: Pairs<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inside_80: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inside_95: Option<bool>,
    years: usize,
    caveat: &'static str,
}

/// A year to come with and without what is declared of the history.
#[derive(Serialize)]
struct Declared {
    name: String,
    year: i32,
    unit: Option<String>,
    price_level: Option<String>,
    events: Vec<String>,
    with: Pairs<f64>,
    without: Pairs<f64>,
}

/// How many of how many were known.
#[derive(Serialize)]
struct Share {
    n: u64,
    of: u64,
}

#[derive(Serialize)]
struct Value {
    name: String,
    index: Pairs<String>,
    unit: Option<String>,
    price_level: Option<String>,
    #[serde(flatten)]
    content: Content,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<Share>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rests_on: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    clauses: Vec<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Content {
    Actual {
        kind: &'static str,
        value: Scalar,
        #[serde(skip_serializing_if = "Option::is_none")]
        exact: Option<String>,
    },
    Missing {
        kind: &'static str,
        value: Scalar,
        missing: Vec<String>,
    },
    Forecast {
        kind: &'static str,
        mean: f64,
        quantiles: Pairs<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        probability_positive: Option<Probability>,
    },
}

#[derive(Serialize)]
pub(super) struct Probability {
    low: f64,
    high: f64,
    n: usize,
    happened: usize,
    basis: Vec<String>,
}

#[derive(Serialize)]
struct Chance {
    name: String,
    index: Pairs<String>,
    above: Vec<Above>,
    expected_shortfall: f64,
    holds_of: String,
    holds: Vec<Holds>,
    budget_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<Sure>,
}

/// Whether the draws suffice, and what the spread comes from: shares of the whole.
#[derive(Serialize)]
struct Sure {
    draws: usize,
    batches: usize,
    two_standard_errors: f64,
    two_standard_errors_of_deviation: f64,
    follows: f64,
    rule: f64,
}

#[derive(Serialize)]
struct Above {
    share: String,
    #[serde(flatten)]
    probability: Probability,
}

#[derive(Serialize)]
struct Holds {
    probability: f64,
    amount: f64,
}

#[derive(Serialize)]
struct Check {
    name: String,
    index: Pairs<String>,
    unit: Option<String>,
    worked: Option<Scalar>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<Range>,
    published: Scalar,
    #[serde(skip_serializing_if = "Option::is_none")]
    rounds_from: Option<Range>,
    agrees: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
}

/// The document of a run, as text.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn run(result: &RunResult, version: &str, lang: Lang) -> Result<String, serde_json::Error> {
    text(&document(result, version, lang))
}

/// Writes the document of a run as it is made: no more of it is in memory than a value at a time.
///
/// # Errors
/// What the writer says.
pub fn run_to(out: &mut dyn io::Write, result: &RunResult, version: &str, lang: Lang) -> io::Result<()> {
    write(out, &document(result, version, lang))
}

fn document(result: &RunResult, version: &str, lang: Lang) -> impl Serialize {
    Document {
        head: Head::new(&result.basis, version),
        draws: result.basis.draws,
        values: Each(move || {
            result.values.iter().flat_map(move |o| o.cells.iter().map(move |c| value(o, c, lang)))
        }),
        chances: result.chances.iter().map(chance).collect(),
        checks: result.checks.iter().map(check).collect(),
        hindcasts: result.hindcasts.iter().map(|h| past(h, lang)).collect(),
        declared: result.declared.iter().map(|d| declared(d, lang)).collect(),
        compliance: compliance(&result.judgement, lang),
        notices: sentences(&result.notices, lang),
        notes: sentences(&result.notes, lang),
    }
}

/// One value as it stands in the document of a run.
#[must_use]
pub fn one_value(output: &Output, cell: &OutputCell, lang: Lang) -> impl Serialize {
    value(output, cell, lang)
}

/// The chances of one year and subject, as they stand in the document of a run.
#[must_use]
pub fn one_chance(row: &ChanceRow) -> impl Serialize {
    chance(row)
}

/// One worked value beside the published one, as it stands in the document of a run.
#[must_use]
pub fn one_check(c: &PublishedOutcome) -> impl Serialize {
    check(c)
}

fn past(h: &Hindcast, lang: Lang) -> Past {
    let inside = |share| h.interval(share).map(|(_, inside)| inside);
    Past {
        name: h.name.clone(),
        year: h.year,
        from: [h.from.0, h.from.1],
        unit: unit_of(&h.ty).map(ToString::to_string),
        price_level: level_of(&h.ty),
        published: h.published * times(unit_of(&h.ty)),
        quantiles: levels(&h.quantiles, &h.ty),
        inside_80: inside(0.8),
        inside_95: inside(0.95),
        years: 1,
        caveat: caveat(lang),
    }
}

fn declared(d: &WithEvents, lang: Lang) -> Declared {
    Declared {
        name: d.name.clone(),
        year: d.year,
        unit: unit_of(&d.ty).map(ToString::to_string),
        price_level: level_of(&d.ty),
        events: sentences(&d.declared, lang),
        with: levels(&d.with, &d.ty),
        without: levels(&d.without, &d.ty),
    }
}

fn levels(quantiles: &[(f64, f64)], ty: &Type) -> Pairs<f64> {
    let times = times(unit_of(ty));
    Pairs(quantiles.iter().map(|(level, x)| (level.to_string(), x * times)).collect())
}

fn check(c: &PublishedOutcome) -> Check {
    Check {
        name: c.name.clone(),
        index: Pairs(c.keys.clone()),
        unit: unit_of(&c.ty).map(ToString::to_string),
        worked: c.worked.as_ref().map(|x| scalar(x, &c.ty)),
        allowed: range(Some(&c.allowed), &c.ty),
        published: scalar(&c.published, &c.ty),
        rounds_from: range(Some(&c.rounds_from), &c.ty),
        agrees: c.agrees,
        place: c.place.clone(),
    }
}

fn value(output: &Output, cell: &OutputCell, lang: Lang) -> Value {
    let ty = &output.ty;
    Value {
        name: output.name.clone(),
        index: Pairs(output.axes.iter().cloned().zip(cell.keys.iter().cloned()).collect()),
        unit: unit_of(ty).map(ToString::to_string),
        price_level: level_of(ty),
        content: content(&cell.value, ty, lang),
        range: range(cell.range.as_ref(), ty),
        known: cell.known.map(|known| Share { n: known.n, of: known.of }),
        place: cell.place.clone(),
        rests_on: output.rests_on.clone(),
        clauses: output.clauses_of(cell),
    }
}

/// What a cell holds, as the contract spells it.
pub(super) fn content(value: &CellValue, ty: &Type, lang: Lang) -> Content {
    match value {
        CellValue::Exact(v) => {
            Content::Actual { kind: "actual", value: scalar(v, ty), exact: exact_form(v, ty) }
        }
        CellValue::Missing(why) => {
            Content::Missing { kind: "actual", value: Scalar::Null, missing: sentences(why, lang) }
        }
        CellValue::Draws(summary) => forecast(summary, unit_of(ty)),
    }
}

fn forecast(summary: &Summary, unit: Option<&Unit>) -> Content {
    let times = times(unit);
    Content::Forecast {
        kind: "forecast",
        mean: summary.mean * times,
        quantiles: Pairs(summary.quantiles.iter().map(|(level, x)| (level.to_string(), x * times)).collect()),
        probability_positive: summary.positive.as_ref().map(probability),
    }
}

fn probability(range: &ChanceRange) -> Probability {
    Probability {
        low: range.low,
        high: range.high,
        n: range.n,
        happened: range.happened,
        basis: range.basis.clone(),
    }
}

fn chance(row: &ChanceRow) -> Chance {
    Chance {
        name: row.name.clone(),
        index: Pairs(row.keys.clone()),
        above: row
            .above
            .iter()
            .map(|(share, p)| Above { share: share.to_string(), probability: probability(p) })
            .collect(),
        expected_shortfall: row.shortfall,
        holds_of: row.holds_of.clone(),
        holds: row.holds.iter().map(|(p, amount)| Holds { probability: *p, amount: *amount }).collect(),
        budget_by: row.budget_by.clone(),
        spread: row.spread.as_ref().map(|s| Sure {
            draws: s.draws,
            batches: s.batches,
            two_standard_errors: 2.0 * s.error,
            two_standard_errors_of_deviation: 2.0 * s.error_of_deviation,
            follows: s.follows,
            rule: s.rule,
        }),
    }
}
