//! The trees of a sample of every item, without places; and how operators bind.

mod common;

use ramme_diag::{FileId, Limits};

/// The tree of a text of one item, without the places in it.
fn tree(text: &str) -> String {
    let (file, problems) = common::read(text);
    assert_eq!(common::shown(text, &problems), "");
    file.items.iter().map(|item| plain(&format!("{:?}", item.kind))).collect::<Vec<_>>().join("\n")
}

/// The tree of an expression.
fn expr(text: &str) -> String {
    let made = ramme_syntax::parse_expr(FileId(0), text, &Limits::default());
    made.map_or_else(|problems| common::shown(text, &problems), |made| plain(&format!("{made:?}")))
}

fn exprs(texts: &[&str]) -> String {
    texts.iter().map(|text| expr(text)).collect::<Vec<_>>().join("\n")
}

/// Debug text without places and without the wrappers around names, numbers and expressions.
fn plain(debug: &str) -> String {
    let mut text = debug.to_owned();
    for place in [", span: Span {", ", op_span: Span {", "span: Span {"] {
        while let Some(start) = text.find(place) {
            let end = text[start..].find('}').map_or(text.len(), |end| start + end + 1);
            text.replace_range(start..end, "");
        }
    }
    for (open, close) in
        [("Expr { kind: ", " }"), ("Name { text: ", " }"), ("Quoted { text: ", " }"), ("Name(\"", "\")")]
    {
        while let Some(start) = find(&text, open) {
            let inside = start + open.len();
            let end = partner(&text, inside, close);
            text.replace_range(end..end + close.len(), "");
            text.replace_range(start..inside, "");
        }
    }
    let default = "Header { from: None, to: None, dated_by: None, status: None, cites: [] }";
    text.replace(default, "-")
        .replace(", end_of_month: None", "")
        .replace("TypeExpr { kind: ", "Type { ")
        .replace(", level: None", "")
        .replace(", decimals: None", "")
}

/// A wrapper that is not the end of a longer word.
fn find(text: &str, open: &str) -> Option<usize> {
    text.match_indices(open)
        .map(|(at, _)| at)
        .find(|&at| !text[..at].ends_with(|c: char| c.is_alphanumeric()))
}

/// Where a wrapper ends: at the first `close` outside of further brackets.
fn partner(text: &str, from: usize, close: &str) -> usize {
    let mut depth = 0_i32;
    for (at, c) in text[from..].char_indices() {
        if depth == 0 && text[from + at..].starts_with(close) {
            return from + at;
        }
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
    }
    text.len() - close.len()
}

#[test]
fn declarations() {
    insta::assert_snapshot!(tree("language 1"), @"Language(Language { version: 1 })");
    insta::assert_snapshot!(tree("document a title \"T\" rank law published 2023-05-12 inferred \"why\" file \"f\""), @r#"
        Document(Document { name: "a", title: Some("T"), rank: Some("law"), published: Some(Date(19489)), inferred: Some("why"), file: Some("f"), external: None })
        "#);
    insta::assert_snapshot!(tree("document a external \"x\" seen 2026-11-22"), @r#"
        Document(Document { name: "a", title: None, rank: None, published: None, inferred: None, file: None, external: Some(("x", Some(Date(20779)))) })
        "#);
    insta::assert_snapshot!(tree("unit stay_day"), @r#"
        Unit(UnitDecl { name: "stay_day" })
        "#);
    insta::assert_snapshot!(tree("set area = children | \"a b\", total \"i alt\""), @r#"
        Set(SetDecl { name: "area", members: ["children", "a b"], total: Some("i alt") })
        "#);
    insta::assert_snapshot!(tree("entity stay\n payer : municipality\n kind : k by year, area\n due : date\n n : count"), @r#"
        Entity(Entity { name: "stay", fields: [Field { name: "payer", ty: Type { Named("municipality") }, by: [] }, Field { name: "kind", ty: Type { Named("k") }, by: ["year", "area"] }, Field { name: "due", ty: Type { Date }, by: [] }, Field { name: "n", ty: Type { Count }, by: [] }] })
        "#);
    insta::assert_snapshot!(tree("input a of b by year : kr/day in 2023-pl with 3 decimals between 0 and 5 kr/day"), @r#"
        Input(Input { name: "a", shape: ShapeExpr { of: Some("b"), by: ["year"], for_a_day: false }, ty: Type { Unit(Product([("kr", 1), ("day", -1)])), level: Some(Fixed(2023)), decimals: Some(3) }, between: Some((Number(NumberLit { value: Decimal { mantissa: 0, scale: 0 }, unit: Some(Product([("kr", 1), ("day", -1)])) }), Number(NumberLit { value: Decimal { mantissa: 5, scale: 0 }, unit: Some(Product([("kr", 1), ("day", -1)])) }))) })
        "#);
    insta::assert_snapshot!(tree("input a : percentage point\ninput b : days\ninput c : yes/no\ninput d : kr*person/years"), @r#"
        Input(Input { name: "a", shape: ShapeExpr { of: None, by: [], for_a_day: false }, ty: Type { Unit(PercentagePoint) }, between: None })
        Input(Input { name: "b", shape: ShapeExpr { of: None, by: [], for_a_day: false }, ty: Type { Unit(Product([("day", 1)])) }, between: None })
        Input(Input { name: "c", shape: ShapeExpr { of: None, by: [], for_a_day: false }, ty: Type { YesNo }, between: None })
        Input(Input { name: "d", shape: ShapeExpr { of: None, by: [], for_a_day: false }, ty: Type { Unit(Product([("kr", 1), ("person", 1), ("year", -1)])) }, between: None })
        "#);
    insta::assert_snapshot!(tree("readings g = a | b"), @r#"
        Readings(Readings { name: "g", members: ["a", "b"], status: None })
        "#);
}

#[test]
fn parameters() {
    insta::assert_snapshot!(tree("parameter a : kr"), @r#"
        Parameter(Parameter { name: "a", shape: ShapeExpr { of: None, by: [], for_a_day: false }, ty: Type { Unit(Product([("kr", 1)])) }, dated_by: None, indexed: None, values: [] })
        "#);
    insta::assert_snapshot!(tree("parameter pl by year : %\n 2023 = 3.4 % cite act page 3\n \"i alt\", 2024 = 4%"), @r#"
        Parameter(Parameter { name: "pl", shape: ShapeExpr { of: None, by: ["year"], for_a_day: false }, ty: Type { Unit(Percent) }, dated_by: None, indexed: None, values: [ParameterValue { reading: None, header: Header { from: None, to: None, dated_by: None, status: None, cites: [Cite { document: "act", place: Page(3) }] }, keys: [Key { text: "2023", quoted: false }], value: Number(NumberLit { value: Decimal { mantissa: 34, scale: 1 }, unit: Some(Percent) }) }, ParameterValue { reading: None, header: -, keys: [Key { text: "i alt", quoted: true }, Key { text: "2024", quoted: false }], value: Number(NumberLit { value: Decimal { mantissa: 4, scale: 0 }, unit: Some(Percent) }) }] })
        "#);
    insta::assert_snapshot!(tree("parameter a dated by b.c : day\n reading r from 2023 to 2024-12-31 = 1 day reading g.s = 2 days"), @r#"
        Parameter(Parameter { name: "a", shape: ShapeExpr { of: None, by: [], for_a_day: false }, ty: Type { Unit(Product([("day", 1)])) }, dated_by: Some(Field(b, "c")), indexed: None, values: [ParameterValue { reading: Some(ReadingRef { group: None, name: "r" }), header: Header { from: Some(Bound { value: Year(2023) }), to: Some(Bound { value: Date(Date(20088)) }), dated_by: None, status: None, cites: [] }, keys: [], value: Number(NumberLit { value: Decimal { mantissa: 1, scale: 0 }, unit: Some(Product([("day", 1)])) }) }, ParameterValue { reading: Some(ReadingRef { group: Some("g"), name: "s" }), header: -, keys: [], value: Number(NumberLit { value: Decimal { mantissa: 2, scale: 0 }, unit: Some(Product([("day", 1)])) }) }] })
        "#);
}

#[test]
fn bodies() {
    insta::assert_snapshot!(tree("define a of b by year for a day : yes/no = yes"), @r#"
        Define(Define { name: "a", shape: ShapeExpr { of: Some("b"), by: ["year"], for_a_day: true }, ty: Type { YesNo }, body: Body { header: -, groups: [ClauseGroup { reading: None, clauses: [Clause { role: Plain, header: -, when: None, body: YesNo(true) }] }] } })
        "#);
    insta::assert_snapshot!(tree("define a : kr\n from 2023 cite d lines 1..2, 5 reading x = b reading y to 2022 = c from 2024 = e"), @r#"
        Define(Define { name: "a", shape: ShapeExpr { of: None, by: [], for_a_day: false }, ty: Type { Unit(Product([("kr", 1)])) }, body: Body { header: Header { from: Some(Bound { value: Year(2023) }), to: None, dated_by: None, status: None, cites: [Cite { document: "d", place: Lines([(1, 2), (5, 5)]) }] }, groups: [ClauseGroup { reading: Some(ReadingRef { group: None, name: "x" }), clauses: [Clause { role: Plain, header: -, when: None, body: b }] }, ClauseGroup { reading: Some(ReadingRef { group: None, name: "y" }), clauses: [Clause { role: Plain, header: Header { from: None, to: Some(Bound { value: Year(2022) }), dated_by: None, status: None, cites: [] }, when: None, body: c }, Clause { role: Plain, header: Header { from: Some(Bound { value: Year(2024) }), to: None, dated_by: None, status: None, cites: [] }, when: None, body: e }] }] } })
        "#);
    insta::assert_snapshot!(tree("define a : kr\n to 2022 = b from 2023 dated by s cite d section \"§ 1\" = c"), @r#"
        Define(Define { name: "a", shape: ShapeExpr { of: None, by: [], for_a_day: false }, ty: Type { Unit(Product([("kr", 1)])) }, body: Body { header: -, groups: [ClauseGroup { reading: None, clauses: [Clause { role: Plain, header: Header { from: None, to: Some(Bound { value: Year(2022) }), dated_by: None, status: None, cites: [] }, when: None, body: b }, Clause { role: Plain, header: Header { from: Some(Bound { value: Year(2023) }), to: None, dated_by: Some(s), status: None, cites: [Cite { document: "d", place: Section("§ 1") }] }, when: None, body: c }] }] } })
        "#);
    insta::assert_snapshot!(tree("rule a of b by year require c <= d unless e -> explained addressee \"f\""), @r#"
        Rule(Rule { kind: Rule, name: "a", shape: ShapeExpr { of: Some("b"), by: ["year"], for_a_day: false }, body: Body { header: -, groups: [ClauseGroup { reading: None, clauses: [Clause { role: Plain, header: -, when: None, body: Binary(Binary { op: AtMost, left: c, right: d }) }] }] }, unless: Some(e), addressee: Some("f"), deadline: None, before: None })
        "#);
    insta::assert_snapshot!(tree("target a by year from 2024 aim b"), @r#"
        Rule(Rule { kind: Target, name: "a", shape: ShapeExpr { of: None, by: ["year"], for_a_day: false }, body: Body { header: -, groups: [ClauseGroup { reading: None, clauses: [Clause { role: Plain, header: Header { from: Some(Bound { value: Year(2024) }), to: None, dated_by: None, status: None, cites: [] }, when: None, body: b }] }] }, unless: None, addressee: None, deadline: None, before: None })
        "#);
}

#[test]
fn tests() {
    insta::assert_snapshot!(tree("test \"t\" for s\n given pl[2023] = 3.4 %\n given p A\n given p \"B b\" : kind is m, c = { 2022: 1 kr, 2023: 2 kr }"), @r#"
        Test(Test { name: "t", entity: Some("s"), steps: [GivenValue { target: Index(pl, [Number(NumberLit { value: Decimal { mantissa: 2023, scale: 0 }, unit: None })]), value: Number(NumberLit { value: Decimal { mantissa: 34, scale: 1 }, unit: Some(Percent) }) }, GivenRow { entity: "p", key: Key { text: "A", quoted: false }, values: [] }, GivenRow { entity: "p", key: Key { text: "B b", quoted: true }, values: [GivenField { name: "kind", value: One(m) }, GivenField { name: "c", value: ByKey([(Key { text: "2022", quoted: false }, Number(NumberLit { value: Decimal { mantissa: 1, scale: 0 }, unit: Some(Product([("kr", 1)])) })), (Key { text: "2023", quoted: false }, Number(NumberLit { value: Decimal { mantissa: 2, scale: 0 }, unit: Some(Product([("kr", 1)])) }))]) }] }], table: None })
        "#);
    insta::assert_snapshot!(tree("test \"t\"\n reading g = r\n known on 2023-09-08\n expect a[A, 2023] = 1 kr\n expect b is c\n expect d missing e[A], f"), @r#"
        Test(Test { name: "t", entity: None, steps: [Reading { group: "g", name: "r" }, KnownOn(Date(19608)), Expect(Expect { target: Index(a, [A, Number(NumberLit { value: Decimal { mantissa: 2023, scale: 0 }, unit: None })]), outcome: Value(Number(NumberLit { value: Decimal { mantissa: 1, scale: 0 }, unit: Some(Product([("kr", 1)])) })) }), Expect(Expect { target: b, outcome: Value(c) }), Expect(Expect { target: d, outcome: Missing([Index(e, [A]), f]) })], table: None })
        "#);
    insta::assert_snapshot!(tree("test \"t\"\n expect a undetermined, missing b\n expect a breached by 1 kr\n expect a breached\n expect a not met\n expect a not judged"), @r#"
        Test(Test { name: "t", entity: None, steps: [Expect(Expect { target: a, outcome: Undetermined([b]) }), Expect(Expect { target: a, outcome: Breached(Some(Number(NumberLit { value: Decimal { mantissa: 1, scale: 0 }, unit: Some(Product([("kr", 1)])) }))) }), Expect(Expect { target: a, outcome: Breached(None) }), Expect(Expect { target: a, outcome: NotMet }), Expect(Expect { target: a, outcome: NotJudged })], table: None })
        "#);
    insta::assert_snapshot!(tree("test \"t\"\n | a | b |\n | 2023-01-01 |  |\n |  | \"x|y\" |"), @r#"
        Test(Test { name: "t", entity: None, steps: [], table: Some(TestTable { columns: ["a", "b"], rows: [TestRow { cells: [Some(Date(Date(19358))), None] }, TestRow { cells: [None, Some(Quoted("x|y"))] }] }) })
        "#);
}

#[test]
fn literals() {
    insta::assert_snapshot!(exprs(&["1_000.50 kr/day", "3.4%", "6 %", "3 months", "2 percentage points", "7", "5 kr*day/person"]), @r#"
        Number(NumberLit { value: Decimal { mantissa: 100050, scale: 2 }, unit: Some(Product([("kr", 1), ("day", -1)])) })
        Number(NumberLit { value: Decimal { mantissa: 34, scale: 1 }, unit: Some(Percent) })
        Number(NumberLit { value: Decimal { mantissa: 6, scale: 0 }, unit: Some(Percent) })
        Number(NumberLit { value: Decimal { mantissa: 3, scale: 0 }, unit: Some(Product([("month", 1)])) })
        Number(NumberLit { value: Decimal { mantissa: 2, scale: 0 }, unit: Some(PercentagePoint) })
        Number(NumberLit { value: Decimal { mantissa: 7, scale: 0 }, unit: None })
        Number(NumberLit { value: Decimal { mantissa: 5, scale: 0 }, unit: Some(Product([("kr", 1), ("day", 1), ("person", -1)])) })
        "#);
    insta::assert_snapshot!(exprs(&["2023-10-01", "yes", "day", "\"i alt\"", "ærø_2", "days"]), @r#"
        Date(Date(19631))
        YesNo(true)
        Day
        Quoted("i alt")
        ærø_2
        days
        "#);
}

#[test]
fn binding() {
    insta::assert_snapshot!(exprs(&["a + b * c - d", "-a * b", "previous a * (b + c)", "not a is b and c or d", "-previous a.b[year - 2]"]), @r#"
        Binary(Binary { op: Sub, left: Binary(Binary { op: Add, left: a, right: Binary(Binary { op: Mul, left: b, right: c }) }), right: d })
        Binary(Binary { op: Mul, left: Unary(Minus, a), right: b })
        Binary(Binary { op: Mul, left: Previous(a), right: Binary(Binary { op: Add, left: b, right: c }) })
        Binary(Binary { op: Or, left: Binary(Binary { op: And, left: Unary(Not, Binary(Binary { op: Is, left: a, right: b })), right: c }), right: d })
        Unary(Minus, Previous(Index(Field(a, "b"), [Binary(Binary { op: Sub, left: year, right: Number(NumberLit { value: Decimal { mantissa: 2, scale: 0 }, unit: None }) })])))
        "#);
    insta::assert_snapshot!(exprs(&["a if b else c if d else e", "a or b if known else c", "a is known and b is missing", "a is not b"]), @r#"
        If { condition: b, then: a, otherwise: If { condition: d, then: c, otherwise: e } }
        IfKnown { value: Binary(Binary { op: Or, left: a, right: b }), otherwise: c }
        Binary(Binary { op: And, left: IsKnown { value: a, known: true }, right: IsKnown { value: b, known: false } })
        Binary(Binary { op: IsNot, left: a, right: b })
        "#);
    insta::assert_snapshot!(exprs(&["a + 3 months (end of month: clamp)", "(a - 1 month (end of month: forbid)) < b", "year of a + 1"]), @r#"
        Binary(Binary { op: Add, left: a, right: Number(NumberLit { value: Decimal { mantissa: 3, scale: 0 }, unit: Some(Product([("month", 1)])) }), end_of_month: Some(Clamp) })
        Binary(Binary { op: Less, left: Binary(Binary { op: Sub, left: a, right: Number(NumberLit { value: Decimal { mantissa: 1, scale: 0 }, unit: Some(Product([("month", 1)])) }), end_of_month: Some(Forbid) }), right: b })
        Binary(Binary { op: Add, left: YearOf(a), right: Number(NumberLit { value: Decimal { mantissa: 1, scale: 0 }, unit: None }) })
        "#);
}

#[test]
fn constructs() {
    insta::assert_snapshot!(exprs(&["min(a, b + 1)", "clamp a between b and c", "round half  up (a) to 0.01 kr", "days from a until b where c"]), @r#"
        Min([a, Binary(Binary { op: Add, left: b, right: Number(NumberLit { value: Decimal { mantissa: 1, scale: 0 }, unit: None }) })])
        Clamp { value: a, low: b, high: c }
        Round { mode: HalfUp, value: a, step: Number(NumberLit { value: Decimal { mantissa: 1, scale: 2 }, unit: Some(Product([("kr", 1)])) }) }
        Days(Days { ask: Count, from: a, until: b, filter: Some(c) })
        "#);
    insta::assert_snapshot!(exprs(&["sum of known a + b over e, year where c via r", "mean of a over e weighted by w", "count over e where p"]), @r#"
        Aggregate(Aggregate { func: Sum, value: Some(Binary(Binary { op: Add, left: a, right: b })), known: true, over: ["e", "year"], via: Some("r"), per: [], filter: Some(c), weight: None })
        Aggregate(Aggregate { func: Mean, value: Some(a), known: false, over: ["e"], via: None, per: [], filter: None, weight: Some(w) })
        Aggregate(Aggregate { func: Count, value: None, known: false, over: ["e"], via: None, per: [], filter: Some(p), weight: None })
        "#);
    insta::assert_snapshot!(exprs(&["allot a at most b per c, year of d at most e in order of f, g all or nothing"]), @"Allot(Allot { asked: a, caps: [Cap { cap: b, per: [c, YearOf(d)] }, Cap { cap: e, per: [] }], running: None, order: [f, g], whole: true })");
}

#[test]
fn references() {
    let target = |text| {
        ramme_syntax::parse_target(FileId(0), text, &Limits::default())
            .map(|made| plain(&format!("{made:?}")))
    };
    insta::assert_snapshot!(target("gap[i alt, 2022]").unwrap(), @r#"
        Target { name: "gap", keys: [Key { text: "i alt", quoted: false }, Key { text: "2022", quoted: false }] }
        "#);
    insta::assert_snapshot!(target("ceiling[ 0101 , \"A, b\" ]").unwrap(), @r#"
        Target { name: "ceiling", keys: [Key { text: "0101", quoted: false }, Key { text: "A, b", quoted: true }] }
        "#);
    insta::assert_snapshot!(target("data_until").unwrap(), @r#"
        Target { name: "data_until", keys: [] }
        "#);
    insta::assert_snapshot!(common::shown("gap[", &target("gap[").unwrap_err()), @"E0138 [] a key was expected before the item ends");
}
