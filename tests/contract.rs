//! What scripts and strangers rely on: exit codes for what goes over a limit, what was looked at, messages about arguments.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{ramme_in, ramme_with};

const RULES: &str = r#"language 1
document act
  title "An act" rank law published 2020-01-01
entity landlord
entity home
  owned_by : landlord
input rent of home by year : kr
parameter cap by year : kr
define double of home by year : kr cite act page 1 = rent + rent
define held of landlord by year : kr cite act page 1 = sum of rent over home
rule kept of home by year
  cite act page 1
  require rent <= cap
"#;

const SCENARIO: &str = r#"format = 1
title = "Homes"
rules = ["rules.ramme"]
years = "2022..2023"
[[table]]
file = "homes.csv"
roll = "home by year"
key = { home = "home", year = "year" }
home.owned_by = "owner"
columns = { rent = "kr" }
"#;

fn homes(data: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rules.ramme"), RULES).unwrap();
    std::fs::write(folder.path().join("s.toml"), SCENARIO).unwrap();
    std::fs::write(folder.path().join("homes.csv"), format!("home,owner,year,rent\n{data}")).unwrap();
    folder
}

#[test]
fn what_goes_over_a_limit_is_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let over = [
        ("deep.ramme", format!("language 1\ndefine x : number =\n{}1{}\n", "(".repeat(65), ")".repeat(65))),
        ("long.ramme", format!("language 1\n# {}\n", "x".repeat(1_100))),
        ("digits.ramme", format!("language 1\ndefine x : number = {}\n", "9".repeat(39))),
    ];
    for (name, text) in over {
        std::fs::write(folder.path().join(name), text).unwrap();
        for verb in ["check", "test"] {
            let run = ramme_in(folder.path(), &[verb, name]);
            assert_eq!(run.code, 2, "{verb} {name}: {}{}", run.out, run.err);
        }
    }
    // A limit and an ordinary mistake: the highest code.
    std::fs::write(folder.path().join("wrong.ramme"), "language 1\ndefine x : number = nobody\n").unwrap();
    assert_eq!(ramme_in(folder.path(), &["check", "wrong.ramme"]).code, 1);
    assert_eq!(ramme_in(folder.path(), &["check", "."]).code, 2);
}

#[test]
fn rows_of_which_nothing_is_known_were_looked_at_all_the_same() {
    let folder = homes("A,X,2022,10.00\nB,Y,2022,\nB,Y,2023,\n");
    let run = ramme_in(folder.path(), &["run", "s.toml"]);
    let last = run.out.trim_end().lines().last().unwrap_or_default().to_owned();
    assert!(last.contains("home: 2") && last.contains("landlord: 2"), "{}", run.out);
}

#[test]
fn arguments_that_cannot_be_read_are_refused_in_the_language_asked_for() {
    let folder = homes("A,X,2022,10.00\n");
    let said = |args: &[&str]| {
        let run = ramme_in(folder.path(), args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        run.err
    };
    assert!(said(&["run", "s.toml", "--treads", "2", "--lang", "da"]).contains("mente du `--threads`?"));
    assert!(
        said(&["run", "--lang=da"]).starts_with("fejl: der mangler <SCENARI"),
        "{}",
        said(&["run", "--lang=da"])
    );
    let threads = said(&["run", "s.toml", "--threads", "x"]);
    assert!(threads.contains("it is not a whole number"), "{threads}");
    let seed = said(&["run", "s.toml", "--seed", "-1"]);
    assert!(!seed.contains("-- -1"), "{seed}");
    for horizon in ["0", "1001"] {
        let horizon = said(&["forecast", "homes.csv", "--horizon", horizon]);
        assert!(horizon.contains("1..=1000"), "{horizon}");
    }
    assert!(!said(&["forecast", "homes.csv", "--horizon", "-3"]).contains("-- -3"));
}

#[test]
fn an_interval_is_named_by_its_percent() {
    let folder = tempfile::tempdir().unwrap();
    let series = b"series_id,t,value\na,2019,4\na,2020,5\na,2021,4.5\n";
    let args = ["forecast", "-", "--horizon", "1", "--levels", "80,200"];
    let run = ramme_with(folder.path(), &args, &[], Some(series));
    assert_eq!(run.code, 2);
    assert!(run.err.contains("`200` is not the percent of an interval, between 0 and 100"), "{}", run.err);
}

#[test]
fn cells_that_cannot_be_read_say_what_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let rules =
        "language 1\nentity home\n  built : date\ninput rent of home : kr\ndefine x of home : kr = rent\n";
    std::fs::write(folder.path().join("r.ramme"), rules).unwrap();
    let scenario = "format = 1\ntitle = \"x\"\nrules = [\"r.ramme\"]\nyears = \"2022\"\n[[table]]\nfile = \"d.csv\"\n\
                    roll = \"home\"\nkey = { home = \"home\" }\nhome.built = \"built\"\ncolumns = { rent = \"kr\" }\n";
    std::fs::write(folder.path().join("s.toml"), scenario).unwrap();
    let said = |row: &str| {
        std::fs::write(folder.path().join("d.csv"), format!("home,built,rent\n{row}\n")).unwrap();
        let run = ramme_in(folder.path(), &["run", "s.toml"]);
        assert_eq!(run.code, 2, "{}", run.out);
        run.err
    };
    let danish = said("A,31-12-2022,1.00");
    assert!(danish.contains("write `2022-12-31`") && !danish.contains("decimal mark"), "{danish}");
    assert!(said("A,2022-02-30,1.00").contains("write the day as `2023-10-01`"));
    assert!(said("A,2022-12-31,\"1,00\"").contains("`decimal = \",\"`"));
}

fn keys(out: &str) -> serde_json::Value {
    let document: serde_json::Value = serde_json::from_str(out).unwrap();
    for key in ["format_version", "ramme", "hashes", "seed", "known_on", "readings"] {
        assert!(document.get(key).is_some(), "no {key} in {out}");
    }
    assert!(document["hashes"].get("rules").is_some() && document["hashes"].get("data").is_some());
    document
}

#[test]
fn a_comparison_is_made_again_from_what_it_carries() {
    let folder = homes("A,X,2022,10.00\nB,Y,2022,\nB,Y,2023,\n");
    let path = folder.path();
    let overlay = "format = 1\nextends = \"s.toml\"\ntitle = \"Over\"\n[[lever]]\nname = \"cap[2022]\"\nvalue = \"9 kr\"\nreason = \"x\"\nauthor = \"x\"\n";
    std::fs::write(path.join("over.toml"), overlay).unwrap();
    let made =
        ramme_in(path, &["compare", "s.toml", "over.toml", "-o", "c.json", "--set", "rent[B, 2023]=3 kr"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let document = keys(&std::fs::read_to_string(path.join("c.json")).unwrap());
    assert_eq!(document["made_by"]["verb"], "compare");
    let same = ramme_in(path, &["verify", "c.json"]);
    assert_eq!(same.code, 0, "{}{}", same.out, same.err);
    std::fs::write(path.join("over.toml"), overlay.replace("9 kr", "8 kr")).unwrap();
    assert_eq!(ramme_in(path, &["verify", "c.json"]).code, 1);
}

#[test]
fn a_scenario_given_as_rules_is_named_as_one() {
    let folder = homes("A,X,2022,10.00\n");
    for verb in ["check", "test"] {
        let run = ramme_in(folder.path(), &[verb, "rules.ramme", "s.toml"]);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        assert!(run.err.contains("`s.toml` can't be read: it is a scenario"), "{}", run.err);
    }
}

#[test]
fn documents_that_rest_on_no_scenario_have_the_same_head() {
    let folder = tempfile::tempdir().unwrap();
    let series = b"series_id,t,value\na,2019,4\na,2020,5\na,2021,4.5\na,2022,5\na,2023,6\n";
    let run = ramme_with(folder.path(), &["backtest", "-", "--format", "json"], &[], Some(series));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(keys(&run.out)["hashes"]["data"].as_str().is_some_and(|hash| hash.len() == 64));
    std::fs::write(
        folder.path().join("r.ramme"),
        "language 1\ndefine x : number = 2\ntest \"t\"\n  expect x = 2\n",
    )
    .unwrap();
    for verb in ["check", "test"] {
        let run = ramme_in(folder.path(), &[verb, "r.ramme", "--format", "json"]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        assert!(
            keys(&run.out)["hashes"]["rules"].as_str().is_some_and(|hash| hash.len() == 64),
            "{}",
            run.out
        );
    }
    // A gap stops a backtest, and is named with file, line and column.
    let gap = b"series_id,t,value\na,2019,4\na,2020,5\na,2022,5\na,2023,6\n";
    let run = ramme_with(folder.path(), &["backtest", "-"], &[], Some(gap));
    assert_eq!(run.code, 2);
    assert!(run.err.contains("nothing between 2020 and 2022") && run.err.contains("-:4:2"), "{}", run.err);
}

#[test]
fn standard_input_may_hold_rules_or_a_scenario_where_both_are_shown() {
    let folder = homes("A,X,2022,10.00\n");
    let scenario = ramme_with(folder.path(), &["show", "-"], &[], Some(SCENARIO.as_bytes()));
    assert_eq!(scenario.code, 0, "{}", scenario.err);
    assert_eq!(scenario.out, ramme_in(folder.path(), &["show", "s.toml"]).out);
    let rules = ramme_with(folder.path(), &["show", "-", "double"], &[], Some(RULES.as_bytes()));
    assert!(rules.code == 0 && rules.out.contains("double of home by year"), "{}{}", rules.out, rules.err);
}

#[test]
fn plain_series_of_years_are_imported_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let series = b"series_id,t,value\na,2019,1\na,2020,2\nb,2019,3\n";
    let run = ramme_with(folder.path(), &["import", "-"], &[], Some(series));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("a,2020,2"), "{}", run.out);
}

#[test]
fn percents_are_apart_by_percentage_points() {
    let folder = tempfile::tempdir().unwrap();
    let rules = "language 1\nentity line\ninput kept of line : % with 1 decimal\nrule punctual of line\n  require kept >= 98.3 %\n";
    std::fs::write(folder.path().join("r.ramme"), rules).unwrap();
    let scenario = "format = 1\ntitle = \"x\"\nrules = [\"r.ramme\"]\nyears = \"2022\"\n[[table]]\nfile = \"d.csv\"\n\
                    roll = \"line\"\nkey = { line = \"line\" }\ncolumns = { kept = \"%\" }\n";
    std::fs::write(folder.path().join("s.toml"), scenario).unwrap();
    std::fs::write(folder.path().join("d.csv"), "line,kept\nA,92.8\n").unwrap();
    let run = ramme_in(folder.path(), &["comply", "s.toml", "--format", "json"]);
    let one = keys(&run.out)["results"][0].clone();
    assert_eq!(one["limit"], serde_json::json!({"value": "98.3", "unit": "%"}));
    assert_eq!(one["excess"], serde_json::json!({"value": "5.5", "unit": "percentage point"}));
    assert!(one["message"].as_str().is_some_and(|said| said.contains("5.5 percentage points")), "{one}");
    let danish = ramme_in(folder.path(), &["comply", "s.toml", "--lang", "da"]);
    assert!(danish.out.contains("5,5 pct.-point"), "{}", danish.out);
}

#[test]
fn an_empty_roll_says_so() {
    let folder = homes("");
    let run = ramme_in(folder.path(), &["run", "s.toml"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("nothing of home is on the roll"), "{}", run.out);
    assert_eq!(ramme_in(folder.path(), &["comply", "s.toml"]).code, 2);
}
