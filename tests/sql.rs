//! `ramme sql` through the program: what the scripts say, what is refused by name, and that nothing of a name or a text gets out
//! of its quotes. That the values are the run's is held by `tests/sql/check.sh`, in databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in, root};
use std::fs;
use std::path::Path;

const RULES: &str = "language 1

set kind = \"it's so\" | plain

entity home
  sort : kind

input cost of home by year : kr
input days of home by year : day

define dear of home by year : kr/day
  = round half even (cost / days) to 0.01 kr/day

define dear_of_all by year : kr
  = sum of cost over home where sort is plain

rule not_dear of home by year
  require dear <= 100 kr/day
";

const SCENARIO: &str = "format = 1
title = \"a script; -- of one line\"
rules = [\"rules.ramme\"]
years = \"2023..2024\"

[[table]]
file = \"da'ta.csv\"
roll = \"home by year\"
key = { home = 'ho\"me', year = \"year\" }
home.sort = \"s'ort\"
columns = { cost = \"kr\", days = \"day\" }
";

const DATA: &str = "\"ho\"\"me\",year,s'ort,cost,days
\"O'Hara \"\"x\"\"\",2023,it's so,10.00,3
B,2023,plain,20.50,
B,2024,plain,99.99,7
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rules.ramme"), RULES).unwrap();
    fs::write(folder.path().join("case.toml"), SCENARIO).unwrap();
    fs::write(folder.path().join("da'ta.csv"), DATA).unwrap();
    folder
}

fn sql(folder: &Path, dialect: &str) -> Outcome {
    ramme_in(folder, &["sql", "case.toml", "--dialect", dialect])
}

#[test]
fn a_small_script_in_each_dialect() {
    let folder = folder();
    for dialect in ["duckdb", "postgres", "spark"] {
        let made = sql(folder.path(), dialect);
        assert_eq!((made.code, made.err.as_str()), (0, ""), "{dialect}");
        insta::assert_snapshot!(format!("sql_{dialect}"), made.out);
    }
}

/// Every quote of names and texts is closed: what is left when they are taken out holds no sign of either.
#[test]
fn nothing_gets_out_of_its_quotes() {
    let folder = folder();
    let made = sql(folder.path(), "duckdb").out;
    let bare: String = made.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join("\n");
    let mut quote = None;
    let mut outside = String::new();
    for c in bare.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '\'' | '"') => quote = Some(c),
            None => outside.push(c),
        }
    }
    assert_eq!(quote, None, "a quote stays open");
    assert!(!outside.contains("Hara") && !outside.contains("so"), "{outside}");
    assert!(made.lines().next().unwrap().starts_with("-- For DuckDB"));
}

#[test]
fn the_same_bytes_each_time_and_a_folder_that_is_not_written_over() {
    let folder = folder();
    let out = |out: &str| ramme_in(folder.path(), &["sql", "case.toml", "--dialect", "duckdb", "--out", out]);
    assert_eq!(out("scripts").code, 0);
    let path = folder.path().join("scripts/case.duckdb.sql");
    let first = fs::read_to_string(&path).unwrap();
    assert_eq!(first, sql(folder.path(), "duckdb").out);
    assert_eq!(out("scripts").code, 0, "an earlier script of ours is written anew");
    fs::write(&path, "select 1").unwrap();
    let refused = out("scripts");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("case.duckdb.sql"), "{}", refused.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), "select 1");
}

#[test]
fn settings_and_the_folder_of_data_are_in_the_script() {
    let folder = folder();
    fs::create_dir(folder.path().join("other")).unwrap();
    fs::write(folder.path().join("other/da'ta.csv"), DATA).unwrap();
    let set = "cost[B,2024]=12.34 kr";
    let args = ["sql", "case.toml", "--dialect", "duckdb", "--data", "other", "--set", set];
    let made = ramme_in(folder.path(), &args);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.out.contains("'other/da''ta.csv'") && made.out.contains("1234"), "{}", made.out);
    let unknown = ramme_in(folder.path(), &["sql", "case.toml", "--dialect", "oracle"]);
    assert_eq!(unknown.code, 2);
}

/// Every step that any of our rulebooks comes to has a form, or is refused for a reason of its own.
#[test]
fn every_rulebook_has_a_form_or_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut tried = 0;
    for entry in fs::read_dir(root().join("tests/language")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "ramme") {
            continue;
        }
        let scenario = format!(
            "format = 1\ntitle = \"no data\"\nrules = ['{}']\nyears = \"2021..2024\"\n",
            path.to_string_lossy()
        );
        fs::write(folder.path().join("case.toml"), scenario).unwrap();
        for dialect in ["duckdb", "postgres", "spark"] {
            let made = sql(folder.path(), dialect);
            assert!(made.code == 0, "{}: {}", path.display(), made.err);
            assert!(!made.err.contains("no order in a database"), "{}: {}", path.display(), made.err);
        }
        tried += 1;
    }
    assert!(tried > 10);
}
