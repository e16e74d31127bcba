//! Totals against their parts (TYPES P5).
//!
//! In: the cells of inputs by a set with a total. Out: a warning wherever total and parts are all known and differ by more
//! than their rounding allows. Percents and prices per something are no sums and are left alone. Not here: filling in a total that is missing.

use ramme_diag::{Diagnostic, Place};
use ramme_rulebook::model::{Input, SetId, Type};
use ramme_value::{Decimal, NumType};

use super::grid::{Grid, State};
use super::rows::World;
use super::value::shown;
use super::{Context, say};
use crate::dataset::DataFile;

/// Compares every total of every input.
pub(super) fn all(
    context: &Context<'_>,
    world: &World,
    grids: &[Grid],
    files: &[DataFile],
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for grid in grids {
        let Some(input) = context.book.inputs.get(grid.input.index()) else { continue };
        let Type::Num(num) = &input.ty else { continue };
        if !adds_up(num) {
            continue;
        }
        for set in &input.shape.sets {
            if context.book.sets.get(set.index()).is_some_and(|s| s.has_total) {
                Totals { context, world, files, grid, input, num }.along(*set, &mut out);
            }
        }
    }
    let most = usize::try_from(context.limits.diagnostics_per_file).unwrap_or(usize::MAX);
    out.truncate(most);
    out
}

/// Whether the total of such figures is their sum: a percent of the whole, or its price a day, is none.
fn adds_up(num: &NumType) -> bool {
    let share = num.unit.shift() > 0;
    !share && num.unit.factors().all(|(_, power)| power > 0)
}

struct Totals<'a, 'c> {
    context: &'c Context<'a>,
    world: &'c World,
    files: &'c [DataFile],
    grid: &'c Grid,
    input: &'c Input,
    num: &'c NumType,
}

impl Totals<'_, '_> {
    fn along(&self, set: SetId, out: &mut Vec<Diagnostic>) {
        let size =
            |set: &SetId| self.context.book.sets.get(set.index()).map_or(1, |s| s.members.len()).max(1);
        let after = self.input.shape.sets.iter().skip_while(|s| **s != set).skip(1);
        let combos: usize = after.map(size).product();
        let all: usize = self.input.shape.sets.iter().map(size).product();
        let stride = combos.saturating_mul(self.grid.len / all.max(1));
        let members = size(&set);
        for block in 0..self.grid.blocks {
            for index in 0..self.grid.len {
                let is_total = stride > 0 && (index / stride) % members == members.saturating_sub(1);
                if is_total {
                    out.extend(self.one(block, index, stride, members));
                }
            }
        }
    }

    /// The total at `index`, whose parts stand `stride` apart before it.
    fn one(&self, block: usize, index: usize, stride: usize, members: usize) -> Option<Diagnostic> {
        let known = |index: usize| self.grid.get(block, index).filter(|given| given.state == State::Known);
        let total = known(index)?;
        let (mut sum, mut room) = (0_i128, total.half);
        for back in 1..members {
            let part = known(index.checked_sub(back.checked_mul(stride)?)?)?;
            sum = sum.checked_add(part.value)?;
            room = room.checked_add(part.half)?;
        }
        if members < 2 || total.value.checked_sub(sum)?.unsigned_abs() <= room.unsigned_abs() {
            return None;
        }
        let scale = self.num.stored_scale().unwrap_or(0);
        let text = |value: i128| shown(self.num, Decimal::new(value, scale));
        let (entities, years) = (&self.world.entities, self.world.years);
        let key = crate::name::input_cell(self.context.book, entities, years, self.input, (block, index));
        let file = self.files.get(usize::from(total.place.file));
        let heading = usize::from(total.place.column).checked_sub(1);
        let heading = heading.and_then(|at| file.and_then(|file| file.headings.get(at)));
        let name = file.map_or("", |file| file.name.as_str());
        let place =
            Place::cell(name, total.place.line, u32::from(total.place.column), heading.map(String::as_str));
        Some(say::total(&key, text(total.value), text(sum), place))
    }
}
