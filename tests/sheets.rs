//! Workbooks: figures are those of the JSON, formulas are there and come to the same, hostile names are inert.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use common::{ramme_in, root};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

type Book = Xlsx<std::io::BufReader<fs::File>>;

/// A run as a workbook in a folder of its own.
fn workbook(folder: &Path, args: &[&str]) -> (Book, PathBuf) {
    let file = folder.join("result.xlsx");
    let path = file.to_string_lossy().into_owned();
    let mut all = vec!["run"];
    all.extend(args);
    all.extend(["-o", &path]);
    let run = ramme_in(&root(), &all);
    assert_eq!(run.code, 0, "{args:?}: {}", run.err);
    (open_workbook(&file).unwrap(), file)
}

fn json(args: &[&str]) -> Value {
    let mut all = vec!["run"];
    all.extend(args);
    all.extend(["--format", "json"]);
    serde_json::from_str(&ramme_in(&root(), &all).out).unwrap()
}

/// The rows of a sheet below its headings, and the positions of these columns.
fn rows<const N: usize>(book: &mut Book, sheet: &str, heads: [&str; N]) -> (Vec<Vec<Data>>, [usize; N]) {
    let range = book.worksheet_range(sheet).unwrap();
    let all: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    let head = &all[0];
    let at = heads.map(|h| head.iter().position(|c| *c == h).unwrap_or_else(|| panic!("{h}: {head:?}")));
    (all[1..].to_vec(), at)
}

/// A figure of the JSON as a workbook has it: percents plain.
fn plain(value: &Value) -> Option<f64> {
    let number = match &value["value"] {
        Value::String(text) => text.parse::<f64>().ok()?,
        Value::Number(n) => n.as_f64()?,
        _ => return None,
    };
    let percent = value["unit"].as_str().is_some_and(|u| u == "%" || u == "percentage point");
    Some(if percent { number / 100.0 } else { number })
}

#[test]
fn values_are_those_of_the_json_and_most_of_them_are_formulas() {
    let folder = tempfile::tempdir().unwrap();
    for scenario in [
        "scenarios/budget-2023-2026.toml",
        "scenarios/compliance-example.toml",
        "scenarios/training-places.toml",
    ] {
        let document = json(&[scenario]);
        let values = document["values"].as_array().unwrap();
        let (mut book, _) = workbook(folder.path(), &[scenario]);
        let (rows, [name, value, mean]) = rows(&mut book, "Results", ["name", "value", "mean"]);
        assert_eq!(rows.len(), values.len(), "{scenario}");
        let mut exact = 0;
        for (row, expected) in rows.iter().zip(values) {
            assert_eq!(row[name].to_string(), expected["name"].as_str().unwrap());
            if let (Some(x), Some(found)) = (plain(expected), row[value].get_float_or_int()) {
                assert!((x - found).abs() <= 1e-9 * x.abs() + 1e-9, "{expected}: {found}");
                exact += 1;
            } else if expected["kind"] == "forecast" {
                let percent = if expected["unit"] == "%" { 100.0 } else { 1.0 };
                let (x, found) =
                    (expected["mean"].as_f64().unwrap() / percent, row[mean].get_float_or_int().unwrap());
                assert!((x - found).abs() <= 1e-9 * x.abs() + 1e-9, "{expected}: {found}");
            } else {
                assert!(
                    expected["value"].is_null()
                        || expected["value"].is_boolean()
                        || expected["value"].is_string()
                );
            }
        }
        let formulas = book.worksheet_formula("Results").unwrap();
        let live = formulas.used_cells().filter(|(_, _, text)| !text.is_empty()).count();
        assert!(exact > 0 && live > 0, "{scenario}: {live} formulas of {exact} exact values");
    }
}

trait Number {
    fn get_float_or_int(&self) -> Option<f64>;
}

impl Number for Data {
    fn get_float_or_int(&self) -> Option<f64> {
        match self {
            Data::Float(x) => Some(*x),
            #[allow(clippy::cast_precision_loss)]
            Data::Int(n) => Some(*n as f64),
            _ => None,
        }
    }
}

#[test]
fn the_same_run_gives_the_same_bytes_in_either_language() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["scenarios/compliance-example.toml", "--lang", "da"];
    let (mut book, file) = workbook(folder.path(), &args);
    let first = fs::read(&file).unwrap();
    assert!(book.sheet_names().contains(&"Foruds\u{e6}tninger".to_owned()), "{:?}", book.sheet_names());
    let (rows, [rule, verdict]) = rows(&mut book, "Vurderinger", ["regel", "vurdering"]);
    assert!(rows.iter().any(|row| row[verdict] == "brud" && !row[rule].to_string().is_empty()));
    workbook(folder.path(), &args);
    assert_eq!(first, fs::read(&file).unwrap());
}

#[test]
fn hostile_names_are_text_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let long = "x".repeat(10_000);
    let names = ["=cmd()", "+1+1", "@SUM(A1)", "<script>alert(1)</script>", "a\u{202e}b", long.as_str()];
    let rules = "entity home\n\ninput cost of home : kr\n\ndefine twice of home : kr\n    = 2 * cost\n";
    let csv: String = std::iter::once("home,cost\n".to_owned())
        .chain(names.iter().map(|name| format!("\"{name}\",10.00\n")))
        .collect();
    let scenario = "format = 1\ntitle = \"=HYPERLINK(1)\"\nrules = [\"r.ramme\"]\nyears = \"2023..2023\"\nshow = [\"twice\"]\n\n\
                    [[table]]\nfile = \"d.csv\"\nroll = \"home\"\nkey = { home = \"home\" }\ncolumns = { cost = \"kr\" }\n";
    fs::write(folder.path().join("r.ramme"), rules).unwrap();
    fs::write(folder.path().join("d.csv"), csv).unwrap();
    let path = folder.path().join("s.toml");
    fs::write(&path, scenario).unwrap();
    let (mut book, _) = workbook(folder.path(), &[&path.to_string_lossy()]);
    let (rows, [home, value]) = rows(&mut book, "Results", ["home", "value"]);
    assert_eq!(rows.len(), names.len());
    for (row, name) in rows.iter().zip(names) {
        let found = match &row[home] {
            Data::String(text) => text.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(found, name.replace('\u{202e}', "\u{fffd}"));
        assert_eq!(row[value].get_float_or_int(), Some(20.0));
    }
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).unwrap();
        for (_, _, text) in formulas.used_cells() {
            assert!(
                !["cmd", "SUM(A1)", "HYPERLINK", "script"].iter().any(|bad| text.contains(bad)),
                "{sheet}: {text}"
            );
        }
    }
}
