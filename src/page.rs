//! A result as a page of its own: what only the program knows is added to what the report says.
//!
//! In: a result. Out: HTML with the command line and the hashes at its foot. Not here: the page itself
//! (`ramme_report::html`).

use crate::cli::Shared;
use crate::pipeline::{self, Ready};
use crate::{around, words};
use ramme_diag::{Diagnostic, Limits, Span};
use ramme_eval::explain::{Extent, asked};
use ramme_eval::result::{Basis, Output, RunResult};
use ramme_report::ci::Told;
use ramme_report::explain::lines;
use ramme_report::html::{Behind, Foot, page};
use ramme_report::model::{Block, Origin, Report, Section};
use ramme_report::text::Look;
use ramme_report::{Room, comply_report, run_report};
use ramme_rulebook::model::Symbol;
use ramme_value::Lang;
use std::path::Path;

/// So many values of one name are taken apart on a page, and so many in all; `ramme explain` takes any.
const EXPLAINED: (usize, usize) = (60, 400);

/// How deep a page takes a value apart.
const EXTENT: Extent = Extent { depth: 2, rows: 5 };

/// The page of a run.
///
/// # Errors
/// Whatever stops a run.
pub fn of_run(
    ready: &mut Ready,
    path: &Path,
    result: &RunResult,
    flags: &Shared,
) -> Result<String, Vec<Diagnostic>> {
    let lang = flags.speech.lang;
    let trees = explained(ready, result, flags)?;
    let words = words::of(ready, lang);
    let spoken = words.run(result);
    let behind = Behind::of_values(&result.values, &spoken.values, lang, |origin| {
        trees.iter().find(|(o, _)| o == origin).map(|(_, lines)| lines.clone()).unwrap_or_default()
    });
    let mut report = run_report(&spoken, lang);
    let around = around::sections(ready, path, result, flags, &words);
    // After what is seen at a glance, before the tables.
    let drawn = |section: &Section| section.blocks.iter().any(|block| matches!(block, Block::Chart(_)));
    let at = report.sections.iter().position(drawn).map_or(0, |at| at.saturating_add(1));
    report.sections.splice(at..at, around);
    Ok(page(&report, &foot(&result.basis, lang), &behind, lang))
}

/// The trees behind the values that definitions give.
fn explained(
    ready: &mut Ready,
    result: &RunResult,
    flags: &Shared,
) -> Result<Vec<(Origin, Vec<String>)>, Vec<Diagnostic>> {
    let is_defined = |o: &&Output| matches!(ready.book.find(&o.name), Some(Symbol::Definition(_)));
    let origins: Vec<Origin> = result
        .values
        .iter()
        .filter(is_defined)
        .flat_map(|o| {
            o.cells.iter().take(EXPLAINED.0).map(|c| Origin { name: o.name.clone(), keys: c.keys.clone() })
        })
        .take(EXPLAINED.1)
        .collect();
    let mut asked_for = Vec::new();
    for origin in &origins {
        let text = in_language(origin);
        let file = ready.sources.add("NAME", text.as_str());
        let one = asked(&ready.book, &text, Span::at(file, 0..text.len()), &Limits::default());
        asked_for.push(one.map_err(|problem| vec![problem])?);
    }
    let found = pipeline::explain(ready, flags, &asked_for, EXTENT)?;
    let look = Look::new(flags.speech.lang, Look::PLAIN_WIDTH);
    Ok(origins.into_iter().zip(found.iter().map(|one| lines(one, look))).collect())
}

/// `gap["i alt", 2022]`
fn in_language(origin: &Origin) -> String {
    if origin.keys.is_empty() {
        return origin.name.clone();
    }
    let word = |key: &String| {
        let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_');
        if plain { key.clone() } else { format!("\"{}\"", key.replace('"', "\\\"")) }
    };
    format!("{}[{}]", origin.name, origin.keys.iter().map(word).collect::<Vec<_>>().join(", "))
}

/// The page of a judgement.
pub fn of_judgement(ready: &Ready, basis: &Basis, told: &Told<'_>, lang: Lang) -> String {
    let words = words::of(ready, lang);
    let judgement = words.judgement(told.judgement);
    let spoken = Told { judgement: &judgement, ..*told };
    of_report(basis, &comply_report(&words.basis(basis), &spoken, Room::PAGE, lang), lang)
}

/// The page of any report.
pub fn of_report(basis: &Basis, report: &Report, lang: Lang) -> String {
    page(report, &foot(basis, lang), &Behind::default(), lang)
}

/// The command line and what the result rests on.
pub fn foot(basis: &Basis, lang: Lang) -> Foot {
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
