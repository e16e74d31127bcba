//! Which value or clause holds: parameters, and clauses by period or by a date of the row.
//!
//! In: the values in play (the view has left out what is not known or not read so), and what a scenario sets. Out: cells,
//! missing where nothing holds. Not here: days under the law of each day (the plan made those into dates).

use ramme_rulebook::model::{Axis, KeyValue, ParameterId, Value};
use ramme_table::{Block, Cause, CauseId};
use ramme_value::Date;

use super::truth::pick;
use super::{Cells, Fault, Source, Task};
use crate::plan::Between;
use crate::run::series;

/// The value of a parameter, cell by cell.
pub(super) fn parameter(task: &Task, id: ParameterId, source: &dyn Source) -> Result<Block, Fault> {
    let p = task.env.book.parameters.get(id.index()).ok_or(Fault::Order(task.id))?;
    let layout = task.env.layouts.get(task.id.index()).ok_or(Fault::Order(task.id))?;
    let date = if p.dated_by.is_some() { Some(task.arg(source, 0)?) } else { None };
    let mut out = Cells::new(task.len);
    for i in 0..task.len {
        let combo = layout.split(i).0;
        let keys: Vec<KeyValue> = p
            .axes
            .iter()
            .filter_map(|a| match a.axis {
                Axis::Period(_) => Some(KeyValue::Period(task.env.years.year(task.t))),
                Axis::Set(s) => Some(KeyValue::Member(u32::try_from(layout.member(combo, s)).ok()?)),
                Axis::Entity(_) => None,
            })
            .collect();
        match found(task, id, &keys, date.as_ref().map(|d| (d.cause(i), d.int(i))))? {
            Ok(value) => match whole(&value, crate::plan::scale(&p.ty), task) {
                Some(v) => out.known(v),
                None => return Err(Fault::Overflow(i)),
            },
            Err(Some(cause)) => out.missing(i, cause),
            Err(None) => {
                let what = task.env.cell_name(task.id, task.t, i);
                out.missing(i, task.env.cause(Cause::NoValue { what }));
            }
        }
    }
    Ok(out.done())
}

/// The value by a date of the row, by the year, or the only one; else why there is none, as far as that is known.
fn found(
    task: &Task,
    id: ParameterId,
    keys: &[KeyValue],
    date: Option<(CauseId, i128)>,
) -> Result<Result<Value, Option<CauseId>>, Fault> {
    if let Some((cause, at)) = date {
        let days = day(at).map(|day| (day, day));
        let value = series::own(task.env, id, keys, days).cloned();
        return Ok(if cause.is_known() { value.ok_or(None) } else { Err(Some(cause)) });
    }
    if keys.iter().any(|key| matches!(key, KeyValue::Period(_))) {
        return match series::in_year(task.env, id, keys, task.env.years.year(task.t)) {
            Ok(value) => Ok(Ok(value)),
            Err(lack) => task.lack(lack, 0).map(|cause| Err(Some(cause))),
        };
    }
    let days = task.step.shape.period.and_then(|_| task.env.days(task.t));
    Ok(series::own(task.env, id, keys, days).cloned().ok_or(None))
}

/// The first and the last day of a period; none where nothing has periods.
pub(crate) type Days = Option<(Date, Date)>;

/// The day of a cell.
pub(crate) fn day(n: i128) -> Option<Date> {
    i32::try_from(n).ok().and_then(Date::from_days)
}

fn whole(v: &Value, scale: u8, task: &Task) -> Option<i128> {
    match v {
        Value::Dec(d) => d.rescale(scale).map(|d| d.mantissa()),
        Value::Text(t) => task.env.data.texts.find(t),
        Value::YesNo(b) => Some(i128::from(*b)),
        Value::Date(d) => Some(i128::from(d.days_from_epoch())),
        Value::Member(_, m) => Some(i128::from(*m)),
        Value::Period(_, index) => Some(i128::from(*index)),
    }
}

/// The clause in force in the period.
pub(super) fn in_force(task: &Task, between: &[Between], source: &dyn Source) -> Result<Block, Fault> {
    let days = task.step.shape.period.and_then(|_| task.env.days(task.t));
    let holds = |b: &Between| match days {
        Some((first, last)) => b.covers(first, last),
        None => b.is_open(),
    };
    match between.iter().position(holds) {
        Some(k) => {
            let a = task.arg(source, k)?;
            Ok(pick(task, &[a], |_| Ok(a)))
        }
        None => Ok(out_of_force(task)),
    }
}

/// Cells for which no clause is in force.
fn out_of_force(task: &Task) -> Block {
    let mut out = Cells::new(task.len);
    for i in 0..task.len {
        out.missing(i, task.env.cause(Cause::NotInForce { what: task.name(i) }));
    }
    out.done()
}

/// The clause in force on the date of each row.
pub(super) fn dated(task: &Task, between: &[Between], source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    let Some((date, clauses)) = args.split_first() else { return Err(Fault::Order(task.id)) };
    Ok(pick(task, clauses, |i| {
        if !date.cause(i).is_known() {
            return Err(date.cause(i));
        }
        let holds = |b: &Between| day(date.int(i)).is_some_and(|d| b.covers(d, d));
        let clause = between.iter().position(holds).and_then(|k| clauses.get(k)).copied();
        clause.ok_or_else(|| task.env.cause(Cause::NotInForce { what: task.name(i) }))
    }))
}
