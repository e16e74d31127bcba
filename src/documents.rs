//! Documents in the user's own copies, and passages of them.
//!
//! In: a folder, and explanations that cite lines of documents. Out: copies as lines; explanations with the lines cited. Not
//! here: whether a copy is the edition that was cited (`fingerprints`).

use crate::world;
use ramme_diag::{Diagnostic, Limits, Text};
use ramme_eval::explain::{Node, Passage};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// So many lines of a passage are shown.
const LINES: usize = 8;

/// A document as its copy has it.
pub struct Copy {
    /// Its lines, with single blanks and none around.
    pub lines: Vec<String>,
    /// The lines of its pages, where form feeds part them.
    pub pages: Vec<Range<usize>>,
}

/// The copies of a folder, each read once.
pub struct Copies {
    folder: PathBuf,
    read: BTreeMap<String, Option<Copy>>,
}

impl Copies {
    /// The copies of a folder.
    ///
    /// # Errors
    /// The folder is not there.
    pub fn new(folder: &Path) -> Result<Copies, Diagnostic> {
        if folder.is_dir() {
            return Ok(Copies { folder: folder.to_owned(), read: BTreeMap::new() });
        }
        Err(Diagnostic::new(ramme_diag::Code::FileUnreadable)
            .arg("file", world::shown(folder))
            .arg("reason", Text::both("it is no folder", "det er ingen mappe")))
    }

    /// The copy of a document by the name of its file; none where the folder has none.
    ///
    /// # Errors
    /// A copy that is there and cannot be read.
    pub fn of(&mut self, file: &str) -> Result<Option<&Copy>, Diagnostic> {
        if !self.read.contains_key(file) {
            let path = self.folder.join(file);
            let copy = if path.exists() {
                let given = world::read(&path, Limits::default().csv_bytes)?;
                Some(copy(&String::from_utf8_lossy(&given.bytes)))
            } else {
                None
            };
            self.read.insert(file.to_owned(), copy);
        }
        Ok(self.read.get(file).and_then(Option::as_ref))
    }
}

fn copy(text: &str) -> Copy {
    let mut lines = Vec::new();
    let mut pages = Vec::new();
    let mut start = 0;
    for line in text.lines() {
        // A form feed stands before the first line of the page that it opens.
        for _ in 0..line.matches('\u{c}').count() {
            pages.push(start..lines.len());
            start = lines.len();
        }
        lines.push(plain(line));
    }
    pages.push(start..lines.len());
    Copy { lines, pages }
}

/// A line with single blanks and none around.
pub fn plain(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines of a passage as they are shown: without blank ones, and no more than a reader takes in.
pub fn shown<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let all: Vec<&str> = lines.filter(|l| !l.is_empty()).collect();
    let mut out: Vec<&str> = all.iter().take(LINES).copied().collect();
    if all.len() > LINES {
        out.push("\u{2026}");
    }
    out.join("\n")
}

/// Fills in the passages that the clauses that applied cite. A document that is not in the folder is passed over: its
/// place is cited all the same.
///
/// # Errors
/// A folder that is not there, and a copy that is there and cannot be read.
pub fn fill(root: &mut Node, folder: &Path) -> Result<(), Diagnostic> {
    node(root, &mut Copies::new(folder)?)
}

fn node(at: &mut Node, copies: &mut Copies) -> Result<(), Diagnostic> {
    for clause in at.clauses.iter_mut().filter(|c| c.not.is_none()) {
        for passage in &mut clause.passages {
            passage.text = copies.of(&passage.file)?.map(|copy| cited(copy, passage));
        }
    }
    at.parts.iter_mut().try_for_each(|part| node(part, copies))
}

/// The cited lines, as many as are shown.
fn cited(copy: &Copy, passage: &Passage) -> String {
    let of = |(first, last): &(u32, u32)| {
        let first = usize::try_from(first.saturating_sub(1)).unwrap_or(usize::MAX);
        let last = usize::try_from(*last).unwrap_or(usize::MAX).min(copy.lines.len());
        copy.lines.get(first..last).unwrap_or_default()
    };
    shown(passage.lines.iter().flat_map(of).map(String::as_str))
}
