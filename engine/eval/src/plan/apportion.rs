//! Sharing that adds up, as a step.
//!
//! In: what is shared out, the weights, who takes part. Out: the step. Not here: the shares (`run/kernel/apportion`).

use ramme_rulebook::model::{Apportion, Expr};

use super::lower::{Lower, with_scale};
use super::step::{ApportionOp, Op, StepId, scale};

impl Lower<'_> {
    /// `apportion x by weight over E where P per k to 1 kr in order of a, b`
    pub(super) fn apportion(&mut self, made: &Apportion, e: &Expr) -> StepId {
        let total = self.expr(&made.total);
        let finest = scale(&self.type_of(total)).max(made.step.scale());
        let finer = with_scale(&self.type_of(total), finest);
        let total = self.as_type(total, &finer);
        let mut args = vec![total, self.expr(&made.weight)];
        for part in made.filter.iter().chain(&made.per).chain(&made.order) {
            args.push(self.expr(part));
        }
        let op = ApportionOp {
            over: made.over,
            filter: made.filter.is_some(),
            keys: made.per.len(),
            order: made.order.len(),
            step: made.step.mantissa(),
            finer: finest.saturating_sub(made.step.scale()),
        };
        let ty = with_scale(&e.ty, made.step.scale());
        let shared = self.push(Op::Apportion(Box::new(op)), args, ty, e.shape.clone(), e.span);
        self.as_type(shared, &e.ty)
    }
}
