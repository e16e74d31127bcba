//! Scales in scenarios: what published rounding allows, draws, and the reason below the first band.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in};
use serde_json::Value;

const RULES: &str = "language 1

input outlay by year : kr

scale costs : kr -> %
  from 0 kr = 10 %, from 2_000_000_000 kr = 20 %

scale high : kr -> %
  from 2_000_000_000 kr = 10 %

define part by year : kr with 6 decimals = costs on bands of outlay
define rate by year : % = costs at outlay
define above by year : kr with 6 decimals = high on bands of outlay
";

/// Published in milliard kroner with one decimal: 1.0 is anything from 0.95 to 1.05.
const DATA: &str = "year,value,unit,decimals
2019,1.0,mia. kr,1
2020,2.0,mia. kr,1
2021,2.4,mia. kr,1
2022,3.0,mia. kr,1
";

const SCENARIO: &str = "format = 1
title = \"x\"
rules = [\"rules.ramme\"]
years = \"2019..2023\"
draws = 400
show = [\"outlay\", \"part\", \"rate\", \"above\"]

[[table]]
file = \"data.csv\"
key = { year = \"year\" }
value = { column = \"value\", unit_from = \"unit\", decimals_from = \"decimals\" }
input = \"outlay\"

[forecast.outlay]
method = \"drift\"
";

fn run(more: &[&str]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("rules.ramme", RULES), ("data.csv", DATA), ("s.toml", SCENARIO)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    ramme_in(folder.path(), &[&["run", "s.toml"], more].concat())
}

fn value<'a>(document: &'a Value, name: &str, year: &str) -> &'a Value {
    let fits = |v: &&Value| v["name"] == name && v["index"]["year"] == year;
    document["values"].as_array().unwrap().iter().find(fits).unwrap()
}

#[test]
fn bands_of_rounded_and_of_drawn_figures() {
    let out = run(&["--format", "json"]);
    let found: Value =
        serde_json::from_str(&out.out).unwrap_or_else(|e| panic!("{e}: {}{}", out.out, out.err));
    // 2020: 1.95 gives 0.195, 2.0 gives 0.2, 2.05 gives 0.2 and 20 % of 0.05.
    let part = value(&found, "part", "2020");
    assert_eq!(part["value"], "200000000.000000");
    assert_eq!(
        (&part["range"]["low"], &part["range"]["high"]),
        (&"195000000.000000".into(), &"210000000.000000".into())
    );
    // A figure on a threshold could lie on either side: no range of the rate is stated.
    assert_eq!(value(&found, "rate", "2020")["value"], "20.00");
    assert!(value(&found, "rate", "2020")["range"].is_null());
    // 2019 lies below the only band; so does the low end of 2020, so there is no range of the whole year's column.
    let below = value(&found, "above", "2019");
    assert!(below["value"].is_null());
    assert_eq!(below["missing"][0], "above[2019]: what is looked up lies below the first band of high");
    assert_eq!(value(&found, "above", "2022")["range"]["low"], "95000000.000000");
    assert!(value(&found, "above", "2020")["range"].is_null());
    // Each draw has its own parts: the median part is that of the median outlay, since parts rise with it.
    let median = |name: &str| value(&found, name, "2023")["quantiles"]["0.5"].as_f64().unwrap();
    let expected = 2e8 + 0.2 * (median("outlay") - 2e9);
    assert!((median("part") - expected).abs() < 1.0, "{} {expected}", median("part"));
    let danish = run(&["--lang", "da"]);
    assert!(danish.out.contains("ligger under det første trin i high"), "{}", danish.out);
}
