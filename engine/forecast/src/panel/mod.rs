//! Many series at once. In: a panel of series, a horizon, a choice of method. Out: a forecast or a named reason for
//! each, with the panel's growth, its own backtest and the reason for the choice.
//!
//! `auto` is the pooled model mixed with classic Theta (0.7 : 0.3), for every length from three points, unless the panel's
//! own backtest speaks clearly for a plain method (`choose`). Intervals are those of the method, or across the panel
//! (`conformal`). Not here: files and the command line.

mod choose;
mod conformal;
mod way;

pub use choose::{MARGIN, ORIGINS, PanelBacktest, SERIES};

use crate::error::ForecastError;
use crate::method::{self, Forecast};
use crate::pooled::{Features, table};
use crate::series::Series;
use crate::words::Words;
use choose::choose;
use rayon::prelude::*;
use way::Way;

/// The share of classic Theta in `auto`.
pub const THETA_SHARE: f64 = 0.3;
/// The panel's growth is drawn to zero as if so many further series stood still.
pub const STANDING: f64 = 10.0;

/// What shall forecast the panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum MethodChoice {
    /// The default: see the module.
    #[default]
    Auto,
    /// The pooled model alone.
    Pooled,
    /// A method of one series, by its name ([`method::NAMES`]).
    Named(String),
}

impl MethodChoice {
    /// The choice of a name: "auto", "pooled" or one of [`method::NAMES`]. Error: no such name.
    pub fn from_name(name: &str) -> Result<Self, ForecastError> {
        match name {
            "auto" => Ok(Self::Auto),
            "pooled" => Ok(Self::Pooled),
            other => method::by_name(other).map(|_| Self::Named(other.to_string())),
        }
    }
}

/// What may be declared of a panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PanelOptions {
    /// The method.
    pub method: MethodChoice,
    /// The panel's growth, in [−1, 1]: the mean yearly change in units of each series' mean absolute change. Estimated
    /// from the panel where it is not declared; 0 says that nothing is known of direction.
    pub growth: Option<f64>,
    /// Intervals and quantiles from the errors of the same method across the panel instead of the method's own; see
    /// `conformal`. For plain methods, whose own intervals are too narrow for short series.
    pub conformal: bool,
    /// The data are invented. Then they choose, shrink and calibrate nothing: `auto` takes its default without a backtest, the
    /// growth is 0 where none is declared, and intervals are those of the method.
    pub synthetic: bool,
}

impl PanelOptions {
    /// The growth to use: as declared, else the panel's own, else none for invented data.
    fn growth(&self, known: &[Option<(f64, Features)>]) -> f64 {
        self.growth.unwrap_or_else(|| if self.synthetic { 0.0 } else { panel_growth(known) })
    }
}

/// The forecast of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesForecast {
    /// The series.
    pub id: String,
    /// The year (or index) of the first step.
    pub start: i32,
    /// Points, one a step; empty where there is no forecast.
    pub points: Vec<f64>,
    /// (low, high) of each step, one list a level, in the order of the levels asked for.
    pub intervals: Vec<Vec<(f64, f64)>>,
    /// Quantiles of each step, one list a probability, in the order asked for.
    pub quantiles: Vec<Vec<f64>>,
    /// The method that was used.
    pub method: String,
    /// What a reader should know; for a series without forecast the reason.
    pub note: Words,
    /// Why there is no forecast.
    pub refused: Option<ForecastError>,
}

/// The forecast of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelForecast {
    /// One a series, in the order given.
    pub series: Vec<SeriesForecast>,
    /// The growth that was used.
    pub growth: f64,
    /// The panel's own backtest, where it allows one.
    pub backtest: Option<PanelBacktest>,
    /// Why this method, as a sentence.
    pub reason: Words,
}

/// Forecasts a panel with default options but the method; see [`forecast_with`].
pub fn forecast(
    series: &[Series],
    horizon: usize,
    levels: &[f64],
    quantiles: &[f64],
    method: MethodChoice,
) -> Result<PanelForecast, ForecastError> {
    forecast_with(series, horizon, levels, quantiles, &PanelOptions { method, ..Default::default() })
}

/// Forecasts a panel: steps 1 to `horizon`, central intervals of `levels` (in (0, 1), e.g. 0.8) and quantiles at
/// `quantiles` (in (0, 1)).
///
/// Errors: a horizon of 0 or above 1000; a level or probability outside (0, 1); a growth outside [−1, 1]; an unknown
/// method. A series that cannot be forecast is not an error: it is in its place with the reason.
pub fn forecast_with(
    series: &[Series],
    horizon: usize,
    levels: &[f64],
    quantiles: &[f64],
    options: &PanelOptions,
) -> Result<PanelForecast, ForecastError> {
    check(horizon, levels, quantiles, options)?;
    let network = table::shipped()?;
    let windows: Vec<&[f64]> = series.iter().map(|s| s.values.as_slice()).collect();
    let known = describe(&windows);
    let growth = options.growth(&known);
    let (way, backtest, reason) = choose(network, &windows, options)?;
    let reach = if options.conformal && !options.synthetic {
        conformal::errors(network, &windows, &way, options.growth)
    } else {
        None
    };
    let series = series
        .par_iter()
        .zip(&known)
        .map(|(one, features)| {
            let mut answer = way.run(network, &one.values, features.as_ref(), growth, horizon);
            if let (Ok(forecast), Some(errors)) = (&mut answer, &reach) {
                conformal::apply(forecast, &one.values, errors);
            }
            present(one, answer, levels, quantiles, &way)
        })
        .collect();
    let reason = match (options.conformal, &reach) {
        (false, _) => reason,
        (true, Some(errors)) => {
            let basis = errors.basis();
            Words::both(
                format!("{}; intervals from {}", reason.en, basis.en),
                format!("{}; intervaller af {}", reason.da, basis.da),
            )
        }
        (true, None) => Words::both(
            format!("{}; the panel is too small for intervals of its own: those of the method", reason.en),
            format!("{}; panelet er for lille til egne intervaller: metodens", reason.da),
        ),
    };
    Ok(PanelForecast { series, growth, backtest, reason })
}

/// The forecasts of a panel with their whole distributions.
#[derive(Clone, Debug)]
pub struct PanelLaws {
    /// One outcome a series, in the order given.
    pub laws: Vec<Result<Forecast, ForecastError>>,
    /// The method that was used.
    pub method: String,
    /// The growth that was used.
    pub growth: f64,
    /// The panel's own backtest, where it allows one.
    pub backtest: Option<PanelBacktest>,
    /// Why this method, as a sentence.
    pub reason: Words,
}

/// The forecasts themselves, with their whole distributions, in the order of the series: what samples and
/// reconciliation are made from. Errors as [`forecast_with`]; each series has its own outcome.
pub fn laws(series: &[Series], horizon: usize, options: &PanelOptions) -> Result<PanelLaws, ForecastError> {
    check(horizon, &[], &[], options)?;
    let network = table::shipped()?;
    let windows: Vec<&[f64]> = series.iter().map(|s| s.values.as_slice()).collect();
    let known = describe(&windows);
    let growth = options.growth(&known);
    let (way, backtest, reason) = choose(network, &windows, options)?;
    let one = |(values, features): (&&[f64], &Option<(f64, Features)>)| {
        way.run(network, values, features.as_ref(), growth, horizon)
    };
    let laws = windows.par_iter().zip(&known).map(one).collect();
    Ok(PanelLaws { laws, method: way.name(), growth, backtest, reason })
}

/// Refuses requests that make no sense.
fn check(h: usize, levels: &[f64], quantiles: &[f64], options: &PanelOptions) -> Result<(), ForecastError> {
    if h == 0 || h > 1000 {
        return Err(ForecastError::Option { name: "the horizon", must: "between 1 and 1000" });
    }
    if levels.iter().chain(quantiles).any(|p| !(*p > 0.0 && *p < 1.0)) {
        return Err(ForecastError::Option { name: "a level or probability", must: "above 0 and below 1" });
    }
    if options.growth.is_some_and(|g| !(-1.0..=1.0).contains(&g)) {
        return Err(ForecastError::Option { name: "the growth", must: "between -1 and 1" });
    }
    Ok(())
}

/// The features of each window, scaled by a power of two; none where the window cannot be forecast.
fn describe(windows: &[&[f64]]) -> Vec<Option<(f64, Features)>> {
    windows
        .par_iter()
        .map(|values| {
            method::check(values, 1).ok()?;
            let factor = method::power_of_two(values);
            let scaled: Vec<f64> = values.iter().map(|y| y * factor).collect();
            Some((factor, Features::of(&scaled)))
        })
        .collect()
}

/// The panel's growth: the mean over its moving series of the mean change in units of the scale, drawn to zero.
fn panel_growth(known: &[Option<(f64, Features)>]) -> f64 {
    let mut moving: Vec<f64> = known
        .iter()
        .flatten()
        .filter(|(_, features)| features.scale > 0.0)
        .map(|(_, features)| features.odd[Features::GROWTH])
        .collect();
    moving.sort_unstable_by(f64::total_cmp); // the same sum for any order of series
    moving.iter().sum::<f64>() / (moving.len() as f64 + STANDING)
}

/// What the caller asked for, from a forecast or the reason why there is none.
fn present(
    series: &Series,
    answer: Result<Forecast, ForecastError>,
    levels: &[f64],
    quantiles: &[f64],
    way: &Way,
) -> SeriesForecast {
    let mut out = SeriesForecast {
        id: series.id.clone(),
        start: series.end().saturating_add(1),
        points: Vec::new(),
        intervals: vec![Vec::new(); levels.len()],
        quantiles: vec![Vec::new(); quantiles.len()],
        method: way.name(),
        note: Words::default(),
        refused: None,
    };
    match answer {
        Ok(forecast) => {
            let path = |p: f64| forecast.law.path(forecast.horizon(), p);
            for (slot, level) in out.intervals.iter_mut().zip(levels) {
                *slot = path(0.5 - 0.5 * level).into_iter().zip(path(0.5 + 0.5 * level)).collect();
            }
            for (slot, p) in out.quantiles.iter_mut().zip(quantiles) {
                *slot = path(*p);
            }
            (out.points, out.note) = (forecast.points, forecast.note);
        }
        Err(error) => {
            out.note = error.words();
            out.refused = Some(error);
        }
    }
    out
}
