//! One figure that is stated more than once.
//!
//! In: figures and cells. Out: whether all that is stated of one thing can be right at once, in one document and over
//! several. Not here: one year in two price levels (`level`).

use crate::cell::{self, Cell, Computed, Key, hold};
use crate::figure::Figure;
use crate::relation::{Kind, Relation};
use std::collections::BTreeMap;

pub(crate) fn relations(figures: &[Figure], cells: &[Cell]) -> Vec<Relation> {
    let mut out = Vec::new();
    let mut across: BTreeMap<Key, &Cell> = BTreeMap::new();
    for held in cells {
        let alone: Vec<Cell> =
            held.figures.iter().filter_map(|&at| Some(single(held, at, figures.get(at)?))).collect();
        if let Some((first, others)) = alone.split_first() {
            out.extend(others.iter().map(|other| pair(Kind::Repeated, first, other)));
        }
        let mut key = held.key.clone();
        key.document = String::new();
        match across.get(&key) {
            Some(first) => out.push(pair(Kind::Documents, first, held)),
            None => {
                across.insert(key, held);
            }
        }
    }
    out
}

/// A cell that one figure alone states.
fn single(held: &Cell, at: usize, figure: &Figure) -> Cell {
    let (range, printed, half) = cell::range(figure);
    Cell { figures: vec![at], range, printed, half, ..held.clone() }
}

fn pair(kind: Kind, first: &Cell, other: &Cell) -> Relation {
    let computed = Computed { range: first.range.clone(), printed: first.printed.clone() };
    hold(kind, other, &computed, vec![first.token()], &[first])
}
