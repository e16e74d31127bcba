//! Changes from year to year put together: the factor between two price levels.
//!
//! In: changes such as 3.4 %, one a year. Out: their product of (100 % + change), or one over it, exactly worked out and
//! then rounded once, half to even, to 12 decimals. Not here: which years, where changes come from.

use crate::decimal::{Decimal, pow10};

/// The decimals of a factor.
pub const FACTOR_SCALE: u8 = 12;

/// A whole number of any size, its smallest digits (of 64 bits) first; no zeros at the top.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Whole(Vec<u64>);

impl Whole {
    fn of(number: u128) -> Whole {
        Whole(vec![low(number), low(number >> 64)]).trimmed()
    }

    fn trimmed(mut self) -> Whole {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    fn times(&self, other: &Whole) -> Whole {
        let mut out = vec![0_u64; self.0.len() + other.0.len()];
        for (i, a) in self.0.iter().enumerate() {
            let mut carry = 0_u128;
            let digits = other.0.iter().copied().chain([0]);
            for (b, held) in digits.zip(out.iter_mut().skip(i)) {
                // (2^64 − 1)² + 2 (2^64 − 1) is just below 2^128.
                let sum = u128::from(*a) * u128::from(b) + u128::from(*held) + carry;
                (*held, carry) = (low(sum), sum >> 64);
            }
        }
        Whole(out).trimmed()
    }

    fn bits(&self) -> usize {
        self.0.last().map_or(0, |top| self.0.len() * 64 - top.leading_zeros() as usize)
    }

    fn bit(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|digit| digit >> (at % 64) & 1 == 1)
    }

    fn at_least(&self, other: &Whole) -> bool {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev())).is_ge()
    }

    /// Twice the number, and a last bit.
    fn shifted_in(&mut self, bit: bool) {
        let mut carry = u64::from(bit);
        for digit in &mut self.0 {
            let next = *digit >> 63;
            *digit = (*digit << 1) | carry;
            carry = next;
        }
        if carry > 0 {
            self.0.push(carry);
        }
    }

    /// The difference; `other` is no larger.
    fn less(&mut self, other: &Whole) {
        let mut borrow = false;
        for (at, digit) in self.0.iter_mut().enumerate() {
            let take = other.0.get(at).copied().unwrap_or(0);
            let (first, a) = digit.overflowing_sub(take);
            let (second, b) = first.overflowing_sub(u64::from(borrow));
            *digit = second;
            borrow = a || b;
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

#[allow(clippy::cast_possible_truncation, reason = "the lower half is what is asked for")]
fn low(number: u128) -> u64 {
    number as u64
}

/// `above / below`, half to even; `None` if it needs more than 127 bits or `below` is zero.
fn rounded(above: &Whole, below: &Whole) -> Option<i128> {
    if below.0.is_empty() {
        return None;
    }
    let (mut quotient, mut rest) = (0_i128, Whole(Vec::new()));
    for at in (0..above.bits()).rev() {
        rest.shifted_in(above.bit(at));
        let fits = rest.at_least(below);
        quotient = quotient.checked_mul(2)?.checked_add(i128::from(fits))?;
        if fits {
            rest.less(below);
        }
    }
    rest.shifted_in(false);
    let up = rest.at_least(below) && (rest != *below || quotient % 2 == 1);
    quotient.checked_add(i128::from(up))
}

/// The product of (100 % + change), or with `back` one over it, to [`FACTOR_SCALE`] decimals, rounded half to even.
///
/// `None` where the factor does not fit 128 bits, or where going back would divide by zero.
///
/// ```
/// use ramme_value::{Decimal, compound};
/// let up = [Decimal::new(3, 2), Decimal::new(4, 2)]; // 3 %, then 4 %
/// assert_eq!(compound(&up, false).map(|f| f.to_string()).as_deref(), Some("1.071200000000"));
/// assert_eq!(compound(&up, true).map(|f| f.to_string()).as_deref(), Some("0.933532486931"));
/// ```
#[must_use]
pub fn compound(changes: &[Decimal], back: bool) -> Option<Decimal> {
    let (mut product, mut power) = (Whole::of(1), Whole::of(1));
    let mut negative = false;
    for change in changes {
        let one = pow10(change.scale())?;
        let sum = one.checked_add(change.mantissa())?;
        negative ^= sum < 0;
        product = product.times(&Whole::of(sum.unsigned_abs()));
        power = power.times(&Whole::of(one.unsigned_abs()));
    }
    let scaled = Whole::of(pow10(FACTOR_SCALE)?.unsigned_abs());
    let factor = if back {
        rounded(&scaled.times(&power), &product)
    } else {
        rounded(&scaled.times(&product), &power)
    };
    factor.map(|size| Decimal::new(if negative { -size } else { size }, FACTOR_SCALE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(changes: &[(i128, u8)], back: bool) -> Option<String> {
        let changes: Vec<Decimal> = changes.iter().map(|(m, s)| Decimal::new(*m, *s)).collect();
        compound(&changes, back).map(|f| f.to_string())
    }

    #[test]
    fn no_change_is_one() {
        assert_eq!(factor(&[], false).as_deref(), Some("1.000000000000"));
        assert_eq!(factor(&[(0, 3)], true).as_deref(), Some("1.000000000000"));
    }

    #[test]
    fn a_half_goes_to_the_even_neighbour() {
        // 1.0000000000005 and 1.0000000000015: exactly between two decimals
        assert_eq!(factor(&[(5, 13)], false).as_deref(), Some("1.000000000000"));
        assert_eq!(factor(&[(15, 13)], false).as_deref(), Some("1.000000000002"));
        // one over 3 and one over 1.5
        assert_eq!(factor(&[(2, 0)], true).as_deref(), Some("0.333333333333"));
        assert_eq!(factor(&[(5, 1)], true).as_deref(), Some("0.666666666667"));
    }

    #[test]
    fn many_years_stay_exact() {
        // 1.034 to the power 100 is 28.3174… ; worked with 200 digits
        let years = vec![(34, 3); 100];
        assert_eq!(factor(&years, false).as_deref(), Some("28.317432619467"));
        assert_eq!(factor(&years, true).as_deref(), Some("0.035313935887"));
    }

    #[test]
    fn what_does_not_fit_or_divides_by_zero_is_none() {
        assert_eq!(factor(&vec![(9, 0); 40], false), None);
        assert_eq!(factor(&[(-1, 0)], true), None);
        assert_eq!(factor(&[(-1, 0)], false).as_deref(), Some("0.000000000000"));
        assert_eq!(factor(&[(-3, 0)], false).as_deref(), Some("-2.000000000000"));
    }
}
