//! Binding, good and bad: every value, cause and mistake with its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bulk;
mod given;
mod long;
mod mistakes;
mod wide;

use super::*;
use crate::dataset::CellPlace;
use ramme_diag::{Lang, SourceMap};
use ramme_rulebook::model::Symbol;
use ramme_table::{Cause, CauseId};

/// The rules of the tests.
const RULES: &str = r#"language 1
document old
  title "Rapport 2022" rank report published 2022-09-09 file "old.txt"
document new
  title "Rapport 2023" rank report published 2023-09-08 file "new.txt"
document undated
  title "Notat" rank report
set area = children | adults, total "i alt"
set kind_of = municipal | private
entity municipality
entity provider
  operator : municipality
  kind     : kind_of
  places   : count by year
input budget by area, year : kr in 2023-pl
input accounts by area, year : kr in 2023-pl
input deviation by area, year : %
input tariff of provider by year : kr/day between 0 kr/day and 5_000 kr/day
input days_sold of provider by year : day
input overhead of provider by year : %
input opened of provider : date
input note of provider : text
input explained of provider by year : yes/no
input population of municipality : person
input start : date
parameter pl by year : % with 1 decimal
  2023 = 3.4 %
parameter grant by area : kr
parameter cap : kr
define doubled of provider by year : kr/day = tariff * 2
"#;

/// A scenario over some files.
struct Case {
    sources: SourceMap,
    book: Rulebook,
    result: Result<Bound, Vec<Diagnostic>>,
}

const HEAD: &str = "format = 1\ntitle = \"t\"\nrules = [\"r\"]\nyears = \"2022..2023\"\n";

/// Binds files to the rules of the tests. `body` follows the head of the scenario.
fn case(body: &str, files: &[(&str, &str)], known_on: Option<&str>, sets: &[&str]) -> Case {
    let limits = Limits::default();
    let mut sources = SourceMap::new();
    let rules = sources.add("r.ramme", RULES);
    let (tree, said) = ramme_syntax::parse(rules, RULES, &limits);
    assert!(said.is_empty(), "{said:?}");
    let (book, said) = ramme_rulebook::build(&[tree]);
    let said: Vec<_> = said.iter().filter(|d| d.is_error()).collect();
    assert!(said.is_empty(), "{said:?}");
    let text = format!("{HEAD}{body}");
    let file = sources.add("s.toml", text.as_str());
    let scenario = Scenario::read(file, "s.toml", &text, &limits).expect("a scenario");
    let files: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let sets: Vec<_> = sets
        .iter()
        .map(|text| SetOverride { text: (*text).to_owned(), file: sources.add("--set", *text) })
        .collect();
    let known_on = known_on.map(|day| Date::parse_iso(day).expect("a day"));
    let result = bind(&book, known_on, &scenario, &files, &sets, &limits);
    Case { sources, book, result }
}

impl Case {
    /// What went wrong: `code file:line:column [underlined] message; help`.
    fn mistakes(self) -> Vec<String> {
        let sources = &self.sources;
        let say = |d: &Diagnostic| {
            assert_eq!(d.forgotten(), Vec::<&str>::new(), "{d:?}");
            assert!(!d.message(Lang::Da).contains('…'), "{}", d.message(Lang::Da));
            let place = d.place().render(sources).expect("a place");
            let under =
                d.place().span().map(|span| format!(" [{}]", sources.slice(span))).unwrap_or_default();
            let help = d.help(Lang::En).map_or(String::new(), |help| format!("; {help}"));
            let number = |n: Option<u32>| n.map_or("-".to_owned(), |n| n.to_string());
            let at = match place.file.as_str() {
                "s.toml" | "--set" => place.file,
                _ => format!("{}:{}:{}", place.file, number(place.line), number(place.column)),
            };
            format!("{} {at}{under} {}{help}", d.code(), d.message(Lang::En))
        };
        self.result.expect_err("mistakes").iter().map(say).collect()
    }

    fn bound(&self) -> &Bound {
        match &self.result {
            Ok(bound) => bound,
            Err(problems) => panic!("{:?}", problems.iter().map(|d| d.message(Lang::En)).collect::<Vec<_>>()),
        }
    }

    fn column(&self, name: &str) -> &crate::dataset::InputColumn {
        let global = self
            .book
            .find(name)
            .and_then(|s| if let Symbol::Input(id) = s { Some(id.index()) } else { None });
        let field = || self.book.inputs.iter().position(|i| i.name == name);
        let at = global.or_else(field).expect("an input");
        self.bound().dataset.inputs[at].as_ref().expect("a column")
    }

    /// A cell by block and index: its value, or why there is none.
    fn cell(&self, name: &str, block: usize, index: usize) -> Result<i128, Cause> {
        let block = &self.column(name).column.blocks[block];
        match block.cause(index) {
            CauseId::KNOWN => Ok(block.data.int(index).unwrap()),
            id => Err(self.bound().dataset.causes.get(id).unwrap().kept[0].clone()),
        }
    }

    fn place(&self, name: &str, block: usize, index: usize) -> (u16, u32, u16) {
        let CellPlace { file, line, column } = self.column(name).place(block, index).unwrap_or_default();
        (file, line, column)
    }
}
