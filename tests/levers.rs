//! Levers on inputs by filter and on forecasts: through the program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{copy_into, ramme_in, root};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A copy of the example repository.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_into(&root().join("examples/repository"), folder.path());
    folder
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let mut all = args.to_vec();
    all.extend(["--format", "json"]);
    let run = ramme_in(folder, &all);
    assert_eq!(run.code, 0, "{args:?}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

fn run(folder: &Path, sets: &[&str]) -> Value {
    let mut args = vec!["run", "offers.toml"];
    args.extend(sets.iter().flat_map(|set| ["--set", set]));
    json(folder, &args)
}

fn cell<'a>(run: &'a Value, name: &str, keys: &[(&str, &str)]) -> &'a Value {
    let is = |v: &&Value| v["name"] == name && keys.iter().all(|(axis, key)| v["index"][*axis] == *key);
    run["values"].as_array().unwrap().iter().find(is).unwrap_or_else(|| panic!("{name} {keys:?}"))
}

fn median(run: &Value, name: &str, area: &str, year: &str) -> f64 {
    cell(run, name, &[("area", area), ("year", year)])["quantiles"]["0.5"].as_f64().unwrap()
}

#[test]
fn a_filter_changes_what_fits_and_nothing_else() {
    let folder = folder();
    let plain = run(folder.path(), &[]);
    let moved = run(folder.path(), &["accounts[area = children, year = 2022..2023]=+2 %"]);
    let accounts = |run: &Value, area: &str, year: &str| {
        cell(run, "accounts", &[("area", area), ("year", year)])["value"].as_str().map(str::to_owned)
    };
    // 44.6 and 45.9 millions, two percent more.
    assert_eq!(accounts(&moved, "children", "2022").unwrap(), "45492000.00");
    assert_eq!(accounts(&moved, "children", "2023").unwrap(), "46818000.00");
    for (area, year) in [("children", "2021"), ("adults", "2022"), ("adults", "2023")] {
        assert_eq!(accounts(&moved, area, year), accounts(&plain, area, year), "{area} {year}");
    }
    // The last that is said counts, on what stands there: first to 100, then half as much again.
    let sets = ["accounts[area = children | adults, year = 2023]=100 kr", "accounts[children, 2023]=+50 %"];
    let twice = run(folder.path(), &sets);
    assert_eq!(accounts(&twice, "children", "2023").unwrap(), "150.00");
    assert_eq!(accounts(&twice, "adults", "2023").unwrap(), "100.00");
    // Half an øre goes up: 100.01 + 0.5 % is 100.51005, of which 100.51 is kept.
    let sets = ["accounts[adults, 2023]=100.01 kr", "accounts[adults, 2023]=+0.5 %"];
    assert_eq!(accounts(&run(folder.path(), &sets), "adults", "2023").unwrap(), "100.51");
    let less = run(folder.path(), &["accounts[adults, 2023]=100 kr", "accounts[adults, 2023]=+-25 kr"]);
    assert_eq!(accounts(&less, "adults", "2023").unwrap(), "75.00");
    let points = json(
        folder.path(),
        &[
            "explain",
            "offers.toml",
            "overhead[Egely, 2024]",
            "--set",
            "overhead[year = 2024]=-0.5 percentage points",
        ],
    );
    assert!(points.to_string().contains("\"5.60\""), "6.10 % less half a point: {points}");
}

#[test]
fn growth_level_and_path_move_the_median_and_keep_the_spread() {
    let folder = folder();
    let plain = run(folder.path(), &[]);
    let near = |x: f64, y: f64| assert!((x / y - 1.0).abs() < 1e-9, "{x} for {y}");
    let grown = run(folder.path(), &["accounts.growth[children]=4 %"]);
    near(median(&grown, "accounts", "children", "2024"), 45_900_000.0 * 1.04);
    near(median(&grown, "accounts", "children", "2025"), 45_900_000.0 * 1.04 * 1.04);
    near(median(&grown, "accounts", "adults", "2025"), median(&plain, "accounts", "adults", "2025"));
    let all = run(folder.path(), &["accounts.growth=4 %"]);
    near(median(&all, "accounts", "adults", "2024"), 68_000_000.0 * 1.04);
    let level = run(folder.path(), &["accounts.level[area = adults]=-3 %"]);
    near(median(&level, "accounts", "adults", "2025"), 0.97 * median(&plain, "accounts", "adults", "2025"));
    let path = run(folder.path(), &["accounts.path[children, 2025]=50_000_000 kr"]);
    near(median(&path, "accounts", "children", "2025"), 50_000_000.0);
    near(median(&path, "accounts", "children", "2024"), median(&plain, "accounts", "children", "2024"));
    // The spread stays as a share of the median.
    let share = |run: &Value| {
        let cell = cell(run, "accounts", &[("area", "children"), ("year", "2025")]);
        cell["quantiles"]["0.9"].as_f64().unwrap() / cell["quantiles"]["0.5"].as_f64().unwrap()
    };
    near(share(&path), share(&plain));
    // A budget that follows the accounts by habit goes along, so that the gap stays a habit.
    let budget = |run: &Value| median(run, "budget", "children", "2025");
    near(budget(&path) / budget(&plain), 50_000_000.0 / median(&plain, "accounts", "children", "2025"));
    let text = ramme_in(
        folder.path(),
        &["run", "offers.toml", "--set", "accounts.path[children, 2025]=50_000_000 kr"],
    );
    assert!(text.out.contains("by hand, not by the model"), "{}", text.out);
}

#[test]
fn levers_of_every_kind_are_compared_moved_and_sought() {
    let folder = folder();
    let lever = |name: &str, value: &str, range: &str| {
        format!(
            "\n[[lever]]\nname = \"{name}\"\nvalue = \"{value}\"\nrange = \"{range}\"\nstep = \"0.5 %\"\nreason = \"a guess\"\nauthor = \"us\"\n"
        )
    };
    let text = "format = 1\nextends = \"offers.toml\"\ntitle = \"Moved\"\nsynthetic = true\n".to_owned()
        + &lever("accounts.growth", "3 %", "0 % .. 5 %")
        + &lever("accounts[area = adults, year = 2023]", "+1 %", "-2 % .. 2 %")
        + "\n[[lever]]\nname = \"budget[children, 2025]\"\nvalue = \"47_000_000 kr\"\nreason = \"a guess\"\nauthor = \"us\"\n";
    fs::write(folder.path().join("moved.toml"), text).unwrap();
    let compared = json(folder.path(), &["compare", "offers.toml", "moved.toml"]);
    let said = compared.to_string();
    for name in ["accounts.growth", "accounts[area = adults, year = 2023]", "budget[children, 2025]"] {
        assert!(said.contains(name), "{name} is not among the differences");
    }
    let tornado = json(folder.path(), &["sensitivity", "moved.toml", "gap[adults, 2025]"]);
    let levers = tornado["levers"].as_array().unwrap();
    assert_eq!(levers.len(), 3, "pl[2025], and the two with a range");
    let change = levers.iter().find(|l| l["name"] == "accounts[area = adults, year = 2023]").unwrap();
    let at: Vec<&str> =
        change["points"].as_array().unwrap().iter().map(|p| p["at"].as_str().unwrap()).collect();
    assert_eq!(at, ["-2.00 %", "-1.00 %", "+0.00 %", "+1.00 %", "+2.00 %"]);
    assert_eq!(change["value"], "+1.00 %");
    // Where it stands the figure is what the scenario says.
    let value = |v: &Value| v["value"].as_f64().unwrap();
    assert!((value(&change["points"][3]["values"][0]) - value(&tornado["middle"][0])).abs() < 1e-6);
    // What is printed can be pasted, also where it is a change downwards.
    let args = [
        "seek",
        "offers.toml",
        "mean_overhead[2024] <= 6 %",
        "--lever",
        "overhead[year = 2024]",
        "--range",
        "-2 percentage points .. +0 percentage points",
        "--step",
        "0.1 percentage points",
    ];
    let found = json(folder.path(), &args);
    let set = found["set"].as_str().unwrap();
    assert_eq!(set, "overhead[year = 2024]=-0.60 percentage points");
    let after = run(folder.path(), &[set]);
    assert_eq!(cell(&after, "mean_overhead", &[("year", "2024")])["value"], found["answers"][0]["value_to"]);
}

#[test]
fn what_cannot_be_moved_so_is_refused_with_code_2() {
    let folder = folder();
    let refused = [
        ("accounts.grwth=2 %", "there are `accounts.growth`"),
        ("budget.growth=2 %", "does not forecast `budget`"),
        ("accounts.path[children]=5 kr", "needs a key for area, year"),
        ("accounts.growth[childrn]=5 %", "did you mean `accounts.growth[children]`?"),
        ("accounts[aera = children]=+2 %", "did you mean `area`?"),
        ("cost_per_day[provider = Egley]=+2 %", "did you mean `cost_per_day[provider = Egely]`?"),
        ("cost_per_day[year = 2050]=+2 %", "names no value"),
        ("budget[area = children, year = 2025]=+2 %", "no known figure"),
        ("gap[area = children]=+2 %", "can't be set"),
    ];
    for (set, word) in refused {
        let run = ramme_in(folder.path(), &["run", "offers.toml", "--set", set]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{set}");
        assert!(run.err.contains(word), "{set}: {}", run.err);
    }
}
