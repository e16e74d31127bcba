//! A verdict as plain sentences, for the report, the JSON and whoever has to write to the offer.
//!
//! In: a verdict, with what people call its names where the scenario says so. Out: sentences in Danish or English that stand
//! alone: the rule and the subject, each figure with what it is, where the limit stands and why it is what it is, and what is
//! to be done by when. Every word stands before a colon or in parentheses, so that no grammar hangs on it. Not here: where
//! the sentences are shown.

use crate::comply_report::cited_shortly;
use crate::number;
use ramme_eval::result::{Because, Belongs, Condition, Deadline, Exact, Note, Verdict, VerdictKind};
use ramme_rulebook::model::Type;
use ramme_value::{Lang, NumType, Unit};

/// Which way a limit limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// `<=` or `<`: a ceiling.
    AtMost,
    /// `>=` or `>`: a floor.
    AtLeast,
    /// `is`, `is not`, or no comparison at all.
    Other,
}

/// Which way the comparison of a verdict limits.
#[must_use]
pub fn side(verdict: &Verdict) -> Side {
    match sign(verdict) {
        Some("<=" | "<") => Side::AtMost,
        Some(">=" | ">") => Side::AtLeast,
        _ => Side::Other,
    }
}

/// The sign of the comparison: the first that its text has.
fn sign(verdict: &Verdict) -> Option<&'static str> {
    let text = verdict.comparison.as_deref().unwrap_or("");
    let found = ["<=", "<", ">=", ">", "is not", "is"].into_iter();
    let placed = found.filter_map(|sign| Some((text.find(&format!(" {sign} "))?, sign)));
    placed.min_by_key(|(at, sign)| (*at, std::cmp::Reverse(sign.len()))).map(|(_, sign)| sign)
}

/// What a name is called that has no words.
pub(crate) fn bare_name(name: &str) -> String {
    number::visible(&name.replace('_', " "))
}

/// With a capital at its beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut all = text.chars();
    all.next().map_or_else(String::new, |first| first.to_uppercase().chain(all).collect())
}

/// What the rule or target is called.
#[must_use]
pub fn rule(verdict: &Verdict) -> String {
    let words = verdict.called.as_ref().and_then(|called| called.rule.as_ref());
    words.map_or_else(|| bare_name(&verdict.rule), |words| number::visible(words))
}

/// The parts of the subject in words, with their axes: `("provider", "Egely (T001)")`, `("year", "2023")`.
#[must_use]
pub fn keys(verdict: &Verdict) -> Vec<(&str, String)> {
    let keys = verdict.subject.iter().enumerate().map(|(at, (axis, key))| {
        let word = verdict.keys_called.get(at).unwrap_or(key);
        let row = at == 0 && verdict.belongs.is_some();
        let said = match (&verdict.name, row) {
            (Some(name), _) if at == 0 => with_key(name, key),
            (_, true) => {
                let called = verdict.called.as_ref().and_then(|called| called.axes.get(at)?.as_ref());
                format!("{} {word}", called.cloned().unwrap_or_else(|| bare_name(axis)))
            }
            _ => word.clone(),
        };
        (axis.as_str(), number::visible(&said))
    });
    keys.collect()
}

/// `Egely (T001)`; one of two that share a name has its key in it already.
pub(crate) fn with_key(name: &str, key: &str) -> String {
    let key = format!("({key})");
    if name.ends_with(&key) { name.to_owned() } else { format!("{name} {key}") }
}

/// Whom or what a verdict is about: `Egely (T001), 2023`; all of them where there is none.
#[must_use]
pub fn subject(verdict: &Verdict, lang: Lang) -> String {
    let keys: Vec<String> = keys(verdict).into_iter().map(|(_, key)| key).collect();
    if keys.is_empty() { lang.pick("the whole", "helheden").to_owned() } else { keys.join(", ") }
}

/// Whom the subject belongs to: `operator Gentofte (157)`; none where that is the subject itself.
#[must_use]
pub fn owner(verdict: &Verdict) -> Option<String> {
    let of = verdict.belongs.as_ref()?;
    let (entity, key) = verdict.subject.first()?;
    if (entity, key) == (&of.entity, &of.key) {
        return None;
    }
    let words = verdict.called.as_ref().and_then(|called| called.owner.clone());
    let called = of.name.as_ref().map_or_else(|| of.key.clone(), |name| with_key(name, &of.key));
    Some(number::visible(&format!("{} {called}", words.unwrap_or_else(|| bare_name(&of.entity)))))
}

/// The unit of the figures of a verdict.
#[must_use]
pub fn unit(verdict: &Verdict) -> Unit {
    match &verdict.ty {
        Some(Type::Num(n)) => n.unit.clone(),
        _ => Unit::none(),
    }
}

/// The unit of how far a figure is over or under: percents differ by percentage points.
#[must_use]
pub fn excess_unit(verdict: &Verdict) -> Unit {
    let unit = unit(verdict);
    if unit.is_percent() { Unit::percentage_point() } else { unit }
}

/// The type of how far a figure is over or under.
#[must_use]
pub fn excess_type(verdict: &Verdict) -> Option<Type> {
    match &verdict.ty {
        Some(Type::Num(n)) => Some(Type::Num(NumType { unit: excess_unit(verdict), ..n.clone() })),
        other => other.clone(),
    }
}

/// The decimals with which the ratios of a verdict are shown: two, or as many as it takes for an excess not to look
/// like nothing.
#[must_use]
pub fn ratio_decimals(verdict: &Verdict) -> u8 {
    let unit = unit(verdict);
    let Some(excess) = &verdict.excess else { return 2 };
    let visible = |decimals: &u8| number::faced(excess, &unit, *decimals).is_none_or(|d| !d.is_zero());
    (2..=12).find(visible).unwrap_or(12)
}

/// The sentences.
#[must_use]
pub fn of(verdict: &Verdict, lang: Lang) -> String {
    let rule = capital(&rule(verdict));
    let head = if verdict.subject.is_empty() { rule } else { format!("{rule}, {}", subject(verdict, lang)) };
    let said = match verdict.outcome {
        VerdictKind::Undetermined => vec![undetermined(&verdict.missing, lang)],
        kind => {
            let mut said = figures(verdict, lang);
            if let Some(bare) = bare(kind, said.is_empty(), lang) {
                said.push(bare.to_owned());
            }
            if kind == VerdictKind::Breach {
                said.extend(what_follows(verdict, lang));
            }
            said
        }
    };
    let all: Vec<String> = std::iter::once(head).chain(said).map(|one| stopped(&one)).collect();
    all.join(" ")
}

/// With a point at its end. A unit that ends in a point needs no second one.
pub(crate) fn stopped(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// The figures, each with what it is: `Cost per day: 1,050.00 kr/day`, `At most: 1,025.00 kr/day (ceiling)`, `Too much: 25.00 kr/day`
#[must_use]
pub fn figures(verdict: &Verdict, lang: Lang) -> Vec<String> {
    let (Some(measured), Some(limit)) = (&verdict.measured, &verdict.limit) else { return Vec::new() };
    let unit = unit(verdict);
    let decimals = ratio_decimals(verdict);
    let said = |value: &Exact| number::with_unit(value, &unit, decimals, lang);
    let what = measured_name(verdict).unwrap_or_else(|| lang.pick("measured", "målt").to_owned());
    let named = limit_name(verdict).map(|name| format!(" ({name})")).unwrap_or_default();
    let aimed = matches!(verdict.outcome, VerdictKind::Met | VerdictKind::NotMet);
    let bound = if aimed {
        let bound = uncapital(bound(verdict, lang));
        lang.pick(format!("Aim, {bound}"), format!("Mål, {bound}"))
    } else {
        bound(verdict, lang).to_owned()
    };
    let mut out =
        vec![format!("{}: {}", capital(&what), said(measured)), format!("{bound}: {}{named}", said(limit))];
    let over = match (side(verdict), &verdict.excess, verdict.outcome) {
        (_, _, VerdictKind::Complies | VerdictKind::Met) | (_, None, _) | (Side::Other, ..) => None,
        (Side::AtMost, Some(by), _) => Some((lang.pick("Too much", "For meget"), by)),
        (Side::AtLeast, Some(by), _) => Some((lang.pick("Too little", "For lidt"), by)),
    };
    let apart = excess_unit(verdict);
    let said = |by: &Exact| number::with_unit(by, &apart, decimals, lang);
    out.extend(over.map(|(word, by)| format!("{word}: {}", said(by))));
    out
}

/// What is measured, in words; none where it has no name.
#[must_use]
pub fn measured_name(verdict: &Verdict) -> Option<String> {
    let words = verdict.called.as_ref().and_then(|called| called.measured.clone());
    words.or_else(|| verdict.sides.measured.first().map(|name| bare_name(name)))
}

/// What the limit is, in words; none where it has no name.
#[must_use]
pub fn limit_name(verdict: &Verdict) -> Option<String> {
    let words = verdict.called.as_ref().and_then(|called| called.limit.clone());
    words.or_else(|| verdict.sides.limit.first().map(|name| bare_name(name)))
}

fn bound(verdict: &Verdict, lang: Lang) -> &'static str {
    let day = matches!(verdict.ty, Some(Type::Date));
    match (sign(verdict), day) {
        (Some("<="), false) => lang.pick("At most", "Højst"),
        (Some("<"), false) => lang.pick("Less than", "Mindre end"),
        (Some(">="), false) => lang.pick("At least", "Mindst"),
        (Some(">"), false) => lang.pick("More than", "Mere end"),
        (Some("<="), true) => lang.pick("At the latest", "Senest"),
        (Some("<"), true) => lang.pick("Before", "Før"),
        (Some(">="), true) => lang.pick("At the earliest", "Tidligst"),
        (Some(">"), true) => lang.pick("After", "Efter"),
        (Some("is not"), _) => lang.pick("Other than", "Andet end"),
        _ => lang.pick("Required", "Krævet"),
    }
}

fn uncapital(text: &str) -> String {
    let mut all = text.chars();
    all.next().map_or_else(String::new, |first| first.to_lowercase().chain(all).collect())
}

/// How it came out, where the figures have not said so.
fn bare(kind: VerdictKind, no_figures: bool, lang: Lang) -> Option<&'static str> {
    Some(match (kind, no_figures) {
        (VerdictKind::Complies, false) => lang.pick("That is kept", "Det er overholdt"),
        (VerdictKind::Complies, true) => lang.pick("The requirement is met", "Kravet er opfyldt"),
        (VerdictKind::Explained, false) => lang.pick("It is explained", "Det er forklaret"),
        (VerdictKind::Explained, true) => lang.pick(
            "The requirement is not met, and this is explained",
            "Kravet er ikke opfyldt, og det er forklaret",
        ),
        (VerdictKind::Breach, true) => lang.pick("The requirement is not met", "Kravet er ikke opfyldt"),
        (VerdictKind::Breach | VerdictKind::Undetermined, _) => return None,
        (VerdictKind::Met, _) => lang.pick("The aim is met", "Målet er nået"),
        (VerdictKind::NotMet, _) => lang.pick("The aim is not met", "Målet er ikke nået"),
    })
}

fn undetermined(missing: &[Note], lang: Lang) -> String {
    let why: Vec<&str> = missing.iter().map(|n| lang.pick(n.en.as_str(), n.da.as_str())).collect();
    let cannot = lang.pick("It cannot be determined", "Det kan ikke afgøres");
    if why.is_empty() { cannot.to_owned() } else { format!("{cannot}: {}", why.join("; ")) }
}

/// What is said of a breach besides its figures: where the limit stands, why it is what it is, and what is to be done by
/// when.
fn what_follows(verdict: &Verdict, lang: Lang) -> Vec<String> {
    let mut out = Vec::new();
    out.extend(why(verdict, lang));
    let cites: Vec<String> = verdict.cites.iter().map(|c| cited_shortly(c, lang)).collect();
    if !cites.is_empty() {
        out.push(format!("{} {}", lang.pick("See", "Se"), cites.join("; ")));
    }
    for adopted in &verdict.adopted {
        let words = adopted.awaited.status.in_words();
        out.push(lang.pick(
            format!("This is {} ({}), and is judged as if it were", words.en, adopted.reading),
            format!("Det er {} ({}) og er bedømt, som om det var", words.da, adopted.reading),
        ));
    }
    out.push(what_to_do(verdict, lang));
    out
}

/// Who gets an explanation by when; or that nobody is named.
fn what_to_do(verdict: &Verdict, lang: Lang) -> String {
    let day = verdict.deadline.map(|day| until(day, verdict, lang));
    match (&verdict.addressee, day) {
        (Some(addressee), Some(day)) => lang.pick(
            format!("An explanation goes to {addressee}{day}"),
            format!("En forklaring sendes til {addressee}{day}"),
        ),
        (Some(addressee), None) => lang.pick(
            format!("An explanation goes to {addressee}; no day is named"),
            format!("En forklaring sendes til {addressee}; der er ikke nævnt nogen frist"),
        ),
        (None, Some(day)) => lang.pick(
            format!("It is to be settled{day}; nobody is named who gets an explanation"),
            format!("Det skal være på plads{day}; der er ikke nævnt nogen, som skal have en forklaring"),
        ),
        (None, None) => lang
            .pick("Neither an addressee nor a day is named", "Der er hverken nævnt modtager eller frist")
            .to_owned(),
    }
}

/// ` by 2024-11-22`, ` before 2024-11-22 (meeting: KKR)`, `; the day by which is not set`
fn until(day: Deadline, verdict: &Verdict, lang: Lang) -> String {
    let because = verdict.deadline_is.as_ref().map(|why| format!(" ({})", number::visible(why)));
    match (day, &verdict.before) {
        (Deadline::NotKnown, _) => {
            lang.pick("; the day by which is not set", "; fristen er ikke sat").to_owned()
        }
        (Deadline::Day(day), Some(before)) => {
            let day = number::date(day, lang);
            format!(" {} {day} ({})", lang.pick("before", "inden"), meeting(before, verdict))
        }
        (Deadline::Day(day), None) => {
            let day = number::date(day, lang);
            format!(" {} {day}{}", lang.pick("by", "senest"), because.unwrap_or_default())
        }
    }
}

/// `meeting: KKR Hovedstaden (K2024-5)`
#[must_use]
pub fn meeting(of: &Belongs, verdict: &Verdict) -> String {
    let called = of.name.as_ref().map_or_else(|| of.key.clone(), |name| with_key(name, &of.key));
    let words = verdict.called.as_ref().and_then(|called| called.before.clone());
    let what = words.unwrap_or_else(|| bare_name(&of.entity));
    number::visible(&format!("{what}: {called}"))
}

/// Why the limit is what it is; none where nothing decided it, or nobody asked.
#[must_use]
pub fn why(verdict: &Verdict, lang: Lang) -> Option<String> {
    verdict.because.as_ref().map(|because| reason(because, verdict, lang))
}

fn reason(because: &Because, verdict: &Verdict, lang: Lang) -> String {
    let so = lang.pick("The limit follows from this", "Grænsen følger af dette");
    match because {
        Because::Conditions(all) => {
            let all: Vec<String> = all.iter().map(|one| condition(one, lang)).collect();
            format!("{so}: {}", all.join("; "))
        }
        Because::Cap { cap, whole, used, before } => {
            let unit = unit(verdict);
            let said = |value: &Exact| number::with_unit(value, &unit, 2, lang);
            let (whole, used, n) = (said(whole), said(used), number::count(*before, lang));
            let cap = number::visible(cap);
            lang.pick(
                format!("{so}: {cap} is {whole}, of which {used} went to {n} before it"),
                format!("{so}: {cap} er {whole}, hvoraf {used} er givet til {n} før den"),
            )
        }
    }
}

/// `valid: no`
fn condition(of: &Condition, lang: Lang) -> String {
    format!("{}: {}", number::visible(&of.text), number::yes_no(of.holds, lang))
}
