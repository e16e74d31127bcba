//! Tests of the language, with every name settled.
//!
//! In: nothing; `test_items` fills it. Out: what runs the tests reads. Not here: data, evaluation.

use super::{EntityId, InputId, KeyValue, ReadingId, Symbol, Value};
use ramme_diag::Span;
use ramme_value::{Date, Decimal};

/// A test, with every name settled.
#[derive(Debug, Clone)]
pub struct Test {
    /// What it shows.
    pub name: String,
    /// Rows of entities, in the order of the text; relations may name rows that are listed nowhere else.
    pub rows: Vec<TestRow>,
    /// Values of parameters and of inputs without entity.
    pub values: Vec<TestValue>,
    /// Chosen readings.
    pub readings: Vec<ReadingId>,
    /// `known on`
    pub known_on: Option<Date>,
    /// What is expected.
    pub expects: Vec<TestExpect>,
    /// Where it stands.
    pub span: Span,
}

/// A row of an entity, with values of its fields and inputs.
#[derive(Debug, Clone)]
pub struct TestRow {
    /// The entity.
    pub entity: EntityId,
    /// What the row is called.
    pub key: String,
    /// Values: the input, the keys along its axes after `by` (none: one value for every key), the value.
    pub values: Vec<TestCell>,
}

/// One given value of a row.
#[derive(Debug, Clone)]
pub struct TestCell {
    /// The input or field.
    pub input: InputId,
    /// Keys along its axes.
    pub keys: Vec<KeyValue>,
    /// The value.
    pub value: TestDatum,
    /// Where it stands.
    pub span: Span,
}

/// A given value; a relation names a row.
#[derive(Debug, Clone, PartialEq)]
pub enum TestDatum {
    /// A value.
    Value(Value),
    /// The row of a relation, by its key.
    Row(String),
    /// Blank in a table: the cell is there and holds nothing.
    Blank,
}

/// A given value that belongs to no row.
#[derive(Debug, Clone)]
pub struct TestValue {
    /// A parameter or an input.
    pub symbol: Symbol,
    /// Keys along its axes.
    pub keys: Vec<KeyValue>,
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub span: Span,
}

/// What a test expects of one cell.
#[derive(Debug, Clone)]
pub struct TestExpect {
    /// A definition or rule.
    pub symbol: Symbol,
    /// The row, where its shape has an entity.
    pub row: Option<String>,
    /// Keys along its axes after `by`.
    pub keys: Vec<KeyValue>,
    /// What it has to come to.
    pub outcome: TestOutcome,
    /// Where it stands.
    pub span: Span,
}

/// What a test expects.
#[derive(Debug, Clone, PartialEq)]
pub enum TestOutcome {
    /// This value, exactly.
    Value(Value),
    /// Missing, for at least these causes (as written: `cost_per_day[A, 2022]`).
    Missing(Vec<String>),
    /// The rule's verdict.
    Verdict(TestVerdict),
}

/// A verdict as a test names it.
#[derive(Debug, Clone, PartialEq)]
pub enum TestVerdict {
    /// `complies`
    Complies,
    /// `explained`
    Explained,
    /// `breached`, by this excess where stated
    Breached(Option<Decimal>),
    /// `undetermined`, for at least these causes
    Undetermined(Vec<String>),
    /// `met`
    Met,
    /// `not met`
    NotMet,
    /// `not judged`
    NotJudged,
}
