//! One neutral table for every format: dimensions with codes and labels, and cells that keep why they hold nothing.
//!
//! In: nothing; the readers build it. Out: the figures as exact decimals, each with its coordinate, state and place. Not
//! here: reading any format, writing CSV (`tidy`).

use crate::import::say;
use ramme_diag::{Diagnostic, Place, Text};
use std::collections::BTreeMap;

/// What a dimension is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Periods.
    Time,
    /// Areas.
    Geo,
    /// What is measured.
    Metric,
    /// Anything else.
    #[default]
    Other,
}

impl Role {
    /// `time`, `geo`, `metric`, `key`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Role::Time => "time",
            Role::Geo => "geo",
            Role::Metric => "metric",
            Role::Other => "key",
        }
    }
}

/// One value of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Member {
    /// The code; where the file has none, the label.
    pub code: String,
    /// The label; where the file has none, the code.
    pub label: String,
    /// The unit of its figures, where members of a dimension differ in it.
    pub unit: Option<String>,
    /// How many decimals its figures are published with.
    pub decimals: Option<u8>,
}

impl Member {
    /// A member with a code and a label.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Member {
        Member { code: code.into(), label: label.into(), unit: None, decimals: None }
    }

    /// A member whose code is its label.
    pub fn plain(code: impl Into<String>) -> Member {
        let code = code.into();
        Member::new(code.clone(), code)
    }
}

/// One dimension of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dimension {
    /// The code; where the file has none, the label.
    pub code: String,
    /// The label.
    pub label: String,
    /// What it is about.
    pub role: Role,
    /// Its values, in the order of the file.
    pub members: Vec<Member>,
}

/// What a cell is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum State {
    /// A figure.
    #[default]
    Known,
    /// A figure with a mark at it, such as `*` for provisional.
    Flagged(String),
    /// Nothing is written.
    Blank,
    /// `-`: nil. Files before 2005 wrote it for zero as well; it is not read as 0.
    Dash,
    /// One to six dots: `.` cannot occur, `..` not available or confidential; a PX file says what each means.
    Dots(u8),
    /// The file leaves the cell out.
    Absent,
    /// Held back, so that nobody is recognised.
    Suppressed,
    /// Another sign for a missing figure.
    Sign(String),
}

impl State {
    /// True where there is a figure.
    #[must_use]
    pub const fn has_value(&self) -> bool {
        matches!(self, State::Known | State::Flagged(_))
    }

    /// The state of a sign: `-`, one to six dots, `…`, blank, or another.
    #[must_use]
    pub fn of_sign(sign: &str) -> State {
        let sign = sign.trim();
        let dots = sign.len();
        match sign {
            "" => State::Blank,
            "-" | "\u{2013}" | "\u{2212}" => State::Dash,
            "\u{2026}" => State::Dots(3),
            _ if dots <= 6 && sign.bytes().all(|b| b == b'.') => State::Dots(u8::try_from(dots).unwrap_or(6)),
            _ => State::Sign(sign.to_owned()),
        }
    }

    /// The sign as it stands in the file: `..`, `-`, nothing for a blank.
    #[must_use]
    pub fn sign(&self) -> String {
        match self {
            State::Known | State::Flagged(_) | State::Blank | State::Absent | State::Suppressed => {
                self.word()
            }
            State::Dash => "-".to_owned(),
            State::Dots(n) => ".".repeat(usize::from(*n)),
            State::Sign(sign) => sign.clone(),
        }
    }

    /// The word for it in the status column: nothing for a figure, then `flag:*`, `blank`, `dash`, `dots1` to `dots6`,
    /// `absent`, `suppressed`, `sign:x`.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            State::Known => String::new(),
            State::Flagged(mark) => format!("flag:{mark}"),
            State::Blank => "blank".to_owned(),
            State::Dash => "dash".to_owned(),
            State::Dots(n) => format!("dots{n}"),
            State::Absent => "absent".to_owned(),
            State::Suppressed => "suppressed".to_owned(),
            State::Sign(sign) => format!("sign:{sign}"),
        }
    }

    /// What it means, for people.
    #[must_use]
    pub fn in_words(&self) -> Text {
        match self {
            State::Known => Text::both("a figure", "et tal"),
            State::Flagged(mark) => {
                Text::both(format!("a figure marked `{mark}`"), format!("et tal mærket `{mark}`"))
            }
            State::Blank => Text::both("blank", "tom"),
            State::Dash => Text::both("`-`, nil", "`-`, nul"),
            State::Dots(1) => Text::both("`.`, cannot occur", "`.`, kan ikke forekomme"),
            State::Dots(2) => Text::both(
                "`..`, not available or confidential",
                "`..`, foreligger ikke eller er diskretioneret",
            ),
            State::Dots(n) => Text::same(".".repeat(usize::from(*n))),
            State::Absent => Text::both("left out of the file", "udeladt i filen"),
            State::Suppressed => Text::both("suppressed", "diskretioneret"),
            State::Sign(sign) => Text::same(format!("`{sign}`")),
        }
    }
}

/// How cells have their coordinates.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Layout {
    /// Every combination, row-major: the last dimension runs fastest.
    Cube,
    /// One number a dimension for each cell.
    Listed(Vec<u32>),
}

/// The cells of a table, packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    layout: Layout,
    width: usize,
    text: String,
    ends: Vec<usize>,
    states: Vec<u32>,
    places: Vec<(u32, u32)>,
    legend: Vec<State>,
    known: BTreeMap<State, u32>,
}

impl Cells {
    /// Cells that come row-major, `width` dimensions wide, with room for so many.
    #[must_use]
    pub fn cube(width: usize, room: usize) -> Cells {
        Cells::with(Layout::Cube, width, room)
    }

    /// Cells that each bring their coordinate.
    #[must_use]
    pub fn listed(width: usize) -> Cells {
        Cells::with(Layout::Listed(Vec::new()), width, 0)
    }

    fn with(layout: Layout, width: usize, room: usize) -> Cells {
        let known = BTreeMap::from([(State::Known, 0)]);
        Cells {
            layout,
            width,
            text: String::new(),
            ends: Vec::with_capacity(room),
            states: Vec::with_capacity(room),
            places: Vec::with_capacity(room),
            legend: vec![State::Known],
            known,
        }
    }

    /// Adds a cell: its figure as a plain decimal, or nothing where the state has none.
    pub fn push(&mut self, value: &str, state: State, place: (u32, u32)) {
        let id = if state == State::Known { 0 } else { self.id(state) };
        self.text.push_str(value);
        self.ends.push(self.text.len());
        self.states.push(id);
        self.places.push(place);
    }

    /// Adds a cell with its coordinate.
    pub fn push_at(&mut self, at: &[u32], value: &str, state: State, place: (u32, u32)) {
        if let Layout::Listed(all) = &mut self.layout {
            all.extend_from_slice(at);
        }
        self.push(value, state, place);
    }

    /// The number of a state.
    fn id(&mut self, state: State) -> u32 {
        if let Some(id) = self.known.get(&state) {
            return *id;
        }
        let id = u32::try_from(self.legend.len()).unwrap_or(u32::MAX);
        self.legend.push(state.clone());
        self.known.insert(state, id);
        id
    }

    /// True where every combination stands once, in order.
    #[must_use]
    pub const fn is_cube(&self) -> bool {
        matches!(self.layout, Layout::Cube)
    }

    /// How many cells are held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// True where no cell is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// The coordinate of a cell that brought it; nothing in a cube.
    #[must_use]
    pub fn listed_coordinate(&self, at: usize) -> &[u32] {
        let Layout::Listed(all) = &self.layout else { return &[] };
        let start = at.saturating_mul(self.width);
        all.get(start..start.saturating_add(self.width)).unwrap_or(&[])
    }

    /// The figure of a cell as a plain decimal; nothing where there is none.
    #[must_use]
    pub fn value(&self, at: usize) -> &str {
        let end_of = |at: usize| self.ends.get(at).copied();
        let start = at.checked_sub(1).map_or(Some(0), end_of);
        start.zip(end_of(at)).and_then(|(start, end)| self.text.get(start..end)).unwrap_or("")
    }

    /// The state of a cell.
    #[must_use]
    pub fn state(&self, at: usize) -> &State {
        let id = self.states.get(at).copied().unwrap_or(0);
        usize::try_from(id).ok().and_then(|id| self.legend.get(id)).unwrap_or(&State::Blank)
    }

    /// The line and column of a cell in its file.
    #[must_use]
    pub fn line_column(&self, at: usize) -> (u32, u32) {
        self.places.get(at).copied().unwrap_or((0, 0))
    }

    /// How many cells are in each state, in the order in which the states were met.
    #[must_use]
    pub fn count_by_state(&self) -> Vec<(State, usize)> {
        let mut counts = vec![0_usize; self.legend.len()];
        for id in &self.states {
            if let Some(count) = usize::try_from(*id).ok().and_then(|id| counts.get_mut(id)) {
                *count = count.saturating_add(1);
            }
        }
        self.legend.iter().cloned().zip(counts).filter(|(_, n)| *n > 0).collect()
    }
}

/// A table from a file, whatever its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedTable {
    /// The file as the user named it.
    pub file: String,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// The table's name at its source, such as `FOLK1A`.
    pub table_id: Option<String>,
    /// The title.
    pub title: String,
    /// What the figures are.
    pub measure: String,
    /// The unit in the words of the file; nothing where it says none.
    pub unit: String,
    /// How many decimals the figures are published with.
    pub decimals: Option<u8>,
    /// Who published it.
    pub source: String,
    /// When, in the words of the file.
    pub updated: String,
    /// Notes and footnotes.
    pub notes: Vec<String>,
    /// The dimensions.
    pub dimensions: Vec<Dimension>,
    /// The cells.
    pub cells: Cells,
    /// What holds for cells that the file leaves out: a figure (`0`) or none.
    pub rest: Option<(String, State)>,
}

impl ImportedTable {
    /// An empty table of a file.
    #[must_use]
    pub fn new(file: &str, dimensions: Vec<Dimension>, cells: Cells) -> ImportedTable {
        ImportedTable {
            file: file.to_owned(),
            sheet: None,
            table_id: None,
            title: String::new(),
            measure: String::new(),
            unit: String::new(),
            decimals: None,
            source: String::new(),
            updated: String::new(),
            notes: Vec::new(),
            dimensions,
            cells,
            rest: None,
        }
    }

    /// A dimension of what is measured that has one value is no dimension but the measure: it becomes that.
    pub fn fold_measure(&mut self) {
        self.normalise();
        let one = |d: &Dimension| d.role == Role::Metric && d.members.len() == 1;
        let Some(at) = self.dimensions.iter().position(one) else { return };
        let dimension = self.dimensions.remove(at);
        if let Layout::Listed(all) = &mut self.cells.layout {
            let width = self.cells.width.max(1);
            let mut column: usize = 0;
            all.retain(|_| {
                let keep = column != at;
                column = column.saturating_add(1) % width;
                keep
            });
        }
        self.cells.width = self.dimensions.len();
        for member in dimension.members {
            self.measure = member.label;
            self.unit = member.unit.unwrap_or_else(|| std::mem::take(&mut self.unit));
            self.decimals = member.decimals.or(self.decimals);
        }
    }

    /// Gives time the one code that tables of StatBank have for it: `TID`.
    pub fn normalise(&mut self) {
        for dimension in self.dimensions.iter_mut().filter(|d| d.role == Role::Time) {
            if dimension.code.eq_ignore_ascii_case("tid") {
                dimension.code = "TID".to_owned();
            }
        }
    }

    /// Writes the coordinate of a cell into `out`: one position a dimension.
    pub fn coordinate(&self, at: usize, out: &mut Vec<u32>) {
        out.clear();
        match &self.cells.layout {
            Layout::Listed(_) => out.extend_from_slice(self.cells.listed_coordinate(at)),
            Layout::Cube => {
                out.resize(self.dimensions.len(), 0);
                let mut left = at;
                for (slot, dimension) in out.iter_mut().zip(&self.dimensions).rev() {
                    let size = dimension.members.len().max(1);
                    *slot = u32::try_from(left % size).unwrap_or(0);
                    left /= size;
                }
            }
        }
    }

    /// The member of a dimension in a coordinate.
    #[must_use]
    pub fn member(&self, dimension: usize, coordinate: &[u32]) -> Option<&Member> {
        let position = coordinate.get(dimension).and_then(|p| usize::try_from(*p).ok())?;
        self.dimensions.get(dimension).and_then(|d| d.members.get(position))
    }

    /// The place of a cell.
    #[must_use]
    pub fn place(&self, at: usize) -> Place {
        let (line, column) = self.cells.line_column(at);
        Place::Cell { file: self.file.clone(), sheet: self.sheet.clone(), line, column, column_name: None }
    }

    /// The dimension of a code, in any case.
    #[must_use]
    pub fn dimension(&self, code: &str) -> Option<usize> {
        let wanted = code.to_lowercase();
        self.dimensions.iter().position(|d| d.code.to_lowercase() == wanted)
    }

    /// How many combinations the dimensions have; `None` where that does not fit.
    #[must_use]
    pub fn combinations(&self) -> Option<u64> {
        self.dimensions.iter().try_fold(1_u64, |product, d| product.checked_mul(d.members.len() as u64))
    }

    /// The unit and the decimals of a cell: those of its members, else of the table.
    #[must_use]
    pub fn unit_of(&self, coordinate: &[u32]) -> (&str, Option<u8>) {
        let members = (0..self.dimensions.len()).filter_map(|d| self.member(d, coordinate));
        let (mut unit, mut decimals) = (self.unit.as_str(), self.decimals);
        for member in members {
            unit = member.unit.as_deref().unwrap_or(unit);
            decimals = member.decimals.or(decimals);
        }
        (unit, decimals)
    }

    /// One cell by the codes of its members, in the order of the dimensions: its figure and its state.
    #[must_use]
    pub fn get(&self, codes: &[&str]) -> Option<(&str, &State)> {
        let mut at = Vec::with_capacity(codes.len());
        for (dimension, code) in self.dimensions.iter().zip(codes) {
            let position = dimension.members.iter().position(|m| m.code == *code)?;
            at.push(u32::try_from(position).ok()?);
        }
        let mut coordinate = Vec::new();
        for cell in 0..self.cells.len() {
            self.coordinate(cell, &mut coordinate);
            if coordinate == at {
                return Some((self.cells.value(cell), self.cells.state(cell)));
            }
        }
        self.rest.as_ref().map(|(value, state)| (value.as_str(), state))
    }
}

/// The product of sizes, refused before anything is allocated: it must fit, and be within the limit.
///
/// # Errors
/// One diagnostic that names the product and the limit.
pub fn checked_product(file: &str, sizes: &[usize], limit: u64) -> Result<usize, Diagnostic> {
    let product = sizes.iter().try_fold(1_u64, |product, size| product.checked_mul(*size as u64));
    match product {
        Some(cells) if cells <= limit => {
            usize::try_from(cells).map_err(|_| say::too_many_cells(file, sizes, limit))
        }
        _ => Err(say::too_many_cells(file, sizes, limit)),
    }
}

/// Whether a text is a plain decimal that is held exactly: `-12.50`, at most 38 digits and 18 decimals.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    let body = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = body.split_once('.').map_or((body, None), |(w, f)| (w, Some(f)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let after = fraction.map_or(0, str::len);
    digits(whole)
        && fraction.is_none_or(digits)
        && whole.len().saturating_add(after) <= ramme_value::number::MAX_DIGITS
        && after <= usize::from(ramme_value::MAX_SCALE)
}
