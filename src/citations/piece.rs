//! A piece of a document that has a fingerprint of its own.
//!
//! In: citations. Out: their pieces, each with its name, its words for people, and its lines in a copy. Not here: whether
//! the lines are those that were cited (`check`).

use super::copies::Copy;
use super::outline::{self, Part};
use ramme_diag::Text;
use ramme_syntax::tree::CitePlace;
use std::ops::Range;

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// The first line and the last.
    Lines(u32, u32),
    /// A page.
    Page(u32),
    /// What stands under a heading.
    Section(String),
    /// All of it.
    Whole,
}

/// What a copy has of a piece.
pub enum Place {
    /// These lines.
    Lines(Range<usize>),
    /// It has not so many lines.
    Beyond(usize),
    /// It has not so many pages.
    Pages(usize),
    /// It has no such heading.
    NoHeading,
    /// It has the heading in several lines.
    Headings(Vec<u32>),
}

/// The pieces of a citation's place.
pub fn pieces(place: &CitePlace) -> Vec<Piece> {
    match place {
        CitePlace::Lines(ranges) => ranges.iter().map(|(first, last)| Piece::Lines(*first, *last)).collect(),
        CitePlace::Page(page) => vec![Piece::Page(*page)],
        CitePlace::Section(heading) => vec![Piece::Section(heading.text.clone())],
        CitePlace::Whole => vec![Piece::Whole],
    }
}

impl Piece {
    /// The name in the file of fingerprints.
    pub fn name(&self) -> String {
        match self {
            Piece::Lines(first, last) if first == last => format!("line {first}"),
            Piece::Lines(first, last) => format!("lines {first}..{last}"),
            Piece::Page(page) => format!("page {page}"),
            Piece::Section(heading) => format!("section {heading}"),
            Piece::Whole => "whole".to_owned(),
        }
    }

    /// As a sentence has it.
    pub fn in_words(&self) -> Text {
        match self {
            Piece::Lines(first, last) if first == last => {
                Text::both(format!("line {first}"), format!("linje {first}"))
            }
            Piece::Lines(first, last) => {
                Text::both(format!("lines {first}..{last}"), format!("linje {first}..{last}"))
            }
            Piece::Page(page) => Text::both(format!("page {page}"), format!("side {page}")),
            Piece::Section(heading) => {
                Text::both(format!("section \"{heading}\""), format!("afsnit \"{heading}\""))
            }
            Piece::Whole => Text::both("as a whole", "som helhed"),
        }
    }

    /// As a citation has it, after the document's name.
    pub fn written(&self) -> String {
        match self {
            Piece::Lines(first, last) if first == last => format!("lines {first}"),
            Piece::Lines(first, last) => format!("lines {first}..{last}"),
            Piece::Page(page) => format!("page {page}"),
            Piece::Section(heading) => format!("section \"{heading}\""),
            Piece::Whole => String::new(),
        }
    }

    /// Its lines in a copy.
    pub fn of(&self, copy: &Copy) -> Place {
        let all = copy.lines.len();
        let index = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        match self {
            Piece::Lines(_, last) if index(*last) > all => Place::Beyond(all),
            Piece::Lines(first, last) => Place::Lines(index(*first).saturating_sub(1)..index(*last)),
            Piece::Page(page) => match copy.pages.get(index(*page).saturating_sub(1)) {
                Some(range) => Place::Lines(range.clone()),
                None => Place::Pages(copy.pages.len()),
            },
            Piece::Section(heading) => match outline::part(&copy.lines, &copy.page_starts(), heading) {
                Part::Lines(range) => Place::Lines(range),
                Part::Nowhere => Place::NoHeading,
                Part::Several(lines) => Place::Headings(lines),
            },
            Piece::Whole => Place::Lines(0..all),
        }
    }
}
