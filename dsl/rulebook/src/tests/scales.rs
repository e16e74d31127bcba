//! Scales: bands in order, one table at a time, and what is looked up in the unit and prices of the thresholds.

use super::{bad, body, good, type_of};

const TAX: &str = "scale tax by year : kr -> %\n  2023: from 0 kr = 10 %, from 40_000 kr = 20 %\n";

#[test]
fn a_band_gives_a_rate_and_parts_times_rates_a_product() {
    let book = good(&format!(
        "{TAX}define x of house by year : kr with 6 decimals = tax on bands of a\n\
         define y of house by year : % = tax at a\n\
         define z of house : % = tax[2023] at alone\n"
    ));
    assert_eq!(body(&book, "x"), "(tax on bands of a)");
    assert_eq!(body(&book, "y"), "(tax at a)");
    assert_eq!(body(&book, "z"), "(tax[2023] at alone)");
    assert_eq!(type_of(&book, "x"), "kr with 6 decimals");
    let book = good(
        "scale day_rate : day -> kr/day\n  from 0 day = 10 kr/day\n\
         define x of house by year : kr = day_rate on bands of days_in\n",
    );
    assert_eq!(type_of(&book, "x"), "kr");
}

#[test]
fn what_is_looked_up_fits_the_thresholds() {
    bad(&format!("{TAX}define x of house by year : % = tax at b\n"), &[("E0301", "b", "kroner per day")]);
    bad(&format!("{TAX}define x of house by year : % = tax at c\n"), &[("E0302", "c", "2022 prices")]);
    bad(
        &format!("{TAX}define x of house by year : % = tax at (a / n)\n"),
        &[("E0310", "a / n", "looked up in bands")],
    );
    bad(
        "scale size_of : kr -> size\n  from 0 kr = small\n\
         define x of house by year : kr = size_of on bands of a\n",
        &[("E0315", "size_of", "")],
    );
}

#[test]
fn tables_have_their_keys_their_dates_and_their_order() {
    bad(
        "scale tax by year : kr -> %\n  2023: from 5 kr = 1 %, from 5 kr = 2 %\n",
        &[("E0365", "5 kr", "from 5 kr does not begin above")],
    );
    bad(
        "scale tax by year : kr -> %\n  2023: from 5 kr = 1 %\n  2023: from 6 kr = 2 %\n",
        &[("E0402", "2023: from 6 kr = 2 %", "tax[2023]")],
    );
    bad(
        "scale tax : kr -> %\n  from 2024: from 5 kr = 1 %\ndefine x : % = tax at alone\n",
        &[("E0414", "tax", "")],
    );
    bad("scale tax of house : kr -> %\n  from 5 kr = 1 %\n", &[("E0332", "house", "")]);
    bad("scale tax : text -> %\n  from 5 kr = 1 %\n", &[("E0315", "text", "")]);
    bad("scale tax : kr -> %\n  from 5 day = 1 %\n", &[("E0304", "5 day", "")]);
    bad(&format!("{TAX}define x of house : % = tax at alone\n"), &[("E0306", "tax", "")]);
    bad("define x of house by year : kr = a at b\n", &[("E0213", "a", "a scale")]);
    bad(&format!("{TAX}define x of house by year : % = tax\n"), &[("E0213", "tax", "a value")]);
}
