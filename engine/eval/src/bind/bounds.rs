//! The ranges of levers: what is set has to lie inside.
//!
//! In: levers with their ranges, a target and the value that it is set to. Out: whether the value is thinkable. Not here:
//! what the value becomes (`given`).

use ramme_diag::{Code, Diagnostic, Text};
use ramme_rulebook::model::{Type, Value};
use ramme_value::{Date, Decimal};
use std::cmp::Ordering;

use super::Context;
use super::given::{Kind, kind_of, read_as, split_target};
use crate::scenario::{Lever, Placed};

/// Which of two values is more; none where there is no order.
pub(crate) fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Dec(a), Value::Dec(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// What a lever says: its least and its most, and how far apart values are that are worth trying (a date's in days).
pub(crate) struct Bounds {
    pub low: Value,
    pub high: Value,
    pub step: Option<Decimal>,
}

/// The range and the step of a lever.
///
/// # Errors
/// Values that do not fit the type, a range that ends before it begins, a step that leads nowhere.
pub(crate) fn bounds(
    context: &Context<'_>,
    lever: &Lever,
    (ty, kind): (&Type, Kind),
) -> Result<Option<Bounds>, Diagnostic> {
    let Some((low, high)) = &lever.range else { return Ok(None) };
    let read = |text: &Placed<String>| read_as(context, text.text(), text.span, (ty, kind));
    let (first, last) = (read(low)?, read(high)?);
    let turned = order(&first, &last).is_none_or(|way| way == Ordering::Greater);
    if turned {
        let text = format!("{} .. {}", low.text(), high.text());
        let expected =
            Text::both("the least value before the most", "den mindste v\u{e6}rdi f\u{f8}r den st\u{f8}rste");
        return Err(bad(low, "range", text, expected));
    }
    let step = match &lever.step {
        None => None,
        Some(step) => Some(step_of(context, step, (ty, kind))?),
    };
    Ok(Some(Bounds { low: first, high: last, step }))
}

fn step_of(
    context: &Context<'_>,
    step: &Placed<String>,
    (ty, kind): (&Type, Kind),
) -> Result<Decimal, Diagnostic> {
    let found = match ty {
        Type::Date => days(step.text()),
        // A step between percents may be written in percentage points, which is what it is.
        _ => {
            let text = step.text().replace("percentage points", "%").replace("percentage point", "%");
            match read_as(context, &text, step.span, (ty, kind))? {
                Value::Dec(step) => Some(step),
                _ => None,
            }
        }
    };
    found.filter(|step| *step > Decimal::zero(0)).ok_or_else(|| {
        let expected = match ty {
            Type::Date => Text::both("a number of days such as `7 days`", "et antal dage som `7 days`"),
            _ => Text::both("a step above zero", "et skridt over nul"),
        };
        bad(step, "step", step.value.clone(), expected)
    })
}

fn days(text: &str) -> Option<Decimal> {
    let figure = text.trim().strip_suffix("days").or_else(|| text.trim().strip_suffix("day"))?;
    Decimal::parse(figure.trim()).ok().filter(|n| n.trim(0).scale() == 0)
}

fn bad(place: &Placed<String>, key: &str, text: String, expected: Text) -> Diagnostic {
    Diagnostic::new(Code::BadValue).arg("key", key).arg("text", text).arg("expected", expected).at(place.span)
}

/// Refuses a value that a lever of the same target rules out.
///
/// # Errors
/// The value and the range, both named.
pub(super) fn inside(
    context: &Context<'_>,
    (target, from, written): (&str, Option<Date>, &str),
    (ty, kind): (&Type, Kind),
    value: &Value,
    span: ramme_diag::Span,
) -> Result<(), Diagnostic> {
    for lever in context.scenario.levers.iter().filter(|lever| lever.range.is_some()) {
        let Some((name, day)) = split_target(lever.name.text()) else { continue };
        let same = plain(name) == plain(target) && (day.is_none() || day == from);
        // A change has no place in the range of what something is set to.
        if !same || kind_of_lever(lever, ty) != kind {
            continue;
        }
        let Some(bounds) = bounds(context, lever, (ty, kind))? else { continue };
        let outside = order(value, &bounds.low) == Some(Ordering::Less)
            || order(value, &bounds.high) == Some(Ordering::Greater);
        if let (true, Some((low, high))) = (outside, &lever.range) {
            let said = Diagnostic::new(Code::LeverOutOfRange)
                .arg("name", target)
                .arg("value", written)
                .arg("low", low.text())
                .arg("high", high.text())
                .at(span);
            let far =
                low.span != span && !(span.file == low.span.file && span.start.abs_diff(low.span.start) < 40);
            return Err(if far { said.also(low.span, Text::both("the range", "intervallet")) } else { said });
        }
    }
    Ok(())
}

/// A name with its keys without blanks and quotes.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && *c != '"').collect()
}

/// Whether a lever says what something is set to, or by how much it is changed.
pub(crate) fn kind_of_lever(lever: &Lever, ty: &Type) -> Kind {
    let ends = lever.range.iter().flat_map(|(low, high)| [low.text(), high.text()]);
    let kinds: Vec<Kind> =
        std::iter::once(lever.value.text()).chain(ends).map(|text| kind_of(text, ty)).collect();
    [Kind::Times, Kind::By].into_iter().find(|kind| kinds.contains(kind)).unwrap_or(Kind::To)
}
