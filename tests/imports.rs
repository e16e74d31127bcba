//! The how-to pages on import and forecasts: every command in them is run, and gives what stands on the page.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{page, ramme_in, root};
use std::path::Path;

#[test]
fn the_how_to_pages_say_what_happens() {
    let files = "engine/table/tests/files";
    let pages = [
        ("import-a-file.md", files),
        ("import-statistics.md", files),
        ("municipal-data.md", "tests/fixtures/imports"),
        ("forecast-a-panel.md", "tests/fixtures/forecasting"),
    ];
    for (name, files) in pages {
        let folder = tempfile::tempdir().unwrap();
        for entry in std::fs::read_dir(root().join(files)).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
        page::holds(&root().join("docs/how-to").join(name), folder.path());
    }
}

#[test]
fn exit_codes_and_files_that_appear_whole_or_not_at_all() {
    let folder = root().join("engine/table/tests/files");
    let target = tempfile::tempdir().unwrap();
    let out = target.path().join("out.csv");
    let out = out.to_str().unwrap();
    let code = |args: &[&str]| ramme_in(&folder, args).code;
    assert_eq!(code(&["import", "made_undecided.csv", "-o", out]), 2);
    assert!(!Path::new(out).exists());
    assert_eq!(code(&["import", "FOLK1A.csv", "-o", out]), 0);
    assert_eq!(std::fs::read_to_string(out).unwrap().lines().count(), 53);
    assert_eq!(code(&["inspect", "FOLK1A.csv"]), 0);
    assert_eq!(code(&["inspect", "made_undecided.csv"]), 2);
    assert_eq!(code(&["inspect", "no-such.csv"]), 2);
    assert_eq!(code(&["import", "FOLK1A.csv", "--spec", "README.md"]), 2);
    let spec = target.path().join("spec.toml");
    assert_eq!(code(&["inspect", "made_accounts.xlsx", "-o", spec.to_str().unwrap()]), 0);
    let with = ramme_in(&folder, &["import", "made_accounts.xlsx", "--spec", spec.to_str().unwrap()]);
    assert_eq!((with.code, with.err.as_str()), (0, ""));
    assert!(
        ramme_in(&folder, &["inspect", "made_undecided.csv", "--lang", "da"]).out.contains("uafgjort: 1")
    );
}
