//! Forecasts in scenarios: methods, declared events, drawn histories, panels, and what is said of them.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in, ramme_with, root};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

/// The shipped budget scenario, changed, in a folder of its own.
fn budget(changes: &[(&str, &str)]) -> TempDir {
    let mut text = fs::read_to_string(root().join("scenarios/budget-2023-2026.toml")).unwrap();
    let at = root().to_string_lossy().replace('\\', "/");
    text = text
        .replace("\"../rules/", &format!("\"{at}/rules/"))
        .replace("\"data/", &format!("\"{at}/scenarios/data/"));
    for (from, to) in changes {
        assert!(text.contains(from), "no {from:?}");
        text = text.replacen(from, to, 1);
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("s.toml"), text).unwrap();
    folder
}

fn json(run: &Outcome) -> Value {
    assert_eq!(run.code, 0, "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

fn run_json(folder: &TempDir) -> Value {
    json(&ramme_in(folder.path(), &["run", "s.toml", "--format", "json"]))
}

/// A quantile of a cell, in billions.
fn quantile(run: &Value, name: &str, year: &str, level: &str) -> f64 {
    let fits = |v: &&Value| v["name"] == name && v["index"]["area"] == "i alt" && v["index"]["year"] == year;
    let found = run["values"].as_array().unwrap().iter().find(fits).unwrap();
    found["quantiles"][level].as_f64().unwrap() / 1e9
}

fn notes(run: &Value) -> String {
    run["notes"].to_string()
}

const AUTO: &str = "[forecast.accounts]\nmethod = \"auto\"\n";

#[test]
fn five_points_are_said_to_be_few_and_the_last_year_is_called_an_example() {
    let run = run_json(&budget(&[]));
    let said = notes(&run);
    for words in [
        "drift in logarithms from the 5 years 2018–2022",
        "3 degrees of freedom",
        "3.18 spreads",
        "two digits",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(
        said.contains("may be off by 0.5 percentage points; the history is taken as published"),
        "{said}"
    );
    let past = &run["hindcasts"][0];
    assert_eq!((&past["name"], &past["year"]), (&"accounts[\"i alt\"]".into(), &2022.into()));
    assert_eq!((&past["from"], &past["years"]), (&serde_json::json!([2018, 2021]), &1.into()));
    assert_eq!(past["published"].as_f64().unwrap() as i64, 18_700_000_000);
    // ln 18.1 + (ln 18.1 - ln 17.5) / 3, back from logarithms: 18.305.
    assert!((past["quantiles"]["0.5"].as_f64().unwrap() / 1e9 - 18.305).abs() < 0.02);
    assert_eq!((&past["inside_80"], &past["inside_95"]), (&true.into(), &true.into()));
    assert!(past["caveat"].as_str().unwrap().contains("Pseudo out of sample"));
    assert!(past["caveat"].as_str().unwrap().contains("example, not a calibration"));
    let danish = ramme_in(&root(), &["run", "scenarios/budget-2023-2026.toml", "--lang", "da"]).out;
    let flat = danish.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("et eksempel, ikke en kalibrering") && flat.contains("ingen chance med to cifre"));
}

#[test]
fn a_history_drawn_from_what_rounds_to_the_figures_moves_little_and_says_so() {
    let drawn = format!("{AUTO}history = \"drawn\"\n");
    let keeps = ("follows = \"accounts\"\n", "follows = \"accounts\"\ndeviation = \"published_deviation\"\n");
    let plain = run_json(&budget(&[]));
    let folder = budget(&[(AUTO, &drawn), keeps]);
    let run = run_json(&folder);
    assert!(notes(&run).contains("the history is drawn from all that rounds to it"));
    let (a, b) = (quantile(&plain, "accounts", "2023", "0.5"), quantile(&run, "accounts", "2023", "0.5"));
    assert!((a - b).abs() < 0.06 && (a - b).abs() > 1e-6, "{a} {b}");
    let threads = |n: &str| {
        ramme_with(folder.path(), &["run", "s.toml", "--draws", "400", "--threads", n], &[], None).out
    };
    assert_eq!(threads("1"), threads("2"));
}

#[test]
fn as_published_is_the_default() {
    let said = format!("{AUTO}history = \"as published\"\n");
    assert_eq!(run_json(&budget(&[]))["values"], run_json(&budget(&[(AUTO, &said)]))["values"]);
    let exact = budget(&[
        (AUTO, &format!("{AUTO}history = \"drawn\"\n")),
        (", decimals_from = \"decimals\" }", " }"),
    ]);
    let run = ramme_in(exact.path(), &["run", "s.toml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("does not say `decimals`"), "{}", run.err);
}

#[test]
fn declared_years_are_shown_with_and_without() {
    let covid = "[[forecast.accounts.event]]\nyear = 2020\nkind = \"one-off\"\nreason = \"covid\"\n";
    let folder = budget(&[(AUTO, &format!("{AUTO}{covid}"))]);
    let run = run_json(&folder);
    let declared = &run["declared"][0];
    assert!(declared["events"][0].as_str().unwrap().contains("2020 is declared a one-off year (covid)"));
    assert_ne!(declared["with"]["0.9"], declared["without"]["0.9"]);
    // The first and last year decide the drift, so the middle does not move.
    let (with, without) =
        (declared["with"]["0.5"].as_f64().unwrap(), declared["without"]["0.5"].as_f64().unwrap());
    assert!((with / without - 1.0).abs() < 1e-9);
    let text = ramme_in(folder.path(), &["run", "s.toml", "--lang", "da"]).out;
    assert!(text.contains("Hvad der er erklæret om årene") && text.contains("udeladt"), "{text}");

    let plan = "[[forecast.accounts.event]]\nyear = 2020\nkind = \"break\"\nbridge = \"cut\"\nreason = \"account plan\"\n";
    let cut = run_json(&budget(&[(AUTO, &format!("{AUTO}{plan}"))]));
    assert!(notes(&cut).contains("from the 3 years 2020–2022"), "{}", notes(&cut));
    assert!(cut["hindcasts"].is_null(), "two years before the last are too few");

    let late = covid.replace("2020", "2025");
    let run = ramme_in(budget(&[(AUTO, &format!("{AUTO}{late}"))]).path(), &["run", "s.toml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("2025"), "{}", run.err);
}

#[test]
fn a_budget_follows_accounts_by_any_method_and_a_typo_is_met_with_a_proposal() {
    for method in ["theta", "naive", "pooled", "log-damped", "drift", "log-drift"] {
        let run = run_json(&budget(&[("method = \"auto\"", &format!("method = \"{method}\""))]));
        let gap = quantile(&run, "gap", "2023", "0.5");
        assert!((0.0..2.0).contains(&gap), "{method}: {gap}");
        if method == "log-drift" {
            assert!((quantile(&run, "accounts", "2023", "0.5") - 19.01).abs() < 0.03, "{method}");
        } else {
            assert!(notes(&run).contains(&format!("method `{method}`")), "{}", notes(&run));
        }
    }
    let typo = ramme_in(budget(&[("method = \"auto\"", "method = \"thetta\"")]).path(), &["run", "s.toml"]);
    assert_eq!(typo.code, 2);
    assert!(typo.err.contains("method = \"theta\""), "{}", typo.err);
}

const RULES: &str = "language 1\n\nentity municipality\n\n\
                     input cost of municipality by year : kr\n\n\
                     define total_cost by year : kr\n  = sum of cost over municipality\n";

/// A panel of invented municipalities, in a folder of its own.
fn panel(municipalities: usize, more: &str, head: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("r.ramme"), RULES).unwrap();
    let mut rows = "municipality,year,cost\n".to_owned();
    for i in 0..municipalities {
        // The first series ends a year before the others; the second is too short.
        let years = match i {
            0 => 2014..2022,
            1 => 2021..2023,
            _ => 2014..2023,
        };
        for year in years {
            let t = usize::try_from(year - 2014).unwrap();
            let value = 1_000_000 + 40_000 * i + 11_000 * t + 9_000 * ((t * (i + 3)) % 5);
            rows.push_str(&format!("m{i},{year},{value}\n"));
        }
    }
    fs::write(folder.path().join("d.csv"), rows).unwrap();
    let scenario = format!(
        "format = 1\ntitle = \"t\"\nrules = [\"r.ramme\"]\nyears = \"2014..2025\"\ndraws = 500\n{head}\
         [[table]]\nfile = \"d.csv\"\nroll = \"municipality\"\nkey = {{ municipality = \"municipality\", year = \"year\" }}\n\
         columns = {{ cost = \"kr\" }}\n[forecast.cost]\nmethod = \"auto\"\n{more}"
    );
    fs::write(folder.path().join("s.toml"), scenario).unwrap();
    folder
}

#[test]
fn several_series_are_forecast_as_a_panel_with_its_reason_and_calibration() {
    let run = run_json(&panel(14, "", ""));
    let said = notes(&run);
    assert!(said.contains("13 series, method `auto`") && said.contains("the pooled model"), "{said}");
    assert!(said.contains("values from 3 years"), "{said}");
    assert!(said.contains("not forecast: cost[m1] (too few points"), "{said}");
    let all = run["values"].as_array().unwrap();
    let total =
        |year: &str| all.iter().find(|v| v["name"] == "total_cost" && v["index"]["year"] == year).unwrap();
    assert!(total("2023")["missing"].is_array(), "a sum over one that could not be forecast is not known");
    let danish = ramme_in(panel(14, "", "").path(), &["run", "s.toml", "--lang", "da"]).out;
    assert!(danish.contains("13 serier, metode `auto`"), "{danish}");
    let asked = run_json(&panel(14, "growth = -0.25\n", ""));
    assert!(notes(&asked).contains("Growth of the panel -0.25"), "{}", notes(&asked));
}

#[test]
fn invented_data_choose_shrink_and_calibrate_nothing() {
    let said = notes(&run_json(&panel(14, "", "synthetic = true\n")));
    assert!(said.contains("the data are marked synthetic and choose nothing"), "{said}");
    assert!(said.contains("Growth of the panel 0.00"), "{said}");
    assert!(!said.contains("intervals held"), "{said}");
}

#[test]
fn a_panel_gives_the_same_bytes_for_any_number_of_threads() {
    let folder = panel(14, "", "");
    let run = |n: &str| ramme_in(folder.path(), &["run", "s.toml", "--format", "json", "--threads", n]);
    let one = run("1");
    assert_eq!(one.code, 0, "{}", one.err);
    assert_eq!(one.out, run("2").out);
}
