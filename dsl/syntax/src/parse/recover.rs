//! What is wrong with a broken item: its first mistake, and those of its other parts, each read alone.
//!
//! In: the item's text and where the grammar stopped. Out: diagnostics. Not here: their words (`trouble`, `say`).

use super::build::Build;
use super::grammar::{Grammar, Rule};
use super::item_rule;
use super::trouble::{self, Failure};
use crate::say;
use crate::split::{Keyword, first_word};
use pest::Parser as _;
use pest::error::Error;
use ramme_diag::Code;

/// A part of an item that can be read alone.
struct Part {
    start: usize,
    end: usize,
    rule: Rule,
}

/// Says what is wrong with an item.
pub(crate) fn explain(build: &mut Build<'_>, keyword: Keyword, error: &Error<Rule>) {
    let main = trouble::explain(build, Some(keyword), &Failure::of(error, 0));
    let parts = if main.code() == Code::LaterVersion { Vec::new() } else { cut(build.text, keyword) };
    if parts.len() > 1 {
        let second = parts.get(1).map(|part| part.start);
        for part in parts {
            let text = build.text.get(part.start..part.end).unwrap_or("");
            let complete = part.rule == Rule::head_entry && Grammar::parse(item_rule(keyword), text).is_ok();
            if let Some(second) = second.filter(|_| complete) {
                let word = build.place(second, second.saturating_add("reading".len()));
                build.problems.push(say::readings_mixed(word));
            } else if let Err(error) = Grammar::parse(part.rule, text) {
                let problem = trouble::explain(build, Some(keyword), &Failure::of(&error, part.start));
                build.problems.push(problem);
            }
        }
    }
    if build.problems.is_empty() {
        build.problems.push(main);
    }
}

/// Cuts an item at the lines that can only begin a part of it.
fn cut(text: &str, keyword: Keyword) -> Vec<Part> {
    let head = match keyword {
        Keyword::Define | Keyword::Rule | Keyword::Target => Rule::head_entry,
        other => item_rule(other),
    };
    let mut parts = vec![Part { start: 0, end: 0, rule: head }];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end().len();
        let indent = line.len() - line.trim_start().len();
        let before = parts.last().map_or(Rule::EOI, |part| part.rule);
        let body = parts.last().and_then(|part| text.get(part.start..start)).unwrap_or("");
        match begins(line.trim(), keyword, before, body).filter(|_| start > 0) {
            Some(rule) => parts.push(Part { start: start + indent, end, rule }),
            None if end > start + indent || parts.len() == 1 => {
                if let Some(part) = parts.last_mut() {
                    part.end = end.max(part.end);
                }
            }
            None => {}
        }
        start += line.len();
    }
    // without a `reading` the clauses of an item can't be told from its head
    if head == Rule::head_entry && !parts.iter().any(|part| part.rule == Rule::group_entry) {
        parts.clear();
    }
    parts
}

/// The part that a line begins, if it begins one. `before` is the part above it, with its text so far.
fn begins(line: &str, keyword: Keyword, before: Rule, body: &str) -> Option<Rule> {
    let word = first_word(line);
    match keyword {
        Keyword::Test if line.starts_with('|') && before == Rule::step_entry => {
            (!body.trim_start().starts_with('|')).then_some(Rule::step_entry)
        }
        Keyword::Test if line.starts_with('|') => Some(Rule::step_entry),
        Keyword::Test => matches!(word, "given" | "expect" | "reading" | "known").then_some(Rule::step_entry),
        Keyword::Entity => {
            let rest = line.get(word.len()..).unwrap_or("").trim_start();
            (!word.is_empty() && rest.starts_with(':')).then_some(Rule::field_entry)
        }
        Keyword::Parameter if before == Rule::rows_entry && !body.contains('=') => None,
        Keyword::Parameter => {
            let row = line.split('=').next().is_some_and(|keys| keys.len() < line.len());
            (row || matches!(word, "from" | "to" | "reading")).then_some(Rule::rows_entry)
        }
        Keyword::Define | Keyword::Rule | Keyword::Target => match word {
            "reading" => Some(Rule::group_entry),
            "unless" | "addressee" | "deadline" if keyword != Keyword::Define => Some(Rule::after_entry),
            _ => None,
        },
        _ => None,
    }
}
