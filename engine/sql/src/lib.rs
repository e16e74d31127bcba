//! The plan of a scenario as a script of SQL: the same rules where the data already lie, with the same values.
//!
//! In: a blueprint (plan, years, parameters), the rulebook, the scenario's mapping and its bound data. Out: a script in the
//! words of DuckDB, PostgreSQL or Spark SQL, and what is not in it, by name. Steps and their meaning are the plan's: each
//! has one form here, so that generality comes from the plan and not from examples. Not here: files, the command line,
//! and running a script.

mod aggregate;
mod allot;
mod apportion;
mod cell;
mod circle;
mod comment;
mod constant;
mod data;
mod days;
mod dialect;
mod exception;
mod frame;
mod line;
mod maker;
mod names;
mod number;
mod order;
mod result;
mod script;
mod step;
mod table;
mod value;
mod verdict;
mod why;

use ramme_diag::SourceMap;
use ramme_eval::bind::UnitFactor;
use ramme_eval::blueprint::Blueprint;
use ramme_eval::dataset::Dataset;
use ramme_eval::scenario::Scenario;
use ramme_rulebook::Rulebook;
use ramme_value::Date;

pub use script::{Script, script};
pub use why::Refused;

/// A database whose words a script is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// DuckDB.
    DuckDb,
    /// PostgreSQL, run by `psql`.
    Postgres,
    /// Spark SQL.
    Spark,
}

impl Dialect {
    /// Every one.
    pub const ALL: [Dialect; 3] = [Dialect::DuckDb, Dialect::Postgres, Dialect::Spark];

    /// The word on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Dialect::DuckDb => "duckdb",
            Dialect::Postgres => "postgres",
            Dialect::Spark => "spark",
        }
    }

    /// The dialect of a word.
    #[must_use]
    pub fn parse(name: &str) -> Option<Dialect> {
        Dialect::ALL.into_iter().find(|dialect| dialect.name() == name)
    }
}

/// What a script is made from.
pub struct Source<'a> {
    /// The rules.
    pub book: &'a Rulebook,
    /// Their texts.
    pub sources: &'a SourceMap,
    /// The plan, with the years and parameters that it runs over.
    pub blueprint: &'a Blueprint,
    /// The scenario, with its mapping.
    pub scenario: &'a Scenario,
    /// The day to which knowledge is pinned.
    pub known_on: Option<Date>,
    /// The bound data: who exists, what is set by hand, what no database can read.
    pub data: &'a Dataset,
    /// What the figures of each table's columns are multiplied with, by the texts of units and levels.
    pub factors: &'a [UnitFactor],
    /// What stands before the scenario's file names: the folder of the data, with its last mark.
    pub folder: String,
    /// What the script is made of, a line each: scenario, hashes, readings.
    pub head: Vec<String>,
}
