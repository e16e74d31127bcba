//! What the command line says in place of the scenario: readings and values.
//!
//! In: `--reading` and `--set`. Out: chosen readings, values for the binding, and all that was set as it is told. Not here: whether a value fits, which
//! takes the data.

use crate::cli::Shared;
use ramme_diag::{Code, Diagnostic, SourceMap, Span, Text, closest};
use ramme_eval::bind::SetOverride;
use ramme_eval::scenario::Scenario;
use ramme_report::model::Lever;
use ramme_rulebook::Rulebook;
use ramme_rulebook::model::ReadingId;

/// What the scenario adopts, its readings, then those of the command line, which are stronger.
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
    let (mut problems, mut refused) = (Vec::new(), Vec::new());
    let mut take = |group: &str, name: &str, place: Span| match find(book, group, name) {
        Ok(id) => {
            chosen.retain(|held| held.group != id.group);
            chosen.push(id);
        }
        Err(problem) => problems.push(problem.at(place)),
    };
    for name in &scenario.adopt {
        match adopted(book, name.text()) {
            Ok(reading) => take(name.text(), reading, name.span),
            Err(problem) => refused.push(problem.at(name.span)),
        }
    }
    for (group, name) in &scenario.readings {
        take(group.text(), name.text(), name.span);
    }
    for flag in flags {
        let file = sources.add("--reading", flag.as_str());
        let place = Span::at(file, 0..flag.len());
        let (group, name) = flag.split_once('=').unwrap_or((flag, ""));
        take(group.trim(), name.trim(), place);
    }
    problems.splice(0..0, refused);
    if problems.is_empty() { Ok(chosen) } else { Err(problems) }
}

/// The reading that adopts what is not in force: the second of a group of two that has a status.
fn adopted<'b>(book: &'b Rulebook, name: &str) -> Result<&'b str, Diagnostic> {
    let found = book.groups.iter().find(|group| group.name == name && group.awaited.is_some());
    if let Some([_, reading]) = found.map(|group| group.members.as_slice()) {
        return Ok(reading);
    }
    let waiting = book.groups.iter().filter(|group| group.awaited.is_some());
    let choices: Vec<&str> = waiting.map(|group| group.name.as_str()).collect();
    let reason = match found {
        Some(group) => Text::both(
            format!("it has several readings: {}; choose one with `readings`", group.members.join(", ")),
            format!("den har flere læsninger: {}; vælg en med `readings`", group.members.join(", ")),
        ),
        None if choices.is_empty() => {
            Text::both("nothing in these rules has a status", "intet i disse regler har en status")
        }
        None => Text::both(
            format!("it has no status; what has one: {}", choices.join(", ")),
            format!("den har ingen status; det har: {}", choices.join(", ")),
        ),
    };
    Err(Diagnostic::new(Code::CannotAdopt)
        .arg("name", name)
        .arg("reason", reason)
        .maybe_arg("suggestion", closest(name, &choices)))
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

/// What was set by hand: the scenario's levers, then those of the command line.
pub fn levers(scenario: &Scenario, flags: &Shared) -> Vec<Lever> {
    let own = scenario.levers.iter().map(|lever| Lever {
        name: lever.name.text().to_owned(),
        value: lever.value.text().to_owned(),
        reason: lever.reason.clone(),
        author: lever.said_by(),
    });
    let by_hand = flags.sets.iter().map(|set| {
        // A key may hold `=` in quotes, a value never does.
        let (name, value) = set.rsplit_once('=').unwrap_or((set, ""));
        Lever {
            name: name.trim().to_owned(),
            value: value.trim().to_owned(),
            reason: flags.speech.lang.pick("on the command line", "p\u{e5} kommandolinjen").to_owned(),
            author: String::new(),
        }
    });
    own.chain(by_hand).collect()
}
