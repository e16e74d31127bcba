//! `ramme audit` on the published figures and on files that users may have.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{ramme_in, root};
use serde_json::Value;
use std::fs;

const PUBLISHED: &str = "scenarios/data/published_figures.csv";

fn audited(text: &str, lang: &str) -> common::Outcome {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("figures.csv"), text).unwrap();
    ramme_in(folder.path(), &["audit", "figures.csv", "--lang", lang])
}

/// What the two reports break between themselves, no more, and the index that they imply.
#[test]
fn the_published_figures_break_nine_relations_and_imply_an_index() {
    let run = ramme_in(&root(), &["audit", PUBLISHED, "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let document: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document["summary"]["cannot_hold"], 9);
    let relations = document["relations"].as_array().unwrap();
    let broken =
        |kind: &str| relations.iter().filter(|r| r["outcome"] == "cannot_hold" && r["kind"] == kind).count();
    // Funds brought home and applications of one span differ; volume outside its parts; cost that volume and price do not give.
    assert_eq!([broken("documents"), broken("between"), broken("growth_product")], [2, 2, 5]);
    let held = |kind: &str, value: &str| {
        relations
            .iter()
            .any(|r| r["kind"] == kind && r["outcome"] == "holds" && r["figures"][0]["value"] == value)
    };
    for (kind, value) in [
        ("total", "18.7"),
        ("total", "17.5"),
        ("total", "18.1"),
        ("total", "16.9"),
        ("financing", "18.1"),
        ("gap", "1.2"),
        ("gap", "0.7"),
        ("gap_percent", "7"),
        ("growth", "3.6"),
    ] {
        assert!(held(kind, value), "{kind} {value}");
    }
    let index = &document["price_indices"][0];
    assert_eq!(
        (index["from_level"].as_str(), index["to_level"].as_str()),
        (Some("2022-pl"), Some("2023-pl"))
    );
    assert_eq!(index["factor"]["low"], "1.033755274262");
    assert_eq!(index["factor"]["high"], "1.040114613181");
    assert_eq!(index["factor"]["exact"], serde_json::json!(["245/237", "363/349"]));
}

const CONSISTENT: &str = "area;measure;unit;period;value\n\
    i alt;budget;mio. kr.;2023;100\ni alt;regnskab;mio. kr.;2023;107\ni alt;afvigelse;mio. kr.;2023;7\n\
    i alt;afvigelse;pct.;2023;7\nnord;regnskab;mio. kr.;2023;60\nsyd;regnskab;mio. kr.;2023;47\n";

#[test]
fn a_file_that_agrees_ends_in_zero_and_one_that_cannot_in_one() {
    let run = audited(CONSISTENT, "en");
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("0 cannot hold"), "{}", run.out);
    let run =
        audited(&CONSISTENT.replace("syd;regnskab;mio. kr.;2023;47", "syd;regnskab;mio. kr.;2023;49"), "da");
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.out.contains("60 + 49 giver 108 til 110 mio. kr.; 107 mio. kr. er anført"), "{}", run.out);
    assert!(run.out.contains("figures.csv:3"), "{}", run.out);
}

#[test]
fn what_cannot_be_read_or_has_nothing_to_audit_ends_in_two() {
    let table = [
        ("area,measure,unit,period,value\nx,budget,kr.,2022,5\n", "E0529"),
        ("area,measure,unit,period,value\nx,budget,kr.,2022,mange\n", "E0503"),
        ("area,unit,period,value\nx,kr.,2022,5\n", "E0507"),
        ("", "E0"),
    ];
    for (text, code) in table {
        let run = audited(text, "en");
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{text}");
        assert!(run.err.contains(code), "{text}: {}", run.err);
    }
    assert_eq!(ramme_in(&root(), &["audit", "no-such.csv"]).code, 2);
    assert_eq!(ramme_in(&root(), &["audit", PUBLISHED, "--format", "csv"]).code, 2);
}

#[test]
fn two_runs_give_the_same_bytes_also_into_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("audit.json");
    let args = ["audit", PUBLISHED, "-o", file.to_str().unwrap()];
    assert_eq!(ramme_in(&root(), &args).code, 1);
    let printed = ramme_in(&root(), &["audit", PUBLISHED, "--format", "json"]).out;
    assert_eq!(fs::read_to_string(file).unwrap(), printed);
}
