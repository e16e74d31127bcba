//! Memos and letters: they come of every scenario, in both languages; the user's templates take the program's place; names
//! from the data are text, in the files and in their names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in, root, scenarios};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn memo(folder: &Path, scenario: &str, more: &[&str]) -> Outcome {
    let mut args = vec!["run", scenario, "--format", "memo"];
    args.extend(more);
    ramme_in(folder, &args)
}

#[test]
fn every_scenario_has_a_memo_in_both_languages() {
    let headings = [
        (
            "en",
            [
                "Recommendation",
                "Background",
                "Presentation",
                "Economy",
                "Consequences",
                "Assumptions",
                "Sources",
            ],
        ),
        (
            "da",
            [
                "Indstilling",
                "Baggrund",
                "Sagsfremstilling",
                "\u{d8}konomi",
                "Konsekvenser",
                "Foruds",
                "Kilder",
            ],
        ),
    ];
    for scenario in scenarios() {
        for (lang, headings) in headings {
            let run = memo(&root(), &scenario, &["--lang", lang]);
            assert_eq!(run.code, 0, "{scenario}: {}", run.err);
            assert!(run.out.starts_with("# "), "{scenario}");
            let mut rest = run.out.as_str();
            for heading in headings {
                let at = rest.find(&format!("\n## {heading}"));
                rest = &rest[at.unwrap_or_else(|| panic!("{scenario}: {heading}"))..];
            }
            assert!(!run.out.contains("\n\n\n"), "{scenario}: empty lines");
            assert!(!run.err.contains("E066"), "{scenario}: {}", run.err);
        }
    }
}

/// The judgement of a scenario, as JSON.
fn judged(scenario: &str) -> Value {
    serde_json::from_str(&ramme_in(&root(), &["comply", scenario, "--format", "json"]).out).unwrap()
}

/// How many subjects, whatever the year, something was found of.
fn found(judged: &Value) -> usize {
    let all = judged["results"].as_array().unwrap().iter();
    let findings = all.filter(|v| v["verdict"] == "breach" || v["verdict"] == "undetermined");
    let subject = |v: &Value| {
        let mut keys = v["subject"].as_object().unwrap().clone();
        keys.remove("year");
        serde_json::to_string(&keys).unwrap()
    };
    findings.map(subject).collect::<std::collections::BTreeSet<_>>().len()
}

#[test]
fn a_part_with_nothing_in_it_says_so() {
    let run = memo(&root(), "scenarios/budget-2023-2026.toml", &["--lang", "da"]);
    assert!(run.out.contains("Denne beregning er ikke fordelt."), "{}", run.out);
    assert!(
        run.out.contains("holder: med 90 pct. sandsynlighed kr\u{e6}ver det 19,56 mia. kr."),
        "{}",
        run.out
    );
    assert!(!run.out.contains("opdigtede"), "{}", run.out);
}

#[test]
fn templates_that_the_program_gives_make_what_it_makes_and_can_be_changed() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("templates");
    let folder_name = folder.to_string_lossy().into_owned();
    let made = ramme_in(&root(), &["init", &folder_name, "--templates"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 6);
    let scenario = "scenarios/compliance-example.toml";
    let given = memo(&root(), scenario, &["--templates", &folder_name]);
    assert_eq!(given.code, 0, "{}", given.err);
    let command =
        |text: &str| text.lines().filter(|l| !l.starts_with("Worked with")).collect::<Vec<_>>().join("\n");
    assert_eq!(command(&given.out), command(&memo(&root(), scenario, &[]).out));
    assert!(!given.err.contains("E0664"), "no number stands in a template of ours: {}", given.err);

    fs::write(folder.join("memo.en.md"), "{% include \"head.md\" %}\n{{ counts.breach }} breaches.\n")
        .unwrap();
    fs::write(folder.join("head.md"), "# Our town: {{ title }}\n").unwrap();
    let changed = memo(&root(), scenario, &["--templates", &folder_name]);
    assert!(changed.out.starts_with("# Our town: Eksempel"), "{}", changed.out);
    let breaches = judged(scenario)["summary"]["breach"].to_string();
    assert!(changed.out.contains(&format!("\n{breaches} breaches.\n")), "{}", changed.out);
    // A number that is typed in is said, also in a file that is included.
    fs::write(
        folder.join("head.md"),
        format!("# Our 4.321.987 towns\n\nIn 2023 there were {breaches} of them.\n"),
    )
    .unwrap();
    let typed = memo(&root(), scenario, &["--templates", &folder_name]);
    assert_eq!(typed.err.matches("E0664").count(), 0, "no number in English: {}", typed.err);
    fs::write(
        folder.join("head.md"),
        format!("# Our 4,321,987 towns\n\nIn 2023 there were {breaches} of them.\n"),
    )
    .unwrap();
    let typed = memo(&root(), scenario, &["--templates", &folder_name]);
    assert_eq!(typed.err.matches("E0664").count(), 1, "{}", typed.err);
    assert!(typed.err.contains("head.md:1:7"), "{}", typed.err);
}

#[test]
fn templates_see_nothing_outside_their_folder() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("secret.md"), "secret").unwrap();
    let folder = place.path().join("templates");
    fs::create_dir(&folder).unwrap();
    let folder_name = folder.to_string_lossy().into_owned();
    for path in ["../secret.md", "/etc/passwd", "a/../../secret.md"] {
        fs::write(folder.join("memo.en.md"), format!("{{% include \"{path}\" %}}")).unwrap();
        let run = memo(&root(), "scenarios/training-places.toml", &["--templates", &folder_name]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        assert!(run.err.contains("E0661"), "{}", run.err);
    }
    #[cfg(unix)]
    {
        fs::remove_file(folder.join("memo.en.md")).unwrap();
        std::os::unix::fs::symlink(place.path().join("secret.md"), folder.join("memo.en.md")).unwrap();
        let run = memo(&root(), "scenarios/training-places.toml", &["--templates", &folder_name]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    }
    let run = memo(&root(), "scenarios/training-places.toml", &["--templates", "no/such/folder"]);
    assert_eq!(run.code, 2);
}

/// A scenario whose names are hostile, in a folder of its own.
fn hostile(names: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let rules = "entity home\n\ninput cost of home by year : kr\n\nrule cheap of home by year\n    require cost <= 5 kr\n";
    let csv: String = std::iter::once("home,year,cost\n".to_owned())
        .chain(names.iter().map(|name| format!("\"{}\",2023,10.00\n", name.replace('"', "\"\""))))
        .collect();
    let scenario = "format = 1\ntitle = \"<img src=x> [a](http://b)\"\nrules = [\"r.ramme\"]\nyears = \"2023..2023\"\nshow = [\"cost\"]\n\n\
                    [[table]]\nfile = \"d.csv\"\nroll = \"home by year\"\nkey = { home = \"home\", year = \"year\" }\ncolumns = { cost = \"kr\" }\n";
    fs::write(folder.path().join("r.ramme"), rules).unwrap();
    fs::write(folder.path().join("d.csv"), csv).unwrap();
    fs::write(folder.path().join("s.toml"), scenario).unwrap();
    let letters = folder.path().join("letters");
    (folder, letters)
}

#[test]
fn hostile_names_are_text_and_files_have_safe_names() {
    let long = "x".repeat(10_000);
    let names = [
        "<script>alert(1)</script>",
        "[click](https://b.example)",
        "../../etc/passwd",
        "a\u{202e}b",
        "CON",
        "con",
        "*b* `c` | zz",
        ".hidden",
        "...",
        long.as_str(),
    ];
    let (folder, letters) = hostile(&names);
    let args = ["comply", "s.toml", "--letters", "letters", "--lang", "da"];
    let run = ramme_in(folder.path(), &args);
    assert_eq!(run.code, 1, "{}", run.err);
    let mut files: Vec<String> =
        fs::read_dir(&letters).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    assert_eq!(files.len(), names.len() + 1, "{files:?}");
    for file in &files {
        assert!(file.len() < 130 && file.ends_with(".md"), "{file}");
        assert!(file.starts_with("home") || file == "udvalget.md", "{file}");
        assert!(file.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_')), "{file}");
        let text = fs::read_to_string(letters.join(file)).unwrap();
        inert(&text);
    }
    let lower: std::collections::BTreeSet<String> = files.iter().map(|f| f.to_lowercase()).collect();
    assert_eq!(lower.len(), files.len(), "small and capital letters are one to some file systems");
    inert(&memo(folder.path(), "s.toml", &[]).out);
    // Nothing in the folder is written over.
    let again = ramme_in(folder.path(), &args);
    assert_eq!(again.code, 2, "{}", again.err);
}

/// No tag, no link, no mark that comes from a name.
fn inert(text: &str) {
    // A mark after a backslash is none.
    let mut bare = String::new();
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => drop(signs.next()),
            other => bare.push(other),
        }
    }
    let text = bare;
    for loud in ["<script", "<img", "](http", "\u{202e}", "*b*", "| zz"] {
        assert!(!text.contains(loud), "{loud}: {}", text.chars().take(2000).collect::<String>());
    }
}

#[test]
fn a_letter_goes_to_each_subject_of_which_something_was_found() {
    let folder = tempfile::tempdir().unwrap();
    let letters = folder.path().join("letters");
    let to = letters.to_string_lossy().into_owned();
    let args = ["comply", "scenarios/compliance-example.toml", "--lang", "da", "--letters", &to];
    let run = ramme_in(&root(), &args);
    assert_eq!(run.code, 1);
    let count = found(&judged("scenarios/compliance-example.toml"));
    assert!(count > 5 && run.err.contains(&format!(": {count} breve og udvalget.md")), "{}", run.err);
    let letter = fs::read_to_string(letters.join("provider-T04.md")).unwrap();
    assert!(
        letter.contains("1.519,49 kr. pr. dag. Højst: 1.476,0726 kr. pr. dag (loft over udgift pr. dag)."),
        "{letter}"
    );
    assert!(letter.contains("inden 24-11-2023 (møde: KKR Hovedstaden (K2023-5))"), "{letter}");
    let open = fs::read_to_string(letters.join("provider-T06.md")).unwrap();
    assert!(open.contains("kan ikke afg\u{f8}res") && open.contains("kolonne 5"), "{open}");
    let list = fs::read_to_string(letters.join("udvalget.md")).unwrap();
    assert_eq!(list.matches("\n## ").count(), count, "{list}");
    // With a baseline only what is new is written about.
    let known = folder.path().join("known.json");
    let known_name = known.to_string_lossy().into_owned();
    ramme_in(&root(), &["comply", "scenarios/compliance-example.toml", "-o", &known_name]);
    let fresh = folder.path().join("fresh").to_string_lossy().into_owned();
    let run = ramme_in(
        &root(),
        &["comply", "scenarios/compliance-example.toml", "--baseline", &known_name, "--letters", &fresh],
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains(": 0 letters, and committee.md"), "{}", run.err);
    assert!(
        fs::read_to_string(Path::new(&fresh).join("committee.md")).unwrap().contains("nothing to follow up")
    );
}
