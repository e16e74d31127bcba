//! The language in which a person is spoken to.
//!
//! In: the tag a user writes (`da`, `en`). Out: one of two languages. Not here: any message.

use std::fmt;

/// A language that everything shown to people is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Lang {
    /// English, the default: the language of the keywords.
    #[default]
    En,
    /// Danish, the language of the agreements.
    Da,
}

impl Lang {
    /// Both languages, English first.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Da];

    /// The language of a tag, `None` if there is no such.
    ///
    /// ```
    /// use ramme_value::Lang;
    /// assert_eq!(Lang::parse("da"), Some(Lang::Da));
    /// assert_eq!(Lang::parse("sv"), None);
    /// ```
    #[must_use]
    pub fn parse(tag: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// `en` or `da`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Da => "da",
        }
    }

    /// The one of two texts that is in this language.
    #[must_use]
    pub fn pick<T>(self, en: T, da: T) -> T {
        match self {
            Lang::En => en,
            Lang::Da => da,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}
