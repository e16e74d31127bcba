//! The rule files of the repository are read without a diagnostic.

use ramme_diag::{FileId, Lang, Limits};
use std::path::{Path, PathBuf};

fn rule_files() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
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
    for path in rule_files() {
        let text = ramme_syntax::decode(&std::fs::read(&path).unwrap()).unwrap();
        let (file, problems) = ramme_syntax::parse(FileId(0), &text, &Limits::default());
        for problem in &problems {
            let span = problem.place().span().unwrap();
            let line = text[..span.start as usize].lines().count();
            eprintln!(
                "{path:?}:{line} {} {:?} `{}`",
                problem.message(Lang::En),
                problem.help(Lang::En),
                &text[span.start as usize..span.end as usize]
            );
        }
        assert!(problems.is_empty() && !file.items.is_empty(), "{path:?}");
    }
}
