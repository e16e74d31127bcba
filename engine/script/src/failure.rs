//! What went wrong in a script, in plain words of both languages.
//!
//! In: an error of the script engine, the script's text. Out: a [`Failure`] with its place in bytes. Not here: codes.

use crate::{Failure, FailureKind};
use ramme_diag::{Limits, Text};
use rhai::{EvalAltResult, ParseErrorType, Position};
use std::ops::Range;

/// What the engine is stopped with when something was said that no script may catch.
pub(crate) const SAID: &str = "said";
/// What it is stopped with when the time is up.
pub(crate) const TIME: &str = "time";

fn both(en: impl Into<String>, da: impl Into<String>) -> Text {
    Text::both(en.into(), da.into())
}

/// The word that begins at a place, in bytes.
pub(crate) fn bytes_at(text: &str, place: Position) -> Option<Range<usize>> {
    let line = place.line()?;
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = text.get(start..)?;
    let column = place.position().unwrap_or(1).saturating_sub(1);
    let offset = rest.char_indices().nth(column).map_or(rest.trim_end().len(), |(at, _)| at);
    let start = start.saturating_add(offset);
    let word = text.get(start..)?;
    let length = word.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(word.len());
    let one = word.chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    Some(start..start.saturating_add(length.max(one)))
}

/// An error in words. `said` is what a function of ours had to say.
pub(crate) fn failure(error: &EvalAltResult, text: &str, said: Option<Text>, limits: &Limits) -> Failure {
    let (inner, place) = innermost(error);
    let at = bytes_at(text, place);
    let kind = limit(inner, limits).unwrap_or_else(|| FailureKind::Wrong(said_of(inner, text, said)));
    Failure { kind, at }
}

/// The error inside calls of the script's own functions, and where it arose.
fn innermost(error: &EvalAltResult) -> (&EvalAltResult, Position) {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, outer) => {
            let (inner, place) = innermost(inner);
            (inner, if place.is_none() { *outer } else { place })
        }
        other => (other, other.position()),
    }
}

/// The limit that was met, if it was one.
fn limit(error: &EvalAltResult, limits: &Limits) -> Option<FailureKind> {
    let over = |en: &str, da: &str, limit| Some(FailureKind::Limit(both(en, da), limit));
    let deep = || over("levels of nesting", "niveauer inde i hinanden", limits.script_depth);
    let list = || over("entries in a list or map", "elementer i en liste", limits.script_collection);
    let bytes =
        || over("bytes of text in one value", "byte tekst i \u{e9}n v\u{e6}rdi", limits.script_string_bytes);
    match error {
        EvalAltResult::ErrorTooManyOperations(_) => over("steps of work", "skridt", limits.script_operations),
        EvalAltResult::ErrorStackOverflow(_) => {
            over("calls inside calls", "kald inde i kald", limits.script_call_levels)
        }
        EvalAltResult::ErrorTooManyVariables(_) => {
            over("variables at a time", "variable p\u{e5} \u{e9}n gang", limits.script_variables)
        }
        EvalAltResult::ErrorDataTooLarge(what, _) if what.contains("tring") => bytes(),
        EvalAltResult::ErrorDataTooLarge(..) => list(),
        EvalAltResult::ErrorTerminated(token, _) if token.to_string() == TIME => {
            over("seconds", "sekunder", limits.script_seconds)
        }
        EvalAltResult::ErrorParsing(ParseErrorType::ExprTooDeep, _) => deep(),
        EvalAltResult::ErrorParsing(ParseErrorType::LiteralTooLarge(what, _), _)
            if what.contains("tring") =>
        {
            bytes()
        }
        EvalAltResult::ErrorParsing(ParseErrorType::LiteralTooLarge(..), _) => list(),
        EvalAltResult::ErrorParsing(ParseErrorType::TooManyFunctions, _) => {
            over("functions", "funktioner", limits.script_variables)
        }
        _ => None,
    }
}

fn said_of(error: &EvalAltResult, text: &str, said: Option<Text>) -> Text {
    match error {
        EvalAltResult::ErrorTerminated(..) => {
            said.unwrap_or_else(|| both("it was stopped", "det blev standset"))
        }
        EvalAltResult::ErrorParsing(kind, place) => unreadable(kind, *place, text),
        EvalAltResult::ErrorFunctionNotFound(signature, _) => no_function(signature),
        EvalAltResult::ErrorVariableNotFound(name, _) => no_variable(name),
        EvalAltResult::ErrorRuntime(thrown, _) => {
            both(format!("it gave up: {thrown}"), format!("det gav op: {thrown}"))
        }
        EvalAltResult::ErrorArithmetic(..) => both("a number is too large", "et tal er for stort"),
        EvalAltResult::ErrorArrayBounds(length, index, _) => both(
            format!("entry {index} is asked for in a list of {length}"),
            format!("element {index} er efterspurgt i en liste p\u{e5} {length}"),
        ),
        EvalAltResult::ErrorAssignmentToConstant(name, _) => both(
            format!("`{name}` is a constant and gets a value"),
            format!("`{name}` er en konstant og f\u{e5}r en v\u{e6}rdi"),
        ),
        EvalAltResult::ErrorFor(_) => both(
            "`for` goes through something that is no list",
            "`for` gennemg\u{e5}r noget, der ikke er en liste",
        ),
        EvalAltResult::ErrorMismatchDataType(wanted, found, _) => {
            let (wanted, found) = (kind_of(wanted), kind_of(found));
            both(
                format!("{} is wanted here, and {} is found", wanted.en, found.en),
                format!("her skal st\u{e5} {}, og der st\u{e5}r {}", wanted.da, found.da),
            )
        }
        // What is rarer is said in the words of the script engine, which are English.
        other => {
            let mut other = other.to_string();
            if let Some(at) = other.rfind(" (line ") {
                other.truncate(at);
            }
            both(other.clone(), format!("(p\u{e5} engelsk) {other}"))
        }
    }
}

fn no_variable(name: &str) -> Text {
    both(
        format!("there is no variable `{name}`; a function sees its own variables alone"),
        format!("der er ingen variabel `{name}`; en funktion ser kun sine egne variable"),
    )
}

/// The word that the reader of the script language says is not to be had.
fn withheld(kind: &ParseErrorType) -> Option<String> {
    let said = match kind {
        ParseErrorType::Reserved(word) | ParseErrorType::UnknownOperator(word) => return Some(word.clone()),
        ParseErrorType::BadInput(error) => error.to_string(),
        _ => return None,
    };
    said.contains("disabled").then(|| said.split('\'').nth(1).unwrap_or_default().to_owned())
}

fn no_function(signature: &str) -> Text {
    let name = signature.split([' ', '(']).next().unwrap_or(signature);
    let mut words = signature.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')')).split(", ");
    if matches!(name, "print" | "debug") {
        return both(
            "a script prints nothing: what it has to say stands in the reason of `propose`",
            "et script udskriver intet: hvad det har at sige, st\u{e5}r i begrundelsen til `propose`",
        );
    }
    let operator = !name.chars().any(char::is_alphanumeric);
    if operator {
        let kinds: Vec<Text> = words.by_ref().map(kind_of).collect();
        let said = |lang: fn(&Text) -> &str, and: &str| kinds.iter().map(lang).collect::<Vec<_>>().join(and);
        return both(
            format!("`{name}` does not go with {}", said(|t| &t.en, " and ")),
            format!("`{name}` passer ikke til {}", said(|t| &t.da, " og ")),
        );
    }
    let count = words.filter(|word| !word.is_empty()).count();
    both(
        format!(
            "there is no function `{name}` with {count} such arguments; a script has `years`, `first_year`, `last_year`, `members`, `value`, `argument`, `num`, `round`, `min`, `max`, `abs` and `propose`, and no files"
        ),
        format!(
            "der er ingen funktion `{name}` med {count} s\u{e5}danne argumenter; et script har `years`, `first_year`, `last_year`, `members`, `value`, `argument`, `num`, `round`, `min`, `max`, `abs` og `propose`, og ingen filer"
        ),
    )
}

/// A type of the script engine, as people say it.
fn kind_of(name: &str) -> Text {
    let name = name.rsplit("::").next().unwrap_or(name).trim_start_matches('&').trim();
    match name {
        "Number" | "number" => both("a number with a unit", "et tal med enhed"),
        "i64" | "int" => both("a whole number", "et helt tal"),
        "string" | "String" | "ImmutableString" => both("a text", "en tekst"),
        "bool" => both("yes or no", "ja eller nej"),
        "()" => both("nothing (a missing value?)", "intet (en manglende v\u{e6}rdi?)"),
        "array" | "Array" => both("a list", "en liste"),
        "map" | "Map" => both("a map", "en opslagsliste"),
        "a list of whole numbers or of texts" => both(name, "en liste af hele tal eller af tekster"),
        "another list" => both(name, "en anden liste"),
        other => both(format!("`{other}`"), format!("`{other}`")),
    }
}

fn unreadable(kind: &ParseErrorType, place: Position, text: &str) -> Text {
    let decimal = bytes_at(text, place).is_some_and(|at| near_decimal(text, at.start));
    if decimal {
        return both(
            "a number with a decimal point stands between quotes: `num(\"1.025\")`, `num(\"2.5 %\")`",
            "et tal med decimaler st\u{e5}r i anf\u{f8}rselstegn: `num(\"1.025\")`, `num(\"2.5 %\")`",
        );
    }
    if let Some(word) = withheld(kind) {
        if matches!(word.as_str(), "print" | "debug") {
            return no_function(&word);
        }
        return both(
            format!("`{word}` is not to be had in a script"),
            format!("`{word}` findes ikke i et script"),
        );
    }
    match kind {
        ParseErrorType::UnexpectedEOF => both("its text ends too early", "teksten slutter for tidligt"),
        ParseErrorType::MissingToken(token, _) => {
            both(format!("`{token}` is missing here"), format!("her mangler `{token}`"))
        }
        ParseErrorType::VariableUndefined(name) => no_variable(name),
        other => both(
            format!("its text cannot be read: {other}"),
            format!("teksten kan ikke l\u{e6}ses (p\u{e5} engelsk): {other}"),
        ),
    }
}

/// Whether a figure with a decimal point stands around a place.
fn near_decimal(text: &str, at: usize) -> bool {
    let from = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n.saturating_add(1));
    let line = text.get(from..).and_then(|t| t.split('\n').next()).unwrap_or_default();
    let bytes = line.as_bytes();
    let here = at.saturating_sub(from);
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    (here.saturating_sub(1)..=here.saturating_add(1)).any(|i| {
        bytes.get(i) == Some(&b'.') && i > 0 && digit(i.saturating_sub(1)) && digit(i.saturating_add(1))
    })
}
