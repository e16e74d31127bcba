//! The scripts of a scenario: run, and what they propose taken as levers.
//!
//! In: a scenario with everything that it names, read. Out: the same scenario with the proposals that hold among its levers
//! and no scripts, and what is said of the others. Not here: the sandbox (`ramme_script`), which of two values holds
//! (`ramme_eval::bind`), reading rules and data.
//!
//! All scripts see the same: data, levers and `--set`, before any of them has proposed anything. So their order decides
//! nothing, and a run with other levers asks them anew. Where a lever is moved on data that are bound once (`seek`,
//! `sensitivity`), what was proposed stays.

use crate::cli::Shared;
use crate::overrides;
use crate::pipeline::{Loaded, Ready, Stopped, job, stopped};
use crate::world;
use ramme_diag::{Code, Diagnostic, FileId, Lang, Limits, Place, SourceMap, Span, Text};
use ramme_eval::bind::{Proposed, proposals_that_hold};
use ramme_eval::scenario::{Lever, Placed, Scenario, ScriptArgument, ScriptLine, ScriptUse};
use ramme_eval::seen::{Known, Seen, seeing};
use ramme_script::{Argument, Fact, Facts, Failure, FailureKind, Proposal, Script};
use std::path::Path;

/// The text of each script of a scenario, in order, by its id among the sources.
///
/// # Errors
/// Files that are not there, are too large, or hold no text.
pub fn read(
    scenario: &Scenario,
    folder: &Path,
    limits: &Limits,
    sources: &mut SourceMap,
) -> Result<Vec<FileId>, Vec<Diagnostic>> {
    let mut read: Vec<FileId> = Vec::new();
    let mut problems = Vec::new();
    for script in &scenario.scripts {
        match one(&folder.join(&script.file.value), limits, sources) {
            Ok(file) => read.push(file),
            Err(problem) => problems.push(problem.at(script.file.span)),
        }
    }
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}

fn one(path: &Path, limits: &Limits, sources: &mut SourceMap) -> Result<FileId, Diagnostic> {
    let file = world::read(path, limits.script_bytes.saturating_add(1))?;
    if file.bytes.len() as u64 > limits.script_bytes {
        return Err(Diagnostic::new(Code::FileTooLarge)
            .arg("found", file.bytes.len() as u64)
            .arg("limit", limits.script_bytes));
    }
    let text = ramme_syntax::decode(&file.bytes)?;
    Ok(sources.add(&file.name, text))
}

/// The scenario with what its scripts propose.
///
/// # Errors
/// Whatever stops binding; a script that fails or goes over a limit; proposals that contradict each other or a lever.
pub fn taken(loaded: &Loaded, flags: &Shared, bare: Ready) -> Result<Loaded, Box<Stopped>> {
    let limits = Limits::default();
    let mut ready = bare;
    let mut sources = ready.sources.clone();
    let uses: Vec<(&ScriptUse, FileId)> =
        loaded.scenario.scripts.iter().zip(loaded.scripts.iter().copied()).collect();
    let ran = seeing(job(&mut ready, flags), |seen| all(&uses, seen, &sources, &limits));
    let proposed = ran.and_then(|found| found).map_err(|problems| ready.stopped(problems))?;
    let sets = overrides::sets(&flags.sets, &mut sources);
    match proposals_that_hold(&ready.book, (&loaded.scenario, &ready.bound.dataset), proposed, &sets, &limits)
    {
        Ok((levers, notes)) => {
            let mut with = loaded.clone();
            with.scenario.levers.extend(levers);
            with.scenario.scripts.clear();
            with.scripts.clear();
            with.notes.extend(notes);
            Ok(with)
        }
        Err(problems) => Err(stopped(problems, sources, Vec::new())),
    }
}

fn all(
    uses: &[(&ScriptUse, FileId)],
    seen: &Seen<'_>,
    sources: &SourceMap,
    limits: &Limits,
) -> Result<Vec<Proposed>, Vec<Diagnostic>> {
    let mut proposed = Vec::new();
    let mut problems = Vec::new();
    for (script, file) in uses {
        let text = sources.text(*file);
        let arguments: Vec<(String, Argument)> =
            script.arguments.iter().map(|(name, held)| (name.clone(), argument(held))).collect();
        let facts = Answers { seen, span: script.file.span };
        match ramme_script::run(Script { text, arguments: &arguments }, &facts, limits) {
            Ok(found) => proposed.extend(found.into_iter().map(|p| lever(p, script, *file, sources))),
            Err(failure) => problems.push(told(failure, sources.name(*file), *file)),
        }
    }
    if problems.is_empty() { Ok(proposed) } else { Err(problems) }
}

fn argument(held: &ScriptArgument) -> Argument {
    match held {
        ScriptArgument::Text(text) => Argument::Text(text.clone()),
        ScriptArgument::Whole(n) => Argument::Whole(*n),
        ScriptArgument::YesNo(yes) => Argument::YesNo(*yes),
    }
}

/// A proposal as the lever that it becomes; its places are in the script.
fn lever(proposal: Proposal, script: &ScriptUse, file: FileId, sources: &SourceMap) -> Proposed {
    let span = Span::at(file, proposal.at);
    let placed = |value: String| Placed { value, span };
    let line = ScriptLine { file: sources.name(file).to_owned(), line: sources.line_col(file, span.start).0 };
    Proposed {
        lever: Lever {
            name: placed(proposal.name),
            value: placed(proposal.value),
            range: None,
            step: None,
            reason: proposal.reason,
            author: script.author.clone().unwrap_or_default(),
            script: Some(line),
        },
        level: proposal.level,
        named_in: script.file.span.file,
    }
}

/// What stopped a script, as a diagnostic.
fn told(failure: Failure, name: &str, file: FileId) -> Diagnostic {
    let said = match failure.kind {
        FailureKind::Wrong(reason) => Diagnostic::new(Code::ScriptFailed).arg("reason", reason),
        FailureKind::Limit(what, limit) => {
            Diagnostic::new(Code::ScriptOverLimit).arg("what", what).arg("limit", limit)
        }
    };
    match failure.at {
        Some(at) => said.at(Span::at(file, at)),
        None => said.at(Place::File(name.to_owned())),
    }
}

/// Answers to the questions of a script.
struct Answers<'a, 'b> {
    seen: &'a Seen<'b>,
    span: Span,
}

/// What a diagnostic says, with its help, as one sentence.
fn words(problem: &Diagnostic) -> Text {
    let one = |lang: Lang| match problem.help(lang) {
        Some(help) if !help.is_empty() => format!("{}; {help}", problem.message(lang)),
        _ => problem.message(lang),
    };
    Text::both(one(Lang::En), one(Lang::Da))
}

impl Facts for Answers<'_, '_> {
    fn years(&self) -> (i32, i32) {
        self.seen.years()
    }

    fn members(&self, of: &str, year: Option<i32>) -> Result<Vec<String>, Text> {
        self.seen.members(of, year, self.span).map_err(|problem| words(&problem))
    }

    fn value(&self, name: &str) -> Result<Fact, Text> {
        let found = self.seen.value(name, self.span).map_err(|problem| words(&problem))?;
        Ok(match found {
            Known::Missing => Fact::Missing,
            Known::Number(value, num) => Fact::Number(value, num.unit, num.level),
            Known::YesNo(yes) => Fact::YesNo(yes),
            Known::Text(text) => Fact::Text(text),
        })
    }
}
