//! Rows in a stated order, running totals, and the years before.
//!
//! In: what the grammar found of one of them. Out: its tree. Not here: other aggregates (`primary`).

use super::primary::Deepest;
use super::{Build, Found, Inner};
use crate::parse::grammar::Rule;
use crate::say;
use crate::tree::{Aggregate, AggregateFn, Expr, ExprKind, Line, LineAsk};
use ramme_diag::{Span, Text};

/// The most years that a look back takes in.
const MOST_YEARS: u32 = 100;

impl Build<'_> {
    /// `where P per k in order of a, b`, in the order of the text.
    pub(super) fn line(
        &mut self,
        ask: LineAsk,
        mut inner: Inner<'_>,
        nest: u64,
        deepest: &mut Deepest,
    ) -> Option<Line> {
        let mut made = Line { ask, filter: None, per: Vec::new(), order: Vec::new() };
        while let Some(pair) = inner.take() {
            self.line_part(&mut made, pair, nest, deepest)?;
        }
        Some(made)
    }

    /// One of `where P`, `per k` and `in order of a, b`; anything else is passed over.
    pub(super) fn line_part(
        &mut self,
        made: &mut Line,
        pair: Found<'_>,
        nest: u64,
        deepest: &mut Deepest,
    ) -> Option<()> {
        let (rule, place) = (pair.as_rule(), self.span(&pair));
        let again = match rule {
            Rule::filter => {
                let filter = self.part(pair.into_inner().last()?, nest, deepest)?;
                made.filter.replace(filter).is_some()
            }
            Rule::per => {
                let per = self.parts(Inner::of(pair).all(Rule::arith), nest, deepest)?;
                !std::mem::replace(&mut made.per, per).is_empty()
            }
            Rule::in_order => {
                made.order = self.parts(Inner::of(pair).all(Rule::arith), nest, deepest)?;
                false
            }
            _ => false,
        };
        if again {
            let word = if rule == Rule::per { "per" } else { "where" };
            return self.refuse(say::twice(place, word));
        }
        Some(())
    }

    /// `running sum of x …`
    pub(super) fn running_sum(
        &mut self,
        mut inner: Inner<'_>,
        nest: u64,
        deepest: &mut Deepest,
    ) -> Option<ExprKind> {
        let value = self.part(inner.first(Rule::expr)?, nest, deepest)?;
        if inner.skip(Rule::kw_by) {
            let name = inner.first(Rule::name)?;
            return Some(ExprKind::RunningTotal(value, self.name(&name)));
        }
        Some(ExprKind::Line(self.line(LineAsk::RunningSum(value), inner, nest, deepest)?))
    }

    /// `greatest of x before …`: of the least or the greatest, and of nothing else.
    pub(super) fn extreme_before(
        &mut self,
        (func, known): (AggregateFn, bool),
        value: Expr,
        inner: Inner<'_>,
        (span, nest): (Span, u64),
        deepest: &mut Deepest,
    ) -> Option<ExprKind> {
        let ask = match func {
            AggregateFn::Least if !known => LineAsk::LeastBefore(value),
            AggregateFn::Greatest if !known => LineAsk::GreatestBefore(value),
            _ => {
                let expected = Text::both(
                    "`least of x before` or `greatest of x before`",
                    "`least of x before` eller `greatest of x before`",
                );
                let first = self.slice(span).split_whitespace().next().unwrap_or("");
                let word = if known { "known" } else { first }.to_owned();
                return self.refuse(say::unexpected(span, expected, &word, None));
            }
        };
        Some(ExprKind::Line(self.line(ask, inner, nest, deepest)?))
    }

    /// `mean of x over the 3 years before`: of a sum, a mean, the least or the greatest, and with nothing beside it.
    pub(super) fn years_before(
        &mut self,
        made: Aggregate,
        (years, place): (u32, Span),
        span: Span,
    ) -> Option<ExprKind> {
        if years == 0 || years > MOST_YEARS {
            let expected = Text::both(
                format!("a number of years from 1 to {MOST_YEARS}"),
                format!("et antal år fra 1 til {MOST_YEARS}"),
            );
            return self.refuse(say::unexpected(place, expected, &years.to_string(), None));
        }
        let alone = made.over.is_empty()
            && made.via.is_none()
            && made.per.is_empty()
            && made.filter.is_none()
            && made.weight.is_none()
            && !made.known;
        let windowed = matches!(
            made.func,
            AggregateFn::Sum | AggregateFn::Mean | AggregateFn::Least | AggregateFn::Greatest
        );
        match made.value {
            Some(value) if alone && windowed => Some(ExprKind::YearsBefore { func: made.func, value, years }),
            _ => {
                let expected = Text::both(
                    "nothing but `sum`, `mean`, `least` or `greatest of x over the 3 years before`",
                    "intet andet end `sum`, `mean`, `least` eller `greatest of x over the 3 years before`",
                );
                let word = self.slice(span).split_whitespace().next().unwrap_or("").to_owned();
                self.refuse(say::unexpected(span, expected, &word, None))
            }
        }
    }
}
