//! Periods: whole calendar years, quarters and months.
//!
//! In: a kind and a number, a date, or the spelling of statistics (`2023`, `2023K1`, `2023M03`). Out: a period that
//! counts on and off and knows its first and last day. Not here: running years, ranges of days.

use crate::date::{Date, days_in_month};
use std::fmt;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PeriodKind {
    /// A calendar year.
    Year,
    /// A quarter of it.
    Quarter,
    /// A month of it.
    Month,
}

impl PeriodKind {
    /// How many of them a year has.
    #[must_use]
    pub const fn per_year(self) -> i32 {
        match self {
            PeriodKind::Year => 1,
            PeriodKind::Quarter => 4,
            PeriodKind::Month => 12,
        }
    }

    /// The word of the rule language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            PeriodKind::Year => "year",
            PeriodKind::Quarter => "quarter",
            PeriodKind::Month => "month",
        }
    }

    /// The kind of a word; `None` if there is no such kind.
    #[must_use]
    pub fn parse(name: &str) -> Option<PeriodKind> {
        [PeriodKind::Year, PeriodKind::Quarter, PeriodKind::Month]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// One period from 1800 to 2200. Periods of one kind are in order and numbered without gaps by their index.
///
/// ```
/// use ramme_value::Period;
/// let quarter = Period::parse("2023K4");
/// assert_eq!(quarter.and_then(Period::next).map(|p| p.to_string()).as_deref(), Some("2024K1"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    kind: PeriodKind,
    index: i32,
}

impl Period {
    /// A period by its number; `None` outside 1800 to 2200.
    ///
    /// The index is the year; four times the year plus the quarter (0 to 3); twelve times the year plus the month
    /// (0 to 11).
    #[must_use]
    pub fn from_index(kind: PeriodKind, index: i32) -> Option<Period> {
        let year = index.div_euclid(kind.per_year());
        (1800..=2200).contains(&year).then_some(Period { kind, index })
    }

    fn part(kind: PeriodKind, year: i32, number: u8) -> Option<Period> {
        let part = i32::from(number).checked_sub(1).filter(|part| (0..kind.per_year()).contains(part))?;
        Period::from_index(kind, year.checked_mul(kind.per_year())?.checked_add(part)?)
    }

    /// A calendar year; `None` outside 1800 to 2200.
    #[must_use]
    pub fn year(year: i32) -> Option<Period> {
        Period::from_index(PeriodKind::Year, year)
    }

    /// A quarter, 1 to 4; `None` if there is no such.
    #[must_use]
    pub fn quarter(year: i32, quarter: u8) -> Option<Period> {
        Period::part(PeriodKind::Quarter, year, quarter)
    }

    /// A month, 1 to 12; `None` if there is no such.
    #[must_use]
    pub fn month(year: i32, month: u8) -> Option<Period> {
        Period::part(PeriodKind::Month, year, month)
    }

    /// The period of a kind in which a day lies.
    #[must_use]
    pub fn containing(kind: PeriodKind, date: Date) -> Period {
        let (year, month, _) = date.ymd();
        let months_each = 12 / kind.per_year();
        let part = i32::from(month).saturating_sub(1) / months_each;
        Period { kind, index: year.saturating_mul(kind.per_year()).saturating_add(part) }
    }

    /// How long the period is.
    #[must_use]
    pub const fn kind(self) -> PeriodKind {
        self.kind
    }

    /// Its number among the periods of its kind; see [`Period::from_index`].
    #[must_use]
    pub const fn index(self) -> i32 {
        self.index
    }

    /// The calendar year in which it lies.
    #[must_use]
    pub const fn calendar_year(self) -> i32 {
        self.index.div_euclid(self.kind.per_year())
    }

    /// Its number in the year, from 1.
    #[must_use]
    pub fn number(self) -> u8 {
        u8::try_from(self.index.rem_euclid(self.kind.per_year())).unwrap_or(0).saturating_add(1)
    }

    fn last_month(self) -> u8 {
        let months_each = u8::try_from(12 / self.kind.per_year()).unwrap_or(1);
        self.number().saturating_mul(months_each)
    }

    /// The first day.
    #[must_use]
    pub fn start(self) -> Date {
        let months_each = u8::try_from(12 / self.kind.per_year()).unwrap_or(1);
        let month = self.last_month().saturating_sub(months_each).saturating_add(1);
        // Every period that can be made lies within the dates that can be made.
        Date::from_ymd(self.calendar_year(), month, 1).unwrap_or(Date::MIN)
    }

    /// The last day, which belongs to the period.
    #[must_use]
    pub fn end(self) -> Date {
        let (year, month) = (self.calendar_year(), self.last_month());
        days_in_month(year, month).and_then(|day| Date::from_ymd(year, month, day)).unwrap_or(Date::MAX)
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        Period::containing(self.kind, date) == self
    }

    /// The period after it; `None` after 2200.
    #[must_use]
    pub fn next(self) -> Option<Period> {
        self.plus(1)
    }

    /// The period `n` later; `None` outside 1800 to 2200.
    #[must_use]
    pub fn plus(self, n: i32) -> Option<Period> {
        Period::from_index(self.kind, self.index.checked_add(n)?)
    }

    /// The period `n` earlier; `None` outside 1800 to 2200.
    #[must_use]
    pub fn minus(self, n: i32) -> Option<Period> {
        Period::from_index(self.kind, self.index.checked_sub(n)?)
    }

    /// Reads `2023`, `2023K1` (or `2023Q1`), `2023M03`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Period> {
        let (year, rest) = text.split_at_checked(4)?;
        let number = |digits: &str, length: usize| -> Option<u16> {
            let plain = digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| digits.parse().ok()).flatten()
        };
        let year = i32::from(number(year, 4)?);
        let part = |digits: &str, length: usize| number(digits, length).and_then(|n| u8::try_from(n).ok());
        if rest.is_empty() {
            return Period::year(year);
        }
        match rest.split_at_checked(1)? {
            ("K" | "Q", digits) => Period::quarter(year, part(digits, 1)?),
            ("M", digits) => Period::month(year, part(digits, 2)?),
            _ => None,
        }
    }
}

impl fmt::Display for Period {
    /// `2023`, `2023K1`, `2023M03`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.calendar_year();
        f.pad(&match self.kind {
            PeriodKind::Year => format!("{year}"),
            PeriodKind::Quarter => format!("{year}K{}", self.number()),
            PeriodKind::Month => format!("{year}M{:02}", self.number()),
        })
    }
}
