//! Draws to what is reported: quantiles, chances as ranges, shortfall, the budget that holds.
//!
//! In: the drawn columns of a run and how the budgets of each year came about. Out: summaries and chance rows. What is
//! reported and why follows the model of the budget gap (docs/explanation/budget-gap.md). Not here: how draws are made.

use std::collections::BTreeMap;

use ramme_forecast::gap::{BudgetRule, Chance};
use ramme_forecast::quantile::{Selection, quantiles};
use ramme_rulebook::model::{InputId, Symbol};
use ramme_value::Decimal;
use rayon::prelude::*;

use crate::bridge::to_float;
use crate::forecast::{Decision, Forecasts};
use crate::output::{CellId, Reading};
use crate::plan::{StepId, scale};
use crate::result::{ChanceRange, ChanceRow, Spread, Summary};
use crate::run::draws::{Drawn, Row, Scratch};
use crate::run::layout::{Layout, Map};
use crate::scenario::{Chances, Scenario};

/// Draws, and what they are read with.
pub(crate) struct Drawings<'a> {
    pub reading: &'a Reading<'a>,
    pub drawn: &'a Drawn<'a>,
    pub forecasts: &'a Forecasts,
    pub scenario: &'a Scenario,
    /// Distributions that have been worked out.
    ready: BTreeMap<(StepId, CellId), Option<Summary>>,
}

impl<'a> Drawings<'a> {
    pub(crate) fn new(
        reading: &'a Reading<'a>,
        drawn: &'a Drawn<'a>,
        forecasts: &'a Forecasts,
        scenario: &'a Scenario,
    ) -> Drawings<'a> {
        Drawings { reading, drawn, forecasts, scenario, ready: BTreeMap::new() }
    }

    /// Works out the distributions of all cells of some steps, a cell at a time on each thread: no row of draws is kept. What
    /// has the same cells is worked out together, so that what both rest on is read once.
    pub(crate) fn prepare(&mut self, steps: &[StepId]) {
        let env = self.reading.env;
        let shape =
            |id: &StepId| env.plan.step(*id).map(|s| (s.shape.entity, s.shape.period, s.shape.sets.clone()));
        let mut together: Vec<Vec<StepId>> = Vec::new();
        for step in steps {
            match together
                .iter_mut()
                .find(|group| group.first().is_some_and(|other| shape(other) == shape(step)))
            {
                Some(group) => group.push(*step),
                None => together.push(vec![*step]),
            }
        }
        for group in together {
            let Some(first) = group.first() else { continue };
            for cells in self.reading.cells(*first).chunk_by(|a, b| a.t == b.t) {
                let Some(t) = cells.first().map(|c| c.t) else { continue };
                let drawn: Vec<StepId> = group.iter().copied().filter(|id| self.drawn.has(*id, t)).collect();
                let Some(program) = self.drawn.program(&drawn, t).filter(|_| !drawn.is_empty()) else {
                    continue;
                };
                let one = |(scratch, selection): &mut (Scratch, Selection), c: &CellId| -> Vec<_> {
                    program.run_all(c.cell, scratch);
                    let each = drawn.iter().enumerate().map(|(at, id)| {
                        let row = program.result(at, c.cell, scratch);
                        ((*id, *c), self.told(*id, *c, row, selection))
                    });
                    each.collect()
                };
                let start = || (Scratch::default(), Selection::default());
                let found: Vec<_> = cells.par_iter().map_init(start, one).collect();
                self.ready.extend(found.into_iter().flatten());
            }
        }
    }

    /// The draws of a cell, where it has any.
    pub(crate) fn row(&self, step: StepId, c: CellId) -> Option<Vec<f64>> {
        self.drawn.row(step, c.t, c.cell)
    }

    /// The distribution of a cell, told in a few figures; none where it has none.
    pub(crate) fn summary(&self, step: StepId, c: CellId) -> Option<Summary> {
        if let Some(ready) = self.ready.get(&(step, c)) {
            return ready.clone();
        }
        let program = self.drawn.program(&[step], c.t)?;
        let (mut scratch, mut selection) = (Scratch::default(), Selection::default());
        self.told(step, c, program.run(c.cell, &mut scratch), &mut selection)
    }

    /// The draws of a cell that is not the same in all of them; none where it has no draws, or is known: beside cells that are
    /// drawn the same in every draw.
    pub(crate) fn distribution(&self, step: StepId, c: CellId) -> Option<Vec<f64>> {
        let row = self.row(step, c)?;
        (!self.is_fixed(step, c, &row)).then_some(row)
    }

    /// Whether a cell is known, and the same in every draw.
    fn is_fixed(&self, step: StepId, c: CellId, row: &[f64]) -> bool {
        let same = row.iter().all(|x| Some(x.to_bits()) == row.first().map(|y| y.to_bits()));
        same && self.reading.block(step, c.t).is_some_and(|b| b.cause(c.cell).is_known())
    }

    fn told(&self, step: StepId, c: CellId, row: Row, selection: &mut Selection) -> Option<Summary> {
        let same;
        let values = match row {
            Row::Missing(_) => return None,
            Row::Known(x) if self.is_fixed(step, c, &[x]) => return None,
            Row::Known(x) => {
                same = vec![x; self.drawn.draws()];
                &same
            }
            Row::Draws(row) if self.is_fixed(step, c, row) => return None,
            Row::Draws(row) => row,
        };
        let wanted = self.levels();
        let all: Vec<f64> = ENDS.iter().chain(&wanted).copied().collect();
        let found = selection.quantiles(values, &all).ok()?;
        let mean = mean_between(values, *found.first()?, *found.get(1)?);
        let found = found.into_iter().skip(ENDS.len());
        let positive = self.chance_of(step, c);
        Some(Summary { mean, quantiles: wanted.into_iter().zip(found).collect(), positive })
    }

    /// The quantiles that the levels ask for, in order, the median among them.
    fn levels(&self) -> Vec<f64> {
        let half = |l: &Decimal| {
            let tail = Decimal::whole(1).checked_sub(*l).and_then(|t| t.checked_mul(Decimal::new(5, 1)));
            tail.and_then(|t| to_float(&ramme_table::Data::Int(vec![t.mantissa()]), 0, t.scale()))
        };
        let tails: Vec<f64> = self.scenario.levels.iter().filter_map(half).collect();
        let mut all: Vec<f64> = tails.iter().copied().chain([0.5]).collect();
        all.extend(tails.iter().map(|t| tidy(1.0 - t)));
        all.sort_by(f64::total_cmp);
        all.dedup();
        all
    }

    /// The chance of being above zero, of the definition that the scenario asks about.
    fn chance_of(&self, step: StepId, c: CellId) -> Option<ChanceRange> {
        let chances = self.scenario.chances.as_ref()?;
        let of = self.find(chances.of.text())?;
        (of == step).then(|| self.above(chances, step, c, Decimal::zero(0)))?
    }

    /// The step of a definition or input that is an output.
    pub(crate) fn find(&self, name: &str) -> Option<StepId> {
        let env = self.reading.env;
        let wanted = env.book.find(name)?;
        env.plan.outputs.iter().find_map(|(o, s)| {
            let same = match (o, wanted) {
                (crate::plan::OutputName::Definition(a), Symbol::Definition(b)) => *a == b,
                (crate::plan::OutputName::Input(a), Symbol::Input(b)) => *a == b,
                _ => false,
            };
            same.then_some(*s)
        })
    }

    /// A cell of another step with the same keys.
    fn beside(&self, from: StepId, to: StepId, c: CellId) -> Option<CellId> {
        let env = self.reading.env;
        let (a, b) = (env.layouts.get(from.index())?, env.layouts.get(to.index())?);
        Some(CellId { t: c.t, cell: Map::between(a, b).at(c.cell) })
    }

    /// A cell's value in each draw, whether it is drawn or not.
    fn values(&self, step: StepId, c: CellId) -> Option<Vec<f64>> {
        if let Some(row) = self.row(step, c) {
            return Some(row);
        }
        let block = self.reading.block(step, c.t)?;
        let s = scale(&self.reading.env.plan.step(step)?.ty);
        if !block.cause(c.cell).is_known() {
            return None;
        }
        Some(vec![to_float(&block.data, c.cell, s)?; self.forecasts.draws])
    }

    /// How the decided quantity beside a cell came about.
    fn decision(&self, step: StepId, c: CellId) -> Option<Decision> {
        let env = self.reading.env;
        let year = env.years.year(c.t);
        let decided: Vec<InputId> = self.forecasts.decisions.keys().map(|(id, ..)| *id).collect();
        let id = *decided.first()?;
        let input = env.data.inputs.get(id.index())?.as_ref()?;
        let (from, to) =
            (env.layouts.get(step.index())?, Layout::of(&input.shape, env.book, &env.data.entities));
        self.forecasts.decisions.get(&(id, year, Map::between(from, &to).at(c.cell))).copied()
    }

    /// The chance that a cell is above a share of the whole, as a range over habit, lag and the counting rule.
    fn above(&self, chances: &Chances, step: StepId, c: CellId, share: Decimal) -> Option<ChanceRange> {
        let values = self.values(step, c)?;
        let whole = match &chances.share_of {
            Some(name) => {
                let of = self.find(name.text())?;
                self.values(of, self.beside(step, of, c)?)?
            }
            None => vec![0.0; values.len()],
        };
        let k = to_float(&ramme_table::Data::Int(vec![share.mantissa()]), 0, share.scale())?;
        let hits: Vec<bool> = values.iter().zip(&whole).map(|(x, w)| *x > k * w).collect();
        let part = |part: &[bool]| part.iter().filter(|h| **h).count() as f64 / part.len().max(1) as f64;
        let bases: Vec<(&'static str, f64)> = match self.decision(step, c) {
            Some(Decision::Rule(BudgetRule::Mixture)) => {
                let (habit, lag) = hits.split_at(hits.len() / 2);
                vec![("habit", part(habit)), ("lag", part(lag))]
            }
            Some(Decision::Rule(BudgetRule::Habit)) => vec![("habit", part(&hits))],
            Some(Decision::Rule(BudgetRule::Lag)) => vec![("lag", part(&hits))],
            Some(Decision::Decided) => vec![("decided", part(&hits))],
            Some(Decision::Proposed) => vec![("proposed", part(&hits))],
            None => vec![("draws", part(&hits))],
        };
        let counted = matches!(self.decision(step, c), Some(Decision::Rule(_)));
        let (x, n) = self.count(chances, step, c, k);
        let range = Chance::from_bases(&bases, x, if counted { n } else { 0 });
        Some(ChanceRange {
            low: range.low,
            high: range.high,
            n,
            happened: x,
            basis: range.basis.iter().map(|b| (*b).to_owned()).collect(),
        })
    }

    /// In how many known years it happened, of how many.
    fn count(&self, chances: &Chances, step: StepId, c: CellId, k: f64) -> (usize, usize) {
        let env = self.reading.env;
        let s = env.plan.step(step).map_or(0, |s| scale(&s.ty));
        let share_of = chances.share_of.as_ref().and_then(|n| self.find(n.text()));
        let (mut x, mut n) = (0, 0);
        for t in env.data_periods() {
            let Some(block) = self.reading.block(step, t) else { continue };
            let known = block.cause(c.cell).is_known();
            let Some(value) = to_float(&block.data, c.cell, s).filter(|_| known) else { continue };
            let at = CellId { t, cell: c.cell };
            let whole = share_of.and_then(|of| {
                let there = self.beside(step, of, at)?;
                let b = self.reading.block(of, t)?;
                let s = scale(&env.plan.step(of)?.ty);
                to_float(&b.data, there.cell, s).filter(|_| b.cause(there.cell).is_known())
            });
            n += 1;
            x += usize::from(value > k * whole.unwrap_or(0.0));
        }
        (x, n)
    }

    /// The chance rows of the scenario: one a year and combination of keys that rests on draws.
    pub(crate) fn chances(&self) -> Vec<ChanceRow> {
        let Some(chances) = &self.scenario.chances else { return Vec::new() };
        let Some(step) = self.find(chances.of.text()) else { return Vec::new() };
        let cells = self.reading.cells(step);
        cells.into_par_iter().filter_map(|c| self.chance_row(chances, step, c)).collect()
    }

    fn chance_row(&self, chances: &Chances, step: StepId, c: CellId) -> Option<ChanceRow> {
        let values = self.row(step, c)?;
        let short: Vec<f64> = values.iter().map(|x| x.max(0.0)).collect();
        let shortfall = steady_mean(&short)?;
        let above =
            chances.above.iter().filter_map(|k| Some((*k, self.above(chances, step, c, *k)?))).collect();
        let holds_of = chances.holds.as_ref().map(|h| h.text().to_owned()).unwrap_or_default();
        Some(ChanceRow {
            name: chances.of.text().to_owned(),
            keys: self.reading.named_keys(step, c)?.1,
            above,
            shortfall,
            holds: self.holds(chances, step, c).unwrap_or_default(),
            holds_of,
            budget_by: budget_by(self.decision(step, c)).to_owned(),
            spread: self.spread(chances, step, c),
        })
    }

    /// Whether the draws suffice for the budgets that hold, and what the spread comes from.
    fn spread(&self, chances: &Chances, step: StepId, c: CellId) -> Option<Spread> {
        let of = self.find(chances.holds.as_ref()?.text())?;
        let held = self.values(of, self.beside(step, of, c)?)?;
        let levels: Vec<f64> = self.holds(chances, step, c)?.into_iter().map(|(level, _)| level).collect();
        let halves = matches!(self.decision(step, c), Some(Decision::Rule(BudgetRule::Mixture)));
        crate::spread::spread(&self.values(step, c)?, &held, &levels, halves)
    }

    fn holds(&self, chances: &Chances, step: StepId, c: CellId) -> Option<Vec<(f64, f64)>> {
        let of = self.find(chances.holds.as_ref()?.text())?;
        let values = self.values(of, self.beside(step, of, c)?)?;
        let float = |d: &Decimal| to_float(&ramme_table::Data::Int(vec![d.mantissa()]), 0, d.scale());
        let wanted: Vec<f64> = chances.holds_with.iter().filter_map(float).collect();
        let found = quantiles(&values, &wanted).ok()?;
        Some(wanted.into_iter().zip(found).collect())
    }
}

fn budget_by(d: Option<Decision>) -> &'static str {
    match d {
        Some(Decision::Decided) => "decided",
        Some(Decision::Proposed) => "proposed",
        Some(Decision::Rule(BudgetRule::Mixture)) => "habit and lag",
        Some(Decision::Rule(BudgetRule::Habit)) => "habit",
        Some(Decision::Rule(BudgetRule::Lag)) => "lag",
        None => "",
    }
}

/// Draws beyond these quantiles are moved to them before a mean is taken.
const ENDS: [f64; 2] = [0.001, 0.999];

/// The mean of draws, each moved inside the .001 and .999 quantiles of all of them. The exponential of a Student-t has no
/// mean, so a plain one would be whatever the few widest draws of the seed say.
pub(crate) fn steady_mean(values: &[f64]) -> Option<f64> {
    let ends = quantiles(values, &ENDS).ok()?;
    Some(mean_between(values, *ends.first()?, *ends.get(1)?))
}

/// The mean of draws, each moved between `low` and `high`. Eight sums by turns: one alone would wait for itself.
fn mean_between(values: &[f64], low: f64, high: f64) -> f64 {
    const LANES: usize = 8;
    let (eights, rest) = values.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for eight in eights {
        sums.iter_mut().zip(eight).for_each(|(sum, x)| *sum += x.clamp(low, high));
    }
    let rest: f64 = rest.iter().map(|x| x.clamp(low, high)).sum();
    (sums.iter().sum::<f64>() + rest) / values.len().max(1) as f64
}

/// A share without the dust that subtraction leaves: 0.975, not 0.975000…1.
fn tidy(x: f64) -> f64 {
    (x * 1e9).round() / 1e9
}
