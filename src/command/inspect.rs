//! `ramme inspect`: what a data file seems to hold, with the evidence, and what cannot be decided.
//!
//! In: a file, perhaps a spec. Out: a report on standard output; the spec that fixes the reading; exit code 2 where
//! something is open. Not here: looking at files (`ramme_table`).

use super::deliver::write;
use crate::cli::Inspect;
use crate::command::import;
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::world;
use ramme_diag::{Diagnostic, Limits, SourceMap};
use ramme_table::inspect::{self, Inspection};
use ramme_value::Lang;
use std::fmt::Write as _;

/// Inspects a file.
pub fn run(args: &Inspect) -> Exit {
    let terminal = Terminal::new(args.speech.lang);
    let limits = Limits::default();
    let read = import::spec(args.spec.as_deref(), &limits).and_then(|spec| {
        let file = world::read(&args.file, limits.csv_bytes).map_err(|problem| vec![problem])?;
        inspect::inspect(&file.name, &file.bytes, spec.as_ref(), &limits).map(|seen| (file.name, seen))
    });
    let (name, seen) = match read {
        Ok(found) => found,
        Err(problems) => {
            terminal.complain(&SourceMap::new(), &[], problems);
            return Exit::NotDone;
        }
    };
    let mut exit = terminal.print(&report(&name, &seen, args.speech.lang));
    if let Some(path) = &args.output {
        exit = exit.max(write(terminal, Some(path), &seen.spec_text(&name)));
    }
    let open = seen.questions.iter().map(|q| q.diagnostic.clone());
    let problems: Vec<Diagnostic> = open.chain(seen.problems.clone()).collect();
    if !problems.is_empty() {
        terminal.complain(&SourceMap::new(), &[], problems);
    }
    if seen.is_settled() { exit } else { exit.max(Exit::NotDone) }
}

/// The findings, a line each, and whether anything is open.
fn report(name: &str, seen: &Inspection, lang: Lang) -> String {
    let mut out = format!("{name}\n");
    let wide = seen.findings.iter().map(|f| f.what.get(lang).chars().count()).max().unwrap_or(0).min(34);
    for finding in &seen.findings {
        let what = finding.what.get(lang);
        let because = finding.because.as_ref().map(|b| format!("  [{}]", b.get(lang))).unwrap_or_default();
        let found = finding.found.get(lang).replace('\n', " ");
        let _ = writeln!(out, "  {what:wide$}  {found}{because}");
    }
    let open = seen.questions.len();
    let last = match (open, seen.is_settled()) {
        (0, true) => lang.pick("nothing is open".to_owned(), "intet er \u{e5}bent".to_owned()),
        (0, false) => lang.pick("the file has errors".to_owned(), "der er fejl i filen".to_owned()),
        (n, _) => lang.pick(format!("undecided: {n}"), format!("uafgjort: {n}")),
    };
    let _ = writeln!(out, "{last}");
    out
}
