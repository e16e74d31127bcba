//! What was found before, so that only what is new makes a build fail.
//!
//! In: the JSON of an earlier judgement. Out: which findings it knew, and which of them are gone. A finding is a rule, a
//! subject and a verdict; by how much a limit is passed may change and it stays the same finding. Not here: files.

use ramme_eval::result::{Judgement, Verdict};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The findings of an earlier judgement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    found: BTreeSet<Finding>,
}

/// Rule, subject, verdict.
type Finding = (String, Vec<(String, String)>, String);

#[derive(Deserialize)]
struct Document {
    results: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    rule: String,
    subject: BTreeMap<String, String>,
    verdict: String,
}

impl Baseline {
    /// Reads the JSON that `comply` writes.
    ///
    /// # Errors
    /// Text that is not such a document.
    pub fn read(text: &str) -> Result<Baseline, serde_json::Error> {
        let document: Document = serde_json::from_str(text)?;
        let findings = document.results.into_iter().filter(|r| is_finding(&r.verdict));
        let found = findings.map(|r| (r.rule, r.subject.into_iter().collect(), r.verdict)).collect();
        Ok(Baseline { found })
    }

    /// True where the earlier judgement found the same.
    #[must_use]
    pub fn knows(&self, verdict: &Verdict) -> bool {
        self.found.contains(&finding(verdict))
    }

    /// What was found and is no more: `tariff_ceiling: T04, 2023 (breach)`.
    #[must_use]
    pub fn gone(&self, judgement: &Judgement) -> Vec<String> {
        let now: BTreeSet<Finding> = judgement.results.iter().map(finding).collect();
        let gone = self.found.iter().filter(|f| !now.contains(*f));
        gone.map(|(rule, subject, verdict)| {
            let keys: Vec<&str> = subject.iter().map(|(_, key)| key.as_str()).collect();
            format!("{rule}: {} ({verdict})", keys.join(", "))
        })
        .collect()
    }
}

fn is_finding(verdict: &str) -> bool {
    matches!(verdict, "breach" | "undetermined")
}

fn finding(verdict: &Verdict) -> Finding {
    let mut subject = verdict.subject.clone();
    subject.sort();
    (verdict.rule.clone(), subject, crate::json::word(verdict.outcome).to_owned())
}
