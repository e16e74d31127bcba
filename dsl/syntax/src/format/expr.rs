//! Expressions as text, with parentheses where the tree needs them and nowhere else.
//!
//! In: an expression and the source that its numbers are written in. Out: a layout. Not here: clauses.

use super::doc::Doc;
use crate::parse::expr::{Level, level_of};
use crate::tree::{
    Aggregate, AggregateFn, Allot, Apportion, Arm, Binary, BinaryOp, Convert, Days, DaysAsk, Expr, ExprKind,
    Line, LineAsk, Match, Name, NumberLit, UnaryOp, UnitExpr,
};
use ramme_diag::Span;

/// What may follow an expression that would be taken for a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// Nothing: a bracket closes, or the clause ends.
    Free,
    /// A comma, or a part of the construct that it stands in.
    More,
}

/// An expression where nothing follows that could be taken for a part of it.
pub(super) fn whole(expr: &Expr, source: &str) -> Doc {
    placed(expr, Level::If, Edge::Free, source)
}

/// An expression in a list, or before a part of the construct that it stands in.
pub(super) fn listed(expr: &Expr, source: &str) -> Doc {
    placed(expr, Level::If, Edge::More, source)
}

/// An expression where only arithmetic may stand.
pub(super) fn arithmetic(expr: &Expr, source: &str) -> Doc {
    placed(expr, Level::Add, Edge::More, source)
}

/// Expressions with commas between them.
pub(super) fn list(exprs: &[Expr], source: &str) -> Vec<Doc> {
    separated(
        exprs.iter().map(|expr| if exprs.len() == 1 { whole(expr, source) } else { listed(expr, source) }),
    )
}

fn separated(docs: impl Iterator<Item = Doc>) -> Vec<Doc> {
    let mut out = Vec::new();
    for doc in docs {
        if !out.is_empty() {
            out.push(Doc::words(","));
            out.push(Doc::Line);
        }
        out.push(doc);
    }
    out
}

/// An expression where at least `least` is needed, in parentheses if it binds more loosely.
fn placed(expr: &Expr, least: Level, edge: Edge, source: &str) -> Doc {
    if needs_parens(expr, least) || edge == Edge::More && is_open(expr) {
        let inside = Doc::nest(vec![Doc::Soft, whole(expr, source)]);
        return Doc::group(vec![Doc::at("(", first_place(expr)), inside, Doc::Soft, Doc::words(")")]);
    }
    bare(expr, source)
}

/// How tightly the outermost operator of an expression binds.
fn level(expr: &Expr) -> Level {
    match expr.kind.as_ref() {
        ExprKind::If { .. } | ExprKind::IfKnown { .. } => Level::If,
        ExprKind::Binary(binary) => level_of(binary.op),
        ExprKind::Unary(UnaryOp::Not, _) => Level::Not,
        ExprKind::IsKnown { .. } => Level::Compare,
        ExprKind::Unary(UnaryOp::Minus, _) => Level::Minus,
        ExprKind::Previous(_) | ExprKind::YearOf(_) => Level::Previous,
        ExprKind::Convert(_) => Level::Convert,
        ExprKind::Banded(_) => Level::Banded,
        _ => Level::Postfix,
    }
}

fn needs_parens(expr: &Expr, least: Level) -> bool {
    match expr.kind.as_ref() {
        ExprKind::Days(_)
        | ExprKind::Clamp { .. }
        | ExprKind::Allot(_)
        | ExprKind::Line(_)
        | ExprKind::Apportion(_)
        | ExprKind::RunningTotal(..)
        | ExprKind::YearsBefore { .. } => least > Level::If,
        ExprKind::Aggregate(made)
            if made.filter.is_none() && made.weight.is_none() && made.per.is_empty() =>
        {
            least >= Level::Minus
        }
        ExprKind::Aggregate(_) => least > Level::If,
        ExprKind::Round { .. } => least >= Level::Convert,
        ExprKind::Number(_) => least == Level::Postfix,
        _ => level(expr) < least,
    }
}

/// Whether an expression ends in a construct that would go on if it could.
fn is_open(expr: &Expr) -> bool {
    let last = |expr: &Expr, least: Level| !needs_parens(expr, least) && is_open(expr);
    match expr.kind.as_ref() {
        ExprKind::Days(_)
        | ExprKind::Clamp { .. }
        | ExprKind::Allot(_)
        | ExprKind::Line(_)
        | ExprKind::Apportion(_)
        | ExprKind::YearsBefore { .. }
        | ExprKind::Aggregate(_) => true,
        ExprKind::Binary(Binary { end_of_month: Some(_), .. }) => false,
        ExprKind::Binary(binary) => last(&binary.right, level_of(binary.op).tighter()),
        ExprKind::Unary(UnaryOp::Not, of) => last(of, Level::Not),
        ExprKind::If { otherwise, .. } | ExprKind::IfKnown { otherwise, .. } => last(otherwise, Level::If),
        _ => false,
    }
}

/// Where the first word of an expression stands.
pub(super) fn first_place(expr: &Expr) -> u32 {
    match expr.kind.as_ref() {
        ExprKind::Binary(binary) => first_place(&binary.left),
        ExprKind::If { then: first, .. }
        | ExprKind::IfKnown { value: first, .. }
        | ExprKind::IsKnown { value: first, .. }
        | ExprKind::Field(first, _)
        | ExprKind::Index(first, _)
        | ExprKind::Convert(Convert { value: first, .. }) => first_place(first),
        _ => expr.span.start,
    }
}

/// An expression without parentheses around it.
fn bare(expr: &Expr, source: &str) -> Doc {
    let place = expr.span.start;
    match expr.kind.as_ref() {
        ExprKind::Number(literal) => Doc::at(number(literal, expr.span, source), place),
        ExprKind::Date(date) => Doc::at(date.to_string(), place),
        ExprKind::YesNo(yes) => Doc::at(if *yes { "yes" } else { "no" }, place),
        ExprKind::Quoted(text) => Doc::at(format!("\"{text}\""), place),
        ExprKind::Name(name) => Doc::at(name.as_str(), place),
        ExprKind::Day => Doc::at("day", place),
        ExprKind::Field(of, field) => Doc::Cat(vec![
            placed(of, Level::Postfix, Edge::Free, source),
            Doc::at(format!(".{}", field.text), field.span.start),
        ]),
        ExprKind::Index(of, keys) => {
            let keys = Doc::nest([vec![Doc::Soft], list(keys, source)].concat());
            let of = placed(of, Level::Postfix, Edge::Free, source);
            Doc::group(vec![of, Doc::words("["), keys, Doc::Soft, Doc::words("]")])
        }
        ExprKind::Convert(made) => converted(made, source),
        ExprKind::Banded(made) => Doc::Cat(vec![
            placed(&made.scale, Level::Postfix, Edge::Free, source),
            Doc::words(if made.on_bands { " on bands of " } else { " at " }),
            placed(&made.of, Level::Minus, Edge::Free, source),
        ]),
        ExprKind::Unary(UnaryOp::Minus, of) => {
            sign("-", place, placed(of, Level::Previous, Edge::Free, source))
        }
        ExprKind::Unary(UnaryOp::Not, of) => sign("not ", place, placed(of, Level::Not, Edge::Free, source)),
        ExprKind::Previous(of) => sign("previous ", place, placed(of, Level::Previous, Edge::Free, source)),
        ExprKind::YearOf(of) => sign("year of ", place, placed(of, Level::Previous, Edge::Free, source)),
        ExprKind::Binary(binary) => chain(binary, source),
        ExprKind::IsKnown { value, known } => Doc::Cat(vec![
            placed(value, Level::Add, Edge::Free, source),
            Doc::words(if *known { " is known" } else { " is missing" }),
        ]),
        ExprKind::If { .. } | ExprKind::IfKnown { .. } => choice(expr, source),
        _ => construct(expr, source),
    }
}

/// `x in 2023-pl by pl`
fn converted(made: &Convert, source: &str) -> Doc {
    let level = super::declare::level(&made.level);
    let value = placed(&made.value, Level::Convert, Edge::Free, source);
    let parts = Doc::at(format!("{level} by {}", made.index.text), made.index.span.start);
    Doc::group(vec![value, Doc::nest(vec![Doc::Line, parts])])
}

fn sign(sign: &str, place: u32, of: Doc) -> Doc {
    Doc::Cat(vec![Doc::at(sign, place), of])
}

/// Operators of one level in a row, broken before each of them.
fn chain(binary: &Binary, source: &str) -> Doc {
    let level = level_of(binary.op);
    let mut links = vec![binary];
    let mut left = &binary.left;
    while let ExprKind::Binary(inner) = left.kind.as_ref() {
        if level_of(inner.op) != level || level == Level::Compare {
            break;
        }
        links.push(inner);
        left = &inner.left;
    }
    let least = if level == Level::Compare { level.tighter() } else { level };
    let first = placed(left, least, Edge::Free, source);
    let mut rest = Vec::new();
    for link in links.into_iter().rev() {
        rest.push(Doc::Line);
        rest.push(Doc::at(operator(link.op), link.op_span.start));
        rest.push(Doc::words(" "));
        rest.push(placed(&link.right, level.tighter(), Edge::Free, source));
        if let Some(mode) = link.end_of_month {
            rest.push(Doc::words(format!(" (end of month: {})", mode.name())));
        }
    }
    Doc::group(vec![first, Doc::nest(rest)])
}

fn operator(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::Is => "is",
        BinaryOp::IsNot => "is not",
        BinaryOp::Less => "<",
        BinaryOp::AtMost => "<=",
        BinaryOp::More => ">",
        BinaryOp::AtLeast => ">=",
        BinaryOp::And => "and",
        BinaryOp::Or => "or",
    }
}

/// `a if c else b`, and further choices after `else` in the same group.
fn choice(expr: &Expr, source: &str) -> Doc {
    let mut expr = expr;
    let mut parts = Vec::new();
    let mut first = None;
    loop {
        let (then, condition, otherwise) = match expr.kind.as_ref() {
            ExprKind::If { condition, then, otherwise } => (then, Some(condition), otherwise),
            ExprKind::IfKnown { value, otherwise } => (value, None, otherwise),
            _ => break,
        };
        let then = placed(then, Level::Or, Edge::Free, source);
        match first {
            None => first = Some(then),
            Some(_) => parts.push(then),
        }
        parts.push(Doc::Line);
        match condition {
            Some(condition) => {
                parts.push(Doc::at("if ", first_place(condition)));
                parts.push(placed(condition, Level::Or, Edge::Free, source));
            }
            None => parts.push(Doc::words("if known")),
        }
        parts.push(Doc::Line);
        parts.push(Doc::at("else ", first_place(otherwise)));
        expr = otherwise;
    }
    parts.push(placed(expr, Level::Or, Edge::Free, source));
    Doc::group(first.into_iter().chain([Doc::nest(parts)]).collect())
}

/// What begins with a word of its own.
fn construct(expr: &Expr, source: &str) -> Doc {
    let place = expr.span.start;
    match expr.kind.as_ref() {
        ExprKind::Min(of) => call("min(", place, of, source),
        ExprKind::Max(of) => call("max(", place, of, source),
        ExprKind::Clamp { value, low, high } => Doc::group(vec![
            Doc::at("clamp ", place),
            arithmetic(value, source),
            Doc::nest([part("between ", low, source), part("and ", high, source)].concat()),
        ]),
        ExprKind::Round { mode, value, step } => Doc::group(vec![
            Doc::at(format!("round {} (", mode.name()), place),
            Doc::nest(vec![Doc::Soft, whole(value, source)]),
            Doc::Soft,
            Doc::words(") to "),
            whole(step, source),
        ]),
        ExprKind::Days(made) => days(made, place, Edge::Free, source),
        ExprKind::Aggregate(made) => aggregate(made, place, source),
        ExprKind::Match(made) => matching(made, place, source),
        ExprKind::Allot(made) => allot(made, place, source),
        ExprKind::Line(made) => line(made, place, source),
        ExprKind::Apportion(made) => apportion(made, place, source),
        ExprKind::RunningTotal(value, by) => Doc::group(vec![
            Doc::at("running sum of ", place),
            listed(value, source),
            Doc::nest(vec![Doc::Line, Doc::at(format!("by {}", by.text), by.span.start)]),
        ]),
        ExprKind::YearsBefore { func, value, years } => Doc::group(vec![
            Doc::at(function(*func), place),
            listed(value, source),
            Doc::nest(vec![Doc::Line, Doc::words(before(*years))]),
        ]),
        _ => Doc::words(""),
    }
}

/// A part of a construct, on a line of its own where the construct breaks.
fn part(word: &str, expr: &Expr, source: &str) -> Vec<Doc> {
    vec![Doc::Line, Doc::at(word, first_place(expr)), arithmetic(expr, source)]
}

fn call(word: &str, place: u32, of: &[Expr], source: &str) -> Doc {
    let inside = Doc::nest([vec![Doc::Soft], list(of, source)].concat());
    Doc::group(vec![Doc::at(word, place), inside, Doc::Soft, Doc::words(")")])
}

fn days(made: &Days, place: u32, edge: Edge, source: &str) -> Doc {
    let mut first = match &made.ask {
        DaysAsk::Count => vec![Doc::at("days from ", place)],
        DaysAsk::Any => vec![Doc::at("any day from ", place)],
        DaysAsk::First => vec![Doc::at("first day from ", place)],
        DaysAsk::Sum(value) => vec![Doc::at("sum of ", place), listed(value, source)],
    };
    let mut parts = Vec::new();
    match &made.ask {
        DaysAsk::Sum(_) => parts.extend(part("over days from ", &made.from, source)),
        _ => first.push(arithmetic(&made.from, source)),
    }
    parts.extend(part("until ", &made.until, source));
    if let Some(filter) = &made.filter {
        let filter_doc = placed(filter, Level::If, edge, source);
        parts.extend([Doc::Line, Doc::at("where ", first_place(filter)), filter_doc]);
    }
    first.push(Doc::nest(parts));
    Doc::group(first)
}

fn aggregate(made: &Aggregate, place: u32, source: &str) -> Doc {
    let word = function(made.func);
    let mut first = vec![Doc::at(word, place)];
    first.extend(made.known.then(|| Doc::words("known ")));
    first.extend(made.value.as_ref().map(|value| listed(value, source)));
    let mut parts = vec![Doc::Line, over(&made.over)];
    if let Some(via) = &made.via {
        parts.extend([Doc::Line, Doc::at(format!("via {}", via.text), via.span.start)]);
    }
    if let Some(place) = made.per.first().map(first_place) {
        let keys = separated(made.per.iter().map(|key| arithmetic(key, source)));
        parts.extend([Doc::Line, Doc::at("per ", place), Doc::group(vec![Doc::nest(keys)])]);
    }
    let rest = [("where ", &made.filter), ("weighted by ", &made.weight)];
    for (word, expr) in rest {
        if let Some(expr) = expr {
            let last = made.weight.is_none() || word != "where ";
            let doc = if last { whole(expr, source) } else { listed(expr, source) };
            parts.extend([Doc::Line, Doc::at(word, first_place(expr)), doc]);
        }
    }
    first.push(Doc::nest(parts));
    Doc::group(first)
}

fn function(func: AggregateFn) -> &'static str {
    match func {
        AggregateFn::Sum => "sum of ",
        AggregateFn::Mean => "mean of ",
        AggregateFn::Least => "least of ",
        AggregateFn::Greatest => "greatest of ",
        AggregateFn::Any => "any of ",
        AggregateFn::All => "all of ",
        AggregateFn::Share => "share of ",
        AggregateFn::Count => "count",
    }
}

fn before(years: u32) -> String {
    format!("over the {years} {} before", if years == 1 { "year" } else { "years" })
}

/// `where P`, `per k`, `in order of a, b`
fn line(made: &Line, place: u32, source: &str) -> Doc {
    let first = match &made.ask {
        LineAsk::First(name) => {
            vec![Doc::at("the first of ", place), Doc::at(name.text.as_str(), name.span.start)]
        }
        LineAsk::RunningSum(value) => vec![Doc::at("running sum of ", place), listed(value, source)],
        LineAsk::LeastBefore(value) => {
            vec![Doc::at("least of ", place), listed(value, source), Doc::words(" before")]
        }
        LineAsk::GreatestBefore(value) => {
            vec![Doc::at("greatest of ", place), listed(value, source), Doc::words(" before")]
        }
    };
    let mut parts = Vec::new();
    if let Some(filter) = &made.filter {
        parts.extend([Doc::Line, Doc::at("where ", first_place(filter)), listed(filter, source)]);
    }
    for (word, keys) in [("per ", &made.per), ("in order of ", &made.order)] {
        if let Some(place) = keys.first().map(first_place) {
            let keys = separated(keys.iter().map(|key| arithmetic(key, source)));
            parts.extend([Doc::Line, Doc::at(word, place), Doc::group(vec![Doc::nest(keys)])]);
        }
    }
    Doc::group(first.into_iter().chain([Doc::nest(parts)]).collect())
}

/// `apportion x by w over E where P per k to s in order of a, b`
fn apportion(made: &Apportion, place: u32, source: &str) -> Doc {
    let first = vec![Doc::at("apportion ", place), arithmetic(&made.total, source)];
    let mut parts = part("by ", &made.weight, source);
    parts.extend([Doc::Line, over(std::slice::from_ref(&made.over))]);
    if let Some(filter) = &made.filter {
        parts.extend([Doc::Line, Doc::at("where ", first_place(filter)), listed(filter, source)]);
    }
    let keys = |word: &str, keys: &[Expr]| match keys.first().map(first_place) {
        Some(place) => {
            let keys = separated(keys.iter().map(|key| arithmetic(key, source)));
            vec![Doc::Line, Doc::at(word, place), Doc::group(vec![Doc::nest(keys)])]
        }
        None => Vec::new(),
    };
    parts.extend(keys("per ", &made.per));
    parts.extend(part("to ", &made.step, source));
    parts.extend(keys("in order of ", &made.order));
    Doc::group(first.into_iter().chain([Doc::nest(parts)]).collect())
}

fn over(names: &[Name]) -> Doc {
    let list = names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(", ");
    let place = names.first().map(|name| name.span.start);
    Doc::Text(format!("over {list}"), place)
}

/// One line where it fits, else a line an arm.
fn matching(made: &Match, place: u32, source: &str) -> Doc {
    let names = |arm: &Arm| arm.members.iter().map(super::declare::key).collect::<Vec<_>>().join(" | ");
    let arms = made.arms.iter().map(|arm| {
        let from = arm.members.first().map(|member| member.span.start);
        (names(arm), from, &arm.value)
    });
    let rest = made.otherwise.iter().map(|value| ("else".to_owned(), None, value));
    let mut parts = Vec::new();
    for (name, from, value) in arms.chain(rest) {
        if !parts.is_empty() {
            parts.push(Doc::words(","));
        }
        let from = from.unwrap_or_else(|| first_place(value));
        parts.extend([Doc::Line, Doc::at(format!("{name}: "), from), listed(value, source)]);
    }
    let subject = arithmetic(&made.subject, source);
    Doc::group(vec![
        Doc::at("match ", place),
        subject,
        Doc::words(" {"),
        Doc::nest(parts),
        Doc::Line,
        Doc::words("}"),
    ])
}

fn allot(made: &Allot, place: u32, source: &str) -> Doc {
    let mut parts = Vec::new();
    let keys = |exprs: &[Expr]| separated(exprs.iter().map(|expr| arithmetic(expr, source)));
    for cap in &made.caps {
        parts.extend(part("at most ", &cap.cap, source));
        if !cap.per.is_empty() {
            parts.push(Doc::words(" per "));
            parts.push(Doc::group(vec![Doc::nest(keys(&cap.per))]));
        }
    }
    if let Some(running) = &made.running {
        parts.extend(part("in running years from ", &running.from, source));
        parts.push(Doc::words(format!(" opening again {}", running.opening.words())));
        if running.keeps {
            parts.extend([Doc::Line, Doc::words("keeping the first limit")]);
        }
    }
    let place_of_order = made.order.first().map(first_place);
    parts.extend([Doc::Line, Doc::Text("in order of ".to_owned(), place_of_order)]);
    parts.push(Doc::group(vec![Doc::nest(keys(&made.order))]));
    if made.whole {
        parts.extend([Doc::Line, Doc::words("all or nothing")]);
    }
    let asked = match made.asked.kind.as_ref() {
        ExprKind::Days(asked) if asked.ask == DaysAsk::Count => {
            days(asked, made.asked.span.start, Edge::More, source)
        }
        _ => arithmetic(&made.asked, source),
    };
    Doc::broken(vec![Doc::at("allot ", place), asked, Doc::nest(parts)])
}

/// A number as it is written in the source, with one blank before its unit.
fn number(literal: &NumberLit, span: Span, source: &str) -> String {
    let range =
        usize::try_from(span.start).unwrap_or(usize::MAX)..usize::try_from(span.end).unwrap_or(usize::MAX);
    let written = source.get(range).unwrap_or("").trim();
    let end =
        written.find(|c: char| !(c.is_ascii_digit() || matches!(c, '_' | '.'))).unwrap_or(written.len());
    let (digits, rest) = written.split_at_checked(end).unwrap_or(("", ""));
    let is_it = ramme_value::Decimal::parse(digits).is_ok_and(|value| {
        (value.mantissa(), value.scale()) == (literal.value.mantissa(), literal.value.scale())
    });
    if is_it {
        let words = rest.split_whitespace();
        return std::iter::once(digits).chain(words).collect::<Vec<_>>().join(" ");
    }
    match &literal.unit {
        Some(unit_of_it) => format!("{} {}", literal.value, unit(unit_of_it)),
        None => literal.value.to_string(),
    }
}

/// A unit as text.
pub(super) fn unit(unit: &UnitExpr) -> String {
    match unit {
        UnitExpr::Percent => "%".to_owned(),
        UnitExpr::PercentagePoint => "percentage point".to_owned(),
        UnitExpr::Product(factors) => {
            let mut text = String::new();
            for (name, power) in factors {
                if !text.is_empty() {
                    text.push(if *power < 0 { '/' } else { '*' });
                }
                text.push_str(&name.text);
            }
            text
        }
    }
}
