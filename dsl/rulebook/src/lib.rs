//! Trees to a checked rulebook: names, types, shapes, versions in time, readings, citations, and the view at a date.
//!
//! In: the trees of all rule files. Out: a rulebook in which every name, type, shape and date is settled, or every
//! problem in one go. Not here: data, columns, files on disk, evaluation.

mod amend;
mod awaited;
mod bounds;
mod check;
mod citation;
pub mod describe;
mod dump;
mod given;
pub mod lint;
mod lookup;
pub mod model;
mod names;
mod readings;
mod recurrence;
mod test_items;
mod versions;
pub mod view;

pub use awaited::ADOPTED;
pub use bounds::over_limits;
pub use describe::{ClauseLine, Description};
pub use given::{GivenKey, GivenTarget};
pub use model::Rulebook;
pub use view::{InPlay, Taken, View};

use check::Checker;
use ramme_diag::Diagnostic;
use ramme_syntax::tree::SourceFile;

/// Checks all rule files together.
///
/// Every problem is reported in one go ([`lint::lints`] says what is sound and probably not meant); a broken item hides no other, and nothing more is said about names that a broken
/// item would have declared. The rulebook can be used if no diagnostic is an error.
#[must_use]
pub fn build(files: &[SourceFile]) -> (Rulebook, Vec<Diagnostic>) {
    build_beside(files, &[])
}

/// As [`build`], with names that items which could not be read would have declared: nothing is said about their uses.
#[must_use]
pub fn build_beside(files: &[SourceFile], unread: &[String]) -> (Rulebook, Vec<Diagnostic>) {
    let mut checker = Checker::default();
    let (mut names, pending) = names::collect(files, &mut checker.book, &mut checker.problems);
    names.poisoned = unread.to_vec();
    checker.names = names;
    checker.inputs(&pending);
    let parameters = checker.parameters(&pending);
    let scales = checker.scales(&pending);
    let definitions = checker.signatures(&pending);
    checker.amended_names(&pending);
    checker.parameter_values(&parameters, &pending);
    checker.scale_tables(&scales);
    checker.definitions(&definitions, &pending);
    checker.rules(&pending);
    checker.enter_names();
    checker.tests(&pending);
    if checker.problems.iter().all(|problem| !problem.is_error()) {
        let endless = recurrence::without_base(&checker.book);
        checker.problems.extend(endless);
    }
    let Checker { book, mut problems, .. } = checker;
    problems.sort_by_key(|problem| problem.place().span());
    (book, problems)
}

impl Checker {
    /// Gives the rulebook its global names.
    fn enter_names(&mut self) {
        let known = self.names.global.iter().filter_map(|(name, entry)| Some((name.clone(), entry.symbol?)));
        self.book.names = known.collect();
    }
}

#[cfg(test)]
mod tests;
