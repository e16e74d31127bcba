//! The cells of one column of a piece.
//!
//! In: values and texts as they are read. Out: narrow integers, or numbers of texts. Not here: reading a cell.

use crate::names::Names;
use crate::narrow::Narrow;

/// The cells of a column, a row each.
#[derive(Debug, Clone, Default)]
pub enum Cells {
    /// Nobody asked.
    #[default]
    None,
    /// Numbers or days.
    Numbers(NumberCells),
    /// Texts.
    Texts(TextCells),
}

impl Cells {
    /// Gives back room that is not filled.
    pub(super) fn shrink(&mut self) {
        match self {
            Cells::None => {}
            Cells::Numbers(cells) => cells.values.shrink(),
            Cells::Texts(cells) => cells.cells.shrink(),
        }
    }
}

/// Numbers or days.
#[derive(Debug, Clone, Default)]
pub struct NumberCells {
    /// The values; 0 where a cell is blank or odd.
    pub values: Narrow,
    /// The rows whose cell is blank.
    pub blank: Vec<u32>,
    /// The rows whose cell is neither blank nor written in the ordinary way, with what stands there.
    pub odd: Vec<(u32, String)>,
}

/// Texts by number.
#[derive(Debug, Clone, Default)]
pub struct TextCells {
    /// The number of each row's text in this piece.
    pub cells: Narrow,
    /// For each number in this piece, that in the file.
    pub numbers: Vec<u32>,
    /// The texts of this piece, until they have got their numbers in the file.
    pub(super) names: Names,
    /// The text before, which is often the next one too.
    pub(super) last: (Vec<u8>, i64),
}
