//! `ramme check`: every problem of rule files in one go.
//!
//! In: rule files and folders. Out: diagnostics on standard output; exit code 1 where one of them is an error. Not here:
//! the checks themselves.

use crate::cli::Check;
use crate::exit::Exit;
use crate::output::{Form, choose};
use crate::pipeline;
use crate::terminal::{Counts, Terminal};
use ramme_diag::{Limits, SourceMap};
use ramme_value::Lang;

const FORMS: [(&str, Form); 3] = [("full", Form::Full), ("concise", Form::Concise), ("json", Form::Json)];

/// Checks rule files.
pub fn run(args: &Check) -> Exit {
    let terminal = Terminal::new(args.speech.lang);
    if args.documents.is_some() {
        return terminal.later("--documents");
    }
    let form = match choose(args.format.as_deref(), None, &FORMS) {
        Ok(form) => form,
        Err(refusal) => return terminal.refuse(&refusal),
    };
    let trees = match pipeline::trees(&args.rules, &Limits::default(), SourceMap::new()) {
        Ok(trees) => trees,
        Err(problems) => {
            terminal.complain(&SourceMap::new(), &[], problems);
            return Exit::NotDone;
        }
    };
    let files = trees.files.len();
    let (_, problems) = pipeline::rulebook(&trees);
    let (printed, counts) = terminal.report(form, &trees.sources, problems);
    if form != Form::Json {
        terminal.say(&summary(files, counts, args.speech.lang));
    }
    let judged = if counts.errors > 0 { Exit::Findings } else { Exit::Done };
    printed.max(judged)
}

/// What was looked at, and what came of it, in one line.
fn summary(files: usize, counts: Counts, lang: Lang) -> String {
    let files = match (files, lang) {
        (1, Lang::En) => "1 file".to_owned(),
        (n, Lang::En) => format!("{n} files"),
        (1, Lang::Da) => "1 fil".to_owned(),
        (n, Lang::Da) => format!("{n} filer"),
    };
    let parts = [
        (counts.errors, lang.pick(if counts.errors == 1 { "error" } else { "errors" }, "fejl")),
        (
            counts.warnings,
            lang.pick(
                if counts.warnings == 1 { "warning" } else { "warnings" },
                if counts.warnings == 1 { "advarsel" } else { "advarsler" },
            ),
        ),
        (counts.notes, lang.pick(if counts.notes == 1 { "note" } else { "notes" }, "bem\u{e6}rkninger")),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, w)| format!("{n} {w}")).collect();
    let outcome = if parts.is_empty() {
        lang.pick("no problems", "ingen problemer").to_owned()
    } else {
        parts.join(", ")
    };
    format!("{files}: {outcome}\n")
}
