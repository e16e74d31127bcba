//! What an audit finds, as plain data.
//!
//! In: nothing. Out: types. A relation points at figures by their place in the list that was given. Not here: words.

use crate::interval::{Exact, Interval};

/// What must hold between figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The same figure is stated twice in one document.
    Repeated,
    /// The same figure is stated in two documents.
    Documents,
    /// A whole is the sum of its parts.
    Total,
    /// A part, or some of the parts, is no more than the whole.
    Part,
    /// The percent of a whole lies between those of its parts.
    Between,
    /// The gap is the accounts less the budget.
    Gap,
    /// The percent is the gap over the budget.
    GapPercent,
    /// The growth follows from the amounts.
    Growth,
    /// Growth of cost is growth of volume times growth of price.
    GrowthProduct,
    /// Cost is volume times price.
    Product,
    /// A share is the part over the whole.
    Share,
    /// The shares of a whole are 100 percent.
    Shares,
    /// What is spent is the income and what is drawn from equity.
    Financing,
    /// The same figures in two price levels share one index.
    PriceLevels,
}

/// What became of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// No numbers that round to the figures satisfy it.
    CannotHold,
    /// It cannot be decided from the figures.
    Undecided,
    /// Numbers that round to the figures satisfy it.
    Holds,
}

/// What is said beside an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The printed figures satisfy it as they stand.
    AsPrinted,
    /// Only the rounding of the figures lets it hold.
    WithinRounding,
    /// A figure is stated only roughly.
    Roughly,
    /// Parts that are listed elsewhere are not listed here.
    PartsMissing,
    /// It follows over the accounts, not over the budget.
    OverAccounts,
    /// The figures that it is held against are of another price level or document.
    OtherLevel,
    /// The figures share no index.
    NoCommonIndex,
}

/// A piece of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A figure as it is printed, with its unit where the figures of the formula have several.
    Figure(usize),
    /// A sign, or a number that is part of the formula.
    Sign(&'static str),
}

/// What must hold between some figures, and whether it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// What kind of relation.
    pub kind: Kind,
    /// Whether it holds.
    pub outcome: Outcome,
    /// What is said beside it.
    pub reason: Option<Reason>,
    /// The figure that is held against the formula.
    pub stated: usize,
    /// What gives it.
    pub formula: Vec<Token>,
    /// What the formula gives, in the unit of the stated figure.
    pub computed: Option<Interval>,
    /// What the stated figure may have been rounded from, in its unit.
    pub stated_range: Interval,
    /// All figures of it, the stated one first.
    pub figures: Vec<usize>,
    /// Of a percent that follows over the budget: that rounding allows the accounts as divisor as well.
    pub accounts_too: bool,
}

/// The index from one price level to another that figures in both imply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexRange {
    /// The level that is converted.
    pub from_level: String,
    /// The level that it is converted to.
    pub to_level: String,
    /// The period, where one of the levels is that of the period itself.
    pub period: Option<String>,
    /// The factors that all pairs allow; none where no factor fits all.
    pub factor: Option<Interval>,
    /// The pairs: the figure in the first level, in the second, and the factors that they allow.
    pub pairs: Vec<(usize, usize, Interval)>,
}

/// All that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The relations: what cannot hold first, then what is undecided.
    pub relations: Vec<Relation>,
    /// The price indices.
    pub indices: Vec<IndexRange>,
}

impl Relation {
    /// What it says of which figures: two with the same say the same.
    pub(crate) fn identity(&self) -> (Kind, usize, Vec<usize>) {
        let mut figures = self.figures.clone();
        figures.sort_unstable();
        (self.kind, self.stated, figures)
    }
}

impl Audit {
    /// How many relations came to an outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.relations.iter().filter(|r| r.outcome == outcome).count()
    }
}

/// The percent that a factor adds: 1.034 is 3.4.
#[must_use]
pub fn added_percent(factor: &Exact) -> Exact {
    (factor - crate::interval::whole(1)) * crate::interval::whole(100)
}
