//! Shapes: broadcasting, relations, keys, earlier periods.

use super::{bad, body, good};

#[test]
fn a_coarser_value_is_broadcast() {
    let book = good("define x of house by year : % with 1 decimal = q\n");
    assert_eq!(body(&book, "x"), "q");
}

#[test]
fn a_value_one_relation_away_is_read_there() {
    let book = good("define x of house : count = people\n");
    assert_eq!(body(&book, "x"), "people at house.owner");
    let book = good("input far of region_of_all : kr\ndefine x of house : kr = far\n");
    assert_eq!(body(&book, "x"), "far at (town.belongs_to at house.owner)");
}

#[test]
fn two_ways_have_to_be_named() {
    bad("define x of trade : count = people\n", &[("E0212", "people", "`buyer.people`, `seller.people`")]);
    let book = good("define x of trade : count = buyer.people + people[seller]\n");
    assert_eq!(body(&book, "x"), "(people at trade.buyer + people at trade.seller)");
}

#[test]
fn a_finer_value_proposes_the_aggregate() {
    bad(
        "define x by year : kr = a\n",
        &[(
            "E0306",
            "a",
            "has a value for each house, and one value is needed here => write `sum of a over house`",
        )],
    );
    bad("define x of town by year : kr = a\n", &[("E0306", "a", "sum of a over house")]);
    bad(
        "define x of town : kr = volume\n",
        &[("E0306", "volume", "sum of volume over trade via buyer` or `sum of volume over trade via seller")],
    );
    bad("define x of house : kr = a\n", &[("E0306", "a", "sum of a over year` or `a[2024]")]);
    bad(
        "define x by year : kr = by_size\n",
        &[("E0306", "by_size", "sum of by_size over size` or `by_size[\"i alt\"]")],
    );
    bad("define x by year : % = p\n", &[("E0306", "p", "mean of p over house")]);
    bad("define x by year : yes/no = flag\n", &[("E0306", "flag", "any of flag over house")]);
}

#[test]
fn what_no_relation_reaches_is_said_so() {
    bad(
        "define x of house : kr = volume\n",
        &[("E0307", "volume", "belongs to `trade`, and no relation leads there from `house`")],
    );
}

#[test]
fn keys_fix_axes() {
    let book = good("define x by year : kr = by_size[\"i alt\"] - by_size[small]\n");
    assert_eq!(body(&book, "x"), "(by_size[size.\"i alt\"] - by_size[size.small])");
    let book = good("define x of house : kr = a[2024]\n");
    assert_eq!(body(&book, "x"), "a[2024]");
    let book = good("input g by tone : kr\ndefine x of house : kr = g[tone_of]\n");
    assert_eq!(body(&book, "x"), "g[house.tone_of]");
    bad("define x by year : kr = by_size[smal]\n", &[("E0205", "smal", "did you mean `small`?")]);
    bad(
        "define x by year : % with 1 decimal = q[small]\n",
        &[("E0329", "small", "no axis for the key `small`")],
    );
    bad("define x : kr = alone[2024]\n", &[("E0329", "2024", "no axis")]);
}

#[test]
fn earlier_periods_need_a_period() {
    let book = good("define x of house by year : kr = a - previous a\n");
    assert_eq!(body(&book, "x"), "(a - previous a)");
    let book = good("define x of house by year : kr = a[year - 2]\n");
    assert_eq!(body(&book, "x"), "a[-2]");
    bad(
        "define x of house : count = previous n\n",
        &[("E0308", "previous n", "`previous` needs one period")],
    );
    bad("define x of house by year : count = previous n\n", &[("E0308", "n", "`n` has none")]);
    bad(
        "define x of house by year : kr = a[year + 1]\n",
        &[("E0330", "year + 1", "does not name an earlier period")],
    );
    bad("define x of house : kr = a[year - 1]\n", &[("E0308", "year - 1", "needs one period")]);
}

#[test]
fn a_shape_has_each_axis_once() {
    bad("input z by year, year : kr\n", &[("E0321", "year", "stands twice")]);
    bad("input z by size, size : kr\n", &[("E0321", "size", "stands twice")]);
}

#[test]
fn a_parameter_has_no_rows() {
    bad("parameter z of house : kr\n  = 1 kr\n", &[("E0332", "house", "can't be `of house`")]);
}
