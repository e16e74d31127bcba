//! Delimited text as a table of raw cells, each of which knows its line and column.
//!
//! In: the bytes of a file, its name, its delimiter, limits. Out: headings and rows of text, or everything that is wrong
//! with the form of the file, up to a cap. Not here: what a cell means (`cell`), which file stands where.

use std::collections::BTreeMap;

use ramme_diag::{Code, Diagnostic, Limits, Place};

use crate::import::State;
use crate::origin::Origin;
use crate::say;
use crate::split::{Record, Splitter, line_breaks};

/// The delimiter where none is stated.
pub const COMMA: char = ',';

/// A table as its file has it: all cells are text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawTable {
    /// The file as the user named it.
    pub name: String,
    /// The headings, without blanks around them.
    pub headings: Vec<String>,
    /// The line of the headings.
    pub heading_line: u32,
    /// All cells one after the other.
    text: String,
    /// Where each cell ends, row after row.
    ends: Vec<usize>,
    /// The line on which each row begins.
    lines: Vec<u32>,
    /// True where no cell of a row begins on another line than its row.
    one_line_rows: bool,
    /// Where the rows stand in their file, where they are not the file's own.
    origin: Option<Box<Origin>>,
}

impl RawTable {
    /// Reads delimited text: UTF-8, with or without byte order mark, the first line being the headings. Lines with
    /// nothing on them are passed over. Cells may stand in quotes, and then hold delimiters and line ends.
    ///
    /// # Errors
    /// Everything that is wrong with the form of the file, at most as many as the limits show of one run.
    pub fn read(
        name: &str,
        bytes: &[u8],
        delimiter: char,
        limits: &Limits,
    ) -> Result<RawTable, Vec<Diagnostic>> {
        let (table, rows) = RawTable::read_whole_rows(name, bytes, delimiter, limits)?;
        if rows.is_empty() { Ok(table) } else { Err(rows) }
    }

    /// The same, but rows that are cut short or too long are left out and said, so that the cells of the others can be looked
    /// at as well: nobody should have to mend a file one mistake at a time.
    ///
    /// # Errors
    /// Whatever else is wrong with the form of the file, together with such rows.
    pub fn read_whole_rows(
        name: &str,
        bytes: &[u8],
        delimiter: char,
        limits: &Limits,
    ) -> Result<(RawTable, Vec<Diagnostic>), Vec<Diagnostic>> {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > limits.csv_bytes {
            return Err(vec![say::over(Place::File(name.to_owned()), "bytes", size, limits.csv_bytes)]);
        }
        let text =
            std::str::from_utf8(bytes).map_err(|e| vec![say::not_utf8(name, bytes, e.valid_up_to())])?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let delimiter = match u8::try_from(delimiter) {
            Ok(byte) if byte.is_ascii() && !b"\"\r\n".contains(&byte) => byte,
            _ => return Err(vec![say::bad_delimiter(name, delimiter)]),
        };
        let mut reading = Reading { table: RawTable::named(name), problems: Vec::new(), limits, over: false };
        reading.all(text, delimiter);
        let rows_alone = reading.problems.iter().all(|problem| problem.code() == Code::RaggedRow);
        if rows_alone { Ok((reading.table, reading.problems)) } else { Err(reading.problems) }
    }

    fn named(name: &str) -> RawTable {
        RawTable { name: name.to_owned(), one_line_rows: true, ..RawTable::default() }
    }

    /// A table whose rows were made from another: each stands for one cell of a file. Rows come with [`RawTable::push`].
    #[must_use]
    pub fn made(name: &str, headings: Vec<String>, sheet: Option<String>) -> RawTable {
        RawTable { headings, origin: Some(Box::new(Origin::new(sheet))), ..RawTable::named(name) }
    }

    /// Adds a row to a table that is made: one text a heading, the line and column of the cell that it stands for, and
    /// why that cell holds nothing.
    pub fn push<'t>(&mut self, cells: impl IntoIterator<Item = &'t str>, place: (u32, u32), state: &State) {
        let start = self.ends.len();
        for cell in cells.into_iter().take(self.headings.len()) {
            self.text.push_str(cell);
            self.ends.push(self.text.len());
        }
        self.ends.resize(start.saturating_add(self.headings.len()), self.text.len());
        self.lines.push(place.0);
        if let Some(origin) = &mut self.origin {
            origin.push(place, state);
        }
    }

    /// Where the rows come from, where they are not the file's own.
    #[must_use]
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_deref()
    }

    /// The line and column of a cell, each from 1: of the cell that its row stands for, where the rows were made.
    #[must_use]
    pub fn line_column(&self, row: usize, column: usize) -> (u32, u32) {
        match &self.origin {
            Some(origin) => origin.place(row),
            None => (self.line(row, column), u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1)),
        }
    }

    /// How many rows, without the headings.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The position of a heading.
    #[must_use]
    pub fn column(&self, heading: &str) -> Option<usize> {
        self.headings.iter().position(|held| held == heading)
    }

    /// A cell as it stands in the file, without its quotes and without blanks around it; empty outside the table.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.raw(row, column).trim()
    }

    /// A cell with the blanks around it.
    #[must_use]
    pub fn raw(&self, row: usize, column: usize) -> &str {
        if column >= self.headings.len() {
            return "";
        }
        let at = row.saturating_mul(self.headings.len()).saturating_add(column);
        let end_of = |at: usize| self.ends.get(at).copied();
        let start = at.checked_sub(1).map_or(Some(0), end_of);
        start.zip(end_of(at)).and_then(|(start, end)| self.text.get(start..end)).unwrap_or("")
    }

    /// The line on which a cell begins, from 1. It differs from that of its row only after quoted line ends.
    #[must_use]
    pub fn line(&self, row: usize, column: usize) -> u32 {
        let first = self.lines.get(row).copied().unwrap_or(0);
        if self.one_line_rows {
            return first;
        }
        (0..column).fold(first, |line, before| line.saturating_add(line_breaks(self.raw(row, before))))
    }

    /// The place of a cell; its column is counted from 1.
    #[must_use]
    pub fn place(&self, row: usize, column: usize) -> Place {
        let (line, number) = self.line_column(row, column);
        Place::Cell {
            file: self.name.clone(),
            sheet: self.origin().and_then(|origin| origin.sheet.clone()),
            line,
            column: number,
            column_name: self.headings.get(column).cloned(),
        }
    }

    /// The place of a whole row.
    #[must_use]
    pub fn row_place(&self, row: usize) -> Place {
        Place::line(self.name.as_str(), self.line(row, 0))
    }

    /// The place of a heading.
    #[must_use]
    pub fn heading_place(&self, column: usize) -> Place {
        let number = u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1);
        Place::cell(
            self.name.as_str(),
            self.heading_line,
            number,
            self.headings.get(column).map(String::as_str),
        )
    }
}

/// A table while it is read.
struct Reading<'a> {
    table: RawTable,
    problems: Vec<Diagnostic>,
    limits: &'a Limits,
    /// True once going on would only repeat what has been said.
    over: bool,
}

impl Reading<'_> {
    fn all(&mut self, text: &str, delimiter: u8) {
        let limits = self.limits;
        let mut splitter = Splitter::new(text, delimiter, limits.csv_field_bytes, limits.csv_record_bytes);
        let mut record = Record::default();
        let mut headed = false;
        while !self.full() && !self.over {
            match splitter.next_into(&mut record) {
                Ok(false) => break,
                Ok(true) if record.is_blank_line() => {}
                Ok(true) if headed => self.row(&record),
                Ok(true) => {
                    self.headings(&record);
                    headed = true;
                }
                Err(at) => {
                    let heading = at.column.checked_sub(1).and_then(|c| self.table.headings.get(c as usize));
                    let problem = say::trouble(&self.table.name, heading.map(String::as_str), at);
                    self.problems.push(problem);
                    if !headed {
                        return;
                    }
                }
            }
        }
        if !headed && self.problems.is_empty() {
            self.problems.push(say::empty_file(&self.table.name));
        }
    }

    fn full(&self) -> bool {
        self.problems.len() as u64 >= self.limits.diagnostics
    }

    fn headings(&mut self, record: &Record) {
        let table = &mut self.table;
        table.headings = record.fields().map(|field| field.trim().to_owned()).collect();
        table.heading_line = record.line();
        let count = table.headings.len() as u64;
        if count > self.limits.csv_columns {
            let place = Place::line(table.name.as_str(), table.heading_line);
            self.problems.push(say::over(place, "columns", count, self.limits.csv_columns));
        }
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (column, heading) in table.headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty())
        {
            match seen.get(heading.as_str()) {
                Some(first) => {
                    let places = (table.heading_place(*first), table.heading_place(column));
                    self.problems.push(say::duplicate_heading(heading, places));
                }
                None => {
                    seen.insert(heading, column);
                }
            }
        }
    }

    fn row(&mut self, record: &Record) {
        let wanted = self.table.headings.len();
        if record.ends.len() != wanted {
            // The first cell that is not there, or that no heading stands over.
            let column = record.ends.len().min(wanted);
            let heading = self.table.headings.get(column).map(String::as_str);
            let number = u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1);
            let place = Place::cell(self.table.name.as_str(), record.line(), number, heading);
            self.problems.push(say::unequal_row(place, record.ends.len(), wanted));
            return;
        }
        if self.table.lines.len() as u64 >= self.limits.csv_rows {
            let place = Place::line(self.table.name.as_str(), record.line());
            let most = self.limits.csv_rows;
            self.problems.push(say::over(place, "rows", most.saturating_add(1), most));
            self.over = true;
            return;
        }
        let line = record.line();
        self.table.one_line_rows &= record.lines.iter().all(|other| *other == line);
        let start = self.table.text.len();
        self.table.text.push_str(&record.text);
        self.table.ends.extend(record.ends.iter().map(|end| end.saturating_add(start)));
        self.table.lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use ramme_diag::{Lang, SourceMap};

    fn read(bytes: &[u8]) -> Result<RawTable, Vec<Diagnostic>> {
        RawTable::read("t.csv", bytes, COMMA, &Limits::default())
    }

    /// Each problem as `code line:column message`.
    fn problems(found: Result<RawTable, Vec<Diagnostic>>) -> Vec<String> {
        let line = |d: &Diagnostic| {
            let at = d.place().render(&SourceMap::new()).expect("a place");
            assert_eq!(at.file, "t.csv");
            assert_eq!(d.forgotten(), Vec::<&str>::new());
            let number = |n: Option<u32>| n.map_or("-".to_owned(), |n| n.to_string());
            format!("{} {}:{} {}", d.code(), number(at.line), number(at.column), d.message(Lang::En))
        };
        found.expect_err("problems").iter().map(line).collect()
    }

    #[test]
    fn cells_know_their_places() {
        let table = read("\u{feff}id, name ,n\r\n\r\nA,\"two\nlines\", 7 \r\nB,,8\r\n".as_bytes()).unwrap();
        assert_eq!(table.headings, ["id", "name", "n"]);
        assert_eq!(table.rows(), 2);
        assert_eq!((table.cell(0, 1), table.cell(0, 2), table.raw(0, 2)), ("two\nlines", "7", " 7 "));
        assert_eq!((table.line(0, 1), table.line(0, 2), table.line(1, 0)), (3, 4, 5));
        assert_eq!(table.place(0, 2), Place::cell("t.csv", 4, 3, Some("n")));
        assert_eq!((table.cell(1, 1), table.cell(2, 0), table.cell(0, 3)), ("", "", ""));
        assert_eq!((table.column("n"), table.column("N")), (Some(2), None));
    }

    #[test]
    fn headings_alone_are_a_table_without_rows() {
        assert_eq!(read(b"a,b").unwrap().rows(), 0);
    }

    #[test]
    fn another_delimiter_is_stated() {
        let table = RawTable::read("t.csv", "a;b\n1,5;2".as_bytes(), ';', &Limits::default()).unwrap();
        assert_eq!(table.cell(0, 0), "1,5");
        let refused = RawTable::read("t.csv", b"a", '"', &Limits::default());
        assert_eq!(problems(refused), ["E0502 -:- `t.csv` can't be read: `\"` can't stand between cells"]);
    }

    #[test]
    fn every_mistake_of_the_form_is_said() {
        let text = "a,b,a\n1,2\n\"x\"y,2,3\n1,2,3,4\n1,\"open,3\n";
        assert_eq!(
            problems(read(text.as_bytes())),
            [
                "E0508 1:3 the heading `a` stands twice",
                "E0511 2:3 the line has 2 fields, and the heading has 3",
                "E0521 3:1 the quotes of the cell do not fit: something stands between the closing quote and the separator",
                "E0511 4:4 the line has 4 fields, and the heading has 3",
                "E0521 5:2 the quotes of the cell do not fit: it is opened and never closed, so nothing after it can be read",
            ]
        );
    }

    #[test]
    fn other_encodings_and_empty_files_are_refused() {
        assert_eq!(
            problems(read(b"a,b\nk\xf8,1\n")),
            ["E0502 2:- `t.csv` can't be read: it is not UTF-8 text (byte 6 of the file)"]
        );
        for empty in ["", "\u{feff}", "\n\r\n"] {
            assert_eq!(
                problems(read(empty.as_bytes())),
                ["E0502 -:- `t.csv` can't be read: it is empty, without even a line of headings"]
            );
        }
    }

    #[test]
    fn limits_hold_at_and_above() {
        let limits = Limits { csv_rows: 2, csv_columns: 2, csv_bytes: 14, ..Limits::default() };
        let read = |text: &str| RawTable::read("t.csv", text.as_bytes(), COMMA, &limits);
        assert!(read("a,b\n1,2\n3,4\n").is_ok());
        assert_eq!(problems(read("a\n1\n2\n3\n4\n")), ["E0513 4:- the file has 3 rows, and may have 2"]);
        assert_eq!(problems(read("a,b,c\n1,2,3\n")), ["E0513 1:- the file has 3 columns, and may have 2"]);
        assert_eq!(
            problems(read("a,b\n1,2\n3,456\n\n")),
            ["E0513 -:- the file has 15 bytes, and may have 14"]
        );
    }

    #[test]
    fn only_so_many_problems_are_collected() {
        let text = format!("a,b\n{}", "1\n".repeat(500));
        assert_eq!(read(text.as_bytes()).expect_err("problems").len(), 100);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_table_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = read(&bytes);
        }

        #[test]
        fn every_cell_of_any_table_has_a_place(text in "([ab,\"\n\r]|æ){0,60}") {
            if let Ok(table) = read(text.as_bytes()) {
                for row in 0..table.rows() {
                    for column in 0..table.headings.len() {
                        proptest::prop_assert!(table.line(row, column) >= table.line(row, 0));
                        let _ = table.raw(row, column);
                    }
                }
            }
        }
    }
}
