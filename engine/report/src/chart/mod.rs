//! Charts, free of any format but the one they are drawn in: what they show is data, and a table always stands behind.
//!
//! In: series, bars, steps. Out: a drawing as SVG with a title, a description and no colours of its own (classes, so that
//! a page can be light or dark), and the same figures as a table. Not here: which charts a result deserves (`pictures`).

mod axis;
mod bars;
mod behind;
mod lines;
mod steps;
mod svg;
mod tornado;

use crate::model::{Measure, Table};
use crate::number::Magnitude;
use axis::Paper;
use ramme_value::Lang;

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it shows, as a heading.
    pub title: String,
    /// What there is to see, in words, for those who don't see it.
    pub description: String,
    /// What its figures measure.
    pub measure: Measure,
    /// What is drawn.
    pub drawing: Drawing,
    /// The values that are drawn, by name; what is under the chart says where they come from.
    pub of: Vec<String>,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawing {
    /// Series over time, with the bands in which they may go on.
    Lines {
        /// The periods, in order.
        times: Vec<String>,
        /// The series.
        lines: Vec<Line>,
    },
    /// Amounts side by side, some of them with an interval.
    Bars(Vec<Bar>),
    /// From one amount to another, step by step.
    Steps {
        /// Where it starts.
        start: (String, f64),
        /// What each step adds.
        steps: Vec<(String, f64)>,
        /// Where it ends.
        end: (String, f64),
    },
    /// How far a figure moves with each lever.
    Tornado {
        /// The figure as it stands.
        middle: f64,
        /// The levers, the widest first.
        arms: Vec<Arm>,
    },
}

/// A series.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Its values, one a period; of a distribution the median.
    pub points: Vec<Option<f64>>,
    /// From which period on its values are medians.
    pub drawn_from: Option<usize>,
    /// Its bands, the widest first.
    pub bands: Vec<Band>,
}

/// A band around a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Which share it holds, e.g. 0.8.
    pub share: f64,
    /// Low and high, one a period.
    pub ends: Vec<Option<(f64, f64)>>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How long it is.
    pub value: f64,
    /// From where to where it may be.
    pub interval: Option<(f64, f64)>,
    /// True where it is a median and not a fact.
    pub drawn: bool,
}

/// A lever's arm of a tornado.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// The lever.
    pub label: String,
    /// The lowest end of its range, as written, and what the figure is there.
    pub low: (String, f64),
    /// The other end.
    pub high: (String, f64),
    /// The figure at further points of the range, in order; ends included.
    pub course: Vec<f64>,
}

impl Chart {
    /// Every amount in the chart.
    fn amounts(&self) -> Vec<f64> {
        match &self.drawing {
            Drawing::Lines { lines, .. } => lines
                .iter()
                .flat_map(|l| {
                    let ends =
                        l.bands.iter().flat_map(|b| b.ends.iter().flatten().flat_map(|(a, b)| [*a, *b]));
                    l.points.iter().flatten().copied().chain(ends)
                })
                .collect(),
            Drawing::Bars(bars) => bars
                .iter()
                .flat_map(|b| [Some(b.value), b.interval.map(|i| i.0), b.interval.map(|i| i.1)])
                .flatten()
                .collect(),
            Drawing::Steps { start, steps, end } => {
                steps.iter().map(|s| s.1).chain([start.1, end.1]).collect()
            }
            Drawing::Tornado { middle, arms } => arms
                .iter()
                .flat_map(|a| a.course.iter().copied().chain([a.low.1, a.high.1]))
                .chain([*middle])
                .collect(),
        }
    }

    /// The drawing as SVG; `id` makes the ids in it unlike those of other charts on the page, and money is written in the
    /// magnitude that charts beside each other share.
    #[must_use]
    pub fn svg(&self, id: &str, shared: Magnitude, lang: Lang) -> String {
        let magnitude = if self.measure.is_money() { shared } else { Magnitude::One };
        let paper = Paper { measure: &self.measure, magnitude, lang };
        let mut out = svg::Svg::new(id, &self.title, &self.description);
        match &self.drawing {
            Drawing::Lines { times, lines } => lines::draw(&mut out, &paper, times, lines),
            Drawing::Bars(bars) => bars::draw(&mut out, &paper, bars),
            Drawing::Steps { start, steps, end } => steps::draw(&mut out, &paper, start, steps, end),
            Drawing::Tornado { middle, arms } => tornado::draw(&mut out, &paper, *middle, arms),
        }
        out.finish()
    }

    /// The magnitude in which the money of some charts is written.
    pub fn magnitude<'a>(charts: impl Iterator<Item = &'a Chart>) -> Magnitude {
        let money = charts.filter(|c| c.measure.is_money());
        Magnitude::fitting(&money.flat_map(Chart::amounts).collect::<Vec<f64>>())
    }

    /// The same figures as a table.
    #[must_use]
    pub fn table(&self, lang: Lang) -> Table {
        behind::table(self, lang)
    }
}

#[cfg(test)]
mod tests;
