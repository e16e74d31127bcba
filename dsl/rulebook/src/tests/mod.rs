//! Tests: a toy prelude, and a good and a bad case for each rule of the language.

use crate::{Rulebook, build};
use ramme_diag::{Diagnostic, Lang, Limits, SourceMap};

mod aggregates;
mod agreements;
mod amendments;
mod apportion;
mod awaited;
mod dates;
mod days_asked;
mod exceptions;
mod given;
mod lines;
mod lints;
mod matching;
mod mutated;
mod names;
mod numbers;
mod readings;
mod scales;
mod shapes;
mod test_items;
mod versions;
mod whole;

/// Two entities above one another, a third with two ways up, a set with a total, and a value of every type.
const TOY: &str = r#"
unit meal
set size = small | large, total "i alt"
set tone = warm | cold
entity region_of_all
entity town
  belongs_to : region_of_all
entity house
  owner : town
  tone_of : tone
entity trade
  buyer  : town
  seller : town
  label  : text
input a of house by year : kr
input b of house by year : kr/day
input c of house by year : kr in 2022-pl
input d of house by year : kr in 2023-pl
input n of house : count
input days_in of house by year : day
input p of house by year : %
input q by year : % with 1 decimal
input flag of house by year : yes/no
input begun of house : date
input ended of house : date
input people of town : count
input opened of town : date
input volume of trade : kr
input by_size by size, year : kr
input alone : kr
"#;

/// Reads and checks a text.
fn checked(text: &str) -> (Rulebook, Vec<Diagnostic>, SourceMap) {
    let mut sources = SourceMap::new();
    let file = sources.add("toy.ramme", text);
    let (tree, problems) = ramme_syntax::parse(file, text, &Limits::default());
    let said: Vec<String> = problems.iter().map(|problem| shown(problem, &sources)).collect();
    assert!(said.is_empty(), "the parser says: {}\n{text}", said.join("\n"));
    let (book, problems) = build(&[tree]);
    for problem in &problems {
        assert!(problem.forgotten().is_empty(), "{:?} lacks {:?}", problem.code(), problem.forgotten());
    }
    (book, problems, sources)
}

/// A problem in one line: code, underlined text, message, help.
fn shown(problem: &Diagnostic, sources: &SourceMap) -> String {
    let text = problem.place().span().map_or("", |span| sources.slice(span));
    let help = problem.help(Lang::En).map(|help| format!(" => {help}")).unwrap_or_default();
    format!("{} [{}] {}{help}", problem.code(), text.replace('\n', " "), problem.message(Lang::En))
}

/// A text that has to check without an error, after the prelude.
fn good(text: &str) -> Rulebook {
    let (book, problems, sources) = checked(&format!("{TOY}{text}"));
    let errors: Vec<String> =
        problems.iter().filter(|p| p.is_error()).map(|problem| shown(problem, &sources)).collect();
    assert!(errors.is_empty(), "{}\n{text}", errors.join("\n"));
    book
}

/// A text that has to give exactly these errors, after the prelude: code, underlined text, a piece of the message or help.
fn bad(text: &str, expected: &[(&str, &str, &str)]) {
    let (_, problems, sources) = checked(&format!("{TOY}{text}"));
    let errors: Vec<&Diagnostic> = problems.iter().filter(|p| p.is_error()).collect();
    let lines: Vec<String> = errors.iter().map(|problem| shown(problem, &sources)).collect();
    let all = format!("{}\n{text}", lines.join("\n"));
    assert_eq!(errors.len(), expected.len(), "{all}");
    for ((problem, line), (code, underlined, piece)) in errors.iter().zip(&lines).zip(expected) {
        let text = problem.place().span().map_or("", |span| sources.slice(span));
        assert_eq!((problem.code().id(), text), (*code, *underlined), "{all}");
        assert!(line.contains(piece), "`{piece}` is not in: {all}");
        let danish = problem.message(Lang::Da);
        assert!(!danish.contains('…') || problem.message(Lang::En).contains('…'), "{danish}");
    }
}

/// The body of the one clause of a definition, as the dump has it.
fn body(book: &Rulebook, name: &str) -> String {
    let definition = book.definitions.iter().find(|definition| definition.name == name).unwrap();
    book.expr_as_text(&definition.clauses[0].body)
}

/// The type of a definition as a declaration writes it.
fn type_of(book: &Rulebook, name: &str) -> String {
    let definition = book.definitions.iter().find(|definition| definition.name == name).unwrap();
    book.type_as_written(&definition.ty)
}
