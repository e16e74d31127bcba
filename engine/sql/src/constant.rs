//! What rests on rules and scenario alone: constants, parameters, factors between price levels.
//!
//! In: values that are known before anything runs. Out: literals, or small tables by year and member. Not here: what a
//! parameter is in a year; the engine has said that, with what a scenario sets and extends.

use std::collections::BTreeSet;

use ramme_eval::blueprint::DatedValue;
use ramme_eval::plan::{Op, Step, StepId, scale};
use ramme_rulebook::model::{Axis, KeyValue, SetId, Shape, Type, Value};
use ramme_value::Date;

use crate::frame::Frame;
use crate::maker::{Body, Maker, RelId, Stuck};
use crate::step::day;
use crate::value::{Piece, Val};
use crate::why::Why;

/// A value as the engine holds it, as a literal; none where it has none.
pub(crate) fn spelled(maker: &Maker<'_>, ty: &Type, n: i128) -> Option<String> {
    Some(match ty {
        Type::YesNo => (if n == 1 { "TRUE" } else { "FALSE" }).to_owned(),
        Type::Num(_) | Type::Period(_) => n.to_string(),
        Type::Date => match i32::try_from(n).ok().and_then(Date::from_days) {
            Some(date) => day(date),
            // The plan has a day after all days, to be the least of none.
            None => (if n > 0 { "DATE '9999-12-31'" } else { "DATE '0001-01-01'" }).to_owned(),
        },
        Type::Text => maker.speak.text(maker.src.data.texts.get(n)),
        Type::Member(set) => maker.speak.text(maker.members(*set).get(usize::try_from(n).ok()?)?),
        Type::Row(entity) => {
            maker.speak.text(maker.src.data.rows(*entity).keys.get(usize::try_from(n).ok()?)?)
        }
    })
}

/// The same, in brackets where it is below zero.
fn piece(maker: &Maker<'_>, ty: &Type, n: i128) -> Option<Piece> {
    let sql = spelled(maker, ty, n)?;
    let number = matches!(ty, Type::Num(_) | Type::Period(_));
    let sql = if number && n < 0 { format!("({sql})") } else { sql };
    // Only numbers may be held in a narrower type than the column's.
    Some(Piece { literal: matches!(ty, Type::Num(_)), ..Piece::literal(sql) })
}

/// True for a step that is the same everywhere.
pub(crate) fn is_bare(maker: &Maker<'_>, id: StepId) -> bool {
    maker.blueprint().plan.step(id).is_some_and(|s| s.shape == Shape::default() && !maker.is_relation(id))
        || maker.blueprint().plan.step(id).is_some_and(|s| matches!(s.op, Op::Const(_)))
}

/// A step that is one value: in all of the frame, or in its one year.
pub(crate) fn literal(maker: &Maker<'_>, frame: &Frame, id: StepId) -> Result<Option<Val>, Stuck> {
    let step = maker.step(id)?;
    let stuck = Stuck { step: id, why: Why::NoForm };
    if let Op::Const(n) = step.op {
        return piece(maker, &step.ty, n).map(|p| Some(Val::One(p))).ok_or(stuck);
    }
    let Some(blocks) = maker.blueprint().constants.get(&id) else { return Ok(None) };
    if step.shape.entity.is_some() || !step.shape.sets.is_empty() {
        return Ok(None);
    }
    let block = match (step.shape.period, frame.year) {
        (None, _) => blocks.first(),
        (Some(_), Some(year)) => maker.blueprint().years.position(year).and_then(|t| blocks.get(t)),
        (Some(_), None) => return Ok(None),
    };
    match block.and_then(|cells| cells.first()).copied().flatten() {
        Some(n) => piece(maker, &step.ty, n).map(|p| Some(Val::One(p))).ok_or(stuck),
        None => Ok(Some(maker.nothing(&step.ty))),
    }
}

/// A parameter or factor as a table: the values by year and member, as far as there are any.
pub(crate) fn relation(maker: &mut Maker<'_>, id: StepId, step: &Step) -> RelId {
    let blocks = maker.blueprint().constants.get(&id).map_or(&[][..], Vec::as_slice);
    let years = maker.blueprint().years;
    let sizes: Vec<(SetId, usize)> = step.shape.sets.iter().map(|s| (*s, maker.members(*s).len())).collect();
    let mut rows = Vec::new();
    for (t, cells) in blocks.iter().enumerate() {
        for (cell, n) in cells.iter().enumerate() {
            let Some(value) = n.and_then(|n| spelled(maker, &step.ty, n)) else { continue };
            let mut row = members_of(maker, &sizes, cell);
            if step.shape.period.is_some() {
                row.push(years.year(t).to_string());
            }
            row.push(value);
            rows.push(row);
        }
    }
    let query = table(maker, &step.shape, &step.ty, rows);
    let comment = crate::comment::of_step(maker, id);
    let label = maker.label(id);
    maker.add(&label, comment, Body::Query(query), BTreeSet::new())
}

/// The names of the members at a cell, in the order of the sets.
pub(crate) fn members_of(maker: &Maker<'_>, sizes: &[(SetId, usize)], cell: usize) -> Vec<String> {
    let mut rest = cell;
    let mut out = Vec::new();
    for (set, size) in sizes.iter().rev() {
        let size = (*size).max(1);
        let name = maker.members(*set).get(rest % size).map_or("", String::as_str);
        out.push(maker.speak.text(name));
        rest /= size;
    }
    out.reverse();
    out
}

/// Rows of literals as a query with the columns of a shape and a value.
pub(crate) fn table(maker: &Maker<'_>, shape: &Shape, ty: &Type, rows: Vec<Vec<String>>) -> String {
    let mut columns: Vec<(String, &str)> = maker
        .axes(shape)
        .into_iter()
        .map(|(axis, column)| {
            (column, if matches!(axis, Axis::Period(_)) { "INTEGER" } else { maker.speak.words() })
        })
        .collect();
    columns.extend(maker.value_columns(ty).into_iter().map(|column| (column, maker.sql_type(ty))));
    literals(maker, &columns, rows)
}

/// Rows of literals as a query with these columns, each of this type.
pub(crate) fn literals(maker: &Maker<'_>, columns: &[(String, &str)], rows: Vec<Vec<String>>) -> String {
    if rows.is_empty() {
        let none: Vec<String> =
            columns.iter().map(|(name, ty)| format!("CAST(NULL AS {ty}) AS {name}")).collect();
        return format!("SELECT * FROM (SELECT {}) AS v WHERE FALSE", none.join(", "));
    }
    let cast: Vec<String> =
        columns.iter().map(|(name, ty)| format!("CAST(v.{name} AS {ty}) AS {name}")).collect();
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    format!("SELECT {}\nFROM {}", cast.join(", "), maker.speak.rows(&names, &rows))
}

/// A parameter that a date of the row chooses.
pub(crate) fn by_date(
    maker: &mut Maker<'_>,
    frame: &mut Frame,
    id: StepId,
    step: &Step,
) -> Result<Val, Stuck> {
    let date = maker.plain(frame, id, 0)?;
    let Op::Parameter(of) = step.op else { return Err(Stuck { step: id, why: Why::NoForm }) };
    let axes = maker.src.book.parameters.get(of.index()).map(|p| p.axes.clone()).unwrap_or_default();
    let values = maker.blueprint().dated.get(&id).cloned().unwrap_or_default();
    let mut cases = Vec::new();
    for value in values {
        let mut when = maker.on_day(&value.between, &date);
        for (key, axis) in value.keys.iter().zip(&axes) {
            let literal = match (key, axis.axis) {
                (KeyValue::Period(year), _) => year.to_string(),
                (KeyValue::Member(at), Axis::Set(set)) => {
                    maker.speak.text(maker.src.book.member_name(set, *at))
                }
                (KeyValue::Member(_), _) => return Err(Stuck { step: id, why: Why::NoForm }),
            };
            let here = maker.here(axis.axis);
            when = Piece::of(format!("{} AND {} = {literal}", when.sql, here.sql), &[&when, &here]);
        }
        let stuck = Stuck { step: id, why: Why::NoForm };
        cases.push((when, Val::One(of_value(maker, &value, &step.ty).ok_or(stuck)?)));
    }
    if cases.is_empty() {
        return Ok(maker.nothing(&step.ty));
    }
    Ok(maker.cases(&cases, None))
}

/// A value of the rules as a literal.
fn of_value(maker: &Maker<'_>, value: &DatedValue, ty: &Type) -> Option<Piece> {
    let n = match &value.value {
        Value::Dec(d) => d.rescale(scale(ty))?.mantissa(),
        Value::YesNo(yes) => i128::from(*yes),
        Value::Date(d) => i128::from(d.days_from_epoch()),
        Value::Text(text) => return Some(Piece { literal: false, ..Piece::literal(maker.speak.text(text)) }),
        Value::Member(_, at) => i128::from(*at),
        Value::Period(_, at) => i128::from(*at),
    };
    piece(maker, ty, n)
}
