//! Sentences in English and Danish. In: both. Out: one of them.
//!
//! Not here: what is said, which stands where it arises.

use ramme_value::Lang;
use std::fmt;

/// The same sentence in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: String,
    /// Danish.
    pub da: String,
}

impl Words {
    /// Words that differ.
    pub fn both(en: impl Into<String>, da: impl Into<String>) -> Self {
        Self { en: en.into(), da: da.into() }
    }

    /// Words that are the same in both, such as a name.
    pub fn same(text: impl Into<String>) -> Self {
        let en = text.into();
        Self { da: en.clone(), en }
    }

    /// In one language.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.en, &self.da)
    }

    /// True where nothing is said.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

/// A number as Danish writes it, from its English spelling.
pub(crate) fn comma(number: &str) -> String {
    number.replace('.', ",")
}
