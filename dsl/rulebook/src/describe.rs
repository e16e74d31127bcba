//! What `ramme show` says of a name, as plain data.
//!
//! In: a rulebook and a name. Out: kind, shape, type, clauses, who uses it and what it uses. Not here: layout, colours.

use crate::check::words::place_in_words;
use crate::model::{
    Amendment, AxisName, Clause, Exception, Expr, ExprKind, Rulebook, Shape, Symbol, Type, Version,
};
use ramme_diag::{Span, Text};
use ramme_syntax::tree::{RuleKind, Verb};
use std::collections::{BTreeMap, BTreeSet};

/// Everything about a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// The name.
    pub name: String,
    /// What it is: `a definition`.
    pub kind: Text,
    /// Its shape as a declaration writes it, `of provider by year`; empty without axes.
    pub shape: String,
    /// Its type as a declaration writes it; empty where it has none.
    pub ty: String,
    /// Its type in words.
    pub type_in_words: Option<Text>,
    /// Members of a set or group, fields of an entity.
    pub details: Vec<String>,
    /// A sentence each: of a document what it is and where, of a group its status.
    pub notes: Vec<Text>,
    /// Its clauses or values, in the order of the text.
    pub clauses: Vec<ClauseLine>,
    /// The names that it uses, in the order of the alphabet.
    pub uses: Vec<String>,
    /// The names that use it.
    pub used_by: Vec<String>,
    /// Where it is declared.
    pub span: Option<Span>,
}

/// A clause or value in a line.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseLine {
    /// `group.reading`, where it stands under one.
    pub reading: Option<String>,
    /// The first day.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
    /// The day from which it can be known, marked where it is inferred.
    pub known_from: Option<Text>,
    /// What it is if it is not in force.
    pub status: Option<Text>,
    /// `framework lines 2476..2479`, marked where the document has no copy.
    pub cites: Vec<Text>,
    /// The keys of a value, as written behind the name; empty without.
    pub keys: String,
    /// What it is among the others, as written: `exception older`, `replaces`; empty for a clause of its own.
    pub role: String,
    /// Where it stands.
    pub span: Span,
}

impl Rulebook {
    /// Everything about a global name.
    #[must_use]
    pub fn describe(&self, name: &str) -> Option<Description> {
        let symbol = self.find(name)?;
        let (shape, ty) = self.shape_and_type(symbol);
        Some(Description {
            name: name.to_owned(),
            kind: self.kind_in_words(symbol),
            shape: shape.map(|shape| self.shape_as_written(shape)).unwrap_or_default(),
            ty: ty.map(|ty| self.type_as_written(ty)).unwrap_or_default(),
            type_in_words: ty.map(|ty| self.type_in_words(ty)),
            details: self.details(symbol),
            notes: self.notes_of(symbol),
            clauses: self.clause_lines(symbol),
            uses: self.uses(symbol).into_iter().collect(),
            used_by: self.used_by(symbol),
            span: self.span_of(symbol),
        })
    }

    /// What kind of thing a symbol is.
    #[must_use]
    pub fn kind_in_words(&self, symbol: Symbol) -> Text {
        match symbol {
            Symbol::Document(_) => Text::both("a document", "et dokument"),
            Symbol::Set(_) => Text::both("a set", "en mængde"),
            Symbol::Entity(_) => Text::both("an entity", "en entitet"),
            Symbol::Group(_) => Text::both("a group of readings", "en gruppe af læsninger"),
            Symbol::Input(_) => Text::both("an input", "et input"),
            Symbol::Parameter(_) => Text::both("a parameter", "en parameter"),
            Symbol::Scale(_) => Text::both("a scale", "en skala"),
            Symbol::Definition(_) => Text::both("a definition", "en definition"),
            Symbol::Rule(id) => match self.rules.get(id.index()).map(|rule| rule.kind) {
                Some(RuleKind::Target) => Text::both("a target", "et mål"),
                _ => Text::both("a rule", "en regel"),
            },
            Symbol::Unit => Text::both("a unit", "en enhed"),
        }
    }

    fn shape_and_type(&self, symbol: Symbol) -> (Option<&Shape>, Option<&Type>) {
        let pair = match symbol {
            Symbol::Input(id) => self.inputs.get(id.index()).map(|i| (&i.shape, Some(&i.ty))),
            Symbol::Parameter(id) => self.parameters.get(id.index()).map(|p| (&p.shape, Some(&p.ty))),
            Symbol::Scale(id) => self.scales.get(id.index()).map(|s| (&s.shape, Some(&s.to))),
            Symbol::Definition(id) => self.definitions.get(id.index()).map(|d| (&d.shape, Some(&d.ty))),
            Symbol::Rule(id) => self.rules.get(id.index()).map(|r| (&r.shape, None)),
            _ => None,
        };
        pair.map_or((None, None), |(shape, ty)| (Some(shape), ty))
    }

    fn notes_of(&self, symbol: Symbol) -> Vec<Text> {
        match symbol {
            Symbol::Document(id) => self.documents.get(id.index()).map(of_document).unwrap_or_default(),
            Symbol::Group(id) => {
                let awaited = self.groups.get(id.index()).and_then(|group| group.awaited.as_ref());
                awaited.map(|awaited| awaited.in_words()).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn details(&self, symbol: Symbol) -> Vec<String> {
        match symbol {
            Symbol::Set(id) => self.sets.get(id.index()).map(|s| s.members.clone()).unwrap_or_default(),
            Symbol::Group(id) => self.groups.get(id.index()).map(|g| g.members.clone()).unwrap_or_default(),
            Symbol::Entity(id) => {
                let fields = self.entities.get(id.index()).map_or(&[][..], |e| &e.fields);
                let line = |field: &crate::model::InputId| {
                    let input = self.inputs.get(field.index())?;
                    Some(format!("{} : {}", input.name, self.type_as_written(&input.ty)))
                };
                fields.iter().filter_map(line).collect()
            }
            _ => Vec::new(),
        }
    }

    fn clause_lines(&self, symbol: Symbol) -> Vec<ClauseLine> {
        match symbol {
            Symbol::Parameter(id) => {
                let Some(parameter) = self.parameters.get(id.index()) else { return Vec::new() };
                let line = |value: &crate::model::ParameterValue| {
                    self.clause_line(&value.version, self.keys_as_written(&parameter.axes, &value.keys))
                };
                let roles = amended(&parameter.amendments);
                let lines = parameter.values.iter().map(line).enumerate();
                let lines = lines.map(|(at, line)| ClauseLine { role: role_of(&roles, at, None), ..line });
                let repeals = self.repeals(&parameter.axes, &parameter.amendments);
                lines.chain(repeals).collect()
            }
            Symbol::Scale(id) => {
                let Some(scale) = self.scales.get(id.index()) else { return Vec::new() };
                let line = |table: &crate::model::ScaleTable| {
                    self.clause_line(&table.version, self.keys_as_written(&scale.axes, &table.keys))
                };
                scale.tables.iter().map(line).collect()
            }
            Symbol::Definition(id) => {
                let found = self.definitions.get(id.index());
                found.map(|d| self.lines_of(&d.clauses, &d.amendments)).unwrap_or_default()
            }
            Symbol::Rule(id) => {
                let found = self.rules.get(id.index());
                found.map(|r| self.lines_of(&r.clauses, &r.amendments)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// The clauses, and after them what is repealed.
    fn lines_of(&self, clauses: &[Clause], amendments: &[Amendment]) -> Vec<ClauseLine> {
        let roles = amended(amendments);
        let clauses = clauses.iter().enumerate().map(|(at, clause)| {
            let role = role_of(&roles, at, clause.exception.as_ref());
            ClauseLine { role, ..self.clause_line(&clause.version, String::new()) }
        });
        clauses.chain(self.repeals(&[], amendments)).collect()
    }

    /// What is repealed, and from when.
    fn repeals(&self, axes: &[AxisName], amendments: &[Amendment]) -> Vec<ClauseLine> {
        let repealed = amendments.iter().filter(|amendment| amendment.clause.is_none());
        let line = |amendment: &Amendment| {
            let label = amendment.label.as_ref().map(|label| format!(" exception {label}"));
            let role = format!("{}{}", amendment.verb.name(), label.unwrap_or_default());
            let keys = self.keys_as_written(axes, &amendment.keys);
            ClauseLine { role, ..self.clause_line(&amendment.version, keys) }
        };
        repealed.map(line).collect()
    }

    fn clause_line(&self, version: &Version, keys: String) -> ClauseLine {
        let text = |date: ramme_value::Date| date.to_string();
        ClauseLine {
            reading: version.reading.map(|id| {
                let group = self.groups.get(id.group.index()).map_or("", |group| group.name.as_str());
                format!("{group}.{}", self.reading_name(id))
            }),
            from: version.from.map(text),
            to: version.to.map(text),
            known_from: version.known_from.and_then(|_| {
                let document = version.cites.first()?.document;
                self.documents.get(document.index())?.published_in_words()
            }),
            status: version.awaited.as_ref().map(crate::model::Awaited::in_words),
            cites: version.cites.iter().map(|cite| self.cited_in_words(cite)).collect(),
            keys,
            role: String::new(),
            span: version.span,
        }
    }

    fn cited_in_words(&self, cite: &crate::model::Citation) -> Text {
        let words = self.citation_in_words(cite);
        match self.documents.get(cite.document.index()).and_then(|document| document.external.as_ref()) {
            Some(_) => Text::both(format!("{words} (no copy)"), format!("{words} (ingen kopi)")),
            None => Text::same(words),
        }
    }

    /// `framework lines 2476..2479, 2382..2386`
    #[must_use]
    pub fn citation_in_words(&self, cite: &crate::model::Citation) -> String {
        let document = self.documents.get(cite.document.index()).map_or("", |d| d.name.as_str());
        format!("{document} {}", place_in_words(&cite.place)).trim_end().to_owned()
    }

    /// The names that a symbol uses.
    fn uses(&self, symbol: Symbol) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        let mut look = |body: &Expr| {
            body.visit(&mut |part| {
                let used = match part.kind {
                    ExprKind::Input(id) => Some(self.full_name(id)),
                    ExprKind::Parameter(id) => Some(self.name_of(Symbol::Parameter(id)).to_owned()),
                    ExprKind::Scale(id) => Some(self.name_of(Symbol::Scale(id)).to_owned()),
                    ExprKind::Definition(id) => Some(self.name_of(Symbol::Definition(id)).to_owned()),
                    _ => None,
                };
                out.extend(used);
            });
        };
        match symbol {
            Symbol::Parameter(id) => {
                self.parameters.get(id.index()).and_then(|p| p.dated_by.as_ref()).into_iter().for_each(look);
            }
            Symbol::Scale(id) => {
                self.scales.get(id.index()).and_then(|s| s.dated_by.as_ref()).into_iter().for_each(look);
            }
            Symbol::Definition(id) => {
                let clauses = self.definitions.get(id.index()).map_or(&[][..], |d| &d.clauses);
                clauses.iter().flat_map(crate::model::Clause::exprs).for_each(look);
            }
            Symbol::Rule(id) => {
                if let Some(rule) = self.rules.get(id.index()) {
                    rule.clauses.iter().flat_map(crate::model::Clause::exprs).for_each(&mut look);
                    rule.asides().for_each(look);
                }
            }
            _ => {}
        }
        out
    }

    /// The name of an input, a field with its entity: `provider.kind`.
    #[must_use]
    pub fn full_name(&self, id: crate::model::InputId) -> String {
        let Some(input) = self.inputs.get(id.index()) else { return String::new() };
        match input.field_of {
            Some(entity) => format!("{}.{}", self.entity_name(entity), input.name),
            None => input.name.clone(),
        }
    }

    fn used_by(&self, symbol: Symbol) -> Vec<String> {
        let name = self.name_of(symbol);
        let others = self.names.iter().filter(|(_, other)| {
            matches!(other, Symbol::Parameter(_) | Symbol::Scale(_) | Symbol::Definition(_) | Symbol::Rule(_))
        });
        others.filter(|(_, other)| self.uses(**other).contains(name)).map(|(held, _)| held.clone()).collect()
    }
}

/// Title, publication, copy, and what was seen where there is none.
fn of_document(document: &crate::model::Document) -> Vec<Text> {
    let published = document.published_in_words().map(|day| {
        let why = document.inferred.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        Text::both(format!("published {}{why}", day.en), format!("offentliggjort {}{why}", day.da))
    });
    let file = document.file.as_ref().map(|file| {
        Text::both(format!("the reader's own copy is {file}"), format!("læserens egen kopi er {file}"))
    });
    let seen = document.external.as_ref().map(|(what, seen)| {
        let seen = seen.map(|day| format!(" {day}")).unwrap_or_default();
        Text::both(
            format!("no copy, so it cannot be verified here; seen{seen}: {what}"),
            format!("ingen kopi, så det kan ikke efterprøves her; set{seen}: {what}"),
        )
    });
    let title = document.title.as_ref().map(Text::same);
    [title, published, file, seen].into_iter().flatten().collect()
}

/// Which clauses amendments put in place, and how.
fn amended(amendments: &[Amendment]) -> BTreeMap<usize, Verb> {
    amendments.iter().filter_map(|amendment| Some((amendment.clause?, amendment.verb))).collect()
}

/// `replaces exception older`
fn role_of(amended: &BTreeMap<usize, Verb>, at: usize, exception: Option<&Exception>) -> String {
    let verb = amended.get(&at).map(|verb| verb.name().to_owned());
    let label = exception.map(|exception| format!("exception {}", exception.label));
    verb.into_iter().chain(label).collect::<Vec<_>>().join(" ")
}
