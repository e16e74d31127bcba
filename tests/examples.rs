//! The examples: every folder is sound and formatted, its tests pass, its scenarios run, and what its page says comes out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{ramme_in, root};
use serde_json::Value;
use std::path::PathBuf;

fn entries(folder: PathBuf) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

#[test]
fn every_example_is_sound_and_runs() {
    let mut scenarios = 0;
    for folder in entries(root().join("examples")).into_iter().filter(|path| path.is_dir()) {
        let name = folder.to_string_lossy().into_owned();
        for args in [&["check", &name][..], &["fmt", "--check", &name], &["test", &name]] {
            let run = ramme_in(&root(), args);
            assert_eq!(run.code, 0, "{args:?}: {}{}", run.out, run.err);
        }
        for path in entries(folder) {
            if path.extension().is_some_and(|ending| ending == "toml") {
                scenarios += 1;
                let run = ramme_in(&root(), &["run", &path.to_string_lossy()]);
                assert_eq!(run.code, 0, "{}: {}", path.display(), run.err);
            }
        }
    }
    assert!(scenarios > 0);
}

/// 412_000 kr, of which 48_000 kr are free and 24_720 kr go to a pension: 12 % of 150_000 kr and 25 % of 189_280 kr are 65_320 kr.
#[test]
fn the_tax_is_as_worked_by_hand_and_was_not_moved_by_the_act_that_came_later() {
    let tax = |more: &[&str]| {
        let args = [&["run", "examples/income-tax/tax.toml", "--format", "json"], more].concat();
        let run = ramme_in(&root(), &args);
        let document: Value = serde_json::from_str(&run.out).unwrap();
        move |who: &str, year: &str| {
            let all = document["values"].as_array().unwrap();
            let fits = |v: &&Value| {
                v["name"] == "tax" && v["index"]["taxpayer"] == who && v["index"]["year"] == year
            };
            all.iter().find(fits).unwrap()["value"].clone()
        }
    };
    let (now, before) = (tax(&[]), tax(&["--known-on", "2023-10-14"]));
    assert_eq!(now("T01", "2022"), "65320.00");
    assert_eq!(now("T01", "2024"), "67008.00");
    for who in ["T01", "T02", "T03", "T04"] {
        assert_eq!(now(who, "2022"), before(who, "2022"));
        assert_eq!(now(who, "2023"), before(who, "2023"));
        assert_eq!(before(who, "2024"), Value::Null);
    }
}

/// A day as days since 1970, and back, by the calendar alone.
fn day(year: i64, month: i64, day: i64) -> i64 {
    let (y, m) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719_469
}

fn month_length(year: i64, month: i64) -> i64 {
    let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    day(next_year, next, 1) - day(year, month, 1)
}

fn spelled(at: i64) -> String {
    let mut year = 1970 + at / 366;
    while day(year + 1, 1, 1) <= at {
        year += 1;
    }
    let month = (1..=12).rev().find(|m| day(year, *m, 1) <= at).unwrap();
    format!("{year}-{month:02}-{:02}", at - day(year, month, 1) + 1)
}

/// Three values: an unknown side decides nothing that the other side does not decide.
fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

struct Referral {
    received: (i64, i64, i64),
    severity: usize,
    pause: (Option<i64>, Option<i64>),
    diagnosed: Option<i64>,
    treated: i64,
}

const SEVERITIES: [&str; 3] = ["urgent", "normal", "elective"];

impl Referral {
    /// The next that a simple generator throws, between 2012 and 2014.
    fn thrown(seed: &mut u64) -> Referral {
        let mut die = |sides: u64| {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((*seed >> 33) % sides).unwrap()
        };
        let (year, month) = (2012 + die(3), 1 + die(12));
        let last = month_length(year, month);
        let of_month = if die(3) == 0 { last } else { 1 + die(28) };
        let received = day(year, month, of_month);
        let pause = received - 10 + die(40);
        let known = |die: i64, at: i64| (die > 0).then_some(at);
        let (from, until) = (known(die(4), pause), known(die(4), pause + die(25)));
        Referral {
            received: (year, month, of_month),
            severity: usize::try_from(die(3)).unwrap(),
            pause: (from, until),
            diagnosed: known(die(5), received + die(20)),
            treated: received + die(70),
        }
    }

    fn received(&self) -> i64 {
        day(self.received.0, self.received.1, self.received.2)
    }

    fn limit(&self) -> i64 {
        let (year, month, of_month) = self.received;
        let old = self.received() < day(2013, 9, 1);
        if !old && self.severity == 0 {
            return self.received() + 14;
        }
        let later = month + if old { 2 } else { 1 };
        let (year, month) = if later > 12 { (year + 1, later - 12) } else { (year, later) };
        let length = month_length(year, month);
        match of_month <= length {
            true => day(year, month, of_month),
            false => day(year, month, length) + i64::from(!old && self.severity == 2),
        }
    }

    fn paused(&self, at: i64) -> Option<bool> {
        both(self.pause.0.map(|from| at >= from), self.pause.1.map(|until| at < until))
    }

    fn exempt(&self, at: i64) -> Option<bool> {
        match at {
            at if at <= day(2012, 12, 23) => Some(false),
            at if at <= day(2012, 12, 31) => Some(true),
            at if at <= day(2013, 12, 23) => Some(self.severity == 0),
            at => both(Some(at >= self.received() + 3), self.diagnosed.map(|d| at < d)).map(|not| !not),
        }
    }

    /// Whether each day of the wait counts, one by one.
    fn counts(&self) -> Vec<(i64, Option<bool>)> {
        let not = |x: Option<bool>| x.map(|x| !x);
        (self.received()..self.treated)
            .map(|at| (at, both(not(self.paused(at)), not(self.exempt(at)))))
            .collect()
    }

    /// In øre.
    fn cost(&self) -> Option<i64> {
        let price = |at: i64| match at {
            at if at <= day(2012, 12, 31) => 8_000,
            at if at < self.received() + 10 => 10_050,
            _ => 9_025,
        };
        let days = self.received()..self.treated;
        days.map(|at| self.paused(at).map(|paused| if paused { 0 } else { price(at) })).sum()
    }

    fn line(&self, at: usize) -> String {
        let said = |at: Option<i64>| at.map(spelled).unwrap_or_default();
        format!(
            "R{at},A,Nord,{},{},{},{},{},{}\n",
            SEVERITIES[self.severity],
            spelled(self.received()),
            said(self.pause.0),
            said(self.pause.1),
            said(self.diagnosed),
            spelled(self.treated)
        )
    }
}

/// Every day of three hundred waits, asked one by one beside the rules, which loop over no day.
#[test]
fn waits_are_counted_as_a_calendar_counts_them() {
    let mut seed = 2014;
    let all: Vec<Referral> = (0..300).map(|_| Referral::thrown(&mut seed)).collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    let head = "referral,hospital,region,severity,received,paused_from,paused_until,diagnosed,treated\n";
    let lines: String = all.iter().enumerate().map(|(at, one)| one.line(at)).collect();
    std::fs::write(folder.path().join("data/referrals.csv"), format!("{head}{lines}")).unwrap();
    let data = folder.path().to_string_lossy().into_owned();
    let args = ["run", "examples/waiting-time/waiting-time.toml", "--data", &data, "--format", "json"];
    let run = ramme_in(&root(), &args);
    assert_eq!(run.code, 0, "{}", run.err);
    let document: Value = serde_json::from_str(&run.out).unwrap();
    let mut found = std::collections::BTreeMap::new();
    for value in document["values"].as_array().unwrap() {
        if let Some(row) = value["index"]["referral"].as_str() {
            found
                .insert((value["name"].as_str().unwrap().to_owned(), row.to_owned()), value["value"].clone());
        }
    }
    let mut open = 0;
    for (at, one) in all.iter().enumerate() {
        let is = |name: &str| found[&(name.to_owned(), format!("R{at}"))].clone();
        let days = one.counts();
        let counted: Option<i64> = days.iter().map(|(_, counts)| counts.map(i64::from)).sum();
        let first = days.iter().find(|(_, counts)| *counts != Some(false));
        let first = first.and_then(|(at, counts)| counts.map(|_| spelled(*at)));
        let paused: Vec<Option<bool>> = days.iter().map(|(at, _)| one.paused(*at)).collect();
        let paused = match paused.contains(&Some(true)) {
            true => Some(true),
            false if paused.contains(&None) => None,
            false => Some(false),
        };
        open += i32::from(counted.is_none());
        let said = format!("{}{}", head, one.line(at));
        assert_eq!(is("limit"), spelled(one.limit()), "{said}");
        assert_eq!(is("waited"), (one.treated - one.received()).to_string(), "{said}");
        assert_eq!(is("counted"), Value::from(counted.map(|n| n.to_string())), "{said}");
        assert_eq!(is("first_counted"), Value::from(first), "{said}");
        assert_eq!(is("was_paused"), Value::from(paused), "{said}");
        let cost = one.cost().map(|n| format!("{}.{:02}", n / 100, n % 100));
        assert_eq!(is("cost"), Value::from(cost), "{said}");
        assert_eq!(is("in_time"), Value::from(one.treated <= one.limit()), "{said}");
    }
    assert!(open > 20, "{open} of the counts are open");
}
