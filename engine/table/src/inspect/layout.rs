//! Where in a sheet or a text the headings, the units, the figures and the notes stand.
//!
//! In: rows of cells, and what a spec says. Out: the rows of each part, or what cannot be told. Not here: what a column
//! holds (`columns`).

use crate::import::grid::{CellKind, Grid};
use crate::import::say;
use crate::import::spec::Spec;
use crate::import::table::State;
use crate::import::time_code;
use crate::inspect::marks::{Look, look};
use ramme_diag::{Diagnostic, Text};
use ramme_value::UnitWords;
use std::collections::BTreeMap;

/// The parts of a grid, by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// What stands above the headings.
    pub titles: Vec<usize>,
    /// The first row of headings.
    pub header: usize,
    /// How many rows of headings.
    pub header_rows: usize,
    /// The row with units.
    pub units: Option<usize>,
    /// The first row of figures.
    pub first: usize,
    /// The row after the last.
    pub last: usize,
    /// What stands below the figures.
    pub notes: Vec<usize>,
}

/// How many rows are looked at to find the usual width.
const LOOKED_AT: usize = 2000;
/// How many rows after the headings may be headings or units.
const NEAR: usize = 4;

/// True for a figure, or a sign in place of one.
pub(crate) fn is_figure(grid: &Grid, row: usize, column: usize) -> bool {
    let text = grid.cell(row, column);
    match grid.kind(row, column) {
        CellKind::Number => true,
        CellKind::Date | CellKind::Error => false,
        CellKind::Text if text.is_empty() => false,
        CellKind::Text => {
            look(text) != Look::None || matches!(State::of_sign(text), State::Dash | State::Dots(_))
        }
    }
}

fn is_period(grid: &Grid, row: usize, column: usize) -> bool {
    time_code(grid.cell(row, column)).is_some()
}

/// True for a row of which every cell is a unit in words.
fn is_unit_row(grid: &Grid, row: usize) -> bool {
    let cells = (0..grid.width(row)).map(|c| grid.cell(row, c)).filter(|t| !t.is_empty());
    let (mut units, mut others): (usize, usize) = (0, 0);
    for text in cells {
        let bare = text.trim_matches(['(', ')']);
        if UnitWords::parse(bare).is_some() {
            units = units.saturating_add(1);
        } else if !matches!(text.to_lowercase().trim_end_matches(':'), "enhed" | "enheder" | "unit" | "units")
        {
            others = others.saturating_add(1);
        }
    }
    units > 0 && others == 0
}

/// How many cells most rows hold.
fn usual(grid: &Grid) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in 0..grid.rows().min(LOOKED_AT) {
        let filled = grid.filled(row);
        if filled > 1 {
            let count = counts.entry(filled).or_default();
            *count = count.saturating_add(1);
        }
    }
    counts.into_iter().max_by_key(|(width, count)| (*count, *width)).map_or(1, |(width, _)| width)
}

/// Finds the parts.
///
/// # Errors
/// What a person has to say: which line holds the headings.
pub fn layout(grid: &Grid, spec: &Spec) -> Result<Layout, Diagnostic> {
    let wide = usual(grid);
    let stated = spec.header.and_then(|line| grid.row_of_line(line));
    let found = (0..grid.rows()).find(|row| {
        let filled = grid.filled(*row);
        if wide == 1 { filled == 1 } else { filled > 1 && filled.saturating_mul(2) >= wide }
    });
    let mut header = stated.or(found).unwrap_or(0);
    if stated.is_none() {
        header = with_upper(grid, header);
        headings_are_words(grid, header)?;
    }
    let (header_rows, units, first) = below(grid, header, spec);
    let mut last = grid.rows();
    let mut notes = Vec::new();
    while let Some(row) = last.checked_sub(1).filter(|row| *row >= first && wide > 1 && is_note(grid, *row)) {
        notes.push(row);
        last = row;
    }
    notes.reverse();
    let titles = (0..header).filter(|row| grid.filled(*row) > 0).collect();
    Ok(Layout { titles, header, header_rows, units, first, last, notes })
}

/// The row above belongs to the headings where it has several cells and lies right above.
fn with_upper(grid: &Grid, header: usize) -> usize {
    let above = header.checked_sub(1);
    let joined = |row: &usize| {
        grid.filled(*row) > 1
            && grid.line(*row).saturating_add(1) == grid.line(header)
            && !is_unit_row(grid, header)
    };
    above.filter(joined).unwrap_or(header)
}

/// A row with a figure in it that is no period may be a row of figures without headings above it.
fn headings_are_words(grid: &Grid, header: usize) -> Result<(), Diagnostic> {
    let odd = (0..grid.width(header)).find(|c| is_figure(grid, header, *c) && !is_period(grid, header, *c));
    let Some(column) = odd else { return Ok(()) };
    let (line, text) = (grid.line(header), grid.cell(header, column));
    let what = Text::both("the line of the headings", "linjen med overskrifter");
    let evidence = Text::both(
        format!("line {line} is the first with several cells, and `{text}` in it looks like a figure"),
        format!("linje {line} er den første med flere celler, og `{text}` i den ligner et tal"),
    );
    Err(say::undecided(grid.place(header, column, None), what, evidence, &format!("header = {line}")))
}

/// How many rows of headings there are, which row holds units, and where the figures begin.
fn below(grid: &Grid, header: usize, spec: &Spec) -> (usize, Option<usize>, usize) {
    let after = header.saturating_add(1);
    let near = after..after.saturating_add(NEAR).min(grid.rows());
    let gaps = has_gaps(grid, header);
    let is_periods = |row: usize| {
        let figures: Vec<usize> = (0..grid.width(row)).filter(|c| is_figure(grid, row, *c)).collect();
        gaps && grid.cell(row, 0).is_empty()
            && !figures.is_empty()
            && figures.iter().all(|c| is_period(grid, row, *c))
    };
    let is_data = |row: usize| (0..grid.width(row)).any(|c| is_figure(grid, row, c)) && !is_periods(row);
    let stated = spec.units.filter(|line| *line > 0).and_then(|line| grid.row_of_line(line));
    let unit_row =
        |row: usize| if spec.units.is_some() { stated == Some(row) } else { is_unit_row(grid, row) };
    let first_figures = near.clone().find(|row| is_data(*row)).unwrap_or(after);
    let mut rows = usize::try_from(spec.header_lines.unwrap_or(0)).unwrap_or(0);
    let mut units = None;
    let mut counted: usize = 1;
    let mut first = after;
    for row in after..first_figures {
        if unit_row(row) {
            units = Some(row);
        } else if gaps || (units.is_none() && rows > counted) {
            counted = counted.saturating_add(1);
        } else {
            break;
        }
        first = row.saturating_add(1);
    }
    if rows == 0 {
        rows = counted;
    }
    (rows, units, first.max(header.saturating_add(rows)))
}

/// Whether a row of headings has blank cells between or after its headings: then another row completes it.
fn has_gaps(grid: &Grid, row: usize) -> bool {
    let widest = grid.widest();
    let blank = (1..widest).filter(|c| grid.cell(row, *c).is_empty()).count();
    let used = (0..grid.rows().min(LOOKED_AT))
        .any(|r| r > row && (1..widest).any(|c| grid.cell(row, c).is_empty() && is_figure(grid, r, c)));
    blank > 0 && used
}

/// A row with words in one cell only, which is no row of figures that are blank: in a text it has no further cells; else
/// it is long, or says that it is a note.
fn is_note(grid: &Grid, row: usize) -> bool {
    let figures = (1..grid.width(row)).any(|c| is_figure(grid, row, c));
    let filled = grid.filled(row);
    if filled > 1 || figures {
        return false;
    }
    let text = grid.cell(row, 0);
    let alone = grid.sheet.is_none() && grid.width(row) == 1;
    let words = ["note", "kilde", "source", "anm", "*", "("];
    let small = text.to_lowercase();
    filled == 0
        || alone
        || text.contains(':')
        || text.chars().count() > 40
        || words.iter().any(|w| small.starts_with(w))
}

/// The unit in a heading: in its last parentheses, after its last comma, after `i`, or all of it. As it is written.
#[must_use]
pub fn unit_in(text: &str) -> Option<String> {
    let inside = text.rsplit_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inner, _)| inner);
    let after = |mark: &str| text.rsplit_once(mark).map(|(_, rest)| rest);
    let all = [inside, after(", "), after(" i "), after(" in "), after("; "), Some(text)];
    all.into_iter()
        .flatten()
        .map(str::trim)
        .find(|words| UnitWords::parse(words).is_some())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::import::delimited::grid;
    use ramme_diag::{Lang, Limits};

    fn parts(text: &str) -> Result<(usize, usize, Option<usize>, usize, usize), String> {
        let grid = grid("t.csv", text, ';', &Limits::default()).unwrap();
        let found = layout(&grid, &Spec::default()).map_err(|d| d.message(Lang::En))?;
        Ok((found.header, found.header_rows, found.units, found.first, found.last))
    }

    #[test]
    fn titles_units_and_notes_are_not_figures() {
        assert_eq!(parts("a;b\nx;1\n"), Ok((0, 1, None, 1, 2)));
        assert_eq!(
            parts("Titel\nKommune;Udgift\n;1.000 kr.\nx;1\ny;2\nNote\nKilde\n"),
            Ok((1, 1, Some(2), 3, 5))
        );
        assert_eq!(parts(";2022;2023\nx;1;2\n"), Ok((0, 1, None, 1, 2)));
        assert_eq!(parts("K;2022;;2023;\n;B;R;B;R\nx;1;2;3;4\n"), Ok((0, 2, None, 2, 3)));
        assert_eq!(parts("K;Regnskab;;\n;2021;2022;2023\nx;1;2;3\ny;1;2;3\n"), Ok((0, 2, None, 2, 4)));
        assert_eq!(parts("navn;slags\nx;y\nz;w\n"), Ok((0, 1, None, 1, 3)));
        assert_eq!(parts("a\nx\n"), Ok((0, 1, None, 1, 2)));
    }

    #[test]
    fn figures_without_headings_are_asked_about() {
        assert!(
            parts("x;1,5\ny;2,5\n").unwrap_err().starts_with("the line of the headings cannot be decided")
        );
    }

    #[test]
    fn units_in_headings() {
        assert_eq!(unit_in("Udgift (1.000 kr.)").as_deref(), Some("1.000 kr."));
        assert_eq!(unit_in("Regnskab, mio. kr.").as_deref(), Some("mio. kr."));
        assert_eq!(unit_in("Udgifter i mia. kr.").as_deref(), Some("mia. kr."));
        assert_eq!(unit_in("pct.").as_deref(), Some("pct."));
        assert_eq!(unit_in("Kommune"), None);
    }
}
