//! The values of a run as tables: outputs that share their axes stand side by side.
//!
//! In: outputs. Out: sections. A few subjects get a table each, years as rows; many subjects get a table an output,
//! years as columns. Forecasts get a table of their own with the median and the intervals. Not here: chances.

use crate::forecast_table::{has_draws, is_forecast, table as forecast_table};
use crate::model::{Block, Cell, Column, Figure, Measure, Origin, Row, Section, Table, Topic, approximate};
use crate::number;
use ramme_eval::result::{CellValue, Output, OutputCell};
use ramme_rulebook::model::Type;
use ramme_value::{Lang, PriceLevel, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// Up to so many subjects get a table each.
pub(crate) const OWN_TABLES: usize = 3;
/// So many rows of a table are shown.
const MOST_ROWS: usize = 40;
/// So many reasons for missing cells are named under a table.
const MOST_REASONS: usize = 4;
/// So many points make a course worth drawing.
const LEAST_COURSE: usize = 4;

/// Outputs with the same axes.
pub(crate) struct Group<'a> {
    pub(crate) axes: &'a [String],
    pub(crate) outputs: Vec<&'a Output>,
}

/// The keys of a cell without that of the period.
pub(crate) type Subject<'a> = Vec<&'a str>;

/// An output whose cells can be found by subject and period.
pub(crate) struct Indexed<'a> {
    pub(crate) output: &'a Output,
    cells: BTreeMap<(Subject<'a>, &'a str), &'a OutputCell>,
}

impl<'a> Indexed<'a> {
    /// The cells of some subjects; of the others nothing is shown.
    fn new(output: &'a Output, period: Option<usize>, wanted: &[Subject<'a>]) -> Indexed<'a> {
        let wanted: BTreeSet<&Subject<'a>> = wanted.iter().collect();
        let mut cells = BTreeMap::new();
        for cell in &output.cells {
            let subject = subject_of(cell, period);
            if wanted.contains(&subject) {
                cells.insert((subject, period_of(cell, period)), cell);
            }
        }
        Indexed { output, cells }
    }

    /// The cell of a subject in a period; without periods, the period is empty.
    pub(crate) fn at(&self, subject: &[&'a str], period: &'a str) -> Option<&'a OutputCell> {
        self.cells.get(&(subject.to_vec(), period)).copied()
    }
}

impl<'a> Group<'a> {
    /// The position of the axis of years, quarters or months.
    pub(crate) fn period(&self) -> Option<usize> {
        self.axes.iter().position(|a| is_period(a))
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = &'a OutputCell> {
        self.outputs.iter().flat_map(|o| o.cells.iter())
    }

    pub(crate) fn indexed(&self, period: Option<usize>, wanted: &[Subject<'a>]) -> Vec<Indexed<'a>> {
        self.outputs.iter().map(|o| Indexed::new(o, period, wanted)).collect()
    }
}

fn is_period(axis: &str) -> bool {
    matches!(axis, "year" | "quarter" | "month")
}

/// All sections of figures.
pub(crate) fn sections(values: &[Output], lang: Lang) -> Vec<Section> {
    let mut sections = Vec::new();
    for group in groups(values) {
        let made = match group.period() {
            Some(period) => by_period(&group, period, lang),
            None => by_subject(&group, lang).into_iter().collect(),
        };
        let topic = Topic::Figures(group.axes.to_vec());
        sections.extend(made.into_iter().map(|section| section.about(topic.clone())));
    }
    sections
}

pub(crate) fn groups(values: &[Output]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for output in values {
        match groups.iter_mut().find(|g| g.axes == output.axes.as_slice()) {
            Some(group) => group.outputs.push(output),
            None => groups.push(Group { axes: &output.axes, outputs: vec![output] }),
        }
    }
    groups
}

/// How many different keys each axis but the period has, over all outputs, in order of appearance: every row of an entity, since
/// it was looked at whatever is known of it, and of a set the members of which something is known.
pub(crate) fn keys_by_axis(values: &[Output]) -> Vec<(String, usize)> {
    let mut seen: Vec<(String, std::collections::BTreeSet<&str>)> = Vec::new();
    for output in values {
        for (at, axis) in output.axes.iter().enumerate().filter(|(_, a)| !is_period(a)) {
            let row = at == 0 && output.of_rows;
            let known = |c: &&OutputCell| row || !matches!(c.value, CellValue::Missing(_));
            let keys = output.cells.iter().filter(known).filter_map(|c| c.keys.get(at)).map(String::as_str);
            match seen.iter_mut().find(|(name, _)| name == axis) {
                Some((_, held)) => held.extend(keys),
                None => seen.push((axis.clone(), keys.collect())),
            }
        }
    }
    seen.into_iter().map(|(axis, keys)| (axis, keys.len())).filter(|(_, n)| *n > 0).collect()
}

/// What the figures of an output measure; none for text and yes/no.
pub(crate) fn measure(ty: &Type) -> Option<Measure> {
    match ty {
        Type::Num(n) => Some(Measure { unit: n.unit.clone(), level: n.level, decimals: n.written_scale() }),
        Type::YesNo => Some(Measure { unit: Unit::none(), level: PriceLevel::None, decimals: 0 }),
        Type::Date | Type::Text | Type::Member(_) | Type::Row(_) | Type::Period(_) => None,
    }
}

pub(crate) fn subject_of(cell: &OutputCell, period: Option<usize>) -> Subject<'_> {
    let kept = cell.keys.iter().enumerate().filter(|(i, _)| Some(*i) != period);
    kept.map(|(_, key)| key.as_str()).collect()
}

pub(crate) fn period_of(cell: &OutputCell, period: Option<usize>) -> &str {
    period.and_then(|at| cell.keys.get(at)).map_or("", String::as_str)
}

/// Each value once, in order of appearance.
pub(crate) fn distinct<T: Ord + Clone>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    values.filter(|value| seen.insert(value.clone())).collect()
}

pub(crate) fn is_known(cell: &OutputCell) -> bool {
    !matches!(cell.value, CellValue::Missing(_))
}

fn by_period(group: &Group<'_>, period: usize, lang: Lang) -> Vec<Section> {
    let subject = |cell| subject_of(cell, Some(period));
    let all = distinct(group.cells().map(subject));
    let known = distinct(group.cells().filter(|c| is_known(c)).map(subject));
    if known.is_empty() {
        return vec![nothing_known(group, lang)];
    }
    let mut periods = distinct(group.cells().map(|c| period_of(c, Some(period))));
    periods.sort_unstable();
    let mut sections: Vec<Section> = if known.len() <= OWN_TABLES {
        let outputs = group.indexed(Some(period), &known);
        let axis = group.axes.get(period).map_or("", String::as_str);
        known.iter().filter_map(|s| own_section(&outputs, axis, s, &periods, lang)).collect()
    } else {
        group.outputs.iter().map(|o| wide_section(o, period, &known, &periods, lang)).collect()
    };
    let shown: BTreeSet<&Subject<'_>> = known.iter().collect();
    let left_out: Vec<String> = all.iter().filter(|s| !shown.contains(s)).map(|s| s.join(", ")).collect();
    if let (false, Some(last)) = (left_out.is_empty(), sections.last_mut()) {
        let named = left_out.iter().take(5).cloned().collect::<Vec<_>>().join("; ");
        let rest = left_out.len().saturating_sub(5);
        let more = if rest > 0 {
            lang.pick(format!(" and {rest} more"), format!(" og {rest} til"))
        } else {
            String::new()
        };
        let nothing = lang.pick("Nothing is known of", "Intet er kendt om");
        last.push(Block::Text(format!("{nothing}: {named}{more}.")));
    }
    sections
}

/// Where no cell of a group is known: why, and no table of dots.
fn nothing_known(group: &Group<'_>, lang: Lang) -> Section {
    let names: Vec<&str> = group.outputs.iter().map(|o| o.name.as_str()).collect();
    let mut reasons = Vec::new();
    for cell in group.cells() {
        value_cell(cell, &mut reasons, lang);
    }
    let mut section = Section::new(lang.pick("Nothing is known", "Intet er kendt"));
    let names = names.join(", ");
    if group.cells().next().is_none() {
        let rows =
            group.outputs.first().filter(|output| output.of_rows).and_then(|output| output.axes.first());
        let rows = rows.map_or("", String::as_str);
        section.push(Block::Text(lang.pick(
            format!("No value of {names}: nothing of {rows} is on the roll of these years."),
            format!(
                "Ingen v\u{e6}rdi af {names}: intet af {rows} st\u{e5}r p\u{e5} listen for disse \u{e5}r."
            ),
        )));
        return section;
    }
    section.push(Block::Text(
        lang.pick(format!("No value of {names}:"), format!("Ingen v\u{e6}rdi af {names}:")),
    ));
    let reasons = reason_notes(&reasons, lang);
    let plain = reasons.iter().map(|r| r.trim_start_matches(['.', ' ']).to_owned());
    section.push(Block::List(plain.collect()));
    section
}

/// A subject with its own table: years as rows, outputs as columns; then the forecast.
fn own_section<'a>(
    outputs: &[Indexed<'a>],
    axis: &str,
    subject: &[&'a str],
    periods: &[&'a str],
    lang: Lang,
) -> Option<Section> {
    let heading = if subject.is_empty() {
        lang.pick("Year by year", "\u{c5}r for \u{e5}r").to_owned()
    } else {
        subject.iter().map(|k| number::visible(k)).collect::<Vec<_>>().join(", ")
    };
    let mut section = Section::new(heading);
    let (future, past): (Vec<&str>, Vec<&str>) =
        periods.iter().partition(|p| is_forecast(outputs, subject, p));
    let past = past_table(outputs, axis, subject, &past, lang);
    if !past.rows.is_empty() {
        section.push(Block::Table(past));
    }
    if !future.is_empty() {
        section.push(Block::Table(forecast_table(outputs, subject, &future, lang)));
    }
    (!section.blocks.is_empty()).then_some(section)
}

fn past_table<'a>(
    outputs: &[Indexed<'a>],
    axis: &str,
    subject: &[&'a str],
    years: &[&'a str],
    lang: Lang,
) -> Table {
    let known = |o: &Indexed<'a>| years.iter().any(|y| o.at(subject, y).is_some_and(is_known));
    let outputs: Vec<&Indexed<'a>> = outputs.iter().filter(|o| known(o) || !has_draws(o.output)).collect();
    let ranged = |o: &Indexed<'a>| years.iter().any(|y| o.at(subject, y).is_some_and(worth_range));
    let mut table = Table { keys: 1, columns: vec![Column::text(axis_word(axis, lang))], ..Table::default() };
    for one in &outputs {
        let (name, measure) = (&one.output.name, measure(&one.output.ty));
        table.columns.push(Column { heading: name.clone(), measure: measure.clone() });
        if ranged(one) {
            let heading = format!("{name}, {}", lang.pick("range", "sp\u{e6}nd"));
            table.columns.push(Column { heading, measure });
        }
    }
    let mut reasons = Vec::new();
    for year in years {
        let mut cells = vec![Cell::Text((*year).to_owned())];
        for one in &outputs {
            let found = one.at(subject, year);
            stands(&mut table, cells.len(), one.output, found);
            cells.push(found.map_or(Cell::Blank, |c| value_cell(c, &mut reasons, lang)));
            if ranged(one) {
                cells.push(found.map_or(Cell::Blank, range_cell));
            }
        }
        table.rows.push(Row::new(cells));
    }
    table.rows.extend(course_row(&table, lang));
    if outputs.iter().any(|o| ranged(o)) {
        table.notes.push(
            lang.pick(
                "A range is what rounded or suppressed figures leave open.",
                "Et sp\u{e6}nd er det, som afrundede eller diskretionerede tal lader st\u{e5} \u{e5}bent.",
            )
            .to_owned(),
        );
    }
    table.notes.extend(reason_notes(&reasons, lang));
    table
}

/// Remembers which value stands in the next row of a table.
pub(crate) fn stands(table: &mut Table, column: usize, output: &Output, cell: Option<&OutputCell>) {
    if let Some(cell) = cell {
        table.stands(column, Origin { name: output.name.clone(), keys: cell.keys.clone() });
    }
}

pub(crate) fn axis_word(axis: &str, lang: Lang) -> String {
    match axis {
        "year" => lang.pick("year", "\u{e5}r").to_owned(),
        "quarter" => lang.pick("quarter", "kvartal").to_owned(),
        "month" => lang.pick("month", "m\u{e5}ned").to_owned(),
        other => other.to_owned(),
    }
}

/// Ranges are shown for what is worked out; that an input was rounded is in the JSON.
fn worth_range(cell: &OutputCell) -> bool {
    cell.range.as_ref().is_some_and(|(low, high)| low != high) && cell.place.is_none()
}

fn range_cell(cell: &OutputCell) -> Cell {
    match &cell.range {
        Some((low, high)) => Cell::Span(Figure::Exact(low.clone()), Figure::Exact(high.clone())),
        None => Cell::Blank,
    }
}

/// A cell as a figure; of a distribution the median.
pub(crate) fn value_cell(cell: &OutputCell, reasons: &mut Vec<String>, lang: Lang) -> Cell {
    match &cell.value {
        CellValue::Exact(value) => Cell::Figure(Figure::Exact(value.clone())),
        CellValue::Draws(summary) => crate::forecast_table::quantile(summary, 0.5)
            .map_or(Cell::Figure(Figure::Drawn(summary.mean)), |x| Cell::Figure(Figure::Drawn(x))),
        CellValue::Missing(why) => {
            for note in why {
                let sentence = lang.pick(&note.en, &note.da).clone();
                if !reasons.contains(&sentence) {
                    reasons.push(sentence);
                }
            }
            Cell::Missing
        }
    }
}

pub(crate) fn reason_notes(reasons: &[String], lang: Lang) -> Vec<String> {
    let mut notes: Vec<String> = reasons.iter().take(MOST_REASONS).map(|r| format!("..  {r}")).collect();
    let rest = reasons.len().saturating_sub(MOST_REASONS);
    if rest > 0 {
        notes.push(lang.pick(
            format!(
                "..  and {rest} more {}; the JSON names all of them",
                if rest == 1 { "reason" } else { "reasons" }
            ),
            format!(
                "..  og {rest} {} til; JSON-filen n\u{e6}vner dem alle",
                if rest == 1 { "\u{e5}rsag" } else { "\u{e5}rsager" }
            ),
        ));
    }
    notes
}

/// A last row with the course of each column of figures, where there are enough points that differ.
fn course_row(table: &Table, lang: Lang) -> Option<Row> {
    let mut drawn = false;
    let mut cells = vec![Cell::Text(lang.pick("course", "forl\u{f8}b").to_owned())];
    for index in 1..table.columns.len() {
        let points: Vec<Option<f64>> = table
            .rows
            .iter()
            .map(|r| match r.cells.get(index) {
                Some(Cell::Figure(Figure::Exact(value))) => approximate(value),
                _ => None,
            })
            .collect();
        if worth_course(&points) {
            drawn = true;
            cells.push(Cell::Course(points));
        } else {
            cells.push(Cell::Blank);
        }
    }
    drawn.then(|| Row::new(cells))
}

fn worth_course(points: &[Option<f64>]) -> bool {
    let known: Vec<f64> = points.iter().flatten().copied().collect();
    let first = known.first().copied().unwrap_or(0.0);
    known.len() >= LEAST_COURSE && known.iter().any(|x| x.total_cmp(&first).is_ne())
}

/// Many subjects: a table an output, years as columns, a course at the end. Subjects and years of which this output says
/// nothing at all are left out.
fn wide_section<'a>(
    output: &'a Output,
    period: usize,
    known: &[Subject<'a>],
    years: &[&'a str],
    lang: Lang,
) -> Section {
    let measure = measure(&output.ty);
    let mut table = Table::default();
    for (i, axis) in output.axes.iter().enumerate() {
        if i != period {
            table.columns.push(Column::text(axis_word(axis, lang)));
        }
    }
    table.keys = table.columns.len();
    let known: BTreeSet<&Subject<'_>> = known.iter().collect();
    let subjects =
        distinct(output.cells.iter().map(|c| subject_of(c, Some(period))).filter(|s| known.contains(s)));
    let shown: Vec<Subject<'a>> = subjects.iter().take(MOST_ROWS).cloned().collect();
    let cells_of = Indexed::new(output, Some(period), &shown);
    let says: BTreeSet<&str> = output.cells.iter().map(|c| period_of(c, Some(period))).collect();
    let years: Vec<&'a str> = years.iter().copied().filter(|y| says.contains(y)).collect();
    table.columns.extend(years.iter().map(|y| Column { heading: (*y).to_owned(), measure: measure.clone() }));
    table.columns.push(Column::text(""));
    let mut reasons = Vec::new();
    for subject in &shown {
        let mut cells: Vec<Cell> = subject.iter().map(|k| Cell::Text((*k).to_owned())).collect();
        for year in &years {
            let found = cells_of.at(subject, year);
            stands(&mut table, cells.len(), output, found);
            cells.push(found.map_or(Cell::Blank, |c| value_cell(c, &mut reasons, lang)));
        }
        let points: Vec<Option<f64>> = cells.iter().skip(subject.len()).map(point).collect();
        cells.push(if worth_course(&points) { Cell::Course(points) } else { Cell::Blank });
        table.rows.push(Row::new(cells));
    }
    table.notes.extend(more_rows(subjects.len(), lang));
    if has_draws(output) {
        table.notes.push(
            lang.pick("Of years to come the median is shown.", "For kommende \u{e5}r vises medianen.")
                .to_owned(),
        );
    }
    table.notes.extend(reason_notes(&reasons, lang));
    let mut section = Section::new(output.name.clone());
    section.push(Block::Table(table));
    section
}

fn point(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Figure(f) => f.size(),
        _ => None,
    }
}

pub(crate) fn more_rows(total: usize, lang: Lang) -> Option<String> {
    let rest = total.saturating_sub(MOST_ROWS);
    (rest > 0).then(|| {
        lang.pick(
            format!("and {} more rows; the JSON has all of them", number::count(rest, lang)),
            format!("og {} r\u{e6}kker til; JSON-filen har dem alle", number::count(rest, lang)),
        )
    })
}

/// Outputs without a period: subjects as rows, outputs as columns.
fn by_subject(group: &Group<'_>, lang: Lang) -> Option<Section> {
    let subjects = distinct(group.cells().map(|c| subject_of(c, None)));
    let shown: Vec<Subject<'_>> = subjects.iter().take(MOST_ROWS).cloned().collect();
    let outputs = group.indexed(None, &shown);
    let mut table = Table { keys: group.axes.len(), ..Table::default() };
    table.columns.extend(group.axes.iter().map(|a| Column::text(axis_word(a, lang))));
    let heading = |o: &Indexed<'_>| Column { heading: o.output.name.clone(), measure: measure(&o.output.ty) };
    table.columns.extend(outputs.iter().map(heading));
    let mut reasons = Vec::new();
    for subject in &shown {
        let mut cells: Vec<Cell> = subject.iter().map(|k| Cell::Text((*k).to_owned())).collect();
        for one in &outputs {
            let found = one.at(subject, "");
            stands(&mut table, cells.len(), one.output, found);
            cells.push(found.map_or(Cell::Blank, |c| value_cell(c, &mut reasons, lang)));
        }
        table.rows.push(Row::new(cells));
    }
    table.notes.extend(more_rows(subjects.len(), lang));
    table.notes.extend(reason_notes(&reasons, lang));
    if table.rows.is_empty() {
        return None;
    }
    let heading = if group.axes.is_empty() {
        lang.pick("In all", "I alt").to_owned()
    } else {
        lang.pick(format!("By {}", group.axes.join(", ")), format!("Pr. {}", group.axes.join(", ")))
    };
    let mut section = Section::new(heading);
    section.push(Block::Table(table));
    Some(section)
}
