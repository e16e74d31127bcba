//! Quantiles and distribution functions of the normal and Student-t. In: a probability and degrees of
//! freedom. Out: f64.
//!
//! `statrs` gives the distribution functions; its t quantile is polished by Newton steps on its own
//! distribution function, so that both agree to about 1e-12. Not here: random draws (`random`).

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// The standard normal quantile at 0 < p < 1; infinite outside.
pub fn normal_quantile(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    Normal::standard().inverse_cdf(p)
}

/// The standard normal distribution function.
pub fn normal_cdf(x: f64) -> f64 {
    Normal::standard().cdf(x)
}

/// The Student-t quantile at 0 < p < 1 with `freedom` > 0; infinite outside (0, 1), NaN for a freedom
/// that is not positive. An infinite freedom is the normal.
pub fn t_quantile(p: f64, freedom: f64) -> f64 {
    if freedom.is_infinite() {
        return normal_quantile(p);
    }
    let Ok(t) = StudentsT::new(0.0, 1.0, freedom) else { return f64::NAN };
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    let tail = p.min(1.0 - p);
    let mut x = -t.inverse_cdf(tail).abs();
    for _ in 0..4 {
        let slope = t_density(x, freedom);
        let step = (t.cdf(x) - tail) / slope;
        if !step.is_finite() || step.abs() < 1e-15 * x.abs() {
            break;
        }
        x -= step.clamp(-0.5 * x.abs() - 1e-9, 0.5 * x.abs() + 1e-9);
    }
    if p < 0.5 { x } else { -x }
}

/// The Student-t distribution function; NaN for a freedom that is not positive.
pub fn t_cdf(x: f64, freedom: f64) -> f64 {
    if freedom.is_infinite() {
        return normal_cdf(x);
    }
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::NAN, |t| t.cdf(x))
}

/// The Student-t density.
fn t_density(x: f64, freedom: f64) -> f64 {
    let half = 0.5 * freedom;
    let log = libm::lgamma(half + 0.5)
        - libm::lgamma(half)
        - 0.5 * libm::log(core::f64::consts::PI * freedom)
        - (half + 0.5) * libm::log1p(x * x / freedom);
    libm::exp(log)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_quantiles_are_those_of_the_tables() {
        for (p, freedom, value) in [
            (0.9, 3.0, 1.637_744_353_696_210_1),
            (0.975, 3.0, 3.182_446_305_284_263_4),
            (0.975, 2.0, 4.302_652_729_696_142),
            (0.9, 4.0, 1.533_206_274_058_942_8),
            (0.025, 10.0, -2.228_138_851_964_938_5),
            (0.95, 1.0, 6.313_751_514_675_043),
        ] {
            let q = t_quantile(p, freedom);
            assert!((q - value).abs() < 1e-9, "{p} {freedom}: {q} {value}");
        }
        assert!((t_quantile(0.975, f64::INFINITY) - 1.959_963_984_540_054).abs() < 1e-9);
        assert!(t_quantile(0.5, 3.0).abs() < 1e-9);
    }
}
