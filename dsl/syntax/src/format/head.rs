//! What stands before the `=` of a clause, as text: what the clause is, its dates, its citations, its condition.
//!
//! In: parts of clauses. Out: words. Not here: where lines break (`body`).

use super::declare::quoted;
use super::doc::columns;
use super::{expr, padded};
use crate::tree::{Bound, BoundValue, Cite, CitePlace, Header, ReadingRef, Role, Status};

/// Blanks between the dates of a clause and its citation.
pub(super) const GAP: &str = "   ";

/// What stands before an `=`: what the clause is and its dates, its citation, its condition.
pub(super) struct Head {
    pub dates: String,
    pub cites: String,
    pub when: Option<String>,
}

impl Head {
    /// In one line, the dates so wide where a citation follows.
    pub(super) fn text(&self, dates: usize) -> String {
        let mut out = match (self.dates.is_empty() && dates == 0, self.cites.is_empty()) {
            (_, true) => self.dates.clone(),
            (true, false) => self.cites.clone(),
            (false, false) => format!("{}{GAP}{}", padded(&self.dates, dates), self.cites),
        };
        if let Some(when) = &self.when {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(when);
        }
        out
    }

    pub(super) fn width(&self, dates: usize) -> usize {
        columns(&self.text(dates))
    }
}

/// `base`, `exception foster overrides older`
pub(super) fn role_text(role: &Role) -> String {
    match role {
        Role::Plain => String::new(),
        Role::Base => "base".to_owned(),
        Role::Exception { label, overrides } if overrides.is_empty() => format!("exception {}", label.text),
        Role::Exception { label, overrides } => {
            let names: Vec<&str> = overrides.iter().map(|name| name.text.as_str()).collect();
            format!("exception {} overrides {}", label.text, names.join(", "))
        }
    }
}

pub(super) fn place_of(reading: &ReadingRef) -> u32 {
    reading.group.as_ref().unwrap_or(&reading.name).span.start
}

pub(super) fn reading(name: &ReadingRef) -> String {
    match &name.group {
        Some(group) => format!("reading {}.{}", group.text, name.name.text),
        None => format!("reading {}", name.name.text),
    }
}

/// The citations of a header, one after the other.
pub(super) fn cites_text(header: &Header) -> String {
    header.cites.iter().map(cite_text).collect::<Vec<_>>().join(" ")
}

pub(super) fn full_dates(header: &Header) -> String {
    let mut text = date_text(header);
    if let Some(dated_by) = &header.dated_by {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str("dated by ");
        text.push_str(&expr::whole(dated_by, "").flat());
    }
    text
}

/// `from D to D status agreed`
pub(super) fn date_text(header: &Header) -> String {
    let from = header.from.as_ref().map(|from| format!("from {}", bound(from)));
    let to = header.to.as_ref().map(|to| format!("to {}", bound(to)));
    let status = header.status.as_ref().map(status_text);
    from.into_iter().chain(to).chain(status).collect::<Vec<_>>().join(" ")
}

/// `status agreed "no date is set"`
pub(super) fn status_text(status: &Status) -> String {
    match &status.why {
        Some(why) => format!("status {} {}", status.word.text, quoted(why)),
        None => format!("status {}", status.word.text),
    }
}

fn bound(bound: &Bound) -> String {
    match &bound.value {
        BoundValue::Date(date) => date.to_string(),
        BoundValue::Year(year) => year.to_string(),
    }
}

pub(super) fn cite_text(cite: &Cite) -> String {
    let document = &cite.document.text;
    match &cite.place {
        CitePlace::Whole => format!("cite {document}"),
        CitePlace::Page(page) => format!("cite {document} page {page}"),
        CitePlace::Section(section) => format!("cite {document} section {}", quoted(section)),
        CitePlace::Lines(lines) => {
            let range = |&(first, last): &(u32, u32)| {
                if first == last { first.to_string() } else { format!("{first}..{last}") }
            };
            format!("cite {document} lines {}", lines.iter().map(range).collect::<Vec<_>>().join(", "))
        }
    }
}
