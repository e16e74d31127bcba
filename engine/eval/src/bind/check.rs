//! What a scenario names beside its tables, against the rulebook.
//!
//! In: readings and `show_in`. Out: ids, or what is wrong. Not here: names in `show`, forecasts and chances, which the run
//! looks up.

use ramme_diag::Diagnostic;
use ramme_rulebook::model::{GroupId, ReadingId, Rulebook, Symbol, Type};

use super::{Context, Problems, say};
use crate::scenario::Scenario;

/// The readings that a scenario chooses.
///
/// # Errors
/// Groups and readings that the rulebook does not have, each with its place.
pub fn chosen_readings(book: &Rulebook, scenario: &Scenario) -> Result<Vec<ReadingId>, Vec<Diagnostic>> {
    let mut out = Vec::new();
    let mut problems = Vec::new();
    for (group, reading) in &scenario.readings {
        let Some(at) = book.groups.iter().position(|held| held.name == group.value) else {
            problems.push(say::no_group(book, group));
            continue;
        };
        let members = book.groups.get(at).map(|held| held.members.as_slice()).unwrap_or_default();
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        match members.iter().position(|member| *member == reading.value) {
            Some(member) => out.push(ReadingId { group: GroupId(narrow(at)), member: narrow(member) }),
            None => problems.push(say::no_reading(group, reading, members)),
        }
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

/// `show_in` can be had where everything that is shown already stands in that price level.
pub(super) fn show_in(context: &Context<'_>, problems: &mut Problems) {
    let Some(level) = &context.scenario.show_in else { return };
    let other = |ty: &Type| matches!(ty, Type::Num(num) if num.unit.has_money() && num.level != level.value);
    let book = context.book;
    let symbols: Vec<Symbol> = match &context.scenario.show {
        Some(names) => names.iter().filter_map(|name| book.find(name.text())).collect(),
        None => book.definitions.iter().filter_map(|definition| book.find(&definition.name)).collect(),
    };
    for symbol in symbols {
        let ty = match symbol {
            Symbol::Input(id) => book.inputs.get(id.index()).map(|input| &input.ty),
            Symbol::Definition(id) => book.definitions.get(id.index()).map(|definition| &definition.ty),
            _ => None,
        };
        if ty.is_some_and(other) {
            problems.say(say::show_in(level, book.name_of(symbol)));
        }
    }
}
