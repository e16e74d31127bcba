//! A small layout engine: text with places where a line may break, and the comments put back between.
//!
//! In: pieces of text with the place each had in the source. Out: lines of at most [`WIDTH`] columns where they can
//! break. Not here: what the pieces say.
//!
//! Line ends and blanks are held back until the next piece of text, so that a comment at the end of a line still finds
//! its line, and no line ends in a blank.

use crate::tree::Comment;

/// How wide a line may be where it can break.
pub(super) const WIDTH: usize = 110;

/// How far a continued line is moved in.
pub(super) const STEP: usize = 2;

/// Wider than any line.
const TOO_WIDE: usize = 1 << 20;

/// Text with places to break.
#[derive(Debug, Clone)]
pub(super) enum Doc {
    /// Words as they are, with their place in the source where it is known.
    Text(String, Option<u32>),
    /// A blank, or a line end where the group around it breaks.
    Line,
    /// Nothing, or a line end where the group around it breaks.
    Soft,
    /// Parts one after the other.
    Cat(Vec<Doc>),
    /// The same, moved in.
    Nest(Box<Doc>),
    /// Breaks at all of its lines, or at none; with its width on one line.
    Group(Box<Doc>, usize),
}

impl Doc {
    /// Words without a place.
    pub(super) fn words(text: impl Into<String>) -> Doc {
        Doc::Text(text.into(), None)
    }

    /// Words with their place.
    pub(super) fn at(text: impl Into<String>, place: u32) -> Doc {
        Doc::Text(text.into(), Some(place))
    }

    /// Parts that break together.
    pub(super) fn group(parts: Vec<Doc>) -> Doc {
        let doc = Doc::Cat(parts);
        let width = doc.width();
        Doc::Group(Box::new(doc), width)
    }

    /// Parts that always break.
    pub(super) fn broken(parts: Vec<Doc>) -> Doc {
        Doc::Group(Box::new(Doc::Cat(parts)), TOO_WIDE)
    }

    /// Parts with a sign between them; a line breaks only before what does not fit.
    pub(super) fn filled(parts: impl Iterator<Item = Doc>, sign: &str) -> Vec<Doc> {
        let mut out: Vec<Doc> = Vec::new();
        let mut parts = parts.peekable();
        while let Some(part) = parts.next() {
            let mut held = if out.is_empty() { Vec::new() } else { vec![Doc::Line] };
            held.push(part);
            held.extend(parts.peek().map(|_| Doc::words(sign)));
            out.push(Doc::group(held));
        }
        out
    }

    /// Parts, moved in.
    pub(super) fn nest(parts: Vec<Doc>) -> Doc {
        Doc::Nest(Box::new(Doc::Cat(parts)))
    }

    /// The width on one line.
    pub(super) fn width(&self) -> usize {
        match self {
            Doc::Text(text, _) => columns(text),
            Doc::Line => 1,
            Doc::Soft => 0,
            Doc::Cat(parts) => parts.iter().map(Doc::width).sum(),
            Doc::Nest(doc) => doc.width(),
            Doc::Group(_, width) => *width,
        }
    }

    /// The text on one line.
    pub(super) fn flat(&self) -> String {
        let mut out = String::new();
        self.push_flat(&mut out);
        out
    }

    fn push_flat(&self, out: &mut String) {
        match self {
            Doc::Text(text, _) => out.push_str(text),
            Doc::Line => out.push(' '),
            Doc::Soft => {}
            Doc::Cat(parts) => parts.iter().for_each(|part| part.push_flat(out)),
            Doc::Nest(doc) | Doc::Group(doc, _) => doc.push_flat(out),
        }
    }

    /// The width up to the first place to break, and whether there is one.
    fn lead(&self) -> (usize, bool) {
        match self {
            Doc::Text(text, _) => (columns(text), false),
            Doc::Line | Doc::Soft => (0, true),
            Doc::Cat(parts) => lead(parts),
            Doc::Nest(doc) | Doc::Group(doc, _) => doc.lead(),
        }
    }
}

fn lead(parts: &[Doc]) -> (usize, bool) {
    let mut sum = 0_usize;
    for part in parts {
        let (width, breaks) = part.lead();
        sum = sum.saturating_add(width);
        if breaks {
            return (sum, true);
        }
    }
    (sum, false)
}

/// How many columns a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.chars().count()
}

/// Writes lines, and the comments of the source between them.
pub(super) struct Printer<'a> {
    source: &'a str,
    comments: &'a [Comment],
    pub out: String,
    column: usize,
    /// A line end that is held back, with the indent of the line after it.
    line_end: Option<usize>,
    /// A blank line that is held back.
    blank_line: bool,
    /// Blanks that are held back.
    blanks: usize,
    /// Where a line goes on after a comment in the middle of something.
    indent: usize,
    /// The line ends in a comment.
    commented: bool,
}

impl<'a> Printer<'a> {
    pub(super) fn new(source: &'a str, comments: &'a [Comment]) -> Printer<'a> {
        Printer {
            source,
            comments,
            out: String::with_capacity(source.len()),
            column: 0,
            line_end: None,
            blank_line: false,
            blanks: 0,
            indent: 0,
            commented: false,
        }
    }

    /// Begins a line.
    pub(super) fn line(&mut self, indent: usize) {
        self.line_end = Some(indent);
        self.indent = indent;
        self.blanks = 0;
    }

    /// Begins a line for something of the source, after the comments before it, and with a blank line before it if the
    /// source has one.
    pub(super) fn line_for(&mut self, indent: usize, place: u32) {
        self.line(indent);
        self.comments_before(place);
        self.blank_line = self.blank_line || self.blank_line_before(place);
    }

    /// Asks for a blank line before the next text.
    pub(super) fn blank_line(&mut self) {
        self.blank_line = true;
    }

    /// Writes words.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.settle();
        self.out.push_str(text);
        self.column = self.column.saturating_add(columns(text));
    }

    /// Leaves so many blanks before the next text, unless a line begins.
    pub(super) fn gap(&mut self, blanks: usize) {
        if self.line_end.is_none() {
            self.blanks = self.blanks.saturating_add(blanks);
        }
    }

    /// Writes what was held back.
    fn settle(&mut self) {
        if let Some(indent) = self.line_end.take() {
            if !self.out.is_empty() {
                self.out.push('\n');
                if self.blank_line {
                    self.out.push('\n');
                }
            }
            self.out.extend(std::iter::repeat_n(' ', indent));
            self.column = indent;
            self.commented = false;
        } else {
            self.out.extend(std::iter::repeat_n(' ', self.blanks));
            self.column = self.column.saturating_add(self.blanks);
        }
        self.blank_line = false;
        self.blanks = 0;
    }

    /// Writes the comments that stand before a place of the source.
    pub(super) fn comments_before(&mut self, place: u32) {
        while let Some((comment, rest)) =
            self.comments.split_first().filter(|(first, _)| first.span.start < place)
        {
            self.comments = rest;
            self.comment(comment, None);
        }
    }

    /// The next comment before a place, if there is one.
    pub(super) fn next_comment(&mut self, place: u32) -> Option<&'a Comment> {
        let (comment, rest) = self.comments.split_first().filter(|(first, _)| first.span.start < place)?;
        self.comments = rest;
        Some(comment)
    }

    /// Writes a comment: at the end of the line if it stood at the end of one, else on a line of its own.
    pub(super) fn comment(&mut self, comment: &Comment, own_indent: Option<usize>) {
        let after = self.line_end.unwrap_or(self.indent);
        if !comment.own_line && !self.out.is_empty() && !self.commented {
            let blank_line = std::mem::take(&mut self.blank_line);
            let kept = self.out.trim_end_matches(' ').len();
            self.out.truncate(kept);
            self.out.push_str("  ");
            self.out.push_str(&comment.text);
            self.commented = true;
            self.blank_line = blank_line;
        } else {
            self.line_end = Some(own_indent.unwrap_or(after));
            self.blank_line = self.blank_line || self.blank_line_before(comment.span.start);
            self.settle();
            self.out.push_str(&comment.text);
            self.commented = true;
        }
        self.blanks = 0;
        self.line_end = Some(after);
    }

    /// Whether the line above a place of the source is blank.
    pub(super) fn blank_line_before(&self, place: u32) -> bool {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let before = self.source.get(..place).unwrap_or("");
        let words = before.trim_end().len();
        let space = before.get(words..).unwrap_or("");
        words > 0 && space.matches('\n').count().max(space.matches('\r').count()) > 1
    }

    /// Writes a layout from the current place on; lines that break go to `indent`.
    pub(super) fn doc(&mut self, doc: &Doc, indent: usize) {
        self.layout(doc, indent, false, 0);
    }

    fn layout(&mut self, doc: &Doc, indent: usize, flat: bool, tail: usize) {
        match doc {
            Doc::Text(text, place) => {
                self.indent = indent;
                if let Some(place) = place {
                    self.comments_before(*place);
                }
                self.text(text);
            }
            Doc::Line if flat => self.gap(1),
            Doc::Soft if flat => {}
            Doc::Line | Doc::Soft => self.line(indent),
            Doc::Cat(parts) => {
                for (at, part) in parts.iter().enumerate() {
                    let (width, breaks) = lead(parts.get(at.saturating_add(1)..).unwrap_or(&[]));
                    let tail = if breaks && !flat { width } else { width.saturating_add(tail) };
                    self.layout(part, indent, flat, tail);
                }
            }
            Doc::Nest(doc) => self.layout(doc, indent.saturating_add(STEP), flat, tail),
            Doc::Group(doc, width) => {
                let start = self.line_end.unwrap_or_else(|| self.column.saturating_add(self.blanks));
                let fits = start.saturating_add(*width).saturating_add(tail) <= WIDTH;
                self.layout(doc, indent, flat || fits, tail);
            }
        }
    }
}
