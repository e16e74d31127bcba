//! Spark SQL: DECIMAL(38, 0), with ANSI on, so that what does not fit is an error. Its own division is asked only for
//! quotients that come out even.

use super::{Kept, Speech, TextFile};

/// Spark SQL.
pub(crate) struct Spark;

impl Speech for Spark {
    fn title(&self) -> &'static str {
        "Spark SQL"
    }

    fn whole(&self) -> &'static str {
        "DECIMAL(38, 0)"
    }

    fn words(&self) -> &'static str {
        "STRING"
    }

    fn prologue(&self) -> &'static str {
        "SET spark.sql.ansi.enabled = true;\nSET spark.sql.parser.escapedStringLiterals = false;\nSET spark.sql.session.timeZone = UTC;\n"
    }

    fn name(&self, name: &str) -> String {
        format!("`{}`", name.replace('`', "``"))
    }

    fn longest_name(&self) -> usize {
        200
    }

    fn text(&self, text: &str) -> String {
        format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
    }

    fn quotient(&self, a: &str, b: &str) -> String {
        format!("CAST(({a} - {a} % {b}) / {b} AS DECIMAL(38, 0))")
    }

    fn rest(&self, a: &str, b: &str) -> String {
        format!("CAST({a} % {b} AS DECIMAL(38, 0))")
    }

    fn days_later(&self, day: &str, days: &str) -> String {
        format!("date_add({day}, CAST({days} AS INT))")
    }

    fn days_between(&self, later: &str, earlier: &str) -> String {
        format!("CAST(datediff({later}, {earlier}) AS DECIMAL(38, 0))")
    }

    fn months_later(&self, day: &str, months: i32) -> String {
        format!("add_months({day}, {months})")
    }

    fn stop(&self, message: &str, ty: &str) -> String {
        format!("CAST(raise_error({message}) AS {ty})")
    }

    fn create(&self, kept: Kept, name: &str, body: &str) -> String {
        let cached = if kept == Kept::Table { format!("CACHE TABLE {name};\n") } else { String::new() };
        format!("CREATE OR REPLACE TEMPORARY VIEW {name} AS\n{body};\n{cached}")
    }

    fn read_file(&self, file: &TextFile<'_>) -> String {
        let columns: Vec<String> = file.headings.iter().map(|h| format!("{} STRING", self.name(h))).collect();
        format!(
            "CREATE OR REPLACE TEMPORARY VIEW {} ({})\nUSING csv OPTIONS (path {}, header 'true', delimiter {}, quote '\"', escape '\"', \
             multiLine 'true', mode 'FAILFAST', encoding 'UTF-8');\n",
            file.name,
            columns.join(", "),
            self.text(file.path),
            self.text(&file.delimiter.to_string())
        )
    }

    fn may_recur(&self) -> bool {
        false
    }
}
