//! A diagnostic as plain fields, for JSON and for drawing.
//!
//! In: a diagnostic, the sources, a language. Out: text, lines and columns. Not here: JSON text, colours, paths.

use crate::Lang;
use crate::message::Diagnostic;
use crate::place::Place;
use crate::source::SourceMap;
use serde::Serialize;

/// A diagnostic with everything looked up. Field names are stable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rendered {
    /// The stable id, `E0201`.
    pub code: &'static str,
    /// The name of a lint, `not-cited`; of what is no lint none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lint: Option<String>,
    /// `error`, `warning` or `note`, whatever the language.
    pub severity: &'static str,
    /// One sentence.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// What it points at.
    pub place: Option<RenderedPlace>,
    /// What is said at that place and at others; that place first.
    pub labels: Vec<RenderedLabel>,
    /// Lines below.
    pub notes: Vec<String>,
}

/// A place as people count: lines and columns from 1, columns in characters, the end after the last character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RenderedPlace {
    /// The file's name as it was given.
    pub file: String,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The first line.
    pub line: Option<u32>,
    /// The first column.
    pub column: Option<u32>,
    /// The last line.
    pub end_line: Option<u32>,
    /// The column after the last.
    pub end_column: Option<u32>,
    /// The heading of a data column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column_name: Option<String>,
}

/// What is said at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RenderedLabel {
    /// The place.
    pub place: Option<RenderedPlace>,
    /// What is said there.
    pub text: String,
    /// Whether it is the place of the diagnostic itself.
    pub primary: bool,
}

impl Diagnostic {
    /// Looks everything up in one language.
    #[must_use]
    pub fn render(&self, sources: &SourceMap, lang: Lang) -> Rendered {
        let label = |place: &Place, text: &crate::Text, primary: bool| RenderedLabel {
            place: place.render(sources),
            text: text.get(lang).to_owned(),
            primary,
        };
        let own = self.primary_label().map(|text| label(self.place(), text, true));
        let others = self.others().iter().map(|(place, text)| label(place, text, false));
        Rendered {
            code: self.code().id(),
            lint: self.code().usual_level().map(|_| self.code().kebab()),
            severity: self.severity().name(),
            message: self.message(lang),
            help: self.help(lang),
            place: self.place().render(sources),
            labels: own.into_iter().chain(others).collect(),
            notes: self.notes().iter().map(|note| note.get(lang).to_owned()).collect(),
        }
    }
}

impl Place {
    /// The place as people count; `None` for [`Place::None`].
    #[must_use]
    pub fn render(&self, sources: &SourceMap) -> Option<RenderedPlace> {
        match self {
            Place::Text(span) => {
                let (line, column) = sources.line_col(span.file, span.start);
                let (end_line, end_column) = sources.line_col(span.file, span.end);
                Some(RenderedPlace {
                    file: sources.name(span.file).to_owned(),
                    sheet: None,
                    line: Some(line),
                    column: Some(column),
                    end_line: Some(end_line),
                    end_column: Some(end_column),
                    column_name: None,
                })
            }
            Place::Cell { file, sheet, line, column, column_name } => {
                let column = Some(*column).filter(|&column| column > 0);
                Some(RenderedPlace {
                    file: file.clone(),
                    sheet: sheet.clone(),
                    line: Some(*line),
                    column,
                    end_line: Some(*line),
                    end_column: column,
                    column_name: column_name.clone(),
                })
            }
            Place::File(file) => Some(RenderedPlace {
                file: file.clone(),
                sheet: None,
                line: None,
                column: None,
                end_line: None,
                end_column: None,
                column_name: None,
            }),
            Place::None => None,
        }
    }
}
