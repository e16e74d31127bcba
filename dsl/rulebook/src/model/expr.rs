//! Checked expressions: typed, shaped, with every move along an axis written out.
//!
//! In: nothing; the checker fills it. Out: what planning walks. Not here: how anything is inferred or evaluated.

use super::{Axis, DefinitionId, EntityId, InputId, ParameterId, ScaleId, SetId, Shape, Type, Value};
use ramme_diag::Span;
use ramme_syntax::tree::Opening;
use ramme_value::{Decimal, EndOfMonth, PeriodKind, Rounding};

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
    /// A scale, in its own shape; only inside `Banded`.
    Scale(ScaleId),
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
    /// `x in 2023-pl by pl`: `value` times the factor between two years' prices.
    Convert {
        /// The amount.
        value: Box<Expr>,
        /// The index: a parameter by year.
        index: Box<Expr>,
        /// Whose prices it is in.
        from: Prices,
        /// Whose prices it is brought to.
        to: Prices,
    },
    /// `scale on bands of x`, `scale at x`
    Banded {
        /// The scale, in its own shape or with axes fixed.
        scale: Box<Expr>,
        /// Each band its rate; else the step that the value falls in.
        on_bands: bool,
        /// The value.
        of: Box<Expr>,
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
    /// `days from A until B where P`, and what else is asked of days.
    Days(Box<Days>),
    /// `allot …`
    Allot(Box<Allot>),
    /// `allot days from … in running years …`
    AllotDays(Box<AllotDays>),
    /// `apportion …`
    Apportion(Box<Apportion>),
    /// `the first of E … in order of …`, `running sum of x … in order of …`, `greatest of x before …`
    Line(Box<Line>),
    /// `running sum of x by year`: of the periods up to this one.
    RunningTotal(Box<Expr>),
}

impl Expr {
    /// The expressions directly inside, in the order of the text as far as it matters.
    #[must_use]
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Const(_)
            | ExprKind::Input(_)
            | ExprKind::Parameter(_)
            | ExprKind::Definition(_)
            | ExprKind::Scale(_)
            | ExprKind::ThisRow(_)
            | ExprKind::ThisPeriod(_)
            | ExprKind::ThisMember(_)
            | ExprKind::Day => Vec::new(),
            ExprKind::Lookup { row, inner } => vec![row, inner],
            ExprKind::AtMember { member, inner, .. } => vec![member, inner],
            ExprKind::Shift { inner, .. } | ExprKind::AtPeriod { inner, .. } => vec![inner],
            ExprKind::Convert { value, index, .. } => vec![value, index],
            ExprKind::Banded { scale, of, .. } => vec![scale, of],
            ExprKind::Negate(inner) | ExprKind::Not(inner) => vec![inner],
            ExprKind::Arith { left, right, .. }
            | ExprKind::Compare { left, right, .. }
            | ExprKind::Logic { left, right, .. } => vec![left, right],
            ExprKind::IsKnown { value, .. } | ExprKind::Round { value, .. } => vec![value],
            ExprKind::If { condition, then, otherwise } => vec![condition, then, otherwise],
            ExprKind::IfKnown { value, otherwise } => vec![value, otherwise],
            ExprKind::Extreme { items, .. } => items.iter().collect(),
            ExprKind::AddMonths { date, .. } | ExprKind::PeriodOf { date, .. } => vec![date],
            ExprKind::AddDays { date, days } => vec![date, days],
            ExprKind::DaysBetween { later, earlier } => vec![later, earlier],
            ExprKind::Aggregate(a) => {
                a.value.iter().chain(&a.group).chain(&a.filter).chain(&a.weight).chain(&a.per).collect()
            }
            ExprKind::Days(days) => days.children(),
            ExprKind::Allot(allot) => allot.children(),
            ExprKind::AllotDays(allot) => allot.children(),
            ExprKind::Apportion(made) => {
                let rest = made.filter.iter().chain(&made.per).chain(&made.order);
                [&made.total, &made.weight].into_iter().chain(rest).collect()
            }
            ExprKind::Line(line) => {
                line.value.iter().chain(&line.filter).chain(&line.per).chain(&line.order).collect()
            }
            ExprKind::RunningTotal(inner) => vec![inner],
        }
    }

    /// True for the condition of an arm of `match`: it stands at the members of the arm, and what they are held against
    /// stands before the braces.
    #[must_use]
    pub fn is_arm(&self) -> bool {
        match &self.kind {
            ExprKind::Compare { left, .. } => !self.span.contains(left.span.start),
            ExprKind::Logic { and: false, left, .. } => left.is_arm(),
            _ => false,
        }
    }

    /// Calls `look` with this expression and every one inside it.
    pub fn visit<'e>(&'e self, look: &mut impl FnMut(&'e Expr)) {
        let mut waiting = vec![self];
        while let Some(expr) = waiting.pop() {
            look(expr);
            waiting.extend(expr.children().into_iter().rev());
        }
    }
}

impl Allot {
    fn children(&self) -> Vec<&Expr> {
        let caps = self.caps.iter().flat_map(|(cap, per)| [cap].into_iter().chain(per));
        [&self.asked].into_iter().chain(caps).chain(&self.order).collect()
    }
}

/// The year whose prices are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prices {
    /// One year.
    Year(i32),
    /// The period itself, or some periods before it.
    Own {
        /// How many.
        back: u32,
    },
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

impl Compare {
    /// The same comparison with its sides changed.
    #[must_use]
    pub fn turned(self) -> Compare {
        match self {
            Compare::Less => Compare::More,
            Compare::AtMost => Compare::AtLeast,
            Compare::More => Compare::Less,
            Compare::AtLeast => Compare::AtMost,
            Compare::Is | Compare::IsNot => self,
        }
    }

    /// The comparison that holds where this one does not.
    #[must_use]
    pub fn contrary(self) -> Compare {
        match self {
            Compare::Is => Compare::IsNot,
            Compare::IsNot => Compare::Is,
            Compare::Less => Compare::AtLeast,
            Compare::AtMost => Compare::More,
            Compare::More => Compare::AtMost,
            Compare::AtLeast => Compare::Less,
        }
    }
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
    /// The axes that disappear. Over a set with a total, the total is left out (TYPES P5).
    pub over: Vec<Axis>,
    /// The axes inside: what `value`, `filter`, `weight` and `group` are broadcast to, and what is walked through.
    pub inside: Shape,
    /// Where the body has an entity of its own: which of its rows each inner row belongs to (a relation, or a chain of
    /// them, of type `Row(body entity)`, in the shape of the inside).
    pub group: Option<Expr>,
    /// `per K`: keys in the shape of the inside; a row is aggregated with the rows of its own keys, and the result has the
    /// shape of the rows.
    pub per: Vec<Expr>,
    /// Which rows count, in the shape of the inside.
    pub filter: Option<Expr>,
    /// The weights, in the shape of the inside.
    pub weight: Option<Expr>,
}

/// A total shared out in parts that add up, by largest remainder.
#[derive(Debug, Clone)]
pub struct Apportion {
    /// What is shared out; equal for all that share it.
    pub total: Expr,
    /// In what proportion.
    pub weight: Expr,
    /// Among whom: the rows of the body, or the members of one of its sets.
    pub over: Axis,
    /// Who takes part; none takes all.
    pub filter: Option<Expr>,
    /// The keys of those that share one total.
    pub per: Vec<Expr>,
    /// What every part is a multiple of; its decimals are those of the type.
    pub step: Decimal,
    /// The order in which equal remainders are served; then the order of names.
    pub order: Vec<Expr>,
}

/// What is asked of each row in a stated order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineAsk {
    /// Whether it is the first.
    First,
    /// The value of the rows up to it, and its own, added up.
    Sum,
    /// The least value of the rows before it.
    Least,
    /// The greatest value of the rows before it.
    Greatest,
}

/// Rows of the body in a stated order: the first of them, a running sum, or the least or greatest of those before.
#[derive(Debug, Clone)]
pub struct Line {
    /// What is asked.
    pub ask: LineAsk,
    /// What is added up or compared; none where it is asked whether the row is the first.
    pub value: Option<Expr>,
    /// Which rows stand in line; none takes all.
    pub filter: Option<Expr>,
    /// The keys of which equal rows stand in one line.
    pub per: Vec<Expr>,
    /// The order.
    pub order: Vec<Expr>,
}

/// `days from A until B where P`, and what else is asked of the days of a span.
#[derive(Debug, Clone)]
pub struct Days {
    /// What is asked of them.
    pub ask: DaysAsk,
    /// The first day.
    pub from: Expr,
    /// The first day not counted.
    pub until: Expr,
    /// Made of `day < E`, `day >= E` …, `for a day` definitions, yes/no expressions that do not ask for the day, `and`,
    /// `or`, `not` (TYPES D3).
    pub filter: Option<Expr>,
}

/// What is asked of the days of a span.
#[derive(Debug, Clone)]
pub enum DaysAsk {
    /// How many.
    Count,
    /// Whether there is one.
    Any,
    /// The first of them.
    First,
    /// Of each its number, added up: made of `for a day` numbers, numbers that do not ask for the day, `+`, `-`, `*` and
    /// choices on conditions of the day.
    Sum(Expr),
}

impl Days {
    fn children(&self) -> Vec<&Expr> {
        let value = match &self.ask {
            DaysAsk::Sum(value) => Some(value),
            DaysAsk::Count | DaysAsk::Any | DaysAsk::First => None,
        };
        value.into_iter().chain([&self.from, &self.until]).chain(&self.filter).collect()
    }
}

/// `allot days from A until B where P at most LIMIT per K in running years from D opening again … in order of …`
#[derive(Debug, Clone)]
pub struct AllotDays {
    /// The days that are asked for.
    pub days: Days,
    /// How many days are granted in a running year; asked of the day itself, like the value of a sum over days.
    pub limit: Expr,
    /// The keys whose rows share their running years.
    pub per: Vec<Expr>,
    /// No running year opens before this day, and no day before it is granted.
    pub opens: Expr,
    /// When a running year that has ended opens again.
    pub opening: Opening,
    /// A running year keeps the limit of the day on which it opened.
    pub keeps: bool,
    /// The order in which rows are served.
    pub order: Vec<Expr>,
}

impl AllotDays {
    fn children(&self) -> Vec<&Expr> {
        let mut out = self.days.children();
        out.push(&self.limit);
        out.extend(self.per.iter().chain([&self.opens]).chain(&self.order));
        out
    }
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
