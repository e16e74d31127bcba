//! Diagnostics: filled in, looked up, and as the fields that JSON shows.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use ramme_diag::{Code, Diagnostic, FileId, Lang, Place, SourceMap, Span, Text, closest};

#[test]
fn help_stands_only_with_all_it_needs() {
    let bare = Diagnostic::new(Code::UnknownName).arg("name", "tarif");
    assert_eq!(bare.help(Lang::En), None);
    assert_eq!(bare.clone().maybe_arg("suggestion", None::<&str>).help(Lang::En), None);
    assert_eq!(
        bare.maybe_arg("suggestion", Some("tariff")).help(Lang::En).as_deref(),
        Some("did you mean `tariff`?")
    );
    assert_eq!(
        Diagnostic::new(Code::NotUtf8).arg("offset", 7).help(Lang::Da).as_deref(),
        Some("gem filen som UTF-8")
    );
    assert_eq!(Diagnostic::new(Code::UnclosedBracket).arg("bracket", '(').help(Lang::En), None);
}

#[test]
fn a_forgotten_argument_is_shown_and_can_be_found() {
    let said = Diagnostic::new(Code::Gap).arg("name", "pl").arg("from", "2023-01-01");
    assert_eq!(said.forgotten(), ["to"]);
    assert_eq!(said.message(Lang::En), "`pl` says nothing from 2023-01-01 to …");
    assert_eq!(said.arg("to", 2024).message(Lang::Da), "`pl` siger intet fra 2023-01-01 til 2024");
}

#[test]
fn arguments_may_differ_by_language() {
    let said = Diagnostic::new(Code::PriceLevelClash)
        .arg("left", Text::both("2023 prices", "2023-priser"))
        .arg("right", Text::each(|lang| lang.pick("current prices", "løbende priser").to_owned()));
    assert_eq!(said.message(Lang::En), "one side is in 2023 prices and the other in current prices");
    assert_eq!(said.message(Lang::Da), "den ene side er i 2023-priser og den anden i løbende priser");
}

#[test]
fn rendered_with_lines_and_columns() {
    let mut sources = SourceMap::new();
    let file = sources.add("rules/gap.ramme", "# æ\ndefine gap = acounts\n");
    let here = Span::new(file, 18, 25);
    assert_eq!(sources.slice(here), "acounts");
    let shown = Diagnostic::new(Code::UnknownName)
        .arg("name", "acounts")
        .arg("suggestion", "accounts")
        .at(here)
        .label(Text::both("not known", "kendes ikke"))
        .also(Place::cell("data/æ.csv", 3, 2, Some("Regnskab")), "here")
        .note(Text::both("a note", "en bemærkning"))
        .render(&sources, Lang::Da);
    let json = serde_json::to_value(&shown).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "code": "E0201",
            "severity": "error",
            "message": "der er intet, der hedder `acounts`",
            "help": "mente du `accounts`?",
            "place": {"file": "rules/gap.ramme", "line": 2, "column": 14, "end_line": 2, "end_column": 21},
            "labels": [
                {"place": {"file": "rules/gap.ramme", "line": 2, "column": 14, "end_line": 2, "end_column": 21},
                 "text": "kendes ikke", "primary": true},
                {"place": {"file": "data/æ.csv", "line": 3, "column": 2, "end_line": 3, "end_column": 2, "column_name": "Regnskab"},
                 "text": "here", "primary": false},
            ],
            "notes": ["en bemærkning"],
        })
    );
}

#[test]
fn places_without_text() {
    let sources = SourceMap::new();
    let line = Place::line("a.csv", 4).render(&sources).unwrap();
    assert_eq!((line.line, line.column, line.end_column), (Some(4), None, None));
    let file = Place::File("a.csv".to_owned()).render(&sources).unwrap();
    assert_eq!((file.file.as_str(), file.line), ("a.csv", None));
    assert_eq!(Place::None.render(&sources), None);
    assert_eq!(Diagnostic::new(Code::NothingToJudge).render(&sources, Lang::En).place, None);
}

/// Letters put in, left out, changed or swapped, by the recursive definition.
fn apart(a: &[char], b: &[char]) -> usize {
    let (Some((x, less_a)), Some((y, less_b))) = (a.split_last(), b.split_last()) else {
        return a.len() + b.len();
    };
    let mut least =
        (apart(less_a, less_b) + usize::from(x != y)).min(apart(less_a, b) + 1).min(apart(a, less_b) + 1);
    if let (Some((w, rest_a)), Some((z, rest_b))) = (less_a.split_last(), less_b.split_last())
        && (x, w) == (z, y)
    {
        least = least.min(apart(rest_a, rest_b) + 1);
    }
    least
}

proptest! {
    #[test]
    fn suggestions_are_those_within_a_third(name in "[abc]{3,6}", other in "[abc]{2,7}") {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        let near = name != other && apart(&chars(&name), &chars(&other)) <= name.len() / 3;
        prop_assert_eq!(closest(&name, [&other]).is_some(), near);
    }

    #[test]
    fn any_byte_has_a_line_and_column(text in "(.|\n|\r\n){0,80}", byte: u32) {
        let mut sources = SourceMap::new();
        let file = sources.add("a", text.as_str());
        let at = byte % 200;
        let (line, column) = sources.line_col(file, at);
        prop_assert!(line >= 1 && line <= sources.line_count(file) && column >= 1);
        prop_assert!(!sources.line_text(file, line).contains('\n'));
        let _ = sources.slice(Span::new(file, at, byte));
        prop_assert_eq!(sources.line_col(FileId(7), at), (1, 1));
    }

    #[test]
    fn arguments_stay_as_they_are(name in ".{0,30}") {
        let said = Diagnostic::new(Code::UnknownName).arg("name", &name);
        prop_assert_eq!(said.message(Lang::En), format!("there is no name `{name}`"));
    }
}
