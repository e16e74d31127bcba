//! A run as a workbook: what only the program knows is added to what the report says.
//!
//! In: a run that is done. Out: the bytes of an XLSX file. Each value is asked what it follows from, one name deep; what a
//! name rests on is asked in its turn. Not here: the workbook itself (`ramme_report::sheet`).

use crate::cli::Shared;
use crate::overrides;
use crate::page::foot;
use crate::pipeline::{self, Ready};
use ramme_diag::Diagnostic;
use ramme_eval::explain::Extent;
use ramme_eval::result::RunResult;
use ramme_report::sheet::{Book, Facts, workbook};
use ramme_rulebook::model::Symbol;

/// A value, its parts, and nothing below a part that has a name; every row of a sum.
const EXTENT: Extent = Extent { depth: 0, rows: usize::MAX };

/// The workbook of a run, or why it cannot be one.
///
/// # Errors
/// Whatever stops a run.
pub fn of_run(
    ready: &mut Ready,
    result: &RunResult,
    flags: &Shared,
) -> Result<Result<Vec<u8>, String>, Vec<Diagnostic>> {
    let lang = flags.speech.lang;
    let verdicts = result.judgement.results.iter().chain(&result.judgement.targets);
    let names = result.values.iter().map(|o| o.name.as_str()).chain(verdicts.map(|v| v.rule.as_str()));
    let mut symbols: Vec<Symbol> = Vec::new();
    for symbol in names.filter_map(|name| ready.book.find(name)) {
        if !symbols.contains(&symbol) {
            symbols.push(symbol);
        }
    }
    let book = if symbols.is_empty() {
        Book::default()
    } else {
        pipeline::explained(ready, flags, &symbols, |x| {
            Book::of(result, lang, &mut |name, keys| x.of(name, keys, EXTENT).map(|found| found.root))
        })?
    };
    Ok(workbook(result, book, &facts(ready, result, flags), lang))
}

/// What the sheet of assumptions says of the run.
fn facts(ready: &Ready, result: &RunResult, flags: &Shared) -> Facts {
    let lang = flags.speech.lang;
    let foot = foot(&result.basis, lang);
    let command = (lang.pick("command", "kommando").to_owned(), foot.command);
    Facts {
        facts: foot.facts.into_iter().chain([command]).collect(),
        levers: overrides::levers(&ready.scenario, flags),
    }
}
