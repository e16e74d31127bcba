//! What every test here leans on.

use ramme_diag::{Diagnostic, FileId, Lang, Limits};
use ramme_syntax::tree::SourceFile;

/// Reads a text under the usual limits.
pub fn read(text: &str) -> (SourceFile, Vec<Diagnostic>) {
    ramme_syntax::parse(FileId(0), text, &Limits::default())
}

/// The text that a diagnostic underlines.
pub fn underlined<'a>(text: &'a str, problem: &Diagnostic) -> &'a str {
    let range = problem.place().span().map(|span| span.start as usize..span.end as usize);
    range.and_then(|range| text.get(range)).unwrap_or("(not in the text)")
}

/// Diagnostics, one a line: code, underlined text, message, help.
pub fn shown(text: &str, problems: &[Diagnostic]) -> String {
    let line = |problem: &Diagnostic| {
        let help = problem.help(Lang::En).map(|help| format!(" | {help}")).unwrap_or_default();
        format!("{} [{}] {}{help}", problem.code().id(), underlined(text, problem), problem.message(Lang::En))
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Formats a text and asserts what has to hold; gives the formatted text.
pub fn assert_formats(text: &str) -> String {
    let (file, problems) = read(text);
    assert_eq!(shown(text, &problems), "");
    let tidy = ramme_syntax::format(&file, text);
    let (again, problems) = read(&tidy);
    assert_eq!(shown(&tidy, &problems), "", "{tidy}");
    assert!(ramme_syntax::same_meaning(&file, &again), "{text}\n----\n{tidy}");
    let comments = |file: &SourceFile| file.comments.iter().map(|c| (c.text.clone(), c.own_line)).collect::<Vec<_>>();
    assert_eq!(comments(&file), comments(&again), "{tidy}");
    assert_eq!(ramme_syntax::format(&again, &tidy), tidy, "formatting twice");
    tidy
}
