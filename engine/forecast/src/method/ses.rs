//! Simple exponential smoothing, ETS(A,N,N).
//!
//! Brown (1959), in the form of Hyndman et al. (2008) §2.5.1; α in [0, 1] and ℓ₀ minimise the sum of squared
//! one-step errors. The spread at h is σ √(1 + (h − 1) α²), σ² with T − 2 degrees of freedom (at least 1).

use super::law::Forecast;
use super::optimise::golden;
use super::smoothing::{Parameters, squares};
use super::{ForecastError, Method};

/// Simple exponential smoothing.
#[derive(Clone, Copy, Debug)]
pub struct Ses;

/// SES with a given α: the parameters of the recursion.
pub(crate) fn with_alpha(alpha: f64) -> Parameters {
    Parameters { alpha, beta: 0.0, phi: 1.0, trend: false }
}

/// The α that fits best.
pub(crate) fn best_alpha(values: &[f64]) -> f64 {
    golden(|alpha| with_alpha(alpha).best_start(values).0, 0.0, 1.0, 10).0
}

impl Method for Ses {
    fn name(&self) -> &'static str {
        "ses"
    }

    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
        let parameters = with_alpha(best_alpha(values));
        let fit = parameters.fit(values);
        let freedom = (values.len() as f64 - 2.0).max(1.0);
        let sigma = (squares(&fit.errors) / freedom).sqrt();
        let spread = parameters.growth(horizon).iter().map(|g| g * sigma).collect();
        let forecast = Forecast::student(parameters.points(&fit, horizon), spread, freedom);
        Ok(forecast.with_parameters(&[("alpha", parameters.alpha)]).with_residuals(fit.errors))
    }
}
