//! `ramme comply`: not wired yet.

use crate::cli::Comply;
use crate::exit::Exit;
use crate::terminal::Terminal;
use ramme_value::Lang;

/// Says that it is not there yet.
pub fn run(_args: &Comply) -> Exit {
    Terminal::new(Lang::En).later("ramme comply")
}
