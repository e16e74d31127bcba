//! One simulation of the gap. In: a history and a plan for the years to come. Out: draws of accounts and
//! budgets, (year × draw), with the basis of each year's budget.
//!
//! The draws of the mixture are *strata*: the first half by habit, the second half by lag, so that the
//! chance by either rule is read off the same run. Not here: sums over areas (`areas`).

use super::accounts::{AccountsModel, AccountsOptions};
use super::budget::{BudgetPlan, BudgetRule, RuleModel};
use super::chance::Chance;
use super::history::GapHistory;
use crate::error::{ForecastError, all_positive};
use crate::quantile::quantiles;
use crate::random::Key;
use crate::words::Words;
use ndarray::{Array2, ArrayView1};

/// What a simulation may be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapOptions {
    /// The accounts model's options.
    pub accounts: AccountsOptions,
    /// The rule where no budget is decided or proposed.
    pub rule: BudgetRule,
    /// How many draws, at least 2.
    pub draws: usize,
    /// The seed of the run.
    pub seed: u64,
}

impl Default for GapOptions {
    fn default() -> Self {
        let accounts = AccountsOptions::default();
        Self { accounts, rule: BudgetRule::Mixture, draws: 10_000, seed: 1 }
    }
}

/// A threshold for the gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// The gap in the unit of the levels.
    Amount(f64),
    /// The gap as a share of the budget, e.g. 0.01.
    ShareOfBudget(f64),
}

/// A probability within one stratum of the draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StratumChance {
    /// "habit", "lag", "decided budget" or "proposed budget".
    pub basis: &'static str,
    /// The share of the stratum's draws above the threshold.
    pub probability: f64,
}

/// Draws of accounts and budgets for the years to come.
#[derive(Clone, Debug, PartialEq)]
pub struct GapSimulation {
    /// The years, in order.
    pub years: Vec<i32>,
    /// Accounts, (year × draw).
    pub accounts: Array2<f64>,
    /// Budgets, (year × draw); a decided or proposed budget is the same in every draw.
    pub budgets: Array2<f64>,
    /// What each year's budget rests on.
    pub basis: Vec<BudgetPlan>,
    /// The rule that was used; it differs from the one asked for only where a note says why.
    pub rule: BudgetRule,
    /// What a reader should know, as sentences.
    pub notes: Vec<Words>,
}

/// Simulates one area. `plan` has one entry a year after the last year of the history; `series` is the key
/// of the area's random numbers ([`crate::random::series_key`]).
///
/// Errors: those of [`AccountsModel::fit`]; a decided or proposed budget that is not above zero; fewer than
/// two draws; a rule asked for by name, or both rules of the mixture, with fewer than two pairs.
pub fn simulate(
    history: &GapHistory,
    plan: &[BudgetPlan],
    options: &GapOptions,
    series: u64,
) -> Result<GapSimulation, ForecastError> {
    simulate_joint(history, plan, options, series, Source::Own(0.0))
}

/// As [`simulate`], with draws of the accounts that were made elsewhere, (year × draw): budgets follow them by the same
/// rules. Error besides those of [`simulate`]: draws of another shape, or not above zero.
pub fn follow(
    history: &GapHistory,
    accounts: &Array2<f64>,
    plan: &[BudgetPlan],
    options: &GapOptions,
    series: u64,
) -> Result<GapSimulation, ForecastError> {
    if accounts.dim() != (plan.len(), options.draws) {
        let (found, needed) = (accounts.len(), plan.len() * options.draws);
        return Err(ForecastError::Lengths { what: "draws of the accounts", found, needed });
    }
    all_positive("draws of the accounts", &accounts.iter().copied().collect::<Vec<f64>>())?;
    simulate_joint(history, plan, options, series, Source::Given(accounts))
}

/// Where the draws of the accounts come from.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    /// From the accounts model, with this share of variance that areas of one seed have in common.
    Own(f64),
    /// From elsewhere.
    Given(&'a Array2<f64>),
}

/// As [`simulate`], with the accounts from a source.
pub(crate) fn simulate_joint(
    history: &GapHistory,
    plan: &[BudgetPlan],
    options: &GapOptions,
    series: u64,
    source: Source<'_>,
) -> Result<GapSimulation, ForecastError> {
    if options.draws < 2 {
        return Err(ForecastError::Option { name: "draws", must: "at least 2" });
    }
    check_plan(plan)?;
    let mut notes = Vec::new();
    let rule = usable_rule(history, plan, options.rule, &mut notes)?;
    let shape = (plan.len(), options.draws);
    let (mut accounts, mut budgets) = (Array2::zeros(shape), Array2::zeros(shape));
    let mut models = Models::fit(history, 0, &options.accounts)?;
    let (mut logs, mut values) = (vec![0.0; plan.len()], vec![0.0; plan.len()]);
    for draw in 0..options.draws {
        if draw > 0 && history.draws() > 1 {
            models = Models::fit(history, draw % history.draws(), &options.accounts)?;
        }
        let key = Key::new(options.seed, series, draw);
        match source {
            Source::Own(common) => models.accounts.draw_logs(&key, common, &mut logs),
            Source::Given(levels) => {
                logs.iter_mut().zip(levels.column(draw)).for_each(|(log, level)| *log = libm::log(*level));
            }
        }
        models.draw_budgets(&key, stratum(rule, draw, options.draws), &logs, &mut values);
        for (step, decision) in plan.iter().enumerate() {
            accounts[[step, draw]] = match source {
                Source::Own(_) => libm::exp(logs[step]),
                Source::Given(levels) => levels[[step, draw]],
            };
            budgets[[step, draw]] = match decision {
                BudgetPlan::Decided(value) | BudgetPlan::Proposed(value) => *value,
                BudgetPlan::ByRule => libm::exp(values[step]),
            };
        }
    }
    let years = (0..plan.len() as i32).map(|i| history.last_year().saturating_add(1 + i)).collect();
    Ok(GapSimulation { years, accounts, budgets, basis: plan.to_vec(), rule, notes })
}

/// The rule of a draw: in the mixture the first half is habit, the second half lag.
fn stratum(rule: BudgetRule, draw: usize, draws: usize) -> BudgetRule {
    match rule {
        BudgetRule::Mixture if draw < draws / 2 => BudgetRule::Habit,
        BudgetRule::Mixture => BudgetRule::Lag,
        named => named,
    }
}

/// The models of one history draw, in logarithms.
struct Models {
    accounts: AccountsModel,
    habit: Option<RuleModel>,
    lag: Option<RuleModel>,
    /// The last two log accounts, oldest first.
    tail: [f64; 2],
}

impl Models {
    fn fit(history: &GapHistory, draw: usize, options: &AccountsOptions) -> Result<Self, ForecastError> {
        let levels = history.accounts.column(draw).to_vec();
        let accounts = AccountsModel::fit(&levels, options)?;
        let logs: Vec<f64> = levels.iter().map(|x| libm::log(*x)).collect();
        let budgets: Vec<f64> = history.budgets.column(draw).iter().map(|x| libm::log(*x)).collect();
        let (habit, lag) = (RuleModel::habit(&logs, &budgets).ok(), RuleModel::lag(&logs, &budgets).ok());
        Ok(Self { accounts, habit, lag, tail: [logs[logs.len() - 2], logs[logs.len() - 1]] })
    }

    /// One draw of log budgets beside the log accounts of the same draw.
    fn draw_budgets(&self, key: &Key, rule: BudgetRule, accounts: &[f64], out: &mut [f64]) {
        let (model, number) = if rule == BudgetRule::Lag { (self.lag, 1) } else { (self.habit, 0) };
        let Some(model) = model else { return };
        model.draw(key, number, out);
        for (step, value) in out.iter_mut().enumerate() {
            let back = if step < 2 { self.tail[step] } else { accounts[step - 2] };
            *value = if rule == BudgetRule::Lag { back + *value } else { accounts[step] - *value };
        }
    }
}

/// Refuses budgets that are not above zero.
fn check_plan(plan: &[BudgetPlan]) -> Result<(), ForecastError> {
    let given: Vec<f64> = plan
        .iter()
        .filter_map(|p| match p {
            BudgetPlan::Decided(value) | BudgetPlan::Proposed(value) => Some(*value),
            BudgetPlan::ByRule => None,
        })
        .collect();
    all_positive("decided and proposed budgets", &given)
}

/// The rule that the pairs allow; in the mixture one rule may stand for both, with a note.
fn usable_rule(
    history: &GapHistory,
    plan: &[BudgetPlan],
    asked: BudgetRule,
    notes: &mut Vec<Words>,
) -> Result<BudgetRule, ForecastError> {
    if !plan.contains(&BudgetPlan::ByRule) {
        return Ok(asked);
    }
    let column = |levels: &Array2<f64>| levels.column(0).iter().map(|x| libm::log(*x)).collect::<Vec<f64>>();
    let (accounts, budgets) = (column(&history.accounts), column(&history.budgets));
    let habit = RuleModel::habit(&accounts, &budgets);
    let lag = RuleModel::lag(&accounts, &budgets);
    match (asked, habit, lag) {
        (BudgetRule::Habit, Err(error), _) | (BudgetRule::Lag, _, Err(error)) => Err(error),
        (BudgetRule::Mixture, Err(error), Err(_)) => Err(error),
        (BudgetRule::Mixture, Ok(_), Err(error)) => {
            let (en, da) = (error.to_string(), error.danish());
            notes.push(Words::both(
                format!("budgets by habit alone, the lag rule has no basis: {en}"),
                format!("budgetter alene efter vane, reglen om efterslæb har intet grundlag: {da}"),
            ));
            Ok(BudgetRule::Habit)
        }
        (BudgetRule::Mixture, Err(error), Ok(_)) => {
            let (en, da) = (error.to_string(), error.danish());
            notes.push(Words::both(
                format!("budgets by lag alone, the habit rule has no basis: {en}"),
                format!("budgetter alene efter efterslæb, reglen om vane har intet grundlag: {da}"),
            ));
            Ok(BudgetRule::Lag)
        }
        (rule, _, _) => Ok(rule),
    }
}

impl GapSimulation {
    /// The number of draws.
    pub fn draws(&self) -> usize {
        self.accounts.ncols()
    }

    /// The rule by which a draw's undecided budgets were made.
    pub fn rule_of_draw(&self, draw: usize) -> BudgetRule {
        stratum(self.rule, draw, self.draws())
    }

    /// The gap, accounts less budgets, (year × draw).
    pub fn gap(&self) -> Array2<f64> {
        &self.accounts - &self.budgets
    }

    /// The probability that the gap of a year (`step` from 0) is above a threshold, by stratum: one entry
    /// where the budget is decided or proposed, or one rule was used; two in the mixture.
    pub fn probability(&self, step: usize, threshold: Threshold) -> Vec<StratumChance> {
        let (a, b, half) = (self.accounts.row(step), self.budgets.row(step), self.draws() / 2);
        let share = |from: usize, to: usize| {
            let above = (from..to).filter(|d| exceeds(a[*d], b[*d], threshold)).count();
            above as f64 / (to - from) as f64
        };
        let entry = |basis, from, to| StratumChance { basis, probability: share(from, to) };
        match (self.basis[step], self.rule) {
            (BudgetPlan::Decided(_), _) => vec![entry("decided budget", 0, self.draws())],
            (BudgetPlan::Proposed(_), _) => vec![entry("proposed budget", 0, self.draws())],
            (BudgetPlan::ByRule, BudgetRule::Habit) => vec![entry("habit", 0, self.draws())],
            (BudgetPlan::ByRule, BudgetRule::Lag) => vec![entry("lag", 0, self.draws())],
            (BudgetPlan::ByRule, BudgetRule::Mixture) => {
                vec![entry("habit", 0, half), entry("lag", half, self.draws())]
            }
        }
    }

    /// The chance as a range over the strata and the counting rule with `x` of `n` years.
    pub fn chance(&self, step: usize, threshold: Threshold, x: usize, n: usize) -> Chance {
        let bases: Vec<(&'static str, f64)> =
            self.probability(step, threshold).iter().map(|s| (s.basis, s.probability)).collect();
        Chance::from_bases(&bases, x, n)
    }

    /// The expected shortfall E[(A − B)⁺] of a year. The logarithms are Student-t, whose exponential has no
    /// mean: draws above their own .999 quantile count as that quantile.
    pub fn shortfall(&self, step: usize) -> Result<f64, ForecastError> {
        expected_shortfall(self.accounts.row(step), self.budgets.row(step))
    }

    /// The budgets that hold with the given probabilities: quantiles of the year's accounts.
    pub fn budget_that_holds(&self, step: usize, probabilities: &[f64]) -> Result<Vec<f64>, ForecastError> {
        quantiles(&self.accounts.row(step).to_vec(), probabilities)
    }
}

/// True where the gap of a draw is above the threshold.
fn exceeds(account: f64, budget: f64, threshold: Threshold) -> bool {
    match threshold {
        Threshold::Amount(k) => account - budget > k,
        Threshold::ShareOfBudget(k) => account - budget > k * budget,
    }
}

/// The mean of (A − B)⁺ over draws. The logarithms are Student-t, so the expectation over all conceivable draws
/// does not exist; draws above their own .999 quantile count as that quantile, which makes the figure one
/// that more draws bring closer, not farther.
pub(crate) fn expected_shortfall(
    accounts: ArrayView1<'_, f64>,
    budgets: ArrayView1<'_, f64>,
) -> Result<f64, ForecastError> {
    let short: Vec<f64> = accounts.iter().zip(budgets).map(|(a, b)| (a - b).max(0.0)).collect();
    let cap = quantiles(&short, &[0.999])?[0];
    Ok(short.iter().map(|x| x.min(cap)).sum::<f64>() / short.len() as f64)
}
