//! The bytes of a scenario's files to raw tables, each read and hashed once.
//!
//! In: bytes by name. Out: tables and what is known of their files. Not here: disk, mapping.

use std::collections::BTreeMap;

use ramme_diag::closest;
use ramme_table::RawTable;

use super::{Context, Problems, say};
use crate::dataset::DataFile;

/// The files of a scenario.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// The tables, in the order of `files`.
    pub raws: Vec<RawTable>,
    /// What is known of each file.
    pub files: Vec<DataFile>,
    /// For each `[[table]]` its position in `raws`; none where the file could not be read.
    pub of_table: Vec<Option<usize>>,
}

/// Reads every file that a table names; one that several tables name with one delimiter is read once.
pub(super) fn all(
    context: &Context<'_>,
    files: &BTreeMap<String, Vec<u8>>,
    problems: &mut Problems,
) -> Sources {
    let mut sources = Sources::default();
    let mut seen: BTreeMap<(&str, char), Option<usize>> = BTreeMap::new();
    for table in &context.scenario.tables {
        let name = table.file.text();
        let key = (name, table.delimiter);
        let at = match seen.get(&key) {
            Some(at) => *at,
            None => {
                let at = match files.get(name) {
                    Some(bytes) => one(context, name, bytes, table.delimiter, &mut sources, problems),
                    None => {
                        problems.say(say::no_file(&table.file, closest(name, files.keys())));
                        None
                    }
                };
                seen.insert(key, at);
                at
            }
        };
        sources.of_table.push(at);
    }
    sources
}

fn one(
    context: &Context<'_>,
    name: &str,
    bytes: &[u8],
    delimiter: char,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<usize> {
    match RawTable::read(name, bytes, delimiter, context.limits) {
        Ok(raw) => {
            let hash = blake3::hash(bytes).to_hex().to_string();
            sources.files.push(DataFile { name: name.to_owned(), headings: raw.headings.clone(), hash });
            sources.raws.push(raw);
            Some(sources.raws.len().saturating_sub(1))
        }
        Err(found) => {
            found.into_iter().for_each(|problem| problems.say(problem));
            None
        }
    }
}
