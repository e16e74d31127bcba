//! Growth and the amounts that it follows from.
//!
//! In: cells. Out: whether a growth in percent follows from the amounts of its two periods. Not here: growth of cost from
//! growth of volume and price (`product`).

use super::Index;
use crate::cell::{Cell, Computed, hold};
use crate::interval::{Interval, whole};
use crate::relation::{Kind, Outcome, Reason, Relation, Token};
use crate::words::{self, Concept, What};
use std::collections::BTreeSet;

pub(crate) fn relations(cells: &[Cell]) -> Vec<Relation> {
    let index = Index::new(cells);
    let documents: BTreeSet<&str> = cells.iter().map(|c| c.key.document.as_str()).collect();
    let grown = cells.iter().filter_map(|cell| match &cell.key.what {
        What::Growth(of) if !cell.key.from.is_empty() => Some((cell, of.as_str())),
        _ => None,
    });
    grown.flat_map(|(cell, of)| follows(cell, of, &index, &documents)).collect()
}

/// Real growth is the same in any fixed level: where its own document lacks the amounts, another's are taken.
fn follows(cell: &Cell, of: &str, index: &Index, documents: &BTreeSet<&str>) -> Vec<Relation> {
    let own = pairs(cell, of, index, &cell.key.document, &|level| {
        cell.key.level.is_empty() || level == cell.key.level
    });
    if !own.is_empty() {
        return own.iter().filter_map(|pair| against(cell, *pair)).collect();
    }
    if !is_fixed(&cell.key.level) {
        return Vec::new();
    }
    let others = documents.iter().flat_map(|document| pairs(cell, of, index, document, &is_fixed));
    let mut out: Vec<Relation> = others.filter_map(|pair| against(cell, pair)).collect();
    for relation in &mut out {
        // Between reports the accounts may have been revised: what does not agree is no proof.
        if relation.outcome == Outcome::CannotHold {
            (relation.outcome, relation.reason) = (Outcome::Undecided, Some(Reason::OtherLevel));
        }
    }
    out
}

/// `2023-pl` and the like.
pub(crate) fn is_fixed(level: &str) -> bool {
    level.bytes().next().is_some_and(|b| b.is_ascii_digit())
}

/// The amounts of both periods.
fn pairs<'c>(
    cell: &Cell,
    of: &str,
    index: &Index<'c>,
    document: &str,
    fits: &dyn Fn(&str) -> bool,
) -> Vec<(&'c Cell, &'c Cell)> {
    let about = &cell.key.about;
    let new = index.at(document, about, &cell.key.period).iter().copied();
    let old = index.at(document, about, &cell.key.from);
    let amounts = new.filter(|c| is_of(c, of) && c.key.from.is_empty() && fits(&c.key.level));
    let before = |c: &'c Cell| {
        let same = |o: &&&'c Cell| {
            o.key.measure == c.key.measure
                && o.key.level == c.key.level
                && o.key.base == c.key.base
                && o.key.from.is_empty()
        };
        old.iter().find(same).map(|o| (*o, c))
    };
    amounts.filter_map(before).collect()
}

/// Whether a cell is the amount of which a growth speaks.
fn is_of(cell: &Cell, of: &str) -> bool {
    let cost = words::concept(of) == Some(Concept::Cost);
    match &cell.key.what {
        What::Amount(name) => words::alike(name, of),
        What::Accounts => cost || words::alike(&cell.key.measure, of),
        What::Budget | What::Gap => words::alike(&cell.key.measure, of),
        _ => false,
    }
}

fn against(cell: &Cell, (old, new): (&Cell, &Cell)) -> Option<Relation> {
    let one = whole(1);
    let range = new.range.over(&old.range)?.minus(&Interval::point(one.clone()));
    let printed = &new.printed / &old.printed - one;
    let formula = vec![new.token(), Token::Sign("/"), old.token(), Token::Sign("-"), Token::Sign("1")];
    Some(hold(Kind::Growth, cell, &Computed { range, printed }, formula, &[new, old]))
}
