//! How many of how many were known, where a rule leaves out what is not (TYPES B2).
//!
//! In: the counts that the plan keeps beside `sum of known x`. Out: the share behind a cell, and a sentence for each such
//! aggregate with who rests on it. Not here: the counting.

use std::collections::BTreeSet;

use crate::output::{CellId, Reading};
use crate::plan::{KnownPlan, Op, Plan, StepId};
use crate::result::{Known, Note};
use crate::run::layout::Map;

/// Most cells that a sentence names.
const NAMED: usize = 6;

/// The aggregates of what is known whose cell is that of an output's cell: nothing between them moves along an axis.
pub(crate) fn behind(plan: &Plan, step: StepId) -> Vec<&KnownPlan> {
    let stays = |op: &Op| {
        !matches!(
            op,
            Op::Lookup(_)
                | Op::Shift(_)
                | Op::AtPeriod(_)
                | Op::AtMember(_)
                | Op::Aggregate(_)
                | Op::Allot(_)
                | Op::AllotDays(_)
                | Op::Apportion(_)
                | Op::Line(_)
                | Op::RunningTotal
        )
    };
    let reached = reached(plan, step, stays);
    plan.known.iter().filter(|known| reached.contains(&known.of)).collect()
}

/// Every step that a step rests on, itself among them, as far as the way leads through steps that `on` lets through.
fn reached(plan: &Plan, step: StepId, on: impl Fn(&Op) -> bool) -> BTreeSet<StepId> {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![step];
    while let Some(at) = waiting.pop() {
        if let Some(step) = plan.step(at)
            && seen.insert(at)
            && on(&step.op)
        {
            waiting.extend(&step.args);
        }
    }
    seen
}

/// What was known behind a cell of an output; of several aggregates the one of which the least was.
pub(crate) fn of_cell(r: &Reading, of: &[&KnownPlan], step: StepId, c: CellId) -> Option<Known> {
    let from = r.env.layouts.get(step.index())?;
    let one = |known: &&KnownPlan| {
        let to = r.env.layouts.get(known.all.index())?;
        counts(r, known, CellId { t: c.t, cell: Map::between(from, to).at(c.cell) })
    };
    of.iter().filter_map(one).min_by(|a, b| (a.n * b.of, a.of).cmp(&(b.n * a.of, b.of)))
}

fn counts(r: &Reading, known: &KnownPlan, c: CellId) -> Option<Known> {
    let count = |step: StepId| {
        let block = r.block(step, c.t)?;
        let whole = block.cause(c.cell).is_known().then(|| block.data.at(c.cell))??;
        u64::try_from(whole.0).ok()
    };
    Some(Known { n: count(known.known)?, of: count(known.all)? })
}

/// A sentence for each aggregate that left something out, and who rests on it.
pub(crate) fn notes(r: &Reading, plan: &Plan) -> Vec<Note> {
    let resting: Vec<(String, BTreeSet<StepId>)> = plan
        .outputs
        .iter()
        .filter_map(|(_, step)| Some((r.title(*step)?, reached(plan, *step, |_| true))))
        .chain(plan.rules.iter().filter_map(|rule| {
            let steps = rule.clauses.iter().map(|clause| clause.holds).chain(rule.unless);
            let all = steps.flat_map(|step| reached(plan, step, |_| true)).collect();
            Some((r.env.book.rules.get(rule.rule.index())?.name.clone(), all))
        }))
        .collect();
    let mut out: Vec<Note> = Vec::new();
    for known in &plan.known {
        let left_out: Vec<(String, Known)> = r
            .cells(known.all)
            .into_iter()
            .filter_map(|c| Some((r.env.cell_name(known.of, c.t, c.cell), counts(r, known, c)?)))
            .filter(|(_, found)| found.n < found.of)
            .collect();
        let own = r.env.plan.step(known.of).and_then(|s| r.env.plan.owners.get(s.owner as usize));
        let own = own.map_or("", |owner| owner.name.as_str());
        let others: BTreeSet<&str> = resting
            .iter()
            .filter(|(name, steps)| name != own && steps.contains(&known.of))
            .map(|(name, _)| name.as_str())
            .collect();
        out.extend(sentence(&left_out, &others.into_iter().collect::<Vec<_>>()));
    }
    out
}

fn sentence(left_out: &[(String, Known)], others: &[&str]) -> Option<Note> {
    if left_out.is_empty() {
        return None;
    }
    let list = |word: &str| {
        let one = |(name, known): &(String, Known)| format!("{name} {} {word} {}", known.n, known.of);
        left_out.iter().take(NAMED).map(one).collect::<Vec<_>>().join(", ")
    };
    let more = left_out.len().saturating_sub(NAMED);
    let (mut en, mut da) = (list("of"), list("af"));
    if more > 0 {
        en.push_str(&format!(" and {more} more"));
        da.push_str(&format!(" og {more} mere"));
    }
    let rest = others.join(", ");
    let (on_en, on_da) = if others.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("; {rest} rest on it"), format!("; {rest} hviler på det"))
    };
    Some(Note {
        en: format!("left out because it is not known: {en} were known{on_en}"),
        da: format!("udeladt, fordi det ikke er kendt: {da} var kendt{on_da}"),
    })
}
