//! Counts of verdicts.
//!
//! In: a judgement. Out: how many of each, rules and targets apart. Not here: what follows from them (exit codes).

use ramme_eval::result::{Judgement, Verdict, VerdictKind};

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
    let mut counts = tally_of(judgement.results.iter());
    for target in &judgement.targets {
        match target.outcome {
            VerdictKind::Met => counts.met = counts.met.saturating_add(1),
            VerdictKind::NotMet => counts.not_met = counts.not_met.saturating_add(1),
            _ => counts.open_targets = counts.open_targets.saturating_add(1),
        }
    }
    counts
}

/// Counts some verdicts of rules.
#[must_use]
pub fn tally_of<'a>(verdicts: impl Iterator<Item = &'a Verdict>) -> Tally {
    let mut counts = Tally::default();
    for verdict in verdicts {
        count(&mut counts, verdict.outcome);
    }
    counts
}

/// Counts one verdict of a rule.
pub(crate) fn count(counts: &mut Tally, outcome: VerdictKind) {
    let count = match outcome {
        VerdictKind::Complies => &mut counts.complies,
        VerdictKind::Explained => &mut counts.explained,
        VerdictKind::Breach => &mut counts.breach,
        VerdictKind::Undetermined => &mut counts.undetermined,
        VerdictKind::Met => &mut counts.met,
        VerdictKind::NotMet => &mut counts.not_met,
    };
    *count = count.saturating_add(1);
}
