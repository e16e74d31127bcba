//! Counts of verdicts.
//!
//! In: a judgement. Out: how many of each, rules and targets apart. Not here: what follows from them (exit codes).

use ramme_eval::result::{Judgement, VerdictKind};

/// How many verdicts of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Within the limit.
    pub complies: usize,
    /// Over the limit, and explained.
    pub explained: usize,
    /// Over the limit.
    pub breach: usize,
    /// Not known.
    pub undetermined: usize,
    /// Targets that are met.
    pub met: usize,
    /// Targets that are not met.
    pub not_met: usize,
    /// Targets of which it is not known.
    pub open_targets: usize,
}

impl Tally {
    /// How many verdicts of rules.
    #[must_use]
    pub fn judged(&self) -> usize {
        [self.complies, self.explained, self.breach, self.undetermined].iter().sum()
    }

    /// How many outcomes of targets.
    #[must_use]
    pub fn aimed(&self) -> usize {
        [self.met, self.not_met, self.open_targets].iter().sum()
    }
}

/// Counts the verdicts of a judgement.
#[must_use]
pub fn tally(judgement: &Judgement) -> Tally {
    let rules = |kind| judgement.results.iter().filter(|v| v.outcome == kind).count();
    let targets = |kind| judgement.targets.iter().filter(|v| v.outcome == kind).count();
    Tally {
        complies: rules(VerdictKind::Complies),
        explained: rules(VerdictKind::Explained),
        breach: rules(VerdictKind::Breach),
        undetermined: rules(VerdictKind::Undetermined),
        met: targets(VerdictKind::Met),
        not_met: targets(VerdictKind::NotMet),
        open_targets: targets(VerdictKind::Undetermined),
    }
}
