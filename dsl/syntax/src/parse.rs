//! Text to tree: the guard's look, the cut into items, and each item by the grammar.
//!
//! In: a text and the limits. Out: the items that could be read, and at least one diagnostic for each that could not.
//! Not here: the words of the messages (`say`), how an item is built from what the grammar found (`parse/…`).

mod amend;
mod body;
mod build;
mod declare;
pub(crate) mod expr;
mod outside;
mod recover;
mod scale;
mod test;
mod trouble;

pub use outside::{Target, parse_expr, parse_target};

use crate::guard::{self, Scan};
use crate::say;
use crate::split::{self, Keyword, Opening, Piece};
use crate::tree::{Item, SourceFile};
use build::Build;
use grammar::{Grammar, Rule};
use pest::Parser as _;
use pest::iterators::Pair;
use ramme_diag::{Diagnostic, FileId, Limits, Span};

/// The parser that is made from `rule.pest`.
#[allow(missing_docs)]
pub(crate) mod grammar {
    /// The grammar of rule files.
    #[derive(pest_derive::Parser)]
    #[grammar = "rule.pest"]
    pub(crate) struct Grammar;
}

/// Reads a rule file.
///
/// Items that are broken are missing from the tree and have at least one diagnostic; they never hide another item.
///
/// ```
/// use ramme_diag::{FileId, Limits};
/// let text = "unit stay_day\ndefin gap : kr = 1 kr\nunit place_day\n";
/// let (file, problems) = ramme_syntax::parse(FileId(0), text, &Limits::default());
/// assert_eq!((file.items.len(), problems.len()), (2, 1));
/// ```
#[must_use]
pub fn parse(file: FileId, text: &str, limits: &Limits) -> (SourceFile, Vec<Diagnostic>) {
    let scan = guard::scan(file, text, limits);
    let mut reader = Reader { file, limits, scan, items: Vec::new(), problems: Vec::new() };
    if !reader.scan.refused {
        reader.read_items();
    }
    let Reader { scan, items, mut problems, .. } = reader;
    problems.extend(scan.problems);
    problems.sort_by_key(|problem| problem.place().span().map_or(0, |span| span.start));
    (SourceFile { file, items, comments: scan.comments }, problems)
}

/// The deepest an expression may be as a tree: chains of operators count here, which no bracket shows.
pub(crate) fn deepest(limits: &Limits) -> u64 {
    limits.nesting.saturating_mul(4)
}

struct Reader<'a> {
    file: FileId,
    limits: &'a Limits,
    scan: Scan,
    items: Vec<Item>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn read_items(&mut self) {
        let masked = std::mem::take(&mut self.scan.masked);
        for piece in split::split(&masked, self.scan.start) {
            self.read_piece(&piece, &masked);
        }
        self.scan.masked = masked;
    }

    fn read_piece(&mut self, piece: &Piece<'_>, masked: &str) {
        for &(at, word) in &piece.not_indented {
            self.problems.push(say::part_not_indented(self.word_span(at, word), word));
        }
        match piece.opening {
            Opening::Item { keyword, word, indented } => {
                if indented {
                    self.problems.push(say::item_indented(self.word_span(piece.start, word), word));
                }
                if !self.is_broken(piece) {
                    self.read_item(keyword, piece, masked);
                }
            }
            Opening::Unknown(word) => {
                let meant = ramme_diag::closest(word, split::KEYWORDS.iter().map(|(text, _)| *text));
                self.problems.push(say::unknown_item(self.word_span(piece.start, word), word, meant));
            }
            Opening::Stray => {
                if !self.is_broken(piece) {
                    self.problems.push(trouble::stray(self.file, masked, piece));
                }
            }
        }
    }

    fn word_span(&self, at: usize, word: &str) -> Span {
        Span::at(self.file, at..at.saturating_add(word.len()))
    }

    /// Whether the guard has refused something in the piece.
    fn is_broken(&self, piece: &Piece<'_>) -> bool {
        let first = self.scan.broken.partition_point(|&at| at < piece.start);
        self.scan.broken.get(first).is_some_and(|&at| at < piece.end)
    }

    fn read_item(&mut self, keyword: Keyword, piece: &Piece<'_>, masked: &str) {
        let text = masked.get(piece.start..piece.end).unwrap_or("");
        let mut build = Build::new(self.file, piece.start, text, self.limits);
        match Grammar::parse(item_rule(keyword), text) {
            Ok(mut pairs) => {
                let item = pairs.next().and_then(|pair| build.item(keyword, pair));
                match item.filter(|_| build.problems.is_empty()) {
                    Some(kind) => {
                        self.items.push(Item { kind, span: Span::at(self.file, piece.start..piece.end) })
                    }
                    None if build.problems.is_empty() => {
                        self.problems.push(trouble::unread(self.file, piece.start, text));
                    }
                    None => {}
                }
            }
            Err(error) => recover::explain(&mut build, keyword, &error),
        }
        self.problems.append(&mut build.problems);
    }
}

/// The rule of the grammar that reads an item.
pub(crate) fn item_rule(keyword: Keyword) -> Rule {
    match keyword {
        Keyword::Language => Rule::language_item,
        Keyword::Document => Rule::document_item,
        Keyword::Unit => Rule::unit_item,
        Keyword::Set => Rule::set_item,
        Keyword::Entity => Rule::entity_item,
        Keyword::Input => Rule::input_item,
        Keyword::Parameter => Rule::parameter_item,
        Keyword::Scale => Rule::scale_item,
        Keyword::Readings => Rule::readings_item,
        Keyword::Define => Rule::define_item,
        Keyword::Rule | Keyword::Target => Rule::rule_item,
        Keyword::Test => Rule::test_item,
        Keyword::Amend => Rule::amend_item,
    }
}

/// What the grammar found, piece by piece.
pub(crate) type Found<'i> = Pair<'i, Rule>;
