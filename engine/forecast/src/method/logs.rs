//! A method in logarithms.
//!
//! Values above zero are forecast as ln y and taken back: points and quantiles are exponentials, so the point is
//! the median, not the mean. A series with a value at or below zero is forecast as it stands, with a note. Not
//! here: a bias correction, since the exponential of a Student-t has no mean.

use super::law::{Forecast, Law};
use super::{ForecastError, Method};
use crate::words::Words;

/// A method in logarithms.
pub struct Logs {
    name: &'static str,
    inner: Box<dyn Method>,
}

impl Logs {
    /// The method `inner` in logarithms.
    pub fn new(name: &'static str, inner: Box<dyn Method>) -> Self {
        Self { name, inner }
    }
}

impl Method for Logs {
    fn name(&self) -> &'static str {
        self.name
    }

    fn moves_with_level(&self) -> bool {
        false
    }

    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
        if values.iter().any(|y| *y <= 0.0) {
            let mut plain = self.inner.run(values, horizon)?;
            let inner = self.inner.name();
            plain.note = Words::both(
                format!("not in logarithms: a value is not above 0 ({inner} instead)"),
                format!("ikke i logaritmer: en værdi er ikke over 0 ({inner} i stedet)"),
            );
            return Ok(plain);
        }
        let logs: Vec<f64> = values.iter().map(|y| libm::log(*y)).collect();
        let inner = self.inner.run(&logs, horizon)?;
        // In logarithms e⁷⁰⁰ is near the end of what an f64 holds; beyond it the answer is an error, not infinite.
        let points = inner.points.iter().map(|x| libm::exp(*x)).collect();
        let law = Law::Exp(Box::new(inner.law));
        Ok(Forecast {
            points,
            law,
            parameters: inner.parameters,
            residuals: inner.residuals,
            note: Words::default(),
        })
    }
}
