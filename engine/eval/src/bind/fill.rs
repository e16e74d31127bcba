//! Rows of tables to cells of inputs.
//!
//! In: mapped tables with their keys as positions. Out: one grid an input that any table gives. Not here: causes of cells
//! that stay empty.
//!
//! Where a table has a key for just the axes of an input, two rows with one key are a mistake. Where it has more, as a
//! file by provider and year that repeats each provider's municipality, all rows of a key have to say the same.

use std::collections::{BTreeMap, BTreeSet};

use ramme_rulebook::model::{Axis, Input, InputId, Type};
use ramme_table::import::State as Kept;
use ramme_table::{RawTable, cell};
use ramme_value::{Decimal, PeriodKind};

use super::grid::{Given, Grid, State};
use super::resolve::{CellSource, Decimals, Inputs, Mapped, MappedValue};
use super::rows::{World, key_along, year_of};
use super::unit::{self, UnitProblem};
use super::value::{Form, Read, Reader, half_unit};
use super::{Context, Problems, say};
use crate::dataset::{CellPlace, Texts};

/// Fills in everything.
pub(super) fn all(
    context: &Context<'_>,
    tables: &[Mapped<'_>],
    world: &World,
    texts: &mut Texts,
    problems: &mut Problems,
) -> Vec<Grid> {
    let mut grids: BTreeMap<InputId, Grid> = BTreeMap::new();
    for table in tables.iter().filter(|table| table.bulk.is_none()) {
        for value in &table.values {
            for id in value.inputs.all() {
                if let Some(input) = context.book.inputs.get(id.index()) {
                    grids.entry(id).or_insert_with(|| Grid::new(context.book, world, id, input));
                }
            }
        }
    }
    for table in tables.iter().filter(|table| table.keyed && table.bulk.is_none()) {
        let mut said = BTreeSet::new();
        for value in &table.values {
            let mut filling =
                Filling { context, table, world, value, factors: BTreeMap::new(), said: &mut said, problems };
            filling.column(&mut grids, texts);
        }
    }
    relations_are_total(context, world, &grids, problems);
    grids.into_values().collect()
}

/// How the cells of an input are found from the keys of a row.
struct Route<'a> {
    id: InputId,
    input: &'a Input,
    entity: Option<usize>,
    year: Option<usize>,
    /// The key of each set, and how many members it has.
    sets: Vec<(usize, usize)>,
    rows: usize,
    /// True where the table has no other key than those of the input.
    exact: bool,
    /// The factor, once it is known, where unit and level are the same for all rows; none inside where they disagree.
    factor: Option<Option<Decimal>>,
}

struct Filling<'a, 'c> {
    context: &'c Context<'a>,
    table: &'c Mapped<'a>,
    world: &'c World,
    value: &'c MappedValue<'a>,
    /// The factor of each input, unit and level that was met; none where they disagree, which has been said.
    factors: BTreeMap<(InputId, &'a str, &'a str), Option<Decimal>>,
    /// The rows that have been said to repeat another's key.
    said: &'c mut BTreeSet<usize>,
    problems: &'c mut Problems,
}

impl<'a> Filling<'a, '_> {
    fn column(&mut self, grids: &mut BTreeMap<InputId, Grid>, texts: &mut Texts) {
        let mut routes: BTreeMap<InputId, Option<Route<'a>>> = BTreeMap::new();
        let table = self.table;
        for (nth, row) in table.rows.iter().enumerate() {
            let Some(id) = self.input_of(*row) else { continue };
            let route = routes.entry(id).or_insert_with(|| self.route(id));
            if let (Some(route), Some(grid)) = (route, grids.get_mut(&id)) {
                self.cell(route, grid, nth, *row, texts);
            }
            if self.problems.full() {
                return;
            }
        }
    }

    /// The input that a row's value belongs to.
    fn input_of(&mut self, row: usize) -> Option<InputId> {
        match &self.value.inputs {
            Inputs::One(input) => Some(*input),
            Inputs::ByCell(column, inputs) => {
                let found = inputs.get(self.table.raw.cell(row, *column)).copied();
                if found.is_none() {
                    self.problems.say(say::cell_not_mapped(self.table, row, *column));
                }
                found
            }
        }
    }

    fn route(&self, id: InputId) -> Option<Route<'a>> {
        let book = self.context.book;
        let input = book.inputs.get(id.index())?;
        let key = |axis| key_along(self.table, axis).map(|(at, _)| at);
        let entity = match input.shape.entity {
            Some(entity) => Some(key(Axis::Entity(entity))?),
            None => None,
        };
        let year = match input.shape.period {
            Some(PeriodKind::Year) => Some(key(Axis::Period(PeriodKind::Year))?),
            Some(_) => return None,
            None => None,
        };
        let sets: Option<Vec<_>> = input
            .shape
            .sets
            .iter()
            .map(|set| Some((key(Axis::Set(*set))?, book.sets.get(set.index())?.members.len())))
            .collect();
        let sets = sets?;
        let rows =
            input.shape.entity.map_or(1, |e| self.world.entities.get(e.index()).map_or(0, |r| r.keys.len()));
        let used = usize::from(entity.is_some()) + usize::from(year.is_some()) + sets.len();
        Some(Route {
            id,
            input,
            entity,
            year,
            sets,
            rows,
            exact: used == self.table.keys.len(),
            factor: None,
        })
    }

    /// Block and index of a row's cell; none where a key of it is wrong.
    fn position(&self, route: &Route<'_>, nth: usize) -> Option<(usize, usize)> {
        let key = |at: usize| self.table.decoded.get(at)?.get(nth).copied().flatten();
        let block = match route.year {
            Some(at) => self.world.years.position(i32::try_from(key(at)?).ok()?)?,
            None => 0,
        };
        let row = match route.entity {
            Some(at) => usize::try_from(key(at)?).ok()?,
            None => 0,
        };
        let mut combination = 0_usize;
        for (at, size) in &route.sets {
            combination = combination.checked_mul(*size)?.checked_add(usize::try_from(key(*at)?).ok()?)?;
        }
        Some((block, combination.checked_mul(route.rows)?.checked_add(row)?))
    }

    fn cell(&mut self, route: &mut Route<'a>, grid: &mut Grid, nth: usize, row: usize, texts: &mut Texts) {
        let Some((block, index)) = self.position(route, nth) else { return };
        let Some(mut given) = self.given(route, nth, row, texts) else { return };
        if let State::Blank | State::Known = given.state
            && let Some(state) = self.kept_apart(route, grid, nth, row, given.state)
        {
            given.state = state;
        }
        let Some(held) = grid.get(block, index) else {
            grid.put(block, index, given);
            if self.table.map.revised {
                grid.version((block, index), self.table.days.get(nth).copied().flatten(), given);
            }
            return;
        };
        if self.table.map.revised && self.revision(grid, (block, index), given, nth) {
            return;
        }
        if route.exact {
            self.repeated(route, (block, index), held, row);
            return;
        }
        match (held.state, given.state) {
            (State::Hidden(_), state) if !matches!(state, State::Hidden(_)) => grid.put(block, index, given),
            (_, State::Hidden(_)) => {}
            _ if (held.state, held.value) == (given.state, given.value) => {}
            _ => self.not_constant(route, (block, index), held, row),
        }
    }

    /// Why a cell is kept apart though its row is there: it is left out, held back, or holds a sign.
    fn kept_apart(
        &self,
        route: &Route<'_>,
        grid: &mut Grid,
        nth: usize,
        row: usize,
        state: State,
    ) -> Option<State> {
        let table = self.table;
        if let (Some(excluded), Some(at)) = (&table.excluded, route.entity) {
            let entity = table.decoded.get(at)?.get(nth).copied().flatten();
            let entity = entity.and_then(|row| usize::try_from(row).ok());
            let year = route.year.and(year_of(table, nth));
            if let Some(reason) = entity.and_then(|row| excluded.reason(row, year)) {
                return Some(State::Excluded(grid.word(reason)));
            }
        }
        if state == State::Known {
            return None;
        }
        let text = table.raw.cell(row, self.value.column);
        let held_back = table.map.suppressed.iter().any(|sign| sign == text);
        match table.raw.origin().map(|origin| origin.state(row)) {
            Some(Kept::Suppressed) => Some(State::Suppressed(false)),
            _ if held_back => Some(State::Suppressed(false)),
            Some(Kept::Known | Kept::Flagged(_)) | None => None,
            Some(sign) => Some(State::Sign(grid.word(&sign.sign()))),
        }
    }

    /// Takes a figure that was published at another time than the one held: the later stands, the earlier is kept as revised.
    /// False where the two were published on one day, or no one knows when.
    fn revision(&self, grid: &mut Grid, at: (usize, usize), given: Given, nth: usize) -> bool {
        let Some(day) = self.table.days.get(nth).copied().flatten() else { return false };
        if grid.has_version(at, day) {
            return false;
        }
        grid.version(at, Some(day), given);
        if let Some(latest) = grid.latest(at) {
            grid.put(at.0, at.1, latest);
        }
        true
    }

    /// What a row says of its cell; none where that is wrong, which has been said.
    fn given(&mut self, route: &mut Route<'a>, nth: usize, row: usize, texts: &mut Texts) -> Option<Given> {
        let (table, column) = (self.table, self.value.column);
        let (line, at) = table.raw.line_column(row, column);
        let place = CellPlace {
            file: u16::try_from(table.file).unwrap_or(u16::MAX),
            column: u16::try_from(at).unwrap_or(u16::MAX),
            line,
        };
        let mut given = Given { value: 0, state: State::Blank, half: 0, place };
        if let Some(day) = table.hidden.get(nth).copied().flatten() {
            given.state = State::Hidden(day);
            return Some(given);
        }
        let text = table.raw.cell(row, column);
        let form = self.form(route, row)?;
        if cell::is_missing(text, &table.map.missing) || table.map.suppressed.iter().any(|sign| sign == text)
        {
            if let Type::Row(_) = route.input.ty {
                self.problems.say(say::no_relation(table, row, column, &route.input.name));
                return None;
            }
            return Some(given);
        }
        let reader = Reader { book: self.context.book, world: self.world, table, input: route.input };
        match reader.read(text, form, year_of(table, nth), texts) {
            Ok(Read::Value(value)) => {
                given.value = value;
                given.state = State::Known;
                if let (Type::Num(num), Some(Form { factor, decimals: Some(decimals), .. })) =
                    (&route.input.ty, form)
                {
                    given.half = half_unit(num, factor, decimals);
                }
            }
            Ok(Read::Hidden(day)) => given.state = State::Hidden(day),
            Err(wrong) => {
                self.problems.say(say::wrong(&reader, row, column, wrong));
                return None;
            }
        }
        Some(given)
    }

    /// How the number of a row is written: nothing for what is no number; none where unit or level are wrong.
    fn form(&mut self, route: &mut Route<'a>, row: usize) -> Option<Option<Form>> {
        let table = self.table;
        let factor = self.factor_of(route, row)?;
        if !matches!(route.input.ty, Type::Num(_)) {
            return Some(None);
        }
        let decimals = match self.value.decimals {
            None => None,
            Some(Decimals::All(n)) => Some(n),
            Some(Decimals::Column(column)) => {
                let text = table.raw.cell(row, column);
                match text.parse::<i32>() {
                    Ok(n) if (-18..=18).contains(&n) => Some(n),
                    _ if text.is_empty() => None,
                    _ => {
                        self.problems.say(say::bad_decimals(table, row, column));
                        return None;
                    }
                }
            }
        };
        Some(Some(Form { style: table.map.style, factor, decimals }))
    }

    /// The factor of a row, which most often is that of the row before.
    fn factor_of(&mut self, route: &mut Route<'a>, row: usize) -> Option<Decimal> {
        if let Some(factor) = route.factor {
            return factor;
        }
        let raw: &'a RawTable = self.table.raw;
        let text_of = |source: Option<CellSource<'a>>| -> (bool, Option<&'a str>) {
            match source {
                None => (true, None),
                Some(CellSource::All(text)) => (true, Some(text.text())),
                Some(CellSource::Column(column)) => (false, Some(raw.cell(row, column))),
            }
        };
        let ((unit_fixed, unit), (level_fixed, level)) =
            (text_of(self.value.unit), text_of(self.value.level));
        let key = (route.id, unit.unwrap_or(""), level.unwrap_or(""));
        let factor = match self.factors.get(&key) {
            Some(factor) => *factor,
            None => {
                let found = self.factor(route, unit, level, row);
                self.factors.insert(key, found);
                found
            }
        };
        if unit_fixed && level_fixed {
            route.factor = Some(factor);
        }
        factor
    }

    /// The factor of a unit and level; what disagrees is said once, at the first row with them.
    fn factor(
        &mut self,
        route: &Route<'a>,
        unit: Option<&str>,
        level: Option<&str>,
        row: usize,
    ) -> Option<Decimal> {
        let Type::Num(num) = &route.input.ty else {
            let fits = unit.is_none_or(|words| unit::names_kind(self.context.book, &route.input.ty, words));
            if !fits {
                let problem = UnitProblem::Disagrees(unit.unwrap_or("").into());
                self.problems.say(say::unit(
                    self.context.book,
                    self.table,
                    self.value,
                    route.input,
                    row,
                    problem,
                ));
            }
            return fits.then_some(Decimal::whole(1));
        };
        match unit::factor(num, unit, level) {
            Ok(factor) => Some(factor),
            Err(problem) => {
                self.problems.say(say::unit(
                    self.context.book,
                    self.table,
                    self.value,
                    route.input,
                    row,
                    problem,
                ));
                None
            }
        }
    }

    /// A second row with the key of a first.
    fn repeated(&mut self, route: &Route<'_>, at: (usize, usize), held: Given, row: usize) {
        let same_file = usize::from(held.place.file) == self.table.file;
        let by_roll =
            self.table.roll.is_some_and(|(_, by_year)| self.table.keys.len() == 1 + usize::from(by_year));
        if (same_file && by_roll) || !self.said.insert(row) {
            return;
        }
        let key = self.name(route, at);
        self.problems.say(say::duplicate_cell(
            self.table,
            self.context,
            held.place,
            (row, self.value.column),
            &key,
        ));
    }

    fn not_constant(&mut self, route: &Route<'_>, at: (usize, usize), held: Given, row: usize) {
        let key = self.name(route, at);
        let problem = say::not_constant(self.table, self.context, held.place, (row, self.value.column), &key);
        self.problems.say(problem);
    }

    /// The name of a cell, for messages.
    fn name(&self, route: &Route<'_>, at: (usize, usize)) -> String {
        let (entities, years) = (&self.world.entities, self.world.years);
        crate::name::input_cell(self.context.book, entities, years, route.input, at)
    }
}

/// A relation is given for every row that exists (TYPES P4).
fn relations_are_total(
    context: &Context<'_>,
    world: &World,
    grids: &BTreeMap<InputId, Grid>,
    problems: &mut Problems,
) {
    if !problems.list.is_empty() {
        return;
    }
    for (id, grid) in grids {
        let Some(input) = context.book.inputs.get(id.index()) else { continue };
        let (Type::Row(_), Some(entity)) = (&input.ty, input.shape.entity) else { continue };
        let Some(rows) = world.entities.get(entity.index()) else { continue };
        for block in 0..grid.blocks {
            let position = input.shape.period.map(|_| block);
            for (row, key) in rows.keys.iter().enumerate() {
                if rows.exists(row, position) && grid.get(block, row).is_none() {
                    problems.say(say::relation_not_given(
                        context.book,
                        entity,
                        key,
                        input,
                        position.map(|t| world.years.year(t)),
                    ));
                }
            }
        }
    }
}
