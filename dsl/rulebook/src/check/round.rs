//! Rounding: a mode, a value, a step (TYPES T5).
//!
//! In: trees. Out: typed expressions with the decimals of the step. Not here: arithmetic of rounding.

use super::number::{lend_face, num};
use super::{Checker, Scope};
use crate::model::{Expr, ExprKind, Type, Value};
use ramme_diag::{Code, Diagnostic, Lang, Span, Text};
use ramme_syntax::tree;
use ramme_value::{NumType, Repr, Rounding};

impl Checker {
    /// `round half up (value) to step`
    pub(super) fn round(
        &mut self,
        mode: Rounding,
        value: &tree::Expr,
        step: &tree::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.infer(value, scope, None);
        let step_typed = self.infer(step, scope, None);
        let (mut value, step_typed) = (value?, step_typed?);
        let given = self.numeric(&value)?;
        let (ExprKind::Const(Value::Dec(size)), Some(step_num)) = (&step_typed.kind, num(&step_typed)) else {
            return self.bad_step(&given, step.span);
        };
        let size = *size;
        lend_face(&mut value, &step_num.unit);
        let given = self.numeric(&value)?;
        if step_num.unit != given.unit || size.mantissa() <= 0 {
            return self.bad_step(&given, step.span);
        }
        let ty = NumType { unit: given.unit, level: given.level, repr: Repr::Dec(size.scale()) };
        let shape = value.shape.clone();
        let kind = ExprKind::Round { mode, value: Box::new(value), step: size };
        Some(Expr { kind, ty: Type::Num(ty), shape, span })
    }

    pub(super) fn bad_step<T>(&mut self, given: &NumType, span: Span) -> Option<T> {
        let one = if given.unit.has_money() { "0.01" } else { "1" };
        let proposal = format!("{one} {}", given.unit);
        self.report(
            Diagnostic::new(Code::BadStep)
                .arg("unit", unit_words(given))
                .arg("proposal", proposal.trim_end())
                .at(span),
        )
    }
}

/// The unit of a type in words.
pub(super) fn unit_words(num: &NumType) -> Text {
    Text::each(|lang: Lang| num.unit.in_words(lang))
}
