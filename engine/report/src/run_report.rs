//! A run as a report: what happened, what may come, how sure it is, what the rules say of it.
//!
//! In: a run. Out: a report free of any format. Not here: how figures of one group are laid out (`figures`), the chances
//! (`chances`), each verdict (`comply_report`).

use crate::forecast_table::has_draws;
use crate::model::{Block, Report, Section, Topic};
use crate::{chances, checks, figures, headline, hindcast, number, pictures};
use ramme_eval::result::{Basis, Judgement, Note, ReadingTaken, RunResult};
use ramme_value::Lang;

/// The report of a run.
#[must_use]
pub fn run_report(result: &RunResult, lang: Lang) -> Report {
    let about = |topic: Topic| move |section: Section| section.about(topic.clone());
    let mut sections: Vec<Section> =
        headline::section(result, lang).into_iter().map(about(Topic::InShort)).collect();
    sections.extend(noted(result, lang).map(about(Topic::InShort)));
    sections.extend(pictures::section(result, lang));
    sections.extend(figures::sections(&result.values, lang));
    sections.extend(checks::section(result, lang).into_iter().map(about(Topic::Checks)));
    sections.extend(chances::sections(result, lang).into_iter().map(about(Topic::Chances)));
    sections.extend(hindcast::sections(result, lang).into_iter().map(about(Topic::Hindcast)));
    sections.extend(rules(&result.judgement, lang).map(about(Topic::Verdicts)));
    sections.extend(notes(&[&result.notes, &result.judgement.notes], lang));
    Report {
        title: result.basis.title.clone(),
        basis: basis(&result.basis, lang),
        sections,
        summary: summary(result, lang),
    }
}

/// What is to be said of the values.
fn noted(result: &RunResult, lang: Lang) -> Option<Section> {
    if result.notices.is_empty() {
        return None;
    }
    let mut section = Section::new(lang.pick("To be noted", "V\u{e6}rd at bem\u{e6}rke"));
    section.push(Block::List(result.notices.iter().map(|n| lang.pick(&n.en, &n.da).clone()).collect()));
    Some(section)
}

/// What a result rests on, a line each.
#[must_use]
pub(crate) fn basis(basis: &Basis, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if basis.synthetic {
        lines.push(
            lang.pick("The data of this scenario are invented.", "Data i dette scenarie er opdigtede.")
                .to_owned(),
        );
    }
    if let Some(day) = basis.known_on {
        let day = number::date(day, lang);
        lines.push(lang.pick(format!("As it was known on {day}."), format!("Som det var kendt den {day}.")));
    }
    lines.extend(basis.readings.iter().filter_map(|reading| set_apart(reading, lang)));
    lines.extend(first_taken(&basis.readings, lang));
    lines
}

/// The line of a reading that was chosen, had to be taken, or is of what is not in force; none of one that is simply the
/// first of its group.
fn set_apart(reading: &ReadingTaken, lang: Lang) -> Option<String> {
    let kind = match (&reading.why, reading.is_default, &reading.awaited) {
        (None, true, None) => return None,
        (Some((en, da)), ..) => lang.pick(en, da).clone(),
        (None, true, _) => lang.pick("the first of its group", "den f\u{f8}rste i sin gruppe").to_owned(),
        (None, false, _) => lang.pick("as asked for", "som valgt").to_owned(),
    };
    let kind = match (&reading.awaited, reading.is_default) {
        (None, _) => kind,
        (Some(awaited), default) => {
            let words = awaited.in_words();
            let how = if default {
                lang.pick("not adopted", "ikke vedtaget")
            } else {
                lang.pick("adopted by this run", "vedtaget i denne kørsel")
            };
            format!("{}; {how}", lang.pick(words.en, words.da))
        }
    };
    Some(format!("{}: {} ({kind})", reading_word(lang), taken(reading)))
}

/// The readings that nobody chose, together.
fn first_taken(readings: &[ReadingTaken], lang: Lang) -> Option<String> {
    let plain = |r: &&ReadingTaken| r.is_default && r.why.is_none() && r.awaited.is_none();
    let all: Vec<String> = readings.iter().filter(plain).map(taken).collect();
    let head = match all.as_slice() {
        [] => return None,
        [_] => lang.pick("Reading, the first of its group", "L\u{e6}sning, den f\u{f8}rste i sin gruppe"),
        _ => first_of_each(lang),
    };
    Some(format!("{head}: {}.", all.join(BETWEEN)))
}

/// What stands between two readings of one line.
const BETWEEN: &str = "; ";

/// How the line of several readings that nobody chose begins.
fn first_of_each(lang: Lang) -> &'static str {
    lang.pick("Readings, each the first of its group", "L\u{e6}sninger, hver den f\u{f8}rste i sin gruppe")
}

/// How many readings a line about readings names.
pub(crate) fn readings_named(line: &str, lang: Lang) -> usize {
    if line.starts_with(first_of_each(lang)) { line.split(BETWEEN).count() } else { 1 }
}

/// `deviation_of = of_budget`, or in words `the deviation is a share of: the budget`
fn taken(reading: &ReadingTaken) -> String {
    let names = !reading.group.contains(' ') && !reading.reading.contains(' ');
    let sign = if names { " = " } else { ": " };
    format!("{}{sign}{}", reading.group, reading.reading)
}

/// How a line about a reading begins.
pub(crate) fn reading_word(lang: Lang) -> &'static str {
    lang.pick("Reading", "L\u{e6}sning")
}

/// The sentences that were said along the way, each once.
pub(crate) fn notes(lists: &[&[Note]], lang: Lang) -> Option<Section> {
    let mut said: Vec<String> = Vec::new();
    for note in lists.iter().flat_map(|list| list.iter()) {
        let sentence = lang.pick(&note.en, &note.da).clone();
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    if said.is_empty() {
        return None;
    }
    let heading = lang.pick("How this was made", "S\u{e5}dan er det lavet");
    let mut section = Section::new(heading).about(Topic::Notes);
    section.push(Block::List(said));
    Some(section)
}

/// The verdicts in a run, counted; each of them stands in the report of `comply`.
fn rules(judgement: &Judgement, lang: Lang) -> Option<Section> {
    if judgement.results.is_empty() && judgement.targets.is_empty() {
        return None;
    }
    let table = crate::comply_report::by_rule(&judgement.results, lang);
    let mut section = Section::new(lang.pick("Rules and targets", "Regler og m\u{e5}l"));
    if !table.rows.is_empty() {
        section.push(Block::Table(table));
    }
    let targets: Vec<String> =
        judgement.targets.iter().map(|v| crate::comply_report::target_line(v, lang)).collect();
    if !targets.is_empty() {
        section.push(Block::List(targets));
    }
    Some(section)
}

/// What was looked at: `9 years (2018–2026) · area: 1 · 10,000 draws · seed 2023`.
fn summary(result: &RunResult, lang: Lang) -> String {
    let (first, last) = result.basis.years;
    let years = usize::try_from(i64::from(last) - i64::from(first) + 1).unwrap_or(0);
    let span = if first == last { first.to_string() } else { format!("{first}\u{2013}{last}") };
    let mut parts =
        vec![format!("{years} {} ({span})", lang.pick(if years == 1 { "year" } else { "years" }, "\u{e5}r"))];
    for (axis, keys) in figures::keys_by_axis(&result.values) {
        parts.push(format!("{axis}: {}", number::count(keys, lang)));
    }
    if result.basis.draws > 0 && result.values.iter().any(has_draws) {
        let draws = number::count(result.basis.draws, lang);
        parts.push(format!("{draws} {}", lang.pick("draws", "tr\u{e6}kninger")));
        parts.push(format!("{} {}", lang.pick("seed", "fr\u{f8}"), result.basis.seed));
    }
    parts.join(" \u{b7} ")
}
