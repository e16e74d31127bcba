//! Keys: `x["i alt"]`, `x[2024]`, `x[year - 2]`, `grant[role]`, `population[payer]` (TYPES P3).
//!
//! In: a name and its keys. Out: the value with those axes fixed, moved or followed. Not here: placing what remains.

use super::place::shifted;
use super::words::spelled;
use super::{Checker, Scope, constant};
use crate::model::{Expr, ExprKind, SetId, Shape, Type, Value};
use ramme_diag::{Code, Diagnostic, Span, Text, closest};
use ramme_syntax::tree::{self, BinaryOp};
use ramme_value::{Period, PeriodKind};

/// What a key says, before it is applied.
enum Key {
    /// A period of the axis.
    Fixed(i32),
    /// So many periods back; 0 is the period itself.
    Back(u32),
    /// A member of an axis.
    Member(SetId, Expr),
    /// A row to read at.
    Row(Expr),
}

impl Checker {
    /// `base[key, …]` in the shape that remains.
    pub(super) fn index(
        &mut self,
        base: &tree::Expr,
        keys: &[tree::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        if !matches!(
            &*base.kind,
            tree::ExprKind::Name(_) | tree::ExprKind::Field(..) | tree::ExprKind::Index(..)
        ) {
            let found = Text::both("an expression", "et udtryk");
            let expected = Text::both("a name with axes", "et navn med akser");
            return self.wrong_kind(&spelled(base), found, expected, base.span);
        }
        let value = self.raw(base, scope, None)?;
        self.keyed(value, base, keys, span, scope)
    }

    /// A value with its axes fixed, moved or followed by keys.
    pub(super) fn keyed(
        &mut self,
        mut value: Expr,
        base: &tree::Expr,
        keys: &[tree::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        for key in keys {
            let said = self.key(base, key, &value, scope)?;
            value = self.apply(said, value, base, key, span, scope)?;
        }
        Some(value)
    }

    fn key(&mut self, base: &tree::Expr, key: &tree::Expr, value: &Expr, scope: &Scope) -> Option<Key> {
        match &*key.kind {
            tree::ExprKind::Number(number) if number.unit.is_none() => {
                let year = number.value.rescale(0).and_then(|n| i32::try_from(n.mantissa()).ok());
                match (year.and_then(Period::year), value.shape.period) {
                    (Some(period), Some(PeriodKind::Year)) => Some(Key::Fixed(period.index())),
                    _ => self.no_such_axis(base, key, value),
                }
            }
            tree::ExprKind::Binary(binary) if period_of(&binary.left).is_some() => self.back(binary, key),
            tree::ExprKind::Name(name) if PeriodKind::parse(name).is_some() => Some(Key::Back(0)),
            tree::ExprKind::Quoted(text) => self.named_key(text, true, base, key, value, scope),
            tree::ExprKind::Name(name) => self.named_key(name, false, base, key, value, scope),
            _ => self.typed_key(base, key, value, scope),
        }
    }

    /// `year - 2`
    fn back(&mut self, binary: &tree::Binary, key: &tree::Expr) -> Option<Key> {
        let count = match &*binary.right.kind {
            tree::ExprKind::Number(number)
                if number.unit.as_ref().is_none_or(|unit| counts(unit, binary)) =>
            {
                number.value.rescale(0).and_then(|n| u32::try_from(n.mantissa()).ok())
            }
            _ => None,
        };
        match (binary.op, count) {
            (BinaryOp::Sub, Some(back)) => Some(Key::Back(back)),
            _ => {
                let problem = Diagnostic::new(Code::LooksAhead).arg("key", spelled(key)).at(key.span);
                self.report(problem)
            }
        }
    }

    /// A member by its name, or a value of that name.
    fn named_key(
        &mut self,
        text: &str,
        quoted: bool,
        base: &tree::Expr,
        key: &tree::Expr,
        value: &Expr,
        scope: &Scope,
    ) -> Option<Key> {
        let member = |set: &SetId| self.book.member(*set, text).map(|position| (*set, position));
        let found: Vec<(SetId, u32)> = value.shape.sets.iter().filter_map(member).collect();
        let other = !quoted && self.is_something(text, scope);
        match found.as_slice() {
            [(set, position)] if !other => {
                let member = constant(Value::Member(*set, *position), Type::Member(*set), key.span);
                Some(Key::Member(*set, member))
            }
            [(set, _)] => {
                let set = self.book.set_name(*set).to_owned();
                let first = Text::both(format!("a member of `{set}`"), format!("et medlem af `{set}`"));
                let second = Text::both("something else of that name", "noget andet af det navn");
                self.either(text, first, second, format!("\"{text}\""), key.span)
            }
            [(first, _), (second, _), ..] => {
                let words = |set: &SetId| {
                    let set = self.book.set_name(*set);
                    Text::both(format!("a member of `{set}`"), format!("et medlem af `{set}`"))
                };
                let (first, second) = (words(first), words(second));
                self.either(text, first, second, spelled(base), key.span)
            }
            [] if other => self.typed_key(base, key, value, scope),
            [] => match value.shape.sets.as_slice() {
                [set] => self.unknown_member(text, *set, key.span),
                _ => self.no_such_axis(base, key, value),
            },
        }
    }

    /// A key that is a value: its type says which axis it belongs to.
    fn typed_key(&mut self, base: &tree::Expr, key: &tree::Expr, value: &Expr, scope: &Scope) -> Option<Key> {
        let typed = self.infer(key, scope, None)?;
        match &typed.ty {
            Type::Member(set) if value.shape.sets.contains(set) => Some(Key::Member(*set, typed)),
            Type::Row(entity) if value.shape.entity == Some(*entity) => Some(Key::Row(typed)),
            Type::Period(kind) if value.shape.period == Some(*kind) => {
                let what = Text::both(
                    "a period that differs from row to row, as a key,",
                    "en periode, der skifter fra række til række, som nøgle",
                );
                self.report(Diagnostic::new(Code::NotExpressible).arg("what", what).at(key.span))
            }
            _ => self.no_such_axis(base, key, value),
        }
    }

    fn apply(
        &mut self,
        key: Key,
        inner: Expr,
        base: &tree::Expr,
        written: &tree::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let ty = inner.ty.clone();
        match key {
            Key::Row(row) => self.lookup(row, inner, span),
            Key::Fixed(period) => {
                let shape = Shape { period: None, ..inner.shape.clone() };
                let kind = ExprKind::AtPeriod { period, inner: Box::new(inner) };
                Some(Expr { kind, ty, shape, span })
            }
            Key::Back(back) => {
                if inner.shape.period.is_none() {
                    return self.no_such_axis(base, written, &inner);
                }
                if scope.shape.period != inner.shape.period {
                    return self.no_period(&spelled(written), &scope.name, written.span);
                }
                if back == 0 { Some(inner) } else { Some(shifted(inner, back, span)) }
            }
            Key::Member(set, member) => {
                let rest = Shape {
                    sets: inner.shape.sets.iter().copied().filter(|held| *held != set).collect(),
                    ..inner.shape.clone()
                };
                let shape = rest.joined(&member.shape).unwrap_or(rest);
                let kind = ExprKind::AtMember { set, member: Box::new(member), inner: Box::new(inner) };
                Some(Expr { kind, ty, shape, span })
            }
        }
    }

    /// Says that a value has no axis for a key.
    fn no_such_axis<T>(&mut self, base: &tree::Expr, key: &tree::Expr, value: &Expr) -> Option<T> {
        let members: Vec<String> = value
            .shape
            .sets
            .iter()
            .filter_map(|set| self.book.sets.get(set.index()))
            .flat_map(|set| set.members.clone())
            .collect();
        let text = spelled(key);
        let suggestion = closest(text.trim_matches('"'), &members);
        let shape = self.book.shape_in_words(&value.shape);
        let problem = Diagnostic::new(Code::NoSuchAxis)
            .arg("name", spelled(base))
            .arg("key", text)
            .maybe_arg("suggestion", suggestion)
            .at(key.span)
            .note(Text::both(format!("it is {}", shape.en), format!("den er {}", shape.da)));
        self.report(problem)
    }
}

/// The kind of period that a bare word names.
fn period_of(expr: &tree::Expr) -> Option<PeriodKind> {
    match &*expr.kind {
        tree::ExprKind::Name(name) => PeriodKind::parse(name),
        _ => None,
    }
}

/// `year - 2 years` counts in the axis' own unit.
fn counts(unit: &tree::UnitExpr, binary: &tree::Binary) -> bool {
    let tree::UnitExpr::Product(factors) = unit else { return false };
    let kind = period_of(&binary.left).map(PeriodKind::name);
    matches!(factors.as_slice(), [(name, 1)] if Some(name.text.as_str()) == kind)
}
