//! One dataset of JSON-stat to a table.
//!
//! In: a dataset whose figures are text. Out: a table whose cells agree with the declared sizes. Not here: finding
//! datasets in a file.

use super::Around;
use super::model::{Dataset, Index, JsonDimension, Loose, Roles};
use crate::import::period::time_code;
use crate::import::say;
use crate::import::table::{Cells, Dimension, ImportedTable, Member, Role, State, checked_product, is_plain};
use ramme_diag::{Diagnostic, Place, Text};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Builds the table of a dataset.
pub(super) fn table<'a>(around: Around<'a>, dataset: Dataset<'a>) -> Result<ImportedTable, Vec<Diagnostic>> {
    let one = |problem| vec![problem];
    let mut parts = dataset.dimension.unwrap_or_default();
    let (ids, sizes, roles) = match (dataset.id, dataset.size) {
        (Some(ids), Some(sizes)) => (ids, sizes, dataset.role.unwrap_or_default()),
        _ => {
            let ids: Vec<String> = part(around, parts.remove("id"), "id").map_err(one)?;
            let sizes: Vec<Loose> = part(around, parts.remove("size"), "size").map_err(one)?;
            let role = parts.remove("role");
            let roles: Roles =
                role.map_or(Ok(Roles::default()), |r| part(around, Some(r), "role")).map_err(one)?;
            (ids, sizes, roles)
        }
    };
    let sizes = checked_sizes(around, &ids, &sizes).map_err(one)?;
    let product = checked_product(around.file, &sizes, around.limits.cube_cells).map_err(one)?;
    let mut dimensions = Vec::with_capacity(ids.len());
    for (id, size) in ids.iter().zip(&sizes) {
        dimensions.push(dimension(around, id, *size, parts.get(id).copied(), &roles).map_err(one)?);
    }
    let statuses = Statuses::read(around, dataset.status, product).map_err(one)?;
    let width = dimensions.len();
    let (cells, sparse) = match dataset.value {
        Some(raw) if raw.get().starts_with('[') => (dense(around, raw, &sizes, product, &statuses)?, false),
        Some(raw) if raw.get().starts_with('{') => {
            (sparse_cells(around, raw, &sizes, product, &statuses, width)?, true)
        }
        _ => return Err(vec![missing(around, "value")]),
    };
    let mut table = ImportedTable::new(around.file, dimensions, cells);
    table.rest = sparse.then(|| (String::new(), State::Absent));
    table.title = dataset.label.unwrap_or_default();
    table.source = dataset.source.unwrap_or_default();
    table.updated = dataset.updated.unwrap_or_default();
    table.notes = notes(dataset.note.as_ref());
    let px = dataset.extension.as_ref().and_then(|e| e.get("px"));
    table.table_id = px.and_then(|p| p.get("tableid")).and_then(Value::as_str).map(str::to_owned);
    table.decimals =
        px.and_then(|p| p.get("decimals")).and_then(Value::as_u64).and_then(|d| u8::try_from(d).ok());
    table.fold_measure();
    Ok(table)
}

fn missing(around: Around<'_>, key: &str) -> Diagnostic {
    around.broken((1, 1), format!("`{key}` is missing"), format!("`{key}` mangler"))
}

fn part<'a, T: serde::Deserialize<'a>>(
    around: Around<'a>,
    raw: Option<&'a RawValue>,
    key: &str,
) -> Result<T, Diagnostic> {
    let raw = raw.ok_or_else(|| missing(around, key))?;
    serde_json::from_str(raw.get()).map_err(|e| around.json_error(Some(raw.get()), &e))
}

fn checked_sizes(around: Around<'_>, ids: &[String], sizes: &[Loose]) -> Result<Vec<usize>, Diagnostic> {
    if ids.len() as u64 > around.limits.cube_dimensions {
        let what = Text::both("dimensions", "dimensioner");
        return Err(say::over(
            around.file,
            what,
            ids.len().into(),
            around.limits.cube_dimensions,
            "cube_dimensions",
        ));
    }
    if ids.len() != sizes.len() {
        let (n, m) = (ids.len(), sizes.len());
        let en = format!("`id` names {n} dimensions and `size` has {m} sizes");
        let da = format!("`id` nævner {n} dimensioner, og `size` har {m} størrelser");
        return Err(around.broken((1, 1), en, da));
    }
    let size = |s: &Loose| {
        let wrong = || {
            let text = s.text();
            around.broken((1, 1), format!("`{text}` is not a size"), format!("`{text}` er ikke en størrelse"))
        };
        s.size().ok_or_else(wrong)
    };
    sizes.iter().map(size).collect()
}

fn dimension(
    around: Around<'_>,
    id: &str,
    size: usize,
    raw: Option<&RawValue>,
    roles: &Roles,
) -> Result<Dimension, Diagnostic> {
    let Some(raw) = raw else {
        let en = format!("the dimension `{id}` is named in `id` and not described");
        return Err(around.broken(
            (1, 1),
            en,
            format!("dimensionen `{id}` nævnes i `id`, men beskrives ikke"),
        ));
    };
    let read: JsonDimension =
        serde_json::from_str(raw.get()).map_err(|e| around.json_error(Some(raw.get()), &e))?;
    let category = read.category.as_ref();
    let labels = category.and_then(|c| c.label.as_ref());
    let codes = match category.and_then(|c| c.index.as_ref()) {
        Some(Index::List(codes)) => codes.iter().map(Loose::text).collect(),
        Some(Index::Positions(positions)) => ordered(positions).unwrap_or_default(),
        // Without an index there is one category, whose label names it.
        None => labels.map(|l| l.keys().cloned().collect()).unwrap_or_else(|| vec![id.to_owned()]),
    };
    if codes.len() != size {
        let n = codes.len();
        let at = around.place_of(raw.get());
        let en = format!("the dimension `{id}` has {n} categories in order, and the size {size}");
        return Err(around.broken(
            at,
            en,
            format!("dimensionen `{id}` har {n} kategorier i rækkefølge og størrelsen {size}"),
        ));
    }
    let units = category.and_then(|c| c.unit.as_ref());
    let names = |list: &[String]| list.iter().any(|held| held == id);
    let times: Option<Vec<String>> = codes.iter().map(|code| time_code(code)).collect();
    let role = if names(&roles.time) || (times.is_some() && !codes.is_empty() && roles.time.is_empty()) {
        Role::Time
    } else if names(&roles.metric) {
        Role::Metric
    } else if names(&roles.geo) {
        Role::Geo
    } else {
        Role::Other
    };
    let times = times.filter(|_| role == Role::Time);
    let member = |(at, code): (usize, &String)| {
        let unit = units.and_then(|u| u.get(code));
        let label = labels.and_then(|l| l.get(code)).cloned().flatten();
        let spelled = times.as_ref().and_then(|t| t.get(at)).unwrap_or(code);
        Member {
            unit: unit.and_then(super::model::JsonUnit::words),
            decimals: unit.and_then(|u| u.decimals),
            ..Member::new(spelled.as_str(), label.unwrap_or_else(|| code.clone()))
        }
    };
    let members = codes.iter().enumerate().map(member).collect();
    Ok(Dimension { code: id.to_owned(), label: read.label.unwrap_or_else(|| id.to_owned()), role, members })
}

/// The codes in the order of their positions, which must be 0, 1, 2 and so on.
fn ordered(positions: &BTreeMap<String, Loose>) -> Option<Vec<String>> {
    let mut found: Vec<(usize, &String)> = Vec::with_capacity(positions.len());
    for (code, position) in positions {
        found.push((position.size()?, code));
    }
    found.sort_unstable();
    let in_order = found.iter().enumerate().all(|(wanted, (position, _))| wanted == *position);
    in_order.then(|| found.into_iter().map(|(_, code)| code.clone()).collect())
}

/// Marks of cells: one for all, one each, or some.
enum Statuses {
    None,
    All(String),
    Each(Vec<Option<String>>),
    Some(BTreeMap<usize, String>),
}

impl Statuses {
    fn read(around: Around<'_>, raw: Option<&RawValue>, product: usize) -> Result<Statuses, Diagnostic> {
        let Some(raw) = raw.filter(|r| r.get() != "null") else { return Ok(Statuses::None) };
        let error = |e: &serde_json::Error| around.json_error(Some(raw.get()), e);
        if raw.get().starts_with('{') {
            let some: BTreeMap<String, Option<String>> =
                serde_json::from_str(raw.get()).map_err(|e| error(&e))?;
            let position = |(key, mark): (String, Option<String>)| Some((key.parse().ok()?, mark?));
            return Ok(Statuses::Some(some.into_iter().filter_map(position).collect()));
        }
        if raw.get().starts_with('[') {
            let mut each: Vec<Option<String>> = serde_json::from_str(raw.get()).map_err(|e| error(&e))?;
            if each.len() == 1 && product != 1 {
                return Ok(each.pop().flatten().map_or(Statuses::None, Statuses::All));
            }
            if each.len() != product {
                let n = each.len();
                let at = around.place_of(raw.get());
                let en = format!("`status` has {n} marks for {product} cells");
                return Err(around.broken(at, en, format!("`status` har {n} mærker til {product} celler")));
            }
            return Ok(Statuses::Each(each));
        }
        serde_json::from_str(raw.get()).map(Statuses::All).map_err(|e| error(&e))
    }

    /// The positions that have a mark of their own.
    fn marked(&self) -> Box<dyn Iterator<Item = usize> + '_> {
        match self {
            Statuses::None | Statuses::All(_) => Box::new(std::iter::empty()),
            Statuses::Each(each) => {
                let has = |mark: &Option<String>| mark.as_ref().is_some_and(|mark| !mark.is_empty());
                Box::new(each.iter().enumerate().filter(move |(_, mark)| has(mark)).map(|(at, _)| at))
            }
            Statuses::Some(some) => Box::new(some.keys().copied()),
        }
    }

    fn of(&self, at: usize) -> Option<&str> {
        match self {
            Statuses::None => None,
            Statuses::All(mark) => Some(mark.as_str()),
            Statuses::Each(each) => each.get(at).and_then(Option::as_deref),
            Statuses::Some(some) => some.get(&at).map(String::as_str),
        }
        .filter(|mark| !mark.is_empty())
    }
}

/// A figure as a plain decimal, or why there is none; `None` if it is neither.
fn figure(raw: &str, mark: Option<&str>) -> Option<(String, State)> {
    if raw == "null" {
        let state = mark.map_or(State::Blank, State::of_sign);
        return Some((String::new(), state));
    }
    if let Some(sign) = raw.strip_prefix('"').and_then(|r| r.strip_suffix('"')) {
        let is_sign = !is_plain(sign) && sign.chars().count() <= 8 && !sign.contains('\\');
        return is_sign.then(|| (String::new(), State::of_sign(sign)));
    }
    let value = plain(raw)?;
    Some((value, mark.map_or(State::Known, |m| State::Flagged(m.to_owned()))))
}

/// A JSON number as a plain decimal, exactly: `1.5e3` is `1500`.
fn plain(raw: &str) -> Option<String> {
    if is_plain(raw) {
        return Some(raw.to_owned());
    }
    let (mantissa, exponent) = raw.split_once(['e', 'E'])?;
    let exponent: i32 = exponent.parse().ok().filter(|e: &i32| e.abs() <= 60)?;
    let (sign, body) = mantissa.strip_prefix('-').map_or(("", mantissa), |b| ("-", b));
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let digits = format!("{whole}{fraction}");
    let point = i32::try_from(whole.len()).ok()?.checked_add(exponent)?;
    let length = i32::try_from(digits.len()).ok()?;
    let text = if point <= 0 {
        format!("0.{}{digits}", "0".repeat(usize::try_from(point.unsigned_abs()).ok()?))
    } else if point >= length {
        let zeros = usize::try_from(point.checked_sub(length)?).ok()?;
        format!("{digits}{}", "0".repeat(zeros))
    } else {
        let at = usize::try_from(point).ok()?;
        format!("{}.{}", digits.get(..at)?, digits.get(at..)?)
    };
    let trimmed = match text.split_once('.') {
        Some((w, f)) => (w, f.trim_end_matches('0')),
        None => (text.as_str(), ""),
    };
    let whole = trimmed.0.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let text =
        if trimmed.1.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{}", trimmed.1) };
    is_plain(&text).then_some(text)
}

fn bad(around: Around<'_>, raw: &str, at: (u32, u32)) -> Diagnostic {
    let reason = Text::both(
        "values are numbers of at most 38 digits and 18 decimals, or null",
        "værdier er tal på højst 38 cifre og 18 decimaler, eller null",
    );
    say::bad_cell(Place::cell(around.file, at.0, at.1, None), raw, reason)
}

fn dense(
    around: Around<'_>,
    raw: &RawValue,
    sizes: &[usize],
    product: usize,
    statuses: &Statuses,
) -> Result<Cells, Vec<Diagnostic>> {
    let values: Vec<&RawValue> =
        serde_json::from_str(raw.get()).map_err(|e| vec![around.json_error(Some(raw.get()), &e)])?;
    let start = around.place_of(raw.get());
    if values.len() != product {
        let place = Place::cell(around.file, start.0, start.1, None);
        return Err(vec![say::cell_count(place, sizes, product, values.len())]);
    }
    let mut cells = Cells::cube(sizes.len(), product);
    let mut problems = Vec::new();
    let mut places = Places::new(raw.get(), start);
    for (at, value) in values.iter().enumerate() {
        let place = places.of(value.get());
        match figure(value.get(), statuses.of(at)) {
            Some((text, state)) => cells.push(&text, state, place),
            None if (problems.len() as u64) < around.limits.diagnostics => {
                problems.push(bad(around, value.get(), place))
            }
            None => break,
        }
    }
    if problems.is_empty() { Ok(cells) } else { Err(problems) }
}

fn sparse_cells(
    around: Around<'_>,
    raw: &RawValue,
    sizes: &[usize],
    product: usize,
    statuses: &Statuses,
    width: usize,
) -> Result<Cells, Vec<Diagnostic>> {
    let values: BTreeMap<String, &RawValue> =
        serde_json::from_str(raw.get()).map_err(|e| vec![around.json_error(Some(raw.get()), &e)])?;
    let mut numbered = BTreeMap::new();
    for (key, value) in &values {
        let position = key.parse::<usize>().ok().filter(|p| *p < product);
        let Some(position) = position else {
            let at = around.place_of(value.get());
            let en = format!("`{key}` is not a position below {product}");
            return Err(vec![around.broken(at, en, format!("`{key}` er ikke en plads under {product}"))]);
        };
        numbered.insert(position, value.get());
    }
    // A cell with a mark and no figure is there, and missing for the reason that the mark gives.
    for position in statuses.marked().filter(|position| *position < product) {
        numbered.entry(position).or_insert("null");
    }
    let mut cells = Cells::listed(width);
    let start = around.place_of(raw.get());
    for (position, value) in numbered {
        let (text, state) = figure(value, statuses.of(position))
            .ok_or_else(|| vec![bad(around, value, around.place_of(value))])?;
        let mut at = vec![0_u32; sizes.len()];
        let mut left = position;
        for (slot, size) in at.iter_mut().zip(sizes).rev() {
            *slot = u32::try_from(left % (*size).max(1)).unwrap_or(0);
            left /= (*size).max(1);
        }
        cells.push_at(&at, &text, state, start);
    }
    Ok(cells)
}

/// Lines and columns of pieces of one text that come in order.
struct Places<'a> {
    text: &'a str,
    offset: usize,
    at: (u32, u32),
}

impl<'a> Places<'a> {
    fn new(text: &'a str, start: (u32, u32)) -> Places<'a> {
        Places { text, offset: 0, at: start }
    }

    fn of(&mut self, piece: &str) -> (u32, u32) {
        let offset = piece.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        for c in self.text.get(self.offset..offset).unwrap_or("").chars() {
            self.at = if c == '\n' {
                (self.at.0.saturating_add(1), 1)
            } else {
                (self.at.0, self.at.1.saturating_add(1))
            };
        }
        self.offset = offset.max(self.offset);
        self.at
    }
}

fn notes(note: Option<&Value>) -> Vec<String> {
    match note {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_exact() {
        let table = [
            ("34880.50", Some("34880.50")),
            ("1.5e3", Some("1500")),
            ("-1.25E-2", Some("-0.0125")),
            ("5e0", Some("5")),
            ("12.5e1", Some("125")),
            ("1e40", None),
            ("1e999999", None),
            ("123456789012345678901234567890.123", Some("123456789012345678901234567890.123")),
        ];
        for (raw, wanted) in table {
            assert_eq!(plain(raw).as_deref(), wanted, "{raw}");
        }
    }

    #[test]
    fn what_is_missing_keeps_its_kind() {
        assert_eq!(figure("null", Some("..")), Some((String::new(), State::Dots(2))));
        assert_eq!(figure("null", None), Some((String::new(), State::Blank)));
        assert_eq!(figure("\":\"", None), Some((String::new(), State::Sign(":".to_owned()))));
        assert_eq!(figure("1", Some("e")), Some(("1".to_owned(), State::Flagged("e".to_owned()))));
        assert_eq!(figure("\"12\"", None), None);
        assert_eq!(figure("true", None), None);
    }
}
