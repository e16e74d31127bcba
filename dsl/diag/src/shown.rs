//! Which diagnostics of a run are shown when there are very many.
//!
//! In: all of them, in the order in which they were found. Out: as many as the limits allow, in the same order, and how
//! many were left out. Not here: printing the count, exit codes (every diagnostic counts for those).

use crate::Limits;
use crate::message::Diagnostic;
use crate::place::Place;
use std::collections::HashMap;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// The diagnostics to show, in their order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many are not shown.
    pub left_out: usize,
}

/// What a limit for one file counts by.
#[derive(PartialEq, Eq, Hash)]
enum FileKey {
    Text(crate::FileId),
    Named(String),
    None,
}

/// Keeps the first of each file and of the run; errors come before warnings and notes when not all can be kept.
#[must_use]
pub fn select(all: Vec<Diagnostic>, limits: &Limits) -> Shown {
    let most = usize::try_from(limits.diagnostics).unwrap_or(usize::MAX);
    let each = usize::try_from(limits.diagnostics_per_file).unwrap_or(usize::MAX);
    let total = all.len();
    let mut by_gravity: Vec<(usize, Diagnostic)> = all.into_iter().enumerate().collect();
    by_gravity.sort_by_key(|(at, said)| (said.severity(), *at));
    let mut seen: HashMap<FileKey, usize> = HashMap::new();
    let mut kept: Vec<(usize, Diagnostic)> = Vec::new();
    for (at, said) in by_gravity {
        let count = seen.entry(key(said.place())).or_default();
        if *count < each && kept.len() < most {
            *count = count.saturating_add(1);
            kept.push((at, said));
        }
    }
    kept.sort_by_key(|(at, _)| *at);
    let left_out = total.saturating_sub(kept.len());
    Shown { diagnostics: kept.into_iter().map(|(_, said)| said).collect(), left_out }
}

fn key(place: &Place) -> FileKey {
    match place {
        Place::Text(span) => FileKey::Text(span.file),
        Place::Cell { file, .. } | Place::File(file) => FileKey::Named(file.clone()),
        Place::None => FileKey::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    fn said(code: Code, file: &str, count: usize) -> Vec<Diagnostic> {
        vec![Diagnostic::new(code).at(Place::File(file.to_owned())); count]
    }

    #[test]
    fn at_the_limit_all_are_shown_and_above_it_the_rest_is_counted() {
        let limits = Limits::default();
        let full = select(said(Code::Gap, "a", 20), &limits);
        assert_eq!((full.diagnostics.len(), full.left_out), (20, 0));
        let over = select(said(Code::Gap, "a", 21), &limits);
        assert_eq!((over.diagnostics.len(), over.left_out), (20, 1));
        let many = (0..7).flat_map(|file| said(Code::Gap, &file.to_string(), 20)).collect();
        let run = select(many, &limits);
        assert_eq!((run.diagnostics.len(), run.left_out), (100, 40));
    }

    #[test]
    fn errors_go_first_and_the_order_stays() {
        let mut all = said(Code::NotCited, "a", 20);
        all.extend(said(Code::Gap, "a", 2));
        let shown = select(all, &Limits::default());
        let codes: Vec<Code> = shown.diagnostics.iter().map(Diagnostic::code).collect();
        assert_eq!((codes.len(), codes.first(), codes.last()), (20, Some(&Code::NotCited), Some(&Code::Gap)));
        assert_eq!(codes.iter().filter(|code| **code == Code::Gap).count(), 2);
        assert_eq!(shown.left_out, 2);
    }
}
