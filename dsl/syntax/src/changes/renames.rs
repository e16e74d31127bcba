//! Items that only have another name.
//!
//! In: two versions. Out: which names became which, and the old version as it would read with the new names. An item is
//! renamed where its text becomes that of a new item when its name is exchanged; names that others use are exchanged with
//! it, so a chain of renamed items is found step by step. Not here: members, fields and readings with other names.

use super::{Version, pieces};
use crate::tree::SourceFile;
use ramme_diag::Limits;

/// The names that changed.
#[derive(Debug, Default)]
pub(super) struct Renames {
    pairs: Vec<(String, String)>,
}

/// A file as it would read with the new names.
pub(super) struct Renamed {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) file: SourceFile,
}

/// Finds them, step by step until there are no more.
pub(super) fn find(old: &[Version<'_>], new: &[Version<'_>]) -> Renames {
    let after = pieces::of(new);
    let mut found = Renames::default();
    loop {
        let renamed = found.apply(old);
        let versions: Vec<Version<'_>> =
            renamed.iter().map(|r| Version { name: &r.name, text: &r.text, file: &r.file }).collect();
        let before = pieces::of(&versions);
        let gone = before.iter().filter(|b| !after.iter().any(|a| a.is(b)));
        let came: Vec<_> = after.iter().filter(|a| !before.iter().any(|b| b.is(a))).collect();
        let pair = gone
            .filter_map(|b| {
                let fits = |a: &&&pieces::Piece<'_>| {
                    a.word == b.word && exchanged(&b.text(), &b.name, &a.name) == a.text()
                };
                came.iter().find(fits).map(|a| (b.name.clone(), a.name.clone()))
            })
            .next();
        match pair {
            Some(pair) => found.pairs.push(pair),
            None => return found,
        }
    }
}

impl Renames {
    /// The name that an item of the new version had.
    pub(super) fn old_name(&self, new: &str) -> Option<&str> {
        self.pairs.iter().find(|(_, now)| now == new).map(|(was, _)| was.as_str())
    }

    /// The old version with the new names.
    pub(super) fn apply(&self, old: &[Version<'_>]) -> Vec<Renamed> {
        old.iter()
            .map(|version| {
                if self.pairs.is_empty() {
                    let (name, text) = (version.name.to_owned(), version.text.to_owned());
                    return Renamed { name, text, file: version.file.clone() };
                }
                let mut text = version.text.to_owned();
                for (was, now) in &self.pairs {
                    text = exchanged(&text, was, now);
                }
                let (file, _) = crate::parse(version.file.file, &text, &Limits::default());
                Renamed { name: version.name.to_owned(), text, file }
            })
            .collect()
    }
}

/// Exchanges a name wherever it stands as a word of its own outside of quotes and comments.
fn exchanged(text: &str, was: &str, now: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut comment) = (false, false);
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String, plain: bool| {
        out.push_str(if plain && word == was { now } else { word });
        word.clear();
    };
    for c in text.chars() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        flush(&mut word, &mut out, !quoted && !comment);
        match c {
            '\n' => (quoted, comment) = (false, false),
            '"' if !comment => quoted = !quoted,
            '#' if !quoted => comment = true,
            _ => {}
        }
        out.push(c);
    }
    flush(&mut word, &mut out, !quoted && !comment);
    out
}
