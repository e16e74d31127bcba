//! How far a figure moves with each lever: through the program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{copy, edit, ramme_in};
use serde_json::Value;
use std::fs;

const LEVER: &str = "\n[[lever]]\nname = \"pl[2024]\"\nvalue = \"2.0 %\"\nrange = \"1 % .. 4 %\"\nreason = \"a guess\"\nauthor = \"us\"\n";

fn folder() -> tempfile::TempDir {
    let folder = copy();
    let path = folder.path().join("offers.toml");
    fs::write(&path, fs::read_to_string(&path).unwrap() + LEVER).unwrap();
    // Least in the middle of the range, the same at both ends.
    edit(
        folder.path(),
        "rules/offers.ramme",
        "define mean_overhead",
        "define bent by year : % with 1 decimal\n  cite agreement page 3\n  = max(pl, 5.0 % - pl)\n\ndefine mean_overhead",
    );
    folder
}

fn json(folder: &std::path::Path, name: &str) -> Value {
    let run = ramme_in(folder, &["sensitivity", "offers.toml", name, "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn five_points_a_lever_with_the_figure_at_each() {
    let folder = folder();
    let found = json(folder.path(), "ceiling[Egely, 2024]");
    assert_eq!(found["middle"][0]["value"], "1054.68000");
    let points = found["levers"][0]["points"].as_array().unwrap();
    let at: Vec<&str> = points.iter().map(|p| p["at"].as_str().unwrap()).collect();
    assert_eq!(at, ["1.0 %", "1.8 %", "2.5 %", "3.3 %", "4.0 %"]);
    let values: Vec<&str> = points.iter().map(|p| p["values"][0]["value"].as_str().unwrap()).collect();
    // 1034.00 kr/day and the index: exact, not a median.
    assert_eq!(values, ["1044.34000", "1052.61200", "1059.85000", "1068.12200", "1075.36000"]);
}

#[test]
fn subjects_are_taken_together_by_year() {
    let folder = folder();
    let found = json(folder.path(), "excess");
    let year =
        found["middle"].as_array().unwrap().iter().find(|r| r["index"]["year"] == "2024").unwrap().clone();
    assert_eq!((&year["subjects"], &year["not_known"]), (&3.into(), &2.into()));
    assert_eq!(found["together"], "sum");
    assert_eq!(json(folder.path(), "overhead")["together"], "mean");
}

#[test]
fn a_way_that_turns_is_said() {
    let folder = folder();
    let text = ramme_in(folder.path(), &["sensitivity", "offers.toml", "bent[2024]"]);
    assert_eq!(text.code, 0, "{}", text.err);
    assert!(text.out.contains("Not one way only: pl[2024]") && text.out.contains("2.5 %"), "{}", text.out);
    let straight = ramme_in(folder.path(), &["sensitivity", "offers.toml", "ceiling[Egely, 2024]"]).out;
    assert!(!straight.contains("Not one way only"), "{straight}");
    let page = ramme_in(folder.path(), &["sensitivity", "offers.toml", "bent[2024]", "--format", "html"]).out;
    assert!(page.contains("<svg") && page.contains("pl, 2024"));
}

#[test]
fn the_step_decides_which_points_there_are() {
    let folder = folder();
    edit(folder.path(), "offers.toml", "range = \"1 % .. 4 %\"", "range = \"1 % .. 4 %\"\nstep = \"1 %\"");
    let found = json(folder.path(), "bent[2024]");
    let points = found["levers"][0]["points"].as_array().unwrap();
    let at: Vec<&str> = points.iter().map(|p| p["at"].as_str().unwrap()).collect();
    assert_eq!(at, ["1.0 %", "2.0 %", "3.0 %", "4.0 %"]);
    edit(folder.path(), "offers.toml", "step = \"1 %\"", "step = \"0 %\"");
    let none = ramme_in(folder.path(), &["sensitivity", "offers.toml", "bent[2024]"]);
    assert!(none.code == 2 && none.err.contains("step"), "{}", none.err);
}

#[test]
fn what_is_no_figure_is_refused() {
    let folder = folder();
    for name in ["ceilin", "ceiling[Egely]", "ceiling[Egly, 2024]", "explained", "agreement"] {
        let run = ramme_in(folder.path(), &["sensitivity", "offers.toml", name]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{name}: {}", run.err);
        assert!(!run.err.is_empty());
    }
}
