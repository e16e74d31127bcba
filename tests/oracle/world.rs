//! Who exists, and what is known of them: the data that both evaluators get, and the engine's form of it.

use crate::tape::Tape;
use crate::value::{Val, day_of, whole};
use num_bigint::BigInt;
use num_rational::BigRational;
use ramme_eval::dataset::{CellPlace, Dataset, InputColumn, ParameterOverride, Rows, Years};
use ramme_rulebook::model::{
    Axis, EntityId, Input, InputId, KeyValue, ParameterId, Rulebook, Shape, Type, Value,
};
use ramme_table::{Block, Cause, CauseId, Column, Data};
use ramme_value::{Date, Decimal, Repr};
use std::collections::{BTreeMap, BTreeSet};

/// Where a cell is: its row, its year, its members in the order of the sets' ids.
pub type Cell = (Option<usize>, Option<i32>, Vec<u32>);

/// The data.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub first: i32,
    pub last: i32,
    /// The keys of the rows of each entity.
    pub rows: Vec<Vec<String>>,
    /// Where a table is the roll by year: who exists when.
    pub roll: Vec<Option<BTreeSet<(usize, i32)>>>,
    /// What is known; a cell that is not here is missing.
    pub cells: BTreeMap<(InputId, Cell), Val>,
    /// What is set of parameters.
    pub set: BTreeMap<(ParameterId, Vec<KeyValue>), Value>,
}

impl World {
    pub fn exists(&self, entity: EntityId, row: usize, year: Option<i32>) -> bool {
        match (&self.roll[entity.index()], year) {
            (None, _) => row < self.rows[entity.index()].len(),
            (Some(roll), Some(year)) => roll.contains(&(row, year)),
            (Some(roll), None) => roll.iter().any(|(at, _)| *at == row),
        }
    }

    /// Every cell of a shape, whether its row exists or not.
    pub fn all_cells(&self, book: &Rulebook, shape: &Shape) -> Vec<Cell> {
        let rows: Vec<Option<usize>> = match shape.entity {
            Some(e) => (0..self.rows[e.index()].len()).map(Some).collect(),
            None => vec![None],
        };
        let years: Vec<Option<i32>> =
            if shape.period.is_some() { (self.first..=self.last).map(Some).collect() } else { vec![None] };
        let mut members: Vec<Vec<u32>> = vec![Vec::new()];
        for set in &shape.sets {
            let n = book.sets[set.index()].members.len() as u32;
            members =
                members.iter().flat_map(|m| (0..n).map(move |x| [m.as_slice(), &[x]].concat())).collect();
        }
        let mut out = Vec::new();
        for year in &years {
            for m in &members {
                out.extend(rows.iter().map(|row| (*row, *year, m.clone())));
            }
        }
        out
    }

    /// Random data for any rulebook.
    pub fn random(book: &Rulebook, tape: &mut Tape) -> World {
        let first = 2020;
        let mut world = World { first, last: first + 1 + tape.pick(3) as i32, ..World::default() };
        let led_to: BTreeSet<EntityId> =
            book.inputs.iter().filter_map(|i| if let Type::Row(e) = i.ty { Some(e) } else { None }).collect();
        for at in 0..book.entities.len() {
            let id = EntityId(at as u32);
            let n = 1 + tape.pick(4);
            let prefix = book.entities[at].name.chars().next().unwrap_or('r').to_ascii_uppercase();
            world.rows.push((0..n).map(|k| format!("{prefix}{k}")).collect());
            // Whoever is led to exists always: a relation names a row for everything that exists.
            let by_year = !led_to.contains(&id) && tape.pick(3) == 2;
            let years = world.first..=world.last;
            world.roll.push(by_year.then(|| {
                let all = (0..n).flat_map(|row| years.clone().map(move |year| (row, year)));
                all.filter(|_| tape.pick(4) != 3).collect()
            }));
        }
        for (at, input) in book.inputs.iter().enumerate() {
            let id = InputId(at as u32);
            for cell in world.all_cells(book, &input.shape) {
                let there = match (input.shape.entity, cell.0) {
                    (Some(e), Some(row)) => world.exists(e, row, cell.1),
                    _ => true,
                };
                let relation = matches!(input.ty, Type::Row(_));
                if there && (relation || tape.pick(8) != 7) {
                    let value = world.random_value(book, input, tape);
                    world.cells.insert((id, cell), value);
                }
            }
        }
        world.random_parameters(book, tape);
        world
    }

    /// The same data with the rows of every entity the other way round.
    pub fn turned(&self, book: &Rulebook) -> World {
        let mut out = World { cells: BTreeMap::new(), ..self.clone() };
        let turned = |e: EntityId, row: usize| self.rows[e.index()].len() - 1 - row;
        out.rows.iter_mut().for_each(|keys| keys.reverse());
        for (at, roll) in out.roll.iter_mut().enumerate() {
            let e = EntityId(at as u32);
            *roll = roll.as_ref().map(|r| r.iter().map(|(row, y)| (turned(e, *row), *y)).collect());
        }
        for ((id, (row, year, members)), value) in &self.cells {
            let input = &book.inputs[id.index()];
            let row = row.zip(input.shape.entity).map(|(row, e)| turned(e, row));
            let value = match (value, &input.ty) {
                (Val::Row(to), Type::Row(e)) => Val::Row(turned(*e, *to)),
                (other, _) => other.clone(),
            };
            out.cells.insert((*id, (row, *year, members.clone())), value);
        }
        out
    }

    /// The same data for the same rulebook, read in another order.
    pub fn moved(&self, from: &Rulebook, to: &Rulebook) -> World {
        let mut out = World { first: self.first, last: self.last, ..World::default() };
        let entity = |e: usize| to.entities.iter().position(|x| x.name == from.entities[e].name).unwrap();
        let set = |s: usize| to.sets.iter().position(|x| x.name == from.sets[s].name).unwrap();
        out.rows = vec![Vec::new(); self.rows.len()];
        out.roll = vec![None; self.roll.len()];
        for e in 0..self.rows.len() {
            out.rows[entity(e)] = self.rows[e].clone();
            out.roll[entity(e)] = self.roll[e].clone();
        }
        for ((id, (row, year, members)), value) in &self.cells {
            let input = &from.inputs[id.index()];
            let same = |x: &Input| x.name == input.name;
            let there = InputId(to.inputs.iter().position(same).unwrap() as u32);
            let mut axes: Vec<(usize, u32)> =
                input.shape.sets.iter().map(|s| set(s.index())).zip(members.iter().copied()).collect();
            axes.sort_unstable();
            let members = axes.into_iter().map(|(_, m)| m).collect();
            out.cells.insert((there, (*row, *year, members)), value.clone());
        }
        for ((id, keys), value) in &self.set {
            let name = &from.parameters[id.index()].name;
            let there = to.parameters.iter().position(|p| p.name == *name).unwrap();
            out.set.insert((ParameterId(there as u32), keys.clone()), value.clone());
        }
        out
    }

    /// The data for a reader, one cell a line.
    pub fn told(&self, book: &Rulebook) -> String {
        let mut out = format!("years {}..{}, set {:?}\n", self.first, self.last, self.set);
        for (at, roll) in self.roll.iter().enumerate() {
            out += &format!("{}: {:?}, roll {roll:?}\n", book.entities[at].name, self.rows[at]);
        }
        for ((id, (row, year, members)), value) in &self.cells {
            let value = if let Val::Num(n) = value { n.to_string() } else { format!("{value:?}") };
            out += &format!("{} {row:?} {year:?} {members:?} = {value}\n", book.inputs[id.index()].name);
        }
        out
    }

    fn random_value(&self, book: &Rulebook, input: &Input, tape: &mut Tape) -> Val {
        match &input.ty {
            Type::YesNo => Val::Yes(tape.pick(2) == 1),
            Type::Date => Val::Day(day_of(2018, 1, 1) + (tape.pick(7 * 365)) as i64),
            Type::Text => Val::Text(["a", "b", "c"][tape.pick(3)].to_owned()),
            Type::Member(set) => Val::Member(tape.pick(book.sets[set.index()].members.len()) as u32),
            Type::Row(e) => Val::Row(tape.pick(self.rows[e.index()].len())),
            Type::Period(_) => Val::Year(self.first),
            Type::Num(num) => match num.repr {
                Repr::Dec(scale) if scale > 0 => {
                    let most =
                        if num.unit.is_dimensionless() { 2 } else { 1_000 } * 10_i128.pow(u32::from(scale));
                    let n = tape.number(most);
                    BigRational::new(BigInt::from(n), BigInt::from(10).pow(u32::from(scale))).into_val()
                }
                _ => whole(tape.number(400)).into_val(),
            },
        }
    }

    /// Values for cells of parameters that the rulebook leaves to be set.
    fn random_parameters(&mut self, book: &Rulebook, tape: &mut Tape) {
        for (at, p) in book.parameters.iter().enumerate() {
            if !p.values.is_empty() || p.dated_by.is_some() {
                continue;
            }
            let shape = Shape { entity: None, ..p.shape.clone() };
            for cell in self.all_cells(book, &shape) {
                if tape.pick(4) == 3 {
                    continue;
                }
                let keys = p.axes.iter().filter_map(|a| match a.axis {
                    Axis::Period(_) => cell.1.map(KeyValue::Period),
                    Axis::Set(set) => {
                        shape.sets.iter().position(|s| *s == set).map(|k| KeyValue::Member(cell.2[k]))
                    }
                    Axis::Entity(_) => None,
                });
                let Type::Num(num) = &p.ty else { continue };
                let scale = num.stored_scale().unwrap_or(0);
                let value = Value::Dec(Decimal::new(tape.number(10_i128.pow(u32::from(scale))), scale));
                self.set.insert((ParameterId(at as u32), keys.collect()), value);
            }
        }
    }

    /// The same data as the engine holds them.
    pub fn dataset(&self, book: &Rulebook) -> Dataset {
        let mut data = Dataset { years: Years::span(self.first, self.last), ..Dataset::default() };
        for (keys, roll) in self.rows.iter().zip(&self.roll) {
            let mut rows = Rows::default();
            for key in keys {
                rows.add(key);
            }
            rows.exists = roll.as_ref().map(|roll| {
                let year = |y: i32| (0..keys.len()).map(|row| roll.contains(&(row, y))).collect();
                (self.first..=self.last).map(year).collect()
            });
            data.entities.push(rows);
        }
        for (at, input) in book.inputs.iter().enumerate() {
            let column = self.column(book, InputId(at as u32), input, &mut data);
            data.inputs.push(Some(column));
        }
        for ((parameter, keys), value) in &self.set {
            data.overrides.push(ParameterOverride {
                parameter: *parameter,
                keys: keys.clone(),
                from: None,
                to: None,
                value: value.clone(),
                origin: "the test".to_owned(),
            });
        }
        data
    }

    fn column(&self, book: &Rulebook, id: InputId, input: &Input, data: &mut Dataset) -> InputColumn {
        let scale = if let Type::Num(num) = &input.ty { num.stored_scale().unwrap_or(0) } else { 0 };
        let ten = whole(10_i128.pow(u32::from(scale)));
        let mut column = Column::default();
        let cells = self.all_cells(book, &input.shape);
        let blocks = if input.shape.period.is_some() { (self.last - self.first + 1) as usize } else { 1 };
        let missing = data.causes.one(Cause::NoRow { what: input.name.clone() });
        for block in cells.chunks(cells.len().checked_div(blocks).unwrap_or(0).max(1)) {
            let mut values = Vec::new();
            let mut status = Vec::new();
            for cell in block {
                let value = self.cells.get(&(id, cell.clone()));
                status.push(if value.is_some() { CauseId::KNOWN } else { missing });
                values.push(match value {
                    None => 0,
                    Some(Val::Yes(b)) => i128::from(*b),
                    Some(Val::Num(n)) => i128::try_from((n * &ten).to_integer()).unwrap(),
                    Some(Val::Day(d)) => i128::from(*d),
                    Some(Val::Text(t)) => data.texts.intern(t),
                    Some(Val::Member(m)) => i128::from(*m),
                    Some(Val::Row(r)) => *r as i128,
                    Some(Val::Year(y)) => i128::from(*y),
                });
            }
            column.blocks.push(Block { data: Data::Int(values), status: Some(status) }.tidy());
        }
        column.blocks.resize_with(blocks, Block::default);
        let places = column.blocks.iter().map(|b| vec![CellPlace::default(); b.len()]).collect();
        InputColumn { shape: input.shape.clone(), column, places, ..InputColumn::default() }
    }
}

/// A number as a value.
trait IntoVal {
    fn into_val(self) -> Val;
}

impl IntoVal for BigRational {
    fn into_val(self) -> Val {
        Val::Num(self)
    }
}

/// A day as the product has it.
pub fn day_number(date: Date) -> i64 {
    i64::from(date.days_from_epoch())
}
