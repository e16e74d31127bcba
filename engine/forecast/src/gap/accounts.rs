//! The accounts: a random walk with drift in logarithms, with the uncertainty of its two parameters. In:
//! levels above zero. Out: predictive draws and quantiles of levels.
//!
//! a_t = a_(t−1) + μ + ε_t with ε ~ N(0, σ²). From n differences with mean d̄ and variance s² (divisor n − 1):
//! σ² ~ ν s²/χ²_ν with ν = n − 1, and μ | σ² ~ N(d̄, σ²/n), the posterior under the reference prior (Box & Tiao
//! 1973, §2.4). At horizon h the logarithm is Student-t with ν degrees of freedom around a_T + h d̄ with
//! variance s²(h + h²/n). A prior (ν₀, s₀²) from another panel gives ν = ν₀ + n − 1 and the weighted s². With a
//! damping φ the drift of step i counts φⁱ⁻¹, so that h becomes (1 − φʰ)/(1 − φ) where it multiplies μ.
//!
//! Not here: budgets; a common shock of several areas is handed in as a share (`areas`).

use crate::distribution::t_quantile;
use crate::error::{ForecastError, all_positive};
use crate::random::{Key, Purpose};
use ndarray::Array2;

/// A draw never leaves this many times the last level, nor falls below its inverse (in logarithms). The
/// logarithm of a level is Student-t, whose farthest draws would not be numbers.
const FARTHEST: f64 = 6.907_755_278_982_137;

/// A prior for the variance of yearly log changes, estimated from a real panel and declared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// Its weight, ν₀ ≥ 0, in degrees of freedom.
    pub freedom: f64,
    /// Its variance of yearly log changes, s₀² ≥ 0.
    pub variance: f64,
}

/// What may be declared of the accounts model; the default declares nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AccountsOptions {
    /// φ in (0, 1]; 1 is no damping. Four differences cannot tell, so it is stated and printed.
    pub damping: f64,
    /// A prior for the variance; none by default.
    pub prior: Option<Prior>,
}

impl Default for AccountsOptions {
    fn default() -> Self {
        Self { damping: 1.0, prior: None }
    }
}

/// The fitted model of one series of accounts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AccountsModel {
    /// The logarithm of the last level.
    pub last: f64,
    /// d̄, the mean yearly log change.
    pub drift: f64,
    /// s, the spread of yearly log changes (with the prior in it, if any).
    pub spread: f64,
    /// ν, the degrees of freedom.
    pub freedom: f64,
    /// n, the number of differences.
    pub differences: usize,
    /// φ.
    pub damping: f64,
}

impl AccountsModel {
    /// Fits the model to `levels`, in order of time.
    ///
    /// Errors: a level that is not finite or not above zero; fewer than three levels (two differences),
    /// or two where a prior is given; a damping outside (0, 1]; a prior that is negative or not finite.
    pub fn fit(levels: &[f64], options: &AccountsOptions) -> Result<Self, ForecastError> {
        all_positive("levels of the accounts", levels)?;
        check(options)?;
        let needed = if options.prior.is_some_and(|p| p.freedom > 0.0) { 2 } else { 3 };
        if levels.len() < needed {
            return Err(ForecastError::TooFew {
                what: "levels of the accounts",
                found: levels.len(),
                needed,
            });
        }
        let logs: Vec<f64> = levels.iter().map(|level| libm::log(*level)).collect();
        let n = logs.len() - 1;
        let drift = (logs[n] - logs[0]) / n as f64;
        let squares: f64 = logs.windows(2).map(|w| (w[1] - w[0] - drift) * (w[1] - w[0] - drift)).sum();
        let prior = options.prior.unwrap_or(Prior { freedom: 0.0, variance: 0.0 });
        let freedom = prior.freedom + n as f64 - 1.0;
        let variance = (prior.freedom * prior.variance + squares) / freedom;
        let spread = variance.sqrt();
        Ok(Self { last: logs[n], drift, spread, freedom, differences: n, damping: options.damping })
    }

    /// Draws of the levels, (step × draw), for steps 1 to `horizon`. The series key comes from
    /// [`crate::random::series_key`]; the same key gives the same draws.
    pub fn sample(&self, horizon: usize, draws: usize, seed: u64, series_key: u64) -> Array2<f64> {
        let mut out = Array2::zeros((horizon, draws));
        let mut path = vec![0.0; horizon];
        for draw in 0..draws {
            self.draw_logs(&Key::new(seed, series_key, draw), 0.0, &mut path);
            for (step, log) in path.iter().enumerate() {
                out[[step, draw]] = libm::exp(*log);
            }
        }
        out
    }

    /// The exact predictive quantile of the level at `step` ≥ 1, by the Student-t distribution.
    pub fn quantile(&self, step: usize, probability: f64) -> f64 {
        let weight = self.drift_weight(step);
        let variance = step as f64 + weight * weight / self.differences as f64;
        let t = t_quantile(probability, self.freedom);
        libm::exp(self.last + weight * self.drift + self.spread * variance.sqrt() * t)
    }

    /// One path of log levels into `out`. `common` in [0, 1] is the share of variance that all areas with
    /// the same seed have in common.
    pub(crate) fn draw_logs(&self, key: &Key, common: f64, out: &mut [f64]) {
        let shared = Key { series: 0, ..*key };
        let joint = |own: Purpose, all: Purpose, step: usize| {
            let z = key.normal(own, step);
            if common > 0.0 {
                common.sqrt() * shared.normal(all, step) + (1.0 - common).sqrt() * z
            } else {
                z
            }
        };
        let chi = key.chi_square(Purpose::Variance, 0, self.freedom);
        let sigma = self.spread * (self.freedom / chi).sqrt();
        let error = sigma / (self.differences as f64).sqrt();
        let mu = self.drift + error * joint(Purpose::Drift, Purpose::CommonDrift, 0);
        let (mut log, mut weight) = (self.last, 1.0);
        for (step, slot) in out.iter_mut().enumerate() {
            log += weight * mu + sigma * joint(Purpose::Shock, Purpose::CommonShock, step);
            weight *= self.damping;
            *slot = log.clamp(self.last - FARTHEST, self.last + FARTHEST);
        }
    }

    /// What the drift is multiplied with at `step`: 1 + φ + … + φ^(step − 1).
    fn drift_weight(&self, step: usize) -> f64 {
        (0..step).fold((0.0, 1.0), |(sum, term), _| (sum + term, term * self.damping)).0
    }
}

/// Refuses options outside their ranges.
fn check(options: &AccountsOptions) -> Result<(), ForecastError> {
    if !(options.damping > 0.0 && options.damping <= 1.0) {
        return Err(ForecastError::Option { name: "damping", must: "above 0 and at most 1" });
    }
    let Some(prior) = options.prior else { return Ok(()) };
    let fine = |x: f64| x.is_finite() && x >= 0.0;
    if fine(prior.freedom) && fine(prior.variance) {
        return Ok(());
    }
    Err(ForecastError::Option { name: "the prior", must: "finite and not negative" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantile::row_quantiles;
    use crate::random::series_key;

    const ACCOUNTS: [f64; 5] = [17.5, 17.5, 17.6, 18.1, 18.7];

    fn near(found: f64, wanted: f64, tolerance: f64) {
        assert!((found - wanted).abs() < tolerance, "{found} against {wanted}");
    }

    #[test]
    fn closed_form_gives_the_reference_numbers() {
        let model = AccountsModel::fit(&ACCOUNTS, &AccountsOptions::default()).unwrap();
        let wanted = [
            (1, [19.01, 18.46, 19.58, 17.95, 20.13]),
            (2, [19.33, 18.47, 20.24, 17.69, 21.12]),
            (4, [19.99, 18.54, 21.53, 17.29, 23.08]),
        ];
        for (step, row) in wanted {
            for (p, value) in [0.5, 0.1, 0.9, 0.025, 0.975].into_iter().zip(row) {
                near(model.quantile(step, p), value, 0.03);
            }
        }
    }

    #[test]
    fn draws_close_on_the_closed_form() {
        let model = AccountsModel::fit(&ACCOUNTS, &AccountsOptions::default()).unwrap();
        let ps = [0.025, 0.1, 0.5, 0.9, 0.975];
        let q = row_quantiles(model.sample(4, 40_000, 1, series_key("a")).view(), &ps).unwrap();
        for step in 0..4 {
            for (i, p) in ps.iter().enumerate() {
                let tolerance = if (p - 0.5).abs() > 0.45 { 0.1 } else { 0.04 };
                near(q[[step, i]], model.quantile(step + 1, *p), tolerance);
            }
        }
    }

    #[test]
    fn a_prior_narrows_or_widens_and_errors_are_named() {
        let prior = Some(Prior { freedom: 6.0, variance: 0.0001 });
        let model = AccountsModel::fit(&ACCOUNTS, &AccountsOptions { prior, ..Default::default() }).unwrap();
        near(model.freedom, 9.0, 1e-12);
        assert!(AccountsModel::fit(&ACCOUNTS[..2], &AccountsOptions::default()).is_err());
        assert!(AccountsModel::fit(&ACCOUNTS[..2], &AccountsOptions { prior, ..Default::default() }).is_ok());
        let error = AccountsModel::fit(&[1.0, 0.0, 2.0], &AccountsOptions::default()).unwrap_err();
        assert!(error.to_string().contains("value number 2 is 0"), "{error}");
        let damped = AccountsModel::fit(&ACCOUNTS, &AccountsOptions { damping: 0.8, prior: None }).unwrap();
        assert!(damped.quantile(4, 0.5) < 19.99 && damped.quantile(4, 0.5) > 19.5);
    }
}
