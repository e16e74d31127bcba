//! Which charts a run deserves: what is known and may come of each subject, and the gap with how sure it is.
//!
//! In: a run. Out: one section of charts; a page shows them, text leaves them out, and every figure in them stands in a
//! table. Names that the scenario asks the chance of stand as bars with intervals; the others of the same unit share one
//! drawing as lines with fans. Not here: shapes (`chart`).

use crate::chart::{Band, Bar, Chart, Drawing, Line};
use crate::figures::{self, Group, Indexed, OWN_TABLES, Subject, is_known, measure, period_of, subject_of};
use crate::forecast_table::{interval_levels, quantile};
use crate::model::{Block, Figure, Measure, Section};
use crate::number;
use ramme_eval::result::{CellValue, OutputCell, RunResult, Summary};
use ramme_value::{Lang, Unit};

/// So many points make a drawing worth it.
const LEAST_POINTS: usize = 3;
/// So many lines can be told apart.
const MOST_LINES: usize = 6;

/// The section, where anything is worth drawing.
pub(crate) fn section(result: &RunResult, lang: Lang) -> Option<Section> {
    let mut section = Section::new(lang.pick("At a glance", "Overblik"));
    let asked: Vec<&str> = result.chances.iter().map(|row| row.name.as_str()).collect();
    for group in figures::groups(&result.values) {
        let Some(period) = group.period() else { continue };
        let subject = |cell| subject_of(cell, Some(period));
        let known = figures::distinct(group.cells().filter(|c| is_known(c)).map(subject));
        if known.len() > OWN_TABLES {
            continue;
        }
        for subject in &known {
            let charts = charts(&group, period, subject, &asked, lang);
            section.blocks.extend(charts.into_iter().map(Block::Chart));
        }
    }
    (!section.blocks.is_empty()).then_some(section)
}

/// The charts of one subject: one a measure.
fn charts<'a>(
    group: &Group<'a>,
    period: usize,
    subject: &Subject<'a>,
    asked: &[&str],
    lang: Lang,
) -> Vec<Chart> {
    let mut times = figures::distinct(group.cells().map(|c| period_of(c, Some(period))));
    times.sort_unstable();
    let indexed = group.indexed(Some(period), std::slice::from_ref(subject));
    let mut measures: Vec<Measure> = Vec::new();
    for one in &indexed {
        if let Some(m) = measure(&one.output.ty).filter(|m| m.unit != Unit::none())
            && !measures.iter().any(|held| same(held, &m))
        {
            measures.push(m);
        }
    }
    let mut charts = Vec::new();
    for wanted in measures {
        let of = |one: &&Indexed<'a>| measure(&one.output.ty).is_some_and(|m| same(&m, &wanted));
        let (bars, lines): (Vec<&Indexed<'a>>, Vec<&Indexed<'a>>) =
            indexed.iter().filter(of).partition(|one| asked.contains(&one.output.name.as_str()));
        charts.extend(line_chart(&lines, subject, &times, &wanted, lang));
        for one in bars {
            charts.extend(bar_chart(one, subject, &times, &wanted, lang));
        }
    }
    charts
}

fn same(a: &Measure, b: &Measure) -> bool {
    a.unit == b.unit && a.level == b.level
}

fn titled(names: &[&str], subject: &[&str]) -> String {
    let names = names.join(", ");
    let whose: Vec<String> = subject.iter().map(|k| number::visible(k)).collect();
    if whose.is_empty() { names } else { format!("{names} \u{2013} {}", whose.join(", ")) }
}

/// A value as a point: the figure itself, or the median.
fn point(cell: &OutputCell) -> Option<f64> {
    match &cell.value {
        CellValue::Exact(value) => Figure::Exact(value.clone()).size(),
        CellValue::Draws(summary) => Some(quantile(summary, 0.5).unwrap_or(summary.mean)),
        CellValue::Missing(_) => None,
    }
}

fn summary(cell: &OutputCell) -> Option<&Summary> {
    match &cell.value {
        CellValue::Draws(summary) => Some(summary),
        CellValue::Exact(_) | CellValue::Missing(_) => None,
    }
}

fn line_chart<'a>(
    outputs: &[&Indexed<'a>],
    subject: &Subject<'a>,
    times: &[&'a str],
    measure: &Measure,
    lang: Lang,
) -> Option<Chart> {
    let lines: Vec<Line> = outputs.iter().map(|one| line(one, subject, times)).collect();
    let enough = |l: &Line| l.points.iter().flatten().count() >= LEAST_POINTS;
    let lines: Vec<Line> = lines.into_iter().filter(enough).take(MOST_LINES).collect();
    if lines.is_empty() {
        return None;
    }
    let names: Vec<&str> = lines.iter().map(|l| l.name.as_str()).collect();
    let title = titled(&names, subject);
    let description = described(&lines, times, lang);
    let times = times.iter().map(|t| (*t).to_owned()).collect();
    let of = lines.iter().map(|l| l.name.clone()).collect();
    Some(Chart { title, description, measure: measure.clone(), drawing: Drawing::Lines { times, lines }, of })
}

fn line<'a>(one: &Indexed<'a>, subject: &Subject<'a>, times: &[&'a str]) -> Line {
    let cells: Vec<Option<&OutputCell>> = times.iter().map(|t| one.at(subject, t)).collect();
    let drawn = |c: &Option<&OutputCell>| c.and_then(summary).is_some();
    let levels = cells.iter().flatten().find_map(|c| summary(c)).map(interval_levels).unwrap_or_default();
    let bands = levels.iter().rev().map(|low| Band {
        share: 1.0 - 2.0 * low,
        ends: cells
            .iter()
            .map(|c| c.and_then(summary).and_then(|s| Some((quantile(s, *low)?, quantile(s, 1.0 - low)?))))
            .collect(),
    });
    Line {
        name: one.output.name.clone(),
        points: cells.iter().map(|c| c.and_then(point)).collect(),
        drawn_from: cells.iter().position(drawn),
        bands: bands.collect(),
    }
}

/// What there is to see, in words: once, where it is the same for all.
fn described(lines: &[Line], times: &[&str], lang: Lang) -> String {
    let facts: Vec<String> = lines.iter().map(|line| course(line, times, lang)).collect();
    let alike = facts.windows(2).all(|pair| pair.first() == pair.last());
    let said = if alike {
        facts.first().map(|fact| capital(fact)).unwrap_or_default()
    } else {
        let each = lines.iter().zip(&facts).map(|(line, fact)| format!("{}: {fact}", line.name));
        capital(&each.collect::<Vec<_>>().join("; "))
    };
    format!("{said}.")
}

/// From when to when it is known, and what follows.
fn course(line: &Line, times: &[&str], lang: Lang) -> String {
    let known = line.drawn_from.unwrap_or(line.points.len());
    let at = |i: usize| line.points.get(i).copied().flatten().and(times.get(i));
    let first = (0..known).find_map(at);
    let last = (0..known).rev().find_map(at);
    let until = (known..line.points.len()).rev().find_map(at);
    let facts = match (first, last) {
        (Some(a), Some(b)) => lang.pick(format!("known {a}\u{2013}{b}"), format!("kendt {a}\u{2013}{b}")),
        _ => lang.pick("not known before", "ikke kendt f\u{f8}r").to_owned(),
    };
    let coming = until.map(|u| {
        let shares = line.bands.iter().rev().map(|b| number::float(b.share * 100.0, 0, lang));
        let shares: Vec<String> = shares.collect();
        let shares = shares.join(lang.pick("% and ", " %- og "));
        lang.pick(
            format!("; the dashed line is the median to {u}, in bands of {shares}%"),
            format!("; den stiplede linje er medianen til {u} med {shares} %-intervaller"),
        )
    });
    format!("{facts}{}", coming.unwrap_or_default())
}

/// The first letter as a sentence has it.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

fn bar_chart<'a>(
    one: &Indexed<'a>,
    subject: &Subject<'a>,
    times: &[&'a str],
    measure: &Measure,
    lang: Lang,
) -> Option<Chart> {
    let bar = |time: &&'a str| {
        let cell = one.at(subject, time)?;
        Some(Bar {
            label: (*time).to_owned(),
            value: point(cell)?,
            interval: interval(cell),
            drawn: summary(cell).is_some(),
        })
    };
    let bars: Vec<Bar> = times.iter().filter_map(bar).collect();
    if bars.len() < LEAST_POINTS {
        return None;
    }
    let description = lang.pick(
        "Filled: known, with what the rounding of published figures leaves open. Outlined: the median of a year to come, \
         with its 80% interval.",
        "Fyldt: kendt, med det, som afrundingen af offentliggjorte tal lader st\u{e5} \u{e5}bent. Omrids: medianen af et \
         kommende \u{e5}r med 80 %-intervallet.",
    );
    Some(Chart {
        title: titled(&[&one.output.name], subject),
        description: description.to_owned(),
        measure: measure.clone(),
        drawing: Drawing::Bars(bars),
        of: vec![one.output.name.clone()],
    })
}

/// What a bar may be: of a fact what rounding leaves open, of a forecast what four of five draws hold.
fn interval(cell: &OutputCell) -> Option<(f64, f64)> {
    match (&cell.value, &cell.range) {
        (CellValue::Draws(s), _) => Some((quantile(s, 0.1)?, quantile(s, 0.9)?)),
        (CellValue::Exact(_), Some((low, high))) if low != high => {
            Some((Figure::Exact(low.clone()).size()?, Figure::Exact(high.clone()).size()?))
        }
        _ => None,
    }
}
