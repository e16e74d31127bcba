//! The optimised Theta method.
//!
//! Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016), "Models for optimising the theta method and their
//! relationship to state space models", International Journal of Forecasting 32: with the least-squares line A + B t,
//! the θ-line is θ y_t + (1 − θ)(A + B t); ŷ = (1 − 1/θ)(A + B t) + (1/θ) × SES of the θ-line. Since SES is linear this is
//! SES of y plus (1 − 1/θ) × (line − SES of the line): α in [0, 1] and θ in [1, 20] minimise the sum of squared one-step
//! errors, the first of which fixes the initial state. θ = 2 gives the classic method up to its initial state.

use super::law::Forecast;
use super::optimise::simplex;
use super::smoothing::squares;
use super::theta::line;
use super::{ForecastError, Method};

/// Theta with α and θ fitted.
#[derive(Clone, Copy, Debug)]
pub struct ThetaOptimised;

/// One run: one-step errors, the level of the θ-line's SES and the line.
struct Run {
    errors: Vec<f64>,
    level: f64,
    a: f64,
    b: f64,
}

fn run(values: &[f64], alpha: f64, share: f64) -> Run {
    let (a, b) = line(values);
    let theta = 1.0 / share;
    let bend = |t: usize, y: f64| theta * y + (1.0 - theta) * (a + b * (t as f64 + 1.0));
    let mut level = bend(0, values[0]);
    let mut errors = Vec::with_capacity(values.len());
    for (t, y) in values.iter().enumerate() {
        let guess = (1.0 - share) * (a + b * (t as f64 + 1.0)) + share * level;
        errors.push(y - guess);
        level += alpha * (bend(t, *y) - level);
    }
    Run { errors, level, a, b }
}

impl Method for ThetaOptimised {
    fn name(&self) -> &'static str {
        "theta-optimised"
    }

    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
        let cost = |x: &[f64; 2]| squares(&run(values, x[0], x[1]).errors);
        let starts = [[0.1, 0.5], [0.5, 0.5], [0.9, 0.5], [0.5, 0.9], [0.9, 0.2]];
        let (x, _) = simplex(cost, &[(0.0, 1.0), (0.05, 1.0)], &starts, 40);
        let (alpha, share) = (x[0], x[1]);
        let fit = run(values, alpha, share);
        let n = values.len() as f64;
        let points = (1..=horizon)
            .map(|h| (1.0 - share) * (fit.a + fit.b * (n + h as f64)) + share * fit.level)
            .collect();
        let freedom = (n - 4.0).max(1.0);
        let sigma = (squares(&fit.errors) / freedom).sqrt();
        let spread = (1..=horizon).map(|h| sigma * (1.0 + (h as f64 - 1.0) * alpha * alpha).sqrt()).collect();
        let forecast = Forecast::student(points, spread, freedom);
        Ok(forecast.with_parameters(&[("alpha", alpha), ("theta", 1.0 / share)]).with_residuals(fit.errors))
    }
}
