//! What is asked of one day, as trees over columns: a condition on it, a number of it.
//!
//! In: checked expressions that may name `day` and definitions `for a day`, and the view that says which of their clauses
//! are in play. Out: trees whose leaves are ordinary steps. Cut into pieces (`days`, `day_asks`) they become steps; where
//! something is not known, the kernel reads the trees themselves. Not here: spans, cutting.

use ramme_rulebook::model::{Arith, Clause, Compare, DefinitionId, Expr, ExprKind, Value};

use super::lower::Lower;
use super::step::{Between, Op, StepId};

/// A condition on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayCondition {
    /// The same for every day, and known now.
    Always(bool),
    /// The same for every day, by a yes/no column.
    Holds(StepId),
    /// The day, compared with a column of dates.
    Day(Compare, StepId),
    /// The contrary.
    Not(Box<DayCondition>),
    /// Both (true) or either (false).
    Logic(bool, Box<[DayCondition; 2]>),
    /// What the clause of a definition in force on the day says.
    Law(DayLaw<DayCondition>),
}

/// A number of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayNumber {
    /// The same for every day.
    Is(StepId),
    /// The first where the condition holds, else the second.
    If(Box<(DayCondition, DayNumber, DayNumber)>),
    /// What the clause of a definition in force on the day says.
    Law(DayLaw<DayNumber>),
}

/// A definition `for a day`: its name, and what its clauses in play say on their days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLaw<T> {
    /// Which.
    pub id: DefinitionId,
    /// Its name, for the reader.
    pub name: String,
    /// The clauses, by when they are in force.
    pub clauses: Vec<(Between, T)>,
    /// Where each of them stands among the definition's clauses.
    pub positions: Vec<usize>,
}

impl<T> DayLaw<T> {
    /// The same law of which its clauses say something else.
    fn saying<U>(self, mut read: impl FnMut(T) -> U) -> DayLaw<U> {
        let DayLaw { id, name, clauses, positions } = self;
        let clauses = clauses.into_iter().map(|(at, said)| (at, read(said))).collect();
        DayLaw { id, name, clauses, positions }
    }

    /// The clauses, each with its position.
    pub(super) fn placed(&self) -> impl Iterator<Item = ((DefinitionId, usize), &(Between, T))> {
        self.positions.iter().map(|at| (self.id, *at)).zip(&self.clauses)
    }
}

impl DayCondition {
    /// The columns that it reads.
    fn leaves(&self, out: &mut Vec<StepId>) {
        match self {
            DayCondition::Always(_) => {}
            DayCondition::Holds(step) | DayCondition::Day(_, step) => out.push(*step),
            DayCondition::Not(inner) => inner.leaves(out),
            DayCondition::Logic(_, sides) => sides.iter().for_each(|side| side.leaves(out)),
            DayCondition::Law(law) => law.clauses.iter().for_each(|(_, said)| said.leaves(out)),
        }
    }
}

impl DayNumber {
    fn leaves(&self, out: &mut Vec<StepId>) {
        match self {
            DayNumber::Is(step) => out.push(*step),
            DayNumber::If(choice) => {
                choice.0.leaves(out);
                choice.1.leaves(out);
                choice.2.leaves(out);
            }
            DayNumber::Law(law) => law.clauses.iter().for_each(|(_, said)| said.leaves(out)),
        }
    }

    /// The same tree with other numbers at its leaves.
    pub(super) fn map(self, change: &mut impl FnMut(StepId) -> StepId) -> DayNumber {
        match self {
            DayNumber::Is(step) => DayNumber::Is(change(step)),
            DayNumber::If(choice) => {
                let (condition, then, otherwise) = *choice;
                DayNumber::If(Box::new((condition, then.map(change), otherwise.map(change))))
            }
            DayNumber::Law(law) => DayNumber::Law(law.saying(|said| said.map(change))),
        }
    }

    /// Each number of one tree with each of another that has it on the same day.
    fn with(self, other: &DayNumber, join: &mut impl FnMut(StepId, StepId) -> StepId) -> DayNumber {
        match self {
            DayNumber::Is(left) => other.clone().map(&mut |right| join(left, right)),
            DayNumber::If(choice) => {
                let (condition, then, otherwise) = *choice;
                let sides = (condition, then.with(other, join), otherwise.with(other, join));
                DayNumber::If(Box::new(sides))
            }
            DayNumber::Law(law) => DayNumber::Law(law.saying(|said| said.with(other, join))),
        }
    }
}

/// The columns that a condition and a number read, each once.
pub(super) fn leaves(filter: Option<&DayCondition>, value: Option<&DayNumber>) -> Vec<StepId> {
    let mut out = Vec::new();
    filter.iter().for_each(|tree| tree.leaves(&mut out));
    value.iter().for_each(|tree| tree.leaves(&mut out));
    out.sort();
    out.dedup();
    out
}

impl Lower<'_> {
    /// A condition on the day.
    pub(super) fn day_condition(&mut self, p: &Expr) -> DayCondition {
        match &p.kind {
            ExprKind::Const(Value::YesNo(said)) => DayCondition::Always(*said),
            ExprKind::Not(x) => DayCondition::Not(Box::new(self.day_condition(x))),
            ExprKind::Logic { and, left, right } => {
                let sides = [self.day_condition(left), self.day_condition(right)];
                DayCondition::Logic(*and, Box::new(sides))
            }
            ExprKind::Compare { op, left, right } if is_day(left) => DayCondition::Day(*op, self.expr(right)),
            ExprKind::Compare { op, left, right } if is_day(right) => {
                DayCondition::Day(op.turned(), self.expr(left))
            }
            ExprKind::Definition(id) if self.is_for_a_day(*id) => {
                DayCondition::Law(self.law(*id, |me, clause| me.day_condition(&clause.body)))
            }
            _ => DayCondition::Holds(self.expr(p)),
        }
    }

    /// A number of the day.
    pub(super) fn day_number(&mut self, x: &Expr) -> DayNumber {
        match &x.kind {
            ExprKind::Definition(id) if self.is_for_a_day(*id) => {
                let ty = self.book.definitions.get(id.index()).map_or_else(|| x.ty.clone(), |d| d.ty.clone());
                DayNumber::Law(self.law(*id, |me, clause| {
                    let said = me.day_number(&clause.body);
                    said.map(&mut |step| me.as_type(step, &ty))
                }))
            }
            ExprKind::Negate(inner) if self.asks_for_day(inner) => {
                let inner = self.day_number(inner);
                inner
                    .map(&mut |step| self.push(Op::Negate, vec![step], x.ty.clone(), x.shape.clone(), x.span))
            }
            ExprKind::Arith { op, left, right } if self.asks_for_day(x) => {
                let (left, right) = (self.day_number(left), self.day_number(right));
                left.with(&right, &mut |l, r| self.of_two(*op, l, r, x))
            }
            ExprKind::If { condition, then, otherwise } if self.asks_for_day(x) => {
                let condition = self.day_condition(condition);
                let mut side = |value: &Expr| {
                    let number = self.day_number(value);
                    number.map(&mut |step| self.as_type(step, &x.ty))
                };
                DayNumber::If(Box::new((condition, side(then), side(otherwise))))
            }
            _ => DayNumber::Is(self.expr(x)),
        }
    }

    fn of_two(&mut self, op: Arith, l: StepId, r: StepId, x: &Expr) -> StepId {
        let (op, args) = match op {
            Arith::Mul => (Op::Mul, vec![l, r]),
            Arith::Div => (Op::Div, vec![l, r]),
            Arith::Add => (Op::Add, vec![self.as_type(l, &x.ty), self.as_type(r, &x.ty)]),
            Arith::Sub => (Op::Sub, vec![self.as_type(l, &x.ty), self.as_type(r, &x.ty)]),
        };
        self.push(op, args, x.ty.clone(), x.shape.clone(), x.span)
    }

    /// The clauses of a definition `for a day` that are in play, each read.
    fn law<T>(&mut self, id: DefinitionId, mut read: impl FnMut(&mut Self, &Clause) -> T) -> DayLaw<T> {
        let book = self.book;
        let Some(d) = book.definitions.get(id.index()) else {
            return DayLaw { id, name: String::new(), clauses: Vec::new(), positions: Vec::new() };
        };
        let mut law = DayLaw { id, name: d.name.clone(), clauses: Vec::new(), positions: Vec::new() };
        for held in self.view.clauses(id) {
            let Some(c) = d.clauses.get(held.clause) else { continue };
            law.clauses.push((Between::of(held), read(self, c)));
            law.positions.push(held.clause);
        }
        law
    }

    fn is_for_a_day(&self, id: DefinitionId) -> bool {
        self.book.definitions.get(id.index()).is_some_and(|d| d.for_a_day)
    }

    /// Whether the day is asked for anywhere inside.
    fn asks_for_day(&self, x: &Expr) -> bool {
        let mut asks = false;
        x.visit(&mut |part| {
            asks |= match part.kind {
                ExprKind::Day => true,
                ExprKind::Definition(id) => self.is_for_a_day(id),
                _ => false,
            };
        });
        asks
    }
}

fn is_day(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Day)
}
