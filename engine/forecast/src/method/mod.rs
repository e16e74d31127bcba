//! The methods, one file each. In: the values of one series in order of time. Out: a `Forecast`.
//!
//! Every method answers every series of three finite points or more; fewer is a named error. Not here: what
//! is learnt from other series (`pooled`, `panel`), the choice between methods (`panel`).

mod combine;
mod damped;
mod drift;
mod ets;
mod holt;
mod law;
mod logs;
mod mean;
mod naive;
mod optimise;
mod regression;
mod robust;
mod ses;
mod smoothing;
mod theta;
mod theta_optimised;

pub use combine::Combination;
pub use damped::Damped;
pub use drift::Drift;
pub use ets::{Ets, EtsForm};
pub use holt::Holt;
pub use law::{Forecast, Law};
pub use logs::Logs;
pub use mean::Mean;
pub use naive::Naive;
pub use regression::{DriverFit, DriverForecast, regression};
pub use robust::Robust;
pub(crate) use robust::median;
pub use ses::Ses;
pub use theta::Theta;
pub use theta_optimised::ThetaOptimised;

use crate::error::{ForecastError, all_finite};

/// The fewest points that every method answers.
pub const FEWEST: usize = 3;

/// A way to forecast one series from its own past.
pub trait Method: Send + Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;

    /// True where values moved by a constant move the forecast by it; logarithms are not.
    fn moves_with_level(&self) -> bool {
        true
    }

    /// The forecast of steps 1 to `horizon`, of values that are finite, at least [`FEWEST`], and neither
    /// vast nor tiny: [`forecast`] sees to that.
    fn run(&self, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError>;
}

/// Forecasts one series: checks it, brings it to a size of about 1 by a power of two, runs the method, and
/// brings the answer back.
///
/// Errors: fewer than [`FEWEST`] points; a value that is not finite; a horizon of 0; an answer beyond what an
/// f64 holds; those of the method.
pub fn forecast(method: &dyn Method, values: &[f64], horizon: usize) -> Result<Forecast, ForecastError> {
    check(values, horizon)?;
    let factor = power_of_two(values);
    let scaled: Vec<f64> = values.iter().map(|x| x * factor).collect();
    let answer = method.run(&scaled, horizon)?.scaled(1.0 / factor);
    all_finite("the forecast", &answer.points)?;
    Ok(answer)
}

/// Refuses what no method can work with.
pub(crate) fn check(values: &[f64], horizon: usize) -> Result<(), ForecastError> {
    all_finite("series", values)?;
    if values.len() < FEWEST {
        return Err(ForecastError::TooFew { what: "points", found: values.len(), needed: FEWEST });
    }
    if horizon == 0 {
        return Err(ForecastError::Option { name: "the horizon", must: "at least 1" });
    }
    Ok(())
}

/// The power of two that brings the largest value to between ½ and 1; 1 for a series of zeros.
pub(crate) fn power_of_two(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0f64, |a, b| a.max(b.abs()));
    if largest <= 0.0 {
        return 1.0;
    }
    let (_, exponent) = libm::frexp(largest);
    libm::ldexp(1.0, -exponent.clamp(-1000, 1000))
}

/// The names of all methods of one series, in the order of the documentation.
pub const NAMES: [&str; 16] = [
    "naive",
    "drift",
    "mean",
    "ses",
    "holt",
    "damped",
    "ets",
    "theta",
    "theta-optimised",
    "naive-drift",
    "comb",
    "robust",
    "log-drift",
    "log-damped",
    "log-theta",
    "log-ets",
];

/// The method of a name. Error: no such name.
pub fn by_name(name: &str) -> Result<Box<dyn Method>, ForecastError> {
    Ok(match name {
        "naive" => Box::new(Naive),
        "drift" => Box::new(Drift),
        "mean" => Box::new(Mean),
        "ses" => Box::new(Ses),
        "holt" => Box::new(Holt),
        "damped" => Box::new(Damped),
        "ets" => Box::new(Ets::default()),
        "theta" => Box::new(Theta),
        "theta-optimised" => Box::new(ThetaOptimised),
        "naive-drift" => Box::new(Combination::naive_drift()),
        "comb" => Box::new(Combination::comb()),
        "robust" => Box::new(Robust),
        "log-drift" => Box::new(Logs::new("log-drift", Box::new(Drift))),
        "log-damped" => Box::new(Logs::new("log-damped", Box::new(Damped))),
        "log-theta" => Box::new(Logs::new("log-theta", Box::new(Theta))),
        "log-ets" => Box::new(Logs::new("log-ets", Box::new(Ets::additive()))),
        other => return Err(ForecastError::Unknown { what: "method", name: other.to_string() }),
    })
}
