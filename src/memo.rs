//! Letters and memos: the user's templates, and what only the program knows of a result.
//!
//! In: a folder of templates, a result. Out: the shelf of templates, the matter that they are about, texts. Not here: the
//! templates themselves (`ramme_memo`).

use crate::cli::Shared;
use crate::page::foot;
use crate::pipeline::{Ready, Stopped, stopped};
use crate::{overrides, reach, words, world};
use ramme_diag::{Diagnostic, Limits};
use ramme_eval::result::{Basis, Judgement, RunResult, Verdict};
use ramme_memo::{Document, Letter, Made, Matter, Shelf};
use ramme_rulebook::model::Rank;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The templates of the program, and those of a folder in their place. Their texts are added to those that places point
/// into.
///
/// # Errors
/// A folder or a file that cannot be read.
pub fn shelf(ready: &mut Ready, folder: Option<&Path>) -> Result<Shelf, Vec<Diagnostic>> {
    let mut shelf = Shelf::new(&mut ready.sources);
    let Some(folder) = folder else { return Ok(shelf) };
    let mut problems = Vec::new();
    for given in world::templates(folder, &Limits::default())? {
        match ramme_syntax::decode(&given.bytes) {
            Ok(text) => {
                let name = given.path.as_deref().and_then(Path::file_name).unwrap_or_default();
                let file = ready.sources.add(&given.name, text);
                shelf.put(&name.to_string_lossy(), ready.sources.text(file), file);
            }
            Err(problem) => problems.push(problem.at(world::byte_place(&given))),
        }
    }
    if problems.is_empty() { Ok(shelf) } else { Err(problems) }
}

/// The memo of a run.
///
/// # Errors
/// What is wrong with a template.
pub fn of_run(
    ready: &mut Ready,
    result: RunResult,
    flags: &Shared,
    templates: Option<&Path>,
) -> Result<Made, Box<Stopped>> {
    let shelf = held(ready, templates)?;
    let matter = matter(ready, result, flags);
    ramme_memo::memo(&shelf, &matter, flags.speech.lang).map_err(|problem| stop(ready, vec![*problem]))
}

/// The letters of a judgement, and the committee's list.
///
/// # Errors
/// What is wrong with a template.
pub fn of_judgement(
    ready: &mut Ready,
    (basis, judgement): (&Basis, &Judgement),
    flags: &Shared,
    templates: Option<&Path>,
    counts: impl Fn(&Verdict) -> bool,
) -> Result<(Vec<Letter>, Made), Box<Stopped>> {
    let shelf = held(ready, templates)?;
    let result = RunResult {
        basis: basis.clone(),
        values: Vec::new(),
        chances: Vec::new(),
        checks: Vec::new(),
        hindcasts: Vec::new(),
        declared: Vec::new(),
        forecasts: Vec::new(),
        judgement: judgement.clone(),
        notices: Vec::new(),
        notes: Vec::new(),
    };
    let matter = matter(ready, result, flags);
    ramme_memo::letters(&shelf, &matter, flags.speech.lang, counts)
        .map_err(|problem| stop(ready, vec![*problem]))
}

fn held(ready: &mut Ready, templates: Option<&Path>) -> Result<Shelf, Box<Stopped>> {
    shelf(ready, templates).map_err(|problems| stop(ready, problems))
}

fn stop(ready: &Ready, problems: Vec<Diagnostic>) -> Box<Stopped> {
    stopped(problems, ready.sources.clone(), ready.data.clone())
}

/// A result with what the program knows of how it was made.
fn matter(ready: &Ready, result: RunResult, flags: &Shared) -> Matter {
    let lang = flags.speech.lang;
    let words = words::of(ready, lang);
    let entities = ready.book.entities.iter().map(|entity| entity.name.clone()).collect();
    let data: BTreeSet<String> =
        ready.scenario.data_files().into_iter().map(|file| file.text().to_owned()).collect();
    Matter {
        entities,
        documents: documents(ready, &result),
        levers: overrides::levers(&ready.scenario, flags),
        data: data.into_iter().collect(),
        command: foot(&result.basis, lang).command,
        program: format!("ramme {}", env!("CARGO_PKG_VERSION")),
        spoken: Arc::new(words.run(&result)),
        words,
        result: Arc::new(result),
    }
}

/// The documents that the result rests on.
fn documents(ready: &Ready, result: &RunResult) -> Vec<Document> {
    let values = result.values.iter().map(|output| output.name.as_str());
    let verdicts = result.judgement.results.iter().chain(&result.judgement.targets);
    let shown: BTreeSet<&str> = values.chain(verdicts.map(|verdict| verdict.rule.as_str())).collect();
    let shown = shown.into_iter().filter_map(|name| ready.book.find(name));
    let documents = reach::documents(&ready.book, &ready.view, shown).into_iter();
    documents
        .filter_map(|at| ready.book.documents.get(at))
        .map(|document| Document {
            document: document.name.clone(),
            title: document.title.clone().unwrap_or_else(|| document.name.clone()),
            rank: match document.rank {
                Rank::Law => "law",
                Rank::Agreement => "agreement",
                Rank::Report => "report",
            }
            .to_owned(),
            published: document.published,
        })
        .collect()
}
