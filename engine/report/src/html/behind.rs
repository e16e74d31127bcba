//! What is behind the figures of a page: each exactly, with its clause, its place in the data, or why it is not known.
//!
//! In: the figures of a run. Out: an anchor and a tip for each, and a section at the end of the page. Not here: the tables
//! in which the figures stand.

use super::escape;
use crate::figures;
use crate::model::Origin;
use crate::number::{self, Magnitude};
use ramme_eval::result::{CellValue, Exact, Output, OutputCell};
use ramme_value::{Lang, Unit};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is known of one figure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Why {
    /// The figure with all of its decimals, its unit and price level.
    pub exact: String,
    /// Where it comes from: a clause, a place in the data, a method; a line each, indented as a tree is.
    pub lines: Vec<String>,
}

/// What is known of every figure on a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Behind {
    names: Vec<Group>,
    /// Where each figure stands: the position of its name, and of the figure among those of that name.
    anchors: BTreeMap<Origin, (usize, usize)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    /// The name in the rules.
    name: String,
    /// The name in words.
    told: String,
    /// What holds for all of them.
    about: Vec<String>,
    /// Where they come from: documents, or files of data; each with the places in it.
    sources: Vec<(String, Option<String>)>,
    figures: Vec<(Origin, Why)>,
}

/// So many sources are named under a figure.
const MOST_SOURCES: usize = 6;

/// So many figures of one name are explained; a run's JSON has all of them.
const MOST: usize = 400;

impl Behind {
    /// What the values of a run say of themselves; `why` adds the tree of reasons where there is one. `spoken` are the same
    /// values in the words that the page uses.
    pub fn of_values(
        values: &[Output],
        spoken: &[Output],
        lang: Lang,
        mut why: impl FnMut(&Origin) -> Vec<String>,
    ) -> Behind {
        let mut behind = Behind::default();
        for (output, told) in values.iter().zip(spoken) {
            let mut group = Group {
                name: output.name.clone(),
                told: told.name.clone(),
                about: about(told, lang),
                sources: sources(told, lang),
                figures: Vec::new(),
            };
            for (cell, in_words) in output.cells.iter().zip(&told.cells).take(MOST) {
                let origin = Origin { name: output.name.clone(), keys: cell.keys.clone() };
                let place = (behind.names.len(), group.figures.len());
                let as_told = Origin { name: told.name.clone(), keys: in_words.keys.clone() };
                behind.anchors.insert(as_told.clone(), place);
                let mut found = of_cell(output, cell, lang);
                found.lines.extend(why(&origin));
                group.figures.push((origin, found));
            }
            behind.names.push(group);
        }
        behind
    }

    /// True where nothing is known of any figure.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The anchor and the tip of a figure.
    pub(super) fn of(&self, origin: &Origin) -> Option<(String, String)> {
        let (name, figure) = self.anchors.get(origin)?;
        let group = self.names.get(*name)?;
        let (_, why) = group.figures.get(*figure)?;
        let about = why.lines.first().or(group.about.first());
        let tip = std::iter::once(format!("{}: {}", origin.told(), why.exact)).chain(about.cloned());
        Some((format!("w{name}-{figure}"), tip.collect::<Vec<_>>().join("\n")))
    }

    /// Where the values of some names come from, in a line, with the readings that they rest on.
    pub(super) fn sources<'a>(&self, names: impl Iterator<Item = &'a str>, lang: Lang) -> Option<String> {
        let mut said: Vec<(&str, Vec<&str>)> = Vec::new();
        for name in names {
            for (document, place) in self.names.iter().filter(|g| g.told == name).flat_map(|g| &g.sources) {
                let held = said.iter().position(|(other, _)| other == document).unwrap_or_else(|| {
                    said.push((document, Vec::new()));
                    said.len().saturating_sub(1)
                });
                let places = said.get_mut(held).map(|(_, places)| places);
                if let (Some(places), Some(place)) = (places, place)
                    && !places.contains(&place.as_str())
                {
                    places.push(place);
                }
            }
        }
        let more = said.len().saturating_sub(MOST_SOURCES);
        let one = |(document, places): &(&str, Vec<&str>)| {
            let places = places.join(", ");
            if places.is_empty() { (*document).to_owned() } else { format!("{document}, {places}") }
        };
        let shown: Vec<String> = said.iter().take(MOST_SOURCES).map(one).collect();
        let rest = if more > 0 {
            lang.pick(format!("; and {more} more"), format!("; og {more} til"))
        } else {
            String::new()
        };
        let alone = said.len() == 1;
        let word =
            lang.pick(if alone { "Source" } else { "Sources" }, if alone { "Kilde" } else { "Kilder" });
        (!shown.is_empty()).then(|| format!("{word}: {}{rest}", shown.join("; ")))
    }

    /// The section at the end of the page.
    pub(super) fn write(&self, out: &mut String, lang: Lang) {
        if self.is_empty() {
            return;
        }
        let _ = writeln!(out, "<section id=\"behind\" class=\"behind\"><h2>{}</h2>", heading(lang));
        for (at, group) in self.names.iter().enumerate() {
            let _ = writeln!(
                out,
                "<details><summary>{} <code>{}</code></summary>",
                escape(&group.told),
                escape(&group.name)
            );
            for line in &group.about {
                let _ = writeln!(out, "<p>{}</p>", escape(line));
            }
            out.push_str("<dl>\n");
            for (i, (origin, why)) in group.figures.iter().enumerate() {
                let _ = write!(
                    out,
                    "<div id=\"w{at}-{i}\"><dt>{}</dt><dd><strong>{}</strong>",
                    escape(&origin.words()),
                    escape(&why.exact)
                );
                if !why.lines.is_empty() {
                    let lines: Vec<String> = why.lines.iter().map(|l| escape(l)).collect();
                    let _ = write!(out, "<pre>{}</pre>", lines.join("\n"));
                }
                out.push_str("</dd></div>\n");
            }
            out.push_str("</dl></details>\n");
        }
        out.push_str("</section>\n");
    }
}

/// What the section at the end is called.
pub(super) fn heading(lang: Lang) -> &'static str {
    lang.pick("Behind the figures", "Bag tallene")
}

/// What holds for every figure of a name: its clauses, and the readings that are not the first.
fn about(output: &Output, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if !output.clauses.is_empty() {
        lines.push(format!("{}: {}", lang.pick("clauses", "bestemmelser"), output.all_clauses().join(", ")));
    }
    if !output.rests_on.is_empty() {
        lines.push(format!("{}: {}", lang.pick("rests on", "hviler p\u{e5}"), output.rests_on.join(", ")));
    }
    lines
}

/// Where an output comes from: what its clauses cite, or the files that its cells stand in; and its readings.
fn sources(output: &Output, lang: Lang) -> Vec<(String, Option<String>)> {
    let mut all: Vec<(String, Option<String>)> = Vec::new();
    let mut add = |document: &str, place: Option<String>| {
        let source = (document.to_owned(), place);
        if !all.contains(&source) {
            all.push(source);
        }
    };
    for clause in &output.clauses {
        for cite in &clause.cites {
            let lines = cite.lines.as_ref().map(|l| lang.pick(format!("lines {l}"), format!("linje {l}")));
            let title = cite.title.as_deref().unwrap_or(&cite.document);
            let unchecked = cite
                .external
                .map(|_| lang.pick(" (no copy to check it by)", " (ingen kopi at efterprøve ved)"));
            add(&format!("{title}{}", unchecked.unwrap_or_default()), lines.or_else(|| cite.place.clone()));
        }
        if clause.cites.is_empty() {
            add(&clause.place, None);
        }
    }
    for place in output.cells.iter().filter_map(|cell| cell.place.as_deref()) {
        // `data/figures.csv:151:13`
        add(place.split(':').next().unwrap_or(place), None);
    }
    for reading in &output.rests_on {
        add(lang.pick("reading", "l\u{e6}sning"), Some(reading.clone()));
    }
    all
}

fn of_cell(output: &Output, cell: &OutputCell, lang: Lang) -> Why {
    let mut why = Why { exact: exact(output, cell, lang), lines: Vec::new() };
    if let Some(place) = &cell.place {
        why.lines.push(place.clone());
    }
    match &cell.value {
        CellValue::Missing(reasons) => {
            why.lines.extend(reasons.iter().map(|note| lang.pick(&note.en, &note.da).clone()));
        }
        CellValue::Draws(summary) => {
            let levels = summary.quantiles.iter().map(|(level, x)| {
                let level = number::float(level * 100.0, 1, lang);
                let level = level.strip_suffix(&lang.pick(".0", ",0")).unwrap_or(&level);
                format!("{level} %: {}", drawn(output, *x, lang))
            });
            why.lines.push(levels.collect::<Vec<_>>().join("; "));
        }
        CellValue::Exact(_) => {}
    }
    if let Some((low, high)) = &cell.range
        && low != high
    {
        let words = lang.pick("rounding leaves open", "afrundingen lader st\u{e5} \u{e5}bent");
        why.lines.push(format!(
            "{words}: {} \u{2013} {}",
            valued(low, output, lang),
            valued(high, output, lang)
        ));
    }
    why
}

/// An exact value with its unit.
fn valued(value: &Exact, output: &Output, lang: Lang) -> String {
    let measure = figures::measure(&output.ty);
    let plain = Unit::none();
    number::with_unit(value, measure.as_ref().map_or(&plain, |m| &m.unit), 12, lang)
}

/// The figure with everything that belongs to it.
fn exact(output: &Output, cell: &OutputCell, lang: Lang) -> String {
    let level = figures::measure(&output.ty).and_then(|m| number::level_words(m.level, lang));
    let level = level.map(|l| format!(" ({l})")).unwrap_or_default();
    match &cell.value {
        CellValue::Exact(value) => format!("{}{level}", valued(value, output, lang)),
        CellValue::Draws(summary) => {
            let mean = drawn(output, summary.mean, lang);
            let word = lang.pick("forecast, mean", "fremskrivning, middel");
            format!("{word} {mean}{level}")
        }
        CellValue::Missing(_) => lang.pick("not known", "ikke kendt").to_owned(),
    }
}

/// A drawn figure with its unit: whole kroner, percents with two decimals.
fn drawn(output: &Output, x: f64, lang: Lang) -> String {
    let Some(measure) = figures::measure(&output.ty) else { return number::float(x, 2, lang) };
    let unit = number::unit_word(&measure.unit, Magnitude::One, lang);
    let figure = if measure.unit.shift() > 0 {
        number::float(x * 100.0, 2, lang)
    } else {
        number::float(x, if measure.is_money() { 0 } else { 2 }, lang)
    };
    if unit == "%" { format!("{figure}%") } else { format!("{figure} {unit}").trim_end().to_owned() }
}
