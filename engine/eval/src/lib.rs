//! Scenario, plan, run: the rulebook over columns and draws.
//!
//! In: a checked rulebook, a scenario, bytes of data. Out: values, chances and verdicts as plain data. The stations:
//! `scenario` (text to scenario) → `bind` (tables to a dataset) → `plan` (view and question to steps) → `run` (steps to
//! columns, ranges, draws) → `output`, `summary`, `judge` (columns to results); `explain`
//! walks through one cell again. Not here: formats, files, the command line.

pub mod attribute;
pub mod bind;
pub mod blueprint;
mod bridge;
mod cited;
pub mod dataset;
mod evaluate;
pub mod explain;
mod forecast;
mod judge;
mod known;
pub mod limits;
pub mod measure;
mod name;
pub mod outline;
mod output;
pub mod plan;
mod published;
pub mod result;
mod run;
pub mod scenario;
pub mod seek;
pub mod seen;
pub mod spell;
mod spread;
mod summary;
mod testing;
pub mod trial;
mod words;

pub use evaluate::{Job, judge, run, run_in_blocks, run_on};
pub use forecast::GivenDraws;
pub use testing::{Branch, Coverage, Covered, TestReport, coverage, test};
pub use words::cites_of;
