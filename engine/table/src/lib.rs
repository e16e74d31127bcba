//! Columns with status and places, and the files they come from.
//!
//! In: the bytes of data files and what is said of their form. Out: raw tables whose every cell knows its line and
//! column, and typed columns. Not here: rules, scenarios, forecasts; this crate does not know what its columns are for.

pub mod cause;
pub mod cell;
pub mod column;
pub mod import;
pub mod inspect;
pub mod names;
pub mod narrow;
pub mod origin;
pub mod raw;
mod say;
mod split;
pub mod stream;

pub use cause::{Cause, CauseId, CauseSet, Causes, Sharing};
pub use cell::CellError;
pub use column::{Block, Column, Data};
pub use names::Names;
pub use narrow::Narrow;
pub use raw::RawTable;
