//! `ramme fmt`: not wired yet.

use crate::cli::Fmt;
use crate::exit::Exit;
use crate::terminal::Terminal;
use ramme_value::Lang;

/// Says that it is not there yet.
pub fn run(_args: &Fmt) -> Exit {
    Terminal::new(Lang::En).later("ramme fmt")
}
