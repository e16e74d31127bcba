//! Areas by account: a table of accounts or budgets by function becomes the totals of the areas that a report defines.
//!
//! In: a table with functions, areas and years; the definitions in `data/accounts`. Out: one total an area, category,
//! municipality and year, with how many accounts it is made of. Not here: price levels, comparisons. An account that the
//! table does not hold makes its total unknown; it is never taken for zero.

use crate::RawTable;
use crate::import::exclude::{columns, year_of};
use crate::import::municipality;
use crate::import::say;
use crate::import::table::{ImportedTable, Member, Role, State};
use crate::import::tidy::line;
use ramme_diag::{Diagnostic, Limits, Place, Text};
use ramme_value::Decimal;
use std::collections::{BTreeMap, BTreeSet};

const TABLE: &str = include_str!("../../../../data/accounts/areas.csv");

/// One account of an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The area: `adults` or `children`.
    pub area: String,
    /// The category within it; nothing where the area has none.
    pub category: String,
    /// The function: five digits.
    pub function: String,
    /// The first year, if there is one.
    pub from: Option<i32>,
    /// The last year, if there is one.
    pub to: Option<i32>,
    /// The document that says so, and its lines.
    pub cited: String,
}

impl Account {
    fn holds(&self, year: i32) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }
}

/// Which accounts make up an area, by the report that defines it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Definitions {
    rows: Vec<(String, Account)>,
}

const HEADINGS_OF_DEFINITIONS: [&str; 8] =
    ["definition", "area", "category", "account", "from_year", "to_year", "document", "lines"];

impl Definitions {
    /// Those of the reports of 2022 and 2023, which the program brings.
    #[must_use]
    pub fn built_in() -> Definitions {
        Definitions::read("data/accounts/areas.csv", TABLE.as_bytes(), &Limits::default()).unwrap_or_default()
    }

    /// Reads definitions in plain CSV, such as those of a report that is newer than the program.
    ///
    /// # Errors
    /// Columns that are missing; years that are none; accounts that are no figures with points.
    pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Definitions, Vec<Diagnostic>> {
        let (raw, at) = columns(name, bytes, HEADINGS_OF_DEFINITIONS, limits)?;
        let mut rows = Vec::with_capacity(raw.rows());
        for row in 0..raw.rows() {
            let column = |n: usize| at.get(n).copied().unwrap_or(0);
            let cell = |n: usize| raw.cell(row, column(n));
            let function = code_of(cell(3));
            if function.is_empty() || !function.bytes().all(|b| b.is_ascii_digit()) {
                let reason =
                    Text::both("an account such as 5.38.42 is wanted", "der skal stå en konto som 5.38.42");
                return Err(vec![say::bad_cell(raw.place(row, column(3)), cell(3), reason)]);
            }
            let account = Account {
                area: cell(1).to_owned(),
                category: cell(2).to_owned(),
                function,
                from: year_of(&raw, row, column(4))?,
                to: year_of(&raw, row, column(5))?,
                cited: format!("{}:{}", cell(6), cell(7)),
            };
            rows.push((cell(0).to_owned(), account));
        }
        Ok(Definitions { rows })
    }

    /// The accounts of one definition (`2022`, `2023`); none if there is no such.
    #[must_use]
    pub fn of(&self, name: &str) -> Vec<&Account> {
        self.rows.iter().filter(|(held, _)| held == name).map(|(_, account)| account).collect()
    }

    /// The names of the definitions.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        self.rows.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// The total of an area in a municipality and year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The area.
    pub area: String,
    /// The category; nothing for the whole area.
    pub category: String,
    /// Code and name of the municipality, as in the table.
    pub place: (String, String),
    /// The year.
    pub year: String,
    /// The sum; none where an account is not known.
    pub value: Option<Decimal>,
    /// How many accounts are known.
    pub known: usize,
    /// How many the area has in that year.
    pub of: usize,
    /// True where two versions of the definition hold at once.
    pub overlap: bool,
    /// Line and column of the first of its cells; the beginning of the file where there is none.
    pub first: (u32, u32),
}

/// All totals, with their unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// The totals, by area, category, municipality, year.
    pub rows: Vec<Total>,
    /// The unit in words.
    pub unit: String,
}

/// What the figures have to be of, dimension by dimension: the code that is taken.
const TAKEN: [(&str, &str); 3] = [("DRANST", "1"), ("ART", "TOT"), ("PRISENHED", "LOBM")];
/// Dimensions that have no total of their own: all their members are added.
const ADDED: [&str; 2] = ["EJER", "GRUPPERING"];

/// Where each dimension that matters stands.
struct Shape {
    function: usize,
    area: usize,
    time: usize,
    /// Dimension and position of the member that is taken.
    taken: Vec<(usize, u32)>,
}

/// Sums a table to areas by a definition.
///
/// # Errors
/// What keeps the table from being one of accounts by function.
pub fn totals(table: &ImportedTable, name: &str, definitions: &Definitions) -> Result<Totals, Diagnostic> {
    let accounts = definitions.of(name);
    if accounts.is_empty() {
        let known: Vec<&str> = definitions.names().into_iter().collect();
        let wanted = Text::same(format!("`{name}`"));
        let what = Text::both("the definition of areas", "definitionen af områder");
        return Err(say::disagrees(Place::File(table.file.clone()), what, wanted, known.join(", ")));
    }
    let shape = shape(table)?;
    let sums = sums(table, &shape);
    let categories: BTreeSet<(String, String)> = accounts
        .iter()
        .flat_map(|a| [(a.area.clone(), String::new()), (a.area.clone(), a.category.clone())])
        .collect();
    let members = |d: usize| table.dimensions.get(d).map_or(&[][..], |held| &held.members);
    let mut rows = Vec::new();
    for (area, category) in &categories {
        let of: Vec<&Account> = accounts
            .iter()
            .copied()
            .filter(|a| a.area == *area && (category.is_empty() || a.category == *category))
            .collect();
        for (place, p) in members(shape.area).iter().zip(0_u32..) {
            for (year, y) in members(shape.time).iter().zip(0_u32..) {
                let Ok(number) = year.code.parse::<i32>() else { continue };
                let held: Vec<&Account> = of.iter().copied().filter(|a| a.holds(number)).collect();
                let cell = |a: &&Account| sums.get(&(p, y, a.function.clone())).copied();
                let known: Vec<Decimal> = held.iter().filter_map(|a| cell(a)?.0).collect();
                let sum = known.iter().try_fold(Decimal::zero(0), |sum, d| sum.checked_add(*d));
                rows.push(Total {
                    area: area.clone(),
                    category: category.clone(),
                    place: (place.code.clone(), name_of(place)),
                    year: year.code.clone(),
                    value: sum.filter(|_| known.len() == held.len() && !held.is_empty()),
                    known: known.len(),
                    of: held.len(),
                    first: held.iter().find_map(|a| Some(cell(a)?.1)).unwrap_or((1, 1)),
                    overlap: held.iter().any(|a| a.to == Some(number))
                        && held.iter().any(|a| a.from == Some(number)),
                });
            }
        }
    }
    // Current prices in tables of accounts are in thousands of kroner; the price unit that was taken says so.
    let thousands = table.unit.is_empty() && table.dimension("PRISENHED").is_some();
    let unit = if thousands { "1.000 kr.".to_owned() } else { table.unit.clone() };
    Ok(Totals { rows, unit })
}

/// The label of an area; where the table has only its code, the name that the code stands for.
fn name_of(place: &Member) -> String {
    let known = municipality::by_code(&place.code).filter(|_| place.label == place.code);
    known.map_or_else(|| place.label.clone(), |area| area.name.clone())
}

/// The code at the beginning of a text: `53842` of `5.38.42 Botilbud`.
fn code_of(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or("");
    first.chars().filter(|c| *c != '.').collect()
}

fn shape(table: &ImportedTable) -> Result<Shape, Diagnostic> {
    let place = || Place::File(table.file.clone());
    let what = |code: &str| Text::both(format!("the dimension `{code}`"), format!("dimensionen `{code}`"));
    let missing = || Text::both("none", "ingen");
    let need = |codes: &[&str]| {
        let found = codes.iter().find_map(|c| table.dimension(c));
        let code = codes.first().copied().unwrap_or("");
        found.ok_or_else(|| {
            say::disagrees(
                place(),
                what(code),
                Text::both("accounts by function", "regnskab på funktioner"),
                missing(),
            )
        })
    };
    let function = need(&["FUNKTION", "FUNK1"])?;
    let area = need(&["OMRÅDE", "REGI07A"])?;
    let time = table.dimensions.iter().position(|d| d.role == Role::Time);
    let time =
        time.ok_or_else(|| say::disagrees(place(), what("TID"), Text::both("years", "år"), missing()))?;
    let mut taken = Vec::new();
    for (at, dimension) in
        table.dimensions.iter().enumerate().filter(|(at, _)| ![function, area, time].contains(at))
    {
        let code = dimension.code.to_uppercase();
        if ADDED.contains(&code.as_str()) {
            continue;
        }
        let wanted = TAKEN.iter().find(|(held, _)| *held == code).map(|(_, member)| *member);
        let position = match wanted {
            Some(wanted) => dimension.members.iter().position(|m| code_of(&m.code) == wanted),
            None => (dimension.members.len() == 1).then_some(0),
        };
        let Some(position) = position.and_then(|p| u32::try_from(p).ok()) else {
            let members: Vec<&str> = dimension.members.iter().take(6).map(|m| m.code.as_str()).collect();
            let wanted = wanted
                .map_or_else(|| Text::both("one member", "ét medlem"), |w| Text::same(format!("`{w}`")));
            return Err(say::disagrees(place(), what(&code), wanted, members.join(", ")));
        };
        taken.push((at, position));
    }
    Ok(Shape { function, area, time, taken })
}

/// A figure, none where one of its cells is not known; and the place of its first cell.
type Summed = (Option<Decimal>, (u32, u32));

/// The figure of each area, year and function.
fn sums(table: &ImportedTable, shape: &Shape) -> BTreeMap<(u32, u32, String), Summed> {
    let mut out: BTreeMap<(u32, u32, String), Summed> = BTreeMap::new();
    let mut at = Vec::new();
    for cell in 0..table.cells.len() {
        table.coordinate(cell, &mut at);
        if shape.taken.iter().any(|(dimension, position)| at.get(*dimension) != Some(position)) {
            continue;
        }
        let (Some(area), Some(time)) = (at.get(shape.area), at.get(shape.time)) else { continue };
        let function = table.member(shape.function, &at).map(|m| code_of(&m.code)).unwrap_or_default();
        let state: &State = table.cells.state(cell);
        let value = if state.has_value() { Decimal::parse(table.cells.value(cell)).ok() } else { None };
        let place = table.cells.line_column(cell);
        let entry = out.entry((*area, *time, function)).or_insert((Some(Decimal::zero(0)), place));
        entry.0 = entry.0.zip(value).and_then(|(sum, value)| sum.checked_add(value));
    }
    out
}

/// The columns of totals.
const HEADINGS: [&str; 10] = [
    "area",
    "category",
    "municipality",
    "municipality_label",
    "year",
    "value",
    "unit",
    "accounts",
    "accounts_of",
    "status",
];

impl Totals {
    /// The totals as CSV.
    #[must_use]
    pub fn tidy(&self) -> String {
        let mut out = String::new();
        line(&mut out, HEADINGS.into_iter());
        self.walk(|cells, _, _| line(&mut out, cells.into_iter()));
        out
    }

    /// The totals as rows that a scenario maps; each stands for its first account's cell in the table.
    #[must_use]
    pub fn rows_of(&self, table: &ImportedTable) -> RawTable {
        let headings = HEADINGS.map(str::to_owned).to_vec();
        let mut out = RawTable::made(&table.file, headings, table.sheet.clone());
        self.walk(|cells, state, row| out.push(cells, row.first, state));
        out
    }

    /// Each total as texts under [`HEADINGS`], with its state.
    fn walk(&self, mut take: impl FnMut([&str; 10], &State, &Total)) {
        for row in &self.rows {
            let value = row.value.map(|v| v.to_string()).unwrap_or_default();
            let state = match (row.value, row.overlap) {
                (None, _) => State::Absent,
                (Some(_), true) => {
                    State::Flagged("two versions of the definition hold in this year".to_owned())
                }
                (Some(_), false) => State::Known,
            };
            let (known, of, word) = (row.known.to_string(), row.of.to_string(), state.word());
            let cells = [
                row.area.as_str(),
                row.category.as_str(),
                row.place.0.as_str(),
                row.place.1.as_str(),
                row.year.as_str(),
                value.as_str(),
                self.unit.as_str(),
                known.as_str(),
                of.as_str(),
                word.as_str(),
            ];
            take(cells, &state, row);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]
    use super::*;

    #[test]
    fn the_two_definitions() {
        let all = Definitions::built_in();
        let count = |name: &str, area: &str, year: i32| {
            all.of(name).iter().filter(|a| a.area == area && a.holds(year)).count()
        };
        assert_eq!(all.names(), BTreeSet::from(["2022", "2023"]));
        assert_eq!((count("2023", "adults", 2022), count("2023", "children", 2022)), (14, 6));
        let years = [2014, 2015, 2016].map(|year| count("2022", "children", year));
        assert_eq!(years, [5, 7, 6]);
        let of_2023 = all.of("2023");
        assert!(of_2023.iter().all(|a| a.function.len() == 5 && a.cited.starts_with("report23:")));
        assert_eq!(code_of("5.38.42 Botilbud"), "53842");
    }

    #[test]
    fn newer_definitions_are_read() {
        let read = |rows: &str| {
            let text = format!("{}\n{rows}", HEADINGS_OF_DEFINITIONS.join(","));
            Definitions::read("areas.csv", text.as_bytes(), &Limits::default())
        };
        let newer = read("2025,adults,,5.38.42,2024,,report25,1-2\n").expect("definitions");
        assert_eq!(
            newer.of("2025").first().map(|a| (a.function.as_str(), a.from)),
            Some(("53842", Some(2024)))
        );
        assert!(read("2025,adults,,botilbud,,,report25,1\n").is_err());
        assert!(read("2025,adults,,5.38.42,soon,,report25,1\n").is_err());
    }
}
