//! The data of a run, laid out for evaluation: who exists, and one column an input.
//!
//! In: filled by `bind` from a scenario's tables, or by `testing` from the givens of a test. Out: what `run` reads. Not
//! here: files, parsing, rules.
//!
//! Layout. A column has one block a year of [`Dataset::years`] where its shape has a period, else one block. In a block the
//! cell of a row and of members stands at `combination * rows + row`. `rows` is how many rows the entity has, 1 without
//! one. `combination` counts the members of the shape's sets, which stand in the order of their ids: the first set
//! slowest, the total of a set last. Rows stand in the order in which the roll names them, or, without a roll, in that of
//! the keys and relations that name them. The years are those asked for and those of the data, without a gap, so that
//! `previous` finds what lies before the first year asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ramme_rulebook::model::{DefinitionId, EntityId, InputId, KeyValue, ParameterId, Shape, Value};
use ramme_table::import::suppress::Rule;
use ramme_table::{Causes, Column, Names};
use ramme_value::{Date, Decimal};

/// The data of a run.
#[derive(Debug, Default)]
pub struct Dataset {
    /// The periods of the run: a contiguous axis of years.
    pub years: Years,
    /// The rows of each entity, by `EntityId`.
    pub entities: Vec<Rows>,
    /// One column an input, by `InputId`; `None` where nothing gives it.
    pub inputs: Vec<Option<InputColumn>>,
    /// Values that stand in for a rulebook's parameters, in order; the last that fits wins.
    pub overrides: Vec<ParameterOverride>,
    /// Cells of inputs that were set by hand, by input, block and cell: why, and who says so.
    pub hands: BTreeMap<(InputId, usize, usize), String>,
    /// How inputs were set and changed by hand, in order.
    pub acts: Vec<Act>,
    /// Those inputs as they were before.
    pub untouched: BTreeMap<InputId, Option<InputColumn>>,
    /// What forecasts are moved to by hand, in order.
    pub outlooks: Vec<Outlook>,
    /// How parameters by year go on past their last value, where the scenario says so.
    pub extending: BTreeMap<ParameterId, Extension>,
    /// Definitions whose small counts are held back.
    pub held_back: BTreeMap<DefinitionId, Rule>,
    /// The texts that cells of type `text` point into.
    pub texts: Texts,
    /// Why cells are missing.
    pub causes: Causes,
    /// The files that were read.
    pub files: Vec<DataFile>,
}

/// A contiguous run of years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Years {
    /// The first.
    pub first: i32,
    /// How many.
    pub count: usize,
}

impl Years {
    /// From the first to the last, both included.
    pub fn span(first: i32, last: i32) -> Years {
        Years { first, count: usize::try_from(i64::from(last) - i64::from(first) + 1).unwrap_or(0) }
    }

    /// The position of a year on the axis.
    pub fn position(self, year: i32) -> Option<usize> {
        let i = usize::try_from(i64::from(year) - i64::from(self.first)).ok()?;
        (i < self.count).then_some(i)
    }

    /// The year at a position.
    pub fn year(self, position: usize) -> i32 {
        self.first.saturating_add(i32::try_from(position).unwrap_or(i32::MAX))
    }

    /// All of them, in order.
    pub fn iter(self) -> impl Iterator<Item = i32> {
        (0..self.count).map(move |i| self.year(i))
    }
}

/// The rows of an entity.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Their keys, in the order in which the data first name them.
    pub keys: Arc<Names>,
    /// Who exists when: by position of the year, by row. `None` where no table is the roll by year: all exist always.
    pub exists: Option<Vec<Vec<bool>>>,
}

impl Rows {
    /// The row of a key, made if new.
    pub fn add(&mut self, key: &str) -> usize {
        Arc::make_mut(&mut self.keys).add(key)
    }

    /// Whether a row exists in the year at `position`; in any year where `position` is none.
    pub fn exists(&self, row: usize, position: Option<usize>) -> bool {
        match (&self.exists, position) {
            (None, _) => row < self.keys.len(),
            (Some(by_year), Some(t)) => by_year.get(t).and_then(|r| r.get(row)).copied().unwrap_or(false),
            (Some(by_year), None) => by_year.iter().any(|r| r.get(row).copied().unwrap_or(false)),
        }
    }
}

/// An input's cells, where they come from, and how precisely they were published.
#[derive(Debug, Clone, Default)]
pub struct InputColumn {
    /// The shape, as the rulebook has it.
    pub shape: Shape,
    /// The cells.
    pub column: Column,
    /// Where each cell stands.
    pub places: Places,
    /// Half of the last published unit, in the mantissa of the column's type: by block, by cell. `None` where the data
    /// do not say how they were rounded; then they are taken as exact.
    pub half_units: Option<Vec<Vec<i128>>>,
    /// What a cell that is held back can be, by block and cell: the least, and the most where that is known.
    pub held_back: BTreeMap<(usize, usize), (i128, Option<i128>)>,
    /// By block and cell, the figures that a later report took the place of, the oldest first.
    pub revisions: BTreeMap<(usize, usize), Vec<Revision>>,
    /// True where a lever, `--set` or a script gives at least one of the cells.
    pub overridden: bool,
}

/// A figure as it was published before it was revised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    /// When it was published.
    pub published: Date,
    /// The figure, as the mantissa of the column's type.
    pub value: i128,
    /// Where it stands.
    pub place: CellPlace,
}

impl InputColumn {
    /// Where a cell stands in the data files; none where no row of data gives it.
    pub fn place(&self, block: usize, cell: usize) -> Option<CellPlace> {
        self.places.of(block, cell)
    }
}

/// Where the cells of an input stand in the data files.
#[derive(Debug, Clone)]
pub enum Places {
    /// By block, by cell. The line is 0 where no row of data gives the cell.
    Each(Vec<Vec<CellPlace>>),
    /// All in one column of one file: only the lines differ, and inputs of one shape share them.
    Lines {
        /// The file and the column.
        at: CellPlace,
        /// The line of each cell, block after block; 0 where no row of data gives it.
        lines: Arc<Vec<u32>>,
        /// How many cells a block has.
        len: usize,
        /// The cells that something else than the file gives: block and cell.
        replaced: BTreeSet<(usize, usize)>,
    },
}

impl Default for Places {
    fn default() -> Self {
        Places::Each(Vec::new())
    }
}

impl FromIterator<Vec<CellPlace>> for Places {
    fn from_iter<I: IntoIterator<Item = Vec<CellPlace>>>(blocks: I) -> Self {
        Places::Each(blocks.into_iter().collect())
    }
}

impl Places {
    /// The place of a cell.
    fn of(&self, block: usize, cell: usize) -> Option<CellPlace> {
        let found = match self {
            Places::Each(places) => *places.get(block)?.get(cell)?,
            Places::Lines { replaced, .. } if replaced.contains(&(block, cell)) => return None,
            Places::Lines { at, lines, len, .. } => {
                let cell = Some(cell).filter(|cell| cell < len)?;
                CellPlace { line: *lines.get(block.checked_mul(*len)?.checked_add(cell)?)?, ..*at }
            }
        };
        (found.line > 0).then_some(found)
    }

    /// The cell stands in no file from now on.
    pub(crate) fn forget(&mut self, block: usize, cell: usize) {
        match self {
            Places::Each(places) => {
                if let Some(place) = places.get_mut(block).and_then(|cells| cells.get_mut(cell)) {
                    *place = CellPlace::default();
                }
            }
            Places::Lines { replaced, .. } => {
                replaced.insert((block, cell));
            }
        }
    }
}

/// Where a cell stands in the data files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CellPlace {
    /// The position in `Dataset::files`.
    pub file: u16,
    /// The column, from 1.
    pub column: u16,
    /// The line, from 1; 0 where no data give the cell.
    pub line: u32,
}

/// A data file.
#[derive(Debug, Clone, Default)]
pub struct DataFile {
    /// Its path as the scenario names it.
    pub name: String,
    /// The sheet of a workbook that its cells stand in.
    pub sheet: Option<String>,
    /// The headings of its columns; none for a file that was imported, whose cells are figures of a table.
    pub headings: Vec<String>,
    /// The BLAKE3 hash of its bytes, in hex.
    pub hash: String,
}

impl DataFile {
    /// `file:line:column` of a cell, with the sheet after the file where it has one.
    #[must_use]
    pub fn place(&self, at: CellPlace) -> String {
        format!("{}:{}:{}", self.shown(), at.line, at.column)
    }

    /// The file, and its sheet: `f.xlsx#Takster`.
    #[must_use]
    pub fn shown(&self) -> String {
        self.sheet.as_ref().map_or_else(|| self.name.clone(), |sheet| format!("{}#{sheet}", self.name))
    }
}

/// A value that a scenario or the command line gives to a parameter.
#[derive(Debug, Clone)]
pub struct ParameterOverride {
    /// Which parameter.
    pub parameter: ParameterId,
    /// Its keys, one an axis.
    pub keys: Vec<KeyValue>,
    /// The first and last day for which it holds; none is open.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// The value.
    pub value: Value,
    /// Why, and who says so: `--set`, or the lever's reason and author.
    pub origin: String,
}

/// What the scenario says of a parameter past its last value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// How it goes on.
    pub how: Extending,
    /// The last year that the scenario asks for: what `fail` is about.
    pub until: i32,
    /// Where the scenario says so.
    pub span: ramme_diag::Span,
}

/// How a parameter goes on past its last value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extending {
    /// With that value.
    LastValue,
    /// By its own index.
    Index,
    /// Not at all: a run that asks for more is an error.
    Fail,
}

/// Cells of an input that are set or changed by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// The input.
    pub input: InputId,
    /// Block and cell.
    pub cells: Vec<(usize, usize)>,
    /// To what, or by how much.
    pub amount: Amount,
    /// Why, and who says so.
    pub origin: String,
}

/// To what a cell is set, or by how much it is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// To this, as the mantissa of the column's type.
    To(i128),
    /// By so much more.
    By(i128),
    /// By so much of itself: 0.02 is 2 % more.
    Times(Decimal),
}

/// What the forecast of some series of an input is moved to by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// The input.
    pub input: InputId,
    /// What of it.
    pub part: OutlookPart,
    /// The cells of the series.
    pub cells: Vec<usize>,
    /// The year, where only one is meant.
    pub year: Option<i32>,
    /// How much.
    pub amount: Decimal,
    /// As it was written: `accounts.growth[children] = 2 %`.
    pub text: String,
    /// Why, and who says so.
    pub origin: String,
}

/// What of a forecast is moved. The spread around the median goes along, as a share of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutlookPart {
    /// The median grows by so much a year from the last known figure.
    Growth,
    /// Every year to come is so much higher.
    Level,
    /// The median of one year is this.
    Path,
}

/// Texts, each kept once.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    list: Vec<String>,
    index: BTreeMap<String, usize>,
}

impl Texts {
    /// The number of a text, made if new.
    pub fn intern(&mut self, text: &str) -> i128 {
        let i = match self.index.get(text) {
            Some(i) => *i,
            None => {
                self.list.push(text.to_owned());
                self.index.insert(text.to_owned(), self.list.len() - 1);
                self.list.len() - 1
            }
        };
        i as i128
    }

    /// The number of a text that is there.
    pub fn find(&self, text: &str) -> Option<i128> {
        self.index.get(text).map(|i| *i as i128)
    }

    /// All of them, by number.
    pub fn all(&self) -> &[String] {
        &self.list
    }

    /// The text behind a number.
    pub fn get(&self, number: i128) -> &str {
        usize::try_from(number).ok().and_then(|i| self.list.get(i)).map_or("", String::as_str)
    }
}

impl Dataset {
    /// How many cells a block of this shape has: entity rows times set members.
    pub fn block_len(&self, shape: &Shape, set_sizes: &[usize]) -> usize {
        let rows = shape.entity.map_or(1, |e| self.rows(e).keys.len());
        shape.sets.iter().fold(rows, |n, s| n.saturating_mul(set_sizes.get(s.index()).copied().unwrap_or(0)))
    }

    /// The rows of an entity.
    pub fn rows(&self, entity: EntityId) -> &Rows {
        static EMPTY: std::sync::OnceLock<Rows> = std::sync::OnceLock::new();
        self.entities.get(entity.index()).unwrap_or_else(|| EMPTY.get_or_init(Rows::default))
    }
}

/// A decimal as the mantissa of a scale, where that is exact.
pub fn mantissa(value: Decimal, scale: u8) -> Option<i128> {
    value.rescale(scale).map(|d| d.mantissa())
}
