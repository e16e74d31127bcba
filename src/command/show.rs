//! `ramme show`: what a rulebook defines; what the columns of a scenario hold.
//!
//! In: rules or a scenario, and perhaps a name. Out: text. Not here: the words about a rulebook's name
//! (`ramme_rulebook::describe`), evaluation.

use super::plan_report::outline;
use super::show_report::{column, columns, description, listing};
use crate::cli::Show;
use crate::command::deliver::scenario_flags;
use crate::exit::Exit;
use crate::pipeline::{self, Ready, stopped_running};
use crate::terminal::Terminal;
use ramme_diag::{Code, Diagnostic, Limits, SourceMap, closest};
use ramme_eval::scenario::Placed;
use ramme_report::model::Report;
use ramme_report::text::{Look, render};
use ramme_rulebook::Rulebook;
use ramme_rulebook::model::Symbol;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Shows a name, or all of them.
pub fn run(args: &Show) -> Exit {
    let terminal = Terminal::new(args.shared.speech.lang);
    if let Err(exit) = scenario_flags(terminal, &args.shared) {
        return exit;
    }
    let first = args.what.first().map(PathBuf::from).unwrap_or_default();
    if first.extension().is_some_and(|e| e == "toml") {
        return of_scenario(terminal, args, &first);
    }
    if args.plan {
        let text = ("--plan is shown of a scenario", "--plan vises af et scenarie");
        terminal.error(&ramme_diag::Text::both(text.0, text.1));
        return Exit::NotDone;
    }
    of_rules(terminal, args)
}

/// The paths, and the name where the last word is no path.
fn paths_and_name(words: &[OsString]) -> (Vec<PathBuf>, Option<String>) {
    let mut paths: Vec<PathBuf> = words.iter().map(PathBuf::from).collect();
    let last_is_name = paths.len() > 1 && paths.last().is_some_and(|p| !p.exists());
    let name = if last_is_name { paths.pop() } else { None };
    (paths, name.map(|n| n.to_string_lossy().into_owned()))
}

fn of_rules(terminal: Terminal, args: &Show) -> Exit {
    let (paths, name) = paths_and_name(&args.what);
    let trees = match pipeline::trees(&paths, &Limits::default(), SourceMap::new()) {
        Ok(trees) => trees,
        Err(problems) => {
            terminal.complain(&SourceMap::new(), &[], problems);
            return Exit::NotDone;
        }
    };
    let (book, said) = pipeline::rulebook(&trees);
    if said.iter().any(Diagnostic::is_error) {
        terminal.complain(&trees.sources, &[], said);
        return Exit::NotDone;
    }
    let Some(name) = name else {
        return print(terminal, &listing(&book, terminal.lang));
    };
    match book.describe(&name) {
        Some(found) => print(terminal, &description(&found, &trees.sources, terminal.lang)),
        None => {
            terminal.complain(&trees.sources, &[], vec![unknown(&name, book.suggest(&name))]);
            Exit::NotDone
        }
    }
}

fn of_scenario(terminal: Terminal, args: &Show, path: &Path) -> Exit {
    let name = match args.what.as_slice() {
        [_] => None,
        [_, name] => Some(name.to_string_lossy().into_owned()),
        _ => {
            let text = ("show takes a scenario and one name", "show tager et scenarie og \u{e9}t navn");
            terminal.error(&ramme_diag::Text::both(text.0, text.1));
            return Exit::NotDone;
        }
    };
    let mut ready = match pipeline::ready(path, &args.shared) {
        Ok(ready) => ready,
        Err(stopped) => return terminal.stop(*stopped),
    };
    let names = shown_names(&ready.book);
    if let Some(name) = name.as_ref().filter(|name| !names.contains(name)) {
        let problem = unknown(name, closest(name, &names));
        terminal.complain(&ready.sources, &[], vec![problem]);
        return Exit::NotDone;
    }
    if args.plan {
        return plan(terminal, args, ready, name);
    }
    only(&mut ready, name.as_ref().map_or(names, |name| vec![name.clone()]));
    let result = match pipeline::run(&mut ready, &args.shared) {
        Ok(result) => result,
        Err(problems) => return terminal.stop(*stopped_running(problems, ready)),
    };
    let report = match name.and_then(|name| result.values.iter().find(|o| o.name == name)) {
        Some(output) => column(output, &result.basis, terminal.lang),
        None => columns(&result.values, &result.basis, terminal.lang),
    };
    print(terminal, &report)
}

/// The plan of a scenario, or of one name of it.
fn plan(terminal: Terminal, args: &Show, mut ready: Ready, name: Option<String>) -> Exit {
    let of = name.and_then(|name| ready.book.find(&name));
    match pipeline::outline(&mut ready, &args.shared, of) {
        Ok(found) => print(terminal, &outline(&found, &ready.scenario.title, terminal.lang)),
        Err(problems) => terminal.stop(*stopped_running(problems, ready)),
    }
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
