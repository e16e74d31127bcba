//! `compare --save`: what was set on the command line, kept as an overlay that gives the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, copy_into, ramme_in, root};
use serde_json::Value;
use std::fs;
use std::path::Path;

const BASE: &str = "scenarios/compliance-example.toml";
const HIGHER: &str = "scenarios/compliance-higher-index.toml";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["scenarios", "rules"] {
        copy_into(&root().join(part), &folder.path().join(part));
    }
    folder
}

fn done(folder: &Path, args: &[&str]) -> Outcome {
    let run = ramme_in(folder, args);
    assert_eq!(run.code, 0, "{args:?}: {}", run.err);
    run
}

/// The values and verdicts of a run.
fn values(folder: &Path, args: &[&str]) -> (Value, Value) {
    let run = done(folder, &[&["run"], args, &["--format", "json"]].concat());
    let document: Value = serde_json::from_str(&run.out.replace("kept/../", "")).unwrap();
    (document["values"].clone(), document["compliance"]["summary"].clone())
}

fn refused(folder: &Path, args: &[&str]) -> String {
    let run = ramme_in(folder, args);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
    assert_ne!(ramme_in(folder, &[args, &["--lang", "da"]].concat()).err, run.err);
    run.err
}

#[test]
fn an_overlay_gives_what_the_flags_gave() {
    let folder = folder();
    let path = folder.path();
    let cases: [&[&str]; 5] = [
        &["--set", "pl[2024]=3.5 %"],
        &[
            "--set",
            "pl[ 2024 ] = 3.1 %",
            "--set",
            "data_until=2024-05-31",
            "--reading",
            "ceiling_rounding=down",
        ],
        &["--set", "pl[2024]=2 %", "--set", "pl[2024]=3 %"],
        &["--reading", "refund_cutoff=framework", "--known-on", "2024-05-31", "--seed", "7"],
        &["--set", "cost_per_day[\"T01\", 2024]=1_234.50 kr/day"],
    ];
    for (at, flags) in cases.iter().enumerate() {
        let save = format!("kept-{at}.toml");
        let run = done(
            path,
            &[&["compare", BASE], *flags, &["--save", &save, "--author", "us", "--reason", "to \"see\""]]
                .concat(),
        );
        assert!(run.err.contains(&save) && run.err.contains("gives the same"), "{}", run.err);
        let (kept, tried) = (values(path, &[&save]), values(path, &[&[BASE], *flags].concat()));
        // Only the places of clauses and cells are named from another folder.
        let plain = |v: &(Value, Value)| {
            (v.0.to_string().replace("scenarios/../", "").replace("scenarios/", ""), v.1.clone())
        };
        assert_eq!(plain(&kept), plain(&tried), "{flags:?}");
    }
    let text = fs::read_to_string(path.join("kept-0.toml")).unwrap();
    for line in [
        "extends  = \"scenarios/compliance-example.toml\"",
        "name   = \"pl[2024]\"",
        "value  = \"3.5 %\"",
        "range  = \"1.0 % .. 4.0 %\"",
        "step   = \"0.1 %\"",
        "reason = \"to \\\"see\\\"\"",
        "author = \"us\"",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert_eq!(fs::read_to_string(path.join("kept-2.toml")).unwrap().matches("[[lever]]").count(), 1);
}

#[test]
fn one_scenario_is_compared_with_what_is_set() {
    let folder = folder();
    let path = folder.path();
    let args = [
        "compare",
        BASE,
        "--set",
        "pl[2024]=3.5 %",
        "--reading",
        "ceiling_rounding=down",
        "--format",
        "json",
    ];
    let document: Value = serde_json::from_str(&done(path, &args).out).unwrap();
    let differences = document["comparisons"][0]["differences"].as_array().unwrap();
    let kinds: Vec<&str> = differences.iter().map(|d| d["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["reading", "lever"]);
    assert_eq!((&differences[1]["old"], &differences[1]["new"]), (&"2.5 %".into(), &"3.5 %".into()));
    let said = refused(path, &["compare", BASE]);
    assert!(said.contains("nothing to be compared with"), "{said}");
}

#[test]
fn an_overlay_lies_over_the_last_scenario_and_over_nothing_that_is_there() {
    let folder = folder();
    let path = folder.path();
    let args = ["compare", BASE, HIGHER, "--set", "data_until=2024-05-31", "--save", "kept/both.toml"];
    // Whole or not at all: the folder is not there.
    assert_eq!(ramme_in(path, &args).code, 2);
    fs::create_dir(path.join("kept")).unwrap();
    done(path, &args);
    let text = fs::read_to_string(path.join("kept/both.toml")).unwrap();
    assert!(text.contains("extends  = \"../scenarios/compliance-higher-index.toml\""), "{text}");
    assert!(text.contains("reason = \"to be filled in\""), "{text}");
    let said = refused(path, &args);
    assert!(said.contains("is there already"), "{said}");
    assert_eq!(fs::read_to_string(path.join("kept/both.toml")).unwrap(), text);
    done(path, &[&args[..], &["--overwrite", "--author", "us"]].concat());
    assert!(fs::read_to_string(path.join("kept/both.toml")).unwrap().contains("author = \"us\""));
    assert!(refused(path, &["compare", BASE, HIGHER, "--save", "x.toml"]).contains("they say nothing"));
    assert_eq!(ramme_in(path, &["compare", BASE, "--set", "pl[2024]=9 %", "--save", "x.toml"]).code, 2);
    assert_eq!(ramme_in(path, &["compare", BASE, "--set", "nothing[2024]=9 %", "--save", "x.toml"]).code, 2);
    assert!(!path.join("x.toml").exists());
}

#[test]
fn the_same_data_by_another_way_are_no_difference() {
    let folder = folder();
    let path = folder.path();
    fs::create_dir(path.join("kept")).unwrap();
    let overlay = "format = 1\nextends = \"../scenarios/compliance-example.toml\"\ntitle = \"The same\"\n";
    fs::write(path.join("kept/same.toml"), overlay).unwrap();
    let none = |args: &[&str]| {
        let document: Value = serde_json::from_str(&done(path, args).out).unwrap();
        document["comparisons"][0]["differences"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| d["kind"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(none(&["compare", BASE, "kept/same.toml", "--format", "json"]).is_empty());
    // A copy that holds the same is the same; one that does not is told apart.
    fs::copy(path.join("scenarios/data/example/offers.csv"), path.join("kept/offers.csv")).unwrap();
    let base = fs::read_to_string(path.join(BASE)).unwrap();
    // The table stands last in the overlay, so it does in the base that it is held against.
    let (head, rest) = base.split_once("# An offer and year a row").unwrap();
    let (offers, tail) = rest.split_once("[[table]]\nfile = \"data/example/stays.csv\"").unwrap();
    let (tables, levers) = tail.split_once("# What the agreements leave").unwrap();
    let copied = "file = \"offers.csv\"\nreplace = \"../scenarios/data/example/offers.csv\"";
    let (_, table) = offers.split_once("[[table]]\nfile      = \"data/example/offers.csv\"").unwrap();
    fs::write(path.join("kept/copy.toml"), format!("{overlay}\n[[table]]\n{copied}{table}")).unwrap();
    let moved = format!(
        "{head}[[table]]\nfile = \"data/example/stays.csv\"{tables}# An offer and year a row{offers}# What the agreements leave{levers}"
    );
    fs::write(path.join("scenarios/moved.toml"), moved).unwrap();
    assert!(none(&["compare", "scenarios/moved.toml", "kept/copy.toml", "--format", "json"]).is_empty());
    let offers = fs::read_to_string(path.join("kept/offers.csv")).unwrap();
    fs::write(path.join("kept/offers.csv"), offers.replacen(",00;", ",50;", 1)).unwrap();
    assert_eq!(none(&["compare", "scenarios/moved.toml", "kept/copy.toml", "--format", "json"]), ["data"]);
}
