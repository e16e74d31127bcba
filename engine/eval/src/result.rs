//! What a run and a judgement come to: plain data, in the user's names, free of any format.
//!
//! In: filled by `run` and `judge`. Out: what the report prints, in text and JSON. Not here: number formats, languages,
//! colours.

pub use crate::cited::{Cited, Passage};
use ramme_rulebook::model::{Awaited, Type};
use ramme_value::{Date, Decimal, Ratio};
use std::sync::Arc;

/// A run: what was evaluated, and what came out.
#[derive(Debug, Clone)]
pub struct RunResult {
    /// What the result rests on.
    pub basis: Basis,
    /// The values, a definition or input each, in the order in which they are shown.
    pub values: Vec<Output>,
    /// The chances that the scenario asks for, a year each.
    pub chances: Vec<ChanceRow>,
    /// Worked values held against published ones.
    pub checks: Vec<PublishedOutcome>,
    /// The last known year of a forecast series, forecast from the years before it.
    pub hindcasts: Vec<Hindcast>,
    /// Forecasts with and without what is declared of their histories.
    pub declared: Vec<WithEvents>,
    /// How each forecast series came about.
    pub forecasts: Vec<ForecastTold>,
    /// Verdicts of the rules and targets.
    pub judgement: Judgement,
    /// What is to be said of values wherever they are shown, in the scenario's words.
    pub notices: Vec<Note>,
    /// What was said along the way: how a forecast was made, what was extended, which readings were taken.
    pub notes: Vec<Note>,
}

/// What a result rests on: enough to make it again.
#[derive(Debug, Clone, Default)]
pub struct Basis {
    /// The scenario's title.
    pub title: String,
    /// The scenario as it was named.
    pub scenario: String,
    /// The verb that asked for it.
    pub verb: String,
    /// What was asked besides the scenario: names and flags, as they could be written again.
    pub arguments: Vec<String>,
    /// BLAKE3 of the scenario file.
    pub scenario_hash: String,
    /// BLAKE3 of the rule files.
    pub rules_hash: String,
    /// BLAKE3 of the data files.
    pub data_hash: String,
    /// The seed.
    pub seed: u64,
    /// How many draws; 0 where nothing was drawn.
    pub draws: usize,
    /// The day to which knowledge is pinned.
    pub known_on: Option<Date>,
    /// The reading taken in each group that the result uses.
    pub readings: Vec<ReadingTaken>,
    /// True where the scenario says that its data are invented.
    pub synthetic: bool,
    /// The years asked for.
    pub years: (i32, i32),
}

/// The reading taken in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingTaken {
    /// The group.
    pub group: String,
    /// The reading.
    pub reading: String,
    /// True where it is the first of its group.
    pub is_default: bool,
    /// Why it was taken, where it was neither asked for nor the default.
    pub why: Option<(String, String)>,
    /// Of a group whose other readings are not in force: how far they have come.
    pub awaited: Option<Awaited>,
}

/// Something that is not in force and that the run has adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopted {
    /// `group.reading`
    pub reading: String,
    /// How far it has come.
    pub awaited: Awaited,
}

/// A sentence for the user, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// English.
    pub en: String,
    /// Danish.
    pub da: String,
}

/// One name's values.
#[derive(Debug, Clone)]
pub struct Output {
    /// The definition or input.
    pub name: String,
    /// Its type: unit, price level and scale of every cell.
    pub ty: Type,
    /// The names of its axes, in declared order: entity first, then those after `by`.
    pub axes: Vec<String>,
    /// Its cells.
    pub cells: Vec<OutputCell>,
    /// The readings that it rests on and that are not the default, as `group.reading`.
    pub rests_on: Vec<String>,
    /// The clauses behind it.
    pub clauses: Vec<ClausePlace>,
    /// Which of the axes is the year, where one is.
    pub year: Option<usize>,
    /// Whether the first axis is an entity, so that its keys are rows that exist.
    pub of_rows: bool,
}

impl Output {
    /// The places of the clauses behind a cell: those that hold in some part of its year.
    #[must_use]
    pub fn clauses_of(&self, cell: &OutputCell) -> Vec<String> {
        let year: Option<i32> = self.year.and_then(|at| cell.keys.get(at)?.parse().ok());
        self.places(|clause| {
            year.is_none_or(|year| {
                clause.first.is_none_or(|first| first <= year) && clause.last.is_none_or(|last| year <= last)
            })
        })
    }

    /// The places of the clauses behind any of its cells.
    #[must_use]
    pub fn all_clauses(&self) -> Vec<String> {
        self.places(|_| true)
    }

    /// Each once: a clause around an amendment is in play twice.
    fn places(&self, holds: impl Fn(&ClausePlace) -> bool) -> Vec<String> {
        let mut places: Vec<String> = Vec::new();
        for clause in self.clauses.iter().filter(|clause| holds(clause)) {
            if !places.contains(&clause.place) {
                places.push(clause.place.clone());
            }
        }
        places
    }
}

/// Where a clause stands, and the years in which it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct ClausePlace {
    /// As `rules/budget/gap.ramme:12`.
    pub place: String,
    /// The first year; none: always before, or not bound to the year.
    pub first: Option<i32>,
    /// The last year; none: until further notice, or not bound to the year.
    pub last: Option<i32>,
    /// Its citations.
    pub cites: Vec<Cited>,
}

/// One cell.
#[derive(Debug, Clone)]
pub struct OutputCell {
    /// A key an axis, in the order of `Output::axes`.
    pub keys: Vec<String>,
    /// What is there.
    pub value: CellValue,
    /// The exact range that rounding of the published inputs allows, where any of them was rounded.
    pub range: Option<(Exact, Exact)>,
    /// How many of how many were known, where the rule leaves out what is not.
    pub known: Option<Known>,
    /// Where the cell stands in the data (`published_figures.csv:151:13`), for inputs.
    pub place: Option<String>,
}

/// How many of how many were known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// How many were.
    pub n: u64,
    /// Of how many.
    pub of: u64,
}

/// What a cell holds.
#[derive(Debug, Clone)]
pub enum CellValue {
    /// A value from data and rules alone.
    Exact(Exact),
    /// A distribution.
    Draws(Summary),
    /// Nothing, and why: one sentence a cause, in both languages.
    Missing(Vec<Note>),
}

/// An exact value in the user's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exact {
    /// Yes or no.
    YesNo(bool),
    /// A number with its unit's scale; percents are stored plain (0.06 is 6 %).
    Dec(Decimal),
    /// A whole number of things.
    Count(i128),
    /// A ratio, exact.
    Ratio(Ratio),
    /// A day.
    Date(Date),
    /// Text, a member, a row's key or a period.
    Text(String),
}

/// A distribution of one cell over the draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The mean.
    pub mean: f64,
    /// Quantiles: the level (0.5 is the median) and the value, in ascending order.
    pub quantiles: Vec<(f64, f64)>,
    /// How likely a value above zero is, as a range.
    pub positive: Option<ChanceRange>,
}

/// A chance as a range over several ways to reckon it; two digits from a handful of points is a claim nobody can defend.
#[derive(Debug, Clone, PartialEq)]
pub struct ChanceRange {
    /// The lowest, to .05.
    pub low: f64,
    /// The highest, to .05.
    pub high: f64,
    /// How many years of history there are.
    pub n: usize,
    /// In how many of them it happened.
    pub happened: usize,
    /// The ways it was reckoned: `habit`, `lag`, `count`, `decided`.
    pub basis: Vec<String>,
}

/// The chances of one year and one combination of keys.
#[derive(Debug, Clone)]
pub struct ChanceRow {
    /// Whose chance, e.g. `gap`.
    pub name: String,
    /// The keys, as in `Output`.
    pub keys: Vec<(String, String)>,
    /// The chance that it is above a share of the whole (0 %, 1 %, 2 %): the share as a decimal, and the range.
    pub above: Vec<(Decimal, ChanceRange)>,
    /// The expected shortfall, E[max(0, x)].
    pub shortfall: f64,
    /// The budget that holds: with which chance, and the amount.
    pub holds: Vec<(f64, f64)>,
    /// Whose quantiles those amounts are, e.g. `accounts`.
    pub holds_of: String,
    /// How the budget of that year came about: `decided`, `proposed`, `habit and lag`.
    pub budget_by: String,
    /// Whether the draws suffice and what their spread comes from, where a budget that holds is asked for.
    pub spread: Option<Spread>,
}

/// What the draws of one cell leave open, and where their spread comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// How many draws.
    pub draws: usize,
    /// By how many batches of them the error is told.
    pub batches: usize,
    /// The largest standard error of the budgets that hold, as a share of each.
    pub error: f64,
    /// The same as a share of the standard deviation of what they are quantiles of.
    pub error_of_deviation: f64,
    /// The share of the variance that goes along with what is held against: the squared correlation.
    pub follows: f64,
    /// The share of the variance that lies between two rules of the budget; 0 of one.
    pub rule: f64,
}

/// The last known year, forecast from the years before it: pseudo out of sample, since the figures of those years are of a
/// later report and in its prices; and one year is an example, not a calibration.
#[derive(Debug, Clone, PartialEq)]
pub struct Hindcast {
    /// The series, as `accounts["i alt"]`.
    pub name: String,
    /// The year.
    pub year: i32,
    /// The first and last year that it is forecast from.
    pub from: (i32, i32),
    /// Unit and price level of the figures.
    pub ty: Type,
    /// What was published of the year.
    pub published: f64,
    /// What would have been forecast: level and value, in ascending order.
    pub quantiles: Vec<(f64, f64)>,
}

impl Hindcast {
    /// The central interval that holds a share, and whether the published figure lies in it.
    #[must_use]
    pub fn interval(&self, share: f64) -> Option<((f64, f64), bool)> {
        let at = |p: f64| self.quantiles.iter().find(|(l, _)| (l - p).abs() < 1e-9).map(|(_, x)| *x);
        let (low, high) = (at(0.5 - 0.5 * share)?, at(0.5 + 0.5 * share)?);
        Some(((low, high), low <= self.published && self.published <= high))
    }
}

/// How one forecast series came about: what an explanation of a drawn value shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastTold {
    /// The input that is forecast.
    pub input: String,
    /// Its keys without the year: the entity first, then sets.
    pub keys: Vec<String>,
    /// Both, as `accounts["i alt"]`.
    pub name: String,
    /// Unit and price level of the figures.
    pub ty: Option<Type>,
    /// The first and last year that are forecast.
    pub years: (i32, i32),
    /// The method: `log-drift`, `pooled-theta`, …; for a decision its rule.
    pub method: String,
    /// What was fitted or declared, by name.
    pub parameters: Vec<(String, f64)>,
    /// Why this method.
    pub reason: Note,
    /// How often its intervals have held, with the count of years; none where nothing could be tried.
    pub calibration: Option<Note>,
    /// The history: of a decision that of the series which it follows.
    pub history: Vec<HistoryYear>,
    /// What is declared of the history, a sentence each.
    pub declared: Vec<Note>,
    /// The input that a decision follows.
    pub follows: Option<String>,
}

/// A year of a history.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryYear {
    /// The year.
    pub year: i32,
    /// The figure in the data.
    pub value: f64,
    /// What the method sees of it after what is declared; none where it is left out.
    pub seen: Option<f64>,
    /// Where it stands in the data.
    pub place: Option<String>,
}

/// The forecast of a year with and without what is declared of its history.
#[derive(Debug, Clone, PartialEq)]
pub struct WithEvents {
    /// The series.
    pub name: String,
    /// The year.
    pub year: i32,
    /// Unit and price level of the figures.
    pub ty: Type,
    /// What is declared, a sentence each.
    pub declared: Vec<Note>,
    /// With it: level and value, in ascending order.
    pub with: Vec<(f64, f64)>,
    /// Without it.
    pub without: Vec<(f64, f64)>,
}

/// What was judged.
#[derive(Debug, Clone, Default)]
pub struct Judgement {
    /// One verdict a rule and subject, in the order of rules and rows.
    pub results: Vec<Verdict>,
    /// One outcome a target and subject.
    pub targets: Vec<Verdict>,
    /// What was said along the way.
    pub notes: Vec<Note>,
}

/// A worked value beside the published, rounded one.
#[derive(Debug, Clone)]
pub struct PublishedOutcome {
    /// The definition.
    pub name: String,
    /// Axis and key, in declared order.
    pub keys: Vec<(String, String)>,
    /// Unit and price level of all figures here.
    pub ty: Type,
    /// What is worked out from the inputs as they stand; none where some of them are held back and only a range is known.
    pub worked: Option<Exact>,
    /// What the rounding of those inputs allows; the worked value itself where they are exact.
    pub allowed: (Exact, Exact),
    /// The published figure.
    pub published: Exact,
    /// What rounds to the published figure; the figure itself where its rounding is not stated.
    pub rounds_from: (Exact, Exact),
    /// Whether both ranges have a value in common.
    pub agrees: bool,
    /// Where the published figure stands.
    pub place: Option<String>,
}

/// One verdict.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The rule or target.
    pub rule: String,
    /// The subject: axis and key, in declared order.
    pub subject: Vec<(String, String)>,
    /// What it came to.
    pub outcome: VerdictKind,
    /// The left side of the comparison that decided.
    pub measured: Option<Exact>,
    /// Its right side.
    pub limit: Option<Exact>,
    /// How far over.
    pub excess: Option<Exact>,
    /// The type of `measured`, `limit` and `excess`.
    pub ty: Option<Type>,
    /// The comparison in words of the language: `cost_per_day <= ceiling`.
    pub comparison: Option<String>,
    /// The clause: file and line.
    pub clause: String,
    /// Its citations: document name, place (`lines 2476-2479`), title.
    pub cites: Vec<Cited>,
    /// Why it cannot be determined.
    pub missing: Vec<Note>,
    /// The same, a cause each, so that those of one kind can be gathered.
    pub lacks: Vec<Lack>,
    /// What the subject is called, where the scenario names its rows.
    pub name: Option<String>,
    /// Whom the subject belongs to: where its relations lead. None where the rule is about no row.
    pub belongs: Option<Belongs>,
    /// Who gets the explanation.
    pub addressee: Option<String>,
    /// By which day, where the rule asks for one.
    pub deadline: Option<Deadline>,
    /// Why it is that day, in the words of the scenario that sets it.
    pub deadline_is: Option<String>,
    /// The readings that the verdict rests on and that are not the default.
    pub rests_on: Vec<String>,
    /// Those of them that adopt what is not in force.
    pub adopted: Vec<Adopted>,
    /// Where the measured value stands in the data, when it is an input.
    pub place: Option<String>,
    /// What is on both sides of the comparison, where that has names.
    pub sides: Arc<Sides>,
    /// What people call the names here. Filled by whoever knows the scenario's words.
    pub called: Option<Arc<Called>>,
    /// What people call the keys of the subject; empty where no key is called otherwise.
    pub keys_called: Vec<String>,
    /// Of a breach, what decided that the limit is what it is; none where nothing was chosen, or nobody asked.
    pub because: Option<Because>,
    /// What the deadline lies before: a meeting.
    pub before: Option<Belongs>,
}

/// What decided that a limit is what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// Conditions, as they turned out.
    Conditions(Vec<Condition>),
    /// What a cap leaves.
    Cap {
        /// The cap, as the rules name it.
        cap: String,
        /// How much it is.
        whole: Exact,
        /// How much of it was given to others before.
        used: Exact,
        /// To how many.
        before: usize,
    },
}

/// A condition and how it turned out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// A name with its keys, or the text of an expression.
    pub text: String,
    /// The name alone, where it has one.
    pub name: Option<String>,
    /// Whether it is so.
    pub holds: bool,
}

/// The names that the sides of a comparison go by, outermost first: `measured_cost`, then `cost_per_day` where the first is
/// nothing but the second.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sides {
    /// What is measured.
    pub measured: Vec<String>,
    /// The limit.
    pub limit: Vec<String>,
}

/// What people call the names in a verdict; none where there are no words for a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Called {
    /// The rule or target.
    pub rule: Option<String>,
    /// The axes of its subject, in their order.
    pub axes: Vec<Option<String>>,
    /// What is measured.
    pub measured: Option<String>,
    /// The limit.
    pub limit: Option<String>,
    /// The entity of whom the subject belongs to.
    pub owner: Option<String>,
    /// The entity of what the deadline lies before.
    pub before: Option<String>,
}

/// Whom a subject belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Belongs {
    /// The entity: `operator`.
    pub entity: String,
    /// The key of its row.
    pub key: String,
    /// What it is called, where the scenario names its rows.
    pub name: Option<String>,
}

/// One cause of a verdict that cannot be determined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// What kind of cause.
    pub kind: LackKind,
    /// The value with its keys: `pl[2024]`.
    pub what: String,
    /// The value without its keys.
    pub name: String,
    /// Of a blank cell the file, the column and its heading.
    pub place: Option<(String, u32, String)>,
    /// The cause in a sentence.
    pub note: Note,
    /// What `--set` takes to set it, with a gap for the value: `pl[2024]=… %`. None where it can't be set.
    pub set: Option<String>,
}

/// What kind of cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LackKind {
    /// A parameter that nobody has set.
    Parameter,
    /// An input that no table gives.
    NotMapped,
    /// A cell that is there and empty.
    Blank,
    /// A row that is not in the data.
    NoRow,
    /// A subject that did not exist then.
    NotOnRoll,
    /// Anything else.
    Other,
}

/// By which day something has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// By this day.
    Day(Date),
    /// The rule asks for a day, and what it rests on is not known.
    NotKnown,
}

/// What a verdict came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VerdictKind {
    /// Within the limit.
    Complies,
    /// Over the limit, with the explanation that the rule asks for.
    Explained,
    /// Over the limit.
    Breach,
    /// Not known, and what is missing is.
    Undetermined,
    /// A target that is met.
    Met,
    /// A target that is not met.
    NotMet,
}
