//! Rows in a stated order: what caps leave, running sums, the first, the least and greatest before; and periods added up.
//!
//! In: an allotment, a line or a running total, and a spot. Out: its node: which cap bound, what was granted before and to
//! whom. What others got is read from the columns, so nothing is served a second time. Not here: the serving itself.

use ramme_rulebook::model::{Allot, Expr, Line, LineAsk};
use ramme_value::Decimal;

use super::Walk;
use super::clause::both;
use super::node::{How, Node, Rest, Role, What};
use super::spot::Spot;
use crate::plan::{Op, StepId, scale};
use crate::result::{CellValue, Exact};
use crate::run::kernel::{Arg, Queue, Task, YearsTrace, running_years_of};

/// The rows that were served before one, in order, by cell.
type Before = Vec<usize>;

impl<'a> Walk<'_, 'a> {
    /// An allotment under caps.
    pub(super) fn allot(&mut self, a: &Allot, e: &Expr, spot: &Spot, role: Role, depth: usize) -> Node {
        let mut node = self.bare(e, spot, role);
        node.how = How::Allotted { whole: a.whole };
        node.parts.push(self.expr(&a.asked, spot, Role::Asked, depth));
        let Some(step) = self.x.seen.step(e) else { return node };
        let got = self.x.int(step, spot).and_then(Result::ok);
        let asked = self.x.int_of(&a.asked, spot).and_then(Result::ok);
        let mut least: Option<i128> = None;
        let mut parts = Vec::new();
        let mut skip = 1_usize;
        for (amount, keys) in &a.caps {
            let before = self.rows_before(e, spot, (skip.saturating_add(1), keys.len()), a.order.len());
            skip = skip.saturating_add(1).saturating_add(keys.len());
            let mut cap = Node::new(What::Expression, Role::CapLeft, node.ty.clone());
            cap.how = How::Sum;
            cap.text = self.x.text_of(amount);
            let whole = self.expr(amount, spot, Role::Plus, depth);
            let own = scale(&node.ty).saturating_sub(scale(&whole.ty));
            let whole_int = self.x.int_of(amount, spot).and_then(Result::ok);
            let amount = whole_int.and_then(|n| n.checked_mul(ramme_value::pow10(own)?));
            let granted = before.as_ref().and_then(|b| self.granted(step, spot, b));
            cap.parts.push(whole);
            let mut used = Node::new(What::Expression, Role::Minus, node.ty.clone());
            let number = |n: i128| CellValue::Exact(Exact::Dec(Decimal::new(n, scale(&node.ty))));
            used.value = granted.map(number);
            let n = before.as_ref().map_or(0, Vec::len);
            used.said.push(both(format!("granted to {n} before it"), format!("givet til {n} før den")));
            if let Some(rows) = &before {
                self.before(e, spot, rows, &mut used);
            }
            cap.parts.push(used);
            let left = amount.zip(granted).and_then(|(a, g)| a.checked_sub(g));
            cap.value = left.map(number);
            if let Some(left) = left {
                least = Some(least.map_or(left, |l| l.min(left)));
            }
            parts.push((left, cap));
        }
        let bound = least.filter(|l| asked.is_some_and(|a| *l < a) && got.is_some());
        let mut told = false;
        for (left, mut cap) in parts {
            if !told && bound.is_some() && left == bound {
                told = true;
                cap.said.push(both("this cap bound", "dette loft bandt"));
            }
            node.parts.push(cap);
        }
        if asked.is_some() && got == asked {
            node.said.push(both("no cap bound: all that was asked for", "intet loft bandt: alt det ønskede"));
        } else if a.whole && got == Some(0) {
            node.said.push(both(
                "all or nothing: it did not fit whole",
                "alt eller intet: der var ikke plads til det hele",
            ));
        }
        node
    }

    /// A running sum, whether a row is the first, or the least or greatest of the rows before it.
    pub(super) fn line(&mut self, line: &Line, e: &Expr, spot: &Spot, role: Role, depth: usize) -> Node {
        let mut node = self.bare(e, spot, role);
        node.how = match line.ask {
            LineAsk::First => How::First,
            LineAsk::Sum => How::RunningSum,
            LineAsk::Least => How::LeastBefore,
            LineAsk::Greatest => How::GreatestBefore,
        };
        let skip = usize::from(line.value.is_some()).saturating_add(usize::from(line.filter.is_some()));
        let rows = self.rows_before(e, spot, (skip, line.per.len()), line.order.len()).unwrap_or_default();
        let Some(step) = self.x.seen.step(e) else { return node };
        let stands = |w: &Self, at: &Spot| line.filter.as_ref().is_none_or(|f| w.x.yes(f, at) != Some(false));
        let before: Vec<usize> = rows
            .into_iter()
            .filter(|cell| self.spot_of(step, spot, *cell).is_some_and(|at| stands(self, &at)))
            .collect();
        node.said.push(both(
            format!("{} before it in the order", before.len()),
            format!("{} før den i rækkefølgen", before.len()),
        ));
        let Some(value) = &line.value else { return node };
        let sum = line.ask == LineAsk::Sum;
        if sum && stands(self, spot) {
            node.parts.push(self.expr(value, spot, Role::Plus, depth));
        }
        let mut listed: Vec<usize> = before.into_iter().rev().collect();
        if !sum {
            // What is not known first, then the one that it is.
            let at = |cell: usize| self.spot_of(step, spot, cell);
            let of = |cell: usize| self.x.int_of(value, &at(cell)?).and_then(Result::ok);
            listed.sort_by_key(|cell| match (of(*cell), line.ask) {
                (Some(n), LineAsk::Greatest) => n.checked_neg(),
                (n, _) => n,
            });
        }
        let mut rest = (0_usize, 0_usize, sum.then_some(0_i128));
        for (place, cell) in listed.iter().enumerate() {
            let Some(at) = self.spot_of(step, spot, *cell) else { continue };
            if place < self.extent.rows {
                let mut part = self.expr(value, &at, Role::Before, 0);
                if part.name.is_none() {
                    part.at = at.keys(self.x.reading.env, e.shape.entity, &[]);
                }
                node.parts.push(part);
                continue;
            }
            rest.0 = rest.0.saturating_add(1);
            match self.x.int_of(value, &at).and_then(Result::ok) {
                Some(n) => rest.2 = rest.2.and_then(|all| all.checked_add(n)),
                None => rest.1 = rest.1.saturating_add(1),
            }
        }
        if rest.0 > 0 {
            let own = self
                .x
                .seen
                .step(value)
                .and_then(|s| self.x.reading.env.plan.step(s))
                .map_or(0, |s| scale(&s.ty));
            let value = rest.2.map(|n| Exact::Dec(Decimal::new(n, own)));
            node.rest = Some(Rest { count: rest.0, missing: rest.1, value, weight: None });
        }
        node
    }

    /// The sum of the periods up to this one.
    pub(super) fn running_total(
        &mut self,
        inner: &Expr,
        e: &Expr,
        spot: &Spot,
        role: Role,
        depth: usize,
    ) -> Node {
        let env = self.x.reading.env;
        let mut node = self.bare(e, spot, role);
        node.how = How::Sum;
        for t in env.offset..spot.t.saturating_add(1) {
            let there = e.shape.entity.is_none_or(|x| env.exists(x, spot.row, Some(t)));
            if there {
                let at = Spot { t, ..spot.clone() };
                let below = if t == spot.t { depth } else { 0 };
                let mut part = self.expr(inner, &at, Role::Plus, below);
                if part.name.is_none() {
                    part.at = vec![("year".to_owned(), env.years.year(t).to_string())];
                }
                node.parts.push(part);
            }
        }
        node
    }

    fn task(&self, e: &Expr, spot: &Spot) -> Option<(Task<'a>, usize)> {
        let step = self.x.seen.step(e)?;
        let env = self.x.reading.env;
        let cell = spot.of(env, step)?.cell;
        Task::new(env, step, spot.t).map(|task| (task, cell))
    }

    fn spot_of(&self, step: StepId, spot: &Spot, cell: usize) -> Option<Spot> {
        let layout = self.x.reading.env.layouts.get(step.index())?;
        Some(Spot::at(layout, spot.t, cell))
    }

    /// The rows that stand before one in the order, among those with the same keys. `keys` says from which argument on
    /// they stand, and how many; the order is the last of the arguments.
    fn rows_before(&self, e: &Expr, spot: &Spot, keys: (usize, usize), order: usize) -> Option<Before> {
        let (task, own) = self.task(e, spot)?;
        let allots = matches!(task.step.op, Op::Allot(_));
        let args = task.args(self.x.reading.exact).ok()?;
        let group = args.get(keys.0..keys.0.checked_add(keys.1)?)?;
        let places = args.get(args.len().checked_sub(order)?..)?;
        let layout = self.x.reading.env.layouts.get(task.id.index())?;
        let dated = task.step.shape.period.is_some().then_some(task.t);
        let combo = layout.split(own).0;
        let same = |i: &usize| group.iter().all(|k| k.cause(*i).is_known() && k.int(*i) == k.int(own));
        let exists = |i: &usize| {
            task.step.shape.entity.is_none_or(|x| self.x.reading.env.exists(x, layout.split(*i).1, dated))
        };
        // Each member of a set is served by itself.
        let together = |i: &usize| layout.split(*i).0 == combo;
        let asks = |i: &usize| {
            let asked: Option<&Arg> = args.first().filter(|_| allots);
            *i == own || asked.is_none_or(|a| !a.cause(*i).is_known() || a.int(*i) > 0)
        };
        let rows: Vec<usize> =
            (0..task.len).filter(exists).filter(together).filter(asks).filter(same).collect();
        let first = args.len().checked_sub(order)?;
        let queue = Queue::new(&task, places, first).in_order(rows, |_, _| false).ok()?;
        let at = queue.iter().position(|i| *i == own)?;
        queue.get(..at).map(<[usize]>::to_vec)
    }

    /// What rows got together; none where one of them is not known.
    fn granted(&self, step: StepId, spot: &Spot, rows: &[usize]) -> Option<i128> {
        rows.iter().try_fold(0i128, |all, cell| {
            let at = self.spot_of(step, spot, *cell)?;
            all.checked_add(self.x.int(step, &at)?.ok()?)
        })
    }

    /// The last rows before one, with what they got, and the count of the others.
    pub(super) fn before(&mut self, e: &Expr, spot: &Spot, rows: &[usize], node: &mut Node) {
        let Some(step) = self.x.seen.step(e) else { return };
        let env = self.x.reading.env;
        for cell in rows.iter().rev().take(self.extent.rows) {
            let Some(at) = self.spot_of(step, spot, *cell) else { continue };
            let mut part = Node::new(What::Expression, Role::Before, node.ty.clone());
            self.fill(&mut part, step, &at);
            part.at = at.keys(env, e.shape.entity, &[]);
            node.parts.push(part);
        }
        let hidden = rows.get(..rows.len().saturating_sub(self.extent.rows)).unwrap_or_default();
        if !hidden.is_empty() {
            let own = env.plan.step(step).map_or(0, |s| scale(&s.ty));
            let value = self.granted(step, spot, hidden).map(|n| Exact::Dec(Decimal::new(n, own)));
            let missing = hidden.iter().filter(|c| self.granted(step, spot, &[**c]).is_none()).count();
            node.rest = Some(Rest { count: hidden.len(), missing, value, weight: None });
        }
    }

    /// The running years of a row: what it asked of each, what was used before.
    pub(super) fn running_years(&self, e: &Expr, spot: &Spot) -> Option<YearsTrace> {
        let (task, own) = self.task(e, spot)?;
        let Op::AllotDays(op) = &task.step.op else { return None };
        running_years_of(&task, op, self.x.reading.exact, own)
    }
}
