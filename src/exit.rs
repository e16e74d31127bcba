//! Exit codes, and what becomes of our own bugs.
//!
//! In: what a command came to. Out: the code of the contract; where several apply, the highest. Not here: which command
//! judges.

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::{Mutex, PoisonError};

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done; or judged, and nothing to report.
    Done,
    /// Judged, and there are findings.
    Findings,
    /// Not done: bad arguments, files, scenarios, data; nothing to judge.
    NotDone,
    /// Our bug.
    Bug,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::NotDone => 2,
            Exit::Bug => 3,
        }
    }
}

/// What the latest panic said. One that a reader of files has caught and made into a diagnostic is never shown.
static SAID: Mutex<String> = Mutex::new(String::new());

/// Runs the program; a panic that nobody caught becomes a message that asks for a report.
pub fn guarded(work: impl FnOnce() -> Exit) -> Exit {
    set_hook(Box::new(|info| {
        let place = info.location().map(|l| format!(" ({}:{})", l.file(), l.line()));
        let said = format!("{}{}", payload(info.payload()), place.unwrap_or_default());
        *SAID.lock().unwrap_or_else(PoisonError::into_inner) = said;
    }));
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let said = SAID.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let lines = format!(
            "ramme: this is our bug, not yours: {said}\n\
             ramme: please report it with this message and what you ran; no result was written\n"
        );
        // Nothing can be done about a standard error that is closed.
        let _ = std::io::stderr().lock().write_all(lines.as_bytes());
        Exit::Bug
    })
}

fn payload(payload: &(dyn std::any::Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        return (*text).to_owned();
    }
    payload.downcast_ref::<String>().cloned().unwrap_or_else(|| "something that should not happen".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_our_bug_and_ends_in_three() {
        let before = std::panic::take_hook();
        let ends = [guarded(|| panic!("for the test")), guarded(|| Exit::Findings)];
        set_hook(before);
        assert_eq!(ends.map(Exit::code), [3, 1]);
    }

    #[test]
    fn the_highest_code_wins() {
        assert_eq!([Exit::Findings, Exit::NotDone, Exit::Done].into_iter().max(), Some(Exit::NotDone));
    }
}
