//! The first sheet: what was asked, how much of the workbook is live, and each subject year by year with charts.
//!
//! In: a run and its book. Out: tables whose figures are those of the results, by formula, with native charts of them:
//! accounts and budgets as lines with 80 % intervals, the values whose chance was asked as bars. Not here: which values
//! there are (`results`).

use super::book::{Book, Sheet, address, kept, letters};
use super::page::{Page, column};
use super::results::{unit_said, value_column};
use crate::figures::{self, Indexed, OWN_TABLES, Subject, is_known, measure, period_of, subject_of};
use crate::forecast_table::quantile;
use crate::number;
use crate::run_report::basis;
use ramme_eval::result::{CellValue, Output, OutputCell, RunResult};
use ramme_rulebook::model::Type;
use rust_xlsxwriter::{
    Chart, ChartEmptyCells, ChartErrorBars, ChartErrorBarsType, ChartFont, ChartFormat, ChartLine,
    ChartLineDashType, ChartRange, ChartSolidFill, ChartType, XlsxError,
};

/// The colours of lines, told apart in grey as well.
const COLOURS: [u32; 6] = [0x001F_4E79, 0x00C5_5A11, 0x0054_8235, 0x0070_30A0, 0x007F_6000, 0x0059_5959];
/// So many years make a chart worth it, and so many lines can be told apart.
const LEAST_POINTS: usize = 3;
const MOST_LINES: usize = 6;
/// The rows that a chart covers.
const CHART_ROWS: u32 = 19;

/// The first sheet.
pub(crate) fn write(page: &mut Page<'_>, result: &RunResult, book: &Book) -> Result<(), XlsxError> {
    let lang = page.faces.lang;
    page.widths(&[12.0])?;
    let (title, quiet) = (page.faces.title.clone(), page.faces.quiet.clone());
    page.text_as(0, &result.basis.title, &title)?;
    page.down();
    for line in basis(&result.basis, lang) {
        page.text_as(0, &line, &quiet)?;
        page.down();
    }
    for line in counted(result, book, lang) {
        page.text(0, &line)?;
        page.down();
    }
    page.down();
    let places = Places::new(result);
    for group in figures::groups(&result.values) {
        let Some(period) = group.period() else { continue };
        let known =
            figures::distinct(group.cells().filter(|c| is_known(c)).map(|c| subject_of(c, Some(period))));
        if known.is_empty() || known.len() > OWN_TABLES {
            continue;
        }
        let mut times = figures::distinct(group.cells().map(|c| period_of(c, Some(period))));
        times.sort_unstable();
        let indexed = group.indexed(Some(period), &known);
        for subject in &known {
            table(page, (&indexed, subject, &times), &places, result)?;
        }
    }
    Ok(())
}

/// How many of the figures are formulas, in plain words.
fn counted(result: &RunResult, book: &Book, lang: ramme_value::Lang) -> Vec<String> {
    let count = book.count(result);
    let all = count.formulas.saturating_add(count.values);
    let figure = |n: usize| number::count(n, lang);
    let (f, v, a, d) = (figure(count.formulas), figure(count.values), figure(all), figure(count.drawn));
    let mut lines = vec![lang.pick(
        format!(
            "Of {a} exact results {f} are formulas; {v} could not be formulas that say exactly the same and stand as values. \
             Shaded cells among the assumptions may be changed."
        ),
        format!(
            "Af {a} eksakte resultater er {f} formler; {v} kunne ikke blive formler, der siger pr\u{e6}cis det samme, og \
             st\u{e5}r som v\u{e6}rdier. Farvede celler blandt foruds\u{e6}tningerne kan \u{e6}ndres."
        ),
    )];
    if count.drawn > 0 {
        lines.push(lang.pick(
            format!("{d} figures come from draws: they stand as values and do not follow the assumptions."),
            format!("{d} tal kommer af tr\u{e6}kninger: de st\u{e5}r som v\u{e6}rdier og f\u{f8}lger ikke foruds\u{e6}tningerne."),
        ));
    }
    lines
}

/// Where results stand.
struct Places {
    sheet_rows: std::collections::BTreeMap<(String, Vec<String>), u32>,
    col: u16,
}

impl Places {
    fn new(result: &RunResult) -> Places {
        let mut sheet_rows = std::collections::BTreeMap::new();
        let mut row = 1_u32;
        for output in &result.values {
            for cell in &output.cells {
                sheet_rows.insert((output.name.clone(), cell.keys.clone()), row);
                row = row.saturating_add(1);
            }
        }
        Places { sheet_rows, col: value_column(result) }
    }

    fn row(&self, output: &Output, cell: &OutputCell) -> Option<u32> {
        self.sheet_rows.get(&(output.name.clone(), cell.keys.clone())).copied()
    }
}

/// A column of the table: the value, and the ends of its interval where any year has one.
struct Lane<'a> {
    output: &'a Output,
    cells: Vec<Option<&'a OutputCell>>,
    value: u16,
    interval: Option<u16>,
    asked: bool,
}

/// The ends of what a value may be: 80 % of draws, or what the rounding of published figures leaves open.
fn ends(cell: &OutputCell) -> Option<(f64, f64)> {
    match (&cell.value, &cell.range) {
        (CellValue::Draws(s), _) => Some((quantile(s, 0.1)?, quantile(s, 0.9)?)),
        (CellValue::Exact(_), Some((low, high))) if low != high => {
            Some((crate::model::approximate(low)?, crate::model::approximate(high)?))
        }
        _ => None,
    }
}

/// The values to draw of one subject.
type Drawn<'x, 'a> = (&'x [Indexed<'a>], &'x Subject<'a>, &'x [&'a str]);

fn table(
    page: &mut Page<'_>,
    drawn: Drawn<'_, '_>,
    places: &Places,
    result: &RunResult,
) -> Result<(), XlsxError> {
    let (indexed, subject, times) = drawn;
    let asked: Vec<&str> = result.chances.iter().map(|row| row.name.as_str()).collect();
    let mut lanes: Vec<Lane<'_>> = Vec::new();
    let mut col = 1_u16;
    for one in indexed {
        let cells: Vec<Option<&OutputCell>> = times.iter().map(|t| one.at(subject, t)).collect();
        if !cells.iter().flatten().any(|c| is_known(c)) || measure(&one.output.ty).is_none() {
            continue;
        }
        let value = col;
        col = col.saturating_add(1);
        let interval = cells.iter().flatten().any(|c| ends(c).is_some()).then(|| {
            col = col.saturating_add(2);
            col.saturating_sub(2)
        });
        lanes.push(Lane {
            output: one.output,
            cells,
            value,
            interval,
            asked: asked.contains(&one.output.name.as_str()),
        });
    }
    if lanes.is_empty() {
        return Ok(());
    }
    let title = page.faces.head.clone();
    page.text_as(0, &subject.join(", "), &title)?;
    page.down();
    headings(page, &lanes)?;
    let first = page.row;
    for (at, time) in times.iter().enumerate() {
        page.text(0, time)?;
        for lane in &lanes {
            lane_cell(page, lane, at, places)?;
        }
        page.down();
    }
    page.down();
    charts(page, &lanes, (first, first.saturating_add(row_count(times.len()).saturating_sub(1))), subject)
}

fn row_count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn headings(page: &mut Page<'_>, lanes: &[Lane<'_>]) -> Result<(), XlsxError> {
    let lang = page.faces.lang;
    let mut heads = vec![String::new()];
    for lane in lanes {
        let unit = unit_said(&lane.output.ty, lang);
        let level = measure(&lane.output.ty).and_then(|m| number::level_words(m.level, lang));
        let about: Vec<String> =
            [Some(unit).filter(|u| !u.is_empty()), level].into_iter().flatten().collect();
        let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
        heads.push(format!("{}{about}", lane.output.name));
        if lane.interval.is_some() {
            heads.push(lang.pick("less, to the end of the interval", "ned til intervallets ende").to_owned());
            heads.push(lang.pick("more", "op til intervallets ende").to_owned());
        }
    }
    for col in 1..heads.len() {
        page.sheet.set_column_width(column(col), 23.0)?;
    }
    page.heads(&heads)
}

fn lane_cell(page: &mut Page<'_>, lane: &Lane<'_>, at: usize, places: &Places) -> Result<(), XlsxError> {
    let Some(cell) = lane.cells.get(at).copied().flatten() else { return Ok(()) };
    let sheet = Sheet::Results.name(page.faces.lang);
    let middle = match &cell.value {
        CellValue::Exact(value) => {
            let format = page.faces.figure(Some(&lane.output.ty));
            match places.row(lane.output, cell) {
                Some(row) => {
                    page.formula(lane.value, &address(sheet, (row, places.col)), &kept(value), &format)?
                }
                None => page.exact(lane.value, value, &format)?,
            }
            crate::model::approximate(value)
        }
        CellValue::Draws(summary) => {
            let median = quantile(summary, 0.5).unwrap_or(summary.mean);
            let format = page.faces.drawn(&lane.output.ty).set_italic();
            page.number(lane.value, median, &format)?;
            Some(median)
        }
        CellValue::Missing(_) => None,
    };
    if let (Some(col), Some((low, high)), Some(middle)) = (lane.interval, ends(cell), middle) {
        let format = page.faces.drawn(&lane.output.ty).set_font_color(0x0059_5959_u32);
        page.number(col, middle - low, &format)?;
        page.number(col.saturating_add(1), high - middle, &format)?;
    }
    Ok(())
}

/// The range of a column of the table, for a chart.
fn range(page: &Page<'_>, col: u16, (first, last): (u32, u32)) -> String {
    let sheet = Sheet::Overview.name(page.faces.lang);
    let letter = letters(col);
    format!("{}:${letter}${}", address(sheet, (first, col)), last.saturating_add(1))
}

/// One chart of lines a unit and price level, and one of bars for each value whose chance was asked.
fn charts(
    page: &mut Page<'_>,
    lanes: &[Lane<'_>],
    rows: (u32, u32),
    subject: &[&str],
) -> Result<(), XlsxError> {
    let known =
        |lane: &&Lane<'_>| lane.cells.iter().flatten().filter(|c| is_known(c)).count() >= LEAST_POINTS;
    let amounts =
        |lane: &&Lane<'_>| matches!(&lane.output.ty, Type::Num(n) if n.unit != ramme_value::Unit::none());
    let mut drawings: Vec<Vec<&Lane<'_>>> = Vec::new();
    for lane in lanes.iter().filter(known).filter(amounts) {
        let same = |group: &&mut Vec<&Lane<'_>>| {
            !lane.asked
                && group.len() < MOST_LINES
                && group.first().is_some_and(|one| {
                    let key = |l: &Lane<'_>| measure(&l.output.ty).map(|m| (m.unit, m.level));
                    !one.asked && key(one) == key(lane)
                })
        };
        match drawings.iter_mut().find(same) {
            Some(group) => group.push(lane),
            None => drawings.push(vec![lane]),
        }
    }
    let mut at = 0_u16;
    for group in &drawings {
        let chart = chart(page, group, rows, subject);
        page.sheet.insert_chart(page.row, at, &chart)?;
        at = at.saturating_add(4);
        if at > 4 {
            at = 0;
            page.row = page.row.saturating_add(CHART_ROWS);
        }
    }
    if at > 0 {
        page.row = page.row.saturating_add(CHART_ROWS);
    }
    Ok(())
}

fn chart(page: &Page<'_>, group: &[&Lane<'_>], rows: (u32, u32), subject: &[&str]) -> Chart {
    let lang = page.faces.lang;
    let bars = group.first().is_some_and(|lane| lane.asked);
    let mut chart = Chart::new(if bars { ChartType::Column } else { ChartType::Line });
    let names: Vec<&str> = group.iter().map(|lane| lane.output.name.as_str()).collect();
    let whose = if subject.is_empty() { String::new() } else { format!(" \u{2013} {}", subject.join(", ")) };
    let title = super::page::fitting(&format!("{}{whose}", names.join(", ")), 200);
    chart.title().set_name(&title).set_font(ChartFont::new().set_size(12));
    chart.set_width(700).set_height(360).show_empty_cells_as(ChartEmptyCells::Gaps);
    chart.set_alt_text(lang.pick(
        format!("{title}, year by year, with 80% intervals of years to come; the figures stand in the table above."),
        format!("{title}, \u{e5}r for \u{e5}r, med 80 %-intervaller for kommende \u{e5}r; tallene st\u{e5}r i tabellen ovenfor."),
    ));
    let unit = group.first().map(|lane| unit_said(&lane.output.ty, lang)).unwrap_or_default();
    axis(&mut chart, group, &unit, bars, lang);
    for (i, lane) in group.iter().enumerate() {
        let colour = COLOURS.get(i % COLOURS.len()).copied().unwrap_or_default();
        let values = range(page, lane.value, rows);
        let series = chart.add_series();
        series
            .set_name(&super::page::fitting(&lane.output.name, 100))
            .set_categories(range(page, 0, rows).as_str())
            .set_values(values.as_str());
        let mut format = ChartFormat::new();
        if bars {
            format.set_solid_fill(ChartSolidFill::new().set_color(colour));
        } else {
            let dash = if i % 2 == 0 { ChartLineDashType::Solid } else { ChartLineDashType::Dash };
            format.set_line(ChartLine::new().set_color(colour).set_width(2.25).set_dash_type(dash));
        }
        series.set_format(&mut format);
        if let Some(col) = lane.interval {
            let ends = ChartErrorBarsType::Custom(
                ChartRange::new_from_string(&range(page, col.saturating_add(1), rows)),
                ChartRange::new_from_string(&range(page, col, rows)),
            );
            let mut line = ChartFormat::new();
            line.set_line(
                ChartLine::new().set_color(if bars { 0x0026_2626 } else { colour }).set_width(1.25),
            );
            series.set_y_error_bars(ChartErrorBars::new().set_type(ends).set_format(&mut line));
        }
    }
    if group.len() == 1 {
        chart.legend().set_hidden();
    }
    chart
}

/// The axis of figures: in percent, millions or billions, and wide enough for every interval; lines need not begin at zero.
fn axis(chart: &mut Chart, group: &[&Lane<'_>], unit: &str, bars: bool, lang: ramme_value::Lang) {
    let percent = group.first().and_then(|lane| measure(&lane.output.ty)).is_some_and(|m| m.unit.shift() > 0);
    let (low, high) = extent(group);
    let (low, high) = if bars { (low.min(0.0), high.max(0.0)) } else { (low, high) };
    let size = low.abs().max(high.abs());
    let name = match unit {
        "kr." | "kr" if size >= 1e9 => lang.pick("bn kr", "mia. kr."),
        "kr." | "kr" if size >= 1e6 => lang.pick("mn kr", "mio. kr."),
        _ if percent => "",
        _ => unit,
    };
    let code = match name {
        // A comma at the end leaves out three digits.
        "bn kr" | "mia. kr." => "#,##0.0,,,",
        "mn kr" | "mio. kr." => "#,##0.0,,",
        _ if percent => "0 %",
        _ => "#,##0.##",
    };
    let axis = chart.y_axis();
    axis.set_num_format(code);
    if !name.is_empty() {
        axis.set_name(name);
    }
    if high > low {
        let step = step_of((high - low) / 5.0);
        axis.set_min((low / step).floor() * step).set_max((high / step).ceil() * step).set_major_unit(step);
    }
}

/// 1, 2 or 5 times a power of ten, at least so large.
fn step_of(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0].into_iter().map(|n| n * power).find(|step| *step >= least).unwrap_or(10.0 * power)
}

/// The least and the most that a drawing shows.
fn extent(group: &[&Lane<'_>]) -> (f64, f64) {
    let middle = |cell: &OutputCell| match &cell.value {
        CellValue::Exact(value) => crate::model::approximate(value),
        CellValue::Draws(summary) => Some(quantile(summary, 0.5).unwrap_or(summary.mean)),
        CellValue::Missing(_) => None,
    };
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for cell in group.iter().flat_map(|lane| lane.cells.iter().flatten()) {
        let (a, b) = ends(cell).unzip();
        for x in [middle(cell), a, b].into_iter().flatten() {
            (low, high) = (low.min(x), high.max(x));
        }
    }
    (low, high)
}
