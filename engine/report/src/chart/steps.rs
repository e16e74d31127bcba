//! From one amount to another, step by step: a waterfall.
//!
//! In: where it starts, what each step adds, where it ends. Out: shapes, lying, each step beginning where the one before
//! ended; what adds and what takes away differ in class and in the sign beside them. Not here: whether the steps add up.

use super::axis::{Paper, Scale, middles, unit_words, width_of};
use super::svg::{Anchor, Svg, WIDTH};

const LABELS: f64 = 178.0;
const TOP: f64 = 30.0;
const EACH: f64 = 44.0;
/// So many characters fit into a line of a label.
const ROOM: usize = 23;

pub(super) fn draw(
    out: &mut Svg,
    paper: &Paper<'_>,
    start: &(String, f64),
    steps: &[(String, f64)],
    end: &(String, f64),
) {
    let rows = steps.len().saturating_add(2);
    let bottom = TOP + EACH * u32::try_from(rows).map_or(0.0, f64::from);
    out.height(bottom + 26.0);
    let mut ends = vec![start.1];
    for (_, by) in steps {
        ends.push(ends.last().copied().unwrap_or(0.0) + by);
    }
    let mut amounts = ends.clone();
    amounts.push(end.1);
    let signed = |by: f64| format!("{}{}", if by > 0.0 { "+" } else { "" }, paper.figure(by));
    let written = steps.iter().map(|(_, by)| signed(*by)).chain([start.1, end.1].map(|x| paper.figure(x)));
    let right = WIDTH - width_of(written.map(|text| text.chars().count()).max().unwrap_or(0)) - 12.0;
    let x = scale(&amounts, right);
    x.down(out, paper, TOP, bottom);
    unit_words(out, paper);
    let y = middles(rows, TOP, bottom);
    let left = if x.holds_zero() { x.at(0.0) } else { LABELS };
    let whole = |out: &mut Svg, (label, value): &(String, f64), y: f64| {
        let tip = format!("{label}: {}", paper.amount(*value));
        out.rect("bar", (left, y - 9.0), (x.at(*value), y + 9.0), &tip);
        out.label("tick strong", (LABELS - 8.0, y), Anchor::End, label, ROOM);
        out.words("value", (right + 6.0, y + 4.0), Anchor::Start, &paper.figure(*value));
    };
    if let (Some(first), Some(last)) = (y.first(), y.last()) {
        whole(out, start, *first);
        whole(out, end, *last);
    }
    for (((label, by), y), from) in steps.iter().zip(y.iter().skip(1)).zip(&ends) {
        let tip = format!("{label}: {}", paper.amount(*by));
        let class = if *by < 0.0 { "step less" } else { "step more" };
        out.rect(class, (x.at(*from), y - 9.0), (x.at(from + by), y + 9.0), &tip);
        out.label("tick", (LABELS - 8.0, *y), Anchor::End, label, ROOM);
        out.words("value", (right + 6.0, y + 4.0), Anchor::Start, &signed(*by));
    }
}

/// Steps that are small beside the whole would be invisible on a scale from zero.
fn scale(amounts: &[f64], right: f64) -> Scale {
    let high = amounts.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let low = amounts.iter().copied().fold(f64::INFINITY, f64::min);
    let small = low > 0.0 && high - low < 0.3 * high;
    Scale::new(amounts, !small, LABELS, right - 10.0)
}
