//! Plain series: `series_id,t,value`, one row a point, as the contract's forecasting verbs take them.
//!
//! In: a CSV, perhaps gzipped. Out: series in the order in which the file first names them, each with its time axis, or
//! what is wrong with it. Text where a number belongs, and one time twice, are errors with file, line and column; a series
//! with a gap is kept and named, so that no row is dropped. Not here: forecasts.

use crate::world;
use flate2::read::MultiGzDecoder;
use ramme_diag::{Code, Diagnostic, Limits, Place, Text};
use ramme_forecast::Series;
use ramme_table::RawTable;
use ramme_value::{Period, PeriodKind};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

/// What a time axis counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Plain whole numbers; years are among them.
    Whole,
    /// Quarters or months, as `2022K1` or `2022M03`.
    Periods(PeriodKind),
}

impl Axis {
    /// A time as the file writes it.
    pub fn spell(self, index: i32) -> String {
        match self {
            Axis::Whole => index.to_string(),
            Axis::Periods(kind) => {
                Period::from_index(kind, index).map_or_else(|| index.to_string(), |p| p.to_string())
            }
        }
    }
}

/// One series of a file.
#[derive(Debug, Clone)]
pub struct Plain {
    /// Its points, in order of time and without gaps up to the first gap.
    pub series: Series,
    /// What its times count.
    pub axis: Axis,
    /// The last time of the file, also where a gap lies before it.
    pub last: i32,
    /// Why it cannot be forecast: times that are missing inside it.
    pub problem: Option<Text>,
    /// Where that shows: the first point after the gap.
    pub problem_at: Option<Place>,
}

/// A point, and where it stands.
struct Point {
    t: i32,
    value: f64,
    line: u32,
}

/// Reads a file of series.
///
/// # Errors
/// Everything in the file that is no number, no time, or there twice.
pub fn read(path: &Path, limits: &Limits) -> Result<Vec<Plain>, Vec<Diagnostic>> {
    read_hashed(path, limits).map(|(series, _)| series)
}

/// Reads a file of series; with the hash of its bytes.
///
/// # Errors
/// As [`read`].
pub fn read_hashed(path: &Path, limits: &Limits) -> Result<(Vec<Plain>, String), Vec<Diagnostic>> {
    let (table, hash) = hashed(path, limits)?;
    let mut problems = Vec::new();
    let mut columns = [0; 3];
    for (slot, heading) in columns.iter_mut().zip(["series_id", "t", "value"]) {
        match table.column(heading) {
            Some(at) => *slot = at,
            None => problems.push(
                Diagnostic::new(Code::UnknownColumn)
                    .arg("column", heading)
                    .at(Place::line(table.name.as_str(), 1)),
            ),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let series = points(&table, columns, &mut problems);
    if problems.is_empty() { Ok((series, hash)) } else { Err(problems) }
}

/// A delimited file with a comma, perhaps gzipped.
///
/// # Errors
/// It is not there, cannot be read, or is too large, also where only its content is.
pub fn table(path: &Path, limits: &Limits) -> Result<RawTable, Vec<Diagnostic>> {
    hashed(path, limits).map(|(table, _)| table)
}

fn hashed(path: &Path, limits: &Limits) -> Result<(RawTable, String), Vec<Diagnostic>> {
    let file = world::read(path, limits.csv_bytes).map_err(|p| vec![p])?;
    let hash = blake3::hash(&file.bytes).to_hex().to_string();
    let gzipped = file.bytes.starts_with(&[0x1f, 0x8b]);
    if !gzipped {
        return Ok((RawTable::read(&file.name, &file.bytes, ',', limits)?, hash));
    }
    let mut bytes = Vec::new();
    let most = limits.csv_bytes.saturating_add(1);
    MultiGzDecoder::new(file.bytes.as_slice()).take(most).read_to_end(&mut bytes).map_err(|e| {
        vec![
            Diagnostic::new(Code::FileUnreadable)
                .arg("file", file.name.as_str())
                .arg("reason", Text::same(e.to_string()))
                .at(Place::File(file.name.clone())),
        ]
    })?;
    Ok((RawTable::read(&file.name, &bytes, ',', limits)?, hash))
}

fn points(table: &RawTable, [id, t, value]: [usize; 3], problems: &mut Vec<Diagnostic>) -> Vec<Plain> {
    let mut order: Vec<(String, Axis, Vec<Point>)> = Vec::new();
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for row in 0..table.rows() {
        let (Some((axis, time)), Some(number)) =
            (time(table, (row, t), problems), number(table, (row, value), problems))
        else {
            continue;
        };
        let name = table.cell(row, id);
        let at = *index.entry(name.to_owned()).or_insert_with(|| {
            order.push((name.to_owned(), axis, Vec::new()));
            order.len() - 1
        });
        let Some((_, held, points)) = order.get_mut(at) else { continue };
        if *held != axis {
            problems.push(bad(
                table,
                (row, t),
                Text::both("a time like the others of its series", "en tid som de andre i serien"),
                Text::both("one series has one kind of time", "en serie har én slags tid"),
            ));
            continue;
        }
        points.push(Point { t: time, value: number, line: table.line(row, t) });
    }
    order.into_iter().filter_map(|(name, axis, points)| plain(table, name, axis, points, problems)).collect()
}

fn time(
    table: &RawTable,
    (row, column): (usize, usize),
    problems: &mut Vec<Diagnostic>,
) -> Option<(Axis, i32)> {
    let text = table.cell(row, column);
    if let Ok(whole) = text.parse::<i32>() {
        return Some((Axis::Whole, whole));
    }
    match Period::parse(text) {
        Some(p) => Some((Axis::Periods(p.kind()), p.index())),
        None => {
            problems.push(bad(
                table,
                (row, column),
                Text::both("a time", "en tid"),
                Text::both(
                    "a time is a whole number or a period such as 2022, 2022K1 or 2022M03",
                    "en tid er et helt tal eller en periode som 2022, 2022K1 eller 2022M03",
                ),
            ));
            None
        }
    }
}

/// A number with a decimal point.
pub fn number(table: &RawTable, at: (usize, usize), problems: &mut Vec<Diagnostic>) -> Option<f64> {
    match table.cell(at.0, at.1).parse::<f64>() {
        Ok(x) if x.is_finite() => Some(x),
        _ => {
            let expected = Text::both("a number", "et tal");
            let why = Text::both(
                "numbers have a decimal point and are finite",
                "tal har decimalpunktum og er endelige",
            );
            problems.push(bad(table, at, expected, why));
            None
        }
    }
}

fn bad(table: &RawTable, (row, column): (usize, usize), expected: Text, reason: Text) -> Diagnostic {
    Diagnostic::new(Code::BadCell)
        .arg("text", table.cell(row, column))
        .arg("expected", expected)
        .arg("reason", reason)
        .at(table.place(row, column))
}

/// Points in order of time, held against each other.
fn plain(
    table: &RawTable,
    name: String,
    axis: Axis,
    mut points: Vec<Point>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Plain> {
    points.sort_by_key(|p| (p.t, p.line));
    let mut twice = false;
    for pair in points.windows(2) {
        if let [a, b] = pair
            && a.t == b.t
        {
            twice = true;
            problems.push(
                Diagnostic::new(Code::DuplicateKey)
                    .arg("key", format!("{name}, {}", axis.spell(a.t)))
                    .arg("first", a.line)
                    .arg("second", b.line)
                    .at(Place::line(table.name.as_str(), b.line)),
            );
        }
    }
    if twice {
        return None;
    }
    let gap = points.windows(2).find_map(|pair| match pair {
        [a, b] if i64::from(b.t) - i64::from(a.t) > 1 => Some((a.t, b.t, b.line)),
        _ => None,
    });
    let column = table.column("t").and_then(|at| u32::try_from(at).ok()).map_or(1, |at| at.saturating_add(1));
    let problem_at = gap.map(|(.., line)| Place::cell(table.name.as_str(), line, column, Some("t")));
    let problem = gap.map(|(before, after, _)| {
        let (before, after) = (axis.spell(before), axis.spell(after));
        Text::both(
            format!("nothing between {before} and {after}"),
            format!("intet mellem {before} og {after}"),
        )
    });
    let start = points.first().map_or(0, |p| p.t);
    let last = points.last().map_or(start, |p| p.t);
    let values = points.iter().map(|p| p.value).collect();
    Some(Plain { series: Series { id: name, start, values }, axis, last, problem, problem_at })
}
