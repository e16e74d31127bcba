//! Amounts side by side.
//!
//! In: bars. Out: shapes. A fact is a filled bar, a median an outlined one; an interval is a line with ends. Few bars stand
//! up with their labels below; many lie down with their labels to the left. Not here: figures.

use super::Bar;
use super::axis::{Paper, Scale, cut, middles, unit_words};
use super::svg::{Anchor, Svg, WIDTH};

/// More bars than this lie down.
const STANDING: usize = 10;
const RIGHT: f64 = WIDTH - 12.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 246.0;
/// How much room the labels of lying bars have.
const LABELS: f64 = 150.0;
/// How high a lying bar is, with the gap to the next.
const EACH: f64 = 17.0;

pub(super) fn draw(out: &mut Svg, paper: &Paper<'_>, bars: &[Bar]) {
    let mut amounts: Vec<f64> = bars.iter().map(|b| b.value).collect();
    amounts.extend(bars.iter().filter_map(|b| b.interval).flat_map(|(a, b)| [a, b]));
    unit_words(out, paper);
    if bars.len() > STANDING || bars.iter().any(|b| b.label.chars().count() > 8) {
        lying(out, paper, bars, &amounts);
    } else {
        standing(out, paper, bars, &amounts);
    }
}

fn tip(paper: &Paper<'_>, bar: &Bar) -> String {
    let amount = paper.amount(bar.value);
    match bar.interval {
        Some((low, high)) => {
            format!("{}: {amount} ({} \u{2013} {})", bar.label, paper.figure(low), paper.figure(high))
        }
        None => format!("{}: {amount}", bar.label),
    }
}

fn class(bar: &Bar) -> &'static str {
    if bar.drawn { "bar open" } else { "bar" }
}

fn standing(out: &mut Svg, paper: &Paper<'_>, bars: &[Bar], amounts: &[f64]) {
    out.height(BOTTOM + 26.0);
    let y = Scale::new(amounts, true, BOTTOM, TOP);
    let left = y.room(paper);
    y.across(out, paper, left, RIGHT);
    let x = middles(bars.len(), left, RIGHT);
    let half = x.first().map_or(12.0, |x| ((x - left) * 0.62).min(26.0));
    for (bar, x) in bars.iter().zip(x) {
        out.rect(class(bar), (x - half, y.at(0.0)), (x + half, y.at(bar.value)), &tip(paper, bar));
        if let Some((low, high)) = bar.interval {
            out.line("whisker", (x, y.at(low)), (x, y.at(high)));
            out.line("whisker", (x - 5.0, y.at(low)), (x + 5.0, y.at(low)));
            out.line("whisker", (x - 5.0, y.at(high)), (x + 5.0, y.at(high)));
        }
        out.words("tick", (x, BOTTOM + 18.0), Anchor::Middle, &cut(&bar.label, 9));
    }
}

fn lying(out: &mut Svg, paper: &Paper<'_>, bars: &[Bar], amounts: &[f64]) {
    let bottom = TOP + EACH * u32::try_from(bars.len()).map_or(0.0, f64::from);
    out.height(bottom + 28.0);
    let x = Scale::new(amounts, true, LABELS, RIGHT - 8.0);
    x.down(out, paper, TOP, bottom);
    for (bar, y) in bars.iter().zip(middles(bars.len(), TOP, bottom)) {
        out.rect(class(bar), (x.at(0.0), y - 6.0), (x.at(bar.value), y + 6.0), &tip(paper, bar));
        if let Some((low, high)) = bar.interval {
            out.line("whisker", (x.at(low), y), (x.at(high), y));
            out.line("whisker", (x.at(low), y - 4.0), (x.at(low), y + 4.0));
            out.line("whisker", (x.at(high), y - 4.0), (x.at(high), y + 4.0));
        }
        out.words("tick", (LABELS - 8.0, y + 4.0), Anchor::End, &cut(&bar.label, 21));
    }
}
