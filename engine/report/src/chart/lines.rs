//! Series over time, and the fans in which they may go on.
//!
//! In: periods and series. Out: shapes. What is a fact is a whole line with marks; what is a median is dashed, in bands
//! that are lighter the wider they are. Of several series each has its name at its end; long names stand in a key above.
//! Not here: figures.

use super::axis::{Paper, Scale, cut, every, middles, unit_words};
use super::svg::{Anchor, Svg, WIDTH};
use super::{Band, Line};

const RIGHT: f64 = WIDTH - 12.0;
const TOP: f64 = 30.0;
const DEEP: f64 = 216.0;
/// The least distance between the names of two series.
const APART: f64 = 14.0;
/// So many series can be told apart.
const CLASSES: usize = 6;
/// Names up to so many characters stand at the ends of their series; if one is longer, all stand in a key above.
const SHORT_NAME: usize = 13;

pub(super) fn draw(out: &mut Svg, paper: &Paper<'_>, times: &[String], lines: &[Line]) {
    let mut amounts: Vec<f64> = lines.iter().flat_map(|l| l.points.iter().flatten().copied()).collect();
    let bands = lines.iter().flat_map(|l| l.bands.iter());
    amounts.extend(bands.flat_map(|b| b.ends.iter().flatten().flat_map(|(a, b)| [*a, *b])));
    // One series is named by the title.
    let longest = lines.iter().map(|l| l.name.chars().count()).max().unwrap_or(0);
    let named = lines.len() > 1;
    let key = named && longest > SHORT_NAME;
    let top = if key { TOP + key_above(out, lines) } else { TOP };
    let bottom = top + DEEP;
    out.height(bottom + 26.0);
    let y = Scale::new(&amounts, false, bottom, top);
    let left = y.room(paper);
    let names_room = u32::try_from(longest).map_or(0.0, f64::from) * 7.4 + 14.0;
    let right = if named && !key { RIGHT - names_room } else { RIGHT };
    let x = middles(times.len(), left, right);
    y.across(out, paper, left, right);
    unit_words(out, paper);
    let step = every(times, right - left);
    for (i, (time, x)) in times.iter().zip(&x).enumerate() {
        if i % step == 0 {
            out.words("tick", (*x, bottom + 18.0), Anchor::Middle, time);
        }
    }
    for (i, line) in lines.iter().enumerate() {
        for band in &line.bands {
            draw_band(out, paper, &x, &y, (i, line), band);
        }
    }
    for (i, line) in lines.iter().enumerate() {
        draw_line(out, paper, times, &x, &y, (i, line));
    }
    if named && !key {
        names(out, &x, &y, lines);
    }
}

/// The names of the series with their marks, a line each; how high that is.
fn key_above(out: &mut Svg, lines: &[Line]) -> f64 {
    let mut y = TOP;
    for (i, line) in lines.iter().enumerate() {
        let class = class(i);
        out.path(&format!("line s{class}"), &[(2.0, y - 4.0), (24.0, y - 4.0)], false, "");
        out.mark(&format!("mark s{class}"), (13.0, y - 4.0), i % 2 == 1, "");
        out.words(&format!("name s{class}"), (32.0, y), Anchor::Start, &cut(&line.name, 52));
        y += APART + 2.0;
    }
    y - TOP + 4.0
}

/// The class of a series' shapes.
fn class(i: usize) -> usize {
    (i % CLASSES).saturating_add(1)
}

fn draw_band(out: &mut Svg, paper: &Paper<'_>, x: &[f64], y: &Scale, (i, line): (usize, &Line), band: &Band) {
    let mut upper = Vec::new();
    let mut lower = Vec::new();
    // The fan opens at the last fact.
    let first = band.ends.iter().position(Option::is_some);
    let before =
        first.and_then(|f| f.checked_sub(1)).and_then(|b| Some((x.get(b)?, (*line.points.get(b)?)?)));
    if let Some((x, fact)) = before {
        upper.push((*x, y.at(fact)));
    }
    for (x, ends) in x.iter().zip(&band.ends) {
        if let Some((low, high)) = ends {
            upper.push((*x, y.at(*high)));
            lower.push((*x, y.at(*low)));
        }
    }
    if upper.len() < 2 {
        return;
    }
    upper.extend(lower.into_iter().rev());
    let share = crate::number::float(band.share * 100.0, 0, paper.lang);
    let tip = paper
        .lang
        .pick(format!("{}: {share}% interval", line.name), format!("{}: {share} %-interval", line.name));
    let wide = if band.share > 0.9 { "wide" } else { "near" };
    out.path(&format!("band {wide} s{}", class(i)), &upper, true, &tip);
}

fn draw_line(
    out: &mut Svg,
    paper: &Paper<'_>,
    times: &[String],
    x: &[f64],
    y: &Scale,
    (i, line): (usize, &Line),
) {
    let known = line.drawn_from.unwrap_or(line.points.len());
    let place = |at: usize| Some((*x.get(at)?, y.at((*line.points.get(at)?)?)));
    for run in runs(line, 0, known) {
        let points: Vec<(f64, f64)> = run.filter_map(place).collect();
        out.path(&format!("line s{}", class(i)), &points, false, "");
    }
    for run in runs(line, known.saturating_sub(1), line.points.len()) {
        let points: Vec<(f64, f64)> = run.filter_map(place).collect();
        if line.drawn_from.is_some() && points.len() > 1 {
            out.path(&format!("line median s{}", class(i)), &points, false, "");
        }
    }
    for (at, time) in times.iter().enumerate() {
        if let (Some(point), Some(Some(value))) = (place(at), line.points.get(at)) {
            let tip = format!("{} {time}: {}", line.name, paper.amount(*value));
            let open = if at >= known { " open" } else { "" };
            out.mark(&format!("mark s{}{open}", class(i)), point, i % 2 == 1, &tip);
        }
    }
}

/// The stretches without a gap.
fn runs(line: &Line, from: usize, to: usize) -> Vec<std::ops::Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for at in from..=to {
        let known = at < to && line.points.get(at).is_some_and(Option::is_some);
        match (known, start) {
            (true, None) => start = Some(at),
            (false, Some(s)) => {
                runs.push(s..at);
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// The name of each series at its end, none on top of another.
fn names(out: &mut Svg, x: &[f64], y: &Scale, lines: &[Line]) {
    let mut ends: Vec<(f64, f64, usize, &str)> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let last = line.points.iter().zip(x).rev().find_map(|(point, x)| Some(((*point)?, *x)));
        if let Some((value, x)) = last {
            ends.push((y.at(value), x, i, &line.name));
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut last = f64::NEG_INFINITY;
    for (y, x, i, name) in ends {
        let y = y.max(last + APART);
        last = y;
        out.words(&format!("name s{}", class(i)), (x + 9.0, y + 4.0), Anchor::Start, &cut(name, SHORT_NAME));
    }
}
