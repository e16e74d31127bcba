//! The look at a text before it is parsed: one pass over its characters, in linear time.
//!
//! In: the bytes or the text of a rule file, and the limits. Out: text that is safe to parse (every line end `\n`, every
//! comment and odd blank a space, each byte still where it was), the comments, and what is wrong with characters, sizes
//! and depth. Not here: words and their order; that is the grammar's.

use crate::say;
use crate::tree::Comment;
use ramme_diag::{Diagnostic, FileId, Limits, Span};

mod depth;
use depth::Depth;

/// What the look came to.
pub(crate) struct Scan {
    /// The text with the same bytes at the same places, but for comments and odd blanks, which are spaces.
    pub masked: String,
    /// Where the text begins: after a byte order mark, if there is one.
    pub start: usize,
    /// The comments, in order.
    pub comments: Vec<Comment>,
    /// What is wrong, in the order of the text.
    pub problems: Vec<Diagnostic>,
    /// Where items are broken by it: an item that holds such a place is not parsed.
    pub broken: Vec<usize>,
    /// The file as a whole is too large to be read.
    pub refused: bool,
}

/// Turns the bytes of a file into text: UTF-8, a byte order mark at the start is dropped.
///
/// # Errors
/// The place of the first byte that is not UTF-8.
///
/// ```
/// assert_eq!(ramme_syntax::decode(b"\xEF\xBB\xBFunit stay")?, "unit stay");
/// assert!(ramme_syntax::decode(b"unit d\xF8gn").is_err());
/// # Ok::<(), ramme_diag::Diagnostic>(())
/// ```
#[allow(clippy::result_large_err, reason = "made once a file")]
pub fn decode(bytes: &[u8]) -> Result<String, Diagnostic> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text).to_owned()),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = good.iter().filter(|&&byte| byte == b'\n').count().saturating_add(1);
            Err(say::not_utf8(error.valid_up_to(), line))
        }
    }
}

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Looks at a whole text.
pub(crate) fn scan(file: FileId, text: &str, limits: &Limits) -> Scan {
    let mut guard = Guard::new(file, text, limits);
    if let Some(problem) = too_large(file, text, limits) {
        guard.out.problems.push(problem);
        guard.out.refused = true;
        return guard.out;
    }
    guard.run();
    guard.out
}

/// Whether the file has too many bytes or lines; counted before anything is copied.
fn too_large(file: FileId, text: &str, limits: &Limits) -> Option<Diagnostic> {
    let at = Span::at(file, 0..0);
    let bytes = wide(text.len());
    if bytes > limits.rule_file_bytes {
        return Some(say::over_limit(at, "rule_file_bytes", bytes, limits.rule_file_bytes));
    }
    let (lf, cr, both) = line_ends(text.as_bytes());
    let lines = wide(lf.saturating_add(cr).saturating_sub(both));
    let lines = if text.is_empty() || text.ends_with(['\n', '\r']) { lines } else { lines.saturating_add(1) };
    (lines > limits.rule_file_lines)
        .then(|| say::over_limit(at, "rule_file_lines", lines, limits.rule_file_lines))
}

/// How many line feeds, carriage returns, and pairs of both.
fn line_ends(bytes: &[u8]) -> (usize, usize, usize) {
    let mut counts = (0_usize, 0_usize, 0_usize);
    let mut before = 0;
    for &byte in bytes {
        counts.0 = counts.0.saturating_add(usize::from(byte == b'\n'));
        counts.1 = counts.1.saturating_add(usize::from(byte == b'\r'));
        counts.2 = counts.2.saturating_add(usize::from(byte == b'\n' && before == b'\r'));
        before = byte;
    }
    counts
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// The state of the pass.
struct Guard<'a> {
    file: FileId,
    text: &'a str,
    limits: &'a Limits,
    at: usize,
    line_start: usize,
    depth: Depth,
    out: Scan,
}

impl<'a> Guard<'a> {
    fn new(file: FileId, text: &'a str, limits: &'a Limits) -> Guard<'a> {
        let out = Scan {
            masked: String::with_capacity(text.len()),
            start: 0,
            comments: Vec::new(),
            problems: Vec::new(),
            broken: Vec::new(),
            refused: false,
        };
        Guard { file, text, limits, at: 0, line_start: 0, depth: Depth::default(), out }
    }

    fn run(&mut self) {
        if self.text.starts_with(BYTE_ORDER_MARK) {
            self.blank_out(BYTE_ORDER_MARK.len_utf8());
            self.line_start = self.at;
            self.out.start = self.at;
        }
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b' ' => self.keep(1),
                b'\n' => self.end_line(false),
                b'\r' => self.end_line(true),
                b'\t' => self.blank_out(1),
                b'#' => self.comment(),
                b'"' => self.string(),
                b'a'..=b'z' | b'A'..=b'Z' => self.word(),
                b'0'..=b'9' => self.figure(),
                b'(' | b'[' | b'{' => self.bracket(true),
                b')' | b']' | b'}' => self.bracket(false),
                0..0x20 | 0x7F => self.odd_character(),
                0x80.. => self.beyond_ascii(),
                _ => {
                    let start = self.at;
                    self.keep(1);
                    self.depth.sign(byte);
                    self.check_depth(start);
                }
            }
        }
        self.check_line();
    }

    /// Copies bytes as they are.
    fn keep(&mut self, bytes: usize) {
        let end = self.at.saturating_add(bytes);
        self.out.masked.push_str(self.text.get(self.at..end).unwrap_or(""));
        self.at = end;
    }

    /// Puts spaces in the place of bytes.
    fn blank_out(&mut self, bytes: usize) {
        self.out.masked.extend(std::iter::repeat_n(' ', bytes));
        self.at = self.at.saturating_add(bytes);
    }

    fn span(&self, start: usize) -> Span {
        Span::at(self.file, start..self.at)
    }

    /// Notes a problem that breaks the item around it.
    fn refuse(&mut self, at: usize, problem: Diagnostic) {
        self.out.broken.push(at);
        self.out.problems.push(problem);
    }

    fn end_line(&mut self, carriage_return: bool) {
        self.check_line();
        if carriage_return && self.text.as_bytes().get(self.at.saturating_add(1)) == Some(&b'\n') {
            self.blank_out(1);
        }
        self.out.masked.push('\n');
        self.at = self.at.saturating_add(1);
        self.line_start = self.at;
    }

    /// Refuses a line that is too long, at its end.
    fn check_line(&mut self) {
        let bytes = self.at.saturating_sub(self.line_start);
        if wide(bytes) <= self.limits.rule_line_columns {
            return;
        }
        let line = self.text.get(self.line_start..self.at).unwrap_or("");
        let columns = wide(line.chars().count());
        if columns > self.limits.rule_line_columns {
            let allowed = usize::try_from(self.limits.rule_line_columns).unwrap_or(usize::MAX);
            let kept: usize = line.chars().take(allowed).map(char::len_utf8).sum();
            let start = self.line_start.saturating_add(kept);
            let limit = self.limits.rule_line_columns;
            self.refuse(start, say::over_limit(self.span(start), "rule_line_columns", columns, limit));
        }
    }

    fn comment(&mut self) {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or("");
        let written = rest.split(['\n', '\r']).next().unwrap_or("");
        let text = written.trim_end();
        let before = self.text.get(self.line_start..start).unwrap_or("");
        self.out.comments.push(Comment {
            text: text.to_owned(),
            span: Span::at(self.file, start..start.saturating_add(text.len())),
            own_line: before.chars().all(char::is_whitespace),
        });
        if let Some((at, odd)) = text.char_indices().find(|&(_, c)| is_invisible(c)) {
            let at = start.saturating_add(at);
            let span = Span::at(self.file, at..at.saturating_add(odd.len_utf8()));
            self.out.problems.push(say::invisible(span, odd));
        }
        self.blank_out(written.len());
    }

    fn string(&mut self) {
        let start = self.at;
        let rest = self.text.get(start.saturating_add(1)..).unwrap_or("");
        let inner = rest.find(['"', '\n', '\r']).unwrap_or(rest.len());
        let closed = rest.as_bytes().get(inner) == Some(&b'"');
        self.keep(inner.saturating_add(if closed { 2 } else { 1 }));
        self.depth.other();
        if !closed {
            self.refuse(start, say::unclosed_text(self.span(start)));
        } else if wide(inner) > self.limits.string_bytes {
            self.refuse(
                start,
                say::over_limit(self.span(start), "string_bytes", wide(inner), self.limits.string_bytes),
            );
        }
    }

    fn word(&mut self) {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or("");
        let word = rest.find(|c: char| !is_word_char(c)).map_or(rest, |end| rest.get(..end).unwrap_or(rest));
        if start == self.line_start {
            self.depth.reset();
        }
        self.keep(word.len());
        self.check_word(start, word);
        self.depth.word(word);
        self.check_depth(start);
    }

    fn check_word(&mut self, start: usize, word: &str) {
        if wide(word.len()) > self.limits.identifier_bytes {
            let limit = self.limits.identifier_bytes;
            self.refuse(
                start,
                say::over_limit(self.span(start), "identifier_bytes", wide(word.len()), limit),
            );
        } else if !word.is_ascii() && mixes_alphabets(word) {
            self.refuse(start, say::mixed_alphabets(self.span(start), word));
        }
    }

    /// Digits with `_`, and decimals; a word that begins with a digit is a key and ends up here too.
    fn figure(&mut self) {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let digit_at = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let mut end = start;
        let mut digits = 0_u64;
        while let Some(&byte) = bytes.get(end) {
            let decimals = byte == b'.' && digit_at(end.saturating_add(1));
            if !(byte.is_ascii_digit() || byte == b'_' || decimals) {
                break;
            }
            digits = digits.saturating_add(u64::from(byte.is_ascii_digit()));
            end = end.saturating_add(1);
        }
        self.keep(end.saturating_sub(start));
        self.depth.other();
        if digits > self.limits.number_digits {
            let limit = self.limits.number_digits;
            self.refuse(start, say::over_limit(self.span(start), "number_digits", digits, limit));
        }
    }

    fn bracket(&mut self, open: bool) {
        let start = self.at;
        self.keep(1);
        if open {
            self.depth.open();
            self.check_depth(start);
        } else {
            self.depth.close();
        }
    }

    fn check_depth(&mut self, start: usize) {
        if let Some(met) = self.depth.exceeds(self.limits.nesting) {
            self.refuse(start, say::over_limit(self.span(start), "nesting", met, self.limits.nesting));
        }
    }

    fn beyond_ascii(&mut self) {
        let Some(c) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) else {
            self.at = self.text.len();
            return;
        };
        if c.is_alphabetic() {
            self.word();
        } else if c.is_whitespace() && !matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}') {
            self.blank_out(c.len_utf8());
        } else {
            self.odd_character();
        }
    }

    /// Refuses a character that has no place outside quotation marks.
    fn odd_character(&mut self) {
        let start = self.at;
        let Some(c) = self.text.get(start..).and_then(|rest| rest.chars().next()) else { return };
        self.keep(c.len_utf8());
        let span = self.span(start);
        let problem = if is_invisible(c) { say::invisible(span, c) } else { say::odd_character(span, c) };
        let doubled = self.out.broken.last() == Some(&start.saturating_sub(c.len_utf8()));
        if doubled && self.text.get(..start).is_some_and(|before| before.ends_with(c)) {
            self.out.broken.push(start); // one message for a run of the same character
        } else {
            self.refuse(start, problem);
        }
    }
}

/// What a word goes on with.
pub(crate) fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || (!c.is_ascii() && c.is_alphabetic())
}

/// Characters that do not show, or that turn the direction of writing: a text could look other than it is.
fn is_invisible(c: char) -> bool {
    c.is_control() && c != '\t'
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Whether a word has Latin letters and others that look like them.
fn mixes_alphabets(word: &str) -> bool {
    let lookalike =
        |c| matches!(c, '\u{370}'..='\u{58F}' | '\u{13A0}'..='\u{13FF}' | '\u{FF21}'..='\u{FF5A}');
    word.chars().any(lookalike) && word.chars().any(|c| c.is_alphabetic() && !lookalike(c))
}
