//! `ramme check`: every problem of rule files in one go.
//!
//! In: rule files and folders, and with `--documents` the reader's copies of what they cite. Out: diagnostics on standard
//! output; exit code 1 where one of them is an error. Not here: the checks themselves, fingerprints (`fingerprints`).

use crate::cli::Check;
use crate::exit::Exit;
use crate::fingerprints;
use crate::output::{Form, choose};
use crate::pipeline;
use crate::terminal::{Counts, Terminal};
use ramme_diag::{Diagnostic, Limits, SourceMap};
use ramme_value::Lang;

const FORMS: [(&str, Form); 5] = [
    ("full", Form::Full),
    ("concise", Form::Concise),
    ("json", Form::Json),
    ("sarif", Form::Sarif),
    ("github", Form::Github),
];

/// Checks rule files.
pub fn run(args: &Check) -> Exit {
    let terminal = Terminal::new(args.speech.lang);
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
    let (book, mut problems) = pipeline::rulebook(&trees);
    let sound = !problems.iter().any(Diagnostic::is_error);
    // What a broken rulebook cites is not known in full, so nothing is held against its documents or renewed from them.
    let held = match args.documents.as_deref().filter(|_| sound) {
        Some(folder) => match fingerprints::check(&book, &trees.sources, folder, args.renew) {
            Ok(outcome) => Some(outcome),
            Err(stops) => {
                terminal.complain(&trees.sources, &[], stops);
                return Exit::NotDone;
            }
        },
        None => None,
    };
    let mut passages = None;
    if let Some(outcome) = held {
        passages = Some((outcome.verified, outcome.written));
        problems.extend(outcome.problems);
    }
    let limited = problems.iter().any(|problem| problem.code().is_limit());
    let (printed, counts) = terminal.report(form, &trees.sources, problems);
    if matches!(form, Form::Full | Form::Concise) {
        let lang = args.speech.lang;
        terminal.say(&summary(files, counts, lang));
        terminal.say(
            &passages.map(|(verified, written)| passage_line(verified, written, lang)).unwrap_or_default(),
        );
    }
    // What lies beyond a limit was not read, so the rules were not judged as a whole.
    let judged = match counts.errors {
        _ if limited => Exit::NotDone,
        0 => Exit::Done,
        _ => Exit::Findings,
    };
    printed.max(judged)
}

/// What came of the passages.
fn passage_line(verified: usize, written: usize, lang: Lang) -> String {
    if written > 0 {
        return lang.pick(
            format!("fingerprints written: {written}\n"),
            format!("fingeraftryk skrevet: {written}\n"),
        );
    }
    lang.pick(
        format!("passages as they were cited: {verified}\n"),
        format!("steder, der er, som der blev henvist til dem: {verified}\n"),
    )
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
