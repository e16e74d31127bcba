//! Values of the second evaluator: big rationals, days, and a calendar of its own.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use ramme_value::{Decimal, EndOfMonth, Rounding};

/// A whole or broken number of any size.
pub type Number = BigRational;

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Val {
    Yes(bool),
    Num(Number),
    /// Days since 1970-01-01.
    Day(i64),
    Text(String),
    Member(u32),
    Row(usize),
    Year(i32),
}

impl Val {
    pub fn yes(&self) -> bool {
        matches!(self, Val::Yes(true))
    }

    pub fn num(self) -> Number {
        match self {
            Val::Num(n) => n,
            other => panic!("no number: {other:?}"),
        }
    }

    pub fn day(&self) -> i64 {
        match self {
            Val::Day(d) => *d,
            other => panic!("no day: {other:?}"),
        }
    }
}

pub fn whole(n: i128) -> Number {
    Number::from_integer(BigInt::from(n))
}

pub fn decimal(d: Decimal) -> Number {
    Number::new(BigInt::from(d.mantissa()), BigInt::from(10).pow(u32::from(d.scale())))
}

/// To a multiple of the step, by the table of the reference.
pub fn round(x: &Number, step: &Number, mode: Rounding) -> Number {
    let times = x / step;
    let (low, high) = (times.floor(), times.ceil());
    let half = Number::new(BigInt::one(), BigInt::from(2));
    let towards_zero = if times.is_negative() { &high } else { &low };
    let from_zero = if times.is_negative() { &low } else { &high };
    let rest = (&times - towards_zero).abs();
    let taken = match mode {
        Rounding::Down => towards_zero,
        Rounding::Up => from_zero,
        Rounding::Floor => &low,
        Rounding::Ceiling => &high,
        Rounding::HalfUp if rest < half => towards_zero,
        Rounding::HalfUp => from_zero,
        Rounding::HalfEven if rest < half => towards_zero,
        Rounding::HalfEven if rest > half => from_zero,
        Rounding::HalfEven if (towards_zero.to_integer() % BigInt::from(2)).is_zero() => towards_zero,
        Rounding::HalfEven => from_zero,
    };
    taken * step
}

pub fn leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day of a date, counted year by year and month by month.
pub fn day_of(year: i64, month: i64, day: i64) -> i64 {
    let mut days = 0;
    for y in 1970..year {
        days += if leap(y) { 366 } else { 365 };
    }
    for y in year..1970 {
        days -= if leap(y) { 366 } else { 365 };
    }
    (1..month).map(|m| month_length(year, m)).sum::<i64>() + days + day - 1
}

/// Year, month and day of a day.
pub fn date_of(day: i64) -> (i64, i64, i64) {
    let (mut year, mut rest) = (1970, day);
    while rest < 0 {
        year -= 1;
        rest += if leap(year) { 366 } else { 365 };
    }
    while rest >= (if leap(year) { 366 } else { 365 }) {
        rest -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    let mut month = 1;
    while rest >= month_length(year, month) {
        rest -= month_length(year, month);
        month += 1;
    }
    (year, month, rest + 1)
}

/// The same day some months on; none where `forbid` forbids it.
pub fn add_months(day: i64, months: i64, mode: EndOfMonth) -> Option<i64> {
    let (year, month, d) = date_of(day);
    let index = year * 12 + month - 1 + months;
    let (y, m) = (index.div_euclid(12), index.rem_euclid(12) + 1);
    let last = month_length(y, m);
    if d <= last {
        return Some(day_of(y, m, d));
    }
    match mode {
        EndOfMonth::Clamp => Some(day_of(y, m, last)),
        EndOfMonth::Overflow => Some(day_of(y, m, last) + 1),
        EndOfMonth::Forbid => None,
    }
}

/// First and last day of a year.
pub fn year_days(year: i32) -> (i64, i64) {
    (day_of(i64::from(year), 1, 1), day_of(i64::from(year), 12, 31))
}
