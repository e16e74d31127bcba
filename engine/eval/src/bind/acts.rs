//! Cells of inputs that are set or changed by hand, in order.
//!
//! In: what is set, and to what or by how much. Out: columns with it, and from the same columns again with another amount. Not
//! here: what a text names (`target`).
//!
//! A change is taken of what stands there when its turn comes; cells of which nothing is known stay so. What comes out is
//! rounded half up to the decimals of the input. A cell that was set has no place in a file any more, and is exact.

use std::collections::{BTreeMap, BTreeSet};

use ramme_diag::{Diagnostic, Span, Text};
use ramme_rulebook::model::{Input, InputId, Rulebook, Type};
use ramme_table::{Block, Cause, CauseId, Column};
use ramme_value::{Decimal, Rounding};

use super::say;
use crate::dataset::{Act, Amount, CellPlace, Dataset, InputColumn, Places};
use crate::run::layout::Layout;

/// Does one more act.
///
/// # Errors
/// A value that the rules say no data may hold; a change of which nothing known comes.
pub(super) fn act(book: &Rulebook, data: &mut Dataset, act: Act, at: (&str, Span)) -> Result<(), Diagnostic> {
    let Some(input) = book.inputs.get(act.input.index()) else { return Ok(()) };
    data.untouched.entry(act.input).or_insert_with(|| data.inputs.get(act.input.index()).cloned().flatten());
    let changed = apply(book, data, &act);
    if changed == 0 {
        let reason = Text::both("no known figure fits it", "intet kendt tal passer til det");
        return Err(say::bad_set(at.0, reason, at.1));
    }
    if !within(data, input, &act) {
        return Err(say::out_of_bounds(input, &input.ty, at.0).at(at.1));
    }
    data.acts.push(act);
    Ok(())
}

/// Whether the cells of an act lie where the rules say that data lie.
fn within(data: &Dataset, input: &Input, act: &Act) -> bool {
    let (Type::Num(num), Some((low, high))) = (&input.ty, input.between) else { return true };
    let scale = num.stored_scale().unwrap_or(0);
    let Some(column) = data.inputs.get(act.input.index()).and_then(Option::as_ref) else { return true };
    act.cells.iter().all(|(block, index)| {
        let held = column.column.blocks.get(*block);
        let value = held.filter(|b| b.cause(*index).is_known()).and_then(|b| b.data.int(*index));
        value.is_none_or(|n| (low..=high).contains(&Decimal::new(n, scale)))
    })
}

/// The columns of an input as all acts leave it.
pub(super) fn again(book: &Rulebook, data: &mut Dataset, input: InputId) {
    let Some(column) = data.untouched.get(&input).cloned() else { return };
    if let Some(slot) = data.inputs.get_mut(input.index()) {
        *slot = column;
    }
    data.hands.retain(|(held, ..), _| *held != input);
    let acts: Vec<Act> = data.acts.iter().filter(|act| act.input == input).cloned().collect();
    for act in &acts {
        apply(book, data, act);
    }
}

/// Does an act, and says how many cells it gave.
fn apply(book: &Rulebook, data: &mut Dataset, act: &Act) -> usize {
    let scale = match book.inputs.get(act.input.index()).map(|input| &input.ty) {
        Some(Type::Num(num)) => num.stored_scale().unwrap_or(0),
        _ => 0,
    };
    let mut given: BTreeMap<(usize, usize), i128> = BTreeMap::new();
    {
        let Some(column) = column_of(book, data, act.input) else { return 0 };
        for (block, index) in &act.cells {
            let held = column.column.blocks.get(*block).filter(|b| b.cause(*index).is_known());
            let held = held.and_then(|b| b.data.int(*index));
            let value = match (act.amount, held) {
                (Amount::To(value), _) => Some(value),
                (Amount::By(more), Some(n)) => n.checked_add(more),
                (Amount::Times(change), Some(n)) => times(n, scale, change),
                (_, None) => None,
            };
            given.extend(value.map(|value| ((*block, *index), value)));
        }
        for ((block, index), value) in &given {
            replace(column, *block, *index, *value);
        }
        for block in given.keys().map(|(block, _)| *block).collect::<BTreeSet<usize>>() {
            if let Some(slot) = column.column.blocks.get_mut(block) {
                *slot = std::mem::take(slot).tidy();
            }
        }
    }
    for (block, index) in given.keys() {
        data.hands.insert((act.input, *block, *index), act.origin.clone());
    }
    given.len()
}

/// A figure changed by a share of itself.
fn times(n: i128, scale: u8, change: Decimal) -> Option<i128> {
    let factor = Decimal::whole(1).checked_add(change)?;
    let value = Decimal::new(n, scale).checked_mul(factor)?;
    value.round(scale, Rounding::HalfUp).map(Decimal::mantissa)
}

/// The column of an input; one in which nothing is known where no table gives it.
fn column_of<'d>(book: &Rulebook, data: &'d mut Dataset, id: InputId) -> Option<&'d mut InputColumn> {
    let input = book.inputs.get(id.index())?;
    let len = Layout::of(&input.shape, book, &data.entities).len();
    let blocks = if input.shape.period.is_some() { data.years.count } else { 1 };
    let slot = data.inputs.get_mut(id.index())?;
    if slot.is_none() {
        let cause = data.causes.one(Cause::NotMapped { what: input.name.clone() });
        *slot = Some(InputColumn {
            shape: input.shape.clone(),
            column: Column { blocks: vec![Block::missing(len, cause); blocks] },
            places: Places::Each(vec![vec![CellPlace::default(); len]; blocks]),
            overridden: true,
            ..InputColumn::default()
        });
    }
    slot.as_mut()
}

/// Puts a value into a cell, which is known from then on and has no place in a file.
fn replace(column: &mut InputColumn, block: usize, index: usize, value: i128) {
    column.overridden = true;
    column.places.forget(block, index);
    column.held_back.remove(&(block, index));
    let halves = column.half_units.as_mut().and_then(|halves| halves.get_mut(block));
    if let Some(half) = halves.and_then(|halves| halves.get_mut(index)) {
        *half = 0;
    }
    let Some(held) = column.column.blocks.get_mut(block) else { return };
    held.data.set(index, value);
    if let Some(cause) = held.status.as_mut().and_then(|status| status.get_mut(index)) {
        *cause = CauseId::KNOWN;
    }
}
