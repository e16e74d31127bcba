//! Parts of a report as Markdown: headings, paragraphs, points, tables.
//!
//! In: text, or a part of a report. Out: Markdown in which every word from outside is text and nothing else: no tags, no
//! links, no marks. Not here: charts (their figures stand in tables), and which parts are shown.

use crate::model::{Block, Section, Table};
use crate::number::{self, Magnitude};
use crate::spelled::{self, Said, UNKNOWN, spelled};
use crate::text_table::course;
use ramme_value::Lang;
use std::fmt::Write as _;

/// The longest heading, in characters; what is longer is cut.
const LONGEST_HEADING: usize = 300;

/// Text as it may stand anywhere in Markdown: on one line, without tags, links or marks.
///
/// ```
/// use ramme_report::markdown::escape;
/// assert_eq!(escape("cost_per_day *net*"), "cost_per_day \\*net\\*");
/// assert_eq!(escape("[a](https://b.example)<c>"), "\\[a\\](https\\://b.example)&lt;c&gt;");
/// assert_eq!(escape("- 12. maj\n# x"), "\\- 12. maj \\# x");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let one_line: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let shown: Vec<char> = number::visible(&one_line).chars().collect();
    let point = numbered(&shown);
    let mut out = String::with_capacity(shown.len());
    for (at, c) in shown.iter().copied().enumerate() {
        let near = |step: usize| shown.get(at.wrapping_add(step)).copied();
        let (before, after) = (near(usize::MAX), near(1));
        match c {
            // Entities, since not every reader takes a backslash before these.
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c => {
                if point == Some(at) || is_mark(c, at == 0, before, after) {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out
}

/// True where Markdown would take a character for a mark.
fn is_mark(c: char, first: bool, before: Option<char>, after: Option<char>) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' | '`' | '*' | '[' | ']' | '{' | '}' | '#' | '|' | '~' | '$' | '@' => true,
        // Inside a word it is no mark, and a name reads better without.
        '_' => !(word(before) && word(after)),
        // Addresses that become links by themselves.
        ':' => after == Some('/'),
        '.' => before.is_some_and(|b| b.eq_ignore_ascii_case(&'w')) && word(after),
        '-' | '+' | '=' => first,
        _ => false,
    }
}

/// Where the mark stands of what begins like a numbered point: `12. maj`.
fn numbered(all: &[char]) -> Option<usize> {
    let digits = all.iter().take_while(|c| c.is_ascii_digit()).count();
    let mark = matches!(all.get(digits), Some('.' | ')'));
    let ends = all.get(digits.saturating_add(1)).is_none_or(|c| *c == ' ');
    (digits > 0 && mark && ends).then_some(digits)
}

/// A part with its heading at a level; without a heading at level 0.
#[must_use]
pub fn section(section: &Section, level: usize, lang: Lang) -> String {
    let mut out = String::new();
    if level > 0 && !section.heading.is_empty() {
        let _ = writeln!(out, "{} {}\n", "#".repeat(level.min(6)), escape(&shortened(&section.heading)));
    }
    let tables = section.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Text(_) | Block::List(_) | Block::Chart(_) => None,
    });
    let magnitude = spelled::magnitude(tables);
    for block in &section.blocks {
        match block {
            Block::Text(text) => {
                for line in text.lines() {
                    let _ = writeln!(out, "{}\n", escape(line));
                }
            }
            Block::List(items) => list(&mut out, items),
            Block::Table(one) => table(&mut out, one, magnitude, lang),
            Block::Chart(_) => {}
        }
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

/// A heading that is no longer than a reader bears.
#[must_use]
pub fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_HEADING {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST_HEADING).collect();
    short.push('\u{2026}');
    short
}

fn list(out: &mut String, items: &[String]) {
    for item in items {
        let _ = writeln!(out, "- {}", escape(item));
    }
    out.push('\n');
}

fn table(out: &mut String, table: &Table, shared: Magnitude, lang: Lang) {
    let said = spelled(table, shared, lang);
    if let Some(caption) = &said.caption {
        let _ = writeln!(out, "**{}**\n", escape(caption));
    }
    let heads = said.columns.iter().map(|head| match &head.unit {
        Some(unit) if head.text.is_empty() => escape(unit),
        Some(unit) if !unit.is_empty() => format!("{} ({})", escape(&head.text), escape(unit)),
        _ => escape(&head.text),
    });
    let heads: Vec<String> = heads.collect();
    let rules: Vec<String> =
        said.columns.iter().map(|head| if head.figures { "---:" } else { "---" }.to_owned()).collect();
    let rows: Vec<Vec<String>> =
        said.rows.into_iter().map(|cells| cells.into_iter().map(cell).collect()).collect();
    // A column without a head and without anything in it, such as courses of a single year, says nothing.
    let says = |at: usize| {
        heads.get(at).is_some_and(|head| !head.is_empty())
            || rows.iter().filter_map(|cells| cells.get(at)).any(|cell| !cell.trim().is_empty())
    };
    let kept: Vec<usize> = (0..heads.len()).filter(|at| says(*at)).collect();
    for cells in [&heads, &rules].into_iter().chain(&rows) {
        row(out, kept.iter().filter_map(|at| cells.get(*at)));
    }
    out.push('\n');
    for note in &table.notes {
        let _ = writeln!(out, "{}\n", escape(note));
    }
}

fn row<'a>(out: &mut String, cells: impl Iterator<Item = &'a String>) {
    out.push('|');
    for cell in cells {
        let _ = write!(out, " {cell} |");
    }
    out.push('\n');
}

fn cell(said: Said) -> String {
    match said {
        Said::Words(text) => escape(&text),
        Said::Figure(text) => escape(&text),
        Said::Course(points) => course(&points),
        Said::Missing => UNKNOWN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cell, Column, Row};

    #[test]
    fn what_comes_from_outside_is_text() {
        for (text, expected) in [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("![x](http://y)", "!\\[x\\](http\\://y)"),
            ("www.example.dk", "www\\.example.dk"),
            ("a|b", "a\\|b"),
            ("_net_ cost_per_day", "\\_net\\_ cost_per_day"),
            ("12. maj", "12\\. maj"),
            ("1.234,5 mio. kr.", "1.234,5 mio. kr."),
            ("12) x", "12\\) x"),
            ("=== x", "\\=== x"),
            ("a\u{202e}b", "a\u{fffd}b"),
            ("&amp;", "&amp;amp;"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn a_table_has_its_units_in_its_heads_and_its_figures_to_the_right() {
        let mut table = Table { keys: 1, ..Table::default() };
        table.columns = vec![Column::text("a|b"), Column::text("n")];
        table.rows.push(Row::new(vec![Cell::Text("<x>".to_owned()), Cell::Missing]));
        table.notes.push("..  *why*".to_owned());
        let mut part = Section::new("# one");
        part.push(Block::Table(table));
        let text = section(&part, 2, Lang::Da);
        assert_eq!(
            text,
            "## \\# one\n\n| a\\|b | n |\n| --- | ---: |\n| &lt;x&gt; | .. |\n\n..  \\*why\\*\n"
        );
    }
}
