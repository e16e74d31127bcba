//! What lies on the day of a deadline: the meeting before which something is explained.
//!
//! In: the days of the rows of an entity. Out: by day, the first row that is known to be on it and to count. Not here: what
//! rows are called.

use ramme_value::Date;
use std::collections::BTreeMap;

use super::day;
use crate::output::Reading;
use crate::plan::BeforePlan;
use crate::result::Belongs;

/// The rows by their day.
pub(super) type ByDay = BTreeMap<Date, Belongs>;

/// The rows of a plan by their day.
pub(super) fn by_day(r: &Reading, plan: BeforePlan) -> ByDay {
    let mut out = ByDay::new();
    let rows = r.env.data.rows(plan.entity);
    let Some(entity) = r.env.book.entities.get(plan.entity.index()) else { return out };
    for row in 0..rows.keys.len() {
        let known = |step| r.block(step, 0).filter(|block| block.cause(row).is_known());
        let counts = plan.filter.is_none_or(|step| known(step).and_then(|b| b.data.int(row)) == Some(1));
        let Some(key) = rows.keys.get(row).filter(|_| counts && r.env.exists(plan.entity, row, None)) else {
            continue;
        };
        if let Some(day) = known(plan.date).and_then(|block| day(block, row)) {
            let of = || Belongs { entity: entity.name.clone(), key: key.to_owned(), name: None };
            out.entry(day).or_insert_with(of);
        }
    }
    out
}
