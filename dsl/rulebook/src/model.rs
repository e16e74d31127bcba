//! The checked rulebook: what the rule files mean once every name, type, shape and date has been settled.
//!
//! In: nothing; `build` fills it. Out: what planning, reports and `ramme show` read. Not here: data, columns, files on
//! disk, and which clause applies at a date (that is [`crate::view`]).

use ramme_diag::Span;
use ramme_value::{Date, Decimal, EndOfMonth, NumType, PeriodKind, Rounding};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// The position in the rulebook's list.
            pub fn index(self) -> usize { self.0 as usize }
        }
    )*};
}

ids! {
    /// A document.
    DocumentId,
    /// A set of names.
    SetId,
    /// An entity.
    EntityId,
    /// A group of readings.
    GroupId,
    /// An input, or a field of an entity: whatever comes from data.
    InputId,
    /// A parameter.
    ParameterId,
    /// A definition.
    DefinitionId,
    /// A rule or target.
    RuleId,
}

/// All that the rule files say.
#[derive(Debug, Clone, Default)]
pub struct Rulebook {
    /// The documents that clauses cite.
    pub documents: Vec<Document>,
    /// The sets of names.
    pub sets: Vec<Set>,
    /// The entities.
    pub entities: Vec<Entity>,
    /// The groups of readings.
    pub groups: Vec<ReadingGroup>,
    /// Inputs and fields of entities.
    pub inputs: Vec<Input>,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Definitions, in an order in which each stands after those that it uses in the same period.
    pub definitions: Vec<Definition>,
    /// Rules and targets.
    pub rules: Vec<Rule>,
    /// Tests.
    pub tests: Vec<Test>,
}

/// What a global name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    /// A document.
    Document(DocumentId),
    /// A set.
    Set(SetId),
    /// An entity.
    Entity(EntityId),
    /// A group of readings.
    Group(GroupId),
    /// An input.
    Input(InputId),
    /// A parameter.
    Parameter(ParameterId),
    /// A definition.
    Definition(DefinitionId),
    /// A rule or target.
    Rule(RuleId),
    /// A unit of the user's own.
    Unit,
}

/// A document.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its name in the rule files.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Its rank.
    pub rank: Rank,
    /// When it was published; known from that day on.
    pub published: Option<Date>,
    /// Why the date of publication is an inference, where it is.
    pub inferred: Option<String>,
    /// The name of the user's own copy.
    pub file: Option<String>,
    /// For a document without a copy at hand: what was seen, and when.
    pub external: Option<(String, Option<Date>)>,
    /// Where it is declared.
    pub span: Span,
}

/// The rank of a document (TYPES R1): an order for readers, never a silent override.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// A statute or order.
    Law,
    /// An agreement between the parties.
    Agreement,
    /// A report.
    Report,
}

/// A closed set of names.
#[derive(Debug, Clone)]
pub struct Set {
    /// Its name.
    pub name: String,
    /// Its members in order; the total, where there is one, is the last.
    pub members: Vec<String>,
    /// True where the last member is the sum of the others (TYPES P5).
    pub has_total: bool,
    /// Where it is declared.
    pub span: Span,
}

/// An entity.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Its name.
    pub name: String,
    /// Its relations and attributes, in order.
    pub fields: Vec<InputId>,
    /// Where it is declared.
    pub span: Span,
}

/// A group of readings; the first is the default.
#[derive(Debug, Clone)]
pub struct ReadingGroup {
    /// Its name.
    pub name: String,
    /// Its readings, in order.
    pub members: Vec<String>,
    /// Where it is declared.
    pub span: Span,
}

/// Which reading of which group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadingId {
    /// The group.
    pub group: GroupId,
    /// The position of the reading in the group.
    pub member: u32,
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Yes or no.
    YesNo,
    /// A number with unit, price level and representation (TYPES T1).
    Num(NumType),
    /// A day.
    Date,
    /// Free text; it can be compared, and be a key.
    Text,
    /// A member of a set.
    Member(SetId),
    /// A row of an entity.
    Row(EntityId),
    /// A period, as a value: `year of DATE`, or the period of the body.
    Period(PeriodKind),
}

/// The shape of a value: its axes (TYPES P2). At most one entity and one period, any number of sets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shape {
    /// The entity.
    pub entity: Option<EntityId>,
    /// The period.
    pub period: Option<PeriodKind>,
    /// The sets, in the order of their ids, so that equal shapes are equal.
    pub sets: Vec<SetId>,
}

impl Shape {
    /// True where every axis of `self` is also one of `other`: `self` can be broadcast to `other`.
    pub fn is_part_of(&self, other: &Shape) -> bool {
        (self.entity.is_none() || self.entity == other.entity)
            && (self.period.is_none() || self.period == other.period)
            && self.sets.iter().all(|s| other.sets.contains(s))
    }

    /// The axes of both; `None` where they name two entities or two kinds of period.
    pub fn joined(&self, other: &Shape) -> Option<Shape> {
        let one = |a, b| if a == b || b == None { Some(a) } else if a == None { Some(b) } else { None };
        let entity = one(self.entity, other.entity)?;
        let period = match (self.period, other.period) {
            (Some(a), Some(b)) if a != b => return None,
            (a, b) => a.or(b),
        };
        let mut sets = self.sets.clone();
        sets.extend(other.sets.iter().copied());
        sets.sort();
        sets.dedup();
        Some(Shape { entity, period, sets })
    }
}

/// Whatever comes from data: an input, or a field of an entity.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its name (of a field without its entity).
    pub name: String,
    /// The entity whose field it is; none for an `input`.
    pub field_of: Option<EntityId>,
    /// Its shape.
    pub shape: Shape,
    /// The axes as declared after `by`, in that order, with the names that data and keys use.
    pub axes: Vec<AxisName>,
    /// Its type; a field of type `Row` is a relation.
    pub ty: Type,
    /// The least and the most that data may hold.
    pub between: Option<(Decimal, Decimal)>,
    /// Where it is declared.
    pub span: Span,
}

/// An axis as declared: its name and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AxisName {
    /// `year`, or the name of the set.
    pub name: String,
    /// What it is.
    pub axis: Axis,
}

/// One axis of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// The rows of an entity.
    Entity(EntityId),
    /// Periods of a kind.
    Period(PeriodKind),
    /// The members of a set.
    Set(SetId),
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its axes as declared (periods and sets).
    pub axes: Vec<AxisName>,
    /// Its shape where it is used: its axes, and the entity of `dated by`.
    pub shape: Shape,
    /// Its type.
    pub ty: Type,
    /// The date of the row that chooses among dated values.
    pub dated_by: Option<Expr>,
    /// Its values.
    pub values: Vec<ParameterValue>,
    /// Where it is declared.
    pub span: Span,
}

/// One value of a parameter.
#[derive(Debug, Clone)]
pub struct ParameterValue {
    /// When it holds, where it comes from, under which reading.
    pub version: Version,
    /// A key an axis.
    pub keys: Vec<KeyValue>,
    /// The value.
    pub value: Value,
}

/// A key along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyValue {
    /// The index of a period of the axis' kind (a year: 2023).
    Period(i32),
    /// The position of a member in its set.
    Member(u32),
}

/// One exact value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    YesNo(bool),
    /// A number, with the scale of its type.
    Dec(Decimal),
    /// A day.
    Date(Date),
    /// Text.
    Text(String),
    /// A member of a set, by position.
    Member(SetId, u32),
}

/// When a clause holds, from which documents it is known, and under which reading.
#[derive(Debug, Clone)]
pub struct Version {
    /// The reading; none where the clause holds under every reading.
    pub reading: Option<ReadingId>,
    /// The first day (inclusive); none: always before.
    pub from: Option<Date>,
    /// The last day (inclusive); none: until further notice.
    pub to: Option<Date>,
    /// The first day on which it could be known: the publication of the first document that it cites. None: always.
    pub known_from: Option<Date>,
    /// Its citations, in order.
    pub cites: Vec<Citation>,
    /// Where it stands.
    pub span: Span,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// The document.
    pub document: DocumentId,
    /// The place, as the tree has it.
    pub place: ramme_syntax::tree::CitePlace,
    /// Where the citation stands in the rule file.
    pub span: Span,
}

/// A definition.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// The axes as declared after `by`.
    pub axes: Vec<AxisName>,
    /// Its shape.
    pub shape: Shape,
    /// Its type: the declared one, with `Repr::Ratio` where the body is a ratio and the declaration names no decimals.
    pub ty: Type,
    /// True for `for a day`: inlined where `days … where` uses it, never a column (TYPES D3).
    pub for_a_day: bool,
    /// Its clauses, in the order of the text.
    pub clauses: Vec<Clause>,
    /// Where it is declared.
    pub span: Span,
}

/// One clause.
#[derive(Debug, Clone)]
pub struct Clause {
    /// When it holds, where it comes from, under which reading.
    pub version: Version,
    /// The date of the row that the clause's dates bind to; without it the period does, or the day.
    pub dated_by: Option<Expr>,
    /// What it says.
    pub body: Expr,
}

/// A rule or target.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Rule or target.
    pub kind: ramme_syntax::tree::RuleKind,
    /// Its name.
    pub name: String,
    /// The axes as declared after `by`.
    pub axes: Vec<AxisName>,
    /// The subjects that it judges.
    pub shape: Shape,
    /// What it requires; bodies are yes/no.
    pub clauses: Vec<Clause>,
    /// Over the limit, but explained.
    pub unless: Option<Expr>,
    /// Who gets the explanation.
    pub addressee: Option<String>,
    /// Where it is declared.
    pub span: Span,
}

/// A checked expression.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Type,
    /// Its shape; part of the shape of the body that it stands in, or of the aggregate around it.
    pub shape: Shape,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of checked expression. Broadcasting to the shape around is implied by the shapes; everything else that
/// moves along an axis is written out here.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A constant.
    Const(Value),
    /// An input or field, in its own shape.
    Input(InputId),
    /// A parameter, in its own shape.
    Parameter(ParameterId),
    /// A definition, in its own shape (a `for a day` one only inside `Days`).
    Definition(DefinitionId),
    /// The row itself, as a value of type `Row`: `stay` in `in order of starts_on, stay`.
    ThisRow(EntityId),
    /// The period of the body as a value: `year`.
    ThisPeriod(PeriodKind),
    /// The member of the body as a value: `area`.
    ThisMember(SetId),
    /// The day that `Days` asks about.
    Day,
    /// `inner` read at the row that `row` (of type `Row(E)`, any shape) points to; `inner` has entity E.
    Lookup {
        /// The row of E to read at.
        row: Box<Expr>,
        /// What is read.
        inner: Box<Expr>,
    },
    /// `inner` in the period `back` periods earlier (`previous x` is 1).
    Shift {
        /// How many periods back; at least 1.
        back: u32,
        /// What is read.
        inner: Box<Expr>,
    },
    /// `x[2024]`: `inner` with its period axis fixed.
    AtPeriod {
        /// The index of the period.
        period: i32,
        /// What is read.
        inner: Box<Expr>,
    },
    /// `x["i alt"]`, `grant[role]`: `inner` with one of its set axes fixed by a value of type `Member`.
    AtMember {
        /// The axis that is fixed.
        set: SetId,
        /// The member; a constant or an expression.
        member: Box<Expr>,
        /// What is read.
        inner: Box<Expr>,
    },
    /// `-x`
    Negate(Box<Expr>),
    /// `not x`
    Not(Box<Expr>),
    /// `a + b`, `a - b`, `a * b`, `a / b` on numbers.
    Arith {
        /// The operation.
        op: Arith,
        /// Left.
        left: Box<Expr>,
        /// Right.
        right: Box<Expr>,
    },
    /// A comparison; both sides have one unit and level, or one other type.
    Compare {
        /// The comparison.
        op: Compare,
        /// Left.
        left: Box<Expr>,
        /// Right.
        right: Box<Expr>,
    },
    /// `a and b`, `a or b` (Kleene).
    Logic {
        /// True for `and`.
        and: bool,
        /// Left.
        left: Box<Expr>,
        /// Right.
        right: Box<Expr>,
    },
    /// `x is known` (never missing itself).
    IsKnown {
        /// What is asked about.
        value: Box<Expr>,
        /// False for `is missing`.
        known: bool,
    },
    /// `a if c else b`
    If {
        /// The condition.
        condition: Box<Expr>,
        /// Where it holds.
        then: Box<Expr>,
        /// Where it does not.
        otherwise: Box<Expr>,
    },
    /// `x if known else y`
    IfKnown {
        /// The value.
        value: Box<Expr>,
        /// Where it is missing.
        otherwise: Box<Expr>,
    },
    /// `min(…)` or `max(…)`; `clamp` is written as both.
    Extreme {
        /// True for `max`.
        max: bool,
        /// At least two.
        items: Vec<Expr>,
    },
    /// Rounding to a step; the step's scale is the scale of the type.
    Round {
        /// The mode.
        mode: Rounding,
        /// What is rounded: a decimal or a ratio.
        value: Box<Expr>,
        /// The step.
        step: Decimal,
    },
    /// `date + n months`
    AddMonths {
        /// The date.
        date: Box<Expr>,
        /// How many months; negative for `-`.
        months: i32,
        /// What becomes of a day that the month does not have.
        end_of_month: EndOfMonth,
    },
    /// `date + n days`: the days are any expression in `day`.
    AddDays {
        /// The date.
        date: Box<Expr>,
        /// The days.
        days: Box<Expr>,
    },
    /// `later - earlier` between dates, in `day`.
    DaysBetween {
        /// The later date.
        later: Box<Expr>,
        /// The earlier date.
        earlier: Box<Expr>,
    },
    /// `year of DATE`
    PeriodOf {
        /// The kind of period.
        kind: PeriodKind,
        /// The date.
        date: Box<Expr>,
    },
    /// An aggregate.
    Aggregate(Box<Aggregate>),
    /// `days from A until B where P`
    Days(Box<Days>),
    /// `allot …`
    Allot(Box<Allot>),
}

/// The four operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arith {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`: a ratio (TYPES T4)
    Div,
}

/// The six comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// `is`
    Is,
    /// `is not`
    IsNot,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// An aggregate: over the rows of an entity, the members of a set, or periods.
#[derive(Debug, Clone)]
pub struct Aggregate {
    /// Which one.
    pub func: ramme_syntax::tree::AggregateFn,
    /// What is aggregated, in the shape of the inside; none for `count`.
    pub value: Option<Expr>,
    /// True for `of known x`.
    pub known: bool,
    /// The axes that disappear.
    pub over: Vec<Axis>,
    /// Where the body has an entity of its own: which of its rows each inner row belongs to (a relation, or a chain of
    /// them, of type `Row(body entity)`, in the shape of the inside).
    pub group: Option<Expr>,
    /// Which rows count, in the shape of the inside.
    pub filter: Option<Expr>,
    /// The weights, in the shape of the inside.
    pub weight: Option<Expr>,
}

/// `days from A until B where P`
#[derive(Debug, Clone)]
pub struct Days {
    /// The first day.
    pub from: Expr,
    /// The first day not counted.
    pub until: Expr,
    /// Made of `day < E`, `day >= E` …, `for a day` definitions, yes/no expressions that do not ask for the day, `and`,
    /// `or`, `not` (TYPES D3).
    pub filter: Option<Expr>,
}

/// `allot …`
#[derive(Debug, Clone)]
pub struct Allot {
    /// What each row asks for.
    pub asked: Expr,
    /// The caps, each with the keys of its group.
    pub caps: Vec<(Expr, Vec<Expr>)>,
    /// The order.
    pub order: Vec<Expr>,
    /// A row that does not fit whole gets nothing.
    pub whole: bool,
}

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
