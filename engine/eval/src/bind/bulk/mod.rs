//! Large ordinary files: read by several threads straight into integers, without a text for each cell.
//!
//! In: a mapped table whose headings are known, and the rest of its file as a stream. Out: its columns, keys as positions,
//! and grids of narrow integers. Whatever is out of the ordinary, in the mapping or in the file, is [`Unfit`] here: then
//! the general reader takes the file, and gives the same data, or says what is wrong. So nothing in here speaks. Not here:
//! the form of a line (`ramme_table::stream`).

mod fill;
mod keys;

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use ramme_diag::Limits;
use ramme_rulebook::model::{Axis, Rulebook, Type};
use ramme_table::import::statbank;
use ramme_table::stream::{self, Ask, Form, Head, NumberForm, Pieces};
use ramme_table::{Names, RawTable};
use ramme_value::{Decimal, NumType, PeriodKind};

use super::resolve::{CellSource, Inputs, Known, Mapped, MappedValue};
use super::unit;
use super::value::{Form as Written, number};
use super::{Context, DataSource};
use crate::scenario::FileReading;

pub(super) use fill::{BulkGrid, all as fill};
pub(super) use keys::{early, late, roll, unrolled, years};
pub(super) use ramme_table::stream::Unfit;

/// A file of which the headings have been read.
pub(super) struct Pending<'f> {
    head: Head,
    rest: Box<dyn Read + Send + 'f>,
    delimiter: u8,
}

/// A table as columns, in the order of its rows.
#[derive(Debug)]
pub(super) struct Bulk {
    pieces: Pieces,
    /// The line of the first row.
    first_line: u32,
    /// The keys of the table, in order.
    keys: Vec<Key>,
}

/// A key of every row.
#[derive(Debug)]
struct Key {
    /// The column; none where one text holds for all rows.
    column: Option<usize>,
    /// For each text of the column: the year, or the position of row or member.
    of: Vec<i64>,
}

impl Bulk {
    fn texts(&self, column: usize) -> Result<&Arc<Names>, Unfit> {
        self.pieces.texts.get(column).ok_or(Unfit)
    }
}

/// By the name of a file: its table with headings only, and the rest.
pub(super) type Streams<'f> = BTreeMap<String, (RawTable, Pending<'f>)>;

/// The files that may be read in bulk: named once, and delimited text.
pub(super) fn streams<'f>(
    context: &Context<'_>,
    files: &'f dyn DataSource,
    may_bulk: &dyn Fn(&str, u64) -> bool,
) -> Streams<'f> {
    let tables = &context.scenario.tables;
    let once = |name: &str| tables.iter().filter(|table| table.file.text() == name).count() == 1;
    let mut out = Streams::new();
    for table in tables {
        let name = table.file.text();
        let FileReading::Plain { stated } = table.reading else { continue };
        if table.suppress.is_some() || table.exclude.is_some() || table.revised || !once(name) {
            continue;
        }
        let Some((size, stream)) = files.stream(name) else { continue };
        if !may_bulk(name, size) || size > context.limits.csv_bytes {
            continue;
        }
        if let Ok((raw, pending)) = headings(name, stream, table.delimiter, context.limits)
            && (stated || !statbank::looks_like(pending.head.line.as_bytes()))
        {
            out.insert(name.to_owned(), (raw, pending));
        }
    }
    out
}

/// Reads the headings of a file; the table has no rows.
fn headings<'f>(
    name: &str,
    mut stream: Box<dyn Read + Send + 'f>,
    delimiter: char,
    limits: &Limits,
) -> Result<(RawTable, Pending<'f>), Unfit> {
    let head = stream::head(stream.as_mut())?;
    let raw = RawTable::read(name, head.line.as_bytes(), delimiter, limits).map_err(|_| Unfit)?;
    let delimiter = u8::try_from(delimiter).map_err(|_| Unfit)?;
    Ok((raw, Pending { head, rest: stream, delimiter }))
}

/// Reads the rows of a file whose columns are settled; gives the table and the hash of the file.
pub(super) fn read(
    context: &Context<'_>,
    table: &Mapped<'_>,
    mut pending: Pending<'_>,
) -> Result<(Bulk, String), Unfit> {
    is_ordinary(context, table)?;
    let form = form(context, table, pending.delimiter)?;
    let pieces = stream::rows(pending.head, pending.rest.as_mut(), &form)?;
    let hash = pieces.hash.clone();
    let key = |source: &CellSource<'_>| match source {
        CellSource::Column(column) => Key { column: Some(*column), of: Vec::new() },
        CellSource::All(_) => Key { column: None, of: Vec::new() },
    };
    let keys = table.keys.iter().map(|k| key(&k.source)).collect();
    Ok((Bulk { pieces, first_line: table.raw.heading_line.saturating_add(1), keys }, hash))
}

/// Whether a mapping asks for nothing but columns that are what they are called.
fn is_ordinary(context: &Context<'_>, table: &Mapped<'_>) -> Result<(), Unfit> {
    let hides = match &table.published {
        Known::Always => false,
        Known::On(day) => context.known_on.is_some_and(|pin| *day > pin),
        Known::Dates(_) | Known::Documents(..) => true,
    };
    let ordinary = table.keyed && !hides && table.map.filters.is_empty();
    let once = table.values.iter().all(|value| match value.inputs {
        Inputs::One(id) => {
            let input = context.book.inputs.get(id.index());
            let shape = input.map(|input| &input.shape);
            let total = |set: &ramme_rulebook::model::SetId| {
                context.book.sets.get(set.index()).is_some_and(|s| s.has_total)
            };
            shape.is_some_and(|shape| !shape.sets.iter().any(total))
        }
        Inputs::ByCell(..) => false,
    });
    if ordinary && once { Ok(()) } else { Err(Unfit) }
}

fn form(context: &Context<'_>, table: &Mapped<'_>, delimiter: u8) -> Result<Form, Unfit> {
    let mut asks = vec![Ask::Skip; table.raw.headings.len()];
    let mut put = |column: usize, ask: Ask| -> Result<(), Unfit> {
        let slot = asks.get_mut(column).ok_or(Unfit)?;
        match (&*slot, &ask) {
            (Ask::Skip, _) => *slot = ask,
            // A column that is key and value is text to both.
            (Ask::Text, Ask::Text) => {}
            _ => return Err(Unfit),
        }
        Ok(())
    };
    for key in &table.keys {
        if let CellSource::Column(column) = key.source {
            put(column, Ask::Text)?;
        }
    }
    for value in &table.values {
        put(value.column, ask(context.book, table, value, delimiter)?)?;
    }
    let narrow = |limit: u64| usize::try_from(limit).unwrap_or(usize::MAX);
    let limits = context.limits;
    Ok(Form {
        delimiter,
        asks,
        most_line: narrow(limits.csv_field_bytes.min(limits.csv_record_bytes)),
        most_rows: narrow(limits.csv_rows),
        threads: rayon::current_num_threads(),
    })
}

/// How a column is read.
fn ask(book: &Rulebook, table: &Mapped<'_>, value: &MappedValue<'_>, delimiter: u8) -> Result<Ask, Unfit> {
    let Inputs::One(id) = value.inputs else { return Err(Unfit) };
    let input = book.inputs.get(id.index()).ok_or(Unfit)?;
    let of_year = input.shape.period.is_some();
    match &input.ty {
        Type::Num(num) => {
            let written = written(table, value, num)?;
            let scale = num.stored_scale().ok_or(Unfit)?;
            let factor = written.factor.trim(0);
            let form =
                NumberForm::new(written.style, (factor.mantissa(), factor.scale()), scale).ok_or(Unfit)?;
            let reads = |text: &String| number(num, None, text, Some(written)).is_ok();
            if form.holds(delimiter) || table.map.missing.iter().any(reads) {
                return Err(Unfit);
            }
            Ok(Ask::Number(form))
        }
        ty => {
            plain_kind(book, value, ty)?;
            match ty {
                Type::Date if table.map.missing.iter().all(|sign| ramme_table::cell::date(sign).is_err()) => {
                    Ok(Ask::Day)
                }
                Type::YesNo | Type::Text | Type::Member(_) => Ok(Ask::Text),
                Type::Row(_) if !of_year => Ok(Ask::Text),
                _ => Err(Unfit),
            }
        }
    }
}

/// How the numbers of a column are written: one unit and one price level for all rows.
fn written(table: &Mapped<'_>, value: &MappedValue<'_>, num: &NumType) -> Result<Written, Unfit> {
    let factor: Decimal = unit::factor(num, same(value.unit)?, same(value.level)?).map_err(|_| Unfit)?;
    if value.decimals.is_some() {
        return Err(Unfit);
    }
    Ok(Written { style: table.map.style, factor, decimals: None })
}

fn plain_kind(book: &Rulebook, value: &MappedValue<'_>, ty: &Type) -> Result<(), Unfit> {
    let fits = same(value.unit)?.is_none_or(|words| unit::names_kind(book, ty, words));
    if fits && value.level.is_none() && value.decimals.is_none() { Ok(()) } else { Err(Unfit) }
}

/// The one text for all rows.
fn same<'t>(source: Option<CellSource<'t>>) -> Result<Option<&'t str>, Unfit> {
    match source {
        None => Ok(None),
        Some(CellSource::All(text)) => Ok(Some(text.text())),
        Some(CellSource::Column(_)) => Err(Unfit),
    }
}

/// The key along an axis.
fn along<'b>(table: &'b Mapped<'_>, bulk: &'b Bulk, axis: Axis) -> Option<&'b Key> {
    let at = table.keys.iter().position(|key| key.axis == axis)?;
    bulk.keys.get(at)
}

/// The axis of years.
const YEAR: Axis = Axis::Period(PeriodKind::Year);
