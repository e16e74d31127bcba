//! Rows of cells as a sheet or a delimited text has them, before anything is known of their meaning.
//!
//! In: cells, row by row. Out: the same with their places, what a workbook says of them, and what is hidden or merged.
//! Not here: which row is the heading, what a cell means (`inspect`).

use ramme_diag::Place;
use std::collections::{BTreeMap, BTreeSet};

/// What a workbook says a cell is; all cells of delimited text are text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellKind {
    /// Text, which may look like anything.
    #[default]
    Text,
    /// A number; its text has a decimal point.
    Number,
    /// A day; its text is `2023-11-30`.
    Date,
    /// An error of a formula, such as `#DIV/0!`.
    Error,
}

/// A block of merged cells; rows and columns from 1, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// The first and the last line.
    pub lines: (u32, u32),
    /// The first and the last column.
    pub columns: (u32, u32),
}

/// Rows of cells, which may be of different length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The file as the user named it.
    pub file: String,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    text: String,
    ends: Vec<usize>,
    /// How many cells there are up to the end of each row.
    rows: Vec<usize>,
    lines: Vec<u32>,
    kinds: Vec<CellKind>,
    /// Lines that the workbook hides.
    pub hidden_lines: BTreeSet<u32>,
    /// Columns, from 1, that the workbook hides.
    pub hidden_columns: BTreeSet<u32>,
    merges: Vec<Merge>,
    /// For each column the blocks that cover it, by their first line.
    covered: BTreeMap<u32, BTreeMap<u32, usize>>,
}

/// The most columns that all merged blocks together may have; what lies beyond is not looked up.
const COVERED: usize = 1 << 20;

impl Grid {
    /// An empty grid.
    #[must_use]
    pub fn new(file: &str, sheet: Option<&str>) -> Grid {
        Grid { file: file.to_owned(), sheet: sheet.map(str::to_owned), ..Grid::default() }
    }

    /// Says which cells are merged.
    pub fn merge(&mut self, merges: Vec<Merge>) {
        let mut count: usize = 0;
        for (at, block) in merges.iter().enumerate() {
            for column in block.columns.0..=block.columns.1 {
                count = count.saturating_add(1);
                if count > COVERED {
                    break;
                }
                self.covered.entry(column).or_default().insert(block.lines.0, at);
            }
        }
        self.merges = merges;
    }

    /// The merged blocks.
    #[must_use]
    pub fn merges(&self) -> &[Merge] {
        &self.merges
    }

    /// Adds a cell to the row that is being written.
    pub fn cell_to(&mut self, text: &str, kind: CellKind) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.kinds.push(kind);
    }

    /// Adds a row of text cells that lie one after the other in `text`.
    pub(crate) fn row_of(&mut self, text: &str, ends: &[usize], line: u32) {
        let start = self.text.len();
        self.text.push_str(text);
        self.ends.extend(ends.iter().map(|end| end.saturating_add(start)));
        self.end_row(line);
    }

    /// Ends the row that is being written.
    pub fn end_row(&mut self, line: u32) {
        self.rows.push(self.ends.len());
        self.lines.push(line);
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    fn start(&self, row: usize) -> usize {
        row.checked_sub(1).and_then(|before| self.rows.get(before)).copied().unwrap_or(0)
    }

    /// How many cells a row has.
    #[must_use]
    pub fn width(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, |end| end.saturating_sub(self.start(row)))
    }

    /// The most cells of a row.
    #[must_use]
    pub fn widest(&self) -> usize {
        (0..self.rows()).map(|row| self.width(row)).max().unwrap_or(0)
    }

    fn at(&self, row: usize, column: usize) -> Option<usize> {
        (column < self.width(row)).then(|| self.start(row).saturating_add(column))
    }

    /// A cell without blanks around it; nothing outside the grid.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let Some(at) = self.at(row, column) else { return "" };
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.text.get(start..*end)).unwrap_or("").trim()
    }

    /// What the workbook says a cell is.
    #[must_use]
    pub fn kind(&self, row: usize, column: usize) -> CellKind {
        self.at(row, column).and_then(|at| self.kinds.get(at)).copied().unwrap_or_default()
    }

    /// The line on which a row begins.
    #[must_use]
    pub fn line(&self, row: usize) -> u32 {
        self.lines.get(row).copied().unwrap_or(0)
    }

    /// The first row that begins on a line or after it.
    #[must_use]
    pub fn row_of_line(&self, line: u32) -> Option<usize> {
        let row = self.lines.partition_point(|held| *held < line);
        (row < self.lines.len()).then_some(row)
    }

    /// How many cells of a row hold something.
    #[must_use]
    pub fn filled(&self, row: usize) -> usize {
        (0..self.width(row)).filter(|column| !self.cell(row, *column).is_empty()).count()
    }

    /// The place of a cell.
    #[must_use]
    pub fn place(&self, row: usize, column: usize, heading: Option<&str>) -> Place {
        Place::Cell {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            line: self.line(row),
            column: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1),
            column_name: heading.filter(|h| !h.is_empty()).map(str::to_owned),
        }
    }

    /// The place of a row.
    #[must_use]
    pub fn row_place(&self, row: usize) -> Place {
        let line = self.line(row);
        Place::Cell { file: self.file.clone(), sheet: self.sheet.clone(), line, column: 0, column_name: None }
    }

    /// The file or sheet as a whole.
    #[must_use]
    pub fn whole(&self) -> Place {
        Place::File(self.file.clone())
    }

    /// The merged block that covers a cell, if it begins at another one: the text that is shown there stands at its
    /// first cell. Gives that first cell's row and column.
    #[must_use]
    pub fn merged_into(&self, row: usize, column: usize) -> Option<(usize, usize)> {
        let line = self.line(row);
        let column = u32::try_from(column).ok()?.checked_add(1)?;
        let (_, at) = self.covered.get(&column)?.range(..=line).next_back()?;
        let block = self.merges.get(*at).filter(|m| line <= m.lines.1)?;
        if (block.lines.0, block.columns.0) == (line, column) {
            return None;
        }
        let first = self.row_of_line(block.lines.0).filter(|r| self.line(*r) == block.lines.0)?;
        Some((first, usize::try_from(block.columns.0.checked_sub(1)?).ok()?))
    }
}
