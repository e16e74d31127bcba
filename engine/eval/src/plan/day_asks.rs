//! What is asked of days besides how many there are: whether there is one, the first, a number of each added up.
//!
//! In: the span, the condition, and the number. Out: ordinary steps. A number of the day becomes pieces of days on each of
//! which it has one value, like a condition. Not here: the cutting of conditions (`days`).

use ramme_rulebook::model::{Compare, Expr, Shape, Type};

use super::day_tree::DayNumber;
use super::days::{Conjunction, Filter, Span, product};
use super::lower::Lower;
use super::step::{Op, StepId};

/// Later than every date.
const NEVER: i128 = i32::MAX as i128;

/// The days on which a number of the day has one value, and that value.
pub(super) type ValuePiece = (Conjunction, StepId);

impl Lower<'_> {
    /// Whether any day of the span meets the condition. A yes needs no more than the piece that it lies in.
    pub(super) fn any_day(&mut self, span: Span, filter: Filter, e: &Expr) -> StepId {
        let parts = self.day_parts(filter, false);
        let mut none = self.push(Op::Const(0), vec![], Type::YesNo, Shape::default(), e.span);
        for ok in self.guards(filter, span, e) {
            none = self.push(Op::Covered, vec![ok, none], Type::YesNo, e.shape.clone(), e.span);
        }
        let mut any = none;
        for part in &parts {
            let there = self.has_days(span, part, e);
            any = self.push(Op::Or, vec![there, any], Type::YesNo, e.shape.clone(), e.span);
        }
        any
    }

    /// Whether a piece holds a day: each of its first days lies before each of its ends. One empty pair settles it.
    fn has_days(&mut self, span: Span, part: &Conjunction, e: &Expr) -> StepId {
        let mut conditions = part.conditions.clone();
        for lower in [span.0].iter().chain(&part.lowers) {
            for upper in [span.1].iter().chain(&part.uppers) {
                let args = vec![*lower, *upper];
                conditions.push(self.push(
                    Op::Compare(Compare::Less),
                    args,
                    Type::YesNo,
                    e.shape.clone(),
                    e.span,
                ));
            }
        }
        match self.all_hold(&conditions, e) {
            Some(all) => all,
            None => self.push(Op::Const(1), vec![], Type::YesNo, Shape::default(), e.span),
        }
    }

    /// The first day of the span that meets the condition; missing where there is none.
    pub(super) fn first_day(&mut self, span: Span, filter: Filter, e: &Expr) -> StepId {
        let parts = self.day_parts(filter, false);
        let never = self.push(Op::Const(NEVER), vec![], Type::Date, Shape::default(), e.span);
        let mut firsts = vec![never];
        for part in &parts {
            let there = self.has_days(span, part, e);
            let (first, _) = self.stretch(span, part, e);
            firsts.push(self.push(Op::If, vec![there, first, never], Type::Date, e.shape.clone(), e.span));
        }
        let first = self.push(Op::Min, firsts, Type::Date, e.shape.clone(), e.span);
        let args = vec![first, never];
        let found = self.push(Op::Compare(Compare::Less), args, Type::YesNo, e.shape.clone(), e.span);
        let first = self.push(Op::Found, vec![found, first], Type::Date, e.shape.clone(), e.span);
        self.covered(filter, span, first, e)
    }

    /// Of each day its number, added up: piece by piece the value times the days.
    pub(super) fn sum_over_days(
        &mut self,
        span: Span,
        filter: Filter,
        number: (&DayNumber, ramme_diag::Span),
        e: &Expr,
    ) -> StepId {
        let (pieces, covered) = self.value_pieces(span, filter, number, e);
        let zero = self.push(Op::Const(0), vec![], e.ty.clone(), Shape::default(), e.span);
        let mut sum = zero;
        for (part, value) in &pieces {
            let days = self.count_days(span, part, e);
            let none = self.day_constant(0, e);
            let args = vec![days, none];
            let some = self.push(Op::Compare(Compare::More), args, Type::YesNo, e.shape.clone(), e.span);
            let product = self.push(Op::Mul, vec![*value, days], e.ty.clone(), e.shape.clone(), e.span);
            let term = self.push(Op::If, vec![some, product, zero], e.ty.clone(), e.shape.clone(), e.span);
            sum = self.push(Op::Add, vec![sum, term], e.ty.clone(), e.shape.clone(), e.span);
        }
        let sum = self.push(Op::Covered, vec![covered, sum], e.ty.clone(), e.shape.clone(), e.span);
        self.covered(filter, span, sum, e)
    }

    /// The days that meet a condition, cut where a number of the day changes; and whether the number is said for each of
    /// them.
    pub(super) fn value_pieces(
        &mut self,
        span: Span,
        filter: Filter,
        (number, at): (&DayNumber, ramme_diag::Span),
        e: &Expr,
    ) -> (Vec<ValuePiece>, StepId) {
        let parts = self.day_parts(filter, true);
        let values = self.numbers(number, at);
        let mut pieces = Vec::new();
        for part in &parts {
            pieces.extend(values.iter().map(|(days, value)| (part.and(days), *value)));
        }
        let pieces = self.few_enough(pieces, at);
        let stretches: Vec<Conjunction> = pieces.iter().map(|(days, _)| days.clone()).collect();
        let (asked, said) = (self.count_all(span, &parts, e), self.count_all(span, &stretches, e));
        let args = vec![asked, said];
        let covered = self.push(Op::Compare(Compare::Is), args, Type::YesNo, e.shape.clone(), e.span);
        (pieces, covered)
    }

    /// A number of the day as pieces of which no two hold on one day.
    fn numbers(&mut self, x: &DayNumber, at: ramme_diag::Span) -> Vec<ValuePiece> {
        match x {
            DayNumber::Is(step) => vec![(Conjunction::default(), *step)],
            DayNumber::If(choice) => {
                let (condition, then, otherwise) = choice.as_ref();
                let mut out = Vec::new();
                for (positive, value) in [(true, then), (false, otherwise)] {
                    let days = self.conjunctions((condition, at), positive);
                    for (more, value) in self.numbers(value, at) {
                        out.extend(product(&days, &[more]).into_iter().map(|days| (days, value)));
                    }
                }
                out
            }
            DayNumber::Law(law) => {
                let mut out = Vec::new();
                for (place, (between, said)) in law.placed() {
                    let range = self.in_force(place, between, at);
                    out.extend(
                        self.numbers(said, at).into_iter().map(|(days, value)| (range.and(&days), value)),
                    );
                }
                out
            }
        }
    }
}
