//! `match`: complete, without doubles, in one type.

use super::{bad, body, good};

const KIND: &str = "define x of house : kr = ";

#[test]
fn a_match_becomes_choices_in_order() {
    let book = good(&format!("{KIND}match tone_of {{ warm: 1 kr, cold: 2 kr }}\n"));
    assert_eq!(body(&book, "x"), "(if (house.tone_of is tone.warm) then 1.00 kr else 2.00 kr)");
    let book = good("define x by size : kr = match size { small | large: 1 kr, \"i alt\": 2 kr }\n");
    let condition = "((this size is size.small) or (this size is size.large))";
    assert_eq!(body(&book, "x"), format!("(if {condition} then 1.00 kr else 2.00 kr)"));
    // A single arm still asks for its subject: it may be missing.
    let book = good(&format!("{KIND}match tone_of {{ warm | cold: 1 kr }}\n"));
    assert!(body(&book, "x").starts_with("(if ((house.tone_of is tone.warm) or"), "{}", body(&book, "x"));
    let book = good("define x by size : kr = match size { small: 1 kr, else: 2 kr }\n");
    assert_eq!(body(&book, "x"), "(if (this size is size.small) then 1.00 kr else 2.00 kr)");
}

#[test]
fn every_member_has_one_arm() {
    bad(
        &format!("{KIND}match tone_of {{ warm: 1 kr }}\n"),
        &[("E0318", "match tone_of { warm: 1 kr }", "nothing for `cold` of `tone`")],
    );
    bad(
        "define x by size : kr = match size { small: 1 kr }\n",
        &[("E0318", "match size { small: 1 kr }", "nothing for `large`, `i alt` of `size`")],
    );
    bad(
        &format!("{KIND}match tone_of {{ warm: 1 kr, cold | warm: 2 kr }}\n"),
        &[("E0341", "warm", "`warm` has two arms")],
    );
    bad(
        &format!("{KIND}match tone_of {{ warm: 1 kr, cld: 2 kr }}\n"),
        &[("E0205", "cld", "did you mean `cold`?")],
    );
    bad(
        &format!("{KIND}match tone_of {{ warm: 1 kr, cold: 2 kr, else: 0 kr }}\n"),
        &[("E0343", "0 kr", "`else` is never taken")],
    );
}

#[test]
fn a_match_is_on_a_set_and_in_one_type() {
    bad(&format!("{KIND}match n {{ warm: 1 kr, cold: 2 kr }}\n"), &[("E0342", "n", "a count")]);
    bad(&format!("{KIND}match tone_of {{ warm: 1 kr, cold: 2 day }}\n"), &[("E0301", "1 kr", "days")]);
    bad(&format!("{KIND}match tone_of {{ warm: 1 kr, cold: yes }}\n"), &[("E0315", "yes", "a number")]);
    good("define x of house : tone = match tone_of { warm: cold, cold: warm }\n");
}
