//! Versions: bounds, overlaps, gaps, what dates bind to.

use super::{bad, good};

#[test]
fn clauses_meet_without_gap_or_overlap() {
    good("define x by year : kr\n  to 2022 = 0 kr\n  from 2023 = 1 kr\n");
    bad(
        "define x by year : kr\n  to 2022 = 0 kr\n  from 2024 = 1 kr\n",
        &[("E0401", "from 2024 = 1 kr", "says nothing from 2023-01-01 to 2023-12-31")],
    );
    bad(
        "define x by year : kr\n  to 2023 = 0 kr\n  from 2023 = 1 kr\n",
        &[("E0402", "from 2023 = 1 kr", "two clauses from 2023-01-01 to 2023-12-31")],
    );
    bad(
        "define x by year : kr\n  from 2020 = 0 kr\n  from 2022 = 1 kr\n",
        &[("E0402", "from 2022 = 1 kr", "from 2022-01-01 on")],
    );
    bad("define x by year : kr\n  from 2024 to 2023 = 0 kr\n", &[("E0403", "2024", "after it ends")]);
}

#[test]
fn a_recurrence_begins_somewhere() {
    good("define x by year : kr\n  to 2022 = 0 kr\n  from 2023 = previous x + 1 kr\n");
    good("define x by year : kr\n  to 2022 = 0 kr\n  from 2023 = y\ndefine y by year : kr = previous x\n");
    bad("define x by year : kr = previous x\n", &[("E0323", "x", "has no beginning")]);
    bad(
        "define x by year : kr = y\ndefine y by year : kr = previous x\n",
        &[("E0323", "y", "uses its own earlier value")],
    );
}

#[test]
fn rules_may_pause_and_are_remarked_on() {
    let (_, problems, sources) = super::checked(&format!(
        "{}rule r of house by year\n  to 2020 require flag\n  from 2022 require flag\n",
        super::TOY
    ));
    let lines: Vec<String> = problems.iter().map(|p| super::shown(p, &sources)).collect();
    assert!(lines.iter().any(|line| line.starts_with("E0415")), "{lines:?}");
    assert!(problems.iter().all(|p| !p.is_error()), "{lines:?}");
}

#[test]
fn by_year_clauses_begin_on_the_edge_of_a_year() {
    good("define x by year : kr\n  from 2023-01-01 to 2023-12-31 = 0 kr\n");
    bad(
        "define x by year : kr\n  from 2023-10-01 = 0 kr\n",
        &[("E0404", "2023-10-01", "write a whole period, `dated by` a date of the row, or `for a day`")],
    );
}

#[test]
fn something_has_to_choose_among_dates() {
    bad(
        "define x of house : kr\n  from 2023 = 0 kr\n",
        &[("E0414", "2023", "nothing here says which date counts")],
    );
    good("define x of house : kr\n  from 2023-10-01 dated by begun = 0 kr\n");
    bad("define x of house : kr\n  from 2023 dated by n = 0 kr\n", &[("E0326", "n", "a date is needed")]);
}

#[test]
fn dated_parameters_need_a_date_too() {
    let dated = "parameter z : day\n  from 2023-10-01 = 120 day\n";
    bad(&format!("{dated}define x of house : day = z\n"), &[("E0414", "z", "for a day")]);
    bad(&format!("{dated}define x of house by year : day = z\n"), &[("E0404", "z", "lies inside 2023")]);
    let book = good(
        "parameter z dated by house.begun : day\n  from 2023-10-01 = 120 day\ndefine x of house : day = z\n",
    );
    assert!(book.parameters[0].dated_by.is_some() && book.parameters[0].shape.entity.is_some());
    good("parameter z : day\n  from 2023 = 120 day\ndefine x of house by year : day = z\n");
}

#[test]
fn parameters_have_values_of_their_type() {
    let book =
        good("parameter z by tone, year : % with 1 decimal\n  warm, 2023 = 3.4 %\n  cold, 2023 = -3 %\n");
    assert_eq!(
        format!("{:?}", book.parameters[0].values[1].value),
        format!("{:?}", crate::model::Value::Dec(ramme_value::Decimal::new(-30, 3)))
    );
    bad(
        "parameter z by year : % with 1 decimal\n  2023 = 3.45 %\n",
        &[("E0317", "3.45 %", "more decimals than the 1 decimal of `%` => declare `% with 2 decimals`")],
    );
    bad("parameter z by year : %\n  2023 = 3\n", &[("E0304", "3", "write `3 %`")]);
    bad(
        "parameter z by year : %\n  2023 = 3 % + 1 %\n",
        &[("E0213", "3 % + 1 %", "a written value is needed")],
    );
    bad("parameter z by tone : %\n  wrm = 3 %\n", &[("E0205", "wrm", "did you mean `warm`?")]);
    bad(
        "parameter z by year : %\n  2023 = 3 %\n  2023 = 4 %\n",
        &[("E0402", "2023 = 4 %", "`z[2023]` has two clauses")],
    );
    bad("parameter z by year : %\n  = 3 %\n", &[("E0334", "3 %", "takes 1 key (year), and 0 are given")]);
}

#[test]
fn bounds_are_values_of_the_type() {
    let book = good("input z : kr/day between 0 and 50_000 kr/day\n");
    assert!(book.inputs.last().unwrap().between.is_some());
    bad(
        "input z : kr/day between 0 and 50_000 kr\n",
        &[("E0304", "0", "`z` is declared as kroner per day"), ("E0304", "50_000 kr", "kroner per day")],
    );
}

#[test]
fn citations_are_of_documents() {
    let document = "document paper\n  title \"x\" rank report published 2022-09-09\n";
    let book = good(&format!("{document}define x : kr\n  cite paper lines 1..2, 5 = alone\n"));
    let version = &book.definitions[0].clauses[0].version;
    assert_eq!(version.known_from, ramme_value::Date::from_ymd(2022, 9, 9));
    bad(
        &format!("{document}define x : kr\n  cite papr lines 1..2 = alone\n"),
        &[("E0204", "papr", "did you mean `paper`?")],
    );
    bad(
        &format!("{document}define x : kr\n  cite town lines 1..2 = alone\n"),
        &[("E0213", "town", "a document is needed")],
    );
}

#[test]
fn figures_without_citation_are_remarked_on_once_there_are_documents() {
    let text = "document paper\n  title \"x\" rank report published 2022-09-09\n\
                define x : kr = 5 kr\ndefine y : kr = x\n";
    let (book, _, sources) = super::checked(text);
    let lines: Vec<String> = crate::lint::lints(&book).iter().map(|p| super::shown(p, &sources)).collect();
    assert_eq!(lines, ["E0405 [= 5 kr] the clause of `x` cites no document => add `cite DOCUMENT lines …`"]);
}
