//! What names are called by people: the files that a scenario's `words` names, and the rows' own names.
//!
//! In: a scenario. Out: words for pages. Not here: which of them is used (`ramme_report::Words`).

use crate::pipeline::Ready;
use crate::world;
use ramme_diag::{Diagnostic, Limits, SourceMap};
use ramme_eval::bind::row_names;
use ramme_eval::result::Judgement;
use ramme_eval::scenario::{Scenario, Wording};
use ramme_report::Words;
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

/// Says of each verdict what its subject is called, and whom it belongs to. The keys stay.
pub fn name_subjects(ready: &Ready, judgement: &mut Judgement) {
    if judgement.results.is_empty() && judgement.targets.is_empty() {
        return;
    }
    let rows = row_names(&ready.scenario, &ready.files, &Limits::default());
    if rows.is_empty() {
        return;
    }
    for verdict in judgement.results.iter_mut().chain(&mut judgement.targets) {
        verdict.name = verdict.subject.first().and_then(|subject| rows.get(subject).cloned());
        if let Some(of) = &mut verdict.belongs {
            of.name = rows.get(&(of.entity.clone(), of.key.clone())).cloned();
        }
    }
}

/// The words of a scenario, with the names of the rows.
pub fn of(ready: &Ready, lang: Lang) -> Words {
    let rows = row_names(&ready.scenario, &ready.files, &Limits::default());
    Words::new(ready.wording.clone(), rows, lang)
}
