//! Between two scenarios: what differs, and any mix of the two.
//!
//! In: two scenarios with all that they name. Out: their differences (levers, readings, clauses, data, how forecasts are
//! made), and a scenario in which some of them are taken. Not here: what a difference is worth (`ramme_eval::attribute`).

use crate::pipeline::{Loaded, Trees};
use crate::world::DataFiles;
use ramme_diag::{Limits, SourceMap};
use ramme_eval::bind::DataSource as _;
use ramme_eval::scenario::{Lever, Placed, Scenario};
use ramme_report::comparison::{Difference, Kind};
use ramme_rulebook::ADOPTED;
use ramme_syntax::changes::{Version, changed_items, changes, exchanged_texts};
use std::collections::{BTreeMap, BTreeSet};

/// A difference, and what has to be taken for it.
pub struct Player {
    /// As it is told.
    pub told: Difference,
    what: What,
}

enum What {
    Lever(String),
    /// Levers that one script proposes, by name.
    Proposals(Vec<String>),
    Reading(String),
    /// Items of the rules, by their word and name.
    Items(BTreeSet<(String, String)>),
    Data,
    Known,
    Outlook,
    /// Differences of which the one cannot be taken without the other.
    Together(Vec<What>),
}

/// The versions of a scenario's rule files.
pub fn versions<'a>(trees: &'a Trees) -> Vec<Version<'a>> {
    let of = |file: &'a ramme_syntax::tree::SourceFile| Version {
        name: trees.sources.name(file.file),
        text: trees.sources.text(file.file),
        file,
    };
    trees.files.iter().map(of).collect()
}

/// What differs between two scenarios: data first, then rules, readings, levers, the day of knowledge, and how forecasts are
/// made.
pub fn players(a: &Loaded, b: &Loaded) -> Vec<Player> {
    let mut all = Vec::new();
    if !same_data(a, b) {
        all.push(Player { told: Difference::plain(Kind::Data), what: What::Data });
    }
    all.extend(rules(a, b));
    all.extend(readings(&a.scenario, &b.scenario));
    all.extend(levers(&a.scenario, &b.scenario));
    all.extend(known(&a.scenario, &b.scenario));
    if outlook(&a.scenario) != outlook(&b.scenario) {
        all.push(Player { told: Difference::plain(Kind::Outlook), what: What::Outlook });
    }
    all
}

/// Whether both read the same data in the same way, and hold back the same of it: the same files by whatever path, or others that hold
/// the same.
fn same_data(a: &Loaded, b: &Loaded) -> bool {
    let named = |loaded: &Loaded, name: fn(&DataFiles, &str) -> String| {
        let mut scenario = loaded.scenario.clone();
        scenario.data_named(|file| name(&loaded.files, file));
        (scenario.tables, scenario.prices, scenario.held_back)
    };
    let places = || named(a, DataFiles::place) == named(b, DataFiles::place);
    let contents = || named(a, DataFiles::content) == named(b, DataFiles::content);
    // What a spec names is no file of the scenario's own, and is told apart by name.
    let beyond = |loaded: &Loaded| {
        let own: Vec<String> =
            loaded.scenario.data_files().into_iter().map(|file| file.value.clone()).collect();
        let all = loaded.files.names().into_iter().filter(|name| !own.contains(name));
        all.map(|name| loaded.files.content(&name)).collect::<BTreeSet<String>>()
    };
    (places() || contents()) && beyond(a) == beyond(b)
}

/// Everything that decides how years to come are made.
fn outlook(s: &Scenario) -> impl PartialEq + '_ {
    (&s.forecasts, &s.extend, &s.ties, s.seed, s.draws)
}

/// The days to which knowledge is pinned, where they differ.
fn known(a: &Scenario, b: &Scenario) -> Option<Player> {
    let day = |s: &Scenario| s.known_on.map(|day| day.to_string());
    let told = Difference { kind: Kind::Known, name: String::new(), old: day(a), new: day(b) };
    (a.known_on != b.known_on).then_some(Player { told, what: What::Known })
}

/// The same differences with fewer of them taken apart, for when a mix of them does not stand by itself: first rules, readings
/// and what is adopted as one, then all as one. `None` where nothing is left to be joined.
pub fn coarser(players: Vec<Player>) -> Option<Vec<Player>> {
    let of_rules = |player: &Player| matches!(player.told.kind, Kind::Rules | Kind::Reading);
    let (mut joined, mut apart): (Vec<Player>, Vec<Player>) = players.into_iter().partition(of_rules);
    if joined.len() < 2 {
        if joined.len() + apart.len() < 2 {
            return None;
        }
        joined.append(&mut apart);
    }
    let name = joined.iter().map(|player| named(&player.told)).collect::<Vec<_>>().join(", ");
    let what = What::Together(joined.into_iter().map(|player| player.what).collect());
    let told = Difference { kind: Kind::Rules, name, old: None, new: None };
    Some(std::iter::once(Player { told, what }).chain(apart).collect())
}

/// What a difference is called beside others, without its values.
fn named(told: &Difference) -> String {
    let word = match told.kind {
        Kind::Rules | Kind::Script | Kind::Lever => return told.name.clone(),
        Kind::Reading => return format!("reading {}", told.name),
        Kind::Data => "data",
        Kind::Known => "known on",
        Kind::Outlook => "forecast",
    };
    word.to_owned()
}

fn lever_key(lever: &Lever) -> String {
    lever.name.text().to_owned()
}

fn levers(a: &Scenario, b: &Scenario) -> Vec<Player> {
    let value = |s: &Scenario, key: &str| {
        s.levers.iter().rev().find(|l| lever_key(l) == key).map(|l| l.value.text().to_owned())
    };
    let mut seen: Vec<String> = Vec::new();
    let mut all = Vec::new();
    for key in a.levers.iter().chain(&b.levers).map(lever_key) {
        if seen.contains(&key) {
            continue;
        }
        let (old, new) = (value(a, &key), value(b, &key));
        if old != new {
            let told = Difference { kind: Kind::Lever, name: key.clone(), old, new };
            all.push(Player { told, what: What::Lever(key.clone()) });
        }
        seen.push(key);
    }
    proposals_together(a, b, all)
}

/// So many proposals of a script are each a difference of their own; more are one together.
const PROPOSALS_APART: usize = 6;

/// The levers that differ, those of a script that proposes many of them as one.
fn proposals_together(a: &Scenario, b: &Scenario, levers: Vec<Player>) -> Vec<Player> {
    let script = |player: &Player| {
        let What::Lever(key) = &player.what else { return None };
        let of =
            |s: &Scenario| s.levers.iter().rev().find(|l| lever_key(l) == *key).map(|l| l.script.clone());
        of(b).flatten().or_else(|| of(a).flatten()).map(|line| line.file)
    };
    let mut many: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for player in &levers {
        if let (Some(file), What::Lever(key)) = (script(player), &player.what) {
            many.entry(file).or_default().push(key.clone());
        }
    }
    many.retain(|_, keys| keys.len() > PROPOSALS_APART);
    let mut all: Vec<Player> = levers
        .into_iter()
        .filter(|player| script(player).is_none_or(|file| !many.contains_key(&file)))
        .collect();
    all.extend(many.into_iter().map(|(file, keys)| {
        let name = format!("{file} ({})", keys.len());
        let told = Difference { kind: Kind::Script, name, old: None, new: None };
        Player { told, what: What::Proposals(keys) }
    }));
    all
}

fn reading<'a>(s: &'a Scenario, group: &str) -> Option<&'a (Placed<String>, Placed<String>)> {
    s.readings.iter().find(|(g, _)| g.text() == group)
}

/// What a scenario takes of a group: a reading by name, or that it adopts what has a status.
fn taken_of(s: &Scenario, group: &str) -> Option<String> {
    let adopts = || s.adopt.iter().any(|name| name.text() == group).then(|| ADOPTED.to_owned());
    reading(s, group).map(|(_, name)| name.text().to_owned()).or_else(adopts)
}

fn readings(a: &Scenario, b: &Scenario) -> Vec<Player> {
    let by_name = a.readings.iter().chain(&b.readings).map(|(g, _)| g.text());
    let groups: BTreeSet<&str> = by_name.chain(a.adopt.iter().chain(&b.adopt).map(Placed::text)).collect();
    let of = taken_of;
    let differs = groups.into_iter().filter(|group| of(a, group) != of(b, group));
    differs
        .map(|group| Player {
            told: Difference {
                kind: Kind::Reading,
                name: group.to_owned(),
                old: of(a, group),
                new: of(b, group),
            },
            what: What::Reading(group.to_owned()),
        })
        .collect()
}

/// The changed items of the rules, those that cannot stand without each other together.
fn rules(a: &Loaded, b: &Loaded) -> Vec<Player> {
    let (old, new) = (versions(&a.trees), versions(&b.trees));
    let changes = changes(&old, &new);
    let items = changed_items(&changes);
    let bare: BTreeSet<&str> =
        changes.iter().filter(|c| c.old.is_none() || c.new.is_none()).map(|c| c.name.as_str()).collect();
    // Of what comes or goes, the names that each item mentions.
    let mentioned = |(word, name): &(&str, &str)| -> BTreeSet<&str> {
        let of = changes.iter().filter(|c| c.item == *word && c.name == *name);
        let sides = of.flat_map(|c| [&c.old, &c.new]).flatten();
        sides.flat_map(|side| words(&side.text)).filter(|word| bare.contains(word)).collect()
    };
    let mentions: Vec<BTreeSet<&str>> = items.iter().map(mentioned).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (i, ((_, name), mine)) in items.iter().zip(&mentions).enumerate() {
        let together = |j: &usize| {
            let other = items.get(*j).zip(mentions.get(*j));
            other.is_some_and(|((_, other), theirs)| {
                name == other || theirs.contains(name) || mine.contains(other)
            })
        };
        let (joined, apart): (Vec<Vec<usize>>, Vec<Vec<usize>>) =
            groups.into_iter().partition(|group| group.iter().any(together));
        groups = apart;
        groups.push(joined.into_iter().flatten().chain([i]).collect());
    }
    groups.sort_by_key(|group| group.iter().min().copied());
    groups.into_iter().map(|group| player_of(&group, &items)).collect()
}

fn player_of(group: &[usize], items: &[(&'static str, &str)]) -> Player {
    let mut group = group.to_vec();
    group.sort_unstable();
    let of = || group.iter().filter_map(|i| items.get(*i));
    let name = of().map(|(word, name)| format!("{word} {name}")).collect::<Vec<_>>().join(", ");
    let told = Difference { kind: Kind::Rules, name, old: None, new: None };
    Player { told, what: What::Items(of().map(|(w, n)| ((*w).to_owned(), (*n).to_owned())).collect()) }
}

/// The words of a text: what a name can be.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// The scenario in which the differences that are taken come from `b`, and all else from `a`.
pub fn mixed(a: &Loaded, b: &Loaded, players: &[Player], taken: &[bool]) -> Loaded {
    if taken.iter().all(|t| *t) {
        return b.clone();
    }
    let mut mix = a.clone();
    // The texts of `b` are in its sources, which were begun with those of `a`.
    mix.trees.sources = b.trees.sources.clone();
    let mut items = BTreeSet::new();
    for (player, _) in players.iter().zip(taken).filter(|(_, taken)| **taken) {
        take(&player.what, &mut mix, b, &mut items);
    }
    if !items.is_empty() {
        mix.trees = mixed_rules(a, b, &items);
    }
    mix
}

/// Puts what `b` says of a difference into the mix; items of the rules are gathered, since they are mixed together.
fn take(what: &What, mix: &mut Loaded, b: &Loaded, items: &mut BTreeSet<(String, String)>) {
    let scenario = &mut mix.scenario;
    match what {
        What::Lever(key) => {
            scenario.levers.retain(|l| lever_key(l) != *key);
            scenario.levers.extend(b.scenario.levers.iter().filter(|l| lever_key(l) == *key).cloned());
        }
        What::Proposals(keys) => {
            let one = |l: &Lever| keys.contains(&lever_key(l));
            scenario.levers.retain(|l| !one(l));
            scenario.levers.extend(b.scenario.levers.iter().filter(|l| one(l)).cloned());
        }
        What::Reading(group) => {
            scenario.readings.retain(|(g, _)| g.text() != group);
            scenario.readings.extend(reading(&b.scenario, group).cloned());
            scenario.adopt.retain(|name| name.text() != group);
            scenario.adopt.extend(b.scenario.adopt.iter().filter(|name| name.text() == group).cloned());
        }
        What::Items(of) => items.extend(of.iter().cloned()),
        What::Data => {
            mix.files.clone_from(&b.files);
            scenario.tables.clone_from(&b.scenario.tables);
            scenario.prices.clone_from(&b.scenario.prices);
            scenario.held_back.clone_from(&b.scenario.held_back);
        }
        What::Known => scenario.known_on = b.scenario.known_on,
        What::Outlook => take_outlook(scenario, &b.scenario),
        What::Together(all) => all.iter().for_each(|one| take(one, mix, b, items)),
    }
}

fn take_outlook(mix: &mut Scenario, b: &Scenario) {
    mix.forecasts.clone_from(&b.forecasts);
    mix.extend.clone_from(&b.extend);
    mix.ties.clone_from(&b.ties);
    (mix.seed, mix.draws) = (b.seed, b.draws);
}

/// Rules in which some items are those of `b`: every file of `a` with the new names, less the items that are taken, and one
/// more file with those.
fn mixed_rules(a: &Loaded, b: &Loaded, items: &BTreeSet<(String, String)>) -> Trees {
    let (old, new) = (versions(&a.trees), versions(&b.trees));
    let is_taken = |word: &str, name: &str| items.contains(&(word.to_owned(), name.to_owned()));
    let mut trees =
        Trees { sources: b.trees.sources.clone(), hash: b.trees.hash.clone(), ..Trees::default() };
    let mut texts: Vec<(String, String)> = Vec::new();
    for (name, text, file) in exchanged_texts(&old, &new) {
        texts.push((name, kept(&text, &file, |word, name| !is_taken(word, name))));
    }
    for version in &new {
        let text = kept(version.text, version.file, |word, name| is_taken(word, name));
        texts.push((version.name.to_owned(), text));
    }
    for (name, text) in texts {
        add(&mut trees, &name, text);
    }
    trees
}

/// The items of a file of which `wanted` says so; tests are left out, and the version of the language stays.
fn kept(text: &str, file: &ramme_syntax::tree::SourceFile, wanted: impl Fn(&str, &str) -> bool) -> String {
    let mut out = String::new();
    for item in &file.items {
        let keep = match ramme_syntax::changes::identity(item) {
            Some((word, name)) => wanted(word, name),
            None => matches!(item.kind, ramme_syntax::tree::ItemKind::Language(_)),
        };
        if keep {
            out.push_str(text.get(item.span.start as usize..item.span.end as usize).unwrap_or_default());
            out.push_str("\n\n");
        }
    }
    out
}

fn add(trees: &mut Trees, name: &str, text: String) {
    let id = trees.sources.add(name, text);
    let (tree, wrong) = ramme_syntax::parse(id, trees.sources.text(id), &Limits::default());
    trees.files.push(tree);
    trees.problems.extend(wrong);
}

/// The sources of a scenario, for loading another beside it.
pub fn sources(loaded: &Loaded) -> SourceMap {
    loaded.trees.sources.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_mentioned_as_a_word() {
        let found = |text| words(text).any(|word| word == "cap");
        assert!(found("cost <= cap * 2") && !found("cost <= capped"));
    }
}
