//! A lever that is moved: over which values, and what each of them changes in the data.
//!
//! In: a lever with its range and step, a dataset in which it stands at some value. Out: the values worth trying, and the
//! dataset with any of them; nothing is read again. Not here: what comes of it (`trial`).
//!
//! What was set on the command line is where the lever stands now: it is moved from there, over the range all the same.

use ramme_diag::{Code, Diagnostic, Limits, Span, Text};
use ramme_rulebook::model::{Axis, EntityId, InputId, KeyValue, ParameterId, Rulebook, Symbol, Type, Value};
use ramme_table::{Block, Cause, Column};
use ramme_value::{Date, Decimal, NumType};
use std::collections::BTreeMap;

use super::Context;
use super::bounds::{bounds, order, type_of};
use super::given::{replace, split_target};
use super::{named_target, say};
use crate::dataset::{CellPlace, Dataset, InputColumn, ParameterOverride, Places, mantissa};
use crate::run::layout::Layout;
use crate::scenario::{Lever, Placed, Scenario};

/// A lever that can be moved.
#[derive(Debug, Clone)]
pub struct Handle {
    /// As it was named.
    pub name: String,
    /// Over which values.
    pub grid: Grid,
    pub(crate) what: What,
}

/// What a lever sets.
#[derive(Debug, Clone)]
pub(crate) enum What {
    /// A parameter at its keys, from a date on if there is one.
    Parameter { id: ParameterId, keys: Vec<KeyValue>, from: Option<Date> },
    /// Cells of an input: block and index.
    Cells { input: InputId, cells: Vec<(usize, usize)> },
}

/// Values from a least to a most, a step apart; the most is one of them even where no step leads there.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    low: i128,
    high: i128,
    step: i128,
    form: Form,
}

/// How a whole number of a grid is a value.
#[derive(Debug, Clone, PartialEq)]
enum Form {
    Number(NumType, u8),
    Day,
    YesNo,
}

impl Form {
    fn of(ty: &Type) -> Option<Form> {
        match ty {
            Type::Num(num) => {
                Some(Form::Number(num.clone(), num.stored_scale().unwrap_or(ramme_value::MAX_SCALE)))
            }
            Type::Date => Some(Form::Day),
            Type::YesNo => Some(Form::YesNo),
            Type::Text | Type::Member(_) | Type::Row(_) | Type::Period(_) => None,
        }
    }

    fn whole(&self, value: &Value) -> Option<i128> {
        match (self, value) {
            (Form::Number(_, scale), Value::Dec(d)) => mantissa(*d, *scale),
            (Form::Day, Value::Date(day)) => Some(i128::from(day.days_from_epoch())),
            (Form::YesNo, Value::YesNo(yes)) => Some(i128::from(*yes)),
            _ => None,
        }
    }
}

impl Grid {
    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        let wide = self.high.saturating_sub(self.low);
        let more = i128::from(wide % self.step != 0);
        u64::try_from((wide / self.step).saturating_add(1).saturating_add(more)).unwrap_or(u64::MAX)
    }

    /// Never: a grid has its least value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The value at a place, as a whole number of the last decimal.
    fn whole(&self, at: u64) -> i128 {
        self.low.saturating_add(self.step.saturating_mul(i128::from(at))).min(self.high)
    }

    /// The value at a place as the language writes it.
    #[must_use]
    pub fn text(&self, at: u64) -> String {
        self.text_of(self.whole(at))
    }

    fn text_of(&self, whole: i128) -> String {
        match &self.form {
            Form::Number(num, scale) => self.number(num, *scale, whole),
            Form::Day => i32::try_from(whole)
                .ok()
                .and_then(Date::from_days)
                .map_or_else(String::new, |day| day.to_string()),
            Form::YesNo => if whole == 1 { "yes" } else { "no" }.to_owned(),
        }
    }

    /// A number with its unit; large ones in groups, amounts in whole kroner where all of the grid are.
    fn number(&self, num: &NumType, scale: u8, whole: i128) -> String {
        let one = ramme_value::pow10(scale).unwrap_or(1);
        let round =
            num.unit.has_money() && [self.low, self.high, self.step, whole].iter().all(|n| n % one == 0);
        let text = super::value::shown(num, Decimal::new(whole, scale));
        let (figure, unit) = text.split_once(' ').unwrap_or((text.as_str(), ""));
        let (before, after) = figure.split_once('.').unwrap_or((figure, ""));
        let digits = before.trim_start_matches('-');
        let mut grouped = String::with_capacity(before.len().saturating_mul(2));
        grouped.push_str(before.strip_suffix(digits).unwrap_or_default());
        for (at, digit) in digits.chars().enumerate() {
            let left = digits.len().saturating_sub(at);
            if digits.len() > 4 && at > 0 && left % 3 == 0 {
                grouped.push('_');
            }
            grouped.push(digit);
        }
        if !(round || after.is_empty()) {
            grouped.push('.');
            grouped.push_str(after);
        }
        format!("{grouped} {unit}").trim_end().to_owned()
    }

    /// The step as the language writes it.
    #[must_use]
    pub fn step_text(&self) -> String {
        match &self.form {
            Form::Day => format!("{} day{}", self.step, if self.step == 1 { "" } else { "s" }),
            _ => self.text_of(self.step),
        }
    }

    fn value(&self, at: u64) -> Option<Value> {
        let whole = self.whole(at);
        match &self.form {
            Form::Number(_, scale) => Some(Value::Dec(Decimal::new(whole, *scale))),
            Form::Day => i32::try_from(whole).ok().and_then(Date::from_days).map(Value::Date),
            Form::YesNo => Some(Value::YesNo(whole == 1)),
        }
    }

    /// Where a value stands on the grid; none where it is not one of its values.
    #[must_use]
    pub fn place(&self, value: &Value) -> Option<u64> {
        let whole = self.form.whole(value)?;
        let from = whole.checked_sub(self.low).filter(|n| *n >= 0 && whole <= self.high)?;
        if whole == self.high {
            return Some(self.len().saturating_sub(1));
        }
        (from % self.step == 0).then(|| u64::try_from(from / self.step).ok())?
    }

    /// The place that is nearest to a value.
    #[must_use]
    pub fn nearest(&self, value: &Value) -> Option<u64> {
        let whole = self.form.whole(value)?.clamp(self.low, self.high);
        let from = whole.saturating_sub(self.low).saturating_add(self.step / 2) / self.step;
        Some(u64::try_from(from).unwrap_or(u64::MAX).min(self.len().saturating_sub(1)))
    }

    /// A value as the language writes it, whether or not it is one of the grid's.
    #[must_use]
    pub fn written(&self, value: &Value) -> Option<String> {
        self.form.whole(value).map(|whole| self.text_of(whole))
    }

    /// So many places, the ends among them, spread evenly.
    #[must_use]
    pub fn spread(&self, count: u64) -> Vec<u64> {
        let last = self.len().saturating_sub(1);
        let gaps = i128::from(count.max(2)).saturating_sub(1);
        let wide = self.high.saturating_sub(self.low);
        let apart = self.step.saturating_mul(gaps);
        let at = |k: i128| {
            let near = wide.saturating_mul(k).saturating_add(apart / 2) / apart;
            if k == gaps { last } else { u64::try_from(near).unwrap_or(last).min(last) }
        };
        let mut places: Vec<u64> = (0..=gaps).map(at).collect();
        places.dedup();
        places
    }
}

/// What a lever displaced, so that it can be put back.
pub(crate) enum Displaced {
    Overrides(Vec<ParameterOverride>),
    Cells(InputId, Option<InputColumn>, BTreeMap<(InputId, usize, usize), String>),
}

/// What a handle is made of.
pub(crate) struct Making<'a> {
    pub book: &'a Rulebook,
    pub scenario: &'a Scenario,
    pub limits: &'a Limits,
    pub data: &'a Dataset,
}

impl Making<'_> {
    /// The handle of a lever; none where nobody says between which values it may lie.
    ///
    /// # Errors
    /// A lever that names nothing that can be set, what is wrong with its range or step, a range outside of what the data
    /// may hold, something of which there is no more and less.
    pub(crate) fn handle(&self, lever: &Lever) -> Result<Option<Handle>, Diagnostic> {
        let (name, span) = (lever.name.text(), lever.name.span);
        let Some((target, from)) = split_target(name) else {
            let reason = Text::both("after `@` stands no date", "efter `@` står der ingen dato");
            return Err(say::bad_set(name, reason, span));
        };
        let given = named_target(self.book, target, span, self.limits)?;
        let Some(ty) = type_of(self.book, given.symbol) else {
            let kind = self.book.kind_in_words(given.symbol);
            return Err(say::cannot_set(self.book.name_of(given.symbol), kind, span));
        };
        let axes = self.book.axes_of(given.symbol);
        if given.keys.len() != axes.len() {
            let names: Vec<&str> = axes.iter().map(|axis| axis.name.as_str()).collect();
            let names = names.join(", ");
            return Err(not_moved(
                name,
                Text::both(
                    format!("it needs a key for {names}"),
                    format!("det skal have en nøgle for {names}"),
                ),
                span,
            ));
        }
        let Some(form) = Form::of(&ty) else {
            let reason = Text::both(
                "it is no number, no date and no yes or no",
                "det er hverken et tal, en dato eller ja/nej",
            );
            return Err(not_moved(name, reason, span));
        };
        let Some(grid) = self.grid(lever, &ty, form)? else { return Ok(None) };
        let what = match given.symbol {
            Symbol::Parameter(id) => {
                What::Parameter { id, keys: given.keys.iter().filter_map(|key| key.value).collect(), from }
            }
            Symbol::Input(id) => {
                let at = self.cell(id, &given.keys).ok_or_else(|| say::no_value(name, None, span))?;
                self.within(id, lever, &grid)?;
                What::Cells { input: id, cells: vec![at] }
            }
            _ => return Ok(None),
        };
        Ok(Some(Handle { name: name.to_owned(), grid, what }))
    }

    fn grid(&self, lever: &Lever, ty: &Type, form: Form) -> Result<Option<Grid>, Diagnostic> {
        if form == Form::YesNo {
            return Ok(Some(Grid { low: 0, high: 1, step: 1, form }));
        }
        let context =
            Context { book: self.book, scenario: self.scenario, known_on: None, limits: self.limits };
        let Some(bounds) = bounds(&context, lever, ty)? else { return Ok(None) };
        let ends = form.whole(&bounds.low).zip(form.whole(&bounds.high));
        let Some((low, high)) = ends else { return Ok(None) };
        let scale = if let Form::Number(_, scale) = &form { *scale } else { 0 };
        let step = bounds.step.and_then(|step| mantissa(step, scale)).unwrap_or(1).max(1);
        Ok(Some(Grid { low, high, step, form }))
    }

    /// Block and index of a cell of an input.
    fn cell(&self, id: InputId, keys: &[ramme_rulebook::GivenKey]) -> Option<(usize, usize)> {
        let shape = &self.book.inputs.get(id.index())?.shape;
        let layout = Layout::of(shape, self.book, &self.data.entities);
        let (mut block, mut row, mut combo) = (0, 0, 0);
        let year = keys.iter().find_map(|key| match key.value {
            Some(KeyValue::Period(year)) => Some(year),
            _ => None,
        });
        if let Some(year) = year {
            block = self.data.years.position(year)?;
        }
        for key in keys {
            match (key.axis, key.value) {
                (Axis::Entity(entity), _) => row = self.row(entity, &key.text, year)?,
                (Axis::Set(set), Some(KeyValue::Member(member))) => {
                    combo =
                        usize::try_from(member).ok()?.checked_mul(layout.stride(set))?.checked_add(combo)?;
                }
                _ => {}
            }
        }
        Some((block, combo.checked_mul(layout.rows)?.checked_add(row)?))
    }

    fn row(&self, entity: EntityId, key: &str, year: Option<i32>) -> Option<usize> {
        let rows = self.data.rows(entity);
        let position = match year {
            Some(year) => Some(self.data.years.position(year)?),
            None => None,
        };
        rows.keys.find(key).filter(|row| rows.exists(*row, position))
    }

    /// Refuses a range that the rules say no data may hold.
    fn within(&self, id: InputId, lever: &Lever, grid: &Grid) -> Result<(), Diagnostic> {
        let Some(input) = self.book.inputs.get(id.index()) else { return Ok(()) };
        let (Some((low, high)), Form::Number(_, scale)) = (input.between, &grid.form) else { return Ok(()) };
        let ends = [(grid.low, true), (grid.high, false)];
        for (whole, first) in ends {
            let exact = Decimal::new(whole, *scale);
            if exact < low || exact > high {
                let place = lever.range.as_ref().map(|(a, b)| if first { a } else { b });
                let (text, span) = place.map_or((lever.name.text(), lever.name.span), |p| (p.text(), p.span));
                return Err(say::out_of_bounds(input, &input.ty, text).at(span));
            }
        }
        Ok(())
    }
}

/// A lever cannot be moved, and why.
pub(crate) fn not_moved(name: &str, reason: Text, span: Span) -> Diagnostic {
    Diagnostic::new(Code::LeverNotMoved).arg("name", name).arg("reason", reason).at(span)
}

/// The lever that is asked for: that of the scenario with the same name, its range and step in what is asked where it says
/// no others; or what is asked itself.
///
/// # Errors
/// A range that goes further than that of the scenario, where both can be read.
pub(crate) fn chosen(
    (book, scenario, limits): (&Rulebook, &Scenario, &Limits),
    asked: &Lever,
) -> Result<Lever, Diagnostic> {
    let Some(held) = scenario.levers.iter().rev().find(|lever| lever.key() == asked.key()) else {
        return Ok(asked.clone());
    };
    let mut lever = held.clone();
    if asked.range.is_some() {
        further(&Context { book, scenario, known_on: None, limits }, held, asked)?;
        lever.range.clone_from(&asked.range);
    }
    if asked.step.is_some() {
        lever.step.clone_from(&asked.step);
    }
    Ok(lever)
}

fn further(context: &Context<'_>, held: &Lever, asked: &Lever) -> Result<(), Diagnostic> {
    let Some((name, _)) = split_target(held.name.text()) else { return Ok(()) };
    let given = named_target(context.book, name, held.name.span, context.limits)?;
    let Some(ty) = type_of(context.book, given.symbol) else { return Ok(()) };
    let (Some(wide), Some(new)) = (bounds(context, held, &ty)?, bounds(context, asked, &ty)?) else {
        return Ok(());
    };
    let below = order(&new.low, &wide.low).is_some_and(std::cmp::Ordering::is_lt);
    let above = order(&new.high, &wide.high).is_some_and(std::cmp::Ordering::is_gt);
    let (Some((low, high)), Some((first, last))) = (&held.range, &asked.range) else { return Ok(()) };
    let out = if below { first } else { last };
    if !(below || above) {
        return Ok(());
    }
    let said = Diagnostic::new(Code::LeverOutOfRange)
        .arg("name", held.name.text())
        .arg("value", out.text())
        .arg("low", low.text())
        .arg("high", high.text());
    Err(said.at(out.span).also(low.span, Text::both("the range", "intervallet")))
}

/// `A .. B`
#[must_use]
pub fn range_of(text: &str, span: Span) -> Option<(Placed<String>, Placed<String>)> {
    let side = |text: &str| Placed { value: text.trim().to_owned(), span };
    let (low, high) = text.split_once("..")?;
    (!low.trim().is_empty() && !high.trim().is_empty()).then(|| (side(low), side(high)))
}

impl Handle {
    /// What moving the lever displaces.
    pub(crate) fn displaces(&self, data: &Dataset) -> Displaced {
        match &self.what {
            What::Parameter { .. } => Displaced::Overrides(data.overrides.clone()),
            What::Cells { input, .. } => {
                let column = data.inputs.get(input.index()).cloned().flatten();
                Displaced::Cells(*input, column, data.hands.clone())
            }
        }
    }

    /// Moves the lever to a place of its grid.
    pub(crate) fn put(&self, book: &Rulebook, data: &mut Dataset, at: u64) {
        let Some(value) = self.grid.value(at) else { return };
        match &self.what {
            What::Parameter { id, keys, from } => {
                let same = |held: &&mut ParameterOverride| {
                    held.parameter == *id && held.keys == *keys && held.from == *from && held.to.is_none()
                };
                match data.overrides.iter_mut().rev().find(same) {
                    Some(held) => held.value = value,
                    None => data.overrides.push(ParameterOverride {
                        parameter: *id,
                        keys: keys.clone(),
                        from: *from,
                        to: None,
                        value,
                        origin: self.name.clone(),
                    }),
                }
            }
            What::Cells { input, cells } => {
                let whole = self.grid.whole(at);
                for (block, index) in cells {
                    let Some(column) = column_of(book, data, *input) else { return };
                    replace(column, *block, *index, whole);
                    data.hands.insert((*input, *block, *index), self.name.clone());
                }
            }
        }
    }

    /// Where the lever stands in the data; none where that is for the rules to say.
    pub(crate) fn stands(&self, data: &Dataset) -> Option<Value> {
        match &self.what {
            What::Parameter { id, keys, from } => {
                let same = |held: &&ParameterOverride| {
                    held.parameter == *id && held.keys == *keys && held.from == *from && held.to.is_none()
                };
                data.overrides.iter().rev().find(same).map(|held| held.value.clone())
            }
            What::Cells { input, cells } => {
                let (block, index) = cells.first()?;
                let block = data.inputs.get(input.index())?.as_ref()?.column.blocks.get(*block)?;
                let whole = block.data.int(*index).filter(|_| block.cause(*index).is_known())?;
                match &self.grid.form {
                    Form::Number(_, scale) => Some(Value::Dec(Decimal::new(whole, *scale))),
                    Form::Day => i32::try_from(whole).ok().and_then(Date::from_days).map(Value::Date),
                    Form::YesNo => Some(Value::YesNo(whole == 1)),
                }
            }
        }
    }
}

/// Puts back what a lever displaced.
pub(crate) fn put_back(data: &mut Dataset, displaced: Displaced) {
    match displaced {
        Displaced::Overrides(held) => data.overrides = held,
        Displaced::Cells(input, column, hands) => {
            if let Some(slot) = data.inputs.get_mut(input.index()) {
                *slot = column;
            }
            data.hands = hands;
        }
    }
}

/// The column of an input; one in which nothing is known where no table gives it.
fn column_of<'d>(book: &Rulebook, data: &'d mut Dataset, id: InputId) -> Option<&'d mut InputColumn> {
    let input = book.inputs.get(id.index())?;
    let len = Layout::of(&input.shape, book, &data.entities).len();
    let blocks = if input.shape.period.is_some() { data.years.count } else { 1 };
    let slot = data.inputs.get_mut(id.index())?;
    if slot.is_none() {
        let cause = data.causes.one(Cause::NotMapped { what: input.name.clone() });
        *slot = Some(InputColumn {
            shape: input.shape.clone(),
            column: Column { blocks: vec![Block::missing(len, cause); blocks] },
            places: Places::Each(vec![vec![CellPlace::default(); len]; blocks]),
            ..InputColumn::default()
        });
    }
    slot.as_mut()
}
