//! `ramme compare`: scenarios side by side, with what each difference is worth in kroner.
//!
//! In: two scenarios or more, or one and what is set, and flags. Out: the first against each of the others; with `--save`
//! what is set as an overlay that gives the same. Not here: what differs and mixing (`mix`), the overlay's text (`keep`),
//! shares (`ramme_eval::attribute`), how it is told (`ramme_report::comparison`).

use super::frame::{Failure, REPORT_FORMS, VERSION, framed, has_documents};
use crate::cli::{Compare, Shared};
use crate::exit::Exit;
use crate::keep::{self, Kept};
use crate::mix::{self, Player};
use crate::output::Form;
use crate::pipeline::{self, Loaded, Ready, Stopped, stopped};
use crate::progress::Progress;
use crate::terminal::Terminal;
use crate::{page, words};
use ramme_diag::{SourceMap, Text};
use ramme_eval::attribute::combinations;
use ramme_eval::result::{Basis, RunResult};
use ramme_report::Words;
use ramme_report::comparison::{self, Comparison};
use ramme_report::model::Report;
use std::collections::BTreeSet;
use std::path::Path;

/// Compares scenarios.
pub fn run(args: &Compare) -> Exit {
    framed((&args.shared, &args.result), &REPORT_FORMS, |desk| {
        has_documents(&args.shared)?;
        asked(args)?;
        let lang = desk.lang;
        let (mut basis, all, overlay) = compared(args)?;
        (basis.verb, basis.arguments) = ("compare".to_owned(), written(args));
        let first = args.scenarios.first().map_or(Path::new(""), |path| path);
        let reports = |words: &Words| -> Vec<Report> {
            all.iter().map(|c| comparison::report(&words.comparison(c), lang)).collect()
        };
        let text = match desk.form {
            Form::Json => comparison::json(&basis, &all, VERSION),
            Form::Html => {
                let words = words::of_file(first, &args.shared)?;
                Ok(page::of_report(&basis, &joined(reports(&words)), lang))
            }
            _ => {
                let words = words::of_file(first, &args.shared)?.typed();
                let mut reports = reports(&words);
                if let Some(last) = reports.last_mut() {
                    last.sections.extend(words.names());
                }
                Ok(reports.iter().map(|report| desk.text(report)).collect::<Vec<_>>().join("\n"))
            }
        };
        let saved = match (&args.save, overlay) {
            (Some(path), Some(overlay)) => save(desk.terminal, path, &overlay, &args.shared),
            _ => Exit::Done,
        };
        Ok(desk.deliver(text).max(saved))
    })
}

/// What was asked besides the first scenario.
fn written(args: &Compare) -> Vec<String> {
    let others = args.scenarios.iter().skip(1).map(|path| crate::world::shown(path));
    others.chain(args.shared.written()).collect()
}

/// Refuses what makes no comparison, and an overlay that would lie over something.
fn asked(args: &Compare) -> Result<(), Text> {
    if args.scenarios.len() < 2 && !keep::says_something(&args.shared) {
        return Err(Text::both(
            "one scenario alone has nothing to be compared with: name another, or say what to try with --set or --reading",
            "\u{e9}t scenarie alene har intet at sammenlignes med: n\u{e6}vn et til, eller sig med --set eller --reading, hvad der skal pr\u{f8}ves",
        ));
    }
    let Some(path) = &args.save else { return Ok(()) };
    if !keep::says_something(&args.shared) {
        return Err(Text::both(
            "--save keeps what --set and --reading say, and they say nothing",
            "--save gemmer det, som --set og --reading siger, og de siger intet",
        ));
    }
    if !args.overwrite && path.symlink_metadata().is_ok() {
        let name = crate::world::shown(path);
        return Err(Text::both(
            format!("`{name}` is there already: --overwrite writes over it"),
            format!("`{name}` findes i forvejen: --overwrite skriver over den"),
        ));
    }
    Ok(())
}

/// Writes the overlay, and says what it is.
fn save(terminal: Terminal, path: &Path, overlay: &str, flags: &Shared) -> Exit {
    if let Err(problem) = crate::world::write_whole(path, overlay.as_bytes()) {
        terminal.error(&problem);
        return Exit::NotDone;
    }
    let (name, values, readings) = (crate::world::shown(path), flags.sets.len(), flags.readings.len());
    terminal.say(flags.speech.lang.pick(
        &format!("{name}: an overlay that gives the same ({values} values, {readings} readings)\n"),
        &format!("{name}: et overl\u{e6}g, der giver det samme ({values} v\u{e6}rdier, {readings} l\u{e6}sninger)\n"),
    ));
    Exit::Done
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

type Found = (Basis, Vec<Comparison>, Option<String>);

fn compared(args: &Compare) -> Result<Found, Failure> {
    let mut sources = SourceMap::new();
    let mut loaded: Vec<Loaded> = Vec::new();
    for path in &args.scenarios {
        let one = pipeline::load(path, &args.shared, sources)?;
        sources = mix::sources(&one);
        loaded.push(one);
    }
    // One alone is held against itself with what is set; several are all run with it.
    let alone = loaded.len() == 1;
    let flags = if alone { &keep::without(&args.shared) } else { &args.shared };
    let mut overlay = None;
    if let Some((base, path)) =
        loaded.last().zip(args.scenarios.last()).filter(|_| alone || args.save.is_some())
    {
        let (text, over) = kept(args, base, path)?;
        if alone {
            loaded.push(over);
        }
        overlay = args.save.is_some().then_some(text);
    }
    // What scripts propose is compared like what is written by hand.
    let asked = |one: Loaded| Ok::<_, Failure>(pipeline::with_proposals(&one, flags)?.unwrap_or(one));
    let loaded = loaded.into_iter().map(asked).collect::<Result<Vec<_>, _>>()?;
    let mut all = Vec::new();
    let mut basis = Basis::default();
    let mut rest = loaded.iter();
    let Some(first) = rest.next() else { return Ok((basis, all, overlay)) };
    for second in rest {
        let players = mix::players(first, second);
        let (mut comparison, found) = between(first, second, players, flags)?;
        if alone {
            comparison.titles.1 =
                flags.speech.lang.pick("with what is set", "med det, der er sat").to_owned();
        }
        basis = found;
        all.push(comparison);
    }
    Ok((basis, all, overlay))
}

/// What is set as an overlay over a scenario: its text, and the scenario with it. It has to give the same as the flags do.
fn kept(args: &Compare, base: &Loaded, path: &Path) -> Result<(String, Loaded), Failure> {
    let flags = &args.shared;
    let by = Kept { reason: args.reason.clone(), author: args.author.clone() };
    let at = args.save.as_deref().unwrap_or(path);
    let text = keep::text(&keep::seen_from(path, at), base, flags, &by).map_err(Failure::Said)?;
    let over = keep::over(base, &text, &crate::world::shown(at))
        .map_err(|(problems, sources)| stopped(problems, sources, Vec::new()))?;
    if args.save.is_some() && !gives_the_same((base, flags), (&over, &keep::without(flags)))? {
        return Err(Failure::Said(Text::both(
            "what is set cannot be kept: as levers of an overlay the values would not hold where --set does, since other levers name the same for other days",
            "det, der er sat, kan ikke gemmes: som greb i et overl\u{e6}g ville v\u{e6}rdierne ikke g\u{e6}lde dér, hvor --set g\u{f8}r, fordi andre greb n\u{e6}vner det samme for andre dage",
        )));
    }
    Ok((text, over))
}

/// Whether two runs give the same values and verdicts.
fn gives_the_same(first: (&Loaded, &Shared), second: (&Loaded, &Shared)) -> Result<bool, Box<Stopped>> {
    let run = |(loaded, flags): (&Loaded, &Shared)| {
        let mut ready = pipeline::ready_of(loaded, flags)?;
        pipeline::run(&mut ready, flags).map_err(|problems| ready.stopped(problems))
    };
    let results = [run(first)?, run(second)?];
    let found = comparison::compare(Vec::new(), &results, (String::new(), String::new()), &BTreeSet::new());
    Ok(found.flips.is_empty() && found.values.iter().all(|value| value.sides.0 == value.sides.1))
}

/// The first against the second: every mix that decides, run. Differences of which one cannot stand without another, such as a
/// reading and the clause that has it, are taken together.
///
/// # Errors
/// Whatever stops a run of one of the two.
pub fn between(
    first: &Loaded,
    second: &Loaded,
    mut players: Vec<Player>,
    flags: &Shared,
) -> Result<(Comparison, Basis), Box<Stopped>> {
    let (results, totals) = loop {
        match runs(first, second, &players, flags) {
            Ok(found) => break found,
            Err(stopped) => players = mix::coarser(players).ok_or(stopped)?,
        }
    };
    let basis = results.first().map(|r| r.basis.clone()).unwrap_or_default();
    let titles = titles(first, second);
    let differences = players.into_iter().map(|p| p.told).collect();
    Ok((comparison::compare(differences, &results, titles, &totals), basis))
}

type Runs = (Vec<RunResult>, BTreeSet<String>);

/// The runs of all mixes, in the order of [`combinations`], and the members that are totals in any of them.
fn runs(first: &Loaded, second: &Loaded, players: &[Player], flags: &Shared) -> Result<Runs, Box<Stopped>> {
    let mixes = combinations(players.len());
    let bar = Progress::of(mixes.len());
    let mut results: Vec<RunResult> = Vec::new();
    let mut totals = BTreeSet::new();
    for taken in &mixes {
        let mixed = mix::mixed(first, second, players, taken);
        let mut ready = pipeline::ready_of(&mixed, flags)?;
        totals.extend(totals_of(&ready));
        results.push(pipeline::run(&mut ready, flags).map_err(|problems| ready.stopped(problems))?);
        bar.step();
    }
    // What neither rules nor figures say (which years are asked for, what is shown) is no difference to be shared out.
    let (a, b) = (&first.scenario, &second.scenario);
    if players.is_empty() && (a.years != b.years || a.show != b.show) {
        let mut ready = pipeline::ready_of(first, flags)?;
        let result = pipeline::run(&mut ready, flags).map_err(|problems| ready.stopped(problems))?;
        results.insert(0, result);
    }
    Ok((results, totals))
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
