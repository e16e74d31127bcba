//! How far the forecasts of a run can be held against anything: the last known year from those before it, and the years
//! to come with and without what is declared.
//!
//! In: the hindcasts and declared events of a run. Out: two sections. What they are called is part of them: one year, forecast
//! from figures of a later report, is an example. Not here: how they were made.

use crate::figures::measure;
use crate::model::{Block, Cell, Column, Figure, Row, Section, Table};
use ramme_eval::result::{Hindcast, RunResult, WithEvents};
use ramme_value::Lang;

/// How many series a table shows.
const SHOWN: usize = 12;

/// The sections, where there is anything to show.
pub(crate) fn sections(result: &RunResult, lang: Lang) -> Vec<Section> {
    let declared = declared(&result.declared, lang);
    declared.into_iter().chain(last_year(&result.hindcasts, lang)).collect()
}

/// What a hindcast is not.
pub(crate) fn caveat(lang: Lang) -> &'static str {
    lang.pick(
        "Pseudo out of sample: the figures of the earlier years are those of a later report, in its prices. One year is an \
         example, not a calibration.",
        "Kun tilsyneladende en pr\u{f8}ve: de tidligere \u{e5}rs tal er dem fra en senere rapport, i dens priser. \u{c9}t \u{e5}r er et \
         eksempel, ikke en kalibrering.",
    )
}

fn last_year(hindcasts: &[Hindcast], lang: Lang) -> Option<Section> {
    if hindcasts.is_empty() {
        return None;
    }
    let mut section = Section::new(lang.pick(
        "The last known year, had it been forecast",
        "Det sidste kendte \u{e5}r, var det blevet fremskrevet",
    ));
    let headings = [
        "",
        "",
        lang.pick("year", "\u{e5}r"),
        lang.pick("from", "fra"),
        "median",
        lang.pick("80% interval", "80 %-interval"),
        lang.pick("95% interval", "95 %-interval"),
        lang.pick("published", "offentliggjort"),
    ];
    let rows = hindcasts.iter().take(SHOWN).map(row).collect();
    let mut table = Table { columns: headings.map(Column::text).to_vec(), keys: 3, rows, ..Table::default() };
    table.notes.extend(more(hindcasts.len(), lang));
    section.push(Block::Table(table));
    let (within, all) = (inside(hindcasts, 0.8), hindcasts.len());
    let wide = inside(hindcasts, 0.95);
    let count = lang.pick(
        format!("Inside the 80% interval: {within} of {all}; inside the 95% interval: {wide} of {all}."),
        format!(
            "Inden for 80 %-intervallet: {within} af {all}; inden for 95 %-intervallet: {wide} af {all}."
        ),
    );
    section.push(Block::Text(format!("{count} {}", caveat(lang))));
    Some(section)
}

/// How many published figures lie in their interval.
fn inside(hindcasts: &[Hindcast], share: f64) -> usize {
    hindcasts.iter().filter(|h| h.interval(share).is_some_and(|(_, inside)| inside)).count()
}

fn row(h: &Hindcast) -> Row {
    let median = h.quantiles.iter().find(|(l, _)| (l - 0.5).abs() < 1e-9).map(|(_, x)| *x);
    let interval = |share| h.interval(share).map_or(Cell::Blank, |(ends, _)| span(ends));
    let cells = vec![
        Cell::Text(h.name.clone()),
        Cell::Unit,
        Cell::Text(h.year.to_string()),
        Cell::Text(format!("{}\u{2013}{}", h.from.0, h.from.1)),
        median.map_or(Cell::Blank, drawn),
        interval(0.8),
        interval(0.95),
        drawn(h.published),
    ];
    Row { cells, measure: measure(&h.ty) }
}

fn declared(all: &[WithEvents], lang: Lang) -> Option<Section> {
    let first = all.first()?;
    let mut section =
        Section::new(lang.pick("What is declared of the years", "Hvad der er erkl\u{e6}ret om \u{e5}rene"));
    let mut said: Vec<String> = Vec::new();
    for note in all.iter().flat_map(|one| &one.declared) {
        let sentence = lang.pick(&note.en, &note.da).clone();
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    section.push(Block::List(said));
    let headings = [
        "",
        "",
        lang.pick("what is declared", "det erkl\u{e6}rede"),
        "median",
        lang.pick("80% interval", "80 %-interval"),
    ];
    let mut table =
        Table {
            caption: Some(lang.pick(
                format!("{} with and without it", first.year),
                format!("{} med og uden det", first.year),
            )),
            columns: headings.map(Column::text).to_vec(),
            keys: 3,
            ..Table::default()
        };
    for one in all.iter().take(SHOWN) {
        table.rows.push(side(one, &one.name, lang.pick("heeded", "regnet med"), &one.with));
        table.rows.push(side(one, "", lang.pick("left out", "udeladt"), &one.without));
    }
    table.notes.extend(more(all.len(), lang));
    section.push(Block::Table(table));
    Some(section)
}

fn side(one: &WithEvents, name: &str, how: &str, quantiles: &[(f64, f64)]) -> Row {
    let at = |p: f64| quantiles.iter().find(|(l, _)| (l - p).abs() < 1e-9).map(|(_, x)| *x);
    let interval = at(0.1).zip(at(0.9)).map_or(Cell::Blank, span);
    let cells = vec![
        Cell::Text(name.to_owned()),
        Cell::Unit,
        Cell::Text(how.to_owned()),
        at(0.5).map_or(Cell::Blank, drawn),
        interval,
    ];
    Row { cells, measure: measure(&one.ty) }
}

fn drawn(x: f64) -> Cell {
    Cell::Figure(Figure::Drawn(x))
}

fn span((low, high): (f64, f64)) -> Cell {
    Cell::Span(Figure::Drawn(low), Figure::Drawn(high))
}

fn more(count: usize, lang: Lang) -> Option<String> {
    let left = count.checked_sub(SHOWN).filter(|n| *n > 0)?;
    Some(lang.pick(
        format!("{left} more series stand in the JSON."),
        format!("{left} serier til st\u{e5}r i JSON."),
    ))
}
