//! Checked expressions to steps.
//!
//! In: an expression of the rulebook, the view that says which clauses are in play. Out: the id of the step that computes
//! it; equal steps are made once. Not here: days under the law of each day (`days`), rules (`rules`), the order (`order`).

use std::collections::HashMap;

use ramme_diag::{Diagnostic, Span};
use ramme_rulebook::View;
use ramme_rulebook::model::{
    Aggregate, Allot, Arith, DefinitionId, Expr, ExprKind, InputId, Line, ParameterId, Prices, Rulebook,
    Shape, Type, Value,
};
use ramme_syntax::tree::AggregateFn;
use ramme_value::{FACTOR_SCALE, NumType, PriceLevel, Unit};

use super::seen::Seen;
use super::step::{AggregateOp, AllotOp, LineOp, Op, Owner, Plan, ShapeKey, Step, StepId, is_ratio, scale};
use crate::dataset::Texts;

/// What makes two steps one.
type StepKey = (String, Vec<StepId>, ShapeKey, u8, bool, Option<u32>);

/// The making of a plan.
pub(crate) struct Lower<'a> {
    pub(super) book: &'a Rulebook,
    pub(super) view: &'a View,
    pub(super) texts: &'a mut Texts,
    pub(super) plan: Plan,
    pub(super) diagnostics: Vec<Diagnostic>,
    known: HashMap<StepKey, StepId>,
    definitions: HashMap<DefinitionId, StepId>,
    under_way: Vec<DefinitionId>,
    owner: u32,
    /// Which step computes which expression, where somebody wants to know.
    pub(super) seen: Option<Seen>,
}

impl<'a> Lower<'a> {
    pub(super) fn new(book: &'a Rulebook, view: &'a View, texts: &'a mut Texts) -> Self {
        Lower {
            book,
            view,
            texts,
            plan: Plan::default(),
            diagnostics: Vec::new(),
            known: HashMap::new(),
            definitions: HashMap::new(),
            under_way: Vec::new(),
            owner: 0,
            seen: None,
        }
    }

    /// Runs `f` with steps made on behalf of `name`.
    pub(super) fn on_behalf<T>(&mut self, name: &str, f: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.owner;
        self.owner = u32::try_from(self.plan.owners.len()).unwrap_or(u32::MAX);
        self.plan.owners.push(Owner { name: name.to_owned() });
        let out = f(self);
        self.owner = before;
        out
    }

    /// A step, made unless there is one like it.
    pub(super) fn push(&mut self, op: Op, args: Vec<StepId>, ty: Type, shape: Shape, span: Span) -> StepId {
        // A step that says why a cell is missing says so in its owner's name, so it is not shared between owners.
        let named = names_its_owner(&op).then_some(self.owner);
        // A constant is printed by its type: nothing of a kind and the first member of a set are not the same.
        let made = if matches!(op, Op::Const(_)) { format!("{op:?} {ty:?}") } else { format!("{op:?}") };
        let key = (made, args, ShapeKey::from(&shape), scale(&ty), is_ratio(&ty), named);
        if let Some(id) = self.known.get(&key) {
            return *id;
        }
        let id = StepId(u32::try_from(self.plan.steps.len()).unwrap_or(u32::MAX));
        let args = key.1.clone();
        self.known.insert(key, id);
        self.plan.steps.push(Step { op, args, ty, shape, owner: self.owner, span });
        id
    }

    /// A step in the type and shape of an expression.
    fn push_like(&mut self, op: Op, args: Vec<StepId>, e: &Expr) -> StepId {
        self.push(op, args, e.ty.clone(), e.shape.clone(), e.span)
    }

    pub(super) fn type_of(&self, id: StepId) -> Type {
        self.plan.step(id).map_or(Type::YesNo, |s| s.ty.clone())
    }

    /// The column of a definition. Its step is made before its body, so that a body may read it in earlier periods.
    pub(super) fn definition(&mut self, id: DefinitionId) -> StepId {
        if let Some(step) = self.definitions.get(&id).copied() {
            self.note_recurrence(id);
            return step;
        }
        let book = self.book;
        let Some(d) = book.definitions.get(id.index()) else { return StepId(0) };
        let at = self.on_behalf(&d.name, |me| {
            me.push(Op::Definition(id), Vec::new(), d.ty.clone(), d.shape.clone(), d.span)
        });
        self.definitions.insert(id, at);
        if let Some(seen) = &mut self.seen {
            seen.definitions.insert(id, at);
        }
        self.under_way.push(id);
        let body = self.on_behalf(&d.name, |me| me.clauses(id, d));
        self.under_way.pop();
        if let Some(step) = self.plan.steps.get_mut(at.index()) {
            step.args = vec![body];
        }
        at
    }

    /// A definition that reads itself in an earlier period: its axis reaches back to where its base clause ends.
    fn note_recurrence(&mut self, id: DefinitionId) {
        let Some(from) = self.under_way.iter().position(|d| *d == id) else { return };
        let round = self.under_way.iter().skip(from);
        let ends = round.flat_map(|d| self.view.clauses(*d).iter().map(|held| (held.to, *d)));
        let ends = ends.filter_map(|(to, d)| Some((to?.year(), d)));
        self.plan.base = self.plan.base.into_iter().chain(ends).min_by_key(|(year, _)| *year);
    }

    /// The column of an input.
    pub(super) fn input(&mut self, id: InputId) -> StepId {
        let book = self.book;
        let Some(i) = book.inputs.get(id.index()) else { return StepId(0) };
        self.on_behalf(&i.name, |me| me.push(Op::Input(id), vec![], i.ty.clone(), i.shape.clone(), i.span))
    }

    /// An expression.
    pub(super) fn expr(&mut self, e: &Expr) -> StepId {
        let id = self.lowered(e);
        if let Some(seen) = &mut self.seen {
            seen.note(e, id);
        }
        id
    }

    fn lowered(&mut self, e: &Expr) -> StepId {
        match &e.kind {
            ExprKind::Const(v) => self.constant(v, e),
            ExprKind::Input(id) => self.push_like(Op::Input(*id), vec![], e),
            ExprKind::Parameter(id) => self.parameter(*id, e),
            ExprKind::Definition(id) => self.definition(*id),
            ExprKind::ThisRow(x) => self.push_like(Op::ThisRow(*x), vec![], e),
            ExprKind::ThisPeriod(kind) => self.push_like(Op::ThisPeriod(*kind), vec![], e),
            ExprKind::ThisMember(set) => self.push_like(Op::ThisMember(*set), vec![], e),
            // A scale stands only inside `Banded`, which reads its figures one by one.
            ExprKind::Scale(_) | ExprKind::Day => self.constant(&Value::YesNo(false), e),
            ExprKind::Lookup { .. }
            | ExprKind::Shift { .. }
            | ExprKind::AtPeriod { .. }
            | ExprKind::AtMember { .. } => self.moved(e),
            ExprKind::Convert { value, index, from, to } => self.convert(value, index, (*from, *to), e),
            ExprKind::Banded { scale, on_bands, of } => self.banded(scale, *on_bands, of, e),
            ExprKind::Negate(x) => self.unary(Op::Negate, x, e),
            ExprKind::Not(x) => self.unary(Op::Not, x, e),
            ExprKind::Arith { op, left, right } => self.arith(*op, left, right, e),
            ExprKind::Compare { op, left, right } => {
                let (l, r) = self.level_pair(left, right);
                self.push_like(Op::Compare(*op), vec![l, r], e)
            }
            ExprKind::Logic { and, left, right } => {
                let args = vec![self.expr(left), self.expr(right)];
                self.push_like(if *and { Op::And } else { Op::Or }, args, e)
            }
            ExprKind::IsKnown { value, known } => self.unary(Op::Known(*known), value, e),
            ExprKind::If { condition, then, otherwise } => {
                let c = self.expr(condition);
                let args = vec![c, self.expr_as(then, &e.ty), self.expr_as(otherwise, &e.ty)];
                self.push_like(Op::If, args, e)
            }
            ExprKind::IfKnown { value, otherwise } => {
                let args = vec![self.expr_as(value, &e.ty), self.expr_as(otherwise, &e.ty)];
                self.push_like(Op::IfKnown, args, e)
            }
            ExprKind::Extreme { max, items } => {
                let args = items.iter().map(|x| self.expr_as(x, &e.ty)).collect();
                self.push_like(if *max { Op::Max } else { Op::Min }, args, e)
            }
            ExprKind::Round { mode, value, step } => {
                let v = self.expr(value);
                let rounded = Op::Round(*mode, step.mantissa(), step.scale());
                let ty = with_scale(&e.ty, step.scale());
                let r = self.push(rounded, vec![v], ty, e.shape.clone(), e.span);
                self.as_type(r, &e.ty)
            }
            ExprKind::AddMonths { date, months, end_of_month } => {
                self.unary(Op::AddMonths(*months, *end_of_month), date, e)
            }
            ExprKind::AddDays { date, days } => self.binary(Op::AddDays, date, days, e),
            ExprKind::DaysBetween { later, earlier } => self.binary(Op::DaysBetween, later, earlier, e),
            ExprKind::PeriodOf { kind, date } => self.unary(Op::PeriodOf(*kind), date, e),
            ExprKind::Aggregate(a) => self.aggregate(a, e),
            ExprKind::Days(d) => self.days(d, e),
            ExprKind::Allot(a) => self.allot(a, e),
            ExprKind::AllotDays(a) => self.allot_days(a, e),
            ExprKind::Line(line) => self.line(line, e),
            ExprKind::Apportion(made) => self.apportion(made, e),
            ExprKind::RunningTotal(x) => {
                let args = vec![self.expr_as(x, &e.ty)];
                self.push_like(Op::RunningTotal, args, e)
            }
        }
    }

    fn unary(&mut self, op: Op, x: &Expr, e: &Expr) -> StepId {
        let args = vec![self.expr(x)];
        self.push_like(op, args, e)
    }

    fn binary(&mut self, op: Op, x: &Expr, y: &Expr, e: &Expr) -> StepId {
        let args = vec![self.expr(x), self.expr(y)];
        self.push_like(op, args, e)
    }

    /// An expression, in a type that may have more decimals.
    pub(super) fn expr_as(&mut self, e: &Expr, ty: &Type) -> StepId {
        let id = self.expr(e);
        self.as_type(id, ty)
    }

    /// A step in a type with more decimals, or as a ratio; exact, never rounding.
    pub(super) fn as_type(&mut self, id: StepId, ty: &Type) -> StepId {
        let from = self.type_of(id);
        let Some((shape, span)) = self.plan.step(id).map(|s| (s.shape.clone(), s.span)) else { return id };
        if is_ratio(ty) && !is_ratio(&from) {
            return self.push(Op::ToRatio, vec![id], ty.clone(), shape, span);
        }
        match scale(ty).checked_sub(scale(&from)) {
            Some(0) | None => id,
            Some(_) if is_ratio(&from) => id,
            Some(more) => self.push(Op::Rescale(more), vec![id], with_scale(&from, scale(ty)), shape, span),
        }
    }

    /// Two sides at one scale; untouched where one of them is a ratio.
    fn level_pair(&mut self, left: &Expr, right: &Expr) -> (StepId, StepId) {
        let (l, r) = (self.expr(left), self.expr(right));
        let (a, b) = (self.type_of(l), self.type_of(r));
        if is_ratio(&a) || is_ratio(&b) {
            return (l, r);
        }
        let most = scale(&a).max(scale(&b));
        (self.as_type(l, &with_scale(&a, most)), self.as_type(r, &with_scale(&b, most)))
    }

    fn arith(&mut self, op: Arith, left: &Expr, right: &Expr, e: &Expr) -> StepId {
        match op {
            Arith::Add | Arith::Sub => {
                let args = vec![self.expr_as(left, &e.ty), self.expr_as(right, &e.ty)];
                self.push_like(if op == Arith::Add { Op::Add } else { Op::Sub }, args, e)
            }
            Arith::Mul => self.binary(Op::Mul, left, right, e),
            Arith::Div => self.binary(Op::Div, left, right, e),
        }
    }

    fn constant(&mut self, v: &Value, e: &Expr) -> StepId {
        let (n, ty) = match v {
            Value::Dec(d) => {
                let exact = d.rescale(scale(&e.ty)).unwrap_or(*d);
                (exact.mantissa(), with_scale(&e.ty, exact.scale()))
            }
            other => (self.plain(other), e.ty.clone()),
        };
        let id = self.push(Op::Const(n), vec![], ty, Shape::default(), e.span);
        self.as_type(id, &e.ty)
    }

    /// A value that is no decimal, as an integer.
    fn plain(&mut self, v: &Value) -> i128 {
        plain_value(v, self.texts)
    }

    fn parameter(&mut self, id: ParameterId, e: &Expr) -> StepId {
        let book = self.book;
        let Some(p) = book.parameters.get(id.index()) else { return StepId(0) };
        let args = p.dated_by.as_ref().map(|d| self.expr(d)).into_iter().collect();
        self.push(Op::Parameter(id), args, p.ty.clone(), e.shape.clone(), e.span)
    }

    fn moved(&mut self, e: &Expr) -> StepId {
        match &e.kind {
            ExprKind::Lookup { row, inner } => {
                let Type::Row(entity) = row.ty else { return self.expr(inner) };
                self.binary(Op::Lookup(entity), row, inner, e)
            }
            ExprKind::Shift { back, inner } => self.unary(Op::Shift(*back), inner, e),
            ExprKind::AtPeriod { period, inner } => self.unary(Op::AtPeriod(*period), inner, e),
            ExprKind::AtMember { set, member, inner } => self.binary(Op::AtMember(*set), inner, member, e),
            _ => self.expr(e),
        }
    }

    /// An amount times the factor, which is a step of its own: one for all amounts that cross the same way.
    fn convert(&mut self, value: &Expr, index: &Expr, (from, to): (Prices, Prices), e: &Expr) -> StepId {
        let ExprKind::Parameter(id) = index.kind else { return self.expr(value) };
        let moves = [from, to].iter().any(|prices| matches!(prices, Prices::Own { .. }));
        let shape = if moves { index.shape.clone() } else { Shape::default() };
        let ty = NumType::declared(Unit::none(), PriceLevel::None, Some(FACTOR_SCALE));
        let args = vec![self.expr(index)];
        let factor = self.push(Op::Factor(id, from, to), args, Type::Num(ty), shape, e.span);
        let args = vec![self.expr(value), factor];
        self.push_like(Op::Mul, args, e)
    }

    fn aggregate(&mut self, a: &Aggregate, e: &Expr) -> StepId {
        let parts = [&a.value, &a.group, &a.filter, &a.weight];
        let mut args = Vec::new();
        let mut inside = e.shape.clone();
        if a.group.is_some() {
            inside.entity = None;
        }
        for axis in &a.over {
            inside = with_axis(inside, *axis);
        }
        for part in parts.into_iter().flatten() {
            args.push(self.expr(part));
        }
        let op = AggregateOp {
            func: a.func,
            known: a.known,
            over: a.over.clone(),
            inside: ShapeKey::from(&inside),
            has: parts.map(Option::is_some),
            keys: a.per.len(),
        };
        args.extend(a.per.iter().map(|key| self.expr(key)).collect::<Vec<_>>());
        let made = self.push_like(Op::Aggregate(Box::new(op.clone())), args.clone(), e);
        if a.known {
            self.count_known(made, &op, &args, e);
        }
        made
    }

    fn line(&mut self, line: &Line, e: &Expr) -> StepId {
        let mut args: Vec<StepId> = line.value.iter().map(|x| self.expr_as(x, &e.ty)).collect();
        let rest = line.filter.iter().chain(&line.per).chain(&line.order);
        args.extend(rest.map(|x| self.expr(x)).collect::<Vec<_>>());
        let op = LineOp {
            ask: line.ask,
            filter: line.filter.is_some(),
            keys: line.per.len(),
            order: line.order.len(),
        };
        self.push_like(Op::Line(Box::new(op)), args, e)
    }

    fn allot(&mut self, a: &Allot, e: &Expr) -> StepId {
        let mut args = vec![self.expr_as(&a.asked, &e.ty)];
        let mut keys = Vec::new();
        for (cap, per) in &a.caps {
            args.push(self.expr_as(cap, &e.ty));
            args.extend(per.iter().map(|k| self.expr(k)).collect::<Vec<_>>());
            keys.push(per.len());
        }
        args.extend(a.order.iter().map(|o| self.expr(o)).collect::<Vec<_>>());
        let op = AllotOp { keys, order: a.order.len(), whole: a.whole };
        self.push_like(Op::Allot(Box::new(op)), args, e)
    }
}

/// Whether a missing cell of a step may be told as one of its owner's.
fn names_its_owner(op: &Op) -> bool {
    match op {
        Op::InForce(_) | Op::Dated(_) | Op::Choose(_) | Op::Div | Op::Found | Op::DayByDay(_) => true,
        Op::Shift(_)
        | Op::AtPeriod(_)
        | Op::Allot(_)
        | Op::AllotDays(_)
        | Op::Line(_)
        | Op::Apportion(_)
        | Op::FromBand(_) => true,
        Op::Aggregate(a) => {
            !matches!(a.func, AggregateFn::Sum | AggregateFn::Count | AggregateFn::Any | AggregateFn::All)
        }
        _ => false,
    }
}

/// The same type with another number of stored decimals.
pub(super) fn with_scale(ty: &Type, scale: u8) -> Type {
    match ty {
        Type::Num(n) => {
            let mut n = n.clone();
            if n.repr != ramme_value::Repr::Count || scale > 0 {
                n.repr = ramme_value::Repr::Dec(scale);
            }
            Type::Num(n)
        }
        other => other.clone(),
    }
}

fn with_axis(mut shape: Shape, axis: ramme_rulebook::model::Axis) -> Shape {
    use ramme_rulebook::model::Axis;
    match axis {
        Axis::Entity(e) => shape.entity = Some(e),
        Axis::Period(k) => shape.period = Some(k),
        Axis::Set(s) => {
            shape.sets.push(s);
            shape.sets.sort();
            shape.sets.dedup();
        }
    }
    shape
}

/// A value as the integer that columns hold; a decimal as its mantissa.
pub(crate) fn plain_value(v: &Value, texts: &mut Texts) -> i128 {
    match v {
        Value::YesNo(b) => i128::from(*b),
        Value::Dec(d) => d.mantissa(),
        Value::Date(d) => i128::from(d.days_from_epoch()),
        Value::Text(t) => texts.intern(t),
        Value::Member(_, m) => i128::from(*m),
        Value::Period(_, index) => i128::from(*index),
    }
}
