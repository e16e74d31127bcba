//! Passages of documents, from the user's own copies.
//!
//! In: a folder, and explanations that cite lines of documents. Out: the same explanations with the lines cited. Not here:
//! whether a copy is the edition that was cited (`check --documents`).

use crate::world;
use ramme_diag::{Diagnostic, Limits, Text};
use ramme_eval::explain::{Node, Passage};
use std::collections::BTreeMap;
use std::path::Path;

/// So many lines of a passage are shown.
const LINES: usize = 8;

/// Fills in the passages that the clauses that applied cite. A document that is not in the folder is passed over: its
/// place is cited all the same.
///
/// # Errors
/// A folder that is not there, and a copy that is there and cannot be read.
pub fn fill(root: &mut Node, folder: &Path) -> Result<(), Diagnostic> {
    if !folder.is_dir() {
        return Err(Diagnostic::new(ramme_diag::Code::FileUnreadable)
            .arg("file", world::shown(folder))
            .arg("reason", Text::both("it is no folder", "det er ingen mappe")));
    }
    let mut texts: BTreeMap<String, Option<String>> = BTreeMap::new();
    node(root, folder, &mut texts)
}

fn node(
    at: &mut Node,
    folder: &Path,
    texts: &mut BTreeMap<String, Option<String>>,
) -> Result<(), Diagnostic> {
    for clause in at.clauses.iter_mut().filter(|c| c.not.is_none()) {
        for passage in &mut clause.passages {
            if !texts.contains_key(&passage.file) {
                texts.insert(passage.file.clone(), copy(folder, &passage.file)?);
            }
            passage.text = texts.get(&passage.file).and_then(Option::as_ref).map(|text| cited(text, passage));
        }
    }
    at.parts.iter_mut().try_for_each(|part| node(part, folder, texts))
}

/// The text of a document, where the folder has it.
fn copy(folder: &Path, file: &str) -> Result<Option<String>, Diagnostic> {
    let path = folder.join(file);
    if !path.exists() {
        return Ok(None);
    }
    let given = world::read(&path, Limits::default().csv_bytes)?;
    Ok(Some(String::from_utf8_lossy(&given.bytes).into_owned()))
}

/// The cited lines, as many as are shown.
fn cited(text: &str, passage: &Passage) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let of = |(first, last): &(u32, u32)| {
        let first = usize::try_from(first.saturating_sub(1)).unwrap_or(usize::MAX);
        let last = usize::try_from(*last).unwrap_or(usize::MAX).min(lines.len());
        lines.get(first..last).unwrap_or_default().to_vec()
    };
    let all: Vec<&str> = passage.lines.iter().flat_map(of).map(str::trim).filter(|l| !l.is_empty()).collect();
    let mut out: Vec<&str> = all.iter().take(LINES).copied().collect();
    if all.len() > LINES {
        out.push("\u{2026}");
    }
    out.join("\n")
}
