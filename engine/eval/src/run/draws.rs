//! Draws: the same plan over f64, cell by cell a row of draws.
//!
//! In: the exact columns, and the drawn cells of forecast inputs. Out: for every step and period that rests on a draw an
//! array cell × draw; what does not rest on one stays exact and is computed once. Not here: how the draws were made
//! (`crate::forecast`), quantiles and chances (`crate::summary`).

use std::collections::BTreeMap;

use ndarray::{Array2, ArrayView1, Axis};
use ramme_diag::{Code, Diagnostic, Place};
use ramme_rulebook::model::InputId;
use ramme_syntax::tree::AggregateFn;
use ramme_table::{Block, Cause, CauseId};
use ramme_value::{Rounding, pow10};

use super::env::Env;
use super::kernel::exception::{Holds, decide, state};
use super::kernel::{Source, holds};
use super::layout::{Layout, Map};
use super::{Columns, walk};
use crate::bridge::to_float;
use crate::plan::{AggregateOp, ExceptionOp, Op, Step, StepId, scale};

/// The drawn cells of one step in one period: cell × draw, in true units.
#[derive(Debug, Clone)]
pub(crate) struct DrawBlock {
    pub values: Array2<f64>,
    pub status: Option<Vec<CauseId>>,
}

impl DrawBlock {
    fn cause(&self, i: usize) -> CauseId {
        self.status.as_ref().and_then(|s| s.get(i)).copied().unwrap_or(CauseId::KNOWN)
    }
}

/// The draws of forecast inputs: by input, by position of the year on the axis of the data.
pub(crate) type InputDraws = BTreeMap<InputId, Vec<Option<DrawBlock>>>;

/// The drawn columns of a run.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    blocks: BTreeMap<(StepId, usize), DrawBlock>,
}

impl Drawn {
    pub(crate) fn block(&self, step: StepId, block: usize) -> Option<&DrawBlock> {
        self.blocks.get(&(step, block))
    }
}

/// One cell of an argument.
#[derive(Clone, Copy)]
enum Row<'a> {
    Known(f64),
    Draws(ArrayView1<'a, f64>),
    Missing(CauseId),
}

impl Row<'_> {
    fn at(&self, d: usize) -> f64 {
        match self {
            Row::Known(x) => *x,
            Row::Draws(v) => v.get(d).copied().unwrap_or(f64::NAN),
            Row::Missing(_) => f64::NAN,
        }
    }

    fn cause(&self) -> CauseId {
        match self {
            Row::Missing(c) => *c,
            _ => CauseId::KNOWN,
        }
    }
}

/// What a step reads: its draws where it has any, else its exact block.
struct Reader<'a> {
    env: &'a Env<'a>,
    exact: &'a Columns,
    drawn: &'a Drawn,
}

impl<'a> Reader<'a> {
    /// A cell of a step, by the position in that step's own layout.
    fn cell(&self, step: StepId, block: usize, cell: usize) -> Row<'a> {
        if let Some(b) = self.drawn.block(step, block) {
            return match b.cause(cell) {
                CauseId::KNOWN if cell < b.values.nrows() => Row::Draws(b.values.index_axis(Axis(0), cell)),
                cause => Row::Missing(cause),
            };
        }
        let Some(b) = self.exact.block(step, block) else { return Row::Known(f64::NAN) };
        self.exact_cell(step, b, cell)
    }

    fn exact_cell(&self, step: StepId, b: &Block, cell: usize) -> Row<'a> {
        let cause = b.cause(cell);
        let s = self.env.plan.step(step).map_or(0, |s| scale(&s.ty));
        match to_float(&b.data, cell, s) {
            Some(x) if cause.is_known() => Row::Known(x),
            _ => Row::Missing(cause),
        }
    }
}

/// Computes every step that rests on a draw.
///
/// # Errors
/// A step that cannot be carried through draws (dates, allotment), with its place.
pub(crate) fn draws(env: &Env, exact: &Columns, inputs: &InputDraws, n: usize) -> Result<Drawn, Diagnostic> {
    let mut drawn = Drawn::default();
    walk(env, |id, t| {
        let block = env.block_of(id, t);
        let made = match env.plan.step(id) {
            Some(Step { op: Op::Input(input), .. }) => {
                let position = if env.has_period(id) { env.data_position(t) } else { Some(0) };
                position.and_then(|p| inputs.get(input)?.get(p)?.clone())
            }
            Some(step) => step_draws(&Reader { env, exact, drawn: &drawn }, id, step, t, n)?,
            None => None,
        };
        if let Some(b) = made {
            drawn.blocks.insert((id, block), b);
        }
        Ok(())
    })?;
    Ok(drawn)
}

/// The period in which a step reads its arguments; none where that lies outside the run.
fn read_at(env: &Env, op: &Op, t: usize) -> Option<usize> {
    match op {
        Op::Shift(back) => t.checked_sub(*back as usize),
        Op::AtPeriod(year) => env.years.position(*year),
        _ => Some(t),
    }
}

fn step_draws(
    r: &Reader,
    id: StepId,
    step: &Step,
    t: usize,
    n: usize,
) -> Result<Option<DrawBlock>, Diagnostic> {
    if let Op::Aggregate(a) = &step.op {
        return aggregate(r, id, step, a, t, n);
    }
    let Some(at) = read_at(r.env, &step.op, t) else { return Ok(None) };
    let rests = step.args.iter().any(|a| r.drawn.block(*a, r.env.block_of(*a, at)).is_some());
    if !rests {
        return Ok(None);
    }
    let maps = arg_maps(r, id, step, t)?;
    let len = r.env.layouts.get(id.index()).map_or(0, Layout::len);
    let mut out = Rows::new(len, n);
    for i in 0..len {
        let rows: Vec<Row> =
            step.args.iter().zip(&maps).map(|(a, m)| r.cell(*a, r.env.block_of(*a, at), m.at(i))).collect();
        cell(r, id, step, (t, i), &rows, &mut out)?;
    }
    Ok(Some(out.done(r.env, id, t)))
}

/// How each argument is read; moved where the operation moves it by exact values.
fn arg_maps(r: &Reader, id: StepId, step: &Step, t: usize) -> Result<Vec<Map>, Diagnostic> {
    let usual = r.env.maps.get(id.index()).cloned().unwrap_or_default();
    let (Some(own), moving) = (r.env.layouts.get(id.index()), |k: usize| step.args.get(k).copied()) else {
        return Ok(usual);
    };
    let (inner, chooser) = match step.op {
        Op::Lookup(_) => (1, 0),
        Op::AtMember(_) => (0, 1),
        _ => return Ok(usual),
    };
    let (Some(inner_id), Some(chooser_id)) = (moving(inner), moving(chooser)) else { return Ok(usual) };
    let (Some(of), Some(block)) =
        (r.env.layouts.get(inner_id.index()), r.exact.block(chooser_id, r.env.block_of(chooser_id, t)))
    else {
        return Ok(usual);
    };
    if r.drawn.block(chooser_id, r.env.block_of(chooser_id, t)).is_some() {
        return Err(unsupported(r.env, step));
    }
    let chooser_map = usual.get(chooser).cloned().unwrap_or(Map::One);
    let combos = own.combos_in(of);
    let index = (0..own.len())
        .map(|i| {
            let (combo, row) = own.split(i);
            let base = combos.get(combo).copied().unwrap_or(0);
            let chosen = block.data.int(chooser_map.at(i)).unwrap_or(0);
            let chosen = usize::try_from(chosen).unwrap_or(usize::MAX);
            match step.op {
                Op::AtMember(set) => {
                    let there = base + chosen.saturating_mul(of.stride(set))
                        - own.member(combo, set) * of.stride(set);
                    there * of.rows + if of.has_entity { row } else { 0 }
                }
                _ => base.saturating_mul(of.rows).saturating_add(if of.has_entity { chosen } else { 0 }),
            }
        })
        .collect();
    let mut maps = usual;
    if let Some(m) = maps.get_mut(inner) {
        *m = Map::Index(index);
    }
    Ok(maps)
}

/// Rows as they are made.
struct Rows {
    values: Array2<f64>,
    status: Vec<CauseId>,
}

impl Rows {
    fn new(len: usize, n: usize) -> Rows {
        Rows { values: Array2::zeros((len, n)), status: vec![CauseId::KNOWN; len] }
    }

    fn fill(&mut self, i: usize, f: impl Fn(usize) -> f64) {
        for (d, x) in self.values.index_axis_mut(Axis(0), i).iter_mut().enumerate() {
            *x = f(d);
        }
    }

    fn missing(&mut self, i: usize, cause: CauseId) {
        if let Some(s) = self.status.get_mut(i) {
            *s = cause;
        }
    }

    /// A row that holds something that is no number divided by zero in some draw: it is missing, and says so.
    fn done(mut self, env: &Env, id: StepId, t: usize) -> DrawBlock {
        for i in 0..self.status.len() {
            let bad = self.values.index_axis(Axis(0), i).iter().any(|x| !x.is_finite());
            if bad && self.status.get(i).is_some_and(|s| s.is_known()) {
                let cause = env.cause(Cause::DivisionByZero { what: env.cell_name(id, t, i) });
                self.missing(i, cause);
            }
        }
        let some = self.status.iter().any(|s| !s.is_known());
        DrawBlock { values: self.values, status: some.then_some(self.status) }
    }
}

/// One cell of a step that works cell by cell.
fn cell(
    r: &Reader,
    id: StepId,
    step: &Step,
    (t, i): (usize, usize),
    rows: &[Row],
    out: &mut Rows,
) -> Result<(), Diagnostic> {
    let draws = out.values.ncols();
    let union = |rows: &[Row]| rows.iter().fold(CauseId::KNOWN, |c, x| r.env.data.causes.union(c, x.cause()));
    match (&step.op, rows) {
        (Op::IfKnown, [a, b]) => copy(out, i, if a.cause().is_known() { *a } else { *b }),
        (Op::Known(known), [a]) => {
            let yes = f64::from(u8::from(a.cause().is_known() == *known));
            out.fill(i, |_| yes);
        }
        (Op::If, [c, a, b]) if c.cause().is_known() => match c {
            Row::Known(x) => copy(out, i, if *x > 0.5 { *a } else { *b }),
            _ if union(rows).is_known() => out.fill(i, |d| if c.at(d) > 0.5 { a.at(d) } else { b.at(d) }),
            _ => out.missing(i, union(rows)),
        },
        (Op::InForce(between), _) => {
            let days = r.env.days(t);
            let k = between.iter().position(|b| days.is_some_and(|(x, y)| b.covers(x, y)));
            match k.and_then(|k| rows.get(k)) {
                Some(a) => copy(out, i, *a),
                None => {
                    let what = r.env.cell_name(id, t, i);
                    out.missing(i, r.env.cause(Cause::NotInForce { what }));
                }
            }
        }
        (Op::Choose(c), _) => choose(r, id, step, &c.exceptions, (t, i), rows, out)?,
        (Op::FromBand(scale), [x, first, a]) => match union(&[*x, *first]) {
            cause if !cause.is_known() => out.missing(i, cause),
            _ if (0..draws).all(|d| x.at(d) >= first.at(d)) => copy(out, i, *a),
            _ => {
                let what = r.env.cell_name(id, t, i);
                let name = r.env.book.scales.get(scale.index()).map_or("", |s| s.name.as_str());
                out.missing(i, r.env.cause(Cause::BelowBands { what, scale: name.to_owned() }));
            }
        },
        (Op::Lookup(_), [row, a]) => copy(out, i, if row.cause().is_known() { *a } else { *row }),
        (Op::Definition(_) | Op::Shift(_) | Op::AtPeriod(_) | Op::AtMember(_) | Op::DayByDay(_), [a, ..]) => {
            copy(out, i, *a)
        }
        _ if !union(rows).is_known() => out.missing(i, union(rows)),
        _ => strict(r.env, step, i, rows, out)?,
    }
    Ok(())
}

/// The exception that applies, by exact conditions; a condition that is drawn can't choose.
fn choose(
    r: &Reader,
    id: StepId,
    step: &Step,
    exceptions: &[ExceptionOp],
    (t, i): (usize, usize),
    rows: &[Row],
    out: &mut Rows,
) -> Result<(), Diagnostic> {
    let days = step.shape.period.and_then(|_| r.env.days(t));
    let mut rest = rows.iter().copied();
    let exact = |row: Option<Row>| match row {
        Some(Row::Draws(_)) => Err(unsupported(r.env, step)),
        Some(row) => Ok((row.cause(), row.at(0))),
        None => Ok((CauseId::KNOWN, 0.0)),
    };
    let (mut states, mut values) = (Vec::new(), Vec::new());
    for e in exceptions {
        // A day is a small whole number, so nothing is lost on the way back.
        let date =
            if e.dated { Some(exact(rest.next())?).map(|(cause, day)| (cause, day as i128)) } else { None };
        let when =
            if e.when { Some(exact(rest.next())?).map(|(cause, yes)| (cause, yes > 0.5)) } else { None };
        states.push(state(e, days, date, when));
        values.extend(rest.next());
    }
    let value = match decide(exceptions, &states) {
        Holds::Base => rest.next(),
        Holds::One(k) => values.get(k).copied(),
        Holds::Unknown(causes) => {
            let all =
                causes.into_iter().fold(CauseId::KNOWN, |all, cause| r.env.data.causes.union(all, cause));
            Some(Row::Missing(all))
        }
        Holds::Two(..) => None,
    };
    match value {
        Some(value) => copy(out, i, value),
        None => {
            let what = r.env.cell_name(id, t, i);
            out.missing(i, r.env.cause(Cause::NotInForce { what }));
        }
    }
    Ok(())
}

fn copy(out: &mut Rows, i: usize, a: Row) {
    match a {
        Row::Missing(cause) => out.missing(i, cause),
        _ => out.fill(i, |d| a.at(d)),
    }
}

/// Operations on known arguments.
fn strict(env: &Env, step: &Step, i: usize, rows: &[Row], out: &mut Rows) -> Result<(), Diagnostic> {
    let truth = |b: bool| f64::from(u8::from(b));
    match (&step.op, rows) {
        (Op::Rescale(_) | Op::ToRatio, [a]) => copy(out, i, *a),
        (Op::Negate, [a]) => out.fill(i, |d| -a.at(d)),
        (Op::Not, [a]) => out.fill(i, |d| 1.0 - a.at(d)),
        (Op::Add, [a, b]) => out.fill(i, |d| a.at(d) + b.at(d)),
        (Op::Sub, [a, b]) => out.fill(i, |d| a.at(d) - b.at(d)),
        (Op::Mul, [a, b]) => out.fill(i, |d| a.at(d) * b.at(d)),
        (Op::Div, [a, b]) => out.fill(i, |d| a.at(d) / b.at(d)),
        (Op::And, [a, b]) => out.fill(i, |d| a.at(d).min(b.at(d))),
        (Op::Or, [a, b]) => out.fill(i, |d| a.at(d).max(b.at(d))),
        (Op::Compare(op), [a, b]) => {
            out.fill(i, |d| truth(a.at(d).partial_cmp(&b.at(d)).is_some_and(|o| holds(*op, o))));
        }
        (Op::Min, all) => out.fill(i, |d| all.iter().map(|a| a.at(d)).fold(f64::INFINITY, f64::min)),
        (Op::Max, all) => out.fill(i, |d| all.iter().map(|a| a.at(d)).fold(f64::NEG_INFINITY, f64::max)),
        (Op::Round(mode, mantissa, s), [a]) => {
            let step = *mantissa as f64 / pow10(*s).unwrap_or(1) as f64;
            out.fill(i, |d| round(a.at(d) / step, *mode) * step);
        }
        _ => return Err(unsupported(env, step)),
    }
    Ok(())
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

fn unsupported(env: &Env, step: &Step) -> Diagnostic {
    let owner = env.plan.owners.get(step.owner as usize).map_or("", |o| o.name.as_str());
    Diagnostic::new(Code::NotThroughDraws).arg("name", owner).at(Place::Text(step.span))
}

/// An aggregate of which some argument is drawn; group and filter have to be exact.
fn aggregate(
    r: &Reader,
    id: StepId,
    step: &Step,
    a: &AggregateOp,
    t: usize,
    n: usize,
) -> Result<Option<DrawBlock>, Diagnostic> {
    let across = a.over.iter().any(|x| matches!(x, ramme_rulebook::model::Axis::Period(_)));
    let periods: Vec<usize> = if across { r.env.data_periods().collect() } else { vec![t] };
    let rests =
        |arg: &StepId| periods.iter().any(|t| r.drawn.block(*arg, r.env.block_of(*arg, *t)).is_some());
    if !step.args.iter().any(rests) {
        return Ok(None);
    }
    let summable = matches!(a.func, AggregateFn::Sum | AggregateFn::Mean) && !a.known;
    let (Some(inside), Some(own), false, true) = (
        r.env.insides.get(id.index()).and_then(Option::as_ref),
        r.env.layouts.get(id.index()),
        a.has[1] || a.has[2] || a.keys > 0,
        summable,
    ) else {
        return Err(unsupported(r.env, step));
    };
    let combos = inside.combos_in(own);
    let (mut top, mut bottom) = (Rows::new(own.len(), n), Array2::<f64>::zeros((own.len(), n)));
    for t in periods {
        let dated = a.inside.period.is_some().then_some(t);
        for i in 0..inside.len() {
            let (combo, row) = inside.split(i);
            let gone = a.inside.entity.is_some_and(|e| !r.env.exists(e, row, dated));
            if gone || is_total(r.env, a, inside, combo) {
                continue;
            }
            let out =
                combos.get(combo).copied().unwrap_or(0) * own.rows + if own.has_entity { row } else { 0 };
            let read = |k: usize| {
                let arg = step.args.get(k).copied().unwrap_or(id);
                let map = r.env.maps.get(id.index()).and_then(|m| m.get(k));
                r.cell(arg, r.env.block_of(arg, t), map.map_or(0, |m| m.at(i)))
            };
            let (value, weight) = (read(0), if a.has[3] { read(1) } else { Row::Known(1.0) });
            let cause = r.env.data.causes.union(value.cause(), weight.cause());
            if !cause.is_known() {
                let before = top.status.get(out).copied().unwrap_or_default();
                top.missing(out, r.env.data.causes.union(before, cause));
                continue;
            }
            for d in 0..n {
                if let (Some(x), Some(y)) = (top.values.get_mut((out, d)), bottom.get_mut((out, d))) {
                    *x += value.at(d) * weight.at(d);
                    *y += weight.at(d);
                }
            }
        }
    }
    if a.func == AggregateFn::Mean {
        top.values /= &bottom;
    }
    Ok(Some(top.done(r.env, id, t)))
}

fn is_total(env: &Env, a: &AggregateOp, inside: &Layout, combo: usize) -> bool {
    a.over.iter().any(|axis| match axis {
        ramme_rulebook::model::Axis::Set(s) => env
            .book
            .sets
            .get(s.index())
            .is_some_and(|x| x.has_total && inside.member(combo, *s) + 1 == x.members.len()),
        _ => false,
    })
}
