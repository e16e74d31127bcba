//! One table as aligned text.
//!
//! In: a table and a look. Out: lines; figures stand with their decimal marks under each other, the unit of each column
//! under its heading. A table too wide for the window is cut between columns, and its keys are repeated. Not here: how
//! a figure is spelled (`spelled`).

use crate::model::Table;
use crate::number::Magnitude;
use crate::spelled::{Said, Spelled, UNKNOWN, spelled};
use crate::text::{Look, line, paragraph, wrap};
use unicode_width::UnicodeWidthStr;

/// Blanks between columns.
const BETWEEN: usize = 2;
/// The widest that a column of text is before it is wrapped.
const TEXT_ROOM: usize = 44;
/// The widest that a heading is before it is wrapped.
const HEADING_ROOM: usize = 12;

/// A column ready to print.
struct Laid {
    heading: Vec<String>,
    cells: Vec<Vec<String>>,
    right: bool,
    width: usize,
}

/// The table as text.
#[must_use]
pub(crate) fn render(table: &Table, shared: Magnitude, look: Look) -> String {
    let mut out = String::new();
    let spelled = spelled(table, shared, look.lang);
    if let Some(caption) = &spelled.caption {
        paragraph(&mut out, caption, "", look.width);
    }
    let laid = lay(spelled);
    for part in parts(&laid, table.keys, look.width) {
        if !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
        print_part(&mut out, &laid, &part, table.rows.len());
    }
    for note in &table.notes {
        paragraph(&mut out, note, "", look.width);
    }
    out
}

/// The columns with the lines of every cell.
fn lay(spelled: Spelled) -> Vec<Laid> {
    let mut laid: Vec<Laid> = Vec::new();
    for head in spelled.columns {
        let mut heading = heading_lines(&head.text);
        heading.extend(head.unit);
        laid.push(Laid { heading, cells: Vec::new(), right: head.figures, width: 0 });
    }
    for row in spelled.rows {
        for (column, said) in laid.iter_mut().zip(row) {
            column.cells.push(lines_of(said));
        }
    }
    for column in &mut laid {
        let lines = column.heading.iter().chain(column.cells.iter().flatten());
        column.width = lines.map(|s| s.width()).max().unwrap_or(0);
    }
    laid
}

fn lines_of(said: Said) -> Vec<String> {
    match said {
        Said::Words(text) if text.is_empty() => vec![text],
        Said::Words(text) => wrap(&text, TEXT_ROOM),
        Said::Figure(text) => vec![text],
        Said::Course(points) => vec![course(&points)],
        Said::Missing => vec![UNKNOWN.to_owned()],
    }
}

/// A heading in lines: cut at blanks, and a long name after an underscore.
fn heading_lines(heading: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in heading.split_whitespace() {
        let mut rest = String::new();
        for part in word.split_inclusive('_') {
            if !rest.is_empty() && rest.width().saturating_add(part.width()) > HEADING_ROOM {
                lines.push(std::mem::take(&mut rest));
            }
            rest.push_str(part);
        }
        match lines.last_mut() {
            Some(last) if !last.ends_with('_') && last.width() + 1 + rest.width() <= HEADING_ROOM => {
                last.push(' ');
                last.push_str(&rest);
            }
            _ => lines.push(rest),
        }
    }
    lines
}

/// The course of a series in eight heights; a gap is a blank.
pub(crate) fn course(points: &[Option<f64>]) -> String {
    const BARS: [char; 8] =
        ['\u{2581}', '\u{2582}', '\u{2583}', '\u{2584}', '\u{2585}', '\u{2586}', '\u{2587}', '\u{2588}'];
    let low = points.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let high = points.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    let bar = |x: f64| {
        let share = (x - low) / (high - low);
        let step = BARS.iter().enumerate().take_while(|(i, _)| share * 8.0 >= index_as_float(*i)).last();
        step.map_or(' ', |(_, c)| *c)
    };
    points.iter().map(|p| p.map_or(' ', bar)).collect()
}

fn index_as_float(i: usize) -> f64 {
    u32::try_from(i).map_or(0.0, f64::from)
}

/// The columns of each part: the keys, then as many as fit.
fn parts(laid: &[Laid], keys: usize, width: usize) -> Vec<Vec<usize>> {
    let keys = keys.min(laid.len());
    let cost = |i: usize| laid.get(i).map_or(0, |c| c.width.saturating_add(BETWEEN));
    let base: usize = (0..keys).map(cost).sum();
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut current: Vec<usize> = (0..keys).collect();
    let mut used = base;
    for i in keys..laid.len() {
        if used.saturating_add(cost(i)).saturating_sub(BETWEEN) > width && current.len() > keys {
            parts.push(std::mem::replace(&mut current, (0..keys).collect()));
            used = base;
        }
        current.push(i);
        used = used.saturating_add(cost(i));
    }
    if !current.is_empty() {
        parts.push(current);
    }
    parts
}

fn print_part(out: &mut String, laid: &[Laid], part: &[usize], rows: usize) {
    let columns: Vec<&Laid> = part.iter().filter_map(|i| laid.get(*i)).collect();
    let tall = columns.iter().map(|c| c.heading.len()).max().unwrap_or(0);
    for at in 0..tall {
        let pieces = columns.iter().map(|c| {
            // Headings stand on the line above the figures: short ones are moved down.
            let above = tall.saturating_sub(c.heading.len());
            let text = at.checked_sub(above).and_then(|i| c.heading.get(i)).map_or("", String::as_str);
            pad(text, c.width, c.right)
        });
        line(out, &pieces.collect::<Vec<_>>().join(&" ".repeat(BETWEEN)));
    }
    for row in 0..rows {
        let tall = columns.iter().filter_map(|c| c.cells.get(row)).map(Vec::len).max().unwrap_or(1);
        for at in 0..tall {
            let pieces = columns.iter().map(|c| {
                let text = c.cells.get(row).and_then(|lines| lines.get(at)).map_or("", String::as_str);
                pad(text, c.width, c.right)
            });
            line(out, &pieces.collect::<Vec<_>>().join(&" ".repeat(BETWEEN)));
        }
    }
}

fn pad(text: &str, width: usize, right: bool) -> String {
    let blanks = " ".repeat(width.saturating_sub(text.width()));
    if right { format!("{blanks}{text}") } else { format!("{text}{blanks}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_runs_from_lowest_to_highest() {
        assert_eq!(course(&[Some(1.0), Some(2.0), None, Some(3.0)]), "\u{2581}\u{2585} \u{2588}");
    }
}
