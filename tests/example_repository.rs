//! The example repository: what stands on its page works, its checks pass, and they fail where something is new.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::page::shell;
use common::{copy_into, edit, ramme_in, root};
use serde_json::Value;
use std::path::Path;

/// A clone of the example, as a user has it.
fn clone() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_into(&root().join("examples/repository"), folder.path());
    let begun = "git init -q -b main && git add -A && git commit -q -m one && git update-ref refs/remotes/origin/main HEAD";
    let (said, code) = shell(folder.path(), begun);
    assert_eq!(code, 0, "{said}");
    folder
}

/// What the workflow runs of ours; its summary goes to a file.
fn checks(folder: &Path) -> Vec<(String, String, i32)> {
    let text = std::fs::read_to_string(folder.join(".github/workflows/agreements.yml")).unwrap();
    let lines =
        text.lines().filter_map(|line| line.split("run: ").nth(1)).filter(|l| l.starts_with("ramme "));
    lines
        .map(|line| {
            let (text, code) = shell(folder, &format!("export GITHUB_STEP_SUMMARY=summary.md; {line}"));
            (line.to_owned(), text, code)
        })
        .collect()
}

#[test]
fn what_stands_on_its_page_works() {
    let folder = clone();
    let page = std::fs::read_to_string(folder.path().join("README.md")).unwrap();
    let commands: Vec<&str> = page.lines().filter(|line| line.starts_with("ramme ")).collect();
    assert!(commands.len() >= 7, "{commands:?}");
    for line in &commands {
        let (text, code) = shell(folder.path(), line);
        // Making the baseline anew finds what is in it.
        assert_eq!(code, i32::from(line.contains("-o baseline.json")), "{line}: {text}");
    }
    // The imported file and the baseline are what the commands make of the rest.
    let (changed, _) = shell(folder.path(), "git diff --stat -- data");
    assert_eq!(changed, "");
    let results = |path: &Path| -> Value {
        let document: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        document["results"].clone()
    };
    let kept = results(&root().join("examples/repository/baseline.json"));
    assert_eq!(results(&folder.path().join("baseline.json")), kept);
    let scenario = std::fs::read_to_string(folder.path().join("offers.toml")).unwrap();
    assert!(scenario.contains("\nsynthetic = true\n"));
}

#[test]
fn its_checks_pass_and_fail_on_what_is_new() {
    let folder = clone();
    let path = folder.path();
    let run = checks(path);
    assert_eq!(run.len(), 5);
    for (line, text, code) in run {
        assert_eq!(code, 0, "{line}: {text}");
    }
    // An offer becomes dearer than it may be, and a clause is sharpened.
    edit(path, "data/offers.csv", "Egely,2025,1943.61", "Egely,2025,1943.62");
    edit(path, "rules/overhead.ramme", "aim mean_overhead <= 6 %", "aim mean_overhead <= 5.5 %");
    assert_eq!(shell(path, "git commit -q -a -m two").1, 0);
    std::fs::remove_file(path.join("summary.md")).unwrap();
    let run = checks(path);
    let codes: Vec<i32> = run.iter().map(|(_, _, code)| *code).collect();
    // The tests of the clause still say what it was: they fail as well.
    assert_eq!(codes, [0, 0, 1, 1, 0], "{run:#?}");
    assert!(run[3].1.contains("::error file=data/offers.csv,line=4"), "{}", run[3].1);
    let summary = std::fs::read_to_string(path.join("summary.md")).unwrap();
    assert!(
        summary.contains("clause changed") && summary.contains("+   aim mean_overhead <= 5.5 %"),
        "{summary}"
    );
}

#[test]
fn its_hook_lets_no_broken_rule_in() {
    let folder = clone();
    let path = folder.path();
    let (said, code) = shell(path, "git config core.hooksPath .githooks");
    assert_eq!(code, 0, "{said}");
    let (said, code) = shell(path, "git commit -q --allow-empty -m fine");
    assert_eq!(code, 0, "{said}");
    edit(path, "rules/ceiling.ramme", "breached by 0.01000", "breached by 0.02000");
    let (said, code) = shell(path, "git commit -q -a -m broken");
    assert_ne!(code, 0, "{said}");
    let fixed = ramme_in(path, &["test", "rules"]);
    assert_eq!(fixed.code, 1, "{}", fixed.out);
}
