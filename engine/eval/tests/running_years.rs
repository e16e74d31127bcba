//! Days granted in running years against a second reckoning that looks at every day.
//!
//! In: random stays of a few citizens. Out: nothing; a test of the language is written with what the reckoning below
//! expects, and has to pass. The reckoning shares nothing with the engine but the calendar.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use ramme_diag::{Lang, Limits, SourceMap};
use ramme_value::{Date, EndOfMonth};

/// The law of the tests: 25 days, from 10 March 2024 on 12; counted from 20 January 2024 on; days of a pause do not count.
const RULES: &str = "\
language 1
entity citizen
entity stay
  who : citizen
input starts_on of stay : date
input ends_on of stay : date
input pause_from of stay : date
input pause_until of stay : date
define most for a day : day
  to 2024-03-09   = 25 day
  from 2024-03-10 = 12 day
define counts of stay for a day : yes/no = day < pause_from or day >= pause_until
define again of stay : day
  = allot days from starts_on until ends_on where counts
      at most most per who
      in running years from 2024-01-20 opening again on the anniversary
      in order of starts_on, stay
define later of stay : day
  = allot days from starts_on until ends_on where counts
      at most most per who
      in running years from 2024-01-20 opening again at the next start
      in order of starts_on, stay
define kept of stay : day
  = allot days from starts_on until ends_on where counts
      at most most per who
      in running years from 2024-01-20 opening again on the anniversary keeping the first limit
      in order of starts_on, stay
define kept_later of stay : day
  = allot days from starts_on until ends_on where counts
      at most most per who
      in running years from 2024-01-20 opening again at the next start keeping the first limit
      in order of starts_on, stay
";

/// A stay: the citizen, the first day, the day after the last, and a pause of days that do not count.
#[derive(Debug, Clone)]
struct Stay {
    who: u8,
    starts: i32,
    ends: i32,
    pause: (i32, i32),
}

fn date(text: &str) -> i32 {
    Date::parse_iso(text).unwrap().days_from_epoch()
}

fn written(day: i32) -> String {
    Date::from_days(day).unwrap().to_string()
}

fn anniversary(day: i32) -> i32 {
    Date::from_days(day).unwrap().add_months(12, EndOfMonth::Clamp).unwrap().days_from_epoch()
}

fn counts(stay: &Stay, day: i32) -> bool {
    day >= date("2024-01-20")
        && (stay.starts..stay.ends).contains(&day)
        && !(stay.pause.0..stay.pause.1).contains(&day)
}

/// When running years open: day by day, on a counted day that lies in none (or only on the first of a stay).
fn opened(stays: &[&Stay], at_start_only: bool) -> Vec<i32> {
    let first_of = |stay: &Stay| (stay.starts..stay.ends).find(|day| counts(stay, *day));
    let starts: Vec<Option<i32>> = stays.iter().map(|stay| first_of(stay)).collect();
    let mut out: Vec<i32> = Vec::new();
    for day in date("2023-12-01")..date("2029-01-01") {
        let open = out.last().is_some_and(|o| day < anniversary(*o));
        let opens = if at_start_only {
            starts.contains(&Some(day))
        } else {
            stays.iter().any(|stay| counts(stay, day))
        };
        if !open && opens {
            out.push(day);
        }
    }
    out
}

/// What each stay is granted, every day looked at; the limit is that of the day, or of the first of its running year.
fn reckon(stays: &[Stay], at_start_only: bool, keeps: bool) -> Vec<i32> {
    let mut granted = vec![0; stays.len()];
    for who in 0..3 {
        let mut own: Vec<usize> = (0..stays.len()).filter(|i| stays[*i].who == who).collect();
        own.sort_by_key(|i| (stays[*i].starts, *i));
        let all: Vec<&Stay> = own.iter().map(|i| &stays[*i]).collect();
        let years = opened(&all, at_start_only);
        let mut used: BTreeMap<i32, i32> = BTreeMap::new();
        for i in own {
            for day in stays[i].starts..stays[i].ends {
                let Some(year) = years.iter().rev().find(|y| **y <= day) else { continue };
                let asked = if keeps { *year } else { day };
                let most = if asked < date("2024-03-10") { 25 } else { 12 };
                let used = used.entry(*year).or_insert(0);
                if counts(&stays[i], day) && *used < most {
                    *used += 1;
                    granted[i] += 1;
                }
            }
        }
    }
    granted
}

fn stay() -> impl Strategy<Value = Stay> {
    let long = prop_oneof![3 => 0..20i32, 2 => 0..120i32, 1 => 300..800i32];
    (0..3u8, 0..900i32, long, -10..60i32, 0..40i32).prop_map(|(who, from, days, pause, paused)| {
        let starts = date("2023-12-20") + from;
        let pause = (starts + pause, starts + pause + paused);
        Stay { who, starts, ends: starts + days, pause }
    })
}

/// The rules with one test that holds the stays and what is expected of them.
fn with_test(stays: &[Stay]) -> String {
    let mut text = format!("{RULES}\ntest \"stays\"\n");
    for (i, s) in stays.iter().enumerate() {
        text.push_str(&format!(
            "  given stay s{i:02} : who is c{}, starts_on = {}, ends_on = {}, pause_from = {}, pause_until = {}\n",
            s.who,
            written(s.starts),
            written(s.ends),
            written(s.pause.0),
            written(s.pause.1),
        ));
    }
    let ways =
        [("again", false, false), ("later", true, false), ("kept", false, true), ("kept_later", true, true)];
    for (name, at_start_only, keeps) in ways {
        for (i, days) in reckon(stays, at_start_only, keeps).into_iter().enumerate() {
            text.push_str(&format!("  expect {name}[s{i:02}] = {days} day\n"));
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn granted_as_if_every_day_were_looked_at(stays in proptest::collection::vec(stay(), 1..8)) {
        let text = with_test(&stays);
        let mut sources = SourceMap::new();
        let file = sources.add("stays.ramme", &text);
        let (tree, problems) = ramme_syntax::parse(file, &text, &Limits::default());
        prop_assert!(problems.is_empty(), "{text}");
        let (book, problems) = ramme_rulebook::build(&[tree]);
        prop_assert!(!problems.iter().any(ramme_diag::Diagnostic::is_error), "{text}");
        for report in ramme_eval::test(&book, &sources, None) {
            let said: Vec<String> = report.failures.iter().map(|f| f.message(Lang::En)).collect();
            prop_assert!(said.is_empty(), "{}\n{text}", said.join("\n"));
        }
    }
}
