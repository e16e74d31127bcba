//! Standard output and standard error: results, diagnostics, short messages.
//!
//! In: text and diagnostics. Out: bytes on the two streams; colour only where a person looks. Not here: files (`world`),
//! how an excerpt is drawn (`excerpt`).

use crate::command::check::Passages;
use crate::excerpt::{self, Paint};
use crate::exit::Exit;
use crate::output::Form;
use crate::pipeline::{Stopped, Trees};
use ramme_diag::{Diagnostic, Limits, Severity, Shown, SourceMap, Text};
use ramme_report::json::PlainHead;
use ramme_report::text::Look;
use ramme_value::Lang;
use serde::Serialize;
use std::io::{IsTerminal as _, Write};
use std::path::Path;
use std::time::Instant;

/// Where a person or a script reads.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// The language of messages.
    pub lang: Lang,
}

/// Diagnostics as a document.
#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: PlainHead,
    diagnostics: Vec<ramme_diag::Rendered>,
    summary: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    passages: Option<Passages>,
}

/// How many diagnostics of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// What is wrong.
    pub errors: usize,
    /// What is probably not meant.
    pub warnings: usize,
    /// What is worth knowing.
    pub notes: usize,
    /// How many of them are not shown.
    pub left_out: usize,
}

impl Terminal {
    /// A terminal that speaks a language.
    pub fn new(lang: Lang) -> Terminal {
        Terminal { lang }
    }

    /// Writes bytes to standard output, where no person reads them.
    pub fn print_bytes(self, bytes: &[u8]) -> Exit {
        if std::io::stdout().is_terminal() {
            self.error(&Text::both(
                "a workbook goes into a file: -o result.xlsx",
                "en projektmappe skrives i en fil: -o resultat.xlsx",
            ));
            return Exit::NotDone;
        }
        let mut out = std::io::stdout().lock();
        self.written(&out.write_all(bytes).and_then(|()| out.flush()))
    }

    /// Writes the result to standard output. A reader that has seen enough is no failure.
    pub fn print(self, text: &str) -> Exit {
        let mut out = std::io::stdout().lock();
        self.written(&out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// Writes the result to standard output as it is made.
    pub fn print_by(self, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Exit {
        let mut out = std::io::BufWriter::with_capacity(crate::world::PIECE, std::io::stdout().lock());
        self.written(&write(&mut out).and_then(|()| out.flush()))
    }

    /// What came of writing.
    fn written(self, outcome: &std::io::Result<()>) -> Exit {
        match outcome {
            Ok(()) => Exit::Done,
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Done,
            Err(error) => {
                self.error(&Text::both(
                    format!("the result cannot be written: {error}"),
                    format!("resultatet kan ikke skrives: {error}"),
                ));
                Exit::NotDone
            }
        }
    }

    /// Writes a message to standard error.
    pub fn say(self, text: &str) {
        // Where standard error is closed there is nobody to tell.
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Says in one line what went wrong.
    pub fn error(self, text: &Text) {
        let paint = Paint { on: colour(std::io::stderr().is_terminal()) };
        let word = paint.severity(Severity::Error, Severity::Error.in_words(self.lang));
        self.say(&format!("{word}: {}\n", text.get(self.lang)));
    }

    /// Says in one line why nothing is done.
    pub fn refuse(self, text: &Text) -> Exit {
        self.error(text);
        Exit::NotDone
    }

    /// How wide a table may be: the window where a person looks, else the same everywhere.
    pub fn width_for(self, output: Option<&Path>) -> usize {
        let looks = output.is_none() && std::io::stdout().is_terminal();
        let window = looks.then(terminal_size::terminal_size).flatten();
        window.map_or(Look::PLAIN_WIDTH, |(width, _)| usize::from(width.0))
    }

    /// Says how long it took, to a person; never to a script, whose output stays the same.
    pub fn took(self, since: Instant) {
        if std::io::stderr().is_terminal() {
            let seconds = ramme_report::number::float(since.elapsed().as_secs_f64(), 1, self.lang);
            self.say(&format!("{seconds} s\n"));
        }
    }

    /// Says why a run stopped.
    pub fn stop(self, stopped: Stopped) -> Exit {
        self.complain(&stopped.sources, &stopped.data, stopped.problems);
        Exit::NotDone
    }

    /// Writes diagnostics to standard error, with excerpts.
    pub fn complain(self, sources: &SourceMap, data: &[excerpt::DataText], diagnostics: Vec<Diagnostic>) {
        let paint = Paint { on: colour(std::io::stderr().is_terminal()) };
        let (text, _) = self.render((Form::Full, None), sources, data, diagnostics, paint);
        self.say(&text);
    }

    /// Writes diagnostics of rules to standard output, as the result of a verb that judges.
    pub fn report(
        self,
        form: Form,
        trees: &Trees,
        diagnostics: Vec<Diagnostic>,
        passages: Option<Passages>,
    ) -> (Exit, Counts) {
        let paint = Paint { on: form == Form::Full && colour(std::io::stdout().is_terminal()) };
        let head = PlainHead::new(env!("CARGO_PKG_VERSION"), Some(&trees.hash), None);
        let (text, counts) =
            self.render((form, Some((head, passages))), &trees.sources, &[], diagnostics, paint);
        (self.print(&text), counts)
    }

    fn render(
        self,
        (form, about): (Form, Option<(PlainHead, Option<Passages>)>),
        sources: &SourceMap,
        data: &[excerpt::DataText],
        diagnostics: Vec<Diagnostic>,
        paint: Paint,
    ) -> (String, Counts) {
        let mut counts = count(&diagnostics);
        // A person reads the first of many; a machine wants them all.
        let shown = match form {
            Form::Json | Form::Sarif | Form::Github => Shown { diagnostics, left_out: 0 },
            _ => ramme_diag::select(diagnostics, &Limits::default()),
        };
        counts.left_out = shown.left_out;
        let rendered = shown.diagnostics.iter().map(|d| d.render(sources, self.lang)).collect::<Vec<_>>();
        let mut text = match (form, about) {
            (Form::Json, Some((head, passages))) => {
                let document = Document { head, diagnostics: rendered, summary: counts, passages };
                return (crate::command::json_text(&document), counts);
            }
            (Form::Sarif, _) => return (sarif(&rendered, self.lang), counts),
            (Form::Github, _) => return (ramme_report::ci::check_github(&rendered), counts),
            (Form::Concise, _) => rendered.iter().map(excerpt::concise).collect::<String>(),
            _ => {
                let draw = excerpt::Draw { sources, data, paint, lang: self.lang };
                rendered.iter().map(|d| draw.full(d)).collect::<Vec<_>>().join("\n")
            }
        };
        if shown.left_out > 0 {
            let left = shown.left_out;
            text.push_str(&self.lang.pick(format!("and {left} more\n"), format!("og {left} til\n")));
        }
        (text, counts)
    }
}

/// Findings for code scanning. Its types hold nothing that JSON cannot write, so an error is shown rather than handled.
fn sarif(diagnostics: &[ramme_diag::Rendered], lang: Lang) -> String {
    ramme_report::ci::check_sarif(diagnostics, env!("CARGO_PKG_VERSION"), lang)
        .unwrap_or_else(|error| format!("{error}\n"))
}

/// Counts by severity.
pub fn count(diagnostics: &[Diagnostic]) -> Counts {
    let of = |severity| diagnostics.iter().filter(|d| d.severity() == severity).count();
    Counts {
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        notes: of(Severity::Note),
        left_out: 0,
    }
}

/// Colour is for people: on a terminal, unless they ask for none.
fn colour(terminal: bool) -> bool {
    let asked_for_none = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|v| v == "dumb");
    terminal && !asked_for_none && !dumb
}
