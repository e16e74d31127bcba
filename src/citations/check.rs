//! Fingerprints of cited passages, held against the user's own copies of the documents.
//!
//! In: a rulebook, a folder with copies, `fingerprints.toml` beside the rule file that declares a document. Out: what
//! changed, moved, is missing or has no fingerprint yet; or the fingerprints written anew. Not here: reading copies
//! (`copies`), what a fingerprint is (`print`).

use super::copies::{Copies, Copy, Found, shown};
use super::estimate::{Estimate, Known, estimate};
use super::held::{self, Held};
use super::piece::{Piece, Place, pieces};
use super::print::Print;
use crate::world;
use ramme_diag::{Code, Diagnostic, SourceMap, Span, Text};
use ramme_rulebook::Rulebook;
use ramme_rulebook::model::Document;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// So many places are named where a passage stands in several.
const PLACES: usize = 4;

/// What came of it.
#[derive(Default)]
pub struct Outcome {
    /// What is wrong, or worth knowing.
    pub problems: Vec<Diagnostic>,
    /// How many passages are as they were cited.
    pub verified: usize,
    /// How many were looked at, of documents whose copies should be there.
    pub passages: usize,
    /// What was written.
    pub written: Option<Written>,
    /// Whether a copy is missing or cannot be read, so that its passages were not held against anything.
    pub left: bool,
}

/// Fingerprints that were written.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Written {
    /// All of them.
    pub all: usize,
    /// Of passages that had none.
    pub new: usize,
    /// Of passages that had another.
    pub changed: usize,
    /// No longer cited, and taken out.
    pub dropped: usize,
}

/// A passage, with all places that cite it.
struct Passage<'b> {
    document: &'b Document,
    place: Piece,
    cited: Vec<Span>,
}

/// Holds the copies of a folder against the fingerprints; with `renew` writes them anew. `given`: the rule files and folders
/// that were asked for; where they are not all of a folder's, fingerprints that nothing here cites are kept.
///
/// # Errors
/// A folder that is not there, and fingerprints that cannot be read or written.
pub fn check(
    book: &Rulebook,
    sources: &SourceMap,
    folder: &Path,
    renew: Option<&[PathBuf]>,
) -> Result<Outcome, Vec<Diagnostic>> {
    let mut copies = Copies::new(folder).map_err(|p| vec![p])?;
    let mut files: BTreeMap<PathBuf, Held> = BTreeMap::new();
    let mut fresh: BTreeMap<PathBuf, Held> = BTreeMap::new();
    let mut out = Outcome::default();
    for (document, passages) in passages(book) {
        let path = held::beside(document, sources);
        if !files.contains_key(&path) {
            files.insert(path.clone(), held::read(&path, renew.is_some()).map_err(|p| vec![p])?);
        }
        let known = files.get(&path).and_then(|file| file.get(&document.name)).cloned().unwrap_or_default();
        let Some(file) = document.file.as_deref() else {
            out.problems.push(not_verifiable(document, &passages));
            continue;
        };
        out.passages = out.passages.saturating_add(passages.len());
        let mut kept = known.clone();
        match copies.of(file) {
            Found::Copy(copy) if renew.is_some() => kept = anew(&passages, copy, &mut out.problems),
            Found::Copy(copy) => held_against(&passages, copy, &known, &mut out),
            Found::Unreadable(problem) => {
                out.problems.push(problem.clone().at(document.span));
                out.left = true;
            }
            Found::Missing => {
                let declared = book.documents.iter().filter_map(|d| d.file.as_deref()).collect();
                out.problems.push(missing(document, &known, &copies, file, &declared));
                out.left = true;
            }
        }
        fresh.entry(path).or_default().insert(document.name.clone(), kept);
    }
    if let Some(given) = renew {
        out.written = Some(write(fresh, &files, given)?);
    }
    Ok(out)
}

/// All passages that clauses cite, by document in the order of their declarations, each once.
fn passages(book: &Rulebook) -> Vec<(&Document, Vec<Passage<'_>>)> {
    let mut found: BTreeMap<usize, BTreeMap<Piece, Vec<Span>>> = BTreeMap::new();
    for cite in book.citations() {
        for piece in pieces(&cite.place) {
            let places = found.entry(cite.document.index()).or_default().entry(piece).or_default();
            if !places.contains(&cite.span) {
                places.push(cite.span);
            }
        }
    }
    let made = found.into_iter().filter_map(|(at, pieces)| {
        let document = book.documents.get(at)?;
        let passages = pieces.into_iter().map(|(place, cited)| Passage { document, place, cited });
        Some((document, passages.collect()))
    });
    made.collect()
}

/// The fingerprints of passages as they stand.
fn anew(passages: &[Passage], copy: &Copy, problems: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    let mut prints = BTreeMap::new();
    for passage in passages {
        match passage.place.of(copy) {
            Place::Lines(range) => {
                prints.insert(passage.place.name(), Print::of(copy.slice(range)).to_string());
            }
            other => problems.push(not_there(passage, &other)),
        }
    }
    prints
}

/// What came of one passage.
enum Seen<'p> {
    Same,
    New,
    Moved(Vec<(u32, u32)>),
    Changed(&'p Passage<'p>),
    Absent(Place),
}

/// Holds the passages of one document against its copy.
fn held_against(passages: &[Passage], copy: &Copy, known: &BTreeMap<String, String>, out: &mut Outcome) {
    let seen: Vec<Seen> = passages.iter().map(|passage| seen(passage, copy, known)).collect();
    let stands = passages.iter().zip(&seen).filter_map(|(passage, seen)| {
        let Piece::Lines(first, last) = passage.place else { return None };
        match seen {
            Seen::Same => Some(((first, last), (first, last))),
            Seen::Moved(places) => {
                places.first().filter(|_| places.len() == 1).map(|now| ((first, last), *now))
            }
            _ => None,
        }
    });
    let stands: Vec<Known> = stands.collect();
    for (passage, seen) in passages.iter().zip(seen) {
        match seen {
            Seen::Same => out.verified = out.verified.saturating_add(1),
            Seen::New => out.problems.push(said(Code::NotFingerprinted, passage)),
            Seen::Moved(places) => out.problems.push(moved(passage, &places)),
            Seen::Changed(passage) => out.problems.push(changed(passage, copy, &stands)),
            Seen::Absent(place) => out.problems.push(not_there(passage, &place)),
        }
    }
}

fn seen<'p>(passage: &'p Passage<'p>, copy: &Copy, known: &BTreeMap<String, String>) -> Seen<'p> {
    let known = known.get(&passage.place.name());
    let place = passage.place.of(copy);
    let now = match &place {
        Place::Lines(range) => Some(Print::of(copy.slice(range.clone())).to_string()),
        _ => None,
    };
    let elsewhere = || known.map(|known| elsewhere(&passage.place, copy, known)).unwrap_or_default();
    match (now, known) {
        (Some(now), Some(known)) if now == *known => Seen::Same,
        (Some(_), None) => Seen::New,
        (now, _) => match (elsewhere(), now) {
            (places, _) if !places.is_empty() => Seen::Moved(places),
            (_, Some(_)) => Seen::Changed(passage),
            _ => Seen::Absent(place),
        },
    }
}

/// Where the passage of a fingerprint stands in a copy: lines of the text, or for a page its number twice.
fn elsewhere(piece: &Piece, copy: &Copy, known: &str) -> Vec<(u32, u32)> {
    let Some(print) = Print::parse(known) else { return Vec::new() };
    match piece {
        Piece::Lines(first, last) => {
            let mut found = copy.words().find(&print, PLACES);
            // Blank lines at the end of a passage go along with it.
            let long = last.saturating_sub(*first);
            for (from, to) in &mut found {
                let blank = |line: u32| {
                    let next = usize::try_from(line).ok().and_then(|at| copy.lines.get(at));
                    next.is_some_and(String::is_empty)
                };
                while to.saturating_sub(*from) < long && blank(*to) {
                    *to = to.saturating_add(1);
                }
            }
            found.sort_by_key(|(from, _)| from.abs_diff(*first));
            found
        }
        Piece::Page(_) => {
            let pages = (1_u32..).zip(&copy.pages);
            let same = pages.filter(|(_, range)| Print::of(copy.slice((*range).clone())) == print);
            same.map(|(page, _)| (page, page)).take(PLACES).collect()
        }
        Piece::Section(_) | Piece::Whole => Vec::new(),
    }
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

/// A passage whose words stand in another place, or in several.
fn moved(passage: &Passage, places: &[(u32, u32)]) -> Diagnostic {
    let piece = |(from, to): &(u32, u32)| match passage.place {
        Piece::Page(_) => Piece::Page(*from),
        _ => Piece::Lines(*from, *to),
    };
    let words = places.iter().map(|place| piece(place).in_words());
    let now = words.reduce(|all, next| {
        Text::both(format!("{}; {}", all.en, next.en), format!("{}; {}", all.da, next.da))
    });
    let now = now.unwrap_or_else(|| Text::same(""));
    match places {
        [one] => said(Code::CitationMoved, passage).arg("now", now).arg("written", piece(one).written()),
        _ => {
            let first = places.first().map(|place| piece(place).written()).unwrap_or_default();
            said(Code::CitationAmbiguous, passage).arg("now", now).arg("written", first)
        }
    }
}

/// A passage whose words are nowhere in the copy: what stands where it stood, by those around it.
fn changed(passage: &Passage, copy: &Copy, stands: &[Known]) -> Diagnostic {
    let said = said(Code::CitationChanged, passage);
    let nowhere =
        Text::both("its words stand nowhere else in the copy", "dens ord står intet andet sted i kopien");
    let here = match passage.place.of(copy) {
        Place::Lines(range) => range,
        _ => 0..0,
    };
    let (said, range) = match passage.place {
        Piece::Lines(first, last) => match estimate(first, last, stands) {
            Estimate::Here => (said.note(nowhere), here),
            Estimate::There(from, to) => {
                let there = Piece::Lines(from, to);
                let written = there.written();
                let note = Text::both(
                    format!("by the passages around it, its place should now be `{written}`"),
                    format!("efter stederne omkring det skulle dets plads nu være `{written}`"),
                );
                let index = |line: u32| usize::try_from(line).unwrap_or(usize::MAX);
                (said.note(note), index(from).saturating_sub(1)..index(to))
            }
            Estimate::Gone => {
                let note = Text::both(
                    "it seems to be taken out: what stood before it and after it meets now",
                    "det ser ud til at være taget ud: det, der stod før og efter, støder nu op til hinanden",
                );
                return said.note(nowhere).note(note);
            }
        },
        _ => (said, here),
    };
    let heading = Text::both("there the copy reads:", "dér står i kopien:");
    let text = shown(copy.slice(range));
    text.lines().fold(said.note(heading), |said, line| said.note(Text::same(format!("  {line}"))))
}

/// A place that a copy does not have, with what it has.
fn not_there(passage: &Passage, place: &Place) -> Diagnostic {
    let said = said(Code::CitationMissing, passage);
    match place {
        Place::Beyond(lines) => {
            said.note(Text::both(format!("the copy has {lines} lines"), format!("kopien har {lines} linjer")))
        }
        Place::Pages(1) => said.note(Text::both(
            "the copy has no form feeds that part it into pages; cite lines instead",
            "kopien har ingen sideskift, der deler den i sider; henvis til linjer i stedet",
        )),
        Place::Pages(pages) => {
            said.note(Text::both(format!("the copy has {pages} pages"), format!("kopien har {pages} sider")))
        }
        Place::Headings(lines) => {
            let lines: Vec<String> = lines.iter().take(PLACES).map(u32::to_string).collect();
            let lines = lines.join(", ");
            said.note(Text::both(
                format!("the heading stands in several lines: {lines}; cite the lines that are meant"),
                format!("overskriften står på flere linjer: {lines}; henvis til de linjer, der menes"),
            ))
        }
        Place::NoHeading => said
            .note(Text::both("no line begins with that heading", "ingen linje begynder med den overskrift")),
        Place::Lines(_) => said,
    }
}

/// A document whose copy should be in the folder, and what may be it under another name.
fn missing(
    document: &Document,
    known: &BTreeMap<String, String>,
    copies: &Copies,
    file: &str,
    declared: &BTreeSet<&str>,
) -> Diagnostic {
    let said = Diagnostic::new(Code::CopyMissing)
        .arg("document", &document.name)
        .arg("file", world::shown(&copies.path(file)))
        .at(document.span);
    let prints: Vec<Print> = known.values().filter_map(|known| Print::parse(known)).collect();
    let all = prints.len();
    // A few short passages may stand in any document.
    let may_be =
        |(name, held): &&(String, usize)| !declared.contains(name.as_str()) && held.saturating_mul(2) > all;
    copies.others(&prints).iter().filter(may_be).take(PLACES).fold(said, |said, (name, held)| {
        said.note(Text::both(
            format!(
                "`{name}` holds {held} of its {all} passages: if it is the document, write `file \"{name}\"`"
            ),
            format!(
                "`{name}` rummer {held} af dets {all} steder: er det dokumentet, så skriv `file \"{name}\"`"
            ),
        ))
    })
}

/// A document without a copy: what was seen of it, and how much rests on it.
fn not_verifiable(document: &Document, passages: &[Passage]) -> Diagnostic {
    let cited: Vec<Span> = passages.iter().flat_map(|passage| passage.cited.iter().copied()).collect();
    let said = Diagnostic::new(Code::NotVerifiable)
        .arg("document", &document.name)
        .at(cited.first().copied().unwrap_or(document.span));
    let said = match &document.external {
        Some((what, seen)) => {
            let day = seen.map(|day| format!(" {day}")).unwrap_or_default();
            let said = said.also(
                document.span,
                Text::both("declared here as `external`", "erklæret her som `external`"),
            );
            said.note(Text::both(format!("seen{day}: {what}"), format!("set{day}: {what}")))
        }
        None => {
            said.also(document.span, Text::both("declared here, without `file`", "erklæret her, uden `file`"))
        }
    };
    match cited.len() {
        1 => said,
        n => said
            .note(Text::both(format!("{n} citations rest on it"), format!("{n} henvisninger hviler på det"))),
    }
}

/// Whether a folder is another, or lies in it.
fn lies_in(folder: &Path, other: &Path) -> bool {
    match (folder.canonicalize(), other.canonicalize()) {
        (Ok(folder), Ok(other)) => folder.starts_with(other),
        _ => false,
    }
}

/// Writes the files, and counts what became of the fingerprints.
fn write(
    mut fresh: BTreeMap<PathBuf, Held>,
    files: &BTreeMap<PathBuf, Held>,
    given: &[PathBuf],
) -> Result<Written, Vec<Diagnostic>> {
    let mut written = Written::default();
    let add = |count: &mut usize| *count = count.saturating_add(1);
    for (path, held) in &mut fresh {
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let whole = given.iter().any(|given| given.is_dir() && lies_in(folder, given));
        for (document, passages) in files.get(path).into_iter().flatten() {
            for (passage, print) in passages {
                let kept = held.entry(document.clone()).or_default();
                match kept.get(passage) {
                    Some(now) if now == print => {}
                    Some(_) => add(&mut written.changed),
                    None if whole => add(&mut written.dropped),
                    None => {
                        kept.insert(passage.clone(), print.clone());
                    }
                }
            }
        }
        let old = files.get(path);
        for (document, passages) in held.iter() {
            for passage in passages.keys() {
                add(&mut written.all);
                if old.and_then(|old| old.get(document)?.get(passage)).is_none() {
                    add(&mut written.new);
                }
            }
        }
        held::write(path, held).map_err(|problem| vec![problem])?;
    }
    Ok(written)
}
