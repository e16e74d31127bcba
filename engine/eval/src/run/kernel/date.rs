//! Dates: months and days added, days between, the period of a day.
//!
//! In and out: days since 1970-01-01 as integers. Not here: days under the law of each day; the plan has made those into
//! `min`, `max` and `days between`.

use ramme_table::Block;
use ramme_value::{Date, DateError, Period};

use super::{Fault, Halt, Source, Task};
use crate::plan::Op;

const RANGE: Halt = Halt::Fault(Fault::DateRange);

fn date(n: i128) -> Result<Date, Halt> {
    i32::try_from(n).ok().and_then(Date::from_days).ok_or(RANGE)
}

/// The operations on dates.
pub(super) fn dates(task: &Task, source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    match (&task.step.op, args.as_slice()) {
        (Op::AddMonths(n, mode), [a]) => task.strict(&args, |i| {
            let moved = date(a.int(i))?.add_months(*n, *mode);
            moved.map(|d| i128::from(d.days_from_epoch())).map_err(|e| match e {
                DateError::OutOfRange => RANGE,
                _ => Halt::Fault(Fault::NoSuchDay),
            })
        }),
        (Op::AddDays, [a, n]) => task.strict(&args, |i| {
            let days = a.int(i).checked_add(n.int(i)).ok_or(RANGE)?;
            date(days).map(|d| i128::from(d.days_from_epoch()))
        }),
        (Op::DaysBetween, [later, earlier]) => {
            task.strict(&args, |i| later.int(i).checked_sub(earlier.int(i)).ok_or(RANGE))
        }
        (Op::PeriodOf(kind), [a]) => {
            task.strict(&args, |i| Ok(i128::from(Period::containing(*kind, date(a.int(i))?).index())))
        }
        _ => Err(Fault::Order(task.id)),
    }
}
