//! Decimals: spelling, scales, order, and arithmetic that never wraps.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use ramme_value::{Decimal, MAX_SCALE, NumberError, pow10};
use std::collections::HashSet;

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

#[test]
fn accepted() {
    let table = [
        ("0", 0, 0),
        ("-0", 0, 0),
        ("007", 7, 0),
        ("1_000.50", 100_050, 2),
        ("-1_000.50", -100_050, 2),
        ("1034.00000", 103_400_000, 5),
        ("0.000_000_000_001", 1, 12),
        ("10_00", 1_000, 0),
        ("0.000000000000000001", 1, 18),
        ("99999999999999999999999999999999999999", 10_i128.pow(38) - 1, 0),
    ];
    for (text, mantissa, scale) in table {
        let got = decimal(text);
        assert_eq!((got.mantissa(), got.scale()), (mantissa, scale), "{text}");
    }
}

#[test]
fn refused() {
    let table = [
        ("", NumberError::Empty),
        ("-", NumberError::Empty),
        ("--1", NumberError::NotANumber),
        ("+1", NumberError::NotANumber),
        ("1e3", NumberError::NotANumber),
        ("1,5", NumberError::NotANumber),
        (" 1", NumberError::NotANumber),
        ("1 ", NumberError::NotANumber),
        ("\u{2212}1", NumberError::NotANumber),
        ("٣", NumberError::NotANumber),
        ("1.2.3", NumberError::TwoMarks),
        (".5", NumberError::BareMark),
        ("5.", NumberError::BareMark),
        ("-.", NumberError::BareMark),
        ("_1", NumberError::BadGroup),
        ("1_", NumberError::BadGroup),
        ("1__0", NumberError::BadGroup),
        ("1_.5", NumberError::BadGroup),
        ("1._5", NumberError::BadGroup),
        ("0.0000000000000000001", NumberError::TooManyDecimals),
        ("100000000000000000000000000000000000000", NumberError::TooLong),
    ];
    for (text, why) in table {
        assert_eq!(Decimal::parse(text), Err(why), "{text:?}");
    }
}

#[test]
fn display_has_exactly_its_scale() {
    let table = [
        (Decimal::new(103_400_000, 5), "1034.00000"),
        (Decimal::new(-5, 2), "-0.05"),
        (Decimal::new(0, 3), "0.000"),
        (Decimal::new(i128::MIN, 0), "-170141183460469231731687303715884105728"),
        (Decimal::new(i128::MIN, 38), "-1.70141183460469231731687303715884105728"),
        (Decimal::new(i128::MAX, 250), "0.00000000000000000000000000000000000000"),
        (Decimal::new(12, 39), "0.00000000000000000000000000000000000001"),
    ];
    for (value, text) in table {
        assert_eq!(value.to_string(), text);
    }
    assert_eq!(format!("{:>8}|{:<6}|", decimal("1.50"), decimal("-2")), "    1.50|-2    |");
}

#[test]
fn rescaling_is_exact_or_nothing() {
    assert_eq!(decimal("1.50").rescale(1).map(|d| d.to_string()).as_deref(), Some("1.5"));
    assert_eq!(decimal("1.55").rescale(1), None);
    assert_eq!(decimal("1.5").rescale(4).map(|d| d.to_string()).as_deref(), Some("1.5000"));
    assert_eq!(decimal("1").rescale(MAX_SCALE + 1), None);
    assert_eq!(Decimal::whole(i128::MAX).rescale(1), None);
    assert_eq!(decimal("100.500").trim(1).to_string(), "100.5");
    assert_eq!(decimal("100.000").trim(0).to_string(), "100");
    assert_eq!(decimal("100.000").trim(2).to_string(), "100.00");
    assert_eq!(decimal("0.1").trim(5).to_string(), "0.1");
}

#[test]
fn arithmetic_ends_where_it_must() {
    let max = Decimal::whole(i128::MAX);
    assert_eq!(max.checked_add(decimal("1")), None);
    assert_eq!(max.checked_add(decimal("0.1")), None);
    assert_eq!(Decimal::whole(i128::MIN).checked_neg(), None);
    assert_eq!(Decimal::whole(i128::MIN).checked_abs(), None);
    assert_eq!(max.checked_mul(decimal("2")), None);
    assert_eq!(Decimal::new(1, 10).checked_mul(Decimal::new(1, 9)), None, "19 decimals");
    assert_eq!(Decimal::new(1, 9).checked_mul(Decimal::new(1, 9)), Some(Decimal::new(1, 18)));
    assert_eq!(pow10(38).and_then(|p| p.checked_mul(10)), None);
    assert_eq!(decimal("1.5").checked_sub(decimal("0.25")).map(|d| d.to_string()).as_deref(), Some("1.25"));
}

#[test]
fn equal_values_are_one_in_a_set() {
    let set: HashSet<Decimal> = ["1.5", "1.50", "1.500", "-0.0", "0"].into_iter().map(decimal).collect();
    assert_eq!(set.len(), 2);
    assert!(Decimal::new(i128::MAX, 0) > Decimal::new(i128::MAX, 38));
    assert!(Decimal::new(i128::MIN, 0) < Decimal::new(i128::MIN, 1));
}

prop_compose! {
    fn any_decimal()(mantissa in -(10_i128.pow(38) - 1)..10_i128.pow(38), cut in 0_u32..38, scale in 0_u8..=MAX_SCALE) -> Decimal {
        Decimal::new(mantissa / 10_i128.pow(cut), scale)
    }
}

proptest! {
    #[test]
    fn parsing_reads_what_display_writes(value in any_decimal()) {
        let text = value.to_string();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        prop_assume!(digits <= 38);
        let back = Decimal::parse(&text).unwrap();
        prop_assert_eq!((back.mantissa(), back.scale()), (value.mantissa(), value.scale()));
    }

    #[test]
    fn order_agrees_with_alignment(a in any_decimal(), b in any_decimal()) {
        let scale = a.scale().max(b.scale());
        if let (Some(x), Some(y)) = (a.rescale(scale), b.rescale(scale)) {
            prop_assert_eq!(a.cmp(&b), x.mantissa().cmp(&y.mantissa()));
        }
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
    }

    #[test]
    fn sums_come_apart(a in any_decimal(), b in any_decimal()) {
        if let Some(sum) = a.checked_add(b) {
            prop_assert_eq!(sum.scale(), a.scale().max(b.scale()));
            prop_assert_eq!(sum.checked_sub(b), Some(a));
            prop_assert_eq!(b.checked_add(a), Some(sum));
        }
    }

    #[test]
    fn nothing_panics_on_any_text(text in ".{0,60}") {
        let _ = Decimal::parse(&text);
    }
}
