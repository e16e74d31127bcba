//! A result as a page of its own: what only the program knows is added to what the report says.
//!
//! In: a result. Out: HTML with the command line and the hashes at its foot. Not here: the page itself
//! (`ramme_report::html`).

use ramme_eval::result::{Basis, RunResult};
use ramme_report::ci::Told;
use ramme_report::html::{Behind, Foot, page};
use ramme_report::model::Report;
use ramme_report::{comply_report, run_report};
use ramme_value::Lang;

/// The page of a run.
pub fn of_run(result: &RunResult, lang: Lang) -> String {
    let behind = Behind::of_values(&result.values, lang, |_| Vec::new());
    page(&run_report(result, lang), &foot(&result.basis, lang), &behind, lang)
}

/// The page of a judgement.
pub fn of_judgement(basis: &Basis, told: &Told<'_>, lang: Lang) -> String {
    of_report(basis, &comply_report(basis, told, lang), lang)
}

/// The page of any report.
pub fn of_report(basis: &Basis, report: &Report, lang: Lang) -> String {
    page(report, &foot(basis, lang), &Behind::default(), lang)
}

/// The command line and what the result rests on.
fn foot(basis: &Basis, lang: Lang) -> Foot {
    let mut facts = vec![
        (lang.pick("program", "program").to_owned(), format!("ramme {}", env!("CARGO_PKG_VERSION"))),
        (lang.pick("scenario", "scenarie").to_owned(), basis.scenario.clone()),
        (lang.pick("rules (BLAKE3)", "regler (BLAKE3)").to_owned(), basis.rules_hash.clone()),
        (lang.pick("data (BLAKE3)", "data (BLAKE3)").to_owned(), basis.data_hash.clone()),
        (lang.pick("seed", "fr\u{f8}").to_owned(), basis.seed.to_string()),
    ];
    if basis.draws > 0 {
        facts.push((lang.pick("draws", "tr\u{e6}kninger").to_owned(), basis.draws.to_string()));
    }
    Foot { command: command_line(), facts }
}

/// The command line as it could be typed again.
fn command_line() -> String {
    let words = std::env::args_os().skip(1).map(|word| quoted(&word.to_string_lossy()));
    std::iter::once("ramme".to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,+@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_can_be_typed_again() {
        assert_eq!(quoted("scenarios/a.toml"), "scenarios/a.toml");
        assert_eq!(quoted("pl[2025]@2025-01-01=3.5 %"), "'pl[2025]@2025-01-01=3.5 %'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }
}
