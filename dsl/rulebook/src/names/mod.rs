//! Names: what is declared, and what a name stands for where it is used.
//!
//! In: the items of all files (`collect`). Out: symbols, fields, readings, and suggestions for what is not known.
//! Not here: types and shapes (`check`).

mod collect;
mod relations;

pub(crate) use collect::{Pending, collect};
pub(crate) use relations::Chain;

use crate::model::{EntityId, InputId, ReadingId, Symbol};
use ramme_diag::{Span, Text, closest};
use std::collections::{BTreeMap, BTreeSet};

/// The units that need no declaration.
pub(crate) const BUILT_IN_UNITS: [&str; 6] = ["kr", "day", "month", "year", "person", "place"];

/// What a global name stands for, and where it is declared.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// What it stands for; `None` where its declaration is broken and has been reported.
    pub symbol: Option<Symbol>,
    /// The kind of thing in words.
    pub kind: Text,
    /// The name where it is declared.
    pub span: Span,
}

/// A field where its entity declares it.
#[derive(Debug, Clone)]
pub(crate) struct FieldEntry {
    /// The field; `None` where its declaration is broken and has been reported.
    pub input: Option<InputId>,
    /// The name where it is declared.
    pub span: Span,
}

/// Every name of the rulebook.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Global names.
    pub global: BTreeMap<String, Entry>,
    /// Fields, by entity and name.
    pub fields: BTreeMap<(EntityId, String), FieldEntry>,
    /// The readings of each name; more than one where groups share it.
    pub readings: BTreeMap<String, Vec<ReadingId>>,
    /// Names of fields that something global has as well: reported once, and not where they are used.
    pub shadowed: BTreeSet<String>,
    /// Names that a broken item would have declared: nothing more is said about them.
    pub poisoned: Vec<String>,
}

/// What a lookup of a global name comes to.
pub(crate) enum Found {
    /// A symbol.
    Symbol(Symbol),
    /// It is declared, and what it stands for is not settled: its declaration is broken, which has been reported, or is
    /// looked at later, so that it is no document, unit, set, entity or group.
    Unsettled,
    /// An item that could not be read would have declared it; that has been reported.
    Poisoned,
    /// There is no such name.
    Nothing,
}

impl Names {
    /// What a global name stands for.
    pub(crate) fn find(&self, name: &str) -> Found {
        match self.global.get(name) {
            Some(Entry { symbol: Some(symbol), .. }) => Found::Symbol(*symbol),
            Some(_) => Found::Unsettled,
            None if self.poisoned.iter().any(|held| held == name) => Found::Poisoned,
            None => Found::Nothing,
        }
    }

    /// The field of an entity; the inner `None` where its declaration is broken.
    pub(crate) fn field(&self, entity: EntityId, name: &str) -> Option<Option<InputId>> {
        self.fields.get(&(entity, name.to_owned())).map(|entry| entry.input)
    }

    /// The entities that have a field of this name.
    pub(crate) fn owners(&self, name: &str) -> Vec<EntityId> {
        self.fields.keys().filter(|(_, field)| field == name).map(|(entity, _)| *entity).collect()
    }

    /// The names of an entity's fields.
    pub(crate) fn fields_of(&self, entity: EntityId) -> impl Iterator<Item = &str> {
        self.fields.keys().filter(move |(owner, _)| *owner == entity).map(|(_, name)| name.as_str())
    }

    /// The global name, of those that `fits`, that is closest to one that is not known.
    pub(crate) fn suggest(&self, name: &str, fits: impl Fn(Option<Symbol>) -> bool) -> Option<String> {
        closest(name, self.global.iter().filter(|(_, entry)| fits(entry.symbol)).map(|(held, _)| held))
    }
}
