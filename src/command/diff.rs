//! `ramme diff`: two versions of the rules in git by meaning, and what each change is worth.
//!
//! In: `REV..REV`, paths of rules, a scenario. Out: the changes; exit code 1 with `--exit-code` where a meaning changed.
//! Not here: git (`git`), finding changes (`ramme_syntax::changes`), mixing (`mix`).

use super::compare::between;
use super::frame::{Failure, VERSION, framed};
use crate::cli::{Diff, Shared};
use crate::exit::Exit;
use crate::output::Form;
use crate::pipeline::{self, Loaded, Stopped, Trees};
use crate::{git, mix};
use ramme_diag::{Limits, SourceMap, Text};
use ramme_eval::result::Basis;
use ramme_eval::scenario::in_git;
use ramme_report::changes_report::{self, Versions};
use ramme_report::comparison::Comparison;
use ramme_syntax::changes::changes;
use std::path::{Path, PathBuf};

/// The forms of a diff.
const FORMS: [(&str, Form); 3] = [("text", Form::Text), ("json", Form::Json), ("md", Form::Markdown)];

/// Compares two versions of the rules.
pub fn run(args: &Diff) -> Exit {
    framed((&args.shared, &args.result), &FORMS, |desk| {
        let (revisions, changes, worth, rules_hash) = told(args, revisions(&args.revisions)?)?;
        let worth = worth.as_ref().map(|(worth, basis)| (worth, basis));
        let versions = Versions { revisions, changes: &changes, worth, rules_hash: &rules_hash };
        let exit = desk.deliver(match desk.form {
            Form::Json => changes_report::json(&versions, VERSION),
            Form::Markdown => Ok(changes_report::markdown(&versions, desk.lang)),
            _ => Ok(desk.text(&changes_report::report(&versions, desk.lang))),
        });
        let changed = changes.iter().any(|c| c.kind.changes_meaning());
        Ok(if args.exit_code && changed { exit.max(Exit::Findings) } else { exit })
    })
}

/// `A..B`; a side that is not written is `HEAD`, as in git.
fn revisions(text: &str) -> Result<(String, String), Failure> {
    let Some((from, to)) = text.split_once("..").filter(|(_, to)| !to.starts_with('.')) else {
        return Err(Failure::Said(Text::both(
            format!("`{text}` names no two revisions: write them as in `main~1..main`"),
            format!("`{text}` n\u{e6}vner ikke to revisioner: skriv dem som i `main~1..main`"),
        )));
    };
    let or_head = |side: &str| if side.is_empty() { "HEAD".to_owned() } else { side.to_owned() };
    Ok((or_head(from), or_head(to)))
}

type Found = ((String, String), Vec<ramme_syntax::changes::Change>, Option<(Comparison, Basis)>, String);

fn told(args: &Diff, revisions: (String, String)) -> Result<Found, Failure> {
    let scenario = match &args.scenario {
        Some(path) => {
            let loaded = pipeline::load(path, &args.shared, SourceMap::new())?;
            Some((path.as_path(), loaded))
        }
        None => None,
    };
    let paths = rule_paths(args, scenario.as_ref().map(|(path, loaded)| (*path, loaded)));
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let base = scenario.as_ref().map(|(_, loaded)| mix::sources(loaded)).unwrap_or_default();
    let old = at(&revisions.0, &paths, base)?;
    let new = at(&revisions.1, &paths, old.sources.clone())?;
    let found = changes(&mix::versions(&old), &mix::versions(&new));
    let hash = new.hash.clone();
    let worth =
        scenario.map(|(_, loaded)| worth(&loaded, (old, new), &revisions, &args.shared)).transpose()?;
    Ok((revisions, found, worth, hash))
}

/// The paths that are asked for; else those of the scenario; else `rules`.
fn rule_paths(args: &Diff, scenario: Option<(&Path, &Loaded)>) -> Vec<PathBuf> {
    match scenario {
        _ if !args.rules.is_empty() => args.rules.clone(),
        Some((path, loaded)) => {
            let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
            let path = |rules: &str| folder.join(in_git(rules).map_or(rules, |(_, path)| path));
            loaded.scenario.rules.iter().map(|rules| path(rules.text())).collect()
        }
        None => vec![PathBuf::from("rules")],
    }
}

/// The rules in a revision as trees; what is wrong with their text is an error.
fn at(revision: &str, paths: &[&Path], sources: SourceMap) -> Result<Trees, Failure> {
    let given = git::rule_files(revision, paths).map_err(Failure::Said)?;
    let trees = pipeline::trees_of(&given, &Limits::default(), sources)
        .map_err(|problems| pipeline::stopped(problems, SourceMap::new(), Vec::new()))?;
    if trees.problems.iter().any(ramme_diag::Diagnostic::is_error) {
        return Err(pipeline::stopped(trees.problems, trees.sources, Vec::new()).into());
    }
    Ok(trees)
}

/// What the changes are worth: the scenario under the old rules and under the new.
fn worth(
    scenario: &Loaded,
    (old, new): (Trees, Trees),
    revisions: &(String, String),
    flags: &Shared,
) -> Result<(Comparison, Basis), Box<Stopped>> {
    let under = |trees: Trees| Loaded { trees, ..scenario.clone() };
    let (first, second) = (under(old), under(new));
    let players = mix::players(&first, &second);
    let (mut comparison, basis) = between(&first, &second, players, flags)?;
    comparison.titles = revisions.clone();
    Ok((comparison, basis))
}
