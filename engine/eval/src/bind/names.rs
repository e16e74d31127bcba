//! What the rows of a roll are called by people: the column that a table's `names` says.
//!
//! In: a scenario and its files. Out: by entity and key, the name. Read again, when a page is made, since no value needs it.
//! Not here: whether the column is there (`resolve` says so when the tables are bound).

use super::DataSource;
use crate::scenario::{FileReading, Scenario, Source, TableMap};
use ramme_diag::Limits;
use ramme_table::import::{Spec, rows, statbank};
use ramme_table::{RawTable, inspect};
use std::collections::BTreeMap;

/// What rows are called, by entity and key.
pub type RowNames = BTreeMap<(String, String), String>;

/// The names of the rows of every roll that has some. A row without one keeps its key.
#[must_use]
pub fn row_names(scenario: &Scenario, files: &dyn DataSource, limits: &Limits) -> RowNames {
    let mut out = RowNames::new();
    for table in &scenario.tables {
        if table.names.is_some()
            && let Some(raw) = raw(table, files, limits)
        {
            out.extend(of_table(table, &raw));
        }
    }
    out
}

fn of_table(table: &TableMap, raw: &RawTable) -> RowNames {
    let column = |name: &str| raw.column(name);
    let (Some(roll), Some(named)) = (&table.roll, &table.names) else { return RowNames::new() };
    let entity = roll.entity.text();
    let key = table.keys.iter().find(|key| key.axis.text() == entity).and_then(|key| match &key.key {
        Source::Column(name) => column(name.text()),
        Source::All(_) => None,
    });
    let (Some(key), Some(named)) = (key, column(named.text())) else { return RowNames::new() };
    let row = |row: usize| {
        let name = raw.cell(row, named).trim();
        let key = raw.cell(row, key).trim();
        (!name.is_empty()).then(|| ((entity.to_owned(), key.to_owned()), name.to_owned()))
    };
    (0..raw.rows()).filter_map(row).collect()
}

/// The file as rows; nothing where it cannot be read, which has been said by then.
fn raw(table: &TableMap, files: &dyn DataSource, limits: &Limits) -> Option<RawTable> {
    let name = table.file.text();
    let bytes = files.bytes(name)?.ok()?;
    match &table.reading {
        FileReading::Plain { stated } if *stated || !statbank::looks_like(&bytes) => {
            RawTable::read(name, &bytes, table.delimiter, limits).ok()
        }
        reading => {
            let mut spec = match reading.spec() {
                Some(file) => {
                    let text = files.bytes(file.text())?.ok()?;
                    Spec::read(file.text(), &String::from_utf8_lossy(&text), limits).ok()?
                }
                None => Spec::default(),
            };
            if let FileReading::Import { sheet: Some(sheet), .. } = reading {
                spec.sheet = Some(sheet.value.clone());
            }
            let seen = inspect::import(name, &bytes, Some(&spec), limits).ok()?;
            rows(seen.tables.first()?, limits).ok()
        }
    }
}
