//! What scripts give, and what stops them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use super::*;
use ramme_diag::Lang;
use ramme_value::{Decimal, Unit};
use std::time::Instant;

/// Three municipalities, a budget each, one of them unknown.
struct Example;

impl Facts for Example {
    fn years(&self) -> (i32, i32) {
        (2024, 2026)
    }

    fn members(&self, of: &str, year: Option<i32>) -> Result<Vec<String>, Text> {
        match (of, year) {
            ("municipality", None) => Ok(["A", "B", "C"].map(str::to_owned).to_vec()),
            ("municipality", Some(2024)) => Ok(["A", "B"].map(str::to_owned).to_vec()),
            _ => Err(Text::same(format!("no {of}"))),
        }
    }

    fn value(&self, name: &str) -> Result<Fact, Text> {
        let kr = |n| Fact::Number(Decimal::new(n, 2), Unit::base("kr"), PriceLevel::Current);
        match name {
            "budget[A, 2024]" => Ok(kr(100_050)),
            "budget[B, 2024]" => Ok(kr(20_000)),
            "budget[C, 2024]" => Ok(Fact::Missing),
            "old[A]" => Ok(Fact::Number(Decimal::new(500, 2), Unit::base("kr"), PriceLevel::Fixed(2022))),
            "pl[2025]" => Ok(Fact::Number(Decimal::new(25, 3), Unit::percent(), PriceLevel::None)),
            "open[A]" => Ok(Fact::YesNo(true)),
            other => Err(Text::both(format!("no {other}"), format!("ingen {other}"))),
        }
    }
}

fn arguments() -> Vec<(String, Argument)> {
    vec![
        ("growth".into(), Argument::Text("2.5 %".into())),
        ("who".into(), Argument::Text("A".into())),
        ("count".into(), Argument::Whole(3)),
        ("wide".into(), Argument::YesNo(true)),
    ]
}

fn ran(text: &str) -> Result<Vec<Proposal>, Failure> {
    run(Script { text, arguments: &arguments() }, &Example, &Limits::default())
}

/// What is proposed: name and value.
fn proposed(text: &str) -> Vec<(String, String)> {
    let found = ran(text).unwrap_or_else(|failure| panic!("{text}: {failure:?}"));
    found.into_iter().map(|p| (p.name, p.value)).collect()
}

/// The value of an expression.
fn value(expression: &str) -> String {
    proposed(&format!("propose(\"x\", {expression}, \"a reason\");")).remove(0).1
}

/// What stops a script, in English; the text that its place covers.
fn stopped(text: &str) -> (String, String) {
    let failure = ran(text).expect_err(text);
    let said = match failure.kind {
        FailureKind::Wrong(said) => said.get(Lang::En).to_owned(),
        FailureKind::Limit(what, limit) => format!("{limit} {}", what.get(Lang::En)),
    };
    (said, failure.at.map_or_else(String::new, |at| text[at].to_owned()))
}

#[test]
fn a_script_looks_and_proposes() {
    let script = r#"
        for name in members("municipality") {
            let held = value(`budget[${name}, 2024]`);
            if held == () || held < num("500 kr") { continue; }
            propose(`budget[${name}, ${last_year()}]`, round(held * (1 + argument("growth")), "0.01 kr"), "grows");
        }
        fn year_of(n) { first_year() + n }
        propose(`pl[${year_of(1)}]`, value("pl[2025]") + num("0.5 %"), "half a percent more");
    "#;
    let found = ran(script).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].name.as_str(), found[0].value.as_str()), ("budget[A, 2026]", "1025.51 kr"));
    assert_eq!(found[0].level, PriceLevel::Current);
    assert_eq!((found[1].name.as_str(), found[1].value.as_str()), ("pl[2025]", "3 %"));
    assert_eq!(&script[found[1].at.clone()], "propose");
    assert!(script[..found[1].at.start].ends_with("first_year() + n }\n        "));
}

#[test]
fn numbers_are_exact_and_have_units() {
    let table = [
        ("num(\"0.1\") + num(\"0.2\")", "0.3"),
        ("value(\"budget[A, 2024]\") * num(\"1.061\")", "1061.5305 kr"),
        ("round(7 / 2, 1)", "4"),
        ("round(7 / 2, 1, \"half even\")", "4"),
        ("round(5 / 2, 1, \"half even\")", "2"),
        ("round(value(\"budget[A, 2024]\") / 3, \"0.01 kr\")", "333.5 kr"),
        ("num(\"100 kr/day\") * num(\"3 day\")", "300 kr"),
        ("round(num(\"300 kr\") / num(\"7 day\"), \"0.01 kr/day\")", "42.86 kr/day"),
        ("round(num(\"1 kr\") / num(\"3 kr\"), \"0.1 %\")", "33.3 %"),
        ("num(\"18_700_000_000.50 kr\")", "18_700_000_000.5 kr"),
        ("num(\"-123456\")", "-123_456"),
        ("100 - num(\"5\")", "95"),
        ("-num(\"5 kr\")", "-5 kr"),
        ("abs(num(\"-5 kr\"))", "5 kr"),
        ("min(num(\"5 kr\"), \"4 kr\")", "4 kr"),
        ("max(2, 3)", "3"),
        ("2 * num(\"3 %\")", "6 %"),
        ("value(\"open[A]\")", "yes"),
        ("argument(\"who\")", "A"),
        ("argument(\"count\") + 1", "4"),
        ("argument(\"wide\")", "yes"),
        ("members(\"municipality\", 2024).len()", "2"),
        ("years().len()", "3"),
        ("if num(\"100 %\") == 1 { \"one\" } else { \"other\" }", "one"),
        ("to_int(num(\"3\"))", "3"),
        ("value(\"budget[C, 2024]\") == ()", "yes"),
    ];
    for (expression, wanted) in table {
        assert_eq!(value(expression), wanted, "{expression}");
    }
}

#[test]
fn what_cannot_be_said() {
    let table = [
        ("num(\"5 kr\") + num(\"2 day\")", "5 kr and 2 day are in different units"),
        (
            "value(\"budget[A, 2024]\") + value(\"old[A]\")",
            "an amount in current prices meets one in 2022 prices",
        ),
        ("7 / 2", "7/2 is a quotient: round it first, as in `round(x, \"0.01 kr\")`"),
        ("7 / 0", "something is divided by zero"),
        (
            "value(\"budget[C, 2024]\") * 2",
            "`*` does not go with nothing (a missing value?) and a whole number",
        ),
        ("value(\"budget[C, 2024]\")", "nothing is proposed as a value: is what it rests on missing?"),
        ("value(\"nobody\")", "no nobody"),
        ("members(\"nobody\")", "no nobody"),
        ("argument(\"growht\")", "the scenario gives no argument `growht`; did you mean `growth`?"),
        ("num(\"five\")", "`five` is no number"),
        ("1.5", "a number with a decimal point stands between quotes: `num(\"1.025\")`, `num(\"2.5 %\")`"),
        ("missing", "there is no variable `missing`; a function sees its own variables alone"),
        ("9223372036854775807 + 1", "a number is too large"),
        ("[1, 2]", "a value is a number, a text, or true or false"),
        ("round(1, \"0 kr\")", "1 and 0 kr are in different units"),
        ("round(num(\"1 kr\"), \"0 kr\")", "the step is not above zero"),
        (
            "round(num(\"1 kr\"), \"1 kr\", \"sideways\")",
            "`sideways` is no way of rounding; there are half up, half even, up, down, ceiling, floor",
        ),
    ];
    for (expression, wanted) in table {
        let (said, _) = stopped(&format!("propose(\"x\", {expression}, \"why\");"));
        assert_eq!(said, wanted, "{expression}");
    }
    assert_eq!(stopped("propose(\"x\", 1, \" \");").0, "`x` is proposed without a reason");
    assert_eq!(stopped("let x = 7; x /= 2;").0, "a whole number cannot become a quotient: write `x = x / y`");
    assert_eq!(stopped("throw \"no use\";").0, "it gave up: no use");
    assert_eq!(stopped("let x = ;").1, ";");
}

#[test]
fn no_script_reaches_out() {
    for text in [
        "open(\"/etc/passwd\");",
        "import \"other\" as o;",
        "eval(\"1 + 1\");",
        "print(\"here\");",
        "debug(1);",
        "sleep(100);",
        "timestamp();",
        "let f = || 1;",
        "let s = \"a\"; s.replace(\"a\", \"b\");",
        "let a = [1]; a.map(|x| x);",
        "exit(\"now\");",
        "let f = Fn(\"x\").curry(1);",
    ] {
        let (said, _) = stopped(text);
        assert!(!said.is_empty(), "{text}");
    }
    assert_eq!(
        stopped("print(\"here\");").0,
        "a script prints nothing: what it has to say stands in the reason of `propose`"
    );
    assert!(
        stopped("open_file(\"x\");").0.starts_with("there is no function `open_file` with 1 such arguments")
    );
}

#[test]
fn every_limit_holds_and_none_is_caught() {
    let limits = [
        ("loop { }", "1000000 steps of work"),
        ("try { loop { } } catch { propose(\"x\", 1, \"caught\"); }", "1000000 steps of work"),
        ("fn f(n) { f(n + 1) } f(0);", "16 calls inside calls"),
        ("let s = \"x\"; loop { s += s; }", "65536 bytes of text in one value"),
        ("let a = [1]; loop { a += a; }", "10000 entries in a list or map"),
        ("let a = [0]; loop { a = [a, a]; }", "10000 entries in a list or map"),
        ("let a = []; loop { a.push(1); }", "10000 entries in a list or map"),
        ("let s = \"x\"; loop { s = `${s}${s}`; }", "65536 bytes of text in one value"),
        ("let s = \"xx\"; let a = []; loop { s += s; a.push(s); }", "65536 bytes of text in one value"),
        (
            "let b = []; for i in 0..9000 { b.push(i); } let a = [0]; loop { a.set(0, [a[0], b]); }",
            "10000 entries in a list or map",
        ),
        ("loop { propose(\"x\", 1, \"again\"); }", "it proposes more than 10000 values"),
        ("loop { let x = 1; let y = 2; }", "1000000 steps of work"),
    ];
    for (text, wanted) in limits {
        assert_eq!(stopped(text).0, wanted, "{text}");
    }
    let many: String = (0..70).map(|n| format!("let v{n} = 1;\n")).collect();
    assert_eq!(stopped(&many).0, "64 variables at a time");
    let deep = format!("let x = {}1{};", "(".repeat(200), ")".repeat(200));
    assert_eq!(stopped(&deep).0, "32 levels of nesting");
    let functions: String = (0..70).map(|n| format!("fn f{n}() {{ }}\n")).collect();
    assert_eq!(stopped(&functions).0, "64 functions");
}

#[test]
fn a_part_of_a_value_does_not_change() {
    let part = "a part of a value gets another value: write `list.set(0, value)`; a map is written out whole";
    for text in [
        "let a = [1]; a[0] = 2;",
        "let m = #{a: 1}; m.a = 2;",
        "fn f() { this[0] += 1 } let a = [1]; a.f();",
        "let a = [[1]]; a[0][0] = 2;",
    ] {
        assert_eq!(stopped(text).0, part, "{text}");
    }
    for text in [
        "let a = [[1]]; a[0].push(2);",
        "let m = #{a: [1]}; m.a.push(2);",
        "let a = [[[1]]]; a[0][0].push(2);",
        "let m = #{a: #{b: [1]}}; m.a.b.push(1);",
        "let a = [[1]]; if true { a[0].push(2); }",
        "fn grow(a) { a[0].push(2); }",
    ] {
        let (said, place) = stopped(text);
        assert_eq!(
            said, "`push` is called on a part of a value: keep the part in a variable of its own first",
            "{text}"
        );
        assert_eq!(place, "push", "{text}");
    }
    let script = r#"
        let a = [3, 1, 2];
        a.push(0); a.sort(); a.set(-1, 9); a.reverse(); let gone = a.pop();
        let m = #{ A: [1, 2], B: num("2 %") };
        propose("list", `${a[0]} ${a[1]} ${a[2]} ${gone} ${m.A.len()} ${m["B"]} ${m.keys().len()}`, "why");
        propose("text", "a,b".split(",")[1].to_upper() + 1 + "x", "why");
        propose("in", "b" in "a,b".split(","), "why");
    "#;
    let found = proposed(script);
    assert_eq!(found[0].1, "9 2 1 0 2 2 % 2");
    assert_eq!((found[1].1.as_str(), found[2].1.as_str()), ("B1x", "yes"));
}

#[test]
fn time_is_a_limit_of_its_own() {
    let limits = Limits { script_seconds: 1, script_operations: 1_000_000_000_000, ..Limits::default() };
    let began = Instant::now();
    let failure = run(Script { text: "loop { }", arguments: &[] }, &Example, &limits).expect_err("it ends");
    assert_eq!(failure.kind, FailureKind::Limit(Text::both("seconds", "sekunder"), 1));
    assert!(began.elapsed().as_secs() < 20);
}

#[test]
fn both_languages_say_it() {
    for text in ["loop { }", "print(1);", "let x = 1.5;", "nothing();", "1 + num(\"2 kr\");", "value(\"x\")"]
    {
        let failure = ran(text).expect_err(text);
        let said = match failure.kind {
            FailureKind::Wrong(said) | FailureKind::Limit(said, _) => said,
        };
        assert_ne!(said.get(Lang::En), said.get(Lang::Da), "{text}");
    }
}
