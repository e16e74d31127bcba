//! Tables and charts as tags.
//!
//! In: a table or a chart. Out: HTML. A table scrolls inside its own frame where the window is narrow; a column of many
//! figures has small bars behind them; a figure says on pointing what it is exactly and leads to what is behind it. Not
//! here: how a figure is spelled (`spelled`).

use super::{Behind, escape};
use crate::chart::Chart;
use crate::model::{Cell, Table};
use crate::number::{self, Magnitude};
use crate::spelled::{Said, UNKNOWN, spelled};
use ramme_value::Lang;
use std::fmt::Write as _;

/// From so many rows on, figures have bars behind them.
const WORTH_BARS: usize = 8;

/// Words that stand on one line, however narrow the window.
const SHORT: usize = 24;

/// A chart with the table behind it.
pub(super) fn chart(
    out: &mut String,
    chart: &Chart,
    id: &str,
    shared: Magnitude,
    behind: &Behind,
    lang: Lang,
) {
    let _ = writeln!(out, "<figure class=\"chart\"><figcaption>{}</figcaption>", escape(&chart.title));
    out.push_str(&chart.svg(id, shared, lang));
    let summary = lang.pick("The figures", "Tallene");
    let _ = writeln!(out, "<p class=\"alt\">{}</p>", escape(&chart.description));
    sources(out, behind, chart.of.iter().map(String::as_str), lang);
    let _ = writeln!(out, "<details><summary>{summary}</summary>");
    table(out, &chart.table(lang), shared, &Behind::default(), lang);
    out.push_str("</details></figure>\n");
}

/// Where figures come from, under them.
fn sources<'a>(out: &mut String, behind: &Behind, names: impl Iterator<Item = &'a str>, lang: Lang) {
    if let Some(line) = behind.sources(names, lang) {
        let _ = writeln!(out, "<p class=\"sources\"><a href=\"#behind\">{}</a></p>", escape(&line));
    }
}

/// The unit that all columns of figures share, where there are several: it is said once, above.
fn one_unit(said: &[crate::spelled::Head]) -> Option<&str> {
    let mut units = said.iter().filter(|head| head.figures).map(|head| head.unit.as_deref());
    let first = units.next()??;
    let mut rest = units.peekable();
    (rest.peek().is_some() && rest.all(|unit| unit == Some(first))).then_some(first)
}

/// Most columns of a table that stands in one piece: so many fit a sheet of paper, where nobody can scroll.
const MOST_COLUMNS: usize = 10;

/// The columns of each piece of a table, with those that name the row in each. A range stays beside its value.
fn pieces(table: &Table) -> Vec<Vec<usize>> {
    let all = table.columns.len();
    if all <= MOST_COLUMNS {
        return vec![(0..all).collect()];
    }
    let keys: Vec<usize> = (0..table.keys.min(all)).collect();
    let heading = |at: usize| table.columns.get(at).map_or("", |column| column.heading.as_str());
    let mut out = Vec::new();
    let mut piece = keys.clone();
    for at in keys.len()..all {
        let follows = |next: usize, of: usize| heading(next).starts_with(&format!("{}, ", heading(of)));
        let with_next = 1 + usize::from(at + 1 < all && follows(at + 1, at));
        let bound = piece.len() > keys.len() && follows(at, at.saturating_sub(1));
        if !bound && piece.len() > keys.len() && piece.len().saturating_add(with_next) > MOST_COLUMNS {
            out.push(std::mem::replace(&mut piece, keys.clone()));
        }
        piece.push(at);
    }
    out.push(piece);
    out
}

/// A table, in several pieces where it has many columns.
pub(super) fn table(out: &mut String, table: &Table, shared: Magnitude, behind: &Behind, lang: Lang) {
    let said = spelled(table, shared, lang);
    let label = said.caption.clone().unwrap_or_else(|| lang.pick("table", "tabel").to_owned());
    let shared_unit = one_unit(&said.columns).map(str::to_owned);
    let caption = [said.caption.as_deref(), shared_unit.as_deref()].into_iter().flatten();
    let caption = caption.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let bars = bars(table);
    for piece in pieces(table) {
        let _ = writeln!(
            out,
            "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table>",
            escape(&label)
        );
        if !caption.is_empty() {
            let _ = writeln!(out, "<caption>{}</caption>", escape(&caption));
        }
        write_heads(out, piece.iter().filter_map(|at| said.columns.get(*at)), shared_unit.is_none());
        out.push_str("<tbody>\n");
        for (at, row) in said.rows.iter().enumerate() {
            out.push_str("<tr>");
            for column in &piece {
                let Some(cell) = row.get(*column) else { continue };
                let figures = said.columns.get(*column).is_some_and(|c| c.figures);
                let bar = bars.get(*column).copied().flatten();
                write_cell(out, table, (at, *column), cell, figures, bar, behind, lang);
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody></table></div>\n");
    }
    for note in &table.notes {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(note));
    }
    let mut names: Vec<&str> = table.origins.values().map(|origin| origin.name.as_str()).collect();
    names.dedup();
    sources(out, behind, names.into_iter(), lang);
}

/// The heads of columns, each with its unit where they do not share one.
fn write_heads<'a>(out: &mut String, heads: impl Iterator<Item = &'a crate::spelled::Head>, units: bool) {
    out.push_str("<thead><tr>");
    for head in heads {
        let class = if head.figures { " class=\"n\"" } else { "" };
        let unit = head.unit.as_ref().filter(|_| units);
        let unit = unit.map(|u| format!("<span class=\"unit\">{}</span>", escape(u)));
        // A name in one word may be broken where its parts meet.
        let text = escape(&head.text).replace('_', "_<wbr>");
        let _ = write!(out, "<th scope=\"col\"{class}>{text}{}</th>", unit.unwrap_or_default());
    }
    out.push_str("</tr></thead>\n");
}

#[allow(clippy::too_many_arguments, reason = "one cell, and everything that it depends on")]
fn write_cell(
    out: &mut String,
    table: &Table,
    (row, column): (usize, usize),
    cell: &Said,
    figures: bool,
    largest: Option<f64>,
    behind: &Behind,
    lang: Lang,
) {
    let tag = if column < table.keys && !figures { "th scope=\"row\"" } else { "td" };
    let name = tag.split(' ').next().unwrap_or("td");
    let class = match cell {
        _ if figures => " class=\"n\"",
        Said::Words(text) if text.chars().count() <= SHORT => " class=\"s\"",
        _ => "",
    };
    let text = match cell {
        Said::Words(text) => escape(text),
        Said::Figure(text) => {
            let text = escape(text);
            match table.origins.get(&(row, column)).and_then(|o| behind.of(o)) {
                Some((anchor, tip)) => format!("<a href=\"#{anchor}\" title=\"{}\">{text}</a>", escape(&tip)),
                None => text,
            }
        }
        Said::Course(points) => spark(points),
        Said::Missing => {
            format!(
                "<abbr title=\"{}\">{UNKNOWN}</abbr>",
                lang.pick("not known; see below", "ikke kendt; se nedenfor")
            )
        }
    };
    let size = table.rows.get(row).and_then(|r| r.cells.get(column)).and_then(size);
    let bar = match (largest, size) {
        (Some(largest), Some(size)) if largest > 0.0 => {
            let less = if size < 0.0 { " less" } else { "" };
            format!(
                "<span class=\"bar{less}\" style=\"width:{:.1}%\"></span>",
                (size.abs() / largest * 100.0).min(100.0)
            )
        }
        _ => String::new(),
    };
    let class = if bar.is_empty() { class } else { " class=\"n bars\"" };
    let _ = write!(out, "<{tag}{class}>{text}{bar}</{name}>");
}

fn size(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Figure(f) => f.size(),
        _ => None,
    }
}

/// The largest figure of each column that has bars: many figures, and not all of one size.
fn bars(table: &Table) -> Vec<Option<f64>> {
    let of = |column: usize| {
        let sizes: Vec<f64> = table.rows.iter().filter_map(|r| r.cells.get(column).and_then(size)).collect();
        if sizes.len() < WORTH_BARS || table.rows.len() < WORTH_BARS || column < table.keys {
            return None;
        }
        let largest = sizes.iter().map(|x| x.abs()).fold(0.0, f64::max);
        (largest > 0.0).then_some(largest)
    };
    (0..table.columns.len()).map(of).collect()
}

/// The course of a series, drawn small; its lowest and highest stand in the table beside it.
fn spark(points: &[Option<f64>]) -> String {
    let known: Vec<f64> = points.iter().flatten().copied().collect();
    let low = known.iter().copied().fold(f64::INFINITY, f64::min);
    let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let last = u32::try_from(points.len().saturating_sub(1).max(1)).map_or(1.0, f64::from);
    let mut d = String::new();
    let mut pen = "M";
    for (i, point) in points.iter().enumerate() {
        match point {
            Some(y) => {
                let x = 1.0 + u32::try_from(i).map_or(0.0, f64::from) / last * 58.0;
                let share = if high > low { (y - low) / (high - low) } else { 0.5 };
                let _ = write!(d, "{pen}{} {}", short(x), short(17.0 - share * 15.0));
                pen = "L";
            }
            None => pen = "M",
        }
    }
    format!("<svg class=\"spark\" viewBox=\"0 0 60 18\" aria-hidden=\"true\"><path d=\"{d}\"/></svg>")
}

fn short(x: f64) -> String {
    number::float(x, 1, Lang::En).replace(',', "")
}
