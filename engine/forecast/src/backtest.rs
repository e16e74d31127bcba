//! How well methods would have done. In: a panel, methods, a horizon, a count of origins. Out: scores by method, coverage
//! by year.
//!
//! Rolling origin: at each origin every method gets copies of the series cut at that origin, so that it cannot see what
//! came later; the panel's growth and the choice of `auto` are made again at each origin. Series of one year share
//! shocks, so coverage stands with its count of *years* and is also given year by year. Not here: charts, files.

use crate::error::ForecastError;
use crate::method::FEWEST;
use crate::panel::{MethodChoice, PanelForecast, PanelOptions, SeriesForecast, forecast_with};
use crate::scores;
use crate::series::Series;
use std::collections::BTreeMap;

/// The probabilities of the CRPS.
const PROBABILITIES: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/// The levels of coverage; the interval score is that of the second.
const LEVELS: [f64; 2] = [0.8, 0.95];

/// What is to be tried.
#[derive(Clone, Debug, PartialEq)]
pub struct BacktestOptions {
    /// The methods; naive and naive-drift are always added.
    pub methods: Vec<MethodChoice>,
    /// Steps forecast at each origin.
    pub horizon: usize,
    /// The number of origins, one year apart, the last one `horizon` years before the end.
    pub origins: usize,
    /// The panel's growth, where it is declared.
    pub growth: Option<f64>,
    /// Intervals across the panel instead of the method's own.
    pub conformal: bool,
    /// The data are invented: they choose and shrink nothing.
    pub synthetic: bool,
}

/// The scores of one method: means over all series and origins.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodScore {
    /// Its name.
    pub method: String,
    /// Series × origins that were forecast.
    pub forecasts: usize,
    /// Of these, how many windows were constant and so have no scaled scores.
    pub constant: usize,
    /// Series × origins that were refused by the method.
    pub refused: usize,
    /// Mean absolute scaled error.
    pub mase: f64,
    /// Symmetric mean absolute percentage error, in percent.
    pub smape: f64,
    /// Root mean squared scaled error.
    pub rmsse: f64,
    /// Mean scaled interval score at 95 %.
    pub msis: f64,
    /// Scaled CRPS by nine quantiles.
    pub crps: f64,
    /// (level, share of values inside).
    pub coverage: Vec<(f64, f64)>,
    /// Coverage by target year, in order.
    pub years: Vec<YearCoverage>,
}

/// Coverage in one target year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearCoverage {
    /// The year (or index) that was forecast.
    pub year: i32,
    /// Values compared.
    pub count: usize,
    /// Of these inside the 80 % interval.
    pub inside_80: usize,
    /// Of these inside the 95 % interval.
    pub inside_95: usize,
}

/// The result of a backtest.
#[derive(Clone, Debug, PartialEq)]
pub struct Backtest {
    /// The origins that had any series.
    pub origins: usize,
    /// The scores, in the order of the methods, then naive and naive-drift.
    pub scores: Vec<MethodScore>,
    /// What the coverage figures rest on, as a sentence.
    pub sentence: String,
}

/// Sums of one method.
#[derive(Default)]
struct Tally {
    forecasts: usize,
    refused: usize,
    scaled: usize,
    smape: f64,
    /// MASE, RMSSE, MSIS, CRPS.
    sums: [f64; 4],
    years: BTreeMap<i32, (usize, [usize; 2])>,
}

/// Tries the methods.
///
/// Errors: a horizon or a count of origins of 0; no series long enough for any origin (it needs three points before
/// the origin and the horizon after it); those of [`forecast_with`].
pub fn run(series: &[Series], options: &BacktestOptions) -> Result<Backtest, ForecastError> {
    if options.horizon == 0 || options.origins == 0 {
        return Err(ForecastError::Option { name: "horizon and origins", must: "at least 1" });
    }
    let methods = with_yardsticks(&options.methods);
    let mut tallies: Vec<Tally> = methods.iter().map(|_| Tally::default()).collect();
    let mut origins = 0;
    for back in (0..options.origins).rev().map(|k| options.horizon + k) {
        let (heads, tails) = cut(series, back, options.horizon);
        if heads.is_empty() {
            continue;
        }
        origins += 1;
        for (method, tally) in methods.iter().zip(&mut tallies) {
            let wanted = PanelOptions {
                method: method.clone(),
                growth: options.growth,
                conformal: options.conformal,
                synthetic: options.synthetic,
            };
            let panel = forecast_with(&heads, options.horizon, &LEVELS, &PROBABILITIES, &wanted)?;
            tally.add(&panel, &heads, &tails);
        }
    }
    if origins == 0 {
        let found = series.iter().map(Series::len).max().unwrap_or(0);
        let needed = FEWEST + options.horizon;
        return Err(ForecastError::TooFew { what: "points for a backtest", found, needed });
    }
    let scores: Vec<MethodScore> =
        methods.iter().zip(tallies).map(|(method, tally)| tally.score(label(method))).collect();
    Ok(Backtest { origins, sentence: sentence(&scores), scores })
}

/// The methods asked for without repetition, then the two yardsticks.
fn with_yardsticks(methods: &[MethodChoice]) -> Vec<MethodChoice> {
    let yardsticks = ["naive", "naive-drift"].map(|name| MethodChoice::Named(name.to_string()));
    let mut all: Vec<MethodChoice> = Vec::new();
    for method in methods.iter().chain(&yardsticks) {
        if !all.contains(method) {
            all.push(method.clone());
        }
    }
    all
}

/// The name of a method in a table.
fn label(method: &MethodChoice) -> String {
    match method {
        MethodChoice::Auto => "auto".to_string(),
        MethodChoice::Pooled => "pooled".to_string(),
        MethodChoice::Named(name) => name.clone(),
    }
}

/// Each series without its last `back` values, and the `horizon` values after the cut. Series that are too short or
/// hold a value that is not finite stay out.
fn cut(series: &[Series], back: usize, horizon: usize) -> (Vec<Series>, Vec<Vec<f64>>) {
    let usable = series.iter().filter(|s| s.len() >= FEWEST + back && s.values.iter().all(|y| y.is_finite()));
    usable
        .map(|s| {
            let at = s.len() - back;
            let head = Series { id: s.id.clone(), start: s.start, values: s.values[..at].to_vec() };
            (head, s.values[at..at + horizon].to_vec())
        })
        .unzip()
}

impl Tally {
    fn add(&mut self, panel: &PanelForecast, heads: &[Series], tails: &[Vec<f64>]) {
        for ((one, head), actual) in panel.series.iter().zip(heads).zip(tails) {
            if one.refused.is_some() {
                self.refused += 1;
                continue;
            }
            self.forecasts += 1;
            self.smape += scores::smape(&one.points, actual);
            self.cover(one, actual);
            let Some(scale) = scores::scale(&head.values) else { continue };
            self.scaled += 1;
            let row = scaled(one, &head.values, actual, scale);
            self.sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
        }
    }

    /// Counts hits by target year.
    fn cover(&mut self, one: &SeriesForecast, actual: &[f64]) {
        for (h, y) in actual.iter().enumerate() {
            let entry = self.years.entry(one.start.saturating_add(h as i32)).or_default();
            entry.0 += 1;
            for (hits, interval) in entry.1.iter_mut().zip(&one.intervals) {
                let (low, high) = interval[h];
                *hits += usize::from(*y >= low && *y <= high);
            }
        }
    }

    fn score(self, method: String) -> MethodScore {
        let n = self.scaled.max(1) as f64;
        let [mase, rmsse, msis, crps] = self.sums.map(|sum| sum / n);
        let years: Vec<YearCoverage> = self
            .years
            .iter()
            .map(|(year, (count, [a, b]))| YearCoverage {
                year: *year,
                count: *count,
                inside_80: *a,
                inside_95: *b,
            })
            .collect();
        let all = years.iter().map(|y| y.count).sum::<usize>().max(1) as f64;
        let share = |pick: fn(&YearCoverage) -> usize| years.iter().map(pick).sum::<usize>() as f64 / all;
        let coverage = vec![(0.8, share(|y| y.inside_80)), (0.95, share(|y| y.inside_95))];
        MethodScore {
            method,
            forecasts: self.forecasts,
            constant: self.forecasts - self.scaled,
            refused: self.refused,
            mase,
            smape: self.smape / self.forecasts.max(1) as f64,
            rmsse,
            msis,
            crps,
            coverage,
            years,
        }
    }
}

/// MASE, RMSSE, MSIS and CRPS of one forecast.
fn scaled(one: &SeriesForecast, window: &[f64], actual: &[f64], scale: f64) -> [f64; 4] {
    let n = actual.len() as f64;
    let (mut msis, mut crps) = (0.0, 0.0);
    for (h, y) in actual.iter().enumerate() {
        let (low, high) = one.intervals[1][h];
        msis += scores::interval_score(low, high, *y, LEVELS[1]);
        let row: Vec<f64> = one.quantiles.iter().map(|q| q[h]).collect();
        crps += scores::crps_quantiles(&row, &PROBABILITIES, *y);
    }
    let rmsse = scores::rmsse(&one.points, actual, window).unwrap_or(0.0);
    [scores::mae(&one.points, actual) / scale, rmsse, msis / n / scale, crps / n / scale]
}

/// What coverage rests on.
fn sentence(scores: &[MethodScore]) -> String {
    let years = scores.first().map_or(0, |s| s.years.len());
    match years {
        0 => "nothing could be compared".to_string(),
        1 => "coverage rests on 1 year: an example, not a calibration".to_string(),
        n => format!(
            "coverage rests on {n} years; series of one year share its shocks and are not independent"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel() -> Vec<Series> {
        (0..12)
            .map(|i| {
                let wave = |t: usize| ((t * (i + 3)) % 7) as f64;
                let values = (0..14).map(|t| 50.0 + i as f64 * t as f64 + wave(t)).collect();
                Series::new(format!("s{i}"), 2000, values).unwrap()
            })
            .collect()
    }

    fn options(origins: usize) -> BacktestOptions {
        let methods = vec![MethodChoice::Auto, MethodChoice::Named("theta".into())];
        BacktestOptions { methods, horizon: 2, origins, growth: None, conformal: false, synthetic: false }
    }

    #[test]
    fn the_yardsticks_are_always_there_and_years_are_counted() {
        let table = run(&panel(), &options(3)).unwrap();
        let names: Vec<&str> = table.scores.iter().map(|s| s.method.as_str()).collect();
        assert_eq!(names, ["auto", "theta", "naive", "naive-drift"]);
        assert_eq!((table.origins, table.scores[0].forecasts, table.scores[0].years.len()), (3, 36, 4));
        assert!(table.sentence.contains("4 years"));
        assert!(run(&panel()[..1], &options(1)).unwrap().scores[0].years.len() == 2);
        let error = run(&panel(), &BacktestOptions { horizon: 12, ..options(1) }).unwrap_err();
        assert!(error.to_string().contains("backtest"));
    }

    #[test]
    fn what_comes_after_an_origin_changes_nothing_before_it() {
        let mut poisoned = panel();
        poisoned.iter_mut().for_each(|s| s.values.iter_mut().skip(12).for_each(|y| *y = 1e300));
        let (heads, _) = cut(&panel(), 2, 2);
        let (same, _) = cut(&poisoned, 2, 2);
        assert_eq!(heads, same);
    }
}
