//! One station at a time, on the example that is shipped: `cargo bench --bench stations`, or `-- explain` for one of them.
//!
//! In: rules, scenarios and data of the repository. Out: what criterion prints. What each measures stands in
//! `benches/README.md`. Not here: large data (`workload-w`, `peers`), a rulebook of 10,000 lines (`check`).
#![allow(
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a bench may fail loudly, and its macros document nothing"
)]

mod example;

use criterion::{Criterion, criterion_group, criterion_main};
use example::{Example, root, rule_texts};
use ramme_diag::{FileId, Limits};
use ramme_eval::explain::{Asked, Extent, explaining};
use ramme_rulebook::GivenKey;
use ramme_rulebook::model::{Axis, KeyValue, Symbol};
use ramme_table::inspect::import;
use std::hint::black_box;

/// Every rule file of the repository, from text to trees.
fn parse(c: &mut Criterion) {
    let texts = rule_texts(&root().join("rules"));
    c.bench_function("parse", |b| {
        b.iter(|| {
            for text in &texts {
                black_box(ramme_syntax::parse(FileId(0), black_box(text), &Limits::default()));
            }
        });
    });
}

/// The same, from trees to a checked rulebook.
fn check(c: &mut Criterion) {
    let texts = rule_texts(&root().join("rules"));
    let trees: Vec<_> =
        texts.iter().map(|text| ramme_syntax::parse(FileId(0), text, &Limits::default()).0).collect();
    c.bench_function("check", |b| b.iter(|| black_box(ramme_rulebook::build(black_box(&trees)))));
}

/// The example of the agreements, from view and question to steps with their cost.
fn plan(c: &mut Criterion) {
    let mut example = Example::of("scenarios/compliance-example.toml");
    c.bench_function("plan", |b| {
        b.iter(|| black_box(ramme_eval::outline::outline(example.job(), None)).expect("a plan"));
    });
}

/// The same, planned and run to values and verdicts; and the budget scenario with its 10,000 draws.
fn run(c: &mut Criterion) {
    let mut example = Example::of("scenarios/compliance-example.toml");
    c.bench_function("run/compliance", |b| {
        b.iter(|| black_box(ramme_eval::run(example.job())).expect("a result"));
    });
    let mut budget = Example::of("scenarios/budget-2023-2026.toml");
    let mut group = c.benchmark_group("run");
    group.sample_size(20);
    group.bench_function("budget", |b| {
        b.iter(|| black_box(ramme_eval::run(budget.job())).expect("a result"));
    });
    group.finish();
}

/// One value of one row, all the way down, once everything is loaded and computed. The mark: under a millisecond.
fn explain(c: &mut Criterion) {
    let mut example = Example::of("scenarios/compliance-example.toml");
    for (name, row) in [("refund", "S01"), ("ceiling", "T01")] {
        let symbol = example.book.find(name).expect("a name");
        let asked = asked(&example, symbol, row);
        let done = explaining(example.job(), &[symbol], |x| {
            let extent = Extent { depth: Extent::DEEPEST, rows: 7 };
            x.explain(&asked, extent).unwrap_or_else(|problem| panic!("{problem:?}"));
            c.bench_function(&format!("explain/{name}"), |b| {
                b.iter(|| black_box(x.explain(black_box(&asked), extent)).is_ok());
            });
        });
        done.unwrap_or_else(|problems| panic!("{problems:?}"));
    }
}

/// A row, and the year 2024 where the name is by year.
fn asked(example: &Example, symbol: Symbol, row: &str) -> Asked {
    let span = example.span();
    let key = |axis: Axis| match axis {
        Axis::Entity(_) => GivenKey { axis, text: row.to_owned(), value: None, span },
        _ => GivenKey { axis, text: "2024".to_owned(), value: Some(KeyValue::Period(2024)), span },
    };
    let keys = example.book.axes_of(symbol).into_iter().map(|named| key(named.axis)).collect();
    Asked { symbol, keys, text: String::new(), span }
}

/// A file of StatBank as it was downloaded, to tidy rows: what it holds is found out on the way.
fn imports(c: &mut Criterion) {
    let bytes = std::fs::read(root().join("tests/fixtures/imports/FOLK1A-1.csv")).expect("the file");
    c.bench_function("import", |b| {
        b.iter(|| black_box(import("FOLK1A-1.csv", black_box(&bytes), None, &Limits::default())).is_ok());
    });
}

criterion_group!(stations, parse, check, plan, run, explain, imports);
criterion_main!(stations);
