//! Text in both languages, and templates with named places in it.
//!
//! In: English and Danish words. Out: the same, chosen or filled in. Not here: which words (`catalogue`).

use crate::Lang;

/// The same words in English and Danish.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Text {
    /// English.
    pub en: String,
    /// Danish.
    pub da: String,
}

impl Text {
    /// Words that differ.
    ///
    /// ```
    /// use ramme_diag::{Lang, Text};
    /// assert_eq!(Text::both("declared here", "erklæret her").get(Lang::Da), "erklæret her");
    /// ```
    #[must_use]
    pub fn both(en: impl Into<String>, da: impl Into<String>) -> Text {
        Text { en: en.into(), da: da.into() }
    }

    /// Words that are the same in both, such as a name or a number.
    #[must_use]
    pub fn same(text: impl Into<String>) -> Text {
        let text = text.into();
        Text { da: text.clone(), en: text }
    }

    /// The same words made for each language in turn.
    #[must_use]
    pub fn each(make: impl Fn(Lang) -> String) -> Text {
        Text { en: make(Lang::En), da: make(Lang::Da) }
    }

    /// The words in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.en, &self.da)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::same(text)
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Text {
        Text::same(text.as_str())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::same(text)
    }
}

impl From<char> for Text {
    fn from(text: char) -> Text {
        Text::same(text)
    }
}

macro_rules! from_numbers {
    ($($number:ty)*) => {
        $(impl From<$number> for Text {
            fn from(number: $number) -> Text {
                Text::same(number.to_string())
            }
        })*
    };
}

from_numbers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

/// A piece of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Words that stand as they are.
    Words(&'a str),
    /// A place to fill, such as `{name}`.
    Gap(&'a str),
}

/// Cuts a template at its `{name}` places: a brace, small letters, digits or `_`, a brace. Other braces are words.
pub(crate) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = template;
    let mut from = 0;
    while let Some(open) = rest.get(from..).and_then(|tail| tail.find('{')).map(|at| at.saturating_add(from))
    {
        let inner = rest.get(open.saturating_add(1)..).unwrap_or("");
        let name = inner.split('}').next().unwrap_or("");
        let is_name = name.len() < inner.len()
            && !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if is_name {
            out.extend(rest.get(..open).filter(|words| !words.is_empty()).map(Piece::Words));
            out.push(Piece::Gap(name));
            rest = inner.get(name.len().saturating_add(1)..).unwrap_or("");
            from = 0;
        } else {
            from = open.saturating_add(1);
        }
    }
    if !rest.is_empty() {
        out.push(Piece::Words(rest));
    }
    out
}

/// The template with its places filled in; `None` if one has no argument.
pub(crate) fn fill(template: &str, args: &[(&'static str, Text)], lang: Lang) -> Option<String> {
    pieces(template)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => Some(words),
            Piece::Gap(name) => argument(args, name, lang),
        })
        .collect()
}

/// The template with its places filled in; a place without argument is shown as `…`.
pub(crate) fn fill_anyway(template: &str, args: &[(&'static str, Text)], lang: Lang) -> String {
    pieces(template)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words,
            Piece::Gap(name) => argument(args, name, lang).unwrap_or("…"),
        })
        .collect()
}

fn argument<'a>(args: &'a [(&'static str, Text)], name: &str, lang: Lang) -> Option<&'a str> {
    args.iter().rev().find(|(held, _)| *held == name).map(|(_, text)| text.get(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_cut_at_names_only() {
        assert_eq!(
            pieces("a {b} {} {2: 3} {C} {d"),
            vec![Piece::Words("a "), Piece::Gap("b"), Piece::Words(" {} {2: 3} {C} {d")]
        );
        assert_eq!(pieces("{a}{b_2}"), vec![Piece::Gap("a"), Piece::Gap("b_2")]);
        assert_eq!(pieces(""), vec![]);
    }

    #[test]
    fn filling() {
        let args = [("name", Text::both("x", "y"))];
        assert_eq!(fill("no `{name}`", &args, Lang::Da).as_deref(), Some("no `y`"));
        assert_eq!(fill("no `{other}`", &args, Lang::En), None);
        assert_eq!(fill_anyway("no `{other}` {name}", &args, Lang::En), "no `…` x");
    }

    #[test]
    fn an_argument_is_not_read_as_a_template() {
        let args = [("name", Text::same("{name}"))];
        assert_eq!(fill("`{name}`", &args, Lang::En).as_deref(), Some("`{name}`"));
    }
}
