//! Exceptions: which one applies to a row, or the base.
//!
//! In: for each exception in play when it is in force, its condition and its value; the base. Out: one `CASE`. An exception
//! falls away where another that applies goes before it, itself or through exceptions in force. Where one that stands is not
//! known to apply, the value is missing. Not here: two that hold at once and have no order; a run has refused those.

use ramme_eval::plan::{ChooseOp, ExceptionOp, StepId};

use crate::frame::Frame;
use crate::maker::{Maker, Stuck};
use crate::value::{Piece, Val};
use crate::why::Why;

/// What can be said of an exception at a row: each is never NULL.
struct State {
    in_force: Piece,
    applies: Piece,
    unknown: Piece,
    value: Val,
}

/// The value of each row.
pub(crate) fn choose(
    maker: &mut Maker<'_>,
    frame: &mut Frame,
    id: StepId,
    c: &ChooseOp,
) -> Result<Val, Stuck> {
    let mut next = 0_usize;
    let mut states = Vec::new();
    for (at, e) in c.exceptions.iter().enumerate() {
        states.push(state(maker, frame, (id, at, e), &mut next)?);
    }
    let base = maker.arg(frame, id, next)?;
    let fallen = fallen(maker, frame, id, &c.exceptions, &states)?;
    let stands = |k: usize, what: &Piece| match fallen.get(k).and_then(Option::as_ref) {
        Some(gone) => Piece::of(format!("({} AND NOT {})", what.sql, gone.sql), &[what, gone]),
        None => what.clone(),
    };
    let mut cases = Vec::new();
    let unknown: Vec<Piece> = states.iter().enumerate().map(|(k, s)| stands(k, &s.unknown)).collect();
    let any: Vec<&Piece> = unknown.iter().filter(|p| p.sql != "FALSE").collect();
    let ty = maker.step(id)?.ty.clone();
    if !any.is_empty() {
        let sql = any.iter().map(|p| p.sql.as_str()).collect::<Vec<_>>().join(" OR ");
        cases.push((Piece::of(sql, &any), maker.nothing(&ty)));
    }
    for (k, s) in states.iter().enumerate() {
        if s.applies.sql != "FALSE" {
            cases.push((stands(k, &s.applies), s.value.clone()));
        }
    }
    if cases.is_empty() {
        return Ok(base);
    }
    Ok(maker.cases(&cases, Some(base)))
}

fn state(
    maker: &mut Maker<'_>,
    frame: &mut Frame,
    (id, at, e): (StepId, usize, &ExceptionOp),
    next: &mut usize,
) -> Result<State, Stuck> {
    let mut take = |maker: &mut Maker<'_>, frame: &mut Frame, there: bool| {
        if !there {
            return Ok(None);
        }
        *next = next.saturating_add(1);
        maker.plain(frame, id, next.saturating_sub(1)).map(Some)
    };
    let date = take(maker, frame, e.dated)?;
    let when = take(maker, frame, e.when)?;
    let value = maker.arg(frame, id, *next)?;
    *next = next.saturating_add(1);
    let shape = maker.step(id)?.shape.clone();
    let no = |when: &Piece| Piece::of(format!("{} IS FALSE", when.sql), &[when]);
    let falsehood = Piece::literal("FALSE");
    // In force, and whether that is not known: a date that is missing, unless the condition is no anyhow.
    let (in_force, lost) = match &date {
        None => (maker.in_year(&e.between, &shape).unwrap_or_else(|| falsehood.clone()), falsehood.clone()),
        Some(_) if e.between.is_open() => (Piece::literal("TRUE"), falsehood.clone()),
        Some(date) => {
            let covers = maker.on_day(&e.between, date);
            let sql = format!("COALESCE({}, TRUE)", covers.sql);
            let lost = match &when {
                Some(when) => {
                    let no = no(when);
                    Piece::of(format!("({} IS NULL AND NOT {})", date.sql, no.sql), &[date, &no])
                }
                None => Piece::of(format!("{} IS NULL", date.sql), &[date]),
            };
            (Piece::of(sql, &[&covers]), lost)
        }
    };
    let name = |end: &str| format!("s{}_{at}_{end}", id.0);
    let lost = maker.keep(frame, lost, &name("lost"));
    let in_force = maker.keep(frame, in_force, &name("in_force"));
    let both = |a: &Piece, rest: String, parts: &[&Piece]| {
        let rest = if a.sql == "TRUE" { rest } else { format!("{} AND {rest}", a.sql) };
        Piece::of(format!("({rest})"), parts)
    };
    let not_lost =
        |rest: String| if lost.sql == "FALSE" { rest } else { format!("NOT {} AND {rest}", lost.sql) };
    let (applies, unknown) = match &when {
        _ if in_force.sql == "FALSE" => (falsehood.clone(), falsehood),
        None => {
            let yes = both(&in_force, not_lost("TRUE".to_owned()), &[&in_force, &lost]);
            (yes, lost.clone())
        }
        Some(when) => {
            let yes = both(&in_force, not_lost(format!("{} IS TRUE", when.sql)), &[&in_force, when, &lost]);
            let open = both(&in_force, format!("{} IS NULL", when.sql), &[&in_force, when]);
            let sql = if lost.sql == "FALSE" {
                open.sql.clone()
            } else {
                format!("({} OR {})", lost.sql, open.sql)
            };
            (yes, Piece::of(sql, &[&open, &lost]))
        }
    };
    let applies = maker.keep(frame, applies, &name("applies"));
    let unknown = maker.keep(frame, unknown, &name("unknown"));
    Ok(State { in_force, applies, unknown, value })
}

/// For each exception whether it falls away; none where nothing goes before it.
fn fallen(
    maker: &Maker<'_>,
    frame: &mut Frame,
    id: StepId,
    exceptions: &[ExceptionOp],
    states: &[State],
) -> Result<Vec<Option<Piece>>, Stuck> {
    let mut out = Vec::new();
    for to in 0..exceptions.len() {
        let mut ways = Vec::new();
        for from in 0..exceptions.len() {
            let mut path = vec![from];
            paths(exceptions, to, &mut path, &mut ways, id)?;
        }
        let mut sql = Vec::new();
        let mut parts: Vec<&Piece> = Vec::new();
        for way in &ways {
            let (Some(first), between) = (way.first(), way.get(1..).unwrap_or_default()) else { continue };
            let mut text: Vec<&str> = Vec::new();
            for (piece, always) in states.get(*first).map(|s| (&s.applies, false)).into_iter().chain(
                between
                    .iter()
                    .filter_map(|k| states.get(*k))
                    .map(|s| (&s.in_force, s.in_force.sql == "TRUE")),
            ) {
                parts.push(piece);
                if !always {
                    text.push(&piece.sql);
                }
            }
            sql.push(format!("({})", text.join(" AND ")));
        }
        out.push(if sql.is_empty() {
            None
        } else {
            let any = Piece::of(format!("({})", sql.join(" OR ")), &parts);
            Some(maker.keep(frame, any, &format!("s{}_{to}_falls", id.0)))
        });
    }
    Ok(out)
}

/// Every way from the last of a path to an exception, through those that override; the last of a way is not in it.
fn paths(
    exceptions: &[ExceptionOp],
    to: usize,
    path: &mut Vec<usize>,
    ways: &mut Vec<Vec<usize>>,
    id: StepId,
) -> Result<(), Stuck> {
    let Some(at) = path.last().and_then(|at| exceptions.get(*at)) else { return Ok(()) };
    for next in &at.over {
        if *next == to && path.first() != Some(&to) {
            ways.push(path.clone());
        } else if *next == to || path.contains(next) {
            return Err(Stuck { step: id, why: Why::OverriddenInCircle });
        } else {
            path.push(*next);
            paths(exceptions, to, path, ways, id)?;
            path.pop();
        }
    }
    Ok(())
}
