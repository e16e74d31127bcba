//! The values of a bulk table, laid out by the keys of their rows.
//!
//! In: a bulk table with its keys as positions. Out: one grid an input; the pieces give up each column as it is laid out, so
//! that no value is held twice for long. Not here: what other tables give.

use std::sync::Arc;

use ramme_rulebook::model::{Axis, Input, InputId, Shape, Type};
use ramme_table::stream::{Cells, NumberCells};
use ramme_table::{Block, CauseId, Column, Data, Narrow, cell};
use ramme_value::{Decimal, NumType};

use super::super::Context;
use super::super::grid::{Naming, State, block_len};
use super::super::resolve::{Inputs, Mapped, MappedValue};
use super::super::rows::World;
use super::super::value::{Read, Reader};
use super::{Bulk, Unfit, YEAR, along, written};
use crate::dataset::{CellPlace, InputColumn, Places, Texts};

/// The cells of one input.
#[derive(Debug)]
pub(in crate::bind) struct BulkGrid {
    pub input: InputId,
    blocks: Vec<Narrow>,
    lines: Arc<Vec<u32>>,
    /// Cells that a row leaves blank, by block and index.
    blank: Vec<(usize, usize)>,
    len: usize,
    place: CellPlace,
}

/// Where the rows of a table lie in the inputs of one shape.
struct Route {
    shape: Shape,
    blocks: Vec<u16>,
    cells: Vec<u32>,
    lines: Arc<Vec<u32>>,
    count: usize,
    len: usize,
    /// Some rows say again what another has said.
    repeats: bool,
}

/// Lays out every value of a table.
pub(in crate::bind) fn all(
    context: &Context<'_>,
    table: &mut Mapped<'_>,
    world: &World,
    texts: &mut Texts,
) -> Result<Vec<BulkGrid>, Unfit> {
    let Some(mut bulk) = table.bulk.take() else { return Ok(Vec::new()) };
    let mut routes: Vec<Route> = Vec::new();
    let mut grids = Vec::new();
    for (nth, value) in table.values.iter().enumerate() {
        let Inputs::One(id) = value.inputs else { return Err(Unfit) };
        let input = context.book.inputs.get(id.index()).ok_or(Unfit)?;
        if !routes.iter().any(|r| r.shape == input.shape) {
            routes.push(route(context, table, &bulk, world, &input.shape)?);
        }
        let route = routes.iter().find(|r| r.shape == input.shape).ok_or(Unfit)?;
        let again = table.values.iter().skip(nth + 1).any(|later| later.column == value.column)
            || table
                .keys
                .iter()
                .any(|k| matches!(k.source, super::CellSource::Column(c) if c == value.column));
        let pieces = bulk.pieces.pieces.iter_mut().map(|piece| {
            let cells = piece.columns.get_mut(value.column).ok_or(Unfit)?;
            Ok(if again { cells.clone() } else { std::mem::take(cells) })
        });
        let pieces = pieces.collect::<Result<Vec<Cells>, Unfit>>()?;
        let filling = Filling { context, table, world, value, input, route };
        let (blocks, blank) = filling.column(&bulk, pieces, texts)?;
        let place = CellPlace {
            file: u16::try_from(table.file).map_err(|_| Unfit)?,
            column: u16::try_from(value.column + 1).map_err(|_| Unfit)?,
            line: 0,
        };
        let grid =
            BulkGrid { input: id, blocks, lines: Arc::clone(&route.lines), blank, len: route.len, place };
        if matches!(input.ty, Type::Row(_)) && !grid.is_total(world, &input.shape) {
            return Err(Unfit);
        }
        grids.push(grid);
    }
    Ok(grids)
}

/// Where each row lies.
fn route(
    context: &Context<'_>,
    table: &Mapped<'_>,
    bulk: &Bulk,
    world: &World,
    shape: &Shape,
) -> Result<Route, Unfit> {
    let rows = bulk.pieces.rows;
    let len = block_len(context.book, world, shape);
    let count = if shape.period.is_some() { world.years.count } else { 1 };
    let total = count.checked_mul(len).filter(|n| u32::try_from(*n).is_ok()).ok_or(Unfit)?;
    let years = shape.period.is_some().then(|| along(table, bulk, YEAR)).flatten();
    let blocks = bulk.blocks(years, world.years)?;
    let mut cells = vec![0_u32; rows];
    let mut stride = 1_usize;
    // The last set lies closest to the rows.
    let axes =
        shape.entity.map(Axis::Entity).into_iter().chain(shape.sets.iter().rev().map(|s| Axis::Set(*s)));
    for axis in axes {
        let key = along(table, bulk, axis).ok_or(Unfit)?;
        let mut slots = cells.iter_mut();
        let step = i64::try_from(stride).map_err(|_| Unfit)?;
        bulk.each_key(key, |at| {
            let slot = slots.next().ok_or(Unfit)?;
            *slot = at
                .checked_mul(step)
                .and_then(|x| u32::try_from(x).ok())
                .and_then(|x| slot.checked_add(x))
                .ok_or(Unfit)?;
            Ok(())
        })?;
        let size = match axis {
            Axis::Entity(e) => world.entities.get(e.index()).map_or(0, |r| r.keys.len()),
            Axis::Set(s) => context.book.sets.get(s.index()).map_or(0, |s| s.members.len()),
            Axis::Period(_) => 1,
        };
        stride = stride.checked_mul(size).ok_or(Unfit)?;
    }
    let used = usize::from(shape.entity.is_some()) + usize::from(shape.period.is_some()) + shape.sets.len();
    let exact = used == table.keys.len();
    let (mut lines, mut repeats) = (vec![0_u32; total], false);
    for (nth, cell) in cells.iter().enumerate() {
        let block = blocks.get(nth).copied().map_or(0, usize::from);
        let line = lines.get_mut(block * len + *cell as usize).ok_or(Unfit)?;
        if *line == 0 {
            *line = u32::try_from(nth).ok().and_then(|n| n.checked_add(bulk.first_line)).ok_or(Unfit)?;
        } else if exact {
            return Err(Unfit);
        } else {
            repeats = true;
        }
    }
    Ok(Route { shape: shape.clone(), blocks, cells, lines: Arc::new(lines), count, len, repeats })
}

struct Filling<'a> {
    context: &'a Context<'a>,
    table: &'a Mapped<'a>,
    world: &'a World,
    value: &'a MappedValue<'a>,
    input: &'a Input,
    route: &'a Route,
}

/// Values by block, and the cells that are blank.
type Laid = (Vec<Narrow>, Vec<(usize, usize)>);

impl Filling<'_> {
    fn column(&self, bulk: &Bulk, pieces: Vec<Cells>, texts: &mut Texts) -> Result<Laid, Unfit> {
        let numbers = match &self.input.ty {
            Type::Num(_) | Type::Date => {
                let cells = pieces.into_iter().map(|cells| match cells {
                    Cells::Numbers(cells) => self.settle(cells, texts),
                    _ => Err(Unfit),
                });
                cells.collect::<Result<Vec<NumberCells>, Unfit>>()?
            }
            _ => self.by_text(bulk, pieces, texts)?,
        };
        self.lay_out(numbers)
    }

    fn reader(&self) -> Reader<'_> {
        Reader { book: self.context.book, world: self.world, table: self.table, input: self.input }
    }

    /// What a text is worth; none where it stands for nothing.
    fn read(&self, text: &str, texts: &mut Texts) -> Result<Option<i64>, Unfit> {
        let text = text.trim();
        if cell::is_missing(text, &self.table.map.missing) {
            return if matches!(self.input.ty, Type::Row(_)) { Err(Unfit) } else { Ok(None) };
        }
        let form = match &self.input.ty {
            Type::Num(num) => Some(written(self.table, self.value, num)?),
            _ => None,
        };
        match self.reader().read(text, form, None, texts) {
            Ok(Read::Value(value)) => i64::try_from(value).map(Some).map_err(|_| Unfit),
            _ => Err(Unfit),
        }
    }

    /// Reads the odd cells, and holds all values to their bounds.
    fn settle(&self, mut cells: NumberCells, texts: &mut Texts) -> Result<NumberCells, Unfit> {
        for (row, text) in std::mem::take(&mut cells.odd) {
            match self.read(&text, texts)? {
                Some(value) if cells.values.set(row as usize, value) => {}
                Some(_) => return Err(Unfit),
                None => cells.blank.push(row),
            }
        }
        cells.blank.sort_unstable();
        let (Some((low, high)), Type::Num(num)) = (self.input.between, &self.input.ty) else {
            return Ok(cells);
        };
        let scale = num.stored_scale().unwrap_or(0);
        let inside = |v: i64| (low..=high).contains(&Decimal::new(i128::from(v), scale));
        let ends = cells.values.bounds().is_none_or(|(least, greatest)| inside(least) && inside(greatest));
        if ends { Ok(cells) } else { known_inside(&cells, num, inside).then_some(cells).ok_or(Unfit) }
    }

    /// Columns of texts: each text is read once.
    fn by_text(&self, bulk: &Bulk, pieces: Vec<Cells>, texts: &mut Texts) -> Result<Vec<NumberCells>, Unfit> {
        let names = bulk.texts(self.value.column)?;
        let of = names.iter().map(|text| self.read(text, texts)).collect::<Result<Vec<_>, Unfit>>()?;
        let piece = |cells: Cells| {
            let Cells::Texts(cells) = cells else { return Err(Unfit) };
            let own = cells.numbers.iter().map(|n| of.get(*n as usize).copied().ok_or(Unfit));
            let own = own.collect::<Result<Vec<Option<i64>>, Unfit>>()?;
            let mut out = NumberCells::default();
            let mut row = 0_u32;
            cells.cells.each(|n| {
                match own.get(n as usize).copied().flatten() {
                    Some(value) => out.values.push(value),
                    None => {
                        out.values.push(0);
                        out.blank.push(row);
                    }
                }
                row += 1;
            });
            Ok(out)
        };
        pieces.into_iter().map(piece).collect()
    }

    fn lay_out(&self, pieces: Vec<NumberCells>) -> Result<Laid, Unfit> {
        let route = self.route;
        let ends = pieces.iter().filter_map(|cells| cells.values.bounds());
        let ends = ends.fold((0, 0), |(l, g), (low, high)| (l.min(low), g.max(high)));
        let mut out = vec![Narrow::zeros(route.len, ends); route.count];
        let mut blank = Vec::new();
        let mut first = 0_usize;
        for cells in pieces {
            let end = first.checked_add(cells.values.len()).ok_or(Unfit)?;
            let at = route.cells.get(first..end).ok_or(Unfit)?;
            let blocks =
                if route.blocks.is_empty() { &[][..] } else { route.blocks.get(first..end).ok_or(Unfit)? };
            for row in &cells.blank {
                let block = blocks.get(*row as usize).copied().map_or(0, usize::from);
                blank.push((block, *at.get(*row as usize).ok_or(Unfit)? as usize));
            }
            if route.repeats {
                self.agree(&cells, (first, at, blocks), &mut out, &blank)?;
            } else {
                put(&cells.values, at, blocks, &mut out)?;
            }
            first = end;
        }
        blank.sort_unstable();
        blank.dedup();
        Ok((out, blank))
    }

    /// Rows that repeat a cell have to say the same, blank or not.
    fn agree(
        &self,
        cells: &NumberCells,
        (first, at, blocks): (usize, &[u32], &[u16]),
        out: &mut [Narrow],
        blank: &[(usize, usize)],
    ) -> Result<(), Unfit> {
        if !cells.blank.is_empty() || !blank.is_empty() {
            return Err(Unfit);
        }
        let line_of_first = u32::try_from(first).map_err(|_| Unfit)?;
        let top = self.table.raw.heading_line.saturating_add(1).saturating_add(line_of_first);
        let (mut nth, mut result) = (0_u32, Ok(()));
        cells.values.each(|value| {
            let row = nth as usize;
            let cell = at.get(row).map_or(usize::MAX, |c| *c as usize);
            let block = blocks.get(row).copied().map_or(0, usize::from);
            let line = self.route.lines.get(block * self.route.len + cell).copied();
            let held = out.get_mut(block);
            let agrees = match held {
                Some(held) if line == Some(top.saturating_add(nth)) => held.set(cell, value),
                Some(held) => held.get(cell) == Some(value),
                None => false,
            };
            if !agrees {
                result = Err(Unfit);
            }
            nth += 1;
        });
        result
    }
}

fn known_inside(cells: &NumberCells, _: &NumType, inside: impl Fn(i64) -> bool) -> bool {
    let mut blank = cells.blank.iter().copied().peekable();
    let (mut row, mut all) = (0_u32, true);
    cells.values.each(|value| {
        if blank.next_if_eq(&row).is_none() {
            all &= inside(value);
        }
        row += 1;
    });
    all
}

/// Puts values into their cells; all widths of the target hold all values of the column.
fn put(values: &Narrow, at: &[u32], blocks: &[u16], out: &mut [Narrow]) -> Result<(), Unfit> {
    macro_rules! lay {
        ($from:expr, $width:ident, $to:ty) => {{
            let mut slots: Vec<&mut [$to]> = Vec::new();
            for block in out {
                let Narrow::$width(cells) = block else { return Err(Unfit) };
                slots.push(cells.as_mut_slice());
            }
            let one = blocks.is_empty();
            let mut years = blocks.iter();
            for (value, cell) in $from.iter().zip(at) {
                let block = if one { 0 } else { years.next().map_or(usize::MAX, |b| usize::from(*b)) };
                let slot =
                    slots.get_mut(block).and_then(|cells| cells.get_mut(*cell as usize)).ok_or(Unfit)?;
                *slot = <$to>::try_from(*value).map_err(|_| Unfit)?;
            }
        }};
    }
    match (values, out.first()) {
        (_, None) => {}
        (Narrow::W16(v), Some(Narrow::W16(_))) => lay!(v, W16, i16),
        (Narrow::W16(v), Some(Narrow::W32(_))) => lay!(v, W32, i32),
        (Narrow::W16(v), Some(Narrow::W64(_))) => lay!(v, W64, i64),
        (Narrow::W32(v), Some(Narrow::W16(_))) => lay!(v, W16, i16),
        (Narrow::W32(v), Some(Narrow::W32(_))) => lay!(v, W32, i32),
        (Narrow::W32(v), Some(Narrow::W64(_))) => lay!(v, W64, i64),
        (Narrow::W64(v), Some(Narrow::W16(_))) => lay!(v, W16, i16),
        (Narrow::W64(v), Some(Narrow::W32(_))) => lay!(v, W32, i32),
        (Narrow::W64(v), Some(Narrow::W64(_))) => lay!(v, W64, i64),
    }
    Ok(())
}

impl BulkGrid {
    fn line(&self, block: usize, cell: usize) -> u32 {
        self.lines.get(block * self.len + cell).copied().unwrap_or(0)
    }

    /// A relation is given for every row that exists.
    fn is_total(&self, world: &World, shape: &Shape) -> bool {
        let rows = shape.entity.and_then(|e| world.entities.get(e.index()));
        let Some(rows) = rows else { return false };
        (0..self.blocks.len()).all(|block| {
            let position = shape.period.map(|_| block);
            (0..rows.keys.len()).all(|row| self.line(block, row) > 0 || !rows.exists(row, position))
        })
    }

    /// The finished column.
    pub(in crate::bind) fn finish(mut self, naming: &Naming<'_>) -> InputColumn {
        let mut column = Column::default();
        for (block, values) in std::mem::take(&mut self.blocks).into_iter().enumerate() {
            let lines = self.lines.get(block * self.len..(block + 1) * self.len).unwrap_or_default();
            let blank = self.blank.iter().filter(|(b, _)| *b == block).map(|(_, cell)| *cell);
            let mut status: Option<Vec<CauseId>> = None;
            let mut missing = |cell: usize, state: State, line: u32| {
                let cause = naming.cause(block, cell, state, CellPlace { line, ..self.place });
                let all = status.get_or_insert_with(|| vec![CauseId::KNOWN; lines.len()]);
                if let Some(slot) = all.get_mut(cell) {
                    *slot = cause;
                }
            };
            for (cell, _) in lines.iter().enumerate().filter(|(_, line)| **line == 0) {
                missing(cell, State::Empty, 0);
            }
            for cell in blank {
                missing(cell, State::Blank, lines.get(cell).copied().unwrap_or(0));
            }
            column.blocks.push(Block { data: Data::Narrow(values), status });
        }
        InputColumn {
            shape: naming.input.shape.clone(),
            column,
            places: Places::Lines {
                at: self.place,
                lines: self.lines,
                len: self.len,
                replaced: Default::default(),
            },
            ..InputColumn::default()
        }
    }
}
