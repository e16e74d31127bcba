//! Delimited text to rows of cells, and which character stands between them.
//!
//! In: text and limits. Out: a grid; for the delimiter, the one that the lines agree on, or that several would do. Not
//! here: headings, and rows that are too short (`inspect`).

use crate::import::grid::Grid;
use crate::say as form;
use crate::split::{Record, Splitter};
use ramme_diag::{Diagnostic, Limits, Place};
use std::collections::BTreeMap;

/// What may stand between cells.
pub const DELIMITERS: [char; 4] = [';', '\t', ',', '|'];

/// How much of a text is looked at to find its delimiter.
const SAMPLE: usize = 64 * 1024;

/// What the lines say of the delimiter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Between {
    /// One character, with the number of cells that most lines then have, and how many of the lines looked at.
    One {
        /// The character.
        delimiter: char,
        /// The number of cells of most lines.
        cells: usize,
        /// How many lines have so many.
        lines: usize,
        /// How many lines were looked at.
        of: usize,
    },
    /// None: each line is one cell.
    None,
    /// Several would do.
    Several(Vec<char>),
}

struct Candidate {
    delimiter: char,
    cells: usize,
    lines: usize,
    first: usize,
    of: usize,
}

/// Finds the delimiter: the one by which the earliest line already has as many cells as most lines.
#[must_use]
pub fn delimiter(text: &str, limits: &Limits) -> Between {
    let sample = sample(text);
    let mut found: Vec<Candidate> = DELIMITERS.iter().filter_map(|d| candidate(sample, *d, limits)).collect();
    found.sort_by(|a, b| {
        (a.first, b.lines.saturating_mul(a.of)).cmp(&(b.first, a.lines.saturating_mul(b.of)))
    });
    let Some(best) = found.first() else { return Between::None };
    let rival =
        |c: &&Candidate| c.first == best.first && c.lines.saturating_mul(10) >= best.lines.saturating_mul(9);
    let rivals: Vec<char> = found.iter().filter(rival).map(|c| c.delimiter).collect();
    if rivals.len() > 1 {
        return Between::Several(rivals);
    }
    Between::One { delimiter: best.delimiter, cells: best.cells, lines: best.lines, of: best.of }
}

/// The first lines of a text, whole.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let cut = (0..=SAMPLE).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = text.get(..cut).unwrap_or("");
    start.rfind('\n').and_then(|at| start.get(..at)).unwrap_or(start)
}

fn candidate(sample: &str, delimiter: char, limits: &Limits) -> Option<Candidate> {
    let byte = u8::try_from(delimiter).ok()?;
    let mut splitter = Splitter::new(sample, byte, limits.csv_field_bytes, limits.csv_record_bytes);
    let mut record = Record::default();
    let mut widths: Vec<usize> = Vec::new();
    while let Ok(true) | Err(_) = splitter.next_into(&mut record) {
        if !record.is_blank_line() {
            widths.push(record.ends.len());
        }
        if widths.len() > 2000 {
            break;
        }
    }
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for width in widths.iter().filter(|w| **w > 1) {
        let count = counts.entry(*width).or_default();
        *count = count.saturating_add(1);
    }
    let (cells, lines) = counts.into_iter().max_by_key(|(width, count)| (*count, *width))?;
    let first = widths.iter().position(|w| *w == cells)?;
    // Where fewer than half of the lines agree, the character only happens to stand in some of them.
    (lines.saturating_mul(2) >= widths.len()).then_some(Candidate {
        delimiter,
        cells,
        lines,
        first,
        of: widths.len(),
    })
}

/// Cuts a text into rows of cells. Lines with nothing on them are passed over.
///
/// # Errors
/// Quotes that do not fit, and everything above the limits, up to a cap.
pub fn grid(file: &str, text: &str, delimiter: char, limits: &Limits) -> Result<Grid, Vec<Diagnostic>> {
    let over = |what, found: u64, limit| vec![form::over(Place::File(file.to_owned()), what, found, limit)];
    if text.len() as u64 > limits.csv_bytes {
        return Err(over("bytes", text.len() as u64, limits.csv_bytes));
    }
    let byte = u8::try_from(delimiter).ok().filter(|b| b.is_ascii() && !b"\"\r\n".contains(b));
    let Some(byte) = byte else { return Err(vec![form::bad_delimiter(file, delimiter)]) };
    let mut splitter = Splitter::new(text, byte, limits.csv_field_bytes, limits.csv_record_bytes);
    let (mut grid, mut record, mut problems) = (Grid::new(file, None), Record::default(), Vec::new());
    loop {
        match splitter.next_into(&mut record) {
            Ok(false) => break,
            Ok(true) if record.is_blank_line() => {}
            Ok(true) => {
                grid.row_of(&record.text, &record.ends, record.line());
                let (rows, wide) = (grid.rows() as u64, record.ends.len() as u64);
                if rows > limits.csv_rows {
                    return Err(over("rows", rows, limits.csv_rows));
                }
                if wide > limits.csv_columns {
                    return Err(over("columns", wide, limits.csv_columns));
                }
            }
            Err(at) => problems.push(form::trouble(file, None, at)),
        }
        if problems.len() as u64 >= limits.diagnostics {
            break;
        }
    }
    if grid.rows() == 0 && problems.is_empty() {
        problems.push(form::empty_file(file));
    }
    if problems.is_empty() { Ok(grid) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn found(text: &str) -> Between {
        delimiter(text, &Limits::default())
    }

    fn one(text: &str) -> Option<char> {
        match found(text) {
            Between::One { delimiter, .. } => Some(delimiter),
            _ => None,
        }
    }

    #[test]
    fn the_line_of_headings_tells_a_delimiter_from_a_decimal_mark() {
        assert_eq!(one("a;b\n1,5;2,5\n1,5;2,5\n"), Some(';'));
        assert_eq!(one("a,b\n1.5,2\n"), Some(','));
        assert_eq!(one("Regnskab, kommuner, 2023\n\na;b;c\n1;2,5;3\n1;2,5;3\n"), Some(';'));
        assert_eq!(one("a\tb\n\"x;y\"\t2\n"), Some('\t'));
        assert_eq!(found("a\n1\n"), Between::None);
        assert_eq!(found("a,b;c,d;e\n1,2;3,4;5\n"), Between::Several(vec![';', ',']));
    }

    #[test]
    fn rows_keep_their_lines_and_lengths() {
        let grid = grid("t.csv", "Titel\n\na;b\n\"x\ny\"; 2 \n", ';', &Limits::default()).unwrap();
        assert_eq!(grid.rows(), 3);
        assert_eq!((grid.width(0), grid.width(1)), (1, 2));
        assert_eq!((grid.cell(2, 0), grid.cell(2, 1), grid.cell(2, 2)), ("x\ny", "2", ""));
        assert_eq!((grid.line(1), grid.line(2), grid.widest()), (3, 4, 2));
    }
}
