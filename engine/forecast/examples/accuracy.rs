//! Accuracy and speed on a folder of public yearly series, and the guard on falling ones.
//!
//!     cargo run --release -p ramme-forecast --example accuracy -- FOLDER [METHOD…]
//!
//! For L = 5, 8, 12 the last L training points and four test years, for "full" all points and six. Means over series;
//! scaled by the mean absolute change inside the window. "mirrored": every series turned upside down, so that what rose falls.
#![allow(clippy::print_stdout)]

#[path = "support/mod.rs"]
mod support;

use ramme_forecast::Series;
use ramme_forecast::panel::{MethodChoice, PanelOptions, forecast_with};
use ramme_forecast::scores;

const PROBABILITIES: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("give the folder of the yearly series")?;
    let mut methods: Vec<String> = words.collect();
    if methods.is_empty() {
        methods = ["auto", "naive-drift"].map(str::to_string).to_vec();
    }
    let entries = support::load(std::path::Path::new(&folder))?;
    println!("method,series,length,count,smape,mase,crps,msis95,cov80,cov95,seconds_per_1000");
    for length in [5, 8, 12, usize::MAX] {
        for (label, turn) in [("as they are", false), ("mirrored", true)] {
            for name in &methods {
                report(&entries, length, label, turn, name)?;
            }
        }
    }
    Ok(())
}

/// Windows and what came, upside down where asked.
fn windows(entries: &[support::Entry], length: usize, turn: bool) -> (Vec<Series>, Vec<Vec<f64>>) {
    let horizon = if length == usize::MAX { 6 } else { 4 };
    entries
        .iter()
        .filter(|e| length == usize::MAX || e.train.len() >= length)
        .map(|e| {
            let mut window = e.train[e.train.len() - e.train.len().min(length)..].to_vec();
            let mut test = e.test[..e.test.len().min(horizon)].to_vec();
            if turn {
                let middle = window.iter().fold(f64::MIN, |a, b| a.max(*b))
                    + window.iter().fold(f64::MAX, |a, b| a.min(*b));
                window.iter_mut().chain(&mut test).for_each(|y| *y = middle - *y);
            }
            (Series { id: e.id.clone(), start: 1, values: window }, test)
        })
        .unzip()
}

fn report(
    entries: &[support::Entry],
    length: usize,
    label: &str,
    turn: bool,
    name: &str,
) -> Result<(), Failure> {
    let (series, tests) = windows(entries, length, turn);
    let horizon = tests.iter().map(Vec::len).max().unwrap_or(1);
    let (name_only, conformal) = name.strip_suffix("+conformal").map_or((name, false), |plain| (plain, true));
    let method = MethodChoice::from_name(name_only)?;
    let clock = std::time::Instant::now();
    let options = PanelOptions { method, conformal, ..Default::default() };
    let panel = forecast_with(&series, horizon, &[0.8, 0.95], &PROBABILITIES, &options)?;
    let seconds = clock.elapsed().as_secs_f64() * 1000.0 / series.len() as f64;
    let (mut plain, mut scaled, mut count) = ([0.0; 3], [0.0; 3], 0.0);
    for ((one, test), window) in panel.series.iter().zip(&tests).zip(&series) {
        let n = test.len() as f64;
        let share = |i: usize| {
            let inside = |(h, y): (usize, &f64)| *y >= one.intervals[i][h].0 && *y <= one.intervals[i][h].1;
            test.iter().enumerate().filter(|x| inside(*x)).count() as f64 / n
        };
        let row = [scores::smape(&one.points, test), share(0), share(1)];
        plain.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
        let Some(scale) = scores::scale(&window.values) else { continue };
        let (mut crps, mut msis) = (0.0, 0.0);
        for (h, y) in test.iter().enumerate() {
            let quantiles: Vec<f64> = one.quantiles.iter().map(|q| q[h]).collect();
            crps += scores::crps_quantiles(&quantiles, &PROBABILITIES, *y) / n / scale;
            let (low, high) = one.intervals[1][h];
            msis += scores::interval_score(low, high, *y, 0.95) / n / scale;
        }
        let row = [scores::mae(&one.points, test) / scale, crps, msis];
        scaled.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
        count += 1.0;
    }
    let all = series.len() as f64;
    let [smape, c80, c95] = plain.map(|x| x / all);
    let [mase, crps, msis] = scaled.map(|x| x / count);
    let length = if length == usize::MAX { "full".to_string() } else { length.to_string() };
    println!(
        "{name},{label},{length},{all},{smape:.3},{mase:.3},{crps:.3},{msis:.2},{c80:.3},{c95:.3},{seconds:.3}"
    );
    Ok(())
}
