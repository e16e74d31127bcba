//! ETS with automatic choice among the annual forms.
//!
//! Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing: error additive or multiplicative,
//! trend none, additive or damped. The recursion of the states is the same for both errors; they differ in the
//! likelihood, −2 ln L = n ln Σε² (+ 2 Σ ln|ŷ| where ε = e/ŷ), up to a constant (§5.1), and in the variance at h
//! (Tables 6.2 and eq. 6.3–6.5). The form with the least AICc is taken; k counts the smoothing parameters, the
//! initial states and the variance. A form is a candidate only where n − k − 1 > 0; without any it is SES. Initial
//! states are least-squares ones in both cases.

use super::law::Forecast;
use super::optimise::{golden, simplex};
use super::smoothing::{Parameters, Smoothed, squares};
use super::{ForecastError, Method};
use crate::words::Words;

/// A form of ETS without season.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EtsForm {
    /// Multiplicative error; needs values above zero.
    pub multiplicative: bool,
    /// With a trend.
    pub trend: bool,
    /// With a damped trend.
    pub damped: bool,
}

/// ETS: of the forms given, the one with the least AICc.
#[derive(Clone, Debug)]
pub struct Ets {
    /// The candidates, in the order in which a tie is decided.
    pub forms: Vec<EtsForm>,
}

impl Default for Ets {
    fn default() -> Self {
        let mut forms = Vec::new();
        for multiplicative in [false, true] {
            for (trend, damped) in [(false, false), (true, false), (true, true)] {
                forms.push(EtsForm { multiplicative, trend, damped });
            }
        }
        Self { forms }
    }
}

impl Ets {
    /// The forms with additive errors alone: the answer then turns with a mirrored series.
    pub fn additive() -> Self {
        let mut all = Self::default();
        all.forms.retain(|form| !form.multiplicative);
        all
    }
}

impl EtsForm {
    /// Its usual name, e.g. "ETS(A,Ad,N)".
    pub fn name(&self) -> &'static str {
        match (self.multiplicative, self.trend, self.damped) {
            (false, false, _) => "ETS(A,N,N)",
            (false, true, false) => "ETS(A,A,N)",
            (false, true, true) => "ETS(A,Ad,N)",
            (true, false, _) => "ETS(M,N,N)",
            (true, true, false) => "ETS(M,A,N)",
            (true, true, true) => "ETS(M,Ad,N)",
        }
    }

    /// k: smoothing parameters, initial states, variance.
    fn count(&self) -> usize {
        3 + if self.trend { 2 } else { 0 } + usize::from(self.trend && self.damped)
    }

    /// −2 ln L up to a constant, and infinite where the form does not apply.
    fn deviance(&self, parameters: &Parameters, values: &[f64]) -> f64 {
        let n = values.len() as f64;
        if !self.multiplicative {
            return n * libm::log(parameters.best_start(values).0.max(f64::MIN_POSITIVE));
        }
        let fit = parameters.fit(values);
        if fit.fitted.iter().any(|guess| *guess <= 0.0) {
            return f64::INFINITY;
        }
        let (mut sum, mut logs) = (0.0, 0.0);
        for (error, guess) in fit.errors.iter().zip(&fit.fitted) {
            sum += (error / guess) * (error / guess);
            logs += libm::log(*guess);
        }
        n * libm::log(sum.max(f64::MIN_POSITIVE)) + 2.0 * logs
    }

    /// The smoothing parameters that fit best, with their deviance.
    fn best(&self, values: &[f64]) -> (Parameters, f64) {
        let cost = |p: &Parameters| self.deviance(p, values);
        if !self.trend {
            let make = |alpha| Parameters { alpha, beta: 0.0, phi: 1.0, trend: false };
            let (alpha, value) = golden(|alpha| cost(&make(alpha)), 0.0, 1.0, 10);
            return (make(alpha), value);
        }
        if !self.damped {
            let make = |x: &[f64; 2]| Parameters { alpha: x[0], beta: x[0] * x[1], phi: 1.0, trend: true };
            let starts = super::holt::STARTS;
            let (x, value) = simplex(|x| cost(&make(x)), &[(0.0, 1.0), (0.0, 1.0)], &starts, 40);
            return (make(&x), value);
        }
        let make = |x: &[f64; 3]| Parameters { alpha: x[0], beta: x[0] * x[1], phi: x[2], trend: true };
        let starts = super::damped::STARTS;
        let bounds = [(0.0, 1.0), (0.0, 1.0), (0.8, 0.98)];
        let (x, value) = simplex(|x| cost(&make(x)), &bounds, &starts, 50);
        (make(&x), value)
    }

    /// The spread of each step.
    fn spread(&self, parameters: &Parameters, fit: &Smoothed, points: &[f64], freedom: f64) -> Vec<f64> {
        if !self.multiplicative {
            let sigma = (squares(&fit.errors) / freedom).sqrt();
            return parameters.growth(points.len()).iter().map(|g| g * sigma).collect();
        }
        let relative: Vec<f64> = fit.errors.iter().zip(&fit.fitted).map(|(e, g)| e / g).collect();
        let variance = squares(&relative) / freedom;
        let mut theta: Vec<f64> = Vec::with_capacity(points.len());
        for (i, point) in points.iter().enumerate() {
            let carried: f64 =
                (1..=i).map(|j| parameters.weight(j) * parameters.weight(j) * theta[i - j]).sum();
            theta.push(point * point + variance * carried);
        }
        let mut widest = 0.0f64;
        theta
            .iter()
            .zip(points)
            .map(|(t, point)| {
                widest = widest.max((t * (1.0 + variance) - point * point).max(0.0).sqrt());
                widest
            })
            .collect()
    }
}

impl Method for Ets {
    fn name(&self) -> &'static str {
        "ets"
    }

    fn moves_with_level(&self) -> bool {
        self.forms.iter().all(|form| !form.multiplicative)
    }

    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
        let n = values.len();
        let positive = values.iter().all(|y| *y > 0.0);
        let mut best: Option<(EtsForm, Parameters, f64)> = None;
        for form in &self.forms {
            let k = form.count();
            if n < k + 2 || (form.multiplicative && !positive) {
                continue;
            }
            let (parameters, deviance) = form.best(values);
            let aicc = deviance + 2.0 * k as f64 + 2.0 * (k * (k + 1)) as f64 / (n - k - 1) as f64;
            if aicc.is_finite() && best.as_ref().is_none_or(|b| aicc < b.2) {
                best = Some((*form, parameters, aicc));
            }
        }
        let Some((form, parameters, aicc)) = best else {
            let mut plain = super::Ses.run(values, horizon)?;
            plain.note = Words::both(
                format!("{n} points allow no choice by AICc: ETS(A,N,N)"),
                format!("{n} punkter tillader intet valg efter AICc: ETS(A,N,N)"),
            );
            return Ok(plain);
        };
        let fit = parameters.fit(values);
        let freedom = (n as f64 - form.count() as f64 + 1.0).max(1.0);
        let points = parameters.points(&fit, horizon);
        let spread = form.spread(&parameters, &fit, &points, freedom);
        let named =
            [("alpha", parameters.alpha), ("beta", parameters.beta), ("phi", parameters.phi), ("aicc", aicc)];
        let mut forecast =
            Forecast::student(points, spread, freedom).with_parameters(&named).with_residuals(fit.errors);
        forecast.note = Words::same(form.name());
        Ok(forecast)
    }
}
