//! The words of an explanation.
//!
//! In: roles, clauses, keys. Out: words in both languages, and the names that JSON uses. Not here: layout.

use crate::number;
use ramme_eval::explain::{AggregateFn, ClauseSeen, Folded, How, Node, Role, What};

use ramme_value::{Date, Lang};

/// What stands before a value, given the value above it and its place among the parts.
pub(super) fn lead(node: &Node, above: Option<(&Node, usize)>, lang: Lang) -> String {
    let first = above.is_none_or(|(a, at)| !a.parts.iter().take(at).any(|p| same_kind(&p.role, &node.role)));
    let of = above.map(|(a, _)| a.how);
    let word = match (&node.role, of) {
        (Role::Plus | Role::Times, _) if first => "",
        (Role::Plus, _) => "+",
        (Role::Minus, _) => "\u{2212}",
        (Role::Times, _) => "\u{d7}",
        (Role::Over, _) => "/",
        (Role::Condition, Some(How::And)) => {
            if first {
                ""
            } else {
                lang.pick("and", "og")
            }
        }
        (Role::Condition, Some(How::Or)) => {
            if first {
                ""
            } else {
                lang.pick("or", "eller")
            }
        }
        (Role::Condition, _) => lang.pick("if", "hvis"),
        (Role::When(label), _) => {
            return lang.pick(format!("exception {label} when"), format!("undtagelse {label} n\u{e5}r"));
        }
        (Role::Taken, Some(How::Least)) => lang.pick("\u{25b8} the least:", "\u{25b8} mindst:"),
        (Role::Taken, Some(How::Greatest)) => lang.pick("\u{25b8} the greatest:", "\u{25b8} st\u{f8}rst:"),
        (Role::NotTaken, Some(How::Least | How::Greatest)) => "",
        (Role::Taken, _) => lang.pick("\u{25b8} taken:", "\u{25b8} taget:"),
        (Role::NotTaken, _) => lang.pick("not taken:", "ikke taget:"),
        (Role::At, _) => lang.pick("by", "efter"),
        (Role::RowMissing, _) => lang.pick("missing:", "mangler:"),
        (Role::Before, _) => lang.pick("before it:", "f\u{f8}r den:"),
        (Role::From, _) => lang.pick("from", "fra"),
        (Role::Until, _) => lang.pick("until (not counted)", "indtil (ikke medregnet)"),
        (Role::Asked, _) => lang.pick("asked for:", "\u{f8}nsket:"),
        (Role::CapLeft, Some(How::AllottedDays)) => lang.pick("granted:", "givet:"),
        (Role::CapLeft, _) => lang.pick("left under the cap:", "tilbage under loftet:"),
        (Role::Unless, _) => lang.pick("unless", "medmindre"),
        _ => "",
    };
    let used = node.name.is_none() && node.text.is_empty() && node.at.is_empty();
    match (&node.role, used) {
        (Role::Minus, true) => lang.pick("\u{2212} used before it", "\u{2212} brugt f\u{f8}r den").to_owned(),
        (Role::Times, true) if node.how == How::Factor => {
            lang.pick("\u{d7} factor", "\u{d7} faktor").to_owned()
        }
        (Role::Times, true) => lang.pick("\u{d7} each day", "\u{d7} hver dag").to_owned(),
        _ => word.to_owned(),
    }
}

fn same_kind(one: &Role, other: &Role) -> bool {
    let adds = |r: &Role| matches!(r, Role::Plus | Role::Minus);
    one == other || (adds(one) && adds(other))
}

/// A key as the language writes it: quoted where it is no plain word.
pub(super) fn key(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_');
    if plain { text.to_owned() } else { format!("\"{text}\"") }
}

/// A key of a row, or the ends of a stretch of days.
pub(super) fn at(axis: &str, key: &str, lang: Lang) -> String {
    match axis {
        "from" | "to" => {
            let day = Date::parse_iso(key).map_or_else(|_| key.to_owned(), |d| number::date(d, lang));
            let word =
                if axis == "from" { lang.pick("days from", "dage fra") } else { lang.pick("to", "til") };
            format!("{word} {day}")
        }
        _ => format!("{axis} {key}"),
    }
}

/// `rules/a.ramme:12 (label; from 2023-01-01; reading g.r): framework lines 2476-2479`
pub(super) fn clause(c: &ClauseSeen, lang: Lang) -> String {
    let mut facts: Vec<String> = c.label.iter().cloned().collect();
    match (&c.from, &c.to) {
        (Some(from), Some(to)) => {
            facts.push(lang.pick(format!("{from} to {to}"), format!("{from} til {to}")))
        }
        (Some(from), None) => facts.push(lang.pick(format!("from {from}"), format!("fra {from}"))),
        (None, Some(to)) => facts.push(lang.pick(format!("to {to}"), format!("til {to}"))),
        (None, None) => {}
    }
    facts.extend(c.reading.iter().map(|r| lang.pick(format!("reading {r}"), format!("l\u{e6}sning {r}"))));
    facts.extend(c.awaited.iter().map(|awaited| awaited.in_words().get(lang).to_owned()));
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join("; ")) };
    let one = |c: &ramme_eval::result::Cited| {
        let lines = c.lines.as_ref().map(|l| format!(" {} {l}", lang.pick("lines", "linje")));
        let place = c.place.as_ref().map(|p| format!(" {p}"));
        let unchecked = c.external.map(|_| lang.pick(" (no copy)", " (ingen kopi)"));
        format!("{}{}{}", c.document, lines.or(place).unwrap_or_default(), unchecked.unwrap_or_default())
    };
    // What a clause that did not apply cites decides nothing here.
    let cites: Vec<String> = c.cites.iter().filter(|_| c.not.is_none()).map(one).collect();
    let cites = if cites.is_empty() { String::new() } else { format!(" \u{b7} {}", cites.join("; ")) };
    format!("{}{facts}{cites}", c.place)
}

/// The name of a role in JSON.
pub(crate) fn role(role: &Role) -> &'static str {
    match role {
        Role::Root => "root",
        Role::Of => "of",
        Role::Plus => "plus",
        Role::Minus => "minus",
        Role::Times => "times",
        Role::Over => "over",
        Role::Left => "left",
        Role::Right => "right",
        Role::Condition => "condition",
        Role::When(_) => "exception_when",
        Role::Taken => "taken",
        Role::NotTaken => "not_taken",
        Role::At => "at",
        Role::Row => "row",
        Role::RowMissing => "row_missing",
        Role::Before => "before",
        Role::Change => "change",
        Role::Piece => "piece",
        Role::From => "from",
        Role::Until => "until",
        Role::Asked => "asked",
        Role::CapLeft => "left_under_cap",
        Role::History => "history",
        Role::Unless => "unless",
    }
}

/// The name of a kind of value in JSON.
pub(crate) fn what(what: What) -> &'static str {
    match what {
        What::Definition => "definition",
        What::Rule => "rule",
        What::Input => "input",
        What::Parameter => "parameter",
        What::Expression => "expression",
    }
}

/// How a value follows from its parts, in JSON.
pub(crate) fn how(how: How) -> &'static str {
    match how {
        How::Given => "given",
        How::Same => "same",
        How::Sum => "sum",
        How::Product => "product",
        How::Quotient => "quotient",
        How::Negated => "negated",
        How::Least => "min",
        How::Greatest => "max",
        How::Compared(_) => "comparison",
        How::And => "and",
        How::Or => "or",
        How::Not => "not",
        How::Chosen => "choice",
        How::IsKnown(_) => "is_known",
        How::Rounded(..) => "rounded",
        How::Converted => "converted",
        How::Factor => "factor",
        How::Indexed(..) => "indexed",
        How::Aggregate(func) => match func {
            AggregateFn::Sum => "sum_of_rows",
            AggregateFn::Mean => "mean_of_rows",
            AggregateFn::Least => "least_of_rows",
            AggregateFn::Greatest => "greatest_of_rows",
            AggregateFn::Count => "count_of_rows",
            AggregateFn::Any => "any_of_rows",
            AggregateFn::All => "all_of_rows",
            AggregateFn::Share => "share_of_rows",
        },
        How::Days => "days",
        How::FirstDay => "first_day",
        How::AnyDay => "any_day",
        How::DaySum => "sum_over_days",
        How::Allotted { .. } => "allotted",
        How::AllottedDays => "allotted_days",
        How::RunningSum => "running_sum",
        How::LeastBefore => "least_before",
        How::GreatestBefore => "greatest_before",
        How::First => "first",
        How::Other => "other",
    }
}

/// Why parts are left out, in JSON.
pub(crate) fn folded(folded: Folded) -> Option<&'static str> {
    match folded {
        Folded::No => None,
        Folded::Deep => Some("deep"),
        Folded::Above => Some("above"),
    }
}
