//! What the pooled model looks at. In: the values of one window. Out: a scale, features that change their sign when
//! the series is mirrored (odd) and features that do not (even).
//!
//! Everything is relative to the last value and in units of the mean absolute change, so that the forecast follows
//! any change of unit. Odd features turn with the series and even ones stay, which is what makes the model treat rising
//! and falling alike (`network`). Not here: the panel's growth, which is handed in.

use crate::method::{Method, Theta};

/// The number of odd features of a window (the panel's growth comes on top).
pub const ODD: usize = 24;
/// The number of even features.
pub const EVEN: usize = 16;

/// The features of a window.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// The last value.
    pub last: f64,
    /// The mean absolute change; 0 for a constant window.
    pub scale: f64,
    /// Change their sign under a mirror.
    pub odd: [f64; ODD],
    /// Do not.
    pub even: [f64; EVEN],
    /// Theta's steps above the last value, in units of the scale: the first and the slope after it.
    pub theta: (f64, f64),
}

/// The mean of a slice; 0 for none.
fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// The last `n` values.
fn tail(values: &[f64], n: usize) -> &[f64] {
    &values[values.len().saturating_sub(n)..]
}

/// The exponentially weighted mean, newest weight α, started at the oldest value.
fn weighted(values: &[f64], alpha: f64) -> f64 {
    values.iter().copied().reduce(|mean, x| mean + alpha * (x - mean)).unwrap_or(0.0)
}

/// The least-squares slope, and the line's end less the last value.
fn line(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let middle = 0.5 * (n - 1.0);
    let centre = mean(values);
    let top: f64 = values.iter().enumerate().map(|(i, y)| (i as f64 - middle) * (y - centre)).sum();
    let slope = top / (n * (n * n - 1.0) / 12.0);
    (slope, centre + slope * middle - values[values.len() - 1])
}

/// The mean of absolute values; 0 for none.
fn mean_size(values: &[f64]) -> f64 {
    values.iter().map(|x| x.abs()).sum::<f64>() / values.len().max(1) as f64
}

impl Features {
    /// The odd feature whose mean over a panel is its growth: the mean change in units of the scale.
    pub const GROWTH: usize = 4;

    /// The features of at least three finite values of moderate size.
    pub fn of(values: &[f64]) -> Self {
        let last = values[values.len() - 1];
        let changes: Vec<f64> = values.windows(2).map(|w| w[1] - w[0]).collect();
        let scale = mean_size(&changes);
        let mut features = Self { last, scale, odd: [0.0; ODD], even: [0.0; EVEN], theta: (0.0, 0.0) };
        if scale <= 1e-12 * mean_size(values) || scale <= 0.0 {
            features.scale = 0.0;
            return features;
        }
        let y: Vec<f64> = values.iter().map(|v| (v - last) / scale).collect();
        let d: Vec<f64> = changes.iter().map(|c| c / scale).collect();
        features.fill_odd(&y, &d);
        features.fill_even(&y, &d, last / scale);
        features
    }

    /// Directions: changes, slopes, gaps of smoothed levels, Theta's steps.
    fn fill_odd(&mut self, y: &[f64], d: &[f64]) {
        let back = |i: usize| if i < d.len() { d[d.len() - 1 - i] } else { 0.0 };
        let (theta, slope) = steps(&Theta, y);
        self.theta = (theta, slope);
        let (whole, end) = line(y);
        let (five, five_end) = line(tail(y, 5));
        let (nine, nine_end) = line(tail(y, 9));
        self.odd = [
            back(0),
            back(1),
            back(2),
            back(3),
            mean(d),
            mean(tail(d, 4)),
            mean(tail(d, 8)),
            crate::method::median(d),
            weighted(d, 0.5),
            weighted(d, 0.25),
            whole,
            five,
            nine,
            end,
            five_end,
            nine_end,
            mean(y),
            mean(tail(y, 3)),
            weighted(y, 0.3),
            weighted(y, 0.6),
            theta,
            slope,
            mean(tail(d, 16)),
            line(tail(y, 16)).0,
        ];
    }

    /// Sizes: roughness, trendiness, recent against all, length, level against change.
    fn fill_even(&mut self, y: &[f64], d: &[f64], level: f64) {
        let n = d.len() as f64;
        let second: Vec<f64> = d.windows(2).map(|w| w[1] - w[0]).collect();
        let square = d.iter().map(|x| x * x).sum::<f64>() / n;
        let largest = d.iter().fold(0.0f64, |a, b| a.max(b.abs()));
        let drift = mean(d);
        let centred: Vec<f64> = d.iter().map(|x| x - drift).collect();
        let power = centred.iter().map(|x| x * x).sum::<f64>();
        let cross: f64 = centred.windows(2).map(|w| w[0] * w[1]).sum();
        let turns = d.windows(2).filter(|w| w[0] * w[1] < 0.0).count() as f64;
        let zeros = d.iter().filter(|x| x.abs() < 1e-9).count() as f64;
        let log = |x: f64| libm::log(x + 0.1);
        let range = y.iter().fold(0.0f64, |a, b| a.max(b.abs()));
        let (slope, _) = line(y);
        let half = d.len() / 2;
        self.even = [
            libm::log(n + 1.0),
            1.0 / n,
            log(mean_size(&second)),
            drift.abs(),
            log(d[d.len() - 1].abs()),
            log(mean_size(tail(d, 2))),
            log(mean_size(tail(d, 4))),
            log(mean_size(&d[half..])) - log(mean_size(&d[..half.max(1)])),
            libm::log(square),
            libm::log(largest),
            if power > 1e-12 { cross / power } else { 0.0 },
            turns / n,
            zeros / n,
            libm::log1p(level.abs().min(1e6)),
            libm::log(range + 0.1),
            slope.abs(),
        ];
    }
}

/// A method's first step above the last value (which is 0 here) and its mean further step to step 5.
fn steps(method: &dyn Method, y: &[f64]) -> (f64, f64) {
    match method.run(y, 5) {
        Ok(forecast) => (forecast.points[0], 0.25 * (forecast.points[4] - forecast.points[0])),
        Err(_) => (0.0, 0.0),
    }
}
