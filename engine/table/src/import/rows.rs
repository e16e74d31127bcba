//! An imported table as rows that a scenario maps: the columns of the tidy form and a few that keys need, each row with the
//! place of its cell.
//!
//! In: a table. Out: rows of text that know where in the file their cell stands and why it holds nothing. Not here: CSV
//! (`tidy`), what a scenario does with the rows.
//!
//! Files name areas by code or by name in some spelling, and give quarters where rules ask for years. So beside a
//! dimension `OMRÅDE` of names stands `OMRÅDE_code` with the codes of the areas, and beside a `TID` of quarters or months
//! `TID_year` and `TID_part`: `2008K1` is `2008` and `K1`.

use super::municipality;
use super::table::{Dimension, ImportedTable, Member, Role, State};
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
    let tidied = columns.iter().map(|c| c.heading.as_str()).chain(LAST).map(str::to_owned);
    let mut headings: Vec<String> = tidied.collect();
    let derived: Vec<Derived> =
        derived(table).into_iter().filter(|d| !headings.contains(&d.heading)).collect();
    headings.extend(derived.iter().map(|d| d.heading.clone()));
    let mut out = RawTable::made(&table.file, headings, table.sheet.clone());
    let mut row = |at: &[u32], (value, state): (&str, &State), place: (u32, u32)| {
        let (unit, decimals) = table.unit_of(at);
        let (decimals, word) = (decimals.map(|d| d.to_string()).unwrap_or_default(), state.word());
        let last = [value, unit, decimals.as_str(), word.as_str()];
        let more = derived.iter().map(|d| d.text(at));
        out.push(columns.iter().map(|c| c.text(table, at)).chain(last).chain(more), place, state);
    };
    let mut at = Vec::new();
    for cell in 0..table.cells.len() {
        table.coordinate(cell, &mut at);
        row(&at, (table.cells.value(cell), table.cells.state(cell)), table.cells.line_column(cell));
    }
    tidy::left_out(table, |at, held| row(at, held, NOT_WRITTEN));
    Ok(out)
}

/// A column that follows from a dimension: a text for each of its members.
struct Derived {
    heading: String,
    dimension: usize,
    texts: Vec<String>,
}

impl Derived {
    fn new(dimension: usize, held: &Dimension, ending: &str, text: impl Fn(&Member) -> String) -> Derived {
        let heading = format!("{}_{ending}", held.code.trim());
        Derived { heading, dimension, texts: held.members.iter().map(text).collect() }
    }

    fn text(&self, at: &[u32]) -> &str {
        let position = at.get(self.dimension).and_then(|p| usize::try_from(*p).ok());
        position.and_then(|p| self.texts.get(p)).map_or("", String::as_str)
    }
}

fn derived(table: &ImportedTable) -> Vec<Derived> {
    let mut out = Vec::new();
    for (d, held) in table.dimensions.iter().enumerate() {
        if held.role == Role::Time && held.members.iter().any(|m| !parts(&m.code).1.is_empty()) {
            out.push(Derived::new(d, held, "year", |m| parts(&m.code).0.to_owned()));
            out.push(Derived::new(d, held, "part", |m| parts(&m.code).1.to_owned()));
        }
        let known = |m: &Member| municipality::by_name(&m.label).or_else(|| municipality::by_name(&m.code));
        let named = held.members.iter().filter(|m| known(m).is_some()).count();
        let coded = held.members.iter().all(|m| municipality::by_code(&m.code).is_some());
        if named > 0 && !coded && (held.role == Role::Geo || named == held.members.len()) {
            let code = |m: &Member| known(m).map_or_else(|| m.code.clone(), |area| area.code.clone());
            out.push(Derived::new(d, held, "code", code));
        }
    }
    out
}

/// The year of a period, and what of the year it is: nothing of a whole one.
fn parts(code: &str) -> (&str, &str) {
    match code.split_at_checked(4) {
        Some((year, rest)) if year.bytes().all(|b| b.is_ascii_digit()) => (year, rest),
        _ => (code, ""),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::import::table::Cells;

    #[test]
    fn keys_that_rules_need_stand_beside_those_of_the_file() {
        let members = |codes: &[&str]| codes.iter().map(|c| Member::plain(*c)).collect();
        let area = Dimension {
            code: "OMRÅDE".into(),
            role: Role::Geo,
            members: members(&["Hele landet", "Høje-Tåstrup"]),
            ..Dimension::default()
        };
        let time = Dimension {
            code: "TID".into(),
            role: Role::Time,
            members: members(&["2022K1", "2022K2"]),
            ..Dimension::default()
        };
        let mut cells = Cells::cube(2, 4);
        for n in 1..=4 {
            cells.push(&n.to_string(), State::Known, (n, 3));
        }
        let made = rows(&ImportedTable::new("t.csv", vec![area, time], cells), &Limits::default()).unwrap();
        let last: Vec<&str> = made.headings.iter().rev().take(3).map(String::as_str).collect();
        assert_eq!(last, ["TID_part", "TID_year", "OMRÅDE_code"]);
        let cell = |heading: &str| made.cell(3, made.column(heading).unwrap());
        assert_eq!(
            (cell("OMRÅDE_code"), cell("TID_year"), cell("TID_part"), cell("value")),
            ("169", "2022", "K2", "4")
        );
        assert_eq!(made.line_column(3, 0), (4, 3));
    }

    #[test]
    fn codes_and_years_need_nothing_beside_them() {
        let members = |codes: &[&str]| codes.iter().map(|c| Member::plain(*c)).collect();
        let area = Dimension {
            code: "A".into(),
            role: Role::Geo,
            members: members(&["101"]),
            ..Dimension::default()
        };
        let time = Dimension {
            code: "T".into(),
            role: Role::Time,
            members: members(&["2022"]),
            ..Dimension::default()
        };
        let table = ImportedTable::new("t.csv", vec![area, time], Cells::cube(2, 0));
        assert_eq!(
            rows(&table, &Limits::default()).unwrap().headings,
            ["A", "T", "value", "unit", "decimals", "status"]
        );
    }
}
