//! What is asked of days, numbers for a day, and days allotted in running years.

use super::{bad, body, good, type_of};

const LAW: &str = "\
define open of house for a day : yes/no = day < ended
define rate of house for a day : kr/day
  to 2023-12-31   = 80.00 kr/day
  from 2024-01-01 = 100.00 kr/day if day < begun + 10 days else 90.00 kr/day
define most for a day : day
  to 2024-03-31   = 120 day
  from 2024-04-01 = 90 day
";

fn with_law(text: &str) -> String {
    format!("{LAW}{text}")
}

#[test]
fn questions_to_days_have_types_of_their_own() {
    let book = good(&with_law(
        "define x of house : yes/no = any day from begun until ended where open\n\
         define y of house : date = first day from begun until ended where not open\n\
         define z of house : kr = sum of rate over days from begun until ended where open\n",
    ));
    assert_eq!(body(&book, "x"), "any day from begun until ended where open");
    assert_eq!(body(&book, "y"), "first day from begun until ended where not open");
    assert_eq!(body(&book, "z"), "sum of rate over days from begun until ended where open");
    assert_eq!(type_of(&book, "z"), "kr");
    bad(
        &with_law("define x of house : kr/day = sum of rate over days from begun until ended\n"),
        &[("E0304", "sum of rate over days from begun until ended", "kroner")],
    );
}

#[test]
fn a_number_of_the_day_can_be_cut_into_stretches() {
    let book =
        good(&with_law("define x of house : kr = sum of rate + b[2023] over days from begun until ended\n"));
    assert!(body(&book, "x").starts_with("sum of (rate + b[2023]) over days"), "{}", body(&book, "x"));
    bad(
        &with_law("define x of house : kr = sum of max(rate, 10 kr/day) over days from begun until ended\n"),
        &[("E0335", "max(rate, 10 kr/day)", "a if day <")],
    );
    bad(
        "define x of house for a day : kr = a[2023] if day - begun < 3 day else 0.00 kr\n",
        &[("E0328", "day", "`day` can only be compared")],
    );
    bad(
        &with_law("define x of house for a day : date = begun\n"),
        &[("E0213", "date", "a yes or no, or a number")],
    );
    bad(
        &with_law("define x of house for a day : kr/day = rate / 3\n"),
        &[("E0310", "rate / 3", "used for a day")],
    );
}

#[test]
fn days_are_allotted_in_running_years() {
    let running = "in running years from 2023-10-01 opening again on the anniversary";
    let book = good(&with_law(&format!(
        "define x of house : day = allot days from begun until ended where open at most most per owner {running} in order of begun, house\n"
    )));
    let text = "allot days from begun until ended where open at most most per house.owner \
                in running years from 2023-10-01 opening again on the anniversary in order of begun, this house";
    assert_eq!(body(&book, "x").replace("per owner", "per house.owner"), text);
    bad(
        &with_law(&format!(
            "define x of house : day = allot days_in[2023] at most most per owner {running} in order of begun\n"
        )),
        &[("E0336", "days_in[2023]", "anything but `days from … until …`")],
    );
    bad(
        &with_law(&format!(
            "define x of house : day = allot days from begun until ended at most most per owner at most 3 day {running} in order of begun\n"
        )),
        &[("E0336", "3 day", "a second `at most`")],
    );
    bad(
        &with_law(&format!(
            "define x of house : day = allot days from begun until ended at most rate per owner {running} in order of begun\n"
        )),
        &[("E0326", "rate", "a whole number of days")],
    );
    bad(
        &with_law(&format!(
            "define x : day = allot days from 2024-01-01 until 2024-02-01 at most most {running} in order of begun\n"
        )),
        &[(
            "E0333",
            "allot days from 2024-01-01 until 2024-02-01 at most most in running years from 2023-10-01 opening again on the anniversary in order of begun",
            "rows",
        )],
    );
}
