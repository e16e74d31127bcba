//! The pooled location–scale model. In: features of a window and the panel's growth. Out: the quantiles of each step,
//! in units of the window's scale, above its last value.
//!
//! With odd features o, even features e and hidden units t± = tanh(±A o + B e + b), the odd part a = (t⁺ − t⁻)/2 turns
//! with a mirrored series and the even part g = (t⁺ + t⁻)/2 does not. Step h has the centre c = h Σ V_c a + Σ L_c o,
//! the log spread s = b_s + Σ V_s g + Σ L_s e, the skewness k = Σ V_k a and the tail t = Σ v_t g, and the quantiles
//! c + e^(s+k) z above and c − e^(s−k) z below for learnt z of the probabilities .6, .7, .8, .9; that of .975 is
//! z₄ + (z₅ − z₄) eᵗ. So a mirrored panel gets the mirrored forecast, exactly: no drift can hide in the numbers.
//!
//! Not here: how the numbers were found (`examples/train.rs`), and those numbers (`table`).

use super::features::{EVEN, ODD};

/// The odd inputs: the window's features and the panel's growth.
pub const INPUTS: usize = ODD + 1;
/// The steps that the model was trained for.
pub const STEPS: usize = 8;
/// The learnt distances: of the probabilities .6, .7, .8, .9 and .975.
pub const REACHES: usize = 5;
/// Parameters of one hidden unit: weights in, bias, weights out (centre, spread, skewness, tail).
pub const UNIT: usize = INPUTS + EVEN + 1 + 3 * STEPS + 1;

/// One hidden unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Weights of the odd inputs.
    pub odd: [f64; INPUTS],
    /// Weights of the even inputs.
    pub even: [f64; EVEN],
    /// Bias.
    pub bias: f64,
    /// To the centre of each step.
    pub centre: [f64; STEPS],
    /// To the log spread of each step.
    pub spread: [f64; STEPS],
    /// To the skewness of each step.
    pub skew: [f64; STEPS],
    /// To the tail.
    pub tail: f64,
}

/// The model's numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// What the odd features are divided by.
    pub odd_size: [f64; ODD],
    /// What is taken from the even features.
    pub even_mean: [f64; EVEN],
    /// What they are then divided by.
    pub even_size: [f64; EVEN],
    /// Hidden units.
    pub units: Vec<Unit>,
    /// Straight from the odd inputs to the centres.
    pub centre: [[f64; STEPS]; INPUTS],
    /// Straight from the even inputs to the log spreads.
    pub spread: [[f64; STEPS]; EVEN],
    /// The log spread of each step before anything is known.
    pub start: [f64; STEPS],
    /// The distances of the quantiles, rising.
    pub reach: [[f64; STEPS]; REACHES],
}

/// What the network says of each step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The centre: the median.
    pub centre: [f64; STEPS],
    /// e^(s − k), the spread below.
    pub below: [f64; STEPS],
    /// e^(s + k), the spread above.
    pub above: [f64; STEPS],
    /// eᵗ.
    pub tail: f64,
}

/// The inputs, scaled and kept in bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// Odd features in their own size, in [−5, 5], then the panel's growth.
    pub odd: [f64; INPUTS],
    /// Even features, standardised, in [−4, 4].
    pub even: [f64; EVEN],
}

impl Network {
    /// The inputs of a window's features.
    pub fn inputs(&self, odd: &[f64; ODD], even: &[f64; EVEN], growth: f64) -> Inputs {
        let mut inputs = Inputs { odd: [growth; INPUTS], even: [0.0; EVEN] };
        for ((slot, x), size) in inputs.odd.iter_mut().zip(odd).zip(&self.odd_size) {
            *slot = (x / size).clamp(-5.0, 5.0);
        }
        let standard = self.even_mean.iter().zip(&self.even_size);
        for ((slot, x), (mean, size)) in inputs.even.iter_mut().zip(even).zip(standard) {
            *slot = ((x - mean) / size).clamp(-4.0, 4.0);
        }
        inputs
    }

    /// The answer for each step.
    pub fn answer(&self, inputs: &Inputs) -> Answer {
        let mut centre = [0.0; STEPS];
        let (mut spread, mut skew, mut tail) = (self.start, [0.0; STEPS], 0.0);
        for unit in &self.units {
            let (turning, staying) = unit.parts(inputs);
            for h in 0..STEPS {
                centre[h] += (h + 1) as f64 * unit.centre[h] * turning;
                spread[h] += unit.spread[h] * staying;
                skew[h] += unit.skew[h] * turning;
            }
            tail += unit.tail * staying;
        }
        for (input, row) in inputs.odd.iter().zip(&self.centre) {
            row.iter().zip(&mut centre).for_each(|(weight, slot)| *slot += weight * input);
        }
        for (input, row) in inputs.even.iter().zip(&self.spread) {
            row.iter().zip(&mut spread).for_each(|(weight, slot)| *slot += weight * input);
        }
        let size = |s: f64| libm::exp(s.clamp(-5.0, 6.0));
        Answer {
            centre,
            below: std::array::from_fn(|h| size(spread[h] - skew[h])),
            above: std::array::from_fn(|h| size(spread[h] + skew[h])),
            tail: libm::exp(tail),
        }
    }
}

impl Unit {
    /// (a, g): the part that turns with a mirrored series and the part that stays.
    pub fn parts(&self, inputs: &Inputs) -> (f64, f64) {
        let odd: f64 = self.odd.iter().zip(&inputs.odd).map(|(w, x)| w * x).sum();
        let even: f64 = self.even.iter().zip(&inputs.even).map(|(w, x)| w * x).sum::<f64>() + self.bias;
        let (plus, minus) = (libm::tanh(even + odd), libm::tanh(even - odd));
        (0.5 * (plus - minus), 0.5 * (plus + minus))
    }
}

impl Answer {
    /// The probabilities of [`Answer::row`].
    pub const PROBABILITIES: [f64; 11] = [0.025, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.975];

    /// The quantiles of one trained step (from 0), rising.
    pub fn row(&self, network: &Network, step: usize) -> [f64; 11] {
        let z = |i: usize| network.reach[i][step];
        let far = z(3) + (z(4) - z(3)) * self.tail;
        let reach = [far, z(3), z(2), z(1), z(0)];
        std::array::from_fn(|i| match i {
            0..=4 => self.centre[step] - self.below[step] * reach[i],
            5 => self.centre[step],
            _ => self.centre[step] + self.above[step] * reach[10 - i],
        })
    }
}
