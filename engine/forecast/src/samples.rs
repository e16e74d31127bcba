//! Joint draws of many series. In: the distributions of each series and step. Out: draws, (step × draw) a series, with the
//! dependence between series and steps.
//!
//! The draw of series i at step h is the quantile at Φ(w), w = (ε_1 + … + ε_h)/√h: shocks pile up as in a random walk, so
//! that steps h < k of one path correlate by √(h/k). Each year's ε is √ρ c + √(1 − ρ) e, c common to the panel and e the
//! series' own. The margins are those of the distributions, whatever ρ is. Not here: how ρ is used by the gap (`gap`).

use crate::common::common_share;
use crate::distribution::normal_cdf;
use crate::error::ForecastError;
use crate::method::Forecast;
use crate::random::{Key, Purpose, series_key};
use crate::series::Series;
use ndarray::Array2;
use rayon::prelude::*;

/// The farthest normal score in the table of quantiles; beyond it the last line goes on.
const FAR: f64 = 4.0;
/// Lines of the table a unit of normal score.
const FINE: usize = 20;

/// The share of a year's variance that the series have in common, estimated from their changes over the years that all of
/// them have: the mean correlation, drawn towards one half by a prior worth two years, in [0, .95].
pub fn common_year_share(series: &[Series]) -> f64 {
    let first = series.iter().map(|s| s.start).max().unwrap_or(0);
    let last = series.iter().map(Series::end).min().unwrap_or(0);
    if i64::from(last) - i64::from(first) < 2 {
        return if series.len() > 1 { 0.5 } else { 0.0 };
    }
    let changes: Vec<Vec<f64>> = series
        .iter()
        .map(|s| {
            let common = &s.values[(first - s.start) as usize..=(last - s.start) as usize];
            common.windows(2).map(|w| w[1] - w[0]).collect()
        })
        .collect();
    common_share(&changes)
}

/// Joint draws of forecasts, (step × draw) each. `ids` address the random numbers, so that the order of series is
/// irrelevant; `share` is ρ.
///
/// Errors: other lengths; a share outside [0, 1]; no draws.
pub fn joint_draws(
    ids: &[&str],
    forecasts: &[Forecast],
    share: f64,
    draws: usize,
    seed: u64,
) -> Result<Vec<Array2<f64>>, ForecastError> {
    joint_draws_from(ids, forecasts, &vec![0; ids.len()], share, draws, seed)
}

/// As [`joint_draws`], of series that do not all end in the same year: `starts` says how many years after the earliest
/// first step each series' first step lies, so that one year's common shock is the same in all of them.
pub fn joint_draws_from(
    ids: &[&str],
    forecasts: &[Forecast],
    starts: &[usize],
    share: f64,
    draws: usize,
    seed: u64,
) -> Result<Vec<Array2<f64>>, ForecastError> {
    if ids.len() != starts.len() {
        return Err(ForecastError::Lengths { what: "starts", found: starts.len(), needed: ids.len() });
    }
    if ids.len() != forecasts.len() {
        return Err(ForecastError::Lengths { what: "names", found: ids.len(), needed: forecasts.len() });
    }
    if !(0.0..=1.0).contains(&share) {
        return Err(ForecastError::Option { name: "the common share", must: "between 0 and 1" });
    }
    if draws == 0 {
        return Err(ForecastError::Option { name: "draws", must: "at least 1" });
    }
    // What a year has in common is the same for every series, and made once.
    let years = starts.iter().zip(forecasts).map(|(start, one)| start + one.horizon()).max().unwrap_or(0);
    let years = if share > 0.0 { years } else { 0 };
    let shock = |year: usize, draw: usize| Key::new(seed, 0, draw).normal(Purpose::Path, year);
    let common: Vec<Vec<f64>> =
        (0..years).map(|year| (0..draws).into_par_iter().map(|draw| shock(year, draw)).collect()).collect();
    let all = ids.par_iter().zip(forecasts).zip(starts);
    let one = |((id, one), start): ((&&str, &Forecast), &usize)| {
        paths(id, one, (common.get(*start..).unwrap_or_default(), share), draws, seed)
    };
    Ok(all.map(one).collect())
}

/// The draws of one series; `common` holds the shocks of its years, as far as they have any.
fn paths(
    id: &str,
    forecast: &Forecast,
    (common, share): (&[Vec<f64>], f64),
    draws: usize,
    seed: u64,
) -> Array2<f64> {
    let (steps, series) = (forecast.horizon(), series_key(id));
    let (own, of_all) = ((1.0 - share).sqrt(), share.sqrt());
    let mut out = Array2::zeros((steps, draws));
    let mut sums = vec![0.0; draws];
    for (h, mut row) in out.rows_mut().into_iter().enumerate() {
        let rows = table(forecast, h);
        let shared = common.get(h).map(Vec::as_slice).unwrap_or_default();
        let scale = ((h + 1) as f64).sqrt();
        for (draw, (sum, slot)) in sums.iter_mut().zip(&mut row).enumerate() {
            *sum += own * Key::new(seed, series, draw).normal(Purpose::Path, h);
            if let Some(shock) = shared.get(draw) {
                *sum += of_all * shock;
            }
            *slot = look_up(&rows, *sum / scale);
        }
    }
    out
}

/// The quantiles of a step at evenly spaced normal scores.
fn table(forecast: &Forecast, step: usize) -> Vec<f64> {
    let lines = (2.0 * FAR) as usize * FINE;
    (0..=lines).map(|i| forecast.quantile(step, normal_cdf(i as f64 / FINE as f64 - FAR))).collect()
}

/// The quantile at a normal score, by straight lines.
fn look_up(rows: &[f64], score: f64) -> f64 {
    let place = (score + FAR) * FINE as f64;
    let low = (place.max(0.0) as usize).min(rows.len() - 2);
    rows[low] + (place - low as f64) * (rows[low + 1] - rows[low])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantile::row_quantiles;

    fn two() -> Vec<Forecast> {
        vec![
            Forecast::student(vec![10.0, 20.0], vec![1.0, 2.0], 5.0),
            Forecast::student(vec![5.0, 5.0], vec![1.0, 1.5], 8.0),
        ]
    }

    fn correlation(a: &[f64], b: &[f64]) -> f64 {
        let n = a.len() as f64;
        let (ma, mb) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
        let cross: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
        let size = |v: &[f64], m: f64| v.iter().map(|x| (x - m) * (x - m)).sum::<f64>();
        cross / (size(a, ma) * size(b, mb)).sqrt()
    }

    #[test]
    fn margins_are_kept_and_series_move_together() {
        let forecasts = two();
        let draws = joint_draws(&["a", "b"], &forecasts, 0.5, 20_000, 1).unwrap();
        for (one, rows) in forecasts.iter().zip(&draws) {
            let q = row_quantiles(rows.view(), &[0.1, 0.5, 0.9]).unwrap();
            for h in 0..2 {
                for (i, p) in [0.1, 0.5, 0.9].into_iter().enumerate() {
                    assert!((q[[h, i]] - one.quantile(h, p)).abs() < 0.12);
                }
            }
        }
        let row = |i: usize, h: usize| draws[i].row(h).to_vec();
        assert!((correlation(&row(0, 0), &row(1, 0)) - 0.5).abs() < 0.05);
        assert!((correlation(&row(0, 0), &row(0, 1)) - 0.5f64.sqrt()).abs() < 0.05);
        let alone = joint_draws(&["b"], &forecasts[1..], 0.5, 20_000, 1).unwrap();
        assert_eq!(alone[0], draws[1]);
        assert!(joint_draws(&["a"], &forecasts, 0.5, 10, 1).is_err());
        // A series whose first step is the second year shares that year's shock.
        let late = joint_draws_from(&["a", "b"], &forecasts, &[0, 1], 0.9, 20_000, 1).unwrap();
        assert!(correlation(&late[0].row(0).to_vec(), &late[1].row(0).to_vec()).abs() < 0.05);
        assert!(correlation(&late[0].row(1).to_vec(), &late[1].row(0).to_vec()) > 0.5);
        assert!(joint_draws_from(&["a", "b"], &forecasts, &[0], 0.5, 10, 1).is_err());
    }
}
