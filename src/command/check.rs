//! `ramme check`: every problem of rule files in one go.
//!
//! In: rule files and folders, and with `--documents` the reader's copies of what they cite. Out: diagnostics on standard
//! output; exit code 1 where one of them is an error, 2 where a copy is not there. Not here: the checks themselves, fingerprints (`citations`).

use crate::citations::{self, Written};
use crate::cli::Check;
use crate::exit::Exit;
use crate::output::{Form, choose};
use crate::terminal::{Counts, Terminal};
use crate::{lints, pipeline};
use ramme_diag::{Code, Diagnostic, Level, Levels};
use ramme_rulebook::Rulebook;
use ramme_value::Lang;
use serde::Serialize;

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
    let (trees, levels) = match super::opened(terminal, &args.lints, &args.rules) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let files = trees.files.len();
    let (book, mut problems) = pipeline::checked(&trees);
    let sound = !problems.iter().any(Diagnostic::is_error);
    // What a broken item would have used or meant is not known, so nothing is said of what is sound beside one.
    if sound {
        problems.extend(ramme_rulebook::lint::lints(&book));
    }
    let mut held = None;
    if let Some(folder) = args.documents.as_deref() {
        let cited = citations::beside_diagnostics(&book, &trees, folder, problems);
        // What a broken rulebook cites is not known in full, so nothing is held against its documents or renewed from them.
        let renew = args.renew.then_some(args.rules.as_slice());
        let outcome = match cited.map_err(|stop| vec![stop]) {
            Ok(cited) if !sound => Ok((cited, None)),
            Ok(cited) => {
                citations::check(&book, &trees.sources, folder, renew).map(|outcome| (cited, Some(outcome)))
            }
            Err(stops) => Err(stops),
        };
        (problems, held) = match outcome {
            Ok(outcome) => outcome,
            Err(stops) => {
                terminal.complain(&trees.sources, &[], stops);
                return Exit::NotDone;
            }
        };
    }
    let limited = problems.iter().any(|problem| problem.code().is_limit());
    problems.extend(held.iter_mut().flat_map(|outcome| std::mem::take(&mut outcome.problems)));
    let passages = held.as_ref().map(Passages::of);
    let problems = levelled((&trees, &book), problems, &levels, (sound, held.is_some()));
    let (printed, counts) = terminal.report(form, &trees, problems, passages);
    if matches!(form, Form::Full | Form::Concise) {
        let lang = args.speech.lang;
        terminal.say(&summary(files, counts, lang));
        terminal.say(&passages.map(|passages| passage_line(passages, lang)).unwrap_or_default());
    }
    // What lies beyond a limit was not read, so the rules were not judged as a whole.
    let judged = match counts.errors {
        _ if limited => Exit::NotDone,
        0 => Exit::Done,
        _ => Exit::Findings,
    };
    // What could not be held against a copy was not done.
    let left = if held.is_some_and(|outcome| outcome.left) { Exit::NotDone } else { Exit::Done };
    printed.max(judged).max(left)
}

/// What is said in the end: each lint at its level, without what is silenced at its place. `held`: whether fingerprints were
/// held against copies.
fn levelled(
    (trees, book): (&pipeline::Trees, &Rulebook),
    mut problems: Vec<Diagnostic>,
    levels: &Levels,
    (sound, held): (bool, bool),
) -> Vec<Diagnostic> {
    // Tests are run only where somebody wants to hear of it.
    let wants = |code| levels.of(code).is_some_and(|level| level > Level::Allow);
    let covering = sound && (wants(Code::NotCovered) || wants(Code::BranchNotCovered));
    if covering {
        problems.extend(super::test::gaps(&ramme_eval::coverage(book, &trees.sources, None)));
    }
    let looked_for = |code: Code| match code {
        Code::NotCovered | Code::BranchNotCovered => covering,
        Code::NotFingerprinted | Code::NotVerifiable => held,
        _ => sound,
    };
    let (mut problems, about) = lints::Silences::of(trees).applied(problems, looked_for);
    problems.extend(about);
    problems.sort_by_key(|problem| problem.place().span());
    levels.apply(problems)
}

/// What came of the passages, in a document.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Passages {
    /// How many are cited of documents whose copies should be there.
    cited: usize,
    /// How many are as they were cited.
    verified: usize,
    /// The fingerprints that were written.
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<Written>,
}

impl Passages {
    fn of(outcome: &citations::Outcome) -> Passages {
        Passages { cited: outcome.passages, verified: outcome.verified, written: outcome.written }
    }
}

/// What came of the passages.
fn passage_line(passages: Passages, lang: Lang) -> String {
    let Passages { cited, verified, written } = passages;
    if cited == 0 {
        return lang
            .pick(
                "no passage that could be held against a copy is cited\n",
                "der henvises ikke til noget sted, som kunne holdes op mod en kopi\n",
            )
            .to_owned();
    }
    let Some(Written { all, new, changed, dropped }) = written else {
        return lang.pick(
            format!("passages as they were cited: {verified} of {cited}\n"),
            format!("steder, der er, som der blev henvist til dem: {verified} af {cited}\n"),
        );
    };
    lang.pick(
        format!(
            "fingerprints written: {all}, of them {new} new and {changed} changed; {dropped} taken out\n"
        ),
        format!("fingeraftryk skrevet: {all}, heraf {new} nye og {changed} ændrede; {dropped} taget ud\n"),
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
