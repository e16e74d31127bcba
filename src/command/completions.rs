//! `ramme completions`: what a shell needs to complete verbs and flags.
//!
//! In: the name of a shell. Out: its script on standard output. Not here: where a shell looks for it (the help says so).

use crate::cli::{self, Completions};
use crate::exit::Exit;
use crate::terminal::Terminal;
use ramme_value::Lang;

/// Writes the script.
pub fn run(args: &Completions) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut cli::command_line(), "ramme", &mut script);
    Terminal::new(Lang::En).print(&String::from_utf8_lossy(&script))
}
