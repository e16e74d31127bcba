//! Explanations against runs: every cell of every output of every scenario and every test, and parts that give their whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod follows;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ramme_diag::{Diagnostic, FileId, Lang, Limits, SourceMap, Span};
use ramme_rulebook::model::{Axis, KeyValue, Rulebook, Symbol};
use ramme_rulebook::{GivenKey, View};

use super::{Asked, Explainer, Extent, Node, asked, explaining};
use crate::evaluate::{Job, run};
use crate::output::Reading;
use crate::plan::{Question, plan_seen};
use crate::result::{CellValue, Exact, Output, RunResult, Verdict, VerdictKind};
use crate::run::env::Env;
use crate::run::exact;
use crate::scenario::{Part, Scenario};

const FULL: Extent = Extent { depth: Extent::DEEPEST, rows: 7 };

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every rule file below a path, or the file itself.
pub(crate) fn rule_files(path: &Path, out: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut all: Vec<PathBuf> = std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).collect();
        all.sort();
        all.iter().for_each(|p| rule_files(p, out));
    } else if path.extension().is_some_and(|e| e == "ramme") {
        out.push(path.to_owned());
    }
}

pub(crate) fn book_of(paths: &[PathBuf], sources: &mut SourceMap) -> Rulebook {
    let mut files = Vec::new();
    paths.iter().for_each(|p| rule_files(p, &mut files));
    let trees: Vec<_> = files
        .iter()
        .map(|path| {
            let id = sources.add(path.display().to_string(), std::fs::read_to_string(path).unwrap());
            let (tree, wrong) = ramme_syntax::parse(id, sources.text(id), &Limits::default());
            assert!(wrong.is_empty(), "{}", path.display());
            tree
        })
        .collect();
    let (book, wrong) = ramme_rulebook::build(&trees);
    let errors: Vec<String> = wrong.iter().filter(|d| d.is_error()).map(|d| d.message(Lang::En)).collect();
    assert!(errors.is_empty(), "{errors:?}");
    book
}

/// A scenario that is ready to run.
struct Ready {
    sources: SourceMap,
    book: Rulebook,
    view: View,
    scenario: Scenario,
    data: crate::dataset::Dataset,
}

/// A scenario over whatever it extends in its own folder.
fn scenario(path: &Path, sources: &mut SourceMap) -> Scenario {
    let id = sources.add(path.display().to_string(), std::fs::read_to_string(path).unwrap());
    let part = Part::read(id, "s.toml", sources.text(id), &Limits::default()).unwrap();
    match part.extends.clone() {
        Some(below) => part.over(scenario(&path.with_file_name(below.text()), sources)).unwrap(),
        None => part.whole().unwrap(),
    }
}

fn ready(path: &Path, sets: &[&str]) -> Ready {
    let limits = Limits::default();
    let mut sources = SourceMap::new();
    let scenario = scenario(path, &mut sources);
    let folder = path.parent().unwrap();
    let rules: Vec<PathBuf> = scenario.rules.iter().map(|r| folder.join(&r.value)).collect();
    let book = book_of(&rules, &mut sources);
    let chosen: Vec<_> =
        scenario.readings.iter().map(|(g, n)| book.find_reading(g.text(), n.text()).unwrap()).collect();
    let view = book.view(scenario.known_on, &chosen).unwrap();
    let mut files = BTreeMap::new();
    for file in scenario.data_files() {
        files.insert(file.value.clone(), std::fs::read(folder.join(file.text())).unwrap());
    }
    let sets: Vec<crate::bind::SetOverride> = sets
        .iter()
        .map(|s| crate::bind::SetOverride { file: sources.add("--set", *s), text: (*s).to_owned() })
        .collect();
    let bound = crate::bind::bind(&book, scenario.known_on, &scenario, &files, &sets, &limits).unwrap();
    Ready { sources, book, view, scenario, data: bound.dataset }
}

impl Ready {
    fn job(&mut self) -> Job<'_> {
        let seed = self.scenario.seed;
        Job {
            book: &self.book,
            view: &self.view,
            sources: &self.sources,
            scenario: &self.scenario,
            data: &mut self.data,
            seed,
            draws: 400,
        }
    }
}

/// A cell as somebody would ask for it.
fn question(book: &Rulebook, symbol: Symbol, keys: &[String]) -> Asked {
    let span = Span::at(FileId(0), 0..0);
    let axes = book.axes_of(symbol);
    let keys = axes.iter().zip(keys).map(|(axis, text)| {
        let value = match axis.axis {
            Axis::Entity(_) => None,
            Axis::Period(_) => Some(KeyValue::Period(text.parse().unwrap())),
            Axis::Set(set) => Some(KeyValue::Member(book.member(set, text).unwrap())),
        };
        GivenKey { axis: axis.axis, text: text.clone(), value, span }
    });
    Asked { symbol, keys: keys.collect(), text: String::new(), span }
}

fn same(one: &CellValue, other: Option<&CellValue>) -> bool {
    match (one, other) {
        (CellValue::Exact(a), Some(CellValue::Exact(b))) => a == b,
        (CellValue::Draws(a), Some(CellValue::Draws(b))) => a == b,
        (CellValue::Missing(a), Some(CellValue::Missing(b))) => a == b,
        _ => false,
    }
}

/// Explains every cell of these outputs; gives back how many nodes were checked against their parts.
fn explain_all(x: &Explainer, outputs: &[Output]) -> usize {
    let book = x.reading.env.book;
    let mut checked = 0;
    for output in outputs {
        let symbol = book.find(&output.name).unwrap();
        for cell in &output.cells {
            let name = format!("{}{:?}", output.name, cell.keys);
            let asked = question(book, symbol, &cell.keys);
            let full = x.explain(&asked, FULL).unwrap_or_else(|d| panic!("{name}: {}", d.message(Lang::En)));
            assert!(
                same(&cell.value, full.root.value.as_ref()),
                "{name}: {:?} {:?}",
                cell.value,
                full.root.value
            );
            assert_eq!(cell.range, full.root.range, "{name}");
            checked += check(&full.root, &name);
            let short = x.explain(&asked, Extent::USUAL).unwrap();
            assert!(same(&cell.value, short.root.value.as_ref()), "{name}");
            checked += check(&short.root, &name);
        }
    }
    checked
}

fn check(root: &Node, name: &str) -> usize {
    let mut checked = 0;
    root.visit(&mut |node| {
        if let Some(follows) = follows::follows(node) {
            assert!(follows, "{name}: {} does not follow from its parts\n{node:#?}", node.text);
            checked += 1;
        }
    });
    checked
}

fn messages(problems: &[Diagnostic]) -> Vec<String> {
    problems.iter().map(|d| d.message(Lang::En)).collect()
}

/// A rule that is explained holds where its verdict says so.
fn verdicts_agree(x: &Explainer, verdicts: &[Verdict]) {
    let book = x.reading.env.book;
    for v in verdicts {
        let keys: Vec<String> = v.subject.iter().map(|(_, k)| k.clone()).collect();
        let asked = question(book, book.find(&v.rule).unwrap(), &keys);
        let root = x.explain(&asked, FULL).unwrap().root;
        let holds = match root.exact() {
            Some(Exact::YesNo(yes)) => Some(*yes),
            _ => None,
        };
        let expected = match v.outcome {
            VerdictKind::Complies | VerdictKind::Met => Some(true),
            VerdictKind::Explained | VerdictKind::Breach | VerdictKind::NotMet => Some(false),
            // Where it is only the explanation that is not known, it is known that the limit was passed.
            VerdictKind::Undetermined => holds.filter(|holds| !holds),
        };
        assert_eq!(holds, expected, "{} {keys:?}", v.rule);
        assert!(root.clauses.iter().any(|c| c.not.is_none() && c.place == v.clause), "{} {keys:?}", v.rule);
        check(&root, &v.rule);
    }
}

fn scenario_agrees(path: &str, least: usize) {
    let mut ready = ready(&root().join(path), &[]);
    let result: RunResult = run(ready.job()).unwrap_or_else(|p| panic!("{:?}", messages(&p)));
    let book = ready.book.clone();
    let mut symbols: Vec<Symbol> = result.values.iter().filter_map(|o| book.find(&o.name)).collect();
    symbols.extend((0..book.rules.len()).filter_map(|at| book.find(&book.rules[at].name)));
    let checked = explaining(ready.job(), &symbols, |x| {
        verdicts_agree(x, &result.judgement.results);
        verdicts_agree(x, &result.judgement.targets);
        explain_all(x, &result.values)
    });
    let checked = checked.unwrap_or_else(|p| panic!("{:?}", messages(&p)));
    assert!(checked >= least, "{path}: only {checked} values could be checked");
}

#[test]
fn explanations_agree_with_every_scenario_that_is_shipped() {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(root().join("scenarios")).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    assert!(paths.len() >= 2);
    for path in paths {
        scenario_agrees(&format!("scenarios/{}", path.file_name().unwrap().to_string_lossy()), 10);
    }
    scenario_agrees("tests/fixtures/offers.toml", 10);
}

/// Explains every value that a rulebook's tests expect, on the data of each test.
fn tests_agree(paths: &[PathBuf]) -> (usize, usize) {
    let mut sources = SourceMap::new();
    let book = book_of(paths, &mut sources);
    let (mut cells, mut checked) = (0, 0);
    for test in &book.tests {
        let view = book.view(test.known_on, &test.readings).unwrap();
        let mut data = crate::testing::dataset_of(&book, test);
        let outputs = test.expects.iter().filter_map(|e| super::output_of(e.symbol)).collect();
        let question = Question { outputs, rules: Vec::new() };
        let (plan, seen) = plan_seen(&book, &view, &question, &mut data.texts).unwrap();
        let env = Env::new(&book, &view, &plan, &data);
        let Ok(columns) = exact(&env) else { continue };
        let years = (data.years.first, data.years.year(data.years.count.saturating_sub(1)));
        let reading = Reading { env: &env, exact: &columns, ranges: None, texts: &data.texts, years };
        let x = Explainer::plainly(&reading, &seen, &sources);
        let outputs: Vec<Output> = plan
            .outputs
            .iter()
            .filter_map(|(name, step)| reading.output(*name, *step, &|_, _| None))
            .collect();
        cells += outputs.iter().map(|o| o.cells.len()).sum::<usize>();
        checked += explain_all(&x, &outputs);
    }
    (cells, checked)
}

#[test]
fn explanations_agree_with_every_test_of_the_agreements() {
    let (cells, checked) = tests_agree(&[root().join("rules")]);
    assert!(cells > 50 && checked > 100, "{cells} cells, {checked} checks");
}

#[test]
fn explanations_agree_with_every_test_of_the_language() {
    let mut files = Vec::new();
    rule_files(&root().join("tests/language"), &mut files);
    let all = files.into_iter().map(|file| tests_agree(&[file]));
    let (cells, checked) = all.fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    assert!(cells > 200 && checked > 500, "{cells} cells, {checked} checks");
}

#[test]
fn names_that_are_no_value_say_what_was_meant() {
    let mut ready = ready(&root().join("tests/fixtures/offers.toml"), &[]);
    let book = ready.book.clone();
    let span = Span::at(FileId(0), 0..0);
    let limits = Limits::default();
    let problem = |text: &str| asked(&book, text, span, &limits).unwrap_err().message(Lang::En);
    assert!(problem("exces[Egely, 2023]").contains("exces"));
    assert!(problem("excess").contains("needs a key"));
    let ask = asked(&book, "excess[Egeli, 2023]", span, &limits).unwrap();
    let said = explaining(ready.job(), &[ask.symbol], |x| x.explain(&ask, Extent::USUAL).unwrap_err());
    let said = said.unwrap_or_else(|p| panic!("{:?}", messages(&p)));
    assert_eq!(said.help(Lang::En).as_deref(), Some("did you mean `excess[Egely, 2023]`?"));
}
