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
use crate::words::{Words, comma};
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
    /// Mean MASE by method: the one that was tried first, then, where there was a choice, the plain ones.
    pub mase: Vec<(String, f64)>,
    /// (level, share of values inside) of the intervals of the method that was taken.
    pub coverage: Vec<(f64, f64)>,
}

impl PanelBacktest {
    /// How often the intervals held, with the count of years that it rests on; one year is called an example.
    pub fn calibration(&self) -> Words {
        let share = |i: usize| format!("{:.2}", self.coverage.get(i).map_or(f64::NAN, |c| c.1));
        let (a, b, count, years) = (share(0), share(1), self.count, self.origins);
        let (word_en, few_en, few_da) = if years == 1 {
            ("year", ": an example, not a calibration", ": et eksempel, ikke en kalibrering")
        } else {
            ("years", "", "")
        };
        Words::both(
            format!(
                "its 80% intervals held {a} and its 95% intervals {b} of {count} values from {years} {word_en}{few_en}"
            ),
            format!(
                "80 %-intervallerne holdt {} og 95 %-intervallerne {} af {count} værdier fra {years} år{few_da}",
                comma(&a),
                comma(&b)
            ),
        )
    }
}

/// The method to use, the backtest behind it, and the reason.
pub(super) fn choose(
    network: &Network,
    windows: &[&[f64]],
    options: &PanelOptions,
) -> Result<(Way, Option<PanelBacktest>, Words), ForecastError> {
    let first = Way::of(&options.method);
    let asked = options.method != MethodChoice::Auto;
    let base = if asked {
        let name = first.name();
        Words::both(format!("{name}, as asked for"), format!("{name}, som ønsket"))
    } else {
        Words::both(
            "the pooled model mixed with Theta (0.7 : 0.3)",
            "den fælles model blandet med Theta (0,7 : 0,3)",
        )
    };
    if options.synthetic {
        let marked =
            ("the data are marked synthetic and choose nothing", "data er mærket syntetiske og vælger intet");
        return Ok((first, None, longer(base, marked.0, marked.1)));
    }
    let origins: Vec<Origin> =
        (1..=ORIGINS).filter_map(|back| origin(network, windows, back, options.growth, &first)).collect();
    if asked {
        let tried = (!origins.is_empty()).then(|| summary(&origins, &first, 0));
        return Ok((first, tried, base));
    }
    if origins.first().is_none_or(|o| o.count < SERIES) {
        let reason = longer(
            base,
            "the panel is too short or too small for a backtest to choose by",
            "panelet er for kort eller for lille til at vælge efter en efterprøvning",
        );
        let tried = (!origins.is_empty()).then(|| summary(&origins, &first, 0));
        return Ok((first, tried, reason));
    }
    let origins: Vec<Origin> = origins.into_iter().filter(|o| o.count >= SERIES).collect();
    let backtest = summary(&origins, &first, RIVALS.len());
    let own = backtest.mase[0].1;
    let rival = (1..=RIVALS.len())
        .filter(|i| origins.len() == ORIGINS && origins.iter().all(|o| o.mase[*i] < o.mase[0]))
        .filter(|i| backtest.mase[*i].1 < (1.0 - MARGIN) * own)
        .min_by(|a, b| backtest.mase[*a].1.total_cmp(&backtest.mase[*b].1));
    let Some(i) = rival else {
        let reason = longer(base, "no plain method beats it", "ingen simpel metode slår den");
        return Ok((first, Some(backtest.clone()), with_table(reason, &backtest)));
    };
    let way = Way::Pooled(1.0, RIVALS[i - 1]);
    let again: Vec<Origin> =
        (1..=ORIGINS).filter_map(|back| origin(network, windows, back, options.growth, &way)).collect();
    let reason = longer(
        Words::same(way.name()),
        "better in its centre than the pooled model at every origin",
        "bedre i sit midtpunkt end den fælles model ved hvert startpunkt",
    );
    let reason = with_table(reason, &backtest);
    let coverage = summary(&again, &way, 0).coverage;
    Ok((way, Some(PanelBacktest { coverage, ..backtest }), reason))
}

/// A sentence and what is added to it.
fn longer(base: Words, en: &str, da: &str) -> Words {
    Words::both(format!("{}: {en}", base.en), format!("{}: {da}", base.da))
}

/// A reason and the figures behind it.
fn with_table(reason: Words, tried: &PanelBacktest) -> Words {
    let table: Vec<String> = tried.mase.iter().map(|(name, mase)| format!("{name} {mase:.2}")).collect();
    let table = table.join(", ");
    let (years_en, years_da) = match tried.origins {
        1 => ("1 origin, an example".to_string(), "1 startpunkt, et eksempel".to_string()),
        n => (format!("{n} origins"), format!("{n} startpunkter")),
    };
    Words::both(
        format!("{}; MASE in the panel's own backtest ({years_en}): {table}", reason.en),
        format!("{}; MASE i panelets egen efterprøvning ({years_da}): {}", reason.da, comma(&table)),
    )
}

/// One origin of the panel's own backtest: sums of MASE (auto, then the rivals) and hits at 80 and 95 %.
struct Origin {
    count: usize,
    values: usize,
    mase: [f64; RIVALS.len() + 1],
    hits: [usize; 2],
}

/// The origin that hides the last `back` values of each series; none where no series is left with [`FEWEST`] points and one
/// more. `way` is tried, beside it the plain methods.
fn origin(
    network: &Network,
    windows: &[&[f64]],
    back: usize,
    growth: Option<f64>,
    way: &Way,
) -> Option<Origin> {
    let usable: Vec<(&[f64], &[f64])> = windows
        .iter()
        .filter(|w| w.len() > FEWEST + back && method::check(w, 1).is_ok())
        .map(|w| w.split_at(w.len() - back))
        .collect();
    let heads: Vec<&[f64]> = usable.iter().map(|u| u.0).collect();
    let known = describe(&heads);
    let growth = growth.unwrap_or_else(|| panel_growth(&known));
    let rows: Vec<Option<([f64; RIVALS.len() + 1], [usize; 2])>> = usable
        .par_iter()
        .zip(&known)
        .map(|((head, tail), features)| {
            let auto = way.run(network, head, features.as_ref(), growth, back).ok()?;
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
    Some(out).filter(|o| o.count > 0)
}

/// The means over origins: of the way that was tried, and of so many rivals.
fn summary(origins: &[Origin], way: &Way, rivals: usize) -> PanelBacktest {
    let n = origins.len() as f64;
    let mean = |i: usize| origins.iter().map(|o| o.mase[i]).sum::<f64>() / n;
    let rivals = RIVALS.iter().take(rivals).map(|rival| rival.name().to_string());
    let names = std::iter::once(way.name()).chain(rivals);
    let count: usize = origins.iter().map(|o| o.values).sum();
    let share = |i: usize| origins.iter().map(|o| o.hits[i]).sum::<usize>() as f64 / count.max(1) as f64;
    PanelBacktest {
        origins: origins.len(),
        count,
        mase: names.enumerate().map(|(i, name)| (name, mean(i))).collect(),
        coverage: vec![(0.8, share(0)), (0.95, share(1))],
    }
}
