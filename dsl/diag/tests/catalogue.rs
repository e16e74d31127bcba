//! The catalogue as a whole: every entry is complete, in both languages, and can be found again.

#![allow(clippy::expect_used)]

use ramme_diag::{Code, Lang, Severity};
use std::collections::BTreeSet;

fn gaps(template: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').expect("a brace is closed");
        // A number may stand with its noun: `{found row|rows}`.
        let name = name.split(' ').next().unwrap_or(name);
        found.insert(name.to_owned());
        rest = tail;
    }
    found
}

#[test]
fn ids_are_unique_and_in_order() {
    let ids: Vec<&str> = Code::all().map(Code::id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted);
    let names: BTreeSet<&str> = Code::all().map(Code::name).collect();
    assert_eq!(names.len(), ids.len());
    assert!(
        ids.iter()
            .all(|id| id.len() == 5 && id.starts_with('E') && id[1..].bytes().all(|b| b.is_ascii_digit()))
    );
    for code in Code::all() {
        assert_eq!(Code::find(code.id()), Some(code));
    }
}

#[test]
fn both_languages_name_the_same_arguments() {
    for code in Code::all() {
        let (en, da) = (gaps(code.message_template(Lang::En)), gaps(code.message_template(Lang::Da)));
        assert_eq!(en, da, "{code:?} message");
        let known: BTreeSet<String> = code.arguments().into_iter().map(str::to_owned).collect();
        assert_eq!(en, known, "{code:?} arguments");
        assert_eq!(gaps(code.help_template(Lang::En)), gaps(code.help_template(Lang::Da)), "{code:?} help");
    }
}

#[test]
fn messages_are_one_plain_sentence() {
    for code in Code::all() {
        for lang in Lang::ALL {
            let message = code.message_template(lang);
            assert!(!message.is_empty() && !message.ends_with('.'), "{code:?}: {message}");
            let first = message.chars().next().expect("not empty");
            assert!(!first.is_uppercase(), "{code:?}: {message}");
            assert!(message.chars().count() <= 140 && !message.contains('\n'), "{code:?}: {message}");
            assert_eq!(message.matches('`').count() % 2, 0, "{code:?}: {message}");
            assert!(!code.help_template(lang).ends_with('.'), "{code:?} help");
        }
        assert_ne!(code.message_template(Lang::En), code.message_template(Lang::Da), "{code:?}");
        assert_eq!(
            code.help_template(Lang::En).is_empty(),
            code.help_template(Lang::Da).is_empty(),
            "{code:?}"
        );
    }
}

#[test]
fn every_code_is_explained() {
    for code in Code::all() {
        let explain = code.explain();
        assert!(explain.what_en.ends_with(['.', '?']) && explain.what_da.ends_with(['.', '?']), "{code:?}");
        assert_ne!(explain.what(Lang::En), explain.what(Lang::Da), "{code:?}");
        assert!(!explain.wrong.is_empty() && !explain.right.is_empty(), "{code:?}");
        assert_ne!(explain.wrong, explain.right, "{code:?}");
    }
}

#[test]
fn codes_can_be_matched_on() {
    let grave = |code: Code| match code {
        Code::UnknownName | Code::Overflow => "stop",
        other if other.severity() == Severity::Error => "error",
        _ => "go on",
    };
    assert_eq!([Code::Overflow, Code::Gap, Code::NotCited].map(grave), ["stop", "error", "go on"]);
    assert_eq!(format!("{:?} {}", Code::Gap, Code::Gap), "E0401 Gap E0401");
}
