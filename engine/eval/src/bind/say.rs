//! What is said about mappings, data and values set by hand.
//!
//! In: places, names, texts. Out: diagnostics. Not here: finding the mistakes.

mod data;
mod mapping;

pub(super) use data::*;
pub(super) use mapping::*;
pub(crate) use mapping::{cannot_be_set, needs_a_date, needs_keys, no_value};
