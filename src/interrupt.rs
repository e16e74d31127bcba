//! What is taken away again when the program is stopped (Ctrl-C, a closed window, `kill`) while it writes.
//!
//! In: paths of what is being written. Out: nothing is left of them when the program is stopped. Not here: writing (`world`).
//! What nobody can catch (`kill -9`, a power cut) may leave a file that begins with a dot and ends in `.part`; never a
//! half-written result.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};

/// What is being written.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static LISTENING: Once = Once::new();

/// The code that shells give to a program that Ctrl-C stopped.
const STOPPED: i32 = 130;

/// As long as this lives, a path is taken away when the program is stopped.
pub struct Unfinished(PathBuf);

impl Unfinished {
    /// Watches over a path, before anything stands there.
    pub fn new(path: &Path) -> Unfinished {
        // Where no handler can be set, the program stops as every other does.
        LISTENING.call_once(|| drop(ctrlc::set_handler(stop)));
        held().push(path.to_owned());
        Unfinished(path.to_owned())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        held().retain(|path| *path != self.0);
    }
}

fn held() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Held until the program has ended, so that nothing new is begun.
fn stop() {
    let unfinished = held();
    for path in unfinished.iter() {
        // What is not there needs no taking away.
        let _ = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    }
    std::process::exit(STOPPED);
}
