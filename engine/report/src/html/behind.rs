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
    anchors: BTreeMap<Origin, String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    name: String,
    /// What holds for all of them.
    about: Vec<String>,
    figures: Vec<(Origin, Why)>,
}

/// So many figures of one name are explained; a run's JSON has all of them.
const MOST: usize = 400;

impl Behind {
    /// What the values of a run say of themselves; `why` adds the tree of reasons where there is one.
    pub fn of_values(values: &[Output], lang: Lang, mut why: impl FnMut(&Origin) -> Vec<String>) -> Behind {
        let mut behind = Behind::default();
        for output in values {
            let mut group =
                Group { name: output.name.clone(), about: about(output, lang), figures: Vec::new() };
            for cell in output.cells.iter().take(MOST) {
                let origin = Origin { name: output.name.clone(), keys: cell.keys.clone() };
                let anchor = format!("w{}-{}", behind.names.len(), group.figures.len());
                behind.anchors.insert(origin.clone(), anchor);
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
    pub(super) fn of(&self, origin: &Origin) -> Option<(&str, String)> {
        let anchor = self.anchors.get(origin)?;
        let group = self.names.iter().find(|g| g.name == origin.name)?;
        let (_, why) = group.figures.iter().find(|(o, _)| o == origin)?;
        let about = why.lines.first().or(group.about.first());
        let tip = std::iter::once(format!("{} = {}", origin.words(), why.exact)).chain(about.cloned());
        Some((anchor, tip.collect::<Vec<_>>().join("\n")))
    }

    /// The section at the end of the page.
    pub(super) fn write(&self, out: &mut String, lang: Lang) {
        if self.is_empty() {
            return;
        }
        let _ = writeln!(out, "<section id=\"behind\" class=\"behind\"><h2>{}</h2>", heading(lang));
        for (at, group) in self.names.iter().enumerate() {
            let _ = writeln!(out, "<details><summary>{}</summary>", escape(&group.name));
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
