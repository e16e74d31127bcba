//! A chance as a range. In: probabilities by several bases, and how often it happened. Out: `Chance`.
//!
//! Two digits from five points is a claim that nobody can defend: five ordinary methods disagree by more
//! than ten percentage points. So a chance is the range over its bases, rounded outward to steps of .05.
//!
//! Not here: words for it in any language.

/// A chance, given as the range over its bases.
#[derive(Clone, Debug, PartialEq)]
pub struct Chance {
    /// The low end: a multiple of .05, at least .05.
    pub low: f64,
    /// The high end: a multiple of .05, at most .95.
    pub high: f64,
    /// The number of years that were counted.
    pub n: usize,
    /// In how many of them it happened.
    pub x: usize,
    /// The bases, in the order given.
    pub basis: Vec<&'static str>,
}

/// The counting rule (x + ½)/(n + 1): the posterior mean under Jeffreys' prior for a proportion (Jeffreys 1961,
/// §3.9). Where nothing was counted it is one half.
pub fn counting_rule(x: usize, n: usize) -> f64 {
    (x as f64 + 0.5) / (n as f64 + 1.0)
}

impl Chance {
    /// The range over `bases` (name, probability) and the count of `x` in `n` years, which is added as the
    /// basis "count" where `n` is above zero.
    ///
    /// Exactly: the lowest probability is rounded down and the highest up to a multiple of .05 (a
    /// probability within 1e-9 of a multiple is that multiple), both are moved into [.05, .95], and where
    /// both ends fall together the low end moves down by .05, or at .05 the high end up. Without any basis
    /// the range is [.05, .95]. A probability that is NaN is left out.
    pub fn from_bases(bases: &[(&'static str, f64)], x: usize, n: usize) -> Self {
        let mut all: Vec<(&'static str, f64)> = bases.iter().filter(|b| !b.1.is_nan()).copied().collect();
        if n > 0 {
            all.push(("count", counting_rule(x, n)));
        }
        let least = all.iter().map(|b| b.1).fold(f64::INFINITY, f64::min);
        let most = all.iter().map(|b| b.1).fold(f64::NEG_INFINITY, f64::max);
        let (mut low, mut high) = (1, 19);
        if !all.is_empty() {
            low = ((least * 20.0 + 1e-9).floor() as i32).clamp(1, 19);
            high = ((most * 20.0 - 1e-9).ceil() as i32).clamp(1, 19);
        }
        if low == high {
            if low > 1 { low -= 1 } else { high += 1 }
        }
        let basis = all.iter().map(|b| b.0).collect();
        Self { low: f64::from(low) / 20.0, high: f64::from(high) / 20.0, n, x, basis }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(bases: &[(&'static str, f64)], x: usize, n: usize) -> (i32, i32) {
        let chance = Chance::from_bases(bases, x, n);
        ((chance.low * 100.0).round() as i32, (chance.high * 100.0).round() as i32)
    }

    #[test]
    fn ranges_are_rounded_outward_and_kept_inside() {
        assert!((counting_rule(5, 5) - 0.9167).abs() < 1e-4);
        assert_eq!(ends(&[("habit", 0.96), ("lag", 0.95)], 5, 5), (90, 95));
        assert_eq!(ends(&[("habit", 0.94), ("lag", 0.86)], 5, 5), (85, 95));
        assert_eq!(ends(&[("habit", 0.95)], 0, 0), (90, 95));
        assert_eq!(ends(&[("habit", 0.999)], 0, 0), (90, 95));
        assert_eq!(ends(&[("habit", 0.0)], 0, 0), (5, 10));
        assert_eq!(ends(&[], 0, 0), (5, 95));
        assert_eq!(ends(&[("habit", f64::NAN), ("lag", 0.5)], 0, 0), (45, 50));
        assert_eq!(Chance::from_bases(&[("habit", 0.9)], 4, 5).basis, vec!["habit", "count"]);
    }
}
