//! A plan as a reader sees it: its steps in the order in which they run, and what they take.
//!
//! In: a job. Out: an [`Outline`], plain data; nothing is run. Not here: layout.

use std::collections::{BTreeMap, BTreeSet};

use ramme_diag::{Diagnostic, Limits};
use ramme_rulebook::model::{DefinitionId, InputId, ParameterId, Symbol};

use crate::evaluate::{Job, drawing, question_about, question_of};
use crate::plan::{Op, Plan, StepId, plan};
use crate::run::cost::{self, Cost};
use crate::run::env::Env;

/// A plan.
#[derive(Debug, Clone)]
pub struct Outline {
    /// The stages, in order; in each the steps, in order.
    pub stages: Vec<Vec<StepLine>>,
    /// The first year that is computed, and how many.
    pub years: (i32, usize),
    /// How many of them lie before the data, because a rule looks back.
    pub look_back: usize,
    /// How many draws, and in how many years; 0 where nothing is drawn.
    pub draws: (usize, usize),
    /// Cells to compute, each draw of a cell by itself.
    pub cells: u64,
    /// Bytes to keep, at most.
    pub bytes: u64,
    /// The most that a run may take: cells and bytes.
    pub most: (u64, u64),
    /// Definitions, inputs and parameters that no output needs.
    pub not_computed: Vec<String>,
}

/// A step.
#[derive(Debug, Clone)]
pub struct StepLine {
    /// Its number.
    pub number: usize,
    /// The definition or rule that it was first made for.
    pub owner: String,
    /// What is done.
    pub does: String,
    /// The steps that it reads.
    pub reads: Vec<usize>,
    /// Its axes, as a declaration writes them.
    pub shape: String,
    /// How many cells it has in a period, and in how many periods.
    pub cells: (usize, usize),
    /// True where it rests on a draw.
    pub drawn: bool,
    /// Bytes, at most.
    pub bytes: u64,
    /// The other definitions and rules that use it: it is computed once for all of them.
    pub shared_with: Vec<String>,
}

/// The plan of a scenario, or of one name of it, without running it.
///
/// # Errors
/// What stops planning: unknown names, too many pieces of days.
pub fn outline(job: Job, of: Option<Symbol>) -> Result<Outline, Vec<Diagnostic>> {
    let question = match of {
        Some(symbol) => question_about(&job, &[symbol])?,
        None => question_of(&job)?,
    };
    let plan = plan(job.book, job.view, &question, &mut job.data.texts)?;
    let data = &*job.data;
    let env = Env::new(job.book, job.view, &plan, data);
    let drawing = drawing(&env, job.scenario, job.draws);
    let costs = cost::of_steps(&env, &drawing);
    let drawn = cost::drawn_steps(&env, &drawing);
    let total = cost::of_run(&env, &drawing);
    let users = users(&plan);
    let line = |id: &StepId| step_line(&env, (*id, drawn.contains(id)), &costs, &users);
    let stages = plan.stages.iter().map(|stage| stage.iter().filter_map(line).collect()).collect();
    let limits = Limits::default();
    let draws = if drawn.is_empty() { (0, 0) } else { (drawing.draws, drawing.years) };
    Ok(Outline {
        stages,
        years: (env.years.first, env.years.count),
        look_back: env.offset,
        draws,
        cells: total.cells,
        bytes: total.bytes,
        most: (limits.cell_steps, limits.memory_bytes),
        not_computed: not_computed(&job, &plan),
    })
}

fn step_line(
    env: &Env,
    (id, drawn): (StepId, bool),
    costs: &[Cost],
    users: &BTreeMap<StepId, BTreeSet<u32>>,
) -> Option<StepLine> {
    let step = env.plan.step(id)?;
    let owner = |at: u32| env.plan.owners.get(at as usize).map(|o| o.name.clone()).unwrap_or_default();
    let own = owner(step.owner);
    let mut shared: Vec<String> =
        users.get(&id).into_iter().flatten().map(|at| owner(*at)).filter(|name| *name != own).collect();
    shared.sort();
    shared.dedup();
    // That somebody reads a name is what names are for.
    let named = matches!(step.op, Op::Definition(_) | Op::Input(_) | Op::Parameter(_));
    Some(StepLine {
        number: id.index(),
        does: does(env, &step.op),
        reads: step.args.iter().map(|a| a.index()).collect(),
        shape: env.book.shape_as_written(&step.shape),
        cells: (env.layouts.get(id.index())?.len(), env.blocks(id)),
        drawn,
        bytes: costs.get(id.index())?.bytes,
        shared_with: if named { Vec::new() } else { shared },
        owner: own,
    })
}

/// On whose behalf each step is read.
fn users(plan: &Plan) -> BTreeMap<StepId, BTreeSet<u32>> {
    let mut out: BTreeMap<StepId, BTreeSet<u32>> = BTreeMap::new();
    for step in &plan.steps {
        for arg in &step.args {
            out.entry(*arg).or_default().insert(step.owner);
        }
    }
    out
}

/// What a step does, in a word or two.
fn does(env: &Env, op: &Op) -> String {
    let book = env.book;
    let name = |symbol: Symbol| book.name_of(symbol).to_owned();
    match op {
        Op::Input(id) => format!("input {}", book.full_name(*id)),
        Op::Definition(id) => name(Symbol::Definition(*id)),
        Op::Parameter(id) => format!("parameter {}", name(Symbol::Parameter(*id))),
        Op::Const(n) => format!("constant {n}"),
        Op::Lookup(entity) => format!("look up {}", book.entity_name(*entity)),
        Op::Shift(back) => format!("{back} earlier"),
        Op::AtPeriod(year) => format!("in {year}"),
        Op::AtMember(set) => format!("at one {}", book.set_name(*set)),
        Op::Factor(id, ..) => format!("price factor by {}", name(Symbol::Parameter(*id))),
        Op::Compare(compare) => format!("compare: {}", words(&format!("{compare:?}"))),
        Op::Rescale(more) => format!("more decimals: {more}"),
        Op::Round(mode, ..) => format!("round {}", mode.name()),
        Op::AddMonths(months, _) => format!("{months} months on"),
        Op::Aggregate(a) => format!("{} over rows", words(&format!("{:?}", a.func))),
        Op::InForce(clauses) => format!("clause in force, of {}", clauses.len()),
        Op::Dated(clauses) => format!("clause by date, of {}", clauses.len()),
        Op::Choose(c) => format!("exceptions, {}", c.exceptions.len()),
        other => words(&format!("{other:?}")),
    }
}

/// `DaysBetween(…)` as words: `days between`.
fn words(debug: &str) -> String {
    let name = debug.split(['(', ' ', '{']).next().unwrap_or(debug);
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// What no output needs.
fn not_computed(job: &Job, plan: &Plan) -> Vec<String> {
    let book = job.book;
    let is = |op: Op| plan.steps.iter().any(|step| step.op == op);
    let at = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
    let mut out = Vec::new();
    for (i, d) in book.definitions.iter().enumerate() {
        if !d.for_a_day && !is(Op::Definition(DefinitionId(at(i)))) {
            out.push(d.name.clone());
        }
    }
    for i in 0..book.inputs.len() {
        let id = InputId(at(i));
        if !is(Op::Input(id)) {
            out.push(book.full_name(id));
        }
    }
    let indexed = |id: ParameterId| plan.steps.iter().any(|s| matches!(s.op, Op::Factor(by, ..) if by == id));
    for (i, p) in book.parameters.iter().enumerate() {
        let id = ParameterId(at(i));
        let index = book.parameters.iter().any(|p| p.indexed.is_some_and(|made| made.index == id));
        if !is(Op::Parameter(id)) && !indexed(id) && !index {
            out.push(p.name.clone());
        }
    }
    out
}
