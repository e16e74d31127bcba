//! Wholes and their parts.
//!
//! In: cells. Out: for each whole whose name, or whose blank key, says so: the sum of its parts, or for percents that they
//! lie around it. Not here: shares of a whole (`share`), which name is a whole (`words`).

use crate::cell::{Cell, Computed, Key, hold, relation};
use crate::interval::{Interval, whole};
use crate::relation::{Kind, Outcome, Reason, Relation, Token};
use crate::words::{self, What};
use std::collections::{BTreeMap, BTreeSet};

/// Cells that differ in one key alone, by its name.
type Siblings<'c> = BTreeMap<&'c str, &'c Cell>;

pub(crate) fn relations(cells: &[Cell]) -> Vec<Relation> {
    let keys = cells.iter().map(|c| c.key.about.len()).max().unwrap_or(0);
    (0..keys).flat_map(|at| along(cells, at)).collect()
}

/// The wholes along one key.
fn along(cells: &[Cell], at: usize) -> Vec<Relation> {
    let mut groups: BTreeMap<Key, Siblings> = BTreeMap::new();
    // All names that a kind of figure is given for, in any period: what is there once is a part of the whole always.
    let mut families: BTreeMap<Key, BTreeSet<&str>> = BTreeMap::new();
    for cell in cells {
        let Some(name) = cell.key.about.get(at) else { continue };
        let mut key = cell.key.clone();
        if let Some(blank) = key.about.get_mut(at) {
            blank.clear();
        }
        groups.entry(key.clone()).or_default().insert(name, cell);
        (key.from, key.period) = (String::new(), String::new());
        families.entry(key).or_default().insert(name);
    }
    let mut out = Vec::new();
    for (key, siblings) in &groups {
        let mut family = key.clone();
        (family.from, family.period) = (String::new(), String::new());
        let names: Vec<&str> = families.get(&family).into_iter().flatten().copied().collect();
        let beginnings = words::beginnings(&names);
        for (name, of_all) in siblings.iter().filter(|(name, _)| words::may_be_whole(name, &beginnings)) {
            let parts = words::parts(name, &names);
            out.extend(one(of_all, &parts, siblings));
        }
    }
    out
}

/// A whole and its parts.
fn one(of_all: &Cell, names: &[&str], siblings: &Siblings) -> Option<Relation> {
    let parts: Vec<&Cell> = names.iter().filter_map(|n| siblings.get(n).copied()).collect();
    let complete = parts.len() == names.len() && parts.len() > 1;
    match &of_all.key.what {
        What::Growth(of) if words::adds_up(of) => complete.then(|| between(of_all, &parts)),
        What::GapPercent => complete.then(|| between(of_all, &parts)),
        What::Growth(_) | What::Percent(_) => None,
        What::Amount(name) if !words::adds_up(name) || words::is_per(&of_all.key.base) => None,
        _ if parts.is_empty() => None,
        _ => Some(sum(of_all, &parts, complete)),
    }
}

/// Tokens with a sign between them.
pub(crate) fn joined(cells: &[&Cell], sign: &'static str) -> Vec<Token> {
    let mut out = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(Token::Sign(sign));
        }
        out.push(cell.token());
    }
    out
}

/// The sum of cells.
pub(crate) fn added(parts: &[&Cell]) -> Computed {
    let mut range = Interval::point(whole(0));
    let mut printed = whole(0);
    for part in parts {
        range = range.plus(&part.range);
        printed += &part.printed;
    }
    Computed { range, printed }
}

fn sum(of_all: &Cell, parts: &[&Cell], complete: bool) -> Relation {
    let computed = added(parts);
    let formula = joined(parts, "+");
    if complete {
        return hold(Kind::Total, of_all, &computed, formula, parts);
    }
    let negative = parts.iter().any(|p| p.range.may_be_negative());
    let too_much = computed.range.low > of_all.range.high && !negative;
    let roughly = of_all.roughly || parts.iter().any(|p| p.roughly);
    let outcome = match (too_much, roughly) {
        (true, false) => (Outcome::CannotHold, None),
        (true, true) => (Outcome::Undecided, Some(Reason::Roughly)),
        (false, _) => (Outcome::Undecided, Some(Reason::PartsMissing)),
    };
    relation(Kind::Part, outcome, of_all, Some(&computed.range), formula, parts)
}

/// A percent of a whole is a mean of those of its parts, whatever their weights.
fn between(of_all: &Cell, parts: &[&Cell]) -> Relation {
    let low = parts.iter().min_by(|a, b| a.range.low.cmp(&b.range.low));
    let high = parts.iter().max_by(|a, b| a.range.high.cmp(&b.range.high));
    let ends = low
        .zip(high)
        .map(|(low, high)| Interval { low: low.range.low.clone(), high: high.range.high.clone() });
    let range = ends.unwrap_or_else(|| of_all.range.clone());
    let inside = parts.iter().any(|p| p.printed <= of_all.printed)
        && parts.iter().any(|p| p.printed >= of_all.printed);
    let nearest =
        || parts.iter().map(|p| &p.printed).min_by_key(|p| num_traits::abs(*p - &of_all.printed)).cloned();
    let printed =
        if inside { of_all.printed.clone() } else { nearest().unwrap_or_else(|| of_all.printed.clone()) };
    hold(Kind::Between, of_all, &Computed { range, printed }, joined(parts, ";"), parts)
}
