//! The loss, its gradient by hand, and Adam (Kingma & Ba 2015).
//!
//! Loss of a step: CRPS by the pinball loss of nine quantiles, plus 0.3 × the absolute error, plus 0.02 × the 95 %
//! interval score: the same things that the benchmark measures, in the window's scale.

use super::windows::Window;
use ramme_forecast::pooled::{EVEN, INPUTS, Inputs, Network, REACHES, STEPS, UNIT, Unit};
use ramme_forecast::random::{Key, Purpose};

const RATE: f64 = 5e-3;
const DECAY: f64 = 1e-3;
const INTERVAL: f64 = 0.02;
const ABSOLUTE: f64 = 0.3;
/// How much each step counts.
const STEP_WEIGHT: [f64; STEPS] = [1.0, 1.0, 1.0, 1.0, 0.7, 0.7, 0.3, 0.3];

/// Parameters in one row: units, centre, spread, start, log reaches.
pub struct Trainer {
    units: usize,
    seed: u64,
    p: Vec<f64>,
    m: Vec<f64>,
    v: Vec<f64>,
    /// How strongly each parameter is drawn to zero.
    decay: Vec<f64>,
}

/// Where the parts begin.
struct Layout {
    centre: usize,
    spread: usize,
    start: usize,
    reach: usize,
    len: usize,
}

fn layout(units: usize) -> Layout {
    let centre = units * UNIT;
    let spread = centre + INPUTS * STEPS;
    let start = spread + EVEN * STEPS;
    let reach = start + STEPS;
    Layout { centre, spread, start, reach, len: reach + REACHES * STEPS }
}

impl Trainer {
    pub fn new(units: usize, seed: u64, base: &Network) -> Self {
        let at = layout(units);
        let (mut p, mut decay) = (vec![0.0; at.len], vec![0.0; at.len]);
        let normal = |i: usize| Key::new(seed, 1, i).normal(Purpose::Path, 0);
        for j in 0..units {
            for i in 0..UNIT {
                let k = j * UNIT + i;
                let inner = i < INPUTS + EVEN;
                let outer = i > INPUTS + EVEN && i <= INPUTS + EVEN + 2 * STEPS;
                let size = if inner {
                    0.15
                } else if outer {
                    0.02
                } else if i == INPUTS + EVEN {
                    0.1
                } else {
                    0.0
                };
                p[k] = size * normal(k);
                decay[k] = if inner { 0.1 * DECAY } else { DECAY };
            }
            decay[j * UNIT + INPUTS + EVEN] = 0.0;
            decay[(j + 1) * UNIT - 1] = 0.0;
        }
        decay[at.centre..at.start].fill(DECAY);
        let growth = ramme_forecast::pooled::Features::GROWTH;
        for h in 0..STEPS {
            p[at.centre + growth * STEPS + h] = 0.35 * (h + 1) as f64 * base.odd_size[growth];
            p[at.start + h] = 0.7 * libm::log((h + 1) as f64);
            for (i, first) in [0.25, 0.28, 0.35, 0.5, 0.9].iter().enumerate() {
                p[at.reach + i * STEPS + h] = libm::log(*first);
            }
        }
        let zeros = vec![0.0; at.len];
        Self { units, seed, p, m: zeros.clone(), v: zeros, decay }
    }

    /// One step of Adam with a cosine rate; returns the batch's loss.
    pub fn step(
        &mut self,
        windows: &[Window],
        inputs: &[Inputs],
        step: usize,
        steps: usize,
        batch: usize,
    ) -> f64 {
        let at = layout(self.units);
        let mut gradient = vec![0.0; at.len];
        let reach = reaches(&self.p[at.reach..]);
        let mut far = [[0.0; STEPS]; REACHES];
        let (mut loss, mut mass) = (0.0, 0.0);
        for i in 0..batch {
            let u = Key::new(self.seed, 2, i).uniform(Purpose::Path, step);
            let k = ((u * windows.len() as f64) as usize).min(windows.len() - 1);
            let (l, w) = self.one(&at, &windows[k], &inputs[k], &reach, &mut gradient, &mut far);
            loss += l;
            mass += w;
        }
        // a log step moves its own distance and all farther ones
        let mut carried = [0.0; STEPS];
        for (i, row) in far.iter().enumerate().rev() {
            for (h, (sum, slope)) in carried.iter_mut().zip(row).enumerate() {
                *sum += slope;
                let k = at.reach + i * STEPS + h;
                gradient[k] += *sum * libm::exp(self.p[k]);
            }
        }
        let rate = RATE * 0.5 * (1.0 + libm::cos(core::f64::consts::PI * step as f64 / steps as f64));
        let (c1, c2) = (1.0 - libm::pow(0.9, step as f64 + 1.0), 1.0 - libm::pow(0.999, step as f64 + 1.0));
        for (k, slope) in gradient.iter().enumerate() {
            let g = slope / mass + 2.0 * self.decay[k] * self.p[k];
            self.m[k] += 0.1 * (g - self.m[k]);
            self.v[k] += 0.001 * (g * g - self.v[k]);
            self.p[k] -= rate * (self.m[k] / c1) / ((self.v[k] / c2).sqrt() + 1e-8);
        }
        loss / mass
    }

    /// Loss and weight of one window; adds to the gradient, and to `far` for the reaches.
    fn one(
        &self,
        at: &Layout,
        window: &Window,
        inputs: &Inputs,
        reach: &[[f64; STEPS]; REACHES],
        gradient: &mut [f64],
        far: &mut [[f64; STEPS]; REACHES],
    ) -> (f64, f64) {
        let p = &self.p;
        let parts: Vec<(f64, f64, f64, f64)> =
            (0..self.units).map(|j| hidden(&p[j * UNIT..(j + 1) * UNIT], inputs)).collect();
        let out = INPUTS + EVEN + 1;
        let tail = libm::exp(parts.iter().enumerate().map(|(j, a)| p[(j + 1) * UNIT - 1] * a.3).sum());
        let mut back = vec![(0.0, 0.0); self.units];
        let (mut loss, mut mass, mut tail_slope) = (0.0, 0.0, 0.0);
        for h in 0..STEPS {
            let y = window.future[h];
            if y.is_nan() {
                continue;
            }
            let (mut c, mut s, mut k) = (0.0, p[at.start + h], 0.0);
            for (j, a) in parts.iter().enumerate() {
                let w = &p[j * UNIT + out..];
                c += (h + 1) as f64 * w[h] * a.2;
                s += w[STEPS + h] * a.3;
                k += w[2 * STEPS + h] * a.2;
            }
            c += inputs.odd.iter().enumerate().map(|(i, x)| p[at.centre + i * STEPS + h] * x).sum::<f64>();
            s += inputs.even.iter().enumerate().map(|(i, x)| p[at.spread + i * STEPS + h] * x).sum::<f64>();
            let weight = window.weight * STEP_WEIGHT[h];
            let slopes = slopes(y, c, s, k, tail, &std::array::from_fn(|i| reach[i][h]));
            loss += weight * slopes.loss;
            mass += weight;
            tail_slope += weight * slopes.tail;
            (0..REACHES).for_each(|i| far[i][h] += weight * slopes.reach[i]);
            let (gc, gs, gk) = (weight * slopes.c, weight * slopes.s, weight * slopes.k);
            gradient[at.start + h] += gs;
            inputs.odd.iter().enumerate().for_each(|(i, x)| gradient[at.centre + i * STEPS + h] += gc * x);
            inputs.even.iter().enumerate().for_each(|(i, x)| gradient[at.spread + i * STEPS + h] += gs * x);
            for (j, a) in parts.iter().enumerate() {
                let (w, k) = (&p[j * UNIT + out..], j * UNIT + out);
                let far = (h + 1) as f64 * gc;
                gradient[k + h] += far * a.2;
                gradient[k + STEPS + h] += gs * a.3;
                gradient[k + 2 * STEPS + h] += gk * a.2;
                back[j].0 += far * w[h] + gk * w[2 * STEPS + h];
                back[j].1 += gs * w[STEPS + h];
            }
        }
        for (j, a) in parts.iter().enumerate() {
            let tail_weight = (j + 1) * UNIT - 1;
            gradient[tail_weight] += tail_slope * a.3;
            let staying = back[j].1 + tail_slope * p[tail_weight];
            let (up, down) = (1.0 - a.0 * a.0, 1.0 - a.1 * a.1);
            let odd = 0.5 * (back[j].0 * (up + down) + staying * (up - down));
            let even = 0.5 * (back[j].0 * (up - down) + staying * (up + down));
            let row = &mut gradient[j * UNIT..];
            row.iter_mut().zip(&inputs.odd).for_each(|(g, x)| *g += odd * x);
            row[INPUTS..].iter_mut().zip(&inputs.even).for_each(|(g, x)| *g += even * x);
            row[INPUTS + EVEN] += even;
        }
        (loss, mass)
    }

    /// The trained network.
    pub fn network(&self, base: &Network) -> Network {
        let at = layout(self.units);
        let p = &self.p;
        let units = (0..self.units)
            .map(|j| {
                let u = &p[j * UNIT..(j + 1) * UNIT];
                let out = INPUTS + EVEN + 1;
                Unit {
                    odd: std::array::from_fn(|i| u[i]),
                    even: std::array::from_fn(|i| u[INPUTS + i]),
                    bias: u[INPUTS + EVEN],
                    centre: std::array::from_fn(|h| u[out + h]),
                    spread: std::array::from_fn(|h| u[out + STEPS + h]),
                    skew: std::array::from_fn(|h| u[out + 2 * STEPS + h]),
                    tail: u[UNIT - 1],
                }
            })
            .collect();
        Network {
            units,
            centre: std::array::from_fn(|i| std::array::from_fn(|h| p[at.centre + i * STEPS + h])),
            spread: std::array::from_fn(|i| std::array::from_fn(|h| p[at.spread + i * STEPS + h])),
            start: std::array::from_fn(|h| p[at.start + h]),
            reach: reaches(&p[at.reach..]),
            ..base.clone()
        }
    }
}

/// (t⁺, t⁻, turning, staying) of one unit.
fn hidden(u: &[f64], inputs: &Inputs) -> (f64, f64, f64, f64) {
    let odd: f64 = u.iter().zip(&inputs.odd).map(|(w, x)| w * x).sum();
    let even: f64 = u[INPUTS..].iter().zip(&inputs.even).map(|(w, x)| w * x).sum::<f64>() + u[INPUTS + EVEN];
    let (up, down) = (libm::tanh(even + odd), libm::tanh(even - odd));
    (up, down, 0.5 * (up - down), 0.5 * (up + down))
}

/// Rising distances from their log steps.
fn reaches(logs: &[f64]) -> [[f64; STEPS]; REACHES] {
    let mut out = [[0.0; STEPS]; REACHES];
    for h in 0..STEPS {
        let mut sum = 0.0;
        for (i, row) in out.iter_mut().enumerate() {
            sum += libm::exp(logs[i * STEPS + h]);
            row[h] = sum;
        }
    }
    out
}

/// The loss of one step and its slopes.
#[derive(Default)]
struct Slopes {
    loss: f64,
    c: f64,
    s: f64,
    k: f64,
    tail: f64,
    reach: [f64; REACHES],
}

fn slopes(y: f64, c: f64, s: f64, k: f64, tail: f64, z: &[f64; REACHES]) -> Slopes {
    let mut out =
        Slopes { loss: ABSOLUTE * (y - c).abs(), c: -ABSOLUTE * (y - c).signum(), ..Default::default() };
    let size = [libm::exp((s - k).clamp(-5.0, 6.0)), libm::exp((s + k).clamp(-5.0, 6.0))];
    pinball(&mut out, y - c, 0.5);
    for (side, sign) in [(0, -1.0), (1, 1.0)] {
        for (i, reach) in z[..4].iter().enumerate() {
            let q = sign * size[side] * reach;
            let slope = pinball(&mut out, y - c - q, 0.5 + sign * 0.1 * (i + 1) as f64);
            out.s += slope * q;
            out.k += sign * slope * q;
            out.reach[i] += slope * sign * size[side];
        }
        let far = z[3] + (z[4] - z[3]) * tail;
        let q = sign * size[side] * far;
        let beyond = sign * (y - c - q) > 0.0;
        let slope = INTERVAL * sign * if beyond { 1.0 - 40.0 } else { 1.0 };
        out.loss += INTERVAL * (sign * q + if beyond { 40.0 * sign * (y - c - q) } else { 0.0 });
        out.c += if beyond { -INTERVAL * sign * 40.0 } else { 0.0 };
        out.s += slope * q;
        out.k += sign * slope * q;
        out.reach[3] += slope * sign * size[side] * (1.0 - tail);
        out.reach[4] += slope * sign * size[side] * tail;
        out.tail += slope * sign * size[side] * (z[4] - z[3]) * tail;
    }
    out
}

/// Adds 2/9 of the pinball loss of the error `d`; its slope towards the quantile.
fn pinball(out: &mut Slopes, d: f64, tau: f64) -> f64 {
    let slope = if d > 0.0 { -tau } else { 1.0 - tau } * 2.0 / 9.0;
    out.loss += -slope * d;
    out.c += slope;
    slope
}
