//! Days of which the pieces leave something open, looked at themselves.
//!
//! In: the answer by pieces of days, and what was asked of one day, as trees over columns. Out: the same answer; where it is
//! missing, what a loop over all days would say. A day counts if it is not before the first of the span, before its end, and
//! meets the condition, each of them yes, no or unknown. Between two dates that are named nothing changes, so it is asked
//! once a stretch. Only rows with something missing come here. Not here: the pieces; the plan has cut those.

use ramme_rulebook::model::Compare;
use ramme_table::{Block, Cause, CauseId};

use super::truth::holds;
use super::{Arg, Cells, Fault, Source, Task};
use crate::plan::{Between, DayAsk, DayByDayOp, DayCondition, DayLaw, DayNumber, StepId};

/// Yes, no, or why it is not known.
type Truth = Result<bool, CauseId>;

/// Days on which nothing changes, from the first up to the day after the last; open at both ends of time.
pub(super) struct Stretch {
    pub first: i128,
    pub end: i128,
    /// Whether its days count.
    pub counts: Truth,
    /// Their number, where it was asked for and they count.
    pub number: Result<i128, CauseId>,
}

/// What is asked of the days of a row.
pub(super) struct Days<'s> {
    pub task: &'s Task<'s>,
    /// The first day of the span, and the day after its last.
    pub span: [Arg<'s>; 2],
    pub condition: Option<&'s DayCondition>,
    pub number: Option<&'s DayNumber>,
    /// The columns that the trees read.
    pub leaves: Vec<(StepId, Arg<'s>)>,
}

/// The answers by pieces, and day by day where they are missing.
pub(super) fn day_by_day(task: &Task, op: &DayByDayOp, source: &dyn Source) -> Result<Block, Fault> {
    let by_pieces = task.arg(source, 0)?;
    let mut days = None;
    let mut out = Cells::new(task.len);
    for i in 0..task.len {
        if by_pieces.cause(i).is_known() {
            out.known(by_pieces.int(i));
            continue;
        }
        if days.is_none() {
            let span = [task.arg(source, 1)?, task.arg(source, 2)?];
            let (condition, number) = (op.condition.as_ref(), op.number.as_ref());
            days = Some(Days { task, span, condition, number, leaves: named_from(task, source, 3)? });
        }
        let Some(days) = &days else { return Err(Fault::Order(task.id)) };
        match answer(task, op.ask, &days.stretches(i), i)? {
            Ok(value) => out.known(value),
            Err(cause) => out.missing(i, cause),
        }
    }
    Ok(out.done())
}

/// The arguments from one on, each with the step that it is.
pub(super) fn named_from<'s, 'a: 's>(
    task: &Task<'a>,
    source: &'s dyn Source,
    from: usize,
) -> Result<Vec<(StepId, Arg<'s>)>, Fault> {
    let ids = task.step.args.iter().enumerate().skip(from);
    ids.map(|(k, id)| Ok((*id, task.arg(source, k)?))).collect()
}

/// What the stretches of a row come to.
fn answer(task: &Task, ask: DayAsk, stretches: &[Stretch], i: usize) -> Result<Result<i128, CauseId>, Fault> {
    let (mut total, mut first, mut cause) = (0i128, None, CauseId::KNOWN);
    for s in stretches {
        let counts = match s.counts {
            Ok(counts) => counts,
            Err(_) if ask == DayAsk::First && first.is_some() => continue,
            Err(why) => {
                cause = task.union(cause, why);
                continue;
            }
        };
        if !counts {
            continue;
        }
        first = first.or(Some(s.first));
        let days = s.end.checked_sub(s.first).ok_or(Fault::Overflow(i))?;
        let times = match s.number {
            Ok(number) if ask == DayAsk::Sum => number,
            Ok(_) => 1,
            Err(why) => {
                cause = task.union(cause, why);
                continue;
            }
        };
        let more = days.checked_mul(times).and_then(|more| total.checked_add(more));
        total = more.ok_or(Fault::Overflow(i))?;
    }
    Ok(match (ask, first) {
        (DayAsk::Any, Some(_)) => Ok(1),
        _ if !cause.is_known() => Err(cause),
        (DayAsk::Any, None) => Ok(0),
        (DayAsk::Count | DayAsk::Sum, _) => Ok(total),
        (DayAsk::First, Some(day)) => Ok(day),
        (DayAsk::First, None) => Err(task.env.cause(Cause::NoDay { what: task.name(i) })),
    })
}

impl Days<'_> {
    /// The days of all time, cut where something that is asked of them can change.
    pub(super) fn stretches(&self, i: usize) -> Vec<Stretch> {
        let mut edges = Vec::new();
        for end in self.span.iter().filter(|end| end.cause(i).is_known()) {
            edges.push(end.int(i));
        }
        if let Some(condition) = self.condition {
            self.edges(condition, i, &mut edges);
        }
        if let Some(number) = self.number {
            self.number_edges(number, i, &mut edges);
        }
        edges.sort_unstable();
        edges.dedup();
        let firsts = [i128::from(i64::MIN)].into_iter().chain(edges.iter().copied());
        let ends = edges.iter().copied().chain([i128::from(i64::MAX)]);
        firsts
            .zip(ends)
            .map(|(first, end)| {
                let counts = self.counts(first, i);
                let number = match self.number {
                    Some(number) if counts == Ok(true) => self.number_on(number, first, i),
                    _ => Ok(0),
                };
                Stretch { first, end, counts, number }
            })
            .collect()
    }

    fn leaf(&self, step: StepId) -> Option<&Arg<'_>> {
        self.leaves.iter().find(|(id, _)| *id == step).map(|(_, arg)| arg)
    }

    /// The value of a column.
    fn value(&self, step: StepId, i: usize) -> Result<i128, CauseId> {
        let Some(arg) = self.leaf(step) else { return Ok(0) };
        if arg.cause(i).is_known() { Ok(arg.int(i)) } else { Err(arg.cause(i)) }
    }

    /// The days on which a condition may change.
    fn edges(&self, p: &DayCondition, i: usize, out: &mut Vec<i128>) {
        match p {
            DayCondition::Always(_) | DayCondition::Holds(_) => {}
            DayCondition::Day(_, step) => {
                if let Ok(day) = self.value(*step, i) {
                    out.extend([day, day.saturating_add(1)]);
                }
            }
            DayCondition::Not(inner) => self.edges(inner, i, out),
            DayCondition::Logic(_, sides) => sides.iter().for_each(|side| self.edges(side, i, out)),
            DayCondition::Law(law) => {
                for (between, said) in &law.clauses {
                    law_edges(*between, out);
                    self.edges(said, i, out);
                }
            }
        }
    }

    fn number_edges(&self, x: &DayNumber, i: usize, out: &mut Vec<i128>) {
        match x {
            DayNumber::Is(_) => {}
            DayNumber::If(choice) => {
                self.edges(&choice.0, i, out);
                self.number_edges(&choice.1, i, out);
                self.number_edges(&choice.2, i, out);
            }
            DayNumber::Law(law) => {
                for (between, said) in &law.clauses {
                    law_edges(*between, out);
                    self.number_edges(said, i, out);
                }
            }
        }
    }

    /// Whether a day lies in the span and meets the condition.
    fn counts(&self, day: i128, i: usize) -> Truth {
        let [from, until] = &self.span;
        let end = |arg: &Arg, inside: fn(i128, i128) -> bool| match arg.cause(i) {
            cause if cause.is_known() => Ok(inside(day, arg.int(i))),
            cause => Err(cause),
        };
        let met = self.condition.map_or(Ok(true), |p| self.on(p, day, i));
        let inside =
            self.join(true, end(from, |day, from| from <= day), end(until, |day, until| day < until));
        self.join(true, inside, met)
    }

    /// `and` (true) or `or` (false).
    fn join(&self, and: bool, a: Truth, b: Truth) -> Truth {
        match (a, b) {
            (Ok(x), _) | (_, Ok(x)) if x != and => Ok(x),
            (Err(a), Err(b)) => Err(self.task.union(a, b)),
            (Err(cause), _) | (_, Err(cause)) => Err(cause),
            _ => Ok(and),
        }
    }

    /// A condition on a day.
    fn on(&self, p: &DayCondition, day: i128, i: usize) -> Truth {
        match p {
            DayCondition::Always(said) => Ok(*said),
            DayCondition::Holds(step) => self.value(*step, i).map(|yes| yes == 1),
            DayCondition::Day(op, step) => self.value(*step, i).map(|date| compared(*op, day, date)),
            DayCondition::Not(inner) => self.on(inner, day, i).map(|yes| !yes),
            DayCondition::Logic(and, sides) => {
                let [left, right] = sides.as_ref();
                self.join(*and, self.on(left, day, i), self.on(right, day, i))
            }
            DayCondition::Law(law) => self.on(self.in_force(law, day)?, day, i),
        }
    }

    /// A number of a day.
    fn number_on(&self, x: &DayNumber, day: i128, i: usize) -> Result<i128, CauseId> {
        match x {
            DayNumber::Is(step) => self.value(*step, i),
            DayNumber::If(choice) => {
                let side = if self.on(&choice.0, day, i)? { &choice.1 } else { &choice.2 };
                self.number_on(side, day, i)
            }
            DayNumber::Law(law) => self.number_on(self.in_force(law, day)?, day, i),
        }
    }

    /// What a law says of a day; else that none of its clauses is in force.
    fn in_force<'l, T>(&self, law: &'l DayLaw<T>, day: i128) -> Result<&'l T, CauseId> {
        let held = |between: &Between| {
            between.from.is_none_or(|from| i128::from(from.days_from_epoch()) <= day)
                && between.to.is_none_or(|to| day <= i128::from(to.days_from_epoch()))
        };
        let found = law.clauses.iter().find(|(between, _)| held(between));
        let none = || self.task.env.cause(Cause::NotInForce { what: law.name.clone() });
        found.map(|(_, said)| said).ok_or_else(none)
    }
}

fn compared(op: Compare, day: i128, date: i128) -> bool {
    holds(op, day.cmp(&date))
}

/// The days on which a clause comes into force, and goes out of it.
fn law_edges(between: Between, out: &mut Vec<i128>) {
    out.extend(between.from.map(|from| i128::from(from.days_from_epoch())));
    out.extend(between.to.map(|to| i128::from(to.days_from_epoch()) + 1));
}
