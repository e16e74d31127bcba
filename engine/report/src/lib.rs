//! Results for people and machines: text and JSON.
//!
//! In: the outcome of a run or a judgement (`ramme_eval::result`). Out: a report free of any format, text in Danish or
//! English, and the JSON that the command line promises. Not here: evaluation, files, colours, exit codes.

pub mod audit;
mod belonging;
mod chances;
pub mod changes_report;
pub mod chart;
mod checks;
pub mod ci;
pub mod comparison;
pub mod comply_report;
pub mod explain;
mod figures;
mod forecast_table;
mod gathered;
mod headline;
mod hindcast;
pub mod html;
pub mod json;
mod limits_report;
pub mod markdown;
pub mod model;
pub mod number;
mod pictures;
mod run_report;
pub mod seek;
pub mod sensitivity;
pub mod sentence;
pub mod sheet;
mod spelled;
mod spread;
pub mod tally;
pub mod text;
mod text_table;
pub mod tidy_csv;
mod words;

pub use comply_report::{Room, comply_report};
pub use limits_report::{limits_json, limits_report};
pub use run_report::run_report;
pub use words::{Words, value_in};
