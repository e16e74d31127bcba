//! `days from A until B where P` under the law of each day (TYPES D3), as ordinary steps on dates.
//!
//! In: the span and the predicate. Out: a step that counts the days; what else is asked of days is next door (`day_asks`,
//! `running_years`). The predicate becomes a sum of conjunctions of which
//! no two hold on one day; each is max(0, min(uppers) − max(lowers)), so the engine never loops over days. Not here: the
//! kernels; there is none for days.

use ramme_diag::{Code, Diagnostic, Place};
use ramme_rulebook::model::{
    Clause, Compare, Days, DaysAsk, DefinitionId, Expr, ExprKind, Shape, Type, Value,
};
use ramme_value::{Date, NumType, PriceLevel, Unit};

use super::lower::Lower;
use super::step::{Between, Op, StepId};

/// More conjunctions than this is an error.
pub(super) const MOST_CONJUNCTIONS: usize = 16;

/// Days that meet all of: not before each lower date, before each upper date, and every condition on the row.
#[derive(Debug, Clone, Default)]
pub(super) struct Conjunction {
    pub(super) lowers: Vec<StepId>,
    pub(super) uppers: Vec<StepId>,
    pub(super) conditions: Vec<StepId>,
}

/// The first day of a span, and the first day after it.
pub(super) type Span = (StepId, StepId);

impl Conjunction {
    pub(super) fn and(&self, other: &Conjunction) -> Conjunction {
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
    /// How many days meet the condition, whether any does, the first of them, or a number of each added up.
    pub(super) fn days(&mut self, d: &Days, e: &Expr) -> StepId {
        let span = (self.expr(&d.from), self.expr(&d.until));
        match &d.ask {
            DaysAsk::Count => self.counted(span, d.filter.as_ref(), e),
            DaysAsk::Any => self.any_day(span, d.filter.as_ref(), e),
            DaysAsk::First => self.first_day(span, d.filter.as_ref(), e),
            DaysAsk::Sum(value) => self.sum_over_days(span, (d.filter.as_ref(), value), e),
        }
    }

    /// The number of days of a span that meet a condition.
    pub(super) fn counted(&mut self, span: Span, filter: Option<&Expr>, e: &Expr) -> StepId {
        let parts = self.day_parts(filter, true);
        let counted = self.count_all(span, &parts, e);
        self.covered(filter, span, counted, e)
    }

    /// The days of a condition as conjunctions; all days where there is none. Apart: no two hold on one day.
    pub(super) fn day_parts(&mut self, filter: Option<&Expr>, apart: bool) -> Vec<Conjunction> {
        let Some(filter) = filter else { return vec![Conjunction::default()] };
        let parts = self.cut(filter, true, apart);
        self.few_enough(parts, filter.span)
    }

    /// The pieces, where there are not too many of them.
    pub(super) fn few_enough<T>(&mut self, parts: Vec<T>, span: ramme_diag::Span) -> Vec<T> {
        if parts.len() <= MOST_CONJUNCTIONS {
            return parts;
        }
        self.diagnostics.push(
            Diagnostic::new(Code::TooManyDayPieces)
                .arg("count", parts.len())
                .arg("limit", MOST_CONJUNCTIONS)
                .at(Place::Text(span)),
        );
        Vec::new()
    }

    /// The days of all pieces together.
    pub(super) fn count_all(&mut self, span: Span, parts: &[Conjunction], e: &Expr) -> StepId {
        let mut sum: Option<StepId> = None;
        for part in parts {
            let n = self.count_days(span, part, e);
            sum = Some(match sum {
                None => n,
                Some(s) => self.push(Op::Add, vec![s, n], days_type(), e.shape.clone(), e.span),
            });
        }
        match sum {
            Some(s) => s,
            None => self.day_constant(0, e),
        }
    }

    /// max(0, min(until, uppers) − max(from, lowers)), or 0 where a condition does not hold.
    pub(super) fn count_days(&mut self, span: Span, part: &Conjunction, e: &Expr) -> StepId {
        let (first, end) = self.stretch(span, part, e);
        let length = self.push(Op::DaysBetween, vec![end, first], days_type(), e.shape.clone(), e.span);
        let zero = self.day_constant(0, e);
        let days = self.push(Op::Max, vec![length, zero], days_type(), e.shape.clone(), e.span);
        match self.all_hold(&part.conditions, e) {
            None => days,
            Some(c) => self.push(Op::If, vec![c, days, zero], days_type(), e.shape.clone(), e.span),
        }
    }

    /// The first day of a piece, and the day after its last.
    pub(super) fn stretch(&mut self, span: Span, part: &Conjunction, e: &Expr) -> Span {
        (self.extreme(Op::Max, span.0, &part.lowers, e), self.extreme(Op::Min, span.1, &part.uppers, e))
    }

    /// All of several conditions; none where there are none.
    pub(super) fn all_hold(&mut self, conditions: &[StepId], e: &Expr) -> Option<StepId> {
        let mut all: Option<StepId> = None;
        for c in conditions {
            all = Some(match all {
                None => *c,
                Some(a) => self.push(Op::And, vec![a, *c], Type::YesNo, e.shape.clone(), e.span),
            });
        }
        all
    }

    pub(super) fn extreme(&mut self, op: Op, one: StepId, more: &[StepId], e: &Expr) -> StepId {
        if more.is_empty() {
            return one;
        }
        let mut args = vec![one];
        args.extend(more);
        self.push(op, args, Type::Date, e.shape.clone(), e.span)
    }

    pub(super) fn day_constant(&mut self, n: i128, e: &Expr) -> StepId {
        self.push(Op::Const(n), vec![], days_type(), Shape::default(), e.span)
    }

    pub(super) fn date_constant(&mut self, date: Date, e: &Expr) -> StepId {
        let n = i128::from(date.days_from_epoch());
        self.push(Op::Const(n), vec![], Type::Date, Shape::default(), e.span)
    }

    /// The predicate (or its contrary) as conjunctions of which no two hold on one day.
    pub(super) fn conjunctions(&mut self, p: &Expr, positive: bool) -> Vec<Conjunction> {
        self.cut(p, positive, true)
    }

    /// The predicate (or its contrary) as conjunctions; where they need not be apart, two may hold on one day.
    fn cut(&mut self, p: &Expr, positive: bool, apart: bool) -> Vec<Conjunction> {
        match &p.kind {
            ExprKind::Not(x) => self.cut(x, !positive, apart),
            ExprKind::Logic { and, left, right } => {
                self.logic(*and == positive, (positive, apart), left, right)
            }
            ExprKind::Compare { op, left, right } if asks_day(left) || asks_day(right) => {
                let (op, date) =
                    if asks_day(left) { (*op, right.as_ref()) } else { (mirrored(*op), left.as_ref()) };
                self.bound(if positive { op } else { contrary(op) }, date, p)
            }
            ExprKind::Definition(id) if self.is_for_a_day(*id) => self.law(*id, (positive, apart), p),
            _ => vec![self.condition(p, positive)],
        }
    }

    /// `a and b` (also the contrary of `or`): both; `a or b` (also the contrary of `and`): a, and b without a.
    fn logic(
        &mut self,
        both: bool,
        (positive, apart): (bool, bool),
        left: &Expr,
        right: &Expr,
    ) -> Vec<Conjunction> {
        let (a, b) = (self.cut(left, positive, apart), self.cut(right, positive, apart));
        if both {
            return product(&a, &b);
        }
        let b = if apart { product(&self.cut(left, !positive, apart), &b) } else { b };
        a.into_iter().chain(b).collect()
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

    pub(super) fn is_for_a_day(&self, id: DefinitionId) -> bool {
        self.book.definitions.get(id.index()).is_some_and(|d| d.for_a_day)
    }

    pub(super) fn law_clauses(&self, id: DefinitionId) -> Vec<Clause> {
        let Some(d) = self.book.definitions.get(id.index()) else { return Vec::new() };
        self.view.clauses(id).iter().filter_map(|i| d.clauses.get(*i)).cloned().collect()
    }

    /// The days on which a clause is in force.
    pub(super) fn in_force(&mut self, c: &Clause, p: &Expr) -> Conjunction {
        let mut range = Conjunction::default();
        if let Some(from) = c.version.from {
            range.lowers.push(self.date_constant(from, p));
        }
        if let Some(next) = c.version.to.and_then(|t| t.add_days(1)) {
            range.uppers.push(self.date_constant(next, p));
        }
        range
    }

    /// A `for a day` definition: on the days of each clause, what that clause says.
    fn law(&mut self, id: DefinitionId, (positive, apart): (bool, bool), p: &Expr) -> Vec<Conjunction> {
        let mut out = Vec::new();
        for c in self.law_clauses(id) {
            let range = self.in_force(&c, p);
            let said = match &c.body.kind {
                ExprKind::Const(Value::YesNo(b)) if *b == positive => vec![Conjunction::default()],
                ExprKind::Const(Value::YesNo(_)) => Vec::new(),
                _ => self.cut(&c.body, positive, apart),
            };
            out.extend(product(&[range], &said));
        }
        out
    }

    /// Missing where a day of the span lies outside every clause of a law that the predicate asks.
    pub(super) fn covered(&mut self, p: Option<&Expr>, span: Span, counted: StepId, e: &Expr) -> StepId {
        let mut out = counted;
        for ok in self.guards(p, span, e) {
            let ty = self.type_of(out);
            out = self.push(Op::Covered, vec![ok, out], ty, e.shape.clone(), e.span);
        }
        out
    }

    /// Whether the span lies within the clauses of each law that the predicate asks.
    pub(super) fn guards(&mut self, p: Option<&Expr>, span: Span, e: &Expr) -> Vec<StepId> {
        let mut laws = Vec::new();
        if let Some(p) = p {
            laws_in(p, &mut laws);
        }
        let mut out = Vec::new();
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
                out.push(self.push(Op::Compare(op), vec![date, at], Type::YesNo, e.shape.clone(), e.span));
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

pub(super) fn product(a: &[Conjunction], b: &[Conjunction]) -> Vec<Conjunction> {
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
