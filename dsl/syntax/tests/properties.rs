//! What holds for any text: no panic, places inside the text, one broken item hides no other, formatting keeps the meaning.

mod common;

use common::{assert_formats, read, shown};
use proptest::prelude::*;
use ramme_diag::{FileId, Limits};

/// A name that is no reserved word.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[xyz][a-c_0-9]{0,4}", 1 => "æ[øå]{0,2}", 1 => Just("days".to_owned()), 1 => Just("kr_total".to_owned())]
}

/// A number, with and without a unit.
fn number() -> impl Strategy<Value = String> {
    let unit = prop_oneof![
        Just(""),
        Just(" kr"),
        Just("%"),
        Just(" %"),
        Just(" kr/day/person"),
        Just(" months"),
        Just(" percentage point"),
    ];
    ("[0-9]{1,4}(_[0-9]{3})?(\\.[0-9]{1,3})?", unit)
        .prop_map(|(digits, unit)| digits.trim_start_matches('_').to_owned() + unit)
}

/// Any expression.
fn expr() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        3 => name(),
        3 => number(),
        1 => Just("2023-10-01".to_owned()),
        1 => Just("yes".to_owned()),
        1 => Just("day".to_owned()),
        1 => Just("\"i alt\"".to_owned()),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let e = || inner.clone();
        let paren = (inner.clone(), any::<bool>()).prop_map(|(e, p)| if p { format!("({e})") } else { e });
        let p = || paren.clone();
        let operator = prop_oneof![
            Just("+"), Just("-"), Just("*"), Just("/"), Just("and"), Just("or"), Just("is"), Just("is not"), Just("<="), Just(">"),
        ];
        let func = prop_oneof![Just("sum"), Just("mean"), Just("least"), Just("any"), Just("share")];
        prop_oneof![
            4 => (p(), operator, p()).prop_map(|(a, o, b)| format!("{a} {o} {b}")),
            1 => p().prop_map(|a| format!("-{a}")),
            1 => p().prop_map(|a| format!("not {a}")),
            1 => p().prop_map(|a| format!("previous {a}")),
            1 => p().prop_map(|a| format!("year of {a}")),
            1 => p().prop_map(|a| format!("({a}) in 2023-pl by pl")),
            1 => p().prop_map(|a| format!("{a} is known")),
            1 => p().prop_map(|a| format!("{a} is missing")),
            1 => (e(), e(), e()).prop_map(|(a, b, c)| format!("{a} if {b} else {c}")),
            1 => (e(), e()).prop_map(|(a, b)| format!("{a} if known else {b}")),
            1 => (e(), e()).prop_map(|(a, b)| format!("min({a}, {b})")),
            1 => e().prop_map(|a| format!("max({a})")),
            1 => (p(), e(), e()).prop_map(|(a, b, c)| format!("match ({a}) {{ lead: {b}, \"i alt\" | x: {c}, }}")),
            1 => (name(), e(), e()).prop_map(|(a, b, c)| format!("match {a} {{ lead: sum of ({b}) over x, y, else: {c} }}")),
            1 => e().prop_map(|a| format!("round half up ({a}) to 0.01 kr")),
            1 => (p(), p(), p()).prop_map(|(a, b, c)| format!("clamp ({a}) between ({b}) and ({c})")),
            1 => (p(), e()).prop_map(|(a, b)| format!("({a})[{b}, 2024]")),
            1 => p().prop_map(|a| format!("({a}).payer")),
            1 => (p(), p()).prop_map(|(a, n)| format!("({a}) + ({n}) (end of month: clamp)")),
            1 => (func, e(), name()).prop_map(|(f, a, n)| format!("{f} of ({a}) over {n}, year")),
            1 => (e(), name(), e()).prop_map(|(a, n, w)| format!("sum of known ({a}) where ({w}) over {n} via payer")),
            1 => (e(), name(), e(), e()).prop_map(|(a, n, w, b)| format!("mean of ({a}) over {n} where ({w}) weighted by {b}")),
            1 => (name(), e()).prop_map(|(n, w)| format!("count over {n} where {w}")),
            1 => (p(), p(), e()).prop_map(|(a, b, w)| format!("days from ({a}) until ({b}) where {w}")),
            1 => (name(), e(), p()).prop_map(|(n, w, k)| format!("(sum of x over {n} per ({k}), y where {w})")),
            1 => (e(), p()).prop_map(|(w, k)| format!("(the first of x where ({w}) per ({k}) in order of ({k}), y)")),
            1 => (p(), e(), p()).prop_map(|(a, w, k)| format!("(least of ({a}) before where ({w}) in order of ({k}), y)")),
            1 => (p(), p()).prop_map(|(a, k)| format!("(running sum of ({a}) in order of ({k}))")),
            1 => p().prop_map(|a| format!("greatest of (running sum of ({a}) by year) over the 12 years before")),
            1 => (p(), p(), e()).prop_map(|(a, b, w)| format!("any day from ({a}) until ({b}) where {w}")),
            1 => (p(), p(), e()).prop_map(|(a, b, w)| format!("sum of ({w}) over days from ({a}) until first day from ({b}) until ({a}) where {w}")),
            1 => (p(), p(), e()).prop_map(|(a, c, w)| format!("(allot days from ({a}) until ({c}) where ({w}) at most x per y in running years from ({a}) opening again on the anniversary in order of ({c}))")),
            1 => (p(), p(), e()).prop_map(|(a, b, w)| format!("(apportion ({a}) by ({b}) over x per y, ({b}) where {w} to 0.01 kr in order of ({a}), x)")),
            1 => (name(), p()).prop_map(|(n, a)| format!("(apportion {n} by ({a}) over z to 1)")),
            1 => (name(), p()).prop_map(|(s, a)| format!("{s} on bands of ({a})")),
            1 => (name(), p(), p()).prop_map(|(s, k, a)| format!("{s}[{k}, 2024] at -({a})")),
            1 => (p(), p(), p()).prop_map(|(a, c, k)| format!("allot ({a}) at most ({c}) per ({k}), year in order of ({k}), x all or nothing")),
        ]
    })
}

/// A comment, or none, with what ends the line.
fn comment() -> impl Strategy<Value = String> {
    prop_oneof![6 => Just("\n".to_owned()), 1 => Just("  # note\n".to_owned()), 1 => Just("\n\n   # own æ\n".to_owned())]
}

/// An item that is read without a diagnostic, unless an expression in it compares in a chain.
fn item() -> impl Strategy<Value = String> {
    let e = || expr();
    let p = || expr().prop_map(|e| format!("({e})"));
    let c = || comment();
    prop_oneof![
        4 => (name(), e(), c(), c()).prop_map(|(n, e, c, d)| format!("define {n} of stay by year : kr{c}  = {e}{d}")),
        2 => (name(), e(), e(), c()).prop_map(|(n, a, b, c)| {
            format!("define {n} : kr\n  cite act\n  reading a from 2023 = {a}{c}  to 2022 cite act page 3 = {b}\n reading g.b = 1 kr\n")
        }),
        2 => (name(), e(), e(), c()).prop_map(|(n, a, b, c)| {
            format!("define {n} : kr\n  base cite act = {a}{c}  exception older from 2023 when {b} = {a}\n exception foster overrides older, {n} when {a} cite act page 1 = {b}{c} exception z = 1 kr\n")
        }),
        1 => (name(), e(), e(), c()).prop_map(|(n, a, b, c)| format!("rule {n} of x{c} require {a} unless {b} -> explained\n")),
        1 => (name(), e(), e(), c()).prop_map(|(n, a, b, c)| format!("rule {n} of x{c} from 2024 when {b}{c} require {a}\n")),
        1 => (name(), e(), c()).prop_map(|(n, a, c)| format!("target {n} by year\n from 2024{c} cite a lines 1..2, 5 aim {a}\n")),
        1 => (name(), e(), e(), c()).prop_map(|(n, a, b, c)| {
            format!("parameter {n} by year : % with 1 decimal\n  2023 = {a}{c}  \"i alt\", 2024 from 2024-01-01 = {b} cite x section \"§ 1\"\n")
        }),
        1 => (name(), p(), c(), c()).prop_map(|(n, a, c, d)| {
            format!("scale {n} by year, x : kr -> %\n  2023, lead cite act page 2:{c} from {a} = 3 %, from 10 kr{d} = {a}\n  from 2024: from 0 kr = 1 %\n")
        }),
        1 => (name(), c(), c()).prop_map(|(n, c, d)| format!("entity {n}{c}  a : x by year{d}  long_name : kr/day\n")),
        1 => (name(), c(), c()).prop_map(|(n, c, d)| format!("input {n} of x by year : kr between 0 and 5 kr{c}input b : date{d}")),
        2 => (name(), e(), e(), c()).prop_map(|(n, a, b, c)| {
            format!("amend {n}{c}  replaces from 2023 cite act = {a}{c}  adds reading g.b exception older overrides {n} to 2027{c} from 2024 retroactive \
                cite act page 3 cite late when {b} = {a}\n repeals exception older from 2028 cite act{c} repeals base to 2030\n replaces require {b}{c}")
        }),
        1 => (name(), e(), c()).prop_map(|(n, a, c)| {
            format!("amend {n}\n  replaces 2024, \"i alt\" retroactive{c} from 2024-02-01 cite act lines 1..2 = {a}{c}  repeals lead cite act{c} adds base aim {a}\n")
        }),
        1 => (name(), c()).prop_map(|(n, c)| format!("set {n} = a | \"b c\"{c} | d, total \"i alt\"\n")),
        1 => (e(), e(), c()).prop_map(|(a, b, c)| {
            format!("test \"t\" for x\n  given x[2023] = {a}{c}  given stay S : kind is ({b}), y = {{ 2023: ({a}), 2024: 3 }}\n  expect x = {b}\n  | a | b |\n  | 1 |   |\n")
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_keeps_the_meaning_and_the_comments(items in proptest::collection::vec(item(), 1..4)) {
        let text = items.concat();
        let (_, problems) = read(&text);
        // chained comparisons and misplaced month ends are the only things that the generator gets wrong
        prop_assume!(problems.is_empty());
        assert_formats(&text);
    }

    #[test]
    fn the_generator_is_mostly_right(items in proptest::collection::vec(item(), 1..4)) {
        let text = items.concat();
        let (_, problems) = read(&text);
        let expected = ["E0133", "E0105", "E0104"];
        let others: Vec<_> = problems.into_iter().filter(|problem| !expected.contains(&problem.code().id())).collect();
        prop_assert_eq!(shown(&text, &others), "", "{}", text);
    }

    #[test]
    fn any_bytes_end_well(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(text) = ramme_syntax::decode(&bytes) {
            check_places(&text);
        }
    }

    #[test]
    fn any_words_end_well(words in proptest::collection::vec(word(), 0..60)) {
        check_places(&words.concat());
    }

    #[test]
    fn cut_anywhere_ends_well(items in proptest::collection::vec(item(), 1..4), from in 0_usize..400, to in 0_usize..400) {
        let text: Vec<char> = items.concat().chars().collect();
        let cut: String = text.iter().enumerate().filter(|(at, _)| *at < from || *at > to).map(|(_, c)| c).collect();
        check_places(&cut);
    }

    #[test]
    fn a_broken_item_hides_no_other(items in proptest::collection::vec((0_usize..GOOD.len(), proptest::option::of(0_usize..BROKEN.len())), 1..12)) {
        let text: String = items.iter().map(|&(good, broken)| broken.map_or(GOOD[good], |at| BROKEN[at])).collect();
        let broken = items.iter().filter(|(_, broken)| broken.is_some()).count();
        let (file, problems) = read(&text);
        prop_assert_eq!(file.items.len(), items.len() - broken, "{}", text);
        prop_assert!(problems.len() >= broken);
    }

    #[test]
    fn line_ends_and_tabs_do_not_matter(items in proptest::collection::vec(item(), 1..4)) {
        let text = items.concat();
        let (file, _) = read(&text);
        for other in [text.replace('\n', "\r\n"), text.replace('\n', "\r"), format!("\u{FEFF}{text}"), text.replace("  ", "\t")] {
            let (again, problems) = read(&other);
            prop_assert!(ramme_syntax::same_meaning(&file, &again), "{:?}", other);
            for problem in problems {
                let span = problem.place().span().unwrap();
                prop_assert!(other.get(span.start as usize..span.end as usize).is_some());
            }
        }
    }
}

/// Items that are right.
const GOOD: [&str; 7] = [
    "unit a\n",
    "define b of c : kr\n  = d + 1 kr\n",
    "entity e\n  f : g\n",
    "# note\nset h = i | j\n",
    "test \"define x\"\n  | a |\n  | \"define\" |\n",
    "parameter k : kr\n",
    "rule l of m\n  # define\n  require n\n",
];

/// Items that are not.
const BROKEN: [&str; 12] = [
    "unit\n",
    "define b of c : kr\n  = d + + \"\n",
    "define b of c : kr\n  = (((\n",
    "entity e f : g h\n",
    "set h = i | | j\n",
    "test define x\n",
    "defin k : kr\n",
    "rule l of m\n  require \u{200B}n\n",
    "target x = {{{\n  [[[\n",
    "document d\n  title \"unclosed\n",
    "amend x\n",
    "define x : date = 2023-02-30\n",
];

/// A word of the language, a sign, a blank or some text.
fn word() -> impl Strategy<Value = String> {
    let words: Vec<&str> = "define rule target test entity set unit input parameter readings document language of by for a day from to cite \
        dated reading require aim unless given expect known missing if else or and not is yes no min max clamp between round half up sum \
        mean count over via where weighted until days previous allot at most per in order all nothing amend replaces repeals adds exception base overrides retroactive when x y kr % 3 3.4 2023 2023-10-01 \
        1_000 = == ( ) [ ] { } | , . .. -> - + * / < <= : \"text\" \" # \\ ; æ"
        .split_whitespace()
        .collect();
    let word = proptest::sample::select(words);
    prop_oneof![5 => word.prop_map(|word| format!("{word} ")), 2 => Just("\n".to_owned()), 1 => "\\PC".prop_map(|text| text)]
}

/// Reads a text and asserts that every place lies in it, on whole characters; a text without a diagnostic is formatted too.
fn check_places(text: &str) {
    let (file, problems) = read(text);
    for problem in &problems {
        let range = problem.place().span().map(|span| span.start as usize..span.end as usize);
        assert!(range.clone().is_some_and(|range| text.get(range).is_some()), "{range:?} in {text:?}");
    }
    for place in
        file.items.iter().map(|item| item.span).chain(file.comments.iter().map(|comment| comment.span))
    {
        assert!(text.get(place.start as usize..place.end as usize).is_some(), "{place:?} in {text:?}");
    }
    if problems.is_empty() {
        assert_formats(text);
    }
    let _ = ramme_syntax::parse_expr(FileId(0), text, &Limits::default());
    let _ = ramme_syntax::parse_target(FileId(0), text, &Limits::default());
}
