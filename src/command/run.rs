//! `ramme run`: not wired yet.

use crate::cli::Run;
use crate::exit::Exit;
use crate::terminal::Terminal;
use ramme_value::Lang;

/// Says that it is not there yet.
pub fn run(_args: &Run) -> Exit {
    Terminal::new(Lang::En).later("ramme run")
}
