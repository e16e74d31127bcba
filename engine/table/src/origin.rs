//! Where the rows of a made table stand in the file that they come from, and why a cell holds nothing.
//!
//! In: a place and a state a row. Out: the same by row. Not here: the texts of the rows (`raw`).

use crate::import::State;

/// The places and states of the rows of a table that was made from an imported one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    places: Vec<(u32, u32)>,
    /// By row, the position of its state in `legend`.
    states: Vec<u32>,
    legend: Vec<State>,
}

impl Origin {
    /// No rows yet.
    #[must_use]
    pub fn new(sheet: Option<String>) -> Origin {
        Origin { sheet, ..Origin::default() }
    }

    /// Takes a row.
    pub(crate) fn push(&mut self, place: (u32, u32), state: &State) {
        // A table has a handful of states, so that a walk is quicker than a map.
        let at = self.legend.iter().position(|held| held == state).unwrap_or_else(|| {
            self.legend.push(state.clone());
            self.legend.len().saturating_sub(1)
        });
        self.places.push(place);
        self.states.push(u32::try_from(at).unwrap_or(u32::MAX));
    }

    /// The line and column of the cell that a row stands for.
    #[must_use]
    pub fn place(&self, row: usize) -> (u32, u32) {
        self.places.get(row).copied().unwrap_or((0, 0))
    }

    /// What the cell is.
    #[must_use]
    pub fn state(&self, row: usize) -> &State {
        let at = self.states.get(row).and_then(|at| usize::try_from(*at).ok());
        at.and_then(|at| self.legend.get(at)).unwrap_or(&State::Blank)
    }
}
