//! Cost is volume times price.
//!
//! In: cells. Out: whether cost follows from the two, over amounts and over growth. Not here: growth from amounts.

use super::Index;
use crate::cell::{Cell, Computed, hold};
use crate::interval::{Interval, whole};
use crate::relation::{Kind, Relation, Token};
use crate::words::{self, Concept, What};

pub(crate) fn relations(cells: &[Cell]) -> Vec<Relation> {
    let index = Index::new(cells);
    let mut out = Vec::new();
    for cost in cells.iter().filter(|c| concept(c) == Some(Concept::Cost)) {
        let grown = matches!(cost.key.what, What::Growth(_));
        let beside: Vec<&Cell> =
            index.beside(cost).iter().copied().filter(|c| fits(c, cost, grown)).collect();
        let of = |wanted: Concept| beside.iter().copied().filter(move |c| concept(c) == Some(wanted));
        for volume in of(Concept::Volume) {
            for price in of(Concept::Price) {
                out.extend(if grown { growth(cost, volume, price) } else { amounts(cost, volume, price) });
            }
        }
    }
    out
}

fn concept(cell: &Cell) -> Option<Concept> {
    match &cell.key.what {
        What::Growth(of) => words::concept(of),
        What::Amount(name) => words::concept(name),
        What::Accounts => Some(Concept::Cost),
        _ => None,
    }
}

/// Of the same span and, where they have one, the same price level.
fn fits(cell: &Cell, cost: &Cell, grown: bool) -> bool {
    let level = cell.key.level.is_empty() || cost.key.level.is_empty() || cell.key.level == cost.key.level;
    cell.key.from == cost.key.from && level && grown == matches!(cell.key.what, What::Growth(_))
}

fn growth(cost: &Cell, volume: &Cell, price: &Cell) -> Option<Relation> {
    let one = Interval::point(whole(1));
    let range = one.plus(&volume.range).times(&one.plus(&price.range)).minus(&one);
    let printed = (whole(1) + &volume.printed) * (whole(1) + &price.printed) - whole(1);
    let sign = Token::Sign;
    let formula = vec![
        sign("("),
        sign("1"),
        sign("+"),
        volume.token(),
        sign(")"),
        sign("\u{d7}"),
        sign("("),
        sign("1"),
        sign("+"),
        price.token(),
        sign(")"),
        sign("-"),
        sign("1"),
    ];
    Some(hold(Kind::GrowthProduct, cost, &Computed { range, printed }, formula, &[volume, price]))
}

/// Amounts of money from a count and money.
fn amounts(cost: &Cell, volume: &Cell, price: &Cell) -> Option<Relation> {
    let money = |c: &Cell| c.key.base.split(' ').next() == Some("kr");
    if !money(cost) || !money(price) || money(volume) || volume.key.base.contains(" pr") {
        return None;
    }
    let computed =
        Computed { range: volume.range.times(&price.range), printed: &volume.printed * &price.printed };
    let formula = vec![volume.token(), Token::Sign("\u{d7}"), price.token()];
    Some(hold(Kind::Product, cost, &computed, formula, &[volume, price]))
}
