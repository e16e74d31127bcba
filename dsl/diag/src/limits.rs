//! Limits: how much of anything is taken before it is refused.
//!
//! In: nothing, or a figure set by name. Out: every limit of the product, with its reason.
//! Not here: the checks, which stand where the thing is read, before anything is allocated.

/// A limit by name, for listings and flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The field's name.
    pub name: &'static str,
    /// The figure.
    pub value: u64,
    /// Why this figure.
    pub reason: &'static str,
}

macro_rules! limits {
    ($($name:ident = $default:expr, $reason:literal;)*) => {
        /// Every limit; the default is for a small machine and a large municipality.
        ///
        /// ```
        /// use ramme_diag::Limits;
        /// assert_eq!(Limits::default().nesting, 64);
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Limits {
            $(#[doc = $reason] pub $name: u64,)*
        }

        impl Default for Limits {
            fn default() -> Limits {
                Limits { $($name: $default,)* }
            }
        }

        impl Limits {
            /// Every limit with its figure and reason, in the order of the reference.
            #[must_use]
            pub fn list(&self) -> Vec<Limit> {
                vec![$(Limit { name: stringify!($name), value: self.$name, reason: $reason },)*]
            }

            /// Sets a limit by name; `false` if there is no such limit.
            pub fn set(&mut self, name: &str, value: u64) -> bool {
                match name {
                    $(stringify!($name) => self.$name = value,)*
                    _ => return false,
                }
                true
            }
        }
    };
}

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;
const GIB: u64 = 1024 * MIB;

limits! {
    rule_file_bytes = MIB, "Bytes of one rule file; the longest act is far below.";
    rule_file_lines = 20_000, "Lines of one rule file; more is generated text, and belongs in data.";
    rule_line_columns = 1_024, "Characters of one line of a rule file; longer can't be reviewed.";
    rulebook_bytes = 64 * MIB, "Bytes of all rule files together.";
    rulebook_files = 5_000, "Rule files of one rulebook.";
    rulebook_rules = 50_000, "Definitions and rules of one rulebook.";
    versions_per_rule = 1_000, "Dated clauses of one definition or rule.";
    nesting = 64, "Depth of brackets and blocks, checked by a linear scan before parsing so that no parser runs out of stack.";
    identifier_bytes = 128, "Bytes of one name.";
    string_bytes = 64 * KIB, "Bytes of one quoted text.";
    number_digits = 38, "Digits of one number: as many as always fit 128 bits.";
    diagnostics = 100, "Diagnostics shown in a run; then only their count.";
    diagnostics_per_file = 20, "Diagnostics shown for a file; then only their count.";
    cell_steps = 2_000_000_000, "Steps times rows of a run: known from the plan, refused before it starts.";
    recurrence_periods = 200, "Periods that a recurrence is carried through: as far as dates reach back from now.";
    memory_bytes = 4 * GIB, "Bytes of a run, computed from the plan and refused before it starts.";
    day_pieces = 16, "Alternatives in a condition on days after it is taken apart.";
    scenario_bytes = MIB, "Bytes of one scenario file.";
    script_bytes = 64 * KIB, "Bytes of one scenario script.";
    script_operations = 1_000_000, "Operations of a scenario script, which has no limit of its own.";
    script_call_levels = 16, "Calls inside calls in a scenario script.";
    script_depth = 32, "Nesting of expressions in a scenario script.";
    script_string_bytes = 64 * KIB, "Bytes of one text in a scenario script.";
    script_collection = 10_000, "Entries of one list or map in a scenario script, all that it holds counted; and of its proposals.";
    script_variables = 64, "Variables at a time on one level of a scenario script, and its functions: with the sizes above they bound its memory.";
    script_seconds = 10, "Seconds of a scenario script; what the other limits allow is done well within.";
    template_bytes = MIB, "Bytes of one template of letters and memos.";
    template_files = 200, "Templates in one folder.";
    template_steps = 20_000_000, "Steps that one template may take to its text.";
    template_output_bytes = 64 * MIB, "Bytes of the text that one template makes.";
    csv_bytes = 512 * MIB, "Bytes of one CSV file, streamed.";
    csv_rows = 50_000_000, "Rows of one CSV file.";
    csv_columns = 4_096, "Columns of one CSV file.";
    csv_field_bytes = 64 * KIB, "Bytes of one field of a CSV file.";
    csv_record_bytes = MIB, "Bytes of one row of a CSV file: an unclosed quote must not swallow the file.";
    cube_cells = 100_000_000, "Cells of a PX or JSON-stat file: the product of its dimensions, before allocation.";
    cube_header_bytes = 4 * MIB, "Bytes of the header of a PX file.";
    cube_dimensions = 64, "Dimensions of a PX or JSON-stat file.";
    workbook_bytes = 50 * MIB, "Bytes of a workbook as a file.";
    workbook_inflated_bytes = 512 * MIB, "Bytes of a workbook unpacked, counted while unpacking.";
    workbook_entries = 10_000, "Files packed in a workbook.";
    workbook_cells = 10_000_000, "Cells of a workbook.";
    draws = 1_000_000, "Draws of a forecast; quantiles hardly move beyond.";
    hierarchy_nodes = 100_000, "Nodes of a hierarchy.";
    hierarchy_depth = 16, "Levels of a hierarchy.";
    dense_series = 5_000, "Series that are reconciled with a full matrix; above, variances only.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_positive_has_a_reason_and_can_be_set() {
        let mut limits = Limits::default();
        for limit in Limits::default().list() {
            assert!(limit.value > 0 && limit.reason.ends_with('.'), "{}", limit.name);
            assert!(limits.set(limit.name, 7), "{}", limit.name);
        }
        assert!(limits.list().iter().all(|limit| limit.value == 7));
        assert!(!limits.set("no_such_limit", 1));
    }

    #[test]
    fn the_figures_others_lean_on() {
        let limits = Limits::default();
        assert_eq!(limits.number_digits, 38);
        assert_eq!((limits.diagnostics, limits.diagnostics_per_file), (100, 20));
        assert_eq!((limits.rule_file_bytes, limits.csv_bytes), (1_048_576, 536_870_912));
    }
}
