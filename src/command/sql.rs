//! `ramme sql`: the scenario's rules as a script of SQL.
//!
//! In: a scenario and a dialect. Out: the script on standard output or in a folder; on standard error what is not in it, by
//! name. Not here: the SQL (`ramme_sql`).

use super::deliver::write;
use super::frame::{Failure, has_documents, unformed, within_limits};
use crate::cli::Sql as Arguments;
use crate::exit::Exit;
use crate::pipeline::{self, Ready, Stopped};
use crate::terminal::Terminal;
use crate::{basis, world};
use ramme_diag::{Diagnostic, Limits, SourceMap, Text};
use ramme_eval::bind::unit_factors;
use ramme_sql::{Dialect, Script, Source, script};
use std::path::{Path, PathBuf};

/// The words that a script of ours begins with.
const OURS: &str = "-- For ";

/// Writes the script of a scenario.
pub fn run(args: &Arguments) -> Exit {
    unformed(&args.shared, |terminal| {
        let dialect = Dialect::parse(&args.dialect).ok_or_else(|| no_such_dialect(&args.dialect))?;
        has_documents(&args.shared)?;
        within_limits(&args.shared)?;
        let (made, sources) = made(args, dialect)?;
        say_what_is_left_out(terminal, &made, &sources);
        if made.written.is_empty() {
            return Err(Failure::Said(Text::both(
                "nothing of this scenario can be written as SQL",
                "intet i dette scenarie kan skrives som SQL",
            )));
        }
        match &args.out {
            None => Ok(write(terminal, None, &made.text)),
            Some(folder) => into_folder(terminal, folder, &args.scenario, dialect, &made.text),
        }
    })
}

fn no_such_dialect(name: &str) -> Text {
    let all: Vec<&str> = Dialect::ALL.iter().map(|dialect| dialect.name()).collect();
    let near = ramme_diag::closest(name, &all);
    let (en, da) = near.map_or_else(
        || (".".to_owned(), ".".to_owned()),
        |near| (format!("; did you mean `{near}`?"), format!("; mente du `{near}`?")),
    );
    let all = all.join(", ");
    Text::both(
        format!("there is no dialect `{name}`{en} There are: {all}"),
        format!("der er ingen dialekt `{name}`{da} Der er: {all}"),
    )
}

fn made(args: &Arguments, dialect: Dialect) -> Result<(Script, SourceMap), Box<Stopped>> {
    let flags = &args.shared;
    let loaded = pipeline::load(&args.scenario, flags, SourceMap::new())?;
    let mut ready = pipeline::ready_of(&loaded, flags)?;
    let factors = unit_factors(&ready.book, &ready.scenario, &loaded.files, &Limits::default());
    let blueprint = pipeline::blueprint(&mut ready, flags).map_err(|problems| ready.stopped(problems))?;
    let head = head(&ready, args);
    let source = Source {
        book: &ready.book,
        sources: &ready.sources,
        blueprint: &blueprint,
        scenario: &ready.scenario,
        known_on: ready.view.known_on,
        data: &ready.bound.dataset,
        factors: &factors,
        folder: folder_of_data(args),
        head,
    };
    Ok((script(&source, dialect), ready.sources.clone()))
}

/// What stands before the names of data files.
fn folder_of_data(args: &Arguments) -> String {
    let own = args.scenario.parent().map(Path::to_path_buf).unwrap_or_default();
    let folder = args.shared.data.clone().unwrap_or(own);
    let shown = world::shown(&folder);
    if shown.is_empty() || shown.ends_with('/') { shown } else { format!("{shown}/") }
}

/// What the script is made from, a line each.
fn head(ready: &Ready, args: &Arguments) -> Vec<String> {
    let names: Vec<&str> = match &ready.scenario.show {
        Some(show) => show.iter().map(|name| name.text()).collect(),
        None => ready.book.definitions.iter().map(|d| d.name.as_str()).collect(),
    };
    let basis = basis::of(ready, &names, ready.scenario.seed);
    let mut out = vec![
        format!("  {} ({})", basis.title, basis.scenario),
        format!("  rules {}, data {}", basis.rules_hash, basis.data_hash),
    ];
    out.extend(basis.known_on.map(|day| format!("  known on {day}")));
    let flags = args.shared.written();
    if !flags.is_empty() {
        out.push(format!("  {}", flags.join(" ")));
    }
    out.extend(basis.readings.iter().map(|r| format!("  reading {} = {}", r.group, r.reading)));
    if basis.synthetic {
        out.push("  SYNTHETIC: the data of this scenario are invented".to_owned());
    }
    out
}

fn say_what_is_left_out(terminal: Terminal, made: &Script, sources: &SourceMap) {
    let mut said: Vec<Diagnostic> = Vec::new();
    for refused in &made.refused {
        let diagnostic = refused.diagnostic();
        if !said.contains(&diagnostic) {
            said.push(diagnostic);
        }
    }
    if !said.is_empty() {
        terminal.complain(sources, &[], said);
    }
    for name in &made.drawn {
        let text = Text::both(
            format!(
                "note: the years of `{name}` that a run forecasts are not in the script; what rests on them is NULL there\n"
            ),
            format!(
                "note: de år af `{name}`, som en kørsel fremskriver, er ikke i scriptet; hvad der hviler på dem, er NULL dér\n"
            ),
        );
        terminal.say(text.get(terminal.lang));
    }
}

/// Writes the script into a folder, in place of an earlier one of ours and of nothing else.
fn into_folder(
    terminal: Terminal,
    folder: &Path,
    scenario: &Path,
    dialect: Dialect,
    text: &str,
) -> Result<Exit, Failure> {
    let stem = scenario.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let path: PathBuf = folder.join(format!("{stem}.{}.sql", dialect.name()));
    let name = world::shown(&path);
    std::fs::create_dir_all(folder).map_err(|error| {
        let folder = world::shown(folder);
        Text::both(
            format!("`{folder}` cannot be made: {error}"),
            format!("`{folder}` kan ikke oprettes: {error}"),
        )
    })?;
    let there = std::fs::read(&path);
    if there.is_ok_and(|bytes| !bytes.starts_with(OURS.as_bytes())) {
        return Err(Failure::Said(Text::both(
            format!("`{name}` is there and is no script that ramme made; move it, or name another folder"),
            format!(
                "`{name}` findes og er ikke et script, som ramme har lavet; flyt den, eller giv en anden mappe"
            ),
        )));
    }
    Ok(write(terminal, Some(&path), text))
}
