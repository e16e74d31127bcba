//! Quantiles of a vector of draws. In: draws and probabilities. Out: exact sample quantiles.
//!
//! Definition: type 7 of Hyndman & Fan (1996), "Sample quantiles in statistical packages": with n draws in
//! order x₀ ≤ … ≤ x₍ₙ₋₁₎ and place g = (n − 1)p, the quantile is x₍⌊g⌋₎ + (g − ⌊g⌋)(x₍⌊g⌋₊₁₎ − x₍⌊g⌋₎).
//! The order statistics are found by selection, not by sketching. Not here: weighted draws.
//!
//! Many draws are dealt into buckets first, by a rule that never turns an order around, and only the few buckets that hold a
//! wanted place are selected from. A bad guess of where the buckets lie costs time, never exactness.

use crate::error::{ForecastError, all_finite};
use ndarray::{Array2, ArrayView2, Axis};

/// Buckets that draws are dealt into.
const BUCKETS: usize = 1024;
/// From how many draws on buckets are worth it.
const MANY: usize = 1024;
/// How many draws say where the buckets lie.
const SAMPLE: usize = 128;
/// Added to a float below it, it leaves the nearest whole number in the lowest bits: 2⁵².
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// The quantiles of `draws` at `probabilities` (any order, each in [0, 1]), in the order asked for.
///
/// Errors: no draws, a draw that is NaN or infinite, a probability outside [0, 1].
pub fn quantiles(draws: &[f64], probabilities: &[f64]) -> Result<Vec<f64>, ForecastError> {
    Selection::default().quantiles(draws, probabilities)
}

/// The quantiles of each row of `draws` (step × draw): (step × probability).
pub fn row_quantiles(
    draws: ArrayView2<'_, f64>,
    probabilities: &[f64],
) -> Result<Array2<f64>, ForecastError> {
    let mut out = Array2::zeros((draws.nrows(), probabilities.len()));
    let mut selection = Selection::default();
    for (row, mut target) in draws.axis_iter(Axis(0)).zip(out.axis_iter_mut(Axis(0))) {
        for (slot, value) in target.iter_mut().zip(selection.quantiles(&row.to_vec(), probabilities)?) {
            *slot = value;
        }
    }
    Ok(out)
}

/// The scratch of a selection, for whoever selects from many vectors of draws. None of it reaches a result.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The bucket of each draw.
    dealt: Vec<u16>,
    /// Draws to select from.
    held: Vec<f64>,
}

impl Selection {
    /// As [`quantiles`]; the draws stay as they are.
    ///
    /// # Errors
    /// No draws, a draw that is NaN or infinite, a probability outside [0, 1].
    pub fn quantiles(&mut self, draws: &[f64], probabilities: &[f64]) -> Result<Vec<f64>, ForecastError> {
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
            let low = ((last as f64 * p) as usize).min(last);
            places.push(low);
            places.push((low + 1).min(last));
        }
        places.sort_unstable();
        places.dedup();
        let found = self.in_order(draws, &places);
        let at = |place: usize| places.binary_search(&place).map_or(f64::NAN, |i| found[i]);
        let one = |p: &f64| {
            let place = last as f64 * p;
            let low = (place as usize).min(last);
            let share = place - low as f64;
            if share <= 0.0 {
                return at(low);
            }
            at(low) + share * (at((low + 1).min(last)) - at(low))
        };
        Ok(probabilities.iter().map(one).collect())
    }

    /// The draws that a full sort would put at `places`, which are sorted and differ.
    fn in_order(&mut self, draws: &[f64], places: &[usize]) -> Vec<f64> {
        match deal(draws) {
            Some((from, times)) if draws.len() >= MANY => self.by_buckets(draws, places, from, times),
            _ => {
                self.held.clear();
                self.held.extend_from_slice(draws);
                select(&mut self.held, 0, places);
                places.iter().map(|place| self.held[*place]).collect()
            }
        }
    }

    fn by_buckets(&mut self, draws: &[f64], places: &[usize], from: f64, times: f64) -> Vec<f64> {
        let highest = (BUCKETS - 1) as f64;
        self.dealt.clear();
        self.dealt.extend(draws.iter().map(|x| {
            let at = (x - from) * times;
            let at = if at > 0.0 { at } else { 0.0 };
            let at = if at < highest { at } else { highest };
            (at + WHOLE).to_bits() as u16
        }));
        // Four counts by turns, since one that is written and read at once waits for itself.
        let mut counts = [[0_u32; BUCKETS]; 4];
        let (fours, rest) = self.dealt.as_chunks::<4>();
        let place = |bucket: u16| usize::from(bucket) & (BUCKETS - 1);
        for four in fours {
            counts.iter_mut().zip(four).for_each(|(count, bucket)| count[place(*bucket)] += 1);
        }
        rest.iter().for_each(|bucket| counts[0][place(*bucket)] += 1);
        // 1 for the buckets that hold a place.
        let mut wanted = [0_u8; BUCKETS];
        // Where each place lies among the draws of the buckets that hold a place.
        let mut among: Vec<usize> = Vec::with_capacity(places.len());
        let (mut below, mut left_out, mut next) = (0_usize, 0_usize, 0_usize);
        for (bucket, wanted) in wanted.iter_mut().enumerate() {
            let count = counts.iter().map(|count| count[bucket] as usize).sum::<usize>();
            while next < places.len() && places[next] < below + count {
                *wanted = 1;
                among.push(places[next] - left_out);
                next += 1;
            }
            below += count;
            left_out += if *wanted == 1 { 0 } else { count };
        }
        // Every draw is written, and one that is not wanted written over: no branch that has to be guessed.
        self.held.resize(draws.len(), 0.0);
        let mut end = 0;
        for (x, bucket) in draws.iter().zip(&self.dealt) {
            self.held[end] = *x;
            end += usize::from(wanted[place(*bucket)]);
        }
        self.held.truncate(end);
        select(&mut self.held, 0, &among);
        among.iter().map(|place| self.held[*place]).collect()
    }
}

/// Where the first bucket begins, and how many there are to a unit: a look at a few draws, evenly over them. None where those
/// do not differ.
fn deal(draws: &[f64]) -> Option<(f64, f64)> {
    let step = (draws.len() / SAMPLE).max(1);
    let mut seen: Vec<f64> = draws.iter().step_by(step).copied().collect();
    seen.sort_unstable_by(f64::total_cmp);
    let (low, high) = (*seen.first()?, *seen.last()?);
    let times = BUCKETS as f64 / (high - low);
    (times.is_finite() && times > 0.0).then_some((low, times))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The value at a fractional place of sorted draws.
    fn interpolate(draws: &[f64], place: f64) -> f64 {
        let low = (place as usize).min(draws.len() - 1);
        let high = (low + 1).min(draws.len() - 1);
        let share = place - low as f64;
        if share <= 0.0 {
            return draws[low];
        }
        draws[low] + share * (draws[high] - draws[low])
    }

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

        /// Through buckets, whatever the draws look like: clouds, ties, tails, a few far away.
        #[test]
        fn many_draws_are_selected_as_by_sorting(
            seed in prop::collection::vec((-1.0f64..1.0, 0u8..4), 40),
            n in 1024usize..5000,
            power in 0i32..9,
            ps in prop::collection::vec(0.0f64..=1.0, 1..12),
        ) {
            let draws: Vec<f64> = (0..n)
                .map(|i| {
                    let (x, kind) = seed[i * 7919 % seed.len()];
                    let y = seed[(i * 104_729 / 40) % seed.len()].0;
                    match kind {
                        0 => x,
                        1 => (x + y + (i % 101) as f64 / 101.0).powi(power),
                        2 => x * y * 10f64.powi(power * 30),
                        _ => y / (x * x + 1e-9) + i as f64,
                    }
                })
                .collect();
            let mut sorted = draws.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            let last = (draws.len() - 1) as f64;
            for (q, p) in quantiles(&draws, &ps).unwrap().iter().zip(&ps) {
                prop_assert_eq!(q.to_bits(), interpolate(&sorted, last * p).to_bits());
            }
        }
    }
}
