//! An explanation as plain data: a tree of values.
//!
//! In: filled by the walk. Out: what the report prints, in text and JSON. Not here: number formats, layout.

use ramme_diag::Span;
use ramme_rulebook::model::{Awaited, Compare, Type};
use ramme_syntax::tree::AggregateFn;
use ramme_value::{Decimal, Rounding};

use crate::result::{CellValue, Cited, Exact, Note};

/// One value and what it follows from.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is to the value above it.
    pub role: Role,
    /// What it is.
    pub what: What,
    /// How it follows from its parts.
    pub how: How,
    /// Its name with its keys, where it has one.
    pub name: Option<Named>,
    /// The text that asks for it, on one line; empty where the name says it all.
    pub text: String,
    /// Which row of an aggregate it belongs to.
    pub at: Vec<(String, String)>,
    /// Unit, price level and scale.
    pub ty: Type,
    /// The value; none where it was not computed.
    pub value: Option<CellValue>,
    /// What the rounding of published figures allows.
    pub range: Option<(Exact, Exact)>,
    /// What it counts with in a weighted aggregate.
    pub weight: Option<Exact>,
    /// Clauses: the one that applied first, then those that did not, with why.
    pub clauses: Vec<ClauseSeen>,
    /// Where it stands in the data.
    pub cell: Option<DataCell>,
    /// What else is to be said, a sentence each.
    pub said: Vec<Note>,
    /// What it follows from.
    pub parts: Vec<Node>,
    /// The parts that are not listed.
    pub rest: Option<Rest>,
    /// Whether its own parts are left out.
    pub folded: Folded,
}

/// A name with its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Axis and key, in the order in which they are written.
    pub keys: Vec<(String, String)>,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A definition.
    Definition,
    /// A rule or target: whether it holds.
    Rule,
    /// An input or a field.
    Input,
    /// A parameter.
    Parameter,
    /// Part of a text.
    Expression,
}

/// How a value follows from its parts; what can be checked by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It stands in the data, in a rule file, or is drawn.
    Given,
    /// It is its only part.
    Same,
    /// Terms added and taken away.
    Sum,
    /// Factors.
    Product,
    /// One over another.
    Quotient,
    /// The opposite.
    Negated,
    /// The least of its parts.
    Least,
    /// The greatest of its parts.
    Greatest,
    /// Left against right.
    Compared(Compare),
    /// All of its parts.
    And,
    /// Any of its parts.
    Or,
    /// The contrary.
    Not,
    /// The part that is taken; conditions say why.
    Chosen,
    /// Whether its part is known (or, with false, missing).
    IsKnown(bool),
    /// Its part, to a step.
    Rounded(Rounding, Decimal),
    /// Its part times a factor between two years' prices.
    Converted,
    /// The factor between two years' prices.
    Factor,
    /// The year before, times 100 % and the index' change, rounded each year to a step.
    Indexed(Rounding, Decimal),
    /// Of rows, members or periods.
    Aggregate(AggregateFn),
    /// The days of pieces of a span.
    Days,
    /// The first day of the pieces of a span.
    FirstDay,
    /// Whether there is a day in the pieces of a span.
    AnyDay,
    /// The number of each day, over the pieces of a span.
    DaySum,
    /// What caps leave of what is asked for.
    Allotted {
        /// All or nothing.
        whole: bool,
    },
    /// The days that running years leave of those asked for.
    AllottedDays,
    /// Rows in order, added up to this one.
    RunningSum,
    /// The least of the rows before it in order.
    LeastBefore,
    /// The greatest of the rows before it in order.
    GreatestBefore,
    /// Whether it is the first row in order.
    First,
    /// In some way that its text says.
    Other,
}

/// What a part is to the value that it is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The value that was asked about.
    Root,
    /// What it is.
    Of,
    /// A term that is added.
    Plus,
    /// A term that is taken away.
    Minus,
    /// A factor.
    Times,
    /// The divisor.
    Over,
    /// The left side of a comparison.
    Left,
    /// The right side.
    Right,
    /// A condition.
    Condition,
    /// The condition of a labelled exception.
    When(String),
    /// What is taken.
    Taken,
    /// What is not taken.
    NotTaken,
    /// The row, member or date that says where to look.
    At,
    /// One of the rows of an aggregate.
    Row,
    /// One of the rows of an aggregate of which something is missing.
    RowMissing,
    /// A row before this one in a stated order.
    Before,
    /// The change that an index states for a year.
    Change,
    /// A stretch of days.
    Piece,
    /// The first day of a span.
    From,
    /// The day after the last of a span.
    Until,
    /// What is asked for.
    Asked,
    /// What a cap leaves.
    CapLeft,
    /// A year of a history.
    History,
    /// What explains a breach.
    Unless,
}

/// Whether parts are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folded {
    /// All are here.
    No,
    /// They lie deeper than was asked for.
    Deep,
    /// They stand where the value is explained first.
    Above,
}

/// Parts that are not listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// How many.
    pub count: usize,
    /// Of these, how many are missing.
    pub missing: usize,
    /// What they come to together, weights multiplied in; none where that means nothing.
    pub value: Option<Exact>,
    /// Their weights together.
    pub weight: Option<Exact>,
}

/// A cell of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataCell {
    /// The file, as the scenario names it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// The heading of the column.
    pub heading: Option<String>,
}

/// A clause, or a value of a parameter.
#[derive(Debug, Clone)]
pub struct ClauseSeen {
    /// File and line.
    pub place: String,
    /// Where it stands.
    pub span: Span,
    /// The first and last day; as the language writes them.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
    /// `group.reading`
    pub reading: Option<String>,
    /// What it is if it is not in force.
    pub awaited: Option<Awaited>,
    /// The label of an exception.
    pub label: Option<String>,
    /// Its citations.
    pub cites: Vec<Cited>,
    /// Why it did not apply; none of the one that did.
    pub not: Option<Note>,
}

impl Node {
    /// A value of which nothing is said yet.
    pub(super) fn new(what: What, role: Role, ty: Type) -> Node {
        Node {
            role,
            what,
            how: How::Other,
            name: None,
            text: String::new(),
            at: Vec::new(),
            ty,
            value: None,
            range: None,
            weight: None,
            clauses: Vec::new(),
            cell: None,
            said: Vec::new(),
            parts: Vec::new(),
            rest: None,
            folded: Folded::No,
        }
    }

    /// Calls `look` with this value and every one below it.
    pub fn visit<'n>(&'n self, look: &mut impl FnMut(&'n Node)) {
        let mut waiting = vec![self];
        while let Some(node) = waiting.pop() {
            look(node);
            waiting.extend(node.parts.iter().rev());
        }
    }

    /// The exact value, where it is known.
    #[must_use]
    pub fn exact(&self) -> Option<&Exact> {
        match &self.value {
            Some(CellValue::Exact(value)) => Some(value),
            _ => None,
        }
    }
}

/// An explanation of one value.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The value.
    pub root: Node,
    /// The readings that it rests on and that are not the default.
    pub rests_on: Vec<String>,
}
