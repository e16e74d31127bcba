//! Exceptions: which one applies to each cell, or the base.
//!
//! In: for each exception in play whether it is in force, its condition and its value; the base. Out: the one value, missing
//! where a condition that could matter is not known; a fault where two are left. Draws ask the same question of exact
//! conditions (`decide`). Not here: what the values are.

use ramme_table::{Block, Cause, CauseId};

use super::truth::pick;
use super::{Arg, Fault, Source, Task, law};
use crate::plan::ExceptionOp;

/// What can be said of an exception at a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It is not in force.
    Out,
    /// It is in force, and its condition is no.
    No,
    /// It applies.
    Yes,
    /// It is not known whether it applies.
    Unknown(CauseId),
}

/// What holds at a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Holds {
    /// The base.
    Base,
    /// The exception at a position.
    One(usize),
    /// It is not known: the causes.
    Unknown(Vec<CauseId>),
    /// Two that have no order between them.
    Two(usize, usize),
}

/// Which exception applies. One that another overrides falls away, itself or through others that are in force.
pub(crate) fn decide(exceptions: &[ExceptionOp], states: &[State]) -> Holds {
    let applies = |i: &usize| states.get(*i) == Some(&State::Yes);
    let all = 0..exceptions.len();
    let fallen: Vec<bool> = all
        .clone()
        .map(|i| all.clone().any(|j| applies(&j) && goes_before(exceptions, states, j, i)))
        .collect();
    let stands = |i: &usize| fallen.get(*i) == Some(&false);
    let unknown = all.clone().filter(stands).filter_map(|i| match states.get(i) {
        Some(State::Unknown(cause)) => Some(*cause),
        _ => None,
    });
    let unknown: Vec<CauseId> = unknown.collect();
    if !unknown.is_empty() {
        return Holds::Unknown(unknown);
    }
    let left: Vec<usize> = all.clone().filter(applies).filter(stands).collect();
    match left.as_slice() {
        [] => match all.filter(applies).collect::<Vec<_>>().as_slice() {
            // Only in a circle does every one of them fall away.
            [first, second, ..] => Holds::Two(*first, *second),
            [only] => Holds::One(*only),
            [] => Holds::Base,
        },
        [one] => Holds::One(*one),
        [first, second, ..] => Holds::Two(*first, *second),
    }
}

/// Whether `one` overrides `other`, itself or through exceptions that are in force.
fn goes_before(exceptions: &[ExceptionOp], states: &[State], one: usize, other: usize) -> bool {
    let in_force = |i: &usize| states.get(*i).is_some_and(|state| *state != State::Out);
    let mut seen = vec![false; exceptions.len()];
    let mut waiting = vec![one];
    while let Some(at) = waiting.pop() {
        for next in exceptions.get(at).map_or(&[][..], |e| &e.over).iter().filter(|i| in_force(i)) {
            if *next == other {
                return true;
            }
            if let Some(flag) = seen.get_mut(*next).filter(|flag| !**flag) {
                *flag = true;
                waiting.push(*next);
            }
        }
    }
    false
}

/// One exception as the cells read it.
struct Held<'s> {
    date: Option<Arg<'s>>,
    when: Option<Arg<'s>>,
    value: Arg<'s>,
}

/// The value of each cell.
pub(super) fn choose(task: &Task, exceptions: &[ExceptionOp], source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    let mut rest = args.iter().copied();
    let mut held = Vec::new();
    for e in exceptions {
        let date = if e.dated { rest.next() } else { None };
        let when = if e.when { rest.next() } else { None };
        held.push(Held { date, when, value: rest.next().ok_or(Fault::Order(task.id))? });
    }
    let base = rest.next().ok_or(Fault::Order(task.id))?;
    let days = task.step.shape.period.and_then(|_| task.env.days(task.t));
    let mut fault = None;
    let block = pick(task, &args, |i| {
        let states: Vec<State> = exceptions
            .iter()
            .zip(&held)
            .map(|(e, h)| {
                let date = h.date.as_ref().map(|d| (d.cause(i), d.int(i)));
                let when = h.when.as_ref().map(|w| (w.cause(i), w.int(i) == 1));
                state(e, days, date, when)
            })
            .collect();
        match decide(exceptions, &states) {
            Holds::Base => Ok(base),
            Holds::One(k) => held.get(k).map(|h| h.value).ok_or(CauseId::KNOWN),
            Holds::Unknown(causes) => {
                Err(causes.into_iter().fold(CauseId::KNOWN, |all, cause| task.union(all, cause)))
            }
            Holds::Two(a, b) if exists(task, i) => {
                fault.get_or_insert(Fault::Clash(i, a, b));
                Err(task.env.cause(Cause::NotInForce { what: task.name(i) }))
            }
            Holds::Two(..) => Err(task.env.cause(Cause::NotInForce { what: task.name(i) })),
        }
    });
    fault.map_or(Ok(block), Err)
}

/// The state of an exception, given the period, or the date of the row, and the condition.
pub(crate) fn state(
    e: &ExceptionOp,
    days: law::Days,
    date: Option<(CauseId, i128)>,
    when: Option<(CauseId, bool)>,
) -> State {
    let no = when.is_some_and(|(cause, yes)| cause.is_known() && !yes);
    let in_force = match (date, days) {
        (Some((CauseId::KNOWN, n)), _) => law::day(n).is_some_and(|day| e.between.covers(day, day)),
        (Some(_), _) if no => true,
        (Some((cause, _)), _) if !e.between.is_open() => return State::Unknown(cause),
        (Some(_), _) => true,
        (None, Some((first, last))) => e.between.covers(first, last),
        (None, None) => e.between.is_open(),
    };
    match when {
        _ if !in_force => State::Out,
        None | Some((CauseId::KNOWN, true)) => State::Yes,
        Some((CauseId::KNOWN, false)) => State::No,
        Some((cause, _)) => State::Unknown(cause),
    }
}

/// Whether the row of a cell exists: what is not there can't be in conflict.
fn exists(task: &Task, i: usize) -> bool {
    let Some(layout) = task.env.layouts.get(task.id.index()) else { return true };
    let dated = task.step.shape.period.is_some().then_some(task.t);
    task.step.shape.entity.is_none_or(|e| task.env.exists(e, layout.split(i).1, dated))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Between;
    use ramme_diag::{FileId, Span};

    fn exception(label: &str, over: &[usize]) -> ExceptionOp {
        ExceptionOp {
            label: label.to_owned(),
            between: Between::default(),
            dated: false,
            when: true,
            over: over.to_vec(),
            span: Span::at(FileId(0), 0..0),
        }
    }

    const MISSING: State = State::Unknown(CauseId(7));

    #[test]
    fn one_left_holds_and_none_is_the_base() {
        let three = [exception("a", &[]), exception("b", &[0]), exception("c", &[1])];
        assert_eq!(decide(&three, &[State::No, State::No, State::No]), Holds::Base);
        assert_eq!(decide(&three, &[State::Yes, State::No, State::No]), Holds::One(0));
        assert_eq!(decide(&three, &[State::Yes, State::Yes, State::Yes]), Holds::One(2));
        // c goes before a through b, which need not apply but has to be in force
        assert_eq!(decide(&three, &[State::Yes, State::No, State::Yes]), Holds::One(2));
        assert_eq!(decide(&three, &[State::Yes, State::Out, State::Yes]), Holds::Two(0, 2));
    }

    #[test]
    fn what_is_not_known_matters_unless_it_is_overridden() {
        let two = [exception("a", &[]), exception("b", &[0])];
        let unknown = Holds::Unknown(vec![CauseId(7)]);
        assert_eq!(decide(&two, &[MISSING, State::Yes]), Holds::One(1));
        assert_eq!(decide(&two, &[MISSING, State::No]), unknown);
        assert_eq!(decide(&two, &[State::Yes, MISSING]), unknown);
        let apart = [exception("a", &[]), exception("b", &[]), exception("c", &[0, 1])];
        assert_eq!(decide(&apart, &[State::Yes, State::Yes, MISSING]), unknown);
        assert_eq!(decide(&apart, &[State::Yes, State::Yes, State::No]), Holds::Two(0, 1));
    }
}
