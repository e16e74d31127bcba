//! Aggregates that take in tiles as they are made.
//!
//! In: the operands of an aggregate's parts, tile by tile. Out: what each group has met, as the whole kernel keeps it
//! (`kernel::aggregate`), whose rules hold here too: a tile in which nothing is missing and everybody exists is added up
//! in plain loops, any other cell by cell. Not here: what an aggregate gives in the end.

use ramme_syntax::tree::AggregateFn;
use ramme_table::CauseId;

use super::super::env::Env;
use super::super::kernel::{Fault, Sum, Task, take_in, totals};
use super::super::layout::Layout;
use super::program::{Interval, Making, NotProved, product};
use super::tile::{Operand, TILE, Tile};
use crate::plan::{AggregateOp, StepId};

/// An aggregate with its parts in a program.
pub(super) struct Sink<'a> {
    pub id: StepId,
    op: &'a AggregateOp,
    inside: &'a Layout,
    own: &'a Layout,
    pub value: Option<Operand>,
    pub group: Option<Operand>,
    pub filter: Option<Operand>,
    pub weight: Option<Operand>,
    /// A value times a weight fits 64 bits.
    plain: bool,
    /// So does the sum of a tile of them.
    short: bool,
}

/// What one run over some cells has met.
pub(super) struct Partial {
    pub sums: Vec<Sum>,
    /// Cells that became missing, in order; `usize::MAX` stands for all.
    causes: Vec<(usize, CauseId)>,
}

impl<'a> Sink<'a> {
    pub(super) fn new<'p>(
        making: &mut Making<'p, 'a>,
        env: &'a Env<'a>,
        id: StepId,
        op: &'a AggregateOp,
    ) -> Result<Sink<'a>, NotProved> {
        let no = NotProved(id);
        let inside = env.insides.get(id.index()).and_then(Option::as_ref).ok_or(no)?;
        let own = env.layouts.get(id.index()).ok_or(no)?;
        let mut next = 0;
        let mut take = |there: bool| -> Result<Option<(Operand, Interval)>, NotProved> {
            if !there {
                return Ok(None);
            }
            next += 1;
            making.arg(id, next - 1).map(Some)
        };
        let [value, group, filter, weight] = op.has;
        let (value, group, filter, weight) = (take(value)?, take(group)?, take(filter)?, take(weight)?);
        let ends = |part: Option<(Operand, Interval)>| part.map_or((1, 1), |(_, interval)| interval);
        let term = product(ends(value), ends(weight));
        let room = i64::MAX / i64::try_from(TILE).unwrap_or(i64::MAX);
        let short = |(low, high): Interval| low > -room && high < room;
        let operand = |part: Option<(Operand, Interval)>| part.map(|(operand, _)| operand);
        Ok(Sink {
            id,
            op,
            inside,
            own,
            value: operand(value),
            group: operand(group),
            filter: operand(filter),
            weight: operand(weight),
            plain: term.is_some(),
            short: term.is_some_and(short) && short(ends(weight)),
        })
    }

    /// The operands, to be told where their results lie.
    pub(super) fn operands(&mut self) -> impl Iterator<Item = &mut Operand> {
        [&mut self.value, &mut self.group, &mut self.filter, &mut self.weight].into_iter().flatten()
    }

    /// How many groups there are.
    pub(super) fn groups(&self) -> usize {
        self.own.len()
    }

    pub(super) fn partial(&self) -> Partial {
        Partial { sums: vec![Sum::default(); self.own.len()], causes: Vec::new() }
    }

    /// Takes in a tile that begins at cell `start` in period `t`.
    pub(super) fn take(
        &self,
        env: &Env,
        t: usize,
        start: usize,
        tile: &Tile,
        out: &mut Partial,
    ) -> Result<(), Fault> {
        let task = Task::new(env, self.id, t).ok_or(Fault::Order(self.id))?;
        let parts = [self.value, self.group, self.filter, self.weight];
        let clean = parts.into_iter().flatten().all(|o| tile.lacks(o).is_empty());
        let flat = self.inside.sets.is_empty() && (self.own.len() == 1 || self.group.is_some());
        let adds = matches!(self.op.func, AggregateFn::Sum | AggregateFn::Mean | AggregateFn::Count);
        if clean && flat && adds && self.plain && self.all_exist(env, t, start, tile.len) {
            self.plainly(tile, &mut out.sums);
            return Ok(());
        }
        (0..tile.len).try_for_each(|i| self.one(env, &task, t, (start + i, i), tile, out))
    }

    fn period(&self, t: usize) -> Option<usize> {
        self.op.inside.period.is_some().then_some(t)
    }

    fn all_exist(&self, env: &Env, t: usize, start: usize, len: usize) -> bool {
        let Some(entity) = self.op.inside.entity else { return true };
        let Some(exists) = &env.data.rows(entity).exists else { return true };
        let Some(t) = self.period(t) else { return false };
        let year = env.data_position(t).and_then(|p| exists.get(p));
        year.and_then(|year| year.get(start..start + len)).is_some_and(|rows| rows.iter().all(|there| *there))
    }

    /// Nothing is missing and everybody is there.
    fn plainly(&self, tile: &Tile, sums: &mut [Sum]) {
        let one = Operand::Const(1);
        let (value, weight) = (self.value.unwrap_or(one), self.weight.unwrap_or(one));
        match self.group {
            None => self.in_one(tile, (value, weight), sums),
            Some(group) => {
                for i in 0..tile.len {
                    if self.filter.is_some_and(|f| tile.at(f, i) == 0) {
                        continue;
                    }
                    let cell = usize::try_from(tile.at(group, i)).unwrap_or(usize::MAX);
                    if let Some(sum) = sums.get_mut(cell) {
                        let weight = tile.at(weight, i);
                        sum.total += i128::from(tile.at(value, i).wrapping_mul(weight));
                        sum.weight += i128::from(weight);
                        sum.count += 1;
                    }
                }
            }
        }
    }

    fn in_one(&self, tile: &Tile, (value, weight): (Operand, Operand), sums: &mut [Sum]) {
        let Some(sum) = sums.first_mut() else { return };
        let (mut total, mut weights, mut count) = (0_i128, 0_i128, 0_i64);
        let (mut tile_total, mut tile_weights) = (0_i64, 0_i64);
        for i in 0..tile.len {
            // Yes is 1 and no is 0, so that a row that is left out adds nothing.
            let there = self.filter.map_or(1, |f| tile.at(f, i));
            let weight = tile.at(weight, i).wrapping_mul(there);
            let term = tile.at(value, i).wrapping_mul(weight);
            count = count.wrapping_add(there);
            if self.short {
                tile_total = tile_total.wrapping_add(term);
                tile_weights = tile_weights.wrapping_add(weight);
            } else {
                total += i128::from(term);
                weights += i128::from(weight);
            }
        }
        sum.total += total + i128::from(tile_total);
        sum.weight += weights + i128::from(tile_weights);
        sum.count += i128::from(count);
    }

    /// One cell, by the rules of the kernel.
    fn one(
        &self,
        env: &Env,
        task: &Task,
        t: usize,
        (cell, i): (usize, usize),
        tile: &Tile,
        out: &mut Partial,
    ) -> Result<(), Fault> {
        let (combo, row) = self.inside.split(cell);
        if self.op.inside.entity.is_some_and(|e| !env.exists(e, row, self.period(t))) {
            return Ok(());
        }
        if totals(task, self.op).iter().any(|(set, total)| self.inside.member(combo, *set) == *total) {
            return Ok(());
        }
        let base = self.inside.combos_in(self.own).get(combo).copied().unwrap_or(0) * self.own.rows;
        let seen = |part: Option<Operand>| {
            part.map_or((CauseId::KNOWN, 1), |o| (tile.cause(o, i), i128::from(tile.at(o, i))))
        };
        let filter = seen(self.filter);
        if filter.0.is_known() && filter.1 == 0 {
            return Ok(());
        }
        let to = match self.group {
            Some(group) if !tile.cause(group, i).is_known() => {
                out.causes.push((usize::MAX, tile.cause(group, i)));
                return Ok(());
            }
            Some(group) => base + usize::try_from(tile.at(group, i)).unwrap_or(usize::MAX),
            None => base + if self.own.has_entity { row } else { 0 },
        };
        let Some(sum) = out.sums.get_mut(to) else { return Ok(()) };
        if let Some(cause) = take_in(task, self.op, (filter, seen(self.value), seen(self.weight)), to, sum)? {
            out.causes.push((to, cause));
        }
        Ok(())
    }
}

/// Adds what one run has met to what those before it have.
pub(super) fn merge(env: &Env, least: bool, into: &mut [Sum], from: Partial) -> Result<(), Fault> {
    for (at, (sum, new)) in into.iter_mut().zip(from.sums).enumerate() {
        let overflow = || Fault::Overflow(at);
        sum.total = sum.total.checked_add(new.total).ok_or_else(overflow)?;
        sum.weight = sum.weight.checked_add(new.weight).ok_or_else(overflow)?;
        sum.count += new.count;
        sum.decided |= new.decided;
        sum.best = match (sum.best, new.best) {
            (Some(a), Some(b)) => Some(if least { a.min(b) } else { a.max(b) }),
            (a, b) => a.or(b),
        };
    }
    for (cell, cause) in from.causes {
        let all = cell == usize::MAX;
        for sum in into.iter_mut().enumerate().filter(|(at, _)| all || *at == cell).map(|(_, sum)| sum) {
            sum.cause = env.data.causes.union(sum.cause, cause);
        }
    }
    Ok(())
}
