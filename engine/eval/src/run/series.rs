//! The values of a parameter, in any year: also in one that lies off the axis of a run.
//!
//! In: the values in play (the view has left out what is not known or not read so), and what a scenario sets. Out: the
//! value, where there is one. Not here: cells, causes.

use ramme_rulebook::model::{KeyValue, Parameter, ParameterId, Value};
use ramme_value::{Date, Decimal, Period, PeriodKind};

use super::env::Env;
use crate::plan::Between;

/// First and last day of a year.
pub(crate) fn days_of(year: i32) -> Option<(Date, Date)> {
    Period::from_index(PeriodKind::Year, year).map(|p| (p.start(), p.end()))
}

/// The value for these keys in a span of days; without a span whatever its dates are. What a scenario sets comes first,
/// the last setting before the others; then the rulebook's values in play.
pub(crate) fn value<'a>(
    env: &Env<'a>,
    id: ParameterId,
    keys: &[KeyValue],
    days: Option<(Date, Date)>,
) -> Option<&'a Value> {
    let p = parameter(env, id)?;
    let covers = |b: Between| days.is_none_or(|(first, last)| b.covers(first, last));
    let set = env
        .data
        .overrides
        .iter()
        .rev()
        .find(|o| o.parameter == id && o.keys == keys && covers(Between { from: o.from, to: o.to }));
    if let Some(o) = set {
        return Some(&o.value);
    }
    let holds = |v: &&ramme_rulebook::model::ParameterValue| {
        v.keys == keys && covers(Between { from: v.version.from, to: v.version.to })
    };
    env.view.values(id).iter().filter_map(|i| p.values.get(*i)).find(holds).map(|v| &v.value)
}

/// The change that an index states for a year.
pub(crate) fn change(env: &Env, index: ParameterId, year: i32) -> Option<Decimal> {
    match value(env, index, &[KeyValue::Period(year)], days_of(year))? {
        Value::Dec(change) => Some(*change),
        _ => None,
    }
}

/// A parameter of the rulebook.
pub(crate) fn parameter<'a>(env: &Env<'a>, id: ParameterId) -> Option<&'a Parameter> {
    env.book.parameters.get(id.index())
}
