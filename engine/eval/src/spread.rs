//! Whether the draws suffice, and what their spread comes from.
//!
//! In: the draws of one cell, those of what it is held against. Out: the error that the draws leave in the quantiles that are
//! shown, and shares of the spread. Not here: which cells (`summary`), words (the report).

use ramme_forecast::quantile::quantiles;

use crate::result::Spread;

/// Into how many batches the draws are dealt. Each is a small run of its own, so how far their quantiles lie apart says how far
/// those of all draws may lie from those of endlessly many (batch means).
pub(crate) const BATCHES: usize = 20;
/// The fewest draws a batch may have.
const LEAST: usize = 20;

/// The spread of `of` beside that of `held`, whose quantiles `levels` are shown; `halves` where the first half of the draws was
/// made by another rule than the second.
pub(crate) fn spread(of: &[f64], held: &[f64], levels: &[f64], halves: bool) -> Option<Spread> {
    let (of, held_clipped) = (clipped(of)?, clipped(held)?);
    let deviation = variance(&held_clipped).sqrt();
    let mut error: f64 = 0.0;
    let mut share: f64 = 0.0;
    for (level, all) in levels.iter().zip(quantiles(held, levels).ok()?) {
        let found = batch_error(held, *level)?;
        error = error.max(found / all.abs());
        share = share.max(found / deviation);
    }
    if levels.is_empty() || !error.is_finite() || !share.is_finite() {
        return None;
    }
    let rule = if halves { between(&of) } else { 0.0 };
    Some(Spread {
        draws: held.len(),
        batches: BATCHES,
        error,
        error_of_deviation: share,
        follows: in_common(&of, &held_clipped),
        rule,
    })
}

/// The standard error of a quantile, from the quantiles of batches; none of too few draws. The draws are dealt in turn, so that
/// each batch has as much of every rule.
fn batch_error(values: &[f64], level: f64) -> Option<f64> {
    if values.len() < BATCHES.saturating_mul(LEAST) {
        return None;
    }
    let one = |batch: usize| -> Option<f64> {
        let dealt: Vec<f64> = values.iter().skip(batch).step_by(BATCHES).copied().collect();
        quantiles(&dealt, &[level]).ok()?.first().copied()
    };
    let found: Vec<f64> = (0..BATCHES).map(one).collect::<Option<_>>()?;
    let n = BATCHES as f64;
    Some((variance(&found) / (n - 1.0)).sqrt())
}

/// Draws moved inside their .001 and .999 quantiles: the exponential of a Student-t has no variance.
fn clipped(values: &[f64]) -> Option<Vec<f64>> {
    let ends = quantiles(values, &[0.001, 0.999]).ok()?;
    let (low, high) = (ends.first()?, ends.get(1)?);
    Some(values.iter().map(|x| x.clamp(*low, *high)).collect())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn variance(values: &[f64]) -> f64 {
    let middle = mean(values);
    values.iter().map(|x| (x - middle) * (x - middle)).sum::<f64>() / values.len().max(1) as f64
}

/// The squared correlation: the share of the one's variance that goes along with the other; 0 where either is fixed.
fn in_common(a: &[f64], b: &[f64]) -> f64 {
    let (ma, mb) = (mean(a), mean(b));
    let both: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum::<f64>() / a.len().max(1) as f64;
    let product = variance(a) * variance(b);
    if product > 0.0 { (both * both / product).min(1.0) } else { 0.0 }
}

/// The share of the variance that lies between the means of the two halves.
fn between(values: &[f64]) -> f64 {
    let (first, second) = values.split_at(values.len() / 2);
    let half = (mean(first) - mean(second)) / 2.0;
    let all = variance(values);
    if all > 0.0 { (half * half / all).min(1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    /// Evenly spread figures in a scrambled order: 7919 and 10007 have no factor in common.
    fn draws(n: usize, step: usize) -> Vec<f64> {
        (0..n).map(|i| 100.0 + (i * step % 10_007) as f64 / 10_007.0).collect()
    }

    #[test]
    fn the_error_of_a_median_is_that_of_theory_and_falls_with_the_root_of_the_draws() {
        // A uniform on [0, 1] has density 1 at its median: the standard error is 0.5 / sqrt(n). From a generator of its own.
        let mut state: u64 = 1;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        for n in [4_000_usize, 64_000] {
            let values: Vec<f64> = (0..n).map(|_| next()).collect();
            let found = batch_error(&values, 0.5).unwrap();
            let theory = 0.5 / (n as f64).sqrt();
            // Of 20 batches the estimate itself has a standard error of a sixth; four of them are two thirds.
            assert!((found / theory - 1.0).abs() < 0.67, "{n}: {found} for {theory}");
        }
        assert_eq!(batch_error(&[1.0; 399], 0.5), None, "too few to say");
    }

    #[test]
    fn shares_of_the_spread() {
        let (a, b) = (draws(10_000, 7_919), draws(10_000, 3_571));
        let sum: Vec<f64> = a.iter().zip(&b).map(|(x, y)| 2.0 * x - y).collect();
        let found = spread(&sum, &a, &[0.5, 0.9], false).unwrap();
        // Variances of 4 and 1 parts.
        assert!((found.follows - 0.8).abs() < 0.03, "{}", found.follows);
        let mut apart = a.clone();
        apart.iter_mut().skip(5_000).for_each(|x| *x += 10.0);
        let found = spread(&apart, &a, &[0.5], true).unwrap();
        assert!(found.rule > 0.99, "{}", found.rule);
        let fixed = spread(&[1.0; 1000], &draws(1000, 7_919), &[0.5], false).unwrap();
        assert_eq!((fixed.follows, fixed.rule), (0.0, 0.0));
    }
}
