//! What names are called by people: the files that a scenario's `words` names, and the rows' own names.
//!
//! In: a scenario. Out: words for pages. Not here: which of them is used (`ramme_report::Words`).

use crate::cli::Shared;
use crate::pipeline::{self, Ready, Stopped};
use crate::world;
use ramme_diag::{Diagnostic, Limits, SourceMap};
use ramme_eval::bind::row_names;
use ramme_eval::result::Judgement;
use ramme_eval::scenario::{Scenario, Wording};
use ramme_report::Words;
use ramme_report::model::Report;
use ramme_value::Lang;
use std::path::Path;

/// Reads the files of words; what a later one says holds.
///
/// # Errors
/// A file that cannot be read, everything that is wrong in it.
pub fn read(
    scenario: &Scenario,
    folder: &Path,
    limits: &Limits,
    sources: &mut SourceMap,
) -> Result<Wording, Vec<Diagnostic>> {
    let mut wording = Wording::default();
    for file in &scenario.words {
        let given = world::read(&folder.join(file.text()), limits.scenario_bytes);
        let given = given.map_err(|problem| vec![problem.at(file.span)])?;
        let place = world::byte_place(&given);
        let text = ramme_syntax::decode(&given.bytes).map_err(|problem| vec![problem.at(place)])?;
        let id = sources.add(&given.name, text);
        wording.add(Wording::read(id, sources.text(id))?);
    }
    Ok(wording)
}

/// Says of verdicts what people call the rules, the subjects and the figures in them. The names stay.
pub fn name_verdicts(ready: &Ready, judgement: &mut Judgement, lang: Lang) {
    if judgement.results.is_empty() && judgement.targets.is_empty() {
        return;
    }
    let words = of(ready, lang);
    words.reasons(judgement);
    if !words.is_empty() {
        words.call(judgement);
    }
}

/// The words of a scenario, with the names of the rows.
pub fn of(ready: &Ready, lang: Lang) -> Words {
    Words::new(ready.wording.clone(), ready.row_names().clone(), lang).beside(&ready.book)
}

/// The words of a scenario of which nothing else is asked.
///
/// # Errors
/// Files that cannot be read, and a scenario that is not one.
pub fn of_file(path: &Path, flags: &Shared) -> Result<Words, Box<Stopped>> {
    let loaded = pipeline::load(path, flags, SourceMap::new())?;
    let rows = row_names(&loaded.scenario, &loaded.files, &Limits::default());
    let (book, _) = pipeline::rulebook(&loaded.trees);
    Ok(Words::new(loaded.wording, rows, flags.speech.lang).beside(&book))
}

/// A report as a terminal shows it: made of what is in words, and with a list of the names that these stand for.
pub fn listed(words: &Words, mut report: Report) -> Report {
    report.sections.extend(words.names());
    report
}
