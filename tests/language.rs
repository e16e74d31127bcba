//! The language, construct by construct: every file in `tests/language` is sound, and its tests pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{ramme_in, root};
use std::path::PathBuf;

fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("tests/language")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "ramme"));
    files.sort();
    files
}

#[test]
fn every_construct_gives_what_was_worked_by_hand() {
    let files = files();
    assert!(files.len() >= 5);
    for path in files {
        let name = path.to_string_lossy();
        let check = ramme_in(&root(), &["check", &name]);
        assert_eq!(check.code, 0, "{name}: {}{}", check.out, check.err);
        let test = ramme_in(&root(), &["test", &name]);
        assert_eq!(test.code, 0, "{name}: {}{}", test.out, test.err);
        assert!(!test.out.contains("0 tests"), "{name}: {}", test.out);
    }
}
