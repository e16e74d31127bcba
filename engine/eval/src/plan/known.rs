//! How much an aggregate of what is known takes in: two counts beside it.
//!
//! In: the aggregate and its arguments. Out: steps, kept in the plan. Not here: what is said of them (`crate::known`).

use ramme_rulebook::model::{Expr, Shape, Type};
use ramme_syntax::tree::AggregateFn;
use ramme_value::{NumType, Unit};

use super::lower::Lower;
use super::step::{AggregateOp, KnownPlan, Op, StepId};

impl Lower<'_> {
    /// Counts what `sum of known x` takes in, and what there is.
    pub(super) fn count_known(&mut self, made: StepId, op: &AggregateOp, args: &[StepId], e: &Expr) {
        if self.plan.known.iter().any(|known| known.of == made) {
            return;
        }
        let mut rest = args.iter().copied();
        let [value, group, filter, weight] = op.has.map(|there| if there { rest.next() } else { None });
        let keys: Vec<StepId> = rest.collect();
        let inside = Shape::from(&op.inside);
        let mut here = filter;
        for part in value.into_iter().chain(weight) {
            let shape = self.plan.step(part).map_or_else(|| inside.clone(), |step| step.shape.clone());
            let known = self.push(Op::Known(true), vec![part], Type::YesNo, shape, e.span);
            here = Some(match here {
                None => known,
                Some(before) => self.push(Op::And, vec![before, known], Type::YesNo, inside.clone(), e.span),
            });
        }
        let mut count = |filter: Option<StepId>| {
            let has = [false, group.is_some(), filter.is_some(), false];
            let op = AggregateOp { func: AggregateFn::Count, known: false, has, ..op.clone() };
            let args = group.into_iter().chain(filter).chain(keys.iter().copied()).collect();
            let ty = Type::Num(NumType::count(Unit::none()));
            self.push(Op::Aggregate(Box::new(op)), args, ty, e.shape.clone(), e.span)
        };
        let (known, all) = (count(here), count(filter));
        self.plan.known.push(KnownPlan { of: made, known, all });
    }
}
