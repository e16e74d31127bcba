//! The user's own copies of documents, each read once.
//!
//! In: a folder, the name that a document's `file` gives. Out: its lines, pages and words; why it cannot be read; which
//! other file of the folder may be it. Not here: whether a copy is the edition that was cited (`check`).

use super::print::{Print, Words};
use crate::world;
use ramme_diag::{Code, Diagnostic, Limits, Text};
use ramme_table::import::encoding;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// So many lines of a passage are shown.
const LINES: usize = 8;
/// So many other files of a folder are looked into where a copy is missing, and none of more bytes.
const OTHERS: usize = 50;
const OTHER_BYTES: u64 = 16 * 1024 * 1024;

/// A document as its copy has it.
pub struct Copy {
    /// Its lines, with single blanks and none around.
    pub lines: Vec<String>,
    /// The lines of its pages, where form feeds part them.
    pub pages: Vec<Range<usize>>,
    words: OnceCell<Words>,
}

/// What there is of a document.
pub enum Found {
    /// A copy.
    Copy(Copy),
    /// No file of that name.
    Missing,
    /// A file that is no text, or cannot be read.
    Unreadable(Diagnostic),
}

/// The copies of a folder, each read once.
pub struct Copies {
    folder: PathBuf,
    read: BTreeMap<String, Found>,
}

impl Copies {
    /// The copies of a folder.
    ///
    /// # Errors
    /// The folder is not there, or is none.
    pub fn new(folder: &Path) -> Result<Copies, Diagnostic> {
        if folder.is_dir() {
            return Ok(Copies { folder: folder.to_owned(), read: BTreeMap::new() });
        }
        let why = if folder.exists() {
            Text::both(
                "it is a file; give the folder that it lies in",
                "det er en fil; angiv den mappe, den ligger i",
            )
        } else {
            Text::both("there is no such folder", "der er ingen sådan mappe")
        };
        Err(Diagnostic::new(Code::FileUnreadable).arg("file", world::shown(folder)).arg("reason", why))
    }

    /// Where the copy of a document lies, or should.
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// The copy of a document by the name of its file.
    pub fn of(&mut self, file: &str) -> &Found {
        let path = self.path(file);
        self.read.entry(file.to_owned()).or_insert_with(|| {
            if !path.exists() {
                return Found::Missing;
            }
            match read(&path, Limits::default().csv_bytes) {
                Ok(copy) => Found::Copy(copy),
                Err(problem) => Found::Unreadable(problem),
            }
        })
    }

    /// The files of the folder that hold passages with these fingerprints, each with how many; the one with the most first.
    pub fn others(&self, prints: &[Print]) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        for name in self.names().into_iter().take(OTHERS) {
            let Ok(copy) = read(&self.path(&name), OTHER_BYTES) else { continue };
            let held = prints.iter().filter(|print| !copy.words().find(print, 1).is_empty()).count();
            if held > 0 {
                found.push((name, held));
            }
        }
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found
    }

    /// The files of the folder, sorted.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        let files = entries.filter(|entry| entry.path().is_file());
        let mut names: Vec<String> =
            files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// A copy from a file.
///
/// # Errors
/// It cannot be read, is too large, or is no text.
fn read(path: &Path, limit: u64) -> Result<Copy, Diagnostic> {
    let given = world::read(path, limit)?;
    if let Some(why) = no_text(&given.bytes) {
        return Err(Diagnostic::new(Code::FileUnreadable).arg("file", &given.name).arg("reason", why));
    }
    Ok(Copy::new(&encoding::decode(&given.bytes, None).text))
}

/// Why bytes are no text, where they are none.
fn no_text(bytes: &[u8]) -> Option<Text> {
    if bytes.starts_with(b"%PDF") {
        return Some(Text::both(
            "it is a PDF: save its text, as `pdftotext -layout` does, and name that file in `file`",
            "det er en PDF: gem dens tekst, som `pdftotext -layout` gør, og nævn den fil i `file`",
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Some(Text::both(
            "it is a document of a word processor: save it as plain text, and name that file in `file`",
            "det er et tekstbehandlingsdokument: gem det som ren tekst, og nævn den fil i `file`",
        ));
    }
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    (!wide && bytes.iter().take(8192).any(|b| *b == 0))
        .then(|| Text::both("it is no text", "det er ingen tekst"))
}

impl Copy {
    fn new(text: &str) -> Copy {
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
        Copy { lines, pages, words: OnceCell::new() }
    }

    /// Its words.
    pub fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::of(&self.lines))
    }

    /// The lines that begin pages.
    pub fn page_starts(&self) -> BTreeSet<usize> {
        self.pages.iter().map(|page| page.start).collect()
    }

    /// Some lines; those that are there.
    pub fn slice(&self, range: Range<usize>) -> impl Iterator<Item = &str> {
        let end = range.end.min(self.lines.len());
        self.lines.get(range.start.min(end)..end).unwrap_or_default().iter().map(String::as_str)
    }
}

/// A line with single blanks and none around.
pub fn plain(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines of a passage as they are shown: without blank ones, and no more than a reader takes in.
pub fn shown<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let mut out: Vec<&str> = lines.filter(|l| !l.is_empty()).take(LINES.saturating_add(1)).collect();
    if out.len() > LINES {
        out.truncate(LINES);
        out.push("\u{2026}");
    }
    out.join("\n")
}
