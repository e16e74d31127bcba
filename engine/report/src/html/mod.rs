//! A report as one page: a file of its own that asks the network for nothing, runs no script and prints well.
//!
//! In: a report, what stands at its foot, what is known of each figure. Out: HTML. Every word from outside is escaped in one
//! place; the page forbids itself to load anything. Not here: what a report says (`run_report`, `comply_report`).

mod behind;
mod figure;
mod style;

use crate::chart::Chart;
use crate::model::{Block, Report, Section};
use crate::number;
use crate::spelled;
use ramme_value::Lang;
use std::fmt::Write as _;

pub use behind::{Behind, Why};

/// What stands at the foot of a page: enough to make it again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Foot {
    /// The command line that makes the page again.
    pub command: String,
    /// What the result rests on: a name and a value each, such as `rules` and its hash.
    pub facts: Vec<(String, String)>,
}

/// Text as it may stand between tags and inside quotes; what would steer or turn the writing is made visible.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in number::visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Words for a heading of the page.
const LONGEST_HEADING: usize = 300;

/// The page.
#[must_use]
pub fn page(report: &Report, foot: &Foot, behind: &Behind, lang: Lang) -> String {
    let mut out = String::new();
    let title = escape(&shortened(&report.title));
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"ramme\">\n\
         <title>{title}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n<header>\n<h1>{title}</h1>\n",
        lang.pick("en", "da"),
        style::CSS
    );
    write_basis(&mut out, &report.basis, lang);
    if !report.summary.is_empty() {
        let _ = writeln!(out, "<p class=\"summary\">{}</p>", escape(&report.summary));
    }
    out.push_str("</header>\n");
    contents(&mut out, report, behind, lang);
    for (i, section) in report.sections.iter().enumerate() {
        write_section(&mut out, i, section, behind, lang);
    }
    behind.write(&mut out, lang);
    write_foot(&mut out, foot, lang);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// What the report rests on. A long list of readings is folded: it is there, and does not stand before the result.
fn write_basis(out: &mut String, basis: &[String], lang: Lang) {
    let word = crate::run_report::reading_word(lang);
    let (readings, facts): (Vec<&String>, Vec<&String>) =
        basis.iter().partition(|line| line.starts_with(word));
    for line in &facts {
        let _ = writeln!(out, "<p class=\"basis\">{}</p>", escape(line));
    }
    let named: usize = readings.iter().map(|line| crate::run_report::readings_named(line, lang)).sum();
    let folded = named > FOLDED_FROM;
    if folded {
        let n = number::count(named, lang);
        let words = lang.pick(
            format!("{n} readings of what the texts leave open"),
            format!("{n} l\u{e6}sninger af det, som teksterne lader st\u{e5} \u{e5}bent"),
        );
        let _ = writeln!(out, "<details class=\"basis\"><summary>{words}</summary>");
    }
    for line in &readings {
        let _ = writeln!(out, "<p class=\"basis\">{}</p>", escape(&line.replace(" = ", ": ")));
    }
    if folded {
        out.push_str("</details>\n");
    }
}

/// More readings than this are folded.
const FOLDED_FROM: usize = 4;

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_HEADING {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST_HEADING).collect();
    short.push('\u{2026}');
    short
}

/// Where to find what; nothing where there are only two parts.
fn contents(out: &mut String, report: &Report, behind: &Behind, lang: Lang) {
    if report.sections.len() < 3 {
        return;
    }
    let _ = writeln!(out, "<nav aria-label=\"{}\"><ul>", lang.pick("Contents", "Indhold"));
    for (i, section) in report.sections.iter().enumerate().filter(|(_, s)| !s.heading.is_empty()) {
        let _ = writeln!(out, "<li><a href=\"#s{i}\">{}</a></li>", escape(&shortened(&section.heading)));
    }
    if !behind.is_empty() {
        let _ = writeln!(out, "<li><a href=\"#behind\">{}</a></li>", behind::heading(lang));
    }
    out.push_str("</ul></nav>\n");
}

fn write_section(out: &mut String, at: usize, section: &Section, behind: &Behind, lang: Lang) {
    let _ = writeln!(out, "<section id=\"s{at}\">");
    if !section.heading.is_empty() {
        let _ = writeln!(out, "<h2>{}</h2>", escape(&shortened(&section.heading)));
    }
    let tables = section.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Text(_) | Block::List(_) | Block::Chart(_) => None,
    });
    let magnitude = spelled::magnitude(tables);
    let charts = section.blocks.iter().filter_map(|block| match block {
        Block::Chart(chart) => Some(chart),
        Block::Text(_) | Block::List(_) | Block::Table(_) => None,
    });
    let drawn_in = Chart::magnitude(charts);
    let mut open = false;
    for (i, block) in section.blocks.iter().enumerate() {
        let drawn = matches!(block, Block::Chart(_));
        if drawn != open {
            out.push_str(if drawn { "<div class=\"charts\">\n" } else { "</div>\n" });
            open = drawn;
        }
        match block {
            Block::Text(text) => {
                for line in text.lines() {
                    let _ = writeln!(out, "<p>{}</p>", escape(line));
                }
            }
            Block::List(items) => {
                // What stands alone at the top is what the page has to say.
                let head = at == 0 && section.blocks.len() == 1;
                out.push_str(if head { "<ul class=\"head\">\n" } else { "<ul>\n" });
                for item in items {
                    let _ = writeln!(out, "<li>{}</li>", escape(item));
                }
                out.push_str("</ul>\n");
            }
            Block::Table(table) => figure::table(out, table, magnitude, behind, lang),
            Block::Chart(chart) => figure::chart(out, chart, &format!("c{at}-{i}"), drawn_in, behind, lang),
        }
    }
    if open {
        out.push_str("</div>\n");
    }
    out.push_str("</section>\n");
}

fn write_foot(out: &mut String, foot: &Foot, lang: Lang) {
    let _ = writeln!(
        out,
        "<footer>\n<h2>{}</h2>",
        lang.pick("How to make this again", "S\u{e5}dan laves det igen")
    );
    if !foot.command.is_empty() {
        let _ = writeln!(out, "<pre><code>{}</code></pre>", escape(&foot.command));
    }
    out.push_str("<dl>\n");
    for (name, value) in &foot.facts {
        let _ = writeln!(out, "<div><dt>{}</dt><dd>{}</dd></div>", escape(name), escape(value));
    }
    out.push_str("</dl>\n</footer>\n");
}

#[cfg(test)]
mod tests;
