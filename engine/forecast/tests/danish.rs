//! Every reason is said in Danish too: what is counted, named or demanded in an error stands in the table of both languages.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use ramme_forecast::ForecastError;
use ramme_forecast::method::by_name;
use std::path::{Path, PathBuf};

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The texts that stand after `mark` in the sources, tests left out.
fn texts(source: &str, mark: &str) -> Vec<String> {
    let plain = source.split("#[cfg(test)]").next().unwrap();
    let cut = |rest: &str| rest.split('"').next().unwrap().to_owned();
    plain.split(mark).skip(1).map(cut).filter(|t| !t.contains('\\')).collect()
}

#[test]
fn every_reason_is_said_in_danish() {
    let mut all = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    let mut lacking = Vec::new();
    for file in all {
        let source = std::fs::read_to_string(&file).unwrap();
        for mark in
            ["what: \"", "must: \"", "{ name: \"", "Cholesky::new(\"", "all_positive(\"", "all_finite(\""]
        {
            for text in texts(&source, mark) {
                let leaked: &'static str = text.clone().leak();
                let said = ForecastError::Singular { what: leaked }.danish();
                if said.starts_with(&text) && by_name(&text).is_err() {
                    lacking.push(format!("{}: {text}", file.display()));
                }
            }
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
}
