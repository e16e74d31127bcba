//! Kernels: one step, one period, all cells.
//!
//! In: a step and the blocks of its arguments. Out: a block. The same kernels serve exact columns and ranges; draws have
//! their own. Not here: the order of steps, what a missing value is worth to a rule.
//!
//! Arithmetic on integers is checked: what overflows 128 bits is an error that names the rule and the row, never a
//! wrapped figure (TYPES T6).

mod aggregate;
mod allot;
mod apportion;
mod date;
mod day_by_day;
pub(crate) mod exception;
pub(crate) mod law;
mod line;
mod number;
mod order;
mod place;
mod price;
mod running_years;
mod scale;
mod truth;

use ramme_rulebook::model::ParameterId;
use ramme_table::{Block, Cause, CauseId, Data};

use super::env::Env;
use super::held_back;
use super::layout::Map;
use super::series::Lack;
use crate::plan::{Op, Step, StepId, scale};

pub(crate) use aggregate::{Sum, finish, take_in, totals};
pub(crate) use number::compare_parts;
pub(crate) use order::Queue;
pub(crate) use running_years::{YearsTrace, running_years_of};
pub(crate) use truth::holds;

/// Where a kernel finds the blocks of other steps.
pub(crate) trait Source {
    /// The block of a step in a period (0 where it has none), where it has been computed.
    fn block(&self, step: StepId, block: usize) -> Option<&Block>;
}

/// Why a step could not be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The result needs more than 128 bits.
    Overflow(usize),
    /// Two rows stand level at the end of an order.
    Tie(usize, usize),
    /// Two exceptions hold for a cell, by position, and neither goes first.
    Clash(usize, usize, usize),
    /// A month has no such day, and the rule forbids to choose.
    NoSuchDay(usize),
    /// A date outside 1800–2200.
    DateRange(usize),
    /// A parameter that is not to be extended has no value.
    Ends(ParameterId, String, i32),
    /// A step reads what was not computed: our bug.
    Order(StepId),
}

/// Why one cell has no value.
pub(crate) enum Halt {
    Fault(fn(usize) -> Fault),
    Zero,
}

/// One argument, as the step's cells read it.
#[derive(Clone, Copy)]
pub(crate) struct Arg<'a> {
    pub block: &'a Block,
    pub map: &'a Map,
    pub scale: u8,
}

impl Arg<'_> {
    #[inline]
    pub(crate) fn int(&self, i: usize) -> i128 {
        self.block.data.int(self.map.at(i)).unwrap_or(0)
    }

    /// Numerator and denominator; the denominator of an integer is 1, whatever its scale.
    #[inline]
    pub(crate) fn parts(&self, i: usize) -> (i128, i128) {
        self.block.data.at(self.map.at(i)).unwrap_or((0, 1))
    }

    #[inline]
    pub(crate) fn cause(&self, i: usize) -> CauseId {
        self.block.cause(self.map.at(i))
    }

    pub(crate) fn has_missing(&self) -> bool {
        self.block.status.is_some()
    }

    pub(crate) fn is_ratio(&self) -> bool {
        self.block.data.is_ratio()
    }
}

/// A step in a period, with what it reads.
pub(crate) struct Task<'a> {
    pub env: &'a Env<'a>,
    pub id: StepId,
    pub step: &'a Step,
    pub t: usize,
    pub len: usize,
}

impl<'a> Task<'a> {
    pub(crate) fn new(env: &'a Env<'a>, id: StepId, t: usize) -> Option<Task<'a>> {
        let step = env.plan.step(id)?;
        let len = env.layouts.get(id.index())?.len();
        Some(Task { env, id, step, t, len })
    }

    /// Argument `k` in period `t`.
    pub(crate) fn arg_at<'s>(&self, source: &'s dyn Source, k: usize, t: usize) -> Result<Arg<'s>, Fault>
    where
        'a: 's,
    {
        let id = self.step.args.get(k).copied().ok_or(Fault::Order(self.id))?;
        let block = source.block(id, self.env.block_of(id, t)).ok_or(Fault::Order(id))?;
        let map: &'s Map =
            self.env.maps.get(self.id.index()).and_then(|m| m.get(k)).ok_or(Fault::Order(id))?;
        let scale = self.env.plan.step(id).map_or(0, |s| scale(&s.ty));
        Ok(Arg { block, map, scale })
    }

    /// Argument `k` in the step's own period.
    pub(crate) fn arg<'s>(&self, source: &'s dyn Source, k: usize) -> Result<Arg<'s>, Fault>
    where
        'a: 's,
    {
        self.arg_at(source, k, self.t)
    }

    /// All arguments in the step's own period.
    pub(crate) fn args<'s>(&self, source: &'s dyn Source) -> Result<Vec<Arg<'s>>, Fault>
    where
        'a: 's,
    {
        (0..self.step.args.len()).map(|k| self.arg(source, k)).collect()
    }

    pub(crate) fn union(&self, a: CauseId, b: CauseId) -> CauseId {
        self.env.data.causes.union(a, b)
    }

    pub(crate) fn name(&self, cell: usize) -> String {
        self.env.cell_name(self.id, self.t, cell)
    }

    pub(crate) fn zero_divisor(&self, cell: usize) -> CauseId {
        self.env.cause(Cause::DivisionByZero { what: self.name(cell) })
    }

    /// Cell by cell, where all arguments are known; missing where any is missing.
    pub(crate) fn strict(
        &self,
        args: &[Arg],
        mut f: impl FnMut(usize) -> Result<i128, Halt>,
    ) -> Result<Block, Fault> {
        let mut out = Cells::new(self.len);
        let clean = args.iter().all(|a| !a.has_missing());
        for i in 0..self.len {
            let cause = if clean { CauseId::KNOWN } else { self.causes(args, i) };
            if !cause.is_known() {
                out.missing(i, cause);
                continue;
            }
            match f(i) {
                Ok(v) => out.known(v),
                Err(Halt::Zero) => out.missing(i, self.zero_divisor(i)),
                Err(Halt::Fault(fault)) => return Err(fault(i)),
            }
        }
        Ok(out.done())
    }

    /// Like `strict`, for ratios.
    pub(crate) fn strict_ratio(
        &self,
        args: &[Arg],
        mut f: impl FnMut(usize) -> Result<(i128, i128), Halt>,
    ) -> Result<Block, Fault> {
        let mut dens = Vec::with_capacity(self.len);
        let block = self.strict(args, |i| {
            let (n, d) = f(i)?;
            dens.resize(i, 1);
            dens.push(d);
            Ok(n)
        })?;
        dens.resize(self.len, 1);
        let Data::Int(nums) = block.data else { return Err(Fault::Order(self.id)) };
        Ok(Block { data: Data::Ratio(nums, dens), status: block.status })
    }

    /// The cause of what a parameter lacks, where that is no reason to stop.
    pub(crate) fn lack(&self, lack: Lack, cell: usize) -> Result<CauseId, Fault> {
        let asked = |id: ParameterId| {
            let until = self.env.data.extending.get(&id).map(|e| e.until);
            let dated = self.step.shape.period.is_some();
            !dated || until.is_some_and(|until| self.env.years.year(self.t) <= until)
        };
        match lack {
            Lack::NoValue(what) => Ok(self.env.cause(Cause::NoValue { what })),
            Lack::Ends(id, what, year) if asked(id) => Err(Fault::Ends(id, what, year)),
            Lack::Ends(_, what, _) => Ok(self.env.cause(Cause::NoValue { what })),
            Lack::Overflow => Err(Fault::Overflow(cell)),
        }
    }

    /// The causes of all arguments at a cell.
    pub(crate) fn causes(&self, args: &[Arg], i: usize) -> CauseId {
        args.iter().fold(CauseId::KNOWN, |c, a| self.union(c, a.cause(i)))
    }
}

/// Overflow of 128 bits.
pub(crate) const OVERFLOW: Halt = Halt::Fault(Fault::Overflow);

/// Cells as they are made; the status map comes into being with the first missing one.
pub(crate) struct Cells {
    values: Vec<i128>,
    status: Option<Vec<CauseId>>,
    len: usize,
}

impl Cells {
    pub(crate) fn new(len: usize) -> Cells {
        Cells { values: Vec::with_capacity(len), status: None, len }
    }

    pub(crate) fn known(&mut self, v: i128) {
        self.values.push(v);
    }

    pub(crate) fn missing(&mut self, i: usize, cause: CauseId) {
        self.values.push(0);
        let len = self.len;
        let status = self.status.get_or_insert_with(|| vec![CauseId::KNOWN; len]);
        if let Some(s) = status.get_mut(i) {
            *s = cause;
        }
    }

    pub(crate) fn done(self) -> Block {
        Block { data: Data::Int(self.values), status: self.status }
    }
}

/// Computes a step in a period.
pub(crate) fn apply(env: &Env, id: StepId, t: usize, source: &dyn Source) -> Result<Block, Fault> {
    let task = Task::new(env, id, t).ok_or(Fault::Order(id))?;
    match &task.step.op {
        Op::Const(n) => Ok(Block::known(vec![*n; task.len])),
        Op::Input(input) => place::input(&task, *input),
        Op::Parameter(p) => law::parameter(&task, *p, source),
        Op::Definition(id) => Ok(held_back::definition(&task, *id, place::same(&task, source)?)),
        Op::ThisRow(_) | Op::ThisPeriod(_) | Op::ThisMember(_) => place::this(&task),
        Op::Lookup(_) => place::lookup(&task, source),
        Op::Shift(back) => place::shift(&task, *back, source),
        Op::AtPeriod(year) => place::at_period(&task, *year, source),
        Op::AtMember(set) => place::at_member(&task, *set, source),
        Op::Factor(index, from, to) => price::factor(&task, *index, *from, *to),
        Op::Negate | Op::Add | Op::Sub | Op::Mul | Op::Div => number::arith(&task, source),
        Op::Rescale(_) | Op::ToRatio | Op::Round(..) => number::shape(&task, source),
        Op::Min | Op::Max => number::extreme(&task, source),
        Op::Compare(op) => truth::compare(&task, *op, source),
        Op::Not | Op::And | Op::Or => truth::logic(&task, source),
        Op::Known(_) | Op::If | Op::IfKnown | Op::Covered | Op::Found => truth::choose(&task, source),
        Op::FromBand(scale) => scale::from_band(&task, *scale, source),
        Op::AddMonths(..) | Op::AddDays | Op::DaysBetween | Op::PeriodOf(_) => date::dates(&task, source),
        Op::Aggregate(a) => aggregate::aggregate(&task, a, source),
        Op::Allot(a) => allot::allot(&task, a, source),
        Op::AllotDays(a) => running_years::allot_days(&task, a, source),
        Op::DayByDay(op) => day_by_day::day_by_day(&task, op, source),
        Op::Choose(c) => exception::choose(&task, &c.exceptions, source),
        Op::Apportion(a) => apportion::apportion(&task, a, source),
        Op::Line(a) => line::line(&task, a, source),
        Op::RunningTotal => line::running_total(&task, source),
        Op::InForce(between) => law::in_force(&task, between, source),
        Op::Dated(between) => law::dated(&task, between, source),
    }
}
