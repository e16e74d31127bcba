//! What differs between two versions of rule files, by meaning: clauses rather than lines.
//!
//! In: two lists of files with their trees. Out: changes in the order of the new text. What is only laid out otherwise, in
//! another order or in another file's place is no change; what is renamed or moved says so and changes no meaning. Tests are
//! left out: they say nothing of the rules. Not here: what a change is worth, which takes data; git.

mod pieces;
mod renames;
#[cfg(test)]
mod tests;

use crate::meaning::Same;
use crate::tree::{BoundValue, Cite, Item, ItemKind, SourceFile};
use pieces::{Dates, Part, Piece};
use std::collections::BTreeMap;

/// A rule file with its text.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// The file's name, for places.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Its tree.
    pub file: &'a SourceFile,
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of item: `define`, `parameter`, `rule` …
    pub item: &'static str,
    /// Its name, in the new version where it stands there.
    pub name: String,
    /// What happened.
    pub kind: Kind,
    /// Which part of it: `2024`, `reading exact`, `exception small`; none for the item as a whole.
    pub part: Option<String>,
    /// How it was.
    pub old: Option<Side>,
    /// How it is.
    pub new: Option<Side>,
}

/// A version of what changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The canonical text.
    pub text: String,
    /// File and line: `rules/budget/gap.ramme:12`.
    pub place: String,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The item is new.
    Added,
    /// The item is gone.
    Removed,
    /// What the item is declared as: its shape, its type, its members.
    Declared,
    /// A clause, value or table is new.
    PartAdded,
    /// A clause, value or table is gone.
    PartRemoved,
    /// What a clause says.
    PartChanged,
    /// From when to when a clause holds.
    Dated,
    /// Where it is cited from; what it says is the same.
    Cited,
    /// Another name for the same; the name that it had.
    Renamed(String),
    /// In another file.
    Moved,
}

impl Kind {
    /// False for what leaves every value as it was.
    #[must_use]
    pub fn changes_meaning(&self) -> bool {
        !matches!(self, Kind::Cited | Kind::Renamed(_) | Kind::Moved)
    }
}

/// What differs.
#[must_use]
pub fn changes(old: &[Version<'_>], new: &[Version<'_>]) -> Vec<Change> {
    let found = renames::find(old, new);
    let renamed = found.apply(old);
    let versions: Vec<Version<'_>> =
        renamed.iter().map(|r| Version { name: &r.name, text: &r.text, file: &r.file }).collect();
    let (before, after) = (pieces::of(&versions), pieces::of(new));
    let mut out = Vec::new();
    for piece in &after {
        match before.iter().find(|b| b.is(piece)) {
            None => out.push(whole(piece, Kind::Added)),
            Some(was) => {
                if let Some(name) = found.old_name(&piece.name) {
                    out.push(both(was, piece, Kind::Renamed(name.to_owned())));
                }
                compare(was, piece, &mut out);
            }
        }
    }
    for piece in before.iter().filter(|b| !after.iter().any(|a| a.is(b))) {
        out.push(whole(piece, Kind::Removed));
    }
    out
}

/// The names of the items that changes of meaning are about, in the new version and in the old.
#[must_use]
pub fn changed_items(changes: &[Change]) -> Vec<(&'static str, &str)> {
    let mut seen: Vec<(&'static str, &str)> = Vec::new();
    for change in changes.iter().filter(|c| c.kind.changes_meaning()) {
        let name = (change.item, change.name.as_str());
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}

/// The old files as they would read with the names of the new: name, text, tree.
#[must_use]
pub fn exchanged_texts(old: &[Version<'_>], new: &[Version<'_>]) -> Vec<(String, String, SourceFile)> {
    renames::find(old, new).apply(old).into_iter().map(|r| (r.name, r.text, r.file)).collect()
}

/// The word and name that tell an item from the others; none for what says nothing of the rules.
#[must_use]
pub fn identity(item: &Item) -> Option<(&'static str, &str)> {
    Some((word(&item.kind)?, pieces::name(&item.kind)?))
}

fn side(piece: &Piece<'_>, part: Option<&Part>) -> Side {
    match part {
        Some(part) => Side { text: part.text.clone(), place: part.place.clone() },
        None => Side { text: piece.text(), place: piece.place() },
    }
}

fn whole(piece: &Piece<'_>, kind: Kind) -> Change {
    let held = Some(side(piece, None));
    let (old, new) = if kind == Kind::Removed { (held, None) } else { (None, held) };
    Change { item: piece.word, name: piece.name.clone(), kind, part: None, old, new }
}

fn both(was: &Piece<'_>, is: &Piece<'_>, kind: Kind) -> Change {
    let head = |piece: &Piece<'_>| Side { text: piece.head_text(), place: piece.place() };
    Change {
        item: is.word,
        name: is.name.clone(),
        kind,
        part: None,
        old: Some(head(was)),
        new: Some(head(is)),
    }
}

fn compare(was: &Piece<'_>, is: &Piece<'_>, out: &mut Vec<Change>) {
    if was.version.name != is.version.name {
        out.push(both(was, is, Kind::Moved));
    }
    if !was.head.same(&is.head) {
        out.push(both(was, is, Kind::Declared));
    }
    let change = |kind, old: Option<&Part>, new: Option<&Part>| Change {
        item: is.word,
        name: is.name.clone(),
        kind,
        part: new.or(old).and_then(|p| p.label.clone()),
        old: old.map(|p| side(was, Some(p))),
        new: new.map(|p| side(is, Some(p))),
    };
    for (old, new) in matched(&was.parts, &is.parts) {
        match (old, new) {
            (Some(old), Some(new)) => {
                let same_body = old.body.same(&new.body);
                let same_dates = old.dates == new.dates;
                if !same_body {
                    out.push(change(Kind::PartChanged, Some(old), Some(new)));
                } else if !same_dates {
                    out.push(change(Kind::Dated, Some(old), Some(new)));
                } else if !old.cites.same(&new.cites) {
                    out.push(change(Kind::Cited, Some(old), Some(new)));
                }
            }
            (Some(old), None) => out.push(change(Kind::PartRemoved, Some(old), None)),
            (None, Some(new)) => out.push(change(Kind::PartAdded, None, Some(new))),
            (None, None) => {}
        }
    }
}

/// Pairs the parts of two versions of an item: those with the same key and dates, then those with the same body, then
/// those with the same key in their order.
fn matched<'a>(old: &'a [Part], new: &'a [Part]) -> Vec<(Option<&'a Part>, Option<&'a Part>)> {
    let mut taken = vec![false; old.len()];
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    let ways: [fn(&Part, &Part) -> bool; 3] = [
        |a, b| a.key == b.key && a.dates == b.dates,
        |a, b| a.key == b.key && a.body.same(&b.body),
        |a, b| a.key == b.key,
    ];
    for fits in ways {
        for (at, part) in new.iter().enumerate() {
            if found.contains_key(&at) {
                continue;
            }
            let free = |(i, was): &(usize, &Part)| !taken.get(*i).copied().unwrap_or(true) && fits(was, part);
            if let Some((i, _)) = old.iter().enumerate().find(free) {
                if let Some(slot) = taken.get_mut(i) {
                    *slot = true;
                }
                found.insert(at, i);
            }
        }
    }
    let mut pairs: Vec<(Option<&Part>, Option<&Part>)> = new
        .iter()
        .enumerate()
        .map(|(at, part)| (found.get(&at).and_then(|i| old.get(*i)), Some(part)))
        .collect();
    pairs.extend(old.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(part, _)| (Some(part), None)));
    pairs
}

/// Dates as words: `from 2023 to 2024`.
fn dated(dates: &Dates) -> Option<String> {
    let word = |bound: &BoundValue| match bound {
        BoundValue::Date(day) => day.to_string(),
        BoundValue::Year(year) => year.to_string(),
    };
    let from = dates.0.as_ref().map(|b| format!("from {}", word(b)));
    let to = dates.1.as_ref().map(|b| format!("to {}", word(b)));
    let words: Vec<String> = from.into_iter().chain(to).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The citations of a part.
type Cites = Vec<Cite>;

/// The word that an item begins with; none for what says nothing of the rules.
fn word(kind: &ItemKind) -> Option<&'static str> {
    Some(match kind {
        ItemKind::Language(_) | ItemKind::Test(_) => return None,
        ItemKind::Document(_) => "document",
        ItemKind::Unit(_) => "unit",
        ItemKind::Set(_) => "set",
        ItemKind::Entity(_) => "entity",
        ItemKind::Input(_) => "input",
        ItemKind::Parameter(_) => "parameter",
        ItemKind::Scale(_) => "scale",
        ItemKind::Readings(_) => "readings",
        ItemKind::Define(_) => "define",
        ItemKind::Amend(_) => "amend",
        ItemKind::Rule(rule) => match rule.kind {
            crate::tree::RuleKind::Rule => "rule",
            crate::tree::RuleKind::Target => "target",
        },
    })
}
