//! A scenario's data files to a dataset: who exists, one column an input, and why cells are missing.
//!
//! In: the rulebook, the scenario, the bytes of its files, values set by hand. Out: a [`Bound`], or everything that is
//! wrong with mapping and data in one go, each with file, line and column. Not here: reading files from disk, rules,
//! forecasts.
//!
//! The order of work: files to raw tables (`read`), names of the mapping to ids and columns (`resolve`), keys of rows to
//! who exists and which years there are (`rows`), who is left out (`excluded`), cells to values (`fill`, `value`, `unit`),
//! small counts held back (`held_back`), totals against their parts (`total`), indices from files (`prices`), levers and
//! `--set` (`given`: what is named is `target`, what becomes of columns `acts`); a lever that is moved later is a `handle`.

mod acts;
pub(crate) mod bounds;
mod bulk;
mod check;
mod excluded;
mod extend;
mod factors;
mod fill;
mod given;
mod grid;
mod handle;
pub(crate) mod held_back;
mod names;
mod prices;
mod propose;
mod read;
mod resolve;
mod rows;
pub(crate) mod say;
mod target;
#[cfg(test)]
mod tests;
mod total;
mod unit;
mod value;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use ramme_diag::{Code, Diagnostic, FileId, Limits, Span};
use ramme_rulebook::model::{Rulebook, Type, Value};
use ramme_value::Date;

use crate::dataset::{DataFile, Dataset, InputColumn};
use crate::result::Note;
use crate::scenario::Scenario;

pub use factors::{UnitFactor, unit_factors};
pub use given::parts_of_set;
pub(crate) use given::{BY_SCRIPT, named_target, split_target};
pub(crate) use handle::{Displaced, Making as HandleMaking, chosen, put_back};
pub use handle::{Grid, Handle, range_of};
pub use names::{RowNames, row_names};
pub use propose::{Proposed, proposals_that_hold};
pub(crate) use target::What;

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

/// The data files of a scenario, by the name that it gives them.
pub trait DataSource: Sync {
    /// All bytes of a file, or why it cannot be read; none where there is no such file.
    fn bytes(&self, name: &str) -> Option<Result<Cow<'_, [u8]>, Diagnostic>>;
    /// The size of a file and its bytes as a stream; none where it cannot be had so.
    fn stream(&self, name: &str) -> Option<(u64, Box<dyn Read + Send + '_>)>;
    /// The names of the files that are there.
    fn names(&self) -> Vec<String>;
}

impl DataSource for BTreeMap<String, Vec<u8>> {
    fn bytes(&self, name: &str) -> Option<Result<Cow<'_, [u8]>, Diagnostic>> {
        self.get(name).map(|bytes| Ok(Cow::Borrowed(bytes.as_slice())))
    }

    fn stream(&self, name: &str) -> Option<(u64, Box<dyn Read + Send + '_>)> {
        let bytes = self.get(name)?.as_slice();
        Some((bytes.len() as u64, Box::new(bytes)))
    }

    fn names(&self) -> Vec<String> {
        self.keys().cloned().collect()
    }
}

/// From how many bytes on a file is read in bulk, if it is ordinary.
const BULK_FROM: u64 = 1 << 18;

/// A value of a type in the language's words, as it stands on the command line.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn read_alone(
    book: &Rulebook,
    text: &str,
    span: Span,
    ty: &Type,
    limits: &Limits,
) -> Result<Value, Diagnostic> {
    let tree = ramme_syntax::parse_expr(span.file, text, limits);
    let tree = tree.map_err(|found| given::whole(found, text, span))?;
    book.value_of(&tree, ty).map_err(|problem| problem.at(span))
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
    files: &dyn DataSource,
    sets: &[SetOverride],
    limits: &Limits,
) -> Result<Bound, Vec<Diagnostic>> {
    bind_from(&Context { book, scenario, known_on, limits }, files, sets, BULK_FROM)
}

/// Reads files of at least so many bytes in bulk. A file that turns out not to be for that is left to the general reader;
/// so are all files where anything is wrong, since only that one can say what.
fn bind_from(
    context: &Context<'_>,
    files: &dyn DataSource,
    sets: &[SetOverride],
    bulk_from: u64,
) -> Result<Bound, Vec<Diagnostic>> {
    let mut general: BTreeSet<String> = BTreeSet::new();
    loop {
        let bulk = Cell::new(false);
        let may_bulk = |name: &str, size: u64| {
            let may = size >= bulk_from && !general.contains(name);
            bulk.set(bulk.get() || may);
            may
        };
        match attempt(context, files, sets, &may_bulk) {
            Ok(bound) => return Ok(bound),
            Err(Stop::Unfit(name)) if general.insert(name.clone()) => {}
            Err(Stop::Unfit(_)) => general.extend(files.names()),
            Err(Stop::Said(_)) if bulk.get() => general.extend(files.names()),
            Err(Stop::Said(problems)) => return Err(problems),
        }
    }
}

/// Why an attempt did not come to an end.
enum Stop {
    /// A file is not to be read in bulk.
    Unfit(String),
    /// Something is wrong.
    Said(Vec<Diagnostic>),
}

fn attempt(
    context: &Context<'_>,
    files: &dyn DataSource,
    sets: &[SetOverride],
    may_bulk: &dyn Fn(&str, u64) -> bool,
) -> Result<Bound, Stop> {
    let book = context.book;
    let mut problems = Problems::new(context.limits);
    check::show_in(context, &mut problems);
    let mut streams = bulk::streams(context, files, may_bulk);
    let files = loaded(files, &streams, &mut problems);
    let sources = read::all(context, &files, &mut streams, &mut problems);
    let read::Sources { raws, files: mut data_files, of_table, mut warnings, pending } = sources;
    let unfit = |file: usize| Stop::Unfit(raws.get(file).map_or_else(String::new, |raw| raw.name.clone()));
    let mut tables = resolve::all(context, &raws, &of_table, &mut problems);
    if problems.list.is_empty() {
        in_bulk(context, &mut tables, pending, &mut data_files).map_err(unfit)?;
    }
    let files_of: Vec<usize> = tables.iter().map(|table| table.file).collect();
    let unfit_table = |at: usize| unfit(files_of.get(at).copied().unwrap_or(usize::MAX));
    let world = rows::all(context, &mut tables, &mut problems).map_err(unfit_table)?;
    let mut notes = world.notes.clone();
    notes.extend(excluded::all(context, &files, &mut tables, &world, &mut problems));
    let mut dataset = Dataset {
        years: world.years,
        inputs: vec![None; book.inputs.len()],
        files: data_files,
        ..Dataset::default()
    };
    let mut grids = fill::all(context, &tables, &world, &mut dataset.texts, &mut problems);
    notes.extend(held_back::all(context, &tables, &world, &mut grids, &mut problems));
    dataset.held_back = held_back::definitions(context, &mut problems);
    let mut bulks = Vec::new();
    for (at, table) in tables.iter_mut().enumerate() {
        let filled = bulk::fill(context, table, &world, &mut dataset.texts).map_err(|_| unfit_table(at))?;
        bulks.extend(filled);
    }
    drop(tables);
    warnings.extend(total::all(context, &world, &grids, &dataset.files));
    dataset.entities = world.entities.clone();
    for grid in grids {
        let at = grid.input.index();
        let column = grid.finish(book, &world, &dataset);
        if let Some(slot) = dataset.inputs.get_mut(at) {
            *slot = Some(column);
        }
    }
    for grid in bulks {
        let (at, column) = finish(book, &world, &dataset, grid);
        if let Some(slot) = dataset.inputs.get_mut(at) {
            *slot = column;
        }
    }
    notes.extend(prices::all(context, &files, &mut dataset, &mut problems));
    given::all(context, &mut dataset, sets, &mut problems);
    extend::all(context, &mut dataset, &mut problems);
    if !problems.list.is_empty() {
        // What a row names that could not be read is not known to be missing.
        if problems.list.iter().any(|problem| problem.code() == Code::RaggedRow) {
            problems.list.retain(|p| !matches!(p.code(), Code::DanglingRelation | Code::NoSuchValue));
        }
        return Err(Stop::Said(problems.list));
    }
    let data_hash = data_hash(&dataset.files);
    Ok(Bound { dataset, data_hash, notes, warnings })
}

/// The bytes of all files but those of which the rest is still to be read.
fn loaded(
    files: &dyn DataSource,
    streams: &bulk::Streams<'_>,
    problems: &mut Problems,
) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for name in files.names().into_iter().filter(|name| !streams.contains_key(name)) {
        match files.bytes(&name) {
            Some(Ok(bytes)) => {
                let bytes = bytes.into_owned();
                out.insert(name, bytes);
            }
            Some(Err(problem)) => problems.say(problem),
            None => {}
        }
    }
    out
}

/// Reads the rest of the files of which only the headings were read; the position of a file that is not for that.
fn in_bulk(
    context: &Context<'_>,
    tables: &mut [resolve::Mapped<'_>],
    pending: Vec<Option<bulk::Pending<'_>>>,
    files: &mut [DataFile],
) -> Result<(), usize> {
    for (file, rest) in pending.into_iter().enumerate() {
        let Some(rest) = rest else { continue };
        let shared =
            |id| tables.iter().flat_map(|t| &t.values).filter(|v| v.inputs.all().contains(&id)).count() > 1;
        let table = tables.iter().find(|table| table.file == file).ok_or(file)?;
        if table.values.iter().flat_map(|value| value.inputs.all()).any(shared) {
            return Err(file);
        }
        let (read, hash) = bulk::read(context, table, rest).map_err(|_| file)?;
        if let Some(about) = files.get_mut(file) {
            about.hash = hash;
        }
        if let Some(table) = tables.iter_mut().find(|table| table.file == file) {
            table.bulk = Some(read);
        }
    }
    Ok(())
}

fn finish(
    book: &Rulebook,
    world: &rows::World,
    dataset: &Dataset,
    grid: bulk::BulkGrid,
) -> (usize, Option<InputColumn>) {
    let at = grid.input.index();
    let naming = |input| grid::Naming { book, world, dataset, input, words: &[] };
    (at, book.inputs.get(at).map(|input| grid.finish(&naming(input))))
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
