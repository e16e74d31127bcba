//! Verdicts for machines, limits before anything is measured, and what was found before.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, copy_into, edit, ramme_in, root};
use serde_json::Value;
use std::collections::BTreeMap;

const EXAMPLE: &str = "scenarios/compliance-example.toml";

fn comply(more: &[&str]) -> Outcome {
    let mut args = vec!["comply", EXAMPLE];
    args.extend(more);
    ramme_in(&root(), &args)
}

fn json(more: &[&str]) -> Value {
    let run = comply(&[more, &["--format", "json"]].concat());
    serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{more:?}: {}", run.err))
}

#[test]
fn every_form_tells_the_same_verdicts() {
    let document = json(&[]);
    let results = document["results"].as_array().unwrap();
    let count = |verdict: &str| results.iter().filter(|r| r["verdict"] == verdict).count();
    let (breach, open, explained) = (count("breach"), count("undetermined"), count("explained"));
    let sarif: Value = serde_json::from_str(&comply(&["--format", "sarif"]).out).unwrap();
    let told = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(told.len(), breach + open + explained);
    let junit = comply(&["--format", "junit"]).out;
    assert_eq!(junit.matches("<failure ").count(), breach);
    assert_eq!(junit.matches("<error ").count(), open);
    assert_eq!(junit.matches("<testcase ").count(), results.len());
    let github = comply(&["--format", "github"]).out;
    assert_eq!(github.lines().filter(|l| l.starts_with("::error ")).count(), breach);
    let csv = comply(&["--format", "csv"]).out;
    assert_eq!(csv.lines().count(), results.len() + 1);
    let danish = comply(&["--format", "csv", "--dialect", "danish"]).out;
    assert!(danish.starts_with('\u{feff}') && danish.contains(";1519,49;"), "{danish}");
    // Where the cell stands is a path from here.
    let place = &told[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert!(root().join(place.as_str().unwrap()).is_file(), "{place}");
}

#[test]
fn what_is_known_from_a_baseline_is_no_finding() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("before.json");
    let path = path.to_str().unwrap();
    assert_eq!(comply(&["-o", path]).code, 1);
    let again = comply(&["--baseline", path]);
    assert_eq!(again.code, 0, "{}", again.out);
    assert!(again.out.contains("0 new findings"), "{}", again.out);
    // One that is not in it is new; one that is no more is gone.
    let mut before: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let results = before["results"].as_array_mut().unwrap();
    let lost = results.iter().position(|r| r["verdict"] == "breach").unwrap();
    let subject = results.remove(lost)["subject"].clone();
    let fine = results.iter().position(|r| r["verdict"] == "complies").unwrap();
    results[fine]["verdict"] = "breach".into();
    std::fs::write(path, before.to_string()).unwrap();
    let document = json(&["--baseline", path]);
    assert_eq!(document["baseline"]["new"], 1, "{subject}");
    assert_eq!(document["baseline"]["gone"].as_array().unwrap().len(), 1);
    assert_eq!(comply(&["--baseline", path]).code, 1);
    assert_eq!(comply(&["--baseline", "README.md"]).code, 2);
    assert_eq!(comply(&["--baseline", "no-such.json"]).code, 2);
}

#[test]
fn limits_stand_before_anything_is_measured() {
    let judged = json(&[]);
    let document = json(&["--limits"]);
    let limits = document["limits"].as_array().unwrap();
    // What was judged has the limit that it was judged by.
    let mut held = 0;
    for result in judged["results"].as_array().unwrap() {
        let same = |l: &&Value| l["rule"] == result["rule"] && l["subject"] == result["subject"];
        let found = limits.iter().find(same).unwrap_or_else(|| panic!("no limit for {}", result["subject"]));
        if result["limit"]["value"].is_string() {
            assert_eq!(found["limit"]["value"], result["limit"]["value"], "{}", result["subject"]);
            held += 1;
        }
    }
    assert!(held > 50, "{held}");
}

#[test]
fn limits_of_the_next_year_stand_before_any_offer_is_made() {
    // The example without the offers of its last year.
    let folder = tempfile::tempdir().unwrap();
    copy_into(&root().join("scenarios"), &folder.path().join("scenarios"));
    copy_into(&root().join("rules"), &folder.path().join("rules"));
    let offers = folder.path().join("scenarios/data/example/offers.csv");
    let text = std::fs::read_to_string(&offers).unwrap();
    let year = text.lines().next().unwrap().split(';').position(|c| c == "year").unwrap();
    let kept: Vec<&str> = text.lines().filter(|l| l.split(';').nth(year) != Some("2024")).collect();
    assert!(kept.len() < text.lines().count());
    std::fs::write(&offers, kept.join("\n")).unwrap();
    edit(folder.path(), EXAMPLE, "2021..2024", "2021..2023");
    let run = ramme_in(folder.path(), &["comply", EXAMPLE, "--limits", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let ahead: Value = serde_json::from_str(&run.out).unwrap();
    let full = json(&["--limits"]);
    let ceilings = |document: &Value| -> BTreeMap<String, Value> {
        let of = |l: &&Value| l["rule"] == "tariff_ceiling" && l["subject"]["year"] == "2024";
        let all = document["limits"].as_array().unwrap().iter().filter(of);
        all.map(|l| (l["subject"]["provider"].to_string(), l["limit"]["value"].clone())).collect()
    };
    let (ahead, full) = (ceilings(&ahead), ceilings(&full));
    let same =
        full.iter().filter(|(provider, limit)| limit.is_string() && ahead.get(*provider) == Some(limit));
    assert!(same.count() > 8, "{ahead:?}");
    let text = ramme_in(folder.path(), &["comply", EXAMPLE, "--limits", "--lang", "da"]);
    assert!(text.out.contains("2024"), "{}", text.out);
}
