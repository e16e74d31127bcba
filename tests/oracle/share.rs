//! The second evaluator's sharing that adds up: each part asked by itself, from what all that share with it have.

use crate::eval::{Fault, Oracle, Out, Point};
use crate::rows::Place;
use crate::truth::truth;
use crate::value::{Number, Val, decimal, whole};
use num_traits::{Signed, Zero};
use ramme_rulebook::model::{Apportion, Axis, SetId, Type};
use std::cmp::Reverse;

/// Who takes part: where it stands among equal remainders, its weight, whether it is the one that asks.
struct Sharer {
    place: (Vec<Place>, Place),
    weight: Number,
    own: bool,
}

impl Oracle<'_> {
    /// `apportion TOTAL by WEIGHT over AXIS …`
    pub fn apportion(&self, a: &Apportion, p: &Point) -> Out {
        let step = decimal(a.step);
        let in_steps = |total: &Number| (total / &step).is_integer();
        if let Axis::Set(set) = a.over
            && p.members[&set] as usize == self.parts(set)
        {
            return Ok(self.number(&a.total, p)?.filter(in_steps).map(Val::Num));
        }
        let takes_part = |at: &Point| match &a.filter {
            Some(filter) => Ok::<_, Fault>(truth(self.eval(filter, at)?)),
            None => Ok(Some(true)),
        };
        if takes_part(p)? == Some(false) {
            return Ok(Some(Val::Num(whole(0))));
        }
        let own = self.group(&a.per, p)?;
        let mut known = own.is_some();
        let (mut all, mut totals) = (Vec::new(), Vec::new());
        for (name, at) in self.sharers(a.over, p) {
            let takes = takes_part(&at)?;
            if takes == Some(false) {
                continue;
            }
            match self.group(&a.per, &at)? {
                None => known = false,
                theirs if theirs != own => continue,
                Some(_) => {}
            }
            let (total, weight) = (self.number(&a.total, &at)?, self.number(&a.weight, &at)?);
            match (takes, total, weight, self.places(&a.order, &at)?) {
                (Some(_), Some(total), Some(weight), Some(order)) => {
                    totals.push(total);
                    all.push(Sharer {
                        place: (order, name),
                        weight,
                        own: at.row == p.row && at.members == p.members,
                    });
                }
                _ => known = false,
            }
        }
        let Some(total) = totals.first().filter(|_| known) else { return Ok(None) };
        let equal = totals.iter().all(|other| other == total);
        let fit = equal && in_steps(total) && all.iter().all(|s| !s.weight.is_negative());
        Ok(if fit { part(all, &(total / &step)).map(|n| Val::Num(n * step)) } else { None })
    }

    /// How many members of a set are parts: all but a total, which is the last.
    fn parts(&self, set: SetId) -> usize {
        let s = &self.book.sets[set.index()];
        s.members.len() - usize::from(s.has_total)
    }

    /// All that could share with a point, each with the place of its name.
    fn sharers(&self, over: Axis, p: &Point) -> Vec<(Place, Point)> {
        match over {
            Axis::Entity(entity) => {
                let name = |row: usize| self.place(Val::Row(row), &Type::Row(entity));
                self.rows_at(entity, p).into_iter().map(|(row, at)| (name(row), at)).collect()
            }
            Axis::Set(set) => (0..self.parts(set))
                .map(|m| {
                    let mut at = p.clone();
                    at.members.insert(set, m as u32);
                    (Place::Number(whole(m as i128)), at)
                })
                .collect(),
            Axis::Period(_) => Vec::new(),
        }
    }
}

/// How many steps are those of the one that asks: the whole ones below its quota, and one of what is left where its
/// remainder is among the largest.
fn part(all: Vec<Sharer>, steps: &Number) -> Option<Number> {
    let weights: Number = all.iter().map(|s| &s.weight).sum();
    if weights.is_zero() {
        return None;
    }
    let quota = |s: &Sharer| steps.abs() * &s.weight / &weights;
    let mut left = steps.abs() - all.iter().map(|s| quota(s).floor()).sum::<Number>();
    let mut line: Vec<_> =
        all.into_iter().map(|s| (Reverse(quota(&s).fract()), s.place.clone(), s)).collect();
    line.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    for (_, _, s) in line {
        let more = if left.is_positive() { whole(1) } else { whole(0) };
        left -= &more;
        if s.own {
            return Some((quota(&s).floor() + more) * steps.signum());
        }
    }
    None
}
