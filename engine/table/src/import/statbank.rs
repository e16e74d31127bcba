//! The query that fetches a table of StatBank Denmark by hand.
//!
//! In: a table that came from there. Out: its variables and values, and the address to open. Not here: fetching: the
//! program never uses a network.

use crate::import::municipality;
use crate::import::table::{Dimension, ImportedTable, Role};
use ramme_diag::Text;

/// A query, variable by variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The table.
    pub table: String,
    /// Each variable with its values.
    pub variables: Vec<(String, String)>,
    /// Variables whose codes the file does not hold: all their values are asked for.
    pub unknown: Vec<String>,
}

/// More values than this are asked for as all, or as from the first.
const LISTED: usize = 40;

/// The query of a table; `None` if it is not one of StatBank, or its name is not known.
#[must_use]
pub fn query(table: &ImportedTable) -> Option<Query> {
    let source = table.source.to_lowercase();
    let from_there = table.measure == "INDHOLD"
        || source.contains("danmarks statistik")
        || source.contains("statistics denmark");
    if !from_there {
        return None;
    }
    let id = table.table_id.clone().or_else(|| id_of_file(&table.file))?;
    let mut query = Query { table: id, variables: Vec::new(), unknown: Vec::new() };
    for dimension in &table.dimensions {
        let name = if dimension.role == Role::Time { "Tid".to_owned() } else { dimension.code.clone() };
        let values = values(dimension).unwrap_or_else(|| {
            query.unknown.push(name.clone());
            "*".to_owned()
        });
        query.variables.push((name, values));
    }
    Some(query)
}

/// Whether a text has the headings of StatBank's CSV: variables, then `TID` or another, and last `INDHOLD`.
#[must_use]
pub fn looks_like(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let line = start.split(|b| matches!(b, b'\r' | b'\n')).next().unwrap_or_default();
    line.len() < 4096 && (line.ends_with(b";INDHOLD") || line.ends_with(b"\tINDHOLD"))
}

/// `FOLK1A` of `data/FOLK1A-1.csv`.
fn id_of_file(file: &str) -> Option<String> {
    let stem = file.rsplit(['/', '\\']).next()?.split('.').next()?;
    let stem = stem.strip_prefix("dst_").unwrap_or(stem);
    let id: String = stem.chars().take_while(char::is_ascii_alphanumeric).collect();
    let letters = id.chars().take_while(char::is_ascii_uppercase).count();
    let has_digit = id.chars().any(|c| c.is_ascii_digit());
    let plain = id.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    (letters >= 3 && has_digit && plain).then_some(id)
}

fn values(dimension: &Dimension) -> Option<String> {
    if dimension.role == Role::Time {
        let first = dimension.members.first()?;
        let all: Vec<&str> = dimension.members.iter().map(|m| m.code.as_str()).collect();
        return Some(if all.len() > LISTED { format!(">={}", first.code) } else { all.join(",") });
    }
    let has_codes = dimension.members.iter().any(|m| m.code != m.label)
        || dimension
            .members
            .iter()
            .all(|m| m.code.len() <= 6 && !m.code.contains(|c: char| c.is_lowercase() || c == ' '));
    let codes: Option<Vec<String>> = if has_codes {
        Some(dimension.members.iter().map(|m| m.code.clone()).collect())
    } else {
        dimension.members.iter().map(|m| municipality::by_name(&m.label).map(|a| a.code.clone())).collect()
    };
    codes.map(|all| if all.len() > LISTED { "*".to_owned() } else { all.join(",") })
}

impl Query {
    /// The address that gives the table as CSV with codes, and with Danish marks.
    #[must_use]
    pub fn address(&self) -> String {
        let variables: Vec<String> = self
            .variables
            .iter()
            .map(|(name, values)| format!("{}={}", escaped(name), escaped(values)))
            .collect();
        format!(
            "https://api.statbank.dk/v1/data/{}/CSV?lang=da&valuePresentation=Code&{}",
            escaped(&self.table),
            variables.join("&")
        )
    }

    /// The query in words, with its address.
    #[must_use]
    pub fn in_words(&self) -> Text {
        let mut lines = Text::both(
            format!("To fetch this table by hand: StatBank Denmark, table {}\n", self.table),
            format!("Sådan hentes tabellen i hånden: Statistikbanken, tabel {}\n", self.table),
        );
        let mut add = |en: String, da: String| {
            lines.en.push_str(&en);
            lines.da.push_str(&da);
        };
        for (name, values) in &self.variables {
            if self.unknown.contains(name) {
                add(
                    format!("  {name} = * (the file has no codes)\n"),
                    format!("  {name} = * (filen har ingen koder)\n"),
                );
            } else {
                add(format!("  {name} = {values}\n"), format!("  {name} = {values}\n"));
            }
        }
        let address = format!("  {}\n", self.address());
        add(address.clone(), address);
        lines
    }
}

/// A text as part of an address.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b',' | b'*' | b'-' | b'_' | b'.') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::import::table::{Cells, Member};

    #[test]
    fn names_of_areas_become_codes_and_unknown_labels_all() {
        let area = Dimension {
            code: "OMRÅDE".to_owned(),
            members: vec![Member::plain("Hele landet"), Member::plain("Ballerup")],
            ..Dimension::default()
        };
        let state = Dimension {
            code: "CIVILSTAND".to_owned(),
            members: vec![Member::plain("I alt")],
            ..Dimension::default()
        };
        let time = Dimension {
            code: "TID".to_owned(),
            role: Role::Time,
            members: vec![Member::plain("2023K1")],
            ..Dimension::default()
        };
        let mut table = ImportedTable::new("data/FOLK1A-1.csv", vec![area, state, time], Cells::listed(3));
        assert_eq!(query(&table), None);
        table.measure = "INDHOLD".to_owned();
        let found = query(&table).unwrap();
        assert_eq!(found.unknown, ["CIVILSTAND"]);
        assert_eq!(
            found.address(),
            "https://api.statbank.dk/v1/data/FOLK1A/CSV?lang=da&valuePresentation=Code&OMR%C3%85DE=000,151&CIVILSTAND=*&Tid=2023K1"
        );
        table.file = "min fil.csv".to_owned();
        assert_eq!(query(&table), None);
    }
}
