//! The same small table as CSV, PX, JSON-stat and XLSX comes to the same cells.
#![allow(clippy::unwrap_used, clippy::panic, clippy::unreachable, reason = "a test may fail loudly")]

mod common;

use common::{Sheet, xlsx};
use ramme_diag::Limits;
use ramme_table::import::{ImportedTable, Role};
use ramme_table::inspect::import;
use std::collections::BTreeMap;

const CSV: &str = "\u{feff}OMRÅDE;TID;INDHOLD\r\n101;2022K1;12,5\r\n101;2022K2;..\r\n147;2022K1;-3\r\n147;2022K2;1234,25\r\n";
const PX: &str = "CHARSET=\"ANSI\";CODEPAGE=\"utf-8\";STUB=\"OMRÅDE\";HEADING=\"Tid\";\n\
    VALUES(\"OMRÅDE\")=\"København\",\"Frederiksberg\";CODES(\"OMRÅDE\")=\"101\",\"147\";\n\
    VALUES(\"Tid\")=\"2022K1\",\"2022K2\";TIMEVAL(\"Tid\")=TLIST(Q1),\"20221\"-\"20222\";\nDATA=\n12.5 \"..\"\n-3 1234.25;";
const JSON: &str = r#"{"class":"dataset","id":["OMRÅDE","Tid"],"size":[2,2],"role":{"time":["Tid"]},"dimension":{
    "OMRÅDE":{"category":{"index":["101","147"],"label":{"101":"København","147":"Frederiksberg"}}},
    "Tid":{"category":{"index":["2022Q1","2022Q2"]}}},"value":[12.50,null,-3,1234.25],"status":{"1":".."}}"#;

fn one(name: &str, bytes: &[u8]) -> ImportedTable {
    let mut seen = import(name, bytes, None, &Limits::default()).unwrap_or_else(|all| {
        panic!("{name}: {:?}", all.iter().map(|d| d.message(ramme_diag::Lang::En)).collect::<Vec<_>>())
    });
    assert_eq!(seen.tables.len(), 1, "{name}");
    seen.tables.remove(0)
}

/// Codes of the dimensions, with whether they are time; each cell's figure and state by the codes of its members.
type Figures = (Vec<(String, bool)>, BTreeMap<Vec<String>, (String, String)>);

/// Codes of the dimensions, and by the codes of its members each cell: the figure without zeros at its end, and its state.
fn figures(table: &ImportedTable) -> Figures {
    let dimensions = table.dimensions.iter().map(|d| (d.code.clone(), d.role == Role::Time)).collect();
    let mut cells = BTreeMap::new();
    let mut at = Vec::new();
    for cell in 0..table.cells.len() {
        table.coordinate(cell, &mut at);
        let key = (0..at.len()).map(|d| table.member(d, &at).unwrap().code.clone()).collect();
        let value = ramme_value::Decimal::parse(table.cells.value(cell))
            .map(|d| d.trim(0).to_string())
            .unwrap_or_default();
        assert!(cells.insert(key, (value, table.cells.state(cell).word())).is_none());
    }
    (dimensions, cells)
}

#[test]
fn four_formats_one_table() {
    let sheet = [
        "Folketal||",
        "OMRÅDE|TID|INDHOLD",
        "'101|2022K1|12.5",
        "'101|2022K2|..",
        "'147|2022K1|-3",
        "'147|2022K2|1234.25",
    ];
    let wide = ["Folketal||", "OMRÅDE|2022K1|2022K2", "'101|12.5|..", "'147|-3|1234.25"];
    let csv = figures(&one("t.csv", CSV.as_bytes()));
    assert_eq!(csv.0, [("OMRÅDE".to_owned(), false), ("TID".to_owned(), true)]);
    assert_eq!(csv.1[&vec!["147".to_owned(), "2022K2".to_owned()]], ("1234.25".to_owned(), String::new()));
    assert_eq!(csv.1[&vec!["101".to_owned(), "2022K2".to_owned()]], (String::new(), "dots2".to_owned()));
    assert_eq!(figures(&one("t.px", PX.as_bytes())), csv);
    assert_eq!(figures(&one("t.json", JSON.as_bytes())), csv);
    assert_eq!(figures(&one("t.xlsx", &xlsx(&[Sheet::new("Ark1", &sheet)]))), csv);
    assert_eq!(figures(&one("t.xlsx", &xlsx(&[Sheet::new("Ark1", &wide)]))), csv);
}
