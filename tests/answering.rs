//! Who has to answer for what: verdicts by rule and by whom the subjects belong to, causes once each, what is not in force.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod common;

use common::{Outcome, ramme_in};
use serde_json::Value;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Nothing of it is a municipality or an offer: houses, landlords and the districts that these stand in.
const RULES: &str = "language 1

document paper
  title    \"Et aftalepapir\"
  rank     agreement
  published 2023-01-01
  external \"a page about it\" seen 2024-05-01

entity district
entity landlord
  lies_in : district
entity house
  owned_by : landlord

entity session
input sits_on of session : date
input written of session : yes/no
input rent of house by year : kr
input excused of house by year : yes/no
parameter most_rent by year : kr
parameter answer_by by year : date

rule rent_is_capped of house by year
  cite paper page 1
  require rent <= most_rent
  unless excused -> explained
  addressee \"Huslejenævnet\"
  deadline answer_by before session on sits_on where not written

rule rent_is_low of house by year
  status expected \"from when is not said\"
  cite paper page 2
  require rent <= 100 kr
";

fn scenario(levers: &str) -> String {
    format!(
        "format = 1\ntitle = \"Huse\"\nrules = [\"rules.ramme\"]\nyears = \"2023..2024\"\n{levers}\n\
         [[table]]\nfile = \"districts.csv\"\nroll = \"district\"\nnames = \"name\"\nkey = {{ district = \"id\" }}\n\
         [[table]]\nfile = \"landlords.csv\"\nroll = \"landlord\"\nkey = {{ landlord = \"id\" }}\n\
         landlord.lies_in = \"district\"\n\
         [[table]]\nfile = \"houses.csv\"\nroll = \"house by year\"\nkey = {{ house = \"id\", year = \"year\" }}\n\
         house.owned_by = \"landlord\"\ncolumns = {{ rent = \"kr\", excused = \"yes/no\" }}\n\
         [[table]]\nfile = \"sessions.csv\"\nroll = \"session\"\nnames = \"name\"\nkey = {{ session = \"id\" }}\n\
         columns = {{ sits_on = \"date\", written = \"yes/no\" }}\n"
    )
}

const CAPS: &str = "[[lever]]\nname = \"most_rent[2023]\"\nvalue = \"500 kr\"\nreason = \"x\"\nauthor = \"y\"\n\
    [[lever]]\nname = \"answer_by[2023]\"\nvalue = \"2023-11-24\"\nreason = \"nævnets møde i november\"\nauthor = \"y\"\n";

/// So many houses; every tenth is over, every hundredth has a blank rent.
fn houses(count: usize) -> String {
    let mut out = "id,year,landlord,rent,excused\n".to_owned();
    for at in 0..count {
        let rent = match at {
            at if at % 100 == 7 => String::new(),
            at if at % 10 == 0 => (501 + at % 97).to_string(),
            _ => "400".to_owned(),
        };
        for year in [2023, 2024] {
            let _ = writeln!(out, "H{at:05},{year},L{},{rent},no", at % 40);
        }
    }
    out
}

fn landlords() -> String {
    let rows = (0..40).map(|at| format!("L{at},Udlejer {at},D{}\n", at % 4)).collect::<String>();
    format!("id,name,district\n{rows}")
}

fn judge(count: usize, levers: &str, more: &[&str]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("rules.ramme", RULES.to_owned()),
        ("s.toml", scenario(levers)),
        ("houses.csv", houses(count)),
        ("landlords.csv", landlords()),
        // On the day of the deadline something is settled in writing, and somebody sits.
        (
            "sessions.csv",
            "id,name,sits_on,written\nN1,Nævnet,2023-11-24,yes\nN2,Nævnet i salen,2023-11-24,no\nN3,Nævnet,2024-02-01,no\n"
                .to_owned(),
        ),
        ("districts.csv", "id,name\nD0,Nord\nD1,Syd\nD2,Øst\nD3,Vest\n".to_owned()),
    ];
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    ramme_in(folder.path(), &[&["comply", "s.toml"], more].concat())
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn verdicts_are_grouped_by_where_relations_lead() {
    let out = judge(20, CAPS, &["--lang", "da"]);
    assert_eq!(out.code, 1, "{}", out.err);
    let text = flat(&out.out);
    // From the house to its landlord and on to the district; H00000 and H00010 are over in 2023.
    assert!(text.contains("Efter district"), "{}", out.out);
    assert!(text.contains("Nord (D0) 1 5 0 4"), "{}", out.out);
    assert!(
        text.contains("District Øst (D2): • Rent is capped, house H00010, 2023. Rent: 511,00 kr. Højst: 500,00 kr. (most rent). For meget: 11,00 kr."),
        "{text}"
    );
    assert!(
        text.contains(
            "En forklaring sendes til Huslejenævnet inden 24-11-2023 (session: Nævnet i salen (N2))."
        ),
        "{text}"
    );
    assert!(
        text.contains("Et aftalepapir, side 1 (set 01-05-2024; ingen kopi her at efterprøve ved)"),
        "{text}"
    );
}

#[test]
fn a_day_on_which_nothing_lies_is_said_with_why_it_is_that_day() {
    let other = CAPS.replace("2023-11-24", "2023-12-01");
    let text = flat(&judge(20, &other, &["--lang", "da"]).out);
    assert!(
        text.contains("En forklaring sendes til Huslejenævnet senest 01-12-2023 (nævnets møde i november)."),
        "{text}"
    );
    let out = judge(20, CAPS, &["--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&out.out).unwrap();
    let found = &document["results"][0];
    assert_eq!(found["deadline"], "2023-11-24");
    assert_eq!(found["deadline_before"]["entity"], "session");
    assert_eq!(found["deadline_before"]["key"], "N2");
    assert_eq!(found["deadline_before"]["name"], "Nævnet i salen");
}

#[test]
fn each_cause_is_one_line_with_what_to_write() {
    let text = flat(&judge(20, CAPS, &[]).out);
    assert!(
        text.contains("most_rent[2024] has no value; set it; holds up 20 verdicts (rent_is_capped); write --set 'most_rent[2024]=… kr'"),
        "{text}"
    );
    assert_eq!(text.matches("most_rent[2024]=").count(), 1);
    let json: Value = serde_json::from_str(&judge(20, CAPS, &["--format", "json"]).out).unwrap();
    let cause = &json["causes"][0];
    assert_eq!((cause["verdicts"].as_u64(), cause["set"].as_str()), (Some(20), Some("most_rent[2024]=… kr")));
    let first = &json["results"][0];
    assert_eq!(
        (&first["belongs_to"]["entity"], &first["belongs_to"]["name"]),
        (&"district".into(), &"Nord".into())
    );
}

#[test]
fn ten_thousand_subjects_stay_readable() {
    let out = judge(10_000, CAPS, &[]);
    let lines: Vec<&str> = out.out.lines().collect();
    assert!(lines.len() < 500, "{} lines", lines.len());
    assert!(lines.iter().all(|line| line.width() <= 100));
    let text = flat(&out.out);
    for said in [
        "200 cells of rent are blank in houses.csv, column 4 (rent); the first is rent[H00007, 2023]",
        "and 960 more; these are the furthest over",
        "20,000 verdicts under 1 rule: 1,000 breaches",
        "and 470 more; the JSON has a sentence for each",
    ] {
        assert!(text.contains(said), "{said}");
    }
    // Those furthest over come first in the table.
    let row = lines.iter().find(|line| line.starts_with("H0") && line.contains("2023")).unwrap();
    assert!(row.contains("597.00"), "{row}");
}

#[test]
fn what_is_not_in_force_says_so_and_counts_where_it_is_adopted() {
    let silent = flat(&judge(10, CAPS, &["--allow-undetermined"]).out);
    assert!(!silent.contains("rent_is_low: "), "{silent}");
    assert!(
        silent.contains("rent_is_low is expected, not in force: from when is not said; it judges nobody until a run adopts it: --reading rent_is_low=adopted"),
        "{silent}"
    );
    for more in [&["--reading", "rent_is_low=adopted"][..], &[][..]] {
        let levers =
            if more.is_empty() { format!("adopt = [\"rent_is_low\"]\n{CAPS}") } else { CAPS.to_owned() };
        let text = flat(&judge(10, &levers, more).out);
        assert!(text.contains("rent_is_low: 18 breaches, 2 undetermined"), "{text}");
        assert!(
            text.contains(
                "This is expected, not in force (rent_is_low.adopted), and is judged as if it were."
            ),
            "{text}"
        );
        let basis = "Reading: rent_is_low = adopted (expected, not in force: from when is not said; adopted by this run)";
        assert!(text.contains(basis), "{text}");
    }
    let json: Value =
        serde_json::from_str(&judge(10, CAPS, &["--reading", "rent_is_low=adopted", "--format", "json"]).out)
            .unwrap();
    let low = json["results"].as_array().unwrap().iter().find(|r| r["rule"] == "rent_is_low").unwrap();
    assert_eq!(low["adopted"][0]["status"], "expected");
}
