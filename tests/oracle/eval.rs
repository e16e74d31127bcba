//! The second evaluator: one cell at a time, by recursion on definitions, written from the reference.
//!
//! In: a checked rulebook, data, a date to which knowledge is pinned, chosen readings. Out: values, missing or not, and
//! verdicts. Nothing of the engine is used: no plan, no columns, no kernels. Days are looped over, allotments are served one
//! by one, numbers are big rationals.

use crate::truth::{both, either, truth};
use crate::value::{Number, Val, add_months, date_of, decimal, round, whole, year_days};
use crate::world::{Cell, World, day_number};
use num_traits::Zero;
use ramme_rulebook::model::{
    Amendment, Arith, Axis, AxisName, Clause, Compare, DefinitionId, EntityId, Expr, ExprKind, GroupId,
    InputId, KeyValue, ParameterId, Prices, ReadingId, Rule, Rulebook, SetId, Shape, Type, Value, Version,
};
use ramme_syntax::tree::{RuleKind, Verb};
use ramme_value::{Date, Rounding};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A value; none where it is missing.
pub type Known = Option<Val>;

/// What stops an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A month without such a day, under `forbid`.
    NoSuchDay,
    /// A date outside 1800 to 2200.
    DateBeyondRange,
    /// Two rows that no key of the order tells apart.
    Tie,
    /// A construct that this evaluator has not learned yet.
    NotYet(String),
    /// Two exceptions, of which none goes before the other.
    Clash,
}

pub type Out = Result<Known, Fault>;

/// Clauses, and what amends them in the order of publication.
type Law<'c> = (&'c [Clause], &'c [Amendment]);

/// Where a value is asked for.
#[derive(Debug, Clone, Default)]
pub struct Point {
    pub row: Option<(EntityId, usize)>,
    pub year: Option<i32>,
    pub members: BTreeMap<SetId, u32>,
    pub day: Option<i64>,
}

/// What came of a rule for one subject; none where it is not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// `complies`, `explained`, `breach`, `undetermined`, `met` or `not met`.
    pub outcome: &'static str,
    /// Both sides of a rule that is one comparison of numbers.
    pub sides: Option<(Known, Known)>,
}

/// The evaluator.
pub struct Oracle<'a> {
    pub book: &'a Rulebook,
    pub world: &'a World,
    known_on: Option<Date>,
    readings: Vec<Option<ReadingId>>,
    memo: RefCell<BTreeMap<(DefinitionId, Cell), Out>>,
    pub(crate) served: RefCell<BTreeMap<ServedKey, Result<Vec<Known>, Fault>>>,
}

/// Which allotment or line, for which year and members.
pub type ServedKey = (*const (), Option<i32>, Vec<u32>);

impl<'a> Oracle<'a> {
    pub fn new(
        book: &'a Rulebook,
        world: &'a World,
        (known_on, chosen): (Option<Date>, &[ReadingId]),
    ) -> Self {
        let mut oracle = Oracle {
            book,
            world,
            known_on,
            readings: Vec::new(),
            memo: RefCell::default(),
            served: RefCell::default(),
        };
        for (at, group) in book.groups.iter().enumerate() {
            let id = GroupId(at as u32);
            let all = (0..group.members.len() as u32).map(|member| ReadingId { group: id, member });
            let taken = chosen.iter().copied().find(|r| r.group == id);
            oracle.readings.push(taken.or_else(|| all.into_iter().find(|r| oracle.is_known(*r))));
        }
        oracle
    }

    /// A reading is known where a clause of its was, or nothing of its group was; it has to be so in all that has clauses of
    /// it, and somewhere a clause of its was.
    fn is_known(&self, reading: ReadingId) -> bool {
        let book = self.book;
        let mut things: Vec<Vec<&Version>> = Vec::new();
        things.extend(book.definitions.iter().map(|d| d.clauses.iter().map(|c| &c.version).collect()));
        things.extend(book.rules.iter().map(|r| r.clauses.iter().map(|c| &c.version).collect()));
        things.extend(book.parameters.iter().map(|p| p.values.iter().map(|v| &v.version).collect()));
        let out = |v: &Version| {
            self.published(v.cites.first().and_then(|c| book.documents[c.document.index()].published))
        };
        let (mut here, mut anywhere, mut somewhere) = (true, false, false);
        for thing in things {
            let of = |wanted: &dyn Fn(ReadingId) -> bool| {
                thing
                    .iter()
                    .filter(|v| !v.amends && v.reading.is_some_and(wanted))
                    .copied()
                    .collect::<Vec<_>>()
            };
            let (own, group) = (of(&|r| r == reading), of(&|r| r.group == reading.group));
            if own.is_empty() {
                continue;
            }
            anywhere = true;
            somewhere |= own.iter().any(|v| out(v));
            here &= own.iter().any(|v| out(v)) || !group.iter().any(|v| out(v));
        }
        here && (somewhere || !anywhere)
    }

    fn published(&self, date: Option<Date>) -> bool {
        date.is_none_or(|date| self.known_on.is_none_or(|on| date <= on))
    }

    /// A clause counts if its reading is taken and the first document that it cites was published.
    pub fn counts(&self, version: &Version) -> bool {
        let first = version.cites.first();
        let published = first.and_then(|c| self.book.documents[c.document.index()].published);
        let read = version.reading.is_none_or(|r| self.readings[r.group.index()] == Some(r));
        read && self.published(published)
    }

    pub fn holds_on(version: &Version, first: i64, last: i64) -> bool {
        version.from.is_none_or(|from| day_number(from) <= first)
            && version.to.is_none_or(|to| day_number(to) >= last)
    }

    /// The clause in force: by its date of the row, by the day, by the period. Missing where the date is; `None` inside
    /// where no clause holds.
    fn clause<'c>(&self, law: Law<'c>, p: &Point) -> Result<Option<Option<&'c Clause>>, Fault> {
        for (at, clause) in law.0.iter().enumerate() {
            if clause.exception.is_some() || !self.counts(&clause.version) {
                continue;
            }
            match self.in_force(law, at, p)? {
                None => return Ok(None),
                Some(true) => return Ok(Some(Some(clause))),
                Some(false) => {}
            }
        }
        Ok(Some(None))
    }

    /// Whether a clause is in force at a point; unknown where the date of the row is.
    fn in_force(&self, law: Law, at: usize, p: &Point) -> Result<Option<bool>, Fault> {
        let (clause, version) = (&law.0[at], &law.0[at].version);
        let dates = law.1.iter().map(|a| &a.version).chain([version]);
        let always = dates.clone().all(|v| v.from.is_none() && v.to.is_none());
        let span = match (&clause.dated_by, p.day, p.year) {
            (Some(_), _, _) if always => return Ok(Some(true)),
            (Some(date), _, _) => match self.eval(date, p)? {
                Some(day) => Some((day.day(), day.day())),
                None => return Ok(None),
            },
            (None, Some(day), _) => Some((day, day)),
            (None, None, Some(year)) => Some(year_days(year)),
            (None, None, None) => None,
        };
        Ok(Some(match span {
            Some((first, last)) => {
                let put_away = |a: &Amendment| {
                    let reading = |v: &Version| v.reading.is_none() || version.reading.is_none();
                    a.label.as_deref() == clause.label()
                        && (reading(&a.version) || a.version.reading == version.reading)
                };
                Self::holds_on(version, first, last) && !self.amended(law.1, at, (first, last), put_away)
            }
            None => version.from.is_none() && version.to.is_none(),
        }))
    }

    /// Whether a later amendment that counts takes the place of a clause or value on some days.
    fn amended(
        &self,
        amendments: &[Amendment],
        at: usize,
        (first, last): (i64, i64),
        about: impl Fn(&Amendment) -> bool,
    ) -> bool {
        let later = amendments.iter().position(|a| a.clause == Some(at)).map_or(0, |own| own + 1);
        amendments[later..].iter().any(|a| {
            let takes = a.verb != Verb::Adds && self.counts(&a.version) && about(a);
            takes && Self::holds_on(&a.version, first, last)
        })
    }

    /// What the clauses say: the exception that is left, or the base.
    fn said(&self, law: Law, p: &Point) -> Out {
        // The exceptions in force, and whether each applies.
        let mut held: Vec<(&Clause, Option<bool>)> = Vec::new();
        for (at, clause) in law.0.iter().enumerate() {
            if clause.exception.is_none() || !self.counts(&clause.version) {
                continue;
            }
            let force = self.in_force(law, at, p)?;
            let when = clause.exception.as_ref().and_then(|e| e.when.as_ref());
            let when = when.map_or(Ok(Some(true)), |when| Ok(truth(self.eval(when, p)?)))?;
            if force != Some(false) {
                held.push((clause, both(force, when)));
            }
        }
        let over = |a: &Clause, b: &Clause| {
            a.exception
                .as_ref()
                .zip(b.label())
                .is_some_and(|(e, label)| e.overrides.iter().any(|o| o == label))
        };
        // `goes[a][b]`: a goes before b, itself or through others.
        let mut goes: Vec<Vec<bool>> =
            held.iter().map(|(a, _)| held.iter().map(|(b, _)| over(a, b)).collect()).collect();
        for k in 0..held.len() {
            for i in 0..held.len() {
                for j in 0..held.len() {
                    goes[i][j] |= goes[i][k] && goes[k][j];
                }
            }
        }
        let fallen = |i: usize| (0..held.len()).any(|j| held[j].1 == Some(true) && goes[j][i]);
        let left: Vec<&(&Clause, Option<bool>)> =
            (0..held.len()).filter(|i| held[*i].1 != Some(false) && !fallen(*i)).map(|i| &held[i]).collect();
        match left.as_slice() {
            all if all.iter().any(|(_, applies)| applies.is_none()) => Ok(None),
            [] => match self.clause(law, p)? {
                Some(Some(clause)) => self.eval(&clause.body, p),
                _ => Ok(None),
            },
            [(one, _)] => self.eval(&one.body, p),
            _ => Err(Fault::Clash),
        }
    }

    /// The point of a cell.
    fn point(shape: &Shape, cell: &Cell) -> Point {
        Point {
            row: shape.entity.zip(cell.0),
            year: cell.1,
            members: shape.sets.iter().copied().zip(cell.2.iter().copied()).collect(),
            day: None,
        }
    }

    /// The cell of a shape that a point is in.
    fn cell(shape: &Shape, p: &Point) -> Cell {
        let row = shape.entity.map(|e| match p.row {
            Some((of, row)) if of == e => row,
            other => panic!("no row of {e:?} at {other:?}"),
        });
        let year = shape.period.and(p.year);
        (row, year, shape.sets.iter().map(|s| p.members[s]).collect())
    }

    /// Whether there is anything at a cell: a row that is not on the roll has no value.
    fn is_there(&self, shape: &Shape, cell: &Cell) -> bool {
        shape.entity.zip(cell.0).is_none_or(|(e, row)| self.world.exists(e, row, cell.1))
    }

    /// The value of a definition; `Ok(None)` where it is missing.
    pub fn definition(&self, id: DefinitionId, cell: &Cell) -> Out {
        let key = (id, cell.clone());
        if let Some(found) = self.memo.borrow().get(&key) {
            return found.clone();
        }
        let d = &self.book.definitions[id.index()];
        let found = if !self.is_there(&d.shape, cell) || self.before_everything(cell.1) {
            Ok(None)
        } else {
            self.said((&d.clauses, &d.amendments), &Self::point(&d.shape, cell))
        };
        self.memo.borrow_mut().insert(key, found.clone());
        found
    }

    /// Whether some clause of a definition is in force at a cell, as far as that is known.
    pub fn is_in_force(&self, id: DefinitionId, cell: &Cell) -> bool {
        let d = &self.book.definitions[id.index()];
        let p = Self::point(&d.shape, cell);
        let mut own = d.clauses.iter().enumerate().filter(|(_, c)| self.counts(&c.version));
        own.any(|(at, _)| self.in_force((&d.clauses, &d.amendments), at, &p) != Ok(Some(false)))
    }

    /// No recurrence reaches further back than 200 periods.
    fn before_everything(&self, year: Option<i32>) -> bool {
        year.is_some_and(|year| year < self.world.first - 200)
    }

    fn input(&self, id: InputId, p: &Point) -> Known {
        let shape = &self.book.inputs[id.index()].shape;
        let cell = Self::cell(shape, p);
        if !self.is_there(shape, &cell) {
            return None;
        }
        self.world.cells.get(&(id, cell)).cloned()
    }

    /// The keys of a value by its axes.
    pub fn keys(axes: &[AxisName], p: &Point) -> Vec<KeyValue> {
        let key = |axis: &AxisName| match axis.axis {
            Axis::Period(_) => p.year.map(KeyValue::Period),
            Axis::Set(set) => Some(KeyValue::Member(p.members[&set])),
            Axis::Entity(_) => None,
        };
        axes.iter().filter_map(key).collect()
    }

    fn parameter(&self, id: ParameterId, p: &Point) -> Out {
        let parameter = &self.book.parameters[id.index()];
        let keys = Self::keys(&parameter.axes, p);
        let span = match &parameter.dated_by {
            Some(date) => match self.eval(date, p)? {
                Some(day) => Some((day.day(), day.day())),
                None => return Ok(None),
            },
            None => p.year.filter(|_| parameter.shape.period.is_some()).map(year_days),
        };
        if let Some(own) = self.own_value(id, &keys, span) {
            return Ok(Some(own));
        }
        // A year without a value, after one that has one, goes on from the year before.
        let (Some(by), Some(year)) = (parameter.indexed, p.year) else { return Ok(None) };
        let at = |year: i32| {
            let move_to =
                |key: &KeyValue| if let KeyValue::Period(_) = key { KeyValue::Period(year) } else { *key };
            keys.iter().map(move_to).collect::<Vec<_>>()
        };
        let begun = (year - 300..year).any(|y| self.own_value(id, &at(y), Some(year_days(y))).is_some());
        if !begun {
            return Ok(None);
        }
        let before = self.parameter(id, &Point { year: Some(year - 1), ..p.clone() })?;
        let change = self.parameter(by.index, &Point { year: Some(year), ..Point::default() })?;
        let grown = before.zip(change).map(|(x, change)| x.num() * (whole(1) + change.num()));
        Ok(grown.map(|x| Val::Num(round(&x, &decimal(by.step), by.mode))))
    }

    /// The value that is set or written for these keys.
    fn own_value(&self, id: ParameterId, keys: &[KeyValue], span: Option<(i64, i64)>) -> Known {
        if let Some(value) = self.world.set.get(&(id, keys.to_vec())) {
            return Some(constant(value));
        }
        let parameter = &self.book.parameters[id.index()];
        let holds = |at: usize, v: &Version| {
            // Without a date that chooses, nothing has dates but the years of the keys.
            let (first, last) = span.unwrap_or((0, 0));
            let about = |a: &Amendment| {
                let reading = a.version.reading.is_none() || v.reading.is_none();
                a.keys == keys && (reading || a.version.reading == v.reading)
            };
            span.is_none_or(|_| Self::holds_on(v, first, last))
                && !self.amended(&parameter.amendments, at, (first, last), about)
        };
        let mut values = parameter.values.iter().enumerate();
        let found =
            values.find(|(at, v)| v.keys == keys && self.counts(&v.version) && holds(*at, &v.version));
        found.map(|(_, v)| constant(&v.value))
    }

    /// The value of an expression at a point.
    pub fn eval(&self, e: &Expr, p: &Point) -> Out {
        Ok(match &e.kind {
            ExprKind::Const(value) => Some(constant(value)),
            ExprKind::Input(id) => self.input(*id, p),
            ExprKind::Parameter(id) => self.parameter(*id, p)?,
            ExprKind::Definition(id) => {
                let d = &self.book.definitions[id.index()];
                if d.for_a_day {
                    self.said((&d.clauses, &d.amendments), p)?
                } else {
                    self.definition(*id, &Self::cell(&d.shape, p))?
                }
            }
            ExprKind::ThisRow(_) => p.row.map(|(_, row)| Val::Row(row)),
            ExprKind::ThisPeriod(_) => p.year.map(Val::Year),
            ExprKind::ThisMember(set) => p.members.get(set).map(|m| Val::Member(*m)),
            ExprKind::Lookup { row, inner } => {
                let Type::Row(entity) = row.ty else { panic!("a row is looked up") };
                match self.eval(row, p)? {
                    Some(Val::Row(at)) => {
                        self.eval(inner, &Point { row: Some((entity, at)), ..p.clone() })?
                    }
                    _ => None,
                }
            }
            ExprKind::Shift { back, inner } => {
                let year = p.year.map(|year| year - *back as i32);
                self.in_year(inner, year, p)?
            }
            ExprKind::AtPeriod { period, inner } => self.in_year(inner, Some(*period), p)?,
            ExprKind::AtMember { set, member, inner } => match self.eval(member, p)? {
                Some(Val::Member(m)) => {
                    let mut there = p.clone();
                    there.members.insert(*set, m);
                    self.eval(inner, &there)?
                }
                _ => None,
            },
            ExprKind::Convert { value, index, from, to } => self.convert(value, index, *from, *to, p)?,
            ExprKind::Negate(x) => self.number(x, p)?.map(|n| Val::Num(-n)),
            ExprKind::Not(x) => self.eval(x, p)?.map(|b| Val::Yes(!b.yes())),
            ExprKind::Arith { op, left, right } => {
                let (Some(a), Some(b)) = (self.number(left, p)?, self.number(right, p)?) else {
                    return Ok(None);
                };
                match op {
                    Arith::Add => Some(Val::Num(a + b)),
                    Arith::Sub => Some(Val::Num(a - b)),
                    Arith::Mul => Some(Val::Num(a * b)),
                    Arith::Div if b.is_zero() => None,
                    Arith::Div => Some(Val::Num(a / b)),
                }
            }
            ExprKind::Compare { op, left, right } => self.compare(*op, left, right, p)?,
            ExprKind::Logic { and, left, right } => {
                let (a, b) = (truth(self.eval(left, p)?), truth(self.eval(right, p)?));
                if *and { both(a, b) } else { either(a, b) }.map(Val::Yes)
            }
            ExprKind::IsKnown { value, known } => Some(Val::Yes(self.eval(value, p)?.is_some() == *known)),
            ExprKind::If { condition, then, otherwise } => match truth(self.eval(condition, p)?) {
                Some(true) => self.eval(then, p)?,
                Some(false) => self.eval(otherwise, p)?,
                None => None,
            },
            ExprKind::IfKnown { value, otherwise } => match self.eval(value, p)? {
                Some(known) => Some(known),
                None => self.eval(otherwise, p)?,
            },
            ExprKind::Extreme { max, items } => {
                let all: Option<Vec<Val>> = items
                    .iter()
                    .map(|x| self.eval(x, p))
                    .collect::<Result<Vec<Known>, Fault>>()?
                    .into_iter()
                    .collect();
                all.and_then(|all| if *max { all.into_iter().max() } else { all.into_iter().min() })
            }
            ExprKind::Round { mode, value, step } => {
                self.number(value, p)?.map(|n| Val::Num(round(&n, &decimal(*step), *mode)))
            }
            ExprKind::AddMonths { date, months, end_of_month } => match self.eval(date, p)? {
                Some(day) => {
                    let there = add_months(day.day(), i64::from(*months), *end_of_month);
                    Some(in_range(there.ok_or(Fault::NoSuchDay)?)?)
                }
                None => None,
            },
            ExprKind::AddDays { date, days } => match (self.eval(date, p)?, self.number(days, p)?) {
                (Some(day), Some(n)) => {
                    Some(in_range(day.day() + i64::try_from(n.to_integer()).unwrap_or(i64::MAX / 4))?)
                }
                _ => None,
            },
            ExprKind::DaysBetween { later, earlier } => {
                match (self.eval(later, p)?, self.eval(earlier, p)?) {
                    (Some(a), Some(b)) => Some(Val::Num(whole(i128::from(a.day() - b.day())))),
                    _ => None,
                }
            }
            ExprKind::PeriodOf { date, .. } => {
                self.eval(date, p)?.map(|day| Val::Year(date_of(day.day()).0 as i32))
            }
            ExprKind::Aggregate(a) => self.aggregate(a, p)?,
            ExprKind::Days(days) => self.days(days, p)?,
            ExprKind::Allot(a) => self.allot(a, p)?,
            ExprKind::Apportion(a) => self.apportion(a, p)?,
            ExprKind::AllotDays(a) => self.allot_days(a, p)?,
            ExprKind::Banded { scale, on_bands, of } => self.banded(scale, *on_bands, of, p)?,
            ExprKind::Line(line) => self.line(line, p)?,
            ExprKind::RunningTotal(inner) => self.running_total(inner, p)?,
            ExprKind::Day => p.day.map(Val::Day),
            #[allow(unreachable_patterns, reason = "what the language learns comes here first")]
            other => return Err(Fault::NotYet(format!("{other:?}").chars().take(40).collect())),
        })
    }

    /// A value in another year; a row that was not on the roll then had none.
    fn in_year(&self, inner: &Expr, year: Option<i32>, p: &Point) -> Out {
        let gone = |(e, row)| {
            let of_row = inner.shape.entity == Some(e) && inner.shape.period.is_some();
            of_row && !self.world.exists(e, row, year)
        };
        if p.row.is_some_and(gone) { Ok(None) } else { self.eval(inner, &Point { year, ..p.clone() }) }
    }

    pub fn number(&self, e: &Expr, p: &Point) -> Result<Option<Number>, Fault> {
        Ok(self.eval(e, p)?.map(Val::num))
    }

    /// The factor between the prices of two years, rounded once, half even, to 12 decimals.
    fn convert(&self, value: &Expr, index: &Expr, from: Prices, to: Prices, p: &Point) -> Out {
        let year = |prices: Prices| match prices {
            Prices::Year(year) => Some(year),
            Prices::Own { back } => p.year.map(|year| year - back as i32),
        };
        let (Some(from), Some(to)) = (year(from), year(to)) else { return Ok(None) };
        let mut product = whole(1);
        for s in from.min(to) + 1..=from.max(to) {
            let Some(change) = self.number(index, &Point { year: Some(s), ..p.clone() })? else {
                return Ok(None);
            };
            product *= whole(1) + change;
        }
        if to < from {
            if product.is_zero() {
                return Ok(None);
            }
            product = whole(1) / product;
        }
        let step = whole(1) / whole(1_000_000_000_000);
        let factor = round(&product, &step, Rounding::HalfEven);
        Ok(self.number(value, p)?.map(|n| Val::Num(n * factor)))
    }

    fn compare(&self, op: Compare, left: &Expr, right: &Expr, p: &Point) -> Out {
        let (Some(a), Some(b)) = (self.eval(left, p)?, self.eval(right, p)?) else { return Ok(None) };
        let order = a.cmp(&b);
        let holds = match op {
            Compare::Is => order == Ordering::Equal,
            Compare::IsNot => order != Ordering::Equal,
            Compare::Less => order == Ordering::Less,
            Compare::AtMost => order != Ordering::Greater,
            Compare::More => order == Ordering::Greater,
            Compare::AtLeast => order != Ordering::Less,
        };
        Ok(Some(Val::Yes(holds)))
    }

    /// The verdict of a rule on a subject.
    pub fn judge(&self, rule: &Rule, cell: &Cell) -> Result<Option<Judged>, Fault> {
        let p = Self::point(&rule.shape, cell);
        if !self.is_there(&rule.shape, cell) {
            return Ok(None);
        }
        let clause = match self.clause((&rule.clauses, &rule.amendments), &p)? {
            None => return Ok(Some(Judged { outcome: "undetermined", sides: None })),
            Some(None) => return Ok(None),
            Some(Some(clause)) => clause,
        };
        match clause.applies.as_ref().map(|applies| self.eval(applies, &p)).transpose()?.map(truth) {
            None | Some(Some(true)) => {}
            Some(Some(false)) => return Ok(None),
            Some(None) => return Ok(Some(Judged { outcome: "undetermined", sides: None })),
        }
        let target = rule.kind == RuleKind::Target;
        let outcome = match truth(self.eval(&clause.body, &p)?) {
            None => "undetermined",
            Some(true) if target => "met",
            Some(true) => "complies",
            Some(false) if target => "not met",
            Some(false) => match rule.unless.as_ref().map(|u| self.eval(u, &p)).transpose()? {
                None => "breach",
                Some(unless) => match truth(unless) {
                    Some(false) => "breach",
                    Some(true) => "explained",
                    None => "undetermined",
                },
            },
        };
        let sides = match &clause.body.kind {
            ExprKind::Compare { left, right, .. } if matches!(left.ty, Type::Num(_)) => {
                Some((self.eval(left, &p)?, self.eval(right, &p)?))
            }
            _ => None,
        };
        Ok(Some(Judged { outcome, sides }))
    }
}

fn in_range(day: i64) -> Result<Val, Fault> {
    let year = date_of(day).0;
    if (1800..=2200).contains(&year) { Ok(Val::Day(day)) } else { Err(Fault::DateBeyondRange) }
}

pub fn constant(value: &Value) -> Val {
    match value {
        Value::YesNo(b) => Val::Yes(*b),
        Value::Dec(d) => Val::Num(decimal(*d)),
        Value::Date(d) => Val::Day(day_number(*d)),
        Value::Text(t) => Val::Text(t.clone()),
        Value::Member(_, m) => Val::Member(*m),
        Value::Period(_, year) => Val::Year(*year),
    }
}
