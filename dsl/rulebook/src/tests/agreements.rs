//! The rule files of the repository check.

use super::shown;
use crate::build;
use ramme_diag::{Limits, SourceMap};
use std::path::{Path, PathBuf};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            out.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "ramme") {
            out.push(path);
        }
    }
    out
}

#[test]
fn the_agreements_check() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut sources = SourceMap::new();
    let mut trees = Vec::new();
    let mut said = Vec::new();
    for path in files(&root) {
        let text = std::fs::read_to_string(&path).unwrap();
        let file = sources.add(path.file_name().unwrap().to_string_lossy(), text.clone());
        let (tree, problems) = ramme_syntax::parse(file, &text, &Limits::default());
        said.extend(problems);
        trees.push(tree);
    }
    let (book, problems) = build(&trees);
    said.extend(problems);
    let lines: Vec<String> = said.iter().map(|problem| shown(problem, &sources)).collect();
    assert!(said.iter().all(|problem| !problem.is_error()), "{}", lines.join("\n"));
    println!("{}", lines.join("\n"));
    assert!(book.definitions.len() > 10);
}
