//! A scenario read again and again with one lever moved: bound once, planned once, forecast once.
//!
//! In: a scenario that is ready, and the figures that are asked of it. Out: their readings as it stands, and with a lever at
//! any place of its grid. What a lever changes is put back before another is moved. Forecasts are made again only as far as the
//! lever reaches: a growth or a budget leaves the draws of histories as they are. Draws are the same for the same seed, so
//! two readings differ by the lever alone. Not here: which places are tried.

use ramme_diag::{Diagnostic, Limits};
use ramme_rulebook::model::{InputId, KeyValue, Symbol, Value};

use crate::bind::{Displaced, Handle, HandleMaking, What, chosen, put_back};
use crate::evaluate::{Job, affordable, question_about};
use crate::explain::rests_on_forecast;
use crate::forecast::{Forecasts, Making, forecasts, from_histories, from_others};
use crate::measure::{self, Figure, Reading};
use crate::output::Reading as Columns;
use crate::plan::{Op, Plan, StepId, plan};
use crate::run::draws::draws;
use crate::run::env::Env;
use crate::run::{asked, reach, series};
use crate::scenario::{Forecast, ForecastKind, Lever};
use crate::summary::Drawings;

/// A scenario with a lever in hand.
pub struct Trial<'a> {
    job: Job<'a>,
    plan: Plan,
    figures: Vec<Figure>,
    /// The forecasts as the scenario stands, once they were needed: from histories alone, and all of them.
    own: Option<Forecasts>,
    made: Option<Forecasts>,
    drawing: bool,
    moved: Option<(String, Displaced)>,
}

impl<'a> Trial<'a> {
    /// A trial of these figures.
    ///
    /// # Errors
    /// What stops planning; more work or memory than the limits allow.
    pub fn of(job: Job<'a>, figures: Vec<Figure>) -> Result<Trial<'a>, Vec<Diagnostic>> {
        let symbols: Vec<Symbol> = figures.iter().map(|figure| figure.symbol).collect();
        let question = question_about(&job, &symbols)?;
        let plan = plan(job.book, job.view, &question, &mut job.data.texts)?;
        let drawing = rests_on_forecast(&job, &plan);
        let env = Env::new(job.book, job.view, &plan, job.data);
        reach::within(&env, &Limits::default()).map_err(|d| vec![d])?;
        affordable(&env, job.scenario, job.draws)?;
        Ok(Trial { job, plan, figures, own: None, made: None, drawing, moved: None })
    }

    /// How many draws a reading is made of.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.job.draws
    }

    /// The handle of a lever of the scenario, or of whatever else can be set; none where nobody says between which values it
    /// may lie.
    ///
    /// # Errors
    /// A lever that names nothing that can be moved, what is wrong with its range or step.
    pub fn handle(&self, lever: &Lever) -> Result<Option<Handle>, Diagnostic> {
        let limits = Limits::default();
        let (book, scenario) = (self.job.book, self.job.scenario);
        let names = HandleMaking { book, scenario, limits: &limits, data: self.job.data };
        names.handle(&chosen(names, lever)?)
    }

    /// Where a lever stands, as far as it can be told.
    #[must_use]
    pub fn stands(&self, handle: &Handle) -> Option<Value> {
        if let Some(value) = handle.stands(self.job.data) {
            return Some(value);
        }
        let What::Parameter { id, keys, .. } = &handle.what else { return None };
        let env = Env::new(self.job.book, self.job.view, &self.plan, self.job.data);
        let year = keys.iter().find_map(|key| match key {
            KeyValue::Period(year) => Some(*year),
            KeyValue::Member(_) => None,
        });
        match year {
            Some(year) => series::in_year(&env, *id, keys, year).ok(),
            None => series::own(&env, *id, keys, None).cloned(),
        }
    }

    /// Whether any of the figures rests on what a lever sets.
    #[must_use]
    pub fn rests_on(&self, handle: &Handle) -> bool {
        let set = |op: &Op| match (&handle.what, op) {
            (What::Parameter { id, .. }, Op::Parameter(held)) => id == held,
            (What::Parameter { id, .. }, Op::Factor(held, ..)) => id == held,
            (What::Cells { input, .. } | What::Outlook { input, .. }, Op::Input(held)) => input == held,
            _ => false,
        };
        let indexed = |op: &Op| match (&handle.what, op) {
            (What::Parameter { id, .. }, Op::Parameter(held)) => {
                let p = self.job.book.parameters.get(held.index());
                p.and_then(|p| p.indexed).is_some_and(|indexing| indexing.index == *id)
            }
            _ => false,
        };
        self.plan.steps.iter().any(|step| set(&step.op) || indexed(&step.op))
            || (self.drawing && self.remakes(handle))
    }

    /// The figures as the scenario stands.
    ///
    /// # Errors
    /// Whatever stops a run.
    pub fn as_it_stands(&mut self) -> Result<Vec<Vec<Reading>>, Vec<Diagnostic>> {
        self.put_back();
        self.make()?;
        self.read(self.made.as_ref())
    }

    /// The figures with a lever at a place of its grid.
    ///
    /// # Errors
    /// Whatever stops a run.
    pub fn at(&mut self, handle: &Handle, place: u64) -> Result<Vec<Vec<Reading>>, Vec<Diagnostic>> {
        if self.moved.as_ref().is_none_or(|(name, _)| *name != handle.name) {
            self.put_back();
            self.moved = Some((handle.name.clone(), handle.displaces(self.job.data)));
        }
        if self.drawing && self.own.is_none() {
            self.put_back();
            self.make()?;
            self.moved = Some((handle.name.clone(), handle.displaces(self.job.data)));
        }
        handle.put(self.job.book, self.job.data, place);
        if self.drawing && self.remakes(handle) {
            let made = match self.own.clone().filter(|_| !self.is_history(handle)) {
                Some(own) => from_others(&self.making(), own, Vec::new())?,
                None => forecasts(&self.making())?,
            };
            return self.read(Some(&made));
        }
        self.read(self.made.as_ref())
    }

    /// Puts back what the last lever changed.
    pub fn put_back(&mut self) {
        if let Some((_, displaced)) = self.moved.take() {
            put_back(self.job.book, self.job.data, displaced);
        }
    }

    fn making(&self) -> Making<'_> {
        let Job { book, scenario, draws, seed, .. } = self.job;
        Making { book, data: self.job.data, scenario, draws, seed }
    }

    fn make(&mut self) -> Result<(), Vec<Diagnostic>> {
        if self.drawing && self.made.is_none() {
            let (own, problems) = from_histories(&self.making());
            self.made = Some(from_others(&self.making(), own.clone(), problems)?);
            self.own = Some(own);
        }
        Ok(())
    }

    /// Whether a lever sets what is forecast from its own history, or what such a forecast reads.
    fn is_history(&self, handle: &Handle) -> bool {
        let What::Cells { input, .. } = &handle.what else { return false };
        let name = self.job.book.inputs.get(input.index()).map_or("", |input| input.name.as_str());
        let decided =
            |f: &Forecast| matches!(f.kind, ForecastKind::Decision { .. }) && f.input.text() == name;
        let only_decided = self.job.scenario.forecasts.iter().any(decided);
        // What is held to a published deviation is drawn with the history.
        let drawn = self.job.scenario.forecasts.iter().any(|f| match &f.kind {
            ForecastKind::Series(how) => how.drawn,
            ForecastKind::Decision { .. } => false,
        });
        !only_decided || drawn
    }

    /// Whether a lever sets what forecasts are made from.
    fn remakes(&self, handle: &Handle) -> bool {
        match &handle.what {
            What::Parameter { .. } => false,
            What::Cells { input, .. } => self.inputs_of_forecasts().contains(input),
            What::Outlook { .. } => true,
        }
    }

    fn inputs_of_forecasts(&self) -> Vec<InputId> {
        let scenario = self.job.scenario;
        let mut names: Vec<&str> = Vec::new();
        for forecast in &scenario.forecasts {
            names.push(forecast.input.text());
            if let ForecastKind::Decision { follows, deviation, .. } = &forecast.kind {
                names.push(follows.text());
                names.extend(deviation.iter().map(|name| name.text()));
            }
        }
        names.extend(scenario.ties.iter().flat_map(|tie| tie.inputs()));
        let id = |name: &str| match self.job.book.find(name) {
            Some(Symbol::Input(id)) => Some(id),
            _ => None,
        };
        names.into_iter().filter_map(id).collect()
    }

    fn read(&self, made: Option<&Forecasts>) -> Result<Vec<Vec<Reading>>, Vec<Diagnostic>> {
        let job = &self.job;
        let data = &*job.data;
        let env = Env::new(job.book, job.view, &self.plan, data);
        let exact = asked(&env, self.drawing).map_err(|d| vec![d])?;
        let years = job.scenario.years.value;
        let reading = Columns { env: &env, exact: &exact, ranges: None, texts: &data.texts, years };
        let none = Forecasts::default();
        let made = made.unwrap_or(&none);
        let wanted: Vec<StepId> = self.plan.outputs.iter().map(|(_, step)| *step).collect();
        let drawn = draws(&env, &exact, (&made.inputs, made.draws), &wanted).map_err(|d| vec![d])?;
        let drawings = Drawings::new(&reading, &drawn, made, job.scenario);
        self.figures.iter().map(|figure| measure::read(&drawings, job.sources, figure)).collect()
    }
}
