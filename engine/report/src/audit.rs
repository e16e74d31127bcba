//! What an audit of published figures found, for people and machines.
//!
//! In: figures and the relations between them (`ramme_audit`). Out: text in Danish or English, and JSON. Ranges in text are
//! rounded to two decimals more than the figure that they are held against; JSON has them to twelve, and exactly where a
//! factor is meant. Not here: which relations there are, whether they hold.

use crate::number;
use crate::text::Look;
use ramme_audit::{
    Audit, Exact, Figure, IndexRange, Interval, Kind, Outcome, Reason, Relation, Token, added_percent,
    rounded,
};
use ramme_value::{Decimal, Lang};
use serde_json::{Value, json};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// The figures, what was found of them, and the file that they came from.
pub struct Told<'a> {
    /// The name of the file.
    pub name: &'a str,
    /// The figures.
    pub figures: &'a [Figure],
    /// The relations.
    pub audit: &'a Audit,
}

/// The name of a kind: a stable word, and a line for people.
fn kind(kind: Kind, lang: Lang) -> (&'static str, &'static str) {
    let (id, en, da) = match kind {
        Kind::Repeated => ("repeated", "one figure, stated twice", "ét tal, anført to gange"),
        Kind::Documents => ("documents", "one figure in two documents", "ét tal i to dokumenter"),
        Kind::Total => ("total", "the whole is the sum of its parts", "helheden er summen af delene"),
        Kind::Part => ("part", "the parts are no more than the whole", "delene er højst helheden"),
        Kind::Between => ("between", "the whole lies between its parts", "helheden ligger mellem delene"),
        Kind::Gap => ("gap", "gap = accounts − budget", "afvigelse = regnskab − budget"),
        Kind::GapPercent => ("gap_percent", "percent = gap / budget", "procent = afvigelse / budget"),
        Kind::Growth => ("growth", "growth follows from the amounts", "udviklingen følger af beløbene"),
        Kind::GrowthProduct => (
            "growth_product",
            "growth of cost = growth of volume × growth of price",
            "udvikling i udgift = udvikling i mængde × udvikling i pris",
        ),
        Kind::Product => ("product", "cost = volume × price", "udgift = mængde × pris"),
        Kind::Share => ("share", "share = part / whole", "andel = del / helhed"),
        Kind::Shares => ("shares", "the shares are 100 %", "andelene er 100 pct."),
        Kind::Financing => (
            "financing",
            "expenditure = income + use of equity",
            "udgifter = indtægter + forbrug af egenkapital",
        ),
        Kind::PriceLevels => {
            ("price_levels", "one index between two price levels", "ét indeks mellem to prisniveauer")
        }
    };
    (id, lang.pick(en, da))
}

fn outcome_id(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::CannotHold => "cannot_hold",
        Outcome::Undecided => "undecided",
        Outcome::Holds => "holds",
    }
}

fn reason(reason: Reason, lang: Lang) -> (&'static str, &'static str) {
    let (id, en, da) = match reason {
        Reason::AsPrinted => ("as_printed", "as printed", "som trykt"),
        Reason::WithinRounding => ("within_rounding", "only within rounding", "kun inden for afrundingen"),
        Reason::Roughly => ("roughly", "a figure is stated only roughly", "et tal er kun anført omtrentligt"),
        Reason::PartsMissing => {
            ("parts_missing", "not all parts are in the file", "ikke alle dele er i filen")
        }
        Reason::OverAccounts => (
            "over_accounts",
            "it follows over the accounts, not over the budget",
            "det følger i forhold til regnskabet, ikke til budgettet",
        ),
        Reason::OtherLevel => (
            "other_level",
            "the amounts are another document's, which may have revised them",
            "beløbene er et andet dokuments, som kan have revideret dem",
        ),
        Reason::NoCommonIndex => {
            ("no_common_index", "no index fits both pairs", "intet indeks passer til begge par")
        }
    };
    (id, lang.pick(en, da))
}

const PERCENTS: [&str; 4] = ["pct.", "pct", "%", "percent"];

fn is_percent(figure: &Figure) -> bool {
    PERCENTS.contains(&figure.unit.to_lowercase().as_str())
}

/// A figure with its unit.
fn with_unit(value: &str, figure: &Figure, lang: Lang) -> String {
    match (is_percent(figure), figure.unit.is_empty()) {
        (true, _) => format!("{value} {}", lang.pick("%", "pct.")),
        (false, true) => value.to_owned(),
        (false, false) => format!("{value} {}", number::visible(&figure.unit)),
    }
}

/// A range, with two decimals more than the figure that it stands beside.
fn range(range: &Interval, beside: &Figure, lang: Lang) -> String {
    let decimals = u8::try_from(beside.decimals.max(0)).unwrap_or(0).saturating_add(2);
    let end = |value: &Exact| {
        rounded(value, decimals).map_or_else(|| "..".to_owned(), |d| number::decimal(d.trim(0), lang))
    };
    let (low, high) = (end(&range.low), end(&range.high));
    if low == high { low } else { lang.pick(format!("{low} to {high}"), format!("{low} til {high}")) }
}

/// A formula with the figures as they are printed; their units where they are not all alike.
fn formula(relation: &Relation, figures: &[Figure], lang: Lang) -> String {
    let held = |at: usize| figures.get(at);
    let stated = held(relation.stated).map(|f| f.unit.as_str());
    let units = relation.formula.iter().filter_map(|t| match t {
        Token::Figure(at) => held(*at),
        Token::Sign(_) => None,
    });
    let plain = units.clone().all(|f| Some(f.unit.as_str()) == stated && !is_percent(f));
    let mut out = String::new();
    let mut before = "";
    for token in &relation.formula {
        match token {
            Token::Sign(sign) => before = sign_into(&mut out, sign),
            Token::Figure(at) => {
                let Some(figure) = held(*at) else { continue };
                let mut value = figure.value;
                if before == "+" && value.signum() < 0 {
                    // Plus a negative figure reads as minus.
                    out.truncate(out.trim_end_matches("+ ").len());
                    out.push_str("\u{2212} ");
                    value = value.checked_neg().unwrap_or(value);
                }
                let text = number::decimal(value, lang);
                out.push_str(&if plain { text } else { with_unit(&text, figure, lang) });
                before = "";
            }
        }
    }
    out
}

fn sign_into(out: &mut String, sign: &'static str) -> &'static str {
    match sign {
        "(" => out.push('('),
        ")" => out.push(')'),
        "1" => out.push('1'),
        ";" => out.push_str("; "),
        "-" => out.push_str(" \u{2212} "),
        other => {
            let _ = write!(out, " {other} ");
        }
    }
    sign
}

/// What a relation is about: the keys, the measure and the period of the stated figure.
fn subject(figure: &Figure) -> String {
    let keys = figure.about.iter().map(|(_, name)| name.as_str()).filter(|n| !n.is_empty());
    let mut out: Vec<String> = keys.map(number::visible).collect();
    out.push(number::visible(&figure.measure));
    out.push(period(figure));
    if !figure.price_level.is_empty() {
        out.push(number::visible(&figure.price_level));
    }
    out.retain(|part| !part.is_empty());
    out.join(", ")
}

fn period(figure: &Figure) -> String {
    if figure.from.is_empty() {
        return number::visible(&figure.period);
    }
    format!("{}\u{2013}{}", number::visible(&figure.from), number::visible(&figure.period))
}

/// Where the figures of a relation stand: in the documents, and in the file.
fn places(relation: &Relation, told: &Told, lang: Lang) -> String {
    let place = |at: &usize| {
        let figure = told.figures.get(*at)?;
        let mut words: Vec<String> = [&figure.document, &figure.place].map(|t| number::visible(t)).to_vec();
        if !figure.line.is_empty() {
            words.push(format!("{} {}", lang.pick("line", "linje"), number::visible(&figure.line)));
        }
        words.retain(|w| !w.is_empty());
        let own = format!("{}:{}", told.name, figure.row_line);
        Some(if words.is_empty() { own } else { format!("{own} ({})", words.join(", ")) })
    };
    relation.figures.iter().filter_map(place).collect::<Vec<_>>().join("\n      ")
}

/// What the formula gives and what is stated.
fn sentence(relation: &Relation, told: &Told, lang: Lang) -> Option<String> {
    let stated = told.figures.get(relation.stated)?;
    let value = number::decimal(stated.value, lang);
    let formula = formula(relation, told.figures, lang);
    let computed = relation.computed.as_ref()?;
    if relation.kind == Kind::Shares {
        let gives = with_unit(&range(computed, stated, lang), stated, lang);
        return Some(lang.pick(
            format!("{formula} is {gives}; 100 % is the whole"),
            format!("{formula} er {gives}; 100 pct. er det hele"),
        ));
    }
    if relation.kind == Kind::PriceLevels {
        let [more, less] = [&relation.stated_range, computed].map(|r| factor(r, lang));
        let asked = relation.figures.get(..2).map(|two| (told.figures.get(two[0]), told.figures.get(two[1])));
        let (Some(new), Some(old)) = asked? else { return None };
        let [new, old] = [new, old].map(|f| with_unit(&number::decimal(f.value, lang), f, lang));
        return Some(lang.pick(
            format!("{new} / {old} asks for {more}; {formula} allows {less}"),
            format!("{new} / {old} kræver {more}; {formula} tillader {less}"),
        ));
    }
    let gives = with_unit(&range(computed, stated, lang), stated, lang);
    let meant = range(&relation.stated_range, stated, lang);
    let value = with_unit(&value, stated, lang);
    let verb = match relation.kind {
        Kind::Between => lang.pick("lie within", "ligger inden for"),
        Kind::Repeated | Kind::Documents => lang.pick("means", "betyder"),
        _ => lang.pick("gives", "giver"),
    };
    Some(lang.pick(
        format!("{formula} {verb} {gives}; {value} is stated, that is {meant}"),
        format!("{formula} {verb} {gives}; {value} er anført, det vil sige {meant}"),
    ))
}

/// A factor and the percent that it adds.
fn factor(range: &Interval, lang: Lang) -> String {
    let end = |value: &Exact, decimals| {
        rounded(value, decimals).map_or_else(|| "..".to_owned(), |d| number::decimal(d, lang))
    };
    let percent = [&range.low, &range.high].map(|f| end(&added_percent(f), 2));
    let [low, high] = [&range.low, &range.high].map(|f| end(f, 4));
    let sign = lang.pick("%", "pct.");
    lang.pick(
        format!("{low} to {high} ({} to {} {sign})", percent[0], percent[1]),
        format!("{low} til {high} ({} til {} {sign})", percent[0], percent[1]),
    )
}

/// The report for people, in lines that fit.
#[must_use]
pub fn text(told: &Told, look: Look) -> String {
    let mut out = String::new();
    for line in plain(told, look.lang).lines() {
        if line.width() <= look.width {
            crate::text::line(&mut out, line);
            continue;
        }
        // What goes on stands further in than what it belongs to.
        let indent = line.len().saturating_sub(line.trim_start().len());
        let hanging = " ".repeat(indent.saturating_add(2));
        let room = look.width.saturating_sub(hanging.len()).max(1);
        for (i, piece) in crate::text::wrap(line, room).iter().enumerate() {
            let before = if i == 0 { hanging.get(..indent).unwrap_or_default() } else { hanging.as_str() };
            crate::text::line(&mut out, &format!("{before}{piece}"));
        }
    }
    out
}

fn plain(told: &Told, lang: Lang) -> String {
    let count = |outcome| number::count(told.audit.count(outcome), lang);
    let [broken, open, held] = [Outcome::CannotHold, Outcome::Undecided, Outcome::Holds].map(count);
    let [figures, relations] =
        [told.figures.len(), told.audit.relations.len()].map(|n| number::count(n, lang));
    let mut out = lang.pick(
        format!(
            "{}: {figures} figures, {relations} relations: {broken} cannot hold, {open} undecided, {held} hold.\n",
            told.name
        ),
        format!(
            "{}: {figures} tal, {relations} sammenhænge: {broken} kan ikke passe, {open} uafgjort, {held} passer.\n",
            told.name
        ),
    );
    for (outcome, en, da) in [
        (Outcome::CannotHold, "Cannot hold, even with rounding", "Kan ikke passe, heller ikke med afrunding"),
        (Outcome::Undecided, "Undecided", "Uafgjort"),
    ] {
        let of: Vec<&Relation> = told.audit.relations.iter().filter(|r| r.outcome == outcome).collect();
        if !of.is_empty() {
            let _ = write!(out, "\n{}\n", lang.pick(en, da));
        }
        for relation in of {
            out.push_str(&told_in_full(relation, told, lang));
        }
    }
    out.push_str(&held_lines(told, lang));
    for index in &told.audit.indices {
        out.push_str(&index_lines(index, told, lang));
    }
    out
}

fn told_in_full(relation: &Relation, told: &Told, lang: Lang) -> String {
    let mut out = String::new();
    let about = told.figures.get(relation.stated).map(subject).unwrap_or_default();
    let _ = writeln!(out, "  {}: {about}", kind(relation.kind, lang).1);
    if let Some(sentence) = sentence(relation, told, lang) {
        let _ = writeln!(out, "    {sentence}");
    }
    if let Some(why) = relation.reason {
        let _ = writeln!(out, "    {}", reason(why, lang).1);
    }
    let _ = writeln!(out, "      {}", places(relation, told, lang));
    out
}

/// What holds, a line a relation.
fn held_lines(told: &Told, lang: Lang) -> String {
    let mut out = String::new();
    let mut last = None;
    for relation in told.audit.relations.iter().filter(|r| r.outcome == Outcome::Holds) {
        if last.is_none() {
            let _ = write!(out, "\n{}\n", lang.pick("Hold", "Passer"));
        }
        if last != Some(relation.kind) {
            let _ = writeln!(out, "  {}", kind(relation.kind, lang).1);
            last = Some(relation.kind);
        }
        let Some(stated) = told.figures.get(relation.stated) else { continue };
        let value = with_unit(&number::decimal(stated.value, lang), stated, lang);
        let rounding = match relation.reason {
            Some(Reason::WithinRounding) if relation.kind != Kind::PriceLevels => {
                format!(" ({})", reason(Reason::WithinRounding, lang).1)
            }
            _ => String::new(),
        };
        let accounts = if relation.accounts_too {
            lang.pick(" (over the accounts as well)", " (også i forhold til regnskabet)")
        } else {
            ""
        };
        let formula = formula(relation, told.figures, lang);
        let _ = writeln!(out, "    {}: {value} \u{2190} {formula}{rounding}{accounts}", subject(stated));
    }
    out
}

fn index_lines(index: &IndexRange, told: &Told, lang: Lang) -> String {
    let levels =
        format!("{} \u{2192} {}", number::visible(&index.from_level), number::visible(&index.to_level));
    let of = index.period.as_ref().map(|p| format!(" ({})", number::visible(p))).unwrap_or_default();
    let pairs = index.pairs.len();
    let title = lang.pick("Price index implied by", "Prisindeks, som følger af");
    let count = match pairs {
        1 => lang.pick("1 pair", "1 par").to_owned(),
        n => lang.pick(format!("{n} pairs"), format!("{n} par")),
    };
    let all = index.factor.as_ref().map_or_else(
        || lang.pick("no index fits all", "intet indeks passer til alle").to_owned(),
        |f| factor(f, lang),
    );
    let mut out = format!("\n{title} {count}, {levels}{of}: {all}\n");
    for (old, new, range) in &index.pairs {
        let (Some(old), Some(new)) = (told.figures.get(*old), told.figures.get(*new)) else { continue };
        let value = |f: &Figure| with_unit(&number::decimal(f.value, lang), f, lang);
        let mut about = new.clone();
        about.price_level.clear();
        let _ = writeln!(
            out,
            "  {}: {} \u{2192} {}: {}",
            subject(&about),
            value(old),
            value(new),
            factor(range, lang)
        );
    }
    out
}

/// The JSON, with the hash of the file. Ranges are decimal strings.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn json(told: &Told, version: &str, hash: &str, lang: Lang) -> Result<String, serde_json::Error> {
    let relations: Vec<Value> =
        told.audit.relations.iter().filter_map(|r| relation_json(r, told, lang)).collect();
    let indices: Vec<Value> = told.audit.indices.iter().map(|i| index_json(i, told)).collect();
    let count = |outcome| told.audit.count(outcome);
    let document = json!({
        "format_version": crate::json::FORMAT_VERSION,
        "ramme": version,
        "file": told.name,
        "hashes": { "rules": null, "data": hash },
        "seed": null,
        "known_on": null,
        "readings": {},
        "figures": told.figures.len(),
        "relations": relations,
        "price_indices": indices,
        "summary": {
            "cannot_hold": count(Outcome::CannotHold),
            "undecided": count(Outcome::Undecided),
            "holds": count(Outcome::Holds),
        },
    });
    crate::json::text(&document)
}

fn relation_json(relation: &Relation, told: &Told, lang: Lang) -> Option<Value> {
    let stated = told.figures.get(relation.stated)?;
    let about: serde_json::Map<String, Value> =
        stated.about.iter().filter(|(_, n)| !n.is_empty()).map(|(h, n)| (h.clone(), json!(n))).collect();
    Some(json!({
        "kind": kind(relation.kind, lang).0,
        "outcome": outcome_id(relation.outcome),
        "reason": relation.reason.map(|r| reason(r, lang).0),
        "about": about,
        "measure": stated.measure,
        "unit": stated.unit,
        "price_level": stated.price_level,
        "period_from": blank_is_none(&stated.from),
        "period": stated.period,
        "also_over_accounts": (relation.kind == Kind::GapPercent).then_some(relation.accounts_too),
        "formula": formula(relation, told.figures, lang),
        "computed": relation.computed.as_ref().map(range_json),
        "stated": range_json(&relation.stated_range),
        "message": sentence(relation, told, lang),
        "figures": relation.figures.iter().filter_map(|at| figure_json(*at, told)).collect::<Vec<_>>(),
    }))
}

fn blank_is_none(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn figure_json(at: usize, told: &Told) -> Option<Value> {
    let figure = told.figures.get(at)?;
    Some(json!({
        "value": figure.value.to_string(),
        "decimals": figure.decimals,
        "unit": figure.unit,
        "document": blank_is_none(&figure.document),
        "place": blank_is_none(&figure.place),
        "line": blank_is_none(&figure.line),
        "file_line": figure.row_line,
    }))
}

fn twelve(value: &Exact) -> Option<String> {
    rounded(value, 12).map(|d: Decimal| d.to_string())
}

fn range_json(range: &Interval) -> Value {
    let end = |value: &Exact| rounded(value, 12).map(|d| d.trim(0).to_string());
    json!({ "low": end(&range.low), "high": end(&range.high) })
}

fn index_json(index: &IndexRange, told: &Told) -> Value {
    let factor = |range: &Interval| {
        json!({
            "low": twelve(&range.low),
            "high": twelve(&range.high),
            "exact": [range.low.to_string(), range.high.to_string()],
        })
    };
    let pair = |(old, new, range): &(usize, usize, Interval)| json!({ "from": figure_json(*old, told), "to": figure_json(*new, told), "factor": factor(range) });
    json!({
        "from_level": index.from_level,
        "to_level": index.to_level,
        "period": index.period,
        "factor": index.factor.as_ref().map(factor),
        "pairs": index.pairs.iter().map(pair).collect::<Vec<_>>(),
    })
}
