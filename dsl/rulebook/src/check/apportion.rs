//! Sharing that adds up: `apportion x by weight over E where P per k to 1 kr in order of a, b`.
//!
//! In: trees. Out: typed sharing, with the decimals of the step. Not here: who gets the remainder.

use super::number::{lend_face, num};
use super::{Checker, Scope, joined};
use crate::model::{Apportion, Axis, Expr, ExprKind, Shape, Type, Value};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree;
use ramme_value::{Decimal, NumType, Repr};

impl Checker {
    /// `apportion x by weight over E where P per k to 1 kr in order of a, b`
    pub(super) fn apportion(&mut self, made: &tree::Apportion, span: Span, scope: &Scope) -> Option<Expr> {
        let over = self.aggregated_axis(&made.over);
        let inside = Scope { day: false, ..scope.clone() };
        let total = self.infer(&made.total, &inside, None);
        let weight = self.infer(&made.weight, &inside, None);
        let step = self.infer(&made.step, &inside, None);
        let filter = match &made.filter {
            None => Some(None),
            Some(filter) => self.expect(filter, &inside, &Type::YesNo).map(Some),
        };
        let (per, order) = (self.all(&made.per, &inside), self.all(&made.order, &inside));
        let (over, mut total, weight, step) = (over?, total?, weight?, step?);
        let (filter, per, order) = (filter?, per?, order?);
        self.own_axis(over, made, scope)?;
        if !order.is_empty() {
            self.has_order(&order)?;
        }
        self.plain_keys(&per)?;
        let (size, ty) = self.shared_out(&mut total, &step, made)?;
        if self.numeric(&weight)?.repr == Repr::Ratio {
            return self.round_first(&weight, &made.weight, Text::both("a weight", "vægt"));
        }
        if per.is_empty() && has(&total.shape, over) {
            let axis = self.book.axis_name(over).to_owned();
            let name = super::words::spelled(&made.total);
            let problem = Diagnostic::new(Code::SharedTotalDiffers).arg("name", name).arg("axis", axis);
            return self.report(problem.at(total.span));
        }
        let natural = joined([&total, &weight].into_iter().chain(&filter).chain(&per).chain(&order));
        let shape = match over {
            Axis::Set(set) => natural.joined(&Shape { sets: vec![set], ..Shape::default() })?,
            _ => Shape { sets: natural.sets, ..scope.shape.clone() },
        };
        let shared = Apportion { total, weight, over, filter, per, step: size, order };
        let kind = ExprKind::Apportion(Box::new(shared));
        Some(Expr { kind, ty: Type::Num(ty), shape, span })
    }

    /// Refuses anything but the rows of the body and the members of one of its sets.
    fn own_axis(&mut self, over: Axis, made: &tree::Apportion, scope: &Scope) -> Option<()> {
        let own = match over {
            Axis::Entity(entity) => scope.shape.entity == Some(entity),
            Axis::Set(set) => scope.shape.sets.contains(&set),
            Axis::Period(_) => false,
        };
        if own { Some(()) } else { self.not_own_rows("apportion", &made.over.text, scope, made.over.span) }
    }

    /// The step, and the type of a part.
    fn shared_out(
        &mut self,
        total: &mut Expr,
        step: &Expr,
        made: &tree::Apportion,
    ) -> Option<(Decimal, NumType)> {
        let given = self.numeric(total)?;
        let (ExprKind::Const(Value::Dec(size)), Some(step_num)) = (&step.kind, num(step)) else {
            return self.bad_step(&given, step.span);
        };
        lend_face(total, &step_num.unit);
        let given = self.numeric(total)?;
        if step_num.unit != given.unit || size.mantissa() <= 0 {
            return self.bad_step(&given, step.span);
        }
        if given.repr == Repr::Ratio {
            return self.round_first(total, &made.total, Text::both("shared out", "fordeles"));
        }
        let ty = NumType { unit: given.unit, level: given.level, repr: Repr::Dec(size.scale()) };
        Some((*size, ty))
    }
}

/// Whether a shape has an axis.
fn has(shape: &Shape, axis: Axis) -> bool {
    match axis {
        Axis::Entity(entity) => shape.entity == Some(entity),
        Axis::Period(kind) => shape.period == Some(kind),
        Axis::Set(set) => shape.sets.contains(&set),
    }
}
