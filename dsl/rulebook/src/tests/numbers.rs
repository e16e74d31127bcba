//! Numbers: units, price levels, scales, ratios, percent.

use super::{bad, body, good, type_of};

#[test]
fn sums_need_one_unit() {
    good("define x of house by year : kr = a + a\n");
    bad(
        "define x of house by year : kr = a + b\n",
        &[("E0301", "a + b", "kroner and kroner per day can't be added => multiply `b` by a number of days")],
    );
    bad("define x of house by year : yes/no = a <= b\n", &[("E0301", "a <= b", "can't be compared")]);
    bad("define x of house by year : kr = max(a, b)\n", &[("E0301", "max(a, b)", "can't be chosen between")]);
    bad("define x of house by year : kr = max(a, 0)\n", &[("E0301", "max(a, 0)", "write `0 kr`")]);
}

#[test]
fn sums_need_one_price_level() {
    bad(
        "define x of house by year : kr in 2023-pl = d - c\n",
        &[(
            "E0302",
            "d - c",
            "one side is in 2023 prices and the other in 2022 prices => write `c in 2023-pl by pl`",
        )],
    );
    bad("define x of house by year : kr in 2023-pl = a\n", &[("E0302", "a", "2023 prices")]);
    good("define x of house by year : kr in 2023-pl = max(d, 0 kr)\n");
}

#[test]
fn a_percent_is_a_share_of_something() {
    bad("define x of house by year : kr = a + q\n", &[("E0303", "a + q", "write `a * (100 % + q)`")]);
    bad("define x by year : % with 1 decimal = 1 + q\n", &[("E0301", "1 + q", "write `100 % + q`")]);
    good("define x of house by year : kr with 5 decimals = a * (100 % + q)\n");
}

#[test]
fn percentage_points_are_differences_of_percents() {
    good("define x by year : percentage point with 1 decimal = q - previous q\n");
    good("define x by year : % with 1 decimal = q - previous q\n");
    good("define x by year : % with 1 decimal = q + 1 percentage point\n");
    bad(
        "define x by year : percentage point with 1 decimal = q + q\n",
        &[("E0304", "q + q", "declared as percentage points")],
    );
}

#[test]
fn scales_add_in_products_and_nothing_is_cut() {
    good("define x of house by year : kr/day with 5 decimals = b * (100 % + q)\n");
    bad(
        "define x of house by year : kr/day = b * (100 % + q)\n",
        &[(
            "E0305",
            "b * (100 % + q)",
            "declared with 2 decimals, and this gives 5 => declare `kr/day with 5 decimals`",
        )],
    );
    bad(
        "define x of house by year : kr = round down (a) to 1 kr\n",
        &[("E0305", "round down (a) to 1 kr", "gives 0")],
    );
    good("define x of house by year : kr = round down (a) to 1.00 kr\n");
}

#[test]
fn constants_are_widened_exactly() {
    let book = good("define x : kr = 5 kr\n");
    assert_eq!(body(&book, "x"), "5.00 kr");
    let book = good("define x of house by year : kr = 0 kr if flag else 1 kr\n");
    assert_eq!(body(&book, "x"), "(if flag then 0.00 kr else 1.00 kr)");
    bad("define x : kr = 0.005 kr\n", &[("E0305", "0.005 kr", "gives 3")]);
}

#[test]
fn percent_literals_keep_their_decimals() {
    let book = good("define x by year : yes/no = q < 3.4 %\n");
    assert_eq!(body(&book, "x"), "(q < 3.4 %)");
}

#[test]
fn above_eighteen_decimals_a_rule_has_to_round() {
    bad(
        "input f : number with 12 decimals\ndefine x : number with 18 decimals = f * f\n",
        &[("E0309", "f * f", "this would have 24 decimals")],
    );
}

#[test]
fn quotients_and_means_are_ratios() {
    let book =
        good("define x of house by year : % = a / (a + a)\ndefine y by year : kr = mean of a over house\n");
    assert_eq!(type_of(&book, "x"), "%");
    assert!(matches!(
        book.definitions[0].ty,
        crate::model::Type::Num(ramme_value::NumType { repr: ramme_value::Repr::Ratio, .. })
    ));
    good("define x of house by year : yes/no = a / (a + a) > 50 %\n");
    good("define x of house by year : % with 1 decimal = round half up (a / (a + a)) to 0.1 %\n");
}

#[test]
fn ratios_are_rounded_before_they_are_summed() {
    bad(
        "define x of house by year : % = a / (a + a) + 5 %\n",
        &[("E0310", "a / (a + a)", "a ratio can't be added before it is rounded")],
    );
    bad(
        "define s of house by year : % = a / (a + a)\ndefine x by year : % = mean of s over house\n",
        &[("E0310", "s", "summed")],
    );
    bad(
        "define x of house by year : % with 1 decimal = a / (a + a)\n",
        &[("E0310", "a / (a + a)", "write `round half up (a / (a + a)) to 0.1 %`")],
    );
}

#[test]
fn clauses_of_one_definition_have_one_type() {
    good("define x of house by year : %\n  to 2022 = 0 %\n  from 2023 = a / (a + a)\n");
    bad(
        "define x of house by year : %\n  to 2022 = p\n  from 2023 = a / (a + a)\n",
        &[("E0304", "p", "`x` is declared as percent (a ratio)")],
    );
}

#[test]
fn what_is_declared_is_what_the_body_gives() {
    bad("define x of house by year : kr = b\n", &[("E0304", "b", "declare `kr/day`")]);
    bad("define x of house by year : kr = flag\n", &[("E0304", "flag", "this gives yes or no")]);
    bad("rule r of house by year\n  require a\n", &[("E0314", "a", "this gives kroner")]);
}

#[test]
fn units_multiply_and_divide() {
    good("define x of house by year : kr = b * days_in\n");
    good("define x of house by year : kr/day = a / days_in\n");
    good("define x of house by year : kr with 6 decimals = b * days_in * p\n");
    good("define x of house by year : % with 6 decimals = p * p\n");
    bad("define x of house by year : kr = a * begun\n", &[("E0315", "begun", "a number is needed")]);
}

#[test]
fn counts_are_whole_numbers() {
    good("define x : count = count over house where n > 3\n");
    good("define x of house : count = n + 1\n");
    good("define x of house by year : kr = a * n\n");
    bad("define x of house : count = n + 0.5\n", &[("E0305", "n + 0.5", "gives 1")]);
}

#[test]
fn steps_have_the_unit_of_the_value() {
    bad("define x of house by year : kr = round down (a) to 0.01 %\n", &[("E0325", "0.01 %", "in kroner")]);
    bad("define x of house by year : kr = round down (a) to 0 kr\n", &[("E0325", "0 kr", "above zero")]);
    bad(
        "define x of house by year : kr = round down (a) to 0.01\n",
        &[("E0325", "0.01", "write `to 0.01 kr`")],
    );
}

#[test]
fn declared_types_make_sense() {
    bad("input z : day in 2023-pl\n", &[("E0324", "day in 2023-pl", "has no price level")]);
    bad("input z : kr with 19 decimals\n", &[("E0309", "kr with 19 decimals", "19 decimals")]);
}

#[test]
fn comparisons_need_like_sides() {
    bad(
        "define x of house : yes/no = begun is n\n",
        &[("E0311", "begun is n", "a date can't be compared with")],
    );
    bad(
        "define x of house : yes/no = tone_of < warm\n",
        &[("E0315", "tone_of", "this gives a member of `tone`")],
    );
    let book = good("define x by year : yes/no = year >= 2024\n");
    assert_eq!(body(&book, "x"), "(year >= 2024)");
}

#[test]
fn conditions_are_yes_or_no() {
    bad("define x of house by year : kr = a if n else 0 kr\n", &[("E0314", "n", "yes or no")]);
    bad("define x of house by year : yes/no = flag and a\n", &[("E0314", "a", "yes or no")]);
    bad("define x of house by year : yes/no = not a\n", &[("E0314", "a", "yes or no")]);
}

#[test]
fn both_branches_have_one_type() {
    bad(
        "define x of house by year : kr = a if flag else begun\n",
        &[("E0315", "begun", "this gives a date")],
    );
    let book = good("define x of house by year : kr = a if known else 0 kr\n");
    assert_eq!(body(&book, "x"), "(a if known else 0.00 kr)");
}

#[test]
fn clamp_is_both_extremes() {
    let book = good("define x of house by year : kr = clamp a between 0 kr and 5 kr\n");
    assert_eq!(body(&book, "x"), "max(min(a, 5.00 kr), 0.00 kr)");
}

#[test]
fn a_total_is_never_summed_with_its_parts() {
    bad(
        "define x by year : kr = by_size[small] + by_size[\"i alt\"]\n",
        &[(
            "E0322",
            "by_size[small] + by_size[\"i alt\"]",
            "the total `i alt` is summed together with its parts",
        )],
    );
    good("define x by year : kr = by_size[small] + by_size[large]\n");
    good("define x by year : kr = by_size[\"i alt\"] - by_size[large]\n");
}

#[test]
fn current_prices_of_two_years_are_remarked_on() {
    let text = |body: &str| format!("{}define x of house by year : {body}\n", super::TOY);
    let codes = |body: &str| -> Vec<&str> {
        super::checked(&text(body)).1.iter().map(|problem| problem.code().id()).collect()
    };
    assert_eq!(codes("kr = a - previous a"), ["E0316"]);
    assert_eq!(codes("kr = a + a[2020]"), ["E0316"]);
    assert!(codes("kr = previous a - previous a").is_empty());
    assert!(codes("kr in 2023-pl = d - previous d").is_empty());
}

#[test]
fn amounts_are_brought_to_another_price_level() {
    let toy = "parameter pl by year : % with 1 decimal\n  2023 = 3.4 %\n";
    let fits = |item: &str| good(&format!("{toy}{item}\n"));
    let book = fits("define x of house by year : kr in 2023-pl with 14 decimals = d + c in 2023-pl by pl");
    assert_eq!(body(&book, "x"), "(d + (c from 2022-pl to 2023-pl by pl))");
    let book =
        fits("define x of house by year : kr in 2023-pl with 14 decimals = previous a in 2023-pl by pl");
    assert_eq!(body(&book, "x"), "previous (a from current to 2023-pl by pl)");
    let book = fits("define x of house by year : kr with 14 decimals = (previous a) in current by pl");
    assert_eq!(body(&book, "x"), "(previous a from current[-1] to current by pl)");
    let book = fits("define x of house : kr in 2023-pl with 14 decimals = a[2020] in 2023-pl by pl");
    assert_eq!(body(&book, "x"), "(a[2020] from 2020-pl to 2023-pl by pl)");
    fits("define x by year : kr in 2023-pl with 14 decimals = sum of (a in 2023-pl by pl) over house");
}

#[test]
fn conversions_that_make_no_sense() {
    let toy = "parameter pl by year : % with 1 decimal\n  2023 = 3.4 %\n";
    let wrong = |item: &str, said: (&str, &str, &str)| bad(&format!("{toy}{item}\n"), &[said]);
    let body = |text: &str| format!("define x of house by year : kr in 2023-pl with 14 decimals = {text}");
    wrong(&body("days_in in 2023-pl by pl"), ("E0361", "days_in", "`days_in` is days, and only an amount"));
    wrong(&body("d in 2023-pl by pl"), ("E0362", "d in 2023-pl by pl", "is in 2023 prices already"));
    wrong(&body("a in current by pl"), ("E0362", "a in current by pl", "is in current prices already"));
    wrong(&body("c in 2023-pl by p"), ("E0363", "p", "`p` is an input, and an index is a parameter"));
    wrong(&body("c in 2023-pl by pls"), ("E0201", "pls", "pl"));
    wrong(&body("(a + previous a) in 2023-pl by pl"), ("E0364", "a + previous a", "in which year's prices"));
    wrong(&body("5 kr in 2023-pl by pl"), ("E0364", "5 kr", "in which year's prices `5 kr` is"));
    wrong(&body("alone in 2023-pl by pl"), ("E0364", "alone", "in which year's prices"));
    bad(
        "parameter once : %\n  = 1 %\ndefine x of house by year : kr in 2023-pl with 14 decimals = c in 2023-pl by once\n",
        &[("E0363", "once", "`once` is declared `%`, and an index")],
    );
    wrong(
        "input e of house : kr in 2022-pl with 7 decimals\ndefine x of house : kr in 2023-pl = e in 2023-pl by pl",
        ("E0309", "e", "this would have 19 decimals"),
    );
    wrong(
        "define x of house : kr with 14 decimals = a[2020] in current by pl",
        ("E0308", "a[2020] in current by pl", "by year"),
    );
}

#[test]
fn parameters_go_on_by_an_index() {
    let toy = "parameter pl by year : % with 1 decimal\n  2023 = 3.4 %\n";
    let fits = |item: &str| good(&format!("{toy}{item}\n"));
    let book =
        fits("parameter cap by year : kr/day indexed by pl, round half up to 1 kr/day\n  2023 = 5 kr/day");
    assert!(book.dump().contains("  indexed by pl, round half up to 1 kr/day\n"), "{}", book.dump());
    let wrong = |item: &str, said: (&str, &str, &str)| bad(&format!("{toy}{item}\n"), &[said]);
    wrong(
        "parameter cap : kr indexed by pl, round down to 1 kr\n  = 5 kr",
        ("E0308", "pl", "`indexed by` needs one period, and `cap` has none"),
    );
    wrong(
        "parameter cap by year : kr indexed by p, round down to 1 kr\n  2023 = 5 kr",
        ("E0363", "p", "`p` is an input"),
    );
    wrong(
        "parameter cap by year : kr indexed by cap, round down to 1 kr\n  2023 = 5 kr",
        ("E0363", "cap", "`cap` is declared `by year : kr`"),
    );
    wrong(
        "parameter r by year : % indexed by pl, round down to 0.1 %\n  2023 = 5 %\n\
         parameter cap by year : kr indexed by r, round down to 1 kr\n  2023 = 5 kr",
        ("E0363", "r", "`r` is itself indexed"),
    );
    wrong(
        "parameter cap by year : kr indexed by pl, round down to 0.001 kr\n  2023 = 5 kr",
        ("E0325", "0.001 kr", "kroner"),
    );
    wrong(
        "parameter cap by year : kr indexed by pl, round down to 1 kr/day\n  2023 = 5 kr",
        ("E0325", "1 kr/day", "kroner"),
    );
    wrong(
        "parameter on by year : yes/no indexed by pl, round down to 1 kr\n  2023 = yes",
        ("E0315", "yes/no", "a number is needed"),
    );
}
