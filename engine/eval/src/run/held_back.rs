//! Counts that are worked out and too small to be shown.
//!
//! In: the column of a definition that the scenario holds back, as it was computed. Out: the column that everything else reads:
//! small counts, and those that would give one away, are missing for that reason; and what each can be, as the ends of a
//! range. Not here: which definitions (`bind`), the rule (`ramme_table`), counts that are data (`bind::held_back`).
//!
//! Counts of one year that differ in one axis only share a total, as those of data do.

use ramme_rulebook::model::DefinitionId;
use ramme_table::import::suppress::{Rule, Shown};
use ramme_table::{Block, Cause, CauseId, Data};

use super::Columns;
use super::env::Env;
use super::kernel::{Source, Task};
use super::range::Ranges;
use crate::bind::held_back::in_words;
use crate::plan::{Op, StepId};
use crate::result::Note;

/// The block of a definition as it is shown.
pub(crate) fn definition(task: &Task, id: DefinitionId, block: Block) -> Block {
    let Some(rule) = task.env.data.held_back.get(&id) else { return block };
    let shown = shown(task.env, task.id, *rule, &block);
    if !shown.iter().any(|s| s.is_suppressed()) {
        return block;
    }
    let mut values = block.data.ints().into_owned();
    let mut status = block.status.unwrap_or_else(|| vec![CauseId::KNOWN; values.len()]);
    for (i, shown) in shown.iter().enumerate().filter(|(_, shown)| shown.is_suppressed()) {
        let complement = *shown == Shown::Complement;
        let cause = Cause::Suppressed { what: task.name(i), complement, place: String::new() };
        if let (Some(value), Some(status)) = (values.get_mut(i), status.get_mut(i)) {
            (*value, *status) = (0, task.env.cause(cause));
        }
    }
    Block { data: Data::Int(values), status: Some(status) }
}

/// The least and the most that each cell can be, for a definition that is held back.
pub(crate) fn ends(
    env: &Env,
    (id, definition): (StepId, DefinitionId),
    t: usize,
    exact: &Columns,
    so_far: &Ranges,
) -> Option<(Block, Block)> {
    let rule = env.data.held_back.get(&definition)?;
    let argument = env.plan.step(id)?.args.first().copied()?;
    let at = env.block_of(argument, t);
    let inner = exact.block(argument, at)?;
    let (low, high) = so_far.block(argument, at).unwrap_or((inner, inner));
    let shown = shown(env, id, *rule, inner);
    let end = |block: &Block, upper: bool| {
        let mut values = block.data.ints().into_owned();
        let mut status = block.status.clone().unwrap_or_else(|| vec![CauseId::KNOWN; values.len()]);
        for (i, shown) in shown.iter().enumerate() {
            let bound = match shown {
                Shown::Small if upper => Some(rule.to),
                Shown::Small => Some(rule.from),
                Shown::Complement if upper => None,
                Shown::Complement => Some(rule.to.saturating_add(1)),
                Shown::Count(_) | Shown::Missing => continue,
            };
            if let (Some(value), Some(status)) = (values.get_mut(i), status.get_mut(i)) {
                match bound {
                    Some(bound) => (*value, *status) = (i128::from(bound), CauseId::KNOWN),
                    None => *status = exact.block(id, env.block_of(id, t)).map_or(*status, |b| b.cause(i)),
                }
            }
        }
        Block { data: Data::Int(values), status: Some(status) }
    };
    (inner.len() == shown.len()).then(|| (end(low, false), end(high, true)))
}

/// How many counts are held back, of each definition that the run computed.
pub(crate) fn notes(env: &Env, exact: &Columns) -> Vec<Note> {
    let mut out = Vec::new();
    for (id, step) in env.plan.steps.iter().enumerate() {
        let Op::Definition(definition) = step.op else { continue };
        let (Some(rule), Ok(id)) = (env.data.held_back.get(&definition), u32::try_from(id)) else { continue };
        let Some(argument) = step.args.first().copied() else { continue };
        let (id, data) = (StepId(id), env.data_periods());
        let (mut small, mut beside) = (0_usize, 0_usize);
        for block in (0..env.blocks(id)).filter(|block| !env.has_period(id) || data.contains(block)) {
            let Some(inner) = exact.block(argument, env.block_of(argument, block)) else { continue };
            for shown in shown(env, id, *rule, inner) {
                match shown {
                    Shown::Small => small = small.saturating_add(1),
                    Shown::Complement => beside = beside.saturating_add(1),
                    Shown::Count(_) | Shown::Missing => {}
                }
            }
        }
        let name = env.book.definitions.get(definition.index()).map_or("", |d| d.name.as_str());
        out.extend((small > 0).then(|| in_words(name, *rule, small, beside)));
    }
    out
}

fn shown(env: &Env, id: StepId, rule: Rule, block: &Block) -> Vec<Shown> {
    let count = |i: usize| -> Option<u64> {
        let known = block.cause(i).is_known();
        u64::try_from(block.data.int(i).filter(|_| known)?).ok()
    };
    let parts: Vec<Option<u64>> = (0..block.len()).map(count).collect();
    rule.apply_along(&parts, &lines(env, id, block.len()))
}

/// The cells of a block that share a total, by position: along the entity, and along each set without its total.
fn lines(env: &Env, id: StepId, len: usize) -> Vec<Vec<usize>> {
    let Some(layout) = env.layouts.get(id.index()) else { return Vec::new() };
    let sets = layout.sets.iter().rev().map(|(set, size)| {
        let total = env.book.sets.get(set.index()).is_some_and(|s| s.has_total);
        (*size, size.saturating_sub(usize::from(total)))
    });
    let axes: Vec<(usize, usize)> = std::iter::once((layout.rows, layout.rows)).chain(sets).collect();
    crate::bind::held_back::along(&axes, len)
}
