//! `ramme comply --format json`.
//!
//! In: a judgement. Out: one result a rule and subject, then one a target and subject, and the summary. Not here: exit
//! codes.

use super::cite::{Cite, cite};
use super::value::{Quantity, quantity, sentences};
use super::{Each, Head, Pairs, text};
use crate::ci::Told;
use crate::gathered::gather;
use crate::sentence;
use crate::tally::{Tally, tally};
use ramme_eval::result::{Adopted, Basis, Belongs, Deadline, Judgement, Verdict, VerdictKind};
use ramme_value::Lang;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document<R> {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    compliance: Compliance<R>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Since>,
}

/// What changed since an earlier judgement.
#[derive(Serialize)]
struct Since {
    new: usize,
    known: usize,
    gone: Vec<String>,
}

/// `results` and `summary`, here and inside the document of a run.
#[derive(Serialize)]
pub(super) struct Compliance<R> {
    results: R,
    summary: Summary,
    causes: Vec<OpenCause>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Outcome {
    rule: String,
    kind: &'static str,
    subject: Pairs<String>,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
    measured: Option<Quantity>,
    limit: Option<Quantity>,
    excess: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<String>,
    clause: String,
    cites: Vec<Cite>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    addressee: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<String>,
    /// What lies on the day of the deadline: the meeting before which something is explained.
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline_before: Option<BelongsTo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rests_on: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    belongs_to: Option<BelongsTo>,
    /// What it rests on and what is not in force.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    adopted: Vec<AdoptedReading>,
}

/// Whom the subject belongs to.
#[derive(Serialize)]
struct BelongsTo {
    entity: String,
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

#[derive(Serialize)]
struct AdoptedReading {
    reading: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// A cause that keeps verdicts open.
#[derive(Serialize)]
struct OpenCause {
    message: String,
    verdicts: usize,
    rules: BTreeMap<String, usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<String>,
}

#[derive(Serialize)]
struct Summary {
    complies: usize,
    explained: usize,
    breach: usize,
    undetermined: usize,
    targets: Targets,
}

#[derive(Serialize)]
struct Targets {
    met: usize,
    not_met: usize,
    undetermined: usize,
}

/// The document of a judgement.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn comply(
    basis: &Basis,
    told: &Told<'_>,
    version: &str,
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let results = &told.judgement.results;
    let baseline = told.baseline.map(|baseline| Since {
        new: results.iter().filter(|v| told.is_finding(v)).count(),
        known: results.iter().filter(|v| told.known(v)).count(),
        gone: baseline.gone(told.judgement),
    });
    text(&Document {
        head: Head::new(basis, version),
        compliance: compliance(told.judgement, lang),
        baseline,
    })
}

/// One verdict as it stands in the document of a judgement.
#[must_use]
pub fn one_verdict(verdict: &Verdict, lang: Lang) -> impl Serialize {
    let aimed = matches!(verdict.outcome, VerdictKind::Met | VerdictKind::NotMet);
    outcome(verdict, if aimed { "target" } else { "rule" }, lang)
}

pub(super) fn compliance(judgement: &Judgement, lang: Lang) -> Compliance<impl Serialize> {
    let results = move || {
        let rules = judgement.results.iter().map(move |v| outcome(v, "rule", lang));
        rules.chain(judgement.targets.iter().map(move |v| outcome(v, "target", lang)))
    };
    Compliance {
        results: Each(results),
        summary: summary(&tally(judgement)),
        causes: gather(judgement.results.iter().chain(&judgement.targets))
            .into_iter()
            .map(|cause| OpenCause {
                message: lang.pick(cause.message.en, cause.message.da),
                verdicts: cause.verdicts,
                rules: cause.rules.into_iter().collect(),
                set: cause.set,
            })
            .collect(),
        notes: sentences(&judgement.notes, lang),
    }
}

fn outcome(verdict: &Verdict, kind: &'static str, lang: Lang) -> Outcome {
    let ty = verdict.ty.as_ref();
    let excess = verdict.excess.as_ref();
    Outcome {
        rule: verdict.rule.clone(),
        kind,
        subject: Pairs(verdict.subject.clone()),
        verdict: word(verdict.outcome),
        missing: sentences(&verdict.missing, lang),
        measured: quantity(verdict.measured.as_ref(), ty),
        limit: quantity(verdict.limit.as_ref(), ty),
        excess: excess.and_then(|e| quantity(Some(e), sentence::excess_type(verdict).as_ref())),
        comparison: verdict.comparison.clone(),
        clause: verdict.clause.clone(),
        cites: verdict.cites.iter().map(cite).collect(),
        message: sentence::of(verdict, lang),
        addressee: verdict.addressee.clone(),
        deadline: match verdict.deadline {
            Some(Deadline::Day(day)) => Some(day.to_string()),
            Some(Deadline::NotKnown) | None => None,
        },
        deadline_before: verdict.before.as_ref().map(belongs_to),
        place: verdict.place.clone(),
        rests_on: verdict.rests_on.clone(),
        name: verdict.name.clone(),
        belongs_to: verdict.belongs.as_ref().map(belongs_to),
        adopted: verdict.adopted.iter().map(adopted).collect(),
    }
}

fn belongs_to(of: &Belongs) -> BelongsTo {
    BelongsTo { entity: of.entity.clone(), key: of.key.clone(), name: of.name.clone() }
}

fn adopted(adopted: &Adopted) -> AdoptedReading {
    AdoptedReading {
        reading: adopted.reading.clone(),
        status: adopted.awaited.status.name(),
        why: adopted.awaited.why.clone(),
    }
}

/// The word of the contract.
pub(crate) fn word(kind: VerdictKind) -> &'static str {
    match kind {
        VerdictKind::Complies => "complies",
        VerdictKind::Explained => "explained",
        VerdictKind::Breach => "breach",
        VerdictKind::Undetermined => "undetermined",
        VerdictKind::Met => "met",
        VerdictKind::NotMet => "not_met",
    }
}

fn summary(tally: &Tally) -> Summary {
    Summary {
        complies: tally.complies,
        explained: tally.explained,
        breach: tally.breach,
        undetermined: tally.undetermined,
        targets: Targets { met: tally.met, not_met: tally.not_met, undetermined: tally.open_targets },
    }
}
