//! A plan: column steps in an order that needs no recursion, known before anything runs.
//!
//! In: filled by `lower`. Out: what `run` (exact), `run::range` and `run::draws` walk through; the steps are the same for
//! all of them, only the kernels differ (TYPES X1). Not here: data, numbers of rows, files.

use ramme_diag::Span;
use ramme_rulebook::InPlay;
use ramme_rulebook::model::{
    Axis, Compare, DefinitionId, EntityId, InputId, LineAsk, ParameterId, Prices, RuleId, ScaleId, SetId,
    Shape, Type,
};
use ramme_syntax::tree::{AggregateFn, Opening};
use ramme_value::{Date, EndOfMonth, PeriodKind, Repr, Rounding};

use super::day_tree::{DayCondition, DayNumber};

/// The position of a step in its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(pub u32);

impl StepId {
    /// The position in the plan's list.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One column to compute.
#[derive(Debug, Clone)]
pub struct Step {
    /// What is done.
    pub op: Op,
    /// To which columns.
    pub args: Vec<StepId>,
    /// The type of the result.
    pub ty: Type,
    /// The shape of the result.
    pub shape: Shape,
    /// On whose behalf: the position in `Plan::owners`.
    pub owner: u32,
    /// The text that asks for it.
    pub span: Span,
}

/// What a step does. Arguments are aligned to the shape of the step unless the operation says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// One value.
    Const(i128),
    /// The cells of an input.
    Input(InputId),
    /// A parameter; its argument, if any, is the date of the row that chooses.
    Parameter(ParameterId),
    /// The definition that its argument computes: a name for it.
    Definition(DefinitionId),
    /// The row itself.
    ThisRow(EntityId),
    /// The period itself.
    ThisPeriod(PeriodKind),
    /// The member itself.
    ThisMember(SetId),
    /// `[row, inner]`: `inner`, which has entity `.0`, at the row that `row` points to.
    Lookup(EntityId),
    /// `[inner]` so many periods earlier.
    Shift(u32),
    /// `[inner]` in one period.
    AtPeriod(i32),
    /// `[inner, member]`: `inner` with one set axis fixed.
    AtMember(SetId),
    /// The factor from one year's prices to another's, by an index; its argument is the column of the index, which it
    /// reads in the years between.
    Factor(ParameterId, Prices, Prices),
    /// `-x`
    Negate,
    /// `not x`
    Not,
    /// Both of one scale.
    Add,
    /// Both of one scale.
    Sub,
    /// Scales add up; a ratio stays a ratio.
    Mul,
    /// A ratio.
    Div,
    /// Integers of one scale, or ratios against integers.
    Compare(Compare),
    /// Kleene.
    And,
    /// Kleene.
    Or,
    /// `is known` (true) or `is missing` (false).
    Known(bool),
    /// `[condition, then, otherwise]`
    If,
    /// `[value, otherwise]`
    IfKnown,
    /// The least of all.
    Min,
    /// The greatest of all.
    Max,
    /// Times a power of ten: the same number at a larger scale.
    Rescale(u8),
    /// A decimal as a ratio.
    ToRatio,
    /// To a step, given by its mantissa and scale.
    Round(Rounding, i128, u8),
    /// Months added to a date.
    AddMonths(i32, EndOfMonth),
    /// `[date, days]`
    AddDays,
    /// `[later, earlier]`
    DaysBetween,
    /// The period that holds a date.
    PeriodOf(PeriodKind),
    /// See [`AggregateOp`].
    Aggregate(Box<AggregateOp>),
    /// See [`AllotOp`].
    Allot(Box<AllotOp>),
    /// See [`ApportionOp`].
    Apportion(Box<ApportionOp>),
    /// See [`LineOp`].
    Line(Box<LineOp>),
    /// The sum of the periods of the data up to this one.
    RunningTotal,
    /// See [`AllotDaysOp`].
    AllotDays(Box<AllotDaysOp>),
    /// The clause in force in the period: an argument a choice.
    InForce(Vec<Between>),
    /// `[date, …]`: the clause in force on the date of the row.
    Dated(Vec<Between>),
    /// See [`ChooseOp`].
    Choose(Box<ChooseOp>),
    /// See [`DayByDayOp`].
    DayByDay(Box<DayByDayOp>),
    /// `[ok, value]`: the value where ok is yes; else missing, because no clause is in force there.
    Covered,
    /// `[ok, day]`: the day where ok is yes; else missing, because there is no such day.
    Found,
    /// `[x, first, value]`: the value where x lies at the first threshold or above; else missing, because x lies below
    /// the bands of the scale.
    FromBand(ScaleId),
}

/// From a day to a day, both included; open where none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Between {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Between {
    /// The days on which a clause is in play.
    pub fn of(held: &InPlay) -> Between {
        Between { from: held.from, to: held.to }
    }

    /// True where the whole of `first..=last` lies inside.
    pub fn covers(&self, first: Date, last: Date) -> bool {
        self.from.is_none_or(|f| f <= first) && self.to.is_none_or(|t| last <= t)
    }

    /// True where nothing bounds it.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// An aggregate. Arguments: the value (none for `count`), then group, filter and weight as far as they are there, all
/// aligned to `inside`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AggregateOp {
    /// Which.
    pub func: AggregateFn,
    /// Missing values are left out.
    pub known: bool,
    /// The axes that disappear.
    pub over: Vec<Axis>,
    /// The shape of what is aggregated.
    pub inside: ShapeKey,
    /// Which arguments are there: value, group, filter, weight.
    pub has: [bool; 4],
    /// How many keys follow them: a row is aggregated with the rows that have the same.
    pub keys: usize,
}

/// A shape that can be a key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ShapeKey {
    /// The entity.
    pub entity: Option<EntityId>,
    /// The period.
    pub period: Option<PeriodKind>,
    /// The sets.
    pub sets: Vec<SetId>,
}

impl From<&Shape> for ShapeKey {
    fn from(s: &Shape) -> Self {
        ShapeKey { entity: s.entity, period: s.period, sets: s.sets.clone() }
    }
}

impl From<&ShapeKey> for Shape {
    fn from(s: &ShapeKey) -> Self {
        Shape { entity: s.entity, period: s.period, sets: s.sets.clone() }
    }
}

/// An allotment. Arguments: what is asked, then for each cap its amount and its keys, then the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllotOp {
    /// How many keys each cap has.
    pub keys: Vec<usize>,
    /// How many columns the order has.
    pub order: usize,
    /// All or nothing.
    pub whole: bool,
}

/// Rows in a stated order. Arguments: what is added up or compared and the filter as far as they are there, the keys, the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineOp {
    /// What is asked of each row; nothing but whether it is the first has no value among its arguments.
    pub ask: LineAsk,
    /// Some rows do not stand in line.
    pub filter: bool,
    /// How many keys the groups have.
    pub keys: usize,
    /// How many columns the order has.
    pub order: usize,
}

/// What is asked of the days of a span. Arguments: the answer by pieces of days, the first day of the span, the day after
/// its last, and the columns that the trees read. Where the answer by pieces is missing, the days are looked at themselves,
/// stretch by stretch: it may be settled all the same, and the reasons are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayByDayOp {
    /// What is asked.
    pub ask: DayAsk,
    /// Which days; none: all of them.
    pub condition: Option<DayCondition>,
    /// The number that is added up.
    pub number: Option<DayNumber>,
}

/// What is asked of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayAsk {
    /// How many.
    Count,
    /// Whether there is one.
    Any,
    /// The first.
    First,
    /// A number of each, added up.
    Sum,
}

/// A total shared out by largest remainder. Arguments: the total, the weight, who takes part, where not all do, the keys of
/// those that share one total, the order of equal remainders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApportionOp {
    /// Among whom: rows, or members of a set.
    pub over: Axis,
    /// Some take no part.
    pub filter: bool,
    /// How many keys the groups have.
    pub keys: usize,
    /// How many columns the order has.
    pub order: usize,
    /// The mantissa of the step, at the scale of the result.
    pub step: i128,
    /// How many more decimals the total has than the result.
    pub finer: u8,
}

/// An allotment of days in running years. Arguments: how many days are asked for, the first day of the span and the day
/// after its last, the keys, the order, and for each piece its first day, the day after its last, the limit on its days, and
/// whether the piece is there; then the columns that the trees read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllotDaysOp {
    /// How many keys the groups have.
    pub keys: usize,
    /// How many columns the order has.
    pub order: usize,
    /// How many pieces; no two hold one day.
    pub pieces: usize,
    /// When a running year that has ended opens again.
    pub opening: Opening,
    /// A running year keeps the limit of the day on which it opened.
    pub keeps: bool,
    /// Which days are asked for; none: all of them.
    pub condition: Option<DayCondition>,
    /// The limit on a day.
    pub limit: DayNumber,
}

/// A choice among exceptions. Arguments: for each exception the date of the row that its dates bind to, where it has one,
/// its condition, where it has one, and its value; the base is the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChooseOp {
    /// The exceptions in play.
    pub exceptions: Vec<ExceptionOp>,
}

/// One exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionOp {
    /// Its label.
    pub label: String,
    /// When it is in force.
    pub between: Between,
    /// The dates bind to a date of the row, not to the period.
    pub dated: bool,
    /// It has a condition; without one it applies wherever it is in force.
    pub when: bool,
    /// The positions of those that it goes before, as far as it says so itself.
    pub over: Vec<usize>,
    /// Where it stands.
    pub span: Span,
}

/// Whose step it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The definition or rule, as the user names it.
    pub name: String,
}

/// What a rule or target comes to, as steps.
#[derive(Debug, Clone)]
pub struct RulePlan {
    /// Which.
    pub rule: RuleId,
    /// Its clauses in play.
    pub clauses: Vec<ClausePlan>,
    /// `unless … -> explained`
    pub unless: Option<StepId>,
    /// `deadline …`
    pub deadline: Option<StepId>,
    /// `before …`
    pub before: Option<BeforePlan>,
}

/// The rows that may lie on the day of a deadline.
#[derive(Debug, Clone, Copy)]
pub struct BeforePlan {
    /// The entity.
    pub entity: EntityId,
    /// Their days.
    pub date: StepId,
    /// Which of them count.
    pub filter: Option<StepId>,
}

/// One clause of a rule.
#[derive(Debug, Clone)]
pub struct ClausePlan {
    /// The position among the rule's clauses.
    pub clause: usize,
    /// When it is in force.
    pub between: Between,
    /// The date of the row that it binds to.
    pub dated_by: Option<StepId>,
    /// Whom it applies to; none: everybody.
    pub applies: Option<StepId>,
    /// Whether what it requires holds.
    pub holds: StepId,
    /// The comparisons that it is made of, joined by `and`, where it is.
    pub comparisons: Vec<ComparisonPlan>,
}

/// An aggregate of what is known, and how much of it was.
#[derive(Debug, Clone)]
pub struct KnownPlan {
    /// The aggregate.
    pub of: StepId,
    /// How many it takes in.
    pub known: StepId,
    /// How many there are.
    pub all: StepId,
}

/// One comparison of a rule.
#[derive(Debug, Clone)]
pub struct ComparisonPlan {
    /// Whether it holds.
    pub holds: StepId,
    /// The comparison.
    pub op: Compare,
    /// The left side, in its own type.
    pub measured: StepId,
    /// The right side, in its own type.
    pub limit: StepId,
    /// The text of it.
    pub span: Span,
}

/// The steps behind a question, in order.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Step>,
    /// On whose behalf.
    pub owners: Vec<Owner>,
    /// The order: stage by stage, and in a stage period by period. A step that reads whole columns across periods stands
    /// in a later stage than those columns; everything else reads its own period or an earlier one.
    pub stages: Vec<Vec<StepId>>,
    /// The aggregates of what is known.
    pub known: Vec<KnownPlan>,
    /// The columns asked for.
    pub outputs: Vec<(OutputName, StepId)>,
    /// The rules asked for.
    pub rules: Vec<RulePlan>,
    /// How many periods before the first asked one are read.
    pub look_back: u32,
    /// The step that reaches as far back.
    pub furthest: Option<StepId>,
    /// The earliest year in which the base clause of a recurrence ends, and whose it is: the axis reaches back to it
    /// (TYPES D4).
    pub base: Option<(i32, DefinitionId)>,
    /// The first and last year that is named in brackets (`x[2024]`): the axis reaches to them, whatever the data hold.
    pub fixed: Option<(i32, i32)>,
}

/// What an output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutputName {
    /// An input.
    Input(InputId),
    /// A definition.
    Definition(DefinitionId),
}

impl Plan {
    /// The step at an id.
    pub fn step(&self, id: StepId) -> Option<&Step> {
        self.steps.get(id.index())
    }
}

/// The scale of the integers that hold a value of this type; 0 for everything that is not a decimal.
pub fn scale(ty: &Type) -> u8 {
    match ty {
        Type::Num(n) => match n.repr {
            Repr::Dec(s) => s,
            Repr::Ratio | Repr::Count => 0,
        },
        _ => 0,
    }
}

/// True where a value of this type is held as a ratio.
pub fn is_ratio(ty: &Type) -> bool {
    matches!(ty, Type::Num(n) if n.repr == Repr::Ratio)
}
