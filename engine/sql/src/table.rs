//! Files as the scenario maps them: texts to keys and values.
//!
//! In: `[[table]]` sections whose files are plain text. Out: queries over the texts of a file, one an input. Every cell is
//! read as the engine reads it: trimmed, missing where blank or a stated sign, a number by its stated marks and unit, an
//! unknown word ends the script. Not here: files that are imported, and what is held back or left out (`data`).

use ramme_eval::scenario::{FileReading, Published, Source, TableMap, Target, ValueMap};
use ramme_rulebook::model::{Axis, EntityId, InputId, Shape, Symbol, Type};
use ramme_value::{Decimal, PeriodKind};

use crate::cell;
use crate::dialect::TextFile;
use crate::maker::{Body, Maker};

/// A column of a table that gives an input.
pub(crate) struct Column {
    /// The position of the table.
    pub table: usize,
    /// The position of the value in it.
    pub value: usize,
    /// The input.
    pub input: InputId,
    /// The column and the text that say which input a row gives.
    pub when: Option<(String, String)>,
}

/// The input that a target names.
fn input_of(maker: &Maker<'_>, target: &Target) -> Vec<(InputId, Option<(String, String)>)> {
    let book = maker.src.book;
    match target {
        Target::Input(name) => match book.find(name.text()) {
            Some(Symbol::Input(id)) => vec![(id, None)],
            _ => Vec::new(),
        },
        Target::Field(entity, field) => {
            let Some(Symbol::Entity(id)) = book.find(entity.text()) else { return Vec::new() };
            let fields = book.entities.get(id.index()).map(|e| e.fields.as_slice()).unwrap_or_default();
            let is = |id: &&InputId| book.inputs.get(id.index()).is_some_and(|i| i.name == field.text());
            fields.iter().find(is).map(|id| (*id, None)).into_iter().collect()
        }
        Target::ByCell { column, inputs } => {
            let of = |(text, name): &(
                ramme_eval::scenario::Placed<String>,
                ramme_eval::scenario::Placed<String>,
            )| {
                match book.find(name.text()) {
                    Some(Symbol::Input(id)) => Some((id, Some((column.value.clone(), text.value.clone())))),
                    _ => None,
                }
            };
            inputs.iter().filter_map(of).collect()
        }
    }
}

/// True for a table that a database can read as the scenario does.
fn is_plain(maker: &Maker<'_>, table: &TableMap) -> bool {
    let plain = matches!(table.reading, FileReading::Plain { .. });
    plain
        && table.suppress.is_none()
        && table.exclude.is_none()
        && !table.revised
        && !headings(maker, table).is_empty()
}

/// The headings of a table's file; none where it was imported.
fn headings<'a>(maker: &Maker<'a>, table: &TableMap) -> &'a [String] {
    let file = maker.src.data.files.iter().find(|f| f.name == table.file.value && f.sheet.is_none());
    file.map_or(&[], |f| &f.headings)
}

/// The columns that give an input; none where a database can't read one of them.
pub(crate) fn tables_of(maker: &Maker<'_>, input: InputId) -> Option<Vec<Column>> {
    let mut out = Vec::new();
    for (table, map) in maker.src.scenario.tables.iter().enumerate() {
        for (value, of) in map.values.iter().enumerate() {
            for (id, when) in input_of(maker, &of.target).into_iter().filter(|(id, _)| *id == input) {
                // A relation to rows that are not published yet is missing: the engine has said which.
                let hidden = match maker.src.book.inputs.get(id.index()).map(|i| &i.ty) {
                    Some(Type::Row(entity)) => {
                        roll_table(maker, *entity).is_some_and(|(roll, _)| roll.published.is_some())
                    }
                    _ => false,
                };
                if hidden || !is_plain(maker, map) {
                    return None;
                }
                out.push(Column { table, value, input: id, when });
            }
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The table that is the roll of an entity, and whether it says who exists year by year.
fn roll_table<'a>(maker: &Maker<'a>, entity: EntityId) -> Option<(&'a TableMap, bool)> {
    let name = maker.src.book.entity_name(entity);
    let is = |table: &&TableMap| table.roll.as_ref().is_some_and(|roll| roll.entity.text() == name);
    let found = maker.src.scenario.tables.iter().find(is)?;
    Some((found, found.roll.as_ref().is_some_and(|roll| roll.by_year)))
}

/// Queries for the keys of an entity, with the year where asked; none where a database can't read one of the tables.
pub(crate) fn keys_of(maker: &mut Maker<'_>, entity: EntityId, by_year: bool) -> Option<Vec<String>> {
    let src = maker.src;
    let axis = Axis::Entity(entity);
    if let Some((table, _)) = roll_table(maker, entity) {
        if !is_plain(maker, table) {
            return None;
        }
        let mut axes = vec![axis];
        axes.extend(by_year.then_some(Axis::Period(PeriodKind::Year)));
        let select = key_columns(maker, table, &axes)?;
        let key = key_text(maker, table, axis)?;
        let (from, conditions) = rows_of(maker, table);
        let conditions = conditions.into_iter().chain([format!("{key} <> ''")]).collect::<Vec<_>>();
        return Some(vec![format!(
            "SELECT DISTINCT {}\nFROM {from} AS f WHERE {}",
            select.join(", "),
            conditions.join(" AND ")
        )]);
    }
    let column = maker.column(axis);
    let mut out = Vec::new();
    for table in &src.scenario.tables {
        let mut texts = Vec::new();
        texts.extend(key_text(maker, table, axis));
        for value in &table.values {
            let row = |(id, _): &(InputId, Option<(String, String)>)| {
                src.book.inputs.get(id.index()).is_some_and(|i| i.ty == Type::Row(entity))
            };
            if input_of(maker, &value.target).iter().any(row) {
                texts.push(cell::text(maker, &value.column.value));
            }
        }
        if texts.is_empty() {
            continue;
        }
        if !is_plain(maker, table) {
            return None;
        }
        let (from, conditions) = rows_of(maker, table);
        for text in texts {
            let known = format!("NOT {}", cell::is_missing(maker, table, &text));
            let all: Vec<String> = conditions.iter().cloned().chain([known]).collect();
            out.push(format!(
                "SELECT DISTINCT {text} AS {column}\nFROM {from} AS f WHERE {}",
                all.join(" AND ")
            ));
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The text of a key.
fn key_text(maker: &Maker<'_>, table: &TableMap, axis: Axis) -> Option<String> {
    let key = table.keys.iter().find(|key| axis_of(maker, key.axis.text()) == Some(axis))?;
    Some(match &key.key {
        Source::All(text) => maker.speak.text(text.text()),
        Source::Column(column) => cell::text(maker, &column.value),
    })
}

fn axis_of(maker: &Maker<'_>, name: &str) -> Option<Axis> {
    if name == PeriodKind::Year.name() {
        return Some(Axis::Period(PeriodKind::Year));
    }
    match maker.src.book.find(name) {
        Some(Symbol::Entity(entity)) => Some(Axis::Entity(entity)),
        Some(Symbol::Set(set)) => Some(Axis::Set(set)),
        _ => None,
    }
}

/// The keys of these axes as columns.
fn key_columns(maker: &Maker<'_>, table: &TableMap, axes: &[Axis]) -> Option<Vec<String>> {
    let one = |axis: &Axis| {
        let text = key_text(maker, table, *axis)?;
        let sql = match axis {
            Axis::Entity(_) => text,
            Axis::Period(_) => format!("CAST({text} AS INTEGER)"),
            Axis::Set(set) => cell::member(maker, table, *set, &text),
        };
        Some(format!("{sql} AS {}", maker.column(*axis)))
    };
    axes.iter().map(one).collect()
}

/// The relation of a table's texts, and what its rows have to meet.
fn rows_of(maker: &mut Maker<'_>, table: &TableMap) -> (String, Vec<String>) {
    let file = file(maker, table);
    let mut conditions = Vec::new();
    for filter in &table.filters {
        let texts: Vec<String> = filter.texts.iter().map(|text| maker.speak.text(text.text())).collect();
        conditions.push(format!("{} IN ({})", cell::text(maker, &filter.column.value), texts.join(", ")));
    }
    conditions.extend(known(maker, table));
    (file, conditions)
}

/// The texts of a file.
fn file(maker: &mut Maker<'_>, table: &TableMap) -> String {
    let key = (table.file.value.clone(), table.delimiter);
    let id = match maker.tables.files.get(&key) {
        Some(id) => *id,
        None => {
            let own =
                std::path::Path::new(&table.file.value).file_name().map(|n| n.to_string_lossy().into_owned());
            let wanted = own.unwrap_or_else(|| table.file.value.clone());
            let name = maker.names.free(&wanted, maker.speak.longest_name());
            let name = maker.quoted(&name);
            let path = format!("{}{}", maker.src.folder, table.file.value);
            let about = TextFile {
                name: &name,
                path: &path,
                delimiter: table.delimiter,
                headings: headings(maker, table),
            };
            let body = Body::Statement(maker.speak.read_file(&about));
            let id = maker.add_named(
                name,
                vec![format!("{}, as texts", crate::comment::one_line(path.clone()))],
                body,
            );
            maker.tables.files.insert(key, id);
            id
        }
    };
    maker.read(id)
}

/// What leaves out the rows that were published after the day to which knowledge is pinned.
fn known(maker: &Maker<'_>, table: &TableMap) -> Option<String> {
    let pin = maker.src.known_on?;
    let after = |day: Option<ramme_value::Date>| day.is_some_and(|day| day > pin);
    let documents = &maker.src.book.documents;
    match table.published.as_ref()? {
        Published::On(day) => after(Some(day.value)).then(|| "FALSE".to_owned()),
        Published::With(name) => {
            let found = documents.iter().find(|d| d.name == name.text());
            after(found.and_then(|d| d.published)).then(|| "FALSE".to_owned())
        }
        Published::DateColumn(column) => {
            let text = cell::text(maker, &column.value);
            Some(format!("CAST({text} AS DATE) <= {}", crate::step::day(pin)))
        }
        Published::DocumentColumn(column) => {
            let later = documents.iter().filter(|d| after(d.published));
            let names: Vec<String> = later
                .flat_map(|d| [Some(d.name.as_str()), d.file.as_deref()])
                .flatten()
                .map(|name| maker.speak.text(name))
                .collect();
            let text = cell::text(maker, &column.value);
            (!names.is_empty()).then(|| format!("{text} NOT IN ({})", names.join(", ")))
        }
    }
}

/// The cells that a column gives.
pub(crate) fn cells_of(maker: &mut Maker<'_>, column: &Column, shape: &Shape, ty: &Type) -> String {
    let src = maker.src;
    let Some(table) = src.scenario.tables.get(column.table) else { return String::new() };
    let Some(value) = table.values.get(column.value) else { return String::new() };
    let axes: Vec<Axis> = maker.axes(shape).into_iter().map(|(axis, _)| axis).collect();
    let keys = key_columns(maker, table, &axes).unwrap_or_default();
    let (from, mut conditions) = rows_of(maker, table);
    if let Some((by, text)) = &column.when {
        conditions.push(format!("{} = {}", cell::text(maker, by), maker.speak.text(text)));
    }
    let texts = cell::Texts { table, value, ty, factors: factors(maker, column, value) };
    let filter =
        if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
    // A table with more keys than the input repeats it, and says the same each time.
    let distinct = if axes.len() == table.keys.len() { "" } else { "DISTINCT " };
    let names: Vec<String> = maker.axes(shape).into_iter().map(|(_, c)| format!("f.{c}")).collect();
    texts.query(maker, &cell::Place { keys: &keys, names: &names, from: &from, filter: &filter, distinct })
}

/// What a column's figures are multiplied with, by the texts of its unit and level.
fn factors(maker: &Maker<'_>, column: &Column, value: &ValueMap) -> Vec<(Vec<(String, String)>, Decimal)> {
    let found = maker
        .src
        .factors
        .iter()
        .filter(|f| (f.table, f.value, f.input) == (column.table, column.value, column.input));
    let by = |source: &Option<Source<String>>, text: &str| match source {
        Some(Source::Column(column)) => Some((column.value.clone(), text.to_owned())),
        _ => None,
    };
    found
        .map(|f| {
            let on = by(&value.unit, &f.unit).into_iter().chain(by(&value.level, &f.level)).collect();
            (on, f.factor)
        })
        .collect()
}
