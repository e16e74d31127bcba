//! Workload W made and answered without the program: data of any size from a seed, the files, and what the rules come to.
//!
//! In: how many tariffs, a seed. Out: columns of integers, CSV files, answers from one plain loop in 128 bits. Shared by the
//! test, which holds the program to the answers, and by the comparison with peers. Not here: anything of the program's own.

#![allow(dead_code, reason = "each user of this file takes a part of it")]

use std::fmt::Write as _;
use std::path::Path;

/// The years of the tariffs.
pub const YEARS: [i32; 6] = [2019, 2020, 2021, 2022, 2023, 2024];
/// The index of each year, in tenths of a percent.
pub const INDEX: [i64; 6] = [20, 26, 14, 18, 37, 43];
/// How many municipalities there are.
pub const MUNICIPALITIES: u64 = 29;
/// The day from which the second law of refunds holds: 2024-01-01.
pub const LAW: i64 = 19_723;

/// A tariff: one provider in one year. Amounts in øre, percents in hundredths.
pub struct Tariff {
    pub provider: u64,
    pub municipality: u64,
    pub year: usize,
    pub tariff: i64,
    pub previous: i64,
    pub overhead: i64,
    pub days: i64,
}

/// A stay, from its first day until the day after its last; days since 1970-01-01, the daily cost in øre.
pub struct Stay {
    pub start: i64,
    pub end: i64,
    pub cost: i64,
}

/// Everything that the files hold.
pub struct Work {
    pub tariffs: Vec<Tariff>,
    pub stays: Vec<Stay>,
}

/// What the rules come to.
#[derive(Debug, PartialEq, Eq)]
pub struct Answers {
    /// Øre.
    pub excess: i128,
    pub breaches: i128,
    /// The averages of the municipalities that have days in 2024, added up, in 10⁻¹² of a percent; and how many they are.
    pub averages: (i128, i128),
    pub target_met: bool,
    /// Øre.
    pub refund: i128,
}

/// Numbers that look like chance, the same for a seed everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `low..high`.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low) as u64) as i64
    }

    /// In (0, 1].
    fn unit(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / 9_007_199_254_740_992.0
    }
}

/// Half up; neither is negative.
fn half_up(top: i128, bottom: i128) -> i128 {
    (2 * top + bottom) / (2 * bottom)
}

fn ceiling(previous: i64, year: usize) -> i64 {
    half_up(i128::from(previous) * i128::from(1000 + INDEX[year]), 1000) as i64
}

impl Work {
    /// Tariffs of providers with six years each, the last with what is left; a fifth as many stays. A quarter of the tariffs
    /// stand exactly on their ceiling.
    pub fn new(tariffs: usize, seed: u64) -> Work {
        let mut chance = Chance(seed);
        let mut all = Vec::with_capacity(tariffs);
        for provider in 1.. {
            if all.len() == tariffs {
                break;
            }
            let municipality = 1 + chance.next() % MUNICIPALITIES;
            let mut previous = chance.between(50_000, 900_000);
            for (year, index) in INDEX.iter().enumerate().take(tariffs - all.len()) {
                let grown = index + chance.between(-25, 16);
                let tariff = if chance.next().is_multiple_of(4) {
                    ceiling(previous, year)
                } else {
                    half_up(i128::from(previous) * i128::from(1000 + grown), 1000) as i64
                };
                let (overhead, days) = (chance.between(300, 901), chance.between(1, 365 * 20));
                all.push(Tariff { provider, municipality, year, tariff, previous, overhead, days });
                previous = tariff;
            }
        }
        let stay = |_| {
            let start = 18_993 + chance.between(0, 365 * 3);
            let length = (1 + (-75.0 * chance.unit().ln()) as i64).min(400);
            Stay { start, end: start + length, cost: chance.between(60_000, 250_000) }
        };
        Work { stays: (0..tariffs / 5).map(stay).collect(), tariffs: all }
    }

    /// Writes `tariffs.csv`, `stays.csv` and `index.csv`.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        let mut text =
            String::from("provider_id,municipality_id,year,tariff,prev_tariff,overhead_pct,days_sold\n");
        for t in &self.tariffs {
            let (a, b, c) = (figure(t.tariff), figure(t.previous), figure(t.overhead));
            let year = YEARS[t.year];
            let _ = writeln!(text, "{},{},{year},{a},{b},{c},{}", t.provider, t.municipality, t.days);
        }
        std::fs::write(folder.join("tariffs.csv"), &text)?;
        text = String::from("stay_id,start_date,end_date,daily_cost\n");
        for (i, s) in self.stays.iter().enumerate() {
            let _ = writeln!(text, "{},{},{},{}", i + 1, iso(s.start), iso(s.end), figure(s.cost));
        }
        std::fs::write(folder.join("stays.csv"), &text)?;
        text = String::from("year,index_pct\n");
        for (year, index) in YEARS.iter().zip(INDEX) {
            let _ = writeln!(text, "{year},{}.{}", index / 10, index % 10);
        }
        std::fs::write(folder.join("index.csv"), &text)
    }

    /// The answers, by a loop that has nothing in common with the program.
    pub fn answers(&self) -> Answers {
        let (mut excess, mut breaches, mut refund) = (0, 0, 0);
        let mut of_municipality = [(0_i128, 0_i128); MUNICIPALITIES as usize + 1];
        for t in &self.tariffs {
            let over = i128::from(t.tariff - ceiling(t.previous, t.year));
            breaches += i128::from(over > 0);
            excess += over.max(0) * i128::from(t.days);
            if YEARS[t.year] == 2024 {
                let (weighted, days) = &mut of_municipality[t.municipality as usize];
                *weighted += i128::from(t.overhead) * i128::from(t.days);
                *days += i128::from(t.days);
            }
        }
        let with_days = of_municipality.iter().filter(|(_, days)| *days > 0);
        let averages = with_days.map(|(weighted, days)| half_up(weighted * 10_000_000_000, *days));
        let averages = averages.fold((0, 0), |(sum, n), average| (sum + average, n + 1));
        for s in &self.stays {
            let before = (s.end.min(LAW) - s.start).max(0);
            let after = (s.end.min(three_months_on(s.start)) - s.start.max(LAW)).max(0);
            refund += half_up(i128::from(before + after) * i128::from(s.cost), 2);
        }
        let target_met = averages.0 <= averages.1 * 6_000_000_000_000;
        Answers { excess, breaches, averages, target_met, refund }
    }
}

/// Hundredths with a point.
pub fn figure(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Year, month and day of a day since 1970-01-01: years of 365.2425 days that begin in March, so that leap days are last.
pub fn civil(day: i64) -> (i64, i64, i64) {
    let since = day + 719_468;
    let (era, of_era) = (since.div_euclid(146_097), since.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    (year + era * 400 + i64::from(month >= 10), if month < 10 { month + 3 } else { month - 9 }, day)
}

/// The day since 1970-01-01 of a date.
pub fn day_of(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// The same day three months on; the last day of that month where it is too short.
pub fn three_months_on(day: i64) -> i64 {
    let (year, month, day) = civil(day);
    let (year, month) = if month > 9 { (year + 1, month - 9) } else { (year, month + 3) };
    let next = if month == 12 { day_of(year + 1, 1, 1) } else { day_of(year, month + 1, 1) };
    (day_of(year, month, 1) + day - 1).min(next - 1)
}

fn iso(day: i64) -> String {
    let (year, month, day) = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}
