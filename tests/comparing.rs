//! Two scenarios, and two versions of the rules: what differs, what it is worth, and that it adds up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{copy_into, edit, ramme_in, root};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const EXAMPLE: &str = "scenarios/compliance-example.toml";
const OTHER: &str = "scenarios/other.toml";

/// A folder with the rules, the example and a copy of it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_into(&root().join("scenarios"), &folder.path().join("scenarios"));
    copy_into(&root().join("rules"), &folder.path().join("rules"));
    std::fs::copy(folder.path().join(EXAMPLE), folder.path().join(OTHER)).unwrap();
    folder
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let run = ramme_in(folder, &[args, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{args:?}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// Kroner as øre.
fn ore(text: &Value) -> i128 {
    text.as_str().unwrap().replace('.', "").parse().unwrap()
}

/// Every attribution in a document adds up to its difference; how many there are.
fn adds_up(value: &Value) -> usize {
    match value {
        Value::Object(map) => {
            let own = map.get("shares").map_or(0, |shares| {
                let sum: i128 = shares.as_array().unwrap().iter().map(ore).sum();
                assert_eq!(sum, ore(&map["difference"]), "{value}");
                assert_eq!(ore(&map["after"]) - ore(&map["before"]), sum, "{value}");
                1
            });
            own + map.values().map(adds_up).sum::<usize>()
        }
        Value::Array(all) => all.iter().map(adds_up).sum(),
        _ => 0,
    }
}

#[test]
fn what_each_difference_is_worth_adds_up_to_the_last_unit() {
    let folder = folder();
    let path = folder.path();
    edit(path, OTHER, "\"2.5 %\"", "\"3.1 %\"");
    edit(
        path,
        OTHER,
        "years     =",
        "readings  = { ceiling_rounding = \"down\", refund_cutoff = \"framework\" }\nyears     =",
    );
    edit(path, OTHER, "2024-06-30\"\nreason", "2024-05-31\"\nreason");
    let document = json(path, &["compare", EXAMPLE, OTHER]);
    let one = &document["comparisons"][0];
    let kinds: Vec<&str> =
        one["differences"].as_array().unwrap().iter().map(|d| d["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["reading", "reading", "lever", "lever"], "{}", one["differences"]);
    assert!(adds_up(&document) > 20, "{document}");
    let turned = one["verdicts"].as_array().unwrap();
    assert!(turned.iter().any(|v| v["first"] == "breach" && v["second"] == "complies"), "{turned:?}");
    // The same the other way round, with the other sign.
    let back = json(path, &["compare", OTHER, EXAMPLE]);
    let worth = |d: &Value| -> Vec<i128> {
        d["comparisons"][0]["worth"].as_array().unwrap().iter().map(|w| ore(&w["difference"])).collect()
    };
    assert_eq!(worth(&document), worth(&back).iter().map(|x| -x).collect::<Vec<_>>());
    let text = ramme_in(path, &["compare", EXAMPLE, OTHER, "--lang", "da"]);
    assert!(
        text.out.contains("greb pris- og lønfremskrivning, 2024: 2,5 pct. \u{2192} 3,1 pct."),
        "{}",
        text.out
    );
}

#[test]
fn a_scenario_beside_itself_differs_in_nothing() {
    let folder = folder();
    let document = json(folder.path(), &["compare", EXAMPLE, OTHER]);
    let one = &document["comparisons"][0];
    assert_eq!(one["differences"].as_array().unwrap().len(), 0);
    assert!(one["values"].as_array().unwrap().iter().all(|v| v["first"] == v["second"]));
    assert_eq!(one["verdicts"].as_array().unwrap().len(), 0);
}

#[test]
fn forecasts_are_compared_by_their_medians() {
    let folder = folder();
    let path = folder.path();
    let text = std::fs::read_to_string(path.join("scenarios/budget-2023-2026.toml")).unwrap();
    std::fs::write(path.join(OTHER), text.replace("rule    = \"mixture\"", "rule    = \"lag\"")).unwrap();
    let args = ["compare", "scenarios/budget-2023-2026.toml", OTHER, "--draws", "500"];
    let document = json(path, &args);
    let one = &document["comparisons"][0];
    assert_eq!(one["differences"][0]["kind"], "outlook", "{}", one["differences"]);
    assert!(one["worth"].as_array().unwrap().iter().any(|w| w["drawn"] == true));
    adds_up(&document);
}

fn git(folder: &Path, args: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"])
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn versions_in_git_are_read_by_meaning_and_priced() {
    let folder = folder();
    let path = folder.path();
    git(path, &["init", "-q", "-b", "main"]);
    git(path, &["add", "-A"]);
    git(path, &["commit", "-q", "-m", "one"]);
    let none = ramme_in(path, &["diff", "HEAD..HEAD", "rules", "--exit-code"]);
    assert_eq!(none.code, 0, "{}", none.err);
    assert!(none.out.contains("No change of meaning."), "{}", none.out);
    // Another file, another order: the same rules.
    std::fs::rename(path.join("rules/tariff/ceiling.ramme"), path.join("rules/tariff/loft.ramme")).unwrap();
    git(path, &["add", "-A"]);
    git(path, &["commit", "-q", "-m", "moved"]);
    let args = ["diff", "HEAD~1..HEAD", "--scenario", EXAMPLE, "--exit-code"];
    let moved = ramme_in(path, &args);
    assert_eq!(moved.code, 0, "{}{}", moved.out, moved.err);
    assert!(moved.out.contains("moved; says the same") && moved.out.contains("0 kr"), "{}", moved.out);
    // A clause that says something else.
    edit(path, "rules/overhead/target.ramme", "6 %", "5.5 %");
    edit(path, "rules/tariff/loft.ramme", "(100 % + pl)", "(101 % + pl)");
    git(path, &["add", "-A"]);
    git(path, &["commit", "-q", "-m", "changed"]);
    let changed = ramme_in(path, &args);
    assert_eq!(changed.code, 1, "{}", changed.err);
    let document: Value =
        serde_json::from_str(&ramme_in(path, &[&args[..4], &["--format", "json"]].concat()).out).unwrap();
    let names: Vec<&str> =
        document["changes"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"ceiling"), "{names:?}");
    adds_up(&document);
    let turned = document["worth"]["verdicts"].as_array().unwrap();
    assert!(!turned.is_empty(), "{}", changed.out);
    let markdown = ramme_in(path, &[&args[..4], &["--format", "md"]].concat());
    assert!(
        markdown.out.contains("```diff") && markdown.out.contains("- define ceiling"),
        "{}",
        markdown.out
    );
}

#[test]
fn what_git_does_not_have_is_said_plainly() {
    let folder = folder();
    let path = folder.path();
    let outside = ramme_in(path, &["diff", "a..b"]);
    assert_eq!(outside.code, 2);
    git(path, &["init", "-q", "-b", "main"]);
    git(path, &["add", "-A"]);
    git(path, &["commit", "-q", "-m", "one"]);
    for (revisions, said) in
        [("nosuch..HEAD", "no revision `nosuch`"), ("HEAD", "names no two revisions"), ("--all..HEAD", "")]
    {
        let run = ramme_in(path, &["diff", revisions]);
        assert_eq!(run.code, 2, "{revisions}: {}", run.out);
        assert!(run.err.contains(said), "{}", run.err);
    }
    let run = ramme_in(path, &["diff", "HEAD..HEAD", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no rule files under `nowhere`"), "{}", run.err);
}

/// Rules in which one clause waits, one has readings, and a later document counts from the day on which it is out.
const HOMES: &str = r#"language 1
document act
  title "An act" rank law published 2020-01-01
document draft
  title "A draft" rank report published 2022-06-01
document later
  title "Later" rank law published 2023-06-01

entity home
input rent of home by year : kr
parameter rate by year : % = RATE
define ceiling of home by year : kr
  cite act page 1
  = round half up (rent * rate) to 0.01 kr
amend ceiling
  replaces from 2024 status proposed cite draft page 1 = round half up (rent * 50 %) to 0.01 kr
define due of home by year : date
  cite act page 2
  = 2024-01-31
rule kept of home by year
  cite act page 1
  require rent <= ceiling
"#;

fn homes(folder: &Path) {
    std::fs::create_dir_all(folder.join("rules")).unwrap();
    let text = HOMES.replace(" = RATE", "\n  2023 = 100 % cite act page 1\n  2024 = 100 % cite act page 1");
    std::fs::write(folder.join("rules/homes.ramme"), text).unwrap();
    std::fs::write(folder.join("homes.csv"), "home,year,rent\nA,2023,10.00\nA,2024,20.00\n").unwrap();
    let scenario = r#"format = 1
title = "Homes"
rules = ["rules"]
years = "2023..2024"
known_on = 2023-01-01
[[table]]
file = "homes.csv"
roll = "home by year"
key = { home = "home", year = "year" }
columns = { rent = "kr" }
"#;
    std::fs::write(folder.join("base.toml"), scenario).unwrap();
}

fn over(folder: &Path, says: &str) -> Value {
    std::fs::write(folder.join("over.toml"), format!("format = 1\nextends = \"base.toml\"\n{says}\n"))
        .unwrap();
    json(folder, &["compare", "base.toml", "over.toml"])["comparisons"][0].clone()
}

fn told(one: &Value) -> Vec<(&str, &str)> {
    let word = |d: &'_ Value, key: &str| d[key].as_str().unwrap_or_default().to_owned();
    let all = one["differences"].as_array().unwrap();
    assert!(all.iter().all(|d| !word(d, "kind").is_empty()));
    all.iter().map(|d| (d["kind"].as_str().unwrap(), d["name"].as_str().unwrap())).collect()
}

#[test]
fn what_is_adopted_is_a_difference_like_a_reading() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    homes(path);
    let one = over(path, "adopt = [\"ceiling\"]");
    assert_eq!(told(&one), [("reading", "ceiling")]);
    assert_eq!(one["differences"][0]["new"], "adopted");
    assert_eq!(one["verdicts"].as_array().unwrap().len(), 1, "{one}");
    // 20 kr at 50 % is 10 kr: ten less.
    assert_eq!(one["worth"][1]["difference"], "-10.00", "{}", one["worth"]);
}

#[test]
fn the_day_of_knowledge_is_told_apart_from_how_years_to_come_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    homes(path);
    let one = over(path, "known_on = 2024-01-01");
    assert_eq!(told(&one), [("known_on", "")]);
    assert_eq!(
        (&one["differences"][0]["old"], &one["differences"][0]["new"]),
        (&"2023-01-01".into(), &"2024-01-01".into())
    );
    let said = ramme_in(path, &["compare", "base.toml", "over.toml"]);
    assert!(said.out.contains("as it was known on: 2023-01-01 \u{2192} 2024-01-01"), "{}", said.out);
}

/// A reading that only the new rules have cannot be taken with the old rules: the two are one difference.
#[test]
fn differences_that_need_one_another_are_taken_together() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    homes(path);
    copy_into(&path.join("rules"), &path.join("rules2"));
    edit(
        path,
        "rules2/homes.ramme",
        "define due of home by year : date\n  cite act page 2\n  = 2024-01-31",
        "readings when_due = early | late\ndefine due of home by year : date\n  cite act page 2\n  reading early = 2024-01-31\n  reading late = 2024-02-29",
    );
    let one = over(path, "rules = [\"rules2\"]\nreadings = { when_due = \"late\" }");
    assert_eq!(one["differences"].as_array().unwrap().len(), 1, "{}", one["differences"]);
    // Dates are no figures, and are counted all the same.
    assert_eq!(one["not_figures"], serde_json::json!([{"name": "due", "differ": 2, "of": 2}]));
    let said = ramme_in(path, &["compare", "base.toml", "over.toml", "--lang", "da"]);
    assert!(said.out.contains("due: 2 af 2 er forskellige"), "{}", said.out);
}

#[test]
fn other_years_alone_are_no_difference_of_the_rules_and_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    homes(path);
    let one = over(path, "years = \"2023\"");
    assert_eq!(told(&one), []);
    let said = ramme_in(path, &["compare", "base.toml", "over.toml"]);
    assert!(said.out.contains("Nothing but what is asked for"), "{}", said.out);
    assert!(said.out.contains("differ"), "{}", said.out);
}
