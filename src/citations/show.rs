//! Passages to be shown: in explanations, beside verdicts and limits, in diagnostics.
//!
//! In: a folder with copies, citations. Out: each citation with its passage, and whether that is the passage that was
//! cited. A document that is not in the folder is passed over: its place is cited all the same. Not here: how it is laid out.

use super::copies::{Copies, Found, shown};
use super::held::{self, Held};
use super::piece::{Place, pieces};
use super::print::Print;
use crate::pipeline::Trees;
use ramme_diag::{Diagnostic, SourceMap, Span, Text};
use ramme_eval::explain::Node;
use ramme_eval::result::{self, Passage};
use ramme_rulebook::Rulebook;
use ramme_rulebook::model::Document;
use ramme_syntax::tree::{Cite, CitePlace, Cited, Item};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The passages of a folder's copies, each looked up once.
pub struct Passages<'b> {
    book: &'b Rulebook,
    sources: &'b SourceMap,
    copies: Copies,
    held: BTreeMap<PathBuf, Held>,
    known: HashMap<(String, String), Option<Arc<Passage>>>,
}

impl<'b> Passages<'b> {
    /// Those of a folder.
    ///
    /// # Errors
    /// The folder is not there.
    pub fn new(
        book: &'b Rulebook,
        sources: &'b SourceMap,
        folder: &Path,
    ) -> Result<Passages<'b>, Diagnostic> {
        let copies = Copies::new(folder)?;
        Ok(Passages { book, sources, copies, held: BTreeMap::new(), known: HashMap::new() })
    }

    /// Fills in the passages of citations.
    ///
    /// # Errors
    /// A copy that is there and cannot be read.
    pub fn fill<'c>(
        &mut self,
        cites: impl IntoIterator<Item = &'c mut result::Cited>,
    ) -> Result<(), Diagnostic> {
        for cite in cites {
            cite.passage = self.of(&cite.document, &cite.at)?;
        }
        Ok(())
    }

    /// Fills in the passages that the clauses that applied cite.
    ///
    /// # Errors
    /// A copy that is there and cannot be read.
    pub fn explain(&mut self, at: &mut Node) -> Result<(), Diagnostic> {
        for clause in at.clauses.iter_mut().filter(|c| c.not.is_none()) {
            self.fill(&mut clause.cites)?;
        }
        at.parts.iter_mut().try_for_each(|part| self.explain(part))
    }

    fn of(&mut self, document: &str, place: &CitePlace) -> Result<Option<Arc<Passage>>, Diagnostic> {
        let names: Vec<String> = pieces(place).iter().map(super::piece::Piece::name).collect();
        let key = (document.to_owned(), names.join(", "));
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let declared = self.book.documents.iter().find(|d| d.name == document);
        let found = declared.map(|declared| self.look(declared, place)).transpose()?.flatten().map(Arc::new);
        self.known.insert(key, found.clone());
        Ok(found)
    }

    /// The passage of a citation; none where there is no copy, or the place is the whole of it.
    fn look(&mut self, document: &Document, place: &CitePlace) -> Result<Option<Passage>, Diagnostic> {
        let (Some(file), false) = (document.file.as_deref(), matches!(place, CitePlace::Whole)) else {
            return Ok(None);
        };
        let copy = match self.copies.of(file) {
            Found::Copy(copy) => copy,
            Found::Missing => return Ok(None),
            Found::Unreadable(problem) => return Err(problem.clone()),
        };
        let path = held::beside(document, self.sources);
        // Fingerprints that cannot be read are said by `check`; here the passage is shown without a word on them.
        let held =
            self.held.entry(path).or_insert_with_key(|path| held::read(path, false).unwrap_or_default());
        let known = held.get(&document.name);
        let mut lines: Vec<&str> = Vec::new();
        let mut as_cited = Some(true);
        for piece in pieces(place) {
            let print = known.and_then(|known| known.get(&piece.name()));
            let now = match piece.of(copy) {
                Place::Lines(range) => {
                    if !lines.is_empty() {
                        lines.push("[\u{2026}]");
                    }
                    lines.extend(copy.slice(range.clone()));
                    Some(Print::of(copy.slice(range)).to_string())
                }
                _ => None,
            };
            let same = match (print, now) {
                (Some(print), Some(now)) => Some(*print == now),
                (Some(_), None) => Some(false),
                (None, _) => None,
            };
            as_cited = match (as_cited, same) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
        }
        Ok(Some(Passage { text: shown(lines.into_iter()), as_cited }))
    }
}

/// Adds to diagnostics about a clause what the passages that it cites say, where the copies are at hand.
///
/// # Errors
/// A folder that is not there; a copy that cannot be read is passed over, since it is reported by itself.
pub fn beside_diagnostics(
    book: &Rulebook,
    trees: &Trees,
    folder: &Path,
    problems: Vec<Diagnostic>,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut passages = Passages::new(book, &trees.sources, folder)?;
    let items = trees.files.iter().flat_map(|file| &file.items);
    let clauses: Vec<Cited> = items.flat_map(Item::cited).collect();
    let beside = |said: Diagnostic| {
        let ramme_diag::Place::Text(at) = *said.place() else { return said };
        let holds = |span: &Span| span.file == at.file && span.start <= at.start && at.end <= span.end;
        let innermost =
            clauses.iter().filter(|(span, _)| holds(span)).min_by_key(|(s, _)| s.end.saturating_sub(s.start));
        let Some((_, cites)) = innermost else { return said };
        cites.iter().fold(said, |said, cite| match passages.of(&cite.document.text, &cite.place) {
            Ok(Some(passage)) => noted(said, cite, &passage),
            _ => said,
        })
    };
    Ok(problems.into_iter().map(beside).collect())
}

fn noted(said: Diagnostic, cite: &Cite, passage: &Passage) -> Diagnostic {
    let words: Vec<Text> = pieces(&cite.place).iter().map(super::piece::Piece::in_words).collect();
    let list = |pick: fn(&Text) -> &str| words.iter().map(pick).collect::<Vec<_>>().join(", ");
    let name = &cite.document.text;
    let (en, da) = match passage.as_cited {
        Some(false) => (" (not the text that was cited)", " (ikke den tekst, der blev henvist til)"),
        _ => ("", ""),
    };
    let heading = Text::both(
        format!("`{name}`, {}, reads{en}:", list(|t| t.en.as_str())),
        format!("i `{name}`, {}, står{da}:", list(|t| t.da.as_str())),
    );
    passage.text.lines().fold(said.note(heading), |said, line| said.note(Text::same(format!("  {line}"))))
}
