//! A scenario's data files to a dataset: who exists, one column an input, and why cells are missing.
//!
//! In: the rulebook, the scenario, the bytes of its files, values set by hand. Out: a [`Bound`], or everything that is
//! wrong with mapping and data in one go, each with file, line and column. Not here: reading files from disk, rules,
//! forecasts.
//!
//! The order of work: files to raw tables (`read`), names of the mapping to ids and columns (`resolve`), keys of rows to
//! who exists and which years there are (`rows`), who is left out (`excluded`), cells to values (`fill`, `value`, `unit`),
//! small counts held back (`held_back`), totals against their parts (`total`), indices from files (`prices`), levers and
//! `--set` (`given`).

mod check;
mod excluded;
mod extend;
mod fill;
mod given;
mod grid;
mod held_back;
mod prices;
mod read;
mod resolve;
mod rows;
mod say;
#[cfg(test)]
mod tests;
mod total;
mod unit;
mod value;

use std::collections::BTreeMap;

use ramme_diag::{Diagnostic, FileId, Limits};
use ramme_rulebook::model::Rulebook;
use ramme_value::Date;

use crate::dataset::{DataFile, Dataset};
use crate::result::Note;
use crate::scenario::Scenario;

pub(crate) use given::named_target;

/// A dataset, and what was noticed on the way.
#[derive(Debug)]
pub struct Bound {
    /// The data.
    pub dataset: Dataset,
    /// BLAKE3 of all files that were read, in hex.
    pub data_hash: String,
    /// What is worth saying in the result.
    pub notes: Vec<Note>,
    /// What is probably not meant, with its place: totals that disagree with their parts.
    pub warnings: Vec<Diagnostic>,
}

/// A value set on the command line: `NAME[key,…]=VALUE` or `NAME[key,…]@DATE=VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetOverride {
    /// The text after `--set`.
    pub text: String,
    /// Its id among the sources, for diagnostics.
    pub file: FileId,
}

/// What is wrong, up to a cap.
#[derive(Debug)]
pub(crate) struct Problems {
    list: Vec<Diagnostic>,
    most: usize,
}

impl Problems {
    fn new(limits: &Limits) -> Problems {
        Problems { list: Vec::new(), most: usize::try_from(limits.diagnostics).unwrap_or(usize::MAX) }
    }

    /// Takes one more, unless there are enough.
    fn say(&mut self, problem: Diagnostic) {
        if !self.full() {
            self.list.push(problem);
        }
    }

    fn full(&self) -> bool {
        self.list.len() >= self.most
    }
}

/// What the parts of the work share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    book: &'a Rulebook,
    scenario: &'a Scenario,
    known_on: Option<Date>,
    limits: &'a Limits,
}

/// Reads a scenario's files into a dataset. `files` holds their bytes by the name that the scenario gives them; `known_on`
/// is the day to which knowledge is pinned; `sets` are taken after the scenario's levers, in order.
///
/// # Errors
/// Everything that is wrong with the mapping, the data and the values set by hand, at most as many as the limits allow.
pub fn bind(
    book: &Rulebook,
    known_on: Option<Date>,
    scenario: &Scenario,
    files: &BTreeMap<String, Vec<u8>>,
    sets: &[SetOverride],
    limits: &Limits,
) -> Result<Bound, Vec<Diagnostic>> {
    let context = Context { book, scenario, known_on, limits };
    let mut problems = Problems::new(limits);
    check::show_in(&context, &mut problems);
    let sources = read::all(&context, files, &mut problems);
    let read::Sources { raws, files: data_files, of_table, mut warnings } = sources;
    let mut tables = resolve::all(&context, &raws, &of_table, &mut problems);
    let world = rows::all(&context, &mut tables, &mut problems);
    let mut notes = world.notes.clone();
    notes.extend(excluded::all(&context, files, &mut tables, &world, &mut problems));
    let mut dataset = Dataset {
        years: world.years,
        inputs: vec![None; book.inputs.len()],
        files: data_files,
        ..Dataset::default()
    };
    let mut grids = fill::all(&context, &tables, &world, &mut dataset.texts, &mut problems);
    notes.extend(held_back::all(&context, &tables, &world, &mut grids, &mut problems));
    drop(tables);
    warnings.extend(total::all(&context, &world, &grids, &dataset.files));
    dataset.entities = world.entities.clone();
    for grid in grids {
        let at = grid.input.index();
        let column = grid.finish(book, &world, &dataset);
        if let Some(slot) = dataset.inputs.get_mut(at) {
            *slot = Some(column);
        }
    }
    notes.extend(prices::all(&context, files, &mut dataset, &mut problems));
    given::all(&context, &world, &mut dataset, sets, &mut problems);
    extend::all(&context, &mut dataset, &mut problems);
    if !problems.list.is_empty() {
        return Err(problems.list);
    }
    let data_hash = data_hash(&dataset.files);
    Ok(Bound { dataset, data_hash, notes, warnings })
}

/// One hash for all files, whatever their order: of each name and the hash of its bytes.
fn data_hash(files: &[DataFile]) -> String {
    let by_name: BTreeMap<&str, &str> = files.iter().map(|f| (f.name.as_str(), f.hash.as_str())).collect();
    let mut hasher = blake3::Hasher::new_derive_key("ramme 1 data files");
    for (name, hash) in by_name {
        for part in [name, hash] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}
