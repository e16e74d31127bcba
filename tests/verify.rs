//! `ramme verify`: the same bytes, what differs, and what cannot be run again.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, copy, edit, ramme_in};
use std::fs;
use std::path::Path;

fn made(folder: &Path, args: &[&str]) {
    let mut all = args.to_vec();
    all.extend(["-o", "result.json"]);
    let run = ramme_in(folder, &all);
    assert!(run.code < 2, "{}", run.err);
}

fn verify(folder: &Path) -> Outcome {
    ramme_in(folder, &["verify", "result.json"])
}

#[test]
fn every_kind_of_result_gives_the_same_bytes_again() {
    let folder = copy();
    let lever = "[[lever]]\nname = \"pl[2024]\"\nvalue = \"3.0 %\"\nrange = \"1.0 % .. 4.0 %\"\nreason = \"r\"\nauthor = \"a\"\n\n[[table]]";
    edit(folder.path(), "offers.toml", "[[table]]", lever);
    let seek =
        ["seek", "offers.toml", "excess[Egely, 2024] <= 0", "--lever", "pl[2024]", "--range", "1 % .. 4 %"];
    let table: [&[&str]; 8] = [
        &["run", "offers.toml"],
        &["run", "offers.toml", "--lang", "da", "--set", "pl[2024]=3.1 %", "--reading", "rounding=down"],
        &["run", "offers.toml", "--known-on", "2023-12-31", "--threads", "2"],
        &["comply", "offers.toml", "--allow-undetermined"],
        &["comply", "offers.toml", "--limits"],
        &["explain", "offers.toml", "excess[Egely, 2023]", "--diff", "excess[Egely, 2024]"],
        &["sensitivity", "offers.toml", "excess[Egely, 2024]", "--set", "pl[2024]=3.1 %"],
        &seek,
    ];
    for args in table {
        made(folder.path(), args);
        let run = verify(folder.path());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}: {}", run.out);
        assert!(run.out.contains("the same bytes again"), "{}", run.out);
    }
}

#[test]
fn what_changed_is_named_by_hash_and_by_value() {
    let folder = copy();
    made(folder.path(), &["run", "offers.toml"]);
    edit(folder.path(), "data/offers.csv", "1.930,00", "1.940,00");
    let data = verify(folder.path());
    assert_eq!(data.code, 1);
    assert!(data.out.contains("the data: was ") && !data.out.contains("the rules: was"), "{}", data.out);
    assert!(data.out.contains("cost_per_day[Bøgehuset, 2023]/value: 1930.00 → 1940.00"), "{}", data.out);
    edit(
        folder.path(),
        "data/offers.csv",
        "1.940,00;no;7,01\nBøgehuset;2024",
        "1.930,00;no;7,01\nBøgehuset;2024",
    );
    assert_eq!(verify(folder.path()).code, 0);
    edit(folder.path(), "rules/offers.ramme", "2024 = 2.5 %", "2024 = 2.6 %");
    let rules = verify(folder.path());
    assert!(rules.code == 1 && rules.out.contains("the rules: was "), "{}", rules.out);
    edit(folder.path(), "rules/offers.ramme", "2024 = 2.6 %", "2024 = 2.5 %");
    edit(folder.path(), "offers.toml", "Vores tilbud", "Andres tilbud");
    let scenario = verify(folder.path());
    assert!(scenario.code == 1 && scenario.out.contains("the scenario: was "), "{}", scenario.out);
}

#[test]
fn a_result_that_was_changed_by_hand_is_found() {
    let folder = copy();
    made(folder.path(), &["run", "offers.toml"]);
    edit(folder.path(), "result.json", "\"1930.00\"", "\"1931.00\"");
    let run = verify(folder.path());
    assert_eq!(run.code, 1);
    assert!(run.out.contains("1931.00 → 1930.00") && !run.out.contains("was "), "{}", run.out);
    edit(folder.path(), "result.json", "\"1931.00\"", "\"1930.00\"");
    let text = fs::read_to_string(folder.path().join("result.json")).unwrap();
    fs::write(folder.path().join("result.json"), format!("{text}\n")).unwrap();
    let run = verify(folder.path());
    assert!(run.code == 1 && run.out.contains("only the way it is written"), "{}", run.out);
}

#[test]
fn what_cannot_be_run_again_ends_in_two() {
    let folder = copy();
    assert_eq!(verify(folder.path()).code, 2);
    fs::write(folder.path().join("result.json"), "{}").unwrap();
    assert_eq!(verify(folder.path()).code, 2);
    made(folder.path(), &["run", "offers.toml"]);
    fs::rename(folder.path().join("offers.toml"), folder.path().join("other.toml")).unwrap();
    let gone = verify(folder.path());
    assert!(gone.code == 2 && gone.err.contains("there is no `offers.toml` here"), "{}", gone.err);
    fs::rename(folder.path().join("other.toml"), folder.path().join("offers.toml")).unwrap();
    fs::remove_file(folder.path().join("data/offers.csv")).unwrap();
    assert_eq!(verify(folder.path()).code, 2);
}

#[test]
fn data_that_lie_elsewhere_are_said_again() {
    let folder = copy();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(folder.path().join("data"), elsewhere.path().join("data")).unwrap();
    let data = elsewhere.path().to_str().unwrap();
    made(folder.path(), &["run", "offers.toml", "--data", data]);
    assert!(!fs::read_to_string(folder.path().join("result.json")).unwrap().contains(data));
    assert_eq!(verify(folder.path()).code, 2);
    assert_eq!(ramme_in(folder.path(), &["verify", "result.json", "--data", data]).code, 0);
}
