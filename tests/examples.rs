//! The examples: every folder is sound and formatted, its tests pass, its scenarios run, and what its page says comes out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{ramme_in, root};
use serde_json::Value;
use std::path::PathBuf;

fn entries(folder: PathBuf) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

#[test]
fn every_example_is_sound_and_runs() {
    let mut scenarios = 0;
    for folder in entries(root().join("examples")).into_iter().filter(|path| path.is_dir()) {
        let name = folder.to_string_lossy().into_owned();
        for args in [&["check", &name][..], &["fmt", "--check", &name], &["test", &name]] {
            let run = ramme_in(&root(), args);
            assert_eq!(run.code, 0, "{args:?}: {}{}", run.out, run.err);
        }
        for path in entries(folder) {
            if path.extension().is_some_and(|ending| ending == "toml") {
                scenarios += 1;
                let run = ramme_in(&root(), &["run", &path.to_string_lossy()]);
                assert_eq!(run.code, 0, "{}: {}", path.display(), run.err);
            }
        }
    }
    assert!(scenarios > 0);
}

/// 412_000 kr, of which 48_000 kr are free and 24_720 kr go to a pension: 12 % of 150_000 kr and 25 % of 189_280 kr are 65_320 kr.
#[test]
fn the_tax_is_as_worked_by_hand_and_was_not_moved_by_the_act_that_came_later() {
    let tax = |more: &[&str]| {
        let args = [&["run", "examples/income-tax/tax.toml", "--format", "json"], more].concat();
        let run = ramme_in(&root(), &args);
        let document: Value = serde_json::from_str(&run.out).unwrap();
        move |who: &str, year: &str| {
            let all = document["values"].as_array().unwrap();
            let fits = |v: &&Value| {
                v["name"] == "tax" && v["index"]["taxpayer"] == who && v["index"]["year"] == year
            };
            all.iter().find(fits).unwrap()["value"].clone()
        }
    };
    let (now, before) = (tax(&[]), tax(&["--known-on", "2023-10-14"]));
    assert_eq!(now("T01", "2022"), "65320.00");
    assert_eq!(now("T01", "2024"), "67008.00");
    for who in ["T01", "T02", "T03", "T04"] {
        assert_eq!(now(who, "2022"), before(who, "2022"));
        assert_eq!(now(who, "2023"), before(who, "2023"));
        assert_eq!(before(who, "2024"), Value::Null);
    }
}
