//! What every part of the builder leans on: places, names, literals, and a cursor over what the grammar found.
//!
//! In: pairs of the grammar. Out: nodes of the tree. Not here: which item has which parts.
//!
//! A function gives `None` where something is wrong that has been said, so that the rest of the item is still looked at.

use super::Found;
use super::grammar::Rule;
use crate::literal;
use crate::say;
use crate::tree::{Key, Name, Quoted};
use pest::iterators::Pairs;
use ramme_diag::{Diagnostic, FileId, Limits, Span};
use ramme_value::Date;
use std::iter::Peekable;

/// The builder of one item.
pub(crate) struct Build<'a> {
    pub file: FileId,
    /// Where the item's text begins in the file.
    pub offset: usize,
    /// The item's text, as the guard left it.
    pub text: &'a str,
    pub limits: &'a Limits,
    pub problems: Vec<Diagnostic>,
}

impl<'a> Build<'a> {
    pub(crate) fn new(file: FileId, offset: usize, text: &'a str, limits: &'a Limits) -> Build<'a> {
        Build { file, offset, text, limits, problems: Vec::new() }
    }

    /// The place of a range of the item's text.
    pub(crate) fn place(&self, start: usize, end: usize) -> Span {
        Span::at(self.file, self.offset.saturating_add(start)..self.offset.saturating_add(end))
    }

    /// The place of a pair, without the blanks that the grammar may have taken in at its end.
    pub(crate) fn span(&self, pair: &Found<'_>) -> Span {
        let start = pair.as_span().start();
        self.place(start, start.saturating_add(pair.as_str().trim_end().len()))
    }

    /// The text at a place of the item.
    pub(crate) fn slice(&self, span: Span) -> &'a str {
        let inside = |at: u32| usize::try_from(at).unwrap_or(usize::MAX).saturating_sub(self.offset);
        self.text.get(inside(span.start)..inside(span.end)).unwrap_or("")
    }

    /// Says what is wrong.
    pub(crate) fn refuse<T>(&mut self, problem: Diagnostic) -> Option<T> {
        self.problems.push(problem);
        None
    }

    /// Takes the value, or says what is wrong.
    pub(crate) fn settle<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|problem| self.problems.push(problem)).ok()
    }

    /// A name that is used.
    pub(crate) fn name(&self, pair: &Found<'_>) -> Name {
        Name { text: pair.as_str().to_owned(), span: self.span(pair) }
    }

    /// A name that is declared: units and periods of the language are taken.
    pub(crate) fn declared(&mut self, pair: &Found<'_>) -> Name {
        if matches!(pair.as_str(), "year" | "month" | "kr" | "percentage" | "current") {
            self.problems.push(say::reserved(self.span(pair), pair.as_str()));
        }
        self.name(pair)
    }

    /// The name of a thing that types refer to: kinds of value are taken as well.
    pub(crate) fn declared_type(&mut self, pair: &Found<'_>) -> Name {
        if matches!(pair.as_str(), "date" | "text" | "number") {
            self.problems.push(say::reserved(self.span(pair), pair.as_str()));
        }
        self.declared(pair)
    }

    pub(crate) fn quoted(&self, pair: &Found<'_>) -> Quoted {
        Quoted { text: unquoted(pair.as_str()).to_owned(), span: self.span(pair) }
    }

    /// A member of a set: a name, or quoted.
    pub(crate) fn member(&self, pair: &Found<'_>) -> Name {
        Name { text: unquoted(pair.as_str()).to_owned(), span: self.span(pair) }
    }

    pub(crate) fn key(&self, pair: &Found<'_>) -> Key {
        let quoted = pair.as_rule() == Rule::quoted;
        Key { text: unquoted(pair.as_str().trim()).to_owned(), quoted, span: self.span(pair) }
    }

    pub(crate) fn date(&mut self, pair: &Found<'_>) -> Option<Date> {
        let span = self.span(pair);
        self.settle(literal::date(pair.as_str(), span))
    }

    /// A whole number that fits its place.
    pub(crate) fn int<N: std::str::FromStr>(&mut self, pair: &Found<'_>) -> Option<N> {
        match pair.as_str().parse() {
            Ok(number) => Some(number),
            Err(_) => {
                let span = self.span(pair);
                self.refuse(say::too_large(span, pair.as_str()))
            }
        }
    }
}

/// Text without its quotation marks, where it has them.
pub(crate) fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
}

/// The pairs inside one, taken one after the other.
pub(crate) struct Inner<'i>(Peekable<Pairs<'i, Rule>>);

impl<'i> Inner<'i> {
    pub(crate) fn of(pair: Found<'i>) -> Inner<'i> {
        Inner(pair.into_inner().peekable())
    }

    /// What comes next.
    pub(crate) fn rule(&mut self) -> Option<Rule> {
        self.0.peek().map(Found::as_rule)
    }

    /// What comes next, whole.
    pub(crate) fn peek(&mut self) -> Option<&Found<'i>> {
        self.0.peek()
    }

    /// Takes the next.
    pub(crate) fn take(&mut self) -> Option<Found<'i>> {
        self.0.next()
    }

    /// Takes the next if it is this.
    pub(crate) fn take_if(&mut self, rule: Rule) -> Option<Found<'i>> {
        self.0.next_if(|pair| pair.as_rule() == rule)
    }

    /// Passes over words and signs that only mark the way.
    pub(crate) fn skip(&mut self, rule: Rule) -> bool {
        self.take_if(rule).is_some()
    }

    /// Takes the first of a rule, passing over what stands before it.
    pub(crate) fn first(&mut self, rule: Rule) -> Option<Found<'i>> {
        self.0.find(|pair| pair.as_rule() == rule)
    }

    /// The rest of one rule, passing over everything else.
    pub(crate) fn all(self, rule: Rule) -> impl Iterator<Item = Found<'i>> {
        self.0.filter(move |pair| pair.as_rule() == rule)
    }
}
