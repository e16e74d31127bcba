//! Flags of scenarios, mistakes in scenarios and data, and the same bytes every time.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{copy, edit, fixtures, ramme, ramme_in, ramme_with};
use serde_json::Value;
use std::fs;

fn json(args: &[&str]) -> Value {
    let run = ramme(args);
    assert!(run.code < 2, "{args:?}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// What is said of a mistake that was made in a copy of the fixtures: always exit code 2 and nothing on standard output.
fn mistake(file: &str, from: &str, to: &str) -> String {
    let folder = copy();
    edit(folder.path(), file, from, to);
    let run = ramme_in(folder.path(), &["run", "offers.toml"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{to:?}: {}", run.err);
    let comply = ramme_in(folder.path(), &["comply", "offers.toml"]);
    assert_eq!((comply.code, comply.err), (2, run.err.clone()), "{to:?}");
    run.err
}

#[test]
fn mistakes_in_a_scenario_name_line_and_column() {
    let unknown = mistake("offers.toml", "synthetic =", "sythetic =");
    assert!(unknown.contains("offers.toml:3:1") && unknown.contains("synthetic"), "{unknown}");
    let years = mistake("offers.toml", "2022..2024", "2024..2022");
    assert!(years.contains("offers.toml:5:"), "{years}");
    let missing = mistake("offers.toml", "data/offers.csv", "data/ofers.csv");
    assert!(missing.contains("offers.toml:10:"), "{missing}");
    let rules = mistake("offers.toml", "\"rules\"", "\"rulse\"");
    assert!(rules.contains("rulse"), "{rules}");
    let toml = mistake("offers.toml", "format    = 1", "format    =");
    assert!(toml.contains("offers.toml:1:"), "{toml}");
}

#[test]
fn a_name_to_show_that_does_not_exist_is_a_mistake() {
    let folder = copy();
    edit(folder.path(), "offers.toml", "\"excess\"", "\"exces\"");
    let run = ramme_in(folder.path(), &["run", "offers.toml"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("offers.toml:7:") && run.err.contains("`excess`"), "{}", run.err);
}

#[test]
fn mistakes_in_data_name_file_line_and_column() {
    let twice = mistake("data/offers.csv", "Egely;2023", "Egely;2022");
    assert!(twice.contains("E0505") && twice.contains("data/offers.csv:3"), "{twice}");
    let number = mistake("data/offers.csv", "1.930,00", "1.93,00");
    assert!(number.contains("data/offers.csv:6:3 (cost)"), "{number}");
    assert!(number.contains("B\u{f8}gehuset;2023;1.93,00;no"), "{number}");
    let bounds = mistake("data/offers.csv", "1.930,00", "61.930,00");
    assert!(bounds.contains("data/offers.csv:6:3"), "{bounds}");
    let ragged = mistake("data/offers.csv", "1.930,00;no;7,01", "1.930,00;no");
    assert!(ragged.contains("data/offers.csv:6"), "{ragged}");
    let column = mistake("data/offers.csv", "offer;year;cost", "offer;year;price");
    assert!(column.contains("cost"), "{column}");
}

#[test]
fn mistakes_in_rules_stop_a_scenario() {
    let text = mistake("rules/offers.ramme", "cost_per_day <= ceiling", "cost_per_day <= celing");
    assert!(text.contains("rules/offers.ramme:42:27") && text.contains("`ceiling`"), "{text}");
}

#[test]
fn a_hundred_mistakes_are_counted_not_poured_out() {
    let folder = copy();
    let rows: String = (0..150).map(|i| format!("T{i};2022;x;no;5,00\n")).collect();
    fs::write(folder.path().join("data/offers.csv"), format!("offer;year;cost;explained;overhead\n{rows}"))
        .unwrap();
    let run = ramme_in(folder.path(), &["run", "offers.toml"]);
    assert_eq!(run.code, 2);
    assert_eq!(run.err.matches("error[").count(), 20, "{}", run.err);
    assert!(run.err.ends_with("more\n"), "{}", run.err);
}

#[test]
fn flags_change_what_they_say_and_are_written_down() {
    let plain = json(&["comply", "offers.toml", "--format", "json"]);
    assert_eq!(plain["known_on"], "2024-06-30");
    assert_eq!(plain["readings"], serde_json::json!({"rounding": "exact"}));

    let down = json(&["comply", "offers.toml", "--format", "json", "--reading", "rounding=down"]);
    assert_eq!(down["readings"], serde_json::json!({"rounding": "down"}));

    let set = json(&["comply", "offers.toml", "--format", "json", "--set", "pl[2024]=2.4 %"]);
    assert_eq!(set["summary"]["breach"], 3, "Egely had no room");
    assert_eq!(plain["summary"]["breach"], 2);
    assert!(set["notes"].to_string().contains("pl[2024]=2.4 %"));
    assert_eq!(set["hashes"], plain["hashes"]);

    let seed = json(&["run", "offers.toml", "--format", "json", "--seed", "77"]);
    assert_eq!(seed["seed"], 77);
}

#[test]
fn flags_that_name_nothing_are_mistakes() {
    let table: [(&[&str], &str); 6] = [
        (&["--reading", "rouding=exact"], "`rounding`"),
        (&["--reading", "rounding=exakt"], "exact, down"),
        (&["--reading", "rounding"], "exact, down"),
        (&["--set", "pl[2024]"], "--set"),
        (&["--set", "pll[2024]=2 %"], "pl"),
        (&["--set", "pl[2024]=2 kr"], "--set"),
    ];
    for (flags, said) in table {
        let mut args = vec!["run", "offers.toml"];
        args.extend(flags);
        let run = ramme(&args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{flags:?}");
        assert!(run.err.contains(said), "{flags:?}: {}", run.err);
    }
}

#[test]
fn data_may_lie_elsewhere() {
    let folder = copy();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::create_dir(elsewhere.path().join("data")).unwrap();
    fs::rename(folder.path().join("data/offers.csv"), elsewhere.path().join("data/offers.csv")).unwrap();
    assert_eq!(ramme_in(folder.path(), &["run", "offers.toml"]).code, 2);
    let data = elsewhere.path().to_string_lossy().into_owned();
    let run = ramme_in(folder.path(), &["run", "offers.toml", "--format", "json", "--data", &data]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out, ramme(&["run", "offers.toml", "--format", "json"]).out);
}

#[test]
fn same_scenario_same_bytes_for_any_number_of_threads() {
    for format in ["text", "json"] {
        let base = ["run", "offers.toml", "--format", format, "--threads"];
        let one = ramme(&[&base[..], &["1"]].concat());
        let two = ramme(&[&base[..], &["2"]].concat());
        assert_eq!(one.code, 0);
        assert_eq!(one.out, two.out);
    }
}

#[test]
fn no_colour_where_nobody_looks_or_none_is_wanted() {
    for env in [&[][..], &[("NO_COLOR", "1")], &[("TERM", "dumb")]] {
        let run = ramme_with(&fixtures(), &["check", "broken"], env, None);
        assert_eq!(run.code, 1);
        assert!(!run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'));
    }
}

#[test]
fn names_with_odd_characters_cannot_steer_the_terminal() {
    let folder = copy();
    edit(folder.path(), "data/offers.csv", "Fjordblik", "Fjord\u{1b}[31mblik\u{202e}");
    let run = ramme_in(folder.path(), &["comply", "offers.toml"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(!run.out.contains('\u{1b}') && !run.out.contains('\u{202e}'), "{}", run.out);
}
