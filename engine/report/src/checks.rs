//! Worked values beside published ones: what the rounding allows on both sides, and whether they meet.
//!
//! In: the checks of a run. Out: one section. A difference inside the rounding is shown and called what it is. Not here: how
//! the ranges were found.

use crate::figures::{axis_word, measure};
use crate::model::{Block, Cell, Column, Figure, Measure, Row, Section, Table};
use crate::number;
use ramme_eval::result::{Exact, PublishedOutcome, RunResult};
use ramme_value::Lang;

/// The section, where the scenario holds anything against published figures.
pub(crate) fn section(result: &RunResult, lang: Lang) -> Option<Section> {
    result.checks.first()?;
    let heading = lang.pick("Against the published figures", "Op mod de offentliggjorte tal");
    // Figures of one unit and one shape share a table; a percent has no place in a column of kroner.
    let alike: Vec<&[PublishedOutcome]> = result.checks.chunk_by(alike).collect();
    let alone = alike.len() == 1;
    let whose = result.checks.first().filter(|_| alone).map(|first| fixed(&result.checks, first));
    let mut section = Section::new(match whose {
        Some(whose) if !whose.is_empty() => format!("{heading}: {whose}"),
        _ => heading.to_owned(),
    });
    for checks in alike {
        let first = checks.first()?;
        let caption = (!alone).then(|| fixed(checks, first)).filter(|whose| !whose.is_empty());
        section.push(Block::Table(Table { caption, ..table(checks, first, lang) }));
    }
    let lines: Vec<String> = result.checks.iter().filter_map(|c| remark(c, lang)).collect();
    if !lines.is_empty() {
        section.push(Block::List(lines));
    }
    Some(section)
}

/// Whether two checks can stand in one table.
fn alike(a: &PublishedOutcome, b: &PublishedOutcome) -> bool {
    let axes = |c: &PublishedOutcome| c.keys.iter().map(|(axis, _)| axis.clone()).collect::<Vec<_>>();
    a.ty == b.ty && axes(a) == axes(b)
}

fn table(checks: &[PublishedOutcome], first: &PublishedOutcome, lang: Lang) -> Table {
    let shown = measure(&first.ty).map(|m| Measure { decimals: m.decimals.min(1), ..m });
    let figures = |heading: &str| match &shown {
        Some(m) => Column::figures(heading, m),
        None => Column::text(heading),
    };
    let named = naming(checks, first);
    let mut columns: Vec<Column> = named
        .iter()
        .map(|axis| {
            Column::text(
                axis.map_or_else(|| lang.pick("figure", "tal").to_owned(), |at| key_heading(first, at, lang)),
            )
        })
        .collect();
    let keys = columns.len();
    columns.extend([
        figures(lang.pick("worked", "beregnet")),
        figures(lang.pick("rounding allows", "afrunding tillader")),
        figures(lang.pick("published", "offentliggjort")),
        figures(lang.pick("is rounded from", "er afrundet fra")),
        Column::text(lang.pick("they", "de")),
    ]);
    let key = |c: &PublishedOutcome, axis: Option<usize>| match axis {
        None => c.name.clone(),
        Some(at) => c.keys.get(at).map(|(_, key)| key.clone()).unwrap_or_default(),
    };
    let rows = checks
        .iter()
        .map(|c| {
            let mut cells: Vec<Cell> = named.iter().map(|axis| Cell::Text(key(c, *axis))).collect();
            cells.extend([
                c.worked.as_ref().map_or(Cell::Missing, exact),
                span(&c.allowed),
                exact(&c.published),
                span(&c.rounds_from),
                Cell::Text(verdict(c, lang).to_owned()),
            ]);
            Row::new(cells)
        })
        .collect();
    Table { columns, keys, rows, ..Table::default() }
}

/// What names a row: the figure (none) and the axes (their position) whose keys differ; of one row the last axis.
fn naming(checks: &[PublishedOutcome], first: &PublishedOutcome) -> Vec<Option<usize>> {
    let key = |c: &PublishedOutcome, at: usize| c.keys.get(at).map(|(_, key)| key.clone());
    let mut named: Vec<Option<usize>> = Vec::new();
    if checks.iter().any(|c| c.name != first.name) {
        named.push(None);
    }
    let axes = 0..first.keys.len();
    named.extend(axes.filter(|at| checks.iter().any(|c| key(c, *at) != key(first, *at))).map(Some));
    if named.is_empty() {
        named.push(first.keys.len().checked_sub(1));
    }
    named
}

/// The figure and the keys that are the same in every row: `deviation, i alt`.
fn fixed(checks: &[PublishedOutcome], first: &PublishedOutcome) -> String {
    let named = naming(checks, first);
    let name = (!named.contains(&None)).then(|| first.name.clone());
    let keys = first.keys.iter().enumerate().filter(|(at, _)| !named.contains(&Some(*at)));
    name.into_iter().chain(keys.map(|(_, (_, key))| key.clone())).collect::<Vec<_>>().join(", ")
}

fn key_heading(first: &PublishedOutcome, at: usize, lang: Lang) -> String {
    first.keys.get(at).map(|(axis, _)| axis_word(axis, lang)).unwrap_or_default()
}

fn exact(x: &Exact) -> Cell {
    Cell::Figure(Figure::Exact(x.clone()))
}

fn span((low, high): &(Exact, Exact)) -> Cell {
    if low == high {
        return exact(low);
    }
    Cell::Span(Figure::Exact(low.clone()), Figure::Exact(high.clone()))
}

fn verdict(c: &PublishedOutcome, lang: Lang) -> &'static str {
    match (c.agrees, inside(c)) {
        (true, true) => lang.pick("agree", "stemmer"),
        (true, false) => lang.pick("agree within the rounding", "stemmer inden for afrundingen"),
        (false, _) => lang.pick("can't both be right", "kan ikke begge passe"),
    }
}

/// Where what is held back leaves a range alone.
fn of_range(c: &PublishedOutcome, low: &str, high: &str, lang: Lang) -> String {
    let keys = c.keys.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>().join(", ");
    let name = &c.name;
    lang.pick(
        format!("{name}, {keys}: some of what it rests on is held back, which leaves {low} to {high}."),
        format!("{name}, {keys}: noget af det, den hviler på, er diskretioneret, så den ligger fra {low} til {high}."),
    )
}

/// Whether the worked value itself rounds to the published one.
fn inside(c: &PublishedOutcome) -> bool {
    let size = |x: &Exact| Figure::Exact(x.clone()).size();
    match (size(&c.rounds_from.0), c.worked.as_ref().and_then(size), size(&c.rounds_from.1)) {
        (Some(low), Some(x), Some(high)) => low <= x && x <= high,
        _ => false,
    }
}

/// A sentence where the two do not simply agree.
fn remark(c: &PublishedOutcome, lang: Lang) -> Option<String> {
    if c.agrees && inside(c) {
        return None;
    }
    let unit = measure(&c.ty)?.unit;
    let word = |x: &Exact| number::with_unit(x, &unit, 1, lang);
    let keys = c.keys.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>().join(", ");
    let (name, published) = (&c.name, word(&c.published));
    let (low, high) = (word(&c.allowed.0), word(&c.allowed.1));
    let place = c.place.as_ref().map(|p| format!(" [{p}]")).unwrap_or_default();
    let Some(worked) = c.worked.as_ref().map(word) else { return Some(of_range(c, &low, &high, lang)) };
    if !c.agrees && c.allowed.0 == c.allowed.1 {
        return Some(lang.pick(
            format!("{name}, {keys}: worked here it is {worked}, and {published} was published{place}."),
            format!("{name}, {keys}: beregnet her er den {worked}, og {published} er offentliggjort{place}."),
        ));
    }
    Some(if c.agrees {
        lang.pick(
            format!(
                "{name}, {keys}: worked from the rounded figures it is {worked}, and {published} was published{place}. The \
                 figures that round to the published ones give anything from {low} to {high}, so both can be right."
            ),
            format!(
                "{name}, {keys}: beregnet af de afrundede tal er den {worked}, og {published} er offentliggjort{place}. De tal, \
                 der afrundes til de offentliggjorte, giver alt fra {low} til {high}, så begge kan passe."
            ),
        )
    } else {
        lang.pick(
            format!(
                "{name}, {keys}: the published inputs give {low} to {high}, whatever their rounding, and {published} was \
                 published{place}."
            ),
            format!(
                "{name}, {keys}: de offentliggjorte tal giver {low} til {high}, uanset afrunding, og {published} er \
                 offentliggjort{place}."
            ),
        )
    })
}
