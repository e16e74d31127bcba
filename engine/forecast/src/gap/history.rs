//! The history behind published, rounded figures. In: figures with their rounding, and relations that were
//! published too. Out: histories drawn uniformly from all that round to the figures and keep the relations.
//!
//! The set is a polytope: each figure lies in its rounding interval, each relation is a two-sided bound on a
//! weighted sum (an exact total is best left out as a figure and kept as a bound on the sum of its parts).
//! Draws are a hit-and-run chain (Smith 1984, "Efficient Monte Carlo procedures for generating points
//! uniformly distributed over bounded regions", Operations Research 32), along the axes in turn and once a
//! sweep along a random direction. Not here: what the figures mean.

use crate::error::{ForecastError, all_finite, all_positive};
use crate::random::{Key, Purpose};
use crate::words::Words;
use ndarray::Array2;

/// Accounts and budgets of the same years: one column when they are certain, else one a history draw.
#[derive(Clone, Debug, PartialEq)]
pub struct GapHistory {
    /// The first year.
    pub first_year: i32,
    /// Accounts, (year × history draw), all above zero.
    pub accounts: Array2<f64>,
    /// Budgets of the same shape; NaN where a year has none.
    pub budgets: Array2<f64>,
}

impl GapHistory {
    /// A history that is taken as exact. `budgets` has the length of `accounts`, NaN where unknown.
    ///
    /// Errors: accounts that are not finite and above zero; budgets that are infinite, zero or below; other
    /// lengths.
    pub fn certain(first_year: i32, accounts: &[f64], budgets: &[f64]) -> Result<Self, ForecastError> {
        let column = |values: &[f64]| {
            let mut out = Array2::zeros((values.len(), 1));
            out.column_mut(0).iter_mut().zip(values).for_each(|(slot, value)| *slot = *value);
            out
        };
        Self::drawn(first_year, column(accounts), column(budgets))
    }

    /// Histories drawn beforehand, (year × history draw), e.g. rows of [`RoundedHistory::draw`].
    /// Errors as [`GapHistory::certain`].
    pub fn drawn(
        first_year: i32,
        accounts: Array2<f64>,
        budgets: Array2<f64>,
    ) -> Result<Self, ForecastError> {
        if budgets.dim() != accounts.dim() {
            let (found, needed) = (budgets.len(), accounts.len());
            return Err(ForecastError::Lengths { what: "budgets", found, needed });
        }
        if accounts.is_empty() {
            return Err(ForecastError::TooFew { what: "levels of the accounts", found: 0, needed: 1 });
        }
        for draw in 0..accounts.ncols() {
            all_positive("levels of the accounts", &accounts.column(draw).to_vec())?;
            let known: Vec<f64> = budgets.column(draw).iter().filter(|b| !b.is_nan()).copied().collect();
            all_positive("budgets", &known)?;
        }
        Ok(Self { first_year, accounts, budgets })
    }

    /// The last year of the accounts.
    pub fn last_year(&self) -> i32 {
        let years = i32::try_from(self.accounts.nrows()).unwrap_or(i32::MAX);
        self.first_year.saturating_add(years).saturating_sub(1)
    }

    /// How many histories there are.
    pub fn draws(&self) -> usize {
        self.accounts.ncols()
    }
}

/// A bound on a weighted sum of figures: low ≤ Σ weight × figure ≤ high.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// (index of the figure, weight).
    pub terms: Vec<(usize, f64)>,
    /// The low bound; may be −∞.
    pub low: f64,
    /// The high bound; may be ∞.
    pub high: f64,
}

impl Relation {
    /// The parts add up to a published total within its rounding.
    pub fn sum(parts: &[usize], total: f64, half_width: f64) -> Self {
        let terms = parts.iter().map(|part| (*part, 1.0)).collect();
        Self { terms, low: total - half_width, high: total + half_width }
    }

    /// A published ratio (figure `top` over figure `bottom`, which is above zero) within its rounding: two
    /// relations. A growth of 3.1 % is the ratio 1.031; a gap over a budget likewise.
    pub fn ratio(top: usize, bottom: usize, ratio: f64, half_width: f64) -> [Self; 2] {
        let bound =
            |edge: f64, low: f64, high: f64| Self { terms: vec![(top, 1.0), (bottom, -edge)], low, high };
        [bound(ratio - half_width, 0.0, f64::INFINITY), bound(ratio + half_width, f64::NEG_INFINITY, 0.0)]
    }
}

/// Published figures with their rounding and relations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoundedHistory {
    /// The figures as published.
    pub figures: Vec<f64>,
    /// Half of each figure's rounding step: 0.05 for one decimal; 0 for a figure that is exact.
    pub half_widths: Vec<f64>,
    /// What was published about them.
    pub relations: Vec<Relation>,
}

impl RoundedHistory {
    /// Histories, (figure × draw), uniform over the set; the same seed and key give the same ones.
    ///
    /// Errors: values that are not finite; lists of other lengths; a relation that names no figure; no figures
    /// found that satisfy all of it (then two published figures contradict each other, or the set is so thin
    /// that it has no inside).
    pub fn draw(&self, draws: usize, seed: u64, series_key: u64) -> Result<Array2<f64>, ForecastError> {
        self.check()?;
        let mut point = self.start()?;
        let n = point.len();
        let mut out = Array2::zeros((n, draws));
        for draw in 0..draws {
            let sweeps = if draw == 0 { 200 } else { 8 };
            for sweep in 0..sweeps {
                self.sweep(&mut point, &Key::new(seed, series_key, draw), sweep * (2 * n + 1));
            }
            out.column_mut(draw).iter_mut().zip(&point).for_each(|(slot, value)| *slot = *value);
        }
        Ok(out)
    }

    fn check(&self) -> Result<(), ForecastError> {
        all_finite("published figures", &self.figures)?;
        all_finite("rounding of the figures", &self.half_widths)?;
        let (found, needed) = (self.half_widths.len(), self.figures.len());
        if found != needed {
            return Err(ForecastError::Lengths { what: "rounding of the figures", found, needed });
        }
        if self.relations.iter().flat_map(|r| &r.terms).any(|t| t.0 >= needed) {
            let why = Words::both(
                "a relation names a figure that does not exist",
                "en sammenhæng nævner et tal, der ikke findes",
            );
            return Err(ForecastError::Structure { why });
        }
        Ok(())
    }

    /// A point inside: cyclic projections onto the bounds (Agmon 1954), first with a margin, then with less.
    fn start(&self) -> Result<Vec<f64>, ForecastError> {
        for margin in [0.2, 0.05, 0.01, 0.001, 0.0] {
            let mut point = self.figures.clone();
            for _ in 0..4000 {
                if !self.project(&mut point, margin) {
                    return Ok(point);
                }
            }
        }
        let why = Words::both(
            "no figures round to all the published ones and satisfy their relations",
            "ingen tal afrunder til alle de offentliggjorte og opfylder deres sammenhænge",
        );
        Err(ForecastError::Structure { why })
    }

    /// One round of projections; true when something had to move.
    fn project(&self, point: &mut [f64], margin: f64) -> bool {
        let mut moved = false;
        for relation in &self.relations {
            let value: f64 = relation.terms.iter().map(|t| t.1 * point[t.0]).sum();
            let norm: f64 = relation.terms.iter().map(|t| t.1 * t.1).sum();
            let slack: f64 = relation.terms.iter().map(|t| t.1.abs() * self.half_widths[t.0]).sum();
            let room = margin * slack.min(0.5 * (relation.high - relation.low));
            let target = value.clamp(relation.low + room, (relation.high - room).max(relation.low + room));
            if (target - value).abs() > 1e-13 * value.abs().max(slack) && norm > 0.0 {
                relation.terms.iter().for_each(|t| point[t.0] += (target - value) * t.1 / norm);
                moved = true;
            }
        }
        for (i, value) in point.iter_mut().enumerate() {
            let room = (1.0 - margin) * self.half_widths[i];
            let target = value.clamp(self.figures[i] - room, self.figures[i] + room);
            moved |= (target - *value).abs() > 1e-13 * value.abs();
            *value = target;
        }
        moved
    }

    /// One move along each axis, then one along a random direction.
    fn sweep(&self, point: &mut [f64], key: &Key, counter: usize) {
        let n = point.len();
        let mut direction = vec![0.0; n];
        for axis in 0..n {
            direction[axis] = self.half_widths[axis];
            self.step(point, &direction, key.uniform(Purpose::History, counter + axis));
            direction[axis] = 0.0;
        }
        for (axis, slot) in direction.iter_mut().enumerate() {
            *slot = self.half_widths[axis] * key.normal(Purpose::History, counter + n + axis);
        }
        self.step(point, &direction, key.uniform(Purpose::History, counter + 2 * n));
    }

    /// Moves to the uniform place `u` of the chord through `point` along `direction`.
    fn step(&self, point: &mut [f64], direction: &[f64], u: f64) {
        let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut cut = |slope: f64, down: f64, up: f64| {
            if slope != 0.0 {
                let (a, b) =
                    if slope > 0.0 { (down / slope, up / slope) } else { (up / slope, down / slope) };
                least = least.max(a);
                most = most.min(b);
            }
        };
        for (i, d) in direction.iter().enumerate() {
            let low = self.figures[i] - self.half_widths[i] - point[i];
            cut(*d, low, self.figures[i] + self.half_widths[i] - point[i]);
        }
        for relation in self.relations.iter().filter(|r| r.terms.iter().any(|t| direction[t.0] != 0.0)) {
            let value: f64 = relation.terms.iter().map(|t| t.1 * point[t.0]).sum();
            let slope: f64 = relation.terms.iter().map(|t| t.1 * direction[t.0]).sum();
            cut(slope, relation.low - value, relation.high - value);
        }
        if least.is_finite() && most.is_finite() && least < most {
            let length = least + u * (most - least);
            point.iter_mut().zip(direction).for_each(|(p, d)| *p += length * d);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_round_to_the_figures_and_keep_the_relations() {
        let mut rounded = RoundedHistory {
            figures: vec![17.2, 17.6, 0.46],
            half_widths: vec![0.05, 0.05, 0.005],
            relations: vec![Relation { terms: vec![(1, 1.0), (0, -1.0), (2, -1.0)], low: -1e-4, high: 1e-4 }],
        };
        rounded.relations.extend(Relation::ratio(1, 0, 1.027, 0.0005));
        let draws = rounded.draw(2000, 1, 2).unwrap();
        let gaps: Vec<f64> = (0..2000).map(|d| draws[[1, d]] - draws[[0, d]]).collect();
        assert!(gaps.iter().all(|g| *g > 0.4549 && *g < 0.4651));
        for d in 0..2000 {
            let ratio = draws[[1, d]] / draws[[0, d]];
            assert!(ratio > 1.02649 && ratio < 1.02751);
            assert!((draws[[0, d]] - 17.2).abs() < 0.0500001);
        }
        rounded.relations.push(Relation::sum(&[0, 1], 30.0, 0.1));
        assert!(rounded.draw(10, 1, 2).is_err());
    }

    #[test]
    fn a_box_is_uniform() {
        let rounded = RoundedHistory { figures: vec![1.0], half_widths: vec![0.5], relations: vec![] };
        let draws = rounded.draw(4000, 1, 2).unwrap();
        let mean = draws.iter().sum::<f64>() / 4000.0;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 4000.0;
        assert!((mean - 1.0).abs() < 0.02 && (variance - 1.0 / 12.0).abs() < 0.005);
    }
}
