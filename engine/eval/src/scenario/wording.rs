//! Files of words: what the names of rules and data are called by people, in Danish and in English.
//!
//! In: the text of such a file, with a table `[da]` and a table `[en]`. Out: a [`Wording`]. Names that no rule knows may stand
//! in it, so that several scenarios share one file. Not here: which of the words a page uses (`ramme_report::words`).

use super::say;
use super::walk::{Section, Walk};
use ramme_diag::{Diagnostic, FileId};
use ramme_value::Lang;
use std::collections::BTreeMap;
use toml::de::DeTable;

/// What names are called, by language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    da: BTreeMap<String, String>,
    en: BTreeMap<String, String>,
}

impl Wording {
    /// Reads a file of words.
    ///
    /// # Errors
    /// Everything that is wrong with the text, each with its place.
    pub fn read(file: FileId, text: &str) -> Result<Wording, Vec<Diagnostic>> {
        let mut walk = Walk { file, problems: Vec::new() };
        let (document, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            let place = |e: &toml::de::Error| walk.span(e.span().unwrap_or(0..0));
            return Err(errors.iter().map(|e| say::not_toml(place(e), e.message())).collect());
        }
        let mut root = Section::new(document.get_ref(), walk.span(0..0));
        let wording =
            Wording { da: words(&mut walk, &mut root, "da"), en: words(&mut walk, &mut root, "en") };
        walk.no_others(&root);
        if walk.problems.is_empty() { Ok(wording) } else { Err(walk.problems) }
    }

    /// Adds what another file says; of one name the other's words hold.
    pub fn add(&mut self, other: Wording) {
        self.da.extend(other.da);
        self.en.extend(other.en);
    }

    /// True where there are no words in a language.
    #[must_use]
    pub fn is_empty(&self, lang: Lang) -> bool {
        lang.pick(&self.en, &self.da).is_empty()
    }

    /// What a name is called: `gap`, `children`, or `group.reading`.
    #[must_use]
    pub fn of(&self, name: &str, lang: Lang) -> Option<&str> {
        lang.pick(&self.en, &self.da).get(name).map(String::as_str)
    }
}

fn words(walk: &mut Walk, root: &mut Section<'_>, lang: &'static str) -> BTreeMap<String, String> {
    let Some(item) = root.get(lang) else { return BTreeMap::new() };
    let Some(section) = walk.section(item, lang) else { return BTreeMap::new() };
    let pairs = section.others(walk);
    let texts = pairs.into_iter().filter_map(|(name, item)| {
        let words = walk.text(item, &name.value)?;
        Some((name.value, words.value))
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

    use super::*;
    use ramme_diag::SourceMap;

    fn read(text: &str) -> Result<Wording, Vec<Diagnostic>> {
        let mut sources = SourceMap::new();
        let file = sources.add("words.toml", text);
        Wording::read(file, sources.text(file))
    }

    #[test]
    fn what_a_later_file_says_holds() {
        let mut words = read("[da]\ngap = \"gab\"\narea = \"område\"").unwrap();
        words.add(read("[da]\ngap = \"merforbrug\"\n[en]\ngap = \"overspend\"").unwrap());
        assert_eq!(words.of("gap", Lang::Da), Some("merforbrug"));
        assert_eq!(words.of("area", Lang::Da), Some("område"));
        assert_eq!(words.of("gap", Lang::En), Some("overspend"));
        assert_eq!(words.of("area", Lang::En), None);
    }

    #[test]
    fn every_mistake_is_said() {
        assert_eq!(read("[de]\ngap = \"x\"").unwrap_err().len(), 1, "a language that is none");
        assert_eq!(read("[da]\ngap = 1\narea = \"\"").unwrap_err().len(), 2);
        assert_eq!(read("da = ").unwrap_err().len(), 1);
    }
}
