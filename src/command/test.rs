//! `ramme test`: the tests that stand in rule files.
//!
//! In: rule files and folders. Out: what failed and how, and how many passed; exit code 1 where one fails, 2 where there
//! are none. Not here: how a test is evaluated.

use crate::cli::Test;
use crate::exit::Exit;
use crate::output::{Form, choose};
use crate::pipeline::Trees;
use crate::terminal::Terminal;
use crate::{lints, pipeline};
use ramme_diag::{Code, Diagnostic, FileId, Rendered, SourceMap, Text};
use ramme_eval::{Branch, Coverage, Covered, TestReport};
use ramme_report::json::PlainHead;
use ramme_value::Lang;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

const FORMS: [(&str, Form); 2] = [("full", Form::Full), ("json", Form::Json)];

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: PlainHead,
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
    files: Vec<OfFile>,
}

/// What the tests reach of one file.
#[derive(Serialize)]
struct OfFile {
    file: String,
    clauses: Counted,
    branches: Counted,
}

#[derive(Serialize, Clone, Copy, Default)]
struct Counted {
    all: usize,
    reached: usize,
}

impl Counted {
    fn count(&mut self, one: &Covered) {
        self.all = self.all.saturating_add(1);
        self.reached = self.reached.saturating_add(usize::from(one.reached));
    }

    fn of(all: &[Covered]) -> Counted {
        let mut out = Counted::default();
        all.iter().for_each(|one| out.count(one));
        out
    }
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
    let (trees, mut levels) = match super::opened(terminal, &args.lints, &args.rules) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    levels.raised = vec![Code::NotCovered, Code::BranchNotCovered];
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
    // What a comment says, with a reason, that no test has to reach is not counted.
    let silences = lints::Silences::of(&trees);
    let counts = |one: &Covered| gap(one).is_none_or(|said| !silences.silence(&said));
    let coverage = coverage.map(|mut coverage| {
        coverage.clauses.retain(counts);
        coverage.branches.retain(counts);
        coverage
    });
    let said = |all: &[Covered]| levels.apply(all.iter().filter_map(gap).collect());
    let reach = coverage.as_ref().map(|c| Reach {
        clauses: (Counted::of(&c.clauses), said(&c.clauses)),
        branches: (Counted::of(&c.branches), said(&c.branches)),
        files: by_file(c, &trees.sources),
    });
    let denied = reach.iter().flat_map(Reach::gaps).any(Diagnostic::is_error);
    let printed = match form {
        Form::Json => terminal.print(&document(&reports, reach, &trees, lang)),
        _ => {
            let failures = reports.iter().flat_map(|r| r.failures.iter().map(|f| named(f, &r.name)));
            let gaps = reach.iter().flat_map(Reach::gaps).cloned();
            let (printed, _) = terminal.report(Form::Full, &trees, failures.chain(gaps).collect(), None);
            terminal.say(&summary(reports.len(), failed, lang));
            terminal.say(&reach.map(|reach| covered(&reach, lang)).unwrap_or_default());
            printed
        }
    };
    printed.max(if failed > 0 || denied { Exit::Findings } else { Exit::Done })
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

/// How many of how many are reached, and what is said of the others.
struct Reach {
    clauses: (Counted, Vec<Diagnostic>),
    branches: (Counted, Vec<Diagnostic>),
    files: Vec<OfFile>,
}

impl Reach {
    fn gaps(&self) -> impl Iterator<Item = &Diagnostic> {
        self.clauses.1.iter().chain(&self.branches.1)
    }
}

/// How much is reached of each file that has anything to reach, in the order of the files.
fn by_file(coverage: &Coverage, sources: &SourceMap) -> Vec<OfFile> {
    let mut files: BTreeMap<FileId, (Counted, Counted)> = BTreeMap::new();
    for one in coverage.clauses.iter().chain(&coverage.branches) {
        let (clauses, branches) = files.entry(one.span.file).or_default();
        if one.branch.is_none() { clauses.count(one) } else { branches.count(one) }
    }
    let of_file = |(file, (clauses, branches)): (FileId, (Counted, Counted))| OfFile {
        file: sources.name(file).to_owned(),
        clauses,
        branches,
    };
    files.into_iter().map(of_file).collect()
}

/// What is said of everything that no test reaches.
pub fn gaps(coverage: &Coverage) -> Vec<Diagnostic> {
    coverage.clauses.iter().chain(&coverage.branches).filter_map(gap).collect()
}

/// What is said of a clause or branch that no test reaches.
fn gap(one: &Covered) -> Option<Diagnostic> {
    if one.reached {
        return None;
    }
    let said = match one.branch {
        None => Diagnostic::new(Code::NotCovered).arg(
            "from",
            one.from.map_or_else(
                || Text::both("the beginning", "begyndelsen"),
                |day| Text::same(day.to_string()),
            ),
        ),
        Some(branch) => Diagnostic::new(Code::BranchNotCovered).arg("answer", answered(branch)),
    };
    Some(said.arg("name", &one.name).at(one.span))
}

/// What leads to a branch.
fn answered(branch: Branch) -> Text {
    match branch {
        Branch::Answer(true) => Text::both("holds", "er opfyldt"),
        Branch::Answer(false) => Text::both("does not hold", "ikke er opfyldt"),
        Branch::Known(true) => Text::both("is known", "er kendt"),
        Branch::Known(false) => Text::both("is missing", "mangler"),
        Branch::Arm => Text::both("is the arm that is taken", "er den gren, der tages"),
    }
}

/// How much of the rules the tests reach, and of which files they do not reach all.
fn covered(reach: &Reach, lang: Lang) -> String {
    let line = |clauses: Counted, branches: Counted| {
        let (c, all_c, b, all_b) = (clauses.reached, clauses.all, branches.reached, branches.all);
        lang.pick(
            format!("{c} of {all_c} clauses, {b} of {all_b} branches\n"),
            format!("{c} af {all_c} bestemmelser, {b} af {all_b} grene\n"),
        )
    };
    let word = lang.pick("coverage", "d\u{e6}kning");
    let mut out = format!("{word}: {}", line(reach.clauses.0, reach.branches.0));
    let lacks = |of: &Counted| of.reached < of.all;
    if reach.files.len() > 1 {
        for file in reach.files.iter().filter(|file| lacks(&file.clauses) || lacks(&file.branches)) {
            out.push_str(&format!("  {}: {}", file.file, line(file.clauses, file.branches)));
        }
    }
    out
}

fn document(reports: &[TestReport], reach: Option<Reach>, trees: &Trees, lang: Lang) -> String {
    let sources = &trees.sources;
    let share = |(counted, gaps): &(Counted, Vec<Diagnostic>)| Share {
        all: counted.all,
        reached: counted.reached,
        not_reached: gaps.iter().map(|d| d.render(sources, lang)).collect(),
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
        head: PlainHead::new(env!("CARGO_PKG_VERSION"), Some(&trees.hash), None),
        tests: reports.iter().map(one).collect(),
        summary: Summary { passed: reports.len().saturating_sub(failed), failed },
        coverage: reach.map(|reach| Covering {
            clauses: share(&reach.clauses),
            branches: share(&reach.branches),
            files: reach.files,
        }),
    };
    super::json_text(&document)
}
