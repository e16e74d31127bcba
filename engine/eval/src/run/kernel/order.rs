//! Rows in a stated order.
//!
//! In: rows, and the columns of the order. Out: the rows in that order; two that stand level are a fault, never a choice of
//! ours. A row whose place is not known stands before all others. Not here: what is done with them.

use ramme_rulebook::model::Type;

use super::{Arg, Fault, Task};
use crate::run::env::ranks;

/// A stated order.
pub(crate) struct Queue<'a, 's> {
    task: &'a Task<'a>,
    order: &'a [Arg<'s>],
    ranks: Vec<Option<Vec<i128>>>,
}

impl<'a, 's> Queue<'a, 's> {
    /// The order by columns that are the arguments of the step from position `first` on.
    pub(crate) fn new(task: &'a Task<'a>, order: &'a [Arg<'s>], first: usize) -> Queue<'a, 's> {
        let args = task.step.args.iter().skip(first).take(order.len());
        let rank = |ty: &Type| match ty {
            Type::Row(e) => Some(ranks(task.env.data.rows(*e).keys.iter())),
            Type::Text => Some(ranks(task.env.data.texts.all().iter().map(String::as_str))),
            _ => None,
        };
        let ranks = args.map(|s| task.env.plan.step(*s).and_then(|s| rank(&s.ty))).collect();
        Queue { task, order, ranks }
    }

    /// Whether the place of a row is known, and the place.
    pub(super) fn place(&self, i: usize) -> (bool, Vec<i128>) {
        if !self.task.causes(self.order, i).is_known() {
            return (false, Vec::new());
        }
        let place = |(k, o): (usize, &Arg)| {
            let n = o.int(i);
            let ranked = self.ranks.get(k).and_then(Option::as_ref);
            let rank = ranked.and_then(|r| r.get(usize::try_from(n).ok()?)).copied();
            rank.unwrap_or(n)
        };
        (true, self.order.iter().enumerate().map(place).collect())
    }

    /// The rows in order. Two that stand level are a fault, where it `matters`.
    pub(crate) fn in_order(
        &self,
        rows: Vec<usize>,
        matters: impl Fn(usize, usize) -> bool,
    ) -> Result<Vec<usize>, Fault> {
        let mut placed: Vec<((bool, Vec<i128>), usize)> =
            rows.into_iter().map(|i| (self.place(i), i)).collect();
        placed.sort();
        for pair in placed.windows(2) {
            if let [(x, i), (y, j)] = pair
                && x.0
                && x == y
                && matters(*i, *j)
            {
                return Err(Fault::Tie(*i, *j));
            }
        }
        Ok(placed.into_iter().map(|(_, i)| i).collect())
    }
}
