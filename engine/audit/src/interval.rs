//! Closed intervals of exact numbers.
//!
//! In: ends, as ratios of whole numbers of any size. Out: sums, products, quotients; whether two meet. Not here: units,
//! what the numbers mean.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed as _, Zero as _};
use ramme_value::Decimal;

/// An exact number.
pub type Exact = BigRational;

/// All numbers from one end to the other, both included: half up and half even differ only in which end they take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The lower end.
    pub low: Exact,
    /// The upper end.
    pub high: Exact,
}

/// Ten to a power, which may be negative.
pub(crate) fn ten(power: i32) -> Exact {
    let whole = BigInt::from(10).pow(power.unsigned_abs());
    if power < 0 { Exact::new(BigInt::from(1), whole) } else { Exact::from(whole) }
}

/// A decimal, exactly.
pub(crate) fn exact(value: Decimal) -> Exact {
    Exact::from(BigInt::from(value.mantissa())) * ten(-i32::from(value.scale()))
}

/// A whole number.
pub(crate) fn whole(number: i64) -> Exact {
    Exact::from(BigInt::from(number))
}

/// The number with so many decimals, half away from zero; `None` if it does not fit a decimal.
#[must_use]
pub fn rounded(value: &Exact, decimals: u8) -> Option<Decimal> {
    let scaled = (value * ten(i32::from(decimals))).round().to_integer();
    i128::try_from(scaled).ok().map(|mantissa| Decimal::new(mantissa, decimals))
}

impl Interval {
    /// One number.
    pub(crate) fn point(value: Exact) -> Interval {
        Interval { low: value.clone(), high: value }
    }

    /// What may have been rounded to a value, half a unit to either side.
    pub(crate) fn around(value: &Exact, half: &Exact) -> Interval {
        Interval { low: value - half, high: value + half }
    }

    pub(crate) fn plus(&self, other: &Interval) -> Interval {
        Interval { low: &self.low + &other.low, high: &self.high + &other.high }
    }

    pub(crate) fn minus(&self, other: &Interval) -> Interval {
        Interval { low: &self.low - &other.high, high: &self.high - &other.low }
    }

    pub(crate) fn times(&self, other: &Interval) -> Interval {
        let corners = [
            &self.low * &other.low,
            &self.low * &other.high,
            &self.high * &other.low,
            &self.high * &other.high,
        ];
        let (mut low, mut high) = (corners[0].clone(), corners[0].clone());
        for corner in corners {
            low = low.min(corner.clone());
            high = high.max(corner);
        }
        Interval { low, high }
    }

    /// The quotient; `None` where the divisor may be zero.
    pub(crate) fn over(&self, divisor: &Interval) -> Option<Interval> {
        let crosses = !divisor.low.is_positive() && !divisor.high.is_negative();
        (!crosses).then(|| self.times(&Interval { low: divisor.high.recip(), high: divisor.low.recip() }))
    }

    /// Every number of it, times one number.
    pub(crate) fn scaled(&self, by: &Exact) -> Interval {
        self.times(&Interval::point(by.clone()))
    }

    pub(crate) fn meets(&self, other: &Interval) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// What both hold.
    pub(crate) fn and(&self, other: &Interval) -> Option<Interval> {
        self.meets(other).then(|| Interval {
            low: self.low.clone().max(other.low.clone()),
            high: self.high.clone().min(other.high.clone()),
        })
    }

    pub(crate) fn is_positive(&self) -> bool {
        self.low.is_positive()
    }

    pub(crate) fn may_be_negative(&self) -> bool {
        self.low.is_negative() && !self.low.is_zero()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn around(value: &str, half: &str) -> Interval {
        Interval::around(&exact(Decimal::parse(value).unwrap()), &exact(Decimal::parse(half).unwrap()))
    }

    #[test]
    fn a_quotient_takes_the_far_ends() {
        let factor = around("18.1", "0.05").over(&around("17.5", "0.05")).unwrap();
        assert_eq!(rounded(&factor.low, 4).unwrap().to_string(), "1.0285");
        assert_eq!(rounded(&factor.high, 4).unwrap().to_string(), "1.0401");
        assert_eq!(around("1", "0").over(&around("0", "0.5")), None);
    }

    #[test]
    fn a_product_with_a_negative_factor_keeps_its_ends_in_order() {
        let product = around("-2", "1").times(&around("3", "1"));
        assert_eq!((product.low, product.high), (whole(-12), whole(-2)));
    }

    #[test]
    fn ends_belong_to_it() {
        assert!(around("1", "0.5").meets(&around("2", "0.5")));
        assert!(!around("1", "0.5").meets(&around("2.1", "0.5")));
    }
}
