//! At which values of a lever a condition holds: through the program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{copy, edit, ramme_in};
use serde_json::Value;
use std::fs;
use std::path::Path;

const LEVER: &str = "\n[[lever]]\nname = \"pl[2024]\"\nvalue = \"2.0 %\"\nrange = \"0 % .. 40 %\"\nreason = \"a guess\"\nauthor = \"us\"\n";

/// The offers with a lever over four hundred values, and a definition of what is in `body`.
fn folder(body: &str) -> tempfile::TempDir {
    let folder = copy();
    let path = folder.path().join("offers.toml");
    fs::write(&path, fs::read_to_string(&path).unwrap() + LEVER).unwrap();
    let made = format!(
        "define made by year : % with 1 decimal\n  cite agreement page 3\n  = {body}\n\ndefine mean_overhead"
    );
    edit(folder.path(), "rules/offers.ramme", "define mean_overhead", &made);
    folder
}

fn seek(folder: &Path, more: &[&str]) -> Value {
    let mut args = vec!["seek", "offers.toml"];
    args.extend(more);
    args.extend(["--format", "json"]);
    let run = ramme_in(folder, &args);
    assert_eq!(run.code, 0, "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// The answers as pairs of tenths of a percent.
fn answers(found: &Value) -> Vec<(i64, i64)> {
    let tenths = |text: &Value| {
        let text = text.as_str().unwrap().strip_suffix(" %").unwrap();
        text.replace('.', "").parse::<i64>().unwrap()
    };
    let all = found["answers"].as_array().unwrap().iter();
    all.map(|one| (tenths(&one["from"]), tenths(&one["to"]))).collect()
}

/// From where to where something holds, by looking at every value.
fn by_brute_force(holds: impl Fn(i64) -> bool) -> Vec<(i64, i64)> {
    let mut out: Vec<(i64, i64)> = Vec::new();
    for x in (0..=400).filter(|x| holds(*x)) {
        match out.last_mut() {
            Some(held) if held.1 + 1 == x => held.1 = x,
            _ => out.push((x, x)),
        }
    }
    out
}

/// One of six comparisons.
type Sign = (&'static str, fn(i64, i64) -> bool);

#[test]
fn seeking_agrees_with_trying_every_value() {
    let signs: [Sign; 5] = [
        ("<=", |a, b| a <= b),
        ("<", |a, b| a < b),
        (">=", |a, b| a >= b),
        (">", |a, b| a > b),
        ("=", |a, b| a == b),
    ];
    let mut state: u64 = 11;
    let mut next = |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((state >> 33) % most).unwrap()
    };
    for round in 0..10 {
        // Two valleys, the second deeper; at the bound of a valley a value on the grid is met exactly.
        let (a, b, depth) = (40 + next(100), 250 + next(100), next(30));
        let bound = 5 + next(60);
        let valley = |at: i64| format!("max(pl - {0}.{1} %, {0}.{1} % - pl)", at / 10, at % 10);
        let body = format!("min({}, {} - {}.{} %)", valley(a), valley(b), depth / 10, depth % 10);
        let folder = folder(&body);
        let value = |x: i64| (x - a).abs().min((x - b).abs() - depth);
        let (sign, holds) = signs[usize::try_from(round).unwrap() % signs.len()];
        let condition = format!("made[2024] {sign} {}.{} %", bound / 10, bound % 10);
        let expected = by_brute_force(|x| holds(value(x), bound));
        for points in ["401", "21"] {
            let found = seek(folder.path(), &[&condition, "--lever", "pl[2024]", "--points", points]);
            // An equality is met at single values, which a thin scan finds by the turning of the figure.
            assert_eq!(answers(&found), expected, "{condition}, {points} points, {body}");
            let tried = found["tried"].as_u64().unwrap();
            assert_eq!(found["every_value_tried"], points == "401");
            assert!(if points == "401" { tried == 401 } else { tried < 120 }, "{tried}");
        }
    }
}

#[test]
fn the_override_that_is_printed_makes_it_so() {
    let folder = folder("pl");
    let found = seek(folder.path(), &["ceiling[Egely, 2024] >= 1_100 kr/day", "--lever", "pl[2024]"]);
    let set = found["set"].as_str().unwrap();
    // 1034.00 kr/day times 1.063 is 1099.142, times 1.064 is 1100.176.
    assert_eq!(set, "pl[2024]=6.4 %");
    let run = ramme_in(folder.path(), &["run", "offers.toml", "--format", "json", "--set", set]);
    let run: Value = serde_json::from_str(&run.out).unwrap();
    let cell = run["values"].as_array().unwrap().iter().find(|v| {
        v["name"] == "ceiling" && v["index"]["provider"] == "Egely" && v["index"]["year"] == "2024"
    });
    assert_eq!(cell.unwrap()["value"], "1100.17600");
    assert_eq!(found["answers"][0]["value_from"], "1100.17600");
    let text = ramme_in(
        folder.path(),
        &[
            "seek",
            "offers.toml",
            "ceiling[Egely, 2024] >= 1_100 kr/day",
            "--lever",
            "pl[2024]",
            "--lang",
            "da",
        ],
    );
    assert!(
        text.out.contains("--set 'pl[2024]=6.4 %'") && text.out.contains("Det gælder med"),
        "{}",
        text.out
    );
}

#[test]
fn with_no_answer_it_says_where_it_is_nearest_and_why() {
    let folder = folder("max(pl, 30.0 % - pl)");
    let nearest = |condition: &str, more: &[&str]| {
        let mut args = vec![condition, "--lever", "pl[2024]"];
        args.extend(more);
        let found = seek(folder.path(), &args);
        assert_eq!(found["holds"], "none", "{condition}");
        (found["nearest"]["at"].clone(), found["nearest"]["why"].clone(), found["nearest"]["value"].clone())
    };
    assert_eq!(nearest("made[2024] < 15 %", &[]), ("15.0 %".into(), "turns".into(), "15.0".into()));
    let end = nearest("ceiling[Egely, 2024] > 2_000 kr/day", &[]);
    assert_eq!((end.0, end.1), ("40.0 %".into(), "range_ends".into()));
    assert_eq!(nearest("mean_overhead[2024] > 50 %", &[]).1, "not_connected");
    let still = nearest("made[2024] > 40 %", &["--range", "12.0 % .. 12.0 %"]);
    assert_eq!(still.1, "moves_nothing");
    let folder = folder.path();
    let text =
        ramme_in(folder, &["seek", "offers.toml", "mean_overhead[2024] > 50 %", "--lever", "pl[2024]"]);
    assert!(text.out.contains("does not rest on pl[2024]"), "{}", text.out);
}

#[test]
fn what_is_not_known_is_said_with_its_cause_and_is_no_answer() {
    // Nothing is known above 20 %: the tenth of nothing.
    let folder = folder("round half up (1.0 % * (1.0 % / (0.0 % if pl > 20 % else 1.0 %))) to 0.1 %");
    let found = seek(folder.path(), &["made[2024] <= 5 %", "--lever", "pl[2024]"]);
    assert_eq!(answers(&found), [(0, 200)]);
    let unknown = &found["not_known"][0];
    assert_eq!((&unknown["from"], &unknown["to"]), (&"20.1 %".into(), &"40.0 %".into()));
    assert!(unknown["missing"][0].as_str().unwrap().contains("zero"), "{unknown}");
    let never = seek(folder.path(), &["made[2024] > 5 %", "--lever", "pl[2024]"]);
    assert_eq!(never["holds"], "none");
}

#[test]
fn verdicts_targets_and_inputs_can_be_sought() {
    let folder = folder("pl");
    let rule = seek(folder.path(), &["cost_ceiling[Egely, 2024]", "--lever", "pl[2024]"]);
    assert!(rule["answers"].as_array().unwrap().len() <= 1);
    let input = ["mean_overhead[2024] <= 6 %", "--lever", "overhead[Egely, 2024]", "--range", "0 % .. 20 %"];
    let found = seek(folder.path(), &input);
    let target = ["overhead_aim[2024]", "--lever", "overhead[Egely, 2024]", "--range", "0 % .. 20 %"];
    assert_eq!(seek(folder.path(), &target)["answers"][0]["to"], found["answers"][0]["to"]);
    // 2001 values, of which 101 are tried first: the edge is exact all the same.
    assert_eq!(found["every_value_tried"], false);
    let to = found["answers"][0]["to"].as_str().unwrap();
    let beside = found["values"].as_array().unwrap();
    let at = beside.iter().position(|v| v["at"] == to).unwrap();
    assert_eq!((&beside[at]["holds"], &beside[at + 1]["holds"]), (&true.into(), &false.into()));
}

#[test]
fn a_mistake_ends_in_code_2_and_points_into_the_condition() {
    let folder = folder("pl");
    let refused: [(&[&str], &str); 10] = [
        (&["made[2024]", "--lever", "pl[2024]"], "not said what it is held against"),
        (&["made <= 5 %", "--lever", "pl[2024]"], "needs a key for year"),
        (&["maed[2024] <= 5 %", "--lever", "pl[2024]"], "did you mean `made`?"),
        (&["made[2024] <= 5 kr", "--lever", "pl[2024]"], "CONDITION:1:15"),
        (
            &["ceiling[Egley, 2024] <= 5 kr/day", "--lever", "pl[2024]"],
            "did you mean `ceiling[Egely, 2024]`?",
        ),
        (&["made[2024] <= 5 %", "--lever", "pl[2023]"], "nobody says between which values"),
        (&["made[2024] <= 5 %", "--lever", "pl[2024]", "--range", "0 % .. 50 %"], "outside the range"),
        (&["made[2024] <= 5 %", "--lever", "made[2024]", "--range", "0 % .. 50 %"], "can't be set"),
        (&["mode(made[2024]) <= 5 %", "--lever", "pl[2024]"], "there is no `mode(…)`"),
        (&["quantile(made[2024]) <= 5 %", "--lever", "pl[2024]"], "a quantile needs its level"),
    ];
    for (more, word) in refused {
        let mut args = vec!["seek", "offers.toml"];
        args.extend(more);
        let run = ramme_in(folder.path(), &args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{more:?}");
        assert!(run.err.contains(word), "{more:?}: {}", run.err);
    }
}
