//! One sheet while it is written: text that stays text, figures as numbers.
//!
//! In: rows of values. Out: cells. Everything that comes from data or rules goes through `text`, which writes a string
//! and never a formula. Not here: what stands where.

use super::face::Faces;
use crate::model::approximate;
use crate::number;
use ramme_eval::result::Exact;
use ramme_rulebook::model::Type;
use ramme_value::Date;
use rust_xlsxwriter::{Format, Formula, Note, Worksheet, XlsxError};

/// So many characters fit a cell; a few are kept for the sign that there was more.
const MOST_CHARS: usize = 32_000;
/// So many characters of a note are readable.
const MOST_NOTED: usize = 2_000;
/// The first day that spreadsheets agree on, 1900-03-01, and their number of 1970-01-01.
const FIRST_DAY: i32 = 61;
const EPOCH: i32 = 25_569;

/// A sheet that is being written.
pub(crate) struct Page<'w> {
    pub(crate) sheet: &'w mut Worksheet,
    pub(crate) faces: &'w Faces,
    /// The next row.
    pub(crate) row: u32,
}

/// Text that a spreadsheet takes.
pub(crate) fn fitting(text: &str, most: usize) -> String {
    let lines: String = text.chars().map(|c| if matches!(c, '\r' | '\t') { ' ' } else { c }).collect();
    let visible = lines.split('\n').map(number::visible).collect::<Vec<_>>().join("\n");
    if visible.chars().count() <= most {
        return visible;
    }
    visible.chars().take(most).chain(std::iter::once('\u{2026}')).collect()
}

impl<'w> Page<'w> {
    pub(crate) fn new(sheet: &'w mut Worksheet, faces: &'w Faces) -> Page<'w> {
        Page { sheet, faces, row: 0 }
    }

    /// Text, whatever it begins with.
    pub(crate) fn text(&mut self, col: u16, text: &str) -> Result<(), XlsxError> {
        let format = self.faces.text.clone();
        self.text_as(col, text, &format)
    }

    pub(crate) fn text_as(&mut self, col: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = fitting(text, MOST_CHARS);
        if text.is_empty() {
            return Ok(());
        }
        self.sheet.write_string_with_format(self.row, col, text, format).map(|_| ())
    }

    /// A row of headings.
    pub(crate) fn heads(&mut self, heads: &[String]) -> Result<(), XlsxError> {
        let format = self.faces.head.clone();
        for (col, head) in heads.iter().enumerate() {
            self.text_as(column(col), head, &format)?;
        }
        self.row = self.row.saturating_add(1);
        Ok(())
    }

    pub(crate) fn number(&mut self, col: u16, value: f64, format: &Format) -> Result<(), XlsxError> {
        if !value.is_finite() {
            return self.text(col, "\u{221e}");
        }
        self.sheet.write_number_with_format(self.row, col, value, format).map(|_| ())
    }

    /// A formula with the value that it has.
    pub(crate) fn formula(
        &mut self,
        col: u16,
        formula: &str,
        value: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(value);
        self.sheet.write_formula_with_format(self.row, col, formula, format).map(|_| ())
    }

    /// An exact value: a number, a day, yes or no, or text.
    pub(crate) fn exact(&mut self, col: u16, value: &Exact, format: &Format) -> Result<(), XlsxError> {
        match value {
            Exact::YesNo(yes) => {
                self.sheet.write_boolean_with_format(self.row, col, *yes, format).map(|_| ())
            }
            Exact::Date(day) => match serial(*day) {
                Some(serial) => self.number(col, f64::from(serial), format),
                None => self.text(col, &day.to_string()),
            },
            Exact::Text(text) => self.text(col, text),
            Exact::Dec(_) | Exact::Count(_) | Exact::Ratio(_) => {
                self.number(col, approximate(value).unwrap_or(f64::NAN), format)
            }
        }
    }

    /// An exact value of a verdict or an output, in the look of its type.
    pub(crate) fn typed(&mut self, col: u16, value: &Exact, ty: Option<&Type>) -> Result<(), XlsxError> {
        let format = self.faces.figure(ty);
        self.exact(col, value, &format)
    }

    /// A note on a cell; nothing where there is nothing to say.
    pub(crate) fn note(&mut self, col: u16, lines: &[String]) -> Result<(), XlsxError> {
        if lines.is_empty() {
            return Ok(());
        }
        let height = u32::try_from(lines.len()).unwrap_or(8).saturating_mul(34).clamp(50, 400);
        let note = Note::new(fitting(&lines.join("\n"), MOST_NOTED))
            .add_author_prefix(false)
            .set_width(340)
            .set_height(height);
        self.sheet.insert_note(self.row, col, &note).map(|_| ())
    }

    pub(crate) fn widths(&mut self, widths: &[f64]) -> Result<(), XlsxError> {
        for (col, width) in widths.iter().enumerate() {
            self.sheet.set_column_width(column(col), *width)?;
        }
        Ok(())
    }

    /// The next row.
    pub(crate) fn down(&mut self) {
        self.row = self.row.saturating_add(1);
    }
}

/// The number of a column.
pub(crate) fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// The number that spreadsheets have for a day.
pub(crate) fn serial(day: Date) -> Option<i32> {
    let serial = day.days_from_epoch().checked_add(EPOCH)?;
    (serial >= FIRST_DAY).then_some(serial)
}
