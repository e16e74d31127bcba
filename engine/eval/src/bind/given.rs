//! Values set by hand: levers of the scenario, then `--set`.
//!
//! In: texts in the language's words. Out: overrides of parameters, and cells of inputs replaced. Not here: scripts.
//!
//! A value of a parameter holds wherever its keys fit, or from the stated date on; the last that fits wins. A value of an
//! input stands in for the cell of the data, and has no place in a file any more.

use ramme_diag::{Diagnostic, FileId, Limits, Span, Text, closest};
use ramme_rulebook::GivenTarget;
use ramme_rulebook::model::{Axis, Input, InputId, KeyValue, ParameterId, Rulebook, Symbol, Type, Value};
use ramme_syntax::tree;
use ramme_table::{Block, Cause, CauseId, Column, Names};
use ramme_value::Date;

use super::rows::{Standing, World};
use super::{Context, Problems, SetOverride, bounds, grid, say};
use crate::dataset::{CellPlace, Dataset, InputColumn, ParameterOverride, Places, mantissa};

/// One value set by hand.
struct Hand<'a> {
    /// `NAME[key, …]`
    target: &'a str,
    /// `@DATE`
    from: Option<Date>,
    /// `3.5 %`
    value: &'a str,
    /// Where the target and the value stand.
    spans: (Span, Span),
    origin: String,
}

/// Takes every lever and every `--set`, in order.
pub(super) fn all(
    context: &Context<'_>,
    world: &World,
    dataset: &mut Dataset,
    sets: &[SetOverride],
    problems: &mut Problems,
) {
    for lever in &context.scenario.levers {
        let origin = format!("{} ({})", lever.reason, lever.author);
        let value = lever.value.text();
        let Some((target, from)) = split_target(lever.name.text()) else {
            let reason = Text::both("after `@` stands no date", "efter `@` står der ingen dato");
            problems.say(say::bad_set(lever.name.text(), reason, lever.name.span));
            continue;
        };
        let hand = Hand { target, from, value, spans: (lever.name.span, lever.value.span), origin };
        if let Err(problem) = take(context, world, dataset, &hand) {
            problems.say(problem);
        }
    }
    for set in sets {
        let taken = cut(set).and_then(|hand| take(context, world, dataset, &hand));
        if let Err(problem) = taken {
            problems.say(problem);
        }
    }
}

/// `NAME[key,…]@DATE=VALUE`
fn cut(set: &SetOverride) -> Result<Hand<'_>, Diagnostic> {
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

fn take(
    context: &Context<'_>,
    world: &World,
    dataset: &mut Dataset,
    hand: &Hand<'_>,
) -> Result<(), Diagnostic> {
    let book = context.book;
    let given = target(book, hand, context.limits)?;
    let keys = given.keys.len();
    let axes = book.axes_of(given.symbol);
    if keys != axes.len() {
        let names: Vec<&str> = axes.iter().map(|axis| axis.name.as_str()).collect();
        let names = names.join(", ");
        let reason =
            Text::both(format!("it needs a key for {names}"), format!("den skal have en nøgle for {names}"));
        return Err(say::bad_set(hand.target, reason, hand.spans.0));
    }
    match given.symbol {
        Symbol::Parameter(id) => parameter(context, dataset, hand, &given, id),
        Symbol::Input(id) => input(context, world, dataset, hand, &given, id),
        other => Err(say::cannot_set(book.name_of(other), kind_of(other), hand.spans.0)),
    }
}

fn kind_of(symbol: Symbol) -> Text {
    match symbol {
        Symbol::Definition(_) => Text::both("a definition", "en definition"),
        Symbol::Rule(_) => Text::both("a rule", "en regel"),
        Symbol::Set(_) => Text::both("a set", "en mængde"),
        Symbol::Entity(_) => Text::both("an entity", "en entitet"),
        Symbol::Group(_) => Text::both("a group of readings", "en gruppe af læsninger"),
        Symbol::Document(_) => Text::both("a document", "et dokument"),
        Symbol::Unit => Text::both("a unit", "en enhed"),
        Symbol::Input(_) => Text::both("an input", "et input"),
        Symbol::Parameter(_) => Text::both("a parameter", "en parameter"),
        Symbol::Scale(_) => Text::both("a scale", "en skala"),
    }
}

/// The name and its keys; keys with blanks need no quotes here.
fn target(book: &Rulebook, hand: &Hand<'_>, limits: &Limits) -> Result<GivenTarget, Diagnostic> {
    named_target(book, hand.target, hand.spans.0, limits)
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

/// The value, inside the range of a lever that sets the same.
fn value(
    context: &Context<'_>,
    hand: &Hand<'_>,
    given: &GivenTarget,
    ty: &Type,
) -> Result<Value, Diagnostic> {
    let value = read_value(context, hand.value, hand.spans.1, ty)?;
    bounds::inside(context, (given, hand.from), (hand.target, hand.value), &value, hand.spans.1)?;
    Ok(value)
}

fn parameter(
    context: &Context<'_>,
    dataset: &mut Dataset,
    hand: &Hand<'_>,
    given: &GivenTarget,
    id: ParameterId,
) -> Result<(), Diagnostic> {
    let Some(parameter) = context.book.parameters.get(id.index()) else { return Ok(()) };
    let value = value(context, hand, given, &parameter.ty)?;
    let keys = given.keys.iter().filter_map(|key| key.value).collect();
    dataset.overrides.push(ParameterOverride {
        parameter: id,
        keys,
        from: hand.from,
        to: None,
        value,
        origin: hand.origin.clone(),
    });
    Ok(())
}

fn input(
    context: &Context<'_>,
    world: &World,
    dataset: &mut Dataset,
    hand: &Hand<'_>,
    given: &GivenTarget,
    id: InputId,
) -> Result<(), Diagnostic> {
    let book = context.book;
    let Some(input) = book.inputs.get(id.index()) else { return Ok(()) };
    if hand.from.is_some() {
        let reason = Text::both("an input has no dates", "et input har ingen datoer");
        return Err(say::bad_set(hand.target, reason, hand.spans.0));
    }
    let (block, index) = position(context, world, hand, given, input)?;
    let value = cell_value(context, world, dataset, (hand, given), input)?;
    if let (Type::Num(num), Some((low, high))) = (&input.ty, input.between) {
        let exact = ramme_value::Decimal::new(value, num.stored_scale().unwrap_or(0));
        if exact < low || exact > high {
            return Err(say::out_of_bounds(input, &input.ty, hand.value).at(hand.spans.1));
        }
    }
    let Some(slot) = dataset.inputs.get_mut(id.index()) else { return Ok(()) };
    let column = match slot {
        Some(column) => column,
        None => {
            let cause = dataset.causes.one(Cause::NotMapped { what: input.name.clone() });
            slot.insert(unmapped(book, world, input, cause))
        }
    };
    replace(column, block, index, value);
    dataset.hands.insert((id, block, index), hand.origin.clone());
    Ok(())
}

/// Block and index of the cell that is named.
fn position(
    context: &Context<'_>,
    world: &World,
    hand: &Hand<'_>,
    given: &GivenTarget,
    input: &Input,
) -> Result<(usize, usize), Diagnostic> {
    let (mut block, mut row, mut rows) = (0, 0, 1);
    let year = given.keys.iter().find_map(|key| match key.value {
        Some(KeyValue::Period(year)) => Some(year),
        _ => None,
    });
    let none = |near: Option<String>| say::no_value(hand.target, near, hand.spans.0);
    if let Some(year) = year {
        block = world.years.position(year).ok_or_else(|| none(None))?;
    }
    let mut members = std::collections::BTreeMap::new();
    for key in &given.keys {
        match (key.axis, key.value) {
            (Axis::Entity(entity), _) => {
                let keys = world.entities.get(entity.index()).map(|r| r.keys.as_ref());
                rows = keys.map_or(0, Names::len);
                match world.standing(entity, &key.text, year) {
                    Standing::Here(found) => row = found,
                    _ => return Err(none(keys.and_then(|keys| closest(&key.text, keys.iter())))),
                }
            }
            (Axis::Set(set), Some(KeyValue::Member(member))) => {
                members.insert(set, member as usize);
            }
            _ => {}
        }
    }
    let mut combination = 0_usize;
    for set in &input.shape.sets {
        let size = context.book.sets.get(set.index()).map_or(1, |s| s.members.len());
        let member = members.get(set).copied().unwrap_or(0);
        combination = combination.saturating_mul(size).saturating_add(member);
    }
    Ok((block, combination.saturating_mul(rows).saturating_add(row)))
}

/// The value as its column holds it.
fn cell_value(
    context: &Context<'_>,
    world: &World,
    dataset: &mut Dataset,
    (hand, given): (&Hand<'_>, &GivenTarget),
    input: &Input,
) -> Result<i128, Diagnostic> {
    if let Type::Row(entity) = &input.ty {
        let key = hand.value.trim_matches('"');
        return match world.standing(*entity, key, None) {
            Standing::Here(row) => Ok(row as i128),
            _ => {
                let rows = world.entities.get(entity.index());
                let near = rows.and_then(|rows| closest(key, rows.keys.iter()));
                Err(say::no_value(hand.value, near, hand.spans.1))
            }
        };
    }
    let held = match (value(context, hand, given, &input.ty)?, &input.ty) {
        (Value::YesNo(yes), _) => Some(i128::from(yes)),
        (Value::Date(day), _) => Some(i128::from(day.days_from_epoch())),
        (Value::Text(text), _) => Some(dataset.texts.intern(&text)),
        (Value::Member(_, at), _) => Some(i128::from(at)),
        (Value::Dec(number), Type::Num(num)) => mantissa(number, num.stored_scale().unwrap_or(0)),
        (Value::Period(_, index), _) => Some(i128::from(index)),
        (Value::Dec(_), _) => None,
    };
    held.ok_or_else(|| {
        let reason = Text::both("the value does not fit its type", "værdien passer ikke til typen");
        say::bad_set(hand.value, reason, hand.spans.1)
    })
}

/// A column in which nothing is known.
fn unmapped(book: &Rulebook, world: &World, input: &Input, cause: CauseId) -> InputColumn {
    let blocks = if input.shape.period.is_some() { world.years.count } else { 1 };
    let len = grid::block_len(book, world, &input.shape);
    let column = Column { blocks: vec![Block::missing(len, cause); blocks] };
    let places = Places::Each(vec![vec![CellPlace::default(); len]; blocks]);
    InputColumn { shape: input.shape.clone(), column, places, overridden: true, ..InputColumn::default() }
}

/// Puts a value into a cell, which is known from then on and has no place in a file.
pub(super) fn replace(column: &mut InputColumn, block: usize, index: usize, value: i128) {
    column.overridden = true;
    column.places.forget(block, index);
    column.held_back.remove(&(block, index));
    let halves = column.half_units.as_mut().and_then(|halves| halves.get_mut(block));
    if let Some(half) = halves.and_then(|halves| halves.get_mut(index)) {
        *half = 0;
    }
    let Some(slot) = column.column.blocks.get_mut(block) else { return };
    let mut held = std::mem::take(slot);
    held.data.set(index, value);
    if let Some(cause) = held.status.as_mut().and_then(|status| status.get_mut(index)) {
        *cause = CauseId::KNOWN;
    }
    *slot = held.tidy();
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
