//! Workbooks: sheets to rows of cells.
//!
//! In: bytes. Out: the sheets that hold something, each a grid with what is hidden and merged. Not here: which sheet is
//! meant, which row is the heading (`inspect`). Formulas are not run: a cell has the value that was last saved with it.

mod parts;
mod zip;

use crate::import::grid::{CellKind, Grid};
use crate::import::say;
use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use ramme_diag::{Diagnostic, Limits, Text};
use ramme_value::Date;
use std::collections::BTreeMap;
use std::io::Cursor;
use zip::Refusal;

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its rows.
    pub grid: Grid,
    /// True where the workbook hides it.
    pub hidden: bool,
}

/// True for a file that is packed as workbooks are.
#[must_use]
pub fn looks_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Reads the sheets that hold something.
///
/// # Errors
/// That it is no workbook, is broken or locked, or is larger than a limit.
pub fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Diagnostic> {
    // What is known to stop the reader is refused before it; this is for what is not known.
    let read = std::panic::catch_unwind(|| sheets(file, bytes, limits));
    read.unwrap_or_else(|_| Err(broken(file, "one of its sheets is damaged", "et af dens ark er beskadiget")))
}

fn sheets(file: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Diagnostic> {
    let size = bytes.len() as u64;
    if size > limits.workbook_bytes {
        let what = Text::both("bytes", "byte");
        return Err(say::over(file, what, size.into(), limits.workbook_bytes, "workbook_bytes"));
    }
    let wanted = |name: &str| {
        let small = name.to_lowercase();
        let known = [".xml", ".rels"].iter().any(|end| small.ends_with(end));
        known
            && (!small.contains('/') || small.starts_with("xl/") || small.starts_with("_rels/"))
            && !small.contains("drawings/")
    };
    let files = zip::unpack(bytes, wanted, limits).map_err(|refusal| refused(file, refusal, limits))?;
    let is_sheet = |bytes: &&Vec<u8>| bytes.windows(9).any(|w| w == b"sheetData");
    if !files.values().filter(is_sheet).all(|xml| parts::places_are_sound(&String::from_utf8_lossy(xml))) {
        return Err(broken(file, "one of its sheets is damaged", "et af dens ark er beskadiget"));
    }
    let packed = zip::pack(&files).ok_or_else(|| broken(file, "it is too large", "den er for stor"))?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(packed)).map_err(|e| unreadable(file, &e))?;
    let listed = book.sheets_metadata().to_vec();
    let places = parts::sheet_files(&files);
    let mut left = limits.workbook_cells;
    let mut out = Vec::new();
    for sheet in listed.iter().filter(|s| s.typ == SheetType::WorkSheet) {
        let mut grid = cells(&mut book, file, &sheet.name, &mut left, limits)?;
        if let Some(xml) = places.get(&sheet.name).and_then(|path| files.get(path)) {
            let found = parts::of_sheet(&String::from_utf8_lossy(xml));
            grid.hidden_lines = found.hidden_lines;
            grid.hidden_columns = found.hidden_columns;
            grid.merge(found.merges);
        }
        if grid.rows() > 0 {
            out.push(Sheet { grid, hidden: sheet.visible != SheetVisible::Visible });
        }
    }
    if out.is_empty() {
        return Err(broken(file, "no sheet in it holds anything", "intet ark i den rummer noget"));
    }
    Ok(out)
}

fn broken(file: &str, en: &str, da: &str) -> Diagnostic {
    say::unreadable(file, Text::both(en, da))
}

fn unreadable(file: &str, error: &XlsxError) -> Diagnostic {
    if matches!(error, XlsxError::Password) {
        return broken(file, "it is locked with a password", "den er låst med en adgangskode");
    }
    broken(
        file,
        &format!("it is not a sound workbook ({error})"),
        &format!("den er ikke en sund projektmappe ({error})"),
    )
}

fn refused(file: &str, refusal: Refusal, limits: &Limits) -> Diagnostic {
    match refusal {
        Refusal::Broken(en, da) => broken(file, en, da),
        Refusal::Entries(found) => {
            let what = Text::both("files packed in it", "filer pakket i sig");
            say::over(file, what, found.into(), limits.workbook_entries, "workbook_entries")
        }
        Refusal::Inflated(limit) => {
            let what = Text::both("bytes unpacked", "byte pakket ud");
            say::over(file, what, Text::same(format!("> {limit}")), limit, "workbook_inflated_bytes")
        }
    }
}

/// The cells of a sheet as rows; every place up to the last cell of a row counts against the limit.
fn cells(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    file: &str,
    sheet: &str,
    left: &mut u64,
    limits: &Limits,
) -> Result<Grid, Diagnostic> {
    let too_many = || {
        let what = Text::both("cells", "celler");
        let found = Text::same(format!("> {}", limits.workbook_cells));
        say::over(file, what, found, limits.workbook_cells, "workbook_cells")
    };
    let mut rows: BTreeMap<u32, BTreeMap<u32, (String, CellKind)>> = BTreeMap::new();
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|e| unreadable(file, &e))?;
    let mut seen: u64 = 0;
    while let Some(cell) = reader.next_cell().map_err(|e| unreadable(file, &e))? {
        let (line, column) = cell.get_position();
        if line >= parts::LINES || column >= parts::COLUMNS {
            let (en, da) = (
                "a cell lies outside of what a sheet can hold",
                "en celle ligger uden for, hvad et ark kan rumme",
            );
            return Err(broken(file, en, da));
        }
        seen = seen.saturating_add(1);
        if seen > *left {
            return Err(too_many());
        }
        let Some(value) = value(cell.get_value()) else { continue };
        rows.entry(line).or_default().insert(column, value);
    }
    let wide = |row: &BTreeMap<u32, (String, CellKind)>| {
        row.keys().next_back().map_or(0, |c| u64::from(*c).saturating_add(1))
    };
    let total: u64 = rows.values().map(wide).fold(0, u64::saturating_add);
    *left = left.checked_sub(total).ok_or_else(too_many)?;
    let mut grid = Grid::new(file, Some(sheet));
    for (line, row) in &rows {
        let last = row.keys().next_back().copied().unwrap_or(0);
        for column in 0..=last {
            let (text, kind) = row.get(&column).map_or(("", CellKind::Text), |(t, k)| (t.as_str(), *k));
            grid.cell_to(text, kind);
        }
        grid.end_row(line.saturating_add(1));
    }
    Ok(grid)
}

/// A cell as text; `None` where it holds nothing.
fn value(data: &DataRef<'_>) -> Option<(String, CellKind)> {
    let text = |text: &str| {
        let kept = text.trim();
        (!kept.is_empty()).then(|| (kept.to_owned(), CellKind::Text))
    };
    match data {
        DataRef::Empty => None,
        DataRef::String(held) => text(held),
        DataRef::SharedString(held) => text(held),
        DataRef::Int(number) => Some((number.to_string(), CellKind::Number)),
        DataRef::Float(number) => Some((shown(*number), CellKind::Number)),
        DataRef::Bool(held) => text(if *held { "true" } else { "false" }),
        DataRef::DateTime(day) if day.is_datetime() => Some(date(day)),
        DataRef::DateTime(length) => Some((shown(length.as_f64()), CellKind::Number)),
        DataRef::DateTimeIso(held) => {
            let day = held.split('T').next().unwrap_or(held);
            Some((day.to_owned(), if Date::parse_iso(day).is_ok() { CellKind::Date } else { CellKind::Text }))
        }
        DataRef::DurationIso(held) => text(held),
        DataRef::Error(error) => Some((error.to_string(), CellKind::Error)),
    }
}

/// A day; a time of day beside it stays as text.
fn date(day: &calamine::ExcelDateTime) -> (String, CellKind) {
    let (year, month, date, hour, minute, second, _) = day.to_ymd_hms_milli();
    let text = format!("{year:04}-{month:02}-{date:02}");
    if (hour, minute, second) == (0, 0, 0) && Date::parse_iso(&text).is_ok() {
        return (text, CellKind::Date);
    }
    (format!("{text} {hour:02}:{minute:02}:{second:02}"), CellKind::Text)
}

/// A number as a spreadsheet shows it: at most fifteen digits count, which is what a sheet holds exactly.
fn shown(number: f64) -> String {
    let shortest = number.to_string();
    let digits = shortest.bytes().filter(u8::is_ascii_digit).count();
    if digits <= 15 || !number.is_finite() {
        return shortest;
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_a_sheet_shows() {
        assert_eq!(shown(0.1 + 0.2), "0.3");
        assert_eq!(shown(1234.5), "1234.5");
        assert_eq!(shown(-1e20), "-100000000000000000000");
        assert_eq!(shown(5_822_763.0), "5822763");
    }
}
