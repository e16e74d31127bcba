//! Fingerprints of cited passages, held against the user's own copies of the documents.
//!
//! In: a rulebook, a folder with copies, and `fingerprints.toml` beside the rule file that declares a document. Out: what
//! changed, moved, is missing or has no fingerprint yet; or the fingerprints written anew. A fingerprint is half of a BLAKE3
//! hash over the passage's lines with their blanks made single, so that a copy with other line ends is the same. The
//! passages themselves are never kept. Not here: reading copies (`documents`).

use crate::documents::{self, Copy};
use crate::world;
use ramme_diag::{Code, Diagnostic, Limits, Place, SourceMap, Span, Text};
use ramme_rulebook::Rulebook;
use ramme_rulebook::model::{Citation, Document};
use ramme_syntax::tree::CitePlace;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The name of the file that holds the fingerprints.
const NAME: &str = "fingerprints.toml";
/// What stands at its head.
const HEAD: &str = "\
# Fingerprints of the passages that the rules beside this file cite: not the passages, which stand in the reader's own copies.
# Written by `ramme check RULES --documents DIR --renew`; `ramme check RULES --documents DIR` holds copies against them.
format = 1
";

/// The fingerprints of one file: of each document, of each passage.
type Held = BTreeMap<String, BTreeMap<String, String>>;

/// A file of fingerprints.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    format: u32,
    #[serde(default)]
    documents: Held,
}

/// What came of it.
#[derive(Default)]
pub struct Outcome {
    /// What is wrong, or worth knowing.
    pub problems: Vec<Diagnostic>,
    /// How many passages are as they were cited.
    pub verified: usize,
    /// How many fingerprints were written.
    pub written: usize,
}

/// A passage, with all places that cite it.
struct Passage<'b> {
    document: &'b Document,
    place: Piece,
    cited: Vec<Span>,
}

/// A piece of a document that has a fingerprint of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Lines(u32, u32),
    Page(u32),
    Section(String),
    Whole,
}

impl Piece {
    /// The name in the file of fingerprints, and in messages.
    fn name(&self) -> String {
        match self {
            Piece::Lines(first, last) if first == last => format!("line {first}"),
            Piece::Lines(first, last) => format!("lines {first}..{last}"),
            Piece::Page(page) => format!("page {page}"),
            Piece::Section(heading) => format!("section {heading}"),
            Piece::Whole => "whole".to_owned(),
        }
    }

    fn in_words(&self) -> Text {
        match self {
            Piece::Lines(first, last) if first == last => {
                Text::both(format!("line {first}"), format!("linje {first}"))
            }
            Piece::Lines(first, last) => {
                Text::both(format!("lines {first}..{last}"), format!("linje {first}..{last}"))
            }
            Piece::Page(page) => Text::both(format!("page {page}"), format!("side {page}")),
            Piece::Section(heading) => {
                Text::both(format!("section \"{heading}\""), format!("afsnit \"{heading}\""))
            }
            Piece::Whole => Text::both("as a whole", "som helhed"),
        }
    }

    /// The lines of a copy, with single blanks; none where the copy has no such place.
    fn of(&self, copy: &Copy) -> Option<Vec<String>> {
        match self {
            Piece::Lines(first, last) => {
                let (first, last) = (usize::try_from(*first).ok()?, usize::try_from(*last).ok()?);
                copy.lines.get(first.checked_sub(1)?..last).map(<[String]>::to_vec)
            }
            Piece::Page(page) => {
                let at = usize::try_from(*page).ok()?.checked_sub(1)?;
                copy.pages.get(at).map(|range| copy.lines.get(range.clone()).unwrap_or_default().to_vec())
            }
            Piece::Section(heading) => {
                let wanted = documents::plain(heading).to_lowercase();
                let line = copy.lines.iter().find(|line| line.to_lowercase().starts_with(&wanted));
                line.map(|line| vec![line.clone()])
            }
            Piece::Whole => Some(copy.lines.clone()),
        }
    }
}

fn fingerprint(lines: &[String]) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("ramme 1 cited passage");
    for line in lines {
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize().to_hex().chars().take(32).collect()
}

/// Where the same lines stand in another place of a copy.
fn moved(copy: &Copy, piece: &Piece, wanted: &str) -> Option<Piece> {
    let Piece::Lines(first, last) = piece else { return None };
    let count = usize::try_from(last.checked_sub(*first)?.checked_add(1)?).ok()?;
    let at = copy.lines.windows(count).position(|lines| fingerprint(lines) == wanted)?;
    let from = u32::try_from(at).ok()?.checked_add(1)?;
    Some(Piece::Lines(from, from.checked_add(last.saturating_sub(*first))?))
}

/// All passages that clauses cite, in the order of the documents, each once.
fn passages(book: &Rulebook) -> Vec<Passage<'_>> {
    let mut found: BTreeMap<(usize, Piece), Vec<Span>> = BTreeMap::new();
    for cite in book.citations() {
        for piece in pieces(cite) {
            let places = found.entry((cite.document.index(), piece)).or_default();
            if !places.contains(&cite.span) {
                places.push(cite.span);
            }
        }
    }
    let made = found.into_iter().filter_map(|((document, place), cited)| {
        book.documents.get(document).map(|document| Passage { document, place, cited })
    });
    made.collect()
}

fn pieces(cite: &Citation) -> Vec<Piece> {
    match &cite.place {
        CitePlace::Lines(ranges) => ranges.iter().map(|(first, last)| Piece::Lines(*first, *last)).collect(),
        CitePlace::Page(page) => vec![Piece::Page(*page)],
        CitePlace::Section(heading) => vec![Piece::Section(heading.text.clone())],
        CitePlace::Whole => vec![Piece::Whole],
    }
}

/// Where the fingerprints of a document stand.
fn beside(document: &Document, sources: &SourceMap) -> PathBuf {
    let file = Path::new(sources.name(document.span.file));
    file.parent().unwrap_or(Path::new("")).join(NAME)
}

fn held(path: &Path) -> Result<Held, Diagnostic> {
    if !path.exists() {
        return Ok(Held::new());
    }
    let given = world::read(path, Limits::default().scenario_bytes)?;
    let broken = |why: Text| {
        Diagnostic::new(Code::FileUnreadable)
            .arg("file", &given.name)
            .arg("reason", why)
            .at(Place::File(given.name.clone()))
    };
    let text = String::from_utf8_lossy(&given.bytes);
    let kept: Kept = toml::from_str(&text).map_err(|e| broken(Text::same(e.message().to_owned())))?;
    if kept.format != 1 {
        return Err(broken(Text::both(
            "it is of a format that this version does not know",
            "den har et format, som denne udgave ikke kender",
        )));
    }
    Ok(kept.documents)
}

/// Holds the copies of a folder against the fingerprints; with `renew` writes them anew.
///
/// # Errors
/// A folder that is not there, and files that cannot be read or written.
pub fn check(
    book: &Rulebook,
    sources: &SourceMap,
    folder: &Path,
    renew: bool,
) -> Result<Outcome, Vec<Diagnostic>> {
    let mut copies = documents::Copies::new(folder).map_err(|p| vec![p])?;
    let mut files: BTreeMap<PathBuf, Held> = BTreeMap::new();
    let mut fresh: BTreeMap<PathBuf, Held> = BTreeMap::new();
    let mut out = Outcome::default();
    let mut unverifiable: BTreeMap<&str, &Passage> = BTreeMap::new();
    let passages = passages(book);
    for passage in &passages {
        let document = passage.document;
        let copy = match document.file.as_deref().map(|file| copies.of(file)).transpose() {
            Ok(copy) => copy.flatten(),
            Err(problem) => return Err(vec![problem]),
        };
        let Some(copy) = copy else {
            unverifiable.entry(&document.name).or_insert(passage);
            continue;
        };
        let path = beside(document, sources);
        if !files.contains_key(&path) {
            files.insert(path.clone(), held(&path).map_err(|p| vec![p])?);
        }
        let Some(lines) = passage.place.of(copy) else {
            out.problems.push(said(Code::CitationMissing, passage));
            continue;
        };
        let now = fingerprint(&lines);
        let known = files.get(&path).and_then(|f| f.get(&document.name)?.get(&passage.place.name()));
        if renew {
            fresh
                .entry(path)
                .or_default()
                .entry(document.name.clone())
                .or_default()
                .insert(passage.place.name(), now);
            out.written = out.written.saturating_add(1);
            continue;
        }
        match known {
            Some(known) if *known == now => out.verified = out.verified.saturating_add(1),
            Some(known) => out.problems.push(differs(passage, copy, known, &lines)),
            None => out.problems.push(said(Code::NotFingerprinted, passage)),
        }
    }
    out.problems.extend(unverifiable.values().map(|p| without_copy(p, folder)));
    if renew {
        write(&fresh)?;
    }
    Ok(out)
}

/// What is said at the first citation of a passage, with the others beside it.
fn said(code: Code, passage: &Passage) -> Diagnostic {
    let mut said = Diagnostic::new(code)
        .arg("document", &passage.document.name)
        .arg("passage", passage.place.in_words());
    let mut cited = passage.cited.iter();
    if let Some(first) = cited.next() {
        said = said.at(*first);
    }
    for other in cited.take(3) {
        said = said.also(*other, Text::both("cited here as well", "der henvises også her"));
    }
    said
}

/// A passage that is no longer what was cited: moved, or changed.
fn differs(passage: &Passage, copy: &Copy, known: &str, lines: &[String]) -> Diagnostic {
    if let Some(place) = moved(copy, &passage.place, known) {
        return said(Code::CitationMoved, passage).arg("now", place.in_words());
    }
    let heading = Text::both("it reads now:", "der står nu:");
    let now = documents::shown(lines.iter().map(String::as_str));
    let said = said(Code::CitationChanged, passage).note(heading);
    now.lines().fold(said, |said, line| said.note(Text::same(format!("  {line}"))))
}

/// A document whose copy should be in the folder, or that has none at all.
fn without_copy(passage: &Passage, folder: &Path) -> Diagnostic {
    let document = passage.document;
    let place = passage.cited.first().copied().unwrap_or(document.span);
    match &document.file {
        Some(file) => Diagnostic::new(Code::CopyMissing)
            .arg("document", &document.name)
            .arg("file", world::shown(&folder.join(file)))
            .at(document.span),
        None => Diagnostic::new(Code::NotVerifiable)
            .arg("document", &document.name)
            .at(place)
            .also(document.span, Text::both("declared here, without `file`", "erklæret her, uden `file`")),
    }
}

fn write(files: &BTreeMap<PathBuf, Held>) -> Result<(), Vec<Diagnostic>> {
    for (path, documents) in files {
        let mut text = HEAD.to_owned();
        for (document, passages) in documents {
            let _ = write!(text, "\n[documents.{}]\n", quoted(document));
            let mut passages: Vec<(&String, &String)> = passages.iter().collect();
            passages.sort_by_key(|(name, _)| (first_number(name), name.as_str()));
            for (name, print) in passages {
                let _ = writeln!(text, "{} = \"{print}\"", quoted(name));
            }
        }
        world::write_whole(path, text.as_bytes()).map_err(|why| {
            let file = world::shown(path);
            vec![Diagnostic::new(Code::FileUnreadable).arg("file", file).arg("reason", why)]
        })?;
    }
    Ok(())
}

/// A key as TOML has it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The first number of a name, by which passages are sorted.
fn first_number(name: &str) -> u32 {
    let digits: String =
        name.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u32::MAX)
}
