//! The cells of a PX file.
//!
//! In: the text after `DATA=`. Out: cells one by one: figures, or signs with their kind. Not here: how many there have
//! to be, what they stand for.

use super::scan::Lines;
use crate::import::table::{State, is_plain};
use nom::branch::alt;
use nom::bytes::complete::{is_not, take_while1};
use nom::character::complete::char;
use nom::combinator::{cut, map, opt};
use nom::sequence::delimited;
use nom::{IResult, Parser};

/// One token of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// In quotes.
    Quoted(&'a str),
    /// Not in quotes.
    Bare(&'a str),
}

/// The tokens of the data, with their places.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    lines: Lines<'a>,
    /// True once `;` was met.
    pub closed: bool,
    /// True where a quote is never closed.
    pub broken: bool,
}

fn separator(c: char) -> bool {
    c.is_whitespace() || c == ','
}

fn token(input: &str) -> IResult<&str, Token<'_>> {
    let quoted = delimited(char('"'), opt(is_not("\"")), cut(char('"')));
    let bare = take_while1(|c: char| !separator(c) && !matches!(c, ';' | '"'));
    alt((map(quoted, |text: Option<&str>| Token::Quoted(text.unwrap_or(""))), map(bare, Token::Bare)))
        .parse(input)
}

impl<'a> Tokens<'a> {
    /// The tokens of a text that begins at a line and column.
    pub fn new(text: &'a str, (line, column): (u32, u32)) -> Tokens<'a> {
        Tokens { rest: text, lines: Lines { text, offset: 0, line, column }, closed: false, broken: false }
    }

    /// The line and column of the last token, or of the end.
    pub fn place(&self) -> (u32, u32) {
        (self.lines.line, self.lines.column)
    }

    /// What stands after the end of the data.
    pub fn after(&self) -> &'a str {
        self.rest.trim()
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if self.closed || self.broken {
            return None;
        }
        self.rest = self.rest.trim_start_matches(separator);
        self.lines.to(self.lines.text.len().saturating_sub(self.rest.len()));
        if let Some(after) = self.rest.strip_prefix(';') {
            self.closed = true;
            self.rest = after;
            return None;
        }
        if self.rest.is_empty() {
            return None;
        }
        match token(self.rest) {
            Ok((rest, token)) => {
                self.rest = rest;
                Some(token)
            }
            Err(_) => {
                self.broken = true;
                None
            }
        }
    }
}

/// The signs of a file: what `DATASYMBOL1` to `DATASYMBOL6` and `DATASYMBOLNIL` say is shown.
#[derive(Debug, Clone, Default)]
pub(super) struct Signs {
    pub dots: [Option<String>; 6],
    pub nil: Option<String>,
}

/// A cell's figure and state; `None` if it is neither a figure nor a sign.
pub(super) fn cell<'a>(token: Token<'a>, signs: &Signs) -> Option<(&'a str, State)> {
    let text = match token {
        Token::Bare(text) if is_plain(text) => return Some((text, State::Known)),
        Token::Bare(text) | Token::Quoted(text) => text.trim(),
    };
    match State::of_sign(text) {
        State::Sign(sign) => {
            let shown = |held: &Option<String>| held.as_deref() == Some(sign.as_str());
            if let Some(at) = signs.dots.iter().position(shown) {
                return Some(("", State::Dots(u8::try_from(at).unwrap_or(5).saturating_add(1))));
            }
            if shown(&signs.nil) {
                return Some(("", State::Dash));
            }
            // A text that is no number, in quotes, is a sign that the file does not explain; a number in quotes is none.
            let is_sign = matches!(token, Token::Quoted(_)) && !is_plain(text) && text.chars().count() <= 8;
            is_sign.then_some(("", State::Sign(sign)))
        }
        state => Some(("", state)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_apart_by_anything() {
        let tokens = Tokens::new("1, -2.5\t\"..\"\n.. \"-\"\r\n\"\" 3;", (1, 6));
        let cells: Vec<_> = tokens.map(|t| cell(t, &Signs::default())).collect();
        let state = |state| Some(("", state));
        assert_eq!(
            cells,
            [
                Some(("1", State::Known)),
                Some(("-2.5", State::Known)),
                state(State::Dots(2)),
                state(State::Dots(2)),
                state(State::Dash),
                state(State::Blank),
                Some(("3", State::Known)),
            ]
        );
    }

    #[test]
    fn what_is_no_figure_is_refused_and_never_zero() {
        let signs = Signs { nil: Some("nul".to_owned()), ..Signs::default() };
        assert_eq!(cell(Token::Bare("1,5"), &signs), None);
        assert_eq!(cell(Token::Bare("1e5"), &signs), None);
        assert_eq!(cell(Token::Quoted("12"), &signs), None);
        assert_eq!(cell(Token::Quoted("nul"), &signs), Some(("", State::Dash)));
        assert_eq!(cell(Token::Quoted("......"), &signs), Some(("", State::Dots(6))));
        assert_eq!(cell(Token::Quoted("x"), &signs), Some(("", State::Sign("x".to_owned()))));
    }

    #[test]
    fn places_and_ends() {
        let mut tokens = Tokens::new("1\n 2;3", (4, 6));
        assert_eq!((tokens.next(), tokens.place()), (Some(Token::Bare("1")), (4, 6)));
        assert_eq!((tokens.next(), tokens.place()), (Some(Token::Bare("2")), (5, 2)));
        assert_eq!((tokens.next(), tokens.closed, tokens.after()), (None, true, "3"));
        let mut open = Tokens::new("1 \"x", (1, 1));
        assert_eq!((open.by_ref().count(), open.broken), (1, true));
    }
}
