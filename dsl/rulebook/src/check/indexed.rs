//! Parameters that go on by an index: `indexed by pl, round half up to 1 kr/day`.
//!
//! In: the tree of a parameter, its declared type. Out: which index, and how each year is rounded. Not here: the values
//! that come of it.

use super::number::num;
use super::{Checker, Scope};
use crate::model::{Axis, Expr, ExprKind, Indexing, Parameter, ParameterId, Type, Value};
use ramme_diag::{Code, Diagnostic, Text};
use ramme_syntax::tree;
use ramme_value::{MAX_SCALE, PeriodKind};

impl Checker {
    /// Enters the index of every parameter that has one.
    pub(super) fn indexing(&mut self, declared: &[(ParameterId, &tree::Parameter)]) {
        for (id, tree) in declared {
            let Some(indexed) = &tree.indexed else { continue };
            let Some(parameter) = self.book.parameters.get(id.index()).cloned() else { continue };
            let indexing = self.indexed_by(indexed, &parameter, tree, declared);
            if let Some(parameter) = self.book.parameters.get_mut(id.index()) {
                parameter.indexed = indexing;
            }
        }
    }

    fn indexed_by(
        &mut self,
        indexed: &tree::Indexed,
        parameter: &Parameter,
        tree: &tree::Parameter,
        declared: &[(ParameterId, &tree::Parameter)],
    ) -> Option<Indexing> {
        let index = self.index_of(&indexed.index);
        let step = self.infer(&indexed.step, &Scope::default(), None);
        let by_year = parameter.axes.iter().any(|axis| axis.axis == Axis::Period(PeriodKind::Year));
        if !by_year || tree.dated_by.is_some() {
            return self.no_period("indexed by", &parameter.name, indexed.index.span);
        }
        let Type::Num(own) = &parameter.ty else {
            let found = self.book.type_in_words(&parameter.ty);
            return self.report(Diagnostic::new(Code::NumberNeeded).arg("found", found).at(tree.ty.span));
        };
        let (index, index_ty) = index?;
        if declared.iter().any(|(id, tree)| *id == index && tree.indexed.is_some()) {
            let found = Text::both("itself indexed", "selv indekseret");
            return self.not_an_index(&indexed.index, found);
        }
        let own_scale = own.stored_scale()?;
        let product = own_scale.saturating_add(scale_of(&index_ty));
        if product > MAX_SCALE {
            return self.too_fine(product, &parameter.name, indexed.index.span);
        }
        let step = step?;
        let fits = |step: &Expr| match (&step.kind, num(step)) {
            (ExprKind::Const(Value::Dec(size)), Some(unit))
                if unit.unit == own.unit && size.mantissa() > 0 =>
            {
                size.rescale(own_scale).map(|_| *size)
            }
            _ => None,
        };
        match fits(&step) {
            Some(size) => Some(Indexing { index, mode: indexed.mode, step: size }),
            None => self.bad_step(own, indexed.step.span),
        }
    }
}

fn scale_of(ty: &Type) -> u8 {
    match ty {
        Type::Num(num) => num.stored_scale().unwrap_or(0),
        _ => 0,
    }
}
