//! Mistakes of mappings and data, all of them in one go.

use super::*;

const TABLE: &str = r#"[[table]]
file = "o.csv"
roll = "provider by year"
key = { provider = "id", year = "year" }
provider.operator = "mun"
columns = { tariff = "kr/day", days = { input = "days_sold", unit = "day" }, pct = { input = "overhead", unit = "%" } }
"#;

fn mistakes(rows: &str) -> Vec<String> {
    let file = format!("id,mun,year,tariff,days,pct\n{rows}");
    case(TABLE, &[("o.csv", &file)], None, &[]).mistakes()
}

#[test]
fn cells_that_are_no_values() {
    assert_eq!(
        mistakes(
            "T1,101,2022,1.005,3.5,7\nT2,101,2O22,\"1,5\",x,\nT3,101,2022,5000.01,1,-\n,101,2022,1,1,1\n"
        ),
        [
            "E0503 o.csv:3:3 `2O22` is not a year: years are written as 2023",
            "E0522 o.csv:5:1 the key `id` is blank; fill in the cell, or leave the row out by `where`",
            "E0504 o.csv:2:4 `1.005` has 3 decimals, and `tariff` has 2; declare `kr/day with 3 decimals`, or round the data",
            "E0509 o.csv:4:4 `tariff` is 5000.01, outside 0 kr/day to 5000 kr/day; correct the cell, or widen `between` if the value is right",
            "E0504 o.csv:2:5 `3.5` has 1 decimal, and `days_sold` has 0; declare `day with 1 decimal`, or round the data",
            "E0503 o.csv:4:6 `-` is not a number: nothing is written; correct the cell, or state the file's decimal mark: `decimal = \",\"`",
        ]
    );
}

#[test]
fn one_key_twice() {
    assert_eq!(
        mistakes("T1,101,2022,1,1,1\nT2,101,2022,1,1,1\nT1,101,2022,2,2,2\n"),
        [
            "E0505 o.csv:4:1 the key [T1, 2022] stands in line 2 and again in line 4; delete one of the lines, or declare the axis that tells them apart"
        ]
    );
    let long = "[[table]]\nfile = \"f.csv\"\nkey = { area = \"a\", year = \"y\" }\nvalue = { column = \"v\", unit = \"kr in 2023-pl\" }\ninput = \"budget\"\n";
    let body = format!("{long}{}", long.replace("f.csv", "g.csv"));
    let first = "a,y,v\ni alt,2022,1\ni alt,2022,2\n";
    let found = case(&body, &[("f.csv", first), ("g.csv", "a,y,v\ni alt,2022,1\n")], None, &[]);
    let others = |d: &Diagnostic| d.others().iter().map(|(place, _)| place.clone()).collect::<Vec<_>>();
    let first = ramme_diag::Place::cell("f.csv", 2, 3, Some("v"));
    let second = ramme_diag::Place::cell("f.csv", 2, 3, None);
    let places: Vec<_> = found.result.as_ref().unwrap_err().iter().map(others).collect();
    assert_eq!(places, [[first], [second]]);
    assert_eq!(
        found.mistakes(),
        [
            "E0505 f.csv:3:3 the key `budget[\"i alt\", 2022]` stands in line 2 and again in line 3; delete one of the lines, or declare the axis that tells them apart",
            "E0505 g.csv:2:3 the key `budget[\"i alt\", 2022]` stands in line 2 and again in line 2; delete one of the lines, or declare the axis that tells them apart",
        ]
    );
}

#[test]
fn relations_are_constant_total_and_lead_somewhere() {
    assert_eq!(
        mistakes("T1,101,2022,1,1,1\nT1,102,2023,1,1,1\n"),
        [
            "E0510 o.csv:3:2 `mun` of `operator[T1]` is `101` in line 2 and `102` in line 3; correct one, or declare it `by year`"
        ]
    );
    assert_eq!(
        mistakes("T1,,2022,1,1,1\n"),
        [
            "E0523 o.csv:2:2 no row says `operator` of line 2; fill in the cell; a relation has to name a row for everything that exists"
        ]
    );
    let roll = "[[table]]\nfile = \"m.csv\"\nroll = \"municipality\"\nkey = { municipality = \"code\" }\n";
    let files = [("m.csv", "code\n1013\n"), ("o.csv", "id,mun,year,tariff,days,pct\nT1,1031,2022,1,1,1\n")];
    assert_eq!(
        case(&format!("{roll}{TABLE}"), &files, None, &[]).mistakes(),
        ["E0506 o.csv:2:2 `1031` is not a known municipality; did you mean `1013`?"]
    );
}

#[test]
fn units_and_levels_that_disagree_are_said_once() {
    let table = "[[table]]\nfile = \"f.csv\"\nkey = { area = \"a\", year = \"y\" }\nvalue = { column = \"v\", unit_from = \"u\", level_from = \"l\" }\ninput = \"budget\"\n";
    let file = "a,y,v,u,l\ni alt,2022,1,kr,2022-pl\nadults,2022,1,kr,2022-pl\nchildren,2022,1,dage,2023-pl\ni alt,2023,1,mill. D.kr.,2023-pl\nadults,2023,1,kr,\n";
    assert_eq!(
        case(table, &[("f.csv", file)], None, &[]).mistakes(),
        [
            "E0519 f.csv:2:4 `v` holds kroner in 2022 prices, and `budget` needs kroner in 2023 prices; map the column to an input of its kind, or correct the unit or price level",
            "E0519 f.csv:4:4 `v` holds days, and `budget` needs kroner in 2023 prices; map the column to an input of its kind, or correct the unit or price level",
            "E0517 f.csv:5:4 the unit `mill. D.kr.` over `v` is not known; state the unit and factor in the scenario",
            "E0622 f.csv:6:5 the scenario does not say in which price level `v` holds `budget`; state `level = \"2023-pl\"`",
        ]
    );
    let wide = "[[table]]\nfile = \"f.csv\"\nroll = \"provider\"\nkey = { provider = \"id\" }\ncolumns = { opened = \"kr\", note = { input = \"note\" } }\n";
    assert_eq!(
        case(wide, &[("f.csv", "id,opened,note\nT1,2022-01-01,x\n")], None, &[]).mistakes(),
        [
            "E0519 s.toml [\"kr\"] `opened` holds kr, and `opened` needs a date; map the column to an input of its kind, or correct the unit or price level"
        ]
    );
    let bare = TABLE.replace(", unit = \"day\"", "");
    let file = "id,mun,year,tariff,days,pct\nT1,101,2022,1,1,1\n";
    assert_eq!(
        case(&bare, &[("o.csv", file)], None, &[]).mistakes(),
        [
            "E0622 s.toml [days] the scenario does not say in which unit `days` holds `days_sold`; state `unit = \"UNIT\"`"
        ]
    );
}

#[test]
fn names_that_the_rules_or_the_file_lack() {
    let body = r#"[[table]]
file = "o.csv"
where = { knd = "x" }
roll = "provder"
key = { provider = "ident", yaer = "year" }
provider.operater = "mun"
colums.tariff = "kr/day"
columns = { tarif = "kr/day", days = { input = "dayssold", unit = "day" } }
members = { area = { a = "chidlren" }, arae = { a = "adults" } }
[[table]]
file = "p.csv"
columns = { a = "b" }
"#;
    assert_eq!(
        case(body, &[("o.csv", "id,mun,year,tariff,days,kind\n")], None, &[]).mistakes(),
        [
            "E0501 s.toml [\"p.csv\"] the file `p.csv` is not there; did you mean `o.csv`?",
            "E0507 s.toml [knd] the file has no column `knd`; did you mean `kind`?",
            "E0507 s.toml [\"ident\"] the file has no column `ident`",
            "E0617 s.toml [yaer] the rules have no axis `yaer`; did you mean `year`?",
            "E0617 s.toml [\"provder\"] the rules have no entity `provder`; did you mean `provider`?",
            "E0512 s.toml [\"chidlren\"] `chidlren` is not in the set `area`; did you mean `children`?",
            "E0617 s.toml [arae] the rules have no set `arae`; did you mean `area`?",
            "E0507 s.toml [tarif] the file has no column `tarif`; did you mean `tariff`?",
            "E0617 s.toml [\"dayssold\"] the rules have no input `dayssold`; did you mean `days_sold`?",
            "E0617 s.toml [operater] the rules have no field of `provider` `operater`; did you mean `operator`?",
            "E0617 s.toml [colums] the rules have no entity `colums`; did you mean `columns`?",
        ]
    );
}

#[test]
fn every_axis_needs_a_key() {
    let body = "[[table]]\nfile = \"o.csv\"\nroll = \"provider by year\"\nkey = { provider = \"id\" }\ncolumns = { tariff = \"kr/day\" }\n";
    let found = case(body, &[("o.csv", "id,tariff\nT1,1\n")], None, &[]).mistakes();
    let found: Vec<_> = found.iter().map(|line| line.replace('\n', " ")).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("E0618 s.toml") && found[0].contains("`roll = provider` is by year"),
        "{found:?}"
    );
    assert!(found[1].contains("`tariff` is by year, and the table has no key for it"), "{found:?}");
}

#[test]
fn rows_that_are_not_mapped_and_filters_that_match_nothing() {
    let table = "[[table]]\nfile = \"f.csv\"\nkey = { area = \"a\", year = \"y\" }\nvalue = { column = \"v\", unit = \"kr in 2023-pl\" }\ninput = { from = \"m\", b = \"budget\" }\n";
    let file = "a,y,v,m\ni alt,2022,1,b\nthe rest,2022,1,b\ni alt,2023,1,c\n";
    assert_eq!(
        case(table, &[("f.csv", file)], None, &[]).mistakes(),
        [
            "E0512 f.csv:3:1 `the rest` is not in the set `area`",
            "E0520 f.csv:4:4 the scenario does not say which input `c` in `m` is; map it under `input`, or leave the row out by `where`",
        ]
    );
    let none = table.replace("key =", "where = { m = \"d\" }\nkey =");
    assert_eq!(
        case(&none, &[("f.csv", "a,y,v,m\ni alt,2022,1,b\n")], None, &[]).mistakes(),
        ["E0603 s.toml [m] `where` is `fulfilled by no row of the file`, and at least one row is needed"]
    );
}

#[test]
fn one_roll_an_entity() {
    let roll = "[[table]]\nfile = \"m.csv\"\nroll = \"municipality\"\nkey = { municipality = \"code\" }\n";
    let found = case(&format!("{roll}{roll}"), &[("m.csv", "code\n101\n")], None, &[]).mistakes();
    assert_eq!(
        found,
        [
            "E0621 s.toml [\"municipality\"] two tables are the roll of `municipality`; let one table say who exists"
        ]
    );
}

#[test]
fn documents_that_are_not_known_and_bad_dates_of_publication() {
    let table = "[[table]]\nfile = \"f.csv\"\nkey = { area = \"a\", year = \"y\" }\nvalue = { column = \"v\", unit = \"kr in 2023-pl\" }\ninput = \"budget\"\npublished = ";
    let file = "a,y,v,d\ni alt,2022,1,odl\n";
    let found = case(&format!("{table}{{ from = \"d\" }}"), &[("f.csv", file)], None, &[]).mistakes();
    assert_eq!(found, ["E0506 f.csv:2:4 `odl` is not a known document of the rules; did you mean `old`?"]);
    let found = case(&format!("{table}{{ column = \"d\" }}"), &[("f.csv", file)], None, &[]).mistakes();
    assert_eq!(
        found,
        ["E0503 f.csv:2:4 `odl` is not a date: it is not written as a date; write the day as `2023-10-01`"]
    );
}

#[test]
fn only_so_many_are_said() {
    let rows: String = (0..500).map(|n| format!("T{n},101,2022,x,1,1\n")).collect();
    assert_eq!(mistakes(&rows).len(), 100);
}

#[test]
fn amounts_are_shown_in_their_own_level_so_far() {
    let body = |level: &str| format!("show = [\"budget\"]\nshow_in = \"{level}\"\n");
    assert!(case(&body("2023-pl"), &[], None, &[]).result.is_ok());
    assert_eq!(
        case(&body("2022-pl"), &[], None, &[]).mistakes(),
        ["E0623 s.toml [\"2022-pl\"] showing `budget` in `2022-pl` can't be done yet; leave it out"]
    );
}
