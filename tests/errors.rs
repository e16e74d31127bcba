//! One bad file a code: `tests/errors/CODE-name/` holds what is wrong and `expected.txt`, all that the program prints.
//!
//! `bad.ramme` is checked, `bad.toml` is run; `cmd.txt` says the command where it is another. What is large is made here.
//! `RAMME_BLESS=1 cargo test --test errors` writes the expected texts and `docs/reference/errors.md` again; read the
//! difference before you keep it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in, root};
use ramme_diag::{Code, Lang};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Codes without a folder, each with what will raise it, or why nobody can.
const WITHOUT_FOLDER: &[(&str, &str)] = &[
    ("E0518", "series out of order in `forecast`"),
    ("E0707", "`--deadline`"),
    ("E0713", "no rule text can: it would be a fault of ours"),
    ("E0803", "`expect error`"),
    ("E0805", "`test --coverage`"),
    ("E0902", "gaps in a series of `forecast`"),
    ("E0903", "figures that are not finite in `forecast`"),
    ("E0906", "hierarchies of `reconcile`"),
    ("E0907", "hierarchies of `reconcile`"),
    ("E0909", "`--draws` over its limit"),
    ("E0910", "few draws for an outer quantile"),
    ("E0911", "`reconcile` with more series than a full matrix is solved for"),
];

fn folder() -> PathBuf {
    root().join("tests/errors")
}

fn blessing() -> bool {
    std::env::var_os("RAMME_BLESS").is_some_and(|value| value == "1")
}

/// The code of each folder.
fn cases() -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            name.starts_with('E').then(|| (name[..5].to_owned(), path))
        })
        .collect()
}

/// `UnknownName` as a folder has it: `unknown-name`.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// So many series of four known years.
fn series(count: usize) -> String {
    let years = |thing: usize| (2019..=2022).map(move |year| format!("S{thing},{year},{}\n", 100 + thing));
    std::iter::once("thing,year,cost\n".to_owned()).chain((0..count).flat_map(years)).collect()
}

/// A parameter with a row more than the limit.
fn many_clauses() -> String {
    let rows: String = (0..1_001).map(|at| format!("  m{at} = {at} kr\n")).collect();
    let members: Vec<String> = (0..1_001).map(|at| format!("m{at}")).collect();
    format!("language 1\n\nset much = {}\n\nparameter rate by much : kr\n{rows}", members.join("\n  | "))
}

/// What is too large to be kept, by the code: files beside those of the folder.
fn made(code: &str) -> Vec<(String, String)> {
    match code {
        "E0102" => vec![("made.ramme".into(), format!("unit meal\n{}", "# filling\n".repeat(110_000)))],
        "E0103" => vec![("made.ramme".into(), format!("unit meal\n{}", "\n".repeat(20_000)))],
        "E0107" => {
            let title = "x".repeat(70 * 1024);
            vec![("made.ramme".into(), format!("document act\n  title \"{title}\"\n"))]
        }
        "E0108" => (0..5_001).map(|at| (format!("made/{at:04}.ramme"), format!("unit u{at}\n"))).collect(),
        // A million draws of so many cells.
        "E0703" => vec![("made.csv".into(), series(600))],
        "E0704" => vec![("made.csv".into(), series(150))],
        "E0141" => vec![("made.ramme".into(), many_clauses())],
        "E0513" => vec![("made.csv".into(), format!("thing,a\n{},5\n", "x".repeat(70 * 1024)))],
        _ => Vec::new(),
    }
}

/// The command of a folder, split as a shell would.
fn command(path: &Path) -> Vec<String> {
    let Ok(text) = fs::read_to_string(path.join("cmd.txt")) else {
        let (verb, file) =
            if path.join("bad.toml").exists() { ("run", "bad.toml") } else { ("check", "bad.ramme") };
        return vec![verb.to_owned(), file.to_owned()];
    };
    let mut words: Vec<String> = Vec::new();
    for (at, piece) in text.trim().split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Runs the command of a folder, with what is large beside it.
fn outcome(code: &str, path: &Path) -> Outcome {
    let args = command(path);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let large = made(code);
    if large.is_empty() {
        return ramme_in(path, &args);
    }
    let copy = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(path).unwrap() {
        let file = entry.unwrap().path();
        fs::copy(&file, copy.path().join(file.file_name().unwrap())).unwrap();
    }
    for (name, text) in large {
        let file = copy.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    ramme_in(copy.path(), &args)
}

/// All that was printed, with the exit code.
fn printed(run: &Outcome) -> String {
    // A hundred columns are enough to read by.
    let cut = |line: &str| {
        if line.chars().count() > 300 {
            format!("{}…", line.chars().take(300).collect::<String>())
        } else {
            line.to_owned()
        }
    };
    let lines: Vec<String> = run.out.lines().chain(run.err.lines()).map(cut).collect();
    format!("{}\nexit code {}\n", lines.join("\n"), run.code)
}

#[test]
fn every_bad_file_gets_its_code() {
    let mut wrong = Vec::new();
    for (id, path) in cases() {
        let Some(code) = Code::find(&id) else {
            wrong.push(format!("{id} is not in the catalogue"));
            continue;
        };
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name != format!("{id}-{}", kebab(code.name())) {
            wrong.push(format!("{name} should be {id}-{}", kebab(code.name())));
        }
        let text = printed(&outcome(&id, &path));
        if !text.contains(&format!("[{id}]: ")) {
            wrong.push(format!("{name} does not get its code:\n{text}"));
        }
        let file = path.join("expected.txt");
        if blessing() {
            fs::write(&file, &text).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != text {
            wrong.push(format!("{name} is now:\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_bad_file_or_a_reason() {
    let cases = cases();
    let reasons: BTreeSet<&str> = WITHOUT_FOLDER.iter().map(|(id, _)| *id).collect();
    let mut wrong = Vec::new();
    for code in Code::all() {
        match (cases.contains_key(code.id()), reasons.contains(code.id())) {
            (false, false) => wrong.push(format!(
                "write tests/errors/{}-{}/bad.ramme (or bad.toml, cmd.txt), then RAMME_BLESS=1 cargo test --test errors",
                code.id(),
                kebab(code.name())
            )),
            (true, true) => wrong.push(format!("{code:?} has a folder: take it off the list")),
            _ => {}
        }
    }
    for id in reasons {
        if Code::find(id).is_none() {
            wrong.push(format!("{id} is on the list and not in the catalogue"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn put_right_as_the_catalogue_says_the_code_is_gone() {
    let mut tried = 0;
    let mut wrong = Vec::new();
    for (id, path) in cases() {
        let (Some(code), Ok(bad)) = (Code::find(&id), fs::read_to_string(path.join("bad.ramme"))) else {
            continue;
        };
        let explain = code.explain();
        if !bad.contains(explain.wrong) {
            continue;
        }
        tried += 1;
        let copy = tempfile::tempdir().unwrap();
        let text = bad.replace(explain.wrong, explain.right);
        fs::write(copy.path().join("bad.ramme"), &text).unwrap();
        let args = command(&path);
        let run = ramme_in(copy.path(), &args.iter().map(String::as_str).collect::<Vec<_>>());
        let printed = printed(&run);
        if printed.contains(&format!("[{id}]: ")) {
            wrong.push(format!("{code:?} put right:\n{text}\n{printed}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried >= 40, "only {tried} bad files hold the wrong example of the catalogue");
}

/// The page of all codes.
fn page() -> String {
    let ranges = [
        ("E01", "Text"),
        ("E02", "Names"),
        ("E03", "Types, units and shapes"),
        ("E04", "Dates, versions, citations"),
        ("E05", "Data"),
        ("E06", "Scenarios and the command line"),
        ("E07", "Running"),
        ("E08", "Tests in the language"),
        ("E09", "Forecasts"),
        ("E10", "Lints of sound rules"),
    ];
    let mut out = String::from(
        "# Codes\n\nEvery message has a code; `ramme explain CODE` shows its entry, in English or Danish. This page is made from the catalogue by\n\
         `RAMME_BLESS=1 cargo test --test errors`. Most codes have a file that gets them under `tests/errors`, with all that is printed.\n",
    );
    for (prefix, title) in ranges {
        let _ = write!(out, "\n## {title}\n");
        for code in Code::all().filter(|code| code.id().starts_with(prefix)) {
            let explain = code.explain();
            let _ = write!(
                out,
                "\n### {}\n\n*{}:* {}.\n{}\n\n```\n{}\n```\n\nRight:\n\n```\n{}\n```\n",
                code.id(),
                code.severity().in_words(Lang::En),
                ramme_diag::outline(code.message_template(Lang::En), |name| format!("⟨{name}⟩")),
                explain.what(Lang::En),
                explain.wrong,
                explain.right,
            );
            if let Some((_, what)) = WITHOUT_FOLDER.iter().find(|(id, _)| *id == code.id()) {
                let _ = write!(out, "\nNothing raises it yet: {what}.\n");
            }
        }
    }
    out
}

#[test]
fn the_page_of_codes_is_that_of_the_catalogue() {
    let file = root().join("docs/reference/errors.md");
    if blessing() {
        fs::write(&file, page()).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(found == page(), "docs/reference/errors.md is stale: RAMME_BLESS=1 cargo test --test errors");
}
