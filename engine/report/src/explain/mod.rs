//! An explanation as text: a tree that a person reads from the top.
//!
//! In: a tree of values, or a pair of trees where they part. Out: text in Danish or English. Not here: what explains what
//! (`ramme_eval::explain`), JSON (`json::explain`).

mod tree;
pub(crate) mod words;

use crate::comply_report;
use crate::number;
use crate::text::{Look, line, paragraph};
use ramme_eval::explain::difference::Pair;
use ramme_eval::explain::{AggregateFn, ClauseSeen, Explanation, Folded, How, Node, Rest, Role, What};
use ramme_eval::result::{Basis, CellValue, Exact};
use ramme_value::{Lang, PriceLevel, Unit};
use tree::Branch;

/// How many clauses that did not apply are listed under one value.
const NOT_APPLIED: usize = 4;
/// The decimals of a ratio.
const RATIO_DECIMALS: u8 = 4;

/// The explanation of one value.
#[must_use]
pub fn explanation(found: &Explanation, basis: &Basis, look: Look) -> String {
    let mut out = String::new();
    head(&mut out, basis, &found.rests_on, look);
    tree::render(&mut out, &branch(&found.root, None, look.lang), &[], look);
    if cut(&found.root) {
        line(&mut out, "");
        let more = look.lang.pick(
            "\u{2026} marks what is taken apart no further; --depth full shows all of it.",
            "\u{2026} st\u{e5}r, hvor der ikke er delt yderligere op; --depth full viser det hele.",
        );
        paragraph(&mut out, more, "", look.width);
    }
    out
}

/// The tree behind one value alone, a line each.
#[must_use]
pub fn lines(found: &Explanation, look: Look) -> Vec<String> {
    let mut out = String::new();
    tree::render(&mut out, &branch(&found.root, None, look.lang), &[], look);
    out.lines().map(str::to_owned).collect()
}

/// Where two values part ways.
#[must_use]
pub fn parted(pair: Option<&Pair>, names: (&str, &str), basis: &Basis, look: Look) -> String {
    let mut out = String::new();
    head(&mut out, basis, &[], look);
    match pair {
        None => {
            let text = look.lang.pick(
                format!("{} and {} are equal, and for the same reasons.", names.0, names.1),
                format!("{} og {} er ens, og af de samme grunde.", names.0, names.1),
            );
            paragraph(&mut out, &text, "", look.width);
        }
        Some(pair) => {
            let headings = [names.0.to_owned(), names.1.to_owned()];
            tree::render(&mut out, &pair_branch(pair, look.lang), &headings, look);
        }
    }
    out
}

fn head(out: &mut String, basis: &Basis, rests_on: &[String], look: Look) {
    for said in crate::run_report::basis(basis, look.lang) {
        paragraph(out, &said, "", look.width);
    }
    if !rests_on.is_empty() {
        let list = rests_on.join(", ");
        let text = look.lang.pick(
            format!("Rests on the readings {list}."),
            format!("Hviler p\u{e5} l\u{e6}sningerne {list}."),
        );
        paragraph(out, &text, "", look.width);
    }
    if !out.is_empty() {
        line(out, "");
    }
}

fn cut(node: &Node) -> bool {
    let mut found = false;
    node.visit(&mut |n| found |= n.folded == Folded::Deep);
    found
}

/// A value as a branch; `above` is how the value above follows from it.
fn branch(node: &Node, above: Option<(&Node, usize)>, lang: Lang) -> Branch {
    let mut out = Branch { label: label(node, above, lang), ..Branch::default() };
    out.figures.push(figure(node, lang));
    out.details = details(node, lang);
    let parts = node.parts.iter().enumerate().filter(|(_, part)| !hidden(part));
    out.branches = parts.map(|(at, part)| branch(part, Some((node, at)), lang)).collect();
    if let Some(rest) = &node.rest {
        out.branches.push(rest_branch(rest, node, lang));
    }
    out
}

/// What would only repeat the text above it: plain constants of sums and products, arms that were passed over and have no
/// value.
fn hidden(part: &Node) -> bool {
    let plain = part.what == What::Expression && part.how == How::Given;
    plain
        && matches!(part.role, Role::Plus | Role::Minus | Role::Times | Role::Over | Role::Left | Role::Right)
}

fn label(node: &Node, above: Option<(&Node, usize)>, lang: Lang) -> String {
    let mut out = words::lead(node, above, lang);
    let name = match &node.name {
        Some(named) if named.keys.is_empty() => named.name.clone(),
        Some(named) => {
            let keys: Vec<String> = named.keys.iter().map(|(_, k)| words::key(k)).collect();
            format!("{}[{}]", named.name, keys.join(", "))
        }
        None if !node.at.is_empty() => {
            let keys: Vec<String> = node.at.iter().map(|(axis, k)| words::at(axis, k, lang)).collect();
            keys.join(", ")
        }
        // A sum inside a product stands in brackets, as in the text around it.
        None if node.how == How::Sum && matches!(node.role, Role::Times | Role::Over | Role::Minus) => {
            format!("({})", node.text)
        }
        None => node.text.clone(),
    };
    if !out.is_empty() && !name.is_empty() {
        out.push(' ');
    }
    out.push_str(&name);
    match node.folded {
        Folded::Deep => out.push_str(" \u{2026}"),
        Folded::Above => out.push_str(lang.pick(" (see above)", " (se ovenfor)")),
        Folded::No => {}
    }
    out
}

/// The value with its unit.
fn figure(node: &Node, lang: Lang) -> String {
    match &node.value {
        Some(CellValue::Exact(value)) => exact(value, node, lang),
        Some(CellValue::Missing(_)) => lang.pick("missing", "mangler").to_owned(),
        Some(CellValue::Draws(s)) => {
            let middle = s.quantiles.iter().find(|(p, _)| (p - 0.5).abs() < 1e-9).map_or(s.mean, |(_, x)| *x);
            format!("\u{2248} {}{}", drawn(middle, node, lang), level(node, lang))
        }
        None => String::new(),
    }
}

fn unit_of(node: &Node) -> Unit {
    match &node.ty {
        ramme_rulebook::model::Type::Num(n) => n.unit.clone(),
        _ => Unit::none(),
    }
}

/// The price level, where it is that of a year.
fn level(node: &Node, lang: Lang) -> String {
    match &node.ty {
        ramme_rulebook::model::Type::Num(n) if matches!(n.level, PriceLevel::Fixed(_)) => {
            number::level_words(n.level, lang).map_or_else(String::new, |words| format!(", {words}"))
        }
        _ => String::new(),
    }
}

fn exact(value: &Exact, node: &Node, lang: Lang) -> String {
    let unit = unit_of(node);
    let text = number::with_unit(value, &unit, RATIO_DECIMALS, lang);
    let fraction = match value {
        Exact::Ratio(r) => format!(" ({})", r.exact_text(unit.shift() > 0)),
        _ => String::new(),
    };
    format!("{text}{fraction}{}", level(node, lang))
}

fn drawn(x: f64, node: &Node, lang: Lang) -> String {
    let unit = unit_of(node);
    let times = if unit.shift() > 0 { 100.0 } else { 1.0 };
    let decimals = if unit.shift() > 0 { 2 } else { 0 };
    let word = number::unit_word(&unit, number::Magnitude::One, lang);
    let figure = number::float(x * times, decimals, lang);
    let gap = if word.is_empty() || word == "%" { "" } else { " " };
    format!("{figure}{gap}{word}")
}

/// The lines under a value: its text, its clauses, its place in the data, what else is to be said.
fn details(node: &Node, lang: Lang) -> Vec<String> {
    let mut out = Vec::new();
    if node.folded == Folded::No && (node.name.is_some() || !node.at.is_empty()) && !node.text.is_empty() {
        out.push(format!("= {}", node.text));
    }
    if let Some((low, high)) = &node.range {
        let plain = |x: &Exact| number::with_unit(x, &unit_of(node), RATIO_DECIMALS, lang);
        let (low, high) = (plain(low), plain(high));
        out.push(lang.pick(
            format!("between {low} and {high}, as rounded or suppressed figures leave it open"),
            format!("mellem {low} og {high}, som afrundede eller diskretionerede tal lader det st\u{e5} \u{e5}bent"),
        ));
    }
    if let Some(CellValue::Draws(s)) = &node.value {
        out.push(quantiles(s, node, lang));
    }
    if let Some(weight) = &node.weight {
        let weight = number::plain(weight, &Unit::none(), RATIO_DECIMALS, lang);
        out.push(lang.pick(format!("weight {weight}"), format!("v\u{e6}gt {weight}")));
    }
    if let Some(cell) = &node.cell {
        let heading = cell.heading.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
        out.push(format!("{}:{}:{}{heading}", cell.file, cell.line, cell.column));
    }
    clauses(node, &mut out, lang);
    out.extend(node.said.iter().map(|n| lang.pick(&n.en, &n.da).clone()));
    if let Some(CellValue::Missing(why)) = &node.value {
        let below = node.parts.iter().any(|p| matches!(p.value, Some(CellValue::Missing(_))));
        if !below || node.folded != Folded::No {
            out.extend(why.iter().map(|n| lang.pick(&n.en, &n.da).clone()));
        }
    }
    out
}

fn quantiles(s: &ramme_eval::result::Summary, node: &Node, lang: Lang) -> String {
    let one = |(p, x): &(f64, f64)| {
        format!(
            "{}%: {}",
            number::float(p * 100.0, u8::from(p * 1000.0 % 10.0 > 0.5), lang),
            drawn(*x, node, lang)
        )
    };
    let all: Vec<String> = s.quantiles.iter().map(one).collect();
    let mean = drawn(s.mean, node, lang);
    lang.pick(
        format!("mean {mean}; quantiles {}", all.join(", ")),
        format!("middel {mean}; kvantiler {}", all.join(", ")),
    )
}

fn clauses(node: &Node, out: &mut Vec<String>, lang: Lang) {
    for clause in node.clauses.iter().filter(|c| c.not.is_none()) {
        out.push(words::clause(clause, lang));
        out.extend(clause.cites.iter().filter_map(|cite| comply_report::passage(cite, lang)));
    }
    let not: Vec<&ClauseSeen> = node.clauses.iter().filter(|c| c.not.is_some()).collect();
    for clause in not.iter().take(NOT_APPLIED) {
        let why = clause.not.as_ref().map_or("", |n| lang.pick(&n.en, &n.da));
        out.push(format!("{} {}: {why}", lang.pick("not", "ikke"), words::clause(clause, lang)));
    }
    let more = not.len().saturating_sub(NOT_APPLIED);
    if more > 0 {
        out.push(lang.pick(format!("nor {more} others"), format!("heller ikke {more} andre")));
    }
}

fn rest_branch(rest: &Rest, node: &Node, lang: Lang) -> Branch {
    let count = number::count(rest.count, lang);
    let missing = number::count(rest.missing, lang);
    let mut label = lang.pick(format!("{count} more"), format!("{count} mere"));
    if rest.missing > 0 {
        label.push_str(
            &lang.pick(format!(", {missing} of them missing"), format!(", heraf mangler {missing}")),
        );
    }
    let mean = matches!(node.how, How::Aggregate(AggregateFn::Mean));
    let figure = rest
        .value
        .as_ref()
        .filter(|_| !mean)
        .map(|v| number::with_unit(v, &unit_of(node), RATIO_DECIMALS, lang));
    Branch { label, figures: figure.into_iter().collect(), ..Branch::default() }
}

/// A pair as a branch with two figures.
fn pair_branch(pair: &Pair, lang: Lang) -> Branch {
    let side = |n: &Option<Node>| n.as_ref().map_or_else(|| "\u{2013}".to_owned(), |n| figure(n, lang));
    let names: Vec<String> =
        [&pair.one, &pair.other].into_iter().flatten().map(|n| label(n, None, lang)).collect();
    let mut label = names.first().cloned().unwrap_or_default();
    if let Some(other) = names.get(1).filter(|other| **other != label) {
        label = format!("{label} \u{2194} {other}");
    }
    let mut details = Vec::new();
    let lines = |node: &Option<Node>| match node.as_ref().filter(|_| pair.here || pair.clauses) {
        Some(node) => self::details(&Node { text: String::new(), name: None, ..node.clone() }, lang),
        None => Vec::new(),
    };
    let (one, other) = (lines(&pair.one), lines(&pair.other));
    // What is said of both says nothing of where they part.
    details.extend(one.iter().filter(|l| !other.contains(l)).map(|l| format!("1: {l}")));
    details.extend(other.iter().filter(|l| !one.contains(l)).map(|l| format!("2: {l}")));
    if pair.equal > 0 {
        details.push(lang.pick(
            format!("{} equal {}", pair.equal, if pair.equal == 1 { "part" } else { "parts" }),
            format!("{} ens {}", pair.equal, if pair.equal == 1 { "del" } else { "dele" }),
        ));
    }
    Branch {
        label,
        figures: vec![side(&pair.one), side(&pair.other)],
        details,
        branches: pair.parts.iter().map(|p| pair_branch(p, lang)).collect(),
    }
}
