//! Dates and periods: the calendar, months added at month ends, spelling.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use ramme_value::date::days_in_month;
use ramme_value::{Date, DateError, EndOfMonth, Period, PeriodKind};

fn date(text: &str) -> Date {
    Date::parse_iso(text).unwrap()
}

fn leap(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn month_length(year: i32, month: u8) -> u8 {
    match month {
        2 => 28 + u8::from(leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[test]
fn every_day_from_first_to_last_in_order() {
    let mut at = Date::MIN;
    for year in 1800..=2200 {
        for month in 1..=12 {
            assert_eq!(days_in_month(year, month), Some(month_length(year, month)));
            for day in 1..=month_length(year, month) {
                assert_eq!(at.ymd(), (year, month, day));
                assert_eq!(Date::from_ymd(year, month, day), Some(at));
                at = at.add_days(1).unwrap_or(Date::MIN);
            }
            assert_eq!(Date::from_ymd(year, month, month_length(year, month) + 1), None);
        }
    }
    assert_eq!(at, Date::MIN, "the day after the last is none");
    assert_eq!(
        (Date::MIN.to_string().as_str(), Date::MAX.to_string().as_str()),
        ("1800-01-01", "2200-12-31")
    );
    assert_eq!(date("1970-01-01").days_from_epoch(), 0);
    assert_eq!(date("2023-10-01").days_from_epoch(), 19_631);
}

#[test]
fn month_ends_by_hand() {
    let table = [
        ("2023-11-30", 3, "2024-02-29", "2024-03-01", None),
        ("2022-11-30", 3, "2023-02-28", "2023-03-01", None),
        ("2023-01-31", 1, "2023-02-28", "2023-03-01", None),
        ("2024-01-31", 1, "2024-02-29", "2024-03-01", None),
        ("2024-01-30", 1, "2024-02-29", "2024-03-01", None),
        ("2023-03-31", 1, "2023-04-30", "2023-05-01", None),
        ("2023-12-31", 2, "2024-02-29", "2024-03-01", None),
        ("2024-02-29", 12, "2025-02-28", "2025-03-01", None),
        ("2024-02-29", 48, "2028-02-29", "2028-02-29", Some("2028-02-29")),
        ("2023-02-28", 12, "2024-02-28", "2024-02-28", Some("2024-02-28")),
        ("2023-02-28", 1, "2023-03-28", "2023-03-28", Some("2023-03-28")),
        ("2023-10-31", 2, "2023-12-31", "2023-12-31", Some("2023-12-31")),
        ("2023-06-01", 3, "2023-09-01", "2023-09-01", Some("2023-09-01")),
        ("2024-03-31", -1, "2024-02-29", "2024-03-01", None),
        ("2023-01-15", -1, "2022-12-15", "2022-12-15", Some("2022-12-15")),
        ("2023-05-31", 0, "2023-05-31", "2023-05-31", Some("2023-05-31")),
    ];
    for (from, n, clamp, overflow, forbid) in table {
        let got = |mode| date(from).add_months(n, mode);
        assert_eq!(got(EndOfMonth::Clamp), Ok(date(clamp)), "{from} + {n}");
        assert_eq!(got(EndOfMonth::Overflow), Ok(date(overflow)), "{from} + {n}");
        assert_eq!(got(EndOfMonth::Forbid).ok(), forbid.map(date), "{from} + {n}");
    }
    let forbidden = DateError::NoSuchDay { year: 2024, month: 2, day: 30 };
    assert_eq!(date("2023-11-30").add_months(3, EndOfMonth::Forbid), Err(forbidden));
    for n in [i32::MAX, i32::MIN, 12 * 200, -12 * 300] {
        assert_eq!(date("2023-11-30").add_months(n, EndOfMonth::Clamp), Err(DateError::OutOfRange));
    }
}

#[test]
fn months_over_ten_years_by_definition() {
    let mut day = date("2023-01-01");
    while day <= date("2032-12-31") {
        for n in [1_u8, 3, 12] {
            let (mut year, mut month, number) = day.ymd();
            for _ in 0..n {
                (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            }
            let last = month_length(year, month);
            let next = if month == 12 { (year + 1, 1, 1) } else { (year, month + 1, 1) };
            let fits = number <= last;
            let clamp = (year, month, number.min(last));
            let overflow = if fits { (year, month, number) } else { next };
            let got = |mode| day.add_months(i32::from(n), mode).map(Date::ymd);
            assert_eq!(got(EndOfMonth::Clamp), Ok(clamp), "{day} + {n}");
            assert_eq!(got(EndOfMonth::Overflow), Ok(overflow), "{day} + {n}");
            assert_eq!(got(EndOfMonth::Forbid).is_ok(), fits, "{day} + {n}");
        }
        day = day.add_days(1).unwrap();
    }
}

#[test]
fn spelling() {
    for bad in [
        "",
        "2023-1-1",
        "2023-01-1",
        "23-01-01",
        "2023/01/01",
        "2023-01-01 ",
        "2023-01",
        "2023-01-01-01",
        "æ-01-01",
        "+023-01-01",
    ] {
        assert_eq!(Date::parse_iso(bad), Err(DateError::NotADate), "{bad}");
    }
    let missing = |month, day| Err(DateError::NoSuchDay { year: 2023, month, day });
    assert_eq!(Date::parse_iso("2023-02-29"), missing(2, 29));
    assert_eq!(Date::parse_iso("2023-13-01"), missing(13, 1));
    assert_eq!(Date::parse_iso("2023-00-10"), missing(0, 10));
    assert_eq!(Date::parse_iso("1799-12-31"), Err(DateError::OutOfRange));
    assert_eq!(Date::parse_iso("2201-01-01"), Err(DateError::OutOfRange));
    for good in ["30-11-2023", "30.11.2023", "30/11/2023"] {
        assert_eq!(Date::parse_danish(good), Ok(date("2023-11-30")));
    }
    assert_eq!(Date::parse_danish("1.2.2023"), Ok(date("2023-02-01")));
    for bad in ["", "2023-11-30", "30-11.2023", "30-11-23", "30 11 2023", "30112023", "-30-11-2023"] {
        assert_eq!(Date::parse_danish(bad), Err(DateError::NotADate), "{bad}");
    }
    assert_eq!(Date::parse_danish("31-02-2023"), missing(2, 31));
}

#[test]
fn periods() {
    let table = [
        ("2023", "2023-01-01", "2023-12-31", "2024"),
        ("2023K1", "2023-01-01", "2023-03-31", "2023K2"),
        ("2023K4", "2023-10-01", "2023-12-31", "2024K1"),
        ("2023M02", "2023-02-01", "2023-02-28", "2023M03"),
        ("2024M02", "2024-02-01", "2024-02-29", "2024M03"),
        ("2023M12", "2023-12-01", "2023-12-31", "2024M01"),
    ];
    for (text, start, end, next) in table {
        let period = Period::parse(text).unwrap();
        assert_eq!((period.start(), period.end()), (date(start), date(end)), "{text}");
        assert_eq!(period.next().map(|p| p.to_string()).as_deref(), Some(next));
        assert_eq!(period.next().and_then(|p| p.minus(1)), Some(period));
        assert_eq!(period.to_string(), text);
        assert!(period.contains(date(start)) && period.contains(date(end)));
    }
    assert_eq!(Period::parse("2023Q3"), Period::quarter(2023, 3));
    for bad in [
        "", "23", "20233", "2023K0", "2023K5", "2023M13", "2023M1", "2023M001", "2023K", "2023k1", "1799",
        "2201", "2023 K1", "ååå1",
    ] {
        assert_eq!(Period::parse(bad), None, "{bad}");
    }
    assert_eq!(Period::year(2200).and_then(Period::next), None);
    assert_eq!(Period::year(1800).and_then(|p| p.minus(1)), None);
    assert_eq!(Period::month(2023, 0), None);
    assert_eq!(Period::year(2023).and_then(|p| p.plus(i32::MAX)), None);
    assert!(Period::year(2023) < Period::year(2024));
    assert_eq!(Period::year(2023).map(|p| (p.index(), p.calendar_year(), p.number())), Some((2023, 2023, 1)));
}

proptest! {
    #[test]
    fn every_day_lies_in_its_periods(days in Date::MIN.days_from_epoch()..=Date::MAX.days_from_epoch()) {
        let day = Date::from_days(days).unwrap();
        prop_assert_eq!(Date::parse_iso(&day.to_string()), Ok(day));
        for kind in [PeriodKind::Year, PeriodKind::Quarter, PeriodKind::Month] {
            let period = Period::containing(kind, day);
            prop_assert!(period.start() <= day && day <= period.end());
            prop_assert_eq!(Period::parse(&period.to_string()), Some(period));
            prop_assert_eq!(Period::from_index(kind, period.index()), Some(period));
            if let Some(next) = period.next() {
                prop_assert_eq!(period.end().add_days(1), Some(next.start()));
            }
        }
    }

    #[test]
    fn nothing_panics_on_any_text(text in ".{0,20}") {
        let _ = (Date::parse_iso(&text), Date::parse_danish(&text), Period::parse(&text));
    }
}
