//! The frame of a verb: the form of its result, what may stop it, where the result goes, how long it took.
//!
//! In: flags, and the work of the verb. Out: an exit code, after the result or the reason was written. Not here: what a verb
//! makes (its own file), the writing of files and streams (`deliver`).

use super::deliver::{self, deliver};
use crate::citations::Copies;
use crate::cli::{ResultFlags, Shared};
use crate::exit::Exit;
use crate::output::{Form, choose};
use crate::pipeline::{Stopped, stopped};
use crate::terminal::Terminal;
use ramme_diag::{Limits, SourceMap, Text};
use ramme_report::model::Report;
use ramme_report::text::{Look, render};
use ramme_value::Lang;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// The version that documents name.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The forms of what is a report and a document, and nothing more.
pub const REPORT_FORMS: [(&str, Form); 3] =
    [("text", Form::Text), ("json", Form::Json), ("html", Form::Html)];

/// Why nothing came of a verb.
pub enum Failure {
    /// One line says it.
    Said(Text),
    /// Diagnostics say it.
    Stopped(Box<Stopped>),
}

impl From<Text> for Failure {
    fn from(text: Text) -> Failure {
        Failure::Said(text)
    }
}

impl From<Box<Stopped>> for Failure {
    fn from(stopped: Box<Stopped>) -> Failure {
        Failure::Stopped(stopped)
    }
}

impl Failure {
    /// Says it.
    pub fn said(self, terminal: Terminal) -> Exit {
        match self {
            Failure::Said(text) => terminal.refuse(&text),
            Failure::Stopped(stopped) => terminal.stop(*stopped),
        }
    }
}

/// Where the result of a verb goes, and in which form.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// Both streams.
    pub terminal: Terminal,
    /// The language.
    pub lang: Lang,
    /// The form.
    pub form: Form,
    /// The file; none for standard output.
    pub output: Option<&'a Path>,
}

/// The frame of a verb on scenarios whose result has a form.
pub fn framed<'a>(
    (flags, result): (&Shared, &'a ResultFlags),
    forms: &[(&str, Form)],
    work: impl FnOnce(Desk<'a>) -> Result<Exit, Failure>,
) -> Exit {
    unformed(flags, |terminal| {
        let output = result.output.as_deref();
        let form = choose(result.format.as_deref(), output, forms)?;
        within_limits(flags)?;
        work(Desk { terminal, lang: terminal.lang, form, output })
    })
}

/// The frame of a verb whose result has one form.
pub fn unformed(flags: &Shared, work: impl FnOnce(Terminal) -> Result<Exit, Failure>) -> Exit {
    let terminal = Terminal::new(flags.speech.lang);
    let start = Instant::now();
    match work(terminal) {
        Ok(exit) => {
            terminal.took(start);
            exit
        }
        Err(failure) => failure.said(terminal),
    }
}

/// Refuses a folder of documents that is not there, before anything is worked out.
///
/// # Errors
/// The folder.
pub fn has_documents(flags: &Shared) -> Result<(), Failure> {
    let Some(folder) = &flags.documents else { return Ok(()) };
    let refused = |problem| stopped(vec![problem], SourceMap::new(), Vec::new());
    Ok(Copies::new(folder).map(|_| ()).map_err(refused)?)
}

/// Refuses figures above the limits, and takes as many threads as were asked for.
///
/// # Errors
/// A figure above the limits.
pub fn within_limits(flags: &Shared) -> Result<(), Failure> {
    let most = Limits::default().draws;
    if flags.draws.is_some_and(|draws| u64::from(draws) > most) {
        return Err(Failure::Said(Text::both(
            format!("--draws may be at most {most}"),
            format!("--draws m\u{e5} h\u{f8}jst v\u{e6}re {most}"),
        )));
    }
    if let Some(threads) = flags.threads.map(usize::from) {
        // A pool that stands already has as many threads as it has: the result is the same.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    Ok(())
}

impl Desk<'_> {
    /// How text is laid out there.
    pub fn look(&self) -> Look {
        Look::new(self.lang, self.terminal.width_for(self.output))
    }

    /// A report as text.
    pub fn text(&self, report: &Report) -> String {
        render(report, self.look())
    }

    /// Writes a text.
    pub fn give(&self, text: &str) -> Exit {
        deliver::write(self.terminal, self.output, text)
    }

    /// Writes a text that may have failed to become a document, which is our bug.
    pub fn deliver(&self, text: Result<String, serde_json::Error>) -> Exit {
        deliver(self.terminal, self.output, text)
    }

    /// Writes a result as it is made.
    pub fn stream(&self, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Exit {
        deliver::stream(self.terminal, self.output, write)
    }

    /// Writes bytes.
    pub fn give_bytes(&self, bytes: &[u8]) -> Exit {
        deliver::write_bytes(self.terminal, self.output, bytes)
    }
}
