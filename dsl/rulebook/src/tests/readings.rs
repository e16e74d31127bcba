//! Readings and the view at a date.

use super::{bad, good};
use crate::Rulebook;
use ramme_diag::Lang;
use ramme_value::Date;

const TWO: &str = "document early\n  title \"a\" rank agreement published 2022-09-09\n\
    document late\n  title \"b\" rank report published 2023-09-08\n\
    readings cutoff = from_late | from_early\n\
    define x by year : kr\n  reading from_late  cite late lines 1..2 = 1 kr\n  reading from_early\n    \
    to 2022  cite early lines 3..4 = 2 kr\n    from 2023  cite early lines 3..4 = 3 kr\n\
    define y by year : kr = x\ndefine z by year : kr = alone\n\
    rule r by year\n  from 2022  cite early lines 1..2\n  require y > z\n";

fn day(text: &str) -> Option<Date> {
    Date::parse_iso(text).ok()
}

fn id(book: &Rulebook, name: &str) -> crate::model::DefinitionId {
    match book.find(name) {
        Some(crate::model::Symbol::Definition(id)) => id,
        other => panic!("{other:?}"),
    }
}

/// The positions of what is in play.
fn positions(held: &[crate::view::InPlay]) -> Vec<usize> {
    held.iter().map(|held| held.clause).collect()
}

#[test]
fn the_first_reading_is_the_default() {
    let book = good(TWO);
    let view = book.view(None, &[]).unwrap();
    assert_eq!(book.reading_name(view.taken[0].reading.unwrap()), "from_late");
    assert!(view.notes.is_empty() && !view.taken[0].chosen);
    assert_eq!(positions(view.clauses(id(&book, "x"))), [0]);
    assert_eq!(view.rests_on(id(&book, "y")), [book.find_reading("cutoff", "from_late").unwrap()]);
    assert!(view.rests_on(id(&book, "z")).is_empty());
    assert_eq!(view.rule_rests_on(crate::model::RuleId(0)).len(), 1);
}

#[test]
fn what_was_not_published_is_not_taken() {
    let book = good(TWO);
    let view = book.view(day("2022-10-01"), &[]).unwrap();
    assert_eq!(book.reading_name(view.taken[0].reading.unwrap()), "from_early");
    assert_eq!(
        view.notes[0].get(Lang::En),
        "cutoff: from_late rests on late, published 2023-09-08; from_early is taken"
    );
    assert_eq!(positions(view.clauses(id(&book, "x"))), [1, 2]);
    let view = book.view(day("2020-01-01"), &[]).unwrap();
    assert_eq!(view.taken[0].reading, None);
    assert!(view.clauses(id(&book, "x")).is_empty() && view.rule_clauses(crate::model::RuleId(0)).is_empty());
    assert_eq!(view.notes[0].get(Lang::En), "cutoff: no reading was known on 2020-01-01");
}

#[test]
fn a_chosen_reading_has_to_be_known() {
    let book = good(TWO);
    let late = book.find_reading("cutoff", "from_late").unwrap();
    let problems = book.view(day("2022-10-01"), &[late]).unwrap_err();
    assert_eq!(
        problems[0].message(Lang::En),
        "the reading `from_late` of `cutoff` was not known on 2022-10-01: `late` was published 2023-09-08"
    );
    assert!(book.view(day("2023-10-01"), &[late]).unwrap().taken[0].chosen);
}

#[test]
fn a_definition_says_something_for_each_reading() {
    bad(
        "readings g = u1 | u2\ndefine x : kr\n  reading u1 = 1 kr\n",
        &[("E0211", "= 1 kr", "says nothing for the reading `u2` of `g`")],
    );
    good("readings g = u1 | u2\nrule r\n  reading u1 require alone > 0 kr\n");
}

#[test]
fn readings_are_found_by_name() {
    bad(
        "readings g = u1 | u2\ndefine x : kr\n  reading u1 = 1 kr\n  reading u2 = 1 kr\n  reading u33 = 1 kr\n",
        &[("E0201", "u33", "no name `u33`")],
    );
    bad(
        "readings g = u1 | u2\ndefine x : kr\n  reading u1 = 1 kr\n  reading uu2 = 1 kr\n",
        &[("E0201", "uu2", "did you mean `u2`?")],
    );
    bad(
        "readings g = u1 | u2\nreadings h = u1 | u3\ndefine x : kr\n  reading u1 = 1 kr\n",
        &[("E0210", "u1", "belongs to more than one group: `g`, `h` => write `reading g.u1`")],
    );
    good(
        "readings g = u1 | u2\nreadings h = u1 | u3\ndefine x : kr\n  reading g.u1 = 1 kr\n  reading u2 = 2 kr\n",
    );
    bad(
        "readings g = u1 | u2\ndefine x : kr\n  reading g.u9 = 1 kr\n",
        &[("E0209", "u9", "the group `g` has no reading `u9`")],
    );
}

#[test]
fn two_readings_of_one_group_never_overlap_and_of_two_groups_do() {
    bad(
        "readings g = u1 | u2\nreadings h = v1 | v2\nrule r\n  reading u1 require alone > 0 kr\n  reading v1 require alone > 1 kr\n",
        &[("E0402", "require alone > 1 kr", "two clauses")],
    );
}

/// `method` serves two definitions that come from different documents; `from_late` of `cutoff` came later than the other.
const TWO_DOCUMENTS: &str = "document early\n  title \"a\" rank agreement published 2022-09-09\n\
    document late\n  title \"b\" rank report published 2023-09-08 inferred \"the day they met\"\n\
    readings method = exact | down\n\
    define x by year : kr\n  cite early lines 1..2\n  reading exact = 1 kr\n  reading down = 2 kr\n\
    define y by year : kr\n  cite late lines 1..2\n  reading exact = 3 kr\n  reading down = 4 kr\n";

#[test]
fn a_group_is_not_lost_because_a_later_document_uses_it_too() {
    let book = good(TWO_DOCUMENTS);
    let exact = book.find_reading("method", "exact").unwrap();
    for chosen in [&[][..], &[exact][..]] {
        let view = book.view(day("2022-12-31"), chosen).unwrap();
        assert_eq!(view.taken[0].reading, Some(exact));
        assert!(view.notes.is_empty(), "{:?}", view.notes);
        assert_eq!(positions(view.clauses(id(&book, "x"))), [0]);
        assert!(view.clauses(id(&book, "y")).is_empty(), "its own document was not out");
    }
    assert_eq!(positions(book.view(day("2023-12-31"), &[]).unwrap().clauses(id(&book, "y"))), [0]);
    let down = book.find_reading("method", "down").unwrap();
    let view = book.view(day("2022-12-31"), &[down]).unwrap();
    assert_eq!(positions(view.clauses(id(&book, "x"))), [1]);
    let view = book.view(day("2020-12-31"), &[]).unwrap();
    assert_eq!(view.taken[0].reading, None);
}

#[test]
fn a_reading_that_was_behind_another_somewhere_falls_away_everywhere() {
    let more = TWO_DOCUMENTS.to_owned()
        + "define z by year : kr\n  reading exact  cite late lines 1..2 = 5 kr\n  reading down  cite early lines 1..2 = 6 kr\n";
    let book = good(&more);
    let view = book.view(day("2022-12-31"), &[]).unwrap();
    assert_eq!(book.reading_name(view.taken[0].reading.unwrap()), "down");
    assert_eq!(positions(view.clauses(id(&book, "x"))), [1]);
    assert_eq!(
        view.notes[0].get(Lang::En),
        "method: exact rests on late, published 2023-09-08 (inferred); down is taken"
    );
}

#[test]
fn a_reading_with_an_earlier_and_a_later_clause_is_known_as_far_as_the_earlier() {
    let text = "document early\n  title \"a\" rank agreement published 2022-09-09\n\
        document late\n  title \"b\" rank report published 2023-09-08\n\
        readings g = u1 | u2\n\
        define x by year : kr\n  reading u1\n    to 2022  cite early lines 1 = 1 kr\n    from 2023  cite late lines 1 = 2 kr\n  \
        reading u2  cite early lines 2 = 3 kr\n";
    let book = good(text);
    let view = book.view(day("2022-12-31"), &[]).unwrap();
    assert_eq!(book.reading_name(view.taken[0].reading.unwrap()), "u1");
    assert_eq!(positions(view.clauses(id(&book, "x"))), [0]);
}
