//! `check --documents`: passages that are the same, changed, moved; copies that are missing or no text; passages beside
//! diagnostics, verdicts and values.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::ramme_in;
use serde_json::Value;
use std::fs;
use std::path::Path;

const RULES: &str = "document agreement\n  title \"Made up\"\n  rank agreement\n  published 2023-09-08\n  file \"agreement.txt\"\n\n\
    parameter price : kr/day\n  = 5.00 kr/day   cite agreement lines 2..3, 5\n\n\
    parameter fee : kr/day\n  = 1.00 kr/day   cite agreement section \"Gebyr\"\n\n\
    parameter part : %\n  = 5 %   cite agreement page 2\n\n\
    define day_cost : kr/day = price + fee\ndefine whole : % = part\n";
const PAPER: &str = "Aftale\nPrisen er 5 kr.\nDen stiger ikke.\n\nEt år.\nGebyr for tilsyn\n\u{c}Side to\n";

fn project() -> tempfile::TempDir {
    project_of(RULES, PAPER)
}

fn project_of(rules: &str, paper: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rules.ramme"), rules).unwrap();
    fs::create_dir(folder.path().join("papers")).unwrap();
    fs::write(folder.path().join("papers/agreement.txt"), paper).unwrap();
    folder
}

fn check(folder: &Path, more: &[&str]) -> common::Outcome {
    ramme_in(folder, &[&["check", "rules.ramme", "--documents", "papers"], more].concat())
}

/// What is said of a document of ten sentences, of which the fourth to sixth and the eighth are cited, after it became
/// another edition.
fn edition(change: impl Fn(&str) -> Vec<u8>, lang: &str) -> common::Outcome {
    let rules = "document agreement\n  title \"Made up\"\n  rank agreement\n  file \"agreement.txt\"\n\n\
        parameter price : kr/day\n  = 5.00 kr/day   cite agreement lines 4..6\n\n\
        parameter first : kr/day\n  = 5.00 kr/day   cite agreement lines 1\n\n\
        parameter fee : kr/day\n  = 1.00 kr/day   cite agreement lines 8\n\ndefine day_cost : kr/day = price + fee + first\n";
    let words = ["nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni"];
    let paper: String =
        words.iter().map(|word| format!("Sætning {word} handler om børne- og ungetilbud.\n")).collect();
    let folder = project_of(rules, &paper);
    assert_eq!(check(folder.path(), &["--renew"]).code, 0);
    fs::write(folder.path().join("papers/agreement.txt"), change(&paper)).unwrap();
    check(folder.path(), &["--lang", lang])
}

#[test]
fn what_was_renewed_is_verified_also_in_a_copy_with_other_line_ends() {
    let folder = project();
    let before = check(folder.path(), &[]);
    assert_eq!((before.code, before.out.matches("E0433").count()), (0, 4), "{}", before.out);
    let renewed = check(folder.path(), &["--renew"]);
    assert_eq!(renewed.code, 0);
    assert!(renewed.err.contains("fingerprints written: 4, of them 4 new and 0 changed"), "{}", renewed.err);
    let kept = fs::read_to_string(folder.path().join("fingerprints.toml")).unwrap();
    assert!(!kept.contains("Prisen") && !kept.contains("tilsyn"), "the passage is never kept: {kept}");
    let crlf = PAPER.replace('\n', "\r\n").replace("er 5", "er  5");
    fs::write(folder.path().join("papers/agreement.txt"), crlf).unwrap();
    let after = check(folder.path(), &[]);
    assert_eq!((after.code, after.out.as_str()), (0, ""), "{}", after.out);
    assert!(after.err.contains("passages as they were cited: 4 of 4"), "{}", after.err);
}

/// Marks, encodings, hyphens and blanks are no other edition.
#[test]
fn another_encoding_or_layout_is_the_same_passage() {
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let wide =
        |text: &str| [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    type Change<'c> = (&'static str, &'c dyn Fn(&str) -> Vec<u8>);
    let changes: [Change; 6] = [
        ("mark", &|text| format!("\u{feff}{text}").into_bytes()),
        ("latin", &latin),
        ("utf-16", &wide),
        ("blanks", &|text| text.replace(' ', "\u{a0} ").into_bytes()),
        ("hyphens", &|text| text.replace("børne- ", "bør\u{ad}ne\u{2010} ").into_bytes()),
        ("page breaks", &|text| text.replace("Sætning fem", "\u{c}Sætning fem").into_bytes()),
    ];
    for (name, change) in changes {
        let run = edition(change, "en");
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{name}: {}", run.out);
        assert!(run.err.contains("passages as they were cited: 3 of 3"), "{name}: {}", run.err);
    }
}

#[test]
fn a_passage_that_moved_says_from_where_to_where_and_what_to_write() {
    let run = edition(|text| text.replacen("Sætning en", "Ny.\nNy.\nSætning en", 1).into_bytes(), "en");
    assert_eq!(run.code, 1);
    assert!(run.out.contains("what lines 4..6 of `agreement` held stands now in lines 6..8"), "{}", run.out);
    assert!(run.out.contains("write `cite agreement lines 6..8`"), "{}", run.out);
    assert!(run.out.contains("what line 8 of `agreement` held stands now in line 10"), "{}", run.out);
    let run =
        edition(|text| text.replace("Sætning en handler om børne- og ungetilbud.\n", "").into_bytes(), "da");
    assert!(
        run.out.contains("det, der stod på linje 4..6 i `agreement`, står nu på linje 3..5"),
        "{}",
        run.out
    );
    assert!(run.out.contains("skriv `cite agreement lines 3..5`"), "{}", run.out);
    // Set anew: the same words in other lines, and words parted at their ends.
    let run = edition(|text| text.replace("ungetilbud", "ungetil-\nbud").into_bytes(), "en");
    assert!(run.out.contains("held stands now in lines 7..12"), "{}", run.out);
    assert!(!run.out.contains("E0406"), "{}", run.out);
}

#[test]
fn words_that_stand_in_several_places_are_asked_about() {
    let twice = |text: &str| {
        let lines: Vec<&str> = text.lines().collect();
        format!("Ny.\n{text}{}\n", lines[3..6].join("\n")).into_bytes()
    };
    let run = edition(twice, "en");
    assert!(run.out.contains("[E0436]") && run.out.contains("lines 5..7; lines 12..14"), "{}", run.out);
    // As long as one of them stands where it was cited, that one is meant.
    let run = edition(|text| format!("{text}{text}").into_bytes(), "en");
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.out);
}

#[test]
fn a_passage_that_changed_is_looked_for_between_those_around_it() {
    let run = edition(
        |text| {
            text.replace("Sætning fem", "Ny.\nSætning 5")
                .replacen("Sætning en", "Ny.\nSætning en", 1)
                .into_bytes()
        },
        "en",
    );
    assert_eq!(run.code, 1);
    assert!(run.out.contains("`agreement`, lines 4..6, no longer reads as what was cited"), "{}", run.out);
    // The first line stands, the eighth is the tenth now: what was cited lies in between.
    assert!(run.out.contains("its place should now be `lines 4..8`"), "{}", run.out);
    assert!(run.out.contains("  Sætning 5 handler om"), "{}", run.out);
    let gone = |text: &str| {
        let lines: Vec<&str> = text.lines().collect();
        [&lines[..3], &lines[6..]].concat().join("\n").into_bytes()
    };
    let run = edition(gone, "da");
    assert!(run.out.contains("det ser ud til at være taget ud"), "{}", run.out);
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
    assert!(run.err.contains("passages as they were cited: 2 of 4"), "{}", run.err);
    let sarif = check(folder.path(), &["--format", "sarif"]);
    assert_eq!((sarif.code, sarif.err.as_str()), (1, ""));
    assert!(sarif.out.contains("\"ruleId\": \"E0406\""), "{}", sarif.out);
    let github = check(folder.path(), &["--format", "github"]);
    assert_eq!(github.out.lines().count(), 2, "{}", github.out);
    let json: Value = serde_json::from_str(&check(folder.path(), &["--format", "json"]).out).unwrap();
    assert_eq!(json["passages"], serde_json::json!({ "cited": 4, "verified": 2 }));
}

/// What stands under a heading is held as well, up to the next heading.
#[test]
fn a_section_is_what_stands_under_its_heading() {
    let rules = "document agreement\n  title \"Made up\"\n  rank agreement\n  file \"agreement.txt\"\n\n\
        parameter fee : kr/day\n  = 1.00 kr/day   cite agreement section \"2 Gebyr\"\n\ndefine day_cost : kr/day = fee\n";
    let paper = "Indhold\n1 Pris .... 1\n2 Gebyr .... 2\n\n1 Pris\nFem kr.\n\n2 Gebyr\nEn krone pr. dag.\n\n3 Ophør\nTil sidst.\n";
    let folder = project_of(rules, paper);
    check(folder.path(), &["--renew"]);
    for (change, code) in [
        (paper.replace("Fem kr.", "Fem kr.\nOg en til."), 0),
        (paper.replace("Til sidst", "Aldrig"), 0),
        (paper.replace("En krone", "To kroner"), 1),
        (paper.replace("2 Gebyr\nEn", "Gebyrer\nEn"), 1),
        (format!("{paper}\n2 Gebyr\nIgen.\n"), 1),
    ] {
        fs::write(folder.path().join("papers/agreement.txt"), &change).unwrap();
        let run = check(folder.path(), &[]);
        assert_eq!(run.code, code, "{change}{}", run.out);
    }
    let run = check(folder.path(), &[]);
    assert!(run.out.contains("the heading stands in several lines: 8, 14"), "{}", run.out);
}

#[test]
fn a_copy_that_is_missing_may_have_another_name() {
    let folder = project();
    check(folder.path(), &["--renew"]);
    let papers = folder.path().join("papers");
    fs::rename(papers.join("agreement.txt"), papers.join("Aftale 2023.txt")).unwrap();
    fs::write(papers.join("other.txt"), "Noget andet.\n").unwrap();
    let run = check(folder.path(), &[]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(
        run.out.contains("[E0432]") && run.out.contains("write `file \"Aftale 2023.txt\"`"),
        "{}",
        run.out
    );
    assert!(!run.out.contains("other.txt"), "{}", run.out);
    fs::copy(papers.join("Aftale 2023.txt"), papers.join("Aftale 2024.txt")).unwrap();
    assert_eq!(check(folder.path(), &["--lang", "da"]).out.matches("så skriv `file").count(), 2);
}

#[test]
fn a_copy_that_is_no_text_is_named_and_the_others_are_held_all_the_same() {
    let folder = project();
    check(folder.path(), &["--renew"]);
    for (bytes, why) in
        [(&b"%PDF-1.7 x"[..], "PDF"), (b"PK\x03\x04x", "word processor"), (b"a\0b", "no text")]
    {
        fs::write(folder.path().join("papers/agreement.txt"), bytes).unwrap();
        let run = check(folder.path(), &[]);
        assert_eq!(run.code, 2, "{}", run.out);
        assert!(run.out.contains(why) && run.out.contains("rules.ramme:1:"), "{}", run.out);
        assert!(run.err.contains("0 of 4"), "{}", run.err);
    }
}

/// What is not read is not forgotten: neither the fingerprints of a document that is not there, nor those that other rule
/// files cite.
#[test]
fn renewing_keeps_what_it_cannot_see() {
    let folder = project();
    check(folder.path(), &["--renew"]);
    let prints = folder.path().join("fingerprints.toml");
    let before = fs::read_to_string(&prints).unwrap();
    fs::rename(folder.path().join("papers"), folder.path().join("away")).unwrap();
    fs::create_dir(folder.path().join("papers")).unwrap();
    assert_eq!(check(folder.path(), &["--renew"]).code, 2);
    assert_eq!(fs::read_to_string(&prints).unwrap(), before);
    fs::remove_dir(folder.path().join("papers")).unwrap();
    fs::rename(folder.path().join("away"), folder.path().join("papers")).unwrap();
    fs::write(folder.path().join("rules.ramme"), RULES.replace("lines 2..3, 5", "lines 2..3")).unwrap();
    let run = check(folder.path(), &["--renew"]);
    assert!(run.err.contains("4, of them 0 new and 0 changed; 0 taken out"), "{}", run.err);
    let run = ramme_in(folder.path(), &["check", ".", "--documents", "papers", "--renew"]);
    assert!(run.err.contains("3, of them 0 new and 0 changed; 1 taken out"), "{}", run.err);
}

/// A finding in a clause has the passage that the clause cites beside it.
#[test]
fn a_diagnostic_shows_the_passage_of_its_clause() {
    let rules = RULES.replace(
        "define day_cost",
        "define pricey : kr/day\n  cite agreement lines 2..3\n  = price + missing_name\n\ndefine day_cost",
    );
    let folder = project_of(&rules, PAPER);
    let run = check(folder.path(), &[]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("`agreement`, lines 2..3, reads:"), "{}", run.out);
    assert!(run.out.contains("  Prisen er 5 kr."), "{}", run.out);
    let alone = ramme_in(folder.path(), &["check", "rules.ramme"]);
    assert!(!alone.out.contains("Prisen"), "{}", alone.out);
}

#[test]
fn what_cannot_be_read_ends_in_two() {
    let folder = project();
    let args = ["check", "rules.ramme", "--documents", "nowhere"];
    assert_eq!(ramme_in(folder.path(), &args).code, 2);
    let run = ramme_in(folder.path(), &["check", "rules.ramme", "--documents", "papers/agreement.txt"]);
    assert!(run.code == 2 && run.err.contains("give the folder that it lies in"), "{}", run.err);
    for broken in ["format = 3\n", "format = 2\ndocuments = 5\n", "nonsense"] {
        fs::write(folder.path().join("fingerprints.toml"), broken).unwrap();
        let run = check(folder.path(), &[]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{broken}");
        assert!(run.err.contains("fingerprints.toml"), "{}", run.err);
    }
    fs::write(folder.path().join("fingerprints.toml"), "format = 1\n").unwrap();
    assert!(check(folder.path(), &[]).err.contains("an earlier version wrote it"));
    assert_eq!(check(folder.path(), &["--renew"]).code, 0);
    assert_eq!(ramme_in(folder.path(), &["check", "rules.ramme", "--renew"]).code, 2);
}
