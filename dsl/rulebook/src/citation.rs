//! Citations: documents and places in them, as clauses name them.
//!
//! In: the trees of citations. Out: citations of known documents. Not here: the texts of documents, fingerprints.

use crate::check::Checker;
use crate::model::{Citation, Rulebook, Symbol};
use crate::names::Found;
use ramme_diag::{Code, Diagnostic, Text};
use ramme_syntax::tree::{Cite, CitePlace};

impl Checker {
    /// The citations of a clause; unknown documents and impossible places are reported.
    pub(crate) fn citations(&mut self, cites: &[Cite]) -> Vec<Citation> {
        cites.iter().filter_map(|cite| self.citation(cite)).collect()
    }

    fn citation(&mut self, cite: &Cite) -> Option<Citation> {
        let name = &cite.document;
        let document = match self.names.find(&name.text) {
            Found::Symbol(Symbol::Document(id)) => id,
            Found::Poisoned => return None,
            Found::Symbol(_) | Found::Unsettled => {
                let found = self.names.global.get(&name.text).map(|entry| entry.kind.clone());
                let expected = Text::both("a document", "et dokument");
                return self.wrong_kind(&name.text, found.unwrap_or_default(), expected, name.span);
            }
            Found::Nothing => {
                let suggestion = self.names.suggest(&name.text, |s| matches!(s, Some(Symbol::Document(_))));
                return self.report(
                    Diagnostic::new(Code::UnknownDocument)
                        .arg("name", &name.text)
                        .maybe_arg("suggestion", suggestion)
                        .at(name.span),
                );
            }
        };
        self.possible(cite);
        Some(Citation { document, place: cite.place.clone(), span: cite.span })
    }

    /// Lines count from 1, and a range ends after it begins.
    fn possible(&mut self, cite: &Cite) {
        let bad = match &cite.place {
            CitePlace::Lines(ranges) => ranges.iter().any(|(first, last)| *first == 0 || first > last),
            CitePlace::Page(page) => *page == 0,
            CitePlace::Section(_) | CitePlace::Whole => false,
        };
        if bad {
            self.problems.push(
                Diagnostic::new(Code::ImpossiblePassage).arg("document", &cite.document.text).at(cite.span),
            );
        }
    }
}

impl Rulebook {
    /// Every citation of every clause, in the order of the declarations; a citation that stands over several clauses comes
    /// once a clause.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        let parameters = self.parameters.iter().flat_map(|p| p.values.iter().map(|v| &v.version));
        let scales = self.scales.iter().flat_map(|s| s.tables.iter().map(|t| &t.version));
        let definitions = self.definitions.iter().flat_map(|d| d.clauses.iter().map(|c| &c.version));
        let rules = self.rules.iter().flat_map(|r| r.clauses.iter().map(|c| &c.version));
        parameters.chain(scales).chain(definitions).chain(rules).flat_map(|version| &version.cites)
    }
}
