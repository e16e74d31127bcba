//! `ramme fmt`: rule files in one canonical form.
//!
//! In: rule files, folders, or standard input. Out: the files rewritten; with `--check` the names of those that would
//! change and exit code 1; for standard input the text on standard output. Not here: the form itself.

use crate::cli::Fmt;
use crate::exit::Exit;
use crate::pipeline::{self, Trees};
use crate::terminal::Terminal;
use crate::world;
use ramme_diag::{Diagnostic, Limits, SourceMap};
use ramme_syntax::tree::SourceFile;
use ramme_value::Lang;
use std::path::Path;

/// Formats rule files.
pub fn run(args: &Fmt) -> Exit {
    let terminal = Terminal::new(args.speech.lang);
    let trees = match pipeline::trees(&args.files, &Limits::default(), SourceMap::new()) {
        Ok(trees) => trees,
        Err(problems) => {
            terminal.complain(&SourceMap::new(), &[], problems);
            return Exit::NotDone;
        }
    };
    // A file that cannot be parsed would lose what is broken: nothing is written then.
    if trees.problems.iter().any(Diagnostic::is_error) {
        terminal.complain(&trees.sources, &[], trees.problems);
        return Exit::NotDone;
    }
    let mut exit = Exit::Done;
    let mut changed: usize = 0;
    for file in &trees.files {
        let (done, differs) = one(terminal, &trees, file, args.check);
        exit = exit.max(done);
        changed = changed.saturating_add(usize::from(differs));
    }
    terminal.say(&summary(trees.files.len(), changed, args.check, args.speech.lang));
    exit
}

/// Formats one file; true where it was, or would be, changed.
fn one(terminal: Terminal, trees: &Trees, file: &SourceFile, check: bool) -> (Exit, bool) {
    let name = trees.sources.name(file.file);
    let text = trees.sources.text(file.file);
    let formatted = ramme_syntax::format(file, text);
    let stdin = name == "-";
    let differs = formatted != text;
    if stdin && !check {
        return (terminal.print(&formatted), differs);
    }
    if !differs {
        return (Exit::Done, false);
    }
    if check {
        return (terminal.print(&format!("{name}\n")).max(Exit::Findings), true);
    }
    match world::write_whole(Path::new(name), formatted.as_bytes()) {
        Ok(()) => (Exit::Done, true),
        Err(problem) => {
            terminal.error(&problem);
            (Exit::NotDone, false)
        }
    }
}

fn summary(files: usize, changed: usize, check: bool, lang: Lang) -> String {
    let files = lang.pick(
        format!("{files} {}", if files == 1 { "file" } else { "files" }),
        format!("{files} {}", if files == 1 { "fil" } else { "filer" }),
    );
    let outcome = match (changed, check) {
        (0, _) => lang.pick("nothing to change".to_owned(), "intet at \u{e6}ndre".to_owned()),
        (n, true) => lang.pick(format!("{n} would change"), format!("{n} ville blive \u{e6}ndret")),
        (n, false) => lang.pick(format!("{n} changed"), format!("{n} \u{e6}ndret")),
    };
    format!("{files}: {outcome}\n")
}
