//! The limits of rules before anything is measured: what next year's offers may cost at most.
//!
//! In: a scenario and its data. Out: one limit a rule and subject, also in the year after the last of a roll, where those
//! are taken to exist who exist in that last year. Not here: verdicts (`judge`), the tables that they are shown in.

use ramme_diag::{Diagnostic, SourceMap};
use ramme_rulebook::model::Type;
use ramme_table::CauseId;

use crate::dataset::{Dataset, Rows};
use crate::evaluate::{Job, question};
use crate::judge::Subjects;
use crate::output::{CellId, Reading};
use crate::plan::{ClausePlan, Question, RulePlan, plan};
use crate::result::{Cited, Exact, Note};
use crate::run::env::Env;
use crate::run::exact;
use crate::words;

/// The limits of one rule.
#[derive(Debug, Clone)]
pub struct RuleLimits {
    /// The rule.
    pub rule: String,
    /// One a subject.
    pub limits: Vec<Limit>,
}

/// A limit.
#[derive(Debug, Clone)]
pub struct Limit {
    /// Axis and key, in declared order.
    pub subject: Vec<(String, String)>,
    /// The limit; none where it is not known.
    pub limit: Option<Exact>,
    /// Its type.
    pub ty: Type,
    /// The comparison in words of the language.
    pub comparison: String,
    /// The clause: file and line.
    pub clause: String,
    /// Its citations.
    pub cites: Vec<Cited>,
    /// Why it is not known.
    pub missing: Vec<Note>,
}

/// Every limit of every rule and target that compares.
///
/// # Errors
/// Whatever stops a run.
pub fn limits(job: Job) -> Result<Vec<RuleLimits>, Vec<Diagnostic>> {
    let question = Question { outputs: Vec::new(), ..question(job.book, job.scenario)? };
    carry_rolls(job.data);
    let plan = plan(job.book, job.view, &question, &mut job.data.texts)?;
    let data: &Dataset = job.data;
    let env = Env::new(job.book, job.view, &plan, data);
    let exact = exact(&env).map_err(|d| vec![d])?;
    let years = job.scenario.years.value;
    let reading = Reading { env: &env, exact: &exact, ranges: None, texts: &data.texts, years };
    Ok(plan.rules.iter().filter_map(|rule| of_rule(&reading, job.sources, rule)).collect())
}

fn of_rule(reading: &Reading, sources: &SourceMap, plan: &RulePlan) -> Option<RuleLimits> {
    let subjects = Subjects::of(reading, plan)?;
    let limits = subjects.all().into_iter().filter_map(|c| limit(&subjects, sources, plan, c)).collect();
    Some(RuleLimits { rule: subjects.rule().name.clone(), limits })
}

fn limit(subjects: &Subjects, sources: &SourceMap, plan: &RulePlan, c: CellId) -> Option<Limit> {
    let (clause, unclear): (&ClausePlan, _) = match subjects.clause(plan, c)? {
        Ok(clause) => (clause, CauseId::KNOWN),
        Err((cause, clause)) => (clause, cause),
    };
    let comparison = clause.comparisons.first()?;
    let version = &subjects.rule().clauses.get(clause.clause)?.version;
    let (limit, cause) = match subjects.side(comparison.limit, c) {
        Ok(limit) => (limit.filter(|_| unclear == CauseId::KNOWN), unclear),
        Err(cause) => (None, cause),
    };
    Some(Limit {
        subject: subjects.subject(c),
        limit,
        ty: subjects.ty(comparison.limit)?,
        comparison: sources.slice(comparison.span).to_owned(),
        clause: words::place(sources, version),
        cites: words::citations(subjects.book(), version),
        missing: words::missing(subjects.causes(), cause),
    })
}

/// In the years after the last of a roll, those exist who exist in that year: their limits can be told before they have a
/// row.
fn carry_rolls(data: &mut Dataset) {
    for rows in &mut data.entities {
        carry_roll(rows);
    }
}

fn carry_roll(rows: &mut Rows) {
    let Some(by_year) = &mut rows.exists else { return };
    let Some(last) = by_year.iter().rposition(|year| year.contains(&true)) else { return };
    let of_last = by_year.get(last).cloned().unwrap_or_default();
    for year in by_year.iter_mut().skip(last.saturating_add(1)) {
        year.clone_from(&of_last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roll_goes_on_from_its_last_year_only() {
        let mut rows = Rows {
            exists: Some(vec![vec![true, false], vec![false, true], vec![false, false], vec![false, false]]),
            ..Rows::default()
        };
        carry_roll(&mut rows);
        let after = [vec![true, false], vec![false, true], vec![false, true], vec![false, true]];
        assert_eq!(rows.exists, Some(after.to_vec()));
    }
}
