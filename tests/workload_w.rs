//! Workload W through the program equals a plain loop over the same data, to the øre. Larger sizes: `benches/peers`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;
#[path = "../benches/workload-w/work.rs"]
mod work;

use serde_json::Value;
use std::path::Path;
use work::{Work, figure};

/// The values of a run on the data of a folder, by name.
fn values(folder: &Path, more: &[&str]) -> std::collections::BTreeMap<String, Value> {
    let data = folder.to_str().unwrap();
    let mut args = vec!["run", "benches/workload-w/workload-w.toml", "--data", data, "--format", "json"];
    args.extend(more);
    let outcome = common::ramme_in(&common::root(), &args);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let document: Value = serde_json::from_str(&outcome.out).unwrap();
    let values = document["values"].as_array().unwrap();
    values.iter().map(|v| (v["name"].as_str().unwrap().to_owned(), v.clone())).collect()
}

/// A decimal with this many decimals as an integer.
fn mantissa(text: &str, decimals: usize) -> i128 {
    let (whole, rest) = text.split_once('.').unwrap();
    assert_eq!(rest.len(), decimals, "{text}");
    format!("{whole}{rest}").parse().unwrap()
}

fn holds(rows: usize, seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let work = Work::new(rows, seed);
    work.write(folder.path()).unwrap();
    let wanted = work.answers();
    for threads in ["1", "2"] {
        let found = values(folder.path(), &["--threads", threads]);
        let money = |name: &str| found[name]["value"].as_str().unwrap().to_owned();
        assert_eq!(money("excess_total"), figure(wanted.excess as i64), "{rows} rows, seed {seed}");
        assert_eq!(money("refund_total"), figure(wanted.refund as i64), "{rows} rows, seed {seed}");
        assert_eq!(found["breaches"]["value"].as_i64().map(i128::from), Some(wanted.breaches));
        assert_eq!(found["target_met"]["value"], wanted.target_met);
        let (sum, count) = wanted.averages;
        let mean = mantissa(&money("mean_overhead_2024"), 12);
        assert!((2 * (mean * count - sum)).abs() <= count, "{mean} is not {sum} over {count}");
        assert_eq!(found["mean_overhead_2024"]["unit"], "%");
        assert_eq!(found["excess_total"]["unit"], "kr");
    }
}

#[test]
fn whole_providers_and_a_last_one_that_lacks_years() {
    for (rows, seed) in [(6_000, 1), (3_004, 2), (12, 3), (6, 4)] {
        holds(rows, seed);
    }
}

/// Above 8,192 rows a year, columns are worked in blocks and shared among threads; the answers stay the same.
#[test]
fn blocks_and_threads_change_no_answer() {
    holds(66_000, 5);
}

#[test]
fn the_plain_loop_knows_its_calendar() {
    use work::{LAW, civil, day_of, three_months_on};
    assert_eq!((civil(LAW), day_of(2024, 1, 1)), ((2024, 1, 1), LAW));
    assert!((0..200_000).all(|day| {
        let (y, m, d) = civil(day);
        day_of(y, m, d) == day
    }));
    let on = |y, m, d| civil(three_months_on(day_of(y, m, d)));
    assert_eq!(on(2022, 11, 30), (2023, 2, 28));
    assert_eq!(on(2023, 11, 30), (2024, 2, 29));
    assert_eq!(on(2023, 12, 31), (2024, 3, 31));
    assert_eq!(on(2024, 1, 31), (2024, 4, 30));
}
