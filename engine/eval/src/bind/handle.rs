//! A lever that is moved: over which values, and what each of them changes in the data.
//!
//! In: a lever with its range and step, a dataset in which it stands at some value. Out: the values worth trying, and the
//! dataset with any of them; nothing is read again. Not here: what comes of it (`trial`).
//!
//! What was set on the command line is where the lever stands now: it is moved from there, over the range all the same.

use ramme_diag::{Code, Diagnostic, Span, Text};
use ramme_rulebook::model::{InputId, Rulebook, Type, Value};
use ramme_value::{Date, Decimal, NumType};

use super::acts::again;
use super::bounds::{bounds, kind_of_lever, order};
use super::given::{Kind, split_target};
use super::target::{Names, Target, What, percent};
use super::{Context, say};
use crate::dataset::{Act, Amount, Dataset, Outlook, OutlookPart, ParameterOverride, mantissa};
use crate::scenario::{Lever, Placed};

/// A lever that can be moved.
#[derive(Debug, Clone)]
pub struct Handle {
    /// As it was named.
    pub name: String,
    /// Over which values.
    pub grid: Grid,
    pub(crate) what: What,
    /// From this day on, of a parameter.
    from: Option<Date>,
    /// Whether its values are what something is set to, or by how much it is changed.
    kind: Kind,
}

/// Values from a least to a most, a step apart; the most is one of them even where no step leads there.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    low: i128,
    high: i128,
    step: i128,
    form: Form,
    /// A change is written with its sign.
    kind: Kind,
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

    fn back(&self, whole: i128) -> Option<Value> {
        match self {
            Form::Number(_, scale) => Some(Value::Dec(Decimal::new(whole, *scale))),
            Form::Day => i32::try_from(whole).ok().and_then(Date::from_days).map(Value::Date),
            Form::YesNo => Some(Value::YesNo(whole == 1)),
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
        // As `--set` reads it: a negative amount alone would be what the figure is set to.
        let (sign, unit) = match (self.kind, whole < 0) {
            (Kind::To, _) => ("", unit),
            (Kind::Times, less) => (if less { "" } else { "+" }, unit),
            (Kind::By, less) if unit == "%" => (if less { "" } else { "+" }, "percentage points"),
            (Kind::By, _) => ("+", unit),
        };
        format!("{sign}{grouped} {unit}").trim_end().to_owned()
    }

    /// The step as the language writes it.
    #[must_use]
    pub fn step_text(&self) -> String {
        match &self.form {
            Form::Day => format!("{} day{}", self.step, if self.step == 1 { "" } else { "s" }),
            _ => self.text_of(self.step).trim_start_matches('+').to_owned(),
        }
    }

    fn value(&self, at: u64) -> Option<Value> {
        self.form.back(self.whole(at))
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
    Acts(InputId, Vec<Act>),
    Outlooks(Vec<Outlook>),
}

/// What a handle is made of.
pub(crate) type Making<'a> = Names<'a>;

impl Names<'_> {
    /// The handle of a lever; none where nobody says between which values it may lie.
    ///
    /// # Errors
    /// A lever that names nothing that can be set, what is wrong with its range or step, a range outside of what the data
    /// may hold, something of which there is no more and less.
    pub(crate) fn handle(&self, lever: &Lever) -> Result<Option<Handle>, Diagnostic> {
        let (name, span) = (lever.name.text(), lever.name.span);
        let Some((text, from)) = split_target(name) else {
            let reason = Text::both("after `@` stands no date", "efter `@` står der ingen dato");
            return Err(say::bad_set(name, reason, span));
        };
        let Target { what, ty } = self.target(text, span)?;
        let kind = if matches!(what, What::Cells { .. }) { kind_of_lever(lever, &ty) } else { Kind::To };
        let form = if kind == Kind::Times { Form::of(&percent()) } else { Form::of(&ty) };
        let Some(form) = form else {
            let reason = Text::both(
                "it is no number, no date and no yes or no",
                "det er hverken et tal, en dato eller ja/nej",
            );
            return Err(not_moved(name, reason, span));
        };
        let Some(grid) = self.grid(lever, (&ty, kind), form)? else { return Ok(None) };
        if let (What::Cells { input, .. }, Kind::To) = (&what, kind) {
            self.within(*input, lever, &grid)?;
        }
        Ok(Some(Handle { name: name.to_owned(), grid, what, from, kind }))
    }

    fn grid(&self, lever: &Lever, (ty, kind): (&Type, Kind), form: Form) -> Result<Option<Grid>, Diagnostic> {
        if form == Form::YesNo {
            return Ok(Some(Grid { low: 0, high: 1, step: 1, form, kind: Kind::To }));
        }
        let context =
            Context { book: self.book, scenario: self.scenario, known_on: None, limits: self.limits };
        let Some(bounds) = bounds(&context, lever, (ty, kind))? else { return Ok(None) };
        let ends = form.whole(&bounds.low).zip(form.whole(&bounds.high));
        let Some((low, high)) = ends else { return Ok(None) };
        let scale = if let Form::Number(_, scale) = &form { *scale } else { 0 };
        let step = bounds.step.and_then(|step| mantissa(step, scale)).unwrap_or(1).max(1);
        Ok(Some(Grid { low, high, step, form, kind }))
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
pub(crate) fn chosen(names: Names<'_>, asked: &Lever) -> Result<Lever, Diagnostic> {
    let Some(held) = names.scenario.levers.iter().rev().find(|lever| lever.key() == asked.key()) else {
        return Ok(asked.clone());
    };
    let mut lever = held.clone();
    if asked.range.is_some() {
        further(names, held, asked)?;
        lever.range.clone_from(&asked.range);
    }
    if asked.step.is_some() {
        lever.step.clone_from(&asked.step);
    }
    Ok(lever)
}

fn further(names: Names<'_>, held: &Lever, asked: &Lever) -> Result<(), Diagnostic> {
    let Some((name, _)) = split_target(held.name.text()) else { return Ok(()) };
    let ty = names.target(name, held.name.span)?.ty;
    let context =
        Context { book: names.book, scenario: names.scenario, known_on: None, limits: names.limits };
    let kind = kind_of_lever(held, &ty);
    let found = (bounds(&context, held, (&ty, kind))?, bounds(&context, asked, (&ty, kind))?);
    let (Some(wide), Some(new)) = found else { return Ok(()) };
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
            What::Cells { input, .. } => Displaced::Acts(*input, data.acts.clone()),
            What::Outlook { .. } => Displaced::Outlooks(data.outlooks.clone()),
        }
    }

    /// Moves the lever to a place of its grid.
    pub(crate) fn put(&self, book: &Rulebook, data: &mut Dataset, at: u64) {
        let (Some(value), whole) = (self.grid.value(at), self.grid.whole(at)) else { return };
        let origin = format!("{} = {}", self.name, self.grid.text(at));
        match &self.what {
            What::Parameter { id, keys } => match self.override_of(data) {
                Some(held) => held.value = value,
                None => data.overrides.push(ParameterOverride {
                    parameter: *id,
                    keys: keys.clone(),
                    from: self.from,
                    to: None,
                    value,
                    origin,
                }),
            },
            What::Cells { input, cells } => {
                let amount = match (self.kind, value) {
                    (Kind::Times, Value::Dec(change)) => Amount::Times(change),
                    (Kind::By, _) => Amount::By(whole),
                    _ => Amount::To(whole),
                };
                data.untouched
                    .entry(*input)
                    .or_insert_with(|| data.inputs.get(input.index()).cloned().flatten());
                match data.acts.iter_mut().rev().find(|act| self.is_of(act)) {
                    Some(act) => act.amount = amount,
                    None => data.acts.push(Act { input: *input, cells: cells.clone(), amount, origin }),
                }
                again(book, data, *input);
            }
            What::Outlook { input, part, cells, year } => {
                let Value::Dec(amount) = value else { return };
                match data.outlooks.iter_mut().rev().find(|outlook| self.is_outlook(outlook)) {
                    Some(held) => (held.amount, held.text) = (amount, origin),
                    None => data.outlooks.push(Outlook {
                        input: *input,
                        part: *part,
                        cells: cells.clone(),
                        year: *year,
                        amount,
                        text: origin.clone(),
                        origin,
                    }),
                }
            }
        }
    }

    fn override_of<'d>(&self, data: &'d mut Dataset) -> Option<&'d mut ParameterOverride> {
        data.overrides.iter_mut().rev().find(|held| self.is_override(held))
    }

    fn is_override(&self, held: &ParameterOverride) -> bool {
        let What::Parameter { id, keys } = &self.what else { return false };
        held.parameter == *id && held.keys == *keys && held.from == self.from && held.to.is_none()
    }

    /// True of an act on the same cells that sets or changes as this lever does.
    fn is_of(&self, act: &Act) -> bool {
        let What::Cells { input, cells } = &self.what else { return false };
        let alike = matches!(
            (self.kind, act.amount),
            (Kind::To, Amount::To(_)) | (Kind::By, Amount::By(_)) | (Kind::Times, Amount::Times(_))
        );
        alike && act.input == *input && act.cells == *cells
    }

    fn is_outlook(&self, held: &Outlook) -> bool {
        let What::Outlook { input, part, cells, year } = &self.what else { return false };
        held.input == *input && held.part == *part && held.cells == *cells && held.year == *year
    }

    /// Where the lever stands in the data; none where that is for the rules to say.
    pub(crate) fn stands(&self, data: &Dataset) -> Option<Value> {
        match &self.what {
            What::Parameter { .. } => {
                data.overrides.iter().rev().find(|held| self.is_override(held)).map(|held| held.value.clone())
            }
            What::Cells { input, cells } => {
                let scale = if let Form::Number(_, scale) = &self.grid.form { *scale } else { 0 };
                let act = data.acts.iter().rev().find(|act| self.is_of(act));
                match (act.map(|act| act.amount), self.kind, cells.as_slice()) {
                    (Some(Amount::Times(change)), ..) => Some(Value::Dec(change)),
                    (Some(Amount::By(n)), ..) => Some(Value::Dec(Decimal::new(n, scale))),
                    (None, Kind::By | Kind::Times, _) => Some(Value::Dec(Decimal::zero(scale))),
                    (Some(Amount::To(n)), ..) => self.grid.form.back(n),
                    (None, Kind::To, [(block, index)]) => {
                        let held = data.inputs.get(input.index())?.as_ref()?.column.blocks.get(*block)?;
                        let whole = held.data.int(*index).filter(|_| held.cause(*index).is_known())?;
                        self.grid.form.back(whole)
                    }
                    (None, Kind::To, _) => None,
                }
            }
            What::Outlook { part, .. } => {
                let held = data.outlooks.iter().rev().find(|held| self.is_outlook(held));
                match (held, part) {
                    (Some(held), _) => Some(Value::Dec(held.amount)),
                    (None, OutlookPart::Level) => Some(Value::Dec(Decimal::zero(4))),
                    (None, _) => None,
                }
            }
        }
    }
}

/// Puts back what a lever displaced.
pub(crate) fn put_back(book: &Rulebook, data: &mut Dataset, displaced: Displaced) {
    match displaced {
        Displaced::Overrides(held) => data.overrides = held,
        Displaced::Outlooks(held) => data.outlooks = held,
        Displaced::Acts(input, acts) => {
            data.acts = acts;
            again(book, data, input);
        }
    }
}
