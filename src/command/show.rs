//! `ramme show`: what a rulebook defines; what the columns of a scenario hold.
//!
//! In: rules or a scenario, and perhaps a name. Out: text. Not here: the words about a rulebook's name
//! (`ramme_rulebook::describe`), evaluation.

use super::frame::{Failure, has_documents, unformed, within_limits};
use super::plan_report::outline;
use super::show_report::{column, columns, description, listing};
use crate::cli::Show;
use crate::exit::Exit;
use crate::pipeline::{self, Ready, stopped};
use crate::terminal::Terminal;
use crate::world;
use ramme_diag::{Code, Diagnostic, Limits, SourceMap, Text, closest};
use ramme_eval::scenario::Placed;
use ramme_report::model::Report;
use ramme_report::text::{Look, render};
use ramme_rulebook::Rulebook;
use ramme_rulebook::model::Symbol;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Shows a name, or all of them.
pub fn run(args: &Show) -> Exit {
    unformed(&args.shared, |terminal| {
        has_documents(&args.shared)?;
        within_limits(&args.shared)?;
        let first = args.what.first().map(PathBuf::from).unwrap_or_default();
        if first.extension().is_some_and(|e| e == "toml") || holds_a_scenario(&first) {
            return of_scenario(terminal, args, &first);
        }
        if args.plan {
            let text = Text::both("--plan is shown of a scenario", "--plan vises af et scenarie");
            return Err(Failure::Said(text));
        }
        of_rules(terminal, args)
    })
}

/// Whether standard input is asked for and holds a scenario, which begins with its format, and no rules.
fn holds_a_scenario(path: &Path) -> bool {
    if !world::is_stdin(path) {
        return false;
    }
    let text = String::from_utf8_lossy(world::look_at_stdin(Limits::default().rulebook_bytes));
    text.lines()
        .any(|line| line.strip_prefix("format").is_some_and(|rest| rest.trim_start().starts_with('=')))
}

/// The paths, and the name where the last word is no path.
fn paths_and_name(words: &[OsString]) -> (Vec<PathBuf>, Option<String>) {
    let mut paths: Vec<PathBuf> = words.iter().map(PathBuf::from).collect();
    let last_is_name = paths.len() > 1 && paths.last().is_some_and(|p| !p.exists() && !world::is_stdin(p));
    let name = if last_is_name { paths.pop() } else { None };
    (paths, name.map(|n| n.to_string_lossy().into_owned()))
}

fn of_rules(terminal: Terminal, args: &Show) -> Result<Exit, Failure> {
    let (paths, name) = paths_and_name(&args.what);
    let alone = |problems, sources| Failure::Stopped(stopped(problems, sources, Vec::new()));
    let trees = pipeline::trees(&paths, &Limits::default(), SourceMap::new())
        .map_err(|problems| alone(problems, SourceMap::new()))?;
    let (book, said) = pipeline::rulebook(&trees);
    if said.iter().any(Diagnostic::is_error) {
        return Err(alone(said, trees.sources));
    }
    let Some(name) = name else {
        return Ok(print(terminal, &listing(&book, terminal.lang)));
    };
    match book.describe(&name) {
        Some(found) => Ok(print(terminal, &description(&found, &trees.sources, terminal.lang))),
        None => Err(alone(vec![unknown(&name, book.suggest(&name))], trees.sources)),
    }
}

fn of_scenario(terminal: Terminal, args: &Show, path: &Path) -> Result<Exit, Failure> {
    let name = match args.what.as_slice() {
        [_] => None,
        [_, name] => Some(name.to_string_lossy().into_owned()),
        _ => {
            return Err(Failure::Said(Text::both(
                "show takes a scenario and one name",
                "show tager et scenarie og \u{e9}t navn",
            )));
        }
    };
    let mut ready = pipeline::ready(path, &args.shared)?;
    let names = shown_names(&ready.book);
    if let Some(name) = name.as_ref().filter(|name| !names.contains(name)) {
        return Err(ready.stopped(vec![unknown(name, closest(name, &names))]).into());
    }
    if args.plan {
        let of = name.and_then(|name| ready.book.find(&name));
        let found = pipeline::outline(&mut ready, &args.shared, of);
        let found = found.map_err(|problems| ready.stopped(problems))?;
        return Ok(print(terminal, &outline(&found, &ready.scenario.title, terminal.lang)));
    }
    only(&mut ready, name.as_ref().map_or(names, |name| vec![name.clone()]));
    let result = pipeline::run(&mut ready, &args.shared).map_err(|problems| ready.stopped(problems))?;
    let report = match name.and_then(|name| result.values.iter().find(|o| o.name == name)) {
        Some(output) => column(output, &result.basis, terminal.lang),
        None => columns(&result.values, &result.basis, terminal.lang),
    };
    Ok(print(terminal, &report))
}

/// What a scenario can show: inputs and definitions.
fn shown_names(book: &Rulebook) -> Vec<String> {
    let shown = |name: &&str| match book.find(name) {
        Some(Symbol::Definition(id)) => book.definitions.get(id.index()).is_some_and(|d| !d.for_a_day),
        Some(Symbol::Input(_)) => true,
        _ => false,
    };
    book.names().filter(shown).map(str::to_owned).collect()
}

/// Asks for these names alone, from data and rules: no forecast, no chances.
fn only(ready: &mut Ready, names: Vec<String>) {
    let span = ready.scenario.years.span;
    ready.scenario.show = Some(names.into_iter().map(|value| Placed { value, span }).collect());
    ready.scenario.forecasts.clear();
    ready.scenario.chances = None;
}

fn unknown(name: &str, suggestion: Option<String>) -> Diagnostic {
    Diagnostic::new(Code::UnknownName).arg("name", name).maybe_arg("suggestion", suggestion)
}

fn print(terminal: Terminal, report: &Report) -> Exit {
    terminal.print(&render(report, Look::new(terminal.lang, terminal.width_for(None))))
}
