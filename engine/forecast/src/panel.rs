//! Many series at once. In: a panel of series, a horizon, a choice of method. Out: a forecast or a named reason for
//! each, with the panel's growth, its own backtest and the reason for the choice.
//!
//! `auto` is the pooled model mixed with classic Theta (0.7 : 0.3): for every length from three points. A plain method
//! takes its place only where the panel's own rolling origins say so: at least [`ORIGINS`] origins and [`SERIES`] series,
//! better at each origin, and by [`MARGIN`] on average. Not here: files and the command line.

use crate::error::ForecastError;
use crate::method::{self, FEWEST, Forecast};
use crate::pooled::{Features, Network, pooled, table};
use crate::scores;
use crate::series::Series;
use rayon::prelude::*;

/// The share of classic Theta in `auto`.
pub const THETA_SHARE: f64 = 0.3;
/// Origins that a plain method must win at.
pub const ORIGINS: usize = 3;
/// Series that a backtest must have.
pub const SERIES: usize = 8;
/// By how much a plain method must win on average.
pub const MARGIN: f64 = 0.05;
/// The panel's growth is drawn to zero as if so many further series stood still.
pub const STANDING: f64 = 10.0;
/// The plain methods that `auto` looks at.
const RIVALS: [&str; 3] = ["naive", "naive-drift", "theta"];

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
    pub note: String,
    /// Why there is no forecast.
    pub refused: Option<ForecastError>,
}

/// How the methods did at the panel's own origins.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelBacktest {
    /// The origins: the count of years is what coverage rests on.
    pub origins: usize,
    /// Forecasts that were compared with what came.
    pub count: usize,
    /// Mean MASE by method, the one used first.
    pub mase: Vec<(&'static str, f64)>,
    /// (level, share of values inside) of the intervals of the method used.
    pub coverage: Vec<(f64, f64)>,
}

/// The forecast of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelForecast {
    /// One a series, in the order given.
    pub series: Vec<SeriesForecast>,
    /// The growth that was used.
    pub growth: f64,
    /// The panel's own backtest, where it allows one and the method was to be chosen.
    pub backtest: Option<PanelBacktest>,
    /// Why this method, as a sentence.
    pub reason: String,
}

/// Forecasts a panel with default options but the method; see [`forecast_with`].
pub fn forecast(
    series: &[Series],
    horizon: usize,
    levels: &[f64],
    quantiles: &[f64],
    method: MethodChoice,
) -> Result<PanelForecast, ForecastError> {
    forecast_with(series, horizon, levels, quantiles, &PanelOptions { method, growth: None })
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
    let growth = options.growth.unwrap_or_else(|| panel_growth(&known));
    let (method, backtest, reason) = choose(network, &windows, options)?;
    let series = series
        .par_iter()
        .zip(&known)
        .map(|(one, features)| {
            let answer = run(network, &method, &one.values, features.as_ref(), growth, horizon);
            present(one, answer, levels, quantiles, &method)
        })
        .collect();
    Ok(PanelForecast { series, growth, backtest, reason })
}

/// The forecasts themselves, with their whole distributions, in the order of the series: what samples and
/// reconciliation are made from. Errors as [`forecast_with`]; each series has its own outcome.
pub fn laws(
    series: &[Series],
    horizon: usize,
    options: &PanelOptions,
) -> Result<Vec<Result<Forecast, ForecastError>>, ForecastError> {
    check(horizon, &[], &[], options)?;
    let network = table::shipped()?;
    let windows: Vec<&[f64]> = series.iter().map(|s| s.values.as_slice()).collect();
    let known = describe(&windows);
    let growth = options.growth.unwrap_or_else(|| panel_growth(&known));
    let (method, _, _) = choose(network, &windows, options)?;
    let one = |(values, features): (&&[f64], &Option<(f64, Features)>)| {
        run(network, &method, values, features.as_ref(), growth, horizon)
    };
    Ok(windows.par_iter().zip(&known).map(one).collect())
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

/// One series by the method chosen.
fn run(
    network: &Network,
    choice: &MethodChoice,
    values: &[f64],
    features: Option<&(f64, Features)>,
    growth: f64,
    horizon: usize,
) -> Result<Forecast, ForecastError> {
    let share = match choice {
        MethodChoice::Named(name) => {
            return method::forecast(method::by_name(name)?.as_ref(), values, horizon);
        }
        MethodChoice::Auto => THETA_SHARE,
        MethodChoice::Pooled => 0.0,
    };
    method::check(values, horizon)?;
    let Some((factor, features)) = features else {
        return Err(ForecastError::TooFew { what: "points", found: values.len(), needed: FEWEST });
    };
    let answer = pooled(network, features, growth, share, horizon)?.scaled(1.0 / factor);
    crate::error::all_finite("the forecast", &answer.points)?;
    Ok(answer)
}

/// What the caller asked for, from a forecast or the reason why there is none.
fn present(
    series: &Series,
    answer: Result<Forecast, ForecastError>,
    levels: &[f64],
    quantiles: &[f64],
    method: &MethodChoice,
) -> SeriesForecast {
    let mut out = SeriesForecast {
        id: series.id.clone(),
        start: series.end() + 1,
        points: Vec::new(),
        intervals: vec![Vec::new(); levels.len()],
        quantiles: vec![Vec::new(); quantiles.len()],
        method: name(method),
        note: String::new(),
        refused: None,
    };
    match answer {
        Ok(forecast) => {
            let steps = 0..forecast.horizon();
            for (slot, level) in out.intervals.iter_mut().zip(levels) {
                *slot = steps.clone().map(|h| forecast.interval(h, *level)).collect();
            }
            for (slot, p) in out.quantiles.iter_mut().zip(quantiles) {
                *slot = steps.clone().map(|h| forecast.quantile(h, *p)).collect();
            }
            (out.points, out.note) = (forecast.points, forecast.note);
        }
        Err(error) => {
            out.note = error.to_string();
            out.refused = Some(error);
        }
    }
    out
}

/// The name of a choice.
fn name(choice: &MethodChoice) -> String {
    match choice {
        MethodChoice::Auto => "pooled-theta".to_string(),
        MethodChoice::Pooled => "pooled".to_string(),
        MethodChoice::Named(name) => name.clone(),
    }
}

/// The method to use, the backtest behind it, and the reason.
fn choose(
    network: &Network,
    windows: &[&[f64]],
    options: &PanelOptions,
) -> Result<(MethodChoice, Option<PanelBacktest>, String), ForecastError> {
    if options.method != MethodChoice::Auto {
        return Ok((options.method.clone(), None, format!("{}, as asked for", name(&options.method))));
    }
    let base = "the pooled model mixed with Theta (0.7 : 0.3)";
    let origins: Vec<Origin> =
        (1..=ORIGINS).filter_map(|back| origin(network, windows, back, options.growth)).collect();
    if origins.is_empty() {
        let reason = format!("{base}: the panel is too short or too small for a backtest of its own");
        return Ok((MethodChoice::Auto, None, reason));
    }
    let backtest = summary(&origins);
    let own = backtest.mase[0].1;
    let rival = (1..=RIVALS.len())
        .filter(|i| origins.len() == ORIGINS && origins.iter().all(|o| o.mase[*i] < o.mase[0]))
        .filter(|i| backtest.mase[*i].1 < (1.0 - MARGIN) * own)
        .min_by(|a, b| backtest.mase[*a].1.total_cmp(&backtest.mase[*b].1));
    let table: Vec<String> = backtest.mase.iter().map(|(name, mase)| format!("{name} {mase:.2}")).collect();
    let years =
        if origins.len() == 1 { "1 origin, an example".into() } else { format!("{} origins", origins.len()) };
    let table = format!("MASE in the panel's own backtest ({years}): {}", table.join(", "));
    Ok(match rival {
        Some(i) => {
            let reason = format!("{}: better than the pooled model at every origin; {table}", RIVALS[i - 1]);
            (MethodChoice::Named(RIVALS[i - 1].to_string()), Some(backtest), reason)
        }
        None => (MethodChoice::Auto, Some(backtest), format!("{base}: no plain method beats it; {table}")),
    })
}

/// One origin of the panel's own backtest: sums of MASE (auto, then the rivals) and hits at 80 and 95 %.
struct Origin {
    count: usize,
    values: usize,
    mase: [f64; RIVALS.len() + 1],
    hits: [usize; 2],
}

/// The origin that hides the last `back` values of each series; none where fewer than [`SERIES`] series are left with
/// [`FEWEST`] points and one more.
fn origin(network: &Network, windows: &[&[f64]], back: usize, growth: Option<f64>) -> Option<Origin> {
    let usable: Vec<(&[f64], &[f64])> = windows
        .iter()
        .filter(|w| w.len() > FEWEST + back && method::check(w, 1).is_ok())
        .map(|w| w.split_at(w.len() - back))
        .collect();
    if usable.len() < SERIES {
        return None;
    }
    let heads: Vec<&[f64]> = usable.iter().map(|u| u.0).collect();
    let known = describe(&heads);
    let growth = growth.unwrap_or_else(|| panel_growth(&known));
    let rows: Vec<Option<([f64; RIVALS.len() + 1], [usize; 2])>> = usable
        .par_iter()
        .zip(&known)
        .map(|((head, tail), features)| {
            let auto = run(network, &MethodChoice::Auto, head, features.as_ref(), growth, back).ok()?;
            let mut mase = [scores::mase(&auto.points, tail, head)?; RIVALS.len() + 1];
            for (slot, rival) in mase[1..].iter_mut().zip(RIVALS) {
                let one =
                    method::by_name(rival).and_then(|m| method::forecast(m.as_ref(), head, back)).ok()?;
                *slot = scores::mase(&one.points, tail, head)?;
            }
            let inside = |level: f64| {
                let bounds = |h: usize| auto.interval(h, level);
                let hit = |(h, y): (usize, &f64)| (bounds(h).0..=bounds(h).1).contains(y);
                tail.iter().enumerate().filter(|x| hit(*x)).count()
            };
            Some((mase, [inside(0.8), inside(0.95)]))
        })
        .collect();
    let rows: Vec<_> = rows.into_iter().flatten().collect();
    let mean = |i: usize| {
        let mut column: Vec<f64> = rows.iter().map(|row| row.0[i]).collect();
        column.sort_unstable_by(f64::total_cmp);
        column.iter().sum::<f64>() / column.len().max(1) as f64
    };
    let out = Origin {
        count: rows.len(),
        values: rows.len() * back,
        mase: std::array::from_fn(mean),
        hits: std::array::from_fn(|i| rows.iter().map(|row| row.1[i]).sum()),
    };
    Some(out).filter(|o| o.count >= SERIES)
}

/// The means over origins.
fn summary(origins: &[Origin]) -> PanelBacktest {
    let n = origins.len() as f64;
    let mean = |i: usize| origins.iter().map(|o| o.mase[i]).sum::<f64>() / n;
    let names = std::iter::once("pooled-theta").chain(RIVALS);
    let count: usize = origins.iter().map(|o| o.values).sum();
    let share = |i: usize| origins.iter().map(|o| o.hits[i]).sum::<usize>() as f64 / count as f64;
    PanelBacktest {
        origins: origins.len(),
        count,
        mase: names.enumerate().map(|(i, name)| (name, mean(i))).collect(),
        coverage: vec![(0.8, share(0)), (0.95, share(1))],
    }
}
