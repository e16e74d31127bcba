//! Pages: a file of its own, inert, and every figure in it is one that the run computed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{ramme_in, root};
use serde_json::Value;
use std::collections::BTreeMap;

fn page(args: &[&str]) -> String {
    let run = ramme_in(&root(), args);
    assert!(run.code < 2, "{args:?}: {}", run.err);
    run.out
}

/// The text between two marks, each time that they stand in a page.
fn between<'a>(page: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    page.split(from).skip(1).map(|rest| rest.split(to).next().unwrap_or("")).collect()
}

/// `gap[i alt, 2022]` and the figure as JSON writes it; of a forecast the mean.
fn figures(scenario: &str) -> BTreeMap<String, Option<f64>> {
    let document: Value = serde_json::from_str(&page(&["run", scenario, "--format", "json"])).unwrap();
    let mut figures = BTreeMap::new();
    for value in document["values"].as_array().unwrap() {
        let keys: Vec<&str> =
            value["index"].as_object().unwrap().values().map(|v| v.as_str().unwrap()).collect();
        let name = value["name"].as_str().unwrap();
        let name = if keys.is_empty() { name.to_owned() } else { format!("{name}[{}]", keys.join(", ")) };
        let number = match &value["value"] {
            Value::String(text) => text.parse().ok(),
            Value::Number(n) => n.as_f64(),
            _ => value["mean"].as_f64(),
        };
        figures.insert(name, number);
    }
    figures
}

/// A figure as English text writes it.
fn number(text: &str) -> Option<f64> {
    let plain: String =
        text.chars().filter(|c| *c != ',').map(|c| if c == '\u{2212}' { '-' } else { c }).collect();
    let end = plain.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(plain.len());
    plain.get(..end)?.parse().ok()
}

#[test]
fn every_figure_of_a_page_is_one_that_the_run_computed() {
    for scenario in ["scenarios/budget-2023-2026.toml", "scenarios/compliance-example.toml"] {
        let known = figures(scenario);
        let html = page(&["run", scenario, "--format", "html"]);
        let mut seen = 0;
        for entry in between(&html, "<dt>", "</strong>") {
            let Some((name, exact)) = entry.split_once("</dt><dd><strong>") else { continue };
            let exact = exact.strip_prefix("forecast, mean ").unwrap_or(exact);
            let expected = known.get(name).unwrap_or_else(|| panic!("{name} is not in the JSON"));
            if let (Some(expected), Some(found)) = (expected, number(exact)) {
                let near = (expected - found).abs() <= 1e-6 * expected.abs().max(1.0) + 0.5 * step(exact);
                assert!(near, "{name}: {exact} on the page, {expected} in the JSON");
                seen += 1;
            }
        }
        assert!(seen > 20, "{scenario}: {seen} figures");
        // What stands in a table is what it leads to, rounded.
        let exact: BTreeMap<&str, &str> = between(&html, "<div id=\"w", "</strong>")
            .into_iter()
            .filter_map(|entry| Some((entry.split('"').next()?, entry.split("<strong>").nth(1)?)))
            .collect();
        for link in between(&html, "<a href=\"#w", "</a>") {
            let anchor = link.split('"').next().unwrap();
            let text = link.split('>').nth(1).unwrap();
            let behind = exact.get(anchor).unwrap_or_else(|| panic!("{anchor} leads nowhere"));
            if behind.starts_with("forecast") {
                continue;
            }
            if let (Some(shown), Some(behind)) = (number(text), number(behind)) {
                let fits =
                    [1.0, 1e6, 1e9].iter().any(|m| (behind / m - shown).abs() <= 0.5 * step(text) + 1e-9);
                assert!(fits, "{text} leads to {behind}");
            }
        }
    }
}

/// The last decimal that a figure is written with.
fn step(text: &str) -> f64 {
    let digits: String =
        text.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{2212}')).collect();
    let decimals = digits.split('.').nth(1).map_or(0, str::len);
    10f64.powi(-i32::try_from(decimals).unwrap())
}

#[test]
fn a_page_asks_for_nothing_and_says_how_it_is_made_again() {
    for args in [
        ["run", "scenarios/budget-2023-2026.toml", "--lang", "da", "--format", "html"],
        ["comply", "scenarios/compliance-example.toml", "--lang", "da", "--format", "html"],
    ] {
        let html = page(&args);
        assert!(html.starts_with("<!doctype html>\n<html lang=\"da\">"));
        for loud in ["<script", "http:", "https:", "url(", "@import", "<link", "<img", " onclick"] {
            assert!(!html.contains(loud), "{loud}");
        }
        assert!(html.contains(&format!("ramme {}", args.join(" "))), "the command line");
        assert!(html.contains("BLAKE3"));
        assert_eq!(html, page(&args), "the same bytes twice");
    }
}

#[test]
fn charts_have_words_and_a_table_behind_them() {
    let html = page(&["run", "scenarios/budget-2023-2026.toml", "--lang", "da", "--format", "html"]);
    let charts = between(&html, "<figure class=\"chart\">", "</figure>");
    assert_eq!(charts.len(), 3, "accounts and budgets, the gap, the deviation");
    for chart in charts {
        assert!(
            chart.contains("role=\"img\"") && chart.contains("<desc ") && chart.contains("<table>"),
            "{chart}"
        );
    }
}
