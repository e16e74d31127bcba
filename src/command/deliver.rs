//! What verbs share: flags on scenarios that come later, limits, and where a result goes.
//!
//! In: a result as text. Out: the text on standard output, or in a file that appears whole or not at all. Not here: what
//! the text says.

use crate::cli::Shared;
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::world;
use ramme_diag::{Diagnostic, Limits, SourceMap, Text};
use std::io::Write;
use std::path::Path;

/// Refuses flags that a verb does not have yet, and figures above the limits.
///
/// # Errors
/// The exit code, after the reason was said.
pub fn scenario_flags(terminal: Terminal, flags: &Shared) -> Result<(), Exit> {
    if flags.documents.is_some() {
        return Err(terminal.later("--documents"));
    }
    within_limits(terminal, flags)
}

/// Refuses figures above the limits, and takes as many threads as were asked for.
///
/// # Errors
/// The exit code, after the reason was said.
pub fn within_limits(terminal: Terminal, flags: &Shared) -> Result<(), Exit> {
    let most = Limits::default().draws;
    if flags.draws.is_some_and(|draws| u64::from(draws) > most) {
        terminal.error(&Text::both(
            format!("--draws may be at most {most}"),
            format!("--draws m\u{e5} h\u{f8}jst v\u{e6}re {most}"),
        ));
        return Err(Exit::NotDone);
    }
    if let Some(threads) = flags.threads.map(usize::from) {
        // A pool that stands already has as many threads as it has: the result is the same.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    Ok(())
}

/// Writes a result to where it was asked for.
pub fn deliver(terminal: Terminal, output: Option<&Path>, text: Result<String, serde_json::Error>) -> Exit {
    match text {
        Ok(text) => write(terminal, output, &text),
        Err(error) => {
            terminal.error(&Text::same(error.to_string()));
            Exit::Bug
        }
    }
}

/// Writes a result as it is made, to standard output or to a file that appears whole or not at all.
pub fn stream(
    terminal: Terminal,
    output: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Exit {
    let Some(path) = output.filter(|path| !world::is_stdin(path)) else {
        return terminal.print_by(write);
    };
    match world::write_whole_by(path, write) {
        Ok(()) => Exit::Done,
        Err(problem) => {
            terminal.error(&problem);
            Exit::NotDone
        }
    }
}

/// Writes the text of a verb on plain files, or says everything that is wrong with them.
pub fn written(terminal: Terminal, output: Option<&Path>, text: Result<String, Vec<Diagnostic>>) -> Exit {
    match text {
        Ok(text) => write(terminal, output, &text),
        Err(problems) => {
            terminal.complain(&SourceMap::new(), &[], problems);
            Exit::NotDone
        }
    }
}

/// Writes bytes to a file that appears whole or not at all, or to a pipe; a person's terminal gets none.
pub fn write_bytes(terminal: Terminal, output: Option<&Path>, bytes: &[u8]) -> Exit {
    let Some(path) = output.filter(|path| !world::is_stdin(path)) else {
        return terminal.print_bytes(bytes);
    };
    match world::write_whole(path, bytes) {
        Ok(()) => Exit::Done,
        Err(problem) => {
            terminal.error(&problem);
            Exit::NotDone
        }
    }
}

/// Writes a text to standard output, or to a file that appears whole or not at all.
pub fn write(terminal: Terminal, output: Option<&Path>, text: &str) -> Exit {
    let Some(path) = output.filter(|path| !world::is_stdin(path)) else {
        return terminal.print(text);
    };
    match world::write_whole(path, text.as_bytes()) {
        Ok(()) => Exit::Done,
        Err(problem) => {
            terminal.error(&problem);
            Exit::NotDone
        }
    }
}
