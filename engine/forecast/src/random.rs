//! Random numbers by counter. In: (seed, series, draw, step, purpose). Out: uniform, normal, chi-square
//! and Student-t draws.
//!
//! A number depends on its key alone, never on what was drawn before it, so the count of threads and the
//! order of work cannot change a digit. The generator is Philox 4×32 with ten rounds (Salmon, Moraes, Dror
//! & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC11): a keyed bijection of a 128-bit
//! counter. Here the key is the seed and the counter is draw | step and purpose | series.
//!
//! Not here: any state, any clock, any seed of its own.

/// What a number is used for, so that two uses at the same step never share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The change of the accounts at a step.
    Shock = 0,
    /// The part of that change which all areas share.
    CommonShock = 1,
    /// The unknown variance.
    Variance = 2,
    /// The unknown drift.
    Drift = 3,
    /// The part of the drift's error which all areas share.
    CommonDrift = 4,
    /// The variance of a budget rule.
    RuleVariance = 5,
    /// The location of a budget rule.
    RuleLocation = 6,
    /// The yearly noise of a budget rule.
    RuleNoise = 7,
    /// A history drawn from what rounds to the published figures.
    History = 8,
    /// The predictive draws of a method.
    Path = 9,
}

/// The address of random numbers: one seed, one series, one draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The seed of the run.
    pub seed: u64,
    /// The series (see [`series_key`]).
    pub series: u64,
    /// The draw, from 0.
    pub draw: u32,
}

/// A 64-bit key from a name: FNV-1a (Fowler, Noll & Vo), so that it never depends on the order of series.
pub fn series_key(id: &str) -> u64 {
    id.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Key {
    /// A key for one draw of one series.
    pub fn new(seed: u64, series: u64, draw: usize) -> Self {
        Self { seed, series, draw: draw as u32 }
    }

    /// Two independent uniforms, strictly inside (0, 1), each on a grid of 2⁻⁵³.
    pub fn uniforms(&self, purpose: Purpose, step: usize, attempt: u32) -> (f64, f64) {
        let slot = (step as u32 & 0xffff) | ((attempt & 0xff) << 16) | ((purpose as u32) << 24);
        let counter = [self.draw, slot, self.series as u32, (self.series >> 32) as u32];
        let word = philox(counter, [self.seed as u32, (self.seed >> 32) as u32]);
        (unit(word[0], word[1]), unit(word[2], word[3]))
    }

    /// One uniform in (0, 1).
    pub fn uniform(&self, purpose: Purpose, step: usize) -> f64 {
        self.uniforms(purpose, step, 0).0
    }

    /// A standard normal (Box & Muller 1958: √(−2 ln u) cos 2πv).
    pub fn normal(&self, purpose: Purpose, step: usize) -> f64 {
        box_muller(self.uniforms(purpose, step, 0))
    }

    /// A chi-square draw with `freedom` > 0 degrees of freedom, by Marsaglia & Tsang (2000), "A simple
    /// method for generating gamma variables": exact, by rejection; each attempt has its own counter.
    pub fn chi_square(&self, purpose: Purpose, step: usize, freedom: f64) -> f64 {
        let shape = 0.5 * freedom;
        if shape >= 1.0 {
            return 2.0 * self.gamma(purpose, step, shape);
        }
        let boost = libm::pow(self.uniforms(purpose, step, 255).0, 1.0 / shape);
        2.0 * self.gamma(purpose, step, shape + 1.0) * boost
    }

    /// A Student-t draw: a normal over the root of an independent chi-square by its degrees of freedom.
    pub fn student_t(&self, purpose: Purpose, step: usize, freedom: f64) -> f64 {
        let normal = box_muller(self.uniforms(purpose, step, 254));
        normal / (self.chi_square(purpose, step, freedom) / freedom).sqrt()
    }

    /// A gamma draw with shape ≥ 1 and scale 1.
    fn gamma(&self, purpose: Purpose, step: usize, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        for attempt in 0..126 {
            let x = box_muller(self.uniforms(purpose, step, 2 * attempt));
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            let u = self.uniforms(purpose, step, 2 * attempt + 1).0;
            if libm::log(u) < 0.5 * x * x + d * (1.0 - v + libm::log(v)) {
                return d * v;
            }
        }
        d // each attempt succeeds with probability above 0.95: not reached in practice
    }
}

/// The two uniforms to one normal.
fn box_muller((u, v): (f64, f64)) -> f64 {
    (-2.0 * libm::log(u)).sqrt() * libm::cos(core::f64::consts::TAU * v)
}

/// 52 random bits to the middle of one of 2⁵² cells of (0, 1).
fn unit(high: u32, low: u32) -> f64 {
    let bits = ((u64::from(high) << 32) | u64::from(low)) >> 12;
    (bits as f64 + 0.5) / (1u64 << 52) as f64
}

/// Ten rounds of Philox 4×32.
fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let a = u64::from(counter[0]) * 0xd251_1f53;
        let b = u64::from(counter[2]) * 0xcd9e_8d57;
        counter = [
            (b >> 32) as u32 ^ counter[1] ^ key[0],
            b as u32,
            (a >> 32) as u32 ^ counter[3] ^ key[1],
            a as u32,
        ];
        key = [key[0].wrapping_add(0x9e37_79b9), key[1].wrapping_add(0xbb67_ae85)];
    }
    counter
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The known answers that the authors of Philox publish.
    #[test]
    fn philox_gives_the_published_answers() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(
            philox([u32::MAX; 4], [u32::MAX; 2]),
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
        let pi = [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344];
        assert_eq!(
            philox(pi, [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    fn moments(draw: impl Fn(&Key) -> f64) -> (f64, f64) {
        let n = 40_000;
        let values: Vec<f64> = (0..n).map(|d| draw(&Key::new(7, 11, d))).collect();
        let mean = values.iter().sum::<f64>() / n as f64;
        (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n as f64)
    }

    #[test]
    fn moments_are_those_of_the_distributions() {
        let (mean, variance) = moments(|k| k.uniform(Purpose::Path, 3));
        assert!((mean - 0.5).abs() < 0.007 && (variance - 1.0 / 12.0).abs() < 0.002);
        let (mean, variance) = moments(|k| k.normal(Purpose::Path, 3));
        assert!(mean.abs() < 0.025 && (variance - 1.0).abs() < 0.035);
        for freedom in [0.7, 1.0, 3.0, 11.5] {
            let (mean, variance) = moments(|k| k.chi_square(Purpose::Variance, 0, freedom));
            assert!((mean - freedom).abs() < 0.03 * freedom.max(1.0), "{freedom}: {mean}");
            assert!((variance / (2.0 * freedom) - 1.0).abs() < 0.1, "{freedom}: {variance}");
        }
        let (mean, variance) = moments(|k| k.student_t(Purpose::Path, 1, 10.0));
        assert!(mean.abs() < 0.03 && (variance - 1.25).abs() < 0.06);
    }

    #[test]
    fn a_number_depends_on_its_key_alone() {
        let key = Key::new(1, series_key("a"), 5);
        assert_eq!(key.normal(Purpose::Shock, 2).to_bits(), key.normal(Purpose::Shock, 2).to_bits());
        for other in
            [Key::new(2, series_key("a"), 5), Key::new(1, series_key("b"), 5), Key::new(1, key.series, 6)]
        {
            assert_ne!(key.normal(Purpose::Shock, 2).to_bits(), other.normal(Purpose::Shock, 2).to_bits());
        }
        assert_ne!(key.normal(Purpose::Shock, 2).to_bits(), key.normal(Purpose::Drift, 2).to_bits());
    }
}
