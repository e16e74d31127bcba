//! Columns: values of one type in the layout that everything else leans on (TYPES X4).
//!
//! In: values and statuses. Out: blocks, period outermost; within a period one contiguous run of entity rows for each
//! combination of set members. Not here: what a value means (units, scales, price levels belong to the type), and files.
//!
//! Every exact value is an integer: a decimal is its mantissa (the scale is in the type), a date its days since
//! 1970-01-01, yes/no is 1/0, a member, row or text is its position in its list. A ratio is two integers.

use std::borrow::Cow;

use crate::cause::CauseId;
use crate::narrow::Narrow;

/// The values of one column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    /// One block a period where the shape has a period, else exactly one.
    pub blocks: Vec<Block>,
}

/// The cells of one period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block {
    /// The values; where a cell is missing its value is 0 and means nothing.
    pub data: Data,
    /// Why cells are missing; `None` where every cell is known (TYPES B3).
    pub status: Option<Vec<CauseId>>,
}

/// The values of a block.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Integers.
    Int(Vec<i128>),
    /// Integers in fewer bits: data as they were loaded, and what steps with a proved width give.
    Narrow(Narrow),
    /// Ratios: numerators and positive denominators of one length.
    Ratio(Vec<i128>, Vec<i128>),
}

impl Default for Data {
    fn default() -> Self {
        Data::Int(Vec::new())
    }
}

impl Data {
    /// How many cells.
    pub fn len(&self) -> usize {
        match self {
            Data::Int(v) | Data::Ratio(v, _) => v.len(),
            Data::Narrow(v) => v.len(),
        }
    }

    /// True where there is no cell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell as numerator and denominator (1 for integers).
    #[inline]
    pub fn at(&self, i: usize) -> Option<(i128, i128)> {
        match self {
            Data::Ratio(n, d) => n.get(i).copied().zip(d.get(i).copied()),
            _ => self.int(i).map(|n| (n, 1)),
        }
    }

    /// The numerator of a cell: the value itself where it is an integer.
    #[inline]
    pub fn int(&self, i: usize) -> Option<i128> {
        match self {
            Data::Int(v) | Data::Ratio(v, _) => v.get(i).copied(),
            Data::Narrow(v) => v.get(i).map(i128::from),
        }
    }

    /// The numerators in 128 bits: the values themselves where they are integers.
    pub fn ints(&self) -> Cow<'_, [i128]> {
        match self {
            Data::Int(v) | Data::Ratio(v, _) => Cow::Borrowed(v),
            Data::Narrow(v) => Cow::Owned(v.iter().map(i128::from).collect()),
        }
    }

    /// True where the cells are ratios.
    pub fn is_ratio(&self) -> bool {
        matches!(self, Data::Ratio(..))
    }

    /// Puts an integer into a cell; false where there is no such cell, or the cells are ratios.
    pub fn set(&mut self, i: usize, value: i128) -> bool {
        match (&mut *self, i64::try_from(value)) {
            (Data::Narrow(v), Ok(value)) => return v.set(i, value),
            (Data::Narrow(_), Err(_)) => *self = Data::Int(self.ints().into_owned()),
            _ => {}
        }
        match self {
            Data::Int(v) => v.get_mut(i).map(|cell| *cell = value).is_some(),
            _ => false,
        }
    }
}

impl Block {
    /// A block in which every cell is known.
    pub fn known(values: Vec<i128>) -> Block {
        Block { data: Data::Int(values), status: None }
    }

    /// A block of `len` cells that are all missing for one cause.
    pub fn missing(len: usize, cause: CauseId) -> Block {
        Block { data: Data::Int(vec![0; len]), status: (len > 0).then(|| vec![cause; len]) }
    }

    /// The cause for which cell `i` is missing; `CauseId::KNOWN` where it is not.
    pub fn cause(&self, i: usize) -> CauseId {
        self.status.as_ref().and_then(|s| s.get(i)).copied().unwrap_or(CauseId::KNOWN)
    }

    /// How many cells.
    pub fn len(&self) -> usize {
        self.data.len()
    }

    /// True where there is no cell.
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    /// Drops the status map where nothing is missing.
    pub fn tidy(mut self) -> Block {
        if self.status.as_ref().is_some_and(|s| s.iter().all(|c| *c == CauseId::KNOWN)) {
            self.status = None;
        }
        self
    }
}
