//! One figure of a scenario, by year: what sensitivity and goal seeking look at.
//!
//! In: a name with its keys, or a name alone, and the columns of a run. Out: a [`Reading`] a year: the value; of a name
//! alone the sum over its subjects, or the mean where a sum says nothing (percents and ratios). Of what is drawn the draws.
//! A rule reads as yes where it is kept. Not here: what is changed between two readings (`trial`).

use std::collections::BTreeMap;

use ramme_diag::{Code, Diagnostic, Limits, SourceMap, Span, Text, closest};
use ramme_forecast::quantile::quantiles;
use ramme_rulebook::GivenKey;
use ramme_rulebook::model::{Axis, AxisName, RuleId, Rulebook, Symbol, Type};
use ramme_value::{Decimal, Ratio, Repr};

use crate::bind::named_target;
use crate::explain::output_of;
use crate::judge::verdicts;
use crate::name::named;
use crate::result::{CellValue, Exact, Note, Verdict, VerdictKind};
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
    /// Where.
    pub span: Span,
    /// Its type.
    pub ty: Type,
}

impl Figure {
    /// True of a number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self.ty, Type::Num(_))
    }

    /// True where subjects are taken together by their mean, since their sum says nothing.
    #[must_use]
    pub fn by_mean(&self) -> bool {
        matches!(&self.ty, Type::Num(num) if num.unit.shift() > 0 || num.repr == Repr::Ratio)
    }
}

/// Reads a name, with its keys or alone.
///
/// # Errors
/// No such name, keys that do not fit, something that has no order.
pub fn figure(book: &Rulebook, text: &str, span: Span, limits: &Limits) -> Result<Figure, Diagnostic> {
    let given = named_target(book, text, span, limits)?;
    let ty = match given.symbol {
        Symbol::Definition(id) => {
            book.definitions.get(id.index()).filter(|d| !d.for_a_day).map(|d| d.ty.clone())
        }
        Symbol::Input(id) => book.inputs.get(id.index()).map(|i| i.ty.clone()),
        Symbol::Rule(_) => Some(Type::YesNo),
        _ => None,
    };
    match ty.filter(|ty| matches!(ty, Type::Num(_) | Type::YesNo | Type::Date)) {
        Some(ty) => Ok(Figure { symbol: given.symbol, keys: given.keys, text: text.to_owned(), span, ty }),
        None => Err(no_figure(book, given.symbol, text, span)),
    }
}

/// As [`figure`], of a number alone.
///
/// # Errors
/// As there, and what is yes or no or a day.
pub fn number(book: &Rulebook, text: &str, span: Span, limits: &Limits) -> Result<Figure, Diagnostic> {
    let found = figure(book, text, span, limits)?;
    if found.is_number() { Ok(found) } else { Err(no_figure(book, found.symbol, text, span)) }
}

fn no_figure(book: &Rulebook, symbol: Symbol, text: &str, span: Span) -> Diagnostic {
    let kind = book.kind_in_words(symbol);
    let reason =
        Text::both(format!("it is {} and no number", kind.en), format!("det er {} og intet tal", kind.da));
    Diagnostic::new(Code::NotOneValue).arg("text", text).arg("reason", reason).at(span)
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

/// Reads a figure from columns and draws, by year.
///
/// # Errors
/// A row, year or member that is not there.
pub(crate) fn read(
    d: &Drawings,
    sources: &SourceMap,
    figure: &Figure,
) -> Result<Vec<Reading>, Vec<Diagnostic>> {
    let cells = match figure.symbol {
        Symbol::Rule(id) => judged(d, sources, id),
        symbol => valued(d, symbol),
    };
    let axes = d.reading.env.book.axes_of(figure.symbol);
    let at_year = axes.iter().position(|axis| matches!(axis.axis, Axis::Period(_)));
    let asked: Vec<&str> = figure.keys.iter().map(|key| key.text.as_str()).collect();
    let mut by_year: BTreeMap<Option<String>, Vec<Measured>> = BTreeMap::new();
    for (keys, value) in cells {
        let named = asked.iter().zip(&keys).all(|(asked, key)| asked == key);
        if named && (!asked.is_empty() || is_whole(d.reading.env.book, &axes, &keys)) {
            let year = at_year.and_then(|at| keys.get(at).cloned());
            by_year.entry(year).or_default().push(value());
        }
    }
    if by_year.is_empty() {
        let near = near(d, figure);
        let said = Diagnostic::new(Code::NoSuchValue).arg("text", &figure.text);
        return Err(vec![said.maybe_arg("suggestion", near).at(figure.span)]);
    }
    Ok(by_year.into_iter().map(|(year, values)| together(figure, year, values)).collect())
}

/// The figure with the row that was probably meant.
fn near(d: &Drawings, figure: &Figure) -> Option<String> {
    let env = d.reading.env;
    let at = figure.keys.iter().position(|key| matches!(key.axis, Axis::Entity(_)))?;
    let (Axis::Entity(entity), key) = (figure.keys.get(at)?.axis, figure.keys.get(at)?) else { return None };
    let meant = closest(&key.text, env.data.rows(entity).keys.iter()).filter(|meant| *meant != key.text)?;
    let keys: Vec<String> = figure
        .keys
        .iter()
        .enumerate()
        .map(|(i, key)| if i == at { meant.clone() } else { key.text.clone() })
        .collect();
    Some(named(env.book.name_of(figure.symbol), &keys))
}

/// True where no key is a part of which the total stands beside it: a total stands for its parts.
fn is_whole(book: &Rulebook, axes: &[AxisName], keys: &[String]) -> bool {
    axes.iter().zip(keys).all(|(axis, key)| match axis.axis {
        Axis::Set(id) => book
            .sets
            .get(id.index())
            .is_none_or(|set| !set.has_total || set.members.last().is_some_and(|total| total == key)),
        _ => true,
    })
}

/// Keys, and what stands there once it is asked for.
type Asking<'a> = (Vec<String>, Box<dyn Fn() -> Measured + 'a>);

/// The cells of a definition or an input.
fn valued<'a>(d: &'a Drawings, symbol: Symbol) -> Vec<Asking<'a>> {
    let plan = d.reading.env.plan;
    let wanted = output_of(symbol);
    let Some((name, step)) = plan.outputs.iter().find(|(name, _)| Some(*name) == wanted) else {
        return Vec::new();
    };
    let Some((title, ty)) = d.reading.titled(*name) else { return Vec::new() };
    let step = *step;
    let mut out: Vec<Asking<'a>> = Vec::new();
    for c in d.reading.cells(step) {
        let known = d.reading.block(step, c.t).map(|block| block.cause(c.cell));
        if known.is_none_or(|cause| d.reading.out_of_force(cause, &title)) {
            continue;
        }
        let Some((_, keys)) = d.reading.named_keys(step, c) else { continue };
        let ty = ty.clone();
        let value = move || {
            if let Some(draws) = d.distribution(step, c) {
                return Measured::Drawn(draws);
            }
            match d.reading.content(step, &ty, c, &|_, _| None) {
                Some((CellValue::Exact(value), _)) => Measured::Exact(value),
                Some((CellValue::Missing(why), _)) => Measured::Missing(why),
                _ => Measured::Missing(Vec::new()),
            }
        };
        out.push((keys.into_iter().map(|(_, key)| key).collect(), Box::new(value)));
    }
    out
}

/// The verdicts of a rule: yes where it is kept or explained, or the aim met.
fn judged<'a>(d: &'a Drawings, sources: &SourceMap, id: RuleId) -> Vec<Asking<'a>> {
    let Some(plan) = d.reading.env.plan.rules.iter().find(|rule| rule.rule == id) else { return Vec::new() };
    let one = |verdict: Verdict| -> Asking<'a> {
        let keys = verdict.subject.into_iter().map(|(_, key)| key).collect();
        let value = match verdict.outcome {
            VerdictKind::Complies | VerdictKind::Explained | VerdictKind::Met => {
                Measured::Exact(Exact::YesNo(true))
            }
            VerdictKind::Breach | VerdictKind::NotMet => Measured::Exact(Exact::YesNo(false)),
            VerdictKind::Undetermined => Measured::Missing(verdict.missing),
        };
        (keys, Box::new(move || value.clone()))
    };
    verdicts(d.reading, sources, plan).into_iter().map(one).collect()
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
