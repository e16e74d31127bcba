//! Broken texts: what is said, and what is underlined. `code [underlined] message | help`, one a line.

mod common;

use common::{read, shown};

/// What is said about a text.
fn said(text: &str) -> String {
    let (_, problems) = read(text);
    assert!(!problems.is_empty(), "nothing is said about {text:?}");
    shown(text, &problems)
}

/// What is said about each of several expressions, as the body of a definition.
fn bodies(exprs: &[&str]) -> String {
    exprs.iter().map(|expr| said(&format!("define x : kr\n  = {expr}\n"))).collect::<Vec<_>>().join("\n")
}

#[test]
fn words_that_open_no_item() {
    insta::assert_snapshot!(said("defin gap : kr = 1 kr\n  cite x\nDefine a : kr\nfoo\nunit a\n"), @r#"
        E0120 [defin] no item begins with `defin` | did you mean `define`?
        E0120 [Define] no item begins with `Define` | did you mean `define`?
        E0120 [foo] no item begins with `foo`
        "#);
    insta::assert_snapshot!(said("  1 + 2\nunit a"), @"E0121 [1] an item such as `define` was expected here, and `1` stands here");
    insta::assert_snapshot!(said("entity stay\npayer : municipality\n"), @"E0120 [payer] no item begins with `payer`");
    insta::assert_snapshot!(said("rule x of y\nrequire a <= b\n"), @"E0132 [require] `require` belongs to an item and is not indented | write two blanks before it");
    insta::assert_snapshot!(said("unit a\n  define x : kr = 1 kr\n"), @"E0131 [define] `define` opens an item and is indented | write it at the beginning of the line");
}

#[test]
fn comparing() {
    insta::assert_snapshot!(bodies(&["a = b", "1 kr if kind == b else 2 kr", "a != b", "a <> b", "a => b", "a =< b"]), @r#"
        E0312 [=] `=` only stands before a body | write `is` to compare
        E0312 [==] `=` only stands before a body | write `is` to compare
        E0134 [!=] `!=` is not written so here | write `is not`
        E0134 [<>] `<>` is not written so here | write `is not`
        E0134 [=>] `=>` is not written so here | write `->`
        E0134 [=<] `=<` is not written so here | write `<=`
        "#);
    insta::assert_snapshot!(bodies(&["a && b", "a || b", "!a", "a AND b", "a < b < c", "a is b is not c"]), @r#"
        E0134 [&&] `&&` is not written so here | write `and`
        E0134 [||] `||` is not written so here | write `or`
        E0134 [!] `!` is not written so here | write `not`
        E0121 [AND] an operator was expected here, and `AND` stands here | did you mean `and`?
        E0133 [a < b] a comparison stands beside another without `and` or `or` between them | write `a <= b and b <= c`
        E0133 [a is b] a comparison stands beside another without `and` or `or` between them | write `a <= b and b <= c`
        "#);
    insta::assert_snapshot!(bodies(&["a is not known", "a is not missing", "(a < b) < c is known"]), @r#"
        E0134 [known] `is not known` is not written so here | write `is missing`
        E0134 [missing] `is not missing` is not written so here | write `is known`
        E0133 [(a < b) < c] a comparison stands beside another without `and` or `or` between them | write `a <= b and b <= c`
        "#);
}

#[test]
fn numbers_and_dates() {
    insta::assert_snapshot!(bodies(&["3,4 %", "1.000.000 kr", "1.000,50 kr", "1_000.50.2", "5.", "3kr", "1__0 kr"]), @r#"
        E0125 [3,4] `3,4` has a comma, and rules write decimals with a point | write `3.4`
        E0124 [1.000.000] `1.000.000` is not a number: it has more than one decimal mark | write a number as `1_000.50`
        E0125 [1.000,50] `1.000,50` has a comma, and rules write decimals with a point | write `1_000.50`
        E0124 [1_000.50.2] `1_000.50.2` is not a number: it has more than one decimal mark | write a number as `1_000.50`
        E0124 [5.] `5.` is not a number: the decimal mark needs digits on both sides | write a number as `1_000.50`
        E0124 [3kr] `3kr` is not a number: a blank stands between a number and its unit, and a key such as this in quotation marks | write a number as `1_000.50`
        E0124 [1__0] `1__0` is not a number: digits must stand in groups of three | write a number as `1_000.50`
        "#);
    insta::assert_snapshot!(bodies(&["2023-02-30", "2023-1-1", "1.10.2023", "1701-01-01", "0.1234567890123456789"]), @r#"
        E0126 [2023-02-30] `2023-02-30` is not a date | write a date as `2023-10-01`, between 1800 and 2200
        E0126 [2023-1-1] `2023-1-1` is not a date | write a date as `2023-10-01`, between 1800 and 2200
        E0126 [1.10.2023] `1.10.2023` is not a date | write a date as `2023-10-01`, between 1800 and 2200
        E0126 [1701-01-01] `1701-01-01` is not a date | write a date as `2023-10-01`, between 1800 and 2200
        E0124 [0.1234567890123456789] `0.1234567890123456789` is not a number: it has more than 18 decimals | write a number as `1_000.50`
        "#);
    insta::assert_snapshot!(said("parameter pl by year : %\n  2023 = 3,4 %\n"), @"E0125 [3,4] `3,4` has a comma, and rules write decimals with a point | write `3.4`");
    insta::assert_snapshot!(said("rule x\n  from 2023-13-01\n  require yes\n"), @"E0126 [2023-13-01] `2023-13-01` is not a date | write a date as `2023-10-01`, between 1800 and 2200");
}

#[test]
fn choices_and_ends() {
    insta::assert_snapshot!(bodies(&["if valid then grant else 0 kr", "if x", "a if b", "a if b then c", "a end"]), @r#"
        E0135 [if] `if` stands after the value that it chooses | write `grant if valid else 0 kr`
        E0135 [if] `if` stands after the value that it chooses | write `y if x else z`
        E0138 [] `else` or an operator was expected before the item ends
        E0121 [then] `else` or an operator was expected here, and `then` stands here
        E0121 [end] an operator was expected here, and `end` stands here
        "#);
    insta::assert_snapshot!(bodies(&["a;", "a ^ 2", "a // why", "a b", "", "a +", "a + * b"]), @r#"
        E0134 [;] `;` is not written so here
        E0134 [^] `^` is not written so here | write `x * x`
        E0134 [//] `//` is not written so here | write `#`
        E0121 [b] an operator was expected here, and `b` stands here
        E0138 [] a value was expected before the item ends
        E0138 [] a value was expected before the item ends
        E0121 [*] a value was expected here, and `*` stands here
        "#);
}

#[test]
fn brackets() {
    insta::assert_snapshot!(bodies(&["(a + b", "a + b)", "min(a, b", "min(a, b]", "x[1", "foo(a)", "()", "min()"]), @r#"
        E0123 [(] `(` has no partner
        E0123 [)] `)` has no partner
        E0123 [(] `(` has no partner
        E0121 []] `,`, `)` or an operator was expected here, and `]` stands here
        E0123 [[] `[` has no partner
        E0218 [foo] there is no function `foo`
        E0121 [)] a value was expected here, and `)` stands here
        E0121 [)] a value was expected here, and `)` stands here
        "#);
}

#[test]
fn constructs() {
    insta::assert_snapshot!(bodies(&["sum of x", "sum x over y", "count where p", "sum of x over y weighted by z"]), @r#"
        E0121 [sum of x] `over` and what it runs over was expected here, and `sum of x` stands here
        E0121 [x] `of` was expected here, and `x` stands here
        E0121 [count where p] `over` and what it runs over was expected here, and `count where p` stands here
        E0121 [sum of x over y weighted by z] `mean of` before `weighted by` was expected here, and `sum` stands here
        "#);
    insta::assert_snapshot!(bodies(&["sum of x over y where p where q", "round (x) to 1 kr", "round up x to 1 kr"]), @r#"
        E0129 [where q] `where` stands twice in the same item | keep one of them
        E0121 [(] a way to round such as `half up` was expected here, and `(` stands here
        E0121 [x] `(` was expected here, and `x` stands here
        "#);
    insta::assert_snapshot!(bodies(&["clamp x between a", "days from a", "allot a at most b", "a * b (end of month: clamp)"]), @r#"
        E0138 [] `and` or an operator was expected before the item ends
        E0138 [] `until` or an operator was expected before the item ends
        E0138 [] `in`, `at`, `per`, `in running years from` or an operator was expected before the item ends
        E0121 [(end of month: clamp)] a sum such as `date + 3 months` was expected here, and `(end of month: clamp)` stands here
        "#);
    insta::assert_snapshot!(bodies(&["a + 3 months (end of month: last)", "previous", "share + 1", "x.of"]), @r#"
        E0121 [last] `clamp`, `overflow` or `forbid` was expected here, and `last` stands here
        E0138 [] a value was expected before the item ends
        E0121 [+] `of` was expected here, and `+` stands here
        E0128 [of] `of` is a word of the language and can't be a name
        "#);
}

#[test]
fn declarations() {
    insta::assert_snapshot!(said("define gap by year : kr accounts - budget\n"), @"E0121 [accounts] `=`, `reading`, `in` or `with` was expected here, and `accounts` stands here");
    insta::assert_snapshot!(said("define gap by year = accounts\n"), @"E0121 [=] `:`, `,` or `for a day` was expected here, and `=` stands here");
    insta::assert_snapshot!(said("define gap by year : kr\n"), @"E0138 [] `=`, `reading`, `in` or `with` was expected before the item ends");
    insta::assert_snapshot!(said("input share : %\ninput year : kr\nentity date\nunit kr\n"), @r#"
        E0128 [share] `share` is a word of the language and can't be a name
        E0128 [year] `year` is a word of the language and can't be a name
        E0128 [date] `date` is a word of the language and can't be a name
        E0128 [kr] `kr` is a word of the language and can't be a name
        "#);
    insta::assert_snapshot!(said("set x = a, b\n"), @"E0134 [,] `,` is not written so here | write `|`");
    insta::assert_snapshot!(said("document a\n  rank law\n  rank law\n"), @"E0129 [rank law] `rank` stands twice in the same item | keep one of them");
    insta::assert_snapshot!(said("language 2\nlanguage x\n"), @r#"
        E0127 [2] the file is written in language 2, and this program reads 1 | use a newer version of the program
        E0121 [x] a whole number was expected here, and `x` stands here
        "#);
    insta::assert_snapshot!(said("entity a\n  b : c\n  d = e\n  f : g by\n  h : i\n"), @r#"
        E0121 [=] `:` was expected here, and `=` stands here
        E0121 [h] a name was expected here, and `h` stands here
        "#);
    insta::assert_snapshot!(said("parameter a by year : kr\n  2023 = \n  2024 = 1 kr\n  2025 : 1 kr\n"), @r#"
        E0121 [2024] a value was expected here, and `2024` stands here
        E0121 [:] `,` or `=` was expected here, and `:` stands here
        "#);
    insta::assert_snapshot!(said("input a : kr with decimals\ninput b : kr in 23-pl\ninput c kr\n"), @r#"
        E0121 [decimals] a whole number was expected here, and `decimals` stands here
        E0121 [23] `2023-pl` or `current` was expected here, and `23` stands here
        E0121 [kr] `:`, `of` or `by` was expected here, and `kr` stands here
        "#);
}

#[test]
fn bodies_of_rules() {
    insta::assert_snapshot!(said("rule x\n  = a\nrule y\n  aim b\ntarget z\n  require c\ndefine w : kr require d\n"), @r#"
        E0121 [=] `require` was expected here, and `=` stands here
        E0121 [aim] `require` was expected here, and `aim` stands here
        E0121 [require] `aim` was expected here, and `require` stands here
        E0121 [require] `=` was expected here, and `require` stands here
        "#);
    insta::assert_snapshot!(said("define x : kr\n  = a\n  reading b = c\n"), @"E0140 [reading] some clauses stand under a reading and some under none | put every clause under a `reading`");
    insta::assert_snapshot!(said("define x : kr\n  reading a = (\n  reading b = 1 kr\n  reading c = ]\n"), @r#"
        E0121 [reading] a value was expected here, and `reading` stands here
        E0121 []] a value was expected here, and `]` stands here
        "#);
    insta::assert_snapshot!(said("rule x\n  from 2023 from 2024\n  require a\n  unless b -> c\n"), @"E0121 [c] `explained` was expected here, and `c` stands here");
    insta::assert_snapshot!(said("rule x\n  form 2023\n  require a\n"), @"E0121 [form] `require`, `reading`, `of`, `by` or `from` was expected here, and `form` stands here | did you mean `from`?");
}

#[test]
fn tests() {
    insta::assert_snapshot!(said("test \"x\"\n  given a\n  expect b = 1,2 %\n  given c = 3 kr\n  expct d met\n  expect e compiles\n"), @r#"
        E0121 [expect] `=` or a key was expected here, and `expect` stands here
        E0125 [1,2] `1,2` has a comma, and rules write decimals with a point | write `1.2`
        E0121 [expct] a row of a table, `reading`, `known`, `given` or `expect` was expected here, and `expct` stands here | did you mean `expect`?
        E0121 [compiles] `=`, `explained`, `not`, `complies` or `breached` was expected here, and `compiles` stands here | did you mean `complies`?
        "#);
    insta::assert_snapshot!(said("test \"x\" for y\n  | a | b |\n  | 1 |\n  | 1 | 2 |\n  | 1 | 2 | 3 |\n"), @r#"
        E0137 [| 1 |] the row has 1 cell, and the table has 2 columns | a blank cell is written `|  |`
        E0137 [| 1 | 2 | 3 |] the row has 3 cells, and the table has 2 columns | a blank cell is written `|  |`
        "#);
    insta::assert_snapshot!(said("test \"x\"\n  | a | b |\n  | 1 | 2\n  | 3 | 4 |\n"), @"E0121 [| 1 | 2] `|` was expected here, and `the end of the line` stands here");
    insta::assert_snapshot!(said("test \"x\"\n  | a | 1 |\n"), @"E0121 [1] the name of a column was expected here, and `1` stands here");
    insta::assert_snapshot!(said("test x\n  known 2023-01-01\n"), @r#"
        E0121 [x] a text in quotation marks was expected here, and `x` stands here
        E0121 [2023] `on` was expected here, and `2023` stands here
        "#);
}

#[test]
fn arms() {
    insta::assert_snapshot!(bodies(&["match a", "match a { b 1 kr }", "match a { b: 1 kr c: 2 kr }", "match a { else: 1 kr }", "match a { else: 1 kr, b: 2 kr }", "match a { b: 1 kr, else: 2 kr"]), @r#"
        E0138 [] `{` or an operator was expected before the item ends
        E0121 [1] `:` or `|` was expected here, and `1` stands here
        E0121 [c] `,`, `}` or an operator was expected here, and `c` stands here
        E0121 [else] an arm such as `lead: x` was expected here, and `else` stands here
        E0121 [else] an arm such as `lead: x` was expected here, and `else` stands here
        E0123 [{] `{` has no partner
        "#);
    insta::assert_snapshot!(bodies(&["match a is b { c: 1 kr }", "match a { b: sum of x over y, c 1 kr }"]), @r#"
        E0121 [is] `{` or an operator was expected here, and `is` stands here
        E0121 [1] `,`, `}` or an operator was expected here, and `1` stands here
        "#);
    assert!(
        read("define x : kr = match a { b: sum of x over y, z, c | \"d\": 1 kr, else: 2 kr, }\n")
            .1
            .is_empty()
    );
}

#[test]
fn running_years() {
    insta::assert_snapshot!(bodies(&["allot days from a until b at most c in running years from d in order of e", "allot days from a until b at most c in running years from d opening again in order of e", "mean of x over days from a until b", "sum of x over days from a until b over y"]), @r#"
        E0121 [order] `2023-pl` or `current` was expected here, and `order` stands here
        E0121 [in] `on the anniversary` was expected here, and `in` stands here
        E0121 [mean of x over days from a until b] nothing but `sum of x over days from … until … where …` was expected here, and `mean` stands here
        E0121 [sum of x over days from a until b over y] nothing but `sum of x over days from … until … where …` was expected here, and `sum` stands here
        "#);
}

#[test]
fn exceptions() {
    let clauses = [
        "exception when b = 1 kr",
        "exception c",
        "exception b overides c when d = 1 kr",
        "exception b when c when d = 1 kr",
        "exception b when c = d = 1 kr",
    ];
    let all = clauses.map(|clause| said(&format!("define a : kr\n  base = 1 kr\n  {clause}\n")));
    insta::assert_snapshot!(all.join("\n"), @r#"
        E0128 [when] `when` is a word of the language and can't be a name
        E0138 [] `=` or `overrides` was expected before the item ends
        E0121 [overides] `=` or `overrides` was expected here, and `overides` stands here | did you mean `overrides`?
        E0129 [when d] `when` stands twice in the same item | keep one of them
        E0312 [=] `=` only stands before a body | write `is` to compare
        "#);
}

#[test]
fn amendments() {
    let changes = [
        "",
        "changes from 2024 = 1 kr",
        "replace from 2024 = 1 kr",
        "replaces from 2024 cite act",
        "replaces = 1 kr cite act",
        "repeals from 2024 cite act = 1 kr",
        "repeals from 2024 when a cite act",
        "replaces retroactive from 2024 retroactive = 1 kr",
        "replaces exception from 2024 = 1 kr",
        "repeals exception b overrides c from 2024",
        "replaces from 2024 dated by begun = 1 kr",
    ];
    let all = changes.map(|change| said(&format!("amend a\n  {change}\n")));
    insta::assert_snapshot!(all.join("\n"), @r#"
        E0138 [] `replaces`, `repeals` or `adds` was expected before the item ends
        E0121 [changes] `replaces`, `repeals` or `adds` was expected here, and `changes` stands here
        E0121 [replace] `replaces`, `repeals` or `adds` was expected here, and `replace` stands here | did you mean `replaces`?
        E0138 [] `=`, `lines`, `page` or `section` was expected before the item ends
        E0121 [cite] `replaces`, `repeals`, `adds` or an operator was expected here, and `cite` stands here
        E0121 [=] `lines`, `page`, `section`, `replaces` or `repeals` was expected here, and `=` stands here
        E0121 [when] `replaces`, `repeals` or `adds` was expected here, and `when` stands here
        E0129 [retroactive] `retroactive` stands twice in the same item | keep one of them
        E0128 [from] `from` is a word of the language and can't be a name
        E0121 [overrides] `replaces`, `repeals` or `adds` was expected here, and `overrides` stands here
        E0121 [dated] `=` was expected here, and `dated` stands here
        "#);
}

#[test]
fn words_for_later() {
    insta::assert_snapshot!(said("entity episode = split stay\n  from a until b\n"), @"E0130 [split] `split` is a word of the language that this version does not have yet");
    insta::assert_snapshot!(bodies(&["x in 2023-pl", "x in 2023 by pl", "gap in current pl"]), @r#"
        E0138 [] `by` was expected before the item ends
        E0121 [2023] `2023-pl` or `current` was expected here, and `2023` stands here
        E0121 [pl] `by` was expected here, and `pl` stands here
        "#);
    insta::assert_snapshot!(said("parameter a : kr indexed by pl\n  2023 = 1 kr\nparameter b : kr indexed by pl, half up to 1 kr\n"), @r#"
        E0121 [2023] `,` was expected here, and `2023` stands here
        E0121 [half] `round` was expected here, and `half` stands here
        "#);
}

#[test]
fn sharing() {
    insta::assert_snapshot!(bodies(&["apportion x by y to 1 kr", "apportion x over z", "apportion x by y over z, t to 1 kr", "apportion x by y over z where a where b to 1 kr", "apportion x by y over z to b"]), @r#"
        E0121 [to] `over` or an operator was expected here, and `to` stands here
        E0121 [over] `by` or an operator was expected here, and `over` stands here
        E0121 [,] `to`, `where` or `per` was expected here, and `,` stands here
        E0129 [where b] `where` stands twice in the same item | keep one of them
        E0121 [b] a value was expected here, and `b` stands here
        "#);
}

#[test]
fn scales() {
    insta::assert_snapshot!(said("scale y : kr\nscale z : kr -> %\n  2023 from 0 kr = 1 %\nscale w : kr -> %\n  from 0 kr 1 %\n"), @r#"
        E0138 [] `->`, `in` or `with` was expected before the item ends
        E0121 [kr] `:` was expected here, and `kr` stands here
        E0121 [1] `:`, `,`, `=` or an operator was expected here, and `1` stands here
        "#);
    insta::assert_snapshot!(bodies(&["tax on band of x", "tax.b at x", "tax at", "at x"]), @r#"
        E0121 [band] `bands` was expected here, and `band` stands here | did you mean `bands`?
        E0121 [tax.b] the name of a scale was expected here, and `tax.b` stands here
        E0121 [at] an operator was expected here, and `at` stands here
        E0121 [at] a value was expected here, and `at` stands here
        "#);
}

#[test]
fn characters() {
    insta::assert_snapshot!(bodies(&["a ≤ b", "a − b", "a\u{200B}b", "a \u{202E} b", "p\u{0430}y", "“x”", "\u{0}", "a × 2"]), @r#"
        E0136 [≤] `≤` has no meaning outside quotation marks | write `<=`
        E0136 [−] `−` has no meaning outside quotation marks | write `-`
        E0111 [\u{200b}] the text holds the invisible character U+200B | delete the character
        E0110 [\u{202e}] the text holds the invisible character U+202E, which changes the order in which it is shown | delete the character
        E0112 [p\u{430}y] the name `p\u{430}y` holds U+0430, which looks like another letter | names are written with a to z, æ, ø, å, digits and `_`
        E0136 [“] `“` has no meaning outside quotation marks | write `"`
        E0136 [”] `”` has no meaning outside quotation marks | write `"`
        E0111 [\u{0}] the text holds the invisible character U+0000 | delete the character
        E0136 [×] `×` has no meaning outside quotation marks | write `*`
        "#);
    insta::assert_snapshot!(said("unit a # \u{202E} b\nset b = \"x\n  | c\nunit d\n"), @r#"
        E0110 [\u{202e}] the text holds the invisible character U+202E, which changes the order in which it is shown | delete the character
        E0122 ["x] the quoted text is not closed on its line | write `"` at its end
        "#);
    insta::assert_snapshot!(ramme_syntax::decode(b"unit a\nunit b\xE6\n").map_err(|d| shown("", &[d])).unwrap_err(), @"E0101 [(not in the text)] the file is not UTF-8 at byte 13 | save the file as UTF-8");
}

/// What stands on the wrong side of a colon, before the word that begins its clause, or further along a way.
#[test]
fn parts_of_a_header_in_the_wrong_place() {
    let before_the_colon = "which date counts is said before the colon";
    for (text, wanted) in [
        ("parameter fee : kr dated by loan.paid_on\n  to 2023-12-31 = 1 kr\n", before_the_colon),
        ("scale fee : day -> kr dated by loan.paid_on\n  from 0 day = 1 kr\n", before_the_colon),
        ("define x of y : kr\n  cite act page 3\n  base = 1 kr\n", "its dates and citations follow"),
        ("define x of y : kr\n  = sum of a over b via c.d where e\n", "write `via c`"),
    ] {
        let said = said(text);
        assert!(said.starts_with("E0121") && said.contains(wanted), "{said}");
    }
}
