//! The JSON that the command line promises, with its own types: key order, names and spellings are part of the contract.
//!
//! In: a run or a judgement. Out: pretty-printed JSON text that ends with a line end. Not here: number formats for
//! people, and the shapes inside the engine, which may change without this file changing.

pub(crate) mod cite;
mod comply;
mod explain;
mod run;
pub(crate) mod value;

pub(crate) use comply::word;
pub use comply::{comply, one_verdict};
pub use explain::{difference, explain};
pub use run::{one_chance, one_check, one_value, run, run_to};

use ramme_eval::result::Basis;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::io::{self, Write};

/// The version of the format.
pub const FORMAT_VERSION: &str = "1.0";

/// What every document starts with.
#[derive(Serialize)]
pub(crate) struct Head {
    format_version: &'static str,
    ramme: String,
    scenario: String,
    hashes: Hashes,
    seed: u64,
    known_on: Option<String>,
    readings: Pairs<String>,
    years: [i32; 2],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    synthetic: bool,
    made_by: MadeBy,
}

#[derive(Serialize)]
struct Hashes {
    rules: String,
    data: String,
    scenario: String,
}

/// What it takes to make the result again.
#[derive(Serialize)]
struct MadeBy {
    verb: String,
    arguments: Vec<String>,
}

impl Head {
    pub(crate) fn new(basis: &Basis, version: &str) -> Head {
        Head {
            format_version: FORMAT_VERSION,
            ramme: version.to_owned(),
            scenario: basis.scenario.clone(),
            hashes: Hashes {
                rules: basis.rules_hash.clone(),
                data: basis.data_hash.clone(),
                scenario: basis.scenario_hash.clone(),
            },
            seed: basis.seed,
            known_on: basis.known_on.map(|d| d.to_string()),
            readings: Pairs(basis.readings.iter().map(|r| (r.group.clone(), r.reading.clone())).collect()),
            years: [basis.years.0, basis.years.1],
            synthetic: basis.synthetic,
            made_by: MadeBy { verb: basis.verb.clone(), arguments: basis.arguments.clone() },
        }
    }
}

/// What a document starts with that rests on no run of a scenario, or only in part: the same keys, null where there is nothing.
#[derive(Debug, Clone, Serialize)]
pub struct PlainHead {
    format_version: &'static str,
    ramme: String,
    hashes: PlainHashes,
    seed: Option<u64>,
    known_on: Option<String>,
    readings: Pairs<String>,
}

#[derive(Debug, Clone, Serialize)]
struct PlainHashes {
    rules: Option<String>,
    data: Option<String>,
}

impl PlainHead {
    /// Of rules, of a file of data, or of both.
    #[must_use]
    pub fn new(version: &str, rules: Option<&str>, data: Option<&str>) -> PlainHead {
        PlainHead {
            format_version: FORMAT_VERSION,
            ramme: version.to_owned(),
            hashes: PlainHashes { rules: rules.map(str::to_owned), data: data.map(str::to_owned) },
            seed: None,
            known_on: None,
            readings: Pairs(Vec::new()),
        }
    }

    /// With what a run rests on besides the rules.
    #[must_use]
    pub fn with(mut self, basis: &Basis) -> PlainHead {
        let head = Head::new(basis, "");
        self.hashes.data = Some(head.hashes.data);
        (self.seed, self.known_on, self.readings) = (Some(head.seed), head.known_on, head.readings);
        self
    }
}

/// A JSON object that keeps the order in which its keys were given.
#[derive(Debug, Clone)]
pub(crate) struct Pairs<T>(pub(crate) Vec<(String, T)>);

impl<T: Serialize> Serialize for Pairs<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// A list of which each entry is made when it is written: a document of a million values is never whole in memory.
pub(crate) struct Each<F>(pub(crate) F);

impl<T: Serialize, I: Iterator<Item = T>, F: Fn() -> I> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Writes a document as it is made; the same bytes as [`text`].
pub(crate) fn write<T: Serialize>(out: &mut dyn Write, document: &T) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    out.write_all(b"\n")
}

/// The document as text.
pub(crate) fn text<T: Serialize>(document: &T) -> Result<String, serde_json::Error> {
    let mut out = serde_json::to_string_pretty(document)?;
    out.push('\n');
    Ok(out)
}
