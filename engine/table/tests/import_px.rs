//! PX files of several offices, cell by cell where it was counted by hand.
#![allow(clippy::unwrap_used, clippy::panic, clippy::unreachable, reason = "a test may fail loudly")]

use ramme_diag::{Diagnostic, Lang, Limits};
use ramme_table::import::px::{Stated, read};
use ramme_table::import::{ImportedTable, Role, State, tidy};
use std::path::Path;

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap()
}

fn px(name: &str) -> (ImportedTable, Vec<Diagnostic>) {
    read(name, &bytes(name), Stated::default(), &Limits::default()).unwrap()
}

fn text(px: &str) -> Result<ImportedTable, Vec<String>> {
    let found = read("t.px", px.as_bytes(), Stated::default(), &Limits::default());
    found.map(|(table, _)| table).map_err(|all| all.iter().map(|d| d.message(Lang::En)).collect())
}

fn sizes(table: &ImportedTable) -> Vec<usize> {
    table.dimensions.iter().map(|d| d.members.len()).collect()
}

/// Every cell is there.
fn whole(table: &ImportedTable) {
    assert_eq!(table.combinations(), Some(table.cells.len() as u64));
}

fn known<'a>(table: &'a ImportedTable, codes: &[&str]) -> &'a str {
    let (value, state) = table.get(codes).unwrap();
    assert_eq!(*state, State::Known);
    value
}

#[test]
fn short_form_of_a_time_list() {
    let (table, warnings) = px("TIMEVAL_short.px");
    assert!(warnings.is_empty());
    whole(&table);
    assert_eq!(sizes(&table), [2, 3, 4]);
    assert_eq!(known(&table, &["K_3001", "Levende", "2019"]), "257");
    assert_eq!(known(&table, &["K_3001", "Fodselsoverskudd", "2022"]), "-72");
    assert_eq!(known(&table, &["K_3002", "Dode", "2020"]), "453");
    assert_eq!(table.dimensions[2].role, Role::Time);
    assert_eq!(table.table_id.as_deref(), Some("Levende"));
    assert_eq!((table.unit.as_str(), table.decimals), ("persons", Some(0)));
    let place = table.place(0).clone();
    assert_eq!(place, ramme_diag::Place::cell("TIMEVAL_short.px", 30, 1, None));
}

#[test]
fn a_semicolon_inside_a_text() {
    let (table, _) = px("semicolon_in_values.px");
    whole(&table);
    assert_eq!(known(&table, &["Public administration; defence", "2021"]), "4");
}

#[test]
fn utf_8_that_says_it_is_latin_1() {
    let (table, warnings) = px("tab4_fewcells.px");
    whole(&table);
    assert_eq!(table.cells.value(0), "445");
    let said: Vec<String> = warnings.iter().map(|d| d.message(Lang::En)).collect();
    assert_eq!(said, ["the file says its text is iso-8859-1, and it is read as utf-8"]);
    assert_eq!(table.measure, "Substance");
    assert_eq!(
        table.dimensions.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(),
        ["SECTOR", "GREENHOUSEGAS", "TIME"]
    );
    let swedish = Stated { language: Some("sv"), encoding: None };
    let (table, _) = read("t.px", &bytes("tab4_fewcells.px"), swedish, &Limits::default()).unwrap();
    assert_eq!(table.dimensions[1].label, "växthusgas");
    assert_eq!(
        (table.dimensions[1].members[0].label.as_str(), table.dimensions[1].members[0].code.as_str()),
        ("Koldioxid (CO2) (kt)", "CO2")
    );
}

#[test]
fn three_languages() {
    let (table, warnings) = px("SOXATI4.px");
    assert!(warnings.is_empty());
    whole(&table);
    assert_eq!(sizes(&table), [12, 6, 2, 6]);
    assert_eq!(table.cells.len(), 864);
    let last = table.cells.len() - 1;
    assert_eq!((table.cells.value(last), table.cells.value(last - 11)), ("221", "206"));
    let danish = Stated { language: Some("da"), encoding: None };
    let (table, _) = read("t.px", &bytes("SOXATI4.px"), danish, &Limits::default()).unwrap();
    assert_eq!(table.dimensions[1].members[4].label, "Erhversuddannelse");
    assert_eq!(
        table.title,
        "Befolkning efter arbejdsmarkedsstatus, uddannelsesniveau, opgørelsesmetode og tid"
    );
    let none = Stated { language: Some("sv"), encoding: None };
    assert!(read("t.px", &bytes("SOXATI4.px"), none, &Limits::default()).is_err());
}

#[test]
fn windows_text_and_dashes_that_are_not_zero() {
    let (table, warnings) = px("BEXSTA_windows_1252.px");
    assert!(warnings.is_empty());
    whole(&table);
    assert_eq!(sizes(&table), [3, 3, 100, 8, 1]);
    let dashes = table.cells.count_by_state().into_iter().find(|(state, _)| *state == State::Dash);
    assert_eq!(dashes, Some((State::Dash, 1937)));
    assert!(table.notes[0].contains("§13"));
    assert_eq!(*table.cells.state(7199), State::Dash);
}

#[test]
fn two_kinds_of_dots_are_kept_apart() {
    let (table, _) = px("27067.px");
    whole(&table);
    assert_eq!(sizes(&table), [1, 29, 4, 7]);
    let counts = table.cells.count_by_state();
    let of = |n| counts.iter().find(|(state, _)| *state == State::Dots(n)).map(|(_, n)| *n);
    assert_eq!((of(2), of(1)), (Some(208), Some(252)));
    assert_eq!(table.dimensions[1].members[0].label, "05 Extracción de antracita, hulla y lignito");
    let food = "10 Industria de la alimentación";
    assert!(table.dimensions[1].members.iter().any(|m| m.code == food));
    // The third industry has the first figures of the file, newest month first.
    assert_eq!(known(&table, &["CA06", "08 Otras industrias extractivas", "Índice", "2018M12"]), "100.0");
    assert_eq!(table.dimensions[3].role, Role::Time);
    assert_eq!(table.source, "Instituto Nacional de Estadística");
}

#[test]
fn sparse_rows_with_keys() {
    let file = "STUB=\"area\",\"sex\";HEADING=\"year\";VALUES(\"area\")=\"A\",\"B\";CODES(\"area\")=\"1\",\"2\";\n\
                VALUES(\"sex\")=\"m\",\"f\";VALUES(\"year\")=\"2022\",\"2023\";KEYS(\"area\")=CODES;KEYS(\"sex\")=VALUES;\n\
                DATA=\n\"2\",\"f\",5 \"..\"\n\"1\",\"m\",1 2;\n";
    let table = text(file).unwrap();
    assert_eq!(table.get(&["2", "f", "2023"]), Some(("", &State::Dots(2))));
    assert_eq!(table.get(&["1", "m", "2023"]), Some(("2", &State::Known)));
    assert_eq!(table.get(&["1", "f", "2023"]), Some(("0", &State::Known)));
    assert_eq!(tidy(&table, &Limits::default()).unwrap().lines().count(), 9);
    let twice = file.replace("\"1\",\"m\",1 2", "\"2\",\"f\",1 2");
    assert_eq!(
        text(&twice).unwrap_err(),
        ["the file cannot be read as PX: the keys stand already in line 4"]
    );
}

#[test]
fn what_is_refused_and_how() {
    let head = "STUB=\"a\";HEADING=\"y\";VALUES(\"a\")=\"A\",\"B\";VALUES(\"y\")=\"2022\",\"2023\";\n";
    let said = |data: &str| text(&format!("{head}{data}")).unwrap_err().join("\n");
    assert_eq!(said("DATA=1 2 3;"), "the dimensions (2 × 2) make 4 cells, and the file holds 3");
    assert_eq!(said("DATA=1 2 3 4 5"), "the dimensions (2 × 2) make 4 cells, and the file holds 5");
    assert!(said("DATA=1 2 3 4,5 6;").contains("make 4 cells, and the file holds 6"));
    assert!(said("DATA=1 2 3 4e3;").starts_with("`4e3` is not a number"));
    assert!(said("DATA=1 2 3 4; MORE=\"x\";").contains("something stands after the data"));
    assert!(said("DATA=1 2 3 \"4;").contains("a quote is not closed"));
    assert!(text("STUB=\"a\";DATA=1;").unwrap_err()[0].contains("the variable `a` has no `VALUES`"));
    assert!(
        text("HEADING=\"a\";STUB=\"a\";VALUES(\"a\")=\"x\";DATA=1;").unwrap_err()[0].contains("stands twice")
    );
}

#[test]
fn a_small_file_that_claims_a_billion_cells() {
    let values: Vec<String> = (0..1000).map(|n| format!("\"{n}\"")).collect();
    let list = values.join(",");
    let mut file = "STUB=\"a\",\"b\";HEADING=\"c\";\n".to_owned();
    for name in ["a", "b", "c"] {
        file.push_str(&format!("VALUES(\"{name}\")={list};\n"));
    }
    file.push_str("DATA=1;");
    assert_eq!(text(&file).unwrap_err(), ["the file has 1000000000 cells, and may have 100000000"]);
    let less = Limits { cube_header_bytes: 1000, ..Limits::default() };
    let found = read("t.px", file.as_bytes(), Stated::default(), &less).unwrap_err();
    assert!(found[0].message(Lang::En).contains("bytes before its data"));
}
