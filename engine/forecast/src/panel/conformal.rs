//! Intervals across the panel. In: a panel and a method. Out: the errors of that method at the panel's own origins, and laws
//! made of them.
//!
//! Split conformal prediction (Vovk, Gammerman & Shafer 2005, §4.1; Lei et al. 2018, JASA 113): the error of step h at an origin,
//! in units of the window's mean absolute change, is exchangeable between series up to the year they share. The quantile at
//! p above one half is the ⌈(n + 1) p⌉-th smallest error (below one half mirrored), so that n errors give what they can.
//! Steps beyond the longest that was tried widen with the root of the step. Series of one year share shocks: with few years
//! the count of errors says more than is known, and the basis names the years. Not here: stretching the method's own intervals.

use super::way::Way;
use super::{describe, panel_growth};
use crate::method::{self, FEWEST, Forecast, Law};
use crate::pooled::Network;
use crate::scores;
use crate::words::Words;
use ndarray::Array2;
use rayon::prelude::*;

/// The most years that are hidden.
const YEARS: usize = 4;
/// The fewest errors that a step needs.
const ERRORS: usize = 39;
/// The probabilities of the table.
const PROBABILITIES: [f64; 13] = [0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975];

/// Sorted scaled errors of each step.
pub(super) struct PanelErrors {
    steps: Vec<Vec<f64>>,
}

/// The errors of a method at the panel's origins; none where not even the first step has enough of them.
pub(super) fn errors(
    network: &Network,
    windows: &[&[f64]],
    way: &Way,
    growth: Option<f64>,
) -> Option<PanelErrors> {
    let mut steps: Vec<Vec<f64>> = vec![Vec::new(); YEARS];
    for back in 1..=YEARS {
        let usable = windows.iter().filter(|w| w.len() > FEWEST + back && method::check(w, 1).is_ok());
        let (heads, tails): (Vec<&[f64]>, Vec<&[f64]>) = usable.map(|w| w.split_at(w.len() - back)).unzip();
        let known = describe(&heads);
        let growth = growth.unwrap_or_else(|| panel_growth(&known));
        let rows: Vec<Option<Vec<f64>>> = heads
            .par_iter()
            .zip(&tails)
            .zip(&known)
            .map(|((head, tail), features)| {
                let scale = scores::scale(head)?;
                let answer = way.run(network, head, features.as_ref(), growth, back).ok()?;
                Some(tail.iter().zip(&answer.points).map(|(y, point)| (y - point) / scale).collect())
            })
            .collect();
        for row in rows.into_iter().flatten() {
            row.into_iter().enumerate().for_each(|(h, error)| steps[h].push(error));
        }
    }
    steps.retain(|errors| errors.len() >= ERRORS);
    steps.iter_mut().for_each(|errors| errors.sort_unstable_by(f64::total_cmp));
    (!steps.is_empty()).then_some(PanelErrors { steps })
}

impl PanelErrors {
    /// What the intervals rest on.
    pub(super) fn basis(&self) -> Words {
        let count: usize = self.steps.iter().map(Vec::len).sum();
        let years = self.steps.len();
        Words::both(
            format!("{count} errors across the panel over {years} years"),
            format!("{count} fejl på tværs af panelet over {years} år"),
        )
    }

    /// The scaled error at probability `p` of a step (from 0).
    fn at(&self, step: usize, p: f64) -> f64 {
        let known = step.min(self.steps.len() - 1);
        let errors = &self.steps[known];
        let n = errors.len();
        let rank = |p: f64| (((n + 1) as f64 * p - 1e-9).ceil() as usize).clamp(1, n) - 1;
        let error = if p >= 0.5 { errors[rank(p)] } else { errors[n - 1 - rank(1.0 - p)] };
        error * ((step + 1) as f64 / (known + 1) as f64).sqrt()
    }
}

/// Gives a forecast the panel's errors as its law; the point stays. A window without a scale keeps its own law.
pub(super) fn apply(forecast: &mut Forecast, window: &[f64], errors: &PanelErrors) {
    let Some(scale) = scores::scale(window) else { return };
    let mut values = Array2::zeros((forecast.horizon(), PROBABILITIES.len()));
    for (step, mut row) in values.outer_iter_mut().enumerate() {
        let mut least = f64::NEG_INFINITY;
        for (slot, p) in row.iter_mut().zip(PROBABILITIES) {
            least = least.max(forecast.points[step] + scale * errors.at(step, p));
            *slot = least;
        }
    }
    forecast.law = Law::Table { probabilities: PROBABILITIES.to_vec(), values };
}
