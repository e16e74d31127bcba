//! The rulebook against its documents: every clause that the table of rules names exists, no rule is missing from it, and the
//! scenarios give what the documents print.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{ramme_in, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn rule_files(folder: &Path, out: &mut Vec<String>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rule_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "ramme") {
            out.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

/// The names that the rulebook declares with one of these keywords.
fn declared(keywords: &[&str]) -> BTreeSet<String> {
    let mut files = Vec::new();
    rule_files(&root().join("rules"), &mut files);
    let items = files.iter().flat_map(|text| text.lines());
    let names = items.filter_map(|line| {
        let (keyword, rest) = line.split_once(' ')?;
        keywords.contains(&keyword).then(|| rest.split_whitespace().next().unwrap().to_owned())
    });
    names.collect()
}

/// The rows of the tables of rules: place, clauses, readings and parameters.
fn table() -> Vec<Vec<String>> {
    let page = std::fs::read_to_string(root().join("docs/reference/rules.md")).unwrap();
    let rows = page.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| rule |"));
    let cells = |l: &str| l.trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect::<Vec<_>>();
    rows.map(cells).filter(|row| row.len() == 5).collect()
}

/// What stands between backquotes and is a name of the language.
fn names(cell: &str) -> Vec<String> {
    let quoted = cell.split('`').skip(1).step_by(2);
    let is_name = |n: &&str| n.chars().all(|c| c.is_alphanumeric() || c == '_');
    quoted.filter(is_name).map(str::to_owned).collect()
}

#[test]
fn every_clause_that_the_table_names_exists() {
    let clauses = declared(&["define", "rule", "target", "parameter"]);
    let settings = declared(&["readings", "parameter", "input"]);
    // Verdicts, and keys of a scenario.
    let words = ["explained", "suppress", "exclude"];
    let rows = table();
    assert!(rows.len() > 50, "{}", rows.len());
    let mut wrong = Vec::new();
    for row in &rows {
        for name in names(&row[2]).iter().filter(|n| !words.contains(&n.as_str())) {
            if !clauses.contains(name) {
                wrong.push(format!("{}: there is no clause {name}", row[0]));
            }
        }
        for name in names(&row[4]).iter().filter(|n| !words.contains(&n.as_str())) {
            if !settings.contains(name) {
                wrong.push(format!("{}: there is no readings group, parameter or input {name}", row[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_rule_is_missing_from_the_table() {
    let told: BTreeSet<String> = table().iter().flat_map(|row| names(&row[2])).collect();
    let missing: Vec<String> = declared(&["rule", "target"]).difference(&told).cloned().collect();
    assert!(missing.is_empty(), "{missing:?}");
    let groups: BTreeSet<String> = table().iter().flat_map(|row| names(&row[4])).collect();
    let open: Vec<String> = declared(&["readings"]).difference(&groups).cloned().collect();
    assert!(open.is_empty(), "{open:?}");
}

fn run(scenario: &str, extra: &[&str]) -> Value {
    let path = format!("scenarios/{scenario}.toml");
    let run = ramme_in(&root(), &[&["run", &path, "--format", "json"], extra].concat());
    assert_eq!(run.code, 0, "{scenario}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// The values of a name, by the keys of its axes.
fn values(document: &Value, name: &str) -> Vec<(String, Value)> {
    let of = document["values"].as_array().unwrap().iter().filter(|v| v["name"] == name);
    let keys = |v: &Value| {
        let index = v["index"].as_object().unwrap();
        index.values().map(|k| k.as_str().unwrap()).collect::<Vec<_>>().join(", ")
    };
    of.map(|v| (keys(v), v.clone())).collect()
}

fn figure(v: &Value) -> f64 {
    v.as_str().unwrap().parse().unwrap()
}

#[test]
fn the_municipalities_sum_to_what_the_report_prints() {
    let document = run("monitoring-2023", &[]);
    let accounts = values(&document, "accounts_of_region");
    let of = |year: &str| {
        let key = format!("all_municipalities, i alt, {year}");
        figure(&accounts.iter().find(|(k, _)| *k == key).unwrap().1["value"]) / 1e9
    };
    for (year, printed) in [("2018", 17.5), ("2019", 17.5), ("2020", 17.6), ("2021", 18.1), ("2022", 18.7)] {
        assert!((of(year) - printed).abs() < 0.05, "{year}: {}", of(year));
    }
    // Shelters: 30 % more cost and 17 % more persons leave no room for 15 % more a person.
    let text = ramme_in(&root(), &["run", "scenarios/monitoring-2023.toml"]).out;
    assert!(text.contains("implied_unit_cost_growth, shelters, 2022: the published inputs give"), "{text}");
}

#[test]
fn two_reports_imply_a_range_for_the_index() {
    let document = run("two-reports", &[]);
    let rise = values(&document, "implied_rise");
    let range = |area: &str| {
        let key = format!("{area}, 2021");
        let found = &rise.iter().find(|(k, _)| *k == key).unwrap().1["range"];
        (figure(&found["low"]), figure(&found["high"]))
    };
    // Half a unit of each figure: 18.05 / 17.55 to 18.15 / 17.45, and 12.25 / 11.85 to 12.35 / 11.75.
    let near = |found: (f64, f64), low: f64, high: f64| {
        (found.0 - low).abs() < 0.01 && (found.1 - high).abs() < 0.01
    };
    assert!(near(range("i alt"), 2.85, 4.01), "{:?}", range("i alt"));
    assert!(near(range("adults"), 3.38, 5.11), "{:?}", range("adults"));
}

#[test]
fn shares_of_the_task_force_are_the_whole_to_the_krone() {
    let document = run("task-force", &[]);
    let shares = values(&document, "task_force_due");
    assert_eq!(shares.len(), 29);
    let sum: i64 = shares.iter().map(|(_, v)| v["value"].as_str().unwrap().parse::<i64>().unwrap()).sum();
    assert_eq!(sum, 1_400_000);
}

#[test]
fn what_buyers_keep_sellers_lose() {
    let run = ramme_in(&root(), &["comply", "scenarios/purchases-example.toml", "--format", "json"]);
    let document: Value = serde_json::from_str(&run.out).unwrap();
    let all = document["results"].as_array().unwrap();
    let balance: Vec<&Value> =
        all.iter().filter(|v| v["rule"] == "effects_balance" && v["subject"]["year"] == "2023").collect();
    assert_eq!(balance.len(), 3);
    assert!(balance.iter().all(|v| v["verdict"] == "complies"), "{balance:#?}");
}

#[test]
fn five_datings_side_by_side() {
    let document = run("compliance-example", &[]);
    let refunds = values(&document, "municipal_refund_by");
    assert_eq!(refunds.len(), 29 * 5);
    // One dating at a time gives the same as its column.
    for (reading, member) in [
        ("report_october", "by_october"),
        ("act", "by_act"),
        ("report_both", "by_both"),
        ("report_january", "by_january"),
        ("framework", "by_framework"),
    ] {
        let reading = format!("refund_cutoff={reading}");
        let alone = run("compliance-example", &["--reading", &reading]);
        for (municipality, value) in values(&alone, "municipal_refund") {
            let keys = [format!("{municipality}, {member}"), format!("{member}, {municipality}")];
            let column = &refunds.iter().find(|(k, _)| keys.contains(k)).unwrap().1["value"];
            assert_eq!(column, &value["value"], "{municipality} {member}");
        }
    }
}

#[test]
fn the_tests_reach_every_clause_and_branch() {
    let test = ramme_in(&root(), &["test", "rules", "--coverage", "--format", "json"]);
    assert_eq!(test.code, 0, "{}", test.out);
    let document: Value = serde_json::from_str(&test.out).unwrap();
    for what in ["clauses", "branches"] {
        let of = &document["coverage"][what];
        assert!(of["all"].as_u64().unwrap() > 50 && of["reached"] == of["all"], "{what}: {of}");
    }
}

#[test]
fn the_rulebook_is_formatted() {
    let fmt = ramme_in(&root(), &["fmt", "--check", "rules"]);
    assert_eq!(fmt.code, 0, "{}{}", fmt.out, fmt.err);
}

#[test]
fn growth_splits_into_volume_and_price_on_printed_figures() {
    let document = run("volume-and-price", &[]);
    let of = |name: &str, seller: &str| {
        let found = values(&document, name);
        figure(&found.iter().find(|(k, _)| *k == format!("{seller}, 2022")).unwrap().1["value"])
    };
    for seller in ["municipalities", "regions", "private_offers"] {
        let parts = of("growth_by_volume", seller) + of("growth_by_price", seller);
        assert!((parts - of("growth_from_both", seller)).abs() < 1e-9, "{seller}");
        assert!(of("growth_unexplained", seller).abs() < 0.5, "{seller}");
    }
    // Private offers became dearer; what municipalities sell each other became less.
    assert!(of("growth_by_price", "private_offers") > of("growth_by_volume", "private_offers"));
    assert!(of("growth_by_volume", "municipalities") < 0.0);
}
