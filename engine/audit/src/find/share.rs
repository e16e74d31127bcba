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
use std::collections::BTreeMap;

/// A share, and the amounts that it follows from where they are there.
type Shared<'c> = (&'c Cell, Option<Found<'c>>);

/// A share, the part that it is of, and the whole.
struct Found<'c> {
    share: &'c Cell,
    part: &'c Cell,
    of_all: &'c Cell,
}

pub(crate) fn relations(cells: &[Cell]) -> Vec<Relation> {
    let index = Index::new(cells);
    let mut out = Vec::new();
    let mut wholes: BTreeMap<[&str; 4], Vec<Shared>> = BTreeMap::new();
    for share in cells {
        let What::Share(of) = &share.key.what else { continue };
        let found = amounts(share, of, cells, &index);
        if let Some(found) = &found {
            out.extend(quotient(found));
        }
        let key = [&share.key.document, of, &share.key.from, &share.key.period].map(String::as_str);
        wholes.entry(key).or_default().push((share, found));
    }
    for shares in wholes.values() {
        out.extend(hundred(shares));
    }
    out
}

/// The part and the whole of a share: the share names the measure of both, or the key of the whole.
fn amounts<'c>(share: &'c Cell, of: &str, cells: &'c [Cell], index: &Index<'c>) -> Option<Found<'c>> {
    let is_money_or_count =
        |c: &&&Cell| matches!(c.key.what, What::Amount(_) | What::Budget | What::Accounts);
    for part in index.beside(share).iter().filter(is_money_or_count).filter(|c| c.key.from == share.key.from)
    {
        let by_measure = words::alike(&part.key.measure, of);
        let like = |c: &&Cell| {
            let named = c.key.about.iter().any(|name| words::alike(name, of));
            c.key.document == part.key.document
                && c.key.measure == part.key.measure
                && c.key.base == part.key.base
                && c.key.level == part.key.level
                && c.key.from == part.key.from
                && c.key.period == part.key.period
                && c.key.about != part.key.about
                && (by_measure || named)
        };
        let largest = cells.iter().filter(like).max_by(|a, b| a.printed.cmp(&b.printed));
        if let Some(of_all) = largest.filter(|w| w.range.high >= part.range.low) {
            return Some(Found { share, part, of_all });
        }
    }
    None
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
    if others.is_empty() || !differ_in_one(&shares) {
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

/// Whether cells differ in one of their keys only.
fn differ_in_one(cells: &[&Cell]) -> bool {
    let keys = cells.iter().map(|c| c.key.about.len()).max().unwrap_or(0);
    let varies = |at: &usize| {
        let mut names = cells.iter().map(|c| c.key.about.get(*at));
        let first = names.next();
        names.any(|n| Some(n) != first)
    };
    (0..keys).filter(varies).count() == 1
}
