//! The chain of steps behind one row of draws, in the order in which they are computed.
//!
//! In: a step, or an argument of an aggregate, and a period. Out: a [`Program`]: what is read where, then steps over as few
//! rows of scratch as live at a time. Not here: what a step does (`cell`), which rows are kept (`fate`).

use std::borrow::Cow;
use std::collections::BTreeMap;

use ramme_table::Block;

use super::super::kernel::Source;
use super::super::layout::Map;
use super::cell::Row;
use super::{DrawBlock, Drawn, fate};
use crate::bridge::to_float;
use crate::plan::{Op, Step, StepId, scale};

/// The steps behind the rows of some steps in one period.
pub(crate) struct Program<'d> {
    pub(super) drawn: &'d Drawn<'d>,
    pub(super) t: usize,
    /// Each reads those before it.
    pub(super) nodes: Vec<Node<'d>>,
    /// The nodes that are asked for, in the order of the question.
    pub(super) results: Vec<usize>,
    /// Rows of scratch.
    pub(super) buffers: usize,
}

/// One value of a program.
pub(super) enum Node<'d> {
    Leaf(Leaf<'d>),
    Step(Made<'d>),
}

/// What stands already.
pub(super) struct Leaf<'d> {
    from: From<'d>,
    map: Cow<'d, Map>,
}

enum From<'d> {
    Drawn(&'d DrawBlock),
    /// With the decimals of its integers.
    Exact(&'d Block, u8),
    Nothing,
}

/// What is computed.
pub(super) struct Made<'d> {
    pub id: StepId,
    pub step: &'d Step,
    /// Positions of nodes.
    pub args: Vec<usize>,
    pub buffer: usize,
}

impl Leaf<'_> {
    /// The row that a cell reads.
    pub(super) fn row(&self, cell: usize) -> Row<'_> {
        let at = self.map.at(cell);
        match self.from {
            From::Drawn(block) => block.row(at),
            From::Exact(block, scale) => match (block.cause(at), to_float(&block.data, at, scale)) {
                (cause, Some(x)) if cause.is_known() => Row::Known(x),
                (cause, _) => Row::Missing(cause),
            },
            From::Nothing => Row::Known(f64::NAN),
        }
    }
}

impl<'d> Program<'d> {
    /// The rows of some steps of one layout, by its cells.
    pub(super) fn of_steps(drawn: &'d Drawn<'d>, ids: &[StepId], t: usize) -> Program<'d> {
        let parts = ids.iter().map(|id| (*id, Cow::Owned(Map::Same)));
        Program::of(drawn, parts, t)
    }

    /// The rows of something that is read through a map.
    pub(super) fn of_arg(drawn: &'d Drawn<'d>, (id, t): (StepId, usize), map: Cow<'d, Map>) -> Program<'d> {
        Program::of(drawn, [(id, map)].into_iter(), t)
    }

    fn of(
        drawn: &'d Drawn<'d>,
        parts: impl Iterator<Item = (StepId, Cow<'d, Map>)>,
        t: usize,
    ) -> Program<'d> {
        let mut program = Program { drawn, t, nodes: Vec::new(), results: Vec::new(), buffers: 0 };
        let mut made = BTreeMap::new();
        for (id, map) in parts {
            let result = match program.standing(id, t) {
                Some(from) => program.leaf(from, map),
                None => program.chain(id, &mut made),
            };
            program.results.push(result);
        }
        program.assign();
        program
    }

    fn leaf(&mut self, from: From<'d>, map: Cow<'d, Map>) -> usize {
        self.nodes.push(Node::Leaf(Leaf { from, map }));
        self.nodes.len() - 1
    }

    /// What stands of a step in a period: its draws where they are kept, else its exact block where it rests on none.
    fn standing(&self, id: StepId, t: usize) -> Option<From<'d>> {
        let (drawn, block) = (self.drawn, self.drawn.env.block_of(id, t));
        if let Some(found) = drawn.block(id, block) {
            return Some(From::Drawn(found));
        }
        if drawn.fates.is_drawn(id, block) {
            return None;
        }
        let decimals = drawn.env.plan.step(id).map_or(0, |s| scale(&s.ty));
        Some(drawn.exact.block(id, block).map_or(From::Nothing, |found| From::Exact(found, decimals)))
    }

    /// A step after everything that it reads of its own cell, each once.
    fn chain(&mut self, root: StepId, made: &mut BTreeMap<StepId, usize>) -> usize {
        let mut todo = vec![(root, false)];
        while let Some((id, ready)) = todo.pop() {
            let Some(step) = self.drawn.env.plan.step(id).filter(|_| !made.contains_key(&id)) else {
                continue;
            };
            let at = fate::periods_read(self.drawn.env, step, self.t).first().copied().unwrap_or(self.t);
            if !ready {
                todo.push((id, true));
                let open = |arg: &&StepId| self.standing(**arg, at).is_none();
                todo.extend(step.args.iter().rev().filter(open).map(|arg| (*arg, false)));
                continue;
            }
            let mut args = Vec::with_capacity(step.args.len());
            for (k, arg) in step.args.iter().enumerate() {
                args.push(match (made.get(arg), self.standing(*arg, at)) {
                    (Some(node), None) => *node,
                    (_, from) => {
                        let map = self.map(id, step, k);
                        self.leaf(from.unwrap_or(From::Nothing), map)
                    }
                });
            }
            self.nodes.push(Node::Step(Made { id, step, args, buffer: 0 }));
            made.insert(id, self.nodes.len() - 1);
        }
        made.get(&root).copied().unwrap_or(usize::MAX)
    }

    /// How argument `k` of a step is read; moved where the operation moves it by an exact column.
    fn map(&self, id: StepId, step: &Step, k: usize) -> Cow<'d, Map> {
        let env = self.drawn.env;
        let usual =
            env.maps.get(id.index()).and_then(|m| m.get(k)).map_or(Cow::Owned(Map::One), Cow::Borrowed);
        let chooser = match (&step.op, k) {
            (Op::Lookup(_), 1) => 0,
            (Op::AtMember(_), 0) => 1,
            _ => return usual,
        };
        self.moved(id, step, (k, chooser)).map_or(usual, |index| Cow::Owned(Map::Index(index)))
    }

    fn moved(&self, id: StepId, step: &Step, (k, chooser): (usize, usize)) -> Option<Vec<usize>> {
        let env = self.drawn.env;
        let (own, of) = (env.layouts.get(id.index())?, env.layouts.get(step.args.get(k)?.index())?);
        let by = *step.args.get(chooser)?;
        let block = self.drawn.exact.block(by, env.block_of(by, self.t))?;
        let map = env.maps.get(id.index())?.get(chooser)?;
        let combos = own.combos_in(of);
        let one = |i: usize| {
            let (combo, row) = own.split(i);
            let base = combos.get(combo).copied().unwrap_or(0);
            let chosen = block.data.int(map.at(i)).unwrap_or(0);
            let chosen = usize::try_from(chosen).unwrap_or(usize::MAX);
            match step.op {
                Op::AtMember(set) => {
                    let there = base + chosen.saturating_mul(of.stride(set))
                        - own.member(combo, set) * of.stride(set);
                    there * of.rows + if of.has_entity { row } else { 0 }
                }
                _ => base.saturating_mul(of.rows).saturating_add(if of.has_entity { chosen } else { 0 }),
            }
        };
        Some((0..own.len()).map(one).collect())
    }

    /// A row of scratch for each result, free again once nothing reads it. A step may hand on the row of an argument as it
    /// is, so that an argument lives as long as what is made of it.
    fn assign(&mut self) {
        let count = self.nodes.len();
        let mut last: Vec<usize> = (0..count).collect();
        for result in &self.results {
            if let Some(result) = last.get_mut(*result) {
                *result = usize::MAX;
            }
        }
        for (at, node) in self.nodes.iter().enumerate().rev() {
            let Node::Step(made) = node else { continue };
            let until = last.get(at).copied().unwrap_or(at);
            for arg in &made.args {
                if let Some(slot) = last.get_mut(*arg) {
                    *slot = (*slot).max(until);
                }
            }
        }
        let mut held: Vec<(usize, usize)> = Vec::new();
        let mut free: Vec<usize> = Vec::new();
        for (at, node) in self.nodes.iter_mut().enumerate() {
            let Node::Step(made) = node else { continue };
            held.retain(|(until, buffer)| {
                if *until < at {
                    free.push(*buffer);
                }
                *until >= at
            });
            made.buffer = free.pop().unwrap_or_else(|| {
                self.buffers += 1;
                self.buffers - 1
            });
            held.push((last.get(at).copied().unwrap_or(usize::MAX), made.buffer));
        }
    }
}
