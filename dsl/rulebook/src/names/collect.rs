//! Collecting: every item of every file gets its name, or a diagnostic that names both places.
//!
//! In: the trees. Out: names; documents, units, sets, entities and groups of readings in the rulebook; the other items,
//! kept for the next steps. Not here: types, shapes, bodies.

use super::{BUILT_IN_UNITS, Entry, FieldEntry, Names};
use crate::awaited::awaited;
use crate::model::{
    Document, DocumentId, Entity, EntityId, GroupId, Rank, ReadingGroup, ReadingId, Rulebook, Set, SetId,
    Symbol,
};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree::{self, ItemKind, Name, SourceFile};
use ramme_value::PeriodKind;
use std::collections::{BTreeMap, BTreeSet};

/// Items whose names are known and whose insides are still to be checked.
#[derive(Debug, Default)]
pub(crate) struct Pending<'a> {
    /// Entities, with their id.
    pub entities: Vec<(EntityId, &'a tree::Entity)>,
    /// Inputs.
    pub inputs: Vec<&'a tree::Input>,
    /// Scales.
    pub scales: Vec<&'a tree::Scale>,
    /// Parameters.
    pub parameters: Vec<&'a tree::Parameter>,
    /// Definitions.
    pub definitions: Vec<&'a tree::Define>,
    /// Rules and targets.
    pub rules: Vec<&'a tree::Rule>,
    /// Amendments.
    pub amends: Vec<&'a tree::Amend>,
    /// What they change, by the name of what is amended, in the order of the text.
    pub changes: BTreeMap<&'a str, Vec<&'a tree::Change>>,
    /// Tests, each with its whole span.
    pub tests: Vec<(&'a tree::Test, Span)>,
}

/// The words for each kind of item.
pub(crate) fn kind_in_words(kind: &ItemKind) -> Text {
    match kind {
        ItemKind::Language(_) => Text::both("a language", "et sprog"),
        ItemKind::Document(_) => Text::both("a document", "et dokument"),
        ItemKind::Unit(_) => Text::both("a unit", "en enhed"),
        ItemKind::Set(_) => Text::both("a set", "en mængde"),
        ItemKind::Entity(_) => Text::both("an entity", "en entitet"),
        ItemKind::Input(_) => Text::both("an input", "et input"),
        ItemKind::Scale(_) => Text::both("a scale", "en skala"),
        ItemKind::Parameter(_) => Text::both("a parameter", "en parameter"),
        ItemKind::Readings(_) => Text::both("a group of readings", "en gruppe af læsninger"),
        ItemKind::Define(_) => Text::both("a definition", "en definition"),
        ItemKind::Rule(_) => Text::both("a rule", "en regel"),
        ItemKind::Test(_) => Text::both("a test", "en test"),
        ItemKind::Amend(_) => Text::both("an amendment", "en ændring"),
    }
}

/// Gives every item its name.
pub(crate) fn collect<'a>(
    files: &'a [SourceFile],
    book: &mut Rulebook,
    problems: &mut Vec<Diagnostic>,
) -> (Names, Pending<'a>) {
    let mut collector = Collector { names: Names::default(), book, problems, pending: Pending::default() };
    for item in files.iter().flat_map(|file| &file.items) {
        collector.item(&item.kind, item.span);
    }
    collector.fields_beside_globals();
    let Collector { names, pending, .. } = collector;
    (names, pending)
}

struct Collector<'a, 'b> {
    names: Names,
    book: &'b mut Rulebook,
    problems: &'b mut Vec<Diagnostic>,
    pending: Pending<'a>,
}

impl<'a> Collector<'a, '_> {
    fn item(&mut self, kind: &'a ItemKind, span: Span) {
        match kind {
            ItemKind::Language(language) => self.language(language, span),
            ItemKind::Document(document) => self.document(document, kind),
            ItemKind::Unit(unit) => self.unit(unit, kind),
            ItemKind::Set(set) => self.set(set, kind),
            ItemKind::Entity(entity) => self.entity(entity, kind),
            ItemKind::Readings(readings) => self.readings(readings, kind),
            ItemKind::Input(input) => {
                if self.declare(&input.name, kind, None) {
                    self.pending.inputs.push(input);
                }
            }
            ItemKind::Scale(scale) => {
                if self.declare(&scale.name, kind, None) {
                    self.pending.scales.push(scale);
                }
            }
            ItemKind::Parameter(parameter) => {
                if self.declare(&parameter.name, kind, None) {
                    self.pending.parameters.push(parameter);
                }
            }
            ItemKind::Define(define) => {
                if self.declare(&define.name, kind, None) {
                    self.pending.definitions.push(define);
                }
            }
            ItemKind::Rule(rule) => {
                if self.declare(&rule.name, kind, None) {
                    self.pending.rules.push(rule);
                }
            }
            ItemKind::Test(test) => self.pending.tests.push((test, span)),
            ItemKind::Amend(amend) => {
                self.pending.amends.push(amend);
                self.pending.changes.entry(&amend.name.text).or_default().extend(&amend.changes);
            }
        }
    }

    /// Enters a global name; false, with a diagnostic that names both places, where it is taken.
    fn declare(&mut self, name: &Name, kind: &ItemKind, symbol: Option<Symbol>) -> bool {
        if PeriodKind::parse(&name.text).is_some() || BUILT_IN_UNITS.contains(&name.text.as_str()) {
            self.problems.push(reserved(name));
            return false;
        }
        if let Some(held) = self.names.global.get(&name.text) {
            let first = Text::both(
                format!("{} of this name is declared here", held.kind.en),
                format!("{} af det navn er erklæret her", held.kind.da),
            );
            self.problems.push(
                Diagnostic::new(Code::DeclaredTwice)
                    .arg("name", &name.text)
                    .at(name.span)
                    .also(held.span, first),
            );
            return false;
        }
        let entry = Entry { symbol, kind: kind_in_words(kind), span: name.span };
        self.names.global.insert(name.text.clone(), entry);
        true
    }

    /// Reports every name that a list holds twice.
    fn twice<'n>(&mut self, names: impl Iterator<Item = &'n Name>) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for name in names {
            match seen.get(name.text.as_str()) {
                Some(first) => self.problems.push(
                    Diagnostic::new(Code::DeclaredTwice)
                        .arg("name", &name.text)
                        .at(name.span)
                        .also(*first, Text::both("it stands here already", "det står her allerede")),
                ),
                None => {
                    seen.insert(&name.text, name.span);
                }
            }
        }
    }

    fn language(&mut self, language: &tree::Language, span: Span) {
        if language.version != 1 {
            self.problems.push(
                Diagnostic::new(Code::UnsupportedLanguage)
                    .arg("version", language.version)
                    .arg("supported", 1)
                    .at(span),
            );
        }
    }

    fn document(&mut self, document: &'a tree::Document, kind: &ItemKind) {
        let id = DocumentId::at(self.book.documents.len());
        if !self.declare(&document.name, kind, Some(Symbol::Document(id))) {
            return;
        }
        let rank = match &document.rank {
            None => Rank::Report,
            Some(name) => self.rank(name),
        };
        self.book.documents.push(Document {
            name: document.name.text.clone(),
            title: document.title.as_ref().map(|q| q.text.clone()),
            rank,
            published: document.published,
            inferred: document.inferred.as_ref().map(|q| q.text.clone()),
            file: document.file.as_ref().map(|q| q.text.clone()),
            external: document.external.as_ref().map(|(seen, on)| (seen.text.clone(), *on)),
            span: document.name.span,
        });
    }

    fn rank(&mut self, name: &Name) -> Rank {
        match name.text.as_str() {
            "law" => Rank::Law,
            "agreement" => Rank::Agreement,
            "report" => Rank::Report,
            other => {
                self.problems.push(
                    Diagnostic::new(Code::WrongKindOfName)
                        .arg("name", other)
                        .arg("found", Text::both("no rank", "ingen rang"))
                        .arg(
                            "expected",
                            Text::both("`law`, `agreement` or `report`", "`law`, `agreement` eller `report`"),
                        )
                        .at(name.span),
                );
                Rank::Report
            }
        }
    }

    fn unit(&mut self, unit: &'a tree::UnitDecl, kind: &ItemKind) {
        if self.declare(&unit.name, kind, Some(Symbol::Unit)) {
            self.book.units.push((unit.name.text.clone(), unit.name.span));
        }
    }

    fn set(&mut self, set: &'a tree::SetDecl, kind: &ItemKind) {
        let id = SetId::at(self.book.sets.len());
        if !self.declare(&set.name, kind, Some(Symbol::Set(id))) {
            return;
        }
        self.twice(set.members.iter().chain(&set.total));
        self.book.sets.push(Set {
            name: set.name.text.clone(),
            members: set.members.iter().chain(&set.total).map(|m| m.text.clone()).collect(),
            has_total: set.total.is_some(),
            span: set.name.span,
        });
    }

    fn entity(&mut self, entity: &'a tree::Entity, kind: &ItemKind) {
        let id = EntityId::at(self.book.entities.len());
        if !self.declare(&entity.name, kind, Some(Symbol::Entity(id))) {
            return;
        }
        self.twice(entity.fields.iter().map(|field| &field.name));
        for field in &entity.fields {
            let key = (id, field.name.text.clone());
            self.names.fields.entry(key).or_insert(FieldEntry { input: None, span: field.name.span });
        }
        self.book.entities.push(Entity {
            name: entity.name.text.clone(),
            fields: Vec::new(),
            span: entity.name.span,
        });
        self.pending.entities.push((id, entity));
    }

    fn readings(&mut self, readings: &'a tree::Readings, kind: &ItemKind) {
        let group = GroupId::at(self.book.groups.len());
        if !self.declare(&readings.name, kind, Some(Symbol::Group(group))) {
            return;
        }
        self.twice(readings.members.iter());
        let awaited = readings.status.as_ref().and_then(|status| awaited(status, self.problems));
        for (member, name) in (0_u32..).zip(&readings.members) {
            let id = ReadingId { group, member };
            let held = self.names.readings.entry(name.text.clone()).or_default();
            if held.iter().all(|other| other.group != group) {
                held.push(id);
            }
        }
        self.book.groups.push(ReadingGroup {
            name: readings.name.text.clone(),
            members: readings.members.iter().map(|m| m.text.clone()).collect(),
            awaited,
            span: readings.name.span,
        });
    }

    /// Nothing shadows anything: a field may not have the name of something global.
    fn fields_beside_globals(&mut self) {
        let mut shadowed = BTreeSet::new();
        for ((_, name), field) in &self.names.fields {
            if let Some(global) = self.names.global.get(name) {
                shadowed.insert(name.clone());
                let there = Text::both(
                    format!("{} of this name is declared here", global.kind.en),
                    format!("{} af det navn er erklæret her", global.kind.da),
                );
                self.problems.push(
                    Diagnostic::new(Code::NameShadowed)
                        .arg("name", name)
                        .arg("other", global.kind.clone())
                        .at(field.span)
                        .also(global.span, there),
                );
            } else if PeriodKind::parse(name).is_some() {
                self.problems.push(reserved(&Name { text: name.clone(), span: field.span }));
            }
        }
        self.names.shadowed = shadowed;
    }
}

fn reserved(name: &Name) -> Diagnostic {
    Diagnostic::new(Code::ReservedWord)
        .arg("name", &name.text)
        .arg("proposal", format!("{}_value", name.text))
        .at(name.span)
}
