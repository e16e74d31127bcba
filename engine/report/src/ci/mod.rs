//! Verdicts for machines that build and check: SARIF, JUnit, annotations; and what was found before.
//!
//! In: a judgement, and the findings that are known from a baseline; or the diagnostics of rule files. Out: text in the forms that such machines read. Not
//! here: exit codes, files.

mod baseline;
mod check;
mod github;
mod junit;
mod sarif;

pub use baseline::Baseline;
pub use check::{check_github, check_sarif};
pub use github::github;
pub use junit::junit;
pub use sarif::sarif;

use ramme_eval::result::{Judgement, Verdict, VerdictKind};

/// A judgement, and how it is to be told.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// What was judged.
    pub judgement: &'a Judgement,
    /// What was found before; none where everything counts.
    pub baseline: Option<&'a Baseline>,
    /// True where an undetermined subject is no finding.
    pub allow_undetermined: bool,
    /// The folder that places in data files are relative to, with `/` at its end; empty for the one at hand.
    pub folder: &'a str,
}

impl<'a> Told<'a> {
    /// A judgement told as it is.
    #[must_use]
    pub fn plainly(judgement: &'a Judgement) -> Told<'a> {
        Told { judgement, baseline: None, allow_undetermined: false, folder: "" }
    }

    /// True where a verdict was found before.
    #[must_use]
    pub fn known(&self, verdict: &Verdict) -> bool {
        self.baseline.is_some_and(|b| b.knows(verdict))
    }

    /// True for a verdict that makes a build fail.
    #[must_use]
    pub fn is_finding(&self, verdict: &Verdict) -> bool {
        let counts = match verdict.outcome {
            VerdictKind::Breach => true,
            VerdictKind::Undetermined => !self.allow_undetermined,
            _ => false,
        };
        counts && !self.known(verdict)
    }

    /// Where a verdict is best shown: the cell of the data, else the clause.
    fn place(&self, verdict: &Verdict) -> Spot {
        match verdict.place.as_deref().and_then(Spot::parse) {
            Some(spot) => Spot { file: format!("{}{}", self.folder, spot.file), ..spot },
            None => Spot::parse(&verdict.clause).unwrap_or_default(),
        }
    }
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Spot {
    file: String,
    line: Option<u32>,
    column: Option<u32>,
}

impl Spot {
    /// `data/offers.csv:16:5`, `rules/a.ramme:12`
    fn parse(text: &str) -> Option<Spot> {
        let mut numbers = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.rsplit_once(':') {
            let Ok(number) = after.parse::<u32>() else { break };
            if numbers.len() == 2 {
                break;
            }
            numbers.push(number);
            rest = before;
        }
        numbers.reverse();
        let mut numbers = numbers.into_iter();
        (!rest.is_empty()).then(|| Spot {
            file: rest.to_owned(),
            line: numbers.next(),
            column: numbers.next(),
        })
    }
}

#[cfg(test)]
mod tests;
