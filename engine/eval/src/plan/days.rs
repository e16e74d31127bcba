//! `days from A until B where P` under the law of each day (TYPES D3), as ordinary steps on dates.
//!
//! In: the span and the predicate. Out: a step that counts the days. The predicate becomes a sum of conjunctions of which
//! no two hold on one day; each is max(0, min(uppers) − max(lowers)), so the engine never loops over days. Not here: the
//! kernels; there is none for days.

use ramme_diag::{Code, Diagnostic, Place};
use ramme_rulebook::model::{Clause, Compare, Days, DefinitionId, Expr, ExprKind, Shape, Type, Value};
use ramme_value::{Date, NumType, PriceLevel, Unit};

use super::lower::Lower;
use super::step::{Between, Op, StepId};

/// More conjunctions than this is an error.
pub(super) const MOST_CONJUNCTIONS: usize = 16;

/// Days that meet all of: not before each lower date, before each upper date, and every condition on the row.
#[derive(Debug, Clone, Default)]
struct Conjunction {
    lowers: Vec<StepId>,
    uppers: Vec<StepId>,
    conditions: Vec<StepId>,
}

impl Conjunction {
    fn and(&self, other: &Conjunction) -> Conjunction {
        let join = |a: &[StepId], b: &[StepId]| {
            let mut v = a.to_vec();
            v.extend(b.iter().filter(|x| !a.contains(x)));
            v
        };
        Conjunction {
            lowers: join(&self.lowers, &other.lowers),
            uppers: join(&self.uppers, &other.uppers),
            conditions: join(&self.conditions, &other.conditions),
        }
    }
}

impl Lower<'_> {
    /// The number of days.
    pub(super) fn days(&mut self, d: &Days, e: &Expr) -> StepId {
        let (from, until) = (self.expr(&d.from), self.expr(&d.until));
        let Some(filter) = &d.filter else {
            let all = Conjunction::default();
            return self.count_days(from, until, &all, e);
        };
        let parts = self.conjunctions(filter, true);
        if parts.len() > MOST_CONJUNCTIONS {
            self.diagnostics.push(
                Diagnostic::new(Code::TooManyDayPieces)
                    .arg("count", parts.len())
                    .arg("limit", MOST_CONJUNCTIONS)
                    .at(Place::Text(filter.span)),
            );
            return from;
        }
        let mut sum: Option<StepId> = None;
        for part in &parts {
            let n = self.count_days(from, until, part, e);
            sum = Some(match sum {
                None => n,
                Some(s) => self.push(Op::Add, vec![s, n], days_type(), e.shape.clone(), e.span),
            });
        }
        let counted = match sum {
            Some(s) => s,
            None => self.day_constant(0, e),
        };
        self.covered(filter, (from, until), counted, e)
    }

    /// max(0, min(until, uppers) − max(from, lowers)), or 0 where a condition does not hold.
    fn count_days(&mut self, from: StepId, until: StepId, part: &Conjunction, e: &Expr) -> StepId {
        let first = self.extreme(Op::Max, from, &part.lowers, e);
        let end = self.extreme(Op::Min, until, &part.uppers, e);
        let length = self.push(Op::DaysBetween, vec![end, first], days_type(), e.shape.clone(), e.span);
        let zero = self.day_constant(0, e);
        let days = self.push(Op::Max, vec![length, zero], days_type(), e.shape.clone(), e.span);
        let mut all: Option<StepId> = None;
        for c in &part.conditions {
            all = Some(match all {
                None => *c,
                Some(a) => self.push(Op::And, vec![a, *c], Type::YesNo, e.shape.clone(), e.span),
            });
        }
        match all {
            None => days,
            Some(c) => self.push(Op::If, vec![c, days, zero], days_type(), e.shape.clone(), e.span),
        }
    }

    fn extreme(&mut self, op: Op, one: StepId, more: &[StepId], e: &Expr) -> StepId {
        if more.is_empty() {
            return one;
        }
        let mut args = vec![one];
        args.extend(more);
        self.push(op, args, Type::Date, e.shape.clone(), e.span)
    }

    fn day_constant(&mut self, n: i128, e: &Expr) -> StepId {
        self.push(Op::Const(n), vec![], days_type(), Shape::default(), e.span)
    }

    fn date_constant(&mut self, date: Date, e: &Expr) -> StepId {
        let n = i128::from(date.days_from_epoch());
        self.push(Op::Const(n), vec![], Type::Date, Shape::default(), e.span)
    }

    /// The predicate (or its contrary) as conjunctions of which no two hold on one day.
    fn conjunctions(&mut self, p: &Expr, positive: bool) -> Vec<Conjunction> {
        match &p.kind {
            ExprKind::Not(x) => self.conjunctions(x, !positive),
            ExprKind::Logic { and, left, right } => self.logic(*and == positive, positive, left, right),
            ExprKind::Compare { op, left, right } if asks_day(left) || asks_day(right) => {
                let (op, date) =
                    if asks_day(left) { (*op, right.as_ref()) } else { (mirrored(*op), left.as_ref()) };
                self.bound(if positive { op } else { contrary(op) }, date, p)
            }
            ExprKind::Definition(id) if self.is_for_a_day(*id) => self.law(*id, positive, p),
            _ => vec![self.condition(p, positive)],
        }
    }

    /// `a and b` (also the contrary of `or`): both; `a or b` (also the contrary of `and`): a, and b without a.
    fn logic(&mut self, both: bool, positive: bool, left: &Expr, right: &Expr) -> Vec<Conjunction> {
        let (a, b) = (self.conjunctions(left, positive), self.conjunctions(right, positive));
        if both {
            return product(&a, &b);
        }
        let not_a = self.conjunctions(left, !positive);
        let mut out = a;
        out.extend(product(&not_a, &b));
        out
    }

    /// `day < E` and its like.
    fn bound(&mut self, op: Compare, date: &Expr, p: &Expr) -> Vec<Conjunction> {
        let at = self.expr(date);
        let lower = |s| Conjunction { lowers: vec![s], ..Conjunction::default() };
        let upper = |s| Conjunction { uppers: vec![s], ..Conjunction::default() };
        match op {
            Compare::Less => vec![upper(at)],
            Compare::AtLeast => vec![lower(at)],
            Compare::AtMost => vec![upper(self.day_after(at, p))],
            Compare::More => vec![lower(self.day_after(at, p))],
            Compare::Is => vec![lower(at).and(&upper(self.day_after(at, p)))],
            Compare::IsNot => vec![upper(at), lower(self.day_after(at, p))],
        }
    }

    fn day_after(&mut self, date: StepId, p: &Expr) -> StepId {
        let shape = self.shape_of(date);
        let one = self.push(Op::Const(1), vec![], days_type(), Shape::default(), p.span);
        self.push(Op::AddDays, vec![date, one], Type::Date, shape, p.span)
    }

    fn condition(&mut self, p: &Expr, positive: bool) -> Conjunction {
        let mut c = self.expr(p);
        if !positive {
            c = self.push(Op::Not, vec![c], Type::YesNo, p.shape.clone(), p.span);
        }
        Conjunction { conditions: vec![c], ..Conjunction::default() }
    }

    fn is_for_a_day(&self, id: DefinitionId) -> bool {
        self.book.definitions.get(id.index()).is_some_and(|d| d.for_a_day)
    }

    fn law_clauses(&self, id: DefinitionId) -> Vec<Clause> {
        let Some(d) = self.book.definitions.get(id.index()) else { return Vec::new() };
        self.view.clauses(id).iter().filter_map(|i| d.clauses.get(*i)).cloned().collect()
    }

    /// A `for a day` definition: on the days of each clause, what that clause says.
    fn law(&mut self, id: DefinitionId, positive: bool, p: &Expr) -> Vec<Conjunction> {
        let mut out = Vec::new();
        for c in self.law_clauses(id) {
            let mut range = Conjunction::default();
            if let Some(from) = c.version.from {
                range.lowers.push(self.date_constant(from, p));
            }
            if let Some(next) = c.version.to.and_then(|t| t.add_days(1)) {
                range.uppers.push(self.date_constant(next, p));
            }
            let said = match &c.body.kind {
                ExprKind::Const(Value::YesNo(b)) if *b == positive => vec![Conjunction::default()],
                ExprKind::Const(Value::YesNo(_)) => Vec::new(),
                _ => self.conjunctions(&c.body, positive),
            };
            out.extend(product(&[range], &said));
        }
        out
    }

    /// Missing where a day of the span lies outside every clause of a law that the predicate asks.
    fn covered(&mut self, p: &Expr, span: (StepId, StepId), counted: StepId, e: &Expr) -> StepId {
        let mut laws = Vec::new();
        laws_in(p, &mut laws);
        let mut out = counted;
        for id in laws.into_iter().filter(|id| self.is_for_a_day(*id)).collect::<Vec<_>>() {
            let clauses = self.law_clauses(id);
            let all = Between {
                from: clauses.iter().map(|c| c.version.from).min().flatten(),
                to: if clauses.iter().any(|c| c.version.to.is_none()) {
                    None
                } else {
                    clauses.iter().filter_map(|c| c.version.to).max()
                },
            };
            let mut guards = Vec::new();
            if let Some(from) = all.from {
                let at = self.date_constant(from, e);
                guards.push((Compare::AtLeast, span.0, at));
            }
            if let Some(end) = all.to.and_then(|t| t.add_days(1)) {
                let at = self.date_constant(end, e);
                guards.push((Compare::AtMost, span.1, at));
            }
            for (op, date, at) in guards {
                let ok = self.push(Op::Compare(op), vec![date, at], Type::YesNo, e.shape.clone(), e.span);
                out = self.push(Op::Covered, vec![ok, out], days_type(), e.shape.clone(), e.span);
            }
        }
        out
    }
}

/// The `for a day` definitions that a predicate names.
fn laws_in(p: &Expr, out: &mut Vec<DefinitionId>) {
    match &p.kind {
        ExprKind::Definition(id) => out.push(*id),
        ExprKind::Not(x) => laws_in(x, out),
        ExprKind::Logic { left, right, .. } => {
            laws_in(left, out);
            laws_in(right, out);
        }
        _ => {}
    }
}

fn asks_day(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Day)
}

fn product(a: &[Conjunction], b: &[Conjunction]) -> Vec<Conjunction> {
    a.iter().flat_map(|x| b.iter().map(move |y| x.and(y))).collect()
}

fn mirrored(op: Compare) -> Compare {
    match op {
        Compare::Less => Compare::More,
        Compare::AtMost => Compare::AtLeast,
        Compare::More => Compare::Less,
        Compare::AtLeast => Compare::AtMost,
        same => same,
    }
}

fn contrary(op: Compare) -> Compare {
    match op {
        Compare::Less => Compare::AtLeast,
        Compare::AtMost => Compare::More,
        Compare::More => Compare::AtMost,
        Compare::AtLeast => Compare::Less,
        Compare::Is => Compare::IsNot,
        Compare::IsNot => Compare::Is,
    }
}

/// Whole days.
pub(super) fn days_type() -> Type {
    Type::Num(NumType::declared(Unit::base("day"), PriceLevel::None, Some(0)))
}
