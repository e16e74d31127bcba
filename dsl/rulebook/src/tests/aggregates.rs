//! Aggregates: over rows, members, periods.

use super::{bad, body, good};

#[test]
fn over_rows_members_and_periods() {
    let book = good(
        "define x by year : kr = sum of a over house where tone_of is warm\n\
         define y by year : kr = sum of by_size over size\n\
         define z of house : kr = sum of a over year\n\
         define w by year : % = mean of p over house weighted by a\n",
    );
    assert_eq!(body(&book, "x"), "sum of a over house where (house.tone_of is tone.warm)");
    assert_eq!(body(&book, "y"), "sum of by_size over size");
    assert_eq!(body(&book, "z"), "sum of a over year");
    assert_eq!(body(&book, "w"), "mean of p over house weighted by a");
}

#[test]
fn a_coarser_body_follows_the_relation_backwards() {
    let book = good("define x of town by year : kr = sum of a over house\n");
    assert_eq!(body(&book, "x"), "sum of a over house by house.owner");
    let book = good("define x of region_of_all : count = count over house where n > 0\n");
    assert!(body(&book, "x").contains("by town.belongs_to at house.owner"));
    bad(
        "define x of town : kr = sum of volume over trade\n",
        &[("E0212", "sum of volume over trade", "`buyer`, `seller` => write `via buyer`")],
    );
    let book = good("define x of town : kr = sum of volume over trade via seller\n");
    assert_eq!(body(&book, "x"), "sum of volume over trade by trade.seller");
    bad(
        "define x of town : kr = sum of volume over trade via sellr\n",
        &[("E0208", "sellr", "did you mean `seller`?")],
    );
}

#[test]
fn the_row_of_the_body_is_known_inside() {
    let book =
        good("define x of town : kr = sum of volume over trade via seller where volume > 5 kr * people\n");
    assert!(body(&book, "x").contains("people at trade.seller"), "{}", body(&book, "x"));
}

#[test]
fn via_needs_a_body_with_rows() {
    bad(
        "define x : kr = sum of volume over trade via seller\n",
        &[("E0333", "seller", "`via` works on rows")],
    );
}

#[test]
fn counts_follow_who_exists_in_the_period() {
    let book = good("define x by year : count = count over house where tone_of is warm\n");
    let shape = &book.definitions[0].clauses[0].body.shape;
    assert!(shape.period.is_some() && shape.entity.is_none());
}

#[test]
fn aggregates_take_what_they_can() {
    bad("define x by year : kr = sum of flag over house\n", &[("E0315", "flag", "a number is needed")]);
    bad("define x by year : yes/no = any of a over house\n", &[("E0314", "a", "yes or no")]);
    bad("define x by year : kr = sum of a over hous\n", &[("E0206", "hous", "did you mean `house`?")]);
    bad(
        "define x by year : kr = sum of a over alone\n",
        &[("E0213", "alone", "an entity, a set or a period")],
    );
    good("define x : date = least of begun over house\n");
    good("define x by year : % = share of flag over house\n");
}

#[test]
fn rows_are_served_in_order() {
    let text =
        "define x of trade : kr = allot volume at most 400_000 kr per buyer in order of volume, trade\n";
    assert_eq!(
        body(&good(text), "x"),
        "allot volume at most 400000.00 kr per trade.buyer in order of volume, this trade"
    );
    bad(
        "define x : kr = allot alone at most 1 kr per alone in order of alone\n",
        &[("E0333", "allot alone at most 1 kr per alone in order of alone", "`allot` works on rows")],
    );
    bad(
        "define x of trade : kr = allot volume at most 3 day per buyer in order of volume\n",
        &[("E0301", "3 day", "kroner and days")],
    );
}
