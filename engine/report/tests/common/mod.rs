//! Hand-made results for the report's tests: the published budget figures, a forecast, and some verdicts.
#![allow(dead_code, reason = "each test uses a part of it")]

use ramme_eval::result::*;
use ramme_rulebook::model::Type;
use ramme_syntax::tree::CitePlace;
use ramme_value::{Date, Decimal, NumType, PriceLevel, Ratio, Unit};

pub fn dec(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

pub fn money() -> Type {
    Type::Num(NumType::declared(Unit::base("kr"), PriceLevel::Fixed(2023), None))
}

pub fn percent() -> Type {
    Type::Num(NumType::ratio(Unit::percent(), PriceLevel::None))
}

pub fn daily() -> Type {
    let unit = Unit::base("kr").div(&Unit::base("day"));
    Type::Num(NumType::declared(unit, PriceLevel::Current, Some(2)))
}

pub fn basis() -> Basis {
    Basis {
        title: "Budget mod regnskab 2018–2026".to_owned(),
        scenario: "scenarios/budget-2023-2026.toml".to_owned(),
        verb: "run".to_owned(),
        arguments: vec!["--lang=da".to_owned()],
        scenario_hash: "cc".to_owned(),
        rules_hash: "aa".to_owned(),
        data_hash: "bb".to_owned(),
        seed: 2023,
        draws: 10_000,
        known_on: Date::from_ymd(2023, 9, 8),
        readings: vec![],
        synthetic: false,
        years: (2018, 2024),
    }
}

fn cell(area: &str, year: i32, value: CellValue) -> OutputCell {
    OutputCell { keys: vec![area.to_owned(), year.to_string()], value, range: None, known: None, place: None }
}

fn kr(tenths: i128) -> Exact {
    Exact::Dec(Decimal::new(tenths * 10_000_000_000, 2))
}

fn draws(median: f64, half80: f64, half95: f64) -> CellValue {
    CellValue::Draws(Summary {
        mean: median,
        quantiles: vec![
            (0.025, median - half95),
            (0.1, median - half80),
            (0.5, median),
            (0.9, median + half80),
            (0.975, median + half95),
        ],
        positive: Some(chance(0.85, 0.95)),
    })
}

pub fn chance(low: f64, high: f64) -> ChanceRange {
    ChanceRange {
        low,
        high,
        n: 5,
        happened: 5,
        basis: vec!["habit".to_owned(), "lag".to_owned(), "count".to_owned()],
    }
}

fn output(name: &str, ty: Type, cells: Vec<OutputCell>) -> Output {
    Output {
        name: name.to_owned(),
        ty,
        axes: vec!["area".to_owned(), "year".to_owned()],
        cells,
        rests_on: vec![],
        clauses: vec![ClausePlace {
            place: format!("rules/budget/gap.ramme:{}", name.len()),
            first: None,
            last: None,
            cites: vec![],
        }],
        year: Some(1),
        of_rows: false,
    }
}

const BUDGET: [i128; 5] = [166, 167, 172, 174, 175];
const ACCOUNTS: [i128; 5] = [175, 173, 176, 181, 187];

pub fn run() -> RunResult {
    let mut budget = Vec::new();
    let mut accounts = Vec::new();
    let mut gap = Vec::new();
    let mut deviation = Vec::new();
    for ((b, a), year) in BUDGET.into_iter().zip(ACCOUNTS).zip(2018..) {
        let mut one = cell("i alt", year, CellValue::Exact(kr(b)));
        one.place = Some(format!("published_figures.csv:{year}:13"));
        one.range = Some((
            Exact::Dec(Decimal::new((b * 10 - 5) * 1_000_000_000, 2)),
            Exact::Dec(Decimal::new((b * 10 + 5) * 1_000_000_000, 2)),
        ));
        budget.push(one);
        accounts.push(cell("i alt", year, CellValue::Exact(kr(a))));
        let mut one = cell("i alt", year, CellValue::Exact(kr(a - b)));
        one.range = Some((kr(a - b - 1), kr(a - b + 1)));
        gap.push(one);
        let share = |n: i128, d: i128| Exact::Ratio(Ratio::new(n, d).unwrap());
        let mut one = cell("i alt", year, CellValue::Exact(share(a - b, b)));
        one.range = Some((share((a - b - 1) * 10, b * 10 + 5), share((a - b + 1) * 10, b * 10 - 5)));
        deviation.push(one);
    }
    for (year, wide) in [(2023, 1.0), (2024, 1.5)] {
        budget.push(cell(
            "i alt",
            year,
            if year == 2023 { CellValue::Exact(kr(180)) } else { draws(18.2e9, 0.5e9, 1.0e9) },
        ));
        accounts.push(cell("i alt", year, draws(19.01e9, 0.5e9 * wide, 1.0e9 * wide)));
        gap.push(cell("i alt", year, draws(0.95e9, 0.5e9 * wide, 1.1e9 * wide)));
        deviation.push(cell("i alt", year, draws(0.0521, 0.03 * wide, 0.06 * wide)));
    }
    let note = Note {
        en: "no row of the data holds budget[children, 2018]".to_owned(),
        da: "ingen række i data har budget[children, 2018]".to_owned(),
    };
    for year in 2018..=2024 {
        budget.push(cell("children", year, CellValue::Missing(vec![note.clone()])));
    }
    let row = |year: i32| ChanceRow {
        name: "gap".to_owned(),
        keys: vec![("area".to_owned(), "i alt".to_owned()), ("year".to_owned(), year.to_string())],
        above: vec![
            (dec("0"), chance(0.85, 0.95)),
            (dec("0.01"), chance(0.85, 0.9)),
            (dec("0.02"), chance(0.8, 0.8)),
        ],
        shortfall: 1.04e9,
        holds: vec![(0.5, 19.01e9), (0.8, 19.4e9), (0.9, 19.58e9)],
        holds_of: "accounts".to_owned(),
        budget_by: if year == 2023 { "decided" } else { "habit and lag" }.to_owned(),
        spread: None,
    };
    RunResult {
        basis: basis(),
        values: vec![
            output("budget", money(), budget),
            output("accounts", money(), accounts),
            output("gap", money(), gap),
            output("deviation", percent(), deviation),
        ],
        chances: vec![row(2023), row(2024)],
        checks: Vec::new(),
        hindcasts: Vec::new(),
        forecasts: Vec::new(),
        declared: Vec::new(),
        judgement: Judgement::default(),
        notices: Vec::new(),
        notes: vec![Note {
            en: "accounts: drift in logarithms, 4 changes, t with 3 degrees of freedom".to_owned(),
            da: "accounts: drift i logaritmer, 4 ændringer, t med 3 frihedsgrader".to_owned(),
        }],
    }
}

pub fn verdict(rule: &str, key: &str, outcome: VerdictKind) -> Verdict {
    Verdict {
        rule: rule.to_owned(),
        subject: vec![("provider".to_owned(), key.to_owned()), ("year".to_owned(), "2023".to_owned())],
        outcome,
        measured: None,
        limit: None,
        excess: None,
        ty: None,
        comparison: Some("cost_per_day <= ceiling".to_owned()),
        clause: "rules/tariff/ceiling.ramme:12".to_owned(),
        cites: vec![Cited {
            document: "framework".to_owned(),
            title: Some("Rammeaftale 2023-2024".to_owned()),
            lines: Some("2476-2479".to_owned()),
            place: None,
            at: CitePlace::Lines(vec![(2476, 2479)]),
            external: None,
            passage: None,
        }],
        missing: vec![],
        addressee: Some("Embedsmandsudvalget".to_owned()),
        deadline: Date::from_ymd(2023, 11, 24).map(Deadline::Day),
        rests_on: Vec::new(),
        adopted: Vec::new(),
        lacks: Vec::new(),
        name: None,
        belongs: None,
        deadline_is: None,
        place: None,
        sides: std::sync::Arc::default(),
        called: None,
        keys_called: Vec::new(),
        because: None,
        before: None,
    }
}

pub fn measured(mut verdict: Verdict, measured: &str, limit: &str, excess: Option<&str>) -> Verdict {
    verdict.measured = Some(Exact::Dec(dec(measured)));
    verdict.limit = Some(Exact::Dec(dec(limit)));
    verdict.excess = excess.map(|e| Exact::Dec(dec(e)));
    verdict.ty = Some(daily());
    verdict
}

pub fn judgement() -> Judgement {
    let mut breach = measured(
        verdict("tariff_ceiling", "T001", VerdictKind::Breach),
        "1050.00",
        "1025.00000",
        Some("25.00000"),
    );
    breach.place = Some("offers.csv:14:6".to_owned());
    let hair = measured(
        verdict("tariff_ceiling", "T002", VerdictKind::Breach),
        "1034.01",
        "1034.00850",
        Some("0.00150"),
    );
    let explained = measured(
        verdict("tariff_ceiling", "T003", VerdictKind::Explained),
        "1050.00",
        "1025.00000",
        Some("25.00000"),
    );
    let fine =
        measured(verdict("tariff_ceiling", "T004", VerdictKind::Complies), "1000.00", "1025.00000", None);
    let mut open = verdict("tariff_ceiling", "T005", VerdictKind::Undetermined);
    open.ty = Some(daily());
    open.missing = vec![Note {
        en: "cost_per_day[T005, 2023] is blank (offers.csv, line 18, column 6 `cost_per_day`)".to_owned(),
        da: "cost_per_day[T005, 2023] er tom (offers.csv, linje 18, kolonne 6 `cost_per_day`)".to_owned(),
    }];
    let mut target = verdict("overhead_target", "2024", VerdictKind::NotMet);
    target.subject = vec![("year".to_owned(), "2024".to_owned())];
    target.comparison = Some("mean_overhead <= 6 %".to_owned());
    target.ty = Some(percent());
    target.measured = Some(Exact::Ratio(Ratio::new(2401, 40_000).unwrap()));
    target.limit = Some(Exact::Dec(dec("0.0600")));
    target.excess = Some(Exact::Ratio(Ratio::new(1, 40_000).unwrap()));
    (target.addressee, target.deadline) = (None, None);
    let mut grant = verdict("grant_paid", "A012", VerdictKind::Breach);
    grant.subject = vec![("application".to_owned(), "A012".to_owned())];
    grant.comparison = None;
    (grant.addressee, grant.deadline) = (None, None);
    Judgement {
        results: vec![fine, explained, open, breach, hair, grant],
        targets: vec![target],
        notes: vec![],
    }
}
