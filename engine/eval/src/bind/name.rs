//! What a cell is called: `cost_per_day[T007, 2022]`.
//!
//! In: an input and the position of a cell. Out: its keys and its name as a user writes it. Not here: parsing names.

use ramme_rulebook::model::{Axis, AxisName, Input, Rulebook, SetId, Shape};

use crate::dataset::{Rows, Years};

/// The name of a cell as the language writes it.
#[must_use]
pub(crate) fn cell_name(
    book: &Rulebook,
    entities: &[Rows],
    years: Years,
    input: &Input,
    at: (usize, usize),
) -> String {
    let keys = cell_keys(book, entities, years, &input.shape, &input.axes, at);
    crate::run::env::named(&input.name, &keys)
}

/// The keys of a cell in the order in which they are written: the entity's row, then the axes as declared after `by`.
/// `block` and `index` are its position in the column (see [`crate::dataset`]).
#[must_use]
fn cell_keys(
    book: &Rulebook,
    entities: &[Rows],
    years: Years,
    shape: &Shape,
    axes: &[AxisName],
    (block, index): (usize, usize),
) -> Vec<String> {
    let rows = shape.entity.and_then(|e| entities.get(e.index()));
    let count = shape.entity.map_or(1, |_| rows.map_or(0, |r| r.keys.len())).max(1);
    let mut out = Vec::new();
    if shape.entity.is_some() {
        let key = rows.and_then(|r| r.keys.get(index % count));
        out.push(key.cloned().unwrap_or_default());
    }
    for axis in axes {
        match axis.axis {
            Axis::Entity(_) => {}
            Axis::Period(_) => out.push(years.year(block).to_string()),
            Axis::Set(set) => {
                let member = member_at(book, shape, index / count, set);
                out.push(book.member_name(set, member).to_owned());
            }
        }
    }
    out
}

/// The member of one set in a combination of members.
fn member_at(book: &Rulebook, shape: &Shape, mut combination: usize, wanted: SetId) -> u32 {
    let mut found = 0;
    for set in shape.sets.iter().rev() {
        let size = book.sets.get(set.index()).map_or(1, |s| s.members.len()).max(1);
        if *set == wanted {
            found = combination % size;
        }
        combination /= size;
    }
    u32::try_from(found).unwrap_or(u32::MAX)
}
