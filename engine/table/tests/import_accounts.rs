//! A table of accounts by function, in the form of StatBank's, becomes the totals of the areas that the reports define.
//! All figures are invented.
#![allow(clippy::unwrap_used, clippy::panic, clippy::unreachable, reason = "a test may fail loudly")]

use ramme_diag::{Lang, Limits};
use ramme_table::import::accounts::{Definitions, Total, totals};
use ramme_table::import::municipality::{CAPITAL_REGION, of_region};
use ramme_table::inspect::import;
use std::fmt::Write as _;

/// What an account is invented to be.
fn figure(municipality: &str, function: &str, year: i32) -> i64 {
    let n = |text: &str| text.parse::<i64>().unwrap();
    n(municipality) * 10 + n(function) % 100 + i64::from(year) - 2000
}

fn table(years: &[i32], left_out: &str) -> String {
    let mut out = "\u{feff}OMRÅDE;FUNKTION;DRANST;ART;PRISENHED;TID;INDHOLD\r\n".to_owned();
    let functions = (53838..=53859).chain(52820..=52825).chain([52517]);
    for function in functions.map(|f: i64| f.to_string()) {
        for area in of_region(CAPITAL_REGION) {
            for year in years {
                if function == left_out && area.code == "151" {
                    continue;
                }
                for (dranst, art, factor) in [("1", "TOT", 1), ("1", "UE", 2), ("2", "TOT", 7)] {
                    let value = figure(&area.code, &function, *year) * factor;
                    let _ = write!(out, "{};{function};{dranst};{art};LOBM;{year};{value}\r\n", area.code);
                }
            }
        }
    }
    out
}

fn sums(text: &str, wanted: &str) -> Vec<Total> {
    let seen = import("REGK31.csv", text.as_bytes(), None, &Limits::default()).unwrap();
    totals(&seen.tables[0], wanted, &Definitions::built_in()).unwrap().rows
}

#[test]
fn the_29_municipalities_by_area_and_category() {
    let rows = sums(&table(&[2021, 2022], ""), "2023");
    // Adults, children, and children's two categories; 29 municipalities; two years.
    assert_eq!(rows.len(), 4 * 29 * 2);
    for row in &rows {
        let year: i32 = row.year.parse().unwrap();
        let all = Definitions::built_in();
        let accounts = all.of("2023");
        let held = accounts
            .iter()
            .filter(|a| a.area == row.area && (row.category.is_empty() || a.category == row.category));
        let wanted: i64 = held.map(|a| figure(&row.place.0, &a.function, year)).sum();
        assert_eq!(row.value.map(|v| v.to_string()), Some(wanted.to_string()), "{row:?}");
        assert_eq!(row.known, row.of);
    }
    let of = |area: &str, category: &str| {
        rows.iter().find(|r| r.area == area && r.category == category).unwrap().of
    };
    assert_eq!(
        (of("adults", ""), of("children", ""), of("children", "preventive"), of("children", "placement")),
        (14, 6, 2, 4)
    );
}

#[test]
fn an_account_that_is_not_there_makes_its_total_unknown() {
    let rows = sums(&table(&[2022], "53842"), "2023");
    let ballerup = rows.iter().find(|r| r.area == "adults" && r.place.0 == "151").unwrap();
    assert_eq!((ballerup.value, ballerup.known, ballerup.of), (None, 13, 14));
    let other = rows.iter().find(|r| r.area == "adults" && r.place.0 == "153").unwrap();
    assert!(other.value.is_some());
}

#[test]
fn the_year_in_which_two_versions_hold_is_marked() {
    let rows = sums(&table(&[2014, 2015, 2016], ""), "2022");
    let child = |year: &str| {
        rows.iter()
            .find(|r| r.area == "children" && r.category.is_empty() && r.year == year && r.place.0 == "101")
            .unwrap()
    };
    assert_eq!((child("2014").of, child("2015").of, child("2016").of), (5, 7, 6));
    assert_eq!([child("2014").overlap, child("2015").overlap, child("2016").overlap], [false, true, false]);
}

#[test]
fn what_is_no_table_of_accounts_is_refused() {
    let text = table(&[2022], "").replace(";TOT;", ";S0;").replace(";LOBM;", ";INDL;");
    let seen = import("t.csv", text.as_bytes(), None, &Limits::default()).unwrap();
    let said =
        |name: &str| totals(&seen.tables[0], name, &Definitions::built_in()).unwrap_err().message(Lang::En);
    assert_eq!(said("2023"), "the dimension `ART`: the spec says `TOT`, and the file has S0, UE");
    assert!(
        said("2020")
            .starts_with("the definition of areas: the spec says `2020`, and the file has 2022, 2023")
    );
}
