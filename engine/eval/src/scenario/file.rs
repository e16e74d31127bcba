//! The scenario file as a whole: what stands outside of its tables, forecasts and levers.
//!
//! In: TOML text. Out: a checked [`Scenario`] or every mistake with its place. Not here: `[[table]]` (`table`), forecasts,
//! levers and chances (`outlook`).

use ramme_diag::{Diagnostic, FileId, Limits};
use ramme_value::{Decimal, Period, PriceLevel};
use toml::de::DeTable;

use super::walk::{Section, Walk};
use super::{Extend, Part, Placed, Scenario, import, outlook, say, script, table, ties};

/// The version of the format that this program reads.
const FORMAT: i64 = 1;

impl Scenario {
    /// Reads a scenario that extends no other (an overlay is read as a [`Part`] first, then laid over its base). `file` is the text's id among the sources, `name` the file as the user named it.
    ///
    /// # Errors
    /// Everything that is wrong with the text, each with its place.
    pub fn read(file: FileId, name: &str, text: &str, limits: &Limits) -> Result<Scenario, Vec<Diagnostic>> {
        Part::read(file, name, text, limits)?.whole()
    }
}

impl Part {
    /// Reads one scenario file, a base or an overlay. `file` is the text's id among the sources, `name` the file as the user
    /// named it.
    ///
    /// # Errors
    /// Everything that is wrong with the text, each with its place.
    pub fn read(file: FileId, name: &str, text: &str, limits: &Limits) -> Result<Part, Vec<Diagnostic>> {
        let bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
        if bytes > limits.scenario_bytes {
            return Err(vec![say::too_large(name, bytes, limits.scenario_bytes)]);
        }
        let mut walk = Walk { file, problems: Vec::new() };
        let (document, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            let place = |e: &toml::de::Error| walk.span(e.span().unwrap_or(0..0));
            return Err(errors.iter().map(|e| say::not_toml(place(e), e.message())).collect());
        }
        let mut root = Section::new(document.get_ref(), walk.span(0..0));
        let part = read_root(&mut walk, &mut root, name, limits);
        walk.problems.sort_by_key(|problem| problem.place().span().map(|span| span.start));
        if walk.problems.is_empty() { Ok(part) } else { Err(walk.problems) }
    }
}

/// Every part is read whatever is wrong with the others, so that nothing hides behind the first mistake.
fn read_root(walk: &mut Walk, root: &mut Section<'_>, name: &str, limits: &Limits) -> Part {
    format(walk, root);
    let extends = root.get("extends").and_then(|item| walk.text(item, "extends"));
    // What an overlay does not say, the scenario says that it extends.
    let alone = root.get("extends").is_none();
    let mut wanted = |walk: &mut Walk, key| if alone { walk.needed(root, key) } else { root.get(key) };
    let title = wanted(walk, "title").and_then(|item| walk.text(item, "title"));
    let rules = wanted(walk, "rules").map(|item| walk.texts(item, "rules"));
    let years = wanted(walk, "years").and_then(|item| walk.text(item, "years"));
    let years = years.and_then(|text| year_span(walk, text, limits));
    let known_on = root.get("known_on").and_then(|item| walk.date(item, "known_on"));
    let readings = readings(walk, root);
    let adopt = root.get("adopt").map(|item| walk.texts(item, "adopt"));
    let draws = draws(walk, root, limits);
    let seed = seed(walk, root);
    let levels = levels(walk, root);
    let show = root.get("show").map(|item| walk.texts(item, "show"));
    let show_in = show_in(walk, root);
    let synthetic = root.get("synthetic").and_then(|item| walk.yes_no(item, "synthetic"));
    let tables = table::all(walk, root);
    let prices = import::prices(walk, root);
    let held_back = import::held_back(walk, root);
    let forecasts = outlook::forecasts(walk, root);
    let ties = ties::ties(walk, root);
    let extend = extend(walk, root);
    let levers = outlook::levers(walk, root);
    let scripts = script::scripts(walk, root);
    let chances = outlook::chances(walk, root);
    let checks = outlook::checks(walk, root);
    let words = root.get("words").map(|item| walk.texts(item, "words")).unwrap_or_default();
    walk.no_others(root);
    Part {
        file: walk.file,
        extends,
        name: name.to_owned(),
        title: title.map(|title| title.value),
        rules,
        years,
        known_on: known_on.map(|date| date.value),
        readings,
        adopt,
        draws,
        seed,
        levels,
        show,
        show_in,
        synthetic,
        tables,
        prices,
        held_back,
        forecasts,
        ties,
        extend,
        levers,
        scripts,
        chances,
        checks,
        words,
    }
}

fn format(walk: &mut Walk, root: &mut Section<'_>) {
    let found = walk.needed(root, "format").and_then(|item| walk.whole(item, "format"));
    if let Some(other) = found.filter(|version| version.value != FORMAT) {
        walk.say(say::other_format(&other, FORMAT));
    }
}

/// `2018..2026`, or one year.
fn year_span(walk: &mut Walk, text: Placed<String>, limits: &Limits) -> Option<Placed<(i32, i32)>> {
    let (first, last) = text.value.split_once("..").unwrap_or((&text.value, &text.value));
    let year =
        |text: &str| Period::parse(text.trim()).filter(|p| p.number() == 1 && p.to_string().len() == 4);
    let (Some(first), Some(last)) = (year(first), year(last)) else {
        walk.say(say::not_years(&text));
        return None;
    };
    let (first, last) = (first.calendar_year(), last.calendar_year());
    if first > last {
        walk.say(say::not_years(&text));
        return None;
    }
    let count = u64::from(last.abs_diff(first)).saturating_add(1);
    if count > limits.recurrence_periods {
        walk.say(say::too_many_years(&text, limits.recurrence_periods));
        return None;
    }
    Some(Placed { value: (first, last), span: text.span })
}

fn readings(walk: &mut Walk, root: &mut Section<'_>) -> Vec<(Placed<String>, Placed<String>)> {
    let Some(item) = root.get("readings") else { return Vec::new() };
    let Some(section) = walk.section(item, "readings") else { return Vec::new() };
    let pairs = section.others(walk);
    pairs.into_iter().filter_map(|(group, item)| Some((group, walk.text(item, "readings")?))).collect()
}

/// `[extend]`: a parameter and how it goes on, each.
fn extend(walk: &mut Walk, root: &mut Section<'_>) -> Vec<Extend> {
    let Some(item) = root.get("extend") else { return Vec::new() };
    let Some(section) = walk.section(item, "extend") else { return Vec::new() };
    let pairs = section.others(walk).into_iter();
    pairs.filter_map(|(name, item)| Some(Extend { name, how: walk.text(item, "extend")? })).collect()
}

fn draws(walk: &mut Walk, root: &mut Section<'_>, limits: &Limits) -> Option<usize> {
    let found = root.get("draws").and_then(|item| walk.whole(item, "draws"))?;
    let draws = usize::try_from(found.value).ok().filter(|n| *n > 0 && *n as u64 <= limits.draws);
    if draws.is_none() {
        walk.say(say::bad_draws(&found, limits.draws));
    }
    draws
}

fn seed(walk: &mut Walk, root: &mut Section<'_>) -> Option<u64> {
    let found = root.get("seed").and_then(|item| walk.whole(item, "seed"))?;
    let seed = u64::try_from(found.value).ok();
    if seed.is_none() {
        walk.say(say::negative_seed(&found));
    }
    seed
}

/// Percents of central intervals, each above 0 and below 100.
fn levels(walk: &mut Walk, root: &mut Section<'_>) -> Option<Vec<Decimal>> {
    let share = |percent: i128| Decimal::new(percent, 2);
    let item = root.get("levels")?;
    let mut out = Vec::new();
    for item in walk.list(item, "levels").unwrap_or_default() {
        let Some(level) = walk.whole(item, "levels") else { continue };
        if (1..100).contains(&level.value) {
            out.push(share(i128::from(level.value)));
        } else {
            walk.say(say::bad_level(&level));
        }
    }
    out.sort();
    out.dedup();
    Some(out)
}

fn show_in(walk: &mut Walk, root: &mut Section<'_>) -> Option<Placed<PriceLevel>> {
    let text = root.get("show_in").and_then(|item| walk.text(item, "show_in"))?;
    match PriceLevel::parse(&text.value) {
        Some(level) => Some(Placed { value: level, span: text.span }),
        None => {
            walk.say(say::not_a_level(&text));
            None
        }
    }
}
