//! Where the grammar stopped, in plain words: what stands there, what could stand there, what was probably meant.
//!
//! In: the item's text, the place, and the rules that were tried there. Out: one diagnostic.
//! Not here: the templates of the messages (`say`), other parts of the same item (`recover`).

mod expected;
mod habit;

use super::build::Build;
use super::grammar::Rule;
use crate::say;
use crate::split::{Keyword, Piece, first_word};
use expected::Expected;
use pest::error::{Error, ErrorVariant, InputLocation};
use ramme_diag::{Diagnostic, FileId, Span, Text};

/// Where the grammar stopped and what it tried there.
pub(crate) struct Failure {
    /// The place in the item's text.
    pub at: usize,
    /// The rules that were tried and failed.
    pub tried: Vec<Rule>,
}

impl Failure {
    /// From the grammar's own error; `offset` is where the text that it read begins.
    pub(crate) fn of(error: &Error<Rule>, offset: usize) -> Failure {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let tried = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives.clone(),
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Failure { at: at.saturating_add(offset), tried }
    }
}

/// The place where the grammar stopped, with the text around it.
pub(crate) struct Stop<'a> {
    /// The item's text before it, without the blanks before it.
    pub before: &'a str,
    /// The item's text from it on.
    pub rest: &'a str,
    /// Where `rest` begins in the item's text.
    pub at: usize,
    /// The word, number or sign that stands there; empty at the end of the item.
    pub found: &'a str,
}

/// Says why an item could not be read further.
pub(crate) fn explain(build: &Build<'_>, keyword: Option<Keyword>, failure: &Failure) -> Diagnostic {
    let tail = build.text.get(failure.at..).unwrap_or("");
    let rest = tail.trim_start();
    let at = build.text.len().saturating_sub(rest.len());
    let before = build.text.get(..failure.at).unwrap_or("").trim_end();
    let found = token(rest);
    let at = if found.is_empty() { before.len() } else { at };
    let stop = Stop { before, rest, at, found };
    let expected = Expected::of(&failure.tried, keyword);
    if let Some(problem) = habit::recognise(build, &stop, &expected) {
        return problem;
    }
    let span = build.place(stop.at, stop.at.saturating_add(found.len()));
    let meant = ramme_diag::closest(found, expected.words());
    let proposal =
        meant.map(|word| Text::both(format!("did you mean `{word}`?"), format!("mente du `{word}`?")));
    say::unexpected(span, expected.text(), &shortened(found), proposal)
}

/// Something before the first item.
pub(crate) fn stray(file: FileId, masked: &str, piece: &Piece<'_>) -> Diagnostic {
    let text = masked.get(piece.start..piece.end).unwrap_or("");
    let found = token(text);
    let span = Span::at(file, piece.start..piece.start.saturating_add(found.len()));
    let expected = Text::both("an item such as `define`", "et punkt som `define`");
    say::unexpected(span, expected, &shortened(found), None)
}

/// The grammar took an item that the builder can't make sense of; that is never meant to happen.
pub(crate) fn unread(file: FileId, offset: usize, text: &str) -> Diagnostic {
    let word = token(text);
    let span = Span::at(file, offset..offset.saturating_add(word.len()));
    say::unexpected(span, Text::both("an item that can be read", "et punkt, der kan læses"), word, None)
}

/// The first word, number, quoted text or sign of a text.
pub(crate) fn token(text: &str) -> &str {
    let word = first_word(text);
    if !word.is_empty() {
        return word;
    }
    let Some(first) = text.chars().next() else { return "" };
    let end = match first {
        '0'..='9' => {
            let figure = |c: char| crate::guard::is_word_char(c) || c == '.' || c == ',';
            let run = text.find(|c| !figure(c)).unwrap_or(text.len());
            text.get(..run).unwrap_or("").trim_end_matches(['.', ',']).len()
        }
        '"' => text.get(1..).and_then(|rest| rest.find('"')).map_or(1, |inner| inner.saturating_add(2)),
        _ => {
            let two = text.get(..2).filter(|two| habit::is_two_signs(two));
            two.map_or(first.len_utf8(), str::len)
        }
    };
    text.get(..end).unwrap_or("")
}

/// Long text is cut in a message.
fn shortened(found: &str) -> String {
    const MOST: usize = 40;
    if found.chars().count() <= MOST {
        return found.to_owned();
    }
    found.chars().take(MOST).chain(['…']).collect()
}
