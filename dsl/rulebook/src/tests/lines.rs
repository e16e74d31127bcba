//! Rows among the other rows of their entity, running totals, and the years before.

use super::{bad, body, good, type_of};

#[test]
fn rows_of_the_same_keys() {
    let book = good("define x of trade : kr = sum of volume over trade per buyer where label is known\n");
    assert_eq!(body(&book, "x"), "sum of volume over trade per trade.buyer where (trade.label is known)");
    assert!(book.definitions[0].clauses[0].body.shape.entity.is_some());
    bad(
        "define x of town : kr = sum of volume over trade via buyer per label\n",
        &[("E0337", "label", "`per` looks among the rows of the body, and this is over `trade`")],
    );
    bad(
        "define x of house : kr = sum of a over house, year per owner\n",
        &[("E0337", "owner", "house, year")],
    );
    bad("define x : kr = sum of volume over trade per buyer\n", &[("E0337", "buyer", "`per` looks")]);
    bad(
        "define x of house by year : count = count over house per a / a where flag\n",
        &[("E0326", "a / a", "a key that is no ratio")],
    );
}

#[test]
fn the_first_and_running_sums() {
    let book = good(
        "define x of trade : yes/no = the first of trade where volume > 0 kr per buyer in order of label, trade\n\
         define y of trade : kr = running sum of volume per buyer in order of label, trade\n\
         define z of house by year : kr = running sum of a by year\n",
    );
    assert_eq!(type_of(&book, "y"), "kr");
    assert!(
        body(&book, "x").ends_with("per trade.buyer in order of trade.label, this trade"),
        "{}",
        body(&book, "x")
    );
    assert_eq!(body(&book, "z"), "running sum of a by period");
    let book = good(
        "define x of trade : kr = greatest of volume before where volume > 0 kr per buyer in order of label, trade\n\
         define y of trade : date = least of 2023-01-01 before in order of label, trade\n",
    );
    assert_eq!((type_of(&book, "x"), type_of(&book, "y")), ("kr".to_owned(), "date".to_owned()));
    assert!(body(&book, "x").starts_with("greatest of volume before where "), "{}", body(&book, "x"));
    bad(
        "define x of trade : kr = greatest of volume / 2 before in order of label, trade\n",
        &[("E0310", "volume / 2", "compared in order")],
    );
    bad(
        "define x of trade : yes/no = least of label before in order of label, trade\n",
        &[("E0315", "label", "number")],
    );
    bad(
        "define x : kr = least of 1 kr before in order of 1\n",
        &[("E0333", "least of 1 kr before in order of 1", "in order of")],
    );
    bad(
        "define x of trade : yes/no = the first of house in order of label\n",
        &[("E0337", "house", "`the first of` looks among the rows of the body")],
    );
    bad(
        "define x : yes/no = the first of trade in order of label\n",
        &[("E0333", "the first of trade in order of label", "in order of")],
    );
    bad("define x of house : kr = running sum of alone by year\n", &[("E0308", "year", "running sum")]);
    bad(
        "define x of house by year : kr = running sum of alone by year\n",
        &[("E0308", "alone", "running sum")],
    );
    bad("define x of house by year : kr = running sum of a / n by year\n", &[("E0310", "a / n", "summed")]);
}

#[test]
fn the_years_before_are_written_out() {
    let book = good(
        "define x of house by year : kr = sum of a over the 2 years before\n\
         define y of house by year : kr = greatest of a over the 2 years before\n\
         define z of house by year : yes/no = a > (mean of a over the 2 years before)\n",
    );
    assert_eq!(body(&book, "x"), "(previous a + a[-2])");
    assert_eq!(body(&book, "y"), "max(previous a, a[-2])");
    assert_eq!(body(&book, "z"), "(a > ((previous a + a[-2]) / 2))");
    bad(
        "define x of house : kr = sum of a over the 2 years before\n",
        &[("E0306", "a", "a value for each year")],
    );
    bad(
        "define x of house by year : kr = sum of alone over the 2 years before\n",
        &[("E0308", "alone", "over the years before")],
    );
}
