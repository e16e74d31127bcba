//! A spec: what a person has said, once, of how a file is read.
//!
//! In: TOML. Out: the same as values; and TOML again, with every line that fixes the reading. Not here: what follows from
//! it (`inspect`). An unknown key is refused, so that a misspelt line is never passed over.

use crate::import::say;
use crate::import::suppress::Rule;
use ramme_diag::{Code, Diagnostic, Limits, Place, Text};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Kind {
    /// Delimited text.
    #[serde(rename = "csv")]
    Csv,
    /// PC-Axis.
    #[serde(rename = "px")]
    Px,
    /// JSON-stat, 1 or 2.
    #[serde(rename = "json-stat")]
    JsonStat,
    /// A workbook.
    #[serde(rename = "xlsx")]
    Xlsx,
}

impl Kind {
    /// `csv`, `px`, `json-stat`, `xlsx`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Csv => "csv",
            Kind::Px => "px",
            Kind::JsonStat => "json-stat",
            Kind::Xlsx => "xlsx",
        }
    }
}

/// What is done with rows that could be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Keep {
    /// They are read.
    #[serde(rename = "keep")]
    Keep,
    /// They are left out.
    #[serde(rename = "leave out")]
    LeaveOut,
}

impl Keep {
    const fn name(self) -> &'static str {
        match self {
            Keep::Keep => "keep",
            Keep::LeaveOut => "leave out",
        }
    }
}

/// How days are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum DateForm {
    /// `30-11-2023`, with `-`, `.` or `/`.
    #[serde(rename = "dd-mm-yyyy")]
    DayFirst,
    /// `11-30-2023`.
    #[serde(rename = "mm-dd-yyyy")]
    MonthFirst,
    /// `2023-11-30`.
    #[serde(rename = "yyyy-mm-dd")]
    Iso,
}

impl DateForm {
    /// `dd-mm-yyyy`, `mm-dd-yyyy`, `yyyy-mm-dd`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            DateForm::DayFirst => "dd-mm-yyyy",
            DateForm::MonthFirst => "mm-dd-yyyy",
            DateForm::Iso => "yyyy-mm-dd",
        }
    }
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum ColumnRole {
    /// It says what a row is about.
    #[serde(rename = "key")]
    Key,
    /// A key that is a period.
    #[serde(rename = "time")]
    Time,
    /// A key that is an area.
    #[serde(rename = "area")]
    Area,
    /// Figures.
    #[serde(rename = "value")]
    Value,
    /// It is left out.
    #[serde(rename = "ignore")]
    Ignore,
}

impl ColumnRole {
    /// `key`, `time`, `area`, `value`, `ignore`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ColumnRole::Key => "key",
            ColumnRole::Time => "time",
            ColumnRole::Area => "area",
            ColumnRole::Value => "value",
            ColumnRole::Ignore => "ignore",
        }
    }

    /// True for a column that says what a row is about.
    #[must_use]
    pub const fn is_key(self) -> bool {
        matches!(self, ColumnRole::Key | ColumnRole::Time | ColumnRole::Area)
    }
}

/// What is said of one column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ColumnSpec {
    /// What it is.
    pub role: Option<ColumnRole>,
    /// The unit of its figures in words.
    pub unit: Option<String>,
}

/// What is said of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Spec {
    /// The version of this form: 1.
    pub format: Option<u32>,
    /// What the file is.
    pub kind: Option<Kind>,
    /// The encoding of its text.
    pub encoding: Option<String>,
    /// What stands between cells.
    pub delimiter: Option<String>,
    /// The decimal mark.
    pub decimal: Option<String>,
    /// The mark between thousands; empty for none.
    pub thousands: Option<String>,
    /// How days are written.
    pub dates: Option<DateForm>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The dataset of a JSON-stat bundle.
    pub dataset: Option<String>,
    /// The language of labels in a PX file.
    pub language: Option<String>,
    /// The line of the headings.
    pub header: Option<u32>,
    /// How many lines the headings take.
    pub header_lines: Option<u32>,
    /// The line with units; 0 for none.
    pub units: Option<u32>,
    /// Texts that stand for a missing figure, besides dots, a dash and nothing.
    pub missing: Vec<String>,
    /// Texts that stand for a figure that is held back.
    pub suppressed: Vec<String>,
    /// Rows that are totals of others.
    pub totals: Option<Keep>,
    /// Rows and columns that a workbook hides.
    pub hidden: Option<Keep>,
    /// Whether a blank key is that of the row above.
    pub fill_down: Option<bool>,
    /// The table's name at its source, such as `FOLK1A`.
    pub table: Option<String>,
    /// Which definition of areas by account the figures are summed to.
    pub accounts: Option<String>,
    /// The file of definitions, where they are not those that the program brings.
    pub definitions: Option<String>,
    /// Which counts are held back: `1..5`.
    pub suppress: Option<String>,
    /// Whether further counts are held back that would give one away; true if nothing is said.
    pub complementary: Option<bool>,
    /// The columns, by heading.
    pub columns: BTreeMap<String, ColumnSpec>,
}

impl Spec {
    /// Reads a spec.
    ///
    /// # Errors
    /// One diagnostic that says what is wrong with it.
    pub fn read(name: &str, text: &str, limits: &Limits) -> Result<Spec, Diagnostic> {
        let size = text.len() as u64;
        if size > limits.scenario_bytes {
            return Err(say::over(
                name,
                Text::both("bytes", "byte"),
                size.into(),
                limits.scenario_bytes,
                "scenario_bytes",
            ));
        }
        let refuse = |line: u32, reason: String| {
            Diagnostic::new(Code::FormatBroken)
                .arg("format", Text::both("a spec", "en specifikation"))
                .arg("reason", reason)
                .at(Place::line(name, line))
        };
        let spec: Spec = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|s| text.get(..s.start)).unwrap_or("");
            let line = u32::try_from(before.matches('\n').count()).unwrap_or(0).saturating_add(1);
            refuse(line, error.message().replace('\n', " "))
        })?;
        let one = |mark: &Option<String>, least: usize| {
            mark.as_ref().is_none_or(|m| (least..=1).contains(&m.chars().count()))
        };
        if !one(&spec.decimal, 1) || !one(&spec.thousands, 0) || !one(&spec.delimiter, 1) {
            return Err(refuse(1, "`decimal`, `thousands` and `delimiter` are one character".to_owned()));
        }
        if spec.decimal.is_some() && spec.decimal == spec.thousands {
            return Err(refuse(1, "`decimal` and `thousands` are the same".to_owned()));
        }
        if spec.suppress.is_some() && spec.suppression().is_none() {
            return Err(refuse(
                1,
                "`suppress` is the smallest and the largest count, as in `1..5`".to_owned(),
            ));
        }
        if spec.format.is_some_and(|format| format != 1) {
            return Err(refuse(1, "`format` is 1".to_owned()));
        }
        Ok(spec)
    }

    /// The rule by which small counts are held back, where there is one.
    #[must_use]
    pub fn suppression(&self) -> Option<Rule> {
        let (from, to) = self.suppress.as_ref()?.split_once("..")?;
        let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        (from <= to).then(|| Rule { from, to, complementary: self.complementary.unwrap_or(true) })
    }

    /// A one-character line, if it is said.
    #[must_use]
    pub fn mark(text: Option<&String>) -> Option<char> {
        text.and_then(|t| t.chars().next())
    }

    /// The role that is said of a column.
    #[must_use]
    pub fn role(&self, heading: &str) -> Option<ColumnRole> {
        self.columns.get(heading).and_then(|c| c.role)
    }

    /// Writes the spec; `order` are the headings in the order of the file, `open` the lines that a person has to fill in.
    #[must_use]
    pub fn write(&self, file: &str, order: &[String], open: &[String]) -> String {
        let mut out = format!("# How {file} is read. A later file is held against it.\nformat = 1\n");
        let mut line = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(out, "{key} = {value}");
            }
        };
        let text = |held: &Option<String>| held.as_ref().map(|t| quoted(t));
        line("kind", self.kind.map(|k| quoted(k.name())));
        line("table", text(&self.table));
        line("encoding", text(&self.encoding));
        line("delimiter", text(&self.delimiter));
        line("decimal", text(&self.decimal));
        line("thousands", text(&self.thousands));
        line("dates", self.dates.map(|d| quoted(d.name())));
        line("sheet", text(&self.sheet));
        line("dataset", text(&self.dataset));
        line("language", text(&self.language));
        line("header", self.header.map(|n| n.to_string()));
        line("header_lines", self.header_lines.map(|n| n.to_string()));
        line("units", self.units.map(|n| n.to_string()));
        line("missing", list(&self.missing));
        line("suppressed", list(&self.suppressed));
        line("totals", self.totals.map(|k| quoted(k.name())));
        line("hidden", self.hidden.map(|k| quoted(k.name())));
        line("fill_down", self.fill_down.map(|f| f.to_string()));
        line("accounts", text(&self.accounts));
        line("definitions", text(&self.definitions));
        line("suppress", text(&self.suppress));
        line("complementary", self.complementary.map(|c| c.to_string()));
        for wanted in open {
            let _ = writeln!(out, "# undecided, take away the # if it is so: {wanted}");
        }
        // Columns that are left out may share a heading; a spec names each once.
        let mut written: BTreeSet<&str> = BTreeSet::new();
        for heading in order.iter().filter(|h| written.insert(h.as_str())) {
            let Some(column) = self.columns.get(heading) else { continue };
            let _ = writeln!(out, "\n[columns.{}]", quoted(heading));
            if let Some(role) = column.role {
                let _ = writeln!(out, "role = {}", quoted(role.name()));
            }
            if let Some(unit) = &column.unit {
                let _ = writeln!(out, "unit = {}", quoted(unit));
            }
        }
        out
    }
}

fn list(texts: &[String]) -> Option<String> {
    let all: Vec<String> = texts.iter().map(|t| quoted(t)).collect();
    (!all.is_empty()).then(|| format!("[{}]", all.join(", ")))
}

/// A text as TOML.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let text = "format = 1\nkind = \"csv\"\ndecimal = \",\"\nthousands = \"\"\ndates = \"dd-mm-yyyy\"\nheader = 3\nmissing = [\"n/a\"]\ntotals = \"leave out\"\nfill_down = true\n[columns.\"Udgift \\\"x\\\" (1.000 kr.)\"]\nrole = \"value\"\nunit = \"1.000 kr.\"\n";
        let spec = Spec::read("s.toml", text, &Limits::default()).unwrap();
        let order: Vec<String> = spec.columns.keys().cloned().collect();
        let again = spec.write("f.csv", &order, &["dates = \"dd-mm-yyyy\"".to_owned()]);
        assert_eq!(Spec::read("s.toml", &again, &Limits::default()).unwrap(), spec);
        assert!(again.contains("# undecided"));
    }

    #[test]
    fn what_is_not_a_spec_is_refused_with_its_line() {
        let said = |text: &str| {
            let found = Spec::read("s.toml", text, &Limits::default()).unwrap_err();
            found.message(ramme_diag::Lang::En)
        };
        assert!(said("format = 1\ndecimals = \",\"\n").contains("unknown field `decimals`"));
        assert!(said("decimal = \",,\"").contains("one character"));
        assert!(said("decimal = \",\"\nthousands = \",\"").contains("are the same"));
        assert!(said("format = 2").contains("`format` is 1"));
    }
}
