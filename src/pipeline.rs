//! The line from text to report, one function a station. Read this page first.
//!
//! In: paths and flags. Out: what the stations give each other: texts, trees, a rulebook, a dataset, a result. Not here:
//! what a station does (each is a crate or module of its own), what is printed (`command`).

use crate::world::{self, Given};
use ramme_diag::{Diagnostic, Limits, SourceMap};
use ramme_syntax::tree::SourceFile;
use std::path::PathBuf;

/// Rule files as trees.
pub struct Trees {
    /// The texts, for places in them.
    pub sources: SourceMap,
    /// A tree a file, in the order of the files.
    pub files: Vec<SourceFile>,
    /// What is wrong with the texts.
    pub problems: Vec<Diagnostic>,
    /// BLAKE3 of the texts, whatever the files are called and in whatever order they come.
    pub hash: String,
}

/// Stations 1 and 2: rule files to texts, texts to trees.
///
/// # Errors
/// Files that cannot be read; what is wrong with their text is in the trees' `problems`.
pub fn trees(paths: &[PathBuf], limits: &Limits) -> Result<Trees, Vec<Diagnostic>> {
    let given = world::rule_files(paths, limits)?;
    let mut sources = SourceMap::new();
    let mut files = Vec::new();
    let mut problems = Vec::new();
    let mut unreadable = Vec::new();
    for file in &given {
        match ramme_syntax::decode(&file.bytes) {
            Ok(text) => {
                let id = sources.add(&file.name, text);
                let (tree, wrong) = ramme_syntax::parse(id, sources.text(id), limits);
                files.push(tree);
                problems.extend(wrong);
            }
            Err(problem) => unreadable.push(problem.at(ramme_diag::Place::File(file.name.clone()))),
        }
    }
    if unreadable.is_empty() {
        Ok(Trees { sources, files, problems, hash: hash(&given) })
    } else {
        Err(unreadable)
    }
}

/// One hash for files: of their contents, sorted, so that names and places do not matter.
fn hash(given: &[Given]) -> String {
    let mut each: Vec<String> = given.iter().map(|f| blake3::hash(&f.bytes).to_hex().to_string()).collect();
    each.sort();
    blake3::hash(each.join("\n").as_bytes()).to_hex().to_string()
}

/// Station 3: trees to a rulebook, with everything that is wrong with texts and meaning.
pub fn rulebook(trees: &Trees) -> ((), Vec<Diagnostic>) {
    ((), trees.problems.clone())
}
