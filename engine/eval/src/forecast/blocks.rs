//! The draws of one input as they are filled in, year by year.
//!
//! In: cells, years, draws. Out: blocks of draws in which what the data know is the same in every draw. Not here: how the
//! draws are made.

use std::collections::BTreeMap;

use ndarray::Array2;
use ramme_rulebook::model::InputId;
use ramme_table::{Cause, CauseId};

use super::Making;
use crate::dataset::InputColumn;
use crate::run::draws::DrawBlock;

/// The draws of one input, as they are filled in: by year, cell × draw.
pub(super) struct Blocks<'a> {
    making: &'a Making<'a>,
    column: &'a InputColumn,
    id: InputId,
    cells: usize,
    by_year: BTreeMap<usize, DrawBlock>,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(making: &'a Making<'a>, column: &'a InputColumn, id: InputId) -> Blocks<'a> {
        Blocks { making, column, id, cells: making.cells(column), by_year: BTreeMap::new() }
    }

    /// A year's block as the data have it: known cells the same in every draw, missing ones missing.
    fn as_data(&self, position: usize) -> DrawBlock {
        let m = self.making;
        let year = m.data.years.year(position);
        let mut values = Array2::zeros((self.cells, m.draws));
        let mut status = vec![CauseId::KNOWN; self.cells];
        for (cell, s) in status.iter_mut().enumerate() {
            match m.value(self.column, self.id, year, cell) {
                Some(x) => values.row_mut(cell).fill(x),
                None => {
                    let block = self.column.column.blocks.get(position);
                    let cause = block.map_or(CauseId::KNOWN, |b| b.cause(cell));
                    let what = format!("{}, {year}", m.series_name(self.id, self.column, cell));
                    *s = if cause.is_known() { m.data.causes.one(Cause::Forecast { what }) } else { cause };
                }
            }
        }
        DrawBlock { values, status: Some(status) }
    }

    /// The draws of a cell from `first` on; only what the data do not know.
    pub(super) fn fill(&mut self, cell: usize, first: i32, drawn: &Array2<f64>) {
        for (step, row) in drawn.rows().into_iter().enumerate() {
            let year = first + i32::try_from(step).unwrap_or(0);
            let Some(position) = self.making.data.years.position(year) else { continue };
            if self.making.value(self.column, self.id, year, cell).is_some() {
                continue;
            }
            if !self.by_year.contains_key(&position) {
                let block = self.as_data(position);
                self.by_year.insert(position, block);
            }
            let Some(block) = self.by_year.get_mut(&position) else { continue };
            block.values.row_mut(cell).assign(&row);
            if let Some(s) = block.status.as_mut().and_then(|s| s.get_mut(cell)) {
                *s = CauseId::KNOWN;
            }
        }
    }

    pub(super) fn done(mut self) -> Vec<Option<DrawBlock>> {
        (0..self.making.data.years.count).map(|p| self.by_year.remove(&p)).collect()
    }
}
