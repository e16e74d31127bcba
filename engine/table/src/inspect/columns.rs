//! What each column of a table holds, with the evidence.
//!
//! In: rows of cells, their layout, what a spec says. Out: for each column its heading, what its cells look like, and
//! its role where that can be told. Not here: the marks of all figures together (`marks`), cells to values (`shape`).

use crate::import::grid::{CellKind, Grid};
use crate::import::is_time_code;
use crate::import::municipality;
use crate::import::spec::{ColumnRole, Spec};
use crate::import::table::State;
use crate::inspect::checks::is_total;
use crate::inspect::layout::{Layout, unit_in};
use crate::inspect::marks::{Example, Look, Marks, look};
use ramme_value::Date;
use std::collections::BTreeMap;

/// What a column holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// The heading; `column 3` where there is none.
    pub heading: String,
    /// The heading above it, where there are two rows of them.
    pub upper: String,
    /// The unit in words, from the heading or the row of units.
    pub unit: Option<String>,
    /// Its role, where it can be told.
    pub role: Option<ColumnRole>,
    /// What its cells look like.
    pub facts: Facts,
}

impl Column {
    /// The heading as it is named in a spec: with the one above it.
    #[must_use]
    pub fn name(&self) -> String {
        if self.upper.is_empty() || self.upper == self.heading {
            return self.heading.clone();
        }
        format!("{} / {}", self.upper, self.heading)
    }
}

/// Counts of what the cells of a column look like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Cells with nothing in them.
    pub blank: usize,
    /// Blank cells that are not part of a merged block; the first of them.
    pub gaps: usize,
    /// The row of the first.
    pub first_gap: Option<usize>,
    /// Figures.
    pub figures: usize,
    /// Figures that a workbook holds as text.
    pub figures_as_text: usize,
    /// Figures with a star.
    pub starred: usize,
    /// Signs in place of figures, with how many.
    pub signs: BTreeMap<String, usize>,
    /// Codes of periods.
    pub periods: usize,
    /// Codes of periods that are more than a year.
    pub parts_of_years: usize,
    /// Days.
    pub days: usize,
    /// Days written with the day or the month first; those that can only be one of them.
    pub day_first: usize,
    /// Days that can only have the month first.
    pub month_first: usize,
    /// Days that could be either, and an example.
    pub day_open: Option<Example>,
    /// Figures that begin with a zero, as codes do.
    pub leading_zeros: usize,
    /// How many of the first cells were held against the list of areas.
    pub areas_sought: usize,
    /// How many of those are codes or names of municipalities, regions or the whole country.
    pub areas: usize,
    /// Other texts, and the first of them.
    pub texts: usize,
    /// The first.
    pub first_text: Option<Example>,
    /// What the figures show of the marks.
    pub marks: Marks,
}

const TIME_WORDS: [&str; 13] = [
    "t",
    "år",
    "aar",
    "tid",
    "year",
    "time",
    "periode",
    "period",
    "kvartal",
    "quarter",
    "måned",
    "month",
    "regnskabsår",
];
const CODE_WORDS: [&str; 14] = [
    "kode",
    "code",
    "id",
    "nr",
    "nr.",
    "nummer",
    "number",
    "kommunekode",
    "kommunenr",
    "konto",
    "funktion",
    "cvr",
    "p-nr",
    "dranst",
];
const AREA_WORDS: [&str; 6] = ["kommune", "område", "municipality", "region", "area", "kommunenavn"];
/// The columns of a table of StatBank Denmark that hold codes.
const STATBANK: [&str; 14] = [
    "OMRÅDE",
    "REGI07A",
    "FUNKTION",
    "FUNK1",
    "DRANST",
    "EJER",
    "GRUPPERING",
    "ART",
    "PRISENHED",
    "TID",
    "KØN",
    "ALDER",
    "CIVILSTAND",
    "KODE",
];

/// How many cells of a column are held against the list of areas; more would show nothing new.
const AREAS_SOUGHT: usize = 2000;

fn words(heading: &str) -> Vec<String> {
    heading
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || matches!(c, '_' | '(' | ')' | ','))
        .map(str::to_owned)
        .collect()
}

fn is_one_of(heading: &str, known: &[&str]) -> bool {
    words(heading).iter().any(|w| known.contains(&w.as_str()))
}

/// True where the headings are those of StatBank's CSV: the last is `INDHOLD`.
#[must_use]
pub fn is_statbank(columns: &[Column]) -> bool {
    columns.len() > 1 && columns.last().is_some_and(|c| c.heading == "INDHOLD")
}

/// Looks at every column.
#[must_use]
pub fn columns(grid: &Grid, layout: &Layout, spec: &Spec) -> Vec<Column> {
    let header_end = layout.header.saturating_add(layout.header_rows);
    let wide = (layout.header..header_end).map(|r| grid.width(r)).max().unwrap_or(0);
    // In a sheet a column may have figures and no heading; in a text it would be a row that is too long.
    let wide = if grid.sheet.is_some() { grid.widest().max(wide) } else { wide };
    let mut found: Vec<Column> = (0..wide).map(|c| headed(grid, layout, c)).collect();
    for row in layout.first..layout.last {
        for (column, held) in found.iter_mut().enumerate() {
            add(grid, row, column, &mut held.facts);
        }
    }
    let statbank = is_statbank(&found);
    let last = found.len();
    for (at, column) in found.iter_mut().enumerate() {
        let stated = spec.role(&column.name());
        column.role = stated.or_else(|| role(column, statbank, at.saturating_add(1) == last));
        let said = spec.columns.get(&column.name()).and_then(|c| c.unit.clone());
        column.unit = said.or_else(|| column.unit.take());
    }
    found
}

/// A column with its headings and its unit.
fn headed(grid: &Grid, layout: &Layout, column: usize) -> Column {
    let shown = |row: usize| {
        let at = grid.merged_into(row, column).filter(|(_, first)| *first == column || row == layout.header);
        at.map_or_else(|| grid.cell(row, column), |(row, column)| grid.cell(row, column)).to_owned()
    };
    let rows: Vec<usize> = (layout.header..layout.header.saturating_add(layout.header_rows)).collect();
    let lower = rows.iter().rev().map(|r| shown(*r)).find(|t| !t.is_empty()).unwrap_or_default();
    let mut upper = String::new();
    if layout.header_rows > 1 {
        let left = (0..=column).rev().map(|c| grid.cell(layout.header, c)).find(|t| !t.is_empty());
        let below = rows.iter().skip(1).any(|r| !grid.cell(*r, column).is_empty());
        upper = left.filter(|_| below).unwrap_or("").to_owned();
    }
    let unit_cell = layout.units.map(|row| grid.cell(row, column).trim_matches(['(', ')']).to_owned());
    let unit = unit_cell.filter(|u| !u.is_empty()).or_else(|| unit_in(&lower)).or_else(|| unit_in(&upper));
    let heading = if lower.is_empty() { format!("column {}", column.saturating_add(1)) } else { lower };
    Column { heading, upper, unit, role: None, facts: Facts::default() }
}

fn bump(count: &mut usize) {
    *count = count.saturating_add(1);
}

/// Takes one cell into account.
fn add(grid: &Grid, row: usize, column: usize, facts: &mut Facts) {
    let text = grid.cell(row, column);
    let example = || Example { text: text.chars().take(40).collect(), place: grid.place(row, column, None) };
    if text.is_empty() {
        bump(&mut facts.blank);
        if grid.merges().is_empty() || grid.merged_into(row, column).is_none() {
            bump(&mut facts.gaps);
            facts.first_gap.get_or_insert(row);
        }
        return;
    }
    if is_time_code(text) {
        bump(&mut facts.periods);
        if text.len() > 4 {
            bump(&mut facts.parts_of_years);
        }
    }
    if facts.areas_sought < AREAS_SOUGHT {
        bump(&mut facts.areas_sought);
        if municipality::known_area(text) || is_total(text) {
            bump(&mut facts.areas);
        }
    }
    match grid.kind(row, column) {
        CellKind::Number => return bump(&mut facts.figures),
        CellKind::Date => return bump(&mut facts.days),
        CellKind::Error | CellKind::Text => {}
    }
    let bare = text.strip_suffix('*').map(str::trim_end).filter(|b| look(b) != Look::None);
    let seen = look(bare.unwrap_or(text));
    if seen != Look::None {
        bump(&mut facts.figures);
        if bare.is_some() {
            bump(&mut facts.starred);
        }
        if grid.sheet.is_some() {
            bump(&mut facts.figures_as_text);
        }
        if seen == Look::Plain && text.len() > 1 && text.starts_with('0') {
            bump(&mut facts.leading_zeros);
        }
        facts.marks.add(seen, example);
    } else if matches!(State::of_sign(text), State::Dash | State::Dots(_)) {
        let count = facts.signs.entry(text.to_owned()).or_default();
        bump(count);
    } else if let Some(day) = Day::parse(text) {
        bump(&mut facts.days);
        match day {
            Day::Iso => {}
            Day::First => bump(&mut facts.day_first),
            Day::Second => bump(&mut facts.month_first),
            Day::Open => {
                facts.day_open.get_or_insert_with(example);
            }
        }
    } else {
        bump(&mut facts.texts);
        facts.first_text.get_or_insert_with(example);
    }
}

/// How a day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    Iso,
    First,
    Second,
    Open,
}

impl Day {
    /// Looks at a text: `2023-11-30`, `30-11-2023`, `30.11.2023`, `30/11/2023`. Points are Danish: the day is first.
    pub fn parse(text: &str) -> Option<Day> {
        if Date::parse_iso(text).is_ok() {
            return Some(Day::Iso);
        }
        let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '.' | '/'))?;
        let parts: Vec<u16> = text.split(mark).map(|p| p.parse().ok()).collect::<Option<_>>()?;
        let [a, b, year] = parts.as_slice() else { return None };
        let (day, month) = (u8::try_from(*a).ok()?, u8::try_from(*b).ok()?);
        let first = Date::from_ymd(i32::from(*year), month, day).is_some();
        let second = Date::from_ymd(i32::from(*year), day, month).is_some();
        match (first, second) {
            (true, _) if mark == '.' || !second || day == month => Some(Day::First),
            (true, true) => Some(Day::Open),
            (false, true) => Some(Day::Second),
            _ => None,
        }
    }
}

/// The role of a column by what it holds; `None` where figures and words are mixed.
fn role(column: &Column, statbank: bool, is_last: bool) -> Option<ColumnRole> {
    let (facts, heading) = (&column.facts, column.heading.as_str());
    let held = facts.figures.saturating_add(facts.texts).saturating_add(facts.days);
    let time = (facts.periods > 0 && facts.periods >= held)
        && (is_one_of(heading, &TIME_WORDS) || facts.parts_of_years == facts.periods);
    if statbank {
        let key = if time || heading == "TID" { ColumnRole::Time } else { ColumnRole::Key };
        let area = matches!(heading, "OMRÅDE" | "REGI07A" | "KOMKODE");
        let key = if area { ColumnRole::Area } else { key };
        return Some(if is_last { ColumnRole::Value } else { key });
    }
    if held == 0 && facts.signs.is_empty() {
        return Some(ColumnRole::Ignore);
    }
    if heading == "SEKVENS" {
        return Some(ColumnRole::Ignore);
    }
    if time {
        return Some(ColumnRole::Time);
    }
    let area = facts.areas > 0 && facts.areas.saturating_mul(10) >= facts.areas_sought.saturating_mul(8);
    let coded = is_one_of(heading, &CODE_WORDS) || STATBANK.contains(&heading) || facts.leading_zeros > 0;
    if area && (is_one_of(heading, &AREA_WORDS) || coded || facts.figures == 0) {
        return Some(ColumnRole::Area);
    }
    if facts.figures == 0 && (facts.texts > 0 || facts.days > 0) {
        return Some(ColumnRole::Key);
    }
    if coded {
        return Some(ColumnRole::Key);
    }
    (facts.texts == 0 && facts.days == 0).then_some(ColumnRole::Value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_say_their_form_and_days_that_do_not() {
        let table = [
            ("2023-11-30", Some(Day::Iso)),
            ("30-11-2023", Some(Day::First)),
            ("11-30-2023", Some(Day::Second)),
            ("01-02-2026", Some(Day::Open)),
            ("01.02.2026", Some(Day::First)),
            ("02/02/2026", Some(Day::First)),
            ("31-02-2026", None),
            ("5.38.42", None),
            ("1-2", None),
        ];
        for (text, wanted) in table {
            assert_eq!(Day::parse(text), wanted, "{text}");
        }
    }
}
