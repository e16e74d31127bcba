//! `[extend]` in a scenario: what is past a parameter's last value, and that every such value is said.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in};
use serde_json::Value;

const RULES: &str = "language 1

parameter pl by year : % with 1 decimal
  2023 = 3.4 %
  2024 = 2.8 %

parameter cap by year : kr indexed by pl, round half up to 1 kr
  2023 = 1_000 kr

define ceiling by year : kr = cap
define today by year : kr = round half up (cap[2023] in current by pl) to 0.01 kr

rule enough by year
  from 2023
  require cap >= 1_000 kr
";

fn run(verb: &str, extend: &str, more: &[&str]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let scenario =
        format!("format = 1\ntitle = \"x\"\nrules = [\"rules.ramme\"]\nyears = \"2023..2026\"\n{extend}");
    std::fs::write(folder.path().join("rules.ramme"), RULES).unwrap();
    std::fs::write(folder.path().join("s.toml"), scenario).unwrap();
    ramme_in(folder.path(), &[&[verb, "s.toml"], more].concat())
}

fn run_with(rules: &str, years: &str, extend: &str, more: &[&str]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let scenario =
        format!("format = 1\ntitle = \"x\"\nrules = [\"rules.ramme\"]\nyears = \"{years}\"\n{extend}");
    std::fs::write(folder.path().join("rules.ramme"), rules).unwrap();
    std::fs::write(folder.path().join("s.toml"), scenario).unwrap();
    ramme_in(folder.path(), &[&["run", "s.toml", "--format", "json"], more].concat())
}

fn json(verb: &str, extend: &str, more: &[&str]) -> Value {
    let out = run(verb, extend, &[more, &["--format", "json"]].concat());
    serde_json::from_str(&out.out).unwrap_or_else(|e| panic!("{e}: {}{}", out.out, out.err))
}

fn notes(document: &Value) -> Vec<&str> {
    document["notes"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect()
}

fn value<'a>(document: &'a Value, name: &str, year: &str) -> &'a Value {
    let fits = |v: &&Value| v["name"] == name && v["index"]["year"] == year;
    &document["values"].as_array().unwrap().iter().find(fits).unwrap()["value"]
}

#[test]
fn the_last_value_goes_on_and_is_said() {
    // 1000, 1028, 1028 * 1.028 = 1056.784 rounded 1057, 1057 * 1.028 = 1086.596 rounded 1087.
    // 1000 kr of 2023: 1028.00 in 2024, 1056.784 in 2025, 1086.373952 in 2026.
    let extend = "[extend]\npl = \"last value\"\n";
    let found = json("run", extend, &[]);
    let said = notes(&found);
    assert_eq!(
        said,
        ["pl ends with 2024 and is extended by its last value: pl[2025] = 2.8 %, pl[2026] = 2.8 %"]
    );
    for (year, ceiling, today) in [
        ("2023", "1000.00", "1000.00"),
        ("2024", "1028.00", "1028.00"),
        ("2025", "1057.00", "1056.78"),
        ("2026", "1087.00", "1086.37"),
    ] {
        assert_eq!(
            (value(&found, "ceiling", year), value(&found, "today", year)),
            (&ceiling.into(), &today.into())
        );
    }
    let danish = json("run", extend, &["--lang", "da"]);
    assert_eq!(
        notes(&danish),
        ["pl slutter med 2024 og føres videre med sin sidste værdi: pl[2025] = 2.8 %, pl[2026] = 2.8 %"]
    );
    let text = run("run", extend, &[]);
    assert!(text.out.contains("pl ends with 2024 and is extended by its last value"), "{}", text.out);
    assert!(!notes(&json("comply", extend, &[])).is_empty());
}

#[test]
fn without_a_word_it_is_missing_and_an_index_goes_on() {
    let found = json("run", "", &[]);
    assert!(notes(&found).iter().all(|n| !n.contains("extended")));
    assert_eq!(value(&found, "ceiling", "2024"), "1028.00");
    assert!(value(&found, "ceiling", "2025").is_null());
    let found = json("run", "[extend]\ncap = \"index\"\n", &[]);
    assert_eq!(notes(&found), ["cap ends with 2023 and is extended by its index: cap[2024] = 1028.00 kr"]);
    let found = json("run", "[extend]\ncap = \"last value\"\n", &[]);
    assert_eq!(value(&found, "ceiling", "2026"), "1000.00");
}

/// A document of 2026 gives a value for 2027; what 2025 and 2026 were extended to stays. 1000, 1028, 1057, 1087 as before;
/// 1087 * 1.05 = 1141.35 rounded 1141; 1141 * 1.05 = 1198.05 rounded 1198.
#[test]
fn a_later_value_moves_nothing_before_it() {
    let later = "document later
  title     \"A later agreement\"
  rank      agreement
  published 2026-06-01

amend pl
  adds 2027 cite later page 1 = 5.0 %
";
    let found = run_with(&[RULES, later].concat(), "2023..2028", "[extend]\npl = \"last value\"\n", &[]);
    let all: Value = serde_json::from_str(&found.out).unwrap_or_else(|e| panic!("{e}: {}", found.err));
    for (year, ceiling) in [
        ("2024", "1028.00"),
        ("2025", "1057.00"),
        ("2026", "1087.00"),
        ("2027", "1141.00"),
        ("2028", "1198.00"),
    ] {
        assert_eq!(value(&all, "ceiling", year), &Value::from(ceiling), "{year}");
    }
    assert_eq!(
        notes(&all),
        [
            "pl has no value of its own between 2024 and 2027 and is extended by the value before: pl[2025] = 2.8 %, \
             pl[2026] = 2.8 %",
            "pl ends with 2027 and is extended by its last value: pl[2028] = 5.0 %",
        ]
    );
    let stopped = run_with(&[RULES, later].concat(), "2023..2028", "[extend]\npl = \"fail\"\n", &[]);
    assert!(stopped.err.contains("error[E0410]: `pl` has no value for 2025"), "{}", stopped.err);
}

#[test]
fn fail_stops_the_run() {
    let out = run("run", "[extend]\npl = \"fail\"\n", &[]);
    assert_eq!(out.code, 2, "{}", out.out);
    assert!(out.err.contains("error[E0410]: `pl` has no value for 2025"), "{}", out.err);
    assert!(out.err.contains("s.toml:6:6"), "{}", out.err);
}

#[test]
fn mistakes_are_named() {
    let said = |extend: &str| run("run", &format!("[extend]\n{extend}\n"), &[]).err;
    let all = said("pll = \"last value\"\ncap = \"last valeu\"");
    for part in ["`pll`", "did you mean `pl`?", "`extend` is `last valeu`", "did you mean `last value`?"] {
        assert!(all.contains(part), "{part}: {all}");
    }
    assert!(said("pl = 3").contains("`extend` is `a whole number`"));
    assert!(said("pl = \"index\"").contains("since `pl` is not `indexed by` anything"));
}

/// The period before the first of the data is one back: 1823 is 200 back from 2023, and 1822 one too many.
#[test]
fn a_recurrence_reaches_two_hundred_periods_back_and_no_further() {
    let since = |year: i32| {
        let rules = format!(
            "language 1\n\ndefine carried by year : count\n  to {year} = 0\n  from {} = previous carried + 1\n",
            year + 1
        );
        run_with(&rules, "2023..2023", "", &[])
    };
    let at: Value = serde_json::from_str(&since(1823).out).unwrap();
    assert_eq!(value(&at, "carried", "2023"), 200);
    let above = since(1822);
    assert_eq!(above.code, 2, "{}", above.out);
    assert!(above.err.contains("error[E0706]: `carried` reaches 201 periods back"), "{}", above.err);
    let shifted = |back: u32| {
        let rules = format!(
            "language 1\n\nparameter p by year : kr\n  1823 = 1 kr\n  1822 = 2 kr\n\ndefine x by year : kr = p[year - {back}]\n"
        );
        run_with(&rules, "2023..2023", "", &[])
    };
    let at: Value = serde_json::from_str(&shifted(200).out).unwrap();
    assert_eq!(value(&at, "x", "2023"), "1.00");
    assert!(shifted(201).err.contains("error[E0706]: `x` reaches 201 periods back"), "{}", shifted(201).err);
}
