//! One step of the plan as an expression over the columns of a frame.
//!
//! In: a step whose value at a cell rests on other steps at that cell, or at one cell elsewhere. Out: its value. Missing is
//! NULL, and what the engine makes of it is said by the expression: a comparison with NULL is NULL, `and` and `or` are
//! Kleene's in SQL as well. Not here: steps that look at several rows, numbers (`number`).

use std::collections::BTreeMap;

use ramme_eval::plan::{Between, Op, Step, StepId, is_ratio};
use ramme_rulebook::model::{Axis, Compare, SetId, Shape, Type};
use ramme_value::{Date, EndOfMonth, PeriodKind};

use crate::frame::{Frame, Join};
use crate::maker::{Maker, Stuck};
use crate::value::{Piece, Val};
use crate::why::Why;

impl<'a> Maker<'a> {
    /// The value of a step that is no relation of its own, or of what makes one.
    pub(crate) fn row_wise(&mut self, frame: &mut Frame, id: StepId) -> Result<Val, Stuck> {
        let step = self.step(id)?;
        if self.blueprint().drawn.contains(&id) && matches!(step.op, Op::Known(_) | Op::IfKnown) {
            return Err(Stuck { step: id, why: Why::AbsenceOfDrawn });
        }
        match &step.op {
            Op::ThisRow(e) => Ok(Val::One(self.here(Axis::Entity(*e)))),
            Op::ThisPeriod(kind) => Ok(Val::One(self.here(Axis::Period(*kind)))),
            Op::ThisMember(set) => Ok(Val::One(self.here(Axis::Set(*set)))),
            Op::Lookup(_) | Op::Shift(_) | Op::AtPeriod(_) | Op::AtMember(_) => {
                self.elsewhere(frame, id, step)
            }
            Op::Negate
            | Op::Add
            | Op::Sub
            | Op::Mul
            | Op::Div
            | Op::Rescale(_)
            | Op::ToRatio
            | Op::Round(..)
            | Op::Min
            | Op::Max => self.number(frame, id, step),
            Op::Compare(op) => self.compare(frame, id, *op, step),
            Op::Not | Op::And | Op::Or | Op::Known(_) => self.truth(frame, id, step),
            Op::If | Op::IfKnown | Op::Covered | Op::Found | Op::FromBand(_) => self.choice(frame, id, step),
            Op::AddMonths(..) | Op::AddDays | Op::DaysBetween | Op::PeriodOf(_) => self.date(frame, id, step),
            Op::InForce(between) => self.in_force(frame, id, between, step),
            Op::Dated(_) => self.dated(frame, id, step),
            Op::Parameter(_) => crate::constant::by_date(self, frame, id, step),
            Op::Choose(c) => crate::exception::choose(self, frame, id, c),
            Op::Definition(d) if self.src.data.held_back.contains_key(d) => {
                Err(Stuck { step: id, why: Why::HeldBack })
            }
            Op::Definition(_) => self.arg(frame, id, 0),
            _ => Err(Stuck { step: id, why: Why::NoForm }),
        }
    }

    /// The value of an argument.
    pub(crate) fn arg(&mut self, frame: &mut Frame, id: StepId, k: usize) -> Result<Val, Stuck> {
        let arg = self.step(id)?.args.get(k).copied().ok_or(Stuck { step: id, why: Why::NoForm })?;
        self.value(frame, arg)
    }

    /// An argument that is no ratio.
    pub(crate) fn one(&mut self, frame: &mut Frame, id: StepId, k: usize) -> Result<Piece, Stuck> {
        match self.arg(frame, id, k)? {
            Val::One(one) => Ok(one),
            Val::Ratio(..) => Err(Stuck { step: id, why: Why::NoForm }),
        }
    }

    /// An argument that is no ratio, under a name.
    pub(crate) fn plain(&mut self, frame: &mut Frame, id: StepId, k: usize) -> Result<Piece, Stuck> {
        let one = self.one(frame, id, k)?;
        Ok(self.keep(frame, one, &format!("s{}_{k}", id.0)))
    }

    fn truth(&mut self, frame: &mut Frame, id: StepId, step: &'a Step) -> Result<Val, Stuck> {
        if let Op::Known(known) = step.op {
            let first = self.arg(frame, id, 0)?.first().clone();
            let is = if known { "IS NOT NULL" } else { "IS NULL" };
            return Ok(Val::One(Piece::of(format!("({} {is})", first.sql), &[&first])));
        }
        let a = self.one(frame, id, 0)?;
        if step.op == Op::Not {
            return Ok(Val::One(Piece::of(format!("(NOT {})", a.sql), &[&a])));
        }
        let b = self.one(frame, id, 1)?;
        let word = if step.op == Op::And { "AND" } else { "OR" };
        Ok(Val::One(Piece::of(format!("({} {word} {})", a.sql, b.sql), &[&a, &b])))
    }

    fn compare(&mut self, frame: &mut Frame, id: StepId, op: Compare, step: &'a Step) -> Result<Val, Stuck> {
        let [left, right] = step.args.as_slice() else { return Err(Stuck { step: id, why: Why::NoForm }) };
        let ty = &self.step(*left)?.ty;
        let words = matches!(ty, Type::Member(_) | Type::Row(_) | Type::Text);
        if words && !matches!(op, Compare::Is | Compare::IsNot) {
            return Err(Stuck { step: id, why: Why::NoForm });
        }
        let (a, b) = (self.value(frame, *left)?, self.value(frame, *right)?);
        let sign = sign(op);
        if let (Val::One(a), Val::One(b)) = (&a, &b) {
            return Ok(Val::One(Piece::of(format!("({} {sign} {})", a.sql, b.sql), &[a, b])));
        }
        let (a, b) = (self.as_ratio(*left, a)?, self.as_ratio(*right, b)?);
        let sql = format!("({} {sign} {})", self.times(&a.0, &b.1).sql, self.times(&b.0, &a.1).sql);
        Ok(Val::One(Piece::of(sql, &[&a.0, &a.1, &b.0, &b.1])))
    }

    fn choice(&mut self, frame: &mut Frame, id: StepId, step: &'a Step) -> Result<Val, Stuck> {
        match &step.op {
            Op::If => {
                let condition = self.plain(frame, id, 0)?;
                let (a, b) = (self.arg(frame, id, 1)?, self.arg(frame, id, 2)?);
                let no = Piece::of(format!("NOT {}", condition.sql), &[&condition]);
                Ok(self.cases(&[(condition, a), (no, b)], None))
            }
            Op::IfKnown => {
                let (a, b) = (self.arg(frame, id, 0)?, self.arg(frame, id, 1)?);
                let a = self.kept_value(frame, a, id);
                let known = Piece::of(format!("{} IS NOT NULL", a.first().sql), &[a.first()]);
                Ok(self.cases(&[(known, a)], Some(b)))
            }
            Op::Covered | Op::Found => {
                let ok = self.one(frame, id, 0)?;
                let value = self.arg(frame, id, 1)?;
                Ok(self.cases(&[(ok, value)], None))
            }
            _ => {
                let (x, first) = (self.one(frame, id, 0)?, self.one(frame, id, 1)?);
                let value = self.arg(frame, id, 2)?;
                let inside = Piece::of(format!("{} >= {}", x.sql, first.sql), &[&x, &first]);
                Ok(self.cases(&[(inside, value)], None))
            }
        }
    }

    /// The same value, its first piece under a name.
    fn kept_value(&self, frame: &mut Frame, val: Val, id: StepId) -> Val {
        match val {
            Val::One(one) => Val::One(self.keep(frame, one, &format!("s{}_value", id.0))),
            Val::Ratio(top, bottom) => Val::Ratio(self.keep(frame, top, &format!("s{}_value", id.0)), bottom),
        }
    }

    /// `CASE`: the first value whose condition holds, else the last, else missing.
    pub(crate) fn cases(&self, cases: &[(Piece, Val)], otherwise: Option<Val>) -> Val {
        let part = |second: bool| {
            let of = |val: &Val| match (val, second) {
                (Val::One(one) | Val::Ratio(one, _), false) => one.clone(),
                (Val::Ratio(_, bottom), true) => bottom.clone(),
                (Val::One(_), true) => Piece::literal("1"),
            };
            let mut sql = String::from("CASE");
            let mut layer = 0;
            for (condition, val) in cases {
                let piece = of(val);
                sql.push_str(&format!(" WHEN {} THEN {}", bare(&condition.sql), piece.sql));
                layer = layer.max(condition.layer).max(piece.layer);
            }
            if let Some(val) = &otherwise {
                let piece = of(val);
                sql.push_str(&format!(" ELSE {}", piece.sql));
                layer = layer.max(piece.layer);
            }
            sql.push_str(" END");
            // Every branch may be a literal: then the whole is held as one is.
            let literal =
                cases.iter().map(|(_, val)| of(val)).chain(otherwise.as_ref().map(&of)).all(|p| p.literal);
            Piece { sql, layer, plain: false, literal }
        };
        let ratio = cases.iter().any(|(_, val)| matches!(val, Val::Ratio(..)))
            || matches!(otherwise, Some(Val::Ratio(..)));
        if ratio { Val::Ratio(part(false), part(true)) } else { Val::One(part(false)) }
    }

    fn date(&mut self, frame: &mut Frame, id: StepId, step: &'a Step) -> Result<Val, Stuck> {
        let speak = self.speak;
        let one = |sql: String, parts: &[&Piece]| Ok(Val::One(Piece::of(sql, parts)));
        match &step.op {
            Op::AddMonths(months, mode) => {
                let day = self.plain(frame, id, 0)?;
                let clamped = speak.months_later(&day.sql, *months);
                if *mode != EndOfMonth::Overflow {
                    return one(clamped, &[&day]);
                }
                let sql = format!(
                    "CASE WHEN {} < {} THEN {} ELSE {clamped} END",
                    speak.day_of(&clamped),
                    speak.day_of(&day.sql),
                    speak.days_later(&clamped, "1")
                );
                one(sql, &[&day])
            }
            Op::AddDays => {
                let (day, days) = (self.one(frame, id, 0)?, self.one(frame, id, 1)?);
                one(speak.days_later(&day.sql, &days.sql), &[&day, &days])
            }
            Op::DaysBetween => {
                let (later, earlier) = (self.one(frame, id, 0)?, self.one(frame, id, 1)?);
                one(speak.days_between(&later.sql, &earlier.sql), &[&later, &earlier])
            }
            Op::PeriodOf(kind) => {
                let day = self.plain(frame, id, 0)?;
                let (year, month) = (speak.year_of(&day.sql), speak.month_of(&day.sql));
                let sql = match kind {
                    PeriodKind::Year => year,
                    PeriodKind::Month => format!("({year} * 12 + {month} - 1)"),
                    PeriodKind::Quarter => {
                        format!(
                            "({year} * 4 + CAST({} AS INTEGER))",
                            speak.quotient(&format!("({month} - 1)"), "3")
                        )
                    }
                };
                one(sql, &[&day])
            }
            _ => Err(Stuck { step: id, why: Why::NoForm }),
        }
    }

    /// The clause in force in the year.
    fn in_force(
        &mut self,
        frame: &mut Frame,
        id: StepId,
        clauses: &[Between],
        step: &'a Step,
    ) -> Result<Val, Stuck> {
        let mut cases = Vec::new();
        for (k, between) in clauses.iter().enumerate() {
            let Some(when) = self.in_year(between, &step.shape) else { continue };
            let value = self.arg(frame, id, k)?;
            cases.push((when, value));
        }
        if cases.is_empty() {
            return Ok(self.nothing(&step.ty));
        }
        Ok(self.cases(&cases, None))
    }

    /// Whether a clause is in force in the year of the cell, all of it; none where it never is.
    pub(crate) fn in_year(&self, between: &Between, shape: &Shape) -> Option<Piece> {
        let Some(kind) = shape.period else { return between.is_open().then(|| Piece::literal("TRUE")) };
        let year = self.column(Axis::Period(kind));
        let first = between.from.map(|from| {
            if (from.month(), from.day()) == (1, 1) { from.year() } else { from.year().saturating_add(1) }
        });
        let last = between.to.map(|to| {
            if (to.month(), to.day()) == (12, 31) { to.year() } else { to.year().saturating_sub(1) }
        });
        let sql = match (first, last) {
            (None, None) => return Some(Piece::literal("TRUE")),
            (Some(first), None) => format!("f.{year} >= {first}"),
            (None, Some(last)) => format!("f.{year} <= {last}"),
            (Some(first), Some(last)) if first > last => return None,
            (Some(first), Some(last)) if first == last => format!("f.{year} = {first}"),
            (Some(first), Some(last)) => format!("f.{year} BETWEEN {first} AND {last}"),
        };
        Some(Piece { sql, layer: 1, plain: false, literal: false })
    }

    /// The clause in force on a date of the row.
    fn dated(&mut self, frame: &mut Frame, id: StepId, step: &'a Step) -> Result<Val, Stuck> {
        let Op::Dated(clauses) = &step.op else { return Err(Stuck { step: id, why: Why::NoForm }) };
        let date = self.plain(frame, id, 0)?;
        let mut cases = Vec::new();
        for (k, between) in clauses.iter().enumerate() {
            let value = self.arg(frame, id, k.saturating_add(1))?;
            cases.push((self.on_day(between, &date), value));
        }
        if cases.is_empty() {
            return Ok(self.nothing(&step.ty));
        }
        Ok(self.cases(&cases, None))
    }

    /// Whether a day lies within; NULL where the day is.
    pub(crate) fn on_day(&self, between: &Between, date: &Piece) -> Piece {
        let sql = match (between.from, between.to) {
            (None, None) => format!("{} IS NOT NULL", date.sql),
            (Some(from), None) => format!("{} >= {}", date.sql, day(from)),
            (None, Some(to)) => format!("{} <= {}", date.sql, day(to)),
            (Some(from), Some(to)) => format!("{} BETWEEN {} AND {}", date.sql, day(from), day(to)),
        };
        Piece::of(sql, &[date])
    }

    /// A value that is missing.
    pub(crate) fn nothing(&self, ty: &Type) -> Val {
        let null = Piece::literal(format!("CAST(NULL AS {})", self.sql_type(ty)));
        if is_ratio(ty) { Val::Ratio(null.clone(), null) } else { Val::One(null) }
    }

    /// A cell of another row, year or member.
    fn elsewhere(&mut self, frame: &mut Frame, id: StepId, step: &'a Step) -> Result<Val, Stuck> {
        let (inner_at, other_at) = if matches!(step.op, Op::Lookup(_)) { (1, Some(0)) } else { (0, None) };
        let inner = step.args.get(inner_at).copied().ok_or(Stuck { step: id, why: Why::NoForm })?;
        let shape = self.step(inner)?.shape.clone();
        match step.op {
            Op::Lookup(entity) => {
                let row = self.plain(frame, id, other_at.unwrap_or(0))?;
                self.at(frame, inner, &shape, (Axis::Entity(entity), row))
            }
            Op::AtMember(set) => {
                let member = self.plain(frame, id, 1)?;
                self.at(frame, inner, &shape, (Axis::Set(set), member))
            }
            Op::Shift(back) => {
                let Some(kind) = shape.period else { return self.value(frame, inner) };
                let back = i32::try_from(back).unwrap_or(i32::MAX);
                if let Some(year) = frame.year.filter(|_| self.is_in_circle(inner)) {
                    let earlier = year.saturating_sub(back);
                    if self.blueprint().years.position(earlier).is_none() {
                        return Ok(self.nothing(&step.ty));
                    }
                    let val = self.joined(frame, inner, &shape, &BTreeMap::new(), Some(earlier))?;
                    return self.if_there(frame, val, step, Piece::literal(earlier.to_string()));
                }
                let earlier = Piece {
                    layer: 1,
                    ..Piece::literal(format!("f.{} - {back}", self.column(Axis::Period(kind))))
                };
                self.in_another_year(frame, (inner, &shape), kind, earlier, step)
            }
            Op::AtPeriod(year) => {
                let Some(kind) = shape.period else { return self.value(frame, inner) };
                self.in_another_year(frame, (inner, &shape), kind, Piece::literal(year.to_string()), step)
            }
            _ => Err(Stuck { step: id, why: Why::NoForm }),
        }
    }

    fn in_another_year(
        &mut self,
        frame: &mut Frame,
        (inner, shape): (StepId, &Shape),
        kind: PeriodKind,
        year: Piece,
        step: &'a Step,
    ) -> Result<Val, Stuck> {
        if crate::constant::is_bare(self, inner) {
            return self.value(frame, inner);
        }
        let at = BTreeMap::from([(Axis::Period(kind), year.clone())]);
        let val = self.joined(frame, inner, shape, &at, None)?;
        self.if_there(frame, val, step, year)
    }

    /// A value of another year, where the row is on the roll of that year.
    fn if_there(&mut self, frame: &mut Frame, val: Val, step: &'a Step, year: Piece) -> Result<Val, Stuck> {
        let Some(entity) = step.shape.entity else { return Ok(val) };
        let Some(roll) = crate::data::roll(self, entity) else { return Ok(val) };
        let relation = self.read(roll);
        let (row, period) = (Axis::Entity(entity), Axis::Period(PeriodKind::Year));
        let on = vec![(self.column(row), self.here(row)), (self.column(period), year)];
        let take = vec![(self.quoted("here"), "on the roll".to_owned())];
        let there = frame.join(Join { relation: &relation, on, take }, |name| self.speak.name(name));
        let Some(there) = there.into_iter().next() else { return Ok(val) };
        Ok(self.cases(&[(there, val)], None))
    }

    /// A cell at another row or member of the same year.
    fn at(
        &mut self,
        frame: &mut Frame,
        inner: StepId,
        shape: &Shape,
        (axis, place): (Axis, Piece),
    ) -> Result<Val, Stuck> {
        let has = match axis {
            Axis::Entity(e) => shape.entity == Some(e),
            Axis::Set(s) => shape.sets.contains(&s),
            Axis::Period(_) => false,
        };
        if !has || crate::constant::is_bare(self, inner) {
            let val = self.value(frame, inner)?;
            let known = Piece::of(format!("{} IS NOT NULL", place.sql), &[&place]);
            return Ok(self.cases(&[(known, val)], None));
        }
        let year = frame.year;
        self.joined(frame, inner, shape, &BTreeMap::from([(axis, place)]), year)
    }

    /// The members of a set, the total last.
    pub(crate) fn members(&self, set: SetId) -> &'a [String] {
        self.src.book.sets.get(set.index()).map_or(&[], |s| &s.members)
    }
}

/// A comparison, in SQL.
pub(crate) fn sign(op: Compare) -> &'static str {
    match op {
        Compare::Is => "=",
        Compare::IsNot => "<>",
        Compare::Less => "<",
        Compare::AtMost => "<=",
        Compare::More => ">",
        Compare::AtLeast => ">=",
    }
}

/// A day, as a literal.
pub(crate) fn day(date: Date) -> String {
    format!("DATE '{date}'")
}

/// An expression without the brackets around all of it.
fn bare(sql: &str) -> &str {
    let Some(inside) = sql.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else { return sql };
    let mut depth = 0_i32;
    let mut quote = None;
    for c in inside.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '(') => depth = depth.saturating_add(1),
            (None, ')') if depth == 0 => return sql,
            (None, ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    inside
}
