//! What is said about the form of a file.
//!
//! In: places and figures. Out: diagnostics. Not here: finding the mistakes.

use ramme_diag::{Code, Diagnostic, Place, Text};

use crate::split::{Trouble, TroubleAt};

fn unreadable(name: &str, reason: Text) -> Diagnostic {
    Diagnostic::new(Code::FileUnreadable).arg("file", name).arg("reason", reason)
}

/// `valid` bytes at the start are UTF-8, the next is not.
pub(crate) fn not_utf8(name: &str, bytes: &[u8], valid: usize) -> Diagnostic {
    let before = bytes.get(..valid).unwrap_or(bytes);
    let line = before.iter().filter(|b| **b == b'\n').count().saturating_add(1);
    let byte = valid.saturating_add(1);
    let reason = Text::both(
        format!("it is not UTF-8 text (byte {byte} of the file)"),
        format!("det er ikke UTF-8-tekst (filens byte {byte})"),
    );
    let line = u32::try_from(line).unwrap_or(u32::MAX);
    unreadable(name, reason).at(Place::line(name, line)).note(Text::both(
        "save the file as UTF-8; spreadsheets call it `CSV UTF-8`",
        "gem filen som UTF-8; regneark kalder det `CSV UTF-8`",
    ))
}

pub(crate) fn bad_delimiter(name: &str, delimiter: char) -> Diagnostic {
    let reason = Text::both(
        format!("`{delimiter}` can't stand between cells"),
        format!("`{delimiter}` kan ikke stå mellem celler"),
    );
    unreadable(name, reason).at(Place::File(name.to_owned()))
}

pub(crate) fn empty_file(name: &str) -> Diagnostic {
    let reason =
        Text::both("it is empty, without even a line of headings", "den er tom, også uden overskrifter");
    unreadable(name, reason).at(Place::File(name.to_owned()))
}

/// More of something than a limit allows; `what` is the English word.
pub(crate) fn over(place: Place, what: &'static str, found: u64, limit: u64) -> Diagnostic {
    let (danish, flag) = match what {
        "rows" => ("rækker", "csv_rows"),
        "columns" => ("kolonner", "csv_columns"),
        _ => ("byte", "csv_bytes"),
    };
    let what = Text::both(what, danish);
    Diagnostic::new(Code::DataTooLarge)
        .arg("found", found)
        .arg("what", what)
        .arg("limit", limit)
        .arg("flag", flag)
        .at(place)
}

pub(crate) fn duplicate_heading(heading: &str, (first, second): (Place, Place)) -> Diagnostic {
    Diagnostic::new(Code::DuplicateColumn)
        .arg("column", heading)
        .at(second)
        .also(first, Text::both("it stands here already", "den står her i forvejen"))
}

pub(crate) fn unequal_row(place: Place, found: usize, expected: usize) -> Diagnostic {
    Diagnostic::new(Code::RaggedRow).arg("found", found).arg("expected", expected).at(place)
}

/// What keeps a record from being read.
pub(crate) fn trouble(name: &str, heading: Option<&str>, at: TroubleAt) -> Diagnostic {
    let place = Place::cell(name, at.line, at.column, heading);
    let broken = |reason| Diagnostic::new(Code::BrokenQuotes).arg("reason", reason).at(place.clone());
    let long = |limit: u64, flag: &'static str, what: Text| {
        let more = Text::same(format!("> {limit}"));
        Diagnostic::new(Code::DataTooLarge)
            .arg("found", more)
            .arg("what", what)
            .arg("limit", limit)
            .arg("flag", flag)
            .at(place.clone())
            .note(Text::both(
                "nothing after it is read; perhaps a quote is not closed",
                "intet efter den læses; måske mangler et afsluttende anførselstegn",
            ))
    };
    match at.trouble {
        Trouble::OpenQuote => broken(Text::both(
            "it is opened and never closed, so nothing after it can be read",
            "det åbnes og lukkes aldrig, så intet efter det kan læses",
        )),
        Trouble::AfterQuote => broken(Text::both(
            "something stands between the closing quote and the separator",
            "der står noget mellem det afsluttende anførselstegn og skilletegnet",
        )),
        Trouble::LongField(limit) => {
            long(limit, "csv_field_bytes", Text::both("bytes in one cell", "byte i én celle"))
        }
        Trouble::LongRecord(limit) => {
            long(limit, "csv_record_bytes", Text::both("bytes in one row", "byte i én række"))
        }
    }
}
