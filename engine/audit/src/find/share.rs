//! Shares of a whole.
//!
//! In: cells. Out: whether a share follows from its part and the whole, whether the shares of a whole are 100 percent, and
//! then whether the parts are the whole. Not here: wholes that their name gives away (`total`).

use super::Index;
use super::total::{added, joined};
use crate::cell::{Cell, Computed, hold, relation};
use crate::interval::{Interval, whole};
use crate::relation::{Kind, Outcome, Reason, Relation, Token};
use crate::words::{self, What};
use std::collections::{BTreeMap, BTreeSet};

/// A share, and the amounts that it follows from where they are there.
type Shared<'c> = (&'c Cell, Option<Found<'c>>);

/// A share, the part that it is of, and the whole.
#[derive(Clone)]
struct Found<'c> {
    share: &'c Cell,
    part: &'c Cell,
    of_all: &'c Cell,
}

/// The cells of one document, measure, level and span that differ in one key alone: where the whole of a part is looked for.
type Alike<'c> = BTreeMap<(usize, [&'c str; 6], Vec<&'c str>), Vec<&'c Cell>>;
/// Shares of one thing that differ in one key alone: the key's place, and the cells' other keys.
type Group<'c> = (usize, [&'c str; 4], Vec<&'c str>);

pub(crate) fn relations(cells: &[Cell]) -> Vec<Relation> {
    let index = Index::new(cells);
    let mut alike = Alike::new();
    for cell in cells.iter().filter(|c| is_money_or_count(c)) {
        for at in 0..cell.key.about.len() {
            alike.entry((at, kind_of(cell), without(cell, at))).or_default().push(cell);
        }
    }
    let mut groups: BTreeMap<Group, Vec<&Cell>> = BTreeMap::new();
    for share in cells {
        let What::Share(of) = &share.key.what else { continue };
        let key = [&share.key.document, of, &share.key.from, &share.key.period].map(String::as_str);
        for at in 0..share.key.about.len() {
            groups.entry((at, key, without(share, at))).or_default().push(share);
        }
    }
    groups.retain(|_, shares| shares.len() > 1);
    // Shares of one thing may be listed along several keys, as areas and municipalities are; they are 100 percent along one.
    let mut along: BTreeMap<[&str; 4], BTreeSet<usize>> = BTreeMap::new();
    for (at, key, _) in groups.keys() {
        along.entry(*key).or_default().insert(*at);
    }
    let only = |key: &[&str; 4]| {
        along.get(key).filter(|keys| keys.len() == 1).and_then(|keys| keys.first().copied())
    };
    let mut out = Vec::new();
    let mut found: BTreeMap<usize, Found> = BTreeMap::new();
    for share in cells {
        let What::Share(of) = &share.key.what else { continue };
        let key = [&share.key.document, of, &share.key.from, &share.key.period].map(String::as_str);
        if let Some(one) = amounts(share, of, only(&key), &alike, &index) {
            out.extend(quotient(&one));
            found.insert(share.first(), one);
        }
    }
    for ((at, key, _), shares) in &groups {
        let makes = |share: &&Cell| {
            found.get(&share.first()).is_some_and(|one| differs_in(one.part, one.of_all) == Some(*at))
        };
        if only(key).is_none() && !shares.iter().all(makes) {
            continue;
        }
        let shares: Vec<Shared> =
            shares.iter().map(|share| (*share, found.get(&share.first()).cloned())).collect();
        out.extend(hundred(&shares));
    }
    out
}

fn is_money_or_count(cell: &Cell) -> bool {
    matches!(cell.key.what, What::Amount(_) | What::Budget | What::Accounts)
}

fn kind_of(cell: &Cell) -> [&str; 6] {
    let key = &cell.key;
    [&key.document, &key.measure, &key.base, &key.level, &key.from, &key.period].map(String::as_str)
}

/// The keys of a cell but one.
fn without(cell: &Cell, at: usize) -> Vec<&str> {
    let keys = cell.key.about.iter().enumerate();
    keys.map(|(i, name)| if i == at { "" } else { name.as_str() }).collect()
}

/// The part and the whole of a share. The whole differs from the part in one key, whose name says so, or is what the share is
/// of; else it is the largest along the key in which the shares differ, of the measure that the share names.
fn amounts<'c>(
    share: &'c Cell,
    of: &str,
    varies: Option<usize>,
    alike: &Alike<'c>,
    index: &Index<'c>,
) -> Option<Found<'c>> {
    let beside = index.beside(share).iter().copied();
    for part in beside.filter(|c| is_money_or_count(c) && c.key.from == share.key.from) {
        let by_measure = words::alike(&part.key.measure, of);
        let siblings = |at: usize| alike.get(&(at, kind_of(part), without(part, at))).into_iter().flatten();
        let all = (0..part.key.about.len()).flat_map(|at| siblings(at).map(move |c| (at, *c)));
        let beside: Vec<(usize, &Cell)> = all.filter(|(_, c)| c.key.about != part.key.about).collect();
        let name = |c: &'c Cell, at: usize| c.key.about.get(at).map_or("", String::as_str);
        let named = beside.iter().filter(|(at, c)| {
            let (own, whole) = (name(part, *at), name(c, *at));
            words::alike(whole, of) || by_measure && (words::is_whole(whole) || words::is_below(own, whole))
        });
        let along = beside.iter().filter(|(at, _)| by_measure && Some(*at) == varies);
        let largest = named.max_by(|a, b| a.1.printed.cmp(&b.1.printed));
        let largest = largest.or_else(|| along.max_by(|a, b| a.1.printed.cmp(&b.1.printed)));
        if let Some((_, of_all)) = largest.filter(|(_, w)| w.range.high >= part.range.low) {
            return Some(Found { share, part, of_all });
        }
    }
    None
}

/// The one key in which two cells differ; none where they differ in more, or in none.
fn differs_in(a: &Cell, b: &Cell) -> Option<usize> {
    let mut differ = (0..a.key.about.len()).filter(|at| a.key.about.get(*at) != b.key.about.get(*at));
    let first = differ.next()?;
    differ.next().is_none().then_some(first)
}

fn quotient(found: &Found) -> Option<Relation> {
    let range = found.part.range.over(&found.of_all.range)?;
    let printed = &found.part.printed / &found.of_all.printed;
    let formula = vec![found.part.token(), Token::Sign("/"), found.of_all.token()];
    Some(hold(Kind::Share, found.share, &Computed { range, printed }, formula, &[found.part, found.of_all]))
}

/// The shares of one whole. Parts of parts are counted in theirs, and the whole itself has no share beside them.
fn hundred(all: &[Shared]) -> Vec<Relation> {
    let below = |a: &Cell, b: &Cell| a.key.about.iter().zip(&b.key.about).any(|(a, b)| words::is_below(a, b));
    let is_top = |c: &Cell| !all.iter().any(|(other, _)| below(c, other));
    let of_all = |c: &Cell| c.printed == whole(1);
    let top: Vec<&Shared> = all.iter().filter(|(c, _)| is_top(c) && !of_all(c)).collect();
    let shares: Vec<&Cell> = top.iter().map(|(c, _)| *c).collect();
    let [first, others @ ..] = shares.as_slice() else { return Vec::new() };
    if others.is_empty() {
        return Vec::new();
    }
    let sum = added(&shares);
    let hundred = Interval::point(whole(1));
    let outcome = if sum.range.meets(&hundred) {
        let as_printed = sum.printed == whole(1);
        (Outcome::Holds, Some(if as_printed { Reason::AsPrinted } else { Reason::WithinRounding }))
    } else if sum.range.low > hundred.high {
        (Outcome::CannotHold, None)
    } else {
        (Outcome::Undecided, Some(Reason::PartsMissing))
    };
    let mut out =
        vec![relation(Kind::Shares, outcome, first, Some(&sum.range), joined(&shares, "+"), others)];
    let parts: Option<Vec<&Found>> = top.iter().map(|(_, found)| found.as_ref()).collect();
    if let (Outcome::Holds, Some(parts)) = (outcome.0, parts)
        && let Some(of_all) = parts.first().map(|f| f.of_all)
        && parts.iter().all(|f| f.of_all.key == of_all.key)
    {
        let parts: Vec<&Cell> = parts.iter().map(|f| f.part).collect();
        out.push(hold(Kind::Total, of_all, &added(&parts), joined(&parts, "+"), &parts));
    }
    out
}
