//! Rows of cells to a table, once it is settled how they are read.
//!
//! In: a grid, where its parts stand, what each column is, the marks. Out: a table: key columns are dimensions; several
//! columns of figures are one more, of periods where their headings are. Not here: settling anything (`inspect`).

use crate::cell::CellError;
use crate::import::grid::{CellKind, Grid};
use crate::import::say;
use crate::import::spec::{ColumnRole, DateForm, Keep, Spec};
use crate::import::table::{Cells, Dimension, ImportedTable, Member, Role, State, is_plain};
use crate::import::time_code;
use crate::inspect::checks::is_total;
use crate::inspect::columns::Column;
use crate::inspect::layout::{Layout, unit_in};
use ramme_diag::{Diagnostic, Limits, Text};
use ramme_value::{Date, NumberStyle, parse_number};
use std::collections::BTreeMap;

/// How a grid is read: nothing in it is open.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The rows.
    pub grid: &'a Grid,
    /// Where the parts stand.
    pub layout: &'a Layout,
    /// The columns, each with a role.
    pub columns: &'a [Column],
    /// The marks of numbers.
    pub style: NumberStyle,
    /// How days are written.
    pub dates: DateForm,
    /// What else is stated.
    pub spec: &'a Spec,
}

/// A key column while it is read.
struct Key<'a> {
    column: usize,
    role: ColumnRole,
    at: BTreeMap<&'a str, u32>,
    /// The text and the member of the row before, and the text that followed each member last: rows mostly repeat a key
    /// or run through its members in turn, so that few texts are looked up.
    last: Option<(&'a str, u32)>,
    next: Vec<Option<(&'a str, u32)>>,
    members: Vec<Member>,
    above: String,
}

/// Builds the table.
///
/// # Errors
/// Every cell that is no figure where one has to be, and every row that is too short or too long, up to a cap.
pub fn table(reading: &Reading<'_>, limits: &Limits) -> Result<ImportedTable, Vec<Diagnostic>> {
    let of = |wanted: &dyn Fn(ColumnRole) -> bool| -> Vec<usize> {
        let role = |c: &Column| c.role.unwrap_or(ColumnRole::Ignore);
        reading.columns.iter().enumerate().filter(|(_, c)| wanted(role(c))).map(|(at, _)| at).collect()
    };
    let values = of(&|role| role == ColumnRole::Value);
    let mut keys: Vec<Key<'_>> = of(&ColumnRole::is_key)
        .into_iter()
        .map(|column| {
            let role = reading.columns.get(column).and_then(|c| c.role).unwrap_or(ColumnRole::Key);
            let (at, members, above) = (BTreeMap::new(), Vec::new(), String::new());
            Key { column, role, at, last: None, next: Vec::new(), members, above }
        })
        .collect();
    let (across, positions) = across(reading, &values);
    let mut cells = Cells::listed(keys.len().saturating_add(across.len()));
    let mut problems = Vec::new();
    let mut coordinate: Vec<u32> = Vec::new();
    let mut figure = String::new();
    for row in rows(reading) {
        if problems.len() as u64 >= limits.diagnostics {
            break;
        }
        let totals = reading.spec.totals == Some(Keep::LeaveOut);
        if totals && keys.iter().any(|k| is_total(reading.grid.cell(row, k.column))) {
            continue;
        }
        coordinate.clear();
        for key in &mut keys {
            coordinate.push(key.take(reading, row));
        }
        let width = coordinate.len();
        for (column, position) in values.iter().zip(&positions) {
            coordinate.truncate(width);
            coordinate.extend(position);
            figure.clear();
            match value(reading, row, *column, &mut figure) {
                Ok(state) => {
                    let place = u32::try_from(*column).unwrap_or(u32::MAX).saturating_add(1);
                    cells.push_at(&coordinate, &figure, state, (reading.grid.line(row), place));
                }
                Err(problem) => problems.push(*problem),
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut dimensions: Vec<Dimension> = keys.into_iter().map(|key| key.dimension(reading)).collect();
    dimensions.extend(across);
    Ok(finished(reading, dimensions, cells, &values))
}

/// The rows that are read: not blank, and not hidden where hidden ones are left out.
fn rows<'a>(reading: &'a Reading<'_>) -> impl Iterator<Item = usize> + 'a {
    let (grid, layout) = (reading.grid, reading.layout);
    let hidden = reading.spec.hidden == Some(Keep::LeaveOut);
    (layout.first..layout.last)
        .filter(move |row| !(hidden && grid.hidden_lines.contains(&grid.line(*row))))
        .filter(|row| (0..grid.width(*row)).any(|c| !grid.cell(*row, c).is_empty()))
}

impl<'a> Key<'a> {
    /// The position of the member in a row; a new one is added.
    fn take(&mut self, reading: &Reading<'a>, row: usize) -> u32 {
        let grid = reading.grid;
        let mut text = grid.cell(row, self.column);
        if text.is_empty() {
            let merged = grid.merged_into(row, self.column);
            text = merged.map_or("", |(row, column)| grid.cell(row, column));
        }
        if let Some(at) = self.known(text) {
            if reading.spec.fill_down == Some(true) {
                text.clone_into(&mut self.above);
            }
            return at;
        }
        if text.is_empty() && reading.spec.fill_down == Some(true) {
            let above = std::mem::take(&mut self.above);
            let at = self.at.get(above.as_str()).copied();
            self.last = None;
            self.above = above;
            if let Some(at) = at {
                return at;
            }
        }
        text.clone_into(&mut self.above);
        let at = u32::try_from(self.members.len()).unwrap_or(u32::MAX);
        let code = match self.role {
            ColumnRole::Time => time_code(text).unwrap_or_else(|| text.to_owned()),
            _ => day(text, grid.kind(row, self.column), reading.dates).unwrap_or_else(|| text.to_owned()),
        };
        let label =
            if code == text || self.role != ColumnRole::Time { code.clone() } else { text.to_owned() };
        self.members.push(Member::new(code, label));
        self.next.push(None);
        self.at.insert(text, at);
        self.follow((text, at));
        at
    }

    /// The position of a text that was met before.
    fn known(&mut self, text: &'a str) -> Option<u32> {
        if text.is_empty() {
            return None;
        }
        if let Some((_, at)) = self.last.filter(|(held, _)| *held == text) {
            return Some(at);
        }
        let after = self.last.and_then(|(_, at)| *self.next.get(usize::try_from(at).ok()?)?);
        if let Some(found) = after.filter(|(held, _)| *held == text) {
            self.last = Some(found);
            return Some(found.1);
        }
        let at = *self.at.get(text)?;
        self.follow((text, at));
        Some(at)
    }

    /// Notes what follows the member before.
    fn follow(&mut self, found: (&'a str, u32)) {
        let before = self.last.and_then(|(_, at)| self.next.get_mut(usize::try_from(at).ok()?));
        if let Some(slot) = before {
            *slot = Some(found);
        }
        self.last = Some(found);
    }

    fn dimension(self, reading: &Reading<'_>) -> Dimension {
        let name = reading.columns.get(self.column).map(Column::name).unwrap_or_default();
        let role = match self.role {
            ColumnRole::Time => Role::Time,
            ColumnRole::Area => Role::Geo,
            _ => Role::Other,
        };
        Dimension { code: name.clone(), label: name, role, members: self.members }
    }
}

/// A day in a stated form as `2023-11-30`.
fn day(text: &str, kind: CellKind, form: DateForm) -> Option<String> {
    if kind == CellKind::Date {
        return Some(text.to_owned());
    }
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '.' | '/'))?;
    let mut parts = text.split(mark);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || form == DateForm::Iso || c.len() != 4 || a.len() > 2 || b.len() > 2 {
        return None;
    }
    let (day, month) = if form == DateForm::DayFirst { (a, b) } else { (b, a) };
    Date::from_ymd(c.parse().ok()?, month.parse().ok()?, day.parse().ok()?).map(|d| d.to_string())
}

/// The dimensions that the headings of several columns of figures make, and the position of each column in them.
fn across(reading: &Reading<'_>, values: &[usize]) -> (Vec<Dimension>, Vec<Vec<u32>>) {
    if values.len() < 2 {
        return (Vec::new(), vec![Vec::new(); values.len()]);
    }
    let columns: Vec<&Column> = values.iter().filter_map(|at| reading.columns.get(*at)).collect();
    let units_differ =
        columns.windows(2).any(|pair| pair.first().map(|c| &c.unit) != pair.last().map(|c| &c.unit));
    let unit = |c: &Column| if units_differ { c.unit.clone() } else { None };
    let two = columns.iter().any(|c| !c.upper.is_empty() && c.upper != c.heading);
    let mut dimensions = Vec::new();
    let mut positions: Vec<Vec<u32>> = vec![Vec::new(); columns.len()];
    let levels: &[bool] = if two { &[true, false] } else { &[false] };
    for upper in levels {
        let text = |c: &&Column| if *upper { c.upper.clone() } else { c.heading.clone() };
        let mut members: Vec<Member> = Vec::new();
        let time = columns.iter().all(|c| time_code(&text(c)).is_some());
        for (column, position) in columns.iter().zip(&mut positions) {
            let label = text(column);
            let code = if time { time_code(&label).unwrap_or_default() } else { label.clone() };
            let at = members.iter().position(|m| m.code == code).unwrap_or_else(|| {
                let member =
                    Member { unit: if time { None } else { unit(column) }, ..Member::new(code, label) };
                members.push(member);
                members.len().saturating_sub(1)
            });
            position.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        let (code, role) = match (time, upper) {
            (true, _) => ("TID", Role::Time),
            (false, true) => ("group", Role::Other),
            (false, false) => ("measure", Role::Metric),
        };
        dimensions.push(Dimension { code: code.to_owned(), label: code.to_owned(), role, members });
    }
    (dimensions, positions)
}

/// A cell of figures: its state, and its figure as a plain decimal into `out`.
fn value(
    reading: &Reading<'_>,
    row: usize,
    column: usize,
    out: &mut String,
) -> Result<State, Box<Diagnostic>> {
    let (grid, spec) = (reading.grid, reading.spec);
    let text = grid.cell(row, column);
    let heading = reading.columns.get(column).map(|c| c.heading.as_str());
    let bad = |reason: Text| Box::new(say::bad_cell(grid.place(row, column, heading), text, reason));
    match grid.kind(row, column) {
        CellKind::Number if is_plain(text) => {
            out.push_str(text);
            return Ok(State::Known);
        }
        CellKind::Error => {
            return Err(bad(Text::both(
                "a formula of the workbook ended in an error",
                "en formel i projektmappen endte i en fejl",
            )));
        }
        _ => {}
    }
    if spec.suppressed.iter().any(|sign| sign == text) {
        return Ok(State::Suppressed);
    }
    if spec.missing.iter().any(|sign| sign == text) {
        return Ok(State::of_sign(text));
    }
    if as_written(text, reading.style.decimal, out) {
        return Ok(State::Known);
    }
    let sign = State::of_sign(text);
    if matches!(sign, State::Blank | State::Dash | State::Dots(_)) {
        return Ok(sign);
    }
    let starred = text.strip_suffix('*').map(str::trim_end).filter(|b| !b.is_empty());
    let number = parse_number(starred.unwrap_or(text), reading.style);
    let number = number.map_err(|e| bad(CellError::Number(e).in_words()))?;
    let state = if starred.is_some() { State::Flagged("*".to_owned()) } else { State::Known };
    out.push_str(&number.to_string());
    Ok(state)
}

/// Writes a short figure of digits and at most one decimal mark, which is a plain decimal but for the mark; `false` for
/// all others, which are parsed.
fn as_written(text: &str, decimal: char, out: &mut String) -> bool {
    let (whole, fraction) = text.split_once(decimal).map_or((text, None), |(w, f)| (w, Some(f)));
    let digits =
        |part: &str| (1..=18).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let leads = whole.len() > 1 && whole.starts_with('0');
    if leads || !digits(whole) || !fraction.is_none_or(digits) {
        return false;
    }
    out.push_str(whole);
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    true
}

/// The table with what stands around its figures.
fn finished(
    reading: &Reading<'_>,
    dimensions: Vec<Dimension>,
    cells: Cells,
    values: &[usize],
) -> ImportedTable {
    let (grid, layout) = (reading.grid, reading.layout);
    let row_text = |row: &usize| {
        let texts: Vec<&str> =
            (0..grid.width(*row)).map(|c| grid.cell(*row, c)).filter(|t| !t.is_empty()).collect();
        texts.join(" ")
    };
    let mut table = ImportedTable::new(&grid.file, dimensions, cells);
    table.sheet.clone_from(&grid.sheet);
    table.title = layout.titles.iter().map(row_text).collect::<Vec<_>>().join("\n");
    table.notes = layout.notes.iter().map(row_text).collect();
    let is_source = |note: &&String| ["kilde", "source"].iter().any(|w| note.to_lowercase().starts_with(w));
    table.source = table
        .notes
        .iter()
        .find(is_source)
        .map(|n| n.split_once(':').map_or(n.as_str(), |(_, s)| s).trim().to_owned())
        .unwrap_or_default();
    let first = values.first().and_then(|at| reading.columns.get(*at));
    let shared = values
        .iter()
        .filter_map(|at| reading.columns.get(*at))
        .all(|c| Some(&c.unit) == first.map(|f| &f.unit));
    table.unit = first
        .filter(|_| shared)
        .and_then(|c| c.unit.clone())
        .or_else(|| unit_in(&table.title))
        .unwrap_or_default();
    if let ([_], Some(one)) = (values, first) {
        table.measure = one.heading.clone();
    }
    table.table_id.clone_from(&reading.spec.table);
    table.normalise();
    table
}
