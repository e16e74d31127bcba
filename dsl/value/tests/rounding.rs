//! Rounding: every mode over signs and halves, steps, and laws that hold for all numbers.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use ramme_value::{Decimal, Ratio, Rounding, div_round, round_to_step};

/// Tenths, and what they round to under half up, half even, up, down, ceiling, floor.
const TENTHS: [(i128, [i128; 6]); 27] = [
    (0, [0, 0, 0, 0, 0, 0]),
    (1, [0, 0, 1, 0, 1, 0]),
    (4, [0, 0, 1, 0, 1, 0]),
    (5, [1, 0, 1, 0, 1, 0]),
    (6, [1, 1, 1, 0, 1, 0]),
    (9, [1, 1, 1, 0, 1, 0]),
    (10, [1, 1, 1, 1, 1, 1]),
    (11, [1, 1, 2, 1, 2, 1]),
    (14, [1, 1, 2, 1, 2, 1]),
    (15, [2, 2, 2, 1, 2, 1]),
    (16, [2, 2, 2, 1, 2, 1]),
    (25, [3, 2, 3, 2, 3, 2]),
    (35, [4, 4, 4, 3, 4, 3]),
    (20, [2, 2, 2, 2, 2, 2]),
    (-1, [0, 0, -1, 0, 0, -1]),
    (-4, [0, 0, -1, 0, 0, -1]),
    (-5, [-1, 0, -1, 0, 0, -1]),
    (-6, [-1, -1, -1, 0, 0, -1]),
    (-9, [-1, -1, -1, 0, 0, -1]),
    (-10, [-1, -1, -1, -1, -1, -1]),
    (-11, [-1, -1, -2, -1, -1, -2]),
    (-14, [-1, -1, -2, -1, -1, -2]),
    (-15, [-2, -2, -2, -1, -1, -2]),
    (-16, [-2, -2, -2, -1, -1, -2]),
    (-25, [-3, -2, -3, -2, -2, -3]),
    (-35, [-4, -4, -4, -3, -3, -4]),
    (-20, [-2, -2, -2, -2, -2, -2]),
];

#[test]
fn modes_over_signs_and_halves() {
    for (tenths, expected) in TENTHS {
        for (mode, want) in Rounding::ALL.into_iter().zip(expected) {
            let at = format!("{tenths} tenths {mode}");
            assert_eq!(div_round(tenths, 10, mode), Some(want), "{at}");
            assert_eq!(div_round(-tenths, -10, mode), Some(want), "{at}, both signs turned");
            assert_eq!(Decimal::new(tenths, 1).round(0, mode), Some(Decimal::whole(want)), "{at}");
            let ratio = Ratio::new(tenths * 7, 70).unwrap();
            assert_eq!(ratio.round(0, mode), Some(Decimal::whole(want)), "{at}");
        }
    }
}

#[test]
fn edges_of_128_bits() {
    for mode in Rounding::ALL {
        assert_eq!(div_round(i128::MIN, 1, mode), Some(i128::MIN));
        assert_eq!(div_round(i128::MAX, 1, mode), Some(i128::MAX));
        assert_eq!(div_round(i128::MIN, -1, mode), None);
        assert_eq!(div_round(5, 0, mode), None);
        assert_eq!(div_round(i128::MIN, i128::MIN, mode), Some(1));
    }
    assert_eq!(div_round(i128::MAX, i128::MIN, Rounding::HalfUp), Some(-1));
    assert_eq!(div_round(1, i128::MIN, Rounding::Floor), Some(-1));
}

#[test]
fn steps() {
    let decimal = |text: &str| Decimal::parse(text).unwrap();
    let table = [
        ("1034.00500", "0.01", Rounding::HalfUp, "1034.01"),
        ("1034.00500", "0.01", Rounding::HalfEven, "1034.00"),
        ("1034.00999", "0.01", Rounding::Down, "1034.00"),
        ("1.38", "0.25", Rounding::HalfUp, "1.50"),
        ("1.37", "0.25", Rounding::HalfUp, "1.25"),
        ("-1.375", "0.25", Rounding::HalfUp, "-1.50"),
        ("-1.375", "0.25", Rounding::HalfEven, "-1.50"),
        ("-1.125", "0.25", Rounding::HalfEven, "-1.00"),
        ("12345", "1000", Rounding::HalfUp, "12000"),
        ("12500", "1000", Rounding::HalfEven, "12000"),
        ("12500", "1000", Rounding::HalfUp, "13000"),
        ("12500.01", "1000", Rounding::Ceiling, "13000"),
        ("-12500.01", "1000", Rounding::Ceiling, "-12000"),
        ("-12500.01", "1000", Rounding::Floor, "-13000"),
        ("7", "0.50", Rounding::Up, "7.00"),
        ("0.07", "0.3", Rounding::Up, "0.3"),
    ];
    for (value, step, mode, want) in table {
        let got = round_to_step(decimal(value), decimal(step), mode).unwrap();
        assert_eq!(got.to_string(), want, "{value} {mode} to {step}");
        let ratio = Ratio::from_decimal(decimal(value)).round_to_step(decimal(step), mode).unwrap();
        assert_eq!(ratio.to_string(), want, "{value} {mode} to {step} as a ratio");
    }
    for bad in ["0", "0.00", "-0.01"] {
        assert_eq!(round_to_step(decimal("1"), decimal(bad), Rounding::Down), None);
        assert_eq!(Ratio::new(1, 3).unwrap().round_to_step(decimal(bad), Rounding::Down), None);
    }
    assert_eq!(round_to_step(Decimal::whole(i128::MAX), decimal("1000"), Rounding::Up), None);
}

#[test]
fn names_are_read_back() {
    for mode in Rounding::ALL {
        assert_eq!(Rounding::parse(mode.name()), Some(mode));
    }
    for bad in ["", "halfup", "half", "Half Up", "nearest"] {
        assert_eq!(Rounding::parse(bad), None, "{bad}");
    }
}

proptest! {
    #[test]
    fn the_result_is_a_neighbour(num: i64, den in 1_i64..=i64::MAX) {
        let (num, den) = (i128::from(num), i128::from(den));
        let floor = num.div_euclid(den);
        let ceiling = if num.rem_euclid(den) == 0 { floor } else { floor + 1 };
        prop_assert_eq!(div_round(num, den, Rounding::Floor), Some(floor));
        prop_assert_eq!(div_round(num, den, Rounding::Ceiling), Some(ceiling));
        for mode in Rounding::ALL {
            let got = div_round(num, den, mode).unwrap();
            prop_assert!(got == floor || got == ceiling);
            if matches!(mode, Rounding::HalfUp | Rounding::HalfEven) {
                prop_assert!(2 * (got * den - num).abs() <= den);
            }
        }
    }

    #[test]
    fn rounding_turns_with_the_sign(num: i64, den in 1_i64..1_000) {
        let (num, den) = (i128::from(num), i128::from(den));
        for mode in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Up, Rounding::Down] {
            prop_assert_eq!(div_round(-num, den, mode), div_round(num, den, mode).map(|n| -n));
        }
    }

    #[test]
    fn a_step_divides_the_result_and_twice_is_once(
        m in -1_000_000_000_i128..1_000_000_000, s in 0_u8..6, step in 1_i128..5_000, scale in 0_u8..4,
    ) {
        let (value, step) = (Decimal::new(m, s), Decimal::new(step, scale));
        for mode in Rounding::ALL {
            let once = round_to_step(value, step, mode).unwrap();
            prop_assert_eq!(once.scale(), scale);
            prop_assert_eq!(once.mantissa() % step.mantissa(), 0);
            prop_assert_eq!(round_to_step(once, step, mode), Some(once));
        }
    }
}
