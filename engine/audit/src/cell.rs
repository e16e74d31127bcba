//! Cells: what several figures state of one thing.
//!
//! In: figures. Out: one cell a thing, with what it may be and the figures that state it; an index of them. Not here: what
//! must hold between cells (`find`).

use crate::figure::Figure;
use crate::interval::{Exact, Interval, exact, ten, whole};
use crate::relation::{Kind, Outcome, Reason, Relation, Token};
use crate::unit::{PERCENT, Unit, unit};
use crate::words::{self, What};
use std::collections::BTreeMap;

/// What a cell is of. The order of the fields is the order of the report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) document: String,
    pub(crate) about: Vec<String>,
    pub(crate) measure: String,
    pub(crate) what: What,
    pub(crate) base: String,
    pub(crate) level: String,
    pub(crate) from: String,
    pub(crate) period: String,
}

/// One thing that is stated.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) key: Key,
    /// The figures that state it.
    pub(crate) figures: Vec<usize>,
    /// What it may be, in the base unit: kroner, or shares of one.
    pub(crate) range: Interval,
    /// What is printed first, in the base unit.
    pub(crate) printed: Exact,
    /// One of the first figure's unit in the base unit.
    pub(crate) one: Exact,
    /// Half a unit of the last digit of the first figure.
    pub(crate) half: Exact,
    /// Stated only roughly.
    pub(crate) roughly: bool,
}

/// The unit of a figure.
pub(crate) fn unit_of(figure: &Figure) -> Unit {
    unit(&figure.unit)
}

/// What a figure may have been rounded from, in the base unit; the value itself; half a unit of its last digit.
pub(crate) fn range(figure: &Figure) -> (Interval, Exact, Exact) {
    let one = ten(unit_of(figure).power);
    let value = exact(figure.value) * &one;
    let half = ten(-i32::from(figure.decimals)) * one / whole(2);
    (Interval::around(&value, &half), value, half)
}

/// The key of a figure.
pub(crate) fn key(figure: &Figure) -> Key {
    let base = unit_of(figure).base;
    Key {
        document: figure.document.clone(),
        about: figure.about.iter().map(|(_, name)| words::normal_name(name)).collect(),
        measure: words::normal(&figure.measure),
        what: words::what(&figure.measure, base == PERCENT),
        base,
        level: words::normal(&figure.price_level),
        from: figure.from.trim().to_owned(),
        period: figure.period.trim().to_owned(),
    }
}

/// The cells of figures, in the order in which they are first stated.
pub(crate) fn cells(figures: &[Figure]) -> Vec<Cell> {
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    let mut cells: Vec<Cell> = Vec::new();
    for (at, figure) in figures.iter().enumerate() {
        let key = key(figure);
        let (range, printed, half) = range(figure);
        let roughly = words::is_about(&figure.measure);
        if let Some(cell) = places.get(&key).and_then(|&i| cells.get_mut(i)) {
            cell.figures.push(at);
            // Two figures that cannot both be right are said elsewhere; the first is gone on with.
            if let Some(both) = cell.range.and(&range) {
                cell.range = both;
            }
            cell.roughly &= roughly;
            continue;
        }
        places.insert(key.clone(), cells.len());
        let one = ten(unit_of(figure).power);
        cells.push(Cell { key, figures: vec![at], range, printed, one, half, roughly });
    }
    cells
}

impl Cell {
    /// The first figure that states it.
    pub(crate) fn first(&self) -> usize {
        self.figures.first().copied().unwrap_or_default()
    }

    /// Its measure, where it is an amount or a count.
    pub(crate) fn amount(&self) -> Option<&str> {
        match &self.key.what {
            What::Amount(name) => Some(name),
            _ => None,
        }
    }

    /// A piece of a formula.
    pub(crate) fn token(&self) -> Token {
        Token::Figure(self.first())
    }
}

/// What a formula gives: all that it may be, and what it is of the printed figures.
pub(crate) struct Computed {
    pub(crate) range: Interval,
    pub(crate) printed: Exact,
}

/// Holds a stated cell against what a formula gives.
pub(crate) fn hold(
    kind: Kind,
    stated: &Cell,
    computed: &Computed,
    formula: Vec<Token>,
    of: &[&Cell],
) -> Relation {
    let roughly = stated.roughly || of.iter().any(|c| c.roughly);
    let off = &computed.printed - &stated.printed;
    let as_printed = off <= stated.half && -off <= stated.half;
    let (outcome, reason) = match (computed.range.meets(&stated.range), roughly) {
        (true, _) if as_printed => (Outcome::Holds, Some(Reason::AsPrinted)),
        (true, _) => (Outcome::Holds, Some(Reason::WithinRounding)),
        (false, true) => (Outcome::Undecided, Some(Reason::Roughly)),
        (false, false) => (Outcome::CannotHold, None),
    };
    relation(kind, (outcome, reason), stated, Some(&computed.range), formula, of)
}

/// A relation with the outcome that it is given.
pub(crate) fn relation(
    kind: Kind,
    (outcome, reason): (Outcome, Option<Reason>),
    stated: &Cell,
    computed: Option<&Interval>,
    formula: Vec<Token>,
    of: &[&Cell],
) -> Relation {
    let shown = |range: &Interval| range.scaled(&stated.one.recip());
    Relation {
        kind,
        outcome,
        reason,
        stated: stated.first(),
        formula,
        computed: computed.map(shown),
        stated_range: shown(&stated.range),
        accounts_too: false,
        figures: std::iter::once(stated).chain(of.iter().copied()).map(Cell::first).collect(),
    }
}
