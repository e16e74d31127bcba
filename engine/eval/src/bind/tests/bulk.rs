//! A file read in bulk gives the same data as the general reader, cell by cell, and the same mistakes.

use super::*;
use crate::bind::bind_from;
use proptest::prelude::*;

const MAPPING: &str = r#"
[[table]]
file = "o.csv"
roll = "provider by year"
missing = [".."]
key = { provider = "id", year = "year" }
provider.operator = "run_by"
provider.kind = "kind"
columns = { opened = "date", note = "text", tariff = "kr/day", days_sold = "day", overhead = "%", explained = "yes/no" }

[[table]]
file = "p.csv"
roll = "municipality"
key = { municipality = "code" }
columns = { population = "person" }
"#;

/// Everything that a dataset holds, in words.
fn told(case: &Case, bound: &Bound) -> Vec<String> {
    let data = &bound.dataset;
    let mut out = vec![format!("{:?} {} {:?}", data.years, bound.data_hash, data.files)];
    for rows in &data.entities {
        out.push(format!("{:?} {:?}", rows.keys.iter().collect::<Vec<_>>(), rows.exists));
    }
    for (input, column) in case.book.inputs.iter().zip(&data.inputs) {
        let Some(column) = column else { continue };
        for (b, block) in column.column.blocks.iter().enumerate() {
            for i in 0..block.len() {
                let cause = data.causes.get(block.cause(i));
                let value = block.data.int(i).unwrap();
                let text =
                    if input.name == "note" { data.texts.get(value).to_owned() } else { value.to_string() };
                let text = if cause.is_some() { String::new() } else { text };
                out.push(format!("{} {b} {i} {text} {cause:?} {:?}", input.name, column.place(b, i)));
            }
        }
    }
    out
}

/// What came of reading: the data in words, or the mistakes.
type Told = Result<Vec<String>, Vec<String>>;

/// Both ways to read the same files.
fn both(offers: &str, places: &str, odd: bool) -> (Told, Told) {
    both_by(MAPPING, offers, places, odd)
}

fn both_by(mapping: &str, offers: &str, places: &str, odd: bool) -> (Told, Told) {
    static CASE: std::sync::OnceLock<Case> = std::sync::OnceLock::new();
    let case = CASE.get_or_init(|| case("", &[], None, &[]));
    let limits = Limits::default();
    let text = format!("{HEAD}{mapping}");
    let scenario = Scenario::read(FileId(1), "s.toml", &text, &limits).expect("a scenario");
    let files: BTreeMap<String, Vec<u8>> = [("o.csv", offers), ("p.csv", places)]
        .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
        .into();
    let context = Context { book: &case.book, scenario: &scenario, known_on: None, limits: &limits };
    let read = |from: u64| match bind_from(&context, &files, &[], from) {
        Ok(bound) => {
            let narrow = |c: &crate::dataset::InputColumn| {
                matches!(c.column.blocks[0].data, ramme_table::Data::Narrow(_))
            };
            let all = bound.dataset.inputs.iter().flatten().all(|c| narrow(c) == (from == 0));
            assert!(all || odd, "read in bulk");
            Ok(told(case, &bound))
        }
        Err(said) => Err(said.iter().map(|d| format!("{:?} {}", d.place(), d.message(Lang::En))).collect()),
    };
    (read(0), read(u64::MAX))
}

const HEADING: &str = "id,year,run_by,kind,opened,note,tariff,days_sold,overhead,explained\n";
const PLACES: &str = "code,population\n101,600000\n147,105000\n";

/// A cell: mostly ordinary, now and then not.
fn cell(ordinary: &'static str, odd: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![12 => ordinary, 1 => prop::sample::select(odd).prop_map(str::to_owned)]
}

fn row() -> impl Strategy<Value = String> {
    let key = (
        cell(
            "T[0-9]{1,2}",
            &["", " T1", "\"T2\"", "\"T,2\"", "\"T\"\"2\"", "\"\"", "T\"2", "\"T2\"x", "\"T2"],
        ),
        cell("202[1-4]", &["2022 ", "2022K1", "", "1700"]),
    );
    let fixed = (
        cell("101|147", &["999", "", ".."]),
        cell("municipal|private", &["other", ".."]),
        cell("20(19|20)-0[1-9]-1[0-9]", &["2020-13-01", "", "..", " 2020-01-01"]),
        cell("[a-c]{1,2}", &["", "æ", "..", "\"a\"", "\"a,b\"", "\" a\"", "\"a\nb\"", "\"\""]),
    );
    let by_year = (
        cell(
            "[1-9][0-9]{2}\\.[0-9]{2}",
            &[
                "",
                "..",
                "12",
                "12.345",
                "12.3400",
                "x",
                "90000.00",
                "-1.00",
                "\u{2212}5",
                "\"510.25\"",
                "\"..\"",
                "\"\"",
                "\" 1\"",
                "\"1\"2",
            ],
        ),
        cell("[0-9]{1,4}", &["", "1.5", "1.000", "99999999999999999999"]),
        cell("[0-9]\\.[0-9]{2}", &["", " 6.25", "6.255"]),
        cell("yes|no", &["ja", "maybe", ""]),
    );
    (key, fixed, by_year).prop_map(|((id, year), (a, b, c, d), (e, f, g, h))| {
        format!("{id},{year},{a},{b},{c},{d},{e},{f},{g},{h}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn both_readers_agree(
        rows in prop::collection::vec(row(), 0..12),
        end in prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]),
        last in any::<bool>(),
    ) {
        let mut text = HEADING.replace('\n', end);
        text.push_str(&rows.join(end));
        if last { text.push_str(end); }
        let (bulk, general) = both(&text, PLACES, true);
        prop_assert_eq!(bulk, general);
    }

    #[test]
    fn rows_of_a_thing_that_agree(
        years in prop::collection::btree_set((0_usize..6, 2021_i32..2025), 1..14),
        blank in any::<prop::sample::Index>(),
    ) {
        let mut text = HEADING.to_owned();
        for (i, (id, year)) in years.iter().enumerate() {
            let tariff = if i == blank.index(years.len()) { "" } else { "510.25" };
            text.push_str(&format!("T{id},{year},101,private,2020-01-0{id},n{id},{tariff},{i},4.50,ja\n").replace("-00,", "-09,"));
        }
        let (bulk, general) = both(&text, PLACES, false);
        prop_assert!(general.is_ok(), "{:?}", general);
        prop_assert_eq!(bulk, general);
    }
}

#[test]
fn danish_numbers_are_read_in_bulk() {
    let marks = "file = \"o.csv\"\ndelimiter = \";\"\ndecimal = \",\"\nthousands = \".\"\n";
    let mapping = MAPPING.replace("file = \"o.csv\"\n", marks);
    let mut text = HEADING.replace(',', ";");
    for i in 0..2_000 {
        let (tariff, sold) =
            (["1.850,00", "510,25", "4.999,5", ""][i % 4], ["1.234.567", "12", "900"][i % 3]);
        text.push_str(&format!("T{i};2022;101;private;2020-01-01;n;{tariff};{sold};4,50;ja\n"));
    }
    let (bulk, general) = both_by(&mapping, &text, PLACES, false);
    assert!(general.is_ok(), "{general:?}");
    assert_eq!(bulk, general);
}

#[test]
fn quoted_cells_are_read_in_bulk() {
    let quoted = |line: &str| line.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
    let mut text = format!("{}\n", quoted(HEADING.trim_end()));
    for i in 0..2_000 {
        let tariff = ["510.25", "", ".."][i % 3];
        let line = format!("T{i},2022,101,private,2020-01-01,n;m,{tariff},{i},4.50,ja");
        text.push_str(&if i % 2 == 0 { quoted(&line) } else { line });
        text.push_str(if i % 5 == 0 { "\r\n" } else { "\n" });
    }
    let (bulk, general) = both(&text, &PLACES.replace("code", "\"code\""), false);
    assert!(general.is_ok(), "{general:?}");
    assert_eq!(bulk, general);
}

#[test]
fn what_is_wrong_far_down_is_said_with_its_place() {
    let mut text = HEADING.to_owned();
    for i in 0..20_000 {
        let (tariff, opened) = match i {
            7_000 => ("x".to_owned(), "2020-01-01"),
            11_000 => ("510.25".to_owned(), "2020-13-01"),
            15_000 => ("9".repeat(40), "2020-01-01"),
            _ => ("510.25".to_owned(), "2020-01-01"),
        };
        text.push_str(&format!("T{i},2022,101,private,{opened},n,{tariff},1,4.50,ja\n"));
    }
    text.push_str("T20000,2022,101\n");
    let (bulk, general) = both(&text, PLACES, true);
    assert_eq!(bulk, general);
    let said = general.unwrap_err();
    assert!(said.iter().any(|d| d.contains("20002")), "{said:?}");
}
