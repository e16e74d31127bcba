//! Annotations as GitHub's runners read them: a line a finding.
//!
//! In: a judgement. Out: `::error file=…,line=…::…`, a warning for what is undetermined, a notice for what is explained,
//! and the count at the end. What is known from a baseline is left out. Not here: which of them make a build fail.

use super::Told;
use crate::sentence;
use crate::tally::tally;
use ramme_eval::result::{Verdict, VerdictKind};
use ramme_value::Lang;

/// The lines.
#[must_use]
pub fn github(told: &Told<'_>, lang: Lang) -> String {
    let shown = told.judgement.results.iter().filter(|v| !told.known(v));
    let mut out: String = shown.filter_map(|v| line(told, v, lang)).collect();
    out.push_str(&crate::comply_report::counted(&tally(told.judgement), lang));
    out.push('\n');
    out
}

fn line(told: &Told<'_>, verdict: &Verdict, lang: Lang) -> Option<String> {
    let level = match verdict.outcome {
        VerdictKind::Breach => "error",
        VerdictKind::Undetermined => "warning",
        VerdictKind::Explained => "notice",
        VerdictKind::Complies | VerdictKind::Met | VerdictKind::NotMet => return None,
    };
    let spot = told.place(verdict);
    let mut properties = vec![format!("file={}", property(&spot.file))];
    properties.extend(spot.line.map(|n| format!("line={n}")));
    properties.extend(spot.column.map(|n| format!("col={n}")));
    properties.push(format!("title={}", property(&verdict.rule)));
    Some(format!("::{level} {}::{}\n", properties.join(","), message(&sentence::of(verdict, lang))))
}

pub(super) fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

pub(super) fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
