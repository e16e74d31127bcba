//! Files of statistics to one neutral table: PX, JSON-stat, XLSX, CSV in every form.
//!
//! In: the bytes of a file, its name, what is stated of it, limits. Out: tables whose cells keep why they hold nothing,
//! or what is wrong and what a person has to say. Not here: files on disk; what the figures are for. Nothing is guessed:
//! how delimited text and sheets are read is settled by `inspect`, by evidence in the file or by a spec.

pub mod accounts;
pub mod delimited;
pub mod encoding;
pub mod exclude;
pub mod grid;
pub(crate) mod hold_back;
pub mod jsonstat;
pub mod municipality;
mod period;
pub mod prices;
pub mod px;
mod rows;
pub(crate) mod say;
pub mod shape;
pub mod spec;
pub mod statbank;
pub mod suppress;
pub mod table;
pub mod tidy;
pub mod xlsx;

pub use period::{danish_code, is_time_code, listed_range, listed_time_code, time_code};
pub use rows::rows;
pub use spec::Spec;
pub use table::{Cells, Dimension, ImportedTable, Member, Role, State};
pub use tidy::tidy;
