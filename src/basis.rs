//! What a result rests on: hashes, readings, the day of knowledge, and what was set by hand.
//!
//! In: a scenario that is ready to run. Out: the basis that every result carries. Not here: how it is printed.

use crate::pipeline::Ready;
use crate::world::Given;
use ramme_eval::result::{Basis, Note, ReadingTaken};
use ramme_report::value_in;
use ramme_rulebook::model::{GroupId, ReadingId, RuleId, Symbol};
use ramme_value::Lang;
use std::collections::BTreeSet;

/// One hash for rule files: of their contents, sorted, so that neither names nor places matter.
pub fn rules_hash(given: &[Given]) -> String {
    let mut each: Vec<String> = given.iter().map(|f| blake3::hash(&f.bytes).to_hex().to_string()).collect();
    each.sort();
    let mut hasher = blake3::Hasher::new_derive_key("ramme 1 rule files");
    each.iter().for_each(|hash| {
        hasher.update(hash.as_bytes());
    });
    hasher.finalize().to_hex().to_string()
}

/// One hash for a scenario, those that it extends, and its scripts, in order.
pub fn scenario_hash(texts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("ramme 1 scenario files");
    for text in texts {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// The basis of a result that shows `names` and judges every rule.
pub fn of(ready: &Ready, names: &[&str], seed: u64) -> Basis {
    Basis {
        title: ready.scenario.title.clone(),
        scenario: ready.scenario.name.clone(),
        verb: String::new(),
        arguments: Vec::new(),
        scenario_hash: ready.scenario_hash.clone(),
        rules_hash: ready.rules_hash.clone(),
        data_hash: ready.bound.data_hash.clone(),
        seed,
        draws: 0,
        known_on: ready.view.known_on,
        readings: readings(ready, names),
        synthetic: ready.scenario.synthetic,
        years: ready.scenario.years.value,
    }
}

/// The basis of what is said of these names alone.
pub fn of_names(ready: &Ready, names: &[&str], seed: u64) -> Basis {
    let readings = used(ready, names).into_iter().map(|id| taken(ready, id)).collect();
    Basis { readings, ..of(ready, &[], seed) }
}

/// The readings that the result uses, in the order of their groups.
fn readings(ready: &Ready, names: &[&str]) -> Vec<ReadingTaken> {
    let mut all = used(ready, names);
    let rules = (0..ready.book.rules.len()).filter_map(|at| u32::try_from(at).ok()).map(RuleId);
    all.extend(rules.flat_map(|id| ready.view.rule_rests_on(id)));
    all.into_iter().map(|id| taken(ready, id)).collect()
}

/// The readings behind these names.
fn used(ready: &Ready, names: &[&str]) -> BTreeSet<ReadingId> {
    let of = |name: &&str| match ready.book.find(name) {
        Some(Symbol::Definition(id)) => ready.view.rests_on(id),
        Some(Symbol::Rule(id)) => ready.view.rule_rests_on(id),
        _ => Vec::new(),
    };
    names.iter().flat_map(of).collect()
}

fn taken(ready: &Ready, id: ReadingId) -> ReadingTaken {
    let group = ready.book.groups.get(id.group.index()).map_or("", |g| g.name.as_str());
    let chosen = ready.view.taken.get(id.group.index()).is_some_and(|t| t.chosen);
    let is_default = id.member == 0;
    let why = (!chosen && !is_default).then(|| why(ready, id.group, group)).flatten();
    let awaited = ready.book.groups.get(id.group.index()).and_then(|g| g.awaited.clone());
    let reading = ready.book.reading_name(id).to_owned();
    ReadingTaken { group: group.to_owned(), reading, is_default, why, awaited }
}

/// Why the default of a group was not taken, as the view says it.
fn why(ready: &Ready, _: GroupId, name: &str) -> Option<(String, String)> {
    let start = format!("{name}: ");
    let note = ready.view.notes.iter().find(|note| note.en.starts_with(&start))?;
    let cut = |text: &str| text.strip_prefix(&start).unwrap_or(text).to_owned();
    Some((cut(&note.en), cut(&note.da)))
}

/// What is worth saying with a result before its own notes: what the view took, what the data showed, what was set.
pub fn notes(ready: &Ready, sets: &[String]) -> Vec<Note> {
    let mut notes: Vec<Note> =
        ready.view.notes.iter().map(|text| Note { en: text.en.clone(), da: text.da.clone() }).collect();
    notes.extend(ready.bound.notes.iter().cloned());
    notes.extend(ready.scenario.extends.iter().map(|below| Note {
        en: format!("extends the scenario {below}"),
        da: format!("udvider scenariet {below}"),
    }));
    for lever in &ready.scenario.levers {
        let (name, value) = (lever.name.text(), lever.value.text());
        let written = value_in(value, Lang::Da).unwrap_or_else(|| value.to_owned());
        let (reason, author) = (&lever.reason, &lever.author);
        if let Some(line) = &lever.script {
            let by = if author.is_empty() { String::new() } else { format!("; {author}") };
            notes.push(Note {
                en: format!("proposed by the script {line}: {name} = {value} ({reason}{by})"),
                da: format!("foresl\u{e5}et af scriptet {line}: {name} = {written} ({reason}{by})"),
            });
            continue;
        }
        notes.push(Note {
            en: format!("set by the scenario: {name} = {value} ({reason}; {author})"),
            da: format!("sat i scenariet: {name} = {written} ({reason}; {author})"),
        });
    }
    for set in sets {
        notes.push(Note {
            en: format!("set on the command line: {set}"),
            da: format!("sat p\u{e5} kommandolinjen: {set}"),
        });
    }
    notes
}
