//! Variance falls with size. In: accounts of many areas. Out: a law of variance by size, and from it a prior an area.
//!
//! ln σ_i = α + β ln size_i over the areas, by least squares on ln s_i² less its known bias ψ(ν/2) − ln(ν/2). What areas
//! scatter around the law beyond the sampling of s² gives the prior's weight ν₀: ψ′(ν₀/2) = excess variance (Smyth 2004,
//! "Linear models and empirical Bayes methods for assessing differential expression", SAGMB 3, §6.2). Real areas only:
//! synthetic data must never reach this. Not here: the common year (`areas`).

use super::accounts::{AccountsModel, AccountsOptions, Prior};
use crate::error::ForecastError;
use crate::words::Words;
use statrs::function::gamma::digamma;

/// The heaviest prior: beyond it the law is all there is.
const HEAVIEST: f64 = 100.0;

/// A law of variance by size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeLaw {
    /// α.
    pub alpha: f64,
    /// β: −½ where shocks of persons are independent, 0 where size does not matter.
    pub beta: f64,
    /// ν₀, the weight of the law beside an area's own history, in degrees of freedom.
    pub freedom: f64,
    /// How many areas it rests on.
    pub areas: usize,
}

impl SizeLaw {
    /// Fits the law to the levels of each area; areas whose changes are all equal are left out.
    ///
    /// Errors: those of [`AccountsModel::fit`]; fewer than five areas; areas all of one size.
    pub fn fit(areas: &[&[f64]]) -> Result<Self, ForecastError> {
        let mut points: Vec<(f64, f64, f64)> = Vec::new();
        for levels in areas {
            let model = AccountsModel::fit(levels, &AccountsOptions::default())?;
            if model.spread > 0.0 {
                let half = 0.5 * model.freedom;
                let bias = digamma(half) - libm::log(half);
                points.push((log_size(levels), 2.0 * libm::log(model.spread) - bias, trigamma(half)));
            }
        }
        let n = points.len() as f64;
        if points.len() < 5 {
            return Err(ForecastError::TooFew { what: "areas that move", found: points.len(), needed: 5 });
        }
        let (mx, my) =
            (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
        let sxx: f64 = points.iter().map(|p| (p.0 - mx) * (p.0 - mx)).sum();
        if sxx < 1e-9 {
            return Err(ForecastError::Structure {
                why: Words::both(
                    "all areas are of one size: no law of size",
                    "alle områder er lige store: ingen lov om størrelse",
                ),
            });
        }
        let slope = points.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum::<f64>() / sxx;
        let start = my - slope * mx;
        let scatter = points.iter().map(|p| (p.1 - start - slope * p.0).powi(2)).sum::<f64>() / (n - 2.0);
        let excess = scatter - points.iter().map(|p| p.2).sum::<f64>() / n;
        let freedom = if excess > 0.0 { 2.0 * trigamma_inverse(excess) } else { HEAVIEST };
        Ok(Self {
            alpha: 0.5 * start,
            beta: 0.5 * slope,
            freedom: freedom.min(HEAVIEST),
            areas: points.len(),
        })
    }

    /// The prior of an area by its size.
    pub fn prior(&self, levels: &[f64]) -> Prior {
        let half = 0.5 * self.freedom;
        let log = 2.0 * (self.alpha + self.beta * log_size(levels)) + digamma(half) - libm::log(half);
        Prior { freedom: self.freedom, variance: libm::exp(log) }
    }
}

/// ln of the mean level.
fn log_size(levels: &[f64]) -> f64 {
    libm::log(levels.iter().sum::<f64>() / levels.len().max(1) as f64)
}

/// ψ′(x) for x > 0: recurrence up to 12, then the asymptotic series (Abramowitz & Stegun 6.4.6, 6.4.12).
fn trigamma(x: f64) -> f64 {
    let (mut x, mut sum) = (x, 0.0);
    while x < 12.0 {
        sum += 1.0 / (x * x);
        x += 1.0;
    }
    let r = 1.0 / (x * x);
    sum + 1.0 / x + 0.5 * r + (1.0 / 6.0 - (1.0 / 30.0 - (1.0 / 42.0 - r / 30.0) * r) * r) * r / x
}

/// The x > 0 with ψ′(x) = y > 0, by bisection in ln x.
fn trigamma_inverse(y: f64) -> f64 {
    let (mut low, mut high) = (-12.0f64, 12.0f64);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if trigamma(libm::exp(middle)) > y { low = middle } else { high = middle }
    }
    libm::exp(0.5 * (low + high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, Purpose};

    #[test]
    fn trigamma_is_that_of_the_tables() {
        assert!((trigamma(1.0) - 1.644_934_066_848_226_4).abs() < 1e-12);
        assert!((trigamma(0.5) - 4.934_802_200_544_679).abs() < 1e-12);
        assert!((trigamma_inverse(trigamma(3.7)) - 3.7).abs() < 1e-9);
    }

    #[test]
    fn a_known_law_is_recovered() {
        let areas: Vec<Vec<f64>> = (0..200)
            .map(|i| {
                let size = 50.0 * libm::pow(1.02, i as f64);
                let sigma = 0.5 / size.sqrt();
                let mut log = libm::log(size);
                let step = |t| 0.01 + sigma * Key::new(1, i, t).normal(Purpose::Path, 0);
                (0..6)
                    .map(|t| {
                        log += step(t);
                        libm::exp(log)
                    })
                    .collect()
            })
            .collect();
        let views: Vec<&[f64]> = areas.iter().map(Vec::as_slice).collect();
        let law = SizeLaw::fit(&views).unwrap();
        assert!((law.beta + 0.5).abs() < 0.12, "{law:?}");
        assert!(law.freedom > 15.0, "{law:?}");
        let prior = law.prior(&areas[100]);
        let wanted = 0.25 / (50.0 * libm::pow(1.02, 100.0));
        assert!((prior.variance / wanted - 1.0).abs() < 0.3);
        assert!(SizeLaw::fit(&views[..3]).is_err());
    }
}
