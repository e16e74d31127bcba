//! The house rules that no lint knows: which crate may use which, how long files and functions are, and that nothing in
//! the repository names a machine.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Who may use whom, among our own crates. Data flows one way.
const ARROWS: [(&str, &[&str]); 12] = [
    ("ramme-value", &[]),
    ("ramme-diag", &["ramme-value"]),
    ("ramme-syntax", &["ramme-value", "ramme-diag"]),
    ("ramme-rulebook", &["ramme-syntax", "ramme-value", "ramme-diag"]),
    ("ramme-table", &["ramme-value", "ramme-diag"]),
    ("ramme-audit", &["ramme-table", "ramme-value", "ramme-diag"]),
    ("ramme-forecast", &["ramme-value"]),
    ("ramme-script", &["ramme-value", "ramme-diag"]),
    (
        "ramme-eval",
        &["ramme-rulebook", "ramme-syntax", "ramme-table", "ramme-forecast", "ramme-value", "ramme-diag"],
    ),
    (
        "ramme-report",
        &["ramme-eval", "ramme-audit", "ramme-rulebook", "ramme-syntax", "ramme-value", "ramme-diag"],
    ),
    ("ramme-memo", &["ramme-report", "ramme-eval", "ramme-rulebook", "ramme-value", "ramme-diag"]),
    ("ramme-sql", &["ramme-eval", "ramme-rulebook", "ramme-syntax", "ramme-value", "ramme-diag"]),
];

/// The most lines of a source file; tests at its end do not count.
const FILE_LINES: usize = 600;
/// The most lines of a function.
const FUNCTION_LINES: usize = 80;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Folders that hold no text of ours.
fn left_out(name: &str) -> bool {
    matches!(name, "target" | ".git" | "node_modules") || name.starts_with("target-")
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if left_out(&name) {
            continue;
        }
        if path.is_dir() {
            files(&path, out);
        } else {
            out.push(path);
        }
    }
}

fn all_files() -> Vec<PathBuf> {
    let mut out = Vec::new();
    files(&root(), &mut out);
    out
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

fn manifests() -> BTreeMap<String, toml::Table> {
    let mut found = BTreeMap::new();
    for path in all_files().iter().filter(|p| p.ends_with("Cargo.toml")) {
        let table: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        if let Some(name) = table.get("package").and_then(|p| p.get("name")).and_then(toml::Value::as_str) {
            found.insert(name.to_owned(), table);
        }
    }
    found
}

#[test]
fn no_arrow_turns_back() {
    let manifests = manifests();
    let mut wrong = Vec::new();
    for (name, manifest) in &manifests {
        // The program may use every room; the fuzz targets are a workspace of their own and look into all of them.
        if matches!(name.as_str(), "ramme" | "ramme-fuzz") {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(krate, _)| krate == name) else {
            wrong.push(format!("{name} is not in the table of arrows"));
            continue;
        };
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let used = manifest.get(section).and_then(toml::Value::as_table);
            for other in used.into_iter().flat_map(|t| t.keys()).filter(|k| k.starts_with("ramme")) {
                if !allowed.contains(&other.as_str()) {
                    wrong.push(format!("{name} may not use {other} ({section})"));
                }
            }
        }
    }
    assert!(manifests.len() > ARROWS.len(), "the manifests were not found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn is_test(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "tests" | "benches" | "examples"))
        || path.ends_with("tests.rs")
        || path.ends_with("_test.rs")
}

/// The functions of a file that are too long, counted from the line of `fn` to the brace that closes it.
fn long_functions(text: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let start = line.trim_start();
        let words = ["pub ", "pub(crate) ", "pub(super) ", "const ", "async ", "unsafe "];
        let mut rest = start;
        while let Some(cut) = words.iter().find_map(|w| rest.strip_prefix(w)) {
            rest = cut;
        }
        if !rest.starts_with("fn ") {
            continue;
        }
        // The formatter puts the closing brace of a function under its first word.
        let indent = &line[..line.len() - start.len()];
        let close = format!("{indent}}}");
        let end = lines.iter().skip(at + 1).position(|l| *l == close).map_or(0, |n| n + 2);
        if end > FUNCTION_LINES {
            found.push((at + 1, end));
        }
    }
    found
}

#[test]
fn files_and_functions_fit_a_reader() {
    let mut wrong = Vec::new();
    for path in all_files().iter().filter(|p| p.extension().is_some_and(|e| e == "rs")) {
        let name = shown(path);
        if is_test(&name) {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        // Tests at the end of a file do not count.
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(&text);
        let lines = code.lines().count();
        if lines > FILE_LINES {
            wrong.push(format!("{name}: {lines} lines, and {FILE_LINES} are the most"));
        }
        for (line, length) in long_functions(code) {
            wrong.push(format!(
                "{name}:{line}: a function of {length} lines, and {FUNCTION_LINES} are the most"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_source_file_says_what_it_is() {
    let mut wrong = Vec::new();
    for path in all_files().iter().filter(|p| p.extension().is_some_and(|e| e == "rs")) {
        let name = shown(path);
        let text = std::fs::read_to_string(path).unwrap();
        if !text.starts_with("//!") {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "no header: {wrong:#?}");
}

/// Words that have no place in the repository: folders of one machine, and the tools that it was written with.
fn forbidden() -> Vec<String> {
    let spelled = [
        ["/wo", "rk/"],
        ["/ro", "ot/"],
        ["/ho", "me/"],
        ["/tm", "p/"],
        ["/Us", "ers/"],
        ["C:\\", "Users"],
        [".car", "go/registry"],
        ["index.cra", "tes.io"],
        ["../sha", "red"],
        ["Co-Author", "ed-By"],
    ];
    spelled.iter().map(|halves| halves.concat()).collect()
}

#[test]
fn no_text_names_a_machine() {
    let mut wrong = Vec::new();
    for path in all_files() {
        let name = shown(&path);
        if name == "Cargo.lock" {
            continue;
        }
        let Ok(text) = String::from_utf8(std::fs::read(&path).unwrap()) else { continue };
        for (at, line) in text.lines().enumerate() {
            for word in forbidden() {
                if line.contains(&word) {
                    wrong.push(format!("{name}:{}: {word}", at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn long_functions_are_found() {
    let body = "    x();\n".repeat(90);
    let text = format!("impl A {{\n    pub(crate) fn long() {{\n{body}    }}\n\n    fn short() {{}}\n}}\n");
    assert_eq!(long_functions(&text), [(2, 92)]);
}
