//! Steps to relations: which steps are tables of their own, in which order they are made, and which go round in circles.
//!
//! In: a blueprint. Out: relations in the order in which they can be made. Not here: what a step says in SQL (`step` and its
//! neighbours), the data (`data`), the script as a whole (`script`).
//!
//! A definition, an input, a parameter and whatever looks at several rows is a relation; everything else is an expression
//! inside one. Relations that read each other in earlier years are made year by year and then put together.

use std::collections::{BTreeMap, BTreeSet};

use ramme_eval::blueprint::Blueprint;
use ramme_eval::plan::{Op, Step, StepId, is_ratio};
use ramme_rulebook::model::{Axis, Rulebook, Shape, Type};
use ramme_value::{PeriodKind, Repr};

use crate::Source;
use crate::circle::circles;
use crate::dialect::{Kept, Speech};
use crate::frame::{Frame, Join};
use crate::names::Names;
use crate::value::{Piece, Val};
use crate::why::Why;

/// The position of a relation among those that are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RelId(pub usize);

/// A relation of the script.
pub(crate) struct Relation {
    /// Its name, quoted.
    pub name: String,
    /// What is said of it: a line each.
    pub comment: Vec<String>,
    /// How it is made.
    pub body: Body,
    /// What it reads.
    pub reads: BTreeSet<RelId>,
}

/// How a relation is made.
pub(crate) enum Body {
    /// By a query.
    Query(String),
    /// By a statement of its own: a file that is read.
    Statement(String),
}

/// A step that has no form: which, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stuck {
    pub step: StepId,
    pub why: Why,
}

/// The making of a script.
pub(crate) struct Maker<'a> {
    pub src: &'a Source<'a>,
    pub speak: &'a dyn Speech,
    pub relations: Vec<Relation>,
    pub names: Names,
    /// The column of each axis, quoted.
    columns: BTreeMap<Axis, String>,
    /// Relations of steps, where a circle is made year by year each year's.
    made: BTreeMap<(StepId, Option<i32>), Result<RelId, Stuck>>,
    /// The cells of a shape.
    pub(crate) domains: BTreeMap<String, RelId>,
    /// Steps that others read from elsewhere, and thus are relations.
    apart: BTreeSet<StepId>,
    /// The circle of a step, for those that stand in one.
    circles: BTreeMap<StepId, usize>,
    /// How many steps read a step.
    readers: BTreeMap<StepId, usize>,
    reading: Vec<BTreeSet<RelId>>,
    pub(crate) tables: crate::data::Tables,
}

impl<'a> Maker<'a> {
    pub(crate) fn new(src: &'a Source<'a>, speak: &'a dyn Speech) -> Maker<'a> {
        let apart = apart(&src.blueprint.plan.steps);
        let mut readers: BTreeMap<StepId, usize> = BTreeMap::new();
        for arg in src.blueprint.plan.steps.iter().flat_map(|step| &step.args) {
            let count = readers.entry(*arg).or_default();
            *count = count.saturating_add(1);
        }
        let circles = circles(&src.blueprint.plan, &apart);
        Maker {
            src,
            speak,
            relations: Vec::new(),
            names: Names::without(&["results", "f", "v"]),
            columns: columns(src.book, speak),
            made: BTreeMap::new(),
            domains: BTreeMap::new(),
            apart,
            circles,
            readers,
            reading: Vec::new(),
            tables: crate::data::Tables::default(),
        }
    }

    pub(crate) fn blueprint(&self) -> &'a Blueprint {
        self.src.blueprint
    }

    pub(crate) fn step(&self, id: StepId) -> Result<&'a Step, Stuck> {
        self.src.blueprint.plan.step(id).ok_or(Stuck { step: id, why: Why::NoForm })
    }

    /// On whose behalf a step was made.
    pub(crate) fn owner(&self, id: StepId) -> &'a str {
        let plan = &self.src.blueprint.plan;
        plan.step(id).and_then(|s| plan.owners.get(s.owner as usize)).map_or("", |o| o.name.as_str())
    }

    /// A name as the database writes it.
    pub(crate) fn quoted(&self, name: &str) -> String {
        self.speak.name(name)
    }

    /// The column of an axis, quoted.
    pub(crate) fn column(&self, axis: Axis) -> String {
        self.columns.get(&axis).cloned().unwrap_or_default()
    }

    /// The axes of a shape with their columns: the entity, the sets, the year.
    pub(crate) fn axes(&self, shape: &Shape) -> Vec<(Axis, String)> {
        let sets = shape.sets.iter().map(|set| Axis::Set(*set));
        let all =
            shape.entity.map(Axis::Entity).into_iter().chain(sets).chain(shape.period.map(Axis::Period));
        all.map(|axis| (axis, self.column(axis))).collect()
    }

    /// The type of a column of values.
    pub(crate) fn sql_type(&self, ty: &Type) -> &'static str {
        match ty {
            Type::YesNo => "BOOLEAN",
            Type::Num(_) => self.speak.whole(),
            Type::Date => "DATE",
            Type::Text | Type::Member(_) | Type::Row(_) => self.speak.words(),
            Type::Period(_) => "INTEGER",
        }
    }

    /// The columns that hold a value, quoted.
    pub(crate) fn value_columns(&self, ty: &Type) -> Vec<String> {
        let names: &[&str] = if is_ratio(ty) { &["numerator", "denominator"] } else { &["value"] };
        names.iter().map(|name| self.quoted(name)).collect()
    }

    /// Adds a relation under a name like this.
    pub(crate) fn add(
        &mut self,
        wanted: &str,
        comment: Vec<String>,
        body: Body,
        reads: BTreeSet<RelId>,
    ) -> RelId {
        let name = self.names.free(wanted, self.speak.longest_name());
        let name = self.quoted(&name);
        self.relations.push(Relation { name, comment, body, reads });
        RelId(self.relations.len().saturating_sub(1))
    }

    /// Adds a relation whose name has been taken.
    pub(crate) fn add_named(&mut self, name: String, comment: Vec<String>, body: Body) -> RelId {
        self.relations.push(Relation { name, comment, body, reads: BTreeSet::new() });
        RelId(self.relations.len().saturating_sub(1))
    }

    /// Runs `f`, and says which relations were read meanwhile.
    pub(crate) fn noting<T>(
        &mut self,
        f: impl FnOnce(&mut Self) -> Result<T, Stuck>,
    ) -> Result<(T, BTreeSet<RelId>), Stuck> {
        self.reading.push(BTreeSet::new());
        let made = f(self);
        let reads = self.reading.pop().unwrap_or_default();
        Ok((made?, reads))
    }

    /// The name of a relation that is read here.
    pub(crate) fn read(&mut self, id: RelId) -> String {
        if let Some(reads) = self.reading.last_mut() {
            reads.insert(id);
        }
        self.relations.get(id.0).map_or_else(String::new, |r| r.name.clone())
    }

    /// The relations of outputs and rules, and what they rest on; the others are left out.
    pub(crate) fn needed(&self, roots: &BTreeSet<RelId>) -> BTreeSet<RelId> {
        let mut out = BTreeSet::new();
        let mut waiting: Vec<RelId> = roots.iter().copied().collect();
        while let Some(id) = waiting.pop() {
            if out.insert(id) {
                waiting.extend(self.relations.get(id.0).into_iter().flat_map(|r| &r.reads));
            }
        }
        out
    }

    /// The statements of the relations that are needed; what several read is worked out once.
    pub(crate) fn statements(&self, roots: &BTreeSet<RelId>) -> Vec<String> {
        let needed = self.needed(roots);
        let readers = |id: RelId| {
            let relations = needed.iter().filter_map(|other| self.relations.get(other.0));
            relations
                .filter(|r| r.reads.contains(&id))
                .count()
                .saturating_add(usize::from(roots.contains(&id)))
        };
        let one = |id: &RelId| {
            let relation = self.relations.get(id.0)?;
            let comment: String = relation.comment.iter().map(|line| format!("-- {line}\n")).collect();
            let made = match &relation.body {
                Body::Statement(text) => text.clone(),
                Body::Query(query) => {
                    let kept = if readers(*id) > 1 { Kept::Table } else { Kept::View };
                    self.speak.create(kept, &relation.name, query)
                }
            };
            Some(format!("{comment}{made}"))
        };
        needed.iter().filter_map(one).collect()
    }

    /// True where a step is a relation of its own.
    pub(crate) fn is_relation(&self, id: StepId) -> bool {
        self.apart.contains(&id) || self.blueprint().plan.step(id).is_some_and(|s| stands_alone(&s.op))
    }

    /// The relation of a step; inside a circle that of a year.
    pub(crate) fn relation(&mut self, id: StepId, year: Option<i32>) -> Result<RelId, Stuck> {
        let circle = self.circles.get(&id).copied();
        let year = year.filter(|_| circle.is_some());
        if let Some(found) = self.made.get(&(id, year)) {
            return found.clone();
        }
        if let (Some(circle), None) = (circle, year) {
            self.make_circle(circle);
            return self.made.get(&(id, None)).cloned().unwrap_or(Err(Stuck { step: id, why: Why::NoForm }));
        }
        let made = self.build(id, year);
        self.made.insert((id, year), made.clone());
        made
    }

    /// The years of a circle one after the other, then all of them.
    fn make_circle(&mut self, circle: usize) {
        let order = self.blueprint().plan.stages.iter().flatten().copied();
        let members: Vec<StepId> = order.filter(|id| self.circles.get(id) == Some(&circle)).collect();
        for year in self.blueprint().years.iter() {
            for id in &members {
                if !self.made.contains_key(&(*id, Some(year))) {
                    let made = self.build(*id, Some(year));
                    self.made.insert((*id, Some(year)), made);
                }
            }
        }
        for id in members {
            let made = self.put_together(id);
            self.made.insert((id, None), made);
        }
    }

    /// All years of a step of a circle.
    fn put_together(&mut self, id: StepId) -> Result<RelId, Stuck> {
        let (parts, reads) = self.noting(|me| {
            let mut parts = Vec::new();
            for year in me.blueprint().years.iter() {
                let of_year = me.relation(id, Some(year))?;
                let name = me.read(of_year);
                parts.push(format!("SELECT * FROM {name}"));
            }
            Ok(parts)
        })?;
        let comment = crate::comment::of_step(self, id);
        let label = self.label(id);
        Ok(self.add(&label, comment, Body::Query(parts.join("\nUNION ALL ")), reads))
    }

    /// What a step is called.
    pub(crate) fn label(&self, id: StepId) -> String {
        let Ok(step) = self.step(id) else { return String::new() };
        match step.op {
            Op::Input(input) => self.src.book.full_name(input),
            Op::Definition(d) => {
                self.src.book.definitions.get(d.index()).map_or_else(String::new, |d| d.name.clone())
            }
            Op::Parameter(p) => {
                self.src.book.parameters.get(p.index()).map_or_else(String::new, |p| p.name.clone())
            }
            _ => format!("{}, step {}", self.owner(id), id.0),
        }
    }

    /// What a relation of a step is called.
    fn relation_label(&self, id: StepId, year: Option<i32>) -> String {
        let label = self.label(id);
        year.map_or(label.clone(), |year| format!("{label} in {year}"))
    }

    fn build(&mut self, id: StepId, year: Option<i32>) -> Result<RelId, Stuck> {
        let step = self.step(id)?;
        match &step.op {
            Op::Input(input) => return crate::data::input(self, id, *input),
            Op::Parameter(_) | Op::Factor(..)
                if step.args.is_empty() || matches!(step.op, Op::Factor(..)) =>
            {
                return Ok(crate::constant::relation(self, id, step));
            }
            _ => {}
        }
        let (query, reads) = self.noting(|me| me.query_of(id, step, year))?;
        let comment = crate::comment::of_step(self, id);
        let label = self.relation_label(id, year);
        Ok(self.add(&label, comment, Body::Query(query), reads))
    }

    fn query_of(&mut self, id: StepId, step: &'a Step, year: Option<i32>) -> Result<String, Stuck> {
        match &step.op {
            Op::Aggregate(a) => crate::aggregate::query(self, id, a, year),
            Op::Line(a) => crate::line::query(self, id, a, year),
            Op::RunningTotal => crate::line::running_total(self, id, year),
            Op::Allot(a) => crate::allot::query(self, id, a, year),
            Op::AllotDays(_) => Err(Stuck { step: id, why: Why::RunningYears }),
            Op::Apportion(a) => crate::apportion::query(self, id, a, year),
            Op::DayByDay(a) => crate::days::query(self, id, a, year),
            Op::Definition(d) if self.src.data.held_back.contains_key(d) => {
                Err(Stuck { step: id, why: Why::HeldBack })
            }
            Op::Definition(_) => {
                let mut frame = self.frame(&step.shape, year);
                let body = step.args.first().copied().ok_or(Stuck { step: id, why: Why::NoForm })?;
                let val = self.value(&mut frame, body)?;
                Ok(frame.query(&self.selected(&step.shape, &val, &step.ty), ""))
            }
            _ => {
                let mut frame = self.frame(&step.shape, year);
                let val = self.row_wise(&mut frame, id)?;
                Ok(frame.query(&self.selected(&step.shape, &val, &step.ty), ""))
            }
        }
    }

    /// The cells of a shape, to compute on; in one year inside a circle.
    pub(crate) fn frame(&mut self, shape: &Shape, year: Option<i32>) -> Frame {
        let base = self.cells(shape, year);
        Frame::of(base, year, &self.taken())
    }

    /// The relation of the cells of a shape; in one year where one is given.
    pub(crate) fn cells(&mut self, shape: &Shape, year: Option<i32>) -> String {
        let domain = crate::data::domain(self, shape);
        let base = self.read(domain);
        match (year, shape.period) {
            (Some(year), Some(kind)) => {
                format!("(SELECT * FROM {base} WHERE {} = {year})", self.column(Axis::Period(kind)))
            }
            _ => base,
        }
    }

    /// True where a step is made year by year.
    pub(crate) fn is_in_circle(&self, id: StepId) -> bool {
        self.circles.contains_key(&id)
    }

    /// The names that no column of a frame may have.
    pub(crate) fn taken(&self) -> Vec<&str> {
        let unquoted = self.columns.values().map(|c| c.trim_matches(['"', '`']));
        unquoted.chain(RESERVED.iter().copied()).collect()
    }

    /// The columns of a relation: its axes and its value.
    pub(crate) fn selected(&self, shape: &Shape, val: &Val, ty: &Type) -> Vec<String> {
        let mut out: Vec<String> = self.axes(shape).iter().map(|(_, column)| format!("f.{column}")).collect();
        let names = self.value_columns(ty);
        let pieces = match val {
            Val::One(one) => vec![one],
            Val::Ratio(top, bottom) => vec![top, bottom],
        };
        for (piece, name) in pieces.into_iter().zip(names) {
            out.push(format!("{} AS {name}", self.typed(piece, ty)));
        }
        out
    }

    /// An expression in the type of its column.
    pub(crate) fn typed(&self, piece: &Piece, ty: &Type) -> String {
        if piece.literal || piece.sql == "NULL" {
            return format!("CAST({} AS {})", piece.sql, self.sql_type(ty));
        }
        piece.sql.clone()
    }

    /// The value of a step for the rows of a frame.
    pub(crate) fn value(&mut self, frame: &mut Frame, id: StepId) -> Result<Val, Stuck> {
        if let Some(val) = frame.seen.get(&id) {
            return Ok(val.clone());
        }
        let val = match crate::constant::literal(self, frame, id)? {
            Some(literal) => literal,
            None if self.is_relation(id) => {
                let shape = self.step(id)?.shape.clone();
                self.joined(frame, id, &shape, &BTreeMap::new(), frame.year)?
            }
            None => {
                let val = self.row_wise(frame, id)?;
                self.named(frame, id, val)
            }
        };
        frame.seen.insert(id, val.clone());
        Ok(val)
    }

    /// A value under a name, where several read it or it is long.
    fn named(&self, frame: &mut Frame, id: StepId, val: Val) -> Val {
        const LONG: usize = 160;
        let several = self.readers.get(&id).is_some_and(|n| *n > 1);
        match val {
            Val::One(one) if several || one.sql.len() > LONG => {
                Val::One(self.keep(frame, one, &format!("s{}", id.0)))
            }
            Val::Ratio(top, bottom) if several || top.sql.len().saturating_add(bottom.sql.len()) > LONG => {
                Val::Ratio(
                    self.keep(frame, top, &format!("s{}_above", id.0)),
                    self.keep(frame, bottom, &format!("s{}_below", id.0)),
                )
            }
            val => val,
        }
    }

    /// An expression under a name, so that it may be repeated.
    pub(crate) fn keep(&self, frame: &mut Frame, piece: Piece, wanted: &str) -> Piece {
        frame.keep(piece, wanted, |name| self.speak.name(name))
    }

    /// The column of an axis in a frame.
    pub(crate) fn here(&self, axis: Axis) -> Piece {
        Piece::column(format!("f.{}", self.column(axis)), 1)
    }

    /// The cells of a relation that stand at the axes of the frame, but where something else is said of an axis.
    pub(crate) fn joined(
        &mut self,
        frame: &mut Frame,
        id: StepId,
        shape: &Shape,
        elsewhere: &BTreeMap<Axis, Piece>,
        year: Option<i32>,
    ) -> Result<Val, Stuck> {
        let step = self.step(id)?;
        let in_circle = self.circles.contains_key(&id) && year.is_some();
        let relation = self.relation(id, year)?;
        let name = self.read(relation);
        let axes =
            self.axes(shape).into_iter().filter(|(axis, _)| !(in_circle && matches!(axis, Axis::Period(_))));
        let on = axes
            .map(|(axis, column)| {
                let piece = elsewhere.get(&axis).cloned().unwrap_or_else(|| self.here(axis));
                (column, piece)
            })
            .collect();
        let columns = self.value_columns(&step.ty);
        let label = self.label(id);
        let ends: &[&str] = if is_ratio(&step.ty) { &[" above", " below"] } else { &[""] };
        let take =
            columns.into_iter().zip(ends).map(|(column, end)| (column, format!("{label}{end}"))).collect();
        let pieces = frame.join(Join { relation: &name, on, take }, |name| self.speak.name(name));
        let mut pieces = pieces.into_iter();
        match (pieces.next(), pieces.next()) {
            (Some(top), Some(bottom)) => Ok(Val::Ratio(top, bottom)),
            (Some(one), None) => Ok(Val::One(one)),
            (None, _) => Err(Stuck { step: id, why: Why::NoForm }),
        }
    }
}

/// The columns that queries make for themselves.
const RESERVED: &[&str] = &[
    "value",
    "numerator",
    "denominator",
    "here",
    "made",
    "takes",
    "unknown",
    "known",
    "lost",
    "wrong",
    "total",
    "weights",
    "least",
    "most",
    "steps",
    "odd",
    "whole_steps",
    "remainder",
    "left_over",
    "place",
    "asked",
    "cap",
    "before",
    "got",
    "given",
    "counts",
    "amount",
    "answer",
    "first_day",
    "end_day",
];

/// The columns of all axes.
fn columns(book: &Rulebook, speak: &dyn Speech) -> BTreeMap<Axis, String> {
    let mut names = Names::without(RESERVED);
    let mut out = BTreeMap::new();
    let longest = speak.longest_name();
    for kind in [PeriodKind::Year, PeriodKind::Quarter, PeriodKind::Month] {
        out.insert(Axis::Period(kind), speak.name(&names.free(kind.name(), longest)));
    }
    for (at, entity) in book.entities.iter().enumerate() {
        let id = ramme_rulebook::model::EntityId(u32::try_from(at).unwrap_or(u32::MAX));
        out.insert(Axis::Entity(id), speak.name(&names.free(&entity.name, longest)));
    }
    for (at, set) in book.sets.iter().enumerate() {
        let id = ramme_rulebook::model::SetId(u32::try_from(at).unwrap_or(u32::MAX));
        out.insert(Axis::Set(id), speak.name(&names.free(&set.name, longest)));
    }
    out
}

/// What looks at several rows, or has a name.
fn stands_alone(op: &Op) -> bool {
    matches!(
        op,
        Op::Input(_)
            | Op::Definition(_)
            | Op::Parameter(_)
            | Op::Factor(..)
            | Op::Aggregate(_)
            | Op::Line(_)
            | Op::RunningTotal
            | Op::Allot(_)
            | Op::AllotDays(_)
            | Op::Apportion(_)
            | Op::DayByDay(_)
    )
}

/// The steps that are read elsewhere than in their own cell.
fn apart(steps: &[Step]) -> BTreeSet<StepId> {
    let mut out = BTreeSet::new();
    for step in steps {
        match &step.op {
            Op::Shift(_) | Op::AtPeriod(_) | Op::AtMember(_) => out.extend(step.args.first().copied()),
            Op::Lookup(_) => out.extend(step.args.get(1).copied()),
            _ => {}
        }
    }
    let bare = |id: &StepId| {
        steps.get(id.index()).is_some_and(|s| s.shape == Shape::default() || matches!(s.op, Op::Const(_)))
    };
    out.retain(|id| !bare(id));
    out
}

/// True for a number held as one whole number.
pub(crate) fn is_count(ty: &Type) -> bool {
    matches!(ty, Type::Num(n) if n.repr == Repr::Count)
}
