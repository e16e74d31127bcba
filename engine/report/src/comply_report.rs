//! A judgement as a report: by rule, by whom the subjects belong to, what to send to whom, what is missing, the targets.
//!
//! In: a judgement, and how much room there is. Out: a report free of any format. Each breach has its figures, the clause and
//! its citation, and a sentence to send; what keeps verdicts open is said once a cause. However many subjects there are,
//! what is shown stays readable, and says how much more there is. Not here: the sentences (`sentence`), the causes
//! (`gathered`), who belongs to whom (`belonging`).

use crate::ci::{Baseline, Told};
use crate::model::{Block, Cell, Column, Figure, Measure, Report, Row, Section, Table, Topic};
use crate::run_report::{basis, notes};
use crate::tally::{Tally, tally, tally_of};
use crate::{belonging, figures, gathered, number, sentence};
use ramme_eval::result::{Basis, Cited, Exact, Judgement, Verdict, VerdictKind};
use ramme_value::Lang;

/// How much is shown; what is left out is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Verdicts in a table, causes, and groups.
    pub rows: usize,
    /// Sentences to send.
    pub sentences: usize,
}

impl Room {
    /// A terminal: what one reads through.
    pub const TERMINAL: Room = Room { rows: 40, sentences: 60 };
    /// A page, which one searches.
    pub const PAGE: Room = Room { rows: 500, sentences: 1000 };
}

/// So many undetermined subjects of a rule are named.
const MOST_NAMED: usize = 12;

/// The report of a judgement.
#[must_use]
pub fn comply_report(of: &Basis, told: &Told<'_>, room: Room, lang: Lang) -> Report {
    let judgement = told.judgement;
    let rules = names(&judgement.results);
    let mut sections: Vec<Section> = told.baseline.map(|b| since(told, b, room, lang)).into_iter().collect();
    if !rules.is_empty() {
        let mut section = Section::new(lang.pick("By rule", "Efter regel"));
        section.push(Block::Table(by_rule(&judgement.results, lang)));
        sections.push(section);
    }
    let groups = belonging::groups(&judgement.results);
    sections.extend(groups.iter().map(|(entity, list)| by_group(entity, list, room, lang)));
    sections.extend(to_send(judgement, &groups, room, lang));
    sections.extend(missing(judgement, room, lang));
    sections
        .extend(rules.iter().map(|rule| rule_section(judgement, rule, room, lang).about(Topic::Verdicts)));
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
fn since(told: &Told<'_>, baseline: &Baseline, room: Room, lang: Lang) -> Section {
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
        section.push(Block::List(new.iter().take(room.rows).map(|v| sentence::of(v, lang)).collect()));
    }
    if !gone.is_empty() {
        section.push(Block::Text(lang.pick("Gone:", "V\u{e6}k:").to_owned()));
        section.push(Block::List(gone.into_iter().take(room.rows).collect()));
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

/// How each rule came out, a row a rule.
pub(crate) fn by_rule(results: &[Verdict], lang: Lang) -> Table {
    let mut table = counts_table(lang.pick("rule", "regel"), lang);
    for rule in names(results) {
        let counts = tally_of(results.iter().filter(|v| v.rule == rule));
        table.rows.push(counts_row(called(results, &rule).unwrap_or(rule), &counts));
    }
    table
}

/// The words for a rule, where there are some.
fn called(verdicts: &[Verdict], rule: &str) -> Option<String> {
    let first = verdicts.iter().find(|v| v.rule == rule)?;
    first.called.as_ref()?.rule.clone()
}

/// A rule in words, with its name beside them.
fn rule_and_name(verdicts: &[Verdict], rule: &str) -> String {
    called(verdicts, rule).map_or_else(|| rule.to_owned(), |words| format!("{words} ({rule})"))
}

/// How those came out who belong to each row of an entity; those with nothing to answer for are only counted.
fn by_group(entity: &str, groups: &[belonging::Group<'_>], room: Room, lang: Lang) -> Section {
    let entity = groups.first().map_or_else(|| entity.to_owned(), |group| group.kind.clone());
    let mut table = counts_table(&entity, lang);
    let (found, fine): (Vec<_>, Vec<_>) = groups.iter().partition(|group| group.has_findings());
    for group in found.iter().take(room.rows) {
        table.rows.push(counts_row(belonging::called(group.of), &group.counts));
    }
    let rest = found.len().saturating_sub(room.rows);
    if rest > 0 {
        let n = number::count(rest, lang);
        table.notes.push(lang.pick(
            format!("and {n} more with breaches or undetermined verdicts"),
            format!("og {n} til med brud eller uafklarede"),
        ));
    }
    if !fine.is_empty() {
        let n = number::count(fine.len(), lang);
        table.notes.push(lang.pick(
            format!("without breaches or undetermined verdicts: {n}"),
            format!("uden brud eller uafklarede: {n}"),
        ));
    }
    let mut section = Section::new(lang.pick(format!("By {entity}"), format!("Efter {entity}")));
    match (table.rows.is_empty(), table.notes.is_empty()) {
        (true, _) => section.push(Block::List(table.notes)),
        (false, _) => section.push(Block::Table(table)),
    }
    section
}

fn counts_table(first: &str, lang: Lang) -> Table {
    let headings = [
        first,
        lang.pick("breaches", "brud"),
        lang.pick("undetermined", "uafklarede"),
        lang.pick("explained", "forklarede"),
        lang.pick("comply", "overholder"),
    ];
    Table { keys: 1, columns: headings.map(Column::text).to_vec(), ..Table::default() }
}

fn counts_row(first: String, counts: &Tally) -> Row {
    let whole = |n: usize| Exact::Count(i128::try_from(n).unwrap_or(i128::MAX));
    let mut cells = vec![Cell::Text(first)];
    let numbers = [counts.breach, counts.undetermined, counts.explained, counts.complies];
    cells.extend(numbers.map(|n| Cell::Figure(Figure::Exact(whole(n)))));
    Row::new(cells)
}

/// The sentences, group by group: what goes to whom.
fn to_send(
    judgement: &Judgement,
    groups: &[(&str, Vec<belonging::Group<'_>>)],
    room: Room,
    lang: Lang,
) -> Option<Section> {
    let all = judgement.results.iter().filter(|v| v.outcome == VerdictKind::Breach);
    let breaches = all.clone().count();
    if breaches == 0 {
        return None;
    }
    let mut section = Section::new(lang.pick("What to send", "Hvad der skal sendes"));
    let ownerless: Vec<&Verdict> = all.filter(|v| v.belongs.is_none()).collect();
    let whose = groups.iter().flat_map(|(_, list)| list);
    let mut piles: Vec<(Option<String>, &[&Verdict])> = whose
        .filter(|group| !group.breaches.is_empty())
        .map(|group| {
            let heading = format!("{} {}:", sentence::capital(&group.kind), belonging::called(group.of));
            (Some(heading), group.breaches.as_slice())
        })
        .collect();
    piles.extend(Some((None, ownerless.as_slice())).filter(|(_, list)| !list.is_empty()));
    // Where there is not room for all of them, everybody gets as many.
    let each = if breaches > room.sentences { room.sentences.div_ceil(piles.len().max(1)) } else { breaches };
    let (mut left, mut others) = (room.sentences, 0_usize);
    for (heading, verdicts) in piles {
        let most = each.min(left);
        if most == 0 {
            others = others.saturating_add(verdicts.len());
            continue;
        }
        section.blocks.extend(heading.map(Block::Text));
        let mut lines = sentences(verdicts, most, lang);
        left = left.saturating_sub(lines.len());
        let rest = verdicts.len().saturating_sub(lines.len());
        if rest > 0 {
            lines.push(more(rest, lang));
        }
        section.push(Block::List(lines));
    }
    if others > 0 {
        section.push(Block::Text(more(others, lang)));
    }
    Some(section)
}

/// The sentences of so many verdicts; of more, those furthest over.
fn sentences(verdicts: &[&Verdict], most: usize, lang: Lang) -> Vec<String> {
    let mut chosen = verdicts.to_vec();
    if chosen.len() > most {
        chosen.sort_by(|a, b| size(b).total_cmp(&size(a)));
    }
    chosen.into_iter().take(most).map(|v| sentence::of(v, lang)).collect()
}

/// What keeps verdicts open, a line a cause.
fn missing(judgement: &Judgement, room: Room, lang: Lang) -> Option<Section> {
    let causes = gathered::gather(judgement.results.iter().chain(&judgement.targets));
    if causes.is_empty() {
        return None;
    }
    let mut section = Section::new(lang.pick("What is missing", "Hvad der mangler"));
    let rule = |name: &str| {
        let words = called(&judgement.results, name).or_else(|| called(&judgement.targets, name));
        words.unwrap_or_else(|| name.to_owned())
    };
    section
        .push(Block::List(causes.iter().take(room.rows).map(|c| gathered::line(c, &rule, lang)).collect()));
    let rest = causes.len().saturating_sub(room.rows);
    if rest > 0 {
        let n = number::count(rest, lang);
        section.push(Block::Text(lang.pick(
            format!("and {n} more causes; the JSON has them all"),
            format!("og {n} årsager til; JSON-filen har dem alle"),
        )));
    }
    Some(section)
}

fn rule_section(judgement: &Judgement, rule: &str, room: Room, lang: Lang) -> Section {
    let all: Vec<&Verdict> = judgement.results.iter().filter(|v| v.rule == rule).collect();
    let of = |kind| all.iter().copied().filter(|v| v.outcome == kind).collect::<Vec<&Verdict>>();
    let counts = tally_of(all.iter().copied());
    let heading = rule_and_name(&judgement.results, rule);
    let mut section = Section::new(format!("{heading}: {}", counted(&counts, lang)));
    section.push(Block::List(sources(&all, lang)));
    let tables = [
        (VerdictKind::Breach, lang.pick("Breaches", "Brud")),
        (VerdictKind::Explained, lang.pick("Over, and explained", "Over, og forklaret")),
    ];
    for (kind, caption) in tables {
        let mut found = of(kind);
        if found.is_empty() {
            continue;
        }
        if found.len() > room.rows {
            found.sort_by(|a, b| size(b).total_cmp(&size(a)));
        }
        section.push(Block::Table(table(caption, &found, room, lang)));
    }
    let open = of(VerdictKind::Undetermined);
    if !open.is_empty() {
        section.push(Block::Text(named(&open, lang)));
    }
    section
}

/// How far over, for the order of a table that does not hold them all.
fn size(verdict: &Verdict) -> f64 {
    verdict.excess.as_ref().and_then(crate::model::approximate).unwrap_or(0.0)
}

/// `Undetermined: T07, 2023; T06, 2024; and 5 more. What is missing stands above.`
fn named(open: &[&Verdict], lang: Lang) -> String {
    let mut names: Vec<String> = open.iter().take(MOST_NAMED).map(|v| sentence::subject(v, lang)).collect();
    let rest = open.len().saturating_sub(MOST_NAMED);
    if rest > 0 {
        let n = number::count(rest, lang);
        names.push(lang.pick(format!("and {n} more"), format!("og {n} til")));
    }
    let names = names.join("; ");
    lang.pick(format!("Undetermined: {names}."), format!("Uafklarede: {names}."))
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
        verdict.cites.iter().filter_map(|c| passage(c, lang)).for_each(&mut say);
    }
    for verdict in verdicts.iter().filter(|v| !v.rests_on.is_empty()) {
        let readings = verdict.rests_on.join(", ");
        say(lang.pick(
            format!("rests on the reading {readings}"),
            format!("hviler p\u{e5} l\u{e6}sningen {readings}"),
        ));
    }
    for adopted in verdicts.iter().flat_map(|v| &v.adopted) {
        let words = adopted.awaited.in_words();
        say(lang.pick(
            format!("adopted here by {}: {}", adopted.reading, words.en),
            format!("vedtaget her med {}: {}", adopted.reading, words.da),
        ));
    }
    for addressee in verdicts.iter().filter_map(|v| v.addressee.as_deref()) {
        say(lang
            .pick(format!("explanations go to {addressee}"), format!("forklaringer sendes til {addressee}")));
    }
    lines
}

/// What stands at a citation, where the user's copy is at hand; and where it is not what was cited, that.
#[must_use]
pub fn passage(cite: &Cited, lang: Lang) -> Option<String> {
    let passage = cite.passage.as_deref()?;
    let words: Vec<&str> = passage.text.split_whitespace().collect();
    let other = match passage.as_cited {
        Some(false) => lang.pick(
            " (not the text that was cited: `ramme check --documents` says more)",
            " (ikke den tekst, der blev henvist til: `ramme check --documents` siger mere)",
        ),
        _ => "",
    };
    Some(format!("\u{201e}{}\u{201c}{other}", number::visible(&words.join(" "))))
}

/// `Rammeaftale 2023-2024, lines 2476-2479`; of a source without a copy also that nothing here can check it.
#[must_use]
pub fn cited(cite: &Cited, lang: Lang) -> String {
    let name = cite.title.as_deref().unwrap_or(&cite.document);
    let place = match (&cite.lines, &cite.place) {
        (Some(lines), _) => Some(lang.pick(format!("lines {lines}"), format!("linje {lines}"))),
        (None, Some(place)) => Some(match (lang, place.strip_prefix("page ")) {
            (Lang::Da, Some(page)) => format!("side {page}"),
            _ => place.clone(),
        }),
        (None, None) => None,
    };
    let cited = place.map_or_else(|| name.to_owned(), |p| format!("{name}, {p}"));
    match cite.external {
        None => cited,
        Some(None) => format!(
            "{cited} {}",
            lang.pick("(no copy here to check it by)", "(ingen kopi her at efterprøve ved)")
        ),
        Some(Some(day)) => {
            let day = number::date(day, lang);
            lang.pick(
                format!("{cited} (seen {day}; no copy here to check it by)"),
                format!("{cited} (set {day}; ingen kopi her at efterprøve ved)"),
            )
        }
    }
}

/// As [`cited`], by the first part of the title: `Rammeaftale 2023-2024 (KKR, 2022)` is `Rammeaftale 2023-2024`.
#[must_use]
pub fn cited_shortly(cite: &Cited, lang: Lang) -> String {
    let short = cite.title.as_deref().and_then(|title| {
        let (before, _) = title.strip_suffix(')')?.split_once(" (")?;
        (!before.trim().is_empty()).then(|| before.trim().to_owned())
    });
    match short {
        Some(title) => cited(&Cited { title: Some(title), ..cite.clone() }, lang),
        None => cited(cite, lang),
    }
}

/// Every verdict of a kind with its figures.
fn table(caption: &str, verdicts: &[&Verdict], room: Room, lang: Lang) -> Table {
    let first = verdicts.first();
    let axes: Vec<Column> = first.map_or_else(Vec::new, |v| {
        let words = |at: usize| v.called.as_ref().and_then(|called| called.axes.get(at)?.clone());
        let axes = v.subject.iter().enumerate();
        axes.map(|(at, (axis, _))| Column::text(words(at).unwrap_or_else(|| figures::axis_word(axis, lang))))
            .collect()
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
        let what = first.and_then(|v| sentence::measured_name(v));
        let bound = first.and_then(|v| sentence::limit_name(v));
        let headings = [
            what.unwrap_or_else(|| lang.pick("measured", "m\u{e5}lt").to_owned()),
            bound.unwrap_or_else(|| lang.pick("limit", "gr\u{e6}nse").to_owned()),
            over(verdicts, lang).to_owned(),
        ];
        table.columns.extend(headings.map(|heading| Column { heading, measure: measure.clone() }));
        let apart = first.and_then(|v| sentence::excess_type(v)).as_ref().and_then(figures::measure);
        if let Some(last) = table.columns.last_mut() {
            last.measure = apart;
        }
    }
    let placed = verdicts.iter().any(|v| v.place.is_some());
    if placed {
        table.columns.push(Column::text(lang.pick("where", "hvor")));
    }
    let called = verdicts.iter().any(|v| v.name.is_some());
    if called {
        table.columns.insert(table.keys.min(1), Column::text(lang.pick("name", "navn")));
        table.keys = table.keys.saturating_add(1);
    }
    for verdict in verdicts.iter().take(room.rows) {
        let keys = verdict.subject.iter().enumerate();
        let word = |(at, (_, key)): (usize, &(String, String))| {
            Cell::Text(verdict.keys_called.get(at).unwrap_or(key).clone())
        };
        let mut cells: Vec<Cell> = keys.map(word).collect();
        if called {
            cells.insert(cells.len().min(1), Cell::Text(verdict.name.clone().unwrap_or_default()));
        }
        for figure in [&verdict.measured, &verdict.limit, &verdict.excess].into_iter().filter(|_| measured) {
            cells.push(figure.as_ref().map_or(Cell::Blank, |f| shown(f, verdict)));
        }
        if placed {
            cells.push(verdict.place.as_ref().map_or(Cell::Blank, |p| Cell::Text(p.clone())));
        }
        table.rows.push(Row::new(cells));
    }
    let rest = verdicts.len().saturating_sub(room.rows);
    if rest > 0 {
        let n = number::count(rest, lang);
        table.notes.push(lang.pick(
            format!("and {n} more; these are the furthest over"),
            format!("og {n} til; disse er længst over"),
        ));
    }
    table
}

/// The head of the column of what is too much or too little.
fn over(verdicts: &[&Verdict], lang: Lang) -> &'static str {
    match verdicts.first().map(|v| sentence::side(v)) {
        Some(sentence::Side::AtLeast) => lang.pick("too little", "for lidt"),
        _ => lang.pick("too much", "for meget"),
    }
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

/// `Aim for overhead, 2024. Mean overhead: 6.50%. Aim, at most: 6.00%. The aim is not met.`
pub(crate) fn target_line(verdict: &Verdict, lang: Lang) -> String {
    sentence::of(verdict, lang)
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
