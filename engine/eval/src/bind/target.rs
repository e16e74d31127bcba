//! What is set by hand: a parameter, cells of an input, the forecast of an input.
//!
//! In: a name with its keys, in the language's words. Out: what it names in the data. Not here: values.
//!
//! `pl[2025]` is a parameter or one cell. `budget[area = children, year = 2025]` is every cell that fits, by the names of
//! axes or by a field of the entity (`kind = municipal`); `|` stands between several keys, `2024..2026` is a span of
//! years. `accounts.growth`, `accounts.level` and `accounts.path[…]` are a forecast.

use ramme_diag::{Diagnostic, Limits, Span, Text, closest};
use ramme_rulebook::GivenKey;
use ramme_rulebook::model::{
    Axis, AxisName, EntityId, Input, InputId, KeyValue, ParameterId, Rulebook, Symbol, Type,
};
use ramme_value::{NumType, PriceLevel, Unit};

use super::{named_target, say};
use crate::dataset::{Dataset, OutlookPart};
use crate::run::layout::Layout;
use crate::scenario::{ForecastKind, Scenario};

/// What a lever or `--set` names.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// What is set.
    pub what: What,
    /// The type of what it is set to.
    pub ty: Type,
}

/// What is set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    /// A parameter at its keys.
    Parameter { id: ParameterId, keys: Vec<KeyValue> },
    /// Cells of an input: block and index.
    Cells { input: InputId, cells: Vec<(usize, usize)> },
    /// The forecast of series of an input: their cells, and the year where only one is meant.
    Outlook { input: InputId, part: OutlookPart, cells: Vec<usize>, year: Option<i32> },
}

/// What names are looked up in.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub book: &'a Rulebook,
    pub scenario: &'a Scenario,
    pub limits: &'a Limits,
    pub data: &'a Dataset,
}

/// The words behind a forecast's name.
const PARTS: [(&str, OutlookPart); 3] =
    [("growth", OutlookPart::Growth), ("level", OutlookPart::Level), ("path", OutlookPart::Path)];

/// The type of a percentage that is set or changed by.
pub(crate) fn percent() -> Type {
    Type::Num(NumType::declared(Unit::percent(), PriceLevel::None, Some(2)))
}

/// One condition of a filter.
struct Sieve<'a> {
    axis: &'a str,
    keys: Vec<&'a str>,
}

impl<'a> Names<'a> {
    /// What a text names.
    ///
    /// # Errors
    /// No such name, keys that do not fit, a row or member that is not there, what cannot be set.
    pub(crate) fn target(&self, text: &str, span: Span) -> Result<Target, Diagnostic> {
        let (head, inside) = match text.split_once('[') {
            Some((head, rest)) => (head.trim(), rest.trim_end().strip_suffix(']')),
            None => (text.trim(), None),
        };
        if let Some((name, part)) = head.split_once('.') {
            return self.outlook(text, (name.trim(), part.trim(), inside), span);
        }
        match inside.and_then(sieves) {
            Some(sieves) => self.filtered(text, head, &sieves, span),
            None => self.named(text, span),
        }
    }

    /// `NAME[key, …]`
    fn named(&self, text: &str, span: Span) -> Result<Target, Diagnostic> {
        let given = named_target(self.book, text, span, self.limits)?;
        let axes = self.book.axes_of(given.symbol);
        match given.symbol {
            Symbol::Parameter(_) | Symbol::Input(_) => {}
            other => {
                return Err(say::cannot_set(self.book.name_of(other), self.book.kind_in_words(other), span));
            }
        }
        if given.keys.len() != axes.len() {
            let names: Vec<&str> = axes.iter().map(|axis| axis.name.as_str()).collect();
            let names = names.join(", ");
            let reason = Text::both(
                format!("it needs a key for {names}"),
                format!("den skal have en nøgle for {names}"),
            );
            return Err(say::bad_set(text, reason, span));
        }
        match given.symbol {
            Symbol::Parameter(id) => {
                let ty = self.book.parameters.get(id.index()).map_or(Type::Text, |p| p.ty.clone());
                let keys = given.keys.iter().filter_map(|key| key.value).collect();
                Ok(Target { what: What::Parameter { id, keys }, ty })
            }
            Symbol::Input(id) => {
                let ty = self.book.inputs.get(id.index()).map_or(Type::Text, |input| input.ty.clone());
                let at = self.cell(id, &given.keys).map_err(|near| say::no_value(text, near, span))?;
                Ok(Target { what: What::Cells { input: id, cells: vec![at] }, ty })
            }
            other => Err(say::cannot_set(self.book.name_of(other), self.book.kind_in_words(other), span)),
        }
    }

    /// Block and index of a cell of an input; the key that was probably meant where there is none.
    fn cell(&self, id: InputId, keys: &[GivenKey]) -> Result<(usize, usize), Option<String>> {
        let Some(input) = self.book.inputs.get(id.index()) else { return Err(None) };
        let layout = Layout::of(&input.shape, self.book, &self.data.entities);
        let (mut block, mut row, mut combo) = (0_usize, 0_usize, 0_usize);
        let year = keys.iter().find_map(|key| match key.value {
            Some(KeyValue::Period(year)) => Some(year),
            _ => None,
        });
        let position = match year {
            Some(year) => Some(self.data.years.position(year).ok_or(None)?),
            None => None,
        };
        block = position.unwrap_or(block);
        for key in keys {
            match (key.axis, key.value) {
                (Axis::Entity(entity), _) => {
                    let rows = self.data.rows(entity);
                    let found = rows.keys.find(&key.text).filter(|row| rows.exists(*row, position));
                    row = found.ok_or_else(|| closest(&key.text, rows.keys.iter()))?;
                }
                (Axis::Set(set), Some(KeyValue::Member(member))) => {
                    let member = usize::try_from(member).unwrap_or(usize::MAX);
                    combo = combo.saturating_add(member.saturating_mul(layout.stride(set)));
                }
                _ => {}
            }
        }
        Ok((block, combo.saturating_mul(layout.rows).saturating_add(row)))
    }

    /// `NAME[axis = key, …]`
    fn filtered(
        &self,
        text: &str,
        name: &str,
        sieves: &[Sieve<'_>],
        span: Span,
    ) -> Result<Target, Diagnostic> {
        let (id, input) = self.input(name, span)?;
        let mut cells = Vec::new();
        let blocks = if input.shape.period.is_some() { self.data.years.count } else { 1 };
        for sieve in sieves {
            self.known(text, input, sieve, span)?;
        }
        for block in 0..blocks {
            for cell in self.fitting(input, sieves, block) {
                cells.push((block, cell));
            }
        }
        if cells.is_empty() {
            return Err(say::no_value(text, None, span));
        }
        Ok(Target { what: What::Cells { input: id, cells }, ty: input.ty.clone() })
    }

    fn input(&self, name: &str, span: Span) -> Result<(InputId, &'a Input), Diagnostic> {
        let given = named_target(self.book, name, span, self.limits)?;
        match given.symbol {
            Symbol::Input(id) => match self.book.inputs.get(id.index()) {
                Some(input) => Ok((id, input)),
                None => Err(say::no_value(name, None, span)),
            },
            other => Err(say::cannot_set(self.book.name_of(other), self.book.kind_in_words(other), span)),
        }
    }

    /// The field of an entity with a name.
    fn field(&self, entity: Option<EntityId>, name: &str) -> Option<(InputId, &'a Input)> {
        let at =
            self.book.inputs.iter().position(|input| {
                input.field_of.is_some() && input.field_of == entity && input.name == name
            })?;
        Some((InputId(u32::try_from(at).ok()?), self.book.inputs.get(at)?))
    }

    fn axes(&self, input: &Input) -> Vec<AxisName> {
        let row = input.shape.entity.map(|entity| AxisName {
            name: self.book.entity_name(entity).to_owned(),
            axis: Axis::Entity(entity),
        });
        row.into_iter().chain(input.axes.iter().cloned()).collect()
    }

    /// Refuses a filter on what is no axis and no field, and keys that are not there.
    fn known(&self, text: &str, input: &Input, sieve: &Sieve<'_>, span: Span) -> Result<(), Diagnostic> {
        let axes = self.axes(input);
        let Some(axis) = axes.iter().find(|axis| axis.name == sieve.axis) else {
            if self.field(input.shape.entity, sieve.axis).is_some() {
                return Ok(());
            }
            let fields =
                self.book.inputs.iter().filter(|f| f.field_of.is_some() && f.field_of == input.shape.entity);
            let names: Vec<&str> =
                axes.iter().map(|a| a.name.as_str()).chain(fields.map(|f| f.name.as_str())).collect();
            let (held, near) = (names.join(", "), closest(sieve.axis, names.iter()));
            let meant = near.map_or_else(Text::default, |near| {
                Text::both(format!("; did you mean `{near}`?"), format!("; mente du `{near}`?"))
            });
            let reason = Text::both(
                format!("`{}` has no `{}`; there are {held}{}", input.name, sieve.axis, meant.en),
                format!("`{}` har ingen `{}`; der er {held}{}", input.name, sieve.axis, meant.da),
            );
            return Err(say::bad_set(text, reason, span));
        };
        for key in &sieve.keys {
            let near = match axis.axis {
                Axis::Entity(entity) => {
                    let rows = self.data.rows(entity);
                    rows.keys.find(key).is_none().then(|| closest(key, rows.keys.iter()))
                }
                Axis::Set(set) => {
                    let members = self.book.sets.get(set.index()).map_or(&[][..], |s| s.members.as_slice());
                    (!members.iter().any(|m| m == key)).then(|| closest(key, members.iter()))
                }
                Axis::Period(_) => years(key).is_none().then_some(None),
            };
            if let Some(near) = near {
                let meant = near.map(|near| text.replacen(key, &near, 1));
                return Err(say::no_value(text, meant, span));
            }
        }
        Ok(())
    }

    /// The cells of a block that fit.
    fn fitting(&self, input: &Input, sieves: &[Sieve<'_>], block: usize) -> Vec<usize> {
        let layout = Layout::of(&input.shape, self.book, &self.data.entities);
        let dated = input.shape.period.is_some();
        let year = self.data.years.year(block);
        let axes = self.axes(input);
        let there = |cell: &usize| {
            let (combo, row) = layout.split(*cell);
            let exists = input
                .shape
                .entity
                .is_none_or(|entity| self.data.rows(entity).exists(row, dated.then_some(block)));
            exists
                && sieves.iter().all(|sieve| match axes.iter().find(|axis| axis.name == sieve.axis) {
                    Some(axis) => match axis.axis {
                        Axis::Entity(entity) => {
                            let key = self.data.rows(entity).keys.get(row).unwrap_or_default();
                            sieve.keys.contains(&key)
                        }
                        Axis::Set(set) => {
                            let member = u32::try_from(layout.member(combo, set)).unwrap_or(u32::MAX);
                            sieve.keys.contains(&self.book.member_name(set, member))
                        }
                        Axis::Period(_) => sieve
                            .keys
                            .iter()
                            .filter_map(|key| years(key))
                            .any(|(first, last)| (first..=last).contains(&year)),
                    },
                    None => self.has(input, sieve, (block, row)),
                })
        };
        (0..layout.len()).filter(there).collect()
    }

    /// Whether a field of a row is one of the keys.
    fn has(&self, input: &Input, sieve: &Sieve<'_>, (block, row): (usize, usize)) -> bool {
        let Some((id, field)) = self.field(input.shape.entity, sieve.axis) else { return false };
        let column = self.data.inputs.get(id.index()).and_then(Option::as_ref);
        let at = if field.shape.period.is_some() { block } else { 0 };
        let Some(held) = column.and_then(|column| column.column.blocks.get(at)) else { return false };
        let Some(n) = held.data.int(row).filter(|_| held.cause(row).is_known()) else { return false };
        let at = usize::try_from(n).unwrap_or(usize::MAX);
        match &field.ty {
            Type::Member(set) => {
                sieve.keys.contains(&self.book.member_name(*set, u32::try_from(n).unwrap_or(u32::MAX)))
            }
            Type::Row(entity) => {
                sieve.keys.contains(&self.data.rows(*entity).keys.get(at).unwrap_or_default())
            }
            Type::Text => sieve.keys.contains(&self.data.texts.get(n)),
            Type::YesNo => sieve.keys.contains(&if n == 1 { "yes" } else { "no" }),
            Type::Num(_) | Type::Date | Type::Period(_) => false,
        }
    }

    /// `NAME.growth[…]`, `NAME.level[…]`, `NAME.path[…, year]`
    fn outlook(
        &self,
        text: &str,
        (name, part, inside): (&str, &str, Option<&str>),
        span: Span,
    ) -> Result<Target, Diagnostic> {
        let (id, input) = self.input(name, span)?;
        let Some((_, part)) = PARTS.iter().find(|(word, _)| *word == part) else {
            let words = PARTS.map(|(word, _)| format!("`{name}.{word}`")).join(", ");
            let reason = Text::both(
                format!("of a forecast there are {words}"),
                format!("for en fremskrivning er der {words}"),
            );
            return Err(say::bad_set(text, reason, span));
        };
        let is_series = self.scenario.forecasts.iter().any(|forecast| {
            forecast.input.text() == name && matches!(forecast.kind, ForecastKind::Series(_))
        });
        if !is_series {
            let reason = Text::both(
                format!("this scenario does not forecast `{name}` from its own history"),
                format!("dette scenarie fremskriver ikke `{name}` ud fra dets egen historie"),
            );
            return Err(say::bad_set(text, reason, span));
        }
        let by = self.axes(input);
        let wants = |axis: &&AxisName| *part == OutlookPart::Path || !matches!(axis.axis, Axis::Period(_));
        let by: Vec<&AxisName> = by.iter().filter(wants).collect();
        let sieves = match inside {
            None => Vec::new(),
            Some(inside) => match sieves(inside) {
                Some(sieves) => sieves,
                None => self.positional(text, &by, inside, span)?,
            },
        };
        for sieve in &sieves {
            self.known(text, input, sieve, span)?;
        }
        let dated = by.iter().find(|axis| matches!(axis.axis, Axis::Period(_)));
        let year_sieve = sieves.iter().find(|s| dated.is_some_and(|axis| axis.name == s.axis));
        let year = year_sieve.and_then(|sieve| years(sieve.keys.first()?)).map(|(first, _)| first);
        if *part == OutlookPart::Path && year.is_none() {
            let reason = Text::both("a path needs its year", "en bane skal have sit år");
            return Err(say::bad_set(text, reason, span));
        }
        let rest: Vec<Sieve<'_>> =
            sieves.into_iter().filter(|s| dated.is_none_or(|axis| axis.name != s.axis)).collect();
        let mut cells: Vec<usize> =
            (0..self.data.years.count).flat_map(|block| self.fitting(input, &rest, block)).collect();
        cells.sort_unstable();
        cells.dedup();
        if cells.is_empty() {
            return Err(say::no_value(text, None, span));
        }
        let ty = if *part == OutlookPart::Path { input.ty.clone() } else { percent() };
        Ok(Target { what: What::Outlook { input: id, part: *part, cells, year }, ty })
    }

    /// Keys by their order.
    fn positional<'t>(
        &self,
        text: &str,
        by: &[&'t AxisName],
        inside: &'t str,
        span: Span,
    ) -> Result<Vec<Sieve<'t>>, Diagnostic> {
        let keys = pieces(inside, ',');
        if keys.len() != by.len() {
            let names: Vec<&str> = by.iter().map(|axis| axis.name.as_str()).collect();
            let names = names.join(", ");
            let reason = Text::both(
                format!("it needs a key for {names}"),
                format!("den skal have en nøgle for {names}"),
            );
            return Err(say::bad_set(text, reason, span));
        }
        let one =
            |(axis, key): (&&'t AxisName, &'t str)| Sieve { axis: axis.name.as_str(), keys: vec![bare(key)] };
        Ok(by.iter().zip(keys).map(one).collect())
    }
}

/// The conditions of a filter; none where the text is a list of keys.
fn sieves(inside: &str) -> Option<Vec<Sieve<'_>>> {
    let parts = pieces(inside, ',');
    let one = |part: &&'_ str| -> Option<(usize, usize)> {
        let mut quoted = false;
        let at = part.char_indices().find(|(_, c)| {
            quoted ^= *c == '"';
            *c == '=' && !quoted
        });
        at.map(|(at, c)| (at, c.len_utf8()))
    };
    if !parts.iter().any(|part| one(part).is_some()) {
        return None;
    }
    let sieve = |part: &'_ str| {
        let (axis, keys) = match one(&part) {
            Some((at, len)) => {
                (part.get(..at).unwrap_or_default(), part.get(at.saturating_add(len)..).unwrap_or_default())
            }
            None => (part, ""),
        };
        (axis.len(), keys.len())
    };
    Some(
        parts
            .into_iter()
            .map(|part| {
                let (axis, keys) = sieve(part);
                let axis = part.get(..axis).unwrap_or_default().trim();
                let keys = part.get(part.len().saturating_sub(keys)..).unwrap_or_default();
                Sieve { axis, keys: pieces(keys, '|').into_iter().map(bare).collect() }
            })
            .collect(),
    )
}

/// A text cut at a mark that stands outside of quotes.
fn pieces(text: &str, mark: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == mark && !quoted
    })
    .collect()
}

fn bare(key: &str) -> &str {
    key.trim().trim_matches('"')
}

/// `2025` or `2024..2026`
fn years(key: &str) -> Option<(i32, i32)> {
    match key.split_once("..") {
        Some((first, last)) => Some((first.trim().parse().ok()?, last.trim().parse().ok()?)),
        None => key.trim().parse().ok().map(|year| (year, year)),
    }
}
