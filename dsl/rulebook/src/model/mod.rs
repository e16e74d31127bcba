//! The checked rulebook: what the rule files mean once every name, type, shape and date has been settled.
//!
//! In: nothing; `build` fills it. Out: what planning, reports and `ramme show` read. Not here: data, columns, files on
//! disk, and which clause applies at a date (that is [`crate::view`]).

use ramme_diag::{Span, Text};
use ramme_value::{Date, Decimal, NumType, PeriodKind, Rounding};
use std::collections::BTreeMap;

mod clause;
mod expr;
mod status;
mod test;

pub use clause::{Amendment, Clause, Exception, Version};
pub use expr::{
    Aggregate, Allot, AllotDays, Apportion, Arith, Compare, Days, DaysAsk, Expr, ExprKind, Line, LineAsk,
    Prices,
};
pub use status::{Awaited, Status};
pub use test::{Test, TestCell, TestDatum, TestExpect, TestOutcome, TestRow, TestValue, TestVerdict};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// The position in the rulebook's list.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of a position.
            pub(crate) fn at(position: usize) -> $name {
                $name(u32::try_from(position).unwrap_or(u32::MAX))
            }
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
    /// A scale.
    ScaleId,
    /// A definition.
    DefinitionId,
    /// A rule or target.
    RuleId,
}

/// All that the rule files say.
#[derive(Debug, Clone, Default)]
pub struct Rulebook {
    /// Every global name and what it stands for.
    pub names: BTreeMap<String, Symbol>,
    /// The units of the user's own, with where each is declared.
    pub units: Vec<(String, Span)>,
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
    /// Scales.
    pub scales: Vec<Scale>,
    /// Definitions, in an order in which each stands after those that it uses in the same period.
    pub definitions: Vec<Definition>,
    /// Rules and targets.
    pub rules: Vec<Rule>,
    /// Tests.
    pub tests: Vec<Test>,
}

/// What a global name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    /// A scale.
    Scale(ScaleId),
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

impl Document {
    /// `2023-09-08`, marked where the date is concluded and not printed.
    #[must_use]
    pub fn published_in_words(&self) -> Option<Text> {
        let day = self.published?;
        Some(match self.inferred {
            Some(_) => Text::both(format!("{day} (inferred)"), format!("{day} (udledt)")),
            None => Text::same(day.to_string()),
        })
    }
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
    /// What every reading but the first adopts is not in force; none of an ordinary group.
    pub awaited: Option<Awaited>,
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
    #[must_use]
    pub fn is_part_of(&self, other: &Shape) -> bool {
        (self.entity.is_none() || self.entity == other.entity)
            && (self.period.is_none() || self.period == other.period)
            && self.sets.iter().all(|s| other.sets.contains(s))
    }

    /// The axes of both; `None` where they name two entities or two kinds of period.
    #[must_use]
    pub fn joined(&self, other: &Shape) -> Option<Shape> {
        let entity = one_of(self.entity, other.entity)?;
        let period = one_of(self.period, other.period)?;
        let mut sets = self.sets.clone();
        sets.extend(other.sets.iter().copied());
        sets.sort();
        sets.dedup();
        Some(Shape { entity, period, sets })
    }
}

/// Whichever of two is there; `None` where they differ.
fn one_of<T: PartialEq>(a: Option<T>, b: Option<T>) -> Option<Option<T>> {
    match (a, b) {
        (Some(a), Some(b)) if a != b => None,
        (a, b) => Some(a.or(b)),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    /// How a year without a value of its own follows from the year before.
    pub indexed: Option<Indexing>,
    /// Its values, those of amendments after its own.
    pub values: Vec<ParameterValue>,
    /// What amends it, in the order of publication.
    pub amendments: Vec<Amendment>,
    /// Where it is declared.
    pub span: Span,
}

/// A year's value from that of the year before: times 100 % and the index' change, rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indexing {
    /// The index, a parameter by year.
    pub index: ParameterId,
    /// How each year is rounded.
    pub mode: Rounding,
    /// To what.
    pub step: Decimal,
}

/// What holds from each threshold on.
#[derive(Debug, Clone)]
pub struct Scale {
    /// Its name.
    pub name: String,
    /// Its axes as declared (periods and sets).
    pub axes: Vec<AxisName>,
    /// Its shape where it is used: its axes, and the entity of `dated by`.
    pub shape: Shape,
    /// The type of the thresholds.
    pub from: NumType,
    /// The type of what holds.
    pub to: Type,
    /// The date of the row that chooses among dated tables.
    pub dated_by: Option<Expr>,
    /// Its tables.
    pub tables: Vec<ScaleTable>,
    /// Where it is declared.
    pub span: Span,
}

/// The bands of a scale under one set of keys and dates.
#[derive(Debug, Clone)]
pub struct ScaleTable {
    /// When it holds, where it comes from, under which reading.
    pub version: Version,
    /// A key an axis.
    pub keys: Vec<KeyValue>,
    /// Where each band begins, ascending, and what holds in it; a band ends where the next begins, the last never.
    pub bands: Vec<(Decimal, Value)>,
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
    /// A period, by its kind and index: the 2024 of `year >= 2024`.
    Period(PeriodKind, i32),
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
    /// Its clauses, in the order of the text, those of amendments after its own.
    pub clauses: Vec<Clause>,
    /// What amends it, in the order of publication.
    pub amendments: Vec<Amendment>,
    /// Where it is declared.
    pub span: Span,
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
    /// What it requires; bodies are yes/no; those of amendments after its own.
    pub clauses: Vec<Clause>,
    /// What amends it, in the order of publication.
    pub amendments: Vec<Amendment>,
    /// Over the limit, but explained.
    pub unless: Option<Expr>,
    /// Who gets the explanation.
    pub addressee: Option<String>,
    /// By which day the explanation is there.
    pub deadline: Option<Expr>,
    /// What lies on that day.
    pub before: Option<Before>,
    /// Where it is declared.
    pub span: Span,
}

impl Rule {
    /// What is asked beside what it requires: what explains a breach, and by when.
    pub fn asides(&self) -> impl Iterator<Item = &Expr> {
        let before =
            self.before.iter().flat_map(|before| std::iter::once(&before.date).chain(&before.filter));
        self.unless.iter().chain(&self.deadline).chain(before)
    }
}

/// What lies on the day of a deadline: a meeting before which an explanation is there.
#[derive(Debug, Clone)]
pub struct Before {
    /// The entity.
    pub entity: EntityId,
    /// The day of each of its rows.
    pub date: Expr,
    /// Which of them count.
    pub filter: Option<Expr>,
}
