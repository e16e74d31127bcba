//! Levers and `--set`.

use super::*;
use ramme_rulebook::model::{KeyValue, Value};
use ramme_value::Decimal;

const TABLE: &str = r#"[[table]]
file = "o.csv"
roll = "provider by year"
key = { provider = "id", year = "year" }
provider.operator = "mun"
columns = { tariff = { input = "tariff", unit = "kr/day", decimals = 0 } }
"#;

const FILE: &str = "id,mun,year,tariff\nT1,101,2022,10\nT1,101,2023,\nT2,147,2023,30\n";

fn lever(name: &str, value: &str) -> String {
    format!("[[lever]]\nname = '{name}'\nvalue = '{value}'\nreason = \"a guess\"\nauthor = \"me\"\n")
}

fn set(levers: &str, sets: &[&str]) -> Case {
    case(&format!("{TABLE}{levers}"), &[("o.csv", FILE)], None, sets)
}

#[test]
fn parameters() {
    let case = set(&lever("pl[2025]", "3.5 %"), &["grant[i alt]=5 kr", "cap@2024-01-01=1_000.50 kr"]);
    let overrides = &case.bound().dataset.overrides;
    let found: Vec<_> = overrides
        .iter()
        .map(|o| (o.keys.clone(), o.from.map(|d| d.to_string()), o.value.clone(), o.origin.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (vec![KeyValue::Period(2025)], None, Value::Dec(Decimal::new(35, 3)), "a guess (me)"),
            (vec![KeyValue::Member(2)], None, Value::Dec(Decimal::new(500, 2)), "--set grant[i alt]=5 kr"),
            (
                vec![],
                Some("2024-01-01".to_owned()),
                Value::Dec(Decimal::new(100_050, 2)),
                "--set cap@2024-01-01=1_000.50 kr"
            ),
        ]
    );
}

#[test]
fn cells_of_inputs() {
    let case = set(
        &lever("tariff[T1, 2023]", "12.5 kr/day"),
        &["tariff[T2,2023]=31 kr/day", "budget[\"i alt\",2022]=7 kr"],
    );
    assert_eq!(case.cell("tariff", 0, 0), Ok(1_000));
    assert_eq!(case.cell("tariff", 1, 0), Ok(1_250));
    assert_eq!(case.cell("tariff", 1, 1), Ok(3_100));
    assert_eq!((case.place("tariff", 0, 0), case.place("tariff", 1, 1)), ((0, 2, 4), (0, 0, 0)));
    let column = case.column("tariff");
    assert!(column.overridden && column.column.blocks[1].status.is_none());
    assert_eq!(column.half_units.as_ref().unwrap(), &[vec![50, 0], vec![0, 0]]);
    assert_eq!(case.cell("budget", 0, 2), Ok(700));
    assert_eq!(case.cell("budget", 0, 0), Err(Cause::NotMapped { what: "budget".to_owned() }));
}

#[test]
fn dates_texts_members_relations_and_scalars() {
    let sets = [
        "start=2024-06-30",
        "note[T1]=\"x y\"",
        "opened[T2]=2020-02-29",
        "explained[T1,2022]=yes",
        "population[147]=5 person",
    ];
    let case = set("", &sets);
    assert_eq!(case.cell("start", 0, 0), Ok(19_904));
    let note = case.cell("note", 0, 0).unwrap();
    assert_eq!(case.bound().dataset.texts.get(note), "x y");
    assert_eq!(case.cell("opened", 0, 1), Ok(18_321));
    assert_eq!(case.cell("explained", 0, 0), Ok(1));
    assert_eq!(case.cell("population", 0, 1), Ok(5));
}

#[test]
fn the_last_wins() {
    let case = set(
        &lever("tariff[T2, 2023]", "1 kr/day"),
        &["tariff[T2,2023]=2 kr/day", "tariff[T2,2023]=3 kr/day"],
    );
    assert_eq!(case.cell("tariff", 1, 1), Ok(300));
}

#[test]
fn what_cannot_be_set() {
    let found = set(
        &lever("pll[2025]", "3.5 %"),
        &[
            "pl=3 %",
            "pl[2025]=3,5 %",
            "pl[2025]=3.55 %",
            "pl[2025]=3 kr",
            "doubled[T1,2022]=1 kr/day",
            "tariff[T9,2023]=1 kr/day",
            "tariff[T2,2022]=1 kr/day",
            "tariff[T1,2050]=1 kr/day",
            "tariff[T1,2022]=6_000 kr/day",
            "tariff[T1,2022]@2022-01-01=1 kr/day",
            "budget[all,2022]=1 kr",
            "tariff",
        ],
    )
    .mistakes();
    // What the language says of names and values is tested where it is said; here its code and place are enough.
    let ours = |line: &str| line.starts_with("E05") || line.starts_with("E06");
    let first = |line: &str, mark: &str| line.split(mark).next().unwrap_or("").to_owned();
    let short: Vec<String> =
        found.iter().map(|line| if ours(line) { first(line, ";") } else { first(line, "] ") }).collect();
    assert_eq!(
        short,
        [
            "E0201 s.toml ['pll[2025]'",
            "E0606 --set [pl=3 %] `pl` does not say what to set: it needs a key for year",
            "E0125 --set [pl[2025]=3,5 %",
            "E0317 --set [pl[2025]=3.55 %",
            "E0304 --set [pl[2025]=3 kr",
            "E0607 --set [doubled[T1,2022]=1 kr/day] `doubled` is a definition and can't be set",
            "E0613 --set [tariff[T9,2023]=1 kr/day] `tariff[T9,2023]` names no value of this run",
            "E0613 --set [tariff[T2,2022]=1 kr/day] `tariff[T2,2022]` names no value of this run",
            "E0613 --set [tariff[T1,2050]=1 kr/day] `tariff[T1,2050]` names no value of this run",
            "E0509 --set [tariff[T1,2022]=6_000 kr/day] `tariff` is 6_000 kr/day, outside 0 kr/day to 5000 kr/day",
            "E0606 --set [tariff[T1,2022]@2022-01-01=1 kr/day] `tariff[T1,2022]` does not say what to set: an input has no dates",
            "E0205 --set [budget[all,2022]=1 kr",
            "E0606 --set [tariff] `tariff` does not say what to set: there is no `=` in it",
        ]
    );
}
