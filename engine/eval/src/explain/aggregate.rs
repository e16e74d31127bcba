//! Aggregates: the largest parts, what the rest comes to, and the parts that are missing.
//!
//! In: an aggregate and a spot. Out: its node; which rows take part is asked as the kernel asks it (who exists, the group,
//! the keys, the filter, totals left out). Not here: rows in an order (`rows`).

use ramme_rulebook::model::{Aggregate, Axis, Expr, SetId};
use ramme_syntax::tree::AggregateFn;
use ramme_table::CauseId;
use ramme_value::Decimal;

use super::Walk;
use super::clause::both;
use super::node::{How, Node, Rest, Role, What};
use super::spot::Spot;
use crate::plan::{Op, scale};
use crate::result::{Exact, Note};
use crate::run::layout::Layout;

/// How many levels a row of an aggregate costs: whoever asks why a sum is so asks of one of its rows next.
const ROW_COSTS: usize = super::Extent::USUAL.depth;

/// A row that takes part.
struct Member {
    spot: Spot,
    value: Option<i128>,
    weight: i128,
}

/// The rows of an aggregate.
#[derive(Default)]
struct Gathered {
    known: Vec<Member>,
    missing: Vec<(Spot, CauseId)>,
    drawn: Vec<Spot>,
    left_out: usize,
}

impl Walk<'_, '_> {
    /// An aggregate.
    pub(super) fn aggregate(
        &mut self,
        a: &Aggregate,
        e: &Expr,
        spot: &Spot,
        role: Role,
        depth: usize,
    ) -> Node {
        let mut node = self.bare(e, spot, role);
        node.how = How::Aggregate(a.func);
        let mut found = self.gathered(a, e, spot).unwrap_or_default();
        node.said.push(self.counted(a, &found));
        let first = |m: &Member| match a.func {
            AggregateFn::Least => m.value.unwrap_or(0),
            AggregateFn::All => m.value.unwrap_or(0),
            AggregateFn::Greatest | AggregateFn::Any => -m.value.unwrap_or(0),
            _ => -m.value.map_or(0, |v| v.saturating_mul(m.weight).saturating_abs()),
        };
        found.known.sort_by_key(first);
        let below = depth.saturating_sub(ROW_COSTS);
        for m in found.known.iter().take(self.extent.rows) {
            let mut part = self.one_row(a, e, &m.spot, spot, Role::Row, below);
            part.weight = a.weight.as_ref().and_then(|w| self.number(w, m.weight));
            node.parts.push(part);
        }
        for s in found.drawn.iter().take(self.extent.rows) {
            let part = self.one_row(a, e, s, spot, Role::Row, below);
            node.parts.push(part);
        }
        for (s, _) in found.missing.iter().take(self.extent.rows) {
            let part = self.one_row(a, e, s, spot, Role::RowMissing, below);
            node.parts.push(part);
        }
        node.rest = self.rest(a, &found);
        node
    }

    /// One row: what is aggregated of it, or what of it is missing.
    fn one_row(
        &mut self,
        a: &Aggregate,
        e: &Expr,
        at: &Spot,
        outer: &Spot,
        role: Role,
        depth: usize,
    ) -> Node {
        let unknown = |x: &&Expr| self.x.int_of(x, at).is_none_or(|v| v.is_err());
        let lacking = [&a.group, &a.filter, &a.weight].into_iter().flatten().chain(&a.per).find(unknown);
        let shown = lacking.filter(|_| role == Role::RowMissing).or(a.value.as_ref());
        let mut part = match shown {
            Some(x) => self.expr(x, at, role, depth),
            None => Node::new(What::Expression, role, ramme_rulebook::model::Type::YesNo),
        };
        if part.name.is_none() {
            part.at = self.row_keys(e, at, outer);
        }
        part
    }

    /// The keys by which a row differs from where the aggregate stands.
    fn row_keys(&self, e: &Expr, at: &Spot, outer: &Spot) -> Vec<(String, String)> {
        let env = self.x.reading.env;
        let Some(inside) = self.inside(e) else { return Vec::new() };
        let mut out = Vec::new();
        if let Some(entity) = inside.0.entity {
            out.extend(at.keys(env, Some(entity), &[]));
        }
        for set in &inside.0.sets {
            if e.shape.sets.contains(set) && at.members.get(set) == outer.members.get(set) {
                continue;
            }
            let name = env.book.sets.get(set.index()).map_or("", |s| s.name.as_str());
            out.push((name.to_owned(), self.member_name(*set, at.members.get(set).copied().unwrap_or(0))));
        }
        if let (Some(kind), true) = (inside.0.period, at.t != outer.t || e.shape.period.is_none()) {
            out.push((kind.name().to_owned(), env.years.year(at.t).to_string()));
        }
        out
    }

    fn inside(&self, e: &Expr) -> Option<(crate::plan::ShapeKey, &Layout)> {
        let env = self.x.reading.env;
        let step = self.x.seen.step(e)?;
        let Op::Aggregate(op) = &env.plan.step(step)?.op else { return None };
        Some((op.inside.clone(), env.insides.get(step.index())?.as_ref()?))
    }

    fn gathered(&self, a: &Aggregate, e: &Expr, spot: &Spot) -> Option<Gathered> {
        let env = self.x.reading.env;
        let (shape, inside) = self.inside(e)?;
        let across = a.over.iter().any(|x| matches!(x, Axis::Period(_)));
        let periods = if across { env.offset..env.years.count } else { spot.t..spot.t.saturating_add(1) };
        let totals = self.totals(a);
        let own_row = inside.has_entity
            && e.shape.entity == shape.entity
            && a.group.is_none()
            && a.per.is_empty()
            && !a.over.iter().any(|x| matches!(x, Axis::Entity(_)));
        let keys: Vec<Option<Result<i128, CauseId>>> = a.per.iter().map(|k| self.x.int_of(k, spot)).collect();
        let mut out = Gathered::default();
        for t in periods {
            let dated = shape.period.is_some().then_some(t);
            for cell in 0..inside.len() {
                let at = Spot::at(inside, t, cell);
                let elsewhere = (own_row && at.row != spot.row)
                    || e.shape.sets.iter().any(|s| at.members.get(s) != spot.members.get(s))
                    || totals.iter().any(|(s, total)| at.members.get(s) == Some(total))
                    || shape.entity.is_some_and(|entity| !env.exists(entity, at.row, dated));
                if !elsewhere {
                    self.take(a, (spot, &keys), at, &mut out);
                }
            }
        }
        Some(out)
    }

    /// Whether a row takes part, and with what.
    fn take(
        &self,
        a: &Aggregate,
        (spot, keys): (&Spot, &[Option<Result<i128, CauseId>>]),
        at: Spot,
        out: &mut Gathered,
    ) {
        let of = |x: &Option<Expr>| x.as_ref().and_then(|x| self.x.int_of(x, &at));
        let mut cause = None;
        for (key, own) in a.per.iter().zip(keys) {
            match (self.x.int_of(key, &at), own) {
                (Some(Ok(k)), Some(Ok(own))) if k != *own => return,
                (Some(Err(c)), _) => cause = Some(c),
                _ => {}
            }
        }
        match of(&a.group) {
            Some(Ok(row)) if usize::try_from(row) != Ok(spot.row) => return,
            Some(Err(c)) => cause = Some(c),
            _ => {}
        }
        match of(&a.filter) {
            Some(Ok(0)) => {
                out.left_out = out.left_out.saturating_add(1);
                return;
            }
            Some(Err(c)) => cause = Some(c),
            _ => {}
        }
        let weight = of(&a.weight).unwrap_or(Ok(1));
        let step = a.value.as_ref().and_then(|v| self.x.seen.step(v));
        if cause.is_none() && step.is_some_and(|step| self.x.is_drawn(step, &at)) {
            out.drawn.push(at);
            return;
        }
        match (cause, of(&a.value), weight) {
            (Some(c), _, _) | (None, Some(Err(c)), _) | (None, _, Err(c)) => out.missing.push((at, c)),
            (None, Some(Ok(value)), Ok(weight)) => {
                out.known.push(Member { spot: at, value: Some(value), weight })
            }
            (None, None, Ok(weight)) => out.known.push(Member { spot: at, value: None, weight }),
        }
    }

    /// The totals of the sets that disappear: they are not summed with their parts.
    fn totals(&self, a: &Aggregate) -> Vec<(SetId, usize)> {
        let of = |axis: &Axis| match axis {
            Axis::Set(s) => {
                let set = self.x.reading.env.book.sets.get(s.index())?;
                set.has_total.then(|| (*s, set.members.len().saturating_sub(1)))
            }
            _ => None,
        };
        a.over.iter().filter_map(of).collect()
    }

    /// What is not listed.
    fn rest(&self, a: &Aggregate, found: &Gathered) -> Option<Rest> {
        let listed = self.extent.rows;
        let known = found.known.get(listed..).unwrap_or_default();
        let missing = found.missing.len().saturating_sub(listed);
        let drawn = found.drawn.len().saturating_sub(listed);
        let count = known.len().saturating_add(missing).saturating_add(drawn);
        if count == 0 {
            return None;
        }
        let sum = |f: &dyn Fn(&Member) -> Option<i128>| {
            known.iter().try_fold(0i128, |all, m| all.checked_add(f(m)?))
        };
        let adds = matches!(a.func, AggregateFn::Sum | AggregateFn::Mean);
        let of = |x: &Option<Expr>| {
            x.as_ref()
                .and_then(|x| self.x.seen.step(x))
                .and_then(|s| self.x.reading.env.plan.step(s))
                .map(|s| scale(&s.ty))
        };
        let own = of(&a.value).filter(|_| adds);
        let by = if a.weight.is_some() { of(&a.weight) } else { Some(0) };
        let value = own.zip(by).and_then(|(own, by)| {
            let total = sum(&|m| m.value?.checked_mul(m.weight))?;
            Some(Exact::Dec(Decimal::new(total, own.saturating_add(by))))
        });
        let weight = a
            .weight
            .as_ref()
            .and(by)
            .and_then(|by| Some(Exact::Dec(Decimal::new(sum(&|m| Some(m.weight))?, by))));
        let value = if drawn > 0 { None } else { value };
        Some(Rest { count, missing, value, weight })
    }

    /// An integer in the type of an expression.
    fn number(&self, e: &Expr, n: i128) -> Option<Exact> {
        let step = self.x.seen.step(e).and_then(|s| self.x.reading.env.plan.step(s))?;
        Some(Exact::Dec(Decimal::new(n, scale(&step.ty))))
    }
}

impl Walk<'_, '_> {
    /// `over stay: 6; 3 do not meet the condition`
    fn counted(&self, a: &Aggregate, found: &Gathered) -> Note {
        let (n, missing) = (found.known.len().saturating_add(found.drawn.len()), found.missing.len());
        let all = n.saturating_add(missing);
        let book = self.x.reading.env.book;
        let name = |axis: &Axis| match axis {
            Axis::Entity(e) => book.entity_name(*e).to_owned(),
            Axis::Set(s) => book.set_name(*s).to_owned(),
            Axis::Period(kind) => kind.name().to_owned(),
        };
        let over = a.over.iter().map(name).collect::<Vec<_>>().join(", ");
        let mut note = both(format!("over {over}: {n}"), format!("over {over}: {n}"));
        if missing > 0 && a.known {
            note.en.push_str(&format!(" of {all}; {missing} are missing and left out"));
            note.da.push_str(&format!(" af {all}; {missing} mangler og er udeladt"));
        } else if missing > 0 {
            note.en.push_str(&format!(" known, {missing} missing"));
            note.da.push_str(&format!(" kendte, {missing} mangler"));
        }
        if found.left_out > 0 {
            let out = found.left_out;
            note.en.push_str(&format!("; not meeting the condition: {out}"));
            note.da.push_str(&format!("; opfylder ikke betingelsen: {out}"));
        }
        note
    }
}
