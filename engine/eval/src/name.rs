//! What a cell is called: `cost_per_day[T007, 2022]`.
//!
//! In: a shape with its declared axes, and the position of a cell. Out: its keys, and its name as a user writes it. Not here:
//! parsing names.

use ramme_rulebook::model::{Axis, AxisName, Input, Rulebook, Shape};

use crate::dataset::{Rows, Years};
use crate::run::layout::Layout;

/// The keys of a cell in the order in which they are written: the entity's row, then the axes as declared after `by`.
/// `block` and `cell` are its position in the column (see [`crate::dataset`]); `years` is the axis of the blocks.
pub(crate) fn cell_keys(
    book: &Rulebook,
    entities: &[Rows],
    years: Years,
    (shape, axes): (&Shape, &[AxisName]),
    (block, cell): (usize, usize),
) -> Vec<String> {
    let layout = Layout::of(shape, book, entities);
    let (combo, row) = layout.split(cell);
    let mut out = Vec::new();
    if let Some(e) = shape.entity {
        let key = entities.get(e.index()).and_then(|rows| rows.keys.get(row));
        out.push(key.unwrap_or_default().to_owned());
    }
    for a in axes {
        match a.axis {
            Axis::Entity(_) => {}
            Axis::Period(_) => out.push(years.year(block).to_string()),
            Axis::Set(s) => {
                let members = book.sets.get(s.index()).map(|set| &set.members);
                out.push(members.and_then(|m| m.get(layout.member(combo, s))).cloned().unwrap_or_default());
            }
        }
    }
    out
}

/// The name of an input's cell as the language writes it.
pub(crate) fn input_cell(
    book: &Rulebook,
    entities: &[Rows],
    years: Years,
    input: &Input,
    at: (usize, usize),
) -> String {
    named(&input.name, &cell_keys(book, entities, years, (&input.shape, &input.axes), at))
}

/// `name[key, key]` as the language writes it, or the name alone; a key that is no plain word is quoted.
pub(crate) fn named(name: &str, keys: &[String]) -> String {
    if keys.is_empty() {
        return name.to_owned();
    }
    let plain = |k: &str| !k.is_empty() && k.chars().all(|c| c.is_alphanumeric() || c == '_');
    let one = |k: &String| if plain(k) { k.clone() } else { format!("\"{k}\"") };
    format!("{name}[{}]", keys.iter().map(one).collect::<Vec<_>>().join(", "))
}
