//! Municipalities, regions and the whole country: codes, names, and the other spellings that are met.
//!
//! In: the table in `data/municipalities`. Out: the area of a code or of a name, however it is spelled. Not here: which
//! column of a file holds them. `Å` and `Aa` are one, as are a hyphen and a blank; `Kommune` after a name is passed over.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What an area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The whole country.
    Country,
    /// One of the five regions.
    Region,
    /// One of the 98 municipalities.
    Municipality,
    /// Christiansø, which is none.
    Other,
}

/// An area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The code: three digits.
    pub code: String,
    /// The name as Statistics Denmark writes it.
    pub name: String,
    /// What it is.
    pub level: Level,
    /// The code of its region.
    pub region: String,
}

/// The code of the Capital Region.
pub const CAPITAL_REGION: &str = "084";

struct Register {
    areas: Vec<Area>,
    by_code: BTreeMap<String, usize>,
    by_name: BTreeMap<String, usize>,
}

static REGISTER: OnceLock<Register> = OnceLock::new();
const TABLE: &str = include_str!("../../../../data/municipalities/municipalities.csv");

fn register() -> &'static Register {
    REGISTER.get_or_init(|| read(TABLE))
}

fn read(table: &str) -> Register {
    let mut register = Register { areas: Vec::new(), by_code: BTreeMap::new(), by_name: BTreeMap::new() };
    for line in table.lines().skip(1) {
        let mut cells = line.split(',');
        let mut next = || cells.next().unwrap_or("").to_owned();
        let (code, name, level, region, old) = (next(), next(), next(), next(), next());
        let level = match level.as_str() {
            "country" => Level::Country,
            "region" => Level::Region,
            "municipality" => Level::Municipality,
            _ => Level::Other,
        };
        let at = register.areas.len();
        register.by_code.insert(code.clone(), at);
        for spelled in old.split('|').chain([name.as_str()]).filter(|s| !s.is_empty()) {
            register.by_name.insert(folded(spelled), at);
        }
        register.areas.push(Area { code, name, level, region });
    }
    register
}

/// A name without what spellings differ in: case, `å` or `aa`, hyphens, blanks, `Kommune`.
fn folded(name: &str) -> String {
    let lower = name.to_lowercase().replace('å', "aa");
    let bare = lower.trim_end_matches("kommune").trim_end();
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// All areas, by code.
#[must_use]
pub fn areas() -> &'static [Area] {
    &register().areas
}

/// The municipalities of a region, by code.
pub fn of_region(region: &str) -> impl Iterator<Item = &'static Area> {
    areas().iter().filter(move |a| a.level == Level::Municipality && a.region == region)
}

/// The area of a code; a leading zero may be missing, but not from `000`.
#[must_use]
pub fn by_code(code: &str) -> Option<&'static Area> {
    let held = register();
    let padded = if code.len() == 2 { format!("0{code}") } else { code.to_owned() };
    held.by_code.get(&padded).and_then(|at| held.areas.get(*at))
}

/// The area of a name, however it is spelled.
///
/// ```
/// use ramme_table::import::municipality::by_name;
/// assert_eq!(by_name("Høje Tåstrup Kommune").map(|a| a.code.as_str()), Some("169"));
/// assert_eq!(by_name("Balerup"), None);
/// ```
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Area> {
    let held = register();
    let folded = folded(name);
    let found = held.by_name.get(&folded);
    let found = found.or_else(|| folded.strip_suffix('s').and_then(|bare| held.by_name.get(bare)));
    found.and_then(|at| held.areas.get(*at))
}

/// True for the code or the name of an area.
#[must_use]
pub fn known_area(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        text.len() == 3 && by_code(text).is_some()
    } else {
        by_name(text).is_some()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn there_are_98_and_29_of_them_in_the_capital_region() {
        assert_eq!(areas().iter().filter(|a| a.level == Level::Municipality).count(), 98);
        assert_eq!(of_region(CAPITAL_REGION).count(), 29);
        assert!(areas().iter().all(|a| a.code.len() == 3 && by_code(&a.code) == Some(a)));
        assert!(areas().iter().all(|a| by_name(&a.name) == Some(a)), "names are one each");
    }

    #[test]
    fn spellings_that_are_met() {
        let table = [
            ("Århus", "751"),
            ("AARHUS KOMMUNE", "751"),
            ("Københavns Kommune", "101"),
            ("Lyngby-Tårbæk", "173"),
            ("Lyngby Taarbæk", "173"),
            ("Taarnby", "185"),
            ("Bornholms Regionskommune", "400"),
            ("Hele landet", "000"),
            ("Region Hovedstaden", "084"),
            ("Christiansø", "411"),
        ];
        for (name, code) in table {
            assert_eq!(by_name(name).unwrap().code, code, "{name}");
        }
        assert_eq!(by_code("84").unwrap().name, "Region Hovedstaden");
        assert!(!known_area("1010") && !known_area("Total") && known_area("147"));
    }
}
