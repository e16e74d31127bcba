//! Every link between pages of the documentation leads to a file that is there.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::root;
use std::path::{Path, PathBuf};

fn pages(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, out);
        } else if path.extension().is_some_and(|e| e == "md") {
            out.push(path);
        }
    }
}

#[test]
fn links_lead_somewhere() {
    let mut all = vec![root().join("README.md"), root().join("ARCHITECTURE.md"), root().join("CHANGELOG.md")];
    for folder in ["docs", "examples", "scenarios", "benches", "tests/pages", "tests/sheets"] {
        pages(&root().join(folder), &mut all);
    }
    let mut wrong = Vec::new();
    let mut seen = 0;
    for page in all {
        let text = std::fs::read_to_string(&page).unwrap();
        // Every second part lies in a block of code, where brackets are no links.
        for part in text.split("\n```").step_by(2) {
            for link in part.split("](").skip(1) {
                let target = link.split(')').next().unwrap().split('#').next().unwrap();
                if target.is_empty() || target.contains("://") || target.contains(' ') {
                    continue;
                }
                seen += 1;
                if !page.parent().unwrap().join(target).exists() {
                    wrong.push(format!("{}: {target}", page.strip_prefix(root()).unwrap().display()));
                }
            }
        }
    }
    assert!(seen > 30, "{seen} links");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_page_stands_in_the_index() {
    let index = std::fs::read_to_string(root().join("docs/README.md")).unwrap();
    let mut all = Vec::new();
    pages(&root().join("docs"), &mut all);
    let docs = root().join("docs");
    let missing: Vec<String> = all
        .iter()
        .map(|page| page.strip_prefix(&docs).unwrap().display().to_string())
        .filter(|page| page != "README.md" && !index.contains(&format!("]({page}")))
        .collect();
    assert!(all.len() > 15, "{} pages", all.len());
    assert!(missing.is_empty(), "not in docs/README.md: {missing:?}");
}
