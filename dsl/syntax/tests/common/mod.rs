//! What every test here leans on.

use ramme_diag::{Diagnostic, FileId, Lang, Limits};
use ramme_syntax::tree::SourceFile;
use std::path::{Path, PathBuf};

/// Reads a text under the usual limits.
#[allow(dead_code, reason = "not every test file uses all of them")]
pub fn read(text: &str) -> (SourceFile, Vec<Diagnostic>) {
    ramme_syntax::parse(FileId(0), text, &Limits::default())
}

/// The text that a diagnostic underlines.
#[allow(dead_code, reason = "not every test file uses all of them")]
pub fn underlined<'a>(text: &'a str, problem: &Diagnostic) -> &'a str {
    let range = problem.place().span().map(|span| span.start as usize..span.end as usize);
    range.and_then(|range| text.get(range)).unwrap_or("(not in the text)")
}

/// Diagnostics, one a line: code, underlined text, message, help.
#[allow(dead_code, reason = "not every test file uses all of them")]
pub fn shown(text: &str, problems: &[Diagnostic]) -> String {
    let line = |problem: &Diagnostic| {
        let help = problem.help(Lang::En).map(|help| format!(" | {help}")).unwrap_or_default();
        format!("{} [{}] {}{help}", problem.code().id(), underlined(text, problem), problem.message(Lang::En))
    };
    visible(&problems.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// Characters that do not show, or look like others, by their numbers.
fn visible(text: &str) -> String {
    let hidden = |c: char| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{250}'..='\u{52F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
    };
    text.chars().flat_map(|c| if hidden(c) { c.escape_unicode().collect() } else { vec![c] }).collect()
}

/// Formats a text and asserts what has to hold; gives the formatted text.
#[allow(dead_code, reason = "not every test file uses all of them")]
pub fn assert_formats(text: &str) -> String {
    let (file, problems) = read(text);
    assert_eq!(shown(text, &problems), "");
    let tidy = ramme_syntax::format(&file, text);
    let (again, problems) = read(&tidy);
    assert_eq!(shown(&tidy, &problems), "", "{tidy}");
    assert!(ramme_syntax::same_meaning(&file, &again), "{text}\n----\n{tidy}");
    let comments = |file: &SourceFile| file.comments.iter().map(|c| c.text.clone()).collect::<Vec<_>>();
    assert_eq!(comments(&file), comments(&again), "{tidy}");
    assert_eq!(ramme_syntax::format(&again, &tidy), tidy, "formatting twice");
    tidy
}

/// Every file with rules in it below a folder, from this crate.
#[allow(dead_code, reason = "not every test file uses all of them")]
pub fn rule_files(folder: &str) -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "ramme") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
