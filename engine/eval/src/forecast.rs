//! A scenario's forecasts as draws of inputs.
//!
//! In: the dataset, what the scenario says of each forecast. Out: for each forecast input the cells of the years to come as
//! draws, what is decided as it stands, and how it was done, in words. Budgets are decisions: a decided or proposed one is
//! never drawn. Not here: the models (`ramme_forecast`), rules, results.

use std::collections::BTreeMap;

use ndarray::Array2;
use ramme_diag::{Code, Diagnostic, Text};
use ramme_forecast::ForecastError;
use ramme_forecast::gap::{
    AccountsModel, AccountsOptions, BudgetPlan, BudgetRule, GapHistory, GapOptions, GapSimulation, Prior,
    simulate,
};
use ramme_forecast::random::series_key;
use ramme_rulebook::model::{InputId, Rulebook, Symbol};
use ramme_table::{Cause, CauseId};

use crate::bridge::to_float;
use crate::dataset::{Dataset, InputColumn};
use crate::name::named;
use crate::plan::scale;
use crate::result::Note;
use crate::run::draws::{DrawBlock, InputDraws};
use crate::run::layout::Layout;
use crate::scenario::{DecisionRule, Forecast, ForecastKind, Scenario};

/// What the forecasts of a scenario come to.
#[derive(Debug, Default)]
pub(crate) struct Forecasts {
    /// The draws.
    pub inputs: InputDraws,
    /// How the budget of a year came about, by decided input, year and cell.
    pub decisions: BTreeMap<(InputId, i32, usize), Decision>,
    /// In words.
    pub notes: Vec<Note>,
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
    let mut out = Forecasts { draws: m.draws, ..Forecasts::default() };
    let mut problems = Vec::new();
    let (decisions, series): (Vec<&Forecast>, Vec<&Forecast>) =
        m.scenario.forecasts.iter().partition(|f| matches!(f.kind, ForecastKind::Decision { .. }));
    for f in &series {
        if let Err(d) = m.series(f, &mut out) {
            problems.push(d);
        }
    }
    for f in &decisions {
        if let Err(d) = m.decision(f, &mut out) {
            problems.push(d);
        }
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

/// One cell's history and where it ends.
struct History {
    /// The first known year, and the known values from there on without a gap.
    first: i32,
    values: Vec<f64>,
}

impl History {
    fn last(&self) -> i32 {
        self.first + i32::try_from(self.values.len()).unwrap_or(0) - 1
    }
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
        let layout = Layout::of(&column.shape, self.book, &self.data.entities);
        let (combo, row) = layout.split(cell);
        let mut keys = Vec::new();
        if let Some(e) = column.shape.entity {
            keys.push(self.data.rows(e).keys.get(row).cloned().unwrap_or_default());
        }
        for s in &column.shape.sets {
            let members = self.book.sets.get(s.index()).map(|x| &x.members);
            keys.push(members.and_then(|m| m.get(layout.member(combo, *s))).cloned().unwrap_or_default());
        }
        let name = self.book.inputs.get(id.index()).map_or("", |i| i.name.as_str());
        named(name, &keys)
    }

    /// A known cell of a year.
    fn value(&self, column: &InputColumn, id: InputId, year: i32, cell: usize) -> Option<f64> {
        let block = column.column.blocks.get(self.data.years.position(year)?)?;
        if !block.cause(cell).is_known() || cell >= block.len() {
            return None;
        }
        to_float(&block.data, cell, self.scale(id))
    }

    fn history(&self, column: &InputColumn, id: InputId, cell: usize) -> Option<History> {
        let years: Vec<i32> =
            self.data.years.iter().filter(|y| self.value(column, id, *y, cell).is_some()).collect();
        let last = *years.last()?;
        let mut first = last;
        while years.contains(&(first - 1)) {
            first -= 1;
        }
        let values = (first..=last).filter_map(|y| self.value(column, id, y, cell)).collect();
        Some(History { first, values })
    }

    fn end(&self) -> i32 {
        self.scenario.years.value.1
    }

    fn refused(&self, f: &Forecast, series: &str, e: &ForecastError) -> Diagnostic {
        Diagnostic::new(Code::ForecastRefused)
            .arg("series", series)
            .arg("reason", Text::same(e.to_string()))
            .at(f.input.span)
    }

    /// An input forecast from its own history.
    fn series(&self, f: &Forecast, out: &mut Forecasts) -> Result<(), Diagnostic> {
        let (id, column) = self.input(f.input.text(), f.input.span)?;
        let options = accounts_options(f);
        let mut blocks = Blocks::new(self, column, id);
        let mut told = None;
        for cell in 0..self.cells(column) {
            let Some(h) = self.history(column, id, cell) else { continue };
            let horizon = usize::try_from(self.end() - h.last()).unwrap_or(0);
            if horizon == 0 {
                continue;
            }
            let name = self.series_name(id, column, cell);
            let model = AccountsModel::fit(&h.values, &options).map_err(|e| self.refused(f, &name, &e))?;
            let drawn = model.sample(horizon, self.draws, self.seed, series_key(&name));
            blocks.fill(cell, h.last() + 1, &drawn);
            told.get_or_insert((name, h, model));
        }
        if let Some((name, h, model)) = told {
            out.notes.push(series_note(&name, &h, &model));
        }
        out.inputs.insert(id, blocks.done());
        Ok(())
    }

    /// A decided input: as it stands where it is decided or proposed, else by a rule.
    fn decision(&self, f: &Forecast, out: &mut Forecasts) -> Result<(), Diagnostic> {
        let ForecastKind::Decision { rule, follows } = &f.kind else { return Ok(()) };
        let (id, column) = self.input(f.input.text(), f.input.span)?;
        let (lead, accounts) = self.input(follows.text(), follows.span)?;
        let options = self
            .scenario
            .forecasts
            .iter()
            .find(|x| x.input.text() == follows.text())
            .map_or_else(AccountsOptions::default, accounts_options);
        let mut blocks = Blocks::new(self, column, id);
        let mut told = None;
        for cell in 0..self.cells(column) {
            let Some(h) = self.history(accounts, lead, cell) else { continue };
            let span = h.last() + 1..=self.end();
            if span.is_empty() {
                continue;
            }
            let name = self.series_name(lead, accounts, cell);
            let budgets: Vec<f64> =
                (h.first..=h.last()).map(|y| self.value(column, id, y, cell).unwrap_or(f64::NAN)).collect();
            let plan: Vec<BudgetPlan> = span.clone().map(|y| self.plan_of(column, id, y, cell)).collect();
            let options = GapOptions {
                accounts: options,
                rule: budget_rule(*rule),
                draws: self.draws,
                seed: self.seed,
            };
            let made = GapHistory::certain(h.first, &h.values, &budgets)
                .and_then(|history| simulate(&history, &plan, &options, series_key(&name)))
                .map_err(|e| self.refused(f, &name, &e))?;
            for (year, how) in span.zip(&made.basis) {
                out.decisions.insert((id, year, cell), decision(how, made.rule));
            }
            blocks.fill(cell, h.last() + 1, &made.budgets);
            told.get_or_insert(made);
        }
        if let Some(made) = told {
            out.notes.push(decision_note(f.input.text(), follows.text(), &made));
        }
        out.inputs.insert(id, blocks.done());
        Ok(())
    }

    fn plan_of(&self, column: &InputColumn, id: InputId, year: i32, cell: usize) -> BudgetPlan {
        let position = self.data.years.position(year);
        let place = position.and_then(|p| column.places.get(p)?.get(cell));
        match self.value(column, id, year, cell) {
            Some(x) if column.overridden && place.is_some_and(|p| p.line == 0) => BudgetPlan::Proposed(x),
            Some(x) => BudgetPlan::Decided(x),
            None => BudgetPlan::ByRule,
        }
    }
}

/// The draws of one input, as they are filled in: by year, cell × draw.
struct Blocks<'a> {
    making: &'a Making<'a>,
    column: &'a InputColumn,
    id: InputId,
    cells: usize,
    by_year: BTreeMap<usize, DrawBlock>,
}

impl<'a> Blocks<'a> {
    fn new(making: &'a Making<'a>, column: &'a InputColumn, id: InputId) -> Blocks<'a> {
        Blocks { making, column, id, cells: making.cells(column), by_year: BTreeMap::new() }
    }

    /// A year's block as the data have it: known cells the same in every draw, missing ones missing.
    fn as_data(&self, position: usize) -> DrawBlock {
        let m = self.making;
        let year = m.data.years.year(position);
        let mut values = Array2::zeros((self.cells, m.draws));
        let mut status = vec![CauseId::KNOWN; self.cells];
        for (cell, s) in status.iter_mut().enumerate() {
            match m.value(self.column, self.id, year, cell) {
                Some(x) => values.row_mut(cell).fill(x),
                None => {
                    let block = self.column.column.blocks.get(position);
                    let cause = block.map_or(CauseId::KNOWN, |b| b.cause(cell));
                    let what = format!("{}, {year}", m.series_name(self.id, self.column, cell));
                    *s = if cause.is_known() { m.data.causes.one(Cause::Forecast { what }) } else { cause };
                }
            }
        }
        DrawBlock { values, status: Some(status) }
    }

    /// The draws of a cell from `first` on; only what the data do not know.
    fn fill(&mut self, cell: usize, first: i32, drawn: &Array2<f64>) {
        for (step, row) in drawn.rows().into_iter().enumerate() {
            let year = first + i32::try_from(step).unwrap_or(0);
            let Some(position) = self.making.data.years.position(year) else { continue };
            if self.making.value(self.column, self.id, year, cell).is_some() {
                continue;
            }
            if !self.by_year.contains_key(&position) {
                let block = self.as_data(position);
                self.by_year.insert(position, block);
            }
            let Some(block) = self.by_year.get_mut(&position) else { continue };
            block.values.row_mut(cell).assign(&row);
            if let Some(s) = block.status.as_mut().and_then(|s| s.get_mut(cell)) {
                *s = CauseId::KNOWN;
            }
        }
    }

    fn done(mut self) -> Vec<Option<DrawBlock>> {
        (0..self.making.data.years.count).map(|p| self.by_year.remove(&p)).collect()
    }
}

fn accounts_options(f: &Forecast) -> AccountsOptions {
    match &f.kind {
        ForecastKind::Series { damping, prior, .. } => AccountsOptions {
            damping: damping.unwrap_or(1.0),
            prior: prior.as_ref().map(|p| Prior { freedom: p.freedom, variance: p.variance }),
        },
        ForecastKind::Decision { .. } => AccountsOptions::default(),
    }
}

fn budget_rule(rule: DecisionRule) -> BudgetRule {
    match rule {
        DecisionRule::Mixture => BudgetRule::Mixture,
        DecisionRule::Habit => BudgetRule::Habit,
        DecisionRule::Lag => BudgetRule::Lag,
    }
}

fn decision(plan: &BudgetPlan, rule: BudgetRule) -> Decision {
    match plan {
        BudgetPlan::Decided(_) => Decision::Decided,
        BudgetPlan::Proposed(_) => Decision::Proposed,
        BudgetPlan::ByRule => Decision::Rule(rule),
    }
}

fn series_note(name: &str, h: &History, model: &AccountsModel) -> Note {
    let (n, drift) = (h.values.len(), (libm::exp(model.drift) - 1.0) * 100.0);
    let (first, last, df, damping) = (h.first, h.last(), model.freedom, model.damping);
    Note {
        en: format!(
            "{name}: drift in logarithms from the {n} years {first}–{last}, {drift:.1} % a year, damping {damping}; \
             Student-t with {df} degrees of freedom. {n} points cannot tell a trend from chance: the intervals are wide \
             because they have to be."
        ),
        da: format!(
            "{name}: drift i logaritmer ud fra de {n} år {first}–{last}, {} pct. om året, dæmpning {damping}; Student-t med \
             {df} frihedsgrader. {n} punkter kan ikke skelne en tendens fra et tilfælde: intervallerne er brede, fordi de \
             må være det.",
            format!("{drift:.1}").replace('.', ",")
        ),
    }
}

fn decision_note(name: &str, follows: &str, made: &GapSimulation) -> Note {
    let (en, da) = match made.rule {
        BudgetRule::Mixture => (
            "half of the draws by habit (the usual ratio of the same year), half by lag (two years before)",
            "halvdelen af trækningerne efter vane (det sædvanlige forhold i samme år), halvdelen efter efterslæb (to år før)",
        ),
        BudgetRule::Habit => {
            ("by habit (the usual ratio of the same year)", "efter vane (det sædvanlige forhold i samme år)")
        }
        BudgetRule::Lag => ("by lag (two years before)", "efter efterslæb (to år før)"),
    };
    let more: String = made.notes.iter().map(|n| format!(" {n}.")).collect();
    Note {
        en: format!(
            "{name}: a decision, so it is not drawn where it is decided or proposed; else it follows {follows}, {en}.{more}"
        ),
        da: format!(
            "{name}: en beslutning, så den trækkes ikke, hvor den er vedtaget eller foreslået; ellers følger den {follows}, \
             {da}.{more}"
        ),
    }
}
