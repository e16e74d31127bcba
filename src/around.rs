//! What a page shows around a run: the way from the scenario that it extends to this one, and how far the headline figure
//! moves with each lever that has a range.
//!
//! In: a scenario and what came out. Out: parts of the page. Both take further runs, so they are bounded; what is left out
//! says which command makes it. Not here: how either is worked out (`command::compare`, `command::sensitivity`).

use crate::cli::Shared;
use crate::command::{compare, sensitivity};
use crate::mix;
use crate::pipeline::{self, Ready, Stopped};
use ramme_diag::SourceMap;
use ramme_eval::bind::DataSource as _;
use ramme_eval::result::RunResult;
use ramme_report::model::{Block, Section};
use ramme_report::{Words, comparison};
use ramme_rulebook::Rulebook;
use ramme_rulebook::model::{Symbol, Type};
use ramme_value::{Lang, Unit};
use std::collections::BTreeSet;
use std::path::Path;

/// Up to so many differences are taken in every order: sixteen runs.
const MOST_DIFFERENCES: usize = 4;
/// Up to so many levers are varied: thirty readings.
const MOST_LEVERS: usize = 6;
/// Data of more bytes are not read again and again for a page.
const MOST_BYTES: usize = 32 << 20;
/// So many waterfalls are shown.
const MOST_STEPS: usize = 3;

/// The parts.
pub fn sections(
    ready: &Ready,
    path: &Path,
    result: &RunResult,
    flags: &Shared,
    words: &Words,
) -> Vec<Section> {
    let mut all = Vec::new();
    if let Some(base) = ready.scenario.extends.last() {
        all.extend(from_base(ready, Path::new(base), path, flags, words));
    }
    all.extend(levers(ready, path, result, flags, words));
    all
}

/// True where the data are small enough to be read once more for each of many runs.
fn small(ready: &Ready) -> bool {
    let sizes =
        ready.files.names().into_iter().filter_map(|name| Some(ready.files.bytes(&name)?.ok()?.len()));
    sizes.sum::<usize>() <= MOST_BYTES
}

/// A part that says what is not here, and how to get it.
fn instead(heading: String, why: String, command: &str, lang: Lang) -> Section {
    let mut section = Section::new(heading);
    section.push(Block::Text(
        lang.pick(format!("{why} `{command}` shows it."), format!("{why} `{command}` viser det.")),
    ));
    section
}

fn from_base(ready: &Ready, base: &Path, path: &Path, flags: &Shared, words: &Words) -> Vec<Section> {
    let lang = flags.speech.lang;
    let heading =
        lang.pick("From the base to this scenario", "Fra udgangspunktet til dette scenarie").to_owned();
    let command = format!("ramme compare {} {}", base.display(), path.display());
    let loaded = load_both(base, path, flags);
    let Ok((first, second)) = loaded else {
        let why = lang.pick("It cannot be read by itself.", "Det kan ikke l\u{e6}ses for sig.");
        return vec![instead(heading, why.to_owned(), &command, lang)];
    };
    let players = mix::players(&first, &second);
    if players.is_empty() {
        return Vec::new();
    }
    let n = players.len();
    if n > MOST_DIFFERENCES || !small(ready) {
        let why = lang.pick(
            format!("{n} differences over these data take more runs than a page makes."),
            format!("{n} forskelle over disse data kr\u{e6}ver flere k\u{f8}rsler, end en side laver."),
        );
        return vec![instead(heading, why, &command, lang)];
    }
    let Ok((mut found, _)) = compare::between(&first, &second, players, flags) else {
        let why = lang
            .pick("Not every mix of the two can be run.", "Ikke enhver blanding af de to kan k\u{f8}res.");
        return vec![instead(heading, why.to_owned(), &command, lang)];
    };
    let titles = lang.pick(("the base", "this scenario"), ("udgangspunktet", "dette scenarie"));
    found.titles = (titles.0.to_owned(), titles.1.to_owned());
    let (mut sections, more) = comparison::steps(&words.comparison(&found), &heading, MOST_STEPS, lang);
    if more > 0
        && let Some(last) = sections.last_mut()
    {
        last.push(Block::Text(lang.pick(
            format!("{more} more values differ; `{command}` shows them."),
            format!("{more} v\u{e6}rdier til er forskellige; `{command}` viser dem."),
        )));
    }
    sections
}

fn load_both(
    base: &Path,
    path: &Path,
    flags: &Shared,
) -> Result<(pipeline::Loaded, pipeline::Loaded), Box<Stopped>> {
    let first = pipeline::load(base, flags, SourceMap::new())?;
    let second = pipeline::load(path, flags, mix::sources(&first))?;
    Ok((first, second))
}

fn levers(ready: &Ready, path: &Path, result: &RunResult, flags: &Shared, words: &Words) -> Option<Section> {
    let lang = flags.speech.lang;
    let ranged: BTreeSet<&str> =
        ready.scenario.levers.iter().filter(|l| l.range.is_some()).map(|l| bare(l.name.text())).collect();
    if ranged.is_empty() {
        return None;
    }
    let figure = headline(&ready.book, result, &ranged)?;
    let heading = lang.pick("How far each lever moves it", "Hvor langt hvert greb flytter").to_owned();
    let command = format!("ramme sensitivity {} {figure}", path.display());
    let count = ready.scenario.levers.iter().filter(|l| l.range.is_some()).count();
    if count > MOST_LEVERS || !small(ready) {
        let why = lang.pick(
            format!("{count} levers over these data take more runs than a page makes."),
            format!("{count} greb over disse data kr\u{e6}ver flere k\u{f8}rsler, end en side laver."),
        );
        return Some(instead(heading, why, &command, lang));
    }
    match sensitivity::tried(path, &figure, flags) {
        Ok((_, found)) => ramme_report::sensitivity::last_moved(&words.sensitivity(&found), lang),
        Err(_) => {
            let why =
                lang.pick("It could not be read at every point.", "Det kunne ikke l\u{e6}ses i hvert punkt.");
            Some(instead(heading, why.to_owned(), &command, lang))
        }
    }
}

/// `pl[2024]` is `pl`.
fn bare(name: &str) -> &str {
    name.split('[').next().unwrap_or(name).trim()
}

/// The figure that matters most of those that a lever can move: one whose chances are asked for, else an amount in kroner,
/// else any number; the first of them that is shown.
fn headline(book: &Rulebook, result: &RunResult, levers: &BTreeSet<&str>) -> Option<String> {
    let numbers = result.values.iter().filter(|o| matches!(o.ty, Type::Num(_)));
    let moved: Vec<_> = numbers.filter(|o| rests_on(book, &o.name, levers)).collect();
    let asked = |name: &str| result.chances.iter().any(|row| row.name == name);
    let money = |ty: &Type| matches!(ty, Type::Num(num) if num.unit == Unit::base("kr"));
    let found = moved
        .iter()
        .find(|o| asked(&o.name))
        .or_else(|| moved.iter().find(|o| money(&o.ty)))
        .or_else(|| moved.first());
    found.map(|o| o.name.clone())
}

/// Whether a definition uses one of these names, however far down.
fn rests_on(book: &Rulebook, name: &str, wanted: &BTreeSet<&str>) -> bool {
    let mut open = vec![name.to_owned()];
    let mut seen: BTreeSet<String> = BTreeSet::new();
    while let Some(next) = open.pop() {
        if !matches!(book.find(&next), Some(Symbol::Definition(_) | Symbol::Parameter(_) | Symbol::Scale(_)))
        {
            continue;
        }
        let Some(about) = book.describe(&next) else { continue };
        for used in about.uses {
            if wanted.contains(used.as_str()) {
                return true;
            }
            if seen.insert(used.clone()) {
                open.push(used);
            }
        }
    }
    false
}
