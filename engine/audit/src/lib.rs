//! Published, rounded figures: what must hold between them, and what cannot even with rounding.
//!
//! In: a table of figures as published, one a row. Out: the relations that the columns imply, each of which holds, cannot
//! hold or is undecided, and the price indices that figures in two price levels imply. Exact throughout: a figure is the
//! closed interval of what it may have been rounded from. Not here: files, words for people (`ramme_report`), rules.

mod cell;
mod figure;
mod find;
mod interval;
mod relation;
mod unit;
mod words;

use std::collections::BTreeSet;

pub use figure::{Figure, read};
pub use interval::{Exact, Interval, rounded};
pub use relation::{Audit, IndexRange, Kind, Outcome, Reason, Relation, Token, added_percent};

/// Finds the relations between figures and says which of them hold.
#[must_use]
pub fn audit(figures: &[Figure]) -> Audit {
    let cells = cell::cells(figures);
    let mut relations = find::same::relations(figures, &cells);
    relations.extend(find::total::relations(&cells));
    relations.extend(find::gap::relations(&cells));
    relations.extend(find::growth::relations(&cells));
    relations.extend(find::product::relations(&cells));
    relations.extend(find::share::relations(&cells));
    relations.extend(find::financing::relations(&cells));
    let (indices, more) = find::level::relations(&cells);
    relations.extend(more);
    // What is found by two ways is said once.
    let mut said = BTreeSet::new();
    relations.retain(|relation| said.insert(relation.identity()));
    let mut kept = relations;
    kept.sort_by_key(|r| (r.outcome, r.kind, r.figures.clone()));
    Audit { relations: kept, indices }
}
