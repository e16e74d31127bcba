//! A report as text for a terminal: aligned tables that fit a width.
//!
//! In: a report, a language, a width. Out: lines that are the same for the same report. Not here: colour (the program
//! adds none to results), what a report says (`run_report`, `comply_report`).

use crate::model::{Block, Report, Section};
use crate::{spelled, text_table};
use ramme_value::Lang;
use unicode_width::UnicodeWidthStr;

/// How a report is to be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The language of numbers and units.
    pub lang: Lang,
    /// How many cells of the terminal a line may take.
    pub width: usize,
}

impl Look {
    /// The width where the output is no terminal: the same bytes everywhere.
    pub const PLAIN_WIDTH: usize = 100;

    /// The narrowest width that is laid out for; a narrower window wraps.
    pub const LEAST_WIDTH: usize = 40;

    /// A look; widths below the least are taken as the least.
    #[must_use]
    pub fn new(lang: Lang, width: usize) -> Look {
        Look { lang, width: width.max(Look::LEAST_WIDTH) }
    }
}

/// The report as text, ending with a line end.
#[must_use]
pub fn render(report: &Report, look: Look) -> String {
    let mut out = String::new();
    paragraph(&mut out, &report.title, "", look.width);
    if !report.title.is_empty() {
        let rule = "\u{2550}".repeat(report.title.width().min(look.width));
        line(&mut out, &rule);
    }
    for basis in &report.basis {
        paragraph(&mut out, basis, "", look.width);
    }
    for section in report.sections.iter().filter(|section| !only_charts(section)) {
        render_section(&mut out, section, look);
    }
    if !report.summary.is_empty() {
        gap(&mut out);
        paragraph(&mut out, &report.summary, "", look.width);
    }
    out
}

/// One section as text.
#[must_use]
pub fn section(section: &Section, look: Look) -> String {
    let mut out = String::new();
    render_section(&mut out, section, look);
    out
}

/// True for a section that text has nothing of.
fn only_charts(section: &Section) -> bool {
    !section.blocks.is_empty() && section.blocks.iter().all(|block| matches!(block, Block::Chart(_)))
}

fn render_section(out: &mut String, section: &Section, look: Look) {
    gap(out);
    if !section.heading.is_empty() {
        paragraph(out, &section.heading, "", look.width);
        line(out, &"\u{2500}".repeat(section.heading.width().min(look.width)));
    }
    let tables = section.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Text(_) | Block::List(_) | Block::Chart(_) => None,
    });
    let magnitude = spelled::magnitude(tables);
    let mut first = true;
    for block in section.blocks.iter().filter(|block| !matches!(block, Block::Chart(_))) {
        if !first {
            gap(out);
        }
        first = false;
        match block {
            Block::Text(text) => paragraph(out, text, "", look.width),
            Block::List(items) => {
                for item in items {
                    bullet(out, item, look.width);
                }
            }
            Block::Chart(_) => {}
            Block::Table(table) => out.push_str(&text_table::render(table, magnitude, look)),
        }
    }
}

/// One empty line, never two.
fn gap(out: &mut String) {
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}

/// A line without blanks at its end, and without characters that could steer a terminal.
pub(crate) fn line(out: &mut String, text: &str) {
    out.push_str(&crate::number::visible(text.trim_end()));
    out.push('\n');
}

/// Text wrapped at blanks, every line after `indent`.
pub(crate) fn paragraph(out: &mut String, text: &str, indent: &str, width: usize) {
    let room = width.saturating_sub(indent.width()).max(1);
    for piece in text.lines() {
        for wrapped in wrap(piece, room) {
            line(out, &format!("{indent}{wrapped}"));
        }
    }
}

fn bullet(out: &mut String, text: &str, width: usize) {
    let mut mark = "\u{2022} ";
    for piece in text.lines() {
        for wrapped in wrap(piece, width.saturating_sub(2).max(1)) {
            line(out, &format!("{mark}{wrapped}"));
            mark = "  ";
        }
    }
}

/// Cuts text at blanks into lines of at most `room` cells; a longer word is cut where the room ends.
#[must_use]
pub(crate) fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in text.split_whitespace() {
        let joined =
            if current.is_empty() { word.width() } else { current.width().saturating_add(1 + word.width()) };
        if joined <= room {
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
            continue;
        }
        if !current.is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        current = cut_word(word, room, &mut lines);
    }
    if !current.is_empty() || lines.is_empty() {
        lines.push(current);
    }
    lines
}

/// Pushes what of a word fills whole lines; gives back the rest.
fn cut_word(word: &str, room: usize, lines: &mut Vec<String>) -> String {
    let mut current = String::new();
    for c in word.chars() {
        let wide = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if current.width().saturating_add(wide) > room && !current.is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        current.push(c);
    }
    current
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_cuts_at_blanks_and_inside_long_words() {
        assert_eq!(wrap("en to tre", 5), ["en to", "tre"]);
        assert_eq!(wrap("sagsbehandling", 6), ["sagsbe", "handli", "ng"]);
        assert_eq!(wrap("", 6), [""]);
    }
}
