//! `ramme audit`: what must hold between published figures, and what cannot.
//!
//! In: a CSV of figures as published, with a comma or a semicolon between columns. Out: the relations, and the indices that
//! they imply; exit code 1 where one cannot hold, 2 where none follows. Not here: the relations themselves (`ramme_audit`).

use super::deliver::deliver;
use crate::cli::Audit;
use crate::exit::Exit;
use crate::output::{Form, choose};
use crate::terminal::Terminal;
use crate::world;
use ramme_audit::{Figure, Outcome};
use ramme_diag::{Code, Diagnostic, Limits, Place, SourceMap};
use ramme_report::audit::{Told, json, text};
use ramme_report::text::Look;
use ramme_table::RawTable;
use ramme_value::NumberStyle;

const FORMS: [(&str, Form); 2] = [("text", Form::Text), ("json", Form::Json)];

/// Audits a file of figures.
pub fn run(args: &Audit) -> Exit {
    let lang = args.speech.lang;
    let terminal = Terminal::new(lang);
    let form = match choose(args.format.as_deref(), args.output.as_deref(), &FORMS) {
        Ok(form) => form,
        Err(refusal) => return terminal.refuse(&refusal),
    };
    let (name, figures, hash) = match figures(args) {
        Ok(read) => read,
        Err(problems) => {
            terminal.complain(&SourceMap::new(), &[], problems);
            return Exit::NotDone;
        }
    };
    let audit = ramme_audit::audit(&figures);
    if audit.relations.is_empty() && audit.indices.is_empty() {
        let said = Diagnostic::new(Code::NothingToAudit).arg("file", name.as_str()).at(Place::File(name));
        terminal.complain(&SourceMap::new(), &[], vec![said]);
        return Exit::NotDone;
    }
    let told = Told { name: &name, figures: &figures, audit: &audit };
    let result = match form {
        Form::Json => json(&told, env!("CARGO_PKG_VERSION"), &hash, lang),
        _ => Ok(text(&told, Look::new(lang, terminal.width_for(args.output.as_deref())))),
    };
    let judged = if audit.count(Outcome::CannotHold) > 0 { Exit::Findings } else { Exit::Done };
    deliver(terminal, args.output.as_deref(), result).max(judged)
}

/// The name of the file, its figures, and the hash of its bytes.
fn figures(args: &Audit) -> Result<(String, Vec<Figure>, String), Vec<Diagnostic>> {
    let limits = Limits::default();
    let file = world::read(&args.file, limits.csv_bytes).map_err(|p| vec![p])?;
    let head = file.bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |mark: u8| head.iter().filter(|b| **b == mark).count();
    let delimiter = if count(b';') > count(b',') { ';' } else { ',' };
    let table = RawTable::read(&file.name, &file.bytes, delimiter, &limits)?;
    let style = if args.decimal == "," { NumberStyle::DANISH } else { NumberStyle::PLAIN };
    let hash = blake3::hash(&file.bytes).to_hex().to_string();
    Ok((file.name, ramme_audit::read(&table, style)?, hash))
}
