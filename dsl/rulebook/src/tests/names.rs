//! Names: duplicates, scopes, suggestions, poison.

use super::{bad, body, good};

#[test]
fn a_name_is_declared_once() {
    bad("unit meal\n", &[("E0202", "meal", "`meal` is declared twice")]);
    bad("set warm_or_not = x1 | y1 | x1\n", &[("E0202", "x1", "`x1` is declared twice")]);
    bad("entity hut\n  owner : town\n  owner : town\n", &[("E0202", "owner", "`owner` is declared twice")]);
}

#[test]
fn both_places_of_a_duplicate_are_named() {
    let (_, problems, sources) = super::checked("unit meal\nset meal = x1 | y1\n");
    let other = &problems[0].others()[0];
    assert_eq!(sources.slice(other.0.span().unwrap()), "meal");
    assert!(other.1.en.contains("a unit of this name is declared here"));
}

#[test]
fn nothing_shadows_anything() {
    bad("entity hut\n  town : text\n", &[("E0219", "town", "has the name of an entity")]);
    good("entity hut\n  owner : town\n");
    bad(
        "entity hut\n  tone : tone\ndefine x of hut : yes/no = tone is warm\n",
        &[("E0219", "tone", "has the name of a set")],
    );
}

#[test]
fn units_and_periods_are_reserved() {
    bad("unit person\n", &[("E0128", "person", "is a word of the language")]);
}

#[test]
fn unknown_names_are_suggested() {
    bad("define x of house by year : kr = aa\n", &[("E0201", "aa", "there is no name `aa`")]);
    bad("define x of house : count = peple\n", &[("E0201", "peple", "did you mean `people`?")]);
    bad("input z : kr/dag\n", &[("E0203", "dag", "did you mean `day`?")]);
    bad("input z of hose : kr\n", &[("E0206", "hose", "did you mean `house`?")]);
    bad("input z by yaer : kr\n", &[("E0207", "yaer", "did you mean `year`?")]);
    bad("input z : sise\n", &[("E0201", "sise", "did you mean `size`?")]);
    bad("define x : yes/no\n  cite framwork = yes\n", &[("E0204", "framwork", "no document `framwork`")]);
}

#[test]
fn members_are_resolved_by_the_type_beside_them() {
    let book = good("define x of house : yes/no = tone_of is warm\n");
    assert_eq!(body(&book, "x"), "(house.tone_of is tone.warm)");
    let book = good("define x of house : yes/no = warm is tone_of\n");
    assert_eq!(body(&book, "x"), "(tone.warm is house.tone_of)");
    let book = good(
        "define x of house : tone = tone_of if flag_of else cold\ndefine flag_of of house : yes/no = n > 3\n",
    );
    assert!(body(&book, "x").contains("tone.cold"));
    bad("define x of house : yes/no = tone_of is wrm\n", &[("E0205", "wrm", "did you mean `warm`?")]);
    bad(
        "define x of house : yes/no = tone_of is \"hot\"\n",
        &[("E0205", "\"hot\"", "`hot` is not in the set `tone`")],
    );
}

#[test]
fn a_member_that_is_also_something_else_has_to_be_quoted() {
    bad(
        "define cold : yes/no = yes\ndefine x of house : yes/no = tone_of is cold\n",
        &[("E0220", "cold", "write `\"cold\"`")],
    );
    good("define cold : yes/no = yes\ndefine x of house : yes/no = tone_of is \"cold\"\n");
}

#[test]
fn fields_are_bare_where_the_entity_has_them() {
    good("define x of trade : yes/no = label is \"x\"\n");
    bad(
        "define x of house : yes/no = belongs_to is owner\n",
        &[("E0201", "belongs_to", "did you mean `owner.belongs_to`?")],
    );
    bad(
        "define x of trade : yes/no = buyer.belongs_to is seller.belong_to\n",
        &[("E0208", "belong_to", "did you mean `belongs_to`?")],
    );
    bad("define x of house : yes/no = n.owner is owner\n", &[("E0213", "n", "a row of an entity is needed")]);
}

#[test]
fn what_is_no_value_is_said_to_be_so() {
    bad("define x of house : yes/no = tone is warm\n", &[("E0213", "tone", "`tone` is a set")]);
    bad(
        "define x : yes/no = house is house\n",
        &[("E0213", "house", "`house` is an entity"), ("E0213", "house", "")],
    );
    bad("define x : kr = meal\n", &[("E0213", "meal", "`meal` is a unit, and a value is needed here")]);
}

#[test]
fn a_broken_declaration_hides_nothing_and_says_nothing_twice() {
    bad(
        "input z of hose : kr\ndefine x : kr = z + z\ndefine y : kr = nowhere\n",
        &[("E0206", "hose", "house"), ("E0201", "nowhere", "no name")],
    );
}

#[test]
fn a_definition_of_unknown_type_says_nothing_twice() {
    bad(
        "define x by year : % = nowhere\ndefine y by year : % with 1 decimal = x + q\n",
        &[("E0201", "nowhere", "no name")],
    );
}

#[test]
fn relations_do_not_lead_round() {
    let (_, problems, sources) = super::checked("entity x1\n  up : y1\nentity y1\n  back : x1\n");
    let lines: Vec<String> = problems.iter().map(|p| super::shown(p, &sources)).collect();
    assert_eq!(problems.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("E0221") && lines[0].contains("`x1.up`, `y1.back`"), "{lines:?}");
}

#[test]
fn definitions_stand_after_those_that_they_use() {
    let book = good("define x : kr = y + z\ndefine y : kr = z\ndefine z : kr = alone\n");
    let names: Vec<&str> = book.definitions.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(names, ["z", "y", "x"]);
}

#[test]
fn a_circle_within_a_period_is_refused_and_earlier_periods_are_not() {
    bad("define x : kr = y\ndefine y : kr = z\ndefine z : kr = x\n", &[("E0214", "x", "`x`, `y`, `z`")]);
    bad("define x by year : kr = x\n", &[("E0214", "x", "`x` rests on itself => write `previous x`")]);
    good("define x by year : kr\n  to 2022 = 0 kr\n  from 2023 = previous x + alone\n");
    good("define x by year : kr\n  to 2022 = 0 kr\n  from 2023 = x[year - 1] + alone\n");
    let book = good(
        "define x by year : kr\n  to 2022 = 0 kr\n  from 2023 = previous y\ndefine y by year : kr = x + alone\n",
    );
    let names: Vec<&str> = book.definitions.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(names, ["x", "y"]);
}

#[test]
fn what_is_declared_as_something_else_is_said_so() {
    bad("input z : alone\n", &[("E0213", "alone", "`alone` is an input, and a type is needed")]);
    bad("input z of alone : kr\n", &[("E0206", "alone", "there is no entity `alone`")]);
    bad("input z by alone : kr\n", &[("E0207", "alone", "neither a period nor a set")]);
}

#[test]
fn names_of_items_that_could_not_be_read_are_not_asked_after() {
    let mut sources = ramme_diag::SourceMap::new();
    let file = sources.add("x", "define x : kr = lost + nowhere\n");
    let (tree, _) = ramme_syntax::parse(file, sources.text(file), &ramme_diag::Limits::default());
    let (_, problems) = crate::build_beside(&[tree], &["lost".to_owned()]);
    let lines: Vec<String> = problems.iter().map(|problem| super::shown(problem, &sources)).collect();
    assert_eq!(lines, ["E0201 [nowhere] there is no name `nowhere`"]);
}
