//! Citations as a result has them, and the passages that they name.
//!
//! In: filled where a clause is put into words; passages where the user's own copies are at hand. Out: plain data. Not here:
//! documents, whether a passage is still what was cited.

use ramme_syntax::tree::CitePlace;
use ramme_value::Date;
use std::sync::Arc;

/// A citation as printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Cited {
    /// The document's name in the rule files.
    pub document: String,
    /// Its title.
    pub title: Option<String>,
    /// `2476-2479` for lines, else the place in words.
    pub lines: Option<String>,
    /// A page or section.
    pub place: Option<String>,
    /// The place as it was written.
    pub at: CitePlace,
    /// Of a document without a copy: when it was seen, where that is stated. Nothing here can check it.
    pub external: Option<Option<Date>>,
    /// What stands there, where the user's own copy is at hand.
    pub passage: Option<Arc<Passage>>,
}

/// A cited passage in the user's own copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The text, without blank lines, and no more of it than a reader takes in.
    pub text: String,
    /// Whether it is the text that was cited; none where no fingerprint says.
    pub as_cited: Option<bool>,
}
