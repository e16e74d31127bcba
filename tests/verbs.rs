//! Every verb with every exit code, by running the program.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{copy, edit, ramme, ramme_in, ramme_with};
use serde_json::Value;
use std::fs;

#[test]
fn no_arguments_give_ten_lines_and_three_examples() {
    let run = ramme(&[]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.lines().count() <= 10, "{}", run.err);
    assert_eq!(run.err.matches("\n  ramme ").count(), 3);
}

#[test]
fn help_and_version_are_results() {
    for args in [&["--help"][..], &["--version"], &["comply", "--help"]] {
        let run = ramme(args);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
        assert!(run.out.ends_with('\n') && run.out.contains("ramme"));
    }
    let help = ramme(&["--help"]).out;
    assert!(help.contains("\n  sql ") && help.contains("comply"));
}

#[test]
fn mistakes_in_arguments_end_in_two() {
    let table: [&[&str]; 19] = [
        &["chek", "rules"],
        &["check"],
        &["check", "rules", "--nosuch"],
        &["check", "rules", "--format", "yaml"],
        &["run"],
        &["run", "offers.toml", "--format", "pdf"],
        &["run", "offers.toml", "--known-on", "30-06-2024"],
        &["run", "offers.toml", "--lang", "sv"],
        &["run", "offers.toml", "--draws", "0"],
        &["run", "offers.toml", "--draws", "2000000"],
        &["run", "offers.toml", "--threads", "0"],
        &["run", "offers.toml", "-o", "result.doc"],
        &["explain", "E9999"],
        &["explain", "offers.toml", "ceiling[Egeli, 2023]"],
        &["explain", "offers.toml", "ceiling"],
        &["explain", "offers.toml", "ceiling[Egely, 2023]", "--depth", "deep"],
        &["explain", "offers.toml"],
        &["show", "offers.toml", "one", "two"],
        &["comply", "offers.toml", "--reading"],
    ];
    for args in table {
        let run = ramme(args);
        assert_eq!(run.code, 2, "{args:?}: {}{}", run.out, run.err);
        assert_eq!(run.out, "", "{args:?}");
        assert!(!run.err.is_empty(), "{args:?}");
    }
    assert!(ramme(&["chek"]).err.contains("did you mean `check`?"));
}

#[test]
fn a_folder_of_documents_that_is_not_there_is_refused_by_every_verb_on_scenarios() {
    for verb in ["run", "comply", "show"] {
        let run = ramme(&[verb, "offers.toml", "--documents", "nowhere"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{verb}");
        assert!(run.err.contains("`nowhere` can't be read"), "{verb}: {}", run.err);
    }
}

#[test]
fn check_is_silent_on_sound_rules() {
    let run = ramme(&["check", "rules", "--allow", "rounded-again,not-tested"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", "1 file: no problems\n"));
}

#[test]
fn five_mistakes_give_five_diagnostics_in_one_run() {
    let run = ramme(&["check", "broken/five.ramme", "--format", "concise"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.out.lines().count(), 5, "{}", run.out);
    assert!(run.out.lines().all(|l| l.starts_with("broken/five.ramme:")), "{}", run.out);
    let json: Value = serde_json::from_str(&ramme(&["check", "broken", "--format", "json"]).out).unwrap();
    assert_eq!(json["summary"]["errors"], 5);
    assert_eq!(json["format_version"], "1.0");
    assert_eq!(json["diagnostics"][0]["place"]["line"], 8);
    insta::assert_snapshot!("five_mistakes", ramme(&["check", "broken/five.ramme"]).out);
    insta::assert_snapshot!("five_mistakes_da", ramme(&["check", "broken/five.ramme", "--lang", "da"]).out);
}

#[test]
fn files_that_cannot_be_read_are_not_done() {
    let folder = copy();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("latin.ramme"), b"language 1\n\nset s = d\xF8gn | b\n").unwrap();
    for verb in ["check", "fmt", "test", "show"] {
        for path in ["nosuch", "empty", "latin.ramme"] {
            let run = ramme_in(folder.path(), &[verb, path]);
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{verb} {path}: {}", run.err);
            assert!(run.err.contains(path), "{}", run.err);
        }
    }
    let run = ramme_in(folder.path(), &["check", "latin.ramme"]);
    assert!(run.err.contains("latin.ramme:3:10"), "{}", run.err);
    assert!(ramme_in(folder.path(), &["check", "rulse"]).err.contains("did you mean `rules`?"));
}

#[test]
fn a_missing_file_is_stronger_than_a_finding() {
    assert_eq!(ramme(&["check", "broken/five.ramme", "nosuch.ramme"]).code, 2);
}

#[test]
fn rules_with_line_ends_and_tabs_of_other_machines_are_read() {
    let folder = copy();
    let path = folder.path().join("rules/offers.ramme");
    let text = fs::read_to_string(&path).unwrap().replace('\n', "\r\n").replace("  from", "\tfrom");
    fs::write(&path, format!("\u{feff}{text}")).unwrap();
    let run = ramme_in(folder.path(), &["check", "rules"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn fmt_writes_only_what_it_is_asked_to_and_only_whole_files() {
    let folder = copy();
    let path = folder.path().join("rules/offers.ramme");
    assert_eq!(ramme_in(folder.path(), &["fmt", "rules"]).code, 0);
    let formatted = fs::read_to_string(&path).unwrap();
    assert_eq!(ramme_in(folder.path(), &["fmt", "--check", "rules"]).code, 0);

    let untidy = formatted.replace("entity provider\n", "entity   provider\n");
    fs::write(&path, &untidy).unwrap();
    let check = ramme_in(folder.path(), &["fmt", "--check", "rules"]);
    assert_eq!((check.code, check.out.as_str()), (1, "rules/offers.ramme\n"));
    assert_eq!(fs::read_to_string(&path).unwrap(), untidy);
    let stdin = ramme_with(folder.path(), &["fmt", "-"], &[], Some(untidy.as_bytes()));
    assert_eq!((stdin.code, stdin.out.as_str()), (0, formatted.as_str()));
    assert_eq!(ramme_in(folder.path(), &["fmt", "rules"]).code, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), formatted);

    let broken = formatted.replace("entity provider\n", "entity provider (\n");
    fs::write(&path, &broken).unwrap();
    assert_eq!(ramme_in(folder.path(), &["fmt", "rules"]).code, 2);
    assert_eq!(fs::read_to_string(&path).unwrap(), broken);
    assert_eq!(fs::read_dir(folder.path().join("rules")).unwrap().count(), 1);
}

#[test]
fn test_runs_the_tests_of_the_rules() {
    let run = ramme(&["test", "rules"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", "2 tests: all pass\n"));
    let json: Value =
        serde_json::from_str(&ramme(&["test", "rules", "--format", "json", "--filter", "\u{f8}re"]).out)
            .unwrap();
    assert_eq!(json["summary"], serde_json::json!({"passed": 1, "failed": 0}));
    assert_eq!(json["tests"][0]["outcome"], "passed");
}

#[test]
fn a_failing_test_and_a_broken_rule_are_findings_and_no_tests_are_not_done() {
    let folder = copy();
    edit(folder.path(), "rules/offers.ramme", "breached by 0.01000 kr/day", "breached by 0.02000 kr/day");
    let run = ramme_in(folder.path(), &["test", "rules"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("E0802") && run.err.contains("1 fail"), "{}{}", run.out, run.err);
    assert_eq!(ramme(&["test", "broken"]).code, 1);
    let none = ramme(&["test", "rules", "--filter", "no such test"]);
    assert_eq!((none.code, none.out.as_str()), (2, ""));
    assert!(none.err.contains("E0804"), "{}", none.err);
}

#[test]
fn show_describes_names_and_columns() {
    insta::assert_snapshot!("show_rules", ramme(&["show", "rules"]).out);
    insta::assert_snapshot!("show_rules_name", ramme(&["show", "rules", "ceiling"]).out);
    insta::assert_snapshot!("show_scenario", ramme(&["show", "offers.toml", "--lang", "da"]).out);
    insta::assert_snapshot!("show_scenario_name", ramme(&["show", "offers.toml", "cost_per_day"]).out);
    for args in [["show", "rules", "ceilin"], ["show", "offers.toml", "ceilin"]] {
        let run = ramme(&args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.contains("did you mean `ceiling`?"), "{}", run.err);
    }
}

#[test]
fn explain_shows_a_wrong_and_a_right_example() {
    let run = ramme(&["explain", "e0201"]);
    assert_eq!(run.code, 0);
    insta::assert_snapshot!("explain_code", run.out);
}

#[test]
fn comply_judges_and_says_so_in_its_exit_code() {
    let run = ramme(&["comply", "offers.toml", "--lang", "da"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    insta::assert_snapshot!("comply_da", run.out);
    insta::assert_snapshot!("comply_en", ramme(&["comply", "offers.toml"]).out);
    insta::assert_snapshot!("comply_json", ramme(&["comply", "offers.toml", "--format", "json"]).out);
}

#[test]
fn a_breach_stays_a_finding_and_an_unknown_one_may_be_allowed() {
    let folder = copy();
    assert_eq!(ramme_in(folder.path(), &["comply", "offers.toml", "--allow-undetermined"]).code, 1);
    // Without the two breaches, three subjects are still not known.
    edit(folder.path(), "data/offers.csv", "1.930,00;no", "1.930,00;yes");
    edit(folder.path(), "data/offers.csv", "1.034,01;no", "1.034,01;yes");
    assert_eq!(ramme_in(folder.path(), &["comply", "offers.toml"]).code, 1);
    assert_eq!(ramme_in(folder.path(), &["comply", "offers.toml", "--allow-undetermined"]).code, 0);
    // The target that is not met never sets the code.
    assert!(ramme_in(folder.path(), &["comply", "offers.toml"]).out.contains("not met"));
}

#[test]
fn nothing_judged_is_not_done() {
    let folder = copy();
    edit(folder.path(), "offers.toml", "2022..2024", "2022..2022");
    let run = ramme_in(folder.path(), &["comply", "offers.toml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("E0611"), "{}", run.err);
}

#[test]
fn run_prints_figures_and_ends_in_zero_whatever_the_verdicts() {
    let run = ramme(&["run", "offers.toml"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!("run_en", run.out);
    insta::assert_snapshot!("run_da", ramme(&["run", "offers.toml", "--lang", "da"]).out);
    insta::assert_snapshot!("run_json", ramme(&["run", "offers.toml", "--format", "json"]).out);
}

#[test]
fn a_result_goes_to_a_file_whole_or_not_at_all() {
    let folder = copy();
    let run = ramme_in(folder.path(), &["comply", "offers.toml", "-o", "result.json"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    let written = fs::read_to_string(folder.path().join("result.json")).unwrap();
    assert_eq!(written, ramme_in(folder.path(), &["comply", "offers.toml", "--format", "json"]).out);
    let text = ramme_in(folder.path(), &["comply", "offers.toml", "-o", "result.json", "--format", "text"]);
    assert_eq!(text.code, 1);
    assert!(fs::read_to_string(folder.path().join("result.json")).unwrap().starts_with("Vores tilbud"));
    let nowhere = ramme_in(folder.path(), &["run", "offers.toml", "-o", "no/such/result.json"]);
    assert_eq!(nowhere.code, 2);
    edit(folder.path(), "data/offers.csv", "1.930,00", "1.93,00");
    assert_eq!(ramme_in(folder.path(), &["run", "offers.toml", "-o", "later.json"]).code, 2);
    let names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|n| n.contains("later") || n.starts_with('.'))
        .collect();
    assert!(names.is_empty(), "{names:?}");
}

#[test]
fn a_plan_is_shown_and_nothing_is_run() {
    let all = ramme(&["show", "offers.toml", "--plan"]);
    assert_eq!((all.code, all.err.as_str()), (0, ""));
    insta::assert_snapshot!("show_plan", all.out);
    insta::assert_snapshot!(
        "show_plan_da",
        ramme(&["show", "offers.toml", "ceiling", "--plan", "--lang", "da"]).out
    );
    assert_eq!(ramme(&["show", "rules", "--plan"]).code, 2);
}
