//! The way a panel is forecast once the choice is made. In: a window and its features. Out: its forecast.
//!
//! Around a plain method's centre the pooled model keeps its spread: the intervals of plain methods are too narrow for short
//! series. Not here: the choice (`choose`).

use super::{MethodChoice, THETA_SHARE};
use crate::error::ForecastError;
use crate::method::{self, FEWEST, Forecast};
use crate::pooled::{Features, Network, pooled};

/// The local centre that the pooled model is mixed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Local {
    /// The last value.
    Naive,
    /// The mean of naive and drift.
    NaiveDrift,
    /// Classic Theta.
    Theta,
}

/// What is run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Way {
    /// A method of one series, with its own law.
    Plain(String),
    /// The pooled model with a share of a local centre.
    Pooled(f64, Local),
}

impl Local {
    /// All of them, in the order in which they are shown.
    pub(super) const ALL: [Self; 3] = [Self::Naive, Self::NaiveDrift, Self::Theta];

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Naive => "naive",
            Self::NaiveDrift => "naive-drift",
            Self::Theta => "theta",
        }
    }

    /// (first step, further step) above the last value, in units of the scale: from what the features know already.
    pub(super) fn line(self, features: &Features) -> (f64, f64) {
        let half = 0.5 * features.odd[Features::GROWTH];
        match self {
            Self::Naive => (0.0, 0.0),
            Self::NaiveDrift => (half, half),
            Self::Theta => features.theta,
        }
    }
}

impl Way {
    /// The way of a choice; `auto` before any backtest.
    pub(super) fn of(choice: &MethodChoice) -> Self {
        match choice {
            MethodChoice::Auto => Self::Pooled(THETA_SHARE, Local::Theta),
            MethodChoice::Pooled => Self::Pooled(0.0, Local::Theta),
            MethodChoice::Named(name) => Self::Plain(name.clone()),
        }
    }

    /// Its name in tables.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Plain(name) => name.clone(),
            Self::Pooled(share, _) if *share <= 0.0 => "pooled".to_string(),
            Self::Pooled(share, local) if *share < 1.0 => format!("pooled-{}", local.name()),
            Self::Pooled(_, local) => format!("{} with pooled spread", local.name()),
        }
    }

    /// The forecast of one window.
    pub(super) fn run(
        &self,
        network: &Network,
        values: &[f64],
        features: Option<&(f64, Features)>,
        growth: f64,
        horizon: usize,
    ) -> Result<Forecast, ForecastError> {
        let (share, local) = match self {
            Self::Plain(name) => return method::forecast(method::by_name(name)?.as_ref(), values, horizon),
            Self::Pooled(share, local) => (*share, local),
        };
        method::check(values, horizon)?;
        let Some((factor, features)) = features else {
            return Err(ForecastError::TooFew { what: "points", found: values.len(), needed: FEWEST });
        };
        let line = local.line(features);
        let answer = pooled(network, features, growth, (share, line), horizon)?.scaled(1.0 / factor);
        crate::error::all_finite("the forecast", &answer.points)?;
        Ok(answer)
    }
}
