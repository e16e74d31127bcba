//! `ramme import`: a file of statistics as tidy CSV.
//!
//! In: a file, a spec. Out: one row a cell on standard output or in a file; on standard error what is open or wrong, and
//! for a table of StatBank the query that fetches it by hand. Not here: how files are read (`ramme_table`).

use super::deliver::write;
use crate::cli::Import;
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::world;
use ramme_diag::{Diagnostic, Limits, SourceMap};
use ramme_table::import::accounts::{self, Definitions};
use ramme_table::import::{Spec, statbank, tidy};
use ramme_table::inspect::{self, Inspection};
use std::path::Path;

/// Imports a file.
pub fn run(args: &Import) -> Exit {
    let terminal = Terminal::new(args.speech.lang);
    let complain = |problems: Vec<Diagnostic>| {
        terminal.complain(&SourceMap::new(), &[], problems);
        Exit::NotDone
    };
    let limits = Limits::default();
    let read = spec(args.spec.as_deref(), &limits).and_then(|spec| {
        let file = world::read(&args.file, limits.csv_bytes).map_err(|problem| vec![problem])?;
        inspect::import(&file.name, &file.bytes, spec.as_ref(), &limits)
    });
    let seen = match read {
        Ok(seen) => seen,
        Err(problems) => return complain(problems),
    };
    let made = definitions(args.spec.as_deref(), &seen, &limits);
    let csv = match made.and_then(|definitions| text(&seen, &definitions, &limits).map_err(|p| vec![p])) {
        Ok(csv) => csv,
        Err(problems) => return complain(problems),
    };
    if !seen.problems.is_empty() {
        terminal.complain(&SourceMap::new(), &[], seen.problems.clone());
    }
    for query in seen.tables.iter().filter_map(statbank::query) {
        terminal.say(query.in_words().get(args.speech.lang));
    }
    write(terminal, args.output.as_deref(), &csv)
}

/// The spec, if one is given.
pub fn spec(path: Option<&Path>, limits: &Limits) -> Result<Option<Spec>, Vec<Diagnostic>> {
    let Some(path) = path else { return Ok(None) };
    let one = |problem| vec![problem];
    let file = world::read(path, limits.scenario_bytes).map_err(one)?;
    let text = String::from_utf8_lossy(&file.bytes).into_owned();
    Spec::read(&file.name, &text, limits).map(Some).map_err(one)
}

/// The definitions of areas: those of the file that the spec names, beside it, or those that the program brings.
fn definitions(
    spec: Option<&Path>,
    seen: &Inspection,
    limits: &Limits,
) -> Result<Definitions, Vec<Diagnostic>> {
    let Some(name) = &seen.spec.definitions else { return Ok(Definitions::built_in()) };
    let folder = spec.and_then(Path::parent).unwrap_or(Path::new(""));
    let file = world::read(&folder.join(name), limits.csv_bytes).map_err(|problem| vec![problem])?;
    Definitions::read(&file.name, &file.bytes, limits)
}

/// The table as CSV: its cells, or the totals of areas by account where the spec asks for them.
fn text(seen: &Inspection, definitions: &Definitions, limits: &Limits) -> Result<String, Diagnostic> {
    let mut out = String::new();
    for table in &seen.tables {
        match &seen.spec.accounts {
            Some(wanted) => out.push_str(&accounts::totals(table, wanted, definitions)?.tidy()),
            None => out.push_str(&tidy(table, limits)?),
        }
    }
    Ok(out)
}
