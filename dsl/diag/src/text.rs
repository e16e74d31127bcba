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
    /// A number with its noun, such as `{found row|rows}`: the name, the noun of one, the noun of any other number.
    Count(&'a str, &'a str, &'a str),
}

/// Cuts a template at its places: `{name}`, of small letters, digits or `_`, and `{name noun|nouns}`. Other braces are words.
pub(crate) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = template;
    let mut from = 0;
    while let Some(open) = rest.get(from..).and_then(|tail| tail.find('{')).map(|at| at.saturating_add(from))
    {
        let inner = rest.get(open.saturating_add(1)..).unwrap_or("");
        let held = inner.split('}').next().unwrap_or("");
        if let Some(piece) = place(held).filter(|_| held.len() < inner.len()) {
            out.extend(rest.get(..open).filter(|words| !words.is_empty()).map(Piece::Words));
            out.push(piece);
            rest = inner.get(held.len().saturating_add(1)..).unwrap_or("");
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

/// What stands between braces, if that is a place.
fn place(held: &str) -> Option<Piece<'_>> {
    let (name, nouns) = held.split_once(' ').map_or((held, None), |(name, nouns)| (name, Some(nouns)));
    let is_name =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    match nouns {
        _ if !is_name => None,
        None => Some(Piece::Gap(name)),
        Some(nouns) => nouns.split_once('|').map(|(one, many)| Piece::Count(name, one, many)),
    }
}

/// A template as it is shown where there is nothing to fill it with; `gap` says what stands for a name.
///
/// ```
/// let shown = ramme_diag::outline("it has {found row|rows}", |name| format!("<{name}>"));
/// assert_eq!(shown, "it has <found> rows");
/// ```
#[must_use]
pub fn outline(template: &str, gap: impl Fn(&str) -> String) -> String {
    let one = |piece| match piece {
        Piece::Words(words) => words.to_owned(),
        Piece::Gap(name) => gap(name),
        Piece::Count(name, _, many) => format!("{} {many}", gap(name)),
    };
    pieces(template).into_iter().map(one).collect()
}

fn counted(number: &str, one: &str, many: &str) -> String {
    format!("{number} {}", if number == "1" { one } else { many })
}

/// The template with its places filled in; `None` if one has no argument.
pub(crate) fn fill(template: &str, args: &[(&'static str, Text)], lang: Lang) -> Option<String> {
    pieces(template)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => Some(words.to_owned()),
            Piece::Gap(name) => argument(args, name, lang).map(str::to_owned),
            Piece::Count(name, one, many) => argument(args, name, lang).map(|n| counted(n, one, many)),
        })
        .collect()
}

/// The template with its places filled in; a place without argument is shown as `…`.
pub(crate) fn fill_anyway(template: &str, args: &[(&'static str, Text)], lang: Lang) -> String {
    pieces(template)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Gap(name) => argument(args, name, lang).unwrap_or("…").to_owned(),
            Piece::Count(name, one, many) => counted(argument(args, name, lang).unwrap_or("…"), one, many),
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
    fn one_has_a_noun_of_its_own() {
        let args = |n: &str| [("found", Text::same(n))];
        let say = |n: &str| fill("it has {found row|rows}", &args(n), Lang::En);
        assert_eq!(say("1").as_deref(), Some("it has 1 row"));
        assert_eq!(say("0").as_deref(), Some("it has 0 rows"));
        assert_eq!(say("21").as_deref(), Some("it has 21 rows"));
        assert_eq!(fill_anyway("{other række|rækker}", &args("1"), Lang::Da), "… rækker");
        assert_eq!(pieces("{a b} {a B|}"), vec![Piece::Words("{a b} "), Piece::Count("a", "B", "")]);
    }

    #[test]
    fn an_argument_is_not_read_as_a_template() {
        let args = [("name", Text::same("{name}"))];
        assert_eq!(fill("`{name}`", &args, Lang::En).as_deref(), Some("`{name}`"));
    }
}
