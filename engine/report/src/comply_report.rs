//! A judgement as a report: a section a rule, breaches first; then the targets.
//!
//! In: a judgement. Out: a report free of any format. Each breach has its figures, the clause and its citation, and a
//! sentence to send; each undetermined subject says what is missing and where. Not here: the sentences (`sentence`).

use crate::ci::{Baseline, Told};
use crate::model::{Block, Cell, Column, Figure, Measure, Report, Row, Section, Table, Topic};
use crate::run_report::{basis, notes};
use crate::tally::{Tally, tally};
use crate::{figures, number, sentence};
use ramme_eval::result::{Basis, Cited, Exact, Judgement, Verdict, VerdictKind};
use ramme_value::Lang;

/// So many sentences stand under a table; the table has every verdict.
const MOST_SENTENCES: usize = 10;
/// So many verdicts of one kind are listed in text.
const MOST_ROWS: usize = 200;

/// The report of a judgement.
#[must_use]
pub fn comply_report(of: &Basis, told: &Told<'_>, lang: Lang) -> Report {
    let judgement = told.judgement;
    let rules = names(&judgement.results);
    let mut sections: Vec<Section> = told.baseline.map(|b| since(told, b, lang)).into_iter().collect();
    sections.extend(rules.iter().map(|rule| rule_section(judgement, rule, lang).about(Topic::Verdicts)));
    sections.extend(targets(judgement, lang).map(|section| section.about(Topic::Verdicts)));
    sections.extend(notes(&[&judgement.notes], lang));
    Report {
        title: of.title.clone(),
        basis: basis(of, lang),
        sections,
        summary: summary(&tally(judgement), rules.len(), lang),
    }
}

/// What is new since the baseline, what was known, and what is gone.
fn since(told: &Told<'_>, baseline: &Baseline, lang: Lang) -> Section {
    let results = &told.judgement.results;
    let new: Vec<&Verdict> = results.iter().filter(|v| told.is_finding(v)).collect();
    let known = results.iter().filter(|v| told.known(v)).count();
    let gone = baseline.gone(told.judgement);
    let counts = [new.len(), known, gone.len()].map(|n| number::count(n, lang));
    let [n, k, g] = &counts;
    let mut section = Section::new(lang.pick("Since the baseline", "Siden grundlinjen"));
    section.push(Block::Text(lang.pick(
        format!("{n} new findings, {k} known, {g} gone."),
        format!("{n} nye fund, {k} kendte, {g} v\u{e6}k."),
    )));
    if !new.is_empty() {
        section.push(Block::List(
            new.iter().take(MOST_ROWS).map(|v| format!("{}: {}", v.rule, sentence::of(v, lang))).collect(),
        ));
    }
    if !gone.is_empty() {
        section.push(Block::Text(lang.pick("Gone:", "V\u{e6}k:").to_owned()));
        section.push(Block::List(gone.into_iter().take(MOST_ROWS).collect()));
    }
    section
}

/// The rules of verdicts, those with findings first, else in their order.
pub(crate) fn names(results: &[Verdict]) -> Vec<String> {
    let mut ranks: Vec<(&str, (bool, bool))> = Vec::new();
    for verdict in results {
        let fine = (verdict.outcome != VerdictKind::Breach, verdict.outcome != VerdictKind::Undetermined);
        match ranks.iter_mut().find(|(name, _)| *name == verdict.rule) {
            Some((_, rank)) => *rank = (rank.0 && fine.0, rank.1 && fine.1),
            None => ranks.push((&verdict.rule, fine)),
        }
    }
    ranks.sort_by_key(|(_, rank)| *rank);
    ranks.into_iter().map(|(name, _)| name.to_owned()).collect()
}

fn rule_section(judgement: &Judgement, rule: &str, lang: Lang) -> Section {
    let of = |kind| {
        judgement.results.iter().filter(|v| v.rule == rule && v.outcome == kind).collect::<Vec<&Verdict>>()
    };
    let breaches = of(VerdictKind::Breach);
    let open = of(VerdictKind::Undetermined);
    let explained = of(VerdictKind::Explained);
    let complies = of(VerdictKind::Complies).len();
    let counts = Tally {
        breach: breaches.len(),
        undetermined: open.len(),
        explained: explained.len(),
        complies,
        ..Tally::default()
    };
    let mut section = Section::new(format!("{rule}: {}", counted(&counts, lang)));
    let all: Vec<&Verdict> = judgement.results.iter().filter(|v| v.rule == rule).collect();
    section.push(Block::List(sources(&all, lang)));
    if !breaches.is_empty() {
        section.push(Block::Table(table(lang.pick("Breaches", "Brud"), &breaches, lang)));
        section.push(Block::List(sentences(&breaches, lang)));
    }
    if !open.is_empty() {
        section.push(Block::Text(lang.pick("Undetermined", "Uafklarede").to_owned()));
        section.push(Block::List(sentences_all(&open, lang)));
    }
    if !explained.is_empty() {
        section.push(Block::Table(table(
            lang.pick("Over, and explained", "Over, og forklaret"),
            &explained,
            lang,
        )));
    }
    section
}

/// The clauses of a rule with their citations, and who gets explanations; each once.
fn sources(verdicts: &[&Verdict], lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut say = |line: String| {
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    for verdict in verdicts {
        let cites: Vec<String> = verdict.cites.iter().map(|c| cited(c, lang)).collect();
        let cites = if cites.is_empty() {
            lang.pick("no citation", "ingen kilde").to_owned()
        } else {
            cites.join("; ")
        };
        say(match &verdict.comparison {
            Some(comparison) => format!("{comparison}  [{}]  {cites}", verdict.clause),
            None => format!("[{}]  {cites}", verdict.clause),
        });
    }
    for verdict in verdicts.iter().filter(|v| !v.rests_on.is_empty()) {
        let readings = verdict.rests_on.join(", ");
        say(lang.pick(
            format!("rests on the reading {readings}"),
            format!("hviler p\u{e5} l\u{e6}sningen {readings}"),
        ));
    }
    for addressee in verdicts.iter().filter_map(|v| v.addressee.as_deref()) {
        say(lang
            .pick(format!("explanations go to {addressee}"), format!("forklaringer sendes til {addressee}")));
    }
    lines
}

/// `Rammeaftale 2023-2024, lines 2476-2479`
#[must_use]
pub fn cited(cite: &Cited, lang: Lang) -> String {
    let name = cite.title.as_deref().unwrap_or(&cite.document);
    let place = match (&cite.lines, &cite.place) {
        (Some(lines), _) => Some(lang.pick(format!("lines {lines}"), format!("linje {lines}"))),
        (None, Some(place)) => Some(place.clone()),
        (None, None) => None,
    };
    place.map_or_else(|| name.to_owned(), |p| format!("{name}, {p}"))
}

/// Every verdict of a kind with its figures.
fn table(caption: &str, verdicts: &[&Verdict], lang: Lang) -> Table {
    let first = verdicts.first();
    let axes: Vec<Column> = first.map_or_else(Vec::new, |v| {
        v.subject.iter().map(|(axis, _)| Column::text(figures::axis_word(axis, lang))).collect()
    });
    let measure: Option<Measure> = first.and_then(|v| v.ty.as_ref()).and_then(figures::measure);
    let mut table = Table {
        caption: Some(caption.to_owned()),
        keys: axes.len(),
        columns: axes,
        exact: true,
        ..Table::default()
    };
    let measured = verdicts.iter().any(|v| v.measured.is_some());
    if measured {
        let figures = [
            lang.pick("measured", "m\u{e5}lt"),
            lang.pick("limit", "gr\u{e6}nse"),
            lang.pick("excess", "afvigelse"),
        ];
        table.columns.extend(figures.map(|h| Column { heading: h.to_owned(), measure: measure.clone() }));
    }
    let placed = verdicts.iter().any(|v| v.place.is_some());
    if placed {
        table.columns.push(Column::text(lang.pick("where", "hvor")));
    }
    for verdict in verdicts.iter().take(MOST_ROWS) {
        let mut cells: Vec<Cell> = verdict.subject.iter().map(|(_, key)| Cell::Text(key.clone())).collect();
        for figure in [&verdict.measured, &verdict.limit, &verdict.excess].into_iter().filter(|_| measured) {
            cells.push(figure.as_ref().map_or(Cell::Blank, |f| shown(f, verdict)));
        }
        if placed {
            cells.push(verdict.place.as_ref().map_or(Cell::Blank, |p| Cell::Text(p.clone())));
        }
        table.rows.push(Row::new(cells));
    }
    let rest = verdicts.len().saturating_sub(MOST_ROWS);
    if rest > 0 {
        table.notes.push(more(rest, lang));
    }
    table
}

/// A figure of a verdict; a ratio with as many decimals as its excess needs.
fn shown(value: &Exact, verdict: &Verdict) -> Cell {
    let unit = sentence::unit(verdict);
    let rounded = match value {
        Exact::Ratio(r) => {
            let decimals = sentence::ratio_decimals(verdict).saturating_add(unit.shift());
            r.round(decimals, ramme_value::Rounding::HalfUp).map(Exact::Dec)
        }
        _ => None,
    };
    Cell::Figure(Figure::Exact(rounded.unwrap_or_else(|| value.clone())))
}

fn sentences(verdicts: &[&Verdict], lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> =
        verdicts.iter().take(MOST_SENTENCES).map(|v| sentence::of(v, lang)).collect();
    let rest = verdicts.len().saturating_sub(MOST_SENTENCES);
    if rest > 0 {
        lines.push(more(rest, lang));
    }
    lines
}

fn sentences_all(verdicts: &[&Verdict], lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = verdicts.iter().take(MOST_ROWS).map(|v| sentence::of(v, lang)).collect();
    let rest = verdicts.len().saturating_sub(MOST_ROWS);
    if rest > 0 {
        lines.push(more(rest, lang));
    }
    lines
}

fn more(rest: usize, lang: Lang) -> String {
    let rest = number::count(rest, lang);
    lang.pick(
        format!("and {rest} more; the JSON has a sentence for each"),
        format!("og {rest} til; JSON-filen har en s\u{e6}tning for hver"),
    )
}

fn targets(judgement: &Judgement, lang: Lang) -> Option<Section> {
    if judgement.targets.is_empty() {
        return None;
    }
    let mut section = Section::new(lang.pick("Targets", "M\u{e5}l"));
    section.push(Block::List(judgement.targets.iter().map(|v| target_line(v, lang)).collect()));
    let all: Vec<&Verdict> = judgement.targets.iter().collect();
    section.push(Block::List(sources(&all, lang)));
    Some(section)
}

/// `overhead_target, not met: 2024: 6.50% does not meet the aim of at most 6.00%.`
pub(crate) fn target_line(verdict: &Verdict, lang: Lang) -> String {
    let outcome = match verdict.outcome {
        VerdictKind::Met => lang.pick("met", "n\u{e5}et"),
        VerdictKind::NotMet => lang.pick("not met", "ikke n\u{e5}et"),
        _ => lang.pick("undetermined", "uafklaret"),
    };
    format!("{}, {outcome}. {}", verdict.rule, sentence::of(verdict, lang))
}

/// `2 breaches, 1 undetermined, 25 comply`; what is none is left out.
pub(crate) fn counted(counts: &Tally, lang: Lang) -> String {
    let breaches = if counts.breach == 1 { "breach" } else { "breaches" };
    let open = if counts.undetermined == 1 { "uafklaret" } else { "uafklarede" };
    let explained = if counts.explained == 1 { "forklaret" } else { "forklarede" };
    let comply = if counts.complies == 1 { "complies" } else { "comply" };
    let parts = [
        (counts.breach, lang.pick(breaches, "brud")),
        (counts.undetermined, lang.pick("undetermined", open)),
        (counts.explained, lang.pick("explained", explained)),
        (counts.complies, lang.pick(comply, "overholder")),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{} {word}", number::count(n, lang)))
        .collect();
    if parts.is_empty() {
        lang.pick("nothing judged", "intet bed\u{f8}mt").to_owned()
    } else {
        parts.join(", ")
    }
}

/// What was looked at and what came of it, in one line.
fn summary(tally: &Tally, rules: usize, lang: Lang) -> String {
    let judged = number::count(tally.judged(), lang);
    let rules_word =
        lang.pick(if rules == 1 { "rule" } else { "rules" }, if rules == 1 { "regel" } else { "regler" });
    let verdicts = lang.pick(
        if tally.judged() == 1 { "verdict" } else { "verdicts" },
        if tally.judged() == 1 { "vurdering" } else { "vurderinger" },
    );
    let under = lang.pick("under", "efter");
    let mut line = format!("{judged} {verdicts} {under} {rules} {rules_word}: {}", counted(tally, lang));
    if tally.aimed() > 0 {
        let parts = [
            (tally.met, lang.pick("met", "n\u{e5}et")),
            (tally.not_met, lang.pick("not met", "ikke n\u{e5}et")),
            (tally.open_targets, lang.pick("undetermined", "uafklaret")),
        ];
        let parts: Vec<String> =
            parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, w)| format!("{n} {w}")).collect();
        line.push_str(&format!("; {}: {}", lang.pick("targets", "m\u{e5}l"), parts.join(", ")));
    }
    line.push('.');
    line
}
