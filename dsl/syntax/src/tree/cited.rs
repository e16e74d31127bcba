//! The clauses of an item with all that they cite.
//!
//! In: an item. Out: the span of each clause, value or change, with its citations and those of the header over it. Not here:
//! which document a citation names.

use super::{Body, Cite, Header, Item, ItemKind};
use ramme_diag::Span;

/// The span of a clause, and what it cites.
pub type Cited<'t> = (Span, Vec<&'t Cite>);

impl Item {
    /// The clauses that cite something; the item as a whole first, where a header over its clauses does.
    #[must_use]
    pub fn cited(&self) -> Vec<Cited<'_>> {
        let mut all: Vec<Cited<'_>> = match &self.kind {
            ItemKind::Parameter(parameter) => {
                parameter.values.iter().map(|v| own(v.span, &v.header)).collect()
            }
            ItemKind::Scale(scale) => scale.tables.iter().map(|t| own(t.span, &t.header)).collect(),
            ItemKind::Amend(amend) => amend.changes.iter().map(|c| own(c.span, &c.header)).collect(),
            ItemKind::Define(define) => under(self.span, &define.body),
            ItemKind::Rule(rule) => under(self.span, &rule.body),
            _ => Vec::new(),
        };
        all.retain(|(_, cites)| !cites.is_empty());
        all
    }
}

fn own(span: Span, header: &Header) -> Cited<'_> {
    (span, header.cites.iter().collect())
}

fn under(whole: Span, body: &Body) -> Vec<Cited<'_>> {
    let over = || body.header.cites.iter();
    let clauses = body.groups.iter().flat_map(|group| &group.clauses);
    let each = clauses.map(|clause| (clause.span, over().chain(&clause.header.cites).collect()));
    std::iter::once((whole, over().collect())).chain(each).collect()
}
