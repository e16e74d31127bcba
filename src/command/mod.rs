//! One file a verb.
//!
//! In: the arguments of the verb. Out: a result on standard output or in a file, messages on standard error, an exit
//! code. Not here: files (`world`), stations (`pipeline`).

pub mod audit;
pub mod backtest;
mod backtest_chart;
pub mod check;
pub mod compare;
pub mod completions;
pub mod comply;
mod deliver;
pub mod diff;
pub mod explain;
pub mod fmt;
pub mod forecast;
mod frame;
pub mod import;
pub mod init;
pub mod inspect;
mod plan_report;
pub mod reconcile;
mod rounding;
pub mod run;
pub mod seek;
pub mod sensitivity;
pub mod show;
mod show_report;
pub mod sql;
pub mod test;
pub mod verify;

/// A document as JSON text. Its types hold nothing that JSON cannot write, so an error is shown rather than handled.
pub fn json_text<T: serde::Serialize>(document: &T) -> String {
    match serde_json::to_string_pretty(document) {
        Ok(text) => format!("{text}\n"),
        Err(error) => format!("{error}\n"),
    }
}
