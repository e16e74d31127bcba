//! `ramme compare`: scenarios side by side, with what each difference is worth in kroner.
//!
//! In: two scenarios or more, and flags. Out: the first against each of the others. Not here: what differs and mixing
//! (`mix`), shares (`ramme_eval::attribute`), how it is told (`ramme_report::comparison`).

use super::deliver::{deliver, scenario_flags};
use crate::cli::{Compare, Shared};
use crate::exit::Exit;
use crate::mix::{self, Player};
use crate::output::{Form, choose};
use crate::page;
use crate::pipeline::{self, Loaded, Ready, Stopped, stopped_running};
use crate::progress::Progress;
use crate::terminal::Terminal;
use ramme_diag::SourceMap;
use ramme_eval::attribute::combinations;
use ramme_eval::result::{Basis, RunResult};
use ramme_report::comparison::{self, Comparison};
use ramme_report::model::Report;
use ramme_report::text::{Look, render};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

/// The forms of a comparison.
const FORMS: [(&str, Form); 3] = [("text", Form::Text), ("json", Form::Json), ("html", Form::Html)];

/// Compares scenarios.
pub fn run(args: &Compare) -> Exit {
    let lang = args.shared.speech.lang;
    let terminal = Terminal::new(lang);
    let start = Instant::now();
    let form = match choose(args.result.format.as_deref(), args.result.output.as_deref(), &FORMS) {
        Ok(form) => form,
        Err(refusal) => return terminal.refuse(&refusal),
    };
    if let Err(exit) = scenario_flags(terminal, &args.shared) {
        return exit;
    }
    let (basis, all) = match compared(args) {
        Ok(all) => all,
        Err(stopped) => return terminal.stop(*stopped),
    };
    let output = args.result.output.as_deref();
    let reports = || all.iter().map(|c| comparison::report(c, lang));
    let text = match form {
        Form::Json => comparison::json(&basis, &all, env!("CARGO_PKG_VERSION")),
        Form::Html => match page::in_words(args.scenarios.first().map_or(Path::new(""), |p| p), &args.shared)
        {
            Ok(words) => {
                let reports = all.iter().map(|c| comparison::report(&words.comparison(c), lang)).collect();
                Ok(page::of_report(&basis, &joined(reports), lang))
            }
            Err(stopped) => return terminal.stop(*stopped),
        },
        _ => {
            let look = Look::new(lang, terminal.width_for(output));
            Ok(reports().map(|report| render(&report, look)).collect::<Vec<_>>().join("\n"))
        }
    };
    let exit = deliver(terminal, output, text);
    terminal.took(start);
    exit
}

/// Several comparisons on one page.
fn joined(mut reports: Vec<Report>) -> Report {
    if reports.len() == 1 {
        return reports.remove(0);
    }
    let mut all = Report::default();
    for report in reports {
        all.title = if all.title.is_empty() {
            report.title.clone()
        } else {
            format!("{}; {}", all.title, report.title)
        };
        all.sections.extend(report.sections.into_iter().map(|mut section| {
            section.heading = format!("{} \u{2013} {}", report.title, section.heading);
            section
        }));
        all.summary = format!("{} {}", all.summary, report.summary).trim().to_owned();
    }
    all
}

fn compared(args: &Compare) -> Result<(Basis, Vec<Comparison>), Box<Stopped>> {
    let flags = &args.shared;
    let mut sources = SourceMap::new();
    let mut loaded: Vec<Loaded> = Vec::new();
    for path in &args.scenarios {
        let one = pipeline::load(path, flags, sources)?;
        sources = mix::sources(&one);
        loaded.push(one);
    }
    let mut all = Vec::new();
    let mut basis = Basis::default();
    let mut rest = loaded.iter();
    let Some(first) = rest.next() else { return Ok((basis, all)) };
    for second in rest {
        let players = mix::players(first, second);
        let (comparison, found) = between(first, second, players, flags)?;
        basis = found;
        all.push(comparison);
    }
    Ok((basis, all))
}

/// The first against the second: every mix that decides, run.
///
/// # Errors
/// Whatever stops a run.
pub fn between(
    first: &Loaded,
    second: &Loaded,
    players: Vec<Player>,
    flags: &Shared,
) -> Result<(Comparison, Basis), Box<Stopped>> {
    let runs = combinations(players.len());
    let bar = Progress::of(runs.len());
    let mut results: Vec<RunResult> = Vec::new();
    let mut totals = BTreeSet::new();
    for taken in &runs {
        let mixed = mix::mixed(first, second, &players, taken);
        let mut ready = pipeline::ready_of(&mixed, flags)?;
        totals.extend(totals_of(&ready));
        match pipeline::run(&mut ready, flags) {
            Ok(result) => results.push(result),
            Err(problems) => return Err(stopped_running(problems, ready)),
        }
        bar.step();
    }
    let basis = results.first().map(|r| r.basis.clone()).unwrap_or_default();
    let titles = titles(first, second);
    let differences = players.into_iter().map(|p| p.told).collect();
    Ok((comparison::compare(differences, &results, titles, &totals), basis))
}

/// The members that are the sum of the others of their set.
fn totals_of(ready: &Ready) -> Vec<String> {
    let with = ready.book.sets.iter().filter(|set| set.has_total);
    with.filter_map(|set| set.members.last().cloned()).collect()
}

/// The titles; where they are the same, the files.
fn titles(first: &Loaded, second: &Loaded) -> (String, String) {
    let (a, b) = (&first.scenario, &second.scenario);
    if a.title == b.title { (a.name.clone(), b.name.clone()) } else { (a.title.clone(), b.title.clone()) }
}
