//! Ranges of values: from where to where a number, a day or a period may lie.
//!
//! In: exact ends. Out: ranges of sums, products and roundings, and whether a comparison is settled by two of them. A day is
//! the number of days since 1970, a period its index. Not here: where ranges come from (`known`).

use crate::model::Compare;
use ramme_value::{Decimal, Rounding, round_to_step};
use std::cmp::Ordering;

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    /// Where it lies.
    pub at: Decimal,
    /// True where the value itself is not in the range.
    pub open: bool,
}

/// From where to where; no end: however far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Range {
    /// The lower end.
    pub low: Option<End>,
    /// The upper end.
    pub high: Option<End>,
}

impl Range {
    /// From one value to another, both included.
    pub fn between(low: Option<Decimal>, high: Option<Decimal>) -> Range {
        let end = |at| End { at, open: false };
        Range { low: low.map(end), high: high.map(end) }
    }

    /// One value.
    pub fn one(value: Decimal) -> Range {
        Range::between(Some(value), Some(value))
    }

    /// Nothing below 0.
    pub fn not_negative() -> Range {
        Range::between(Some(Decimal::whole(0)), None)
    }

    /// True where nothing is known.
    pub fn is_open(&self) -> bool {
        self.low.is_none() && self.high.is_none()
    }

    /// True where no value is below 0.
    fn is_not_negative(&self) -> bool {
        self.low.is_some_and(|end| end.at >= Decimal::whole(0))
    }

    /// What lies in both.
    pub fn and(self, other: Range) -> Range {
        let lower = |a: End, b: End| if (b.at, b.open) > (a.at, a.open) { b } else { a };
        let upper = |a: End, b: End| if (b.at, !b.open) < (a.at, !a.open) { b } else { a };
        Range { low: joined(self.low, other.low, lower), high: joined(self.high, other.high, upper) }
    }

    /// The least range that holds both.
    pub fn or(self, other: Range) -> Range {
        let lower = |(a, b): (End, End)| if (b.at, b.open) < (a.at, a.open) { b } else { a };
        let upper = |(a, b): (End, End)| if (b.at, !b.open) > (a.at, !a.open) { b } else { a };
        Range { low: self.low.zip(other.low).map(lower), high: self.high.zip(other.high).map(upper) }
    }

    /// With the other sign.
    pub fn negated(self) -> Range {
        let turned = |end: Option<End>| end.and_then(|e| Some(End { at: e.at.checked_neg()?, open: e.open }));
        Range { low: turned(self.high), high: turned(self.low) }
    }

    /// The sums of both.
    pub fn plus(self, other: Range) -> Range {
        let sum = |(a, b): (End, End)| Some(End { at: a.at.checked_add(b.at)?, open: a.open || b.open });
        Range { low: self.low.zip(other.low).and_then(sum), high: self.high.zip(other.high).and_then(sum) }
    }

    /// The products of both; only of signs where they are not wholly bounded.
    pub fn times(self, other: Range) -> Range {
        let ends = |range: Range| Some([range.low?.at, range.high?.at]);
        if let (Some(a), Some(b)) = (ends(self), ends(other)) {
            let products = a.iter().flat_map(|x| b.iter().map(|y| x.checked_mul(*y)));
            let Some(all) = products.collect::<Option<Vec<Decimal>>>() else { return Range::default() };
            return Range::between(all.iter().min().copied(), all.iter().max().copied());
        }
        if self.is_not_negative() && other.is_not_negative() {
            Range::not_negative()
        } else {
            Range::default()
        }
    }

    /// The quotients of both, as far as their signs say.
    pub fn over(self, other: Range) -> Range {
        // What is divided by zero is missing, and lies nowhere.
        if self.is_not_negative() && other.is_not_negative() {
            Range::not_negative()
        } else {
            Range::default()
        }
    }

    /// Rounded to a step: rounding keeps the order.
    pub fn rounded(self, mode: Rounding, step: Decimal) -> Range {
        let round = |end: Option<End>| end.and_then(|e| round_to_step(e.at, step, mode));
        Range::between(round(self.low), round(self.high))
    }

    /// What is left of it where `value OP at` holds, `at` being anywhere in the other range.
    pub fn where_compared(op: Compare, at: Range) -> Range {
        let open = |end: Option<End>| end.map(|e| End { open: true, ..e });
        match op {
            Compare::Is => at,
            Compare::IsNot => Range::default(),
            Compare::Less => Range { low: None, high: open(at.high) },
            Compare::AtMost => Range { low: None, high: at.high },
            Compare::More => Range { low: open(at.low), high: None },
            Compare::AtLeast => Range { low: at.low, high: None },
        }
    }

    /// Whether `self OP other` holds for all values of both, or for none.
    pub fn compared(self, op: Compare, other: Range) -> Option<bool> {
        // How the greatest of one stands to the least of the other.
        let stands = |a: Option<End>, b: Option<End>| {
            let (a, b) = a.zip(b)?;
            Some((a.at.cmp(&b.at), a.open || b.open))
        };
        let below = stands(self.high, other.low);
        let above = stands(other.high, self.low);
        let less =
            |s: Option<(Ordering, bool)>| matches!(s, Some((Ordering::Less, _) | (Ordering::Equal, true)));
        let at_most = |s: Option<(Ordering, bool)>| matches!(s, Some((Ordering::Less | Ordering::Equal, _)));
        let settled = |yes: bool, no: bool| if yes { Some(true) } else { no.then_some(false) };
        let single = |range: Range| range.low.is_some_and(|e| !e.open) && range.low == range.high;
        match op {
            Compare::Less => settled(less(below), at_most(above)),
            Compare::AtMost => settled(at_most(below), less(above)),
            Compare::More => settled(less(above), at_most(below)),
            Compare::AtLeast => settled(at_most(above), less(below)),
            Compare::Is => settled(single(self) && self == other, less(below) || less(above)),
            Compare::IsNot => self.compared(Compare::Is, other).map(|yes| !yes),
        }
    }

    /// True where no value can lie in it.
    pub fn is_empty(self) -> bool {
        match (self.low, self.high) {
            (Some(low), Some(high)) => high.at < low.at || (high.at == low.at && (low.open || high.open)),
            _ => false,
        }
    }
}

/// The one of two ends that is taken, or whichever is there.
fn joined(a: Option<End>, b: Option<End>, of: impl Fn(End, End) -> End) -> Option<End> {
    match (a, b) {
        (Some(a), Some(b)) => Some(of(a, b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(low: Option<i128>, high: Option<i128>) -> Range {
        Range::between(low.map(Decimal::whole), high.map(Decimal::whole))
    }

    #[test]
    fn comparisons_are_settled_by_ranges_that_do_not_meet() {
        let (small, large) = (of(Some(1), Some(5)), of(Some(5), Some(9)));
        assert_eq!(small.compared(Compare::AtMost, large), Some(true));
        assert_eq!(small.compared(Compare::Less, large), None);
        assert_eq!(small.compared(Compare::More, large), Some(false));
        assert_eq!(small.compared(Compare::Is, large), None);
        let above = Range::where_compared(Compare::More, of(Some(5), Some(5)));
        assert_eq!(above.compared(Compare::AtLeast, of(Some(5), Some(5))), Some(true));
        assert_eq!(above.compared(Compare::Is, of(Some(5), Some(5))), Some(false));
        assert_eq!(above.compared(Compare::More, of(Some(6), Some(6))), None);
        assert_eq!(Range::default().compared(Compare::Less, large), None);
        assert_eq!(of(Some(3), Some(3)).compared(Compare::Is, of(Some(3), Some(3))), Some(true));
        assert_eq!(of(Some(3), Some(3)).compared(Compare::IsNot, of(Some(4), Some(4))), Some(true));
    }

    #[test]
    fn arithmetic_keeps_the_values() {
        assert_eq!(of(Some(1), None).plus(of(Some(2), Some(3))), of(Some(3), None));
        assert_eq!(of(Some(-2), Some(3)).times(of(Some(-1), Some(5))), of(Some(-10), Some(15)));
        assert_eq!(of(Some(0), None).times(of(Some(1), None)), Range::not_negative());
        assert_eq!(of(None, Some(3)).times(of(Some(1), None)), Range::default());
        assert_eq!(of(Some(1), None).negated(), of(None, Some(-1)));
        assert_eq!(of(Some(4), Some(6)).rounded(Rounding::HalfUp, Decimal::whole(10)), of(Some(0), Some(10)));
        assert!(of(Some(3), Some(2)).is_empty() && !of(Some(3), Some(3)).is_empty());
        assert_eq!(of(Some(1), Some(3)).and(of(Some(2), None)), of(Some(2), Some(3)));
        assert_eq!(of(Some(1), Some(3)).or(of(Some(2), None)), of(Some(1), None));
    }
}
