//! Wide files: a thing a row, and who exists.

use super::*;

const OFFERS: &str = "\
id;mun;kind;year;tariff;days;pct;places;opened;note;why
T1;101;municipal;2022;1.000,50;365;6,25;10;2015-01-01;A;nej
T1;101;municipal;2023;;366;6,5;12;2015-01-01;A;ja
T2;147;private;2023;5.000,00;..;100;;2023-01-01;;
";

const MUNICIPALITIES: &str = "code,people\n147,100\n101,200\n";

const TABLES: &str = r#"[[table]]
file = "m.csv"
roll = "municipality"
key = { municipality = "code" }
municipality.population = "people"
"#;

const OFFER_TABLE: &str = r#"[[table]]
file = "o.csv"
delimiter = ";"
decimal = ","
thousands = "."
missing = [".."]
roll = "provider by year"
key = { provider = "id", year = "year" }
provider.operator = "mun"
provider.kind = "kind"
provider.places = "places"
columns = { tariff = "kr/day", days = { input = "days_sold", unit = "day" }, pct = { input = "overhead", unit = "%" }, opened = "date", note = "text", explained = { column = "why" } }
"#;

fn tables() -> String {
    let municipalities = TABLES.replace(
        "municipality.population = \"people\"",
        "columns = { people = { input = \"population\", unit = \"person\" } }",
    );
    format!("{municipalities}{OFFER_TABLE}")
}

fn offers(file: &str) -> Case {
    case(&tables(), &[("m.csv", MUNICIPALITIES), ("o.csv", file)], None, &[])
}

fn keys(rows: &crate::dataset::Rows) -> Vec<&str> {
    rows.keys.iter().collect()
}

#[test]
fn rolls_say_who_exists() {
    let case = offers(OFFERS);
    let data = &case.bound().dataset;
    assert_eq!(keys(&data.entities[0]), ["147", "101"]);
    assert_eq!(data.entities[0].exists, None);
    assert_eq!(keys(&data.entities[1]), ["T1", "T2"]);
    assert_eq!(data.entities[1].exists, Some(vec![vec![true, false], vec![true, true]]));
}

#[test]
fn values_of_every_type() {
    let case = offers(OFFERS);
    assert_eq!(case.cell("population", 0, 1), Ok(200));
    assert_eq!(case.cell("operator", 0, 0), Ok(1));
    assert_eq!(case.cell("operator", 0, 1), Ok(0));
    assert_eq!(case.cell("kind", 0, 1), Ok(1));
    assert_eq!(case.cell("places", 1, 0), Ok(12));
    assert_eq!(case.cell("tariff", 0, 0), Ok(100_050));
    assert_eq!(case.cell("tariff", 1, 1), Ok(500_000));
    assert_eq!(case.cell("overhead", 0, 0), Ok(625));
    assert_eq!(case.cell("overhead", 1, 0), Ok(650));
    assert_eq!(case.cell("opened", 0, 0), Ok(16_436));
    assert_eq!(case.cell("explained", 1, 0), Ok(1));
    assert_eq!(case.cell("explained", 0, 0), Ok(0));
    let note = case.cell("note", 0, 0).unwrap();
    assert_eq!(case.bound().dataset.texts.get(note), "A");
    assert_eq!(case.place("tariff", 1, 1), (1, 4, 5));
    assert_eq!(case.column("tariff").half_units, None);
}

#[test]
fn missing_has_a_reason() {
    let case = offers(OFFERS);
    let blank = |what: &str, line, column, heading: &str| Cause::Blank {
        what: what.to_owned(),
        file: "o.csv".to_owned(),
        line,
        column,
        heading: heading.to_owned(),
    };
    assert_eq!(case.cell("tariff", 1, 0), Err(blank("tariff[T1, 2023]", 3, 5, "tariff")));
    assert_eq!(case.cell("days_sold", 1, 1), Err(blank("days_sold[T2, 2023]", 4, 6, "days")));
    assert_eq!(case.cell("places", 1, 1), Err(blank("places[T2, 2023]", 4, 8, "places")));
    let absent =
        Cause::NotOnRoll { what: "tariff[T2, 2022]".to_owned(), subject: "provider T2 in 2022".to_owned() };
    assert_eq!(case.cell("tariff", 0, 1), Err(absent));
    assert_eq!(case.bound().dataset.inputs.iter().filter(|i| i.is_none()).count(), 4);
}

#[test]
fn entities_without_a_roll_have_the_rows_that_are_named() {
    let case = case(OFFER_TABLE, &[("o.csv", OFFERS)], None, &[]);
    assert_eq!(keys(&case.bound().dataset.entities[0]), ["101", "147"]);
    assert_eq!(case.cell("operator", 0, 1), Ok(1));
}

#[test]
fn another_table_may_hold_values_of_those_on_the_roll() {
    let roll = OFFER_TABLE.replace("tariff = \"kr/day\", ", "");
    let more = "[[table]]\nfile = \"t.csv\"\nkey = { provider = \"id\", year = \"year\" }\ncolumns = { tariff = \"kr/day\" }\n";
    let body = format!("{roll}{more}");
    let case =
        super::case(&body, &[("o.csv", OFFERS), ("t.csv", "id,year,tariff\nT2,2023,7.5\n")], None, &[]);
    assert_eq!(case.cell("tariff", 1, 1), Ok(750));
    assert_eq!(case.cell("tariff", 1, 0), Err(Cause::NoRow { what: "tariff[T1, 2023]".to_owned() }));
    let file = "id,year,tariff\nT2,2022,7\nT3,2023,8\nTT1,2023,9\n";
    assert_eq!(
        super::case(&body, &[("o.csv", OFFERS), ("t.csv", file)], None, &[]).mistakes(),
        [
            "E0515 t.csv:2:1 T2 in 2022 has `tariff`, and is not on the roll of provider",
            "E0506 t.csv:3:1 `T3` is not a known provider",
            "E0506 t.csv:4:1 `TT1` is not a known provider; did you mean `T1`?",
        ]
    );
}

#[test]
fn a_roll_of_later_is_not_there_yet() {
    let file = "id,year,tariff,day\nT1,2022,1,2022-01-01\nT1,2023,2,2023-01-01\nT2,2023,3,2023-01-01\n";
    let more = "id,year,days\nT1,2023,5\nT2,2023,6\n";
    let body = "[[table]]\nfile = \"o.csv\"\nroll = \"provider by year\"\nkey = { provider = \"id\", year = \"year\" }\ncolumns = { tariff = \"kr/day\" }\npublished = { column = \"day\" }\n\
                [[table]]\nfile = \"d.csv\"\nkey = { provider = \"id\", year = \"year\" }\ncolumns = { days = { input = \"days_sold\", unit = \"day\" } }\n";
    let files = [("o.csv", file), ("d.csv", more)];
    let case = super::case(body, &files, Some("2022-06-01"), &[]);
    assert_eq!(keys(&case.bound().dataset.entities[1]), ["T1"]);
    assert_eq!(case.bound().dataset.entities[1].exists, Some(vec![vec![true], vec![false]]));
    let hidden =
        |what: &str| Err(Cause::NotYetKnown { what: what.to_owned(), published: "2023-01-01".to_owned() });
    assert_eq!(case.cell("tariff", 0, 0), Ok(100));
    assert_eq!(case.cell("tariff", 1, 0), hidden("tariff[T1, 2023]"));
    assert_eq!(case.cell("days_sold", 1, 0), hidden("days_sold[T1, 2023]"));
}

#[test]
fn data_lengthen_the_axis_of_years() {
    let case = offers(&OFFERS.replace("2022", "2019"));
    assert_eq!(case.bound().dataset.years, crate::dataset::Years { first: 2019, count: 5 });
    assert_eq!(
        offers(&OFFERS.replace(";2022;", ";1822;")).mistakes(),
        [
            "E0503 o.csv:2:4 `1822` is not a year near those asked for: the run would have 202 years, and may have 200"
        ]
    );
}
