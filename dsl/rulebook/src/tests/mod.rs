//! Tests: a toy prelude, and one good and one bad case a rule of the language.

use crate::{Rulebook, build};
use ramme_diag::{Diagnostic, Lang, Limits, SourceMap};

mod agreements;

/// Reads and checks a text.
fn checked(text: &str) -> (Rulebook, Vec<Diagnostic>, SourceMap) {
    let mut sources = SourceMap::new();
    let file = sources.add("toy.ramme", text);
    let (tree, mut problems) = ramme_syntax::parse(file, text, &Limits::default());
    let (book, more) = build(&[tree]);
    problems.extend(more);
    (book, problems, sources)
}

/// A problem in one line: code, underlined text, message, help.
fn shown(problem: &Diagnostic, sources: &SourceMap) -> String {
    let text = problem.place().span().map_or("", |span| sources.slice(span));
    let help = problem.help(Lang::En).map(|help| format!(" => {help}")).unwrap_or_default();
    format!("{} [{}] {}{help}", problem.code(), text.replace('\n', " "), problem.message(Lang::En))
}
