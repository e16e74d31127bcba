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
