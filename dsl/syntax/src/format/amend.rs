//! Amendments as text: a change a line where it is short, else what, when and by which document, the condition, and what holds
//! then, each on lines of their own.
//!
//! In: items of the tree. Out: lines. Not here: expressions (`expr`).

use super::body::WIDE_HEADER;
use super::declare::key;
use super::doc::{Doc, STEP, columns};
use super::head::{GAP, Head, cites_text, date_text, reading, role_text};
use super::{Formatter, expr};
use crate::tree::{Amend, Change};

impl Formatter<'_> {
    pub(super) fn amend(&mut self, amend: &Amend) {
        self.print.text(&format!("amend {}", amend.name.text));
        for change in &amend.changes {
            self.change(change);
        }
    }

    fn change(&mut self, change: &Change) {
        let when = change.when.as_ref().map(|when| format!("when {}", expr::whole(when, self.source).flat()));
        let head = Head { dates: what(change), cites: cites_text(&change.header), when };
        let inner = STEP.saturating_mul(2);
        self.print.line_for(STEP, change.span.start);
        if change.header.cites.len() < 2 && columns(&head.text(0)) <= WIDE_HEADER {
            self.print.text(&head.text(0));
            self.says(change, inner);
            return;
        }
        self.print.text(&head.dates);
        for (at, cite) in change.header.cites.iter().enumerate() {
            if at == 0 {
                self.print.gap(GAP.len());
            } else {
                self.print.line_for(inner, cite.span.start);
            }
            self.print.doc(&Doc::at(super::head::cite_text(cite), cite.span.start), inner);
        }
        if let Some(when) = &change.when {
            self.print.line_for(inner, expr::first_place(when));
            let parts = vec![Doc::words("when "), expr::whole(when, self.source)];
            self.print.doc(&Doc::Cat(parts), inner.saturating_add(STEP));
        }
        if let Some((_, body)) = &change.says {
            self.print.line_for(inner, expr::first_place(body));
        }
        self.says(change, inner);
    }

    /// `= EXPR`
    fn says(&mut self, change: &Change, indent: usize) {
        let Some((opener, body)) = &change.says else { return };
        self.print.gap(1);
        let opener = Doc::at(format!("{} ", opener.name()), expr::first_place(body));
        self.print.doc(&Doc::Cat(vec![opener, expr::whole(body, self.source)]), indent.saturating_add(STEP));
    }
}

/// `replaces reading r exception a overrides b from 2026 to 2027 retroactive`
fn what(change: &Change) -> String {
    let mut words = vec![change.verb.name().to_owned()];
    words.extend(change.reading.as_ref().map(reading));
    words.push(role_text(&change.role));
    words.push(change.keys.iter().map(key).collect::<Vec<_>>().join(", "));
    words.push(date_text(&change.header));
    words.extend(change.retroactive.then(|| "retroactive".to_owned()));
    words.retain(|word| !word.is_empty());
    words.join(" ")
}
