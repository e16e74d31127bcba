//! Tests of `chart`.

//! Charts: what they draw, and that it is inert.

use super::*;
use crate::model::Cell;
use ramme_value::{PriceLevel, Unit};

fn measure() -> Measure {
    Measure { unit: Unit::base("kr"), level: PriceLevel::None, decimals: 2 }
}

fn chart(drawing: Drawing) -> Chart {
    let title = "<b>titel</b>".to_owned();
    Chart { title, description: "a & b".to_owned(), measure: measure(), drawing, of: vec![] }
}

fn all() -> Vec<Chart> {
    let line = Line {
        name: "accounts</text>".to_owned(),
        points: vec![Some(17.5e9), None, Some(18.1e9), Some(18.7e9), Some(19.0e9)],
        drawn_from: Some(4),
        bands: vec![Band { share: 0.8, ends: vec![None, None, None, None, Some((18.4e9, 19.6e9))] }],
    };
    let times = ["2019", "2020", "2021", "2022", "2023"].map(str::to_owned).to_vec();
    let bar = |label: &str, value, interval| Bar { label: label.to_owned(), value, interval, drawn: false };
    let arm = Arm {
        label: "pl[2025]".to_owned(),
        low: ("2 %".to_owned(), 0.8e9),
        high: ("5 %".to_owned(), 1.4e9),
        course: vec![0.8e9, 1.0e9, 1.4e9],
    };
    vec![
        chart(Drawing::Lines { times, lines: vec![line] }),
        chart(Drawing::Bars(vec![bar("2022", 1.2e9, Some((1.1e9, 1.3e9))), bar("2023", -0.2e9, None)])),
        chart(Drawing::Bars((0..29).map(|i| bar(&format!("kommune {i}"), f64::from(i), None)).collect())),
        chart(Drawing::Steps {
            start: ("basis".to_owned(), 1.2e9),
            steps: vec![("loft".to_owned(), -0.1e9), ("pl".to_owned(), 0.3e9)],
            end: ("scenarie".to_owned(), 1.4e9),
        }),
        chart(Drawing::Tornado { middle: 1.0e9, arms: vec![arm] }),
    ]
}

#[test]
fn every_chart_has_a_title_a_description_and_words_that_cannot_leave_it() {
    for chart in all() {
        let svg = chart.svg("c1", Magnitude::Billion, Lang::Da);
        assert!(svg.starts_with("<svg viewBox=") && svg.ends_with("</svg>"), "{svg}");
        assert!(svg.contains("<title id=\"c1-t\">&lt;b&gt;titel&lt;/b&gt;</title>"), "{svg}");
        assert!(svg.contains("<desc id=\"c1-d\">a &amp; b</desc>"), "{svg}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    }
}

#[test]
fn every_figure_of_a_chart_stands_in_the_table_behind_it() {
    for chart in all() {
        let table = chart.table(Lang::Da);
        let held: Vec<f64> = table
            .rows
            .iter()
            .flat_map(|r| &r.cells)
            .flat_map(|c| match c {
                Cell::Figure(f) => vec![f.size()],
                Cell::Span(a, b) => vec![a.size(), b.size()],
                _ => vec![],
            })
            .flatten()
            .collect();
        let ends = match &chart.drawing {
            Drawing::Tornado { arms, .. } => arms.iter().flat_map(|a| [a.low.1, a.high.1]).collect(),
            _ => chart.amounts(),
        };
        for x in ends {
            assert!(held.iter().any(|y| (x - y).abs() < 1e-9), "{x} of {}", chart.title);
        }
    }
}

#[test]
fn a_chart_of_nothing_is_still_a_drawing() {
    for drawing in [
        Drawing::Bars(vec![]),
        Drawing::Lines { times: vec![], lines: vec![] },
        Drawing::Tornado { middle: 0.0, arms: vec![] },
    ] {
        let svg = chart(drawing).svg("c", Magnitude::One, Lang::En);
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}
