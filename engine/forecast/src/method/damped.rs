//! The damped trend, ETS(A,Ad,N).
//!
//! Gardner & McKenzie (1985), "Forecasting trends in time series", Management Science 31, in the form of Hyndman
//! et al. (2008) §2.5.2: as Holt, with φ in [0.8, 0.98]. σ² with T − 5 degrees of freedom (at least 1).

use super::holt::answer;
use super::law::Forecast;
use super::optimise::simplex;
use super::smoothing::Parameters;
use super::{ForecastError, Method};

/// The damped trend.
#[derive(Clone, Copy, Debug)]
pub struct Damped;

/// Starts of the search: (α, β/α, φ).
pub(crate) const STARTS: [[f64; 3]; 7] = [
    [0.1, 0.1, 0.9],
    [0.5, 0.1, 0.9],
    [0.9, 0.1, 0.9],
    [0.9, 0.5, 0.85],
    [0.1, 0.01, 0.97],
    [0.5, 0.01, 0.97],
    [0.9, 0.01, 0.97],
];

impl Method for Damped {
    fn name(&self) -> &'static str {
        "damped"
    }

    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
        let make = |x: &[f64; 3]| Parameters { alpha: x[0], beta: x[0] * x[1], phi: x[2], trend: true };
        let cost = |x: &[f64; 3]| make(x).best_start(values).0;
        let (x, _) = simplex(cost, &[(0.0, 1.0), (0.0, 1.0), (0.8, 0.98)], &STARTS, 50);
        Ok(answer(make(&x), values, horizon, 5))
    }
}
