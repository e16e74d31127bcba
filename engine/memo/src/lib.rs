//! Letters, lists and case memos: templates in the user's words, figures of one run.
//!
//! In: a result, the texts of templates, what the program knows of how the result was made. Out: Markdown, and what is
//! probably not meant in a template, such as a number that the run did not compute. Not here: files, evaluation, which
//! figures stand in a report.

mod context;
mod fault;
mod filters;
mod known;
mod letter;
mod literal;
mod press;
mod rows;
mod shelf;
mod spelling;

pub use context::{Document, Matter};
pub use letter::{Letter, letters, list_file};
pub use shelf::{Kind, Shelf};

use ramme_diag::Diagnostic;
use ramme_value::Lang;

/// A text that was made, and what is probably not meant in its template.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The text.
    pub text: String,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
}

/// The case memo of a run.
///
/// # Errors
/// What is wrong with the template.
pub fn memo(shelf: &Shelf, matter: &Matter, lang: Lang) -> Result<Made, Box<Diagnostic>> {
    let mut press = press::Press::new(shelf, matter, lang);
    let text = press.print(Kind::Memo.file(lang), context::of(matter, lang))?;
    let warnings = press.warnings(matter, lang);
    Ok(Made { text, warnings })
}
