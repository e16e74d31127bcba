//! The choice of `auto`. In: a panel. Out: the method, the panel's own backtest, the reason as a sentence.
//!
//! At up to [`ORIGINS`] origins the last one, two, three years of each series are hidden and forecast. A plain method's centre
//! takes the place of the pooled one only where it wins at every origin, of at least [`ORIGINS`], over at least [`SERIES`] series, and by
//! [`MARGIN`] on average: three years are few, and a choice made on less would be noise. For the same reason coverage is
//! reported, with its count of years, and intervals are not stretched to fit it. Not here: the forecasts themselves.

use super::way::{Local, Way};
use super::{MethodChoice, PanelOptions, describe, panel_growth};
use crate::error::ForecastError;
use crate::method::{self, FEWEST};
use crate::pooled::Network;
use crate::scores;
use rayon::prelude::*;

/// Origins that a plain method must win at.
pub const ORIGINS: usize = 3;
/// Series that a backtest must have.
pub const SERIES: usize = 8;
/// By how much a plain method must win on average.
pub const MARGIN: f64 = 0.05;
/// The plain methods that `auto` looks at.
const RIVALS: [Local; 3] = Local::ALL;

/// How the methods did at the panel's own origins.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelBacktest {
    /// The origins: the count of years is what coverage rests on.
    pub origins: usize,
    /// Forecasts that were compared with what came.
    pub count: usize,
    /// Mean MASE by method: `auto` before any choice, then the plain ones.
    pub mase: Vec<(&'static str, f64)>,
    /// (level, share of values inside) of the intervals of `auto` before any choice.
    pub coverage: Vec<(f64, f64)>,
}

/// The method to use, the backtest behind it, and the reason.
pub(super) fn choose(
    network: &Network,
    windows: &[&[f64]],
    options: &PanelOptions,
) -> Result<(Way, Option<PanelBacktest>, String), ForecastError> {
    if options.method != MethodChoice::Auto {
        let way = Way::of(&options.method);
        let reason = format!("{}, as asked for", way.name());
        return Ok((way, None, reason));
    }
    let auto = Way::of(&MethodChoice::Auto);
    let base = "the pooled model mixed with Theta (0.7 : 0.3)";
    if options.synthetic {
        return Ok((auto, None, format!("{base}: the data are marked synthetic and choose nothing")));
    }
    let origins: Vec<Origin> =
        (1..=ORIGINS).filter_map(|back| origin(network, windows, back, options.growth)).collect();
    if origins.is_empty() {
        let reason = format!("{base}: the panel is too short or too small for a backtest of its own");
        return Ok((auto, None, reason));
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
            let way = Way::Pooled(1.0, RIVALS[i - 1]);
            let reason = format!(
                "{}: better in its centre than the pooled model at every origin; {table}",
                way.name()
            );
            (way, Some(backtest), reason)
        }
        None => (auto, Some(backtest), format!("{base}: no plain method beats it; {table}")),
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
            let auto =
                Way::of(&MethodChoice::Auto).run(network, head, features.as_ref(), growth, back).ok()?;
            let (factor, features) = features.as_ref()?;
            let mut mase = [scores::mase(&auto.points, tail, head)?; RIVALS.len() + 1];
            for (slot, rival) in mase[1..].iter_mut().zip(RIVALS) {
                let (first, slope) = rival.line(features);
                let ahead = |h: usize| features.last + features.scale * (first + slope * h as f64);
                let points: Vec<f64> = (0..back).map(|h| ahead(h) / factor).collect();
                *slot = scores::mase(&points, tail, head)?;
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
    let names = std::iter::once("pooled-theta").chain(RIVALS.map(Local::name));
    let count: usize = origins.iter().map(|o| o.values).sum();
    let share = |i: usize| origins.iter().map(|o| o.hits[i]).sum::<usize>() as f64 / count as f64;
    PanelBacktest {
        origins: origins.len(),
        count,
        mase: names.enumerate().map(|(i, name)| (name, mean(i))).collect(),
        coverage: vec![(0.8, share(0)), (0.95, share(1))],
    }
}
