//! A tree of labels and figures as text: branches drawn, figures in columns.
//!
//! In: branches. Out: lines that fit a width. Not here: what they say.

use crate::text::{Look, line, wrap};
use unicode_width::UnicodeWidthStr as _;

/// One entry of a tree.
#[derive(Debug, Clone, Default)]
pub(super) struct Branch {
    /// What it is.
    pub label: String,
    /// Its figures, a column each.
    pub figures: Vec<String>,
    /// Lines under it.
    pub details: Vec<String>,
    /// What hangs on it.
    pub branches: Vec<Branch>,
}

/// The least that is left for labels.
const LEAST_LABEL: usize = 24;

/// How wide the columns are.
struct Columns {
    label: usize,
    figures: Vec<usize>,
}

/// The tree as text. `headings` stand over the columns of figures, where there are any.
pub(super) fn render(out: &mut String, root: &Branch, headings: &[String], look: Look) {
    let columns = columns(root, headings, look);
    if headings.iter().any(|h| !h.is_empty()) {
        put(out, "", "", "", headings, &columns);
    }
    draw(out, root, ("", ""), &columns, look);
}

fn columns(root: &Branch, headings: &[String], look: Look) -> Columns {
    let mut figures: Vec<usize> = headings.iter().map(|h| h.width()).collect();
    let mut label = 0;
    let mut waiting = vec![(root, 0_usize)];
    while let Some((branch, depth)) = waiting.pop() {
        label = label.max(branch.label.width().saturating_add(depth.saturating_mul(3)));
        for (at, figure) in branch.figures.iter().enumerate() {
            match figures.get_mut(at) {
                Some(width) => *width = (*width).max(figure.width()),
                None => figures.push(figure.width()),
            }
        }
        waiting.extend(branch.branches.iter().map(|b| (b, depth.saturating_add(1))));
    }
    let taken: usize = figures.iter().map(|w| w.saturating_add(2)).sum();
    let room = look.width.saturating_sub(taken).max(LEAST_LABEL);
    Columns { label: label.min(room), figures }
}

/// Draws a branch: `first` stands before its own line, `rest` before every other line of it.
fn draw(out: &mut String, branch: &Branch, (first, rest): (&str, &str), columns: &Columns, look: Look) {
    let bar = if branch.branches.is_empty() { "   " } else { "\u{2502}  " };
    let room = columns.label.saturating_sub(first.width()).max(LEAST_LABEL / 2);
    for (at, piece) in wrap(&branch.label, room).iter().enumerate() {
        let figures: &[String] = if at == 0 { &branch.figures } else { &[] };
        let (before, inner) = if at == 0 { (first, "") } else { (rest, bar) };
        put(out, before, inner, piece, figures, columns);
    }
    let indent = format!("{rest}{bar}");
    for detail in &branch.details {
        for piece in wrap(detail, look.width.saturating_sub(indent.width()).max(LEAST_LABEL)) {
            line(out, &format!("{indent}{piece}"));
        }
    }
    let last = branch.branches.len().saturating_sub(1);
    for (at, below) in branch.branches.iter().enumerate() {
        let (own, more) =
            if at == last { ("\u{2514}\u{2500} ", "   ") } else { ("\u{251c}\u{2500} ", "\u{2502}  ") };
        draw(out, below, (&format!("{rest}{own}"), &format!("{rest}{more}")), columns, look);
    }
}

fn put(out: &mut String, before: &str, inner: &str, label: &str, figures: &[String], columns: &Columns) {
    let mut text = format!("{before}{inner}{label}");
    if figures.iter().any(|f| !f.is_empty()) {
        pad(&mut text, columns.label);
    }
    for (figure, width) in figures.iter().zip(&columns.figures) {
        text.push_str("  ");
        let missing = width.saturating_sub(figure.width());
        text.push_str(&" ".repeat(missing));
        text.push_str(figure);
    }
    line(out, &text);
}

fn pad(text: &mut String, width: usize) {
    let missing = width.saturating_sub(text.width());
    text.push_str(&" ".repeat(missing));
}
