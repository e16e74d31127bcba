//! What fuzzing has found in rule files, and texts that come close to what breaks: replayed, with the rulebooks of the
//! language's own tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

#[path = "../../../fuzz/rules.rs"]
mod rules;

use std::path::{Path, PathBuf};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    all.retain(|path| path.is_file());
    all.sort();
    assert!(all.len() > 3, "{all:?}");
    all
}

#[test]
fn every_text_is_survived() {
    for folder in ["parse", "check", "format"] {
        for path in files(&format!("fuzz/corpus/{folder}")) {
            let bytes = std::fs::read(&path).unwrap();
            rules::parses(&bytes);
            rules::checks(&bytes);
            rules::formats(&bytes);
        }
    }
}

#[test]
fn a_text_cut_anywhere_is_survived() {
    for path in files("fuzz/corpus/check").into_iter().chain(files("fuzz/corpus/format")) {
        let bytes = std::fs::read(&path).unwrap();
        for end in (0..bytes.len()).step_by(23) {
            rules::parses(&bytes[..end]);
            rules::checks(&bytes[..end]);
            rules::formats(&bytes[end..]);
        }
    }
}

/// Numbers that look like chance, the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// Words that mean something to the language, to be put where they do not belong.
const WORDS: &[&str] = &[
    " = ",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    " of ",
    " by year",
    " for a day",
    " cite a",
    " from 2023",
    " to 2022",
    "\n",
    "\r\n",
    "\t",
    "#",
    "\"",
    "|",
    "define x",
    "\namend x\n  ",
    "exception o ",
    " overrides ",
    " when ",
    "sum of ",
    " over e",
    " where ",
    " per ",
    "days from ",
    " until ",
    " if ",
    " else ",
    " if known else ",
    "previous ",
    "year - 1",
    "\u{e6}",
    "\u{feff}",
    "\u{202e}",
    "\0",
    "9999999999",
    "0.00001",
    " kr",
    " %",
    " in 2023-pl by p",
    "round up (",
    ") to 0 kr",
    "2023-02-28",
    "running sum of ",
    "the first of ",
    " before in order of ",
    "allot ",
    " at most ",
    "match k { p: ",
    "else: ",
    " apportion ",
    " at ",
    " on bands of ",
    "scale s",
    ": from 0 kr = ",
    "test \"t\"",
    "\nexpect ",
    "| a |",
];

fn mutated(all: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = all[chance.below(all.len())].clone();
    for _ in 0..=chance.below(4) {
        let (from, len) = (chance.below(bytes.len()), chance.below(40));
        let to = (from + len).min(bytes.len());
        match chance.below(5) {
            0 => drop(bytes.drain(from..to)),
            1 => {
                let piece = bytes[from..to].to_vec();
                let at = chance.below(bytes.len());
                bytes.splice(at..at, piece);
            }
            2 => {
                let other = &all[chance.below(all.len())];
                let begin = chance.below(other.len());
                let piece = other[begin..(begin + 60).min(other.len())].to_vec();
                bytes.splice(from..to, piece);
            }
            3 if !bytes.is_empty() => bytes[from] = chance.below(256) as u8,
            _ => drop(bytes.splice(from..from, WORDS[chance.below(WORDS.len())].bytes())),
        }
    }
    bytes
}

/// A little fuzzing for everyone: `RAMME_MUTATIONS=200000 cargo test -p ramme-rulebook --test corpus` is a long run.
#[test]
fn mutated_texts_are_survived() {
    let folders = ["fuzz/corpus/parse", "fuzz/corpus/check", "fuzz/corpus/format", "tests/language"];
    let all: Vec<Vec<u8>> =
        folders.iter().flat_map(|folder| files(folder)).map(|path| std::fs::read(path).unwrap()).collect();
    let asked: Option<u64> = std::env::var("RAMME_MUTATIONS").ok().and_then(|n| n.parse().ok());
    for case in 0..asked.unwrap_or(60) {
        let bytes = mutated(&all, &mut Chance(case + asked.unwrap_or(0)));
        let survived = std::panic::catch_unwind(|| {
            rules::parses(&bytes);
            rules::checks(&bytes);
            rules::formats(&bytes);
        });
        assert!(survived.is_ok(), "case {case}:\n{}", String::from_utf8_lossy(&bytes));
    }
}
