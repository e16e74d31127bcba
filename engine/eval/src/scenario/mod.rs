//! Scenarios: which rules, which data and how they are mapped, which years, what is forecast, what is tried out.
//!
//! In: the text of a scenario file. Out: a [`Scenario`], or everything that is wrong with the text in one go. Not here:
//! whether the names in it exist (that takes the rulebook: [`crate::bind`]), data files, and the run.

mod file;
mod import;
mod outlook;
mod part;
mod say;
mod script;
mod table;
#[cfg(test)]
mod tests;
mod ties;
mod walk;
mod wording;

pub use import::{Exclude, FileReading, HeldBack, Prices, Suppress};
pub use part::Part;
use ramme_diag::{FileId, Span};
pub use script::{ScriptArgument, ScriptLine, ScriptUse};
pub use ties::{Tie, TieMethod, Tying};
pub use wording::Wording;

use ramme_value::{Date, Decimal, NumberStyle, PriceLevel};

/// Something written in the scenario file, and where. Two are equal if the same is written, wherever it stands: so two
/// scenarios can be asked whether they say the same.
#[derive(Debug, Clone, Copy)]
pub struct Placed<T> {
    /// What is written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T: PartialEq> PartialEq for Placed<T> {
    fn eq(&self, other: &Placed<T>) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Placed<T> {}

impl Placed<String> {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.value
    }
}

/// A scenario as its file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The file as the user named it.
    pub name: String,
    /// The scenarios below it that it extends, as they were named, the lowest first.
    pub extends: Vec<String>,
    /// The texts of those scenarios and of this one, the lowest first: what stands in a later one lies over the earlier.
    pub layers: Vec<FileId>,
    /// What it is about, in one line.
    pub title: String,
    /// Rule files and folders, relative to the scenario, or `git:REVISION:PATH`.
    pub rules: Vec<Placed<String>>,
    /// The first and last year asked for.
    pub years: Placed<(i32, i32)>,
    /// The day to which knowledge is pinned.
    pub known_on: Option<Date>,
    /// The reading taken in each group: the group, the reading.
    pub readings: Vec<(Placed<String>, Placed<String>)>,
    /// What is not in force and is adopted all the same: names of groups, or of what has a status of its own.
    pub adopt: Vec<Placed<String>>,
    /// How many draws a forecast is made of.
    pub draws: usize,
    /// The seed of the draws.
    pub seed: u64,
    /// Which central intervals are shown, as shares: 0.80 and 0.95.
    pub levels: Vec<Decimal>,
    /// The names to show, in this order; none: all definitions.
    pub show: Option<Vec<Placed<String>>>,
    /// The price level in which amounts are shown; none: each in its own.
    pub show_in: Option<Placed<PriceLevel>>,
    /// True where the scenario says that its data are invented.
    pub synthetic: bool,
    /// The data files and their mapping, in order.
    pub tables: Vec<TableMap>,
    /// The indices that come from files of prices, in order.
    pub prices: Vec<Prices>,
    /// The definitions whose small counts are held back.
    pub held_back: Vec<HeldBack>,
    /// What is forecast, by input.
    pub forecasts: Vec<Forecast>,
    /// Which forecasts have to add up, or to multiply.
    pub ties: Vec<Tie>,
    /// How parameters by year go on past their last value.
    pub extend: Vec<Extend>,
    /// What is tried out, in order.
    pub levers: Vec<Lever>,
    /// The scripts that propose more to try, in order.
    pub scripts: Vec<ScriptUse>,
    /// Whose chances are reported.
    pub chances: Option<Chances>,
    /// Which worked values are held against published ones.
    pub checks: Vec<PublishedCheck>,
    /// Files with the words that names have for people, relative to the scenario; what a later one says holds.
    pub words: Vec<Placed<String>>,
}

/// One entry of `[extend]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Extend {
    /// The parameter.
    pub name: Placed<String>,
    /// One of [`EXTENDINGS`].
    pub how: Placed<String>,
}

/// How a parameter goes on past its last value: with that value, by its own index, or not at all.
pub const EXTENDINGS: [&str; 3] = ["last value", "index", "fail"];

impl Scenario {
    /// Every file of data that the scenario names, each once, in the order of the text: tables, their specs and lists of
    /// exclusions, prices.
    #[must_use]
    pub fn data_files(&self) -> Vec<&Placed<String>> {
        let tables = self.tables.iter().flat_map(|table| {
            let list = table.exclude.as_ref().map(|exclude| &exclude.file);
            [Some(&table.file), table.reading.spec(), list].into_iter().flatten()
        });
        let mut out: Vec<&Placed<String>> = Vec::new();
        for file in tables.chain(self.prices.iter().map(|prices| &prices.file)) {
            if !out.iter().any(|held| held.value == file.value) {
                out.push(file);
            }
        }
        out
    }
}

/// How many draws where the scenario does not say.
pub const DEFAULT_DRAWS: usize = 10_000;

/// The seed where the scenario does not say.
pub const DEFAULT_SEED: u64 = 1;

/// One data file and how its cells become values.
#[derive(Debug, Clone, PartialEq)]
pub struct TableMap {
    /// The `[[table]]` itself.
    pub here: Placed<()>,
    /// The file, relative to the scenario (or to `--data`).
    pub file: Placed<String>,
    /// How the file becomes rows.
    pub reading: FileReading,
    /// Between cells; a comma where nothing is said.
    pub delimiter: char,
    /// The marks of its numbers; a decimal point and no groups where nothing is said.
    pub style: NumberStyle,
    /// What stands for a missing value, besides a blank cell.
    pub missing: Vec<String>,
    /// What stands for a figure that is held back, so that nobody is recognised.
    pub suppressed: Vec<String>,
    /// Which counts are held back here.
    pub suppress: Option<Suppress>,
    /// Who is left out.
    pub exclude: Option<Exclude>,
    /// The rows that are read: every filter has to hold.
    pub filters: Vec<Filter>,
    /// Whose roll the rows are (TYPES P1).
    pub roll: Option<Roll>,
    /// What each row is about: an axis and where its key stands.
    pub keys: Vec<KeyMap>,
    /// The values that are read from a row.
    pub values: Vec<ValueMap>,
    /// When a row was published.
    pub published: Option<Published>,
    /// True where a figure that was published again takes the place of the earlier one, which is kept as revised.
    pub revised: bool,
    /// How the file spells members of sets.
    pub members: Vec<Members>,
    /// The column with what the rows of a roll are called by people.
    pub names: Option<Placed<String>>,
}

/// `where`: the cell, without blanks around it, is one of these texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// The column.
    pub column: Placed<String>,
    /// The texts.
    pub texts: Vec<Placed<String>>,
}

/// `roll = "provider by year"`
#[derive(Debug, Clone, PartialEq)]
pub struct Roll {
    /// The entity.
    pub entity: Placed<String>,
    /// True where the rows say who exists year by year.
    pub by_year: bool,
}

/// One entry of `key`.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyMap {
    /// The axis: an entity, `year` or a set.
    pub axis: Placed<String>,
    /// Where its key stands.
    pub key: Source<String>,
}

/// Something that a column holds, or that is the same for every row.
#[derive(Debug, Clone, PartialEq)]
pub enum Source<T> {
    /// The same for every row.
    All(Placed<T>),
    /// The column that holds it.
    Column(Placed<String>),
}

/// What one column becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueMap {
    /// The column of the values.
    pub column: Placed<String>,
    /// Which input they belong to.
    pub target: Target,
    /// The unit in which the file has them: words such as `mia. kr.`, or the kind of value (`date`, `text`).
    pub unit: Option<Source<String>>,
    /// The price level in which the file has them.
    pub level: Option<Source<String>>,
    /// To how many decimals they were published; -3 is to the thousand.
    pub decimals: Option<Source<i32>>,
}

/// Which input a value belongs to.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// An input.
    Input(Placed<String>),
    /// A field of an entity: `provider.operator`.
    Field(Placed<String>, Placed<String>),
    /// The input that a cell names.
    ByCell {
        /// The column of the cell.
        column: Placed<String>,
        /// Its texts, each with an input.
        inputs: Vec<(Placed<String>, Placed<String>)>,
    },
}

/// When rows were published.
#[derive(Debug, Clone, PartialEq)]
pub enum Published {
    /// All on this day.
    On(Placed<Date>),
    /// All with this document.
    With(Placed<String>),
    /// On the day that this column holds.
    DateColumn(Placed<String>),
    /// With the document that this column names, by its name in the rules or by its file.
    DocumentColumn(Placed<String>),
}

/// How a file spells the members of one set.
#[derive(Debug, Clone, PartialEq)]
pub struct Members {
    /// The set.
    pub set: Placed<String>,
    /// The file's spelling and the member, each.
    pub pairs: Vec<(Placed<String>, Placed<String>)>,
}

/// The forecast of an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The input.
    pub input: Placed<String>,
    /// How it is forecast.
    pub kind: ForecastKind,
}

/// How an input is forecast.
#[derive(Debug, Clone, PartialEq)]
pub enum ForecastKind {
    /// From its own history.
    Series(Box<SeriesForecast>),
    /// A decision: it follows another input by a rule.
    Decision {
        /// The rule.
        rule: DecisionRule,
        /// The input that it follows.
        follows: Placed<String>,
        /// The input that holds the published deviation of the followed from the decided, as a share of the decided: where the
        /// history is drawn, the draws keep to it.
        deviation: Option<Placed<String>>,
    },
}

/// What a scenario says of a series that is forecast from its own history.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesForecast {
    /// The method, one of [`methods`].
    pub method: Placed<String>,
    /// φ in (0, 1]; none: no damping.
    pub damping: Option<f64>,
    /// What is known of the spread beforehand.
    pub prior: Option<Prior>,
    /// True where the spread is drawn to a law of size over the series: `prior = "size"`.
    pub by_size: bool,
    /// The share of a year's shock that the series have in common, in [0, 1]; none: estimated from them.
    pub common_year: Option<f64>,
    /// The growth of the panel, in [-1, 1]; none: estimated from the panel.
    pub growth: Option<f64>,
    /// True where the history is drawn from what rounds to the published figures.
    pub drawn: bool,
    /// What is declared of single years, in the order of the text.
    pub events: Vec<DeclaredEvent>,
    /// Why a quantity that is decided is drawn as a series of its own all the same.
    pub independent_drift: Option<String>,
}

impl SeriesForecast {
    /// True for the drift in logarithms, the model of accounts and budgets.
    #[must_use]
    pub fn is_drift(&self) -> bool {
        self.method.text() == "log-drift"
    }

    /// True where something is said that only the drift in logarithms can heed.
    #[must_use]
    pub fn needs_drift(&self) -> bool {
        self.drawn || self.damping.is_some() || self.prior.is_some() || self.by_size
    }
}

/// `[[forecast.NAME.event]]`: something that is known of a year and cannot be seen in its figure.
#[derive(Debug, Clone, PartialEq)]
pub struct DeclaredEvent {
    /// The year.
    pub year: Placed<i32>,
    /// What is known of it.
    pub kind: EventKind,
    /// Why.
    pub reason: String,
}

/// What is known of a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EventKind {
    /// It stands apart: covid, a strike.
    OneOff,
    /// A later report has another figure than this earlier one.
    Revision(f64),
    /// From here on the figures mean something else; the years before are brought over a bridge.
    Break(Bridge),
}

/// How years before a break are made comparable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bridge {
    /// Multiplied with this: the year's new figure over its old one.
    Factor(f64),
    /// Multiplied so that the change into the year is a typical one.
    Typical,
    /// Left out.
    Cut,
}

/// The methods by which a series is forecast from its own history. `auto` leaves the choice to the program; `log-drift` is
/// the model of accounts and budgets; every name means what it means in `ramme forecast`.
#[must_use]
pub fn methods() -> Vec<&'static str> {
    ["auto", "pooled"].into_iter().chain(ramme_forecast::method::NAMES).collect()
}

/// How a decided quantity follows another where it has not been decided yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionRule {
    /// Half of the draws by habit, half by lag.
    Mixture,
    /// By the habitual ratio of the same year.
    Habit,
    /// By what was known two years before.
    Lag,
}

/// Degrees of freedom and variance from a panel of real series.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Its weight in degrees of freedom.
    pub freedom: f64,
    /// Its variance of yearly log changes.
    pub variance: f64,
    /// Where it comes from; printed.
    pub source: String,
}

/// A value that is tried out.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// A parameter or input with its keys, in the language's words: `pl[2025]`.
    pub name: Placed<String>,
    /// The value, in the language's words: `3.5 %`.
    pub value: Placed<String>,
    /// The least and the most that are thinkable.
    pub range: Option<(Placed<String>, Placed<String>)>,
    /// How far apart the values are that are worth trying.
    pub step: Option<Placed<String>>,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub author: String,
    /// The line of the script that proposed it; none where it was written by hand.
    pub script: Option<ScriptLine>,
}

impl Lever {
    /// Who says so; of a script with the line that does.
    #[must_use]
    pub fn said_by(&self) -> String {
        match (&self.script, self.author.is_empty()) {
            (None, _) => self.author.clone(),
            (Some(line), true) => line.to_string(),
            (Some(line), false) => format!("{} ({line})", self.author),
        }
    }

    /// Its name and keys without blanks and quotes: two levers of one key set the same.
    #[must_use]
    pub fn key(&self) -> String {
        self.name.value.chars().filter(|c| !c.is_whitespace() && *c != '"').collect()
    }
}

/// The revision and the path of rules that stand in git: `git:REVISION:PATH`.
#[must_use]
pub fn in_git(rules: &str) -> Option<(&str, &str)> {
    rules.strip_prefix("git:")?.rsplit_once(':')
}

/// Whose chances are reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Chances {
    /// Whose chance of being above zero, and expected shortfall.
    pub of: Placed<String>,
    /// Of what the shares in `above` are shares.
    pub share_of: Option<Placed<String>>,
    /// The shares that the chance of being above is reported for: 0, 0.01, 0.02.
    pub above: Vec<Decimal>,
    /// Whose quantiles are the amounts that hold.
    pub holds: Option<Placed<String>>,
    /// With which chances they hold: 0.5, 0.8, 0.9.
    pub holds_with: Vec<Decimal>,
}

/// `[[check]]`: a worked value that was also published, rounded.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedCheck {
    /// The definition or input that is worked out here.
    pub value: Placed<String>,
    /// The input that holds the published figure, of the same shape and unit.
    pub published: Placed<String>,
}
