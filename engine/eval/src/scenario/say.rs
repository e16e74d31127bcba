//! What is said about a scenario file.
//!
//! In: places and words of the file. Out: diagnostics. Not here: finding the mistakes.

use ramme_diag::{Code, Diagnostic, Place, Span, Text, closest};

use super::Placed;

/// The kind of value that a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Text,
    List,
    Table,
    YesNo,
    Whole,
    Number,
    Date,
    Mark,
    Percent,
}

impl Wanted {
    fn in_words(self) -> Text {
        match self {
            Wanted::Text => Text::both("text between quotes", "tekst i anførselstegn"),
            Wanted::List => Text::both("a list between `[` and `]`", "en liste mellem `[` og `]`"),
            Wanted::Table => {
                Text::both("a table of keys, between `{` and `}`", "en tabel med nøgler mellem `{` og `}`")
            }
            Wanted::YesNo => Text::both("`true` or `false`", "`true` eller `false`"),
            Wanted::Whole => Text::both("a whole number", "et helt tal"),
            Wanted::Number => Text::both("a number", "et tal"),
            Wanted::Date => Text::both("a date such as 2023-09-08", "en dato som 2023-09-08"),
            Wanted::Mark => Text::both("one character between quotes", "ét tegn i anførselstegn"),
            Wanted::Percent => Text::both("a percentage such as \"2 %\"", "en procent som \"2 %\""),
        }
    }
}

pub(super) fn bad(span: Span, key: &str, text: impl Into<Text>, expected: Text) -> Diagnostic {
    Diagnostic::new(Code::BadValue).arg("key", key).arg("text", text).arg("expected", expected).at(span)
}

pub(super) fn too_large(name: &str, found: u64, limit: u64) -> Diagnostic {
    Diagnostic::new(Code::DataTooLarge)
        .arg("found", found)
        .arg("what", "byte")
        .arg("limit", limit)
        .arg("flag", "scenario_bytes")
        .at(Place::File(name.to_owned()))
}

/// The text is not TOML; the reason comes from the TOML reader, in English.
pub(super) fn not_toml(span: Span, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::ScenarioUnreadable).arg("reason", reason).at(span)
}

pub(super) fn unknown_key(key: &Placed<String>, known: &[&'static str]) -> Diagnostic {
    Diagnostic::new(Code::UnknownKey)
        .arg("key", &key.value)
        .maybe_arg("suggestion", closest(&key.value, known))
        .at(key.span)
}

pub(super) fn missing_key(span: Span, key: &'static str) -> Diagnostic {
    let proposal = match key {
        "format" => Some("format = 1"),
        "title" => Some("title = \"…\""),
        "rules" => Some("rules = [\"../rules/…\"]"),
        "years" => Some("years = \"2018..2026\""),
        "file" => Some("file = \"….csv\""),
        "reason" => Some("reason = \"…\""),
        "author" => Some("author = \"…\""),
        "follows" => Some("follows = \"INPUT\""),
        "method" => Some("method = \"auto\""),
        "year" => Some("year = 2020"),
        "kind" => Some("kind = \"one-off\""),
        "bridge" => Some("bridge = \"typical\""),
        "source" => Some("source = \"…\""),
        "column" => Some("column = \"COLUMN\""),
        "from" => Some("from = \"COLUMN\""),
        "input" => Some("input = \"INPUT\""),
        "parameter" => Some("parameter = \"pl\""),
        "report" => Some("report = \"2022\""),
        "data_set" => Some("data_set = \"…\""),
        "range" => Some("range = \"2 % .. 5 %\""),
        "value" => Some("value = { column = \"COLUMN\", unit = \"UNIT\" }"),
        _ => None,
    };
    Diagnostic::new(Code::MissingKey).arg("key", key).maybe_arg("proposal", proposal).at(span)
}

/// `kind` is the TOML reader's word for what stands there, `text` the text if it is one.
pub(super) fn wrong_kind(
    span: Span,
    key: &str,
    wanted: Wanted,
    kind: &str,
    text: Option<&str>,
) -> Diagnostic {
    if let Some(text) = text {
        return bad(span, key, text, wanted.in_words());
    }
    let danish = match kind {
        "integer" => "et helt tal",
        "float" => "et decimaltal",
        "boolean" => "true eller false",
        "datetime" => "en dato",
        "array" => "en liste",
        _ => "en tabel",
    };
    let english = match kind {
        "integer" => "a whole number",
        "float" => "a number with decimals",
        "boolean" => "true or false",
        "datetime" => "a date",
        "array" => "a list",
        _ => "a table",
    };
    bad(span, key, Text::both(english, danish), wanted.in_words())
}

pub(super) fn empty_text(span: Span, key: &str) -> Diagnostic {
    bad(span, key, "", Wanted::Text.in_words())
}

pub(super) fn other_format(found: &Placed<i64>, supported: i64) -> Diagnostic {
    Diagnostic::new(Code::ScenarioFormat)
        .arg("version", found.value)
        .arg("supported", supported)
        .at(found.span)
}

pub(super) fn not_years(text: &Placed<String>) -> Diagnostic {
    let expected = Text::both("a span of years between 1800 and 2200", "et spænd af år mellem 1800 og 2200");
    bad(text.span, "years", &text.value, expected).arg("proposal", "years = \"2018..2026\"")
}

pub(super) fn too_many_years(text: &Placed<String>, limit: u64) -> Diagnostic {
    let expected =
        Text::both(format!("a span of at most {limit} years"), format!("et spænd på højst {limit} år"));
    bad(text.span, "years", &text.value, expected)
}

pub(super) fn bad_draws(found: &Placed<i64>, limit: u64) -> Diagnostic {
    let expected = Text::both(format!("a number from 1 to {limit}"), format!("et tal fra 1 til {limit}"));
    bad(found.span, "draws", found.value, expected).arg("proposal", "draws = 10000")
}

pub(super) fn negative_seed(found: &Placed<i64>) -> Diagnostic {
    bad(found.span, "seed", found.value, Text::both("0 or more", "0 eller mere"))
}

pub(super) fn bad_level(found: &Placed<i64>) -> Diagnostic {
    let expected = Text::both("a percentage from 1 to 99", "en procent fra 1 til 99");
    bad(found.span, "levels", found.value, expected).arg("proposal", "levels = [80, 95]")
}

pub(super) fn not_a_level(text: &Placed<String>) -> Diagnostic {
    let expected = Text::both("a price level", "et prisniveau");
    bad(text.span, "show_in", &text.value, expected).arg("proposal", "show_in = \"2023-pl\"")
}

/// A word that is none of a few.
pub(super) fn not_one_of(text: &Placed<String>, key: &str, known: &[&str]) -> Diagnostic {
    let list = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let expected = Text::both(format!("one of {list}"), format!("et af {list}"));
    let proposal = closest(&text.value, known).map(|word| format!("{key} = \"{word}\""));
    bad(text.span, key, &text.value, expected).maybe_arg("proposal", proposal)
}

/// A number outside its bounds.
pub(super) fn out_of_bounds(span: Span, key: &str) -> Diagnostic {
    let expected = match key {
        "damping" => Text::both("a number above 0 and at most 1", "et tal over 0 og højst 1"),
        "growth" => Text::both("a number from -1 to 1", "et tal fra -1 til 1"),
        "common_year" => Text::both("a number from 0 to 1", "et tal fra 0 til 1"),
        "bridge" => Text::both("a number above 0", "et tal over 0"),
        _ => Text::both("a year", "et år"),
    };
    bad(span, key, Text::both("outside", "udenfor"), expected)
}

/// Damping, a prior and drawn histories belong to the drift in logarithms.
pub(super) fn for_drift_alone(method: &Placed<String>) -> Diagnostic {
    let expected = Text::both(
        "`auto` or `log-drift` beside `damping`, `prior` or a drawn `history`",
        "`auto` eller `log-drift` ved siden af `damping`, `prior` eller en trukket `history`",
    );
    bad(method.span, "method", &method.value, expected).arg("proposal", "method = \"log-drift\"")
}

/// A panel's growth says nothing to a drift in logarithms.
pub(super) fn for_panels_alone(span: Span) -> Diagnostic {
    either_or(span, "growth", "method = \"log-drift\"")
}

pub(super) fn negative(span: Span, key: &str) -> Diagnostic {
    bad(span, key, Text::both("negative", "negativ"), Text::both("0 or more", "0 eller mere"))
}

pub(super) fn decision_drawn(input: &Placed<String>) -> Diagnostic {
    Diagnostic::new(Code::DecisionDrawn).arg("name", &input.value).at(input.span)
}

pub(super) fn not_a_range(text: &Placed<String>) -> Diagnostic {
    let expected = Text::both("a pair of values with `..` between", "et par værdier med `..` imellem");
    bad(text.span, "range", &text.value, expected).arg("proposal", "range = \"2 % .. 5 %\"")
}

pub(super) fn share_of_what(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey)
        .arg("key", "share_of")
        .arg("proposal", "share_of = \"budget\"")
        .at(span)
        .label(Text::both("this is a share of something", "dette er en andel af noget"))
}

pub(super) fn not_a_chance(span: Span) -> Diagnostic {
    let expected = Text::both("a chance above 0 % and below 100 %", "en chance over 0 % og under 100 %");
    bad(span, "holds_with", Text::both("outside", "udenfor"), expected)
}

pub(super) fn table_without_values(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingKey)
        .arg("key", "columns")
        .arg("proposal", "columns = { HEADING = \"UNIT\" }")
        .at(span)
}

pub(super) fn equal_marks(span: Span, mark: char) -> Diagnostic {
    let expected = Text::both("another mark than `decimal`", "et andet tegn end `decimal`");
    bad(span, "thousands", mark, expected)
}

pub(super) fn not_a_roll(text: &Placed<String>) -> Diagnostic {
    let expected = Text::both("an entity, by year or not", "en entitet, pr. år eller ej");
    bad(text.span, "roll", &text.value, expected).arg("proposal", "roll = \"provider by year\"")
}

/// Two keys that answer the same question.
pub(super) fn either_or(span: Span, first: &'static str, second: &'static str) -> Diagnostic {
    Diagnostic::new(Code::KeysExclude).arg("first", first).arg("second", second).at(span)
}

/// What is said of a file's marks belongs in its spec.
pub(super) fn belongs_in_spec(span: Span, key: &'static str) -> Diagnostic {
    either_or(span, key, "import").note(Text::both(
        format!("a file that is imported has `{key}` in its spec: `spec = \"….spec.toml\"`"),
        format!("en fil, der importeres, har `{key}` i sin specifikation: `spec = \"….spec.toml\"`"),
    ))
}

pub(super) fn not_small_counts(text: &Placed<String>) -> Diagnostic {
    let expected = Text::both("the smallest and the largest count", "det mindste og det største antal");
    bad(text.span, "suppress", &text.value, expected).arg("proposal", "suppress = \"1..5\"")
}

pub(super) fn bad_decimals(span: Span) -> Diagnostic {
    let expected = Text::both("a whole number from -18 to 18", "et helt tal fra -18 til 18");
    bad(span, "decimals", Text::both("outside", "udenfor"), expected)
}
