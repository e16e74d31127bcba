//! PostgreSQL: NUMERIC without decimals, of any size. The script is psql's: files are read with `\copy`.

use super::{Kept, Speech, TextFile};

/// PostgreSQL.
pub(crate) struct Postgres;

impl Speech for Postgres {
    fn title(&self) -> &'static str {
        "PostgreSQL"
    }

    fn whole(&self) -> &'static str {
        "NUMERIC"
    }

    fn words(&self) -> &'static str {
        "TEXT"
    }

    fn prologue(&self) -> &'static str {
        "\\set ON_ERROR_STOP on\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\nSET client_min_messages = warning;\nSET jit = off;\n"
    }

    fn longest_name(&self) -> usize {
        63
    }

    fn quotient(&self, a: &str, b: &str) -> String {
        format!("DIV({a}, {b})")
    }

    fn rest(&self, a: &str, b: &str) -> String {
        format!("MOD({a}, {b})")
    }

    fn days_later(&self, day: &str, days: &str) -> String {
        format!("({day} + CAST({days} AS INTEGER))")
    }

    fn days_between(&self, later: &str, earlier: &str) -> String {
        format!("CAST({later} - {earlier} AS NUMERIC)")
    }

    fn months_later(&self, day: &str, months: i32) -> String {
        format!("CAST({day} + make_interval(months => {months}) AS DATE)")
    }

    // There is no function that only fails; a text that is no number does.
    fn stop(&self, message: &str, ty: &str) -> String {
        format!("CAST(CAST(CAST({message} AS NUMERIC) AS TEXT) AS {ty})")
    }

    fn by_bytes(&self, text: &str) -> String {
        format!("{text} COLLATE \"C\"")
    }

    fn create(&self, kept: Kept, name: &str, body: &str) -> String {
        match kept {
            Kept::View => format!("CREATE TEMP VIEW {name} AS\n{body};\n"),
            Kept::Table => format!("CREATE TEMP TABLE {name} AS\n{body};\nANALYZE {name};\n"),
        }
    }

    fn read_file(&self, file: &TextFile<'_>) -> String {
        let columns: Vec<String> = file.headings.iter().map(|h| format!("{} TEXT", self.name(h))).collect();
        format!(
            "CREATE TEMP TABLE {0} ({1});\n\\copy {0} FROM {2} WITH (FORMAT csv, HEADER true, DELIMITER {3}, NULL '', ENCODING 'UTF8')\nANALYZE {0};\n",
            file.name,
            columns.join(", "),
            self.text(file.path),
            self.text(&file.delimiter.to_string())
        )
    }

    fn may_recur(&self) -> bool {
        true
    }
}
