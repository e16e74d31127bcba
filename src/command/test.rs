//! `ramme test`: the tests that stand in rule files.
//!
//! In: rule files and folders. Out: what failed and how, and how many passed; exit code 1 where one fails, 2 where there
//! are none. Not here: how a test is evaluated.

use crate::cli::Test;
use crate::exit::Exit;
use crate::output::{Form, choose};
use crate::pipeline;
use crate::terminal::Terminal;
use ramme_diag::{Code, Diagnostic, Limits, Rendered, SourceMap, Text};
use ramme_eval::{Coverage, Covered, TestReport};
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
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Covering>,
}

/// What the tests reach; only what they do not is listed.
#[derive(Serialize)]
struct Covering {
    clauses: Share,
    branches: Share,
}

#[derive(Serialize)]
struct Share {
    all: usize,
    reached: usize,
    not_reached: Vec<Rendered>,
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
        let limited = said.iter().any(|problem| problem.code().is_limit());
        terminal.complain(&trees.sources, &[], said);
        return if limited { Exit::NotDone } else { Exit::Findings };
    }
    let reports = ramme_eval::test(&book, &trees.sources, args.filter.as_deref());
    if reports.is_empty() {
        terminal.complain(&trees.sources, &[], vec![no_tests(&args.rules, args.filter.as_deref())]);
        return Exit::NotDone;
    }
    let failed = reports.iter().filter(|r| !r.failures.is_empty()).count();
    let filter = args.filter.as_deref();
    let coverage = args.coverage.then(|| ramme_eval::coverage(&book, &trees.sources, filter));
    let printed = match form {
        Form::Json => terminal.print(&document(&reports, coverage.as_ref(), &trees.sources, lang)),
        _ => {
            let failures = reports.iter().flat_map(|r| r.failures.iter().map(|f| named(f, &r.name)));
            let gaps = coverage.iter().flat_map(|c| c.clauses.iter().chain(&c.branches)).filter_map(gap);
            let (printed, _) =
                terminal.report(Form::Full, &trees.sources, failures.chain(gaps).collect(), None);
            terminal.say(&summary(reports.len(), failed, lang));
            terminal.say(&coverage.map(|c| covered(&c, lang)).unwrap_or_default());
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
    let text = Text::both(format!("in the test \"{name}\""), format!("i pr\u{f8}ven \"{name}\""));
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

/// What is said of a clause or branch that no test reaches.
fn gap(one: &Covered) -> Option<Diagnostic> {
    if one.reached {
        return None;
    }
    let said = match one.answer {
        None => Diagnostic::new(Code::NotCovered).arg(
            "from",
            one.from.map_or_else(
                || Text::both("the beginning", "begyndelsen"),
                |day| Text::same(day.to_string()),
            ),
        ),
        Some(answer) => Diagnostic::new(Code::BranchNotCovered).arg("answer", answered(answer, one.of_known)),
    };
    Some(said.arg("name", &one.name).at(one.span))
}

/// The answer that leads to a branch.
fn answered(answer: bool, of_known: bool) -> Text {
    match (of_known, answer) {
        (false, true) => Text::both("holds", "er opfyldt"),
        (false, false) => Text::both("does not hold", "ikke er opfyldt"),
        (true, true) => Text::both("is known", "er kendt"),
        (true, false) => Text::both("is missing", "mangler"),
    }
}

/// How much of the rules the tests reach.
fn covered(coverage: &Coverage, lang: Lang) -> String {
    let of = |all: &[Covered]| (all.iter().filter(|c| c.reached).count(), all.len());
    let ((clauses, all_clauses), (branches, all_branches)) = (of(&coverage.clauses), of(&coverage.branches));
    lang.pick(
        format!("coverage: {clauses} of {all_clauses} clauses, {branches} of {all_branches} branches\n"),
        format!(
            "d\u{e6}kning: {clauses} af {all_clauses} bestemmelser, {branches} af {all_branches} grene\n"
        ),
    )
}

fn document(reports: &[TestReport], coverage: Option<&Coverage>, sources: &SourceMap, lang: Lang) -> String {
    let share = |all: &[Covered]| Share {
        all: all.len(),
        reached: all.iter().filter(|c| c.reached).count(),
        not_reached: all.iter().filter_map(gap).map(|d| d.render(sources, lang)).collect(),
    };
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
        coverage: coverage.map(|c| Covering { clauses: share(&c.clauses), branches: share(&c.branches) }),
    };
    super::json_text(&document)
}
