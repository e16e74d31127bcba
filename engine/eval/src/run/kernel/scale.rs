//! What lies below the first band of a scale has no value.
//!
//! In: what is looked up, the first threshold, and what the bands come to. Out: the last, or missing. Not here: the bands
//! (the plan made them into ordinary steps).

use ramme_rulebook::model::ScaleId;
use ramme_table::{Block, Cause};

use super::truth::pick;
use super::{Fault, Source, Task};

/// The value, where what is looked up lies at the first threshold or above.
pub(super) fn from_band(task: &Task, scale: ScaleId, source: &dyn Source) -> Result<Block, Fault> {
    let args = task.args(source)?;
    let [x, first, value] = args.as_slice() else { return Err(Fault::Order(task.id)) };
    let name = || task.env.book.scales.get(scale.index()).map_or_else(String::new, |s| s.name.clone());
    Ok(pick(task, &[*value], |i| {
        let cause = task.union(x.cause(i), first.cause(i));
        if !cause.is_known() {
            return Err(cause);
        }
        if x.int(i) >= first.int(i) {
            return Ok(*value);
        }
        Err(task.env.cause(Cause::BelowBands { what: task.name(i), scale: name() }))
    }))
}
