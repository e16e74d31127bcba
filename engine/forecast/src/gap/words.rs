//! What a handful of points can say, in words, and the last year as if it had not been seen. In: a history. Out: sentences,
//! and a hindcast that is called by its right name.
//!
//! Not here: other languages than English, printing.

use super::accounts::AccountsModel;
use super::budget::{BudgetPlan, BudgetRule};
use super::history::GapHistory;
use super::simulate::{GapOptions, GapSimulation, Threshold, simulate};
use crate::distribution::t_quantile;
use crate::error::ForecastError;
use crate::quantile::quantiles;
use crate::words::Words;

impl BudgetRule {
    /// The rule of a name: "habit", "lag" or "mixture".
    ///
    /// Error: another name. "independent-drifts" is refused with the reason.
    pub fn from_name(name: &str) -> Result<Self, ForecastError> {
        match name {
            "habit" => Ok(Self::Habit),
            "lag" => Ok(Self::Lag),
            "mixture" => Ok(Self::Mixture),
            "independent-drifts" => Err(ForecastError::Structure {
                why: Words::both(
                    "independent drifts of budgets and accounts are not offered: a budget is made from accounts two \
                     years old, so the two lines cannot drift apart for ever; use habit, lag or mixture",
                    "uafhængig drift i budgetter og regnskaber findes ikke: et budget lægges ud fra to år gamle \
                     regnskaber, så de to linjer kan ikke skilles for altid; brug habit, lag eller mixture",
                ),
            }),
            other => Err(ForecastError::Unknown { what: "budget rule", name: other.to_string() }),
        }
    }
}

impl AccountsModel {
    /// What the points behind this model can say and what they cannot, as one paragraph.
    pub fn what_the_points_say(&self) -> String {
        let factor = t_quantile(0.975, self.freedom);
        format!(
            "{} yearly changes give a mean change of {:.1} % a year with a spread of {:.1} %, on {:.0} degrees of freedom: \
             a 95 % interval is {factor:.2} spreads wide on either side, not 1.96. They cannot tell a lasting trend from \
             a good run, nor damping from none (here {}), and no chance to two digits.",
            self.differences,
            100.0 * libm::expm1(self.drift),
            100.0 * self.spread,
            self.freedom,
            self.damping
        )
    }
}

/// The last year, forecast from the years before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hindcast {
    /// The year.
    pub year: i32,
    /// Its account (the mean over history draws).
    pub account: f64,
    /// Quantiles of the account at .025, .1, .5, .9 and .975, as they would have been given.
    pub quantiles: [f64; 5],
    /// The share of draws below the account.
    pub rank: f64,
    /// The probability that the account is above the budget of that year, where it had one.
    pub chance_above_budget: Option<f64>,
    /// What this is and is not.
    pub sentence: String,
}

/// Forecasts the last year of a history from the years before it, its budget taken as decided.
///
/// Errors: those of [`simulate`] on one year fewer.
pub fn hindcast(history: &GapHistory, options: &GapOptions, series: u64) -> Result<Hindcast, ForecastError> {
    let last = history.accounts.nrows().saturating_sub(1);
    if last == 0 {
        return Err(ForecastError::TooFew { what: "levels of the accounts", found: 1, needed: 4 });
    }
    let cut = |levels: &ndarray::Array2<f64>| levels.slice(ndarray::s![..last, ..]).to_owned();
    let before = GapHistory::drawn(history.first_year, cut(&history.accounts), cut(&history.budgets))?;
    let mean = |levels: &ndarray::Array2<f64>| levels.row(last).sum() / levels.ncols() as f64;
    let (account, budget) = (mean(&history.accounts), mean(&history.budgets));
    // without a budget the accounts alone are asked for, and no rule has to be fitted
    let plan = BudgetPlan::Decided(if budget.is_nan() { account } else { budget });
    let run: GapSimulation = simulate(&before, &[plan], options, series)?;
    let draws = run.accounts.row(0).to_vec();
    let q = quantiles(&draws, &[0.025, 0.1, 0.5, 0.9, 0.975])?;
    let rank = draws.iter().filter(|x| **x < account).count() as f64 / draws.len() as f64;
    let chance = run.probability(0, Threshold::Amount(0.0)).first().map(|s| s.probability);
    let (first, end) = (before.first_year, before.last_year());
    let sentence = format!(
        "{} from the figures of {first}-{end}: pseudo out of sample, since the figures are those of a later report, in its \
         price level; one year is an example, not a calibration",
        run.years[0]
    );
    Ok(Hindcast {
        year: run.years[0],
        account,
        quantiles: [q[0], q[1], q[2], q[3], q[4]],
        rank,
        chance_above_budget: chance.filter(|_| !budget.is_nan()),
        sentence,
    })
}
