//! Cuts a file into its items, so that each is read alone and one that is broken hides no other.
//!
//! In: the text as the guard left it (no comments, `\n` line ends). Out: pieces, each with what opened it.
//! Not here: what stands inside a piece.

/// What opens an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyword {
    Amend,
    Language,
    Document,
    Unit,
    Set,
    Entity,
    Input,
    Parameter,
    Scale,
    Readings,
    Define,
    Rule,
    Target,
    Test,
}

/// The words that open an item.
pub(crate) const KEYWORDS: [(&str, Keyword); 14] = [
    ("amend", Keyword::Amend),
    ("define", Keyword::Define),
    ("document", Keyword::Document),
    ("entity", Keyword::Entity),
    ("input", Keyword::Input),
    ("language", Keyword::Language),
    ("parameter", Keyword::Parameter),
    ("readings", Keyword::Readings),
    ("rule", Keyword::Rule),
    ("scale", Keyword::Scale),
    ("set", Keyword::Set),
    ("target", Keyword::Target),
    ("test", Keyword::Test),
    ("unit", Keyword::Unit),
];

/// Words that begin a part of an item and never an item.
const PARTS: [&str; 25] = [
    "addressee",
    "adds",
    "aim",
    "between",
    "by",
    "cite",
    "dated",
    "deadline",
    "exception",
    "expect",
    "external",
    "file",
    "from",
    "given",
    "known",
    "published",
    "reading",
    "repeals",
    "replaces",
    "require",
    "status",
    "title",
    "to",
    "unless",
    "when",
];

/// What opened a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening<'a> {
    /// A keyword; in column 0 or, wrongly, indented.
    Item { keyword: Keyword, word: &'a str, indented: bool },
    /// Any other word in column 0.
    Unknown(&'a str),
    /// Something before the first item that is no word.
    Stray,
}

/// A piece of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    /// What opened it.
    pub opening: Opening<'a>,
    /// Its first byte: that of the opening word.
    pub start: usize,
    /// The byte after its last that is not a blank.
    pub end: usize,
    /// Parts that stand in column 0 although they belong to an item: place and word.
    pub not_indented: Vec<(usize, &'a str)>,
}

/// Cuts a masked text into its pieces, in order; the first line begins at `from`, after a byte order mark.
pub(crate) fn split(masked: &str, from: usize) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut start = from;
    for line in masked.get(from..).unwrap_or("").split_inclusive('\n') {
        let end = start + line.trim_end().len();
        match begins(line, !pieces.is_empty()) {
            Begin::Nothing => {}
            Begin::Piece(indent, opening) => {
                pieces.push(Piece { opening, start: start + indent, end, not_indented: Vec::new() });
            }
            Begin::More(part) => {
                if let Some(piece) = pieces.last_mut() {
                    piece.end = end;
                    let in_item = matches!(piece.opening, Opening::Item { .. });
                    piece.not_indented.extend(part.filter(|_| in_item).map(|word| (start, word)));
                }
            }
        }
        start += line.len();
    }
    pieces
}

/// What a line begins.
enum Begin<'a> {
    /// It is blank.
    Nothing,
    /// A piece, after so many blanks.
    Piece(usize, Opening<'a>),
    /// More of the piece above; with the word that should have been indented.
    More(Option<&'a str>),
}

fn begins(line: &str, inside: bool) -> Begin<'_> {
    let trimmed = line.trim();
    if trimmed.is_empty() {
        return Begin::Nothing;
    }
    let indent = line.len() - line.trim_start().len();
    let word = first_word(trimmed);
    let keyword = KEYWORDS.iter().find(|(text, _)| *text == word).map(|&(_, keyword)| keyword);
    if indent > 0 {
        return match keyword {
            Some(keyword) if opens(trimmed, word) => {
                Begin::Piece(indent, Opening::Item { keyword, word, indented: true })
            }
            _ if inside => Begin::More(None),
            _ => Begin::Piece(indent, Opening::Stray),
        };
    }
    match keyword {
        Some(keyword) => Begin::Piece(0, Opening::Item { keyword, word, indented: false }),
        None if inside && PARTS.contains(&word) => Begin::More(Some(word)),
        None if !word.is_empty() => Begin::Piece(0, Opening::Unknown(word)),
        None if inside => Begin::More(None),
        None => Begin::Piece(0, Opening::Stray),
    }
}

/// The word at the beginning of a text; empty if there is none.
pub(crate) fn first_word(text: &str) -> &str {
    if !text.starts_with(char::is_alphabetic) {
        return "";
    }
    let end = text.find(|c| !crate::guard::is_word_char(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}

/// Whether an indented keyword is meant to open an item: a name, a text or a number follows it.
fn opens(line: &str, word: &str) -> bool {
    let rest = line.get(word.len()..).unwrap_or("");
    let next = rest.trim_start();
    rest.len() > next.len()
        && next.starts_with(|c: char| c.is_alphanumeric() || c == '"')
        && first_word(next) != "is"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let show = |piece: &Piece<'_>| format!("{:?} {:?}", piece.opening, &text[piece.start..piece.end]);
        split(text, 0).iter().map(show).collect()
    }

    #[test]
    fn items_begin_in_column_0() {
        insta::assert_snapshot!(words("entity stay\n  payer : a\n\nset b = c\n").join("\n"), @r#"
        Item { keyword: Entity, word: "entity", indented: false } "entity stay\n  payer : a"
        Item { keyword: Set, word: "set", indented: false } "set b = c"
        "#);
    }

    #[test]
    fn rows_and_texts_begin_none() {
        insta::assert_snapshot!(words("test \"x\"\n| define |\n| set a |\n  \"define\"\ndefin x\n").join("\n"), @r#"
        Item { keyword: Test, word: "test", indented: false } "test \"x\"\n| define |\n| set a |\n  \"define\""
        Unknown("defin") "defin x"
        "#);
    }

    #[test]
    fn what_is_indented_wrongly_is_found() {
        insta::assert_snapshot!(words("  1\n  define x\nrequire y\n  set : text\namend z\n").join("\n"), @r#"
        Stray "1"
        Item { keyword: Define, word: "define", indented: true } "define x\nrequire y\n  set : text"
        Item { keyword: Amend, word: "amend", indented: false } "amend z"
        "#);
        let pieces = split("rule x\nrequire y\n", 0);
        assert_eq!(pieces[0].not_indented, [(7, "require")]);
    }
}
