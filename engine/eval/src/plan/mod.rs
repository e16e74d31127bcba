//! View and question to a plan: an ordered list of column steps.
//!
//! In: the rulebook, the view (what is in force, known and read how), and what is asked. Out: a [`Plan`], the same for
//! exact columns, ranges and draws. What no output needs is not in it. Not here: data, running.

mod apportion;
mod clauses;
mod day_asks;
mod day_tree;
mod days;
mod known;
mod lower;
mod order;
mod rules;
mod running_years;
mod scale;
mod seen;
mod step;

pub use day_tree::{DayCondition, DayLaw, DayNumber};
pub use step::{
    AggregateOp, AllotDaysOp, AllotOp, ApportionOp, BeforePlan, Between, ChooseOp, ClausePlan,
    ComparisonPlan, DayAsk, DayByDayOp, ExceptionOp, KnownPlan, LineOp, Op, OutputName, Owner, Plan,
    RulePlan, ShapeKey, Step, StepId, is_ratio, scale,
};

pub(crate) use days::days_type;
pub(crate) use lower::plain_value;
pub(crate) use order::MOST_LOOK_BACK;
pub(crate) use seen::{Piece, Seen};

use ramme_diag::Diagnostic;
use ramme_rulebook::View;
use ramme_rulebook::model::{RuleId, Rulebook};

use crate::dataset::Texts;

/// What is asked of a rulebook.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The columns to show, in order.
    pub outputs: Vec<OutputName>,
    /// The rules to judge, in order.
    pub rules: Vec<RuleId>,
}

/// Makes the plan.
///
/// # Errors
/// What the rulebook allows but a plan cannot hold: too many conjunctions in a predicate over days.
pub fn plan(
    book: &Rulebook,
    view: &View,
    question: &Question,
    texts: &mut Texts,
) -> Result<Plan, Vec<Diagnostic>> {
    made(lower::Lower::new(book, view, texts), question).map(|(plan, _)| plan)
}

/// The same plan, and which of its steps computes which expression.
///
/// # Errors
/// As [`plan`].
pub(crate) fn plan_seen(
    book: &Rulebook,
    view: &View,
    question: &Question,
    texts: &mut Texts,
) -> Result<(Plan, Seen), Vec<Diagnostic>> {
    let mut lower = lower::Lower::new(book, view, texts);
    lower.seen = Some(Seen::default());
    made(lower, question)
}

fn made(mut lower: lower::Lower, question: &Question) -> Result<(Plan, Seen), Vec<Diagnostic>> {
    for name in &question.outputs {
        let step = match name {
            OutputName::Definition(id) => lower.definition(*id),
            OutputName::Input(id) => lower.input(*id),
        };
        lower.plan.outputs.push((*name, step));
    }
    for id in &question.rules {
        if let Some(rule) = lower.rule(*id) {
            lower.plan.rules.push(rule);
        }
    }
    if !lower.diagnostics.is_empty() {
        return Err(lower.diagnostics);
    }
    let mut plan = lower.plan;
    order::order(&mut plan);
    Ok((plan, lower.seen.unwrap_or_default()))
}
