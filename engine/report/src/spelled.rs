//! A table with every cell spelled: what stands in a figure's place, whatever it is printed on.
//!
//! In: a table, the magnitude that its section shares, a language. Out: captions, headings and cells as text; figures of
//! one measure have the same decimals. Not here: widths and lines (`text_table`), tags (`html`).

use crate::model::{Cell, Column, Figure, Measure, Row, Table};
use crate::number::{self, Magnitude};
use ramme_eval::result::Exact;
use ramme_value::{Decimal, Lang, PriceLevel};

/// A table, spelled.
#[derive(Debug)]
pub(crate) struct Spelled {
    /// What it shows, with the price level where the whole table has one.
    pub(crate) caption: Option<String>,
    /// Its columns.
    pub(crate) columns: Vec<Head>,
    /// Its rows, a cell a column.
    pub(crate) rows: Vec<Vec<Said>>,
}

/// The head of a column.
#[derive(Debug)]
pub(crate) struct Head {
    /// Its heading.
    pub(crate) text: String,
    /// The unit of its figures, with the price level where the table has several.
    pub(crate) unit: Option<String>,
    /// True where its cells are figures, which stand to the right.
    pub(crate) figures: bool,
}

/// A cell, spelled.
#[derive(Debug)]
pub(crate) enum Said {
    /// Words, or nothing.
    Words(String),
    /// A figure, or from a figure to another.
    Figure(String),
    /// The course of a series.
    Course(Vec<Option<f64>>),
    /// A value that is not known.
    Missing,
}

/// What stands in the place of a value that is not known, as statistics offices write it.
pub(crate) const UNKNOWN: &str = "..";

/// The table, spelled.
pub(crate) fn spelled(table: &Table, shared: Magnitude, lang: Lang) -> Spelled {
    let magnitude = if table.exact { Magnitude::One } else { shared };
    let mut speller = Speller { table, magnitude, lang, known: Vec::new() };
    let head = |(at, column): (usize, &Column)| Head {
        text: column.heading.clone(),
        unit: unit_line(table, column, magnitude, lang),
        figures: table.rows.iter().filter_map(|r| r.cells.get(at)).any(is_figure),
    };
    Spelled {
        caption: caption(table, lang),
        columns: table.columns.iter().enumerate().map(head).collect(),
        rows: table.rows.iter().map(|row| speller.row(row)).collect(),
    }
}

fn is_figure(cell: &Cell) -> bool {
    matches!(cell, Cell::Figure(_) | Cell::Span(..) | Cell::Missing)
}

/// Spells cells; how a measure is written in a column is found once.
struct Speller<'a> {
    table: &'a Table,
    magnitude: Magnitude,
    lang: Lang,
    known: Vec<(&'a Measure, usize, Spelling)>,
}

impl<'a> Speller<'a> {
    fn row(&mut self, row: &'a Row) -> Vec<Said> {
        let cells = row.cells.iter().enumerate().take(self.table.columns.len());
        let mut said: Vec<Said> = cells.map(|(at, cell)| self.cell(row, at, cell)).collect();
        said.resize_with(self.table.columns.len(), || Said::Words(String::new()));
        said
    }

    fn how(&mut self, measure: &'a Measure, column: usize) -> Spelling {
        if let Some((.., how)) = self.known.iter().find(|(m, c, _)| *m == measure && *c == column) {
            return *how;
        }
        let how = spelling(self.table, measure, self.magnitude, Some(column));
        self.known.push((measure, column, how));
        how
    }

    fn cell(&mut self, row: &'a Row, column: usize, cell: &Cell) -> Said {
        let lang = self.lang;
        let measure = self.table.columns.get(column).and_then(|head| measure_of(row, head));
        let plain = Spelling { magnitude: Magnitude::One, decimals: None, fallback: 4 };
        let how = measure.map_or(plain, |m| self.how(m, column));
        match cell {
            Cell::Blank => Said::Words(String::new()),
            Cell::Text(text) => Said::Words(number::visible(text)),
            Cell::Figure(f) => Said::Figure(spell(f, measure, how, lang)),
            Cell::Span(a, b) => {
                Said::Figure(span(&spell(a, measure, how, lang), &spell(b, measure, how, lang), lang))
            }
            Cell::Course(points) => Said::Course(points.clone()),
            Cell::Missing => Said::Missing,
            Cell::Unit => Said::Words(
                measure.map_or_else(String::new, |m| number::unit_word(&m.unit, how.magnitude, lang)),
            ),
        }
    }
}

/// The caption with the price level where the whole table has one.
fn caption(table: &Table, lang: Lang) -> Option<String> {
    let words = one_level(table).and_then(|level| number::level_words(level, lang));
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
        // Behind the tenth of an øre stands nothing that people act on; a verdict's table shows all.
        Magnitude::One if measure.unit.has_money() => measure.decimals.min(5),
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

fn spell(figure: &Figure, measure: Option<&Measure>, how: Spelling, lang: Lang) -> String {
    let Some(measure) = measure else {
        return match figure {
            Figure::Exact(value) => number::plain(value, &ramme_value::Unit::none(), how.fallback, lang),
            Figure::Drawn(x) => number::float(*x, how.fallback, lang),
        };
    };
    match figure {
        Figure::Drawn(x) => {
            let faced = if measure.unit.shift() > 0 { x * 100.0 } else { x / how.magnitude.factor() };
            number::float(faced, how.decimals.unwrap_or(how.fallback), lang)
        }
        Figure::Exact(value) => {
            match number::faced(value, &measure.unit, how.decimals.unwrap_or(how.fallback)) {
                None => number::plain(value, &measure.unit, how.fallback, lang),
                Some(d) => {
                    let scaled = scaled_down(d, how.magnitude);
                    match how.decimals {
                        Some(decimals) => number::rounded(scaled, decimals, lang),
                        None => number::decimal(scaled, lang),
                    }
                }
            }
        }
    }
}

/// `0,43–0,49`; in words where a sign would make it hard to read.
pub(crate) fn span(low: &str, high: &str, lang: Lang) -> String {
    if low.contains('\u{2212}') || high.contains('\u{2212}') {
        return format!("{low} {} {high}", lang.pick("to", "til"));
    }
    format!("{low}\u{2013}{high}")
}

fn unit_line(table: &Table, column: &Column, magnitude: Magnitude, lang: Lang) -> Option<String> {
    let measure = column.measure.as_ref()?;
    let shown = if measure.is_money() { magnitude } else { Magnitude::One };
    let unit = number::unit_word(&measure.unit, shown, lang);
    let level = if one_level(table).is_some() { None } else { number::level_words(measure.level, lang) };
    match level {
        Some(level) => Some(format!("{unit}, {level}")),
        None => Some(unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_with_signs_are_written_in_words() {
        assert_eq!(span("0,43", "0,49", Lang::Da), "0,43\u{2013}0,49");
        assert_eq!(span("\u{2212}0,14", "1,71", Lang::Da), "\u{2212}0,14 til 1,71");
    }
}
