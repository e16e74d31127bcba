//! Rows in a stated order, running totals, and the years before.
//!
//! In: trees. Out: typed expressions; a look back becomes earlier periods written out. Not here: the walk along the rows.

use super::place::shifted;
use super::{Checker, Scope, constant, joined};
use crate::model::{self, Arith, Expr, ExprKind, Line, Shape, Symbol, Type, Value};
use crate::names::Found;
use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_syntax::tree::{self, AggregateFn, LineAsk, Name};
use ramme_value::{Decimal, NumType, PeriodKind, PriceLevel, Repr, Unit};

impl Checker {
    /// `the first of E where P per K in order of a, b`, `running sum of x where P per K in order of a, b`, `greatest of x
    /// before where P per K in order of a, b`
    pub(super) fn line(&mut self, line: &tree::Line, span: Span, scope: &Scope) -> Option<Expr> {
        if scope.shape.entity.is_none() {
            return self.report(Diagnostic::new(Code::RowsNeeded).arg("word", "in order of").at(span));
        }
        let inside = Scope { day: false, ..scope.clone() };
        let value = match &line.ask {
            LineAsk::First(name) => {
                self.own_rows("the first of", name, scope)?;
                Some(None)
            }
            LineAsk::RunningSum(value) | LineAsk::LeastBefore(value) | LineAsk::GreatestBefore(value) => {
                self.infer(value, &inside, None).map(Some)
            }
        };
        let filter = match &line.filter {
            None => Some(None),
            Some(filter) => self.expect(filter, &inside, &Type::YesNo).map(Some),
        };
        let (per, order) = (self.all(&line.per, &inside), self.all(&line.order, &inside));
        let (value, filter, per, order) = (value?, filter?, per?, order?);
        self.has_order(&order)?;
        self.plain_keys(&per)?;
        let ty = match (&line.ask, &value) {
            (LineAsk::RunningSum(written), Some(value)) => self.summable(value, written)?,
            (LineAsk::LeastBefore(written) | LineAsk::GreatestBefore(written), Some(value)) => {
                self.comparable(value, written)?
            }
            _ => Type::YesNo,
        };
        let ask = match &line.ask {
            LineAsk::First(_) => model::LineAsk::First,
            LineAsk::RunningSum(_) => model::LineAsk::Sum,
            LineAsk::LeastBefore(_) => model::LineAsk::Least,
            LineAsk::GreatestBefore(_) => model::LineAsk::Greatest,
        };
        let natural = joined(value.iter().chain(&filter).chain(&per).chain(&order));
        let shape = Shape { sets: natural.sets, ..scope.shape.clone() };
        let kind = ExprKind::Line(Box::new(Line { ask, value, filter, per, order }));
        Some(Expr { kind, ty, shape, span })
    }

    /// Refuses the name of anything but the rows of the body.
    fn own_rows(&mut self, word: &str, name: &Name, scope: &Scope) -> Option<()> {
        match self.names.find(&name.text) {
            Found::Symbol(Symbol::Entity(entity)) if scope.shape.entity == Some(entity) => Some(()),
            Found::Poisoned => None,
            _ => self.not_own_rows(word, &name.text, scope, name.span),
        }
    }

    /// Says that something looks among the rows of the body, and is asked to look elsewhere.
    pub(super) fn not_own_rows<T>(
        &mut self,
        word: &str,
        found: &str,
        scope: &Scope,
        span: Span,
    ) -> Option<T> {
        let own = scope.shape.entity.map(|entity| self.book.entity_name(entity).to_owned());
        self.report(
            Diagnostic::new(Code::NotOwnRows)
                .arg("word", word)
                .arg("found", found)
                .maybe_arg("own", own)
                .at(span),
        )
    }

    /// Refuses keys that are ratios: equal ones may be written in several ways.
    pub(super) fn plain_keys(&mut self, keys: &[Expr]) -> Option<()> {
        let ratio = |key: &&Expr| matches!(&key.ty, Type::Num(num) if num.repr == Repr::Ratio);
        let Some(key) = keys.iter().find(ratio) else { return Some(()) };
        let expected = Text::both("a key that is no ratio", "en nøgle, der ikke er et forhold");
        let found = self.book.type_in_words(&key.ty);
        let problem = Diagnostic::new(Code::TypeNeeded).arg("expected", expected).arg("found", found);
        self.report(problem.at(key.span))
    }

    /// The type of the least or greatest of this: a date, or a number that is no ratio.
    fn comparable(&mut self, value: &Expr, written: &tree::Expr) -> Option<Type> {
        if value.ty == Type::Date {
            return Some(Type::Date);
        }
        let num = self.numeric(value)?;
        if num.repr == Repr::Ratio {
            return self.round_first(
                value,
                written,
                Text::both("compared in order", "sammenlignes i rækkefølge"),
            );
        }
        Some(Type::Num(num))
    }

    /// The type of a sum of this.
    fn summable(&mut self, value: &Expr, written: &tree::Expr) -> Option<Type> {
        let num = self.numeric(value)?;
        if num.repr == Repr::Ratio {
            return self.round_first(value, written, Text::both("summed", "lægges sammen"));
        }
        Some(Type::Num(num))
    }

    /// `running sum of x by year`
    pub(super) fn running_total(
        &mut self,
        value: &tree::Expr,
        by: &Name,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let typed = self.infer(value, scope, None)?;
        let ty = self.summable(&typed, value)?;
        let period = PeriodKind::parse(&by.text);
        if period.is_none() || scope.shape.period != period {
            return self.no_period("running sum", &scope.name, by.span);
        }
        if typed.shape.period.is_none() {
            return self.no_period("running sum", &super::words::spelled(value), value.span);
        }
        let shape = typed.shape.clone();
        Some(Expr { kind: ExprKind::RunningTotal(Box::new(typed)), ty, shape, span })
    }

    /// `mean of x over the 3 years before`: x of each of the three years before this one.
    pub(super) fn years_before(
        &mut self,
        (func, years): (AggregateFn, u32),
        value: &tree::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let typed = self.infer(value, scope, None)?;
        let words = "over the years before";
        if scope.shape.period.is_none() {
            return self.no_period(words, &scope.name, span);
        }
        if typed.shape.period.is_none() {
            return self.no_period(words, &super::words::spelled(value), value.span);
        }
        let (ty, shape) = (typed.ty.clone(), typed.shape.clone());
        let mut earlier = (1..=years).map(|back| shifted(typed.clone(), back, span));
        if matches!(func, AggregateFn::Least | AggregateFn::Greatest) {
            if ty != Type::Date {
                self.numeric(&typed)?;
            }
            let items: Vec<Expr> = earlier.collect();
            let kind = ExprKind::Extreme { max: func == AggregateFn::Greatest, items };
            return Some(Expr { kind, ty, shape, span });
        }
        let ty = self.summable(&typed, value)?;
        let mut sum = earlier.next()?;
        for next in earlier {
            let kind = ExprKind::Arith { op: Arith::Add, left: Box::new(sum), right: Box::new(next) };
            sum = Expr { kind, ty: ty.clone(), shape: shape.clone(), span };
        }
        if func == AggregateFn::Sum {
            return Some(sum);
        }
        let (Type::Num(num), plain) =
            (ty, NumType { unit: Unit::none(), level: PriceLevel::None, repr: Repr::Dec(0) })
        else {
            return None;
        };
        let count = constant(Value::Dec(Decimal::new(i128::from(years), 0)), Type::Num(plain), span);
        let ty = Type::Num(NumType { repr: Repr::Ratio, ..num });
        let kind = ExprKind::Arith { op: Arith::Div, left: Box::new(sum), right: Box::new(count) };
        Some(Expr { kind, ty, shape, span })
    }
}
