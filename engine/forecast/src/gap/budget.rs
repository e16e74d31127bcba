//! The two rules that stand in where no budget is decided or proposed. In: observed pairs of account and
//! budget, in logarithms. Out: a Student-t predictive for what the rule leaves open.
//!
//! *Habit*: b_t = a_t − g_t, with g from the observed log ratios of account to budget. *Lag*: b_t = a_(t−2) +
//! δ + η_t, since a budget is adopted when the newest accounts are two years older than the year it is for.
//! Both are a mean with unknown variance: from m values with mean x̄ and variance s² (divisor m − 1) the next is
//! x̄ + s √(1 + 1/m) t_(m−1) (Box & Tiao 1973, §2.4). Within a draw the location and the variance are common to all
//! years, the noise is the year's own.
//!
//! Not here: the mixture of the two (`simulate`).

use crate::error::ForecastError;
use crate::random::{Key, Purpose};

/// What is known of the budget of a year to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BudgetPlan {
    /// Adopted: data, never drawn.
    Decided(f64),
    /// Proposed: a lever, not drawn.
    Proposed(f64),
    /// Neither: a rule stands in.
    ByRule,
}

/// The rule that stands in where no budget exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BudgetRule {
    /// The habitual ratio of budget to account of the same year.
    Habit,
    /// The account of two years before, moved by the habitual step.
    Lag,
    /// Half the draws by habit, half by lag.
    #[default]
    Mixture,
}

/// A mean with unknown variance, as a predictive distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleModel {
    /// x̄.
    pub mean: f64,
    /// s, divisor m − 1.
    pub spread: f64,
    /// m, the number of values.
    pub count: usize,
}

impl RuleModel {
    /// Fits the mean and the spread of at least two values.
    pub fn fit(what: &'static str, values: &[f64]) -> Result<Self, ForecastError> {
        let count = values.len();
        if count < 2 {
            return Err(ForecastError::TooFew { what, found: count, needed: 2 });
        }
        let mean = values.iter().sum::<f64>() / count as f64;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        Ok(Self { mean, spread: (squares / (count - 1) as f64).sqrt(), count })
    }

    /// The habit g = a − b from pairs of logarithms; a pair with a NaN is not a pair.
    pub fn habit(accounts: &[f64], budgets: &[f64]) -> Result<Self, ForecastError> {
        Self::fit("pairs of account and budget of one year", &pairs(accounts, budgets))
    }

    /// The lag b_t − a_(t−2) from logarithms of the same years; a pair with a NaN is not a pair.
    pub fn lag(accounts: &[f64], budgets: &[f64]) -> Result<Self, ForecastError> {
        let back: Vec<f64> = pairs(accounts, budgets.get(2..).unwrap_or(&[])).iter().map(|x| -x).collect();
        Self::fit("pairs of budget and account of two years before", &back)
    }

    /// One draw of the rule's value for each year of `out`. `rule` keeps the two rules' numbers apart.
    pub(crate) fn draw(&self, key: &Key, rule: usize, out: &mut [f64]) {
        let freedom = (self.count - 1) as f64;
        let chi = key.chi_square(Purpose::RuleVariance, rule, freedom);
        let sigma = self.spread * (freedom / chi).sqrt();
        let error = sigma / (self.count as f64).sqrt();
        let location = self.mean + error * key.normal(Purpose::RuleLocation, rule);
        for (step, slot) in out.iter_mut().enumerate() {
            *slot = location + sigma * key.normal(Purpose::RuleNoise, 2 * step + rule);
        }
    }
}

/// x − y where both are numbers, position by position.
fn pairs(x: &[f64], y: &[f64]) -> Vec<f64> {
    x.iter().zip(y).map(|(x, y)| x - y).filter(|d| d.is_finite()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logs(levels: &[f64]) -> Vec<f64> {
        levels.iter().map(|x| libm::log(*x)).collect()
    }

    #[test]
    fn the_published_pairs() {
        let accounts = logs(&[17.5, 17.5, 17.6, 18.1, 18.7]);
        let budgets = logs(&[16.6, 16.9, 17.2, 17.4, 17.5]);
        let lag = RuleModel::lag(&accounts, &budgets).unwrap();
        assert_eq!(lag.count, 3);
        assert!((lag.mean - (-0.0173 - 0.0057 - 0.0057) / 3.0).abs() < 1e-4);
        let habit = RuleModel::habit(&accounts, &budgets).unwrap();
        assert_eq!(habit.count, 5);
        assert!((habit.mean - 0.0433).abs() < 5e-4, "{}", habit.mean);
        let gone = [f64::NAN, f64::NAN, budgets[2], f64::NAN, budgets[4]];
        assert_eq!(RuleModel::habit(&accounts, &gone).unwrap().count, 2);
        assert!(RuleModel::lag(&accounts[..3], &budgets[..3]).is_err());
    }
}
