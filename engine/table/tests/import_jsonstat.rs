//! JSON-stat in both versions: a real answer of StatBank Denmark, and small files of our own for every form.
#![allow(clippy::unwrap_used, clippy::panic, clippy::unreachable, reason = "a test may fail loudly")]

use ramme_diag::{Lang, Limits};
use ramme_table::import::jsonstat::read;
use ramme_table::import::{ImportedTable, Role, State};
use std::path::Path;

fn all(bytes: &[u8]) -> Result<Vec<(String, ImportedTable)>, Vec<String>> {
    read("t.json", bytes, &Limits::default()).map_err(|all| all.iter().map(|d| d.message(Lang::En)).collect())
}

fn one(json: &str) -> Result<ImportedTable, Vec<String>> {
    all(json.as_bytes()).map(|mut found| found.remove(0).1)
}

#[test]
fn the_answer_of_statbank_denmark() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/dst_STRAF42_jsonstat.json");
    let found = all(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!((found.len(), found[0].0.as_str()), (1, "dataset"));
    let table = &found[0].1;
    assert_eq!(table.get(&["00", "2023"]), Some(("233454", &State::Known)));
    let codes: Vec<&str> = table.dimensions.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(codes, ["HERKOMST1", "TID"]);
    assert_eq!(table.dimensions[1].role, Role::Time);
    assert_eq!(
        (table.measure.as_str(), table.unit.as_str(), table.decimals),
        ("Decisions, total", "Number", Some(0))
    );
    assert_eq!(table.table_id.as_deref(), Some("STRAF42"));
    assert_eq!(table.source, "Statistics Denmark");
}

const DENSE: &str = r#"{"version":"2.0","class":"dataset","label":"t","id":["area","year","what"],"size":["2",2,2],
 "role":{"time":["year"],"metric":["what"]},
 "dimension":{
  "area":{"label":"Area","category":{"index":{"147":1,"101":0},"label":{"101":"København","147":"Frederiksberg"}}},
  "year":{"category":{"index":["2022","2023"]}},
  "what":{"category":{"index":["n","p"],"label":{"n":"persons","p":"share"},
          "unit":{"n":{"base":"people","multiplier":3,"decimals":1},"p":{"label":"%","decimals":0}}}}},
 "value":[34880.50,1,2e2,null,5,"..",7,8],"status":STATUS}"#;

#[test]
fn dense_with_marks_for_all_for_each_and_for_some() {
    let none = one(&DENSE.replace("STATUS", "null")).unwrap();
    assert_eq!(none.get(&["101", "2022", "n"]), Some(("34880.50", &State::Known)));
    assert_eq!(none.get(&["101", "2023", "n"]), Some(("200", &State::Known)));
    assert_eq!(none.get(&["101", "2023", "p"]), Some(("", &State::Blank)));
    assert_eq!(none.get(&["147", "2022", "p"]), Some(("", &State::Dots(2))));
    assert_eq!(none.dimensions[0].members[1].label, "Frederiksberg");
    assert_eq!(none.unit_of(&[0, 0, 0]), ("people × 10^3", Some(1)));
    assert_eq!(none.unit_of(&[0, 0, 1]), ("%", Some(0)));
    let flagged = State::Flagged("a".to_owned());
    for marks in ["\"a\"", "[\"a\"]"] {
        let table = one(&DENSE.replace("STATUS", marks)).unwrap();
        assert_eq!(table.get(&["101", "2022", "p"]), Some(("1", &flagged)), "{marks}");
    }
    let each = one(&DENSE.replace("STATUS", "[null,\"a\",null,\"..\",null,null,null,null]")).unwrap();
    assert_eq!(each.get(&["101", "2022", "p"]), Some(("1", &flagged)));
    assert_eq!(each.get(&["101", "2023", "p"]), Some(("", &State::Dots(2))));
    let some = one(&DENSE.replace("STATUS", "{\"3\":\"-\"}")).unwrap();
    assert_eq!(some.get(&["101", "2023", "p"]), Some(("", &State::Dash)));
    assert_eq!(
        one(&DENSE.replace("STATUS", "[null,null]")).unwrap_err(),
        ["the file cannot be read as JSON-stat: `status` has 2 marks for 8 cells"]
    );
}

#[test]
fn sparse_cells_and_one_category_without_an_index() {
    let file = r#"{"class":"dataset","id":["c","t"],"size":[1,3],"dimension":{
        "c":{"category":{"label":{"CA":"Canada"}}},"t":{"category":{"index":["2020Q1","2020Q2","2020Q3"]}}},
        "value":{"2":9,"0":null}}"#;
    let table = one(file).unwrap();
    assert_eq!(table.cells.len(), 2);
    assert_eq!(table.get(&["CA", "2020K3"]), Some(("9", &State::Known)));
    assert_eq!(table.get(&["CA", "2020K1"]), Some(("", &State::Blank)));
    assert_eq!(table.get(&["CA", "2020K2"]), Some(("", &State::Absent)));
    assert!(
        one(&file.replace("\"2\":9", "\"3\":9")).unwrap_err()[0].contains("`3` is not a position below 3")
    );
}

/// As Eurostat writes them: no figure among the values, and a mark that says why.
#[test]
fn a_sparse_cell_with_a_mark_alone_is_there_and_missing_for_its_reason() {
    let file = r#"{"class":"dataset","id":["c","t"],"size":[1,4],"dimension":{
        "c":{"category":{"label":{"CA":"Canada"}}},"t":{"category":{"index":["2020","2021","2022","2023"]}}},
        "value":{"0":9,"3":8},"status":{"1":":","3":"p"}}"#;
    let table = one(file).unwrap();
    assert_eq!(table.cells.len(), 3);
    assert_eq!(table.get(&["CA", "2020"]), Some(("9", &State::Known)));
    assert!(matches!(table.get(&["CA", "2021"]), Some(("", state)) if *state != State::Absent));
    assert_eq!(table.get(&["CA", "2022"]), Some(("", &State::Absent)));
    assert_eq!(table.get(&["CA", "2023"]), Some(("8", &State::Flagged("p".to_owned()))));
}

#[test]
fn bundles_collections_and_files_without_figures() {
    let v1 = |name: &str, value: &str| {
        format!(
            r#""{name}":{{"dimension":{{"id":["t"],"size":[1],"t":{{"category":{{"index":{{"2023":0}}}}}}}},"value":[{value}]}}"#
        )
    };
    let bundle = format!("{{{},{}}}", v1("oecd", "1"), v1("canada", "2"));
    let found = all(bundle.as_bytes()).unwrap();
    let names: Vec<(&str, &str)> = found.iter().map(|(n, t)| (n.as_str(), t.cells.value(0))).collect();
    assert_eq!(names, [("canada", "2"), ("oecd", "1")]);
    let item = |value: &str| {
        format!(
            r#"{{"class":"dataset","id":["t"],"size":[1],"dimension":{{"t":{{"category":{{"index":["2023"]}}}}}},"value":[{value}]}}"#
        )
    };
    let collection = format!(
        r#"{{"class":"collection","link":{{"item":[{},{{"class":"dataset","href":"x"}},{}]}}}}"#,
        item("5"),
        item("6")
    );
    let found = all(collection.as_bytes()).unwrap();
    assert_eq!(
        found.iter().map(|(n, t)| (n.as_str(), t.cells.value(0))).collect::<Vec<_>>(),
        [("1", "5"), ("2", "6")]
    );
    assert!(
        one(r#"{"class":"dimension","category":{}}"#).unwrap_err()[0]
            .contains("a list of codes without figures")
    );
    assert!(one(r#"{"id":"X","variables":[]}"#).unwrap_err()[0].contains("holds no figures"));
    assert!(one("[1]").unwrap_err()[0].contains("it is a list"));
    assert!(one("{}").unwrap_err()[0].contains("there is no dataset in it"));
}

#[test]
fn counts_that_disagree_and_sizes_that_cannot_be() {
    let file = |size: &str, value: &str| {
        format!(
            r#"{{"class":"dataset","id":["a","b"],"size":{size},"dimension":{{"a":{{"category":{{"index":["x","y"]}}}},"b":{{"category":{{"index":["z"]}}}}}},"value":{value}}}"#
        )
    };
    assert_eq!(
        one(&file("[2,1]", "[1]")).unwrap_err(),
        ["the dimensions (2 × 1) make 2 cells, and the file holds 1"]
    );
    assert_eq!(
        one(&file("[3,1]", "[1,2,3]")).unwrap_err(),
        ["the file cannot be read as JSON-stat: the dimension `a` has 2 categories in order, and the size 3"]
    );
    assert_eq!(
        one(&file("[100000,100000]", "{}")).unwrap_err(),
        ["the file has 10000000000 cells, and may have 100000000"]
    );
    assert!(
        one(&file("[18446744073709551615,18446744073709551615]", "{}")).unwrap_err()[0]
            .contains("and may have 100000000")
    );
    assert!(
        one(&file("[2]", "[1,2]")).unwrap_err()[0].contains("`id` names 2 dimensions and `size` has 1 sizes")
    );
    assert!(one(&file("[2,1]", "[1,true]")).unwrap_err()[0].starts_with("`true` is not a number"));
    assert!(one("{\"value\":[1,").is_err());
}

#[test]
fn a_cell_knows_its_line() {
    let table = one("{\"class\":\"dataset\",\"id\":[\"a\"],\"size\":[2],\n\"dimension\":{\"a\":{\"category\":{\"index\":[\"x\",\"y\"]}}},\n\"value\":[1,\n 22]}").unwrap();
    assert_eq!(table.place(1), ramme_diag::Place::cell("t.json", 4, 2, None));
}
