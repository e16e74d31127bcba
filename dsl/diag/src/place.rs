//! Places: what a diagnostic points at.
//!
//! In: a span, a cell of data, or a file. Out: one value for all of them. Not here: reading either.

use crate::span::Span;

/// What a diagnostic points at.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Place {
    /// A stretch of a text that is kept in the [`crate::SourceMap`].
    Text(Span),
    /// A cell of a data file.
    Cell {
        /// The file as the user named it.
        file: String,
        /// The sheet of a workbook.
        sheet: Option<String>,
        /// The line (row of a sheet), from 1; the header counts.
        line: u32,
        /// The column, from 1; 0 for the whole line.
        column: u32,
        /// The column's heading.
        column_name: Option<String>,
    },
    /// A file as a whole, as the user named it.
    File(String),
    /// Nothing in particular, such as a flag.
    #[default]
    None,
}

impl Place {
    /// A cell of a file without sheets.
    #[must_use]
    pub fn cell(file: impl Into<String>, line: u32, column: u32, column_name: Option<&str>) -> Place {
        Place::Cell {
            file: file.into(),
            sheet: None,
            line,
            column,
            column_name: column_name.map(str::to_owned),
        }
    }

    /// A whole line of a file without sheets.
    #[must_use]
    pub fn line(file: impl Into<String>, line: u32) -> Place {
        Place::cell(file, line, 0, None)
    }

    /// The span, if it points into a text.
    #[must_use]
    pub const fn span(&self) -> Option<Span> {
        match self {
            Place::Text(span) => Some(*span),
            _ => None,
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Place {
        Place::Text(span)
    }
}
