//! Aggregates draw by draw.
//!
//! In: an aggregate of which some part is drawn. Out: a row a group, by the rules of the exact kernel (`kernel::aggregate`): who
//! does not exist takes no part, a total is not summed with its parts, what is missing makes the group missing unless the
//! rest settles it in every draw. Each group is added up by one thread, in the order of the cells. Not here: groups that are
//! drawn, and those of stated keys, which no draws go through.

use std::borrow::Cow;

use ramme_rulebook::model::SetId;
use ramme_syntax::tree::AggregateFn;
use ramme_table::{Cause, CauseId};
use rayon::prelude::*;

use super::super::kernel::{Source, Task, totals};
use super::super::layout::{Layout, Map};
use super::cell::{Row, Scratch};
use super::fate::periods_read;
use super::program::Program;
use super::{DrawBlock, Drawn, Made};
use crate::plan::{AggregateOp, StepId};

/// The parts of an aggregate in one period.
struct Parts<'d> {
    value: Option<Program<'d>>,
    filter: Option<Program<'d>>,
    weight: Option<Program<'d>>,
}

/// Which cells inside belong to which group.
struct Groups {
    /// By group, the period (by position among those that are read) and the cell of each.
    cells: Vec<Vec<(usize, usize)>>,
    /// The causes of cells whose group is not known: they could belong to any.
    open: CauseId,
}

/// The aggregate in a period.
pub(super) fn aggregate(drawn: &Drawn, id: StepId, a: &AggregateOp, t: usize) -> DrawBlock {
    let env = drawn.env;
    let (Some(step), Some(inside), Some(own)) = (
        env.plan.step(id),
        env.insides.get(id.index()).and_then(Option::as_ref),
        env.layouts.get(id.index()),
    ) else {
        return DrawBlock::of(Vec::new(), drawn.n);
    };
    let periods = periods_read(env, step, t);
    let parts: Vec<Parts> = periods.iter().map(|at| parts(drawn, id, a, *at)).collect();
    let groups = groups(drawn, (id, a, t), (inside, own), &periods);
    let one = |(scratch, group): (&mut Scratch, usize)| -> Made {
        let mut sum = Sum::new(a.func, drawn.n);
        sum.cause = groups.open;
        for (k, cell) in groups.cells.get(group).into_iter().flatten() {
            if let Some(parts) = parts.get(*k) {
                sum.meet(drawn, a, parts, *cell, scratch);
            }
        }
        sum.done(drawn, id, (t, group))
    };
    let rows =
        (0..own.len()).into_par_iter().map_init(Scratch::default, |scratch, group| one((scratch, group)));
    DrawBlock::of(rows.collect(), drawn.n)
}

fn parts<'d>(drawn: &'d Drawn<'d>, id: StepId, a: &AggregateOp, t: usize) -> Parts<'d> {
    let env = drawn.env;
    let program = |there: bool, k: usize| {
        let arg = env.plan.step(id)?.args.get(k).copied().filter(|_| there)?;
        let map = env.maps.get(id.index()).and_then(|m| m.get(k));
        Some(Program::of_arg(drawn, (arg, t), map.map_or(Cow::Owned(Map::One), Cow::Borrowed)))
    };
    let [value, group, filter, weight] = a.has;
    let before = |parts: &[bool]| parts.iter().filter(|there| **there).count();
    Parts {
        value: program(value, 0),
        filter: program(filter, before(&[value, group])),
        weight: program(weight, before(&[value, group, filter])),
    }
}

fn groups(
    drawn: &Drawn,
    (id, a, own_t): (StepId, &AggregateOp, usize),
    (inside, own): (&Layout, &Layout),
    periods: &[usize],
) -> Groups {
    let env = drawn.env;
    let mut groups = Groups { cells: vec![Vec::new(); own.len()], open: CauseId::KNOWN };
    let combos = inside.combos_in(own);
    let totals: Vec<(SetId, usize)> = Task::new(env, id, own_t).map_or(Vec::new(), |task| totals(&task, a));
    let by = env.plan.step(id).and_then(|s| s.args.get(usize::from(a.has[0])).copied()).filter(|_| a.has[1]);
    let map = env.maps.get(id.index()).and_then(|m| m.get(usize::from(a.has[0])));
    for (k, t) in periods.iter().enumerate() {
        let dated = a.inside.period.is_some().then_some(*t);
        let chosen = by.and_then(|by| drawn.exact.block(by, env.block_of(by, *t)));
        for i in 0..inside.len() {
            let (combo, row) = inside.split(i);
            let gone = a.inside.entity.is_some_and(|e| !env.exists(e, row, dated));
            if gone || totals.iter().any(|(set, total)| inside.member(combo, *set) == *total) {
                continue;
            }
            let base = combos.get(combo).copied().unwrap_or(0) * own.rows;
            let at = match (chosen, map) {
                (Some(block), Some(map)) if !block.cause(map.at(i)).is_known() => {
                    groups.open = env.data.causes.union(groups.open, block.cause(map.at(i)));
                    continue;
                }
                (Some(block), Some(map)) => {
                    base + block.data.int(map.at(i)).and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
                }
                _ => base + if own.has_entity { row } else { 0 },
            };
            if let Some(cells) = groups.cells.get_mut(at) {
                cells.push((k, i));
            }
        }
    }
    groups
}

/// What one group has met.
struct Sum {
    func: AggregateFn,
    /// The sum, the count, the best so far, or whether it is settled: a value a draw.
    main: Vec<f64>,
    /// Weights, of what is divided by them.
    weight: Vec<f64>,
    cause: CauseId,
}

impl Sum {
    fn new(func: AggregateFn, n: usize) -> Sum {
        let start = match func {
            AggregateFn::Least => f64::INFINITY,
            AggregateFn::Greatest => f64::NEG_INFINITY,
            AggregateFn::All => 1.0,
            _ => 0.0,
        };
        let divided = matches!(func, AggregateFn::Mean | AggregateFn::Share);
        Sum {
            func,
            main: vec![start; n],
            weight: vec![0.0; if divided { n } else { 0 }],
            cause: CauseId::KNOWN,
        }
    }

    /// Takes in one cell.
    fn meet(&mut self, drawn: &Drawn, a: &AggregateOp, parts: &Parts, cell: usize, scratch: &mut Scratch) {
        let mut filtered = Vec::new();
        let filter = match parts.filter.as_ref().map(|p| p.run(cell, scratch)) {
            None => Row::Known(1.0),
            Some(Row::Draws(row)) => {
                filtered.extend_from_slice(row);
                Row::Draws(&filtered)
            }
            Some(Row::Known(x)) => Row::Known(x),
            Some(Row::Missing(cause)) => Row::Missing(cause),
        };
        // What takes part in no draw may lack what it likes.
        let out = match filter {
            Row::Known(yes) => yes < 0.5,
            Row::Draws(row) => row.iter().all(|yes| *yes < 0.5),
            Row::Missing(_) => false,
        };
        if out {
            return;
        }
        let mut weighted = Vec::new();
        let weight = match parts.weight.as_ref().map(|p| p.run(cell, scratch)) {
            None => Row::Known(1.0),
            Some(Row::Draws(row)) => {
                weighted.extend_from_slice(row);
                Row::Draws(&weighted)
            }
            Some(Row::Known(x)) => Row::Known(x),
            Some(Row::Missing(cause)) => Row::Missing(cause),
        };
        let value = parts.value.as_ref().map_or(Row::Known(1.0), |p| p.run(cell, scratch));
        if a.known && !(value.cause().is_known() && weight.cause().is_known()) {
            return;
        }
        let all = &drawn.env.data.causes;
        let missing = all.union(filter.cause(), all.union(value.cause(), weight.cause()));
        if missing.is_known() {
            self.add(filter, value, weight);
        } else if !self.harmless(value) {
            self.cause = all.union(self.cause, missing);
        }
    }

    /// Whether a value settles nothing, so that it does not matter whether it takes part.
    fn harmless(&self, value: Row) -> bool {
        let not = |settles: f64| match value {
            Row::Known(x) => (x > 0.5) != (settles > 0.5),
            Row::Draws(row) => row.iter().all(|x| (*x > 0.5) != (settles > 0.5)),
            Row::Missing(_) => false,
        };
        match self.func {
            AggregateFn::Any => not(1.0),
            AggregateFn::All => not(0.0),
            _ => false,
        }
    }

    fn add(&mut self, filter: Row, value: Row, weight: Row) {
        let takes = |with: &dyn Fn(usize) -> bool, main: &mut Vec<f64>, f: &dyn Fn(f64, usize) -> f64| {
            for (d, x) in main.iter_mut().enumerate() {
                if with(d) {
                    *x = f(*x, d);
                }
            }
        };
        let at = |row: &Row, d: usize| match row {
            Row::Known(x) => *x,
            Row::Draws(row) => row.get(d).copied().unwrap_or(f64::NAN),
            Row::Missing(_) => f64::NAN,
        };
        // The usual ones in loops of their own: a sum without weights of what takes part in every draw.
        if let (Row::Known(_), Row::Draws(row), Row::Known(w)) = (filter, value, weight) {
            let fold: fn(f64, f64) -> f64 = match self.func {
                AggregateFn::Least | AggregateFn::All => f64::min,
                AggregateFn::Greatest | AggregateFn::Any => f64::max,
                _ => {
                    self.main.iter_mut().zip(row).for_each(|(sum, x)| *sum += x * w);
                    self.weight.iter_mut().for_each(|sum| *sum += w);
                    return;
                }
            };
            self.main.iter_mut().zip(row).for_each(|(best, x)| *best = fold(*best, *x));
            return;
        }
        let with = |d: usize| at(&filter, d) > 0.5;
        match self.func {
            AggregateFn::Least | AggregateFn::All => {
                takes(&with, &mut self.main, &|b, d| b.min(at(&value, d)))
            }
            AggregateFn::Greatest | AggregateFn::Any => {
                takes(&with, &mut self.main, &|b, d| b.max(at(&value, d)));
            }
            _ => takes(&with, &mut self.main, &|sum, d| sum + at(&value, d) * at(&weight, d)),
        }
        takes(&with, &mut self.weight, &|sum, d| sum + at(&weight, d));
    }

    /// The row of the group.
    fn done(mut self, drawn: &Drawn, id: StepId, (t, group): (usize, usize)) -> Made {
        let settled = match self.func {
            AggregateFn::Any => self.main.iter().all(|x| *x > 0.5),
            AggregateFn::All => self.main.iter().all(|x| *x < 0.5),
            _ => false,
        };
        if !settled && !self.cause.is_known() {
            return Made::Missing(self.cause);
        }
        self.main.iter_mut().zip(&self.weight).for_each(|(sum, weight)| *sum /= weight);
        if self.main.iter().all(|x| x.is_finite()) {
            return Made::Row(self.main);
        }
        let what = drawn.env.cell_name(id, t, group);
        Made::Missing(drawn.env.cause(match self.func {
            AggregateFn::Least | AggregateFn::Greatest => Cause::NoRow { what },
            _ => Cause::DivisionByZero { what },
        }))
    }
}
