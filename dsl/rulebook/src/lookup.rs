//! Looking things up by name, for people and for other rooms.
//!
//! In: names. Out: symbols, names of ids, suggestions. Not here: values given from outside (`given`).

use crate::model::{EntityId, Rulebook, SetId, Symbol};
use ramme_diag::{Span, closest};

impl Rulebook {
    /// What a global name stands for.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Symbol> {
        self.names.get(name).copied()
    }

    /// Every global name, in the order of the alphabet.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The global name that was probably meant.
    #[must_use]
    pub fn suggest(&self, name: &str) -> Option<String> {
        closest(name, self.names.keys())
    }

    /// The name of a symbol; empty for a unit, which has no id.
    #[must_use]
    pub fn name_of(&self, symbol: Symbol) -> &str {
        let name = match symbol {
            Symbol::Document(id) => self.documents.get(id.index()).map(|d| &d.name),
            Symbol::Set(id) => self.sets.get(id.index()).map(|s| &s.name),
            Symbol::Entity(id) => self.entities.get(id.index()).map(|e| &e.name),
            Symbol::Group(id) => self.groups.get(id.index()).map(|g| &g.name),
            Symbol::Input(id) => self.inputs.get(id.index()).map(|i| &i.name),
            Symbol::Parameter(id) => self.parameters.get(id.index()).map(|p| &p.name),
            Symbol::Scale(id) => self.scales.get(id.index()).map(|s| &s.name),
            Symbol::Definition(id) => self.definitions.get(id.index()).map(|d| &d.name),
            Symbol::Rule(id) => self.rules.get(id.index()).map(|r| &r.name),
            Symbol::Unit => None,
        };
        name.map_or("", String::as_str)
    }

    /// Where a symbol is declared.
    #[must_use]
    pub fn span_of(&self, symbol: Symbol) -> Option<Span> {
        match symbol {
            Symbol::Document(id) => self.documents.get(id.index()).map(|d| d.span),
            Symbol::Set(id) => self.sets.get(id.index()).map(|s| s.span),
            Symbol::Entity(id) => self.entities.get(id.index()).map(|e| e.span),
            Symbol::Group(id) => self.groups.get(id.index()).map(|g| g.span),
            Symbol::Input(id) => self.inputs.get(id.index()).map(|i| i.span),
            Symbol::Parameter(id) => self.parameters.get(id.index()).map(|p| p.span),
            Symbol::Scale(id) => self.scales.get(id.index()).map(|s| s.span),
            Symbol::Definition(id) => self.definitions.get(id.index()).map(|d| d.span),
            Symbol::Rule(id) => self.rules.get(id.index()).map(|r| r.span),
            Symbol::Unit => None,
        }
    }

    /// The name of a set.
    #[must_use]
    pub fn set_name(&self, id: SetId) -> &str {
        self.name_of(Symbol::Set(id))
    }

    /// The name of an entity.
    #[must_use]
    pub fn entity_name(&self, id: EntityId) -> &str {
        self.name_of(Symbol::Entity(id))
    }

    /// The position of a member in a set.
    #[must_use]
    pub fn member(&self, set: SetId, name: &str) -> Option<u32> {
        let at = self.sets.get(set.index())?.members.iter().position(|member| member == name)?;
        u32::try_from(at).ok()
    }

    /// The name of a member by its position; empty if there is no such.
    #[must_use]
    pub fn member_name(&self, set: SetId, position: u32) -> &str {
        let members = self.sets.get(set.index()).map(|s| &s.members);
        let at = usize::try_from(position).unwrap_or(usize::MAX);
        members.and_then(|members| members.get(at)).map_or("", String::as_str)
    }
}
