//! Files of words: what the names of rules and data are called by people, in Danish and in English.
//!
//! In: the text of such a file, with a table `[da]`, a table `[en]`, and a table `[notice.NAME]` for what is to be said of a value. Out: a [`Wording`]. Names that no rule knows may stand
//! in it, so that several scenarios share one file. Not here: which of the words a page uses (`ramme_report::words`).

use super::say;
use super::walk::{Section, Walk};
use crate::result::Note;
use ramme_diag::{Diagnostic, FileId, Text};
use ramme_value::Lang;
use std::collections::BTreeMap;
use toml::de::DeTable;

/// What names are called, by language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    da: BTreeMap<String, String>,
    en: BTreeMap<String, String>,
    notices: BTreeMap<String, Note>,
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
        let wording = Wording {
            da: words(&mut walk, &mut root, "da"),
            en: words(&mut walk, &mut root, "en"),
            notices: notices(&mut walk, &mut root),
        };
        walk.no_others(&root);
        if walk.problems.is_empty() { Ok(wording) } else { Err(walk.problems) }
    }

    /// Adds what another file says; of one name the other's words hold.
    pub fn add(&mut self, other: Wording) {
        self.da.extend(other.da);
        self.en.extend(other.en);
        self.notices.extend(other.notices);
    }

    /// What a run says of a value wherever it shows it and it is not nothing, with `{}` for the value.
    #[must_use]
    pub fn notice(&self, name: &str) -> Option<&Note> {
        self.notices.get(name)
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

/// `[notice.NAME]`, with `da` and `en`.
fn notices(walk: &mut Walk, root: &mut Section<'_>) -> BTreeMap<String, Note> {
    let Some(all) = root.get("notice").and_then(|item| walk.section(item, "notice")) else {
        return BTreeMap::new();
    };
    let mut out = BTreeMap::new();
    for (name, item) in all.others(walk) {
        let Some(mut one) = walk.section(item, &name.value) else { continue };
        let mut sentence = |walk: &mut Walk, key: &'static str| {
            let item = walk.needed(&mut one, key)?;
            let text = walk.text(item, key)?;
            if text.value.contains("{}") {
                return Some(text.value);
            }
            let expected = Text::both("a sentence with {} for the value", "en sætning med {} for værdien");
            walk.say(say::bad(text.span, key, &text.value, expected));
            None
        };
        let (da, en) = (sentence(walk, "da"), sentence(walk, "en"));
        walk.no_others(&one);
        if let (Some(da), Some(en)) = (da, en) {
            out.insert(name.value, Note { en, da });
        }
    }
    out
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

    #[test]
    fn a_notice_is_a_sentence_in_both_languages_with_a_place_for_the_value() {
        let words = read("[notice.gap]\nda = \"Hullet er {}.\"\nen = \"The gap is {}.\"\n").unwrap();
        assert_eq!(words.notice("gap").unwrap().da, "Hullet er {}.");
        assert_eq!(words.notice("other"), None);
        for wrong in [
            "[notice.gap]\nda = \"Hullet.\"\nen = \"The gap is {}.\"\n",
            "[notice.gap]\nda = \"Hullet er {}.\"\n",
            "[notice.gap]\nda = \"{}\"\nen = \"{}\"\nsv = \"{}\"\n",
            "[notice]\ngap = \"{}\"\n",
        ] {
            assert_eq!(read(wrong).unwrap_err().len(), 1, "{wrong}");
        }
    }
}
