//! The changelog of the rules has one form: a change is a heading and a table with a row a file, which says what changed and
//! which periods and areas it touches; every rule file has come in by one of them.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::root;
use std::collections::BTreeSet;
use std::path::Path;

const COLUMNS: [&str; 4] = ["file", "what", "periods", "areas"];
/// How a file is marked that is no longer there.
const GONE: &str = "*(gone)*";

/// What is wrong with a changelog beside the files that are there, and the files that its rows name.
fn faults(text: &str, there: &BTreeSet<String>) -> (Vec<String>, BTreeSet<String>) {
    let (mut wrong, mut named) = (Vec::new(), BTreeSet::new());
    let mut headings = BTreeSet::new();
    for change in text.split("\n## ").skip(1) {
        let (heading, body) = change.split_once('\n').unwrap_or((change, ""));
        if !headings.insert(heading.trim()) {
            wrong.push(format!("{heading}: there is such a heading already"));
        }
        let mut rows = body.lines().filter(|l| l.starts_with('|')).map(cells);
        if rows.next().as_deref() != Some(&COLUMNS.map(str::to_owned)) {
            wrong.push(format!("{heading}: the columns are {COLUMNS:?}"));
            continue;
        }
        let rows: Vec<Vec<String>> = rows.skip(1).collect();
        if rows.is_empty() {
            wrong.push(format!("{heading}: no row"));
        }
        for row in rows {
            if row.len() != COLUMNS.len() || row.iter().any(|cell| cell.chars().all(|c| !c.is_alphanumeric()))
            {
                wrong.push(format!("{heading}: a row has {COLUMNS:?}, none of them empty: {row:?}"));
                continue;
            }
            for file in row[0].split(", ") {
                let path = file.trim_end_matches(GONE).trim().trim_matches('`').to_owned();
                if there.contains(&path) == file.ends_with(GONE) {
                    wrong.push(format!(
                        "{heading}: {file} is there, or is marked {GONE}; not both, not neither"
                    ));
                }
                named.insert(path);
            }
        }
    }
    if headings.is_empty() {
        wrong.push("no change".to_owned());
    }
    (wrong, named)
}

/// The cells of a row; a bar behind a backslash is text.
fn cells(row: &str) -> Vec<String> {
    let inner = row.trim().trim_start_matches('|').trim_end_matches('|').replace("\\|", "\u{1}");
    inner.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()
}

fn rule_files(folder: &Path, below: &str, out: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            rule_files(&entry.path(), &format!("{name}/"), out);
        } else if name.ends_with(".ramme") {
            out.insert(name);
        }
    }
}

#[test]
fn every_change_names_files_periods_and_areas_and_every_file_came_in_by_one() {
    let mut there = BTreeSet::new();
    rule_files(&root().join("rules"), "", &mut there);
    let text = std::fs::read_to_string(root().join("rules/CHANGELOG.md")).unwrap();
    let (wrong, named) = faults(&text, &there);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let silent: Vec<&String> = there.difference(&named).collect();
    assert!(silent.is_empty(), "rule files that no row of rules/CHANGELOG.md names: {silent:?}");
}

#[test]
fn a_row_that_leaves_something_out_is_seen() {
    let there = BTreeSet::from(["a.ramme".to_owned()]);
    let of = |rows: &str| {
        let text = format!("# T\n\n## One\n\n| file | what | periods | areas |\n|---|---|---|---|\n{rows}\n");
        faults(&text, &there).0.len()
    };
    assert_eq!(of("| `a.ramme` | x | 2023 | all |"), 0);
    assert_eq!(of("| `a.ramme`, `b.ramme` *(gone)* | x \\| y | 2023 | all |"), 0);
    for broken in [
        "",
        "| `a.ramme` | x | 2023 | |",
        "| `a.ramme` | x | – | all |",
        "| `a.ramme` | x | all |",
        "| `b.ramme` | x | 2023 | all |",
        "| `a.ramme` *(gone)* | x | 2023 | all |",
    ] {
        assert_eq!(of(broken), 1, "{broken}");
    }
    let old = "## One\n\n| file | what | periods |\n|---|---|---|\n| `a.ramme` | x | 2023 |\n";
    assert_eq!(faults(&format!("# T\n\n{old}"), &there).0.len(), 1);
    assert_eq!(faults("# T\n", &there).0.len(), 1);
}
