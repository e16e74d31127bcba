//! Sources: every text that was read, kept once, with its lines.
//!
//! In: a name to show and a text. Out: an id, and lines and columns as people count them.
//! Not here: reading files, parsing, places in data (`place`).

use crate::span::{FileId, Span};

/// One text and where its lines begin.
#[derive(Debug, Clone)]
struct Source {
    name: String,
    text: String,
    starts: Vec<u32>,
}

/// The texts of a run.
///
/// ```
/// use ramme_diag::SourceMap;
/// let mut sources = SourceMap::default();
/// let file = sources.add("takst.ramme", "language 1\nset år = a | b\n");
/// assert_eq!(sources.line_col(file, 18), (2, 7));
/// assert_eq!(sources.line_text(file, 2), "set år = a | b");
/// ```
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    sources: Vec<Source>,
}

impl SourceMap {
    /// No texts yet.
    #[must_use]
    pub fn new() -> SourceMap {
        SourceMap::default()
    }

    /// Keeps a text under the name to show for it. The same name with the same text gives the same id again.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let (name, text) = (name.into(), text.into());
        let held = self.sources.iter().position(|source| source.name == name && source.text == text);
        let at = held.unwrap_or_else(|| {
            self.sources.push(Source { starts: line_starts(&text), name, text });
            self.sources.len().saturating_sub(1)
        });
        FileId(narrow(at))
    }

    fn source(&self, id: FileId) -> Option<&Source> {
        self.sources.get(usize::try_from(id.0).ok()?)
    }

    /// The ids of all texts, in the order in which they came.
    pub fn ids(&self) -> impl Iterator<Item = FileId> {
        (0..narrow(self.sources.len())).map(FileId)
    }

    /// The name to show; empty if there is no such text.
    #[must_use]
    pub fn name(&self, id: FileId) -> &str {
        self.source(id).map_or("", |source| &source.name)
    }

    /// The whole text; empty if there is no such.
    #[must_use]
    pub fn text(&self, id: FileId) -> &str {
        self.source(id).map_or("", |source| &source.text)
    }

    /// The text of a span, widened to whole characters and cut at the end of the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let text = self.text(span.file);
        let (start, end) = (floor(text, span.start), ceiling(text, span.end));
        text.get(start..end).unwrap_or("")
    }

    /// Line and column of a byte, both from 1; columns count characters. A byte after the end counts as the end.
    #[must_use]
    pub fn line_col(&self, id: FileId, byte: u32) -> (u32, u32) {
        let Some(source) = self.source(id) else { return (1, 1) };
        let at = floor(&source.text, byte);
        let line = source.starts.partition_point(|&start| widen(start) <= at);
        let start = line.checked_sub(1).and_then(|before| source.starts.get(before)).map_or(0, |&s| widen(s));
        let column = source.text.get(start..at).map_or(0, |before| before.chars().count());
        (narrow(line.max(1)), narrow(column.saturating_add(1)))
    }

    /// How many lines the text has; a text that ends in a line end has an empty last line.
    #[must_use]
    pub fn line_count(&self, id: FileId) -> u32 {
        self.source(id).map_or(0, |source| narrow(source.starts.len()))
    }

    /// A line, counted from 1, without its line end; empty if there is no such line.
    #[must_use]
    pub fn line_text(&self, id: FileId, line: u32) -> &str {
        let found = self.source(id).and_then(|source| {
            let first = widen(line).checked_sub(1)?;
            let start = widen(*source.starts.get(first)?);
            let end = source.starts.get(first.checked_add(1)?).map_or(source.text.len(), |&next| widen(next));
            source.text.get(start..end)
        });
        let line = found.unwrap_or("");
        let line = line.strip_suffix('\n').unwrap_or(line);
        line.strip_suffix('\r').unwrap_or(line)
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let after = text
        .bytes()
        .enumerate()
        .filter(|&(_, byte)| byte == b'\n')
        .map(|(at, _)| narrow(at.saturating_add(1)));
    std::iter::once(0).chain(after).collect()
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn widen(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// The start of the character that a byte belongs to, at most the end of the text.
fn floor(text: &str, byte: u32) -> usize {
    let wanted = widen(byte).min(text.len());
    (0..=wanted).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The end of the character that a byte lies inside, at most the end of the text.
fn ceiling(text: &str, byte: u32) -> usize {
    let wanted = widen(byte).min(text.len());
    (wanted..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_in_characters() {
        let mut sources = SourceMap::new();
        let id = sources.add("a", "æøå\r\nx\n");
        assert_eq!(sources.line_col(id, 0), (1, 1));
        assert_eq!(sources.line_col(id, 2), (1, 2));
        assert_eq!(sources.line_col(id, 3), (1, 2), "inside a character");
        assert_eq!(sources.line_col(id, 8), (2, 1));
        assert_eq!(sources.line_col(id, 10), (3, 1));
        assert_eq!(sources.line_col(id, 99), (3, 1));
        assert_eq!([1, 2, 3, 4, 0].map(|line| sources.line_text(id, line)), ["æøå", "x", "", "", ""]);
        assert_eq!(sources.line_count(id), 3);
        assert_eq!(sources.slice(Span::new(id, 3, 5)), "øå", "whole characters");
        assert_eq!(sources.slice(Span::new(id, 8, 900)), "x\n");
    }

    #[test]
    fn each_text_once() {
        let mut sources = SourceMap::new();
        let one = sources.add("a", "x");
        assert_eq!(sources.add("a", "x"), one);
        assert_ne!(sources.add("a", "y"), one);
        assert_ne!(sources.add("b", "x"), one);
        assert_eq!(sources.ids().count(), 3);
        assert_eq!(
            (sources.name(FileId(9)), sources.text(FileId(9)), sources.line_col(FileId(9), 4)),
            ("", "", (1, 1))
        );
    }
}
