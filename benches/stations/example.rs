//! A scenario of the repository, loaded: what the program does with files, in as few words as a bench needs.
//!
//! In: the path of a scenario that extends no other. Out: a rulebook, the view, the scenario, its data. Not here: what is measured.

use ramme_diag::{FileId, Limits, SourceMap, Span};
use ramme_eval::Job;
use ramme_eval::bind::bind;
use ramme_eval::dataset::Dataset;
use ramme_eval::scenario::{Part, Scenario};
use ramme_rulebook::{Rulebook, View};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every rule file below a path, sorted, as text.
pub fn rule_texts(path: &Path) -> Vec<String> {
    if !path.is_dir() {
        let text = path.extension().is_some_and(|end| end == "ramme").then(|| std::fs::read_to_string(path));
        return text.into_iter().map(|text| text.expect("a text")).collect();
    }
    let entries = std::fs::read_dir(path).expect("a folder");
    let mut below: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    below.sort();
    below.iter().flat_map(|path| rule_texts(path)).collect()
}

/// A scenario that is ready.
pub struct Example {
    sources: SourceMap,
    /// Its rules.
    pub book: Rulebook,
    view: View,
    scenario: Scenario,
    data: Dataset,
}

impl Example {
    /// Loads a scenario.
    pub fn of(name: &str) -> Example {
        let (path, limits) = (root().join(name), Limits::default());
        let folder = path.parent().expect("a folder").to_owned();
        let mut sources = SourceMap::new();
        let id = sources.add(name, std::fs::read_to_string(&path).expect("the scenario"));
        let part = Part::read(id, name, sources.text(id), &limits).expect("a scenario");
        let scenario = part.whole().expect("a scenario that extends no other");
        let mut trees = Vec::new();
        for text in scenario.rules.iter().flat_map(|rules| rule_texts(&folder.join(rules.text()))) {
            let id = sources.add("rules", text);
            trees.push(ramme_syntax::parse(id, sources.text(id), &limits).0);
        }
        let (book, _) = ramme_rulebook::build(&trees);
        let taken: Vec<_> =
            scenario.readings.iter().filter_map(|(g, n)| book.find_reading(g.text(), n.text())).collect();
        let view = book.view(scenario.known_on, &taken).expect("a view");
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for file in scenario.data_files() {
            files.insert(file.value.clone(), std::fs::read(folder.join(file.text())).expect("a data file"));
        }
        let bound = bind(&book, scenario.known_on, &scenario, &files, &[], &limits);
        let data = bound.expect("data").dataset;
        Example { sources, book, view, scenario, data }
    }

    /// A place, for what is asked.
    pub fn span(&self) -> Span {
        Span::at(FileId(0), 0..0)
    }

    /// The job of a run.
    pub fn job(&mut self) -> Job<'_> {
        let (seed, draws) = (self.scenario.seed, self.scenario.draws);
        Job {
            book: &self.book,
            view: &self.view,
            sources: &self.sources,
            scenario: &self.scenario,
            data: &mut self.data,
            seed,
            draws,
        }
    }
}
