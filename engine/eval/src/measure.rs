//! One figure of a scenario, by year: what sensitivity and goal seeking look at.
//!
//! In: a name with its keys, or a name alone, and a scenario that is ready. Out: a [`Reading`] a year: the value; of a name
//! alone the sum over its subjects, or the mean where a sum says nothing (percents and ratios). Of what is drawn the draws,
//! the same draws for the same seed, so that two readings differ by what was changed alone. Not here: what is changed.

use std::cell::RefCell;
use std::collections::BTreeMap;

use ramme_diag::{Code, Diagnostic, Limits, Span, Text};
use ramme_forecast::quantile::quantiles;
use ramme_rulebook::GivenKey;
use ramme_rulebook::model::{Axis, Rulebook, Symbol, Type};
use ramme_value::{Decimal, Ratio, Repr};

use crate::bind::named_target;
use crate::evaluate::{Job, question_about};
use crate::explain::{output_of, rests_on_forecast};
use crate::forecast::{Forecasts, Making, forecasts};
use crate::output::Reading as Columns;
use crate::plan::plan;
use crate::result::{CellValue, Exact, Note};
use crate::run::draws::{Drawn, draws};
use crate::run::env::Env;
use crate::run::exact;
use crate::summary::Drawings;

/// What is looked at.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What is named.
    pub symbol: Symbol,
    /// A key an axis, or none: then all subjects together, by year.
    pub keys: Vec<GivenKey>,
    /// As it was written.
    pub text: String,
    /// Its type.
    pub ty: Type,
}

impl Figure {
    /// True where subjects are taken together by their mean, since their sum says nothing.
    #[must_use]
    pub fn by_mean(&self) -> bool {
        matches!(&self.ty, Type::Num(num) if num.unit.shift() > 0 || num.repr == Repr::Ratio)
    }
}

/// Reads a name, with its keys or alone.
///
/// # Errors
/// No such name, keys that do not fit, something that is no number.
pub fn figure(book: &Rulebook, text: &str, span: Span, limits: &Limits) -> Result<Figure, Diagnostic> {
    let given = named_target(book, text, span, limits)?;
    let ty = match given.symbol {
        Symbol::Definition(id) => {
            book.definitions.get(id.index()).filter(|d| !d.for_a_day).map(|d| d.ty.clone())
        }
        Symbol::Input(id) => book.inputs.get(id.index()).map(|i| i.ty.clone()),
        _ => None,
    };
    match ty.filter(|ty| matches!(ty, Type::Num(_))) {
        Some(ty) => Ok(Figure { symbol: given.symbol, keys: given.keys, text: text.to_owned(), ty }),
        None => {
            let kind = book.kind_in_words(given.symbol);
            let reason = Text::both(
                format!("it is {} and no number", kind.en),
                format!("det er {} og intet tal", kind.da),
            );
            Err(Diagnostic::new(Code::NotOneValue).arg("text", text).arg("reason", reason).at(span))
        }
    }
}

/// What a figure is in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The year; none where the figure has none.
    pub year: Option<String>,
    /// What it is.
    pub value: Measured,
    /// How many subjects are in it.
    pub subjects: usize,
    /// How many are not, since they are not known.
    pub unknown: usize,
}

/// The value of a figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Measured {
    /// From data and rules alone.
    Exact(Exact),
    /// Its draws.
    Drawn(Vec<f64>),
    /// Nothing, and why.
    Missing(Vec<Note>),
}

impl Measured {
    /// A quantile of the draws; none of what is not drawn.
    #[must_use]
    pub fn quantile(&self, level: f64) -> Option<f64> {
        match self {
            Measured::Drawn(draws) => quantiles(draws, &[level]).ok()?.first().copied(),
            _ => None,
        }
    }
}

/// Reads a figure of a scenario.
///
/// # Errors
/// Whatever stops a run; a row, year or member that is not there.
pub fn measure(job: Job, figure: &Figure, span: Span) -> Result<Vec<Reading>, Vec<Diagnostic>> {
    let question = question_about(&job, &[figure.symbol])?;
    let plan = plan(job.book, job.view, &question, &mut job.data.texts)?;
    let data = &*job.data;
    let env = Env::new(job.book, job.view, &plan, data);
    let columns = exact(&env).map_err(|d| vec![d])?;
    let years = job.scenario.years.value;
    let reading = Columns { env: &env, exact: &columns, ranges: None, texts: &data.texts, years };
    let mut made = Forecasts::default();
    let mut drawn = Drawn::default();
    if rests_on_forecast(&job, &plan) {
        let making =
            Making { book: job.book, data, scenario: job.scenario, draws: job.draws, seed: job.seed };
        made = forecasts(&making)?;
        drawn = draws(&env, &columns, &made.inputs, made.draws).map_err(|d| vec![d])?;
    }
    let drawings = Drawings { reading: &reading, drawn: &drawn, forecasts: &made, scenario: job.scenario };
    let rows: RefCell<BTreeMap<Vec<String>, Vec<f64>>> = RefCell::default();
    let summary = |step, c| {
        let found = drawings.summary(step, c)?;
        let keys = reading.named_keys(step, c)?.1.into_iter().map(|(_, key)| key).collect();
        rows.borrow_mut().insert(keys, drawings.row(step, c)?.to_vec());
        Some(found)
    };
    let wanted = output_of(figure.symbol);
    let found = plan.outputs.iter().find(|(name, _)| Some(*name) == wanted);
    let output = found.and_then(|(name, step)| reading.output(*name, *step, &summary));
    let Some(output) = output else { return Ok(Vec::new()) };
    let axes = job.book.axes_of(figure.symbol);
    let rows = rows.into_inner();
    let asked: Vec<&str> = figure.keys.iter().map(|key| key.text.as_str()).collect();
    let mut by_year: BTreeMap<Option<String>, Vec<Measured>> = BTreeMap::new();
    for cell in &output.cells {
        let named = asked.iter().zip(&cell.keys).all(|(asked, key)| asked == key);
        // A total stands for its parts.
        let whole =
            !asked.is_empty()
                || axes.iter().zip(&cell.keys).all(|(axis, key)| match axis.axis {
                    Axis::Set(id) => job.book.sets.get(id.index()).is_none_or(|set| {
                        !set.has_total || set.members.last().is_some_and(|total| total == key)
                    }),
                    _ => true,
                });
        if !(named && whole) {
            continue;
        }
        let year = output.year.and_then(|at| cell.keys.get(at).cloned());
        let value = match (&cell.value, rows.get(&cell.keys)) {
            (CellValue::Exact(value), _) => Measured::Exact(value.clone()),
            (CellValue::Draws(_), Some(draws)) => Measured::Drawn(draws.clone()),
            (CellValue::Draws(_), None) => Measured::Missing(Vec::new()),
            (CellValue::Missing(why), _) => Measured::Missing(why.clone()),
        };
        by_year.entry(year).or_default().push(value);
    }
    if by_year.is_empty() {
        return Err(vec![Diagnostic::new(Code::NoSuchValue).arg("text", &figure.text).at(span)]);
    }
    Ok(by_year.into_iter().map(|(year, values)| together(figure, year, values)).collect())
}

/// The subjects of a year as one figure.
fn together(figure: &Figure, year: Option<String>, mut values: Vec<Measured>) -> Reading {
    if values.len() == 1 {
        let value = values.remove(0);
        let unknown = usize::from(matches!(value, Measured::Missing(_)));
        return Reading { year, value, subjects: 1_usize.saturating_sub(unknown), unknown };
    }
    let all = values.len();
    let known: Vec<&Measured> = values.iter().filter(|v| !matches!(v, Measured::Missing(_))).collect();
    let (subjects, unknown) = (known.len(), all.saturating_sub(known.len()));
    let value = if known.is_empty() {
        values.remove(0)
    } else {
        exactly(figure, &known).unwrap_or_else(|| by_draw(figure, &known))
    };
    Reading { year, value, subjects, unknown }
}

/// The exact sum; the exact mean of decimals. None where a draw is among them, or ratios of which there is no sum.
fn exactly(figure: &Figure, known: &[&Measured]) -> Option<Measured> {
    let mut sum = Decimal::zero(0);
    let mut counts = true;
    for value in known {
        let one = match value {
            Measured::Exact(Exact::Dec(d)) => {
                counts = false;
                *d
            }
            Measured::Exact(Exact::Count(n)) => Decimal::whole(*n),
            _ => return None,
        };
        sum = sum.checked_add(one)?;
    }
    if figure.by_mean() {
        let of = Decimal::whole(i128::try_from(known.len()).ok()?);
        return Ratio::of(sum, of).ok().map(|mean| Measured::Exact(Exact::Ratio(mean)));
    }
    Some(Measured::Exact(if counts { Exact::Count(sum.mantissa()) } else { Exact::Dec(sum) }))
}

/// The sum or mean draw by draw; what is known is the same in every draw.
fn by_draw(figure: &Figure, known: &[&Measured]) -> Measured {
    let draws = known.iter().filter_map(|v| if let Measured::Drawn(d) = v { Some(d.len()) } else { None });
    let len = draws.max().unwrap_or(1);
    let mut sum = vec![0.0; len];
    for value in known {
        for (at, total) in sum.iter_mut().enumerate() {
            *total += match value {
                Measured::Drawn(draws) => draws.get(at).copied().unwrap_or(f64::NAN),
                Measured::Exact(value) => crate::bridge::to_plain_float(value).unwrap_or(f64::NAN),
                Measured::Missing(_) => 0.0,
            };
        }
    }
    if figure.by_mean() {
        let of = known.len().max(1) as f64;
        sum.iter_mut().for_each(|x| *x /= of);
    }
    Measured::Drawn(sum)
}
