//! `check --documents`: a passage that is the same, one that changed, and what cannot be read.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::ramme_in;
use std::fs;
use std::path::Path;

const RULES: &str = "document agreement\n  title \"Made up\"\n  rank agreement\n  published 2023-09-08\n  file \"agreement.txt\"\n\n\
    parameter price : kr/day\n  = 5.00 kr/day   cite agreement lines 2..3, 5\n\n\
    parameter fee : kr/day\n  = 1.00 kr/day   cite agreement section \"Gebyr\"\n\n\
    parameter part : %\n  = 5 %   cite agreement page 2\n\n\
    define day_cost : kr/day = price + fee\ndefine whole : % = part\n";
const PAPER: &str = "Aftale\nPrisen er 5 kr.\nDen stiger ikke.\n\nEt år.\nGebyr for tilsyn\n\u{c}Side to\n";

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rules.ramme"), RULES).unwrap();
    fs::create_dir(folder.path().join("papers")).unwrap();
    fs::write(folder.path().join("papers/agreement.txt"), PAPER).unwrap();
    folder
}

fn check(folder: &Path, more: &[&str]) -> common::Outcome {
    ramme_in(folder, &[&["check", "rules.ramme", "--documents", "papers"], more].concat())
}

#[test]
fn what_was_renewed_is_verified_also_in_a_copy_with_other_line_ends() {
    let folder = project();
    let before = check(folder.path(), &[]);
    assert_eq!((before.code, before.out.matches("E0433").count()), (0, 4), "{}", before.out);
    assert_eq!(check(folder.path(), &["--renew"]).code, 0);
    let kept = fs::read_to_string(folder.path().join("fingerprints.toml")).unwrap();
    assert!(!kept.contains("Prisen"), "the passage is never kept: {kept}");
    let crlf = PAPER.replace('\n', "\r\n").replace("er 5", "er  5");
    fs::write(folder.path().join("papers/agreement.txt"), crlf).unwrap();
    let after = check(folder.path(), &[]);
    assert_eq!((after.code, after.out.as_str()), (0, ""), "{}", after.out);
    assert!(after.err.contains("passages as they were cited: 4"), "{}", after.err);
}

#[test]
fn a_passage_that_changed_is_a_finding_and_is_shown_as_it_reads_now() {
    let folder = project();
    check(folder.path(), &["--renew"]);
    let paper = PAPER.replace("Den stiger ikke", "Den stiger").replace("Gebyr for tilsyn\n", "");
    fs::write(folder.path().join("papers/agreement.txt"), paper).unwrap();
    let run = check(folder.path(), &[]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("[E0406]") && run.out.contains("  Den stiger.\n"), "{}", run.out);
    assert!(run.out.contains("[E0407]") && run.out.contains("section \"Gebyr\""), "{}", run.out);
    assert!(run.err.contains("passages as they were cited: 2"), "{}", run.err);
    let sarif = check(folder.path(), &["--format", "sarif"]);
    assert_eq!((sarif.code, sarif.err.as_str()), (1, ""));
    assert!(sarif.out.contains("\"ruleId\": \"E0406\""), "{}", sarif.out);
    let github = check(folder.path(), &["--format", "github"]);
    assert_eq!(github.out.lines().count(), 2, "{}", github.out);
}

#[test]
fn what_cannot_be_read_ends_in_two() {
    let folder = project();
    let args = ["check", "rules.ramme", "--documents", "nowhere"];
    assert_eq!(ramme_in(folder.path(), &args).code, 2);
    for broken in ["format = 2\n", "format = 1\ndocuments = 5\n", "nonsense"] {
        fs::write(folder.path().join("fingerprints.toml"), broken).unwrap();
        let run = check(folder.path(), &[]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{broken}");
        assert!(run.err.contains("fingerprints.toml"), "{}", run.err);
    }
    assert_eq!(ramme_in(folder.path(), &["check", "rules.ramme", "--renew"]).code, 2);
}
