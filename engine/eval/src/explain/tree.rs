//! Expressions as values with their parts.
//!
//! In: a checked expression and a spot. Out: a node. Sums, products, `and`, `or` and chains of choices are written flat, as
//! people read them; a move along an axis becomes the value that it leads to. Not here: names (`clause`, `leaf`,
//! `parameter`), rows (`aggregate`, `rows`), days (`days`).

use ramme_diag::Span;
use ramme_rulebook::model::{Arith, Expr, ExprKind, Prices, SetId, Type, Value};
use ramme_table::CauseId;

use super::node::{How, Named, Node, Role, What};
use super::spot::Spot;
use super::{Explainer, Walk};
use crate::plan::{Op, StepId};
use crate::result::Note;

impl Explainer<'_> {
    /// A type as a step holds it: the asker's meaning, the step's scale.
    pub(super) fn held_as(&self, step: StepId, ty: &Type) -> Type {
        match (ty, self.reading.env.plan.step(step).map(|s| &s.ty)) {
            (Type::Num(own), Some(Type::Num(held))) => {
                Type::Num(ramme_value::NumType { repr: held.repr, ..own.clone() })
            }
            _ => ty.clone(),
        }
    }

    /// Whether a step's cell is drawn.
    pub(super) fn is_drawn(&self, step: StepId, spot: &Spot) -> bool {
        let c = spot.of(self.reading.env, step);
        c.is_some_and(|c| self.drawings.is_some_and(|d| d.row(step, c).is_some()))
    }

    /// The integer of a step at a spot, or why it is missing.
    pub(super) fn int(&self, step: StepId, spot: &Spot) -> Option<Result<i128, CauseId>> {
        let c = spot.of(self.reading.env, step)?;
        let block = self.reading.block(step, c.t)?;
        match block.cause(c.cell) {
            CauseId::KNOWN => block.data.at(c.cell).map(|(n, _)| Ok(n)),
            cause => Some(Err(cause)),
        }
    }

    /// The integer of an expression.
    pub(super) fn int_of(&self, e: &Expr, spot: &Spot) -> Option<Result<i128, CauseId>> {
        self.int(self.seen.step(e)?, spot)
    }

    /// Whether a yes/no expression is yes, where that is known.
    pub(super) fn yes(&self, e: &Expr, spot: &Spot) -> Option<bool> {
        self.int_of(e, spot)?.ok().map(|n| n == 1)
    }

    /// The text of a span on one line, without comments.
    pub(super) fn text(&self, span: Span) -> String {
        let lines = self.sources.slice(span).lines().map(|line| match comment(line) {
            Some(at) => line.get(..at).unwrap_or(line),
            None => line,
        });
        let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
        words.join(" ")
    }

    /// The text of an expression; what the checker made of `match` is written as if somebody had.
    pub(super) fn text_of(&self, e: &Expr) -> String {
        match &e.kind {
            ExprKind::Compare { left, right, .. } if e.is_arm() => {
                let member = match &right.kind {
                    ExprKind::Const(Value::Member(set, at)) => self.reading.env.book.member_name(*set, *at),
                    _ => "",
                };
                format!("{} is {member}", self.text(left.span))
            }
            ExprKind::Logic { and: false, left, right } if e.is_arm() => {
                format!("{} or {}", self.text_of(left), self.text_of(right))
            }
            _ => self.text(e.span),
        }
    }
}

/// Where a comment begins: a `#` that stands in no text.
fn comment(line: &str) -> Option<usize> {
    let mut quoted = false;
    line.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '#' && !quoted).then_some(at)
    })
}

impl Walk<'_, '_> {
    /// An expression with its value and its text, and nothing of its parts.
    pub(super) fn bare(&self, e: &Expr, spot: &Spot, role: Role) -> Node {
        let step = self.x.seen.step(e);
        let ty = step.map_or_else(|| e.ty.clone(), |step| self.x.held_as(step, &e.ty));
        let mut node = Node::new(What::Expression, role, ty);
        node.text = self.x.text_of(e);
        if let Some(step) = step {
            self.fill(&mut node, step, spot);
        }
        node
    }

    /// The value of a step, read as a result's is. The type is the asker's: a step is shared by all that have the same
    /// integers, whatever they mean to each.
    pub(super) fn fill(&self, node: &mut Node, step: StepId, spot: &Spot) {
        let Some(c) = spot.of(self.x.reading.env, step) else { return };
        let summary = |step, c| self.x.drawings.and_then(|d| d.summary(step, c));
        if let Some((value, range)) = self.x.reading.content(step, &node.ty, c, &summary) {
            (node.value, node.range) = (Some(value), range);
        }
    }

    /// An expression with its parts. `depth` is how many named values below are taken apart.
    pub(super) fn expr(&mut self, e: &Expr, spot: &Spot, role: Role, depth: usize) -> Node {
        match &e.kind {
            ExprKind::Input(id) => self.input(*id, spot, role),
            ExprKind::Parameter(id) => self.parameter_of(*id, e, spot, role),
            ExprKind::Definition(id) => self.definition(*id, spot, role, depth),
            ExprKind::Lookup { .. }
            | ExprKind::Shift { .. }
            | ExprKind::AtPeriod { .. }
            | ExprKind::AtMember { .. } => self.moved(e, spot, role, depth),
            ExprKind::Aggregate(a) => self.aggregate(a, e, spot, role, depth),
            ExprKind::Days(_) | ExprKind::AllotDays(_) => self.days(e, spot, role, depth),
            ExprKind::Allot(a) => self.allot(a, e, spot, role, depth),
            ExprKind::Line(line) => self.line(line, e, spot, role, depth),
            ExprKind::RunningTotal(inner) => self.running_total(inner, e, spot, role, depth),
            ExprKind::Convert { .. } => self.converted(e, spot, role, depth),
            ExprKind::Banded { .. } => self.banded(e, spot, role, depth),
            _ => self.plain(e, spot, role, depth),
        }
    }

    /// Operations on values of one spot.
    fn plain(&mut self, e: &Expr, spot: &Spot, role: Role, depth: usize) -> Node {
        let mut node = self.bare(e, spot, role);
        node.how = how(e);
        match &e.kind {
            ExprKind::Arith { op: Arith::Add | Arith::Sub, .. } => {
                let mut terms = Vec::new();
                terms_of(e, true, &mut terms);
                for (plus, term) in terms {
                    node.parts.push(self.expr(
                        term,
                        spot,
                        if plus { Role::Plus } else { Role::Minus },
                        depth,
                    ));
                }
            }
            ExprKind::Arith { op: Arith::Mul, .. } => {
                let mut factors = Vec::new();
                factors_of(e, &mut factors);
                node.parts.extend(factors.into_iter().map(|f| self.expr(f, spot, Role::Times, depth)));
            }
            ExprKind::Arith { op: Arith::Div, left, right } => {
                node.parts.push(self.expr(left, spot, Role::Of, depth));
                node.parts.push(self.expr(right, spot, Role::Over, depth));
            }
            ExprKind::Compare { left, right, .. } => {
                node.parts.push(self.expr(left, spot, Role::Left, depth));
                node.parts.push(self.expr(right, spot, Role::Right, depth));
            }
            ExprKind::Logic { and, .. } => {
                let mut all = Vec::new();
                joined_of(e, *and, &mut all);
                node.parts.extend(all.into_iter().map(|x| self.expr(x, spot, Role::Condition, depth)));
            }
            ExprKind::If { .. } => self.choice(e, spot, depth, &mut node),
            ExprKind::IfKnown { value, otherwise } => {
                let known = self.x.int_of(value, spot).is_some_and(|v| v.is_ok());
                let known = known || self.x.seen.step(value).is_some_and(|s| self.x.is_drawn(s, spot));
                self.x.note_answer(value.span, known);
                let one = if known { Role::Taken } else { Role::NotTaken };
                node.parts.push(self.expr(value, spot, one, depth));
                node.parts.push(if known {
                    self.passing(|walk| walk.expr(otherwise, spot, Role::NotTaken, depth))
                } else {
                    self.expr(otherwise, spot, Role::Taken, depth)
                });
            }
            ExprKind::Extreme { items, .. } => self.extreme(items, e, spot, depth, &mut node),
            _ => {
                let children: Vec<&Expr> = e.children();
                node.parts.extend(children.into_iter().map(|x| self.expr(x, spot, Role::Of, depth)));
            }
        }
        node
    }

    /// A chain of choices: the conditions that were no, the one that was yes, and what was passed over.
    fn choice(&mut self, e: &Expr, spot: &Spot, depth: usize, node: &mut Node) {
        let mut at = e;
        while let ExprKind::If { condition, then, otherwise } = &at.kind {
            node.parts.push(self.expr(condition, spot, Role::Condition, depth));
            let answer = self.x.yes(condition, spot);
            if let Some(answer) = answer {
                self.x.note_answer(condition.span, answer);
            }
            match answer {
                Some(true) => {
                    node.parts.push(self.expr(then, spot, Role::Taken, depth));
                    node.parts.push(self.passed(otherwise, spot));
                    return;
                }
                Some(false) => node.parts.push(self.passed(then, spot)),
                None => {
                    node.parts.push(self.passed(then, spot));
                    node.parts.push(self.passed(otherwise, spot));
                    return;
                }
            }
            at = otherwise;
        }
        node.parts.push(self.expr(at, spot, Role::Taken, depth));
    }

    /// What was not taken: its value, nothing below it.
    fn passed(&mut self, e: &Expr, spot: &Spot) -> Node {
        self.passing(|walk| walk.expr(e, spot, Role::NotTaken, 0))
    }

    fn extreme(&mut self, items: &[Expr], e: &Expr, spot: &Spot, depth: usize, node: &mut Node) {
        let best = self.x.int_of(e, spot).and_then(Result::ok);
        let scale_of = |x: &Expr| {
            let step = self.x.seen.step(x)?;
            self.x.reading.env.plan.step(step).map(|s| crate::plan::scale(&s.ty))
        };
        let own = scale_of(e).unwrap_or(0);
        let mut found = false;
        for item in items {
            let value = self.x.int_of(item, spot).and_then(Result::ok);
            let widened = value.and_then(|n| {
                let more = own.checked_sub(scale_of(item)?)?;
                n.checked_mul(ramme_value::pow10(more)?)
            });
            let wins = !found && best.is_some() && widened == best;
            found |= wins;
            let role = if wins || best.is_none() { Role::Taken } else { Role::NotTaken };
            let mut part = self.expr(item, spot, role, depth);
            if part.text == node.text && part.name.is_none() {
                // The inner half of `clamp` has the text of the whole.
                part.text = String::new();
            }
            node.parts.push(part);
        }
    }

    /// What a move along an axis leads to.
    fn moved(&mut self, e: &Expr, spot: &Spot, role: Role, depth: usize) -> Node {
        let env = self.x.reading.env;
        let mut there = spot.clone();
        let (inner, at): (&Expr, Option<&Expr>) = match &e.kind {
            ExprKind::Lookup { row, inner } => match self.x.int_of(row, spot) {
                Some(Ok(n)) => {
                    there.row = usize::try_from(n).unwrap_or(usize::MAX);
                    (inner, Some(row))
                }
                _ => return self.lost(e, row, spot, role, depth),
            },
            ExprKind::AtMember { set, member, inner } => match self.x.int_of(member, spot) {
                Some(Ok(n)) => {
                    there.members.insert(*set, usize::try_from(n).unwrap_or(usize::MAX));
                    (
                        inner,
                        matches!(&member.kind, ExprKind::Const(_)).then_some(None).unwrap_or(Some(member)),
                    )
                }
                _ => return self.lost(e, member, spot, role, depth),
            },
            ExprKind::Shift { back, inner } => match spot.t.checked_sub(*back as usize) {
                Some(t) if self.on_roll(inner, spot, t) => {
                    there.t = t;
                    (inner, None)
                }
                _ => return self.bare(e, spot, role),
            },
            ExprKind::AtPeriod { period, inner } => match env.years.position(*period) {
                Some(t) => {
                    there.t = t;
                    (inner, None)
                }
                None => return self.bare(e, spot, role),
            },
            _ => return self.bare(e, spot, role),
        };
        let mut node = self.expr(inner, &there, role, depth);
        if node.name.is_none() && node.text.is_empty() {
            node.text = self.x.text(e.span);
        }
        if let Some(at) = at.filter(|at| !matches!(at.kind, ExprKind::ThisRow(_) | ExprKind::ThisMember(_))) {
            let chooser = self.expr(at, spot, Role::At, depth.min(1));
            node.parts.insert(0, chooser);
        }
        node
    }

    /// A value that can't be looked up: what says where is missing.
    fn lost(&mut self, e: &Expr, at: &Expr, spot: &Spot, role: Role, depth: usize) -> Node {
        let mut node = self.bare(e, spot, role);
        node.parts.push(self.expr(at, spot, Role::At, depth));
        node
    }

    /// Whether the row was there in an earlier period.
    fn on_roll(&self, inner: &Expr, spot: &Spot, t: usize) -> bool {
        let env = self.x.reading.env;
        match inner.shape.entity.filter(|e| env.data.rows(*e).exists.is_some()) {
            Some(entity) => env.exists(entity, spot.row, Some(t)),
            None => true,
        }
    }

    /// An amount brought to another year's prices.
    fn converted(&mut self, e: &Expr, spot: &Spot, role: Role, depth: usize) -> Node {
        let mut node = self.bare(e, spot, role);
        let ExprKind::Convert { value, index, from, to } = &e.kind else { return node };
        node.how = How::Converted;
        node.parts.push(self.expr(value, spot, Role::Times, depth));
        let ExprKind::Parameter(id) = index.kind else { return node };
        let env = self.x.reading.env;
        let args = self.x.seen.step(e).and_then(|s| env.plan.step(s)).map(|s| s.args.clone());
        let is_factor = |s: &StepId| matches!(env.plan.step(*s).map(|s| &s.op), Some(Op::Factor(..)));
        let Some(step) = args.and_then(|args| args.into_iter().find(is_factor)) else { return node };
        let Some(ty) = env.plan.step(step).map(|s| s.ty.clone()) else { return node };
        let mut factor = Node::new(What::Expression, Role::Times, ty);
        factor.how = How::Factor;
        self.fill(&mut factor, step, spot);
        let (from, to) = (self.price_year(*from, spot), self.price_year(*to, spot));
        let name = env.book.parameters.get(id.index()).map_or("", |p| p.name.as_str());
        factor.said.push(Note {
            en: format!(
                "from the prices of {from} to those of {to} by {name}, rounded half even to 12 decimals"
            ),
            da: format!(
                "fra {from}-priser til {to}-priser med {name}, afrundet til 12 decimaler (halve til lige)"
            ),
        });
        for year in from.min(to).saturating_add(1)..=from.max(to) {
            factor.parts.push(self.change(id, year));
        }
        node.parts.push(factor);
        node
    }

    fn price_year(&self, prices: Prices, spot: &Spot) -> i32 {
        match prices {
            Prices::Year(year) => year,
            Prices::Own { back } => {
                let own = self.x.reading.env.years.year(spot.t);
                own.saturating_sub(i32::try_from(back).unwrap_or(i32::MAX))
            }
        }
    }

    /// A name with its keys at a spot.
    pub(super) fn named(
        &self,
        name: &str,
        shape: &ramme_rulebook::model::Shape,
        axes: &[ramme_rulebook::model::AxisName],
        spot: &Spot,
    ) -> Named {
        Named { name: name.to_owned(), keys: spot.keys(self.x.reading.env, shape.entity, axes) }
    }

    /// The name of a set's member.
    pub(super) fn member_name(&self, set: SetId, at: usize) -> String {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.x.reading.env.book.member_name(set, at).to_owned()
    }
}

/// What can be checked of a plain expression.
fn how(e: &Expr) -> How {
    match &e.kind {
        ExprKind::Const(_) => How::Given,
        ExprKind::Negate(_) => How::Negated,
        ExprKind::Not(_) => How::Not,
        ExprKind::Arith { op: Arith::Add | Arith::Sub, .. } => How::Sum,
        ExprKind::Arith { op: Arith::Mul, .. } => How::Product,
        ExprKind::Arith { op: Arith::Div, .. } => How::Quotient,
        ExprKind::Compare { op, .. } => How::Compared(*op),
        ExprKind::Logic { and: true, .. } => How::And,
        ExprKind::Logic { and: false, .. } => How::Or,
        ExprKind::IsKnown { known, .. } => How::IsKnown(*known),
        ExprKind::If { .. } | ExprKind::IfKnown { .. } => How::Chosen,
        ExprKind::Extreme { max: true, .. } => How::Greatest,
        ExprKind::Extreme { max: false, .. } => How::Least,
        ExprKind::Round { mode, step, .. } => How::Rounded(*mode, *step),
        _ => How::Other,
    }
}

/// The terms of a sum, with whether each is added.
fn terms_of<'e>(e: &'e Expr, plus: bool, out: &mut Vec<(bool, &'e Expr)>) {
    match &e.kind {
        ExprKind::Arith { op: Arith::Add, left, right } => {
            terms_of(left, plus, out);
            terms_of(right, plus, out);
        }
        ExprKind::Arith { op: Arith::Sub, left, right } => {
            terms_of(left, plus, out);
            terms_of(right, !plus, out);
        }
        _ => out.push((plus, e)),
    }
}

fn factors_of<'e>(e: &'e Expr, out: &mut Vec<&'e Expr>) {
    match &e.kind {
        ExprKind::Arith { op: Arith::Mul, left, right } => {
            factors_of(left, out);
            factors_of(right, out);
        }
        _ => out.push(e),
    }
}

fn joined_of<'e>(e: &'e Expr, and: bool, out: &mut Vec<&'e Expr>) {
    match &e.kind {
        ExprKind::Logic { and: same, left, right } if *same == and => {
            joined_of(left, and, out);
            joined_of(right, and, out);
        }
        _ => out.push(e),
    }
}
