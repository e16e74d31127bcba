//! The past does not move: whatever a later document changes, results for the time before its first day, and results as
//! they were known before its publication, are the same bytes.
//!
//! The amendments are drawn at random from every kind that there is; the rulebook and the data are synthetic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::ramme_in;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;

const RULES: &str = "language 1

document act
  rank      law
  published 2018-05-01

readings view = strict | mild

entity house
entity stay

input cost  of house by year : kr in 2020-pl
input large of house by year : yes/no
input begun of stay          : date
input ended of stay          : date

parameter pl by year : % with 1 decimal
  2021 = 3.0 %   cite act
  2022 = 2.0 %   cite act
  2023 = 1.0 %   cite act
  2024 = 2.5 %   cite act
  2025 = 2.5 %   cite act

parameter cap by year : kr in 2020-pl indexed by pl, round half up to 1 kr
  2020 = 1_000 kr   cite act

parameter limit dated by stay.begun : day
  from 2018-01-01 = 30 day   cite act

define allowed of house by year : kr in 2020-pl
  base              cite act            = cap
  exception large   cite act when large = cap + 100 kr

define part by year : %
  cite act
  reading strict = 10 %
  reading mild   = 20 %

define beyond of house by year : kr in 2020-pl = max(0 kr, cost - allowed)
define carried of house by year : kr in 2020-pl
  to 2020     cite act = 0 kr
  from 2021   cite act = previous carried + beyond
define most by year : kr in 2020-pl = greatest of carried over house
define to_pay of house by year : kr in 2020-pl with 6 decimals = carried * part

define counts of stay for a day : yes/no
  to 2020-06-30     cite act = no
  from 2020-07-01   cite act = day < begun + 40 days
define counted of stay : day = days from begun until ended where counts
define allotted of stay : day = min(counted, limit)

rule within of house by year
  from 2020   cite act
  require cost <= allowed

target together by year
  from 2021   cite act
  aim sum of cost over house <= 3 * cap
";

const SCENARIO: &str = "format = 1
title  = \"synthetic\"
rules  = [\"rules\"]
years  = \"2020..2026\"

[[table]]
file = \"houses.csv\"
roll = \"house by year\"
key  = { house = \"house\", year = \"year\" }
columns = { cost = \"kr in 2020-pl\", large = \"yes/no\" }

[[table]]
file = \"stays.csv\"
roll = \"stay\"
key  = { stay = \"stay\" }
columns = { begun = \"date\", ended = \"date\" }
";

/// Random numbers that are the same every time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// An amending document: what it says, its first year, the day before it came out.
struct Late {
    text: String,
    first: i32,
    before: String,
}

fn late(draw: &mut Draw) -> Late {
    let first = 2022 + i32::try_from(draw.below(4)).unwrap();
    let published = first - 1;
    let mut text = format!("language 1\n\ndocument late\n  rank law\n  published {published}-11-15\n\n");
    let to = if draw.below(3) == 0 { format!(" to {first}") } else { String::new() };
    let figure = draw.below(900);
    let mut changes = Vec::new();
    for _ in 0..=draw.below(3) {
        changes.push(draw.below(9));
    }
    changes.sort_unstable();
    changes.dedup();
    for change in changes {
        let _ = match change {
            0 => writeln!(text, "amend allowed\n  replaces from {first}{to} cite late = cap + {figure} kr"),
            1 => writeln!(text, "amend allowed\n  repeals exception large from {first}{to} cite late"),
            2 => writeln!(
                text,
                "amend allowed\n  adds exception dear overrides large from {first}{to} cite late when cost > 1_{figure:03} kr = {figure} kr"
            ),
            3 => {
                writeln!(text, "amend part\n  replaces reading mild from {first}{to} cite late = 1{figure} %")
            }
            4 => writeln!(
                text,
                "amend part\n  replaces reading strict from {first}{to} cite late = 2{figure} %"
            ),
            5 => writeln!(text, "amend pl\n  replaces {first} cite late = {}.5 %", figure % 10 + 5),
            6 => {
                writeln!(text, "amend carried\n  replaces from {first}{to} cite late = beyond + {figure} kr")
            }
            7 => writeln!(
                text,
                "amend counts\n  replaces from {first}-01-01 to {first}-03-31 cite late = day < begun + 5 days\n\
                 amend limit\n  replaces from {first}-01-01 cite late = {} day",
                figure % 29
            ),
            _ => writeln!(
                text,
                "amend within\n  replaces from {first}{to} cite late require cost <= {figure} kr\n\
                 amend together\n  repeals from {first} cite late"
            ),
        };
    }
    Late { text, first, before: format!("{published}-11-14") }
}

fn data(draw: &mut Draw, folder: &Path) {
    let mut houses = "house,year,cost,large\n".to_owned();
    for house in ["A", "B", "C"] {
        for year in 2020..=2026 {
            let large = if draw.below(2) == 0 { "yes" } else { "no" };
            let _ = writeln!(houses, "{house},{year},{}.50,{large}", 600 + draw.below(1200));
        }
    }
    let mut stays = "stay,begun,ended\n".to_owned();
    for stay in 0..20 {
        let year = 2020 + stay / 3;
        let (month, day) = (1 + draw.below(12), 1 + draw.below(28));
        let _ = writeln!(stays, "{stay},{year}-{month:02}-{day:02},{}-{month:02}-{day:02}", year + 1);
    }
    std::fs::write(folder.join("houses.csv"), houses).unwrap();
    std::fs::write(folder.join("stays.csv"), stays).unwrap();
}

/// The values, and the verdicts, of a run; each with its year, or that of the last day that it is about.
fn run(folder: &Path, more: &[&str]) -> Vec<(i32, String)> {
    let out = ramme_in(folder, &[&["run", "s.toml", "--format", "json"], more].concat());
    assert_eq!(out.code, 0, "{}", out.err);
    let document: Value = serde_json::from_str(&out.out).unwrap();
    let year_of = |place: &Value| {
        let year = place["year"].as_str().map(|year| year.parse().unwrap());
        let stay = place["stay"].as_str().map(|stay| 2021 + stay.parse::<i32>().unwrap() / 3);
        year.or(stay).unwrap_or(0)
    };
    let values = document["values"].as_array().unwrap().iter().map(|v| (year_of(&v["index"]), v.to_string()));
    let verdicts = document["compliance"]["results"].as_array().unwrap();
    values.chain(verdicts.iter().map(|v| (year_of(&v["subject"]), v.to_string()))).collect()
}

/// Fails with the first line that differs.
fn same(one: &[(i32, String)], other: &[(i32, String)], text: &str) {
    if let Some(at) = (0..one.len().max(other.len())).find(|at| one.get(*at) != other.get(*at)) {
        panic!("{text}\n{:?}\n{:?}", one.get(at), other.get(at));
    }
}

#[test]
fn the_past_does_not_move() {
    let mut draw = Draw(20_261_122);
    let mut moved = 0;
    for case in 0..24 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        std::fs::create_dir(path.join("rules")).unwrap();
        std::fs::write(path.join("rules/rules.ramme"), RULES).unwrap();
        std::fs::write(path.join("s.toml"), SCENARIO).unwrap();
        data(&mut draw, path);
        let late = late(&mut draw);
        let reading = if case % 2 == 0 { "view=strict" } else { "view=mild" };
        let before = run(path, &["--reading", reading]);
        let known = run(path, &["--reading", reading, "--known-on", &late.before]);
        same(&before, &known, "");

        std::fs::write(path.join("rules/late.ramme"), &late.text).unwrap();
        let after = run(path, &["--reading", reading]);
        let earlier = |all: &[(i32, String)]| {
            all.iter().filter(|(year, _)| *year < late.first).cloned().collect::<Vec<_>>()
        };
        same(&earlier(&before), &earlier(&after), &late.text);
        assert!(earlier(&before).len() >= 30);
        let still_known = run(path, &["--reading", reading, "--known-on", &late.before]);
        same(&still_known, &known, &late.text);
        moved += i32::from(before != after);
    }
    // what changes nothing at all shows nothing
    assert!(moved >= 20, "only {moved} of the amendments changed anything");
}

#[test]
fn a_retroactive_change_moves_its_years_and_not_what_was_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::create_dir(path.join("rules")).unwrap();
    std::fs::write(path.join("rules/rules.ramme"), RULES).unwrap();
    std::fs::write(path.join("s.toml"), SCENARIO).unwrap();
    data(&mut Draw(7), path);
    let before = run(path, &[]);
    let late = "language 1\ndocument late\n  rank law\n  published 2024-06-01\n\
        amend part\n  replaces from 2022 retroactive cite late = 50 %\n";
    std::fs::write(path.join("rules/late.ramme"), late).unwrap();
    let after = run(path, &[]);
    let of = |all: &[(i32, String)], years: std::ops::Range<i32>| {
        all.iter().filter(|(year, _)| years.contains(year)).cloned().collect::<Vec<_>>()
    };
    same(&of(&before, 2020..2022), &of(&after, 2020..2022), late);
    assert!(of(&before, 2022..2023) != of(&after, 2022..2023));
    same(&run(path, &["--known-on", "2024-05-31"]), &before, late);
    same(&run(path, &["--known-on", "2024-06-01"]), &after, late);
}
