//! Cells read from elsewhere: inputs, other rows, other periods, other members.
//!
//! In: the dataset and the columns of other steps. Out: cells moved, never changed. Not here: aggregates.

use ramme_rulebook::model::{InputId, SetId};
use ramme_table::{Block, Cause};

use super::truth::pick;
use super::{Arg, Cells, Fault, Source, Task};
use crate::plan::Op;
use crate::run::layout::Map;

/// The cells of an input; missing with a reason where no data reach.
pub(super) fn input(task: &Task, id: InputId) -> Result<Block, Fault> {
    let column = task.env.data.inputs.get(id.index()).and_then(Option::as_ref);
    let Some(column) = column else {
        let what = task.env.book.inputs.get(id.index()).map_or_else(String::new, |i| i.name.clone());
        return Ok(Block::missing(task.len, task.env.cause(Cause::NotMapped { what })));
    };
    let block = match task.step.shape.period {
        None => column.column.blocks.first(),
        Some(_) => task.env.data_position(task.t).and_then(|p| column.column.blocks.get(p)),
    };
    Ok(block.cloned().unwrap_or_else(|| absent(task)))
}

/// Cells in a period that no data reach.
fn absent(task: &Task) -> Block {
    let mut out = Cells::new(task.len);
    for i in 0..task.len {
        out.missing(i, absence(task, i));
    }
    out.done()
}

fn absence(task: &Task, cell: usize) -> ramme_table::CauseId {
    let what = task.name(cell);
    let rolled = task.step.shape.entity.filter(|e| task.env.data.rows(*e).exists.is_some());
    let Some(e) = rolled else { return task.env.cause(Cause::NoRow { what }) };
    let row = task.env.layouts.get(task.id.index()).map_or(0, |l| l.split(cell).1);
    let key = task.env.data.rows(e).keys.get(row).unwrap_or_default();
    let entity = task.env.book.entities.get(e.index()).map_or("", |x| x.name.as_str());
    let subject = format!("{entity} {key} in {}", task.env.years.year(task.t));
    task.env.cause(Cause::NotOnRoll { what, subject })
}

/// The argument, cell by cell.
pub(super) fn same(task: &Task, source: &dyn Source) -> Result<Block, Fault> {
    let a = task.arg(source, 0)?;
    if *a.map == Map::Same {
        return Ok(a.block.clone());
    }
    Ok(pick(task, &[a], |_| Ok(a)))
}

/// The row, the period or the member itself.
pub(super) fn this(task: &Task) -> Result<Block, Fault> {
    let layout = task.env.layouts.get(task.id.index()).ok_or(Fault::Order(task.id))?;
    let value = |i: usize| -> i128 {
        let (combo, row) = layout.split(i);
        match &task.step.op {
            Op::ThisRow(_) => row as i128,
            Op::ThisPeriod(_) => i128::from(task.env.years.year(task.t)),
            Op::ThisMember(set) => layout.member(combo, *set) as i128,
            _ => 0,
        }
    };
    Ok(Block::known((0..task.len).map(value).collect()))
}

/// `inner` at the row that each cell points to.
pub(super) fn lookup(task: &Task, source: &dyn Source) -> Result<Block, Fault> {
    let (row, inner) = (task.arg(source, 0)?, task.arg(source, 1)?);
    let (own, of) = layouts(task, 1)?;
    let combos = own.combos_in(of);
    let index = (0..task.len)
        .map(|i| {
            let combo = combos.get(own.split(i).0).copied().unwrap_or(0);
            let at = if of.has_entity { usize::try_from(row.int(i)).unwrap_or(usize::MAX) } else { 0 };
            combo.saturating_mul(of.rows).saturating_add(at)
        })
        .collect();
    let map = Map::Index(index);
    let there = Arg { block: inner.block, map: &map, scale: inner.scale };
    Ok(pick(task, &[there], |i| if row.cause(i).is_known() { Ok(there) } else { Err(row.cause(i)) }))
}

/// `inner` some periods earlier; missing where the row was not on the roll then (TYPES P1).
pub(super) fn shift(task: &Task, back: u32, source: &dyn Source) -> Result<Block, Fault> {
    let Some(earlier) = task.t.checked_sub(back as usize) else { return Ok(absent(task)) };
    in_period(task, earlier, source)
}

/// `inner` in another period; missing where the row was not on the roll then.
fn in_period(task: &Task, t: usize, source: &dyn Source) -> Result<Block, Fault> {
    let a = task.arg_at(source, 0, t)?;
    let inner = task.step.args.first().copied().unwrap_or(task.id);
    // What has a name of its own is told by it; anything else by whoever asks.
    let op = task.env.plan.step(inner).map(|s| &s.op);
    let id = if matches!(op, Some(Op::Input(_) | Op::Definition(_))) { inner } else { task.id };
    let gone = Task { env: task.env, id, t, ..*task };
    let dated = task.env.has_period(inner);
    let entity = task.step.shape.entity.filter(|e| dated && task.env.data.rows(*e).exists.is_some());
    let layout = task.env.layouts.get(task.id.index()).ok_or(Fault::Order(task.id))?;
    Ok(pick(task, &[a], |i| match entity {
        Some(e) if !task.env.exists(e, layout.split(i).1, Some(t)) => Err(absence(&gone, i)),
        _ => Ok(a),
    }))
}

/// `inner` in one period.
pub(super) fn at_period(task: &Task, year: i32, source: &dyn Source) -> Result<Block, Fault> {
    match task.env.years.position(year) {
        Some(t) => in_period(task, t, source),
        None => {
            let inner = task.step.args.first().copied().unwrap_or(task.id);
            let owner = task.env.plan.step(inner).and_then(|s| task.env.plan.owners.get(s.owner as usize));
            let what = format!("{}[{year}]", owner.map_or("", |o| o.name.as_str()));
            Ok(Block::missing(task.len, task.env.cause(Cause::NoRow { what })))
        }
    }
}

/// `inner` at the member that each cell names.
pub(super) fn at_member(task: &Task, set: SetId, source: &dyn Source) -> Result<Block, Fault> {
    let (inner, member) = (task.arg(source, 0)?, task.arg(source, 1)?);
    let (own, of) = layouts(task, 0)?;
    let bases = own.combos_in(of);
    let stride = of.stride(set);
    let index = (0..task.len)
        .map(|i| {
            let (combo, row) = own.split(i);
            let base = bases.get(combo).copied().unwrap_or(0) - own.member(combo, set) * stride;
            let there = base + usize::try_from(member.int(i)).unwrap_or(0) * stride;
            there * of.rows + if of.has_entity { row } else { 0 }
        })
        .collect();
    let map = Map::Index(index);
    let there = Arg { block: inner.block, map: &map, scale: inner.scale };
    Ok(pick(task, &[there], |i| if member.cause(i).is_known() { Ok(there) } else { Err(member.cause(i)) }))
}

type Layouts<'a> = (&'a crate::run::layout::Layout, &'a crate::run::layout::Layout);

/// The layouts of the step and of argument `k`.
fn layouts<'a>(task: &Task<'a>, k: usize) -> Result<Layouts<'a>, Fault> {
    let own = task.env.layouts.get(task.id.index()).ok_or(Fault::Order(task.id))?;
    let arg = task.step.args.get(k).copied().ok_or(Fault::Order(task.id))?;
    let of = task.env.layouts.get(arg.index()).ok_or(Fault::Order(arg))?;
    Ok((own, of))
}
