//! What the figures of a scenario's files are multiplied with, where a column of the file says so: for whoever reads the
//! files elsewhere.
//!
//! In: the mapping and the bytes of the files. Out: a factor for every unit and level that stands in them. Not here: figures.

use std::collections::BTreeSet;

use ramme_diag::Limits;
use ramme_rulebook::model::{InputId, Rulebook, Symbol, Type};
use ramme_table::RawTable;
use ramme_value::Decimal;

use super::{DataSource, unit};
use crate::scenario::{FileReading, Scenario, Source, TableMap, Target, ValueMap};

/// The factor of the figures of one column, in rows with this unit and level.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitFactor {
    /// The position of the table in the scenario.
    pub table: usize,
    /// The position of the value in the table.
    pub value: usize,
    /// The input that those rows give.
    pub input: InputId,
    /// The text of the unit; blank where the scenario states none.
    pub unit: String,
    /// The text of the price level.
    pub level: String,
    /// From the file's figures to the type's.
    pub factor: Decimal,
}

/// The factors of every plain table.
#[must_use]
pub fn unit_factors(
    book: &Rulebook,
    scenario: &Scenario,
    files: &dyn DataSource,
    limits: &Limits,
) -> Vec<UnitFactor> {
    let mut out = Vec::new();
    for (table, map) in scenario.tables.iter().enumerate() {
        if !matches!(map.reading, FileReading::Plain { .. }) {
            continue;
        }
        let mut raw = None;
        for (value, of) in map.values.iter().enumerate() {
            let pairs = texts(map, of, &mut raw, files, limits);
            for input in inputs_of(book, &of.target) {
                let Some(Type::Num(num)) = book.inputs.get(input.index()).map(|i| &i.ty) else { continue };
                for (unit_text, level_text) in &pairs {
                    let level = of.level.as_ref().map(|_| level_text.as_str());
                    let unit_said = of.unit.as_ref().map(|_| unit_text.as_str());
                    // A unit of another input's rows does not fit this one.
                    if let Ok(factor) = unit::factor(num, unit_said, level) {
                        let (unit, level) = (unit_text.clone(), level_text.clone());
                        out.push(UnitFactor { table, value, input, unit, level, factor });
                    }
                }
            }
        }
    }
    out
}

/// The inputs that a target names.
fn inputs_of(book: &Rulebook, target: &Target) -> Vec<InputId> {
    let input = |name: &str| match book.find(name) {
        Some(Symbol::Input(id)) => Some(id),
        _ => None,
    };
    match target {
        Target::Input(name) => input(name.text()).into_iter().collect(),
        Target::ByCell { inputs, .. } => inputs.iter().filter_map(|(_, name)| input(name.text())).collect(),
        Target::Field(entity, field) => {
            let Some(Symbol::Entity(id)) = book.find(entity.text()) else { return Vec::new() };
            let fields = book.entities.get(id.index()).map(|e| e.fields.as_slice()).unwrap_or_default();
            let is = |id: &&InputId| book.inputs.get(id.index()).is_some_and(|i| i.name == field.text());
            fields.iter().find(is).copied().into_iter().collect()
        }
    }
}

/// The pairs of unit and level that stand in the rows that are read; the file is read where a column holds one of them.
fn texts(
    map: &TableMap,
    value: &ValueMap,
    raw: &mut Option<RawTable>,
    files: &dyn DataSource,
    limits: &Limits,
) -> BTreeSet<(String, String)> {
    let stated = |source: &Option<Source<String>>| match source {
        None => Some(String::new()),
        Some(Source::All(text)) => Some(text.value.clone()),
        Some(Source::Column(_)) => None,
    };
    if let (Some(unit), Some(level)) = (stated(&value.unit), stated(&value.level)) {
        return BTreeSet::from([(unit, level)]);
    }
    if raw.is_none() {
        let bytes = files.bytes(map.file.text()).and_then(Result::ok);
        let read = bytes.and_then(|b| RawTable::read(map.file.text(), &b, map.delimiter, limits).ok());
        *raw = Some(read.unwrap_or_default());
    }
    let Some(raw) = raw else { return BTreeSet::new() };
    let passes = |row: &usize| {
        map.filters.iter().all(|filter| {
            raw.column(filter.column.text())
                .is_some_and(|at| filter.texts.iter().any(|text| text.text() == raw.cell(*row, at)))
        })
    };
    let text = |source: &Option<Source<String>>, row: usize| match source {
        Some(Source::Column(column)) => {
            raw.column(column.text()).map_or("", |at| raw.cell(row, at)).to_owned()
        }
        other => stated(other).unwrap_or_default(),
    };
    let pair = |row: usize| (text(&value.unit, row), text(&value.level, row));
    (0..raw.rows()).filter(passes).map(pair).collect()
}
