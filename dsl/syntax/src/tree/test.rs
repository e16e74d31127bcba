//! Tests, in the tree.

use ramme_diag::Span;
use ramme_value::Date;

use super::{Expr, Key, Name, Quoted};

/// `test "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// What it shows.
    pub name: Quoted,
    /// `for ENTITY`: whose rows its table lists.
    pub entity: Option<Name>,
    /// Given, chosen and expected, in order.
    pub steps: Vec<TestStep>,
    /// Rows of given and expected columns.
    pub table: Option<TestTable>,
}

/// One line of a test.
#[derive(Debug, Clone, PartialEq)]
pub enum TestStep {
    /// `given pl[2023] = 3.4 %`, `given data_until = 2024-06-30`
    GivenValue {
        /// A name, or a name with keys.
        target: Expr,
        /// Its value.
        value: Expr,
    },
    /// `given provider A : kind is municipal, cost_per_day = { 2022: 1000.00 kr/day }`
    GivenRow {
        /// The entity.
        entity: Name,
        /// What the row is called.
        key: Key,
        /// Its attributes and inputs.
        values: Vec<GivenField>,
    },
    /// `reading GROUP = NAME`
    Reading {
        /// The group.
        group: Name,
        /// The member.
        name: Name,
    },
    /// `known on DATE`
    KnownOn(Date),
    /// `expect …`
    Expect(Expect),
}

/// `kind is municipal`, `tariff = 10.00 kr/day`, `tariff = { 2022: 10.00 kr/day, 2023: 11.00 kr/day }`
#[derive(Debug, Clone, PartialEq)]
pub struct GivenField {
    /// The attribute or input.
    pub name: Name,
    /// Its value or values.
    pub value: GivenValue,
}

/// One value, or one a period.
#[derive(Debug, Clone, PartialEq)]
pub enum GivenValue {
    /// One value, for the row, or for each of its periods.
    One(Expr),
    /// A value a key.
    ByKey(Vec<(Key, Expr)>),
}

/// `expect TARGET OUTCOME`
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    /// A definition, rule or target, with keys where it has axes.
    pub target: Expr,
    /// What it has to come to.
    pub outcome: Outcome,
    /// The whole line.
    pub span: Span,
}

/// What a test expects.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// `= VALUE` or `is VALUE`
    Value(Expr),
    /// `missing`, with the causes that have to be named
    Missing(Vec<Expr>),
    /// `complies`
    Complies,
    /// `explained`
    Explained,
    /// `breached` or `breached by VALUE`
    Breached(Option<Expr>),
    /// `undetermined`, with the causes after `missing`
    Undetermined(Vec<Expr>),
    /// `met`
    Met,
    /// `not met`
    NotMet,
    /// `not judged`: the rule is not in force, or the subject does not exist
    NotJudged,
}

/// `| starts_on | ends_on | refundable_days |` and its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct TestTable {
    /// Inputs and attributes are given, definitions and rules expected.
    pub columns: Vec<Name>,
    /// A blank cell is `None`: a missing value if given, not asked if expected.
    pub rows: Vec<TestRow>,
}

/// One row of a test table.
#[derive(Debug, Clone, PartialEq)]
pub struct TestRow {
    /// One a column.
    pub cells: Vec<Option<Expr>>,
    /// The line.
    pub span: Span,
}
