//! An imported table as rows that a scenario maps: the columns of the tidy form, each row with the place of its cell.
//!
//! In: a table. Out: rows of text that know where in the file their cell stands and why it holds nothing. Not here: CSV
//! (`tidy`), what a scenario does with the rows.

use super::table::{ImportedTable, State};
use super::tidy::{self, LAST};
use crate::RawTable;
use ramme_diag::{Diagnostic, Limits};

/// The place of a figure that the file gives by leaving it out: its beginning.
const NOT_WRITTEN: (u32, u32) = (1, 1);

/// The rows of a table, one a cell.
///
/// # Errors
/// One diagnostic where there would be more rows than a table may have.
pub fn rows(table: &ImportedTable, limits: &Limits) -> Result<RawTable, Diagnostic> {
    let count = tidy::rows_to_write(table);
    if count > limits.csv_rows {
        return Err(tidy::too_many_rows(table, count, limits));
    }
    let columns = tidy::columns(table);
    let headings = columns.iter().map(|c| c.heading.as_str()).chain(LAST).map(str::to_owned).collect();
    let mut out = RawTable::made(&table.file, headings, table.sheet.clone());
    let mut row = |at: &[u32], (value, state): (&str, &State), place: (u32, u32)| {
        let (unit, decimals) = table.unit_of(at);
        let (decimals, word) = (decimals.map(|d| d.to_string()).unwrap_or_default(), state.word());
        let last = [value, unit, decimals.as_str(), word.as_str()];
        out.push(columns.iter().map(|c| c.text(table, at)).chain(last), place, state);
    };
    let mut at = Vec::new();
    for cell in 0..table.cells.len() {
        table.coordinate(cell, &mut at);
        row(&at, (table.cells.value(cell), table.cells.state(cell)), table.cells.line_column(cell));
    }
    tidy::left_out(table, |at, held| row(at, held, NOT_WRITTEN));
    Ok(out)
}
