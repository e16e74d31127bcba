//! Mistakes that newcomers make by habit: signs of other languages, Danish numbers, `if … then`.
//!
//! In: the place where the grammar stopped. Out: the message of that mistake, if it is one of them.
//! Not here: mistakes without a name of their own.

use super::{Expected, Stop, shortened};
use crate::parse::build::Build;
use crate::say;
use crate::split::first_word;
use ramme_diag::{Code, Diagnostic, Text};
use ramme_value::{Date, Decimal};

/// Signs that are written otherwise here.
const SIGNS: [(&str, Option<&str>); 16] = [
    ("==", Some("is")),
    ("!=", Some("is not")),
    ("<>", Some("is not")),
    ("&&", Some("and")),
    ("||", Some("or")),
    ("=>", Some("->")),
    ("=<", Some("<=")),
    (":=", Some("=")),
    ("**", None),
    ("//", Some("#")),
    ("--", Some("#")),
    ("/*", Some("#")),
    ("!", Some("not")),
    ("&", Some("and")),
    (";", None),
    ("^", None),
];

/// Whether two characters are one sign.
pub(super) fn is_two_signs(two: &str) -> bool {
    matches!(two, "->" | "<=" | ">=" | "..") || SIGNS.iter().any(|(sign, _)| sign.len() == 2 && *sign == two)
}

/// Words that are kept for a later version, where they stand inside an item.
const LATER: [&str; 1] = ["split"];

/// The named mistake at a place.
pub(super) fn recognise(build: &Build<'_>, stop: &Stop<'_>, expected: &Expected) -> Option<Diagnostic> {
    later(build, stop)
        .or_else(|| number(build, stop))
        .or_else(|| sign(build, stop, expected))
        .or_else(|| word(build, stop, expected))
        .or_else(|| bracket(build, stop, expected))
}

/// A construct that is reserved.
fn later(build: &Build<'_>, stop: &Stop<'_>) -> Option<Diagnostic> {
    let last = last_word(stop.before);
    let say = |start: usize, word: &str, len: usize| {
        Some(say::not_yet(build.place(start, start.saturating_add(len)), word))
    };
    let start_of_last = stop.before.len().saturating_sub(last.len());
    let next = first_word(stop.rest.get(stop.found.len()..)?.trim_start());
    if LATER.contains(&stop.found) {
        return say(stop.at, stop.found, stop.found.len());
    }
    if LATER.contains(&last) {
        return say(start_of_last, last, last.len());
    }
    if stop.found == "=" && LATER.contains(&next) {
        let start = stop.at.saturating_add(stop.rest.find(next)?);
        return say(start, next, next.len());
    }
    None
}

fn last_word(text: &str) -> &str {
    let end = text.trim_end_matches(crate::guard::is_word_char).len();
    text.get(end..).unwrap_or("")
}

/// Numbers and dates in Danish spelling, and units that touch their number.
fn number(build: &Build<'_>, stop: &Stop<'_>) -> Option<Diagnostic> {
    let part = |c: char| c.is_ascii_digit() || matches!(c, '_' | '.' | ',');
    let figures = stop.before.len().saturating_sub(stop.before.trim_end_matches(part).len());
    let touches = stop.before.len() == stop.at;
    let start = if touches { stop.at.saturating_sub(figures) } else { stop.at };
    let whole = build.text.get(start..)?;
    let end = whole.find(|c| !part(c)).unwrap_or(whole.len());
    let written = whole.get(..end)?.trim_end_matches([',', '.']);
    if !written.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let span = build.place(start, start.saturating_add(written.len()));
    if Date::parse_danish(written).is_ok() {
        return Some(say::bad_date(span, written));
    }
    if written.contains(',') {
        return Some(say::decimal_comma(span, written));
    }
    if let Err(error) = Decimal::parse(written) {
        return Some(say::bad_number(span, written, error));
    }
    if let (true, Err(error)) =
        (whole.get(written.len()..)?.starts_with('.'), Decimal::parse(whole.get(..end)?))
    {
        return Some(say::bad_number(
            build.place(start, start.saturating_add(end)),
            whole.get(..end)?,
            error,
        ));
    }
    let unit = first_word(whole.get(written.len()..)?);
    if unit.is_empty() {
        return None;
    }
    let span = build.place(start, start.saturating_add(written.len()).saturating_add(unit.len()));
    let en = "a blank stands between a number and its unit, and a key such as this in quotation marks";
    let da = "der er mellemrum mellem et tal og dets enhed, og en nøgle som denne står i anførselstegn";
    Some(say::odd_number(span, &format!("{written}{unit}"), en, da))
}

/// Signs of other languages, and `=` that compares.
fn sign(build: &Build<'_>, stop: &Stop<'_>, expected: &Expected) -> Option<Diagnostic> {
    let span = build.place(stop.at, stop.at.saturating_add(stop.found.len()));
    if stop.found == "=" && expected.operator {
        return Some(say::equals_compares(span));
    }
    if stop.found == "/" && stop.before.ends_with('/') {
        let both = build.place(stop.before.len().saturating_sub(1), stop.at.saturating_add(1));
        return Some(say::foreign_sign(both, "//", Some("#")));
    }
    if stop.before.ends_with(',') && expected.words().contains(&"total") {
        let comma = build.place(stop.before.len().saturating_sub(1), stop.before.len());
        return Some(say::foreign_sign(comma, ",", Some("|")));
    }
    let (sign, meant) = SIGNS.iter().find(|(sign, _)| *sign == stop.found)?;
    match *sign {
        "==" if expected.operator => Some(say::equals_compares(span)),
        "**" | "^" => Some(say::foreign_sign(span, sign, Some("x * x"))),
        ";" => {
            let said = say::foreign_sign(span, sign, None);
            Some(said.note(Text::both(
                "an item ends where the next begins",
                "et punkt slutter, hvor det næste begynder",
            )))
        }
        _ => Some(say::foreign_sign(span, sign, *meant)),
    }
}

/// Words in the wrong place.
fn word(build: &Build<'_>, stop: &Stop<'_>, expected: &Expected) -> Option<Diagnostic> {
    let span = build.place(stop.at, stop.at.saturating_add(stop.found.len()));
    match stop.found {
        "if" if expected.value => Some(say::condition_first(span, turned(stop.rest))),
        "known" | "missing" if stop.before.ends_with("not") => {
            let right = if stop.found == "known" { "is missing" } else { "is known" };
            Some(say::foreign_sign(span, &format!("is not {}", stop.found), Some(right)))
        }
        "require" | "aim" if expected.operator => {
            let said = say::unexpected(span, Text::both("`and`", "`and`"), stop.found, None);
            Some(said.note(Text::both(
                "a clause has one of them; a further clause begins with `from` or `to`",
                "en bestemmelse har én af dem; en ny bestemmelse begynder med `from` eller `to`",
            )))
        }
        "end" | "then" | "do" | "begin" => {
            let said = say::unexpected(span, expected.text(), stop.found, None);
            let note = Text::both(
                "an item ends where the next begins, and a choice is written `y if x else z`",
                "et punkt slutter, hvor det næste begynder, og et valg skrives `y if x else z`",
            );
            Some(said.note(note))
        }
        "dated" | "base" | "exception" => clause_order(build, stop, expected, span),
        "where" | "weighted" | "per" if expected.operator => path_after_via(build, stop),
        found if expected.only_name && is_reserved(found) => Some(say::reserved(span, found)),
        _ => None,
    }
}

/// Parts of a header that stand on the wrong side of a colon or of the word that begins the clause.
fn clause_order(
    build: &Build<'_>,
    stop: &Stop<'_>,
    expected: &Expected,
    span: ramme_diag::Span,
) -> Option<Diagnostic> {
    let proposal = match (stop.found, first_word(build.text)) {
        ("dated", "parameter" | "scale") => Text::both(
            "which date counts is said before the colon: `parameter cap dated by loan.paid_on : kr`",
            "hvilken dato der t\u{e6}ller, siges f\u{f8}r kolonet: `parameter cap dated by loan.paid_on : kr`",
        ),
        ("base" | "exception", "define") => Text::both(
            "`base` and `exception` begin a clause; its dates and citations follow: `base cite act page 3 = \u{2026}`",
            "`base` og `exception` begynder en bestemmelse; dens datoer og henvisninger f\u{f8}lger: `base cite act page 3 = \u{2026}`",
        ),
        _ => return None,
    };
    Some(say::unexpected(span, expected.text(), stop.found, Some(proposal)))
}

/// `via a.b`, where `via` takes the first relation of the way and nothing more.
fn path_after_via(build: &Build<'_>, stop: &Stop<'_>) -> Option<Diagnostic> {
    let last = last_word(stop.before);
    let head = stop.before.strip_suffix(last)?.strip_suffix('.')?;
    let first = last_word(head);
    let via = head.strip_suffix(first)?.trim_end();
    if last_word(via) != "via" || first.is_empty() || last.is_empty() {
        return None;
    }
    let dot = head.len();
    let said = say::unexpected(
        build.place(dot, stop.before.len()),
        Text::both("a single relation", "en enkelt relation"),
        &format!(".{last}"),
        Some(Text::both(format!("write `via {first}`"), format!("skriv `via {first}`"))),
    );
    Some(said.note(Text::both(
        "`via` says by which relation of the rows the way begins; the rest of it is found",
        "`via` siger, ad hvilken relation fra r\u{e6}kkerne vejen begynder; resten af den findes",
    )))
}

fn is_reserved(word: &str) -> bool {
    use crate::parse::grammar::{Grammar, Rule};
    use pest::Parser as _;
    !word.is_empty() && Grammar::parse(Rule::reserved_entry, word).is_ok()
}

/// `if x then y else z` with the value first.
fn turned(text: &str) -> String {
    let parts = || {
        let line = text.lines().next()?.trim();
        let (condition, rest) = line.strip_prefix("if")?.split_once(" then ")?;
        let (then, otherwise) = rest.split_once(" else ")?;
        let short = |text: &str| shortened(text.trim());
        Some(format!("{} if {} else {}", short(then), short(condition), short(otherwise)))
    };
    parts().unwrap_or_else(|| "y if x else z".to_owned())
}

/// Brackets without a partner, and calls of functions that do not exist.
fn bracket(build: &Build<'_>, stop: &Stop<'_>, expected: &Expected) -> Option<Diagnostic> {
    let span = build.place(stop.at, stop.at.saturating_add(stop.found.len()));
    let open = open_brackets(stop.before);
    match stop.found {
        ")" | "]" | "}" if open.is_empty() => Some(say::lone_bracket(span, stop.found)),
        "(" if expected.operator && stop.before.len() == stop.at => {
            let name = last_word(stop.before);
            let start = stop.at.saturating_sub(name.len());
            let known =
                ["min", "max", "clamp", "round", "sum of", "mean of", "count over", "days from", "previous"];
            (!name.is_empty() && !is_reserved(name)).then(|| {
                Diagnostic::new(Code::UnknownFunction)
                    .arg("name", name)
                    .maybe_arg("suggestion", ramme_diag::closest(name, known))
                    .at(build.place(start, stop.at))
            })
        }
        "" if expected.close => {
            let (at, bracket) = open.last()?;
            Some(say::lone_bracket(build.place(*at, at.saturating_add(1)), bracket))
        }
        _ => None,
    }
}

/// The brackets of a text that are open at its end, outside quoted text.
fn open_brackets(text: &str) -> Vec<(usize, &str)> {
    let mut open = Vec::new();
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'(' | b'[' | b'{' => {
                open.extend(text.get(at..at.saturating_add(1)).map(|bracket| (at, bracket)))
            }
            b')' | b']' | b'}' => {
                open.pop();
            }
            _ => {}
        }
    }
    open
}
