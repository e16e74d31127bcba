//! Scripts of scenarios: what they propose is printed, explained, checked and compared like what is written by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{copy, edit, ramme_in, root};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Half a percent point on top of the index, as an argument says.
const SCRIPT: &str = "\
let more = argument(\"more\");
for year in years() {
    let held = value(`pl[${year}]`);
    if year == last_year() && held != () {
        propose(`pl[${year}]`, held + more, `a margin of ${more}`);
    }
}
";

/// The example with a script that proposes `pl[2024]`, 2.5 % in the rules, as 3.5 %.
fn folder() -> tempfile::TempDir {
    let folder = copy();
    fs::create_dir(folder.path().join("tools")).unwrap();
    fs::write(folder.path().join("tools/margin.rhai"), SCRIPT).unwrap();
    let scripts = "\n[[scripts]]\nfile = \"tools/margin.rhai\"\nauthor = \"us\"\nwith = { more = \"1 %\" }\n";
    let scenario = fs::read_to_string(folder.path().join("offers.toml")).unwrap();
    fs::write(folder.path().join("scripted.toml"), scenario + scripts).unwrap();
    folder
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let run = ramme_in(folder, &[args, &["--format", "json"]].concat());
    assert!(run.code < 2, "{args:?}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// The ceiling of one offer in 2024: 1059.85 at 2.5 %, 1070.19 at 3.5 %.
fn ceiling(folder: &Path, args: &[&str]) -> String {
    let result = json(folder, &[&["run"], args].concat());
    let all = result["values"].as_array().unwrap();
    let is = |v: &&Value| {
        v["name"] == "ceiling" && v["index"]["provider"] == "Egely" && v["index"]["year"] == "2024"
    };
    all.iter().find(is).unwrap()["value"].as_str().unwrap().to_owned()
}

/// A text without its line breaks.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stops a run, in English.
fn stops(folder: &Path, args: &[&str]) -> String {
    let run = ramme_in(folder, args);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}: {}", run.err);
    let danish = ramme_in(folder, &[args, &["--lang", "da"]].concat());
    assert!(danish.code == 2 && danish.err != run.err, "{}", danish.err);
    run.err
}

#[test]
fn what_a_script_proposes_holds_and_is_marked() {
    let folder = folder();
    let path = folder.path();
    assert_eq!(ceiling(path, &["offers.toml"]), "1059.85000");
    assert_eq!(ceiling(path, &["scripted.toml"]), "1070.19000");
    let text = words(&ramme_in(path, &["run", "scripted.toml"]).out);
    assert!(
        text.contains("proposed by the script tools/margin.rhai:5: pl[2024] = 3.5 % (a margin of 1 %; us)"),
        "{text}"
    );
    let why = ramme_in(path, &["explain", "scripted.toml", "pl[2024]", "--lang", "da"]).out;
    assert!(why.contains("foreslået af scriptet tools/margin.rhai:5: a margin of 1 % (us)"), "{why}");
    assert!(why.contains("en anden værdi er sat i hånden"), "{why}");
    let page = ramme_in(path, &["run", "scripted.toml", "--format", "html"]).out;
    assert!(page.contains("tools/margin.rhai:5"));
}

#[test]
fn levers_of_overlays_and_flags_hold_against_a_script_below() {
    let folder = folder();
    let path = folder.path();
    let lever =
        "[[lever]]\nname = \"pl[ 2024 ]\"\nvalue = \"2.0 %\"\nreason = \"a guess\"\nauthor = \"us\"\n";
    fs::write(path.join("above.toml"), format!("format = 1\nextends = \"scripted.toml\"\n{lever}")).unwrap();
    let lower = ceiling(path, &["offers.toml", "--set", "pl[2024]=2.0 %"]);
    assert_eq!(ceiling(path, &["above.toml"]), lower);
    let said = words(&ramme_in(path, &["run", "above.toml"]).out);
    // The script sees the lever, and proposes on top of it.
    assert!(said.contains("not taken, a lever of the overlay holds: pl[2024] = 3 %"), "{said}");
    assert_eq!(ceiling(path, &["scripted.toml", "--set", "pl[2024]=2.0 %"]), lower);
    let said = words(&ramme_in(path, &["run", "scripted.toml", "--set", "pl[2024]=2.0 %"]).out);
    assert!(said.contains("`--set` holds"), "{said}");
    // A script above a lever: the script sees the lever, and holds.
    fs::write(path.join("base.toml"), fs::read_to_string(path.join("offers.toml")).unwrap() + "\n" + lever)
        .unwrap();
    let scripts = "scripts = [{ file = \"tools/margin.rhai\", with = { more = \"1.5 %\" } }]\n";
    fs::write(path.join("over.toml"), format!("format = 1\nextends = \"base.toml\"\n{scripts}")).unwrap();
    assert_eq!(ceiling(path, &["over.toml"]), "1070.19000");
    // An overlay's list stands in place of that below; an empty one asks no script.
    fs::write(path.join("none.toml"), "format = 1\nextends = \"scripted.toml\"\nscripts = []\n").unwrap();
    assert_eq!(ceiling(path, &["none.toml"]), "1059.85000");
    // In one scenario a lever and a script contradict each other, however the keys are written.
    fs::write(path.join("both.toml"), fs::read_to_string(path.join("scripted.toml")).unwrap() + lever)
        .unwrap();
    let said = stops(path, &["run", "both.toml"]);
    assert!(
        said.contains("E0651")
            && said.contains("tools/margin.rhai:5:9")
            && said.contains("set by a lever here"),
        "{said}"
    );
}

#[test]
fn a_script_of_a_base_is_found_from_another_folder() {
    let folder = folder();
    let path = folder.path();
    fs::create_dir(path.join("sub")).unwrap();
    fs::write(path.join("sub/o.toml"), "format = 1\nextends = \"../scripted.toml\"\n").unwrap();
    assert_eq!(ceiling(path, &["sub/o.toml"]), "1070.19000");
    edit(path, "scripted.toml", "tools/margin.rhai", "tools/margins.rhai");
    let said = stops(path, &["run", "scripted.toml"]);
    assert!(
        said.contains("tools/margins.rhai") && said.contains("did you mean `tools/margin.rhai`"),
        "{said}"
    );
}

#[test]
fn verify_notices_a_changed_script() {
    let folder = folder();
    let path = folder.path();
    assert_eq!(ramme_in(path, &["run", "scripted.toml", "-o", "result.json"]).code, 0);
    assert_eq!(ramme_in(path, &["verify", "result.json"]).code, 0);
    // Also where it proposes the same.
    edit(path, "tools/margin.rhai", "let more", "// A margin.\nlet more");
    let run = ramme_in(path, &["verify", "result.json"]);
    assert!(run.code == 1 && run.out.contains("the scenario: was "), "{}", run.out);
}

#[test]
fn proposals_are_typed_and_bounded_like_levers() {
    let folder = folder();
    let path = folder.path();
    let cases = [
        ("propose(\"pl[2024]\", num(\"3 kr\"), \"why\");", "E0304"),
        ("propose(\"pl[2024]\", \"3.55 %\", \"why\");", "E0317"),
        ("propose(\"lp[2024]\", \"3 %\", \"why\");", "there is no name `lp`"),
        ("propose(\"ceiling[Egely, 2024]\", \"3 kr/day\", \"why\");", "is a definition"),
        ("propose(\"pl\", \"3 %\", \"why\");", "it needs a key for year"),
        ("propose(\"cost_per_day[Egelund, 2024]\", \"3 kr/day\", \"why\");", "E0613"),
        ("value(\"cost_per_day[Egelund, 2024]\");", "names no value of this run"),
        ("value(\"pl[2024\");", "pl[2024"),
        ("members(\"offer\");", "there is no name `offer`"),
    ];
    for (script, wanted) in cases {
        fs::write(path.join("tools/margin.rhai"), script).unwrap();
        let run = ramme_in(path, &["run", "scripted.toml"]);
        assert_eq!(run.code, 2, "{script}: {}", run.out);
        assert!(
            run.err.contains("tools/margin.rhai:1:1") || run.err.contains("tools/margin.rhai:1:"),
            "{script}: {}",
            run.err
        );
        assert!(run.err.contains(wanted), "{script}: {}", run.err);
    }
    // The range of a lever below binds a script above it.
    let lever = "\n[[lever]]\nname = \"pl[2024]\"\nvalue = \"2.0 %\"\nrange = \"1 % .. 3 %\"\nreason = \"a guess\"\nauthor = \"us\"\n";
    fs::write(path.join("base.toml"), fs::read_to_string(path.join("offers.toml")).unwrap() + lever).unwrap();
    fs::write(path.join("tools/margin.rhai"), "propose(\"pl[2024]\", \"3.5 %\", \"why\");").unwrap();
    fs::write(
        path.join("over.toml"),
        "format = 1\nextends = \"base.toml\"\nscripts = [\"tools/margin.rhai\"]\n",
    )
    .unwrap();
    let said = stops(path, &["run", "over.toml"]);
    assert!(said.contains("E0631") && said.contains("tools/margin.rhai:1:1"), "{said}");
}

#[test]
fn comparing_takes_proposals_as_levers_or_many_as_one() {
    let folder = folder();
    let path = folder.path();
    let one = json(path, &["compare", "offers.toml", "scripted.toml"]);
    let differences = &one["comparisons"][0]["differences"];
    assert_eq!(differences.as_array().unwrap().len(), 1, "{differences}");
    assert_eq!((&differences[0]["kind"], &differences[0]["name"]), (&"lever".into(), &"pl[2024]".into()));
    let many = "for name in members(\"provider\", 2024) {\n  for year in [2023, 2024] {\n    let cost = value(`cost_per_day[${name}, ${year}]`);\n    if cost != () { propose(`cost_per_day[${name}, ${year}]`, cost + num(\"1 kr/day\"), \"dearer\"); }\n  }\n}\n";
    fs::write(path.join("tools/margin.rhai"), many).unwrap();
    let all = json(path, &["compare", "offers.toml", "scripted.toml"]);
    let differences = all["comparisons"][0]["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 1, "{differences:?}");
    assert_eq!(differences[0]["kind"], "script");
    let text = ramme_in(path, &["compare", "offers.toml", "scripted.toml", "--lang", "da"]).out;
    assert!(text.contains("værdier foreslået af scriptet tools/margin.rhai ("), "{text}");
}

#[test]
fn the_example_proposes_what_was_spent_two_years_before() {
    let run = ramme_in(&root(), &["explain", "scenarios/budget-follows-accounts.toml", "budget[i alt,2024]"]);
    assert!(run.code == 0 && run.out.contains("18,700,000,000.00 kr"), "{}{}", run.out, run.err);
    assert!(
        run.out.contains("proposed by the script scenarios/budget-follows-accounts.rhai:"),
        "{}",
        run.out
    );
}
