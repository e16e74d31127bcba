//! Broken rulebooks: whatever is left out or doubled, checking ends, and every message has all its words.

use super::TOY;
use crate::build;
use ramme_diag::{Lang, Limits, SourceMap};

/// The next number of a small generator, so that the same texts are made each time.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// Every rule file of the repository, one after the other, without its comments.
fn corpus() -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut files = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "ramme") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() >= 5);
    let text: String = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    text.lines().filter(|line| !line.trim_start().starts_with('#')).collect::<Vec<_>>().join("\n")
}

/// One word of the text is left out, doubled, or replaced by another.
fn mutated(words: &[&str], state: &mut u64) -> String {
    let count = words.len() as u64;
    let mut out: Vec<&str> = words.to_vec();
    for _ in 0..=next(state) % 3 {
        let at = (next(state) % count) as usize;
        let other = words[(next(state) % count) as usize];
        match next(state) % 3 {
            0 => out[at] = "",
            1 => out[at] = other,
            _ => out.insert(at, other),
        }
    }
    out.concat()
}

/// Words, blanks and marks, so that joining them gives the text again.
fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        if at > start && !(word(before) && word(letter)) {
            out.push(&text[start..at]);
            start = at;
        }
        before = letter;
    }
    out.push(&text[start..]);
    out
}

#[test]
fn whatever_is_broken_checking_ends() {
    let text = format!("{}\n{}", TOY.replace("unit meal", "unit meal\n"), corpus());
    let pieces = words(&text);
    let mut state = 7;
    for _ in 0..50 {
        let text = mutated(&pieces, &mut state);
        let mut sources = SourceMap::new();
        let file = sources.add("x.ramme", &text);
        let (tree, _) = ramme_syntax::parse(file, &text, &Limits::default());
        let (book, problems) = build(&[tree]);
        for problem in &problems {
            assert!(problem.forgotten().is_empty(), "{:?}: {:?}", problem.code(), problem.forgotten());
            let span = problem.place().span().unwrap();
            assert!(
                span.start < span.end && !problem.message(Lang::Da).is_empty(),
                "{}",
                problem.message(Lang::En)
            );
        }
        let _ = book.dump();
        let _ = book.view(None, &[]);
    }
}
