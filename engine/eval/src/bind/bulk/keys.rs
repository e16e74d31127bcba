//! The keys of a bulk table: each text of a key column is looked up once, and rows follow from the numbers of their texts.
//!
//! In: a bulk table and who exists so far. Out: keys as years and positions, and who exists. Not here: values.

use std::sync::Arc;

use ramme_rulebook::model::{Axis, EntityId, Rulebook, SetId};
use ramme_table::stream::Cells;
use ramme_value::{Period, PeriodKind};

use super::super::resolve::{CellSource, Mapped};
use super::super::rows::{Standing, World};
use super::{Bulk, Key, Unfit, YEAR, along};
use crate::dataset::Years;

/// Years and members, which need no roll.
pub(in crate::bind) fn early(book: &Rulebook, table: &mut Mapped<'_>) -> Result<(), Unfit> {
    let Some(mut bulk) = table.bulk.take() else { return Ok(()) };
    for at in 0..table.keys.len() {
        let axis = table.keys.get(at).ok_or(Unfit)?.axis;
        let read = |text: &str| match axis {
            Axis::Entity(_) => Some(0),
            Axis::Period(_) => Period::parse(text)
                .filter(|p| p.kind() == PeriodKind::Year)
                .map(|p| i64::from(p.calendar_year())),
            Axis::Set(set) => member(book, table, set, text).map(i64::from),
        };
        decode(table, &mut bulk, at, read)?;
    }
    table.bulk = Some(bulk);
    Ok(())
}

fn member(book: &Rulebook, table: &Mapped<'_>, set: SetId, text: &str) -> Option<u32> {
    let spelled = table.spellings.get(&set).and_then(|s| s.get(text)).copied();
    spelled.or_else(|| book.member(set, text))
}

/// Reads every text of a key once; a blank one, or one that is no such key, is for the general reader to name.
fn decode(
    table: &Mapped<'_>,
    bulk: &mut Bulk,
    at: usize,
    read: impl Fn(&str) -> Option<i64>,
) -> Result<(), Unfit> {
    let source = table.keys.get(at).ok_or(Unfit)?.source;
    let one = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).and_then(&read).ok_or(Unfit);
    let of = match source {
        CellSource::All(text) => vec![one(text.text())?],
        CellSource::Column(column) => {
            bulk.texts(column)?.iter().map(one).collect::<Result<Vec<i64>, Unfit>>()?
        }
    };
    bulk.keys.get_mut(at).ok_or(Unfit)?.of = of;
    Ok(())
}

/// The years of a table.
pub(in crate::bind) fn years(table: &Mapped<'_>) -> Option<(i64, i64)> {
    let key = along(table, table.bulk.as_ref()?, YEAR)?;
    Some((*key.of.iter().min()?, *key.of.iter().max()?))
}

/// Takes the rows of a roll.
pub(in crate::bind) fn roll(
    table: &Mapped<'_>,
    bulk: &Bulk,
    entity: EntityId,
    by_year: bool,
    world: &mut World,
) -> Result<(), Unfit> {
    let key = along(table, bulk, Axis::Entity(entity)).ok_or(Unfit)?;
    let rows = world.entities.get_mut(entity.index()).ok_or(Unfit)?;
    let column = key.column.ok_or(Unfit)?;
    let texts = bulk.texts(column)?;
    let plain = texts.iter().all(|text| !text.is_empty() && text.trim().len() == text.len());
    let ids: Vec<i64> = if plain && rows.keys.is_empty() {
        rows.keys = Arc::clone(texts);
        positions(texts.len())
    } else {
        texts.iter().map(|text| rows.add(text.trim()) as i64).collect()
    };
    let own = Key { column: Some(column), of: ids };
    let count = rows.keys.len();
    let whole = table.keys.len() == 1 + usize::from(by_year);
    let blocks = if by_year { world.years.count } else { 1 };
    let mut exists = vec![vec![false; count]; blocks];
    let years = by_year.then(|| along(table, bulk, YEAR)).flatten();
    let blocks_of = bulk.blocks(years, world.years)?;
    let mut at = 0;
    bulk.each_key(&own, |row| {
        let block = blocks_of.get(at).copied().unwrap_or(0);
        at += 1;
        let cell =
            exists.get_mut(usize::from(block)).and_then(|year| year.get_mut(row as usize)).ok_or(Unfit)?;
        if whole && *cell {
            return Err(Unfit);
        }
        *cell = true;
        Ok(())
    })?;
    if by_year {
        rows.exists = Some(exists);
    }
    Ok(())
}

/// Entities without a roll have the rows that a key or a relation names.
pub(in crate::bind) fn unrolled(
    table: &Mapped<'_>,
    bulk: &Bulk,
    source: CellSource<'_>,
    rows: &mut crate::dataset::Rows,
) {
    let mut add = |text: &str| {
        if !ramme_table::cell::is_missing(text, &table.map.missing) {
            rows.add(text.trim());
        }
    };
    match source {
        CellSource::All(text) if bulk.pieces.rows > 0 => add(text.text()),
        CellSource::All(_) => {}
        CellSource::Column(column) => bulk.texts(column).into_iter().flat_map(|t| t.iter()).for_each(add),
    }
}

/// Entity keys to rows, once all rolls are read.
pub(in crate::bind) fn late(table: &mut Mapped<'_>, world: &World) -> Result<(), Unfit> {
    let Some(mut bulk) = table.bulk.take() else { return Ok(()) };
    for at in 0..table.keys.len() {
        let Axis::Entity(entity) = table.keys.get(at).ok_or(Unfit)?.axis else { continue };
        let read = |text: &str| match world.standing(entity, text, None) {
            Standing::Here(row) => Some(row as i64),
            _ => None,
        };
        if !is_own(table, &mut bulk, at, entity, world) {
            decode(table, &mut bulk, at, read)?;
        }
        all_exist(table, &bulk, at, entity, world)?;
    }
    // From here on keys are positions; only texts that are values are read again.
    for column in bulk.keys.iter().filter_map(|key| key.column) {
        if let Some(texts) = bulk.pieces.texts.get_mut(column)
            && table.values.iter().all(|value| value.column != column)
        {
            *texts = Arc::default();
        }
    }
    table.bulk = Some(bulk);
    Ok(())
}

/// Whether the rows of an entity are the texts of a key, one by one; then the key is known without looking.
fn is_own(table: &Mapped<'_>, bulk: &mut Bulk, at: usize, entity: EntityId, world: &World) -> bool {
    let texts = match table.keys.get(at).map(|key| key.source) {
        Some(CellSource::Column(column)) => bulk.texts(column).ok(),
        _ => None,
    };
    let rows = world.entities.get(entity.index());
    let Some(count) = texts.zip(rows).filter(|(t, r)| Arc::ptr_eq(t, &r.keys)).map(|(t, _)| t.len()) else {
        return false;
    };
    bulk.keys.get_mut(at).map(|key| key.of = positions(count)).is_some()
}

/// 0, 1, 2 and so on.
fn positions(count: usize) -> Vec<i64> {
    (0..count).map(|at| at as i64).collect()
}

/// In a table by year, a row names who exists in its year.
fn all_exist(
    table: &Mapped<'_>,
    bulk: &Bulk,
    at: usize,
    entity: EntityId,
    world: &World,
) -> Result<(), Unfit> {
    let own = table.roll.is_some_and(|(held, _)| held == entity);
    let rows = world.entities.get(entity.index()).ok_or(Unfit)?;
    let (Some(year), Some(exists), false) = (along(table, bulk, YEAR), &rows.exists, own) else {
        return Ok(());
    };
    let blocks = bulk.blocks(Some(year), world.years)?;
    let mut nth = 0;
    bulk.each_key(bulk.keys.get(at).ok_or(Unfit)?, |row| {
        let year = blocks.get(nth).and_then(|block| exists.get(usize::from(*block)));
        nth += 1;
        let there = year.and_then(|year| year.get(row as usize)).copied().unwrap_or(false);
        if there { Ok(()) } else { Err(Unfit) }
    })
}

impl Bulk {
    /// The block of each row: the position of its year; nothing where there are no years.
    pub(super) fn blocks(&self, years: Option<&Key>, axis: Years) -> Result<Vec<u16>, Unfit> {
        let Some(key) = years else { return Ok(Vec::new()) };
        let position = |year: &i64| i32::try_from(*year).ok().and_then(|year| axis.position(year));
        let of = key.of.iter().map(|year| position(year).map(|t| t as i64).ok_or(Unfit));
        let own = Key { column: key.column, of: of.collect::<Result<_, _>>()? };
        let mut out = Vec::with_capacity(self.pieces.rows);
        self.each_key(&own, |t| {
            out.push(u16::try_from(t).map_err(|_| Unfit)?);
            Ok(())
        })?;
        Ok(out)
    }

    /// Gives the key of each row to a function, in the order of the file.
    pub(super) fn each_key(
        &self,
        key: &Key,
        mut f: impl FnMut(i64) -> Result<(), Unfit>,
    ) -> Result<(), Unfit> {
        let Some(column) = key.column else {
            let one = *key.of.first().ok_or(Unfit)?;
            return (0..self.pieces.rows).try_for_each(|_| f(one));
        };
        let mut result = Ok(());
        for piece in &self.pieces.pieces {
            let Some(Cells::Texts(cells)) = piece.columns.get(column) else { return Err(Unfit) };
            let of: Option<Vec<i64>> =
                cells.numbers.iter().map(|n| key.of.get(*n as usize).copied()).collect();
            let of = of.ok_or(Unfit)?;
            cells.cells.each(|n| {
                if result.is_ok() {
                    result = of.get(n as usize).ok_or(Unfit).and_then(|own| f(*own));
                }
            });
        }
        result
    }
}
