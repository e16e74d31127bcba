//! The first lines of a run: what the last known year was, what the next may be, and which budget holds.
//!
//! In: a run with chances. Out: one short section, a point a sentence. Every figure in it stands in a table below. Not
//! here: the tables.

use crate::figures::measure;
use crate::forecast_table::quantile;
use crate::model::{Block, Figure, Measure, Section};
use crate::number::{self, Magnitude};
use ramme_eval::result::{CellValue, ChanceRow, Output, OutputCell, RunResult, Summary};
use ramme_value::{Lang, Rounding};

/// The section, where the scenario asks for chances.
pub(crate) fn section(result: &RunResult, lang: Lang) -> Option<Section> {
    let mut said = Vec::new();
    let mut seen: Vec<(&str, Vec<&(String, String)>)> = Vec::new();
    for row in &result.chances {
        let subject: Vec<&(String, String)> = row.keys.iter().filter(|(axis, _)| axis != "year").collect();
        if !seen.contains(&(row.name.as_str(), subject.clone())) {
            said.extend(sentences(result, row, lang));
            seen.push((&row.name, subject));
        }
    }
    if said.is_empty() {
        return None;
    }
    let level = result
        .values
        .iter()
        .find(|o| seen.iter().any(|(name, _)| *name == o.name))
        .and_then(|o| measure(&o.ty));
    let level =
        level.and_then(|m| number::level_words(m.level, lang)).map(|l| format!(" ({l})")).unwrap_or_default();
    let mut section = Section::new(format!("{}{level}", lang.pick("In short", "Kort sagt")));
    section.push(Block::List(said));
    Some(section)
}

/// The sentences about the first year to come of one subject.
fn sentences(result: &RunResult, row: &ChanceRow, lang: Lang) -> Vec<String> {
    let Some(output) = result.values.iter().find(|o| o.name == row.name) else { return Vec::new() };
    let Some(measure) = measure(&output.ty) else { return Vec::new() };
    let whose = std::iter::once(row.name.as_str());
    let others = row.keys.iter().filter(|(axis, _)| axis != "year").map(|(_, key)| key.as_str());
    let whose = whose.chain(others).map(number::visible).collect::<Vec<_>>().join(", ");
    let known = last_known(output, row);
    let summary = cell(output, row).and_then(summary);
    let holds = row.holds.iter().find(|(chance, _)| (chance - 0.8).abs() < 1e-9).or_else(|| row.holds.last());
    let mut figures: Vec<f64> = known.iter().filter_map(|(_, figure)| figure.size()).collect();
    figures.extend(summary.iter().flat_map(|s| s.quantiles.iter().map(|(_, x)| *x)));
    figures.extend(holds.iter().map(|(_, x)| *x));
    let writing = Writing::new(measure, &figures, lang);
    let mut said = Vec::new();
    if let Some((year, figure)) = known {
        let amount = writing.amount(&figure);
        said.push(lang.pick(format!("{whose}: {amount} in {year}."), format!("{whose}: {amount} i {year}.")));
    }
    if let Some(summary) = summary {
        said.push(coming(row, summary, &writing));
    }
    if let Some((chance, figure)) = holds {
        let percent = number::float(chance * 100.0, 0, lang);
        let amount = writing.drawn(*figure);
        let year = year(row);
        said.push(lang.pick(
            format!("A budget of {amount} for {year} holds with {percent}%."),
            format!("Et budget p\u{e5} {amount} for {year} holder med {percent} pct."),
        ));
    }
    said
}

fn coming(row: &ChanceRow, summary: &Summary, writing: &Writing) -> String {
    let lang = writing.lang;
    let amount = |x: f64| writing.drawn(x);
    let middle = amount(quantile(summary, 0.5).unwrap_or(summary.mean));
    let interval = match (quantile(summary, 0.1), quantile(summary, 0.9)) {
        (Some(low), Some(high)) => lang.pick(
            format!(", with 80% between {} and {}", amount(low), amount(high)),
            format!(", med 80 pct. mellem {} og {}", amount(low), amount(high)),
        ),
        _ => String::new(),
    };
    let chance = row.above.iter().find(|(share, _)| share.is_zero()).map(|(_, range)| {
        let percent = |x: f64| number::float(x * 100.0, 0, lang);
        let (low, high) = (percent(range.low), percent(range.high));
        let figures = if low == high { low } else { format!("{low}\u{2013}{high}") };
        lang.pick(
            format!("; above zero with {figures}% ({} of {} years so far)", range.happened, range.n),
            format!("; over nul med {figures} pct. ({} af {} \u{e5}r hidtil)", range.happened, range.n),
        )
    });
    let year = year(row);
    let chance = chance.unwrap_or_default();
    format!("{year}: median {middle}{interval}{chance}.")
}

fn year(row: &ChanceRow) -> &str {
    row.keys.iter().find(|(axis, _)| axis == "year").map_or("", |(_, key)| key.as_str())
}

fn summary(cell: &OutputCell) -> Option<&Summary> {
    match &cell.value {
        CellValue::Draws(summary) => Some(summary),
        CellValue::Exact(_) | CellValue::Missing(_) => None,
    }
}

/// True where a cell is about the row's subject, whatever its year.
fn same_subject(output: &Output, cell: &OutputCell, row: &ChanceRow) -> bool {
    output.axes.iter().zip(&cell.keys).all(|(axis, key)| {
        axis == "year" || row.keys.iter().any(|(other, held)| other == axis && held == key)
    })
}

fn year_of<'a>(output: &Output, cell: &'a OutputCell) -> &'a str {
    output.axes.iter().position(|a| a == "year").and_then(|at| cell.keys.get(at)).map_or("", String::as_str)
}

fn cell<'a>(output: &'a Output, row: &ChanceRow) -> Option<&'a OutputCell> {
    output.cells.iter().find(|c| same_subject(output, c, row) && year_of(output, c) == year(row))
}

/// The last year of which the value is known exactly.
fn last_known<'a>(output: &'a Output, row: &ChanceRow) -> Option<(&'a str, Figure)> {
    let of_subject = output.cells.iter().filter(|c| same_subject(output, c, row));
    let known = of_subject.filter_map(|c| match &c.value {
        CellValue::Exact(value) => Some((year_of(output, c), Figure::Exact(value.clone()))),
        CellValue::Draws(_) | CellValue::Missing(_) => None,
    });
    known.max_by_key(|(year, _)| *year)
}

/// How the amounts of one subject are written: one magnitude for all of them.
struct Writing {
    measure: Measure,
    magnitude: Magnitude,
    lang: Lang,
}

impl Writing {
    fn new(measure: Measure, figures: &[f64], lang: Lang) -> Writing {
        let magnitude = if measure.is_money() { Magnitude::fitting(figures) } else { Magnitude::One };
        Writing { measure, magnitude, lang }
    }

    /// `0,93 mia. kr.`; an exact amount without zeros that say nothing.
    fn amount(&self, figure: &Figure) -> String {
        let Writing { measure, magnitude, lang } = self;
        let unit = number::unit_word(&measure.unit, *magnitude, *lang);
        let text = match figure {
            Figure::Drawn(x) if measure.unit.shift() > 0 => number::float(x * 100.0, 1, *lang),
            Figure::Drawn(x) => number::float(x / magnitude.factor(), magnitude.decimals(), *lang),
            Figure::Exact(value) => match number::faced(value, &measure.unit, 1) {
                Some(d) => {
                    let zeros = d.scale().saturating_add(magnitude.zeros());
                    let scaled = ramme_value::Decimal::new(d.mantissa(), zeros);
                    let rounded = scaled.round(magnitude.decimals(), Rounding::HalfUp).unwrap_or(scaled);
                    number::decimal(rounded.trim(0), *lang)
                }
                None => number::plain(value, &measure.unit, 1, *lang),
            },
        };
        if unit == "%" { format!("{text}%") } else { format!("{text} {unit}").trim_end().to_owned() }
    }

    fn drawn(&self, x: f64) -> String {
        self.amount(&Figure::Drawn(x))
    }
}
