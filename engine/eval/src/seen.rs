//! What scripts of a scenario may look at: parameters, inputs, who exists, years.
//!
//! In: a scenario that is ready, names with keys in the language's words. Out: values as they stand before a script has
//! proposed anything: data, levers and `--set`. Not here: definitions and rules (what is proposed would change them),
//! forecasts (a year that is to be forecast is missing), the scripts.

use ramme_diag::{Code, Diagnostic, Limits, Span, closest};
use ramme_rulebook::GivenTarget;
use ramme_rulebook::model::{Axis, InputId, KeyValue, ParameterId, Rulebook, Symbol, Type, Value};
use ramme_table::{CauseId, Data};
use ramme_value::{Date, Decimal, NumType};

use crate::bind::{named_target, say, split_target};
use crate::evaluate::Job;
use crate::plan::{Question, plan};
use crate::run::env::Env;
use crate::run::series;

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// Nobody knows it.
    Missing,
    /// A number, as it is stored.
    Number(Decimal, NumType),
    /// Yes or no.
    YesNo(bool),
    /// A date, a member, a row or a text.
    Text(String),
}

/// What may be looked at.
pub struct Seen<'a> {
    env: Env<'a>,
    years: (i32, i32),
}

/// Does some work with everything that may be looked at.
///
/// # Errors
/// What stops planning.
pub fn seeing<T>(job: Job<'_>, work: impl FnOnce(&Seen<'_>) -> T) -> Result<T, Vec<Diagnostic>> {
    let nothing = Question { outputs: Vec::new(), rules: Vec::new() };
    let plan = plan(job.book, job.view, &nothing, &mut job.data.texts)?;
    let env = Env::new(job.book, job.view, &plan, job.data);
    Ok(work(&Seen { env, years: job.scenario.years.value }))
}

impl Seen<'_> {
    /// The first and the last year that the scenario asks for.
    #[must_use]
    pub fn years(&self) -> (i32, i32) {
        self.years
    }

    /// The members of a set but its total, or the rows of an entity: those that exist in a year, or at all.
    ///
    /// # Errors
    /// No such set or entity; a year outside of the data.
    pub fn members(&self, of: &str, year: Option<i32>, span: Span) -> Result<Vec<String>, Diagnostic> {
        let book = self.env.book;
        match book.find(of) {
            Some(Symbol::Set(id)) => {
                let Some(set) = book.sets.get(id.index()) else { return Ok(Vec::new()) };
                let count = set.members.len().saturating_sub(usize::from(set.has_total));
                Ok(set.members.iter().take(count).cloned().collect())
            }
            Some(Symbol::Entity(id)) => {
                let rows = self.env.data.rows(id);
                let position = match year.map(|year| self.env.data.years.position(year)) {
                    Some(None) => return Ok(Vec::new()),
                    Some(position) => position,
                    None => None,
                };
                let there = rows.keys.iter().enumerate().filter(|(row, _)| rows.exists(*row, position));
                Ok(there.map(|(_, key)| key.to_owned()).collect())
            }
            _ => {
                let sets = book.sets.iter().map(|set| set.name.as_str());
                let names = sets.chain(book.entities.iter().map(|entity| entity.name.as_str()));
                Err(Diagnostic::new(Code::UnknownName)
                    .arg("name", of)
                    .maybe_arg("suggestion", closest(of, names))
                    .at(span))
            }
        }
    }

    /// The value of a parameter or an input: `pl[2025]`, `cap@2024-07-01`, `budget[Ballerup, 2024]`.
    ///
    /// # Errors
    /// No such name, something that cannot be set, keys that do not fit, a parameter with several values in time without
    /// a day.
    pub fn value(&self, text: &str, span: Span) -> Result<Known, Diagnostic> {
        let book = self.env.book;
        let Some((name, day)) = split_target(text) else { return Err(say::needs_a_date(text, span)) };
        let given = named_target(book, name, span, &Limits::default())?;
        if given.keys.len() != book.axes_of(given.symbol).len() {
            let names =
                book.axes_of(given.symbol).into_iter().map(|axis| axis.name).collect::<Vec<_>>().join(", ");
            return Err(say::needs_keys(text, &names, span));
        }
        match given.symbol {
            Symbol::Parameter(id) => self.parameter(id, &given, day, (text, span)),
            Symbol::Input(id) => self.input(id, &given, (text, span)),
            other => Err(say::cannot_be_set(book, other, span)),
        }
    }

    fn parameter(
        &self,
        id: ParameterId,
        given: &GivenTarget,
        day: Option<Date>,
        (text, span): (&str, Span),
    ) -> Result<Known, Diagnostic> {
        let book = self.env.book;
        let Some(parameter) = book.parameters.get(id.index()) else { return Ok(Known::Missing) };
        let keys: Vec<KeyValue> = given.keys.iter().filter_map(|key| key.value).collect();
        let year = keys.iter().find_map(|key| match key {
            KeyValue::Period(year) => Some(*year),
            KeyValue::Member(_) => None,
        });
        let found = match (day, year) {
            (Some(day), _) => series::own(&self.env, id, &keys, Some((day, day))).cloned(),
            (None, Some(year)) => series::in_year(&self.env, id, &keys, year).ok(),
            (None, None) => {
                let values =
                    self.env.view.values(id).iter().filter_map(|held| parameter.values.get(held.clause));
                let set = self.env.data.overrides.iter().any(|o| o.parameter == id && o.keys == keys);
                if !set && values.filter(|value| value.keys == keys).count() > 1 {
                    return Err(say::needs_a_date(text, span));
                }
                series::own(&self.env, id, &keys, None).cloned()
            }
        };
        Ok(found.map_or(Known::Missing, |value| known(book, value, &parameter.ty)))
    }

    fn input(
        &self,
        id: InputId,
        given: &GivenTarget,
        (text, span): (&str, Span),
    ) -> Result<Known, Diagnostic> {
        let (book, data) = (self.env.book, self.env.data);
        let Some(input) = book.inputs.get(id.index()) else { return Ok(Known::Missing) };
        let (mut block, mut row, mut rows) = (0, 0, 1);
        let mut members = std::collections::BTreeMap::new();
        for key in &given.keys {
            match (key.axis, key.value) {
                (Axis::Entity(entity), _) => {
                    let held = data.rows(entity);
                    rows = held.keys.len();
                    let Some(found) = held.keys.find(&key.text) else {
                        let near = closest(&key.text, held.keys.iter());
                        return Err(say::no_value(text, near, span));
                    };
                    row = found;
                }
                (_, Some(KeyValue::Period(year))) => match data.years.position(year) {
                    Some(position) => block = position,
                    None => return Ok(Known::Missing),
                },
                (Axis::Set(set), Some(KeyValue::Member(member))) => {
                    members.insert(set, member as usize);
                }
                _ => {}
            }
        }
        let combination = input.shape.sets.iter().fold(0_usize, |at, set| {
            let size = book.sets.get(set.index()).map_or(1, |s| s.members.len());
            at.saturating_mul(size).saturating_add(members.get(set).copied().unwrap_or(0))
        });
        let cell = combination.saturating_mul(rows).saturating_add(row);
        let column = data.inputs.get(id.index()).and_then(Option::as_ref);
        let Some(held) = column.and_then(|column| column.column.blocks.get(block)) else {
            return Ok(Known::Missing);
        };
        let known = held.status.as_ref().is_none_or(|status| status.get(cell) == Some(&CauseId::KNOWN));
        let value = match &held.data {
            Data::Int(values) => values.get(cell).copied(),
            Data::Narrow(values) => values.get(cell).map(i128::from),
            Data::Ratio(..) => None,
        };
        Ok(value.filter(|_| known).map_or(Known::Missing, |value| self.cell(value, &input.ty)))
    }

    /// An integer of a column as what it stands for.
    fn cell(&self, value: i128, ty: &Type) -> Known {
        let narrow = usize::try_from(value).unwrap_or(usize::MAX);
        let text = match ty {
            Type::Num(num) => {
                let scale = num.stored_scale().unwrap_or(0);
                return Known::Number(Decimal::new(value, scale), num.clone());
            }
            Type::YesNo => return Known::YesNo(value == 1),
            Type::Date => i32::try_from(value).ok().and_then(Date::from_days).map(|day| day.to_string()),
            Type::Text => Some(self.env.data.texts.get(value).to_owned()),
            Type::Member(set) => {
                u32::try_from(value).ok().map(|at| self.env.book.member_name(*set, at).to_owned())
            }
            Type::Row(entity) => self.env.data.rows(*entity).keys.iter().nth(narrow).map(str::to_owned),
            Type::Period(_) => Some(value.to_string()),
        };
        text.map_or(Known::Missing, Known::Text)
    }
}

fn known(book: &Rulebook, value: Value, ty: &Type) -> Known {
    match (value, ty) {
        (Value::Dec(number), Type::Num(num)) => Known::Number(number, num.clone()),
        (Value::Dec(number), _) => Known::Text(number.to_string()),
        (Value::YesNo(yes), _) => Known::YesNo(yes),
        (Value::Date(day), _) => Known::Text(day.to_string()),
        (Value::Text(text), _) => Known::Text(text),
        (Value::Member(set, at), _) => Known::Text(book.member_name(set, at).to_owned()),
        (Value::Period(_, index), _) => Known::Text(index.to_string()),
    }
}
