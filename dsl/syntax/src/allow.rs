//! `# allow NAME, NAME: reason`: what is silenced at its place.
//!
//! In: the text of a rule file and its tree. Out: each such comment, with the stretch of text that it is for: its own line
//! where something stands before it, else the next line with anything on it; where that line opens an item, the whole item. Not
//! here: whether there is a lint of that name, and what it would have said.

use crate::tree::SourceFile;
use ramme_diag::Span;
use std::ops::Range;

/// A comment that silences something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The names that it lists, each with its place.
    pub names: Vec<(String, Span)>,
    /// False where nothing stands after the colon.
    pub has_reason: bool,
    /// The comment.
    pub span: Span,
    /// The text that it is for.
    pub covers: Span,
}

impl Allow {
    /// Whether it is for something that begins at a byte of its file.
    #[must_use]
    pub fn is_for(&self, place: Span) -> bool {
        place.file == self.covers.file && self.covers.contains(place.start)
    }
}

/// Every `# allow` of a file.
///
/// ```
/// use ramme_diag::{FileId, Limits};
/// let text = "# allow unused-name: the next report reads it\nparameter pl by year : %\n";
/// let (tree, _) = ramme_syntax::parse(FileId(0), text, &Limits::default());
/// let found = ramme_syntax::allow::allows(text, &tree);
/// assert_eq!(found[0].names[0].0, "unused-name");
/// assert_eq!(found[0].covers.start, 46);
/// ```
#[must_use]
pub fn allows(text: &str, tree: &SourceFile) -> Vec<Allow> {
    tree.comments.iter().filter_map(|comment| allow(text, tree, comment.span)).collect()
}

fn allow(text: &str, tree: &SourceFile, span: Span) -> Option<Allow> {
    let (hash, end) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
    let written = text.get(hash..end)?.trim_end();
    let (names, has_reason) = listed(tree, written, hash)?;
    let line_end = |from: usize| {
        let rest = text.get(from..)?;
        Some(rest.find('\n').map_or(text.len(), |at| from.saturating_add(at).saturating_add(1)))
    };
    let start = text.get(..hash)?.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let mut line = start..line_end(hash)?;
    if text.get(start..hash)?.trim().is_empty() {
        // The next line that is neither blank nor a comment.
        loop {
            line = line.end..line_end(line.end)?;
            let code = text.get(line.clone())?.trim_start();
            if line.is_empty() {
                return None;
            }
            if !code.is_empty() && !code.starts_with('#') {
                break;
            }
        }
        line = item_at(tree, &line).unwrap_or(line);
    }
    let span = Span::at(tree.file, hash..hash.saturating_add(written.len()));
    Some(Allow { names, has_reason, span, covers: Span::at(tree.file, line) })
}

/// The item that a line opens, as bytes.
fn item_at(tree: &SourceFile, line: &Range<usize>) -> Option<Range<usize>> {
    let bytes = |span: Span| Some(usize::try_from(span.start).ok()?..usize::try_from(span.end).ok()?);
    tree.items.iter().filter_map(|item| bytes(item.span)).find(|item| line.contains(&item.start))
}

/// The names of `# allow a, b: reason`, and whether there is a reason. What is not of that form is a comment like any other.
fn listed(tree: &SourceFile, written: &str, at: usize) -> Option<(Vec<(String, Span)>, bool)> {
    let rest = written.strip_prefix('#')?;
    let list = rest.trim_start().strip_prefix("allow")?;
    if !list.starts_with(char::is_whitespace) {
        return None;
    }
    let (list, reason) = list.split_once(':').unwrap_or((list, ""));
    let begins = at.saturating_add(written.find("allow")?).saturating_add("allow".len());
    let mut names = Vec::new();
    let mut from: usize = 0;
    for piece in list.split(',') {
        let name = piece.trim();
        let is_word = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !is_word {
            return None;
        }
        let lead = piece.len().saturating_sub(piece.trim_start().len());
        let start = begins.saturating_add(from).saturating_add(lead);
        names.push((name.to_owned(), Span::at(tree.file, start..start.saturating_add(name.len()))));
        from = from.saturating_add(piece.len()).saturating_add(1);
    }
    Some((names, !reason.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use ramme_diag::{FileId, Limits};

    fn found(text: &str) -> Vec<(String, bool, String)> {
        let (tree, _) = crate::parse(FileId(0), text, &Limits::default());
        let slice = |span: Span| text[span.start as usize..span.end as usize].trim().to_owned();
        let names =
            |one: &Allow| one.names.iter().map(|(_, span)| slice(*span)).collect::<Vec<_>>().join("+");
        allows(text, &tree).iter().map(|one| (names(one), one.has_reason, slice(one.covers))).collect()
    }

    #[test]
    fn it_is_for_its_line_the_next_or_the_item() {
        let text = "define x by year : kr\n  to 2022 = 1 kr # allow not-cited: ours\n  # allow E0405, rounded-twice: ours\n  # as well\n\n  from 2023 = 2 kr\n\n# allow not-cited: ours\nunit m\u{e5}ltid\n";
        assert_eq!(
            found(text),
            [
                ("not-cited".to_owned(), true, "to 2022 = 1 kr # allow not-cited: ours".to_owned()),
                ("E0405+rounded-twice".to_owned(), true, "from 2023 = 2 kr".to_owned()),
                ("not-cited".to_owned(), true, "unit m\u{e5}ltid".to_owned()),
            ]
        );
    }

    #[test]
    fn other_comments_are_left_alone_and_a_reason_may_lack() {
        assert_eq!(found("# allow for the case: that\nunit meal\n"), []);
        assert_eq!(found("# allowed: x\nunit meal\n# allow not-cited: at the end\n"), []);
        assert_eq!(
            found("#allow not-cited\r\nunit meal\r\n"),
            [("not-cited".to_owned(), false, "unit meal".to_owned())]
        );
        assert_eq!(found("document a\n  title \"# allow not-cited: x\" rank law published 2023-01-01\n"), []);
    }
}
