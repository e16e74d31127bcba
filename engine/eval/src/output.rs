//! Columns to results in the user's terms.
//!
//! In: the columns of a run. Out: [`Output`]s with keys, values, ranges and places. Rows that do not exist are not listed,
//! nor are periods in which a definition is not in force. Not here: number formats.

use ramme_rulebook::model::{Axis, AxisName, Shape, Type};
use ramme_table::{Block, Cause};
use ramme_value::{Date, Decimal, Ratio, Repr};

use crate::dataset::Texts;
use crate::known;
use crate::plan::{OutputName, StepId, scale};
use crate::result::{CellValue, Exact, Note, Output, OutputCell, Summary};
use crate::run::Columns;
use crate::run::env::Env;
use crate::run::kernel::Source;
use crate::run::range::Ranges;
use crate::words;

/// What the columns of a run are read with.
pub(crate) struct Reading<'a> {
    pub env: &'a Env<'a>,
    pub exact: &'a Columns,
    pub ranges: Option<&'a Ranges>,
    pub texts: &'a Texts,
    /// First and last year asked for.
    pub years: (i32, i32),
}

/// A cell of a step: the period, the cell in its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CellId {
    pub t: usize,
    pub cell: usize,
}

impl Reading<'_> {
    /// The cells of a step that exist in the years asked for, period outermost.
    pub(crate) fn cells(&self, step: StepId) -> Vec<CellId> {
        let Some(s) = self.env.plan.step(step) else { return Vec::new() };
        let Some(layout) = self.env.layouts.get(step.index()) else { return Vec::new() };
        let dated = s.shape.period.is_some();
        let periods = (0..self.env.blocks(step))
            .filter(|t| !dated || (self.years.0..=self.years.1).contains(&self.env.years.year(*t)));
        periods
            .flat_map(|t| (0..layout.len()).map(move |cell| CellId { t, cell }))
            .filter(|c| {
                let row = layout.split(c.cell).1;
                s.shape.entity.is_none_or(|e| self.env.exists(e, row, dated.then_some(c.t)))
            })
            .collect()
    }

    pub(crate) fn block(&self, step: StepId, t: usize) -> Option<&Block> {
        self.exact.block(step, self.env.block_of(step, t))
    }

    /// One output.
    pub(crate) fn output(
        &self,
        name: OutputName,
        step: StepId,
        summary: &dyn Fn(StepId, CellId) -> Option<Summary>,
    ) -> Option<Output> {
        let (title, axes, shape, ty) = self.head(name)?;
        let mut cells = Vec::new();
        let behind = known::behind(self.env.plan, step);
        for c in self.cells(step) {
            let block = self.block(step, c.t)?;
            let cause = block.cause(c.cell);
            if self.out_of_force(cause, &title) {
                continue;
            }
            let (value, range) = self.content(step, &ty, c, summary)?;
            let keys = self.env.keys(&shape, &axes, c.t, c.cell);
            let known = known::of_cell(self, &behind, step, c);
            cells.push(OutputCell { keys, value, range, known, place: self.place(name, step, c) });
        }
        let names = self.axis_names(&shape, &axes);
        let before = usize::from(shape.entity.is_some());
        let mut by = axes.iter().filter(|a| !matches!(a.axis, Axis::Entity(_)));
        let year = by.position(|a| matches!(a.axis, Axis::Period(_))).map(|at| at.saturating_add(before));
        let (rests_on, clauses) = (Vec::new(), Vec::new());
        let of_rows = shape.entity.is_some();
        Some(Output { name: title, ty, axes: names, cells, rests_on, clauses, year, of_rows })
    }

    /// The name of an output.
    pub(crate) fn title(&self, step: StepId) -> Option<String> {
        let (name, _) = self.env.plan.outputs.iter().find(|(_, held)| *held == step)?;
        self.head(*name).map(|(title, ..)| title)
    }

    /// What a cell holds, and what the rounding or suppression of published figures allows. Results and explanations read
    /// cells here.
    pub(crate) fn content(
        &self,
        step: StepId,
        ty: &Type,
        c: CellId,
        summary: &dyn Fn(StepId, CellId) -> Option<Summary>,
    ) -> Option<(CellValue, Option<(Exact, Exact)>)> {
        if let Some(s) = summary(step, c) {
            return Some((CellValue::Draws(s), None));
        }
        let block = self.block(step, c.t)?;
        let cause = block.cause(c.cell);
        let range = self.range(step, ty, c);
        if cause.is_known() {
            return Some((CellValue::Exact(self.exact_at(ty, block, c.cell)?), range));
        }
        let mut why = words::missing(&self.env.data.causes, cause);
        why.extend(self.at_least(step, ty, c).filter(|_| range.is_none()));
        Some((CellValue::Missing(why), range))
    }

    fn head(&self, name: OutputName) -> Option<(String, Vec<AxisName>, Shape, Type)> {
        match name {
            OutputName::Definition(id) => {
                let d = self.env.book.definitions.get(id.index())?;
                Some((d.name.clone(), d.axes.clone(), d.shape.clone(), d.ty.clone()))
            }
            OutputName::Input(id) => {
                let i = self.env.book.inputs.get(id.index())?;
                Some((i.name.clone(), i.axes.clone(), i.shape.clone(), i.ty.clone()))
            }
        }
    }

    /// True where a cell is missing and no row of the data gives it, or what it rests on.
    fn only_absent(&self, cause: ramme_table::CauseId) -> bool {
        let set = self.env.data.causes.get(cause);
        set.is_some_and(|s| {
            s.kept
                .iter()
                .all(|c| matches!(c, Cause::NoRow { .. } | Cause::NotMapped { .. } | Cause::Forecast { .. }))
        })
    }

    /// The name and the type of an output.
    pub(crate) fn titled(&self, name: OutputName) -> Option<(String, Type)> {
        self.head(name).map(|(title, _, _, ty)| (title, ty))
    }

    /// True where the only thing missing is a clause of the name itself.
    pub(crate) fn out_of_force(&self, cause: ramme_table::CauseId, name: &str) -> bool {
        let Some(set) = self.env.data.causes.get(cause) else { return false };
        let own = |what: &str| what == name || what.strip_prefix(name).is_some_and(|r| r.starts_with('['));
        matches!(set.kept.as_slice(), [Cause::NotInForce { what }] if own(what))
    }

    pub(crate) fn range(&self, step: StepId, ty: &Type, c: CellId) -> Option<(Exact, Exact)> {
        let (low, high) = self.ranges?.block(step, self.env.block_of(step, c.t))?;
        if !low.cause(c.cell).is_known() || !high.cause(c.cell).is_known() {
            return None;
        }
        let (low, high) = (self.exact_at(ty, low, c.cell)?, self.exact_at(ty, high, c.cell)?);
        (low != high).then_some((low, high))
    }

    /// The least that a missing cell can be, where only that is known of it.
    fn at_least(&self, step: StepId, ty: &Type, c: CellId) -> Option<Note> {
        let (low, high) = self.ranges?.block(step, self.env.block_of(step, c.t))?;
        if !low.cause(c.cell).is_known() || high.cause(c.cell).is_known() {
            return None;
        }
        let low = self.exact_at(ty, low, c.cell)?;
        let low = crate::spell::spell(&low, ty);
        let (name, keys) = self.named_keys(step, c)?;
        let keys: Vec<String> = keys.into_iter().map(|(_, key)| key).collect();
        let name = if keys.is_empty() { name } else { format!("{name}[{}]", keys.join(", ")) };
        Some(Note { en: format!("{name} is at least {low}"), da: format!("{name} er mindst {low}") })
    }

    /// The name of an output and the axes and keys of one of its cells.
    pub(crate) fn named_keys(&self, step: StepId, c: CellId) -> Option<(String, Vec<(String, String)>)> {
        let (name, _) = self.env.plan.outputs.iter().find(|(_, s)| *s == step)?;
        let (title, axes, shape, _) = self.head(*name)?;
        let keys = self.env.keys(&shape, &axes, c.t, c.cell);
        Some((title, self.axis_names(&shape, &axes).into_iter().zip(keys).collect()))
    }

    /// The names of the axes in the order in which keys are written: the entity first.
    fn axis_names(&self, shape: &Shape, axes: &[AxisName]) -> Vec<String> {
        let entity = shape.entity.and_then(|e| self.env.book.entities.get(e.index()));
        let by = axes.iter().filter(|a| !matches!(a.axis, Axis::Entity(_)));
        entity.map(|e| e.name.clone()).into_iter().chain(by.map(|a| a.name.clone())).collect()
    }

    /// Where an input's cell stands in the data.
    fn place(&self, name: OutputName, step: StepId, c: CellId) -> Option<String> {
        let OutputName::Input(id) = name else { return None };
        self.input_place(id, self.env.has_period(step), c)
    }

    /// `file:line:column` of an input's cell.
    pub(crate) fn input_place(
        &self,
        id: ramme_rulebook::model::InputId,
        dated: bool,
        c: CellId,
    ) -> Option<String> {
        let column = self.env.data.inputs.get(id.index())?.as_ref()?;
        let block = if dated { self.env.data_position(c.t)? } else { 0 };
        let at = column.place(block, c.cell)?;
        let file = self.env.data.files.get(usize::from(at.file))?;
        Some(file.place(at))
    }

    /// A known cell in the user's terms.
    pub(crate) fn exact_at(&self, ty: &Type, block: &Block, cell: usize) -> Option<Exact> {
        let (n, d) = block.data.at(cell)?;
        Some(match ty {
            Type::YesNo => Exact::YesNo(n == 1),
            Type::Num(num) => match num.repr {
                Repr::Ratio => Exact::Ratio(Ratio::new(n, d)?),
                Repr::Count => Exact::Count(n),
                Repr::Dec(_) => Exact::Dec(Decimal::new(n, scale(ty))),
            },
            Type::Date => Exact::Date(i32::try_from(n).ok().and_then(Date::from_days)?),
            Type::Text => Exact::Text(self.texts.get(n).to_owned()),
            Type::Member(set) => {
                let members = &self.env.book.sets.get(set.index())?.members;
                Exact::Text(members.get(usize::try_from(n).ok()?)?.clone())
            }
            Type::Row(e) => {
                Exact::Text(self.env.data.rows(*e).keys.get(usize::try_from(n).ok()?)?.to_owned())
            }
            Type::Period(_) => Exact::Text(n.to_string()),
        })
    }
}

/// The combinations of keys (other than years) of which the data hold nothing in any year: every cell is missing, and only
/// because no row gives it. They are dropped from the output and named, unless nothing would be left.
pub(crate) fn drop_empty(reading: &Reading, output: &mut Output, step: StepId) -> Vec<String> {
    let year = output.axes.iter().position(|a| a == "year");
    let rest = |keys: &[String]| -> Vec<String> {
        keys.iter().enumerate().filter(|(i, _)| Some(*i) != year).map(|(_, k)| k.clone()).collect()
    };
    let Some((_, axes, shape, _)) =
        reading.env.plan.outputs.iter().find(|(_, s)| *s == step).and_then(|(name, _)| reading.head(*name))
    else {
        return Vec::new();
    };
    let mut there = std::collections::BTreeSet::new();
    for c in reading.cells(step) {
        let Some(block) = reading.block(step, c.t) else { continue };
        if !reading.only_absent(block.cause(c.cell)) {
            there.insert(rest(&reading.env.keys(&shape, &axes, c.t, c.cell)));
        }
    }
    let mut dropped: Vec<String> = Vec::new();
    if there.is_empty() {
        return dropped;
    }
    output.cells.retain(|c| {
        let keys = rest(&c.keys);
        let keep = there.contains(&keys);
        let key = keys.join(", ");
        if !keep && !dropped.contains(&key) {
            dropped.push(key);
        }
        keep
    });
    dropped
}
