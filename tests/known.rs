//! `of known`: how many of how many were known goes with every value, and to whoever rests on it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in};
use serde_json::{Value, json};

const RULES: &str = "language 1

set kind = public | private

entity town
entity offer
  run_by : town
  is_a   : kind

input cost  of offer by year : kr
input days  of offer by year : day

define known_cost of town by year : kr = sum of known cost over offer where is_a is public
define half of town by year : kr with 3 decimals = known_cost * 0.5
define mean_cost by year : kr = round half up (mean of known cost over offer weighted by days) to 0.01 kr
define before by year : kr = previous mean_cost
define plain by year : count = count over offer

rule small by year
  require mean_cost <= 1_000 kr
";

const DATA: &str = "offer,town,kind,year,cost,days
A,T,public,2022,100,1
A,T,public,2023,100,1
B,T,public,2022,,1
B,T,public,2023,300,3
C,T,private,2022,,1
C,T,private,2023,50,
";

const SCENARIO: &str = "format = 1
title = \"x\"
rules = [\"rules.ramme\"]
years = \"2022..2023\"

[[table]]
file = \"data.csv\"
roll = \"offer by year\"
key = { offer = \"offer\", year = \"year\" }
offer.run_by = \"town\"
offer.is_a = \"kind\"
columns = { cost = \"kr\", days = \"day\" }
";

fn run(args: &[&str]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("rules.ramme", RULES), ("data.csv", DATA), ("s.toml", SCENARIO)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    ramme_in(folder.path(), args)
}

#[test]
fn what_was_left_out_is_counted_and_named() {
    let out = run(&["run", "s.toml", "--format", "json"]);
    let found: Value =
        serde_json::from_str(&out.out).unwrap_or_else(|e| panic!("{e}: {}{}", out.out, out.err));
    let cell = |name: &str, year: &str| {
        let fits = |v: &&Value| v["name"] == name && v["index"]["year"] == year;
        found["values"].as_array().unwrap().iter().find(fits).unwrap().clone()
    };
    // Of T's two public offers one is known in 2022, both in 2023.
    assert_eq!(
        (&cell("known_cost", "2022")["value"], &cell("known_cost", "2022")["known"]),
        (&json!("100.00"), &json!({"n": 1, "of": 2}))
    );
    assert_eq!(cell("known_cost", "2023")["known"], json!({"n": 2, "of": 2}));
    assert_eq!(
        (&cell("half", "2022")["value"], &cell("half", "2022")["known"]),
        (&json!("50.000"), &json!({"n": 1, "of": 2}))
    );
    // 2023: C has no days, so it is left out: (100 * 1 + 300 * 3) / 4.
    assert_eq!(
        (&cell("mean_cost", "2023")["value"], &cell("mean_cost", "2023")["known"]),
        (&json!("250.00"), &json!({"n": 2, "of": 3}))
    );
    // It rests on another year's cell: told in the notes alone.
    assert!(cell("before", "2023")["known"].is_null());
    assert!(cell("plain", "2023")["known"].is_null());
    let notes = found["notes"].to_string();
    assert!(notes.contains("known_cost[T, 2022] 1 of 2 were known; half rest on it"), "{notes}");
    assert!(
        notes.contains("mean_cost[2022] 1 of 3, mean_cost[2023] 2 of 3 were known; before, small rest on it"),
        "{notes}"
    );
    let danish = run(&["comply", "s.toml", "--lang", "da"]);
    let flat = danish.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("mean_cost[2022] 1 af 3, mean_cost[2023] 2 af 3 var kendt; small hviler på det"),
        "{flat}"
    );
}
