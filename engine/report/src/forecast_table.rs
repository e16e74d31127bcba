//! What may come: the median and the intervals of each output, years as columns.
//!
//! In: outputs, a subject, the years to come. Out: one table. A value that is decided stands in the first row
//! of its output and has no interval. Not here: chances.

use crate::figures::{Indexed, measure, stands};
use crate::model::{Cell, Column, Figure, Row, Table};
use ramme_eval::result::{CellValue, Output, OutputCell, Summary};
use ramme_value::Lang;

/// True where an output has a distribution in any cell.
pub(crate) fn has_draws(output: &Output) -> bool {
    output.cells.iter().any(|c| matches!(c.value, CellValue::Draws(_)))
}

/// True where any output has a distribution for the subject in that period.
pub(crate) fn is_forecast<'a>(outputs: &[Indexed<'a>], subject: &[&'a str], period: &'a str) -> bool {
    let drawn = |c: &OutputCell| matches!(c.value, CellValue::Draws(_));
    outputs.iter().any(|o| o.at(subject, period).is_some_and(drawn))
}

/// A quantile, where the summary has that level.
pub(crate) fn quantile(summary: &Summary, level: f64) -> Option<f64> {
    summary.quantiles.iter().find(|(l, _)| (l - level).abs() < 1e-9).map(|(_, x)| *x)
}

/// The lower levels of the intervals that a summary has, narrowest first: 0.1 for 80 %.
pub(crate) fn interval_levels(summary: &Summary) -> Vec<f64> {
    let lower = summary.quantiles.iter().map(|(l, _)| *l).filter(|l| *l < 0.5);
    let mut levels: Vec<f64> = lower.filter(|l| quantile(summary, 1.0 - l).is_some()).collect();
    levels.sort_by(|a, b| b.total_cmp(a));
    levels
}

/// The coverage of the interval from `low` to `1 - low`, in whole percent where it is whole.
fn coverage(low: f64, lang: Lang) -> String {
    let percent = (1.0 - 2.0 * low) * 100.0;
    let figure = format!("{percent:.1}");
    let figure = figure.trim_end_matches('0').trim_end_matches('.');
    lang.pick(format!("{figure}% interval"), format!("{} %-interval", figure.replace('.', ",")))
}

/// The table of years to come.
pub(crate) fn table<'a>(
    outputs: &[Indexed<'a>],
    subject: &[&'a str],
    years: &[&'a str],
    lang: Lang,
) -> Table {
    let mut table = Table {
        caption: Some(lang.pick("What may come", "Hvad der kan komme").to_owned()),
        keys: 3,
        columns: vec![Column::text(""), Column::text(""), Column::text("")],
        ..Table::default()
    };
    table.columns.extend(years.iter().map(|y| Column::text(*y)));
    for one in outputs {
        let cells: Vec<Option<&OutputCell>> = years.iter().map(|y| one.at(subject, y)).collect();
        if cells.iter().flatten().any(|c| !matches!(c.value, CellValue::Missing(_))) {
            for (at, cell) in cells.iter().enumerate() {
                stands(&mut table, table_keys(at), one.output, *cell);
            }
            table.rows.extend(rows(one.output, &cells, lang));
        }
    }
    table
}

/// The column of a year; the first three name the row.
fn table_keys(year: usize) -> usize {
    year.saturating_add(3)
}

fn rows(output: &Output, cells: &[Option<&OutputCell>], lang: Lang) -> Vec<Row> {
    let mut middle = vec![
        Cell::Text(output.name.clone()),
        Cell::Unit,
        Cell::Text(lang.pick("median", "median").to_owned()),
    ];
    let mut reasons = Vec::new();
    middle.extend(
        cells.iter().map(|c| c.map_or(Cell::Blank, |c| crate::figures::value_cell(c, &mut reasons, lang))),
    );
    let mut rows = vec![Row { cells: middle, measure: measure(&output.ty) }];
    let summaries: Vec<Option<&Summary>> = cells
        .iter()
        .map(|c| match c.map(|c| &c.value) {
            Some(CellValue::Draws(summary)) => Some(summary),
            _ => None,
        })
        .collect();
    let levels = summaries.iter().flatten().next().map(|s| interval_levels(s)).unwrap_or_default();
    for low in levels {
        let mut row = vec![Cell::Blank, Cell::Blank, Cell::Text(coverage(low, lang))];
        row.extend(summaries.iter().map(|s| s.and_then(|s| interval(s, low)).unwrap_or(Cell::Blank)));
        rows.push(Row { cells: row, measure: measure(&output.ty) });
    }
    rows
}

fn interval(summary: &Summary, low: f64) -> Option<Cell> {
    let (from, to) = (quantile(summary, low)?, quantile(summary, 1.0 - low)?);
    Some(Cell::Span(Figure::Drawn(from), Figure::Drawn(to)))
}
