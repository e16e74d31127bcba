//! How far a figure moves with each lever, as a report and as JSON.
//!
//! In: a figure at points of each lever's range, one lever at a time. Out: a table and a tornado a year, the widest lever
//! first; the document of `ramme sensitivity --format json`. Of what is drawn the median counts. Not here: running.

use crate::chart::{Arm, Chart, Drawing};
use crate::figures::measure;
use crate::json::value::{Scalar, level_of, scalar, times, unit_of};
use crate::json::{Head, Pairs, text};
use crate::model::{Block, Cell, Column, Figure, Measure, Report, Row, Section, Table};
use ramme_eval::measure::{Measured, Reading};
use ramme_eval::result::Basis;
use ramme_rulebook::model::Type;
use ramme_value::Lang;
use serde::Serialize;

/// A lever and the figure at points of its range.
#[derive(Debug, Clone)]
pub struct LeverCourse {
    /// The lever.
    pub name: String,
    /// Its value in the scenario.
    pub value: String,
    /// The points, each with the figure by year.
    pub points: Vec<(String, Vec<Reading>)>,
}

/// All that was found.
#[derive(Debug, Clone)]
pub struct Sensitivity {
    /// The figure as it was asked for.
    pub figure: String,
    /// Its type.
    pub ty: Type,
    /// True where subjects are taken together by their mean.
    pub by_mean: bool,
    /// The figure as the scenario has it, by year.
    pub middle: Vec<Reading>,
    /// The levers with a range.
    pub levers: Vec<LeverCourse>,
    /// The levers without.
    pub fixed: Vec<String>,
}

/// The value as it is told: the median of draws.
#[must_use]
pub fn told(value: &Measured) -> Option<Figure> {
    match value {
        Measured::Exact(exact) => Some(Figure::Exact(exact.clone())),
        Measured::Drawn(_) => value.quantile(0.5).map(Figure::Drawn),
        Measured::Missing(_) => None,
    }
}

/// A lever in one year.
struct Swing<'a> {
    lever: &'a LeverCourse,
    /// Each point with the figure there.
    course: Vec<(&'a str, Figure, f64)>,
}

impl<'a> Swing<'a> {
    fn of(lever: &'a LeverCourse, year: Option<&String>) -> Option<Swing<'a>> {
        let course: Option<Vec<_>> = lever
            .points
            .iter()
            .map(|(at, readings)| {
                let reading = readings.iter().find(|r| r.year.as_ref() == year)?;
                let figure = told(&reading.value)?;
                let size = figure.size()?;
                Some((at.as_str(), figure, size))
            })
            .collect();
        Some(Swing { lever, course: course.filter(|course| !course.is_empty())? })
    }

    fn least(&self) -> Option<&(&'a str, Figure, f64)> {
        self.course.iter().min_by(|a, b| a.2.total_cmp(&b.2))
    }

    fn most(&self) -> Option<&(&'a str, Figure, f64)> {
        // The first of equals, as with the least.
        self.course.iter().rev().max_by(|a, b| a.2.total_cmp(&b.2))
    }

    fn width(&self) -> f64 {
        self.least().zip(self.most()).map_or(0.0, |(least, most)| most.2 - least.2)
    }

    /// True where the least or the most lies inside the range.
    fn turns(&self) -> bool {
        let ends = [self.course.first(), self.course.last()].map(|end| end.map_or(0.0, |end| end.2));
        let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        self.course.iter().any(|point| point.2 < low || point.2 > high)
    }
}

fn swings<'a>(of: &'a Sensitivity, year: Option<&String>) -> Vec<Swing<'a>> {
    let mut all: Vec<Swing<'_>> = of.levers.iter().filter_map(|lever| Swing::of(lever, year)).collect();
    all.sort_by(|a, b| b.width().total_cmp(&a.width()));
    all
}

/// The report.
#[must_use]
pub fn report(of: &Sensitivity, basis: &Basis, lang: Lang) -> Report {
    let mut sections = Vec::new();
    // Years in which nothing moves are named together, unless there are no others.
    let moves = |middle: &&Reading| {
        told(&middle.value).is_none()
            || swings(of, middle.year.as_ref()).len() < of.levers.len()
            || swings(of, middle.year.as_ref()).iter().any(|swing| swing.width() > 0.0)
    };
    let (moving, still): (Vec<&Reading>, Vec<&Reading>) = of.middle.iter().partition(moves);
    let (shown, still) = if moving.is_empty() { (still, Vec::new()) } else { (moving, still) };
    for middle in shown {
        sections.push(section(of, middle, lang));
    }
    if !still.is_empty() {
        let years: Vec<&str> = still.iter().filter_map(|middle| middle.year.as_deref()).collect();
        let years = years.join(", ");
        let mut quiet = Section::new(lang.pick("Where nothing moves", "Hvor intet flytter sig"));
        quiet.push(Block::Text(lang.pick(
            format!("No lever moves {} in {years}.", of.figure),
            format!("Intet greb flytter {} i {years}.", of.figure),
        )));
        sections.push(quiet);
    }
    if !of.fixed.is_empty() {
        let names = of.fixed.join(", ");
        let mut fixed = Section::new(lang.pick("Not varied", "Ikke varieret"));
        fixed.push(Block::Text(lang.pick(
            match of.fixed.len() {
                1 => format!("This lever has no range and stays as it is: {names}."),
                _ => format!("These levers have no range and stay as they are: {names}."),
            },
            match of.fixed.len() {
                1 => format!("Dette greb har intet interval og bliver st\u{e5}ende: {names}."),
                _ => format!("Disse greb har intet interval og bliver st\u{e5}ende: {names}."),
            },
        )));
        sections.push(fixed);
    }
    Report {
        title: lang.pick(
            format!("How far {} moves with each lever", of.figure),
            format!("Hvor langt {} flytter sig med hvert greb", of.figure),
        ),
        basis: crate::run_report::basis(basis, lang),
        sections,
        summary: lang.pick(
            match of.levers.len() {
                1 => "One lever was moved; the others stay as in the scenario.".to_owned(),
                n => format!("{n} levers, one at a time; the others stay as in the scenario."),
            },
            match of.levers.len() {
                1 => "\u{c9}t greb er flyttet; de andre bliver som i scenariet.".to_owned(),
                n => format!("{n} greb, \u{e9}t ad gangen; de andre bliver som i scenariet."),
            },
        ),
    }
}

/// The last year in which any lever moves the figure, as a part of another report.
#[must_use]
pub fn last_moved(of: &Sensitivity, lang: Lang) -> Option<Section> {
    let moved = |middle: &&Reading| swings(of, middle.year.as_ref()).iter().any(|swing| swing.width() > 0.0);
    let middle = of.middle.iter().rev().find(moved)?;
    let mut section = section(of, middle, lang);
    let figure = &of.figure;
    let when = middle.year.as_ref().map(|year| format!(", {year}")).unwrap_or_default();
    section.heading = lang.pick(
        format!("How far each lever moves it: {figure}{when}"),
        format!("Hvor langt hvert greb flytter: {figure}{when}"),
    );
    // The drawing first; its figures below.
    section.blocks.sort_by_key(|block| !matches!(block, Block::Chart(_)));
    Some(section)
}

fn section(of: &Sensitivity, middle: &Reading, lang: Lang) -> Section {
    let mut section = Section::new(middle.year.clone().unwrap_or_else(|| of.figure.clone()));
    let Some(measure) = measure(&of.ty) else { return section };
    let as_it_stands = told(&middle.value);
    let Some(now) = as_it_stands else {
        section.push(Block::Text(
            lang.pick("The figure is not known in the scenario.", "Tallet er ikke kendt i scenariet.")
                .to_owned(),
        ));
        return section;
    };
    let swings = swings(of, middle.year.as_ref());
    section.push(Block::Table(table(of, middle, (&now, &measure), &swings, lang)));
    let turning: Vec<&str> = swings.iter().filter(|s| s.turns()).map(|s| s.lever.name.as_str()).collect();
    if !turning.is_empty() {
        let names = turning.join(", ");
        section.push(Block::Text(lang.pick(
            format!("Not one way only: {names} is least or most inside the range."),
            format!("Ikke kun \u{e9}n vej: {names} er mindst eller st\u{f8}rst inde i intervallet."),
        )));
    }
    let lost: Vec<&str> = of
        .levers
        .iter()
        .map(|lever| lever.name.as_str())
        .filter(|name| !swings.iter().any(|swing| swing.lever.name == *name))
        .collect();
    if !lost.is_empty() {
        let names = lost.join(", ");
        section.push(Block::Text(lang.pick(
            format!("Not shown: {names}. The figure is not known at every point of the range."),
            format!("Ikke vist: {names}. Tallet er ikke kendt i hvert punkt af intervallet."),
        )));
    }
    if let (Some(size), true) = (now.size(), swings.iter().any(|swing| swing.width() > 0.0)) {
        section.push(Block::Chart(chart(of, middle, (size, measure), &swings, lang)));
    }
    section
}

fn table(
    of: &Sensitivity,
    middle: &Reading,
    (now, measure): (&Figure, &Measure),
    swings: &[Swing<'_>],
    lang: Lang,
) -> Table {
    let text = |en: &str, da: &str| Column::text(lang.pick(en, da));
    let figures = |en: &str, da: &str| Column::figures(lang.pick(en, da), measure);
    let mut table = Table {
        columns: vec![
            text("lever", "greb"),
            text("now", "nu"),
            text("least at", "mindst ved"),
            figures("least", "mindst"),
            text("most at", "st\u{f8}rst ved"),
            figures("most", "st\u{f8}rst"),
        ],
        keys: 1,
        ..Table::default()
    };
    let blank = || Cell::Text(String::new());
    let stands = lang.pick("as it stands", "som det st\u{e5}r").to_owned();
    let whole = [Cell::Figure(now.clone()), blank(), Cell::Figure(now.clone())];
    let [first, between, last] = whole;
    table.rows.push(Row::new(vec![Cell::Text(stands), blank(), blank(), first, between, last]));
    for swing in swings {
        let (Some(least), Some(most)) = (swing.least(), swing.most()) else { continue };
        let still = swing.width() <= 0.0;
        let at =
            |point: &str| if still { lang.pick("moves nothing", "flytter intet") } else { point }.to_owned();
        table.rows.push(Row::new(vec![
            Cell::Text(swing.lever.name.clone()),
            Cell::Text(swing.lever.value.clone()),
            Cell::Text(at(least.0)),
            Cell::Figure(least.1.clone()),
            Cell::Text(if still { String::new() } else { most.0.to_owned() }),
            Cell::Figure(most.1.clone()),
        ]));
    }
    if middle.subjects > 1 || middle.unknown > 0 {
        let (n, all) = (middle.subjects, middle.subjects.saturating_add(middle.unknown));
        let how = if of.by_mean { lang.pick("mean", "gennemsnit") } else { lang.pick("sum", "sum") };
        table.notes.push(lang.pick(
            format!("{how} over {n} of {all} subjects; the others are not known"),
            format!("{how} over {n} af {all}; resten er ikke kendt"),
        ));
    }
    if matches!(now, Figure::Drawn(_)) {
        table.notes.push(
            lang.pick("medians over the same draws", "medianer over de samme tr\u{e6}kninger").to_owned(),
        );
    }
    table
}

fn chart(
    of: &Sensitivity,
    middle: &Reading,
    (now, measure): (f64, Measure),
    swings: &[Swing<'_>],
    lang: Lang,
) -> Chart {
    // What moves nothing stands in the table.
    let arms = swings
        .iter()
        .filter(|swing| swing.width() > 0.0)
        .filter_map(|swing| {
            let (low, high) = (swing.course.first()?, swing.course.last()?);
            Some(Arm {
                label: swing.lever.name.clone(),
                low: (low.0.to_owned(), low.2),
                high: (high.0.to_owned(), high.2),
                course: swing.course.iter().map(|point| point.2).collect(),
            })
        })
        .collect();
    let name =
        middle.year.as_ref().map_or_else(|| of.figure.clone(), |year| format!("{}, {year}", of.figure));
    Chart {
        description: lang.pick(
            format!("A bar for each lever: {name} at the ends of its range, with a dot at each point tried."),
            format!("En s\u{f8}jle for hvert greb: {name} ved enderne af intervallet, med en prik for hvert pr\u{f8}vet punkt."),
        ),
        title: name,
        measure,
        drawing: Drawing::Tornado { middle: now, arms },
        of: vec![of.figure.clone()],
    }
}

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: Head,
    draws: usize,
    figure: String,
    unit: Option<String>,
    price_level: Option<String>,
    together: &'static str,
    middle: Vec<Value>,
    levers: Vec<LeverJson>,
    not_varied: Vec<String>,
}

#[derive(Serialize)]
struct LeverJson {
    name: String,
    value: String,
    points: Vec<Point>,
}

#[derive(Serialize)]
struct Point {
    at: String,
    values: Vec<Value>,
}

#[derive(Serialize)]
struct Value {
    index: Pairs<String>,
    value: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    subjects: usize,
    not_known: usize,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Amount {
    Exact(Scalar),
    Drawn(f64),
    None(Option<()>),
}

/// The document.
///
/// # Errors
/// Only where a figure cannot be written as JSON at all.
pub fn json(basis: &Basis, of: &Sensitivity, version: &str) -> Result<String, serde_json::Error> {
    let value = |reading: &Reading| Value {
        index: Pairs(reading.year.iter().map(|year| ("year".to_owned(), year.clone())).collect()),
        value: match told(&reading.value) {
            Some(Figure::Exact(exact)) => Amount::Exact(scalar(&exact, &of.ty)),
            Some(Figure::Drawn(x)) => Amount::Drawn(x * times(unit_of(&of.ty))),
            None => Amount::None(None),
        },
        kind: matches!(reading.value, Measured::Drawn(_)).then_some("median"),
        subjects: reading.subjects,
        not_known: reading.unknown,
    };
    let values = |readings: &[Reading]| readings.iter().map(value).collect::<Vec<_>>();
    let lever = |lever: &LeverCourse| LeverJson {
        name: lever.name.clone(),
        value: lever.value.clone(),
        points: lever
            .points
            .iter()
            .map(|(at, readings)| Point { at: at.clone(), values: values(readings) })
            .collect(),
    };
    text(&Document {
        head: Head::new(basis, version),
        draws: basis.draws,
        figure: of.figure.clone(),
        unit: unit_of(&of.ty).map(ToString::to_string),
        price_level: level_of(&of.ty),
        together: if of.by_mean { "mean" } else { "sum" },
        middle: values(&of.middle),
        levers: of.levers.iter().map(lever).collect(),
        not_varied: of.fixed.clone(),
    })
}
