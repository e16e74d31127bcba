//! Scenarios that extend scenarios, ranges of levers, rules that stand in git: through the program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{copy, edit, ramme_in, root};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

fn json(folder: &Path, args: &[&str]) -> Value {
    let run = ramme_in(folder, args);
    assert!(run.code < 2, "{args:?}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

fn value(result: &Value, name: &str, keys: &[(&str, &str)]) -> Value {
    let all = result["values"].as_array().unwrap();
    let found =
        all.iter().find(|v| v["name"] == name && keys.iter().all(|(axis, key)| v["index"][axis] == *key));
    found.unwrap_or_else(|| panic!("{name} {keys:?}"))["value"].clone()
}

/// What stops a run: exit code 2, nothing on standard output, the message in both languages.
fn stops(folder: &Path, args: &[&str]) -> String {
    let run = ramme_in(folder, args);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}: {}", run.err);
    let danish = ramme_in(folder, &[args, &["--lang", "da"]].concat());
    assert_eq!(danish.code, 2);
    assert_ne!(danish.err, run.err);
    run.err
}

const LEVER: &str = "\n[[lever]]\nname = \"pl[2024]\"\nvalue = \"2.0 %\"\nrange = \"1 % .. 4 %\"\nstep = \"0.5 %\"\nreason = \"a guess\"\nauthor = \"us\"\n";

fn with_lever() -> tempfile::TempDir {
    let folder = copy();
    let path = folder.path().join("offers.toml");
    fs::write(&path, fs::read_to_string(&path).unwrap() + LEVER).unwrap();
    folder
}

#[test]
fn an_overlay_says_only_what_differs() {
    let folder = with_lever();
    let higher = LEVER.replace("2.0 %", "3.5 %").replace("pl[2024]", "pl[ 2024 ]");
    let overlay =
        format!("format = 1\nextends = \"offers.toml\"\ntitle = \"Higher\"\nshow = [\"ceiling\"]\n{higher}");
    fs::write(folder.path().join("higher.toml"), overlay).unwrap();
    let base = json(folder.path(), &["run", "offers.toml", "--format", "json"]);
    let above = json(folder.path(), &["run", "higher.toml", "--format", "json"]);
    let key = [("provider", "Egely"), ("year", "2024")];
    assert_eq!(value(&base, "ceiling", &key), "1054.68000");
    assert_eq!(value(&above, "ceiling", &key), "1070.19000");
    assert!(above["values"].as_array().unwrap().iter().all(|v| v["name"] == "ceiling"));
    let text = ramme_in(folder.path(), &["run", "higher.toml"]).out;
    assert!(text.starts_with("Higher\n") && text.contains("extends the scenario offers.toml"), "{text}");
    assert!(!text.contains("pl[2024] = 2.0 %"), "{text}");
    // What is invented below is invented above.
    assert!(text.contains("invented"), "{text}");
}

#[test]
fn an_overlay_in_another_folder_finds_what_its_base_names() {
    let folder = with_lever();
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(
        folder.path().join("sub/o.toml"),
        "format = 1\nextends = \"../offers.toml\"\nyears = \"2023\"\n",
    )
    .unwrap();
    let run = json(folder.path(), &["run", "sub/o.toml", "--format", "json"]);
    assert_eq!(value(&run, "cost_per_day", &[("provider", "Egely"), ("year", "2023")]), "1034.00");
    assert!(run["values"].as_array().unwrap().iter().all(|v| v["index"]["year"] == "2023"));
    // And where data lie elsewhere.
    fs::create_dir_all(folder.path().join("other/data")).unwrap();
    fs::rename(folder.path().join("data/offers.csv"), folder.path().join("other/data/offers.csv")).unwrap();
    let moved = json(folder.path(), &["run", "sub/o.toml", "--data", "other", "--format", "json"]);
    assert_eq!(moved["values"].to_string(), run["values"].to_string().replace("../data", "data"));
}

#[test]
fn a_table_replaces_a_file_of_the_base() {
    let folder = copy();
    edit(folder.path(), "data/offers.csv", "", "");
    let text = fs::read_to_string(folder.path().join("data/offers.csv")).unwrap();
    fs::write(folder.path().join("data/later.csv"), text.replace("1.059,85", "1.000,00")).unwrap();
    let base = fs::read_to_string(folder.path().join("offers.toml")).unwrap();
    let table = base.split("[[table]]").nth(1).unwrap().replace("data/offers.csv", "data/later.csv");
    let overlay =
        format!("format = 1\nextends = \"offers.toml\"\n\n[[table]]\nreplace = \"data/offers.csv\"{table}");
    fs::write(folder.path().join("later.toml"), &overlay).unwrap();
    let run = json(folder.path(), &["run", "later.toml", "--format", "json"]);
    assert_eq!(value(&run, "cost_per_day", &[("provider", "Egely"), ("year", "2024")]), "1000.00");
    fs::write(
        folder.path().join("typo.toml"),
        overlay.replace("replace = \"data/offers", "replace = \"data/ofers"),
    )
    .unwrap();
    let said = stops(folder.path(), &["run", "typo.toml"]);
    assert!(
        said.contains("E0603")
            && said.contains("typo.toml:5:")
            && said.contains("`replace = \"data/offers.csv\"`"),
        "{said}"
    );
}

#[test]
fn mistakes_point_into_the_file_that_has_them() {
    let folder = with_lever();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("o.toml", "format = 1\nextends = \"offers.toml\"\ntitel = \"Typo\"\n");
    let typo = stops(folder.path(), &["run", "o.toml"]);
    assert!(typo.contains("o.toml:3:1") && typo.contains("did you mean `title`"), "{typo}");
    write("o.toml", "format = 1\nextends = \"offer.toml\"\n");
    let gone = stops(folder.path(), &["run", "o.toml"]);
    assert!(gone.contains("E0501") && gone.contains("o.toml:2:") && gone.contains("offers.toml"), "{gone}");
    write("o.toml", "format = 1\nextends = \"p.toml\"\n");
    write("p.toml", "format = 1\nextends = \"o.toml\"\n");
    let circle = stops(folder.path(), &["run", "o.toml"]);
    assert!(circle.contains("E0630") && circle.contains("p.toml:2:"), "{circle}");
    write("o.toml", "format = 1\nextends = \"offers.toml\"\n\n[readings]\nrounding = \"dwn\"\n");
    let reading = stops(folder.path(), &["run", "o.toml"]);
    assert!(reading.contains("o.toml:5:"), "{reading}");
    edit(folder.path(), "offers.toml", "\"ceiling\"", "\"cieling\"");
    write("o.toml", "format = 1\nextends = \"offers.toml\"\n");
    let below = stops(folder.path(), &["run", "o.toml"]);
    assert!(below.contains("offers.toml:7:"), "{below}");
}

#[test]
fn a_value_outside_the_range_of_its_lever_is_refused_wherever_it_is_set() {
    let folder = with_lever();
    let set = stops(folder.path(), &["run", "offers.toml", "--set", "pl[2024]=9 %"]);
    assert!(set.contains("E0631") && set.contains("9 %") && set.contains("1 % to 4 %"), "{set}");
    for inside in ["pl[2024]=1 %", "pl[2024]=4 %", "pl[2023]=9 %"] {
        assert_eq!(ramme_in(folder.path(), &["run", "offers.toml", "--set", inside]).code, 0, "{inside}");
    }
    edit(folder.path(), "offers.toml", "2.0 %", "0.9 %");
    let written = stops(folder.path(), &["run", "offers.toml"]);
    assert!(written.contains("0.9 %") && written.contains("offers.toml:"), "{written}");
    edit(folder.path(), "offers.toml", "1 % .. 4 %", "4 % .. 1 %");
    let turned = stops(folder.path(), &["run", "offers.toml"]);
    assert!(turned.contains("E0603") && turned.contains("range"), "{turned}");
}

#[test]
fn levers_set_inputs_by_key_and_name_rows_that_do_not_exist() {
    let folder = with_lever();
    let lever = |name: &str| {
        format!("{}{LEVER}", "")
            .replace("pl[2024]", name)
            .replace("2.0 %", "900 kr/day")
            .replace("range = \"1 % .. 4 %\"\nstep = \"0.5 %\"\n", "")
    };
    let write = |text: String| {
        fs::write(folder.path().join("o.toml"), format!("format = 1\nextends = \"offers.toml\"\n{text}"))
            .unwrap()
    };
    write(lever("cost_per_day[B\u{f8}gehuset, 2024]"));
    let run = json(folder.path(), &["run", "o.toml", "--format", "json"]);
    assert_eq!(value(&run, "cost_per_day", &[("provider", "B\u{f8}gehuset"), ("year", "2024")]), "900.00");
    write(lever("cost_per_day[B\u{f8}gehusset, 2024]"));
    let said = stops(folder.path(), &["run", "o.toml"]);
    assert!(said.contains("B\u{f8}gehuset") && said.contains("o.toml:5:"), "{said}");
}

#[test]
fn rules_may_stand_in_a_revision_of_git() {
    let folder = copy();
    let git = |args: &[&str]| {
        let made = Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main"])
            .args(args)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(made.status.success(), "{args:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "one"]);
    let before = json(folder.path(), &["run", "offers.toml", "--format", "json"]);
    edit(folder.path(), "rules/offers.ramme", "2024 = 2.5 %", "2024 = 3.5 %");
    let now = json(folder.path(), &["run", "offers.toml", "--format", "json"]);
    assert_ne!(before["values"], now["values"]);
    fs::create_dir(folder.path().join("sub")).unwrap();
    let overlay = |rules: &str| {
        fs::write(
            folder.path().join("sub/then.toml"),
            format!("format = 1\nextends = \"../offers.toml\"\nrules = [\"{rules}\"]\n"),
        )
        .unwrap()
    };
    overlay("git:HEAD:../rules");
    let then = json(folder.path(), &["run", "sub/then.toml", "--format", "json"]);
    assert_eq!(then["values"].to_string().replace("../data", "data"), before["values"].to_string());
    assert_eq!(then["hashes"]["rules"], before["hashes"]["rules"]);
    overlay("git:nosuch:../rules");
    let unknown = stops(folder.path(), &["run", "sub/then.toml"]);
    assert!(unknown.contains("nosuch") && unknown.contains("sub/then.toml:3:"), "{unknown}");
    overlay("git:HEAD:../ruler");
    assert!(stops(folder.path(), &["run", "sub/then.toml"]).contains("../ruler"));
}

#[test]
fn the_example_overlay_raises_the_ceilings() {
    let of = |scenario: &str| json(&root(), &["run", scenario, "--format", "json"]);
    let (base, higher) =
        (of("scenarios/compliance-example.toml"), of("scenarios/compliance-higher-index.toml"));
    let key = [("provider", "T01"), ("year", "2024")];
    let figure = |result: &Value| value(result, "ceiling", &key).as_str().unwrap().parse::<f64>().unwrap();
    assert!(figure(&higher) > figure(&base));
}
