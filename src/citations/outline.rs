//! Headings of a plain text, as far as its lines give them away.
//!
//! In: lines with single blanks, the lines that begin pages. Out: the lines of the part under a heading, up to the next
//! heading of its kind. Not here: fingerprints.

use std::collections::BTreeSet;
use std::ops::Range;

/// The longest heading that has no number, in characters.
const LONGEST: usize = 90;

/// How headings of a document look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `4.2 Takster`, `§ 5`, `## Takster`, `Bilag 2`.
    Marked,
    /// A short line by itself.
    Alone,
}

/// What stands under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Its lines, the heading first.
    Lines(Range<usize>),
    /// No line is this heading.
    Nowhere,
    /// Several lines are, by their numbers from 1.
    Several(Vec<u32>),
}

/// The part under a heading; lines of a table of contents are no headings.
pub fn part(lines: &[String], pages: &BTreeSet<usize>, heading: &str) -> Part {
    let wanted = small(heading);
    let holds = |line: &String, whole: bool| {
        let (full, bare) = (small(line), small(bare(line)));
        let begins = |text: &str| {
            text.strip_prefix(wanted.as_str())
                .is_some_and(|rest| rest.is_empty() || !whole && !rest.starts_with(char::is_alphanumeric))
        };
        !is_entry(line) && (begins(&full) || begins(&bare))
    };
    let of = |whole: bool| -> Vec<usize> {
        (0..lines.len()).filter(|at| lines.get(*at).is_some_and(|line| holds(line, whole))).collect()
    };
    let mut found = of(true);
    if found.is_empty() {
        found = of(false);
    }
    match found.as_slice() {
        [] => Part::Nowhere,
        [at] => Part::Lines(*at..end(lines, pages, *at)),
        several => {
            let number = |at: &usize| u32::try_from(at.saturating_add(1)).unwrap_or(u32::MAX);
            Part::Several(several.iter().map(number).collect())
        }
    }
}

/// The line before which the part of a heading ends.
fn end(lines: &[String], pages: &BTreeSet<usize>, at: usize) -> usize {
    let marked = |at: usize| is_marked(line(lines, at)) && !is_entry(line(lines, at));
    let own = if is_marked(line(lines, at)) { Mark::Marked } else { Mark::Alone };
    let is_next = |next: &usize| match own {
        Mark::Marked => marked(*next),
        Mark::Alone => marked(*next) || is_alone(lines, pages, *next),
    };
    (at.saturating_add(1)..lines.len()).find(is_next).unwrap_or(lines.len())
}

fn line(lines: &[String], at: usize) -> &str {
    lines.get(at).map_or("", String::as_str)
}

fn small(text: &str) -> String {
    super::copies::plain(text).to_lowercase()
}

/// A heading without its number or mark.
fn bare(line: &str) -> &str {
    line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '#' | '\u{a7}' | ' '))
}

/// `4.2 Takster ........ 17`
fn is_entry(line: &str) -> bool {
    let before = line.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    before.len() < line.len()
        && (before.ends_with("...") || before.ends_with(". .") || before.ends_with('\u{2026}'))
}

/// `4.2 Takster` and the like; `4 kr.` and `12. maj` are none, since no capital follows.
fn is_marked(line: &str) -> bool {
    if line.starts_with('#') || line.starts_with('\u{a7}') {
        return true;
    }
    let words: Vec<&str> = line.split(' ').collect();
    let capital = |word: Option<&&str>| word.is_some_and(|w| w.starts_with(char::is_uppercase));
    let number = |word: &str| {
        let parts: Vec<&str> = word.trim_end_matches(['.', ')']).split('.').collect();
        parts.iter().all(|p| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
    };
    match words.as_slice() {
        [first, rest @ ..] if number(first) => capital(rest.first()) && !ends_a_sentence(line),
        ["Bilag" | "Kapitel" | "Afsnit" | "Annex" | "Chapter" | "Section" | "Part", second, ..] => {
            number(second.trim_end_matches(':')) && !ends_a_sentence(line)
        }
        _ => false,
    }
}

fn ends_a_sentence(line: &str) -> bool {
    line.ends_with(['.', ',', ';'])
}

/// A short line between blank ones, or at the edge of a page, that begins with a capital and ends no sentence.
fn is_alone(lines: &[String], pages: &BTreeSet<usize>, at: usize) -> bool {
    let own = line(lines, at);
    let after = at.saturating_add(1);
    let blank = |at: Option<usize>| at.is_none_or(|at| line(lines, at).is_empty());
    own.chars().count() <= LONGEST
        && own.starts_with(char::is_uppercase)
        && !own.ends_with(['.', ',', ';', ':'])
        && (pages.contains(&at) || blank(at.checked_sub(1)))
        && (after >= lines.len() || pages.contains(&after) || blank(Some(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, heading: &str) -> Part {
        let lines: Vec<String> = text.lines().map(super::super::copies::plain).collect();
        part(&lines, &BTreeSet::from([0]), heading)
    }

    #[test]
    fn a_part_goes_to_the_next_heading_of_its_kind() {
        let text = "Indhold\n1 Formål .... 2\n1.1 Takster .... 3\n\n1 Formål\n4 kr. i alt\n\n1.1 Takster\nPrisen er 5 kr.\n\nKort linje\n\nMere.\n2. Ophør\nTil sidst.";
        assert_eq!(of(text, "1.1 Takster"), Part::Lines(7..13));
        assert_eq!(of(text, "takster"), Part::Lines(7..13));
        assert_eq!(of(text, "2. Ophør"), Part::Lines(13..15));
        assert_eq!(of(text, "Formål"), Part::Lines(4..7));
        assert_eq!(of(text, "Taks"), Part::Nowhere);
        assert_eq!(of(text, "Indhold"), Part::Lines(0..4));
    }

    #[test]
    fn a_short_line_by_itself_ends_a_part_without_a_number() {
        let text = "Takster\n\nPrisen er 5 kr.\n\nDen stiger ikke.\n\nGebyrer\n\nTo kr.";
        assert_eq!(of(text, "Takster"), Part::Lines(0..6));
        assert_eq!(of(text, "Gebyrer"), Part::Lines(6..9));
        assert_eq!(of("A\n\nx\n\nA\n\ny", "A"), Part::Several(vec![1, 5]));
    }
}
