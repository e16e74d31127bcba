//! Clauses, in the tree: when they hold, where they come from, what they are among the others, and what amends them.

use ramme_diag::Span;
use ramme_value::Date;

use super::{Expr, Key, Name, Quoted};

/// `exact`, or `ceiling_rounding.exact` where two groups have a member of that name.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingRef {
    /// The group, where written.
    pub group: Option<Name>,
    /// The member.
    pub name: Name,
}

/// What stands before `=`: when a clause holds, and where it comes from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Header {
    /// `from 2023-10-01` or `from 2023` (inclusive)
    pub from: Option<Bound>,
    /// `to 2024-12-31` or `to 2024` (inclusive)
    pub to: Option<Bound>,
    /// `dated by EXPR`: the date of the row that the clause's dates bind to.
    pub dated_by: Option<Expr>,
    /// `status agreed "…"`: not in force.
    pub status: Option<Status>,
    /// `cite DOCUMENT lines a..b, c..d`
    pub cites: Vec<Cite>,
}

/// `status agreed "no date is set"`: what is not in force, and how far it has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// `proposed`, `recommended`, `expected` or `agreed`.
    pub word: Name,
    /// What is open.
    pub why: Option<Quoted>,
    /// From `status` to its last word.
    pub span: Span,
}

/// A bound in time: a day, or a year for a clause by year.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// As written.
    pub value: BoundValue,
    /// Where it stands.
    pub span: Span,
}

/// The two ways to write a bound.
#[derive(Debug, Clone, PartialEq)]
pub enum BoundValue {
    /// `2023-10-01`
    Date(Date),
    /// `2023`
    Year(i32),
}

/// `cite framework lines 2476..2479, 2382..2386`
#[derive(Debug, Clone, PartialEq)]
pub struct Cite {
    /// The document.
    pub document: Name,
    /// Where in it.
    pub place: CitePlace,
    /// From `cite` to its last word.
    pub span: Span,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq)]
pub enum CitePlace {
    /// `lines a..b, c`: inclusive, in order.
    Lines(Vec<(u32, u32)>),
    /// `page n`
    Page(u32),
    /// `section "…"`: a heading, or a section of an act
    Section(Quoted),
    /// Nothing after the document's name: the document as a whole.
    Whole,
}

/// The clauses of a definition or rule: a common header, then one group a reading (or one group without reading).
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// What holds for every clause that does not say otherwise. Only where `reading` follows it: a header directly
    /// before `=` belongs to that clause.
    pub header: Header,
    /// The groups, in order.
    pub groups: Vec<ClauseGroup>,
}

/// The clauses under one `reading NAME`, or those under none.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseGroup {
    /// The reading.
    pub reading: Option<ReadingRef>,
    /// The clauses, in the order of the text.
    pub clauses: Vec<Clause>,
}

/// `from 2023 cite … = EXPR` (`require EXPR` in a rule, `aim EXPR` in a target).
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// What it is among the others.
    pub role: Role,
    /// When it holds and where it comes from.
    pub header: Header,
    /// `when EXPR`: what an exception takes to apply.
    pub when: Option<Expr>,
    /// What it says.
    pub body: Expr,
    /// From its first word to its last.
    pub span: Span,
}

/// What a clause is among the others.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// Nothing is written: a clause of its own.
    Plain,
    /// `base`: what holds where no exception applies. It means the same as nothing.
    Base,
    /// `exception LABEL overrides A, B`
    Exception {
        /// Its label, of the definition.
        label: Name,
        /// The exceptions that it goes before.
        overrides: Vec<Name>,
    },
}

/// `amend refundable` with its changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Amend {
    /// The definition, rule, target or parameter.
    pub name: Name,
    /// What it changes, in the order of the text.
    pub changes: Vec<Change>,
}

/// `replaces reading r from 2026 cite … = …`
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What it does.
    pub verb: Verb,
    /// Under which reading; none: under every one.
    pub reading: Option<ReadingRef>,
    /// The base or an exception; of one that is repealed only the label is written.
    pub role: Role,
    /// The keys of a parameter's value.
    pub keys: Vec<Key>,
    /// From when to when, and by which document.
    pub header: Header,
    /// `retroactive`: the document says that it changes what held before it was published.
    pub retroactive: bool,
    /// What an exception takes to apply.
    pub when: Option<Expr>,
    /// What holds from then on, and the sign or word before it; nothing where it is repealed.
    pub says: Option<(Opener, Expr)>,
    /// From its first word to its last.
    pub span: Span,
}

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// `replaces`: something else holds.
    Replaces,
    /// `repeals`: it does not hold any more.
    Repeals,
    /// `adds`: something holds where nothing did.
    Adds,
}

impl Verb {
    /// The word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Verb::Replaces => "replaces",
            Verb::Repeals => "repeals",
            Verb::Adds => "adds",
        }
    }
}

/// What stands before that which a clause says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opener {
    /// `=`: a definition or a parameter
    Is,
    /// `require`: a rule
    Require,
    /// `aim`: a target
    Aim,
}

impl Opener {
    /// The sign or word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Opener::Is => "=",
            Opener::Require => "require",
            Opener::Aim => "aim",
        }
    }
}
