//! How long parsing and checking a long rulebook take: `cargo bench -p ramme-rulebook --bench check`.
//!
//! Half the runs take at most the time that is printed. The mark: 10,000 lines within 50 ms, so that an editor can check at
//! every keystroke. Without `--bench` (as `cargo test --benches` runs it) once is enough, to see that the rulebook is sound.
#![allow(clippy::print_stdout, clippy::expect_used, clippy::panic, reason = "a bench prints its figures")]

mod made;

use ramme_diag::{FileId, Limits, Severity};
use std::hint::black_box;
use std::time::{Duration, Instant};

fn main() {
    let runs = if std::env::args().any(|arg| arg == "--bench") { 41 } else { 1 };
    let text = made::rulebook(10_000);
    let limits = Limits::default();
    let (file, problems) = ramme_syntax::parse(FileId(0), &text, &limits);
    assert!(problems.is_empty(), "{:?}", problems.first());
    let (book, problems) = ramme_rulebook::build(std::slice::from_ref(&file));
    let errors: Vec<_> = problems.iter().filter(|problem| problem.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{:?}", errors.first());

    let lines = text.lines().count();
    let parse = median(runs, || drop(black_box(ramme_syntax::parse(FileId(0), &text, &limits))));
    let check = median(runs, || drop(black_box(ramme_rulebook::build(std::slice::from_ref(&file)))));
    let lints = median(runs, || drop(black_box(ramme_rulebook::lint::lints(&book))));
    println!("{lines} lines, {} bytes, {} items, median of {runs}", text.len(), file.items.len());
    for (what, time) in [("parse", parse), ("check", check), ("both", parse + check), ("lints", lints)] {
        let a_second = lines as f64 / time.as_secs_f64();
        println!("{what:6} {:8.2} ms  {a_second:10.0} lines a second", time.as_secs_f64() * 1e3);
    }
}

fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times.get(runs / 2).copied().unwrap_or_default()
}
