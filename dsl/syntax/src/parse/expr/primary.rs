//! The things that operators stand between.
//!
//! In: what the grammar found of one of them. Out: its tree. Not here: operators.

use super::{Build, Built, Found, Inner};
use crate::literal;
use crate::parse::build::unquoted;
use crate::parse::grammar::Rule;
use crate::say;
use crate::tree::{
    Aggregate, AggregateFn, Allot, Arm, Cap, Days, DaysAsk, Expr, ExprKind, LineAsk, Match, Opening,
    RunningYears,
};
use ramme_diag::Text;
use ramme_value::Rounding;

/// The deepest of several parts.
#[derive(Default)]
pub(super) struct Deepest(u64);

impl Build<'_> {
    /// A thing that operators stand between.
    pub(super) fn primary(&mut self, pair: Found<'_>, nest: u64) -> Option<Built> {
        let span = self.span(&pair);
        let text = pair.as_str();
        let kind = match pair.as_rule() {
            Rule::name => ExprKind::Name(text.to_owned()),
            Rule::number => ExprKind::Number(self.settle(literal::number(text, span))?),
            Rule::date => ExprKind::Date(self.date(&pair)?),
            Rule::quoted => ExprKind::Quoted(unquoted(text).to_owned()),
            Rule::yes_no => ExprKind::YesNo(text == "yes"),
            Rule::day => ExprKind::Day,
            Rule::paren => {
                let inside = Inner::of(pair).first(Rule::expr)?;
                let inside = self.built(inside, nest)?;
                return Some(Built { extent: span, ..inside });
            }
            _ => return self.construct(pair, nest),
        };
        Some(Built::new(kind, span, 1))
    }

    /// Those that hold other expressions.
    fn construct(&mut self, pair: Found<'_>, nest: u64) -> Option<Built> {
        let span = self.span(&pair);
        self.check_depth(span, nest)?;
        let rule = pair.as_rule();
        let mut inner = Inner::of(pair);
        let mut deepest = Deepest::default();
        let kind = match rule {
            Rule::minimum => ExprKind::Min(self.parts(inner.all(Rule::expr), nest, &mut deepest)?),
            Rule::maximum => ExprKind::Max(self.parts(inner.all(Rule::expr), nest, &mut deepest)?),
            Rule::clamp => {
                let value = self.part(inner.first(Rule::arith)?, nest, &mut deepest)?;
                let low = self.part(inner.first(Rule::arith)?, nest, &mut deepest)?;
                let high = self.part(inner.first(Rule::arith)?, nest, &mut deepest)?;
                ExprKind::Clamp { value, low, high }
            }
            Rule::round => {
                let mode = Rounding::parse(inner.first(Rule::rounding)?.as_str())?;
                let value = self.part(inner.first(Rule::expr)?, nest, &mut deepest)?;
                let step = self.primary(inner.first(Rule::number)?, nest)?.expr;
                ExprKind::Round { mode, value, step }
            }
            Rule::days => {
                let ask = match inner.rule() {
                    Some(Rule::kw_any_day_from) => DaysAsk::Any,
                    Some(Rule::kw_first_day_from) => DaysAsk::First,
                    _ => DaysAsk::Count,
                };
                ExprKind::Days(self.days(ask, inner, nest, &mut deepest)?)
            }
            Rule::matching => ExprKind::Match(self.matching(inner, nest, &mut deepest)?),
            Rule::first_of => {
                let name = inner.first(Rule::name)?;
                let ask = LineAsk::First(self.name(&name));
                ExprKind::Line(self.line(ask, inner, nest, &mut deepest)?)
            }
            Rule::running_sum => self.running_sum(inner, nest, &mut deepest)?,
            Rule::apportion => ExprKind::Apportion(self.apportion(inner, nest, &mut deepest)?),
            Rule::allot => ExprKind::Allot(self.allot(inner, nest, &mut deepest)?),
            _ => self.aggregate(inner, span, nest, &mut deepest)?,
        };
        Some(Built::new(kind, span, deepest.0.saturating_add(1)))
    }

    pub(super) fn part(&mut self, pair: Found<'_>, nest: u64, deepest: &mut Deepest) -> Option<Expr> {
        let built = self.built(pair, nest)?;
        deepest.0 = deepest.0.max(built.depth);
        Some(built.expr)
    }

    pub(super) fn parts<'i>(
        &mut self,
        pairs: impl Iterator<Item = Found<'i>>,
        nest: u64,
        deepest: &mut Deepest,
    ) -> Option<Vec<Expr>> {
        pairs.map(|pair| self.part(pair, nest, deepest)).collect()
    }

    fn aggregate(
        &mut self,
        mut inner: Inner<'_>,
        span: ramme_diag::Span,
        nest: u64,
        deepest: &mut Deepest,
    ) -> Option<ExprKind> {
        let func = aggregate_fn(inner.take()?.as_str());
        inner.skip(Rule::kw_of);
        let known = inner.skip(Rule::kw_known);
        let value = match inner.take_if(Rule::expr) {
            Some(pair) => Some(self.part(pair, nest, deepest)?),
            None => None,
        };
        if inner.skip(Rule::kw_before) {
            return self.extreme_before((func, known), value?, inner, (span, nest), deepest);
        }
        let mut made = Aggregate {
            func,
            value,
            known,
            over: Vec::new(),
            via: None,
            per: Vec::new(),
            filter: None,
            weight: None,
        };
        let (mut days, mut before) = (None, None);
        while let Some(pair) = inner.take() {
            let (rule, place) = (pair.as_rule(), self.span(&pair));
            let again = match rule {
                Rule::over_days => {
                    let mut parts = Inner::of(pair).all(Rule::arith);
                    let from = self.part(parts.next()?, nest, deepest)?;
                    let until = self.part(parts.next()?, nest, deepest)?;
                    days.replace((from, until)).is_some()
                }
                Rule::over_before => {
                    let years = Inner::of(pair).first(Rule::int)?;
                    let years: u32 = self.int(&years)?;
                    before.replace((years, place)).is_some()
                }
                Rule::per => {
                    let again = !made.per.is_empty();
                    made.per = self.parts(Inner::of(pair).all(Rule::arith), nest, deepest)?;
                    again
                }
                Rule::over => {
                    let again = !made.over.is_empty();
                    made.over = self.names(pair);
                    again
                }
                Rule::via => {
                    let name = pair.into_inner().last()?;
                    made.via.replace(self.name(&name)).is_some()
                }
                Rule::filter => {
                    let filter = self.part(pair.into_inner().last()?, nest, deepest)?;
                    made.filter.replace(filter).is_some()
                }
                _ => {
                    let weight = self.part(pair.into_inner().last()?, nest, deepest)?;
                    made.weight.replace(weight).is_some()
                }
            };
            if again {
                let word = self.slice(place).split_whitespace().next().unwrap_or("").to_owned();
                return self.refuse(say::twice(place, &word));
            }
        }
        if let Some((from, until)) = days {
            return self.sum_over_days(made, (from, until), span);
        }
        if let Some(before) = before {
            return self.years_before(made, before, span);
        }
        self.check_aggregate(&made, span)?;
        Some(ExprKind::Aggregate(made))
    }

    /// `sum of X over days from A until B where P`: nothing but a sum runs over days, and over nothing besides.
    fn sum_over_days(
        &mut self,
        made: Aggregate,
        (from, until): (Expr, Expr),
        span: ramme_diag::Span,
    ) -> Option<ExprKind> {
        let Aggregate { func, value, known, over, via, per, filter, weight } = made;
        match value {
            Some(value)
                if func == AggregateFn::Sum
                    && !known
                    && over.is_empty()
                    && via.is_none()
                    && per.is_empty()
                    && weight.is_none() =>
            {
                Some(ExprKind::Days(Days { ask: DaysAsk::Sum(value), from, until, filter }))
            }
            _ => {
                let expected = Text::both(
                    "nothing but `sum of x over days from … until … where …`",
                    "intet andet end `sum of x over days from … until … where …`",
                );
                let word = self.slice(span).split_whitespace().next().unwrap_or("").to_owned();
                self.refuse(say::unexpected(span, expected, &word, None))
            }
        }
    }

    fn days(&mut self, ask: DaysAsk, mut inner: Inner<'_>, nest: u64, deepest: &mut Deepest) -> Option<Days> {
        let from = self.part(inner.first(Rule::arith)?, nest, deepest)?;
        let until = self.part(inner.first(Rule::arith)?, nest, deepest)?;
        let filter = match inner.take_if(Rule::filter) {
            Some(pair) => Some(self.part(pair.into_inner().last()?, nest, deepest)?),
            None => None,
        };
        Some(Days { ask, from, until, filter })
    }

    /// Every aggregate says what it runs over; only a mean is weighted.
    fn check_aggregate(&mut self, made: &Aggregate, span: ramme_diag::Span) -> Option<()> {
        if made.over.is_empty() {
            let expected = Text::both("`over` and what it runs over", "`over` og det, der løbes over");
            let written = self.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
            return self.refuse(say::unexpected(span, expected, &written, None));
        }
        match &made.weight {
            Some(weight) if made.func != AggregateFn::Mean => {
                let expected = Text::both("`mean of` before `weighted by`", "`mean of` foran `weighted by`");
                let word = self.slice(span).split_whitespace().next().unwrap_or("").to_owned();
                let said = say::unexpected(span, expected, &word, None);
                self.refuse(said.also(weight.span, Text::both("the weight", "vægten")))
            }
            _ => Some(()),
        }
    }

    fn matching(&mut self, mut inner: Inner<'_>, nest: u64, deepest: &mut Deepest) -> Option<Match> {
        let subject = self.part(inner.first(Rule::arith)?, nest, deepest)?;
        let mut made = Match { subject, arms: Vec::new(), otherwise: None };
        while let Some(pair) = inner.take() {
            match pair.as_rule() {
                Rule::arm => {
                    let mut arm = Inner::of(pair);
                    let mut members = Vec::new();
                    let value = loop {
                        let part = arm.take()?;
                        match part.as_rule() {
                            Rule::name | Rule::quoted => members.push(self.key(&part)),
                            Rule::expr => break self.part(part, nest, deepest)?,
                            _ => {}
                        }
                    };
                    made.arms.push(Arm { members, value });
                }
                Rule::else_arm => {
                    made.otherwise = Some(self.part(Inner::of(pair).first(Rule::expr)?, nest, deepest)?);
                }
                _ => {}
            }
        }
        Some(made)
    }

    fn allot(&mut self, mut inner: Inner<'_>, nest: u64, deepest: &mut Deepest) -> Option<Allot> {
        let asked = self.part(inner.first(Rule::arith)?, nest, deepest)?;
        let mut made = Allot { asked, caps: Vec::new(), running: None, order: Vec::new(), whole: false };
        while let Some(pair) = inner.take() {
            match pair.as_rule() {
                Rule::cap => {
                    let mut parts = Inner::of(pair).all(Rule::arith);
                    let cap = self.part(parts.next()?, nest, deepest)?;
                    made.caps.push(Cap { cap, per: self.parts(parts, nest, deepest)? });
                }
                Rule::running_years => {
                    let mut inside = Inner::of(pair);
                    let from = self.part(inside.first(Rule::arith)?, nest, deepest)?;
                    let again = inside.first(Rule::opening)?;
                    let opening = if again.as_str().starts_with("on") {
                        Opening::Anniversary
                    } else {
                        Opening::NextStart
                    };
                    let keeps = inside.skip(Rule::kw_keeping);
                    made.running = Some(RunningYears { from, opening, keeps });
                }
                Rule::arith => made.order.push(self.part(pair, nest, deepest)?),
                Rule::kw_whole => made.whole = true,
                _ => {}
            }
        }
        Some(made)
    }
}

fn aggregate_fn(word: &str) -> AggregateFn {
    match word {
        "sum" => AggregateFn::Sum,
        "mean" => AggregateFn::Mean,
        "least" => AggregateFn::Least,
        "greatest" => AggregateFn::Greatest,
        "any" => AggregateFn::Any,
        "all" => AggregateFn::All,
        "share" => AggregateFn::Share,
        _ => AggregateFn::Count,
    }
}
