//! Goal seeking: at which values of a lever a condition holds.
//!
//! In: a condition, a lever with a range, a scenario that is ready. Out: a [`Sought`]: the values at which it holds, as
//! intervals whose edges are exact on the lever's grid; where it is not known, and why; how near it comes where it never
//! holds. Exact figures are compared exactly; chances, quantiles and means are of the same draws at every value, so what
//! differs is the lever alone. Not here: how a scenario is read at a value (`trial`), words for people.

mod condition;
mod scan;

pub use condition::{Bound, Condition, Taken, condition};
pub use scan::{Side, Stretch};

use ramme_diag::{Code, Diagnostic, FileId, Limits, Span, Text};
use ramme_forecast::quantile::quantiles;
use ramme_rulebook::model::{Compare, Rulebook, Type, Value};
use ramme_value::{Decimal, Ratio};
use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::bind::{Grid, Handle};
use crate::bridge::to_plain_float;
use crate::measure::{Figure, Measured, Reading};
use crate::result::{Exact, Note};
use crate::run::kernel::holds;
use crate::summary::steady_mean;
use crate::trial::Trial;
use scan::{Found, joined, scan};

/// What was seen at one value of the lever.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// A figure from data and rules alone.
    Exact(Exact),
    /// What was taken from draws; a chance as a share.
    Drawn(f64),
    /// Nothing, and why.
    Missing(Vec<Note>),
}

/// What came of seeking.
#[derive(Debug, Clone)]
pub struct Sought {
    /// The condition.
    pub condition: Condition,
    /// The type of what is compared.
    pub ty: Type,
    /// The lever's name.
    pub lever: String,
    /// The values of the lever.
    pub grid: Grid,
    /// Where the lever stands, as the language writes it, and what is seen there.
    pub now: Now,
    /// What was seen, by place on the grid, with whether the condition holds; none where that is not known.
    pub tried: BTreeMap<u64, (Seen, Option<bool>)>,
    /// From where to where it holds, in order.
    pub answers: Vec<(u64, u64)>,
    /// From where to where it is not known whether it does.
    pub unknown: Vec<(u64, u64)>,
    /// Where it comes nearest, if it holds nowhere.
    pub best: Option<Best>,
    /// Two neighbours between which an equality would be met, if there were a value between them.
    pub between: Option<(u64, u64)>,
    /// True where every value of the grid was tried.
    pub whole: bool,
    /// How many values lie between two that were tried first.
    pub apart: u64,
    /// How many draws; 0 where nothing was drawn.
    pub draws: usize,
}

/// Where a lever stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Now {
    /// Its value, where it is one that can be told.
    pub value: Option<String>,
    /// Its place on the grid, where it has one.
    pub place: Option<u64>,
    /// The place of the grid that is nearest to it.
    pub near: Option<u64>,
    /// What is seen there, and whether the condition holds.
    pub seen: (Seen, Option<bool>),
}

/// Where a condition that never holds comes nearest.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// The place.
    pub at: u64,
    /// Why it does not come nearer.
    pub why: Why,
}

/// Why a condition can't be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The figure does not rest on the lever.
    NotConnected,
    /// It rests on it, and is the same at every value that was tried.
    Still,
    /// It is nearest at an end of the range, where the range stops.
    RangeEnds,
    /// It is nearest inside the range, and turns there.
    Turns,
}

/// A condition and what it is about, before anything is run.
#[derive(Debug, Clone)]
pub struct Wanted {
    condition: Condition,
    other: Option<Figure>,
}

impl Wanted {
    /// Reads a condition.
    ///
    /// # Errors
    /// What is wrong with it, at its place.
    pub fn of(book: &Rulebook, text: &str, file: FileId, limits: &Limits) -> Result<Wanted, Diagnostic> {
        let (condition, other) = condition(book, text, file, limits)?;
        Ok(Wanted { condition, other })
    }

    /// What has to be read to tell whether it holds.
    #[must_use]
    pub fn figures(&self) -> Vec<Figure> {
        std::iter::once(self.condition.figure.clone()).chain(self.other.clone()).collect()
    }
}

/// Seeks; `points` values are tried first, and `step` is told after each.
///
/// # Errors
/// Whatever stops a run; a condition that asks for an exact figure of what is drawn.
pub fn seek(
    trial: &mut Trial,
    wanted: Wanted,
    handle: &Handle,
    (points, span): (u64, Span),
    mut step: impl FnMut(),
) -> Result<Sought, Vec<Diagnostic>> {
    let Wanted { condition, .. } = wanted;
    let mut drawn = false;
    let mut look = |readings: Vec<Vec<Reading>>| -> Result<Found<Seen>, Vec<Diagnostic>> {
        drawn |= readings.iter().flatten().any(|one| matches!(one.value, Measured::Drawn(_)));
        found(&condition, &readings).map_err(|reason| {
            let said = Diagnostic::new(Code::BadCondition).arg("text", condition.text.as_str());
            vec![said.arg("reason", reason).at(span)]
        })
    };
    let stands = trial.stands(handle);
    let as_it_stands = look(trial.as_it_stands()?)?;
    let place = stands.as_ref().and_then(|value| handle.grid.place(value));
    let also: Vec<u64> = place.into_iter().collect();
    let scanned = scan(handle.grid.len(), points, &also, |at| {
        let found = look(trial.at(handle, at)?);
        step();
        found
    });
    trial.put_back();
    let scanned = scanned?;
    let op = condition.op;
    let holding = |side: Side| holds_on(op, side);
    let answers = joined(&scanned.stretches, |side| holding(side) == Some(true));
    let unknown = joined(&scanned.stretches, |side| side == Side::Missing);
    let best =
        if answers.is_empty() { nearest(op, &scanned.tried, handle, trial.rests_on(handle)) } else { None };
    let between = scanned.stretches.windows(2).find_map(|two| match two {
        [a, b] if answers.is_empty() && op == Compare::Is => {
            let turned = matches!((a.side, b.side), (Side::Below, Side::Above) | (Side::Above, Side::Below));
            turned.then_some((a.last, b.first))
        }
        _ => None,
    });
    let now = Now {
        near: stands.as_ref().and_then(|value| handle.grid.nearest(value)),
        value: stands.and_then(|value| handle.grid.written(&value)),
        place,
        seen: (as_it_stands.seen, holding(as_it_stands.side)),
    };
    let tried = scanned.tried.into_iter().map(|(at, f)| (at, (f.seen, holding(f.side)))).collect();
    Ok(Sought {
        ty: condition.ty(),
        condition,
        lever: handle.name.clone(),
        grid: handle.grid.clone(),
        now,
        tried,
        answers,
        unknown,
        best,
        between,
        whole: scanned.whole,
        apart: scanned.apart,
        draws: if drawn { trial.draws() } else { 0 },
    })
}

/// Whether a comparison holds on a side; none where that is not known.
fn holds_on(op: Compare, side: Side) -> Option<bool> {
    let order = match side {
        Side::Below => Ordering::Less,
        Side::At => Ordering::Equal,
        Side::Above => Ordering::Greater,
        Side::Missing => return None,
    };
    Some(holds(op, order))
}

/// Where a condition that never holds comes nearest, and why not nearer.
fn nearest(op: Compare, tried: &BTreeMap<u64, Found<Seen>>, handle: &Handle, rests: bool) -> Option<Best> {
    let away = |found: &Found<Seen>| match op {
        Compare::Less | Compare::AtMost => found.above,
        Compare::More | Compare::AtLeast => -found.above,
        Compare::Is | Compare::IsNot => found.above.abs(),
    };
    let known = || tried.iter().filter(|(_, found)| found.side != Side::Missing);
    let (at, best) = known().min_by(|a, b| away(a.1).total_cmp(&away(b.1)))?;
    let still = known().all(|(_, found)| found.above.to_bits() == best.above.to_bits());
    let last = handle.grid.len().saturating_sub(1);
    let why = match (rests, still) {
        (false, _) => Why::NotConnected,
        (_, true) => Why::Still,
        _ if *at == 0 || *at == last => Why::RangeEnds,
        _ => Why::Turns,
    };
    Some(Best { at: *at, why })
}

/// Where the figure is beside its bound.
fn found(condition: &Condition, readings: &[Vec<Reading>]) -> Result<Found<Seen>, Text> {
    let one = |at: usize| readings.get(at).and_then(|all| all.first()).map(|reading| &reading.value);
    let missing =
        |why: &[Note]| Found { side: Side::Missing, above: f64::NAN, seen: Seen::Missing(why.to_vec()) };
    let Some(value) = one(0) else { return Ok(missing(&[])) };
    if let Measured::Missing(why) = value {
        return Ok(missing(why));
    }
    let other = one(1);
    if let Some(Measured::Missing(why)) = other {
        return Ok(missing(why));
    }
    let bound = Against { bound: &condition.bound, other };
    match &condition.taken {
        Taken::Itself => match value {
            Measured::Exact(value) => Ok(exactly(value, &bound.exact()?)),
            _ => Err(Text::both(
                "the figure is forecast here, so it is not one value; ask `P(… > …) <= 20 %`, \
                 `quantile(…, 80 %) <= …`, `median(…)`, `mean(…)` or `shortfall(…)`",
                "tallet er en fremskrivning her og altså ikke ét tal; spørg `P(… > …) <= 20 %`, \
                 `quantile(…, 80 %) <= …`, `median(…)`, `mean(…)` eller `shortfall(…)`",
            )),
        },
        Taken::Chance(op, inner) => {
            Ok(chance(value, *op, &Against { bound: inner, other }, &condition.bound))
        }
        taken => Ok(taken_from(taken, value, bound.float(0)?)),
    }
}

/// What a figure is held against.
struct Against<'a> {
    bound: &'a Bound,
    other: Option<&'a Measured>,
}

impl Against<'_> {
    fn exact(&self) -> Result<Exact, Text> {
        match (self.bound, self.other) {
            (Bound::Value(value), _) => Ok(of_value(value)),
            (Bound::Other(factor), Some(Measured::Exact(other))) => times(other, *factor)
                .ok_or_else(|| Text::both("the figures are too large", "tallene er for store")),
            _ => Err(Text::both(
                "what it is held against is forecast here, so it is not one value; ask for a chance with `P(…)`",
                "det, det holdes op imod, er en fremskrivning her og altså ikke ét tal; spørg om en sandsynlighed med `P(…)`",
            )),
        }
    }

    /// In one draw.
    fn float(&self, draw: usize) -> Result<f64, Text> {
        match (self.bound, self.other) {
            (Bound::Other(factor), Some(Measured::Drawn(draws))) => {
                let factor = plain(&Exact::Dec(*factor));
                Ok(draws.get(draw).copied().unwrap_or(f64::NAN) * factor)
            }
            _ => Ok(plain(&self.exact()?)),
        }
    }
}

fn of_value(value: &Value) -> Exact {
    match value {
        Value::YesNo(yes) => Exact::YesNo(*yes),
        Value::Dec(d) => Exact::Dec(*d),
        Value::Date(day) => Exact::Date(*day),
        Value::Text(text) => Exact::Text(text.clone()),
        Value::Member(_, at) => Exact::Count(i128::from(*at)),
        Value::Period(_, at) => Exact::Count(i128::from(*at)),
    }
}

fn times(value: &Exact, factor: Decimal) -> Option<Exact> {
    if factor == Decimal::whole(1) {
        return Some(value.clone());
    }
    match value {
        Exact::Dec(d) => d.checked_mul(factor).map(Exact::Dec),
        Exact::Count(n) => Decimal::whole(*n).checked_mul(factor).map(Exact::Dec),
        Exact::Ratio(r) => r.checked_mul(factor).ok().map(Exact::Ratio),
        _ => None,
    }
}

/// A number, a day or yes and no on the line of numbers, for how far apart two are.
fn plain(value: &Exact) -> f64 {
    match value {
        Exact::YesNo(yes) => f64::from(u8::from(*yes)),
        Exact::Date(day) => f64::from(day.days_from_epoch()),
        number => to_plain_float(number).unwrap_or(f64::NAN),
    }
}

fn side(order: Option<Ordering>) -> Side {
    match order {
        Some(Ordering::Less) => Side::Below,
        Some(Ordering::Equal) => Side::At,
        Some(Ordering::Greater) => Side::Above,
        None => Side::Missing,
    }
}

fn exactly(value: &Exact, bound: &Exact) -> Found<Seen> {
    let above = plain(value) - plain(bound);
    Found { side: side(order(value, bound)), above, seen: Seen::Exact(value.clone()) }
}

/// Which of two values is more, exactly.
fn order(a: &Exact, b: &Exact) -> Option<Ordering> {
    let ratio = |value: &Exact| match value {
        Exact::Dec(d) => Some(Ratio::from_decimal(*d)),
        Exact::Count(n) => Some(Ratio::from_decimal(Decimal::whole(*n))),
        Exact::Ratio(r) => Some(*r),
        _ => None,
    };
    match (a, b) {
        (Exact::YesNo(a), Exact::YesNo(b)) => Some(a.cmp(b)),
        (Exact::Date(a), Exact::Date(b)) => Some(a.cmp(b)),
        (Exact::Text(a), Exact::Text(b)) => Some(a.cmp(b)),
        (Exact::Dec(a), Exact::Dec(b)) => Some(a.cmp(b)),
        (a, b) => Some(ratio(a)?.cmp(&ratio(b)?)),
    }
}

/// The share of the draws in which a figure compares so, beside the chance that is asked for: whole numbers against a decimal.
fn chance(value: &Measured, op: Compare, against: &Against<'_>, wanted: &Bound) -> Found<Seen> {
    let count = match (value, against.other) {
        (Measured::Drawn(draws), _) => draws.len(),
        (_, Some(Measured::Drawn(draws))) => draws.len(),
        _ => 1,
    };
    let holds_in = |draw: usize| match value {
        Measured::Exact(value) if !matches!(against.other, Some(Measured::Drawn(_))) => {
            against.exact().ok().and_then(|bound| order(value, &bound)).is_some_and(|o| holds(op, o))
        }
        _ => {
            let x = match value {
                Measured::Drawn(draws) => draws.get(draw).copied().unwrap_or(f64::NAN),
                Measured::Exact(value) => plain(value),
                Measured::Missing(_) => f64::NAN,
            };
            let bound = against.float(draw).unwrap_or(f64::NAN);
            x.partial_cmp(&bound).is_some_and(|o| holds(op, o))
        }
    };
    let hits = (0..count).filter(|draw| holds_in(*draw)).count();
    let share = hits as f64 / count.max(1) as f64;
    let Bound::Value(Value::Dec(level)) = wanted else {
        return Found { side: Side::Missing, above: f64::NAN, seen: Seen::Drawn(share) };
    };
    let whole = |n: usize| i128::try_from(n).ok().map(Decimal::whole);
    let order =
        whole(hits).zip(whole(count).and_then(|n| n.checked_mul(*level))).map(|(hits, of)| hits.cmp(&of));
    Found { side: side(order), above: share - plain(&Exact::Dec(*level)), seen: Seen::Drawn(share) }
}

/// A quantile or a mean beside its bound.
fn taken_from(taken: &Taken, value: &Measured, bound: f64) -> Found<Seen> {
    let nothing = || Found { side: Side::Missing, above: f64::NAN, seen: Seen::Missing(Vec::new()) };
    let held;
    let draws = match value {
        Measured::Drawn(draws) => draws,
        Measured::Exact(value) => {
            held = vec![plain(value)];
            &held
        }
        Measured::Missing(_) => return nothing(),
    };
    let x = match taken {
        Taken::Quantile(level) => {
            quantiles(draws, &[plain(&Exact::Dec(*level))]).ok().and_then(|found| found.first().copied())
        }
        Taken::Mean => steady_mean(draws),
        _ => steady_mean(&draws.iter().map(|x| x.max(0.0)).collect::<Vec<_>>()),
    };
    let Some(x) = x else { return nothing() };
    Found { side: side(x.partial_cmp(&bound)), above: x - bound, seen: Seen::Drawn(x) }
}
