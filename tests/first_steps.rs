//! First steps: a project that `init` makes, completions, and every command that a help shows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::page::shell;
use common::{copy_into, ramme_in, root};
use std::path::Path;

/// The commands in the blocks of code of a page, block by block.
fn blocks(page: &str) -> Vec<Vec<&str>> {
    let inside = page.split("\n```").skip(1).step_by(2);
    inside.map(|block| block.lines().skip(1).filter(|line| line.starts_with("ramme ")).collect()).collect()
}

#[test]
fn every_command_of_a_new_project_works() {
    for (lang, words) in [("en", ["no problems", "all pass"]), ("da", ["ingen problemer", "alle består"])] {
        let place = tempfile::tempdir().unwrap();
        let made = ramme_in(place.path(), &["init", "a project", "--lang", lang]);
        assert_eq!((made.code, made.err.as_str()), (0, ""));
        let folder = place.path().join("a project");
        let mut said = String::new();
        let printed: Vec<&str> = made.out.lines().filter_map(|l| l.strip_prefix("  ramme ")).collect();
        let verbs: Vec<&str> = printed.iter().map(|line| line.split(' ').next().unwrap()).collect();
        assert_eq!(verbs, ["check", "test", "run", "comply", "explain"]);
        for line in printed {
            let (text, code) = shell(&folder, &format!("ramme {line}"));
            assert_eq!(code, 0, "{line}: {text}");
            said.push_str(&text);
        }
        for word in words {
            assert!(said.contains(word), "{said}");
        }
        let page = std::fs::read_to_string(folder.join("README.md")).unwrap();
        let blocks = blocks(&page);
        assert_eq!((blocks.len(), blocks[0].len(), blocks[1].len()), (2, 5, 1), "{page}");
        let (text, code) = shell(&folder, blocks[1][0]);
        assert_eq!(code, 1, "a breach is found: {text}");
        assert!(text.contains("Egely"), "{text}");
        let formatted = ramme_in(&folder, &["fmt", "--check", "rules"]);
        assert_eq!(formatted.code, 0, "{}", formatted.out);
        let scenario = if lang == "en" { "scenario.toml" } else { "scenarie.toml" };
        assert!(std::fs::read_to_string(folder.join(scenario)).unwrap().contains("\nsynthetic = true\n"));
    }
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let mine = place.path().join("mine.txt");
    std::fs::write(&mine, "mine").unwrap();
    for (folder, lang, word) in
        [(".", "en", "is not empty: `mine.txt`"), (".", "da", "er ikke tom"), ("mine.txt", "en", "no folder")]
    {
        let run = ramme_in(place.path(), &["init", folder, "--lang", lang]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        assert!(run.err.contains(word), "{}", run.err);
    }
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
    // In an empty folder that one stands in, and where git has begun.
    let empty = place.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let run = ramme_in(&empty, &["init", "."]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.out.contains("  cd "), "{}", run.out);
    assert_eq!(ramme_in(&empty, &["test", "rules"]).code, 0);
}

#[test]
fn a_shell_completes_every_verb() {
    let verbs = ["check", "comply", "explain", "forecast", "import", "init", "run"];
    for shell_name in ["bash", "zsh", "fish"] {
        let script = ramme_in(&root(), &["completions", shell_name]);
        assert_eq!((script.code, script.err.as_str()), (0, ""));
        for verb in verbs {
            assert!(script.out.contains(verb), "{shell_name}: {verb}");
        }
        assert!(script.out.contains("known-on"), "{shell_name}: a flag");
    }
    assert_eq!(ramme_in(&root(), &["completions", "tcsh"]).code, 2);
    let folder = tempfile::tempdir().unwrap();
    let typed = "command -v bash > bash.txt || exit 0; ramme completions bash > ramme.bash; \
        bash -c 'source ramme.bash; COMP_WORDS=(ramme comp); COMP_CWORD=1; _ramme ramme comp ramme; echo ${COMPREPLY[*]}'";
    let (out, code) = shell(folder.path(), typed);
    let no_bash = std::fs::read_to_string(folder.path().join("bash.txt")).unwrap().is_empty();
    assert!(no_bash || (code == 0 && out.contains("comply")), "{out}");
}

/// The files that the examples name, beside the rules and scenarios of the repository.
fn prepared() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for name in ["rules", "scenarios", "examples", "data"] {
        copy_into(&root().join(name), &path.join(name));
    }
    std::fs::create_dir(path.join("papers")).unwrap();
    // Copies under the names that the rules have for them: other texts, so that every passage is a finding.
    let documents = std::fs::read_to_string(root().join("rules/documents.ramme")).unwrap();
    let names: Vec<&str> = documents
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("file ")?.split('"').nth(1))
        .collect();
    assert!(!names.is_empty());
    let text: String = (1..=20_000).map(|line| format!("line {line} of another text\n")).collect();
    names.iter().for_each(|name| std::fs::write(path.join("papers").join(name), &text).unwrap());
    let files = [
        ("engine/table/tests/files/FOLK1A.csv", "FOLK1A.csv"),
        ("engine/table/tests/files/made_accounts.xlsx", "takster.xlsx"),
        ("scenarios/data/published_figures.csv", "figures.csv"),
    ];
    for (from, to) in files {
        std::fs::copy(root().join(from), path.join(to)).unwrap();
    }
    let level = |series: f64, t: i32| format!("{:.1}", series * (1.0 + 0.02 * f64::from(t - 2014)));
    let mut series = "series_id,t,value\n".to_owned();
    let (mut base, mut errors) = ("series_id,step,value\n".to_owned(), "series_id,t,residual\n".to_owned());
    for (at, (name, size)) in [("a", 10.0), ("b", 20.0), ("all", 31.0)].into_iter().enumerate() {
        for t in 2014..=2023 {
            series.push_str(&format!("{name},{t},{}\n", level(size, t)));
            errors.push_str(&format!("{name},{t},{}\n", (i64::from(t) * (7 + at as i64)) % 5 - 2));
        }
        base.push_str(&format!("{name},1,{size}\n"));
    }
    let tree = "node,parent\na,all\nb,all\n".to_owned();
    let written = [("series.csv", series), ("base.csv", base), ("errors.csv", errors), ("tree.csv", tree)];
    for (name, text) in written {
        std::fs::write(path.join(name), text).unwrap();
    }
    let begun = "gzip -k series.csv && git init -q -b main && git add -A && git commit -q -m one && git commit -q --allow-empty -m two";
    let (said, code) = shell(path, begun);
    assert_eq!(code, 0, "{said}");
    folder
}

/// The examples of a verb's help; where one writes into the user's own folders, it writes here.
fn examples(verb: &str, folder: &Path) -> Vec<String> {
    let help = ramme_in(folder, &[verb, "--help"]);
    assert_eq!(help.code, 0, "{verb}: {}", help.err);
    let after = help.out.split("\nExamples:\n").nth(1).unwrap_or_else(|| panic!("{verb} has no examples"));
    let lines = after.lines().take_while(|line| line.starts_with("  ramme "));
    lines.map(|line| line.trim().split("> ~/").next().unwrap().to_owned()).collect()
}

#[test]
fn every_example_of_every_help_runs() {
    let folder = prepared();
    let help = ramme_in(folder.path(), &["--help"]).out;
    let listed = help.split("\nCommands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let verbs: Vec<&str> = listed
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert!(verbs.len() > 10, "{verbs:?}");
    let judging = ["check", "fmt", "test", "comply", "audit", "verify", "diff"];
    for verb in verbs {
        let examples = examples(verb, folder.path());
        assert!(examples.len() >= 2, "{verb}: {examples:?}");
        for line in examples {
            let (text, code) = shell(folder.path(), &line);
            let fine = code == 0 || (code == 1 && judging.contains(&verb));
            assert!(fine, "{line} ended in {code}: {text}");
            let output = line.split(" -o ").nth(1).map(|rest| rest.split(' ').next().unwrap());
            assert!(output.is_none_or(|name| folder.path().join(name).exists()), "{line} wrote no file");
        }
    }
}

#[test]
fn the_first_words_of_the_program_run_too() {
    let folder = prepared();
    let welcome = ramme_in(folder.path(), &[]);
    let shown: Vec<&str> = welcome.err.lines().filter(|line| line.starts_with("  ramme ")).collect();
    assert!(shown.len() >= 3, "{}", welcome.err);
    for line in shown {
        let command = line.trim().split("   ").next().unwrap();
        let (text, code) = shell(folder.path(), command);
        assert!(code < 2, "{command} ended in {code}: {text}");
    }
    // Every verb that there is stands in them.
    let help = ramme_in(folder.path(), &["--help"]).out;
    let listed = help.split("\nCommands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    for verb in listed.lines().filter(|l| l.starts_with("  ") && !l.starts_with("   ")) {
        let verb = verb.split_whitespace().next().unwrap();
        assert!(welcome.err.contains(verb), "{verb} is not named in the first words");
    }
}
