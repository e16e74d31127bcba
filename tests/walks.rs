//! The walks of the documentation: every command on the page is run, in a folder as the page says, and gives what stands there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{copy_into, page, root};

/// Holds a page against what happens in a copy of the example repository.
fn in_the_example(page: &str) {
    let folder = tempfile::tempdir().unwrap();
    copy_into(&root().join("examples/repository"), folder.path());
    page::holds(&root().join("docs").join(page), folder.path());
}

#[test]
fn the_walk_before_a_negotiation() {
    in_the_example("tutorial/negotiation.md");
}

#[test]
fn judging_in_ci() {
    in_the_example("how-to/comply-in-ci.md");
}

/// Holds a page against what happens in a copy of the repository's rules, scenarios and examples.
fn in_the_repository(page: &str) {
    let folder = tempfile::tempdir().unwrap();
    for part in ["rules", "scenarios", "examples"] {
        copy_into(&root().join(part), &folder.path().join(part));
    }
    page::holds(&root().join(page), folder.path());
}

#[test]
fn the_questions_of_august() {
    in_the_repository("docs/how-to/august.md");
}

#[test]
fn five_datings_of_one_refund() {
    in_the_repository("docs/explanation/refund-datings.md");
}

#[test]
fn what_has_to_be_agreed() {
    in_the_repository("docs/how-to/seek.md");
}

#[test]
fn letters_and_a_memo() {
    in_the_repository("docs/how-to/letters-and-memo.md");
}

#[test]
fn proposing_with_a_script() {
    in_the_repository("docs/how-to/propose-with-a-script.md");
    let page = std::fs::read_to_string(root().join("docs/how-to/propose-with-a-script.md")).unwrap();
    for file in ["scenarios/budget-follows-accounts.rhai", "scenarios/budget-follows-accounts.toml"] {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        let shown = text.find("format  =").map_or(text.as_str(), |at| &text[at..]);
        assert!(page.contains(shown), "{file} stands otherwise on the page");
    }
}

#[test]
fn the_output_that_the_readme_shows() {
    in_the_repository("README.md");
}
