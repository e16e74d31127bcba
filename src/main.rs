//! The program `ramme`: an exit code, and nothing else.
//!
//! In: arguments. Out: 0 done, 1 findings, 2 not done, 3 our bug. Read `pipeline` first: it calls the stations in order.

mod around;
mod basis;
mod citations;
mod cli;
mod command;
mod excerpt;
mod exit;
mod git;
mod help;
mod interrupt;
mod keep;
mod lints;
mod memo;
mod mix;
mod notices;
mod output;
mod overlay;
mod overrides;
mod page;
mod pipeline;
mod progress;
mod reach;
mod scripts;
mod series;
mod terminal;
mod unread;
mod why;
mod words;
mod workbook;
mod world;

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(exit::guarded(|| cli::run(std::env::args_os().collect())).code())
}
