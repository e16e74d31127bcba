//! Quantiles of a vector of draws. In: draws and probabilities. Out: exact sample quantiles.
//!
//! Definition: type 7 of Hyndman & Fan (1996), "Sample quantiles in statistical packages": with n draws in
//! order x₀ ≤ … ≤ x₍ₙ₋₁₎ and place g = (n − 1)p, the quantile is x₍⌊g⌋₎ + (g − ⌊g⌋)(x₍⌊g⌋₊₁₎ − x₍⌊g⌋₎).
//! The order statistics are found by selection, not by sketching. Not here: weighted draws.

use crate::error::{ForecastError, all_finite};
use ndarray::{Array2, ArrayView2, Axis};

/// The quantiles of `draws` at `probabilities` (any order, each in [0, 1]), in the order asked for.
///
/// Errors: no draws, a draw that is NaN or infinite, a probability outside [0, 1].
pub fn quantiles(draws: &[f64], probabilities: &[f64]) -> Result<Vec<f64>, ForecastError> {
    quantiles_in(&mut draws.to_vec(), probabilities)
}

/// As [`quantiles`], on a buffer that is left in another order: no allocation of the size of the draws.
pub fn quantiles_in(draws: &mut [f64], probabilities: &[f64]) -> Result<Vec<f64>, ForecastError> {
    if draws.is_empty() {
        return Err(ForecastError::TooFew { what: "draws", found: 0, needed: 1 });
    }
    all_finite("draws", draws)?;
    if probabilities.iter().any(|p| !(0.0..=1.0).contains(p)) {
        return Err(ForecastError::Option { name: "a probability", must: "between 0 and 1" });
    }
    let last = draws.len() - 1;
    let mut places: Vec<usize> = Vec::with_capacity(2 * probabilities.len());
    for p in probabilities {
        let low = (last as f64 * p) as usize;
        places.push(low.min(last));
        places.push((low + 1).min(last));
    }
    places.sort_unstable();
    places.dedup();
    select(draws, 0, &places);
    Ok(probabilities.iter().map(|p| interpolate(draws, last as f64 * p)).collect())
}

/// The quantiles of each row of `draws` (step × draw): (step × probability).
pub fn row_quantiles(
    draws: ArrayView2<'_, f64>,
    probabilities: &[f64],
) -> Result<Array2<f64>, ForecastError> {
    let mut out = Array2::zeros((draws.nrows(), probabilities.len()));
    for (row, mut target) in draws.axis_iter(Axis(0)).zip(out.axis_iter_mut(Axis(0))) {
        for (slot, value) in target.iter_mut().zip(quantiles_in(&mut row.to_vec(), probabilities)?) {
            *slot = value;
        }
    }
    Ok(out)
}

/// Puts the order statistics at `places` (sorted, counted from `offset`) where a full sort would put them.
fn select(draws: &mut [f64], offset: usize, places: &[usize]) {
    if places.is_empty() || draws.len() < 2 {
        return;
    }
    let middle = places.len() / 2;
    let place = places[middle] - offset;
    let (left, _, right) = draws.select_nth_unstable_by(place, f64::total_cmp);
    select(left, offset, &places[..middle]);
    select(right, offset + place + 1, &places[middle + 1..]);
}

/// The value at a fractional place of selected draws.
fn interpolate(draws: &[f64], place: f64) -> f64 {
    let low = (place as usize).min(draws.len() - 1);
    let high = (low + 1).min(draws.len() - 1);
    let share = place - low as f64;
    if share <= 0.0 {
        return draws[low];
    }
    draws[low] + share * (draws[high] - draws[low])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn type_seven_by_hand() {
        let draws = [4.0, 1.0, 3.0, 2.0];
        let q = quantiles(&draws, &[0.0, 0.25, 0.5, 0.9, 1.0]).unwrap();
        for (found, wanted) in q.iter().zip([1.0, 1.75, 2.5, 3.7, 4.0]) {
            assert!((found - wanted).abs() < 1e-12);
        }
        assert!(quantiles(&[], &[0.5]).is_err());
        assert!(quantiles(&[1.0], &[1.5]).is_err());
        assert!(quantiles(&[f64::NAN], &[0.5]).is_err());
    }

    proptest! {
        #[test]
        fn selection_equals_sorting(draws in prop::collection::vec(-1e6f64..1e6, 1..200), ps in prop::collection::vec(0.0f64..=1.0, 1..12)) {
            let mut sorted = draws.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            let last = (draws.len() - 1) as f64;
            for (q, p) in quantiles(&draws, &ps).unwrap().iter().zip(&ps) {
                prop_assert_eq!(q.to_bits(), interpolate(&sorted, last * p).to_bits());
            }
        }
    }
}
