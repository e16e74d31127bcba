//! What every kernel may look at: the plan, the data, and the layouts made from both.
//!
//! In: a plan and a dataset. Out: layouts, maps and the names of cells. Not here: values.

use ramme_rulebook::model::{AxisName, EntityId, Rulebook, Shape};
use ramme_table::{Cause, CauseId};
use ramme_value::{Date, Period, PeriodKind};

use super::layout::{Layout, Map};
use crate::dataset::{Dataset, Years};
use crate::name::{cell_keys, named};
use crate::plan::{MOST_LOOK_BACK, Op, Plan, StepId};

/// The surroundings of a run.
pub(crate) struct Env<'a> {
    pub book: &'a Rulebook,
    pub view: &'a ramme_rulebook::View,
    pub plan: &'a Plan,
    pub data: &'a Dataset,
    /// The periods that are computed: those of the data, what looking back needs before them, and those that are named.
    pub years: Years,
    /// The position of the data's first period among them.
    pub offset: usize,
    /// One layout a step.
    pub layouts: Vec<Layout>,
    /// For each step and argument, how it is read.
    pub maps: Vec<Vec<Map>>,
    /// For aggregates, the layout of what is inside.
    pub insides: Vec<Option<Layout>>,
    /// The extended values of parameters that have been read.
    pub extended: super::series::Read,
}

impl<'a> Env<'a> {
    pub(crate) fn new(
        book: &'a Rulebook,
        view: &'a ramme_rulebook::View,
        plan: &'a Plan,
        data: &'a Dataset,
    ) -> Env<'a> {
        let (years, offset) = axis(plan, data.years);
        let layout = |s: &Shape| Layout::of(s, book, &data.entities);
        let layouts: Vec<Layout> = plan.steps.iter().map(|s| layout(&s.shape)).collect();
        let insides: Vec<Option<Layout>> = plan
            .steps
            .iter()
            .map(|s| match &s.op {
                Op::Aggregate(a) => Some(layout(&Shape::from(&a.inside))),
                _ => None,
            })
            .collect();
        let maps = plan
            .steps
            .iter()
            .enumerate()
            .map(|(i, s)| {
                let reader = insides.get(i).and_then(Option::as_ref).or(layouts.get(i));
                s.args
                    .iter()
                    .map(|a| match (reader, layouts.get(a.index())) {
                        (Some(to), Some(from)) => Map::between(to, from),
                        _ => Map::One,
                    })
                    .collect()
            })
            .collect();
        Env { book, view, plan, data, years, offset, layouts, maps, insides, extended: Default::default() }
    }

    /// The number of blocks of a step.
    pub(crate) fn blocks(&self, step: StepId) -> usize {
        if self.has_period(step) { self.years.count } else { 1 }
    }

    pub(crate) fn has_period(&self, step: StepId) -> bool {
        self.plan.step(step).is_some_and(|s| s.shape.period.is_some())
    }

    /// The block of a step that period `t` reads.
    pub(crate) fn block_of(&self, step: StepId, t: usize) -> usize {
        if self.has_period(step) { t } else { 0 }
    }

    /// First and last day of period `t`.
    pub(crate) fn days(&self, t: usize) -> Option<(Date, Date)> {
        let p = Period::from_index(PeriodKind::Year, self.years.year(t))?;
        Some((p.start(), p.end()))
    }

    /// The position of period `t` on the axis of the data.
    pub(crate) fn data_position(&self, t: usize) -> Option<usize> {
        t.checked_sub(self.offset)
    }

    /// The periods of the data, among those that are computed.
    pub(crate) fn data_periods(&self) -> std::ops::Range<usize> {
        self.offset..self.offset + self.data.years.count
    }

    /// Whether a row of an entity exists in period `t` (none: in any).
    pub(crate) fn exists(&self, entity: EntityId, row: usize, t: Option<usize>) -> bool {
        let rows = self.data.rows(entity);
        match t {
            None => rows.exists(row, None),
            Some(_) if rows.exists.is_none() => rows.exists(row, None),
            Some(t) => self.data_position(t).is_some_and(|p| rows.exists(row, Some(p))),
        }
    }

    /// The keys of a cell, in the declared order of its axes: the entity first.
    pub(crate) fn keys(&self, shape: &Shape, axes: &[AxisName], t: usize, cell: usize) -> Vec<String> {
        cell_keys(self.book, &self.data.entities, self.years, (shape, axes), (t, cell))
    }

    /// A cell as a user writes it: `ceiling[T007, 2023]`.
    pub(crate) fn cell_name(&self, step: StepId, t: usize, cell: usize) -> String {
        let Some(s) = self.plan.step(step) else { return String::new() };
        let owner = || self.plan.owners.get(s.owner as usize).map_or_else(String::new, |o| o.name.clone());
        let axes = self.axes_of_shape(&s.shape);
        let (name, axes) = match &s.op {
            Op::Input(id) => match self.book.inputs.get(id.index()) {
                Some(i) => (i.name.clone(), i.axes.clone()),
                None => (owner(), axes),
            },
            Op::Definition(id) => match self.book.definitions.get(id.index()) {
                Some(d) => (d.name.clone(), d.axes.clone()),
                None => (owner(), axes),
            },
            Op::Parameter(id) => match self.book.parameters.get(id.index()) {
                Some(p) => (p.name.clone(), p.axes.clone()),
                None => (owner(), axes),
            },
            _ => (owner(), axes),
        };
        named(&name, &self.keys(&s.shape, &axes, t, cell))
    }

    fn axes_of_shape(&self, shape: &Shape) -> Vec<AxisName> {
        use ramme_rulebook::model::Axis;
        let sets = shape.sets.iter().map(|s| AxisName {
            name: self.book.sets.get(s.index()).map_or_else(String::new, |x| x.name.clone()),
            axis: Axis::Set(*s),
        });
        let period = shape.period.map(|k| AxisName { name: k.name().to_owned(), axis: Axis::Period(k) });
        sets.chain(period).collect()
    }

    /// The id of a cause.
    pub(crate) fn cause(&self, cause: Cause) -> CauseId {
        self.data.causes.one(cause)
    }
}

/// The periods that a plan computes over these data, and how many of them lie before those of the data.
fn axis(plan: &Plan, data: Years) -> (Years, usize) {
    let most = i64::from(MOST_LOOK_BACK);
    let data_first = i64::from(data.first);
    let data_last = data_first + i64::try_from(data.count).unwrap_or(0) - 1;
    let near = |year: &i64| (data_first - most..=data_last + most).contains(year);
    let (earliest, latest) =
        plan.fixed.map_or((None, None), |(a, b)| (Some(i64::from(a)), Some(i64::from(b))));
    let back = i64::from(plan.look_back.min(MOST_LOOK_BACK));
    let base = plan.base.map_or(data_first, |(b, _)| i64::from(b).clamp(data_first - most, data_first));
    let named = earliest.filter(near).map_or(data_first, |year| year - back);
    let first = (data_first - back).min(base).min(named);
    let last = latest.filter(near).map_or(data_last, |year| year.max(data_last));
    let years = Years {
        first: i32::try_from(first).unwrap_or(data.first),
        count: usize::try_from(last - first + 1).unwrap_or(0),
    };
    (years, usize::try_from(data_first - first).unwrap_or(0))
}

/// The place of each row in the order of their keys: as numbers where all of them are, else as text. So the order of lines
/// in a data file decides nothing.
pub(crate) fn ranks<'k>(keys: impl Iterator<Item = &'k str>) -> Vec<i128> {
    let keys: Vec<&str> = keys.collect();
    let numbers: Option<Vec<i128>> = keys.iter().map(|k| k.parse().ok()).collect();
    if let Some(n) = numbers {
        return n;
    }
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by_key(|i| keys.get(*i));
    let mut rank = vec![0; keys.len()];
    for (place, row) in order.into_iter().enumerate() {
        if let Some(r) = rank.get_mut(row) {
            *r = place as i128;
        }
    }
    rank
}
