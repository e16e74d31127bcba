//! The givens of a test as a dataset.
//!
//! In: a test with its names settled. Out: a [`Dataset`] that holds just what the test gives; every other cell is missing
//! because it is not in the data. Rows are those that the test names, and they exist in every year. Not here: expectations.

use std::collections::{BTreeMap, BTreeSet};

use ramme_rulebook::model::{
    Axis, Input, InputId, KeyValue, Rulebook, Symbol, Test, TestCell, TestDatum, Type,
};
use ramme_table::{Block, Cause, CauseId, Column, Data};

use crate::dataset::{Dataset, InputColumn, ParameterOverride, Places, Rows, Years};
use crate::name::input_cell;
use crate::plan::plain_value;

use crate::run::layout::Layout;

/// The dataset of a test.
pub(crate) fn dataset(book: &Rulebook, test: &Test) -> Dataset {
    let mut data = Dataset { years: years(test), ..Dataset::default() };
    data.entities = vec![Rows::default(); book.entities.len()];
    rows(book, test, &mut data);
    data.overrides = test
        .values
        .iter()
        .filter_map(|v| {
            let Symbol::Parameter(parameter) = v.symbol else { return None };
            Some(ParameterOverride {
                parameter,
                keys: v.keys.clone(),
                from: None,
                to: None,
                value: v.value.clone(),
                origin: "test".to_owned(),
            })
        })
        .collect();
    for v in &test.values {
        plain_value(&v.value, &mut data.texts);
    }
    let given = given(book, test, &mut data);
    data.inputs = (0..book.inputs.len())
        .map(|i| {
            let id = InputId(u32::try_from(i).ok()?);
            let cells = given.get(&id).map_or(&[][..], Vec::as_slice);
            Some(column(book, book.inputs.get(i)?, cells, &data))
        })
        .collect();
    data
}

/// The years that the test names; one year where it names none.
fn years(test: &Test) -> Years {
    let mut all = BTreeSet::new();
    let mut see = |keys: &[KeyValue]| {
        for k in keys {
            if let KeyValue::Period(y) = k {
                all.insert(*y);
            }
        }
    };
    for row in &test.rows {
        for c in &row.values {
            see(&c.keys);
        }
    }
    for v in &test.values {
        see(&v.keys);
    }
    for e in &test.expects {
        see(&e.keys);
    }
    match (all.first(), all.last()) {
        (Some(first), Some(last)) => Years::span(*first, *last),
        _ => Years { first: 2000, count: 1 },
    }
}

/// The rows: those that are given, those that a relation names, those of which something is expected.
fn rows(book: &Rulebook, test: &Test, data: &mut Dataset) {
    for row in &test.rows {
        if let Some(rows) = data.entities.get_mut(row.entity.index()) {
            rows.add(&row.key);
        }
    }
    for cell in test.rows.iter().flat_map(|r| &r.values) {
        let ty = book.inputs.get(cell.input.index()).map(|i| &i.ty);
        if let (TestDatum::Row(key), Some(Type::Row(e))) = (&cell.value, ty)
            && let Some(rows) = data.entities.get_mut(e.index())
        {
            rows.add(key);
        }
    }
    for e in &test.expects {
        let entity = match e.symbol {
            Symbol::Definition(id) => book.definitions.get(id.index()).and_then(|d| d.shape.entity),
            Symbol::Rule(id) => book.rules.get(id.index()).and_then(|r| r.shape.entity),
            Symbol::Input(id) => book.inputs.get(id.index()).and_then(|i| i.shape.entity),
            _ => None,
        };
        if let (Some(key), Some(entity)) = (&e.row, entity)
            && let Some(rows) = data.entities.get_mut(entity.index())
        {
            rows.add(key);
        }
    }
}

/// One given cell: the row, the keys, the value (none: blank).
type GivenCell = (Option<usize>, Vec<KeyValue>, Option<i128>);

fn given(book: &Rulebook, test: &Test, data: &mut Dataset) -> BTreeMap<InputId, Vec<GivenCell>> {
    let mut out: BTreeMap<InputId, Vec<GivenCell>> = BTreeMap::new();
    for row in &test.rows {
        let at = data.entities.get(row.entity.index()).and_then(|r| r.keys.find(&row.key));
        for c in &row.values {
            let value = datum(book, c, data);
            out.entry(c.input).or_default().push((at, c.keys.clone(), value));
        }
    }
    for v in &test.values {
        if let Symbol::Input(id) = v.symbol {
            let n = plain_value(&v.value, &mut data.texts);
            out.entry(id).or_default().push((None, v.keys.clone(), Some(n)));
        }
    }
    out
}

fn datum(book: &Rulebook, c: &TestCell, data: &mut Dataset) -> Option<i128> {
    match &c.value {
        TestDatum::Value(v) => Some(plain_value(v, &mut data.texts)),
        TestDatum::Row(key) => {
            let Type::Row(e) = book.inputs.get(c.input.index())?.ty else { return None };
            data.entities.get(e.index())?.keys.find(key).map(|r| r as i128)
        }
        TestDatum::Blank => None,
    }
}

fn column(book: &Rulebook, input: &Input, cells: &[GivenCell], data: &Dataset) -> InputColumn {
    let layout = Layout::of(&input.shape, book, &data.entities);
    let blocks = if input.shape.period.is_some() { data.years.count } else { 1 };
    let mut column = Column::default();
    for t in 0..blocks {
        let year = data.years.year(t);
        let mut values = vec![0; layout.len()];
        let mut status = vec![CauseId::KNOWN; layout.len()];
        for (i, (value, cause)) in values.iter_mut().zip(status.iter_mut()).enumerate() {
            let found = cells.iter().rev().find(|(row, keys, _)| fits(input, &layout, i, year, *row, keys));
            match found {
                Some((_, _, Some(n))) => *value = *n,
                other => {
                    let what = input_cell(book, &data.entities, data.years, input, (t, i));
                    *cause = data.causes.one(match other {
                        None => Cause::NoRow { what },
                        Some(_) => blank(what, input),
                    });
                }
            }
        }
        column.blocks.push(Block { data: Data::Int(values), status: Some(status) }.tidy());
    }
    let places = Places::Each(vec![vec![crate::dataset::CellPlace::default(); layout.len()]; blocks]);
    InputColumn { shape: input.shape.clone(), column, places, ..InputColumn::default() }
}

fn blank(what: String, input: &Input) -> Cause {
    Cause::Blank { what, file: "the test".to_owned(), line: 0, column: 0, heading: input.name.clone() }
}

/// Whether a given cell is about cell `i` of a year; keys that it leaves out fit all.
fn fits(input: &Input, layout: &Layout, i: usize, year: i32, row: Option<usize>, keys: &[KeyValue]) -> bool {
    let (combo, own) = layout.split(i);
    if input.shape.entity.is_some() && row.is_some_and(|r| r != own) {
        return false;
    }
    let by = input.axes.iter().filter(|a| !matches!(a.axis, Axis::Entity(_)));
    by.zip(keys).all(|(a, k)| match (a.axis, k) {
        (Axis::Period(_), KeyValue::Period(y)) => *y == year,
        (Axis::Set(s), KeyValue::Member(m)) => layout.member(combo, s) == *m as usize,
        _ => false,
    })
}
