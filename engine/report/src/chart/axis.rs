//! Scales and their marks: from amounts to places on paper, and round figures along the way.
//!
//! In: amounts. Out: coordinates, round figures, figures as text. Not here: shapes.

use super::svg::{Anchor, CHARACTER, Svg, WIDTH};
use crate::model::Measure;
use crate::number::{self, Magnitude};
use ramme_value::Lang;

/// What the figures of a chart are written in.
pub(super) struct Paper<'a> {
    pub(super) measure: &'a Measure,
    pub(super) magnitude: Magnitude,
    pub(super) lang: Lang,
}

impl Paper<'_> {
    /// The unit, once for the whole chart.
    pub(super) fn unit(&self) -> String {
        let unit = number::unit_word(&self.measure.unit, self.magnitude, self.lang);
        match number::level_words(self.measure.level, self.lang) {
            Some(level) => format!("{unit}, {level}"),
            None => unit,
        }
    }

    fn scaled(&self, x: f64) -> f64 {
        if self.measure.unit.shift() > 0 { x * 100.0 } else { x / self.magnitude.factor() }
    }

    /// A figure with as many decimals as a table would show.
    pub(super) fn figure(&self, x: f64) -> String {
        let decimals = match self.magnitude {
            _ if self.measure.unit.shift() > 0 => 1,
            Magnitude::One => self.measure.decimals.min(2),
            other => other.decimals(),
        };
        number::float(self.scaled(x), decimals, self.lang)
    }

    /// A figure with its unit.
    pub(super) fn amount(&self, x: f64) -> String {
        let unit = number::unit_word(&self.measure.unit, self.magnitude, self.lang);
        let figure = self.figure(x);
        if unit == "%" { format!("{figure}%") } else { format!("{figure} {unit}").trim_end().to_owned() }
    }

    /// A round figure with no more decimals than its step needs.
    fn round(&self, x: f64, step: f64) -> String {
        let step = self.scaled(step).abs();
        let decimals = (0..6u8).find(|d| {
            let by = 10f64.powi(i32::from(*d));
            ((step * by).round() - step * by).abs() < 1e-6
        });
        number::float(self.scaled(x), decimals.unwrap_or(0), self.lang)
    }
}

/// A scale from amounts to places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    step: f64,
}

impl Scale {
    /// A scale that holds all amounts between round ends; `with_zero` where lengths are compared.
    pub(super) fn new(amounts: &[f64], with_zero: bool, from: f64, to: f64) -> Scale {
        let known = amounts.iter().copied().filter(|x| x.is_finite());
        let (mut low, mut high) =
            known.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if with_zero {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if high - low <= f64::EPSILON * high.abs().max(1.0) {
            let room = if high.abs() > 0.0 { high.abs() * 0.1 } else { 1.0 };
            (low, high) =
                if with_zero && low >= 0.0 { (0.0, high + room) } else { (low - room, high + room) };
        }
        let step = round_step((high - low) / 4.0);
        Scale { low: (low / step).floor() * step, high: (high / step).ceil() * step, from, to, step }
    }

    pub(super) fn at(&self, x: f64) -> f64 {
        let share = (x - self.low) / (self.high - self.low);
        self.from + share * (self.to - self.from)
    }

    /// The round figures from end to end.
    pub(super) fn marks(&self) -> Vec<f64> {
        let mut marks = Vec::new();
        let mut i = 0u32;
        loop {
            let x = self.low + f64::from(i) * self.step;
            if x > self.high + self.step * 1e-6 || i > 40 {
                return marks;
            }
            // What is nothing but for the last bits is nothing.
            marks.push(if x.abs() < self.step * 1e-6 { 0.0 } else { x });
            i = i.saturating_add(1);
        }
    }

    pub(super) fn holds_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }

    /// How much room the figures beside an upright scale take.
    pub(super) fn room(&self, paper: &Paper<'_>) -> f64 {
        let longest = self.marks().into_iter().map(|mark| paper.round(mark, self.step).chars().count()).max();
        width_of(longest.unwrap_or(1)) + 10.0
    }

    /// Lines across the paper with their figures to the left.
    pub(super) fn across(&self, out: &mut Svg, paper: &Paper<'_>, left: f64, right: f64) {
        for mark in self.marks() {
            let y = self.at(mark);
            let class = if mark.total_cmp(&0.0).is_eq() { "zero" } else { "grid" };
            out.line(class, (left, y), (right, y));
            out.words("tick", (left - 6.0, y + 4.0), Anchor::End, &paper.round(mark, self.step));
        }
    }

    /// Lines down the paper with their figures below.
    pub(super) fn down(&self, out: &mut Svg, paper: &Paper<'_>, top: f64, bottom: f64) {
        let marks = self.marks();
        let texts: Vec<String> = marks.iter().map(|mark| paper.round(*mark, self.step)).collect();
        let step = every(&texts, (self.to - self.from).abs());
        for (i, (mark, text)) in marks.iter().zip(&texts).enumerate() {
            let x = self.at(*mark);
            let class = if mark.total_cmp(&0.0).is_eq() { "zero" } else { "grid" };
            out.line(class, (x, top), (x, bottom));
            if i % step == 0 {
                // The last one may be wider than what is left of the paper.
                let half = width_of(text.chars().count()) / 2.0;
                let (x, anchor) =
                    if x + half > WIDTH { (WIDTH - 2.0, Anchor::End) } else { (x, Anchor::Middle) };
                out.words("tick", (x, bottom + 15.0), anchor, text);
            }
        }
    }
}

/// 1, 2 or 5 times a power of ten, at least `x`.
fn round_step(x: f64) -> f64 {
    let power = 10f64.powf(x.log10().floor());
    let share = x / power;
    let round = [1.0, 2.0, 5.0, 10.0].into_iter().find(|r| share <= *r + 1e-9).unwrap_or(10.0);
    round * power
}

/// The unit in the upper left corner.
pub(super) fn unit_words(out: &mut Svg, paper: &Paper<'_>) {
    out.words("unit", (2.0, 13.0), Anchor::Start, &paper.unit());
}

/// The middles of `count` equal parts between two places.
pub(super) fn middles(count: usize, left: f64, right: f64) -> Vec<f64> {
    let count = u32::try_from(count.max(1)).unwrap_or(1);
    let part = (right - left) / f64::from(count);
    (0..count).map(|i| left + (f64::from(i) + 0.5) * part).collect()
}

/// So many labels fit under an axis of that width; of more, every second, third … is shown.
pub(super) fn every(labels: &[String], width: f64) -> usize {
    let longest = labels.iter().map(|l| l.chars().count()).max().unwrap_or(1).max(1);
    let room = u32::try_from(longest).map_or(WIDTH, f64::from) * 7.5 + 8.0;
    (1..=labels.len().max(1))
        .find(|k| u32::try_from(labels.len().div_ceil(*k)).map_or(f64::INFINITY, f64::from) * room <= width)
        .unwrap_or(labels.len().max(1))
}

/// How wide words are at most.
pub(super) fn width_of(longest: usize) -> f64 {
    u32::try_from(longest).map_or(0.0, f64::from) * CHARACTER
}

/// Words in at most three lines of `most` characters; what is longer ends in an ellipsis.
pub(super) fn folded(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in number::visible(text).split_whitespace() {
        let mut word = word.to_owned();
        while let Some(line) = lines.last_mut() {
            let taken = line.chars().count() + usize::from(!line.is_empty());
            if taken + word.chars().count() <= most {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(&word);
                break;
            }
            if line.is_empty() {
                // A word that is too long for any line is cut where the line ends.
                line.extend(word.chars().take(most));
                word = word.chars().skip(most).collect();
            }
            lines.push(String::new());
        }
    }
    if lines.len() > MOST_LINES {
        let rest = lines.split_off(MOST_LINES.saturating_sub(1)).join(" ");
        lines.push(cut(&rest, most));
    }
    lines
}

/// So many lines stand beside a bar.
const MOST_LINES: usize = 3;

/// A label cut to `most` characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    let text = number::visible(text);
    if text.chars().count() <= most {
        return text;
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('\u{2026}');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_hold_every_amount() {
        let marks = |amounts: &[f64], zero| Scale::new(amounts, zero, 0.0, 1.0).marks();
        assert_eq!(marks(&[16.6, 20.01], false), [16.0, 17.0, 18.0, 19.0, 20.0, 21.0]);
        assert_eq!(marks(&[0.4, 1.2], true), [0.0, 0.5, 1.0, 1.5]);
        assert_eq!(marks(&[-0.2, 2.4], true), [-1.0, 0.0, 1.0, 2.0, 3.0]);
        assert_eq!(marks(&[], true).first(), Some(&0.0));
        assert_eq!(marks(&[5.0, 5.0], true).first(), Some(&0.0));
    }

    #[test]
    fn labels_that_do_not_fit_are_thinned_and_long_ones_cut() {
        let years: Vec<String> = (2000..2060).map(|y| y.to_string()).collect();
        assert_eq!(every(&years[..9], 400.0), 1);
        assert!(every(&years, 400.0) > 1);
        assert_eq!(cut("Specialbørnehjem", 8), "Special\u{2026}");
        assert_eq!(folded("udgift pr. dag", 20), ["udgift pr. dag"]);
        assert_eq!(folded("udgift pr. indbygger, vægtet", 16), ["udgift pr.", "indbygger,", "vægtet"]);
        assert_eq!(folded("Specialbørnehjemmet i byen", 10), ["Specialbør", "nehjemmet", "i byen"]);
        assert_eq!(folded("a b c d e", 1), ["a", "b", "\u{2026}"]);
    }
}
