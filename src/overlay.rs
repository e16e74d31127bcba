//! A scenario and the scenarios that it extends, read and laid over each other.
//!
//! In: the path of a scenario file. Out: one scenario, with places that point into the file that says it. Not here: what an
//! overlay may say (`ramme_eval::scenario`), rules and data.

use crate::world;
use ramme_diag::{Code, Diagnostic, Limits, SourceMap};
use ramme_eval::scenario::{Part, Scenario};
use std::path::{Path, PathBuf};

/// Reads a scenario with everything below it. `data` is false where `--data` says where the data lie.
///
/// # Errors
/// A file that cannot be read, everything that is wrong with one of them, scenarios that extend each other in a circle.
pub fn read(
    path: &Path,
    data: bool,
    limits: &Limits,
    sources: &mut SourceMap,
) -> Result<Scenario, Vec<Diagnostic>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut seen: Vec<PathBuf> = Vec::new();
    let mut next = path.to_owned();
    loop {
        let asked = parts.last().and_then(|part| part.extends.clone());
        let said = |problem: Diagnostic| match &asked {
            Some(asked) => vec![problem.at(asked.span)],
            None => vec![problem],
        };
        // Links may lead to one file by two names.
        let known = std::fs::canonicalize(&next).unwrap_or_else(|_| next.clone());
        if seen.contains(&known) {
            let chain = parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>().join(" \u{2192} ");
            let circle = Diagnostic::new(Code::ExtendsLoop).arg("file", world::shown(&next));
            return Err(said(circle.arg("chain", chain)));
        }
        seen.push(known);
        let file = world::read(&next, limits.scenario_bytes.saturating_add(1)).map_err(said)?;
        let place = world::byte_place(&file);
        let text = ramme_syntax::decode(&file.bytes).map_err(|p| vec![p.at(place)])?;
        let id = sources.add(&file.name, text);
        let part = Part::read(id, &file.name, sources.text(id), limits)?;
        let below = part.extends.clone();
        parts.push(part);
        match below {
            Some(below) => next = next.parent().unwrap_or(Path::new("")).join(&below.value),
            None => break,
        }
    }
    let mut parts = parts.into_iter().rev();
    let Some(lowest) = parts.next() else { return Err(Vec::new()) };
    let mut scenario = lowest.whole()?;
    for part in parts {
        let below = part.extends.as_ref().map_or("", |below| below.text());
        let folder = Path::new(below).parent().map(world::shown).filter(|folder| folder != ".");
        if let Some(folder) = folder {
            scenario.seen_from(&folder, data, |folder, file| world::shown(&Path::new(folder).join(file)));
        }
        scenario = part.over(scenario)?;
    }
    Ok(scenario)
}
