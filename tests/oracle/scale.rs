//! The second evaluator's scales: the band that a value lies in, and each band its rate.

use crate::eval::{Fault, Oracle, Out, Point, constant};
use crate::value::{Number, Val, decimal, whole, year_days};
use ramme_rulebook::model::{Expr, ExprKind, Type, Version};

impl Oracle<'_> {
    /// The bands of a scale at a point.
    fn bands(&self, scale: &Expr, p: &Point) -> Result<Option<Vec<(Number, Val)>>, Fault> {
        let id = match &scale.kind {
            ExprKind::Scale(id) => *id,
            ExprKind::Shift { back, inner } => {
                let year = p.year.map(|year| year - *back as i32);
                return self.bands(inner, &Point { year, ..p.clone() });
            }
            ExprKind::AtPeriod { period, inner } => {
                return self.bands(inner, &Point { year: Some(*period), ..p.clone() });
            }
            ExprKind::AtMember { set, member, inner } => {
                let Some(Val::Member(m)) = self.eval(member, p)? else { return Ok(None) };
                let mut there = p.clone();
                there.members.insert(*set, m);
                return self.bands(inner, &there);
            }
            ExprKind::Lookup { row, inner } => {
                let (Some(Val::Row(at)), Type::Row(entity)) = (self.eval(row, p)?, &row.ty) else {
                    return Ok(None);
                };
                return self.bands(inner, &Point { row: Some((*entity, at)), ..p.clone() });
            }
            other => return Err(Fault::NotYet(format!("{other:?}").chars().take(40).collect())),
        };
        let scale = &self.book.scales[id.index()];
        let keys = Self::keys(&scale.axes, p);
        let span = match &scale.dated_by {
            Some(date) => match self.eval(date, p)? {
                Some(day) => Some((day.day(), day.day())),
                None => return Ok(None),
            },
            None => p.year.map(year_days),
        };
        let holds = |v: &Version| match span {
            Some((first, last)) => Self::holds_on(v, first, last),
            None => v.from.is_none() && v.to.is_none(),
        };
        let mut tables = scale.tables.iter();
        let table = tables.find(|t| t.keys == keys && self.counts(&t.version) && holds(&t.version));
        Ok(table.map(|t| t.bands.iter().map(|(from, value)| (decimal(*from), constant(value))).collect()))
    }

    /// `SCALE at x`, `SCALE on bands of x`
    pub fn banded(&self, scale: &Expr, on_bands: bool, of: &Expr, p: &Point) -> Out {
        let (bands, x) = (self.bands(scale, p)?, self.number(of, p)?);
        let (Some(bands), Some(x)) = (bands, x) else { return Ok(None) };
        if bands.first().is_none_or(|(from, _)| x < *from) {
            return Ok(None);
        }
        if !on_bands {
            return Ok(bands.into_iter().rev().find(|(from, _)| *from <= x).map(|(_, value)| value));
        }
        let mut sum = whole(0);
        for (k, (from, rate)) in bands.iter().enumerate() {
            let top = bands.get(k + 1).map_or(&x, |(next, _)| next.min(&x));
            sum += (top - from).max(whole(0)) * rate.clone().num();
        }
        Ok(Some(Val::Num(sum)))
    }
}
