//! `ramme test`: not wired yet.

use crate::cli::Test;
use crate::exit::Exit;
use crate::terminal::Terminal;
use ramme_value::Lang;

/// Says that it is not there yet.
pub fn run(_args: &Test) -> Exit {
    Terminal::new(Lang::En).later("ramme test")
}
