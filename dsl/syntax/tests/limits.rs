//! Limits: at the limit a text is read, one above it is refused with both figures; and nothing runs out of stack.

mod common;

use common::{read, shown};
use ramme_diag::{FileId, Limits};

/// What is said about a text under limits of one's own; nothing where it is read.
fn under(change: impl Fn(&mut Limits), text: &str) -> String {
    let mut limits = Limits::default();
    change(&mut limits);
    let (_, problems) = ramme_syntax::parse(FileId(0), text, &limits);
    shown(text, &problems)
}

#[test]
fn bytes_lines_and_columns() {
    let text = "unit a\nunit b\n";
    assert_eq!(under(|limits| limits.rule_file_bytes = 14, text), "");
    insta::assert_snapshot!(under(|limits| limits.rule_file_bytes = 13, text), @"E0102 [] the file has 14 bytes, and a rule file may have 13 | split the file, or move figures to a data file");
    assert_eq!(under(|limits| limits.rule_file_lines = 2, text), "");
    assert_eq!(under(|limits| limits.rule_file_lines = 2, "unit a\r\nunit b"), "");
    insta::assert_snapshot!(under(|limits| limits.rule_file_lines = 1, text), @"E0103 [] the file has 2 lines, and a rule file may have 1 | split the file; an agreement is a folder");
    assert_eq!(under(|limits| limits.rule_line_columns = 6, "unit å\nunit b\n"), "");
    insta::assert_snapshot!(under(|limits| limits.rule_line_columns = 5, "unit å # æ\nunit b\n"), @r#"
        E0104 [å # æ] the line has 10 characters, and a line may have 5 | break the line; inside an item line ends mean nothing
        E0104 [b] the line has 6 characters, and a line may have 5 | break the line; inside an item line ends mean nothing
        "#);
}

#[test]
fn names_texts_and_numbers() {
    assert_eq!(under(|limits| limits.identifier_bytes = 4, "unit abcd\n"), "");
    insta::assert_snapshot!(under(|limits| limits.identifier_bytes = 4, "unit abcde\n"), @"E0106 [abcde] the name has 5 bytes, and a name may have 4 | use a shorter name, and put the rest in a comment");
    assert_eq!(under(|limits| limits.string_bytes = 3, "set a = \"bcd\"\n"), "");
    insta::assert_snapshot!(under(|limits| limits.string_bytes = 3, "set a = \"bcde\"\n"), @r#"
        E0107 ["bcde"] the quoted text has 4 bytes, and may have 3 | cite the passage instead of quoting it
        "#);
    let digits = |count: usize| format!("define x : kr = {} kr\n", "9".repeat(count));
    assert_eq!(under(|_| {}, &digits(38)), "");
    insta::assert_snapshot!(under(|_| {}, &digits(39)), @"E0139 [999999999999999999999999999999999999999] the number has 39 digits, and may have 38 | use a larger unit, or fewer decimals");
    assert_eq!(under(|limits| limits.number_digits = 4, "define x : kr = 12.3_4 kr\n"), "");
    insta::assert_snapshot!(under(|limits| limits.number_digits = 4, "define x : kr = 12.345 kr\n"), @"E0139 [12.345] the number has 5 digits, and may have 4 | use a larger unit, or fewer decimals");
}

#[test]
fn a_limit_breaks_its_item_alone() {
    let (file, problems) = read(&format!("unit a\nunit {}\nunit b\n", "x".repeat(200)));
    assert_eq!((file.items.len(), problems.len()), (2, 1));
}

#[test]
fn depth_at_the_limit_and_above() {
    let nested = |open: &str, close: &str, count: usize| {
        format!("define x : kr = {}1 kr{}\nunit a\n", open.repeat(count), close.repeat(count))
    };
    for (open, close) in
        [("(", ")"), ("min(", ")"), ("a[", "]"), ("not ", ""), ("-", ""), ("previous ", ""), ("sum of ", "")]
    {
        let said = under(|_| {}, &nested(open, close, 64));
        assert!(!said.contains("E0105"), "{open}: {said}");
        let said = under(|_| {}, &nested(open, close, 65));
        assert!(said.contains("E0105") && said.contains("65 deep, and may be 64"), "{open}: {said}");
    }
    insta::assert_snapshot!(under(|limits| limits.nesting = 2, "define x : kr = (((1 kr)))\n"), @"E0105 [(] brackets and blocks are 3 deep, and may be 2 | give a part a name with `define`");
    assert_eq!(under(|_| {}, &nested("(", ")", 64)), "");
}

#[test]
fn a_deep_text_is_refused_before_it_is_parsed() {
    let openings = [
        "(",
        "[",
        "{",
        "a[",
        "min(",
        "not ",
        "- ",
        "previous ",
        "year of ",
        "sum of ",
        "a if ",
        "a if b else ",
        "clamp ",
        "clamp a between ",
        "clamp a between b and ",
        "days from ",
        "days from a until ",
        "days from a until b where ",
        "allot ",
        "allot a at most ",
        "allot a at most b per ",
        "count over x where ",
        "count where ",
        "any of p over x where ",
        "any of p over z over z where ",
        "mean of a over x weighted by ",
        "a if known else ",
        "sum of a if ",
        "round up (",
        "a + ",
        "a and ",
        "a or not ",
        "sum of count over x where ",
    ];
    for open in openings {
        let text =
            format!("define x : kr\n  = {}a\nunit b\n", format!("{open}\n").repeat(15_000 / open.len()));
        let (file, problems) = read(&text);
        assert_eq!(file.items.len(), 1, "{open}");
        assert!(!problems.is_empty(), "{open}");
    }
}

#[test]
fn chains_of_operators_are_bounded_too() {
    let chain = |count: usize| format!("define x : kr = a{}\n", "\n + a".repeat(count));
    assert_eq!(under(|_| {}, &chain(200)), "");
    assert!(under(|_| {}, &chain(300)).contains("E0105"));
    let choices = |count: usize| format!("define x : kr = {}a\n", "a if b else\n ".repeat(count));
    assert_eq!(under(|_| {}, &choices(200)), "");
    assert!(under(|_| {}, &choices(300)).contains("E0105"));
}
