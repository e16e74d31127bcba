//! Some two thousand cells at a time through a chain of steps, over scratch that stays in cache.
//!
//! In: a program whose every result is proved to fit 64 bits, and the columns that it reads. Out: values, and the few cells
//! that are missing with their causes. A missing cell's value is 0. Not here: which steps make a program (`program`), sums
//! (`sink`).
//!
//! The arithmetic wraps because it cannot overflow: the program carries the proof.

use ramme_rulebook::model::Compare;
use ramme_table::{Block, CauseId, Data, Narrow};
use ramme_value::Rounding;

use super::super::env::Env;
use super::super::layout::Map;

/// Cells in a tile.
pub(super) const TILE: usize = 2048;

/// What an instruction reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operand {
    /// The result of an instruction, by slot.
    Slot(usize),
    /// One known value for all cells.
    Const(i64),
}

/// A column that a program reads.
pub(super) struct Leaf<'a> {
    pub block: &'a Block,
    pub map: &'a Map,
}

/// To a multiple of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RoundBy {
    pub mode: Rounding,
    /// What the value is multiplied with first.
    pub times: i64,
    /// The step, in the same decimals.
    pub unit: i64,
    /// What the count of steps is multiplied with.
    pub mantissa: i64,
    /// No value is below zero.
    pub positive: bool,
}

/// An instruction, with what it reads.
#[derive(Debug, Clone)]
pub(super) enum Code {
    /// A column, by its place among the leaves.
    Load(usize),
    One(One, [Operand; 1]),
    Two(Two, [Operand; 2]),
    /// The second where the first holds, else the third.
    If([Operand; 3]),
}

/// What is done with one operand.
#[derive(Debug, Clone)]
pub(super) enum One {
    Negate,
    Not,
    Known(bool),
    Round(RoundBy),
    /// The value at the position that the operand has from the first value on.
    Table(i64, Vec<i64>),
}

/// What is done with two operands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Two {
    Add,
    Sub,
    Mul,
    Min,
    Max,
    Compare(Compare),
    And,
    Or,
    /// The first where it is known, else the second.
    IfKnown,
}

impl Code {
    /// What the instruction reads.
    pub(super) fn operands(&self) -> &[Operand] {
        match self {
            Code::Load(_) => &[],
            Code::One(_, read) => read,
            Code::Two(_, read) => read,
            Code::If(read) => read,
        }
    }

    /// What the instruction reads, to be told where it lies.
    pub(super) fn operands_mut(&mut self) -> &mut [Operand] {
        match self {
            Code::Load(_) => &mut [],
            Code::One(_, read) => read,
            Code::Two(_, read) => read,
            Code::If(read) => read,
        }
    }
}

/// Missing cells of a tile, by position, in order.
pub(super) type Missing = Vec<(u32, CauseId)>;

/// The scratch of one thread.
pub(super) struct Tile {
    pub slots: Vec<Vec<i64>>,
    pub missing: Vec<Missing>,
    pub len: usize,
}

impl Tile {
    pub(super) fn new(slots: usize) -> Tile {
        Tile { slots: vec![Vec::with_capacity(TILE); slots], missing: vec![Missing::new(); slots], len: 0 }
    }

    fn values(&self, slot: usize) -> &[i64] {
        self.slots.get(slot).map(Vec::as_slice).unwrap_or_default()
    }

    /// The value of an operand at a cell.
    pub(super) fn at(&self, operand: Operand, i: usize) -> i64 {
        match operand {
            Operand::Const(n) => n,
            Operand::Slot(s) => self.values(s).get(i).copied().unwrap_or(0),
        }
    }

    /// The missing cells of an operand.
    pub(super) fn lacks(&self, operand: Operand) -> &[(u32, CauseId)] {
        match operand {
            Operand::Const(_) => &[],
            Operand::Slot(s) => self.missing.get(s).map(Vec::as_slice).unwrap_or_default(),
        }
    }

    /// Why an operand is missing at a cell.
    pub(super) fn cause(&self, operand: Operand, i: usize) -> CauseId {
        let list = self.lacks(operand);
        let found = list.binary_search_by_key(&i, |(at, _)| *at as usize).ok();
        found.and_then(|at| list.get(at)).map_or(CauseId::KNOWN, |(_, cause)| *cause)
    }

    /// Runs one instruction over cells `start..start + len`.
    pub(super) fn run(&mut self, env: &Env, leaves: &[Leaf], code: &Code, to: usize, start: usize) {
        let mut out = self.slots.get_mut(to).map(std::mem::take).unwrap_or_default();
        let mut lacks = self.missing.get_mut(to).map(std::mem::take).unwrap_or_default();
        out.clear();
        lacks.clear();
        match code {
            Code::Load(leaf) => {
                if let Some(leaf) = leaves.get(*leaf) {
                    load(leaf, start, self.len, &mut out, &mut lacks);
                }
            }
            code => {
                self.compute(code, &mut out);
                self.settle(env, code, &mut out, &mut lacks);
            }
        }
        if let (Some(slot), Some(list)) = (self.slots.get_mut(to), self.missing.get_mut(to)) {
            *slot = out;
            *list = lacks;
        }
    }

    fn one(&self, a: Operand, out: &mut Vec<i64>, f: impl Fn(i64) -> i64) {
        match a {
            Operand::Slot(a) => out.extend(self.values(a).iter().map(|x| f(*x))),
            Operand::Const(a) => out.extend(std::iter::repeat_n(f(a), self.len)),
        }
    }

    fn two(&self, a: Operand, b: Operand, out: &mut Vec<i64>, f: impl Fn(i64, i64) -> i64) {
        match (a, b) {
            (Operand::Slot(a), Operand::Slot(b)) => {
                out.extend(self.values(a).iter().zip(self.values(b)).map(|(x, y)| f(*x, *y)));
            }
            (Operand::Slot(a), Operand::Const(y)) => out.extend(self.values(a).iter().map(|x| f(*x, y))),
            (Operand::Const(x), Operand::Slot(b)) => out.extend(self.values(b).iter().map(|y| f(x, *y))),
            (Operand::Const(x), Operand::Const(y)) => out.extend(std::iter::repeat_n(f(x, y), self.len)),
        }
    }

    /// The values, as if nothing were missing.
    fn compute(&self, code: &Code, out: &mut Vec<i64>) {
        match code {
            Code::Load(_) => {}
            Code::One(op, [a]) => self.compute_one(op, *a, out),
            Code::Two(op, [a, b]) => self.compute_two(*op, *a, *b, out),
            Code::If([c, a, b]) => {
                out.extend((0..self.len).map(|i| self.at(if self.at(*c, i) == 1 { *a } else { *b }, i)))
            }
        }
    }

    fn compute_one(&self, op: &One, a: Operand, out: &mut Vec<i64>) {
        match op {
            One::Negate => self.one(a, out, i64::wrapping_neg),
            One::Not => self.one(a, out, |x| 1_i64.wrapping_sub(x)),
            One::Known(known) => out.extend(std::iter::repeat_n(i64::from(*known), self.len)),
            One::Round(by) => self.round(*by, a, out),
            One::Table(first, table) => self.one(a, out, |x| {
                let at = usize::try_from(x.wrapping_sub(*first)).unwrap_or(usize::MAX);
                table.get(at).copied().unwrap_or(0)
            }),
        }
    }

    fn compute_two(&self, op: Two, a: Operand, b: Operand, out: &mut Vec<i64>) {
        match op {
            Two::Add => self.two(a, b, out, i64::wrapping_add),
            Two::Sub => self.two(a, b, out, i64::wrapping_sub),
            Two::Mul => self.two(a, b, out, i64::wrapping_mul),
            Two::Min => self.two(a, b, out, i64::min),
            Two::Max => self.two(a, b, out, i64::max),
            Two::Compare(Compare::Is) => self.two(a, b, out, |x, y| i64::from(x == y)),
            Two::Compare(Compare::IsNot) => self.two(a, b, out, |x, y| i64::from(x != y)),
            Two::Compare(Compare::Less) => self.two(a, b, out, |x, y| i64::from(x < y)),
            Two::Compare(Compare::AtMost) => self.two(a, b, out, |x, y| i64::from(x <= y)),
            Two::Compare(Compare::More) => self.two(a, b, out, |x, y| i64::from(x > y)),
            Two::Compare(Compare::AtLeast) => self.two(a, b, out, |x, y| i64::from(x >= y)),
            Two::And => self.two(a, b, out, |x, y| x & y),
            Two::Or => self.two(a, b, out, |x, y| x | y),
            Two::IfKnown => self.one(a, out, |x| x),
        }
    }

    /// Rounding; the powers of ten that money and percents round to are constants to the compiler.
    fn round(&self, by: RoundBy, a: Operand, out: &mut Vec<i64>) {
        macro_rules! constant {
            ($($unit:literal)*) => {
                match by.unit {
                    $($unit => self.half_up::<$unit>(by, a, out),)*
                    _ => self.one(a, out, |x| divide(x.wrapping_mul(by.times), by.unit, by.mode).wrapping_mul(by.mantissa)),
                }
            };
        }
        if by.mode == Rounding::HalfUp && by.positive && by.times == 1 {
            constant!(10 100 1_000 10_000 100_000 1_000_000 10_000_000 100_000_000 1_000_000_000);
        } else {
            self.one(a, out, |x| {
                divide(x.wrapping_mul(by.times), by.unit, by.mode).wrapping_mul(by.mantissa)
            });
        }
    }

    fn half_up<const UNIT: u64>(&self, by: RoundBy, a: Operand, out: &mut Vec<i64>) {
        let half = UNIT / 2;
        self.one(a, out, |x| (((x as u64).wrapping_add(half) / UNIT) as i64).wrapping_mul(by.mantissa));
    }

    /// Mends the cells at which an operand is missing.
    fn settle(&self, env: &Env, code: &Code, out: &mut [i64], lacks: &mut Missing) {
        let operands = code.operands();
        if operands.iter().all(|o| self.lacks(*o).is_empty()) {
            return;
        }
        let mut cells: Vec<u32> = operands.iter().flat_map(|o| self.lacks(*o)).map(|(at, _)| *at).collect();
        cells.sort_unstable();
        cells.dedup();
        for at in cells {
            let i = at as usize;
            let (value, cause) = self.cell(env, code, i);
            if let Some(slot) = out.get_mut(i) {
                *slot = if cause.is_known() { value } else { 0 };
            }
            if !cause.is_known() {
                lacks.push((at, cause));
            }
        }
    }

    /// One cell, of which an operand is missing.
    fn cell(&self, env: &Env, code: &Code, i: usize) -> (i64, CauseId) {
        let seen = |o: Operand| (self.at(o, i), self.cause(o, i));
        match code {
            Code::Two(Two::And, [a, b]) => kleene(env, seen(*a), seen(*b), 0),
            Code::Two(Two::Or, [a, b]) => kleene(env, seen(*a), seen(*b), 1),
            Code::Two(Two::IfKnown, [a, b]) => {
                if self.cause(*a, i).is_known() {
                    seen(*a)
                } else {
                    seen(*b)
                }
            }
            Code::One(One::Known(known), [a]) => {
                (i64::from(self.cause(*a, i).is_known() == *known), CauseId::KNOWN)
            }
            Code::If([c, a, b]) => match seen(*c) {
                (yes, CauseId::KNOWN) => seen(if yes == 1 { *a } else { *b }),
                (_, cause) => (0, cause),
            },
            _ => {
                let all = code.operands().iter().map(|o| self.cause(*o, i));
                (0, all.fold(CauseId::KNOWN, |c, x| env.data.causes.union(c, x)))
            }
        }
    }
}

fn kleene(env: &Env, a: (i64, CauseId), b: (i64, CauseId), decides: i64) -> (i64, CauseId) {
    let settles = |(value, cause): (i64, CauseId)| cause.is_known() && value == decides;
    if settles(a) || settles(b) {
        return (decides, CauseId::KNOWN);
    }
    (1 - decides, env.data.causes.union(a.1, b.1))
}

/// A quotient, rounded; the divisor is above zero.
pub(super) fn divide(x: i64, by: i64, mode: Rounding) -> i64 {
    let (quotient, rest) = (x.wrapping_div(by), x.wrapping_rem(by));
    if rest == 0 {
        return quotient;
    }
    let (sign, rest) = (x.signum(), rest.unsigned_abs());
    let half = rest.cmp(&by.unsigned_abs().wrapping_sub(rest));
    let away = match mode {
        Rounding::HalfUp => half.is_ge(),
        Rounding::HalfEven => half.is_gt() || (half.is_eq() && quotient & 1 == 1),
        Rounding::Up => true,
        Rounding::Down => false,
        Rounding::Ceiling => sign > 0,
        Rounding::Floor => sign < 0,
    };
    if away { quotient.wrapping_add(sign) } else { quotient }
}

fn load(leaf: &Leaf, start: usize, len: usize, out: &mut Vec<i64>, lacks: &mut Missing) {
    fn straight<T: Copy + Into<i64>>(v: &[T], start: usize, len: usize, out: &mut Vec<i64>) {
        out.extend(v.get(start..start + len).unwrap_or_default().iter().map(|x| (*x).into()));
    }
    let cells = start..start + len;
    match (leaf.map, &leaf.block.data) {
        (Map::Same, Data::Narrow(Narrow::W16(v))) => straight(v, start, len, out),
        (Map::Same, Data::Narrow(Narrow::W32(v))) => straight(v, start, len, out),
        (Map::Same, Data::Narrow(Narrow::W64(v))) => straight(v, start, len, out),
        (map, data) => {
            let value = |i| data.int(map.at(i)).and_then(|n| i64::try_from(n).ok()).unwrap_or(0);
            out.extend(cells.clone().map(value));
        }
    }
    if let Some(status) = &leaf.block.status {
        if let (Map::Same, Some(part)) = (leaf.map, status.get(cells.clone()))
            && part.iter().all(|c| c.is_known())
        {
            return;
        }
        for (at, i) in cells.enumerate() {
            let cause = leaf.block.cause(leaf.map.at(i));
            if !cause.is_known() {
                lacks.push((u32::try_from(at).unwrap_or(u32::MAX), cause));
                if let Some(slot) = out.get_mut(at) {
                    *slot = 0;
                }
            }
        }
    }
}
