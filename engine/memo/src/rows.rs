//! The figures of a result as a template sees them: the same as in the JSON, and as people read them.
//!
//! In: a run. Out: rows that are made when they are asked for, and a function that finds one by name and keys. Not here: the
//! rest of the context.

use crate::fault::raise;
use crate::spelling::UNKNOWN;
use minijinja::value::{Enumerator, Object, ObjectRepr, Rest, Serde, Value, merge_maps};
use minijinja::{Environment, Error};
use ramme_diag::{Code, Diagnostic, Text};
use ramme_eval::result::{CellValue, Exact, Output, OutputCell, RunResult, Summary};
use ramme_report::json;
use ramme_report::model::Section;
use ramme_report::number::{self, Magnitude};
use ramme_rulebook::model::Type;
use ramme_value::{Lang, PriceLevel, Unit};
use serde::Serialize;
use std::sync::Arc;

/// The names of fields, for suggestions.
pub(crate) const FIELDS: &[&str] = &[
    "name",
    "index",
    "keys",
    "who",
    "unit",
    "price_level",
    "prices",
    "kind",
    "value",
    "exact",
    "missing",
    "mean",
    "quantiles",
    "probability_positive",
    "range",
    "known",
    "place",
    "rests_on",
    "clauses",
    "text",
    "short",
    "rule",
    "subject",
    "verdict",
    "outcome",
    "measured",
    "limit",
    "excess",
    "comparison",
    "clause",
    "cites",
    "message",
    "addressee",
    "deadline",
    "deadline_open",
    "deadline_before",
    "before",
    "figures",
    "why",
    "owner",
    "reasons",
    "document",
    "lines",
    "title",
    "published",
    "rank",
    "above",
    "holds",
    "holds_of",
    "share",
    "probability",
    "amount",
    "expected_shortfall",
    "budget_by",
    "first",
    "last",
    "rules",
    "data",
    "scenario",
    "breach",
    "undetermined",
    "explained",
    "complies",
    "met",
    "not_met",
    "open_targets",
    "group",
    "reading",
    "is_default",
    "reason",
    "author",
    "heading",
    "called",
    "whose",
    "code",
    "value_text",
    "axes",
    "figures",
    "file",
];

/// A row of the result with what people read.
#[derive(Serialize)]
struct Row<T: Serialize> {
    #[serde(flatten)]
    json: T,
    called: String,
    whose: String,
    keys: Vec<String>,
    text: String,
    short: String,
    prices: Option<String>,
}

/// A row in which what it may have and does not have is none; what it has stays.
pub(crate) fn complete(row: Value, optional: &'static [&'static str]) -> Value {
    let nothing = Value::from_pairs(optional.iter().map(|name| (*name, Value::from(()))));
    merge_maps([nothing, row])
}

/// What not every figure has.
const OPTIONAL: [&str; 9] =
    ["value", "exact", "missing", "mean", "quantiles", "probability_positive", "range", "known", "place"];

/// One figure as a row; beside it the same in words.
pub(crate) fn row(
    (output, cell): (&Output, &OutputCell),
    (words, said): (&Output, &OutputCell),
    lang: Lang,
) -> Value {
    let prices = match &output.ty {
        Type::Num(n) if n.level != PriceLevel::None => number::level_words(n.level, lang),
        _ => None,
    };
    let row = Value::from(Serde(Row {
        json: json::one_value(output, cell, lang),
        called: words.name.clone(),
        whose: said.keys.join(", "),
        keys: cell.keys.clone(),
        text: spelled(&cell.value, &output.ty, lang, false),
        short: spelled(&cell.value, &output.ty, lang, true),
        prices,
    }));
    complete(row, &OPTIONAL)
}

fn unit(ty: &Type) -> Unit {
    match ty {
        Type::Num(n) => n.unit.clone(),
        _ => Unit::none(),
    }
}

/// A figure with its unit: whole, or short in millions or billions.
fn spelled(value: &CellValue, ty: &Type, lang: Lang, short: bool) -> String {
    let unit = unit(ty);
    match value {
        CellValue::Missing(_) => UNKNOWN.to_owned(),
        CellValue::Exact(exact) if short && unit == Unit::base("kr") => shortly(exact, &unit, lang),
        CellValue::Exact(exact) => number::with_unit(exact, &unit, 2, lang),
        CellValue::Draws(summary) => drawn(summary, &unit, lang, short),
    }
}

fn shortly(exact: &Exact, unit: &Unit, lang: Lang) -> String {
    let size = ramme_report::model::approximate(exact).unwrap_or(0.0);
    let magnitude = Magnitude::fitting(&[size]);
    match number::faced(exact, unit, 2) {
        Some(d) if magnitude != Magnitude::One => {
            let scaled = ramme_value::Decimal::new(d.mantissa(), d.scale().saturating_add(magnitude.zeros()));
            let figure = number::rounded(scaled, magnitude.decimals(), lang);
            format!("{figure} {}", number::unit_word(unit, magnitude, lang))
        }
        _ => number::with_unit(exact, unit, 2, lang),
    }
}

/// The median; not short, with the interval around it.
fn drawn(summary: &Summary, unit: &Unit, lang: Lang, short: bool) -> String {
    let at = |p: f64| summary.quantiles.iter().find(|(level, _)| (level - p).abs() < 1e-9).map(|(_, x)| *x);
    let money = *unit == Unit::base("kr");
    let sizes: Vec<f64> = summary.quantiles.iter().map(|(_, x)| *x).chain([summary.mean]).collect();
    let magnitude = if money { Magnitude::fitting(&sizes) } else { Magnitude::One };
    let say = |x: f64| {
        let percent = unit.shift() > 0;
        let faced = if percent { x * 100.0 } else { x / magnitude.factor() };
        let word = number::unit_word(unit, magnitude, lang);
        let figure = number::float(faced, if percent { 1 } else { magnitude.decimals() }, lang);
        if word == "%" { format!("{figure}%") } else { format!("{figure} {word}").trim_end().to_owned() }
    };
    let middle = say(at(0.5).unwrap_or(summary.mean));
    match (at(0.1), at(0.9)) {
        (Some(low), Some(high)) if !short => lang.pick(
            format!("{middle} (80% between {} and {})", say(low), say(high)),
            format!("{middle} (80 pct. mellem {} og {})", say(low), say(high)),
        ),
        _ => middle,
    }
}

/// A list whose entries are made when they are asked for: a run may have millions of values.
struct Lazy<F> {
    count: usize,
    make: F,
}

impl<F> std::fmt::Debug for Lazy<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a list of {}", self.count)
    }
}

impl<F: Fn(usize) -> Option<Value> + Send + Sync + 'static> Object for Lazy<F> {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        (self.make)(key.as_usize()?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.count)
    }
}

/// A list of `count` entries.
pub(crate) fn lazy(count: usize, make: impl Fn(usize) -> Option<Value> + Send + Sync + 'static) -> Value {
    Value::from_object(Lazy { count, make })
}

/// All figures of a run.
pub(crate) fn all(result: &Arc<RunResult>, spoken: &Arc<RunResult>, lang: Lang) -> Value {
    let mut starts = Vec::new();
    let mut count = 0_usize;
    for output in &result.values {
        starts.push(count);
        count = count.saturating_add(output.cells.len());
    }
    let (result, spoken) = (Arc::clone(result), Arc::clone(spoken));
    lazy(count, move |at| {
        let which = starts.partition_point(|start| *start <= at).checked_sub(1)?;
        let (output, words) = (result.values.get(which)?, spoken.values.get(which)?);
        let at = at.checked_sub(*starts.get(which)?)?;
        Some(row((output, output.cells.get(at)?), (words, words.cells.get(at)?), lang))
    })
}

/// A part of the report, laid out.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) section: Section,
    pub(crate) axes: Vec<String>,
}

impl Object for Part {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "heading" => Some(Value::from(self.section.heading.clone())),
            "axes" => Some(Value::from(self.axes.clone())),
            _ => None,
        }
    }
}

/// Adds the function `value("gap", "i alt", 2022)`.
pub(crate) fn add_lookup(
    env: &mut Environment<'static>,
    (result, spoken): (Arc<RunResult>, Arc<RunResult>),
    lang: Lang,
) {
    env.add_function("value", move |name: String, keys: Rest<Value>| -> Result<Value, Error> {
        let keys: Vec<String> = keys.0.iter().map(ToString::to_string).collect();
        let found = result.values.iter().zip(&spoken.values).find(|(o, _)| o.name == name);
        let Some((output, words)) = found else {
            let shown: Vec<&str> = result.values.iter().map(|o| o.name.as_str()).collect();
            return Err(raise(
                Diagnostic::new(Code::NotInTemplate)
                    .arg("what", Text::both("no figure from the result", "intet tal fra resultatet"))
                    .arg("name", &name)
                    .maybe_arg("suggestion", ramme_diag::closest(&name, shown)),
            ));
        };
        match output.cells.iter().zip(&words.cells).find(|(cell, _)| cell.keys == keys) {
            Some((cell, said)) => Ok(row((output, cell), (words, said), lang)),
            None => Err(raise(no_cell(output, &keys))),
        }
    });
}

/// What is said where no value has these keys: how many there should be, or the one that was probably meant.
fn no_cell(output: &Output, keys: &[String]) -> Diagnostic {
    let written = |keys: &[String]| format!("{}[{}]", output.name, keys.join(", "));
    let asked = written(keys);
    let near = if keys.len() == output.axes.len() {
        let all: Vec<String> = output.cells.iter().map(|cell| written(&cell.keys)).collect();
        ramme_diag::closest(&asked, all)
    } else {
        Some(written(&output.axes))
    };
    Diagnostic::new(Code::NotInTemplate)
        .arg("what", Text::both("no figure from the result", "intet tal fra resultatet"))
        .arg("name", asked)
        .maybe_arg("suggestion", near)
}
