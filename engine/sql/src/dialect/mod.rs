//! What differs between databases: one file each. Everything else is said in the SQL that they share.
//!
//! In: names, texts and pieces of expressions. Out: the same in the words of one database. Not here: what is computed.
//!
//! How exactness is held. Every number is a whole number: the mantissa at the scale of its type, as in the engine. DuckDB
//! holds it as HUGEINT (128 bits, as the engine has them), PostgreSQL as NUMERIC without decimals, Spark as DECIMAL(38,0)
//! with ANSI on; each ends in an error where a number would not fit. A ratio is two whole numbers. Nothing is ever divided
//! but whole numbers by whole numbers, and what is left over decides the rounding.

mod duckdb;
mod postgres;
mod spark;

pub(crate) use duckdb::DuckDb;
pub(crate) use postgres::Postgres;
pub(crate) use spark::Spark;

use std::fmt::Write as _;

/// A file of cells as a table of texts.
pub(crate) struct TextFile<'a> {
    /// The name of the view.
    pub name: &'a str,
    /// Where it lies, as the script is to name it.
    pub path: &'a str,
    /// Between cells.
    pub delimiter: char,
    /// Its headings.
    pub headings: &'a [String],
}

/// Whether a relation is worked out once, or wherever it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Where it is read.
    View,
    /// Once.
    Table,
}

/// One database's words.
pub(crate) trait Speech {
    /// As people call it.
    fn title(&self) -> &'static str;
    /// The type of every number.
    fn whole(&self) -> &'static str;
    /// The type of texts.
    fn words(&self) -> &'static str;
    /// What the script begins with.
    fn prologue(&self) -> &'static str {
        ""
    }
    /// A name.
    fn name(&self, name: &str) -> String {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
    /// The most bytes that a name may have.
    fn longest_name(&self) -> usize;
    /// A text.
    fn text(&self, text: &str) -> String {
        format!("'{}'", text.replace('\'', "''"))
    }
    /// The whole number of times that `b` goes into `a`; both at zero or above.
    fn quotient(&self, a: &str, b: &str) -> String;
    /// What is left over; both at zero or above.
    fn rest(&self, a: &str, b: &str) -> String;
    /// A day so many days later; `days` is a number.
    fn days_later(&self, day: &str, days: &str) -> String;
    /// How many days lie between two.
    fn days_between(&self, later: &str, earlier: &str) -> String;
    /// The day so many months later, or the last of that month.
    fn months_later(&self, day: &str, months: i32) -> String;
    /// The calendar year of a day.
    fn year_of(&self, day: &str) -> String {
        format!("CAST(EXTRACT(YEAR FROM {day}) AS INTEGER)")
    }
    /// The month of a day.
    fn month_of(&self, day: &str) -> String {
        format!("CAST(EXTRACT(MONTH FROM {day}) AS INTEGER)")
    }
    /// The day of the month of a day.
    fn day_of(&self, day: &str) -> String {
        format!("CAST(EXTRACT(DAY FROM {day}) AS INTEGER)")
    }
    /// The least of several, none of which is missing.
    fn least(&self, all: &[String]) -> String {
        format!("LEAST({})", all.join(", "))
    }
    /// The greatest of several, none of which is missing.
    fn greatest(&self, all: &[String]) -> String {
        format!("GREATEST({})", all.join(", "))
    }
    /// An expression of a type that ends the script with a message, which has to name a column.
    fn stop(&self, message: &str, ty: &str) -> String;
    /// A text as it sorts by its bytes.
    fn by_bytes(&self, text: &str) -> String {
        text.to_owned()
    }
    /// Rows of a constant table: `(…), (…)` under names.
    fn rows(&self, columns: &[String], rows: &[Vec<String>]) -> String {
        let mut out = String::from("(VALUES\n");
        for (at, row) in rows.iter().enumerate() {
            let _ = write!(out, "    ({}){}", row.join(", "), if at + 1 < rows.len() { ",\n" } else { "\n" });
        }
        let _ = write!(out, "  ) AS v({})", columns.join(", "));
        out
    }
    /// The statement that makes a relation.
    fn create(&self, kept: Kept, name: &str, body: &str) -> String;
    /// The statement that makes a table of texts of a file.
    fn read_file(&self, file: &TextFile<'_>) -> String;
    /// True where a query may read itself.
    fn may_recur(&self) -> bool;
}
