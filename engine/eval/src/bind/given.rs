//! Values set by hand: levers of the scenario, then `--set`.
//!
//! In: texts in the language's words. Out: overrides of parameters, cells of inputs set or changed, forecasts moved. Not here:
//! which of the values that scripts propose hold (`propose`; those stand among the levers), what a name names (`target`), columns (`acts`).
//!
//! A value of a parameter holds wherever its keys fit, or from the stated date on; the last that fits wins. A value of an
//! input stands in for the cell of the data; a change is taken of what stands there.

use ramme_diag::{Diagnostic, FileId, Limits, Span, Text, closest};
use ramme_rulebook::GivenTarget;
use ramme_rulebook::model::{InputId, Rulebook, Type, Value};
use ramme_syntax::tree;
use ramme_value::Date;

use super::target::{Names, Target, What, percent};
use super::{Context, Problems, SetOverride, acts, bounds, say};
use crate::dataset::{Act, Amount, Dataset, Outlook, ParameterOverride, mantissa};
use crate::scenario::Lever;

/// One value set by hand.
pub(super) struct Hand<'a> {
    /// `NAME[key, …]`
    pub(super) target: &'a str,
    /// `@DATE`
    pub(super) from: Option<Date>,
    /// `3.5 %`
    pub(super) value: &'a str,
    /// Where the target and the value stand.
    spans: (Span, Span),
    origin: String,
}

/// Takes every lever and every `--set`, in order.
pub(super) fn all(
    context: &Context<'_>,
    dataset: &mut Dataset,
    sets: &[SetOverride],
    problems: &mut Problems,
) {
    for lever in &context.scenario.levers {
        let origin = origin_of(lever);
        let value = lever.value.text();
        let Some((target, from)) = split_target(lever.name.text()) else {
            let reason = Text::both("after `@` stands no date", "efter `@` står der ingen dato");
            problems.say(say::bad_set(lever.name.text(), reason, lever.name.span));
            continue;
        };
        let hand = Hand { target, from, value, spans: (lever.name.span, lever.value.span), origin };
        if let Err(problem) = take(context, dataset, &hand) {
            problems.say(problem);
        }
    }
    for set in sets {
        let taken = cut(set).and_then(|hand| take(context, dataset, &hand));
        if let Err(problem) = taken {
            problems.say(problem);
        }
    }
}

/// Who says what a lever says: its reason and author; of a script also the line, marked as `--set` is.
fn origin_of(lever: &Lever) -> String {
    let said = match lever.author.is_empty() {
        true => lever.reason.clone(),
        false => format!("{} ({})", lever.reason, lever.author),
    };
    match &lever.script {
        Some(line) => format!("{BY_SCRIPT}{line}: {said}"),
        None => said,
    }
}

/// Before whatever a script proposed.
pub(crate) const BY_SCRIPT: &str = "--script ";

/// The name with its keys and day, and the value, of `NAME[key,…]@DATE=VALUE`; none where it is not of that form.
#[must_use]
pub fn parts_of_set(set: &str) -> Option<(String, String)> {
    let (name, value) = outside(set, '=')?;
    let (name, value) = (name.trim(), value.trim());
    let named = split_target(name).is_some_and(|(target, _)| !target.is_empty());
    (named && !value.is_empty()).then(|| (name.to_owned(), value.to_owned()))
}

/// `NAME[key,…]@DATE=VALUE`
pub(super) fn cut(set: &SetOverride) -> Result<Hand<'_>, Diagnostic> {
    let span = Span::at(set.file, 0..set.text.len());
    let bad = |en: &str, da: &str| say::bad_set(&set.text, Text::both(en, da), span);
    let (left, value) =
        outside(&set.text, '=').ok_or_else(|| bad("there is no `=` in it", "der er intet `=` i den"))?;
    let Some((target, from)) = split_target(left) else {
        return Err(bad("after `@` stands no date", "efter `@` står der ingen dato"));
    };
    let value = value.trim();
    if target.is_empty() || value.is_empty() {
        return Err(bad("name or value is blank", "navn eller værdi er tom"));
    }
    Ok(Hand { target, from, value, spans: (span, span), origin: format!("--set {}", set.text) })
}

/// `NAME[key,…]@DATE`: what is named, and the date; none where no date stands after `@`.
pub(crate) fn split_target(text: &str) -> Option<(&str, Option<Date>)> {
    match outside(text, '@') {
        None => Some((text.trim(), None)),
        Some((target, date)) => Some((target.trim(), Some(Date::parse_iso(date.trim()).ok()?))),
    }
}

/// Splits at the first mark that stands neither between quotes nor between brackets.
fn outside(text: &str, mark: char) -> Option<(&str, &str)> {
    let (mut quoted, mut depth) = (false, 0_u32);
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '[' if !quoted => depth = depth.saturating_add(1),
            ']' if !quoted => depth = depth.saturating_sub(1),
            _ if letter == mark && !quoted && depth == 0 => {
                let rest = text.get(at.saturating_add(mark.len_utf8())..)?;
                return Some((text.get(..at)?, rest));
            }
            _ => {}
        }
    }
    None
}

/// What went wrong inside a short text, pointed at the text as a whole: the short text is no source of its own.
pub(super) fn whole(found: Vec<Diagnostic>, text: &str, span: Span) -> Diagnostic {
    let first = found.into_iter().next().map(|problem| problem.at(span));
    first.unwrap_or_else(|| say::bad_set(text, Text::both("it can't be read", "det kan ikke læses"), span))
}

fn take(context: &Context<'_>, dataset: &mut Dataset, hand: &Hand<'_>) -> Result<(), Diagnostic> {
    let Context { book, scenario, limits, .. } = *context;
    let names = Names { book, scenario, limits, data: dataset };
    let Target { what, ty } = names.target(hand.target, hand.spans.0)?;
    if hand.from.is_some() && !matches!(what, What::Parameter { .. }) {
        let reason = Text::both("an input has no dates", "et input har ingen datoer");
        return Err(say::bad_set(hand.target, reason, hand.spans.0));
    }
    let kind = match &what {
        What::Cells { .. } => kind_of(hand.value, &ty),
        _ => Kind::To,
    };
    let origin = hand.origin.clone();
    match what {
        What::Parameter { id, keys } => {
            let value = value(context, hand, &ty, kind)?;
            dataset.overrides.push(ParameterOverride {
                parameter: id,
                keys,
                from: hand.from,
                to: None,
                value,
                origin,
            });
            Ok(())
        }
        What::Cells { input, cells } => {
            let amount = amount(context, dataset, (hand, kind), (input, &ty))?;
            one_total(book, (input, &cells), amount, hand)?;
            let origin = match amount {
                Amount::To(_) => origin,
                _ if origin.starts_with("--") => origin,
                _ => format!("{} = {}: {origin}", hand.target, hand.value),
            };
            let act = Act { input, cells, amount, origin };
            acts::act(book, dataset, act, (hand.value, hand.spans.1))
        }
        What::Outlook { input, part, cells, year } => {
            let Value::Dec(amount) = value(context, hand, &ty, kind)? else { return Ok(()) };
            let text = format!("{} = {}", hand.target, hand.value);
            dataset.outlooks.push(Outlook { input, part, cells, year, amount, text, origin });
            Ok(())
        }
    }
}

/// Refuses to set a total and its parts to one figure.
fn one_total(
    book: &Rulebook,
    (input, cells): (InputId, &[(usize, usize)]),
    amount: Amount,
    hand: &Hand<'_>,
) -> Result<(), Diagnostic> {
    let shape = book.inputs.get(input.index()).map(|input| &input.shape);
    let totals = shape.into_iter().flat_map(|shape| &shape.sets).filter_map(|set| book.sets.get(set.index()));
    let Some(set) = totals.into_iter().find(|set| set.has_total) else { return Ok(()) };
    if cells.len() < 2 || !matches!(amount, Amount::To(_)) {
        return Ok(());
    }
    let reason = Text::both(
        format!("several cells are set to one figure; say which {}", set.name),
        format!("flere celler sættes til ét tal; sig hvilken {}", set.name),
    );
    if hand.target.contains(&format!("{} =", set.name)) || hand.target.contains(&format!("{}=", set.name)) {
        return Ok(());
    }
    Err(say::bad_set(hand.target, reason, hand.spans.0))
}

/// What a name with its keys names, as the command line writes it: keys with blanks need no quotes.
///
/// # Errors
/// A text that is no such name; no such name; keys that do not fit.
pub(crate) fn named_target(
    book: &Rulebook,
    text: &str,
    span: Span,
    limits: &Limits,
) -> Result<GivenTarget, Diagnostic> {
    let read = ramme_syntax::parse_target(FileId(span.file.0), text, limits);
    let read = read.map_err(|found| whole(found, text, span))?;
    let name = tree::Expr { kind: Box::new(tree::ExprKind::Name(read.name.text.clone())), span };
    let keys: Vec<tree::Expr> = read
        .keys
        .iter()
        .map(|key| tree::Expr { kind: Box::new(tree::ExprKind::Quoted(key.text.clone())), span })
        .collect();
    let expr = match keys.is_empty() {
        true => name,
        false => tree::Expr { kind: Box::new(tree::ExprKind::Index(name, keys)), span },
    };
    book.target_of(&expr)
}

/// A value of a type in the language's words.
pub(crate) fn read_value(
    context: &Context<'_>,
    text: &str,
    span: Span,
    ty: &Type,
) -> Result<Value, Diagnostic> {
    super::read_alone(context.book, text, span, ty, context.limits)
}

/// Whether a value is what something is set to, or by how much it is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Set to it.
    To,
    /// Changed by it.
    By,
    /// Changed by a share.
    Times,
}

/// What a value in the language's words does to an input of a type: `+2 %` of an amount is a change by a share, `+500 kr` one
/// by an amount, and a percentage changes by percentage points.
pub(crate) fn kind_of(text: &str, ty: &Type) -> Kind {
    let text = text.trim();
    let Type::Num(num) = ty else { return Kind::To };
    let percent = num.unit.is_percent();
    let signed = text.starts_with(['+', '-']);
    let points = text.ends_with("percentage points") || text.ends_with("percentage point");
    match (signed, percent) {
        (true, false) if text.ends_with('%') => Kind::Times,
        (true, true) if points => Kind::By,
        _ if text.starts_with('+') => Kind::By,
        _ => Kind::To,
    }
}

/// A value as its kind is read.
pub(crate) fn read_as(
    context: &Context<'_>,
    text: &str,
    span: Span,
    (ty, kind): (&Type, Kind),
) -> Result<Value, Diagnostic> {
    let plain = text.trim().trim_start_matches('+').trim_start();
    let plain = plain.replace("percentage points", "%").replace("percentage point", "%");
    match kind {
        Kind::To => read_value(context, text.trim().trim_start_matches('+'), span, ty),
        Kind::By => read_value(context, &plain, span, ty),
        Kind::Times => read_value(context, &plain, span, &percent()),
    }
}

/// The value, inside the range of a lever that sets the same.
fn value(context: &Context<'_>, hand: &Hand<'_>, ty: &Type, kind: Kind) -> Result<Value, Diagnostic> {
    let value = read_as(context, hand.value, hand.spans.1, (ty, kind))?;
    bounds::inside(context, (hand.target, hand.from, hand.value), (ty, kind), &value, hand.spans.1)?;
    Ok(value)
}

/// To what cells of an input are set, or by how much they are changed.
fn amount(
    context: &Context<'_>,
    dataset: &mut Dataset,
    (hand, kind): (&Hand<'_>, Kind),
    (input, ty): (InputId, &Type),
) -> Result<Amount, Diagnostic> {
    if let Type::Row(entity) = ty {
        let key = hand.value.trim_matches('"');
        let rows = dataset.rows(*entity);
        let near = || closest(key, rows.keys.iter());
        let found = rows.keys.find(key).ok_or_else(|| say::no_value(hand.value, near(), hand.spans.1))?;
        return Ok(Amount::To(found as i128));
    }
    let scale = if let Type::Num(num) = ty { num.stored_scale().unwrap_or(0) } else { 0 };
    let held = match (value(context, hand, ty, kind)?, kind) {
        (Value::YesNo(yes), _) => Some(Amount::To(i128::from(yes))),
        (Value::Date(day), _) => Some(Amount::To(i128::from(day.days_from_epoch()))),
        (Value::Text(text), _) => Some(Amount::To(dataset.texts.intern(&text))),
        (Value::Member(_, at), _) => Some(Amount::To(i128::from(at))),
        (Value::Dec(number), Kind::Times) => Some(Amount::Times(number)),
        (Value::Dec(number), Kind::By) => mantissa(number, scale).map(Amount::By),
        (Value::Dec(number), Kind::To) => mantissa(number, scale).map(Amount::To),
        (Value::Period(_, index), _) => Some(Amount::To(i128::from(index))),
    };
    let name = context.book.inputs.get(input.index()).map_or(hand.value, |input| input.name.as_str());
    held.ok_or_else(|| {
        let reason = Text::both("the value does not fit its type", "værdien passer ikke til typen");
        say::bad_set(name, reason, hand.spans.1)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_parts_of_a_set() {
        let set = |text: &str| SetOverride { text: text.to_owned(), file: FileId(0) };
        let parts = |text: &str| {
            let set = set(text);
            let hand =
                cut(&set).map(|h| (h.target.to_owned(), h.from.map(|d| d.to_string()), h.value.to_owned()));
            hand.map_err(|d| d.message(ramme_diag::Lang::En))
        };
        let some = |a: &str, b: Option<&str>, c: &str| Ok((a.to_owned(), b.map(str::to_owned), c.to_owned()));
        assert_eq!(parts("pl[2025]=3.5 %"), some("pl[2025]", None, "3.5 %"));
        assert_eq!(parts("cap @ 2024-01-01 = 5 kr"), some("cap", Some("2024-01-01"), "5 kr"));
        assert_eq!(parts("x[\"a=b@c\", 2024]=1"), some("x[\"a=b@c\", 2024]", None, "1"));
        assert_eq!(parts("pl").unwrap_err(), "`pl` does not say what to set: there is no `=` in it");
        assert_eq!(
            parts("pl@soon=1").unwrap_err(),
            "`pl@soon=1` does not say what to set: after `@` stands no date"
        );
        assert_eq!(parts("pl=").unwrap_err(), "`pl=` does not say what to set: name or value is blank");
    }
}
