//! Formulas come to what they say; names of ranges are names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use super::formula::{Formula, Worth};
use super::results::range_name;
use ramme_rulebook::model::Compare;
use ramme_value::Rounding;

fn text(formula: &Formula) -> String {
    formula.text(&|id| format!("A{id}")).unwrap()
}

fn number(formula: &Formula, cells: &[f64]) -> f64 {
    match formula.worth(&|id| cells.get(id).copied().map(Worth::Number)).unwrap() {
        Worth::Number(x) => x,
        other => panic!("{other:?}"),
    }
}

#[test]
fn formulas_say_what_they_come_to() {
    let cell = Formula::Cell;
    let sum = Formula::Sum(vec![(true, cell(1)), (false, cell(2))]);
    assert_eq!(text(&sum), "(A1-A2)");
    assert!((number(&sum, &[0.0, 5.0, 3.5]) - 1.5).abs() < 1e-12);
    let twice = Formula::Product(vec![sum, Formula::Number(-2.0)]);
    assert_eq!(text(&twice), "PRODUCT((A1-A2),(-2))");
    let many = Formula::Sum((0..450).map(|i| (true, cell(i))).collect());
    assert!(text(&many).starts_with("(SUM(SUM(A0,A1,"), "{}", text(&many));
    assert_eq!(Formula::Sum((0..4000).map(|i| (true, cell(i))).collect()).text(&|id| format!("A{id}")), None);
}

#[test]
fn rounding_takes_the_noise_of_doubles_away_first() {
    let at = |mode, x: f64| number(&Formula::Rounded(mode, 9, 0.01, Box::new(Formula::Number(x))), &[]);
    let table = [
        (Rounding::HalfUp, 1.005, 1.01),
        (Rounding::HalfUp, -1.005, -1.01),
        (Rounding::HalfEven, 1.005, 1.0),
        (Rounding::HalfEven, 1.015, 1.02),
        (Rounding::Up, 1.001, 1.01),
        (Rounding::Down, -1.019, -1.01),
        (Rounding::Floor, -1.011, -1.02),
        (Rounding::Ceiling, -1.019, -1.01),
        (Rounding::Ceiling, 1.1 + 0.1 + 0.1, 1.3),
    ];
    for (mode, x, expected) in table {
        assert!((at(mode, x) - expected).abs() < 1e-9, "{mode:?} {x}: {}", at(mode, x));
    }
}

#[test]
fn comparisons_of_figures_stop_at_their_decimals_and_texts_are_compared_by_letter() {
    let sum = Formula::Sum(vec![(true, Formula::Number(0.1)), (true, Formula::Number(0.2))]);
    let is = Formula::Compared(Compare::Is, 2, Box::new(sum), Box::new(Formula::Number(0.3)));
    assert_eq!(is.worth(&|_| None), Some(Worth::YesNo(true)));
    let text_is = Formula::Compared(
        Compare::Is,
        0,
        Box::new(Formula::Cell(1)),
        Box::new(Formula::Text("a\"b".to_owned())),
    );
    assert_eq!(text(&text_is), "EXACT(A1,\"a\"\"b\")");
}

#[test]
fn names_of_ranges_are_no_addresses() {
    for (wanted, name) in [
        ("gap", "gap"),
        ("pl_2024", "pl_2024"),
        ("pl2024", "_pl2024"),
        ("r1c1", "_r1c1"),
        ("R", "_R"),
        ("i alt", "i_alt"),
        ("=cmd()", "_cmd__"),
        ("2024", "_2024"),
        ("\u{f8}l", "\u{f8}l"),
        ("", "_"),
    ] {
        assert_eq!(range_name(wanted), name);
    }
}
