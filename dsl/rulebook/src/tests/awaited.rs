//! What is not in force: groups of readings with a status, and clauses with one of their own.

use super::{bad, good};
use crate::Rulebook;
use crate::model::{RuleId, Status, Symbol};
use ramme_diag::Lang;
use ramme_value::Date;

const GROUP: &str = "document early\n  title \"a\" rank agreement published 2022-09-09\n\
    document late\n  title \"b\" rank report published 2023-09-08\n\
    readings cap = without | with_cap\n  status agreed \"from when is not said\"\n\
    define capped by year : kr\n  reading without  cite late lines 1 = 0 kr\n  reading with_cap  cite early lines 2 = 1 kr\n\
    rule r by year\n  reading with_cap require capped > 0 kr\n";

const OWN: &str = "define x by year : kr = 1 kr\namend x\n  replaces from 2024 status expected cite act lines 1 = 2 kr\n\
    rule r by year\n  status proposed require x > 0 kr\nparameter waits by year : kr\n  2023 = 1 kr\n  2024 status agreed = 2 kr\n\
    document act\n  title \"a\" rank law published 2023-01-01\n";

fn counted(book: &Rulebook, adopted: &[(&str, &str)]) -> [usize; 3] {
    let chosen: Vec<_> = adopted.iter().map(|(g, r)| book.find_reading(g, r).unwrap()).collect();
    let view = book.view(None, &chosen).unwrap();
    let x = match book.find("x") {
        Some(Symbol::Definition(id)) => view.clauses(id).len(),
        _ => 0,
    };
    let p = match book.find("waits") {
        Some(Symbol::Parameter(id)) => view.values(id).len(),
        _ => 0,
    };
    [x, view.rule_clauses(RuleId(0)).len(), p]
}

#[test]
fn what_has_a_status_counts_only_where_it_is_adopted() {
    let book = good(GROUP);
    assert_eq!(counted(&book, &[]), [0, 0, 0]);
    assert_eq!(counted(&book, &[("cap", "with_cap")]), [0, 1, 0]);
    let group = &book.groups[0];
    let awaited = group.awaited.as_ref().unwrap();
    assert_eq!(awaited.status, Status::Agreed);
    assert_eq!(awaited.in_words().get(Lang::Da), "aftalt, ikke i kraft: from when is not said");
    assert!(book.rules[0].clauses[0].version.awaited.is_some());
}

#[test]
fn it_is_never_taken_because_something_else_was_not_known_yet() {
    let view = good(GROUP).view(Date::parse_iso("2022-12-31").ok(), &[]).unwrap();
    assert_eq!(view.taken[0].reading, None);
    assert!(view.rule_clauses(RuleId(0)).is_empty());
}

#[test]
fn a_clause_value_or_change_may_have_a_status_of_its_own() {
    let book = good(OWN);
    assert_eq!(counted(&book, &[]), [1, 0, 1]);
    assert_eq!(counted(&book, &[("r", "adopted")])[1], 1);
    assert_eq!(counted(&book, &[("waits", "adopted")])[2], 2);
    // What it replaces holds until then, and the change from then on.
    assert_eq!(counted(&book, &[("x", "adopted")])[0], 2);
    assert_eq!(counted(&book, &[("x", "not_in_force")])[0], 1);
}

#[test]
fn its_mistakes() {
    bad("rule r by year\n  status agred require alone > 0 kr\n", &[("E0213", "agred", "status")]);
    bad(
        "readings g = u1 | u2\nrule r\n  reading u2 status agreed require alone > 0 kr\n",
        &[("E0435", "status agreed", "stands under a reading of `g`")],
    );
}
