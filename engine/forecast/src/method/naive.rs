//! The random walk without drift: every step is the last value.
//!
//! ŷ_(T+h) = y_T; σ² is the mean square of the n − 1 differences, the spread at h is σ√h with n − 1 degrees of
//! freedom (Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., §5.2 and 5.5).

use super::law::Forecast;
use super::{ForecastError, Method};

/// The last value.
#[derive(Clone, Copy, Debug)]
pub struct Naive;

impl Method for Naive {
    fn name(&self) -> &'static str {
        "naive"
    }

    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
        let errors: Vec<f64> = values.windows(2).map(|w| w[1] - w[0]).collect();
        let n = errors.len() as f64;
        let sigma = (errors.iter().map(|e| e * e).sum::<f64>() / n).sqrt();
        let last = values[values.len() - 1];
        let spread = (1..=horizon).map(|h| sigma * (h as f64).sqrt()).collect();
        Ok(Forecast::student(vec![last; horizon], spread, n).with_residuals(errors))
    }
}
