//! Two scenarios, and two versions of the rules: what differs, what it is worth, and that it adds up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{copy_into, edit, ramme_in, root};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const EXAMPLE: &str = "scenarios/compliance-example.toml";
const OTHER: &str = "scenarios/other.toml";

/// A folder with the rules, the example and a copy of it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_into(&root().join("scenarios"), &folder.path().join("scenarios"));
    copy_into(&root().join("rules"), &folder.path().join("rules"));
    std::fs::copy(folder.path().join(EXAMPLE), folder.path().join(OTHER)).unwrap();
    folder
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let run = ramme_in(folder, &[args, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{args:?}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// Kroner as øre.
fn ore(text: &Value) -> i128 {
    text.as_str().unwrap().replace('.', "").parse().unwrap()
}

/// Every attribution in a document adds up to its difference; how many there are.
fn adds_up(value: &Value) -> usize {
    match value {
        Value::Object(map) => {
            let own = map.get("shares").map_or(0, |shares| {
                let sum: i128 = shares.as_array().unwrap().iter().map(ore).sum();
                assert_eq!(sum, ore(&map["difference"]), "{value}");
                assert_eq!(ore(&map["after"]) - ore(&map["before"]), sum, "{value}");
                1
            });
            own + map.values().map(adds_up).sum::<usize>()
        }
        Value::Array(all) => all.iter().map(adds_up).sum(),
        _ => 0,
    }
}

#[test]
fn what_each_difference_is_worth_adds_up_to_the_last_unit() {
    let folder = folder();
    let path = folder.path();
    edit(path, OTHER, "\"2.5 %\"", "\"3.1 %\"");
    edit(
        path,
        OTHER,
        "years     =",
        "readings  = { ceiling_rounding = \"down\", refund_cutoff = \"framework\" }\nyears     =",
    );
    edit(path, OTHER, "2024-06-30\"\nreason", "2024-05-31\"\nreason");
    let document = json(path, &["compare", EXAMPLE, OTHER]);
    let one = &document["comparisons"][0];
    let kinds: Vec<&str> =
        one["differences"].as_array().unwrap().iter().map(|d| d["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["reading", "reading", "lever", "lever"], "{}", one["differences"]);
    assert!(adds_up(&document) > 20, "{document}");
    let turned = one["verdicts"].as_array().unwrap();
    assert!(turned.iter().any(|v| v["first"] == "breach" && v["second"] == "complies"), "{turned:?}");
    // The same the other way round, with the other sign.
    let back = json(path, &["compare", OTHER, EXAMPLE]);
    let worth = |d: &Value| -> Vec<i128> {
        d["comparisons"][0]["worth"].as_array().unwrap().iter().map(|w| ore(&w["difference"])).collect()
    };
    assert_eq!(worth(&document), worth(&back).iter().map(|x| -x).collect::<Vec<_>>());
    let text = ramme_in(path, &["compare", EXAMPLE, OTHER, "--lang", "da"]);
    assert!(
        text.out.contains("greb pris- og lønfremskrivning, 2024: 2,5 pct. \u{2192} 3,1 pct."),
        "{}",
        text.out
    );
}

#[test]
fn a_scenario_beside_itself_differs_in_nothing() {
    let folder = folder();
    let document = json(folder.path(), &["compare", EXAMPLE, OTHER]);
    let one = &document["comparisons"][0];
    assert_eq!(one["differences"].as_array().unwrap().len(), 0);
    assert!(one["values"].as_array().unwrap().iter().all(|v| v["first"] == v["second"]));
    assert_eq!(one["verdicts"].as_array().unwrap().len(), 0);
}

#[test]
fn forecasts_are_compared_by_their_medians() {
    let folder = folder();
    let path = folder.path();
    let text = std::fs::read_to_string(path.join("scenarios/budget-2023-2026.toml")).unwrap();
    std::fs::write(path.join(OTHER), text.replace("rule    = \"mixture\"", "rule    = \"lag\"")).unwrap();
    let args = ["compare", "scenarios/budget-2023-2026.toml", OTHER, "--draws", "500"];
    let document = json(path, &args);
    let one = &document["comparisons"][0];
    assert_eq!(one["differences"][0]["kind"], "outlook", "{}", one["differences"]);
    assert!(one["worth"].as_array().unwrap().iter().any(|w| w["drawn"] == true));
    adds_up(&document);
}

fn git(folder: &Path, args: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"])
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn versions_in_git_are_read_by_meaning_and_priced() {
    let folder = folder();
    let path = folder.path();
    git(path, &["init", "-q", "-b", "main"]);
    git(path, &["add", "-A"]);
    git(path, &["commit", "-q", "-m", "one"]);
    let none = ramme_in(path, &["diff", "HEAD..HEAD", "rules", "--exit-code"]);
    assert_eq!(none.code, 0, "{}", none.err);
    assert!(none.out.contains("No change of meaning."), "{}", none.out);
    // Another file, another order: the same rules.
    std::fs::rename(path.join("rules/tariff/ceiling.ramme"), path.join("rules/tariff/loft.ramme")).unwrap();
    git(path, &["add", "-A"]);
    git(path, &["commit", "-q", "-m", "moved"]);
    let args = ["diff", "HEAD~1..HEAD", "--scenario", EXAMPLE, "--exit-code"];
    let moved = ramme_in(path, &args);
    assert_eq!(moved.code, 0, "{}{}", moved.out, moved.err);
    assert!(moved.out.contains("moved; says the same") && moved.out.contains("0 kr"), "{}", moved.out);
    // A clause that says something else.
    edit(path, "rules/overhead/target.ramme", "6 %", "5.5 %");
    edit(path, "rules/tariff/loft.ramme", "(100 % + pl)", "(101 % + pl)");
    git(path, &["add", "-A"]);
    git(path, &["commit", "-q", "-m", "changed"]);
    let changed = ramme_in(path, &args);
    assert_eq!(changed.code, 1, "{}", changed.err);
    let document: Value =
        serde_json::from_str(&ramme_in(path, &[&args[..4], &["--format", "json"]].concat()).out).unwrap();
    let names: Vec<&str> =
        document["changes"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"ceiling"), "{names:?}");
    adds_up(&document);
    let turned = document["worth"]["verdicts"].as_array().unwrap();
    assert!(!turned.is_empty(), "{}", changed.out);
    let markdown = ramme_in(path, &[&args[..4], &["--format", "md"]].concat());
    assert!(
        markdown.out.contains("```diff") && markdown.out.contains("- define ceiling"),
        "{}",
        markdown.out
    );
}

#[test]
fn what_git_does_not_have_is_said_plainly() {
    let folder = folder();
    let path = folder.path();
    let outside = ramme_in(path, &["diff", "a..b"]);
    assert_eq!(outside.code, 2);
    git(path, &["init", "-q", "-b", "main"]);
    git(path, &["add", "-A"]);
    git(path, &["commit", "-q", "-m", "one"]);
    for (revisions, said) in
        [("nosuch..HEAD", "no revision `nosuch`"), ("HEAD", "names no two revisions"), ("--all..HEAD", "")]
    {
        let run = ramme_in(path, &["diff", revisions]);
        assert_eq!(run.code, 2, "{revisions}: {}", run.out);
        assert!(run.err.contains(said), "{}", run.err);
    }
    let run = ramme_in(path, &["diff", "HEAD..HEAD", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no rule files under `nowhere`"), "{}", run.err);
}
