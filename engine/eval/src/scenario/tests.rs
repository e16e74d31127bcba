//! Scenario files, good and bad: every mistake with the words that it underlines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use ramme_diag::{Diagnostic, Lang, Limits, SourceMap};

const HEAD: &str = "format = 1\ntitle = \"t\"\nrules = [\"r\"]\nyears = \"2018..2026\"\n";

fn read(text: &str) -> (SourceMap, Result<Scenario, Vec<Diagnostic>>) {
    let mut sources = SourceMap::new();
    let file = sources.add("s.toml", text);
    let read = Scenario::read(file, "s.toml", text, &Limits::default());
    (sources, read)
}

fn good(text: &str) -> Scenario {
    let (_, read) = read(&format!("{HEAD}{text}"));
    read.expect("a good scenario")
}

/// Each mistake as `code line:column [underlined] message; help`, with lines counted after the head.
fn mistakes(text: &str) -> Vec<String> {
    let (sources, read) = read(&format!("{HEAD}{text}"));
    let say = |d: &Diagnostic| {
        assert_eq!(d.forgotten(), Vec::<&str>::new(), "{d:?}");
        assert!(!d.message(Lang::Da).contains('…'));
        let place = d.place().render(&sources).expect("a place");
        let under = d.place().span().map(|span| sources.slice(span)).unwrap_or("");
        let help = d.help(Lang::En).map_or(String::new(), |help| format!("; {help}"));
        let line = i64::from(place.line.unwrap_or(0)) - 4;
        format!("{} {line}:{} [{under}] {}{help}", d.code(), place.column.unwrap_or(0), d.message(Lang::En))
    };
    read.expect_err("mistakes").iter().map(say).collect()
}

#[test]
fn the_least_that_a_scenario_says() {
    let scenario = good("");
    assert_eq!(scenario.years.value, (2018, 2026));
    assert_eq!((scenario.draws, scenario.seed, scenario.known_on), (DEFAULT_DRAWS, DEFAULT_SEED, None));
    assert_eq!(scenario.levels, [Decimal::new(80, 2), Decimal::new(95, 2)]);
    assert_eq!((scenario.synthetic, scenario.show), (false, None));
}

#[test]
fn everything_at_the_top() {
    let scenario = good(
        "known_on = 2023-09-08\nsynthetic = true\ndraws = 500\nseed = 7\nlevels = [95, 50]\nshow = [\"gap\"]\n\
         show_in = \"2023-pl\"\nreadings = { cutoff = \"act\" }\n",
    );
    assert_eq!(scenario.known_on.map(|d| d.to_string()).as_deref(), Some("2023-09-08"));
    assert_eq!((scenario.draws, scenario.seed, scenario.synthetic), (500, 7, true));
    assert_eq!(scenario.levels, [Decimal::new(50, 2), Decimal::new(95, 2)]);
    assert_eq!(scenario.show.map(|names| names.len()), Some(1));
    assert_eq!(scenario.show_in.map(|level| level.value), Some(PriceLevel::Fixed(2023)));
    let readings: Vec<_> =
        scenario.readings.iter().map(|(group, name)| (group.text(), name.text())).collect();
    assert_eq!(readings, [("cutoff", "act")]);
}

#[test]
fn one_year_is_a_span() {
    let (_, read) = read(&HEAD.replace("2018..2026", "2024"));
    assert_eq!(read.unwrap().years.value, (2024, 2024));
}

#[test]
fn what_is_missing_is_said_all_at_once() {
    let (sources, read) = read("titel = \"t\"\n");
    let said: Vec<_> = read.expect_err("mistakes").iter().map(|d| d.render(&sources, Lang::En)).collect();
    let lines: Vec<_> = said.iter().map(|r| format!("{} {}", r.code, r.message)).collect();
    assert_eq!(
        lines,
        [
            "E0602 the scenario does not say `format`",
            "E0602 the scenario does not say `title`",
            "E0602 the scenario does not say `rules`",
            "E0602 the scenario does not say `years`",
            "E0601 a scenario has no key `titel` here",
        ]
    );
    assert_eq!(said.last().and_then(|r| r.help.clone()).as_deref(), Some("did you mean `title`?"));
}

#[test]
fn mistakes_at_the_top_have_places() {
    let found = mistakes(
        "horizn = 3\ndraws = 0\nseed = -1\nlevels = [80, 100]\nsynthetic = \"yes\"\nshow_in = \"23-pl\"\nknown_on = \"8/9\"\n",
    );
    assert_eq!(
        found,
        [
            "E0601 1:1 [horizn] a scenario has no key `horizn` here",
            "E0603 2:9 [0] `draws` is `0`, and a number from 1 to 1000000 is needed; write `draws = 10000`",
            "E0603 3:8 [-1] `seed` is `-1`, and 0 or more is needed",
            "E0603 4:15 [100] `levels` is `100`, and a percentage from 1 to 99 is needed; write `levels = [80, 95]`",
            "E0603 5:13 [\"yes\"] `synthetic` is `yes`, and `true` or `false` is needed",
            "E0603 6:11 [\"23-pl\"] `show_in` is `23-pl`, and a price level is needed; write `show_in = \"2023-pl\"`",
            "E0603 7:12 [\"8/9\"] `known_on` is `8/9`, and a date such as 2023-09-08 is needed",
        ]
    );
}

#[test]
fn another_format_and_no_toml() {
    let (_, other) = read(&HEAD.replace("format = 1", "format = 2"));
    let other = other.expect_err("refused");
    assert_eq!(other[0].message(Lang::En), "the scenario is of format 2, and this program reads 1");
    let (sources, broken) = read("format = 1\ntitle = baseline\n");
    let broken = broken.expect_err("refused");
    let place = broken[0].place().render(&sources).unwrap();
    assert_eq!((broken[0].code().id(), place.line, place.column), ("E0604", Some(2), Some(9)));
}

#[test]
fn years_go_forwards_and_not_for_ever() {
    for (years, code) in
        [("2026..2018", "E0603"), ("soon", "E0603"), ("2018K1..2019K1", "E0603"), ("1800..2200", "E0603")]
    {
        let (_, read) = read(&HEAD.replace("2018..2026", years));
        let ids: Vec<_> = read.expect_err(years).iter().map(|d| d.code().id()).collect();
        assert_eq!(ids, [code], "{years}");
    }
}

const LONG: &str = r#"
[[table]]
file = "f.csv"
where = { measure = ["budget", "regnskab"], year = 2022 }
key = { area = "area", year = { all = 2022 } }
value = { column = "value", unit_from = "unit", level = "2023-pl", decimals_from = "decimals" }
input = { from = "measure", budget = "budget", regnskab = "accounts" }
published = { from = "document" }
members = { area = { "I ALT" = "i alt" } }
"#;

#[test]
fn a_long_table() {
    let scenario = good(LONG);
    let table = &scenario.tables[0];
    assert_eq!((table.delimiter, table.style), (',', NumberStyle::PLAIN));
    assert_eq!(
        table.filters.iter().map(|f| (f.column.text(), f.texts.len())).collect::<Vec<_>>(),
        [("measure", 2), ("year", 1)]
    );
    assert!(matches!(&table.keys[0].key, Source::Column(column) if column.text() == "area"));
    assert!(matches!(&table.keys[1].key, Source::All(year) if year.text() == "2022"));
    let value = &table.values[0];
    assert!(matches!(&value.unit, Some(Source::Column(column)) if column.text() == "unit"));
    assert!(matches!(&value.level, Some(Source::All(level)) if level.text() == "2023-pl"));
    assert!(matches!(&value.decimals, Some(Source::Column(_))));
    let Target::ByCell { column, inputs } = &value.target else { panic!("by cell") };
    assert_eq!((column.text(), inputs.len()), ("measure", 2));
    assert!(
        matches!(&table.published, Some(Published::DocumentColumn(column)) if column.text() == "document")
    );
    assert_eq!(table.members[0].pairs[0].1.text(), "i alt");
}

const WIDE: &str = r#"
[[table]]
file = "t.csv"
delimiter = ";"
decimal = ","
thousands = "."
missing = ["..", "-"]
roll = "provider by year"
key = { provider = "provider_id", year = "year" }
provider.operator = "municipality_id"
provider.places = { column = "n", unit = "place" }
columns = { tariff = "kr/day", pct = { input = "overhead", unit = "%" }, days = { column = "days_sold", unit = "day", decimals = -3 } }
published = 2023-09-08
"#;

#[test]
fn a_wide_table() {
    let scenario = good(WIDE);
    let table = &scenario.tables[0];
    assert_eq!((table.delimiter, table.style), (';', NumberStyle::DANISH));
    assert_eq!(table.missing, ["..", "-"]);
    assert!(matches!(&table.roll, Some(Roll { entity, by_year: true }) if entity.text() == "provider"));
    let targets: Vec<String> = table
        .values
        .iter()
        .map(|value| match &value.target {
            Target::Input(name) => format!("{} -> {}", value.column.text(), name.text()),
            Target::Field(entity, field) => {
                format!("{} -> {}.{}", value.column.text(), entity.text(), field.text())
            }
            Target::ByCell { .. } => "?".to_owned(),
        })
        .collect();
    assert_eq!(
        targets,
        [
            "tariff -> tariff",
            "pct -> overhead",
            "days_sold -> days",
            "municipality_id -> provider.operator",
            "n -> provider.places",
        ]
    );
    assert!(matches!(&table.values[2].decimals, Some(Source::All(n)) if n.value == -3));
    assert!(matches!(&table.published, Some(Published::On(date)) if date.value.to_string() == "2023-09-08"));
}

#[test]
fn mistakes_in_tables() {
    let found = mistakes(
        "[[table]]\nfile = 3\nroll = \"provider each year\"\ncolums = \"x\"\ndelimiter = \";;\"\ndecimal = \".\"\nthousands = \".\"\n\
         columns = { a = { input = \"x\", column = \"b\" }, c = { units = \"kr\" }, d = { unit = \"kr\", unit_from = \"e\" } }\n\
         [[table]]\nfile = \"f\"\n[[table]]\nfile = \"g\"\nvalue = { unit = \"kr\" }\ninput = \"x\"\n",
    );
    assert_eq!(
        found,
        [
            "E0603 2:8 [3] `file` is `a whole number`, and text between quotes is needed",
            "E0603 3:8 [\"provider each year\"] `roll` is `provider each year`, and an entity, by year or not is needed; write `roll = \"provider by year\"`",
            "E0601 4:1 [colums] a scenario has no key `colums` here; did you mean `columns`?",
            "E0603 5:13 [\";;\"] `delimiter` is `;;`, and one character between quotes is needed",
            "E0603 7:13 [\".\"] `thousands` is `.`, and another mark than `decimal` is needed",
            "E0620 8:41 [\"b\"] `input` and `column` exclude each other; keep one of them",
            "E0601 8:54 [units] a scenario has no key `units` here; did you mean `unit`?",
            "E0620 8:101 [\"e\"] `unit` and `unit_from` exclude each other; keep one of them",
            "E0602 9:1 [[[table]]] the scenario does not say `columns`; add `columns = { HEADING = \"UNIT\" }`",
            "E0602 13:9 [{ unit = \"kr\" }] the scenario does not say `column`; add `column = \"COLUMN\"`",
        ]
    );
}

const OUTLOOK: &str = r#"
[forecast.accounts]
method = "auto"
damping = 0.9
prior = { freedom = 3, variance = 0.0004, source = "a panel" }
[forecast.budget]
rule = "mixture"
follows = "accounts"
[chances]
of = "gap"
share_of = "budget"
above = ["0 %", "1.5 %"]
holds = "accounts"
holds_with = ["50 %", "80 %"]
[[lever]]
name = "pl[2025]"
value = "3.5 %"
range = "2 % .. 5 %"
reason = "a guess"
author = "me"
"#;

#[test]
fn what_has_not_happened() {
    let scenario = good(OUTLOOK);
    let kinds: Vec<_> = scenario.forecasts.iter().map(|f| (f.input.text(), &f.kind)).collect();
    assert!(
        matches!(kinds[0], ("accounts", ForecastKind::Series(s)) if s.damping.is_some() && s.prior.as_ref().is_some_and(|p| p.source == "a panel"))
    );
    assert!(
        matches!(kinds[1], ("budget", ForecastKind::Decision { rule: DecisionRule::Mixture, follows, .. }) if follows.text() == "accounts")
    );
    let chances = scenario.chances.unwrap();
    assert_eq!(chances.above, [Decimal::new(0, 2), Decimal::new(15, 3)]);
    assert_eq!(chances.holds_with, [Decimal::new(5, 1), Decimal::new(8, 1)]);
    let lever = &scenario.levers[0];
    let range = lever.range.as_ref().map(|(low, high)| (low.text(), high.text()));
    assert_eq!((lever.name.text(), lever.value.text(), range), ("pl[2025]", "3.5 %", Some(("2 %", "5 %"))));
}

const EVENTS: &str = r#"
[forecast.accounts]
method  = "auto"
history = "drawn"
[[forecast.accounts.event]]
year   = 2020
kind   = "one-off"
reason = "covid"
[[forecast.accounts.event]]
year   = 2021
kind   = "break"
bridge = 1.02
reason = "a new account plan"
[forecast.budget]
rule      = "habit"
follows   = "accounts"
deviation = "published_deviation"
"#;

#[test]
fn what_is_declared_of_a_history() {
    let scenario = good(EVENTS);
    let ForecastKind::Series(series) = &scenario.forecasts[0].kind else { panic!("a series") };
    assert!(series.drawn && series.needs_drift() && !series.is_drift());
    let events: Vec<_> = series.events.iter().map(|e| (e.year.value, e.kind, e.reason.as_str())).collect();
    let expected = [
        (2020, EventKind::OneOff, "covid"),
        (2021, EventKind::Break(Bridge::Factor(1.02)), "a new account plan"),
    ];
    assert_eq!(events, expected);
    assert!(
        matches!(&scenario.forecasts[1].kind, ForecastKind::Decision { deviation: Some(d), .. } if d.text() == "published_deviation")
    );
    for method in methods() {
        good(&format!("[forecast.accounts]\nmethod = \"{method}\"\n"));
    }
}

#[test]
fn mistakes_in_what_is_declared() {
    let found = mistakes(
        "[forecast.a]\nmethod = \"theta\"\nhistory = \"drawn\"\n[forecast.b]\nmethod = \"auto\"\nhistory = \"rounded\"\ngrowth = 2\n\
         [[forecast.b.event]]\nyear = 2020\nkind = \"brake\"\nreason = \"x\"\n[[forecast.b.event]]\nkind = \"break\"\nyears = 2020\n\
         [[forecast.b.event]]\nyear = 2020\nkind = \"break\"\nbridge = \"typicl\"\nreason = \"x\"\n\
         [forecast.c]\nmethod = \"log-drift\"\ngrowth = 0.1\n",
    );
    assert_eq!(
        found,
        [
            "E0603 2:10 [\"theta\"] `method` is `theta`, and `auto` or `log-drift` beside `damping`, `prior` or a drawn `history` is needed; write `method = \"log-drift\"`",
            "E0603 6:11 [\"rounded\"] `history` is `rounded`, and one of `as published`, `drawn` is needed",
            "E0603 7:10 [2] `growth` is `outside`, and a number from -1 to 1 is needed",
            "E0603 10:8 [\"brake\"] `kind` is `brake`, and one of `one-off`, `break`, `revision` is needed",
            "E0602 12:1 [[[forecast.b.event]]] the scenario does not say `year`; add `year = 2020`",
            "E0602 12:1 [[[forecast.b.event]]] the scenario does not say `reason`; add `reason = \"…\"`",
            "E0602 12:1 [[[forecast.b.event]]] the scenario does not say `bridge`; add `bridge = \"typical\"`",
            "E0601 14:1 [years] a scenario has no key `years` here; did you mean `year`?",
            "E0603 18:10 [\"typicl\"] `bridge` is `typicl`, and one of `typical`, `cut` is needed; write `bridge = \"typical\"`",
            "E0620 22:10 [0.1] `growth` and `method = \"log-drift\"` exclude each other; keep one of them",
        ]
    );
}

#[test]
fn a_budget_is_not_drawn_by_itself() {
    let drawn = "[forecast.budget]\nmethod = \"drift\"\n";
    assert_eq!(
        mistakes(drawn),
        [
            "E0619 1:11 [budget] `budget` is decided, and the scenario draws it as a series of its own; write `rule = \"mixture\"` and `follows = \"INPUT\"`, or say why not in `independent_drift`"
        ]
    );
    good(&format!("{drawn}independent_drift = \"to show what goes wrong\"\n"));
    let frame = "[forecast.frame]\nmethod = \"drift\"\n";
    good(frame);
    assert_eq!(mistakes(&format!("{frame}[chances]\nof = \"gap\"\nshare_of = \"frame\"\n")).len(), 1);
}

#[test]
fn mistakes_in_the_outlook() {
    let found = mistakes(
        "[forecast.a]\nmethod = \"drfit\"\ndamping = 2\n[forecast.b]\nrule = \"habit\"\nmethod = \"drift\"\n\
         [chances]\nof = \"gap\"\nabove = [\"2 %\", \"x\"]\nholds_with = [\"100 %\"]\n\
         [[lever]]\nname = \"x\"\nvalue = \"1\"\nrange = \"1\"\nwhy = \"\"\n",
    );
    assert_eq!(
        found,
        [
            "E0603 2:10 [\"drfit\"] `method` is `drfit`, and one of `auto`, `pooled`, `naive`, `drift`, `mean`, `ses`, `holt`, `damped`, `ets`, `theta`, `theta-optimised`, `naive-drift`, `comb`, `robust`, `log-drift`, `log-damped`, `log-theta`, `log-ets` is needed; write `method = \"drift\"`",
            "E0603 3:11 [2] `damping` is `outside`, and a number above 0 and at most 1 is needed",
            "E0602 4:11 [b] the scenario does not say `follows`; add `follows = \"INPUT\"`",
            "E0601 6:1 [method] a scenario has no key `method` here",
            "E0602 9:10 [\"2 %\"] the scenario does not say `share_of`; add `share_of = \"budget\"`",
            "E0603 9:17 [\"x\"] `above` is `x`, and a percentage such as \"2 %\" is needed",
            "E0603 10:15 [\"100 %\"] `holds_with` is `outside`, and a chance above 0 % and below 100 % is needed",
            "E0602 11:1 [[[lever]]] the scenario does not say `reason`; add `reason = \"…\"`",
            "E0602 11:1 [[[lever]]] the scenario does not say `author`; add `author = \"…\"`",
            "E0603 14:9 [\"1\"] `range` is `1`, and a pair of values with `..` between is needed; write `range = \"2 % .. 5 %\"`",
            "E0601 15:1 [why] a scenario has no key `why` here",
        ]
    );
}

#[test]
fn a_scenario_has_a_size() {
    let limits = Limits { scenario_bytes: HEAD.len() as u64, ..Limits::default() };
    let file = ramme_diag::FileId(0);
    assert!(Scenario::read(file, "s.toml", HEAD, &limits).is_ok());
    let said = Scenario::read(file, "s.toml", &format!("{HEAD}#"), &limits).expect_err("too large");
    assert_eq!(said[0].code().id(), "E0513");
}
