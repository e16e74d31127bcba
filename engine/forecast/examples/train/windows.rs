//! The windows that are learnt from, and the report on series that were held out.

use super::support::{Entry, PANELS, held_out};
use ramme_forecast::pooled::{EVEN, Features, INPUTS, Network, ODD, REACHES, STEPS};

/// The lengths of windows; the last stands for all points so far.
const LENGTHS: [usize; 4] = [5, 8, 12, usize::MAX];
/// How many years back a window's weight falls to 1/e: the newest windows are most like the task.
const RECENT: f64 = 10.0;
/// Futures this many scales away (per root step) begin to lose weight.
const WILD: f64 = 20.0;

/// One window with what came after it.
pub struct Window {
    pub odd: [f64; ODD],
    pub even: [f64; EVEN],
    pub growth: f64,
    pub weight: f64,
    /// Values above the last one in units of the scale; NaN where there are none.
    pub future: [f64; STEPS],
    place: (usize, usize),
}

/// All windows of the series that are learnt from.
pub fn training(entries: &[Entry]) -> Vec<Window> {
    let mut windows = Vec::new();
    for entry in entries.iter().filter(|e| !held_out(&e.id)) {
        let n = entry.train.len();
        for (bucket, length) in LENGTHS.iter().enumerate() {
            let from = if bucket == 3 { 3 } else { *length };
            let count = (from..n).len().max(1) as f64;
            for end in from..n {
                let values = &entry.train[end - end.min(*length)..end];
                let age = (n - end) as f64;
                let weight = libm::exp(-age / RECENT) / count.sqrt();
                windows.extend(window(values, &entry.train[end..], weight, (entry.panel, bucket)));
            }
        }
    }
    let mut growth = [[(0.0, 0.0); 4]; PANELS.len()];
    for w in &windows {
        let slot = &mut growth[w.place.0][w.place.1];
        *slot = (slot.0 + w.odd[Features::GROWTH], slot.1 + 1.0);
    }
    let mean = windows.iter().map(|w| w.weight).sum::<f64>() / windows.len() as f64;
    for w in &mut windows {
        let (sum, count) = growth[w.place.0][w.place.1];
        w.growth = sum / count;
        w.weight /= mean;
    }
    windows
}

/// One window; none where it is constant.
fn window(values: &[f64], after: &[f64], weight: f64, place: (usize, usize)) -> Option<Window> {
    let features = Features::of(values);
    if features.scale <= 0.0 {
        return None;
    }
    let future: [f64; STEPS] = std::array::from_fn(|h| {
        after.get(h).map_or(f64::NAN, |y| ((y - features.last) / features.scale).clamp(-200.0, 200.0))
    });
    let wild = future
        .iter()
        .enumerate()
        .filter(|f| !f.1.is_nan())
        .fold(1e-9f64, |a, (h, y)| a.max(y.abs() / ((h + 1) as f64).sqrt()));
    let weight = weight * (WILD / wild).min(1.0);
    Some(Window { odd: features.odd, even: features.even, growth: 0.0, weight, future, place })
}

/// A network without units that knows the sizes of its inputs.
pub fn scaling(windows: &[Window]) -> Network {
    let n = windows.len() as f64;
    let mean = |pick: &dyn Fn(&Window) -> f64| windows.iter().map(pick).sum::<f64>() / n;
    let even_mean: [f64; EVEN] = std::array::from_fn(|i| mean(&|w| w.even[i]));
    let even_size = std::array::from_fn(|i| mean(&|w| (w.even[i] - even_mean[i]).powi(2)).sqrt() + 1e-6);
    Network {
        odd_size: std::array::from_fn(|i| mean(&|w| w.odd[i] * w.odd[i]).sqrt() + 1e-6),
        even_mean,
        even_size,
        units: Vec::new(),
        centre: [[0.0; STEPS]; INPUTS],
        spread: [[0.0; STEPS]; EVEN],
        start: [0.0; STEPS],
        reach: [[0.0; STEPS]; REACHES],
    }
}

/// Prints the accuracy on the test years of the series held out, with the growth of their own panel of windows.
pub fn report(entries: &[Entry], network: &Network) {
    for length in LENGTHS {
        let horizon = if length == usize::MAX { 6 } else { 4 };
        let held: Vec<(Features, &Entry)> = entries
            .iter()
            .filter(|e| held_out(&e.id) && (length == usize::MAX || e.train.len() >= length))
            .map(|e| (Features::of(&e.train[e.train.len() - e.train.len().min(length)..]), e))
            .filter(|(f, _)| f.scale > 0.0)
            .collect();
        let growth = held.iter().map(|(f, _)| f.odd[Features::GROWTH]).sum::<f64>() / held.len() as f64;
        let mut sums = [0.0; 4];
        for (features, entry) in &held {
            let answer = network.answer(&network.inputs(&features.odd, &features.even, growth));
            let steps = entry.test.len().min(horizon);
            for h in 0..steps {
                let y = (entry.test[h] - features.last) / features.scale;
                let row = answer.row(network, h);
                let part = [
                    (y - row[5]).abs(),
                    msis(&row, y),
                    inside(y, row[1], row[9]),
                    inside(y, row[0], row[10]),
                ];
                sums.iter_mut().zip(part).for_each(|(s, p)| *s += p / steps as f64 / held.len() as f64);
            }
        }
        let name = if length == usize::MAX { "full".to_string() } else { length.to_string() };
        eprintln!(
            "held out, length {name}: {} series, MASE {:.3}, MSIS95 {:.2}, coverage {:.3} and {:.3}",
            held.len(),
            sums[0],
            sums[1],
            sums[2],
            sums[3]
        );
    }
}

fn msis(row: &[f64; 11], y: f64) -> f64 {
    row[10] - row[0] + 40.0 * (row[0] - y).max(0.0) + 40.0 * (y - row[10]).max(0.0)
}

fn inside(y: f64, low: f64, high: f64) -> f64 {
    if y >= low && y <= high { 1.0 } else { 0.0 }
}
