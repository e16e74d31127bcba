//! JUnit XML: a suite a rule, a case an offer or whoever is judged.
//!
//! In: a judgement. Out: XML. A breach is a failure, an undetermined subject an error; both are skipped where they are known
//! or allowed, with the reason. Targets never fail: what is not met is skipped. Not here: which of them make a build fail.

use super::Told;
use crate::comply_report::names;
use crate::html::escape;
use crate::sentence;
use ramme_eval::result::{Verdict, VerdictKind};
use ramme_value::Lang;
use std::fmt::Write as _;

/// What becomes of a case.
enum Case {
    Passed,
    Failed,
    Open,
    Skipped(&'static str),
}

/// The document.
#[must_use]
pub fn junit(told: &Told<'_>, lang: Lang) -> String {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ramme comply\">\n");
    for rule in names(&told.judgement.results) {
        suite(&mut out, told, &rule, (&told.judgement.results, false), lang);
    }
    for rule in names(&told.judgement.targets) {
        suite(&mut out, told, &rule, (&told.judgement.targets, true), lang);
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(out: &mut String, told: &Told<'_>, rule: &str, (all, targets): (&[Verdict], bool), lang: Lang) {
    let of: Vec<(&Verdict, Case)> =
        all.iter().filter(|v| v.rule == rule).map(|v| (v, case(told, v, targets))).collect();
    let count = |want: fn(&Case) -> bool| of.iter().filter(|(_, c)| want(c)).count();
    let (failed, open) = (count(|c| matches!(c, Case::Failed)), count(|c| matches!(c, Case::Open)));
    let skipped = count(|c| matches!(c, Case::Skipped(_)));
    let name = escape(rule);
    let _ = writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failed}\" errors=\"{open}\" skipped=\"{skipped}\">",
        of.len()
    );
    for (verdict, case) in &of {
        let said = escape(&sentence::of(verdict, lang));
        let spot = told.place(verdict);
        let line = spot.line.map(|n| format!(" line=\"{n}\"")).unwrap_or_default();
        let _ = write!(
            out,
            "    <testcase classname=\"{name}\" name=\"{}\" file=\"{}\"{line}>",
            escape(&sentence::subject(verdict, lang)),
            escape(&spot.file)
        );
        let _ = match case {
            Case::Passed => write!(out, "<system-out>{said}</system-out>"),
            Case::Failed => write!(
                out,
                "<failure type=\"breach\" message=\"{said}\">{}</failure>",
                escape(&verdict.clause)
            ),
            Case::Open => {
                write!(
                    out,
                    "<error type=\"undetermined\" message=\"{said}\">{}</error>",
                    escape(&verdict.clause)
                )
            }
            Case::Skipped(why) => write!(out, "<skipped message=\"{why}: {said}\"/>"),
        };
        out.push_str("</testcase>\n");
    }
    out.push_str("  </testsuite>\n");
}

fn case(told: &Told<'_>, verdict: &Verdict, target: bool) -> Case {
    match verdict.outcome {
        VerdictKind::Complies | VerdictKind::Explained | VerdictKind::Met => Case::Passed,
        VerdictKind::NotMet => Case::Skipped("target"),
        VerdictKind::Undetermined if target => Case::Skipped("target"),
        VerdictKind::Breach | VerdictKind::Undetermined if told.known(verdict) => Case::Skipped("known"),
        VerdictKind::Breach => Case::Failed,
        VerdictKind::Undetermined if told.allow_undetermined => Case::Skipped("undetermined"),
        VerdictKind::Undetermined => Case::Open,
    }
}
