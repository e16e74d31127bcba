//! Expressions, in the tree.

use ramme_diag::Span;
use ramme_value::{Date, Decimal, EndOfMonth, Rounding};

use super::{Key, LevelExpr, Name, UnitExpr};

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: Box<ExprKind>,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `1_000.50 kr/day`, `3.4 %`, `2`, `3 months`: the written decimals are the scale (for `%` of the written figure:
    /// `3.4 %` is value 3.4 with unit percent).
    Number(NumberLit),
    /// `2023-10-01`
    Date(Date),
    /// `yes`, `no`
    YesNo(bool),
    /// `"i alt"`: a quoted member
    Quoted(String),
    /// A bare name
    Name(String),
    /// `day`: the bound day of `days … where` (TYPES D3)
    Day,
    /// `stay.payer`, `payer.population`
    Field(Expr, Name),
    /// `x["i alt"]`, `x[2024]`, `x[year - 2]`, `grant[role]`
    Index(Expr, Vec<Expr>),
    /// `x in 2023-pl by pl`, `x in current by pl`: the same amount in other prices
    Convert(Convert),
    /// `income_tax on bands of income`, `fee at places`
    Banded(Banded),
    /// `-x`, `not x`
    Unary(UnaryOp, Expr),
    /// `a + b`, `a is b`, `a and b`
    Binary(Binary),
    /// `x is known`, `x is missing`
    IsKnown {
        /// What is asked about.
        value: Expr,
        /// True for `is known`, false for `is missing`.
        known: bool,
    },
    /// `a if c else b`
    If {
        /// The condition.
        condition: Expr,
        /// The value where it holds.
        then: Expr,
        /// The value where it does not.
        otherwise: Expr,
    },
    /// `match role { lead: a, partner | guest: b, else: c }`
    Match(Match),
    /// `x if known else y`
    IfKnown {
        /// The value, where it is known.
        value: Expr,
        /// The value where it is missing.
        otherwise: Expr,
    },
    /// `min(a, b, …)`
    Min(Vec<Expr>),
    /// `max(a, b, …)`
    Max(Vec<Expr>),
    /// `clamp x between low and high`
    Clamp {
        /// The value.
        value: Expr,
        /// Its least.
        low: Expr,
        /// Its most.
        high: Expr,
    },
    /// `round half up (x) to 0.01 kr`
    Round {
        /// The mode; always written.
        mode: Rounding,
        /// What is rounded.
        value: Expr,
        /// The step, a number with its unit.
        step: Expr,
    },
    /// `previous x`
    Previous(Expr),
    /// `sum of x over E where … weighted by …`
    Aggregate(Aggregate),
    /// `days from A until B where P`, `any day from …`, `first day from …`, `sum of X over days from …`
    Days(Days),
    /// `year of DATE`
    YearOf(Expr),
    /// `allot asked at most cap per k, … in order of a, b`
    Allot(Allot),
    /// `the first of E … in order of a, b`, `running sum of x … in order of a, b`, `greatest of x before …`
    Line(Line),
    /// `apportion …`
    Apportion(Apportion),
    /// `running sum of x by year`
    RunningTotal(Expr, Name),
    /// `mean of x over the 3 years before`
    YearsBefore {
        /// Which aggregate.
        func: AggregateFn,
        /// What is aggregated.
        value: Expr,
        /// How many years.
        years: u32,
    },
}

/// A number as written.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberLit {
    /// The written figure with its written decimals.
    pub value: Decimal,
    /// The unit, where one is written.
    pub unit: Option<UnitExpr>,
}

/// `x in 2023-pl by pl`: an amount in other prices.
#[derive(Debug, Clone, PartialEq)]
pub struct Convert {
    /// The amount.
    pub value: Expr,
    /// The prices that it is brought to.
    pub level: LevelExpr,
    /// The index: a parameter by year, the change from the year before.
    pub index: Name,
}

/// A scale read for a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Banded {
    /// The scale, by its name and keys.
    pub scale: Expr,
    /// True for `on bands of`: each band its rate; false for `at`: the step that the value falls in.
    pub on_bands: bool,
    /// The value.
    pub of: Expr,
}

/// A sign before an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    /// `-x`
    Minus,
    /// `not x`
    Not,
}

/// `left op right`
#[derive(Debug, Clone, PartialEq)]
pub struct Binary {
    /// The operator.
    pub op: BinaryOp,
    /// Where the operator stands.
    pub op_span: Span,
    /// Left of it.
    pub left: Expr,
    /// Right of it.
    pub right: Expr,
    /// `(end of month: clamp)` after `date + n months`
    pub end_of_month: Option<EndOfMonth>,
}

/// The operators between two expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
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
    /// `and`
    And,
    /// `or`
    Or,
}

/// An aggregate over the rows of an entity, or the members of a set or a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// Which one.
    pub func: AggregateFn,
    /// What is aggregated; none for `count over E where …`.
    pub value: Option<Expr>,
    /// `sum of known x`: leaves missing values out and carries n of N.
    pub known: bool,
    /// `over E, axis`
    pub over: Vec<Name>,
    /// `via RELATION`
    pub via: Option<Name>,
    /// `per k, k`: among the rows of the body with the same keys as the row at hand.
    pub per: Vec<Expr>,
    /// `where P`
    pub filter: Option<Expr>,
    /// `weighted by W` (of `mean` only)
    pub weight: Option<Expr>,
}

/// The aggregates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AggregateFn {
    /// `sum of x`
    Sum,
    /// `mean of x`
    Mean,
    /// `least of x`
    Least,
    /// `greatest of x`
    Greatest,
    /// `count over E where P`
    Count,
    /// `any of P`
    Any,
    /// `all of P`
    All,
    /// `share of P`
    Share,
}

/// `match role { lead: a, partner | guest: b, else: c }`
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// What is asked which member it is.
    pub subject: Expr,
    /// The arms, in order.
    pub arms: Vec<Arm>,
    /// `else: c`: for every member that no arm names.
    pub otherwise: Option<Expr>,
}

/// `partner | guest: b`
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// The members that it is for.
    pub members: Vec<Key>,
    /// The value.
    pub value: Expr,
}

/// Something asked of the days from A until B.
#[derive(Debug, Clone, PartialEq)]
pub struct Days {
    /// What is asked of them.
    pub ask: DaysAsk,
    /// The first day.
    pub from: Expr,
    /// The first day that is not counted.
    pub until: Expr,
    /// What a day has to meet; none takes every day.
    pub filter: Option<Expr>,
}

/// What is asked of the days of a span.
#[derive(Debug, Clone, PartialEq)]
pub enum DaysAsk {
    /// `days from …`: how many.
    Count,
    /// `any day from …`: whether there is one.
    Any,
    /// `first day from …`: the first of them.
    First,
    /// `sum of X over days from …`: X of each of them, added up.
    Sum(Expr),
}

/// `apportion total by weight over E where P per k to step in order of a, b`: parts that add up.
#[derive(Debug, Clone, PartialEq)]
pub struct Apportion {
    /// What is shared out.
    pub total: Expr,
    /// In what proportion.
    pub weight: Expr,
    /// Among the rows of an entity, or the members of a set.
    pub over: Name,
    /// Which of them take part; none takes all.
    pub filter: Option<Expr>,
    /// The keys of those that share one total.
    pub per: Vec<Expr>,
    /// What every part is a multiple of.
    pub step: Expr,
    /// The order in which equal remainders are served.
    pub order: Vec<Expr>,
}

/// Rows in a stated order, and what is asked of each.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What is asked.
    pub ask: LineAsk,
    /// Which rows stand in it; none takes all.
    pub filter: Option<Expr>,
    /// The keys of which equal rows stand in one line.
    pub per: Vec<Expr>,
    /// The order.
    pub order: Vec<Expr>,
}

/// What is asked of each row in a line.
#[derive(Debug, Clone, PartialEq)]
pub enum LineAsk {
    /// `the first of E`: whether it is the first.
    First(Name),
    /// `running sum of x`: x of the rows up to it, and of itself, added up.
    RunningSum(Expr),
    /// `least of x before`: the least x of the rows before it.
    LeastBefore(Expr),
    /// `greatest of x before`: the greatest x of the rows before it.
    GreatestBefore(Expr),
}

/// `in running years from DATE opening again …`: days are allotted within running years.
#[derive(Debug, Clone, PartialEq)]
pub struct RunningYears {
    /// No running year opens before this day.
    pub from: Expr,
    /// When one that has ended opens again.
    pub opening: Opening,
    /// `keeping the first limit`: the limit is that of the day on which it opened.
    pub keeps: bool,
}

/// When a running year that has ended opens again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// `on the anniversary`: on the first day counted from then on.
    Anniversary,
    /// `at the next start`: where a row counts its first day.
    NextStart,
}

impl Opening {
    /// The words of the language.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Opening::Anniversary => "on the anniversary",
            Opening::NextStart => "at the next start",
        }
    }
}

/// `allot asked at most cap per k in order of o` (partial), or `… all or nothing`.
#[derive(Debug, Clone, PartialEq)]
pub struct Allot {
    /// What each row asks for.
    pub asked: Expr,
    /// The caps, in order; each with the keys of its group.
    pub caps: Vec<Cap>,
    /// `in running years …`: what is asked are days, and the cap holds for each running year.
    pub running: Option<RunningYears>,
    /// The order in which rows are served.
    pub order: Vec<Expr>,
    /// `all or nothing`: a row that does not fit whole gets nothing.
    pub whole: bool,
}

/// `at most CAP per K1, K2`
#[derive(Debug, Clone, PartialEq)]
pub struct Cap {
    /// The cap.
    pub cap: Expr,
    /// The keys whose rows share it.
    pub per: Vec<Expr>,
}
