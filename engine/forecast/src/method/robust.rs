//! A drift that one wild year cannot move.
//!
//! The slope is the median of all pairwise slopes (Theil 1950; Sen 1968, "Estimates of the regression coefficient
//! based on Kendall's tau", JASA 63), halved towards none as in Theta, from the last value moved half-way to the
//! median of the last three values each carried to the end by the slope. The spread comes from the median absolute
//! one-year error around the slope, × 1.4826 (normal consistency), grows with √h and has T − 2 degrees of freedom.

use super::law::Forecast;
use super::{ForecastError, Method};

/// Theil–Sen drift from a guarded last level.
#[derive(Clone, Copy, Debug)]
pub struct Robust;

/// The median; the mean of the middle two where the count is even. Zero for none.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len();
    match n {
        0 => 0.0,
        _ if n % 2 == 1 => sorted[n / 2],
        _ => 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]),
    }
}

/// The median of all pairwise slopes.
pub(crate) fn median_slope(values: &[f64]) -> f64 {
    let mut slopes = Vec::with_capacity(values.len() * values.len() / 2);
    for (j, y) in values.iter().enumerate() {
        for (i, x) in values[..j].iter().enumerate() {
            slopes.push((y - x) / (j - i) as f64);
        }
    }
    median(&slopes)
}

impl Method for Robust {
    fn name(&self) -> &'static str {
        "robust"
    }

    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
        let n = values.len();
        let slope = median_slope(values);
        let last = values[n - 1];
        let carried: Vec<f64> = (0..3).map(|i| values[n - 1 - i] + i as f64 * slope).collect();
        let level = 0.5 * (last + median(&carried));
        let errors: Vec<f64> = values.windows(2).map(|w| w[1] - w[0] - slope).collect();
        let sizes: Vec<f64> = errors.iter().map(|e| e.abs()).collect();
        let sigma = 1.4826 * median(&sizes);
        let points = (1..=horizon).map(|h| level + 0.5 * slope * h as f64).collect();
        let spread = (1..=horizon).map(|h| sigma * (h as f64).sqrt()).collect();
        let forecast = Forecast::student(points, spread, n as f64 - 2.0);
        Ok(forecast.with_parameters(&[("slope", slope)]).with_residuals(errors))
    }
}
