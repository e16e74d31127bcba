//! The press: a template and its context to a text.
//!
//! In: a shelf, the name of a template, a context. Out: the text, or what is wrong with the template and where. Templates
//! see nothing but the shelf and the context; what they may spend is limited; every text from the context is escaped. Not
//! here: what the context holds.

use crate::context::{self, Matter};
use crate::fault::fault;
use crate::known::Known;
use crate::shelf::Shelf;
use crate::{filters, literal, rows};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use ramme_diag::{Diagnostic, Limits};
use ramme_report::markdown;
use ramme_value::Lang;
use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// The names of templates that were used.
type Used = Arc<Mutex<BTreeSet<String>>>;

/// A press with its templates.
pub(crate) struct Press<'a> {
    shelf: &'a Shelf,
    env: Environment<'static>,
    used: Used,
}

impl<'a> Press<'a> {
    pub(crate) fn new(shelf: &'a Shelf, matter: &Matter, lang: Lang) -> Press<'a> {
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_debug(true);
        env.set_fuel(Some(Limits::default().template_steps));
        env.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
        env.set_formatter(move |out, _, value| {
            // What is known to be Markdown stays; all else is text.
            if value.is_safe() || value.is_undefined() {
                return out.write_str(&value.to_string()).map_err(Error::from);
            }
            match value.kind() {
                ValueKind::String => {
                    out.write_str(&markdown::escape(&value.to_string())).map_err(Error::from)
                }
                ValueKind::Number | ValueKind::Bool | ValueKind::None => {
                    out.write_str(&value.to_string()).map_err(Error::from)
                }
                _ => Err(Error::new(
                    ErrorKind::InvalidOperation,
                    lang.pick(
                        "a list or a row is no text; name one of its fields",
                        "en liste eller en r\u{e6}kke er ingen tekst; n\u{e6}vn et af dens felter",
                    ),
                )),
            }
        });
        env.set_syntax(syntax());
        filters::add(&mut env, lang);
        let both = (Arc::clone(&matter.result), Arc::clone(&matter.spoken));
        rows::add_lookup(&mut env, both, lang);
        let used = Used::default();
        let (held, texts) = (Arc::clone(&used), shelf.sheets.clone());
        env.set_loader(move |name| {
            let text = texts.get(name).map(|sheet| sheet.text.clone());
            if text.is_some() {
                held.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
            }
            Ok(text)
        });
        Press { shelf, env, used }
    }

    /// Prints a text.
    ///
    /// # Errors
    /// What is wrong with the template.
    pub(crate) fn print(&mut self, name: &str, context: Value) -> Result<String, Box<Diagnostic>> {
        let names = context::names(&context);
        let mut paper = Paper::default();
        let printed = self
            .env
            .get_template(name)
            .and_then(|template| template.render_captured_to(context, &mut paper).map(|_| ()));
        printed.map_err(|error| Box::new(fault(&error, name, self.shelf, &names)))?;
        Ok(tidy(&String::from_utf8_lossy(&paper.0)))
    }

    /// What is probably not meant in the user's templates: numbers in the text that the run did not compute, and files that
    /// take no place.
    pub(crate) fn warnings(&self, matter: &Matter, lang: Lang) -> Vec<Diagnostic> {
        let known = Known::of(matter);
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let sheets = used.iter().filter_map(|name| self.shelf.sheets.get(name)).filter(|sheet| sheet.own);
        let mut warnings: Vec<Diagnostic> =
            sheets.flat_map(|sheet| literal::foreign(&sheet.text, sheet.file, &known, lang)).collect();
        warnings.extend(
            self.shelf.idle().into_iter().map(|(name, file, meant)| crate::fault::idle(&name, file, meant)),
        );
        warnings
    }
}

/// A block alone on its line leaves no line behind.
fn syntax() -> SyntaxConfig {
    let built =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    // The marks are the usual ones, which cannot be refused.
    built.unwrap_or_default()
}

/// What is printed on; it ends.
#[derive(Default)]
struct Paper(Vec<u8>);

impl io::Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len().saturating_add(bytes.len()) as u64 > Limits::default().template_output_bytes {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Never more than one empty line, and one line end at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines() {
        let blank = line.trim().is_empty();
        if blank && empty {
            continue;
        }
        empty = blank;
        // Two blanks at the end of a line are a line break.
        out.push_str(if blank { "" } else { line });
        out.push('\n');
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}
