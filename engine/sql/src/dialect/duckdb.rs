//! DuckDB: HUGEINT is the engine's own 128 bits.

use super::{Kept, Speech, TextFile};

/// DuckDB.
pub(crate) struct DuckDb;

impl Speech for DuckDb {
    fn title(&self) -> &'static str {
        "DuckDB"
    }

    fn whole(&self) -> &'static str {
        "HUGEINT"
    }

    fn words(&self) -> &'static str {
        "VARCHAR"
    }

    fn longest_name(&self) -> usize {
        200
    }

    fn quotient(&self, a: &str, b: &str) -> String {
        format!("({a} // {b})")
    }

    fn rest(&self, a: &str, b: &str) -> String {
        format!("({a} % {b})")
    }

    fn days_later(&self, day: &str, days: &str) -> String {
        format!("({day} + CAST({days} AS INTEGER))")
    }

    fn days_between(&self, later: &str, earlier: &str) -> String {
        format!("CAST({later} - {earlier} AS HUGEINT)")
    }

    fn months_later(&self, day: &str, months: i32) -> String {
        format!("CAST({day} + to_months({months}) AS DATE)")
    }

    fn stop(&self, message: &str, ty: &str) -> String {
        format!("CAST(error({message}) AS {ty})")
    }

    fn create(&self, kept: Kept, name: &str, body: &str) -> String {
        let kind = if kept == Kept::View { "VIEW" } else { "TABLE" };
        format!("CREATE OR REPLACE TEMP {kind} {name} AS\n{body};\n")
    }

    fn read_file(&self, file: &TextFile<'_>) -> String {
        let columns: Vec<String> =
            file.headings.iter().map(|h| format!("{}: 'VARCHAR'", self.text(h))).collect();
        let body = format!(
            "SELECT * FROM read_csv({}, header = true, auto_detect = false, delim = {}, quote = '\"', escape = '\"',\n  \
             columns = {{{}}})",
            self.text(file.path),
            self.text(&file.delimiter.to_string()),
            columns.join(", ")
        );
        self.create(Kept::View, file.name, &body)
    }

    fn may_recur(&self) -> bool {
        true
    }
}
