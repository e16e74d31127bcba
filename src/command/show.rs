//! `ramme show`: not wired yet.

use crate::cli::Show;
use crate::exit::Exit;
use crate::terminal::Terminal;
use ramme_value::Lang;

/// Says that it is not there yet.
pub fn run(_args: &Show) -> Exit {
    Terminal::new(Lang::En).later("ramme show")
}
