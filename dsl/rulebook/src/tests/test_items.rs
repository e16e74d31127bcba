//! Test items: names settled, values typed.

use super::{bad, good};
use crate::model::{TestDatum, TestOutcome, TestVerdict, Value};
use ramme_value::Decimal;

const RULES: &str = "parameter pl by year : % with 1 decimal\n\
    define x of house by year : kr = a + 1 kr\n\
    define s of house : day = days from begun until ended\n\
    rule r of house by year\n  require x <= a\n\
    target t by year\n  aim q <= 6 %\n";

#[test]
fn rows_and_values_are_typed() {
    let book = good(&format!(
        "{RULES}test \"one\"\n  given pl[2023] = 3.4 %\n  given town T\n  given house H : owner is T, tone_of is warm, a = {{ 2022: 5 kr, 2023: 6.00 kr }}, n = 3\n  \
         expect x[H, 2023] = 7 kr\n  expect r[H, 2023] breached by 1.00 kr\n  expect r[H, 2022] undetermined, missing a[H, 2022]\n  expect t[2023] not met\n"
    ));
    let test = &book.tests[0];
    assert_eq!(test.values[0].value, Value::Dec(Decimal::new(34, 3)));
    let cells = &test.rows[1].values;
    assert_eq!(cells[0].value, TestDatum::Row("T".to_owned()));
    assert_eq!(cells[2].keys.len(), 1);
    assert_eq!(cells[2].value, TestDatum::Value(Value::Dec(Decimal::new(500, 2))));
    assert_eq!(test.expects[0].row.as_deref(), Some("H"));
    assert_eq!(test.expects[0].outcome, TestOutcome::Value(Value::Dec(Decimal::new(700, 2))));
    assert_eq!(
        test.expects[1].outcome,
        TestOutcome::Verdict(TestVerdict::Breached(Some(Decimal::new(100, 2))))
    );
    assert_eq!(
        test.expects[2].outcome,
        TestOutcome::Verdict(TestVerdict::Undetermined(vec!["a[H, 2022]".to_owned()]))
    );
}

#[test]
fn tables_become_rows() {
    let book = good(&format!(
        "{RULES}test \"table\" for house\n  | begun | ended | s |\n  | 2023-01-01 | 2023-01-31 | 30 day |\n  | 2023-01-01 | | |\n"
    ));
    let test = &book.tests[0];
    assert_eq!(test.rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), ["row 1", "row 2"]);
    assert_eq!(test.rows[1].values[1].value, TestDatum::Blank);
    assert_eq!(test.expects.len(), 1);
}

#[test]
fn what_does_not_fit_is_said() {
    let wrong = |text: &str, expected: &[(&str, &str, &str)]| {
        bad(&format!("{RULES}test \"w\"\n  expect t[2020] met\n  {text}\n"), expected);
    };
    wrong("given pll[2023] = 3 %", &[("E0201", "pll", "did you mean `pl`?")]);
    wrong("given pl[2023] = 3 kr", &[("E0304", "3 kr", "`pl` is declared as percent")]);
    wrong("given x[H, 2023] = 3 kr", &[("E0607", "x[H, 2023]", "is a definition and can't be set")]);
    wrong("given house H : ownr is T", &[("E0208", "ownr", "did you mean `owner`?")]);
    wrong("given house H : a = begun", &[("E0306", "begun", "value for each house")]);
    wrong("expect x[H] = 3 kr", &[("E0334", "H", "takes 2 keys (house, year), and 1 is given")]);
    wrong("expect x[H, 2023] complies", &[("E0213", "x[H, 2023]", "a rule or target is needed")]);
    wrong("expect r[H, 2023] met", &[("E0213", "r[H, 2023]", "`r` is a rule, and a target is needed")]);
    wrong("expect r[H, 2023] = 3 kr", &[("E0213", "r[H, 2023]", "a definition is needed")]);
    wrong("reading g = u1", &[("E0201", "g", "no name `g`")]);
    bad("test \"n\"\n  given alone = 3 kr\n", &[("E0806", "\"n\"", "expects nothing")]);
}
