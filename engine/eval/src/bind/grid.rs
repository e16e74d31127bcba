//! The cells of one input while they are filled in, and the finished column.
//!
//! In: values with their places. Out: an [`InputColumn`] in the layout of [`crate::dataset`], every missing cell with its
//! cause. Not here: where values come from.

use std::collections::BTreeMap;

use ramme_rulebook::model::{Input, InputId, Rulebook, Shape};
use ramme_table::{Block, Cause, CauseId, Column, Data};
use ramme_value::Date;

use super::rows::World;
use crate::dataset::{CellPlace, DataFile, Dataset, InputColumn, Places, Revision};

/// What is known of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum State {
    /// No row gives it.
    #[default]
    Empty,
    /// A value.
    Known,
    /// A row that holds nothing.
    Blank,
    /// A row that was published on this day, after the pin.
    Hidden(Date),
    /// Held back, so that nobody is recognised; true where it would give away another.
    Suppressed(bool),
    /// A sign instead of a figure, in a file that was imported; by its number among the grid's words.
    Sign(u32),
    /// Left out, for a reason among the grid's words.
    Excluded(u32),
}

/// One cell as a row gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Given {
    pub value: i128,
    pub state: State,
    pub half: i128,
    pub place: CellPlace,
}

/// The cells of one input.
#[derive(Debug)]
pub(super) struct Grid {
    pub input: InputId,
    /// How many blocks, and how many cells each has.
    pub blocks: usize,
    pub len: usize,
    values: Vec<i128>,
    states: Vec<State>,
    places: Vec<CellPlace>,
    halves: Option<Vec<i128>>,
    /// What cells that are held back can be.
    held_back: BTreeMap<(usize, usize), (i128, Option<i128>)>,
    /// Reasons and signs.
    words: Vec<String>,
    /// Every version of a cell by its day, where a table says that figures are revised.
    versions: BTreeMap<(usize, usize), BTreeMap<Date, Given>>,
}

/// How many cells a block of a shape has.
pub(super) fn block_len(book: &Rulebook, world: &World, shape: &Shape) -> usize {
    let rows = shape.entity.map_or(1, |e| world.entities.get(e.index()).map_or(0, |r| r.keys.len()));
    let size = |set: &ramme_rulebook::model::SetId| book.sets.get(set.index()).map_or(0, |s| s.members.len());
    shape.sets.iter().fold(rows, |n, set| n.saturating_mul(size(set)))
}

impl Grid {
    /// No cell given yet.
    pub fn new(book: &Rulebook, world: &World, id: InputId, input: &Input) -> Grid {
        let blocks = if input.shape.period.is_some() { world.years.count } else { 1 };
        let len = block_len(book, world, &input.shape);
        let cells = blocks.saturating_mul(len);
        Grid {
            input: id,
            blocks,
            len,
            values: vec![0; cells],
            states: vec![State::Empty; cells],
            places: vec![CellPlace::default(); cells],
            halves: None,
            held_back: BTreeMap::new(),
            words: Vec::new(),
            versions: BTreeMap::new(),
        }
    }

    fn at(&self, block: usize, index: usize) -> Option<usize> {
        (index < self.len && block < self.blocks)
            .then(|| block.saturating_mul(self.len).saturating_add(index))
    }

    /// The cell, if a row has given it.
    pub fn get(&self, block: usize, index: usize) -> Option<Given> {
        let at = self.at(block, index)?;
        let place = self.places.get(at).copied().filter(|place| place.line > 0)?;
        let half = self.halves.as_ref().and_then(|halves| halves.get(at)).copied().unwrap_or(0);
        Some(Given {
            value: self.values.get(at).copied()?,
            state: self.states.get(at).copied()?,
            half,
            place,
        })
    }

    /// Takes a cell.
    pub fn put(&mut self, block: usize, index: usize, given: Given) {
        let Some(at) = self.at(block, index) else { return };
        let cells = self.values.len();
        if let (Some(value), Some(state), Some(place)) =
            (self.values.get_mut(at), self.states.get_mut(at), self.places.get_mut(at))
        {
            *value = if given.state == State::Known { given.value } else { 0 };
            *state = given.state;
            *place = given.place;
        }
        if given.half != 0 || self.halves.is_some() {
            let halves = self.halves.get_or_insert_with(|| vec![0; cells]);
            if let Some(half) = halves.get_mut(at) {
                *half = given.half;
            }
        }
    }

    /// Keeps a version of a cell; one of no known day is no version.
    pub fn version(&mut self, at: (usize, usize), day: Option<Date>, given: Given) {
        if let Some(day) = day {
            self.versions.entry(at).or_default().insert(day, given);
        }
    }

    /// Whether the cell has a version of that day, or one of no known day.
    pub fn has_version(&self, at: (usize, usize), day: Date) -> bool {
        self.versions.get(&at).is_none_or(|held| held.contains_key(&day))
    }

    /// The latest version that is known: what the pin hides stands behind every other.
    pub fn latest(&self, at: (usize, usize)) -> Option<Given> {
        let held = self.versions.get(&at)?;
        let seen = held.values().rev().find(|given| !matches!(given.state, State::Hidden(_)));
        seen.or_else(|| held.values().next()).copied()
    }

    /// The figures that a later version took the place of, the oldest first.
    fn revisions(&self) -> BTreeMap<(usize, usize), Vec<Revision>> {
        let mut out = BTreeMap::new();
        for (at, held) in &self.versions {
            let known: Vec<(&Date, &Given)> = held.iter().filter(|(_, g)| g.state == State::Known).collect();
            let earlier: Vec<Revision> = known
                .windows(2)
                .filter_map(|pair| match pair {
                    [(day, a), (_, b)] if a.value != b.value => {
                        Some(Revision { published: **day, value: a.value, place: a.place })
                    }
                    _ => None,
                })
                .collect();
            if !earlier.is_empty() {
                out.insert(*at, earlier);
            }
        }
        out
    }

    /// The number of a reason or a sign.
    pub fn word(&mut self, text: &str) -> u32 {
        let at = self.words.iter().position(|held| held == text).unwrap_or_else(|| {
            self.words.push(text.to_owned());
            self.words.len().saturating_sub(1)
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Says what a cell that is held back can be.
    pub fn hold_back(&mut self, block: usize, index: usize, bounds: (i128, Option<i128>)) {
        self.held_back.insert((block, index), bounds);
    }

    /// The finished column; `dataset` keeps the causes and knows the files.
    pub fn finish(self, book: &Rulebook, world: &World, dataset: &Dataset) -> InputColumn {
        let Some(input) = book.inputs.get(self.input.index()) else { return InputColumn::default() };
        let mut column = Column::default();
        for block in 0..self.blocks {
            let start = block.saturating_mul(self.len);
            let range = start..start.saturating_add(self.len);
            let states = self.states.get(range.clone()).unwrap_or_default();
            let values = self.values.get(range).unwrap_or_default().to_vec();
            let naming = Naming { book, world, dataset, input, words: &self.words };
            let missing = states.iter().any(|state| *state != State::Known);
            let status = missing.then(|| {
                let cell = |(index, state): (usize, &State)| {
                    let place = self.places.get(start.saturating_add(index)).copied().unwrap_or_default();
                    naming.cause(block, index, *state, place)
                };
                states.iter().enumerate().map(cell).collect()
            });
            column.blocks.push(Block { data: Data::Int(values), status });
        }
        let revisions = self.revisions();
        let split = |cells: Vec<CellPlace>| chunks(cells, self.blocks, self.len);
        InputColumn {
            shape: input.shape.clone(),
            column,
            places: Places::Each(split(self.places)),
            half_units: self.halves.map(|halves| chunks(halves, self.blocks, self.len)),
            held_back: self.held_back,
            revisions,
            overridden: false,
        }
    }
}

fn chunks<T: Clone>(cells: Vec<T>, blocks: usize, len: usize) -> Vec<Vec<T>> {
    if blocks == 1 {
        return vec![cells];
    }
    let part = |block: usize| {
        let start = block.saturating_mul(len);
        cells.get(start..start.saturating_add(len)).unwrap_or_default().to_vec()
    };
    (0..blocks).map(part).collect()
}

/// What it takes to name a cell.
pub(super) struct Naming<'a> {
    pub book: &'a Rulebook,
    pub world: &'a World,
    pub dataset: &'a Dataset,
    pub input: &'a Input,
    pub words: &'a [String],
}

impl Naming<'_> {
    /// `cost_per_day[T007, 2022]`
    pub fn name(&self, block: usize, index: usize) -> String {
        let (entities, years) = (&self.world.entities, self.world.years);
        crate::name::input_cell(self.book, entities, years, self.input, (block, index))
    }

    /// Why a cell is missing, as an id.
    pub fn cause(&self, block: usize, index: usize, state: State, place: CellPlace) -> CauseId {
        let cause = match state {
            State::Known => return CauseId::KNOWN,
            State::Empty => self.nothing(block, index),
            State::Blank => self.blank(block, index, place, ""),
            State::Sign(word) => self.blank(block, index, place, self.word(word)),
            State::Suppressed(complement) => {
                let file = self.dataset.files.get(usize::from(place.file));
                let place = file.map(|file| file.place(place)).unwrap_or_default();
                Cause::Suppressed { what: self.name(block, index), complement, place }
            }
            State::Excluded(word) => {
                Cause::Excluded { what: self.name(block, index), reason: self.word(word).to_owned() }
            }
            State::Hidden(day) => {
                Cause::NotYetKnown { what: self.name(block, index), published: day.to_string() }
            }
        };
        self.dataset.causes.one(cause)
    }

    fn word(&self, number: u32) -> &str {
        let at = usize::try_from(number).ok();
        at.and_then(|at| self.words.get(at)).map_or("", String::as_str)
    }

    /// A cell that holds nothing, or a sign for it.
    fn blank(&self, block: usize, index: usize, place: CellPlace, sign: &str) -> Cause {
        let file = self.dataset.files.get(usize::from(place.file));
        let heading = usize::from(place.column).checked_sub(1);
        let heading = heading.and_then(|at| file.and_then(|file| file.headings.get(at)));
        Cause::Blank {
            what: self.name(block, index),
            file: file.map(DataFile::shown).unwrap_or_default(),
            line: place.line,
            column: u32::from(place.column),
            heading: heading.cloned().unwrap_or_else(|| sign.to_owned()),
        }
    }

    /// Why no row gives a cell: the subject is not there in that year, or there is just no row.
    fn nothing(&self, block: usize, index: usize) -> Cause {
        let what = self.name(block, index);
        let Some(entity) = self.input.shape.entity else { return Cause::NoRow { what } };
        let Some(rows) = self.world.entities.get(entity.index()) else { return Cause::NoRow { what } };
        let row = index.checked_rem(rows.keys.len()).unwrap_or(0);
        let position = self.input.shape.period.map(|_| block);
        if rows.exists(row, position) {
            return Cause::NoRow { what };
        }
        let key = rows.keys.get(row).unwrap_or_default().to_owned();
        let year = self.world.years.year(block);
        if let Some(day) =
            self.world.hidden.get(entity.index()).and_then(|d| d.get(&(key.clone(), Some(year))))
        {
            return Cause::NotYetKnown { what, published: day.to_string() };
        }
        let subject = format!("{} {key} in {year}", self.book.entity_name(entity));
        Cause::NotOnRoll { what, subject }
    }
}
