//! A report, free of any format: sections of text, lists and tables whose columns have types.
//!
//! In: what `run_report`, `comply_report` and `show_report` have to say. Out: what the renderers print (`text`; later
//! pages and workbooks). Not here: marks, scales and widths; a cell holds its value, not its spelling.

use crate::chart::Chart;
use ramme_eval::result::Exact;
use ramme_value::{PriceLevel, Unit};
use std::collections::BTreeMap;

/// A report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// What it is about.
    pub title: String,
    /// What it rests on, a line each: readings, the day of knowledge, that the data are invented.
    pub basis: Vec<String>,
    /// Its parts.
    pub sections: Vec<Section>,
    /// What was looked at, in one line.
    pub summary: String,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// What it is about, for whoever puts the parts together anew.
    pub topic: Topic,
    /// Its heading.
    pub heading: String,
    /// What stands in it, in order.
    pub blocks: Vec<Block>,
}

impl Section {
    /// A part with nothing in it yet.
    #[must_use]
    pub fn new(heading: impl Into<String>) -> Section {
        Section { heading: heading.into(), ..Section::default() }
    }

    /// The part, said to be about something.
    #[must_use]
    pub fn about(mut self, topic: Topic) -> Section {
        self.topic = topic;
        self
    }

    /// Adds a block.
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }
}

/// What a part of a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Topic {
    /// Something of its own.
    #[default]
    Other,
    /// The first lines: what was, what may come.
    InShort,
    /// Figures, by these axes.
    Figures(Vec<String>),
    /// Worked values beside published ones.
    Checks,
    /// How sure it is.
    Chances,
    /// What a forecast would have said of a year that is known.
    Hindcast,
    /// Verdicts, counted or one by one.
    Verdicts,
    /// How it was made.
    Notes,
}

/// What stands in a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// Points, one a line or more.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// A chart; text has none, since the same figures stand in tables.
    Chart(Chart),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What it shows.
    pub caption: Option<String>,
    /// Its columns; the first `keys` of them name the row.
    pub columns: Vec<Column>,
    /// How many columns name the row; they are repeated where a table is cut to fit.
    pub keys: usize,
    /// Its rows.
    pub rows: Vec<Row>,
    /// True where every figure is shown with all of its decimals, in kroner, whatever the size.
    pub exact: bool,
    /// Lines under it: why cells are missing, how many rows are not shown.
    pub notes: Vec<String>,
    /// Which value stands in a cell, by row and column.
    pub origins: BTreeMap<(usize, usize), Origin>,
}

impl Table {
    /// Says which value will stand in a column of the row that is pushed next.
    pub fn stands(&mut self, column: usize, origin: Origin) {
        self.origins.insert((self.rows.len(), column), origin);
    }
}

/// A value of the result, by its name and keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The definition or input.
    pub name: String,
    /// A key an axis.
    pub keys: Vec<String>,
}

impl Origin {
    /// `gap[i alt, 2022]`
    #[must_use]
    pub fn words(&self) -> String {
        if self.keys.is_empty() {
            self.name.clone()
        } else {
            format!("{}[{}]", self.name, self.keys.join(", "))
        }
    }

    /// `merforbrug, i alt, 2022`
    #[must_use]
    pub fn told(&self) -> String {
        let parts = std::iter::once(&self.name).chain(&self.keys);
        parts.map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// What its figures measure; none for text, or where the rows say it.
    pub measure: Option<Measure>,
}

impl Column {
    /// A column of text.
    #[must_use]
    pub fn text(heading: impl Into<String>) -> Column {
        Column { heading: heading.into(), measure: None }
    }

    /// A column of figures.
    #[must_use]
    pub fn figures(heading: impl Into<String>, measure: &Measure) -> Column {
        Column { heading: heading.into(), measure: Some(measure.clone()) }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Its cells, one a column.
    pub cells: Vec<Cell>,
    /// What its figures measure, where the columns do not say it.
    pub measure: Option<Measure>,
}

impl Row {
    /// A row whose columns say what its figures measure.
    #[must_use]
    pub fn new(cells: Vec<Cell>) -> Row {
        Row { cells, measure: None }
    }
}

/// What a figure measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Its unit.
    pub unit: Unit,
    /// In which prices.
    pub level: PriceLevel,
    /// The decimals that its type is written with.
    pub decimals: u8,
}

impl Measure {
    /// True for amounts of money, which a table may show in millions or billions.
    #[must_use]
    pub fn is_money(&self) -> bool {
        self.unit == Unit::base("kr")
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing belongs here.
    #[default]
    Blank,
    /// Text.
    Text(String),
    /// A figure.
    Figure(Figure),
    /// From a figure to another.
    Span(Figure, Figure),
    /// The course of a series, drawn small; gaps are `None`.
    Course(Vec<Option<f64>>),
    /// A value belongs here and is not known.
    Missing,
    /// The unit of the row's figures.
    Unit,
}

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// From data and rules alone.
    Exact(Exact),
    /// From draws, in the plain number of its unit (0.06 is 6 %).
    Drawn(f64),
}

impl Figure {
    /// The figure as a float, for choosing scales and drawing courses.
    #[must_use]
    pub fn size(&self) -> Option<f64> {
        match self {
            Figure::Drawn(x) => Some(*x),
            Figure::Exact(value) => approximate(value),
        }
    }
}

/// An exact number as a float, good enough to draw with.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn approximate(value: &Exact) -> Option<f64> {
    match value {
        Exact::Dec(d) => Some(ramme_value::Ratio::from_decimal(*d).to_f64()),
        Exact::Count(n) => Some(*n as f64),
        Exact::Ratio(r) => Some(r.to_f64()),
        Exact::YesNo(_) | Exact::Date(_) | Exact::Text(_) => None,
    }
}

/// A value that was set by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Lever {
    /// A parameter or input with its keys.
    pub name: String,
    /// The value, in the language's words.
    pub value: String,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub author: String,
}
