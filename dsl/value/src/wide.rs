//! Products of 256 bits, for comparing and dividing without overflow.
//!
//! In: 128-bit integers. Out: an order, or a quotient with its remainder. Not here: decimals, signs of results.

use std::cmp::Ordering;

const LOW: u128 = u64::MAX as u128;

/// The product as (high, low) 128-bit halves.
fn product(a: u128, b: u128) -> (u128, u128) {
    let (a_high, a_low) = (a >> 64, a & LOW);
    let (b_high, b_low) = (b >> 64, b & LOW);
    let low = a_low * b_low;
    let (cross, other) = (a_low * b_high, a_high * b_low);
    // Three summands below 2^64 each, so this stays far below 2^128.
    let middle = (low >> 64) + (cross & LOW) + (other & LOW);
    let high = a_high * b_high + (cross >> 64) + (other >> 64) + (middle >> 64);
    (high, (middle << 64) | (low & LOW))
}

/// How `a * b` stands to `c * d`, exactly.
pub(crate) fn cmp_products(a: i128, b: i128, c: i128, d: i128) -> Ordering {
    let (left, right) = (a.signum() * b.signum(), c.signum() * d.signum());
    if left != right {
        return left.cmp(&right);
    }
    let magnitudes =
        product(a.unsigned_abs(), b.unsigned_abs()).cmp(&product(c.unsigned_abs(), d.unsigned_abs()));
    if left < 0 { magnitudes.reverse() } else { magnitudes }
}

/// `a * b / d` cut to a whole number, with its remainder; `None` if `d` is zero or the quotient needs more than 128 bits.
pub(crate) fn mul_div(a: u128, b: u128, d: u128) -> Option<(u128, u128)> {
    if let Some(small) = a.checked_mul(b) {
        return Some((small.checked_div(d)?, small.checked_rem(d)?));
    }
    let (high, low) = product(a, b);
    if high >= d {
        return None;
    }
    let (mut quotient, mut rest) = (0_u128, high);
    for bit in (0..128).rev() {
        let carried = rest >> 127 == 1;
        rest = (rest << 1) | ((low >> bit) & 1);
        quotient <<= 1;
        if carried || rest >= d {
            // With the carried bit the true rest is rest + 2^128; the difference fits again.
            rest = rest.wrapping_sub(d);
            quotient |= 1;
        }
    }
    Some((quotient, rest))
}

/// The greatest common divisor; 0 only for two zeros.
pub(crate) fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn product_of_the_largest() {
        assert_eq!(product(u128::MAX, u128::MAX), (u128::MAX - 1, 1));
        assert_eq!(product(1 << 127, 2), (1, 0));
        assert_eq!(product(0, u128::MAX), (0, 0));
    }

    #[test]
    fn products_compare_beyond_128_bits() {
        let max = i128::MAX;
        assert_eq!(cmp_products(max, max, max, max - 1), Ordering::Greater);
        assert_eq!(cmp_products(i128::MIN, max, max, max), Ordering::Less);
        assert_eq!(cmp_products(i128::MIN, max, i128::MIN, max - 1), Ordering::Less);
        assert_eq!(cmp_products(0, max, -1, 1), Ordering::Greater);
        assert_eq!(cmp_products(0, max, 5, 0), Ordering::Equal);
    }

    #[test]
    fn wide_division() {
        assert_eq!(mul_div(u128::MAX, u128::MAX, u128::MAX), Some((u128::MAX, 0)));
        assert_eq!(mul_div(u128::MAX, 3, 4), Some(((u128::MAX / 4) * 3 + 2, 1)));
        assert_eq!(mul_div(u128::MAX, u128::MAX, 2), None);
        assert_eq!(mul_div(7, 3, 0), None);
        assert_eq!(mul_div(u128::MAX, 2, 0), None);
        assert_eq!(mul_div(u128::MAX - 1, u128::MAX, u128::MAX - 1), Some((u128::MAX, 0)));
    }

    #[test]
    fn common_divisors() {
        assert_eq!(gcd(0, 0), 0);
        assert_eq!(gcd(12, 18), 6);
        assert_eq!(gcd(0, 7), 7);
    }
}
