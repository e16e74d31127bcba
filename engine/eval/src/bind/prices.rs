//! Indices of prices from files: `[[prices]]`.
//!
//! In: a file of yearly changes by series and vintage. Out: values of the parameter that is the index, one a year, each with
//! where it comes from; a note with the whole series. Not here: conversion (the rules say `in 2023-pl by INDEX`).
//!
//! One parameter has one series of one vintage. Where a file has several, the scenario says which; two series are never
//! put together.

use std::collections::BTreeSet;

use ramme_rulebook::model::{Axis, KeyValue, ParameterId, Symbol, Type, Value};
use ramme_table::import::prices::{Key, PriceTable};
use ramme_value::{Decimal, PeriodKind};

use super::read::{Files, bytes_of};
use super::{Context, Problems, say};
use crate::dataset::{Dataset, ParameterOverride};
use crate::result::Note;
use crate::scenario::Prices;

/// Takes every file of prices.
pub(super) fn all(
    context: &Context<'_>,
    files: &Files,
    dataset: &mut Dataset,
    problems: &mut Problems,
) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut taken: BTreeSet<ParameterId> = BTreeSet::new();
    for prices in &context.scenario.prices {
        let Some(id) = index(context, prices, problems) else { continue };
        if !taken.insert(id) {
            problems.say(say::two_series(prices));
            continue;
        }
        let Some(bytes) = bytes_of(files, &prices.file, problems) else { continue };
        match PriceTable::read(prices.file.text(), bytes, context.limits) {
            Ok(table) => {
                notes.extend(take(prices, id, &table, dataset, problems));
                notes.extend(from_the_rules(context, prices, id, dataset));
            }
            Err(found) => found.into_iter().for_each(|problem| problems.say(problem)),
        }
    }
    notes
}

/// The parameter that is given: a percent by year and nothing else.
fn index(context: &Context<'_>, prices: &Prices, problems: &mut Problems) -> Option<ParameterId> {
    let book = context.book;
    let Some(symbol @ Symbol::Parameter(id)) = book.find(prices.parameter.text()) else {
        problems.say(say::no_parameter(book, &prices.parameter));
        return None;
    };
    let by_year =
        matches!(book.axes_of(symbol).as_slice(), [axis] if axis.axis == Axis::Period(PeriodKind::Year));
    let parameter = book.parameters.get(id.index())?;
    let percent = matches!(&parameter.ty, Type::Num(num) if num.unit == ramme_value::Unit::percent());
    if !(by_year && percent) {
        problems.say(say::no_index(&prices.parameter));
        return None;
    }
    Some(id)
}

/// The one series that is meant.
fn series<'t>(prices: &Prices, table: &'t PriceTable, problems: &mut Problems) -> Option<&'t Key> {
    let fits = |key: &&Key| {
        prices.series.as_ref().is_none_or(|series| series.value == key.series)
            && prices.vintage.as_ref().is_none_or(|vintage| vintage.value == key.vintage)
    };
    let found: Vec<&Key> = table.keys().filter(fits).collect();
    if let [one] = found.as_slice() {
        return Some(one);
    }
    problems.say(say::which_series(prices, table.keys(), found.is_empty()));
    None
}

fn take(
    prices: &Prices,
    id: ParameterId,
    table: &PriceTable,
    dataset: &mut Dataset,
    problems: &mut Problems,
) -> Option<Note> {
    let key = series(prices, table, problems)?;
    let (file, name) = (prices.file.text(), prices.parameter.text());
    let (mut en, mut da) = (Vec::new(), Vec::new());
    for (year, rise) in table.rises(key) {
        let Some(share) = rise.percent.checked_mul(Decimal::new(1, 2)) else { continue };
        let source = if rise.source.is_empty() { file } else { rise.source.as_str() };
        en.push(format!("{year} {} % ({source})", rise.percent));
        da.push(format!("{year} {} % ({source})", rise.percent.to_string().replace('.', ",")));
        dataset.overrides.push(ParameterOverride {
            parameter: id,
            keys: vec![KeyValue::Period(year)],
            from: None,
            to: None,
            value: Value::Dec(share.trim(0)),
            origin: format!("{file}:{}, {} {}, {source}", rise.line(), key.series, key.vintage),
        });
    }
    let (series, vintage) = (&key.series, &key.vintage);
    Some(Note {
        en: format!("{name} is the series `{series}` of {vintage} in {file}: {}.", en.join("; ")),
        da: format!("{name} er serien `{series}` fra {vintage} i {file}: {}.", da.join("; ")),
    })
}

/// Years that the file does not have and the rules do: a chain through them takes two sources, which is said.
fn from_the_rules(
    context: &Context<'_>,
    prices: &Prices,
    id: ParameterId,
    dataset: &Dataset,
) -> Option<Note> {
    let given = dataset.overrides.iter().filter(|o| o.parameter == id);
    let given: BTreeSet<&[KeyValue]> = given.map(|o| o.keys.as_slice()).collect();
    let values = &context.book.parameters.get(id.index())?.values;
    let own: BTreeSet<String> = values
        .iter()
        .filter(|value| !given.contains(value.keys.as_slice()))
        .flat_map(|value| &value.keys)
        .filter_map(|key| if let KeyValue::Period(year) = key { Some(year.to_string()) } else { None })
        .collect();
    let years = own.into_iter().collect::<Vec<_>>().join(", ");
    let (name, file) = (prices.parameter.text(), prices.file.text());
    (!years.is_empty()).then(|| Note {
        en: format!("{name} of {years} is not in {file}, and is taken from the rules."),
        da: format!("{name} for {years} står ikke i {file} og tages fra reglerne."),
    })
}
