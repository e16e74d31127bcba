//! The script as a whole: head, relations, results.
//!
//! In: a source and a dialect. Out: a [`Script`]. What has no form is left out and named; so is all that rests on it. Not
//! here: how a relation is made (`maker` and what it calls).

use std::collections::{BTreeMap, BTreeSet};

use ramme_diag::Span;
use ramme_eval::plan::{Op, OutputName, StepId};
use ramme_rulebook::model::{Axis, AxisName, Shape, Type};

use crate::comment::{one_line, origins};
use crate::dialect::{DuckDb, Kept, Postgres, Spark, Speech};
use crate::maker::{Body, Maker, RelId, Stuck};
use crate::result::{as_text, keys, unit};
use crate::why::{Refused, Why};
use crate::{Dialect, Source};

/// A script.
#[derive(Debug, Clone)]
pub struct Script {
    /// Its text.
    pub text: String,
    /// The outputs, rules and targets that it gives.
    pub written: Vec<String>,
    /// Those that it does not give, and why.
    pub refused: Vec<Refused>,
    /// Inputs of which some years are drawn in a run: the script has no value there.
    pub drawn: Vec<String>,
}

/// Makes the script of a scenario.
#[must_use]
pub fn script(source: &Source<'_>, dialect: Dialect) -> Script {
    let speak: &dyn Speech = match dialect {
        Dialect::DuckDb => &DuckDb,
        Dialect::Postgres => &Postgres,
        Dialect::Spark => &Spark,
    };
    let mut maker = Maker::new(source, speak);
    let mut parts = Parts::default();
    let plan = &source.blueprint.plan;
    for (name, step) in &plan.outputs {
        let Some(output) = output_of(source, *name) else { continue };
        let made = maker.noting(|me| value_rows(me, &output, *step));
        parts.take(&maker, output.name, *step, made);
    }
    for rule in &plan.rules {
        let Some(held) = source.book.rules.get(rule.rule.index()) else { continue };
        let named = named_axes(source, &held.shape, &held.axes);
        let made = maker.noting(|me| verdict_relation(me, held, rule, &named));
        let step = rule.clauses.first().map_or(StepId(0), |c| c.holds);
        parts.take(&maker, held.name.clone(), step, made);
    }
    parts.finish(&mut maker, source)
}

/// What is shown of an output.
struct Shown {
    name: String,
    shape: Shape,
    axes: Vec<(String, Axis)>,
    ty: Type,
}

fn output_of(source: &Source<'_>, name: OutputName) -> Option<Shown> {
    let (name, shape, axes, ty) = match name {
        OutputName::Definition(id) => {
            let d = source.book.definitions.get(id.index())?;
            (d.name.clone(), d.shape.clone(), &d.axes, d.ty.clone())
        }
        OutputName::Input(id) => {
            let i = source.book.inputs.get(id.index())?;
            (i.name.clone(), i.shape.clone(), &i.axes, i.ty.clone())
        }
    };
    let axes = named_axes(source, &shape, axes);
    Some(Shown { name, shape, axes, ty })
}

/// The axes of a shape by the names under which results print them: the entity first.
fn named_axes(source: &Source<'_>, shape: &Shape, axes: &[AxisName]) -> Vec<(String, Axis)> {
    let entity = shape.entity.map(|e| (source.book.entity_name(e).to_owned(), Axis::Entity(e)));
    let by = axes.iter().filter(|a| !matches!(a.axis, Axis::Entity(_)));
    entity.into_iter().chain(by.map(|a| (a.name.clone(), a.axis))).collect()
}

/// The rows of an output among the results.
fn value_rows(maker: &mut Maker<'_>, output: &Shown, step: StepId) -> Result<String, Stuck> {
    let speak = maker.speak;
    let relation = if maker.is_relation(step) {
        let relation = maker.relation(step, None)?;
        maker.read(relation)
    } else {
        return Err(Stuck { step, why: Why::NoForm });
    };
    // An input's relation has the cells that the data give; the results have every cell that exists.
    let cells = maker.cells(&output.shape, None);
    let on: Vec<String> = maker.axes(&output.shape).iter().map(|(_, c)| format!("v.{c} = f.{c}")).collect();
    let on = if on.is_empty() { "TRUE".to_owned() } else { on.join(" AND ") };
    let pieces: Vec<String> = maker.value_columns(&output.ty).iter().map(|c| format!("v.{c}")).collect();
    let (first, last) = maker.blueprint().asked;
    let mut conditions = Vec::new();
    conditions.extend(output.shape.entity.map(|_| format!("f.{}", maker.quoted("here"))));
    conditions.extend(
        output
            .shape
            .period
            .map(|kind| format!("f.{} BETWEEN {first} AND {last}", maker.column(Axis::Period(kind)))),
    );
    let filter =
        if conditions.is_empty() { String::new() } else { format!("\nWHERE {}", conditions.join(" AND ")) };
    let words = speak.words();
    let null = format!("CAST(NULL AS {words})");
    Ok(format!(
        "SELECT {} AS name, {} AS keys, {} AS value, {} AS unit, {null} AS verdict, {null} AS measured, {null} AS bound\nFROM {cells} AS f LEFT JOIN {relation} AS v ON {on}{filter}",
        speak.text(&output.name),
        keys(maker, &output.axes),
        as_text(maker, &output.ty, &pieces),
        unit(maker, &output.ty),
    ))
}

/// A rule as a relation of its own, and its rows among the results.
fn verdict_relation(
    maker: &mut Maker<'_>,
    rule: &ramme_rulebook::model::Rule,
    plan: &ramme_eval::plan::RulePlan,
    named: &[(String, Axis)],
) -> Result<String, Stuck> {
    let (query, reads) = maker.noting(|me| crate::verdict::query(me, rule, plan, named))?;
    let mut comment = vec![format!("{}: one verdict a subject", rule.name)];
    comment.extend(origins(maker, &rule.name));
    let id = maker.add(&format!("{}: verdicts", rule.name), comment, Body::Query(query), reads);
    let name = maker.read(id);
    let words = maker.speak.words();
    let null = format!("CAST(NULL AS {words})");
    Ok(format!(
        "SELECT {} AS name, f.keys, {null} AS value, {null} AS unit, f.verdict, f.measured, f.bound\nFROM {name} AS f\nWHERE f.verdict IS NOT NULL",
        maker.speak.text(&rule.name)
    ))
}

/// What has been made of outputs and rules.
#[derive(Default)]
struct Parts {
    rows: Vec<String>,
    roots: BTreeSet<RelId>,
    written: Vec<String>,
    refused: Vec<Refused>,
}

impl Parts {
    fn take(
        &mut self,
        maker: &Maker<'_>,
        name: String,
        step: StepId,
        made: Result<(String, BTreeSet<RelId>), Stuck>,
    ) {
        match made {
            Ok((rows, reads)) => {
                self.rows.push(rows);
                self.roots.extend(reads);
                self.written.push(name);
            }
            Err(stuck) => {
                let of = match maker.step(stuck.step).map(|s| &s.op) {
                    Ok(Op::Input(_) | Op::Definition(_)) => maker.label(stuck.step),
                    _ => maker.owner(stuck.step).to_owned(),
                };
                let span = maker.step(stuck.step).or_else(|_| maker.step(step)).map(|s| s.span);
                let span = span.unwrap_or_else(|_| Span::at(ramme_diag::FileId(0), 0..0));
                self.refused.push(Refused { name, of, span, why: stuck.why.words() });
            }
        }
    }

    fn finish(self, maker: &mut Maker<'_>, source: &Source<'_>) -> Script {
        let speak = maker.speak;
        let drawn = drawn_inputs(source);
        let mut text = String::new();
        let mut head =
            vec![format!("For {}. Made by ramme {} from:", speak.title(), env!("CARGO_PKG_VERSION"))];
        head.extend(source.head.iter().cloned());
        head.push("Every number is whole: the value times the power of ten that its comment names. NULL is missing.".to_owned());
        head.push("Paths are those of the folder in which the script was made: run it there.".to_owned());
        for refused in &self.refused {
            let rests = if refused.name == refused.of {
                String::new()
            } else {
                format!(" (rests on {})", refused.of)
            };
            head.push(format!("Not here: {}{rests}: {}.", refused.name, refused.why.en));
        }
        for name in &drawn {
            head.push(format!(
                "Not here: the years of {name} that a run forecasts; what rests on them is NULL."
            ));
        }
        for line in head {
            text.push_str(&format!("-- {}\n", one_line(line)));
        }
        text.push('\n');
        text.push_str(speak.prologue());
        for statement in maker.statements(&self.roots) {
            text.push('\n');
            text.push_str(&statement);
        }
        let results = if self.rows.is_empty() { String::new() } else { results(speak, &self.rows) };
        text.push_str(&results);
        Script { text, written: self.written, refused: self.refused, drawn }
    }
}

/// The last statements: all values and verdicts as one long table.
fn results(speak: &dyn Speech, rows: &[String]) -> String {
    let body = rows.join("\nUNION ALL\n");
    let (name, limit) = (speak.name("results"), speak.name("limit"));
    format!(
        "\n-- every value and verdict, a row each, as `ramme run --format json` prints it\n{}\nSELECT name, keys, value, unit, verdict, measured, bound AS {limit}\nFROM {name} ORDER BY name, keys;\n",
        speak.create(Kept::View, &name, &body)
    )
}

/// The inputs that a run draws in some years.
fn drawn_inputs(source: &Source<'_>) -> Vec<String> {
    let mut out = BTreeMap::new();
    for step in &source.blueprint.drawn {
        if let Some(Op::Input(id)) = source.blueprint.plan.step(*step).map(|s| &s.op)
            && source.scenario.forecasts.iter().any(|f| f.input.text() == source.book.full_name(*id))
        {
            out.insert(*id, source.book.full_name(*id));
        }
    }
    out.into_values().collect()
}
