//! Municipalities that are left out of a figure, by report, data set, measure and years; and groups to compare with.
//!
//! In: rows `report,data_set,measure,from_year,to_year,municipality,reason`; rows `area,basis_year,municipality,rank,peer`.
//! Out: who is in and who is out, so that every figure can show its n. Not here: computing figures. Where only the number
//! is known and no names, the row says so with `?` and the number, and n is shown as known without names.

use super::municipality;
use crate::raw::RawTable;
use ramme_diag::{Code, Diagnostic, Limits, Place, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Why and where one municipality is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// The report.
    pub report: String,
    /// The data set.
    pub data_set: String,
    /// The measure; nothing for all.
    pub measure: String,
    /// The years, both included; none for all.
    pub years: (Option<i32>, Option<i32>),
    /// The municipality, by code or name as written; `?7` where seven are left out and not named.
    pub municipality: String,
    /// The reason.
    pub reason: String,
}

/// A figure's n.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// How many are in.
    pub n: usize,
    /// How many there are.
    pub of: usize,
    /// Who is out, by name, with the reason.
    pub out: Vec<(String, String)>,
    /// How many are out and not named.
    pub unnamed: usize,
}

impl Count {
    /// `24 of 29, names unknown`.
    #[must_use]
    pub fn in_words(&self) -> Text {
        let (n, of) = (self.n, self.of);
        if self.unnamed > 0 {
            return Text::both(format!("{n} of {of}, names unknown"), format!("{n} af {of}, navne ukendt"));
        }
        Text::both(format!("{n} of {of}"), format!("{n} af {of}"))
    }
}

/// All exclusions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exclusions {
    rows: Vec<Exclusion>,
}

/// What a figure is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure<'a> {
    /// The report.
    pub report: &'a str,
    /// The data set.
    pub data_set: &'a str,
    /// The measure.
    pub measure: &'a str,
    /// The year; none for a figure of no year: then the years of the list do not matter.
    pub year: Option<i32>,
}

impl Exclusions {
    /// Reads a list in plain CSV.
    ///
    /// # Errors
    /// Columns that are missing, years that are none.
    pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Exclusions, Vec<Diagnostic>> {
        let headings = ["report", "data_set", "measure", "from_year", "to_year", "municipality", "reason"];
        let (raw, at) = columns(name, bytes, headings, limits)?;
        let mut rows = Vec::with_capacity(raw.rows());
        for row in 0..raw.rows() {
            let cell = |n: usize| at.get(n).map_or("", |column| raw.cell(row, *column)).to_owned();
            let year = |n: usize| year_of(&raw, row, at.get(n).copied().unwrap_or(0));
            rows.push(Exclusion {
                report: cell(0),
                data_set: cell(1),
                measure: cell(2),
                years: (year(3)?, year(4)?),
                municipality: cell(5),
                reason: cell(6),
            });
        }
        Ok(Exclusions { rows })
    }

    /// The rows that are about a figure.
    fn about<'l, 'f>(&'l self, figure: Figure<'f>) -> impl Iterator<Item = &'l Exclusion> + use<'l, 'f> {
        self.rows.iter().filter(move |e| {
            e.report == figure.report
                && e.data_set == figure.data_set
                && (e.measure.is_empty() || e.measure == figure.measure)
                && figure.year.is_none_or(|year| {
                    e.years.0.is_none_or(|from| from <= year) && e.years.1.is_none_or(|to| year <= to)
                })
        })
    }

    /// Why one is left out of a figure; nothing where it is in. Codes and spellings of municipalities are one.
    #[must_use]
    pub fn reason(&self, figure: Figure<'_>, key: &str) -> Option<&str> {
        self.about(figure).find(|row| is_same(&row.municipality, key)).map(|row| row.reason.as_str())
    }

    /// How many are left out of a figure and not named.
    #[must_use]
    pub fn unnamed(&self, figure: Figure<'_>) -> usize {
        let numbers = self.about(figure).filter_map(|row| row.municipality.strip_prefix('?'));
        numbers.map(|number| number.trim().parse().unwrap_or(1)).fold(0, usize::saturating_add)
    }

    /// The report and data set of every row, to propose what was meant.
    pub fn figures(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().map(|row| (row.report.as_str(), row.data_set.as_str()))
    }

    /// Who of a list is in a figure.
    #[must_use]
    pub fn count(&self, figure: Figure<'_>, all: &[&str]) -> Count {
        let out = all
            .iter()
            .filter_map(|key| self.reason(figure, key).map(|reason| ((*key).to_owned(), reason.to_owned())));
        let out: BTreeMap<String, String> = out.collect();
        let unnamed = self.unnamed(figure);
        let n = all.len().saturating_sub(out.len()).saturating_sub(unnamed);
        Count { n, of: all.len(), out: out.into_iter().collect(), unnamed }
    }
}

/// Whether a name of the list and a key of the data are one: the same text, or one municipality by code or spelling.
fn is_same(listed: &str, key: &str) -> bool {
    let area = |text: &str| municipality::by_code(text).or_else(|| municipality::by_name(text));
    listed == key || area(listed).is_some_and(|held| area(key).is_some_and(|other| held.code == other.code))
}

/// Comparison municipalities, ranked; the relation is not symmetric.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Peers {
    rows: BTreeMap<(String, i32, String), BTreeMap<u32, String>>,
}

impl Peers {
    /// Reads groups in plain CSV.
    ///
    /// # Errors
    /// Columns that are missing; ranks and years that are none; one rank given twice; a municipality as its own peer.
    pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Peers, Vec<Diagnostic>> {
        let (raw, at) = columns(name, bytes, ["area", "basis_year", "municipality", "rank", "peer"], limits)?;
        let mut peers = Peers::default();
        for row in 0..raw.rows() {
            let column = |n: usize| at.get(n).copied().unwrap_or(0);
            let cell = |n: usize| raw.cell(row, column(n)).to_owned();
            let bad = |n: usize, en: &str, da: &str| {
                vec![super::say::bad_cell(
                    raw.place(row, column(n)),
                    raw.cell(row, column(n)),
                    Text::both(en, da),
                )]
            };
            let year = year_of(&raw, row, column(1))?
                .ok_or_else(|| bad(1, "a year is wanted", "der skal stå et år"))?;
            let rank: u32 =
                cell(3).parse().map_err(|_| bad(3, "a rank is wanted", "der skal stå en rang"))?;
            if cell(2) == cell(4) {
                return Err(bad(
                    4,
                    "a municipality is not compared with itself",
                    "en kommune sammenlignes ikke med sig selv",
                ));
            }
            let ranks = peers.rows.entry((cell(0), year, cell(2))).or_default();
            if ranks.insert(rank, cell(4)).is_some() {
                return Err(bad(3, "the rank is given twice", "rangen er givet to gange"));
            }
        }
        Ok(peers)
    }

    /// The first peers of a municipality, by rank.
    #[must_use]
    pub fn of(&self, area: &str, year: i32, municipality: &str, most: usize) -> Vec<&str> {
        let held = self.rows.get(&(area.to_owned(), year, municipality.to_owned()));
        held.into_iter().flat_map(BTreeMap::values).take(most).map(String::as_str).collect()
    }

    /// Everyone who has peers.
    #[must_use]
    pub fn municipalities(&self) -> BTreeSet<&str> {
        self.rows.keys().map(|(_, _, municipality)| municipality.as_str()).collect()
    }
}

/// A table with the columns that are wanted, and where they stand.
pub(crate) fn columns<const N: usize>(
    name: &str,
    bytes: &[u8],
    headings: [&str; N],
    limits: &Limits,
) -> Result<(RawTable, Vec<usize>), Vec<Diagnostic>> {
    let raw = RawTable::read(name, bytes, ',', limits)?;
    let missing = |heading: &str| {
        Diagnostic::new(Code::UnknownColumn).arg("column", heading).at(Place::File(name.to_owned()))
    };
    let found: Vec<Option<usize>> = headings.iter().map(|h| raw.column(h)).collect();
    let problems: Vec<Diagnostic> =
        headings.iter().zip(&found).filter(|(_, at)| at.is_none()).map(|(h, _)| missing(h)).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let at = found.into_iter().flatten().collect();
    Ok((raw, at))
}

pub(crate) fn year_of(raw: &RawTable, row: usize, column: usize) -> Result<Option<i32>, Vec<Diagnostic>> {
    let text = raw.cell(row, column);
    if text.is_empty() {
        return Ok(None);
    }
    let reason = || Text::both("a year is wanted", "der skal stå et år");
    text.parse().map(Some).map_err(|_| vec![super::say::bad_cell(raw.place(row, column), text, reason())])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LIST: &str = "report,data_set,measure,from_year,to_year,municipality,reason\n\
        2022,bought places,development,2018,2021,Egedal,left out\n\
        2022,bought places,development,2018,2021,Dragør,left out\n\
        2023,bought places,,,,?5,names not given\n";

    #[test]
    fn every_figure_has_its_n() {
        let list = Exclusions::read("e.csv", LIST.as_bytes(), &Limits::default()).unwrap();
        let all: Vec<String> =
            crate::import::municipality::of_region("084").map(|a| a.name.clone()).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let count = |report, measure, year| {
            list.count(Figure { report, data_set: "bought places", measure, year: Some(year) }, &all)
        };
        let development = count("2022", "development", 2021);
        assert_eq!((development.n, development.of, development.out.len()), (27, 29, 2));
        assert_eq!(count("2022", "level", 2021).n, 29);
        assert_eq!(count("2022", "development", 2022).n, 29);
        let unnamed = count("2023", "level", 2022);
        assert_eq!(unnamed.in_words().en, "24 of 29, names unknown");
        assert!(Exclusions::read("e.csv", b"report\nx\n", &Limits::default()).unwrap_err().len() == 6);
    }

    #[test]
    fn the_list_of_the_reports() {
        let table = include_str!("../../../../data/municipalities/excluded.csv");
        let list = Exclusions::read("excluded.csv", table.as_bytes(), &Limits::default()).unwrap();
        let all: Vec<&str> = crate::import::municipality::of_region("084").map(|a| a.name.as_str()).collect();
        let count = |report, data_set, measure, year| {
            list.count(Figure { report, data_set, measure, year: Some(year) }, &all)
        };
        assert_eq!(count("2022", "bought places adults", "development", 2021).n, 23);
        assert_eq!(count("2022", "register", "recipients", 2020).n, 18);
        assert_eq!(
            count("2023", "section 82 figure 13", "recipients", 2022).in_words().da,
            "25 af 29, navne ukendt"
        );
        assert!(
            list.rows
                .iter()
                .all(|r| r.municipality.starts_with('?') || all.contains(&r.municipality.as_str()))
        );
    }

    #[test]
    fn peers_are_ranked_and_not_symmetric() {
        let text = "area,basis_year,municipality,rank,peer\nadults,2018,A,2,C\nadults,2018,A,1,B\nadults,2018,B,1,C\n";
        let peers = Peers::read("p.csv", text.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(peers.of("adults", 2018, "A", 5), ["B", "C"]);
        assert_eq!(peers.of("adults", 2018, "A", 1), ["B"]);
        assert!(peers.of("adults", 2018, "C", 5).is_empty());
        assert_eq!(peers.municipalities(), BTreeSet::from(["A", "B"]));
        let twice = format!("{text}adults,2018,A,1,D\n");
        assert!(Peers::read("p.csv", twice.as_bytes(), &Limits::default()).is_err());
    }
}
