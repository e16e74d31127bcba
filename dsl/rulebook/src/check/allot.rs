//! Allotment: rows served one after another under caps.
//!
//! In: trees. Out: typed allotments at one scale. Not here: the serving.

use super::arith::larger;
use super::number::{Meeting, is_constant, num, retyped};
use super::{Checker, Scope};
use crate::model::{Allot, Expr, ExprKind, Shape, Type};
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree;
use ramme_value::{NumType, Repr};

impl Checker {
    /// `allot asked at most cap per k … in order of a, b`
    pub(super) fn allot(&mut self, allot: &tree::Allot, span: Span, scope: &Scope) -> Option<Expr> {
        if scope.shape.entity.is_none() {
            return self.report(Diagnostic::new(Code::RowsNeeded).arg("word", "allot").at(span));
        }
        if let Some(running) = &allot.running {
            return self.allot_days(allot, running, span, scope);
        }
        let asked = self.infer(&allot.asked, scope, None);
        let caps: Vec<Option<(Expr, Vec<Expr>)>> =
            allot.caps.iter().map(|cap| self.cap(cap, scope)).collect();
        let order = self.all(&allot.order, scope);
        let (mut asked, caps, order) = (asked?, caps.into_iter().collect::<Option<Vec<_>>>()?, order?);
        self.has_order(&order)?;
        let mut ty = self.numeric(&asked)?;
        let mut typed = Vec::new();
        for ((mut cap, per), written) in caps.into_iter().zip(&allot.caps) {
            ty = self.capped(&mut asked, &mut cap, (&allot.asked, &written.cap), &ty)?;
            typed.push((cap, per));
        }
        let caps = typed.into_iter().map(|(cap, per)| (widened(cap, &ty), per)).collect();
        let shape = Shape { sets: asked.shape.sets.clone(), ..scope.shape.clone() };
        let kind = ExprKind::Allot(Box::new(Allot { asked, caps, order, whole: allot.whole }));
        Some(Expr { kind, ty: Type::Num(ty), shape, span })
    }

    /// Refuses keys of an order that have none.
    pub(super) fn has_order(&mut self, order: &[Expr]) -> Option<()> {
        match order.iter().find(|key| matches!(key.ty, Type::YesNo | Type::Member(_))) {
            Some(key) => self.needed(&Type::Date, key),
            None => self.plain_keys(order),
        }
    }

    fn cap(&mut self, cap: &tree::Cap, scope: &Scope) -> Option<(Expr, Vec<Expr>)> {
        let limit = self.infer(&cap.cap, scope, None);
        let per = self.all(&cap.per, scope)?;
        self.plain_keys(&per)?;
        Some((limit?, per))
    }

    pub(super) fn all(&mut self, exprs: &[tree::Expr], scope: &Scope) -> Option<Vec<Expr>> {
        let typed: Vec<Option<Expr>> = exprs.iter().map(|expr| self.infer(expr, scope, None)).collect();
        typed.into_iter().collect()
    }

    /// The type of what is asked and a cap together.
    fn capped(
        &mut self,
        asked: &mut Expr,
        cap: &mut Expr,
        written: (&tree::Expr, &tree::Expr),
        so_far: &NumType,
    ) -> Option<NumType> {
        let span = cap.span;
        let (unit, level) = self.agree(asked, cap, Meeting::Compared, written, span)?;
        for (side, text) in [(&*asked, written.0), (&*cap, written.1)] {
            if num(side)?.repr == Repr::Ratio {
                return self.round_first(side, text, Text::both("allotted", "fordeles"));
            }
        }
        let repr = larger(so_far, num(cap)?)?;
        Some(NumType { unit, level, repr })
    }
}

fn widened(cap: Expr, ty: &NumType) -> Expr {
    if is_constant(&cap) { retyped(cap.clone(), ty).unwrap_or(cap) } else { cap }
}
