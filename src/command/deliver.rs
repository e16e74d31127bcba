//! Where a result goes.
//!
//! In: a result as text. Out: the text on standard output, or in a file that appears whole or not at all. Not here: what
//! the text says.

use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::world;
use ramme_diag::{Diagnostic, SourceMap, Text};
use std::io::Write;
use std::path::Path;

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
    match file(output) {
        None => terminal.print_by(write),
        Some(path) => came(terminal, world::write_whole_by(path, write)),
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
    match file(output) {
        None => terminal.print_bytes(bytes),
        Some(path) => came(terminal, world::write_whole(path, bytes)),
    }
}

/// Writes a text to standard output, or to a file that appears whole or not at all.
pub fn write(terminal: Terminal, output: Option<&Path>, text: &str) -> Exit {
    match file(output) {
        None => terminal.print(text),
        Some(path) => came(terminal, world::write_whole(path, text.as_bytes())),
    }
}

/// The file that is asked for; none for standard output.
fn file(output: Option<&Path>) -> Option<&Path> {
    output.filter(|path| !world::is_stdin(path))
}

/// What came of writing a file.
fn came(terminal: Terminal, outcome: Result<(), Text>) -> Exit {
    outcome.map_or_else(|problem| terminal.refuse(&problem), |()| Exit::Done)
}
