//! What must hold between figures, by the outcome of small files.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use ramme_audit::{Audit, Kind, Outcome, Reason, audit, read, rounded};
use ramme_diag::{Lang, Limits};
use ramme_table::RawTable;
use ramme_value::NumberStyle;

const HEAD: &str = "document,area,measure,unit,price_level,period_from,period,value,decimals";

fn table(rows: &[&str]) -> RawTable {
    let text = format!("{HEAD}\n{}\n", rows.join("\n"));
    RawTable::read("figures.csv", text.as_bytes(), ',', &Limits::default()).unwrap()
}

fn of(rows: &[&str]) -> Audit {
    audit(&read(&table(rows), NumberStyle::PLAIN).unwrap())
}

/// The outcomes of one kind.
fn outcomes(rows: &[&str], kind: Kind) -> Vec<(Outcome, Option<Reason>)> {
    of(rows).relations.iter().filter(|r| r.kind == kind).map(|r| (r.outcome, r.reason)).collect()
}

const PRINTED: (Outcome, Option<Reason>) = (Outcome::Holds, Some(Reason::AsPrinted));
const ROUNDED: (Outcome, Option<Reason>) = (Outcome::Holds, Some(Reason::WithinRounding));
const BROKEN: (Outcome, Option<Reason>) = (Outcome::CannotHold, None);

fn parts(whole: &str) -> Vec<(Outcome, Option<Reason>)> {
    let whole = format!("r,i alt,regnskab,mia. kr.,2023-pl,,2022,{whole},1");
    let rows = [
        whole.as_str(),
        "r,børne- og ungeområdet,regnskab,mia. kr.,2023-pl,,2022,6.0,1",
        "r,voksenområdet,regnskab,mia. kr.,2023-pl,,2022,12.7,1",
        "r,botilbud,regnskab,mia. kr.,2023-pl,,2022,5.1,1",
    ];
    outcomes(&rows, Kind::Total)
}

#[test]
fn a_whole_is_its_parts_up_to_their_rounding() {
    assert_eq!(parts("18.7"), [PRINTED]);
    // 6.05 and 12.75 round to the parts, and 18.8 may be 18.80.
    assert_eq!(parts("18.8"), [ROUNDED]);
    assert_eq!(parts("18.6"), [ROUNDED]);
    assert_eq!(parts("18.5"), [BROKEN]);
    assert_eq!(parts("18.9"), [BROKEN]);
}

#[test]
fn amounts_in_other_sizes_are_compared_as_kroner() {
    let rows = [
        "r,total,cost,kr. million,,,2022,18700,0",
        "r,A,cost,bn kr.,,,2022,6.0,1",
        "r,B,cost,DKK,,,2022,12700000000,-6",
    ];
    assert_eq!(outcomes(&rows, Kind::Total), [PRINTED]);
}

#[test]
fn a_part_that_is_missing_leaves_it_open_unless_the_others_are_too_much() {
    let rows = |b: &str| {
        let b = format!("r,B,regnskab,kr.,,,2021,{b},0");
        let rows = [
            "r,i alt,regnskab,kr.,,,2021,10,0",
            b.as_str(),
            "r,i alt,regnskab,kr.,,,2022,10,0",
            "r,A,regnskab,kr.,,,2022,4,0",
            "r,B,regnskab,kr.,,,2022,6,0",
        ];
        (outcomes(&rows, Kind::Part), outcomes(&rows, Kind::Total))
    };
    assert_eq!(rows("7"), (vec![(Outcome::Undecided, Some(Reason::PartsMissing))], vec![PRINTED]));
    assert_eq!(rows("12").0, [BROKEN]);
}

fn gap(gap: &str, percent: &str) -> Vec<(Kind, Outcome, Option<Reason>)> {
    let (gap, percent) = (
        format!("r,i alt,underbudgettering,mia. kr.,2023-pl,,2022,{gap},1"),
        format!("r,i alt,afvigelse mellem budget og regnskab,pct.,,,2022,{percent},0"),
    );
    let rows = [
        "r,i alt,budget,mia. kr.,2023-pl,,2022,17.5,1",
        "r,i alt,regnskab,mia. kr.,2023-pl,,2022,18.7,1",
        gap.as_str(),
        percent.as_str(),
    ];
    of(&rows).relations.iter().map(|r| (r.kind, r.outcome, r.reason)).collect()
}

#[test]
fn gap_and_percent_follow_from_budget_and_accounts() {
    let printed = |kind| (kind, PRINTED.0, PRINTED.1);
    assert_eq!(gap("1.2", "7"), [printed(Kind::Gap), printed(Kind::GapPercent), printed(Kind::GapPercent)]);
    assert!(gap("1.4", "7").contains(&(Kind::Gap, Outcome::CannotHold, None)));
    assert!(gap("1.2", "9").contains(&(Kind::GapPercent, Outcome::CannotHold, None)));
}

#[test]
fn a_percent_that_only_the_accounts_give_is_left_open() {
    let rows =
        ["r,x,budget,kr.,,,2022,100,0", "r,x,regnskab,kr.,,,2022,125,0", "r,x,afvigelse,pct.,,,2022,20,0"];
    assert_eq!(outcomes(&rows, Kind::GapPercent), [(Outcome::Undecided, Some(Reason::OverAccounts))]);
}

#[test]
fn a_percent_of_a_whole_lies_between_those_of_its_parts() {
    let rows = |whole: &str| {
        let whole = format!("r,A og B,udvikling i udgifter,pct.,løbende,2018,2021,{whole},0");
        let rows = [
            whole.as_str(),
            "r,A,udvikling i udgifter,pct.,løbende,2018,2021,7,0",
            "r,B,udvikling i udgifter,pct.,løbende,2018,2021,15,0",
        ];
        outcomes(&rows, Kind::Between)
    };
    assert_eq!(rows("9"), [PRINTED]);
    assert_eq!(rows("4"), [BROKEN]);
    assert_eq!(rows("6"), [ROUNDED]);
}

#[test]
fn growth_follows_from_amounts_and_from_volume_and_price() {
    let rows = |growth: &str| {
        let growth = format!("r,x,udvikling i udgifter,pct.,2023-pl,2018,2022,{growth},0");
        let rows = [
            growth.as_str(),
            "r,x,regnskab,mia. kr.,2023-pl,,2018,17.5,1",
            "r,x,regnskab,mia. kr.,2023-pl,,2022,18.7,1",
            "r,x,udvikling i helårsmodtagere,pct.,,2018,2022,3,0",
            "r,x,udvikling i enhedsudgift,pct.,2023-pl,2018,2022,4,0",
        ];
        of(&rows).relations.iter().map(|r| (r.kind, r.outcome)).collect::<Vec<_>>()
    };
    let both = |outcome| [(Kind::Growth, outcome), (Kind::GrowthProduct, outcome)];
    assert_eq!(rows("7"), both(Outcome::Holds));
    assert_eq!(rows("9"), both(Outcome::CannotHold));
}

#[test]
fn cost_is_volume_times_price() {
    let rows = |cost: &str| {
        let cost = format!("r,x,udgifter,mio. kr.,,,2022,{cost},0");
        let rows = [
            cost.as_str(),
            "r,x,helårspladser,pladser,,,2022,3400,-2",
            "r,x,enhedspris,mio. kr.,,,2022,1.4,1",
        ];
        outcomes(&rows, Kind::Product)
    };
    assert_eq!(rows("4760"), [PRINTED]);
    assert_eq!(rows("4600"), [ROUNDED]);
    assert_eq!(rows("4100"), [BROKEN]);
}

#[test]
fn what_is_stated_roughly_breaks_nothing() {
    let rows = [
        "r,x,udgifter (i omegnen af),mio. kr.,,,2022,4100,0",
        "r,x,helårspladser,pladser,,,2022,3400,-2",
        "r,x,enhedspris,mio. kr.,,,2022,1.4,1",
    ];
    assert_eq!(outcomes(&rows, Kind::Product), [(Outcome::Undecided, Some(Reason::Roughly))]);
}

#[test]
fn shares_are_parts_over_the_whole_and_make_it() {
    let rows = |whole: &str| {
        let whole = format!("r,office,expenditure,kr. million,,,2023,{whole},1");
        let rows = [
            whole.as_str(),
            "r,a,expenditure,kr. million,,,2023,12.3,1",
            "r,b,expenditure,kr. million,,,2023,5.8,1",
            "r,a,share of expenditure,%,,,2023,68,0",
            "r,b,share of expenditure,%,,,2023,32,0",
        ];
        of(&rows).relations.iter().map(|r| (r.kind, r.outcome)).collect::<Vec<_>>()
    };
    let holds = |kind| (kind, Outcome::Holds);
    assert_eq!(
        rows("18.1"),
        [holds(Kind::Total), holds(Kind::Share), holds(Kind::Share), holds(Kind::Shares)]
    );
    assert!(rows("19.1").contains(&(Kind::Total, Outcome::CannotHold)));
}

#[test]
fn expenditure_is_income_and_what_is_drawn_from_equity() {
    let rows = [
        "r,office,udgiftsbudget,mio. kr.,,,2023,18.1,1",
        "r,fees,indtægter,mio. kr.,,,2023,16.9,1",
        "r,egenkapital,forbrug,mio. kr.,,,2023,2.2,1",
    ];
    assert_eq!(outcomes(&rows, Kind::Financing), [BROKEN]);
}

#[test]
fn one_year_in_two_levels_gives_a_range_of_indices() {
    let rows = |adults: &str| {
        let adults = format!("new,voksenområdet,regnskab,mia. kr.,2023-pl,,2021,{adults},1");
        of(&[
            "old,i alt,regnskab,mia. kr.,2022-pl,,2021,17.5,1",
            "new,i alt,regnskab,mia. kr.,2023-pl,,2021,18.1,1",
            "old,voksenområdet,regnskab,mia. kr.,2022-pl,,2021,11.8,1",
            adults.as_str(),
        ])
    };
    let found = rows("12.3");
    let [index] = found.indices.as_slice() else { panic!("{found:?}") };
    let factor = index.factor.as_ref().unwrap();
    let ends = [&factor.low, &factor.high].map(|f| rounded(f, 4).unwrap().to_string());
    assert_eq!(ends, ["1.0338", "1.0401"]);
    assert_eq!((index.from_level.as_str(), index.to_level.as_str()), ("2022-pl", "2023-pl"));
    let broken = rows("13.0");
    assert_eq!(broken.indices.first().unwrap().factor, None);
    assert_eq!(broken.count(Outcome::CannotHold), 1);
}

#[test]
fn levels_periods_and_documents_are_kept_apart() {
    let rows = [
        "r,i alt,regnskab,kr.,2023-pl,,2022,10,0",
        "r,A,regnskab,kr.,2022-pl,,2022,4,0",
        "r,B,regnskab,kr.,2023-pl,,2021,3,0",
        "s,C,regnskab,kr.,2023-pl,,2022,1,0",
    ];
    let kinds: Vec<Kind> = of(&rows).relations.iter().map(|r| r.kind).collect();
    assert!(kinds.is_empty(), "{kinds:?}");
}

#[test]
fn cells_that_are_no_figures_are_named_with_their_place() {
    let table = table(&[
        "r,x,budget,kr.,,,2022,1.234.567,0",
        "r,x,budget,kr.,,,2022,12.5,0",
        "r,x,budget,kr.,,,2022,12000,-3",
        "r,x,budget,kr.,,,2022,12,many",
    ]);
    let problems = read(&table, NumberStyle::PLAIN).unwrap_err();
    let said: Vec<String> = problems.iter().map(|p| p.message(Lang::En)).collect();
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(said.iter().any(|s| s.contains("1.234.567")));
}

/// 2022 as printed: 17.5 and 18.7 give 6.3 to 7.5 over the budget and 5.9 to 6.9 over the accounts.
#[test]
fn a_percent_that_rounding_lets_follow_either_way_says_so() {
    let too = |percent: &str| {
        let percent = format!("r,x,afvigelse,pct.,,,2022,{percent},0");
        let rows =
            ["r,x,budget,mia. kr.,,,2022,17.5,1", "r,x,regnskab,mia. kr.,,,2022,18.7,1", percent.as_str()];
        of(&rows).relations.iter().map(|r| (r.outcome, r.accounts_too)).collect::<Vec<_>>()
    };
    assert_eq!(too("7"), [(Outcome::Holds, true)]);
    assert_eq!(too("8"), [(Outcome::CannotHold, false)]);
    let rows =
        ["r,x,budget,kr.,,,2022,100,0", "r,x,regnskab,kr.,,,2022,125,0", "r,x,afvigelse,pct.,,,2022,25,0"];
    assert_eq!(of(&rows).relations.iter().map(|r| r.accounts_too).collect::<Vec<_>>(), [false]);
}

#[test]
fn danish_marks_are_read_where_they_are_stated() {
    let text = "area;measure;unit;period;value\ni alt;regnskab;kr.;2022;1.234,5\nA;regnskab;kr.;2022;1.000\nB;regnskab;kr.;2022;234,5\n";
    let table = RawTable::read("figures.csv", text.as_bytes(), ';', &Limits::default()).unwrap();
    let figures = read(&table, NumberStyle::DANISH).unwrap();
    assert_eq!(figures.iter().map(|f| f.value.to_string()).collect::<Vec<_>>(), ["1234.5", "1000", "234.5"]);
    assert_eq!(audit(&figures).count(Outcome::Holds), 1);
    let problems = read(&table, NumberStyle::PLAIN).unwrap_err();
    assert!(problems.iter().any(|p| p.message(Lang::Da).contains("`--decimal ,`")), "{problems:?}");
}

/// The whole of a part is its own municipality's, however large another's is.
#[test]
fn shares_of_several_wholes_are_kept_apart() {
    let head = "municipality,area,measure,unit,period,value";
    let rows = |share: &str| {
        let text = format!(
            "{head}\nM1,total,expenditure,kr,2023,100\nM1,a,expenditure,kr,2023,60\nM1,b,expenditure,kr,2023,40\n\
             M1,a,share of expenditure,%,2023,{share}\nM1,b,share of expenditure,%,2023,40\n\
             M2,total,expenditure,kr,2023,9000\nM2,a,expenditure,kr,2023,3000\nM2,b,expenditure,kr,2023,6000\n\
             M2,a,share of expenditure,%,2023,33\nM2,b,share of expenditure,%,2023,67\n"
        );
        let table = RawTable::read("figures.csv", text.as_bytes(), ',', &Limits::default()).unwrap();
        let found = audit(&read(&table, NumberStyle::PLAIN).unwrap());
        let count =
            |kind, outcome| found.relations.iter().filter(|r| r.kind == kind && r.outcome == outcome).count();
        [
            count(Kind::Share, Outcome::Holds),
            count(Kind::Share, Outcome::CannotHold),
            count(Kind::Shares, Outcome::Holds),
            count(Kind::Shares, Outcome::CannotHold),
        ]
    };
    assert_eq!(rows("60"), [4, 0, 2, 0]);
    assert_eq!(rows("63"), [3, 1, 1, 1]);
}
