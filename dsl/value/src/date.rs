//! Dates: days of the civil calendar, and months added with a stated end-of-month mode.
//!
//! In: year, month and day, ISO or Danish spelling. Out: a day number that compares and subtracts.
//! Not here: today's date (no clock), time of day, periods (`period`).

use jiff::SignedDuration;
use jiff::civil;
use std::fmt;

/// Why there is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateError {
    /// The text is not written as a date.
    NotADate,
    /// The calendar has no such day, as 30 February, and the mode is [`EndOfMonth::Forbid`] or it was written so.
    NoSuchDay {
        /// The year in which the day would lie.
        year: i32,
        /// The month, 1 to 12.
        month: u8,
        /// The day that the month does not have.
        day: u8,
    },
    /// Before 1800-01-01 or after 2200-12-31.
    OutOfRange,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateError::NotADate => f.write_str("it is not written as a date"),
            DateError::NoSuchDay { year, month, day } => {
                write!(f, "there is no day {year:04}-{month:02}-{day:02}")
            }
            DateError::OutOfRange => f.write_str("dates run from 1800-01-01 to 2200-12-31"),
        }
    }
}

impl std::error::Error for DateError {}

/// Which day is meant when the month that is reached is too short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EndOfMonth {
    /// The last day of that month: 30 November and three months is 29 February 2024.
    Clamp,
    /// The first day of the next month: 30 November and three months is 1 March 2024, and so is 31 January and one.
    Overflow,
    /// An error.
    Forbid,
}

impl EndOfMonth {
    /// Every mode.
    pub const ALL: [EndOfMonth; 3] = [EndOfMonth::Clamp, EndOfMonth::Overflow, EndOfMonth::Forbid];

    /// The word of the rule language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            EndOfMonth::Clamp => "clamp",
            EndOfMonth::Overflow => "overflow",
            EndOfMonth::Forbid => "forbid",
        }
    }

    /// The mode of a word; `None` if there is no such mode.
    #[must_use]
    pub fn parse(name: &str) -> Option<EndOfMonth> {
        EndOfMonth::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// A day from 1800-01-01 to 2200-12-31, as days since 1970-01-01.
///
/// ```
/// use ramme_value::{Date, EndOfMonth};
/// let start = Date::parse_iso("2023-11-30")?;
/// assert_eq!(start.add_months(3, EndOfMonth::Clamp)?.to_string(), "2024-02-29");
/// # Ok::<(), ramme_value::DateError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(i32);

const EPOCH: civil::Date = civil::date(1970, 1, 1);

impl Date {
    /// The first day that can be written: 1800-01-01.
    pub const MIN: Date = Date(-62_091);
    /// The last day that can be written: 2200-12-31.
    pub const MAX: Date = Date(84_370);

    /// A day of the calendar; `None` if there is no such day or it lies outside 1800 to 2200.
    #[must_use]
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Date> {
        Date::checked(year, month, day).ok()
    }

    fn checked(year: i32, month: u8, day: u8) -> Result<Date, DateError> {
        let missing = DateError::NoSuchDay { year, month, day };
        let narrow = |n: u8| i8::try_from(n).map_err(|_| missing);
        let short =
            i16::try_from(year).ok().filter(|y| (1800..=2200).contains(y)).ok_or(DateError::OutOfRange)?;
        let civil = civil::Date::new(short, narrow(month)?, narrow(day)?).map_err(|_| missing)?;
        let days = civil.duration_since(EPOCH).as_hours() / 24;
        i32::try_from(days).ok().and_then(Date::from_days).ok_or(DateError::OutOfRange)
    }

    /// A day by its number, 0 being 1970-01-01; `None` outside 1800 to 2200.
    #[must_use]
    pub fn from_days(days: i32) -> Option<Date> {
        Some(Date(days)).filter(|date| (Date::MIN..=Date::MAX).contains(date))
    }

    /// Days since 1970-01-01; negative before.
    #[must_use]
    pub const fn days_from_epoch(self) -> i32 {
        self.0
    }

    fn civil(self) -> civil::Date {
        // Every day from MIN to MAX lies well inside the calendar, so this never saturates.
        EPOCH.saturating_add(SignedDuration::from_hours(i64::from(self.0).saturating_mul(24)))
    }

    /// The year, 1800 to 2200.
    #[must_use]
    pub fn year(self) -> i32 {
        i32::from(self.civil().year())
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.civil().month().unsigned_abs()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.civil().day().unsigned_abs()
    }

    /// Year, month and day at once.
    #[must_use]
    pub fn ymd(self) -> (i32, u8, u8) {
        let civil = self.civil();
        (i32::from(civil.year()), civil.month().unsigned_abs(), civil.day().unsigned_abs())
    }

    /// Reads `2023-11-30`, exactly so.
    ///
    /// # Errors
    /// [`DateError`]: not written so, no such day, or outside 1800 to 2200.
    pub fn parse_iso(text: &str) -> Result<Date, DateError> {
        match fields(text, '-').ok_or(DateError::NotADate)? {
            [(4, year), (2, month), (2, day)] => Date::checked(i32::from(year), byte(month)?, byte(day)?),
            _ => Err(DateError::NotADate),
        }
    }

    /// Reads `30-11-2023`, `30.11.2023` or `30/11/2023`; day and month may have one digit.
    ///
    /// # Errors
    /// [`DateError`]: not written so, no such day, or outside 1800 to 2200.
    pub fn parse_danish(text: &str) -> Result<Date, DateError> {
        let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| ['-', '.', '/'].contains(c));
        match fields(text, mark.ok_or(DateError::NotADate)?).ok_or(DateError::NotADate)? {
            [(1..=2, day), (1..=2, month), (4, year)] => {
                Date::checked(i32::from(year), byte(month)?, byte(day)?)
            }
            _ => Err(DateError::NotADate),
        }
    }

    /// The day `n` days later (earlier if negative); `None` outside 1800 to 2200.
    #[must_use]
    pub fn add_days(self, n: i32) -> Option<Date> {
        self.0.checked_add(n).and_then(Date::from_days)
    }

    /// How many days `later` lies after this day; negative if before.
    #[must_use]
    pub const fn days_until(self, later: Date) -> i32 {
        later.0.saturating_sub(self.0)
    }

    /// The same day of the month `n` months later (earlier if negative); `mode` says what is meant if there is none.
    ///
    /// # Errors
    /// [`DateError::NoSuchDay`] under [`EndOfMonth::Forbid`], [`DateError::OutOfRange`] outside 1800 to 2200.
    pub fn add_months(self, n: i32, mode: EndOfMonth) -> Result<Date, DateError> {
        let (year, month, day) = self.ymd();
        let months = year
            .checked_mul(12)
            .and_then(|m| m.checked_add(i32::from(month)))
            .and_then(|m| m.checked_sub(1))
            .and_then(|m| m.checked_add(n))
            .ok_or(DateError::OutOfRange)?;
        let (year, month) = (months.div_euclid(12), byte(u16::try_from(months.rem_euclid(12)).unwrap_or(0))?);
        let month = month.saturating_add(1);
        let last = days_in_month(year, month).ok_or(DateError::OutOfRange)?;
        if day <= last {
            return Date::checked(year, month, day);
        }
        match mode {
            EndOfMonth::Clamp => Date::checked(year, month, last),
            EndOfMonth::Overflow => {
                Date::checked(year, month, last)?.add_days(1).ok_or(DateError::OutOfRange)
            }
            EndOfMonth::Forbid => Err(DateError::NoSuchDay { year, month, day }),
        }
    }
}

/// The days of a month; `None` for a month outside 1 to 12 or a year outside 1800 to 2200.
#[must_use]
pub fn days_in_month(year: i32, month: u8) -> Option<u8> {
    let first = Date::from_ymd(year, month, 1)?;
    Some(first.civil().days_in_month().unsigned_abs())
}

/// Three runs of one to four digits between `mark`, each with its length.
fn fields(text: &str, mark: char) -> Option<[(usize, u16); 3]> {
    let mut parts = text.split(mark).map(|part| {
        let digits = !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse().ok().map(|n| (part.len(), n))).flatten()
    });
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(three)
}

fn byte(n: u16) -> Result<u8, DateError> {
    u8::try_from(n).map_err(|_| DateError::NotADate)
}

impl fmt::Display for Date {
    /// `2023-11-30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        f.pad(&format!("{year:04}-{month:02}-{day:02}"))
    }
}
