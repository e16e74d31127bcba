//! The templates at hand: those of the program, and those of the user that stand in their place.
//!
//! In: names and texts. Out: the text of a name. A template of the user takes the place of one of the program by having its
//! name; any other file can be included by name. Nothing else is ever read. Not here: files.

use ramme_diag::{FileId, SourceMap};
use ramme_value::Lang;
use std::collections::BTreeMap;

/// What is made from a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The case memo of a run.
    Memo,
    /// The letter to one subject.
    Letter,
    /// The list of all findings for the committee.
    Committee,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 3] = [Kind::Memo, Kind::Letter, Kind::Committee];

    /// The name of the template's file.
    #[must_use]
    pub const fn file(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Kind::Memo, Lang::En) => "memo.en.md",
            (Kind::Memo, Lang::Da) => "memo.da.md",
            (Kind::Letter, Lang::En) => "letter.en.md",
            (Kind::Letter, Lang::Da) => "letter.da.md",
            (Kind::Committee, Lang::En) => "committee.en.md",
            (Kind::Committee, Lang::Da) => "committee.da.md",
        }
    }

    /// The template of the program.
    #[must_use]
    pub const fn text(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Kind::Memo, Lang::En) => include_str!("../templates/memo.en.md"),
            (Kind::Memo, Lang::Da) => include_str!("../templates/memo.da.md"),
            (Kind::Letter, Lang::En) => include_str!("../templates/letter.en.md"),
            (Kind::Letter, Lang::Da) => include_str!("../templates/letter.da.md"),
            (Kind::Committee, Lang::En) => include_str!("../templates/committee.en.md"),
            (Kind::Committee, Lang::Da) => include_str!("../templates/committee.da.md"),
        }
    }
}

/// One template.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    /// Its text.
    pub(crate) text: String,
    /// The text among those that places point into.
    pub(crate) file: FileId,
    /// True for one of the user's.
    pub(crate) own: bool,
}

/// The templates at hand, by name.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    pub(crate) sheets: BTreeMap<String, Sheet>,
}

impl Shelf {
    /// The templates of the program.
    #[must_use]
    pub fn new(sources: &mut SourceMap) -> Shelf {
        let mut shelf = Shelf::default();
        for kind in Kind::ALL {
            for lang in Lang::ALL {
                let (name, text) = (kind.file(lang), kind.text(lang));
                let file = sources.add(format!("ramme/{name}"), text);
                shelf.sheets.insert(name.to_owned(), Sheet { text: text.to_owned(), file, own: false });
            }
        }
        shelf
    }

    /// Puts a template of the user on the shelf, in the place of one of the same name.
    pub fn put(&mut self, name: &str, text: &str, file: FileId) {
        self.sheets.insert(name.to_owned(), Sheet { text: text.to_owned(), file, own: true });
    }

    /// The user's templates that take no place and that no other template names, with the name that was probably meant.
    #[must_use]
    pub fn idle(&self) -> Vec<(String, FileId, Option<String>)> {
        let served: Vec<&str> =
            Kind::ALL.iter().flat_map(|kind| Lang::ALL.map(|lang| kind.file(lang))).collect();
        let named =
            |name: &str| self.sheets.iter().any(|(other, sheet)| other != name && sheet.text.contains(name));
        let idle = self
            .sheets
            .iter()
            .filter(|(name, sheet)| sheet.own && !served.contains(&name.as_str()) && !named(name));
        idle.map(|(name, sheet)| (name.clone(), sheet.file, ramme_diag::closest(name, &served))).collect()
    }
}
