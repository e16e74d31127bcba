//! Why the limit of a breach is what it is, which is the first thing that whoever gets the finding asks.
//!
//! In: a judgement. Out: the same, its breaches with the conditions or the cap that their limits follow from. It takes
//! explanations, so it is done where there are few enough breaches for somebody to read of each. Not here: explanations
//! (`ramme_eval::explain`), sentences (`ramme_report::sentence`).

use crate::cli::Shared;
use crate::pipeline::{Ready, explained};
use ramme_diag::Diagnostic;
use ramme_eval::explain::{Extent, because};
use ramme_eval::result::{Judgement, VerdictKind};
use ramme_rulebook::model::Symbol;
use std::collections::BTreeSet;

/// So many breaches, among so many verdicts, are asked why their limits are what they are.
const MOST: (usize, usize) = (200, 20_000);

/// How many names below a limit are followed for that.
const DEPTH: usize = 6;

/// Says of breaches why their limits are what they are.
///
/// # Errors
/// Whatever stops a run.
pub fn say(ready: &mut Ready, flags: &Shared, judgement: &mut Judgement) -> Result<(), Vec<Diagnostic>> {
    let breaches = || judgement.results.iter().filter(|v| v.outcome == VerdictKind::Breach);
    if breaches().count() > MOST.0 || judgement.results.len() > MOST.1 {
        return Ok(());
    }
    let names: BTreeSet<&str> = breaches().map(|v| v.rule.as_str()).collect();
    let symbols: Vec<Symbol> = names.into_iter().filter_map(|name| ready.book.find(name)).collect();
    if symbols.is_empty() {
        return Ok(());
    }
    explained(ready, flags, &symbols, |x| {
        for verdict in judgement.results.iter_mut().filter(|v| v.outcome == VerdictKind::Breach) {
            let keys: Vec<String> = verdict.subject.iter().map(|(_, key)| key.clone()).collect();
            let found = x.of(&verdict.rule, &keys, Extent { depth: DEPTH, rows: 1 });
            verdict.because = found.and_then(|found| because(&found.root));
        }
    })
}
