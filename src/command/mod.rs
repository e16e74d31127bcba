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

use crate::cli::LintFlags;
use crate::exit::Exit;
use crate::lints;
use crate::pipeline::{self, Trees};
use crate::terminal::Terminal;
use ramme_diag::{Levels, Limits, SourceMap};
use std::path::PathBuf;

/// Rule files as trees, with the levels that lints have for them; what is in the way is said.
fn opened(terminal: Terminal, flags: &LintFlags, rules: &[PathBuf]) -> Result<(Trees, Levels), Exit> {
    let mut sources = SourceMap::new();
    let levels = lints::levels(flags, rules, &mut sources).map_err(|problems| {
        terminal.complain(&sources, &[], problems);
        Exit::NotDone
    })?;
    let trees = pipeline::trees(rules, &Limits::default(), sources).map_err(|problems| {
        terminal.complain(&SourceMap::new(), &[], problems);
        Exit::NotDone
    })?;
    Ok((trees, levels))
}

/// A document as JSON text. Its types hold nothing that JSON cannot write, so an error is shown rather than handled.
pub fn json_text<T: serde::Serialize>(document: &T) -> String {
    match serde_json::to_string_pretty(document) {
        Ok(text) => format!("{text}\n"),
        Err(error) => format!("{error}\n"),
    }
}
