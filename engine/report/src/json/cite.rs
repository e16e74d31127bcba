//! A citation in a document.
//!
//! In: a citation as a result has it. Out: its keys: the place, whether anything here can check it, and the passage where
//! the user's copy is at hand. Not here: which clause cites.

use ramme_eval::result::Cited;
use serde::Serialize;

/// A citation.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Cite {
    document: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Only of a document without a copy, which nothing here can check; with the day on which it was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    external: Option<External>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passage_as_cited: Option<bool>,
}

#[derive(Debug, Clone, Serialize)]
struct External {
    seen: Option<String>,
}

/// A citation as a document has it.
pub(crate) fn cite(cited: &Cited) -> Cite {
    let passage = cited.passage.as_deref();
    Cite {
        document: cited.document.clone(),
        lines: cited.lines.clone(),
        place: cited.place.clone(),
        title: cited.title.clone(),
        external: cited.external.map(|seen| External { seen: seen.map(|day| day.to_string()) }),
        passage: passage.map(|p| p.text.clone()),
        passage_as_cited: passage.and_then(|p| p.as_cited),
    }
}
