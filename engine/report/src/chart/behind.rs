//! The table behind a chart: the same figures, for those who read rather than look.
//!
//! In: a chart. Out: a table. Not here: spelling.

use super::{Chart, Drawing, Line};
use crate::model::{Cell, Column, Figure, Row, Table};
use crate::number;
use ramme_value::Lang;

pub(super) fn table(chart: &Chart, lang: Lang) -> Table {
    match &chart.drawing {
        Drawing::Lines { times, lines } => of_lines(chart, times, lines, lang),
        Drawing::Bars(bars) => {
            let intervals = bars.iter().any(|b| b.interval.is_some());
            let mut table = started(chart, &[lang.pick("value", "v\u{e6}rdi")]);
            if intervals {
                table.columns.push(Column::figures(lang.pick("interval", "interval"), &chart.measure));
            }
            for bar in bars {
                let mut cells = vec![Cell::Text(bar.label.clone()), figure(bar.value)];
                if intervals {
                    cells.push(bar.interval.map_or(Cell::Blank, span));
                }
                table.rows.push(Row::new(cells));
            }
            table
        }
        Drawing::Steps { start, steps, end } => {
            let mut table = started(chart, &[lang.pick("amount", "bel\u{f8}b")]);
            for (label, value) in std::iter::once(start).chain(steps).chain([end]) {
                table.rows.push(Row::new(vec![Cell::Text(label.clone()), figure(*value)]));
            }
            table
        }
        Drawing::Tornado { arms, .. } => {
            let mut table = started(chart, &[]);
            for head in [lang.pick("lowest", "lavest"), lang.pick("highest", "h\u{f8}jest")] {
                table.columns.push(Column::text(lang.pick("lever at", "greb p\u{e5}")));
                table.columns.push(Column::figures(head, &chart.measure));
            }
            for arm in arms {
                let mut cells = vec![Cell::Text(arm.label.clone())];
                for (at, value) in [&arm.low, &arm.high] {
                    cells.extend([Cell::Text(at.clone()), figure(*value)]);
                }
                table.rows.push(Row::new(cells));
            }
            table
        }
    }
}

fn figure(x: f64) -> Cell {
    Cell::Figure(Figure::Drawn(x))
}

fn span((low, high): (f64, f64)) -> Cell {
    Cell::Span(Figure::Drawn(low), Figure::Drawn(high))
}

fn started(chart: &Chart, headings: &[&str]) -> Table {
    let mut columns = vec![Column::text("")];
    columns.extend(headings.iter().map(|h| Column::figures(*h, &chart.measure)));
    Table { columns, keys: 1, ..Table::default() }
}

fn of_lines(chart: &Chart, times: &[String], lines: &[Line], lang: Lang) -> Table {
    let mut table = started(chart, &[]);
    for line in lines {
        table.columns.push(Column::figures(line.name.clone(), &chart.measure));
        for band in &line.bands {
            let share = number::float(band.share * 100.0, 0, lang);
            let heading =
                lang.pick(format!("{}, {share}%", line.name), format!("{}, {share} pct.", line.name));
            table.columns.push(Column::figures(heading, &chart.measure));
        }
    }
    for (at, time) in times.iter().enumerate() {
        let mut cells = vec![Cell::Text(time.clone())];
        for line in lines {
            cells.push(line.points.get(at).copied().flatten().map_or(Cell::Blank, figure));
            for band in &line.bands {
                cells.push(band.ends.get(at).copied().flatten().map_or(Cell::Blank, span));
            }
        }
        table.rows.push(Row::new(cells));
    }
    table
}
