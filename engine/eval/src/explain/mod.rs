//! Why is this value so? One cell, walked through again over the columns of the run.
//!
//! In: a rulebook, a view, a scenario with its data, and a name with its keys. Out: a tree of values as plain data
//! ([`Node`]): clauses that applied and those that did not, parameters, cells of the data, arms that lost. Values are read
//! from the same columns as a result's; nothing is computed a second time, so an explanation can't disagree with a run. What
//! is worked out here is only *which* parts a value follows from; a test holds that against the values themselves.
//! Not here: number formats, layout, the comparison of two trees (`difference`).

mod aggregate;
mod because;
mod clause;
mod days;
pub mod difference;
mod leaf;
mod node;
mod parameter;
mod rows;
mod rule;
mod scale;
mod spot;
mod target;
#[cfg(test)]
pub(crate) mod tests;
mod tree;

pub use because::because;
pub use node::{ClauseSeen, DataCell, Explanation, Folded, How, Named, Node, Rest, Role, What};
pub use ramme_syntax::tree::AggregateFn;
pub use target::{Asked, asked};

use std::cell::RefCell;
use std::collections::BTreeSet;

use ramme_diag::{Diagnostic, FileId, Limits, SourceMap, Span};
use ramme_rulebook::View;
use ramme_rulebook::model::{DefinitionId, Symbol};

use crate::evaluate::{Job, question_about};
use crate::forecast::{Forecasts, Making, forecasts};
use crate::output::Reading;
use crate::plan::{Op, OutputName, Plan, Seen, StepId, plan_seen};
use crate::run::draws::draws;
use crate::run::env::Env;
use crate::run::{every, range};
use crate::summary::Drawings;
use spot::Spot;

/// How far an explanation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// How many named values below the first are taken apart.
    pub depth: usize,
    /// How many rows of an aggregate are listed.
    pub rows: usize,
}

impl Extent {
    /// What a person reads.
    pub const USUAL: Extent = Extent { depth: 3, rows: 5 };
    /// As deep as there is anything; a recurrence is cut after so many years.
    pub const DEEPEST: usize = 64;
}

/// Columns that are there, and what explanations of their cells are made with.
pub struct Explainer<'a> {
    reading: &'a Reading<'a>,
    drawings: Option<&'a Drawings<'a>>,
    seen: &'a Seen,
    sources: &'a SourceMap,
    /// What explanations met, for coverage.
    noted: RefCell<Noted>,
}

/// What explanations met on their way.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    /// Conditions, each with its answer.
    pub answers: BTreeSet<(Span, bool)>,
    /// Clauses that applied.
    pub clauses: BTreeSet<Span>,
    /// True while what was not taken is shown: a value is read there that nobody asked for.
    passing: bool,
}

/// Computes what these names rest on, and lets `work` ask for explanations.
///
/// # Errors
/// Whatever stops a run.
pub fn explaining<T>(
    job: Job,
    symbols: &[Symbol],
    work: impl FnOnce(&Explainer) -> T,
) -> Result<T, Vec<Diagnostic>> {
    let question = question_about(&job, symbols)?;
    let (plan, seen) = plan_seen(job.book, job.view, &question, &mut job.data.texts)?;
    let data = &*job.data;
    let env = Env::new(job.book, job.view, &plan, data);
    let columns = every(&env).map_err(|d| vec![d])?;
    let ranges = range::ranges(&env, &columns);
    let years = job.scenario.years.value;
    let reading = Reading { env: &env, exact: &columns, ranges: ranges.as_ref(), texts: &data.texts, years };
    let made = if rests_on_forecast(&job, &plan) {
        let making =
            Making { book: job.book, data, scenario: job.scenario, draws: job.draws, seed: job.seed };
        Some(forecasts(&making)?)
    } else {
        None
    };
    let none = Forecasts::default();
    let forecasts = made.as_ref().unwrap_or(&none);
    let every: Vec<StepId> =
        (0..plan.steps.len()).filter_map(|i| u32::try_from(i).ok().map(StepId)).collect();
    let drawn = draws(&env, &columns, (&forecasts.inputs, forecasts.draws), &every).map_err(|d| vec![d])?;
    let drawings = Drawings::new(&reading, &drawn, forecasts, job.scenario);
    Ok(work(&Explainer {
        reading: &reading,
        drawings: made.is_some().then_some(&drawings),
        seen: &seen,
        sources: job.sources,
        noted: RefCell::default(),
    }))
}

/// Whether anything that is asked for rests on an input that is forecast.
pub(crate) fn rests_on_forecast(job: &Job, plan: &Plan) -> bool {
    plan.steps.iter().any(|step| match step.op {
        Op::Input(id) => {
            let name = job.book.inputs.get(id.index()).map_or("", |i| i.name.as_str());
            job.scenario.forecasts.iter().any(|f| f.input.text() == name)
        }
        _ => false,
    })
}

impl<'a> Explainer<'a> {
    /// Columns without draws, such as those of a test.
    pub(crate) fn plainly(reading: &'a Reading<'a>, seen: &'a Seen, sources: &'a SourceMap) -> Explainer<'a> {
        Explainer { reading, drawings: None, seen, sources, noted: RefCell::default() }
    }

    /// What explanations met.
    pub(crate) fn noted(self) -> Noted {
        self.noted.into_inner()
    }
}

impl Explainer<'_> {
    /// The explanation of one value.
    ///
    /// # Errors
    /// A row, year or member that is not there.
    pub fn explain(&self, asked: &Asked, extent: Extent) -> Result<Explanation, Diagnostic> {
        let spot = target::spot(self, asked)?;
        Ok(self.explain_at(asked.symbol, &spot, extent))
    }

    /// The explanation of a value by its name and keys as a result has them; none where nothing has that name or those keys.
    #[must_use]
    pub fn of(&self, name: &str, keys: &[String], extent: Extent) -> Option<Explanation> {
        let text = crate::name::named(name, keys);
        let span = Span::at(FileId(0), 0..text.len());
        let asked = asked(self.reading.env.book, &text, span, &Limits::default()).ok()?;
        self.explain(&asked, extent).ok()
    }

    fn explain_at(&self, symbol: Symbol, spot: &Spot, extent: Extent) -> Explanation {
        let mut walk = Walk { x: self, extent, above: BTreeSet::new(), aside: Vec::new() };
        let root = match symbol {
            Symbol::Definition(id) => walk.definition(id, spot, Role::Root, extent.depth),
            Symbol::Input(id) => walk.input(id, spot, Role::Root),
            Symbol::Parameter(id) => walk.parameter(id, spot, Role::Root),
            Symbol::Rule(id) => walk.rule(id, spot),
            _ => Node::new(What::Expression, Role::Root, ramme_rulebook::model::Type::YesNo),
        };
        let readings = match symbol {
            Symbol::Definition(id) => self.view().rests_on(id),
            Symbol::Rule(id) => self.view().rule_rests_on(id),
            _ => Vec::new(),
        };
        let book = self.reading.env.book;
        let rests_on =
            readings.iter().filter(|r| r.member != 0).map(|r| crate::words::reading(book, *r)).collect();
        Explanation { root, rests_on }
    }

    fn view(&self) -> &View {
        self.reading.env.view
    }

    /// Notes the answer of a condition that was asked.
    fn note_answer(&self, condition: Span, answer: bool) {
        let mut noted = self.noted.borrow_mut();
        if !noted.passing {
            noted.answers.insert((condition, answer));
        }
    }

    /// Notes a clause that applied where it was asked for.
    fn note_clause(&self, clause: Span) {
        let mut noted = self.noted.borrow_mut();
        if !noted.passing {
            noted.clauses.insert(clause);
        }
    }
}

/// One walk through the parts of a value.
struct Walk<'x, 'a> {
    x: &'x Explainer<'a>,
    extent: Extent,
    /// What has been taken apart.
    above: BTreeSet<(DefinitionId, Spot)>,
    /// What of it was taken apart while something was passed by.
    aside: Vec<(DefinitionId, Spot)>,
}

impl Walk<'_, '_> {
    /// Shows what was not taken: nothing that is met there counts as asked for, and what is taken apart there is taken apart
    /// again where it is.
    fn passing(&mut self, show: impl FnOnce(&mut Self) -> Node) -> Node {
        let before = std::mem::replace(&mut self.x.noted.borrow_mut().passing, true);
        let node = show(self);
        self.x.noted.borrow_mut().passing = before;
        if !before {
            for seen in std::mem::take(&mut self.aside) {
                self.above.remove(&seen);
            }
        }
        node
    }
}

/// The output of a symbol, where it has one.
pub(crate) fn output_of(symbol: Symbol) -> Option<OutputName> {
    match symbol {
        Symbol::Definition(id) => Some(OutputName::Definition(id)),
        Symbol::Input(id) => Some(OutputName::Input(id)),
        _ => None,
    }
}
