//! What holds of every rule file, whatever the bytes: shared by the fuzz targets and by the test that replays their corpus.
#![allow(dead_code, reason = "each target uses a part of it")]

use ramme_diag::{Diagnostic, Lang, Limits, SourceMap};
use ramme_rulebook::build;
use ramme_syntax::tree::SourceFile;

/// A text as the program would take it: none where the bytes are no text, or too many.
fn read(bytes: &[u8]) -> Option<(String, SourceFile, Vec<Diagnostic>, SourceMap)> {
    let text = ramme_syntax::decode(bytes).ok()?.to_owned();
    let mut sources = SourceMap::new();
    let file = sources.add("fuzz.ramme", &text);
    let (tree, problems) = ramme_syntax::parse(file, &text, &Limits::default());
    Some((text.to_string(), tree, problems, sources))
}

/// A message has all its words in both languages, and its place lies in the text on whole characters.
fn sayable(text: &str, problems: &[Diagnostic], sources: &SourceMap) {
    for problem in problems {
        assert_eq!(problem.forgotten(), Vec::<&str>::new(), "{:?}", problem.code());
        let span = problem.place().span();
        let inside = span.is_none_or(|s| text.get(s.start as usize..s.end as usize).is_some());
        assert!(inside, "{:?} lies outside the text", problem.code());
        for lang in [Lang::En, Lang::Da] {
            let _ = problem.render(sources, lang);
        }
    }
}

/// Any bytes end in a tree or in messages.
pub fn parses(bytes: &[u8]) {
    let Some((text, tree, problems, sources)) = read(bytes) else { return };
    sayable(&text, &problems, &sources);
    for item in &tree.items {
        assert!(text.get(item.span.start as usize..item.span.end as usize).is_some());
    }
    let file = ramme_diag::FileId(0);
    let _ = ramme_syntax::parse_expr(file, &text, &Limits::default());
    let _ = ramme_syntax::parse_target(file, &text, &Limits::default());
}

/// Whatever could be parsed ends in a rulebook or in messages, and the rulebook has a view.
pub fn checks(bytes: &[u8]) {
    let Some((text, tree, _, sources)) = read(bytes) else { return };
    let (book, problems) = build(&[tree]);
    sayable(&text, &problems, &sources);
    let _ = book.dump();
    let _ = book.view(None, &[]);
    for name in book.names() {
        let _ = book.describe(name);
    }
}

/// Formatting keeps the meaning and every comment, and changes nothing the second time.
pub fn formats(bytes: &[u8]) {
    let Some((text, tree, problems, _)) = read(bytes) else { return };
    if !problems.is_empty() {
        return;
    }
    let once = ramme_syntax::format(&tree, &text);
    let Some((_, again, problems, _)) = read(once.as_bytes()) else {
        panic!("formatted into no text: {text}")
    };
    assert!(problems.is_empty(), "formatted into what is wrong: {text}\n{once}");
    assert!(ramme_syntax::same_meaning(&tree, &again), "formatted into another meaning: {text}\n{once}");
    assert_eq!(tree.comments.len(), again.comments.len(), "a comment is lost: {text}\n{once}");
    assert_eq!(ramme_syntax::format(&again, &once), once, "not the same the second time: {text}");
}
