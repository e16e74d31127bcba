//! Who exists, and which years there are (TYPES P1).
//!
//! In: mapped tables. Out: the rows of every entity, the axis of years, and each row's keys as positions. Not here: values.
//!
//! The rows of an entity are those of the table that is its roll. An entity without a roll has the rows that keys and
//! relations name, in the order in which they do. A row of the roll that was published after the pin is not there yet,
//! and what other tables say of it is passed over.

use std::collections::{BTreeMap, HashMap};

use ramme_rulebook::model::{Axis, EntityId, Type};
use ramme_value::{Date, Period, PeriodKind};

use super::resolve::{CellSource, Known, Mapped};
use super::{Context, Problems, bulk, say};
use crate::dataset::{Rows, Years};
use crate::result::Note;

/// Who exists when.
#[derive(Debug, Default)]
pub(super) struct World {
    pub entities: Vec<Rows>,
    pub years: Years,
    /// By entity: the table that is its roll, and whether it is so by year.
    pub rolls: Vec<Option<(usize, bool)>>,
    /// By entity: rows of the roll that were published after the pin, by key and year, with the day.
    pub hidden: Vec<BTreeMap<(String, Option<i32>), Date>>,
    pub notes: Vec<Note>,
}

/// Whether a key is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// At this row.
    Here(usize),
    /// Published only on this day, after the pin; the row, if it is there in other years.
    Hidden(Option<usize>, Date),
    /// Not on the roll.
    Absent,
}

impl World {
    /// Whether a key of an entity is there, in a year where one is given.
    pub fn standing(&self, entity: EntityId, key: &str, year: Option<i32>) -> Standing {
        let Some(rows) = self.entities.get(entity.index()) else { return Standing::Absent };
        let row = rows.keys.find(key);
        let by_year = self.rolls.get(entity.index()).copied().flatten().is_some_and(|(_, by_year)| by_year);
        let year = year.filter(|_| by_year);
        let position = year.map(|year| self.years.position(year));
        let there = match (row, position) {
            (Some(row), None) => Some(row),
            (Some(row), Some(Some(t))) => Some(row).filter(|row| rows.exists(*row, Some(t))),
            _ => None,
        };
        if let Some(row) = there {
            return Standing::Here(row);
        }
        let days = self.hidden.get(entity.index());
        let hidden = days.and_then(|days| match year {
            Some(year) => days.get(&(key.to_owned(), Some(year))).copied(),
            None => {
                let first = (key.to_owned(), None);
                days.range(first..).next().filter(|((held, _), _)| held == key).map(|(_, day)| *day)
            }
        });
        hidden.map_or(Standing::Absent, |day| Standing::Hidden(row, day))
    }
}

/// Reads the keys of every table, fills in `hidden` and `decoded`, and says who exists.
///
/// # Errors
/// The position of a bulk table that the general reader has to take.
pub(super) fn all(
    context: &Context<'_>,
    tables: &mut [Mapped<'_>],
    problems: &mut Problems,
) -> Result<World, usize> {
    let count = context.book.entities.len();
    let mut world = World {
        entities: vec![Rows::default(); count],
        rolls: vec![None; count],
        hidden: vec![BTreeMap::new(); count],
        ..World::default()
    };
    for (at, table) in tables.iter_mut().enumerate() {
        if table.bulk.is_some() {
            bulk::early(context.book, table).map_err(|_| at)?;
            continue;
        }
        let days = days(context, table, problems);
        let after = |day: &Option<Date>| day.filter(|day| context.known_on.is_some_and(|pin| *day > pin));
        table.hidden = days.iter().map(after).collect();
        if table.map.revised {
            table.days = days;
        }
        table.decoded =
            table.keys.iter().map(|key| early(context, table, key.axis, key.source, problems)).collect();
    }
    world.notes = hidden_notes(context, tables);
    world.years = years(context, tables, problems);
    for (at, table) in tables.iter().enumerate() {
        roll(context, at, table, &mut world, problems).map_err(|_| at)?;
    }
    unrolled(context, tables, &mut world);
    for (at, table) in tables.iter_mut().enumerate() {
        if table.bulk.is_some() {
            bulk::late(table, &world).map_err(|_| at)?;
        } else {
            late(context, table, &world, problems);
        }
    }
    Ok(world)
}

/// The day of publication of each row.
fn days(context: &Context<'_>, table: &Mapped<'_>, problems: &mut Problems) -> Vec<Option<Date>> {
    let mut day_of = |row: usize| match &table.published {
        Known::Always => None,
        Known::On(day) => Some(*day),
        Known::Dates(column) => match ramme_table::cell::date(table.raw.cell(row, *column)) {
            Ok(day) => Some(day),
            Err(error) => {
                problems.say(say::bad_cell(table, row, *column, &Type::Date, context.book, error.in_words()));
                None
            }
        },
        Known::Documents(column, days) => match days.get(table.raw.cell(row, *column)) {
            Some(day) => *day,
            None => {
                problems.say(say::no_document(table, row, *column, days.keys().copied()));
                None
            }
        },
    };
    table.rows.iter().map(|row| day_of(*row)).collect()
}

/// How many rows of each file the pin leaves out.
fn hidden_notes(context: &Context<'_>, tables: &[Mapped<'_>]) -> Vec<Note> {
    let Some(pin) = context.known_on else { return Vec::new() };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for table in tables {
        let hidden = table.hidden.iter().filter(|day| day.is_some()).count();
        let count = counts.entry(table.raw.name.as_str()).or_default();
        *count = count.saturating_add(hidden);
    }
    let said = |(name, count): (&str, usize)| {
        let (rows, raekker) = if count == 1 { ("row", "række") } else { ("rows", "rækker") };
        Note {
            en: format!("{name}: {count} {rows} published after {pin} left out."),
            da: format!("{name}: {count} {raekker} offentliggjort efter {pin} er udeladt."),
        }
    };
    counts.into_iter().filter(|(_, count)| *count > 0).map(said).collect()
}

/// Years and members, which need no roll; entities come later.
fn early(
    context: &Context<'_>,
    table: &Mapped<'_>,
    axis: Axis,
    source: CellSource<'_>,
    problems: &mut Problems,
) -> Vec<Option<i64>> {
    let mut read = |text: &str, row: Option<(usize, usize)>| -> Option<i64> {
        let problem = match axis {
            Axis::Entity(_) => return None,
            Axis::Period(_) => match Period::parse(text).filter(|p| p.kind() == PeriodKind::Year) {
                Some(year) => return Some(i64::from(year.calendar_year())),
                None => say::not_a_year(text),
            },
            Axis::Set(set) => {
                let spelled = table.spellings.get(&set).and_then(|s| s.get(text)).copied();
                match spelled.or_else(|| context.book.member(set, text)) {
                    Some(position) => return Some(i64::from(position)),
                    None => say::not_in_set(context.book, set, text),
                }
            }
        };
        problems.say(match (row, source) {
            (Some((row, column)), _) if text.is_empty() => say::blank_key(table, row, column),
            (Some((row, column)), _) => problem.at(table.raw.place(row, column)),
            (None, CellSource::All(stated)) => problem.at(stated.span),
            (None, CellSource::Column(_)) => problem,
        });
        None
    };
    match source {
        CellSource::All(text) => vec![read(text.text(), None); table.rows.len()],
        CellSource::Column(column) => {
            table.rows.iter().map(|row| read(table.raw.cell(*row, column), Some((*row, column)))).collect()
        }
    }
}

/// The years asked for and those of the data, without a gap.
fn years(context: &Context<'_>, tables: &[Mapped<'_>], problems: &mut Problems) -> Years {
    let (first, last) = context.scenario.years.value;
    let most = i64::try_from(context.limits.recurrence_periods).unwrap_or(i64::MAX);
    let mut span = (i64::from(first), i64::from(last));
    for table in tables {
        if let Some((least, greatest)) = bulk::years(table) {
            let wider = (span.0.min(least), span.1.max(greatest));
            if wider.1.saturating_sub(wider.0) >= most {
                let problem = say::not_a_year(&greatest.to_string());
                problems.say(problem);
            } else {
                span = wider;
            }
        }
        let keys =
            table.keys.iter().zip(&table.decoded).filter(|(key, _)| matches!(key.axis, Axis::Period(_)));
        for (key, decoded) in keys {
            for (row, year) in table.rows.iter().zip(decoded).filter_map(|(row, year)| Some((*row, (*year)?)))
            {
                let wider = (span.0.min(year), span.1.max(year));
                let count = wider.1.saturating_sub(wider.0).saturating_add(1);
                if count <= most {
                    span = wider;
                } else {
                    let column = if let CellSource::Column(column) = key.source { column } else { 0 };
                    problems.say(say::year_too_far(table, row, column, count, most));
                }
            }
        }
    }
    let narrow = |year: i64| i32::try_from(year).unwrap_or(first);
    Years::span(narrow(span.0), narrow(span.1))
}

/// The text of a key in a row.
fn key_text<'t>(table: &'t Mapped<'_>, source: CellSource<'t>, row: usize) -> &'t str {
    match source {
        CellSource::Column(column) => table.raw.cell(row, column),
        CellSource::All(text) => text.text(),
    }
}

/// The position and source of the key along an axis.
pub(super) fn key_along<'t>(table: &'t Mapped<'_>, wanted: Axis) -> Option<(usize, CellSource<'t>)> {
    let at = table.keys.iter().position(|key| key.axis == wanted)?;
    table.keys.get(at).map(|key| (at, key.source))
}

/// The year of the n-th row of a table, where it has one.
pub(super) fn year_of(table: &Mapped<'_>, nth: usize) -> Option<i32> {
    let (at, _) = key_along(table, Axis::Period(PeriodKind::Year))?;
    let year = table.decoded.get(at)?.get(nth).copied().flatten()?;
    i32::try_from(year).ok()
}

/// Takes the rows of a roll.
fn roll(
    context: &Context<'_>,
    at: usize,
    table: &Mapped<'_>,
    world: &mut World,
    problems: &mut Problems,
) -> Result<(), bulk::Unfit> {
    let Some((entity, by_year)) = table.roll else { return Ok(()) };
    let (Some(slot), Some((_, source))) =
        (world.rolls.get_mut(entity.index()), key_along(table, Axis::Entity(entity)))
    else {
        return Ok(());
    };
    if slot.is_some() {
        problems.say(say::two_rolls(context.book, entity, table));
        return Ok(());
    }
    *slot = Some((at, by_year));
    if let Some(bulk) = &table.bulk {
        return bulk::roll(table, bulk, entity, by_year, world);
    }
    let whole = table.keys.len() == 1 + usize::from(by_year);
    let mut seen: HashMap<(&str, Option<i32>), usize> = HashMap::new();
    let mut present: Vec<(usize, usize)> = Vec::new();
    let (Some(rows), Some(days)) =
        (world.entities.get_mut(entity.index()), world.hidden.get_mut(entity.index()))
    else {
        return Ok(());
    };
    for (nth, row) in table.rows.iter().enumerate() {
        let key = key_text(table, source, *row);
        let year = if by_year { year_of(table, nth) } else { None };
        if key.is_empty() || (by_year && year.is_none()) {
            continue;
        }
        if let Some(first) = seen.insert((key, year), *row).filter(|_| whole) {
            problems.say(say::duplicate_row(table, source, (first, *row), key, year));
        }
        match table.hidden.get(nth).copied().flatten() {
            Some(day) => {
                days.insert((key.to_owned(), year), day);
            }
            None => {
                let position = year.and_then(|year| world.years.position(year));
                present.push((rows.add(key), position.unwrap_or(0)));
            }
        }
    }
    if by_year {
        let mut exists = vec![vec![false; rows.keys.len()]; world.years.count];
        for (row, t) in present {
            if let Some(cell) = exists.get_mut(t).and_then(|year| year.get_mut(row)) {
                *cell = true;
            }
        }
        rows.exists = Some(exists);
    }
    Ok(())
}

/// Entities without a roll have the rows that keys and relations name.
fn unrolled(context: &Context<'_>, tables: &[Mapped<'_>], world: &mut World) {
    for table in tables {
        let keys = table.keys.iter().filter_map(|key| match key.axis {
            Axis::Entity(entity) => Some((entity, key.source)),
            _ => None,
        });
        let relations = table.values.iter().flat_map(|value| {
            let inputs = value.inputs.all().into_iter();
            let types =
                inputs.filter_map(|input| context.book.inputs.get(input.index())).map(|input| &input.ty);
            let rows = types.filter_map(|ty| if let Type::Row(entity) = ty { Some(*entity) } else { None });
            rows.map(|entity| (entity, CellSource::Column(value.column))).collect::<Vec<_>>()
        });
        let named: Vec<_> = keys.chain(relations).collect();
        for (entity, source) in named {
            if world.rolls.get(entity.index()).copied().flatten().is_some() {
                continue;
            }
            let Some(rows) = world.entities.get_mut(entity.index()) else { continue };
            if let Some(bulk) = &table.bulk {
                bulk::unrolled(table, bulk, source, rows);
                continue;
            }
            for (row, _) in table.rows.iter().zip(&table.hidden).filter(|(_, hidden)| hidden.is_none()) {
                let key = key_text(table, source, *row);
                if !ramme_table::cell::is_missing(key, &table.map.missing) {
                    rows.add(key);
                }
            }
        }
    }
}

/// Entity keys to rows, once all rolls are read.
fn late(context: &Context<'_>, table: &mut Mapped<'_>, world: &World, problems: &mut Problems) {
    let by_year = key_along(table, Axis::Period(PeriodKind::Year)).is_some();
    for at in 0..table.keys.len() {
        let Some(key) = table.keys.get(at).copied() else { continue };
        let Axis::Entity(entity) = key.axis else { continue };
        let mut found = Vec::with_capacity(table.rows.len());
        let mut days = Vec::new();
        for (nth, row) in table.rows.iter().enumerate() {
            let text = key_text(table, key.source, *row);
            if text.is_empty() {
                let column = if let CellSource::Column(column) = key.source { column } else { 0 };
                problems.say(say::blank_key(table, *row, column));
                found.push(None);
                continue;
            }
            let year = year_of(table, nth);
            let hidden = table.hidden.get(nth).copied().flatten();
            match world.standing(entity, text, year) {
                Standing::Here(row) => found.push(Some(row as i64)),
                Standing::Hidden(row, day) => {
                    days.push((nth, day));
                    found.push(row.map(|row| row as i64));
                }
                Standing::Absent => {
                    // A row of the roll itself, or without a year of the run, has had its mistake said.
                    let own = table.roll.is_some_and(|(held, _)| held == entity);
                    let dated = !by_year || year.is_some_and(|year| world.years.position(year).is_some());
                    if hidden.is_none() && dated && !own {
                        problems.say(say::not_on_roll(
                            context.book,
                            world,
                            table,
                            (*row, key.source),
                            entity,
                            (text, year),
                        ));
                    }
                    found.push(None);
                }
            }
        }
        if let Some(slot) = table.decoded.get_mut(at) {
            *slot = found;
        }
        for (nth, day) in days {
            if let Some(slot) = table.hidden.get_mut(nth) {
                *slot = slot.or(Some(day));
            }
        }
    }
}
