//! Long files: one figure a row.

use super::*;

const FIGURES: &str = "\
document,area,measure,unit,level,period,value,decimals
old.txt,i alt,budget,mia. kr.,2023-pl,2021,17.4,1
new.txt,i alt,budget,mia. kr.,2023-pl,2022,17.5,1
new.txt,I ALT,regnskab,mia. kr.,2023-pl,2022,18.7,1
new,children,regnskab,mio. kr.,2023-pl,2022,5600,-2
undated,adults,regnskab,kr.,2023-pl,2022,13100000000.00,2
new.txt,i alt,afvigelse,pct.,,2022,7,0
new.txt,i alt,andet,DM,,2022,x,y
";

const TABLE: &str = r#"[[table]]
file = "f.csv"
where = { measure = ["budget", "regnskab"] }
key = { area = "area", year = "period" }
value = { column = "value", unit_from = "unit", level_from = "level", decimals_from = "decimals" }
input = { from = "measure", budget = "budget", regnskab = "accounts" }
published = { from = "document" }
members = { area = { "I ALT" = "i alt" } }
[[table]]
file = "f.csv"
where = { measure = "afvigelse" }
key = { area = "area", year = { all = 2022 } }
value = { column = "value", unit_from = "unit", decimals = 0 }
input = "deviation"
"#;

#[test]
fn figures_become_exact_cells_with_places_and_half_units() {
    let case = case(TABLE, &[("f.csv", FIGURES)], None, &[]);
    assert_eq!(case.bound().dataset.years, crate::dataset::Years { first: 2021, count: 3 });
    // The blocks are 2021, 2022, 2023; in each stand children, adults, i alt.
    assert_eq!(case.cell("budget", 0, 2), Ok(1_740_000_000_000));
    assert_eq!(case.cell("budget", 1, 2), Ok(1_750_000_000_000));
    assert_eq!(case.cell("accounts", 1, 0), Ok(560_000_000_000));
    assert_eq!(case.cell("accounts", 1, 1), Ok(1_310_000_000_000));
    assert_eq!(case.cell("accounts", 1, 2), Ok(1_870_000_000_000));
    assert_eq!(case.cell("deviation", 1, 2), Ok(700));
    assert_eq!(case.place("budget", 1, 2), (0, 3, 7));
    assert_eq!(case.place("budget", 2, 2), (0, 0, 0));
    let halves = case.column("accounts").half_units.as_ref().unwrap();
    assert_eq!(halves[1], [5_000_000_000, 0, 5_000_000_000]);
    assert_eq!(case.column("deviation").half_units.as_ref().unwrap()[1], [0, 0, 50]);
    let missing = case.cell("budget", 2, 2).unwrap_err();
    assert_eq!(missing, Cause::NoRow { what: "budget[\"i alt\", 2023]".to_owned() });
    assert!(case.bound().warnings.is_empty());
    assert_eq!(case.bound().dataset.files.len(), 1);
}

#[test]
fn what_was_published_later_is_not_known() {
    let case = case(TABLE, &[("f.csv", FIGURES)], Some("2022-10-01"), &[]);
    assert_eq!(case.cell("budget", 0, 2), Ok(1_740_000_000_000));
    let what = "budget[\"i alt\", 2022]".to_owned();
    assert_eq!(
        case.cell("budget", 1, 2),
        Err(Cause::NotYetKnown { what, published: "2023-09-08".to_owned() })
    );
    let notes: Vec<_> = case.bound().notes.iter().map(|note| note.en.as_str()).collect();
    assert_eq!(notes, ["f.csv: 3 rows published after 2022-10-01 left out."]);
    // A document without a day of publication is always known.
    assert_eq!(case.cell("accounts", 1, 1), Ok(1_310_000_000_000));
    // The day of publication itself is known.
    let table = TABLE.replace("{ from = \"document\" }", "2022-10-01");
    let case = super::case(&table, &[("f.csv", FIGURES)], Some("2022-10-01"), &[]);
    assert_eq!(case.cell("budget", 1, 2), Ok(1_750_000_000_000));
}

#[test]
fn publication_by_a_column_of_dates_and_by_one_document() {
    let file = "area,y,v,d\ni alt,2022,1,2022-01-01\ni alt,2023,2,2023-01-01\n";
    let table = "[[table]]\nfile = \"f.csv\"\nkey = { area = \"area\", year = \"y\" }\n\
                 value = { column = \"v\", unit = \"kr in 2023-pl\" }\ninput = \"budget\"\npublished = ";
    let dated = format!("{table}{{ column = \"d\" }}\n");
    let case = super::case(&dated, &[("f.csv", file)], Some("2022-06-01"), &[]);
    assert_eq!(case.cell("budget", 0, 2), Ok(100));
    assert!(case.cell("budget", 1, 2).is_err());
    let with = format!("{table}\"new\"\n");
    let case = super::case(&with, &[("f.csv", file)], Some("2022-06-01"), &[]);
    assert!(case.cell("budget", 0, 2).is_err());
    let unknown = format!("{table}\"nwe\"\n");
    assert_eq!(
        super::case(&unknown, &[("f.csv", file)], None, &[]).mistakes(),
        ["E0617 s.toml [\"nwe\"] the rules have no document `nwe`; did you mean `new`?"]
    );
}

#[test]
fn totals_are_compared_with_their_parts() {
    let with = |total: &str| FIGURES.replace("18.7,1", total);
    let said = |total: &str| {
        let case = case(TABLE, &[("f.csv", &with(total))], None, &[]);
        let warnings = &case.bound().warnings;
        let lines = warnings.iter().map(|d| {
            let place = d.place().render(&case.sources).unwrap();
            format!("{}:{} {}", place.line.unwrap(), place.column.unwrap(), d.message(Lang::En))
        });
        lines.collect::<Vec<_>>()
    };
    // Half a unit of the total and half a unit of one part: 0.05 + 0.05 milliards of room.
    assert_eq!(said("18.8,1"), Vec::<String>::new());
    assert_eq!(
        said("18.9,1"),
        [
            "4:7 the total of `accounts[\"i alt\", 2022]` is 18900000000.00 kr, and its parts sum to 18700000000.00 kr"
        ]
    );
}

#[test]
fn a_percent_of_the_whole_is_no_sum() {
    let file = "area,y,v\nchildren,2022,7\nadults,2022,5\ni alt,2022,6\n";
    let table = "[[table]]\nfile = \"f.csv\"\nkey = { area = \"area\", year = \"y\" }\n\
                 value = { column = \"v\", unit = \"%\" }\ninput = \"deviation\"\n";
    assert!(case(table, &[("f.csv", file)], None, &[]).bound().warnings.is_empty());
}

#[test]
fn the_hash_of_the_data_knows_names_and_bytes_and_no_order() {
    let table = |file: &str| {
        format!(
            "[[table]]\nfile = \"{file}\"\nkey = {{ area = \"a\", year = \"y\" }}\nvalue = {{ column = \"v\", unit = \"kr in 2023-pl\" }}\ninput = \"budget\"\n"
        )
    };
    let (one, two) = ("a,y,v\nchildren,2022,1\n", "a,y,v\nadults,2022,1\n");
    let hash = |names: [&str; 2], files: &[(&str, &str)]| {
        let body = format!("{}{}", table(names[0]), table(names[1]));
        case(&body, files, None, &[]).bound().data_hash.clone()
    };
    let first = hash(["x", "y"], &[("x", one), ("y", two)]);
    assert_eq!(first.len(), 64);
    assert_eq!(first, hash(["y", "x"], &[("y", two), ("x", one)]));
    assert_ne!(first, hash(["x", "y"], &[("x", two), ("y", one)]));
    assert_ne!(first, hash(["x", "y"], &[("x", one), ("y", "a,y,v\nadults,2022,2\n")]));
}

const REVISED: &str = "\
document,area,period,value
new.txt,i alt,2022,18.7
old.txt,i alt,2022,18.5
old.txt,i alt,2023,19.0
new.txt,i alt,2023,19.0
";

const LATEST: &str = r#"[[table]]
file = "f.csv"
key = { area = "area", year = "period" }
value = { column = "value", unit = "mia. kr.", level = "2023-pl", decimals = 1 }
input = "accounts"
published = { from = "document" }
revisions = "latest"
"#;

#[test]
fn a_figure_that_was_published_again_takes_the_place_of_the_earlier_one_which_is_kept() {
    let case = case(LATEST, &[("f.csv", REVISED)], None, &[]);
    assert_eq!(case.cell("accounts", 0, 2), Ok(1_870_000_000_000));
    assert_eq!(case.place("accounts", 0, 2), (0, 2, 4));
    let column = case.column("accounts");
    let kept = &column.revisions[&(0, 2)];
    assert_eq!((kept.len(), kept[0].value, kept[0].place.line), (1, 1_850_000_000_000, 3));
    assert_eq!(column.revisions.len(), 1, "what was printed alike twice is no revision");
    assert_eq!(column.half_units.as_ref().unwrap()[0][2], 5_000_000_000);
}

#[test]
fn before_the_later_report_the_earlier_figure_is_what_is_known() {
    let case = case(LATEST, &[("f.csv", REVISED)], Some("2022-10-01"), &[]);
    assert_eq!(case.cell("accounts", 0, 2), Ok(1_850_000_000_000));
    assert!(case.column("accounts").revisions.is_empty());
}

#[test]
fn without_a_word_or_on_one_day_two_figures_are_a_mistake() {
    let silent = LATEST.replace("revisions = \"latest\"\n", "");
    for (table, rows, hint) in [
        (silent.as_str(), REVISED.to_owned(), "write `revisions = \"latest\"`"),
        (LATEST, REVISED.replace("old.txt,i alt,2022", "new.txt,i alt,2022"), "narrow `where`"),
    ] {
        let case = case(table, &[("f.csv", &rows)], None, &[]);
        let problems = case.result.unwrap_err();
        let said = |p: &&ramme_diag::Diagnostic| p.code() == ramme_diag::Code::DuplicateKey;
        let twice = problems.iter().find(said).unwrap();
        assert!(twice.notes().iter().any(|note| note.en.contains(hint)), "{hint}: {problems:?}");
    }
}
