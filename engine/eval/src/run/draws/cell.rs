//! One row of draws through a program.
//!
//! In: a program, a cell. Out: its row. A step whose arguments are the same in every draw is computed once; one that hands on
//! an argument copies nothing. Not here: which steps (`program`), sums over cells (`aggregate`).

use ramme_rulebook::model::Compare;
use ramme_table::{Cause, CauseId};
use ramme_value::{Rounding, pow10};

use super::super::kernel::exception::{Holds, decide, state};
use super::program::{Made, Node, Program};
use crate::plan::{ExceptionOp, Op};

/// One cell: the same in every draw, or a value a draw.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Row<'a> {
    Known(f64),
    Draws(&'a [f64]),
    Missing(CauseId),
}

impl Row<'_> {
    pub(super) fn cause(&self) -> CauseId {
        match self {
            Row::Missing(cause) => *cause,
            _ => CauseId::KNOWN,
        }
    }

    /// A value a draw; none where it is missing.
    pub(crate) fn to_vec(self, n: usize) -> Option<Vec<f64>> {
        match self {
            Row::Known(x) => Some(vec![x; n]),
            Row::Draws(row) => Some(row.to_vec()),
            Row::Missing(_) => None,
        }
    }
}

/// The rows that one thread works on.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    buffers: Vec<Vec<f64>>,
    values: Vec<Value>,
}

/// Where the row of a node is.
#[derive(Debug, Clone, Copy)]
enum Value {
    Known(f64),
    Missing(CauseId),
    Leaf(usize),
    Buffer(usize),
}

/// What a step comes to.
enum Out {
    /// The row of an argument.
    Arg(usize),
    Known(f64),
    Missing(CauseId),
    /// What has been written.
    Written,
}

impl Program<'_> {
    /// The row of a cell, of the first step that is asked for.
    pub(crate) fn run<'s>(&'s self, cell: usize, scratch: &'s mut Scratch) -> Row<'s> {
        self.run_all(cell, scratch);
        self.result(0, cell, scratch)
    }

    /// The row of a cell that has been run, of the step at a place in the question.
    pub(crate) fn result<'s>(&'s self, at: usize, cell: usize, scratch: &'s Scratch) -> Row<'s> {
        self.row(self.results.get(at).copied().unwrap_or(usize::MAX), cell, scratch)
    }

    /// Computes a cell of every step that is asked for.
    pub(crate) fn run_all(&self, cell: usize, scratch: &mut Scratch) {
        scratch.values.clear();
        if scratch.buffers.len() < self.buffers {
            scratch.buffers.resize_with(self.buffers, Vec::new);
        }
        for (at, node) in self.nodes.iter().enumerate() {
            let value = match node {
                Node::Leaf(leaf) => match leaf.row(cell) {
                    Row::Known(x) => Value::Known(x),
                    Row::Missing(cause) => Value::Missing(cause),
                    Row::Draws(_) => Value::Leaf(at),
                },
                Node::Step(made) => self.made(made, cell, scratch),
            };
            scratch.values.push(value);
        }
    }

    fn row<'s>(&'s self, node: usize, cell: usize, scratch: &'s Scratch) -> Row<'s> {
        match scratch.values.get(node) {
            Some(Value::Known(x)) => Row::Known(*x),
            Some(Value::Missing(cause)) => Row::Missing(*cause),
            Some(Value::Leaf(leaf)) => match self.nodes.get(*leaf) {
                Some(Node::Leaf(leaf)) => leaf.row(cell),
                _ => Row::Known(f64::NAN),
            },
            Some(Value::Buffer(b)) => {
                scratch.buffers.get(*b).map_or(Row::Known(f64::NAN), |row| Row::Draws(row))
            }
            None => Row::Known(f64::NAN),
        }
    }

    /// One step. What comes out as no number divided by zero in some draw: the cell is missing, and says so.
    fn made(&self, made: &Made, cell: usize, scratch: &mut Scratch) -> Value {
        let mut out = scratch.buffers.get_mut(made.buffer).map(std::mem::take).unwrap_or_default();
        out.clear();
        let rows: Vec<Row> = made.args.iter().map(|arg| self.row(*arg, cell, scratch)).collect();
        let came = self.step(made, cell, &rows, &mut out);
        let zero = || {
            let what = self.drawn.env.cell_name(made.id, self.t, cell);
            Value::Missing(self.drawn.env.cause(Cause::DivisionByZero { what }))
        };
        let value = match came {
            Out::Missing(cause) => Value::Missing(cause),
            Out::Known(x) if x.is_finite() => Value::Known(x),
            Out::Written if all_finite(&out) => Value::Buffer(made.buffer),
            Out::Known(_) | Out::Written => zero(),
            Out::Arg(k) => {
                let found = made.args.get(k).and_then(|arg| scratch.values.get(*arg)).copied();
                match found.unwrap_or(Value::Known(f64::NAN)) {
                    Value::Known(x) if !x.is_finite() => zero(),
                    other => other,
                }
            }
        };
        if let Some(buffer) = scratch.buffers.get_mut(made.buffer) {
            *buffer = out;
        }
        value
    }

    fn union(&self, rows: &[Row]) -> CauseId {
        rows.iter().fold(CauseId::KNOWN, |c, x| self.drawn.env.data.causes.union(c, x.cause()))
    }

    fn step(&self, made: &Made, cell: usize, rows: &[Row], out: &mut Vec<f64>) -> Out {
        let env = self.drawn.env;
        match (&made.step.op, rows) {
            (Op::IfKnown, [a, _]) => Out::Arg(usize::from(!a.cause().is_known())),
            (Op::Known(known), [a]) => Out::Known(truth(a.cause().is_known() == *known)),
            (Op::If, [Row::Known(yes), ..]) => Out::Arg(if *yes > 0.5 { 1 } else { 2 }),
            (Op::If, [c @ Row::Draws(_), a, b]) => match self.union(rows) {
                CauseId::KNOWN => choice(*c, *a, *b, out),
                cause => Out::Missing(cause),
            },
            (Op::InForce(between), _) => {
                let days = env.days(self.t);
                let k = between.iter().position(|b| days.is_some_and(|(x, y)| b.covers(x, y)));
                k.map_or_else(|| self.not_in_force(made, cell), Out::Arg)
            }
            (Op::Choose(c), _) => self.choose(made, cell, &c.exceptions, rows),
            (Op::FromBand(scale), [x, first, _]) => match self.union(&[*x, *first]) {
                cause if !cause.is_known() => Out::Missing(cause),
                _ if at_least(*x, *first, self.drawn.n) => Out::Arg(2),
                _ => {
                    let what = env.cell_name(made.id, self.t, cell);
                    let scale = env.book.scales.get(scale.index()).map_or("", |s| s.name.as_str()).to_owned();
                    Out::Missing(env.cause(Cause::BelowBands { what, scale }))
                }
            },
            (Op::Lookup(_), [row, _]) => Out::Arg(usize::from(row.cause().is_known())),
            (
                Op::Definition(_) | Op::Shift(_) | Op::AtPeriod(_) | Op::AtMember(_) | Op::DayByDay(_),
                [_, ..],
            ) => Out::Arg(0),
            _ => match self.union(rows) {
                CauseId::KNOWN => strict(&made.step.op, rows, out),
                cause => Out::Missing(cause),
            },
        }
    }

    fn not_in_force(&self, made: &Made, cell: usize) -> Out {
        let what = self.drawn.env.cell_name(made.id, self.t, cell);
        Out::Missing(self.drawn.env.cause(Cause::NotInForce { what }))
    }

    /// The exception that applies, by exact conditions.
    fn choose(&self, made: &Made, cell: usize, exceptions: &[ExceptionOp], rows: &[Row]) -> Out {
        let days = made.step.shape.period.and_then(|_| self.drawn.env.days(self.t));
        let mut next = 0..rows.len();
        let exact = |k: Option<usize>| match k.and_then(|k| rows.get(k)) {
            Some(Row::Known(x)) => (CauseId::KNOWN, *x),
            Some(row) => (row.cause(), 0.0),
            None => (CauseId::KNOWN, 0.0),
        };
        let (mut states, mut values) = (Vec::new(), Vec::new());
        for e in exceptions {
            // A day is a small whole number, so nothing is lost on the way back.
            let date = e.dated.then(|| exact(next.next())).map(|(cause, day)| (cause, day as i128));
            let when = e.when.then(|| exact(next.next())).map(|(cause, yes)| (cause, yes > 0.5));
            states.push(state(e, days, date, when));
            values.push(next.next());
        }
        let value = match decide(exceptions, &states) {
            Holds::Base => next.next(),
            Holds::One(k) => values.get(k).copied().flatten(),
            Holds::Unknown(causes) => {
                let all = &self.drawn.env.data.causes;
                return Out::Missing(causes.into_iter().fold(CauseId::KNOWN, |c, x| all.union(c, x)));
            }
            Holds::Two(..) => None,
        };
        value.map_or_else(|| self.not_in_force(made, cell), Out::Arg)
    }
}

fn truth(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

/// Without leaving early, so that a row is looked through several values at a time.
fn all_finite(row: &[f64]) -> bool {
    row.iter().fold(true, |all, x| all & x.is_finite())
}

fn one(a: Row, out: &mut Vec<f64>, f: impl Fn(f64) -> f64) -> Out {
    match a {
        Row::Known(x) => Out::Known(f(x)),
        Row::Draws(a) => {
            out.extend(a.iter().map(|x| f(*x)));
            Out::Written
        }
        Row::Missing(cause) => Out::Missing(cause),
    }
}

fn two(a: Row, b: Row, out: &mut Vec<f64>, f: impl Fn(f64, f64) -> f64) -> Out {
    match (a, b) {
        (Row::Missing(cause), _) | (_, Row::Missing(cause)) => return Out::Missing(cause),
        (Row::Known(x), Row::Known(y)) => return Out::Known(f(x, y)),
        (Row::Known(x), Row::Draws(b)) => out.extend(b.iter().map(|y| f(x, *y))),
        (Row::Draws(a), Row::Known(y)) => out.extend(a.iter().map(|x| f(*x, y))),
        (Row::Draws(a), Row::Draws(b)) => out.extend(a.iter().zip(b).map(|(x, y)| f(*x, *y))),
    }
    Out::Written
}

/// One of two, draw by draw.
fn choice(condition: Row, a: Row, b: Row, out: &mut Vec<f64>) -> Out {
    let Row::Draws(condition) = condition else { return Out::Missing(condition.cause()) };
    out.extend(condition.iter().enumerate().map(|(d, yes)| match if *yes > 0.5 { a } else { b } {
        Row::Known(x) => x,
        Row::Draws(row) => row.get(d).copied().unwrap_or(f64::NAN),
        Row::Missing(_) => f64::NAN,
    }));
    Out::Written
}

/// Whether one is at least the other in every draw.
fn at_least(a: Row, b: Row, n: usize) -> bool {
    let at = |row: &Row, d: usize| match row {
        Row::Known(x) => *x,
        Row::Draws(row) => row.get(d).copied().unwrap_or(f64::NAN),
        Row::Missing(_) => f64::NAN,
    };
    (0..n).all(|d| at(&a, d) >= at(&b, d))
}

/// Operations on known arguments.
fn strict(op: &Op, rows: &[Row], out: &mut Vec<f64>) -> Out {
    match (op, rows) {
        (Op::Rescale(_) | Op::ToRatio, [_]) => Out::Arg(0),
        (Op::Negate, [a]) => one(*a, out, |x| -x),
        (Op::Not, [a]) => one(*a, out, |x| 1.0 - x),
        (Op::Add, [a, b]) => two(*a, *b, out, |x, y| x + y),
        (Op::Sub, [a, b]) => two(*a, *b, out, |x, y| x - y),
        (Op::Mul, [a, b]) => two(*a, *b, out, |x, y| x * y),
        (Op::Div, [a, b]) => two(*a, *b, out, |x, y| x / y),
        (Op::And, [a, b]) => two(*a, *b, out, f64::min),
        (Op::Or, [a, b]) => two(*a, *b, out, f64::max),
        (Op::Compare(op), [a, b]) => compare(*op, *a, *b, out),
        (Op::Min, all) => extreme(all, out, f64::min),
        (Op::Max, all) => extreme(all, out, f64::max),
        (Op::Round(mode, mantissa, s), [a]) => {
            let step = *mantissa as f64 / pow10(*s).unwrap_or(1) as f64;
            one(*a, out, |x| round(x / step, *mode) * step)
        }
        // What can't be carried was refused before any row was made.
        _ => Out::Known(f64::NAN),
    }
}

/// Numbers that are neither less nor more are equal: none of them is no number.
fn compare(op: Compare, a: Row, b: Row, out: &mut Vec<f64>) -> Out {
    match op {
        Compare::Is => two(a, b, out, |x, y| truth(x.partial_cmp(&y).is_some_and(std::cmp::Ordering::is_eq))),
        Compare::IsNot => {
            two(a, b, out, |x, y| truth(x.partial_cmp(&y).is_some_and(std::cmp::Ordering::is_ne)))
        }
        Compare::Less => two(a, b, out, |x, y| truth(x < y)),
        Compare::AtMost => two(a, b, out, |x, y| truth(x <= y)),
        Compare::More => two(a, b, out, |x, y| truth(x > y)),
        Compare::AtLeast => two(a, b, out, |x, y| truth(x >= y)),
    }
}

/// The least or greatest of all.
fn extreme(all: &[Row], out: &mut Vec<f64>, f: impl Fn(f64, f64) -> f64) -> Out {
    let fixed = all.iter().filter_map(|row| if let Row::Known(x) = row { Some(*x) } else { None }).reduce(&f);
    let mut drawn = all.iter().filter_map(|row| if let Row::Draws(row) = row { Some(*row) } else { None });
    let Some(first) = drawn.next() else { return fixed.map_or(Out::Known(f64::NAN), Out::Known) };
    match fixed {
        Some(x) => out.extend(first.iter().map(|y| f(x, *y))),
        None => out.extend_from_slice(first),
    }
    for row in drawn {
        out.iter_mut().zip(row).for_each(|(x, y)| *x = f(*x, *y));
    }
    Out::Written
}

fn round(x: f64, mode: Rounding) -> f64 {
    match mode {
        Rounding::HalfUp => x.round(),
        Rounding::HalfEven => x.round_ties_even(),
        Rounding::Up => x.signum() * x.abs().ceil(),
        Rounding::Down => x.trunc(),
        Rounding::Ceiling => x.ceil(),
        Rounding::Floor => x.floor(),
    }
}
