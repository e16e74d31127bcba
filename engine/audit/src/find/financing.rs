//! What is spent is paid by income and by what is drawn from equity.
//!
//! In: cells. Out: whether the expenditure of a whole is its income and the use of its equity. Only where a use of equity is
//! stated: without it nothing says that income is all there is. Not here: parts of expenditure (`total`, `share`).

use super::total::{added, joined};
use crate::cell::{Cell, hold};
use crate::relation::{Kind, Relation};
use crate::words;

pub(crate) fn relations(cells: &[Cell]) -> Vec<Relation> {
    let is_draw = |c: &&Cell| {
        c.amount().is_some_and(words::is_use) && c.key.about.iter().any(|name| words::is_equity(name))
    };
    let draws = cells.iter().filter(is_draw);
    let one = |draw: &Cell| {
        let income = largest(cells, draw, words::is_income)?;
        let spending = largest(cells, draw, words::is_spending)?;
        let parts = [income, draw];
        Some(hold(Kind::Financing, spending, &added(&parts), joined(&parts, "+"), &parts))
    };
    draws.filter_map(one).collect()
}

/// The largest amount of a kind beside a cell: that of the whole.
fn largest<'c>(cells: &'c [Cell], beside: &Cell, is: fn(&str) -> bool) -> Option<&'c Cell> {
    let (own, key) = (&beside.key, |c: &Cell| c.key.about.clone());
    let differing = |c: &Cell| key(c).iter().zip(&own.about).filter(|(a, b)| a != b).count();
    let fits = |c: &&Cell| {
        c.key.document == own.document
            && c.key.base == own.base
            && c.key.level == own.level
            && c.key.from == own.from
            && c.key.period == own.period
            && c.amount().is_some_and(is)
            && differing(c) <= 1
    };
    cells.iter().filter(fits).max_by(|a, b| a.printed.cmp(&b.printed))
}
