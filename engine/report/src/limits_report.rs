//! Limits before anything is measured: as a report, and as JSON.
//!
//! In: the limits of rules. Out: a section a rule with a table a subject and year; the document of the command line. Not
//! here: verdicts.

use crate::comply_report::{cited, passage};
use crate::figures;
use crate::json::cite::{Cite, cite};
use crate::json::value::{Quantity, quantity, sentences};
use crate::json::{Head, Pairs, text};
use crate::model::{Block, Report, Section};
use crate::number;
use crate::run_report::basis;
use ramme_eval::limits::{Limit, RuleLimits};
use ramme_eval::result::{Basis, CellValue, Output, OutputCell};
use ramme_value::Lang;
use serde::Serialize;

/// The report of limits.
#[must_use]
pub fn limits_report(of: &Basis, limits: &[RuleLimits], lang: Lang) -> Report {
    let known = limits.iter().flat_map(|r| &r.limits).filter(|l| l.limit.is_some()).count();
    let all: usize = limits.iter().map(|r| r.limits.len()).sum();
    let summary = lang.pick(
        format!("{} limits, {} of them known.", number::count(all, lang), number::count(known, lang)),
        format!("{} gr\u{e6}nser, heraf {} kendte.", number::count(all, lang), number::count(known, lang)),
    );
    let sections =
        limits.iter().filter(|r| !r.limits.is_empty()).flat_map(|r| rule_sections(r, lang)).collect();
    Report { title: of.title.clone(), basis: basis(of, lang), sections, summary }
}

/// What the rule requires, then its limits like any other value.
fn rule_sections(rule: &RuleLimits, lang: Lang) -> Vec<Section> {
    let mut about = Section::new(rule.rule.clone());
    let mut said: Vec<String> = Vec::new();
    for limit in &rule.limits {
        let cites: Vec<String> = limit.cites.iter().map(|c| cited(c, lang)).collect();
        let line = format!("{}  [{}]  {}", limit.comparison, limit.clause, cites.join("; "));
        let passages = limit.cites.iter().filter_map(|c| passage(c, lang));
        for line in std::iter::once(line).chain(passages) {
            if !said.contains(&line) {
                said.push(line);
            }
        }
    }
    about.push(Block::List(said));
    let output = as_output(rule);
    let tables = output.map(|o| figures::sections(&[o], lang)).unwrap_or_default();
    for section in tables {
        about.blocks.extend(section.blocks);
    }
    vec![about]
}

fn as_output(rule: &RuleLimits) -> Option<Output> {
    let first = rule.limits.first()?;
    let cell = |limit: &Limit| OutputCell {
        keys: limit.subject.iter().map(|(_, key)| key.clone()).collect(),
        value: match &limit.limit {
            Some(value) => CellValue::Exact(value.clone()),
            None => CellValue::Missing(limit.missing.clone()),
        },
        range: None,
        known: None,
        place: None,
    };
    Some(Output {
        name: rule.rule.clone(),
        ty: first.ty.clone(),
        axes: first.subject.iter().map(|(axis, _)| axis.clone()).collect(),
        cells: rule.limits.iter().map(cell).collect(),
        rests_on: Vec::new(),
        clauses: Vec::new(),
        of_rows: false,
        year: None,
    })
}

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: Head,
    limits: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    rule: String,
    subject: Pairs<String>,
    limit: Option<Quantity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
    comparison: String,
    clause: String,
    cites: Vec<Cite>,
}

/// `ramme comply --limits --format json`.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn limits_json(
    basis: &Basis,
    limits: &[RuleLimits],
    version: &str,
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let rows =
        limits.iter().flat_map(|rule| rule.limits.iter().map(move |limit| row(&rule.rule, limit, lang)));
    text(&Document { head: Head::new(basis, version), limits: rows.collect() })
}

fn row(rule: &str, limit: &Limit, lang: Lang) -> Row {
    Row {
        rule: rule.to_owned(),
        subject: Pairs(limit.subject.clone()),
        limit: quantity(limit.limit.as_ref(), Some(&limit.ty)),
        missing: sentences(&limit.missing, lang),
        comparison: limit.comparison.clone(),
        clause: limit.clause.clone(),
        cites: limit.cites.iter().map(cite).collect(),
    }
}
