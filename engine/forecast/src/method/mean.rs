//! The mean of all values.
//!
//! ŷ = ȳ; the spread is s √(1 + 1/T) with T − 1 degrees of freedom (Hyndman & Athanasopoulos, §5.2 and 5.5).

use super::law::Forecast;
use super::{ForecastError, Method};

/// The mean.
#[derive(Clone, Copy, Debug)]
pub struct Mean;

impl Method for Mean {
    fn name(&self) -> &'static str {
        "mean"
    }

    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let errors: Vec<f64> = values.iter().map(|y| y - mean).collect();
        let s = (errors.iter().map(|e| e * e).sum::<f64>() / (n - 1.0)).sqrt();
        let spread = vec![s * (1.0 + 1.0 / n).sqrt(); horizon];
        Ok(Forecast::student(vec![mean; horizon], spread, n - 1.0).with_residuals(errors))
    }
}
