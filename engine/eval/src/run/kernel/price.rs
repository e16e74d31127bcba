//! The factor between two years' prices (TYPES T8).
//!
//! In: an index by year, the year whose prices are left and the one whose prices are reached. Out: one number a period, the
//! product of (100 % + change) over the years between, or one over it, exact and then rounded half to even to 12 decimals.
//! The years may lie off the axis of the run. Not here: the multiplication; it is a step of its own.

use ramme_rulebook::model::{ParameterId, Prices};
use ramme_table::{Block, CauseId};
use ramme_value::compound;

use super::{Fault, Task};
use crate::run::series;

/// The factor in a period.
pub(super) fn factor(task: &Task, index: ParameterId, from: Prices, to: Prices) -> Result<Block, Fault> {
    let year = |prices: Prices| match prices {
        Prices::Year(year) => year,
        Prices::Own { back } => {
            task.env.years.year(task.t).saturating_sub(i32::try_from(back).unwrap_or(i32::MAX))
        }
    };
    let (from, to) = (year(from), year(to));
    let (mut changes, mut cause) = (Vec::new(), CauseId::KNOWN);
    for year in from.min(to).saturating_add(1)..=from.max(to) {
        match series::change(task.env, index, year) {
            Ok(change) => changes.push(change),
            Err(lack) => cause = task.union(cause, task.lack(lack, 0)?),
        }
    }
    if !cause.is_known() {
        return Ok(Block::missing(task.len, cause));
    }
    match compound(&changes, to < from) {
        Some(factor) => Ok(Block::known(vec![factor.mantissa(); task.len])),
        None if to < from && changes.iter().any(|c| ramme_value::Decimal::whole(-1) == *c) => {
            Ok(Block::missing(task.len, task.zero_divisor(0)))
        }
        None => Err(Fault::Overflow(0)),
    }
}
