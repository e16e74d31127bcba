//! The names of a mapping to columns of its file and to inputs, axes and members of the rulebook.
//!
//! In: `[[table]]` sections and raw tables. Out: tables with positions and ids, and the rows that pass their filters. Not
//! here: what the cells hold, except those that filters compare.

use std::collections::BTreeMap;

use ramme_diag::{Diagnostic, Text, closest};
use ramme_rulebook::model::{Axis, EntityId, InputId, SetId, Symbol};
use ramme_table::RawTable;
use ramme_value::{Date, PeriodKind};

use super::bulk::Bulk;
use super::excluded::Excluded;
use super::{Context, Problems, say};
use crate::scenario::{Members, Placed, Published, Source, TableMap, Target, ValueMap};

/// A table whose names are settled.
#[derive(Debug)]
pub(super) struct Mapped<'a> {
    pub map: &'a TableMap,
    pub raw: &'a RawTable,
    /// Its position among the files.
    pub file: usize,
    /// The rows that pass the filters.
    pub rows: Vec<usize>,
    pub keys: Vec<MappedKey<'a>>,
    /// False where a key could not be settled: its cells cannot be placed.
    pub keyed: bool,
    pub roll: Option<(EntityId, bool)>,
    pub values: Vec<MappedValue<'a>>,
    pub published: Known<'a>,
    /// How the file spells members, where it does so in its own way.
    pub spellings: BTreeMap<SetId, BTreeMap<&'a str, u32>>,
    /// For each of `rows` the day of its publication, if that is after the pin.
    pub hidden: Vec<Option<Date>>,
    /// For each of `rows` the day of its publication, where later ones take the place of earlier ones.
    pub days: Vec<Option<Date>>,
    /// Who is left out of the figures of this table.
    pub excluded: Option<Excluded>,
    /// For each key, for each of `rows`: the year, the position of the row or of the member; none where it is wrong.
    pub decoded: Vec<Vec<Option<i64>>>,
    /// The table as columns, where it is large and ordinary; then it has no `rows`.
    pub bulk: Option<Bulk>,
}

/// Where a key stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct MappedKey<'a> {
    pub axis: Axis,
    pub source: CellSource<'a>,
}

/// A column, or one text for all rows.
#[derive(Debug, Clone, Copy)]
pub(super) enum CellSource<'a> {
    Column(usize),
    All(&'a Placed<String>),
}

/// What a column becomes.
#[derive(Debug)]
pub(super) struct MappedValue<'a> {
    pub column: usize,
    pub inputs: Inputs<'a>,
    pub unit: Option<CellSource<'a>>,
    pub level: Option<CellSource<'a>>,
    pub decimals: Option<Decimals>,
}

/// Which input a row's value belongs to.
#[derive(Debug)]
pub(super) enum Inputs<'a> {
    One(InputId),
    ByCell(usize, BTreeMap<&'a str, InputId>),
}

impl Inputs<'_> {
    /// Every input that may be meant.
    pub fn all(&self) -> Vec<InputId> {
        match self {
            Inputs::One(input) => vec![*input],
            Inputs::ByCell(_, inputs) => inputs.values().copied().collect(),
        }
    }
}

/// How many decimals were published.
#[derive(Debug, Clone, Copy)]
pub(super) enum Decimals {
    All(i32),
    Column(usize),
}

/// When the rows were published.
#[derive(Debug)]
pub(super) enum Known<'a> {
    Always,
    On(Date),
    Dates(usize),
    /// By the name and by the file of each document, its day; none: always known.
    Documents(usize, BTreeMap<&'a str, Option<Date>>),
}

/// Settles every table whose file could be read.
pub(super) fn all<'a>(
    context: &Context<'a>,
    raws: &'a [RawTable],
    of_table: &[Option<usize>],
    problems: &mut Problems,
) -> Vec<Mapped<'a>> {
    let tables = context.scenario.tables.iter().zip(of_table);
    let found = tables.filter_map(|(map, at)| {
        let file = (*at)?;
        let raw = raws.get(file)?;
        Some(Resolving { context, map, raw, problems }.table(file))
    });
    found.collect()
}

struct Resolving<'a, 'c> {
    context: &'c Context<'a>,
    map: &'a TableMap,
    raw: &'a RawTable,
    problems: &'c mut Problems,
}

impl<'a> Resolving<'a, '_> {
    fn table(mut self, file: usize) -> Mapped<'a> {
        let rows = self.rows();
        let keys: Vec<_> =
            self.map.keys.iter().map(|key| (self.axis(&key.axis), self.source(&key.key))).collect();
        let keyed = keys.iter().all(|(axis, source)| axis.is_some() && source.is_some());
        let keys: Vec<MappedKey<'a>> = keys
            .into_iter()
            .filter_map(|(axis, source)| Some(MappedKey { axis: axis?, source: source? }))
            .collect();
        let roll = self.roll(&keys, keyed);
        let spellings = self.spellings();
        let values: Vec<_> = self.map.values.iter().filter_map(|value| self.value(value)).collect();
        if keyed {
            self.axes_are_keyed(&keys, &values);
        }
        if let Some(names) = &self.map.names {
            self.column(names);
        }
        let published = self.published();
        Mapped {
            map: self.map,
            raw: self.raw,
            file,
            rows,
            keys,
            keyed,
            roll,
            values,
            published,
            spellings,
            hidden: Vec::new(),
            days: Vec::new(),
            excluded: None,
            decoded: Vec::new(),
            bulk: None,
        }
    }

    fn say(&mut self, problem: Diagnostic) {
        self.problems.say(problem);
    }

    fn column(&mut self, name: &Placed<String>) -> Option<usize> {
        let found = self.raw.column(name.text());
        if found.is_none() {
            let near = closest(name.text(), &self.raw.headings);
            self.say(say::no_column(name, near, self.raw));
        }
        found
    }

    fn source(&mut self, source: &'a Source<String>) -> Option<CellSource<'a>> {
        match source {
            Source::All(text) => Some(CellSource::All(text)),
            Source::Column(column) => self.column(column).map(CellSource::Column),
        }
    }

    fn rows(&mut self) -> Vec<usize> {
        let map = self.map;
        let filters: Vec<_> =
            map.filters.iter().filter_map(|f| Some((self.column(&f.column)?, &f.texts))).collect();
        let passes = |row: &usize| {
            filters
                .iter()
                .all(|(column, texts)| texts.iter().any(|text| text.text() == self.raw.cell(*row, *column)))
        };
        let rows: Vec<usize> = (0..self.raw.rows()).filter(passes).collect();
        if rows.is_empty() && self.raw.rows() > 0 && filters.len() == map.filters.len() {
            self.say(say::no_row_passes(map));
        }
        rows
    }

    fn entity(&mut self, name: &Placed<String>) -> Option<EntityId> {
        match self.context.book.find(name.text()) {
            Some(Symbol::Entity(entity)) => Some(entity),
            _ => {
                let near = closest(name.text(), self.context.book.entities.iter().map(|e| &e.name));
                self.say(say::not_in_rules(name, Text::both("entity", "entiteten"), near));
                None
            }
        }
    }

    fn axis(&mut self, name: &Placed<String>) -> Option<Axis> {
        if name.text() == PeriodKind::Year.name() {
            return Some(Axis::Period(PeriodKind::Year));
        }
        match self.context.book.find(name.text()) {
            Some(Symbol::Entity(entity)) => Some(Axis::Entity(entity)),
            Some(Symbol::Set(set)) => Some(Axis::Set(set)),
            _ => {
                let book = self.context.book;
                let names = book
                    .entities
                    .iter()
                    .map(|e| e.name.as_str())
                    .chain(book.sets.iter().map(|s| s.name.as_str()));
                let near = closest(name.text(), names.chain(["year"]));
                self.say(say::not_in_rules(name, Text::both("axis", "aksen"), near));
                None
            }
        }
    }

    fn roll(&mut self, keys: &[MappedKey<'a>], keyed: bool) -> Option<(EntityId, bool)> {
        let roll = self.map.roll.as_ref()?;
        let entity = self.entity(&roll.entity)?;
        let mut wanted = vec![Axis::Entity(entity)];
        wanted.extend(roll.by_year.then_some(Axis::Period(PeriodKind::Year)));
        for axis in wanted.into_iter().filter(|_| keyed) {
            if !keys.iter().any(|key| key.axis == axis) {
                self.say(say::axis_not_keyed(
                    self.context.book,
                    &format!("roll = {}", roll.entity.text()),
                    axis,
                    self.map.here.span,
                ));
                return None;
            }
        }
        Some((entity, roll.by_year))
    }

    fn spellings(&mut self) -> BTreeMap<SetId, BTreeMap<&'a str, u32>> {
        let mut out: BTreeMap<SetId, BTreeMap<&'a str, u32>> = BTreeMap::new();
        for Members { set: name, pairs } in &self.map.members {
            let book = self.context.book;
            let Some(Symbol::Set(set)) = book.find(name.text()) else {
                let near = closest(name.text(), book.sets.iter().map(|s| &s.name));
                self.say(say::not_in_rules(name, Text::both("set", "mængden"), near));
                continue;
            };
            for (spelling, member) in pairs {
                match book.member(set, member.text()) {
                    Some(position) => {
                        out.entry(set).or_default().insert(spelling.text(), position);
                    }
                    None => self.say(say::not_in_set(book, set, member.text()).at(member.span)),
                }
            }
        }
        out
    }

    fn value(&mut self, value: &'a ValueMap) -> Option<MappedValue<'a>> {
        let (column, inputs) = match &value.target {
            // One word that is both heading and input is one mistake.
            Target::Input(name) if name.span == value.column.span => {
                let column = self.column(&value.column)?;
                (Some(column), self.input(name).map(Inputs::One))
            }
            // What is not a field of an entity is most often a misspelt key, and then no column either.
            Target::Field(entity, field) => {
                let input = self.field(entity, field)?;
                (self.column(&value.column), Some(Inputs::One(input)))
            }
            target => (self.column(&value.column), self.inputs(target)),
        };
        let unit = value.unit.as_ref().map(|unit| self.source(unit));
        let level = value.level.as_ref().map(|level| self.source(level));
        let decimals = match &value.decimals {
            None => Some(None),
            Some(Source::All(n)) => Some(Some(Decimals::All(n.value))),
            Some(Source::Column(name)) => self.column(name).map(|column| Some(Decimals::Column(column))),
        };
        let (unit, level) =
            (unit.map_or(Some(None), |u| u.map(Some))?, level.map_or(Some(None), |l| l.map(Some))?);
        Some(MappedValue { column: column?, inputs: inputs?, unit, level, decimals: decimals? })
    }

    fn inputs(&mut self, target: &'a Target) -> Option<Inputs<'a>> {
        match target {
            Target::Input(name) => self.input(name).map(Inputs::One),
            Target::Field(entity, field) => self.field(entity, field).map(Inputs::One),
            Target::ByCell { column, inputs } => {
                let found = inputs
                    .iter()
                    .map(|(text, name)| Some((text.text(), self.input(name)?)))
                    .collect::<Vec<_>>();
                let column = self.column(column)?;
                Some(Inputs::ByCell(column, found.into_iter().flatten().collect()))
            }
        }
    }

    fn input(&mut self, name: &Placed<String>) -> Option<InputId> {
        match self.context.book.find(name.text()) {
            Some(Symbol::Input(input)) => Some(input),
            _ => {
                let inputs = self.context.book.inputs.iter().filter(|i| i.field_of.is_none());
                let near = closest(name.text(), inputs.map(|i| &i.name));
                self.say(say::not_in_rules(name, Text::both("input", "inputtet"), near));
                None
            }
        }
    }

    fn field(&mut self, entity: &Placed<String>, field: &Placed<String>) -> Option<InputId> {
        let book = self.context.book;
        let Some(Symbol::Entity(id)) = book.find(entity.text()) else {
            // A key with keys of its own that names no entity: most often a misspelt key of the table.
            self.say(say::no_entity_or_key(entity, book.entities.iter().map(|e| e.name.as_str())));
            return None;
        };
        let fields = book.entities.get(id.index()).map(|e| e.fields.as_slice()).unwrap_or_default();
        let name_of = |id: &InputId| book.inputs.get(id.index()).map_or("", |i| i.name.as_str());
        let found = fields.iter().find(|id| name_of(id) == field.text()).copied();
        if found.is_none() {
            let what =
                Text::both(format!("field of `{}`", entity.text()), format!("feltet i `{}`", entity.text()));
            self.say(say::not_in_rules(field, what, closest(field.text(), fields.iter().map(name_of))));
        }
        found
    }

    /// Every axis of every input needs a key.
    fn axes_are_keyed(&mut self, keys: &[MappedKey<'a>], values: &[MappedValue<'a>]) {
        let book = self.context.book;
        for input in values.iter().flat_map(|value| value.inputs.all()) {
            let Some(input) = book.inputs.get(input.index()) else { continue };
            let entity = input.shape.entity.map(Axis::Entity);
            for axis in entity.into_iter().chain(input.axes.iter().map(|axis| axis.axis)) {
                if let Axis::Period(kind) = axis
                    && kind != PeriodKind::Year
                {
                    self.say(say::not_by(&input.name, kind, self.map.here.span));
                } else if !keys.iter().any(|key| key.axis == axis) {
                    self.say(say::axis_not_keyed(book, &input.name, axis, self.map.here.span));
                }
            }
        }
    }

    fn published(&mut self) -> Known<'a> {
        let book = self.context.book;
        match &self.map.published {
            None => Known::Always,
            Some(Published::On(date)) => Known::On(date.value),
            Some(Published::DateColumn(name)) => self.column(name).map_or(Known::Always, Known::Dates),
            Some(Published::With(name)) => match book.documents.iter().find(|d| d.name == name.text()) {
                Some(document) => document.published.map_or(Known::Always, Known::On),
                None => {
                    let near = closest(name.text(), book.documents.iter().map(|d| &d.name));
                    self.say(say::not_in_rules(name, Text::both("document", "dokumentet"), near));
                    Known::Always
                }
            },
            Some(Published::DocumentColumn(name)) => {
                let mut days = BTreeMap::new();
                for document in &book.documents {
                    days.insert(document.name.as_str(), document.published);
                    days.extend(document.file.as_deref().map(|file| (file, document.published)));
                }
                self.column(name).map_or(Known::Always, |column| Known::Documents(column, days))
            }
        }
    }
}
