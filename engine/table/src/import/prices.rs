//! Price levels: index tables with series, vintage and source, and the chain that takes an amount from one year to another.
//!
//! In: rows `year,percent,series,vintage,source` (the percent by which the year rose over the one before). Out: exact
//! amounts with every link of the chain. Not here: which amounts are in which prices. A chain never changes its series or
//! its vintage, and never passes over a year.

use crate::raw::RawTable;
use ramme_diag::{Code, Diagnostic, Limits, Place, Text};
use ramme_value::{Decimal, NumberStyle, Ratio, Rounding, parse_number};
use std::collections::BTreeMap;

/// One year of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rise {
    /// The percent by which it rose over the year before, as published.
    pub percent: Decimal,
    /// Where it stands.
    pub source: String,
    /// The place of the cell.
    pub place: Place,
}

/// A series as it was known at one time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The series, such as `service, total`.
    pub series: String,
    /// When it was estimated, such as `2023-06`.
    pub vintage: String,
}

/// All series of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriceTable {
    series: BTreeMap<Key, BTreeMap<i32, Rise>>,
}

/// An amount in the prices of another year, with the way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The amount times the factor, not rounded further.
    pub amount: Decimal,
    /// The factor: one number, worked out exactly and rounded half even to twelve decimals.
    pub factor: Decimal,
    /// Each link: the year, the percent, its source.
    pub chain: Vec<(i32, Decimal, String)>,
    /// The series and vintage.
    pub key: Key,
}

impl PriceTable {
    /// Reads a table in plain CSV.
    ///
    /// # Errors
    /// Columns that are missing, cells that are no figures, a year that stands twice.
    pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<PriceTable, Vec<Diagnostic>> {
        let raw = RawTable::read(name, bytes, ',', limits)?;
        let column = |heading: &str| {
            raw.column(heading).ok_or_else(|| {
                vec![
                    Diagnostic::new(Code::UnknownColumn)
                        .arg("column", heading)
                        .at(Place::File(name.to_owned())),
                ]
            })
        };
        let (year, percent) = (column("year")?, column("percent")?);
        let (series, vintage, source) = (column("series")?, column("vintage")?, column("source")?);
        let mut table = PriceTable::default();
        let mut problems = Vec::new();
        for row in 0..raw.rows() {
            let bad = |column: usize, reason: Text| {
                super::say::bad_cell(raw.place(row, column), raw.cell(row, column), reason)
            };
            let Ok(number) = raw.cell(row, year).parse::<i32>() else {
                problems.push(bad(year, Text::both("a year is wanted", "der skal stå et år")));
                continue;
            };
            let read = parse_number(raw.cell(row, percent), NumberStyle::PLAIN);
            let Ok(rise) =
                read.map_err(|e| problems.push(bad(percent, crate::cell::CellError::Number(e).in_words())))
            else {
                continue;
            };
            if rise <= Decimal::whole(-100) {
                problems.push(bad(
                    percent,
                    Text::both("prices cannot fall by all they are", "priser kan ikke falde med det hele"),
                ));
                continue;
            }
            let key =
                Key { series: raw.cell(row, series).to_owned(), vintage: raw.cell(row, vintage).to_owned() };
            let held = Rise {
                percent: rise,
                source: raw.cell(row, source).to_owned(),
                place: raw.place(row, percent),
            };
            let years = table.series.entry(key).or_default();
            if let Some(first) = years.get(&number) {
                let twice = Diagnostic::new(Code::DuplicateKey)
                    .arg("key", format!("`{number}`"))
                    .arg("first", line_of(&first.place))
                    .arg("second", raw.line(row, year))
                    .at(raw.place(row, year));
                problems.push(twice);
                continue;
            }
            years.insert(number, held);
        }
        if problems.is_empty() { Ok(table) } else { Err(problems) }
    }

    /// The series with their vintages.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.series.keys()
    }

    /// The changes of a series, by year.
    pub fn rises(&self, key: &Key) -> impl Iterator<Item = (i32, &Rise)> {
        self.series.get(key).into_iter().flatten().map(|(year, rise)| (*year, rise))
    }

    /// An amount of one year in the prices of another, along one series of one vintage.
    ///
    /// # Errors
    /// The first year of the way that the series does not have, in words; or that the amount does not fit.
    pub fn convert(&self, amount: Decimal, from: i32, to: i32, key: &Key) -> Result<Converted, Text> {
        let years = self.series.get(key).ok_or_else(|| {
            let (s, v) = (&key.series, &key.vintage);
            Text::both(
                format!("there is no series `{s}` of `{v}`"),
                format!("der er ingen serie `{s}` fra `{v}`"),
            )
        })?;
        let way: Vec<i32> = (from.min(to)..=from.max(to)).skip(1).collect();
        let too_large = || Text::both("the amount does not fit", "beløbet er for stort");
        let mut chain = Vec::with_capacity(way.len());
        let mut factor = Ratio::from_decimal(Decimal::whole(1));
        for year in way {
            let rise = years.get(&year).ok_or_else(|| {
                let s = &key.series;
                Text::both(
                    format!("the series `{s}` has no figure for {year}"),
                    format!("serien `{s}` har intet tal for {year}"),
                )
            })?;
            let link = Decimal::whole(100).checked_add(rise.percent).ok_or_else(too_large)?;
            let step = link.checked_mul(Decimal::new(1, 2)).ok_or_else(too_large)?;
            factor = factor.checked_mul(step).map_err(|_| too_large())?;
            chain.push((year, rise.percent, rise.source.clone()));
        }
        if to < from {
            factor = factor.recip().map_err(|_| too_large())?;
            chain.reverse();
        }
        let rounded = factor.round(12, Rounding::HalfEven).ok_or_else(too_large)?;
        let amount = amount.checked_mul(rounded).map(|d| d.trim(amount.scale())).ok_or_else(too_large)?;
        Ok(Converted { amount, factor: rounded, chain, key: key.clone() })
    }
}

impl Rise {
    /// The line of its file.
    #[must_use]
    pub fn line(&self) -> u32 {
        line_of(&self.place)
    }
}

fn line_of(place: &Place) -> u32 {
    match place {
        Place::Cell { line, .. } => *line,
        _ => 0,
    }
}

impl Converted {
    /// The chain in words.
    #[must_use]
    pub fn in_words(&self) -> Text {
        let links = |decimal: char| {
            let link = |(year, percent, source): &(i32, Decimal, String)| {
                let percent = percent.to_string().replace('.', &decimal.to_string());
                format!("{year}: {percent} % ({source})")
            };
            self.chain.iter().map(link).collect::<Vec<_>>().join("; ")
        };
        let (series, vintage) = (&self.key.series, &self.key.vintage);
        Text::both(
            format!("along `{series}` of {vintage}: {}; together {}", links('.'), self.factor),
            format!(
                "ad `{series}` fra {vintage}: {}; i alt {}",
                links(','),
                self.factor.to_string().replace('.', ",")
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    // Invented percentages.
    const TABLE: &str = "year,percent,series,vintage,source\n2022,2.0,service,2023-06,test\n2023,3.5,service,2023-06,test\n2023,3.9,state,2023-06,test\n2025,1.0,service,2023-06,test\n";

    fn key(series: &str) -> Key {
        Key { series: series.to_owned(), vintage: "2023-06".to_owned() }
    }

    fn table() -> PriceTable {
        PriceTable::read("pl.csv", TABLE.as_bytes(), &Limits::default()).unwrap()
    }

    #[test]
    fn forth_is_exact_and_back_divides() {
        let forth = table().convert(Decimal::parse("100.00").unwrap(), 2021, 2023, &key("service")).unwrap();
        assert_eq!(
            (forth.amount.to_string().as_str(), forth.factor.to_string().as_str()),
            ("105.57", "1.055700000000")
        );
        assert!(forth.in_words().en.contains("2022: 2.0 % (test); 2023: 3.5 % (test)"));
        let back = table().convert(Decimal::whole(1), 2023, 2022, &key("service")).unwrap();
        assert_eq!(back.factor.to_string(), "0.966183574879");
        assert_eq!(
            table().convert(Decimal::whole(7), 2023, 2023, &key("state")).unwrap().amount,
            Decimal::whole(7)
        );
    }

    #[test]
    fn a_year_that_is_missing_is_not_passed_over_and_series_are_not_mixed() {
        let said = |series: &str, from, to| {
            table().convert(Decimal::whole(1), from, to, &key(series)).unwrap_err().en
        };
        assert_eq!(said("service", 2023, 2025), "the series `service` has no figure for 2024");
        assert_eq!(said("state", 2021, 2023), "the series `state` has no figure for 2022");
        assert_eq!(said("kl", 2021, 2023), "there is no series `kl` of `2023-06`");
    }

    #[test]
    fn a_year_twice_and_cells_that_are_no_figures() {
        let more = format!(
            "{TABLE}2022,2.1,service,2023-06,other\n2024,\"3,1\",service,2023-06,x\nnext,1,service,2023-06,x\n"
        );
        let found = PriceTable::read("pl.csv", more.as_bytes(), &Limits::default()).unwrap_err();
        let codes: Vec<&str> = found.iter().map(|d| d.code().id()).collect();
        assert_eq!(codes, ["E0505", "E0503", "E0503"]);
    }
}
