//! A verdict as one plain sentence, for the report, the JSON and whoever has to write to the offer.
//!
//! In: a verdict. Out: a sentence in Danish or English that names the subject, the figures and the limit. Not here:
//! where the sentence is shown.

use crate::number;
use ramme_eval::result::{Deadline, Exact, Note, Verdict, VerdictKind};
use ramme_rulebook::model::Type;
use ramme_value::{Lang, Unit};

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
    let text = verdict.comparison.as_deref().unwrap_or("");
    let at = |signs: [&str; 2]| signs.iter().filter_map(|s| text.find(s)).min();
    match (at([" <= ", " < "]), at([" >= ", " > "])) {
        (Some(most), Some(least)) if most > least => Side::AtLeast,
        (Some(_), _) => Side::AtMost,
        (None, Some(_)) => Side::AtLeast,
        (None, None) => Side::Other,
    }
}

/// The keys of the subject, with its name where it has one: `T001 Egely, 2023`; all of them where there is none.
#[must_use]
pub fn subject(verdict: &Verdict, lang: Lang) -> String {
    let mut keys: Vec<String> = verdict.subject.iter().map(|(_, key)| number::visible(key)).collect();
    if let (Some(name), Some(first)) = (&verdict.name, keys.first_mut()) {
        *first = format!("{first} {}", number::visible(name));
    }
    if keys.is_empty() { lang.pick("the whole", "helheden").to_owned() } else { keys.join(", ") }
}

/// The unit of the figures of a verdict.
#[must_use]
pub fn unit(verdict: &Verdict) -> Unit {
    match &verdict.ty {
        Some(Type::Num(n)) => n.unit.clone(),
        _ => Unit::none(),
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

/// The sentence.
#[must_use]
pub fn of(verdict: &Verdict, lang: Lang) -> String {
    let subject = subject(verdict, lang);
    if verdict.outcome == VerdictKind::Undetermined {
        return undetermined(&subject, &verdict.missing, lang);
    }
    let unit = unit(verdict);
    let decimals = ratio_decimals(verdict);
    let said = |value: &Option<Exact>| value.as_ref().map(|v| number::with_unit(v, &unit, decimals, lang));
    let sentence = match (said(&verdict.measured), said(&verdict.limit), said(&verdict.excess)) {
        (Some(measured), Some(limit), excess) => {
            compared(verdict, &measured, &limit, excess.as_deref(), lang)
        }
        _ => bare(verdict.outcome, lang).to_owned(),
    };
    // A unit that ends in a point needs no second one.
    let sentence = sentence.strip_suffix("..").map_or(sentence.clone(), |s| format!("{s}."));
    let rest =
        if verdict.outcome == VerdictKind::Breach { what_follows(verdict, lang) } else { String::new() };
    format!("{subject}: {sentence}{rest}")
}

/// What the sentence to a breach ends with: where the limit stands, and what is to be done by when.
fn what_follows(verdict: &Verdict, lang: Lang) -> String {
    let mut out = String::new();
    let cites: Vec<String> = verdict.cites.iter().map(|c| crate::comply_report::cited(c, lang)).collect();
    if !cites.is_empty() {
        let see = lang.pick("See", "Se");
        out.push_str(&format!(" {see} {}.", cites.join("; ")));
    }
    for adopted in &verdict.adopted {
        let words = adopted.awaited.status.in_words();
        out.push_str(&lang.pick(
            format!(" This is {} ({}), and is judged as if it were.", words.en, adopted.reading),
            format!(" Det er {} ({}) og er bedømt, som om det var.", words.da, adopted.reading),
        ));
    }
    if let Some(addressee) = &verdict.addressee {
        let to = lang.pick(
            format!(" An explanation goes to {addressee}"),
            format!(" Forklaringen sendes til {addressee}"),
        );
        out.push_str(&to);
        let because = verdict.deadline_is.as_ref().map(|why| format!(" ({})", number::visible(why)));
        let because = because.unwrap_or_default();
        out.push_str(&match verdict.deadline {
            Some(Deadline::Day(day)) => {
                format!(" {} {}{because}.", lang.pick("by", "senest"), number::date(day, lang))
            }
            Some(Deadline::NotKnown) => {
                lang.pick("; the day by which is not set.", "; fristen er ikke sat.").to_owned()
            }
            None => ".".to_owned(),
        });
    }
    out
}

fn undetermined(subject: &str, missing: &[Note], lang: Lang) -> String {
    let why: Vec<&str> = missing.iter().map(|n| lang.pick(n.en.as_str(), n.da.as_str())).collect();
    let cannot = lang.pick("cannot be determined", "kan ikke afg\u{f8}res");
    if why.is_empty() {
        return format!("{subject}: {cannot}.");
    }
    let joined = why.join("; ");
    format!("{subject}: {cannot}: {}.", joined.trim_end_matches('.'))
}

/// What is said where there are no two figures to compare.
fn bare(kind: VerdictKind, lang: Lang) -> &'static str {
    match kind {
        VerdictKind::Complies => lang.pick("the requirement is met.", "kravet er opfyldt."),
        VerdictKind::Explained => lang.pick(
            "the requirement is not met, and this is explained.",
            "kravet er ikke opfyldt, og det er forklaret.",
        ),
        VerdictKind::Breach => lang.pick("the requirement is not met.", "kravet er ikke opfyldt."),
        VerdictKind::Undetermined => lang.pick("cannot be determined.", "kan ikke afg\u{f8}res."),
        VerdictKind::Met => lang.pick("the target is met.", "m\u{e5}let er n\u{e5}et."),
        VerdictKind::NotMet => lang.pick("the target is not met.", "m\u{e5}let er ikke n\u{e5}et."),
    }
}

fn compared(verdict: &Verdict, measured: &str, limit: &str, excess: Option<&str>, lang: Lang) -> String {
    let side = side(verdict);
    match verdict.outcome {
        VerdictKind::Complies => within(side, measured, limit, lang),
        VerdictKind::Breach | VerdictKind::Explained => {
            let over = beyond(side, measured, limit, excess, lang);
            if verdict.outcome == VerdictKind::Breach {
                return format!("{over}.");
            }
            format!("{over}{}", lang.pick(", and this is explained.", ", og det er forklaret."))
        }
        VerdictKind::Met | VerdictKind::NotMet => aimed(verdict.outcome, side, measured, limit, lang),
        VerdictKind::Undetermined => bare(verdict.outcome, lang).to_owned(),
    }
}

fn within(side: Side, measured: &str, limit: &str, lang: Lang) -> String {
    match side {
        Side::AtMost => lang.pick(
            format!("{measured} is within the limit of {limit}."),
            format!("{measured} er inden for gr\u{e6}nsen p\u{e5} {limit}."),
        ),
        Side::AtLeast => lang.pick(
            format!("{measured} reaches the {limit} that are required."),
            format!("{measured} n\u{e5}r de kr\u{e6}vede {limit}."),
        ),
        Side::Other => lang.pick(
            format!("{measured} is what is required ({limit})."),
            format!("{measured} svarer til kravet ({limit})."),
        ),
    }
}

fn beyond(side: Side, measured: &str, limit: &str, excess: Option<&str>, lang: Lang) -> String {
    match (side, excess) {
        (Side::AtMost, Some(by)) => lang.pick(
            format!("{measured} is {by} over the limit of {limit}"),
            format!("{measured} er {by} over gr\u{e6}nsen p\u{e5} {limit}"),
        ),
        (Side::AtMost, None) => lang.pick(
            format!("{measured} is over the limit of {limit}"),
            format!("{measured} er over gr\u{e6}nsen p\u{e5} {limit}"),
        ),
        (Side::AtLeast, Some(by)) => lang.pick(
            format!("{measured} is {by} short of the {limit} that are required"),
            format!("{measured} er {by} under de kr\u{e6}vede {limit}"),
        ),
        (Side::AtLeast, None) => lang.pick(
            format!("{measured} is less than the {limit} that are required"),
            format!("{measured} er mindre end de kr\u{e6}vede {limit}"),
        ),
        (Side::Other, _) => lang.pick(
            format!("{measured} is not what is required ({limit})"),
            format!("{measured} svarer ikke til kravet ({limit})"),
        ),
    }
}

fn aimed(kind: VerdictKind, side: Side, measured: &str, limit: &str, lang: Lang) -> String {
    let aim = match side {
        Side::AtMost => lang.pick(format!("at most {limit}"), format!("h\u{f8}jst {limit}")),
        Side::AtLeast => lang.pick(format!("at least {limit}"), format!("mindst {limit}")),
        Side::Other => limit.to_owned(),
    };
    if kind == VerdictKind::Met {
        lang.pick(
            format!("{measured} meets the aim of {aim}."),
            format!("{measured} opfylder m\u{e5}let p\u{e5} {aim}."),
        )
    } else {
        lang.pick(
            format!("{measured} does not meet the aim of {aim}."),
            format!("{measured} opfylder ikke m\u{e5}let p\u{e5} {aim}."),
        )
    }
}
