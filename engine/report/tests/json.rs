//! What machines read: key order, spellings, and the additions to the contract.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use ramme_report::ci::Told;
use ramme_report::json;
use ramme_value::Lang;
use serde_json::Value;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_document_of_a_run() {
    let text = json::run(&common::run(), "0.1.0", Lang::En).unwrap();
    assert!(text.ends_with("}\n"));
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        keys(&document)[..7],
        ["format_version", "ramme", "scenario", "hashes", "seed", "known_on", "readings"]
    );
    assert_eq!(document["known_on"], "2023-09-08");
    let values = document["values"].as_array().unwrap();
    let at = |name: &str, year: &str| {
        values
            .iter()
            .find(|v| v["name"] == name && v["index"]["year"] == year && v["index"]["area"] == "i alt")
            .unwrap()
    };
    assert_eq!(at("gap", "2022")["value"], "1200000000.00");
    assert_eq!(at("gap", "2022")["price_level"], "2023-pl");
    assert_eq!(keys(&at("gap", "2022")["index"]), ["area", "year"]);
    assert_eq!(at("deviation", "2018")["value"], "5.421686746988");
    assert_eq!(at("deviation", "2018")["exact"], "900/166");
    assert_eq!(at("deviation", "2018")["unit"], "%");
    let coming = at("gap", "2024");
    assert_eq!(coming["kind"], "forecast");
    assert_eq!(keys(&coming["quantiles"]), ["0.025", "0.1", "0.5", "0.9", "0.975"]);
    assert_eq!(coming["probability_positive"]["low"], 0.85);
    assert_eq!(at("deviation", "2024")["quantiles"]["0.5"], 5.21);
    let missing = values.iter().find(|v| v["index"]["area"] == "children").unwrap();
    assert_eq!(missing["value"], Value::Null);
    assert_eq!(missing["missing"][0], "no row of the data holds budget[children, 2018]");
    insta::assert_snapshot!(
        serde_json::to_string_pretty(&[at("budget", "2022"), at("deviation", "2018"), coming, missing])
            .unwrap()
    );
}

#[test]
fn the_document_of_a_judgement() {
    let text =
        json::comply(&common::basis(), &Told::plainly(&common::judgement()), "0.1.0", Lang::En).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["summary"]["breach"], 3);
    assert_eq!(document["summary"]["undetermined"], 1);
    let breach =
        document["results"].as_array().unwrap().iter().find(|r| r["subject"]["provider"] == "T001").unwrap();
    assert_eq!(
        breach["measured"],
        serde_json::json!({"value": "1050.00", "unit": "kr/day", "price_level": "current"})
    );
    insta::assert_snapshot!(text);
}
