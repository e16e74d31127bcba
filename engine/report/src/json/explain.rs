//! `ramme explain SCENARIO NAME --format json`.
//!
//! In: an explanation, or where two part ways. Out: the document that the command line promises; keys are stable. Not here:
//! spelling of one value (`value`).

use super::cite::{Cite, cite};
use super::run::{Content, content};
use super::value::{Range, Scalar, level_of, range, scalar, sentences, unit_of};
use super::{Head, Pairs, text};
use crate::explain::words;
use ramme_eval::explain::difference::Pair;
use ramme_eval::explain::{ClauseSeen, Explanation, Node, Role};
use ramme_eval::result::Basis;
use ramme_rulebook::model::Type;
use ramme_value::{Lang, NumType, PriceLevel, Unit};
use serde::Serialize;

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: Head,
    draws: usize,
    asked: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rests_on: Vec<String>,
    explanation: Value,
}

#[derive(Serialize)]
struct Parted {
    #[serde(flatten)]
    head: Head,
    draws: usize,
    asked: [String; 2],
    differs: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<Sides>,
}

#[derive(Serialize)]
struct Sides {
    one: Option<Value>,
    other: Option<Value>,
    here: bool,
    equal_parts: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Sides>,
}

#[derive(Serialize)]
struct Value {
    role: &'static str,
    kind_of_value: &'static str,
    how: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<Pairs<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exception: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Pairs<String>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    unit: Option<String>,
    price_level: Option<String>,
    #[serde(flatten)]
    content: Option<Content>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<Scalar>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    clauses: Vec<Clause>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_applied: Vec<Clause>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Cell>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rest: Option<Rest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    folded: Option<&'static str>,
}

#[derive(Serialize)]
struct Clause {
    clause: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    cites: Vec<Cite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why_not: Option<String>,
}

#[derive(Serialize)]
struct Cell {
    file: String,
    line: u32,
    column: u32,
    heading: Option<String>,
}

#[derive(Serialize)]
struct Rest {
    count: usize,
    missing: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Scalar>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<Scalar>,
}

/// The document of an explanation.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn explain(
    found: &Explanation,
    (asked, basis): (&str, &Basis),
    version: &str,
    lang: Lang,
) -> Result<String, serde_json::Error> {
    text(&Document {
        head: Head::new(basis, version),
        draws: basis.draws,
        asked: asked.to_owned(),
        rests_on: found.rests_on.clone(),
        explanation: value(&found.root, lang),
    })
}

/// The document of where two values part ways.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn difference(
    pair: Option<&Pair>,
    (asked, basis): ([String; 2], &Basis),
    version: &str,
    lang: Lang,
) -> Result<String, serde_json::Error> {
    text(&Parted {
        head: Head::new(basis, version),
        draws: basis.draws,
        asked,
        differs: pair.is_some(),
        difference: pair.map(|p| sides(p, lang)),
    })
}

fn sides(pair: &Pair, lang: Lang) -> Sides {
    Sides {
        one: pair.one.as_ref().map(|n| value(n, lang)),
        other: pair.other.as_ref().map(|n| value(n, lang)),
        here: pair.here,
        equal_parts: pair.equal,
        parts: pair.parts.iter().map(|p| sides(p, lang)).collect(),
    }
}

fn value(node: &Node, lang: Lang) -> Value {
    let ty = &node.ty;
    let (applied, not): (Vec<&ClauseSeen>, Vec<&ClauseSeen>) =
        node.clauses.iter().partition(|c| c.not.is_none());
    let pairs = |keys: &[(String, String)]| Pairs(keys.to_vec());
    Value {
        role: words::role(&node.role),
        kind_of_value: words::what(node.what),
        how: words::how(node.how),
        name: node.name.as_ref().map(|n| n.name.clone()),
        index: node.name.as_ref().map(|n| pairs(&n.keys)),
        exception: if let Role::When(label) = &node.role { Some(label.clone()) } else { None },
        at: (!node.at.is_empty()).then(|| pairs(&node.at)),
        text: node.text.clone(),
        unit: unit_of(ty).map(ToString::to_string),
        price_level: level_of(ty),
        content: node.value.as_ref().map(|v| content(v, ty, lang)),
        range: range(node.range.as_ref(), ty),
        weight: node.weight.as_ref().map(|w| scalar(w, &plain())),
        clauses: applied.into_iter().map(|c| clause(c, lang)).collect(),
        not_applied: not.into_iter().map(|c| clause(c, lang)).collect(),
        data: node.cell.as_ref().map(|c| Cell {
            file: c.file.clone(),
            line: c.line,
            column: c.column,
            heading: c.heading.clone(),
        }),
        notes: sentences(&node.said, lang),
        parts: node.parts.iter().map(|p| value(p, lang)).collect(),
        rest: node.rest.as_ref().map(|r| Rest {
            count: r.count,
            missing: r.missing,
            value: r.value.as_ref().map(|v| scalar(v, ty)),
            weight: r.weight.as_ref().map(|w| scalar(w, &plain())),
        }),
        folded: words::folded(node.folded),
    }
}

/// The type of a plain number.
fn plain() -> Type {
    Type::Num(NumType::declared(Unit::none(), PriceLevel::None, Some(0)))
}

fn clause(c: &ClauseSeen, lang: Lang) -> Clause {
    Clause {
        clause: c.place.clone(),
        label: c.label.clone(),
        from: c.from.clone(),
        to: c.to.clone(),
        reading: c.reading.clone(),
        status: c.awaited.as_ref().map(|awaited| awaited.status.name()),
        cites: c.cites.iter().map(cite).collect(),
        why_not: c.not.as_ref().map(|n| lang.pick(&n.en, &n.da).clone()),
    }
}
