//! A run that is stopped: the file that was asked for is there whole or not at all, and nothing lies beside it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::root;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Stops a program after a while; true where it was still at work.
fn stopped(args: &[&str], after: Duration, signal: &str) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ramme"))
        .args(args)
        .current_dir(root())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status();
    sent.unwrap();
    let status = child.wait().unwrap();
    status.code() == Some(130) || status.signal().is_some()
}

#[test]
fn a_run_that_is_stopped_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let result = folder.path().join("result.json");
    let args = ["run", "scenarios/budget-2023-2026.toml", "--draws", "4000", "-o", result.to_str().unwrap()];
    let begun = Instant::now();
    assert!(!stopped(&args, Duration::from_secs(0), "-0"), "signal 0 stops nothing");
    let whole = std::fs::read(&result).unwrap();
    let long = begun.elapsed();
    let mut interrupted = 0;
    for (at, signal) in (0..8).zip(["-INT", "-TERM"].into_iter().cycle()) {
        std::fs::remove_file(&result).ok();
        // From the start to the last moments, where the file is written.
        interrupted += u32::from(stopped(&args, long.mul_f64(f64::from(at) / 7.0), signal));
        let left: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(left.is_empty() || left == ["result.json"], "{left:?}");
        if !left.is_empty() {
            assert!(std::fs::read(&result).unwrap() == whole, "half a file");
        }
    }
    assert!(interrupted > 0, "none was stopped");
}
