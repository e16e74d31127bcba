//! Scales: the bands of the table that holds, and what each gives.
//!
//! In: `scale on bands of x` or `scale at x`, and a spot. Out: its node: the table with its citation, the band that holds or
//! the part of the value in each band. Not here: how a table becomes steps (`plan::scale`).

use ramme_rulebook::model::{Axis, Expr, ExprKind, KeyValue, Scale, ScaleId, ScaleTable, Type};
use ramme_value::{Date, Decimal};

use super::Walk;
use super::clause::both;
use super::node::{How, Node, Role, What};
use super::spot::Spot;
use crate::plan::{Between, scale};
use crate::result::{CellValue, Exact};

impl Walk<'_, '_> {
    /// What a scale gives for a value.
    pub(super) fn banded(&mut self, e: &Expr, spot: &Spot, role: Role, depth: usize) -> Node {
        let mut node = self.bare(e, spot, role);
        let ExprKind::Banded { scale: keyed, on_bands, of } = &e.kind else { return node };
        let amount = self.expr(of, spot, Role::At, depth);
        let x = match amount.exact() {
            Some(Exact::Dec(x)) => Some(*x),
            Some(Exact::Count(n)) => Some(Decimal::whole(*n)),
            _ => None,
        };
        node.parts.push(amount);
        let Some((id, there)) = self.keys_of(keyed, spot) else { return node };
        let env = self.x.reading.env;
        let book = env.book;
        let Some(held) = book.scales.get(id.index()) else { return node };
        if let Some(date) = &held.dated_by {
            node.parts.push(self.expr(date, spot, Role::At, depth.min(1)));
        }
        let in_play = env.view.tables(id);
        let mut holds = None;
        for (at, table) in held.tables.iter().enumerate() {
            let fits = self.holds(held, table, &there);
            let not = if !in_play.contains(&at) {
                self.x.out_of_play(&table.version).or_else(|| Some(both("not in play", "ikke i spil")))
            } else if fits && holds.is_none() {
                holds = Some(table);
                None
            } else {
                Some(both("for other keys or days", "for andre nøgler eller dage"))
            };
            if not.is_none() || self.same_keys(table, &there, held) {
                node.clauses.push(self.x.clause_seen(&table.version, Some(&held.name), not));
            }
        }
        node.clauses.sort_by_key(|c| c.not.is_some());
        if let (Some(table), Some(x)) = (holds, x) {
            self.bands(held, table, x, *on_bands, &mut node);
        }
        node
    }

    fn bands(&self, held: &Scale, table: &ScaleTable, x: Decimal, on_bands: bool, node: &mut Node) {
        node.how = if on_bands { How::Sum } else { How::Same };
        let from_type = Type::Num(held.from.clone());
        let begins = |from: Decimal| crate::spell::spell(&Exact::Dec(from), &from_type);
        let mut reached = table.bands.iter().enumerate().filter(|(_, (from, _))| *from <= x);
        if !on_bands {
            let Some((_, (from, value))) = reached.next_back() else { return };
            let mut part = Node::new(What::Expression, Role::Of, held.to.clone());
            part.how = How::Given;
            part.text = format!("{} {}", held.name, begins(*from));
            part.value = Some(CellValue::Exact(self.exact_of(value)));
            node.parts.push(part);
            return;
        }
        for (at, (from, value)) in reached {
            let next = table.bands.get(at.saturating_add(1)).map(|(next, _)| *next);
            let top = next.map_or(x, |next| next.min(x));
            let Some(inside) = top.checked_sub(*from) else { continue };
            let mut part = Node::new(What::Expression, Role::Plus, node.ty.clone());
            part.how = How::Product;
            part.text = format!("{} {}", held.name, begins(*from));
            let mut amount = Node::new(What::Expression, Role::Times, from_type.clone());
            amount.value = Some(CellValue::Exact(Exact::Dec(inside)));
            let mut rate = Node::new(What::Expression, Role::Times, held.to.clone());
            let exact = self.exact_of(value);
            if let Exact::Dec(rate) = &exact {
                let product = inside.checked_mul(*rate).and_then(|p| p.rescale(scale(&node.ty)));
                part.value = product.map(|p| CellValue::Exact(Exact::Dec(p)));
            }
            rate.value = Some(CellValue::Exact(exact));
            part.parts = vec![amount, rate];
            node.parts.push(part);
        }
    }

    /// The scale inside its keys, and where it is read.
    fn keys_of(&self, keyed: &Expr, spot: &Spot) -> Option<(ScaleId, Spot)> {
        let mut there = spot.clone();
        let mut at = keyed;
        loop {
            match &at.kind {
                ExprKind::Scale(id) => return Some((*id, there)),
                ExprKind::Lookup { row, inner } => {
                    there.row = usize::try_from(self.x.int_of(row, spot)?.ok()?).ok()?;
                    at = inner;
                }
                ExprKind::AtMember { set, member, inner } => {
                    there.members.insert(*set, usize::try_from(self.x.int_of(member, spot)?.ok()?).ok()?);
                    at = inner;
                }
                ExprKind::Shift { back, inner } => {
                    there.t = there.t.checked_sub(*back as usize)?;
                    at = inner;
                }
                ExprKind::AtPeriod { period, inner } => {
                    there.t = self.x.reading.env.years.position(*period)?;
                    at = inner;
                }
                _ => return None,
            }
        }
    }

    fn same_keys(&self, table: &ScaleTable, spot: &Spot, held: &Scale) -> bool {
        let year = self.x.reading.env.years.year(spot.t);
        held.axes.iter().zip(&table.keys).all(|(axis, key)| match (axis.axis, key) {
            (Axis::Set(set), KeyValue::Member(m)) => spot.members.get(&set) == Some(&(*m as usize)),
            (_, KeyValue::Period(y)) => *y == year,
            _ => false,
        })
    }

    fn holds(&self, held: &Scale, table: &ScaleTable, spot: &Spot) -> bool {
        let between = Between { from: table.version.from, to: table.version.to };
        let days: Option<(Date, Date)> = match &held.dated_by {
            Some(date) => match self.day(date, spot) {
                Some(day) => Some((day, day)),
                None => return false,
            },
            None => held.shape.period.and_then(|_| self.x.reading.env.days(spot.t)),
        };
        self.same_keys(table, spot, held)
            && days.map_or_else(|| between.is_open(), |(first, last)| between.covers(first, last))
    }
}
