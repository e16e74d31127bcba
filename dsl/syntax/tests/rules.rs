//! The rule files of the repository, and the sample of every construct, are read without a diagnostic.

mod common;

use common::rule_files;
use std::path::PathBuf;

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
