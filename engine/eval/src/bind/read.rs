//! The bytes of a scenario's files to raw tables, each read and hashed once.
//!
//! In: bytes by name. Out: tables and what is known of their files. Not here: disk, mapping, how other formats than
//! delimited text are read (`ramme_table`).

use std::collections::BTreeMap;

use ramme_diag::{Diagnostic, closest};
use ramme_table::import::accounts::{self, Definitions};
use ramme_table::import::{Spec, rows, statbank};
use ramme_table::{RawTable, inspect};

use super::bulk::{Pending, Streams};
use super::{Context, Problems, say};
use crate::dataset::DataFile;
use crate::scenario::{FileReading, Placed, TableMap};

/// The bytes of the files by the name that the scenario gives them.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// The files of a scenario.
#[derive(Default)]
pub(super) struct Sources<'f> {
    /// The tables, in the order of `files`.
    pub raws: Vec<RawTable>,
    /// What is known of each file; those that are no table come last.
    pub files: Vec<DataFile>,
    /// For each `[[table]]` its position in `raws`; none where the file could not be read.
    pub of_table: Vec<Option<usize>>,
    /// What is worth knowing of how files were read.
    pub warnings: Vec<Diagnostic>,
    /// By the position of a table: what is still to be read of it.
    pub pending: Vec<Option<Pending<'f>>>,
}

/// Reads every file that a table names; one that several tables read in one way is read once.
/// Of those that may be read in bulk the headings have been read.
pub(super) fn all<'f>(
    context: &Context<'_>,
    files: &Files,
    streams: &mut Streams<'f>,
    problems: &mut Problems,
) -> Sources<'f> {
    let mut sources = Sources::default();
    let mut seen: BTreeMap<(&str, String), Option<usize>> = BTreeMap::new();
    for table in &context.scenario.tables {
        let key = (table.file.text(), way(table));
        let at = match seen.get(&key) {
            Some(at) => *at,
            None => {
                let at = match streams.remove(table.file.text()) {
                    Some((raw, pending)) => {
                        let about = DataFile { name: raw.name.clone(), ..DataFile::default() };
                        Some(sources.add(raw, about, Some(pending)))
                    }
                    None => bytes_of(files, &table.file, problems)
                        .and_then(|bytes| one(context, table, bytes, files, &mut sources, problems)),
                };
                seen.insert(key, at);
                at
            }
        };
        sources.of_table.push(at);
    }
    let tables: Vec<&str> = context.scenario.tables.iter().map(|table| table.file.text()).collect();
    let others = files.iter().filter(|(name, _)| !tables.contains(&name.as_str()));
    sources.files.extend(others.map(|(name, bytes)| described(name, bytes)));
    sources
}

impl<'f> Sources<'f> {
    fn add(&mut self, raw: RawTable, about: DataFile, pending: Option<Pending<'f>>) -> usize {
        let headings = if raw.origin().is_some() { Vec::new() } else { raw.headings.clone() };
        let sheet = raw.origin().and_then(|origin| origin.sheet.clone());
        self.files.push(DataFile { headings, sheet, ..about });
        self.raws.push(raw);
        self.pending.push(pending);
        self.raws.len().saturating_sub(1)
    }
}

/// How a table's file is read, as a text that is the same for one way.
pub(super) fn way(table: &TableMap) -> String {
    match &table.reading {
        FileReading::Plain { stated } => format!("{} {stated}", table.delimiter),
        FileReading::Import { spec, sheet } => format!("{spec:?} {sheet:?}"),
    }
}

/// The bytes of a file; that it is not there is said where the scenario asks for it.
pub(super) fn bytes_of<'f>(
    files: &'f Files,
    name: &Placed<String>,
    problems: &mut Problems,
) -> Option<&'f [u8]> {
    let found = files.get(name.text());
    if found.is_none() {
        problems.say(say::no_file(name, closest(name.text(), files.keys())));
    }
    found.map(Vec::as_slice)
}

fn described(name: &str, bytes: &[u8]) -> DataFile {
    let hash = blake3::hash(bytes).to_hex().to_string();
    DataFile { name: name.to_owned(), hash, ..DataFile::default() }
}

fn one(
    context: &Context<'_>,
    table: &TableMap,
    bytes: &[u8],
    files: &Files,
    sources: &mut Sources<'_>,
    problems: &mut Problems,
) -> Option<usize> {
    let name = table.file.text();
    let read = match &table.reading {
        FileReading::Plain { stated: false } if statbank::looks_like(bytes) => {
            imported(context, table, bytes, (None, files), &mut sources.warnings)
        }
        FileReading::Plain { .. } => {
            let read = RawTable::read_whole_rows(name, bytes, table.delimiter, context.limits);
            read.map(|(raw, rows)| {
                rows.into_iter().for_each(|problem| problems.say(problem));
                raw
            })
        }
        FileReading::Import { spec, .. } => {
            let spec = match spec {
                Some(file) => Some(spec_of(context, file, files, problems)?),
                None => None,
            };
            imported(context, table, bytes, (spec, files), &mut sources.warnings)
        }
    };
    match read {
        Ok(raw) => {
            let about = described(name, bytes);
            Some(sources.add(raw, about, None))
        }
        Err(found) => {
            found.into_iter().for_each(|problem| problems.say(problem));
            None
        }
    }
}

/// The spec of a table.
fn spec_of(
    context: &Context<'_>,
    file: &Placed<String>,
    files: &Files,
    problems: &mut Problems,
) -> Option<Spec> {
    let text = String::from_utf8_lossy(bytes_of(files, file, problems)?).into_owned();
    Spec::read(file.text(), &text, context.limits).map_err(|problem| problems.say(problem)).ok()
}

/// The rows of a file that is imported. What cannot be decided says where its line belongs.
fn imported(
    context: &Context<'_>,
    table: &TableMap,
    bytes: &[u8],
    (spec, files): (Option<Spec>, &Files),
    warnings: &mut Vec<Diagnostic>,
) -> Result<RawTable, Vec<Diagnostic>> {
    let mut spec = spec.unwrap_or_default();
    if let FileReading::Import { sheet: Some(sheet), .. } = &table.reading {
        spec.sheet = Some(sheet.value.clone());
    }
    let seen = inspect::import(table.file.text(), bytes, Some(&spec), context.limits)
        .map_err(|found| found.into_iter().map(|problem| say::import(problem, table)).collect::<Vec<_>>())?;
    warnings.extend(seen.problems);
    let [found] = seen.tables.as_slice() else { return Ok(RawTable::default()) };
    let made = match &seen.spec.accounts {
        Some(wanted) => {
            let definitions = definitions(context, &seen.spec, files)?;
            accounts::totals(found, wanted, &definitions).map(|totals| totals.rows_of(found))
        }
        None => rows(found, context.limits),
    };
    made.map_err(|problem| vec![problem])
}

/// The definitions of areas that a spec names, or those that the program brings.
fn definitions(context: &Context<'_>, spec: &Spec, files: &Files) -> Result<Definitions, Vec<Diagnostic>> {
    let Some(name) = &spec.definitions else { return Ok(Definitions::built_in()) };
    match files.get(name) {
        Some(bytes) => Definitions::read(name, bytes, context.limits),
        None => Err(vec![say::no_definitions(name, closest(name, files.keys()))]),
    }
}
