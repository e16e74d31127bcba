//! Any bytes end in a table or in diagnostics: each reader on rubbish, on broken files, and on what was found before.
#![allow(clippy::unwrap_used, clippy::panic, clippy::unreachable, reason = "a test may fail loudly")]

mod common;

use common::{Sheet, file, xlsx, xlsx_of};
use proptest::prelude::*;
use ramme_diag::{Lang, Limits, SourceMap};
use ramme_table::import::{Spec, tidy};
use ramme_table::inspect::inspect;

/// Whatever comes out has to be sayable in both languages and writable as CSV.
fn holds(name: &str, bytes: &[u8]) {
    let limits = Limits { workbook_inflated_bytes: 1 << 22, cube_cells: 1 << 16, ..Limits::default() };
    match inspect(name, bytes, None, &limits) {
        Ok(seen) => {
            for table in &seen.tables {
                let _ = tidy(table, &limits);
                assert!(table.combinations().is_none_or(|n| n >= 1 || table.cells.is_empty()));
            }
            let text = seen.spec_text(name);
            let again = Spec::read("s.toml", &text, &limits);
            assert!(again.is_ok(), "{} {text:?}", again.unwrap_err().message(Lang::En));
            for question in &seen.questions {
                assert!(!question.diagnostic.message(Lang::Da).contains('…'));
            }
        }
        Err(all) => {
            assert!(!all.is_empty());
            for problem in all {
                assert_eq!(problem.forgotten(), Vec::<&str>::new());
                let _ = problem.render(&SourceMap::new(), Lang::Da);
            }
        }
    }
}

const SEEDS: [&str; 8] = [
    "SOXATI4.px",
    "27067.px",
    "semicolon_in_values.px",
    "TIMEVAL_short.px",
    "tab4_fewcells.px",
    "dst_STRAF42_jsonstat.json",
    "FOLK1A.csv",
    "komgrp.csv",
];

/// A file with some bytes changed, cut or doubled.
fn mutated(mut bytes: Vec<u8>, changes: &[(u16, u8, u8)]) -> Vec<u8> {
    for (at, kind, byte) in changes {
        let length = bytes.len().max(1);
        let at = (usize::from(*at) * 7919) % length;
        match kind % 4 {
            0 if at < bytes.len() => bytes[at] = *byte,
            1 => bytes.truncate(at),
            2 => bytes.insert(at.min(bytes.len()), *byte),
            _ => {
                let piece: Vec<u8> = bytes.iter().skip(at).take(40).copied().collect();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn rubbish(bytes in proptest::collection::vec(any::<u8>(), 0..300), name in "t\\.(px|csv|json|xlsx)") {
        holds(&name, &bytes);
    }

    #[test]
    fn text_that_looks_like_tables(text in "([a-zæøå0-9 .,;:\"'*<>=(){}\\[\\]|\t-]{0,12}[;,\n\"]){0,40}") {
        holds("t.csv", text.as_bytes());
    }

    #[test]
    fn text_that_looks_like_px(text in "((STUB|HEADING|VALUES|CODES|TIMEVAL|KEYS|DATA)(\\(\"a\"\\))?=(\"a\"|TLIST\\(A1\\)|1 2|CODES)(,\"b\")?;\n?){0,12}") {
        holds("t.px", text.as_bytes());
    }

    #[test]
    fn broken_files(seed in 0..SEEDS.len(), changes in proptest::collection::vec(any::<(u16, u8, u8)>(), 1..6)) {
        let name = SEEDS[seed];
        holds(name, &mutated(file(name), &changes));
    }

    #[test]
    fn broken_workbooks(changes in proptest::collection::vec(any::<(u16, u8, u8)>(), 1..4), inside: bool) {
        let rows = ["Titel||", "Kommune|År|Udgift", "Ballerup|2022|1500.5", "Herlev|2022|'1.234"];
        let sheet = Sheet { merges: &["A1:C1"], ..Sheet::new("A", &rows) };
        let bytes = if inside {
            let xml = mutated(sheet.xml().into_bytes(), &changes);
            xlsx_of(&[Sheet::new("A", &[])], &[("xl/worksheets/sheet1.xml".to_owned(), String::from_utf8_lossy(&xml).into_owned())])
        } else {
            mutated(xlsx(&[sheet]), &changes)
        };
        holds("t.xlsx", &bytes);
    }
}

#[test]
fn files_of_the_past() {
    for name in SEEDS {
        holds(name, &file(name));
    }
    for bytes in [
        &b""[..],
        b"\xef\xbb\xbf",
        b"PK\x03\x04",
        b"{",
        b"{\"value\":[]}",
        b";;;\n;;;\n",
        b"\"",
        b"DATA=",
        b"\n\n",
        b"0\n0\n",
    ] {
        for name in ["t.csv", "t.px", "t.json", "t.xlsx"] {
            holds(name, bytes);
        }
    }
}
