//! The Theta method.
//!
//! Assimakopoulos & Nikolopoulos (2000); by Hyndman & Billah (2003), "Unmasking the Theta method", it is SES with a
//! drift of half the slope b of the least-squares line: ŷ_(T+h) = ℓ_T + ½ b (h − 1 + (1 − (1 − α)ᵀ)/α). The spread at h is
//! σ √(1 + (h − 1) α²), σ² from the one-step errors of SES with drift with T − 3 degrees of freedom (at least 1).

use super::law::Forecast;
use super::ses::{best_alpha, with_alpha};
use super::{ForecastError, Method};

/// The Theta method with θ = 0 and 2.
#[derive(Clone, Copy, Debug)]
pub struct Theta;

/// The least-squares line a + b t over t = 1 … T: (a, b).
pub(crate) fn line(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let middle = 0.5 * (n + 1.0);
    let mean = values.iter().sum::<f64>() / n;
    let top: f64 = values.iter().enumerate().map(|(i, y)| (i as f64 + 1.0 - middle) * (y - mean)).sum();
    let slope = top / (n * (n * n - 1.0) / 12.0);
    (mean - slope * middle, slope)
}

/// (1 − (1 − α)ᵗ)/α, which is t at α = 0.
pub(crate) fn weight_sum(alpha: f64, t: usize) -> f64 {
    if alpha < 1e-9 { t as f64 } else { (1.0 - libm::pow(1.0 - alpha, t as f64)) / alpha }
}

impl Method for Theta {
    fn name(&self) -> &'static str {
        "theta"
    }

    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
        let alpha = best_alpha(values);
        let parameters = with_alpha(alpha);
        let fit = parameters.fit(values);
        let half = 0.5 * line(values).1;
        let errors: Vec<f64> =
            fit.errors.iter().enumerate().map(|(t, e)| e - half * weight_sum(alpha, t + 1)).collect();
        let at_end = weight_sum(alpha, values.len());
        let points = (1..=horizon).map(|h| fit.level + half * (h as f64 - 1.0 + at_end)).collect();
        let freedom = (values.len() as f64 - 3.0).max(1.0);
        let sigma = (errors.iter().map(|e| e * e).sum::<f64>() / freedom).sqrt();
        let spread = parameters.growth(horizon).iter().map(|g| g * sigma).collect();
        let forecast = Forecast::student(points, spread, freedom);
        Ok(forecast.with_parameters(&[("alpha", alpha), ("drift", half)]).with_residuals(errors))
    }
}
