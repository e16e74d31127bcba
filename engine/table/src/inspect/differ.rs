//! A later file held against the spec of an earlier one: only what differs.
//!
//! In: what the file holds, what the spec says. Out: differences. Not here: anything that the spec leaves open.

use super::columns::Column;
use super::layout::{Layout, unit_in};
use super::marks::Settled;
use crate::import::grid::Grid;
use crate::import::say;
use crate::import::spec::{ColumnRole, Spec};
use ramme_diag::{Diagnostic, Text, closest};
use ramme_value::UnitWords;

/// The differences: columns that are gone, new or of another unit, headings on another line, other marks of numbers.
pub(super) fn differences(grid: &Grid, layout: &Layout, columns: &[Column], spec: &Spec) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let full = spec.header.is_some() && spec.columns.values().all(|c| c.role.is_some());
    let names: Vec<String> = columns.iter().map(Column::name).collect();
    for wanted in spec.columns.keys().filter(|name| !names.contains(name)) {
        let what = Text::both("a column", "en kolonne");
        let near = closest(wanted, &names).map(|n| format!("`{n}`"));
        let found = near.map_or_else(|| Text::both("no such column", "ingen sådan kolonne"), Text::same);
        out.push(say::disagrees(grid.row_place(layout.header), what, format!("`{wanted}`"), found));
    }
    for (at, column) in columns.iter().enumerate() {
        let place = || grid.place(layout.header, at, Some(&column.heading));
        let Some(said) = spec.columns.get(&column.name()) else {
            if full && column.role != Some(ColumnRole::Ignore) {
                let what = Text::both("a column", "en kolonne");
                let wanted = Text::both("no such column", "ingen sådan kolonne");
                out.push(say::disagrees(place(), what, wanted, format!("`{}`", column.name())));
            }
            continue;
        };
        let unit_cell = layout.units.map(|row| grid.cell(row, at).trim_matches(['(', ')']).to_owned());
        let found = unit_cell.filter(|u| !u.is_empty()).or_else(|| unit_in(&column.heading));
        if let (Some(wanted), Some(found)) = (&said.unit, &found)
            && UnitWords::parse(wanted) != UnitWords::parse(found)
        {
            let what = Text::both(
                format!("the unit of `{}`", column.name()),
                format!("enheden for `{}`", column.name()),
            );
            out.push(say::disagrees(place(), what, format!("`{wanted}`"), format!("`{found}`")));
        }
    }
    out.extend(marks(columns, spec));
    out
}

/// Figures that show other marks than those that are stated.
fn marks(columns: &[Column], spec: &Spec) -> Option<Diagnostic> {
    let decimal = Spec::mark(spec.decimal.as_ref())?;
    let shown = columns.iter().filter(|c| c.role == Some(ColumnRole::Value)).find_map(|c| {
        match c.facts.marks.settle() {
            Settled::Style(style, example) if style.decimal != decimal => Some(example),
            _ => None,
        }
    })?;
    let what = Text::both("the decimal mark", "decimaltegnet");
    Some(say::disagrees(shown.place, what, format!("`{decimal}`"), format!("`{}`", shown.text)))
}
