//! Counts that a scenario holds back although they are worked out and stand in no file: through the program. All data are
//! invented.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in};
use serde_json::Value;
use std::path::Path;

const RULES: &str = "language 1

set kind = home | away

entity house

# One stay of somebody.
entity stay
  held_at : house
  sort : kind

input lasts of stay : yes/no

define is_of of stay by kind : yes/no = sort is kind
define guests of house by kind : count = count over stay via held_at where lasts and is_of
define guests_in_all by kind : count = sum of guests over house
define twice_as_many of house by kind : count = guests + guests

rule not_too_many of house by kind
  require guests <= 7
";

const SCENARIO: &str = "format    = 1
title     = \"Guests (invented)\"
synthetic = true
rules     = [\"rules.ramme\"]
years     = \"2022\"
show      = [\"guests\", \"guests_in_all\", \"twice_as_many\"]

[suppress]
guests = true

[[table]]
file = \"places.csv\"
roll = \"house\"
key  = { house = \"place\" }

[[table]]
file = \"stays.csv\"
roll = \"stay\"
key  = { stay = \"stay\" }
stay.held_at = \"place\"
stay.sort = \"kind\"
columns = { lasts = \"yes/no\" }
";

/// Guests by place, at home and away: A 3 and 8, B 9 and 10, C 2 and 6.
const GUESTS: [(&str, usize, usize); 3] = [("A", 3, 8), ("B", 9, 10), ("C", 2, 6)];

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write("rules.ramme", RULES);
    write("scenario.toml", SCENARIO);
    write("places.csv", "place\nA\nB\nC\n");
    let mut stays = String::from("stay,place,kind,lasts\n");
    for (place, home, away) in GUESTS {
        for (kind, count) in [("home", home), ("away", away)] {
            for n in 0..count {
                stays.push_str(&format!("{place}-{kind}-{n},{place},{kind},yes\n"));
            }
        }
        stays.push_str(&format!("{place}-gone,{place},home,no\n"));
    }
    write("stays.csv", &stays);
    dir
}

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.out).unwrap_or_else(|_| panic!("{}{}", outcome.out, outcome.err))
}

fn run(folder: &Path, arguments: &[&str]) -> Value {
    let mut all = vec!["run", "scenario.toml", "--format", "json"];
    all.extend(arguments);
    json(&ramme_in(folder, &all))
}

fn cell<'d>(document: &'d Value, name: &str, keys: &[&str]) -> &'d Value {
    let fits = |v: &&Value| {
        let held: Vec<&str> = v["index"].as_object().unwrap().values().map(|k| k.as_str().unwrap()).collect();
        v["name"] == name && held == keys
    };
    document["values"].as_array().unwrap().iter().find(fits).expect(name)
}

#[test]
fn small_counts_and_what_would_give_them_away_are_not_shown() {
    let folder = folder();
    let document = run(folder.path(), &[]);
    let value = |place: &str, kind: &str| cell(&document, "guests", &[place, kind]).clone();
    // 3 and 2 are small. Each is alone in its place, so what is beside it goes too; B has nothing to hide.
    for (place, kind) in [("A", "home"), ("C", "home"), ("A", "away"), ("C", "away")] {
        assert_eq!(value(place, kind)["value"], Value::Null, "{place} {kind}");
    }
    assert_eq!((&value("B", "home")["value"], &value("B", "away")["value"]), (&9.into(), &10.into()));
    assert_eq!(value("A", "home")["range"], serde_json::json!({"low": 1, "high": 5}));
    assert!(value("A", "away")["missing"].to_string().contains("would give away a small count"));
    assert!(!value("A", "home").to_string().contains('3'), "{}", value("A", "home"));
    // 1 to 5 twice, and 9; the other kind has no upper end.
    let all = |kind: &str| cell(&document, "guests_in_all", &[kind]).clone();
    assert_eq!(all("home")["value"], Value::Null);
    assert_eq!(all("home")["range"], serde_json::json!({"low": 11, "high": 19}));
    assert_eq!(all("away").get("range"), None);
    assert!(all("away")["missing"].to_string().contains("at least 22"), "{}", all("away"));
    // What is worked from it knows no more.
    let twice = cell(&document, "twice_as_many", &["A", "home"]);
    assert_eq!(twice["range"], serde_json::json!({"low": 2, "high": 10}));
    let notes = document["notes"].to_string();
    assert!(notes.contains("guests: 2 counts from 1 to 5 are suppressed, and 2 more"), "{notes}");
}

#[test]
fn nothing_else_gives_them_away() {
    let folder = folder();
    let explained =
        ramme_in(folder.path(), &["explain", "scenario.toml", "guests[A, home]", "--depth", "full"]);
    assert!(explained.out.contains("is suppressed") && explained.out.contains("between 1 and 5"));
    assert!(!explained.out.contains("A-home-0") && !explained.out.contains("rows"), "{}", explained.out);
    let above =
        ramme_in(folder.path(), &["explain", "scenario.toml", "guests_in_all[home]", "--depth", "full"]);
    assert!(!above.out.contains("A-home-0"), "{}", above.out);
    // The count of C is not over the limit, and that of A (8) is: neither is told.
    let judged = json(&ramme_in(folder.path(), &["comply", "scenario.toml", "--format", "json"]));
    let verdict = |place: &str, kind: &str| {
        let all = judged["results"].as_array().unwrap();
        let one =
            all.iter().find(|r| r["subject"]["house"] == place && r["subject"]["kind"] == kind).unwrap();
        assert!(one["verdict"] != "undetermined" || one["measured"]["value"].is_null(), "{one}");
        one["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!(verdict("A", "away"), "undetermined");
    assert_eq!(verdict("C", "away"), "undetermined");
    assert_eq!(verdict("B", "home"), "breach");
    let sql = ramme_in(folder.path(), &["sql", "scenario.toml", "--dialect", "duckdb"]);
    assert!(sql.err.contains("its small counts are held back"), "{}", sql.err);
}

#[test]
fn an_overlay_says_otherwise() {
    let folder = folder();
    let overlay = |name: &str, rule: &str| {
        let text = format!("format = 1\nextends = \"scenario.toml\"\n\n[suppress]\nguests = {rule}\n");
        std::fs::write(folder.path().join(name), text).unwrap();
        json(&ramme_in(folder.path(), &["run", name, "--format", "json"]))
    };
    let shown = overlay("shown.toml", "false");
    assert_eq!(cell(&shown, "guests", &["A", "home"])["value"], 3);
    let alone = overlay("alone.toml", "{ small = \"1..2\", complementary = false }");
    assert_eq!(cell(&alone, "guests", &["A", "home"])["value"], 3);
    assert_eq!(cell(&alone, "guests", &["C", "home"])["range"], serde_json::json!({"low": 1, "high": 2}));
    assert_eq!(cell(&alone, "guests", &["C", "away"])["value"], 6);
    assert_eq!(cell(&alone, "guests_in_all", &["home"])["range"], serde_json::json!({"low": 13, "high": 14}));
}

#[test]
fn only_counts_that_are_worked_out() {
    let folder = folder();
    for (name, said) in [("gests", "guests"), ("is_of", "count"), ("lasts", "count")] {
        let text = SCENARIO.replace("guests = true", &format!("{name} = true"));
        std::fs::write(folder.path().join("scenario.toml"), text).unwrap();
        let outcome = ramme_in(folder.path(), &["run", "scenario.toml"]);
        assert_eq!(outcome.code, 2, "{name}: {}", outcome.out);
        assert!(outcome.err.contains(name) && outcome.err.contains(said), "{}", outcome.err);
    }
}
