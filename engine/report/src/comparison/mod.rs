//! Two results side by side, and what each difference between them is worth.
//!
//! In: results of runs with none, some and all of the differences taken. Out: a report and JSON. Amounts are shared in øre
//! and the shares add up to the difference; what is drawn is shared by its median, rounded to øre for that and nothing else.
//! Not here: what differs (the program knows), the shares themselves (`ramme_eval::attribute`).

mod json;
mod told;

pub use json::json;
pub(crate) use json::{One, one};
pub use told::{report, steps};

use crate::figures::measure;
use crate::forecast_table::quantile;
use crate::model::Measure;
use ramme_eval::attribute::{Shares, shares};
use ramme_eval::result::{CellValue, Exact, Output, OutputCell, RunResult, Verdict, VerdictKind};
use ramme_value::{Rounding, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// What kind of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The data: files, and how they are read.
    Data,
    /// Clauses.
    Rules,
    /// The reading taken in a group.
    Reading,
    /// A lever.
    Lever,
    /// The values that one script proposes, where they are many.
    Script,
    /// The day to which knowledge is pinned.
    Known,
    /// How years to come are made.
    Outlook,
}

/// A difference, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What kind.
    pub kind: Kind,
    /// Which: a lever, a group, items of the rules.
    pub name: String,
    /// How it was.
    pub old: Option<String>,
    /// How it is.
    pub new: Option<String>,
}

impl Difference {
    /// One that has no name of its own.
    #[must_use]
    pub fn plain(kind: Kind) -> Difference {
        Difference { kind, name: String::new(), old: None, new: None }
    }
}

/// A comparison.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The titles of both.
    pub titles: (String, String),
    /// What differs.
    pub differences: Vec<Difference>,
    /// Every value that both have, in the order of the first.
    pub values: Vec<Beside>,
    /// What each difference is worth, by value of money and period, over all subjects.
    pub worth: Vec<Worth>,
    /// Verdicts that are not the same.
    pub flips: Vec<Flip>,
    /// Names that only one of them shows.
    pub alone: Vec<String>,
    /// Of dates, texts, members and rows, which are no figures: the name, how many differ, of how many.
    pub others: Vec<(String, usize, usize)>,
}

/// A value in both.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The definition or input.
    pub name: String,
    /// Axis and key.
    pub keys: Vec<(String, String)>,
    /// What it measures.
    pub measure: Measure,
    /// In the first and in the second; of what is drawn the median. None where it is not known.
    pub sides: (Option<Side>, Option<Side>),
    /// What each difference is worth here, in øre; for money.
    pub shares: Option<Shares>,
}

/// A value of one of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Side {
    /// From data and rules alone.
    Exact(Exact),
    /// The median of draws.
    Drawn(f64),
}

/// What each difference is worth for one name and period.
#[derive(Debug, Clone)]
pub struct Worth {
    /// The definition or input.
    pub name: String,
    /// Its period; empty where it has none.
    pub period: String,
    /// What it measures.
    pub measure: Measure,
    /// True where medians are shared.
    pub drawn: bool,
    /// In øre.
    pub shares: Shares,
    /// How many subjects are in it, and of how many it is not known.
    pub counted: (usize, usize),
}

/// A verdict that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flip {
    /// The rule or target.
    pub rule: String,
    /// Its subject.
    pub subject: Vec<(String, String)>,
    /// The verdict in the first and in the second; none where it is not judged.
    pub verdicts: (Option<VerdictKind>, Option<VerdictKind>),
}

/// Compares: `runs` stand in the order of `ramme_eval::attribute::combinations`, none taken first and all taken last.
/// `totals` are the members of sets that are the sum of the others.
#[must_use]
pub fn compare(
    differences: Vec<Difference>,
    runs: &[RunResult],
    titles: (String, String),
    totals: &BTreeSet<String>,
) -> Comparison {
    let mut out = Comparison {
        titles,
        differences,
        values: Vec::new(),
        worth: Vec::new(),
        flips: Vec::new(),
        alone: Vec::new(),
        others: Vec::new(),
    };
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return out };
    let indexed: Vec<BTreeMap<Place<'_>, &OutputCell>> = runs.iter().map(index).collect();
    for output in &first.values {
        if !last.values.iter().any(|o| o.name == output.name && o.ty == output.ty && o.axes == output.axes) {
            out.alone.push(output.name.clone());
            continue;
        }
        let Some(measure) = measure(&output.ty) else {
            out.others.push(unmeasured(output, &indexed));
            continue;
        };
        for cell in &output.cells {
            out.values.push(beside(output, cell, &measure, &indexed, out.differences.len()));
        }
    }
    let known = |o: &&Output| !first.values.iter().any(|held| held.name == o.name);
    out.alone.extend(last.values.iter().filter(known).map(|o| o.name.clone()));
    out.worth = worth(&out.values, out.differences.len(), totals);
    out.flips = flips(first, last);
    out
}

/// How many cells of an output that is no figure differ between the first run and the last.
fn unmeasured(output: &Output, runs: &[BTreeMap<Place<'_>, &OutputCell>]) -> (String, usize, usize) {
    fn known(value: &CellValue) -> Option<&Exact> {
        if let CellValue::Exact(exact) = value { Some(exact) } else { None }
    }
    let differs = |cell: &&OutputCell| {
        let place = (output.name.as_str(), cell.keys.as_slice());
        runs.last()
            .and_then(|run| run.get(&place))
            .is_some_and(|other| known(&other.value) != known(&cell.value))
    };
    (output.name.clone(), output.cells.iter().filter(differs).count(), output.cells.len())
}

/// A name with its keys.
type Place<'a> = (&'a str, &'a [String]);

fn index(run: &RunResult) -> BTreeMap<Place<'_>, &OutputCell> {
    let cells = run
        .values
        .iter()
        .flat_map(|o| o.cells.iter().map(move |c| ((o.name.as_str(), c.keys.as_slice()), c)));
    cells.collect()
}

fn beside(
    output: &Output,
    cell: &OutputCell,
    measure: &Measure,
    runs: &[BTreeMap<Place<'_>, &OutputCell>],
    count: usize,
) -> Beside {
    let place = (output.name.as_str(), cell.keys.as_slice());
    let at = |run: &BTreeMap<Place<'_>, &OutputCell>| run.get(&place).and_then(|c| side(c));
    let sides = (runs.first().and_then(at), runs.last().and_then(at));
    let amounts: Vec<Option<i128>> = runs.iter().map(|run| at(run).and_then(|s| ore(&s))).collect();
    let money = measure.unit == Unit::base("kr");
    Beside {
        name: output.name.clone(),
        keys: output.axes.iter().cloned().zip(cell.keys.iter().cloned()).collect(),
        measure: measure.clone(),
        sides,
        shares: if money { shares(count, &amounts) } else { None },
    }
}

fn side(cell: &OutputCell) -> Option<Side> {
    match &cell.value {
        CellValue::Exact(value) => Some(Side::Exact(value.clone())),
        CellValue::Draws(summary) => Some(Side::Drawn(quantile(summary, 0.5).unwrap_or(summary.mean))),
        CellValue::Missing(_) => None,
    }
}

/// An amount in whole øre.
fn ore(side: &Side) -> Option<i128> {
    match side {
        Side::Exact(Exact::Dec(d)) => Some(d.round(2, Rounding::HalfUp)?.rescale(2)?.mantissa()),
        Side::Exact(Exact::Count(n)) => n.checked_mul(100),
        Side::Exact(Exact::Ratio(r)) => Some(r.round(2, Rounding::HalfUp)?.rescale(2)?.mantissa()),
        Side::Exact(_) => None,
        // A median is no amount; it is written as one so that its shares add up as they are shown.
        Side::Drawn(x) => format!("{:.0}", x * 100.0).parse().ok(),
    }
}

fn is_period(axis: &str) -> bool {
    matches!(axis, "year" | "quarter" | "month")
}

/// The shares of all subjects together. Where a key is the total of a set, it stands for its parts.
fn worth(values: &[Beside], count: usize, totals: &BTreeSet<String>) -> Vec<Worth> {
    let mut out: Vec<Worth> = Vec::new();
    let is_total = |b: &Beside| b.keys.iter().any(|(_, key)| totals.contains(key));
    let with_totals: BTreeSet<&str> =
        values.iter().filter(|b| is_total(b) && b.shares.is_some()).map(|b| b.name.as_str()).collect();
    for value in values.iter().filter(|v| v.measure.unit == Unit::base("kr")) {
        if with_totals.contains(value.name.as_str()) && !is_total(value) {
            continue;
        }
        let period = value.keys.iter().find(|(axis, _)| is_period(axis)).map_or("", |(_, key)| key.as_str());
        let held = out.iter_mut().find(|w| w.name == value.name && w.period == period);
        let drawn = matches!(value.sides, (Some(Side::Drawn(_)), _) | (_, Some(Side::Drawn(_))));
        match (held, &value.shares) {
            (Some(held), Some(shares)) => {
                add(&mut held.shares, shares);
                held.drawn |= drawn;
                held.counted.0 = held.counted.0.saturating_add(1);
            }
            (Some(held), None) => held.counted.1 = held.counted.1.saturating_add(1),
            (None, found) => {
                let zero =
                    Shares { before: 0, after: 0, shares: vec![0; count], alone: vec![Some(0); count] };
                let counted = if found.is_some() { (1, 0) } else { (0, 1) };
                let mut shares = zero;
                if let Some(found) = found {
                    add(&mut shares, found);
                }
                let (name, measure) = (value.name.clone(), value.measure.clone());
                out.push(Worth { name, period: period.to_owned(), measure, drawn, shares, counted });
            }
        }
    }
    out.retain(|w| w.counted.0 > 0);
    out
}

fn add(sum: &mut Shares, more: &Shares) {
    sum.before = sum.before.saturating_add(more.before);
    sum.after = sum.after.saturating_add(more.after);
    for (a, b) in sum.shares.iter_mut().zip(&more.shares) {
        *a = a.saturating_add(*b);
    }
    for (a, b) in sum.alone.iter_mut().zip(&more.alone) {
        *a = a.zip(*b).map(|(a, b)| a.saturating_add(b));
    }
}

fn flips(first: &RunResult, last: &RunResult) -> Vec<Flip> {
    let all = |run: &RunResult| -> Vec<Verdict> {
        run.judgement.results.iter().chain(&run.judgement.targets).cloned().collect()
    };
    let (before, after) = (all(first), all(last));
    let key = |v: &Verdict| (v.rule.clone(), v.subject.clone());
    let of = |all: &[Verdict]| -> BTreeMap<(String, Vec<(String, String)>), VerdictKind> {
        all.iter().map(|v| (key(v), v.outcome)).collect()
    };
    let (was, is) = (of(&before), of(&after));
    let places: Vec<_> = before.iter().chain(&after).map(key).collect();
    let mut seen = BTreeSet::new();
    places
        .into_iter()
        .filter(|place| seen.insert(place.clone()))
        .map(|place| {
            let verdicts = (was.get(&place).copied(), is.get(&place).copied());
            Flip { rule: place.0, subject: place.1, verdicts }
        })
        .filter(|flip| flip.verdicts.0 != flip.verdicts.1)
        .collect()
}
