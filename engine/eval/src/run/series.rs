//! The values of a parameter, in any year: also in one that lies off the axis of a run.
//!
//! In: the values in play (the view has left out what is not known or not read so), what a scenario sets, how it extends.
//! Out: the value; or what is lacking, by name. Not here: cells, causes.
//!
//! In this order: what the scenario sets (the last setting first), the rulebook's own value, what the index makes of the
//! year before, what the scenario says of years after one that has a value. A value that a later document gives for a later
//! year changes nothing of the years before it.

use std::collections::BTreeMap;
use std::sync::Mutex;

use ramme_rulebook::model::{
    Axis, Indexing, KeyValue, Parameter, ParameterId, ParameterValue, Rulebook, Value,
};
use ramme_value::{Date, Decimal, Period, PeriodKind, round_to_step};

use super::env::Env;
use crate::dataset::{Extending, ParameterOverride};
use crate::name::named;
use crate::plan::Between;

/// Why a parameter has no value in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lack {
    /// Nobody set it: its name with the keys.
    NoValue(String),
    /// The scenario says that the run ends here: the name with the keys, and the year.
    Ends(ParameterId, String, i32),
    /// A figure that does not fit.
    Overflow,
}

/// A value of a year that has none of its own, as the scenario has it: with the last year before it that has one.
pub(crate) type Extended = BTreeMap<(ParameterId, Vec<KeyValue>, i32), (Value, i32)>;

/// The extended values that a run has read.
#[derive(Debug, Default)]
pub(crate) struct Read(Mutex<Extended>);

impl Read {
    fn put(&self, key: (ParameterId, Vec<KeyValue>, i32), value: (Value, i32)) {
        self.locked(|read| read.insert(key, value));
    }

    /// All of them, in order.
    pub(crate) fn all(&self) -> Extended {
        self.locked(|read| read.clone())
    }

    fn locked<T>(&self, f: impl FnOnce(&mut Extended) -> T) -> T {
        match self.0.lock() {
            Ok(mut read) => f(&mut read),
            Err(poisoned) => f(&mut poisoned.into_inner()),
        }
    }
}

/// First and last day of a year.
fn days_of(year: i32) -> Option<(Date, Date)> {
    Period::from_index(PeriodKind::Year, year).map(|p| (p.start(), p.end()))
}

/// A value that holds: one that was set, or one of the rulebook's.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Held<'a> {
    /// Set by a lever or on the command line.
    Set(&'a ParameterOverride),
    /// Of the rulebook.
    Own(&'a ParameterValue),
}

impl<'a> Held<'a> {
    /// The value.
    pub(crate) fn value(&self) -> &'a Value {
        match self {
            Held::Set(set) => &set.value,
            Held::Own(own) => &own.value,
        }
    }
}

/// A value of the parameter's own for these keys in a span of days; without a span whatever its dates are.
pub(crate) fn own<'a>(
    env: &Env<'a>,
    id: ParameterId,
    keys: &[KeyValue],
    days: Option<(Date, Date)>,
) -> Option<&'a Value> {
    held(env, id, keys, days).map(|held| held.value())
}

/// The same, with where it comes from.
pub(crate) fn held<'a>(
    env: &Env<'a>,
    id: ParameterId,
    keys: &[KeyValue],
    days: Option<(Date, Date)>,
) -> Option<Held<'a>> {
    let p = env.book.parameters.get(id.index())?;
    let covers = |b: Between| days.is_none_or(|(first, last)| b.covers(first, last));
    let sets = env.data.overrides.iter().rev().filter(|o| o.parameter == id && o.keys == keys);
    if let Some(set) = sets.into_iter().find(|o| covers(Between { from: o.from, to: o.to })) {
        return Some(Held::Set(set));
    }
    let in_force = env.view.values(id).iter().filter(|held| covers(Between::of(held)));
    in_force.filter_map(|held| p.values.get(held.clause)).find(|v| v.keys == keys).map(Held::Own)
}

/// How a year without a value of its own follows from an earlier one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    /// The last year before it that has a value of its own.
    pub before: i32,
    /// The index that leads from it; none where the value is the same.
    pub indexed: Option<Indexing>,
    /// The scenario says how it goes on.
    pub extended: bool,
}

/// What becomes of a year without a value of its own.
pub(crate) enum Going {
    /// It follows from an earlier year.
    On(Way),
    /// The scenario says that the run ends there.
    Ends,
    /// Nobody says.
    Nowhere,
}

/// How the value of a year follows from an earlier one.
pub(crate) fn way(env: &Env, id: ParameterId, p: &Parameter, keys: &[KeyValue], year: i32) -> Going {
    let years = years_of(env, id, p, keys);
    let Some(before) = years.range(..year).next_back().map(|(year, ())| *year) else { return Going::Nowhere };
    let extending = env.data.extending.get(&id).map(|e| e.how);
    let extended = extending.is_some();
    match (extending, p.indexed) {
        (Some(Extending::Fail), _) => Going::Ends,
        (Some(Extending::LastValue), _) => Going::On(Way { before, indexed: None, extended }),
        (_, Some(indexing)) => Going::On(Way { before, indexed: Some(indexing), extended }),
        (_, None) => Going::Nowhere,
    }
}

/// The first year after one that has a value of the parameter's own.
pub(crate) fn given_after(env: &Env, id: ParameterId, keys: &[KeyValue], year: i32) -> Option<i32> {
    let p = env.book.parameters.get(id.index())?;
    years_of(env, id, p, keys).range(year.saturating_add(1)..).next().map(|(year, ())| *year)
}

/// The value in a year; `keys` are those of the cell, whose year is replaced.
pub(crate) fn in_year(env: &Env, id: ParameterId, keys: &[KeyValue], year: i32) -> Result<Value, Lack> {
    let Some(p) = env.book.parameters.get(id.index()) else { return Err(Lack::NoValue(String::new())) };
    let at = |year: i32| in_keys(keys, year);
    if let Some(value) = own(env, id, &at(year), days_of(year)) {
        return Ok(value.clone());
    }
    let lacks = || Lack::NoValue(name(env.book, p, &at(year)));
    let way = match way(env, id, p, keys, year) {
        Going::On(way) => way,
        Going::Ends => return Err(Lack::Ends(id, name(env.book, p, &at(year)), year)),
        Going::Nowhere => return Err(lacks()),
    };
    let before = way.before;
    let value = match way.indexed {
        Some(indexing) => indexed(env, (id, p), &at(before), (before, year), indexing)?,
        None => own(env, id, &at(before), days_of(before)).cloned().ok_or_else(lacks)?,
    };
    if way.extended {
        env.extended.put((id, at(year), year), (value.clone(), before));
    }
    Ok(value)
}

/// From the value of `first`, year by year times 100 % and the change, each year rounded.
fn indexed(
    env: &Env,
    (id, p): (ParameterId, &Parameter),
    keys: &[KeyValue],
    (first, last): (i32, i32),
    made: Indexing,
) -> Result<Value, Lack> {
    let Some(Value::Dec(start)) = own(env, id, keys, days_of(first)) else {
        return Err(Lack::NoValue(name(env.book, p, keys)));
    };
    let (mut value, scale) = (*start, start.scale());
    for year in first.saturating_add(1)..=last {
        let change = change(env, made.index, year)?;
        let next = Decimal::whole(1).checked_add(change).and_then(|factor| value.checked_mul(factor));
        let rounded = next.and_then(|next| round_to_step(next, made.step, made.mode));
        value = rounded.and_then(|next| next.rescale(scale)).ok_or(Lack::Overflow)?;
    }
    Ok(Value::Dec(value))
}

/// The change that an index states for a year.
pub(crate) fn change(env: &Env, index: ParameterId, year: i32) -> Result<Decimal, Lack> {
    match in_year(env, index, &[KeyValue::Period(year)], year)? {
        Value::Dec(change) => Ok(change),
        _ => Err(Lack::NoValue(String::new())),
    }
}

/// The same keys in another year.
pub(crate) fn in_keys(keys: &[KeyValue], year: i32) -> Vec<KeyValue> {
    let moved = |key: &KeyValue| match key {
        KeyValue::Period(_) => KeyValue::Period(year),
        member => *member,
    };
    keys.iter().map(moved).collect()
}

/// The years for which there is a value of the parameter's own, by these keys but for the year.
fn years_of(env: &Env, id: ParameterId, p: &Parameter, keys: &[KeyValue]) -> BTreeMap<i32, ()> {
    let values = env.view.values(id).iter().filter_map(|held| p.values.get(held.clause)).map(|v| &v.keys);
    let sets = env.data.overrides.iter().filter(|o| o.parameter == id).map(|o| &o.keys);
    let year = |keys: &[KeyValue]| {
        keys.iter().find_map(|key| match key {
            KeyValue::Period(year) => Some(*year),
            KeyValue::Member(_) => None,
        })
    };
    let all = values.chain(sets).filter_map(|held| Some((held, year(held)?)));
    all.filter(|(held, year)| in_keys(keys, *year) == **held).map(|(_, year)| (year, ())).collect()
}

/// `pl[2025]`, as the language writes it.
pub(crate) fn name(book: &Rulebook, p: &Parameter, keys: &[KeyValue]) -> String {
    let one = |(key, axis): (&KeyValue, &ramme_rulebook::model::AxisName)| match (key, axis.axis) {
        (KeyValue::Member(at), Axis::Set(set)) => book.member_name(set, *at).to_owned(),
        (KeyValue::Period(year), _) => year.to_string(),
        (KeyValue::Member(at), _) => at.to_string(),
    };
    named(&p.name, &keys.iter().zip(&p.axes).map(one).collect::<Vec<_>>())
}
