//! `days from A until B where P` under the law of each day (TYPES D3), as ordinary steps on dates.
//!
//! In: the span and the predicate. Out: a step that counts the days; what else is asked of days is next door (`day_asks`,
//! `running_years`). The predicate becomes a sum of conjunctions of which no two hold on one day; each is
//! max(0, min(uppers) − max(lowers)), so the engine never loops over days. Where something of a row is not known, pieces may
//! be missing though each day is settled: a last step (`DayByDay`) looks at those rows alone. Not here: what is asked of one
//! day (`day_tree`); the kernels.

use ramme_diag::{Code, Diagnostic, Place};
use ramme_rulebook::model::{Compare, Days, DaysAsk, DefinitionId, Expr, Shape, Type};
use ramme_value::{Date, NumType, PriceLevel, Unit};

use super::day_tree::{DayCondition, DayNumber, leaves};
use super::lower::Lower;
use super::seen::Piece;
use super::step::{Between, DayAsk, DayByDayOp, Op, StepId};

/// More conjunctions than this is an error.
pub(super) const MOST_CONJUNCTIONS: usize = 16;

/// No more than this many are made before they are counted.
const MOST_MADE: usize = 4_096;

/// Days that meet all of: not before each lower date, before each upper date, and every condition on the row.
#[derive(Debug, Clone, Default)]
pub(super) struct Conjunction {
    pub(super) lowers: Vec<StepId>,
    pub(super) uppers: Vec<StepId>,
    pub(super) conditions: Vec<StepId>,
    /// The clauses of the laws of the day that it lies under: what is said of it, not what it takes.
    pub(super) laws: Vec<(DefinitionId, usize)>,
}

/// The first day of a span, and the first day after it.
pub(super) type Span = (StepId, StepId);

/// The condition on the days of a span, and where it stands; none takes every day.
pub(super) type Filter<'a> = Option<(&'a DayCondition, ramme_diag::Span)>;

impl Conjunction {
    pub(super) fn and(&self, other: &Conjunction) -> Conjunction {
        fn join<T: Copy + PartialEq>(a: &[T], b: &[T]) -> Vec<T> {
            let mut v = a.to_vec();
            v.extend(b.iter().filter(|x| !a.contains(x)));
            v
        }
        Conjunction {
            lowers: join(&self.lowers, &other.lowers),
            uppers: join(&self.uppers, &other.uppers),
            conditions: join(&self.conditions, &other.conditions),
            laws: join(&self.laws, &other.laws),
        }
    }
}

impl Lower<'_> {
    /// How many days meet the condition, whether any does, the first of them, or a number of each added up.
    pub(super) fn days(&mut self, d: &Days, e: &Expr) -> StepId {
        let span = (self.expr(&d.from), self.expr(&d.until));
        let condition = d.filter.as_ref().map(|p| self.day_condition(p));
        let filter = condition.as_ref().zip(d.filter.as_ref().map(|p| p.span));
        let number = match &d.ask {
            DaysAsk::Sum(value) => Some((self.day_number(value), value.span)),
            DaysAsk::Count | DaysAsk::Any | DaysAsk::First => None,
        };
        self.note_pieces(span, filter, number.as_ref(), e);
        let (ask, by_pieces) = match &number {
            Some((number, at)) => (DayAsk::Sum, self.sum_over_days(span, filter, (number, *at), e)),
            None => match d.ask {
                DaysAsk::Any => (DayAsk::Any, self.any_day(span, filter, e)),
                DaysAsk::First => (DayAsk::First, self.first_day(span, filter, e)),
                DaysAsk::Count | DaysAsk::Sum(_) => (DayAsk::Count, self.counted(span, filter, e)),
            },
        };
        let number = number.map(|(number, _)| number);
        if condition.is_none() && !matches!(number, Some(DayNumber::If(_) | DayNumber::Law(_))) {
            return by_pieces;
        }
        let mut args = vec![by_pieces, span.0, span.1];
        args.extend(leaves(condition.as_ref(), number.as_ref()));
        let op = Op::DayByDay(Box::new(DayByDayOp { ask, condition, number }));
        self.push(op, args, e.ty.clone(), e.shape.clone(), e.span)
    }

    /// For an explanation: the days as pieces that lie apart, whatever is asked of them.
    fn note_pieces(
        &mut self,
        span: Span,
        filter: Filter,
        number: Option<&(DayNumber, ramme_diag::Span)>,
        e: &Expr,
    ) {
        if self.seen.is_none() {
            return;
        }
        let pieces = match number {
            Some((number, at)) => {
                let (pieces, _) = self.value_pieces(span, filter, (number, *at), e);
                pieces.into_iter().map(|(part, value)| (part, Some(value))).collect()
            }
            None => self.day_parts(filter, true).into_iter().map(|part| (part, None)).collect(),
        };
        self.note_stretches(pieces, span, e);
    }

    /// For an explanation: pieces of days with the number of each.
    pub(super) fn note_stretches(
        &mut self,
        pieces: Vec<(Conjunction, Option<StepId>)>,
        span: Span,
        e: &Expr,
    ) {
        let mut out = Vec::new();
        for (part, value) in pieces {
            let days = self.count_days(span, &part, e);
            let (first, end) = self.stretch(span, &part, e);
            out.push(Piece { first, end, days, value, laws: part.laws });
        }
        if let Some(seen) = &mut self.seen {
            seen.note_days(e, out);
        }
    }

    /// The number of days of a span that meet a condition.
    pub(super) fn counted(&mut self, span: Span, filter: Filter, e: &Expr) -> StepId {
        let parts = self.day_parts(filter, true);
        let counted = self.count_all(span, &parts, e);
        self.covered(filter, span, counted, e)
    }

    /// The days of a condition as conjunctions; all days where there is none. Apart: no two hold on one day.
    pub(super) fn day_parts(&mut self, filter: Filter, apart: bool) -> Vec<Conjunction> {
        let Some((condition, at)) = filter else { return vec![Conjunction::default()] };
        let parts = self.cut((condition, at), true, apart);
        self.few_enough(parts, at)
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

    fn date_constant(&mut self, date: Date, at: ramme_diag::Span) -> StepId {
        let n = i128::from(date.days_from_epoch());
        self.push(Op::Const(n), vec![], Type::Date, Shape::default(), at)
    }

    /// The condition (or its contrary) as conjunctions of which no two hold on one day.
    pub(super) fn conjunctions(
        &mut self,
        p: (&DayCondition, ramme_diag::Span),
        positive: bool,
    ) -> Vec<Conjunction> {
        self.cut(p, positive, true)
    }

    /// The condition (or its contrary) as conjunctions; where they need not be apart, two may hold on one day.
    fn cut(
        &mut self,
        (p, at): (&DayCondition, ramme_diag::Span),
        positive: bool,
        apart: bool,
    ) -> Vec<Conjunction> {
        match p {
            DayCondition::Always(said) if *said == positive => vec![Conjunction::default()],
            DayCondition::Always(_) => Vec::new(),
            DayCondition::Holds(step) => vec![self.condition(*step, positive)],
            DayCondition::Day(op, date) => self.bound(if positive { *op } else { op.contrary() }, *date),
            DayCondition::Not(x) => self.cut((x, at), !positive, apart),
            DayCondition::Logic(and, sides) => self.logic(*and == positive, (positive, apart), (sides, at)),
            DayCondition::Law(law) => {
                let mut out = Vec::new();
                for (place, (between, said)) in law.placed() {
                    let range = self.in_force(place, between, at);
                    out.extend(product(&[range], &self.cut((said, at), positive, apart)));
                }
                out
            }
        }
    }

    /// `a and b` (also the contrary of `or`): both; `a or b` (also the contrary of `and`): a, and b without a.
    fn logic(
        &mut self,
        both: bool,
        (positive, apart): (bool, bool),
        (sides, at): (&[DayCondition; 2], ramme_diag::Span),
    ) -> Vec<Conjunction> {
        let [left, right] = sides;
        let (a, b) = (self.cut((left, at), positive, apart), self.cut((right, at), positive, apart));
        if both {
            return product(&a, &b);
        }
        let b = if apart { product(&self.cut((left, at), !positive, apart), &b) } else { b };
        a.into_iter().chain(b).collect()
    }

    /// `day < E` and its like.
    fn bound(&mut self, op: Compare, at: StepId) -> Vec<Conjunction> {
        let lower = |s| Conjunction { lowers: vec![s], ..Conjunction::default() };
        let upper = |s| Conjunction { uppers: vec![s], ..Conjunction::default() };
        match op {
            Compare::Less => vec![upper(at)],
            Compare::AtLeast => vec![lower(at)],
            Compare::AtMost => vec![upper(self.day_after(at))],
            Compare::More => vec![lower(self.day_after(at))],
            Compare::Is => vec![lower(at).and(&upper(self.day_after(at)))],
            Compare::IsNot => vec![upper(at), lower(self.day_after(at))],
        }
    }

    fn day_after(&mut self, date: StepId) -> StepId {
        let Some((shape, at)) = self.plan.step(date).map(|s| (s.shape.clone(), s.span)) else { return date };
        let one = self.push(Op::Const(1), vec![], days_type(), Shape::default(), at);
        self.push(Op::AddDays, vec![date, one], Type::Date, shape, at)
    }

    fn condition(&mut self, mut holds: StepId, positive: bool) -> Conjunction {
        if !positive && let Some((shape, at)) = self.plan.step(holds).map(|s| (s.shape.clone(), s.span)) {
            holds = self.push(Op::Not, vec![holds], Type::YesNo, shape, at);
        }
        Conjunction { conditions: vec![holds], ..Conjunction::default() }
    }

    /// The days on which a clause of a law is in force.
    pub(super) fn in_force(
        &mut self,
        law: (DefinitionId, usize),
        between: &Between,
        at: ramme_diag::Span,
    ) -> Conjunction {
        let mut range = Conjunction { laws: vec![law], ..Conjunction::default() };
        if let Some(from) = between.from {
            range.lowers.push(self.date_constant(from, at));
        }
        if let Some(next) = between.to.and_then(|t| t.add_days(1)) {
            range.uppers.push(self.date_constant(next, at));
        }
        range
    }

    /// Missing where a day of the span lies outside every clause of a law that the condition asks.
    pub(super) fn covered(&mut self, filter: Filter, span: Span, counted: StepId, e: &Expr) -> StepId {
        let mut out = counted;
        for ok in self.guards(filter, span, e) {
            let ty = self.type_of(out);
            out = self.push(Op::Covered, vec![ok, out], ty, e.shape.clone(), e.span);
        }
        out
    }

    /// Whether the span lies within the clauses of each law that the condition asks: before or after every gap.
    pub(super) fn guards(&mut self, filter: Filter, span: Span, e: &Expr) -> Vec<StepId> {
        let mut gaps = Vec::new();
        if let Some((condition, _)) = filter {
            gaps_in(condition, &mut gaps);
        }
        let mut out = Vec::new();
        for (last, next) in gaps {
            let before = last.map(|last| (span.1, self.date_constant(last, e.span)));
            let after = next.map(|next| (self.date_constant(next, e.span), span.0));
            // A law without a clause: fine only for a span without a day.
            let sides = match (before, after) {
                (None, None) => vec![(span.1, span.0)],
                (before, after) => before.into_iter().chain(after).collect(),
            };
            let clear = sides.into_iter().map(|(first, then)| {
                let op = Op::Compare(Compare::AtMost);
                self.push(op, vec![first, then], Type::YesNo, e.shape.clone(), e.span)
            });
            let clear: Vec<StepId> = clear.collect();
            let either = clear
                .into_iter()
                .reduce(|a, b| self.push(Op::Or, vec![a, b], Type::YesNo, e.shape.clone(), e.span));
            out.extend(either);
        }
        out
    }
}

/// From the first day that no clause says anything of to the first that one does again; open where none.
type Gap = (Option<Date>, Option<Date>);

/// The days that lie outside the clauses of the laws in a condition.
fn gaps_in(p: &DayCondition, out: &mut Vec<Gap>) {
    match p {
        DayCondition::Always(_) | DayCondition::Holds(_) | DayCondition::Day(..) => {}
        DayCondition::Not(inner) => gaps_in(inner, out),
        DayCondition::Logic(_, sides) => sides.iter().for_each(|side| gaps_in(side, out)),
        DayCondition::Law(law) => {
            let mut clauses: Vec<Between> = law.clauses.iter().map(|(between, _)| *between).collect();
            clauses.sort_by_key(|c| c.from);
            // The first day that no clause so far covers; none where they cover all days from some on.
            let mut next: Option<Gap> = Some((None, None));
            for c in clauses {
                let Some((open, _)) = next else { break };
                if c.from.is_some() && open < c.from {
                    out.push((open, c.from));
                }
                next = c.to.and_then(|to| to.add_days(1)).map(|after| (open.max(Some(after)), None));
            }
            out.extend(next);
            law.clauses.iter().for_each(|(_, said)| gaps_in(said, out));
        }
    }
    out.sort();
    out.dedup();
}

pub(super) fn product(a: &[Conjunction], b: &[Conjunction]) -> Vec<Conjunction> {
    a.iter().flat_map(|x| b.iter().map(move |y| x.and(y))).take(MOST_MADE).collect()
}

/// Whole days.
pub(crate) fn days_type() -> Type {
    Type::Num(NumType::declared(Unit::base("day"), PriceLevel::None, Some(0)))
}
