//! A plan with all that is known of it before any column is computed: for whoever runs the same steps elsewhere.
//!
//! In: a job. Out: a [`Blueprint`], plain data; no column is computed but those that rest on rules and scenario alone, the
//! parameters and the factors between price levels. Not here: how anything is run elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use ramme_diag::{Diagnostic, Limits};
use ramme_rulebook::model::{InputId, KeyValue, ParameterId, Value};
use ramme_table::Block;

use crate::dataset::{Dataset, Years};
use crate::evaluate::{Job, drawing, question};
use crate::plan::{Between, Op, Plan, Question, StepId, plan};
use crate::result::ClausePlace;
use crate::run::cost;
use crate::run::env::Env;
use crate::run::kernel::{Source, apply};
use crate::run::{explain_fault, reach};
use crate::words;

/// A plan and its surroundings.
#[derive(Debug, Clone, Default)]
pub struct Blueprint {
    /// The steps.
    pub plan: Plan,
    /// The years that are computed: those of the data, and what is read before and after them.
    pub years: Years,
    /// The years of the data, which a sum over years takes in.
    pub data_years: Years,
    /// The first and last year that the scenario asks for.
    pub asked: (i32, i32),
    /// Parameters that no date of a row chooses, and factors between price levels: by period (one where it has none), by
    /// combination of members.
    pub constants: BTreeMap<StepId, Vec<Vec<Option<i128>>>>,
    /// Parameters that a date of the row chooses: the first that fits holds.
    pub dated: BTreeMap<StepId, Vec<DatedValue>>,
    /// The inputs that are drawn in some year, and the steps that rest on them.
    pub drawn: BTreeSet<StepId>,
    /// Where each definition and rule stands and what it cites, by the position of its clauses in play.
    pub clauses: BTreeMap<String, Vec<ClausePlace>>,
}

/// A value of a parameter, with its keys and when it holds.
#[derive(Debug, Clone)]
pub struct DatedValue {
    /// One an axis.
    pub keys: Vec<KeyValue>,
    /// From when until when.
    pub between: Between,
    /// The value.
    pub value: Value,
}

/// Nothing is computed: constants read no other step.
struct Nothing;

impl Source for Nothing {
    fn block(&self, _: StepId, _: usize) -> Option<&Block> {
        None
    }
}

/// The plan of a scenario, without running it.
///
/// # Errors
/// What stops planning, a recurrence that reaches too far back, and a parameter that is not to be extended.
pub fn blueprint(job: Job) -> Result<Blueprint, Vec<Diagnostic>> {
    let question: Question = question(job.book, job.scenario)?;
    let plan = plan(job.book, job.view, &question, &mut job.data.texts)?;
    let data: &Dataset = job.data;
    let env = Env::new(job.book, job.view, &plan, data);
    reach::within(&env, &Limits::default()).map_err(|d| vec![d])?;
    let drawing = drawing(&env, job.scenario, job.draws);
    let drawn = if drawing.years == 0 { BTreeSet::new() } else { cost::drawn_steps(&env, &drawing) };
    let (mut constants, mut dated) = (BTreeMap::new(), BTreeMap::new());
    for (at, step) in plan.steps.iter().enumerate() {
        let id = StepId(u32::try_from(at).unwrap_or(u32::MAX));
        match &step.op {
            Op::Parameter(of) if !step.args.is_empty() => {
                dated.insert(id, values_by_date(&env, *of));
            }
            Op::Parameter(_) | Op::Factor(..) => {
                constants.insert(id, constant(&env, id).map_err(|d| vec![d])?);
            }
            _ => {}
        }
    }
    let (years, data_years) = (env.years, data.years);
    let clauses = origins(&job);
    let asked = job.scenario.years.value;
    drop(env);
    Ok(Blueprint { years, data_years, asked, constants, dated, drawn, clauses, plan })
}

/// Every cell of a step that reads no other.
fn constant(env: &Env, id: StepId) -> Result<Vec<Vec<Option<i128>>>, Diagnostic> {
    (0..env.blocks(id))
        .map(|t| {
            let block = apply(env, id, t, &Nothing).map_err(|fault| explain_fault(env, id, t, &fault))?;
            let len = env.layouts.get(id.index()).map_or(0, |layout| layout.len());
            let cell = |i: usize| if block.cause(i).is_known() { block.data.int(i) } else { None };
            Ok((0..len).map(cell).collect())
        })
        .collect()
}

/// What is set by hand, the last first, then the values of the rules.
fn values_by_date(env: &Env, id: ParameterId) -> Vec<DatedValue> {
    let sets = env.data.overrides.iter().rev().filter(|set| set.parameter == id);
    let sets = sets.map(|set| DatedValue {
        keys: set.keys.clone(),
        between: Between { from: set.from, to: set.to },
        value: set.value.clone(),
    });
    let values = env.book.parameters.get(id.index()).map_or(&[][..], |p| &p.values);
    let own = env.view.values(id).iter().filter_map(|held| {
        let v = values.get(held.clause)?;
        Some(DatedValue { keys: v.keys.clone(), between: Between::of(held), value: v.value.clone() })
    });
    sets.chain(own).collect()
}

/// Where definitions and rules stand.
fn origins(job: &Job) -> BTreeMap<String, Vec<ClausePlace>> {
    let of = |version: &ramme_rulebook::model::Version, from: Option<i32>, to: Option<i32>| ClausePlace {
        place: words::place(job.sources, version),
        first: from,
        last: to,
        cites: words::citations(job.book, version),
    };
    let mut out: BTreeMap<String, Vec<ClausePlace>> = BTreeMap::new();
    for (at, d) in job.book.definitions.iter().enumerate() {
        let id = ramme_rulebook::model::DefinitionId(u32::try_from(at).unwrap_or(u32::MAX));
        let held = job.view.clauses(id).iter().filter_map(|h| Some((h, &d.clauses.get(h.clause)?.version)));
        let list = held.map(|(h, v)| of(v, h.from.map(|d| d.year()), h.to.map(|d| d.year())));
        out.insert(d.name.clone(), list.collect());
    }
    for (at, r) in job.book.rules.iter().enumerate() {
        let id = ramme_rulebook::model::RuleId(u32::try_from(at).unwrap_or(u32::MAX));
        let held =
            job.view.rule_clauses(id).iter().filter_map(|h| Some((h, &r.clauses.get(h.clause)?.version)));
        let list = held.map(|(h, v)| of(v, h.from.map(|d| d.year()), h.to.map(|d| d.year())));
        out.insert(r.name.clone(), list.collect());
    }
    out
}

impl Blueprint {
    /// True where a step reads the cells of an input that is drawn in some year.
    #[must_use]
    pub fn draws_input(&self, id: InputId) -> bool {
        self.drawn.iter().any(|step| self.plan.step(*step).is_some_and(|s| s.op == Op::Input(id)))
    }
}
