//! Lints through the program: levels by flag and file, silence at one place, and the forms that machines read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in, root};
use ramme_diag::LINTS;
use serde_json::Value;
use std::fs;
use std::path::Path;

const RULES: &str = "language 1\n\nparameter pl by year : %\n\ninput cost by year : kr\n\n\
    define fee by year : kr\n  to 2022 = 3 kr\n  from 2023 = cost if year >= 2022 else 7 kr\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn check(at: &Path, args: &[&str]) -> Outcome {
    let args: Vec<&str> = ["check", "rules"].iter().chain(args).copied().collect();
    ramme_in(at, &args)
}

/// Codes with their levels, in the order of the text.
fn levels(at: &Path, args: &[&str]) -> (i32, Vec<String>) {
    let args: Vec<&str> = args.iter().chain(&["--format", "json"]).copied().collect();
    let run = check(at, &args);
    let document: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}{}", run.out, run.err));
    let one = |d: &Value| format!("{} {}", d["code"].as_str().unwrap(), d["severity"].as_str().unwrap());
    (run.code, document["diagnostics"].as_array().unwrap().iter().map(one).collect())
}

#[test]
fn flags_set_levels_and_only_what_is_denied_fails() {
    let at = folder(&[("rules/a.ramme", RULES)]);
    let at = at.path();
    assert_eq!(levels(at, &[]), (0, vec!["E0215 warning".into(), "E1001 warning".into()]));
    assert_eq!(
        levels(at, &["--deny", "unused-name"]),
        (1, vec!["E0215 error".into(), "E1001 warning".into()])
    );
    assert_eq!(levels(at, &["--allow", "E0215,settled-condition"]), (0, vec![]));
    assert_eq!(levels(at, &["--note", "e1001", "--allow", "E0215"]), (0, vec!["E1001 note".into()]));
    let (code, found) = levels(at, &["--deny", "warnings", "--warn", "unused-name"]);
    assert_eq!((code, found), (1, vec!["E0215 warning".into(), "E1001 error".into()]));
    assert_eq!(levels(at, &["--allow", "all"]), (0, vec![]));
    // What only tests can tell is asked for.
    let (code, found) = levels(at, &["--warn", "not-covered,branch-not-covered", "--allow", "E0215,E1001"]);
    assert_eq!((code, found.iter().filter(|f| f.starts_with("E080")).count()), (0, 4), "{found:?}");
}

#[test]
fn names_that_are_no_lint_and_two_levels_for_one_are_refused() {
    let at = folder(&[("rules/a.ramme", RULES)]);
    for (args, piece) in [
        (vec!["--deny", "not-sited"], "did you mean `not-cited`?"),
        (vec!["--allow", "E0201"], "is an error or belongs to another verb"),
        (vec!["--allow", "E0215", "--deny", "unused-name"], "one level"),
    ] {
        let run = check(at.path(), &args);
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains(piece) && run.out.is_empty(), "{}", run.err);
    }
}

#[test]
fn a_file_beside_the_rules_sets_levels_and_flags_are_stronger() {
    let at = folder(&[
        ("rules/a.ramme", RULES),
        ("rules/lints.toml", "unused-name = \"allow\"\nE1001 = \"deny\"\n"),
    ]);
    assert_eq!(levels(at.path(), &[]), (1, vec!["E1001 error".into()]));
    assert_eq!(levels(at.path(), &["--note", "settled-condition"]), (0, vec!["E1001 note".into()]));
    // A file that is named takes the levels of its folder.
    let run = ramme_in(at.path(), &["check", "rules/a.ramme"]);
    assert_eq!(run.code, 1, "{}", run.out);
    for (text, piece) in [
        ("unused-nam = \"allow\"\n", "lints.toml:1:1"),
        ("unused-name = \"silent\"\n", "`unused-name` is `\"silent\"`"),
        ("unused-name = 3\n", "`unused-name` is `3`"),
        ("unused-name = \n", "lints.toml"),
    ] {
        fs::write(at.path().join("rules/lints.toml"), text).unwrap();
        let run = check(at.path(), &[]);
        assert_eq!(run.code, 2, "{text}{}", run.err);
        assert!(run.err.contains(piece), "{text}{}", run.err);
    }
}

#[test]
fn one_place_is_silenced_with_a_reason() {
    let silenced = RULES
        .replace(
            "parameter pl by year : %",
            "parameter pl by year : %  # allow unused-name: the next report reads it",
        )
        .replace("  from 2023", "  # allow settled-condition: kept as the agreement has it\n  from 2023");
    let at = folder(&[("rules/a.ramme", &silenced)]);
    assert_eq!(levels(at.path(), &["--deny", "all", "--allow", "E0807,E0808"]), (0, vec![]));
    let whole = RULES
        .replace("define fee", "# allow E1001: kept as the agreement has it\n# and more words\n\ndefine fee");
    fs::write(at.path().join("rules/a.ramme"), whole.replace('\n', "\r\n")).unwrap();
    assert_eq!(
        levels(at.path(), &[]),
        (0, vec!["E0215 warning".into()]),
        "above an item it is for the whole item"
    );
    let idle = RULES.replace("define fee", "# allow not-cited, E1001: x\n# allow unused-name\ndefine fee");
    fs::write(at.path().join("rules/a.ramme"), idle).unwrap();
    let expected = ["E0215 warning", "E1012 warning", "E1011 warning"].map(str::to_owned).to_vec();
    assert_eq!(levels(at.path(), &[]), (0, expected));
}

#[test]
fn where_something_is_wrong_no_lint_is_asked() {
    let at = folder(&[("rules/a.ramme", &format!("{RULES}define bad by year : kr = tarif\n"))]);
    let (code, found) = levels(at.path(), &[]);
    assert_eq!((code, found), (1, vec!["E0201 error".into()]));
}

#[test]
fn every_form_has_code_level_and_both_places_whatever_the_path() {
    let at = folder(&[
        ("rules/måltid og ø.ramme", &RULES.replace('\n', "\r\n")),
        ("rules/b.ramme", "unit meal\n"),
    ]);
    let run = check(at.path(), &["--format", "github"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(
        lines,
        [
            "::warning file=rules/b.ramme,line=1,endLine=1,col=6,endColumn=10,title=E0215 unused-name::`meal` is never used; delete it, or use it",
            "::warning file=rules/måltid og ø.ramme,line=3,endLine=3,col=11,endColumn=13,title=E0215 unused-name::`pl` is never used; delete it, or use it",
            "::warning file=rules/måltid og ø.ramme,line=9,endLine=9,col=23,endColumn=35,title=E1001 settled-condition::in `fee` this condition always holds; \
             delete the branch that is never taken, or mend the condition%0Arules/måltid og ø.ramme:9:3: the clause holds on these days only%0A\
             rules/måltid og ø.ramme:9:41: this is never taken",
        ],
        "{}",
        run.out
    );
    let run = check(at.path(), &["--format", "concise"]);
    assert!(
        run.out.contains("rules/måltid og ø.ramme:9:23: E1001 warning: in `fee` this condition always holds; rules/måltid og ø.ramme:9:3: the clause"),
        "{}",
        run.out
    );
    let run = check(at.path(), &["--format", "sarif", "--deny", "E1001"]);
    let document: Value = serde_json::from_str(&run.out).unwrap();
    let found = &document["runs"][0];
    let result = found["results"].as_array().unwrap().iter().find(|r| r["ruleId"] == "E1001").unwrap();
    assert_eq!(result["level"], "error");
    assert_eq!(
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "rules/m%C3%A5ltid%20og%20%C3%B8.ramme"
    );
    assert_eq!(result["relatedLocations"].as_array().unwrap().len(), 2);
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    let rule = &found["tool"]["driver"]["rules"][index];
    assert_eq!((&rule["id"], &rule["defaultConfiguration"]["level"]), (&"E1001".into(), &"warning".into()));
}

#[test]
fn machines_get_all_of_very_many_findings() {
    let many: String = (0..300).map(|at| format!("unit u{at}\n")).collect();
    let at = folder(&[("rules/a.ramme", &many)]);
    assert_eq!(check(at.path(), &["--format", "github"]).out.lines().count(), 300);
    assert_eq!(levels(at.path(), &[]).1.len(), 300);
    assert!(check(at.path(), &[]).out.contains("and 280 more"));
}

#[test]
fn the_list_of_lints_is_printed_and_stands_on_its_page() {
    let run = ramme_in(&root(), &["explain", "lints"]);
    let page = fs::read_to_string(root().join("docs/reference/lints.md")).unwrap();
    for (code, level) in LINTS {
        let row = format!("| {} | {} | {} |", code.id(), code.kebab(), level.name());
        assert!(page.contains(&row), "docs/reference/lints.md lacks {row}");
        assert!(run.out.contains(&format!("{}  {}", code.id(), code.kebab())), "{}", run.out);
    }
    let by_name = ramme_in(&root(), &["explain", "rounded-twice"]);
    assert_eq!(by_name.out, ramme_in(&root(), &["explain", "E1003"]).out);
    let danish = ramme_in(&root(), &["explain", "lints", "--lang", "da"]);
    assert!(danish.out.contains("denne afrunding ændrer intet") && danish.code == 0, "{}", danish.out);
}

const COVERED: &str = "language 1\n\nset size = small | large | huge\nentity house\n\ninput a of house : kr\ninput kind of house : size\ninput flag of house : yes/no\n\n\
define inner of house : kr = 1 kr if flag else 2 kr\n\n\
define x of house : kr = 5 kr if a > 3 kr else inner\n\n\
define y of house : kr = match kind { small | large: 1 kr, huge: 2 kr }\n\n\
define z of house : kr\n  base = 1 kr\n  exception e when flag = 2 kr\n\n\
rule r of house\n  when kind is not huge\n  require a <= 3 kr\n  unless flag -> explained\n\n";

/// What coverage names as not reached: code, line and column.
fn not_reached(test: &str) -> Vec<String> {
    let at = folder(&[("rules/a.ramme", &format!("{COVERED}{test}"))]);
    let run = ramme_in(at.path(), &["test", "rules", "--coverage", "--format", "json"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let document: Value = serde_json::from_str(&run.out).unwrap();
    let of = |what: &str| document["coverage"][what]["not_reached"].as_array().unwrap().clone();
    let mut all = of("clauses");
    all.extend(of("branches"));
    let one = |d: &Value| {
        format!("{}:{} {}", d["place"]["line"], d["place"]["column"], d["message"].as_str().unwrap())
    };
    all.iter().map(one).collect()
}

#[test]
fn what_a_test_passed_by_is_not_reached() {
    let test = "test \"t\"\n  given house A : a = 9 kr, flag = yes, kind is small\n  expect x[A] = 5 kr\n";
    let found = not_reached(test);
    assert!(
        found.contains(&"10:28 no test reaches the clause of `inner` from the beginning".to_owned()),
        "{found:#?}"
    );
    assert!(found.iter().any(|f| f.starts_with("10:38 no test of `inner`")), "{found:#?}");
    assert!(!found.iter().any(|f| f.starts_with("12:34 ") && f.ends_with("this holds")), "{found:#?}");
}

#[test]
fn arms_exceptions_rules_and_excuses_have_branches() {
    let test = "test \"t\"\n  given house A : a = 2 kr, flag = no, kind is large\n  expect y[A] = 1 kr\n  expect z[A] = 1 kr\n  expect r[A] complies\n\
                test \"u\"\n  given house B : a = 9 kr, flag = yes, kind is huge\n  expect r[B] not judged\n  expect x[B] = 5 kr\n";
    let found = not_reached(test);
    for piece in [
        "14:66 no test of `y` reaches the case in which this is the arm that is taken",
        "18:3 no test reaches the clause of `z` from the beginning",
        "18:20 no test of `z` reaches the case in which this holds",
        "22:11 no test of `r` reaches the case in which this does not hold",
        "23:10 no test of `r` reaches the case in which this holds",
    ] {
        assert!(found.contains(&piece.to_owned()), "{piece}\n{found:#?}");
    }
    for piece in ["14:39", "21:8"] {
        assert!(!found.iter().any(|f| f.starts_with(piece)), "{piece}\n{found:#?}");
    }
}

#[test]
fn coverage_is_counted_by_file_and_can_be_denied() {
    let at = folder(&[
        (
            "rules/a.ramme",
            "language 1\n\ninput a by year : kr\n\ndefine x by year : kr = 5 kr if a > 3 kr else 4 kr\n\ntest \"t\"\n  given a[2023] = 9 kr\n  expect x[2023] = 5 kr\n",
        ),
        ("rules/b.ramme", "define y by year : kr = x\n"),
    ]);
    let run = ramme_in(at.path(), &["test", "rules", "--coverage"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.err.contains("coverage: 1 of 2 clauses, 1 of 2 branches\n  rules/a.ramme: 1 of 1 clauses, 1 of 2 branches\n  rules/b.ramme: 0 of 1 clauses, 0 of 0 branches\n"), "{}", run.err);
    let danish = ramme_in(at.path(), &["test", "rules", "--coverage", "--lang", "da"]);
    assert!(
        danish.err.contains("dækning: 1 af 2 bestemmelser, 1 af 2 grene\n  rules/a.ramme:"),
        "{}",
        danish.err
    );
    let run = ramme_in(at.path(), &["test", "rules", "--coverage", "--deny", "not-covered"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains("error[E0807]") && run.out.contains("warning[E0808]"), "{}", run.out);
    fs::write(
        at.path().join("rules/b.ramme"),
        "# allow not-covered: shown only\ndefine y by year : kr = x\n",
    )
    .unwrap();
    let run = ramme_in(at.path(), &["test", "rules", "--coverage", "--deny", "not-covered"]);
    assert!(run.code == 0 && run.err.contains("coverage: 1 of 1 clauses"), "{}{}", run.out, run.err);
}
