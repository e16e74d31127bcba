//! Numbers that stand in the text of a template.
//!
//! In: the text of a template, the numbers of a run. Out: a warning for each number that is none of them. Not here: which
//! numbers a run has (`known`).
//!
//! A number is fine where it equals a number of the result as it is or rounded to the decimals that it is written with (`1,2
//! mia. kr.` where the result has 1 200 000 000), where it is a year or a date of the result, where it points into a text (`§
//! 107`, `pkt. 2`, `figur 3`), numbers a heading or a point of a list, is part of a name (`K29`), of code or of an address on
//! the net, or stands on a line with the comment `{# no figures #}`.

use crate::known::Known;
use ramme_diag::{Code, Diagnostic, FileId, Span};
use ramme_value::{Lang, NumberStyle, parse_number};
use std::ops::Range;

/// A warning for each number that the run did not compute.
pub(crate) fn foreign(text: &str, file: FileId, known: &Known, lang: Lang) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for words in words(text) {
        let line_start =
            text.get(..words.start).and_then(|t| t.rfind('\n')).map_or(0, |at| at.saturating_add(1));
        let line_end = text
            .get(words.end..)
            .and_then(|t| t.find('\n'))
            .map_or(text.len(), |at| words.end.saturating_add(at));
        if text.get(line_start..line_end).is_some_and(excused) {
            continue;
        }
        let begins_line = text.get(line_start..words.start).is_some_and(|t| t.trim().is_empty());
        let Some(piece) = text.get(words.clone()) else { continue };
        for number in Scan::new(piece, begins_line, lang).numbers() {
            if !is_known(&number, known) {
                let at =
                    words.start.saturating_add(number.at.start)..words.start.saturating_add(number.at.end);
                let shown = text.get(at.clone()).unwrap_or_default();
                found.push(
                    Diagnostic::new(Code::NumberNotComputed).arg("number", shown).at(Span::at(file, at)),
                );
            }
        }
    }
    found
}

/// True for a line that says of itself that it has no figures.
fn excused(line: &str) -> bool {
    line.split("{#").skip(1).any(|rest| {
        let comment = rest.split("#}").next().unwrap_or_default();
        matches!(comment.trim_matches(['-', ' ', '\t']), "no figures" | "ingen tal")
    })
}

/// The stretches of a template that are printed as they stand, a line at most each.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut fenced = false;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        let tag = rest.find(['{', '\n']);
        let here = tag.unwrap_or(rest.len());
        let line = text.get(..at).is_none_or(|t| t.is_empty() || t.ends_with('\n'));
        if line && rest.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if here > 0 && !fenced {
            found.push(at..at.saturating_add(here));
        }
        at = at.saturating_add(here);
        let rest = text.get(at..).unwrap_or_default();
        at = at.saturating_add(match rest.get(..2) {
            Some("{{") => tag_length(rest, "}}", at, &mut found),
            Some("{%") => tag_length(rest, "%}", at, &mut found),
            Some("{#") => rest.find("#}").map_or(rest.len(), |end| end.saturating_add(2)),
            _ => rest.chars().next().map_or(1, char::len_utf8),
        });
    }
    found
}

/// How long a tag is; the texts in quotation marks inside one that prints are found as well.
fn tag_length(rest: &str, close: &str, base: usize, found: &mut Vec<Range<usize>>) -> usize {
    let names_file = ["include", "import", "from", "extends"]
        .iter()
        .any(|word| rest.get(2..).unwrap_or_default().trim_start_matches(['-', '+', ' ']).starts_with(word));
    let mut quote: Option<(char, usize)> = None;
    for (at, c) in rest.char_indices() {
        match quote {
            Some((mark, start)) if c == mark => {
                if !names_file {
                    found.push(base.saturating_add(start)..base.saturating_add(at));
                }
                quote = None;
            }
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some((c, at.saturating_add(1))),
            None if rest.get(at..).is_some_and(|t| t.starts_with(close)) => return at.saturating_add(2),
            None => {}
        }
    }
    rest.len()
}

/// A number as it stands in text.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    at: Range<usize>,
    kind: Written,
}

/// What a number is written as.
#[derive(Debug, Clone, PartialEq)]
enum Written {
    /// A day, as `2023-11-30`.
    Day(String),
    /// A number, what it is counted in, and its last decimal.
    Number { value: f64, unit: f64, step: f64, year: Option<i32> },
}

fn is_known(number: &Found, known: &Known) -> bool {
    match &number.kind {
        Written::Day(iso) => known.has_date(iso),
        Written::Number { value, unit, step, year } => {
            year.is_some_and(|y| known.has_year(y)) || known.has(*value, *unit, *step)
        }
    }
}

/// Words before a number that points into a text.
const POINTING: [&str; 42] = [
    "\u{a7}",
    "\u{a7}\u{a7}",
    "stk.",
    "stk",
    "nr.",
    "nr",
    "pkt.",
    "pkt",
    "punkt",
    "bilag",
    "afsnit",
    "kapitel",
    "kap.",
    "linje",
    "linjer",
    "side",
    "s.",
    "figur",
    "tabel",
    "note",
    "artikel",
    "art.",
    "section",
    "sections",
    "annex",
    "appendix",
    "chapter",
    "line",
    "lines",
    "page",
    "pages",
    "p.",
    "pp.",
    "figure",
    "table",
    "article",
    "no.",
    "item",
    "point",
    "paragraph",
    "litra",
    "sag",
];

/// Words between two numbers of which the first points into a text, so that the second does too.
const JOINING: [&str; 10] = ["-", "\u{2013}", ",", "og", "and", "eller", "or", "til", "to", "&"];

const MONTHS: [(&str, u32); 24] = [
    ("januar", 1),
    ("februar", 2),
    ("marts", 3),
    ("april", 4),
    ("maj", 5),
    ("juni", 6),
    ("juli", 7),
    ("august", 8),
    ("september", 9),
    ("oktober", 10),
    ("november", 11),
    ("december", 12),
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("october", 10),
    ("jan", 1),
    ("feb", 2),
    ("aug", 8),
    ("sept", 9),
    ("dec", 12),
];

/// Reads the numbers of one stretch of text.
struct Scan<'a> {
    text: &'a str,
    begins_line: bool,
    lang: Lang,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str, begins_line: bool, lang: Lang) -> Scan<'a> {
        Scan { text, begins_line, lang }
    }

    fn numbers(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        let mut pointed: Option<usize> = None;
        while let Some(start) = self.next_digit(at) {
            let end = self.end_of_digits(start);
            at = end;
            if let Some(after) = self.silent(start) {
                at = after.max(end);
                continue;
            }
            if let Some((iso, length)) = self.day(start) {
                at = start.saturating_add(length);
                found.push(Found { at: start..at, kind: Written::Day(iso) });
                continue;
            }
            if self.in_a_name(start, end) || self.numbers_a_point(start, end) {
                continue;
            }
            let between = pointed.and_then(|from| self.text.get(from..start)).map(str::trim);
            if self.points(start) || between.is_some_and(|words| JOINING.contains(&words)) {
                pointed = Some(end);
                continue;
            }
            found.extend(self.number(start, end));
        }
        found
    }

    fn next_digit(&self, from: usize) -> Option<usize> {
        let at = self.text.get(from..)?.find(|c: char| c.is_ascii_digit())?;
        Some(from.saturating_add(at))
    }

    /// Digits with marks between them.
    fn end_of_digits(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let mut at = start;
        loop {
            if digit(at) || (matches!(bytes.get(at), Some(b'.' | b',')) && digit(at.saturating_add(1))) {
                at = at.saturating_add(1);
            } else {
                return at;
            }
        }
    }

    fn before(&self, at: usize) -> &str {
        self.text.get(..at).unwrap_or_default()
    }

    fn after(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    /// Where code, a link's target or an address ends that the position lies in.
    fn silent(&self, at: usize) -> Option<usize> {
        let before = self.before(at);
        if before.matches('`').count() % 2 == 1 {
            return Some(
                self.text.get(at..)?.find('`').map_or(self.text.len(), |end| at.saturating_add(end)),
            );
        }
        if let Some(open) = before.rfind("](")
            && !before.get(open..)?.contains(')')
        {
            return Some(
                self.text.get(at..)?.find(')').map_or(self.text.len(), |end| at.saturating_add(end)),
            );
        }
        let word = before.rfind(char::is_whitespace).map_or(0, |blank| blank.saturating_add(1));
        let address = self.after(word);
        let is_address =
            ["http", "www.", "<http", "mailto:"].iter().any(|begins| address.starts_with(begins))
                || address.split_whitespace().next().is_some_and(|w| w.contains('@'));
        is_address.then(|| word.saturating_add(address.find(char::is_whitespace).unwrap_or(address.len())))
    }

    /// Part of a word: `K29`, `x_109`, `COVID-19`, `3b`.
    fn in_a_name(&self, start: usize, end: usize) -> bool {
        let mut before = self.before(start).chars().rev();
        let (last, last_but_one) = (before.next(), before.next());
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || c == '_');
        letter(last)
            || (last == Some('-') && letter(last_but_one))
            || self.after(end).starts_with(|c: char| c.is_alphabetic() || c == '_')
    }

    /// The number of a heading or of a point in a list: `2. `, `## 3.1 `.
    fn numbers_a_point(&self, start: usize, end: usize) -> bool {
        let before = self.before(start).trim_start();
        if !self.begins_line || !before.trim_matches('#').trim().is_empty() {
            return false;
        }
        let after = self.after(end);
        let plain = after.strip_prefix(['.', ')']).unwrap_or(after);
        if before.starts_with('#') {
            return plain.starts_with(' ');
        }
        plain.len() < after.len() && (plain.is_empty() || plain.starts_with(' '))
    }

    /// After `§`, `pkt.`, `figur`.
    fn points(&self, start: usize) -> bool {
        let before = self.before(start).trim_end();
        let word =
            before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '/')).next().unwrap_or("");
        let word = word.to_lowercase();
        POINTING.contains(&word.as_str()) || word.ends_with('\u{a7}')
    }

    /// A day from here on, and how long it is: `2023-11-30`, `30-11-2023`, `30.11.2023`, `30. november 2023`, `30 November 2023`.
    fn day(&self, start: usize) -> Option<(String, usize)> {
        let rest = self.after(start);
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let first = digits(rest);
        let one: u32 = rest.get(..first)?.parse().ok()?;
        let tail = rest.get(first..)?;
        let mark = tail.chars().next()?;
        if matches!(mark, '-' | '.' | '/') {
            let tail = tail.get(1..)?;
            let second = digits(tail);
            let two: u32 = tail.get(..second)?.parse().ok()?;
            let tail = tail.get(second..)?.strip_prefix(mark)?;
            let third = digits(tail);
            let three: u32 = tail.get(..third)?.parse().ok()?;
            let (year, month, day) = match (first, third) {
                (4, 1..=2) => (one, two, three),
                (1..=2, 4) => (three, two, one),
                _ => return None,
            };
            let length = first.checked_add(second)?.checked_add(third)?.checked_add(2)?;
            return Some((iso(year, month, day)?, length));
        }
        self.day_in_words(one, rest, first)
    }

    fn day_in_words(&self, day: u32, rest: &str, first: usize) -> Option<(String, usize)> {
        let tail = rest.get(first..)?;
        let tail = tail.strip_prefix('.').unwrap_or(tail).strip_prefix(' ')?;
        let name: String = tail.chars().take_while(|c| c.is_alphabetic()).collect();
        let (_, month) = MONTHS.iter().find(|(word, _)| *word == name.to_lowercase())?;
        let tail = tail.get(name.len()..)?;
        let tail = tail.strip_prefix('.').unwrap_or(tail).strip_prefix(' ')?;
        let year: u32 = tail.get(..4)?.parse().ok()?;
        let length = rest.len().saturating_sub(tail.len()).checked_add(4)?;
        Some((iso(year, *month, day)?, length))
    }

    /// A number with what it is counted in.
    fn number(&self, start: usize, end: usize) -> Option<Found> {
        let style = self.lang.pick(NumberStyle::ENGLISH, NumberStyle::DANISH);
        let written = self.text.get(start..end)?;
        // What is no number in this language, such as 5.38.42, is the name of something.
        let decimal = parse_number(written, style).ok()?;
        let value: f64 = decimal.to_string().parse().ok()?;
        let (unit, length) = self.counted_in(end);
        let year = (written.len() == 4).then(|| written.parse().ok()).flatten();
        let step = 10f64.powi(-i32::from(decimal.scale()));
        let until = end.saturating_add(length);
        Some(Found { at: start..until, kind: Written::Number { value, unit, step, year } })
    }

    /// A million, a thousand; and how many bytes the word takes.
    fn counted_in(&self, end: usize) -> (f64, usize) {
        let after = self.after(end);
        let blanks = after.len().saturating_sub(after.trim_start_matches([' ', '\u{a0}']).len());
        let word: String =
            after.get(blanks..).unwrap_or("").chars().take_while(|c| c.is_alphabetic()).collect();
        let length = blanks.saturating_add(word.len());
        match word.to_lowercase().as_str() {
            "tusind" | "tusinde" | "thousand" | "tkr" => (1e3, length),
            "mio" | "mill" | "mn" | "million" | "millioner" | "millions" => (1e6, length),
            "mia" | "bn" | "milliard" | "milliarder" => (1e9, length),
            "billion" | "billions" => (self.lang.pick(1e9, 1e12), length),
            _ => (1.0, 0),
        }
    }
}

fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    let text = format!("{year:04}-{month:02}-{day:02}");
    ramme_value::Date::parse_iso(&text).ok().map(|_| text)
}
