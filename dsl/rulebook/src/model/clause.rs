//! Clauses: when they hold, what they are exceptions from, and what amends them.
//!
//! In: nothing; the checker fills it. Out: what the view and planning read. Not here: which clause is in play at a date
//! (`view`).

use ramme_diag::Span;
use ramme_syntax::tree::Verb;
use ramme_value::Date;

use super::{Awaited, Citation, Expr, KeyValue, ReadingId};

/// When a clause holds, from which documents it is known, and under which reading.
#[derive(Debug, Clone)]
pub struct Version {
    /// The reading; none where the clause holds under every reading.
    pub reading: Option<ReadingId>,
    /// What the clause says is not in force, and counts only under its reading; none where it is in force.
    pub awaited: Option<Awaited>,
    /// The first day (inclusive); none: always before.
    pub from: Option<Date>,
    /// The last day (inclusive); none: until further notice.
    pub to: Option<Date>,
    /// The first day on which it could be known: the publication of the first document that it cites. None: always.
    pub known_from: Option<Date>,
    /// Its citations, in order.
    pub cites: Vec<Citation>,
    /// True for what an amendment says: it holds where the amendment puts it in place.
    pub amends: bool,
    /// Where it stands.
    pub span: Span,
}

/// One clause.
#[derive(Debug, Clone)]
pub struct Clause {
    /// When it holds, where it comes from, under which reading.
    pub version: Version,
    /// The date of the row that the clause's dates bind to; without it the period does, or the day.
    pub dated_by: Option<Expr>,
    /// What it is an exception for; none of a clause that belongs to the base.
    pub exception: Option<Exception>,
    /// Of a rule or target: whom the clause applies to; none: everybody.
    pub applies: Option<Expr>,
    /// What it says.
    pub body: Expr,
}

impl Clause {
    /// Every expression of the clause.
    pub fn exprs(&self) -> impl Iterator<Item = &Expr> {
        let when = self.exception.as_ref().and_then(|exception| exception.when.as_ref());
        [&self.body].into_iter().chain(&self.dated_by).chain(when).chain(&self.applies)
    }

    /// The label of an exception; none of the base.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.exception.as_ref().map(|exception| exception.label.as_str())
    }
}

/// What makes a clause an exception.
#[derive(Debug, Clone)]
pub struct Exception {
    /// Its label; clauses of one label hold one after the other.
    pub label: String,
    /// The labels of the exceptions that it goes before.
    pub overrides: Vec<String>,
    /// What it takes to apply; none: it applies wherever it is in force.
    pub when: Option<Expr>,
}

/// One change of an amendment.
///
/// It is known from the publication of the first document that it cites, and changes nothing before that, nor what held
/// before its first day.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// What it does.
    pub verb: Verb,
    /// The dates on which it changes something, where it comes from, and under which reading.
    pub version: Version,
    /// The label of the exception that it changes; none: the base.
    pub label: Option<String>,
    /// The keys of the parameter's value that it changes.
    pub keys: Vec<KeyValue>,
    /// The position of what holds then, among the clauses or values; none where something is repealed.
    pub clause: Option<usize>,
}
