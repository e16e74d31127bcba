//! `ramme run`: a scenario to a report.
//!
//! In: a scenario and flags. Out: the report, as text, JSON, a page, a workbook or a memo, on standard output or in a file. Not here: evaluation.

use super::deliver::{scenario_flags, stream, write, write_bytes};
use crate::cli::Run;
use crate::exit::Exit;
use crate::output::{Form, choose};
use crate::pipeline::{self, stopped_running};
use crate::terminal::Terminal;
use crate::{memo, page, workbook};
use ramme_report::text::{Look, render};
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

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Runs a scenario.
pub fn run(args: &Run) -> Exit {
    let lang = args.shared.speech.lang;
    let terminal = Terminal::new(lang);
    let start = Instant::now();
    let form = match choose(args.result.format.as_deref(), args.result.output.as_deref(), &FORMS) {
        Ok(form) => form,
        Err(refusal) => return terminal.refuse(&refusal),
    };
    if let Err(exit) = scenario_flags(terminal, &args.shared) {
        return exit;
    }
    let asked = Instant::now();
    let mut ready = match pipeline::ready(&args.scenario, &args.shared) {
        Ok(ready) => ready,
        Err(stopped) => return terminal.stop(*stopped),
    };
    let loaded = Instant::now();
    let mut result = match pipeline::run(&mut ready, &args.shared) {
        Ok(result) => result,
        Err(problems) => return terminal.stop(*stopped_running(problems, ready)),
    };
    if args.timings {
        let (load, compute) = (loaded.duration_since(asked), loaded.elapsed());
        terminal.say(&format!("load {:.4} s, compute {:.4} s\n", load.as_secs_f64(), compute.as_secs_f64()));
    }
    let warnings = std::mem::take(&mut ready.warnings);
    terminal.complain(&ready.sources, &ready.data, warnings);
    (result.basis.verb, result.basis.arguments) = ("run".to_owned(), args.shared.written());
    let output = args.result.output.as_deref();
    if form == Form::Xlsx {
        let bytes = match workbook::of_run(&mut ready, &result, &args.shared) {
            Ok(bytes) => bytes,
            Err(problems) => return terminal.stop(*stopped_running(problems, ready)),
        };
        let exit = match bytes {
            Ok(bytes) => write_bytes(terminal, output, &bytes),
            Err(why) => terminal.cannot_be_a_workbook(&why),
        };
        terminal.took(start);
        return exit;
    }
    if matches!(form, Form::Memo | Form::Markdown) {
        let made = match memo::of_run(&mut ready, result, &args.shared, args.templates.as_deref()) {
            Ok(made) => made,
            Err(stopped) => return terminal.stop(*stopped),
        };
        terminal.complain(&ready.sources, &ready.data, made.warnings);
        let exit = write(terminal, output, &made.text);
        terminal.took(start);
        return exit;
    }
    // What may have as many values as the data have rows is written as it is made.
    let dialect = args.result.dialect;
    let exit = match form {
        Form::Json => stream(terminal, output, |out| json::run_to(out, &result, VERSION, lang)),
        Form::Csv => stream(terminal, output, |out| tidy_csv::run_to(out, &result, dialect, lang)),
        Form::Html => match page::of_run(&mut ready, &args.scenario, &result, &args.shared) {
            Ok(page) => write(terminal, output, &page),
            Err(problems) => return terminal.stop(*stopped_running(problems, ready)),
        },
        _ => {
            let look = Look::new(lang, terminal.width_for(output));
            write(terminal, output, &render(&run_report(&result, lang), look))
        }
    };
    terminal.took(start);
    exit
}
