//! Who is left out of the figures of a table, by a list with reasons.
//!
//! In: `exclude` of a table, the list. Out: by row of the entity and by year the reason; a note that says who and how many.
//! Not here: what becomes of the cells (`fill`), reading the list (`ramme_table`).

use std::collections::BTreeMap;

use ramme_diag::closest;
use ramme_rulebook::model::Axis;
use ramme_table::import::exclude::{Exclusions, Figure};
use ramme_value::PeriodKind;

use super::read::{Files, bytes_of};
use super::resolve::Mapped;
use super::rows::{World, key_along, year_of};
use super::{Context, Problems, say};
use crate::result::Note;
use crate::scenario::Exclude;

/// Why rows of an entity are left out, by the row and the year; the year is none for a table without years.
#[derive(Debug, Default)]
pub(super) struct Excluded {
    reasons: BTreeMap<(usize, Option<i32>), String>,
}

impl Excluded {
    /// Why a row is left out.
    pub fn reason(&self, row: usize, year: Option<i32>) -> Option<&str> {
        self.reasons.get(&(row, year)).map(String::as_str)
    }
}

/// Applies every list, and says what it does.
pub(super) fn all(
    context: &Context<'_>,
    files: &Files,
    tables: &mut [Mapped<'_>],
    world: &World,
    problems: &mut Problems,
) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for table in tables.iter_mut() {
        let Some(exclude) = &table.map.exclude else { continue };
        let Some(bytes) = bytes_of(files, &exclude.file, problems) else { continue };
        let list = match Exclusions::read(exclude.file.text(), bytes, context.limits) {
            Ok(list) => list,
            Err(found) => {
                found.into_iter().for_each(|problem| problems.say(problem));
                continue;
            }
        };
        let known =
            |(report, set): (&str, &str)| report == exclude.report.text() && set == exclude.data_set.text();
        if !list.figures().any(known) {
            let near = closest(exclude.data_set.text(), list.figures().map(|(_, set)| set));
            problems.say(say::no_exclusions(exclude, near));
            continue;
        }
        if let Some((excluded, note)) = one(table, exclude, &list, world) {
            table.excluded = Some(excluded);
            notes.push(note);
        } else {
            problems.say(say::nobody_to_exclude(exclude));
        }
    }
    notes
}

/// Who of a table is left out; none where its rows are about no entity.
fn one(table: &Mapped<'_>, exclude: &Exclude, list: &Exclusions, world: &World) -> Option<(Excluded, Note)> {
    let (at, entity) = table.keys.iter().enumerate().find_map(|(at, key)| match key.axis {
        Axis::Entity(entity) => Some((at, entity)),
        _ => None,
    })?;
    let by_year = key_along(table, Axis::Period(PeriodKind::Year)).is_some();
    let keys = world.entities.get(entity.index()).map(|rows| rows.keys.as_ref())?;
    let measure = exclude.measure.as_ref().map_or("", |measure| measure.text());
    let (report, data_set) = (exclude.report.text(), exclude.data_set.text());
    let mut out = Excluded::default();
    let mut years: BTreeMap<Option<i32>, BTreeMap<usize, String>> = BTreeMap::new();
    for nth in 0..table.rows.len() {
        let row = table.decoded.get(at).and_then(|rows| rows.get(nth)).copied().flatten();
        let Some(row) = row.and_then(|row| usize::try_from(row).ok()) else { continue };
        let year = if by_year { year_of(table, nth) } else { None };
        let held = years.entry(year).or_default();
        let figure = Figure { report, data_set, measure, year };
        let reason = keys.get(row).and_then(|key| list.reason(figure, key));
        if let Some(reason) = reason {
            held.insert(row, reason.to_owned());
            out.reasons.insert((row, year), reason.to_owned());
        }
    }
    let said = years.iter().map(|(year, rows)| {
        let unnamed = list.unnamed(Figure { report, data_set, measure, year: *year });
        let names: Vec<&str> = rows.keys().filter_map(|row| keys.get(*row)).collect();
        in_words(*year, &names, unnamed, keys.len())
    });
    let said: Vec<(String, String)> = said.collect();
    let (en, da): (Vec<String>, Vec<String>) = said.into_iter().unzip();
    let about = [report, data_set, measure].into_iter().filter(|text| !text.is_empty());
    let about = about.collect::<Vec<_>>().join(", ");
    let note = Note {
        en: format!("{}: left out by {} ({about}): {}.", table.raw.name, exclude.file.text(), en.join("; ")),
        da: format!(
            "{}: udeladt efter {} ({about}): {}.",
            table.raw.name,
            exclude.file.text(),
            da.join("; ")
        ),
    };
    Some((out, note))
}

/// `2021: Egedal, Dragør; 27 of 29 are in`
fn in_words(year: Option<i32>, names: &[&str], unnamed: usize, of: usize) -> (String, String) {
    let n = of.saturating_sub(names.len()).saturating_sub(unnamed);
    let year = year.map(|year| format!("{year}: ")).unwrap_or_default();
    let list = if names.is_empty() { String::new() } else { format!("{}; ", names.join(", ")) };
    let (more, flere) = match unnamed {
        0 => (String::new(), String::new()),
        _ => (format!("{unnamed} not named; "), format!("{unnamed} uden navn; ")),
    };
    (format!("{year}{list}{more}{n} of {of} are in"), format!("{year}{list}{flere}{n} af {of} er med"))
}
