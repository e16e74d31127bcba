//! What this room has to say: one function a message.
//!
//! In: places and the user's own words. Out: diagnostics. Not here: when they are said.

use ramme_diag::{Code, Diagnostic, Limits, Span, Text};
use ramme_value::NumberError;

/// The file is not UTF-8 from a byte on.
pub(crate) fn not_utf8(offset: usize, line: usize) -> Diagnostic {
    Diagnostic::new(Code::NotUtf8)
        .arg("offset", offset)
        .note(Text::both(format!("the byte is in line {line}"), format!("byten er i linje {line}")))
}

/// A limit was passed; `what` is its name among the limits.
pub(crate) fn over_limit(at: Span, what: &str, found: u64, limit: u64) -> Diagnostic {
    let code = match what {
        "rule_file_bytes" => Code::FileTooLarge,
        "rule_file_lines" => Code::TooManyLines,
        "rule_line_columns" => Code::LineTooLong,
        "identifier_bytes" => Code::NameTooLong,
        "string_bytes" => Code::TextTooLong,
        "number_digits" => Code::NumberTooLong,
        _ => Code::NestingTooDeep,
    };
    Diagnostic::new(code).arg("found", found).arg("limit", limit).at(at)
}

/// A character that does not show.
pub(crate) fn invisible(at: Span, c: char) -> Diagnostic {
    let turns =
        matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let code = if turns { Code::BidiControl } else { Code::InvisibleCharacter };
    Diagnostic::new(code).arg("character", code_point(c)).at(at)
}

fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// A character without meaning outside quotation marks, with what was probably meant.
pub(crate) fn odd_character(at: Span, c: char) -> Diagnostic {
    let meant = match c {
        '−' | '–' | '—' | '‐' | '‑' => Some("-"),
        '“' | '”' | '„' | '«' | '»' | '‟' | '″' => Some("\""),
        '≤' => Some("<="),
        '≥' => Some(">="),
        '≠' => Some("is not"),
        '×' | '·' | '∙' | '⋅' => Some("*"),
        '÷' | '∕' => Some("/"),
        '→' => Some("->"),
        '…' => Some(".."),
        '€' => Some("euro"),
        _ => None,
    };
    Diagnostic::new(Code::OddCharacter).arg("character", c).maybe_arg("proposal", meant).at(at)
}

/// A word of letters from two alphabets that look alike.
pub(crate) fn mixed_alphabets(at: Span, word: &str) -> Diagnostic {
    let odd = word.chars().find(|c| !c.is_ascii() && !matches!(c, '\u{C0}'..='\u{24F}'));
    let odd = odd.map(code_point).unwrap_or_default();
    Diagnostic::new(Code::LookalikeLetter).arg("name", word).arg("character", odd).at(at)
}

/// Text that does not end on its line.
pub(crate) fn unclosed_text(at: Span) -> Diagnostic {
    Diagnostic::new(Code::UnclosedText).at(at)
}

/// A word in column 0 that opens no item.
pub(crate) fn unknown_item(at: Span, word: &str, meant: Option<String>) -> Diagnostic {
    let said = Diagnostic::new(Code::UnknownItem).arg("word", word).at(at);
    match meant {
        Some(meant) => said.arg("suggestion", meant),
        None => said.note(Text::both(
            "what belongs to the item above is indented",
            "det, der hører til punktet ovenfor, rykkes ind",
        )),
    }
}

/// An item that does not begin in column 0.
pub(crate) fn item_indented(at: Span, word: &str) -> Diagnostic {
    Diagnostic::new(Code::ItemIndented).arg("word", word).at(at)
}

/// A part of an item that stands in column 0.
pub(crate) fn part_not_indented(at: Span, word: &str) -> Diagnostic {
    Diagnostic::new(Code::PartNotIndented).arg("word", word).at(at)
}

/// A construct that is reserved for later.
pub(crate) fn not_yet(at: Span, word: &str) -> Diagnostic {
    Diagnostic::new(Code::LaterVersion).arg("word", word).at(at)
}

/// Something else stands where one of several things could.
pub(crate) fn unexpected(at: Span, expected: Text, found: &str, proposal: Option<Text>) -> Diagnostic {
    let code = if found.is_empty() { Code::Unfinished } else { Code::SyntaxError };
    Diagnostic::new(code).arg("expected", expected).arg("found", found).maybe_arg("proposal", proposal).at(at)
}

/// A bracket without a partner.
pub(crate) fn lone_bracket(at: Span, bracket: &str) -> Diagnostic {
    Diagnostic::new(Code::UnclosedBracket).arg("bracket", bracket).at(at)
}

/// A name that is a word of the language.
pub(crate) fn reserved(at: Span, name: &str) -> Diagnostic {
    Diagnostic::new(Code::ReservedWord).arg("name", name).at(at)
}

/// A part that was written before.
pub(crate) fn twice(at: Span, part: &str) -> Diagnostic {
    Diagnostic::new(Code::WrittenTwice).arg("part", part).at(at)
}

/// A number that does not fit.
pub(crate) fn bad_number(at: Span, text: &str, error: NumberError) -> Diagnostic {
    let reason = Text::each(|lang| error.in_words(lang).to_owned());
    Diagnostic::new(Code::BadNumber).arg("text", text).arg("reason", reason).at(at)
}

/// A number that is not written as numbers are.
pub(crate) fn odd_number(at: Span, text: &str, en: &str, da: &str) -> Diagnostic {
    Diagnostic::new(Code::BadNumber).arg("text", text).arg("reason", Text::both(en, da)).at(at)
}

/// A whole number that is larger than it may be here.
pub(crate) fn too_large(at: Span, text: &str) -> Diagnostic {
    odd_number(at, text, "it is too large here", "det er for stort her")
}

/// A comma between the digits of one number.
pub(crate) fn decimal_comma(at: Span, text: &str) -> Diagnostic {
    let proposal = text.replace('.', "_").replace(',', ".");
    Diagnostic::new(Code::DecimalComma).arg("text", text).arg("proposal", proposal).at(at)
}

/// A day that the calendar does not have, or a date in another spelling.
pub(crate) fn bad_date(at: Span, text: &str) -> Diagnostic {
    Diagnostic::new(Code::BadDate).arg("text", text).at(at)
}

/// `=` used to compare.
pub(crate) fn equals_compares(at: Span) -> Diagnostic {
    Diagnostic::new(Code::EqualsSign).at(at)
}

/// A sign as other languages write it.
pub(crate) fn foreign_sign(at: Span, found: &str, meant: Option<&str>) -> Diagnostic {
    Diagnostic::new(Code::ForeignSign).arg("found", found).maybe_arg("proposal", meant).at(at)
}

/// `if` before the value.
pub(crate) fn condition_first(at: Span, proposal: String) -> Diagnostic {
    Diagnostic::new(Code::ConditionFirst).arg("proposal", proposal).at(at)
}

/// `a < b < c`
pub(crate) fn chained(at: Span) -> Diagnostic {
    Diagnostic::new(Code::ComparisonChained).at(at)
}

/// An expression that is deeper than it may be.
pub(crate) fn too_deep(at: Span, found: u64, limits: &Limits) -> Diagnostic {
    over_limit(at, "nesting", found, crate::parse::deepest(limits))
}

/// A row of a table with more or fewer cells than columns.
pub(crate) fn row_length(at: Span, found: usize, expected: usize) -> Diagnostic {
    Diagnostic::new(Code::RowLength).arg("found", found).arg("expected", expected).at(at)
}

/// A row of a table that does not end with `|`.
pub(crate) fn row_open(at: Span) -> Diagnostic {
    let end = Text::both("the end of the line", "linjens slutning");
    Diagnostic::new(Code::SyntaxError).arg("expected", "`|`").arg("found", end).at(at)
}

/// Clauses with and without a reading in one item.
pub(crate) fn readings_mixed(at: Span) -> Diagnostic {
    Diagnostic::new(Code::ReadingsMixed).at(at)
}

/// A file in a language of another version.
pub(crate) fn unsupported_language(at: Span, version: &str) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedLanguage).arg("version", version).arg("supported", 1_u32).at(at)
}
