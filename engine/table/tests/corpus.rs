//! What fuzzing has found, and files of every kind that a reader has to survive: replayed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

#[path = "../../../fuzz/import.rs"]
mod import;

use ramme_diag::{Code, Limits};
use std::path::{Path, PathBuf};

fn corpus(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    assert!(all.len() > 3, "the corpus of {target} is gone");
    all
}

#[test]
fn every_reader_survives_its_corpus() {
    for (target, ending) in [("px", "px"), ("jsonstat", "json"), ("csv", "csv"), ("xlsx", "xlsx")] {
        for path in corpus(target) {
            import::reads(&format!("fuzz.{ending}"), &std::fs::read(&path).unwrap());
        }
    }
    for path in corpus("numbers") {
        import::numbers(&std::fs::read(&path).unwrap());
    }
}

#[test]
fn what_claims_too_much_is_refused_before_it_is_made() {
    let refused = |target: &str, name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target).join(name);
        let bytes = std::fs::read(path).unwrap();
        let limits = Limits { workbook_inflated_bytes: 1 << 22, ..Limits::default() };
        let said = ramme_table::inspect::inspect(name, &bytes, None, &limits).expect_err(name);
        said.iter().map(ramme_diag::Diagnostic::code).collect::<Vec<_>>()
    };
    assert_eq!(refused("px", "claims-a-billion-cells.px"), [Code::DataTooLarge]);
    assert_eq!(refused("jsonstat", "size-beyond-memory.json"), [Code::DataTooLarge]);
    assert_eq!(refused("xlsx", "inflates-without-end.xlsx"), [Code::DataTooLarge]);
}
