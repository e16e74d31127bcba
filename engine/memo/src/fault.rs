//! What is wrong with a template, in the user's words.
//!
//! In: an error of the template engine. Out: a diagnostic that points into the template. Not here: printing.

use crate::filters;
use crate::rows::FIELDS;
use crate::shelf::{Sheet, Shelf};
use minijinja::{Error, ErrorKind};
use ramme_diag::{Code, Diagnostic, FileId, Limits, Place, Span, Text};
use std::error::Error as _;
use std::fmt;

/// A diagnostic that a function of ours raised inside a template.
#[derive(Debug)]
pub(crate) struct Raised(pub(crate) Diagnostic);

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code().id())
    }
}

impl std::error::Error for Raised {}

/// An error that carries a diagnostic.
pub(crate) fn raise(diagnostic: Diagnostic) -> Error {
    Error::new(ErrorKind::InvalidOperation, "").with_source(Raised(diagnostic))
}

/// What an error means; `names` are those that the context has.
pub(crate) fn fault(error: &Error, asked: &str, shelf: &Shelf, names: &[String]) -> Diagnostic {
    let deepest = deepest(error);
    let name = deepest.name().unwrap_or(asked);
    let sheet = shelf.sheets.get(name);
    let place = sheet.map_or(Place::None, |sheet| place(deepest, sheet));
    if let Some(Raised(diagnostic)) = deepest.source().and_then(|s| s.downcast_ref::<Raised>()) {
        return diagnostic.clone().at(place);
    }
    said(deepest, name, sheet, names, shelf).at(place)
}

/// The error below all that only pass it on.
fn deepest(error: &Error) -> &Error {
    let mut found = error;
    while let Some(below) = found.source().and_then(|s| s.downcast_ref::<Error>()) {
        found = below;
    }
    found
}

fn place(error: &Error, sheet: &Sheet) -> Place {
    if let Some(range) = error.range().filter(|r| sheet.text.get(r.clone()).is_some_and(|t| !t.is_empty())) {
        return Place::Text(Span::at(sheet.file, range));
    }
    let line = error.line().unwrap_or(1).saturating_sub(1);
    let start: usize = sheet.text.split_inclusive('\n').take(line).map(str::len).sum();
    let length = sheet.text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    Place::Text(Span::at(sheet.file, start..start.saturating_add(length)))
}

fn said(error: &Error, name: &str, sheet: Option<&Sheet>, names: &[String], shelf: &Shelf) -> Diagnostic {
    let detail = error.detail().unwrap_or_default();
    let word = || detail.split_whitespace().nth(1).unwrap_or_default().to_owned();
    match error.kind() {
        ErrorKind::OutOfFuel | ErrorKind::WriteFailure => Diagnostic::new(Code::TemplateTooLong)
            .arg("file", name)
            .arg("limit", Limits::default().template_steps),
        ErrorKind::UndefinedError => unknown_value(error, sheet, names),
        ErrorKind::UnknownFilter => {
            unknown(Text::both("no filter", "intet filter"), &word(), &filters::NAMES)
        }
        ErrorKind::UnknownTest => {
            unknown(Text::both("no test", "ingen test"), &word(), &["defined", "none", "string"])
        }
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => {
            let called = detail.split_whitespace().next().unwrap_or_default();
            unknown(Text::both("no function", "ingen funktion"), called, &["value", "range"])
        }
        ErrorKind::TemplateNotFound | ErrorKind::BadInclude => {
            let called = detail.split('"').nth(1).unwrap_or_default();
            let there: Vec<&str> = shelf.sheets.keys().map(String::as_str).collect();
            unknown(Text::both("no template", "ingen skabelon"), called, &there)
        }
        ErrorKind::SyntaxError | ErrorKind::BadEscape => {
            Diagnostic::new(Code::TemplateUnreadable).arg("file", name).arg("reason", reason(error))
        }
        _ => Diagnostic::new(Code::TemplateFailed).arg("reason", reason(error)),
    }
}

/// The engine's own words, which are English.
fn reason(error: &Error) -> String {
    error.detail().map_or_else(|| error.kind().to_string(), str::to_owned)
}

/// A name that is not in the context, or a field that a row does not have.
fn unknown_value(error: &Error, sheet: Option<&Sheet>, names: &[String]) -> Diagnostic {
    let source = error.range().and_then(|range| sheet?.text.get(range)).unwrap_or_default();
    let path: Vec<&str> = source
        .split('.')
        .map(|part| part.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default())
        .take_while(|part| !part.is_empty())
        .collect();
    let fields: Vec<&str> = FIELDS.to_vec();
    match path.as_slice() {
        [first] => {
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            unknown(Text::both("no name", "intet navn"), first, &known)
        }
        [.., last] => unknown(Text::both("no field", "intet felt"), last, &fields),
        [] => unknown(Text::both("no name", "intet navn"), source, &fields),
    }
}

fn unknown(what: Text, name: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::NotInTemplate)
        .arg("what", what)
        .arg("name", name)
        .maybe_arg("suggestion", ramme_diag::closest(name, known))
}

/// A file that takes no place.
pub(crate) fn idle(name: &str, file: FileId, meant: Option<String>) -> Diagnostic {
    Diagnostic::new(Code::TemplateIdle)
        .arg("file", name)
        .maybe_arg("suggestion", meant)
        .at(Span::at(file, 0..0))
}
