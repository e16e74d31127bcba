//! Lints: each fires where it should, and stays silent at what only looks like it.

use super::{TOY, shown};
use crate::build;
use ramme_diag::{Diagnostic, Limits, SourceMap};

/// What lints of some codes say of a text after the prelude: code and underlined text.
fn said(text: &str, codes: &[&str]) -> Vec<(String, String)> {
    let (problems, sources) = all(text);
    let of = |problem: &&Diagnostic| codes.contains(&problem.code().id());
    let slice = |problem: &Diagnostic| {
        problem.place().span().map_or(String::new(), |span| sources.slice(span).replace('\n', " "))
    };
    problems.iter().filter(of).map(|problem| (problem.code().id().to_owned(), slice(problem))).collect()
}

fn all(text: &str) -> (Vec<Diagnostic>, SourceMap) {
    let mut sources = SourceMap::new();
    let whole = format!("{TOY}{text}");
    let file = sources.add("toy.ramme", &whole);
    let (tree, problems) = ramme_syntax::parse(file, &whole, &Limits::default());
    let (book, more) = build(&[tree]);
    let errors: Vec<String> =
        problems.iter().chain(&more).filter(|p| p.is_error()).map(|p| shown(p, &sources)).collect();
    assert!(errors.is_empty(), "{}\n{text}", errors.join("\n"));
    let found = crate::lint::lints(&book);
    for problem in &found {
        assert!(problem.forgotten().is_empty(), "{:?} lacks {:?}", problem.code(), problem.forgotten());
    }
    (found, sources)
}

/// The conditions of a text that are settled.
fn settled(text: &str) -> Vec<String> {
    said(text, &["E1001"]).into_iter().map(|(_, text)| text).collect()
}

/// A body by house and year that chooses by a condition.
fn by_condition(condition: &str) -> String {
    format!("define x of house by year : kr = 1 kr if {condition} else 2 kr\n")
}

#[test]
fn written_values_and_bounds_settle_conditions() {
    let kept = "input rate of house by year : % between 0 % and 100 %\n";
    for (condition, part) in [
        ("1 kr < 2 kr", "1 kr < 2 kr"),
        ("no", "no"),
        ("flag and yes", "yes"),
        ("a is a", "a is a"),
        ("a < a", "a < a"),
        ("rate <= 100 %", "rate <= 100 %"),
        ("rate > 100 %", "rate > 100 %"),
        ("not rate < 0 %", "rate < 0 %"),
        ("rate + 1 % > 0 %", "rate + 1 % > 0 %"),
        ("min(rate, 50 %) > 60 %", "min(rate, 50 %) > 60 %"),
        ("(round half up (rate) to 10 %) > 100 %", "(round half up (rate) to 10 %) > 100 %"),
        ("(days from begun until ended) < 0 day", "(days from begun until ended) < 0 day"),
        ("a is 3.141 kr", "a is 3.141 kr"),
        ("5 kr is known", "5 kr is known"),
    ] {
        assert_eq!(settled(&format!("{kept}{}", by_condition(condition))), [part], "{condition}");
    }
    for condition in [
        "rate < 100 %",
        "rate >= 1 %",
        "rate * 2 > 100 %",
        "rate - 50 % < 0 %",
        "a >= 0 kr",
        "n >= 0",
        "a is 3.14 kr",
        "a is b * days_in",
        "(days from begun until ended) <= 0 day",
        "a < previous a * 2",
        "max(rate, 50 %) > 60 %",
    ] {
        assert_eq!(settled(&format!("{kept}{}", by_condition(condition))), [""; 0], "{condition}");
    }
}

#[test]
fn the_values_of_parameters_settle_nothing() {
    let text = "parameter cap : kr\n  = 5 kr\nparameter open : yes/no\n  = yes\n";
    assert_eq!(settled(&format!("{text}{}", by_condition("cap > 3 kr and open"))), [""; 0]);
}

#[test]
fn the_dates_of_a_clause_settle_its_conditions() {
    let from =
        |body: &str| format!("define x by year : kr\n  to 2022 = 1 kr\n  from 2023 to 2024 = {body}\n");
    assert_eq!(settled(&from("1 kr if year >= 2023 else 2 kr")), ["year >= 2023"]);
    assert_eq!(settled(&from("1 kr if year is 2020 else 2 kr")), ["year is 2020"]);
    assert_eq!(settled(&from("1 kr if year < 2025 and alone > 1 kr else 2 kr")), ["year < 2025"]);
    assert_eq!(settled(&from("1 kr if year is 2024 else 2 kr")), [""; 0]);
    assert_eq!(settled(&from("1 kr if year > 2023 else 2 kr")), [""; 0]);
    // What is asked of another year is asked of another year.
    assert_eq!(
        settled(
            "define early by year : yes/no = year < 2020\ndefine x by year : kr\n  from 2023 = 1 kr if previous early else 2 kr\n"
        ),
        [""; 0]
    );
    let dated = "define x of house : kr\n  to 2022-12-31 dated by begun = 1 kr\n  from 2023-01-01 dated by begun = 2 kr if begun >= 2023-01-01 else 3 kr\n";
    assert_eq!(settled(dated), ["begun >= 2023-01-01"]);
    assert_eq!(settled(&dated.replace("if begun >=", "if ended >=")), [""; 0]);
    let year_of = dated.replace("begun >= 2023-01-01", "year of begun < 2023");
    assert_eq!(settled(&year_of), ["year of begun < 2023"]);
    let daily = "define open of house for a day : yes/no\n  to 2022-12-31 = yes\n  from 2023-01-01 = day >= 2022-06-01 and day < ended\ndefine x of house : day = days from begun until ended where open\n";
    assert_eq!(settled(daily), ["day >= 2022-06-01"]);
}

#[test]
fn a_condition_that_repeats_or_contradicts_one_around_it_is_settled() {
    for (text, part) in [
        ("1 kr if a > 5 kr else 2 kr if a <= 5 kr else 3 kr", "a <= 5 kr"),
        ("(1 kr if a > 3 kr else 2 kr) if a > 5 kr else 3 kr", "a > 3 kr"),
        ("1 kr if flag and not flag else 2 kr", "flag"),
        ("1 kr if a > 5 kr and a < 4 kr else 2 kr", "a < 4 kr"),
        ("1 kr if a >= k else 2 kr if a < k else 3 kr", "a < k"),
        ("1 kr if flag or n > 5 else 2 kr if n > 4 and flag else 3 kr", "flag"),
        ("1 kr if a < 5 kr or a >= 5 kr else 2 kr", "a >= 5 kr"),
        ("(1 kr if a is missing else 2 kr) if a is known else 3 kr", "a is missing"),
        ("1 kr if tone_of is warm else 2 kr if tone_of is cold else 3 kr", "tone_of is cold"),
        ("(1 kr if tone_of is cold else 2 kr) if tone_of is warm else 3 kr", "tone_of is cold"),
        ("(match tone_of { warm: 1 kr, cold: 2 kr }) if tone_of is cold else 3 kr", "warm"),
    ] {
        let text = format!("input k of house by year : kr\ndefine x of house by year : kr = {text}\n");
        assert_eq!(settled(&text), [part], "{text}");
    }
    for text in [
        "1 kr if a > 5 kr else 2 kr if a > 3 kr else 3 kr",
        "(1 kr if a > 6 kr else 2 kr) if a > 5 kr else 3 kr",
        "1 kr if a > 5 kr or a < 4 kr else 2 kr",
        "(1 kr if previous a > 3 kr else 2 kr) if a > 5 kr else 3 kr",
        "1 kr if flag and n > 5 else 2 kr if flag else 3 kr if n > 5 else 4 kr",
        "match tone_of { warm: 1 kr, cold: 2 kr }",
        "match tone_of { warm | cold: 1 kr }",
        "match tone_of { warm: 1 kr, else: 2 kr }",
        "1 kr if tone_of is warm else 2 kr",
    ] {
        let text = format!("define x of house by year : kr = {text}\n");
        assert_eq!(settled(&text), [""; 0], "{text}");
    }
}

#[test]
fn definitions_that_give_one_answer_settle_what_asks_them() {
    let switch = "define open by year : yes/no = no\n";
    assert_eq!(settled(&format!("{switch}{}", by_condition("open"))), ["open"]);
    let two = "define open by year : yes/no\n  to 2022 = no\n  from 2023 = yes\n";
    assert_eq!(settled(&format!("{two}{}", by_condition("open"))), [""; 0]);
    let readings =
        "readings r = one | two\ndefine open by year : yes/no\n  reading one = no\n  reading two = yes\n";
    assert_eq!(settled(&format!("{readings}{}", by_condition("open"))), [""; 0]);
    let scale = "scale fee : kr -> kr\n  from 0 kr = 5 kr, from 10 kr = 9 kr\n";
    assert_eq!(settled(&format!("{scale}{}", by_condition("(fee at a) > 9 kr"))), ["(fee at a) > 9 kr"]);
    assert_eq!(settled(&format!("{scale}{}", by_condition("(fee at a) > 5 kr"))), [""; 0]);
}

#[test]
fn filters_exceptions_and_rules_are_asked_as_well() {
    assert_eq!(settled("define x by year : number = count over house where year < 0 and flag\n"), [""; 0]);
    assert_eq!(
        settled(
            "define x by year : kr\n  to 2022 = 0 kr\n  from 2023 = sum of a over house where year >= 2023\n"
        ),
        ["year >= 2023"]
    );
    assert_eq!(
        settled("define x of house by year : kr\n  base = 1 kr\n  exception e when 1 kr > 2 kr = 0 kr\n"),
        ["1 kr > 2 kr"]
    );
    assert_eq!(
        settled(
            "define x of house by year : kr\n  base = 1 kr\n  exception e when a > 5 kr = 0 kr if a > 4 kr else 2 kr\n"
        ),
        ["a > 4 kr"]
    );
    assert_eq!(settled("rule r of house by year\n  when flag\n  require not flag\n"), ["flag"]);
    assert_eq!(settled("rule r of house by year\n  when flag\n  require no\n"), [""; 0]);
    assert_eq!(settled("rule r of house by year\n  require a <= 5 kr\n  unless no -> explained\n"), ["no"]);
}

#[test]
fn a_clause_that_an_exception_always_goes_before_never_applies() {
    let of = |text: &str| said(&format!("define x of house by year : kr\n{text}"), &["E1002"]);
    assert_eq!(of("  base = 1 kr\n  exception e = 0 kr\n"), [("E1002".to_owned(), "base = 1 kr".to_owned())]);
    assert_eq!(
        of("  base = 1 kr\n  exception e when flag = 0 kr\n  exception f overrides e from 2020 = 2 kr\n"),
        [],
        "before 2020 both apply"
    );
    assert_eq!(
        of(
            "  base = 1 kr\n  exception e from 2021 when flag = 0 kr\n  exception f overrides e from 2020 = 2 kr\n"
        ),
        [("E1002".to_owned(), "exception e from 2021 when flag = 0 kr".to_owned())]
    );
    assert_eq!(of("  base = 1 kr\n  exception e when flag = 0 kr\n"), []);
    assert_eq!(of("  base = 1 kr\n  exception e to 2020 = 0 kr\n"), []);
}

/// What is said of roundings.
fn rounding(text: &str) -> Vec<String> {
    let pair = |(code, text): (String, String)| format!("{code} {text}");
    said(text, &["E1003", "E1004"]).into_iter().map(pair).collect()
}

#[test]
fn a_second_rounding_that_can_change_the_figure_is_found() {
    let exact = "define cost of house by year : kr = round half up (b * days_in * (100 % + q)) to 0.01 kr\n";
    let shown = |body: &str| {
        rounding(&format!("{exact}define shown of house by year : kr with 0 decimals = {body}\n"))
    };
    assert_eq!(shown("round half up (cost) to 1 kr"), ["E1003 round half up (cost) to 1 kr"]);
    assert_eq!(shown("round half up (-cost) to 1 kr").len(), 1);
    assert_eq!(shown("round half up (previous cost) to 1 kr").len(), 1);
    assert_eq!(shown("round half up (cost if flag else a) to 1 kr").len(), 1);
    assert_eq!(shown("round half up (max(cost, 0 kr)) to 1 kr").len(), 1);
    assert_eq!(shown("round down (cost) to 1 kr").len(), 1);
    assert_eq!(shown("round half up ((round half up (b * days_in * 2.5) to 0.01 kr) + (round half up (b * days_in * 0.5) to 0.01 kr)) to 1 kr").len(), 1);
    // What is computed of rounded figures is a figure of its own.
    assert_eq!(shown("round half up (cost * (100 % + q)) to 1 kr"), [""; 0]);
    assert_eq!(shown("round half up (cost + a) to 1 kr"), [""; 0]);
    assert_eq!(shown("round half up (a) to 1 kr"), [""; 0]);
    let floors = exact.replace("half up", "floor");
    assert_eq!(
        rounding(&format!(
            "{floors}define shown of house by year : kr with 0 decimals = round floor (cost) to 1 kr\n"
        )),
        [""; 0],
        "down and down again ends where down at once does"
    );
    assert_eq!(
        rounding(&format!(
            "{floors}define shown of house by year : kr with 0 decimals = round ceiling (-cost) to 1 kr\n"
        )),
        [""; 0]
    );
}

#[test]
fn roundings_on_other_days_or_under_another_reading_do_not_meet() {
    let text = "define cost of house by year : kr\n  to 2022 = round half up (b * days_in * 1.5) to 0.01 kr\n  from 2023 = a\n\
                define shown of house by year : kr with 0 decimals\n  to 2022 = 0 kr\n  from 2023 = round half up (cost) to 1 kr\n";
    assert_eq!(rounding(text), [""; 0]);
    assert_eq!(rounding(&text.replace("(cost) to", "(previous cost) to")).len(), 1);
    let read = "readings r = one | two\ndefine cost of house by year : kr\n  reading one = round half up (b * days_in * 1.5) to 0.01 kr\n  reading two = a\n\
                define shown of house by year : kr with 0 decimals\n  reading one = 1 kr\n  reading two = round half up (cost) to 1 kr\n";
    assert_eq!(rounding(read), [""; 0]);
}

#[test]
fn a_rounding_that_changes_nothing_is_a_note() {
    assert_eq!(
        rounding("define shown of house by year : kr = round half up (a) to 0.01 kr\n"),
        ["E1004 round half up (a) to 0.01 kr"]
    );
    let coarse =
        "define cost of house by year : kr with 0 decimals = round half up (b * days_in * 1.5) to 100 kr\n";
    assert_eq!(
        rounding(&format!(
            "{coarse}define shown of house by year : kr with 0 decimals = round half up (cost) to 10 kr\n"
        ))
        .len(),
        1
    );
    // Decimals of the type change, or the figure may.
    assert_eq!(
        rounding("define shown of house by year : kr = round half up (b * days_in * 1.5) to 0.01 kr\n"),
        [""; 0]
    );
    assert_eq!(
        rounding(
            "define shown of house by year : day with 2 decimals = round half up (days_in) to 0.01 day\n"
        ),
        [""; 0]
    );
    assert_eq!(rounding("define shown of house by year : kr = round half up (a) to 0.25 kr\n"), [""; 0]);
}

/// What is said of comparisons.
fn unlike(text: &str) -> Vec<String> {
    said(text, &["E1005", "E1006", "E1007", "E1008"]).into_iter().map(|(code, _)| code).collect()
}

#[test]
fn rounded_figures_are_not_compared_with_finer_ones() {
    let rule = |body: &str| unlike(&format!("rule r of house by year\n  require {body}\n"));
    assert_eq!(rule("(round half up (a / n) to 1 kr) <= a * (100 % + q)"), ["E1005"]);
    assert_eq!(rule("(round half up (a / n) to 1 kr) <= 6.50 kr"), ["E1005"]);
    assert_eq!(
        rule("(round half up (a / n) to 1 kr) <= 6.00 kr"),
        [""; 0],
        "the limit is one that the figure can meet"
    );
    assert_eq!(rule("(round half up (a / n) to 1 kr) <= (round half up (a * (100 % + q)) to 1 kr)"), [""; 0]);
    assert_eq!(
        rule("(round half up (a / n) to 1 kr) <= a"),
        [""; 0],
        "a figure of the data is as it was given"
    );
    assert_eq!(rule("a / n <= a * (100 % + q)"), [""; 0]);
    let chosen = "readings r = exact | rounded\nrule s of house by year\n  reading exact require a / n <= a * (100 % + q)\n  reading rounded require (round half up (a / n) to 1 kr) <= a * (100 % + q)\n";
    assert_eq!(unlike(chosen), [""; 0], "a reading is a choice that was made");
}

#[test]
fn quotients_years_and_indices() {
    let body = |body: &str| {
        unlike(&format!(
            "parameter pl by year : %\nparameter cpi by year : %\ndefine x of house by year : yes/no = {body}\n"
        ))
    };
    assert_eq!(body("a / n is 33.33 kr"), ["E1006"]);
    assert_eq!(body("a / n is not a * 2"), ["E1006"]);
    assert_eq!(body("a / n is 0 kr or a / n is 1 kr"), [""; 0]);
    assert_eq!(body("a / n <= 33.33 kr"), [""; 0]);
    assert_eq!(body("a > previous a"), ["E1007"]);
    assert_eq!(body("a > a[2020]"), ["E1007"]);
    assert_eq!(body("previous a > a[year - 2]"), ["E1007"]);
    assert_eq!(body("a > previous a * (100 % + q)"), [""; 0]);
    assert_eq!(body("c > previous c"), [""; 0], "in prices of one year");
    assert_eq!(body("days_in > previous days_in"), [""; 0]);
    assert_eq!(body("previous a > previous b * days_in"), [""; 0]);
    assert_eq!(body("(a in 2023-pl by pl) > (c in 2023-pl by cpi)"), ["E1008"]);
    assert_eq!(body("(a in 2023-pl by pl) > (c in 2023-pl by pl)"), [""; 0]);
    assert_eq!(body("(a in 2023-pl by pl) > d"), [""; 0]);
    let cap =
        "parameter cap by year : kr\n  2022 = 5 kr\ndefine x of house by year : yes/no = a <= cap[2022]\n";
    assert_eq!(unlike(cap), [""; 0], "an amount that a document fixes holds as it is written");
}

#[test]
fn what_nothing_uses_and_what_no_test_reaches() {
    let names = |text: &str, codes: &[&str]| -> Vec<String> {
        let before = said("", codes);
        said(text, codes).into_iter().filter(|one| !before.contains(one)).map(|(_, text)| text).collect()
    };
    let unused = "set season = spring | autumn\nunit crate\nreadings r = one | two\nentity barn\n  stalls : count\nparameter pp : kr\n  = 1 kr\nscale s : kr -> kr\n  from 0 kr = 1 kr\n";
    assert_eq!(names(unused, &["E0215"]), ["season", "crate", "r", "barn", "pp", "s"]);
    let used = "set season = spring | autumn\nunit crate\ninput stored by season, year : crate\ndefine y by year : crate = sum of stored over season\n";
    assert_eq!(names(used, &["E0215", "E0222"]), [""; 0]);
    assert_eq!(
        names(
            "entity barn\n  stalls : count\n  near : house\ndefine y of barn : count = stalls\n",
            &["E1010"]
        ),
        ["near"]
    );
    let tested = "define y by year : kr = alone\ndefine z by year : kr = y\ndefine w by year : kr = y\nrule r by year\n  require w <= 5 kr\n\
                  test \"z\"\n  given alone = 5 kr\n  expect z[2023] = 5 kr\n";
    assert_eq!(names(tested, &["E1009"]), ["w", "r"]);
    assert_eq!(names(tested.split("test").next().unwrap(), &["E1009"]), [""; 0], "no tests, nothing said");
}

#[test]
fn every_lint_has_its_words_in_both_languages() {
    let (problems, _) = all(&by_condition("1 kr < 2 kr"));
    let said = problems.iter().find(|p| p.code().id() == "E1001").unwrap();
    assert_eq!(said.message(ramme_diag::Lang::En), "in `x` this condition always holds");
    assert_eq!(said.message(ramme_diag::Lang::Da), "i `x` er denne betingelse altid opfyldt");
}
