//! The question of a scenario, answered: plan, columns, ranges, draws, results.
//!
//! In: a rulebook, the view of it, a scenario with its bound data. Out: a [`RunResult`] or a [`Judgement`]. Not here: files,
//! formats, the command line.

use std::collections::{BTreeMap, BTreeSet};

use ramme_diag::{Code, Diagnostic, Limits, SourceMap, closest};
use ramme_rulebook::View;
use ramme_rulebook::model::{DefinitionId, InputId, ReadingId, Rule, RuleId, Rulebook, Symbol};
use ramme_syntax::tree::RuleKind;
use ramme_value::Date;

use crate::dataset::Dataset;
use crate::explain::output_of;
use crate::forecast::{Forecasts, GivenDraws, Making, forecasts, given};
use crate::judge::verdicts;
use crate::known;
use crate::output::{Reading, drop_empty};
use crate::plan::{OutputName, Plan, Question, StepId, plan};
use crate::published;
use crate::result::{Adopted, ClausePlace, Judgement, Note, Output, PublishedOutcome, RunResult, Verdict};
use crate::run::cost::{self, Drawing};
use crate::run::draws::draws;
use crate::run::env::Env;
use crate::run::{asked, asked_in_blocks, held_back, range, reach};
use crate::scenario::{Placed, Scenario};
use crate::summary::Drawings;
use crate::words;

/// What is evaluated.
pub struct Job<'a> {
    /// The rulebook.
    pub book: &'a Rulebook,
    /// What is in force, known and read how.
    pub view: &'a View,
    /// The texts that clauses and comparisons stand in.
    pub sources: &'a SourceMap,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its data.
    pub data: &'a mut Dataset,
    /// The seed of the draws.
    pub seed: u64,
    /// How many draws.
    pub draws: usize,
}

/// Evaluates a scenario: its values, its forecasts, its chances, and the verdicts of its rules. The basis of the result
/// (hashes, readings) is the caller's to fill in.
///
/// # Errors
/// Unknown names in the scenario, and whatever stops a run: overflow, a tie, a series that cannot be forecast.
pub fn run(job: Job) -> Result<RunResult, Vec<Diagnostic>> {
    let inputs = forecast_inputs(job.book, job.scenario);
    let none = job.scenario.forecasts.is_empty();
    run_with(job, inputs, false, |making| if none { Ok(Forecasts::default()) } else { forecasts(making) })
}

/// As [`run`], by the way that large data take, however small they are. The result is the same; this is here to be held
/// against it. Draws, and ranges of rounded figures, read every column, and take the other way at any size.
///
/// # Errors
/// As [`run`].
pub fn run_in_blocks(job: Job) -> Result<RunResult, Vec<Diagnostic>> {
    run_with(job, BTreeSet::new(), true, |_| Ok(Forecasts::default()))
}

/// As [`run`], with draws that somebody else made in place of forecasts: the same way through plan, columns and results.
///
/// # Errors
/// As [`run`]; draws of another size than their input has.
pub fn run_on(job: Job, given: Vec<GivenDraws>) -> Result<RunResult, Vec<Diagnostic>> {
    let inputs = given.iter().map(|one| one.input).collect();
    run_with(job, inputs, false, |making| given::forecasts(making, given).map_err(|d| vec![d]))
}

fn run_with(
    job: Job,
    inputs: BTreeSet<InputId>,
    in_blocks: bool,
    make: impl FnOnce(&Making) -> Result<Forecasts, Vec<Diagnostic>>,
) -> Result<RunResult, Vec<Diagnostic>> {
    let question = question(job.book, job.scenario)?;
    let shown = question.outputs.len();
    let plan = plan(job.book, job.view, &with_hidden(&question, &job)?, &mut job.data.texts)?;
    let data: &Dataset = job.data;
    let env = Env::new(job.book, job.view, &plan, data);
    reach::within(&env, &Limits::default()).map_err(|d| vec![d])?;
    let draw = !inputs.is_empty();
    let drawing = Drawing::of(&env, inputs, job.draws, job.scenario.years.value);
    cost::within(cost::of_run(&env, &drawing), &Limits::default()).map_err(|d| vec![d])?;
    let in_blocks = in_blocks && !draw && !range::open_inputs(&env);
    let exact = if in_blocks { asked_in_blocks(&env) } else { asked(&env, draw) }.map_err(|d| vec![d])?;
    let ranges = range::ranges(&env, &exact);
    let reading = Reading {
        env: &env,
        exact: &exact,
        ranges: ranges.as_ref(),
        texts: &data.texts,
        years: job.scenario.years.value,
    };
    let making = Making { book: job.book, data, scenario: job.scenario, draws: job.draws, seed: job.seed };
    let made = make(&making)?;
    let wanted: Vec<StepId> = plan.outputs.iter().map(|(_, step)| *step).collect();
    let drawn = draws(&env, &exact, (&made.inputs, made.draws), &wanted).map_err(|d| vec![d])?;
    let mut drawings = Drawings::new(&reading, &drawn, &made, job.scenario);
    drawings.prepare(wanted.get(..shown).unwrap_or_default());
    let mut notes = words::extended(&env);
    notes.extend(held_back::notes(&env, &exact));
    notes.extend(known::notes(&reading, &plan));
    notes.extend(made.notes.iter().cloned());
    let values = outputs(&job, &drawings, &plan, shown, &mut notes);
    let chances = drawings.chances();
    let checks = checks(&job, &drawings)?;
    let judgement = judgement(&job, &reading, &plan);
    let basis = crate::result::Basis { draws: made.draws, seed: job.seed, ..Default::default() };
    let Forecasts { hindcasts, declared, told: forecasts, .. } = made;
    let notices = Vec::new();
    Ok(RunResult {
        basis,
        values,
        chances,
        checks,
        hindcasts,
        declared,
        forecasts,
        judgement,
        notices,
        notes,
    })
}

/// Judges every rule and target over every subject.
///
/// # Errors
/// Whatever stops a run.
pub fn judge(job: Job) -> Result<Judgement, Vec<Diagnostic>> {
    let question = Question { outputs: Vec::new(), ..question(job.book, job.scenario)? };
    let plan = plan(job.book, job.view, &question, &mut job.data.texts)?;
    let data: &Dataset = job.data;
    let env = Env::new(job.book, job.view, &plan, data);
    reach::within(&env, &Limits::default()).map_err(|d| vec![d])?;
    cost::within(cost::of_run(&env, &Drawing::default()), &Limits::default()).map_err(|d| vec![d])?;
    let exact = asked(&env, false).map_err(|d| vec![d])?;
    let years = job.scenario.years.value;
    let reading = Reading { env: &env, exact: &exact, ranges: None, texts: &data.texts, years };
    let mut notes = words::extended(&env);
    notes.extend(held_back::notes(&env, &exact));
    notes.extend(known::notes(&reading, &plan));
    let mut judged = judgement(&job, &reading, &plan);
    judged.notes.splice(0..0, notes);
    Ok(judged)
}

fn all_rules(book: &Rulebook) -> Vec<RuleId> {
    (0..book.rules.len()).filter_map(|i| u32::try_from(i).ok()).map(RuleId).collect()
}

/// What the scenario shows: the names in `show`, or every definition.
pub(crate) fn question(book: &Rulebook, scenario: &Scenario) -> Result<Question, Vec<Diagnostic>> {
    let rules = all_rules(book);
    let Some(show) = &scenario.show else {
        let ids = (0..book.definitions.len()).filter_map(|i| u32::try_from(i).ok()).map(DefinitionId);
        let outputs = ids
            .filter(|id| book.definitions.get(id.index()).is_some_and(|d| !d.for_a_day))
            .map(OutputName::Definition)
            .collect();
        return Ok(Question { outputs, rules });
    };
    let mut outputs = Vec::new();
    let mut problems = Vec::new();
    for name in show {
        match output_name(book, name) {
            Ok(o) => outputs.push(o),
            Err(d) => problems.push(d),
        }
    }
    if problems.is_empty() { Ok(Question { outputs, rules }) } else { Err(problems) }
}

/// The question about these names alone, and what the chances of the scenario name besides: a distribution says how likely
/// it is that a value is above zero.
pub(crate) fn question_about(job: &Job, symbols: &[Symbol]) -> Result<Question, Vec<Diagnostic>> {
    let outputs = symbols.iter().filter_map(|symbol| output_of(*symbol)).collect();
    let rules =
        symbols.iter().filter_map(|s| if let Symbol::Rule(id) = s { Some(*id) } else { None }).collect();
    let question = Question { outputs, rules };
    if job.scenario.forecasts.is_empty() { Ok(question) } else { with_hidden(&question, job) }
}

/// The question of a run: what is shown, every rule, and what chances and checks name besides.
pub(crate) fn question_of(job: &Job) -> Result<Question, Vec<Diagnostic>> {
    with_hidden(&question(job.book, job.scenario)?, job)
}

/// What a scenario draws.
pub(crate) fn drawing(env: &Env, scenario: &Scenario, draws: usize) -> Drawing {
    Drawing::of(env, forecast_inputs(env.book, scenario), draws, scenario.years.value)
}

fn forecast_inputs(book: &Rulebook, scenario: &Scenario) -> BTreeSet<InputId> {
    let id = |name: &str| match book.find(name) {
        Some(Symbol::Input(id)) => Some(id),
        _ => None,
    };
    scenario.forecasts.iter().filter_map(|f| id(f.input.text())).collect()
}

/// Refuses a run that is too large, before it starts.
pub(crate) fn affordable(env: &Env, scenario: &Scenario, draws: usize) -> Result<(), Vec<Diagnostic>> {
    let cost = cost::of_run(env, &drawing(env, scenario, draws));
    cost::within(cost, &Limits::default()).map_err(|d| vec![d])
}

fn output_name(book: &Rulebook, name: &Placed<String>) -> Result<OutputName, Diagnostic> {
    match book.find(name.text()) {
        Some(Symbol::Definition(id)) if book.definitions.get(id.index()).is_some_and(|d| !d.for_a_day) => {
            Ok(OutputName::Definition(id))
        }
        Some(Symbol::Input(id)) => Ok(OutputName::Input(id)),
        _ => {
            let names = book.definitions.iter().map(|d| d.name.as_str());
            let names =
                names.chain(book.inputs.iter().filter(|i| i.field_of.is_none()).map(|i| i.name.as_str()));
            Err(Diagnostic::new(Code::UnknownName)
                .arg("name", name.text())
                .maybe_arg("suggestion", closest(name.text(), names))
                .at(name.span))
        }
    }
}

/// The question, and what the chances and checks of the scenario name besides.
fn with_hidden(question: &Question, job: &Job) -> Result<Question, Vec<Diagnostic>> {
    let mut all = question.clone();
    let chances = job.scenario.chances.as_ref();
    let named = chances.into_iter().flat_map(|c| [Some(&c.of), c.share_of.as_ref(), c.holds.as_ref()]);
    let checked = job.scenario.checks.iter().flat_map(|c| [&c.value, &c.published]);
    for name in named.flatten().chain(checked) {
        let o = output_name(job.book, name).map_err(|d| vec![d])?;
        if !all.outputs.contains(&o) {
            all.outputs.push(o);
        }
    }
    Ok(all)
}

fn outputs(job: &Job, d: &Drawings, plan: &Plan, shown: usize, notes: &mut Vec<Note>) -> Vec<Output> {
    let summary = |step, c| d.summary(step, c);
    let mut values = Vec::new();
    let mut empty: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, step) in plan.outputs.iter().take(shown) {
        let Some(mut output) = d.reading.output(*name, *step, &summary) else { continue };
        let dropped = drop_empty(d.reading, &mut output, *step);
        if !dropped.is_empty() {
            empty.entry(dropped.join(", ")).or_default().push(output.name.clone());
        }
        if let OutputName::Definition(id) = name {
            output.clauses = clauses(job, *id);
            output.rests_on = rests_on(job, &job.view.rests_on(*id));
        }
        values.push(output);
    }
    for (keys, names) in empty {
        let names = names.join(", ");
        notes.push(Note {
            en: format!("the data have nothing for {keys}: {names}"),
            da: format!("data har intet for {keys}: {names}"),
        });
    }
    values
}

/// The published figures that the scenario holds its values against.
fn checks(job: &Job, d: &Drawings) -> Result<Vec<PublishedOutcome>, Vec<Diagnostic>> {
    let mut out = Vec::new();
    for check in &job.scenario.checks {
        match (d.find(check.value.text()), d.find(check.published.text())) {
            (Some(value), Some(published)) => {
                out.extend(published::outcomes(d.reading, check, value, published).map_err(|x| vec![x])?);
            }
            _ => continue,
        }
    }
    Ok(out)
}

fn clauses(job: &Job, id: DefinitionId) -> Vec<ClausePlace> {
    let Some(d) = job.book.definitions.get(id.index()) else { return Vec::new() };
    let in_play = job.view.clauses(id).iter().filter_map(|held| Some((held, d.clauses.get(held.clause)?)));
    in_play
        .map(|(held, clause)| {
            // a clause that a date of the row chooses may hold in any year
            let bound = |day: Option<Date>| day.filter(|_| clause.dated_by.is_none()).map(Date::year);
            let place = words::place(job.sources, &clause.version);
            let cites = words::citations(job.book, &clause.version);
            ClausePlace { place, first: bound(held.from), last: bound(held.to), cites }
        })
        .collect()
}

/// The readings among these that are not the default of their group.
fn rests_on(job: &Job, readings: &[ReadingId]) -> Vec<String> {
    readings.iter().filter(|r| r.member != 0).map(|r| words::reading(job.book, *r)).collect()
}

fn judgement(job: &Job, reading: &Reading, plan: &Plan) -> Judgement {
    let mut out = Judgement::default();
    for rule in &plan.rules {
        let kind = job.book.rules.get(rule.rule.index()).map(|r| r.kind);
        let taken = job.view.rule_rests_on(rule.rule);
        let (readings, adopted) = (rests_on(job, &taken), adopted(job, &taken));
        let mut all: Vec<Verdict> = verdicts(reading, job.sources, rule);
        for v in &mut all {
            v.rests_on.clone_from(&readings);
            v.adopted.clone_from(&adopted);
        }
        if kind == Some(RuleKind::Target) {
            out.targets.append(&mut all);
        } else {
            out.results.append(&mut all);
        }
    }
    out.notes.extend(job.book.rules.iter().filter_map(|rule| waiting(job, rule)));
    out
}

/// Those of some readings that adopt what is not in force.
fn adopted(job: &Job, readings: &[ReadingId]) -> Vec<Adopted> {
    let one = |r: &ReadingId| {
        let awaited = job.book.groups.get(r.group.index())?.awaited.clone().filter(|_| r.member != 0)?;
        Some(Adopted { reading: words::reading(job.book, *r), awaited })
    };
    readings.iter().filter_map(one).collect()
}

/// That a rule judges nobody, since what it says is not in force and nothing adopts it.
fn waiting(job: &Job, rule: &Rule) -> Option<Note> {
    let versions = || rule.clauses.iter().map(|clause| &clause.version);
    let taken = |r: &ReadingId| job.view.reading(r.group) == Some(*r);
    if versions().any(|v| v.reading.is_none_or(|r| taken(&r))) {
        return None;
    }
    let (reading, awaited) = versions().find_map(|v| Some((v.reading?, v.awaited.as_ref()?)))?;
    let (name, words) = (&rule.name, awaited.in_words());
    let adopt = words::reading(job.book, reading).replace('.', "=");
    Some(Note {
        en: format!("{name} is {}; it judges nobody until a run adopts it: --reading {adopt}", words.en),
        da: format!(
            "{name} er {}; den bed\u{f8}mmer ingen, f\u{f8}r en k\u{f8}rsel vedtager den: --reading {adopt}",
            words.da
        ),
    })
}
