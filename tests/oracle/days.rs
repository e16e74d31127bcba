//! The second evaluator's days: looped over, one by one.

use crate::eval::{Fault, Oracle, Out, Point};
use crate::truth::{both, truth};
use crate::value::{Number, Val, day_of, whole};
use ramme_rulebook::model::{Days, DaysAsk, Expr};

/// The first day of a span and the day after its last, as far as they are known, and the days that may lie in it.
type Calendar = (Option<i64>, Option<i64>, std::ops::Range<i64>);

impl Oracle<'_> {
    /// The days that may lie in a span. Where an end is not known, from 1995 or up to 2055: no date of a test lies outside,
    /// so nothing is different on the days before and after.
    pub fn calendar(&self, days: &Days, p: &Point) -> Result<Calendar, Fault> {
        let end = |e: &Expr| Ok(self.eval(e, p)?.map(|day| day.day()));
        let (from, until) = (end(&days.from)?, end(&days.until)?);
        let range = from.unwrap_or(day_of(1995, 1, 1))..until.unwrap_or(day_of(2055, 1, 1));
        Ok((from, until, range))
    }

    /// Whether a day lies in the span and meets the condition.
    pub fn counts_on(
        &self,
        days: &Days,
        (from, until): (Option<i64>, Option<i64>),
        at: &Point,
    ) -> Result<Option<bool>, Fault> {
        let day = at.day.unwrap_or_default();
        let inside = both(from.map(|from| from <= day), until.map(|until| day < until));
        let met = match &days.filter {
            Some(filter) => truth(self.eval(filter, at)?),
            None => Some(true),
        };
        Ok(both(inside, met))
    }

    /// What is asked of the days of a span.
    pub fn days(&self, days: &Days, p: &Point) -> Out {
        let (from, until, range) = self.calendar(days, p)?;
        let (mut count, mut first, mut sum, mut unsure) = (0, None, whole(0), false);
        for day in range {
            let at = Point { day: Some(day), ..p.clone() };
            match self.counts_on(days, (from, until), &at)? {
                Some(false) => {}
                None => unsure |= first.is_none() || !matches!(days.ask, DaysAsk::First),
                Some(true) => {
                    count += 1;
                    first = first.or((!unsure).then_some(day));
                    if let DaysAsk::Sum(value) = &days.ask {
                        let number: Option<Number> = self.number(value, &at)?;
                        unsure |= number.is_none();
                        sum += number.unwrap_or_else(|| whole(0));
                    }
                }
            }
            // One day that is unknown settles that the answer is; a yes settles the question whether there is one.
            match days.ask {
                DaysAsk::Any if count > 0 => return Ok(Some(Val::Yes(true))),
                DaysAsk::First if first.is_some() || unsure => return Ok(first.map(Val::Day)),
                DaysAsk::Count | DaysAsk::Sum(_) if unsure => return Ok(None),
                _ => {}
            }
        }
        Ok(match &days.ask {
            DaysAsk::First => None,
            _ if unsure => None,
            DaysAsk::Any => Some(Val::Yes(false)),
            DaysAsk::Count => Some(Val::Num(whole(count))),
            DaysAsk::Sum(_) => Some(Val::Num(sum)),
        })
    }
}
