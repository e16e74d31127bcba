//! Price levels crossed: `x in 2023-pl by pl`, `x in current by pl` (TYPES T8).
//!
//! In: an amount, a level, the name of an index. Out: a typed conversion that says from which year's prices to which. Not
//! here: the factor (one step of the plan works it out).

use super::number::num;
use super::words::spelled;
use super::{Checker, Scope};
use crate::model::{Axis, Expr, ExprKind, ParameterId, Prices, Shape, Symbol, Type};
use crate::names::Found;
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree::{self, LevelExpr, Name};
use ramme_value::{FACTOR_SCALE, MAX_SCALE, NumType, PeriodKind, PriceLevel, Repr};

impl Checker {
    /// `x in LEVEL by INDEX`
    pub(super) fn convert(&mut self, made: &tree::Convert, span: Span, scope: &Scope) -> Option<Expr> {
        let value = self.infer(&made.value, scope, None);
        let index = self.index_of(&made.index);
        let (value, (id, index_ty)) = (value?, index?);
        let given = self.money(&value, &made.value)?;
        let from = self.prices_of(&value, &given, &made.value)?;
        let (level, to) = match made.level {
            LevelExpr::Fixed(year) => (PriceLevel::Fixed(year), Prices::Year(year)),
            LevelExpr::Current => (PriceLevel::Current, Prices::Own { back: 0 }),
        };
        if level == given.level && from == to {
            return self.same_level(&made.value, level, span);
        }
        let moves = [from, to].iter().any(|prices| matches!(prices, Prices::Own { .. }));
        if moves && scope.shape.period != Some(PeriodKind::Year) {
            return self.no_period("in current", &scope.name, span);
        }
        let repr = match given.repr {
            Repr::Ratio => Repr::Ratio,
            Repr::Count => Repr::Dec(FACTOR_SCALE),
            Repr::Dec(scale) => Repr::Dec(scale.saturating_add(FACTOR_SCALE)),
        };
        if let Repr::Dec(scale) = repr
            && scale > MAX_SCALE
        {
            return self.too_fine(scale, &spelled(&made.value), made.value.span);
        }
        let period = if moves { Some(PeriodKind::Year) } else { value.shape.period };
        let shape = Shape { period, ..value.shape.clone() };
        let by_year = Shape { period: Some(PeriodKind::Year), ..Shape::default() };
        let index =
            Expr { kind: ExprKind::Parameter(id), ty: index_ty, shape: by_year, span: made.index.span };
        let kind = ExprKind::Convert { value: Box::new(value), index: Box::new(index), from, to };
        let ty = Type::Num(NumType { unit: given.unit, level, repr });
        Some(Expr { kind, ty, shape, span })
    }

    /// Only an amount of money has prices.
    fn money(&mut self, value: &Expr, written: &tree::Expr) -> Option<NumType> {
        match num(value) {
            Some(num) if num.unit.exponent("kr") == 1 => Some(num.clone()),
            _ => {
                let found = self.book.type_in_words(&value.ty);
                let problem = Diagnostic::new(Code::NotMoney).arg("text", spelled(written));
                self.report(problem.arg("found", found).at(value.span))
            }
        }
    }

    /// The year in whose prices an amount stands. An amount in current prices stands in those of the period; one that is
    /// moved as a whole, such as `previous x` or `x[2024]`, in those of where it is read.
    fn prices_of(&mut self, value: &Expr, given: &NumType, written: &tree::Expr) -> Option<Prices> {
        if let PriceLevel::Fixed(year) = given.level {
            return Some(Prices::Year(year));
        }
        let (mut inner, mut back, mut fixed) = (value, 0_u32, None);
        loop {
            inner = match &inner.kind {
                ExprKind::Shift { back: more, inner } => {
                    back = back.saturating_add(*more);
                    inner
                }
                ExprKind::AtPeriod { period, inner } => {
                    let back = i32::try_from(back).unwrap_or(i32::MAX);
                    fixed = fixed.or(Some(period.saturating_sub(back)));
                    inner
                }
                ExprKind::Negate(inner)
                | ExprKind::Lookup { inner, .. }
                | ExprKind::AtMember { inner, .. }
                | ExprKind::Round { value: inner, .. } => inner,
                _ => break,
            };
        }
        let plain = value.shape.period.is_none() && fixed.is_none();
        let mut parts = inner.children();
        let mut mixed = false;
        while let Some(part) = parts.pop() {
            let moved = matches!(part.kind, ExprKind::Shift { .. } | ExprKind::AtPeriod { .. });
            mixed |= moved && num(part).is_some_and(|num| num.level == PriceLevel::Current);
            parts.extend(part.children());
        }
        if plain || mixed {
            let problem = Diagnostic::new(Code::PriceYearUnclear).arg("text", spelled(written));
            return self.report(problem.at(value.span));
        }
        Some(fixed.map_or(Prices::Own { back }, Prices::Year))
    }

    fn same_level<T>(&mut self, written: &tree::Expr, level: PriceLevel, span: Span) -> Option<T> {
        self.report(
            Diagnostic::new(Code::SamePriceLevel)
                .arg("text", spelled(written))
                .arg("level", Text::each(|lang| level.in_words(lang)))
                .at(span),
        )
    }

    /// An index: a parameter by year, in percent, the change from the year before.
    pub(super) fn index_of(&mut self, name: &Name) -> Option<(ParameterId, Type)> {
        let id = match self.names.find(&name.text) {
            Found::Symbol(Symbol::Parameter(id)) => id,
            Found::Poisoned | Found::Unsettled => return None,
            Found::Symbol(_) => {
                let kind = self.names.global.get(&name.text).map(|entry| entry.kind.clone());
                return self.not_an_index(name, kind.unwrap_or_default());
            }
            Found::Nothing => {
                let suggestion = self.names.suggest(&name.text, |s| matches!(s, Some(Symbol::Parameter(_))));
                let problem = Diagnostic::new(Code::UnknownName).arg("name", &name.text);
                return self.report(problem.maybe_arg("suggestion", suggestion).at(name.span));
            }
        };
        let parameter = self.book.parameters.get(id.index())?;
        let by_year =
            matches!(parameter.axes.as_slice(), [only] if only.axis == Axis::Period(PeriodKind::Year));
        let percent = matches!(&parameter.ty, Type::Num(num) if num.unit.is_percent());
        if by_year && percent {
            return Some((id, parameter.ty.clone()));
        }
        let ty = self.book.type_as_written(&parameter.ty);
        let written = match self.book.shape_as_written(&parameter.shape) {
            shape if shape.is_empty() => ty,
            shape => format!("{shape} : {ty}"),
        };
        self.not_an_index(name, Text::both(format!("declared `{written}`"), format!("erklæret `{written}`")))
    }

    pub(super) fn not_an_index<T>(&mut self, name: &Name, found: Text) -> Option<T> {
        let problem = Diagnostic::new(Code::NotAnIndex).arg("name", &name.text);
        self.report(problem.arg("found", found).at(name.span))
    }
}
