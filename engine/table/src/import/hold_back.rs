//! Small counts of an imported table, held back by the rule of its spec.
//!
//! In: a table, a rule. Out: the same table, in which small counts and those that would give them away are `suppressed` and
//! hold nothing. Not here: the rule (`suppress`).
//!
//! Counts are whole figures that are neither money nor percents. Cells that differ in one dimension only, other than time,
//! share a total; its own row, where the table has it, is not one of its parts.

use super::suppress::{Rule, Shown};
use super::table::{Cells, Dimension, ImportedTable, Role, State};
use crate::inspect::checks::is_total;
use std::collections::BTreeMap;

/// Words in a unit of what is no count.
const NO_COUNTS: [&str; 5] = ["kr", "%", "pct", "procent", "percent"];

/// Holds back what the rule says.
pub(crate) fn hold_back(table: &mut ImportedTable, rule: Rule) {
    let coordinates: Vec<Vec<u32>> = (0..table.cells.len())
        .map(|cell| {
            let mut at = Vec::new();
            table.coordinate(cell, &mut at);
            at
        })
        .collect();
    let count = |cell: usize| -> Option<u64> {
        let unit = coordinates.get(cell).map_or("", |at| table.unit_of(at).0).to_lowercase();
        let counted =
            table.cells.state(cell).has_value() && !NO_COUNTS.iter().any(|word| unit.contains(word));
        table.cells.value(cell).parse().ok().filter(|_| counted)
    };
    let parts: Vec<Option<u64>> = (0..table.cells.len()).map(count).collect();
    let shown = rule.apply_along(&parts, &lines(table, &coordinates));
    let width = table.dimensions.len();
    let cube = table.cells.is_cube();
    let mut cells = if cube { Cells::cube(width, shown.len()) } else { Cells::listed(width) };
    for (cell, (at, shown)) in coordinates.iter().zip(&shown).enumerate() {
        let (value, state) = match shown {
            Shown::Small | Shown::Complement => ("", State::Suppressed),
            _ => (table.cells.value(cell), table.cells.state(cell).clone()),
        };
        cells.push_at(at, value, state, table.cells.line_column(cell));
    }
    table.cells = cells;
}

/// The cells that share a total, by position.
fn lines(table: &ImportedTable, coordinates: &[Vec<u32>]) -> Vec<Vec<usize>> {
    let mut lines: BTreeMap<(usize, Vec<u32>), Vec<usize>> = BTreeMap::new();
    for (d, _) in table.dimensions.iter().enumerate().filter(|(_, held)| shares_a_total(held)) {
        for (cell, at) in coordinates.iter().enumerate() {
            if table.member(d, at).is_none_or(|m| is_total(&m.code) || is_total(&m.label)) {
                continue;
            }
            let mut others = at.clone();
            others.remove(d);
            lines.entry((d, others)).or_default().push(cell);
        }
    }
    lines.into_values().collect()
}

fn shares_a_total(dimension: &Dimension) -> bool {
    dimension.members.len() > 1 && !matches!(dimension.role, Role::Time | Role::Metric)
}
