//! Changes by meaning: what counts, what does not, and how it is told.

use super::*;
use ramme_diag::{FileId, Limits};

fn read(text: &str) -> SourceFile {
    let (file, problems) = crate::parse(FileId(0), text, &Limits::default());
    assert!(problems.is_empty(), "{text}");
    file
}

/// What differs between two texts: item, name, kind, part.
fn between(old: &str, new: &str) -> Vec<(String, Kind, Option<String>)> {
    let (was, is) = (read(old), read(new));
    let version = |text, file| Version { name: "a.ramme", text, file };
    let found = changes(&[version(old, &was)], &[version(new, &is)]);
    found.into_iter().map(|c| (format!("{} {}", c.item, c.name), c.kind, c.part)).collect()
}

const OLD: &str = "\
document deal
  title \"Deal\"
parameter cap by year : kr
  2023 = 100 kr
  2024 = 110 kr
input cost by year : kr
define above by year : kr = cost - cap
rule within by year
  from 2023 cite deal lines 1..2
  require cost <= cap
";

#[test]
fn layout_order_and_comments_are_no_change() {
    let new = "# a note\nrule within by year from 2023 cite deal lines 1..2 require cost <= cap\n\
               input cost by year : kr\ndefine above by year : kr =\n  cost\n    - cap\nparameter cap by year : kr\n  \
               2024 = 110 kr\n  2023 = 100 kr\ndocument deal title \"Deal\"\n";
    assert_eq!(between(OLD, new), []);
}

#[test]
fn a_value_a_clause_and_a_date_are_told_apart() {
    let one = |from: &str, to: &str| between(OLD, &OLD.replace(from, to));
    let part = |p: &str| Some(p.to_owned());
    assert_eq!(
        one("2024 = 110", "2024 = 120"),
        [("parameter cap".to_owned(), Kind::PartChanged, part("2024"))]
    );
    assert_eq!(one("  2024 = 110 kr\n", ""), [("parameter cap".to_owned(), Kind::PartRemoved, part("2024"))]);
    assert_eq!(
        one("110 kr\n", "110 kr\n  2025 = 9 kr\n"),
        [("parameter cap".to_owned(), Kind::PartAdded, part("2025"))]
    );
    assert_eq!(one("cost - cap", "cap - cost"), [("define above".to_owned(), Kind::PartChanged, None)]);
    assert_eq!(one("from 2023", "from 2022"), [("rule within".to_owned(), Kind::Dated, part("from 2022"))]);
    assert_eq!(one("lines 1..2", "lines 1..3"), [("rule within".to_owned(), Kind::Cited, part("from 2023"))]);
    assert_eq!(
        one("cost by year : kr", "cost by year : kr in 2023-pl"),
        [("input cost".to_owned(), Kind::Declared, None)]
    );
    assert_eq!(
        one("define above by year : kr = cost - cap\n", ""),
        [("define above".to_owned(), Kind::Removed, None)]
    );
}

#[test]
fn a_renamed_item_is_the_same_item_wherever_it_is_used() {
    let new = OLD.replace("cap", "ceiling");
    assert_eq!(between(OLD, &new), [("parameter ceiling".to_owned(), Kind::Renamed("cap".to_owned()), None)]);
    // Two at once, of which one uses the other.
    let new = OLD.replace("cap", "ceiling").replace("above", "excess");
    let kinds: Vec<Kind> = between(OLD, &new).into_iter().map(|(_, kind, _)| kind).collect();
    assert_eq!(kinds, [Kind::Renamed("cap".to_owned()), Kind::Renamed("above".to_owned())]);
    // Another name and another value is another thing.
    let new = OLD.replace("cap", "ceiling").replace("110", "120");
    assert!(between(OLD, &new).iter().any(|(_, kind, _)| *kind == Kind::Removed));
}

#[test]
fn what_lies_in_another_file_has_moved() {
    let (was, is) = (read(OLD), read(OLD));
    let found = changes(
        &[Version { name: "a.ramme", text: OLD, file: &was }],
        &[Version { name: "b.ramme", text: OLD, file: &is }],
    );
    assert!(!found.is_empty() && found.iter().all(|c| c.kind == Kind::Moved), "{found:?}");
    assert_eq!(changed_items(&found), []);
    assert_eq!(found.first().and_then(|c| c.new.as_ref()).map(|s| s.place.as_str()), Some("b.ramme:1"));
}

#[test]
fn both_texts_are_shown() {
    let new = OLD.replace("2024 = 110", "2024 = 120");
    let (was, is) = (read(OLD), read(&new));
    let found = changes(
        &[Version { name: "a.ramme", text: OLD, file: &was }],
        &[Version { name: "a.ramme", text: &new, file: &is }],
    );
    let text = |side: &Option<Side>| side.as_ref().map(|s| s.text.clone()).unwrap_or_default();
    let change = found.first().unwrap();
    assert!(text(&change.old).contains("2024 = 110 kr") && !text(&change.old).contains("2023"), "{change:?}");
    assert!(text(&change.new).contains("2024 = 120 kr"), "{change:?}");
    assert_eq!(change.new.as_ref().map(|s| s.place.as_str()), Some("a.ramme:5"));
}

#[test]
fn an_amendment_has_the_place_of_its_own_file() {
    let first = "amend cap\n  adds 2025 cite deal page 1 = 9 kr\n";
    let other = "# a note\n\namend cap\n  adds 2026 cite deal page 2 = 10 kr\n";
    let (base, one, two) = (read(OLD), read(first), read(other));
    let old = [
        Version { name: "a.ramme", text: OLD, file: &base },
        Version { name: "b.ramme", text: first, file: &one },
    ];
    let new = [old[0], old[1], Version { name: "c.ramme", text: other, file: &two }];
    let found = changes(&old, &new);
    let place = found.first().and_then(|c| c.new.as_ref()).map(|s| s.place.as_str());
    assert_eq!((found.len(), place), (1, Some("c.ramme:4")), "{found:?}");
}
