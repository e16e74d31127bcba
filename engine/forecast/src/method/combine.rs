//! Combinations of methods with equal weights.
//!
//! Points are averaged; quantiles are averaged at equal probability, which keeps them in order. *naive-drift* is the
//! mean of the random walks without and with drift; *comb* is SES, Holt and damped trend (Makridakis & Hibon
//! 2000, "The M3-Competition", International Journal of Forecasting 16).

use super::law::{Forecast, Law};
use super::{Damped, Drift, ForecastError, Holt, Method, Naive, Ses};
use crate::words::Words;

/// A mean of methods.
pub struct Combination {
    name: &'static str,
    parts: Vec<Box<dyn Method>>,
}

impl Combination {
    /// A combination of at least one method.
    pub fn new(name: &'static str, parts: Vec<Box<dyn Method>>) -> Result<Self, ForecastError> {
        if parts.is_empty() {
            return Err(ForecastError::TooFew { what: "methods to combine", found: 0, needed: 1 });
        }
        Ok(Self { name, parts })
    }

    /// The mean of naive and drift.
    pub fn naive_drift() -> Self {
        Self { name: "naive-drift", parts: vec![Box::new(Naive), Box::new(Drift)] }
    }

    /// The mean of SES, Holt and damped trend.
    pub fn comb() -> Self {
        Self { name: "comb", parts: vec![Box::new(Ses), Box::new(Holt), Box::new(Damped)] }
    }
}

impl Method for Combination {
    fn name(&self) -> &'static str {
        self.name
    }

    fn moves_with_level(&self) -> bool {
        self.parts.iter().all(|part| part.moves_with_level())
    }

    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
        let weight = 1.0 / self.parts.len() as f64;
        let mut points = vec![0.0; horizon];
        let mut laws = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let one = part.run(values, horizon)?;
            points.iter_mut().zip(&one.points).for_each(|(sum, point)| *sum += weight * point);
            laws.push((weight, one.law));
        }
        let law = Law::Mean(laws);
        Ok(Forecast { points, law, parameters: Vec::new(), residuals: Vec::new(), note: Words::default() })
    }
}
