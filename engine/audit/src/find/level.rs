//! The same period in two price levels.
//!
//! In: cells. Out: the index that all pairs allow, and whether there is one. Not here: growth in fixed prices (`growth`).

use super::growth::is_fixed;
use crate::cell::{Cell, Key};
use crate::interval::Interval;
use crate::relation::{IndexRange, Kind, Outcome, Reason, Relation, Token};
use crate::words::What;
use std::collections::BTreeMap;

/// A pair of figures and the factors that it allows.
type Pair<'c> = (&'c Cell, &'c Cell, Interval);

pub(crate) fn relations(cells: &[Cell]) -> (Vec<IndexRange>, Vec<Relation>) {
    let mut same: BTreeMap<Key, Vec<&Cell>> = BTreeMap::new();
    for cell in cells.iter().filter(|c| is_money(c) && !c.key.level.is_empty() && c.range.is_positive()) {
        let mut key = cell.key.clone();
        (key.document, key.level) = (String::new(), String::new());
        same.entry(key).or_default().push(cell);
    }
    let mut indices: BTreeMap<(String, String, Option<String>), Vec<Pair>> = BTreeMap::new();
    for group in same.values() {
        for (at, first) in group.iter().enumerate() {
            for second in group.iter().skip(at.saturating_add(1)) {
                let (old, new) = if before(first, second) { (first, second) } else { (second, first) };
                let Some(factor) = new.range.over(&old.range) else { continue };
                if old.key.level == new.key.level {
                    continue;
                }
                let fixed = is_fixed(&old.key.level) && is_fixed(&new.key.level);
                let period = (!fixed).then(|| new.key.period.clone());
                let key = (old.key.level.clone(), new.key.level.clone(), period);
                indices.entry(key).or_default().push((old, new, factor));
            }
        }
    }
    let mut found = Vec::new();
    let mut relations = Vec::new();
    for ((from_level, to_level, period), pairs) in indices {
        let first = pairs.first().map(|(_, _, factor)| factor.clone());
        let factor = pairs.iter().fold(first, |held, (_, _, factor)| held.and_then(|h| h.and(factor)));
        relations.extend(one_index(&pairs, factor.as_ref()));
        let pairs = pairs.into_iter().map(|(old, new, factor)| (old.first(), new.first(), factor)).collect();
        found.push(IndexRange { from_level, to_level, period, factor, pairs });
    }
    (found, relations)
}

fn is_money(cell: &Cell) -> bool {
    matches!(cell.key.what, What::Amount(_) | What::Budget | What::Accounts | What::Gap)
}

/// A level of an earlier year first; the period's own level before a fixed one.
fn before(a: &Cell, b: &Cell) -> bool {
    let rank = |c: &Cell| (is_fixed(&c.key.level), c.key.level.clone());
    rank(a) <= rank(b)
}

/// Whether one index fits all pairs: the pair that asks for the most is held against the one that allows the least.
fn one_index(pairs: &[Pair], factor: Option<&Interval>) -> Option<Relation> {
    if pairs.len() < 2 {
        return None;
    }
    let most = pairs.iter().max_by(|a, b| a.2.low.cmp(&b.2.low))?;
    let least = pairs.iter().min_by(|a, b| a.2.high.cmp(&b.2.high))?;
    let roughly = [most, least].iter().any(|(old, new, _)| old.roughly || new.roughly);
    let (outcome, reason) = match (factor.is_some(), roughly) {
        (true, _) => (Outcome::Holds, Some(Reason::WithinRounding)),
        (false, true) => (Outcome::Undecided, Some(Reason::Roughly)),
        (false, false) => (Outcome::CannotHold, Some(Reason::NoCommonIndex)),
    };
    let sign = Token::Sign;
    let formula = vec![least.1.token(), sign("/"), least.0.token()];
    let mut figures = vec![most.1.first(), most.0.first(), least.1.first(), least.0.first()];
    figures.dedup();
    Some(Relation {
        kind: Kind::PriceLevels,
        outcome,
        reason,
        stated: most.1.first(),
        formula,
        computed: Some(least.2.clone()),
        stated_range: most.2.clone(),
        accounts_too: false,
        figures,
    })
}
