//! Forecasts a CSV `series_id,t,value` (one row a point, in order) and prints the contract's CSV.
//!
//!     contract forecast FILE --horizon H [--levels 80,95] [--quantiles 0.1,…] [--method NAME]
#![allow(clippy::print_stdout, clippy::print_stderr)]

use ramme_forecast::Series;
use ramme_forecast::panel::{MethodChoice, forecast};
use std::fmt::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(2).collect();
    let flag = |name: &str| words.iter().position(|w| w == name).and_then(|i| words.get(i + 1));
    let list = |name: &str, default: &str| -> Result<Vec<f64>, std::num::ParseFloatError> {
        let text = flag(name).map_or(default, String::as_str);
        text.split(',').filter(|x| !x.is_empty()).map(str::parse).collect()
    };
    let file = words.first().ok_or("give a file")?;
    let horizon: usize = flag("--horizon").ok_or("give --horizon")?.parse()?;
    let (levels, quantiles) = (list("--levels", "80,95")?, list("--quantiles", "")?);
    let method = MethodChoice::from_name(flag("--method").map_or("auto", String::as_str))?;
    let mut series: Vec<Series> = Vec::new();
    for line in std::fs::read_to_string(file)?.lines().skip(1) {
        let mut cells = line.split(',');
        let (Some(id), Some(t), Some(value)) = (cells.next(), cells.next(), cells.next()) else { continue };
        if series.last().is_none_or(|s| s.id != id) {
            series.push(Series { id: id.to_string(), start: t.parse()?, values: Vec::new() });
        }
        if let Some(last) = series.last_mut() {
            last.values.push(value.parse()?);
        }
    }
    let shares: Vec<f64> = levels.iter().map(|l| l / 100.0).collect();
    let clock = std::time::Instant::now();
    let panel = forecast(&series, horizon, &shares, &quantiles, method)?;
    eprintln!("growth {:.3}; {}; {:?}", panel.growth, panel.reason, clock.elapsed());
    if let Some(backtest) = &panel.backtest {
        eprintln!("{backtest:?}");
    }
    let mut out = String::from("series_id,t,mean");
    levels.iter().for_each(|l| {
        let _ = write!(out, ",lo_{l},hi_{l}");
    });
    quantiles.iter().for_each(|q| {
        let _ = write!(out, ",q_{q}");
    });
    out.push_str(",note\n");
    for one in &panel.series {
        for (h, point) in one.points.iter().enumerate() {
            let _ = write!(out, "{},{},{point}", one.id, one.start + h as i32);
            one.intervals.iter().for_each(|i| {
                let _ = write!(out, ",{},{}", i[h].0, i[h].1);
            });
            one.quantiles.iter().for_each(|q| {
                let _ = write!(out, ",{}", q[h]);
            });
            let _ = writeln!(out, ",{}", one.note);
        }
    }
    print!("{out}");
    Ok(())
}
