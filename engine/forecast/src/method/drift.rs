//! The random walk with drift.
//!
//! ŷ_(T+h) = y_T + h d̄ with d̄ = (y_T − y_1)/n over n = T − 1 differences; σ² their variance (divisor n − 1), the
//! spread at h is σ √(h (1 + h/n)) with n − 1 degrees of freedom (Hyndman & Athanasopoulos, §5.2 and 5.5).

use super::law::Forecast;
use super::{ForecastError, Method};

/// The last value and the mean change.
#[derive(Clone, Copy, Debug)]
pub struct Drift;

impl Method for Drift {
    fn name(&self) -> &'static str {
        "drift"
    }

    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
        let n = (values.len() - 1) as f64;
        let last = values[values.len() - 1];
        let drift = (last - values[0]) / n;
        let errors: Vec<f64> = values.windows(2).map(|w| w[1] - w[0] - drift).collect();
        let sigma = (errors.iter().map(|e| e * e).sum::<f64>() / (n - 1.0)).sqrt();
        let points = (1..=horizon).map(|h| last + h as f64 * drift).collect();
        let spread = (1..=horizon).map(|h| sigma * (h as f64 * (1.0 + h as f64 / n)).sqrt()).collect();
        let fit = Forecast::student(points, spread, n - 1.0);
        Ok(fit.with_parameters(&[("drift", drift)]).with_residuals(errors))
    }
}
