//! A scenario's forecasts as draws of inputs.
//!
//! In: the dataset, what the scenario says of each forecast. Out: for each forecast input the cells of the years to come as
//! draws, what is decided as it stands, and how it was done, in words. Budgets are decisions: a decided or proposed one is
//! never drawn. Not here: the models (`ramme_forecast`), rules, results.
//!
//! `past` reads histories and what is declared of them; `drift` is the model of accounts and of the budgets that follow
//! them; `panel` is every other method; `words` says what was done.

mod blocks;
mod by_hand;
mod drift;
pub(crate) mod given;
mod panel;
mod past;
mod tied_cells;
mod ties;
mod told;
mod words;

use std::collections::BTreeMap;

use ndarray::Array2;
use ramme_diag::{Code, Diagnostic, Text};
use ramme_forecast::ForecastError;
use ramme_forecast::gap::BudgetRule;
use ramme_rulebook::model::{InputId, Rulebook, Symbol};

use crate::bridge::to_float;
use crate::dataset::{Dataset, InputColumn};
use crate::name::named;
use crate::plan::scale;
use crate::result::{ForecastTold, Hindcast, Note, WithEvents};
use crate::run::draws::InputDraws;
use crate::run::layout::Layout;
use crate::scenario::{Forecast, ForecastKind, Scenario, SeriesForecast};
pub use given::GivenDraws;
use past::Past;

/// What the forecasts of a scenario come to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forecasts {
    /// The draws.
    pub inputs: InputDraws,
    /// How the budget of a year came about, by decided input, year and cell.
    pub decisions: BTreeMap<(InputId, i32, usize), Decision>,
    /// In words.
    pub notes: Vec<Note>,
    /// Last known years, forecast from the years before them.
    pub hindcasts: Vec<Hindcast>,
    /// Forecasts with and without what is declared of their histories.
    pub declared: Vec<WithEvents>,
    /// How each series came about.
    pub told: Vec<ForecastTold>,
    /// The draws of followed cells, (year × draw) from the first year after the history on.
    led: BTreeMap<(InputId, usize), Array2<f64>>,
    /// How many draws.
    pub draws: usize,
}

/// How a decided quantity of one year came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Adopted: data.
    Decided,
    /// Proposed: a lever.
    Proposed,
    /// By a rule; the mixture has its first half of draws by habit and its second by lag.
    Rule(BudgetRule),
}

/// What a forecast is made with.
pub(crate) struct Making<'a> {
    pub book: &'a Rulebook,
    pub data: &'a Dataset,
    pub scenario: &'a Scenario,
    pub draws: usize,
    pub seed: u64,
}

/// Makes the forecasts of a scenario.
///
/// # Errors
/// A series that is too short or not positive, an unknown input; with the place in the scenario.
pub(crate) fn forecasts(m: &Making) -> Result<Forecasts, Vec<Diagnostic>> {
    let (made, problems) = from_histories(m);
    from_others(m, made, problems)
}

/// The inputs that are forecast from their own history: all that takes long, and nothing that is moved by hand.
pub(crate) fn from_histories(m: &Making) -> (Forecasts, Vec<Diagnostic>) {
    let mut out = Forecasts { draws: m.draws, ..Forecasts::default() };
    let mut problems = Vec::new();
    for f in m.scenario.forecasts.iter().filter(|f| !matches!(f.kind, ForecastKind::Decision { .. })) {
        if let Err(d) = m.series(f, &mut out) {
            problems.push(d);
        }
    }
    (out, problems)
}

/// What is moved by hand, what has to agree, and what follows.
///
/// # Errors
/// As [`forecasts`], with what was wrong before.
pub(crate) fn from_others(
    m: &Making,
    mut out: Forecasts,
    mut problems: Vec<Diagnostic>,
) -> Result<Forecasts, Vec<Diagnostic>> {
    if problems.is_empty()
        && let Err(d) = m.by_hand(&mut out)
    {
        problems.push(d);
    }
    if problems.is_empty()
        && let Err(d) = m.tie(false, &mut out)
    {
        problems.push(d);
    }
    for f in m.scenario.forecasts.iter().filter(|f| matches!(f.kind, ForecastKind::Decision { .. })) {
        if let Err(d) = m.decision(f, &mut out) {
            problems.push(d);
        }
    }
    if problems.is_empty()
        && let Err(d) = m.tie(true, &mut out)
    {
        problems.push(d);
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

impl Making<'_> {
    fn input(&self, name: &str, at: ramme_diag::Span) -> Result<(InputId, &InputColumn), Diagnostic> {
        let unknown = || Diagnostic::new(Code::UnknownName).arg("name", name).at(at);
        let Some(Symbol::Input(id)) = self.book.find(name) else { return Err(unknown()) };
        let column = self.data.inputs.get(id.index()).and_then(Option::as_ref);
        let short = || {
            Diagnostic::new(Code::SeriesTooShort)
                .arg("series", name)
                .arg("found", "0")
                .arg("limit", "3")
                .at(at)
        };
        Ok((id, column.ok_or_else(short)?))
    }

    fn scale(&self, id: InputId) -> u8 {
        self.book.inputs.get(id.index()).map_or(0, |i| scale(&i.ty))
    }

    fn cells(&self, column: &InputColumn) -> usize {
        Layout::of(&column.shape, self.book, &self.data.entities).len()
    }

    /// The name of a cell's series, without the year.
    fn series_name(&self, id: InputId, column: &InputColumn, cell: usize) -> String {
        let name = self.book.inputs.get(id.index()).map_or("", |i| i.name.as_str());
        named(name, &self.series_keys(column, cell))
    }

    /// The keys of a cell, without the year.
    fn series_keys(&self, column: &InputColumn, cell: usize) -> Vec<String> {
        let layout = Layout::of(&column.shape, self.book, &self.data.entities);
        let (combo, row) = layout.split(cell);
        let mut keys = Vec::new();
        if let Some(e) = column.shape.entity {
            keys.push(self.data.rows(e).keys.get(row).unwrap_or_default().to_owned());
        }
        for s in &column.shape.sets {
            let members = self.book.sets.get(s.index()).map(|x| &x.members);
            keys.push(members.and_then(|m| m.get(layout.member(combo, *s))).cloned().unwrap_or_default());
        }
        keys
    }

    /// A known cell of a year.
    fn value(&self, column: &InputColumn, id: InputId, year: i32, cell: usize) -> Option<f64> {
        let block = column.column.blocks.get(self.data.years.position(year)?)?;
        if !block.cause(cell).is_known() || cell >= block.len() {
            return None;
        }
        to_float(&block.data, cell, self.scale(id))
    }

    fn end(&self) -> i32 {
        self.scenario.years.value.1
    }

    fn refused(&self, f: &Forecast, series: &str, e: &ForecastError) -> Diagnostic {
        let reason = e.words();
        self.refused_because(f, series, Text::both(reason.en, reason.da))
    }

    fn refused_because(&self, f: &Forecast, series: &str, reason: Text) -> Diagnostic {
        Diagnostic::new(Code::ForecastRefused).arg("series", series).arg("reason", reason).at(f.input.span)
    }

    /// The first decision that follows an input.
    fn follower(&self, name: &str) -> Option<&Forecast> {
        self.scenario
            .forecasts
            .iter()
            .find(|f| matches!(&f.kind, ForecastKind::Decision { follows, .. } if follows.text() == name))
    }

    /// How an input is forecast from its own history, where the scenario says so.
    fn lead(&self, name: &str) -> Option<&SeriesForecast> {
        self.scenario.forecasts.iter().find_map(|f| match &f.kind {
            ForecastKind::Series(how) if f.input.text() == name => Some(how.as_ref()),
            _ => None,
        })
    }

    /// An input forecast from its own history.
    fn series(&self, f: &Forecast, out: &mut Forecasts) -> Result<(), Diagnostic> {
        let ForecastKind::Series(how) = &f.kind else { return Ok(()) };
        let (id, column) = self.input(f.input.text(), f.input.span)?;
        let mut pasts = self.pasts(f, (id, column), &how.events)?;
        pasts.retain(|p| p.last() < self.end());
        if self.by_drift(how, &pasts, self.follower(f.input.text()).is_some()) {
            self.drift(f, how, (id, column), &pasts, out)
        } else {
            self.panel(f, how, (id, column), &pasts, out)
        }
    }

    /// True where the drift in logarithms is the method: asked for, or by `auto` for what a decision follows, for what only
    /// it can heed, and for a single series; several series lend each other what one lacks.
    fn by_drift(&self, how: &SeriesForecast, pasts: &[Past], followed: bool) -> bool {
        let positive = pasts.iter().all(|p| p.seen.values.iter().all(|y| *y > 0.0));
        let suits = how.needs_drift() || followed || (pasts.len() < 2 && positive);
        how.is_drift() || (how.method.text() == "auto" && suits)
    }
}
