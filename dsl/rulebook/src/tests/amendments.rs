//! Amendments: what they may change, and what is in play at each point of knowledge.

use super::{bad, good};
use crate::Rulebook;
use crate::model::{DefinitionId, Symbol};
use ramme_value::Date;

const HEAD: &str = "document act\n  rank law\n  published 2019-05-01\ndocument late\n  rank law\n  published 2022-06-01\n\
    document later\n  rank law\n  published 2023-06-01\n";

const X: &str = "define x of house by year : kr\n  base = 1 kr\n  exception u when flag = 2 kr\n";

fn day(text: &str) -> Option<Date> {
    Date::parse_iso(text).ok()
}

fn id(book: &Rulebook) -> DefinitionId {
    match book.find("x") {
        Some(Symbol::Definition(id)) => id,
        other => panic!("{other:?}"),
    }
}

/// The clauses in play of `x`, as `clause from..to`.
fn in_play(book: &Rulebook, known_on: Option<Date>, readings: &[crate::model::ReadingId]) -> Vec<String> {
    let view = book.view(known_on, readings).unwrap();
    let text = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let line = |held: &crate::InPlay| format!("{} {}..{}", held.clause, text(held.from), text(held.to));
    view.clauses(id(book)).iter().map(line).collect()
}

#[test]
fn what_is_replaced_ends_the_day_before_and_comes_back_the_day_after() {
    let book = good(&format!(
        "{HEAD}{X}amend x\n  replaces from 2023 cite late = 3 kr\n  replaces exception u from 2024 to 2025 cite late when flag = 4 kr\n"
    ));
    let now =
        ["0 ..2022-12-31", "1 ..2023-12-31", "2 2023-01-01..", "3 2024-01-01..2025-12-31", "1 2026-01-01.."];
    assert_eq!(in_play(&book, None, &[]), now);
    assert_eq!(in_play(&book, day("2022-06-01"), &[]), now);
    assert_eq!(in_play(&book, day("2022-05-31"), &[]), ["0 ..", "1 .."]);
}

#[test]
fn later_acts_change_what_earlier_ones_put_in_place() {
    let book = good(&format!(
        "{HEAD}{X}amend x\n  replaces from 2024 cite later = 5 kr\namend x\n  replaces from 2023 cite late = 3 kr\n  \
         repeals exception u from 2023 cite late\n"
    ));
    let first = ["0 ..2022-12-31", "1 ..2022-12-31", "3 2023-01-01.."];
    assert_eq!(in_play(&book, day("2023-05-31"), &[]), first);
    let second = ["0 ..2022-12-31", "1 ..2022-12-31", "3 2023-01-01..2023-12-31", "2 2024-01-01.."];
    assert_eq!(in_play(&book, None, &[]), second);
}

#[test]
fn a_change_under_no_reading_is_for_all_and_one_under_a_reading_for_that_one() {
    let read = "readings g = r1 | r2\ndefine x by year : kr\n  reading r1 cite act = 1 kr\n  reading r2 cite act = 2 kr\n";
    let book = good(&format!("{HEAD}{read}amend x\n  replaces reading r2 from 2023 cite late = 3 kr\n"));
    let r2 = [book.find_reading("g", "r2").unwrap()];
    assert_eq!(in_play(&book, None, &[]), ["0 .."]);
    assert_eq!(in_play(&book, None, &r2), ["1 ..2022-12-31", "2 2023-01-01.."]);
    // the reading was known before the act that changes it
    assert_eq!(in_play(&book, day("2022-01-01"), &r2), ["1 .."]);
    let book = good(&format!("{HEAD}{read}amend x\n  replaces from 2023 cite late = 3 kr\n"));
    assert_eq!(in_play(&book, None, &[]), ["0 ..2022-12-31", "2 2023-01-01.."]);
    assert_eq!(
        in_play(&book, None, &[book.find_reading("g", "r2").unwrap()]),
        ["1 ..2022-12-31", "2 2023-01-01.."]
    );
}

#[test]
fn an_amendment_is_of_something_that_is_there() {
    let amend = |text: &str| format!("{HEAD}{X}amend {text}\n");
    bad(&amend("xx\n  repeals from 2023 cite late"), &[("E0201", "xx", "no name `xx`")]);
    bad(&amend("size\n  repeals from 2023 cite late"), &[("E0213", "size", "`size` is a set")]);
    bad(
        &amend("x\n  replaces exception v from 2023 cite late = 3 kr"),
        &[(
            "E0217",
            "replaces exception v from 2023 cite late = 3 kr",
            "has no clause `exception v` to amend",
        )],
    );
    bad(
        &amend("x\n  replaces u from 2023 cite late = 3 kr"),
        &[("E0217", "u", "did you mean `replaces exception u`?")],
    );
    bad(
        &format!(
            "{HEAD}parameter z by tone : kr\n  warm = 1 kr cite act\namend z\n  replaces cold from 2023 cite late = 3 kr\n"
        ),
        &[("E0217", "replaces cold from 2023 cite late = 3 kr", "no clause")],
    );
}

#[test]
fn an_amendment_changes_days_that_are_there() {
    let ends = format!("{HEAD}define x by year : kr\n  from 2020 to 2024 = 1 kr\n");
    bad(
        &format!("{ends}amend x\n  replaces from 2024 cite late = 3 kr\n"),
        &[("E0422", "replaces from 2024 cite late = 3 kr", "from 2025-01-01 on => move its dates")],
    );
    good(&format!(
        "{ends}amend x\n  replaces from 2024 to 2024 cite late = 3 kr\n  adds from 2025 cite late = 4 kr\n"
    ));
    bad(
        &format!("{ends}amend x\n  repeals from 2026 cite late\n"),
        &[("E0422", "repeals from 2026 cite late", "does not have from 2026-01-01 on")],
    );
    // what came out after the amendment was not there to be amended
    bad(
        &format!(
            "{HEAD}define x by year : kr\n  to 2023 cite act = 1 kr\n  from 2024 cite later = 2 kr\n\
            amend x\n  replaces from 2023 cite late = 3 kr\n"
        ),
        &[("E0422", "replaces from 2023 cite late = 3 kr", "from 2024-01-01 on")],
    );
    // what is left has no hole, and no day twice
    bad(
        &format!("{ends}amend x\n  repeals from 2023 to 2023 cite late\n"),
        &[("E0401", "from 2020 to 2024 = 1 kr", "nothing from 2023-01-01 to 2023-12-31")],
    );
    bad(
        &format!("{ends}amend x\n  adds from 2024 cite late = 3 kr\n"),
        &[("E0402", "adds from 2024 cite late = 3 kr", "two clauses from 2024-01-01 to 2024-12-31")],
    );
    bad(
        &format!("{ends}amend x\n  adds from 2026 cite late = 3 kr\n"),
        &[("E0401", "adds from 2026 cite late = 3 kr", "nothing from 2025-01-01 to 2025-12-31")],
    );
}

#[test]
fn an_amendment_says_from_when_and_by_which_document() {
    let amend = |text: &str| format!("{HEAD}document undated\n  rank law\n{X}amend x\n  {text}\n");
    bad(&amend("replaces from 2023 = 3 kr"), &[("E0423", "replaces from 2023 = 3 kr", "cites no document")]);
    bad(&amend("replaces cite late = 3 kr"), &[("E0424", "replaces cite late = 3 kr", "from when")]);
    bad(
        &amend("replaces from 2023 cite undated = 3 kr"),
        &[("E0425", "cite undated", "no date of publication")],
    );
    bad(&amend("replaces from 2022 cite late = 3 kr"), &[("E0409", "2022", "write `retroactive`")]);
    good(&amend("replaces from 2022 retroactive cite late = 3 kr"));
    bad(
        &amend("replaces from 2023 cite late require flag"),
        &[("E0121", "replaces from 2023 cite late require ", "`=`")],
    );
    bad(&amend("replaces from 2023-02-01 cite late = 3 kr"), &[("E0404", "2023-02-01", "lies inside 2023")]);
    bad(
        &amend("replaces from 2023 cite late = 3 kr\n  replaces from 2025 cite late = 4 kr"),
        &[("E0402", "replaces from 2025 cite late = 4 kr", "from 2025-01-01 on")],
    );
    bad(&amend("replaces from 2023 cite late = n"), &[("E0304", "n", "count")]);
}

#[test]
fn the_order_of_exceptions_holds_after_the_amendment() {
    let two = "define x of house by year : kr\n  base = 1 kr\n  exception u when flag = 2 kr\n  exception v overrides u when n > 1 = 3 kr\n";
    bad(
        &format!(
            "{HEAD}{two}amend x\n  replaces exception u overrides v from 2023 cite late when flag = 2 kr\n"
        ),
        &[("E0419", "exception v overrides u when n > 1 = 3 kr", "override each other")],
    );
    good(&format!(
        "{HEAD}{two}amend x\n  replaces exception u overrides v from 2023 cite late when flag = 2 kr\n  \
         replaces exception v from 2023 cite late when n > 1 = 3 kr\n"
    ));
    bad(
        &format!(
            "{HEAD}rule r of house by year\n  require flag\namend r\n  adds exception u from 2023 cite late require flag\n"
        ),
        &[("E0421", "u", "`r` is a rule")],
    );
}

#[test]
fn parameters_are_amended_by_key_and_by_date() {
    let book = good(&format!(
        "{HEAD}parameter z by year : kr\n  2023 = 1 kr cite act\namend z\n  replaces 2023 cite late = 2 kr\n  adds 2024 cite late = 3 kr\n"
    ));
    let view = book.view(None, &[]).unwrap();
    let held: Vec<usize> = view.values(crate::model::ParameterId(0)).iter().map(|held| held.clause).collect();
    assert_eq!(held, [1, 2]);
    let view = book.view(day("2022-01-01"), &[]).unwrap();
    let held: Vec<usize> = view.values(crate::model::ParameterId(0)).iter().map(|held| held.clause).collect();
    assert_eq!(held, [0]);
    bad(
        &format!(
            "{HEAD}parameter z by year : kr\n  2022 = 1 kr cite act\namend z\n  replaces 2022 cite late = 2 kr\n"
        ),
        &[("E0409", "replaces 2022 cite late = 2 kr", "changes what held from 2022-01-01")],
    );
    // once amended, something has to choose
    bad(
        &format!(
            "{HEAD}parameter z : kr\n  = 1 kr cite act\namend z\n  replaces from 2023 cite late = 2 kr\ndefine x of house : kr = z\n"
        ),
        &[("E0414", "z", "nothing here says which date counts")],
    );
}
