//! What published rounding allows: the least and the greatest value of every cell.
//!
//! In: the exact columns, and half of the last published unit of the inputs that were rounded. Out: two columns a step, low
//! and high, for the steps that rest on a rounded input. The same kernels run on the ends of the arguments' ranges; for
//! operations that rise or fall in each argument the ends of the result are among those (Moore, *Interval Analysis*, 1966,
//! ch. 2–3). A value that names one input twice gets a range that is at least wide enough. Not here: draws from the
//! rounding; what cannot be bounded this way has no range.

use std::collections::BTreeSet;

use ramme_syntax::tree::AggregateFn;
use ramme_table::{Block, CauseId, Data};

use super::env::Env;
use super::kernel::{Source, apply, compare_parts};
use super::{Columns, held_back, walk};
use crate::dataset::InputColumn;
use crate::plan::{ExceptionOp, Op, Step, StepId, scale};

/// The ends of the ranges.
pub(crate) struct Ranges {
    low: Columns,
    high: Columns,
}

impl Ranges {
    /// The range of a block, where it rests on a rounded input.
    pub(crate) fn block(&self, step: StepId, block: usize) -> Option<(&Block, &Block)> {
        self.low.block(step, block).zip(self.high.block(step, block))
    }
}

/// One end for each argument: bit k of `corner` says which, for the arguments in `of`.
struct Corner<'a> {
    exact: &'a Columns,
    ranges: &'a Ranges,
    of: &'a [StepId],
    corner: usize,
}

impl Source for Corner<'_> {
    fn block(&self, step: StepId, block: usize) -> Option<&Block> {
        let ends = self.of.iter().position(|s| *s == step).and_then(|k| {
            let (low, high) = self.ranges.block(step, block)?;
            let bit = u32::try_from(k).ok().and_then(|k| self.corner.checked_shr(k)).unwrap_or(self.corner);
            Some(if bit & 1 == 0 { low } else { high })
        });
        ends.or_else(|| self.exact.block(step, block))
    }
}

/// Whether some input may be another figure than the one that is given, or some count is held back.
pub(crate) fn open_inputs(env: &Env) -> bool {
    let open = |i: &InputColumn| i.half_units.is_some() || !i.held_back.is_empty();
    !env.data.held_back.is_empty() || env.data.inputs.iter().flatten().any(open)
}

/// The ranges of a run; none where no input says how it was rounded.
pub(crate) fn ranges(env: &Env, exact: &Columns) -> Option<Ranges> {
    if !open_inputs(env) {
        return None;
    }
    let mut out = Ranges { low: Columns::room(env), high: Columns::room(env) };
    let walked: Result<(), ()> = walk(env, |id, t| {
        if let Some((low, high)) = step_range(env, id, t, exact, &out) {
            out.low.put(id, env.block_of(id, t), low);
            out.high.put(id, env.block_of(id, t), high);
        }
        Ok(())
    });
    walked.ok().map(|()| out)
}

fn step_range(env: &Env, id: StepId, t: usize, exact: &Columns, so_far: &Ranges) -> Option<(Block, Block)> {
    let step = env.plan.step(id)?;
    if let Op::Input(_) = step.op {
        return input_range(env, id, t, exact);
    }
    if let Op::Definition(definition) = step.op
        && let Some(ends) = held_back::ends(env, (id, definition), t, exact, so_far)
    {
        return Some(ends);
    }
    let mut of: Vec<StepId> = step
        .args
        .iter()
        .copied()
        .filter(|a| (0..env.blocks(*a)).any(|b| so_far.block(*a, b).is_some()))
        .collect();
    of.sort();
    of.dedup();
    if of.is_empty() || !bounded(&step.op) || leaves_out(env, step, &of, exact, so_far) {
        return None;
    }
    if rising(&step.op) {
        // The ends come from the ends; one may be open where a cell that is held back has no upper end.
        let end = |corner| apply(env, id, t, &Corner { exact, ranges: so_far, of: &of, corner }).ok();
        return end(0).zip(end(usize::MAX));
    }
    if of.len() > 6 {
        return None;
    }
    if conditions(step).iter().any(|c| rests_on_range(env, *c, so_far)) {
        return None;
    }
    if step.op == Op::Div && !divisor_keeps_sign(env, step, t, so_far) {
        return None;
    }
    let mut ends: Option<(Block, Block)> = None;
    for corner in 0..1usize << of.len() {
        let source = Corner { exact, ranges: so_far, of: &of, corner };
        let block = apply(env, id, t, &source).ok()?;
        if matches!(step.op, Op::FromBand(_)) && !same_cells(&block, exact.block(id, env.block_of(id, t))?) {
            return None;
        }
        ends = Some(match ends {
            None => (block.clone(), block),
            Some((low, high)) => {
                let s = scale(&step.ty);
                (fold(low, &block, s, true), fold(high, &block, s, false))
            }
        });
    }
    ends
}

/// Whether the same cells are known: an end that lies below the first band would be no end.
fn same_cells(end: &Block, exact: &Block) -> bool {
    (0..end.len()).all(|i| end.cause(i).is_known() == exact.cause(i).is_known())
}

/// The arguments that decide which of the others is taken.
fn conditions(step: &Step) -> Vec<StepId> {
    let args = step.args.as_slice();
    match &step.op {
        Op::If => args.iter().take(1).copied().collect(),
        Op::Choose(c) => {
            let deciding = |e: &ExceptionOp| usize::from(e.dated).saturating_add(usize::from(e.when));
            let mut out = Vec::new();
            let mut rest = args.iter().copied();
            for e in &c.exceptions {
                out.extend(rest.by_ref().take(deciding(e)));
                rest.next();
            }
            out
        }
        _ => Vec::new(),
    }
}

/// Whether a step rests on a rounded input, also through steps that have no range of their own: what it decides could
/// then be decided otherwise.
fn rests_on_range(env: &Env, step: StepId, ranges: &Ranges) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![step];
    while let Some(at) = waiting.pop() {
        if !seen.insert(at) {
            continue;
        }
        if (0..env.blocks(at)).any(|b| ranges.block(at, b).is_some()) {
            return true;
        }
        waiting.extend(env.plan.step(at).map_or(&[][..], |s| s.args.as_slice()));
    }
    false
}

/// Whether every divisor lies on one side of zero.
fn divisor_keeps_sign(env: &Env, step: &Step, t: usize, ranges: &Ranges) -> bool {
    let Some(by) = step.args.get(1) else { return false };
    let Some((low, high)) = ranges.block(*by, env.block_of(*by, t)) else { return true };
    let (low_cells, high_cells) = (low.data.ints(), high.data.ints());
    let pairs = low_cells.iter().zip(high_cells.iter());
    pairs.enumerate().all(|(i, (l, h))| !low.cause(i).is_known() || l.signum() * h.signum() > 0)
}

/// Operations whose ends lie among the ends of their arguments.
fn bounded(op: &Op) -> bool {
    match op {
        Op::Aggregate(a) => {
            let monotone = matches!(a.func, AggregateFn::Sum | AggregateFn::Least | AggregateFn::Greatest)
                || (a.func == AggregateFn::Mean && !a.has[3]);
            monotone && !a.has[1] && !a.has[2] && a.keys == 0
        }
        Op::Definition(_)
        | Op::Lookup(_)
        | Op::Shift(_)
        | Op::AtPeriod(_)
        | Op::AtMember(_)
        | Op::Negate
        | Op::Add
        | Op::Sub
        | Op::Mul
        | Op::Div
        | Op::Min
        | Op::Max
        | Op::Rescale(_)
        | Op::ToRatio
        | Op::Round(..)
        | Op::If
        | Op::Choose(_)
        | Op::FromBand(_)
        | Op::InForce(_) => true,
        _ => false,
    }
}

/// Operations that never fall when an argument rises.
fn rising(op: &Op) -> bool {
    matches!(
        op,
        Op::Aggregate(_)
            | Op::Definition(_)
            | Op::Lookup(_)
            | Op::Shift(_)
            | Op::AtPeriod(_)
            | Op::AtMember(_)
            | Op::Add
            | Op::Min
            | Op::Max
            | Op::Rescale(_)
            | Op::ToRatio
            | Op::Round(..)
            | Op::InForce(_)
    )
}

/// Whether an aggregate of known values leaves out a cell that is held back: what is left is exact, and says nothing of
/// the cell.
fn leaves_out(env: &Env, step: &Step, of: &[StepId], exact: &Columns, ranges: &Ranges) -> bool {
    let Op::Aggregate(a) = &step.op else { return false };
    let hidden = |arg: StepId, b: usize| {
        let (Some(block), Some((low, _))) = (exact.block(arg, b), ranges.block(arg, b)) else { return false };
        block.status.is_some()
            && (0..block.len()).any(|i| !block.cause(i).is_known() && low.cause(i).is_known())
    };
    a.known && of.iter().any(|arg| (0..env.blocks(*arg)).any(|b| hidden(*arg, b)))
}

/// The cells of an input, half a published unit down and up; of one that is held back, what it can be.
fn input_range(env: &Env, id: StepId, t: usize, exact: &Columns) -> Option<(Block, Block)> {
    let Op::Input(input) = env.plan.step(id)?.op else { return None };
    let column = env.data.inputs.get(input.index())?.as_ref()?;
    let position = if env.has_period(id) { env.data_position(t)? } else { 0 };
    let half = column.half_units.as_ref().and_then(|halves| halves.get(position));
    let held: Vec<_> = column
        .held_back
        .range((position, 0)..=(position, usize::MAX))
        .map(|((_, i), ends)| (*i, *ends))
        .collect();
    if half.is_none() && held.is_empty() {
        return None;
    }
    let block = exact.block(id, env.block_of(id, t))?;
    let moved = |sign: i128| -> Option<Block> {
        let step = |i: usize| half.and_then(|half| half.get(i)).copied().unwrap_or(0);
        let cells = block.data.ints();
        let cells = cells.iter().enumerate();
        let values: Option<Vec<i128>> =
            cells.map(|(i, v)| v.checked_add(sign.checked_mul(step(i))?)).collect();
        let (mut values, mut status) = (values?, block.status.clone());
        for (i, (least, most)) in &held {
            let end = if sign < 0 { Some(*least) } else { *most };
            let (Some(value), Some(cause)) =
                (values.get_mut(*i), status.as_mut().and_then(|s| s.get_mut(*i)))
            else {
                continue;
            };
            if let Some(end) = end {
                (*value, *cause) = (end, CauseId::KNOWN);
            }
        }
        Some(Block { data: Data::Int(values), status })
    };
    Some((moved(-1)?, moved(1)?))
}

/// Cell by cell the lower (or the higher) of two blocks.
fn fold(best: Block, new: &Block, scale: u8, low: bool) -> Block {
    let better = |i: usize| {
        let o = compare_parts((&new.data, i, scale), (&best.data, i, scale));
        o.is_some_and(|o| if low { o.is_lt() } else { o.is_gt() })
    };
    let take: Vec<bool> = (0..best.len()).map(better).collect();
    let choose = |a: Vec<i128>, b: &[i128]| -> Vec<i128> {
        a.into_iter()
            .enumerate()
            .map(|(i, x)| if take.get(i) == Some(&true) { b.get(i).copied().unwrap_or(x) } else { x })
            .collect()
    };
    let data = match (best.data, &new.data) {
        (Data::Ratio(n, d), Data::Ratio(m, e)) => Data::Ratio(choose(n, m), choose(d, e)),
        (a @ Data::Ratio(..), _) | (a, Data::Ratio(..)) => a,
        (a, b) => Data::Int(choose(a.ints().into_owned(), &b.ints())),
    };
    let status = match (best.status, &new.status) {
        (Some(a), Some(b)) => Some(a.into_iter().zip(b).map(|(a, b)| a.max(*b)).collect()),
        (a, b) => a.or_else(|| b.clone()),
    };
    Block { data, status }
}
