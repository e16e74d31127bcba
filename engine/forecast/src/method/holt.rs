//! Holt's linear trend, ETS(A,A,N).
//!
//! Holt (1957), in the form of Hyndman et al. (2008) §2.5.2; 0 ≤ β ≤ α ≤ 1 and the initial states minimise the sum of
//! squared one-step errors. Spread by Table 6.2 there, σ² with T − 4 degrees of freedom (at least 1). With
//! three points the initial states alone fit two of them: the answer then leans on its wide interval.

use super::law::Forecast;
use super::optimise::simplex;
use super::smoothing::{Parameters, squares};
use super::{ForecastError, Method};

/// Holt's linear trend.
#[derive(Clone, Copy, Debug)]
pub struct Holt;

/// Starts of the search: (α, β/α).
pub(crate) const STARTS: [[f64; 2]; 6] =
    [[0.1, 0.1], [0.5, 0.1], [0.9, 0.1], [0.5, 0.5], [0.9, 0.5], [1.0, 0.0]];

impl Method for Holt {
    fn name(&self) -> &'static str {
        "holt"
    }

    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
        let make = |x: &[f64; 2]| Parameters { alpha: x[0], beta: x[0] * x[1], phi: 1.0, trend: true };
        let cost = |x: &[f64; 2]| make(x).best_start(values).0;
        let (x, _) = simplex(cost, &[(0.0, 1.0), (0.0, 1.0)], &STARTS, 40);
        Ok(answer(make(&x), values, horizon, 4))
    }
}

/// The forecast of fitted parameters; `count` of them were fitted, initial states included.
pub(crate) fn answer(parameters: Parameters, values: &[f64], horizon: usize, count: usize) -> Forecast {
    let fit = parameters.fit(values);
    let freedom = (values.len() as f64 - count as f64).max(1.0);
    let sigma = (squares(&fit.errors) / freedom).sqrt();
    let spread = parameters.growth(horizon).iter().map(|g| g * sigma).collect();
    let forecast = Forecast::student(parameters.points(&fit, horizon), spread, freedom);
    let named = [("alpha", parameters.alpha), ("beta", parameters.beta), ("phi", parameters.phi)];
    forecast.with_parameters(&named).with_residuals(fit.errors)
}
