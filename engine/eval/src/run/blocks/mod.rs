//! Large columns in blocks: chains of row-wise steps over a few thousand cells at a time, aggregates that take them in as
//! they are made, on all threads. Only columns that something reads as wholes are kept, each in its least width.
//!
//! In: a plan over large data, and the steps that are read afterwards. Out: those columns, equal to those of `run::exact`
//! cell by cell, for any number of threads. Not here: ranges and draws, which read every column; kernels of whole columns.
//!
//! What is not row-wise, and what is not proved to fit 64 bits, is computed by its kernel as a whole, checked in 128 bits.

mod need;
mod program;
mod sink;
mod tile;

use std::collections::BTreeMap;

use ramme_diag::Diagnostic;
use ramme_table::{Block, CauseId, Data, Narrow};
use rayon::prelude::*;

use super::env::Env;
use super::kernel::{self, Fault, Source, Sum, Task};
use super::{Columns, explain_fault};
use crate::plan::{AggregateOp, Op, StepId, scale};
use need::{Fate, across};
use program::{Interval, Making, NotProved, Program};
use sink::{Partial, Sink};
use tile::{Operand, TILE, Tile};

/// From how many cells on a column is worth cutting up.
const FROM: usize = 4 * TILE;

/// Cells that one thread takes at a time.
const SHARE: usize = 8 * TILE;

/// The most groups of which each share keeps its own sums.
const MOST_GROUPS: usize = 1 << 12;

/// Whether any column is large enough for blocks.
pub(crate) fn is_large(env: &Env) -> bool {
    env.layouts.iter().any(|layout| layout.len() >= FROM)
}

/// The columns of the steps in `keep`, exactly.
///
/// # Errors
/// As `run::exact`.
pub(crate) fn exact(env: &Env, keep: &[StepId]) -> Result<Columns, Diagnostic> {
    exact_in(env, keep, (FROM, SHARE))
}

/// As [`exact`], with blocks for columns from `from` cells on, `share` of them to a thread at a time.
pub(super) fn exact_in(
    env: &Env,
    keep: &[StepId],
    (from, share): (usize, usize),
) -> Result<Columns, Diagnostic> {
    let mut run = Run {
        env,
        share,
        columns: Columns::room(env),
        needed: need::needed(env, keep),
        fates: need::fates(env, keep, from),
        sums: BTreeMap::new(),
    };
    let made = run.inputs(keep).and_then(|()| run.all());
    made.map_err(|(id, t, fault)| explain_fault(env, id, t, &fault))?;
    Ok(run.columns)
}

/// A fault with the step and period in which it arose.
type Trouble = (StepId, usize, Fault);

/// A run over large data.
pub(super) struct Run<'r, 'a> {
    env: &'r Env<'a>,
    /// Cells that one thread takes at a time.
    share: usize,
    columns: Columns,
    needed: Vec<Vec<bool>>,
    fates: Vec<Fate>,
    /// What aggregates over periods have met so far.
    sums: BTreeMap<StepId, Vec<Sum>>,
}

/// What a period of a stage has still to make: columns that are kept, and aggregates.
type Todo = Vec<StepId>;

impl Source for Run<'_, '_> {
    /// Inputs stand in the data, and are read there.
    fn block(&self, id: StepId, block: usize) -> Option<&Block> {
        if let Some(held) = self.columns.block(id, block) {
            return Some(held);
        }
        let Op::Input(input) = self.env.plan.step(id)?.op else { return None };
        let column = self.env.data.inputs.get(input.index())?.as_ref()?;
        let at = if self.env.has_period(id) { self.env.data_position(block)? } else { 0 };
        column.column.blocks.get(at)
    }
}

impl<'r, 'a> Run<'r, 'a> {
    /// The block of a step in a period, where it stands as a whole.
    pub(super) fn column(&self, id: StepId, t: usize) -> Option<&Block> {
        self.block(id, self.env.block_of(id, t))
    }

    fn fate(&self, id: StepId) -> Fate {
        self.fates.get(id.index()).copied().unwrap_or(Fate::Whole)
    }

    fn is_needed(&self, id: StepId, t: usize) -> bool {
        let block = self.env.block_of(id, t);
        self.needed.get(id.index()).and_then(|n| n.get(block)).copied().unwrap_or(false)
    }

    fn aggregate(&self, id: StepId) -> Option<&'r AggregateOp> {
        match &self.env.plan.step(id)?.op {
            Op::Aggregate(a) => Some(a),
            _ => None,
        }
    }

    /// The blocks of inputs that no data reach, and those that are read after the run.
    fn inputs(&mut self, keep: &[StepId]) -> Result<(), Trouble> {
        let env = self.env;
        let steps = (0..env.plan.steps.len()).filter_map(|i| u32::try_from(i).ok().map(StepId));
        for id in steps.filter(|id| matches!(env.plan.step(*id).map(|s| &s.op), Some(Op::Input(_)))) {
            for t in 0..env.blocks(id) {
                if self.is_needed(id, t) && (keep.contains(&id) || self.block(id, t).is_none()) {
                    let block = kernel::apply(env, id, t, self).map_err(|f| (id, t, f))?;
                    self.columns.put(id, t, block.tidy());
                }
            }
        }
        Ok(())
    }

    fn all(&mut self) -> Result<(), Trouble> {
        let plan = self.env.plan;
        let stage = need::stages(plan);
        let over_periods: Vec<(usize, StepId)> = (0..plan.steps.len())
            .filter_map(|i| u32::try_from(i).ok().map(StepId))
            .filter(|id| self.fate(*id) == Fate::Sink && self.aggregate(*id).is_some_and(across))
            .map(|id| (need::sink_stage(plan, &stage, id.index()), id))
            .collect();
        for (n, steps) in plan.stages.iter().enumerate() {
            for t in 0..self.env.years.count.max(1) {
                let mut todo: Todo = over_periods
                    .iter()
                    .filter(|(s, id)| {
                        *s == n && self.env.data_periods().contains(&t) && self.is_needed(*id, 0)
                    })
                    .map(|(_, id)| *id)
                    .collect();
                let own = steps
                    .iter()
                    .copied()
                    .filter(|id| (t == 0 || self.env.has_period(*id)) && self.is_needed(*id, t));
                let own: Vec<StepId> = own.collect();
                todo.extend(own.iter().copied().filter(|id| self.is_root(*id)));
                for id in own {
                    if self.fate(id) == Fate::Whole && self.column(id, t).is_none() {
                        self.whole(id, t, &mut todo)?;
                    } else if self.fate(id) == Fate::Sink && self.aggregate(id).is_some_and(across) {
                        self.finish(id, t)?;
                    }
                }
                while let Some(id) = todo.first().copied() {
                    self.make(id, t, &mut todo)?;
                }
            }
        }
        Ok(())
    }

    /// A column that is kept, or an aggregate within a period.
    fn is_root(&self, id: StepId) -> bool {
        match self.fate(id) {
            Fate::Blocks(kept) => {
                kept && !matches!(self.env.plan.step(id).map(|s| &s.op), Some(Op::Input(_)))
            }
            Fate::Sink => !self.aggregate(id).is_some_and(across),
            Fate::Whole => false,
        }
    }

    /// A step by its kernel, once all that it reads stands as wholes.
    fn whole(&mut self, id: StepId, t: usize, todo: &mut Todo) -> Result<(), Trouble> {
        let env = self.env;
        let Some(step) = env.plan.step(id) else { return Err((id, t, Fault::Order(id))) };
        for arg in &step.args {
            // What it reads of earlier periods has been made; what it does not read of this one may not be ready to be.
            if need::blocks_read(env, step, *arg, env.block_of(id, t)).contains(&env.block_of(*arg, t)) {
                self.stand(*arg, t, todo)?;
            }
        }
        let block = kernel::apply(self.env, id, t, self).map_err(|f| (id, t, f))?;
        self.columns.put(id, self.env.block_of(id, t), block.tidy());
        Ok(())
    }

    /// Sees to it that a step stands as a whole in a period, if that period is where it is made.
    fn stand(&mut self, id: StepId, t: usize, todo: &mut Todo) -> Result<(), Trouble> {
        if self.column(id, t).is_some() || !self.is_needed(id, t) {
            return Ok(());
        }
        if todo.contains(&id) {
            return self.make(id, t, todo);
        }
        match (self.env.plan.step(id).map(|s| &s.op), self.fate(id)) {
            (Some(Op::Input(_)), _) => Ok(()),
            (_, Fate::Blocks(_)) => self.make(id, t, todo),
            _ => Ok(()),
        }
    }

    /// Makes a column or an aggregate, and with it all others that go over the same cells and can be made now.
    fn make(&mut self, id: StepId, t: usize, todo: &mut Todo) -> Result<(), Trouble> {
        todo.retain(|other| *other != id);
        for arg in self.reads(id) {
            self.stand(arg, t, todo)?;
        }
        let layout = self.layout(id);
        let mut roots = vec![id];
        for other in todo.clone() {
            let ready =
                self.reads(other).iter().all(|a| self.column(*a, t).is_some() || (!self.is_needed(*a, t)));
            if self.layout(other) == layout && ready {
                roots.push(other);
                todo.retain(|x| *x != other);
            }
        }
        match self.pass(&roots, t) {
            Ok(()) => Ok(()),
            Err(Stop::Trouble(trouble)) => Err(trouble),
            Err(Stop::NotProved(step)) => {
                self.fall_back(step, t, todo)?;
                roots.retain(|root| *root != step);
                roots.into_iter().try_for_each(|root| self.make(root, t, todo))
            }
        }
    }

    /// A step that is not proved to fit: its kernel takes it whole.
    fn fall_back(&mut self, id: StepId, t: usize, todo: &mut Todo) -> Result<(), Trouble> {
        if let (Fate::Sink, Some(a)) = (self.fate(id), self.aggregate(id))
            && across(a)
        {
            // Its periods come together only once all of them stand: it is a step like any other then.
            if let Some(fate) = self.fates.get_mut(id.index()) {
                *fate = Fate::Whole;
            }
        }
        self.whole(id, t, todo)
    }

    fn layout(&self, id: StepId) -> Option<&super::layout::Layout> {
        let inside = self.env.insides.get(id.index()).and_then(Option::as_ref);
        inside.or(self.env.layouts.get(id.index()))
    }

    /// The steps that stand as wholes, or are aggregates, and that a root reads through steps that do not.
    fn reads(&self, root: StepId) -> Vec<StepId> {
        let mut out = Vec::new();
        let mut todo: Vec<StepId> = self.env.plan.step(root).map(|s| s.args.clone()).unwrap_or_default();
        while let Some(id) = todo.pop() {
            match self.fate(id) {
                Fate::Blocks(false) => {
                    todo.extend(self.env.plan.step(id).map(|s| s.args.clone()).unwrap_or_default())
                }
                _ if matches!(self.env.plan.step(id).map(|s| &s.op), Some(Op::Input(_))) => {}
                _ => out.push(id),
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// One pass over the cells of a layout, for some columns and aggregates.
    fn pass(&mut self, roots: &[StepId], t: usize) -> Result<(), Stop> {
        let env = self.env;
        let (columns, partials, ids) = {
            let mut making = Making::new(self, t);
            let mut sinks: Vec<Sink> = Vec::new();
            for root in roots {
                match self.aggregate(*root) {
                    Some(a) => sinks.push(Sink::new(&mut making, env, *root, a)?),
                    None => making.store(*root)?,
                }
            }
            let mut operands: Vec<&mut Operand> = sinks.iter_mut().flat_map(Sink::operands).collect();
            let program = making.finish(&mut operands);
            drop(operands);
            let len = roots.first().and_then(|root| self.layout(*root)).map_or(0, super::layout::Layout::len);
            let shares = shares(env, &program, &sinks, t, (len, self.share))?;
            let mut columns: Vec<Kept> =
                program.stores.iter().map(|(_, _, ends)| Kept::new(len, *ends)).collect();
            let mut partials: Vec<Vec<Partial>> = sinks.iter().map(|_| Vec::new()).collect();
            for share in shares {
                columns.iter_mut().zip(share.kept).for_each(|(column, part)| column.append(part));
                partials.iter_mut().zip(share.partials).for_each(|(all, part)| all.push(part));
            }
            let stores: Vec<StepId> = program.stores.iter().map(|(id, _, _)| *id).collect();
            let sinks: Vec<(StepId, usize)> = sinks.iter().map(|s| (s.id, s.groups())).collect();
            (columns, partials, (stores, sinks))
        };
        for (id, column) in ids.0.into_iter().zip(columns) {
            self.columns.put(id, env.block_of(id, t), column.done());
        }
        for ((id, groups), parts) in ids.1.into_iter().zip(partials) {
            self.take_in(id, groups, t, parts).map_err(|f| Stop::Trouble((id, t, f)))?;
        }
        Ok(())
    }

    /// What an aggregate has met in a pass.
    fn take_in(&mut self, id: StepId, groups: usize, t: usize, parts: Vec<Partial>) -> Result<(), Fault> {
        let Some(a) = self.aggregate(id) else { return Err(Fault::Order(id)) };
        let least = a.func == ramme_syntax::tree::AggregateFn::Least;
        let mut sums = self.sums.remove(&id).unwrap_or_else(|| vec![Sum::default(); groups]);
        for part in parts {
            sink::merge(self.env, least, &mut sums, part)?;
        }
        self.sums.insert(id, sums);
        if across(a) { Ok(()) } else { self.finish(id, t).map_err(|(_, _, fault)| fault) }
    }

    /// The value of an aggregate that has met everything.
    fn finish(&mut self, id: StepId, t: usize) -> Result<(), Trouble> {
        let stop = |fault| (id, t, fault);
        let (Some(a), Some(task)) = (self.aggregate(id), Task::new(self.env, id, t)) else {
            return Err(stop(Fault::Order(id)));
        };
        let sums = self.sums.remove(&id).unwrap_or_else(|| vec![Sum::default(); task.len]);
        let [value, group, filter, weight] = a.has;
        let before = usize::from(value) + usize::from(group) + usize::from(filter);
        let scale_of = |there: bool, k: usize| {
            let arg = task.step.args.get(k).filter(|_| there).and_then(|arg| self.env.plan.step(*arg));
            arg.map_or(0, |s| scale(&s.ty))
        };
        let scales = (scale_of(value, 0), scale_of(weight, before));
        let block = kernel::finish(&task, a, &sums, scales).map_err(stop)?;
        self.columns.put(id, self.env.block_of(id, t), block.tidy());
        Ok(())
    }
}

/// Why a pass was not made.
enum Stop {
    NotProved(StepId),
    Trouble(Trouble),
}

impl From<NotProved> for Stop {
    fn from(NotProved(step): NotProved) -> Stop {
        Stop::NotProved(step)
    }
}

/// The least and the greatest value of a block, where all are integers of 64 bits.
fn bounds_of(block: &Block) -> Option<Interval> {
    match &block.data {
        Data::Narrow(v) => Some(ends(v)),
        Data::Int(v) => {
            let ends = v.iter().fold(None, |ends: Option<(i128, i128)>, x| {
                Some(ends.map_or((*x, *x), |(low, high)| (low.min(*x), high.max(*x))))
            });
            let (low, high) = ends.unwrap_or((0, 0));
            Some((i64::try_from(low).ok()?, i64::try_from(high).ok()?))
        }
        Data::Ratio(..) => None,
    }
}

/// The least and the greatest of narrow integers, looked for on all threads; both 0 of nothing.
fn ends(v: &Narrow) -> Interval {
    fn of<T: Copy + Ord + Send + Sync + Into<i64>>(v: &[T]) -> Interval {
        let Some(first) = v.first().copied() else { return (0, 0) };
        let part = |part: &[T]| part.iter().fold((first, first), |(l, g), x| (l.min(*x), g.max(*x)));
        let parts = v.par_chunks(SHARE).map(part);
        let (least, greatest) = parts.reduce(|| (first, first), |a, b| (a.0.min(b.0), a.1.max(b.1)));
        (least.into(), greatest.into())
    }
    match v {
        Narrow::W16(v) => of(v),
        Narrow::W32(v) => of(v),
        Narrow::W64(v) => of(v),
    }
}

/// What one thread gives back.
struct Share {
    kept: Vec<Kept>,
    partials: Vec<Partial>,
}

/// A column that is kept, as far as it is made.
struct Kept {
    values: Narrow,
    missing: Vec<(usize, CauseId)>,
}

impl Kept {
    fn new(room: usize, ends: Interval) -> Kept {
        let mut values = Narrow::zeros(0, ends);
        values.reserve(room);
        Kept { values, missing: Vec::new() }
    }

    fn append(&mut self, part: Kept) {
        let start = self.values.len();
        self.values.append(part.values);
        self.missing.extend(part.missing.into_iter().map(|(at, cause)| (start + at, cause)));
    }

    fn done(self) -> Block {
        let status = (!self.missing.is_empty()).then(|| {
            let mut all = vec![CauseId::KNOWN; self.values.len()];
            for (at, cause) in self.missing {
                if let Some(slot) = all.get_mut(at) {
                    *slot = cause;
                }
            }
            all
        });
        Block { data: Data::Narrow(self.values), status }
    }
}

/// Runs a program over all cells, some tiles a thread at a time; the shares come back in the order of the cells.
fn shares(
    env: &Env,
    program: &Program,
    sinks: &[Sink],
    t: usize,
    (len, size): (usize, usize),
) -> Result<Vec<Share>, Stop> {
    let many = sinks.iter().any(|sink| sink.groups() > MOST_GROUPS);
    let size = if many { len.max(1) } else { size.max(1) };
    let share = |n: usize| -> Result<Share, (StepId, Fault)> {
        let (start, end) = (n * size, ((n + 1) * size).min(len));
        let mut tile = Tile::new(program.slots);
        let mut kept: Vec<Kept> =
            program.stores.iter().map(|(_, _, ends)| Kept::new(end - start, *ends)).collect();
        let mut partials: Vec<Partial> = sinks.iter().map(Sink::partial).collect();
        let mut at = start;
        while at < end {
            tile.len = TILE.min(end - at);
            for (code, to) in &program.code {
                tile.run(env, &program.leaves, code, *to, at);
            }
            for ((_, operand, _), column) in program.stores.iter().zip(&mut kept) {
                let before = column.values.len();
                (0..tile.len).for_each(|i| column.values.push(tile.at(*operand, i)));
                column.missing.extend(tile.lacks(*operand).iter().map(|(i, c)| (before + *i as usize, *c)));
            }
            for (sink, partial) in sinks.iter().zip(&mut partials) {
                sink.take(env, t, at, &tile, partial).map_err(|fault| (sink.id, fault))?;
            }
            at += tile.len;
        }
        Ok(Share { kept, partials })
    };
    let made: Vec<_> = (0..len.div_ceil(size)).into_par_iter().map(share).collect();
    // The first fault in the order of the cells, whichever thread met one first.
    made.into_iter().map(|share| share.map_err(|(id, fault)| Stop::Trouble((id, t, fault)))).collect()
}
