//! The tidy form: one row a cell, codes and labels, and a column that says what a cell is.
//!
//! In: a table. Out: CSV with commas, a decimal point and UTF-8, which a scenario maps like any delimited file. Not here:
//! reading. Text that a spreadsheet would run as a formula is written with an apostrophe before it.

use crate::import::say;
use crate::import::table::{Dimension, ImportedTable, Member, State};
use ramme_diag::{Diagnostic, Limits, Text};
use std::collections::BTreeSet;

/// The columns after the dimensions.
pub(super) const LAST: [&str; 4] = ["value", "unit", "decimals", "status"];

/// The most room that is taken before anything is written.
const AHEAD: usize = 1 << 26;

/// Writes a table as tidy CSV. Cells that the file leaves out are written where they are figures, and left out where
/// they are none.
///
/// # Errors
/// One diagnostic where the result would be larger than a file that may be read.
pub fn tidy(table: &ImportedTable, limits: &Limits) -> Result<String, Diagnostic> {
    let columns = columns(table);
    let written = rows_to_write(table);
    // A row holds at least its separators, so a result that cannot fit is refused before it is made.
    let least = written.saturating_mul((columns.len() as u64).saturating_add(LAST.len() as u64));
    if least > limits.csv_bytes {
        return Err(too_large(table, least, limits));
    }
    let mut out = String::with_capacity(usize::try_from(least.saturating_mul(4)).unwrap_or(0).min(AHEAD));
    let written: Vec<Written> = columns.iter().map(|c| Written::new(table, c)).collect();
    let headings = columns.iter().map(|c| c.heading.as_str()).chain(LAST);
    line(&mut out, headings);
    let mut coordinate = Vec::new();
    for at in 0..table.cells.len() {
        table.coordinate(at, &mut coordinate);
        row(&mut out, table, &written, &coordinate, (table.cells.value(at), table.cells.state(at)));
        if out.len() as u64 > limits.csv_bytes {
            return Err(too_large(table, out.len() as u64, limits));
        }
    }
    rest(&mut out, table, &written);
    Ok(out)
}

pub(super) fn too_large(table: &ImportedTable, bytes: u64, limits: &Limits) -> Diagnostic {
    let what = Text::both("bytes as tidy CSV", "byte som CSV");
    say::over(&table.file, what, Text::same(format!("> {bytes}")), limits.csv_bytes, "csv_bytes")
}

/// More rows than a table may have.
pub(super) fn too_many_rows(table: &ImportedTable, rows: u64, limits: &Limits) -> Diagnostic {
    let what = Text::both("rows", "rækker");
    say::over(&table.file, what, Text::same(rows.to_string()), limits.csv_rows, "csv_rows")
}

pub(super) fn rows_to_write(table: &ImportedTable) -> u64 {
    match &table.rest {
        Some((_, state)) if state.has_value() => table.combinations().unwrap_or(u64::MAX),
        _ => table.cells.len() as u64,
    }
}

/// A column of the tidy form.
pub(super) struct Column {
    pub heading: String,
    dimension: usize,
    label: bool,
}

impl Column {
    /// Its text in a row.
    pub fn text<'t>(&self, table: &'t ImportedTable, at: &[u32]) -> &'t str {
        table.member(self.dimension, at).map_or("", |member| self.of(member))
    }

    fn of<'t>(&self, member: &'t Member) -> &'t str {
        if self.label { member.label.as_str() } else { member.code.as_str() }
    }
}

/// The texts of a column as they are written, one a member: a member stands in many rows.
struct Written {
    dimension: usize,
    texts: Vec<String>,
}

impl Written {
    fn new(table: &ImportedTable, column: &Column) -> Written {
        let members = table.dimensions.get(column.dimension).map_or(&[][..], |d| d.members.as_slice());
        let written = |member: &Member| {
            let mut out = String::new();
            text_cell(&mut out, column.of(member));
            out.push(',');
            out
        };
        Written { dimension: column.dimension, texts: members.iter().map(written).collect() }
    }
}

pub(super) fn columns(table: &ImportedTable) -> Vec<Column> {
    let mut taken: BTreeSet<String> = LAST.iter().map(|&l| l.to_owned()).collect();
    let mut free = |wanted: &str| {
        let mut name = wanted.to_owned();
        let mut number: u32 = 2;
        while !taken.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number = number.saturating_add(1);
        }
        name
    };
    let mut out = Vec::new();
    for (dimension, held) in table.dimensions.iter().enumerate() {
        let name = if held.code.trim().is_empty() { "key" } else { held.code.trim() };
        let heading = free(name);
        out.push(Column { heading, dimension, label: false });
        if has_labels(held) {
            out.push(Column { heading: free(&format!("{name}_label")), dimension, label: true });
        }
    }
    out
}

fn has_labels(dimension: &Dimension) -> bool {
    dimension.members.iter().any(|m| m.label != m.code)
}

fn row(
    out: &mut String,
    table: &ImportedTable,
    columns: &[Written],
    at: &[u32],
    (value, state): (&str, &State),
) {
    for column in columns {
        let member = at.get(column.dimension).and_then(|position| usize::try_from(*position).ok());
        out.push_str(member.and_then(|member| column.texts.get(member)).map_or(",", String::as_str));
    }
    let (unit, decimals) = table.unit_of(at);
    out.push_str(value);
    out.push(',');
    text_cell(out, unit);
    out.push(',');
    if let Some(decimals) = decimals {
        out.push_str(&decimals.to_string());
    }
    out.push(',');
    if *state != State::Known {
        text_cell(out, &state.word());
    }
    out.push('\n');
}

/// The figures that a sparse file leaves out because they are all the same.
fn rest(out: &mut String, table: &ImportedTable, columns: &[Written]) {
    left_out(table, |at, held| row(out, table, columns, at, held));
}

/// Walks the cells that a sparse file leaves out because they all hold the same figure.
pub(super) fn left_out(table: &ImportedTable, mut take: impl FnMut(&[u32], (&str, &State))) {
    let Some((value, state)) = table.rest.as_ref().filter(|(_, state)| state.has_value()) else { return };
    let mut held: BTreeSet<Vec<u32>> = BTreeSet::new();
    let mut coordinate = Vec::new();
    for at in 0..table.cells.len() {
        table.coordinate(at, &mut coordinate);
        held.insert(coordinate.clone());
    }
    let sizes: Vec<u32> =
        table.dimensions.iter().map(|d| u32::try_from(d.members.len()).unwrap_or(u32::MAX)).collect();
    let mut at = vec![0_u32; sizes.len()];
    if sizes.contains(&0) {
        return;
    }
    loop {
        if !held.contains(&at) {
            take(&at, (value, state));
        }
        if !step(&mut at, &sizes) {
            return;
        }
    }
}

/// The next coordinate, row-major; `false` after the last.
fn step(at: &mut [u32], sizes: &[u32]) -> bool {
    for (slot, size) in at.iter_mut().zip(sizes).rev() {
        *slot = slot.saturating_add(1);
        if *slot < *size {
            return true;
        }
        *slot = 0;
    }
    false
}

/// Writes texts as one line of CSV.
pub(crate) fn line<'a>(out: &mut String, texts: impl Iterator<Item = &'a str>) {
    for (at, text) in texts.enumerate() {
        if at > 0 {
            out.push(',');
        }
        text_cell(out, text);
    }
    out.push('\n');
}

/// Writes one text: quoted where it has to be, and never such that a spreadsheet runs it.
pub(crate) fn text_cell(out: &mut String, text: &str) {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !crate::import::table::is_plain(text);
    let quotes = text.contains(['"', ',', '\n', '\r', ';']) || text.trim() != text;
    if quotes {
        out.push('"');
    }
    if runs {
        out.push('\'');
    }
    if quotes {
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::import::table::Cells;

    fn dimension(code: &str, members: Vec<Member>) -> Dimension {
        Dimension { code: code.to_owned(), label: code.to_owned(), members, ..Dimension::default() }
    }

    #[test]
    fn one_row_a_cell_with_what_it_is() {
        let area =
            dimension("OMRÅDE", vec![Member::new("101", "København"), Member::new("147", "=Frb, \"x\"")]);
        let time = dimension("value", vec![Member::plain("2023")]);
        let mut cells = Cells::cube(2, 2);
        cells.push("1.50", State::Known, (1, 1));
        cells.push("", State::Dots(2), (1, 2));
        let mut table = ImportedTable::new("t.px", vec![area, time], cells);
        table.unit = "1.000 kr.".to_owned();
        table.decimals = Some(2);
        assert_eq!(
            tidy(&table, &Limits::default()).unwrap(),
            "OMRÅDE,OMRÅDE_label,value_2,value,unit,decimals,status\n\
             101,København,2023,1.50,1.000 kr.,2,\n\
             147,\"'=Frb, \"\"x\"\"\",2023,,1.000 kr.,2,dots2\n"
        );
    }

    #[test]
    fn figures_that_a_sparse_file_leaves_out_are_written() {
        let side = dimension("a", vec![Member::plain("x"), Member::plain("y")]);
        let mut cells = Cells::listed(2);
        cells.push_at(&[1, 0], "7", State::Known, (1, 1));
        let mut table =
            ImportedTable::new("t.px", vec![side.clone(), Dimension { code: "b".to_owned(), ..side }], cells);
        let rows = |table: &ImportedTable| tidy(table, &Limits::default()).unwrap().lines().count();
        assert_eq!(rows(&table), 2);
        table.rest = Some(("0".to_owned(), State::Known));
        assert_eq!(rows(&table), 5);
        let small = Limits { csv_bytes: 10, ..Limits::default() };
        assert!(tidy(&table, &small).is_err());
    }
}
