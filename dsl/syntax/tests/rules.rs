//! The rule files of the repository, and the sample of every construct, are read without a diagnostic.

mod common;

use std::path::{Path, PathBuf};

/// Every file with rules in it below the given folder of the repository.
fn rule_files(folder: &str) -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "ramme") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn every_rule_file_is_read() {
    let files: Vec<PathBuf> = ["../../rules", "tests/samples"].into_iter().flat_map(rule_files).collect();
    assert!(files.len() > 1);
    for path in files {
        let text = ramme_syntax::decode(&std::fs::read(&path).unwrap()).unwrap();
        let (file, problems) = common::read(&text);
        assert_eq!(common::shown(&text, &problems), "", "{}", path.display());
        assert!(!file.items.is_empty());
    }
}
