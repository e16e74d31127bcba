//! What differs between two versions of the rules: as a report, as JSON, as Markdown for a pull request.
//!
//! In: changes by meaning, and what they are worth where a scenario was given. Out: a report; a document; Markdown. Not
//! here: git, and finding the changes.

use crate::comparison::{Comparison, report as compared};
use crate::json::PlainHead;
use crate::model::{Block, Report, Section};
use crate::number;
use ramme_eval::result::Basis;
use ramme_syntax::changes::{Change, Kind};
use ramme_value::Lang;
use serde::Serialize;
use std::fmt::Write as _;

/// Two versions of the rules.
#[derive(Debug, Clone)]
pub struct Versions<'a> {
    /// The revisions as they were named.
    pub revisions: (String, String),
    /// What differs.
    pub changes: &'a [Change],
    /// What it is worth on a scenario, and what that rests on.
    pub worth: Option<(&'a Comparison, &'a Basis)>,
    /// The hash of the later rules.
    pub rules_hash: &'a str,
}

/// The words of a kind of change.
fn kind_words(kind: &Kind, lang: Lang) -> String {
    let (en, da) = match kind {
        Kind::Added => ("added", "tilf\u{f8}jet"),
        Kind::Removed => ("removed", "fjernet"),
        Kind::Declared => ("declared otherwise", "erkl\u{e6}ret anderledes"),
        Kind::PartAdded => ("clause added", "bestemmelse tilf\u{f8}jet"),
        Kind::PartRemoved => ("clause removed", "bestemmelse fjernet"),
        Kind::PartChanged => ("clause changed", "bestemmelse \u{e6}ndret"),
        Kind::Dated => ("holds from or to another date", "g\u{e6}lder fra eller til en anden dato"),
        Kind::Cited => ("cited otherwise; says the same", "anden kilde; siger det samme"),
        Kind::Moved => ("moved; says the same", "flyttet; siger det samme"),
        Kind::Renamed(was) => {
            return lang.pick(
                format!("renamed, was `{was}`; says the same"),
                format!("omd\u{f8}bt, hed `{was}`; siger det samme"),
            );
        }
    };
    lang.pick(en, da).to_owned()
}

/// `parameter cap, 2024: clause changed [rules/a.ramme:12]`
fn line(change: &Change, lang: Lang) -> String {
    let part = change.part.as_ref().map(|p| format!(", {p}")).unwrap_or_default();
    let place = change.new.as_ref().or(change.old.as_ref()).map_or("", |side| side.place.as_str());
    format!("{} {}{part}: {} [{place}]", change.item, change.name, kind_words(&change.kind, lang))
}

/// The lines of both texts that are not the same, as in a diff.
fn texts(change: &Change) -> Vec<String> {
    let lines = |side: &Option<ramme_syntax::changes::Side>| -> Vec<String> {
        side.as_ref().map(|s| s.text.lines().map(str::to_owned).collect()).unwrap_or_default()
    };
    let (old, new) = (lines(&change.old), lines(&change.new));
    let gone = old.iter().filter(|l| !new.contains(l)).map(|l| format!("- {l}"));
    let came = new.iter().filter(|l| !old.contains(l)).map(|l| format!("+ {l}"));
    gone.chain(came).collect()
}

fn nothing(lang: Lang) -> &'static str {
    lang.pick("No change of meaning.", "Ingen \u{e6}ndring i betydningen.")
}

fn title(of: &Versions<'_>, lang: Lang) -> String {
    let (a, b) = &of.revisions;
    lang.pick(format!("Rules from {a} to {b}"), format!("Regler fra {a} til {b}"))
}

fn summary(of: &Versions<'_>, lang: Lang) -> String {
    let meaning = of.changes.iter().filter(|c| c.kind.changes_meaning()).count();
    let rest = of.changes.len().saturating_sub(meaning);
    let changes = lang.pick(
        if meaning == 1 { "change of meaning" } else { "changes of meaning" },
        if meaning == 1 { "\u{e6}ndring i betydningen" } else { "\u{e6}ndringer i betydningen" },
    );
    let leaves = if rest == 1 { "leaves" } else { "leave" };
    let (meaning, rest) = (number::count(meaning, lang), number::count(rest, lang));
    lang.pick(
        format!("{meaning} {changes}, {rest} that {leaves} every value as it was."),
        format!("{meaning} {changes}, {rest} der lader alle v\u{e6}rdier v\u{e6}re som f\u{f8}r."),
    )
}

/// The report.
#[must_use]
pub fn report(of: &Versions<'_>, lang: Lang) -> Report {
    let mut sections = Vec::new();
    let (meaning, rest): (Vec<&Change>, Vec<&Change>) =
        of.changes.iter().partition(|c| c.kind.changes_meaning());
    let mut section = Section::new(lang.pick("Changes of meaning", "\u{c6}ndringer i betydningen"));
    if meaning.is_empty() {
        section.push(Block::Text(nothing(lang).to_owned()));
    }
    for change in meaning {
        section.push(Block::List(vec![line(change, lang)]));
        section.push(Block::Text(texts(change).join("\n")));
    }
    sections.push(section);
    if !rest.is_empty() {
        let mut section = Section::new(
            lang.pick("The same by another name or place", "Det samme under andet navn eller sted"),
        );
        section.push(Block::List(rest.iter().map(|c| line(c, lang)).collect()));
        sections.push(section);
    }
    if let Some((worth, _)) = of.worth {
        let told = compared(worth, lang);
        sections.extend(told.sections.into_iter().skip(1));
        if worth.values.iter().all(|v| v.sides.0 == v.sides.1) {
            let mut section = Section::new(lang.pick("What it is worth", "Hvad det er v\u{e6}rd"));
            section.push(Block::Text(
                lang.pick(
                    "0 kr: no value of the scenario differs.",
                    "0 kr.: ingen v\u{e6}rdi i scenariet er forskellig.",
                )
                .to_owned(),
            ));
            sections.push(section);
        }
    }
    Report { title: title(of, lang), basis: Vec::new(), sections, summary: summary(of, lang) }
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: PlainHead,
    from: &'a str,
    to: &'a str,
    changes: Vec<One<'a>>,
    summary: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    worth: Option<crate::comparison::One>,
}

#[derive(Serialize)]
struct One<'a> {
    item: &'a str,
    name: &'a str,
    part: Option<&'a str>,
    change: &'static str,
    changes_meaning: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    was_named: Option<&'a str>,
    old: Option<Text<'a>>,
    new: Option<Text<'a>>,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
    place: &'a str,
}

#[derive(Serialize)]
struct Counts {
    meaning: usize,
    same: usize,
}

/// `ramme diff --format json`.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn json(of: &Versions<'_>, version: &str) -> Result<String, serde_json::Error> {
    let meaning = of.changes.iter().filter(|c| c.kind.changes_meaning()).count();
    let head = PlainHead::new(version, Some(of.rules_hash), None);
    let head = of.worth.iter().fold(head, |head, (_, basis)| head.with(basis));
    crate::json::text(&Document {
        head,
        from: &of.revisions.0,
        to: &of.revisions.1,
        changes: of.changes.iter().map(one).collect(),
        summary: Counts { meaning, same: of.changes.len().saturating_sub(meaning) },
        worth: of.worth.map(|(worth, _)| crate::comparison::one(worth)),
    })
}

fn one(change: &Change) -> One<'_> {
    fn text(side: Option<&ramme_syntax::changes::Side>) -> Option<Text<'_>> {
        side.map(|s| Text { text: &s.text, place: &s.place })
    }
    let (word, was_named) = match &change.kind {
        Kind::Added => ("added", None),
        Kind::Removed => ("removed", None),
        Kind::Declared => ("declared", None),
        Kind::PartAdded => ("clause_added", None),
        Kind::PartRemoved => ("clause_removed", None),
        Kind::PartChanged => ("clause_changed", None),
        Kind::Dated => ("dates_changed", None),
        Kind::Cited => ("citation_changed", None),
        Kind::Renamed(was) => ("renamed", Some(was.as_str())),
        Kind::Moved => ("moved", None),
    };
    One {
        item: change.item,
        name: &change.name,
        part: change.part.as_deref(),
        change: word,
        changes_meaning: change.kind.changes_meaning(),
        was_named,
        old: text(change.old.as_ref()),
        new: text(change.new.as_ref()),
    }
}

/// `ramme diff --format md`: what a reviewer reads in a pull request.
#[must_use]
pub fn markdown(of: &Versions<'_>, lang: Lang) -> String {
    let mut out = format!("## {}\n\n", plain(&title(of, lang)));
    if of.changes.iter().all(|c| !c.kind.changes_meaning()) {
        let _ = writeln!(out, "{}\n", nothing(lang));
    }
    for change in of.changes {
        let _ = writeln!(out, "- {}", plain(&line(change, lang)));
        let texts = texts(change);
        if change.kind.changes_meaning() && !texts.is_empty() {
            let _ = writeln!(out, "\n  ```diff\n  {}\n  ```\n", texts.join("\n  ").replace("```", "'''"));
        }
    }
    if let Some((worth, _)) = of.worth {
        let report = compared(worth, lang);
        let look = crate::text::Look::new(lang, 110);
        for section in report.sections.into_iter().skip(1) {
            let heading = plain(&section.heading);
            let text = crate::text::section(&Section { heading: String::new(), ..section }, look);
            let _ = writeln!(
                out,
                "\n### {heading}\n\n```\n{}\n```",
                text.trim_matches('\n').replace("```", "'''")
            );
        }
    }
    let _ = writeln!(out, "\n{}", plain(&summary(of, lang)));
    out
}

/// Text without the marks that Markdown would take for its own.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in number::visible(text).chars() {
        if matches!(c, '<' | '*' | '_' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
