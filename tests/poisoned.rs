//! Many rows with a few that are poisoned: every bad cell is named, and nothing comes of any of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{copy, ramme_in};
use std::fs;

/// How many rows; the check at a million is described in `benches/README.md`.
const ROWS: usize = 20_000;

/// A file of offers, three years each, with something else in some lines.
fn offers(poison: &[(usize, &str)]) -> String {
    let mut out = String::from("offer;year;cost;explained;overhead\n");
    for row in 0..ROWS {
        match poison.iter().find(|(at, _)| *at == row) {
            Some((_, line)) => out.push_str(line),
            None => out.push_str(&format!("P{};{};1.000,00;no;6,00", row / 3, 2022 + row % 3)),
        }
        out.push('\n');
    }
    out
}

#[test]
fn every_poisoned_cell_is_named_and_nothing_is_computed() {
    let folder = copy();
    let path = folder.path();
    let digits = "1".repeat(40);
    let long = format!("X3;2022;{digits};no;6,00");
    let poison = [
        (10, "X1;2022;plenty;no;6,00"),
        (4_000, "X2;2022-13;1.000,00;no;6,00"),
        (9_000, long.as_str()),
        (12_000, "X4;2022;1.000,00"),
        (15_000, "X5;2022;1.000,00;maybe;6,00"),
        (19_999, "X6;2022;1.000,00;no;6,00;7"),
    ];
    fs::write(path.join("data/offers.csv"), offers(&poison)).unwrap();
    let run = ramme_in(path, &["run", "offers.toml", "-o", "result.json"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    for place in [
        "12:3 (cost)",
        "4002:2 (year)",
        "9002:3 (cost)",
        "12002:4 (explained)",
        "15002:4 (explained)",
        "20001:6",
    ] {
        assert!(run.err.contains(&format!("data/offers.csv:{place}")), "{place}: {}", run.err);
    }
    assert_eq!(run.err.matches("--> ").count(), poison.len(), "{}", run.err);
    let left: Vec<_> = fs::read_dir(path).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("result.json")), "{left:?}");
}

#[test]
fn more_than_the_cap_are_counted() {
    let folder = copy();
    let bad: Vec<(usize, &str)> = (0..300).map(|at| (at * 60, "X;2022;plenty;no;6,00")).collect();
    fs::write(folder.path().join("data/offers.csv"), offers(&bad)).unwrap();
    let run = ramme_in(folder.path(), &["run", "offers.toml"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.matches("--> data/offers.csv:").count() <= 100, "{}", run.err.len());
}
