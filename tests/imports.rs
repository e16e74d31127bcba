//! The how-to pages on import and forecasts: every command in them is run, and gives what stands on the page.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{ramme_in, root};
use std::path::Path;

/// The words of a command line, with `'…'` as one.
fn words(line: &str) -> Vec<&str> {
    line.split('\'')
        .enumerate()
        .flat_map(|(at, part)| if at % 2 == 1 { vec![part] } else { part.split_whitespace().collect() })
        .collect()
}

/// Runs one command; what it writes, messages after the result.
fn run(folder: &Path, line: &str) -> String {
    let words = words(line);
    match words.as_slice() {
        ["echo", text, ">", file] => {
            std::fs::write(folder.join(file), format!("{text}\n")).unwrap();
            String::new()
        }
        ["ramme", args @ ..] => {
            let run = ramme_in(folder, args);
            format!("{}{}", run.out, run.err)
        }
        _ => panic!("the page has a command that is not known: {line}"),
    }
}

/// A page with what its commands write now.
fn page_as_it_is(page: &str, folder: &Path) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in page.lines() {
        if inside && !line.starts_with("$ ") && !line.starts_with("```") {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            out.push_str(&run(folder, command));
        }
        if line.starts_with("```") {
            inside = !inside && line == "```console";
        }
    }
    out
}

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
        let path = root().join("docs/how-to").join(name);
        let page = std::fs::read_to_string(&path).unwrap();
        let now = page_as_it_is(&page, folder.path());
        if std::env::var_os("RAMME_BLESS").is_some() {
            std::fs::write(&path, &now).unwrap();
        } else {
            assert_eq!(
                page, now,
                "{name}: run with RAMME_BLESS=1 to write what happens now, and read the difference"
            );
        }
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
