//! `ramme test`: the tests that stand in rule files.
//!
//! In: rule files and folders. Out: what failed and how, and how many passed; exit code 1 where one fails, 2 where there
//! are none. Not here: how a test is evaluated.

use crate::cli::Test;
use crate::exit::Exit;
use crate::output::{Form, choose};
use crate::pipeline;
use crate::terminal::Terminal;
use ramme_diag::{Code, Diagnostic, Limits, Rendered, SourceMap};
use ramme_eval::TestReport;
use ramme_value::Lang;
use serde::Serialize;
use std::path::PathBuf;

const FORMS: [(&str, Form); 2] = [("full", Form::Full), ("json", Form::Json)];

#[derive(Serialize)]
struct Document {
    format_version: &'static str,
    ramme: &'static str,
    tests: Vec<One>,
    summary: Summary,
}

#[derive(Serialize)]
struct One {
    name: String,
    file: String,
    line: u32,
    outcome: &'static str,
    expectations: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    failures: Vec<Rendered>,
}

#[derive(Serialize)]
struct Summary {
    passed: usize,
    failed: usize,
}

/// Runs the tests of rule files.
pub fn run(args: &Test) -> Exit {
    let lang = args.speech.lang;
    let terminal = Terminal::new(lang);
    if args.coverage {
        return terminal.later("--coverage");
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
    let (book, said) = pipeline::rulebook(&trees);
    if said.iter().any(Diagnostic::is_error) {
        terminal.complain(&trees.sources, &[], said);
        return Exit::Findings;
    }
    let reports = ramme_eval::test(&book, &trees.sources, args.filter.as_deref());
    if reports.is_empty() {
        terminal.complain(&trees.sources, &[], vec![no_tests(&args.rules, args.filter.as_deref())]);
        return Exit::NotDone;
    }
    let failed = reports.iter().filter(|r| !r.failures.is_empty()).count();
    let printed = match form {
        Form::Json => terminal.print(&document(&reports, &trees.sources, lang)),
        _ => {
            let failures =
                reports.iter().flat_map(|r| r.failures.iter().map(|f| named(f, &r.name))).collect();
            let (printed, _) = terminal.report(Form::Full, &trees.sources, failures);
            terminal.say(&summary(reports.len(), failed, lang));
            printed
        }
    };
    printed.max(if failed > 0 { Exit::Findings } else { Exit::Done })
}

fn no_tests(paths: &[PathBuf], filter: Option<&str>) -> Diagnostic {
    let names: Vec<String> = paths.iter().map(|p| crate::world::shown(p)).collect();
    let place = match filter {
        Some(filter) => format!("{} (--filter {filter})", names.join(", ")),
        None => names.join(", "),
    };
    Diagnostic::new(Code::NoTests).arg("where", place)
}

/// A failure with the name of its test.
fn named(failure: &Diagnostic, name: &str) -> Diagnostic {
    let text = ramme_diag::Text::both(format!("in the test \"{name}\""), format!("i pr\u{f8}ven \"{name}\""));
    failure.clone().note(text)
}

fn summary(all: usize, failed: usize, lang: Lang) -> String {
    let passed = all.saturating_sub(failed);
    let (tests, passes) = match (all, lang) {
        (1, Lang::En) => ("test", "pass"),
        (_, Lang::En) => ("tests", "pass"),
        (1, Lang::Da) => ("pr\u{f8}ve", "best\u{e5}r"),
        (_, Lang::Da) => ("pr\u{f8}ver", "best\u{e5}r"),
    };
    if failed == 0 {
        return lang
            .pick(format!("{all} {tests}: all {passes}\n"), format!("{all} {tests}: alle {passes}\n"));
    }
    let fail = lang.pick("fail", "fejler");
    format!("{all} {tests}: {passed} {passes}, {failed} {fail}\n")
}

fn document(reports: &[TestReport], sources: &SourceMap, lang: Lang) -> String {
    let one = |report: &TestReport| One {
        name: report.name.clone(),
        file: sources.name(report.span.file).to_owned(),
        line: sources.line_col(report.span.file, report.span.start).0,
        outcome: if report.failures.is_empty() { "passed" } else { "failed" },
        expectations: report.expectations,
        failures: report.failures.iter().map(|f| f.render(sources, lang)).collect(),
    };
    let failed = reports.iter().filter(|r| !r.failures.is_empty()).count();
    let document = Document {
        format_version: ramme_report::json::FORMAT_VERSION,
        ramme: env!("CARGO_PKG_VERSION"),
        tests: reports.iter().map(one).collect(),
        summary: Summary { passed: reports.len().saturating_sub(failed), failed },
    };
    super::json_text(&document)
}
