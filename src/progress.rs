//! A bar on standard error for work that takes more than a second, for a person who waits.
//!
//! In: how many steps there are, and that one is done. Out: a bar with the time that is left; nothing where nobody looks.
//! Not here: what the steps are.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

/// How long nothing is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// Work in steps.
pub struct Progress {
    bar: ProgressBar,
    since: Instant,
    looks: bool,
}

impl Progress {
    /// Work of so many steps.
    pub fn of(steps: usize) -> Progress {
        let bar = ProgressBar::with_draw_target(u64::try_from(steps).ok(), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len}  {eta}") {
            bar.set_style(style);
        }
        Progress { bar, since: Instant::now(), looks: std::io::stderr().is_terminal() }
    }

    /// So many bytes that are read.
    pub fn of_bytes(bytes: u64) -> Progress {
        let progress = Progress::of(usize::try_from(bytes).unwrap_or(usize::MAX));
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes}  {eta}") {
            progress.bar.set_style(style);
        }
        progress
    }

    /// One more is done.
    pub fn step(&self) {
        self.steps(1);
    }

    /// So many more are done.
    pub fn steps(&self, count: u64) {
        self.bar.inc(count);
        if self.looks && self.bar.is_hidden() && self.since.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
