//! What the command line says in place of the scenario: readings and values.
//!
//! In: `--reading` and `--set`. Out: chosen readings, and values for the binding. Not here: whether a value fits, which
//! takes the data.

use ramme_diag::{Code, Diagnostic, SourceMap, Span, closest};
use ramme_eval::bind::SetOverride;
use ramme_eval::scenario::Scenario;
use ramme_rulebook::Rulebook;
use ramme_rulebook::model::ReadingId;

/// The scenario's readings, then those of the command line, which are stronger.
///
/// # Errors
/// Groups and readings that do not exist, and a flag that is not `GROUP=NAME`.
pub fn readings(
    book: &Rulebook,
    scenario: &Scenario,
    flags: &[String],
    sources: &mut SourceMap,
) -> Result<Vec<ReadingId>, Vec<Diagnostic>> {
    let mut chosen: Vec<ReadingId> = Vec::new();
    let mut problems = Vec::new();
    let mut take = |group: &str, name: &str, place: Span| match find(book, group, name) {
        Ok(id) => {
            chosen.retain(|held| held.group != id.group);
            chosen.push(id);
        }
        Err(problem) => problems.push(problem.at(place)),
    };
    for (group, name) in &scenario.readings {
        take(group.text(), name.text(), name.span);
    }
    for flag in flags {
        let file = sources.add("--reading", flag.as_str());
        let place = Span::at(file, 0..flag.len());
        let (group, name) = flag.split_once('=').unwrap_or((flag, ""));
        take(group.trim(), name.trim(), place);
    }
    if problems.is_empty() { Ok(chosen) } else { Err(problems) }
}

fn find(book: &Rulebook, group: &str, name: &str) -> Result<ReadingId, Diagnostic> {
    if let Some(id) = book.find_reading(group, name) {
        return Ok(id);
    }
    let Some(held) = book.groups.iter().find(|g| g.name == group) else {
        let names = book.groups.iter().map(|g| g.name.as_str());
        return Err(Diagnostic::new(Code::NoSuchGroup)
            .arg("group", group)
            .maybe_arg("suggestion", closest(group, names)));
    };
    Err(Diagnostic::new(Code::NoSuchReading)
        .arg("group", group)
        .arg("reading", name)
        .arg("choices", held.members.join(", ")))
}

/// The values of `--set`, each a text of its own that diagnostics can point into.
pub fn sets(flags: &[String], sources: &mut SourceMap) -> Vec<SetOverride> {
    let one = |text: &String| SetOverride { file: sources.add("--set", text.as_str()), text: text.clone() };
    flags.iter().map(one).collect()
}
