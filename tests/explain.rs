//! `ramme explain` of values, through the program: text in both languages, JSON, differences, and what is refused.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, copy, edit, ramme, ramme_in, root};
use serde_json::Value;
use std::fs;

const OFFERS: &str = "scenarios/compliance-example.toml";
const BUDGET: &str = "scenarios/budget-2023-2026.toml";

fn shipped(args: &[&str]) -> Outcome {
    let mut all = vec!["explain"];
    all.extend(args);
    let run = ramme_in(&root(), &all);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
    run
}

fn json(args: &[&str]) -> Value {
    let mut all = args.to_vec();
    all.extend(["--format", "json"]);
    serde_json::from_str(&shipped(&all).out).unwrap()
}

#[test]
fn a_value_is_taken_apart_in_both_languages() {
    insta::assert_snapshot!("explain_value_en", shipped(&[OFFERS, "excess_cost[T03, 2024]"]).out);
    insta::assert_snapshot!("explain_value_da", shipped(&[OFFERS, "refund_lost[S02]", "--lang", "da"]).out);
}

#[test]
fn sums_allotments_and_forecasts() {
    insta::assert_snapshot!("explain_sum", shipped(&[OFFERS, "municipal_refund[101]", "--rows", "3"]).out);
    insta::assert_snapshot!("explain_allotment", shipped(&[OFFERS, "granted[A05]", "--lang", "da"]).out);
    insta::assert_snapshot!(
        "explain_forecast",
        shipped(&[BUDGET, "gap[i alt, 2024]", "--draws", "500", "--lang", "da"]).out
    );
}

#[test]
fn two_values_part_where_they_differ() {
    insta::assert_snapshot!("explain_diff", shipped(&[OFFERS, "refund[S02]", "--diff", "refund[S04]"]).out);
    let same = shipped(&[OFFERS, "refund[S02]", "--diff", "refund[S02]"]).out;
    assert!(same.contains("are equal"), "{same}");
    let parted = json(&[OFFERS, "refund[S02]", "--diff", "refund[S04]"]);
    assert_eq!(parted["differs"], true);
    assert_eq!(parted["difference"]["one"]["value"], "131165.25");
}

#[test]
fn the_document_says_what_the_run_says() {
    let found = json(&[OFFERS, "ceiling[T03, 2024]"]);
    let node = &found["explanation"];
    assert_eq!((&node["value"], &node["unit"]), (&"1045.50000".into(), &"kr/day".into()));
    assert_eq!(node["index"]["provider"], "T03");
    assert!(node["clauses"][0]["clause"].as_str().unwrap().starts_with("rules/tariff/ceiling.ramme:"));
    assert_eq!(node["not_applied"].as_array().unwrap().len(), 2);
    let input = json(&[OFFERS, "cost_per_day[T03, 2023]"]);
    let cell = &input["explanation"]["data"];
    assert_eq!((&cell["line"], &cell["column"]), (&12.into(), &5.into()));
    assert_eq!((&input["draws"], &cell["heading"]), (&0.into(), &"cost_per_day".into()));
    assert_eq!(found["readings"]["ceiling_rounding"], "exact");
}

#[test]
fn levers_sets_and_readings_are_said() {
    let set = shipped(&[OFFERS, "ceiling[T03, 2024]", "--set", "pl[2024]=3.0 %"]).out;
    assert!(set.contains("set on the command line: --set pl[2024]=3.0 %"), "{set}");
    let cell = shipped(&[OFFERS, "excess[T03, 2024]", "--set", "cost_per_day[T03,2024]=2000.00 kr/day"]).out;
    assert!(cell.contains("set on the command line") && cell.contains("2,000.00 kr/day"), "{cell}");
    let read = shipped(&[OFFERS, "ceiling[T03, 2024]", "--reading", "ceiling_rounding=down"]).out;
    assert!(read.contains("Rests on the readings ceiling_rounding.down"), "{read}");
}

#[test]
fn what_is_missing_is_followed_down_to_the_cell() {
    let folder = copy();
    edit(folder.path(), "data/offers.csv", "1.930,00", "");
    let run = ramme_in(folder.path(), &["explain", "offers.toml", "excess[Bøgehuset, 2023]"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.contains("cost_per_day[Bøgehuset, 2023] is blank in data/offers.csv, line 6"),
        "{}",
        run.out
    );
}

#[test]
fn cited_passages_come_from_the_users_copies() {
    let folder = tempfile::tempdir().unwrap();
    let run = |documents: &str| {
        let args = ["explain", OFFERS, "ceiling[T03, 2024]", "--documents", documents];
        ramme_in(&root(), &args)
    };
    let path = folder.path().to_str().unwrap().to_owned();
    let bare = run(&path);
    assert_eq!(bare.code, 0, "{}", bare.err);
    let declared = fs::read_to_string(root().join("rules/documents.ramme")).unwrap();
    let framework = declared.split("document framework").nth(1).unwrap();
    let file = framework.lines().find(|l| l.trim_start().starts_with("file")).unwrap();
    let file = file.split('"').nth(1).unwrap();
    let lines: String = (1..3_000).map(|n| format!("made line {n}\n")).collect();
    fs::write(folder.path().join(file), lines).unwrap();
    let shown = run(&path);
    assert!(shown.out.contains("made line 2476") && !bare.out.contains("made line"), "{}", shown.out);
    // What is made up here is not what the rules cite, and that is said.
    assert!(shown.out.contains("not the text that was cited"), "{}", shown.out);
    for verb in ["comply", "run"] {
        let told = ramme_in(&root(), &[verb, OFFERS, "--documents", &path, "--format", "json"]);
        assert!(
            told.code < 2 && told.out.contains("\"passage\": \"made line 2476\\n"),
            "{verb}: {}",
            told.err
        );
        assert!(told.out.contains("\"passage_as_cited\": false"), "{verb}");
        assert_eq!(ramme_in(&root(), &[verb, OFFERS, "--documents", "no/such/folder"]).code, 2);
    }
    let told = ramme_in(&root(), &["comply", OFFERS, "--documents", &path, "--lang", "da"]);
    assert!(told.out.contains("\u{201e}made line 2476 made line 2477"), "{}", told.out);
    assert_eq!(run("no/such/folder").code, 2);
}

#[test]
fn deeper_where_it_is_asked_for() {
    let short = shipped(&[OFFERS, "municipal_refund[101]"]).out;
    let full = shipped(&[OFFERS, "municipal_refund[101]", "--depth", "full"]).out;
    assert!(short.contains('…') && !full.contains('…'), "{full}");
    assert!(full.lines().count() > 2 * short.lines().count());
    assert_eq!(ramme(&["explain", "offers.toml", "excess[Egely, 2023]", "--depth", "0"]).code, 0);
}
