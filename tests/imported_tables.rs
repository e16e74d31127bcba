//! Tables that a scenario reads straight from files of statistics, what is held back or left out of them, and indices from
//! files of prices: through the program, as a user would. All figures are invented.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in, root};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A copy of the files, to be changed.
fn folder() -> tempfile::TempDir {
    let target = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(root().join("tests/fixtures/imports")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, target.path().join(path.file_name().unwrap())).unwrap();
    }
    target
}

/// A scenario with one text put in place of another.
fn changed(folder: &Path, name: &str, from: &str, to: &str) -> PathBuf {
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    assert!(text.contains(from), "{name} has no `{from}`");
    let path = folder.join("changed.toml");
    std::fs::write(&path, text.replace(from, to)).unwrap();
    path
}

fn run(folder: &Path, scenario: &str) -> Outcome {
    ramme_in(folder, &["run", scenario, "--format", "json"])
}

fn json(outcome: &Outcome) -> Value {
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    serde_json::from_str(&outcome.out).unwrap()
}

/// One value by its name and keys.
fn value<'d>(document: &'d Value, name: &str, keys: &[&str]) -> &'d Value {
    let fits = |v: &&Value| {
        let held: Vec<&str> = v["index"].as_object().unwrap().values().map(|k| k.as_str().unwrap()).collect();
        v["name"] == name && held == keys
    };
    document["values"].as_array().unwrap().iter().find(fits).unwrap_or(&Value::Null)
}

fn missing(value: &Value) -> String {
    let all = value["missing"].as_array().expect("a missing value").iter();
    all.map(|why| why.as_str().unwrap()).collect::<Vec<_>>().join("; ")
}

#[test]
fn four_formats_give_one_result() {
    let folder = folder();
    let cells = [
        ("px", "made_persons.px, line 28, column 1 (..)"),
        ("csv", "made_persons.csv, line 12, column 4 (..)"),
        ("json", "made_persons.json, line 1, column 385 (..)"),
        ("xlsx", "made_persons.xlsx#Ark1, line 13, column 4 (..)"),
    ];
    for (ending, cell) in cells {
        changed(folder.path(), "imported.toml", "made_persons.px", &format!("made_persons.{ending}"));
        let document = json(&run(folder.path(), "changed.toml"));
        assert_eq!(value(&document, "helped", &["centre", "2022"])["value"], 33, "{ending}");
        assert_eq!(value(&document, "helped", &["shelter", "2022"])["value"], 17, "{ending}");
        let absent = missing(value(&document, "helped", &["shelter", "2021"]));
        assert_eq!(absent, format!("persons[163, shelter, 2021] is blank in {cell}"), "{ending}");
    }
}

#[test]
fn what_a_file_leaves_open_is_asked_with_the_line_that_answers_it() {
    let folder = folder();
    std::fs::write(folder.path().join("costs.csv"), "code;year;cost\n151;2021;1.234\n163;2021;5.678\n")
        .unwrap();
    let text = std::fs::read_to_string(folder.path().join("costs.toml")).unwrap();
    let table = "[[table]]\nfile = \"costs.csv\"\nimport = true\nkey = { municipality = \"code\", year = \"year\" }\n\
                 value = { column = \"value\", unit = \"kr\" }\ninput = \"cost\"\n";
    let head = text.split("[[table]]").next().unwrap();
    std::fs::write(folder.path().join("open.toml"), format!("{head}{table}")).unwrap();
    let asked = run(folder.path(), "open.toml");
    assert_eq!(asked.code, 2);
    for wanted in ["E0524", "costs.csv:2:3", "add `decimal = \",\"`", "open.toml:8:8", "`spec = "] {
        assert!(asked.err.contains(wanted), "{wanted}: {}", asked.err);
    }
    std::fs::write(folder.path().join("costs.spec.toml"), "decimal = \",\"\n").unwrap();
    let table = table.replace("import = true", "spec = \"costs.spec.toml\"");
    std::fs::write(folder.path().join("open.toml"), format!("{head}{table}")).unwrap();
    let document = json(&run(folder.path(), "open.toml"));
    assert_eq!(value(&document, "spent", &["2021"])["value"], "6912.00");
    // What a spec says is part of what a result rests on.
    let before = document["hashes"]["data"].clone();
    std::fs::write(folder.path().join("costs.spec.toml"), "decimal = \",\"\n# as told\n").unwrap();
    assert_ne!(json(&run(folder.path(), "open.toml"))["hashes"]["data"], before);
}

#[test]
fn an_imported_table_refuses_marks_and_names_its_columns() {
    let folder = folder();
    changed(folder.path(), "imported.toml", "input   =", "decimal = \",\"\ninput   =");
    let refused = run(folder.path(), "changed.toml");
    assert!(refused.code == 2 && refused.err.contains("E0620"), "{}", refused.err);
    changed(folder.path(), "imported.toml", "\"indsats\"", "\"Indsats\"");
    let refused = run(folder.path(), "changed.toml");
    assert!(
        refused.err.contains("`kommune`, `kommune_label`, `indsats`, `indsats_label`, `TID`, `value`"),
        "{}",
        refused.err
    );
}

#[test]
fn small_counts_are_suppressed_and_so_is_what_would_give_them_away() {
    let folder = folder();
    let document = json(&run(folder.path(), "suppressed.toml"));
    let sum = missing(value(&document, "helped", &["centre", "2022"]));
    assert!(
        sum.contains("persons[151, centre, 2022] is suppressed (made_persons.px:24:4): it would give away")
    );
    assert!(sum.ends_with("helped[centre, 2022] is at least 23"), "{sum}");
    // The true sums are 33 and 17, and neither they nor the parts stand anywhere.
    assert_eq!(value(&document, "shown", &["centre", "2022"])["value"], 11);
    assert!(document["notes"].to_string().contains("3 counts from 1 to 5 are suppressed, and 5 more"));

    changed(folder.path(), "suppressed.toml", "= true\nmembers", "= { complementary = false }\nmembers");
    let document = json(&run(folder.path(), "changed.toml"));
    assert_eq!(value(&document, "helped", &["centre", "2022"])["value"], 33);
    let sum = value(&document, "helped", &["shelter", "2022"]);
    assert_eq!(
        (&sum["value"], &sum["range"]["low"], &sum["range"]["high"]),
        (&Value::Null, &16.into(), &20.into())
    );
    assert_eq!(missing(sum), "persons[183, shelter, 2022] is suppressed (made_persons.px:31:3)");
    let text = ramme_in(folder.path(), &["run", "changed.toml", "--lang", "da"]).out;
    assert!(text.contains("er diskretioneret"), "{text}");

    changed(folder.path(), "suppressed.toml", "suppress = true", "suppress = \"1..2\"");
    let document = json(&run(folder.path(), "changed.toml"));
    assert_eq!(value(&document, "helped", &["centre", "2021"])["value"], 27);
    for (wrong, said) in [("\"5..1\"", "E0603"), ("\"few\"", "E0603"), ("{ smal = \"1..5\" }", "E0601")] {
        changed(folder.path(), "suppressed.toml", "suppress = true", &format!("suppress = {wrong}"));
        let refused = run(folder.path(), "changed.toml");
        assert!(refused.code == 2 && refused.err.contains(said), "{wrong}: {}", refused.err);
    }
}

#[test]
fn what_came_suppressed_stays_so() {
    let folder = folder();
    let text = std::fs::read_to_string(folder.path().join("made_persons.csv")).unwrap();
    let held = text.replace("151;F;2021;3\r\n", "151;F;2021;<6\r\n");
    std::fs::write(folder.path().join("made_persons.csv"), held).unwrap();
    std::fs::write(folder.path().join("persons.spec.toml"), "suppressed = [\"<6\"]\n").unwrap();
    let spec = "made_persons.csv\"\nspec    = \"persons.spec.toml";
    changed(folder.path(), "imported.toml", "made_persons.px", spec);
    let document = json(&run(folder.path(), "changed.toml"));
    let why = missing(value(&document, "helped", &["shelter", "2021"]));
    assert!(why.contains("persons[151, shelter, 2021] is suppressed (made_persons.csv:6:4)"), "{why}");
}

#[test]
fn those_left_out_have_their_reason_and_every_figure_its_n() {
    let folder = folder();
    let document = json(&run(folder.path(), "costs.toml"));
    assert_eq!(value(&document, "spent", &["2021"])["value"], "1700.00");
    let why = missing(value(&document, "every", &["2021"]));
    assert_eq!(why, "cost[163, 2021] is left out: not delivered in time; invented");
    let notes = document["notes"].to_string();
    assert!(notes.contains("2021: 163; 2 of 3 are in; 2022: 1 not named; 2 of 3 are in"), "{notes}");
    changed(folder.path(), "costs.toml", "data_set = \"accounts\"", "data_set = \"acounts\"");
    let refused = run(folder.path(), "changed.toml");
    assert!(refused.code == 2 && refused.err.contains("did you mean `accounts`?"), "{}", refused.err);
}

#[test]
fn one_series_of_one_vintage_is_the_index() {
    let folder = folder();
    let document = json(&run(folder.path(), "costs.toml"));
    // 1700 kr of 2021, raised by the 2.0 % that the series has for 2022; the rules have 9.9 %.
    assert_eq!(value(&document, "fixed", &["2021"])["value"], "1734.00");
    let notes = document["notes"].to_string();
    assert!(
        notes.contains("series `service` of 2022-06 in prices.csv: 2021 1.5 % (invented letter"),
        "{notes}"
    );
    changed(folder.path(), "costs.toml", "vintage   = \"2022-06\"", "");
    let refused = run(folder.path(), "changed.toml");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("series = \"service\", vintage = \"2023-06\""), "{}", refused.err);
    changed(folder.path(), "costs.toml", "2022-06", "2023-06");
    let other = json(&run(folder.path(), "changed.toml"));
    assert_eq!(value(&other, "fixed", &["2021"])["value"], "1737.40");
}

#[test]
fn twenty_nine_municipalities_by_function_become_areas() {
    let folder = folder();
    let document = json(&run(folder.path(), "areas.toml"));
    // Summed by hand over the file: DRANST 1, ART TOT, LOBM, the accounts of the report of 2023, in thousands.
    assert_eq!(value(&document, "spent", &["adults", "2022"])["value"], "820786000.00");
    assert_eq!(value(&document, "spent", &["children", "2021"])["value"], "347229000.00");
    assert!(document["values"].to_string().contains("peers"));

    // Definitions that are newer than the program.
    let newer = "definition,area,category,account,from_year,to_year,document,lines\n2030,adults,,5.38.38,,,report30,1\n";
    std::fs::write(folder.path().join("newer.csv"), newer).unwrap();
    std::fs::write(
        folder.path().join("areas.spec.toml"),
        "accounts = \"2030\"\ndefinitions = \"newer.csv\"\n",
    )
    .unwrap();
    let document = json(&run(folder.path(), "areas.toml"));
    let rows = std::fs::read_to_string(folder.path().join("made_REGK31.csv")).unwrap();
    let wanted: i64 = rows
        .lines()
        .map(|line| line.split(';').collect::<Vec<_>>())
        .filter(|c| c[1..6] == ["53838", "1", "TOT", "LOBM", "2022"])
        .map(|c| c[6].trim().parse::<i64>().unwrap() * 1000)
        .sum();
    assert_eq!(value(&document, "spent", &["adults", "2022"])["value"], format!("{wanted}.00"));
    let import = ["import", "made_REGK31.csv", "--spec", "areas.spec.toml"];
    let tidy = ramme_in(folder.path(), &import);
    assert_eq!((tidy.code, tidy.out.lines().count()), (0, 1 + 29 * 2), "{}", tidy.err);
    std::fs::remove_file(folder.path().join("newer.csv")).unwrap();
    let without = run(folder.path(), "areas.toml");
    assert!(without.code == 2 && without.err.contains("E0501"), "{}", without.err);
    assert_eq!(ramme_in(folder.path(), &import).code, 2);
}

#[test]
fn import_writes_what_is_held_back_as_suppressed() {
    let folder = folder();
    let tidy = |spec: &str| {
        std::fs::write(folder.path().join("s.toml"), spec).unwrap();
        ramme_in(folder.path(), &["import", "made_persons.px", "--spec", "s.toml"])
    };
    let careful = tidy("suppress = \"1..5\"\n").out;
    assert_eq!(careful.lines().filter(|line| line.ends_with(",suppressed")).count(), 8, "{careful}");
    let plain = tidy("suppress = \"1..5\"\ncomplementary = false\n").out;
    assert_eq!(plain.lines().filter(|line| line.ends_with(",suppressed")).count(), 3, "{plain}");
    assert_eq!(tidy("suppress = \"few\"\n").code, 2);
}

#[test]
fn statbank_gives_names_and_quarters_where_rules_ask_for_codes_and_years() {
    let folder = folder();
    let document = json(&run(folder.path(), "inhabitants.toml"));
    // 632340 + 104305 + 48602, as they stand in the file.
    assert_eq!(value(&document, "together", &["2020"])["value"], 785_247);
    changed(folder.path(), "inhabitants.toml", "TID_part = \"K1\"", "TID_part = \"K2\"");
    assert_eq!(run(folder.path(), "changed.toml").code, 2);
}
