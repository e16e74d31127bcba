//! Ratios: exact order, products, rounding and spelling, also where 128 bits are not enough on the way.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use ramme_value::{Decimal, Ratio, RatioError, Rounding};
use std::cmp::Ordering;

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn ratio(num: i128, den: i128) -> Ratio {
    Ratio::new(num, den).unwrap()
}

#[test]
fn making() {
    assert_eq!(Ratio::new(1, 0).map(Ratio::num), None);
    assert_eq!((ratio(1, -2).num(), ratio(1, -2).den()), (-1, 2));
    assert_eq!(Ratio::new(1, i128::MIN), None);
    let gap = Ratio::of(decimal("0.9"), decimal("16.60")).unwrap();
    assert_eq!((gap.num(), gap.den()), (90, 1660));
    assert_eq!(Ratio::of(decimal("1"), decimal("0.00")), Err(RatioError::DivisionByZero));
    let huge = Decimal::whole(i128::MAX);
    assert_eq!(Ratio::of(huge, Decimal::new(1, 2)), Err(RatioError::Overflow));
    assert_eq!(Ratio::of(huge, Decimal::new(100, 2)), Ok(ratio(i128::MAX, 1)), "zeros are no obstacle");
}

#[test]
fn spelling() {
    let table = [
        (900_000_000, 16_600_000_000, false, "9/166"),
        (900_000_000, 16_600_000_000, true, "900/166"),
        (90_000_000_000, 1_660_000_000_000, true, "900/166"),
        (6, 100, true, "6"),
        (1, 3, true, "100/3"),
        (-1, 3, true, "-100/3"),
        (0, 30, true, "0/3"),
        (0, 1, false, "0"),
        (50, 10, false, "5"),
        (4, 6, false, "4/6"),
        (i128::MAX, 3, true, "17014118346046923173168730371588410572700/3"),
    ];
    for (num, den, percent, text) in table {
        assert_eq!(ratio(num, den).exact_text(percent), text);
    }
}

#[test]
fn products_and_quotients() {
    let third = ratio(1, 3);
    assert_eq!(third.checked_mul(decimal("0.30")), Ok(ratio(1, 10)));
    assert_eq!(third.checked_div(decimal("-0.5")), Ok(ratio(-2, 3)));
    assert_eq!(third.checked_div(decimal("0")), Err(RatioError::DivisionByZero));
    assert_eq!(third.recip(), Ok(ratio(3, 1)));
    assert_eq!(ratio(0, 5).recip(), Err(RatioError::DivisionByZero));
    let big = ratio(i128::MAX, 1_000_000_000);
    assert_eq!(big.checked_mul(decimal("1000")), Ok(ratio(i128::MAX, 1_000_000)), "fits in lowest terms");
    assert_eq!(ratio(i128::MAX, 1).checked_mul(decimal("2")), Err(RatioError::Overflow));
}

#[test]
fn rounding() {
    let share = ratio(900_000_000, 16_600_000_000);
    assert_eq!(
        share.checked_mul(decimal("100")).unwrap().round(12, Rounding::HalfEven).unwrap().to_string(),
        "5.421686746988"
    );
    assert_eq!(ratio(2, 3).round(4, Rounding::HalfUp).unwrap().to_string(), "0.6667");
    assert_eq!(ratio(-2, 3).round(4, Rounding::Ceiling).unwrap().to_string(), "-0.6666");
    assert_eq!(ratio(5, 1000).round_to_step(decimal("0.01"), Rounding::HalfUp).unwrap().to_string(), "0.01");
    assert_eq!(
        ratio(i128::MAX, i128::MAX - 1).round(18, Rounding::Up).unwrap().to_string(),
        "1.000000000000000001"
    );
    assert_eq!(ratio(i128::MAX, 1).round(1, Rounding::Down), None);
    assert_eq!(ratio(1, 3).round(19, Rounding::Down), None);
    assert_eq!(ratio(i128::MIN, 1).round(0, Rounding::Down), Some(Decimal::whole(i128::MIN)));
}

#[test]
fn order_beyond_128_bits() {
    let (max, min) = (i128::MAX, i128::MIN);
    assert!(ratio(max, max - 1) < ratio(max - 1, max - 2));
    assert!(ratio(min, max) < ratio(min + 1, max));
    assert!(ratio(max - 1, max) < ratio(1, 1));
    assert_eq!(ratio(max, max), ratio(1, 1));
    assert_eq!(ratio(6, 100).cmp_decimal(decimal("0.0600")), Ordering::Equal);
    assert_eq!(ratio(max, max - 1).cmp_decimal(decimal("1.000000000000000000")), Ordering::Greater);
    assert_eq!((ratio(90, 1660).reduced().num(), ratio(90, 1660).reduced().den()), (9, 166));
    assert_eq!(ratio(0, 7).reduced().den(), 1);
    assert!((ratio(1, 4).to_f64() - 0.25).abs() < 1e-15);
}

/// The order by whole parts and reciprocals of the rest: slow, and never beyond 128 bits.
fn by_continued_fractions(mut a: (i128, i128), mut b: (i128, i128)) -> Ordering {
    let mut turned = false;
    loop {
        let whole = (a.0.div_euclid(a.1), b.0.div_euclid(b.1));
        let rest = (a.0.rem_euclid(a.1), b.0.rem_euclid(b.1));
        let found = match (whole.0.cmp(&whole.1), rest) {
            (Ordering::Equal, (0, 0)) => Ordering::Equal,
            (Ordering::Equal, (0, _)) => Ordering::Less,
            (Ordering::Equal, (_, 0)) => Ordering::Greater,
            (Ordering::Equal, _) => {
                (a, b) = ((a.1, rest.0), (b.1, rest.1));
                turned = !turned;
                continue;
            }
            (unequal, _) => unequal,
        };
        return if turned { found.reverse() } else { found };
    }
}

proptest! {
    #[test]
    fn order_is_that_of_continued_fractions(a: i128, b in 1_i128..=i128::MAX, c: i128, d in 1_i128..=i128::MAX) {
        prop_assert_eq!(ratio(a, b).cmp(&ratio(c, d)), by_continued_fractions((a, b), (c, d)));
    }

    #[test]
    fn order_of_close_neighbours(a in 1_i128..=i128::MAX - 3, b in 1_i128..=i128::MAX - 3, x in 0_i128..3, y in 0_i128..3) {
        let (c, d) = (a + x, b + y);
        prop_assert_eq!(ratio(a, b).cmp(&ratio(c, d)), by_continued_fractions((a, b), (c, d)));
        prop_assert_eq!(ratio(-a, b).cmp(&ratio(-c, d)), by_continued_fractions((-a, b), (-c, d)));
    }

    #[test]
    fn times_and_over_come_back(a: i64, b in 1_i64..=i64::MAX, m in 1_i64..1_000_000, s in 0_u8..6) {
        let (start, factor) = (ratio(i128::from(a), i128::from(b)), Decimal::new(i128::from(m), s));
        prop_assert_eq!(start.checked_mul(factor).and_then(|r| r.checked_div(factor)), Ok(start));
        prop_assert_eq!(start.reduced(), start);
    }

    #[test]
    fn rounding_is_within_one_of_the_last_decimal(a: i128, b in 1_i128..=i128::MAX, scale in 0_u8..=18) {
        let exact = ratio(a, b);
        if let (Some(low), Some(high)) = (exact.round(scale, Rounding::Floor), exact.round(scale, Rounding::Ceiling)) {
            prop_assert!(exact.cmp_decimal(low) != Ordering::Less && exact.cmp_decimal(high) != Ordering::Greater);
            prop_assert!(high.mantissa() - low.mantissa() <= 1);
            for mode in Rounding::ALL {
                let got = exact.round(scale, mode).unwrap();
                prop_assert!(got == low || got == high);
            }
        }
    }
}
