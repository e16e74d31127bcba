//! Sharing that adds up: among whom, of what, in which steps.

use super::{bad, body, good, type_of};

#[test]
fn a_part_has_the_decimals_of_the_step() {
    let book = good(
        "define x of house by year : kr = apportion alone by n over house where flag to 1.00 kr in order of begun\n\
         define y by size : kr with 0 decimals = apportion alone by n_of over size to 100 kr\n\
         input n_of by size : count\n\
         define z of house by year : kr = apportion (sum of a over house per owner) by n over house per owner to 1.00 kr\n",
    );
    assert_eq!(body(&book, "x"), "apportion alone by n over house where flag per  to 1.00 in order of begun");
    assert_eq!(type_of(&book, "y"), "kr with 0 decimals");
}

#[test]
fn what_is_shared_is_one_total_among_the_rows_of_the_body() {
    bad(
        "define x of house by year : kr = apportion a by n over house to 1.00 kr\n",
        &[("E0366", "a", "for each `house`")],
    );
    bad(
        "define x by size, year : kr = apportion by_size by by_size over size to 1.00 kr\n",
        &[("E0366", "by_size", "for each `size`")],
    );
    bad(
        "define x of town by year : kr = apportion alone by people over house to 1.00 kr\n",
        &[("E0337", "house", "`apportion` looks among the rows of the body")],
    );
    bad("define x : kr = apportion alone by 1 over size to 1.00 kr\n", &[("E0337", "size", "")]);
    bad(
        "define x of house by year : kr = apportion alone / n by n over house to 1.00 kr\n",
        &[("E0310", "alone / n", "shared out")],
    );
    bad(
        "define x of house by year : kr = apportion alone by n / n over house to 1.00 kr\n",
        &[("E0310", "n / n", "a weight")],
    );
    bad(
        "define x of house by year : kr = apportion alone by n over house to 1 day\n",
        &[("E0325", "1 day", "")],
    );
}
