//! What holds of every reader, whatever the bytes: shared by the fuzz targets and by the test that replays their corpus.
#![allow(dead_code, reason = "each target uses a part of it")]

use ramme_diag::{Lang, Limits, SourceMap};
use ramme_table::import::{Spec, rows, tidy};
use ramme_table::inspect::{import, inspect};
use ramme_value::{NumberStyle, format_number, parse_number};

/// Whatever comes out has to be sayable in both languages and writable, and what is written fixes the reading.
pub fn reads(name: &str, bytes: &[u8]) {
    let limits = Limits { workbook_inflated_bytes: 1 << 22, cube_cells: 1 << 16, ..Limits::default() };
    let seen = match inspect(name, bytes, None, &limits) {
        Ok(seen) => seen,
        Err(all) => {
            assert!(!all.is_empty(), "a refusal without a reason");
            for problem in all {
                assert_eq!(problem.forgotten(), Vec::<&str>::new());
                let _ = problem.render(&SourceMap::new(), Lang::Da);
            }
            return;
        }
    };
    let spec = Spec::read("spec.toml", &seen.spec_text(name), &limits);
    assert!(spec.is_ok(), "a spec that cannot be read back");
    for question in &seen.questions {
        assert_eq!(question.diagnostic.forgotten(), Vec::<&str>::new());
        let _ = question.diagnostic.message(Lang::Da);
    }
    for table in &seen.tables {
        let (csv, made) = (tidy(table, &limits), rows(table, &limits));
        assert!(csv.is_ok() || made.is_err(), "rows that cannot be written");
        if let Ok(made) = made {
            assert_eq!(made.rows() as u64, table.cells.len() as u64 + left_out(table));
        }
    }
    let _ = import(name, bytes, None, &limits);
}

/// How many figures a sparse table leaves out and says.
fn left_out(table: &ramme_table::import::ImportedTable) -> u64 {
    match &table.rest {
        Some((_, state)) if state.has_value() => {
            table.combinations().unwrap_or(0).saturating_sub(table.cells.len() as u64)
        }
        _ => 0,
    }
}

/// A number that is read is written such that it is read again as the same, in each style.
pub fn numbers(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for style in [NumberStyle::DANISH, NumberStyle::PLAIN] {
        if let Ok(number) = parse_number(text, style) {
            let written = format_number(number, style);
            assert_eq!(parse_number(&written, style), Ok(number), "{text} is written as {written}");
        }
    }
}
