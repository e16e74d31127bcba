//! What the repository ships: its rules are sound, and its scenarios give the figures that were published.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in, root};
use serde_json::Value;

const BUDGET: &str = "scenarios/budget-2023-2026.toml";
const EXAMPLE: &str = "scenarios/compliance-example.toml";

fn shipped(args: &[&str]) -> Outcome {
    ramme_in(&root(), args)
}

fn json(args: &[&str]) -> Value {
    let run = shipped(args);
    assert!(run.code < 2, "{args:?}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// The value of a name for all municipalities together.
fn value<'a>(document: &'a Value, name: &str, year: &str) -> &'a Value {
    let fits = |v: &&Value| v["name"] == name && v["index"]["area"] == "i alt" && v["index"]["year"] == year;
    document["values"].as_array().unwrap().iter().find(fits).unwrap_or(&Value::Null)
}

fn figure(value: &Value) -> f64 {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn the_rules_are_sound_and_their_tests_pass() {
    let check = shipped(&["check", "rules"]);
    assert_eq!((check.code, check.out.as_str()), (0, ""), "{}", check.err);
    let test = shipped(&["test", "rules"]);
    assert_eq!(test.code, 0, "{}{}", test.out, test.err);
}

#[test]
fn the_gap_of_the_published_years() {
    let run = json(&["run", BUDGET, "--format", "json"]);
    let years = ["2018", "2019", "2020", "2021", "2022"];
    let gaps = ["900000000.00", "600000000.00", "400000000.00", "700000000.00", "1200000000.00"];
    let deviations = ["5.4", "3.6", "2.3", "4.0", "6.9"];
    let published = [5.0, 4.0, 3.0, 4.0, 7.0];
    for (((year, gap), deviation), printed) in years.iter().zip(gaps).zip(deviations).zip(published) {
        let found = value(&run, "gap", year);
        assert_eq!(
            (&found["value"], &found["unit"], &found["kind"]),
            (&gap.into(), &"kr".into(), &"actual".into())
        );
        assert_eq!(found["price_level"], "2023-pl");
        let found = value(&run, "deviation", year);
        assert_eq!(format!("{:.1}", figure(&found["value"])), deviation, "{year}");
        let (low, high) = (figure(&found["range"]["low"]), figure(&found["range"]["high"]));
        // The printed percent was rounded as well: its half-unit and our range have to meet.
        assert!(low <= printed + 0.5 && printed - 0.5 <= high, "{year}: {low} {high}");
    }
}

#[test]
fn the_forecast_meets_the_reference_numbers() {
    let run = json(&["run", BUDGET, "--format", "json"]);
    assert_eq!((&run["draws"], &run["seed"]), (&10_000.into(), &2023.into()));
    // Medians and intervals in bn kr; sampling error 0.03, more in the tails.
    let table = [
        ("2023", [17.95, 18.46, 19.01, 19.58, 20.13]),
        ("2024", [17.69, 18.47, 19.33, 20.24, 21.12]),
        ("2026", [17.29, 18.54, 19.99, 21.53, 23.08]),
    ];
    for (year, reference) in table {
        let found = &value(&run, "accounts", year)["quantiles"];
        for (level, expected) in ["0.025", "0.1", "0.5", "0.9", "0.975"].iter().zip(reference) {
            let got = found[level].as_f64().unwrap() / 1e9;
            let near = if matches!(*level, "0.025" | "0.975") { 0.12 } else { 0.05 };
            assert!((got - expected).abs() < near, "accounts {year} {level}: {got} for {expected}");
        }
    }
    let chance = &value(&run, "gap", "2023")["probability_positive"];
    assert_eq!(chance["n"], 5);
    assert!(chance["low"].as_f64() < chance["high"].as_f64(), "{chance}");
}

#[test]
fn same_seed_same_bytes_and_another_seed_others() {
    let run = |extra: &[&str]| shipped(&[&["run", BUDGET, "--format", "json"], extra].concat()).out;
    let one = run(&["--threads", "1"]);
    assert_eq!(one, run(&["--threads", "2"]));
    assert_ne!(one, run(&["--seed", "4"]));
    let text = |threads: &str| shipped(&["run", BUDGET, "--lang", "da", "--threads", threads]).out;
    assert_eq!(text("1"), text("2"));
}

#[test]
fn what_was_not_yet_published_is_not_known() {
    let run = shipped(&["run", BUDGET, "--format", "json", "--known-on", "2022-10-01"]);
    if run.code == 2 {
        // Nothing is left to forecast from, and it says so.
        assert!(run.out.is_empty() && !run.err.is_empty());
        return;
    }
    let document: Value = serde_json::from_str(&run.out).unwrap();
    let known = document["values"].as_array().unwrap().iter().filter(|v| !v["value"].is_null()).count();
    assert_eq!(known, 0, "{}", run.out);
}

#[test]
fn the_budget_report_is_the_one_in_the_readme() {
    for lang in ["en", "da"] {
        let run = shipped(&["run", BUDGET, "--lang", lang]);
        assert_eq!(run.code, 0, "{}", run.err);
        insta::assert_snapshot!(format!("budget_{lang}"), run.out);
    }
}

#[test]
fn the_example_is_judged() {
    let run = shipped(&["comply", EXAMPLE]);
    assert_eq!(run.code, 1, "{}", run.err);
    insta::assert_snapshot!("example_en", run.out);
    insta::assert_snapshot!("example_da", shipped(&["comply", EXAMPLE, "--lang", "da"]).out);
}

#[test]
fn two_datings_of_the_refund_give_different_refunds() {
    let refunds = |reading: &str| {
        let run = json(&["run", EXAMPLE, "--format", "json", "--reading", reading]);
        let all = run["values"].as_array().unwrap().iter().filter(|v| v["name"] == "refund");
        all.map(|v| v["value"].to_string()).collect::<Vec<_>>()
    };
    let (report, framework) = (refunds("refund_cutoff=report_october"), refunds("refund_cutoff=framework"));
    assert_eq!(report.len(), framework.len());
    assert_ne!(report, framework);
}

#[test]
fn the_examples_of_the_help_run() {
    // `fmt` would write, and so do `-o` and `--letters`; all have tests of their own. The papers of a citation are the user's.
    for verb in ["check", "test", "show", "run", "comply", "explain"] {
        let help = shipped(&[verb, "--help"]).out;
        let examples: Vec<&str> = help.lines().filter_map(|l| l.strip_prefix("  ramme ")).collect();
        assert!(examples.len() >= 2, "{help}");
        for example in examples
            .iter()
            .filter(|e| !e.contains(" -o ") && !e.contains(" papers") && !e.contains(" --letters "))
        {
            let example = example.split_once("  #").map_or(*example, |(command, _)| command);
            let words: Vec<String> = example.split('"').enumerate().flat_map(words).collect();
            let run = shipped(&words.iter().map(String::as_str).collect::<Vec<_>>());
            assert!(run.code < 2, "ramme {example}: {}", run.err);
        }
    }
}

/// The words of a piece of a command: what stands between quotes is one word.
fn words((at, piece): (usize, &str)) -> Vec<String> {
    if at % 2 == 1 { vec![piece.to_owned()] } else { piece.split_whitespace().map(str::to_owned).collect() }
}

#[test]
fn a_run_says_that_the_law_counts_otherwise_and_what_that_is_worth() {
    let args = ["run", "scenarios/refund-example.toml"];
    let document = json(&[args[0], args[1], "--format", "json"]);
    let mut values = document["values"].as_array().unwrap().iter();
    assert_eq!(values.find(|v| v["name"] == "law_counts_otherwise_by").unwrap()["value"], "780326.00");
    let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = flat(shipped(&args).out);
    assert!(said.contains("The law counts stays otherwise than the reading that is taken here."), "{said}");
    assert!(said.contains("(the law's counting less the one taken): 780,326.00 kr. See"), "{said}");
    assert!(said.contains("Frederiksberg: 353,862.38 kr; Gladsaxe: 43,000.00 kr"), "{said}");
    let said = flat(shipped(&[args[0], args[1], "--lang", "da"]).out);
    assert!(said.contains("(lovens optælling minus den valgte): 780.326,00 kr. Se"), "{said}");
    // Under the law's own reading there is nothing to say.
    let said = shipped(&[args[0], args[1], "--reading", "refund_cutoff=act"]).out;
    assert!(!said.contains("The law counts stays otherwise"), "{said}");
}
