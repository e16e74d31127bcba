//! Delimited text and workbooks: what is read by evidence, what is asked, what an answer does.
#![allow(clippy::unwrap_used, clippy::panic, clippy::unreachable, reason = "a test may fail loudly")]

mod common;

use common::{Sheet, file, xlsx, xlsx_of, zip};
use ramme_diag::{Lang, Limits};
use ramme_table::import::{Spec, State, tidy};
use ramme_table::inspect::{Inspection, import, inspect};

fn look(name: &str, bytes: &[u8], spec: &str) -> Inspection {
    let limits = Limits::default();
    let given = (!spec.is_empty()).then(|| Spec::read("s.toml", spec, &limits).unwrap());
    inspect(name, bytes, given.as_ref(), &limits).unwrap_or_else(|all| panic!("{:?}", words(&all)))
}

fn words(all: &[ramme_diag::Diagnostic]) -> Vec<String> {
    all.iter().map(|d| d.message(Lang::En)).collect()
}

fn asked(seen: &Inspection) -> Vec<&str> {
    seen.questions.iter().map(|q| q.line.as_str()).collect()
}

fn csv(seen: &Inspection) -> String {
    let problems: Vec<String> = words(&seen.problems);
    assert!(seen.is_settled(), "{:?} {problems:?}", asked(seen));
    tidy(&seen.tables[0], &Limits::default()).unwrap()
}

fn refused(name: &str, bytes: &[u8], limits: &Limits) -> String {
    words(&import(name, bytes, None, limits).unwrap_err()).join("\n")
}

fn found(seen: &Inspection, what: &str) -> Vec<String> {
    seen.findings.iter().filter(|f| f.what.en == what).map(|f| f.found.en.clone()).collect()
}

#[test]
fn files_of_statbank_denmark() {
    let seen = look("FOLK1A.csv", &file("FOLK1A.csv"), "");
    let table = &seen.tables[0];
    assert_eq!(table.cells.len(), 52);
    assert_eq!(table.get(&["Hele landet", "I alt", "2008K1"]), Some(("5475791", &State::Known)));
    assert_eq!(found(&seen, "periods"), ["2008K1–2020K4 without gaps"]);
    let seen = look("FOLK1A-1.csv", &file("FOLK1A-1.csv"), "");
    let table = &seen.tables[0];
    assert_eq!(table.get(&["I alt", "Høje-Taastrup", "2020K1"]), Some(("50759", &State::Known)));
    assert!(found(&seen, "areas")[0].starts_with("98 municipalities, 5 regions, 1 whole country"));
    let seen = look("dst_STRAF42.csv", &file("dst_STRAF42.csv"), "");
    assert_eq!(csv(&seen), "HERKOMST1,TID,value,unit,decimals,status\nTotal,2023,233454,,,\n");
    let seen = look("komgrp.csv", &file("komgrp.csv"), "");
    let table = &seen.tables[0];
    assert_eq!(table.cells.len(), 103);
    assert_eq!(table.get(&["751", "Aarhus"]), Some(("2", &State::Known)));
    let why = |column: &str| {
        let about = |f: &&ramme_table::inspect::Finding| f.what.en == format!("column `{column}`");
        seen.findings.iter().find(about).unwrap().because.clone().unwrap()
    };
    assert!(why("SEKVENS").en.contains("it numbers the rows"), "{:?}", why("SEKVENS"));
    assert_eq!(why("PARAGRAF").da, "103 tomme: der står intet i den");
}

#[test]
fn latin_1_with_danish_marks_and_one_question() {
    let text =
        b"Kommune;Takst (kr. pr. dag);Dato\n\xc5rhus;1.234,50;01-02-2026\nBallerup;987,00;02-03-2026\n";
    let seen = look("takst.csv", text, "");
    assert_eq!(asked(&seen), ["dates = \"dd-mm-yyyy\""]);
    let seen = look("takst.csv", text, "dates = \"dd-mm-yyyy\"");
    assert_eq!(
        csv(&seen),
        "Kommune,Dato,value,unit,decimals,status\nÅrhus,2026-02-01,1234.50,kr. pr. dag,,\nBallerup,2026-03-02,987.00,kr. pr. dag,,\n"
    );
    assert_eq!(
        found(&seen, "areas"),
        ["2 municipalities, 0 regions, 0 whole country; spelled otherwise: `Århus` = 751 Aarhus"]
    );
    let with_evidence = [&text[..], b"Greve;1,00;30-03-2026\n"].concat();
    assert!(look("takst.csv", &with_evidence, "").is_settled());
}

#[test]
fn one_point_before_three_digits_is_asked_and_never_guessed() {
    let text = b"Kommune;Udgift\nBallerup;1.234\nHerlev;5.678\n";
    let seen = look("t.csv", text, "");
    assert_eq!(asked(&seen), ["decimal = \",\""]);
    assert!(seen.tables.is_empty());
    assert!(words(&import("t.csv", text, None, &Limits::default()).unwrap_err())[0].starts_with(
        "the decimal mark cannot be decided from the file: `1.234` is 1234 if the decimal mark is `,`"
    ));
    let row = |spec: &str| csv(&look("t.csv", text, spec)).lines().nth(1).unwrap_or_default().to_owned();
    assert_eq!(row("decimal = \",\""), "Ballerup,1234,,,");
    assert_eq!(row("decimal = \".\""), "Ballerup,1.234,,,");
    // One other cell settles it.
    let settled = look("t.csv", b"Kommune;Udgift\nBallerup;1.234\nHerlev;5,5\n", "");
    assert!(csv(&settled).contains("Ballerup,1234,"));
}

#[test]
fn a_sheet_with_a_merged_title_a_row_of_units_and_a_row_of_totals() {
    let rows = [
        "Regnskab for det specialiserede socialområde|||",
        "|||",
        "Kommune|År|Udgift|Pladser",
        "||1.000 kr.|antal",
        "Ballerup|2022|1500.5|10",
        "|2023|1600|11",
        "Herlev|2022|700|5",
        "|2023|..|6",
        "I alt|2022|2200.5|15",
        "Kilde: egne tal|||",
    ];
    let sheet = Sheet { name: "Takster", rows: &rows, merges: &["A1:D1", "A5:A6", "A7:A8"], hidden: false };
    let bytes = xlsx(&[sheet, Sheet { hidden: true, ..Sheet::new("Skjult", &["a|b", "x|1"]) }]);
    let seen = look("regnskab.xlsx", &bytes, "");
    let table = &seen.tables.first().unwrap_or_else(|| panic!("{:?}", asked(&seen)));
    assert_eq!(table.title, "Regnskab for det specialiserede socialområde");
    assert_eq!(table.source, "egne tal");
    assert_eq!(table.get(&["Ballerup", "2023", "Udgift"]), Some(("1600", &State::Known)));
    assert_eq!(table.get(&["Herlev", "2023", "Udgift"]), Some(("", &State::Dots(2))));
    let text = csv(&seen);
    assert!(text.contains("Ballerup,2022,Udgift,1500.5,1.000 kr.,,\n"), "{text}");
    assert!(text.contains("I alt,2022,Pladser,15,antal,,\n"), "{text}");
    assert!(found(&seen, "a total inside the data")[0].contains("it is their sum in 2 of 2 cases"));
    let without = look("regnskab.xlsx", &bytes, "totals = \"leave out\"");
    assert!(!csv(&without).contains("I alt"));
}

#[test]
fn hidden_rows_are_asked_about() {
    let rows = ["Kommune|Udgift", "Ballerup|1", "~Herlev|2", "Greve|3"];
    let bytes = xlsx(&[Sheet::new("A", &rows)]);
    let seen = look("t.xlsx", &bytes, "");
    assert_eq!(asked(&seen), ["hidden = \"keep\""]);
    assert_eq!(csv(&look("t.xlsx", &bytes, "hidden = \"keep\"")).lines().count(), 4);
    assert_eq!(csv(&look("t.xlsx", &bytes, "hidden = \"leave out\"")).lines().count(), 3);
}

#[test]
fn several_sheets_and_several_datasets_are_asked_about() {
    let (a, b) = (["k|v", "x|1"], ["k|v", "y|2"]);
    let bytes = xlsx(&[Sheet::new("Et", &a), Sheet::new("To", &b)]);
    assert_eq!(asked(&look("t.xlsx", &bytes, "")), ["sheet = \"Et\""]);
    assert!(csv(&look("t.xlsx", &bytes, "sheet = \"To\"")).contains("y,2,"));
    let limits = Limits::default();
    let wrong = Spec::read("s.toml", "sheet = \"Tre\"", &limits).unwrap();
    let said = words(&inspect("t.xlsx", &bytes, Some(&wrong), &limits).unwrap_err());
    assert_eq!(said, ["the sheet: the spec says `Tre`, and the file has `Et`, `To`"]);
}

#[test]
fn two_rows_of_headings() {
    let text = "Kommune;2022;;2023;\n;Budget;Regnskab;Budget;Regnskab\nBallerup;1;2;3;4\n";
    let seen = look("t.csv", text.as_bytes(), "");
    let table = &seen.tables[0];
    assert_eq!(table.get(&["Ballerup", "2023", "Budget"]), Some(("3", &State::Known)));
    assert_eq!(table.dimensions[1].code, "TID");
}

#[test]
fn signs_stars_and_texts_among_figures() {
    let text = "Kommune;Udgift\nBallerup;12*\nHerlev;-\nGreve;..\nIshøj;.\nDragør;\n";
    let text = csv(&look("t.csv", text.as_bytes(), ""));
    let status: Vec<&str> = text.lines().skip(1).filter_map(|l| l.rsplit(',').next()).collect();
    assert_eq!(status, ["flag:*", "dash", "dots2", "dots1", "blank"]);
    let odd = "Kommune;Antal\nA;12\nB;<5\nC;7\nD;8\nE;9\nF;9\n";
    let seen = look("t.csv", odd.as_bytes(), "");
    assert_eq!(asked(&seen), ["columns.\"Antal\".role = \"value\"` and `missing = [\"<5\"]"]);
    let spec = "columns.\"Antal\".role = \"value\"\nsuppressed = [\"<5\"]";
    assert!(csv(&look("t.csv", odd.as_bytes(), spec)).contains("B,,Antal,,suppressed"));
    let wrong = look("t.csv", odd.as_bytes(), "columns.\"Antal\".role = \"value\"");
    assert_eq!(
        words(&wrong.problems),
        ["`<5` is not a number: it holds a character that is no part of a number"]
    );
}

#[test]
fn rows_and_keys_that_do_not_fit() {
    let ragged = refused("t.csv", b"a;b;c\nx;y;1\nx;2\n", &Limits::default());
    assert_eq!(ragged, "the line has 2 fields, and the heading has 3");
    let twice = look("t.csv", "navn;år;n\nx;2022;1\nx;2022;2\n".as_bytes(), "");
    assert_eq!(words(&twice.problems), ["the key `x, 2022` stands in line 2 and again in line 3"]);
    let blank = look("t.csv", b"a;b;n\nx;p;1\n;q;2\n", "");
    assert_eq!(asked(&blank), ["fill_down = true"]);
    assert!(csv(&look("t.csv", b"a;b;n\nx;p;1\n;q;2\n", "fill_down = true")).contains("x,q,2,"));
    let gap = look("t.csv", "navn;år;n\nx;2020;1\nx;2022;2\n".as_bytes(), "");
    assert_eq!(found(&gap, "periods"), ["2020–2022, and 1 are not there: 2021"]);
}

#[test]
fn codes_and_names_that_do_not_belong_together() {
    let text = "kommunekode;kommune;n\n101;København;1\n151;Brøndby;2\n153;Brøndby;3\n";
    let seen = look("t.csv", text.as_bytes(), "");
    assert_eq!(
        found(&seen, "municipalities"),
        ["names that are not those of their codes: 151 `Brøndby` (= Ballerup)"]
    );
}

#[test]
fn a_spec_fixes_the_reading_and_the_next_file_is_held_against_it() {
    let first = "Kommune;Udgift (1.000 kr.);Dato\nBallerup;1.234,5;30-01-2026\n";
    let seen = look("2025.csv", first.as_bytes(), "");
    let spec = seen.spec_text("2025.csv");
    let same = first.replace("1.234,5", "2.345").replace("30-01", "01-02");
    let next = look("2026.csv", same.as_bytes(), &spec);
    assert!(csv(&next).contains("Ballerup,2026-02-01,2345,1.000 kr."), "{spec}");
    let differs = |text: &str| words(&look("2026.csv", text.as_bytes(), &spec).problems).join("\n");
    assert_eq!(
        differs(&first.replace("Dato", "Datoen")),
        "a column: the spec says `Dato`, and the file has no such column\na column: the spec says no such column, and the file has `Datoen`"
    );
    assert_eq!(
        differs(&first.replace("1.234,5", "1234.5")),
        "the decimal mark: the spec says `,`, and the file has `1234.5`"
    );
    let unit = spec.replace("unit = \"1.000 kr.\"", "unit = \"mio. kr.\"");
    let said = words(&look("2026.csv", first.as_bytes(), &unit).problems);
    assert_eq!(
        said,
        ["the unit of `Udgift (1.000 kr.)`: the spec says `mio. kr.`, and the file has `1.000 kr.`"]
    );
}

#[test]
fn workbooks_that_would_fill_the_memory() {
    let big = zip(&[("xl/workbook.xml", vec![b' '; 4 << 20])]);
    assert!(big.len() < 10_000);
    let small = Limits { workbook_inflated_bytes: 1 << 20, ..Limits::default() };
    assert_eq!(
        refused("t.xlsx", &big, &small),
        "the file has > 1048576 bytes unpacked, and may have 1048576"
    );
    let far = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>"#;
    let path = "xl/worksheets/sheet1.xml".to_owned();
    let bytes = xlsx_of(&[Sheet::new("A", &[])], &[(path, far.to_owned())]);
    let few = Limits { workbook_cells: 10_000, ..Limits::default() };
    assert_eq!(refused("t.xlsx", &bytes, &few), "the file has > 10000 cells, and may have 10000");
    // Within the limits the two cells are two rows, and not seventeen thousand million.
    assert!(import("t.xlsx", &bytes, None, &Limits::default()).is_err());
}

#[test]
fn the_files_of_the_how_to() {
    let seen = look("made_accounts.xlsx", &file("made_accounts.xlsx"), "");
    assert_eq!(seen.tables[0].get(&["Ballerup", "2022", "Udgift"]), Some(("1500.5", &State::Known)));
    let seen = look("made_tariffs_latin1.csv", &file("made_tariffs_latin1.csv"), "dates = \"dd-mm-yyyy\"");
    assert!(csv(&seen).contains("Århus,2026-02-01,1234.50,kr. pr. dag,,"));
    assert_eq!(asked(&look("made_undecided.csv", &file("made_undecided.csv"), "")), ["decimal = \",\""]);
    let seen = look("made_REGK31.csv", &file("made_REGK31.csv"), "");
    let totals = ramme_table::import::accounts::totals(
        &seen.tables[0],
        "2023",
        &ramme_table::import::accounts::Definitions::built_in(),
    )
    .unwrap();
    let of = |area: &str, place: &str| {
        let found = totals
            .rows
            .iter()
            .find(|r| r.area == area && r.category.is_empty() && r.place.0 == place && r.year == "2022");
        found.and_then(|r| r.value).map(|v| v.to_string())
    };
    // København: 14 accounts of 1010 + 22 + the last two digits of the account, which sum to 666; six of children sum to 135.
    assert_eq!(of("adults", "101").as_deref(), Some("15114"));
    assert_eq!(of("children", "101").as_deref(), Some("6327"));
}
