//! What a method answers with. In: a location and a spread a step, or quantiles a step. Out: `Forecast`: points
//! and quantiles that never cross.
//!
//! Not here: how they were found.

use crate::distribution::t_quantile;
use crate::words::Words;
use ndarray::Array2;

/// The predictive distribution of each step.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Student-t: location and spread (not the standard deviation) a step; infinite freedom is the normal.
    T {
        /// One a step.
        location: Vec<f64>,
        /// One a step, not negative.
        spread: Vec<f64>,
        /// Degrees of freedom, above 0.
        freedom: f64,
    },
    /// The exponential of a law.
    Exp(Box<Law>),
    /// A weighted mean of quantiles at equal probability (Vincent 1912); weights sum to 1.
    Mean(Vec<(f64, Law)>),
    /// Quantiles at fixed probabilities, straight lines in between, and beyond the ends the outermost
    /// distance from the median stretched like a Student-t with 4 degrees of freedom.
    Table {
        /// Probabilities in rising order, with 0.5 among them.
        probabilities: Vec<f64>,
        /// (step × probability), rising along each row.
        values: Array2<f64>,
    },
}

impl Law {
    /// The quantile at `step` (from 0) and 0 < `p` < 1.
    pub fn quantile(&self, step: usize, p: f64) -> f64 {
        match self {
            Self::T { location, spread, freedom } => {
                if spread[step] > 0.0 && (p - 0.5).abs() > 1e-12 {
                    location[step] + spread[step] * t_quantile(p, *freedom)
                } else {
                    location[step]
                }
            }
            Self::Exp(law) => libm::exp(law.quantile(step, p)),
            Self::Mean(parts) => parts.iter().map(|(weight, law)| weight * law.quantile(step, p)).sum(),
            Self::Table { probabilities, values } => {
                interpolate(probabilities, values.row(step).as_slice().unwrap_or(&[]), p)
            }
        }
    }

    /// The quantiles at `p` of the first `steps` steps: as [`Law::quantile`], with the work that steps share done once.
    pub fn path(&self, steps: usize, p: f64) -> Vec<f64> {
        match self {
            Self::T { location, spread, freedom } => {
                let t = if (p - 0.5).abs() > 1e-12 { t_quantile(p, *freedom) } else { 0.0 };
                let one = |(x, s): (&f64, &f64)| if *s > 0.0 { x + s * t } else { *x };
                location.iter().zip(spread).take(steps).map(one).collect()
            }
            Self::Exp(law) => law.path(steps, p).into_iter().map(libm::exp).collect(),
            Self::Mean(parts) => {
                let mut sum = vec![0.0; steps];
                for (weight, law) in parts {
                    sum.iter_mut().zip(law.path(steps, p)).for_each(|(s, x)| *s += weight * x);
                }
                sum
            }
            Self::Table { .. } => (0..steps).map(|step| self.quantile(step, p)).collect(),
        }
    }

    /// The same law of values multiplied with `factor` > 0. Laws in logarithms are shifted.
    pub fn scaled(self, factor: f64) -> Self {
        match self {
            Self::T { location, spread, freedom } => Self::T {
                location: location.iter().map(|x| x * factor).collect(),
                spread: spread.iter().map(|x| x * factor).collect(),
                freedom,
            },
            Self::Exp(law) => Self::Exp(Box::new(law.shifted(libm::log(factor)))),
            Self::Mean(parts) => {
                Self::Mean(parts.into_iter().map(|(w, law)| (w, law.scaled(factor))).collect())
            }
            Self::Table { probabilities, values } => Self::Table { probabilities, values: values * factor },
        }
    }

    /// The same law of values moved by `by` (of logarithms: inside an exponential a shift has no closed form
    /// and the law is left as it is).
    pub fn shifted(self, by: f64) -> Self {
        match self {
            Self::T { location, spread, freedom } => {
                Self::T { location: location.iter().map(|x| x + by).collect(), spread, freedom }
            }
            Self::Exp(law) => Self::Exp(law),
            Self::Mean(parts) => Self::Mean(parts.into_iter().map(|(w, law)| (w, law.shifted(by))).collect()),
            Self::Table { probabilities, values } => Self::Table { probabilities, values: values + by },
        }
    }
}

/// The quantile of a row by straight lines; see [`Law::Table`].
fn interpolate(probabilities: &[f64], row: &[f64], p: f64) -> f64 {
    if let Some(i) = probabilities.iter().position(|x| (x - p).abs() < 1e-9) {
        return row.get(i).copied().unwrap_or(f64::NAN);
    }
    let last = row.len().saturating_sub(1);
    let at = probabilities.partition_point(|x| *x <= p);
    if row.is_empty() {
        return f64::NAN;
    }
    let end = if at == 0 {
        0
    } else if at > last && p > probabilities[last] {
        last
    } else {
        let (i, j) = (at - 1, at.min(last));
        let width = probabilities[j] - probabilities[i];
        let share = if width > 0.0 { (p - probabilities[i]) / width } else { 0.0 };
        return row[i] + share * (row[j] - row[i]);
    };
    let middle = interpolate_at(probabilities, row, 0.5);
    let stretch = t_quantile(p, 4.0) / t_quantile(probabilities[end], 4.0);
    middle + (row[end] - middle) * stretch
}

/// The value at a probability that stands in the table.
fn interpolate_at(probabilities: &[f64], row: &[f64], p: f64) -> f64 {
    let i = probabilities.partition_point(|x| *x < p - 1e-12).min(row.len() - 1);
    row[i]
}

/// A forecast of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The point forecast of each step: the centre that the method stands for.
    pub points: Vec<f64>,
    /// Its predictive distribution.
    pub law: Law,
    /// What was fitted, by name, e.g. ("alpha", 0.4).
    pub parameters: Vec<(&'static str, f64)>,
    /// The one-step errors inside the sample, where the method has them.
    pub residuals: Vec<f64>,
    /// What a reader should know; empty if nothing.
    pub note: Words,
}

impl Forecast {
    /// A forecast with a Student-t law around its points.
    pub fn student(points: Vec<f64>, spread: Vec<f64>, freedom: f64) -> Self {
        let law = Law::T { location: points.clone(), spread, freedom };
        Self { points, law, parameters: Vec::new(), residuals: Vec::new(), note: Words::default() }
    }

    /// The number of steps.
    pub fn horizon(&self) -> usize {
        self.points.len()
    }

    /// The quantile at `step` (from 0) and 0 < `p` < 1.
    pub fn quantile(&self, step: usize, p: f64) -> f64 {
        self.law.quantile(step, p)
    }

    /// The central interval of a level in (0, 1), e.g. 0.8.
    pub fn interval(&self, step: usize, level: f64) -> (f64, f64) {
        (self.quantile(step, 0.5 - 0.5 * level), self.quantile(step, 0.5 + 0.5 * level))
    }

    /// The forecast of values multiplied with `factor` > 0. Outside logarithms a drift or slope is multiplied too, and an AICc
    /// moves by 2 n ln factor.
    pub fn scaled(mut self, factor: f64) -> Self {
        self.points.iter_mut().for_each(|x| *x *= factor);
        if !matches!(self.law, Law::Exp(_)) {
            let n = self.residuals.len() as f64;
            for (name, value) in &mut self.parameters {
                match *name {
                    "drift" | "slope" => *value *= factor,
                    "aicc" => *value += 2.0 * n * libm::log(factor),
                    _ => {}
                }
            }
            self.residuals.iter_mut().for_each(|x| *x *= factor);
        }
        self.law = self.law.scaled(factor);
        self
    }

    /// The forecast of values moved by `by` (not for laws in logarithms, see [`Law::shifted`]).
    pub fn shifted(mut self, by: f64) -> Self {
        self.points.iter_mut().for_each(|x| *x += by);
        self.law = self.law.shifted(by);
        self
    }

    /// With the parameters that were fitted.
    pub fn with_parameters(mut self, parameters: &[(&'static str, f64)]) -> Self {
        self.parameters = parameters.to_vec();
        self
    }

    /// With the one-step errors inside the sample.
    pub fn with_residuals(mut self, residuals: Vec<f64>) -> Self {
        self.residuals = residuals;
        self
    }
}
