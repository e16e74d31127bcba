//! How good a forecast was. In: points, quantiles or draws, and what came. Out: f64 scores.
//!
//! Scaled scores divide by the mean absolute change inside the window that was given (Hyndman & Koehler 2006,
//! "Another look at measures of forecast accuracy"); a constant window has no scale and no scaled scores. Not here:
//! means over series (`backtest`).

use crate::error::ForecastError;

/// The mean absolute change of a window; none where it is below 1e-9 of the mean size, or the window is
/// shorter than two.
pub fn scale(window: &[f64]) -> Option<f64> {
    let n = window.len() as f64;
    let size = window.iter().map(|y| y.abs()).sum::<f64>() / n;
    let change = window.windows(2).map(|w| (w[1] - w[0]).abs()).sum::<f64>() / (n - 1.0);
    Some(change).filter(|c| c.is_finite() && *c > 1e-9 * size)
}

/// The mean absolute error.
pub fn mae(points: &[f64], actual: &[f64]) -> f64 {
    points.iter().zip(actual).map(|(p, y)| (y - p).abs()).sum::<f64>() / actual.len() as f64
}

/// The mean absolute scaled error; none where the window has no scale.
pub fn mase(points: &[f64], actual: &[f64], window: &[f64]) -> Option<f64> {
    scale(window).map(|s| mae(points, actual) / s)
}

/// The root mean squared scaled error: the mean square of errors over the mean square of changes in the window.
pub fn rmsse(points: &[f64], actual: &[f64], window: &[f64]) -> Option<f64> {
    scale(window)?;
    let changes = window.windows(2).map(|w| (w[1] - w[0]) * (w[1] - w[0])).sum::<f64>();
    let square = points.iter().zip(actual).map(|(p, y)| (y - p) * (y - p)).sum::<f64>() / actual.len() as f64;
    Some((square / (changes / (window.len() - 1) as f64)).sqrt())
}

/// The symmetric mean absolute percentage error, in percent: mean of 200 |y − ŷ| / (|y| + |ŷ|).
pub fn smape(points: &[f64], actual: &[f64]) -> f64 {
    let one = |(p, y): (&f64, &f64)| 200.0 * (y - p).abs() / (y.abs() + p.abs()).max(1e-12);
    points.iter().zip(actual).map(one).sum::<f64>() / actual.len() as f64
}

/// The interval score of a central interval of `level` (Gneiting & Raftery 2007, "Strictly proper scoring rules,
/// prediction, and estimation", eq. 43): width + 2/α × what lies outside, α = 1 − level.
pub fn interval_score(low: f64, high: f64, actual: f64, level: f64) -> f64 {
    high - low + 2.0 / (1.0 - level) * ((low - actual).max(0.0) + (actual - high).max(0.0))
}

/// The pinball loss of a quantile at probability `p`.
pub fn pinball(quantile: f64, actual: f64, p: f64) -> f64 {
    let d = actual - quantile;
    (p * d).max((p - 1.0) * d)
}

/// The CRPS by quantiles: twice the mean pinball loss over evenly spaced probabilities.
pub fn crps_quantiles(quantiles: &[f64], probabilities: &[f64], actual: f64) -> f64 {
    let sum: f64 = quantiles.iter().zip(probabilities).map(|(q, p)| pinball(*q, actual, *p)).sum();
    2.0 * sum / probabilities.len() as f64
}

/// The exact CRPS of an equally weighted sample: mean |x − y| − ½ mean |x − x′| (Gneiting & Raftery 2007, eq. 21).
/// Error: no draws.
pub fn crps_sample(draws: &[f64], actual: f64) -> Result<f64, ForecastError> {
    if draws.is_empty() {
        return Err(ForecastError::TooFew { what: "draws", found: 0, needed: 1 });
    }
    let mut sorted = draws.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let near = sorted.iter().map(|x| (x - actual).abs()).sum::<f64>() / n;
    let apart: f64 = sorted.iter().enumerate().map(|(i, x)| (2.0 * i as f64 + 1.0 - n) * x).sum();
    Ok(near - apart / (n * n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let window = [1.0, 3.0, 2.0];
        assert!((scale(&window).unwrap() - 1.5).abs() < 1e-12);
        assert!(scale(&[2.0, 2.0, 2.0]).is_none());
        assert!((mase(&[2.0, 2.0], &[5.0, 2.0], &window).unwrap() - 1.0).abs() < 1e-12);
        assert!((rmsse(&[2.0, 2.0], &[5.0, 2.0], &window).unwrap() - (4.5f64 / 2.5).sqrt()).abs() < 1e-12);
        assert!((smape(&[1.0], &[3.0]) - 100.0).abs() < 1e-12);
        assert!((interval_score(0.0, 2.0, 3.0, 0.95) - 42.0).abs() < 1e-9);
        assert!((pinball(1.0, 3.0, 0.9) - 1.8).abs() < 1e-12);
        assert!((crps_quantiles(&[1.0], &[0.5], 3.0) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn crps_of_a_normal_sample_is_the_closed_form() {
        let n = 2000;
        let draws: Vec<f64> =
            (0..n).map(|i| crate::distribution::normal_quantile((i as f64 + 0.5) / n as f64)).collect();
        let y: f64 = 0.7;
        let density = libm::exp(-0.5 * y * y) / core::f64::consts::TAU.sqrt();
        let cdf = crate::distribution::normal_cdf(y);
        let exact = y * (2.0 * cdf - 1.0) + 2.0 * density - 1.0 / core::f64::consts::PI.sqrt();
        assert!((crps_sample(&draws, y).unwrap() - exact).abs() < 1e-3);
    }
}
