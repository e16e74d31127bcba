//! Exceptions: labels, conditions, the base, and the order among them.

use super::{bad, good};

const HEAD: &str = "define x of house by year : kr\n";

#[test]
fn an_exception_has_a_label_an_order_and_a_condition() {
    let book = good(&format!(
        "{HEAD}  base = 1 kr\n  exception u when flag = 2 kr\n  exception v overrides u from 2023 when n > 3 = a\n"
    ));
    let dump = book.dump();
    let lines: Vec<&str> = dump.lines().skip_while(|line| !line.starts_with("define x")).skip(1).collect();
    assert_eq!(
        lines,
        [
            "  = 1.00 kr",
            "  exception u when flag = 2.00 kr",
            "  from 2023-01-01 exception v overrides u when (n > 3) = a"
        ]
    );
}

#[test]
fn a_label_that_is_overridden_is_there() {
    bad(
        &format!(
            "{HEAD}  base = 1 kr\n  exception older when flag = 2 kr\n  exception v overrides oldr = 3 kr\n"
        ),
        &[("E0216", "oldr", "`x` has no exception `oldr` => did you mean `older`?")],
    );
}

#[test]
fn conditions_are_yes_or_no_and_of_exceptions() {
    bad(&format!("{HEAD}  base when flag = 1 kr\n"), &[("E0418", "flag", "this clause is no exception")]);
    bad(&format!("{HEAD}  when flag = 1 kr\n"), &[("E0418", "flag", "write `exception NAME when …`")]);
    bad(&format!("{HEAD}  base = 1 kr\n  exception u when n = 1 kr\n"), &[("E0314", "n", "count")]);
}

#[test]
fn there_is_one_base_at_a_time() {
    bad(
        &format!("{HEAD}  exception u when flag = 1 kr\n"),
        &[("E0420", "exception u when flag = 1 kr", "no clause that they are exceptions from")],
    );
    bad(&format!("{HEAD}  base = 1 kr\n  base = 2 kr\n"), &[("E0402", "base = 2 kr", "`x` has two clauses")]);
    bad(
        &format!("{HEAD}  base = 1 kr\n  exception u when flag = 1 kr\n  exception u when n > 2 = 2 kr\n"),
        &[("E0402", "exception u when n > 2 = 2 kr", "`x, exception u` has two clauses")],
    );
    // an exception may pause, the base may not
    good(&format!(
        "{HEAD}  base = 1 kr\n  exception u to 2020 when flag = 1 kr\n  exception u from 2023 when flag = 2 kr\n"
    ));
    bad(
        &format!("{HEAD}  to 2020 = 1 kr\n  from 2022 = 2 kr\n  exception u when flag = 1 kr\n"),
        &[("E0401", "from 2022 = 2 kr", "says nothing from 2021-01-01")],
    );
}

#[test]
fn an_order_has_no_circle_on_any_day() {
    bad(
        &format!(
            "{HEAD}  base = 1 kr\n  exception u overrides v when flag = 1 kr\n  exception v overrides u when flag = 2 kr\n"
        ),
        &[("E0419", "exception u overrides v when flag = 1 kr", "`u`, `v` of `x` override each other")],
    );
    bad(
        &format!("{HEAD}  base = 1 kr\n  exception u overrides u when flag = 1 kr\n"),
        &[("E0419", "exception u overrides u when flag = 1 kr", "in a circle")],
    );
    // the order may change with time, and with the reading
    good(&format!(
        "{HEAD}  base = 1 kr\n  exception u overrides v to 2022 when flag = 1 kr\n  exception u from 2023 when flag = 1 kr\n  \
         exception v to 2022 when n > 1 = 2 kr\n  exception v overrides u from 2023 when n > 1 = 2 kr\n"
    ));
    good(&format!(
        "readings g = r1 | r2\n{HEAD}  reading r1\n    base = 1 kr\n    exception u overrides v when flag = 1 kr\n    \
         exception v when n > 1 = 2 kr\n  reading r2\n    base = 1 kr\n    exception u when flag = 1 kr\n    \
         exception v overrides u when n > 1 = 2 kr\n"
    ));
}

#[test]
fn what_always_holds_together_has_an_order() {
    bad(
        &format!(
            "{HEAD}  base = 1 kr\n  exception u from 2020 to 2023 = 1 kr\n  exception v from 2023 = 2 kr\n"
        ),
        &[("E0408", "exception v from 2023 = 2 kr", "write `exception v overrides u`")],
    );
    good(&format!(
        "{HEAD}  base = 1 kr\n  exception u from 2020 to 2022 = 1 kr\n  exception v from 2023 = 2 kr\n"
    ));
}

#[test]
fn rules_and_definitions_for_a_day_have_none() {
    bad(
        "rule r of house by year\n  exception u when flag require flag\n",
        &[("E0421", "u", "`r` is a rule")],
    );
    bad(
        "define x of house for a day : yes/no\n  base = yes\n  exception u when n > 1 = no\n",
        &[("E0421", "u", "`x` is a definition `for a day`")],
    );
}

#[test]
fn a_rule_says_for_whom_it_is() {
    let book = good("rule x of house by year\n  when flag\n  require a <= a\n");
    assert!(book.rules[0].clauses[0].applies.is_some());
    assert_eq!(book.rules[0].clauses[0].exprs().count(), 2);
    bad("rule x of house by year\n  when a\n  require a <= a\n", &[("E0314", "a", "")]);
    bad("define x of house by year : kr\n  when flag = a\n", &[("E0418", "flag", "")]);
}

#[test]
fn one_date_chooses_among_clauses() {
    good(
        "define x of house : kr\n  to 2023-12-31 dated by begun = 1 kr\n  from 2024-01-01 dated by begun = 2 kr\n",
    );
    good(
        "readings g = early | late\ndefine x of house : kr\n  reading early\n    to 2023-12-31 dated by begun = 1 kr\n    \
         from 2024-01-01 dated by begun = 3 kr\n  reading late dated by ended = 2 kr\n",
    );
    good(
        "define x of house : kr\n  base dated by begun = 1 kr\n  exception old from 2024-01-01 dated by ended when flag[2024] = 2 kr\n",
    );
    bad(
        "define x of house : kr\n  to 2023-12-31 dated by begun = 1 kr\n  from 2024-01-01 dated by ended = 2 kr\n",
        &[("E0430", "ended", "by `begun` and by `ended`")],
    );
    bad(
        "rule x of house by year\n  to 2023 require a <= a\n  from 2024-01-01 dated by ended require a <= a\n",
        &[("E0430", "ended", "by the period and by `ended`")],
    );
}
