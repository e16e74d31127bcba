//! Dates: months, days, `day`.

use super::{bad, body, good};

#[test]
fn months_need_a_mode() {
    bad("define x of house : date = begun + 3 months\n", &[("E0313", "begun + 3 months", "needs a mode")]);
    let book = good("define x of house : date = begun + 3 months (end of month: clamp)\n");
    assert_eq!(body(&book, "x"), "begun + 3 months (clamp)");
    good("define x : date = 2023-10-01 + 1 month\n");
    bad("define x : date = 2023-10-31 + 1 month\n", &[("E0313", "2023-10-31 + 1 month", "mode")]);
    bad(
        "parameter m : month\n  = 3 month\ndefine x of house : date = begun + m (end of month: clamp)\n",
        &[("E0327", "m", "only a written whole number of months")],
    );
}

#[test]
fn days_are_added_and_counted() {
    let book =
        good("define x of house by year : date = begun + days_in\ndefine y of house : day = ended - begun\n");
    assert_eq!(body(&book, "x"), "begun + days_in");
    assert_eq!(body(&book, "y"), "days between (begun, ended)");
    bad("define x of house : date = begun + 3\n", &[("E0326", "3", "days, months or years is needed")]);
    bad("define x of house : date = begun + ended\n", &[("E0315", "ended", "this gives a date")]);
    good("define x of house : yes/no = begun < ended\n");
}

#[test]
fn a_date_lies_in_a_year() {
    let book = good("define x by year : count = count over house where year of begun is year\n");
    assert!(body(&book, "x").contains("(year of begun is year)"));
    bad("define x of house : yes/no = year of n is 2023\n", &[("E0326", "n", "a date is needed")]);
}

#[test]
fn days_under_the_law_of_each_day() {
    let book = good(
        "define ok of house for a day : yes/no\n  to 2023-09-30 = yes\n  from 2023-10-01 = day < begun + 3 months (end of month: clamp)\n\
         define x of house : day = days from begun until ended where ok and not (day >= ended)\n",
    );
    assert_eq!(body(&book, "x"), "days from begun until ended where (ok and not (day >= ended))");
    assert!(book.definitions[0].for_a_day);
}

#[test]
fn day_has_a_meaning_only_there() {
    bad("define x of house : yes/no = day < begun\n", &[("E0319", "day", "no meaning here")]);
    bad(
        "define x of house : day = days from begun until ended where day - begun < 90 day\n",
        &[("E0328", "day", "can only be compared with a date")],
    );
    bad(
        "define x of house : day = days from begun until ended where day is day\n",
        &[("E0328", "day is day", "can only be compared")],
    );
    bad(
        "define ok of house for a day : yes/no = day < begun\ndefine x of house : yes/no = ok\n",
        &[("E0213", "ok", "a definition `for a day`")],
    );
    bad("define ok of house for a day : text = \"a\"\n", &[("E0213", "text", "a yes or no, or a number")]);
    bad(
        "define ok of house by year for a day : yes/no = yes\n",
        &[("E0213", "year", "no period beside `for a day`")],
    );
}
