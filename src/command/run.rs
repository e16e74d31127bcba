//! `ramme run`: a scenario to a report.
//!
//! In: a scenario and flags. Out: the report, as text, JSON, a page, a workbook or a memo, on standard output or in a file. Not here: evaluation.

use super::frame::{Desk, Failure, VERSION, framed, has_documents};
use crate::cli::Run;
use crate::exit::Exit;
use crate::output::Form;
use crate::{memo, page, pipeline, words, workbook};
use ramme_diag::Text;
use ramme_report::{json, run_report, tidy_csv};
use std::time::Instant;

/// The forms of a result.
pub const FORMS: [(&str, Form); 7] = [
    ("text", Form::Text),
    ("json", Form::Json),
    ("csv", Form::Csv),
    ("html", Form::Html),
    ("xlsx", Form::Xlsx),
    ("memo", Form::Memo),
    ("md", Form::Markdown),
];

/// Runs a scenario.
pub fn run(args: &Run) -> Exit {
    framed((&args.shared, &args.result), &FORMS, |desk| {
        has_documents(&args.shared)?;
        given(args, desk)
    })
}

fn given(args: &Run, desk: Desk<'_>) -> Result<Exit, Failure> {
    let (terminal, lang) = (desk.terminal, desk.lang);
    let asked = Instant::now();
    let mut ready = pipeline::ready(&args.scenario, &args.shared)?;
    let loaded = Instant::now();
    let mut result = pipeline::run(&mut ready, &args.shared).map_err(|problems| ready.stopped(problems))?;
    if args.timings {
        let (load, compute) = (loaded.duration_since(asked), loaded.elapsed());
        terminal.say(&format!("load {:.4} s, compute {:.4} s\n", load.as_secs_f64(), compute.as_secs_f64()));
    }
    let warnings = std::mem::take(&mut ready.warnings);
    terminal.complain(&ready.sources, &ready.data, warnings);
    (result.basis.verb, result.basis.arguments) = ("run".to_owned(), args.shared.written());
    // What may have as many values as the data have rows is written as it is made.
    let dialect = args.result.dialect;
    Ok(match desk.form {
        Form::Xlsx => {
            let bytes = workbook::of_run(&mut ready, &result, &args.shared);
            let bytes = bytes.map_err(|problems| ready.stopped(problems))?;
            desk.give_bytes(&bytes.map_err(|why| cannot_be_a_workbook(&why))?)
        }
        Form::Memo | Form::Markdown => {
            let made = memo::of_run(&mut ready, result, &args.shared, args.templates.as_deref())?;
            terminal.complain(&ready.sources, &ready.data, made.warnings);
            desk.give(&made.text)
        }
        Form::Json => desk.stream(|out| json::run_to(out, &result, VERSION, lang)),
        Form::Csv => desk.stream(|out| tidy_csv::run_to(out, &result, dialect, lang)),
        Form::Html => {
            let page = page::of_run(&mut ready, &args.scenario, &result, &args.shared);
            desk.give(&page.map_err(|problems| ready.stopped(problems))?)
        }
        _ => {
            let words = words::of(&ready, lang).typed();
            let report = if words.is_empty() {
                run_report(&result, lang)
            } else {
                words::listed(&words, run_report(&words.run(&result), lang))
            };
            desk.give(&desk.text(&report))
        }
    })
}

/// Says that a result is too large for a workbook, or cannot be one.
fn cannot_be_a_workbook(why: &str) -> Text {
    Text::both(
        format!("the result cannot be a workbook: {why}; --format csv has no such limits"),
        format!(
            "resultatet kan ikke blive en projektmappe: {why}; --format csv har ingen s\u{e5}danne gr\u{e6}nser"
        ),
    )
}
