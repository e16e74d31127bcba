//! One table as aligned text.
//!
//! In: a table and a look. Out: lines; figures stand with their decimal marks under each other, the unit of each column
//! under its heading. A table too wide for the window is cut between columns, and its keys are repeated. Not here: how
//! one figure is spelled (`number`).

use crate::model::{Cell, Column, Figure, Measure, Row, Table};
use crate::number::{self, Magnitude};
use crate::text::{Look, line, paragraph, wrap};
use ramme_eval::result::Exact;
use ramme_value::{Decimal, PriceLevel};
use unicode_width::UnicodeWidthStr;

/// Blanks between columns.
const BETWEEN: usize = 2;
/// The widest that a column of text is before it is wrapped.
const TEXT_ROOM: usize = 44;
/// The widest that a heading is before it is wrapped.
const HEADING_ROOM: usize = 12;

/// A column ready to print.
struct Laid {
    heading: Vec<String>,
    cells: Vec<Vec<String>>,
    right: bool,
    width: usize,
}

/// The table as text.
#[must_use]
pub(crate) fn render(table: &Table, shared: Magnitude, look: Look) -> String {
    let mut out = String::new();
    let magnitude = if table.exact { Magnitude::One } else { shared };
    if let Some(caption) = caption(table, look) {
        paragraph(&mut out, &caption, "", look.width);
    }
    let laid: Vec<Laid> =
        table.columns.iter().enumerate().map(|(i, column)| lay(table, i, column, magnitude, look)).collect();
    for part in parts(&laid, table.keys, look.width) {
        if !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
        print_part(&mut out, &laid, &part, table.rows.len());
    }
    for note in &table.notes {
        paragraph(&mut out, note, "", look.width);
    }
    out
}

/// The caption with the price level where the whole table has one.
fn caption(table: &Table, look: Look) -> Option<String> {
    let words = one_level(table).and_then(|level| number::level_words(level, look.lang));
    match (&table.caption, words) {
        (Some(caption), Some(words)) => Some(format!("{caption} ({words})")),
        (Some(caption), None) => Some(caption.clone()),
        (None, words) => words,
    }
}

fn measures(table: &Table) -> impl Iterator<Item = &Measure> {
    let columns = table.columns.iter().filter_map(|c| c.measure.as_ref());
    columns.chain(table.rows.iter().filter_map(|r| r.measure.as_ref()))
}

/// The one price level of all money in the table.
fn one_level(table: &Table) -> Option<PriceLevel> {
    let mut levels = measures(table).map(|m| m.level).filter(|l| *l != PriceLevel::None);
    let first = levels.next()?;
    levels.all(|l| l == first).then_some(first)
}

fn measure_of<'a>(row: &'a Row, column: &'a Column) -> Option<&'a Measure> {
    column.measure.as_ref().or(row.measure.as_ref())
}

/// The magnitude that all money of some tables is shown in; tables that show every figure whole do not count.
pub(crate) fn magnitude<'a>(tables: impl Iterator<Item = &'a Table>) -> Magnitude {
    let mut amounts = Vec::new();
    for table in tables.filter(|t| !t.exact) {
        for row in &table.rows {
            for (cell, column) in row.cells.iter().zip(&table.columns) {
                if measure_of(row, column).is_some_and(Measure::is_money) {
                    amounts.extend(sizes(cell));
                }
            }
        }
    }
    Magnitude::fitting(&amounts)
}

fn sizes(cell: &Cell) -> Vec<f64> {
    match cell {
        Cell::Figure(f) => f.size().into_iter().collect(),
        Cell::Span(a, b) => a.size().into_iter().chain(b.size()).collect(),
        Cell::Blank | Cell::Text(_) | Cell::Course(_) | Cell::Missing | Cell::Unit => Vec::new(),
    }
}

/// How a measure is written in this table: magnitude and decimals.
#[derive(Clone, Copy)]
struct Spelling {
    magnitude: Magnitude,
    /// `None` where nothing says how many: the figure keeps its own.
    decimals: Option<u8>,
    fallback: u8,
}

/// All figures of one measure in a table have the same decimals, as many as the least round of them needs; in a table
/// that shows every figure whole, those of one column.
fn spelling(table: &Table, measure: &Measure, magnitude: Magnitude, column: Option<usize>) -> Spelling {
    let magnitude = if measure.is_money() { magnitude } else { Magnitude::One };
    let most = match magnitude {
        _ if table.exact => ramme_value::MAX_SCALE,
        // An amount has at most øre; a price a day may have more.
        Magnitude::One if measure.is_money() => measure.decimals.min(2),
        Magnitude::One => measure.decimals,
        Magnitude::Million | Magnitude::Billion => magnitude.decimals(),
    };
    let mut needed = 0;
    for row in &table.rows {
        for (at, (cell, head)) in row.cells.iter().zip(&table.columns).enumerate() {
            let counts =
                if table.exact { column == Some(at) } else { measure_of(row, head) == Some(measure) };
            if !counts {
                continue;
            }
            match cell {
                Cell::Figure(f) => needed = needed.max(decimals_needed(f, measure, magnitude, most)),
                Cell::Span(a, b) => {
                    let pair = [a, b].map(|f| decimals_needed(f, measure, magnitude, most));
                    needed = pair.into_iter().fold(needed, u8::max);
                }
                Cell::Blank | Cell::Text(_) | Cell::Course(_) | Cell::Missing | Cell::Unit => {}
            }
        }
    }
    // Kroner have no øre or both digits of them.
    let usual = if magnitude == Magnitude::One && measure.unit.has_money() && (needed > 0 || table.exact) {
        2
    } else {
        0
    };
    Spelling { magnitude, decimals: Some(needed.max(usual)), fallback: most }
}

/// The decimals with which a figure is exact, at most `most`. Percents are shares of something: one decimal says enough,
/// unless every figure is to be shown whole.
fn decimals_needed(figure: &Figure, measure: &Measure, magnitude: Magnitude, most: u8) -> u8 {
    let most = if measure.unit.is_percent() && most < ramme_value::MAX_SCALE { most.min(1) } else { most };
    match figure {
        Figure::Drawn(_) | Figure::Exact(Exact::Ratio(_)) => most,
        Figure::Exact(value) => match number::faced(value, &measure.unit, most) {
            Some(d) => scaled_down(d, magnitude).trim(0).scale().min(most),
            None => 0,
        },
    }
}

fn scaled_down(value: Decimal, magnitude: Magnitude) -> Decimal {
    Decimal::new(value.mantissa(), value.scale().saturating_add(magnitude.zeros()))
}

fn spell(figure: &Figure, measure: Option<&Measure>, how: Spelling, look: Look) -> String {
    let Some(measure) = measure else {
        return match figure {
            Figure::Exact(value) => number::plain(value, &ramme_value::Unit::none(), how.fallback, look.lang),
            Figure::Drawn(x) => number::float(*x, how.fallback, look.lang),
        };
    };
    match figure {
        Figure::Drawn(x) => {
            let faced = if measure.unit.shift() > 0 { x * 100.0 } else { x / how.magnitude.factor() };
            number::float(faced, how.decimals.unwrap_or(how.fallback), look.lang)
        }
        Figure::Exact(value) => {
            match number::faced(value, &measure.unit, how.decimals.unwrap_or(how.fallback)) {
                None => number::plain(value, &measure.unit, how.fallback, look.lang),
                Some(d) => {
                    let scaled = scaled_down(d, how.magnitude);
                    match how.decimals {
                        Some(decimals) => number::rounded(scaled, decimals, look.lang),
                        None => number::decimal(scaled, look.lang),
                    }
                }
            }
        }
    }
}

/// One column with every cell spelled.
fn lay(table: &Table, index: usize, column: &Column, magnitude: Magnitude, look: Look) -> Laid {
    let of_column: Vec<&Cell> = table.rows.iter().filter_map(|r| r.cells.get(index)).collect();
    let figures = of_column.iter().any(|c| matches!(c, Cell::Figure(_) | Cell::Span(..) | Cell::Missing));
    let mut heading = heading_lines(&column.heading);
    if let Some(unit) = unit_line(table, column, magnitude, look) {
        heading.push(unit);
    }
    let mut cells: Vec<Vec<String>> = Vec::new();
    for row in &table.rows {
        let cell = row.cells.get(index).unwrap_or(&Cell::Blank);
        cells.push(spell_cell(table, row, index, cell, magnitude, look));
    }
    let width = heading.iter().chain(cells.iter().flatten()).map(|s| s.width()).max().unwrap_or(0);
    Laid { heading, cells, right: figures, width }
}

/// A heading in lines: cut at blanks, and a long name after an underscore.
fn heading_lines(heading: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in heading.split_whitespace() {
        let mut rest = String::new();
        for part in word.split_inclusive('_') {
            if !rest.is_empty() && rest.width().saturating_add(part.width()) > HEADING_ROOM {
                lines.push(std::mem::take(&mut rest));
            }
            rest.push_str(part);
        }
        match lines.last_mut() {
            Some(last) if !last.ends_with('_') && last.width() + 1 + rest.width() <= HEADING_ROOM => {
                last.push(' ');
                last.push_str(&rest);
            }
            _ => lines.push(rest),
        }
    }
    lines
}

fn spell_cell(
    table: &Table,
    row: &Row,
    index: usize,
    cell: &Cell,
    magnitude: Magnitude,
    look: Look,
) -> Vec<String> {
    let measure = table.columns.get(index).and_then(|column| measure_of(row, column));
    let plain = Spelling { magnitude: Magnitude::One, decimals: None, fallback: 4 };
    let how = measure.map_or(plain, |m| spelling(table, m, magnitude, Some(index)));
    match cell {
        Cell::Blank => vec![String::new()],
        Cell::Text(text) => wrap(&number::visible(text), TEXT_ROOM),
        Cell::Figure(f) => vec![spell(f, measure, how, look)],
        Cell::Span(a, b) => vec![span(&spell(a, measure, how, look), &spell(b, measure, how, look), look)],
        Cell::Course(points) => vec![course(points)],
        Cell::Missing => vec!["..".to_owned()],
        Cell::Unit => {
            vec![measure.map_or_else(String::new, |m| number::unit_word(&m.unit, how.magnitude, look.lang))]
        }
    }
}

/// `0,43–0,49`; in words where a sign would make it hard to read.
pub(crate) fn span(low: &str, high: &str, look: Look) -> String {
    if low.contains('\u{2212}') || high.contains('\u{2212}') {
        return format!("{low} {} {high}", look.lang.pick("to", "til"));
    }
    format!("{low}\u{2013}{high}")
}

fn unit_line(table: &Table, column: &Column, magnitude: Magnitude, look: Look) -> Option<String> {
    let measure = column.measure.as_ref()?;
    let shown = if measure.is_money() { magnitude } else { Magnitude::One };
    let unit = number::unit_word(&measure.unit, shown, look.lang);
    let level = if one_level(table).is_some() { None } else { number::level_words(measure.level, look.lang) };
    match level {
        Some(level) => Some(format!("{unit}, {level}")),
        None => Some(unit),
    }
}

/// The course of a series in eight heights; a gap is a blank.
pub(crate) fn course(points: &[Option<f64>]) -> String {
    const BARS: [char; 8] =
        ['\u{2581}', '\u{2582}', '\u{2583}', '\u{2584}', '\u{2585}', '\u{2586}', '\u{2587}', '\u{2588}'];
    let low = points.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let high = points.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    let bar = |x: f64| {
        let share = (x - low) / (high - low);
        let step = BARS.iter().enumerate().take_while(|(i, _)| share * 8.0 >= index_as_float(*i)).last();
        step.map_or(' ', |(_, c)| *c)
    };
    points.iter().map(|p| p.map_or(' ', bar)).collect()
}

fn index_as_float(i: usize) -> f64 {
    u32::try_from(i).map_or(0.0, f64::from)
}

/// The columns of each part: the keys, then as many as fit.
fn parts(laid: &[Laid], keys: usize, width: usize) -> Vec<Vec<usize>> {
    let keys = keys.min(laid.len());
    let cost = |i: usize| laid.get(i).map_or(0, |c| c.width.saturating_add(BETWEEN));
    let base: usize = (0..keys).map(cost).sum();
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut current: Vec<usize> = (0..keys).collect();
    let mut used = base;
    for i in keys..laid.len() {
        if used.saturating_add(cost(i)).saturating_sub(BETWEEN) > width && current.len() > keys {
            parts.push(std::mem::replace(&mut current, (0..keys).collect()));
            used = base;
        }
        current.push(i);
        used = used.saturating_add(cost(i));
    }
    if !current.is_empty() {
        parts.push(current);
    }
    parts
}

fn print_part(out: &mut String, laid: &[Laid], part: &[usize], rows: usize) {
    let columns: Vec<&Laid> = part.iter().filter_map(|i| laid.get(*i)).collect();
    let tall = columns.iter().map(|c| c.heading.len()).max().unwrap_or(0);
    for at in 0..tall {
        let pieces = columns.iter().map(|c| {
            // Headings stand on the line above the figures: short ones are moved down.
            let above = tall.saturating_sub(c.heading.len());
            let text = at.checked_sub(above).and_then(|i| c.heading.get(i)).map_or("", String::as_str);
            pad(text, c.width, c.right)
        });
        line(out, &pieces.collect::<Vec<_>>().join(&" ".repeat(BETWEEN)));
    }
    for row in 0..rows {
        let tall = columns.iter().filter_map(|c| c.cells.get(row)).map(Vec::len).max().unwrap_or(1);
        for at in 0..tall {
            let pieces = columns.iter().map(|c| {
                let text = c.cells.get(row).and_then(|lines| lines.get(at)).map_or("", String::as_str);
                pad(text, c.width, c.right)
            });
            line(out, &pieces.collect::<Vec<_>>().join(&" ".repeat(BETWEEN)));
        }
    }
}

fn pad(text: &str, width: usize, right: bool) -> String {
    let blanks = " ".repeat(width.saturating_sub(text.width()));
    if right { format!("{blanks}{text}") } else { format!("{text}{blanks}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ramme_value::Lang;

    #[test]
    fn a_course_runs_from_lowest_to_highest() {
        assert_eq!(course(&[Some(1.0), Some(2.0), None, Some(3.0)]), "\u{2581}\u{2585} \u{2588}");
    }

    #[test]
    fn spans_with_signs_are_written_in_words() {
        let look = Look::new(Lang::Da, 80);
        assert_eq!(span("0,43", "0,49", look), "0,43\u{2013}0,49");
        assert_eq!(span("\u{2212}0,14", "1,71", look), "\u{2212}0,14 til 1,71");
    }
}
