//! Steps to a program for tiles, with the proof that every result fits 64 bits (TYPES T6).
//!
//! In: the steps that are asked for, and the columns that they read with the least and greatest of each. Out: instructions
//! with the interval of each result, worked out from those of what it reads (Moore, *Interval Analysis*, 1966, ch. 2).
//! What cannot be proved is no part of a program: its kernel computes the whole column, checked in 128 bits. Not here: running.

use std::collections::BTreeMap;

use ramme_table::Block;
use ramme_value::{Date, Period, Rounding, pow10};

use super::super::env::Env;
use super::super::layout::Map;
use super::tile::{Code, Leaf, One, Operand, RoundBy, Two, divide};
use super::{Run, bounds_of};
use crate::plan::{Op, Step, StepId, scale};

/// The least and the greatest value that can be.
pub(super) type Interval = (i64, i64);

/// Why a step is in no program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotProved(pub StepId);

/// Instructions, each with the slot that its result goes to.
pub(super) struct Program<'p> {
    pub leaves: Vec<Leaf<'p>>,
    pub code: Vec<(Code, usize)>,
    pub slots: usize,
    /// The steps whose values are kept, with the interval of each.
    pub stores: Vec<(StepId, Operand, Interval)>,
}

/// A program while it is made: every instruction has a slot of its own.
pub(super) struct Making<'p, 'a> {
    run: &'p Run<'p, 'a>,
    t: usize,
    known: BTreeMap<StepId, (Operand, Interval)>,
    loaded: BTreeMap<(StepId, bool), (Operand, Interval)>,
    program: Program<'p>,
    /// Some cell that is read may be missing.
    open: bool,
}

/// Most entries of a table of dates.
const TABLE: i64 = 1 << 18;

impl<'p, 'a> Making<'p, 'a> {
    pub(super) fn new(run: &'p Run<'p, 'a>, t: usize) -> Self {
        let program = Program { leaves: Vec::new(), code: Vec::new(), slots: 0, stores: Vec::new() };
        Making { run, t, known: BTreeMap::new(), loaded: BTreeMap::new(), program, open: false }
    }

    fn env(&self) -> &'p Env<'a> {
        self.run.env
    }

    /// A step whose values are kept.
    pub(super) fn store(&mut self, id: StepId) -> Result<(), NotProved> {
        let (operand, interval) = self.step(id)?;
        self.program.stores.push((id, operand, interval));
        Ok(())
    }

    /// Argument `k` of a step.
    pub(super) fn arg(&mut self, id: StepId, k: usize) -> Result<(Operand, Interval), NotProved> {
        let env = self.env();
        let arg = env.plan.step(id).and_then(|s| s.args.get(k)).copied().ok_or(NotProved(id))?;
        let map = env.maps.get(id.index()).and_then(|m| m.get(k)).ok_or(NotProved(id))?;
        let is_input = matches!(env.plan.step(arg).map(|s| &s.op), Some(Op::Input(_)));
        if *map == Map::Same && !is_input && self.run.column(arg, self.t).is_none() {
            return self.step(arg);
        }
        let block = self.run.column(arg, self.t).ok_or(NotProved(id))?;
        self.load(arg, block, map, id)
    }

    fn load(
        &mut self,
        arg: StepId,
        block: &'p Block,
        map: &'p Map,
        reader: StepId,
    ) -> Result<(Operand, Interval), NotProved> {
        if *map == Map::One && block.status.is_none() {
            let value =
                block.data.int(0).and_then(|n| i64::try_from(n).ok()).filter(|_| !block.data.is_ratio());
            let value = value.ok_or(NotProved(reader))?;
            return Ok((Operand::Const(value), (value, value)));
        }
        let key = (arg, *map == Map::Same);
        if let Some(found) = self.loaded.get(&key).filter(|_| !matches!(map, Map::Index(_))) {
            return Ok(*found);
        }
        let interval = bounds_of(block).ok_or(NotProved(reader))?;
        self.program.leaves.push(Leaf { block, map });
        self.open |= block.status.is_some();
        let out = (self.push(Code::Load(self.program.leaves.len() - 1)), interval);
        self.loaded.insert(key, out);
        Ok(out)
    }

    fn push(&mut self, code: Code) -> Operand {
        let slot = self.program.code.len();
        self.program.code.push((code, slot));
        Operand::Slot(slot)
    }

    /// The result of a step, in its own layout.
    fn step(&mut self, id: StepId) -> Result<(Operand, Interval), NotProved> {
        if let Some(found) = self.known.get(&id) {
            return Ok(*found);
        }
        let env = self.env();
        let step = env.plan.step(id).ok_or(NotProved(id))?;
        if let Op::Input(_) = step.op {
            let block = self.run.column(id, self.t).ok_or(NotProved(id))?;
            return self.load(id, block, &Map::Same, id);
        }
        if let Op::DayByDay(_) = step.op {
            // The days are looked at one by one only where the answer by pieces is missing; else it is that.
            let answer = self.arg(id, 0)?;
            return if self.open { Err(NotProved(id)) } else { Ok(answer) };
        }
        let args = (0..step.args.len()).map(|k| self.arg(id, k)).collect::<Result<Vec<_>, _>>()?;
        let out = self.result(id, step, &args)?;
        self.known.insert(id, out);
        Ok(out)
    }

    fn result(
        &mut self,
        id: StepId,
        step: &Step,
        args: &[(Operand, Interval)],
    ) -> Result<(Operand, Interval), NotProved> {
        let no = NotProved(id);
        // A missing cell has the value 0, so that 0 belongs to every interval of which a cell may be missing.
        let open = self.open;
        let hull = |(low, high): Interval| if open { (low.min(0), high.max(0)) } else { (low, high) };
        let (code, interval) = match (&step.op, args) {
            (Op::Const(n), []) => {
                let n = i64::try_from(*n).map_err(|_| no)?;
                return Ok((Operand::Const(n), (n, n)));
            }
            (Op::Definition(_), [a]) => return Ok(*a),
            (Op::Negate, [(a, (low, high))]) => {
                (Code::One(One::Negate, [*a]), (high.checked_neg().ok_or(no)?, low.checked_neg().ok_or(no)?))
            }
            (Op::Not, [(a, _)]) => (Code::One(One::Not, [*a]), (0, 1)),
            (Op::Add, [(a, x), (b, y)]) => {
                let low = x.0.checked_add(y.0).ok_or(no)?;
                (Code::Two(Two::Add, [*a, *b]), (low, x.1.checked_add(y.1).ok_or(no)?))
            }
            (Op::Sub | Op::DaysBetween, [(a, x), (b, y)]) => {
                let low = x.0.checked_sub(y.1).ok_or(no)?;
                (Code::Two(Two::Sub, [*a, *b]), (low, x.1.checked_sub(y.0).ok_or(no)?))
            }
            (Op::Mul, [(a, x), (b, y)]) => (Code::Two(Two::Mul, [*a, *b]), product(*x, *y).ok_or(no)?),
            (Op::Rescale(more), [(a, x)]) => {
                let factor = pow10(*more).and_then(|f| i64::try_from(f).ok()).ok_or(no)?;
                (Code::Two(Two::Mul, [*a, Operand::Const(factor)]), product(*x, (factor, factor)).ok_or(no)?)
            }
            (Op::Min | Op::Max, [first, rest @ ..]) => {
                return Ok(self.extreme(step.op == Op::Max, *first, rest));
            }
            (Op::Compare(op), [(a, _), (b, _)]) => (Code::Two(Two::Compare(*op), [*a, *b]), (0, 1)),
            (Op::And, [(a, _), (b, _)]) => (Code::Two(Two::And, [*a, *b]), (0, 1)),
            (Op::Or, [(a, _), (b, _)]) => (Code::Two(Two::Or, [*a, *b]), (0, 1)),
            (Op::Known(known), [(a, _)]) => (Code::One(One::Known(*known), [*a]), (0, 1)),
            (Op::If, [(c, _), (a, x), (b, y)]) => (Code::If([*c, *a, *b]), (x.0.min(y.0), x.1.max(y.1))),
            (Op::IfKnown, [(a, x), (b, y)]) => {
                (Code::Two(Two::IfKnown, [*a, *b]), (x.0.min(y.0), x.1.max(y.1)))
            }
            (Op::Round(mode, mantissa, decimals), [(a, x)]) => {
                let from =
                    step.args.first().and_then(|a| self.env().plan.step(*a)).map_or(0, |s| scale(&s.ty));
                rounding(*a, *x, from, (*mode, *mantissa, *decimals)).ok_or(no)?
            }
            (Op::AddMonths(..) | Op::PeriodOf(_), [(a, x)]) => {
                let table = table(&step.op, hull(*x)).ok_or(no)?;
                let ends =
                    (table.iter().min().copied().unwrap_or(0), table.iter().max().copied().unwrap_or(0));
                (Code::One(One::Table(hull(*x).0, table), [*a]), ends)
            }
            (Op::AddDays, [(a, x), (b, y)]) => {
                let ends = (x.0.checked_add(y.0).ok_or(no)?, x.1.checked_add(y.1).ok_or(no)?);
                let inside = |n: i64| i32::try_from(n).ok().and_then(Date::from_days).is_some();
                (inside(ends.0) && inside(ends.1))
                    .then_some((Code::Two(Two::Add, [*a, *b]), ends))
                    .ok_or(no)?
            }
            _ => return Err(no),
        };
        Ok((self.push(code), hull(interval)))
    }

    fn extreme(
        &mut self,
        max: bool,
        first: (Operand, Interval),
        rest: &[(Operand, Interval)],
    ) -> (Operand, Interval) {
        rest.iter().fold(first, |(a, x), (b, y)| {
            let (code, ends) = if max {
                (Code::Two(Two::Max, [a, *b]), (x.0.max(y.0), x.1.max(y.1)))
            } else {
                (Code::Two(Two::Min, [a, *b]), (x.0.min(y.0), x.1.min(y.1)))
            };
            (self.push(code), if self.open { (ends.0.min(0), ends.1.max(0)) } else { ends })
        })
    }

    /// The program, with as few slots as its results need at a time. `kept` are read after the last instruction.
    pub(super) fn finish(self, kept: &mut [&mut Operand]) -> Program<'p> {
        let mut program = self.program;
        let count = program.code.len();
        let mut last = vec![0_usize; count];
        let mut read_at = |operand: Operand, at: usize| {
            if let Some(slot) = operand.slot().and_then(|s| last.get_mut(s)) {
                *slot = at;
            }
        };
        for (at, (code, _)) in program.code.iter().enumerate() {
            code.operands().iter().for_each(|operand| read_at(*operand, at));
        }
        let stored = program.stores.iter().map(|(_, operand, _)| *operand);
        kept.iter().map(|o| **o).chain(stored).for_each(|operand| read_at(operand, usize::MAX));
        let mut place = vec![0_usize; count];
        let mut free: Vec<usize> = Vec::new();
        let mut done: Vec<usize> = Vec::new();
        for at in 0..count {
            let Some((code, to)) = program.code.get_mut(at) else { continue };
            let slot = free.pop().unwrap_or_else(|| {
                program.slots += 1;
                program.slots - 1
            });
            *to = slot;
            if let Some(own) = place.get_mut(at) {
                *own = slot;
            }
            let read = code.operands().iter().filter_map(|operand| operand.slot());
            done.extend(read.filter(|s| last.get(*s) == Some(&at)));
            done.sort_unstable();
            done.dedup();
            free.extend(done.drain(..).filter_map(|s| place.get(s)));
            code.operands_mut().iter_mut().for_each(|operand| operand.move_to(&place));
        }
        program.stores.iter_mut().for_each(|(_, operand, _)| operand.move_to(&place));
        kept.iter_mut().for_each(|operand| operand.move_to(&place));
        program
    }
}

impl Operand {
    fn slot(self) -> Option<usize> {
        if let Operand::Slot(slot) = self { Some(slot) } else { None }
    }

    /// The slot that the result has got.
    fn move_to(&mut self, place: &[usize]) {
        if let Operand::Slot(slot) = self {
            *slot = place.get(*slot).copied().unwrap_or(*slot);
        }
    }
}

/// The ends of a product.
pub(super) fn product(x: Interval, y: Interval) -> Option<Interval> {
    let ends = [x.0.checked_mul(y.0)?, x.0.checked_mul(y.1)?, x.1.checked_mul(y.0)?, x.1.checked_mul(y.1)?];
    Some((*ends.iter().min()?, *ends.iter().max()?))
}

fn rounding(
    a: Operand,
    x: Interval,
    from: u8,
    (mode, mantissa, to): (Rounding, i128, u8),
) -> Option<(Code, Interval)> {
    let power = i64::try_from(pow10(from.abs_diff(to))?).ok()?;
    let mantissa = i64::try_from(mantissa).ok().filter(|m| *m > 0)?;
    let (times, unit) = if from > to { (1, mantissa.checked_mul(power)?) } else { (power, mantissa) };
    let scaled = product(x, (times, times))?;
    // Room for half a step on either side.
    scaled.0.checked_sub(unit)?;
    scaled.1.checked_add(unit)?;
    let by = RoundBy { mode, times, unit, mantissa, positive: x.0 >= 0 };
    let end = |n: i64| divide(n, unit, mode).checked_mul(mantissa);
    Some((Code::One(One::Round(by), [a]), (end(scaled.0)?, end(scaled.1)?)))
}

/// What an operation on dates gives for every day of an interval.
fn table(op: &Op, (low, high): Interval) -> Option<Vec<i64>> {
    if high.checked_sub(low)? >= TABLE {
        return None;
    }
    let of = |n: i64| -> Option<i64> {
        let date = i32::try_from(n).ok().and_then(Date::from_days)?;
        match op {
            Op::AddMonths(months, mode) => {
                date.add_months(*months, *mode).ok().map(|d| i64::from(d.days_from_epoch()))
            }
            Op::PeriodOf(kind) => Some(i64::from(Period::containing(*kind, date).index())),
            _ => None,
        }
    };
    (low..=high).map(of).collect()
}
