//! A run as a workbook: assumptions, results, verdicts, what lies between, the data behind, and charts.
//!
//! In: a run, what its values follow from, and what the program knows of how it was made. Out: the bytes of an XLSX file,
//! the same for the same run. Formulas stand where a spreadsheet says the same; how many values could not be formulas is
//! said on the first sheet. Not here: files, evaluation.

mod assumptions;
mod book;
mod face;
mod formula;
mod overview;
mod page;
mod results;
#[cfg(test)]
mod tests;
mod trees;
mod verdicts;

pub use book::Book;
pub use trees::Why;

use crate::model::Lever;
use book::Sheet;
use face::Faces;
use page::Page;
use ramme_eval::result::RunResult;
use ramme_value::Lang;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

/// What only the program knows of a run.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// What the result rests on, and how to make it again: a name and a text each.
    pub facts: Vec<(String, String)>,
    /// What was set in place of the rules or the data.
    pub levers: Vec<Lever>,
}

/// The workbook of a run.
///
/// # Errors
/// What a spreadsheet cannot hold: more than 1,048,576 rows of results; in words of the library that writes it.
pub fn workbook(result: &RunResult, mut book: Book, facts: &Facts, lang: Lang) -> Result<Vec<u8>, String> {
    let faces = Faces::new(lang);
    results::place(result, &mut book);
    assumptions::place(result, facts, &mut book);
    write(result, &book, facts, &faces).map_err(|error| error.to_string())
}

fn write(result: &RunResult, book: &Book, facts: &Facts, faces: &Faces) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // No clock: the same run gives the same bytes.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = page::fitting(&result.basis.title, 250);
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    let all =
        [Sheet::Overview, Sheet::Assumptions, Sheet::Results, Sheet::Verdicts, Sheet::Trace, Sheet::Data];
    for sheet in all {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(sheet.name(faces.lang))?;
        printed(worksheet);
        let page = &mut Page::new(worksheet, faces);
        match sheet {
            Sheet::Overview => overview::write(page, result, book)?,
            Sheet::Assumptions => assumptions::write(page, result, facts, book)?,
            Sheet::Results => results::write(page, result, book)?,
            Sheet::Verdicts => verdicts::write(page, result, book)?,
            Sheet::Trace => results::between(page, result, book)?,
            Sheet::Data => results::data(page, book)?,
        }
    }
    for (name, range) in results::ranges(result, book, faces.lang) {
        workbook.define_name(name, &range)?;
    }
    workbook.save_to_buffer()
}

/// A sheet as it is printed: across, as wide as the paper.
fn printed(sheet: &mut Worksheet) {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
}
